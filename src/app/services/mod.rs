//! Services: files, problems, test executions, preferences. A service takes data, works in the background and answers with events; it
//! knows no part and no dialog.

pub mod area;
pub mod behaviour;
pub mod clipboard;
pub mod coverage;
pub mod examples;
pub mod executions;
pub mod failures;
pub mod files;
pub mod folders;
pub mod in_time;
pub mod job;
pub mod latest;
pub mod layout;
pub mod load_checks;
pub mod loads;
pub mod open_runs;
pub mod own_presets;
pub mod panes;
pub mod paths;
pub mod preferences;
pub mod problems;
pub mod project_file;
pub mod simulation;
pub mod simulation_acts;
pub mod suites;
pub mod test_calls;
pub mod time;
pub mod visited;
