//! Random trees with random answers: all runs end or wait, within the limits, without a panic, and follow only branches that
//! their actions have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::sample::{ANA, BEN, CONTRACTS, SUPPORT};
use signalbox::catalog::{ActionSpec, AnswerInput, Question};
use signalbox::model::caller::Email;
use signalbox::model::{
    Action, ActionId, CampaignTarget, Case, Channel, CrmCard, Flow, Link, OutsideSystem, Params, QueueState,
    ResourceId, RoutingType, ServiceState, Status, TreeType, UserState, Version, VersionId, World,
};
use signalbox::sim::report::prose;
use signalbox::sim::suite::{self, Verdict};
use signalbox::sim::{Report, Run, What};

use crate::support::{Chance, Lab, cases};

const STEP_LIMIT: u32 = 40;

/// Parameters as in an example of the kind; sometimes with parts missing.
fn params(chance: &mut Chance, kind: &str) -> Params {
    let spec = actions::spec(kind).unwrap();
    let mut params: Params = ron::from_str(chance.pick(spec.examples).params).unwrap();
    if chance.once_in(6) {
        params.0.retain(|_, _| !chance.once_in(3));
    }
    params
}

/// A tree of up to 14 actions of all kinds for a channel, whose branches lead anywhere, also backwards, or nowhere.
fn random_flow(chance: &mut Chance, channel: Channel, kind: RoutingType) -> Flow {
    let mut flow = Flow::blank(ActionId(1));
    let count = 2 + u32::try_from(chance.below(13)).unwrap();
    let of_channel: Vec<&ActionSpec> =
        actions::ALL[1..].iter().copied().filter(|spec| spec.channels.has(channel)).collect();
    for id in 2..=count {
        // An action of another channel is a problem of the design, but harmless.
        let spec = *if chance.once_in(40) { chance.pick(&actions::ALL[1..]) } else { chance.pick(&of_channel) };
        let kind = if chance.once_in(60) { "unknown_kind" } else { spec.id };
        let mut action = Action { params: params(chance, spec.id), ..Action::new(ActionId(id), kind) };
        action.record_passage = chance.once_in(3);
        flow.actions.insert(action.id, Arc::new(action));
    }
    for id in 1..=count {
        let action = Arc::make_mut(flow.actions.get_mut(&ActionId(id)).unwrap());
        for branch in actions::branch_keys(action, TreeType { kind, channel }) {
            // No branch leads to Start.
            let to = ActionId(2 + u32::try_from(chance.below(count as usize - 1)).unwrap());
            match chance.below(8) {
                0 => {}
                1 => drop(action.links.insert(branch, Link::EndsHere)),
                _ => drop(action.links.insert(branch, Link::To(to))),
            }
        }
    }
    flow
}

/// A laboratory of random trees: the routing under test, the target of jumps, and the end routing.
pub fn random_lab(chance: &mut Chance, channel: Channel) -> Lab {
    let mut lab = Lab::new("start -> end").ending("start -> end");
    lab.project.settings.step_limit = STEP_LIMIT;
    lab.seed = chance.below(1 << 30) as u64;
    let versions: Vec<VersionId> = lab.project.versions.keys().copied().collect();
    for id in versions {
        let kind = lab.project.routing_of(id).unwrap().kind;
        let version: &mut Version = Arc::make_mut(lab.project.versions.get_mut(&id).unwrap());
        version.flow = random_flow(chance, channel, kind);
        let last = version.flow.actions.keys().next_back().copied().unwrap();
        let routing = Arc::make_mut(lab.project.routings.get_mut(&version.info.routing).unwrap());
        routing.last_action = last;
        routing.channel = channel;
        assert_ne!(version.info.status, Status::InBackup);
    }
    lab.match_channels();
    // Row ids come from the examples, so the counter of the action is raised.
    for version in lab.project.versions.values_mut() {
        for action in Arc::make_mut(version).flow.actions.values_mut() {
            Arc::make_mut(action).last_row.0 = 99;
        }
    }
    for user in [ANA, BEN] {
        lab.world.users.insert(user, *chance.pick(&UserState::ALL));
    }
    if chance.once_in(3) {
        let waiting = u32::try_from(chance.below(30)).unwrap();
        lab.world.queues.insert(SUPPORT, QueueState { waiting, ..QueueState::default() });
    }
    if chance.once_in(3) {
        lab.world.services.insert(CONTRACTS, ServiceState::Down);
    }
    outside(chance, &mut lab.world);
    lab.caller.is_hidden = chance.once_in(5);
    lab.caller.first_message = (*chance.pick(&["", "I want a refund", "ü {{call.name}}"])).to_owned();
    if channel == Channel::Email {
        lab.caller.email =
            Some(Email { subject: "Refund".to_owned(), is_reply: chance.once_in(3), ..Email::default() });
    }
    lab
}

