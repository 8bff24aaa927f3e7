//! What holds for every kind of action (spec: actions §6).

mod branches;
mod calls;
mod crm;
mod data;
mod details;
mod driver;
mod mail;
mod phrases;
mod telephone;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::question::Answer;
use crate::catalog::{
    ActionSpec, AnswerInput, CheckCx, Effect, Example, FieldSpec, Finding, Question, Stage, WayOn, sample,
};
use crate::model::{
    Action, ActionId, Channel, Params, QueueState, Routing, ServiceState, TreeType, UserState, Version,
};

use super::ALL;
use driver::{Left, ROUTING, drive, reply, texts};

fn params(example: &Example) -> Params {
    ron::from_str(example.params).unwrap_or_else(|error| panic!("{}: {error}", example.title))
}

pub(super) fn action(spec: &ActionSpec, params: Params) -> Action {
    Action { params, ..Action::new(ActionId(2), spec.id) }
}

fn staged(spec: &ActionSpec, example: &Example) -> Stage {
    let mut stage = Stage { channel: Some(example.channel(spec)), ..sample::stage() };
    if let Some(given) = example.given {
        given(&mut stage);
    }
    stage
}

/// The branches by which an action may leave in a routing of a channel. *If something fails* of Start is none: others fall back on it.
fn branch_keys(spec: &ActionSpec, action: &Action, channel: Channel) -> Vec<String> {
    let branches = spec.branches(action, TreeType { channel, ..TreeType::default() });
    let keys = branches.into_iter().map(|branch| branch.key.into_owned());
    keys.filter(|key| key != IF_SOMETHING_FAILS.key).collect()
}

fn is_declared(spec: &ActionSpec, action: &Action, channel: Channel, left: &Left) -> bool {
    match left {
        Left::By(branch) => branch_keys(spec, action, channel).contains(branch),
        Left::Jump | Left::Ended => spec.way_on == WayOn::None,
        Left::HungUp => spec.caller_may_leave,
        Left::Waiting => true,
    }
}

#[test]
fn every_file_is_listed_and_every_kind_has_its_file() {
    let files: BTreeSet<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/actions"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().replace(".rs", ""))
        .filter(|name| !["mod", "tests"].contains(&name.as_str()) && !name.starts_with("shared"))
        .collect();
    let ids: BTreeSet<String> = ALL.iter().map(|spec| spec.id.to_owned()).collect();
    assert_eq!(ids.len(), ALL.len(), "two kinds have one id");
    assert_eq!(ids, files);
    assert!(ALL.is_sorted_by_key(|spec| spec.category), "the palette is not in the order of its categories");
}

#[test]
fn everything_is_explained_and_keys_are_unique() {
    for spec in ALL {
        assert!(!spec.title.is_empty() && !spec.doc.is_empty() && !spec.examples.is_empty(), "{}", spec.id);
        for field in spec.all_fields() {
            assert!(!field.help.is_empty() && !field.label.is_empty(), "{}.{}", spec.id, field.key);
            if let Some((key, _)) = field.shown_if {
                assert!(
                    spec.all_fields().any(|it| it.key == key),
                    "{}.{} depends on an unknown {key}",
                    spec.id,
                    field.key
                );
            }
        }
        let unique = |fields: &[&FieldSpec]| fields.iter().map(|field| field.key).collect::<BTreeSet<_>>().len();
        assert_eq!(unique(spec.fields), spec.fields.len(), "{}", spec.id);
        for field in spec.fields {
            if let crate::catalog::FieldKind::Rows { columns, .. } = field.kind {
                assert_eq!(unique(columns), columns.len(), "{}.{}", spec.id, field.key);
            }
        }
        for placeholder in spec.card.split('{').skip(1) {
            let key = placeholder.split(['}', ':']).next().unwrap();
            assert!(spec.field(key).is_some(), "the card of {} names an unknown {key}", spec.id);
        }
    }
}

