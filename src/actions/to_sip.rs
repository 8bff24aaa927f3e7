//! Distribution to a SIP endpoint: puts the customer through over SIP (spec: actions §1).

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn,
};
use crate::model::resource::SipEndpoint;
use crate::model::{ItemRef, ResourceData, ResourceKind, Row};

use super::shared::{VALUE, check_doubled, ms, note_caller_id};

/// How long a far end lets it ring, and talks, where nobody says so.
const ANSWERS_AFTER_MS: u64 = 6_000;
const TALK_MS: u64 = 180_000;
/// Headers that belong to the connection itself.
const RESERVED: &[&str] =
    &["via", "from", "to", "call-id", "cseq", "contact", "content-length", "max-forwards", "route", "record-route"];

const ENDPOINT: Field<Option<ItemRef>> =
    Field::item("endpoint", "SIP endpoint", ResourceKind::SipEndpoint).help("Where the call goes.").required();
const NAME: Field<String> =
    Field::text("name", "Header").help("The name of the header, such as X-Customer-Tier.").required();
const HEADERS: Field<Vec<Row>> = Field::rows("headers", "Headers", &[NAME.spec(), VALUE.spec()], 20)
    .help("Sent with the call, besides those of the endpoint. One of the same name takes the place of the endpoint's.");
const RING_S: Field<i64> =
    Field::duration("ring", "Ring time", (5, 120), 30).help("Nobody answering in this time counts as No answer.");

