//! The simulator: a pure engine that moves a call through a tree, and the runs that people and files drive it with
//! (spec: simulation). Never the real clock, the network or the file system.

mod acting;
mod again;
mod arrival;
mod basis;
pub mod behaviour;
pub mod breakpoints;
mod calls;
pub(crate) mod chance;
pub mod changes;
pub mod comes_back;
pub mod coverage;
mod dialling;
pub mod engine;
mod entered;
pub mod execution;
pub mod failures;
pub mod floor;
pub mod hours;
mod leave;
pub mod outside_words;
pub mod own_scene;
pub mod paths;
mod play;
mod pool;
pub mod report;
mod round;
pub mod run;
pub mod run_on;
pub mod scene;
pub mod silent;
pub mod state;
pub mod suite;
pub mod trace;
mod variables;
pub mod watch;

pub use basis::Basis;
pub use report::Report;
pub use run::Run;
pub use scene::{Scene, SceneRequest};
pub use silent::SilentRun;
pub use state::{CallState, Ending, Phase};
pub use trace::{Beat, Stop, What};
pub use watch::Watch;
