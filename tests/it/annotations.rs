//! Notes and frames in the editing layer: the effect of each edit, refusals, what follows cards that make room, copies and differences.

use std::collections::BTreeMap;

use signalbox::diff::{self, Difference, Side};
use signalbox::edit::{Applied, Clip, Context, Document, Edit, Refusal, Spot};
use signalbox::model::limits::{LEAST_SIDE, MAX_ANNOTATIONS, MAX_NAME, MAX_TEXT, MOST_SIDE};
use signalbox::model::{
    ActionId, Annotation, AnnotationColor, AnnotationId, AnnotationKind, Area, Flow, Pos, Project, RoutingType, Size,
    Status, VersionId, invariants,
};

use crate::support::{Chance, Lab, cases, flow};

struct Desk {
    document: Document,
    version: VersionId,
    ids: BTreeMap<String, ActionId>,
    other: VersionId,
}

impl Desk {
    fn new(text: &str) -> Self {
        let mut lab = Lab::new("start -> end");
        let (version, ids) = lab.add_version(lab.routing, "draft", Status::InDevelopment, text);
        let (_, other, _) = lab.add_routing("elsewhere", RoutingType::InteractionStart, "start");
        Self { document: Document::new(lab.project), version, ids, other }
    }

    fn flow(&self) -> &Flow {
        &self.document.project().versions[&self.version].flow
    }

    fn of(&self, id: AnnotationId) -> &Annotation {
        &self.flow().annotations[&id]
    }

    #[track_caller]
    fn try_apply(&mut self, edit: &Edit) -> Result<Applied, Refusal> {
        let before = self.flow().clone();
        let done = self.document.apply(edit, &Context::default());
        assert_eq!(invariants::check(self.document.project()), Vec::<String>::new(), "{edit:?}");
        if done.is_err() {
            assert_eq!(*self.flow(), before, "refused, and changed all the same: {edit:?}");
        } else if *self.flow() != before {
            let mut undone = self.document.clone();
            assert_eq!(undone.undo(), Some(edit.words()));
            let back = &undone.project().versions[&self.version].flow;
            assert_eq!(
                (&back.annotations, &back.positions),
                (&before.annotations, &before.positions),
                "one undo gives everything back to the point: {edit:?}"
            );
            undone.redo();
            assert_eq!(undone.project().versions[&self.version].flow, *self.flow());
        }
        done
    }

    #[track_caller]
    fn apply(&mut self, edit: &Edit) -> Applied {
        self.try_apply(edit).unwrap_or_else(|why| panic!("{edit:?}: {why}"))
    }

    #[track_caller]
    fn refusal(&mut self, edit: &Edit) -> String {
        self.try_apply(edit).expect_err("it should be refused").to_string()
    }

    fn adding(&self, kind: AnnotationKind, text: &str, area: Area) -> Edit {
        let annotation =
            Annotation { kind, text: text.to_owned(), at: area.at, size: area.size, ..Annotation::default() };
        Edit::AddAnnotation { version: self.version, annotation: Box::new(annotation) }
    }

    #[track_caller]
    fn add(&mut self, kind: AnnotationKind, text: &str, area: Area) -> AnnotationId {
        let edit = self.adding(kind, text, area);
        let applied = self.apply(&edit);
        assert_eq!((applied.annotations.len(), applied.actions.len()), (1, 0));
        applied.annotations[0]
    }

    fn at(&self, alias: &str) -> Pos {
        self.flow().positions[&self.ids[alias]]
    }

    fn spot(&self, alias: &str, branch: &str) -> Spot {
        let action = &self.flow().actions[&self.ids[alias]];
        let tree = self.document.project().tree_type_of(self.version);
        Spot::After(action.id, flow::branch(action, tree, Some(branch)))
    }
}

fn area(x: i32, y: i32, width: i32, height: i32) -> Area {
    Area { at: Pos(x, y), size: Size(width, height) }
}

