//! Each changed rule has actions to which it applies and actions to which it does not.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveTime;

use super::*;
use crate::catalog::sample;
use crate::model::resource::{MaxWaiting, TableMatch};
use crate::model::{
    Action, ActionId, Caller, CallerId, Channel, EntryPoint, EntryPointId, EntryPointKind, Flow, Link, Params,
    ResourceData, ResourceId, Routing, RoutingId, Status, TreeType, VersionId, VersionInfo,
};

/// The office hours, the tiers table, and a queue with a share of people, of the sample.
const OFFICE: ResourceId = ResourceId(8);
const TIERS: ResourceId = ResourceId(10);

/// A change of the sample project.
type Given = fn(&mut Project);

fn data(project: &mut Project, id: ResourceId) -> &mut ResourceData {
    &mut Arc::make_mut(project.resources.get_mut(&id).unwrap()).data
}

fn at(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

const AS_IT_IS: Given = |_| {};
const ANA_HAS_HOURS: Given = |project| {
    if let ResourceData::User(user) = data(project, sample::ANA) {
        user.schedule[0] = vec![(at(9), at(17))];
    }
};
const ANA_HAS_A_LIMIT: Given = |project| {
    if let ResourceData::User(user) = data(project, sample::ANA) {
        user.daily_limit = Some(40);
    }
};
const NIGHT_HOURS: Given = |project| {
    if let ResourceData::Calendar(calendar) = data(project, OFFICE) {
        calendar.week[4] = vec![(at(22), at(6))];
    }
};
const UNTIL_MIDNIGHT: Given = |project| {
    if let ResourceData::Calendar(calendar) = data(project, OFFICE) {
        calendar.week[4] = vec![(at(18), at(0))];
    }
};
const BY_PREFIX: Given = |project| {
    if let ResourceData::ValuesTable(table) = data(project, TIERS) {
        table.matching = TableMatch::Prefix;
    }
};
/// Makes the table of tiers one of ranges, with this as the key of its first row.
fn first_range(project: &mut Project, key: &str) {
    if let ResourceData::ValuesTable(table) = data(project, TIERS) {
        table.matching = TableMatch::Range;
        table.rows[0][0] = key.to_owned();
    }
}
const A_CANADIAN: Given = |project| {
    let caller = Caller { id: CallerId(90), language: "fr-CA".to_owned(), ..Caller::default() };
    project.callers.insert(caller.id, Arc::new(caller));
};
const ON_WECHAT: Given = |project| only_entry_point(project, EntryPointKind::WeChat);
const ON_TELEGRAM: Given = |project| only_entry_point(project, EntryPointKind::Telegram);

/// Leaves the project with one entry point.
fn only_entry_point(project: &mut Project, kind: EntryPointKind) {
    let only = EntryPoint { id: EntryPointId(90), kind, ..EntryPoint::default() };
    project.entry_points = [(only.id, Arc::new(only))].into();
}
const SHARE: Given = |project| {
    if let ResourceData::Queue(queue) = data(project, sample::SUPPORT) {
        queue.max_waiting = MaxWaiting::PercentOfConnected(150);
    }
};

const QUEUE: &str = r#""queue": Item(Item(4))"#;

/// A test row whose condition has one term.
fn term(left: &str, op: &str, right: &str) -> String {
    format!(
        r#""tests": Rows([(id: 1, cells: {{"condition": Condition((terms: [(left: {left}, op: {op}, right: {right})]))}})])"#
    )
}

fn assign(path: &str, value: &str) -> String {
    format!(r#""values": Rows([(id: 1, cells: {{"variable": Text("{path}"), "value": Operand({value})}})])"#)
}

/// The rule, a change of the sample, the channel, the kind of action, its parameters, and whether the rule applies.
type Case = (&'static str, Given, Channel, &'static str, String, bool);

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    use Channel::{Email, Messaging, Voice};
    let plain = |rule, channel, kind, params: &str, applies| (rule, AS_IT_IS, channel, kind, params.to_owned(), applies);
    let test = |rule, left: &str, op: &str, right: &str, applies| {
        (rule, AS_IT_IS, Voice, "test_values", term(left, op, right), applies)
    };
    let name = r#"Variable("customer.name")"#;
    let tier = r#"Variable("customer.tier")"#;
    vec![
        plain("calculations", Voice, "assign_values", &assign("customer.name", r#"Expression("customer.points + 1")"#), true),
        plain("calculations", Voice, "assign_values", &assign("customer.name", r#"Expression("customer.points")"#), false),
        plain("calculations", Voice, "assign_values", &assign("customer.name", r#"Text("1 + 1")"#), false),
        test("calculations", r#"Expression("2 * 3")"#, "Equals", r#"Text("6")"#, true),
        test("numbers-in-texts", name, "Equals", r#"Text("5E1")"#, true),
        test("numbers-in-texts", name, "IsOneOf", r#"Text("7, 1234567890123456")"#, true),
        test("numbers-in-texts", name, "Less", tier, true),
        test("numbers-in-texts", name, "Equals", r#"Text("-12.50")"#, false),
        test("numbers-in-texts", name, "Equals", r#"Text("123456789012345")"#, false),
        test("numbers-in-texts", name, "Equals", r#"Text("blue")"#, false),
        test("numbers-in-texts", name, "Contains", r#"Text("5E1")"#, false),
        test("yes-and-no", name, "IsTrue", r#"Text("")"#, true),
        test("yes-and-no", name, "IsFalse", r#"Text("")"#, true),
        test("yes-and-no", name, "IsEmpty", r#"Text("")"#, false),
        test("empty-parts", name, "Contains", tier, true),
        test("empty-parts", name, "Matches", r#"Text(" ")"#, true),
        test("empty-parts", name, "IsOneOf", r#"Text("a, b,")"#, true),
        test("empty-parts", name, "IsOneOf", r#"Text("a, b")"#, false),
        test("empty-parts", name, "StartsWith", r#"Text("a")"#, false),
        test("empty-parts", name, "Equals", r#"Text("")"#, false),
        test("spellings", name, "Equals", r#"Text("don't")"#, true),
        test("spellings", name, "IsOneOf", r#"Text("café")"#, true),
        test("spellings", name, "Equals", r#"Text("blue")"#, false),
        test("spellings", name, "Less", r#"Text("don't")"#, false),
        test("spellings", name, "Equals", tier, false),
        test("moments", name, "Before", r#"Text("2026-12-25")"#, true),
        test("moments", name, "Equals", r#"Text("2026-12-25")"#, false),
        plain("moments", Voice, "date_and_time", r#""when": Operand(Variable("customer.name"))"#, true),
        plain("moments", Voice, "date_and_time", r#""when": Operand(Text("2026-12-25"))"#, false),
        plain("days-of-the-calendar", Voice, "date_and_time", r#""calculation": Text("difference"), "unit": Text("days")"#, true),
        plain("days-of-the-calendar", Voice, "date_and_time", r#""calculation": Text("difference"), "unit": Text("hours")"#, false),
        plain("days-of-the-calendar", Voice, "date_and_time", r#""calculation": Text("add"), "unit": Text("days")"#, false),
        ("hours-past-midnight", NIGHT_HOURS, Voice, "test_schedule", r#""calendar": Item(Reference("office"))"#.to_owned(), true),
        ("hours-past-midnight", NIGHT_HOURS, Voice, "test_schedule", r#""calendar": Item(Variable("customer.name"))"#.to_owned(), true),
        ("hours-past-midnight", UNTIL_MIDNIGHT, Voice, "test_schedule", r#""calendar": Item(Item(8))"#.to_owned(), false),
        plain("hours-past-midnight", Voice, "test_schedule", r#""calendar": Item(Item(8))"#, false),
        plain("types-of-fields", Voice, "assign_values", &assign("customer.points", r#"Variable("customer.name")"#), true),
        plain("types-of-fields", Voice, "assign_values", &assign("customer.name", r#"Variable("customer.points")"#), false),
        plain("types-of-fields", Voice, "assign_values", &assign("nobody.points", r#"Text("1")"#), false),
        plain("phone-numbers", Voice, "to_number", r#""from": Text("value"), "number": Operand(Variable("customer.number"))"#, true),
        plain("phone-numbers", Voice, "to_number", r#""from": Text("value"), "number": Operand(Text("+33123456789"))"#, false),
        plain("phone-numbers", Voice, "to_number", r#""item": Item(Item(13))"#, false),
        plain("phone-numbers", Voice, "send_sms", "", true),
        plain("phone-numbers", Voice, "voice_announcement", "", false),
        plain("sms-to-landlines", Voice, "send_sms", "", true),
        plain("sms-to-landlines", Messaging, "send_message", "", false),
        ("number-prefixes", BY_PREFIX, Voice, "values_table", r#""table": Item(Item(10))"#.to_owned(), true),
        plain("number-prefixes", Voice, "values_table", r#""table": Item(Item(10))"#, false),
        plain("choices", Voice, "speech_recognition", r#""choices": Rows([(id: 1, cells: {"name": Text("Claims")})])"#, true),
        plain("choices", Voice, "speech_recognition", r#""mode": Text("free"), "choices": Rows([(id: 1, cells: {"name": Text("Claims")})])"#, false),
        plain("choices", Messaging, "quick_replies", r#""choices": Rows([(id: 1, cells: {"label": Text("Yes")})])"#, true),
        plain("choices", Messaging, "quick_replies", "", false),
        plain("choices", Messaging, "trigger_filter", r#""keywords": Text("hello")"#, true),
        plain("choices", Messaging, "trigger_filter", "", false),
        plain("choices", Email, "detect_keywords", r#""rows": Rows([(id: 1, cells: {"words": Text("pdf")})])"#, true),
        plain("choices", Email, "classify_email", r#""categories": Rows([(id: 1, cells: {"name": Text("Claims")})])"#, true),
        plain("choices", Voice, "voice_announcement", "", false),
        plain("text-of-emails", Email, "classify_email", "", true),
        plain("text-of-emails", Email, "detect_keywords", "", true),
        plain("text-of-emails", Email, "detect_keywords", r#""in_body": Bool(false)"#, false),
        plain("text-of-emails", Email, "auto_reply", "", false),
        plain("attachments", Email, "test_email", r#""what": Text("attachment")"#, true),
        plain("attachments", Email, "test_email", r#""what": Text("thread")"#, false),
        plain("attachments", Email, "detect_keywords", r#""in_attachments": Bool(true)"#, true),
        plain("attachments", Email, "detect_keywords", "", false),
        plain("mail-of-machines", Email, "auto_reply", "", true),
        plain("mail-of-machines", Email, "auto_reply", r#""never_automatic": Bool(false)"#, false),
        plain("reply-to", Email, "auto_reply", "", true),
        plain("reply-to", Email, "send_email", "", true),
        plain("reply-to", Email, "send_email", r#""to": Text("boss@example.com")"#, false),
        plain("reply-to", Voice, "send_email", "", false),
        plain("priority-of-emails", Email, "test_email_priority", "", true),
        plain("priority-of-emails", Email, "test_email", "", false),
        plain("written-surveys", Messaging, "survey", "", true),
        plain("written-surveys", Voice, "survey", "", false),
        ("reply-windows", ON_WECHAT, Messaging, "ask", String::new(), true),
        ("reply-windows", ON_WECHAT, Messaging, "close", String::new(), true),
        ("reply-windows", ON_WECHAT, Messaging, "send_message", String::new(), true),
        ("reply-windows", ON_WECHAT, Messaging, "send_message", r#""source": Text("template")"#.to_owned(), false),
        ("reply-windows", ON_WECHAT, Messaging, "wait_message", String::new(), false),
        ("reply-windows", ON_WECHAT, Email, "survey", String::new(), false),
        ("reply-windows", ON_TELEGRAM, Messaging, "ask", String::new(), false),
        plain("values-in-sentences", Messaging, "ask", r#""expected": Text("number")"#, true),
        plain("values-in-sentences", Messaging, "ask", r#""target": Text("customer.points")"#, true),
        plain("values-in-sentences", Messaging, "ask", "", false),
        plain("payments-by-link", Messaging, "pay_invoice", "", true),
        plain("payments-by-link", Voice, "pay_invoice", "", false),
        ("work-schedules", ANA_HAS_HOURS, Voice, "to_queue", QUEUE.to_owned(), true),
        ("work-schedules", ANA_HAS_HOURS, Voice, "to_user", r#""user": Item(Reference("ANA"))"#.to_owned(), true),
        ("work-schedules", ANA_HAS_HOURS, Voice, "to_user", r#""user": Item(Reference("ben"))"#.to_owned(), false),
        ("work-schedules", ANA_HAS_HOURS, Voice, "test_schedule", r#""calendar": Item(Item(8))"#.to_owned(), false),
        plain("work-schedules", Voice, "to_queue", QUEUE, false),
        ("channels-and-capacity", ANA_HAS_A_LIMIT, Voice, "to_queue", QUEUE.to_owned(), true),
        plain("channels-and-capacity", Voice, "to_queue", QUEUE, false),
        plain("channels-and-capacity", Messaging, "to_queue", QUEUE, true),
        plain("channels-and-capacity", Messaging, "send_message", "", false),
        plain("skills", Voice, "to_queue", r#""skills": Rows([(id: 1, cells: {"skill": Text("French")})])"#, true),
        plain("skills", Voice, "to_queue", QUEUE, false),
        ("share-of-people", SHARE, Voice, "to_queue", QUEUE.to_owned(), true),
        plain("share-of-people", Voice, "to_queue", QUEUE, false),
        plain("last-agent", Voice, "to_queue", r#""preferred": Text("last")"#, true),
        plain("last-agent", Voice, "to_queue", r#""preferred": Text("user")"#, false),
        plain("last-agent", Messaging, "distribute", r#""returning": Text("yes")"#, true),
        plain("last-agent", Messaging, "distribute", r#""returning": Text("no")"#, false),
        plain("case-of-references", Voice, "to_queue", r#""queue": Item(Reference("Support"))"#, true),
        plain("case-of-references", Voice, "to_queue", r#""queue": Item(Variable("customer.name"))"#, true),
        plain("case-of-references", Voice, "to_queue", r#""queue": Item(Reference("support"))"#, false),
        plain("case-of-references", Voice, "to_queue", r#""queue": Item(Reference("Nothing"))"#, false),
        plain("fallback-branches", Voice, "to_queue", r#""own_no_user": Bool(true)"#, true),
        plain("fallback-branches", Voice, "to_queue", "", false),
        plain("groups-of-emails", Voice, "voice_announcement", r#""text": Texts({"": "You wrote {{email.subject}}"})"#, true),
        test("groups-of-emails", r#"Variable("message.text")"#, "Equals", r#"Text("x")"#, true),
        plain("groups-of-emails", Voice, "voice_announcement", r#""text": Texts({"": "You wrote {{customer.name}}"})"#, false),
        test("groups-of-emails", name, "Equals", r#"Text("email.subject")"#, false),
        plain("first-key", Voice, "voice_announcement", r#""mode": Text("menu")"#, true),
        plain("first-key", Voice, "voice_announcement", r#""mode": Text("entry")"#, true),
        plain("first-key", Voice, "voice_announcement", "", false),
        plain("short-messages", Voice, "to_voice_mailbox", "", true),
        plain("short-messages", Voice, "to_number", "", false),
        ("ranges-with-a-dash", |project| first_range(project, "10-20"), Voice, "values_table", r#""table": Item(Item(10))"#.to_owned(), true),
        ("ranges-with-a-dash", |project| first_range(project, "08:00 – 12:00"), Voice, "values_table", r#""table": Item(Item(10))"#.to_owned(), true),
        ("ranges-with-a-dash", |project| first_range(project, "10..20"), Voice, "values_table", r#""table": Item(Item(10))"#.to_owned(), false),
        ("ranges-with-a-dash", |project| first_range(project, "A-1"), Voice, "values_table", r#""table": Item(Item(10))"#.to_owned(), false),
        ("languages-of-countries", A_CANADIAN, Voice, "voice_announcement", r#""text": Texts({"": "Hello", "fr": "Bonjour"})"#.to_owned(), true),
        ("languages-of-countries", A_CANADIAN, Voice, "voice_announcement", r#""text": Texts({"": "Hello", "fr-BE": "Bonjour"})"#.to_owned(), false),
        plain("languages-of-countries", Voice, "voice_announcement", r#""text": Texts({"": "Hello", "fr": "Bonjour"})"#, false),
        plain("languages-of-countries", Voice, "speech_recognition", r#""language": Text("fr-CA"), "prompt": Texts({"fr": "Bonjour"})"#, true),
    ]
}

fn action(kind: &str, params: &str) -> Action {
    let params: Params = ron::from_str(&format!("{{{params}}}")).unwrap_or_else(|error| panic!("{params}: {error}"));
    Action { params, ..Action::new(ActionId(2), kind) }
}

/// Whether a rule applies to an action that is alone in its tree, with its links.
fn applies_to(rule: &ChangedRule, project: &Project, channel: Channel, action: &Action) -> bool {
    let mut flow = Flow::blank(ActionId(1));
    flow.actions.insert(action.id, Arc::new(action.clone()));
    let tree = TreeType { channel, ..TreeType::default() };
    (rule.applies)(&Seen { project, tree, flow: &flow, action })
}

#[test]
fn each_rule_applies_to_some_actions_and_not_to_others() {
    let (mut seen, mut known) = (BTreeSet::new(), BTreeSet::new());
    for (id, given, channel, kind, params, applies) in cases() {
        let mut project = sample::project();
        given(&mut project);
        let mut action = action(kind, &params);
        if id == "fallback-branches" {
            action.links.insert("overflow".to_owned(), Link::EndsHere);
        }
        assert!(actions::spec_of(&action).is_some(), "{kind}");
        let rule = CHANGED.iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"));
        let found = applies_to(rule, &project, channel, &action);
        assert_eq!(found, applies, "{id}: {kind} {params}");
        seen.insert((id, applies));
    }
    for rule in CHANGED {
        assert!(known.insert(rule.id), "{} is in the table twice", rule.id);
        assert!(seen.contains(&(rule.id, true)) && seen.contains(&(rule.id, false)), "{} has no case", rule.id);
        assert!(rule.words.ends_with('.'), "{}", rule.words);
    }
}

#[test]
fn calls_beside_chats_take_no_room_and_projects_without_chats_have_none() {
    let rule = CHANGED.iter().find(|rule| rule.id == "channels-and-capacity").unwrap();
    let action = action("to_queue", QUEUE);
    let mut project = sample::project();
    let applies = |project: &Project| applies_to(rule, project, Channel::Voice, &action);
    assert!(!applies(&project));
    let chats = Routing { id: RoutingId(90), channel: Channel::Messaging, ..Routing::default() };
    project.routings.insert(chats.id, Arc::new(chats));
    assert!(applies(&project));
    for id in [sample::ANA, sample::BEN] {
        if let ResourceData::User(user) = data(&mut project, id) {
            user.calls_beside_chats = true;
        }
    }
    assert!(!applies(&project));
}

#[test]
fn places_are_listed_of_versions_that_are_read_only_or_in_test() {
    let mut project = sample::project();
    let mut add = |id: u32, name: &str, status, in_test| {
        let mut flow = Flow::blank(ActionId(1));
        flow.actions.insert(ActionId(2), Arc::new(action("send_sms", "")));
        let info =
            VersionInfo { routing: sample::OTHER, name: name.to_owned(), status, in_test, ..VersionInfo::default() };
        project.versions.insert(VersionId(id), Arc::new(Version { id: VersionId(id), info, flow }));
    };
    add(40, "Former", Status::InBackup, false);
    add(41, "Tried", Status::InDevelopment, true);
    add(42, "Draft", Status::InDevelopment, false);
    let places = changed_places(&project);
    let found: Vec<(u32, u32)> = places.iter().map(|it| (it.action.version.0, it.action.action.0)).collect();
    assert_eq!(found, [(40, 2), (41, 2)]);
    let rules: Vec<&str> = places[0].rules.iter().map(|rule| rule.id).collect();
    assert_eq!(rules, ["phone-numbers", "sms-to-landlines"]);
    assert_eq!(places[0].words, "\"Send a SMS\" in version \"Former\" of \"Other line\", in backup");
}
