//! What several kinds of actions share: small readings, checks and words. It is no kind of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::catalog::field::Texts;
use crate::catalog::fold::{Fold, one_line};
use crate::catalog::interaction::{self, ANONYMOUS};
use crate::catalog::question::AnswerInput;
use crate::catalog::system_phrases::{BEEP, Phrase};
use crate::catalog::text::{duration_words, shorten};
use crate::catalog::{BranchSpec, CheckCx, Cx, Effect, Field, Finding, Question, QuestionChoice, Step};
use crate::choice;
use crate::model::resource::VoiceMailbox;
use crate::model::{Channel, Condition, ItemRef, Join, Operand, Resource, ResourceData, ResourceId, ResourceKind, Row};

/// A variable that gets a value.
pub(super) const VARIABLE: Field<String> =
    Field::variable("variable", "Variable").help("The variable that gets the value.").required();
/// The value that a variable gets.
pub(super) const VALUE: Field<Operand> =
    Field::operand("value", "Value").help("A text, another variable, or an expression such as menu.tries + 1.");
/// The moment that is tested.
pub(super) const WHEN: Field<Operand> = Field::operand("when", "Moment")
    .help("A date and time in the project's time zone, such as a variable holds. Leave it empty for now.");

choice! {
    /// How words must be in a text.
    pub(super) How { Words = "words" "As they are", Similar = "similar" "Similar", Exact = "exact" "Nothing else" }
}

/// How words must be in a text.
pub(super) const HOW: Field<How> = Field::choice("how", "Likeness").help(
    "Similar: a word of five or more letters may have one letter wrong. Nothing else: the words are the whole text.",
);

/// Seconds of a field as milliseconds.
pub(super) fn ms(seconds: i64) -> u64 {
    u64::try_from(seconds).unwrap_or(0).saturating_mul(1_000)
}

/// Milliseconds as people say them.
pub(super) fn ms_words(ms: u64) -> String {
    duration_words(i64::try_from(ms / 1_000).unwrap_or(i64::MAX))
}

/// The resource of a field that may stay empty; an empty one is nothing worth a note.
pub(super) fn optional_item(cx: &mut Cx<'_>, field: &Field<Option<ItemRef>>) -> Option<Arc<Resource>> {
    cx.get(field).and_then(|_| cx.item(field))
}

/// Lets music begin on the telephone, where there is some.
pub(super) fn play_music(cx: &mut Cx<'_>, music: Option<Arc<Resource>>) {
    if let Some(music) = music.filter(|_| cx.channel() == Channel::Voice) {
        cx.say(format!("(music) {}", music.name));
    }
}

/// A person served the customer; the talk is over, and where the customer ended it, the customer is gone.
pub(super) fn served(cx: &mut Cx<'_>, who: ResourceId, left_at: u64, by_customer: bool, branch: &BranchSpec) -> Step {
    cx.emit(Effect::ServedBy(who));
    cx.until(left_at);
    if by_customer { Step::LeftBy(branch.key.into()) } else { Step::go(branch) }
}

/// Says which number those who are called see: the action's own, else the one that *Modify the caller ID* has set.
pub(super) fn note_caller_id(cx: &mut Cx<'_>, who: &str, own: &str) {
    let shown = if own.is_empty() { cx.caller_id().to_owned() } else { own.to_owned() };
    match shown.as_str() {
        "" => {}
        ANONYMOUS => cx.note(format_args!("{who} sees no number.")),
        shown => cx.note(format_args!("{who} sees {shown}.")),
    }
}

/// The moment that [`WHEN`] names. What cannot be read as a date and time counts as now, and is noted.
pub(super) fn moment(cx: &mut Cx<'_>) -> DateTime<Utc> {
    let operand = cx.get(&WHEN);
    if operand.is_blank() {
        return cx.now();
    }
    let value = cx.value(operand);
    match value.and_then(|text| cx.stamp(&text)) {
        Ok(stamp) => stamp.moment(cx.time_zone()),
        Err(why) => {
            cx.note(format_args!("{}, so now counts.", why.trim_end_matches('.')));
            cx.now()
        }
    }
}

/// The time zone of an IANA name; that of the project where there is no name.
pub(super) fn zone(name: &str, project: &str) -> Result<Tz, String> {
    match name.trim() {
        "" => Ok(interaction::zone("", project)),
        name => name.parse().map_err(|_| format!("\"{name}\" is no time zone such as Europe/Paris.")),
    }
}

