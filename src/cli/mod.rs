//! The command line: the functions of the window in the terminal, without a display. Results go to standard output, errors to
//! standard error. Exit codes: 0 for success, 1 for findings or errors, 2 for wrong arguments.

pub mod actions;
mod audit;
mod behaviour;
mod check;
mod diff;
mod explored;
mod export;
mod failures;
mod files;
mod find;
mod format;
mod hours;
mod load;
mod load_compare;
mod load_learn;
mod load_out;
mod load_staffing;
mod map;
mod new;
mod paths;
mod promote;
mod simulate;
mod test;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::clock;
use crate::model::Project;
use crate::storage::lock::{self, Holder, NoLock};
use crate::storage::{self, Loaded, SCHEMA, SavedFile};

/// Design, test and hand over the routing of calls, emails and chats.
#[derive(Parser)]
#[command(name = "signalbox", version, about, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Verb>,
    /// The project to open in the window.
    file: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Verb {
    /// Write a new project from a template: a line in test, with its test calls.
    New(new::Arguments),
    /// Step a mock caller through a routing and print what happens.
    Simulate(simulate::Arguments),
    /// List the problems of a project; exit code 1 if there is an error.
    Check(check::Arguments),
    /// List every kind of action with its fields and branches.
    Actions(actions::Arguments),
    /// List the differences between two versions or two projects; exit code 1 if there are any.
    Diff(diff::Arguments),
    /// Put due versions in production; exit code 1 if a production was missed.
    Promote(promote::Arguments),
    /// Play the test calls of a project; exit code 1 if one fails or is stale, and 2 if the project cannot be read.
    Test(test::Arguments),
    /// Look at every path of a routing; exit code 0 where no call can end badly, 1 where one can, 3 where it is not decided.
    Paths(paths::Arguments),
    /// Let each thing outside fail in turn; exit code 0 where no call is dropped, 1 where one is, 3 where it is not decided.
    Failures(failures::Arguments),
    /// List when each schedule takes which branch, its gaps and overlaps, and planned productions; exit code 2 if the project cannot be read.
    Hours(hours::Arguments),
    /// Let many contacts arrive, by a scenario, and list how long they wait and what becomes of them; exit code 2 if the project or the
    /// scenario cannot be read.
    Load(load::Arguments),
    /// Give many contacts to whom a policy, rule, queue, team or group says, and list who gets how many, and why; exit code 2 if the project
    /// cannot be read.
    Audit(audit::Arguments),
    /// List where contacts arrive and where they go, over all routings; exit code 1 where an entry point or an action leads nowhere, 2 if the
    /// project cannot be read.
    Map(map::Arguments),
    /// Write the call sheet of a version, or a picture of its tree, as a file that prints well.
    Export(export::Arguments),
    /// Rewrite a project file in the standard form.
    Format(format::Arguments),
}

/// The error of a command, as a sentence.
type Trouble = String;

/// The advice after the reason why there is no window.
pub const IN_THE_TERMINAL: &str =
    "; without it, try a call in the terminal: signalbox simulate PROJECT --routing REFERENCE";

