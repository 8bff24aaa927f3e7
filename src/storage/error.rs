//! Errors of reading and writing a project file, with messages for the user: what happened, what to
//! do, the path last.

use std::fmt;
use std::path::PathBuf;

use super::disk_error::DiskError;
use super::limits::{LISTED, MAX_FILE_BYTES};

/// An error with the path of its file.
#[derive(Debug, thiserror::Error)]
#[error("{error}\nFile: {}", path.display())]
pub struct AtPath<E: std::error::Error + 'static> {
    /// What happened and what to do.
    #[source]
    pub error: E,
    /// The path as the user entered it.
    pub path: PathBuf,
}

/// Why a file could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file could not be read.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// More bytes than the limit.
    #[error(
        "The file is larger than a project may be ({} MiB). Check that this is the right file.",
        MAX_FILE_BYTES / 1024 / 1024
    )]
    TooLarge,
    /// The file is empty.
    #[error("The file is empty (line 1, column 1). {GOOD_COPY}")]
    Empty,
    /// Some other kind of file.
    #[error("This is {looks_like}, not a Signalbox project (line 1, column 1). Choose a file that Signalbox saved.")]
    OtherFormat {
        /// The apparent kind of file, with an article.
        looks_like: &'static str,
    },
    /// Not UTF-8.
    #[error(
        "The text is not UTF-8 (line {line}, column {column}): the file is damaged, or a text editor saved it in another \
         encoding. Save it again as UTF-8. {GOOD_COPY}"
    )]
    NotUtf8 {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
    },
    /// A merge was not finished.
    #[error(
        "The file contains the conflict markers of an unfinished merge (line {line}, column 1). Finish the merge: keep one of the two \
         sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>."
    )]
    MergeMarks {
        /// Counted from 1.
        line: usize,
    },
    /// The first line does not name the format.
    #[error(
        "The first line does not name the format (line 1, column 1), so this is not a Signalbox project, or its first line was \
         lost. A project begins with {expected}."
    )]
    NoSchema {
        /// The expected line.
        expected: String,
    },
    /// The first line names another format.
    #[error(
        "The file is of the format \"{found}\" (line 1, column 1), which is not Signalbox's. Open it with the program that wrote it."
    )]
    OtherProgram {
        /// The format in the first line.
        found: String,
    },
    /// A newer program wrote the file, in a format that this one cannot read.
    #[error(
        "A newer Signalbox wrote this file (format \"{found}\"), and this version cannot read it. Open it with the newer Signalbox."
    )]
    Newer {
        /// The format in the first line.
        found: String,
        /// The part that could not be read.
        #[source]
        fault: Box<Fault>,
    },
    /// A line cannot be read.
    #[error(transparent)]
    Fault(Box<Fault>),
    /// Every line can be read, but the entries are inconsistent.
    #[error("The file can be read, but its entries are inconsistent:\n{}\n{REPAIR_ADVICE}", listed(.0))]
    Broken(Vec<String>),
}

/// Why a project could not be saved. The file on disk is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file could not be written.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The project could not be serialised.
    #[error("The project could not be written as text ({0}). {UNCHANGED}")]
    Serialise(String),
    /// The new text could not be opened again.
    #[error("The project was not saved, because the new file could not be opened again ({}). {UNCHANGED}", short(.0))]
    Unreadable(#[source] Box<LoadError>),
    /// The project breaks rules of every project file, so the file could not be opened again.
    #[error(
        "The project was not saved, because its parts are inconsistent:\n{}\nCorrect this, or undo the last changes, \
         and save again. The file on disk is unchanged.",
        listed(.0)
    )]
    Broken(Vec<String>),
    /// The project is too large to be opened again.
    #[error(
        "The project was not saved, because it is larger than a project may be ({} MiB). Remove data that you do not need, such as old \
         versions, and save again. The file on disk is unchanged.",
        MAX_FILE_BYTES / 1024 / 1024
    )]
    TooLarge,
    /// The new text would be read as another project.
    #[error("The project was not saved, because the new file reads back differently (in its {0}). {UNCHANGED}")]
    Unfaithful(&'static str),
}

const GOOD_COPY: &str = "The last good copy may be in the same folder, under the same name followed by ~.";
const REPAIR_ADVICE: &str =
    "Correct the file in a text editor, or open the copy in the same folder, under the same name followed by ~.";
const UNCHANGED: &str = "The file on disk is unchanged. Undo the last changes and save again; this is an error of \
    Signalbox, please report it.";

/// An unreadable place in the file, with its line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// Where in the document, such as `actions.(2, 14).params`; may be empty.
    pub place: String,
    /// The problem, without a full stop.
    pub what: String,
    /// The offending line, or the part of it around the column.
    pub excerpt: String,
    /// The number of characters in `excerpt` before the column.
    pub caret: usize,
    /// Whether the text ends here, before it is complete.
    pub is_at_end: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, place, what, excerpt, caret, is_at_end } = self;
        let found = if *is_at_end { "The file ends too early" } else { "The file cannot be read" };
        write!(f, "{found} at line {line}, column {column}")?;
        if !place.is_empty() {
            write!(f, ", in {place}")?;
        }
        let number = line.to_string();
        let margin = " ".repeat(number.len() + caret);
        writeln!(f, ": {what}.\n  {number} | {excerpt}\n  {margin}   ^")?;
        f.write_str(if *is_at_end { GOOD_COPY } else { REPAIR_ADVICE })
    }
}

/// The problem of a text that the program wrote, without the advice for files.
fn short(error: &LoadError) -> String {
    match error {
        LoadError::Fault(fault) if fault.place.is_empty() => fault.what.clone(),
        LoadError::Fault(fault) => format!("in {}, {}", fault.place, fault.what),
        other => other.to_string(),
    }
}

fn listed(rules: &[String]) -> String {
    let mut lines: Vec<String> = rules.iter().take(LISTED).map(|rule| format!("- {rule}")).collect();
    if rules.len() > LISTED {
        lines.push(format!("- and {} more", rules.len() - LISTED));
    }
    lines.join("\n")
}