/// An error where a written time zone does not exist; what has a placeholder is known at run time only.
pub(super) fn check_zone(name: &str) -> Option<Finding> {
    if name.contains("{{") {
        return None;
    }
    zone(name, "").err().map(|why| Finding::error("time-zone", why))
}

/// Gives the variable of a row its value; why not is noted. Whether it went well.
pub(super) fn assign_row(cx: &mut Cx<'_>, row: &Row) -> bool {
    assign_value(cx, row.cells.text(&VARIABLE), row.cells.get(&VALUE))
}

/// Gives a variable its value; why not is noted. Whether it went well.
pub(super) fn assign_value(cx: &mut Cx<'_>, path: &str, value: &Operand) -> bool {
    let written = cx.assign_operand(path, value);
    if let Err(why) = &written {
        cx.note(why.clone());
    }
    written.is_ok()
}

/// An error for each value that occurs more than once; empty values are somebody else's concern.
pub(super) fn check_doubled(
    code: &'static str,
    values: impl Iterator<Item = String>,
    message: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *uses.entry(Fold::USUAL.text(&value)).or_default() += 1;
    }
    let doubled = uses.into_iter().filter(|(value, count)| *count > 1 && !value.is_empty());
    doubled.map(|(value, _)| Finding::error(code, message(&value))).collect()
}

/// A text in quotation marks, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", shorten(&one_line(text), 200))
}

/// A value as a supervisor reads it.
pub(super) fn operand_words(operand: &Operand) -> &str {
    match operand {
        Operand::Text(text) | Operand::Variable(text) | Operand::Expression(text) => text,
    }
}

/// A condition as a supervisor reads it, such as *customer.tier equals gold and customer.points is more than 9*.
pub(super) fn condition_words(condition: &Condition) -> String {
    let terms = condition.terms.iter().map(|term| {
        let right = if term.op.is_unary() { "" } else { operand_words(&term.right) };
        format!("{} {} {right}", operand_words(&term.left), term.op.words()).trim().to_owned()
    });
    let joint = if condition.join == Join::All { " and " } else { " or " };
    terms.collect::<Vec<_>>().join(joint)
}

/// Says the greeting of a voice mailbox: the action's `own`, else the mailbox's, else the phrase of the project.
pub(super) fn greet_in(cx: &mut Cx<'_>, own: &Texts, mailbox: &VoiceMailbox) {
    let texts = [own, &mailbox.greeting].into_iter().map(|texts| cx.text_in_language(texts));
    let greeting = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| cx.phrase(&BEEP, &[]));
    let greeting_ms = cx.say(greeting);
    cx.spend(greeting_ms);
}

/// The phrase that [`greet_in`] says: none where the action or the mailbox has a greeting, or where there is no mailbox.
pub(super) fn says_beep(cx: &CheckCx<'_>, mailbox: &Field<Option<ItemRef>>, own: &Texts) -> Vec<&'static Phrase> {
    let has_text = |texts: &Texts| texts.values().any(|text| !text.is_empty());
    let item = cx.action.params.get(mailbox);
    let found = item.as_ref().and_then(|item| cx.project.resolve(ResourceKind::VoiceMailbox, item));
    let is_greeted = has_text(own)
        || found.is_some_and(|it| matches!(&it.data, ResourceData::VoiceMailbox(data) if has_text(&data.greeting)));
    if item.is_none() || is_greeted { Vec::new() } else { vec![&BEEP] }
}

/// Asks the customer for a message.
pub(super) fn record_question() -> Question {
    Question::new("records a message")
        .choice(QuestionChoice::new("speak", "speak", "Speak").input(AnswerInput::Duration(20_000)))
        .choice(QuestionChoice::new("silence", "silence", "Stay silent"))
}

/// Takes the message that the customer leaves in a mailbox, cut where it is too long. Whether there is one.
pub(super) fn take_message(
    cx: &mut Cx<'_>,
    mailbox: &Resource,
    data: &VoiceMailbox,
    spoken_ms: u64,
    longest_ms: u64,
) -> bool {
    let length_ms = spoken_ms.min(longest_ms);
    cx.spend(length_ms);
    if length_ms < 1_000 {
        return false;
    }
    let length = ms_words(length_ms);
    cx.did(format_args!("speaks {length}"));
    if spoken_ms > longest_ms {
        cx.note(format_args!("The message is cut after {length}."));
    }
    let told = if data.notify.is_empty() { String::new() } else { format!(", {} is told", data.notify) };
    cx.ledger("Voice mailbox", format_args!("{}: a message of {length}{told}", mailbox.name));
    true
}
