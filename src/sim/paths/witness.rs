//! A way through a flow as a call that can be played: the caller, the world and the answers that the explorer has decided on the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime};

use crate::catalog::interaction::{moment, zone};
use crate::catalog::{Answer, Fact, FactValue, Outside, Preset, Question};
use crate::model::{Caller, Project, Resource, ServiceState, VersionId, World};

use super::super::changes;
use super::super::run::Run;
use super::super::scene::{NO_ENTRY_POINT, Scene, SceneRequest};
use super::parts::{Held, Mask, Part, Values, bits};
use super::search::{Graph, Step};

/// A call that can be played.
#[derive(Clone, Debug)]
pub struct Witness {
    request: SceneRequest,
    given: Vec<(Fact, FactValue)>,
    moves: Vec<Move>,
}

/// What happens next in a call.
#[derive(Clone, Debug)]
enum Move {
    /// The call goes on, or what passes by itself passes.
    On,
    /// Somebody answers.
    Answer(Answer),
    /// A fact about the outside is another one from now on.
    Set(Fact, FactValue),
}

impl Witness {
    /// The way that ends with a step, where values hold after it beside those that the way needs.
    pub(super) fn to(graph: &Graph, version: VersionId, last: Step, needs: &Values) -> Self {
        let mut way = vec![last];
        let mut at = last.from;
        while let Some(step) = graph.nodes.get(at).and_then(|node| node.step) {
            way.push(step);
            at = step.from;
        }
        way.reverse();
        let decided = Decisions::on(graph, &way, needs);
        let mut moves = Vec::new();
        for (place, step) in way.iter().enumerate() {
            let now = decided.changes.iter().filter(|((before, _), _)| *before == place);
            moves.extend(now.map(|((_, fact), value)| Move::Set(*fact, value.clone())));
            moves.push(answer_of(graph, *step).cloned().map_or(Move::On, Move::Answer));
        }
        let scene = &graph.scene;
        let (caller, world) = outside(scene, &decided.first);
        let entry_point = Some(scene.entry_point.as_ref().map_or(NO_ENTRY_POINT, |it| it.id));
        let request = SceneRequest { version, entry_point, caller, world, seed: scene.seed };
        let given = decided.first.into_iter().filter(|(fact, value)| !is_usual(*fact, value)).collect();
        Self { request, given, moves }
    }

    /// The caller and the world of the call, as far as they are not as usual: a clause each.
    #[must_use]
    pub fn given(&self, project: &Project) -> Vec<String> {
        self.given.iter().map(|(fact, value)| fact_words(project, *fact, value)).collect()
    }

    /// Plays the call with the plain engine, up to where the explorer has come.
    ///
    /// # Errors
    /// A sentence, where the call cannot be played so.
    pub fn play(&self, project: &Arc<Project>) -> Result<Run, String> {
        let mut run = Run::new(Arc::new(Scene::new(project.clone(), self.request.clone())?));
        for next in &self.moves {
            match next {
                Move::On => _ = run.step(),
                Move::Set(fact, value) => {
                    let text = changes::written(project, *fact, value);
                    if text.is_none_or(|text| run.answer(&text).is_err()) {
                        run.set(*fact, value.clone());
                    }
                }
                Move::Answer(answer) => {
                    let question = run.state().question.as_ref();
                    if question.and_then(Question::passing_answer).as_ref() == Some(answer) {
                        run.step();
                    } else {
                        let said = question.and_then(|question| question.read(&answer.text).ok());
                        run.give(said.unwrap_or_else(|| answer.clone()))?;
                    }
                }
            }
        }
        Ok(run)
    }

    /// Plays the call on until it is over, where nothing that anybody answers leads out of a round: the engine stops it at last.
    ///
    /// # Errors
    /// As for [`Witness::play`].
    pub fn play_on(&self, project: &Arc<Project>) -> Result<Run, String> {
        let mut run = self.play(project)?;
        run.to_end();
        Ok(run)
    }
}

/// The answer of a step; none where the call simply goes on.
fn answer_of(graph: &Graph, step: Step) -> Option<&Answer> {
    let (edge, _) = graph.flow.edge(step.edge)?;
    graph.flow.frames.get(edge.from)?.inputs.get(edge.input)?.as_ref()
}

/// What is decided of the outside on a way.
#[derive(Default)]
struct Decisions {
    /// What holds from the beginning.
    first: BTreeMap<Fact, FactValue>,
    /// What changes, and before which step. A change is said while a question is open, so before the last answer.
    changes: BTreeMap<(usize, Fact), FactValue>,
}

