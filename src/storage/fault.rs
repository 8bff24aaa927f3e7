//! Converts a parser error to a [`Fault`]: line, column, the place in the document, the offending line, and a message that
//! explains the problem.

use ron::error::{Error, SpannedError};
use serde_path_to_error::{Path, Segment};

use super::error::Fault;
use super::limits::EXCERPT_CHARS;
use super::sniff::position_at_end;

/// The fault for a parser error. `part` is the parsed part of `text`.
pub(super) fn fault(text: &str, part: &str, error: &SpannedError, path: &Path) -> Fault {
    let (line, column) = position(text, part, error);
    let at = byte_offset(text, line, column);
    let is_at_end = text.get(at..).is_none_or(|rest| rest.trim().is_empty());
    let (excerpt, caret) = excerpt(text, line, column);
    Fault { line, column, place: place(text, at, path), what: what(&error.code), excerpt, caret, is_at_end }
}

/// Line and column in the whole text.
fn position(text: &str, part: &str, error: &SpannedError) -> (usize, usize) {
    let start = part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    let (first_line, first_column) = position_at_end(text.get(..start).unwrap_or_default());
    let (line, column) = (error.span.end.line.max(1), error.span.end.col.max(1));
    if line == 1 { (first_line, first_column + column - 1) } else { (first_line + line - 1, column) }
}

fn byte_offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    before + rest.char_indices().nth(column - 1).map_or(rest.len(), |(index, _)| index)
}

/// The line, or the part around the column if the line is long, and the number of characters before the column.
fn excerpt(text: &str, line: usize, column: usize) -> (String, usize) {
    let whole = text.lines().nth(line - 1).unwrap_or_default();
    let first = (column - 1).saturating_sub(EXCERPT_CHARS / 2);
    let mut shown: String = whole.chars().skip(first).take(EXCERPT_CHARS).map(visible).collect();
    let mut caret = column - 1 - first;
    if first > 0 {
        shown.insert(0, '…');
        caret += 1;
    }
    if whole.chars().nth(first + EXCERPT_CHARS).is_some() {
        shown.push('…');
    }
    (shown, caret)
}

/// Replaces control characters, which would move the cursor or the text on the screen.
fn visible(letter: char) -> char {
    match letter {
        '\t' => ' ',
        _ if letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => '\u{fffd}',
        _ => letter,
    }
}

/// The path, with keys that are pairs filled in from the text before the position.
fn place(text: &str, at: usize, path: &Path) -> String {
    let mut words = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => words.extend(["[", &index.to_string(), "]"]),
            Segment::Map { key } => push(&mut words, key),
            Segment::Enum { variant } => push(&mut words, variant),
            Segment::Unknown => {
                if let Some(key) = entry_key_before(text, at) {
                    push(&mut words, key);
                }
            }
        }
    }
    words
}

fn push(words: &mut String, word: &str) {
    if !words.is_empty() {
        words.push('.');
    }
    words.push_str(word);
}

/// The pair, such as `(2, 14)`, that begins the entry around a position.
fn entry_key_before(text: &str, at: usize) -> Option<&str> {
    text.get(..at)?.lines().rev().find_map(|line| {
        let (key, _) = line.trim_start().split_once(':')?;
        let inner = key.trim_end().strip_prefix('(')?.strip_suffix(')')?;
        let is_pair = inner.contains(',') && inner.chars().all(|it| it.is_ascii_digit() || it == ',' || it == ' ');
        is_pair.then_some(key)
    })
}

/// The parser's message, or a better message where the parser's misleads.
fn what(error: &Error) -> String {
    let words = match error {
        Error::NoSuchEnumVariant { expected, found, .. } => {
            return format!("`{found}` is not known here; {}", any_of(expected));
        }
        Error::NoSuchStructField { expected, found, .. } => {
            return format!("there is no `{found}` here; {}", any_of(expected));
        }
        Error::MissingStructField { field, .. } => return format!("`{field}` is missing here"),
        Error::DuplicateStructField { field, .. } => return format!("`{field}` occurs twice"),
        Error::ExpectedComma => "a comma is missing, or a number has a fraction where a whole number is expected",
        Error::ExpectedStringEnd => "a text is not closed by a quotation mark",
        Error::ExpectedString => "a text in quotation marks is expected here",
        Error::ExpectedInteger => "a whole number is expected here",
        Error::IntegerOutOfBounds => "the number is too large, or negative where this is not allowed",
        Error::ExpectedBoolean => "`true` or `false` is expected here",
        Error::ExpectedMap => "an opening `{` belongs here",
        Error::ExpectedMapEnd => "a closing `}` belongs here",
        Error::ExpectedArray => "an opening `[` belongs here",
        Error::ExpectedArrayEnd => "a closing `]` belongs here",
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => "an opening `(` belongs here",
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => "a closing `)` belongs here",
        Error::ExpectedMapColon => "a colon is missing",
        Error::TrailingCharacters => "something follows after the end of the project",
        Error::ExceededRecursionLimit => "there are too many levels of nesting",
        Error::Eof => "the text ends too early",
        _ => return error.to_string().trim_end_matches('.').to_owned(),
    };
    words.to_owned()
}

/// The values allowed at a position.
fn any_of(expected: &[&str]) -> String {
    const MOST: usize = 8;
    let named: Vec<String> = expected.iter().take(MOST).map(|it| format!("`{it}`")).collect();
    match (named.as_slice(), expected.len() > MOST) {
        ([], _) => "nothing is allowed here".to_owned(),
        (_, true) => format!("allowed are {} and others", named.join(", ")),
        ([one], false) => format!("allowed is {one}"),
        ([first @ .., last], false) => format!("allowed are {} or {last}", first.join(", ")),
    }
}