#[test]
fn a_note_is_added_changed_moved_resized_and_removed() {
    let mut desk = Desk::new("start -> say(Hello)");
    let version = desk.version;
    let highest = *desk.ids.values().max().unwrap();
    let note = desk.add(AnnotationKind::Note, "  Ask\nAna \n", area(10, 20, 208, 96));
    assert!(note.0 > highest.0, "no action has its id");
    assert_eq!(desk.of(note).text, "  Ask\nAna");
    desk.apply(&Edit::SetAnnotation { version, annotation: note, text: "Ask Ben".to_owned(), color: None });
    desk.apply(&Edit::MoveAnnotations { version, areas: vec![(note, area(-40, 7, 208, 96))] });
    desk.apply(&Edit::ResizeAnnotation { version, annotation: note, size: Size(300, 40) });
    assert_eq!((desk.of(note).text.as_str(), desk.of(note).area()), ("Ask Ben", area(-40, 7, 300, 40)));
    desk.apply(&Edit::RemoveAnnotations { version, annotations: vec![note] });
    assert!(desk.flow().annotations.is_empty());
    // The id is not used again, neither for an action nor for a note.
    let frame = desk.add(AnnotationKind::Frame, " Orders ", area(0, 0, 400, 200));
    assert!(frame.0 > note.0);
    assert_eq!(desk.of(frame).text, "Orders");
    let action = desk.apply(&Edit::AddAction { version, kind: "node".to_owned(), spot: Spot::Free, pos: None });
    assert!(action.actions[0].0 > frame.0);
    let names: Vec<&str> = std::iter::from_fn(|| desk.document.undo()).collect();
    let wanted = ["Add action", "Add frame", "Remove from the canvas", "Resize", "Move on the canvas"];
    assert_eq!(names[..5], wanted);
    assert_eq!(names[5..], ["Change on the canvas", "Add note"]);
}

#[test]
fn places_and_sizes_stay_within_their_limits() {
    let mut desk = Desk::new("start");
    let far = area(i32::MAX, i32::MIN, 0, i32::MAX);
    let note = desk.add(AnnotationKind::Note, "x", far);
    let wanted = area(1_000_000, -1_000_000, LEAST_SIDE, MOST_SIDE);
    assert_eq!(desk.of(note).area(), wanted);
    let version = desk.version;
    desk.apply(&Edit::MoveAnnotations { version, areas: vec![(note, area(0, 0, 100, 100))] });
    desk.apply(&Edit::MoveAnnotations { version, areas: vec![(note, far)] });
    assert_eq!(desk.of(note).area(), wanted);
}

#[test]
fn texts_are_checked() {
    let mut desk = Desk::new("start");
    let version = desk.version;
    let place = area(0, 0, 200, 100);
    for (kind, text, why) in [
        (AnnotationKind::Note, " \n ".to_owned(), "Enter the text of the note."),
        (AnnotationKind::Frame, "\t".to_owned(), "Enter a title for the frame."),
        (AnnotationKind::Note, "x".repeat(MAX_TEXT + 1), "at most"),
        (AnnotationKind::Frame, "x".repeat(MAX_NAME + 1), "at most"),
    ] {
        let edit = desk.adding(kind, &text, place);
        let found = desk.refusal(&edit);
        assert!(found.contains(why), "{found}");
        let id = desk.add(kind, "x", place);
        let found = desk.refusal(&Edit::SetAnnotation { version, annotation: id, text, color: None });
        assert!(found.contains(why), "{found}");
    }
    desk.add(AnnotationKind::Note, &"x".repeat(MAX_TEXT), place);
    desk.add(AnnotationKind::Frame, &"x".repeat(MAX_NAME), place);
    for edit in [
        Edit::SetAnnotation { version, annotation: AnnotationId(999), text: "x".to_owned(), color: None },
        Edit::MoveAnnotations { version, areas: vec![(AnnotationId(999), place)] },
        Edit::ResizeAnnotation { version, annotation: AnnotationId(999), size: Size(99, 99) },
        Edit::RemoveAnnotations { version, annotations: vec![AnnotationId(999)] },
    ] {
        assert_eq!(desk.refusal(&edit), "This note or frame no longer exists.");
    }
}

