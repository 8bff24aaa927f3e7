//! The variables that an expression names, found in its text: so that they can be listed and renamed without changing
//! anything else that was written. What stands in texts and remarks is no variable.

use std::ops::Range;

/// How deep texts with code inside are looked into; deeper ones cannot be evaluated either.
const MAX_DEPTH: usize = 16;

/// A group of variables that an expression names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where the group stands.
    pub group: Range<usize>,
    /// Where the field that is read from it stands, if it is known.
    pub field: Option<Range<usize>>,
}

/// Every name that may be a variable, in order.
#[must_use]
pub fn names(expression: &str) -> Vec<Named> {
    let mut scan = Scan { bytes: expression.as_bytes(), at: 0, depth: 0, found: Vec::new() };
    scan.code(false);
    scan.found
}

/// Another group and field for a group and a field.
pub type RenamedPair<'a> = dyn Fn(&str, &str) -> Option<(String, String)> + 'a;

/// The expression with each variable that `map` gives another group and field for under its new name; none when nothing
/// changes. The field is empty where it is not known. A name that an expression cannot hold is left out.
pub fn rename(expression: &str, map: &RenamedPair<'_>) -> Option<String> {
    let text = |range: &Range<usize>| expression.get(range.clone()).unwrap_or_default();
    let mut renamed = expression.to_owned();
    for Named { group, field } in names(expression).into_iter().rev() {
        let Some((new_group, new_field)) = map(text(&group), field.as_ref().map_or("", text)) else { continue };
        if !is_name(&new_group) || field.is_some() && !is_name(&new_field) {
            continue;
        }
        if let Some(field) = field {
            renamed.replace_range(field, &new_field);
        }
        renamed.replace_range(group, &new_group);
    }
    (renamed != expression).then_some(renamed)
}

/// Whether an expression can hold a name: no dash, no digit in front.
fn is_name(text: &str) -> bool {
    text.bytes().all(is_part) && !text.starts_with(|first: char| first.is_ascii_digit()) && !text.is_empty()
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    /// How many texts with code inside are open.
    depth: usize,
    found: Vec<Named>,
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or_default()
    }

    /// Code up to the end, or up to the brace that closes what stands inside a text.
    fn code(&mut self, is_inside_text: bool) {
        let (mut depth, mut is_after_dot) = (0_usize, false);
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            match byte {
                b'"' | b'\'' => self.quoted(byte),
                b'`' => self.text(),
                b'/' if self.peek(1) == b'/' => self.skip_to(b"\n"),
                b'/' if self.peek(1) == b'*' => self.skip_to(b"*/"),
                b'}' if is_inside_text && depth == 0 => {
                    self.at += 1;
                    return;
                }
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'0'..=b'9' => {
                    while is_part(self.peek(0)) || self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
                        self.at += 1;
                    }
                    continue;
                }
                _ if is_part(byte) => {
                    let group = self.name();
                    if !is_after_dot {
                        self.add(group);
                    }
                    is_after_dot = false;
                    continue;
                }
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                // Two dots are a range: what follows is a name of its own.
                is_after_dot = byte == b'.' && !is_after_dot;
            }
            self.at += 1;
        }
    }

    fn name(&mut self) -> Range<usize> {
        let start = self.at;
        while is_part(self.peek(0)) {
            self.at += 1;
        }
        start..self.at
    }

    /// Adds a name with the field that is read from it. What is called is a function.
    fn add(&mut self, group: Range<usize>) {
        let end = self.at;
        self.spaces();
        let is_called = self.peek(0) == b'(';
        let field = self.field();
        self.at = end;
        if !is_called {
            self.found.push(Named { group, field });
        }
    }

    /// `.name`, `?.name` or `["name"]`; not a method.
    fn field(&mut self) -> Option<Range<usize>> {
        if self.peek(0) == b'?' {
            self.at += 1;
        }
        match self.peek(0) {
            b'.' => {
                self.at += 1;
                self.spaces();
                let field = self.name();
                self.spaces();
                (!field.is_empty() && self.peek(0) != b'(').then_some(field)
            }
            b'[' => {
                self.at += 1;
                self.spaces();
                if self.peek(0) != b'"' {
                    return None;
                }
                self.at += 1;
                let field = self.name();
                (!field.is_empty() && self.peek(0) == b'"').then_some(field)
            }
            _ => None,
        }
    }

    fn spaces(&mut self) {
        while self.peek(0).is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// Up to the last letter of what ends a remark.
    fn skip_to(&mut self, end: &[u8]) {
        let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
        let length = rest.windows(end.len()).position(|it| it == end).map_or(rest.len(), |place| place + end.len());
        self.at += 1 + length;
    }

    /// Up to the closing quotation mark.
    fn quoted(&mut self, mark: u8) {
        self.at += 1;
        while self.at < self.bytes.len() && self.peek(0) != mark {
            self.at += if self.peek(0) == b'\\' { 2 } else { 1 };
        }
    }

    /// Up to the closing mark of a text that may hold code as `${…}`.
    fn text(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() && self.peek(0) != b'`' {
            if self.peek(0) == b'$' && self.peek(1) == b'{' && self.depth < MAX_DEPTH {
                self.at += 2;
                self.depth += 1;
                self.code(true);
                self.depth -= 1;
            } else {
                self.at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(expression: &str) -> String {
        let text = |range: Range<usize>| expression[range].to_owned();
        let words = names(expression)
            .into_iter()
            .map(|it| format!("{}:{}", text(it.group), it.field.map_or_else(String::new, text)));
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn variables_are_found_and_what_looks_like_one_is_not() {
        for (expression, expected) in [
            ("a.b + 1", "a:b"),
            ("a . b.to_upper()", "a:b"),
            ("a?.b", "a:b"),
            ("a[\"b\"] + a[c.d]", "a:b a: c:d"),
            ("x.a.b", "x:a"),
            ("\"a.b\" + 'c' + a.len()", "a:"),
            ("\"say \\\"a.b\\\"\"", ""),
            ("`Hello ${a.b + `${c.d}`} e.f`", "a:b c:d"),
            ("1.5 * 2e3 + a1.b2 // a.b", "a1:b2"),
            ("/* a.b */ min(a.b, 1..c.d)", "a:b c:d"),
            ("-ab.c-d.e", "ab:c d:e"),
            ("\"open", ""),
            ("`open ${a.b", "a:b"),
        ] {
            assert_eq!(found(expression), expected, "{expression}");
        }
        assert_eq!(names(&"`${".repeat(200_000)), Vec::new());
    }

    #[test]
    fn only_the_variables_are_renamed() {
        let map = |group: &str, field: &str| {
            let field = if field == "b" { "z" } else { field };
            (group == "a").then(|| ("long_name".to_owned(), field.to_owned()))
        };
        let renamed = rename("a.b + \"a.b\" + c.a + a [\"b\"] + a.x", &map);
        assert_eq!(renamed.as_deref(), Some("long_name.z + \"a.b\" + c.a + long_name [\"z\"] + long_name.x"));
        assert_eq!(rename("c.d", &map), None);
        assert_eq!(rename("a.b", &|_, _| Some(("no-name".to_owned(), "b".to_owned()))), None);
    }
}
