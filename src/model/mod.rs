//! Layer 0, the document: plain data with public fields. No I/O, no clock, no drawing, and no knowledge of
//! what an action does; that is the catalogue's. Everything here can be written to a file and compared.

pub mod activity;
pub mod annotation;
pub mod area;
pub mod caller;
pub mod clip;
pub mod condition;
pub mod entry_point;
pub mod execution;
pub mod flow;
pub mod gate;
pub mod id;
pub mod invariants;
pub mod limits;
pub mod named;
pub mod params;
pub mod persist;
pub mod place;
pub mod project;
pub mod reference;
pub mod resource;
pub mod routing;
pub mod scenario;
pub mod test_call;
pub mod texts;
pub mod version;
pub mod walk;
pub mod world;

pub use activity::Activity;
pub use annotation::{Annotation, AnnotationColor, AnnotationKind};
pub use area::{Area, Pos, Size};
pub use caller::{Attachment, Caller, Contact, Email, EmailPriority, IncomingEmail, Opportunity};
pub use clip::Clip;
pub use condition::{Condition, Criterion, CriterionKind, Join, Operand, Operator, Term};
pub use entry_point::{EntryPoint, EntryPointKind, ReachedStatus};
pub use execution::{Execution, TimedAnswer};
pub use flow::{Action, Flow, Link};
pub use id::{
    ActionId, AnnotationId, CallerId, EntryPointId, ResourceId, RoutingId, RowId, ScenarioId, TestCallId, VersionId,
    WorldId,
};
pub use named::NamedId;
pub use params::{ItemRef, Params, Row, Value};
pub use place::{ActionRef, Place};
pub use project::{Project, Settings};
pub use resource::{Resource, ResourceData, ResourceKind};
pub use routing::{Channel, PathsRule, Recording, Routing, RoutingRules, RoutingType, TreeType};
pub use scenario::Scenario;
pub use test_call::{
    Arrival, Expectation, Named, RecordedAnswer, TestCall, TestCaller, TestWorld, TestedAction, Until,
};
pub use texts::{Phrases, Texts};
pub use version::{Plan, Status, Version, VersionInfo};
pub use world::{CampaignTarget, Case, CrmCard, OutsideSystem, QueueState, ServiceState, UserLoad, UserState, World};
