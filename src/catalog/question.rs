//! Questions and answers: where a call waits for somebody, what may happen there, and how it is written down. An
//! answer is text (`press 1`, `agent answers`, `wait 40s`), so that people can type it and files can keep it; it is read against the
//! question that is open, since only the action knows what it asked.

use super::fold::{self, Fold};
use super::text::{parse_duration_ms, shorten, without_cards, without_digits};

/// Most possibilities that a sentence lists.
const MOST_LISTED: usize = 6;

/// How a button for an answer looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// An ordinary answer.
    #[default]
    Normal,
    /// The customer leaves, or something breaks.
    Danger,
}

/// Who does what an answer says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Actor {
    /// The customer.
    #[default]
    Customer,
    /// An agent, somebody who is called, an outside system, or chance.
    Others,
    /// Nobody: time passes.
    Time,
}

/// What must be typed to complete an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerInput {
    /// Keys of the telephone keypad.
    Keys,
    /// A duration; the default in milliseconds.
    Duration(u64),
    /// Any text.
    Text,
}

/// One possible answer, or a family of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionChoice {
    /// What the action calls it.
    pub key: &'static str,
    /// How it is written, such as `press 1`; what is typed, if anything, follows it.
    pub text: String,
    /// Another way to write it, such as `user answers` for `Ana answers`; empty for none.
    pub also: String,
    /// The button's label.
    pub label: String,
    /// The value that the action gets, when it is not typed.
    pub value: String,
    /// What must be typed to complete it.
    pub input: Option<AnswerInput>,
    /// How its button looks.
    pub tone: Tone,
    /// Who does it.
    pub by: Actor,
}

impl QuestionChoice {
    /// An answer that is complete as it is.
    pub fn new(key: &'static str, text: impl Into<String>, label: impl Into<String>) -> Self {
        let (text, label) = (text.into(), label.into());
        let (value, also) = (String::new(), String::new());
        Self { key, text, also, label, value, input: None, tone: Tone::Normal, by: Actor::Customer }
    }

    /// With another way to write it.
    #[must_use]
    pub fn also(mut self, text: impl Into<String>) -> Self {
        self.also = text.into();
        self
    }

    /// The ways to write it.
    fn ways(&self) -> impl Iterator<Item = &str> {
        [self.text.as_str(), self.also.as_str()].into_iter().filter(|text| !text.is_empty())
    }

    /// With the value that the action gets.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With something typed.
    #[must_use]
    pub fn input(mut self, input: AnswerInput) -> Self {
        self.input = Some(input);
        self
    }

    /// As something that somebody else does, or a system.
    #[must_use]
    pub fn others(mut self) -> Self {
        self.by = Actor::Others;
        self
    }

    /// As time that passes.
    #[must_use]
    pub fn time(mut self) -> Self {
        self.by = Actor::Time;
        self
    }

    /// As something that breaks or ends the call.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.tone = Tone::Danger;
        self
    }
}

/// The key of the answer by which the customer leaves. The engine acts on it, no action does.
pub const HANG_UP: &str = "hang_up";

/// Where a call waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is waited for, such as *waits for a key*.
    pub prompt: String,
    /// A word beside it, such as *try 2 of 3*.
    pub detail: String,
    /// What may happen.
    pub choices: Vec<QuestionChoice>,
    /// The place of the choice that happens by itself when nobody does anything: time passes, a recorder is up. *Run to the
    /// next question* takes it, and a list of answers need not name it.
    pub passes_by: Option<usize>,
    /// Whether digits that somebody types here may be those of a card, so that none is repeated in a refusal.
    pub hides_digits: bool,
}

impl Question {
    /// A question without choices yet.
    pub fn new(prompt: impl Into<String>) -> Self {
        Self { prompt: prompt.into(), ..Self::default() }
    }

    /// With a word beside it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// With one more choice.
    #[must_use]
    pub fn choice(mut self, choice: QuestionChoice) -> Self {
        self.choices.push(choice);
        self
    }

    /// With one more choice, which happens by itself.
    #[must_use]
    pub fn passing(mut self, choice: QuestionChoice) -> Self {
        self.passes_by = Some(self.choices.len());
        self.choices.push(choice);
        self
    }

    /// As one at which digits are never repeated.
    #[must_use]
    pub fn hiding_digits(mut self) -> Self {
        self.hides_digits = true;
        self
    }

    /// With *hang up*.
    #[must_use]
    pub fn hang_up(self) -> Self {
        self.choice(QuestionChoice::new(HANG_UP, "hang up", "Hang up").danger())
    }

