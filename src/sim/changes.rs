//! Changes in mid-run, as people write them among their answers: of the outside, `set Ana busy`, `set Support waiting 12`, `set Email down`,
//! and of a variable, `set contract.number to 12`. A change is made while a question is open, or before an action runs: `set Ana busy before
//! "Claims desk"`. Which facts and variables may change is said by `catalog`; here are only the words.

use strum::IntoEnumIterator;

use crate::actions;
use crate::catalog::assign::assign;
use crate::catalog::fold::{self, Fold};
use crate::catalog::text::{duration_words, parse_duration_ms};
use crate::catalog::{Fact, FactValue, reserved};
use crate::model::resource::WebService;
use crate::model::{OutsideSystem, Project, Resource, ResourceData, ServiceState, UserLoad, UserState};

use super::engine::Input;
use super::scene::Scene;
use super::state::CallState;

/// The word with which a change begins.
const SET: &str = "set ";

/// The word between the path of a variable and its value.
const TO: &str = " to";
/// What separates a change from the action before which it is made; a quotation mark follows the title.
const BEFORE: &str = " before \"";

/// A change in mid-run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A fact about the outside is another one.
    Fact(Fact, FactValue),
    /// A variable has another value: its path, and the value as it is stored.
    Variable(String, String),
}

impl Change {
    /// The change as what drives the engine on.
    #[must_use]
    pub fn input(self) -> Input {
        match self {
            Self::Fact(fact, value) => Input::Set(fact, value),
            Self::Variable(path, value) => Input::SetVariable(path, value),
        }
    }
}

/// A change as it is written without the action before which it is made, and the title of that action. Words in quotation marks that are the
/// title of no action belong to the value of a variable.
#[must_use]
pub fn split<'a>(scene: &Scene, text: &'a str) -> (&'a str, Option<&'a str>) {
    let text = text.trim();
    let parts = text.strip_suffix('"').and_then(|text| text.rsplit_once(BEFORE));
    let is_title = |title: &str| {
        let mut actions = scene.project.versions.values().flat_map(|version| version.flow.actions.values());
        actions.any(|action| actions::title(action) == title)
    };
    parts.filter(|(_, title)| is_title(title)).map_or((text, None), |(change, title)| (change.trim_end(), Some(title)))
}

/// The title of the action that is about to run; none while a question is open, and after the end.
#[must_use]
pub fn next_title<'a>(scene: &'a Scene, state: &CallState) -> Option<&'a str> {
    let is_next = state.question.is_none() && !state.is_over();
    state.at.filter(|_| is_next).map(|at| scene.title(at))
}

/// Reads a change that is made now, and how it is kept among the answers. None when the text is none.
///
/// # Errors
/// A sentence, where it cannot be read, or belongs to another moment.
#[must_use]
pub fn read_now(scene: &Scene, state: &CallState, text: &str) -> Option<Result<(Change, String), String>> {
    let (bare, before) = split(scene, text);
    let change = match read(scene, state, bare)? {
        Ok(change) => change,
        Err(why) => return Some(Err(why)),
    };
    Some(match (before, next_title(scene, state)) {
        (Some(wanted), next) if next != Some(wanted) => Err(format!("\"{wanted}\" is not the action that runs next.")),
        (None, None) => Ok((change, bare.to_owned())),
        (_, next) => Ok((change, format!("{bare}{BEFORE}{}\"", next.unwrap_or_default()))),
    })
}

/// Whether a text is a change that belongs to this moment.
#[must_use]
pub fn fits(scene: &Scene, state: &CallState, text: &str) -> bool {
    let (bare, before) = split(scene, text);
    let is_now = match before {
        Some(wanted) => next_title(scene, state) == Some(wanted),
        None => state.question.is_some(),
    };
    is_now && read(scene, state, bare).is_some()
}

