//! The headers of an email or of a part of it, mended before they are parsed: every field on one line, in UTF-8,
//! with its encoded words (RFC 2047) read, also those that are cut in the middle of a letter.

use super::charset::decode;
use super::transfer::{base64, quoted_printable};

/// Fields whose texts have a form, so that what is read must be put in quotation marks.
const STRUCTURED: &[&str] =
    &["from", "to", "cc", "bcc", "reply-to", "sender", "return-path", "content-type", "content-disposition"];

/// A field of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeaderField {
    /// Its name in small letters.
    pub(super) name: String,
    /// Its value on one line.
    pub(super) value: String,
}

/// The fields of a block of headers, which ends with the bytes or an empty line. A line that is no field is left out.
pub(super) fn fields(block: &[u8]) -> Vec<HeaderField> {
    let mut folded: Vec<Vec<u8>> = Vec::new();
    for line in block.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line.first(), folded.last_mut()) {
            (None, _) => break,
            (Some(b' ' | b'\t'), Some(field)) => {
                field.push(b' ');
                field.extend_from_slice(line.trim_ascii());
            }
            _ => folded.push(line.to_vec()),
        }
    }
    folded.iter().filter_map(|field| read_field(field)).collect()
}

fn read_field(line: &[u8]) -> Option<HeaderField> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at(colon);
    let name = std::str::from_utf8(name).ok()?.trim().to_ascii_lowercase();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    let is_structured = STRUCTURED.contains(&name.as_str());
    Some(HeaderField { value: read_words(value, is_structured), name })
}

/// The fields as a parser takes them.
pub(super) fn block(fields: &[HeaderField]) -> String {
    let mut lines = String::new();
    for field in fields {
        lines.extend([&field.name, ": ", &field.value, "\r\n"]);
    }
    lines + "\r\n"
}

/// A value with its encoded words read.
fn read_words(value: &[u8], is_structured: bool) -> String {
    let mut written = Written { is_structured, ..Written::default() };
    let mut run = Run::default();
    let mut rest = value;
    while let Some((before, word, after)) = next_word(rest) {
        // Blanks between two encoded words are no part of the text.
        if run.label.is_empty() || !before.trim_ascii().is_empty() {
            written.words(&run.end());
            written.plain(&decode(before, None));
        }
        run.add(&word);
        rest = after;
    }
    written.words(&run.end());
    written.plain(&decode(rest, None));
    written.text.trim().to_owned()
}

/// An encoded word.
struct Word<'a> {
    label: String,
    is_base64: bool,
    text: &'a [u8],
}

/// The next encoded word with what is before and after it.
fn next_word(value: &[u8]) -> Option<(&[u8], Word<'_>, &[u8])> {
    let mut from = 0;
    while let Some(start) = find(value.get(from..)?, *b"=?").map(|place| from + place) {
        let inside = value.get(start + 2..)?;
        // Without an end nothing after it is a word either.
        let end = find(inside, *b"?=")?;
        if let Some((word, length)) = read_word(inside, end) {
            return Some((value.get(..start)?, word, inside.get(length..)?));
        }
        from = start + 2;
    }
    None
}

/// Reads a word from behind its `=?`, and says how long it is. `end` is the first place where one may end.
fn read_word(inside: &[u8], end: usize) -> Option<(Word<'_>, usize)> {
    const LONGEST_LABEL: usize = 80;
    let label_end = inside.iter().take(LONGEST_LABEL).position(|byte| *byte == b'?')?;
    let (label, rest) = inside.split_at(label_end);
    let is_base64 = match rest {
        [_, b'b' | b'B', b'?', ..] => true,
        [_, b'q' | b'Q', b'?', ..] => false,
        _ => return None,
    };
    let text_start = label_end + 3;
    // The text itself may begin with the `=` of a letter: `=?utf-8?Q?=C3=A9?=`.
    let end = if end < text_start { text_start + find(inside.get(text_start..)?, *b"?=")? } else { end };
    let text = inside.get(text_start..end)?;
    let label = label.split(|byte| *byte == b'*').next().unwrap_or_default();
    let label = std::str::from_utf8(label).ok().filter(|it| !it.is_empty() && !it.contains(char::is_whitespace))?;
    let is_whole = find(text, *b"=?").is_none();
    is_whole.then(|| (Word { label: label.to_ascii_lowercase(), is_base64, text }, end + 2))
}

fn find(bytes: &[u8], wanted: [u8; 2]) -> Option<usize> {
    bytes.windows(2).position(|two| two == wanted)
}

/// Encoded words that follow each other: a letter may begin in one word and end in the next.
#[derive(Default)]
struct Run {
    /// What was read so far.
    text: String,
    /// The charset of the last ones.
    label: String,
    /// Their bytes.
    bytes: Vec<u8>,
    /// Base64 of the last words, cut in the middle of a group.
    open: Vec<u8>,
}

impl Run {
    fn add(&mut self, word: &Word<'_>) {
        // Words that shift between sets of letters are whole by themselves (RFC 1468).
        if self.label != word.label || word.label.starts_with("iso-2022-") {
            self.close();
            self.label.clone_from(&word.label);
        }
        if word.is_base64 {
            self.open.extend_from_slice(word.text);
            if self.open.len().is_multiple_of(4) || self.open.ends_with(b"=") {
                self.bytes.extend(base64(&std::mem::take(&mut self.open)));
            }
        } else {
            self.bytes.extend(base64(&std::mem::take(&mut self.open)));
            self.bytes.extend(quoted_printable(word.text, true));
        }
    }

