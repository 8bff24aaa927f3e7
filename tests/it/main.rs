//! Tests of the core from outside: engine, editing layer, lifecycle, problems, command line, layers, documents and
//! shipped projects. One binary, so that it links once. No test needs a display.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect should stop there"
)]
#![allow(clippy::assigning_clones, reason = "a test sets a field to a word once")]
#![allow(clippy::disallowed_methods, reason = "tests plant broken files, which storage would refuse to write")]

mod analysis;
mod annotations;
mod answers;
#[cfg(feature = "gui")]
mod arrows;
mod behaviour;
mod branches;
mod calls;
mod cards;
mod channels;
mod cli;
mod coverage;
mod coverage_proven;
mod coverage_rows;
mod dates;
mod diff;
mod docs;
mod edit;
mod executions;
mod failures;
mod history;
mod hours;
mod keypad;
mod kinds;
mod layers;
mod lifecycle;
mod lints;
mod lints_kinds;
mod lints_paths;
mod lints_resources;
mod load;
mod long_texts;
mod mail;
mod mail_parts;
mod map;
mod messaging;
mod no_desktop;
mod numbers;
mod outside;
mod pasted;
mod path_rules;
mod paths;
mod people;
mod phones;
mod phrases;
#[cfg(feature = "gui")]
mod picture;
mod pool;
mod projects;
mod random_runs;
mod read_only;
mod references;
mod room;
mod saved;
mod scenarios;
mod sheet;
mod silent;
mod sim;
mod small_model;
mod stepping;
mod support;
mod templates;
mod test_call_edits;
mod test_call_ways;
mod test_calls;
mod values;
mod values_back;
mod web_services;
mod whisper;
mod who_may_serve;
mod window_layers;
mod workbook;
