//! The fourth frozen file of schema 2, `schema_2_canvas.ron`: notes and frames of versions. Neither the file nor the project is ever edited.

use std::sync::Arc;

use crate::digest::digest;
use crate::model::{ActionId, Annotation, AnnotationId, AnnotationKind, Pos, Project, RoutingId, Size, VersionId};

use super::{meaning_more, opened, refusal, write};

/// The project of the frozen file.
pub(super) fn project() -> Project {
    let mut project = meaning_more::project();
    project.uid = "5f0d27ce81".to_owned();
    let routing = Arc::make_mut(project.routings.get_mut(&RoutingId(5)).unwrap());
    routing.last_action = ActionId(24);
    let frame =
        |text: &str, at, size| Annotation { kind: AnnotationKind::Frame, text: text.to_owned(), at, size, color: None };
    let note =
        |text: &str, at, size| Annotation { kind: AnnotationKind::Note, text: text.to_owned(), at, size, color: None };
    for (version, id, annotation) in [
        (7, 21, frame("Orders, \"1\"", Pos(-24, -48), Size(760, 240))),
        (7, 22, note("Léonie's idea:\n  ask twice", Pos(0, 240), Size(208, 96))),
        (7, 24, note("", Pos(-1_000_000, 1_000_000), Size(32, 1_000_000))),
        (6, 23, frame("Summer", Pos(0, 0), Size(480, 160))),
    ] {
        let version = Arc::make_mut(project.versions.get_mut(&VersionId(version)).unwrap());
        version.flow.annotations.insert(AnnotationId(id), Arc::new(annotation));
    }
    let production = Arc::make_mut(project.versions.get_mut(&VersionId(6)).unwrap());
    production.info.digest = Some("d2:2214b40d36d2e21cf6234dc9583f852841b7891e0d4faaafba9198364dffbf46".to_owned());
    project
}

#[test]
fn the_stamp_of_a_version_covers_its_notes() {
    let project = project();
    let production = &project.versions[&VersionId(6)];
    assert_eq!(production.info.digest.as_deref(), Some(digest(production).as_str()));
    let text = write(&project).unwrap().replace("text: \"Summer\"", "text: \"Winter\"");
    let notes = opened(&text).notes;
    assert!(notes.iter().any(|note| note.contains("\"Summer\"") && note.contains("changed outside")), "{notes:?}");
}

#[test]
fn a_note_that_nobody_can_find_is_refused() {
    let text = write(&project()).unwrap();
    let with = |from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        refusal(&text.replace(from, to))
    };
    let note = "(7, 22): (kind: Note";
    for (to, why) in [
        (
            "(7, 2): (kind: Note",
            "Note 2 of version \"Winter\" has an id that its routing never handed out, or that of an action",
        ),
        ("(7, 0): (kind: Note", "Note 0 of version \"Winter\" has an id"),
        ("(70, 22): (kind: Note", "Note (70, 22) belongs to no version"),
        ("(7, 22): (kind: Cloud", "Cloud"),
        ("(7, 21): (kind: Note", "the key (7, 21) occurs twice"),
    ] {
        let found = with(note, to);
        assert!(found.contains(why), "{found}");
    }
    let found = with("at: (0, 240), size: (208, 96)", "at: (0, 1000001), size: (208, 96)");
    assert!(found.contains("Note 22 of version \"Winter\" is more than 1000000 units away"), "{found}");
    for size in ["(31, 96)", "(208, 31)", "(208, 1000001)", "(-208, 96)"] {
        let found = with("size: (208, 96)", &format!("size: {size}"));
        assert!(
            found.contains("Note 22 of version \"Winter\" has a side that is not between 32 and 1000000"),
            "{found}"
        );
    }
}

#[test]
fn a_highest_id_of_a_note_is_the_counter_of_its_routing() {
    let text = write(&project()).unwrap();
    assert!(!text.contains("last_action"), "{text}");
    assert_eq!(opened(&text).project.routings[&RoutingId(5)].last_action, ActionId(24));
}
