//! The finer points of data, payment and distribution.

use std::sync::Arc;

use super::action;
use super::details::{as_it_is, codes, told};
use super::driver::ROUTING;
use crate::catalog::{Outcome, Stage, sample};
use crate::model::resource::DistributionMethod;
use crate::model::{
    ActionId, Channel, Flow, Link, ResourceData, ResourceId, Routing, UserState, Version, VersionId, VersionInfo,
};
use crate::sim::{Run, Scene, SceneRequest};

/// A run of one action in a messaging tree, of which only the given branches are linked.
fn run(kind: &str, params: &str, stage: &Stage, linked: &[&str], channel: Channel, answers: &[&str]) -> Run {
    let spec = crate::actions::spec(kind).unwrap();
    let mut under_test = action(spec, ron::from_str(params).unwrap());
    for branch in linked {
        under_test.links.insert((*branch).to_owned(), Link::EndsHere);
    }
    let mut flow = Flow::blank(ActionId(1));
    Arc::make_mut(flow.actions.get_mut(&ActionId(1)).unwrap()).links.insert("ok".to_owned(), Link::To(under_test.id));
    flow.actions.insert(under_test.id, Arc::new(under_test));
    let mut project = stage.project.clone();
    project.routings.insert(ROUTING, Arc::new(Routing { id: ROUTING, channel, ..Routing::default() }));
    let version = VersionId(51);
    let info = VersionInfo { routing: ROUTING, ..VersionInfo::default() };
    project.versions.insert(version, Arc::new(Version { id: version, info, flow }));
    let (caller, world) = (stage.caller.clone(), stage.world.clone());
    let request = SceneRequest { version, entry_point: None, caller, world, seed: 1 };
    let mut run = Run::new(Arc::new(Scene::new(Arc::new(project), request).unwrap()));
    let answers: Vec<String> = answers.iter().map(|text| (*text).to_owned()).collect();
    run.play(&answers).unwrap();
    run
}

fn nobody_there() -> Stage {
    let mut stage = sample::stage();
    stage.world.users = [sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)).into();
    stage
}

const RULE: &str = r#"{"rule": Item(Reference("owner_first"))}"#;
const POLICY: &str = r#"{"policy": Item(Reference("shared"))}"#;
const PERSON: Outcome = Outcome::Reached(crate::catalog::ResultKind::Person);

#[test]
fn a_conversation_rests_in_the_pool_until_somebody_is_there_and_the_customer_writes() {
    for (kind, params) in [("routing_rule", RULE), ("distribute", POLICY)] {
        let pool = |channel, answers: &[&str]| {
            let run = run(kind, params, &nobody_there(), &[], channel, answers);
            (run.outcome().cloned(), run.state().served_by)
        };
        let chat = |answers: &[&str]| pool(Channel::Messaging, answers);
        assert_eq!(chat(&[]), (None, None), "{kind}");
        assert_eq!(chat(&["customer writes"]), (None, None));
        assert_eq!(chat(&["somebody becomes available"]), (None, None));
        assert_eq!(chat(&["somebody becomes available", "customer writes"]), (Some(PERSON), Some(sample::ANA)));
        assert_eq!(chat(&["wait 2h", "ben joins and replies"]), (Some(PERSON), Some(sample::BEN)));
        assert_eq!(chat(&["wait", "leave it in the pool"]), (Some(Outcome::Waiting), None));
        assert_eq!(chat(&["customer leaves"]), (Some(Outcome::Abandoned), None));
        assert_eq!(pool(Channel::Voice, &["somebody becomes available"]), (Some(PERSON), Some(sample::ANA)));
        let linked = run(kind, params, &nobody_there(), &["unassigned"], Channel::Messaging, &[]);
        assert_eq!(linked.outcome(), Some(&Outcome::Waiting));
        let call = run(kind, params, &nobody_there(), &["unassigned"], Channel::Voice, &[]);
        assert_eq!(call.outcome(), Some(&Outcome::Goodbye));
        let mut to_end = run(kind, params, &nobody_there(), &[], Channel::Messaging, &[]);
        to_end.to_end();
        assert_eq!(to_end.outcome(), Some(&PERSON));
    }
}