    /// With *hang up during it*: for waits that pass by themselves, so that `hang up` in a list of answers waits for a real question.
    #[must_use]
    pub fn hang_up_during(self) -> Self {
        self.choice(QuestionChoice::new(HANG_UP, "hang up during it", "Hang up").danger())
    }

    /// Nobody hangs up an email or a chat: the button says so.
    pub fn nobody_hangs_up(&mut self) {
        for choice in self.choices.iter_mut().filter(|choice| choice.key == HANG_UP) {
            "Customer leaves".clone_into(&mut choice.label);
        }
    }

    /// The choice that happens by itself, as an answer.
    #[must_use]
    pub fn passing_answer(&self) -> Option<Answer> {
        let choice = self.choices.get(self.passes_by?)?;
        Some(Answer { key: choice.key, value: choice.value.clone(), text: choice.text.clone() })
    }

    /// Reads an answer, without regard to case and repeated spaces.
    ///
    /// # Errors
    /// A sentence that lists what can be answered here.
    pub fn read(&self, text: &str) -> Result<Answer, String> {
        let words = fold::one_line(text);
        let folded = Fold::USUAL.text(&words);
        let is_it = |way: &str| Fold::USUAL.text(way) == folded;
        let complete = |choice: &&QuestionChoice| choice.input.is_none() && choice.ways().any(is_it);
        if let Some(choice) = self.choices.iter().find(complete) {
            return Ok(Answer { key: choice.key, value: choice.value.clone(), text: choice.text.clone() });
        }
        let begins = |way: &&str| {
            let start = Fold::USUAL.text(way);
            folded == start || folded.starts_with(&format!("{start} "))
        };
        let typed_after = self
            .choices
            .iter()
            .filter(|choice| choice.input.is_some())
            .flat_map(|choice| choice.ways().filter(begins).map(move |way| (way.chars().count(), choice)));
        let Some((length, choice)) = typed_after.max_by_key(|(length, _)| *length) else {
            return Err(self.refusal(text));
        };
        let typed: String = words.chars().skip(length).collect::<String>().trim().to_owned();
        let value = match choice.input {
            Some(AnswerInput::Duration(default)) => {
                let typed = typed.trim_start_matches("after ").trim_start_matches("for ");
                let ms = if typed.is_empty() { Some(default) } else { parse_duration_ms(typed) };
                ms.map(|ms| format!("{} {ms}", choice.value).trim().to_owned())
            }
            Some(AnswerInput::Keys) => {
                let is_keys = !typed.is_empty() && typed.chars().all(|key| super::field::KEYPAD.contains(key));
                is_keys.then(|| typed.clone())
            }
            Some(AnswerInput::Text) => (!typed.is_empty()).then(|| typed.clone()),
            None => Some(choice.value.clone()),
        };
        let value = value.ok_or_else(|| self.refusal(text))?;
        Ok(Answer { key: choice.key, value, text: words })
    }

    /// The answer that stands for what the customer writes in a chat: the free text of the question if it takes one, else the button
    /// or the key that is named.
    ///
    /// # Errors
    /// A sentence with what is possible instead.
    pub fn written(&self, typed: &str) -> Result<String, String> {
        let typed = fold::one_line(typed);
        let own = || self.choices.iter().filter(|choice| choice.by == Actor::Customer && choice.key != HANG_UP);
        let free = own().find(|choice| choice.input == Some(AnswerInput::Text));
        let free = free.or_else(|| own().find(|choice| choice.input == Some(AnswerInput::Keys)));
        let named = own().find(|choice| {
            let is_it = |name: &str| fold::same(name, &typed);
            choice.input.is_none() && (is_it(&choice.label) || is_it(&choice.text) || is_it(&choice.value))
        });
        let free =
            free.and_then(|choice| self.read(&format!("{} {typed}", choice.text)).ok()).map(|answer| answer.text);
        if let Some(answer) = free.or_else(|| named.map(|choice| choice.text.clone())) {
            return Ok(answer);
        }
        let list = |choices: Vec<&QuestionChoice>| {
            let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).take(MOST_LISTED).collect();
            let more = if choices.len() > MOST_LISTED { ", …" } else { "." };
            format!("{}{more}", labels.join(", "))
        };
        let buttons: Vec<_> = own().filter(|choice| choice.input.is_none()).collect();
        Err(match own().any(|choice| choice.input == Some(AnswerInput::Keys)) {
            true => format!("Only digits, * and # are understood here; “{}” is not.", shorten(&typed, 40)),
            false if !buttons.is_empty() => format!("Only a button is understood here: {}", list(buttons)),
            false => {
                format!("Nobody reads what is written now. What can happen: {}", list(self.choices.iter().collect()))
            }
        })
    }

    fn refusal(&self, text: &str) -> String {
        let offered: Vec<String> = self
            .choices
            .iter()
            .map(|choice| match choice.input {
                None => choice.text.clone(),
                Some(AnswerInput::Keys) => format!("{} KEYS", choice.text),
                Some(AnswerInput::Duration(_)) => format!("{} [DURATION, such as 40s]", choice.text),
                Some(AnswerInput::Text) => format!("{} TEXT", choice.text),
            })
            .collect();
        let text = if self.hides_digits { without_digits(text) } else { without_cards(text) };
        format!("\"{text}\" does not fit here. Possible answers: {}.", offered.join(", "))
    }
}

