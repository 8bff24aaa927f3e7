//! Smart routings that run and come back: scenarios worked out by hand, and a small interpreter that knows nothing of the engine.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use signalbox::edit::{Context, Document, Edit, Refusal};
use signalbox::model::{ActionRef, Channel, ItemRef, Place, Routing, RoutingType, Status, Value};
use signalbox::sim::report::prose;
use signalbox::sim::{Report, Run};
use signalbox::{lint, uses};

use crate::cli;
use crate::support::lab::outcome;
use crate::support::{Chance, Lab, cases};

/// The actions left, as `title:branch`; an action that comes back has no branch.
fn path(run: &Run) -> String {
    let steps = Report::new(run).steps;
    steps.iter().map(|step| format!("{}:{}", step.title, step.branch)).collect::<Vec<_>>().join(" ")
}

/// The path and the outcome.
fn course(lab: &Lab, script: &str) -> (String, String) {
    let run = lab.run(script);
    (path(&run), outcome(&run))
}

#[test]
fn an_ending_leaves_by_the_branch_of_its_name() {
    let main = "start -> call(identify: Known customer, Stranger)
        call[Known customer] -> say(Hello) -> end; call[Stranger] -> say2(Who) -> end; rest -> end";
    let trace = |ending: &str| Lab::new(main).with("identify", &format!("start -> {ending}"));
    trace("say3(One moment) -> back(known  CUSTOMER)").check(
        "",
        "0:00 Camille calls.
        Start → OK
        Runs \"identify\", version \"v1\", until it comes back.
        Start → OK
        “One moment”
        0:00 say3 → OK
        0:00 Comes back to \"main\" with \"known CUSTOMER\".
        0:00 call → Known customer
        “Hello”
        0:01 say → OK
        0:01 Outcome: Goodbye. The tree ends here on purpose.",
    );
    // A name that no branch has, and no name at all.
    for ending in ["back(VIP)", "back"] {
        assert_eq!(course(&trace(ending), "").0, "Start:ok Start:ok back: call:came_back", "{ending}");
    }
    // Accents count, and a name that cannot be seen is none.
    assert!(course(&trace("back(Strangér)"), "").0.ends_with("call:came_back"));
    assert!(course(&trace("back{\"name\": Text(\" \u{200b}\")}"), "").0.ends_with("call:came_back"));
    assert!(course(&trace("back(STRANGER)"), "").0.ends_with("call:row:2 say2:ok"));
}

#[test]
fn where_nothing_has_called_the_interaction_ends_as_a_goodbye() {
    assert_eq!(course(&Lab::new("start -> back(Known)"), ""), ("Start:ok back:".to_owned(), "Goodbye".to_owned()));
    // A result that was reached before counts all the same.
    let lab = Lab::new("start -> queue(support); queue[Processed] -> back; rest -> end");
    assert_eq!(lab.outcome("agent answers"), "Person");
}

#[test]
fn a_good_ending_of_the_routing_comes_back_by_ended_there() {
    let main = "start -> call(second: Known); call[Ended there] -> say(Hello again) -> end; rest -> back";
    let lab = |second: &str| Lab::new(main).with("second", second);
    let expected = |inner: &str| format!("Start:ok Start:ok {inner} call:ended_there say:ok");
    assert_eq!(course(&lab("start -> node -> end"), "").0, expected("node:ok"));
    // A branch with a result needs no link. What was reached in the routing counts in the end.
    let queue = course(&lab("start -> queue(support)"), "agent answers");
    assert_eq!(queue, (expected("queue:processed"), "Person".to_owned()));
    let marked = course(&lab("start -> queue(support); queue[Processed] -> end"), "agent answers");
    assert_eq!(marked, queue);
    let run = lab("start -> node -> end").run("");
    assert!(prose(&run).contains("\"second\" ends here and comes back to \"main\"."), "{}", prose(&run));
}

