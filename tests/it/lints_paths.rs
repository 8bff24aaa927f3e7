//! Problems that depend on what happened on the way: recordings and cards, customers who have gone, variables that nothing has filled.
//! Tables of flows with their problems, and random trees that are compared with what the engine does.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::{Fact, FactValue};
use signalbox::edit::{Context, Document, Edit};
use signalbox::lint;
use signalbox::model::{
    Action, ActionId, Channel, Flow, Link, OutsideSystem, Params, Place, Recording, RoutingType, Status, TreeType,
    Value,
};
use signalbox::sim::Run;

use crate::lints::codes;
use crate::support::{Chance, Lab, cases};

/// An invoice that is paid.
const PAY: &str = r#"pay_invoice{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}"#;
/// A recording that is announced.
const ANNOUNCED: &str =
    r#"start_recording{"announce": Bool(true), "text": Texts({"": "This call is recorded for training."})}"#;

/// Flows with exactly their expected codes; `PAY` and `ANNOUNCED` stand for the actions above.
pub const FLOWS: &[(&str, &str)] = &[
    // A card while a recording runs.
    ("start -> PAY -> end; rest -> end", ""),
    ("start -> ANNOUNCED -> PAY -> end; rest -> end", "card-while-recording recording-unstopped"),
    ("start -> ANNOUNCED -> stop_recording -> PAY -> end; rest -> end", ""),
    (
        "start -> ANNOUNCED -> stop_recording -> PAY -> end; stop_recording[error] -> pay_invoice; rest -> end",
        "card-while-recording",
    ),
    ("start -> ANNOUNCED; start_recording[error] -> PAY; rest -> end", "recording-unstopped"),
    (
        "start -> menu(1 A, 2 B); menu[1] -> ANNOUNCED -> PAY; menu[2] -> pay_invoice -> stop_recording -> end; rest -> end",
        "card-while-recording",
    ),
    // Round a loop: the second card is recorded.
    (
        "start -> PAY -> ANNOUNCED -> say(Another one?) -> pay_invoice; say[error] -> stop_recording -> end; rest -> end",
        "card-while-recording",
    ),
    // A recording that the customer is not told of.
    ("start -> start_recording -> queue(support); rest -> end", "recording-unannounced"),
    ("start -> ANNOUNCED -> queue(support); rest -> end", ""),
    ("start -> say(This call is recorded.) -> start_recording -> queue(support); rest -> end", ""),
    ("start -> start_recording -> say(This call is recorded.) -> queue(support); rest -> end", ""),
    ("start -> start_recording -> say(Welcome.) -> queue(support); rest -> end", "recording-unannounced"),
    (
        "start -> start_recording -> sound{\"source\": Text(\"sound\"), \"sound\": Item(Reference(\"welcome\"))} -> user(ana); rest -> end",
        "recording-unannounced",
    ),
    ("start -> start_recording -> stop_recording -> queue(support); rest -> end", ""),
    (
        "start -> menu(1 A, 2 B); menu[1] -> say(This call is recorded.) -> start_recording -> queue(support); menu[2] -> start_recording; rest -> end",
        "recording-unannounced",
    ),
    // What was announced once need not be announced again.
    ("start -> ANNOUNCED -> stop_recording -> start_recording2 -> number(partner); rest -> end", ""),
    // A recording that nothing stops, although it is not for a talk with which the call ends.
    ("start -> start_recording -> say(Hello) -> end; rest -> end", "recording-unstopped"),
    ("start -> start_recording -> say(Hello) -> stop_recording -> end; rest -> end", ""),
    ("start -> ANNOUNCED -> queue(support) -> survey(satisfaction); rest -> end", "recording-unstopped"),
    ("start -> ANNOUNCED -> queue(support) -> stop_recording -> survey(satisfaction); rest -> end", ""),
    // A variable that nothing has filled.
    ("start -> say(Hello {{customer.name}}) -> end; rest -> end", "variable-unset"),
    ("start -> say(You are {{customer.tier}}) -> end; rest -> end", ""),
    ("start -> say(You are {{call.name}}) -> end; rest -> end", ""),
    ("start -> assign(customer.name = Ada) -> say(Hello {{customer.name}}) -> end; rest -> end", ""),
    ("start -> say(Hello {{customer.name}}) -> assign(customer.name = Ada) -> end; rest -> end", "variable-unset"),
    (
        "start -> menu(1 A, 2 B); menu[1] -> assign(customer.name = Ada) -> say(Hello {{customer.name}}) -> end; menu[2] -> say; rest -> end",
        "",
    ),
    ("start -> say(Hello {{customer.name}}) -> assign(customer.name = Ada) -> say; rest -> end", ""),
    ("start -> assign(customer.name = Ada, customer.number = $customer.name) -> end; rest -> end", ""),
    ("start -> assign(customer.number = $customer.name, customer.name = Ada) -> end; rest -> end", "variable-unset"),
    ("start -> assign(customer.score = {customer.score + 1}) -> end; rest -> end", "variable-unset"),
    ("start -> entry(customer.number) -> test(customer.number = 12); rest -> end", ""),
    ("start -> test(customer.number = 12); rest -> end", "variable-unset"),
    ("start -> queue{\"queue\": Item(Variable(\"customer.name\"))}; rest -> end", "variable-unset"),
];

