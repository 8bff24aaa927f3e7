//! Emails put together from heads and parts, many of a kind: which part is the text, which parts are files, who is answered, and what a
//! machine wrote (spec: meaning §7). `mail.rs` has whole emails as files, read by an independent reader too.

use signalbox::catalog::eml::{self, quoted};

use crate::mail::way;

const FROM: &str = "From: Ada Byron <ada@customer.example>";
const REPLY: &str = r#"start -> auto_reply{"template": Item(Reference("thanks"))}; rest -> end"#;

/// An email with these heads and this content.
fn email(heads: &str, content: &str) -> Vec<u8> {
    format!("{heads}\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n{content}").into_bytes()
}

fn part(heads: &str, content: &str) -> String {
    format!("Content-Type: {heads}\r\n\r\n{content}")
}

fn multipart(form: &str, boundary: &str, parts: &[String]) -> String {
    let parts = parts.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect::<Vec<_>>().concat();
    part(&format!("multipart/{form}; boundary=\"{boundary}\""), &format!("{parts}--{boundary}--\r\n"))
}

/// The text of an email without what it quotes, and the names of its files.
fn read(email: &[u8]) -> (String, Vec<String>) {
    let found = eml::read(email).unwrap_or_else(|why| panic!("{why}\n{}", String::from_utf8_lossy(email))).email;
    (quoted::split(&found.body).text, found.attachments.into_iter().map(|file| file.name).collect())
}

fn text_of(content: &str) -> String {
    read(&email(FROM, content)).0
}

#[test]
fn the_html_counts_where_the_plain_text_is_blank() {
    let html = part("text/html; charset=utf-8", "<p>I want my money back</p>");
    for (heads, plain, expected) in [
        ("", "", "I want my money back"),
        ("", "  ", "I want my money back"),
        ("", "\r\n\r\n\r\n", "I want my money back"),
        ("", "\t\r\n \t", "I want my money back"),
        ("", "\u{a0}\u{a0}", "I want my money back"),
        ("", "\u{200b}\r\n\u{feff}", "I want my money back"),
        ("\r\nContent-Transfer-Encoding: base64", "DQogDQo=", "I want my money back"),
        ("\r\nContent-Transfer-Encoding: quoted-printable", "=20=09=\r\n=0A", "I want my money back"),
        // Whatever can be seen is a text.
        ("", ".", "."),
        ("", "\u{200b}Yes", "\u{200b}Yes"),
        ("\r\nContent-Transfer-Encoding: base64", "Tm8=", "No"),
    ] {
        let plain = part(&format!("text/plain; charset=utf-8{heads}"), plain);
        for parts in [[plain.clone(), html.clone()], [html.clone(), plain.clone()]] {
            assert_eq!(text_of(&multipart("alternative", "b", &parts)).trim(), expected, "{parts:?}");
        }
    }
}

#[test]
fn the_text_is_read_beside_parts_of_other_kinds() {
    let plain = part("text/plain; charset=utf-8", "I shall come.");
    for (form, other, files) in [
        (
            "alternative",
            part("text/calendar; method=REPLY; charset=utf-8", "BEGIN:VCALENDAR\r\nEND:VCALENDAR"),
            &[][..],
        ),
        ("alternative", part("TEXT/CALENDAR; method=CANCEL", "BEGIN:VCALENDAR\r\nEND:VCALENDAR"), &[]),
        ("alternative", part("text/x-amp-html; charset=utf-8", "<p>Something else</p>"), &[]),
        ("alternative", part("text/watch-html", "<b>Something else</b>"), &[]),
        ("alternative", part("text/vcard", "BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD"), &[]),
        ("alternative", part("application/json", "{\"text\": \"Something else\"}"), &[]),
        (
            "mixed",
            part(
                "text/calendar; name=\"invite.ics\"\r\nContent-Disposition: attachment; filename=\"invite.ics\"",
                "BEGIN:VCALENDAR",
            ),
            &["invite.ics"],
        ),
        ("mixed", part("application/pdf; name=\"bill.pdf\"", "%PDF-"), &["bill.pdf"]),
        ("mixed", part("text/vcard; name=\"ada.vcf\"\r\nContent-Disposition: attachment", "BEGIN:VCARD"), &["ada.vcf"]),
    ] {
        for parts in [[plain.clone(), other.clone()], [other.clone(), plain.clone()]] {
            let (text, found) = read(&email(FROM, &multipart(form, "b", &parts)));
            assert_eq!(
                (text.trim(), found),
                ("I shall come.", files.iter().map(|it| (*it).to_owned()).collect()),
                "{parts:?}"
            );
        }
    }
}