/// Reads a change, whatever the moment. None when the text is none.
///
/// # Errors
/// A sentence with what can be changed, where it is a change and cannot be read.
#[must_use]
pub fn read(scene: &Scene, state: &CallState, text: &str) -> Option<Result<Change, String>> {
    let words = folded(&fold::one_line(text));
    let words = words.strip_prefix(SET)?;
    if let Some(change) = variable(scene, state, text) {
        return Some(change);
    }
    let found = system(words).or_else(|| {
        // The longest name that the text begins with: a name may begin with another one.
        let after = |name: &str| words.strip_prefix(&folded(name))?.strip_prefix(' ');
        let named = scene.project.resources.values().flat_map(|resource| {
            [&resource.name, &resource.reference]
                .into_iter()
                .filter_map(move |name| Some((resource, name.len(), after(name)?)))
        });
        let values = named.filter_map(|(resource, length, value)| Some((length, of(scene, state, resource, value)?)));
        values.max_by_key(|(length, _)| *length).map(|(_, change)| change)
    });
    let found = found.map(|(fact, value)| Change::Fact(fact, value));
    Some(found.ok_or_else(|| {
        format!(
            "\"{}\" changes nothing. Write for example: set Ana busy, set Ana open 2, set Support waiting 12, set Support connected 0, set \
             Support estimated wait 5m, set Email down, set Contracts answers found, set customer.tier to gold.",
            text.trim()
        )
    }))
}

/// A change of a variable: its path, *to*, and the value as it is typed; nothing behind *to* empties the variable.
fn variable(scene: &Scene, state: &CallState, text: &str) -> Option<Result<Change, String>> {
    let text = text.trim().split_once(char::is_whitespace)?.1.trim();
    let known = |path: &str| {
        let path = state.interaction.path_today(&folded(path)).into_owned();
        let own = state.interaction.variables.iter().map(|(own, _)| own).find(|own| folded(own) == path);
        own.map(str::to_owned).or_else(|| Some(path).filter(|path| reserved::is_field(path)))
    };
    let lower = text.to_ascii_lowercase();
    let places = lower.match_indices(TO).filter_map(|(at, to)| Some((text.get(..at)?, text.get(at + to.len()..)?)));
    let (path, value) = places
        .filter(|(_, value)| value.is_empty() || value.starts_with(' '))
        .find_map(|(path, value)| Some((known(path.trim())?, value.trim())))?;
    let mut interaction = state.interaction.clone();
    let assigned = assign((&scene.project, &scene.basis.lookups), &mut interaction, &path, value.to_owned());
    Some(assigned.map(|it| Change::Variable(it.path, it.after)))
}

fn folded(text: &str) -> String {
    Fold::USUAL.text(text)
}

fn system(words: &str) -> Option<(Fact, FactValue)> {
    OutsideSystem::iter().find_map(|system| {
        let is_up = match words.strip_prefix(&folded(system.words()))? {
            " up" => true,
            " down" => false,
            _ => return None,
        };
        Some((Fact::System(system), FactValue::Yes(is_up)))
    })
}

fn of(scene: &Scene, state: &CallState, resource: &Resource, value: &str) -> Option<(Fact, FactValue)> {
    let id = resource.id;
    let count = |text: &str| text.parse::<u32>().ok().map(|count| FactValue::Number(count.into()));
    match &resource.data {
        ResourceData::User(_) => {
            if let Some(open) = value.strip_prefix("open ") {
                let known = match scene.fact(state, Fact::Load(id)) {
                    FactValue::Load(load) => load,
                    _ => UserLoad::default(),
                };
                return Some((Fact::Load(id), FactValue::Load(UserLoad { sessions: open.parse().ok()?, ..known })));
            }
            let state = UserState::ALL.into_iter().find(|state| folded(state.words()) == value)?;
            Some((Fact::State(id), FactValue::State(state)))
        }
        ResourceData::Queue(_) => {
            if let Some(waiting) = value.strip_prefix("waiting ") {
                return Some((Fact::Waiting(id), count(waiting)?));
            }
            if let Some(connected) = value.strip_prefix("connected ") {
                return Some((Fact::Connected(id), count(connected)?));
            }
            let seconds = parse_duration_ms(value.strip_prefix("estimated wait ")?)? / 1_000;
            Some((Fact::EstimatedWait(id), FactValue::Number(i64::try_from(seconds).ok()?)))
        }
        ResourceData::WebService(service) => {
            Some((Fact::Service(id), FactValue::Service(service_state(service, value)?)))
        }
        _ => None,
    }
}

