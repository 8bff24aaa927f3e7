//! Plays the recorded answers of a test call to a version as it is now (spec: testing §1). An answer belongs to a question of an action;
//! where the tree has changed, an answer is moved or the call is stale, and nothing is given that was not recorded.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::catalog::{Answer, AnswerInput, Question, QuestionChoice};
use crate::model::{
    ActionId, Arrival, Caller, Project, RecordedAnswer, TestCall, TestCaller, TestWorld, VersionId, World,
};

use super::super::basis::Basis;
use super::super::run::Run;
use super::super::scene::{NO_ENTRY_POINT, Scene};
use super::course::{RoutingAction, routing_action};
use super::record::record;

/// Most steps of a test call. Both phases of an interaction together run fewer actions.
const MAX_STEPS: usize = 200_000;

/// A test call that was played.
pub struct Played {
    /// The run, as far as the answers led.
    pub run: Run,
    /// Answers that were given at another question than the recorded one, since their action is gone: a sentence each.
    pub moved: Vec<String>,
    /// Why the answers do not fit this version any more: a sentence each.
    pub stale: Vec<String>,
}

/// The scene of a test call.
///
/// # Errors
/// A sentence, where something that the test call names no longer exists.
pub fn scene(project: &Arc<Project>, call: &TestCall, version: VersionId) -> Result<Scene, String> {
    scene_on(&Basis::of(project.clone()), call, version)
}

/// The scene of a test call, on a basis that other test calls share.
///
/// # Errors
/// A sentence, where something that the test call names no longer exists.
pub fn scene_on(basis: &Arc<Basis>, call: &TestCall, version: VersionId) -> Result<Scene, String> {
    let project = basis.project();
    let gone = |what: &str, name: &str| format!("The {what} \"{name}\" no longer exists.");
    let caller = match &call.caller {
        TestCaller::Unknown => usual().0.clone(),
        TestCaller::Own(caller) => Arc::new((**caller).clone()),
        TestCaller::Saved(saved) => project.callers.get(&saved.id).ok_or_else(|| gone("caller", &saved.name))?.clone(),
    };
    let mut world = match &call.world {
        TestWorld::Usual => usual().1.clone(),
        TestWorld::Own(world) => Arc::new((**world).clone()),
        TestWorld::Saved(saved) => project.worlds.get(&saved.id).ok_or_else(|| gone("world", &saved.name))?.clone(),
    };
    if call.start.is_some() {
        Arc::make_mut(&mut world).start = call.start;
    }
    let entry_point = match &call.arrival {
        Arrival::First => None,
        Arrival::Nowhere => Some(NO_ENTRY_POINT),
        Arrival::At(named) if project.entry_points.contains_key(&named.id) => Some(named.id),
        Arrival::At(named) => return Err(gone("entry point", &named.name)),
    };
    Scene::sharing(basis, (version, entry_point), (caller, world), call.seed)
}

/// An unknown caller and a world of which nothing is said, which most test calls share.
fn usual() -> &'static (Arc<Caller>, Arc<World>) {
    static USUAL: OnceLock<(Arc<Caller>, Arc<World>)> = OnceLock::new();
    USUAL.get_or_init(Default::default)
}

/// Plays a run again in its version as it is now: the same caller, world, entry point, seed and answers. A caller or a world of the
/// project is used as it is now, or as it was where it was deleted.
///
/// # Errors
/// A sentence, where the version or the entry point no longer exists.
pub fn again(run: &Run, project: &Arc<Project>) -> Result<Played, String> {
    let mut call = record(run);
    if matches!(&call.caller, TestCaller::Saved(saved) if !project.callers.contains_key(&saved.id)) {
        call.caller = TestCaller::Own(Box::new((*run.scene.caller).clone()));
    }
    if matches!(&call.world, TestWorld::Saved(saved) if !project.worlds.contains_key(&saved.id)) {
        call.world = TestWorld::Own(Box::new((*run.scene.world).clone()));
    }
    Ok(play(scene(project, &call, run.scene.version.id)?, &call))
}

