//! Close: ends the email or the chat on purpose; what the customer wanted is done (spec: actions §3).

use crate::catalog::field::Texts;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, Category, Channels, Cx, Example, Field, Icon, Step, WayOn};
use crate::model::{Channel, OutsideSystem};

use super::shared::quoted;
use super::shared_mail::{answers_to, channel, is_address, is_up, machine_words};
use super::shared_window::is_window_closed;
use crate::catalog::fold::one_line;

const TAG: Field<String> = Field::text("tag", "Tag").help("A word under which it is found later.");
const REASON: Field<String> = Field::text("reason", "Reason").help("Why it is closed, for the history.");
const TEXT: Field<Texts> = Field::texts("text", "Closing text")
    .help("Sent to the customer before it is closed, but not to a machine. Leave it empty to send nothing.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "close",
    title: "Close",
    short_title: "",
    category: Category::Email,
    icon: Icon::XCircle,
    words: "end chat, end conversation, finish, hang up, disconnect, terminate, resolve, archive, spam",
    channels: Channels(&[Channel::Email, Channel::Messaging]),
    doc: "Closes the email or the chat. The interaction ends here, and counts as done without a person.",
    card: "{tag} · {reason} · “{text}”",
    fields: &[TAG.spec(), REASON.spec(), TEXT.spec()],
    branches: &[],
    way_on: WayOn::None,
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new(
            "Closed with a word of thanks",
            r#"{"tag": Text("solved"), "reason": Text("Answered by the flow"), "text": Texts({"": "Thank you, {{call.name}}."})}"#,
            "",
            "",
        ).ledger(&["Interaction: closed · tag solved · reason “Answered by the flow”"]),
        Example::new("Closed in silence", "{}", "", "").ledger(&["Interaction: closed"]),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let text = cx.text_for(&TEXT);
    if !text.trim().is_empty() && !cx.is_customer_gone() {
        send(cx, &text);
    }
    let mut words = vec!["closed".to_owned()];
    let (tag, reason) = (one_line(&cx.text(&TAG)), one_line(&cx.text(&REASON)));
    words.extend(Some(format!("tag {tag}")).filter(|_| !tag.is_empty()));
    words.extend(Some(format!("reason {}", quoted(&reason))).filter(|_| !reason.is_empty()));
    cx.ledger("Interaction", words.join(" · "));
    Step::End
}

/// Sends the closing text; one that cannot be sent keeps nothing open.
fn send(cx: &mut Cx<'_>, text: &str) {
    if channel(cx) != Channel::Email {
        if is_window_closed(cx) {
            cx.note("The closing text is not sent, since the customer wrote too long ago.");
        } else if is_up(cx, OutsideSystem::Messages) {
            cx.say(text);
        }
        return;
    }
    let to = answers_to(cx);
    if let Some(why) = machine_words(cx) {
        cx.note(format_args!("{why}, so the closing text is not sent."));
    } else if !is_address(&to) {
        cx.note("The customer has no email address that can be answered.");
    } else if is_up(cx, OutsideSystem::Email) {
        cx.ledger("Email", format_args!("to {to}: {}", quoted(text)));
    }
}
