//! Texts with placeholders: `Hello {{customer.name}}` (spec: actions §5). A placeholder without a value is filled
//! with nothing.

use std::borrow::Cow;

use super::few::Few;
use super::reserved;
use super::text::{Words, speaking_ms};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Said as it is.
    Plain(&'a str),
    /// The path of a variable.
    Path(&'a str),
}

/// Whether a text may have placeholders.
#[must_use]
pub fn has_placeholder(text: &str) -> bool {
    text.contains('{') && text.contains("{{")
}

/// A text with what is known of it before its placeholders are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// The text.
    text: Box<str>,
    /// The paths that it reads.
    paths: Few<Box<str>>,
    /// Whether it reads a group that is computed, so that reading it may ask the outside.
    asks: bool,
    /// How long it takes to speak it, in milliseconds, where it reads nothing.
    length_ms: u64,
}

impl Template {
    /// Looks at a text once.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let asks = paths(text).any(reserved::is_of_group);
        Self { text: text.into(), paths: paths(text).map(Into::into).collect(), asks, length_ms: speaking_ms(text) }
    }

    /// The text, with its placeholders.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paths that it reads, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(|path| &**path)
    }

    /// Whether reading it may ask the outside. Where it does not, and nobody notes what is read, reading it changes nothing.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.asks
    }

    /// Whether it reads nothing.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.paths.is_empty()
    }

    /// The text with every placeholder replaced by what `read` gives for its path.
    pub fn filled<S: AsRef<str>>(&self, read: impl Fn(&str) -> S) -> Cow<'_, str> {
        if self.is_plain() { Cow::Borrowed(&self.text) } else { Cow::Owned(fill(&self.text, read)) }
    }

    /// How long it takes to speak that, in milliseconds, without making it.
    pub fn filled_ms<S: AsRef<str>>(&self, read: impl Fn(&str) -> S) -> u64 {
        if self.is_plain() {
            return self.length_ms;
        }
        let mut words = Words::default();
        each_piece(&self.text, |piece| match piece {
            Piece::Plain(plain) => words.hear(plain),
            Piece::Path(path) => words.hear(read(path).as_ref()),
        });
        words.speaking_ms()
    }
}

/// The pieces of a text, in order. An opening without an end is plain text.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    each_piece(text, |piece| found.push(piece));
    found
}

/// Sees the pieces of a text, in order.
fn each_piece<'t>(text: &'t str, mut see: impl FnMut(Piece<'t>)) {
    let mut rest = text;
    while let Some((before, after)) = split_at_pair(rest, b'{') {
        let Some((path, behind)) = split_at_pair(after, b'}') else { break };
        if !before.is_empty() {
            see(Piece::Plain(before));
        }
        see(Piece::Path(path.trim()));
        rest = behind;
    }
    if !rest.is_empty() {
        see(Piece::Plain(rest));
    }
}

/// What comes before the first two of a sign of ASCII, and what comes behind them.
fn split_at_pair(text: &str, sign: u8) -> Option<(&str, &str)> {
    let is_pair = |pair: &[u8]| matches!(pair, [one, other] if *one == sign && *other == sign);
    let place = text.as_bytes().windows(2).position(is_pair)?;
    Some((text.get(..place)?, text.get(place + 2..)?))
}

/// The text with every placeholder replaced by what `read` gives for its path.
pub fn fill<S: AsRef<str>>(text: &str, read: impl Fn(&str) -> S) -> String {
    let mut filled = String::with_capacity(text.len());
    each_piece(text, |piece| match piece {
        Piece::Plain(plain) => filled.push_str(plain),
        Piece::Path(path) => filled.push_str(read(path).as_ref()),
    });
    filled
}

/// The same for a web address: what a placeholder gives is percent-encoded, so that it stays one part of the address. One that the
/// address begins with may hold the beginning itself.
pub fn fill_url<S: AsRef<str>>(url: &str, read: impl Fn(&str) -> S) -> String {
    let mut filled = String::new();
    for piece in pieces(url) {
        match piece {
            Piece::Plain(plain) => filled.push_str(plain),
            Piece::Path(path) if filled.is_empty() => filled.push_str(read(path).as_ref()),
            Piece::Path(path) => {
                filled.extend(percent_encoding::utf8_percent_encode(read(path).as_ref(), RESERVED));
            }
        }
    }
    filled
}