/// Plays the answers of a test call.
#[must_use]
pub fn play(scene: Scene, call: &TestCall) -> Played {
    let mut player = Player::new(Run::new(Arc::new(scene)), call.answers.iter().collect(), false);
    player.play();
    player.played
}

/// The same, where only the end of the run is asked for.
#[must_use]
pub fn play_fast(scene: Scene, call: &TestCall) -> Played {
    let mut player = Player::new(Run::without_history(Arc::new(scene)), call.answers.iter().collect(), false);
    player.play();
    player.played
}

/// Plays the first answers of a test call, and stops as soon as the last of them is given; with how many of them could not be given.
pub(super) fn play_first(scene: Scene, call: &TestCall, count: usize) -> (Played, usize) {
    let mut player = Player::new(Run::new(Arc::new(scene)), call.answers.iter().take(count).collect(), true);
    player.play();
    let left = player.left.len();
    (player.played, left)
}

struct Player<'c> {
    played: Played,
    /// The answers that were not given yet, in order.
    left: Vec<&'c RecordedAnswer>,
    /// How many questions each action has asked, those that passed by themselves included.
    counts: BTreeMap<RoutingAction, u32>,
    /// How often each action has run.
    entries: BTreeMap<RoutingAction, u32>,
    /// Whether the call stops as soon as all answers are given.
    stops_when_given: bool,
}

impl<'c> Player<'c> {
    fn new(run: Run, left: Vec<&'c RecordedAnswer>, stops_when_given: bool) -> Self {
        let played = Played { run, moved: Vec::new(), stale: Vec::new() };
        Self { played, left, counts: BTreeMap::new(), entries: BTreeMap::new(), stops_when_given }
    }
}