#[test]
fn any_boundary_separates_parts() {
    let file = part("application/pdf; name=\"bill.pdf\"\r\nContent-Disposition: attachment", "%PDF-");
    let long = "x".repeat(70);
    for boundary in [
        "-",
        "--",
        "---",
        "=",
        "'",
        "0",
        "b",
        "a b",
        "(b)",
        "a:b",
        "_=?./+,",
        "----=_NextPart_000_0001_01DCA9F0.5A0",
        "Apple-Mail=_5",
        long.as_str(),
    ] {
        let text = "refund\r\n-\r\n- -\r\n=\r\nmore";
        let parts = [part("text/plain", text), file.clone()];
        let found = read(&email(FROM, &multipart("mixed", boundary, &parts)));
        assert_eq!(found, (text.replace("\r\n", "\n"), vec!["bill.pdf".to_owned()]), "{boundary}");
        // Within other parts, whose boundary begins in the same way.
        let inner =
            multipart("alternative", &format!("{boundary}1"), &[part("text/plain", text), part("text/html", "<p>x")]);
        let found = read(&email(FROM, &multipart("mixed", boundary, &[inner, file.clone()])));
        assert_eq!(found, (text.replace("\r\n", "\n"), vec!["bill.pdf".to_owned()]), "{boundary} outside");
    }
}

#[test]
fn what_no_reader_sees_is_no_text() {
    for html in [
        "<style>.refund { color: red }</style>Hello",
        "<STYLE TYPE=text/css>.refund {}</STYLE>Hello",
        "<style><!-- refund --></style>Hello",
        "<html><head><style>refund</style><title>refund</title></head><body>Hello</body></html>",
        "<body><p>Hello<style>@import 'refund'</style></p></body>",
        "<script>refund()</script>Hello<script>\"</p>refund\"</script>",
        "<!-- refund -->Hello<!-- <p>refund</p> -->",
        "<!--[if mso]><p>refund</p><![endif]-->Hello",
        "<p class=refund id='refund' title=\"refund\">Hello</p>",
        "<a href=\"https://shop.example/refund\">Hello</a>",
        "<meta name=description content=refund>Hello",
        "<img src=refund.png alt=\"Refund Ltd\">Hello",
    ] {
        let text = text_of(&part("text/html; charset=utf-8", html));
        assert_eq!(text.trim(), "Hello", "{html}");
    }
}

#[test]
fn pictures_of_the_text_are_no_files() {
    let logo = "image/png; name=\"logo.png\"";
    let shown = "<p>Hello <img src=\"cid:logo@x\"></p>";
    let with_id = "\r\nContent-ID: <logo@x>";
    let (inline, attached) = ("\r\nContent-Disposition: inline", "\r\nContent-Disposition: attachment");
    for (html, heads, is_file) in [
        (shown, format!("{logo}{with_id}{inline}"), false),
        (shown, format!("{logo}{with_id}"), false),
        (shown, format!("{logo}{with_id}{attached}"), false),
        ("<p><img src='CID:logo@x'>Hello", format!("{logo}{with_id}"), false),
        ("<p>Hello", format!("{logo}{with_id}"), false),
        ("<p>Hello", format!("{logo}{inline}"), false),
        (
            "<img src=\"https://x.example/logo.png\">Hello",
            format!("{logo}\r\nContent-Location: https://x.example/logo.png"),
            false,
        ),
        (shown, format!("application/octet-stream; name=\"logo.png\"{with_id}{inline}"), false),
        ("<p>Hello", format!("{logo}{attached}"), true),
        (shown, format!("{logo}\r\nContent-ID: <other@x>{attached}"), true),
        ("<p>Hello", logo.to_owned(), true),
        (shown, format!("application/pdf; name=\"logo.pdf\"{with_id}{inline}"), true),
    ] {
        for form in ["related", "mixed"] {
            let parts = [part("text/html; charset=utf-8", html), part(&heads, "picture")];
            let files = read(&email(FROM, &multipart(form, "b", &parts))).1;
            assert_eq!(!files.is_empty(), is_file, "{form}: {html} {heads}");
        }
    }
}

