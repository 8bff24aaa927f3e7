//! Tests of chats and emails through the names of their widgets; with the feature `pictures` they also write pictures.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::catalog::sample;
use crate::model::caller::{Attachment, Email, IncomingEmail};
use crate::model::entry_point::ReachedStatus;
use crate::model::{
    Action, ActionId, Caller, EntryPoint, EntryPointId, EntryPointKind, Flow, ItemRef, Link, Operand, Params, Routing,
    RoutingId, Row, RowId, UserState, Value, Version, VersionInfo, World,
};

use super::{Desk, VERSION, answer, click, sent, text, texts};
use crate::app::command::FileCommand;
use crate::app::parts::simulation::*;

type Step<'a> = (&'a str, &'a str, Vec<(&'a str, Value)>, &'a str);

/// A project with one version for a channel: a sequence of actions, each linked by the branch given.
fn project(channel: Channel, kind: EntryPointKind, address: &str, steps: &[Step<'_>]) -> Project {
    let mut project = sample::project();
    "Northwind Air".clone_into(&mut project.settings.name);
    let routing = RoutingId(40);
    let mut flow = Flow::blank(ActionId(1));
    let start = Arc::make_mut(flow.actions.get_mut(&ActionId(1)).unwrap());
    start.links.insert("ok".to_owned(), Link::To(ActionId(2)));
    for (id, (kind, title, params, branch)) in (2..).zip(steps) {
        let mut action = Action::new(ActionId(id), kind);
        (*title).clone_into(&mut action.title);
        action.params = Params(params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect());
        let is_last = usize::try_from(id).unwrap() > steps.len();
        let link = if is_last { Link::EndsHere } else { Link::To(ActionId(id + 1)) };
        if !branch.is_empty() {
            action.links.insert((*branch).to_owned(), link);
        }
        flow.actions.insert(action.id, Arc::new(action));
    }
    let info = VersionInfo { routing, name: "Spring".to_owned(), ..VersionInfo::default() };
    project.versions.insert(VERSION, Arc::new(Version { id: VERSION, info, flow }));
    let (name, reference) = ("After-sales".to_owned(), "after_sales".to_owned());
    let owner = Routing { id: routing, name, reference, channel, last_action: ActionId(20), ..Routing::default() };
    project.routings.insert(routing, Arc::new(owner));
    let entry_point = EntryPoint {
        id: EntryPointId(42),
        name: "Website".to_owned(),
        reference: "website".to_owned(),
        kind,
        address: address.to_owned(),
        assigned: Some((routing, ReachedStatus::InProduction)),
        ..EntryPoint::default()
    };
    project.entry_points.insert(entry_point.id, Arc::new(entry_point));
    let stage = sample::stage();
    let users = [sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)).into();
    project.worlds.insert(stage.world.id, Arc::new(World { users, ..stage.world }));
    let camille = Caller {
        name: "Camille, repeat customer".to_owned(),
        number: "camille@customer.example".to_owned(),
        first_message: "Hello, I have a question about my flight.".to_owned(),
        ..stage.caller
    };
    project.callers.insert(camille.id, Arc::new(camille));
    project
}

fn reference(reference: &str) -> Value {
    Value::Item(ItemRef::Reference(reference.to_owned()))
}

fn chat() -> Desk {
    let choice =
        |id: u32, label: &str| Row { id: RowId(id), cells: Params([("label".to_owned(), text(label))].into()) };
    let choices = Value::Rows(vec![choice(1, "Refund"), choice(2, "Exchange"), choice(3, "Order lookup")]);
    let asked =
        texts("What service do you need? We are here around the clock, and most questions are answered at once.");
    let steps: [Step<'_>; 4] = [
        ("quick_replies", "Service", vec![("text", asked), ("choices", choices)], "row:1"),
        ("ask", "Booking", vec![("text", texts("Your booking number?")), ("target", text("customer.number"))], "reply"),
        ("wait_message", "Give it time", vec![("duration", Value::Int(120))], "expired"),
        ("distribute", "After-sales team", vec![("policy", reference("shared"))], "assigned"),
    ];
    let mut project = project(Channel::Messaging, EntryPointKind::ChatWidget, "www.northwind.example", &steps);
    let flow = &mut Arc::make_mut(project.versions.get_mut(&VERSION).unwrap()).flow;
    let wait = Arc::make_mut(flow.actions.get_mut(&ActionId(4)).unwrap());
    wait.links.insert("wrote".to_owned(), Link::To(ActionId(5)));
    Desk::over(Arc::new(project))
}