#[test]
fn every_other_ending_of_the_routing_ends_the_interaction() {
    let main = "start -> call(second); rest -> say(Still there) -> end";
    let lab = |second: &str| Lab::new(main).with("second", second);
    let dropped = lab("start -> node");
    assert_eq!(course(&dropped, ""), ("Start:ok Start:ok node:ok call:".to_owned(), "Dropped".to_owned()));
    assert_eq!(lab("start -> menu(1 One); rest -> back").outcome("hang up"), "Abandoned");
    assert_eq!(lab("start -> queue(support); rest -> back").outcome("agent answers; hang up during it"), "Person");
    assert_eq!(lab("start -> queue(support); rest -> back").outcome("hang up"), "Abandoned");
    let chat = |second: &str| {
        lab(second).over(Channel::Messaging).given(|lab| {
            let id = lab.project.routing_by_reference("second").unwrap().id;
            Arc::make_mut(lab.project.routings.get_mut(&id).unwrap()).channel = Channel::Messaging;
        })
    };
    assert_eq!(chat("start -> close").outcome(""), "Self-service");
    // Nobody is available: without a link the conversation rests in the pool; with one the flow goes on, and so does the caller's.
    let away = |lab: Lab| {
        lab.given(|lab| {
            lab.world.users =
                lab.project.resources.keys().map(|id| (*id, signalbox::model::UserState::Offline)).collect();
        })
    };
    let rule = "routing_rule{\"rule\": Item(Reference(\"owner_first\"))}";
    let rests = away(chat(&format!("start -> {rule}"))).run("leave it in the pool");
    assert_eq!(
        (path(&rests).as_str(), outcome(&rests).as_str()),
        ("Start:ok Start:ok routing_rule: call:", "Waiting"),
        "{}",
        prose(&rests)
    );
    let goes_on = away(chat(&format!("start -> {rule}; routing_rule[Unassigned] -> back"))).run("");
    assert!(path(&goes_on).contains("back: call:came_back"), "{}", prose(&goes_on));
}

#[test]
fn calls_nest_and_each_comes_back_to_its_own_caller() {
    let lab = Lab::new("start -> call(r1: A); call[A] -> call1(r3: C); call1[C] -> end; rest -> end")
        .with("r1", "start -> call2(r2: B); call2[B] -> assign(customer.tier = gold) -> back2(A); rest -> back3")
        .with("r2", "start -> call3(r3: C); call3[C] -> assign(customer.name = Ada) -> back4(B); rest -> back5")
        .with("r3", "start -> checkpoint(in {{call.routing}}) -> back6(c)");
    let run = lab.run("");
    assert_eq!(
        path(&run),
        "Start:ok Start:ok Start:ok Start:ok checkpoint:ok back6: call3:row:1 assign:ok back4: call2:row:1 assign:ok back2: \
         call:row:1 Start:ok checkpoint:ok back6: call1:row:1"
    );
    // Variables stay as the routings left them; the name of the routing is that of the one that runs.
    assert_eq!((run.read("customer.tier").as_str(), run.read("customer.name").as_str()), ("gold", "Ada"));
    assert_eq!(run.read("call.routing"), "main");
    assert_eq!(prose(&run).matches("Checkpoint: in r3").count(), 2);
    let names = |at: usize| {
        let mut run = Run::new(lab.scene());
        (0..at).for_each(|_| assert!(run.step()));
        (run.read("call.routing"), run.state().depth())
    };
    // Begin; Start; call; Start; call2; Start; call3; Start; checkpoint; back6; assign; back4.
    let seen: Vec<(String, usize)> = [1, 2, 4, 6, 8, 9, 10, 11].into_iter().map(names).collect();
    let expected = [("main", 0), ("r1", 1), ("r2", 2), ("r3", 3), ("r3", 3), ("r2", 2), ("r2", 2), ("r1", 1)];
    assert_eq!(seen, expected.map(|(name, depth)| (name.to_owned(), depth)));
}

#[test]
fn the_end_of_a_called_routing_goes_through_all_that_called() {
    let lab = Lab::new("start -> call(r1); call[Ended there] -> say(Bye) -> end; rest -> end")
        .with("r1", "start -> call1(r2); call1[Ended there] -> end; rest -> back")
        .with("r2", "start -> end");
    let expected = "Start:ok Start:ok Start:ok call1:ended_there call:ended_there say:ok";
    assert_eq!(course(&lab, ""), (expected.to_owned(), "Goodbye".to_owned()));
    // The same where the branch drops.
    let lab = Lab::new("start -> call(r1); rest -> end").with("r1", "start -> call1(r2)").with("r2", "start -> end");
    assert_eq!(
        course(&lab, ""),
        ("Start:ok Start:ok Start:ok call1:ended_there call:".to_owned(), "Dropped".to_owned())
    );
}

