//! Writing a variable: by an action, or by whoever steps a run.

use std::borrow::Cow;

use crate::model::Project;
use crate::model::resource::FieldType;

use super::interaction::{Interaction, MAX_VALUE_BYTES, MAX_VARIABLES};
use super::value::{self, Declared, Lookups};
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
pub fn assign<'v>(
    (project, lookups): In<'_>,
    interaction: &mut Interaction,
    path: &str,
    value: impl Into<Cow<'v, str>>,
) -> Result<Assigned, String> {
    let today = interaction.path_today(path.trim()).into_owned();
    let before = interaction.variables.get(&today).unwrap_or_default().to_owned();
    write((project, lookups), interaction, path, value)?;
    let after = interaction.variables.get(&today).unwrap_or_default().to_owned();
    Ok(Assigned { path: today, before, after })
}

/// The same, where nobody asks for the values.
///
/// # Errors
/// Why it cannot be written.
pub fn write<'v>(
    (project, lookups): In<'_>,
    interaction: &mut Interaction,
    path: &str,
    value: impl Into<Cow<'v, str>>,
) -> Result<(), String> {
    let (path, value) = (path.trim(), value.into());
    if path.is_empty() {
        return Err("No variable is named.".to_owned());
    }
    let plain = lookups.plain(project, path);
    let is_plain = plain.is_some();
    let path = if is_plain { Cow::Borrowed(path) } else { interaction.path_today(path) };
    if !is_plain && reserved::is_read_only(interaction, &path) {
        return Err(format!("{path} is read-only."));
    }
    if value.len() > MAX_VALUE_BYTES {
        return Err(format!("The value for {path} is longer than {MAX_VALUE_BYTES} bytes."));
    }
    let after = fitting((project, lookups), &path, plain, value)?;
    if interaction.variables.len() >= MAX_VARIABLES && !interaction.variables.contains(&path) {
        return Err(format!("There are more than {MAX_VARIABLES} variables."));
    }
    interaction.variables.set(&path, after);
    Ok(())
}

/// A value as its variable stores it. A short text has one line.
fn fitting<'v>(
    (project, lookups): In<'_>,
    path: &str,
    plain: Option<FieldType>,
    value: Cow<'v, str>,
) -> Result<Cow<'v, str>, String> {
    let found = match plain {
        Some(kind) if kind != FieldType::List => Declared { kind, listed: &[], default: "" },
        _ => match lookups.declared(project, path) {
            Some(found) => found,
            None => return Ok(value),
        },
    };
    let is_short = found.kind == FieldType::ShortText && value.contains(['\n', '\r']);
    let value = if is_short { fold::one_line(&value).into() } else { value };
    match value::fit(found.kind, found.listed, &value, lookups.locale(project)) {
        Ok(Cow::Borrowed(kept)) if kept.len() == value.len() => {}
        Ok(stored) => return Ok(stored.into_owned().into()),
        Err(needed) => return Err(value::misfit_words(path, found.kind, &value, needed)),
    }
    Ok(value)
}