fn letter() -> IncomingEmail {
    let email = Email {
        to: vec!["service@northwind.example".to_owned()],
        subject: "My refund".to_owned(),
        body: "Hello,\n\nI was promised a refund three weeks ago. Where is it?\n\nCamille".to_owned(),
        attachments: vec![Attachment { name: "ticket.pdf".to_owned(), bytes: 182_000 }],
        ..Email::default()
    };
    IncomingEmail { from: "camille@customer.example".to_owned(), name: "Camille".to_owned(), email }
}

fn mailbox() -> Desk {
    let desk = Value::Operand(Operand::Text("desk@partner.example".to_owned()));
    let transfer = vec![("address", desk), ("comment", text("A refund that is late."))];
    let steps: [Step<'_>; 2] = [
        ("auto_reply", "We have it", vec![("template", reference("thanks"))], "ok"),
        ("transfer_email", "To the desk", transfer, "ok"),
    ];
    let kind = EntryPointKind::Mailbox;
    Desk::over(Arc::new(project(Channel::Email, kind, "service@northwind.example", &steps)))
}

fn write(harness: &mut Harness<'_, Desk>, text: &str) {
    let field = harness.get_by_role_and_label(egui::Role::TextInput, "Write as the customer");
    field.focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(egui::Role::TextInput, "Write as the customer").type_text(text);
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
}

#[test]
fn a_chat_goes_by_replies_words_and_time() {
    let mut harness = chat().harness();
    harness.set_size(egui::Vec2::new(1400.0, 900.0));
    harness.run_steps(2);
    click(&mut harness, "Start a conversation");
    assert_eq!(sent(&mut harness), [Command::Sim(SimCommand::Start(VERSION))]);
    for said in ["Camille", "Hello, I have a question about my flight.", "Northwind Air"] {
        harness.get_by_label(said);
    }
    click(&mut harness, "Refund");
    write(&mut harness, "NW-4711");
    assert_eq!(sent(&mut harness), [answer("choose Refund"), answer("reply NW-4711")]);
    harness.get_by_label("NW-4711");
    // Offered replies stay readable when they can no longer be chosen.
    harness.get_by_label("Offered: Refund, Exchange, Order lookup");
    // Time does not pass automatically, so that the customer may write.
    harness.get_by_label("Give it time waits");
    write(&mut harness, "It is urgent");
    assert_eq!(sent(&mut harness), [answer("write It is urgent")]);
    harness.get_by_label("After-sales team waits in the pool");
    click(&mut harness, "10 min");
    assert_eq!(sent(&mut harness), [answer("wait 10min")]);
    harness.get_by_label("10 minutes later");
    write(&mut harness, "Anybody there?");
    assert_eq!(sent(&mut harness), [answer("customer writes Anybody there?")]);
    click(&mut harness, "Ana joins and replies");
    assert_eq!(sent(&mut harness), [answer("Ana joins and replies")]);
    harness.get_by_label("Outcome: Person. The tree ends here on purpose.");
    let field = harness.get_by_role_and_label(egui::Role::TextInput, "Write as the customer");
    assert!(field.accesskit_node().is_disabled());
}

#[test]
fn text_that_nobody_reads_is_refused_with_the_possible_answers() {
    let mut desk = chat();
    let mut project = (*desk.project).clone();
    let flow = &mut Arc::make_mut(project.versions.get_mut(&VERSION).unwrap()).flow;
    let pool = Arc::make_mut(flow.actions.get_mut(&ActionId(5)).unwrap());
    pool.params.0.insert("delay".to_owned(), Value::Int(60));
    desk.project = Arc::new(project);
    desk.act(SimCommand::Start(VERSION));
    for answer in ["choose Refund", "reply NW-4711", "time passes"] {
        desk.act(SimCommand::Answer(answer.to_owned()));
    }
    let mut harness = desk.harness();
    harness.run_steps(2);
    write(&mut harness, "Hello?");
    assert_eq!(sent(&mut harness), []);
    harness.get_by_label_contains("Nobody reads what is written now. What can happen: The delay passes, Ana joins");
    // The text is kept and can be sent once somebody reads it.
    click(&mut harness, "The delay passes");
    click(&mut harness, "Send");
    let answers = [answer("delay passes"), answer("customer writes Hello?")];
    assert_eq!(sent(&mut harness), answers);
}

#[test]
fn the_answers_are_grouped_by_actor() {
    let mut desk = chat();
    desk.act(SimCommand::Start(VERSION));
    for answer in ["choose Refund", "reply NW-4711", "time passes"] {
        desk.act(SimCommand::Answer(answer.to_owned()));
    }
    let harness = desk.harness();
    let top = |name: &str| harness.get_by_label(name).rect().center().y;
    let (customer, others, time) = (top("Customer"), top("Others"), top("Time"));
    assert!(customer < others && others < time);
    let near = |name: &str, group: f32| (top(name) - group).abs() < 40.0;
    assert!(near("Customer leaves", customer) && near("Ana joins and replies", others) && near("1 h", time));
}

