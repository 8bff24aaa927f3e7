//! Texts in XML and HTML: in the sheets and pictures that are written to files.

use std::fmt::{self, Write as _};

/// A text with what HTML and XML would read as marks escaped. Control characters that XML cannot hold are shown as U+FFFD.
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'t>(pub &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\r' => f.write_str("&#13;")?,
                _ if is_held(letter) => f.write_char(letter)?,
                _ => f.write_char('\u{fffd}')?,
            }
        }
        Ok(())
    }
}

/// A text with U+FFFD for characters that XML cannot hold.
#[must_use]
pub fn shown(text: &str) -> String {
    text.chars().map(|letter| if is_held(letter) { letter } else { '\u{fffd}' }).collect()
}

/// Whether XML can hold a character.
fn is_held(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r') || !matches!(letter, '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_escaped_and_characters_that_xml_cannot_hold_are_shown() {
        assert_eq!(
            Escaped("<b>\"A&amp;B\" 'x'</b>\r\n").to_string(),
            "&lt;b&gt;&quot;A&amp;amp;B&quot; &#39;x&#39;&lt;/b&gt;&#13;\n"
        );
        assert_eq!(Escaped("a\u{0}b\u{b}c\u{fffe}é🙂\t").to_string(), "a\u{fffd}b\u{fffd}c\u{fffd}é🙂\t");
    }
}
