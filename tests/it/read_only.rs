//! Read-only versions: every edit that changes a version is refused for a version in production or in backup, and changes nothing. The
//! list comes from the `Edit` type, so that no new edit is forgotten.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, OTHER, SUPPORT};
use signalbox::edit::{Clip, Context, Document, Edit, EditName, PhraseText, Refusal, Spot};
use signalbox::model::gate::Gate;
use signalbox::model::{
    ActionId, ActionRef, Annotation, AnnotationId, Area, Caller, CallerId, EntryPoint, EntryPointId, Link, Pos,
    Resource, Routing, Scenario, ScenarioId, Settings, Size, Status, TestCall, TestCallId, Value, VersionId, World,
    WorldId,
};
use strum::IntoEnumIterator;

use crate::support::Lab;

const FLOW: &str = "start -> menu(1 Sales) -> say(Hello) -> queue(support); rest -> end";

/// A sample of each edit, which would be accepted for a version in development.
fn sample(name: EditName, lab: &Lab, version: VersionId) -> Edit {
    let project = &lab.project;
    let (menu, say) = (lab.ids["menu"], lab.ids["say"]);
    let after_menu = Spot::After(menu, "no_input".to_owned());
    match name {
        EditName::AddAction => Edit::AddAction { version, kind: "node".to_owned(), spot: after_menu, pos: None },
        EditName::RemoveActions => Edit::RemoveActions { version, actions: vec![say] },
        EditName::RemoveBelow => Edit::RemoveBelow { version, action: menu },
        EditName::Reposition => Edit::Reposition { version, action: say, spot: after_menu },
        EditName::MoveCards => Edit::MoveCards { version, cards: vec![(menu, Pos(4, 4))] },
        EditName::SetLink => {
            Edit::SetLink { version, from: menu, branch: "no_input".to_owned(), link: Some(Link::To(say)) }
        }
        EditName::SetParam => {
            Edit::SetParam { version, action: menu, key: "tries".to_owned(), value: Some(Value::Int(2)) }
        }
        EditName::SetCaption => Edit::SetCaption {
            version,
            action: menu,
            title: "New".to_owned(),
            comment: String::new(),
            record_passage: true,
        },
        EditName::Paste => {
            let clip = Clip::copy(project, version, &BTreeSet::from([say]));
            Edit::Paste { version, clip: Box::new(clip), spot: Spot::Free, pos: None }
        }
        EditName::AddAnnotation => {
            let note = Annotation { text: "A note".to_owned(), size: Size(200, 80), ..Annotation::default() };
            Edit::AddAnnotation { version, annotation: Box::new(note) }
        }
        EditName::SetAnnotation => {
            Edit::SetAnnotation { version, annotation: note_of(lab, version), text: "Other".to_owned(), color: None }
        }
        EditName::MoveAnnotations => {
            let area = Area { at: Pos(40, 40), size: Size(200, 80) };
            Edit::MoveAnnotations { version, areas: vec![(note_of(lab, version), area)] }
        }
        EditName::ResizeAnnotation => {
            Edit::ResizeAnnotation { version, annotation: note_of(lab, version), size: Size(300, 80) }
        }
        EditName::RemoveAnnotations => Edit::RemoveAnnotations { version, annotations: vec![note_of(lab, version)] },
        EditName::ReplaceText => Edit::ReplaceText {
            from: "e".to_owned(),
            to: "E".to_owned(),
            actions: vec![ActionRef { version, action: say }],
        },
        EditName::DescribeVersion => {
            Edit::DescribeVersion { version, name: "New".to_owned(), description: "New".to_owned() }
        }
        EditName::CreateVersion => Edit::CreateVersion {
            routing: lab.routing,
            from: Some(version),
            name: "Copy".to_owned(),
            description: String::new(),
        },
        EditName::DeleteVersion => Edit::DeleteVersion { version },
        EditName::RestoreVersion => Edit::RestoreVersion { version: project.versions[&version].clone() },
        EditName::PutInTest => Edit::PutInTest { version },
        EditName::RemoveFromTest => Edit::RemoveFromTest { version },
        EditName::PutInProduction => Edit::PutInProduction { version, gate: Gate::default() },
        EditName::PutBack => Edit::PutBack { version },
        EditName::Schedule => Edit::Schedule { version, at: "2030-01-01T08:00:00".parse().unwrap() },
        EditName::RemoveFromSchedule => Edit::RemoveFromSchedule { version },
        EditName::PutDueInProduction => Edit::PutDueInProduction { version, gate: Gate::default() },
        EditName::AcceptChange => Edit::AcceptChange { version },
        EditName::StoreRouting => {
            let routing = Routing { name: "Renamed".to_owned(), ..(*project.routings[&lab.routing]).clone() };
            Edit::StoreRouting { routing }
        }
        EditName::CopyRouting => {
            Edit::CopyRouting { routing: lab.routing, name: "Copy".to_owned(), reference: "copy".to_owned() }
        }
        EditName::DeleteRouting => Edit::DeleteRouting { routing: OTHER },
        EditName::StoreResource => Edit::StoreResource { resource: Box::new((*project.resources[&ANA]).clone()) },
        EditName::RenameRouting => {
            let routing = Routing { reference: "renamed".to_owned(), ..(*project.routings[&lab.routing]).clone() };
            Edit::RenameRouting { routing }
        }
        EditName::RenameResource => {
            let resource = Resource { reference: "renamed".to_owned(), ..(*project.resources[&SUPPORT]).clone() };
            Edit::RenameResource { resource: Box::new(resource) }
        }
        EditName::ReplaceEverywhere => Edit::ReplaceEverywhere { from: ANA.into(), to: BEN.into(), delete: false },
        EditName::DeleteResource => Edit::DeleteResource { resource: ANA },
        EditName::StoreEntryPoint => Edit::StoreEntryPoint { entry_point: EntryPoint::default() },
        EditName::RenameEntryPoint => Edit::RenameEntryPoint { entry_point: EntryPoint::default() },
        EditName::DeleteEntryPoint => Edit::DeleteEntryPoint { entry_point: EntryPointId(1) },
        EditName::StoreCaller => Edit::StoreCaller { caller: Box::new(Caller::default()) },
        EditName::DeleteCaller => Edit::DeleteCaller { caller: CallerId(1) },
        EditName::StoreWorld => Edit::StoreWorld { world: Box::new(World::default()) },
        EditName::DeleteWorld => Edit::DeleteWorld { world: WorldId(1) },
        EditName::StoreTestCall => Edit::StoreTestCall { test_call: Box::new(TestCall::default()) },
        EditName::DeleteTestCall => Edit::DeleteTestCall { test_call: TestCallId(1) },
        EditName::StoreScenario => Edit::StoreScenario { scenario: Box::new(Scenario::default()) },
        EditName::DeleteScenario => Edit::DeleteScenario { scenario: ScenarioId(1) },
        EditName::SetSettings => Edit::SetSettings { settings: Settings::default() },
        EditName::SetPhrase => Edit::SetPhrase(phrase()),
    }
}