    fn close(&mut self) {
        self.bytes.extend(base64(&std::mem::take(&mut self.open)));
        if !self.bytes.is_empty() {
            self.text.push_str(&decode(&std::mem::take(&mut self.bytes), Some(&self.label)));
        }
        self.label.clear();
    }

    fn end(&mut self) -> String {
        self.close();
        std::mem::take(&mut self.text)
    }
}

/// A value as it is written out.
#[derive(Default)]
struct Written {
    text: String,
    is_structured: bool,
    /// Whether a quotation mark is open.
    is_quoted: bool,
    /// Whether the next letter is taken as it is.
    is_escaped: bool,
}

impl Written {
    fn plain(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                _ if self.is_escaped => self.is_escaped = false,
                '\\' => self.is_escaped = self.is_quoted,
                '"' => self.is_quoted = !self.is_quoted,
                _ => {}
            }
            self.text.push(if letter.is_control() { ' ' } else { letter });
        }
    }

    /// What encoded words say; in a field that has a form it is put in quotation marks, unless it is in some already.
    fn words(&mut self, text: &str) {
        let has_form = self.is_structured && !text.is_empty();
        if has_form && !self.is_quoted {
            self.text.push('"');
        }
        for letter in text.chars() {
            if has_form && (letter == '"' || letter == '\\') {
                self.text.push('\\');
            }
            self.text.push(if letter.is_control() { ' ' } else { letter });
        }
        if has_form && !self.is_quoted {
            self.text.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_read_whole() {
        for (written, read) in [
            ("Hello", "Hello"),
            ("=?utf-8?Q?R=C3=A9clamation?=", "Réclamation"),
            ("=?utf-8?Q?=C3=A9t=C3=A9?= en =?iso-8859-1?q?for=EAt?=", "été en forêt"),
            ("=?utf-8?B?UsM=?= =?utf-8?B?qWNsYW1hdGlvbg==?=", "Réclamation"),
            ("=?utf-8?B?UsO?=  =?utf-8?B?pQ==?=", "Ré"),
            ("=?utf-8?Q?R=C3?= =?UTF-8?Q?=A9clamation?=", "Réclamation"),
            ("=?utf-8?Q?R=C3?= =?utf-8?B?qQ==?=", "Ré"),
            ("=?utf-8?Q?one?= =?iso-8859-1?Q?_tw=F6?=", "one twö"),
            ("=?utf-8?Q?one?= and =?utf-8?Q?two?=", "one and two"),
            ("=?utf-8?Q?with a blank?=", "with a blank"),
            ("=?utf-8*en?Q?Angl=C3=A9?=", "Anglé"),
            ("=?X-UNKNOWN?Q?r=E9clamation?=", "réclamation"),
            ("=?iso-8859-1?Q?r=C3=A9clamation?=", "réclamation"),
            ("=?ISO-2022-JP?B?GyRCSlY2YhsoQg==?= =?iso-2022-jp?B?GyRCJHIbKEI=?=", "返金を"),
            ("Re:=?utf-8?Q?_yes?=!", "Re: yes!"),
            ("=?utf-8?Q??=", ""),
            ("=?utf-8?X?a?= =?utf-8 a=b?Q =? ?= =?", "=?utf-8?X?a?= =?utf-8 a=b?Q =? ?= =?"),
            ("=?utf-8?Q?open =?utf-8?Q?shut?=", "=?utf-8?Q?open shut"),
            ("=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x"),
        ] {
            assert_eq!(read_words(written.as_bytes(), false), read, "{written}");
        }
        assert_eq!(read_words("Réclamation".as_bytes(), false), "Réclamation");
        assert_eq!(read_words(b"R\xe9clamation", false), "Réclamation");
    }

    #[test]
    fn what_has_a_form_keeps_it() {
        for (written, read) in [
            ("=?utf-8?Q?Byron=2C_Ada?= <ada@b.example>", r#""Byron, Ada" <ada@b.example>"#),
            (r#""=?utf-8?Q?Byron=2C_=22Ada=22?=" <ada@b.example>"#, r#""Byron, \"Ada\"" <ada@b.example>"#),
            (r#""a \" b" =?utf-8?Q?c?= <d@e.example>"#, r#""a \" b" "c" <d@e.example>"#),
            (r"attachment; filename==?utf-8?Q?a=3Bb.pdf?=", r#"attachment; filename="a;b.pdf""#),
        ] {
            assert_eq!(read_words(written.as_bytes(), true), read, "{written}");
        }
    }

    #[test]
    fn fields_are_unfolded() {
        let block =
            b"Subject: one\r\n two\r\n\tthree\r\nno field\r\nX-Empty:\r\nFrom : a@b.example\r\n\r\nText: no field";
        let read: Vec<(String, String)> = fields(block).into_iter().map(|it| (it.name, it.value)).collect();
        let expected = [("subject", "one two three"), ("x-empty", ""), ("from", "a@b.example")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn hostile_headers_take_no_more_than_their_length() {
        for piece in ["=?", "=?u?Q?", "=?u?Q?a?=", "\"", "=?u?B?YQ?= "] {
            let value = piece.repeat(200_000);
            assert!(read_words(value.as_bytes(), true).len() <= value.len() * 2 + 4);
        }
    }
}
