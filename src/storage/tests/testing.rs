//! The third frozen file of schema 2, `schema_2_testing.ron`: test calls with every kind of caller, world, arrival, answer and expectation, and
//! the rules of a routing. Neither the file nor the project is ever edited.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use crate::model::{
    ActionId, Arrival, Caller, CallerId, EntryPointId, Expectation, Named, PathsRule, Project, RecordedAnswer,
    ResourceId, RoutingId, RoutingRules, TestCall, TestCallId, TestCaller, TestWorld, TestedAction, Until, UserState,
    World, WorldId,
};

use super::meaning_more;

/// The routing that is tested.
const LINE: RoutingId = RoutingId(5);

/// The project of the frozen file.
pub(super) fn project() -> Project {
    let mut project = meaning_more::project();
    (project.uid, project.last_id) = ("c41e8b0a37".to_owned(), 40);
    let routing = Arc::make_mut(project.routings.get_mut(&LINE).unwrap());
    routing.rules = RoutingRules {
        coverage: Some(95),
        paths: PathsRule::Proven,
        nobody_rests: true,
        menus: Some(3),
        seconds: Some(90),
    };
    // A routing with one rule has the others off.
    let mut other = routing.clone();
    (other.id, other.name, other.reference) = (RoutingId(21), "Other line".to_owned(), "other_line".to_owned());
    other.aliases = Vec::new();
    (other.rules, other.last_action) =
        (RoutingRules { paths: PathsRule::NobodyStuck, ..RoutingRules::default() }, ActionId(0));
    project.routings.insert(other.id, Arc::new(other));
    for call in [plain(), saved(), own()] {
        project.test_calls.insert(call.id, Arc::new(call));
    }
    project
}

fn named<I>(id: I, name: &str) -> Named<I> {
    Named { id, name: name.to_owned() }
}

fn action(action: u32, title: &str) -> TestedAction {
    TestedAction { routing: LINE, action: ActionId(action), title: title.to_owned() }
}

fn morning() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(7, 59, 30).unwrap()
}

/// A test call with nothing that may be left out.
fn plain() -> TestCall {
    TestCall { id: TestCallId(30), name: "Hangs up at once".to_owned(), routing: LINE, ..TestCall::default() }
}

/// A test call that names everything it uses.
fn saved() -> TestCall {
    let answer = |action: u32, question, key: &str, value: &str, text: &str| RecordedAnswer {
        routing: LINE,
        action: ActionId(action),
        question,
        key: key.to_owned(),
        value: value.to_owned(),
        text: text.to_owned(),
    };
    TestCall {
        id: TestCallId(31),
        name: "Before opening: \"Sales\"".to_owned(),
        note: "From a complaint.\nA person should answer.".to_owned(),
        is_required: true,
        caller: TestCaller::Saved(named(CallerId(8), "Camille")),
        world: TestWorld::Saved(named(WorldId(9), "Monday")),
        arrival: Arrival::At(named(EntryPointId(4), "Main number")),
        start: Some(morning()),
        seed: u64::MAX,
        answers: vec![
            answer(2, 1, "press", "9", "press 9"),
            answer(2, 2, "press", "1", "press 1"),
            answer(3, 1, RecordedAnswer::CHANGE_BEFORE, "set Ana busy", "set Ana busy"),
            answer(3, 1, RecordedAnswer::CHANGE, "set customer.tier to gold", "set customer.tier to gold"),
            answer(3, 1, "candidate", "2 7000+90000", "Ana answers after 7s for 90s"),
            // The customer comes back after the end.
            answer(0, 1, "wrote", "Are you there?", "write Are you there?"),
            // An action of a routing that is gone.
            RecordedAnswer { routing: RoutingId(99), ..answer(1, 1, "silence", "", "") },
        ],
        expectations: expectations(),
        ..plain()
    }
}

/// Every kind of expectation.
fn expectations() -> Vec<Expectation> {
    let text = str::to_owned;
    vec![
        Expectation::Outcome(text("Person")),
        Expectation::EndsAt(action(3, "Sales queue"), text("processed")),
        Expectation::EndsAt(action(3, ""), String::new()),
        Expectation::ServedBy(named(ResourceId(2), "Ana")),
        Expectation::ServedBy(named(ResourceId(1), "")),
        Expectation::Passes(action(2, "What is it about?"), text("row:1")),
        Expectation::DoesNotPass(action(2, "What is it about?"), text("no_input")),
        Expectation::Order(action(2, "What is it about?"), action(3, "Sales queue")),
        Expectation::Equals(text("order_no.tier-2"), text("Gold")),
        Expectation::Contains(text("order_no.tier-2"), text("\"Go\"")),
        Expectation::Ledger(text("Email"), text("Thank you")),
        Expectation::NoLedger(text("SMS"), String::new()),
        Expectation::Hears(text("Léonie's bakery")),
        Expectation::Within(Until::End, 300),
        Expectation::Within(Until::Person, 45),
        Expectation::Within(Until::Queue, 0),
        Expectation::MenusBeforePerson(2),
        Expectation::Passage(action(2, ""), text("1 Sales")),
        Expectation::Tag(text("bread")),
    ]
}

/// A test call with a caller and a world of its own, which arrives at no entry point.
fn own() -> TestCall {
    let caller = Caller { name: "Hidden".to_owned(), number: "+33612345678".to_owned(), ..Caller::default() };
    let mut world = World { name: "Nobody is there".to_owned(), start: Some(morning()), ..World::default() };
    world.users.insert(ResourceId(2), UserState::Offline);
    TestCall {
        id: TestCallId(32),
        name: "Nobody is there".to_owned(),
        caller: TestCaller::Own(Box::new(caller)),
        world: TestWorld::Own(Box::new(world)),
        arrival: Arrival::Nowhere,
        ..plain()
    }
}
