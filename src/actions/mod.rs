//! Every kind of action, one file each. To add one: write its file, and add its two lines here.

mod ask;
mod assign_values;
mod associate_case;
mod associate_crm_card;
mod associate_crm_v2_card;
mod auto_reply;
mod call_routing;
mod check_nth_contact;
mod check_passages;
mod check_target_attempts;
mod check_target_result;
mod checkpoint;
mod classify_email;
mod close;
mod come_back;
mod create_case;
mod create_crm_card;
mod create_crm_v2_card;
mod create_task;
mod database_modify;
mod database_read;
mod database_save;
mod date_and_time;
mod detect_keywords;
mod digitalization;
mod dissociate_case;
mod distribute;
mod hand_over;
mod insert_sms_target;
mod insert_voice_target;
mod insert_whatsapp_target;
mod load_sharing;
mod modify_caller_id;
mod modify_case;
mod node;
mod offer_callback;
mod pause;
mod pay_invoice;
mod quick_replies;
mod reschedule_attempt;
mod responsive_routing;
mod ring_numbers;
mod routing_rule;
mod schedule_branches;
mod search_invoice;
mod send_email;
mod send_message;
mod send_sms;
mod set_language;
mod shared;
mod shared_announcements;
mod shared_asked;
mod shared_campaign;
mod shared_crm;
mod shared_database;
mod shared_group;
mod shared_heard;
mod shared_keys;
mod shared_language;
mod shared_mail;
mod shared_never;
mod shared_number;
mod shared_payment;
mod shared_phrases;
mod shared_playing;
mod shared_pool;
mod shared_prompts;
mod shared_record;
mod shared_routing;
mod shared_rows;
mod shared_schedule;
mod shared_sending;
mod shared_targets;
mod shared_tested;
mod shared_whisper;
mod shared_window;
mod speech_recognition;
mod start;
mod start_recording;
mod stop_recording;
mod survey;
mod tag;
mod test_channel;
mod test_email;
mod test_email_priority;
mod test_mobile;
mod test_queue;
mod test_schedule;
mod test_values;
mod test_week;
mod to_number;
mod to_queue;
mod to_routing;
mod to_sip;
mod to_user;
mod to_voice_mailbox;
mod transfer_email;
mod trigger_filter;
mod values_table;
mod voice_announcement;
mod wait_message;
mod web_service;

#[cfg(test)]
mod tests;

pub use date_and_time::names_of_customer;
pub use shared_heard::{Heard, Said, heard, languages_spoken};
pub use shared_never::never as never_taken;
pub use shared_rows::deciding_rows;
pub use shared_schedule::{alone as schedules_alone, is_schedule};
pub use shared_targets::{leads_to_a_routing, may_lead_to, routing_target};
pub use web_service::is_good_answer;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::lead::{self, Lead};
use crate::catalog::system_phrases::Phrase;
use crate::catalog::{ActionSpec, Branch, CheckCx, WayOn};
use crate::model::{Action, ActionId, Flow, Project, TreeType, Value};

/// The kinds that lead to another smart routing.
const LEADS_TO_A_ROUTING: [&str; 2] = [to_routing::SPEC.id, call_routing::SPEC.id];

