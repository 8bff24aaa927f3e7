//! Trigger: whether a flow of messages is meant for this conversation: a new session, or a message with certain
//! words, and then the language and the question type (spec: actions §2; distribution §3).

use crate::catalog::fold::{Fold, entries};
use crate::catalog::phrase::{Likeness, Searched};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
    compare,
};
use crate::choice;
use crate::model::{Channel, Operand};

use super::shared::{HOW, How};

choice! {
    /// What starts the flow.
    Trigger { Session = "session" "New session", Message = "message" "Visitor sends a message" }
}

const TRIGGER: Field<Trigger> = Field::choice("trigger", "Trigger").help("What the flow is started by.");
const KEYWORDS: Field<String> = Field::text("keywords", "Keywords")
    .help("Words or phrases, separated by commas, of which the message must hold one. Leave it empty for any message.")
    .shown_if("trigger", &["message"]);
const LIKENESS: Field<How> = HOW.shown_if("trigger", &["message"]);
const LANGUAGES: Field<String> = Field::text("languages", "Languages")
    .help("Language codes, separated by commas, such as fr, en. Leave it empty for any language.");
const QUESTION: Field<Operand> = Field::operand("question", "Question type is in").help(
    "Where the type of the question is kept, such as a variable. Leave it empty to look for its words in the message.",
);
const QUESTION_TYPES: Field<String> = Field::text("question_types", "Question types")
    .help("Types, separated by commas, such as refund, exchange. Leave it empty for any question.");

const MATCHES: BranchSpec = BranchSpec::new("matches", "Matches");
const DIFFERS: BranchSpec = BranchSpec::new("does_not_match", "Does not match");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "trigger_filter",
    title: "Trigger",
    short_title: "",
    category: Category::Rules,
    icon: Icon::Funnel,
    words: "filter, new session, keyword trigger, start condition, incoming message, webhook trigger",
    channels: Channels(&[Channel::Messaging]),
    doc: "Lets a conversation pass that is a new session or whose message holds a keyword, in certain languages and about certain \
          types of question. Words are compared whole, without case.",
    card: "{trigger} · {keywords} · {languages} · {question_types}",
    fields: &[
        TRIGGER.spec(),
        KEYWORDS.spec(),
        LIKENESS.spec(),
        LANGUAGES.spec(),
        QUESTION.spec(),
        QUESTION_TYPES.spec(),
    ],
    branches: &[BranchPart::One(&MATCHES), BranchPart::One(&DIFFERS)],
    way_on: WayOn::Key("matches"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("A new session", "{}", "", "matches"),
        Example::new("A keyword", REFUND, "", "matches").given(|stage| {
            "I would like a REFUND, please".clone_into(&mut stage.caller.first_message);
        }),
        Example::new("Another message", REFUND, "", "does_not_match").given(|stage| {
            "No refunding here".clone_into(&mut stage.caller.first_message);
        }),
        Example::new("Another language", r#"{"languages": Text("fr, de")}"#, "", "does_not_match"),
        Example::new(
            "The type of the question",
            r#"{"question": Operand(Variable("customer.tier")), "question_types": Text("gold, blue")}"#,
            "",
            "matches",
        ),
    ],
};

const REFUND: &str = r#"{"trigger": Text("message"), "keywords": Text("money back, refund"), "languages": Text("en")}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    match mismatch(cx) {
        Some(why) => {
            cx.note(why);
            Step::go(&DIFFERS)
        }
        None => Step::go(&MATCHES),
    }
}

/// Why it does not match; none when it does.
fn mismatch(cx: &Cx<'_>) -> Option<String> {
    let message = cx.last_message();
    let message = message.as_str();
    let searched = Searched::new(message, Fold::USUAL);
    let how = match cx.get(&LIKENESS) {
        How::Words => Likeness::WholeWords,
        How::Similar => Likeness::Similar,
        How::Exact => Likeness::Exact,
    };
    match cx.get(&TRIGGER) {
        Trigger::Session if message != cx.first_message() => {
            return Some("The session is not new: the visitor has written since.".to_owned());
        }
        Trigger::Message if message.trim().is_empty() => return Some("The visitor has sent no message.".to_owned()),
        Trigger::Message => {
            let keywords = cx.text(&KEYWORDS);
            if !is_any(&keywords) && !entries(&keywords).any(|keyword| searched.has(keyword, how)) {
                return Some(format!("The message has none of: {keywords}."));
            }
        }
        Trigger::Session => {}
    }
    let languages = cx.text(&LANGUAGES);
    let language = cx.call("language");
    if !is_any(&languages) && !entries(&languages).any(|wanted| is_language(&language, wanted)) {
        return Some(format!("The language is {language}, none of: {languages}."));
    }
    let types = cx.text(&QUESTION_TYPES);
    if is_any(&types) {
        return None;
    }
    let question = cx.get(&QUESTION);
    if question.is_blank() {
        let is_found = entries(&types).any(|one| searched.has(one, Likeness::WholeWords));
        return (!is_found).then(|| format!("The message is about none of: {types}."));
    }
    match cx.value(question) {
        Ok(value) if entries(&types).any(|one| compare::same(&value, one)) => None,
        Ok(value) => Some(format!("The question type is \"{value}\", none of: {types}.")),
        Err(why) => Some(why),
    }
}

fn is_any(text: &str) -> bool {
    entries(text).next().is_none()
}

/// `en` stands for every English, `en-GB` for one.
fn is_language(language: &str, wanted: &str) -> bool {
    let (language, wanted) = (Fold::USUAL.text(language), Fold::USUAL.text(wanted));
    language == wanted || language.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with(['-', '_']))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    if !params.get(&QUESTION).is_blank() && is_any(&params.get(&QUESTION_TYPES)) {
        let message = "It says where the question type is, but names no type, so any question passes.";
        return vec![Finding::warning("question-types", message)];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_stands_for_its_countries() {
        assert!(is_language("en-GB", "EN") && !is_language("en", "en-GB") && !is_language("eng", "en"));
    }
}
