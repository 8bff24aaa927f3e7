//! Counts the lines of the file that an edit of one action changes, in a version of a thousand actions.

use std::collections::BTreeMap;

use super::*;
use crate::edit::{Context, Document, Edit, Spot};
use crate::model::{ActionId, Link, Pos, Project, VersionId};

const VERSION: VersionId = VersionId(7);

/// A version of a thousand actions: a chain of announcements, each with a text.
fn thousand() -> Document {
    let mut project = small();
    let version = std::sync::Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    version.flow = crate::model::Flow::blank(ActionId(1));
    let mut document = Document::new(project);
    let mut last = ActionId(1);
    while document.project().versions[&VERSION].flow.actions.len() < 1_000 {
        let (kind, spot) = ("node".to_owned(), Spot::After(last, "ok".to_owned()));
        last = edit(&mut document, &Edit::AddAction { version: VERSION, kind, spot, pos: None }).unwrap();
    }
    document
}

/// Applies an edit. Returns the created action, if any.
fn edit(document: &mut Document, edit: &Edit) -> Option<ActionId> {
    document.apply(edit, &Context::default()).unwrap_or_else(|why| panic!("{edit:?}: {why}")).actions.first().copied()
}

/// The number of different lines: the larger of the added and the removed lines, so that a changed line counts once.
fn changed_lines(before: &str, after: &str) -> usize {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    before.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    after.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    let sum = |wanted: i32| counts.values().map(|it| usize::try_from(it * wanted).unwrap_or(0)).sum::<usize>();
    sum(1).max(sum(-1))
}

/// The number of lines that an edit of one action changes, and the number of cards that move to make room or to close a gap.
fn cost(document: &Document, change: &Edit) -> (usize, usize) {
    let mut document = document.clone();
    let before = document.project().clone();
    edit(&mut document, change);
    let after = document.project();
    let texts = [write(&before).unwrap(), write(after).unwrap()];
    assert_ne!(texts[0], texts[1], "{change:?} changes nothing");
    let places = |project: &Project| project.versions[&VERSION].flow.positions.clone();
    let (from, to) = (places(&before), places(after));
    let is_moved = |(id, pos): &(&ActionId, &Pos)| to.get(id).is_some_and(|now| now != *pos);
    (changed_lines(&texts[0], &texts[1]), from.iter().filter(is_moved).count())
}

fn edits(at: ActionId) -> Vec<(&'static str, Edit)> {
    let version = VERSION;
    let branch = || "ok".to_owned();
    let (kind, title, comment) = ("node".to_owned(), "Another\ntitle".to_owned(), String::new());
    vec![
        ("move", Edit::MoveCards { version, cards: vec![(at, Pos(4_000, -80))] }),
        ("retitle", Edit::SetCaption { version, action: at, title, comment, record_passage: true }),
        ("relink", Edit::SetLink { version, from: at, branch: branch(), link: Some(Link::To(ActionId(7))) }),
        ("cut", Edit::SetLink { version, from: at, branch: branch(), link: None }),
        ("add apart", Edit::AddAction { version, kind: kind.clone(), spot: Spot::Free, pos: None }),
        ("add", Edit::AddAction { version, kind, spot: Spot::After(at, branch()), pos: None }),
        ("delete", Edit::RemoveActions { version, actions: vec![at] }),
    ]
}

#[test]
fn an_edit_of_one_action_in_a_thousand_changes_two_lines_at_most_and_one_for_each_card_that_moves() {
    let document = thousand();
    let counted = |at: u32| -> Vec<(&str, usize, usize)> {
        let edits = edits(ActionId(at)).into_iter();
        edits
            .map(|(what, edit)| (what, cost(&document, &edit)))
            .map(|(what, (lines, moved))| (what, lines, moved))
            .collect()
    };
    let order = document.project().versions[&VERSION].flow.actions.len();
    for at in [5, 500, 998] {
        // Everything after the action moves right for an added one. Without the action, everything after it moves left.
        let after = order - document.project().versions[&VERSION].flow.actions.range(..=ActionId(at)).count();
        let expected = [
            ("move", 1, 1),
            ("retitle", 1, 0),
            ("relink", 1, 0),
            ("cut", 1, 0),
            ("add apart", 1, 0),
            ("add", 2 + after, after),
            ("delete", 2 + after, after),
        ];
        assert_eq!(counted(at), expected, "action {at}");
    }
    // Deleting the newest action also records its id, which is never reused.
    let newest = edits(ActionId(1_002)).pop().unwrap().1;
    assert_eq!(cost(&document, &newest), (3, 0), "{newest:?}");
}

#[test]
fn saving_twice_changes_no_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("thousand.ron");
    let project: Project = (**thousand().project()).clone();
    let first = save(&path, &project).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let (loaded, file) = load(&path).unwrap();
    let second = save_over(&path, &loaded.project, Some(&file.hash)).unwrap();
    assert_eq!((std::fs::read(&path).unwrap(), second.hash), (bytes.clone(), first.hash));
    assert!(bytes.ends_with(b")\n") && !bytes.ends_with(b"\n\n") && !bytes.contains(&b'\r'));
}