fn service_state(service: &WebService, value: &str) -> Option<ServiceState> {
    match value {
        "up" => Some(ServiceState::Up),
        "down" => Some(ServiceState::Down),
        _ => {
            let wanted = value.strip_prefix("answers ")?;
            let found = service.canned.iter().find(|canned| folded(&canned.name) == wanted)?;
            Some(ServiceState::Answers(found.name.clone()))
        }
    }
}

/// How a change is written among the answers; none where the fact cannot be changed to this value in mid-run.
#[must_use]
pub fn written(project: &Project, fact: Fact, value: &FactValue) -> Option<String> {
    let name = |id| project.resources.get(&id).map(|found: &std::sync::Arc<Resource>| found.name.as_str());
    let what = match (fact, value) {
        (Fact::State(user), FactValue::State(state)) => format!("{} {}", name(user)?, folded(state.words())),
        (Fact::Load(user), FactValue::Load(load)) => format!("{} open {}", name(user)?, load.sessions),
        (Fact::Waiting(queue), FactValue::Number(count)) => format!("{} waiting {count}", name(queue)?),
        (Fact::Connected(queue), FactValue::Number(count)) => format!("{} connected {count}", name(queue)?),
        (Fact::EstimatedWait(queue), FactValue::Number(seconds)) => {
            format!("{} estimated wait {seconds} s", name(queue)?)
        }
        (Fact::System(system), FactValue::Yes(is_up)) => {
            format!("{} {}", system.words(), if *is_up { "up" } else { "down" })
        }
        (Fact::Service(service), FactValue::Service(state)) => match state {
            ServiceState::Up => format!("{} up", name(service)?),
            ServiceState::Down => format!("{} down", name(service)?),
            ServiceState::Answers(answer) => format!("{} answers {answer}", name(service)?),
        },
        _ => return None,
    };
    Some(format!("{SET}{what}"))
}

/// What was read at an earlier moment of a call and may have changed since, each with a way to write that.
#[must_use]
pub fn offered(scene: &Scene, state: &CallState) -> Vec<String> {
    if state.is_over() {
        return Vec::new();
    }
    let facts = &state.facts;
    let may_be_old = facts.earlier.iter().filter(|fact| !facts.read.contains_key(fact));
    may_be_old.filter_map(|fact| Some(format!("{SET}{}", example(scene, state, *fact)?))).collect()
}

/// Another value of a fact than it has now.
fn example(scene: &Scene, state: &CallState, fact: Fact) -> Option<String> {
    let project = &scene.project;
    let name = |id| project.resources.get(&id).map(|found: &std::sync::Arc<Resource>| found.name.clone());
    let now = scene.fact(state, fact);
    Some(match (fact, now) {
        (Fact::State(user), FactValue::State(UserState::Busy | UserState::Away | UserState::Offline)) => {
            format!("{} available", name(user)?)
        }
        (Fact::State(user), _) => format!("{} busy", name(user)?),
        (Fact::Load(user), FactValue::Load(load)) => {
            format!("{} open {}", name(user)?, load.sessions.saturating_add(1))
        }
        (Fact::Waiting(queue), FactValue::Number(waiting)) => {
            format!("{} waiting {}", name(queue)?, waiting.saturating_add(1))
        }
        (Fact::Connected(queue), _) => format!("{} connected 0", name(queue)?),
        (Fact::EstimatedWait(queue), FactValue::Number(seconds)) => {
            format!("{} estimated wait {}", name(queue)?, duration_words(seconds.saturating_add(60)))
        }
        (Fact::EstimatedWait(queue), _) => format!("{} estimated wait 5 min", name(queue)?),
        (Fact::System(system), FactValue::Yes(false)) => format!("{} up", system.words()),
        (Fact::System(system), _) => format!("{} down", system.words()),
        (Fact::Service(service), FactValue::Service(ServiceState::Down)) => format!("{} up", name(service)?),
        (Fact::Service(service), _) => format!("{} down", name(service)?),
        _ => return None,
    })
}
