//! The lifecycle of versions through the editing layer: creation, test, production, backup and back, duplication,
//! deletion; and the reasons that block a promotion.

use chrono::{DateTime, TimeZone, Utc};

use signalbox::digest::digest;
use signalbox::edit::{Applied, Context, Document, Edit, Refusal, Spot};
use signalbox::model::gate::{FailedTest, Gate};
use signalbox::model::{Status, Version, VersionId};
use signalbox::{lint, release};

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

/// The current problems of a version.
fn gate(document: &Document, id: VersionId) -> Gate {
    let blocking = lint::blocking(document.project(), version(document, id));
    Gate { revision: document.revision(), blocking, failed_tests: Vec::new(), ..Gate::default() }
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
fn a_promotion_puts_the_former_version_into_backup_and_stamps_the_new_version() {
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
    assert_eq!(document.project().activity.last().unwrap().what, "Put version \"draft\" of \"main\" in production.");
    let Err(Refusal::NotAllowed(why)) = promote(&mut document, draft) else { panic!("promoted twice") };
    assert!(why.contains("already in production"), "{why}");
    let Err(Refusal::NotAllowed(why)) = promote(&mut document, live) else { panic!("a backup was promoted") };
    assert!(why.contains("Put it back into production instead"), "{why}");
}

#[test]
fn blocking_problems_and_failed_test_calls_block_a_promotion() {
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
    failing.failed_tests.push(FailedTest {
        name: "Monday".to_owned(),
        why: "Voicemail".to_owned(),
        ..FailedTest::default()
    });
    let refused = apply(&mut document, Edit::PutInProduction { version: draft, gate: failing }).unwrap_err();
    assert!(refused.to_string().contains("Required test call \"Monday\" does not pass. Voicemail."), "{refused}");
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
    // A Start that ends on purpose also leads to nothing.
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
fn problems_do_not_block_putting_a_backup_back() {
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
    assert_eq!(moved.notice.as_deref(), Some("\"Second\" is in test now. Version \"draft\" is no longer in test."));
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
fn development_and_backup_can_be_deleted_and_restored_and_production_cannot() {
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
fn undo_never_restores_a_second_version_in_test() {
    let (mut document, live, draft) = document();
    let routing = version(&document, live).info.routing;
    // Created, put in test, and undone; meanwhile another version is put in test.
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
fn a_promotion_removes_only_the_steps_of_its_version_from_the_history() {
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
fn undo_does_not_remove_the_routing_of_a_version_in_production() {
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
fn undo_does_not_remove_a_queue_and_its_people_that_a_production_version_needs() {
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
    let members = vec![QueueMember { who, ..QueueMember::default() }];
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
    assert!(!resources.contains_key(&spare), "steps that the version does not depend on can still be undone");
}

#[test]
fn undo_does_not_remove_a_mailbox_that_a_production_version_needs() {
    use signalbox::model::{EntryPoint, EntryPointKind, ItemRef, Value};
    let (mut document, _, draft) = document();
    let store = |document: &mut Document, reference: &str| {
        let (name, reference) = (reference.to_owned(), reference.to_owned());
        let kind = EntryPointKind::Mailbox;
        let address = format!("{reference}@example.com");
        let entry_point = EntryPoint { name, reference, kind, address, ..EntryPoint::default() };
        apply(document, Edit::StoreEntryPoint { entry_point }).unwrap().entry_point.unwrap()
    };
    let (desk, spare) = (store(&mut document, "desk"), store(&mut document, "spare"));
    let start = version(&document, draft).flow.start().unwrap().id;
    let spot = Spot::After(start, "ok".to_owned());
    let add = Edit::AddAction { version: draft, kind: "checkpoint".to_owned(), spot, pos: None };
    let action = apply(&mut document, add).unwrap().actions[0];
    let value = Some(Value::Item(ItemRef::Item(desk.0)));
    apply(&mut document, Edit::SetParam { version: draft, action, key: "mailbox".to_owned(), value }).unwrap();
    promote(&mut document, draft).unwrap();
    while document.undo().is_some() {}
    let left: Vec<_> = document.project().entry_points.keys().copied().collect();
    assert!(left.contains(&desk) && !left.contains(&spare), "{left:?}");
}

#[test]
fn a_deleted_version_with_unlinked_actions_can_be_restored() {
    let (mut document, live, _) = document();
    let routing = version(&document, live).info.routing;
    let create =
        |name: &str| Edit::CreateVersion { routing, from: None, name: name.to_owned(), description: String::new() };
    let blank = apply(&mut document, create("blank")).unwrap().version.unwrap();
    let loose = apply(&mut document, create("loose")).unwrap().version.unwrap();
    let add = Edit::AddAction { version: loose, kind: "checkpoint".to_owned(), spot: Spot::Free, pos: None };
    apply(&mut document, add).unwrap();
    for version in [blank, loose] {
        apply(&mut document, Edit::DeleteVersion { version }).unwrap();
    }
    assert_eq!(document.deleted_versions().map(|it| it.id).collect::<Vec<_>>(), [loose]);
}

#[test]
fn a_copy_in_another_routing_reuses_no_action_id() {
    use signalbox::model::{ActionId, Value};
    let (mut document, live, draft) = document();
    let start = version(&document, draft).flow.start().unwrap().id;
    let spot = Spot::After(start, "ok".to_owned());
    let add = Edit::AddAction { version: draft, kind: "checkpoint".to_owned(), spot, pos: None };
    let action = apply(&mut document, add).unwrap().actions[0];
    for (key, id) in [("kept", start), ("gone", ActionId(1_000_000))] {
        let value = Some(Value::Action(id));
        apply(&mut document, Edit::SetParam { version: draft, action, key: key.to_owned(), value }).unwrap();
    }
    let new = signalbox::model::Routing {
        id: signalbox::model::RoutingId(0),
        reference: "second".to_owned(),
        ..(*document.project().routings[&version(&document, live).info.routing]).clone()
    };
    let routing = apply(&mut document, Edit::StoreRouting { routing: new }).unwrap().routing.unwrap();
    let edit = Edit::CreateVersion { routing, from: Some(draft), name: "Copy".to_owned(), description: String::new() };
    let copy = apply(&mut document, edit).unwrap().version.unwrap();
    let flow = &version(&document, copy).flow;
    let copied = flow.actions.values().find(|it| it.kind == "checkpoint").unwrap();
    assert_eq!(copied.params.value("kept"), Some(&Value::Action(flow.start().unwrap().id)));
    assert_eq!(copied.params.value("gone"), Some(&Value::Action(ActionId(0))));
}

#[test]
fn a_deleted_version_can_be_restored_until_the_project_closes_and_is_then_not_in_test() {
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

fn at(text: &str) -> chrono::NaiveDateTime {
    text.parse().unwrap()
}

fn schedule(document: &mut Document, version: VersionId, time: &str) -> Result<Applied, Refusal> {
    apply(document, Edit::Schedule { version, at: at(time) })
}

/// The results of planned productions at a time.
fn releases(document: &mut Document, moment: &str) -> Vec<(VersionId, Option<String>)> {
    let context = Context { now: moment.parse().unwrap(), who: String::new() };
    let found = release::put_due_in_production(document, &context);
    assert_eq!(signalbox::model::invariants::check(document.project()), Vec::<String>::new());
    found.into_iter().map(|it| (it.version, it.missed)).collect()
}

#[test]
fn a_production_is_planned_in_the_project_zone_and_happens_once() {
    let (mut document, live, draft) = document();
    schedule(&mut document, draft, "2026-11-24T08:30:00").unwrap();
    let plan = version(&document, draft).info.planned.clone().unwrap();
    assert_eq!((plan.at, plan.missed.clone()), (at("2026-11-24T08:30:00"), None));
    assert_eq!(
        signalbox::lifecycle::plan::plan_words(&plan),
        "This version has been put in scheduled production for Tuesday 24 November 2026, 08:30."
    );
    let rename = Edit::DescribeVersion { version: draft, name: "v2".to_owned(), description: String::new() };
    apply(&mut document, rename).unwrap();
    // Paris is an hour before UTC in November.
    assert_eq!(releases(&mut document, "2026-11-24T07:29:59Z"), []);
    let before = document.revision();
    assert_eq!(releases(&mut document, "2026-11-24T07:30:00Z"), [(draft, None)]);
    assert!(document.revision() > before && document.is_changed());
    assert_eq!(version(&document, draft).info.status, Status::InProduction);
    assert_eq!(version(&document, draft).info.planned, None);
    assert_eq!(version(&document, live).info.status, Status::InBackup);
    assert_eq!(
        document.project().activity.last().unwrap().what,
        "Put version \"v2\" of \"main\" in production, as planned for Tuesday 24 November 2026, 08:30."
    );
    // The clock goes back, and forward again.
    for moment in ["2026-11-24T07:00:00Z", "2026-11-25T07:00:00Z", "2030-01-01T00:00:00Z"] {
        assert_eq!(releases(&mut document, moment), []);
    }
}

#[test]
fn a_plan_needs_an_existing_future_time_and_its_own_date() {
    let (mut document, live, draft) = document();
    let refused = |document: &mut Document, version, time| {
        let before = document.project().clone();
        let why = schedule(document, version, time).unwrap_err().to_string();
        assert_eq!(*document.project(), before);
        why
    };
    assert!(refused(&mut document, draft, "2026-11-23T09:59:00").contains("is over already"));
    // 10:00 in Paris is 9:00 UTC, which is now: just too late.
    assert!(refused(&mut document, draft, "2026-11-23T10:00:00").contains("is over already"));
    assert!(refused(&mut document, live, "2026-11-25T10:00:00").contains("Only a version in development"));
    let why = refused(&mut document, draft, "2027-03-28T02:30:00");
    assert!(why.contains("Sunday 28 March 2027, 02:30 does not exist in Europe/Paris"), "{why}");
    // A time that occurs twice means the first occurrence.
    schedule(&mut document, draft, "2027-10-31T02:30:00").unwrap();
    assert_eq!(releases(&mut document.clone(), "2027-10-31T00:29:00Z"), []);
    assert_eq!(releases(&mut document.clone(), "2027-10-31T00:30:00Z"), [(draft, None)]);
    // A second version wants the same date, then another date; then the first leaves the schedule.
    let routing = version(&document, live).info.routing;
    let edit =
        Edit::CreateVersion { routing, from: Some(draft), name: "Second".to_owned(), description: String::new() };
    let second = apply(&mut document, edit).unwrap().version.unwrap();
    assert_eq!(version(&document, second).info.planned, None, "a copy has no plan");
    let why = refused(&mut document, second, "2027-10-31T23:00:00");
    assert!(why.contains("Version \"draft\" is planned for the same date already"), "{why}");
    schedule(&mut document, second, "2027-11-01T08:00:00").unwrap();
    schedule(&mut document, second, "2027-11-02T08:00:00").unwrap();
    apply(&mut document, Edit::RemoveFromSchedule { version: draft }).unwrap();
    assert!(apply(&mut document, Edit::RemoveFromSchedule { version: draft }).is_err());
    schedule(&mut document, second, "2027-10-31T23:00:00").unwrap();
    assert_eq!(releases(&mut document, "2027-12-01T00:00:00Z"), [(second, None)]);
}

/// The number of planned productions of each version in the log.
fn came_as_planned(document: &Document) -> Vec<&str> {
    let log = document.project().activity.iter().map(|it| it.what.as_str());
    log.filter(|what| what.contains("in production, as planned for ")).collect()
}

fn in_production(document: &Document) -> Vec<VersionId> {
    let all = document.project().versions.values();
    all.filter(|it| it.info.status == Status::InProduction).map(|it| it.id).collect()
}

#[test]
fn a_clock_that_is_put_back_or_forward_causes_one_production() {
    for moments in [
        // Back before the planned time, even before the planning, and forward.
        &["2026-11-20T00:00:00Z", "1999-01-01T00:00:00Z", "2026-11-24T07:29:59Z", "2026-11-24T07:30:00Z"][..],
        // Far ahead, and back: the production has happened.
        &["2040-01-01T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-24T07:30:00Z", "2041-01-01T00:00:00Z"],
        // Back and forth around the planned time.
        &["2026-11-24T07:29:59Z", "2026-11-24T07:30:01Z", "2026-11-24T07:29:59Z", "2026-11-24T07:30:01Z"],
    ] {
        let (mut document, live, draft) = document();
        schedule(&mut document, draft, "2026-11-24T08:30:00").unwrap();
        let came: Vec<_> = moments.iter().flat_map(|moment| releases(&mut document, moment)).collect();
        assert_eq!(came, [(draft, None)], "{moments:?}");
        assert_eq!(
            came_as_planned(&document),
            ["Put version \"draft\" of \"main\" in production, as planned for Tuesday 24 November 2026, 08:30."]
        );
        assert!(in_production(&document).contains(&draft) && !in_production(&document).contains(&live));
        assert_eq!(version(&document, live).info.status, Status::InBackup);
    }
}

#[test]
fn in_nights_with_a_clock_change_a_plan_is_carried_out_once() {
    // Paris: at 01:00 UTC on 28 March the clocks go from 02:00 to 03:00, at 01:00 UTC on 31 October from 03:00 to 02:00.
    for (planned, comes) in [
        ("2027-03-28T01:59:00", "2027-03-28T00:59:00Z"),
        ("2027-03-28T03:00:00", "2027-03-28T01:00:00Z"),
        ("2027-03-28T03:30:00", "2027-03-28T01:30:00Z"),
        ("2027-10-31T01:59:00", "2027-10-30T23:59:00Z"),
        ("2027-10-31T02:00:00", "2027-10-31T00:00:00Z"),
        ("2027-10-31T02:30:00", "2027-10-31T00:30:00Z"),
        ("2027-10-31T03:00:00", "2027-10-31T02:00:00Z"),
    ] {
        let (mut document, _, draft) = document();
        schedule(&mut document, draft, planned).unwrap();
        let comes: DateTime<Utc> = comes.parse().unwrap();
        let mut came = Vec::new();
        for minute in -240..240 {
            let moment = comes + chrono::TimeDelta::minutes(minute);
            came.extend(releases(&mut document, &moment.to_rfc3339()).into_iter().map(|it| (moment, it)));
        }
        assert_eq!(came, [(comes, (draft, None))], "{planned}");
        assert_eq!(came_as_planned(&document).len(), 1);
    }
    // A time that clocks skip after a change of the zone comes an hour later, once.
    let (mut document, _, draft) = document();
    let mut settings = document.project().settings.clone();
    settings.time_zone = "UTC".to_owned();
    apply(&mut document, Edit::SetSettings { settings: settings.clone() }).unwrap();
    schedule(&mut document, draft, "2027-03-28T02:30:00").unwrap();
    settings.time_zone = "Europe/Paris".to_owned();
    apply(&mut document, Edit::SetSettings { settings }).unwrap();
    assert_eq!(releases(&mut document, "2027-03-28T01:29:59Z"), []);
    assert_eq!(releases(&mut document, "2027-03-28T01:30:00Z"), [(draft, None)]);
    assert_eq!(releases(&mut document, "2027-03-28T02:30:00Z"), []);
}

#[test]
fn two_plans_for_one_minute_leave_one_production_and_two_log_lines() {
    let mut lab = Lab::new(GOOD);
    let (first, _) = lab.add_version(lab.routing, "first", Status::InDevelopment, GOOD);
    let (second, _) = lab.add_version(lab.routing, "second", Status::InDevelopment, GOOD);
    let (elsewhere, other, _) = lab.add_routing("other_line", signalbox::model::RoutingType::InteractionStart, GOOD);
    let (third, _) = lab.add_version(elsewhere, "third", Status::InDevelopment, GOOD);
    // The window refuses a second plan for a date; a merge of two files can create one.
    for id in [first, second, third] {
        let plan = signalbox::model::Plan { at: at("2026-11-24T08:30:00"), missed: None };
        std::sync::Arc::make_mut(lab.project.versions.get_mut(&id).unwrap()).info.planned = Some(plan);
    }
    let mut document = Document::new(lab.project);
    assert_eq!(releases(&mut document, "2026-11-24T07:30:00Z"), [(first, None), (second, None), (third, None)]);
    let live = in_production(&document);
    assert!(live.contains(&second) && live.contains(&third));
    for backup in [lab.version, first, other] {
        assert_eq!(version(&document, backup).info.status, Status::InBackup);
    }
    assert_eq!(document.project().in_production(lab.routing).unwrap().id, second);
    let words = |(name, of)| {
        format!("Put version \"{name}\" of \"{of}\" in production, as planned for Tuesday 24 November 2026, 08:30.")
    };
    let log = [("first", "main"), ("second", "main"), ("third", "other_line")].map(words);
    assert_eq!(came_as_planned(&document), log);
    assert_eq!(releases(&mut document, "2026-11-24T07:30:59Z"), []);
}

#[test]
fn productions_due_while_the_program_was_closed_happen_in_order_of_time() {
    let (mut document, live, draft) = document();
    let routing = version(&document, live).info.routing;
    let mut copies = Vec::new();
    for (name, time) in [("Late", "2026-12-24T18:00:00"), ("Early", "2026-12-01T06:00:00")] {
        let edit =
            Edit::CreateVersion { routing, from: Some(draft), name: name.to_owned(), description: String::new() };
        let id = apply(&mut document, edit).unwrap().version.unwrap();
        schedule(&mut document, id, time).unwrap();
        copies.push(id);
    }
    assert_eq!(release::due_words(document.project(), now()), Vec::<String>::new());
    let due = release::due_words(document.project(), "2027-01-01T00:00:00Z".parse().unwrap());
    assert!(due[0].contains("Version \"Early\" of main is due"), "{due:?}");
    assert_eq!(releases(&mut document, "2027-01-01T00:00:00Z"), [(copies[1], None), (copies[0], None)]);
    assert_eq!(document.project().in_production(routing).unwrap().id, copies[0]);
    assert_eq!(version(&document, copies[1]).info.status, Status::InBackup);
}

#[test]
fn a_blocked_planned_version_is_missed_with_the_reason() {
    let (mut document, live, draft) = document();
    schedule(&mut document, draft, "2026-11-24T08:30:00").unwrap();
    let start = version(&document, draft).flow.start().unwrap().id;
    let cut = Edit::SetLink { version: draft, from: start, branch: "ok".to_owned(), link: None };
    apply(&mut document, cut).unwrap();
    let found = releases(&mut document, "2026-11-24T09:00:00Z");
    assert!(found[0].1.as_ref().unwrap().contains("is blank"), "{found:?}");
    assert_eq!(version(&document, live).info.status, Status::InProduction);
    let words = signalbox::lifecycle::plan::plan_words(version(&document, draft).info.planned.as_ref().unwrap());
    assert!(words.starts_with("The production planned for Tuesday 24 November 2026, 08:30 was missed: "), "{words}");
    assert_eq!(releases(&mut document, "2026-11-24T10:00:00Z"), [], "the production is not tried again");
    // After a fix the version can be planned again, and goes into production.
    document.undo().unwrap();
    schedule(&mut document, draft, "2026-11-25T08:30:00").unwrap();
    assert_eq!(releases(&mut document, "2026-11-25T09:00:00Z"), [(draft, None)]);
}

#[test]
fn a_planned_version_with_errors_is_missed_with_the_errors() {
    let (mut document, live, draft) = document();
    let start = version(&document, draft).flow.start().unwrap().id;
    let spot = Spot::After(start, "ok".to_owned());
    let add = Edit::AddAction { version: draft, kind: "pause".to_owned(), spot, pos: None };
    let pause = apply(&mut document, add).unwrap().actions[0];
    apply(&mut document, Edit::SetLink { version: draft, from: pause, branch: "ok".to_owned(), link: None }).unwrap();
    schedule(&mut document, draft, "2026-11-24T08:30:00").unwrap();
    let blocking = gate(&document, draft).reasons();
    assert!(!blocking.is_empty());
    let found = releases(&mut document, "2026-11-24T09:00:00Z");
    assert_eq!(found, [(draft, Some(blocking.join(" ")))]);
    assert_eq!(version(&document, live).info.status, Status::InProduction);
    assert_eq!(version(&document, draft).info.status, Status::InDevelopment);
    assert!(document.project().activity.last().unwrap().what.contains("was missed"));
}

#[test]
fn a_plan_is_outside_undo_and_a_deleted_version_comes_back_without_it() {
    let (mut document, _, draft) = document();
    schedule(&mut document, draft, "2026-11-24T08:30:00").unwrap();
    assert_eq!(document.undo_words(), None);
    apply(&mut document, Edit::DeleteVersion { version: draft }).unwrap();
    assert_eq!(releases(&mut document, "2026-11-24T09:00:00Z"), []);
    document.undo().unwrap();
    assert_eq!(version(&document, draft).info.planned, None);
    // Created, planned, undone, redone.
    let routing = version(&document, draft).info.routing;
    let edit =
        Edit::CreateVersion { routing, from: Some(draft), name: "Second".to_owned(), description: String::new() };
    let second = apply(&mut document, edit).unwrap().version.unwrap();
    schedule(&mut document, second, "2026-11-25T08:30:00").unwrap();
    document.undo().unwrap();
    document.redo().unwrap();
    assert_eq!(version(&document, second).info.planned, None);
}

#[test]
fn promoting_by_hand_ends_the_plan() {
    let (mut document, _, draft) = document();
    schedule(&mut document, draft, "2026-11-24T08:30:00").unwrap();
    promote(&mut document, draft).unwrap();
    assert_eq!(version(&document, draft).info.planned, None);
    assert_eq!(releases(&mut document, "2026-11-24T09:00:00Z"), []);
}

#[test]
fn a_change_made_outside_is_accepted_by_hand_and_logged() {
    let mut lab = Lab::new(GOOD);
    lab.flow_mut().info.description = "By hand".to_owned();
    let live = lab.version;
    let mut document = Document::new(lab.project);
    apply(&mut document, Edit::AcceptChange { version: live }).unwrap();
    assert!(!signalbox::digest::changed_outside(document.project()).contains(&live));
    assert!(document.project().activity.last().unwrap().what.contains("as it was changed outside"));
    let again = apply(&mut document, Edit::AcceptChange { version: live }).unwrap_err();
    assert!(again.to_string().contains("was not changed outside"), "{again}");
}

#[test]
fn a_backup_changed_outside_stays_marked_when_it_is_put_back() {
    let (mut document, live, draft) = document();
    promote(&mut document, draft).unwrap();
    let mut project = (**document.project()).clone();
    let backup = std::sync::Arc::make_mut(project.versions.get_mut(&live).unwrap());
    backup.info.description = "By hand".to_owned();
    let stamp = backup.info.digest.clone();
    let mut document = Document::new(project);
    let said = signalbox::lifecycle::promotion_words(document.project(), version(&document, live)).join(" ");
    assert!(said.contains("It was changed outside of Signalbox"), "{said}");
    apply(&mut document, Edit::PutBack { version: live }).unwrap();
    assert_eq!(version(&document, live).info.digest, stamp);
    assert!(signalbox::digest::is_changed_outside(version(&document, live)));
    let logged = document.project().activity.last().unwrap().what.clone();
    assert!(logged.ends_with("back into production, as it was changed outside."), "{logged}");
    apply(&mut document, Edit::AcceptChange { version: live }).unwrap();
    assert!(!signalbox::digest::is_changed_outside(version(&document, live)));
}

#[test]
fn the_confirmation_for_moving_the_test_names_the_entry_points() {
    let (mut document, live, draft) = document();
    let routing = version(&document, live).info.routing;
    let words = |document: &Document, id| signalbox::lifecycle::test_words(document.project(), version(document, id));
    assert_eq!(words(&document, draft), None);
    apply(&mut document, Edit::PutInTest { version: draft }).unwrap();
    assert_eq!(words(&document, draft), None);
    let blank = Edit::CreateVersion { routing, from: None, name: "Blank".to_owned(), description: String::new() };
    let blank = apply(&mut document, blank).unwrap().version.unwrap();
    let said = words(&document, blank).unwrap().join(" ");
    assert!(said.contains("\"draft\" is in test now") && said.contains("\"Blank\" is blank"), "{said}");
    apply(&mut document, Edit::PutInTest { version: blank }).unwrap();
    let logged = document.project().activity.last().unwrap().what.clone();
    assert_eq!(logged, "Put version \"Blank\" of \"main\" in test. Version \"draft\" is no longer in test.");
}
