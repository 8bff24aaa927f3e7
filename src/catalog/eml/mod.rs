//! Reading an email from a file (`.eml`, RFC 5322 and MIME), as a simulation takes it. The structure is read by
//! `mail-parser`, behind one function; nothing is fetched, opened or run. What mail programs get wrong is mended
//! before (`start`, `header`, `charset`), and what an email means is said in `parts`, `quoted` and `machine`.

mod charset;
mod header;
mod html;
pub mod machine;
mod parts;
pub mod quoted;
mod start;
mod transfer;

use chrono::DateTime;
use mail_parser::{Address, MessageParser};

use super::fold;
use crate::model::caller::{Email, EmailPriority, IncomingEmail};

use header::HeaderField;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;

/// Reads an email.
///
/// # Errors
/// A sentence: the file is too large, or is no email.
pub fn read(bytes: &[u8]) -> Result<IncomingEmail, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("The email is larger than {} MB.", MAX_BYTES / 1024 / 1024));
    }
    let bytes = start::of_headers(bytes);
    let parser = MessageParser::default();
    let no_headers = "This is no email: it has no headers.";
    let fields = header::fields(&bytes);
    let block = header::block(&fields);
    let head = parser.parse_headers(block.as_bytes()).filter(|_| !fields.is_empty()).ok_or(no_headers)?;
    let message = parser.parse(&*bytes).ok_or(no_headers)?;
    let headers = Headers(fields);
    let [from, sender, reply_to] =
        [head.from(), head.sender(), head.reply_to()].map(|found| people(found).into_iter().next());
    if !headers.is_there("from") && sender.is_none() {
        return Err("This is no email: it does not say whom it is from.".to_owned());
    }
    // A bounce may name nobody at all.
    let from = from.or(sender).unwrap_or_default();
    let reply_to = reply_to.filter(|it| !it.address.eq_ignore_ascii_case(&from.address) && it.address.contains('@'));
    let name = reply_to.as_ref().map(|it| &it.name).filter(|name| !name.is_empty()).unwrap_or(&from.name);
    let email = Email {
        from_name: Some(&from.name).filter(|it| *it != name).cloned().unwrap_or_default(),
        reply_to: reply_to.as_ref().map_or_else(String::new, |it| it.address.clone()),
        to: addresses(head.to()),
        cc: addresses(head.cc()),
        date: head
            .date()
            .filter(|date| date.is_valid())
            .and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        subject: headers.first("subject").to_owned(),
        body: parts::text(&message),
        priority: headers.priority(),
        is_reply: !headers.first("in-reply-to").is_empty() || !headers.first("references").is_empty(),
        is_automatic: machine::is_by_headers(&headers) || machine::is_by_address(&from.address),
        attachments: parts::attachments(&message),
    };
    Ok(IncomingEmail { name: name.clone(), from: from.address, email })
}

/// Somebody in a header.
#[derive(Clone, Debug, Default)]
struct Person {
    name: String,
    address: String,
}

fn people(found: Option<&Address<'_>>) -> Vec<Person> {
    let each = found.into_iter().flat_map(Address::iter).map(|one| {
        let name = plain_name(one.name().unwrap_or_default());
        match plain_address(one.address().unwrap_or_default()) {
            // A word alone is an address of the own machine: `MAILER-DAEMON`.
            address if address.is_empty() && !name.contains(' ') => Person { name: String::new(), address: name },
            address => Person { name, address },
        }
    });
    let mut people: Vec<Person> = each.collect();
    // A name with a comma that nobody put in quotation marks comes apart.
    if people.iter().any(|it| it.address.contains('@')) {
        people.retain(|it| it.address.contains('@'));
    }
    people
}

fn addresses(found: Option<&Address<'_>>) -> Vec<String> {
    people(found).into_iter().map(|it| it.address).filter(|address| !address.is_empty()).collect()
}

/// A name without the quotation marks that some programs put around it twice.
fn plain_name(name: &str) -> String {
    let name = fold::one_line(name);
    let bare = ['"', '\''].iter().find_map(|mark| name.strip_prefix(*mark)?.strip_suffix(*mark));
    bare.unwrap_or(&name).trim().to_owned()
}

