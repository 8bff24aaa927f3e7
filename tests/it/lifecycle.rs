//! The lifecycle of versions through the editing layer: created, put in test and in production, into backup and back, duplicated,
//! deleted; and what holds a promotion back.

use chrono::{DateTime, TimeZone, Utc};

use signalbox::digest::digest;
use signalbox::edit::{Applied, Context, Document, Edit, Refusal, Spot};
use signalbox::lint;
use signalbox::model::gate::Gate;
use signalbox::model::{Status, Version, VersionId};

use crate::support::Lab;

const GOOD: &str = "start -> say(Hello) -> end; rest -> end";

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap()
}

fn context() -> Context {
    Context { now: now(), who: "mia".to_owned() }
}

/// A document with `main`: `v1` in production and `draft` in development, both of the same tree.
fn document() -> (Document, VersionId, VersionId) {
    let mut lab = Lab::new(GOOD);
    let (draft, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, GOOD);
    (Document::new(lab.project), lab.version, draft)
}

#[allow(clippy::needless_pass_by_value, reason = "edits are written where they are applied")]
fn apply(document: &mut Document, edit: Edit) -> Result<Applied, Refusal> {
    let before = document.clone();
    let done = document.apply(&edit, &context());
    assert_eq!(signalbox::model::invariants::check(document.project()), Vec::<String>::new(), "{edit:?}");
    if done.is_err() {
        assert_eq!((document.project(), document.revision()), (before.project(), before.revision()), "{edit:?}");
    }
    done
}

fn version(document: &Document, id: VersionId) -> &Version {
    &document.project().versions[&id]
}

/// What Problems says of a version now.
fn gate(document: &Document, id: VersionId) -> Gate {
    let blocking = lint::blocking(document.project(), version(document, id));
    Gate { revision: document.revision(), blocking, failed_tests: Vec::new() }
}

fn promote(document: &mut Document, id: VersionId) -> Result<Applied, Refusal> {
    let gate = gate(document, id);
    apply(document, Edit::PutInProduction { version: id, gate })
}

#[test]
fn a_version_is_created_blank_or_as_a_copy() {
    let (mut document, live, _) = document();
    let routing = version(&document, live).info.routing;
    let create = |from| Edit::CreateVersion { routing, from, name: " New ".to_owned(), description: "Why".to_owned() };
    let blank = apply(&mut document, create(None)).unwrap().version.unwrap();
    assert!(version(&document, blank).flow.is_blank());
    assert_eq!(version(&document, blank).flow.actions.len(), 1);
    let copy = apply(&mut document, create(Some(live))).unwrap().version.unwrap();
    let (copy, live) = (version(&document, copy), version(&document, live));
    assert_eq!(copy.flow, live.flow);
    assert_eq!((copy.info.name.as_str(), copy.info.description.as_str()), ("New", "Why"));
    assert_eq!((copy.info.status, copy.info.in_test, copy.info.created), (Status::InDevelopment, false, Some(now())));
    assert_eq!((copy.info.digest.as_ref(), copy.info.promoted), (None, None));
    let noted = document.project().activity.last().unwrap();
    assert_eq!((noted.at, noted.who.as_str()), (now(), "mia"));
    assert_eq!(noted.what, "Created version \"New\" of \"main\".");
}

#[test]
fn a_promotion_sends_the_former_version_into_backup_and_stamps_the_new_one() {
    let (mut document, live, draft) = document();
    apply(&mut document, Edit::PutInTest { version: draft }).unwrap();
    promote(&mut document, draft).unwrap();
    let promoted = version(&document, draft);
    assert_eq!((promoted.info.status, promoted.info.in_test), (Status::InProduction, false), "test mode ends");
    assert_eq!(promoted.info.promoted, Some(now()));
    assert_eq!(promoted.info.digest, Some(digest(promoted)));
    assert_eq!(version(&document, live).info.status, Status::InBackup);
    let routing = promoted.info.routing;
    assert_eq!(document.project().in_production(routing).unwrap().id, draft);
    assert_eq!(document.project().activity.last().unwrap().what, "Put version \"draft\" in production.");
    let Err(Refusal::NotAllowed(why)) = promote(&mut document, draft) else { panic!("promoted twice") };
    assert!(why.contains("in production already"), "{why}");
    let Err(Refusal::NotAllowed(why)) = promote(&mut document, live) else { panic!("a backup was promoted") };
    assert!(why.contains("Put it back into production instead"), "{why}");
}

