//! Emails (`tests/data/mail`): what each says, by a table written by hand and by an independent reader, and what flows make of
//! them. The emails are written for these tests, each with one kind of trouble that mail programs make.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::Value;
use signalbox::catalog::eml::{self, quoted};
use signalbox::edit::{Context, Document, Edit};
use signalbox::lint;
use signalbox::model::caller::{EmailPriority, IncomingEmail};
use signalbox::model::resource::{Variable, VariableField};
use signalbox::model::{
    Caller, Channel, EntryPoint, EntryPointId, EntryPointKind, ReachedStatus, Resource, ResourceData, ResourceId,
};
use signalbox::sim::Report;
use signalbox::sim::report::prose;

use crate::support::Lab;

/// The codes of problems that are tested here.
pub const CODES: &[&str] = &["reserved-reference", "transfer-back"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mail")
}

fn received(name: &str) -> IncomingEmail {
    let bytes = std::fs::read(folder().join(format!("{name}.eml"))).unwrap_or_else(|why| panic!("{name}: {why}"));
    eml::read(&bytes).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let emails = files.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
    let mut names: Vec<String> = emails.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

const ADA: &str = "Ada Byron <ada@customer.example>";

/// An email: its name, the customer, who is answered, subject, text, whether a machine wrote it, and its files.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, bool, &'static str);

/// What each email says.
const EMAILS: &[Row] = &[
    ("answer-with-history", ADA, "", "Re: Your booking", "Yes, please.", false, ""),
    ("attached-photo", ADA, "", "Hello", "See the damage.", false, "damage.jpg 9"),
    ("banner-first", ADA, "", "Hello", "My bill is wrong.", false, ""),
    ("blank-line-first", ADA, "", "Hello", "My bill is wrong.", false, ""),
    (
        "bounce",
        "Mail Delivery System <mailer-daemon@mx.example>",
        "",
        "Undelivered",
        "It could not be delivered.",
        true,
        "Your refund.eml 84",
    ),
    ("bounce-from-nobody", " <>", "", "Undelivered", "It could not be delivered.", true, ""),
    ("bounce-from-two-words", "postmaster@ <postmaster@mx.example>", "", "Undelivered", "Text", true, ""),
    ("boundary-of-one-dash", ADA, "", "Hello", "refund\n-\nmore", false, "file.pdf 5"),
    ("byte-order-mark", ADA, "", "Hello", "My bill is wrong.", false, ""),
    ("chinese", ADA, "", "退款", "我要退款", false, ""),
    ("contact-form", "Ada Byron <form@shop.example>", "ada@customer.example", "Hello", "A refund, please.", false, ""),
    ("cut-off", ADA, "", "Hello", "Half a té", false, ""),
    ("email-in-an-email", ADA, "", "Hello", "See below.", false, "Réponse.eml 113"),
    ("empty-plain-part", ADA, "", "Hello", "I want a refund", false, ""),
    ("empty-plain-part-and-footer", ADA, "", "Hello", "I want a refund\n\nSent through a list", false, ""),
    ("file-between-texts", ADA, "", "Hello", "Before.\n\nAfter.", false, "bill.pdf 6"),
    ("french-history", ADA, "", "Hello", "Oui, merci.", false, ""),
    ("html-answer-with-history", ADA, "", "Hello", "Yes, please.", false, ""),
    (
        "html-only",
        ADA,
        "",
        "Hello",
        "I want my money\nback & more\n\nOrder 123456\nName Ada\n\none\ntwo\n\nThanks\n\nAda\nsent by phone",
        false,
        "",
    ),
    ("invitation", ADA, "", "Hello", "refund accepted", false, ""),
    ("japanese", ADA, "", "返金をお願いします", "返金をお願いします", false, ""),
    ("latin-1", ADA, "", "Hello", "Ma facture est erronée, merci.", false, ""),
    ("line-feeds-only", ADA, "", "Hello", "My bill is wrong.\nAda", false, ""),
    ("logo-of-a-signature", ADA, "", "Hello", "Hello", false, ""),
    ("mailbox-line-first", ADA, "", "Hello", "My bill is wrong.", false, ""),
    ("name-in-a-comment", ADA, "", "Hello", "x", false, ""),
    ("name-in-quotes", "Élise Byron <ada@customer.example>", "", "Hello", "x", false, ""),
    ("name-of-a-file-cut-in-a-letter", ADA, "", "Hello", "x", false, "Réclamation été.pdf 6"),
    ("name-of-a-file-in-pieces", ADA, "", "Hello", "x", false, "reçu de mars.pdf 6"),
    ("name-with-a-comma", "Byron, Élise <ada@customer.example>", "", "Hello", "x", false, ""),
    ("newsletter", ADA, "", "Hello", "News", true, ""),
    ("no-charset-latin-1", ADA, "", "Hello", "Ma réclamation à 80 €", false, ""),
    ("no-name", " <ada@customer.example>", "", "Hello", "x", false, ""),
    ("no-reply", "Ada Byron <No.Reply+7@parcels.example>", "", "Hello", "Your parcel", true, ""),
    ("nobody-named", ADA, "", "Hello", "x", false, ""),
    ("not-automatic", ADA, "", "Hello", "A refund, please.", false, ""),
    ("out-of-office", ADA, "", "Hello", "I am away.", true, ""),
    ("plain", ADA, "", "Hello", "My bill is wrong.\nAda", false, ""),
    ("receipts-suppressed", ADA, "", "Hello", "A refund, please.", false, ""),
    ("reply-to-the-sender", ADA, "", "Hello", "x", false, ""),
    ("reply-to-without-name", ADA, "ada@home.example", "Hello", "x", false, ""),
    ("says-ascii-is-utf-8", ADA, "", "Hello", "Ma réclamation", false, ""),
    ("says-utf-8-is-latin-1", ADA, "", "Hello", "Ma réclamation", false, ""),
    ("shown-picture-said-to-be-attached", ADA, "", "Hello", "Hello", false, ""),
    ("signed", ADA, "", "Hello", "Signed text", false, "smime.p7s 4"),
    ("spoilt-base64", ADA, "", "Hello", "My bill is wrong, Réd", false, ""),
    ("spoilt-quoted-printable", ADA, "", "Hello", "réclamation == 80 =ZZ", false, ""),
    ("subject-cut-base64", ADA, "", "Réclamation été", "x", false, ""),
    ("subject-cut-quoted-printable", ADA, "", "Réclamation encore", "x", false, ""),
    ("subject-folded", ADA, "", "Where is my order", "x", false, ""),
    ("subject-of-bare-bytes", ADA, "", "Réclamation", "x", false, ""),
    ("subject-two-charsets", ADA, "", "forêt et été now", "x", false, ""),
    ("unknown-charset", ADA, "", "Hello", "Ma réclamation", false, ""),
    ("urgent-and-not", ADA, "", "Hello", "x", false, ""),
];

#[test]
fn each_email_says_what_the_table_says() {
    assert_eq!(EMAILS.iter().map(|row| row.0).collect::<Vec<_>>(), names(), "every email has its row");
    for (name, customer, answers, subject, text, is_automatic, files) in EMAILS {
        let IncomingEmail { from, name: customer_name, email } = received(name);
        assert_eq!(format!("{customer_name} <{from}>"), *customer, "{name}");
        assert_eq!(email.reply_to, *answers, "{name}");
        assert_eq!(email.subject, *subject, "{name}");
        assert_eq!(quoted::split(&email.body).text, *text, "{name}");
        assert_eq!(email.is_automatic, *is_automatic, "{name}");
        let found: Vec<String> = email.attachments.iter().map(|it| format!("{} {}", it.name, it.bytes)).collect();
        assert_eq!(found.join(", "), *files, "{name}");
    }
}

#[test]
fn what_an_email_quotes_is_kept_apart() {
    for (name, history) in [
        (
            "answer-with-history",
            "On Mon, 2 Mar 2026 at 09:00, Desk <desk@ours.example> wrote:\n> Do you want a refund?\n> Desk",
        ),
        ("html-answer-with-history", "On Mon, 2 Mar 2026 at 09:00, Desk wrote:\n> Do you want\n> a refund?"),
        (
            "french-history",
            "________________________________\nDe : Service <desk@ours.example>\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Ada Byron\nObjet : Votre commande\n\nVoulez-vous un remboursement ?",
        ),
        ("plain", ""),
    ] {
        assert_eq!(quoted::split(&received(name).email.body).quoted, history, "{name}");
    }
}

#[test]
fn further_heads_of_an_email() {
    let plain = received("plain").email;
    assert_eq!(plain.to, ["desk@ours.example", "sales@ours.example"]);
    assert_eq!(plain.cc, ["law@partner.example"]);
    assert_eq!(plain.date.unwrap().to_rfc3339(), "2026-03-03T09:00:00+00:00");
    assert_eq!(received("nobody-named").email.to, Vec::<String>::new());
    assert_eq!(received("urgent-and-not").email.priority, EmailPriority::High);
    assert_eq!(received("contact-form").email.from_name, "Our website");
    assert_eq!(received("plain").email.from_name, "");
    assert!(received("answer-with-history").email.is_reply && !plain.is_reply);
}

/// Where our reading differs from Python's on purpose, and why.
const DIFFERS: &[(&str, &str, &str)] = &[
    ("banner-first", "*", "Python takes a banner for the text"),
    ("blank-line-first", "*", "Python takes an empty line for the end of the headers"),
    ("byte-order-mark", "*", "Python takes the mark for text"),
    ("bounce-from-nobody", "from", "nobody is no address"),
    ("bounce-from-two-words", "from", "the word with the @ is the address"),
    ("contact-form", "name", "the customer is who is answered"),
    ("empty-plain-part", "text", "the HTML counts where the plain text is blank"),
    ("empty-plain-part-and-footer", "text", "the HTML counts where the plain text is blank"),
    ("file-between-texts", "text", "Python takes the first text alone"),
    ("name-in-a-comment", "name", "a comment is the oldest way to give a name"),
    ("no-charset-latin-1", "text", "Python gives up on letters without a charset"),
    ("reply-to-the-sender", "reply_to", "answers to the sender are nothing of their own"),
    ("says-ascii-is-utf-8", "text", "Python believes the charset"),
    ("says-utf-8-is-latin-1", "text", "Python believes the charset"),
    ("shown-picture-said-to-be-attached", "files", "a picture that the text shows is no file"),
    ("spoilt-quoted-printable", "text", "Python takes one of two signs away"),
    ("subject-folded", "subject", "Python keeps a tab of the fold"),
    ("subject-of-bare-bytes", "subject", "Python gives up on letters without a charset"),
];

/// What we read, in the form of Python's table.
fn ours(name: &str) -> BTreeMap<&'static str, Value> {
    let IncomingEmail { from, name, email } = received(name);
    let files = email.attachments.iter().map(|it| serde_json::json!([it.name, it.bytes]));
    BTreeMap::from([
        ("from", from.into()),
        ("name", name.into()),
        ("reply_to", email.reply_to.into()),
        ("to", email.to.into()),
        ("cc", email.cc.into()),
        ("subject", email.subject.into()),
        ("date", email.date.map_or(Value::Null, |date| date.timestamp().into())),
        ("text", email.body.into()),
        ("files", files.collect()),
    ])
}

