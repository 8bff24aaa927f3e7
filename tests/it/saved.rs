//! Whether a document counts as changed, under random edits, undo and redo: compared each time with the project as it was saved, piece by piece.

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, SUPPORT};
use signalbox::edit::{Context, Document, Edit, Spot};
use signalbox::model::{
    ActionId, Activity, Caller, CallerId, Link, Params, Pos, Project, ResourceId, Row, RowId, Settings, Status, Value,
    VersionId,
};

use crate::edit::content;
use crate::support::{Chance, Lab, cases};

/// Everything of a project but the counters, which undo never lowers.
fn pieces(project: &Project) -> (Project, Vec<Activity>) {
    (content(project), project.activity.clone())
}

fn edit(chance: &mut Chance, project: &Project, version: VersionId) -> Edit {
    let ids: Vec<ActionId> = project.versions[&version].flow.actions.keys().copied().collect();
    let action = *chance.pick(&ids);
    match chance.below(12) {
        0 => Edit::AddAction { version, kind: "node".to_owned(), spot: Spot::Free, pos: None },
        1 => Edit::RemoveActions { version, actions: vec![action] },
        2 => Edit::MoveCards { version, cards: vec![(action, Pos(40 * i32::from(chance.once_in(2)), 0))] },
        3 => {
            let title = (*chance.pick(&["", "One", "Two"])).to_owned();
            Edit::SetCaption { version, action, title, comment: String::new(), record_passage: false }
        }
        4 => {
            // A new row counts up, and is never given back.
            let rows = (0..chance.below(3)).map(|_| Row { id: RowId(0), cells: Params::default() }).collect();
            Edit::SetParam { version, action, key: "keys".to_owned(), value: Some(Value::Rows(rows)) }
        }
        5 => Edit::SetLink { version, from: action, branch: "ok".to_owned(), link: Some(Link::EndsHere) },
        6 => {
            let name = (*chance.pick(&["draft", "Other"])).to_owned();
            Edit::DescribeVersion { version, name, description: String::new() }
        }
        7 => {
            let mut resource = (*project.resources[chance.pick::<ResourceId>(&[ANA, SUPPORT])]).clone();
            resource.name = (*chance.pick(&["Ana", "Support"])).to_owned();
            Edit::StoreResource { resource: Box::new(resource) }
        }
        8 => Edit::StoreCaller { caller: Box::new(Caller { name: "New".to_owned(), ..Caller::default() }) },
        9 => Edit::DeleteCaller { caller: project.callers.keys().next_back().copied().unwrap_or(CallerId(0)) },
        10 => Edit::SetSettings { settings: Settings { step_limit: 500, ..project.settings.clone() } },
        _ if project.versions[&version].info.in_test => Edit::RemoveFromTest { version },
        _ => Edit::PutInTest { version },
    }
}

#[test]
fn a_document_counts_as_changed_when_it_differs_from_what_was_saved() {
    // Came back to what was saved: by undo, by redo, by an edit; and after it with other counters.
    let (mut by_undo, mut by_redo, mut by_edit, mut with_counters) = (0, 0, 0, 0);
    for seed in 0..cases(60) {
        let mut chance = Chance::new(seed);
        let mut lab = Lab::new("start -> end");
        let (version, _) = lab.add_version(
            lab.routing,
            "draft",
            Status::InDevelopment,
            "start -> menu(1 A, 2 B); menu[1] -> node -> end",
        );
        let mut document = Document::new(lab.project);
        let mut saved: Option<Arc<Project>> = Some(Arc::clone(document.project()));
        // What a job is writing while the document goes on changing.
        let mut being_saved: Option<Arc<Project>> = None;
        for _ in 0..80 {
            let was_changed = document.is_changed();
            let came_back = match chance.below(10) {
                0 => {
                    being_saved = Some(Arc::clone(document.project()));
                    None
                }
                1 => {
                    if let Some(written) = being_saved.take() {
                        document.mark_saved(&written);
                        saved = Some(written);
                    }
                    None
                }
                2 if chance.once_in(10) => {
                    document.mark_unsaved();
                    saved = None;
                    None
                }
                2..=5 => {
                    let before = Arc::clone(document.project());
                    let undone = document.undo().is_some();
                    if undone && chance.once_in(2) {
                        document.note(&before, true, &Context::default());
                    }
                    Some(&mut by_undo)
                }
                6 => {
                    document.redo();
                    Some(&mut by_redo)
                }
                _ => {
                    let edit = edit(&mut chance, document.project(), version);
                    let _ = document.apply_tagged(&edit, &Context::default(), chance.once_in(3).then_some(7));
                    Some(&mut by_edit)
                }
            };
            let is_as_saved = saved.as_ref().is_some_and(|saved| pieces(saved) == pieces(document.project()));
            assert_eq!(document.is_changed(), !is_as_saved, "{seed}");
            if let Some(count) = came_back.filter(|_| was_changed && is_as_saved) {
                *count += 1;
                with_counters += usize::from(saved.as_ref() != Some(document.project()));
            }
        }
    }
    assert!(
        by_undo > 100 && by_redo > 5 && with_counters > 20,
        "{by_undo} by undo, {by_redo} by redo, {by_edit} by edits; {with_counters} with other counters"
    );
}