#[test]
fn who_chooses_for_themselves_must_join() {
    let mut stage = sample::stage();
    let policy = Arc::make_mut(stage.project.resources.get_mut(&ResourceId(75)).unwrap());
    let ResourceData::DistributionPolicy(data) = &mut policy.data else { panic!("no policy") };
    data.method = DistributionMethod::SelfSelect;
    let run = |answers: &[&str]| run("distribute", POLICY, &stage, &[], Channel::Messaging, answers);
    assert_eq!(run(&["customer writes", "Ben joins and replies"]).outcome(), Some(&PERSON));
    let waiting = run(&[]);
    let question = waiting.state().question.as_ref().unwrap();
    assert!(question.read("somebody becomes available").is_err());
    let told = told("distribute", r#"{"policy": Item(Reference("shared")), "delay": Int(90)}"#, as_it_is, "");
    assert!(
        told.ends_with("in turn, the next user → Ana is chosen; Ana gets the conversation; by 1; assigned at 1:30"),
        "{told}"
    );
}

#[test]
fn databases_are_changed_in_the_runs_own_copy() {
    let point = r#"{"database": Item(Reference("clients")), "which": Text("all"),
        "filters": Rows([(id: 1, cells: {"column": Text("Points"), "test": Text("more"), "value": Operand(Text("9"))})]),
        "values": Rows([(id: 2, cells: {"column": Text("points"), "value": Operand(Expression("customer.points + 1"))})])}"#;
    assert_eq!(
        told("database_modify", point, as_it_is, ""),
        "→ Database: Clients: row 1: points 12 → 11; → Database: Clients: row 2: points 80 → 11; ! 2 rows are changed.; ok at 0:00"
    );
    let save = |number: &str, points: &str| {
        told(
            "database_save",
            &format!(
                r#"{{"database": Item(Reference("clients")), "values": Rows([(id: 1, cells: {{"column": Text("number"), "value": Operand(Text("{number}"))}}),
                    (id: 2, cells: {{"column": Text("points"), "value": Operand(Text("{points}"))}})])}}"#
            ),
            as_it_is,
            "",
        )
    };
    assert_eq!(save("+33611111111", "5"), "→ Database: Clients: adds number +33611111111, points 5; ok at 0:00");
    assert_eq!(
        save("+33 6 12 34 56 78", "5"),
        "! There is another row whose number is +33 6 12 34 56 78.; duplicate at 0:00"
    );
    assert_eq!(save("", "5"), "! number must have a value.; invalid at 0:00");
    assert_eq!(
        save("+33611111111", "many"),
        "! \"many\" does not fit points (number). A number of at most 28 digits is needed, such as 12 or 9.5.; invalid at 0:00"
    );
    let read = |direction: &str| {
        told(
            "database_read",
            &format!(
                r#"{{"database": Item(Reference("clients")), "order": Text("points"), "direction": Text("{direction}"),
                    "outputs": Rows([(id: 1, cells: {{"column": Text("name"), "variable": Text("customer.name")}})])}}"#
            ),
            as_it_is,
            "",
        )
    };
    assert!(read("descending").starts_with("customer.name =  → Noor; ! Clients: 2 rows found."));
    assert!(read("ascending").starts_with("customer.name =  → Camille;"));
}

#[test]
fn moments_are_written_as_asked() {
    let told = |params: &str| {
        told("date_and_time", &format!(r#"{{"variable": Text("customer.name"), {params}}}"#), as_it_is, "")
    };
    for (params, expected) in [
        (r#""form": Text("words")"#, "customer.name =  → Monday 23 November 2026; ok at 0:00"),
        (r#""zone": Text("America/New_York")"#, "customer.name =  → 2026-11-23 03:00:00; ok at 0:00"),
        (r#""zone": Text("Mars")"#, "! \"Mars\" is no time zone such as Europe/Paris.; error at 0:00"),
        (
            r#""calculation": Text("difference"), "other": Operand(Text("2026-11-30")), "unit": Text("days")"#,
            "customer.name =  → 7; ok at 0:00",
        ),
        (
            r#""calculation": Text("subtract"), "amount": Operand(Variable("customer.points")), "form": Text("time")"#,
            "customer.name =  → 08:50; ok at 0:00",
        ),
        (
            r#""calculation": Text("add"), "amount": Operand(Text("99999999999")), "unit": Text("years")"#,
            "! 99999999999 is too far away.; error at 0:00",
        ),
    ] {
        assert_eq!(told(params), expected);
    }
}

#[test]
fn no_card_digit_can_come_in_and_attempts_are_counted() {
    let pay = |attempts: u32, answers: &str| {
        let params = format!(
            r#"{{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1")), "attempts": Int({attempts})}}"#
        );
        let told = told("pay_invoice", &params, as_it_is, answers);
        told.rsplit("; ").next().unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(pay(1, "enters a card; bank refuses"), "refused");
    assert_eq!(pay(1, "enters nothing"), "max_attempts");
    assert_eq!(
        pay(0, "enters a card; bank refuses; enters a card; bank refuses; enters a card; bank refuses"),
        "max_attempts"
    );
    assert_eq!(pay(3, "enters a card; bank refuses; presses *"), "interrupted");

    let params = r#"{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}"#;
    let mut run = run("pay_invoice", params, &sample::stage(), &[], Channel::Voice, &[]);
    while !run.is_over() {
        if let Some(question) = &run.state().question {
            assert!(question.choices.iter().all(|choice| choice.input.is_none()));
            assert!(!question.read("enters a card 4111").unwrap_err().contains("4111"));
            let next = question.choices[0].text.clone();
            run.answer(&next).unwrap();
        }
        run.step();
    }
    assert_eq!(run.answers(), ["enters a card", "bank accepts"]);
    assert!(run.state().interaction.paid.contains("F-1"));
    assert_eq!(run.outcome(), Some(&Outcome::Reached(crate::catalog::ResultKind::SelfService)));
}

#[test]
fn what_is_wrong_with_data_is_found() {
    let column = r#"[(id: 1, cells: {"column": Text("points"), "value": Operand(Text("many"))}), (id: 2, cells: {"column": Text("Points")}), (id: 3, cells: {"column": Text("age")})]"#;
    let values =
        format!(r#"{{"database": Item(Reference("clients")), "values": Rows({column}), "which": Text("all")}}"#);
    assert_eq!(
        codes("database_modify", &values),
        ["database-column", "database-value", "column-twice", "database-all"]
    );
    for (kind, params, expected) in [
        (
            "date_and_time",
            r#"{"zone": Text("Mars"), "form": Text("custom"), "pattern": Text("%Q")}"#,
            &["time-zone", "date-pattern"][..],
        ),
        ("date_and_time", r#"{"calculation": Text("add"), "amount": Operand(Text("x"))}"#, &["date-amount"]),
        ("date_and_time", r#"{"calculation": Text("difference"), "other": Operand(Text("x"))}"#, &["date-other"]),
        ("pay_invoice", r#"{"module": Item(Reference("billing"))}"#, &["invoice-missing"]),
        (
            "pay_invoice",
            r#"{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("999"))}"#,
            &["amount-above"],
        ),
        ("trigger_filter", r#"{"question": Operand(Variable("customer.tier"))}"#, &["question-types"]),
    ] {
        assert_eq!(codes(kind, params), expected, "{kind} {params}");
    }
}
