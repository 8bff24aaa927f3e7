//! Writing a variable: by an action, or by whoever steps a run.

use std::borrow::Cow;

use crate::model::Project;
use crate::model::resource::FieldType;

use super::interaction::{Interaction, MAX_VALUE_BYTES, MAX_VARIABLES};
use super::value::{self, Locale};
use super::{fold, reserved};

/// A variable that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Its path, as it is today.
    pub path: String,
    /// The value before.
    pub before: String,
    /// The value now, as its type stores it.
    pub after: String,
}

/// Writes a variable.
///
/// # Errors
/// Why it cannot be written: no name, a read-only group, a value that does not fit the type of the field, a limit (quality,
/// Part 2 §3).
pub fn assign(project: &Project, interaction: &mut Interaction, path: &str, value: String) -> Result<Assigned, String> {
    let path = path.trim();
    if path.is_empty() {
        return Err("No variable is named.".to_owned());
    }
    let path = interaction.path_today(path).into_owned();
    if reserved::is_read_only(interaction, &path) {
        return Err(format!("{path} is read-only."));
    }
    if value.len() > MAX_VALUE_BYTES {
        return Err(format!("The value for {path} is longer than {MAX_VALUE_BYTES} bytes."));
    }
    let after = fitting(project, &path, value)?;
    if interaction.variables.len() >= MAX_VARIABLES && !interaction.variables.contains_key(&path) {
        return Err(format!("There are more than {MAX_VARIABLES} variables."));
    }
    let before = interaction.variables.insert(path.clone(), after.clone()).unwrap_or_default();
    Ok(Assigned { path, before, after })
}

/// A value as its variable stores it. A short text has one line.
fn fitting(project: &Project, path: &str, value: String) -> Result<String, String> {
    let Some(found) = value::declared(project, path) else { return Ok(value) };
    let is_short = found.kind == FieldType::ShortText && value.contains(['\n', '\r']);
    let value = if is_short { fold::one_line(&value) } else { value };
    let stored = value::fit(found.kind, found.listed, &value, Locale::of(project)).map(Cow::into_owned);
    stored.map_err(|needed| value::misfit_words(path, found.kind, &value, needed))
}
