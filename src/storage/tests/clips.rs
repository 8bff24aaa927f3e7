//! Copied actions as text: what is read back, what mail programs do to a text, and texts that are broken.

use std::collections::BTreeSet;

use super::*;
use crate::edit::{Clip, Context, Document, Edit, Spot};
use crate::model::{ActionId, Link, Pos, VersionId, invariants};
use crate::storage::clip::{self, ClipError};

/// A clip with rows, links, references and texts in several languages, and its text.
fn copied() -> (Clip, String) {
    let example = std::fs::read_to_string("projects/hotel_front_desk.ron").unwrap();
    let project = opened(&example).project;
    let version = project.versions.values().next().unwrap();
    let clip = Clip::copy(&project, version.id, &version.flow.actions.keys().copied().collect());
    let text = clip::write(&clip, &clip.titles()).unwrap();
    (clip, text)
}

/// The clip without what a text leaves out.
fn without_source(clip: &Clip) -> Clip {
    Clip { source: None, ..clip.clone() }
}

#[test]
fn a_text_is_read_back_as_the_same_actions() {
    let (clip, text) = copied();
    assert!(clip.len() > 5 && !clip.references.is_empty());
    assert_eq!(clip::read(&text).unwrap(), without_source(&clip));
    let mut lines = text.lines();
    let first = lines.next().unwrap();
    assert!(first.starts_with(&format!("// {} actions copied from Signalbox: ", clip.len())), "{first}");
    assert!(text.contains("\n#![schema = \"signalbox-actions/1\"]\n#![enable(implicit_some)]\n"), "{text}");
    assert!(!text.contains(&clip.source.clone().unwrap().0), "the text does not name the project");
}

#[test]
fn generated_actions_are_read_back() {
    for seed in 0..cases(40) {
        let project = Dice::new(seed + 1).project();
        for version in project.versions.values() {
            let ids: BTreeSet<ActionId> = version.flow.actions.keys().copied().collect();
            let mut clip = Clip::copy(&project, version.id, &ids);
            // Parameters of another program cannot be pasted from a text, and a text leaves out links to what was not copied.
            clip.actions.retain(|(action, _)| action.foreign_params.is_none());
            let kept: BTreeSet<ActionId> = clip.actions.iter().map(|(action, _)| action.id).collect();
            for (action, _) in &mut clip.actions {
                let links = &mut std::sync::Arc::make_mut(action).links;
                links.retain(|_, link| link.target().is_none_or(|to| kept.contains(&to)));
            }
            if clip.is_empty() {
                continue;
            }
            let text = clip::write(&clip, &clip.titles()).unwrap();
            assert_eq!(clip::read(&text).unwrap(), without_source(&clip), "seed {seed}");
        }
    }
}

#[test]
fn what_mail_programs_do_to_a_text_does_no_harm() {
    let (clip, text) = copied();
    let after = |mark: &str| text.lines().flat_map(|line| [mark, line, "\n"]).collect::<String>();
    let (quoted, twice) = (after("> "), after("> > "));
    for (what, mailed) in [
        ("Windows line ends", text.replace('\n', "\r\n")),
        ("text around it", format!("Dear Ana,\nhere is the menu:\n\n{text}\n-- \nBen, +44 20 (7946) 0000\n")),
        ("quoted", format!("Ben wrote:\n{quoted}\nThank you!")),
        ("quoted twice", twice),
        ("spaces that do not break", text.replace("\n  ", "\n\u{a0} ").replace("\n\u{a0}   ", "\n\u{a0}\u{a0}\u{a0} ")),
        ("indented", after("    ")),
        ("without the comments", text.lines().skip(2).collect::<Vec<_>>().join("\n")),
    ] {
        match clip::read(&mailed) {
            Ok(read) => assert_eq!(read, without_source(&clip), "{what}"),
            Err(why) => panic!("{what}: {why}"),
        }
    }
}