/// Every kind, in the order of the palette.
pub static ALL: &[&ActionSpec] = &[
    &start::SPEC,
    &load_sharing::SPEC,
    &checkpoint::SPEC,
    &pause::SPEC,
    &node::SPEC,
    &set_language::SPEC,
    &tag::SPEC,
    &call_routing::SPEC,
    &come_back::SPEC,
    &voice_announcement::SPEC,
    &speech_recognition::SPEC,
    &test_mobile::SPEC,
    &modify_caller_id::SPEC,
    &start_recording::SPEC,
    &stop_recording::SPEC,
    &digitalization::SPEC,
    &send_email::SPEC,
    &send_sms::SPEC,
    &to_queue::SPEC,
    &test_queue::SPEC,
    &offer_callback::SPEC,
    &to_number::SPEC,
    &ring_numbers::SPEC,
    &to_routing::SPEC,
    &to_user::SPEC,
    &to_voice_mailbox::SPEC,
    &to_sip::SPEC,
    &associate_case::SPEC,
    &dissociate_case::SPEC,
    &create_case::SPEC,
    &modify_case::SPEC,
    &associate_crm_card::SPEC,
    &create_crm_card::SPEC,
    &associate_crm_v2_card::SPEC,
    &create_crm_v2_card::SPEC,
    &create_task::SPEC,
    &assign_values::SPEC,
    &test_values::SPEC,
    &values_table::SPEC,
    &database_read::SPEC,
    &database_save::SPEC,
    &database_modify::SPEC,
    &date_and_time::SPEC,
    &check_passages::SPEC,
    &check_nth_contact::SPEC,
    &test_schedule::SPEC,
    &schedule_branches::SPEC,
    &test_week::SPEC,
    &web_service::SPEC,
    &insert_whatsapp_target::SPEC,
    &insert_voice_target::SPEC,
    &insert_sms_target::SPEC,
    &check_target_attempts::SPEC,
    &check_target_result::SPEC,
    &reschedule_attempt::SPEC,
    &survey::SPEC,
    &search_invoice::SPEC,
    &pay_invoice::SPEC,
    &responsive_routing::SPEC,
    &routing_rule::SPEC,
    &distribute::SPEC,
    &trigger_filter::SPEC,
    &detect_keywords::SPEC,
    &test_email_priority::SPEC,
    &transfer_email::SPEC,
    &auto_reply::SPEC,
    &classify_email::SPEC,
    &test_email::SPEC,
    &close::SPEC,
    &send_message::SPEC,
    &ask::SPEC,
    &quick_replies::SPEC,
    &wait_message::SPEC,
    &hand_over::SPEC,
    &test_channel::SPEC,
];

/// The kind of an id; none for a kind that this program does not know.
#[must_use]
pub fn spec(kind: &str) -> Option<&'static ActionSpec> {
    static BY_ID: LazyLock<BTreeMap<&str, &ActionSpec>> = LazyLock::new(|| ALL.iter().map(|it| (it.id, *it)).collect());
    BY_ID.get(kind).copied()
}

/// The kind of an action.
#[must_use]
pub fn spec_of(action: &Action) -> Option<&'static ActionSpec> {
    spec(&action.kind)
}

/// The keys of an action's branches, in order. Of an unknown kind every stored link counts as a branch.
#[must_use]
pub fn branch_keys(action: &Action, tree: TreeType) -> Vec<String> {
    match spec_of(action) {
        Some(spec) => spec.branches(action, tree).into_iter().map(|branch| branch.key.into_owned()).collect(),
        None => action.links.keys().cloned().collect(),
    }
}

/// The code of the language that an action sets, where it sets one that is known before a call.
fn language_set(action: &Action) -> Option<String> {
    let code = (action.kind == set_language::SPEC.id).then(|| set_language::fixed_code(&action.params))?;
    (!code.is_empty()).then_some(code)
}

/// The phrases of the system that an action can say, as it stands (spec: meaning §5).
#[must_use]
pub fn phrases_said(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    shared_phrases::said(cx)
}

/// The title of an action: its own, else its kind's, else the kind's id.
#[must_use]
pub fn title(action: &Action) -> &str {
    if !action.title.is_empty() {
        return &action.title;
    }
    match spec_of(action) {
        Some(spec) => spec.short(),
        None => &action.kind,
    }
}

/// The shape of a tree: order and homes (see `model::walk`).
#[must_use]
pub fn shape(flow: &Flow, tree: TreeType) -> crate::model::walk::Shape {
    crate::model::walk::shape(flow, &|action| branch_keys(action, tree))
}

