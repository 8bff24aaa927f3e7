//! Send an email: from a template or with a text of its own, filled in, to anybody (spec: actions §1). Nothing leaves
//! the machine: the email as it would be sent goes to the ledger.

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND};
use crate::catalog::field::Texts;
use crate::catalog::fold;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon, Mail, Step, WayOn,
};
use crate::choice;
use crate::model::{ItemRef, OutsideSystem, ResourceData, ResourceKind};

use super::shared_language::{LANGUAGE, check_language, text_in_language};
use super::shared_sending::{check_addresses, delivery_question, is_address, is_down, listed};

choice! {
    /// Where the text comes from.
    Source { Template = "template" "A template of the project", Own = "own" "A text written here" }
}

const SOURCE: Field<Source> =
    Field::choice("source", "Text from").help("A template that several actions can use, or a text of this action.");
const TEMPLATE: Field<Option<ItemRef>> = Field::item("template", "Email template", ResourceKind::EmailTemplate)
    .help("The email that is sent.")
    .required()
    .shown_if("source", &["template"]);
const SUBJECT: Field<Texts> = Field::texts("subject", "Subject")
    .written()
    .help("The subject in each language. Variables go in double braces: {{customer.name}}.")
    .required()
    .shown_if("source", &["own"]);
const TEXT: Field<Texts> = Field::texts("text", "Text")
    .written()
    .help("The text in each language. Variables go in double braces: {{customer.name}}.")
    .required()
    .shown_if("source", &["own"]);
const TO: Field<String> = Field::text("to", "To")
    .help("Addresses, separated by commas. A variable goes in double braces: {{customer.email}}.")
    .required();
const CC: Field<String> =
    Field::text("cc", "Copy to").help("Addresses of those who get a copy, separated by commas. It may stay empty.");
const ATTACHMENTS: Field<String> = Field::text("attachments", "Attachments")
    .help("Names of further files, separated by commas. Those of the template are always attached.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "send_email",
    title: "Send an email",
    short_title: "",
    category: Category::Sending,
    icon: Icon::EnvelopeSimple,
    words: "mail, email, e-mail, notify, notification, confirmation",
    channels: Channels::ALL,
    doc: "Sends an email from a template or with a text of its own, in the customer's language. Simulations send \
          nothing: the email stands in the ledger as it would be sent.",
    card: "{template}{subject} · to {to}",
    fields: &[
        SOURCE.spec(),
        TEMPLATE.spec(),
        SUBJECT.spec(),
        TEXT.spec(),
        TO.spec(),
        CC.spec(),
        LANGUAGE.spec(),
        ATTACHMENTS.spec(),
    ],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR), BranchPart::One(&REFERENCE_NOT_FOUND)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("From a template", THANKS, "", "ok").ledger(&["Email: to camille@example.com · Thank you, Camille · We have received your message."]),
        Example::new(
            "A text of its own, with a copy",
            r#"{"source": Text("own"), "subject": Texts({"": "Call of {{call.name}}"}), "text": Texts({"": "Please call back {{call.number}}."}), "to": Text("desk@example.com"), "cc": Text("ana@example.com, ben@example.com"), "attachments": Text("terms.pdf")}"#,
            "it is sent",
            "ok",
        ).ledger(&["Email: to desk@example.com · copy to ana@example.com, ben@example.com · Call of Camille · Please call back +33612345678. · with terms.pdf"]),
        Example::new("The mail server refuses it", THANKS, "sending fails", "error"),
        Example::new(
            "Nobody to send it to",
            r#"{"template": Item(Reference("thanks")), "to": Text("{{customer.name}}")}"#,
            "",
            "error",
        ),
        Example::new("Sending of emails is down in this world", THANKS, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Email);
        }),
        Example::new("No such template", r#"{"template": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const THANKS: &str = r#"{"template": Item(Reference("thanks")), "to": Text("camille@example.com")}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(email) = compose(cx) else { return Step::go(&REFERENCE_NOT_FOUND) };
    if let Event::Answer(answer) = cx.event {
        return if answer.key == "fails" {
            cx.note(format_args!("The email to {} could not be sent.", email.to.join(", ")));
            Step::go(&ERROR)
        } else {
            cx.mail(words(&email), email);
            Step::go(&OK)
        };
    }
    if let Some(why) = obstacle(&email) {
        cx.note(why);
        return Step::go(&ERROR);
    }
    if is_down(cx, OutsideSystem::Email) {
        return Step::go(&ERROR);
    }
    Step::Ask(delivery_question("email").detail(format!("to {}", email.to.join(", "))))
}

/// The email, filled in; none when there is no template.
fn compose(cx: &mut Cx<'_>) -> Option<Mail> {
    let (subjects, texts, mut attachments) = match cx.get(&SOURCE) {
        Source::Own => (cx.get(&SUBJECT).into_owned(), cx.get(&TEXT).into_owned(), Vec::new()),
        Source::Template => match &cx.item(&TEMPLATE)?.data {
            ResourceData::EmailTemplate(it) => (it.subjects.clone(), it.texts.clone(), it.attachments.clone()),
            _ => return None,
        },
    };
    attachments.extend(listed(&cx.text(&ATTACHMENTS)));
    Some(Mail {
        to: listed(&cx.text(&TO)),
        copy: listed(&cx.text(&CC)),
        // A subject is one line, whatever a variable holds.
        subject: fold::one_line(&text_in_language(cx, &subjects)),
        text: text_in_language(cx, &texts),
        attachments,
    })
}

/// Why an email cannot be sent.
fn obstacle(email: &Mail) -> Option<String> {
    if email.to.is_empty() {
        return Some("There is nobody to send the email to.".to_owned());
    }
    let wrong = email.to.iter().chain(&email.copy).find(|address| !is_address(address))?;
    Some(format!("\"{wrong}\" is no email address."))
}

fn words(email: &Mail) -> String {
    let mut parts = vec![format!("to {}", email.to.join(", "))];
    if !email.copy.is_empty() {
        parts.push(format!("copy to {}", email.copy.join(", ")));
    }
    parts.extend([email.subject.clone(), email.text.clone()].into_iter().filter(|text| !text.is_empty()));
    if !email.attachments.is_empty() {
        parts.push(format!("with {}", email.attachments.join(", ")));
    }
    parts.join(" · ")
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings: Vec<Finding> = check_language(cx).into_iter().collect();
    for field in [&TO, &CC] {
        findings.extend(check_addresses(field.spec().label, &params.get(field)));
    }
    findings
}