/// A phrase of the project.
fn phrase() -> PhraseText {
    PhraseText { key: "beep".to_owned(), language: "fr".to_owned(), text: Some("Parlez.".to_owned()) }
}

/// The note that all versions have.
fn note_of(lab: &Lab, version: VersionId) -> AnnotationId {
    *lab.project.versions[&version].flow.annotations.keys().next().unwrap()
}

/// The flow in versions of all three statuses, each with a note.
fn lab() -> (Lab, [(Status, VersionId); 3]) {
    let mut lab = Lab::new(FLOW);
    let (backup, _) = lab.add_version(lab.routing, "old", Status::InBackup, FLOW);
    let (draft, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, FLOW);
    lab.project.routings.get_mut(&lab.routing).map(Arc::make_mut).unwrap().last_action.0 += 1;
    let note = AnnotationId(lab.project.routings[&lab.routing].last_action.0);
    for id in [draft, lab.version, backup] {
        let version = lab.project.versions.get_mut(&id).map(Arc::make_mut).unwrap();
        let annotation = Annotation { text: "Ask Ana".to_owned(), size: Size(200, 80), ..Annotation::default() };
        version.flow.annotations.insert(note, Arc::new(annotation));
        if version.info.status.is_read_only() {
            version.info.digest = Some(signalbox::digest::digest(version));
        }
    }
    let versions = [(Status::InDevelopment, draft), (Status::InProduction, lab.version), (Status::InBackup, backup)];
    (lab, versions)
}

