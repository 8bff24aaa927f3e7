//! Test calls under edit (spec: testing §1): creating, changing and deleting them; where they count as uses; what a deletion, a replacement
//! and a new name do to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, OTHER};
use signalbox::edit::{Applied, Context, Document, Edit, Refusal};
use signalbox::model::{
    ActionId, Arrival, Caller, CallerId, Contact, EntryPoint, EntryPointId, Expectation, Named, Opportunity, Place,
    Project, RecordedAnswer, Resource, ResourceData, ResourceId, RoutingId, Status, TestCall, TestCallId, TestCaller,
    TestWorld, TestedAction, UserState, World, WorldId, invariants,
};
use signalbox::uses::{self, ItemId, Target};

use crate::edit::content;
use crate::support::Lab;

const CAMILLE: CallerId = CallerId(30);
const MONDAY: WorldId = WorldId(31);
const NUMBER: EntryPointId = EntryPointId(40);
const SPARE: EntryPointId = EntryPointId(41);
const CUSTOMER: ResourceId = ResourceId(9);

/// A document with a test call, on objects that nothing else uses.
struct Desk {
    document: Document,
    routing: RoutingId,
    call: TestCallId,
    say: ActionId,
    menu: ActionId,
}

fn action(routing: RoutingId, action: ActionId) -> TestedAction {
    TestedAction { routing, action, title: String::new() }
}

fn named<I>(id: I) -> Named<I> {
    Named { id, name: String::new() }
}

impl Desk {
    fn new() -> Self {
        let mut lab = Lab::new("start -> say(Hello) -> menu(1 Sales) -> end");
        lab.project.callers.insert(CAMILLE, Arc::new(lab.caller.clone()));
        lab.project.worlds.insert(MONDAY, Arc::new(lab.world.clone()));
        for (id, name) in [(NUMBER, "Hotline"), (SPARE, "Spare")] {
            let entry_point =
                EntryPoint { id, name: name.to_owned(), reference: name.to_lowercase(), ..EntryPoint::default() };
            lab.project.entry_points.insert(id, Arc::new(entry_point));
        }
        let (say, menu) = (lab.ids["say"], lab.ids["menu"]);
        let answer = |routing, action| {
            let text = if routing == OTHER { "" } else { "press 1" };
            RecordedAnswer { routing, action, question: 1, text: text.to_owned(), ..RecordedAnswer::default() }
        };
        let test_call = TestCall {
            name: "Night".to_owned(),
            routing: lab.routing,
            caller: TestCaller::Saved(named(CAMILLE)),
            world: TestWorld::Saved(named(MONDAY)),
            arrival: Arrival::At(named(NUMBER)),
            answers: vec![answer(lab.routing, menu), answer(OTHER, ActionId(1)), answer(lab.routing, menu)],
            expectations: vec![
                Expectation::ServedBy(named(ANA)),
                Expectation::Order(action(lab.routing, say), action(OTHER, ActionId(1))),
                Expectation::Passes(action(lab.routing, say), "ok".to_owned()),
                Expectation::Equals("customer.tier".to_owned(), "gold".to_owned()),
                Expectation::Contains("customer.name".to_owned(), "Noor".to_owned()),
            ],
            ..TestCall::default()
        };
        let mut desk =
            Self { document: Document::new(lab.project), routing: lab.routing, call: TestCallId(0), say, menu };
        desk.call = desk.store(test_call).test_call.unwrap();
        desk
    }

    fn project(&self) -> &Project {
        self.document.project()
    }

    fn call(&self) -> &TestCall {
        &self.project().test_calls[&self.call]
    }