/// An answer that fits the open question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the action calls it.
    pub key: &'static str,
    /// Its value: the keys pressed, milliseconds, a text, a name.
    pub value: String,
    /// How it is written.
    pub text: String,
}

impl Answer {
    /// The value as milliseconds; those that were typed after the value of the choice.
    #[must_use]
    pub fn ms(&self) -> u64 {
        self.value.rsplit(' ').next().and_then(|ms| ms.parse().ok()).unwrap_or(0)
    }

    /// Whom the choice names, by the id of a person: the beginning of the value.
    #[must_use]
    pub fn who(&self) -> Option<u32> {
        self.value.split(' ').next()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        Question::new("waits")
            .choice(QuestionChoice::new("press", "press 1", "1 Claim").value("1"))
            .choice(QuestionChoice::new("press", "press", "Another key").input(AnswerInput::Keys))
            .choice(
                QuestionChoice::new("answers", "agent answers", "Agent answers").input(AnswerInput::Duration(20_000)),
            )
            .choice(QuestionChoice::new("say", "say", "Say").input(AnswerInput::Text))
            .hang_up()
    }

    #[test]
    fn what_is_written_in_a_chat_becomes_an_answer() {
        let free = question();
        assert_eq!(free.written(" Hello   there ").unwrap(), "say Hello there");
        let keys = Question::new("waits").choice(QuestionChoice::new("press", "press", "Key").input(AnswerInput::Keys));
        assert_eq!(keys.written("8").unwrap(), "press 8");
        assert!(keys.written("eight").unwrap_err().contains("“eight” is not"));
        let buttons = Question::new("waits").choice(QuestionChoice::new("choose", "choose Refund", "Refund")).hang_up();
        assert_eq!(buttons.written("REFUND").unwrap(), "choose Refund");
        assert_eq!(buttons.written("hello").unwrap_err(), "Only a button is understood here: Refund.");
        // Leaving is no message.
        assert!(buttons.written("hang up").is_err());
        let others = Question::new("waits").choice(QuestionChoice::new("joins", "Ana joins", "Ana joins").others());
        assert!(others.written("Ana joins").unwrap_err().ends_with("What can happen: Ana joins."));
    }

    #[test]
    fn a_refusal_repeats_no_card() {
        let refusal = |question: &Question, text| question.read(text).unwrap_err();
        assert!(
            refusal(&question(), "enters 4970 1012 3456 7893, 12/27")
                .starts_with("\"enters •••• •••• •••• ••••, ••/••\"")
        );
        assert!(refusal(&question(), "wait 12345678901 s").starts_with("\"wait 12345678901 s\""));
        assert!(refusal(&question().hiding_digits(), "wait 123 s").starts_with("\"wait ••• s\""));
    }

    #[test]
    fn answers_are_read_against_the_question() {
        let read = |text: &str| question().read(text).map(|answer| format!("{}={}", answer.key, answer.value));
        assert_eq!(read("press 1").unwrap(), "press=1");
        assert_eq!(read(" Press  9 ").unwrap(), "press=9");
        assert_eq!(read("agent answers").unwrap(), "answers=20000");
        assert_eq!(read("agent answers after 1m30s").unwrap(), "answers=90000");
        assert_eq!(read("say Hello there").unwrap(), "say=Hello there");
        assert_eq!(read("HANG UP").unwrap(), "hang_up=");
        for wrong in ["press", "press x", "agent answers soon", "wait 3s", ""] {
            assert!(read(wrong).unwrap_err().contains("press 1"), "{wrong}");
        }
    }
}
