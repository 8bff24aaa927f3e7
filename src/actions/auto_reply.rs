//! Automatic reply: answers the sender by a template (spec: actions §3). Automatic mail gets none, so that two
//! machines do not answer each other for ever.

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Example, Field, Icon, Mail, Stage, Step, WayOn,
};
use crate::model::caller::Email;
use crate::model::{Channel, ItemRef, OutsideSystem, ResourceData, ResourceKind};

use super::shared::quoted;
use super::shared_mail::{answers_to, email, is_address, is_up, machine_words};

const TEMPLATE: Field<Option<ItemRef>> = Field::item("template", "Email template", ResourceKind::EmailTemplate)
    .help("What is answered, in the customer's language.")
    .required();
const NEVER_AUTOMATIC: Field<bool> = Field::yes_no("never_automatic", "Never to automatic mail", true)
    .help("Automatic replies, mailing lists, bounces, and mail from no-reply addresses or mailboxes of the company get no answer.");

const SUPPRESSED: BranchSpec = BranchSpec::new("suppressed", "Suppressed");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "auto_reply",
    title: "Automatic reply",
    short_title: "",
    category: Category::Email,
    icon: Icon::ArrowBendUpLeft,
    words: "autoresponder, auto response, confirmation of receipt, acknowledgement, out of office, vacation",
    channels: Channels(&[Channel::Email]),
    doc: "Answers the sender by a template, for example that the email has arrived. Mail that was sent by a machine is \
          not answered.",
    card: "{template}",
    fields: &[TEMPLATE.spec(), NEVER_AUTOMATIC.spec()],
    branches: &[BranchPart::One(&OK), BranchPart::One(&SUPPRESSED), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("The sender is answered", THANKS, "", "ok")
            .ledger(&["Email: to camille@customer.example: “Thank you, Camille” · We have received your message."])
            .given(|stage| writes(stage, false)),
        Example::new("An automatic email", THANKS, "", "suppressed").given(|stage| writes(stage, true)),
        Example::new("From an address that takes no replies", THANKS, "", "suppressed").given(|stage| {
            writes(stage, false);
            "no-reply@parcels.example".clone_into(&mut stage.caller.number);
        }),
        Example::new("Emails cannot be sent", THANKS, "", "error").given(|stage| {
            writes(stage, false);
            stage.world.systems_down.insert(OutsideSystem::Email);
        }),
        Example::new("No address to answer to", THANKS, "", "error"),
        Example::new("No such template", r#"{"template": Item(Reference("nothing"))}"#, "", "error"),
    ],
};

const THANKS: &str = r#"{"template": Item(Reference("thanks"))}"#;

fn writes(stage: &mut Stage, is_automatic: bool) {
    "camille@customer.example".clone_into(&mut stage.caller.number);
    stage.caller.email = Some(Email { is_automatic, ..Email::default() });
}

fn run(cx: &mut Cx<'_>) -> Step {
    let _ = email(cx);
    if let Some(why) = machine_words(cx).filter(|_| cx.get(&NEVER_AUTOMATIC)) {
        cx.note(format_args!("{why}, so it gets no answer."));
        return Step::go(&SUPPRESSED);
    }
    let Some(resource) = cx.item(&TEMPLATE) else { return Step::go(&ERROR) };
    let ResourceData::EmailTemplate(template) = &resource.data else { return Step::go(&ERROR) };
    let to = answers_to(cx);
    if !is_address(&to) {
        cx.note("The customer has no email address that can be answered.");
        return Step::go(&ERROR);
    }
    if !is_up(cx, OutsideSystem::Email) {
        return Step::go(&ERROR);
    }
    let (subject, text) = (cx.text_in_language(&template.subjects), cx.text_in_language(&template.texts));
    let mut parts = vec![format!("to {to}: {}", quoted(&subject)), text.clone()];
    parts.extend(template.attachments.iter().map(|name| format!("attached {name}")));
    parts.retain(|part| !part.trim().is_empty());
    let attachments = template.attachments.clone();
    cx.mail(parts.join(" · "), Mail { to: vec![to], subject, text, attachments, ..Mail::default() });
    Step::go(&OK)
}
