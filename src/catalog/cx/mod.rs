//! What an action can see and do while a call is in it. Everything an action needs goes through here, so that a
//! file of `actions` reads as the rule it implements.

mod cells;
mod once;
mod run_cells;
mod tell;
mod typed;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::Datelike;

use crate::model::{
    Action, Condition, EntryPoint, ItemRef, Operand, Params, Project, Resource, ResourceData, ResourceKind, Routing,
    RoutingId,
};

use super::assign::{Assigned, assign, write};
use super::compare;
use super::dates::{self, Stamp};
use super::door::Door;
use super::expression;
use super::field::{Field, FromValue, Texts};
use super::interaction::{Interaction, Visit};
use super::language;
use super::question::LEAST_MS;
use super::step::{Effect, Event, not_found_words};
use super::system_phrases::Phrase;
use super::template;
use super::text::speaking_ms;
use super::value::{Lookups, Value};

pub use once::Once;

/// What the engine puts behind an action's [`Cx`].
#[derive(Debug)]
pub struct CxParts<'a> {
    /// The project, as it was when the run began.
    pub project: &'a Project,
    /// The door to the outside.
    pub door: &'a Door<'a>,
    /// The interaction.
    pub interaction: &'a mut Interaction,
    /// The routing that the action belongs to, where it exists.
    pub own_routing: Option<&'a Arc<Routing>>,
    /// Whether the version that runs is, or was, in production; one in test or in development is not.
    pub is_live: bool,
    /// What is looked up in the project again and again.
    pub lookups: &'a Lookups,
    /// What the kind reads from the parameters once.
    pub once: &'a Once,
    /// What the action makes happen, and when, in milliseconds since the interaction began.
    pub effects: &'a mut Vec<(u64, Effect)>,
    /// Whether anybody reads what happens. Where nobody does, no words are written: neither notes nor what the customer hears.
    pub is_told: bool,
    /// Whether somebody has measured how much time the event took: a live call knows, a mock caller does not, and then
    /// the action says how long things take by [`Cx::spend`].
    pub is_clock_outside: bool,
}

/// An action while a call is in it. What it can read and write beside its own parameters goes through methods that name their
/// cell: the project, the outside, or the interaction.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The routing that the action belongs to.
    pub routing: RoutingId,
    /// The action.
    pub action: &'a Action,
    /// Why it is called.
    pub event: &'a Event,
    /// What the action keeps between two events.
    pub visit: &'a mut Visit,
    parts: CxParts<'a>,
}

impl<'a> Cx<'a> {
    /// An action of a routing at an event.
    #[must_use]
    pub fn new(
        routing: RoutingId,
        action: &'a Action,
        event: &'a Event,
        visit: &'a mut Visit,
        parts: CxParts<'a>,
    ) -> Self {
        Self { routing, action, event, visit, parts }
    }

