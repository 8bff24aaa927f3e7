//! Who may be given an interaction: 200 rows that a script wrote by itself (`tests/oracle/who_may_serve.py`), asked through
//! everything that asks: queue, user, team, rule, policy, group, handing over (spec: meaning §8).

use std::sync::Arc;

use signalbox::catalog::sample::{self, ANA, SUPPORT};
use signalbox::catalog::value::Lookups;
use signalbox::catalog::{
    Decision, Door, Effect, Facts, Hold, Interaction, PersonNow, PreferredAgent, Preset, Request, UserVerdict,
};
use signalbox::dist::{self, Around};
use signalbox::model::resource::{PolicyMember, Queue, QueueMember, RoutingRule, RuleTarget, User};
use signalbox::model::{Caller, Channel, Project, ResourceData, ResourceId, UserLoad, UserState, World};
use signalbox::sim::What;
use signalbox::sim::engine::{Input, begin, step};

use crate::support::Lab;

const TABLE: &str = include_str!("../data/who_may_serve.csv");
const TEAM: ResourceId = ResourceId(3);
const RULE: ResourceId = ResourceId(74);
const POLICY: ResourceId = ResourceId(75);
const GROUP: ResourceId = ResourceId(79);

/// A row: everything around Ana, and the expected answer with its reason.
struct Case {
    project: Project,
    world: World,
    channel: Channel,
    interaction: Interaction,
    may: bool,
    reason: String,
}

fn data(project: &mut Project, id: ResourceId) -> &mut ResourceData {
    &mut Arc::make_mut(project.resources.get_mut(&id).unwrap()).data
}

/// Ana alone serves everywhere, and a group has one queue.
fn alone() -> Project {
    let mut project = sample::project();
    let member = QueueMember { who: ANA, ..QueueMember::default() };
    *data(&mut project, SUPPORT) = ResourceData::Queue(Queue { members: vec![member], ..Queue::default() });
    let ResourceData::Team(team) = data(&mut project, TEAM) else { panic!("no team") };
    team.members = vec![ANA];
    *data(&mut project, RULE) = ResourceData::RoutingRule(RoutingRule { targets: vec![RuleTarget::User(ANA)] });
    let ResourceData::DistributionPolicy(policy) = data(&mut project, POLICY) else { panic!("no policy") };
    policy.members = vec![PolicyMember { user: ANA, priority: 1 }];
    let ResourceData::DistributionGroup(group) = data(&mut project, GROUP) else { panic!("no group") };
    group.queues.truncate(1);
    group.queues[0].weight = 100;
    project
}

fn case(cells: &csv::StringRecord) -> Case {
    let number = |place: usize| cells[place].parse::<u32>().unwrap();
    let channel = match &cells[0] {
        "voice" => Channel::Voice,
        "email" => Channel::Email,
        _ => Channel::Messaging,
    };
    let mut interaction = Interaction::default();
    let mut world = World::default();
    let state = match &cells[2] {
        "available" => Some(UserState::Available),
        "busy" => Some(UserState::Busy),
        "away" => Some(UserState::Away),
        "offline" => Some(UserState::Offline),
        _ => None,
    };
    world.users.extend(state.map(|state| (ANA, state)));
    let hold = match &cells[2] {
        "ringing" => Some((Hold::Ringing, 5_000)),
        "wrap-up" => Some((Hold::WrapUp, 5_000)),
        _ => None,
    };
    interaction.people.insert(ANA, PersonNow { hold });
    let mut project = alone();
    let ResourceData::User(user) = data(&mut project, ANA) else { panic!("no user") };
    *user = User { daily_limit: cells[8].parse().ok(), ..User::default() };
    let hours = |from: &str, until: &str| vec![(from.parse().unwrap(), until.parse().unwrap())];
    match &cells[3] {
        "inside" => user.schedule[0] = hours("08:30:00", "17:00:00"),
        "outside" => {
            user.schedule[0] = hours("09:30:00", "17:00:00");
            user.schedule[1] = hours("08:00:00", "17:00:00");
        }
        _ => {}
    }
    user.capacity.email = number(5);
    user.capacity.messaging = number(5);
    user.calls_beside_chats = &cells[6] == "yes";
    if &cells[1] == "no" {
        user.closed_channels = vec![channel];
    }
    world.loads.insert(ANA, UserLoad { sessions: number(4), received_today: number(7), ..UserLoad::default() });
    Case { project, world, channel, interaction, may: &cells[9] == "yes", reason: cells[10].to_owned() }
}