#[test]
fn blocking_problems_and_failed_test_calls_hold_a_promotion_back() {
    let (mut document, _, draft) = document();
    let start = version(&document, draft).flow.start().unwrap().id;
    let say = Edit::AddAction {
        version: draft,
        kind: "pause".to_owned(),
        spot: Spot::After(start, "ok".to_owned()),
        pos: None,
    };
    let pause = apply(&mut document, say).unwrap().actions[0];
    let cut = Edit::SetLink { version: draft, from: pause, branch: "ok".to_owned(), link: None };
    apply(&mut document, cut).unwrap();
    let Err(Refusal::HeldBack { version: name, reasons }) = promote(&mut document, draft) else {
        panic!("not held back")
    };
    assert_eq!((name.as_str(), reasons.len()), ("draft", 1));
    assert!(reasons[0].contains("the customer is dropped"), "{reasons:?}");
    let mut failing = gate(&document, draft);
    failing.blocking.clear();
    failing.failed_tests.push("Monday".to_owned());
    let refused = apply(&mut document, Edit::PutInProduction { version: draft, gate: failing }).unwrap_err();
    assert!(refused.to_string().contains("Required test call \"Monday\" fails."), "{refused}");
    assert_eq!(version(&document, draft).info.status, Status::InDevelopment);
}

#[test]
fn a_gate_of_another_revision_is_refused() {
    let (mut document, _, draft) = document();
    let stale = gate(&document, draft);
    apply(&mut document, Edit::PutInTest { version: draft }).unwrap();
    let refused = apply(&mut document, Edit::PutInProduction { version: draft, gate: stale });
    assert_eq!(refused.unwrap_err(), Refusal::StaleGate);
}

#[test]
fn a_blank_version_is_refused_first() {
    let (mut document, live, _) = document();
    let routing = version(&document, live).info.routing;
    let edit = Edit::CreateVersion { routing, from: None, name: "Blank".to_owned(), description: String::new() };
    let blank = apply(&mut document, edit).unwrap().version.unwrap();
    let Err(Refusal::NotAllowed(why)) = promote(&mut document, blank) else { panic!("a blank version was promoted") };
    assert!(why.contains("nothing follows Start"), "{why}");
    // Start that ends on purpose leads to nothing, either.
    let start = version(&document, blank).flow.start().unwrap().id;
    let end = Edit::SetLink {
        version: blank,
        from: start,
        branch: "ok".to_owned(),
        link: Some(signalbox::model::Link::EndsHere),
    };
    apply(&mut document, end).unwrap();
    assert!(matches!(promote(&mut document, blank), Err(Refusal::NotAllowed(_))));
}

#[test]
fn a_backup_is_put_back_whatever_the_problems_say() {
    let mut lab = Lab::new(GOOD);
    let (broken, _) = lab.add_version(lab.routing, "old", Status::InBackup, "start -> queue(nothing)");
    let mut document = Document::new(lab.project);
    assert!(!lint::blocking(document.project(), version(&document, broken)).is_empty());
    apply(&mut document, Edit::PutBack { version: broken }).unwrap();
    assert_eq!(version(&document, broken).info.status, Status::InProduction);
    assert_eq!(version(&document, lab.version).info.status, Status::InBackup);
    apply(&mut document, Edit::PutBack { version: lab.version }).unwrap();
    assert_eq!(version(&document, lab.version).info.status, Status::InProduction);
    assert_eq!(version(&document, broken).info.status, Status::InBackup);
    let refused = apply(&mut document, Edit::PutBack { version: lab.version });
    assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
}