impl Decisions {
    fn on(graph: &Graph, way: &[Step], needs: &Values) -> Self {
        let mut found = Self::default();
        let mut now: BTreeMap<Fact, FactValue> = BTreeMap::new();
        // What is known of the customer holds for the whole call, so one value must fit each step.
        let narrowed = needs.iter().map(|(part, mask)| (*part, graph.flow.parts.start(*part) & mask));
        let mut masks: BTreeMap<usize, Mask> = narrowed.collect();
        let mut last_answer = 0;
        for (place, step) in way.iter().enumerate() {
            let Some((edge, effect)) = graph.flow.edge(step.edge) else { continue };
            if answer_of(graph, *step).is_some() {
                last_answer = place;
            }
            let any = edge.any.iter().map(|part| (*part, Mask::MAX));
            for (part, mask) in edge.needs.iter().copied().chain(any) {
                *masks.entry(part).or_insert_with(|| graph.flow.parts.start(part)) &= mask;
            }
            for (fact, value) in &effect.decided {
                match now.insert(*fact, value.clone()) {
                    None => drop(found.first.insert(*fact, value.clone())),
                    Some(before) if before != *value => {
                        found.changes.insert((last_answer, *fact), value.clone());
                    }
                    Some(_) => {}
                }
            }
        }
        for (part, mask) in masks {
            let Some(Part::Fact(fact)) = graph.flow.parts.part(part) else { continue };
            let values = || bits(mask).filter_map(|value| graph.flow.parts.held(part, value));
            let usual = values().find(|held| matches!(held, Held::Fact(value) if is_usual(*fact, value)));
            if let Some(Held::Fact(value)) = usual.or_else(|| values().next()) {
                found.first.insert(*fact, value.clone());
            }
        }
        found
    }
}

/// Whether a caller and a world who are not named say the same.
fn is_usual(fact: Fact, value: &FactValue) -> bool {
    fact != Fact::Start && Preset::new(DateTime::default(), &Caller::default(), &World::default()).read(fact) == *value
}

/// A fact as a clause: *CRM is down*.
fn fact_words(project: &Project, fact: Fact, value: &FactValue) -> String {
    let name = |id| project.resources.get(&id).map_or("an item", |found: &Arc<Resource>| found.name.as_str());
    match (fact, value) {
        (Fact::Start, FactValue::Moment(start)) => {
            let local = start.with_timezone(&zone(&project.settings.time_zone, "UTC"));
            format!("it begins on {}", local.format("%A %Y-%m-%d at %H:%M:%S"))
        }
        (Fact::IsHidden, _) => "the number is withheld".to_owned(),
        (Fact::Contacts, FactValue::Contacts(contacts)) => match contacts.len() {
            1 => "the customer was in contact once before".to_owned(),
            count => format!("the customer was in contact {count} times before"),
        },
        (Fact::LeadOwner, FactValue::Item(user)) => format!("the lead is owned by {}", name(*user)),
        (Fact::Score, FactValue::Number(score)) => format!("the score is {score}"),
        (Fact::Waiting(queue), FactValue::Number(count)) => format!("{count} wait in {}", name(queue)),
        (Fact::Connected(queue), FactValue::Number(count)) => format!("{count} are connected to {}", name(queue)),
        (Fact::EstimatedWait(queue), FactValue::Number(seconds)) => {
            format!("the estimated wait in {} is {seconds} s", name(queue))
        }
        (Fact::State(user), FactValue::State(state)) => format!("{} is {}", name(user), state.words().to_lowercase()),
        (Fact::Load(user), FactValue::Load(load)) => {
            format!("{} has received {} today", name(user), load.received_today)
        }
        (Fact::System(system), _) => format!("{} is down", system.words()),
        (Fact::Service(service), FactValue::Service(ServiceState::Down)) => format!("{} is down", name(service)),
        (Fact::Service(service), FactValue::Service(ServiceState::Answers(answer))) => {
            format!("{} answers {answer}", name(service))
        }
        (fact, FactValue::Text(text)) => format!("{} is \"{text}\"", text_name(fact)),
        (Fact::Email, FactValue::Email(email)) => format!("the email is \"{}\"", email.subject),
        (Fact::Cases, _) => "there are cases".to_owned(),
        (Fact::Cards, _) => "there are CRM cards".to_owned(),
        _ => "the customer has other records".to_owned(),
    }
}

/// What is not as usual of a caller and a world, and when the call begins: a clause each.
#[must_use]
pub fn given_words(project: &Project, caller: &Caller, world: &World) -> Vec<String> {
    let zone = zone(&project.settings.time_zone, "UTC");
    let outside = Preset::new(world.start.map_or_else(DateTime::default, |start| moment(start, zone)), caller, world);
    let start = world.start.map(|_| Fact::Start);
    let queues =
        world.queues.keys().flat_map(|id| [Fact::Waiting(*id), Fact::Connected(*id), Fact::EstimatedWait(*id)]);
    let facts = OF_CALLER
        .into_iter()
        .chain(start)
        .chain(world.systems_down.iter().copied().map(Fact::System))
        .chain(world.services.keys().copied().map(Fact::Service))
        .chain(world.users.keys().copied().map(Fact::State))
        .chain(world.loads.keys().copied().map(Fact::Load))
        .chain(queues);
    let values = facts.map(|fact| (fact, outside.read(fact)));
    values
        .filter(|(fact, value)| !is_usual(*fact, value))
        .map(|(fact, value)| fact_words(project, fact, &value))
        .collect()
}