/// An address without what does not belong to it. Of several words the last that has an `@` is the address, and of a route, such as
/// `@relay.example:ada@b.example` (RFC 5322, section 4.4), what follows the relays.
fn plain_address(address: &str) -> String {
    let word = address.split_whitespace().rfind(|word| word.contains('@')).unwrap_or(address.trim());
    let word = word.trim_matches(|letter| "<>'\"".contains(letter));
    let without_route = word.strip_prefix('@').and_then(|relays| relays.rsplit_once(':')).map(|(_, address)| address);
    let word = without_route.unwrap_or(word);
    word.strip_prefix("mailto:").unwrap_or(word).to_owned()
}

/// The fields of the header, in order.
struct Headers(Vec<HeaderField>);

impl Headers {
    fn values(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |field| field.name == name).map(|field| field.value.as_str())
    }

    /// The first value of a field; empty where it is not there.
    fn first(&self, name: &'static str) -> &str {
        self.values(name).next().unwrap_or_default()
    }

    fn is_there(&self, name: &'static str) -> bool {
        self.values(name).next().is_some()
    }

    /// How urgent it says it is, by the strongest of the usual headers.
    fn priority(&self) -> EmailPriority {
        let names = ["importance", "x-priority", "x-msmail-priority", "priority"];
        let found: Vec<EmailPriority> = names.iter().flat_map(|name| self.values(name)).filter_map(priority).collect();
        let strongest = [EmailPriority::High, EmailPriority::Normal, EmailPriority::Low];
        strongest.into_iter().find(|it| found.contains(it)).unwrap_or_default()
    }
}

fn priority(value: &str) -> Option<EmailPriority> {
    let value = value.trim().to_lowercase();
    match value.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default() {
        "1" | "2" | "high" | "highest" | "urgent" => Some(EmailPriority::High),
        "4" | "5" | "low" | "lowest" | "non-urgent" => Some(EmailPriority::Low),
        "3" | "normal" => Some(EmailPriority::Normal),
        _ => None,
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
        read(format!("{header}\r\n{PLAIN}").as_bytes()).unwrap().email
    }

    /// What the email says of its letters counts, and not what they look like: these are other letters in the usual encoding of the West.
    #[test]
    fn letters_are_read_as_the_email_names_them() {
        for (charset, body, text) in [
            ("iso-8859-2", "=BElu=BBou=E8k=FD", "žluťoučký"),
            ("iso-8859-5", "=BF=E0=D8=D2=D5=E2", "Привет"),
            ("windows-1253", "=C3=E5=E9=DC", "Γειά"),
        ] {
            let email = PLAIN.replace("iso-8859-1", charset).replace("Elle est erron=E9e,\r\nmerci.", body);
            assert_eq!(read(email.as_bytes()).unwrap().email.body, text, "{charset}");
        }
    }

    #[test]
    fn a_plain_email() {
        let received = read(PLAIN.as_bytes()).unwrap();
        let IncomingEmail { from, name, email } = received.clone();
        assert_eq!((from.as_str(), name.as_str()), ("camille@customer.example", "Camille Martin"));
        assert_eq!(email.to, ["claims@northwind.example", "desk@northwind.example"]);
        assert_eq!(email.cc, ["lawyer@partner.example"]);
        assert_eq!(email.subject, "Ma facture est erronée");
        assert_eq!(email.body, "Elle est erronée,\nmerci.");
        assert_eq!(
            email,
            Email {
                to: email.to.clone(),
                cc: email.cc.clone(),
                subject: email.subject.clone(),
                body: email.body.clone(),
                ..Email::default()
            }
        );
        let unix = PLAIN.replace("\r\n", "\n");
        assert_eq!(read(unix.as_bytes()).unwrap(), received);
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
        let email = read(mail.as_bytes()).unwrap().email;
        assert_eq!(email.body, "Hello there");
        let files: Vec<(&str, u64)> = email.attachments.iter().map(|it| (it.name.as_str(), it.bytes)).collect();
        assert_eq!(files.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["reçu.pdf", "list.csv", "Before.eml"]);
        assert_eq!((files[0].1, files[1].1), (8, 3));
    }

    #[test]
    fn html_alone_is_read_as_text() {
        let mail = "From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>My <i>bill</i> is wrong</p>\r\n";
        assert_eq!(read(mail.as_bytes()).unwrap().email.body, "My bill is wrong");
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
        assert_eq!(read(cut.as_bytes()).unwrap().email.body, "Half a te");
        let whole = PLAIN.as_bytes();
        for length in 0..whole.len() {
            let _ = read(&whole[..length]);
            let mut spoilt = whole.to_vec();
            spoilt[length] = 0xff;
            let _ = read(&spoilt);
        }
    }
}
