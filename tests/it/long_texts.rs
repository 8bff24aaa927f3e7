//! Length limits of texts in edits: every text of every kind of object, found through serialisation. Texts of a loaded file
//! stay, whatever their length.

use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use signalbox::actions;
use signalbox::catalog::sample;
use signalbox::edit::{Clip, Context, Document, Edit, Refusal, Spot};
use signalbox::model::limits::{MAX_NAME, MAX_TEXT};
use signalbox::model::{
    ActionId, Arrival, Caller, CallerId, EntryPoint, EntryPointId, Expectation, Named, Params, Project, RecordedAnswer,
    Resource, ResourceId, Routing, RowId, Settings, Status, TestCall, TestCaller, TestWorld, TestedAction, Value,
    VersionId, World,
};

use crate::support::Lab;

/// A project with an object of each kind, and a version in development.
fn lab() -> (Lab, VersionId, ActionId) {
    let mut lab = Lab::new("start -> end");
    let (version, ids) = lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> say(Hello) -> end");
    let stage = sample::stage();
    lab.project.callers.insert(stage.caller.id, Arc::new(stage.caller));
    lab.project.worlds.insert(stage.world.id, Arc::new(stage.world));
    let id = EntryPointId(900);
    let entry_point = EntryPoint { id, name: "Main".into(), reference: "main_line".into(), ..EntryPoint::default() };
    lab.project.entry_points.insert(id, Arc::new(entry_point));
    lab.project.last_id = 1_000;
    let action = ids["say"];
    (lab, version, action)
}

/// Copies of the object, each with another of its texts at the given length.
fn with_each_text<T: Serialize + DeserializeOwned>(object: &T, length: usize) -> Vec<T> {
    let text = ron::to_string(object).unwrap();
    let literals = regex::Regex::new(r#""(?:[^"\\]|\\.)*""#).unwrap();
    let long = format!("\"{}\"", "é".repeat(length));
    let longer = |found: regex::Match<'_>| {
        let changed = format!("{}{long}{}", &text[..found.start()], &text[found.end()..]);
        ron::from_str::<T>(&changed).ok()
    };
    literals.find_iter(&text).filter_map(longer).collect()
}

fn apply(project: &Project, edit: &Edit) -> Result<(), Refusal> {
    Document::new(project.clone()).apply(edit, &Context::default()).map(drop)
}

/// Checks that each edit is refused for the length of a text, and accepted if all texts are just short enough. Returns the number of edits.
#[track_caller]
fn assert_bounded<T: Serialize + DeserializeOwned>(project: &Project, object: &T, edit: &dyn Fn(T) -> Edit) -> usize {
    let is_for_length = |result: &Result<(), Refusal>| matches!(result, Err(Refusal::Invalid(why)) if why.contains("characters at most; this one has"));
    let mut count = 0;
    for longer in with_each_text(object, MAX_TEXT + 1) {
        let edit = edit(longer);
        let result = apply(project, &edit);
        assert!(result.is_err(), "{:.400}", format!("{edit:?}"));
        count += usize::from(is_for_length(&result));
    }
    for just_so in with_each_text(object, MAX_NAME) {
        let result = apply(project, &edit(just_so));
        assert!(!is_for_length(&result), "{result:?}");
    }
    count
}

#[test]
fn every_text_of_every_object_has_a_limit() {
    let (lab, version, action) = lab();
    let project = &lab.project;
    let mut count = 0;
    for (id, resource) in &project.resources {
        count += assert_bounded(project, &**resource, &|it: Resource| Edit::StoreResource {
            resource: Box::new(Resource { id: *id, ..it }),
        });
    }
    for (id, routing) in &project.routings {
        count += assert_bounded(project, &**routing, &|it: Routing| Edit::StoreRouting {
            routing: Routing { id: *id, ..it },
        });
    }
    for (id, it) in &project.entry_points {
        count += assert_bounded(project, &**it, &|it: EntryPoint| Edit::StoreEntryPoint {
            entry_point: EntryPoint { id: *id, ..it },
        });
    }
    for (id, it) in &project.callers {
        count += assert_bounded(project, &**it, &|it: Caller| Edit::StoreCaller {
            caller: Box::new(Caller { id: *id, ..it }),
        });
    }
    for (id, it) in &project.worlds {
        count +=
            assert_bounded(project, &**it, &|it: World| Edit::StoreWorld { world: Box::new(World { id: *id, ..it }) });
    }
    // What it names does not exist: else the edit would write the current names.
    let tested = || TestedAction { routing: lab.routing, action: ActionId(900), title: "Menu".to_owned() };
    let test_call = TestCall {
        name: "Night".to_owned(),
        note: "Note".to_owned(),
        routing: lab.routing,
        caller: TestCaller::Saved(Named { id: CallerId(901), name: "Noor".to_owned() }),
        world: TestWorld::Own(Box::new(World { name: "Own".to_owned(), ..World::default() })),
        arrival: Arrival::At(Named { id: EntryPointId(902), name: "Number".to_owned() }),
        answers: vec![RecordedAnswer {
            key: "press".into(),
            value: "1".into(),
            text: "press 1".into(),
            ..Default::default()
        }],
        expectations: vec![
            Expectation::ServedBy(Named { id: ResourceId(903), name: "Billing".to_owned() }),
            Expectation::Order(tested(), tested()),
            Expectation::Equals("a.b".to_owned(), "c".to_owned()),
        ],
        ..TestCall::default()
    };
    let of_test_call =
        assert_bounded(project, &test_call, &|it: TestCall| Edit::StoreTestCall { test_call: Box::new(it) });
    assert_eq!(of_test_call, 13);
    count += of_test_call;
    count += assert_bounded(project, &project.settings, &|settings: Settings| Edit::SetSettings { settings });
    for spec in actions::ALL {
        let Some(example) = spec.examples.first() else { continue };
        let params: Params = ron::from_str(example.params).unwrap();
        count += assert_bounded(project, &params, &|params: Params| Edit::SetParam {
            version,
            action,
            key: "any".to_owned(),
            value: Some(Value::Rows(vec![signalbox::model::Row { id: RowId(0), cells: params }])),
        });
    }
    assert!(count > 400, "{count}");
    for (title, comment) in [(MAX_NAME + 1, 0), (0, MAX_TEXT + 1)] {
        let edit = caption(version, action, &"x".repeat(title), &"x".repeat(comment));
        assert!(apply(project, &edit).unwrap_err().to_string().contains("characters at most"), "{title}, {comment}");
    }
    apply(project, &caption(version, action, &"x".repeat(MAX_NAME), &"x".repeat(MAX_TEXT))).unwrap();
    let describe = |length| Edit::DescribeVersion { version, name: "New".to_owned(), description: "x".repeat(length) };
    apply(project, &describe(MAX_TEXT)).unwrap();
    let refusal = apply(project, &describe(MAX_TEXT + 2_345)).unwrap_err().to_string();
    assert_eq!(
        refusal,
        "A text may have 10,000 characters at most; this one has 12,345. Shorten the text or split it."
    );
}

