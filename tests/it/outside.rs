//! The one door to the outside: what is read twice at one moment is the same, what is set in mid-run counts from then on, and draws
//! depend on the action that draws and on nothing that happened elsewhere (spec: meaning §0).

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::catalog::{Door, Fact, FactValue, Facts, Outside};
use signalbox::model::resource::{DistributionMethod, QueueMember, QueueStrategy};
use signalbox::model::{Channel, OutsideSystem, ResourceData, ServiceState, Status, UserLoad, UserState};
use signalbox::sim::report::prose;
use signalbox::sim::{Report, Run, Scene};

use crate::support::Lab;
use crate::support::lab::outcome;

/// An outside that gives another number each time it is asked, and remembers what it was asked.
#[derive(Debug, Default)]
struct Restless(Mutex<Vec<Fact>>);

impl Outside for Restless {
    fn read(&self, fact: Fact) -> FactValue {
        let mut asked = self.0.lock().unwrap();
        asked.push(fact);
        FactValue::Number(i64::try_from(asked.len()).unwrap())
    }
}

#[test]
fn a_fact_read_twice_at_one_moment_is_the_same_and_may_be_another_later() {
    let outside = Restless::default();
    let door = Door::new(&outside, Facts::default());
    let waiting = Fact::Waiting(SUPPORT);
    assert_eq!((door.count(waiting), door.count(waiting)), (Some(1), Some(1)));
    assert_eq!(door.count(Fact::Waiting(ANA)), Some(2));
    door.turn_to(0);
    assert_eq!(door.count(waiting), Some(1), "no time has passed");
    // What is known survives from step to step, and the outside is not asked again.
    let door = Door::new(&outside, door.close().0);
    assert_eq!(door.count(waiting), Some(1));
    door.turn_to(1);
    assert_eq!(door.count(waiting), Some(3));
    let facts = door.close().0;
    assert!(facts.earlier.iter().copied().eq([Fact::Waiting(ANA).min(waiting), Fact::Waiting(ANA).max(waiting)]));
    // What is set counts, also at this very moment, and goes on counting.
    let door = Door::new(&outside, facts);
    door.know(|facts| facts.set(waiting, FactValue::Number(70)));
    assert_eq!(door.count(waiting), Some(70));
    door.turn_to(2);
    assert_eq!(door.count(waiting), Some(70));
    assert_eq!(outside.0.lock().unwrap().len(), 3);
}

#[test]
fn only_what_can_change_while_a_call_goes_on_is_offered_to_be_changed() {
    let outside = Restless::default();
    let door = Door::new(&outside, Facts::default());
    let may_change = [
        Fact::Waiting(SUPPORT),
        Fact::Connected(SUPPORT),
        Fact::EstimatedWait(SUPPORT),
        Fact::State(ANA),
        Fact::Load(ANA),
        Fact::System(OutsideSystem::Crm),
        Fact::Service(SUPPORT),
    ];
    for fact in may_change.into_iter().chain([Fact::Number, Fact::Contacts, Fact::Cases, Fact::Start]) {
        let _ = door.read(fact);
    }
    door.turn_to(5);
    assert!(door.close().0.earlier.iter().eq(&BTreeSet::from(may_change)));
}

/// The scene of a laboratory with another outside, and what that outside was asked.
#[derive(Debug)]
struct Listening {
    inner: Arc<dyn Outside>,
    asked: Arc<Mutex<Vec<Fact>>>,
}

impl Outside for Listening {
    fn read(&self, fact: Fact) -> FactValue {
        self.asked.lock().unwrap().push(fact);
        self.inner.read(fact)
    }
}

fn asked(lab: &Lab, script: &str) -> Vec<Fact> {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let mut scene: Scene = (*lab.scene()).clone();
    scene.outside = Arc::new(Listening { inner: scene.outside.clone(), asked: asked.clone() });
    let mut run = Run::new(Arc::new(scene));
    let script: Vec<String> = script.split(';').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect();
    run.play(&script).unwrap();
    asked.lock().unwrap().clone()
}

