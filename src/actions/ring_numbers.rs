//! Ring several numbers: calls numbers outside, together or one after the other, until somebody answers (spec: meaning §10).

use crate::catalog::branch::{ERROR, ResultKind};
use crate::catalog::phone;
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Draw, Effect, Event, Example, Field, Finding,
    Icon, Lot, Purpose, Question, QuestionChoice, Step, WayOn, Whisper,
};
use crate::choice;
use crate::model::{Channel, Contact, ResourceData, ResourceKind, Row};

use super::shared::{check_doubled, ms, note_caller_id};
use super::shared_number::{FROM, From, ITEM, NUMBER, check_dialled, dialled, known_key};
use super::shared_whisper::{WHISPER, whisper};

choice! {
    /// In which order the numbers ring.
    Order {
        All = "all" "All at once", Listed = "order" "In order", Turn = "turn" "In turn", Weight = "weight" "By weight",
    }
}

/// After how long somebody answers, and how long the talk lasts, where nobody says so.
const ANSWERS_AFTER_MS: u64 = 6_000;
const TALK_MS: u64 = 180_000;

const WEIGHT: Field<i64> = Field::int("weight", "Weight", (1, 100), 50)
    .help("By weight: a number of twice the weight is rung first twice as often.");
const RING_S: Field<i64> = Field::duration("ring", "Ring time", (5, 120), 20)
    .help("How long the number rings before it counts as not answered.");
const NUMBERS: Field<Vec<Row>> =
    Field::rows("numbers", "Numbers", &[FROM.spec(), ITEM.spec(), NUMBER.spec(), RING_S.spec(), WEIGHT.spec()], 20)
        .help("The numbers that are called. One that cannot be dialled is left out.")
        .required();
const ORDER: Field<Order> = Field::choice("order", "Order").help(
    "In order: from the top. In turn: each call begins with the number after the one that the call before began with. By weight: drawn.",
);
const KNOWN_FIRST: Field<bool> = Field::yes_no("known_first", "Who answered this caller before comes first", false)
    .help("Whether the number that answered this caller last is rung first, alone.");
const PREMIUM: Field<bool> = Field::yes_no("premium", "Allow premium-rate numbers", false)
    .help("Whether a variable may hold a number whose calls cost extra. Without it such a number is left out.");
const ANSWERED: BranchSpec = BranchSpec::new("answered", "Answered").result(ResultKind::TransferredOut);
const NOBODY: BranchSpec = BranchSpec::new("nobody", "Nobody answered");
const INVALID: BranchSpec = BranchSpec::new("invalid", "Invalid");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "ring_numbers",
    title: "Ring several numbers",
    short_title: "Ring numbers",
    category: Category::Distribution,
    icon: Icon::BellRinging,
    words: "ring group, hunt group, simultaneous ring, simulring, sequential ring, find me follow me, follow me, call group, ring all",
    channels: Channels::VOICE,
    doc: "Calls several numbers outside the company, all at once or one after the other, and puts the customer through to who answers \
          first. Answered is taken when that talk is over and the customer is still there; Invalid, when none of the numbers can be \
          dialled.",
    card: "{numbers:numbers} · {order}",
    fields: &[
        ORDER.spec(),
        NUMBERS.spec(),
        KNOWN_FIRST.spec(),
        PREMIUM.spec(),
        WHISPER[0],
        WHISPER[1],
        WHISPER[2],
        WHISPER[3],
    ],
    branches: &[
        BranchPart::One(&ANSWERED),
        BranchPart::One(&NOBODY),
        BranchPart::One(&INVALID),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("answered"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("The partner answers", ALL, "Partner answers for 2m", "answered").after_ms(126_000).ledger(BOTH),
        Example::new("Nobody answers", ALL, "nobody answers", "nobody").after_ms(20_000).ledger(BOTH),
        Example::new("The line fails", ALL, "line error", "error").ledger(BOTH),
        Example::new("In order: the second answers", IN_ORDER, "busy; +33155001030 answers", "answered")
            .after_ms(187_000)
            .ledger(EACH),
        Example::new("In order: nobody answers", IN_ORDER, "no answer; no answer", "nobody")
            .after_ms(40_000)
            .ledger(EACH),
        Example::new("In turn: the second begins", IN_TURN, "begin with +33155001030; callee answers", "answered")
            .after_ms(186_000)
            .ledger(&["Telephone: calls +33155001030"]),
        Example::new("By weight: the partner is drawn", BY_WEIGHT, "take Partner; Partner answers", "answered")
            .after_ms(186_000)
            .ledger(PARTNER),
        Example::new("Who answered before comes first", KNOWN, "Partner answers", "answered")
            .after_ms(186_000)
            .ledger(PARTNER)
            .given(|stage| {
                let partner = stage.project.resource_by_reference(ResourceKind::ExternalNumber, "partner");
                let served_by = partner.map(|partner| partner.id);
                stage.caller.contacts = vec![Contact { hours_ago: 24, channel: Channel::Voice, served_by }];
            }),
        Example::new(
            "No number can be dialled",
            r#"{"numbers": Rows([(id: 1, cells: {"from": Text("value"), "number": Operand(Variable("customer.tier"))})])}"#,
            "",
            "invalid",
        ),
    ],
};

