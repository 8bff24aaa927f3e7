//! JSON in an input: syntax colours, the first syntax error, and formatting.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Galley, Ui};

use crate::app::kit::theme::{self, Palette};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Key,
    Text,
    Number,
    Word,
    Sign,
    Space,
}

/// The tokens of a text, in order and without gaps, also if the text is not valid JSON.
fn parts(text: &str) -> Vec<(Range<usize>, Part)> {
    let mut found: Vec<(Range<usize>, Part)> = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let run = |is_in: &dyn Fn(char) -> bool| rest.find(|letter| !is_in(letter)).unwrap_or(rest.len());
        let (length, part) = match first {
            '"' => (string_end(rest), Part::Text),
            '{' | '}' | '[' | ']' | ',' | ':' => (1, Part::Sign),
            '-' | '0'..='9' => (run(&|it| it.is_ascii_alphanumeric() || "+-.".contains(it)), Part::Number),
            it if it.is_whitespace() => (run(&char::is_whitespace), Part::Space),
            _ => (run(&|it| !it.is_whitespace() && !"{}[],:\"".contains(it)), Part::Word),
        };
        let end = at + length;
        // A text before a colon is a key.
        if part == Part::Sign
            && first == ':'
            && let Some((_, last)) = found.iter_mut().rev().find(|(_, part)| *part != Part::Space)
            && *last == Part::Text
        {
            *last = Part::Key;
        }
        found.push((at..end, part));
        at = end;
    }
    found
}

/// The end of a quoted text, after its closing quote.
fn string_end(text: &str) -> usize {
    let mut is_escaped = false;
    for (place, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

/// A text with syntax colours.
pub fn galley(ui: &Ui, text: &str, width: f32) -> Arc<Galley> {
    let palette = theme::of(ui);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    for (place, part) in parts(text) {
        let format = TextFormat::simple(FontId::monospace(theme::SMALL), color(palette, part));
        job.append(text.get(place).unwrap_or_default(), 0.0, format);
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn color(palette: &Palette, part: Part) -> egui::Color32 {
    match part {
        Part::Key => palette.accent,
        Part::Text => palette.ok,
        Part::Number | Part::Word => palette.link,
        Part::Sign | Part::Space => palette.weak,
    }
}

/// The first syntax error of a text, with its position; none for an empty text.
pub fn syntax_error(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    let words = error.to_string();
    let what = words.split(" at line ").next().unwrap_or_default();
    Some(format!("This is not JSON. Line {}, column {}: {what}.", error.line(), error.column()))
}

/// The text with one value per line; nothing if the text is not JSON. Order, texts and numbers stay as written.
pub fn in_lines(text: &str) -> Option<String> {
    if text.trim().is_empty() || syntax_error(text).is_some() {
        return None;
    }
    let parts: Vec<&str> = parts(text)
        .into_iter()
        .filter(|(_, part)| *part != Part::Space)
        .filter_map(|(place, _)| text.get(place))
        .collect();
    let mut lines = String::new();
    let mut depth = 0_usize;
    for (place, part) in parts.iter().enumerate() {
        let next = parts.get(place + 1).copied().unwrap_or_default();
        let before = place.checked_sub(1).and_then(|place| parts.get(place)).copied().unwrap_or_default();
        let mut begin_line = |depth: usize| {
            lines.push('\n');
            lines.push_str(&"  ".repeat(depth));
        };
        match *part {
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                if !matches!(before, "{" | "[") {
                    begin_line(depth);
                }
                lines.push_str(part);
            }
            "{" | "[" => {
                lines.push_str(part);
                depth += 1;
                if !matches!(next, "}" | "]") {
                    lines.push('\n');
                    lines.push_str(&"  ".repeat(depth));
                }
            }
            "," => {
                lines.push_str(",\n");
                lines.push_str(&"  ".repeat(depth));
            }
            ":" => lines.push_str(": "),
            part => lines.push_str(part),
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens_of(text: &str) -> Vec<(&str, Part)> {
        parts(text)
            .into_iter()
            .filter(|(_, part)| *part != Part::Space)
            .map(|(place, part)| (&text[place], part))
            .collect()
    }

    #[test]
    fn every_character_belongs_to_a_token() {
        let text = r#"{"a\"b" : ["x:", -1.5e+3, null]}"#;
        let expected = [
            ("{", Part::Sign),
            (r#""a\"b""#, Part::Key),
            (":", Part::Sign),
            ("[", Part::Sign),
            (r#""x:""#, Part::Text),
            (",", Part::Sign),
            ("-1.5e+3", Part::Number),
            (",", Part::Sign),
            ("null", Part::Word),
            ("]", Part::Sign),
            ("}", Part::Sign),
        ];
        assert_eq!(tokens_of(text), expected);
        for text in ["", "\"open", "é{\"ü\"", "\\", "a\"b\"c", "{{call.name}}"] {
            let whole: String = parts(text).into_iter().map(|(place, _)| &text[place]).collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn lines_keep_order_and_numbers() {
        let text = r#"{"b":1.10,"a":[],"c":{"d":[1,{"e":"x, y"}]},"f":{ }}"#;
        let expected = "{\n  \"b\": 1.10,\n  \"a\": [],\n  \"c\": {\n    \"d\": [\n      1,\n      {\n        \"e\": \"x, y\"\n      }\n    ]\n  },\n  \"f\": {}\n}";
        assert_eq!(in_lines(text).as_deref(), Some(expected));
        assert_eq!(in_lines(expected).as_deref(), Some(expected));
        assert_eq!(in_lines("{"), None);
    }

    #[test]
    fn a_syntax_error_has_a_position() {
        assert_eq!(syntax_error(" "), None);
        assert_eq!(syntax_error("{\"a\": 1}"), None);
        let words = syntax_error("{\"a\": 1,\n \"b\" 2}").unwrap();
        assert!(words.starts_with("This is not JSON. Line 2, column 6: expected `:`"), "{words}");
    }
}
