//! Sends the form's edits and joins typing: the edits of one typing session in a field carry the same tag, so that one undo
//! step reverts the whole session.

use std::hash::{DefaultHasher, Hash, Hasher};

use egui::{Id, Response, Ui};

use crate::edit::Edit;
use crate::model::{ActionId, Value, VersionId};

use super::cx::FormCx;
use crate::app::command::Command;

/// A change from an editor.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change<T> {
    /// The new value.
    pub value: T,
    /// The number of the typing or dragging session, if the change is part of a session.
    pub typing: Option<u64>,
}

impl<T> Change<T> {
    /// A change in one step, such as a choice.
    pub fn at_once(value: T) -> Self {
        Self { value, typing: None }
    }

    /// The change of a whole that contains the value.
    pub fn map<U>(self, whole: impl FnOnce(T) -> U) -> Change<U> {
        Change { value: whole(self.value), typing: self.typing }
    }
}

/// A change of a parameter; `None` removes the parameter.
pub(super) type ParamChange = Change<Option<Value>>;

/// Collects edits and jumps. In a read-only version it drops edits.
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

    /// Sends an edit as an undo step of its own.
    pub fn edit(&mut self, edit: Edit) {
        self.send(edit, None);
    }

    /// Sends edits as one undo step.
    pub fn edits(&mut self, ui: &Ui, edits: Vec<Edit>) {
        let tag = (edits.len() > 1).then(|| hash((self.version, self.action, count_up(ui, true))));
        for edit in edits {
            self.send(edit, tag);
        }
    }

    /// Sends an edit of a part of the action; one typing session is one undo step.
    pub fn typed(&mut self, edit: Edit, part: &str, typing: Option<u64>) {
        let tag = typing.map(|typing_session| hash((self.version, self.action, part, typing_session)));
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

/// The current typing or dragging session of a widget. Call this in every frame that shows the widget.
pub(super) fn typing_session(ui: &Ui, response: &Response) -> u64 {
    hash((response.id, count_up(ui, response.gained_focus() || response.drag_started())))
}

/// The number of sessions so far.
fn count_up(ui: &Ui, is_new: bool) -> u64 {
    ui.data_mut(|data| {
        let count = data.get_temp_mut_or_default::<u64>(Id::unique("form typing sessions"));
        *count += u64::from(is_new);
        *count
    })
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