    /// Reads a field.
    #[must_use]
    pub fn get<T: FromValue>(&self, field: &Field<T>) -> T::Read<'a> {
        self.action.params.get(field)
    }

    /// Reads a text field and fills in its placeholders.
    #[must_use]
    pub fn text(&self, field: &Field<String>) -> Cow<'a, str> {
        self.filled(self.action.params.text(field))
    }

    /// The language of the customer, else the project's default language.
    #[must_use]
    pub fn language(&self) -> Cow<'_, str> {
        self.read("call.language")
    }

    /// Reads a text in the customer's language (`fr-CA` falls back to `fr`), else in the default language, else in any, filled in.
    #[must_use]
    pub fn text_in_language(&self, texts: &Texts) -> String {
        self.fill(self.of_language(texts))
    }

    /// Reads the text of a field in the customer's language in the same way, filled in.
    #[must_use]
    pub fn text_for(&self, field: &Field<Texts>) -> Cow<'a, str> {
        match self.get(field) {
            Cow::Borrowed(texts) => self.filled(self.of_language(texts)),
            Cow::Owned(texts) => Cow::Owned(self.filled(self.of_language(&texts)).into_owned()),
        }
    }

    /// The text in the customer's language. Where there is one text alone, nobody asks for the language.
    fn of_language<'t>(&self, texts: &'t Texts) -> &'t str {
        match texts.values().next().filter(|_| texts.len() == 1) {
            Some(only) => only,
            None => language::text(texts, &self.language(), self.default_language()),
        }
    }

    /// A sentence of the system in the customer's language, with its placeholders filled in.
    #[must_use]
    pub fn phrase(&self, phrase: &Phrase, values: &[(&str, &str)]) -> String {
        phrase.sentence(self.settings(), &self.language(), values)
    }

    /// The word of the system in the customer's language, such as *Oui*.
    #[must_use]
    pub fn word(&self, phrase: &Phrase) -> String {
        phrase.first_word(self.settings(), &self.language()).to_owned()
    }

    /// A text with its placeholders filled in.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        self.filled(text).into_owned()
    }

    /// The same, as it is where it has no placeholders.
    fn filled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if template::has_placeholder(text) {
            Cow::Owned(template::fill(text, |path| self.read(path)))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// The value of an operand, as a text.
    ///
    /// # Errors
    /// Why an expression has none.
    pub fn value(&self, operand: &Operand) -> Result<String, String> {
        self.value_of(operand).map(|value| value.text.into_owned())
    }

    /// The value of an operand with its type: that of its variable or of its expression, and none of a fixed text.
    ///
    /// # Errors
    /// Why an expression has none.
    pub fn typed_value(&self, operand: &Operand) -> Result<Value<'static>, String> {
        let value = self.value_of(operand)?;
        Ok(Value { text: value.text.into_owned().into(), kind: value.kind })
    }

    fn value_of<'v>(&'v self, operand: &'v Operand) -> Result<Value<'v>, String> {
        Ok(match operand {
            Operand::Text(text) => Value::untyped(self.filled(text)),
            Operand::Variable(path) => self.typed_variable(path),
            Operand::Expression(expression) => return expression::evaluate(expression, self, self.locale()),
        })
    }

    /// Whether a condition holds; what could not be compared is noted.
    pub fn holds(&mut self, condition: &Condition) -> bool {
        let is_list = |operand: &Operand| matches!(operand, Operand::Variable(path) if self.is_tags(path));
        let (holds, complaints) = compare::holds(condition, self.locale(), is_list, |operand| self.value_of(operand));
        for complaint in complaints {
            self.note(complaint);
        }
        holds
    }

    /// The resource that a field names, resolved now; why not is noted.
    pub fn item(&mut self, field: &Field<Option<ItemRef>>) -> Option<Arc<Resource>> {
        let action = self.action;
        self.item_in(&action.params, field)
    }

    /// The same for a cell of a row.
    pub fn item_in(&mut self, params: &Params, field: &Field<Option<ItemRef>>) -> Option<Arc<Resource>> {
        let super::field::FieldKind::Item(super::field::ItemKind::Resource(kind)) = field.spec().kind else {
            return None;
        };
        self.named(kind, params.get(field).as_ref()).cloned()
    }

    /// The resource of a kind that an item names, which was read from a field, resolved now; why not is noted.
    pub fn named(&mut self, kind: ResourceKind, item: Option<&ItemRef>) -> Option<&'a Arc<Resource>> {
        let found = item.and_then(|item| self.find(kind, item));
        self.note_if_missing(item, found.is_some());
        found
    }

    /// The routing that a field names, resolved now; why not is noted.
    pub fn routing_item(&mut self, field: &Field<Option<ItemRef>>) -> Option<Arc<Routing>> {
        let item = self.get(field);
        let found = item.as_ref().and_then(|item| self.parts.project.resolve_routing(&self.constant(item)).cloned());
        self.note_if_missing(item.as_ref(), found.is_some());
        found
    }

    /// The entry point that a field names, resolved now; why not is noted.
    pub fn entry_point_item(&mut self, field: &Field<Option<ItemRef>>) -> Option<Arc<EntryPoint>> {
        let super::field::FieldKind::Item(super::field::ItemKind::EntryPoint(kind)) = field.spec().kind else {
            return None;
        };
        let item = self.get(field);
        let found =
            item.as_ref().and_then(|item| self.parts.project.resolve_entry_point(kind, &self.constant(item)).cloned());
        self.note_if_missing(item.as_ref(), found.is_some());
        found
    }

    /// The resource of a kind that an item names, resolved now.
    #[must_use]
    pub fn resource(&self, kind: ResourceKind, item: &ItemRef) -> Option<Arc<Resource>> {
        self.find(kind, item).cloned()
    }

    fn find(&self, kind: ResourceKind, item: &ItemRef) -> Option<&'a Arc<Resource>> {
        self.parts.lookups.resolve(self.parts.project, kind, &self.constant(item))
    }

    /// The item as it is now: a variable holds a reference.
    fn constant<'i>(&self, item: &'i ItemRef) -> Cow<'i, ItemRef> {
        match item {
            ItemRef::Variable(path) => Cow::Owned(ItemRef::Reference(self.read(path).into_owned())),
            constant => Cow::Borrowed(constant),
        }
    }

    fn note_if_missing(&mut self, item: Option<&ItemRef>, is_found: bool) {
        if !is_found && (self.is_told() || matches!(item, Some(ItemRef::Variable(_)))) {
            let value = match item {
                Some(ItemRef::Variable(path)) => self.read(path).into_owned(),
                _ => String::new(),
            };
            self.note(not_found_words(item, &value));
        }
    }

    /// The moment that a text names: ISO 8601, in the project's time zone where it has no offset.
    ///
    /// # Errors
    /// Why it names none.
    pub fn stamp(&self, text: &str) -> Result<Stamp, String> {
        let stamp = dates::read(text).ok_or_else(|| format!("\"{text}\" is not a date and time."))?;
        let is_in_reach = (0..=9_999).contains(&stamp.local(self.time_zone()).year());
        if is_in_reach { Ok(stamp) } else { Err(format!("\"{text}\" is too far away.")) }
    }

    /// The words and the length of a sound file in the caller's language.
    #[must_use]
    pub fn sound(&self, resource: &Resource) -> (String, u64) {
        match &resource.data {
            ResourceData::SoundFile(sound) => {
                let text = self.text_in_language(&sound.texts);
                let length_ms = if sound.length_s > 0 { u64::from(sound.length_s) * 1000 } else { speaking_ms(&text) };
                (if text.is_empty() { format!("(sound) {}", resource.name) } else { text }, length_ms)
            }
            _ => (String::new(), 0),
        }
    }

    /// Time passes.
    pub fn spend(&mut self, ms: u64) {
        if !self.parts.is_clock_outside {
            self.parts.interaction.at_ms = self.parts.interaction.at_ms.saturating_add(ms);
            self.parts.door.turn_to(self.parts.interaction.at_ms);
        }
    }

    /// Time passes in which a person does something: a second at least (spec: meaning §9). What the action does next happens after it.
    pub fn spend_by_person(&mut self, ms: u64) {
        self.spend(ms.max(LEAST_MS));
    }

    /// The clock goes on to a moment that an event between the interaction and people names.
    pub fn until(&mut self, at_ms: u64) {
        let now_ms = self.parts.interaction.at_ms.max(at_ms);
        self.parts.interaction.at_ms = now_ms;
        self.parts.door.turn_to(now_ms);
    }

    /// The keys that the caller pressed before anybody asked for them. They count once.
    pub fn take_keys_ahead(&mut self) -> String {
        std::mem::take(&mut self.parts.interaction.keys_ahead)
    }

    /// Keeps keys for the next question.
    pub fn set_keys_ahead(&mut self, keys: &str) {
        keys.clone_into(&mut self.parts.interaction.keys_ahead);
    }

    /// Writes a variable.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn assign<'v>(&mut self, path: &str, value: impl Into<Cow<'v, str>>) -> Result<(), String> {
        if !self.is_told() {
            let parts = &mut self.parts;
            return write((parts.project, parts.lookups), parts.interaction, path, value);
        }
        let parts = &mut self.parts;
        let Assigned { path, before, after } = assign((parts.project, parts.lookups), parts.interaction, path, value)?;
        if before != after {
            self.emit(Effect::Assigned { path, before, after });
        }
        Ok(())
    }

    /// Writes the value of an operand into a variable.
    ///
    /// # Errors
    /// Why the operand has none, or why it cannot be written.
    pub fn assign_operand(&mut self, path: &str, operand: &Operand) -> Result<(), String> {
        match operand {
            Operand::Text(text) if !template::has_placeholder(text) => self.assign(path, text),
            operand => {
                let value = self.value(operand).map_err(|why| format!("{path}: {why}"))?;
                self.assign(path, value)
            }
        }
    }

    /// Writes a variable if one is named; why it cannot be written is noted. Whether it went well.
    pub fn assign_if_named(&mut self, path: &str, value: String) -> bool {
        if path.trim().is_empty() {
            return true;
        }
        let written = self.assign(path, value);
        if let Err(why) = &written {
            self.note(why.clone());
        }
        written.is_ok()
    }
}
