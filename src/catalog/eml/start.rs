//! Where the headers of an email file begin: behind a byte order mark, empty lines, and lines that mail and archive
//! programs put in front.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// Most lines in front of the headers.
const MOST_LINES: usize = 40;

/// Headers of which every email has one.
const USUAL: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "sender",
    "return-path",
    "received",
    "message-id",
    "mime-version",
    "content-type",
    "delivered-to",
    "reply-to",
];

/// The email without what is in front of its headers. A file in UTF-16 is read as UTF-8.
pub(super) fn of_headers(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_8 => {
            Cow::Borrowed(behind_banner(bytes.get(length..).unwrap_or_default()))
        }
        Some((encoding, _)) => {
            let (text, _) = encoding.decode_with_bom_removal(bytes);
            Cow::Owned(behind_banner(text.as_bytes()).to_vec())
        }
        None => Cow::Borrowed(behind_banner(bytes)),
    }
}

fn behind_banner(bytes: &[u8]) -> &[u8] {
    let mut start = 0;
    for _ in 0..MOST_LINES {
        let rest = bytes.get(start..).unwrap_or_default();
        let line = line_of(rest);
        if line.is_empty() {
            break;
        }
        if name_of(line).is_some() && has_usual_header(rest) {
            return rest;
        }
        start += line.len();
    }
    bytes
}

/// A line with its end.
fn line_of(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |place| place + 1);
    bytes.get(..end).unwrap_or_default()
}

/// The name of a header, where a line begins with one.
fn name_of(line: &[u8]) -> Option<String> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line.get(..colon)?.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// Whether one of the usual headers is there before the next empty line.
fn has_usual_header(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        let line = line_of(rest);
        if line.trim_ascii().is_empty() {
            return false;
        }
        if name_of(line).is_some_and(|name| USUAL.contains(&name.as_str())) {
            return true;
        }
        rest = rest.get(line.len()..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_behind_what_is_in_front() {
        let email = "X-First: 1\r\nFrom: a@b.example\r\n\r\nFrom: the text\r\n";
        for front in [
            "",
            "\u{feff}",
            "\r\n",
            "\n\n \n",
            "Microsoft Mail Internet Headers Version 2.0\r\n",
            "From ada@b.example Tue Mar  3 10:00:00 2026\r\n",
            ">From ada@b.example Tue Mar  3 10:00:00 2026\r\n",
            "Exported by an archive\r\n\r\n",
            "http://archive.example/1\r\n\r\n",
            "Exported: 2026\r\n\r\n",
        ] {
            let whole = format!("{front}{email}");
            assert_eq!(of_headers(whole.as_bytes()), email.as_bytes(), "{front:?}");
        }
        let wide: Vec<u8> = "\u{feff}From: é\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(&*of_headers(&wide), "From: é\n".as_bytes());
        for none in ["", "\r\n\r\n", "no header", "a: b\r\n\r\nFrom here"] {
            assert_eq!(of_headers(none.as_bytes()), none.as_bytes());
        }
    }
}