/// A flow of the table.
fn flow(text: &str) -> String {
    text.replace("PAY", PAY).replace("ANNOUNCED", ANNOUNCED).replace("sound{", "say{")
}

/// The laboratory of each flow.
pub fn labs() -> impl Iterator<Item = Lab> {
    FLOWS.iter().map(|(text, _)| Lab::new(&flow(text)))
}

#[test]
fn every_flow_has_the_expected_problems() {
    for (text, expected) in FLOWS {
        assert_eq!(codes(&Lab::new(&flow(text))), expected.split_whitespace().collect(), "{text}");
    }
}

/// Laboratories that need more than a flow, each with its codes.
fn of_more() -> Vec<(&'static str, Lab)> {
    let recorded = |lab: &mut Lab| {
        Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()).recording = Recording::On;
    };
    let end = |text: &str| {
        let mut lab = Lab::new("start -> end");
        (lab.routing, lab.version, lab.ids) = lab.add_routing("after", RoutingType::InteractionEnd, text);
        lab
    };
    let jump = "start -> ANNOUNCED -> jump(second); rest -> end";
    vec![
        ("card-while-recording", Lab::new(&flow("start -> PAY -> end; rest -> end")).given(recorded)),
        ("", Lab::new(&flow("start -> stop_recording -> PAY -> end; rest -> end")).given(recorded)),
        ("", Lab::new(&flow("start -> PAY -> end; rest -> end")).over(Channel::Messaging).given(recorded)),
        // The card is entered in the smart routing that the flow jumps to, and there and back again.
        ("card-while-recording", Lab::new(&flow(jump)).with("second", &flow("start -> PAY -> end; rest -> end"))),
        ("", Lab::new(&flow(jump)).with("second", &flow("start -> stop_recording -> PAY -> end; rest -> end"))),
        ("", Lab::new(&flow(jump)).with("second", "start -> jump(main); rest -> end")),
        // After the interaction: who has gone cannot be asked.
        ("customer-gone", end("start -> say(Bye) -> end; say[caller_gone] -> survey(satisfaction); rest -> end")),
        ("", end("start -> say(Bye) -> end; say[caller_gone] -> checkpoint(Gone) -> end; rest -> end")),
        ("", end("start -> say(Bye) -> survey(satisfaction); say[caller_gone] -> end; rest -> end")),
        ("", end("start -> say(Bye) -> say2(Bye); say[caller_gone] -> say2 -> end; rest -> end")),
        // Another smart routing may have filled the variable in, or a caller brings it.
        (
            "",
            end("start -> say(Bye {{customer.name}}) -> end; rest -> end")
                .with("asks", "start -> assign(customer.name = Ada) -> end; rest -> end"),
        ),
        ("variable-unset", end("start -> say(Bye {{customer.name}}) -> end; rest -> end")),
        (
            "variable-unset",
            Lab::new("start -> say(Hi {{customer.name}}) -> end; rest -> end")
                .with("asks", "start -> assign(customer.name = Ada) -> end; rest -> end"),
        ),
        (
            "",
            Lab::new("start -> say(Hi {{customer.name}}) -> end; rest -> end")
                .with("asks", "start -> assign(customer.name = Ada) -> jump(main); rest -> end"),
        ),
        (
            "",
            Lab::new("start -> say(Hi {{customer.name}}) -> end; rest -> end").given(|lab| {
                let mut caller = lab.caller.clone();
                caller.variables.insert("customer.name".to_owned(), "Ada".to_owned());
                lab.project.callers.insert(caller.id, Arc::new(caller));
            }),
        ),
    ]
}

#[test]
fn what_lies_outside_of_the_tree_counts() {
    for (number, (expected, lab)) in of_more().into_iter().enumerate() {
        assert_eq!(codes(&lab), expected.split_whitespace().collect(), "laboratory {number}");
    }
}

#[test]
fn an_announcement_that_is_written_is_switched_on_by_the_fix() {
    let written = "start_recording{\"text\": Texts({\"\": \"This call is recorded.\"})}";
    let mut lab = Lab::new("start -> end");
    let (draft, _) = lab.add_version(
        lab.routing,
        "draft",
        Status::InDevelopment,
        &format!("start -> {written} -> queue(support); rest -> end"),
    );
    let mut document = Document::new(lab.project);
    let problems = |document: &Document| lint::check_version(document.project(), &document.project().versions[&draft]);
    let found = problems(&document);
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    let (words, edits) = problem.fix.clone().unwrap();
    assert_eq!((problem.code, words, edits.len()), ("recording-unannounced", "Announce it first", 1));
    assert!(matches!(edits[0], Edit::SetParam { .. }));
    document.apply(&edits[0], &Context::default()).unwrap();
    assert_eq!(problems(&document), []);
}