#[test]
fn an_independent_reader_reads_the_same() {
    let table: BTreeMap<String, BTreeMap<String, Value>> =
        serde_json::from_slice(&std::fs::read(folder().join("python.json")).unwrap()).unwrap();
    assert_eq!(table.keys().cloned().collect::<Vec<_>>(), names(), "run tests/oracle/read_mail.py again");
    let plain = |value: &Value| match value.as_str() {
        Some(text) => Value::from(text.replace("\r\n", "\n")),
        None => value.clone(),
    };
    let mut differs = Vec::new();
    for (name, read) in &table {
        let ours = ours(name);
        for (field, value) in read {
            // Python says nothing about HTML, about charsets that it does not know, and about files without a disposition.
            let is_silent = value.is_null() || (field == "files" && value.as_array().is_some_and(Vec::is_empty));
            if !is_silent && plain(value) != plain(&ours[field.as_str()]) {
                differs.push((name.as_str(), field.as_str()));
            }
        }
    }
    let is_expected = |(name, field): &(&str, &str)| {
        DIFFERS.iter().any(|(known, which, _)| known == name && (which == field || *which == "*"))
    };
    let unexpected: Vec<_> = differs.iter().filter(|it| !is_expected(it)).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    let is_there = |(name, field, _): &&(&str, &str, &str)| {
        differs.iter().any(|(known, which)| known == name && (which == field || *field == "*"))
    };
    let gone: Vec<_> = DIFFERS.iter().filter(|row| !is_there(row)).collect();
    assert!(gone.is_empty(), "no longer different: {gone:?}");
}

