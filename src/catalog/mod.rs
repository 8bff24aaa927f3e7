//! Layer 1, the vocabulary in which actions are written: typed fields, branches, what an action may do when a
//! call passes through it, and how values are read, filled in and compared. It knows no single kind of action
//! (those are in `actions`) and no engine (that is `sim`).

pub mod branch;
pub mod calendar;
pub mod call_group;
pub mod chance;
pub mod channels;
pub mod check;
pub mod compare;
pub mod country;
pub mod cx;
pub mod dates;
pub mod decision;
pub mod door;
pub mod email_group;
pub mod eml;
pub mod expression;
pub mod field;
pub mod floor;
pub mod fold;
pub mod interaction;
pub mod json_path;
pub mod language;
pub mod lead;
pub mod outside;
pub mod phone;
pub mod phrase;
pub mod question;
pub mod reserved;
pub mod sample;
pub mod spec;
pub mod spoken_keys;
pub mod spoken_languages;
pub mod step;
pub mod survey;
pub mod system_phrases;
pub mod template;
pub mod text;
pub mod value;
pub mod words;
pub mod yes_no;

pub use branch::{Branch, BranchPart, BranchSpec, Fallbacks, Outcome, ResultKind, WayOn};
pub use chance::{Draw, Lot, Purpose};
pub use channels::Channels;
pub use check::{CheckCx, Finding, Severity};
pub use cx::{Cx, CxParts};
pub use decision::{Decision, PreferredAgent, QueueRefusal, Request, USUAL_PRIORITY, UserVerdict};
pub use door::{Door, Facts};
pub use field::{Choice, Field, FieldKind, FieldSpec, ItemKind};
pub use floor::{FloorEvent, FloorWait, WaitFor};
pub use interaction::{Hold, Interaction, PersonNow, Pool, Visit};
pub use lead::Lead;
pub use outside::{Fact, FactValue, Outside, Preset};
pub use question::{Actor, Answer, AnswerInput, Question, QuestionChoice, Tone};
pub use spec::{ActionSpec, Category, Example, Stage};
pub use step::{Effect, Event, Mail, Step};
