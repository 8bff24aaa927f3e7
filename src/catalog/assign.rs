//! Writing a variable: by an action, or by whoever steps a run.

use std::borrow::Cow;

use crate::model::Project;
use crate::model::resource::FieldType;

use super::interaction::{Interaction, MAX_VALUE_BYTES, MAX_VARIABLES};
use super::value::{self, Lookups};
use super::{fold, reserved};

/// The project in which a variable is written, with what is looked up in it.
type In<'a> = (&'a Project, &'a Lookups);

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
pub fn assign(
    (project, lookups): In<'_>,
    interaction: &mut Interaction,
    path: &str,
    value: String,
) -> Result<Assigned, String> {
    let before = write((project, lookups), interaction, path, value)?;
    let path = interaction.path_today(path.trim()).into_owned();
    let after = interaction.variables.get(&path).unwrap_or_default().to_owned();
    Ok(Assigned { path, before, after })
}

/// The same, with the value before and nothing else.
///
/// # Errors
/// Why it cannot be written.
pub fn write(
    (project, lookups): In<'_>,
    interaction: &mut Interaction,
    path: &str,
    value: String,
) -> Result<String, String> {
    let path = path.trim();
    if path.is_empty() {
        return Err("No variable is named.".to_owned());
    }
    let path = interaction.path_today(path);
    if reserved::is_read_only(interaction, &path) {
        return Err(format!("{path} is read-only."));
    }
    if value.len() > MAX_VALUE_BYTES {
        return Err(format!("The value for {path} is longer than {MAX_VALUE_BYTES} bytes."));
    }
    let after = fitting((project, lookups), &path, value)?;
    if interaction.variables.len() >= MAX_VARIABLES && !interaction.variables.contains(&path) {
        return Err(format!("There are more than {MAX_VARIABLES} variables."));
    }
    Ok(interaction.variables.set(&path, after))
}

/// A value as its variable stores it. A short text has one line.
fn fitting((project, lookups): In<'_>, path: &str, value: String) -> Result<String, String> {
    let Some(found) = lookups.declared(project, path) else { return Ok(value) };
    let is_short = found.kind == FieldType::ShortText && value.contains(['\n', '\r']);
    let value = if is_short { fold::one_line(&value) } else { value };
    let stored = value::fit(found.kind, found.listed, &value, lookups.locale(project)).map(Cow::into_owned);
    stored.map_err(|needed| value::misfit_words(path, found.kind, &value, needed))
}