#[test]
fn a_flow_asks_the_outside_for_what_it_reads_and_for_nothing_else() {
    assert_eq!(asked(&Lab::new("start -> pause(3s) -> end"), ""), []);
    assert_eq!(asked(&Lab::new("start -> say(Hello {{call.source}}) -> end"), ""), [Fact::Source]);
    let contacts = asked(&Lab::new("start -> who(repeat, first); who[repeat] -> end; rest -> end"), "");
    assert_eq!(contacts, [Fact::IsHidden, Fact::Contacts]);
    let queue = asked(&Lab::new("start -> queue(support); rest -> end"), "everyone disconnects");
    let people: BTreeSet<Fact> = queue.iter().copied().filter(|fact| fact.may_change()).collect();
    let wanted = [
        Fact::State(ANA),
        Fact::State(BEN),
        Fact::Waiting(SUPPORT),
        Fact::Connected(SUPPORT),
        Fact::EstimatedWait(SUPPORT),
    ];
    assert!(people.is_superset(&wanted.into()), "{people:?}");
}

#[test]
fn what_is_set_in_mid_run_counts_from_then_on_and_is_in_the_trace() {
    let lab = Lab::new("start -> pause(30s) -> user(ana); user[processed] -> end; user[Busy] -> end; rest -> end");
    let mut run = Run::new(lab.scene());
    run.step();
    run.step();
    run.set(Fact::State(ANA), FactValue::State(UserState::Busy));
    run.to_next_question();
    assert!(run.is_over(), "{}", prose(&run));
    assert!(prose(&run).contains("From now on Ana is busy."), "{}", prose(&run));
    assert_eq!(Report::new(&run).steps.last().unwrap().branch, "busy");
    // A step back takes it back.
    let beats = run.beats().len();
    while run.back() {}
    assert!(run.beats().len() < beats);
    run.to_next_question();
    assert!(run.waits(), "Ana is rung");

    // Nothing is changed once all is over.
    let mut over = Lab::new("start -> end").run("");
    let before = over.state().clone();
    over.set(Fact::System(OutsideSystem::Crm), FactValue::Yes(false));
    assert_eq!(*over.state(), before);
}

#[test]
fn queues_systems_and_services_can_be_changed_too() {
    let flow = "start -> pause(30s) -> queue(support); rest -> end";
    let changes = [
        (Fact::Waiting(SUPPORT), FactValue::Number(50), "overflow", "From now on 50 are waiting in Support."),
        (
            Fact::EstimatedWait(SUPPORT),
            FactValue::Number(5_000),
            "overflow",
            "the estimated wait in Support is 1 h 23 min",
        ),
        (Fact::Connected(SUPPORT), FactValue::Number(0), "overflow", "From now on 0 are connected to Support."),
    ];
    for (fact, value, branch, words) in changes {
        let mut run = Run::new(Lab::new(flow).scene());
        run.step();
        run.set(fact, value);
        run.to_next_question();
        assert_eq!(Report::new(&run).steps.last().unwrap().branch, branch, "{fact:?}\n{}", prose(&run));
        assert!(prose(&run).contains(words), "{}", prose(&run));
    }
    let lab = Lab::new("start -> service(contracts); rest -> end");
    let service = lab.project.resources.values().find(|it| it.reference == "contracts").unwrap().id;
    let mut run = Run::new(lab.scene());
    run.set(Fact::Service(service), FactValue::Service(ServiceState::Down));
    run.to_next_question();
    assert!(run.is_over() && prose(&run).contains("cannot be reached"), "{}", prose(&run));
}

/// The shares that a flow takes at its *Load sharing*, in order, over many seeds.
fn shares(lab: &Lab) -> Vec<String> {
    (0..200)
        .map(|seed| {
            let mut lab = lab.clone();
            lab.seed = seed;
            let steps = Report::new(&lab.run("")).steps;
            steps.iter().find(|step| step.kind == "load_sharing").unwrap().branch.clone()
        })
        .collect()
}

