//! The frozen file of schema 2, `schema_2_meaning.ron`: its project, with everything that schema 2 began with and schema 1 did not have.
//! Neither the file nor the project is ever edited; a later issue adds a file of its own.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::*;
use crate::digest::changed_outside;
use crate::model::resource::{
    Calendar, CalendarException, DistributionGroup, FieldType, GroupQueue, MaxEstimatedWait, NoAnswer, NoUserMeans,
    ServiceLevel, ValuesTable, Variable, VariableField,
};
use crate::model::{
    Action, ActionId, ItemRef, Params, Pos, Project, Resource, ResourceData, ResourceId, ResourceKind, RoutingId,
    Status, UserState, Value, Version, VersionId, World, WorldId,
};

/// The project of the frozen file.
pub(super) fn project() -> Project {
    let mut project = small();
    (project.uid, project.last_id) = ("0d5e2f7c41".to_owned(), 16);
    project.settings.default_country = "BE".to_owned();
    change_resources(&mut project);
    add_resources(&mut project);
    let routing = Arc::make_mut(project.routings.get_mut(&RoutingId(5)).unwrap());
    (routing.reference, routing.aliases) = ("Main.Line@Paris+2".to_owned(), vec!["main_line".to_owned()]);
    routing.last_action = ActionId(6);
    let point = Arc::make_mut(project.entry_points.values_mut().next().unwrap());
    point.reference = "+33.1".to_owned();
    let version = Arc::make_mut(project.versions.get_mut(&VersionId(7)).unwrap());
    add_actions(version);
    // A backup that was stamped under schema 1, and a production version that was stamped under schema 2.
    let backup = Version { id: VersionId(15), ..(*project.versions[&VersionId(6)]).clone() };
    project.versions.insert(backup.id, Arc::new(backup));
    let stamps = [(15, Status::InBackup, STAMPS[0]), (6, Status::InProduction, STAMPS[1])];
    for (id, status, stamp) in stamps {
        let info = &mut Arc::make_mut(project.versions.get_mut(&VersionId(id)).unwrap()).info;
        (info.status, info.digest) = (status, Some(stamp.to_owned()));
    }
    let mut world = World { id: WorldId(16), name: "Everybody is there".to_owned(), ..World::default() };
    world.users.insert(ResourceId(2), UserState::Available);
    project.worlds.insert(world.id, Arc::new(world));
    project
}

/// The stamps of the version that the file has in backup and in production.
const STAMPS: [&str; 2] = [
    "d1:4a7173e92509f5889de3604c9f9fdd912b80c45b0c0647a16741031bc2c8309b",
    "d2:32c52b284981f886623b58467663006d8be555c3e088ec92c3961ec06e6d328c",
];

