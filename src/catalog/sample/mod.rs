//! The sample project that examples run over: a small company, *Northwind*, with one resource of each kind. It is also a good
//! place to read what a resource looks like. Not a shipped example: those are files in `projects/`.

mod more;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use crate::model::resource::{
    Calendar, CalendarException, CannedResponse, ExternalNumber, FieldType, QuestionKind, Queue, QueueMember,
    SoundFile, Survey, SurveyQuestion, Team, TtsVoice, User, ValuesTable, Variable, VariableField, VoiceMailbox,
    WebService,
};
use crate::model::{
    Action, ActionId, Caller, CallerId, Flow, Link, Project, Resource, ResourceData, ResourceId, Routing, RoutingId,
    RoutingType, Settings, Status, Version, VersionId, VersionInfo, World, WorldId,
};

use super::spec::Stage;

/// User Ana, extension 201.
pub const ANA: ResourceId = ResourceId(1);
/// User Ben, extension 202.
pub const BEN: ResourceId = ResourceId(2);
/// The queue `support`, served by Ana and Ben.
pub const SUPPORT: ResourceId = ResourceId(4);
/// The web service `contracts`, with the canned answers *found*, *broken* and *slow*.
pub const CONTRACTS: ResourceId = ResourceId(12);
/// The routing `other`, with a version in production and none in test.
pub const OTHER: RoutingId = RoutingId(20);

/// The stage on which an example runs, before anything is made different: Camille, a first-time caller, on Monday 23 November 2026 at
/// 09:00 in Paris.
#[must_use]
pub fn stage() -> Stage {
    Stage {
        project: project(),
        caller: Caller {
            id: CallerId(30),
            name: "Camille".to_owned(),
            number: "+33612345678".to_owned(),
            display_name: "Camille".to_owned(),
            language: "en".to_owned(),
            source: "Newspaper".to_owned(),
            ..Caller::default()
        },
        world: World {
            id: WorldId(31),
            name: "Monday 09:00".to_owned(),
            start: NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0)),
            ..World::default()
        },
        channel: None,
        before: Vec::new(),
    }
}

/// The sample project.
#[must_use]
pub fn project() -> Project {
    let mut project = Project {
        uid: "sample".to_owned(),
        settings: Settings { name: "Northwind".to_owned(), ..Settings::default() },
        last_id: 100,
        ..Project::default()
    };
    for (id, reference, name, data) in
        resources().into_iter().chain(more::outside_resources()).chain(more::campaign_and_sharing_resources())
    {
        let resource = Resource {
            id: ResourceId(id),
            name: name.to_owned(),
            reference: reference.to_owned(),
            description: String::new(),
            aliases: Vec::new(),
            data,
        };
        project.resources.insert(resource.id, Arc::new(resource));
    }
    add_routing(&mut project);
    project
}

fn add_routing(project: &mut Project) {
    let routing = Routing {
        id: OTHER,
        name: "Other line".to_owned(),
        reference: "other".to_owned(),
        kind: RoutingType::InteractionStart,
        last_action: ActionId(1),
        ..Routing::default()
    };
    let mut flow = Flow::blank(ActionId(1));
    let mut start = Action::new(ActionId(1), crate::model::flow::START);
    start.links.insert("ok".to_owned(), Link::EndsHere);
    flow.actions.insert(start.id, Arc::new(start));
    let info =
        VersionInfo { routing: OTHER, name: "Live".to_owned(), status: Status::InProduction, ..VersionInfo::default() };
    project.versions.insert(VersionId(21), Arc::new(Version { id: VersionId(21), info, flow }));
    project.routings.insert(OTHER, Arc::new(routing));
}

fn english(text: &str) -> BTreeMap<String, String> {
    [(String::new(), text.to_owned())].into()
}

fn field(name: &str, kind: FieldType, default: &str) -> VariableField {
    VariableField { name: name.to_owned(), kind, default: default.to_owned(), values: Vec::new() }
}