const PUT_THROUGH: BranchSpec = OK.result(ResultKind::TransferredOut);
const BUSY: BranchSpec = BranchSpec::new("busy", "Busy");
const NO_ANSWER: BranchSpec = BranchSpec::new("no_answer", "No answer");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_sip",
    title: "Distribution to SIP endpoint",
    short_title: "SIP endpoint",
    category: Category::Distribution,
    icon: Icon::PlugsConnected,
    words: "sip, trunk, pbx, sip trunk, voip, bot platform, custom destination",
    channels: Channels::VOICE,
    doc: "Calls a SIP endpoint and puts the customer through, with headers that tell it about the call. OK is taken when the far \
          end has hung up and the customer is still there.",
    card: "{endpoint} · {headers:headers} · ring {ring}",
    fields: &[ENDPOINT.spec(), HEADERS.spec(), RING_S.spec()],
    branches: &[
        BranchPart::One(&PUT_THROUGH),
        BranchPart::One(&BUSY),
        BranchPart::One(&NO_ANSWER),
        BranchPart::One(&ERROR),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("The branch office answers", BRANCH_OFFICE, "answers for 2m", "ok")
            .after_ms(126_000)
            .ledger(INVITED),
        Example::new("It is busy", BRANCH_OFFICE, "busy", "busy").ledger(INVITED),
        Example::new("Nobody answers", BRANCH_OFFICE, "no answer", "no_answer").after_ms(30_000).ledger(INVITED),
        Example::new("The far end is out of order", BRANCH_OFFICE, "service unavailable", "error").ledger(INVITED),
        Example::new("No such endpoint", r#"{"endpoint": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const INVITED: &[&str] = &["SIP: INVITE sip:desk@example.com · X-Tier: blue"];

const BRANCH_OFFICE: &str = r#"{"endpoint": Item(Reference("branch_office")),
    "headers": Rows([(id: 1, cells: {"name": Text("X-Tier"), "value": Operand(Variable("customer.tier"))})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&ENDPOINT) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::SipEndpoint(endpoint) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    if let Event::Answer(answer) = cx.event {
        return hear(cx, answer);
    }
    if !is_sip(&endpoint.uri) {
        cx.note(format_args!("\"{}\" is no SIP address.", endpoint.uri));
        return Step::go(&ERROR);
    }
    let headers = match headers(cx, endpoint) {
        Ok(headers) => headers,
        Err(why) => {
            cx.note(why);
            return Step::go(&ERROR);
        }
    };
    note_caller_id(cx, "The far end", "");
    let mut sent = vec![format!("INVITE {}", endpoint.uri)];
    sent.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    cx.ledger("SIP", sent.join(" · "));
    let answers = QuestionChoice::new("answers", "answers", "Answers (200)").others();
    let question = Question::new("rings")
        .detail(format!("{} for {}", endpoint.uri, duration_words(cx.get(&RING_S))))
        .choice(
            answers.input(AnswerInput::Talk { after_ms: ANSWERS_AFTER_MS.min(ms(cx.get(&RING_S))), talk_ms: TALK_MS }),
        )
        .choice(QuestionChoice::new("busy", "busy", "Busy (486)").system())
        .choice(QuestionChoice::new("no_answer", "no answer", "No answer (480)").system())
        .choice(
            QuestionChoice::new("unavailable", "service unavailable", "Service unavailable (503)").danger().system(),
        );
    Step::Ask(question.hang_up())
}

/// The headers of the endpoint and of the action, filled in, each on one line.
fn headers(cx: &Cx<'_>, endpoint: &SipEndpoint) -> Result<Vec<(String, String)>, String> {
    let mut headers: Vec<(String, String)> =
        endpoint.headers.iter().map(|(name, value)| (name.trim().to_owned(), one_line(&cx.fill(value)))).collect();
    for row in cx.get(&HEADERS) {
        let name = row.cells.get(&NAME).trim().to_owned();
        if !is_header(&name) {
            return Err(format!("\"{name}\" cannot be sent as a header."));
        }
        let value = one_line(&cx.value(row.cells.get(&VALUE))?);
        match headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            Some(known) => known.1 = value,
            None => headers.push((name, value)),
        }
    }
    Ok(headers)
}

/// A header ends with its line, so that a value cannot begin another one.
fn one_line(value: &str) -> String {
    value.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_sip(uri: &str) -> bool {
    let lower = uri.trim().to_lowercase();
    let address = lower.strip_prefix("sips:").or_else(|| lower.strip_prefix("sip:"));
    address.is_some_and(|address| !address.is_empty() && !address.chars().any(char::is_whitespace))
}

/// Whether a header of this name can be added to a call.
fn is_header(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.!%*_+`'~".contains(c))
        && !RESERVED.contains(&name.to_lowercase().as_str())
}

fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    let ring_ms = ms(cx.get(&RING_S));
    match answer.key {
        "answers" if answer.ms() <= ring_ms => {
            cx.spend_by_person(answer.ms());
            cx.others_did("the far end answers");
            cx.spend(answer.talk_ms());
            Step::go(&PUT_THROUGH)
        }
        "busy" => Step::go(&BUSY),
        "unavailable" => {
            cx.note("The far end is out of order.");
            Step::go(&ERROR)
        }
        _ => {
            cx.spend(ring_ms);
            Step::go(&NO_ANSWER)
        }
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let names: Vec<String> = params.get(&HEADERS).iter().map(|row| row.cells.get(&NAME).trim().to_owned()).collect();
    let mut findings = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty() && !is_header(name)) {
        findings.push(Finding::error("sip-header", format!("\"{name}\" cannot be sent as a header.")));
    }
    findings.extend(check_doubled("sip-header-twice", names.into_iter(), |name| {
        format!("The header \"{name}\" is sent twice; the second value takes the place of the first.")
    }));
    let endpoint = params.get(&ENDPOINT).and_then(|item| cx.project.resolve(ResourceKind::SipEndpoint, &item));
    if let Some(ResourceData::SipEndpoint(endpoint)) = endpoint.map(|resource| &resource.data)
        && !is_sip(&endpoint.uri)
    {
        findings.push(Finding::error(
            "sip-address",
            format!(
                "The address \"{}\" of the endpoint is no SIP address, such as sip:desk@example.com.",
                endpoint.uri
            ),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_addresses_have_a_form() {
        assert!(is_header("X-Tier") && !is_header("") && !is_header("X Tier") && !is_header("Call-ID"));
        assert!(is_sip("sip:a@b") && is_sip("SIPS:a@b") && !is_sip("sip:") && !is_sip("a@b") && !is_sip(""));
        assert_eq!(one_line("gold\r\nVia: x\u{0}"), "gold Via: x");
    }
}
