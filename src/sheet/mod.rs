//! The call sheet of a version: what leads to it, its opening hours, its tree in reading order, and everything that customers hear or read,
//! as data, as HTML to print and as a workbook (spec: ease §2). Nothing is cut, and whoever asks for the sheet says what time it is.

mod head;
mod hours;
mod html;
mod script;
mod source;
mod tree;
mod words;
mod xlsx;

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::actions;
use crate::model::{ActionId, Channel, Project, Routing, Version};

pub use hours::Opening;
pub use html::STYLE;
pub use script::Line;

/// The call sheet of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSheet {
    /// The channel of the routing, which decides the words.
    pub channel: Channel,
    /// The codes of the languages that the version speaks, the project's default language first.
    pub languages: Vec<String>,
    /// Project, routing, version and what leads to it: labels with their values, one a line.
    pub head: Vec<Fact>,
    /// What leads to the version: the entry points, then other smart routings.
    pub entrances: Vec<Entrance>,
    /// The opening hours that the tree uses, in the order of the tree.
    pub hours: Vec<Opening>,
    /// The actions in reading order: those to which Start leads, then those apart.
    pub steps: Vec<SheetStep>,
    /// How many steps Start leads to.
    pub reached: usize,
}

/// What leads to a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entrance {
    /// The number or another address; empty where there is none.
    pub address: String,
    /// The name of the entry point, or of the smart routing and its version.
    pub name: String,
    /// What it is: *Phone number (source)*, *Smart routing*.
    pub kind: String,
    /// When it leads here, or by which actions; empty where that goes without saying.
    pub more: String,
}

impl Entrance {
    fn words(&self) -> String {
        let Self { address, name, kind, more } = self;
        let parts: Vec<&str> =
            [address, name, kind].into_iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
        let more = if more.is_empty() { String::new() } else { format!(", {more}") };
        format!("{}{more}", parts.join(" · "))
    }
}

/// Why a call sheet could not become a file.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The ending of the file names no format.
    #[error(
        "A call sheet is an HTML page or an Excel workbook, as its file ends. Name a file that ends in .html or .xlsx."
    )]
    Ending,
    /// The workbook is too large for its format.
    #[error("The workbook cannot be made: {0}. Export the sheet as HTML.")]
    Workbook(String),
}

/// A label and what belongs to it, one value a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The values; at least one.
    pub values: Vec<String>,
}

impl Fact {
    fn new(label: &str, values: impl IntoIterator<Item = String>) -> Self {
        Self { label: label.to_owned(), values: values.into_iter().collect() }
    }
}

/// An action on the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetStep {
    /// The action.
    pub id: ActionId,
    /// Its place in the outline, such as *3.1*.
    pub number: String,
    /// The title.
    pub title: String,
    /// The title of the kind.
    pub kind: String,
    /// The remark for colleagues; empty where there is none.
    pub comment: String,
    /// The actions that lead here, in reading order.
    pub from: Vec<ActionId>,
    /// What is entered in the form, apart from what is heard and from the rows that are branches.
    pub details: Vec<Fact>,
    /// What customers hear or read here.
    pub lines: Vec<Line>,
    /// The branches, in order.
    pub ways: Vec<Way>,
}

/// A branch on the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The label, such as *press 1 Claim*.
    pub label: String,
    /// When the branch is taken, where its row says more than its label.
    pub more: String,
    /// Where it leads: one answer, or one for each fallback that the action may pick.
    pub ends: Vec<WayEnd>,
}

/// Where a branch leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayEnd {
    /// The label of the branch whose link is followed, where the branch has none of its own.
    pub by: Option<String>,
    /// The action that follows.
    pub to: Option<ActionId>,
    /// What happens where no action follows: *ends here*, *leads nowhere*.
    pub words: String,
}

/// What a version is: project, routing, version, status, channel, languages, what leads to it, and the moment at which this is written.
#[must_use]
pub fn head(project: &Project, routing: &Routing, version: &Version, made: DateTime<Utc>) -> Vec<Fact> {
    let languages = actions::languages_spoken(project, version);
    head::of(&source::Source { project, routing, version, languages: &languages }, made)
}

impl CallSheet {
    /// The call sheet of a version of a routing, made at a moment.
    #[must_use]
    pub fn of(project: &Project, routing: &Routing, version: &Version, made: DateTime<Utc>) -> Self {
        let shape = actions::shape(&version.flow, routing.tree_type());
        let languages = actions::languages_spoken(project, version);
        let source = source::Source { project, routing, version, languages: &languages };
        let numbers = shape.numbers();
        let mut steps: Vec<SheetStep> = Vec::new();
        for (id, number) in shape.order.iter().zip(numbers) {
            steps.extend(version.flow.actions.get(id).map(|action| source.step(action, number)));
        }
        tree::fill_in_from(&mut steps);
        let hours = hours::of(&source, &steps);
        let entrances = head::entrances(&source);
        let head = head::of(&source, made);
        Self { channel: routing.channel, languages, head, entrances, hours, steps, reached: shape.reached }
    }

    /// The sheet as a file, in the format that the ending of its path names: HTML or a workbook.
    ///
    /// # Errors
    /// Why the file could not be made; see [`SheetError`].
    pub fn file(&self, path: &Path) -> Result<Vec<u8>, SheetError> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => Ok(self.html().into_bytes()),
            "xlsx" => self.xlsx(),
            _ => Err(SheetError::Ending),
        }
    }

    /// The sheet as a workbook, with a sheet for each part.
    ///
    /// # Errors
    /// Why the workbook could not be made.
    pub fn xlsx(&self) -> Result<Vec<u8>, SheetError> {
        xlsx::of(self).map_err(|error| SheetError::Workbook(error.to_string()))
    }

    /// The sheet as one HTML file that needs no other file and runs no script; it is well-formed XML, too.
    #[must_use]
    pub fn html(&self) -> String {
        html::of(self)
    }
}
