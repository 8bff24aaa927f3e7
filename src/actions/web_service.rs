//! Web service: asks an outside system and reads its answer into variables (spec: actions §1). Nothing leaves the
//! machine: the answer is a canned one of the service, or it is typed, and what would be sent goes to the ledger.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::shorten;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn, json_path,
    web_request::{self, WebRequest},
};
use crate::model::resource::{CannedResponse, WebService};
use crate::model::{Action, ItemRef, Resource, ResourceData, ResourceKind, Row, ServiceState};

use super::shared::{VALUE, VARIABLE};

const SERVICE: Field<Option<ItemRef>> = Field::item("service", "Web service", ResourceKind::WebService)
    .help("The outside system that is asked.")
    .required();
const NAME: Field<String> =
    Field::text("name", "Input").help("The name under which the service gets the value.").required();
const INPUTS: Field<Vec<Row>> = Field::rows("inputs", "Inputs", &[NAME.spec(), VALUE.spec()], 20)
    .help("Values for the service. Its address and body can use them as {{name}}.");
const PATH: Field<String> = Field::json_path("path", "JSONPath")
    .help("Where the value is in the answer, such as $.contract.status.")
    .required();
const RESPONSES: Field<Vec<Row>> = Field::rows("responses", "From the answer", &[PATH.spec(), VARIABLE.spec()], 20)
    .help("Variables that get values of an answer with a success code. All of them must be found.");
const CODES: Field<String> = Field::text("codes", "Status codes")
    .help("Codes and ranges, such as 404, 500-599. Leave it empty for every code that is not a success code.");
const OTHERS: Field<Vec<Row>> =
    Field::rows("other_responses", "From other answers", &[CODES.spec(), PATH.spec(), VARIABLE.spec()], 20)
        .help("Variables that get values of an answer with another code, such as an error message. What is missing is passed over.");
const STATUS: Field<String> = Field::variable("status", "Status code into")
    .help("The variable that gets the status code of the last answer. Leave it empty for none.");

const TIMEOUT: BranchSpec = BranchSpec::new("timeout", "Timeout").technical();
const INVALID: BranchSpec = BranchSpec::new("invalid_response", "Invalid response").technical();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "web_service",
    title: "Web service",
    short_title: "",
    category: Category::Connection,
    icon: Icon::Cloud,
    words: "api, webhook, http, rest, http request, lambda, aws lambda, function, run function, rest api, json, \
            integration, crm integration, external system, curl, request",
    channels: Channels::ALL,
    doc: "Asks an outside system and puts its answer into variables. Simulations never ask it: they use the canned \
          answers of the service, or one that you type. The service says which codes are a success, and how \
          often it is asked again after a failure that may pass.",
    card: "{service} · {responses:values}",
    fields: &[SERVICE.spec(), INPUTS.spec(), RESPONSES.spec(), OTHERS.spec(), STATUS.spec()],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&ERROR),
        BranchPart::One(&TIMEOUT),
        BranchPart::One(&INVALID),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The contract is found", CONTRACTS, "service answers found", "ok").after_ms(300).ledger(ASKED),
        Example::new(
            "An answer that is typed",
            CONTRACTS,
            r#"service answers status 200 {"contract": {"status": 1}}"#,
            "ok",
        )
        .ledger(ASKED),
        Example::new("It refuses", CONTRACTS, "service answers refused", "error").after_ms(200).ledger(ASKED),
        Example::new("It is down", CONTRACTS, "service is down", "error").ledger(ASKED),
        Example::new("It takes too long", CONTRACTS, "service answers slow", "timeout").after_ms(5_000).ledger(ASKED),
        Example::new("It does not answer", CONTRACTS, "service times out", "timeout").after_ms(5_000).ledger(ASKED),
        Example::new("Not JSON", CONTRACTS, "service answers broken", "invalid_response").after_ms(300).ledger(ASKED),
        Example::new("No such service", r#"{"service": Item(Reference("nothing"))}"#, "", "reference_not_found"),
        Example::new("It is down in this world", CONTRACTS, "", "error").ledger(ASKED).given(|stage| {
            stage.world.services.insert(crate::catalog::sample::CONTRACTS, ServiceState::Down);
        }),
        Example::new("It always answers in this world", CONTRACTS, "", "ok").after_ms(300).ledger(ASKED).given(
            |stage| {
                let found = ServiceState::Answers("found".to_owned());
                stage.world.services.insert(crate::catalog::sample::CONTRACTS, found);
            },
        ),
    ],
};