#[test]
fn a_jump_drops_the_whole_return_stack() {
    let lab = Lab::new("start -> call(r1); rest -> say(Never) -> end")
        .with("r1", "start -> call1(r2); rest -> say1(Never) -> end")
        .with("r2", "start -> jump(r3); rest -> back")
        .with("r3", "start -> assign(customer.tier = gold) -> back(Known)");
    let run = lab.run("");
    assert_eq!(path(&run), "Start:ok Start:ok Start:ok call1: call: jump: Start:ok assign:ok back:");
    assert_eq!((outcome(&run).as_str(), run.state().nesting, run.state().depth()), ("Goodbye", 1, 1));
    // A call after the jump comes back to where it was made.
    let lab = Lab::new("start -> call(r1); rest -> say(Never) -> end")
        .with("r1", "start -> jump(r2); rest -> back")
        .with("r2", "start -> call2(r3); call2 -> say2(Back) -> end; rest -> end")
        .with("r3", "start -> back");
    assert_eq!(course(&lab, "").0, "Start:ok Start:ok call: jump: Start:ok Start:ok back: call2:came_back say2:ok");
}

#[test]
fn the_depth_is_bounded_by_twenty_and_coming_back_lowers_it() {
    // Each routing runs the next one; the last one comes back.
    let chain = |length: usize, first: &str| {
        let mut lab = Lab::new(first);
        for place in 1..length {
            lab = lab.with(&format!("r{place}"), &format!("start -> call(r{}); rest -> back", place + 1));
        }
        lab.with(&format!("r{length}"), "start -> back")
    };
    let run = chain(20, "start -> call(r1); rest -> end").run("");
    assert_eq!((outcome(&run).as_str(), run.state().depth()), ("Goodbye", 0));
    assert_eq!(path(&run).matches("call:came_back").count(), 20);
    let run = chain(21, "start -> call(r1); rest -> end").run("");
    assert_eq!(outcome(&run), "Error");
    assert!(run.state().ending.contains("20 deep"), "{}", run.state().ending);
    // Thirty calls one after the other are only one deep.
    let calls: Vec<String> = (1..=30).map(|place| format!("call{place}(r1)")).collect();
    let run = chain(1, &format!("start -> {} -> end; rest -> end", calls.join(" -> "))).run("");
    assert_eq!((outcome(&run).as_str(), path(&run).matches("came_back").count()), ("Goodbye", 30));
    // Jumps made stay: five, and a chain of fifteen; and then of sixteen.
    let jumps = |length: usize| {
        let mut lab = chain(length, "start -> jump(j1); rest -> end");
        for place in 1..5 {
            lab = lab.with(&format!("j{place}"), &format!("start -> jump(j{}); rest -> end", place + 1));
        }
        lab.with("j5", "start -> call(r1); rest -> end").outcome("")
    };
    assert_eq!((jumps(15).as_str(), jumps(16).as_str()), ("Goodbye", "Error"));
}

#[test]
fn a_routing_that_runs_itself_is_no_round_but_is_bounded() {
    let run = Lab::new("start -> call(main); rest -> end").run("");
    assert_eq!(outcome(&run), "Error");
    assert!(run.state().ending.contains("20 deep"), "{}", run.state().ending);
    // A round within the called routing is one, and so is a round of calls: the return stack is the same again.
    let round = |main: &str, other: &str| Lab::new(main).with("other2", other).run("");
    let inside = round("start -> call(other2); rest -> end", "start -> node -> node1 -> node; rest -> back");
    assert!(inside.state().ending.contains("repeat for ever"), "{}", inside.state().ending);
    let outside = round("start -> node -> call(other2) -> node; rest -> end", "start -> back");
    assert!(outside.state().ending.contains("repeat for ever"), "{}", outside.state().ending);
    // Where each call changes something, it is none.
    let counts =
        "start -> assign(customer.points = {customer.points + 1}) -> test(customer.points = 14); test[14] -> back(Done)
        rest -> back2";
    let run = round("start -> node -> call(other2: Done) -> node; call[Done] -> end; rest -> end", counts);
    assert_eq!((outcome(&run).as_str(), path(&run).matches("came_back").count()), ("Goodbye", 3));
}

