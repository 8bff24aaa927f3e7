//! References: which texts may be one, and which are the same (spec: meaning §10). Edits, invariants, repairs, the window and
//! everything that looks an object up by its reference ask these functions.

use std::fmt;

use super::resource::ResourceKind;

/// Most characters of a reference.
pub const MAX_REFERENCE: usize = 64;

/// What a reference belongs to, which decides its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referenced {
    /// A variable: its reference is a part of names such as `customer.name`.
    Variable,
    /// A routing, an entry point or any other resource.
    Other,
}

impl From<ResourceKind> for Referenced {
    fn from(kind: ResourceKind) -> Self {
        if kind == ResourceKind::Variable { Self::Variable } else { Self::Other }
    }
}

impl Referenced {
    /// Whether a text may be a reference: 1 to 64 of `a-z 0-9 _ -`, and for everything but variables also of `A-Z . @ +`.
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        let is_allowed = |byte: u8| match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => true,
            b'A'..=b'Z' | b'.' | b'@' | b'+' => self == Self::Other,
            _ => false,
        };
        (1..=MAX_REFERENCE).contains(&text.len()) && text.bytes().all(is_allowed)
    }
}

/// The characters of a reference in words, such as for *A reference may contain …*.
impl fmt::Display for Referenced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Variable => "a-z, 0-9, _ and -",
            Self::Other => "letters from a to z, digits, and _ - . @ +",
        })
    }
}

/// Whether two references are the same: the case of ASCII letters does not count.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// A text that is equal for two references exactly when they are the same, for maps.
#[must_use]
pub fn key(reference: &str) -> String {
    reference.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_have_the_narrower_references() {
        let long = "a".repeat(64);
        for (text, of_variable, of_other) in [
            ("sales", true, true),
            ("2nd-line_fr", true, true),
            ("Sales", false, true),
            ("support@acme.com", false, true),
            ("+33.1", false, true),
            (long.as_str(), true, true),
            (&format!("{long}a"), false, false),
            ("", false, false),
            ("Head office", false, false),
            ("café", false, false),
            ("a/b", false, false),
            ("a\u{212a}", false, false),
        ] {
            assert_eq!(Referenced::Variable.accepts(text), of_variable, "{text}");
            assert_eq!(Referenced::Other.accepts(text), of_other, "{text}");
        }
    }

    #[test]
    fn only_the_case_of_ascii_letters_does_not_count() {
        for (one, other, same) in [
            ("Sales", "sALES", true),
            ("sales", "sales_", false),
            // Full case folding would make these two the same.
            ("\u{212a}", "k", false),
            ("É", "é", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
            assert_eq!(key(one) == key(other), same, "{one} {other}");
        }
    }
}
