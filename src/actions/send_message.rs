//! Send a message: writes to the customer in a chat or messenger (spec: actions §4). Some messengers take a message of
//! one's own words only for a while after the customer wrote last; a template is taken at any time.

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::field::Texts;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Event, Example, Field, Icon, Question, QuestionChoice,
    Step, WayOn,
};
use crate::choice;
use crate::model::{Channel, ItemRef, OutsideSystem, ResourceData, ResourceKind};

use super::shared::ms;
use super::shared::quoted;
use super::shared_mail::is_up;
use super::shared_window::{NOT_DELIVERED, OUTSIDE_WINDOW, fails_choice, file_words, is_window_closed, note_outside};

choice! {
    /// What is sent.
    Source { Text = "text" "A text", Template = "template" "A template", Media = "media" "A picture or file" }
}

const SOURCE: Field<Source> = Field::choice("source", "What is sent").help("A text, a message template, or a file.");
const TEXT: Field<Texts> = Field::texts("text", "Text")
    .help("What is written, in each language. Variables go in double braces: {{customer.name}}.")
    .required()
    .shown_if("source", &["text"]);
const TEMPLATE: Field<Option<ItemRef>> = Field::item("template", "Message template", ResourceKind::MessageTemplate)
    .help("The template; messengers take it at any time.")
    .required()
    .shown_if("source", &["template"]);
const MEDIA: Field<String> = Field::text("media", "Picture or file")
    .help("The name or the web address of what is sent.")
    .required()
    .shown_if("source", &["media"]);
const TYPING_S: Field<i64> =
    Field::duration("typing", "Typing delay", (0, 60), 0).help("How long the customer sees that somebody is typing.");

const DELIVERY_FAILURE: BranchSpec = NOT_DELIVERED.else_by(&["error"]);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "send_message",
    title: "Send a message",
    short_title: "",
    category: Category::Messaging,
    icon: Icon::ChatCircle,
    words: "say, write, chat message, text, greeting, welcome message, bot message, send media, picture",
    channels: Channels(&[Channel::Messaging]),
    doc: "Writes to the customer and goes on without waiting for a reply. Some messengers allow own words only for a day \
          or two after the customer wrote last; use a template after that.",
    card: "“{text}{template}{media}” · typing {typing}",
    fields: &[SOURCE.spec(), TEXT.spec(), TEMPLATE.spec(), MEDIA.spec(), TYPING_S.spec()],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&ERROR),
        BranchPart::One(&DELIVERY_FAILURE),
        BranchPart::One(&OUTSIDE_WINDOW),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("A welcome", WELCOME, "", "ok").after_ms(2_000).ledger(&["Messages: “Welcome, Camille!”"]),
        Example::new("A template", r#"{"source": Text("template"), "template": Item(Reference("hello"))}"#, "", "ok")
            .ledger(&["Messages: “Hello Camille!”"]),
        Example::new("A picture", r#"{"source": Text("media"), "media": Text("map.png")}"#, "message arrives", "ok")
            .ledger(&["Messages: “[map.png]”"]),
        Example::new("It does not arrive", WELCOME, "delivery fails", "delivery_failure").after_ms(2_000),
        Example::new("Messages cannot be sent", WELCOME, "", "delivery_failure").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Messages);
        }),
        Example::new(
            "No such template",
            r#"{"source": Text("template"), "template": Item(Reference("nothing"))}"#,
            "",
            "error",
        ),
        Example::new("Too long after the customer wrote", WELCOME, "outside the window", "outside_window")
            .after_ms(2_000),
    ],
};

const WELCOME: &str = r#"{"text": Texts({"": "Welcome, {{call.name}}!"}), "typing": Int(2)}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Event::Answer(answer) = cx.event else { return begin(cx) };
    match answer.key {
        "fails" => {
            cx.note("The message was not delivered.");
            Step::go(&DELIVERY_FAILURE)
        }
        "outside" => outside(cx),
        _ => {
            let texts = content(cx).unwrap_or_default();
            cx.ledger("Messages", quoted(&texts.join(" · ")));
            for text in texts {
                cx.say(text);
            }
            Step::go(&OK)
        }
    }
}

fn begin(cx: &mut Cx<'_>) -> Step {
    if content(cx).is_none() {
        return Step::go(&ERROR);
    }
    if !is_up(cx, OutsideSystem::Messages) {
        return Step::go(&DELIVERY_FAILURE);
    }
    let is_template = cx.get(&SOURCE) == Source::Template;
    if !is_template && is_window_closed(cx) {
        return outside(cx);
    }
    cx.spend(ms(cx.get(&TYPING_S)));
    let mut question = Question::new("sends a message")
        .passing(QuestionChoice::new("arrives", "message arrives", "It arrives").system())
        .choice(fails_choice());
    if !is_template {
        question =
            question.choice(QuestionChoice::new("outside", "outside the window", "Outside the reply window").system());
    }
    Step::Ask(question)
}

fn outside(cx: &mut Cx<'_>) -> Step {
    note_outside(cx);
    Step::go(&OUTSIDE_WINDOW)
}

/// What the customer gets to read, or none when there is nothing to send; why is noted.
fn content(cx: &mut Cx<'_>) -> Option<Vec<String>> {
    let mut texts = match cx.get(&SOURCE) {
        Source::Text => vec![cx.text_for(&TEXT).into_owned()],
        Source::Media => vec![file_words(&cx.text(&MEDIA))],
        Source::Template => {
            let resource = cx.item(&TEMPLATE)?;
            let ResourceData::MessageTemplate(template) = &resource.data else { return None };
            let text = cx.text_in_language(&template.texts);
            std::iter::once(text).chain(template.attachments.iter().map(|name| file_words(name))).collect()
        }
    };
    texts.retain(|text| !text.trim().is_empty());
    if texts.is_empty() {
        cx.note("There is nothing to send.");
        return None;
    }
    Some(texts)
}
