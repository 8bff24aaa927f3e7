//! Running on: until somebody must answer, until the end, until an action, or along a list of answers (spec: testing §2, simulation §2).

use crate::catalog::text::without_cards;
use crate::catalog::{Actor, AnswerInput, Question, QuestionChoice, Tone};
use crate::model::ActionRef;

use super::engine::{Input, step};
use super::run::Run;

/// Most steps of *run to the end*. Both phases together run at most twice [`crate::model::limits::MAX_STEP_LIMIT`] actions, so that
/// only an action that asks for ever comes here.
const MAX_STEPS: usize = 200_000;

/// Where a run that goes on comes to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Where somebody must answer.
    Question,
    /// Where somebody must answer, or time passes in which somebody may act: where a chat rests.
    Wait,
    /// At the end; every question gets its first answer.
    End,
}

impl Run {
    /// Runs on to a goal, or until `stops` holds after a step. Whether it held.
    pub fn run_on(&mut self, goal: Goal, stops: &dyn Fn(&Self) -> bool) -> bool {
        for _ in 0..MAX_STEPS {
            if goal == Goal::Wait && self.state().question.as_ref().is_some_and(rests) {
                return false;
            }
            let goes_on = self.step() || (goal == Goal::End && self.answer_first());
            if !goes_on {
                return false;
            }
            if stops(self) {
                return true;
            }
        }
        false
    }

    /// Runs on until somebody must answer or the call is over.
    pub fn to_next_question(&mut self) {
        self.run_on(Goal::Question, &|_| false);
    }

    /// Runs on until somebody must answer, or time passes in which somebody may act.
    pub fn to_next_wait(&mut self) {
        self.run_on(Goal::Wait, &|_| false);
    }

    /// Runs to the end with the first answer of every question.
    pub fn to_end(&mut self) {
        self.run_on(Goal::End, &|_| false);
    }

    /// The moment at which the next step that needs no answer is over, in milliseconds since the call began; none where somebody must answer,
    /// and at the end.
    #[must_use]
    pub fn next_ms(&self) -> Option<u64> {
        if self.is_over() || self.waits() {
            return None;
        }
        let passing = self.state().question.as_ref().and_then(Question::passing_answer);
        let input = passing.map_or(Input::Go, |answer| Input::Answer { answer, at_ms: None });
        Some(step(&self.scene, self.state(), &input).0.interaction.at_ms)
    }

    /// Whether an action is about to run.
    #[must_use]
    pub fn is_before(&self, action: ActionRef) -> bool {
        let state = self.state();
        state.at == Some(action) && !state.is_entered && state.question.is_none() && !state.is_over()
    }

    /// Gives the first answer to the open question that needs no typing, else hangs up. Whether that was possible.
    fn answer_first(&mut self) -> bool {
        let Some(question) = &self.state().question else { return false };
        let is_typed = |choice: &QuestionChoice| matches!(choice.input, Some(AnswerInput::Keys | AnswerInput::Text));
        let first = question.choices.iter().find(|choice| !is_typed(choice));
        let text = first.map_or_else(|| "hang up".to_owned(), |choice| choice.text.clone().into_owned());
        self.answer(&text).is_ok()
    }

    /// Gives the answers in order; what happens by itself passes unless the next answer fits it.
    ///
    /// # Errors
    /// The first answer that does not fit, with its place (from 1) and what could have been answered.
    pub fn play(&mut self, answers: &[String]) -> Result<(), String> {
        for (place, answer) in answers.iter().enumerate() {
            loop {
                if (self.fits(answer) && !self.comes_later(answer)) || !self.step() {
                    break;
                }
            }
            if self.is_over() && self.comes_back().is_none_or(|question| question.read(answer).is_err()) {
                return Err(format!(
                    "Answer {} (\"{}\") comes after the call is over.",
                    place + 1,
                    without_cards(answer)
                ));
            }
            self.answer(answer).map_err(|why| format!("Answer {}: {why}", place + 1))?;
        }
        self.to_next_question();
        Ok(())
    }
}

/// Whether time passes in which somebody may act.
fn rests(question: &Question) -> bool {
    let passing = question.passes_by.and_then(|place| question.choices.get(place));
    let may_act = |choice: &QuestionChoice| choice.by != Actor::Time && choice.tone == Tone::Normal;
    passing.is_some_and(|choice| choice.by == Actor::Time) && question.choices.iter().any(may_act)
}