#[test]
fn who_is_answered_and_by_which_name() {
    for (heads, to, name) in [
        ("From: Ada Byron <ada@customer.example>", "ada@customer.example", "Ada Byron"),
        ("From: \"Byron, Ada\" <ada@customer.example>", "ada@customer.example", "Byron, Ada"),
        ("From: ada@customer.example (Ada Byron)", "ada@customer.example", "Ada Byron"),
        ("From: =?utf-8?Q?=C3=89lise_Byron?= <ada@customer.example>", "ada@customer.example", "Élise Byron"),
        ("From: =?utf-8?B?w4lsaXNl?=\r\n <ada@customer.example>", "ada@customer.example", "Élise"),
        ("From: Élise Byron <ada@customer.example>", "ada@customer.example", "Élise Byron"),
        ("From: \"Ada \\\"A.\\\" Byron\" <ada@customer.example>", "ada@customer.example", "Ada \"A.\" Byron"),
        (
            "From: Website <form@shop.example>\r\nReply-To: Ada Byron <ada@customer.example>",
            "ada@customer.example",
            "Ada Byron",
        ),
        ("Reply-To: ada@home.example\r\nFrom: Ada Byron <ada@customer.example>", "ada@home.example", "Ada Byron"),
        (
            "From: Website <form@shop.example>\r\nReply-To: \"Byron, Ada\"\r\n\t<ada@home.example>",
            "ada@home.example",
            "Byron, Ada",
        ),
        (
            "From: Website <form@shop.example>\r\nReply-To: =?utf-8?Q?=C3=89lise?= <ada@home.example>",
            "ada@home.example",
            "Élise",
        ),
        ("From: Ada Byron <ada@customer.example>\r\nReply-To:", "ada@customer.example", "Ada Byron"),
        (
            "From: Ada Byron <ada@customer.example>\r\nReply-To: <ada@customer.example>",
            "ada@customer.example",
            "Ada Byron",
        ),
        ("From: Ada Byron <ada@customer.example>\r\nSender: form@shop.example", "ada@customer.example", "Ada Byron"),
    ] {
        let (branch, sent) = way(REPLY, &email(heads, "\r\nMy bill is wrong."));
        assert_eq!(branch, "ok", "{heads}");
        assert_eq!(sent, [format!("to {to}: “Thank you, {name}” · We have received your message.")], "{heads}");
    }
}

#[test]
fn bounces_with_strange_senders_get_no_answer() {
    for from in [
        "<mx.example postmaster@mx.example>",
        "<Mail Delivery postmaster@mx.example>",
        "<postmaster@mx.example mx.example>",
        "< mailer-daemon@mx.example >",
        "MAILER-DAEMON@mx.example (Mail Delivery System)",
        "postmaster@mx.example <postmaster@mx.example>",
        "\"Mail Delivery System\" <>",
        "<MAILER-DAEMON>",
        "Mail Delivery <@relay.example:postmaster@mx.example>",
    ] {
        let email = email(&format!("From: {from}"), "\r\nIt could not be delivered.");
        assert_eq!(way(REPLY, &email), ("suppressed".to_owned(), Vec::new()), "{from}");
    }
}

#[test]
fn words_are_found_whatever_keyboard_typed_them() {
    for (words, text, is_found) in [
        ("doesn't work", "It doesn’t work.", true),
        ("doesn't work", "It doesn‘t work.", true),
        ("doesn't work", "It doesnʼt WORK!", true),
        ("doesn't work", "It doesn´t work", true),
        ("doesn't work", "It doesn`t work", true),
        ("doesn’t work", "It doesn't\r\nwork", true),
        ("doesn't work", "It doesnt work", false),
        ("follow-up", "a follow‑up", true),
        ("follow-up", "a follow–up", true),
        ("follow-up", "a follow up", false),
        ("no refund", "no\u{a0}refund", true),
        ("no refund", "no\u{202f}\u{2009}refund", true),
        ("réclamation", "re\u{301}clamation", true),
        ("office", "oﬃce", true),
        ("straße", "STRASSE", true),
    ] {
        let flow = format!(
            r#"start -> detect_keywords{{"rows": Rows([(id: 1, cells: {{"words": Text("{words}")}})])}}; rest -> end"#
        );
        let found = way(&flow, &email(FROM, &part("text/plain; charset=utf-8", text))).0;
        assert_eq!(found, if is_found { "row:1" } else { "default" }, "{words} in {text}");
    }
}

#[test]
fn parts_within_parts_are_read_fifty_levels_deep() {
    let file =
        part("application/pdf; name=\"bill.pdf\"\r\nContent-Disposition: attachment; filename=\"bill.pdf\"", "%PDF");
    for (levels, is_found) in [(1, true), (10, true), (49, true), (60, false), (300, false)] {
        let nested =
            (0..levels).fold(file.clone(), |inside, level| multipart("mixed", &format!("b{level}"), &[inside]));
        let (_, files) = read(&email(FROM, &nested));
        assert_eq!(files.contains(&"bill.pdf".to_owned()), is_found, "{levels} levels: {files:?}");
    }
}
