//! What the form sends, and how typing is joined: edits sent while one field is typed into carry the same tag, so that one
//! undo takes back what was typed.

use std::hash::{DefaultHasher, Hash, Hasher};

use egui::{Id, Response, Ui};

use crate::edit::Edit;
use crate::model::{ActionId, Value, VersionId};

use super::cx::FormCx;
use crate::app::command::Command;

/// What an editor asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change<T> {
    /// The new value.
    pub value: T,
    /// While typing or dragging: what tells this round of it from another.
    pub typing: Option<u64>,
}

impl<T> Change<T> {
    /// A change made at once, such as a choice.
    pub fn at_once(value: T) -> Self {
        Self { value, typing: None }
    }

    /// The change of something that the value is a part of.
    pub fn map<U>(self, whole: impl FnOnce(T) -> U) -> Change<U> {
        Change { value: whole(self.value), typing: self.typing }
    }
}

/// A change of a parameter; no value removes it.
pub(super) type ParamChange = Change<Option<Value>>;

/// Where edits and jumps go. In a read-only version edits go nowhere.
pub(super) struct Outbox<'a> {
    version: VersionId,
    action: ActionId,
    is_read_only: bool,
    commands: &'a mut Vec<Command>,
}

impl<'a> Outbox<'a> {
    pub fn new(cx: &FormCx<'_>, commands: &'a mut Vec<Command>) -> Self {
        Self { version: cx.version.id, action: cx.action.id, is_read_only: cx.is_read_only, commands }
    }

    /// Sends an edit as a step of its own.
    pub fn edit(&mut self, edit: Edit) {
        self.send(edit, None);
    }

    /// Sends edits that are undone together.
    pub fn edits(&mut self, ui: &Ui, edits: Vec<Edit>) {
        let tag = (edits.len() > 1).then(|| hash((self.version, self.action, count_up(ui, true))));
        for edit in edits {
            self.send(edit, tag);
        }
    }

    /// Sends an edit of a part of the action; what is typed in one round is undone together.
    pub fn typed(&mut self, edit: Edit, part: &str, typing: Option<u64>) {
        let tag = typing.map(|round| hash((self.version, self.action, part, round)));
        self.send(edit, tag);
    }

    /// Sends a change of a parameter.
    pub fn param(&mut self, key: &str, change: ParamChange) {
        let Change { value, typing } = change;
        let edit = Edit::SetParam { version: self.version, action: self.action, key: key.to_owned(), value };
        self.typed(edit, key, typing);
    }

    /// Sends a command that changes nothing in the project.
    pub fn go(&mut self, command: Command) {
        self.commands.push(command);
    }

    fn send(&mut self, edit: Edit, tag: Option<u64>) {
        if !self.is_read_only {
            self.commands.push(Command::Edit(Box::new(edit), tag));
        }
    }
}

/// The round of typing or dragging that a widget is in. To be asked every frame in which the widget is shown.
pub(super) fn round(ui: &Ui, response: &Response) -> u64 {
    hash((response.id, count_up(ui, response.gained_focus() || response.drag_started())))
}

/// How many rounds there were so far.
fn count_up(ui: &Ui, is_new: bool) -> u64 {
    ui.data_mut(|data| {
        let count = data.get_temp_mut_or_default::<u64>(Id::unique("form rounds"));
        *count += u64::from(is_new);
        *count
    })
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