const ASKED: &[&str] = &["Web service: GET https://contracts.example.com/by-phone/%2B33612345678 · tier = blue"];

const CONTRACTS: &str = r#"{"service": Item(Reference("contracts")),
    "inputs": Rows([(id: 1, cells: {"name": Text("tier"), "value": Operand(Variable("customer.tier"))})]),
    "responses": Rows([(id: 2, cells: {"path": Text("$.contract.status"), "variable": Text("customer.tier")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&SERVICE) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::WebService(service) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    if let Event::Answer(answer) = cx.event {
        let left = hear(cx, service, answer);
        return left.unwrap_or_else(|failed| retry_or(cx, &resource, service, failed));
    }
    attempt(cx, &resource, service)
}

/// Sends one request and waits for its answer.
fn attempt(cx: &mut Cx<'_>, resource: &Resource, service: &WebService) -> Step {
    if let Err(why) = send(cx, service) {
        cx.note(why);
        return Step::go(&ERROR);
    }
    let state = cx.service(resource.id);
    if let ServiceState::Answers(name) = &state
        && canned(service, name).is_none()
    {
        cx.note(format_args!("{} has no canned answer \"{name}\".", resource.name));
    }
    ask(cx, service, &state)
}

/// Sends another request after a failure that may pass, as long as the service has retries left; else leaves by a branch.
fn retry_or(cx: &mut Cx<'_>, resource: &Resource, service: &WebService, failed: &'static BranchSpec) -> Step {
    if cx.visit.tries >= service.retries.min(WebService::MAX_RETRIES) {
        return Step::go(failed);
    }
    cx.visit.tries += 1;
    cx.spend(u64::from(service.retry_pause_ms));
    attempt(cx, resource, service)
}

/// Which request this is, where a service may get several; else nothing.
fn try_words(cx: &Cx<'_>, service: &WebService) -> Option<String> {
    let retries = service.retries.min(WebService::MAX_RETRIES);
    (retries > 0).then(|| format!("try {} of {}", cx.visit.tries + 1, retries + 1))
}

/// Writes what would be sent to the ledger.
fn send(cx: &mut Cx<'_>, service: &WebService) -> Result<(), String> {
    let mut inputs = BTreeMap::new();
    for row in cx.get(&INPUTS) {
        let value = cx.value(row.cells.get(&VALUE))?;
        inputs.insert(row.cells.get(&NAME), value);
    }
    let read = |path: &str| inputs.get(path).map_or_else(|| cx.read(path), |value| Cow::Borrowed(value.as_str()));
    let request = WebRequest::new(service, cx.is_live(), read);
    let mut parts = vec![format!("{} {}", request.method, request.address)];
    parts.extend(request.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    parts.extend(inputs.iter().map(|(name, value)| format!("{name} = {value}")));
    parts.extend(Some(request.body).filter(|body| !body.is_empty()));
    parts.extend(try_words(cx, service));
    cx.ledger("Web service", parts.join(" · "));
    Ok(())
}

/// Asks what the service answers. What the world says happens by itself; an answer that somebody gives wins over it.
fn ask(cx: &Cx<'_>, service: &WebService, state: &ServiceState) -> Step {
    let detail = [Some(format!("at most {} ms", service.timeout_ms)), try_words(cx, service)];
    let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut question = Question::new("waits for the service").detail(detail);
    for response in &service.canned {
        if *state == ServiceState::Answers(response.name.clone()) {
            question.passes_by = Some(question.choices.len());
        }
        let (name, status) = (&response.name, response.status);
        let choice = QuestionChoice::new("canned", format!("service answers {name}"), format!("{name} ({status})"));
        question = question.choice(choice.value(name.clone()).system());
    }
    let typed = QuestionChoice::new("typed", "service answers status", "Another answer: status and body");
    let mut question = question
        .choice(typed.input(AnswerInput::Text).system())
        .choice(QuestionChoice::new("timeout", "service times out", "It times out").danger().system())
        .choice(QuestionChoice::new("down", "service is down", "It is down").danger().system());
    if *state == ServiceState::Down {
        question.passes_by = question.choices.len().checked_sub(1);
    }
    Step::Ask(question)
}

/// How an answer leaves the action; an error is the branch of a failure that may pass.
type Left = Result<Step, &'static BranchSpec>;

fn hear(cx: &mut Cx<'_>, service: &WebService, answer: &Answer) -> Left {
    match answer.key {
        "canned" => match canned(service, &answer.value) {
            Some(response) => receive(cx, service, response),
            None => Ok(Step::go(&INVALID)),
        },
        "typed" => {
            let (status, body) = answer.value.split_once(' ').unwrap_or((&answer.value, ""));
            let Ok(status) = status.parse() else {
                cx.note(format_args!("\"{status}\" is not a status such as 200."));
                return Ok(Step::go(&INVALID));
            };
            receive(cx, service, &CannedResponse { status, body: body.to_owned(), ..CannedResponse::default() })
        }
        "timeout" => Err(time_out(cx, service)),
        _ => Err(down(cx)),
    }
}

fn canned<'a>(service: &'a WebService, name: &str) -> Option<&'a CannedResponse> {
    service.canned.iter().find(|response| response.name == name)
}

fn down(cx: &mut Cx<'_>) -> &'static BranchSpec {
    cx.note("The service is down.");
    &ERROR
}

fn time_out(cx: &mut Cx<'_>, service: &WebService) -> &'static BranchSpec {
    cx.spend(u64::from(service.timeout_ms));
    cx.note(format_args!("No answer within {} ms.", service.timeout_ms));
    &TIMEOUT
}

fn receive(cx: &mut Cx<'_>, service: &WebService, response: &CannedResponse) -> Left {
    if response.delay_ms > service.timeout_ms {
        return Err(time_out(cx, service));
    }
    cx.spend(u64::from(response.delay_ms));
    let (status, body) = (response.status, &response.body);
    cx.others_did(|| format!("the service answers {status} {}", shorten(body, 200)).trim_end().to_owned());
    let is_success = web_request::is_success(service, status);
    let retries = service.retries.min(WebService::MAX_RETRIES);
    if !is_success && web_request::is_passing_failure(status) && cx.visit.tries < retries {
        return Err(&ERROR);
    }
    let status_variable = cx.get(&STATUS);
    let is_status_kept = cx.assign_if_named(&status_variable, status.to_string());
    if !is_success {
        read_others(cx, status, body);
        return Ok(Step::go(&ERROR));
    }
    match read(cx.get(&RESPONSES), body) {
        Ok(values) => {
            let fits = |(path, value): (String, String)| cx.assign_if_named(&path, value);
            Ok(Step::go(if values.into_iter().all(fits) && is_status_kept { &OK } else { &INVALID }))
        }
        Err(why) => {
            cx.note(why);
            Ok(Step::go(&INVALID))
        }
    }
}

/// Whether an answer of the service leads on by OK: it comes in time, with a success code and with everything that is read from it.
#[must_use]
pub fn is_good_answer(action: &Action, service: &WebService, response: &CannedResponse) -> bool {
    let is_in_time = response.delay_ms <= service.timeout_ms;
    let is_success = web_request::is_success(service, response.status);
    is_in_time && is_success && read(action.params.get(&RESPONSES), &response.body).is_ok()
}

/// Gives the variables for an answer without a success code their values; what is missing is noted.
fn read_others(cx: &mut Cx<'_>, status: u16, body: &str) {
    let is_for = |row: &Row| {
        let codes = web_request::read_codes(&row.cells.get(&CODES)).unwrap_or_default();
        row.cells.get(&CODES).trim().is_empty() || web_request::has(&codes, status)
    };
    for row in cx.get(&OTHERS).iter().filter(|row| is_for(row)) {
        match read(std::slice::from_ref(row), body) {
            Ok(values) => values.into_iter().for_each(|(path, value)| _ = cx.assign_if_named(&path, value)),
            Err(why) => cx.note(why),
        }
    }
}

/// Every variable with its value from the answer, or why one is missing. An answer that nobody reads may be anything.
fn read(rows: &[Row], body: &str) -> Result<Vec<(String, String)>, String> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let json = json_path::json(body)?;
    let value = |row: &Row| Ok((row.cells.get(&VARIABLE), json_path::find(&row.cells.get(&PATH), &json)?));
    rows.iter().map(value).collect()
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let others = cx.action.params.get(&OTHERS);
    let rows = cx.action.params.get(&RESPONSES);
    let wrong = rows.iter().chain(others).filter_map(|row| json_path::parse(&row.cells.get(&PATH)).err());
    let mut findings: Vec<Finding> = wrong.map(|why| Finding::error("json-path", why)).collect();
    let wrong = others.iter().filter_map(|row| web_request::read_codes(&row.cells.get(&CODES)).err());
    findings.extend(wrong.map(|why| Finding::error("status-codes", why)));
    findings
}