const BOTH: &[&str] = &["Telephone: calls +33155001020, +33155001030"];
const EACH: &[&str] = &["Telephone: calls +33155001020", "Telephone: calls +33155001030"];
const PARTNER: &[&str] = &["Telephone: calls +33155001020"];
const ALL: &str = r#"{"numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))}),
    (id: 2, cells: {"from": Text("value"), "number": Operand(Text("01 55 00 10 30"))})])}"#;
const IN_ORDER: &str = r#"{"order": Text("order"), "numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))}),
    (id: 2, cells: {"from": Text("value"), "number": Operand(Text("+33155001030"))})])}"#;
const IN_TURN: &str = r#"{"order": Text("turn"), "numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))}),
    (id: 2, cells: {"from": Text("value"), "number": Operand(Text("+33155001030"))})])}"#;
const BY_WEIGHT: &str = r#"{"order": Text("weight"), "numbers": Rows([
    (id: 1, cells: {"item": Item(Reference("partner")), "weight": Int(75)}),
    (id: 2, cells: {"from": Text("value"), "number": Operand(Text("+33155001030")), "weight": Int(25)})])}"#;
const KNOWN: &str = r#"{"order": Text("order"), "known_first": Bool(true), "numbers": Rows([
    (id: 1, cells: {"from": Text("value"), "number": Operand(Text("+33155001030"))}),
    (id: 2, cells: {"item": Item(Reference("partner"))})])}"#;

/// A number that can be called. While the action waits, those that were not rung yet are kept in `visit.answers`, and in `visit.digits`
/// the one that rings; nothing there means that all ring.
#[derive(Clone)]
struct Line {
    row: u32,
    number: String,
    name: String,
}

impl Line {
    fn kept(&self) -> String {
        format!("{} {} {}", self.row, self.number, self.name)
    }

    fn of(kept: &str) -> Option<Self> {
        let mut parts = kept.splitn(3, ' ');
        let (row, number, name) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        Some(Self { row, number: number.to_owned(), name: name.to_owned() })
    }

    fn ring_ms(&self, cx: &Cx<'_>) -> u64 {
        ms(self.cell(cx, &RING_S))
    }

    fn cell(&self, cx: &Cx<'_>, field: &Field<i64>) -> i64 {
        let rows = cx.get(&NUMBERS);
        rows.iter().find(|row| row.id.0 == self.row).map_or(0, |row| row.cells.get(field))
    }
}

/// The numbers that were not rung yet.
fn left(cx: &Cx<'_>) -> Vec<Line> {
    cx.visit.answers.iter().filter_map(|kept| Line::of(kept)).collect()
}

fn keep(cx: &mut Cx<'_>, lines: &[Line]) {
    cx.visit.answers = lines.iter().map(Line::kept).collect();
}

fn run(cx: &mut Cx<'_>) -> Step {
    match cx.event {
        Event::Enter => enter(cx),
        Event::Drawn { value, is_forced } => drawn(cx, value, *is_forced),
        Event::Answer(answer) => hear(cx, answer),
        Event::Decided(_) | Event::Floor(_) => Step::go(&NOBODY),
    }
}

