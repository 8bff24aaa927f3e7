//! The finer points of the kinds for emails and chats.

use crate::catalog::{Stage, sample};
use crate::model::caller::{Contact, Email};
use crate::model::{
    Action, ActionId, Channel, EntryPoint, EntryPointId, EntryPointKind, Flow, Link, OutsideSystem, ReachedStatus,
    ResourceData, Routing, Version, VersionId, VersionInfo,
};
use crate::sim::report::prose;
use crate::sim::{Run, Scene, SceneRequest};

use super::details::{as_it_is, codes, told};
use super::driver::ROUTING;

#[test]
fn what_is_wrong_with_mail_and_chat_is_found() {
    let two_rows = |field: &str, column: &str, first: &str, second: &str| {
        let row = |id: u32, value: &str| format!(r#"(id: {id}, cells: {{"{column}": Text("{value}")}})"#);
        format!(r#""{field}": Rows([{}, {}])"#, row(1, first), row(2, second))
    };
    for (kind, params, expected) in [
        (
            "detect_keywords",
            format!(r#"{}, "in_subject": Bool(false), "in_body": Bool(false)"#, two_rows("rows", "words", "A", "a")),
            &["words-twice", "looks-nowhere"][..],
        ),
        ("transfer_email", r#""address": Operand(Text("desk"))"#.to_owned(), &["address"]),
        ("transfer_email", r#""address": Operand(Variable("customer.name"))"#.to_owned(), &[]),
        ("classify_email", two_rows("categories", "name", "A", "a"), &["category-twice"]),
        (
            "test_email",
            r#""what": Text("attachment"), "least_kb": Int(9), "most_kb": Int(8)"#.to_owned(),
            &["attachment-size"],
        ),
        ("quick_replies", two_rows("choices", "label", "Yes", "yes "), &["choice-twice"]),
        ("test_channel", two_rows("values", "value", "whatsapp", "pigeon"), &["value-unknown"]),
        (
            "test_channel",
            format!(r#""what": Text("visitor"), {}"#, two_rows("values", "value", "New", "old")),
            &["value-unknown"],
        ),
    ] {
        assert_eq!(codes(kind, &format!("{{{params}}}")), expected, "{kind} {params}");
    }
}

fn email(stage: &mut Stage) {
    "camille@customer.example".clone_into(&mut stage.caller.number);
    stage.caller.email =
        Some(Email { subject: "My bill".to_owned(), body: "It is wrong.".to_owned(), ..Email::default() });
}

#[test]
fn what_is_sent_goes_to_the_ledger() {
    assert_eq!(
        told("auto_reply", r#"{"template": Item(Reference("thanks"))}"#, email, ""),
        "→ Email: to camille@customer.example: “Thank you, Camille” · We have received your message.; ok at 0:00"
    );
    let transfer = r#"{"address": Operand(Text("desk@partner.example")), "keep_copy": Bool(false), "comment": Text("From {{call.name}}")}"#;
    assert_eq!(
        told("transfer_email", transfer, email, ""),
        "→ Email: transferred to desk@partner.example: “My bill” · no copy stays · comment “From Camille”; ok at 0:00"
    );
    let close = r#"{"tag": Text("solved"), "reason": Text("answered"), "text": Texts({"": "Bye, {{call.name}}"})}"#;
    assert_eq!(
        told("close", close, |stage| stage.channel = Some(Channel::Messaging), ""),
        "“Bye, Camille”; → Interaction: closed · tag solved · reason “answered”; Ended at 0:00"
    );
}

/// What is told of a run through actions that follow each other by the branches named, in a routing of a channel.
fn run_through(channel: Channel, stage: &Stage, actions: &[(&str, &str, &str)], answers: &[&str]) -> String {
    let mut flow = Flow::blank(ActionId(1));
    let mut link = |from: u32, branch: &str, to: u32| {
        let action = std::sync::Arc::make_mut(flow.actions.get_mut(&ActionId(from)).unwrap());
        action.links.insert(branch.to_owned(), Link::To(ActionId(to)));
    };
    link(1, "ok", 2);
    for (id, (kind, params, branch)) in (2..).zip(actions) {
        let params = ron::from_str(params).unwrap();
        let mut action = Action { params, ..Action::new(ActionId(id), kind) };
        if usize::try_from(id).unwrap() <= actions.len() {
            action.links.insert((*branch).to_owned(), Link::To(ActionId(id + 1)));
        }
        flow.actions.insert(action.id, std::sync::Arc::new(action));
    }
    let mut project = stage.project.clone();
    let routing = Routing { id: ROUTING, channel, ..Routing::default() };
    project.routings.insert(ROUTING, std::sync::Arc::new(routing));
    let info = VersionInfo { routing: ROUTING, ..VersionInfo::default() };
    project.versions.insert(VersionId(51), std::sync::Arc::new(Version { id: VersionId(51), info, flow }));
    let (caller, world) = (stage.caller.clone(), stage.world.clone());
    let request = SceneRequest { version: VersionId(51), entry_point: None, caller, world, seed: 7 };
    let mut run = Run::new(std::sync::Arc::new(Scene::new(std::sync::Arc::new(project), request).unwrap()));
    let answers: Vec<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
    run.play(&answers).unwrap();
    prose(&run)
}

#[test]
fn an_email_is_answered_and_closed() {
    let mut stage = sample::stage();
    email(&mut stage);
    let actions = [
        ("detect_keywords", r#"{"rows": Rows([(id: 1, cells: {"words": Text("bill")})])}"#, "row:1"),
        ("auto_reply", r#"{"template": Item(Reference("thanks"))}"#, "ok"),
        ("close", r#"{"text": Texts({"": "Closed."})}"#, ""),
    ];
    let told = run_through(Channel::Email, &stage, &actions, &[]);
    for part in ["Camille writes: “My bill”", "Found: bill.", "to camille@customer.example: “Closed.”", "Self-service"]
    {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    stage.caller.email = None;
    let told = run_through(Channel::Email, &stage, &[("detect_keywords", "{}", ""), ("close", "{}", "")], &[]);
    assert!(told.contains("No email came in"), "{told}");
}

#[test]
fn an_airline_shares_out_what_comes_after_the_sale() {
    let mut stage = sample::stage();
    "fr".clone_into(&mut stage.caller.language);
    "Bonjour".clone_into(&mut stage.caller.first_message);
    let actions = [
        (
            "test_channel",
            r#"{"what": Text("language"), "values": Rows([(id: 1, cells: {"value": Text("fr")})])}"#,
            "row:1",
        ),
        (
            "quick_replies",
            r#"{"text": Texts({"": "What service support do you need?"}), "choices": Rows([
                (id: 1, cells: {"label": Text("Refund")}), (id: 2, cells: {"label": Text("Exchange")})])}"#,
            "row:2",
        ),
        ("detect_keywords", r#"{"rows": Rows([(id: 1, cells: {"words": Text("exchange")})])}"#, "row:1"),
        ("hand_over", r#"{"team": Item(Reference("desk"))}"#, ""),
    ];
    let told = run_through(Channel::Messaging, &stage, &actions, &["choose exchange", "ben joins and replies"]);
    for part in ["Camille writes: “Bonjour”", "Language: fr.", "[Refund] [Exchange]", "Found: exchange.", "Person"]
    {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

#[test]
fn questions_in_a_chat_take_their_time_and_tries() {
    let number = r#"{"text": Texts({"": "How many?"}), "expected": Text("number"), "target": Text("customer.points"),
        "tries": Int(2), "timeout": Int(120), "invalid_text": Texts({"": "A number, please."})}"#;
    assert_eq!(
        told("ask", number, as_it_is, "reply some; reply 3"),
        "“How many?”; writes “some”; ! “some” is not a number, try 2 of 2.; “A number, please.”; “How many?”; writes “3”; customer.points = 10 → 3; reply at 0:30"
    );
    assert_eq!(told("ask", number, as_it_is, "time passes"), "“How many?”; timeout at 2:00");
    // What passes in between counts; the wait begins anew with each try.
    assert_eq!(told("ask", number, as_it_is, "wait 90s; time passes"), "“How many?”; timeout at 2:00");
    assert_eq!(told("ask", number, as_it_is, "wait 1h"), "“How many?”; timeout at 2:00");
    assert_eq!(
        told("ask", number, as_it_is, "wait 115s; reply some; wait 90s; reply 3"),
        "“How many?”; writes “some”; ! “some” is not a number, try 2 of 2.; “A number, please.”; “How many?”; writes “3”; customer.points = 10 → 3; reply at 3:45"
    );
    let support = r#"{"text": Texts({"": "What service support do you need?"}), "choices": Rows([
        (id: 1, cells: {"label": Text("Refund")}), (id: 2, cells: {"label": Text("Exchange")}), (id: 3, cells: {"label": Text("Order lookup")})])}"#;
    let asked = "“What service support do you need?”; [Refund] [Exchange] [Order lookup]";
    assert_eq!(
        told("quick_replies", support, as_it_is, "choose Order lookup"),
        format!("{asked}; writes “Order lookup”; row:3 at 0:05")
    );
    assert_eq!(
        told("quick_replies", support, as_it_is, "wait 10s; choose Refund"),
        format!("{asked}; writes “Refund”; row:1 at 0:15")
    );
    assert_eq!(
        told("quick_replies", support, as_it_is, "wait 30d"),
        told("quick_replies", support, as_it_is, "time passes")
    );
    assert_eq!(
        told("quick_replies", support, as_it_is, "reply échange"),
        format!("{asked}; writes “échange”; default at 0:05")
    );
    assert_eq!(
        told("wait_message", r#"{"duration": Int(60)}"#, as_it_is, "write hello"),
        "writes “hello”; wrote at 0:30"
    );
}

#[test]
fn who_joins_and_replies_owns_the_chat() {
    let told = |params: &str, given: fn(&mut Stage), answers: &str| {
        told("hand_over", &format!(r#"{{"team": Item(Reference("desk")){params}}}"#), given, answers)
    };
    let put = "! The chat is put before Front desk.";
    assert_eq!(
        told("", as_it_is, "ben joins and replies"),
        format!("{put}; Ben joins and replies; by 2; joined at 3:20")
    );
    assert_eq!(
        told(r#", "bot_stays": Bool(true)"#, as_it_is, "ana joins and replies"),
        format!("{put}; Ana joins and replies; by 1; ! The bot stays on.; joined at 0:20")
    );
    let no_chats_for_ben = |stage: &mut Stage| {
        let ben = std::sync::Arc::make_mut(stage.project.resources.get_mut(&sample::BEN).unwrap());
        let ResourceData::User(user) = &mut ben.data else { panic!("Ben is no user") };
        // The channel of the routing counts, which is voice where one action is driven alone.
        user.closed_channels.extend([Channel::Voice, Channel::Messaging]);
    };
    assert_eq!(told("", no_chats_for_ben, "ben joins and replies"), format!("{put}; Waiting at 0:00"));
}

fn on_whatsapp(stage: &mut Stage) {
    let number = EntryPoint {
        id: EntryPointId(90),
        reference: "chat".to_owned(),
        kind: EntryPointKind::WhatsApp,
        assigned: Some((ROUTING, ReachedStatus::InProduction)),
        ..EntryPoint::default()
    };
    stage.project.entry_points.insert(number.id, std::sync::Arc::new(number));
    stage.caller.contacts = vec![Contact { hours_ago: 25, channel: Channel::Messaging, served_by: None }];
}

#[test]
fn a_messenger_takes_own_words_for_a_day_and_templates_at_any_time() {
    let text = r#"{"text": Texts({"": "Hello {{call.name}}"}), "typing": Int(3)}"#;
    let template = r#"{"source": Text("template"), "template": Item(Reference("hello"))}"#;
    let closed = "! WhatsApp: the customer wrote 1 day 1 h ago.; \
                  ! The customer wrote too long ago; only a template may be sent now.; outside_window at 0:00";
    assert_eq!(told("send_message", text, on_whatsapp, ""), closed);
    assert_eq!(
        told("send_message", template, on_whatsapp, ""),
        "→ Messages: “Hello Camille!”; “Hello Camille!”; ok at 0:00"
    );
    let has_just_written = |stage: &mut Stage| {
        on_whatsapp(stage);
        "Good morning".clone_into(&mut stage.caller.first_message);
    };
    assert_eq!(
        told("send_message", text, has_just_written, ""),
        "→ Messages: “Hello Camille”; “Hello Camille”; ok at 0:03"
    );
    let down = |stage: &mut Stage| {
        stage.world.systems_down.insert(OutsideSystem::Messages);
    };
    assert_eq!(
        told("send_message", text, down, ""),
        "! Messages cannot be sent: the system is down.; delivery_failure at 0:00"
    );
}
