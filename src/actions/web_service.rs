//! Web service: asks an outside system and reads its answer into variables (spec: actions §1). Nothing leaves the
//! machine: the answer is a canned one of the service, or it is typed, and what would be sent goes to the ledger.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::shorten;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Question,
    QuestionChoice, Step, WayOn, json_path, template,
};
use crate::model::resource::{CannedResponse, WebService};
use crate::model::{ItemRef, ResourceData, ResourceKind, Row, ServiceState};

use super::shared::{VALUE, VARIABLE};

const SERVICE: Field<Option<ItemRef>> = Field::item("service", "Web service", ResourceKind::WebService)
    .help("The outside system that is asked.")
    .required();
const NAME: Field<String> =
    Field::text("name", "Input").help("The name under which the service gets the value.").required();
const INPUTS: Field<Vec<Row>> = Field::rows("inputs", "Inputs", &[NAME.spec(), VALUE.spec()], 20)
    .help("Values for the service. Its address and body can use them as {{name}}.");
const PATH: Field<String> = Field::json_path("path", "JSONPath")
    .help("Where the value stands in the answer, such as $.contract.status.")
    .required();
const RESPONSES: Field<Vec<Row>> = Field::rows("responses", "From the answer", &[PATH.spec(), VARIABLE.spec()], 20)
    .help("Variables that get values of the answer. All of them must be found.");

const TIMEOUT: BranchSpec = BranchSpec::new("timeout", "Timeout").technical();
const INVALID: BranchSpec = BranchSpec::new("invalid_response", "Invalid response").technical();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "web_service",
    title: "Web service",
    short_title: "",
    category: Category::Connection,
    channels: Channels::ALL,
    doc: "Asks an outside system and puts its answer into variables. Simulations never ask it: they use the canned \
          answers of the service, or one that you type.",
    card: "{service} · {responses:values}",
    fields: &[SERVICE.spec(), INPUTS.spec(), RESPONSES.spec()],
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
        Example::new("The contract is found", CONTRACTS, "service answers found", "ok"),
        Example::new(
            "An answer that is typed",
            CONTRACTS,
            r#"service answers status 200 {"contract": {"status": 1}}"#,
            "ok",
        ),
        Example::new("It refuses", CONTRACTS, "service answers refused", "error"),
        Example::new("It is down", CONTRACTS, "service is down", "error"),
        Example::new("It takes too long", CONTRACTS, "service answers slow", "timeout"),
        Example::new("It does not answer", CONTRACTS, "service times out", "timeout"),
        Example::new("Not JSON", CONTRACTS, "service answers broken", "invalid_response"),
        Example::new("No such service", r#"{"service": Item(Reference("nothing"))}"#, "", "reference_not_found"),
        Example::new("It is down in this world", CONTRACTS, "", "error").given(|stage| {
            stage.world.services.insert(crate::catalog::sample::CONTRACTS, ServiceState::Down);
        }),
        Example::new("It always answers in this world", CONTRACTS, "", "ok").given(|stage| {
            let found = ServiceState::Answers("found".to_owned());
            stage.world.services.insert(crate::catalog::sample::CONTRACTS, found);
        }),
    ],
};

