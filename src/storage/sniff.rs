//! Checks the bytes before parsing: files that are clearly not projects get a specific message, which the
//! parser could not give. Also reads the schema number from line 1.

use super::error::LoadError;
use super::format::{PROGRAM, SCHEMA, schema_line};
use super::limits::MAX_FILE_BYTES;

/// The first bytes of other kinds of files.
const OTHER_FORMATS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive (or a document of an office program)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"{", "a JSON file"),
    (b"[", "a JSON file"),
    (b"<?xml", "an XML file"),
    (b"<!", "a web page"),
    (b"<html", "a web page"),
];

/// The bytes as text, without a byte order mark.
///
/// # Errors
/// If there are too many bytes or none, or if the file is clearly of another kind.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, LoadError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(LoadError::TooLarge);
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(LoadError::NotUtf8 { line: 1, column: 1 });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_nothing = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let Some(first) = bytes.iter().position(|byte| !is_nothing(byte)) else { return Err(LoadError::Empty) };
    let content = bytes.get(first..).unwrap_or_default();
    if is_configuration(content) {
        return Err(LoadError::OtherFormat { looks_like: "a configuration file of another program" });
    }
    if let Some((_, looks_like)) = OTHER_FORMATS.iter().find(|(start, _)| content.starts_with(start)) {
        return Err(LoadError::OtherFormat { looks_like });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or_default();
        let (line, column) = position_at_end(good);
        LoadError::NotUtf8 { line, column }
    })?;
    if let Some(line) = text.lines().position(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>")) {
        return Err(LoadError::MergeMarks { line: line + 1 });
    }
    Ok(text)
}

/// Whether the first line that is not a comment names a section, as in `[default]`. A JSON list does not.
fn is_configuration(content: &[u8]) -> bool {
    let mut lines = content.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let is_comment = |line: &[u8]| line.starts_with(b";") || (line.starts_with(b"#") && !line.starts_with(b"#!"));
    let first = lines.find(|line| !line.is_empty() && !is_comment(line));
    let name =
        first.and_then(|line| line.strip_prefix(b"[")?.split(|byte| *byte == b']').next()).map(<[u8]>::trim_ascii);
    let is_closed = first.is_some_and(|line| line.contains(&b']'));
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-. +/".contains(byte);
    let is_json =
        |name: &[u8]| matches!(name, b"true" | b"false" | b"null") || !name.iter().any(u8::is_ascii_alphabetic);
    is_closed && name.is_some_and(|name| name.iter().all(is_of_name) && !is_json(name))
}

/// Line and column, counted from 1, of the position after a text.
pub(super) fn position_at_end(text: &str) -> (usize, usize) {
    let last = text.rsplit('\n').next().unwrap_or_default();
    (text.matches('\n').count() + 1, last.chars().count() + 1)
}

/// The schema in line 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Schema {
    /// An older schema.
    Older(u32),
    /// The schema that this program writes.
    Ours,
    /// A newer schema, with its full name.
    Newer(String),
}

/// Reads line 1, such as `#![schema = "signalbox/1"]`.
///
/// # Errors
/// If there is no such line, or it names another program.
pub(super) fn schema_of(text: &str) -> Result<Schema, LoadError> {
    let found = text.lines().next().and_then(name_in).ok_or_else(|| LoadError::NoSchema { expected: schema_line() })?;
    let other = || LoadError::OtherProgram { found: found.to_owned() };
    let number = found.strip_prefix(PROGRAM).and_then(|rest| rest.strip_prefix('/')).ok_or_else(other)?;
    let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
    match (major.parse::<u32>(), minor.parse::<u32>()) {
        (Ok(SCHEMA), Ok(0)) => Ok(Schema::Ours),
        (Ok(older @ 1..SCHEMA), Ok(0)) => Ok(Schema::Older(older)),
        (Ok(major), Ok(_)) if major >= SCHEMA => Ok(Schema::Newer(found.to_owned())),
        _ => Err(other()),
    }
}