#[test]
fn one_version_at_most_is_in_test_and_stays_editable() {
    let (mut document, live, draft) = document();
    let routing = version(&document, live).info.routing;
    let edit = Edit::CreateVersion { routing, from: Some(live), name: "Second".to_owned(), description: String::new() };
    let second = apply(&mut document, edit).unwrap().version.unwrap();
    assert_eq!(apply(&mut document, Edit::PutInTest { version: draft }).unwrap().notice, None);
    let moved = apply(&mut document, Edit::PutInTest { version: second }).unwrap();
    assert_eq!(moved.notice.as_deref(), Some("\"draft\" is no longer in test."));
    assert_eq!(document.project().in_test(routing).unwrap().id, second);
    let rename = Edit::DescribeVersion { version: second, name: "Tested".to_owned(), description: String::new() };
    apply(&mut document, rename).unwrap();
    for edit in [
        Edit::PutInTest { version: second },
        Edit::PutInTest { version: live },
        Edit::RemoveFromTest { version: draft },
    ] {
        assert!(matches!(apply(&mut document, edit), Err(Refusal::NotAllowed(_))));
    }
    apply(&mut document, Edit::RemoveFromTest { version: second }).unwrap();
    assert!(document.project().in_test(routing).is_none());
}

#[test]
fn development_and_backup_can_be_deleted_and_brought_back_and_production_cannot() {
    let (mut document, live, draft) = document();
    let refused = apply(&mut document, Edit::DeleteVersion { version: live }).unwrap_err();
    assert!(refused.to_string().contains("Put another version in production first"), "{refused}");
    promote(&mut document, draft).unwrap();
    let backup = document.project().versions[&live].clone();
    apply(&mut document, Edit::DeleteVersion { version: live }).unwrap();
    assert!(!document.project().versions.contains_key(&live));
    assert_eq!(document.undo(), Some("Delete version"));
    assert_eq!(document.project().versions[&live], backup);
}

#[test]
fn what_an_undo_brings_back_is_never_a_second_version_in_test() {
    let (mut document, live, draft) = document();
    let routing = version(&document, live).info.routing;
    // Created, put in test, and undone; another one is put in test meanwhile.
    let edit = Edit::CreateVersion { routing, from: Some(live), name: "Second".to_owned(), description: String::new() };
    let second = apply(&mut document, edit).unwrap().version.unwrap();
    apply(&mut document, Edit::PutInTest { version: second }).unwrap();
    document.undo().unwrap();
    apply(&mut document, Edit::PutInTest { version: draft }).unwrap();
    document.redo().unwrap();
    assert_eq!(signalbox::model::invariants::check(document.project()), Vec::<String>::new());
    assert_eq!(document.project().in_test(routing).unwrap().id, draft);
    // Deleted while it was in test.
    apply(&mut document, Edit::DeleteVersion { version: draft }).unwrap();
    apply(&mut document, Edit::PutInTest { version: second }).unwrap();
    document.undo().unwrap();
    assert_eq!(signalbox::model::invariants::check(document.project()), Vec::<String>::new());
    assert_eq!(document.project().in_test(routing).unwrap().id, second);
}

#[test]
fn a_promotion_takes_the_steps_of_its_version_out_of_the_history_and_no_others() {
    let (mut document, live, draft) = document();
    let rename = |version: VersionId, name: &str| Edit::DescribeVersion {
        version,
        name: name.to_owned(),
        description: String::new(),
    };
    let routing = version(&document, live).info.routing;
    let edit = Edit::CreateVersion { routing, from: Some(live), name: "Second".to_owned(), description: String::new() };
    let second = apply(&mut document, edit).unwrap().version.unwrap();
    apply(&mut document, rename(draft, "Draft two")).unwrap();
    apply(&mut document, rename(second, "Second two")).unwrap();
    let notice = promote(&mut document, draft).unwrap().notice.unwrap();
    assert!(notice.contains("can no longer be undone"), "{notice}");
    assert_eq!(document.undo(), Some("Rename version"));
    assert_eq!(document.undo(), Some("Create version"));
    assert_eq!(document.undo(), None);
    assert_eq!(version(&document, draft).info.name, "Draft two");
    assert_eq!(version(&document, draft).info.status, Status::InProduction);
}