/// What is not a parameter of the kind, or not a value that its field takes.
fn misfits(fields: &[&FieldSpec], params: &Params) -> Vec<String> {
    let fits = |(key, value): &(&String, &crate::model::Value)| {
        fields.iter().any(|field| field.key == *key && field.kind.accepts(value))
    };
    let mut found: Vec<String> = params.0.iter().filter(|it| !fits(it)).map(|(key, _)| key.clone()).collect();
    for field in fields {
        if let crate::catalog::FieldKind::Rows { columns, .. } = field.kind {
            found.extend(params.rows(field.key).iter().flat_map(|row| misfits(columns, &row.cells)));
        }
    }
    found
}

#[test]
fn examples_end_as_they_say_and_together_take_every_branch() {
    let mut wrong = Vec::new();
    for spec in ALL {
        let empty = action(spec, Params::default());
        let of_channel = |channel: &Channel| branch_keys(spec, &empty, *channel);
        let mut declared: BTreeSet<String> = spec.channels.0.iter().flat_map(of_channel).collect();
        let mut taken = BTreeSet::new();
        for example in spec.examples {
            let what = format!("{}, {}", spec.id, example.title);
            let params = params(example);
            assert_eq!(misfits(spec.fields, &params), Vec::<String>::new(), "{what}");
            let action = action(spec, params);
            let channel = example.channel(spec);
            let keys = branch_keys(spec, &action, channel);
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{what}: a branch twice");
            declared.extend(keys);
            let mut answers = texts(example.answers);
            let (left, effects, interaction) =
                drive(spec, &action, &staged(spec, example), &mut |question| reply(&mut answers, question));
            let ends = spec.branches.is_empty() && left == Left::Ended;
            let expected = if example.takes.is_empty() { Left::Jump } else { Left::By(example.takes.to_owned()) };
            assert!(ends || left == expected, "{what} took {left:?}, not {expected:?}: {effects:?}");
            assert_eq!(answers.front(), None, "{what}: an answer is left over");
            let told = (interaction.at_ms, ledger(&effects));
            let stated = (example.after_ms, example.ledger.iter().map(|line| (*line).to_owned()).collect());
            wrong.extend((told != stated).then(|| format!("{what}: {told:?}, not {stated:?}")));
            assert!(is_declared(spec, &action, channel, &left), "{what}");
            taken.insert(example.takes.to_owned());
        }
        taken.remove("");
        assert_eq!(taken, declared, "{}", spec.id);
    }
    assert!(wrong.is_empty(), "clock and ledger:\n{}", wrong.join("\n"));
}

/// What an example writes to the ledger, each as *System: what*.
fn ledger(effects: &[Effect]) -> Vec<String> {
    let line = |effect: &Effect| match effect {
        Effect::Ledger { system, what } => Some(format!("{system}: {what}")),
        _ => None,
    };
    effects.iter().filter_map(line).collect()
}

#[test]
fn the_way_on_is_a_branch() {
    for spec in ALL {
        let actions = spec.examples.iter().map(|example| action(spec, params(example)));
        let ways: Vec<Option<String>> = actions.map(|action| spec.way_on(&action, TreeType::default())).collect();
        let is_none = spec.way_on == WayOn::None;
        assert!(is_none || ways.iter().any(Option::is_some), "{}: {ways:?}", spec.id);
    }
}

pub(super) fn check(spec: &ActionSpec, action: &Action, stage: &Stage) -> Vec<Finding> {
    let (routing, mut version) = (Routing { id: ROUTING, ..Routing::default() }, Version::default());
    version.flow.actions.insert(action.id, std::sync::Arc::new(action.clone()));
    (spec.check)(&CheckCx { project: &stage.project, routing: &routing, version: &version, action })
}

