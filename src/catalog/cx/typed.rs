//! The values that an action reads and writes with their types (spec: meaning §1), and where their texts are written. What a type
//! takes is decided by [`crate::catalog::value`].

use crate::catalog::expression::Scope;
use crate::catalog::value::{Declared, Locale, Value};
use crate::catalog::{call_group, reserved};
use crate::model::ResourceId;
use crate::model::resource::ValuesTable;

use super::Cx;

impl<'a> Cx<'a> {
    /// Where texts of the project are written.
    #[must_use]
    pub fn locale(&self) -> Locale<'a> {
        self.parts.lookups.locale(self.parts.project)
    }

    /// Where texts of the customer are written, given the customer's language.
    #[must_use]
    pub fn customer_locale<'l>(&self, language: &'l str) -> Locale<'l>
    where
        'a: 'l,
    {
        self.locale().with_language(language)
    }

    /// What is declared of the variable of a path; none when no variable has it.
    #[must_use]
    pub fn declared(&self, path: &str) -> Option<Declared<'a>> {
        self.parts.lookups.declared(self.parts.project, &self.parts.interaction.path_today(path))
    }

    /// The value of a variable, with its type.
    #[must_use]
    pub fn typed_variable(&self, path: &str) -> Value<'_> {
        if let Some(kind) = self.parts.lookups.plain(self.parts.project, path) {
            self.parts.door.sees_variable(path);
            return Value::of(kind, self.parts.interaction.variables.get(path).unwrap_or_default());
        }
        let text = self.read(path);
        let kind = self.parts.lookups.kind_of(self.parts.project, &self.parts.interaction.path_today(path), &text);
        Value { text, kind }
    }

    /// Whether a path is that of the interaction's tags, a list with commas.
    #[must_use]
    pub(super) fn is_tags(&self, path: &str) -> bool {
        let path = path.trim();
        path == call_group::TAGS_PATH && reserved::is_read_only(self.parts.interaction, path)
    }

    /// The place of the row of a values table for these values.
    #[must_use]
    pub fn find_row(&self, id: ResourceId, table: &ValuesTable, wanted: &[Value<'_>]) -> Option<usize> {
        self.parts.lookups.find_row(id, table, wanted, self.locale())
    }
}

impl Scope for Cx<'_> {
    fn read(&self, path: &str) -> Option<Value<'_>> {
        self.knows(path).then(|| self.typed_variable(path))
    }

    fn knows(&self, path: &str) -> bool {
        let today = self.parts.interaction.path_today(path);
        self.parts.door.sees_variable(&today);
        self.parts.interaction.variables.contains(&today)
            || (reserved::is_read_only(self.parts.interaction, &today) && reserved::is_field(&today))
    }
}
