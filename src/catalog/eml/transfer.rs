//! Base64 and quoted-printable, read as far as they go: a wrong letter in them spoils nothing else.

use mail_parser::decoders::base64::base64_decode;

/// What base64 stands for. What is no letter of it is passed over.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let letters: Vec<u8> = text.iter().copied().filter(is_letter).collect();
    base64_decode(&letters).unwrap_or_default()
}

/// What quoted-printable stands for; in the words of a header `_` is a space. A `=` that begins nothing stays.
pub(super) fn quoted_printable(text: &[u8], is_word: bool) -> Vec<u8> {
    let mut found = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'_', _) if is_word => found.push(b' '),
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => rest = after,
            (b'=', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    found.push(high * 16 + low);
                    rest = after;
                }
                _ => found.push(b'='),
            },
            _ => found.push(first),
        }
    }
    found
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_spoils_nothing_else() {
        for (text, expected) in [
            ("caf=C3=A9", "café"),
            ("caf=c3=a9 =", "café ="),
            ("a =\r\nb=\nc", "a bc"),
            ("x == y =ZZ =4", "x == y =ZZ =4"),
            ("a_b", "a_b"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8(quoted_printable(text.as_bytes(), false)).unwrap(), expected, "{text}");
        }
        assert_eq!(quoted_printable(b"a_b=5Fc", true), b"a b_c");
        for (text, expected) in [
            ("aGVsbG8=", "hello"),
            ("aGVs\r\nbG8", "hello"),
            ("aGVs*bG8=\n-- ", "hello"),
            ("aGVsbG8", "hello"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8(base64(text.as_bytes())).unwrap(), expected, "{text}");
        }
    }
}