#[test]
fn a_version_has_a_limit_of_notes() {
    let mut desk = Desk::new("start");
    let edit = desk.adding(AnnotationKind::Note, "x", area(0, 0, 200, 100));
    for _ in 0..MAX_ANNOTATIONS {
        desk.document.apply(&edit, &Context::default()).unwrap();
    }
    assert_eq!(desk.refusal(&edit), "A version can have at most 2000 notes and frames.");
}

#[test]
fn a_frame_grows_with_the_room_inside_and_moves_with_what_gives_way() {
    let mut desk = Desk::new("start -> say(Hello) -> menu(1 Sales, 2 Help); menu[Sales] -> queue(support)");
    let version = desk.version;
    desk.apply(&Edit::MoveCards {
        version,
        cards: [("start", 0), ("say", 280), ("menu", 560), ("queue", 840)]
            .map(|(it, x)| (desk.ids[it], Pos(x, 0)))
            .into(),
    });
    let first = desk.add(AnnotationKind::Frame, "First", area(256, -48, 540, 400));
    let second = desk.add(AnnotationKind::Frame, "Second", area(820, -48, 260, 400));
    let note = desk.add(AnnotationKind::Note, "On queues", area(840, 360, 208, 60));
    let far = desk.add(AnnotationKind::Note, "Far", area(9_000, 360, 208, 60));
    let free = desk.add(AnnotationKind::Frame, "Empty", area(0, 5_000, 208, 60));
    // Between Hello and the menu.
    let spot = desk.spot("say", "ok");
    let added = desk.apply(&Edit::AddAction { version, kind: "node".to_owned(), spot, pos: None }).actions[0];
    assert_eq!([desk.at("say"), desk.at("menu"), desk.at("queue")], [280, 840, 1_120].map(|x| Pos(x, 0)));
    assert_eq!(desk.of(first).area(), area(256, -48, 820, 400));
    assert_eq!(desk.of(second).area(), area(1_100, -48, 260, 400));
    assert_eq!(desk.of(note).area(), area(1_120, 360, 208, 60));
    assert_eq!((desk.of(far).area(), desk.of(free).area()), (area(9_000, 360, 208, 60), area(0, 5_000, 208, 60)));
    // The gap closes again.
    desk.apply(&Edit::RemoveActions { version, actions: vec![added] });
    assert_eq!(desk.of(first).area(), area(256, -48, 540, 400));
    assert_eq!(desk.of(second).area(), area(820, -48, 260, 400));
    assert_eq!(desk.of(note).area(), area(840, 360, 208, 60));
    // A card that a hand moves takes nothing along.
    desk.apply(&Edit::MoveCards { version, cards: vec![(desk.ids["queue"], Pos(840, 80))] });
    assert_eq!(desk.of(second).area(), area(820, -48, 260, 400));
}

#[test]
fn copies_of_a_version_have_its_notes() {
    let mut desk = Desk::new("start -> say(Hello)");
    let note = desk.add(AnnotationKind::Note, "Ask Ana", area(10, 20, 208, 96));
    let frame = desk.add(AnnotationKind::Frame, "All", area(-50, -50, 900, 400));
    let copy = |desk: &mut Desk, of: VersionId| {
        let routing = desk.document.project().versions[&of].info.routing;
        let (name, description) = ("Copy".to_owned(), String::new());
        let edit = Edit::CreateVersion { routing, from: Some(desk.version), name, description };
        desk.document.apply(&edit, &Context::default()).unwrap().version.unwrap()
    };
    // Within the routing, an id means the same note.
    let (version, other) = (desk.version, desk.other);
    let same = copy(&mut desk, version);
    let project = desk.document.project();
    assert_eq!(project.versions[&same].flow, *desk.flow());
    let elsewhere = copy(&mut desk, other);
    let project = desk.document.project();
    let copied: Vec<_> = project.versions[&elsewhere].flow.annotations.values().cloned().collect();
    assert_eq!(copied, [desk.flow().annotations[&note].clone(), desk.flow().annotations[&frame].clone()]);
    assert_eq!(invariants::check(project), Vec::<String>::new());
}

fn side(project: &Project, version: VersionId) -> Side<'_> {
    Side { project, version: &project.versions[&version] }
}