impl Case {
    fn decide(&self, request: &Request) -> Decision {
        // The interaction begins on Monday 23 November 2026 at 09:00 in Paris.
        let start = "2026-11-23T08:00:00Z".parse().unwrap();
        let outside = Preset::new(start, &Caller::default(), &self.world);
        let door = Door::new(&outside, Facts::default());
        let (project, door, lookups) = (&self.project, &door, &Lookups::default());
        let around = Around { project, lookups, door, channel: self.channel, served_by: None, is_told: true };
        dist::decide(&around, &mut self.interaction.clone(), request).unwrap()
    }

    /// Whether it rings at Ana after the queue of the group was drawn in a whole run, with what the run notes.
    fn drawn(&self, lab: &Lab) -> (bool, Vec<String>) {
        let mut lab = lab.clone().over(self.channel);
        lab.project.resources = self.project.resources.clone();
        lab.world.users = self.world.users.clone();
        lab.world.loads = self.world.loads.clone();
        let scene = lab.scene();
        let (mut state, _) = begin(&scene);
        state.interaction.people = self.interaction.people.clone();
        let mut notes = Vec::new();
        while !state.is_over() && state.question.is_none() {
            let (next, beats) = step(&scene, &state, &Input::Go);
            state = next;
            notes.extend(beats.into_iter().filter_map(|beat| match beat.what {
                What::Effect(Effect::Note(note)) => Some(note),
                _ => None,
            }));
        }
        let rung = state.floor.and_then(|floor| floor.ringing).map(|(who, _)| who);
        (rung == Some(ANA), notes)
    }

    /// Whether Ana is the one, with the reasons.
    fn asked(&self, request: &Request) -> (bool, Vec<String>) {
        match self.decide(request) {
            Decision::Admitted { offers, reasons, .. } | Decision::MayJoin { offers, reasons, .. } => {
                (offers == [ANA], reasons)
            }
            Decision::Refused { reasons, .. }
            | Decision::Unassigned { reasons, .. }
            | Decision::QueueState { reasons, .. } => (false, reasons),
            Decision::Assigned { user, reasons, .. } => (user == ANA, reasons),
            Decision::User { verdict, reasons } => (verdict == UserVerdict::Rings, reasons),
        }
    }
}

fn in_queue(queue: ResourceId) -> Request {
    Request::Queue { queue, preferred: PreferredAgent::Nobody, max_wait_s: None, priority: 5, skills: Vec::new() }
}

#[test]
fn the_table_holds_through_everything_that_asks() {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let cases: Vec<Case> = reader.records().map(|cells| case(&cells.unwrap())).collect();
    assert_eq!(cases.len(), 200);
    let lab = Lab::new(r#"start -> queue{"to": Text("group"), "group": Item(Reference("all_desks"))}; rest -> end"#);
    for (row, case) in cases.iter().enumerate() {
        let rule = Request::Rule { rule: RULE, needs_available: true, opportunity: String::new() };
        let mut by_team = Case {
            project: case.project.clone(),
            world: case.world.clone(),
            reason: String::new(),
            interaction: case.interaction.clone(),
            ..*case
        };
        *data(&mut by_team.project, RULE) =
            ResourceData::RoutingRule(RoutingRule { targets: vec![RuleTarget::Team(TEAM)] });
        let policy = Request::Policy { policy: POLICY, allow_busy: None, allow_offline: None, returning_to_same: None };
        let ways = [
            ("queue", case.asked(&in_queue(SUPPORT))),
            ("group", case.drawn(&lab)),
            ("user", case.asked(&Request::User { user: ANA, allow_busy: false, allow_away: false })),
            ("rule", case.asked(&rule)),
            ("team", by_team.asked(&rule)),
            ("policy", case.asked(&policy)),
            ("hand over to a team", case.asked(&Request::Join { people: TEAM })),
            ("hand over to a queue", case.asked(&Request::Join { people: SUPPORT })),
        ];
        for (way, (may, reasons)) in ways {
            let row = row + 2;
            assert_eq!(may, case.may, "line {row}, {way}: {reasons:?}, expected {:?}", case.reason);
            let is_said = reasons.iter().any(|reason| {
                reason.ends_with(&format!("Ana: {}", case.reason)) || reason == &format!("User Ana: {}", case.reason)
            });
            assert!(case.may || is_said, "line {row}, {way}: {reasons:?} does not say {:?}", case.reason);
        }
    }
}
