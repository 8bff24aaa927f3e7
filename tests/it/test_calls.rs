//! Test calls: a call that is recorded passes, an expectation holds or not as a table says, and after an edit of the tree the answers come
//! out as they should (spec: testing §1).

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::edit::{Context, Document, Edit, Spot};
use signalbox::model::resource::Queue;
use signalbox::model::{
    ActionId, EntryPoint, EntryPointKind, Expectation, Link, Named, Project, ReachedStatus, Resource, ResourceData,
    ResourceId, Status, TestCall, TestCallId, TestCaller, TestWorld, TestedAction, Until, Value, VersionId,
};
use signalbox::sim::report::prose;
use signalbox::sim::suite::{self, CallResult, Verdict};

use crate::cli;
use crate::support::Lab;
use crate::support::lab::outcome;

const FLOW: &str = "start -> menu(1 Sales, 2 Help) -> queue(support); menu[1] -> queue; menu[2] -> say(Goodbye) -> end;
    rest -> mailbox; mailbox -> end";

/// A test call of a run, with a name and without expectations.
fn recorded(lab: &Lab, script: &str) -> TestCall {
    let mut call = suite::record(&lab.run(script));
    call.id = TestCallId(900);
    "A test call".clone_into(&mut call.name);
    call.expectations.clear();
    call
}

fn played(lab: &Lab, call: &TestCall) -> CallResult {
    suite::run_one(&Arc::new(lab.project.clone()), call, lab.version)
}

fn tested(lab: &Lab, alias: &str) -> TestedAction {
    TestedAction { routing: lab.routing, action: lab.ids[alias], title: alias.to_owned() }
}

#[test]
fn a_recorded_call_is_the_same_call_again() {
    let lab = Lab::new(FLOW);
    for script in [
        "press 1; agent answers",
        "press 1; Ana answers after 7s for 90s",
        "press 2",
        "press 9; press 9; press 1; wait 40s; hang up",
        "silence; press 1; wait out",
        "press 1; set Ben busy; agent answers",
        "hang up",
    ] {
        let run = lab.run(script);
        let mut call = suite::record(&run);
        assert!(!call.expectations.is_empty(), "{script}");
        // The answers are stored by key and value: the text is only for people.
        for answer in &mut call.answers {
            if answer.key != "set" {
                answer.text.clear();
            }
        }
        let result = played(&lab, &call);
        assert_eq!((result.verdict, result.trouble()), (Verdict::Passes, String::new()), "{script}");
        assert_eq!(prose(&result.run.unwrap()), prose(&run), "{script}");
        // Caller and world belong to no project, so that the test call has copies.
        assert!(matches!(call.caller, TestCaller::Own(_)) && matches!(call.world, TestWorld::Own(_)));
    }
}