fn name_in(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix("#![")?.strip_suffix(']')?.trim();
    inner.strip_prefix("schema")?.trim_start().strip_prefix('=')?.trim().strip_prefix('"')?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        text_of(bytes).and_then(schema_of).unwrap_err().to_string()
    }

    #[test]
    fn files_that_are_clearly_not_projects_get_specific_messages() {
        let cases: &[(&[u8], &str)] = &[
            (b"", "is empty (line 1, column 1)"),
            (b" \r\n\0\0\0", "is empty (line 1, column 1)"),
            (b"\xef\xbb\xbf", "is empty (line 1, column 1)"),
            (b"{ \"name\": 1 }", "a JSON file, not a Signalbox project (line 1, column 1)"),
            (b"\xef\xbb\xbf[1]", "a JSON file"),
            (b"[true]", "a JSON file"),
            (b"[\"a\"]", "a JSON file"),
            (b"[\n1]", "a JSON file"),
            (b"; dial plan\n\n[from-pstn](!)\nexten => s,1,Answer()", "a configuration file of another program, not"),
            (b"[default]\nexten => s,1,Answer()", "a configuration file of another program, not a Signalbox project"),
            (b"[general]\r\nstatic=yes\r\n", "a configuration file of another program"),
            (b"[globals](+)\nTRUNK=PJSIP/trunk\n", "a configuration file of another program"),
            (b"[from-internal]\ninclude => parkedcalls\n", "a configuration file of another program"),
            (b"\xef\xbb\xbf[my menu]\r\nkey=1", "a configuration file of another program"),
            (b"# dial plan\n\n#\n[default]\nkey = 1\n", "a configuration file of another program"),
            (b"; a\n;--\n  [sip.conf]\n", "a configuration file of another program"),
            (b"[ 1, 2 ]", "a JSON file"),
            (b"[{\"id\": 1}]", "a JSON file"),
            (b"[ null ]", "a JSON file"),
            (b"[]", "a JSON file"),
            (b"# only a comment\nkey = 1\n", "does not name the format"),
            (b"inboundCall:\n  name: Main\n", "does not name the format"),
            (b"<include>\n <menu name=\"main\">\n</include>", "does not name the format"),
            (b"PK\x03\x04\xff\xff", "a ZIP archive"),
            (b"<!DOCTYPE html>", "a web page"),
            (b"\xff\xfea\0", "not UTF-8 (line 1, column 1)"),
            (b"#![schema]\n caf\xe9", "not UTF-8 (line 2, column 5)"),
            (b"a\nb\n<<<<<<< HEAD\n", "unfinished merge (line 3, column 1)"),
            (b"(uid: \"\")", "does not name the format (line 1, column 1)"),
            (b"#![schema = \"other/1\"]\n()", "of the format \"other/1\" (line 1, column 1)"),
            (b"#![schema = \"signalbox/0\"]\n()", "of the format \"signalbox/0\""),
            (b"#![schema = \"signalbox/1.1\"]\n()", "of the format \"signalbox/1.1\""),
        ];
        for (bytes, expected) in cases {
            let message = refusal(bytes);
            assert!(message.contains(expected), "{message}");
        }
        assert!(refusal(&vec![b' '; MAX_FILE_BYTES + 1]).contains("64 MiB"));
    }

    #[test]
    fn line_1_is_read_with_or_without_spaces_and_bom() {
        for text in
            ["\u{feff}#![schema = \"signalbox/2\"]\r\n", "#![schema=\"signalbox/2\"]", "#![ schema =\"signalbox/2\" ]"]
        {
            assert_eq!(schema_of(text_of(text.as_bytes()).unwrap()).unwrap(), Schema::Ours);
        }
        assert_eq!(schema_of("#![schema = \"signalbox/1\"]").unwrap(), Schema::Older(1));
        for name in ["signalbox/3", "signalbox/2.1", "signalbox/17"] {
            let line = format!("#![schema = \"{name}\"]");
            assert_eq!(schema_of(&line).unwrap(), Schema::Newer(name.to_owned()));
        }
    }
}
