//! Questions as plain data: a title, some lines, and one button per answer. The types are generic over the command that a button sends,
//! so they depend on no command. `kit` draws the questions.

use crate::catalog::Severity;
use crate::edit::place_words;
use crate::model::{Place, Project};
use crate::uses::{ItemId, Use};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// Like most buttons.
    #[default]
    Plain,
    /// The recommended answer.
    Primary,
    /// An answer that removes something.
    Danger,
}

/// A button of a dialog.
#[derive(Clone, Debug, PartialEq)]
pub struct Button<C> {
    /// The label: what the button does.
    pub label: String,
    /// What the button sends; `None` only closes the dialog.
    pub command: Option<C>,
    /// How much the button stands out.
    pub emphasis: Emphasis,
    /// Whether the button can be pressed.
    pub is_enabled: bool,
}

impl<C> Button<C> {
    /// A button that sends a command.
    #[must_use]
    pub fn new(label: &str, command: C, emphasis: Emphasis) -> Self {
        Self { label: label.to_owned(), command: Some(command), emphasis, is_enabled: true }
    }

    /// A button that only closes the dialog.
    #[must_use]
    pub fn close(label: &str) -> Self {
        Self { label: label.to_owned(), command: None, emphasis: Emphasis::Plain, is_enabled: true }
    }
}

/// A question with one button per answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<C> {
    /// The title.
    pub title: String,
    /// Sentences, one per line.
    pub lines: Vec<String>,
    /// The answers, the recommended one last.
    pub buttons: Vec<Button<C>>,
}

impl<C> Question<C> {
    /// A message with a button to close it.
    pub fn message(title: impl Into<String>, text: impl Into<String>) -> Self {
        let lines = text.into().lines().map(str::to_owned).collect();
        Self { title: title.into(), lines, buttons: vec![Button::close("Close")] }
    }
}

/// A finding about a version, with a button that shows its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<C> {
    /// How bad the finding is.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub text: String,
    /// The place in words.
    pub place: String,
    /// The command that shows the place.
    pub jump: C,
}

/// A question with findings that are reasons against one of its answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings<C> {
    /// The title.
    pub title: String,
    /// Sentences, one per line.
    pub lines: Vec<String>,
    /// The heading above the findings.
    pub heading: String,
    /// The findings.
    pub list: Vec<Finding<C>>,
    /// The answers, the recommended one last.
    pub buttons: Vec<Button<C>>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListingRow<C> {
    /// The name of the item.
    pub title: String,
    /// More about the item, one entry per line.
    pub lines: Vec<String>,
    /// The buttons of the item.
    pub buttons: Vec<Button<C>>,
}

/// A list of items, each with buttons of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing<C> {
    /// The title.
    pub title: String,
    /// Sentences above the list, one per line.
    pub lines: Vec<String>,
    /// The rows.
    pub rows: Vec<ListingRow<C>>,
    /// The buttons below the list.
    pub buttons: Vec<Button<C>>,
}

/// A question about places where something is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Places<C> {
    /// The question. Its first line is shown above the places, the others below.
    pub question: Question<C>,
    /// The places and their descriptions.
    pub list: Vec<(Place, String)>,
    /// The choice of a replacement, where there is one.
    pub replace: Option<Replacement>,
}

impl<C> Places<C> {
    /// A question that lists the places of some uses.
    #[must_use]
    pub fn of_uses(project: &Project, uses: &[Use], question: Question<C>) -> Self {
        Self { question, list: place_words(project, uses), replace: None }
    }
}

/// The choice of a replacement for an item that is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Replacement {
    /// The item used now.
    pub from: ItemId,
    /// The noun for such items, as in the middle of a sentence.
    pub noun: String,
    /// The chosen replacement.
    pub to: Option<ItemId>,
    /// The possible replacements, with names.
    pub options: Vec<(ItemId, String)>,
    /// Whether read-only versions use the item: then it cannot be deleted.
    pub is_in_read_only: bool,
}

impl Replacement {
    /// The choice among all other items of the kind.
    #[must_use]
    pub fn new(project: &Project, from: ItemId, is_in_read_only: bool) -> Option<Self> {
        let kind = from.known(project)?.kind;
        let others = from.others(project, kind).filter(|(_, it)| it.kind == kind);
        let mut options: Vec<(ItemId, String)> =
            others.map(|(target, it)| (target, format!("{} ({})", it.name, it.reference))).collect();
        options.sort_by(|(_, one), (_, other)| one.cmp(other));
        Some(Self { from, noun: kind.in_sentence(), to: None, options, is_in_read_only })
    }
}