#[test]
fn passages_are_recorded_when_it_comes_back() {
    let mut lab = Lab::new("start -> call(second: Known); call[Known] -> call1(second); rest -> end")
        .with("second", "start -> checkpoint(here) -> back(known)");
    for version in lab.project.versions.values_mut() {
        for action in Arc::make_mut(version).flow.actions.values_mut() {
            Arc::make_mut(action).record_passage = true;
        }
    }
    let events = |lab: &Lab, script: &str| -> Vec<String> {
        let report = Report::new(&lab.run(script));
        report.events.iter().map(|event| format!("{} {}", event.title, event.branch)).collect()
    };
    let second = ["Start OK", "checkpoint OK", "back known"];
    let expected = [&["Start OK"], &second[..], &["call Known"], &second[..], &["call1 Came back"]].concat();
    assert_eq!(events(&lab, ""), expected);
    // Counted like any other passage.
    let lab = Lab::new(
        "start -> passages(2 of call); passages[Below] -> call(second) -> passages; passages[row:1] -> end; rest -> end",
    )
    .with("second", "start -> assign(customer.points = {customer.points + 1}) -> back");
    assert_eq!(path(&lab.run("")).matches("call:came_back").count(), 2);
}

#[test]
fn the_version_is_chosen_as_for_a_jump() {
    let main = "start -> call(second test: Draft); call[Draft] -> say(Draft) -> end; rest -> end";
    let mut lab = Lab::new(main).with("second", "start -> back(Live)");
    assert_eq!(course(&lab, "").0, "Start:ok call:no_version");
    let second = lab.project.routing_by_reference("second").unwrap().id;
    let (draft, _) = lab.add_version(second, "draft", Status::InDevelopment, "start -> back(Draft)");
    Arc::make_mut(lab.project.versions.get_mut(&draft).unwrap()).info.in_test = true;
    assert_eq!(course(&lab, "").0, "Start:ok Start:ok back: call:row:1 say:ok");
    // Nothing by this reference, another channel, another type.
    let missing = Lab::new("start -> call(nothing); rest -> end");
    assert_eq!(course(&missing, "").0, "Start:ok call:reference_not_found");
    let chat = Lab::new("start -> call(other); rest -> end").over(Channel::Messaging);
    assert_eq!(course(&chat, "").0, "Start:ok call:reference_not_found");
    let after = Lab::new("start -> call(after); rest -> end").ending("start -> end");
    assert!(course(&after, "").0.starts_with("Start:ok call:reference_not_found"));
}

#[test]
fn an_interaction_end_routing_runs_one_of_its_own_type() {
    let mut lab =
        Lab::new("start -> end").ending("start -> call(thanks: Said); call[Said] -> node -> end; rest -> end");
    lab.add_routing("thanks", RoutingType::InteractionEnd, "start -> back(Said)");
    assert_eq!(
        course(&lab, ""),
        ("Start:ok Start:ok Start:ok back: call:row:1 node:ok".to_owned(), "Goodbye".to_owned())
    );
    // What was called in the main phase is forgotten there.
    let lab = Lab::new("start -> call(second); rest -> end").with("second", "start -> node").ending("start -> back");
    let run = lab.run("");
    assert_eq!(
        (path(&run).as_str(), outcome(&run).as_str()),
        ("Start:ok Start:ok node:ok call: Start:ok back:", "Dropped")
    );
    assert_eq!(run.state().depth(), 0);
}

#[test]
fn variables_passed_are_assigned_before_the_routing_runs() {
    let passed =
        r#"{"variables": Rows([(id: 9, cells: {"variable": Text("customer.tier"), "value": Operand(Text("vip"))})])}"#;
    let lab = Lab::new(&format!("start -> call(second){passed}; rest -> end")).with(
        "second",
        "start -> test(customer.tier = vip); test[vip] -> assign(customer.name = Ada) -> back; rest -> end",
    );
    let run = lab.run("");
    assert!(path(&run).ends_with("test:row:1 assign:ok back: call:came_back"), "{}", path(&run));
    assert_eq!((run.read("customer.tier").as_str(), run.read("customer.name").as_str()), ("vip", "Ada"));
}