/// The facts about a caller.
const OF_CALLER: [Fact; 17] = [
    Fact::Number,
    Fact::IsHidden,
    Fact::Name,
    Fact::Language,
    Fact::Source,
    Fact::Keyword,
    Fact::ActivePage,
    Fact::LandingPage,
    Fact::Campaign,
    Fact::Referrer,
    Fact::Score,
    Fact::Contacts,
    Fact::LeadOwner,
    Fact::Opportunities,
    Fact::Opportunity,
    Fact::FirstMessage,
    Fact::Email,
];

/// What a text of the caller is called.
fn text_name(fact: Fact) -> &'static str {
    match fact {
        Fact::Number => "the number",
        Fact::Name => "the name",
        Fact::Language => "the language",
        Fact::Source => "the source",
        Fact::Keyword => "the keyword",
        Fact::ActivePage => "the active page",
        Fact::LandingPage => "the landing page",
        Fact::Campaign => "the campaign",
        Fact::Referrer => "the referrer",
        Fact::Opportunity => "the opportunity",
        _ => "the first message",
    }
}

/// The caller and the world in which these facts hold; else the world is that of the scene.
fn outside(scene: &Scene, facts: &BTreeMap<Fact, FactValue>) -> (Caller, World) {
    let (mut caller, mut world) = (Caller::default(), (*scene.world).clone());
    for (fact, value) in facts {
        match (fact, value) {
            (Fact::Start, FactValue::Moment(start)) => {
                let local: NaiveDateTime =
                    start.with_timezone(&zone(&scene.project.settings.time_zone, "UTC")).naive_local();
                world.start = Some(local);
            }
            (Fact::IsHidden, FactValue::Yes(is_hidden)) => caller.is_hidden = *is_hidden,
            (Fact::Score, FactValue::Number(score)) => caller.score = Some(*score),
            (Fact::Contacts, FactValue::Contacts(contacts)) => caller.contacts = contacts.to_vec(),
            (Fact::LeadOwner, FactValue::Item(user)) => caller.lead_owner = Some(*user),
            (Fact::Opportunities, FactValue::Opportunities(all)) => caller.opportunities = all.to_vec(),
            (Fact::Email, FactValue::Email(email)) => caller.email = Some((**email).clone()),
            (fact, FactValue::Text(text)) => {
                if let Some(field) = text_of(&mut caller, *fact) {
                    field.clone_from(text);
                }
            }
            (Fact::State(user), FactValue::State(state)) => drop(world.users.insert(*user, *state)),
            (Fact::Load(user), FactValue::Load(load)) => drop(world.loads.insert(*user, *load)),
            (Fact::Waiting(queue), FactValue::Number(count)) => {
                world.queues.entry(*queue).or_default().waiting = clamped(*count);
            }
            (Fact::Connected(queue), FactValue::Number(count)) => {
                world.queues.entry(*queue).or_default().connected = Some(clamped(*count));
            }
            (Fact::EstimatedWait(queue), FactValue::Number(seconds)) => {
                world.queues.entry(*queue).or_default().estimated_wait_s = Some(clamped(*seconds));
            }
            (Fact::System(system), FactValue::Yes(false)) => drop(world.systems_down.insert(*system)),
            (Fact::Service(service), FactValue::Service(state)) => drop(world.services.insert(*service, state.clone())),
            (Fact::Cases, FactValue::Cases(cases)) => world.cases = cases.to_vec(),
            (Fact::Cards, FactValue::Cards(cards)) => world.cards = cards.to_vec(),
            (Fact::Targets, FactValue::Targets(targets)) => world.targets = targets.to_vec(),
            _ => {}
        }
    }
    (caller, world)
}

fn clamped(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}

fn text_of(caller: &mut Caller, fact: Fact) -> Option<&mut String> {
    Some(match fact {
        Fact::Number => &mut caller.number,
        Fact::Name => &mut caller.display_name,
        Fact::Language => &mut caller.language,
        Fact::Source => &mut caller.source,
        Fact::Keyword => &mut caller.keyword,
        Fact::ActivePage => &mut caller.active_page,
        Fact::LandingPage => &mut caller.landing_page,
        Fact::Campaign => &mut caller.campaign,
        Fact::Referrer => &mut caller.referrer,
        Fact::Opportunity => &mut caller.opportunity,
        Fact::FirstMessage => &mut caller.first_message,
        _ => return None,
    })
}
