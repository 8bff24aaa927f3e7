//! Length limits of texts. Texts of a loaded file may be longer: they stay accepted wherever they are, because
//! no user typed them here and cutting them would lose data (spec: quality, Part 2 §2d).

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalog::text::number_words;
use crate::model::limits::{MAX_NAME, MAX_TEXT, is_longer};
use crate::model::{Action, Annotation, AnnotationKind, Project};

use super::command::Edit;
use super::slot::SlotKey;
use super::strings::strings;
use super::tx::Refusal;

/// Refuses an edit that adds a text over its limit.
pub(super) fn refuse_longer<'a>(
    edit: &Edit,
    changed: impl Iterator<Item = &'a SlotKey>,
    before: &Project,
    after: &Project,
) -> Result<(), Refusal> {
    // A restored text was in the project before.
    if matches!(edit, Edit::RestoreVersion { .. }) {
        return Ok(());
    }
    let mut long = Vec::new();
    for key in changed {
        visit(after, *key, &mut |limit, text| long.push((limit, text.to_owned())));
    }
    if long.is_empty() {
        return Ok(());
    }
    let mut known = BTreeSet::new();
    for key in keys(before) {
        visit(before, key, &mut |_, text| {
            known.insert(text.trim().to_owned());
        });
    }
    let new = long.into_iter().find(|(_, text)| !known.contains(text.trim()));
    new.map_or(Ok(()), |(limit, text)| Err(Refusal::Invalid(words(limit, text.chars().count()))))
}

fn words(limit: usize, count: usize) -> String {
    if limit == MAX_NAME {
        format!("A name may have {MAX_NAME} characters at most; this one has {}. Shorten it.", number_words(count))
    } else {
        format!(
            "A text may have {} characters at most; this one has {}. Shorten the text or split it.",
            number_words(MAX_TEXT),
            number_words(count)
        )
    }
}

/// A callback for texts over their limit: the limit and the text.
type See<'a> = dyn FnMut(usize, &str) + 'a;

/// Visits the texts of a slot that are over their limit.
fn visit(project: &Project, key: SlotKey, see: &mut See<'_>) {
    match key {
        SlotKey::Settings => whole(&project.settings.name, &project.settings, see),
        SlotKey::Resource(id) => each(project.resources.get(&id), |it| {
            whole(&it.name, &**it, see);
            // Rows are a separate section of the file.
            let rows = it.data.table().map(|(_, rows)| rows).unwrap_or_default();
            rows.iter().flatten().for_each(|cell| one(MAX_TEXT, cell, see));
        }),
        SlotKey::EntryPoint(id) => each(project.entry_points.get(&id), |it| whole(&it.name, &**it, see)),
        SlotKey::Routing(id) => each(project.routings.get(&id), |it| whole(&it.name, &**it, see)),
        SlotKey::Caller(id) => each(project.callers.get(&id), |it| whole(&it.name, &**it, see)),
        SlotKey::World(id) => each(project.worlds.get(&id), |it| whole(&it.name, &**it, see)),
        SlotKey::TestCall(id) => each(project.test_calls.get(&id), |it| whole(&it.name, &**it, see)),
        SlotKey::Scenario(id) => each(project.scenarios.get(&id), |it| whole(&it.name, &**it, see)),
        SlotKey::Version(id) => each(project.versions.get(&id), |it| {
            whole(&it.info.name, &it.info, see);
            it.flow.actions.values().for_each(|it| action(it, see));
            it.flow.annotations.values().for_each(|it| annotation(it, see));
        }),
        SlotKey::VersionText(id) => each(project.versions.get(&id), |it| whole(&it.info.name, &it.info, see)),
        SlotKey::Action(version, id) => {
            each(project.versions.get(&version).and_then(|it| it.flow.actions.get(&id)), |it| action(it, see));
        }
        SlotKey::Annotation(version, id) => {
            each(project.versions.get(&version).and_then(|it| it.flow.annotations.get(&id)), |it| annotation(it, see));
        }
        SlotKey::Position(..) => {}
    }
}

fn each<T>(found: Option<T>, look: impl FnMut(T)) {
    found.into_iter().for_each(look);
}

fn whole(name: &str, object: &impl Serialize, see: &mut See<'_>) {
    one(MAX_NAME, name, see);
    strings(object, &mut |text| one(MAX_TEXT, text, see));
}

fn action(action: &Action, see: &mut See<'_>) {
    one(MAX_TEXT, &action.comment, see);
    whole(&action.title, &action.params, see);
}

fn annotation(annotation: &Annotation, see: &mut See<'_>) {
    let limit = if annotation.kind == AnnotationKind::Frame { MAX_NAME } else { MAX_TEXT };
    one(limit, &annotation.text, see);
}

fn one(limit: usize, text: &str, see: &mut See<'_>) {
    if is_longer(text, limit) {
        see(limit, text);
    }
}

/// All slots that can contain texts.
fn keys(project: &Project) -> Vec<SlotKey> {
    let mut keys = vec![SlotKey::Settings];
    keys.extend(project.resources.keys().copied().map(SlotKey::Resource));
    keys.extend(project.entry_points.keys().copied().map(SlotKey::EntryPoint));
    keys.extend(project.routings.keys().copied().map(SlotKey::Routing));
    keys.extend(project.versions.keys().copied().map(SlotKey::Version));
    keys.extend(project.callers.keys().copied().map(SlotKey::Caller));
    keys.extend(project.worlds.keys().copied().map(SlotKey::World));
    keys.extend(project.test_calls.keys().copied().map(SlotKey::TestCall));
    keys.extend(project.scenarios.keys().copied().map(SlotKey::Scenario));
    keys
}