fn enter(cx: &mut Cx<'_>) -> Step {
    let lines = lines(cx);
    if lines.is_empty() {
        cx.note("None of the numbers can be dialled.");
        return Step::go(&INVALID);
    }
    note_caller_id(cx, "The person who answers", "");
    keep(cx, &lines);
    match known(cx, &lines) {
        Some(line) => {
            cx.note(format_args!("{} answered this caller before.", line.name));
            ring(cx, &line)
        }
        None => next(cx),
    }
}

/// The numbers that can be dialled, each once.
fn lines(cx: &mut Cx<'_>) -> Vec<Line> {
    let allows_premium = cx.get(&PREMIUM);
    let mut lines: Vec<Line> = Vec::new();
    for row in cx.get(&NUMBERS) {
        let Some(number) = dialled(cx, &row.cells, allows_premium) else { continue };
        if lines.iter().all(|line| line.number != number) {
            let is_item = row.cells.get(&FROM) == From::Item;
            let item = if is_item { cx.item_in(&row.cells, &ITEM) } else { None };
            let name = item.map_or_else(|| number.clone(), |item| item.name.clone());
            lines.push(Line { row: row.id.0, number, name });
        }
    }
    lines
}

/// The number that answered this caller last: in this call, else in a call before, where a user or an external number served it.
fn known(cx: &Cx<'_>, lines: &[Line]) -> Option<Line> {
    if !cx.get(&KNOWN_FIRST) {
        return None;
    }
    let has = |number: &str| lines.iter().find(|line| phone::is_same(&line.number, number, cx.country())).cloned();
    let of_contact = |contact: &Contact| match &cx.resource_of(contact.served_by?)?.data {
        ResourceData::User(user) => has(&user.extension),
        ResourceData::ExternalNumber(external) => has(&external.number),
        _ => None,
    };
    let before = cx.contacts();
    let mut calls = before.iter().filter(|contact| contact.channel == Channel::Voice);
    cx.answered().iter().rev().find_map(|number| has(number)).or_else(|| calls.find_map(of_contact))
}

/// Rings whoever comes next.
fn next(cx: &mut Cx<'_>) -> Step {
    let lines = left(cx);
    let is_first = cx.visit.tries == 0;
    match (cx.get(&ORDER), lines.first()) {
        (_, None) => {
            cx.note("Nobody answered.");
            Step::go(&NOBODY)
        }
        (Order::All, Some(_)) => ring_all(cx, &lines),
        (Order::Turn, Some(_)) if is_first && lines.len() > 1 => {
            Step::Draw(draw(&lines, "begins with", "begin with", |_| 1))
        }
        (Order::Weight, Some(_)) if lines.len() > 1 => {
            let weight = |line: &Line| u64::try_from(line.cell(cx, &WEIGHT)).unwrap_or(0);
            Step::Draw(draw(&lines, "draws who is rung", "take", weight))
        }
        (_, Some(first)) => ring(cx, first),
    }
}

fn draw(lines: &[Line], prompt: &str, verb: &str, weight: impl Fn(&Line) -> u64) -> Draw {
    let lot = |line: &Line| Lot {
        value: line.row.to_string(),
        weight: weight(line),
        text: format!("{verb} {}", line.name),
        label: line.name.clone(),
    };
    Draw { purpose: Purpose::Number, prompt: prompt.to_owned(), lots: lines.iter().map(lot).collect() }
}

fn drawn(cx: &mut Cx<'_>, value: &str, is_forced: bool) -> Step {
    let mut lines = left(cx);
    let place = lines.iter().position(|line| line.row.to_string() == value).unwrap_or(0);
    let Some(line) = lines.get(place).cloned() else { return Step::go(&NOBODY) };
    if cx.get(&ORDER) == Order::Turn {
        lines.rotate_left(place);
        keep(cx, &lines);
        cx.note(format_args!("It is the turn of {}.", line.name));
    } else if !is_forced {
        cx.note(format_args!("Chance takes {}.", line.name));
    }
    ring(cx, &line)
}