const CONTRACTS: &str = r#"{"service": Item(Reference("contracts")),
    "inputs": Rows([(id: 1, cells: {"name": Text("tier"), "value": Operand(Variable("customer.tier"))})]),
    "responses": Rows([(id: 2, cells: {"path": Text("$.contract.status"), "variable": Text("customer.tier")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&SERVICE) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::WebService(service) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    if let Event::Answer(answer) = cx.event {
        return hear(cx, service, answer);
    }
    if let Err(why) = send(cx, service) {
        cx.note(why);
        return Step::go(&ERROR);
    }
    match cx.service(resource.id) {
        ServiceState::Down => return down(cx),
        ServiceState::Answers(name) => {
            if let Some(response) = canned(service, &name) {
                return receive(cx, service, response);
            }
            cx.note(format!("{} has no canned answer \"{name}\".", resource.name));
        }
        ServiceState::Up => {}
    }
    ask(service)
}

/// Writes what would be sent to the ledger.
fn send(cx: &mut Cx<'_>, service: &WebService) -> Result<(), String> {
    let mut inputs = BTreeMap::new();
    for row in cx.get(&INPUTS) {
        let value = cx.value(&row.cells.get(&VALUE))?;
        inputs.insert(row.cells.get(&NAME), value);
    }
    let read = |path: &str| inputs.get(path).map_or_else(|| cx.read(path), |value| Cow::Borrowed(value.as_str()));
    let mut parts = vec![format!("{} {}", service.method, template::fill_url(&service.url, read))];
    parts.extend(inputs.iter().map(|(name, value)| format!("{name} = {value}")));
    parts.extend(Some(template::fill(&service.body, read)).filter(|body| !body.is_empty()));
    cx.ledger("Web service", parts.join(" · "));
    Ok(())
}

fn ask(service: &WebService) -> Step {
    let mut question = Question::new("waits for the service").detail(format!("at most {} ms", service.timeout_ms));
    for response in &service.canned {
        let (name, status) = (&response.name, response.status);
        let choice = QuestionChoice::new("canned", format!("service answers {name}"), format!("{name} ({status})"));
        question = question.choice(choice.value(name).others());
    }
    let typed = QuestionChoice::new("typed", "service answers status", "Another answer: status and body");
    Step::Ask(
        question
            .choice(typed.input(AnswerInput::Text).others())
            .choice(QuestionChoice::new("timeout", "service times out", "It times out").danger().others())
            .choice(QuestionChoice::new("down", "service is down", "It is down").danger().others()),
    )
}

fn hear(cx: &mut Cx<'_>, service: &WebService, answer: &Answer) -> Step {
    match answer.key {
        "canned" => match canned(service, &answer.value) {
            Some(response) => receive(cx, service, response),
            None => Step::go(&INVALID),
        },
        "typed" => {
            let (status, body) = answer.value.split_once(' ').unwrap_or((&answer.value, ""));
            let Ok(status) = status.parse() else {
                cx.note(format!("\"{status}\" is not a status such as 200."));
                return Step::go(&INVALID);
            };
            receive(cx, service, &CannedResponse { status, body: body.to_owned(), ..CannedResponse::default() })
        }
        "timeout" => time_out(cx, service),
        _ => down(cx),
    }
}

fn canned<'a>(service: &'a WebService, name: &str) -> Option<&'a CannedResponse> {
    service.canned.iter().find(|response| response.name == name)
}

fn down(cx: &mut Cx<'_>) -> Step {
    cx.note("The service is down.");
    Step::go(&ERROR)
}

fn time_out(cx: &mut Cx<'_>, service: &WebService) -> Step {
    cx.spend(u64::from(service.timeout_ms));
    cx.note(format!("No answer within {} ms.", service.timeout_ms));
    Step::go(&TIMEOUT)
}

fn receive(cx: &mut Cx<'_>, service: &WebService, response: &CannedResponse) -> Step {
    if response.delay_ms > service.timeout_ms {
        return time_out(cx, service);
    }
    cx.spend(u64::from(response.delay_ms));
    cx.others_did(format!("the service answers {} {}", response.status, shorten(&response.body, 200)).trim_end());
    if !(200..=299).contains(&response.status) {
        return Step::go(&ERROR);
    }
    match read(&cx.get(&RESPONSES), &response.body) {
        Ok(values) => {
            let fits = |(path, value): (String, String)| cx.assign_if_named(&path, value);
            Step::go(if values.into_iter().all(fits) { &OK } else { &INVALID })
        }
        Err(why) => {
            cx.note(why);
            Step::go(&INVALID)
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
    let rows = cx.action.params.get(&RESPONSES);
    let wrong = rows.iter().filter_map(|row| json_path::parse(&row.cells.get(&PATH)).err());
    wrong.map(|why| Finding::error("json-path", why)).collect()
}
