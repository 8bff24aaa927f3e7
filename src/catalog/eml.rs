//! Reading an email from a file (`.eml`, RFC 5322 and MIME), as a simulation takes it. The parsing is `mail-parser`'s,
//! behind one function; nothing is fetched, opened or run.

use std::borrow::Cow;

use mail_parser::{Address, ContentType, Message, MessageParser, MessagePart, MimeHeaders};

use crate::model::caller::{Attachment, Email, EmailPriority};

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;

/// Reads an email: the address that it is from, and what it says.
///
/// # Errors
/// A sentence: the file is too large, or is no email.
pub fn read(bytes: &[u8]) -> Result<(String, Email), String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("The email is larger than {} MB.", MAX_BYTES / 1024 / 1024));
    }
    let message = MessageParser::default().parse(bytes).ok_or("This is no email: it has no headers.")?;
    let from = addresses(message.from()).into_iter().next();
    let from = from.ok_or("This is no email: it does not say whom it is from.")?;
    let headers = Headers::of(&message);
    let email = Email {
        to: addresses(message.to()).into_iter().chain(addresses(message.cc())).collect(),
        subject: message.subject().unwrap_or_default().trim().to_owned(),
        body: body(&message),
        priority: headers.priority(),
        is_reply: headers.has("In-Reply-To") || headers.has("References"),
        is_automatic: headers.is_automatic() || from.to_lowercase().starts_with("mailer-daemon@"),
        attachments: message.attachments().filter(|part| !is_cut_text(part)).map(attachment).collect(),
    };
    Ok((from, email))
}

fn addresses(found: Option<&Address<'_>>) -> Vec<String> {
    let all = found.into_iter().flat_map(Address::iter).filter_map(|one| one.address());
    all.map(str::trim).filter(|address| !address.is_empty()).map(str::to_owned).collect()
}

/// The text parts, one below the other; one in HTML as plain text.
fn body(message: &Message<'_>) -> String {
    let whole = (0..message.text_body_count()).filter_map(|place| message.body_text(place)).map(Cow::into_owned);
    let cut = message.attachments().filter(|part| is_cut_text(part));
    let cut = cut.map(|part| String::from_utf8_lossy(part.contents()).into_owned());
    let texts: Vec<String> = whole.chain(cut).map(|text| text.replace("\r\n", "\n").trim().to_owned()).collect();
    texts.join("\n\n").trim().to_owned()
}

/// Whether a part is what is left of a text in an email that was cut off; the parser takes it for an attachment.
fn is_cut_text(part: &MessagePart<'_>) -> bool {
    let kind = part.content_type().map_or("text", ContentType::ctype);
    part.is_encoding_problem
        && part.attachment_name().is_none()
        && ["text", "multipart"].iter().any(|it| kind.eq_ignore_ascii_case(it))
}

fn attachment(part: &MessagePart<'_>) -> Attachment {
    let kept_in = part.message().and_then(|message| message.subject()).map(|subject| format!("{subject}.eml"));
    let name = part.attachment_name().map(str::to_owned).or(kept_in).filter(|name| !name.trim().is_empty());
    Attachment { name: name.unwrap_or_else(|| "unnamed".to_owned()), bytes: part.contents().len() as u64 }
}

/// The headers as they stand, in order, for those that have no structure of their own.
struct Headers(Vec<(String, String)>);

