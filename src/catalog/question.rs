//! Questions and answers: where a call waits for somebody, what may happen there, and how it is written down. An
//! answer is text (`press 1`, `agent answers`, `wait 40s`), so that people can type it and files can keep it; it is read against the
//! question that is open, since only the action knows what it asked.

use std::borrow::Cow;

pub use super::answer::{Answer, AnswerInput};
use super::choice::LEAVING;
pub use super::choice::{Actor, Choices, HANG_UP, LEAVES_TALK, QuestionChoice, Tone};
use super::fold::{self, Fold};
use super::text::{shorten, without_cards, without_digits};

/// Most possibilities that a sentence lists.
const MOST_LISTED: usize = 6;

/// The least time that an answer of a person takes, in milliseconds.
pub const LEAST_MS: u64 = 1_000;

/// Where a call waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Question {
    /// What is waited for, such as *waits for a key*.
    pub prompt: Cow<'static, str>,
    /// A word beside it, such as *try 2 of 3*.
    pub detail: Cow<'static, str>,
    /// What may happen. Questions that an action asks again and again share them.
    pub choices: Choices,
    /// The place of the choice that happens by itself when nobody does anything: time passes, a recorder is up. *Run to the
    /// next question* takes it, and a list of answers need not name it.
    pub passes_by: Option<usize>,
    /// Whether digits that somebody types here may be those of a card, so that none is repeated in a refusal.
    pub hides_digits: bool,
}

impl Question {
    /// A question without choices yet.
    pub fn new(prompt: impl Into<Cow<'static, str>>) -> Self {
        Self { prompt: prompt.into(), ..Self::default() }
    }

    /// A question with choices that it shares with others.
    pub fn of(prompt: impl Into<Cow<'static, str>>, choices: Choices) -> Self {
        Self { prompt: prompt.into(), choices, ..Self::default() }
    }

