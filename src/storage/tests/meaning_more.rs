//! The second frozen file of schema 2, `schema_2_phrases.ron`: phrases, texts for each language, everything of a web service, and the
//! kinds of actions that came with them. Neither the file nor the project is ever edited.

use std::sync::Arc;

use crate::model::resource::{
    Authentication, CannedResponse, QuestionKind, Survey, SurveyQuestion, VoiceMailbox, WebService,
};
use crate::model::{
    Action, ActionId, EntryPointKind, Params, Pos, Project, Resource, ResourceData, ResourceId, RowId, Texts, Version,
    VersionId,
};

use super::meaning;

/// The project of the frozen file.
pub(super) fn project() -> Project {
    let mut project = meaning::project();
    (project.uid, project.last_id) = ("77aa20c19e".to_owned(), 20);
    let yes = texts(&[("fr", "oui, d'accord"), ("nl", "ja")]);
    project.settings.phrases.insert("yes".to_owned(), yes);
    project.settings.phrases.insert("queue_position".to_owned(), texts(&[("", "You are number {position}.")]));
    for (id, name, data) in [
        (17, "Orders", ResourceData::WebService(web_service())),
        (18, "Satisfaction", ResourceData::Survey(survey())),
        (19, "Night box", ResourceData::VoiceMailbox(mailbox())),
    ] {
        let reference = crate::model::project::reference_from_name(name);
        let (name, description, aliases) = (name.to_owned(), String::new(), Vec::new());
        let resource = Resource { id: ResourceId(id), name, reference, description, aliases, data };
        project.resources.insert(resource.id, Arc::new(resource));
    }
    let point = Arc::make_mut(project.entry_points.values_mut().next().unwrap());
    point.kind = EntryPointKind::SourceNumber;
    point.source = "spring_campaign".to_owned();
    let routing = Arc::make_mut(project.routings.values_mut().next().unwrap());
    routing.last_action = ActionId(20);
    add_actions(Arc::make_mut(project.versions.get_mut(&VersionId(7)).unwrap()));
    project
}

fn texts(of: &[(&str, &str)]) -> Texts {
    of.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect()
}

fn web_service() -> WebService {
    WebService {
        method: "POST".to_owned(),
        url: "https://orders.example.com/{{customer.number}}".to_owned(),
        test_url: "https://test.orders.example.com/".to_owned(),
        headers: vec![("Accept-Language".to_owned(), "{{call.language}}".to_owned())],
        authentication: Authentication::Header { name: "X-Api-Key".to_owned() },
        secret_name: "orders_api".to_owned(),
        body: r#"{"order": "{{order_no.tier-2}}"}"#.to_owned(),
        timeout_ms: 2_500,
        retries: 2,
        retry_pause_ms: 400,
        success: vec![(200, 204), (404, 404)],
        canned: vec![CannedResponse { name: "found".to_owned(), status: 200, body: "{}".to_owned(), delay_ms: 120 }],
    }
}

fn survey() -> Survey {
    let choices = vec![texts(&[("", "Bread"), ("fr", "Pain")]), texts(&[("", "Cake")])];
    let question = |kind, says_how| SurveyQuestion { text: texts(&[("", "Well?"), ("fr", "Alors ?")]), kind, says_how };
    Survey {
        introduction: texts(&[("", "Two questions."), ("fr", "Deux questions.")]),
        questions: vec![question(QuestionKind::Choice(choices), true), question(QuestionKind::Comment, false)],
    }
}

fn mailbox() -> VoiceMailbox {
    let greeting = texts(&[("", "Please leave a message."), ("fr", "Laissez un message.")]);
    VoiceMailbox { greeting, max_length_s: 90, notify: "night@example.com".to_owned() }
}

/// The id, the kind and the parameters of each new action, as they are written.
const ACTIONS: [(u32, &str, &str); 10] = [
    (
        11,
        "ring_numbers",
        r#"{"numbers": Rows([(id: 1, cells: {"from": Text("value"), "number": Operand(Text("+33155001020")), "ring": Int(15), "weight": Int(70)})]), "order": Text("weight"), "known_first": Bool(true), "whisper": Text("text"), "whisper_text": Texts({"fr": "Un client"})}"#,
    ),
    (
        12,
        "schedule_branches",
        r#"{"zone": Text("Europe/Brussels"), "schedules": Rows([(id: 1, cells: {"name": Text("Night"), "calendar": Item(Item(10))}), (id: 2, cells: {"name": Text("Sunday"), "hours": Text("week"), "week": Text("Sun 8-12")})])}"#,
    ),
    (13, "call_routing", r#"{"routing": Item(Item(5)), "endings": Rows([(id: 1, cells: {"name": Text("Known")})])}"#),
    (14, "come_back", r#"{"name": Text("Known")}"#),
    (
        15,
        "test_queue",
        r#"{"queue": Item(Reference("SALES.fr")), "rows": Rows([(id: 1, cells: {"figure": Text("wait"), "wait": Int(120)})])}"#,
    ),
    (16, "set_language", r#"{"language": Operand(Text("fr-BE"))}"#),
    (17, "tag", r#"{"add": Rows([(id: 1, cells: {"tag": Text("bread")})]), "note": Text("From the menu")}"#),
    (
        18,
        "offer_callback",
        r#"{"queue": Item(Item(1)), "text": Texts({"": "Press 1."}), "whose": Text("typed"), "window": Int(3600)}"#,
    ),
    (
        19,
        "web_service",
        r#"{"service": Item(Item(17)), "inputs": Rows([(id: 1, cells: {"name": Text("number"), "value": Operand(Variable("call.number"))})]), "responses": Rows([(id: 2, cells: {"path": Text("$.order.state"), "variable": Text("order_no.tier-2")})]), "other_responses": Rows([(id: 3, cells: {"codes": Text("400-499"), "path": Text("$.error"), "variable": Text("order_no.tier-2")})])}"#,
    ),
    (20, "survey", r#"{"survey": Item(Item(18))}"#),
];

fn add_actions(version: &mut Version) {
    for (id, kind, params) in ACTIONS {
        let params: Params = ron::from_str(params).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let action = Action { params, last_row: RowId(3), ..Action::new(ActionId(id), kind) };
        version.flow.positions.insert(action.id, Pos(i32::try_from(id).unwrap() * 240, 480));
        version.flow.actions.insert(action.id, Arc::new(action));
    }
}