impl Player<'_> {
    fn play(&mut self) {
        for _ in 0..MAX_STEPS {
            if self.stops_when_given && self.left.is_empty() {
                break;
            }
            if self.played.run.is_over() {
                if !self.comes_back() {
                    break;
                }
            } else if self.played.run.state().question.is_none() {
                if !self.run_next() {
                    break;
                }
            } else if !self.answer() {
                break;
            }
        }
        if self.played.stale.is_empty() {
            let left = self.left.iter().map(|answer| format!("The answer \"{}\" was not asked for.", answer.text));
            self.played.stale.extend(left);
        }
    }

    /// The customer comes back after the end, where that was recorded next.
    fn comes_back(&mut self) -> bool {
        let Some(question) = self.played.run.comes_back() else { return false };
        let Some(next) = self.left.first().filter(|answer| answer.action == ActionId(0)) else { return false };
        let Some(answer) = choose(&question, next) else { return false };
        self.left.remove(0);
        self.played.run.give(answer).is_ok()
    }

    /// Makes a change that was recorded before the next action, or runs that action. Whether the call goes on.
    fn run_next(&mut self) -> bool {
        let run = &mut self.played.run;
        let Some(next) = run.state().at.and_then(|at| routing_action(run, at)) else { return run.step() };
        let number = self.entries.get(&next).copied().unwrap_or(0) + 1;
        let belongs = |answer: &&RecordedAnswer| {
            let is_here = (answer.routing, answer.action) == next && answer.question == number;
            is_here && answer.key == RecordedAnswer::CHANGE_BEFORE
        };
        let Some(place) = self.left.iter().position(belongs) else {
            self.entries.insert(next, number);
            return run.step();
        };
        let changed = run.answer(&self.left.remove(place).value);
        self.played.stale.extend(changed.clone().err());
        changed.is_ok()
    }

    /// Answers the open question. Whether the call goes on.
    fn answer(&mut self) -> bool {
        let Some(question) = self.played.run.state().question.clone() else { return true };
        let run = &self.played.run;
        let Some(asker) = run.state().at.and_then(|at| routing_action(run, at)) else { return false };
        let number = self.counts.get(&asker).copied().unwrap_or(0) + 1;
        let belongs = |answer: &RecordedAnswer| {
            let is_here = (answer.routing, answer.action) == asker && answer.question == number;
            is_here && answer.key != RecordedAnswer::CHANGE_BEFORE
        };
        if let Some((place, answer)) = self.left.iter().copied().enumerate().find(|(_, answer)| belongs(answer)) {
            if answer.key == RecordedAnswer::CHANGE {
                self.left.remove(place);
                if let Err(why) = self.played.run.answer(&answer.value) {
                    self.played.stale.push(why);
                    return false;
                }
                return true;
            }
            if let Some(chosen) = choose(&question, answer) {
                self.left.remove(place);
                return self.give(asker, chosen);
            }
            if question.passes_by.is_some() {
                return self.pass(asker);
            }
            let title = self.title();
            self.played.stale.push(format!("\"{title}\" no longer takes the answer \"{}\".", answer.text));
            return false;
        }
        if question.passes_by.is_some() {
            return self.pass(asker);
        }
        // An answer whose action is gone, or that was recorded in another routing, is tried here.
        if let Some(answer) = self.left.first().copied().filter(|answer| self.is_homeless(answer))
            && let Some(chosen) = choose(&question, answer)
        {
            self.left.remove(0);
            let title = self.title();
            self.played.moved.push(format!("The answer \"{}\" was given to \"{title}\".", answer.text));
            return self.give(asker, chosen);
        }
        if !self.left.is_empty() {
            let title = self.title();
            self.played.stale.push(format!("\"{title}\" asks a new question: it {}.", question.prompt));
        }
        false
    }

    fn give(&mut self, asker: RoutingAction, answer: Answer) -> bool {
        *self.counts.entry(asker).or_default() += 1;
        self.played.run.give(answer).is_ok()
    }

    fn pass(&mut self, asker: RoutingAction) -> bool {
        *self.counts.entry(asker).or_default() += 1;
        self.played.run.step()
    }

    /// Whether no version that the call can be in has the action of an answer.
    fn is_homeless(&self, answer: &RecordedAnswer) -> bool {
        let scene = &self.played.run.scene;
        if answer.routing == scene.version.info.routing {
            return !scene.version.flow.actions.contains_key(&answer.action);
        }
        let in_test = scene.is_in_test();
        !scene.version_of(answer.routing, in_test).is_some_and(|it| it.flow.actions.contains_key(&answer.action))
    }

    /// The title of the action that asks.
    fn title(&self) -> String {
        let run = &self.played.run;
        run.state().at.map_or_else(String::new, |at| run.scene.title(at).to_owned())
    }
}

/// The answer to a question that a recorded key and value mean; none where the question does not offer it.
#[must_use]
pub fn choose(question: &Question, recorded: &RecordedAnswer) -> Option<Answer> {
    question.choices.iter().filter(|choice| choice.key == recorded.key).find_map(|choice| complete(choice, recorded))
}

fn complete(choice: &QuestionChoice, recorded: &RecordedAnswer) -> Option<Answer> {
    let RecordedAnswer { value, text, .. } = recorded;
    let Some(input) = choice.input else {
        return (choice.value == *value).then(|| Answer {
            key: choice.key,
            value: value.clone().into(),
            text: choice.text.clone(),
        });
    };
    // What was typed comes after the value of the choice.
    let typed = value.strip_prefix(&*choice.value)?;
    let typed = if choice.value.is_empty() { typed } else { typed.strip_prefix(' ').unwrap_or(typed) };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_complete = match input {
        AnswerInput::Keys | AnswerInput::Text => input.read(typed).as_deref() == Some(typed),
        AnswerInput::Duration(_) | AnswerInput::After(_) => is_number(typed),
        AnswerInput::Talk { .. } => {
            typed.split_once('+').is_some_and(|(after, talk)| is_number(after) && is_number(talk))
        }
    };
    is_complete.then(|| Answer { key: choice.key, value: value.clone().into(), text: text.clone().into() })
}
