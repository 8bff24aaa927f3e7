//! The pool of unassigned conversations while the flow continues by *Unassigned* (spec: distribution §2).

use signalbox::catalog::Actor;
use signalbox::catalog::sample::{ANA, BEN};
use signalbox::model::{Channel, UserState};
use signalbox::sim::report::prose;
use signalbox::sim::{Report, Run};

use crate::support::Lab;
use crate::support::lab::{offered, outcome};

const RULE: &str = r#"routing_rule{"rule": Item(Reference("owner_first"))}"#;
const ASKS: &str = r#"ask{"text": Texts({"": "What is it about?"}), "target": Text("customer.name")}"#;
const SAYS: &str = r#"send_message{"text": Texts({"": "We answer soon."})}"#;

/// A conversation without an available user, and the actions after *Unassigned*.
fn unassigned(then: &str) -> Lab {
    Lab::new(&format!("start -> {RULE}; routing_rule[unassigned] -> {then}; rest -> end"))
        .over(Channel::Messaging)
        .given(|lab| lab.world.users = [ANA, BEN].map(|user| (user, UserState::Offline)).into())
}

/// The outcome, the path, and the people who served.
fn told(run: &Run) -> String {
    let passed: Vec<String> = Report::new(run).steps.into_iter().map(|step| step.title).collect();
    let served = run.state().served_by.map(|user| run.scene.project.resources[&user].name.as_str());
    format!("{} · {} · {}", outcome(run), passed.join(" "), served.unwrap_or("nobody"))
}

#[test]
fn being_taken_from_the_pool_ends_the_flow_as_person() {
    let lab = unassigned(&format!("{ASKS} -> checkpoint(after)"));
    let told = |script: &str| told(&lab.run(script));
    assert_eq!(told("Ben joins and replies"), "Person · Start routing_rule ask · Ben");
    assert_eq!(told("somebody becomes available; reply The roof"), "Person · Start routing_rule ask · Ana");
    assert_eq!(told("somebody becomes available; ben joins and replies"), "Person · Start routing_rule ask · Ben");
    let run = lab.run("Ben joins and replies");
    assert_eq!(run.state().ending, "Somebody took it from the pool, so the flow ends here.");
    assert_eq!(run.read("call.ended_by"), "agent");
    assert!(prose(&run).contains("The conversation stays in the pool while the flow goes on."));
    // A missing reply is not a message of the customer.
    assert_eq!(told("somebody becomes available; time passes"), "Waiting · Start routing_rule ask · nobody");
}

#[test]
fn who_is_left_in_the_pool_waits_and_who_leaves_has_left() {
    let lab = unassigned(&format!("{ASKS} -> checkpoint(after)"));
    assert_eq!(told(&lab.run("reply The roof")), "Waiting · Start routing_rule ask checkpoint · nobody");
    assert_eq!(told(&lab.run("hang up")), "Abandoned · Start routing_rule ask · nobody");
    // If the flow leads nowhere, the conversation is still in the pool.
    let mut open = unassigned(ASKS);
    let ask = open.ids["ask"];
    std::sync::Arc::make_mut(open.flow_mut().flow.actions.get_mut(&ask).unwrap()).links.clear();
    assert_eq!(told(&open.run("reply The roof")), "Waiting · Start routing_rule ask · nobody");
    // Closing removes the conversation from the pool.
    assert_eq!(outcome(&unassigned("close").run("")), "Self-service");
}

#[test]
fn the_pool_is_offered_beside_the_question_and_never_twice() {
    let lab = unassigned(&format!("{ASKS} -> checkpoint(after)"));
    let mut run = lab.run("");
    let pool = [
        "somebody becomes available",
        "Ana becomes available",
        "Ben becomes available",
        "Ana joins and replies",
        "Ben joins and replies",
    ];
    assert!(offered(&run).ends_with(&pool.map(str::to_owned)), "{:?}", offered(&run));
    let of_people = run.state().question.iter().flat_map(|question| question.choices.iter());
    let mut of_people = of_people.filter(|choice| pool.contains(&&*choice.text));
    assert!(of_people.all(|choice| choice.by == Actor::Others), "what people do is no answer of the customer");
    let before = offered(&run);
    run.answer("somebody becomes available").unwrap();
    assert_eq!(
        offered(&run),
        before.iter().filter(|text| !pool[..2].contains(&text.as_str())).cloned().collect::<Vec<_>>()
    );
    assert!(run.back());
    assert_eq!(offered(&run), before);
    // Another rule in between: a user who is in the pool twice is offered once.
    let twice =
        unassigned(&format!("routing_rule2{}; routing_rule2[unassigned] -> {ASKS}", &RULE["routing_rule".len()..]));
    let known = offered(&twice.run(""));
    assert_eq!(known.iter().filter(|text| *text == pool[3]).count(), 1, "{known:?}");
}

#[test]
fn at_what_passes_by_itself_it_is_written_during_it() {
    let lab = unassigned(&format!("{SAYS} -> checkpoint(after)"));
    assert_eq!(told(&lab.run("")), "Waiting · Start routing_rule send_message checkpoint · nobody");
    assert_eq!(told(&lab.run("Ana joins and replies during it")), "Person · Start routing_rule send_message · Ana");
    // Therefore a list of answers waits for a real question.
    let (_, done) = lab.try_run("Ana joins and replies");
    assert!(done.unwrap_err().contains("after the call is over"));
    let asks_later = unassigned(&format!("{SAYS} -> {ASKS}"));
    assert_eq!(told(&asks_later.run("Ana joins and replies")), "Person · Start routing_rule send_message ask · Ana");
}

#[test]
fn who_is_served_in_another_way_is_in_the_pool_no_longer() {
    let lab = unassigned(&format!(r#"hand_over{{"team": Item(Reference("desk")), "wait": Int(600)}} -> {ASKS}"#))
        .given(|lab| {
            lab.world.users.remove(&BEN);
            // Ben is busy for the rule, but can join once he is free.
            lab.world.users.insert(BEN, UserState::Busy);
        });
    let run = lab.run("Ben becomes free; Ben joins and replies");
    assert_eq!(outcome(&run), "waits for a reply");
    assert!(offered(&run).iter().all(|text| !text.contains("joins")), "{:?}", offered(&run));
}

#[test]
fn it_stays_in_the_pool_over_a_jump_and_no_longer_than_the_conversation() {
    let lab = unassigned("jump(second)").with("second", &format!("start -> {ASKS}; rest -> end")).given(|lab| {
        let second = lab.project.routing_by_reference("second").unwrap().id;
        std::sync::Arc::make_mut(lab.project.routings.get_mut(&second).unwrap()).channel = Channel::Messaging;
    });
    assert_eq!(outcome(&lab.run("Ben joins and replies")), "Person");
    // The end routing is not part of the wait.
    let lab = unassigned("checkpoint(after)").ending(&format!("start -> {ASKS}; rest -> end"));
    let run = lab.run("");
    assert!(offered(&run).iter().all(|text| !text.contains("joins")), "{:?}", offered(&run));
    assert_eq!(run.outcome().map(signalbox::catalog::Outcome::words), Some("Waiting"));
}

#[test]
fn a_call_waits_in_the_pool_while_it_lasts() {
    let lab = unassigned("menu(1 Wait)").over(Channel::Voice);
    assert_eq!(told(&lab.run("somebody becomes available")), "Person · Start routing_rule menu · Ana");
    assert_eq!(told(&lab.run("press 1")), "Goodbye · Start routing_rule menu · nobody");
}