#[test]
fn back_and_replay_restore_the_return_stack() {
    let lab = Lab::new("start -> call(r1: A); call[A] -> menu(1 One) -> end; rest -> end")
        .with("r1", "start -> call1(r2); call1 -> menu1(1 One); menu1[One] -> back(A); rest -> back2")
        .with("r2", "start -> menu2(1 One); menu2[One] -> back; rest -> end");
    let run = lab.run("press 1; press 1; press 1");
    let mut states = vec![run.state().clone()];
    let mut again = run.clone();
    while again.back() {
        states.push(again.state().clone());
    }
    assert_eq!(states.iter().map(signalbox::sim::CallState::depth).max(), Some(2));
    let mut forward = Run::new(lab.scene());
    forward.play(&["press 1", "press 1", "press 1"].map(str::to_owned)).unwrap();
    assert_eq!(forward.beats(), run.beats());
    assert_eq!(states.last(), Some(Run::new(lab.scene()).state()));
}

/// The codes of the problems of an action of `main`, by its title.
fn problems(lab: &Lab, title: &str) -> Vec<String> {
    let version = &lab.project.versions[&lab.version];
    let found = lint::check_version(&lab.project, version);
    let is_of = |place: Place| match place {
        Place::Action(at) => version.flow.actions[&at.action].title == title,
        _ => false,
    };
    let words = |it: &lint::Diagnostic| format!("{}{}", it.code, if it.blocks { "!" } else { "" });
    found.iter().filter(|it| is_of(it.place)).map(words).collect()
}

#[test]
fn problems_of_a_call() {
    let second = "start -> share(Half 50); share[Half] -> back(Known); rest -> back2";
    let of = |call: &str| problems(&Lab::new(&format!("start -> {call}; rest -> end")).with("second", second), "call");
    assert_eq!(of("call(second: Known)"), Vec::<String>::new());
    assert_eq!(of("call(second: known )"), Vec::<String>::new(), "names are compared as texts are");
    assert_eq!(of("call(second: Known, Vip)"), ["unknown-ending"]);
    assert_eq!(of("call(second: Known, KNOWN)"), ["ending-twice!"]);
    assert_eq!(of("call(second test: Known)"), ["call-no-version"]);
    assert_eq!(of("call(nothing)"), ["unknown-item!"]);
    assert_eq!(of("call"), ["missing-parameter!"]);
    let after = Lab::new("start -> call(after); rest -> end").ending("start -> end");
    assert_eq!(problems(&after, "call"), ["call-target!"]);
    assert_eq!(problems(&Lab::new("start -> call(other); rest -> end").over(Channel::Email), "call"), ["call-target!"]);
    // A routing without a version in production keeps this version out of production.
    let mut lab = Lab::new("start -> call(second: Known); rest -> end").with("second", second);
    let second = lab.project.routing_by_reference("second").unwrap().id;
    let version = lab.project.in_production(second).unwrap().id;
    lab.project.versions.remove(&version);
    assert_eq!(problems(&lab, "call"), ["call-no-version!"]);
    let blocking = lint::blocking(&lab.project, &lab.project.versions[&lab.version]);
    assert!(blocking.iter().any(|why| why.contains("\"second\" has no version in production")), "{blocking:?}");
    // A version in backup runs no more.
    lab.flow_mut().info.status = Status::InBackup;
    assert_eq!(problems(&lab, "call"), Vec::<String>::new());
}

#[test]
fn a_routing_that_runs_itself_is_a_problem() {
    let of = |lab: &Lab| problems(lab, "call");
    assert_eq!(of(&Lab::new("start -> call(main); rest -> end")), ["calls-itself"]);
    let ring = |last: &str| {
        Lab::new("start -> call(r1); rest -> end")
            .with("r1", "start -> call(r2); rest -> end")
            .with("r2", &format!("start -> {last}; rest -> end"))
    };
    assert_eq!(of(&ring("call(main)")), ["calls-itself"]);
    assert_eq!(of(&ring("jump(main)")), ["calls-itself"]);
    assert_eq!(of(&ring("node")), Vec::<String>::new());
    // A ring of others is theirs.
    assert_eq!(of(&ring("call(r1)")), Vec::<String>::new());
}