#[test]
fn an_email_is_written_sent_and_answered() {
    let mut harness = mailbox().harness();
    harness.set_size(egui::Vec2::new(1400.0, 900.0));
    harness.run_steps(2);
    let type_into = |harness: &mut Harness<'_, Desk>, name: &str, text: &str| {
        harness.get_by_label(name).focus();
        harness.run_steps(2);
        harness.get_by_label(name).type_text(text);
        harness.run_steps(2);
    };
    assert!(harness.get_by_label("Save as caller").accesskit_node().is_disabled());
    type_into(&mut harness, "Subject", "My refund");
    assert!(!harness.get_by_label("Save as caller").accesskit_node().is_disabled());
    click(&mut harness, "Send the email");
    assert_eq!(sent(&mut harness), [Command::Sim(SimCommand::Start(VERSION))]);
    harness.get_by_label_contains("Email: From camille@customer.example. To service@northwind.example. My refund");
    harness.get_by_label_contains("Email: To camille@customer.example. ");
    harness.get_by_label_contains("Email: To desk@partner.example. My refund. A refund that is late.");
    // The ledger lists them as text; the conversation shows them only as emails.
    assert_eq!(harness.query_all_by_label_contains("transferred to desk@partner.example").count(), 0);
    click(&mut harness, "Ledger 2");
    assert_eq!(harness.query_all_by_label_contains("transferred to desk@partner.example").count(), 1);
    let caller = harness.state().project.callers.values().next().unwrap();
    assert_eq!(caller.email, None, "the caller in the project is unchanged");
    click(&mut harness, "Restart with…");
    click(&mut harness, "Read .eml file…");
    click(&mut harness, "Save as caller");
    let asked = [
        Command::Sim(SimCommand::Choose(true)),
        Command::File(FileCommand::ReadEmail(None)),
        Command::Sim(SimCommand::SaveCaller),
    ];
    assert_eq!(sent(&mut harness), asked);
}

#[test]
fn without_an_email_the_form_comes_first() {
    let mut desk = mailbox();
    desk.act(SimCommand::Start(VERSION));
    assert!(desk.simulation.run().is_none());
    desk.simulation.letter = Some(letter());
    desk.act(SimCommand::Start(VERSION));
    assert!(desk.simulation.run().is_some());
    desk.act(SimCommand::SetCaller(None));
    assert_eq!(desk.simulation.letter, None, "the email belongs to its caller");
}

#[cfg(feature = "pictures")]
mod pictures {
    use egui::{Theme, Vec2};

    use super::*;
    use crate::app::parts::simulation::tests::pictures::shoot;

    fn after(mut desk: Desk, answers: &[&str]) -> Desk {
        desk.act(SimCommand::Start(VERSION));
        for answer in answers {
            desk.act(SimCommand::Answer((*answer).to_owned()));
        }
        desk
    }

    fn sent_mail() -> Desk {
        let mut desk = mailbox();
        desk.simulation.letter = Some(letter());
        after(desk, &[])
    }

    fn written() -> Desk {
        let mut desk = mailbox();
        desk.simulation.letter = Some(letter());
        desk
    }

    fn at_right(mut desk: Desk) -> Desk {
        desk.is_at_right = true;
        desk
    }

    const POOL: [&str; 4] =
        ["reply the one from Lisbon", "time passes", "wait 10min", "customer writes Anybody there?"];

    fn pooled() -> Desk {
        let answers: Vec<&str> = ["choose Refund"].into_iter().chain(POOL).collect();
        after(chat(), &answers)
    }

    #[test]
    #[ignore = "draws pictures to look at"]
    fn still_lifes() {
        let (bottom, low, right) = (Vec2::new(1400.0, 270.0), Vec2::new(1064.0, 180.0), Vec2::new(360.0, 660.0));
        for theme in [Theme::Dark, Theme::Light] {
            shoot(chat(), bottom, theme, "chat_start");
            shoot(after(chat(), &[]), bottom, theme, "chat_asked");
            shoot(after(chat(), &[]), low, theme, "chat_low");
            shoot(pooled(), bottom, theme, "chat_pool");
            shoot(at_right(chat()), right, theme, "chat_right_start");
            shoot(at_right(after(chat(), &[])), right, theme, "chat_right_asked");
            shoot(at_right(pooled()), right, theme, "chat_right_pool");
            shoot(written(), Vec2::new(1400.0, 420.0), theme, "mail_start");
            shoot(written(), low, theme, "mail_low");
            shoot(sent_mail(), Vec2::new(1400.0, 420.0), theme, "mail_sent");
            shoot(at_right(written()), right, theme, "mail_right_start");
            shoot(at_right(sent_mail()), right, theme, "mail_right_sent");
        }
    }
}