#[test]
fn the_table_of_the_independent_reader_is_fresh() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/read_mail.py");
    let Ok(done) = Command::new("python3").arg(script).output() else {
        println!("skipped: there is no python3");
        return;
    };
    if !done.status.success() {
        println!("skipped: this python3 cannot run the script: {}", String::from_utf8_lossy(&done.stderr));
        return;
    }
    let kept: Value = serde_json::from_slice(&std::fs::read(folder().join("python.json")).unwrap()).unwrap();
    let fresh: Value = serde_json::from_slice(&done.stdout).unwrap();
    let texts_of = |table: &Value| table.as_object().map(|it| it.keys().cloned().collect::<Vec<_>>());
    assert_eq!(texts_of(&kept), texts_of(&fresh));
    if kept != fresh {
        println!("skipped: another release of Python reads some emails in its own way");
    }
}

/// A laboratory over emails, in which `desk@ours.example` leads to `main` and `sales@ours.example` is another mailbox.
fn lab(flow: &str) -> Lab {
    let mut lab = Lab::new(flow).over(Channel::Email);
    lab.project.last_id = lab.project.last_id.max(1_000);
    for (id, reference, address) in [(900, "desk_mail", "desk@ours.example"), (901, "sales_mail", "Sales@ours.example")]
    {
        let mailbox = EntryPoint {
            id: EntryPointId(id),
            name: reference.to_owned(),
            reference: reference.to_owned(),
            kind: EntryPointKind::Mailbox,
            address: address.to_owned(),
            assigned: Some((lab.routing, ReachedStatus::InProduction)),
            ..EntryPoint::default()
        };
        lab.project.entry_points.insert(mailbox.id, Arc::new(mailbox));
    }
    lab
}

