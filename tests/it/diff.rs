//! Comparing versions and projects.

use std::sync::Arc;

use signalbox::diff::{self, Difference, Side, VersionDiff};
use signalbox::edit::{Clip, Context, Document, Edit, Spot};
use signalbox::model::{ActionId, Link, Plan, Pos, Project, RoutingType, Status, Value, VersionId};

use crate::support::Lab;

const BEFORE: &str =
    "start -> say(Welcome) -> menu(1 Sales, 2 Help); menu[Sales] -> queue(support); menu[Help] -> voicemail";

fn between(project: &Project, before: VersionId, after: VersionId) -> VersionDiff {
    let side = |id| Side { project, version: &project.versions[&id] };
    diff::versions(side(before), side(after))
}

/// Two versions of a routing from flow texts.
fn compared(before: &str, after: &str) -> VersionDiff {
    let mut lab = Lab::new("start -> end");
    let (one, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, before);
    let (other, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, after);
    between(&lab.project, one, other)
}

/// One line per action, followed by its changes.
fn described(diff: &VersionDiff) -> Vec<String> {
    let mut lines = Vec::new();
    for action in &diff.actions {
        lines.push(format!("{} {}", action.difference.words(), action.title));
        lines.extend(action.changes().map(|it| format!("{}: {} -> {}", it.label, it.before, it.after)));
    }
    lines
}

#[test]
fn the_same_tree_has_no_difference() {
    let same = compared(BEFORE, BEFORE);
    assert_eq!((same.is_empty(), same.words().as_str()), (true, "No action differs"));
    assert_eq!(same.twins.len(), 5);
}

#[test]
fn changes_of_a_field_a_row_and_a_branch_are_distinguished() {
    let after = "start -> say(Good morning) -> menu(1 Sales, 3 Help); say[error] -> queue(support); \
                 menu[Sales] -> voicemail; menu[Help] -> voicemail";
    assert_eq!(
        described(&compared(BEFORE, after)),
        [
            "Changed say",
            "Text: Welcome -> Good morning",
            "Branch Error:  -> 4 queue",
            "Changed menu",
            "Text: For Sales, press 1. For Help, press 2. -> For Sales, press 1. For Help, press 3.",
            "Keys in use 2, Key: 2 -> 3",
            "Branch 1 Sales: 4 queue -> 5 voicemail",
        ]
    );
}

#[test]
fn added_and_removed_actions_are_listed_in_reading_order() {
    let after = "start -> say(Welcome) -> menu(1 Sales, 2 Help); menu[Sales] -> queue(support); menu[Help] -> voicemail; \
                 queue[unprocessed] -> node";
    let added = compared(BEFORE, after);
    let ways: Vec<(Difference, &str)> = added.actions.iter().map(|it| (it.difference, it.title.as_str())).collect();
    assert_eq!(ways, [(Difference::Changed, "queue"), (Difference::Added, "node")]);
    let removed = compared(after, BEFORE);
    let ways: Vec<(Difference, &str)> = removed.actions.iter().map(|it| (it.difference, it.title.as_str())).collect();
    assert_eq!(ways, [(Difference::Changed, "queue"), (Difference::Removed, "node")]);
    assert_eq!((added.words().as_str(), removed.words().as_str()), ("1 added, 1 changed", "1 removed, 1 changed"));
}

/// A document with a version and a duplicate of it in the same routing.
fn duplicated() -> (Document, VersionId, VersionId) {
    let mut lab = Lab::new("start -> end");
    let (version, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, BEFORE);
    let mut document = Document::new(lab.project);
    let create = Edit::CreateVersion {
        routing: lab.routing,
        from: Some(version),
        name: "copy".to_owned(),
        description: String::new(),
    };
    let copy = document.apply(&create, &Context::default()).unwrap().version.unwrap();
    (document, version, copy)
}