#[test]
fn differences_name_notes_and_frames() {
    let mut desk = Desk::new("start -> say(Hello)");
    let version = desk.version;
    let place = area(10, 20, 208, 96);
    let kept = desk.add(AnnotationKind::Note, "Kept", place);
    let gone = desk.add(AnnotationKind::Note, "Gone", place);
    let renamed = desk.add(AnnotationKind::Frame, "Old", place);
    let moved = desk.add(AnnotationKind::Frame, "Moved", place);
    let before = desk.document.project().clone();
    desk.apply(&Edit::RemoveAnnotations { version, annotations: vec![gone] });
    desk.apply(&Edit::SetAnnotation { version, annotation: renamed, text: "New".to_owned(), color: None });
    desk.apply(&Edit::MoveAnnotations { version, areas: vec![(moved, area(11, 20, 208, 96))] });
    let new = desk.add(AnnotationKind::Note, "Added", place);
    let after = desk.document.project().clone();
    let found = diff::versions(side(&before, version), side(&after, version));
    let listed: Vec<_> = found
        .annotations
        .iter()
        .map(|it| {
            let text = it.text.as_ref().map(|text| format!("{}: {} -> {}", text.label, text.before, text.after));
            (it.before, it.after, it.difference, it.title.as_str(), text.unwrap_or_default())
        })
        .collect();
    assert_eq!(
        listed,
        [
            (Some(gone), None, Difference::Removed, "Note \"Gone\"", "Note: Gone -> ".to_owned()),
            (Some(renamed), Some(renamed), Difference::Changed, "Frame \"New\"", "Frame: Old -> New".to_owned()),
            (Some(moved), Some(moved), Difference::Moved, "Frame \"Moved\"", String::new()),
            (None, Some(new), Difference::Added, "Note \"Added\"", "Note:  -> Added".to_owned()),
        ]
    );
    assert!(!found.is_empty() && found.is_same_flow(), "{kept} is the same");
    let color = Some(AnnotationColor::Green);
    desk.apply(&Edit::SetAnnotation { version, annotation: kept, text: "Kept".to_owned(), color });
    let colored = desk.document.project().clone();
    let found = diff::versions(side(&after, version), side(&colored, version)).annotations;
    let words = found[0].changes().map(|it| format!("{}: {} -> {}", it.label, it.before, it.after));
    assert_eq!(words.collect::<Vec<_>>(), ["Colour of the note: Usual -> Green"]);
    assert_eq!((found.len(), found[0].difference), (1, Difference::Changed));
    assert!(diff::versions(side(&after, version), side(&after, version)).is_empty());
    assert!(!diff::projects(&before, &after).objects.is_empty());
}

#[test]
fn copied_notes_keep_their_distance_from_copied_actions() {
    let mut desk = Desk::new("start -> say(Hello) -> node");
    let version = desk.version;
    let cards = [("start", 0), ("say", 280), ("node", 560)].map(|(it, x)| (desk.ids[it], Pos(x, 0))).into();
    desk.apply(&Edit::MoveCards { version, cards });
    let note = desk.add(AnnotationKind::Note, "Ask", area(280, -100, 208, 64));
    let frame = desk.add(AnnotationKind::Frame, "All", area(256, -120, 260, 300));
    let project = desk.document.project().clone();
    let copied = |actions: &[ActionId], others: &[AnnotationId]| {
        let actions = actions.iter().copied().collect();
        let clip = Clip::copy(&project, version, &actions);
        Box::new(clip.with_annotations(&project, version, &others.iter().copied().collect()))
    };
    let clip = copied(&[desk.ids["say"]], &[note, frame]);
    assert_eq!(clip.count_words(), "One action and 2 notes or frames");
    // The top left corner of everything goes to the place.
    let (spot, pos) = (Spot::Free, Some(Pos(2_000, 2_000)));
    let done = desk.apply(&Edit::Paste { version, clip: clip.clone(), spot, pos });
    assert_eq!(desk.flow().positions[&done.actions[0]], Pos(2_024, 2_120));
    let areas = |desk: &Desk, done: &Applied| done.annotations.iter().map(|id| desk.of(*id).area()).collect::<Vec<_>>();
    assert_eq!(areas(&desk, &done), [area(2_024, 2_020, 208, 64), area(2_000, 2_000, 260, 300)]);
    assert_eq!(desk.of(done.annotations[1]).text, "All");
    // On an arrow, they go with the action, whatever makes room for it.
    let spot = desk.spot("say", "ok");
    let done = desk.apply(&Edit::Paste { version, clip, spot, pos: None });
    assert_eq!((desk.flow().positions[&done.actions[0]], desk.at("node")), (Pos(560, 0), Pos(840, 0)));
    assert_eq!(areas(&desk, &done), [area(560, -100, 208, 64), area(536, -120, 260, 300)]);
    // Alone, a copy lies beside what was copied.
    let clip = copied(&[], &[note]);
    assert_eq!((clip.count_words().as_str(), clip.is_empty()), ("One note or frame", false));
    let done = desk.apply(&Edit::Paste { version, clip, spot: Spot::Free, pos: None });
    assert_eq!(areas(&desk, &done), [area(304, -76, 208, 64)]);
    assert_eq!((desk.of(note).area(), desk.of(frame).area()), (area(280, -100, 208, 64), area(256, -120, 260, 300)));
}

