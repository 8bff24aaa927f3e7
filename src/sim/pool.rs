//! The pool while a flow goes on: after *Unassigned* with a link the conversation still waits there, so at every question
//! somebody may take it, which ends the flow as *Person* (spec: distribution §2). That is written `Ana joins and replies`; at what
//! passes by itself `Ana joins and replies during it`, as with hanging up. A call waits in the pool no longer than it lasts.

use crate::catalog::fold::Fold;
use crate::catalog::{Answer, Interaction, Pool, Question, QuestionChoice};
use crate::model::{Channel, Project, ResourceId};

use super::state::Ending;

/// The keys of the answers by which somebody takes it, and by which somebody becomes available.
pub(super) const TAKEN: &str = "taken_from_pool";
pub(super) const AVAILABLE: &str = "available_for_pool";
/// Most people who get a button of their own for becoming available.
const MAX_BUTTONS: usize = 8;

/// What an answer means for a conversation in the pool.
#[derive(Clone, Copy)]
pub(super) enum PoolAnswer {
    /// This person takes it.
    Taken(ResourceId),
    /// This person becomes available, or somebody of whom it is not said who.
    Available(Option<ResourceId>),
}

/// The buttons for what people do with a conversation in the pool, at a question of the flow and while nothing else goes on.
pub(super) struct PoolChoices<'a> {
    pub(super) project: &'a Project,
    /// What is written behind each: nothing, or *during it* at what passes by itself.
    pub(super) when: &'static str,
}

impl PoolChoices<'_> {
    fn choice(&self, key: &'static str, does: String) -> QuestionChoice {
        QuestionChoice::new(key, format!("{does}{}", self.when), does).others()
    }

    /// Somebody of whom it is not said who becomes available; none where somebody is, or where nobody is given it.
    pub(super) fn somebody(&self, key: &'static str, pool: &Pool) -> Option<QuestionChoice> {
        let is_waited_for = pool.available.is_empty() && !pool.eligible.is_empty();
        is_waited_for.then(|| {
            let choice = self.choice(key, available_words(self.project, None));
            QuestionChoice { label: "Somebody becomes available".into(), ..choice }
        })
    }

    /// A certain person becomes available.
    pub(super) fn each_available(&self, key: &'static str, pool: &Pool) -> Vec<QuestionChoice> {
        let waited_for = pool.eligible.iter().filter(|user| !pool.available.contains(user)).take(MAX_BUTTONS);
        let becomes = |user| self.choice(key, available_words(self.project, Some(user))).value(user.to_string());
        waited_for.copied().map(becomes).collect()
    }

    /// A person takes it by joining.
    pub(super) fn each_joins(&self, key: &'static str, people: &[ResourceId]) -> Vec<QuestionChoice> {
        let joins = |user: ResourceId| {
            self.choice(key, format!("{} joins and replies", name(self.project, user))).value(user.to_string())
        };
        people.iter().copied().map(joins).collect()
    }
}

/// A question of the flow, with what may happen in the pool. What the action offers itself is not offered twice.
pub(super) fn offer(project: &Project, interaction: &Interaction, mut question: Question) -> Question {
    // Without a pool nothing was offered before, either: only a question that is asked again has such choices, and the pool with it.
    let Some(pool) = &interaction.pool else { return question };
    let is_of_pool = |choice: &QuestionChoice| choice.key == TAKEN || choice.key == AVAILABLE;
    if question.choices.iter().any(is_of_pool) {
        question.choices.to_mut().retain(|choice| !is_of_pool(choice));
    }
    let choices = PoolChoices { project, when: if question.passes_by.is_some() { " during it" } else { "" } };
    let offered: Vec<String> = question.choices.iter().map(|choice| Fold::USUAL.text(&choice.text)).collect();
    let new = (choices.somebody(AVAILABLE, pool).into_iter())
        .chain(choices.each_available(AVAILABLE, pool))
        .chain(choices.each_joins(TAKEN, &pool.people));
    let own = question.choices.to_mut();
    own.extend(new.filter(|choice| !offered.contains(&Fold::USUAL.text(&choice.text))));
    question
}

/// What an answer means for the pool; none when it is for the action.
pub(super) fn heard(interaction: &Interaction, answer: &Answer) -> Option<PoolAnswer> {
    let pool = interaction.pool.as_ref()?;
    match answer.key {
        TAKEN => {
            let user = pool.people.iter().copied().find(|user| user.to_string() == answer.value)?;
            Some(PoolAnswer::Taken(user))
        }
        AVAILABLE => Some(PoolAnswer::Available(answer.who().map(ResourceId))),
        _ => None,
    }
}

/// What tells one message of the customer from the next, while that matters.
pub(super) fn written(interaction: &Interaction) -> Option<(u64, Option<String>)> {
    let is_awaited = interaction.pool.as_ref().is_some_and(|pool| !pool.available.is_empty());
    is_awaited.then(|| (interaction.last_message_at_ms, interaction.last_message.clone()))
}

/// Who is given it now: who became available first, once the customer has written again. Who holds the line need not write.
pub(super) fn given(interaction: &Interaction, channel: Channel, has_written: bool) -> Option<ResourceId> {
    let first = interaction.pool.as_ref()?.available.first().copied();
    first.filter(|_| has_written || channel == Channel::Voice)
}

/// How a flow ends whose conversation may still be in the pool: one that the flow leaves alone goes on waiting there. Nothing that
/// follows takes it out.
pub(super) fn left_in(interaction: &mut Interaction, channel: Channel, ending: &Ending) -> Ending {
    let is_left = interaction.pool.take().is_some() && channel != Channel::Voice;
    match ending {
        Ending::OnPurpose | Ending::ResultReached | Ending::LedNowhere if is_left => Ending::InPool,
        _ => ending.clone(),
    }
}

/// *Ana becomes available*, or somebody does.
pub(super) fn available_words(project: &Project, who: Option<ResourceId>) -> String {
    format!("{} becomes available", who.map_or("somebody", |who| name(project, who)))
}

/// The name of somebody or something.
pub(super) fn name(project: &Project, user: ResourceId) -> &str {
    project.resources.get(&user).map_or("Somebody", |found| found.name.as_str())
}