/// Rings one number.
fn ring(cx: &mut Cx<'_>, line: &Line) -> Step {
    let others: Vec<Line> = left(cx).into_iter().filter(|other| other.row != line.row).collect();
    keep(cx, &others);
    cx.visit.digits = line.kept();
    cx.visit.tries += 1;
    cx.ledger("Telephone", format_args!("calls {}", line.number));
    let question = Question::new("rings")
        .detail(format!("{} for {}", called(line), duration_words(line.cell(cx, &RING_S))))
        .choice(answers(cx, line).also("callee answers"))
        .choice(QuestionChoice::new("busy", "busy", "Busy").others())
        .choice(QuestionChoice::new("no_answer", "no answer", "No answer").system());
    Step::Ask(with_ends(question))
}

/// Rings several numbers at once.
fn ring_all(cx: &mut Cx<'_>, lines: &[Line]) -> Step {
    cx.visit.digits.clear();
    cx.visit.tries += 1;
    let numbers: Vec<&str> = lines.iter().map(|line| line.number.as_str()).collect();
    cx.ledger("Telephone", format_args!("calls {}", numbers.join(", ")));
    let mut question = Question::new("rings").detail(lines.iter().map(called).collect::<Vec<_>>().join(", "));
    for line in lines {
        question = question.choice(answers(cx, line));
    }
    let nobody = QuestionChoice::new("no_answer", "nobody answers", "Nobody answers").also("no answer").system();
    Step::Ask(with_ends(question.choice(nobody)))
}

/// A number with its name.
fn called(line: &Line) -> String {
    if line.name == line.number { line.number.clone() } else { format!("{} {}", line.name, line.number) }
}

fn answers(cx: &Cx<'_>, line: &Line) -> QuestionChoice {
    let words = format!("{} answers", line.name);
    let talk = AnswerInput::Talk { after_ms: ANSWERS_AFTER_MS.min(line.ring_ms(cx)), talk_ms: TALK_MS };
    QuestionChoice::new("answers", words.clone(), words).value(line.row.to_string()).input(talk).others()
}

fn with_ends(question: Question) -> Question {
    question.choice(QuestionChoice::new("error", "line error", "The line fails").danger().system()).hang_up()
}

fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    let ringing = Line::of(&cx.visit.digits);
    let rung = ringing.clone().map_or_else(|| left(cx), |line| vec![line]);
    let ring_ms = rung.iter().map(|line| line.ring_ms(cx)).max().unwrap_or(0);
    let by = rung.iter().find(|line| answer.who() == Some(line.row));
    match (answer.key, by, ringing) {
        ("error", ..) => Step::go(&ERROR),
        ("answers", Some(line), _) if answer.ms() <= line.ring_ms(cx) => put_through(cx, line, answer),
        ("busy", _, Some(line)) => {
            cx.spend_by_person(0);
            cx.others_did(format_args!("{} is busy", line.name));
            next(cx)
        }
        (_, _, ringing) => {
            cx.spend(ring_ms);
            if ringing.is_none() {
                keep(cx, &[]);
            }
            next(cx)
        }
    }
}

/// Somebody answers, hears the announcement and talks with the customer.
fn put_through(cx: &mut Cx<'_>, line: &Line, answer: &Answer) -> Step {
    cx.spend_by_person(answer.ms());
    cx.others_did(format_args!("{} answers", line.name));
    if let Some(Whisper { text, length_ms }) = whisper(cx) {
        cx.emit(Effect::Whispered { who: line.name.clone(), text });
        cx.spend(length_ms);
    }
    cx.add_answered(line.number.clone());
    cx.spend(answer.talk_ms());
    Step::go(&ANSWERED)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let rows = cx.action.params.get(&NUMBERS);
    let keys = rows.iter().filter_map(|row| known_key(cx, &row.cells));
    let mut findings = check_doubled("number-twice", keys, |number| {
        format!("The number {number} is listed twice; it is rung once. Remove one of the rows.")
    });
    findings.extend(rows.iter().filter_map(|row| check_dialled(cx, &row.cells)));
    findings
}