impl Headers {
    fn of(message: &Message<'_>) -> Self {
        let each = message.headers_raw().map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_lowercase()));
        Self(each.collect())
    }

    /// The first value of a header, in small letters.
    fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| !value.is_empty())
    }

    /// How urgent it says it is, by the first of the usual headers that says anything.
    fn priority(&self) -> EmailPriority {
        let read = |name: &&str| {
            let value = self.value(name)?;
            match value.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default() {
                "1" | "2" | "high" | "highest" | "urgent" => Some(EmailPriority::High),
                "4" | "5" | "low" | "lowest" | "non-urgent" => Some(EmailPriority::Low),
                "3" | "normal" => Some(EmailPriority::Normal),
                _ => None,
            }
        };
        let names = ["Importance", "X-Priority", "X-MSMail-Priority", "Priority"];
        names.iter().find_map(read).unwrap_or_default()
    }

    /// Whether a machine sent it (RFC 3834, and what was usual before it).
    fn is_automatic(&self) -> bool {
        let is_auto_submitted =
            self.value("Auto-Submitted").is_some_and(|value| !value.is_empty() && !value.starts_with("no"));
        let is_bulk = self.value("Precedence").is_some_and(|it| ["bulk", "junk", "list", "auto_reply"].contains(&it));
        let is_bounce = self.value("Return-Path").is_some_and(|path| path.replace(' ', "") == "<>");
        let marks = ["List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"];
        is_auto_submitted || is_bulk || is_bounce || marks.iter().any(|mark| self.has(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "From: Camille Martin <camille@customer.example>\r\n\
        To: Claims <claims@northwind.example>, \"Desk, front\" <desk@northwind.example>\r\n\
        Cc: lawyer@partner.example\r\n\
        Subject: =?UTF-8?Q?Ma_facture_est_erron=C3=A9e?=\r\n\
        Content-Type: text/plain; charset=iso-8859-1\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n\
        Elle est erron=E9e,\r\nmerci.\r\n";

    fn with(header: &str) -> Email {
        read(format!("{header}\r\n{PLAIN}").as_bytes()).unwrap().1
    }

    #[test]
    fn a_plain_email() {
        let (from, email) = read(PLAIN.as_bytes()).unwrap();
        assert_eq!(from, "camille@customer.example");
        assert_eq!(email.to, ["claims@northwind.example", "desk@northwind.example", "lawyer@partner.example"]);
        assert_eq!(email.subject, "Ma facture est erronée");
        assert_eq!(email.body, "Elle est erronée,\nmerci.");
        assert_eq!(
            email,
            Email {
                to: email.to.clone(),
                subject: email.subject.clone(),
                body: email.body.clone(),
                ..Email::default()
            }
        );
        let unix = PLAIN.replace("\r\n", "\n");
        assert_eq!(read(unix.as_bytes()).unwrap(), (from, email));
    }

    #[test]
    fn parts_and_attachments_with_their_sizes() {
        let mail = "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n\
            --x\r\nContent-Type: multipart/alternative; boundary=\"y\"\r\n\r\n\
            --y\r\nContent-Type: text/plain\r\n\r\nHello there\r\n\
            --y\r\nContent-Type: text/html\r\n\r\n<p>Hello <b>there</b></p>\r\n--y--\r\n\
            --x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\
            Content-Disposition: attachment; filename*=UTF-8''re%C3%A7u.pdf\r\n\r\nAAECAwQFBgc=\r\n\
            --x\r\nContent-Type: text/csv; name=list.csv\r\nContent-Disposition: attachment\r\n\r\na,b\r\n\
            --x\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d.example\r\nSubject: Before\r\n\r\nOld\r\n--x--\r\n";
        let email = read(mail.as_bytes()).unwrap().1;
        assert_eq!(email.body, "Hello there");
        let files: Vec<(&str, u64)> = email.attachments.iter().map(|it| (it.name.as_str(), it.bytes)).collect();
        assert_eq!(files.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["reçu.pdf", "list.csv", "Before.eml"]);
        assert_eq!((files[0].1, files[1].1), (8, 3));
    }

    #[test]
    fn html_alone_is_read_as_text() {
        let mail = "From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>My <i>bill</i> is wrong</p>\r\n";
        assert_eq!(read(mail.as_bytes()).unwrap().1.body, "My bill is wrong");
    }

    #[test]
    fn priorities_replies_and_automatic_mail() {
        for (header, priority) in [
            ("X-Priority: 1 (Highest)", EmailPriority::High),
            ("Importance: High", EmailPriority::High),
            ("Priority: urgent", EmailPriority::High),
            ("x-priority: 5", EmailPriority::Low),
            ("Priority: non-urgent", EmailPriority::Low),
            ("X-Priority: 3 (Normal)", EmailPriority::Normal),
            ("X-Priority: whatever\r\nX-MSMail-Priority: Low", EmailPriority::Low),
            ("Subject: High", EmailPriority::Normal),
        ] {
            assert_eq!(with(header).priority, priority, "{header}");
        }
        for header in ["In-Reply-To: <1@northwind.example>", "References: <1@n.example> <2@n.example>"] {
            assert!(with(header).is_reply, "{header}");
        }
        assert!(!with("Subject: Re: hello").is_reply);
        for header in [
            "Auto-Submitted: auto-replied",
            "Precedence: bulk",
            "List-Id: News <news.example>",
            "Return-Path: <>",
            "X-Auto-Response-Suppress: All",
        ] {
            assert!(with(header).is_automatic, "{header}");
        }
        for header in ["Auto-Submitted: no", "Precedence: first-class", "Return-Path: <a@b.example>"] {
            assert!(!with(header).is_automatic, "{header}");
        }
    }

    #[test]
    fn broken_bytes_are_refused_or_read_as_far_as_they_go() {
        for broken in [&b""[..], b"\r\n\r\n", b"hello", &[0xff, 0xfe, 0x00, 0x80, 0x0a], b"Subject: no sender\r\n\r\nx"]
        {
            assert!(read(broken).unwrap_err().starts_with("This is no email"), "{broken:?}");
        }
        let cut = "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHalf a te";
        assert_eq!(read(cut.as_bytes()).unwrap().1.body, "Half a te");
        let whole = PLAIN.as_bytes();
        for length in 0..whole.len() {
            let _ = read(&whole[..length]);
            let mut spoilt = whole.to_vec();
            spoilt[length] = 0xff;
            let _ = read(&spoilt);
        }
    }
}