#[test]
fn what_is_wrong_with_a_text_is_said() {
    let (_, text) = copied();
    let start = "#![schema = \"signalbox-actions/1\"]\n(actions: {3: (kind: \"start\")})";
    let deep = |levels: usize| {
        let rows =
            (0..levels).fold("Int(1)".to_owned(), |inner, _| format!("Rows([(id: 1, cells: {{\"a\": {inner}}})])"));
        format!(
            "#![schema = \"signalbox-actions/1\"]\n(actions: {{3: (kind: \"node\", params: {{\"a\": {rows}}}, last_row: 9)}})"
        )
    };
    for (broken, expected) in [
        (String::new(), "The clipboard has no copied actions."),
        ("Voice announcement\nMenu".to_owned(), "The clipboard has no copied actions."),
        (text.replace("signalbox-actions", "signalbox"), "The clipboard has no copied actions."),
        (text.replace("actions/1", "actions/"), "The clipboard has no copied actions."),
        (text.replace("actions/1", "actions/2"), "A newer Signalbox wrote these actions (format 2"),
        (" ".repeat(clip::MAX_BYTES + 1), "more text than can be pasted"),
        (text[..text.len() / 2].to_owned(), "The copied text is damaged at line "),
        (text.replacen("kind:", "knid:", 1), "there is no `knid` here"),
        (text.replacen("kind: \"", "kind: ", 1), "is damaged at line "),
        (start.to_owned(), "Start cannot be pasted: every tree has its own."),
        (start.replace("3: (kind: \"start\")", ""), "The text has no action."),
        (start.replace("start", "node").replace("3:", "0:"), "Action 0 has an id that no action can have."),
        (start.replace("start", "node").replace("3:", "4294967295:"), "has an id that no action can have."),
        (start.replace("\"start\"", "\"node\", at: (0, 2000000)"), "stands more than 1000000 units away"),
        (deep(2), "has row 1 of \"a\" twice"),
        (deep(9), "nested more than 8 levels deep"),
        (deep(200), "too many levels of nesting"),
        (start.replace("3: (kind: \"start\")", "3: (kind: \"node\"), 3: (kind: \"node\")"), "occurs twice"),
    ] {
        let why = clip::read(&broken).unwrap_err().to_string();
        assert!(why.contains(expected), "{expected:?} is not said in {why:?}");
    }
}

#[test]
fn too_many_actions_for_a_text_are_refused() {
    let (mut clip, _) = copied();
    let (one, _) = clip.actions[0].clone();
    let many = |id: u32| {
        let mut action = (*one).clone();
        action.id = ActionId(id);
        action.comment = "x".repeat(1000);
        (std::sync::Arc::new(action), Pos(0, 0))
    };
    clip.actions = (1..=2000).map(many).collect();
    let why = clip::write(&clip, &[]).unwrap_err();
    assert!(why.contains("more text than can be pasted"), "{why}");
}

/// Whatever happens to a text: it is refused, or what it says can be pasted and leaves a whole project.
#[test]
fn broken_texts_are_refused_or_paste_what_they_say() {
    let (_, text) = copied();
    let mut dice = Dice::new(11);
    let (mut refused, mut pasted) = (0, 0);
    for _ in 0..cases(1500) {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len());
            match dice.below(5) {
                0 => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
                1 => drop(bytes.splice(at..at, b"(){}[],:\"\\#9-"[dice.below(13)..].iter().copied().take(1))),
                2 => drop(bytes.drain(at..(at + dice.below(40)).min(bytes.len()))),
                3 => {
                    let copied: Vec<u8> = bytes[at..(at + dice.below(60)).min(bytes.len())].to_vec();
                    let to = dice.below(bytes.len());
                    drop(bytes.splice(to..to, copied));
                }
                _ => bytes.truncate(at.max(1)),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let broken = String::from_utf8_lossy(&bytes).into_owned();
        match clip::read(&broken) {
            Err(why) => {
                assert!(!why.to_string().is_empty() && !matches!(why, ClipError::TooLarge));
                refused += 1;
            }
            Ok(clip) => {
                assert!(!clip.is_empty());
                let mut project = small();
                let version = std::sync::Arc::make_mut(project.versions.get_mut(&VersionId(7)).unwrap());
                version.flow = crate::model::Flow::blank(ActionId(1));
                let mut document = Document::new(project);
                let (version, spot) = (VersionId(7), Spot::After(ActionId(1), "ok".to_owned()));
                let paste = Edit::Paste { version, clip: Box::new(clip), spot, pos: None };
                let _ = document.apply(&paste, &Context::default());
                assert_eq!(invariants::check(document.project()), [""; 0], "{broken}");
                pasted += 1;
            }
        }
    }
    assert!(refused > 100 && pasted > 20, "{refused} refused, {pasted} pasted");
}

#[test]
fn links_to_what_was_not_copied_are_left_out() {
    let text = "#![schema = \"signalbox-actions/1\"]\n(actions: {3: (kind: \"node\", links: {\"ok\": To(9)}), 4: (kind: \"node\", links: {\"ok\": To(3)})})";
    let clip = clip::read(text).unwrap();
    let links: Vec<Option<Link>> = clip.actions.iter().map(|(action, _)| action.links.get("ok").copied()).collect();
    assert_eq!(links, [None, Some(Link::To(ActionId(3)))]);
}

#[test]
fn notes_and_frames_are_in_the_text() {
    let project = super::canvas::project();
    let ids = project.versions[&VersionId(7)].flow.annotations.keys().copied().collect();
    let clip = Clip::default().with_annotations(&project, VersionId(7), &ids);
    let text = clip::write(&clip, &clip.titles()).unwrap();
    let first = text.lines().next().unwrap();
    assert_eq!(first, "// 3 notes or frames copied from Signalbox: Orders, \"1\", Léonie's idea:, ");
    assert_eq!(clip::read(&text).unwrap(), clip);
    let wrong = text.replace("size: (208, 96)", "size: (1, 96)");
    assert_ne!(wrong, text);
    let why = clip::read(&wrong).unwrap_err().to_string();
    assert!(why.contains("has a side that is not between 32 and 1000000 units long"), "{why}");
}
