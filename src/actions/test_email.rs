//! Test sender, thread or attachment of an email (spec: actions §3).

use crate::catalog::fold;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Stage, Step,
    WayOn,
};
use crate::choice;
use crate::model::caller::{Attachment, Contact, Email};
use crate::model::{Channel, CrmCard};

use super::shared_mail::{email, machine_words, sender};

choice! {
    /// What is tested.
    Tested {
        Sender = "sender" "The sender is known",
        Thread = "thread" "It replies in a thread",
        Attachment = "attachment" "It has an attachment",
        Machine = "machine" "It was sent by a machine",
    }
}

const ATTACHMENT: &[&str] = &["attachment"];

const WHAT: Field<Tested> = Field::choice("what", "What is tested")
    .help("A sender is known who wrote before, or whose address is on a CRM card. Machines send bounces, mailing lists and automatic replies.");
const TYPES: Field<String> = Field::text("types", "Types")
    .help("Endings of file names, with commas between them, such as pdf, docx. Leave it empty for any.")
    .shown_if("what", ATTACHMENT);
const LEAST_KB: Field<i64> = Field::int_of("least_kb", "Size at least", "KB", (0, 1_000_000), 0)
    .help("Smaller attachments do not count.")
    .shown_if("what", ATTACHMENT);
const MOST_KB: Field<i64> = Field::int_of("most_kb", "Size at most", "KB", (0, 1_000_000), 0)
    .help("Larger attachments do not count; 0 means no limit.")
    .shown_if("what", ATTACHMENT);

const YES: BranchSpec = BranchSpec::new("yes", "Yes");
const NO: BranchSpec = BranchSpec::new("no", "No");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_email",
    title: "Test sender, thread or attachment",
    short_title: "",
    category: Category::Email,
    icon: Icon::At,
    words: "known sender, attachment, thread, reply to earlier email, sender check, spam",
    channels: Channels(&[Channel::Email]),
    doc: "Tests one thing about the email: whether its sender is known, whether it replies to an earlier email, \
          whether it has an attachment of a type and size, or whether a machine sent it. Pictures that are part of the \
          text are no attachments.",
    card: "{what} · {types}",
    fields: &[WHAT.spec(), TYPES.spec(), LEAST_KB.spec(), MOST_KB.spec()],
    branches: &[BranchPart::One(&YES), BranchPart::One(&NO)],
    way_on: WayOn::Key("yes"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Wrote before", "{}", "", "yes").given(|stage| {
            arrives(stage);
            let contact = Contact { hours_ago: 48, channel: Channel::Email, served_by: None };
            stage.caller.contacts.push(contact);
        }),
        Example::new("On a CRM card", "{}", "", "yes").given(|stage| {
            arrives(stage);
            let fields = [("email".to_owned(), "Camille@customer.example".to_owned())].into();
            stage.world.cards.push(CrmCard { card_type: None, fields });
        }),
        Example::new("Never seen before", "{}", "", "no").given(arrives),
        Example::new("Replies to us", r#"{"what": Text("thread")}"#, "", "yes").given(arrives),
        Example::new("A bounce", r#"{"what": Text("machine")}"#, "", "yes").given(|stage| {
            arrives(stage);
            "mailer-daemon@customer.example".clone_into(&mut stage.caller.number);
        }),
        Example::new("Written by a person", r#"{"what": Text("machine")}"#, "", "no").given(arrives),
        Example::new("A large picture", PICTURE, "", "yes").given(arrives),
        Example::new("No attachment", PICTURE, "", "no"),
    ],
};

const PICTURE: &str = r#"{"what": Text("attachment"), "types": Text(".jpg, *.png"), "least_kb": Int(1000)}"#;

fn arrives(stage: &mut Stage) {
    "camille@customer.example".clone_into(&mut stage.caller.number);
    let file = |name: &str, bytes| Attachment { name: name.to_owned(), bytes };
    stage.caller.email = Some(Email {
        is_reply: true,
        attachments: vec![file("terms.pdf", 40_000), file("Damage.JPG", 2_500_000)],
        ..Email::default()
    });
}

fn run(cx: &mut Cx<'_>) -> Step {
    let email = email(cx);
    let holds = match cx.get(&WHAT) {
        Tested::Sender => is_known(cx),
        Tested::Thread => email.is_reply,
        Tested::Machine => {
            let why = machine_words(cx);
            if let Some(why) = &why {
                cx.note(format_args!("{why}."));
            }
            why.is_some()
        }
        Tested::Attachment => {
            let types = cx.text(&TYPES);
            let types: Vec<&str> = fold::entries(&types).collect();
            let (least, most) = (cx.get(&LEAST_KB), cx.get(&MOST_KB));
            let found = email.attachments.iter().find(|it| is_wanted(it, &types, least, most));
            if let Some(found) = found {
                cx.note(format_args!("Attachment {}, {} KB.", found.name, found.bytes.div_ceil(1_000)));
            }
            found.is_some()
        }
    };
    Step::go(if holds { &YES } else { &NO })
}

fn is_known(cx: &mut Cx<'_>) -> bool {
    let address = sender(cx);
    if address.is_empty() {
        cx.note("The sender's address is unknown.");
        return false;
    }
    let has_written = cx.contacts().iter().any(|contact| contact.channel == Channel::Email);
    let cards = cx.cards();
    let mut values = cards.iter().flat_map(|card| card.fields.values());
    let has_card = values.any(|value| fold::same(value, &address));
    let why = match (has_written, has_card) {
        (true, _) => format!("{address} has written before."),
        (_, true) => format!("{address} is on a CRM card."),
        _ => format!("{address} is new."),
    };
    cx.note(why);
    has_written || has_card
}

/// Whether an attachment is of a type and within both bounds; a most of 0 is none.
fn is_wanted(attachment: &Attachment, types: &[&str], least_kb: i64, most_kb: i64) -> bool {
    let ending = attachment.name.rsplit_once('.').map_or("", |(_, ending)| ending.trim());
    let is_type = |wanted: &&str| fold::same(wanted.trim_start_matches(['*', '.']), ending);
    let bytes = |kb: i64| u64::try_from(kb).unwrap_or(0).saturating_mul(1_000);
    (types.is_empty() || types.iter().any(is_type))
        && attachment.bytes >= bytes(least_kb)
        && (most_kb == 0 || attachment.bytes <= bytes(most_kb))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let (least, most) = (params.get(&LEAST_KB), params.get(&MOST_KB));
    if params.get(&WHAT) == Tested::Attachment && most > 0 && least > most {
        return vec![Finding::error("attachment-size", "Size at least is more than size at most, so nothing fits.")];
    }
    Vec::new()
}
