//! What may happen at a question: the choices, how each is written, and who does it.

use std::borrow::Cow;
use std::sync::Arc;

use super::answer::AnswerInput;

/// How a button for an answer looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// An ordinary answer.
    #[default]
    Normal,
    /// The customer leaves, or something breaks.
    Danger,
}

/// Who does what an answer says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The customer.
    #[default]
    Customer,
    /// An agent, or somebody who is called.
    Others,
    /// No person: an outside system, a line, or chance.
    System,
    /// Nobody: time passes.
    Time,
}

/// One possible answer, or a family of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct QuestionChoice {
    /// What the action calls it.
    pub key: &'static str,
    /// How it is written, such as `press 1`; what is typed, if anything, follows it.
    pub text: Cow<'static, str>,
    /// Another way to write it, such as `user answers` for `Ana answers`; empty for none.
    pub also: Cow<'static, str>,
    /// The button's label.
    pub label: Cow<'static, str>,
    /// The value that the action gets, when it is not typed.
    pub value: Cow<'static, str>,
    /// What must be typed to complete it.
    pub input: Option<AnswerInput>,
    /// How its button looks.
    pub tone: Tone,
    /// Who does it.
    pub by: Actor,
}

impl QuestionChoice {
    /// An answer that is complete as it is.
    pub fn new(key: &'static str, text: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Self {
        let (text, label) = (text.into(), label.into());
        let (value, also) = (Cow::Borrowed(""), Cow::Borrowed(""));
        Self { key, text, also, label, value, input: None, tone: Tone::Normal, by: Actor::Customer }
    }

    /// With another way to write it.
    #[must_use]
    pub fn also(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.also = text.into();
        self
    }

    /// The ways to write it. Whatever the question calls the moment, leaving may be written in each way of [`LEAVING`].
    pub(super) fn ways(&self) -> impl Iterator<Item = &str> {
        let leaving: &[&str] = if self.is_leaving() { &LEAVING } else { &[] };
        let own = [&*self.text, &*self.also];
        own.into_iter().filter(|text| !text.is_empty()).chain(leaving.iter().copied())
    }

    /// Whether the customer leaves by it.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        matches!(self.key, HANG_UP | LEAVES_TALK)
    }

    /// The customer hangs up.
    #[must_use]
    pub fn hanging_up() -> Self {
        Self::new(HANG_UP, "hang up", "Hang up").danger()
    }

    /// With the value that the action gets.
    #[must_use]
    pub fn value(mut self, value: impl Into<Cow<'static, str>>) -> Self {
        self.value = value.into();
        self
    }

    /// With something typed.
    #[must_use]
    pub fn input(mut self, input: AnswerInput) -> Self {
        self.input = Some(input);
        self
    }

    /// As something that somebody else does.
    #[must_use]
    pub fn others(mut self) -> Self {
        self.by = Actor::Others;
        self
    }

    /// As something that an outside system, a line or chance does.
    #[must_use]
    pub fn system(mut self) -> Self {
        self.by = Actor::System;
        self
    }

    /// Whether a person does it: the customer, or somebody else.
    #[must_use]
    pub fn is_of_person(&self) -> bool {
        matches!(self.by, Actor::Customer | Actor::Others)
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
/// The key of the answer by which the customer leaves during a talk, which counts as served.
pub const LEAVES_TALK: &str = "leaves_talk";

/// How an answer may say that the customer leaves, beside what the question calls it.
pub(super) const LEAVING: [&str; 4] = ["hang up", "hang up during it", "customer leaves", "customer leaves during it"];

/// The choices of a question. Questions share them: with each other, or as those that the program keeps for good.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Kept for good, so that nobody counts who shares them.
    kept: &'static [QuestionChoice],
    /// Those that count instead.
    own: Option<Arc<Vec<QuestionChoice>>>,
}

impl Choices {
    /// Choices that the program keeps for good.
    #[must_use]
    pub fn kept(kept: &'static [QuestionChoice]) -> Self {
        Self { kept, own: None }
    }

    /// The choices, for changing them; those that others share stay as they are.
    pub fn to_mut(&mut self) -> &mut Vec<QuestionChoice> {
        let kept = self.kept;
        Arc::make_mut(self.own.get_or_insert_with(|| Arc::new(kept.to_vec())))
    }
}

impl From<Vec<QuestionChoice>> for Choices {
    fn from(choices: Vec<QuestionChoice>) -> Self {
        Self { kept: &[], own: Some(Arc::new(choices)) }
    }
}

impl std::ops::Deref for Choices {
    type Target = [QuestionChoice];
    fn deref(&self) -> &[QuestionChoice] {
        self.own.as_ref().map_or(self.kept, |own| own.as_slice())
    }
}

impl PartialEq for Choices {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Choices {}

impl std::hash::Hash for Choices {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
