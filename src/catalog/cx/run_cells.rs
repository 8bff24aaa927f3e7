//! What an action reads and writes of the interaction itself: variables, counters, the customer, what was said last. A method a cell, as in
//! the file of the other cells.

use std::borrow::Cow;
use std::sync::Arc;

use crate::catalog::call_group;
use crate::catalog::door::Cell;
use crate::catalog::interaction::Pool;
use crate::catalog::reserved;
use crate::catalog::step::Effect;
use crate::model::{ActionId, EntryPoint};

use super::Cx;

/// The interaction.
impl<'a> Cx<'a> {
    /// The value of a variable, or of a field of a read-only group; empty when there is none.
    #[must_use]
    pub fn read(&self, path: &str) -> Cow<'_, str> {
        let interaction = &*self.parts.interaction;
        if self.parts.lookups.plain(self.parts.project, path).is_some() {
            self.parts.door.sees_variable(path);
            return Cow::Borrowed(interaction.variables.get(path).unwrap_or_default());
        }
        let today = interaction.path_today(path);
        if let Some(value) = reserved::value(self.parts.project, self.parts.door, interaction, &today) {
            return Cow::Owned(value);
        }
        self.parts.door.sees_variable(&today);
        Cow::Borrowed(interaction.variables.get(&today).unwrap_or_default())
    }

    /// The value of a field of the read-only group `call`.
    #[must_use]
    pub fn call(&self, field: &str) -> String {
        call_group::value(self.parts.project, self.parts.door, self.parts.interaction, field).unwrap_or_default()
    }

    /// Virtual time since the interaction began, in milliseconds.
    #[must_use]
    pub fn at_ms(&self) -> u64 {
        self.parts.interaction.at_ms
    }

    /// The entry point by which the interaction came in, if by one.
    #[must_use]
    pub fn entry_point(&self) -> Option<&'a Arc<EntryPoint>> {
        self.parts.project.entry_points.get(&self.parts.interaction.entry_point?)
    }

    /// How often an action of the routing was left before.
    #[must_use]
    pub fn passages(&mut self, action: ActionId) -> u32 {
        self.parts.door.sees_counter((self.routing, action));
        self.parts.interaction.counter_reads += 1;
        self.parts.interaction.passages.of((self.routing, action))
    }

    /// Whether the customer has left.
    #[must_use]
    pub fn is_customer_gone(&self) -> bool {
        self.parts.interaction.is_customer_gone
    }

    /// Whether a recording runs.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        self.parts.door.sees(Cell::Recording);
        self.parts.interaction.is_recording
    }

    /// A recording begins, or ends.
    pub fn set_recording(&mut self, is_recording: bool) {
        self.parts.interaction.is_recording = is_recording;
    }

    /// The number shown to those who are called; empty means the caller's own.
    #[must_use]
    pub fn caller_id(&self) -> &str {
        self.parts.door.sees(Cell::CallerId);
        &self.parts.interaction.caller_id
    }

    /// Sets the number shown to those who are called.
    pub fn set_caller_id(&mut self, number: String) {
        self.parts.interaction.caller_id = number;
    }

    /// The numbers outside that answered in this interaction, in order.
    #[must_use]
    pub fn answered(&self) -> &[String] {
        self.parts.door.sees(Cell::Answered);
        &self.parts.interaction.answered
    }

    /// A number outside answers.
    pub fn add_answered(&mut self, number: String) {
        self.parts.interaction.answered.push(number);
    }

    /// Sets the customer's language from here on.
    pub fn set_language(&mut self, code: &str) {
        let before = self.call("language");
        code.clone_into(&mut self.parts.interaction.language);
        self.note_change("call.language", before, code.to_owned());
    }

    /// The tags of the interaction, in the order of adding.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        self.parts.door.sees(Cell::Tags);
        &self.parts.interaction.tags
    }

    /// The tags of the interaction, for changing and setting them. Where nobody reads what happens, the interaction has none meanwhile.
    #[must_use]
    pub fn tags_to_change(&mut self) -> Vec<String> {
        self.parts.door.sees(Cell::Tags);
        let tags = &mut self.parts.interaction.tags;
        if self.parts.is_told { tags.clone() } else { std::mem::take(tags) }
    }

    /// Sets the tags of the interaction.
    pub fn set_tags(&mut self, tags: Vec<String>) {
        let before = self.is_told().then(|| self.call("tags"));
        self.parts.interaction.tags = tags;
        if let Some(before) = before {
            let after = self.call("tags");
            self.note_change(call_group::TAGS_PATH, before, after);
        }
    }

    /// A field of a read-only group is another one from now on.
    fn note_change(&mut self, path: &str, before: String, after: String) {
        if before != after {
            self.emit(Effect::Assigned { path: path.to_owned(), before, after });
        }
    }

    /// The last thing the customer wrote in a chat: at first, the first message.
    #[must_use]
    pub fn last_message(&self) -> String {
        self.parts.door.sees(Cell::LastMessage);
        self.parts.interaction.last_message.clone().unwrap_or_else(|| self.first_message())
    }

    /// When the customer wrote it, in milliseconds since the interaction began.
    #[must_use]
    pub fn last_message_at_ms(&self) -> u64 {
        self.parts.door.sees(Cell::LastMessage);
        self.parts.interaction.last_message_at_ms
    }

    /// The customer writes something, now.
    pub fn set_last_message(&mut self, text: &str) {
        self.parts.interaction.last_message = Some(text.to_owned());
        self.parts.interaction.last_message_at_ms = self.at_ms();
    }

    /// Puts the interaction in the pool while the flow goes on.
    pub fn wait_in(&mut self, pool: &Pool) {
        self.parts.interaction.wait_in(pool);
    }
}