/// A small tree of recordings, cards and announcements whose branches lead anywhere.
fn random_flow(chance: &mut Chance) -> Flow {
    let kinds = ["start_recording", "start_recording", "stop_recording", "pay_invoice", "voice_announcement"];
    let mut flow = Flow::blank(ActionId(1));
    let count = 3 + u32::try_from(chance.below(4)).unwrap();
    for id in 2..=count {
        let kind = *chance.pick(&kinds);
        let params: Params = match kind {
            "pay_invoice" => {
                ron::from_str(r#"{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}"#).unwrap()
            }
            "voice_announcement" => {
                Params([("text".to_owned(), Value::Texts([(String::new(), "Hello".to_owned())].into()))].into())
            }
            _ => Params::default(),
        };
        flow.actions.insert(ActionId(id), Arc::new(Action { params, ..Action::new(ActionId(id), kind) }));
    }
    for action in flow.actions.values_mut().map(Arc::make_mut) {
        let to = |chance: &mut Chance| Link::To(ActionId(2 + u32::try_from(chance.below(count as usize - 1)).unwrap()));
        let same = to(chance);
        for branch in actions::branch_keys(action, TreeType::default()) {
            // What the data of the run decide, such as a bill that is paid already, makes no difference.
            let link = match action.kind.as_str() {
                "pay_invoice" => Link::EndsHere,
                "voice_announcement" => same,
                _ => to(chance),
            };
            action.links.insert(branch, link);
        }
    }
    flow
}

/// The actions in which a card is entered while a recording runs, in many runs of a tree.
fn recorded_cards(chance: &mut Chance, lab: &Lab) -> BTreeSet<ActionId> {
    let mut found = BTreeSet::new();
    for _ in 0..150 {
        let mut run = Run::new(lab.scene());
        for _ in 0..60 {
            let state = run.state();
            let asks = state.question.as_ref().map_or("", |question| &*question.prompt);
            if let Some(at) = state.at.filter(|_| asks.contains("card") && state.interaction.is_recording) {
                found.insert(at.action);
            }
            if chance.once_in(8) {
                run.set(Fact::System(OutsideSystem::Recorder), FactValue::Yes(chance.once_in(2)));
            }
            let Some(question) = run.state().question.clone() else {
                if !run.step() {
                    break;
                }
                continue;
            };
            let answer = chance.pick(&question.choices).text.clone();
            if answer == "hang up" || run.answer(&answer).is_err() {
                run.step();
            }
        }
    }
    found
}

#[test]
fn cards_are_recorded_in_runs_exactly_where_problems_say_so() {
    let (mut told, mut seen) = (0, 0);
    for case in 0..cases(150) {
        let mut chance = Chance::new(case);
        let mut lab = Lab::new("start -> end");
        let flow = random_flow(&mut chance);
        let last = *flow.actions.keys().next_back().unwrap();
        let routing = Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap());
        routing.last_action = last;
        routing.recording =
            *chance.pick(&[Recording::AsActionsSay, Recording::AsActionsSay, Recording::On, Recording::Off]);
        lab.flow_mut().flow = flow;
        lab.project.settings.step_limit = 40;
        let found = lint::check_version(&lab.project, &lab.project.versions[&lab.version]);
        let found: BTreeSet<ActionId> = found
            .iter()
            .filter(|it| it.code == "card-while-recording")
            .filter_map(|it| match it.place {
                Place::Action(at) => Some(at.action),
                _ => None,
            })
            .collect();
        let met = recorded_cards(&mut chance, &lab);
        assert!(met.is_subset(&found), "case {case}: recorded in {met:?}, told of {found:?}");
        told += found.len();
        seen += met.len();
    }
    // No false alarms: nearly all that are told of happen in one of a few runs with random answers.
    assert!(told > 10 && seen * 10 >= told * 9, "{seen} of {told} were met");
}

#[test]
fn who_has_gone_is_not_asked() {
    let lab = Lab::new("start -> queue(support); rest -> end")
        .ending("start -> say(Bye) -> end; say[caller_gone] -> survey(satisfaction); survey[caller_gone] -> say2(Sorry); rest -> end");
    let end = lab.project.versions.values().last().unwrap();
    let found = lint::check_version(&lab.project, end);
    assert!(found.iter().all(|it| it.code == "customer-gone") && found.len() == 2, "{found:?}");
    let run = lab.run("hang up");
    let told = signalbox::sim::report::prose(&run);
    assert!(!told.contains("Sorry") && !told.contains("How satisfied"), "{told}");
}

#[test]
fn only_voice_records() {
    let flow = flow("start -> ANNOUNCED -> PAY -> end; rest -> end");
    assert_eq!(codes(&Lab::new(&flow)).len(), 2);
    let over = codes(&Lab::new(&flow).over(Channel::Messaging));
    assert!(!over.contains("card-while-recording"), "{over:?}");
}