#[test]
fn a_cell_has_a_limit_too() {
    let (lab, ..) = lab();
    let mut count = 0;
    for resource in lab.project.resources.values() {
        let store = |length| {
            let mut longer = (**resource).clone();
            *longer.data.rows_mut()?.first_mut()?.first_mut()? = "é".repeat(length);
            Some(apply(&lab.project, &Edit::StoreResource { resource: Box::new(longer) }))
        };
        let (Some(just_so), Some(longer)) = (store(MAX_TEXT), store(MAX_TEXT + 1)) else { continue };
        just_so.unwrap();
        assert!(longer.unwrap_err().to_string().contains("this one has 10,001"), "{}", resource.name);
        count += 1;
    }
    assert_eq!(count, 2, "a values table and a database");
}

fn caption(version: VersionId, action: ActionId, title: &str, comment: &str) -> Edit {
    Edit::SetCaption { version, action, title: title.to_owned(), comment: comment.to_owned(), record_passage: false }
}

#[test]
fn texts_of_a_loaded_file_stay_and_their_objects_can_be_edited() {
    let (mut lab, version, action) = lab();
    let long = "x".repeat(MAX_TEXT * 3);
    let (resource, routing) = (sample::SUPPORT, lab.routing);
    Arc::make_mut(lab.project.resources.get_mut(&resource).unwrap()).name = long.clone();
    Arc::make_mut(lab.project.resources.get_mut(&resource).unwrap()).description = long.clone();
    let info = &mut Arc::make_mut(lab.project.versions.get_mut(&version).unwrap()).info;
    (info.name, info.description) = (long.clone(), long.clone());
    let found = Arc::make_mut(lab.project.versions.get_mut(&version).unwrap()).flow.actions.get_mut(&action).unwrap();
    Arc::make_mut(found).comment = long.clone();
    Arc::make_mut(found).title = long.clone();
    Arc::make_mut(found).params.0.insert("text".to_owned(), Value::Text(long.clone()));
    let mut document = Document::new(lab.project);
    let mut apply = |edit: &Edit| document.apply(edit, &Context::default()).map(|_| document.project().clone());
    // A change of another part of the same object.
    let other = Value::Int(2);
    let set = Edit::SetParam { version, action, key: "pause_s".to_owned(), value: Some(other) };
    let project = apply(&set).unwrap();
    let kept = &project.versions[&version].flow.actions[&action];
    assert!(
        kept.comment == long && kept.title == long && kept.params.value("text") == Some(&Value::Text(long.clone()))
    );
    let mut queue = (*project.resources[&resource]).clone();
    queue.reference = "helpdesk".to_owned();
    let project = apply(&Edit::StoreResource { resource: Box::new(queue) }).unwrap();
    assert!(project.resources[&resource].name == long && project.resources[&resource].description == long);
    // Copies of the object, and undo.
    let clip = Clip::copy(&project, version, &[action].into());
    apply(&Edit::Paste { version, clip: Box::new(clip), spot: Spot::Free, pos: None }).unwrap();
    apply(&Edit::CreateVersion { routing, from: Some(version), name: "Copy".into(), description: long.clone() })
        .unwrap();
    let deleted = project.versions[&version].clone();
    apply(&Edit::DeleteVersion { version }).unwrap();
    apply(&Edit::RestoreVersion { version: deleted }).unwrap();
    // But no text that is one letter longer.
    let longer = format!("{long}x");
    assert!(apply(&caption(version, action, "", &longer)).is_err());
    assert!(apply(&caption(version, action, &longer, "")).is_err());
    let shorter = "x".repeat(MAX_TEXT);
    apply(&caption(version, action, "", &shorter)).unwrap();
}