#[test]
fn a_card_that_only_moved_leaves_the_flow_the_same() {
    let (mut document, version, copy) = duplicated();
    let found = between(document.project(), version, copy);
    assert!(found.actions.is_empty());
    assert_eq!(found.texts.iter().map(|it| it.after.as_str()).collect::<Vec<_>>(), ["copy"]);
    let moved = Edit::MoveCards { version: copy, cards: vec![(ActionId(2), Pos(9, 9_000))] };
    document.apply(&moved, &Context::default()).unwrap();
    let found = between(document.project(), version, copy);
    assert_eq!((found.words().as_str(), found.is_same_flow()), ("1 moved", true));
}

#[test]
fn reordered_and_removed_rows_are_matched_by_id() {
    let (mut document, version, copy) = duplicated();
    let menu = document.project().versions[&copy].flow.actions.values().find(|it| it.title == "menu").unwrap().clone();
    let key = menu.params.0.iter().find(|(_, value)| matches!(value, Value::Rows(_))).unwrap().0.clone();
    let mut rows = menu.params.rows(&key).to_vec();
    rows.reverse();
    let mut set = |rows| {
        let value = Some(Value::Rows(rows));
        let edit = Edit::SetParam { version: copy, action: menu.id, key: key.clone(), value };
        document.apply(&edit, &Context::default()).unwrap();
        described(&between(document.project(), version, copy))
    };
    assert_eq!(set(rows.clone()), ["Changed menu", "Keys in use, order: 1, 2 -> 2, 1"]);
    rows.pop();
    let lines = set(rows);
    assert_eq!(lines[1], "Keys in use 1: 1 · Sales -> ");
    assert!(lines[2].starts_with("Branch 1 Sales: 4 queue -> "), "{lines:?}");
}

#[test]
fn changes_invisible_on_the_canvas_are_listed() {
    let (document, version, copy) = duplicated();
    let changed = |change: &dyn Fn(&mut signalbox::model::Version)| {
        let mut project = (**document.project()).clone();
        change(Arc::make_mut(project.versions.get_mut(&copy).unwrap()));
        between(&project, version, copy)
    };
    let with_say = |change: &dyn Fn(&mut signalbox::model::Action)| {
        changed(&|version| {
            let say = version.flow.actions.values_mut().find(|it| it.title == "say").unwrap();
            change(Arc::make_mut(say));
        })
    };
    let unread = with_say(&|say| drop(say.params.0.insert("former".to_owned(), Value::Int(3))));
    assert_eq!(described(&unread), ["Changed say", "Parameters that are not read:  -> 1 value"]);
    let inactive = with_say(&|say| {
        say.links.insert("former".to_owned(), Link::To(ActionId(4)));
    });
    assert_eq!(described(&inactive), ["Changed say", "Branch former, switched off:  -> 4 queue"]);
    let at = "2027-01-05T08:00:00".parse().unwrap();
    let planned = changed(&|version| version.info.planned = Some(Plan { at, missed: None }));
    let plan = planned.texts.iter().find(|it| it.label == "Planned production").unwrap();
    assert_eq!((plan.before.as_str(), plan.after.as_str()), ("", "5 January 2027, 08:00"));
}

#[test]
fn in_another_routing_actions_are_matched_by_place() {
    let (mut document, version, _) = duplicated();
    let mut lab = Lab::new("start -> end");
    lab.project = (**document.project()).clone();
    let (_, other, _) = lab.add_routing("second", RoutingType::InteractionStart, "start -> end");
    document = Document::new(lab.project);
    // As users do this: everything after Start is copied.
    let flow = &document.project().versions[&version].flow;
    let ids: Vec<ActionId> = flow.actions.values().filter(|it| !it.is_start()).map(|it| it.id).collect();
    let clip = Clip::copy(document.project(), version, &ids.into_iter().collect());
    let routing = document.project().versions[&other].info.routing;
    let create = Edit::CreateVersion { routing, from: None, name: "draft".to_owned(), description: String::new() };
    let target = document.apply(&create, &Context::default()).unwrap().version.unwrap();
    let start = document.project().versions[&target].flow.start().unwrap().id;
    let spot = Spot::After(start, "ok".to_owned());
    let paste = Edit::Paste { version: target, clip: Box::new(clip), spot, pos: None };
    document.apply(&paste, &Context::default()).unwrap();
    let found = between(document.project(), version, target);
    assert!(found.is_same_flow(), "{:?}", described(&found));
    let back = between(document.project(), target, version);
    assert!(back.is_same_flow(), "{:?}", described(&back));
}