/// Runs the program. `open_window` is called when no subcommand is given.
#[must_use]
pub fn main(arguments: Vec<OsString>, open_window: fn(Option<PathBuf>) -> Result<(), String>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let done = match arguments.command {
        None => open_window(arguments.file).map(|()| true),
        Some(Verb::New(arguments)) => new::run(&arguments),
        Some(Verb::Simulate(arguments)) => simulate::run(&arguments),
        Some(Verb::Check(arguments)) => check::run(&arguments),
        Some(Verb::Actions(arguments)) => actions::run(&arguments),
        Some(Verb::Diff(arguments)) => diff::run(&arguments),
        Some(Verb::Promote(arguments)) => promote::run(&arguments),
        Some(Verb::Export(arguments)) => export::run(&arguments),
        Some(Verb::Format(arguments)) => format::run(&arguments),
        Some(Verb::Paths(arguments)) => match paths::run(&arguments) {
            Ok(code) => return code,
            Err(trouble) => return failed(&trouble, ExitCode::from(2)),
        },
        Some(Verb::Failures(arguments)) => match failures::run(&arguments) {
            Ok(code) => return code,
            Err(trouble) => return failed(&trouble, ExitCode::from(2)),
        },
        Some(Verb::Map(arguments)) => match map::run(&arguments) {
            Ok(code) => return code,
            Err(trouble) => return failed(&trouble, ExitCode::from(2)),
        },
        Some(Verb::Hours(arguments)) => match hours::run(&arguments) {
            Ok(()) => Ok(true),
            Err(trouble) => return failed(&trouble, ExitCode::from(2)),
        },
        Some(Verb::Load(arguments)) => match load::run(&arguments) {
            Ok(()) => Ok(true),
            Err(trouble) => return failed(&trouble, ExitCode::from(2)),
        },
        Some(Verb::Audit(arguments)) => match audit::run(&arguments) {
            Ok(()) => Ok(true),
            Err(trouble) => return failed(&trouble, ExitCode::from(2)),
        },
        Some(Verb::Test(arguments)) => match test::read(&arguments) {
            Ok(project) => test::run(&arguments, project),
            Err(trouble) => return failed(&trouble, ExitCode::from(2)),
        },
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => failed(&trouble, ExitCode::FAILURE),
    }
}

/// Reports an error; a closed pipe must not cause a panic.
fn failed(trouble: &str, code: ExitCode) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "signalbox: {trouble}");
    code
}

/// Prints to standard output; a closed pipe ends the output silently.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints data as JSON, deterministically.
fn print_json(data: &impl serde::Serialize) -> Result<(), Trouble> {
    let text = serde_json::to_string_pretty(data).map_err(|error| format!("The result cannot be written: {error}."))?;
    print(&text);
    print("\n");
    Ok(())
}

fn load(path: &Path) -> Result<Project, Trouble> {
    Ok(load_whole(path)?.project)
}

/// The same with what was found in the file.
fn load_whole(path: &Path) -> Result<Loaded, Trouble> {
    let (loaded, _) = storage::load(path).map_err(|error| error.to_string())?;
    complain(&loaded.notes);
    if let Some(converted) = &loaded.converted {
        complain(&[format!(
            "{} has format {}. It is read by the rules of format {SCHEMA}, and stays as it is. To convert it, run: signalbox format FILE",
            path.display(),
            converted.from
        )]);
        complain(&converted.changes);
    }
    Ok(loaded)
}

/// The same with the state of the file, for commands that write it.
fn load_to_write(path: &Path) -> Result<(Loaded, SavedFile), Trouble> {
    let (loaded, file) = storage::load(path).map_err(|error| error.to_string())?;
    complain(&loaded.notes);
    match &loaded.read_only_because {
        Some(why) => Err(format!("{why}\nFile: {}", path.display())),
        None => Ok((loaded, file)),
    }
}

/// Writes a project to its file, unless another user has it open or has changed it since.
fn save_over(path: &Path, project: &Project, file: &SavedFile) -> Result<(), Trouble> {
    let me = Holder::this_process(clock::user(), clock::host(), clock::now());
    let advice = "Nothing was written. Close the project there";
    let _lock = match lock::acquire(path, &me, false) {
        Ok(lock) => Some(lock),
        // Without locks, the hash detects changes.
        Err(NoLock::Impossible(_)) => None,
        Err(NoLock::Held(holder)) => {
            let who = holder.map_or_else(|| "Somebody".to_owned(), |holder| holder.words());
            return Err(format!("{who}, has this project open. {advice}, and try again.\nFile: {}", path.display()));
        }
        Err(NoLock::MaybeStale(holder)) => {
            let who = holder.words();
            return Err(format!(
                "{who}, had this project open and never closed it. {advice}, or open it in the window and take over the lock.\nFile: {}",
                path.display()
            ));
        }
    };
    let saved = storage::save_over(path, project, Some(&file.hash)).map_err(|error| error.to_string())?;
    complain(&saved.warnings);
    Ok(())
}

/// Prints a message to standard error, ignoring errors.
fn complain(notes: &[String]) {
    for note in notes {
        let _ = writeln!(std::io::stderr(), "signalbox: {note}");
    }
}
