//! The variables that an expression names, so that they can be listed and renamed without changing anything else that was written.

use std::ops::Range;

use super::lexer::{Lexer, Token};

/// A variable that an expression names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where its path stands.
    pub place: Range<usize>,
    /// Its group.
    pub group: String,
    /// The field that is read from it; empty where none is.
    pub field: String,
    /// Whether it is a known variable.
    pub is_known: bool,
}

/// Every variable that an expression names, in order. What comes behind a mistake is left out.
#[must_use]
pub fn names(expression: &str, knows: &dyn Fn(&str) -> bool) -> Vec<Named> {
    let mut lexer = Lexer::new(expression, knows);
    let mut found = Vec::new();
    while let Ok((token, place)) = lexer.next() {
        let (path, is_known) = match token {
            Token::Name(path) => (path, true),
            Token::Unknown(path) => (path, false),
            Token::End => break,
            _ => continue,
        };
        let (group, field) = path.split_once('.').unwrap_or((&path, ""));
        found.push(Named { place, group: group.to_owned(), field: field.to_owned(), is_known });
    }
    found
}

/// Another group and field for a group and a field.
pub type RenamedPair<'a> = dyn Fn(&str, &str) -> Option<(String, String)> + 'a;

/// The expression with each variable that `map` gives another group and field for under its new name; none when nothing changes.
pub fn rename(expression: &str, knows: &dyn Fn(&str) -> bool, map: &RenamedPair<'_>) -> Option<String> {
    let mut renamed = expression.to_owned();
    for Named { place, group, field, .. } in names(expression, knows).into_iter().rev() {
        let Some((new_group, new_field)) = map(&group, &field) else { continue };
        let path = if field.is_empty() { new_group } else { format!("{new_group}.{new_field}") };
        if path == expression.get(place.clone()).unwrap_or_default() {
            continue;
        }
        // A hyphen beside the name must not become a part of it.
        let is_hyphen = |at: Option<usize>| at.and_then(|at| expression.as_bytes().get(at)) == Some(&b'-');
        let before = if is_hyphen(place.start.checked_sub(1)) { " " } else { "" };
        let behind = if is_hyphen(Some(place.end)) { " " } else { "" };
        renamed.replace_range(place, &format!("{before}{path}{behind}"));
    }
    (renamed != expression).then_some(renamed)
}