#[test]
fn a_called_routing_cannot_be_deleted_and_a_new_reference_is_followed() {
    let mut lab = Lab::new("start -> node -> end").with("second", "start -> back(Known)");
    let second = lab.project.routing_by_reference("second").unwrap().id;
    let (draft, ids) =
        lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> call(second: Known); rest -> end");
    let place = Place::Action(ActionRef { version: draft, action: ids["call"] });
    let used = uses::of(&lab.project, second.into());
    assert_eq!(used.iter().map(|it| (it.place, it.field.as_str())).collect::<Vec<_>>(), [(place, "Smart routing")]);
    assert!(uses::dependencies_of(&lab.project, draft).contains(&second.0));
    let mut document = Document::new(lab.project.clone());
    let refused = document.apply(&Edit::DeleteRouting { routing: second }, &Context::default());
    assert!(matches!(refused, Err(Refusal::Used { places, .. }) if places.iter().any(|(it, _)| *it == place)));
    let routing = Routing { reference: "elsewhere".to_owned(), ..(*lab.project.routings[&second]).clone() };
    document.apply(&Edit::RenameRouting { routing }, &Context::default()).unwrap();
    let call = &document.project().versions[&draft].flow.actions[&ids["call"]];
    assert_eq!(call.params.value("routing"), Some(&Value::Item(ItemRef::Reference("elsewhere".to_owned()))));
}

#[test]
fn a_source_number_that_runs_a_routing_for_website_visits_is_a_problem() {
    let visit = "start -> responsive_routing{\"branches\": Rows([(id: 1, cells: {\"name\": Text(\"Roof\"),
        \"criteria\": Criteria([(kind: Keyword, op: Equals, value: \"roof\")])})])}; rest -> back";
    let codes = |main: &str| -> Vec<&str> {
        let lab = Lab::new(main).with("second", visit).ending("start -> end");
        let found = lint::check(&lab.project);
        found.iter().filter(|it| matches!(it.place, Place::EntryPoint(_))).map(|it| it.code).collect()
    };
    assert_eq!(codes("start -> call(second); rest -> end"), ["needs-website-pool"]);
    assert_eq!(codes("start -> node -> end"), Vec::<&str>::new());
}

#[test]
fn the_command_line_runs_into_the_routing_and_back() {
    let arguments = ["--routing", "leaks", "--caller", "Nia", "--world", "Wednesday 10:30"];
    let (_folder, answers) = cli::answers("agent answers");
    let run = |more: &[&str]| {
        let start = ["simulate", "projects/billing_line.ron", "--answers", &answers];
        let done = cli::signalbox(&[&start, &arguments[..], more].concat());
        assert_eq!((done.code, done.err.as_str()), (0, ""));
        done.out
    };
    let lines = [
        "Runs \"Identify the customer\", version \"By phone number\", until it comes back.",
        "Comes back to \"Leak line\" with \"Known customer\".",
        "Who is calling? → Known customer",
        "Passage recorded: Who is calling? → Known customer",
        "Outcome: Person.",
    ];
    let prose = run(&[]);
    let mut rest = prose.as_str();
    for line in lines {
        rest = rest.split_once(line).unwrap_or_else(|| panic!("{line} is not in its place:\n{prose}")).1;
    }
    let json: serde_json::Value = serde_json::from_str(&run(&["--json"])).unwrap();
    let steps: Vec<String> = json["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| format!("{} {}", step["title"].as_str().unwrap(), step["branch"].as_str().unwrap()))
        .collect();
    assert_eq!(
        steps[..5],
        ["Start ok", "Start ok", "By the number ok", "A customer we know ", "Who is calling? row:1"]
    );
}

/// The step limit of random trees: above what twenty calls take.
const STEP_LIMIT: usize = 90;

/// What follows a branch in the trees of the small interpreter.
#[derive(Clone, Copy)]
enum Next {
    To(usize),
    End,
    Nowhere,
}

/// An action of these trees.
enum Node {
    Checkpoint(Next),
    /// The number of the routing, the names of the rows, and what follows: a row each, then Came back, then Ended there.
    Call(usize, Vec<usize>, Vec<Next>),
    /// The number of the name; 0 is none.
    Back(usize),
}

/// How a routing ends.
enum Ended {
    By(usize),
    There,
    Over(&'static str),
}

/// The interpreter: what a routing does, in 60 lines, by recursion.
struct Interpreter<'a> {
    trees: &'a [Vec<Node>],
    steps: usize,
    path: Vec<String>,
}

impl Interpreter<'_> {
    fn run(&mut self, routing: usize, depth: usize) -> Ended {
        if self.is_too_long() {
            return Ended::Over("Step limit");
        }
        self.path.push("Start:ok".to_owned());
        let mut next = Next::To(0);
        loop {
            let place = match next {
                Next::To(place) => place,
                Next::End => return Ended::There,
                Next::Nowhere => return Ended::Over("Dropped"),
            };
            if self.is_too_long() {
                return Ended::Over("Step limit");
            }
            next = match &self.trees[routing][place] {
                Node::Checkpoint(next) => {
                    self.path.push(format!("r{routing}a{place}:ok"));
                    *next
                }
                Node::Back(name) => {
                    self.path.push(format!("r{routing}a{place}:"));
                    return Ended::By(*name);
                }
                Node::Call(..) if depth == 20 => {
                    self.path.push(format!("r{routing}a{place}:"));
                    return Ended::Over("Error");
                }
                Node::Call(called, names, follows) => {
                    let (branch, place_of) = match self.run(*called, depth + 1) {
                        Ended::Over(outcome) => {
                            // The action is left without a branch: its routing never comes back.
                            self.path.push(format!("r{routing}a{place}:"));
                            return Ended::Over(outcome);
                        }
                        Ended::There => ("ended_there".to_owned(), names.len() + 1),
                        Ended::By(name) => match names.iter().position(|it| *it == name && name > 0) {
                            Some(row) => (format!("row:{}", row + 1), row),
                            None => ("came_back".to_owned(), names.len()),
                        },
                    };
                    self.path.push(format!("r{routing}a{place}:{branch}"));
                    follows[place_of]
                }
            };
        }
    }

    fn is_too_long(&mut self) -> bool {
        self.steps += 1;
        self.steps > STEP_LIMIT
    }
}

