//! Web services through whole runs: which address is called and with what, which answers count as success, how often a service is asked
//! again and how long that takes, and what comes back (spec: meaning §10).

use std::sync::Arc;

use signalbox::lint;
use signalbox::model::resource::{Authentication, CannedResponse, WebService};
use signalbox::model::{Place, Resource, ResourceData, ResourceId, ServiceState, Status};
use signalbox::sim::Report;
use signalbox::sim::report::prose;

use crate::support::Lab;

/// Puts a service into the project.
fn give(lab: &mut Lab, service: WebService) -> ResourceId {
    lab.project.last_id += 1;
    let id = ResourceId(lab.project.last_id);
    let (name, reference) = ("Stock".to_owned(), "stock".to_owned());
    let data = ResourceData::WebService(service);
    let resource = Resource { id, name, reference, description: String::new(), aliases: Vec::new(), data };
    lab.project.resources.insert(id, Arc::new(resource));
    id
}

fn canned(name: &str, status: u16, body: &str, delay_ms: u32) -> CannedResponse {
    CannedResponse { name: name.to_owned(), status, body: body.to_owned(), delay_ms }
}

/// A service that waits two seconds and is asked twice more, a second and a half after a failure.
fn service() -> WebService {
    WebService {
        url: "https://stock.example/{{call.number}}".to_owned(),
        timeout_ms: 2_000,
        retries: 2,
        retry_pause_ms: 1_500,
        canned: vec![
            canned("found", 200, r#"{"left": 80.00, "code": "1e5"}"#, 300),
            canned("missing", 404, r#"{"error": {"text": "No such part", "code": "E-7"}}"#, 100),
            canned("busy", 503, r#"{"error": {"text": "Busy"}}"#, 200),
            canned("wrong", 400, "<html>", 50),
            canned("slow", 200, "{}", 2_001),
        ],
        ..WebService::default()
    }
}

const PARAMS: &str = r#""service": Item(Reference("stock")), "status": Text("customer.tier"),
    "responses": Rows([(id: 1, cells: {"path": Text("$.left"), "variable": Text("customer.name")})]),
    "other_responses": Rows([
        (id: 2, cells: {"codes": Text("404, 500–599"), "path": Text("$.error.text"), "variable": Text("customer.name")}),
        (id: 3, cells: {"path": Text("$.error.code"), "variable": Text("customer.number")})])"#;

fn lab() -> Lab {
    Lab::new(&format!("start -> web_service{{{PARAMS}}} -> end; rest -> end"))
}

/// `customer.tier` is `blue` at the start. Answers, the branch taken, the virtual time in milliseconds, the number of requests, and `customer.tier`, `name` and `number`.
type Case = (&'static str, &'static str, u64, usize, [&'static str; 3]);

const CASES: &[Case] = &[
    ("service answers found", "OK", 300, 1, ["200", "80.00", ""]),
    ("service times out; service answers found", "OK", 2_000 + 1_500 + 300, 2, ["200", "80.00", ""]),
    (
        "service times out; service answers slow; service times out",
        "Timeout",
        3 * 2_000 + 2 * 1_500,
        3,
        ["blue", "", ""],
    ),
    ("service is down; service is down; service answers found", "OK", 2 * 1_500 + 300, 3, ["200", "80.00", ""]),
    ("service is down; service is down; service is down", "Error", 2 * 1_500, 3, ["blue", "", ""]),
    ("service answers busy; service answers found", "OK", 200 + 1_500 + 300, 2, ["200", "80.00", ""]),
    (
        "service answers busy; service answers busy; service answers busy",
        "Error",
        3 * 200 + 2 * 1_500,
        3,
        ["503", "Busy", ""],
    ),
    // A request that is wrong stays wrong.
    ("service answers missing", "Error", 100, 1, ["404", "No such part", "E-7"]),
    ("service answers wrong", "Error", 50, 1, ["400", "", ""]),
    (
        r#"service answers status 429 {"error": {"code": 7.50}}; service answers found"#,
        "OK",
        1_500 + 300,
        2,
        ["200", "80.00", ""],
    ),
    (r#"service answers status 422 {"error": {"code": 7.50}}"#, "Error", 0, 1, ["422", "", "7.50"]),
    ("service answers status 200 <html>", "Invalid response", 0, 1, ["200", "", ""]),
    (r#"service answers status 204 {"left": null}"#, "OK", 0, 1, ["204", "", ""]),
];

#[test]
fn a_service_is_asked_again_after_a_failure_that_may_pass() {
    for (answers, branch, at_ms, requests, values) in CASES {
        let run = lab().given(|lab| _ = give(lab, service())).run(answers);
        let report = Report::new(&run);
        assert!(prose(&run).contains(&format!("web_service → {branch}")), "{answers}:\n{}", prose(&run));
        assert_eq!(run.state().interaction.at_ms, *at_ms, "{answers}");
        let expected: Vec<String> = (1..=*requests)
            .map(|number| format!("GET https://stock.example/%2B33612345678 · try {number} of 3"))
            .collect();
        let sent: Vec<&str> = report.ledger.iter().map(|line| line.what.as_str()).collect();
        assert_eq!(sent, expected, "{answers}");
        let found = ["tier", "name", "number"].map(|field| run.read(&format!("customer.{field}")));
        assert_eq!(found, *values, "{answers}");
    }
}

#[test]
fn the_world_answers_every_request() {
    for (state, retries, branch, at_ms, requests) in [
        (ServiceState::Down, 2, "Error", 2 * 1_500, 3),
        (ServiceState::Answers("busy".to_owned()), 2, "Error", 3 * 200 + 2 * 1_500, 3),
        (ServiceState::Answers("found".to_owned()), 2, "OK", 300, 1),
        (ServiceState::Answers("slow".to_owned()), 1, "Timeout", 2 * 2_000 + 1_500, 2),
        (ServiceState::Down, 0, "Error", 0, 1),
        // No more than five retries count, whatever a file says.
        (ServiceState::Down, 4_000_000_000, "Error", 5 * 1_500, 6),
    ] {
        let lab = lab().given(|lab| {
            let id = give(lab, WebService { retries, ..service() });
            lab.world.services.insert(id, state.clone());
        });
        let run = lab.run("");
        assert!(prose(&run).contains(&format!("web_service → {branch}")), "{state:?}:\n{}", prose(&run));
        let sent = Report::new(&run).ledger.len();
        assert_eq!((run.state().interaction.at_ms, sent), (at_ms, requests), "{state:?} {retries}");
    }
}

#[test]
fn success_codes_decide_which_answers_are_ok() {
    for (success, answers, branch) in [
        (&[][..], "service answers status 299 {\"left\": 1}", "OK"),
        (&[], "service answers status 304 {\"left\": 1}", "Error"),
        (&[(200, 299), (404, 404)], "service answers status 404 {\"left\": 1}", "OK"),
        (&[(404, 404)], "service answers status 200 {\"left\": 1}", "Error"),
        // One that counts as success is not asked for again.
        (&[(503, 503)], "service answers status 503 {\"left\": 1}", "OK"),
        (&[(200, 299), (404, 404)], "service answers missing", "Invalid response"),
    ] {
        let run = lab().given(|lab| _ = give(lab, WebService { success: success.to_vec(), ..service() })).run(answers);
        assert!(prose(&run).contains(&format!("web_service → {branch}")), "{success:?} {answers}:\n{}", prose(&run));
        assert_eq!(Report::new(&run).ledger.len(), 1, "{success:?} {answers}");
    }
}

#[test]
fn a_version_that_is_not_in_production_calls_the_address_for_tests() {
    for (test_url, status, expected) in [
        ("https://test.example/{{call.name}}", Status::InProduction, "https://stock.example/%2B33612345678"),
        ("https://test.example/{{call.name}}", Status::InBackup, "https://stock.example/%2B33612345678"),
        ("https://test.example/{{call.name}}", Status::InDevelopment, "https://test.example/Ana%20Bo"),
        ("", Status::InDevelopment, "https://stock.example/%2B33612345678"),
    ] {
        let run = lab().given(|lab| {
            lab.caller.display_name = "Ana Bo".to_owned();
            give(lab, WebService { test_url: test_url.to_owned(), retries: 0, ..service() });
            let info = &mut lab.flow_mut().info;
            info.status = status;
            info.digest = info.digest.take().filter(|_| status.is_read_only());
        });
        let report = Report::new(&run.run("service answers found"));
        assert_eq!(report.ledger[0].what, format!("GET {expected}"), "{status:?}");
    }
}

#[test]
fn the_request_has_headers_and_a_body_and_names_its_secret() {
    let service = WebService {
        method: "POST".to_owned(),
        headers: vec![("X-Caller".to_owned(), "{{call.name}}".to_owned())],
        authentication: Authentication::Bearer,
        secret_name: "stock_token".to_owned(),
        body: r#"{"who": "{{call.name}}", "part": "{{part}}"}"#.to_owned(),
        ..service()
    };
    let inputs = r#", "inputs": Rows([(id: 4, cells: {"name": Text("part"), "value": Operand(Text("A \"7\""))})])"#;
    let lab = Lab::new(&format!("start -> web_service{{{PARAMS}{inputs}}} -> end; rest -> end")).given(|lab| {
        lab.caller.display_name = "Ana\nBo".to_owned();
        give(lab, WebService { retries: 0, ..service });
    });
    let report = Report::new(&lab.run("service answers found"));
    assert_eq!(
        report.ledger[0].what,
        "POST https://stock.example/%2B33612345678 · X-Caller: Ana Bo · Authorization: Bearer (secret stock_token) · part = A \"7\" \
         · {\"who\": \"Ana\\nBo\", \"part\": \"A \\\"7\\\"\"}"
    );
}

#[test]
fn problems_name_what_cannot_work() {
    let codes = |change: fn(&mut WebService)| {
        let mut changed = service();
        change(&mut changed);
        let mut id = ResourceId(0);
        let lab = lab().given(|lab| id = give(lab, changed));
        let found = lint::check(&lab.project);
        found.into_iter().filter(|it| it.place == Place::Resource(id)).map(|it| it.code).collect::<Vec<_>>()
    };
    let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    assert_eq!(codes(|_| ()), [""; 0]);
    assert_eq!(codes(|it| it.url = "{{part}}/x".to_owned()), [""; 0]);
    assert_eq!(codes(|it| it.url = "stock.example".to_owned()), ["web-service-address"]);
    assert_eq!(codes(|it| it.test_url = "ftp://{{part}}".to_owned()), ["web-service-address"]);
    assert_eq!(codes(|it| it.retries = 6), ["web-service-retries"]);
    assert_eq!(codes(|it| it.success = vec![(299, 200)]), ["web-service-success"]);
    assert_eq!(codes(|it| it.success = vec![(200, 700)]), ["web-service-success"]);
    assert_eq!(codes(|it| it.authentication = Authentication::Bearer), ["web-service-secret"]);
    assert_eq!(
        codes(|it| it.authentication = Authentication::Basic { user: String::new() }),
        ["web-service-secret"; 2]
    );
    let wrong_name = |it: &mut WebService| {
        it.secret_name = "key".to_owned();
        it.authentication = Authentication::Header { name: "Api Key".to_owned() };
    };
    assert_eq!(codes(wrong_name), ["web-service-secret"]);
    for (name, value, expected) in [
        ("X-Part", "7", &[][..]),
        ("X Part", "7", &["web-service-header"]),
        ("authorization", "Bearer abc", &["secret-in-file"]),
        ("Authorization", "{{part}}", &[]),
    ] {
        let mut id = ResourceId(0);
        let lab = lab().given(|lab| id = give(lab, WebService { headers: header(name, value), ..service() }));
        let found = lint::check(&lab.project).into_iter().filter(|it| it.place == Place::Resource(id));
        assert_eq!(found.map(|it| it.code).collect::<Vec<_>>(), expected, "{name}: {value}");
    }
    let wrong_codes = PARAMS.replace("404, 500–599", "many");
    let lab = Lab::new(&format!("start -> web_service{{{wrong_codes}}} -> end; rest -> end"));
    let lab = lab.given(|lab| _ = give(lab, service()));
    assert!(lint::check(&lab.project).iter().any(|it| it.code == "status-codes"));
}