fn writes(lab: &mut Lab, email: &[u8]) {
    lab.caller = eml::read(email).unwrap().by(Caller::default());
}

/// The branches by which the actions of a flow are left when an email comes in, and what is sent.
pub fn way(flow: &str, email: &[u8]) -> (String, Vec<String>) {
    let mut lab = lab(flow);
    writes(&mut lab, email);
    let report = Report::new(&lab.run(""));
    let branches: Vec<String> = report.steps.iter().skip(1).map(|step| step.branch.clone()).collect();
    (branches.join(" "), report.ledger.into_iter().map(|line| line.what).collect())
}

const REPLY: &str = r#"start -> auto_reply{"template": Item(Reference("thanks"))}; rest -> end"#;
const REFUND: &str =
    r#"start -> detect_keywords{"rows": Rows([(id: 1, cells: {"words": Text("refund, réclamation")})])}; rest -> end"#;
const FILES: &str = r#"start -> test_email{"what": Text("attachment")}; rest -> end"#;
const MACHINE: &str = r#"start -> test_email{"what": Text("machine")}; rest -> end"#;
const PRIORITY: &str = "start -> test_email_priority; rest -> end";

#[test]
fn flows_make_of_emails_what_they_should() {
    let of = |name: &str| std::fs::read(folder().join(format!("{name}.eml"))).unwrap();
    let headed =
        |header: &str| format!("{header}\r\nFrom: Ada <ada@customer.example>\r\nSubject: Hello\r\n\r\nx").into_bytes();
    let from = |from: &str| format!("From: {from}\r\nSubject: Hello\r\n\r\nx").into_bytes();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        // No automatic reply to a machine.
        (REPLY, of("no-reply"), "suppressed"),
        (REPLY, of("bounce"), "suppressed"),
        (REPLY, of("bounce-from-nobody"), "suppressed"),
        (REPLY, of("bounce-from-two-words"), "suppressed"),
        (REPLY, of("out-of-office"), "suppressed"),
        (REPLY, of("newsletter"), "suppressed"),
        (REPLY, from("Sales <sales@ours.example>"), "suppressed"),
        (REPLY, from("Sales <SALES@OURS.EXAMPLE>"), "suppressed"),
        (REPLY, from("Do not answer <do_not_reply@shop.example>"), "suppressed"),
        (REPLY, headed("X-Loop: desk@ours.example"), "suppressed"),
        (REPLY, headed("X-Auto-Response-Suppress: OOF, DR"), "suppressed"),
        (REPLY, headed("Reply-To: desk@ours.example"), "suppressed"),
        (REPLY, headed("Reply-To: no-reply@shop.example"), "suppressed"),
        // A person is answered.
        (REPLY, of("not-automatic"), "ok"),
        (REPLY, of("receipts-suppressed"), "ok"),
        (REPLY, of("contact-form"), "ok"),
        (REPLY, of("reply-to-the-sender"), "ok"),
        (REPLY, from("Ada <ada@ours.example>"), "ok"),
        // The flow can ask.
        (MACHINE, of("bounce"), "yes"),
        (MACHINE, of("plain"), "no"),
        (MACHINE, from("sales@ours.example"), "yes"),
        // Words are found in what the customer wrote.
        (REFUND, of("empty-plain-part"), "row:1"),
        (REFUND, of("empty-plain-part-and-footer"), "row:1"),
        (REFUND, of("invitation"), "row:1"),
        (REFUND, of("boundary-of-one-dash"), "row:1"),
        (REFUND, of("subject-cut-base64"), "row:1"),
        (REFUND, of("subject-cut-quoted-printable"), "row:1"),
        (REFUND, of("subject-of-bare-bytes"), "row:1"),
        (REFUND, of("unknown-charset"), "row:1"),
        (REFUND, of("no-charset-latin-1"), "row:1"),
        (REFUND, of("says-ascii-is-utf-8"), "row:1"),
        (REFUND, of("html-only"), "default"),
        (REFUND, of("logo-of-a-signature"), "default"),
        (REFUND, of("answer-with-history"), "default"),
        (REFUND, of("html-answer-with-history"), "default"),
        (
            REFUND,
            b"From: a@b.example\nContent-Type: text/html\n\n<div>I want a refund</div><div>Thanks</div>".to_vec(),
            "row:1",
        ),
        (REFUND, b"From: a@b.example\nContent-Type: text/html\n\n<td>no refund</td><td>please".to_vec(), "row:1"),
        (REFUND, b"From: a@b.example\nContent-Type: text/html\n\n<li>refund<li>please".to_vec(), "row:1"),
        (REFUND, b"\xef\xbb\xbfFrom: a@b.example\nSubject: refund\n\nx".to_vec(), "row:1"),
        (REFUND, b"Exported by an archive\nFrom: a@b.example\nSubject: refund\n\nx".to_vec(), "row:1"),
        // Files, not pictures of the text.
        (FILES, of("logo-of-a-signature"), "no"),
        (FILES, of("shown-picture-said-to-be-attached"), "no"),
        (FILES, of("invitation"), "no"),
        (FILES, of("attached-photo"), "yes"),
        (FILES, of("file-between-texts"), "yes"),
        (FILES, of("email-in-an-email"), "yes"),
        // The strongest priority.
        (PRIORITY, headed("X-Priority: 5"), "low"),
        (PRIORITY, headed("X-Priority: 2 (High)"), "high"),
        (PRIORITY, headed("X-MSMail-Priority: High"), "high"),
        (PRIORITY, headed("X-Priority: 3\r\nImportance: High"), "high"),
        (PRIORITY, headed("Importance: low\r\nX-Priority: 1"), "high"),
        (PRIORITY, headed("Importance: low\r\nPriority: normal"), "normal"),
        (PRIORITY, headed("X-Priority: 0"), "normal"),
    ];
    for (flow, email, branch) in cases {
        assert_eq!(way(flow, &email).0, branch, "{flow}\n{}", String::from_utf8_lossy(&email));
    }
}