/// Whatever makes room or closes a gap: a frame holds all cards that it held.
#[test]
fn frames_keep_their_cards_under_random_edits() {
    for seed in 1..=cases(40) {
        let mut chance = Chance::new(seed);
        let mut desk = Desk::new("start -> say(Hello) -> menu(1 Sales, 2 Help); menu[Sales] -> queue(support)");
        let (version, tree) = (desk.version, desk.document.project().tree_type_of(desk.version));
        let cards = signalbox::layout::tree::tidy(desk.flow(), tree).into_iter().collect();
        desk.apply(&Edit::MoveCards { version, cards });
        for step in 0..12 {
            let ids: Vec<ActionId> = desk.flow().actions.keys().copied().collect();
            let id = *chance.pick(&ids);
            let keys = signalbox::actions::branch_keys(&desk.flow().actions[&id], tree);
            let at = desk.flow().positions[&id];
            if chance.once_in(3) {
                let size = 200 + 150 * i32::try_from(chance.below(5)).unwrap();
                desk.add(AnnotationKind::Frame, "F", area(at.0 - 20, at.1 - 20, size * 2, size));
                continue;
            }
            let edit = match keys.get(chance.below(keys.len().max(1))) {
                Some(key) if !chance.once_in(4) => Edit::AddAction {
                    version,
                    kind: "voice_announcement".to_owned(),
                    spot: Spot::After(id, key.clone()),
                    pos: None,
                },
                _ => Edit::RemoveActions { version, actions: vec![id] },
            };
            let before = desk.flow().clone();
            if desk.try_apply(&edit).is_err() {
                continue;
            }
            let card = |flow: &Flow, id: ActionId| {
                let at = flow.positions.get(&id)?;
                let rows = signalbox::actions::branch_keys(flow.actions.get(&id)?, tree).len();
                Some((
                    at.0,
                    at.1,
                    at.0 + 208,
                    at.1 + 46 + 26 * i32::try_from(rows).unwrap() + if rows > 0 { 6 } else { 0 },
                ))
            };
            let holds = |frame: &Annotation, (left, top, right, bottom): (i32, i32, i32, i32)| {
                let (at, size) = (frame.at, frame.size);
                at.0 <= left && at.1 <= top && right <= at.0 + size.0 && bottom <= at.1 + size.1
            };
            for (frame, was) in &before.annotations {
                for id in before.actions.keys() {
                    let (Some(from), Some(to)) = (card(&before, *id), card(desk.flow(), *id)) else { continue };
                    assert!(
                        !holds(was, from) || holds(desk.of(*frame), to),
                        "seed {seed}, step {step}: {frame} loses {id}: {:?} -> {:?}, {from:?} -> {to:?}",
                        was.area(),
                        desk.of(*frame).area()
                    );
                }
            }
        }
    }
}