#[test]
fn each_expectation_holds_or_says_what_was_found() {
    let lab = Lab::new("start -> menu(1 Sales, 2 Help); menu[1] -> tag{\"add\": Rows([(id: 1, cells: {\"tag\": Text(\"Sales\")})])};
        menu[2] -> say(Goodbye) -> end; tag -> assign(customer.tier = gold) -> queue(support); rest -> mailbox; mailbox -> end")
        .given(|lab| {
            for action in lab.flow_mut().flow.actions.values_mut().map(Arc::make_mut) {
                action.record_passage = true;
            }
        });
    let call = recorded(&lab, "press 1; Ana answers after 7s for 90s");
    let at = |alias: &str| tested(&lab, alias);
    let any = String::new;
    let key = |key: &str| key.to_owned();
    let named = |id: ResourceId| Named { id, name: "Former name".to_owned() };
    let result = played(&lab, &call);
    let took_s = u32::try_from(result.run.as_ref().unwrap().state().interaction.at_ms.div_ceil(1_000)).unwrap();
    // The menu says its text and waits for the key; the queue rings for seven seconds, and the talk takes ninety.
    assert!((98..=110).contains(&took_s), "{took_s}");
    for (expectation, found) in [
        (Expectation::Outcome(key("person")), ""),
        (Expectation::Outcome(key("Voicemail")), "Person"),
        (Expectation::EndsAt(at("queue"), any()), ""),
        (Expectation::EndsAt(at("queue"), key("processed")), ""),
        (Expectation::EndsAt(at("queue"), key("overflow")), "ended at \"queue\" → Processed"),
        (Expectation::EndsAt(at("menu"), any()), "ended at \"queue\" → Processed"),
        (Expectation::ServedBy(named(ANA)), ""),
        (Expectation::ServedBy(named(SUPPORT)), ""),
        (Expectation::ServedBy(named(BEN)), "served by Ana, Support"),
        (Expectation::Passes(at("menu"), any()), ""),
        (Expectation::Passes(at("menu"), key("row:1")), ""),
        (Expectation::Passes(at("menu"), key("row:2")), "passed by 1 Sales"),
        (Expectation::Passes(at("say"), any()), "not passed"),
        (Expectation::DoesNotPass(at("say"), any()), ""),
        (Expectation::DoesNotPass(at("menu"), key("row:2")), ""),
        (Expectation::DoesNotPass(at("menu"), key("row:1")), "passed \"menu\" → 1 Sales"),
        (Expectation::Order(at("menu"), at("queue")), ""),
        (Expectation::Order(at("queue"), at("menu")), "passed the other way round"),
        (Expectation::Order(at("menu"), at("say")), "\"say\" is not passed"),
        (Expectation::Equals(key("customer.tier"), key("gold")), ""),
        (Expectation::Equals(key("customer.tier"), key("Gold")), "\"gold\""),
        (Expectation::Contains(key("customer.tier"), key("OL")), ""),
        (Expectation::Contains(key("customer.tier"), key("silver")), "\"gold\""),
        (Expectation::Hears(key("for help, PRESS 2")), ""),
        (Expectation::Hears(key("press 3")), "last heard"),
        (Expectation::Within(Until::End, took_s), ""),
        (Expectation::Within(Until::End, took_s - 1), " s"),
        (Expectation::Within(Until::Queue, 7), ""),
        (Expectation::Within(Until::Queue, 6), "7 s"),
        (Expectation::Within(Until::Person, took_s - 90), ""),
        (Expectation::Within(Until::Person, took_s - 92), " s"),
        (Expectation::MenusBeforePerson(1), ""),
        (Expectation::MenusBeforePerson(0), "1 menu"),
        (Expectation::Passage(at("menu"), key("1 sales")), ""),
        (Expectation::Passage(at("menu"), any()), ""),
        (Expectation::Passage(at("menu"), key("2 Help")), "recorded: 1 Sales"),
        (Expectation::Passage(at("say"), any()), "no passage was recorded"),
        (Expectation::Tag(key("sales")), ""),
        (Expectation::Tag(key("help")), "Sales"),
        (Expectation::NoLedger(key("Email"), any()), ""),
        (Expectation::Ledger(key("Email"), any()), "nothing in the ledger of Email"),
    ] {
        let call = TestCall { expectations: vec![expectation.clone()], ..call.clone() };
        let result = played(&lab, &call);
        let line = &result.lines[0];
        assert_eq!(line.holds, found.is_empty(), "{expectation:?}: {line:?}");
        assert_eq!(result.verdict == Verdict::Passes, line.holds, "{expectation:?}");
        assert!(line.found.contains(found), "{expectation:?}: {}", line.found);
        // What happens now can be accepted, and then it holds.
        let accepted = suite::accept(result.run.as_ref().unwrap(), &call.expectations);
        let after = played(&lab, &TestCall { expectations: accepted, ..call });
        assert_eq!(after.verdict, Verdict::Passes, "{expectation:?}: {}", after.trouble());
    }
}

/// An edit of the tree, and how the recorded call comes out: the verdict, whether an answer is moved, and a word of the reason.
type Row = (&'static str, &'static str, fn(&mut Bench), Verdict, bool, &'static str);

/// A project with a version in development whose tree is edited.
struct Bench {
    document: Document,
    version: VersionId,
    menu: ActionId,
    queue: ActionId,
    say: ActionId,
}

impl Bench {
    fn apply(&mut self, edit: &Edit) {
        self.document.apply(edit, &Context::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    fn add(&mut self, kind: &str, after: ActionId, branch: &str) -> ActionId {
        let spot = Spot::After(after, branch.to_owned());
        let edit = Edit::AddAction { version: self.version, kind: kind.to_owned(), spot, pos: None };
        let applied = self.document.apply(&edit, &Context::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
        applied.actions[0]
    }

    /// Adds a menu with one option.
    fn add_menu(&mut self, after: ActionId, branch: &str) {
        let menu = self.add("voice_announcement", after, branch);
        self.set(menu, "mode", r#"Text("menu")"#);
        self.set(menu, "keys", &keys(&[(0, "1", "One")]));
    }

    fn set(&mut self, action: ActionId, key: &str, value: &str) {
        let value: Value = ron::from_str(value).unwrap();
        let (version, key) = (self.version, key.to_owned());
        self.apply(&Edit::SetParam { version, action, key, value: Some(value) });
    }

    fn link(&mut self, from: ActionId, branch: &str, link: Link) {
        let (version, branch) = (self.version, branch.to_owned());
        self.apply(&Edit::SetLink { version, from, branch, link: Some(link) });
    }

    /// Asks for the office hours before the menu; nothing follows while the office is closed.
    fn asks_hours(&mut self) {
        let hours = self.add("test_schedule", ActionId(1), "ok");
        self.set(hours, "calendar", r#"Item(Reference("office"))"#);
        self.link(hours, "closed", Link::EndsHere);
    }

    /// From now on, a copy of the version is edited and tested.
    fn copy(&mut self) {
        let routing = self.document.project().versions[&self.version].info.routing;
        let (name, description) = ("Copy".to_owned(), String::new());
        let edit = Edit::CreateVersion { routing, from: Some(self.version), name, description };
        let applied = self.document.apply(&edit, &Context::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
        self.version = applied.version.unwrap();
    }

    fn zone(&mut self, name: &str) {
        let mut settings = self.document.project().settings.clone();
        name.clone_into(&mut settings.time_zone);
        self.apply(&Edit::SetSettings { settings });
    }

    fn calendar_zone(&mut self, name: &str) {
        let mut calendar = (*self.document.project().resources[&ResourceId(8)]).clone();
        let ResourceData::Calendar(data) = &mut calendar.data else { panic!("no calendar") };
        name.clone_into(&mut data.time_zone);
        self.apply(&Edit::StoreResource { resource: Box::new(calendar) });
    }

    fn queue_data(&mut self, change: fn(&mut Queue)) {
        let mut queue = (*self.document.project().resources[&SUPPORT]).clone();
        let ResourceData::Queue(data) = &mut queue.data else { panic!("no queue") };
        change(data);
        self.apply(&Edit::StoreResource { resource: Box::new(queue) });
    }

    /// Changes the settings of the entry point.
    fn entry_point(&mut self, change: fn(&mut EntryPoint)) {
        let mut entry_point = (**self.document.project().entry_points.values().next().unwrap()).clone();
        change(&mut entry_point);
        self.apply(&Edit::StoreEntryPoint { entry_point });
    }

    fn rename(&mut self, id: ResourceId, name: &str) {
        let resource = Resource { name: name.to_owned(), ..(*self.document.project().resources[&id]).clone() };
        self.apply(&Edit::StoreResource { resource: Box::new(resource) });
    }
}

fn keys(rows: &[(u32, &str, &str)]) -> String {
    let cells: Vec<String> = rows
        .iter()
        .map(|(id, key, label)| format!(r#"(id: {id}, cells: {{"key": Text("{key}"), "label": Text("{label}")}})"#))
        .collect();
    format!("Rows([{}])", cells.join(", "))
}

/// The edits and what a test call of *Sales, Ana answers* says afterwards, worked out by hand.
const TABLE: &[Row] = &[
    ("nothing", "press 1; Ana answers", |_| {}, Verdict::Passes, false, ""),
    (
        "an action without a question is inserted",
        "press 1; Ana answers",
        |it| {
            it.add("checkpoint", it.menu, "row:1");
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "an action is inserted whose question passes by itself",
        "press 1; Ana answers",
        |it| {
            it.add("voice_announcement", it.menu, "row:1");
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "a second menu is inserted",
        "press 1; Ana answers",
        |it| {
            it.add_menu(it.menu, "row:1");
        },
        Verdict::Stale,
        false,
        "asks a new question",
    ),
    (
        "the options change their order",
        "press 1; Ana answers",
        |it| {
            it.set(it.menu, "keys", &keys(&[(2, "2", "Help"), (1, "1", "Sales")]));
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the option is called by another key",
        "press 1; Ana answers",
        |it| {
            it.set(it.menu, "keys", &keys(&[(1, "7", "Sales"), (2, "2", "Help")]));
        },
        Verdict::Stale,
        false,
        "asks a new question",
    ),
    (
        "the two options change their keys",
        "press 1; Ana answers",
        |it| {
            it.set(it.menu, "keys", &keys(&[(1, "2", "Sales"), (2, "1", "Help")]));
        },
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "the option has another name",
        "press 1; Ana answers",
        |it| {
            it.set(it.menu, "keys", &keys(&[(1, "1", "Buy something"), (2, "2", "Help")]));
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "an option is added",
        "press 1; Ana answers",
        |it| {
            it.set(it.menu, "keys", &keys(&[(1, "1", "Sales"), (2, "2", "Help"), (0, "3", "More")]));
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the queue has another name",
        "press 1; Ana answers",
        |it| {
            it.rename(SUPPORT, "Second level");
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the person has another name",
        "press 1; Ana answers",
        |it| {
            it.rename(ANA, "Anna");
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the menu is called otherwise",
        "press 1; Ana answers",
        |it| {
            let (version, action) = (it.version, it.menu);
            let (title, comment) = ("Main menu".to_owned(), String::new());
            it.apply(&Edit::SetCaption { version, action, title, comment, record_passage: false });
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the branch leads elsewhere",
        "press 1; Ana answers",
        |it| {
            let mailbox = it.add("to_voice_mailbox", it.menu, "no_input");
            it.link(it.menu, "row:1", Link::To(mailbox));
        },
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "the branch ends on purpose",
        "press 1; Ana answers",
        |it| {
            it.link(it.menu, "row:1", Link::EndsHere);
        },
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "the queue is replaced by another action of the same kind",
        "press 1; Ana answers",
        |it| {
            it.apply(&Edit::RemoveActions { version: it.version, actions: vec![it.queue] });
            let queue = it.add("to_queue", it.menu, "row:1");
            it.set(queue, "queue", r#"Item(Reference("support"))"#);
        },
        Verdict::Passes,
        true,
        "",
    ),
    (
        "the menu is replaced by another menu",
        "press 1; Ana answers",
        |it| {
            it.apply(&Edit::RemoveActions { version: it.version, actions: vec![it.menu] });
            let start = ActionId(1);
            let menu = it.add("voice_announcement", start, "ok");
            it.set(menu, "mode", r#"Text("menu")"#);
            it.set(menu, "keys", &keys(&[(0, "1", "Sales")]));
            it.link(menu, "row:1", Link::To(it.queue));
        },
        Verdict::Passes,
        true,
        "",
    ),
    (
        "the queue is removed",
        "press 1; Ana answers",
        |it| {
            it.apply(&Edit::RemoveActions { version: it.version, actions: vec![it.queue] });
        },
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "the menu has fewer tries than were used",
        "press 9; press 1; Ana answers",
        |it| {
            it.set(it.menu, "tries", "Int(1)");
        },
        Verdict::Stale,
        false,
        "",
    ),
    (
        "the menu has more tries",
        "press 9; press 1; Ana answers",
        |it| {
            it.set(it.menu, "tries", "Int(9)");
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the second option leads to the queue too",
        "press 2",
        |it| it.link(it.menu, "row:2", Link::To(it.queue)),
        Verdict::Fails,
        false,
        "The outcome is Goodbye: Still waiting at \"queue\"",
    ),
    (
        "Start leads to the queue at once",
        "press 1; Ana answers",
        |it| {
            it.link(ActionId(1), "ok", Link::To(it.queue));
        },
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "the option is deleted",
        "press 1; Ana answers",
        |it| {
            it.set(it.menu, "keys", &keys(&[(2, "2", "Help")]));
        },
        Verdict::Stale,
        false,
        "asks a new question",
    ),
    (
        "a menu is inserted before the first question",
        "press 1; Ana answers",
        |it| {
            it.add_menu(ActionId(1), "ok");
        },
        Verdict::Stale,
        false,
        "asks a new question",
    ),
    (
        "a menu is inserted where the call has ended",
        "press 2",
        |it| {
            it.add_menu(it.say, "ok");
        },
        Verdict::Fails,
        false,
        "Still waiting at",
    ),
    (
        "the person is deleted, and another one takes the place",
        "press 1; Ana answers",
        |it| it.apply(&Edit::ReplaceEverywhere { from: ANA.into(), to: BEN.into(), delete: true }),
        Verdict::Stale,
        false,
        "no longer takes the answer \"Ana answers\"",
    ),
    (
        "the person leaves the queue",
        "press 1; Ana answers",
        |it| it.queue_data(|queue| queue.members.retain(|member| member.who != ANA)),
        Verdict::Stale,
        false,
        "no longer takes the answer \"Ana answers\"",
    ),
    (
        "callers wait no longer than the person let them wait",
        "press 1; Ana answers after 40s for 60s",
        |it| it.queue_data(|queue| queue.max_wait_s = 30),
        Verdict::Fails,
        false,
        "",
    ),
    (
        "the version is copied, and the copy is tested",
        "press 1; Ana answers",
        |it| it.copy(),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the copy has another menu",
        "press 1; Ana answers",
        |it| {
            it.copy();
            it.apply(&Edit::RemoveActions { version: it.version, actions: vec![it.menu] });
            let menu = it.add("voice_announcement", ActionId(1), "ok");
            it.set(menu, "mode", r#"Text("menu")"#);
            it.set(menu, "keys", &keys(&[(0, "1", "Sales")]));
            it.link(menu, "row:1", Link::To(it.queue));
        },
        Verdict::Passes,
        true,
        "",
    ),
    (
        "another smart routing is run instead of the queue",
        "press 1; Ana answers",
        |it| {
            let call = it.add("to_routing", it.menu, "row:2");
            it.set(call, "routing", r#"Item(Reference("other"))"#);
            it.link(it.menu, "row:1", Link::To(call));
        },
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "the project is in another time zone, and nothing reads the clock",
        "press 1; Ana answers",
        |it| it.zone("Asia/Tokyo"),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "office hours are asked first, and the office is open",
        "press 1; Ana answers",
        |it| {
            it.asks_hours();
        },
        Verdict::Passes,
        false,
        "",
    ),
    (
        "office hours are asked first, in the time zone of a calendar in which it is night",
        "press 1; Ana answers",
        |it| {
            it.asks_hours();
            it.calendar_zone("America/Los_Angeles");
        },
        Verdict::Stale,
        false,
        "was not asked for",
    ),
];

/// The same for the settings of the entry point by which the calls come in: the menu is reached where the source is *Radio*. The caller's own
/// is *Newspaper*.
const OF_ENTRY_POINT: &[Row] = &[
    ("nothing", "press 1; Ana answers", |_| {}, Verdict::Passes, false, ""),
    (
        "the number is another one",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.address = "+33155001098".to_owned()),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the entry point has another name",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.name = "Hotline".to_owned()),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the entry point leads to versions in test",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.assigned = it.assigned.map(|(routing, _)| (routing, ReachedStatus::InTest))),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the entry point leads nowhere",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.assigned = None),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "nothing runs at the end any more",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.end_routing = None),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the source has another name",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.source = "Television".to_owned()),
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "the source is written in capitals",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.source = "RADIO".to_owned()),
        Verdict::Passes,
        false,
        "",
    ),
    (
        "the number names no source, so that the caller's own counts",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.source = String::new()),
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "a number of a website pool names no source, so that the caller's own counts",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.kind = EntryPointKind::WebsitePoolNumber),
        Verdict::Stale,
        false,
        "was not asked for",
    ),
    (
        "a campaign calls instead",
        "press 1; Ana answers",
        |it| it.entry_point(|it| it.kind = EntryPointKind::VoiceCampaign),
        Verdict::Stale,
        false,
        "asks a new question",
    ),
    (
        "the entry point is deleted",
        "press 1; Ana answers",
        |it| {
            let (id, _) = it.document.project().entry_points.first_key_value().unwrap();
            it.apply(&Edit::DeleteEntryPoint { entry_point: *id });
        },
        Verdict::Stale,
        false,
        "The entry point \"Number\" no longer exists.",
    ),
];

/// A lab whose version is in development.
fn edited(flow: &str) -> Lab {
    Lab::new(flow).given(|lab| {
        let info = &mut lab.flow_mut().info;
        (info.status, info.digest) = (Status::InDevelopment, None);
    })
}

#[test]
fn after_an_edit_a_call_passes_is_moved_is_stale_or_fails() {
    assert!(TABLE.len() >= 30);
    come_out(
        &edited(
            "start -> menu(1 Sales, 2 Help); menu[1] -> queue(support); menu[2] -> say(Goodbye) -> end; queue[Processed] -> end; say -> end",
        ),
        TABLE,
    );
}

#[test]
fn after_an_edit_of_the_entry_point_a_call_comes_out_as_the_table_says() {
    let lab = edited("start -> test(call.source = Radio); test[Radio] -> menu(1 Sales, 2 Help); menu[1] -> queue(support); menu[2] -> say(Goodbye) -> end; queue[Processed] -> end; say -> end")
        .ending("start -> checkpoint -> end")
        .given(|lab| {
            let entry_point = lab.project.entry_points.values_mut().next().unwrap();
            "Radio".clone_into(&mut Arc::make_mut(entry_point).source);
        });
    come_out(&lab, OF_ENTRY_POINT);
}

/// Plays a test call of each row after the edit of the row.
fn come_out(lab: &Lab, table: &[Row]) {
    let names: BTreeSet<&str> = table.iter().map(|(what, ..)| *what).collect();
    assert_eq!(names.len(), table.len(), "each edit is another one");
    for (what, script, change, verdict, is_moved, why) in table {
        let run = lab.run(script);
        let expectations = vec![Expectation::Outcome(outcome(&run))];
        let call = TestCall { name: (*what).to_owned(), expectations, ..suite::record(&run) };
        let mut bench = Bench {
            document: Document::new(lab.project.clone()),
            version: lab.version,
            menu: lab.ids["menu"],
            queue: lab.ids["queue"],
            say: lab.ids["say"],
        };
        // The test call is part of the project, so that what it names follows the edit.
        let store = Edit::StoreTestCall { test_call: Box::new(call) };
        let id = bench.document.apply(&store, &Context::default()).unwrap().test_call.unwrap();
        change(&mut bench);
        let project: Arc<Project> = bench.document.project().clone();
        let result = suite::run_one(&project, &project.test_calls[&id], bench.version);
        let told = format!("{what}: {}\n{}", result.trouble(), result.run.as_ref().map(prose).unwrap_or_default());
        assert_eq!(result.verdict, *verdict, "{told}");
        assert_eq!(!result.moved.is_empty(), *is_moved, "{told}");
        assert!(result.trouble().contains(why), "{told}");
    }
}

#[test]
fn what_a_test_call_names_may_be_gone() {
    let lab = Lab::new(FLOW);
    let call = recorded(&lab, "press 2");
    let gone = Named { id: signalbox::model::CallerId(4711), name: "Camille".to_owned() };
    let result = played(&lab, &TestCall { caller: TestCaller::Saved(gone), ..call.clone() });
    assert_eq!(result.verdict, Verdict::Stale);
    assert_eq!(result.stale, ["The caller \"Camille\" no longer exists."]);
    let gone = Named { id: ResourceId(4711), name: "Billing".to_owned() };
    let call = TestCall { expectations: vec![Expectation::ServedBy(gone)], ..call };
    assert_eq!(played(&lab, &call).lines[0].expected, "Billing, deleted serves the customer");
    assert!(played(&lab, &TestCall { routing: lab.routing, ..call }).verdict == Verdict::Fails);
}

#[test]
fn answers_that_are_used_up_leave_the_call_waiting() {
    let lab = Lab::new(FLOW);
    let mut call = recorded(&lab, "press 1; agent answers");
    call.answers.truncate(1);
    call.expectations =
        vec![Expectation::Outcome("Person".to_owned()), Expectation::Passes(tested(&lab, "menu"), "row:1".to_owned())];
    let result = played(&lab, &call);
    assert_eq!((result.verdict, result.outcome.as_str()), (Verdict::Fails, "Still waiting at \"queue\""));
    assert_eq!(result.lines.iter().map(|line| line.holds).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn the_command_plays_accepts_and_writes_for_junit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claims.ron");
    std::fs::copy("projects/claims_line.ron", &path).unwrap();
    let project = path.to_str().unwrap();
    let junit = folder.path().join("results.xml");
    let done = cli::signalbox(&["test", project, "--junit", junit.to_str().unwrap()]);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(done.out.contains("29 of 29 test calls pass."), "{}", done.out);
    let counts = |path: &std::path::Path| {
        let text = std::fs::read_to_string(path).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let count = |name: &str| document.descendants().filter(|it| it.has_tag_name(name)).count();
        (count("testcase"), count("failure"), count("error"))
    };
    assert_eq!(counts(&junit), (29, 0, 0));
    // One wrong outcome, and one answer that no action asks for.
    let text = std::fs::read_to_string(&path).unwrap();
    let wrong = text.replacen("expectations: [Outcome(\"Voicemail\")", "expectations: [Outcome(\"Goodbye\")", 1);
    let wrong = wrong.replacen(
        "key: \"press\", value: \"2\", text: \"press 2\"",
        "key: \"press\", value: \"two\", text: \"press two\"",
        1,
    );
    std::fs::write(&path, wrong).unwrap();
    let done = cli::signalbox(&["test", project, "--junit", junit.to_str().unwrap()]);
    assert_eq!(done.code, 1, "{}", done.out);
    assert!(done.out.contains("27 of 29 test calls pass."), "{}", done.out);
    assert!(done.out.contains("The outcome is Goodbye: Voicemail"), "{}", done.out);
    assert_eq!(counts(&junit), (29, 1, 1));
    let done = cli::signalbox(&["test", project, "--json", "--name", "Noor"]);
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(json["suites"][0]["test_calls"].as_array().unwrap().len(), 8);
    let done = cli::signalbox(&["test", project, "--accept"]);
    assert!(done.err.contains("now expects what happens"), "{}", done.err);
    let done = cli::signalbox(&["test", project]);
    assert!(done.out.contains("28 of 29 test calls pass."), "{}", done.out);
    // A file that cannot be read, and a project without test calls.
    assert_eq!(cli::signalbox(&["test", "missing.ron"]).code, 2);
    let empty = folder.path().join("empty.ron");
    std::fs::write(&empty, text.split("  test_calls: {").next().unwrap().to_owned() + ")\n").unwrap();
    let done = cli::signalbox(&["test", empty.to_str().unwrap()]);
    assert_eq!((done.code, done.out.as_str()), (0, "There are no test calls.\n"));
}

/// A change of the claims line, which a supervisor could make by mistake.
type Mistake = (&'static str, fn(&mut Project), &'static str);

/// The version of the claims line in test, and two of its actions.
const MONDAY_MENU: VersionId = VersionId(23);
const OPENING_HOURS: ActionId = ActionId(2);
const MAIN_MENU: ActionId = ActionId(8);

fn links(project: &mut Project, action: ActionId) -> &mut std::collections::BTreeMap<String, Link> {
    let version = Arc::make_mut(project.versions.get_mut(&MONDAY_MENU).unwrap());
    &mut Arc::make_mut(version.flow.actions.get_mut(&action).unwrap()).links
}

/// The mistakes, and a test call that finds each.
const MISTAKES: [Mistake; 3] = [
    (
        "swapped branches",
        |project| {
            let links = links(project, OPENING_HOURS);
            let (open, closed) = (links["open"], links["closed"]);
            links.insert("open".to_owned(), closed);
            links.insert("closed".to_owned(), open);
        },
        "Camille, Sunday: speak 15s, hang up",
    ),
    (
        "a lost no input",
        |project| {
            links(project, MAIN_MENU).insert("no_input".to_owned(), Link::EndsHere);
        },
        "Sam, Monday 09:02: press 9, silence, silence, agent answers, hang up",
    ),
    (
        "a calendar in another zone",
        |project| {
            for resource in project.resources.values_mut().map(Arc::make_mut) {
                if let signalbox::model::ResourceData::Calendar(calendar) = &mut resource.data {
                    calendar.time_zone = "Asia/Tokyo".to_owned();
                }
            }
        },
        "Sam, Monday rush: press 1, speak 20s, hang up",
    ),
];

#[test]
fn a_mistake_fails_the_suite_and_holds_the_production_back() {
    let (loaded, _) = signalbox::storage::load(std::path::Path::new("projects/claims_line.ron")).unwrap();
    let produce = |project: &Project| {
        let mut document = Document::new(project.clone());
        let gate = signalbox::release::gate(&document, MONDAY_MENU, chrono::NaiveDate::default(), None);
        let failed: Vec<String> = gate.failed_tests.iter().map(|test| test.name.clone()).collect();
        let refused = document.apply(&Edit::PutInProduction { version: MONDAY_MENU, gate }, &Context::default());
        (failed, refused.map(|_| ()).map_err(|refusal| refusal.to_string()))
    };
    assert_eq!(produce(&loaded.project), (Vec::new(), Ok(())));
    for (what, change, name) in MISTAKES {
        let mut project = loaded.project.clone();
        change(&mut project);
        let (failed, refused) = produce(&project);
        assert!(failed.iter().any(|test| test == name), "{what}: {failed:?}");
        let why = refused.unwrap_err();
        assert!(why.contains(&format!("Required test call \"{name}\" does not pass.")), "{what}: {why}");
    }
}

#[test]
fn a_caller_or_a_world_that_differs_from_the_saved_one_is_kept_with_the_test_call() {
    let saved = Lab::new(FLOW).given(|lab| {
        (lab.caller.id, lab.world.id) = (signalbox::model::CallerId(901), signalbox::model::WorldId(902));
        lab.project.last_id = lab.project.last_id.max(902);
        lab.project.callers.insert(lab.caller.id, Arc::new(lab.caller.clone()));
        lab.project.worlds.insert(lab.world.id, Arc::new(lab.world.clone()));
    });
    let call = recorded(&saved, "press 2");
    assert!(matches!(&call.caller, TestCaller::Saved(named) if named.id.0 == 901), "{:?}", call.caller);
    assert!(matches!(&call.world, TestWorld::Saved(named) if named.id.0 == 902), "{:?}", call.world);
    // The same persons with something else to say, as after an email was typed.
    let typed = saved.clone().given(|lab| lab.caller.first_message.push_str(" And one more thing."));
    let call = recorded(&typed, "press 2");
    let TestCaller::Own(own) = call.caller else { panic!("{:?}", call.caller) };
    assert_eq!((own.id.0, own.first_message.as_str()), (0, typed.caller.first_message.as_str()));
}

#[test]
fn several_versions_are_played_at_once_and_playing_can_be_cancelled() {
    let (loaded, _) = signalbox::storage::load(std::path::Path::new("projects/claims_line.ron")).unwrap();
    let project = Arc::new(loaded.project);
    let routing = project.versions[&MONDAY_MENU].info.routing;
    let versions: Vec<VersionId> = project.versions_of(routing).map(|version| version.id).collect();
    let watch = signalbox::sim::Watch::default();
    let all = suite::run_versions(&project, &versions, &watch);
    assert_eq!(all.len(), project.test_calls.len() * versions.len());
    assert_eq!(watch.progress().0, all.len());
    assert_eq!(suite::count(&project, &versions), all.len());
    // The same as one version after the other.
    let one_by_one: Vec<CallResult> = versions
        .iter()
        .flat_map(|version| suite::run_version(&project, *version, |_| true))
        .map(|(_, result)| result)
        .collect();
    let words = |all: &[CallResult]| {
        all.iter().map(|it| (it.version, it.test_call, it.verdict, it.trouble())).collect::<Vec<_>>()
    };
    assert_eq!(words(&all), words(&one_by_one));
    let cancelled = signalbox::sim::Watch::default();
    cancelled.stop();
    assert_eq!(suite::run_versions(&project, &versions, &cancelled).len(), 0);
    // The usual versions: the one in test; where none is in test or planned, the one in production.
    assert_eq!(suite::usual_version(&project, routing).map(|version| version.id), Some(MONDAY_MENU));
}

/// What a call does not do: rows that a judge who asked too little would let pass.
#[test]
fn what_is_not_passed_not_served_or_not_over_does_not_hold() {
    let rows = |lab: &Lab, script: &str, rows: Vec<(Expectation, &str)>| {
        let call = recorded(lab, script);
        for (expectation, found) in rows {
            let result = played(lab, &TestCall { expectations: vec![expectation.clone()], ..call.clone() });
            let line = &result.lines[0];
            assert_eq!(line.holds, found.is_empty(), "{script}: {expectation:?}: {line:?}");
            assert!(line.found.contains(found), "{script}: {expectation:?}: {}", line.found);
        }
    };
    let any = String::new;
    let lab = Lab::new(
        "start -> menu(1 Sales, 2 Help); menu[1] -> queue(support);
        menu[2] -> send_sms{\"template\": Item(Reference(\"confirm\")), \"number\": Operand(Text(\"+33612345678\"))} -> say(Goodbye) -> end;
        queue[Processed] -> end; rest -> mailbox; mailbox -> end",
    );
    let at = |alias: &str| tested(&lab, alias);
    let nobody = "nobody served the customer";
    rows(
        &lab,
        "press 2",
        vec![
            (Expectation::Outcome("Goodbye".to_owned()), ""),
            (Expectation::Ledger("sms".to_owned(), any()), ""),
            (Expectation::Ledger("SMS".to_owned(), "no such words".to_owned()), "to "),
            (Expectation::Ledger("Email".to_owned(), any()), "nothing in the ledger of Email"),
            (Expectation::NoLedger("SMS".to_owned(), any()), "to "),
            (Expectation::NoLedger("SMS".to_owned(), "no such words".to_owned()), ""),
            (Expectation::Within(Until::Person, 86_400), nobody),
            (Expectation::MenusBeforePerson(9), nobody),
            (Expectation::ServedBy(Named { id: ANA, name: any() }), nobody),
            (Expectation::Order(at("queue"), at("menu")), "\"queue\" is not passed"),
            (Expectation::Tag("Sales".to_owned()), "no tags"),
        ],
    );
    // The call has passed the menu and waits in the queue: it ends nowhere.
    rows(
        &lab,
        "press 1",
        vec![
            (Expectation::Passes(at("menu"), "row:1".to_owned()), ""),
            (Expectation::EndsAt(at("menu"), any()), "Still waiting at \"queue\""),
            (Expectation::EndsAt(at("queue"), any()), "Still waiting at \"queue\""),
            (Expectation::Outcome("Person".to_owned()), "Still waiting at \"queue\""),
            (Expectation::DoesNotPass(at("queue"), any()), ""),
        ],
    );
    // What runs after the end of the interaction is passed, and is not where the flow ends.
    let ending = Lab::new(FLOW).ending("start -> checkpoint(after) -> end");
    rows(&ending, "press 2", vec![(Expectation::EndsAt(tested(&ending, "say"), any()), "")]);
}