#[test]
fn an_unknown_kind_is_compared_as_a_whole() {
    let (document, version, copy) = duplicated();
    let mut project = (**document.project()).clone();
    for (id, text) in [(version, "(a: 1)"), (copy, "(a: 2)")] {
        let action = Arc::make_mut(project.versions.get_mut(&id).unwrap()).flow.actions.get_mut(&ActionId(2)).unwrap();
        let action = Arc::make_mut(action);
        action.kind = "from_the_future".to_owned();
        action.foreign_params = Some(text.into());
    }
    let lines = described(&between(&project, version, copy));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].starts_with("Parameters: "), "{lines:?}");
}

#[test]
fn test_calls_are_compared_by_id_and_in_another_project_by_routing_and_name() {
    use signalbox::model::{TestCall, TestCallId};
    let (document, ..) = duplicated();
    let mut before = (**document.project()).clone();
    let main = before.routings.values().find(|it| it.reference == "main").unwrap().id;
    let with = |project: &Project, calls: &[(u32, signalbox::model::RoutingId, &str, &str)]| {
        let mut project = project.clone();
        for (id, routing, name, note) in calls {
            let (id, name, note) = (TestCallId(*id), (*name).to_owned(), (*note).to_owned());
            project
                .test_calls
                .insert(id, Arc::new(TestCall { id, name, note, routing: *routing, ..TestCall::default() }));
        }
        project
    };
    let other = signalbox::catalog::sample::OTHER;
    let listed = |before: &Project, after: &Project| -> Vec<String> {
        let found = diff::projects(before, after).objects;
        found.iter().map(|it| format!("{} {} {}", it.difference.words(), it.what, it.name)).collect()
    };
    let after = with(&before, &[(501, main, "Night", "New"), (502, main, "Day", ""), (504, main, "Noon", "")]);
    before = with(&before, &[(501, main, "Evening", ""), (502, main, "Day", ""), (503, main, "Noon", "")]);
    let changed = ["Changed Test call Night", "Removed Test call Noon", "Added Test call Noon"];
    assert_eq!(listed(&before, &after), changed);
    let mut elsewhere = (**document.project()).clone();
    elsewhere.uid = "another".to_owned();
    elsewhere = with(&elsewhere, &[(601, main, "Evening", "New"), (602, other, "Day", ""), (503, main, "Noon", "")]);
    let changed = ["Changed Test call Evening", "Removed Test call Day", "Added Test call Day"];
    assert_eq!(listed(&before, &elsewhere), changed);
}

#[test]
fn projects_are_compared_object_by_object() {
    let (mut document, _, copy) = duplicated();
    let before = (**document.project()).clone();
    assert!(diff::projects(&before, &before).objects.is_empty());
    let context = Context::default();
    let mut resource = (**before.resources.values().next().unwrap()).clone();
    resource.name = "Renamed".to_owned();
    document.apply(&Edit::StoreResource { resource: Box::new(resource.clone()) }, &context).unwrap();
    resource.id = signalbox::model::ResourceId(0);
    resource.reference = "brand_new".to_owned();
    resource.name = "New one".to_owned();
    document.apply(&Edit::StoreResource { resource: Box::new(resource) }, &context).unwrap();
    let add = Edit::AddAction { version: copy, kind: "node".to_owned(), spot: Spot::Free, pos: None };
    document.apply(&add, &context).unwrap();
    let found = diff::projects(&before, document.project());
    let words: Vec<(Difference, &str)> = found.objects.iter().map(|it| (it.difference, it.name.as_str())).collect();
    assert_eq!(
        words,
        [(Difference::Changed, "copy"), (Difference::Changed, "Renamed"), (Difference::Added, "New one")]
    );
    assert_eq!(found.objects[0].version.as_ref().unwrap().count(Difference::Added), 1);
}