/// The actions to which an action can lead, by its own links or by those on which its branches fall back, in branch order.
#[must_use]
pub fn followers(flow: &Flow, action: &Action, tree: TreeType) -> Vec<ActionId> {
    let Some(spec) = spec_of(action) else { return action.links.values().filter_map(|link| link.target()).collect() };
    let branches = spec.branches(action, tree);
    let leads = branches.iter().flat_map(|branch| lead::leads(flow, action, &branches, branch));
    leads.filter_map(|lead| lead.link()?.target()).collect()
}

/// The first branch to which an action could be added.
#[must_use]
pub fn open_branch(flow: &Flow, action: &Action, tree: TreeType) -> Option<String> {
    open_branches(flow, action, tree).first().map(|branch| branch.key.to_string())
}

/// The branches to which an action could be added: those without a link that do not go on by another branch.
#[must_use]
pub fn open_branches(flow: &Flow, action: &Action, tree: TreeType) -> Vec<Branch> {
    let branches = spec_of(action).map(|spec| spec.branches(action, tree)).unwrap_or_default();
    let is_open = |branch: &&Branch| {
        let leads = lead::leads(flow, action, &branches, branch);
        !action.links.contains_key(branch.key.as_ref())
            && branch.key != IF_SOMETHING_FAILS.key
            && !leads.iter().any(Lead::falls_through)
    };
    branches.iter().filter(is_open).cloned().collect()
}

/// The branch that goes on as a matter of course whatever the parameters; none for a menu, a schedule and the like, where each row is as good.
#[must_use]
pub fn sole_way_on(action: &Action, tree: TreeType) -> Option<String> {
    let spec = spec_of(action).filter(|spec| matches!(spec.way_on, WayOn::Key(_)))?;
    spec.way_on(action, tree)
}

/// Everything to which an action can lead, itself included.
#[must_use]
pub fn reachable(flow: &Flow, tree: TreeType, from: ActionId) -> BTreeSet<ActionId> {
    let mut seen = BTreeSet::new();
    let mut stack = vec![from];
    while let Some(id) = stack.pop() {
        if seen.insert(id)
            && let Some(action) = flow.actions.get(&id)
        {
            stack.extend(followers(flow, action, tree));
        }
    }
    seen
}

/// Everything that lies on a way from Start to an action, both included; nothing where no way leads there.
#[must_use]
pub fn ways_to(flow: &Flow, tree: TreeType, to: ActionId) -> BTreeSet<ActionId> {
    let Some(start) = flow.start() else { return BTreeSet::new() };
    let ahead = reachable(flow, tree, start.id);
    let mut before: BTreeMap<ActionId, Vec<ActionId>> = BTreeMap::new();
    for action in ahead.iter().filter_map(|id| flow.actions.get(id)) {
        for follower in followers(flow, action, tree) {
            before.entry(follower).or_default().push(action.id);
        }
    }
    let mut seen = BTreeSet::new();
    let mut stack: Vec<ActionId> = ahead.get(&to).copied().into_iter().collect();
    while let Some(id) = stack.pop() {
        if seen.insert(id) {
            stack.extend(before.get(&id).into_iter().flatten());
        }
    }
    seen
}

/// What a project knows that fits into the fields of an action that offer what is known: tags, the exceptions of a calendar, or what a test of a
/// chat compares with.
#[must_use]
pub fn known_values(project: &Project, action: &Action) -> Vec<String> {
    match action.kind.as_str() {
        kind if kind == test_channel::SPEC.id => test_channel::known(project, action),
        kind if kind == test_schedule::SPEC.id => test_schedule::known(project, action),
        _ => tag::known(project),
    }
}

/// Whether an action is a menu: the customer chooses among several branches by a key, a word or a button.
#[must_use]
pub fn is_menu(action: &Action) -> bool {
    let mode = || match action.params.value("mode") {
        Some(Value::Text(mode)) => mode.as_str(),
        _ => "",
    };
    match action.kind.as_str() {
        kind if kind == voice_announcement::SPEC.id => mode() == "menu",
        kind if kind == speech_recognition::SPEC.id => mode() != "free",
        kind => kind == quick_replies::SPEC.id,
    }
}
