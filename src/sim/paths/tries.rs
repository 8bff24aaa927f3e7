//! The answers that the explorer tries at a question: every choice, with one text or one set of keys for each class (spec: testing §4).

use crate::catalog::{Answer, AnswerInput, Question, QuestionChoice, WaitFor};

use super::super::chance::BY_CHANCE;
use super::super::comes_back::COMES_BACK;
use super::super::floor::key;
use super::super::pool;
use super::super::state::CallState;
use super::atoms::{OTHER, yes_and_no};
use super::constants::Constants;

/// Most texts and keys of a flow that are tried at one question.
const MOST: usize = 12;
/// Longest number that is tried.
const MOST_DIGITS: i64 = 20;

/// The answers that are tried at a question.
#[derive(Clone, Debug, Default)]
pub(super) struct Tried {
    /// The answers.
    pub answers: Vec<Answer>,
    /// Whether a text or a number that is typed may be missing.
    pub is_cut: bool,
    /// Whether an answer takes the time that it usually takes, and no other.
    pub is_timed: bool,
}

/// The answers that are tried.
pub(super) fn answers(state: &CallState, question: &Question, constants: &Constants) -> Tried {
    let mut found: Vec<Answer> = Vec::new();
    let mut is_cut = false;
    let mut is_timed = false;
    let mut has_somebody = false;
    for choice in question.choices.iter() {
        // Who takes a conversation makes no difference to its course, so one person is enough.
        let is_somebody = [key::JOINS, pool::TAKEN].contains(&choice.key);
        // Each result of a draw is an answer of its own, which comes out the same whenever it is played.
        let is_chance = state.drawing.is_some() && choice.key == BY_CHANCE;
        if is_chance
            || goes_on_waiting(state, choice.key)
            || (is_somebody && std::mem::replace(&mut has_somebody, true))
        {
            continue;
        }
        let texts = match choice.input {
            None => {
                found.push(Answer { key: choice.key, value: choice.value.clone(), text: choice.text.clone() });
                continue;
            }
            Some(AnswerInput::Duration(_) | AnswerInput::After(_) | AnswerInput::Talk { .. }) => {
                is_timed = true;
                vec![String::new()]
            }
            Some(AnswerInput::Keys) => {
                let (keys, are_cut) = keys(question, choice, constants);
                is_cut |= are_cut;
                keys
            }
            Some(AnswerInput::Text) => {
                is_cut = true;
                texts(constants)
            }
        };
        let typed = texts.into_iter().map(|text| format!("{} {text}", choice.text).trim_end().to_owned());
        for answer in typed.filter_map(|text| question.read(&text).ok()) {
            if answer.key == choice.key && !found.contains(&answer) {
                found.push(answer);
            }
        }
    }
    Tried { answers: found, is_cut, is_timed }
}

/// Whether an answer only brings the call back to the same wait: people who reject, become free or available, time that passes, a
/// customer who writes or comes back while the conversation waits. In a queue, who answers makes no difference to the branch.
fn goes_on_waiting(state: &CallState, key: &str) -> bool {
    let Some(floor) = &state.floor else { return key == pool::AVAILABLE };
    match floor.wait.wait_for {
        WaitFor::Queue { .. } => {
            [key::ANSWERS, key::REJECTS, key::EVERYONE_REJECTS, key::BECOMES_FREE, key::WAIT].contains(&key)
        }
        WaitFor::User(_) => false,
        WaitFor::Join { .. } | WaitFor::Pool(_) | WaitFor::Delay(_) => {
            [key::BECOMES_FREE, key::AVAILABLE, key::WRITES, key::ATTACHES, key::WAIT, COMES_BACK].contains(&key)
        }
    }
}

/// Keys that are tried. Where keys are offered one by one, one that is not offered stands for all others.
fn keys(question: &Question, choice: &QuestionChoice, constants: &Constants) -> (Vec<String>, bool) {
    let offered: Vec<&str> =
        question.choices.iter().filter(|other| other.input.is_none()).map(|other| &*other.value).collect();
    let is_menu = question.choices.iter().any(|other| other.input.is_none() && other.key == choice.key);
    if is_menu {
        let other = ["0", "9", "8", "7", "6", "5", "4", "3", "2", "1", "*", "#"];
        let other = other.into_iter().find(|key| !offered.contains(key));
        return (other.map(str::to_owned).into_iter().collect(), false);
    }
    let is_keys =
        |text: &&String| !text.is_empty() && text.chars().all(|key| crate::catalog::field::KEYPAD.contains(key));
    let compared = constants.compared.values().flatten().map(|(_, text)| text);
    let written = compared.chain(&constants.texts).filter(is_keys).take(MOST).cloned();
    let lengths = constants.numbers.iter().filter(|number| (1..=MOST_DIGITS).contains(*number));
    let lengths = lengths.filter_map(|length| usize::try_from(*length).ok()).chain([1, 4, 8]);
    let mut found: Vec<String> = written.chain(lengths.map(|length| "1".repeat(length))).collect();
    found.dedup();
    (found, true)
}

/// Texts that are tried.
fn texts(constants: &Constants) -> Vec<String> {
    let compared = constants.compared.values().flatten().map(|(_, text)| text.clone());
    let written = constants.texts.iter().cloned();
    let all = compared.chain(written).filter(|text| !text.trim().is_empty()).take(MOST);
    let mut found: Vec<String> = [OTHER.to_owned()].into_iter().chain(yes_and_no()).chain(all).collect();
    found.dedup();
    found
}