/// The same for the body of a request: in a JSON body, what a placeholder gives inside a text is escaped, so that it stays one part of
/// that text.
pub fn fill_body<S: AsRef<str>>(body: &str, read: impl Fn(&str) -> S) -> String {
    let is_json = body.trim_start().starts_with(['{', '[']);
    let mut filled = String::new();
    let mut is_in_text = false;
    for piece in pieces(body) {
        match piece {
            Piece::Plain(plain) => {
                is_in_text = ends_in_text(plain, is_in_text);
                filled.push_str(plain);
            }
            Piece::Path(path) if is_json && is_in_text => {
                let quoted = serde_json::Value::from(read(path).as_ref()).to_string();
                filled.push_str(quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default());
            }
            Piece::Path(path) => filled.push_str(read(path).as_ref()),
        }
    }
    filled
}

/// Whether a piece of JSON ends inside a text, where it begins inside one or not.
fn ends_in_text(piece: &str, mut is_in_text: bool) -> bool {
    let mut letters = piece.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => is_in_text = !is_in_text,
            '\\' => drop(letters.next()),
            _ => {}
        }
    }
    is_in_text
}

/// All but the letters and signs that an address may hold anywhere (RFC 3986).
const RESERVED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The paths that a text reads.
pub fn paths(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Path(path) => Some(path),
        Piece::Plain(_) => None,
    })
}

/// The text with each path that `map` gives another one for under its new name; none when nothing changes.
pub fn rename(text: &str, map: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let (mut renamed, mut rest, mut is_changed) = (String::new(), text, false);
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((path, behind)) = after.split_once("}}") else { break };
        renamed.push_str(before);
        renamed.push_str("{{");
        match map(path.trim()) {
            Some(new) => {
                renamed.push_str(&path.replace(path.trim(), &new));
                is_changed = true;
            }
            None => renamed.push_str(path),
        }
        renamed.push_str("}}");
        rest = behind;
    }
    is_changed.then(|| renamed + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_as_long_as_what_is_made_of_it() {
        for text in [
            "",
            " ",
            "two words",
            "a{{x}}b {{x}} {{y}}c{{y}}",
            "{{x}}{{x}}",
            "{{z}} é{{z}}",
            "{{ a",
            "{{{x}}}",
            "é\u{2003}ê{{y}}",
        ] {
            for read in ["", " ", "x", " x ", "x\u{a0}y", "one two"] {
                let template = Template::of(text);
                let made = fill(text, |_| read);
                assert_eq!(template.filled(|_| read), made, "{text:?} {read:?}");
                assert_eq!(template.filled_ms(|_| read), speaking_ms(&made), "{text:?} {read:?}");
            }
        }
    }

    #[test]
    fn placeholders_are_renamed_and_the_rest_stays() {
        let map = |path: &str| (path == "a.b").then(|| "c.d".to_owned());
        assert_eq!(rename("a.b {{ a.b }}{{x}} {{a.b", &map).as_deref(), Some("a.b {{ c.d }}{{x}} {{a.b"));
        assert_eq!(rename("a.b {{x}}", &map), None);
    }

    #[test]
    fn placeholders_are_filled() {
        let read = |path: &str| if path == "customer.name" { "Ada" } else { "" };
        assert_eq!(fill("Hello {{ customer.name }}, {{unknown}}bye {{", read), "Hello Ada, bye {{");
        let read = |path: &str| match path {
            "base" => "https://crm.example/v1",
            "name" => "Ana Bo & Söhne/50 %",
            _ => "+33612345678",
        };
        let url = fill_url("{{base}}/find?phone={{call.number}}&name={{name}}#~", read);
        assert_eq!(
            url,
            "https://crm.example/v1/find?phone=%2B33612345678&name=Ana%20Bo%20%26%20S%C3%B6hne%2F50%20%25#~"
        );
        let read = |path: &str| if path == "quoted" { "say \"hi\" \\" } else { "7" };
        for (body, expected) in [
            (r#"{"a": "{{quoted}}", "b": {{n}}, "\"{{n}}": 1}"#, r#"{"a": "say \"hi\" \\", "b": 7, "\"7": 1}"#),
            (r#" ["{{quoted}}"]"#, r#" ["say \"hi\" \\"]"#),
            (r#"a="{{quoted}}""#, r#"a="say "hi" \""#),
        ] {
            assert_eq!(fill_body(body, read), expected, "{body}");
        }
        assert_eq!(paths("{{a.b}} and {{c}}").collect::<Vec<_>>(), ["a.b", "c"]);
    }
}
