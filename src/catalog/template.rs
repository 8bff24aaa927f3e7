//! Texts with placeholders: `Hello {{customer.name}}` (spec: actions §5). A placeholder without a value is filled
//! with nothing.

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
    text.contains("{{")
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
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((path, behind)) = after.split_once("}}") else { break };
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