    /// With a word beside it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = detail.into();
        self
    }

    /// With one more choice.
    #[must_use]
    pub fn choice(mut self, choice: QuestionChoice) -> Self {
        self.choices.to_mut().push(choice);
        self
    }

    /// With one more choice, which happens by itself.
    #[must_use]
    pub fn passing(mut self, choice: QuestionChoice) -> Self {
        self.passes_by = Some(self.choices.len());
        self.choices.to_mut().push(choice);
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
        self.choice(QuestionChoice::hanging_up())
    }

    /// With *hang up during it*: for waits that pass by themselves.
    #[must_use]
    pub fn hang_up_during(self) -> Self {
        self.choice(QuestionChoice::new(HANG_UP, "hang up during it", "Hang up").danger())
    }

    /// Nobody hangs up an email or a chat: a customer leaves. `hang up` is understood all the same.
    pub fn nobody_hangs_up(&mut self) {
        let is_meant = |choice: &QuestionChoice| choice.text.starts_with("hang up");
        if !self.choices.iter().any(is_meant) {
            return;
        }
        for choice in self.choices.to_mut().iter_mut().filter(|choice| is_meant(choice)) {
            choice.label = "Customer leaves".into();
            let text = choice.text.replacen("hang up", "customer leaves", 1).into();
            choice.also = std::mem::replace(&mut choice.text, text);
        }
    }

    /// Whether keys of the telephone may be pressed here.
    #[must_use]
    pub fn takes_keys(&self) -> bool {
        self.choices.iter().any(|choice| choice.input == Some(AnswerInput::Keys) || choice.text.starts_with("press "))
    }

    /// Whether an answer is something that a person does.
    #[must_use]
    pub fn is_of_person(&self, answer: &Answer) -> bool {
        let is_it = |choice: &&QuestionChoice| {
            choice.key == answer.key && (choice.input.is_some() || choice.value == answer.value)
        };
        self.choices.iter().find(is_it).is_some_and(QuestionChoice::is_of_person)
    }

    /// The choice that happens by itself, as an answer.
    #[must_use]
    pub fn passing_answer(&self) -> Option<Answer> {
        let choice = self.choices.get(self.passes_by?)?;
        Some(Answer { key: choice.key, value: choice.value.clone(), text: choice.text.clone() })
    }

    /// Whether an answer is what happens by itself.
    #[must_use]
    pub fn passes_with(&self, answer: &Answer) -> bool {
        let passing = self.passes_by.and_then(|place| self.choices.get(place));
        passing.is_some_and(|it| it.key == answer.key && it.value == answer.value && it.text == answer.text)
    }

    /// Whether a text says that the customer leaves, and does not name the moment as this question does: `hang up` where it is written
    /// `hang up during it`.
    #[must_use]
    pub fn is_any_leaving(&self, text: &str) -> bool {
        let folded = Fold::USUAL.text(&fold::one_line(text));
        let is_own = |choice: &QuestionChoice| choice.is_leaving() && Fold::USUAL.text(&choice.text) == folded;
        LEAVING.contains(&folded.as_str()) && !self.choices.iter().any(is_own)
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
        let read = choice.input.map_or_else(|| Some(String::new()), |input| input.read(&typed));
        let value = read.map(|read| format!("{} {read}", choice.value).trim().to_owned());
        let value = value.ok_or_else(|| self.refusal(text))?;
        Ok(Answer { key: choice.key, value: value.into(), text: words.into() })
    }

    /// The answer that stands for what the customer writes in a chat: the free text of the question if it takes one, else the button
    /// or the key that is named.
    ///
    /// # Errors
    /// A sentence with what is possible instead.
    pub fn written(&self, typed: &str) -> Result<String, String> {
        let typed = fold::one_line(typed);
        let own = || self.choices.iter().filter(|choice| choice.by == Actor::Customer && !choice.is_leaving());
        let free = own().find(|choice| choice.input == Some(AnswerInput::Text));
        let free = free.or_else(|| own().find(|choice| choice.input == Some(AnswerInput::Keys)));
        let named = own().find(|choice| {
            let is_it = |name: &str| fold::same(name, &typed);
            choice.input.is_none() && (is_it(&choice.label) || is_it(&choice.text) || is_it(&choice.value))
        });
        let free = free
            .and_then(|choice| self.read(&format!("{} {typed}", choice.text)).ok())
            .map(|answer| answer.text.into_owned());
        if let Some(answer) = free.or_else(|| named.map(|choice| choice.text.clone().into_owned())) {
            return Ok(answer);
        }
        let list = |choices: Vec<&QuestionChoice>| {
            let labels: Vec<&str> = choices.iter().map(|choice| &*choice.label).take(MOST_LISTED).collect();
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
            .map(|choice| {
                format!("{} {}", choice.text, choice.input.map_or("", AnswerInput::words)).trim_end().to_owned()
            })
            .collect();
        let text = if self.hides_digits { without_digits(text) } else { without_cards(text) };
        format!("\"{text}\" does not fit here. Possible answers: {}.", offered.join(", "))
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
                QuestionChoice::new("answers", "agent answers", "Agent answers")
                    .input(AnswerInput::Talk { after_ms: 20_000, talk_ms: 180_000 }),
            )
            .choice(QuestionChoice::new("say", "say", "Say").input(AnswerInput::Text))
            .choice(
                QuestionChoice::new("rejects", "Ana rejects", "Ana rejects")
                    .value("7")
                    .input(AnswerInput::After(5_000)),
            )
            .choice(QuestionChoice::new("pause", "pause", "Pause").input(AnswerInput::Duration(1_000)))
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
        assert_eq!(read("agent answers").unwrap(), "answers=20000+180000");
        assert_eq!(read("agent answers after 1m30s").unwrap(), "answers=90000+180000");
        assert_eq!(read("agent answers 7s").unwrap(), "answers=7000+180000");
        assert_eq!(read("agent answers for 90s").unwrap(), "answers=20000+90000");
        assert_eq!(read("agent answers after 5 s for 1m 30s").unwrap(), "answers=5000+90000");
        assert_eq!(read("Agent answers FOR 90s After 0:05").unwrap(), "answers=5000+90000");
        assert_eq!(read("pause for 3s").unwrap(), "pause=3000");
        assert_eq!(read("ana rejects AFTER 7 s").unwrap(), "rejects=7 7000");
        assert_eq!(read("Ana rejects").unwrap(), "rejects=7 5000");
        assert_eq!(read("customer leaves").unwrap(), "hang_up=");
        assert_eq!(read("hang up during it").unwrap(), "hang_up=");
        assert_eq!(read("say Hello there").unwrap(), "say=Hello there");
        assert_eq!(read("HANG UP").unwrap(), "hang_up=");
        for wrong in [
            "press",
            "press x",
            "agent answers soon",
            "agent answers after 5s after 6s",
            "agent answers after 5s for",
            "agent answers 5s 6x",
            "agent answers for 5s or so",
            "pause after 3s",
            "Ana rejects for 3s",
            "Ana rejects after",
            "pause for for 3s",
            "pause 3s or 4s",
            "press 1 2",
            "hang up now",
            "wait 3s",
            "",
        ] {
            assert!(read(wrong).unwrap_err().contains("press 1"), "{wrong}");
        }
    }
}