/// A spelling of a name: they all say the same.
fn spelling(chance: &mut Chance, name: usize) -> String {
    let spellings =
        [["Known", "KNOWN", " known ", "Ｋｎｏｗｎ"], ["it’s new", "It's new", "IT'S  NEW", "it's\u{a0}new"]];
    match name {
        1 | 2 => (*chance.pick(&spellings[name - 1])).to_owned(),
        3 => "l\u{e9}a".to_owned(),
        _ => String::new(),
    }
}

/// A tree whose arrows lead only onwards, so that nothing but calls goes deep.
fn random_tree(chance: &mut Chance, routings: usize) -> Vec<Node> {
    let count = 1 + chance.below(5);
    let next = |chance: &mut Chance, place: usize| match chance.below(9) {
        0 => Next::Nowhere,
        1 => Next::End,
        _ if place + 1 < count => Next::To(place + 1 + chance.below(count - place - 1)),
        _ => Next::End,
    };
    let node = |chance: &mut Chance, place: usize| match chance.below(5) {
        0 => Node::Checkpoint(next(chance, place)),
        1 => Node::Back(chance.below(4)),
        _ if place + 1 == count => Node::Back(chance.below(4)),
        _ => {
            let mut names: Vec<usize> = (1..=3).filter(|_| chance.once_in(2)).collect();
            if chance.once_in(3) {
                names.reverse();
            }
            // Mostly a routing further on, so that not every call goes round.
            let called = if chance.once_in(4) { chance.below(routings) } else { routings - 1 - chance.below(2) };
            let follows = (0..names.len() + 2).map(|_| next(chance, place)).collect();
            Node::Call(called, names, follows)
        }
    };
    (0..count).map(|place| node(chance, place)).collect()
}

