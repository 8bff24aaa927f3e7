//! Bytes of an email as text. A charset that is unknown or wrong is not taken at its word: then valid UTF-8 is
//! UTF-8, and the rest is windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

/// The text that bytes stand for, without a byte order mark.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    let label = label.map(str::trim).unwrap_or_default();
    let text = by_label(bytes, label).unwrap_or_else(|| by_looks(bytes));
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// As the label says; none where the label is unknown, or the bytes are something else.
fn by_label(bytes: &[u8], label: &str) -> Option<String> {
    let known = Encoding::for_label_no_replacement(label.as_bytes());
    let Some(encoding) = known.filter(|it| *it != REPLACEMENT) else {
        // Some are known to the mail library alone, such as UTF-7 and code pages of DOS.
        return charset_decoder(label.as_bytes()).filter(|_| known.is_none()).map(|decode| decode(bytes));
    };
    // Bytes of any kind can be read as Latin-1, so UTF-8 that says it is Latin-1 is looked at.
    if encoding == UTF_8 || encoding == WINDOWS_1252 {
        return None;
    }
    let encoding = match (encoding == UTF_16LE || encoding == UTF_16BE, Encoding::for_bom(bytes)) {
        (true, Some((marked, _))) => marked,
        _ => encoding,
    };
    let (text, is_broken) = encoding.decode_without_bom_handling(bytes);
    (!is_broken || is_mostly_right(&text)).then(|| text.into_owned())
}

fn by_looks(bytes: &[u8]) -> String {
    match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) if is_mostly_right(&text) => text,
        Cow::Owned(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Whether a few letters are broken among many that are right, as in an email that was cut.
fn is_mostly_right(text: &str) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for letter in text.chars().filter(|letter| !letter.is_ascii()) {
        *(if letter == '\u{fffd}' { &mut wrong } else { &mut right }) += 1;
    }
    right > wrong.saturating_mul(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_by_what_they_are() {
        for (label, bytes, text) in [
            (None, &b"plain"[..], "plain"),
            (None, "réclamation".as_bytes(), "réclamation"),
            (None, b"r\xe9clamation", "réclamation"),
            (Some("X-UNKNOWN"), b"r\xe9clamation \x80", "réclamation €"),
            (Some("cp-1252"), b"r\xe9clamation", "réclamation"),
            (Some("unknown-8bit"), "réclamation".as_bytes(), "réclamation"),
            (Some("ansi_x3.110-1983"), b"r\xe9clamation", "réclamation"),
            (Some("us-ascii"), "réclamation".as_bytes(), "réclamation"),
            (Some("us-ascii"), b"r\xe9clamation", "réclamation"),
            (Some("utf-8"), b"r\xe9clamation", "réclamation"),
            (Some("iso-8859-1"), "réclamation".as_bytes(), "réclamation"),
            (Some(" ISO-8859-1 "), b"r\xe9clamation", "réclamation"),
            (Some("iso-8859-15"), b"12 \xa4", "12 €"),
            (Some("windows-1251"), b"\xd1\xf7\xb8\xf2", "Счёт"),
            (Some("koi8-r"), b"\xf3\xde\xa3\xd4", "Счёт"),
            (Some("gb2312"), b"\xcd\xcb\xbf\xee", "退款"),
            (Some("shift_jis"), b"\x95\xd4\x8b\xe0", "返金"),
            (Some("iso-2022-jp"), b"\x1b$BJV6b\x1b(B ok", "返金 ok"),
            (Some("big5"), b"\xb0h\xb4\xda", "退款"),
            (Some("euc-kr"), b"\xc8\xaf\xba\xd2", "환불"),
            (Some("utf-16"), b"\xff\xfer\x00\xe9\x00", "ré"),
            (Some("utf-16be"), b"\x00r\x00\xe9", "ré"),
            (Some("utf-7"), b"r+AOk-clamation", "réclamation"),
            (Some("utf-8"), b"\xef\xbb\xbfr\xc3\xa9", "ré"),
            // An email that was cut in the middle of a letter is no reason to spoil all others.
            (Some("utf-8"), "éàèùç — é".as_bytes().split_last().unwrap().1, "éàèùç — \u{fffd}"),
            // A charset that fits none of it.
            (Some("shift_jis"), b"Mall\xe9 r\xe9clam\xe9", "Mallé réclamé"),
        ] {
            assert_eq!(decode(bytes, label), text, "{label:?} {bytes:?}");
        }
    }
}