fn time(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

fn change_resources(project: &mut Project) {
    for resource in project.resources.values_mut().map(Arc::make_mut) {
        match &mut resource.data {
            ResourceData::Queue(queue) => {
                resource.reference = "Sales.FR".to_owned();
                resource.aliases.push("sales".to_owned());
                (queue.weight, queue.wrap_up_s, queue.announces_every_s, queue.ring_s) = (80, 30, 60, 15);
                queue.skills.insert("english".to_owned(), 2);
                queue.max_estimated_wait = MaxEstimatedWait::Seconds(90);
                queue.no_user_means = NoUserMeans::NobodyHasRoom;
                queue.service_level = Some(ServiceLevel { percent: 80, within_s: 20 });
                queue.music = Some(ResourceId(14));
                (queue.says_position, queue.says_wait, queue.no_answer) = (true, true, NoAnswer::Away);
            }
            ResourceData::User(user) => {
                user.calls_beside_chats = true;
                user.schedule[0] = vec![(time(9), time(12)), (time(22), time(6))];
            }
            ResourceData::ValuesTable(ValuesTable { exact_spelling, .. }) => *exact_spelling = true,
            _ => {}
        }
    }
}

fn add_resources(project: &mut Project) {
    let date = |month, day| NaiveDate::from_ymd_opt(2027, month, day).unwrap();
    let holidays = CalendarException {
        name: "Public holidays 2027".to_owned(),
        dates: vec![(date(3, 29), date(3, 29))],
        yearly: vec![(date(12, 24), date(1, 2))],
        hours: vec![(time(20), time(2))],
    };
    let tier = VariableField {
        name: "tier-2".to_owned(),
        kind: FieldType::List,
        default: "Gold".to_owned(),
        values: ["Gold", "Silver"].map(str::to_owned).into(),
    };
    let calendar = Calendar { exceptions: vec![holidays], ..Calendar::default() };
    let queue = |queue, weight| GroupQueue { queue: ResourceId(queue), weight };
    let group = DistributionGroup { queues: vec![queue(1, 60), queue(13, 40)] };
    for (id, name, data) in [
        (10, "Night", ResourceData::Calendar(calendar)),
        (11, "Order no", ResourceData::Variable(Variable { fields: vec![tier] })),
        (12, "Both", ResourceData::DistributionGroup(group)),
        (13, "Plain", ResourceData::new(ResourceKind::Queue)),
        (14, "Waltz", ResourceData::new(ResourceKind::SoundFile)),
    ] {
        let reference = crate::model::project::reference_from_name(name);
        let (name, description, aliases) = (name.to_owned(), String::new(), Vec::new());
        let resource = Resource { id: ResourceId(id), name, reference, description, aliases, data };
        project.resources.insert(resource.id, Arc::new(resource));
    }
}

/// The id and the kind of a new action, and its parameters.
type New<'a> = (u32, &'a str, &'a [(&'a str, Value)]);

fn add_actions(version: &mut Version) {
    let text = |text: &str| Value::Text(text.to_owned());
    let reference = |text: &str| Value::Item(ItemRef::Reference(text.to_owned()));
    let kinds: [New<'_>; 3] = [
        (4, "to_queue", &[("to", text("group")), ("group", Value::Item(ItemRef::Item(12)))]),
        (5, "to_queue", &[("queue", reference("SALES.fr"))]),
        (
            6,
            "date_and_time",
            &[("form", text("weekday")), ("names", text("customer")), ("variable", text("order_no.tier-2"))],
        ),
    ];
    for (id, kind, params) in kinds {
        let params = Params(params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect());
        let action = Action { params, ..Action::new(ActionId(id), kind) };
        version.flow.positions.insert(action.id, Pos(i32::try_from(id).unwrap() * 240, 240));
        version.flow.actions.insert(action.id, Arc::new(action));
    }
}

#[test]
fn both_stamps_of_the_frozen_file_are_valid() {
    let loaded = read(include_bytes!("../../../tests/data/schema_2_meaning.ron")).unwrap();
    assert_eq!(changed_outside(&loaded.project), []);
    let info = |id| loaded.project.versions[&VersionId(id)].info.clone();
    assert_eq!((info(15).status, info(15).digest.as_deref()), (Status::InBackup, Some(STAMPS[0])));
    assert_eq!((info(6).status, info(6).digest.as_deref()), (Status::InProduction, Some(STAMPS[1])));
}

#[test]
fn references_of_the_frozen_file_are_found_in_any_case() {
    let project = project();
    let find = |reference: &str| {
        let item = ItemRef::Reference(reference.to_owned());
        project.resolve(ResourceKind::Queue, &item).map(|it| it.id.0)
    };
    assert_eq!([find("Sales.FR"), find("sales.fr"), find("SALES"), find("sales.f")], [Some(1), Some(1), Some(1), None]);
    assert_eq!(project.routing_by_reference("main.line@paris+2").map(|it| it.id.0), Some(5));
    assert_eq!(project.routing_by_reference("MAIN_LINE").map(|it| it.id.0), Some(5));
    assert_eq!(project.entry_point_by_reference("+33.1").map(|it| it.id.0), Some(4));
}
