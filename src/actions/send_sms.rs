//! Send a SMS: from a template or with a text of its own, filled in (spec: actions §1). Nothing leaves the machine:
//! the SMS as it would be sent goes to the ledger.

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND};
use crate::catalog::field::Texts;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon, Step,
    WayOn, country, phone,
};
use crate::choice;
use crate::model::{ItemRef, Operand, OutsideSystem, ResourceData, ResourceKind};

use super::shared_language::{LANGUAGE, check_language, text_in_language};
use super::shared_sending::{check_number, delivery_question, is_down, mobile_number};

choice! {
    /// Where the text comes from.
    Source { Template = "template" "A template of the project", Own = "own" "A text written here" }
}

/// Letters that fit into one SMS, and into the name of a sender.
const ONE_SMS: usize = 160;
const SENDER_LETTERS: usize = 11;

const SOURCE: Field<Source> =
    Field::choice("source", "Text from").help("A template that several actions can use, or a text of this action.");
const TEMPLATE: Field<Option<ItemRef>> = Field::item("template", "SMS template", ResourceKind::SmsTemplate)
    .help("The SMS that is sent.")
    .required()
    .shown_if("source", &["template"]);
const TEXT: Field<Texts> = Field::texts("text", "Text")
    .written()
    .help("The text in each language. Variables go in double braces: {{customer.name}}.")
    .required()
    .shown_if("source", &["own"]);
const NUMBER: Field<Operand> = Field::operand("number", "Number").help(
    "Where it is sent: a mobile number, or a variable that holds one. Leave it empty for the customer's own number.",
);
const SENDER: Field<String> = Field::text("sender", "Sender")
    .help("What the customer sees as sender: a number, or a name of up to 11 letters and digits. It may stay empty.");

const INVALID_NUMBER: BranchSpec = BranchSpec::new("invalid_number", "Invalid number");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "send_sms",
    title: "Send a SMS",
    short_title: "",
    category: Category::Sending,
    icon: Icon::DeviceMobile,
    words: "text, text message, sms, notify, notification, texting",
    channels: Channels::ALL,
    doc: "Sends an SMS from a template or with a text of its own, in the customer's language. Simulations send nothing: the \
          SMS stands in the ledger as it would be sent.",
    card: "{template}“{text}” · to {number}",
    fields: &[SOURCE.spec(), TEMPLATE.spec(), TEXT.spec(), NUMBER.spec(), SENDER.spec(), LANGUAGE.spec()],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&ERROR),
        BranchPart::One(&REFERENCE_NOT_FOUND),
        BranchPart::One(&INVALID_NUMBER),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("To the customer, from a template", CONFIRM, "", "ok").ledger(&["SMS: to +33612345678 · Confirmed, Camille."]),
        Example::new(
            "A text of its own",
            r#"{"source": Text("own"), "text": Texts({"": "Thank you, {{call.name}}."}), "number": Operand(Text("+33698765432")), "sender": Text("Northwind")}"#,
            "it is sent",
            "ok",
        ).ledger(&["SMS: to +33698765432 from Northwind · Thank you, Camille."]),
        Example::new("The operator refuses it", CONFIRM, "sending fails", "error"),
        Example::new("Sending of SMS is down in this world", CONFIRM, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Sms);
        }),
        Example::new("No such template", r#"{"template": Item(Reference("nothing"))}"#, "", "reference_not_found"),
        Example::new(
            "Not an international number",
            r#"{"template": Item(Reference("confirm")), "number": Operand(Text("06 12"))}"#,
            "",
            "invalid_number",
        ),
        Example::new(
            "A fixed line, which receives no SMS",
            r#"{"template": Item(Reference("confirm")), "number": Operand(Text("01 55 00 10 10"))}"#,
            "",
            "invalid_number",
        ),
        Example::new("The customer hides the number", CONFIRM, "", "invalid_number")
            .given(|stage| stage.caller.is_hidden = true),
    ],
};

const CONFIRM: &str = r#"{"template": Item(Reference("confirm"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(text) = text(cx) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let Some(number) = mobile_number(cx, &NUMBER) else { return Step::go(&INVALID_NUMBER) };
    if let Event::Answer(answer) = cx.event {
        return if answer.key == "fails" {
            cx.note(format_args!("The SMS to {number} could not be sent."));
            Step::go(&ERROR)
        } else {
            let sender = cx.text(&SENDER);
            let from = if sender.trim().is_empty() { String::new() } else { format!(" from {}", sender.trim()) };
            cx.ledger("SMS", format_args!("to {number}{from} · {text}"));
            Step::go(&OK)
        };
    }
    if text.trim().is_empty() {
        cx.note("There is no text to send.");
        return Step::go(&ERROR);
    }
    if is_down(cx, OutsideSystem::Sms) {
        return Step::go(&ERROR);
    }
    Step::Ask(delivery_question("SMS").detail(format!("to {number}")))
}

/// The text, filled in; none when there is no template.
fn text(cx: &mut Cx<'_>) -> Option<String> {
    let texts = match cx.get(&SOURCE) {
        Source::Own => cx.get(&TEXT).into_owned(),
        Source::Template => match &cx.item(&TEMPLATE)?.data {
            ResourceData::SmsTemplate(template) => template.texts.clone(),
            _ => return None,
        },
    };
    Some(text_in_language(cx, &texts))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings: Vec<Finding> = check_language(cx).into_iter().collect();
    findings.extend(check_number(cx, params.get(&NUMBER)));
    let sender = params.get(&SENDER);
    let sender = sender.trim();
    let is_name = sender.len() <= SENDER_LETTERS && sender.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    let is_number = phone::read(sender, country::of(&cx.project.settings)).is_ok();
    if !sender.contains("{{") && !is_name && !is_number {
        findings.push(Finding::error(
            "sms-sender",
            format!("The sender \"{sender}\" is neither a phone number nor up to {SENDER_LETTERS} letters and digits."),
        ));
    }
    let longest = params.get(&TEXT).values().map(|text| text.chars().count()).max().unwrap_or(0);
    if params.get(&SOURCE) == Source::Own && longest > ONE_SMS {
        findings.push(Finding::hint(
            "sms-long",
            format!("The text is longer than {ONE_SMS} letters, so it is sent and paid as several SMS."),
        ));
    }
    findings
}