/// The tree as a flow text.
fn flow_text(chance: &mut Chance, routing: usize, tree: &[Node]) -> String {
    let alias = |place: usize| match tree[place] {
        Node::Checkpoint(_) => format!("checkpoint_{place}"),
        Node::Call(..) => format!("call_{place}"),
        Node::Back(_) => format!("back_{place}"),
    };
    let mut text = format!("start -> {}", alias(0));
    for (place, node) in tree.iter().enumerate() {
        let mut link = |branch: &str, next: Next| match next {
            Next::To(to) => write!(text, "; {}[{branch}] -> {}", alias(place), alias(to)).unwrap(),
            Next::End => write!(text, "; {}[{branch}] -> end", alias(place)).unwrap(),
            Next::Nowhere => {}
        };
        match node {
            Node::Checkpoint(next) => link("ok", *next),
            Node::Back(_) => {}
            Node::Call(_, names, follows) => {
                let rows = (1..=names.len()).map(|row| format!("row:{row}"));
                let branches = rows.chain(["came_back".to_owned(), "ended_there".to_owned()]);
                branches.zip(follows).for_each(|(branch, next)| link(&branch, *next));
            }
        }
        match node {
            Node::Checkpoint(_) => write!(text, "; {}(r{routing})", alias(place)).unwrap(),
            Node::Back(name) => {
                let name = spelling(chance, *name);
                write!(text, "; {}{{\"name\": Text({name:?})}}", alias(place)).unwrap();
            }
            Node::Call(called, names, _) => {
                let cells: Vec<String> = (1..)
                    .zip(names)
                    .map(|(id, name)| format!("(id: {id}, cells: {{\"name\": Text({:?})}})", spelling(chance, *name)))
                    .collect();
                let target = if *called == 0 { "main".to_owned() } else { format!("r{called}") };
                write!(
                    text,
                    "; {}{{\"routing\": Item(Reference({target:?})), \"endings\": Rows([{}])}}",
                    alias(place),
                    cells.join(", ")
                )
                .unwrap();
            }
        }
    }
    text
}

#[test]
fn random_calls_take_the_course_of_a_small_interpreter() {
    let mut outcomes = BTreeMap::<String, usize>::new();
    for case in 0..cases(1_000) {
        let mut chance = Chance::new(case + 77);
        let routings = 2 + chance.below(4);
        let trees: Vec<Vec<Node>> = (0..routings).map(|_| random_tree(&mut chance, routings)).collect();
        let mut lab = Lab::new(&flow_text(&mut chance, 0, &trees[0]));
        for (routing, tree) in trees.iter().enumerate().skip(1) {
            lab = lab.with(&format!("r{routing}"), &flow_text(&mut chance, routing, tree));
        }
        lab.project.settings.step_limit = u32::try_from(STEP_LIMIT).unwrap();
        for version in lab.project.versions.values_mut() {
            let routing = lab.project.routings[&version.info.routing].reference.clone();
            let number = if routing == "main" { "r0".to_owned() } else { routing };
            for action in Arc::make_mut(version).flow.actions.values_mut().filter(|it| !it.is_start()) {
                let action = Arc::make_mut(action);
                let place = action.title.rsplit('_').next().unwrap().to_owned();
                action.title = format!("{number}a{place}");
            }
        }
        let mut interpreter = Interpreter { trees: &trees, steps: 0, path: Vec::new() };
        let expected = match interpreter.run(0, 0) {
            Ended::Over(outcome) => outcome,
            Ended::By(_) | Ended::There => "Goodbye",
        };
        let run = lab.run("");
        assert_eq!(path(&run), interpreter.path.join(" "), "case {case}: {}", prose(&run));
        assert_eq!(outcome(&run), expected, "case {case}: {}", prose(&run));
        *outcomes.entry(expected.to_owned()).or_default() += 1;
    }
    for wanted in ["Goodbye", "Dropped", "Error", "Step limit"] {
        assert!(outcomes.get(wanted).is_some_and(|count| *count >= 5), "{wanted}: {outcomes:?}");
    }
}

#[test]
fn an_action_whose_routing_never_comes_back_is_left_all_the_same() {
    let main = "start -> call(second); rest -> end";
    let stops = |second: &str, script: &str| -> String {
        let lab = Lab::new(main).with("second", second).with("third", "start -> menu(1 One); rest -> end");
        let run = lab.run(script);
        let lines: Vec<String> =
            prose(&run).lines().map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")).collect();
        let kept = lines.into_iter().filter(|line| line.contains('→') && !line.starts_with("Start"));
        kept.collect::<Vec<_>>().join("; ")
    };
    for (second, script, expected) in [
        ("start -> node", "", "node → OK; call → Did not come back"),
        ("start -> menu(1 One); rest -> end", "hang up", "menu → The customer left; call → Did not come back"),
        // What was called within a routing that was called is left first.
        (
            "start -> call2(third); rest -> end",
            "hang up",
            "menu → The customer left; call2 → Did not come back; call → Did not come back",
        ),
        // The jump takes the whole return stack away.
        ("start -> jump(third); rest -> end", "press 1", "call → Did not come back; menu → 1 One"),
        ("start -> back", "", "call → Came back"),
    ] {
        assert_eq!(stops(second, script), expected, "{second}");
    }
}
