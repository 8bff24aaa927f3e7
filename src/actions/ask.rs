//! Ask and wait for the reply: a question in a chat, and what the customer writes (spec: actions §4).

use crate::catalog::compare::pattern;
use crate::catalog::field::Texts;
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::reply::{self, Wanted};
use crate::catalog::system_phrases::{NO, Phrase, YES};
use crate::catalog::text::shorten;
use crate::catalog::value;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn, yes_no,
};
use crate::choice;
use crate::model::resource::FieldType;
use crate::model::{Channel, OutsideSystem};

use super::shared::ms_words;
use super::shared_mail::{attach_choice, customer_attaches, customer_writes, is_up, left_ms, wait, with_waiting};
use super::shared_window::{
    NOT_DELIVERED, OUTSIDE_WINDOW, fails_choice, file_words, given_closed_window, is_window_closed, note_outside,
};

/// How long a customer takes to write, where nobody says so.
const REPLIES_AFTER_MS: u64 = 15_000;

choice! {
    /// What kind of reply is expected.
    Expected {
        Any = "any" "Anything",
        Number = "number" "A number",
        Email = "email" "An email address",
        Phone = "phone" "A phone number",
        Date = "date" "A date",
        YesNo = "yes_no" "Yes or no",
        File = "file" "A picture or a file",
        Digits = "digits" "Digits",
        Named = "named" "A named pattern",
        Pattern = "pattern" "A regular expression",
    }
}

choice! {
    /// Patterns with a name.
    Named {
        Iban = "iban" "An IBAN",
        Code = "code" "A code of letters and digits",
        Time = "time" "A time of day",
        Url = "url" "A web address",
    }
}

const TEXT: Field<Texts> = Field::texts("text", "Question")
    .help("What is asked, in each language. Variables go in double braces: {{customer.name}}.")
    .required();
const FILE: Field<String> = Field::text("file", "Picture or file")
    .help("The name or the web address of what is sent with the question. It may stay empty.");
const EXPECTED: Field<Expected> = Field::choice("expected", "Expected reply")
    .help(
    "A reply of another kind is invalid, and the question is repeated. The one number, address, phone number or date in a sentence is \
     taken out of it.",
);
const NAMED: Field<Named> =
    Field::choice("named", "Pattern").help("What the reply must be.").shown_if("expected", &["named"]);
const LEAST: Field<i64> = Field::int("digits_least", "Digits at least", (1, 30), 1)
    .help("The fewest digits of a reply.")
    .shown_if("expected", &["digits"]);
const MOST: Field<i64> = Field::int("digits_most", "Digits at most", (1, 30), 30)
    .help("The most digits of a reply.")
    .shown_if("expected", &["digits"]);
const PATTERN: Field<String> = Field::text("pattern", "Regular expression")
    .help(
        "What the reply, or one part of the reply, must match, such as [A-Z]{2}-[0-9]{4}. Capitals make no difference.",
    )
    .required()
    .shown_if("expected", &["pattern"]);
const TARGET: Field<String> = Field::variable("target", "Put the reply into")
    .help("The variable that gets the reply: a date as 2026-11-23, yes or no as yes or no, a file by its name.");
const TIMEOUT_S: Field<i64> = Field::duration("timeout", "Wait for the reply", (5, 7 * 86_400), 600)
    .help("No reply in this time counts as response time exceeded.");
const TRIES: Field<i64> =
    Field::int("tries", "Tries", (1, 9), 3).help("After so many invalid replies it goes on by Invalid.");
const INVALID_TEXT: Field<Texts> =
    Field::texts("invalid_text", "Written after an invalid reply").help("Written before the question is repeated.");