#[test]
fn two_versions_share_their_draws_and_an_action_elsewhere_changes_none() {
    let lab = Lab::new("start -> share(Paris 60, Lyon 40); share[Paris] -> end; share[Lyon] -> end");
    let drawn = shares(&lab);
    let paris = drawn.iter().filter(|branch| *branch == "row:1").count();
    assert!((90..150).contains(&paris), "{paris} of 200");
    // Another version of the routing, where the same action has another one before it that draws, too.
    let mut other = lab.clone();
    let text = "start -> share(Paris 60, Lyon 40); share[Paris] -> end; share[Lyon] -> end";
    (other.version, other.ids) = other.add_version(lab.routing, "v2", Status::InDevelopment, text);
    assert_eq!(shares(&other), drawn);
    let version = other.flow_mut();
    let share = version.flow.actions.keys().copied().max().unwrap();
    let mut before = (*version.flow.actions[&share]).clone();
    before.id = signalbox::model::ActionId(share.0 + 1);
    for link in before.links.values_mut() {
        *link = signalbox::model::Link::To(share);
    }
    let start = version.flow.start().unwrap().id;
    let added = before.id;
    version.flow.actions.insert(added, Arc::new(before));
    let start = Arc::make_mut(version.flow.actions.get_mut(&start).unwrap());
    start.links.insert("ok".to_owned(), signalbox::model::Link::To(added));
    Arc::make_mut(other.project.routings.get_mut(&other.routing).unwrap()).last_action = added;
    let last: Vec<String> = (0..200)
        .map(|seed| {
            other.seed = seed;
            Report::new(&other.run("")).steps.last().unwrap().branch.clone()
        })
        .collect();
    assert_eq!(last, drawn, "the draw of an action added before it is its own");
}

#[test]
fn each_entry_draws_anew_and_a_forced_draw_changes_no_other() {
    let flow = "start -> share(A 50, B 50) -> pause(1s) -> share2(C 50, D 50); share[B] -> pause; \
                share2[C] -> end; share2[D] -> share";
    let draws = |script: &str, seed: u64| {
        let lab = Lab::new(flow).given(|lab| lab.seed = seed);
        let steps = Report::new(&lab.run(script)).steps;
        let shared = steps.into_iter().filter(|step| step.kind == "load_sharing");
        shared.map(|step| format!("{}:{}", step.title, step.branch)).collect::<Vec<_>>()
    };
    let mut lengths = BTreeSet::new();
    for seed in 0..60 {
        let free = draws("", seed);
        lengths.insert(free.len());
        // Whatever the first draw is forced to, all others are as they were.
        for forced in ["take A", "take B"] {
            let other = draws(forced, seed);
            assert_eq!(other[1..], free[1..], "{forced}, seed {seed}");
        }
    }
    assert!(lengths.len() > 3, "rounds of many lengths: {lengths:?}");
}

/// The sample queue by weight, Ana one and Ben two of three.
fn weighted(lab: &mut Lab) {
    let queue = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
    let ResourceData::Queue(queue) = &mut queue.data else { panic!("no queue") };
    queue.strategy = QueueStrategy::Weighted;
    queue.members = [(ANA, 100), (BEN, 200)].map(|(who, weight)| QueueMember { who, weight, priority: 1 }).into();
}

#[test]
fn a_draw_among_people_is_a_question_that_passes_by_itself() {
    let lab = Lab::new("start -> queue(support); rest -> end").given(weighted);
    let mut run = Run::new(lab.scene());
    while run.state().question.is_none() {
        assert!(run.step());
    }
    let report = Report::new(&run).waits_for.unwrap();
    assert_eq!(report.answers, ["let chance decide", "Ana is drawn", "Ben is drawn"]);
    assert_eq!(run.state().question.as_ref().unwrap().detail, "Ana 100 of 300, Ben 200 of 300");
    assert!(!run.waits(), "it passes by itself");
    for (answer, first) in [("Ana is drawn", "Ana"), ("Ben is drawn", "Ben")] {
        let told = prose(&lab.run(&format!("{answer}; agent answers")));
        assert!(told.contains(&format!("→ {first} is asked first")), "{told}");
        assert!(told.contains(&format!("> {first} answers")), "{told}");
    }
    let first = |seed| {
        let told = prose(&lab.clone().given(|lab| lab.seed = seed).run("agent answers"));
        told.contains("→ Ben is asked first")
    };
    let of_ben = (0..300).filter(|seed| first(*seed)).count();
    assert!((170..230).contains(&of_ben), "{of_ben} of 300");
    // With one who can come there is nothing to draw.
    let alone = lab.given(|lab| _ = lab.world.users.insert(ANA, UserState::Busy));
    assert!(prose(&alone.run("agent answers")).contains("> Ben answers"));
    let mut run = Run::new(alone.scene());
    run.step();
    run.step();
    assert!(run.waits(), "the queue itself asks");
}