fn canned(name: &str, status: u16, body: &str, delay_ms: u32) -> CannedResponse {
    CannedResponse { name: name.to_owned(), status, body: body.to_owned(), delay_ms }
}

fn office_hours() -> Calendar {
    let time = |hour: u32, minute: u32| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let day = || vec![(time(8, 30), time(18, 0))];
    let christmas = NaiveDate::from_ymd_opt(2026, 12, 25).unwrap_or_default();
    Calendar {
        week: [day(), day(), day(), day(), day(), Vec::new(), Vec::new()],
        exceptions: vec![CalendarException {
            name: "Bank holidays".to_owned(),
            dates: vec![(christmas, christmas)],
            ..CalendarException::default()
        }],
        time_zone: String::new(),
    }
}

fn resources() -> Vec<(u32, &'static str, &'static str, ResourceData)> {
    let user = |extension: &str| ResourceData::User(User { extension: extension.to_owned(), ..User::default() });
    let member = |who| QueueMember { who, ..QueueMember::default() };
    let text = str::to_owned;
    vec![
        (ANA.0, "ana", "Ana", user("201")),
        (BEN.0, "ben", "Ben", user("202")),
        (3, "desk", "Front desk", ResourceData::Team(Team { members: vec![ANA, BEN] })),
        (
            SUPPORT.0,
            "support",
            "Support",
            ResourceData::Queue(Queue { members: vec![member(ANA), member(BEN)], ..Queue::default() }),
        ),
        (
            5,
            "messages",
            "Messages",
            ResourceData::VoiceMailbox(VoiceMailbox {
                greeting: english("Please leave a message after the tone."),
                ..VoiceMailbox::default()
            }),
        ),
        (
            6,
            "welcome",
            "Welcome",
            ResourceData::SoundFile(SoundFile { texts: english("Welcome to Northwind."), length_s: 3 }),
        ),
        (7, "emma", "Emma", ResourceData::TtsVoice(TtsVoice { language: text("en"), voice: text("Emma") })),
        (8, "office", "Office hours", ResourceData::Calendar(office_hours())),
        (
            9,
            "customer",
            "Customer",
            ResourceData::Variable(Variable {
                fields: vec![
                    field("name", FieldType::ShortText, ""),
                    field("tier", FieldType::ShortText, "blue"),
                    field("points", FieldType::Number, "10"),
                    field("number", FieldType::ShortText, ""),
                    field("score", FieldType::Number, ""),
                ],
            }),
        ),
        (
            10,
            "tiers",
            "Tiers by number",
            ResourceData::ValuesTable(ValuesTable {
                keys: vec![text("number")],
                outputs: vec![text("tier")],
                rows: vec![vec![text("+33612345678"), text("vip")], vec![text("+33699999999"), text("gold")]],
                ..ValuesTable::default()
            }),
        ),
        (
            CONTRACTS.0,
            "contracts",
            "Contracts",
            ResourceData::WebService(WebService {
                url: text("https://contracts.example.com/by-phone/{{call.number}}"),
                canned: vec![
                    canned("found", 200, r#"{"contract": {"status": "active", "holder": "Camille"}}"#, 300),
                    canned("broken", 200, "<html>", 300),
                    canned("refused", 503, "", 200),
                    canned("slow", 200, "{}", 60_000),
                ],
                ..WebService::default()
            }),
        ),
        (13, "partner", "Partner", ResourceData::ExternalNumber(ExternalNumber { number: text("+33155001020") })),
        (
            14,
            "satisfaction",
            "Satisfaction",
            ResourceData::Survey(Survey {
                introduction: english("Two short questions about this call."),
                questions: vec![
                    SurveyQuestion {
                        text: english("How satisfied are you, from 0 to 9?"),
                        ..SurveyQuestion::default()
                    },
                    SurveyQuestion {
                        text: english("Was it solved? Press 1 for yes, 2 for no."),
                        kind: QuestionKind::YesNo,
                        says_how: false,
                    },
                ],
            }),
        ),
    ]
}