    #[track_caller]
    fn apply(&mut self, edit: &Edit) -> Applied {
        let before = self.document.project().clone();
        let applied = self.document.apply(edit, &Context::default()).unwrap_or_else(|why| panic!("{edit:?}: {why}"));
        assert_eq!(invariants::check(self.project()), Vec::<String>::new(), "{edit:?}");
        let mut undone = self.document.clone();
        assert_eq!(undone.undo(), Some(edit.words()));
        assert_eq!(content(undone.project()), content(&before), "one undo reverts the edit: {edit:?}");
        undone.redo();
        assert_eq!(undone.project(), self.document.project(), "redo repeats the edit: {edit:?}");
        applied
    }

    #[track_caller]
    fn store(&mut self, test_call: TestCall) -> Applied {
        self.apply(&Edit::StoreTestCall { test_call: Box::new(test_call) })
    }

    #[track_caller]
    fn refusal(&mut self, edit: &Edit) -> String {
        let before = self.document.project().clone();
        let refused = self.document.apply(edit, &Context::default()).expect_err("it should be refused");
        assert!(Arc::ptr_eq(&before, self.document.project()));
        refused.to_string()
    }

    fn refused(&mut self, test_call: TestCall) -> String {
        self.refusal(&Edit::StoreTestCall { test_call: Box::new(test_call) })
    }

    /// The uses of something in the test call.
    fn uses(&self, target: impl Into<Target>) -> Vec<String> {
        let all = uses::of_target(self.project(), target.into());
        all.into_iter().filter(|it| it.place == Place::TestCall(self.call)).map(|it| it.field).collect()
    }
}

#[test]
fn a_test_call_is_created_changed_and_deleted() {
    let mut desk = Desk::new();
    assert_eq!(desk.call, TestCallId(desk.project().last_id));
    assert_eq!(desk.document.undo_words(), Some("Create test call"));
    let applied = desk.store(TestCall { name: " Evening ".to_owned(), ..desk.call().clone() });
    assert_eq!((applied.test_call, desk.call().name.as_str()), (None, "Evening"));
    assert_eq!(desk.document.undo_words(), Some("Change test call"));
    // A duplicate is stored under a new id.
    let copy = desk.store(TestCall { id: TestCallId(0), ..desk.call().clone() }).test_call.unwrap();
    assert_eq!(desk.project().test_calls.len(), 2);
    desk.apply(&Edit::DeleteTestCall { test_call: copy });
    assert_eq!(desk.document.undo_words(), Some("Delete test call"));
    assert_eq!(desk.project().test_calls.keys().collect::<Vec<_>>(), [&desk.call]);
    assert_eq!(desk.project().activity, []);
}

#[test]
fn a_test_call_needs_a_name_and_a_routing_that_exists() {
    let mut desk = Desk::new();
    let call = desk.call().clone();
    assert_eq!(desk.refused(TestCall { name: " ".to_owned(), ..call.clone() }), "Enter a name.");
    let no_routing = TestCall { routing: RoutingId(9_999), ..call.clone() };
    assert_eq!(desk.refused(no_routing), "This smart routing no longer exists.");
    let gone = TestCall { id: TestCallId(9_999), ..call.clone() };
    assert_eq!(desk.refused(gone), "This test call no longer exists.");
    let long = TestCall { name: "x".repeat(201), ..call };
    assert_eq!(desk.refused(long), "A name may have 200 characters at most; this one has 201. Shorten it.");
}

#[test]
fn the_caller_and_the_world_of_one_test_call_have_no_id() {
    let mut desk = Desk::new();
    let caller = Caller { id: CallerId(30), name: "Noor".to_owned(), ..Caller::default() };
    let world = World { id: WorldId(31), name: "Busy".to_owned(), ..World::default() };
    desk.store(TestCall {
        caller: TestCaller::Own(Box::new(caller.clone())),
        world: TestWorld::Own(Box::new(world.clone())),
        ..desk.call().clone()
    });
    let (caller, world) = (Caller { id: CallerId(0), ..caller }, World { id: WorldId(0), ..world });
    assert_eq!(desk.call().caller, TestCaller::Own(Box::new(caller)));
    assert_eq!(desk.call().world, TestWorld::Own(Box::new(world)));
}