#[test]
fn defaults_pass_their_checks_and_findings_are_sentences() {
    for spec in ALL {
        let empty = action(spec, Params::default());
        assert_eq!(check(spec, &empty, &sample::stage()), Vec::new(), "{}", spec.id);
        for example in spec.examples {
            for finding in check(spec, &action(spec, params(example)), &staged(spec, example)) {
                assert!(finding.message.ends_with('.'), "{}: {}", spec.id, finding.message);
            }
        }
    }
}

/// A small source of chance that is the same on every machine: xorshift.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % (bound.max(1) as u64)).unwrap()
    }

    fn answer(&mut self, question: &Question) -> Option<Answer> {
        const TYPED: &[&str] =
            &["", "0", "1", "9#", "*", "5s", "1h", "0s", "366d", "200 {}", "99999 x", "ü \u{0}", "503"];
        if question.choices.is_empty() {
            return None;
        }
        let choice = &question.choices[self.below(question.choices.len())];
        let typed = TYPED[self.below(TYPED.len())];
        let text =
            if choice.input.is_some() { format!("{} {typed}", choice.text) } else { choice.text.clone().into_owned() };
        let spoilt = if self.below(10) == 0 { typed.to_owned() } else { text };
        match question.read(&spoilt) {
            Ok(answer) => Some(answer),
            // A value that the reading refuses; an action must stand it all the same.
            Err(_) if choice.input == Some(AnswerInput::Text) => None,
            Err(_) => Some(Answer { key: choice.key, value: typed.to_owned().into(), text: choice.text.clone() }),
        }
    }

    /// Other people, queues and services than the example's.
    fn shake(&mut self, stage: &mut Stage) {
        for user in [sample::ANA, sample::BEN] {
            stage.world.users.insert(user, UserState::ALL[self.below(4)]);
        }
        if self.below(3) == 0 {
            let waiting = u32::try_from(self.below(40)).unwrap();
            stage.world.queues.insert(sample::SUPPORT, QueueState { waiting, ..QueueState::default() });
        }
        if self.below(3) == 0 {
            let services = [ServiceState::Down, ServiceState::Answers("gone".to_owned())];
            stage.world.services.insert(sample::CONTRACTS, services[self.below(2)].clone());
        }
        if self.below(4) == 0 {
            stage.world.start = None::<NaiveDateTime>;
            stage.caller.number.clear();
        }
    }
}

/// Parameters of which some are missing and some are of a wrong kind.
fn spoilt(chance: &mut Chance, params: &Params) -> Params {
    use crate::model::Value;
    let wrong =
        [Value::Bool(true), Value::Int(i64::MAX), Value::Int(-1), Value::Text("{{".to_owned()), Value::Rows(vec![])];
    let mut spoilt = params.clone();
    spoilt.0.retain(|_, _| chance.below(4) > 0);
    spoilt.visit_mut(&mut |_, value| {
        if chance.below(6) == 0 {
            *value = wrong[chance.below(wrong.len())].clone();
        }
    });
    spoilt
}

#[test]
fn random_answers_never_panic_hang_or_leave_by_an_undeclared_branch() {
    let mut chance = Chance(11);
    for spec in ALL {
        for round in 0..1_000 {
            let example = &spec.examples[chance.below(spec.examples.len())];
            let whole = params(example);
            let params = match round % 4 {
                0 => spoilt(&mut chance, &whole),
                1 if round % 20 == 1 => Params::default(),
                _ => whole,
            };
            let action = action(spec, params);
            let mut stage = staged(spec, example);
            if round % 2 == 0 {
                chance.shake(&mut stage);
            }
            check(spec, &action, &stage);
            let mut most = 60;
            let (left, ..) = drive(spec, &action, &stage, &mut |question| {
                most -= 1;
                (most > 0).then(|| chance.answer(question)).flatten()
            });
            assert!(
                is_declared(spec, &action, example.channel(spec), &left),
                "{} left {left:?} with {:?}",
                spec.id,
                action.params
            );
        }
    }
}