#[test]
fn every_edit_of_a_read_only_version_is_refused_and_changes_nothing() {
    let (lab, versions) = lab();
    let mut refused = 0;
    for name in EditName::iter() {
        for (status, version) in versions {
            let edit = sample(name, &lab, version);
            assert_eq!(EditName::from(&edit), name, "the sample for {name:?} is another edit");
            if edit.changes_version().is_none() {
                continue;
            }
            assert_eq!(edit.changes_version(), Some(version));
            let mut document = Document::new(lab.project.clone());
            let done = document.apply(&edit, &Context::default());
            if status == Status::InDevelopment {
                assert!(done.is_ok(), "{name:?} should go through in development: {done:?}");
                assert_ne!(
                    **document.project(),
                    lab.project,
                    "{name:?} changes nothing, so refusing it proves nothing"
                );
                continue;
            }
            let Err(Refusal::NotAllowed(why)) = done else { panic!("{name:?} of a version {status:?}: {done:?}") };
            assert!(why.contains("read-only. Duplicate it"), "{why}");
            assert_eq!(**document.project(), lab.project, "{name:?}");
            assert_eq!((document.revision(), document.undo_words()), (0, None));
            refused += 1;
        }
    }
    assert_eq!(refused, 2 * 15, "fifteen edits change a version");
}

#[test]
fn a_read_only_version_edited_in_the_file_is_reported_and_still_refuses_every_edit() {
    let (lab, versions) = lab();
    for (status, version) in versions.into_iter().filter(|(status, _)| status.is_read_only()) {
        let text = signalbox::storage::write(&lab.project).unwrap();
        let say = lab.ids["say"];
        let line =
            text.lines().find(|line| line.trim_start().starts_with(&format!("({version}, {say}): (kind"))).unwrap();
        let by_hand = text.replace(line, &line.replacen("Hello", "Goodbye", 1));
        assert_ne!(by_hand, text);
        let loaded = signalbox::storage::read(by_hand.as_bytes()).unwrap();
        let name = &lab.project.versions[&version].info.name;
        let mismatch = loaded.notes.iter().find(|note| note.contains(&format!("Version \"{name}\" ")));
        let is_told = mismatch.is_some_and(|note| note.contains("it was changed outside of Signalbox"));
        assert!(is_told, "{:?}", loaded.notes);
        let mut refused = 0;
        for name in EditName::iter() {
            let edit = sample(name, &lab, version);
            if edit.changes_version().is_none() {
                continue;
            }
            let mut document = Document::new(loaded.project.clone());
            let done = document.apply(&edit, &Context::default());
            assert!(matches!(done, Err(Refusal::NotAllowed(_))), "{name:?} of a version {status:?}: {done:?}");
            assert_eq!(**document.project(), loaded.project, "{name:?}");
            refused += 1;
        }
        assert_eq!(refused, 15);
        // After a save the change is reported again.
        let again = signalbox::storage::read(signalbox::storage::write(&loaded.project).unwrap().as_bytes()).unwrap();
        assert_eq!(again.notes, loaded.notes);
    }
}

#[test]
fn no_other_edit_changes_the_content_of_a_read_only_version() {
    let (lab, versions) = lab();
    for name in EditName::iter() {
        for (_, target) in versions {
            let edit = sample(name, &lab, target);
            let mut document = Document::new(lab.project.clone());
            let _ = document.apply(&edit, &Context::default());
            for (status, version) in versions.into_iter().filter(|(status, _)| status.is_read_only()) {
                // A deleted version is removed as a whole.
                let Some(now) = document.project().versions.get(&version) else { continue };
                let before = &lab.project.versions[&version];
                assert_eq!((&now.flow, &now.info.name), (&before.flow, &before.info.name), "{name:?} {status:?}");
                assert_eq!(now.info.digest, Some(signalbox::digest::digest(now)), "{name:?} {status:?}");
            }
        }
    }
}

#[test]
fn an_edit_of_a_missing_version_is_refused() {
    let (lab, _) = lab();
    let edit = Edit::RemoveBelow { version: VersionId(9_999), action: ActionId(2) };
    let refused = Document::new(lab.project).apply(&edit, &Context::default()).unwrap_err();
    assert_eq!(refused, Refusal::Missing("This version".to_owned()));
}

#[test]
fn a_read_only_version_edited_in_the_file_is_a_problem() {
    for status in [Status::InProduction, Status::InBackup] {
        let (mut lab, versions) = lab();
        let id = versions.into_iter().find(|(it, _)| *it == status).unwrap().1;
        let codes = |lab: &Lab| -> Vec<&'static str> {
            let version = &lab.project.versions[&id];
            signalbox::lint::check_version(&lab.project, version).into_iter().map(|it| it.code).collect()
        };
        assert!(!codes(&lab).contains(&"changed-outside"));
        lab.version = id;
        lab.flow_mut().info.name = "Smuggled in".to_owned();
        assert!(codes(&lab).contains(&"changed-outside"));
        // Removing the digest does not hide the change.
        lab.flow_mut().info.digest = None;
        assert!(codes(&lab).contains(&"changed-outside"), "{status:?}");
    }
}