#[test]
fn quoted_history_is_searched_where_it_is_ticked() {
    let ticked = REFUND.replacen('{', r#"{"in_quoted": Bool(true), "#, 1);
    for name in ["answer-with-history", "html-answer-with-history"] {
        let email = std::fs::read(folder().join(format!("{name}.eml"))).unwrap();
        assert_eq!(way(&ticked, &email).0, "row:1", "{name}");
    }
    let classify = r#"start -> classify_email{"categories": Rows([(id: 1, cells: {"name": Text("Refund"), "phrases": Text("refund")})])}; rest -> end"#;
    let email = std::fs::read(folder().join("answer-with-history.eml")).unwrap();
    let run = |flow: &str| {
        let mut lab = lab(flow);
        writes(&mut lab, &email);
        Report::new(&lab.run("as found")).steps.last().unwrap().branch.clone()
    };
    assert_eq!(run(classify), "default");
    assert_eq!(run(&classify.replacen('{', r#"{"in_quoted": Bool(true), "#, 1)), "row:1");
}

#[test]
fn answers_go_where_the_email_asks_and_greet_by_name() {
    let sent = |name: &str| way(REPLY, &std::fs::read(folder().join(format!("{name}.eml"))).unwrap()).1;
    let thanks = |to: &str, name: &str| vec![format!("to {to}: “Thank you, {name}” · We have received your message.")];
    assert_eq!(sent("plain"), thanks("ada@customer.example", "Ada Byron"));
    assert_eq!(sent("contact-form"), thanks("ada@customer.example", "Ada Byron"));
    assert_eq!(sent("reply-to-without-name"), thanks("ada@home.example", "Ada Byron"));
    assert_eq!(sent("name-in-quotes"), thanks("ada@customer.example", "Élise Byron"));
    let close = r#"start -> close{"text": Texts({"": "Bye."})}"#;
    let closed = |name: &str| way(close, &std::fs::read(folder().join(format!("{name}.eml"))).unwrap()).1;
    assert_eq!(closed("contact-form"), ["to ada@customer.example: “Bye.”", "closed"]);
    assert_eq!(closed("out-of-office"), ["closed"], "a machine is told nothing");
}

#[test]
fn flows_read_the_email_and_the_message() {
    let text = "{{email.subject}}|{{email.from}}|{{email.from_name}}|{{email.reply_to}}|{{email.to}}|{{email.cc}}|{{email.date}}|{{email.attachments}}|{{email.text}}|{{email.quoted}}|{{message.text}}";
    let flow = format!(
        r#"start -> assign_values{{"values": Rows([(id: 1, cells: {{"variable": Text("customer.name"), "value": Operand(Text("{text}"))}})])}}; rest -> end"#
    );
    let read = |name: &str| {
        let mut lab = lab(&flow);
        writes(&mut lab, &std::fs::read(folder().join(format!("{name}.eml"))).unwrap());
        Report::new(&lab.run("")).variables["customer.name"].clone()
    };
    assert_eq!(
        read("plain"),
        "Hello|ada@customer.example|Ada Byron|ada@customer.example|desk@ours.example, sales@ours.example|law@partner.example|2026-03-03 10:00:00||My bill is wrong. Ada||"
    );
    assert_eq!(
        read("contact-form"),
        "Hello|form@shop.example|Our website|ada@customer.example|desk@ours.example||2026-03-03 10:00:00||A refund, please.||"
    );
    assert!(read("answer-with-history").contains("|Yes, please.|On Mon, 2 Mar 2026"), "text and history apart");
    assert!(read("file-between-texts").contains("|bill.pdf|"));
    let asks = r#"start -> ask{"text": Texts({"": "How are you?"})} -> "#;
    let mut chat = Lab::new(&flow.replacen("start -> ", asks, 1)).over(Channel::Messaging);
    chat.caller.first_message = "Hello".to_owned();
    let report = Report::new(&chat.run("reply And now?"));
    assert_eq!(report.variables["customer.name"], "||||||||||And now?");
    assert!(!report.variables.contains_key("email.subject"));
}

fn variable(reference: &str, field: &str, default: &str) -> Resource {
    let field = VariableField { name: field.to_owned(), default: default.to_owned(), ..VariableField::default() };
    Resource {
        id: ResourceId(0),
        name: "Own".to_owned(),
        reference: reference.to_owned(),
        description: String::new(),
        aliases: Vec::new(),
        data: ResourceData::Variable(Variable { fields: vec![field] }),
    }
}

#[test]
fn reserved_references_are_kept_for_the_groups() {
    let store = |document: &mut Document, resource: Resource| {
        document.apply(&Edit::StoreResource { resource: Box::new(resource) }, &Context::default())
    };
    let mut document = Document::new(lab("start -> end").project);
    for reference in ["call", "email", "message"] {
        let refused = store(&mut document, variable(reference, "subject", "mine"));
        assert!(refused.unwrap_err().to_string().contains("read-only group"), "{reference}");
    }
    let stored = store(&mut document, variable("topic", "subject", "mine")).unwrap();
    let topic = document.project().resources[&stored.resource.unwrap()].clone();
    for reference in ["call", "email", "message"] {
        let renamed = Resource { reference: reference.to_owned(), ..(*topic).clone() };
        assert!(store(&mut document, renamed.clone()).is_err(), "{reference}");
        let edit = Edit::RenameResource { resource: Box::new(renamed) };
        assert!(document.apply(&edit, &Context::default()).is_err(), "{reference}");
    }
}

#[test]
fn an_own_variable_counts_until_it_is_renamed() {
    let assign = r#"start -> assign_values{"values": Rows([(id: 1, cells: {"variable": Text("email.subject"), "value": Operand(Text("{{email.subject}}!"))}), (id: 2, cells: {"variable": Text("customer.name"), "value": Operand(Text("{{email.subject}} {{email.from}}"))})])}; rest -> end"#;
    let mut lab = lab(assign);
    let own = Resource { id: ResourceId(800), ..variable("email", "subject", "mine") };
    lab.project.resources.insert(own.id, Arc::new(own));
    writes(&mut lab, b"From: a@b.example\r\nSubject: theirs\r\n\r\nx");
    let report = Report::new(&lab.run(""));
    assert_eq!(report.variables["customer.name"], "mine! ", "the variable alone, not the group");
    assert!(!report.variables.contains_key("email.from"));

    // The read-only version goes on writing the old reference, and still means the variable.
    let problems = lint::check(&lab.project);
    let (words, fix) = problems.iter().find(|it| it.code == "reserved-reference").unwrap().fix.clone().unwrap();
    assert_eq!(words, "Rename everywhere");
    let mut document = Document::new(lab.project.clone());
    for edit in &fix {
        document.apply(edit, &Context::default()).unwrap();
    }
    lab.project = (**document.project()).clone();
    assert!(lint::check(&lab.project).iter().all(|it| it.code != "reserved-reference"));
    assert_eq!(lab.project.resources[&ResourceId(800)].reference, "own_email");
    assert_eq!(Report::new(&lab.run("")).variables["customer.name"], "mine! ");

    // Without such a variable the group is read-only.
    lab.project.resources.remove(&ResourceId(800));
    let told = prose(&lab.run(""));
    assert!(told.contains("email.subject is read-only"), "{told}");
}

#[test]
fn mailboxes_that_transfer_to_each_other_are_found() {
    let to = |mailbox: &str| {
        format!(
            r#"start -> transfer_email{{"to": Text("mailbox"), "mailbox": Item(Reference("{mailbox}"))}}; rest -> end"#
        )
    };
    let by_address = r#"start -> transfer_email{"address": Operand(Text("SALES@ours.example"))}; rest -> end"#;
    let codes = |main: &str, sales: &str, third: &str| {
        let mut lab = lab(main);
        for (reference, flow, id) in [("sales", sales, 901), ("third", third, 902)] {
            let (routing, ..) = lab.add_routing(reference, signalbox::model::RoutingType::InteractionStart, flow);
            Arc::make_mut(lab.project.routings.get_mut(&routing).unwrap()).channel = Channel::Email;
            let known = lab.project.entry_points[&EntryPointId(901)].clone();
            let mailbox = EntryPoint {
                id: EntryPointId(id),
                reference: format!("{reference}_mail"),
                address: format!("{reference}@ours.example"),
                assigned: Some((routing, ReachedStatus::InProduction)),
                ..(*known).clone()
            };
            lab.project.entry_points.insert(mailbox.id, Arc::new(mailbox));
        }
        let in_main = |it: &lint::Diagnostic| it.version() == Some(lab.version) && it.code == "transfer-back";
        lint::check(&lab.project).iter().filter(|it| in_main(it)).count()
    };
    let (end, jump) = ("start -> end", r#"start -> to_routing{"routing": Item(Reference("third"))}; rest -> end"#);
    let [to_sales, to_desk, to_third, to_nobody] = ["sales_mail", "desk_mail", "third_mail", "nobody"].map(to);
    let cases: [(&str, &str, &str, usize); 8] = [
        (&to_sales, &to_desk, end, 1),
        (by_address, &to_desk, end, 1),
        (&to_desk, end, end, 1),
        (&to_sales, &to_third, &to_desk, 1),
        (&to_sales, jump, &to_desk, 1),
        (&to_sales, end, &to_desk, 0),
        // A circle of others is their problem.
        (&to_sales, &to_third, &to_sales, 0),
        (&to_nobody, end, end, 0),
    ];
    for (main, sales, third, expected) in cases {
        assert_eq!(codes(main, sales, third), expected, "{main} | {sales} | {third}");
    }
}

#[test]
fn spoilt_emails_are_read_or_refused_but_never_break() {
    let mut chance = crate::support::Chance::new(11);
    let emails: Vec<Vec<u8>> =
        names().iter().map(|name| std::fs::read(folder().join(format!("{name}.eml"))).unwrap()).collect();
    for _ in 0..crate::support::cases(2_000) {
        let mut bytes = emails[chance.below(emails.len())].clone();
        for _ in 0..=chance.below(4) {
            let place = chance.below(bytes.len());
            match chance.below(4) {
                0 => bytes.truncate(place.max(1)),
                1 => bytes[place] = u8::try_from(chance.below(256)).unwrap(),
                2 => drop(bytes.remove(place)),
                _ => bytes.insert(place, b"=?\"<>-:\n\r\0"[chance.below(10)]),
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        if let Ok(read) = eml::read(&bytes) {
            let parts = quoted::split(&read.email.body);
            let lines = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
            assert_eq!(lines(&parts.text) + lines(&parts.quoted), lines(&read.email.body), "no line is lost");
            for text in [&read.from, &read.name, &read.email.subject, &read.email.reply_to] {
                assert!(!text.contains(['\n', '\r']), "{text:?}");
            }
        }
    }
}