#[test]
fn there_are_at_most_2_000_answers_200_expectations_and_5_000_test_calls() {
    let mut desk = Desk::new();
    let answers = |count| vec![RecordedAnswer { key: "press".to_owned(), ..RecordedAnswer::default() }; count];
    let tags = |count| vec![Expectation::Tag("vip".to_owned()); count];
    let call = TestCall { id: TestCallId(0), ..desk.call().clone() };
    let too_many = desk.refused(TestCall { answers: answers(2_001), ..call.clone() });
    assert_eq!(too_many, "A test call may have 2,000 answers at most; this one has 2,001. Remove some.");
    let too_many = desk.refused(TestCall { expectations: tags(201), ..call.clone() });
    assert_eq!(too_many, "A test call may have 200 expectations at most; this one has 201. Remove some.");
    desk.store(TestCall { answers: answers(2_000), expectations: tags(200), ..call.clone() });
    // A file can hold more; they become fewer, and never more.
    let mut project = desk.project().clone();
    let long = Arc::make_mut(project.test_calls.get_mut(&desk.call).unwrap());
    (long.answers, long.expectations) = (answers(2_010), tags(210));
    let long = long.clone();
    desk.document = Document::new(project);
    assert!(desk.refused(TestCall { answers: answers(2_011), ..long.clone() }).contains("this one has 2,011"));
    assert!(desk.refused(TestCall { expectations: tags(211), ..long.clone() }).contains("this one has 211"));
    desk.store(TestCall { answers: answers(2_009), expectations: tags(209), ..long });
    let mut project = desk.project().clone();
    for id in 10_000..10_000 + 5_000 - 2 {
        project.test_calls.insert(TestCallId(id), Arc::new(TestCall { id: TestCallId(id), ..call.clone() }));
    }
    project.last_id = 20_000;
    let full = project.test_calls.len();
    assert_eq!(full, 5_000);
    desk.document = Document::new(project);
    let why = desk.refused(call);
    assert_eq!(why, "A project may have 5,000 test calls at most. Delete some first.");
    desk.store(TestCall { note: "Still changed.".to_owned(), ..desk.call().clone() });
}

#[test]
fn everything_that_a_test_call_names_counts_as_used() {
    let desk = Desk::new();
    let item = |item: ItemId| Target::Item(item);
    let (main, other) = (desk.routing, OTHER);
    let expected: Vec<(Target, &[&str])> = vec![
        (item(main.into()), &["Smart routing"]),
        (Target::Caller(CAMILLE), &["Caller"]),
        (Target::World(MONDAY), &["World"]),
        (item(NUMBER.into()), &["Entry point"]),
        (item(SPARE.into()), &[]),
        (item(ANA.into()), &["Expectations"]),
        (item(BEN.into()), &[]),
        (item(CUSTOMER.into()), &["Expectations", "Expectations"]),
        // The other routing is named by the actions of it: one that answers, one that is expected.
        (item(other.into()), &["Answers", "Expectations"]),
        (Target::Action(main, desk.say), &["Expectations"]),
        (Target::Action(main, desk.menu), &["Answers"]),
        (Target::Action(other, ActionId(1)), &["Answers", "Expectations"]),
        (Target::Action(other, ActionId(2)), &[]),
        (Target::Caller(CallerId(31)), &[]),
    ];
    for (target, fields) in expected {
        assert_eq!(desk.uses(target), fields, "{target:?}");
    }
    let used = uses::of_target(desk.project(), CAMILLE.into());
    assert_eq!(uses::words(desk.project(), &used[0]), "test call \"Night\" (Caller)");
    assert!(used.iter().all(|it| !it.prevents_deletion()));
}