const REPLY: BranchSpec = BranchSpec::new("reply", "Reply");
const TOO_LATE: BranchSpec = BranchSpec::new("timeout", "Response time exceeded");
const INVALID: BranchSpec = BranchSpec::new("invalid", "Invalid");
const OUTSIDE: BranchSpec = OUTSIDE_WINDOW.else_by(&["delivery_failure"]);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "ask",
    title: "Ask and wait for the reply",
    short_title: "Ask",
    category: Category::Messaging,
    icon: Icon::Question,
    words: "question, collect input, form, get customer input, reply, wait for answer, send and wait for reply, \
            bot question, open question",
    channels: Channels(&[Channel::Messaging]),
    doc: "Asks the customer a question in the chat, waits for the reply, and puts it into a variable.",
    card: "“{text}” · {expected} · {tries:tries}",
    fields: &[
        TEXT.spec(),
        FILE.spec(),
        EXPECTED.spec(),
        NAMED.spec(),
        LEAST.spec(),
        MOST.spec(),
        PATTERN.spec(),
        TARGET.spec(),
        TIMEOUT_S.spec(),
        TRIES.spec(),
        INVALID_TEXT.spec(),
    ],
    branches: &[
        BranchPart::One(&REPLY),
        BranchPart::One(&TOO_LATE),
        BranchPart::One(&INVALID),
        BranchPart::One(&NOT_DELIVERED),
        BranchPart::One(&OUTSIDE),
    ],
    way_on: WayOn::Key("reply"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("A name", NAME, "reply Camille Martin", "reply").after_ms(15_000),
        Example::new("A file", NAME, "attach passport.pdf", "reply").after_ms(15_000),
        Example::new("A number, at the second try", NUMBER, "reply soon; reply 12,5", "reply").after_ms(30_000),
        Example::new("A number in a sentence", NUMBER, "reply we are 5 people", "reply").after_ms(15_000),
        Example::new("A photo", PHOTO, "reply here it is; attach damage.jpg", "reply").after_ms(30_000),
        Example::new(
            "A code of six digits",
            r#"{"text": Texts({"": "Which code did you get?"}), "expected": Text("digits"), "digits_least": Int(6), "digits_most": Int(6)}"#,
            "reply it says 482913",
            "reply",
        ).after_ms(15_000),
        Example::new(
            "A contract number",
            r#"{"text": Texts({"": "Which contract?"}), "expected": Text("pattern"), "pattern": Text("[a-z]{2}-[0-9]{4}")}"#,
            "reply the blue one; reply NW-2041",
            "reply",
        ).after_ms(30_000),
        Example::new(
            "A bank account",
            r#"{"text": Texts({"": "Which account?"}), "expected": Text("named")}"#,
            "reply DE89 3704 0044 0532 0130 00",
            "reply",
        ).after_ms(15_000),
        Example::new(
            "A button for yes",
            r#"{"text": Texts({"": "Agreed?"}), "expected": Text("yes_no")}"#,
            "reply yes",
            "reply",
        ).after_ms(15_000),
        Example::new("No number, twice", NUMBER, "reply soon; attach map.png", "invalid").after_ms(30_000),
        Example::new("The customer does not reply", NUMBER, "time passes", "timeout").after_ms(600_000),
        Example::new("The question does not arrive", NUMBER, "delivery fails", "delivery_failure"),
        Example::new("The customer wrote 30 hours ago", NUMBER, "", "outside_window").given(given_closed_window),
        Example::new("Messages cannot be sent", NUMBER, "", "delivery_failure").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Messages);
        }),
    ],
};

const NAME: &str = r#"{"text": Texts({"": "What is your name?"}), "target": Text("customer.name")}"#;
const PHOTO: &str = r#"{"text": Texts({"": "Please send a photo of the damage."}), "expected": Text("file")}"#;
const NUMBER: &str = r#"{"text": Texts({"": "How many?"}), "expected": Text("number"), "target": Text("customer.points"), "tries": Int(2)}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Event::Answer(answer) = cx.event else {
        if is_window_closed(cx) {
            note_outside(cx);
            return Step::go(&OUTSIDE);
        }
        return if is_up(cx, OutsideSystem::Messages) { ask(cx) } else { Step::go(&NOT_DELIVERED) };
    };
    match answer.key {
        "reply" | "attach" => hear(cx, answer),
        "fails" => {
            cx.note("The question was not delivered.");
            Step::go(&NOT_DELIVERED)
        }
        "wait" if wait(cx, cx.get(&TIMEOUT_S), answer.ms()) => await_reply(cx),
        _ => {
            cx.spend(left_ms(cx, cx.get(&TIMEOUT_S)));
            Step::go(&TOO_LATE)
        }
    }
}

/// The words of the buttons for yes and no.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    if cx.action.params.get(&EXPECTED) == Expected::YesNo { vec![&YES, &NO] } else { Vec::new() }
}

fn ask(cx: &mut Cx<'_>) -> Step {
    let text = cx.text_for(&TEXT);
    cx.say(text);
    let file = file_words(&cx.text(&FILE));
    if !file.is_empty() {
        cx.say(file);
    }
    cx.visit.since_ms = cx.at_ms();
    await_reply(cx)
}

/// Waits for as long as the customer may still take.
fn await_reply(cx: &Cx<'_>) -> Step {
    let left_ms = left_ms(cx, cx.get(&TIMEOUT_S));
    let detail = format!("try {} of {}, for {}", cx.visit.tries + 1, cx.get(&TRIES), ms_words(left_ms));
    let mut question = Question::new("waits for a reply").detail(detail);
    if cx.get(&EXPECTED) == Expected::YesNo {
        for (phrase, yes) in [(&YES, true), (&NO, false)] {
            let word = cx.word(phrase);
            let text = format!("reply {}", yes_no::words(yes));
            question = question.choice(QuestionChoice::new("reply", text, word.clone()).value(word));
        }
    }
    let question = question
        .choice(QuestionChoice::new("reply", "reply", "Reply").input(AnswerInput::Text))
        .choice(attach_choice());
    Step::Ask(with_waiting(question, left_ms).choice(fails_choice()).hang_up())
}

fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    cx.spend(REPLIES_AFTER_MS.min(left_ms(cx, cx.get(&TIMEOUT_S))));
    let is_file = answer.key == "attach";
    if is_file {
        customer_attaches(cx, &answer.value);
    } else {
        customer_writes(cx, &answer.value);
    }
    let target = cx.get(&TARGET);
    let why = match read(cx, &answer.value, is_file) {
        Ok(kept) if cx.assign_if_named(&target, kept.clone()) => return Step::go(&REPLY),
        Ok(_) => format!("nothing that {target} can hold"),
        Err(why) => why,
    };
    cx.visit.tries += 1;
    let (tried, most) = (i64::from(cx.visit.tries), cx.get(&TRIES));
    let next = if tried < most { format!("try {} of {most}", tried + 1) } else { "and no try is left".to_owned() };
    cx.note(format_args!("“{}” is {why}, {next}.", shorten(&answer.value, 40)));
    if tried >= most {
        return Step::go(&INVALID);
    }
    let complaint = cx.text_for(&INVALID_TEXT);
    cx.say(complaint);
    ask(cx)
}

/// What is asked for; none where any words, or a file, will do.
fn wanted<'a>(cx: &Cx<'_>, pattern: &'a str) -> Option<Wanted<'a>> {
    let digits = |field| usize::try_from(cx.get(field)).unwrap_or(0);
    Some(match cx.get(&EXPECTED) {
        Expected::Any | Expected::File => return None,
        Expected::Number => Wanted::Number,
        Expected::Email => Wanted::Email,
        Expected::Phone => Wanted::Phone,
        Expected::Date => Wanted::Date,
        Expected::YesNo => Wanted::YesNo,
        Expected::Digits => Wanted::Digits(digits(&LEAST), digits(&MOST)),
        Expected::Named => match cx.get(&NAMED) {
            Named::Iban => Wanted::Iban,
            Named::Code => Wanted::Code,
            Named::Time => Wanted::Time,
            Named::Url => Wanted::Url,
        },
        Expected::Pattern => Wanted::Pattern(pattern),
    })
}

/// The reply as it is kept, or what it is not.
fn read(cx: &Cx<'_>, reply: &str, is_file: bool) -> Result<String, String> {
    let (pattern, language) = (cx.get(&PATTERN), cx.call("language"));
    match (wanted(cx, &pattern), is_file) {
        (Some(wanted), true) => Err(wanted.not_words()),
        (Some(wanted), false) => {
            reply::read(wanted, reply, cx.customer_locale(&language)).ok_or_else(|| wanted.not_words())
        }
        (None, false) if cx.get(&EXPECTED) == Expected::File => Err("not a picture or a file".to_owned()),
        (None, _) => kept_in(cx, reply),
    }
}

/// Any reply as the variable that gets it can keep it, or what it is not. A number may be typed as the customer writes numbers.
fn kept_in(cx: &Cx<'_>, reply: &str) -> Result<String, String> {
    let reply = reply.trim();
    if reply.is_empty() {
        return Err("empty".to_owned());
    }
    let language = cx.call("language");
    let typed = |wanted: Wanted<'_>| {
        reply::read(wanted, reply, cx.customer_locale(&language)).ok_or_else(|| wanted.not_words())
    };
    match cx.declared(cx.get(&TARGET).trim()).map(|found| (found.kind, found.listed)) {
        None | Some((FieldType::ShortText | FieldType::LongText, _)) => Ok(reply.to_owned()),
        Some((FieldType::Number, _)) => typed(Wanted::Number),
        Some((FieldType::Date, _)) => typed(Wanted::Date),
        Some((FieldType::Phone, _)) => typed(Wanted::Phone),
        Some((kind, listed)) => {
            let kept = value::fit(kind, listed, reply, cx.locale()).map(std::borrow::Cow::into_owned);
            kept.map_err(|_| format!("nothing that {} can hold", cx.get(&TARGET)))
        }
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    match params.get(&EXPECTED) {
        Expected::Digits if params.get(&LEAST) > params.get(&MOST) => {
            vec![Finding::error("entry-length", "The fewest digits are more than the most digits.")]
        }
        Expected::Pattern if !params.get(&PATTERN).trim().is_empty() => pattern(&params.get(&PATTERN), false)
            .err()
            .map(|why| Finding::error("regular-expression", why))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}