/// Systems that are down, and the customer's records in the others.
fn outside(chance: &mut Chance, world: &mut World) {
    use strum::IntoEnumIterator;

    let number = "+33612345678";
    world.systems_down.extend(OutsideSystem::iter().filter(|_| chance.once_in(10)));
    if chance.once_in(2) {
        let kind = Some(*chance.pick(&[ResourceId(66), ResourceId(67)]));
        world.cards.push(CrmCard { card_type: kind, fields: [("phone".to_owned(), number.to_owned())].into() });
        world.cases.push(Case { number: "C-1".to_owned(), is_closed: chance.once_in(3), ..Case::default() });
        let results = vec![(*chance.pick(&["busy", "refused", ""])).to_owned()];
        world.targets.push(CampaignTarget { campaign: ResourceId(69), number: number.to_owned(), results });
    }
}

/// Mostly a valid answer.
pub fn answer(chance: &mut Chance, question: &Question) -> String {
    let choice = chance.pick(&question.choices);
    match choice.input {
        Some(AnswerInput::Keys) => {
            format!("{} {}", choice.text, chance.pick(&["1", "2", "12#", "*0#", "99999999", "x"]))
        }
        Some(AnswerInput::Duration(_)) => format!("{} {}", choice.text, chance.pick(&["", "0s", "7s", "3h", "soon"])),
        Some(AnswerInput::After(_)) => {
            format!("{} {}", choice.text, chance.pick(&["", "0s", "after 7s", "after 3h", "for 5s"]))
        }
        Some(AnswerInput::Talk { .. }) => {
            format!("{} {}", choice.text, chance.pick(&["", "0s", "after 7s", "for 3h", "after 2s for 1s", "soon"]))
        }
        Some(AnswerInput::Text) => {
            format!("{} {}", choice.text, chance.pick(&["200 {}", "503", "refund 40%", "ü {{", ""]))
        }
        None => choice.text.clone().into_owned(),
    }
}

/// Drives a run to its end, or until it waits and no answers are left.
pub fn drive(chance: &mut Chance, run: &mut Run) {
    let mut patience = 120;
    loop {
        run.to_next_question();
        let Some(question) = run.state().question.clone() else { return };
        patience -= 1;
        if patience == 0 {
            return;
        }
        // An invalid answer is refused and changes nothing.
        let before = run.steps_taken();
        if run.answer(&answer(chance, &question)).is_err() {
            assert_eq!(run.steps_taken(), before);
        }
    }
}

#[test]
fn random_trees_end_or_wait_and_leave_by_branches_they_have() {
    let mut outcomes = BTreeMap::<String, u32>::new();
    let mut met = BTreeSet::<(Channel, String)>::new();
    for case in 0..cases(3_000) {
        let mut chance = Chance::new(case);
        let channel = *chance.pick(&Channel::ALL);
        let lab = random_lab(&mut chance, channel);
        let mut run = Run::new(lab.scene());
        drive(&mut chance, &mut run);

        let state = run.state();
        assert!(run.is_over() || state.question.is_some(), "case {case} neither ends nor waits");
        assert!(state.steps <= STEP_LIMIT + 1 && state.nesting <= 21, "case {case}: a limit is passed");
        assert_eq!(run.outcome().is_some(), state.outcome.is_some());
        assert!(run.beats().is_sorted_by_key(|beat| beat.at_ms), "case {case}: the clock goes back");
        for beat in run.beats() {
            if let Some(place) = beat.place {
                let version = run.scene.version(place.version).unwrap();
                met.insert((channel, version.flow.actions[&place.action].kind.clone()));
            }
            let What::Left { branch, .. } = &beat.what else { continue };
            let place = beat.place.unwrap();
            let version = run.scene.version(place.version).unwrap();
            let tree = run.scene.project.tree_type_of(place.version);
            let action = &version.flow.actions[&place.action];
            let keys = actions::branch_keys(action, tree);
            assert!(keys.contains(branch), "case {case}: {} left by {branch}, not by one of {keys:?}", action.kind);
        }
        // Recorded and played again, it is the same call.
        let mut call = suite::record(&run);
        call.expectations = suite::record::proposed(&run).0;
        let again = suite::run_one(&run.scene.project, &call, run.scene.version.id);
        assert_eq!(again.stale, Vec::<String>::new(), "case {case}: {}", prose(&run));
        assert_eq!(again.moved, Vec::<String>::new(), "case {case}: {}", prose(&run));
        assert_eq!(prose(&again.run.unwrap()), prose(&run), "case {case}");
        assert_eq!(again.verdict, Verdict::Passes, "case {case}: {:?}", again.lines);

        let outcome = Report::new(&run).outcome.unwrap_or_else(|| "waits".to_owned());
        *outcomes.entry(outcome).or_default() += 1;
    }
    // The trees are varied: nearly every outcome occurs.
    for wanted in ["Person", "Voicemail", "Goodbye", "Abandoned", "Dropped", "Error", "Step limit"] {
        assert!(outcomes.contains_key(wanted), "{wanted} never came up: {outcomes:?}");
    }
    // Every kind occurred on each of its channels.
    for channel in Channel::ALL {
        for spec in actions::ALL.iter().filter(|spec| spec.channels.has(channel)) {
            let is_met = met.contains(&(channel, spec.id.to_owned()));
            assert!(is_met, "{} was never met on {}", spec.id, channel.words());
        }
    }
}