#[test]
fn a_test_call_is_found_by_everything_that_it_names() {
    let mut desk = Desk::new();
    desk.apply(&Edit::DeleteWorld { world: MONDAY });
    desk.store(TestCall { note: "From a complaint.".to_owned(), ..desk.call().clone() });
    let texts = uses::texts_of_test_call(desk.project(), desk.call());
    let texts: Vec<(&str, &str)> = texts.iter().map(|(field, text)| (*field, text.as_str())).collect();
    let expected = [
        ("", "Night"),
        ("Note", "From a complaint."),
        ("Caller", "Camille"),
        ("World", "Monday 09:00, deleted"),
        ("Entry point", "Hotline"),
        ("Answers", "press 1"),
        ("Answers", ""),
        ("Answers", "press 1"),
        ("Expectations", "Ana"),
        ("Expectations", "say"),
        ("Expectations", "Start"),
        ("Expectations", "say"),
        ("Expectations", "customer.tier"),
        ("Expectations", "gold"),
        ("Expectations", "customer.name"),
        ("Expectations", "Noor"),
    ];
    assert_eq!(texts, expected);
}

#[test]
fn what_only_the_test_call_has_counts_as_a_use_and_is_replaced() {
    let mut desk = Desk::new();
    let contact = Contact { hours_ago: 1, channel: signalbox::model::Channel::default(), served_by: Some(ANA) };
    let caller = Caller {
        contacts: vec![contact],
        lead_owner: Some(ANA),
        opportunities: vec![Opportunity { name: "Fleet".to_owned(), owner: Some(ANA) }],
        variables: [("customer.tier".to_owned(), "gold".to_owned())].into(),
        ..Caller::default()
    };
    let world = World { users: [(ANA, UserState::Away)].into(), ..World::default() };
    desk.store(TestCall {
        caller: TestCaller::Own(Box::new(caller)),
        world: TestWorld::Own(Box::new(world)),
        ..desk.call().clone()
    });
    assert_eq!(desk.uses(ANA), ["Past contacts", "Lead owner", "Opportunities", "People", "Expectations"]);
    assert_eq!(desk.uses(CUSTOMER), ["Starting variables", "Expectations", "Expectations"]);
    desk.apply(&Edit::ReplaceEverywhere { from: ANA.into(), to: BEN.into(), delete: true });
    assert_eq!(desk.uses(BEN), ["Past contacts", "Lead owner", "Opportunities", "People", "Expectations"]);
    let served = Expectation::ServedBy(Named { id: BEN, name: "Ben".to_owned() });
    assert_eq!(desk.call().expectations[0], served);
    assert!(!desk.project().resources.contains_key(&ANA));
}