#[test]
fn who_gets_it_by_reception_rate_is_drawn_in_the_run() {
    let lab = Lab::new("start -> distribute{\"policy\": Item(Reference(\"shared\"))}; rest -> end")
        .over(Channel::Messaging)
        .given(|lab| {
            let policy = lab.project.resources.values_mut().find(|it| it.reference == "shared").unwrap();
            let ResourceData::DistributionPolicy(policy) = &mut Arc::make_mut(policy).data else { panic!("no policy") };
            policy.method = DistributionMethod::ByReceptionRate;
            for (id, limit) in [(ANA, 100), (BEN, 200)] {
                let user = Arc::make_mut(lab.project.resources.get_mut(&id).unwrap());
                let ResourceData::User(user) = &mut user.data else { panic!("no user") };
                user.daily_limit = Some(limit);
            }
        });
    assert!(prose(&lab.run("Ben is drawn")).contains("by reception rate, 200 of 300 → Ben is chosen"));
    assert_eq!(outcome(&lab.run("let chance decide")), "Person");
    let of_ana = (0..300).filter(|seed| {
        let told = prose(&lab.clone().given(|lab| lab.seed = *seed).run(""));
        told.contains("100 of 300 → Ana is chosen")
    });
    let of_ana = of_ana.count();
    assert!((75..125).contains(&of_ana), "{of_ana} of 300");
    // Who is full for today is not in the draw.
    let full = lab.given(|lab| {
        lab.world.loads.insert(BEN, UserLoad { received_today: 200, ..UserLoad::default() });
    });
    assert!(prose(&full.run("")).contains("by reception rate, 100 of 100 → Ana is chosen"));
}

#[test]
fn a_source_number_names_the_source_of_its_calls() {
    use signalbox::model::EntryPointKind::{SourceNumber, VoiceCampaign, WebsitePoolNumber};
    for (kind, of_the_number, of_the_caller, expected) in [
        (SourceNumber, "Radio", "Newspaper", "Radio"),
        (SourceNumber, " Radio ", "", "Radio"),
        (SourceNumber, "", "Newspaper", "Newspaper"),
        (SourceNumber, "  ", "Newspaper", "Newspaper"),
        (WebsitePoolNumber, "Radio", "Newspaper", "Newspaper"),
        (VoiceCampaign, "Radio", "", ""),
    ] {
        let mut lab =
            Lab::new("start -> who(source Radio); who[row:1] -> say(Radio) -> end; rest -> end").ending("start -> end");
        let number = Arc::make_mut(lab.project.entry_points.values_mut().next().unwrap());
        (number.kind, number.source) = (kind, of_the_number.to_owned());
        of_the_caller.clone_into(&mut lab.caller.source);
        let mut run = Run::new(lab.scene());
        assert_eq!(run.read("call.source"), expected, "{kind:?} {of_the_number:?} {of_the_caller:?}");
        run.to_end();
        let is_told = prose(&run).contains("Radio”");
        assert_eq!(is_told, expected == "Radio", "{}", prose(&run));
        let is_named = prose(&run).contains("(+33155001099, source Radio)");
        assert_eq!(is_named, kind == SourceNumber && of_the_number.trim() == "Radio", "{}", prose(&run));
    }
}