#[test]
fn undo_does_not_pull_the_routing_from_under_a_version_in_production() {
    let (mut document, live, _) = document();
    let new = signalbox::model::Routing {
        id: signalbox::model::RoutingId(0),
        name: "Second line".to_owned(),
        reference: "second".to_owned(),
        ..(*document.project().routings[&version(&document, live).info.routing]).clone()
    };
    let routing = apply(&mut document, Edit::StoreRouting { routing: new }).unwrap().routing.unwrap();
    let edit = Edit::CreateVersion { routing, from: Some(live), name: "First".to_owned(), description: String::new() };
    let first = apply(&mut document, edit).unwrap().version.unwrap();
    promote(&mut document, first).unwrap();
    while document.undo().is_some() {
        assert_eq!(signalbox::model::invariants::check(document.project()), Vec::<String>::new());
    }
    assert_eq!(version(&document, first).info.status, Status::InProduction);
}

#[test]
fn undo_does_not_pull_a_queue_and_its_people_from_under_a_version_in_production() {
    use signalbox::model::resource::{Queue, QueueMember, User};
    use signalbox::model::{ItemRef, Resource, ResourceData, ResourceId, Value};
    let (mut document, _, draft) = document();
    let resource = |reference: &str, data: ResourceData| Resource {
        id: ResourceId(0),
        name: reference.to_owned(),
        reference: reference.to_owned(),
        description: String::new(),
        aliases: Vec::new(),
        data,
    };
    let store = |document: &mut Document, reference: &str, data: ResourceData| {
        let edit = Edit::StoreResource { resource: Box::new(resource(reference, data)) };
        apply(document, edit).unwrap().resource.unwrap()
    };
    let who = store(&mut document, "zoe", ResourceData::User(User::default()));
    let members = vec![QueueMember { who, priority: 1 }];
    let queue = store(&mut document, "night", ResourceData::Queue(Queue { members, ..Queue::default() }));
    let spare = store(&mut document, "spare", ResourceData::User(User::default()));
    let start = version(&document, draft).flow.start().unwrap().id;
    let spot = Spot::After(start, "ok".to_owned());
    let add = Edit::AddAction { version: draft, kind: "checkpoint".to_owned(), spot, pos: None };
    let action = apply(&mut document, add).unwrap().actions[0];
    let value = Some(Value::Item(ItemRef::Item(queue.0)));
    apply(&mut document, Edit::SetParam { version: draft, action, key: "queue".to_owned(), value }).unwrap();
    promote(&mut document, draft).unwrap();
    while document.undo().is_some() {}
    let resources = &document.project().resources;
    assert!(resources.contains_key(&queue) && resources.contains_key(&who));
    assert!(!resources.contains_key(&spare), "what the version does not need can still be undone");
}

#[test]
fn a_deleted_version_waits_until_the_project_closes_and_comes_back_out_of_test() {
    let (mut document, _, draft) = document();
    apply(&mut document, Edit::PutInTest { version: draft }).unwrap();
    apply(&mut document, Edit::DeleteVersion { version: draft }).unwrap();
    let deleted: Vec<_> = document.deleted_versions().cloned().collect();
    assert_eq!(deleted.iter().map(|version| version.id).collect::<Vec<_>>(), [draft]);
    apply(&mut document, Edit::RestoreVersion { version: deleted[0].clone() }).unwrap();
    assert_eq!(document.deleted_versions().count(), 0);
    let restored = &document.project().versions[&draft];
    assert!(!restored.info.in_test && restored.flow == deleted[0].flow);
    assert!(apply(&mut document, Edit::RestoreVersion { version: deleted[0].clone() }).is_err(), "restored twice");
    document.undo().unwrap();
    assert_eq!(document.deleted_versions().count(), 1);
}
