//! The reply window: some messengers take own words only for a while after the customer wrote last; a template is taken at any time
//! (spec: meaning §6). And what the kinds share that write in messaging: how writing fails, buttons, and files.

use crate::catalog::messengers::limits;
use crate::catalog::text::duration_words;
use crate::catalog::{BranchSpec, Cx, QuestionChoice, Stage};
use crate::model::caller::Contact;
use crate::model::{Channel, EntryPoint, EntryPointId, EntryPointKind, ReachedStatus, RoutingId};

/// The customer wrote too long ago for own words.
pub(super) const OUTSIDE_WINDOW: BranchSpec = BranchSpec::new("outside_window", "Outside the reply window");
/// A message did not arrive.
pub(super) const NOT_DELIVERED: BranchSpec = BranchSpec::new("delivery_failure", "Delivery failure").technical();

/// Whether the messenger takes own words no more; that it does not is noted. A customer who did not begin the chat wrote at the
/// last contact; one of whom nothing is known has just written.
pub(super) fn is_window_closed(cx: &mut Cx<'_>) -> bool {
    const HOUR_MS: u64 = 3_600_000;
    if cx.channel() != Channel::Messaging {
        return false;
    }
    let Some(messenger) = cx.entry_point().and_then(|it| limits(it.kind)) else { return false };
    let Some(window_h) = messenger.window_h else { return false };
    let contacts = cx.contacts();
    let mut contacts = contacts.iter().filter(|contact| contact.channel == Channel::Messaging);
    let before_ms = match contacts.next() {
        Some(last) if cx.last_message().is_empty() => u64::from(last.hours_ago).saturating_mul(HOUR_MS),
        _ => 0,
    };
    let since_ms = cx.at_ms().saturating_sub(cx.last_message_at_ms()).saturating_add(before_ms);
    let is_closed = since_ms > window_h * HOUR_MS;
    if is_closed {
        let ago = duration_words(i64::try_from(since_ms / 1_000).unwrap_or(i64::MAX));
        cx.note(format_args!("{}: the customer wrote {ago} ago.", messenger.name));
    }
    is_closed
}

/// Notes that own words cannot be sent any more.
pub(super) fn note_outside(cx: &mut Cx<'_>) {
    cx.note("The customer wrote too long ago; only a template may be sent now.");
}

/// *Delivery fails*, as an answer.
pub(super) fn fails_choice() -> QuestionChoice {
    QuestionChoice::new("fails", "delivery fails", "Delivery fails").danger().system()
}

/// A file as the customer sees it: its name in brackets; empty where there is none.
pub(super) fn file_words(name: &str) -> String {
    if name.trim().is_empty() { String::new() } else { format!("[{}]", name.trim()) }
}

/// Notes that the messenger shows a list, where there are more choices than its buttons.
pub(super) fn note_list(cx: &mut Cx<'_>, choices: usize) {
    let messenger = cx.entry_point().and_then(|it| limits(it.kind));
    if let Some(messenger) = messenger.filter(|it| it.is_list(choices)) {
        cx.note(format_args!("{} shows the choices as a list.", messenger.name));
    }
}

/// The interaction of an example comes in over WhatsApp.
pub(super) fn over_whatsapp(stage: &mut Stage) {
    let number = EntryPoint {
        id: EntryPointId(90),
        name: "Our WhatsApp".to_owned(),
        reference: "chat_number".to_owned(),
        kind: EntryPointKind::WhatsApp,
        address: "+33155001030".to_owned(),
        // It leads to the routing that examples run in.
        assigned: Some((RoutingId(50), ReachedStatus::InProduction)),
        ..EntryPoint::default()
    };
    stage.project.entry_points.insert(number.id, std::sync::Arc::new(number));
}

/// The company begins a chat over WhatsApp with a customer who wrote 30 hours ago.
pub(super) fn given_closed_window(stage: &mut Stage) {
    over_whatsapp(stage);
    stage.caller.contacts.push(Contact { hours_ago: 30, channel: Channel::Messaging, served_by: None });
}