#[test]
fn an_entry_point_and_the_paths_of_a_variable_are_replaced_too() {
    let mut desk = Desk::new();
    let applied = desk.apply(&Edit::ReplaceEverywhere { from: NUMBER.into(), to: SPARE.into(), delete: true });
    assert_eq!(applied.notice.as_deref(), Some("\"Spare\" replaces \"Hotline\" in 1 place."));
    assert_eq!(desk.call().arrival, Arrival::At(Named { id: SPARE, name: "Spare".to_owned() }));
    let mut renamed = (*desk.project().resources[&CUSTOMER]).clone();
    renamed.reference = "client".to_owned();
    let ResourceData::Variable(variable) = &mut renamed.data else { panic!("no variable") };
    variable.fields.iter_mut().filter(|field| field.name == "tier").for_each(|field| field.name = "level".to_owned());
    desk.apply(&Edit::RenameResource { resource: Box::new(renamed) });
    let paths: Vec<&str> = desk
        .call()
        .expectations
        .iter()
        .filter_map(|it| match it {
            Expectation::Equals(path, _) | Expectation::Contains(path, _) => Some(path.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(paths, ["client.level", "client.name"]);
    assert_eq!(desk.project().resources[&CUSTOMER].aliases, Vec::<String>::new());
}

#[test]
fn a_routing_that_is_replaced_is_still_the_one_that_is_tested() {
    let mut desk = Desk::new();
    let mut copy = (*desk.project().routings[&OTHER]).clone();
    (copy.id, copy.reference) = (RoutingId(0), "another".to_owned());
    let to = desk.apply(&Edit::StoreRouting { routing: copy }).routing.unwrap();
    let before = desk.document.project().clone();
    let replace = |delete| Edit::ReplaceEverywhere { from: OTHER.into(), to: to.into(), delete };
    let applied = desk.document.apply(&replace(false), &Context::default()).unwrap();
    assert_eq!(*before, **desk.document.project(), "only test calls name it, by the ids of its actions");
    let places: Vec<String> = applied.left.into_iter().map(|(_, words)| words).collect();
    assert_eq!(places, ["test call \"Night\" (Answers)", "test call \"Night\" (Expectations)"]);
    // With the deletion, the test call keeps the names and is listed no more.
    let applied = desk.apply(&replace(true));
    assert_eq!(applied.left, []);
    assert!(!applied.notice.unwrap().contains("stays"), "no place is left");
}

#[test]
fn a_test_call_prevents_no_deletion_and_shows_what_is_deleted_under_its_last_name() {
    let mut desk = Desk::new();
    let words = |desk: &Desk| -> BTreeMap<&str, String> {
        let (call, project) = (desk.call(), desk.project());
        let TestCaller::Saved(caller) = &call.caller else { panic!("{:?}", call.caller) };
        let TestWorld::Saved(world) = &call.world else { panic!("{:?}", call.world) };
        let Arrival::At(arrival) = &call.arrival else { panic!("{:?}", call.arrival) };
        let Expectation::ServedBy(who) = &call.expectations[0] else { panic!("{:?}", call.expectations) };
        let Expectation::Order(first, second) = &call.expectations[1] else { panic!("{:?}", call.expectations) };
        [
            ("caller", caller.words(project)),
            ("world", world.words(project)),
            ("entry point", arrival.words(project)),
            ("who", who.words(project)),
            ("first", first.words(project)),
            ("second", second.words(project)),
        ]
        .into()
    };
    let list = |all: [&str; 6]| -> BTreeMap<&str, String> {
        let keys = ["caller", "world", "entry point", "who", "first", "second"];
        keys.into_iter().zip(all.map(str::to_owned)).collect()
    };
    assert_eq!(words(&desk), list(["Camille", "Monday 09:00", "Hotline", "Ana", "say", "Start"]));
    // Everything gets another name. The test call still has the former ones.
    let project = desk.project().clone();
    let caller = Caller { name: "Camilla".to_owned(), ..(*project.callers[&CAMILLE]).clone() };
    let world = World { name: "Monday".to_owned(), ..(*project.worlds[&MONDAY]).clone() };
    let entry_point = EntryPoint { name: "Helpline".to_owned(), ..(*project.entry_points[&NUMBER]).clone() };
    let resource = Resource { name: "Anna".to_owned(), ..(*project.resources[&ANA]).clone() };
    desk.apply(&Edit::StoreCaller { caller: Box::new(caller) });
    desk.apply(&Edit::StoreWorld { world: Box::new(world) });
    desk.apply(&Edit::StoreEntryPoint { entry_point });
    desk.apply(&Edit::StoreResource { resource: Box::new(resource) });
    assert_eq!(words(&desk), list(["Camilla", "Monday", "Helpline", "Anna", "say", "Start"]));
    assert_eq!(desk.call().caller, TestCaller::Saved(Named { id: CAMILLE, name: "Camille".to_owned() }));
    // Nothing of this is refused: no place but the test call uses the objects. Of Ana, other uses come first.
    desk.apply(&Edit::DeleteCaller { caller: CAMILLE });
    desk.apply(&Edit::DeleteWorld { world: MONDAY });
    desk.apply(&Edit::DeleteEntryPoint { entry_point: NUMBER });
    let why = desk.refusal(&Edit::DeleteResource { resource: ANA });
    assert!(why.contains("queue \"Support\" (Members)") && !why.contains("test call"), "{why}");
    let mut project = desk.project().clone();
    project.resources.retain(|id, it| {
        *id == ANA
            || !matches!(
                it.data,
                ResourceData::Team(_)
                    | ResourceData::Queue(_)
                    | ResourceData::RoutingRule(_)
                    | ResourceData::DistributionPolicy(_)
                    | ResourceData::DistributionGroup(_)
            )
    });
    desk.document = Document::new(project);
    desk.apply(&Edit::DeleteResource { resource: ANA });
    let applied = desk.apply(&Edit::DeleteRouting { routing: OTHER });
    assert_eq!(applied.notice.as_deref(), Some("Its version in production was deleted too."));
    let deleted =
        ["Camilla, deleted", "Monday, deleted", "Helpline, deleted", "Anna, deleted", "say", "Start, deleted"];
    assert_eq!(words(&desk), list(deleted));
    assert_eq!(desk.project().test_calls.len(), 1);
    assert_eq!(named(CallerId(77)).words(desk.project()), "77, deleted", "nothing is remembered of it");
}

#[test]
fn the_test_calls_of_a_routing_are_deleted_with_it() {
    let mut desk = Desk::new();
    let of_other = TestCall { routing: OTHER, name: "Other".to_owned(), ..TestCall::default() };
    desk.store(of_other.clone());
    let mut one = Document::new(desk.project().clone());
    let notice = one.apply(&Edit::DeleteRouting { routing: OTHER }, &Context::default()).unwrap().notice;
    let expected = "Its version in production was deleted too. Its test call was deleted too.";
    assert_eq!(notice.as_deref(), Some(expected));
    desk.store(of_other);
    let notice = desk.apply(&Edit::DeleteRouting { routing: OTHER }).notice;
    let expected = "Its version in production was deleted too. Its 2 test calls were deleted too.";
    assert_eq!(notice.as_deref(), Some(expected));
    assert_eq!(desk.project().test_calls.keys().collect::<Vec<_>>(), [&desk.call]);
    desk.document.undo();
    assert_eq!(desk.project().test_calls.len(), 3);
}

#[test]
fn the_title_of_an_action_is_that_in_the_newest_version_that_has_it() {
    let mut lab = Lab::new("start -> say(Hello) -> end");
    let flow = "start -> say(Hello) -> end";
    let (newer, ids) = lab.add_version(lab.routing, "newer", Status::InDevelopment, flow);
    lab.add_version(lab.routing, "newest", Status::InDevelopment, "start");
    let say = lab.ids["say"];
    assert_eq!(ids["say"], say, "the action is the same in both versions");
    let mut document = Document::new(lab.project);
    let mut tested = TestedAction { title: "Old".to_owned(), ..action(lab.routing, say) };
    let title = |title: &str| Edit::SetCaption {
        version: newer,
        action: say,
        title: title.to_owned(),
        comment: String::new(),
        record_passage: false,
    };
    let mut apply =
        |edit: &Edit| document.apply(edit, &Context::default()).map(|_| document.project().clone()).unwrap();
    assert_eq!(tested.words(&apply(&title("Greeting"))), "Greeting");
    // Without a title of its own, an action has that of its kind.
    assert_eq!(tested.words(&apply(&title(""))), "Voice announcement");
    let project = apply(&Edit::RemoveActions { version: newer, actions: vec![say] });
    assert_eq!(tested.words(&project), "say", "the version in production is older, and has it");
    tested.action = ActionId(900);
    assert_eq!(tested.words(&project), "Old, deleted");
}

#[test]
fn a_refusal_does_not_name_test_calls() {
    let mut desk = Desk::new();
    let refused = desk.document.apply(&Edit::DeleteResource { resource: ANA }, &Context::default());
    let Err(Refusal::Used { places, .. }) = refused else { panic!("{refused:?}") };
    assert!(!places.is_empty() && places.iter().all(|(place, _)| !matches!(place, Place::TestCall(_))), "{places:?}");
}
