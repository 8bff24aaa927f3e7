//! The only writer of the file, and the check that the written text reads back as the same project. Everything is sorted
//! and each entry takes one line, so that changing one action changes one line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use ron::value::RawValue;

use super::assemble::highest_actions;
use super::error::{LoadError, SaveError};
use super::format::{ActionRecord, Document, WrittenParams, layout, schema_line};
use super::read::read;
use super::ui_thread::assert_elsewhere;
use crate::model::{
    Action, ActionId, Annotation, AnnotationId, Pos, Project, ResourceData, ResourceId, Routing, RoutingId, VersionId,
};

/// The text of the project file.
///
/// # Errors
/// If the project is nested too deeply, or contains foreign parameters that are not RON.
pub fn write(project: &Project) -> Result<String, SaveError> {
    assert_elsewhere();
    let document = document(project)?;
    let mut output = Output { text: schema_line(), has_backslash: false };
    output.text.push('\n');
    ron::Options::default()
        .to_writer_pretty(&mut output, &document, layout())
        .map_err(|error| SaveError::Serialise(error.to_string()))?;
    output.text.push('\n');
    Ok(output.text)
}

/// Removes the serialiser's backslashes before apostrophes, which make
/// many languages hard to read. Escapes arrive character by character, the text of foreign parameters as one piece.
pub(super) struct Output {
    pub text: String,
    pub has_backslash: bool,
}

impl fmt::Write for Output {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        let had_backslash = std::mem::take(&mut self.has_backslash);
        if piece == "\\" && !had_backslash {
            self.has_backslash = true;
            return Ok(());
        }
        if had_backslash && piece != "'" {
            self.text.push('\\');
        }
        self.text.push_str(piece);
        Ok(())
    }
}

/// Refuses a text that does not open, or that opens as a different project.
pub(super) fn prove(text: &str, project: &Project) -> Result<(), SaveError> {
    assert_elsewhere();
    let loaded = read(text.as_bytes()).map_err(|error| match error {
        LoadError::Broken(rules) => SaveError::Broken(rules),
        LoadError::TooLarge => SaveError::TooLarge,
        error => SaveError::Unreadable(Box::new(error)),
    })?;
    match first_difference(&loaded.project, project) {
        None => Ok(()),
        Some(part) => Err(SaveError::Unfaithful(part)),
    }
}

fn first_difference(read: &Project, memory: &Project) -> Option<&'static str> {
    let parts = [
        ("uid", read.uid == memory.uid),
        ("settings", read.settings == memory.settings),
        ("last_id", read.last_id == memory.last_id),
        ("resources", read.resources == memory.resources),
        ("entry_points", read.entry_points == memory.entry_points),
        ("routings", read.routings == memory.routings),
        ("versions", read.versions == memory.versions),
        ("callers", read.callers == memory.callers),
        ("worlds", read.worlds == memory.worlds),
        ("test_calls", read.test_calls == memory.test_calls),
        ("scenarios", read.scenarios == memory.scenarios),
        ("activity", read.activity == memory.activity),
        ("project", read == memory),
    ];
    parts.into_iter().find(|(_, is_same)| !is_same).map(|(part, _)| part)
}

fn document(project: &Project) -> Result<Document<'_, WrittenParams<'_>>, SaveError> {
    let mut actions = BTreeMap::new();
    let mut positions = BTreeMap::new();
    for (version_id, version) in &project.versions {
        let flow = &version.flow;
        for (id, action) in &flow.actions {
            actions.insert((*version_id, *id), record(action, flow.positions.get(id).copied())?);
        }
        // A position without an action: the check of the written text reports it.
        let stray = flow.positions.iter().filter(|(id, _)| !flow.actions.contains_key(id));
        positions.extend(stray.map(|(id, pos)| ((*version_id, *id), *pos)));
    }
    Ok(Document {
        uid: Cow::Borrowed(&project.uid),
        settings: Cow::Borrowed(&project.settings),
        last_id: project.last_id,
        resources: project.resources.iter().map(|(id, it)| (*id, Cow::Borrowed(&**it))).collect(),
        table_rows: table_rows(project),
        entry_points: project.entry_points.iter().map(|(id, it)| (*id, Cow::Borrowed(&**it))).collect(),
        routings: routings(project),
        versions: project.versions.iter().map(|(id, it)| (*id, Cow::Borrowed(&it.info))).collect(),
        actions,
        positions,
        annotations: annotations(project),
        callers: project.callers.iter().map(|(id, it)| (*id, Cow::Borrowed(&**it))).collect(),
        worlds: project.worlds.iter().map(|(id, it)| (*id, Cow::Borrowed(&**it))).collect(),
        test_calls: project.test_calls.iter().map(|(id, it)| (*id, Cow::Borrowed(&**it))).collect(),
        scenarios: project.scenarios.iter().map(|(id, it)| (*id, Cow::Borrowed(&**it))).collect(),
        activity: Cow::Borrowed(&project.activity),
    })
}

fn annotations(project: &Project) -> BTreeMap<(VersionId, AnnotationId), Cow<'_, Annotation>> {
    let mut all = BTreeMap::new();
    for (version, found) in &project.versions {
        all.extend(found.flow.annotations.iter().map(|(id, it)| ((*version, *id), Cow::Borrowed(&**it))));
    }
    all
}

/// The routings. The counter of ids is left out if the actions imply it, so that a new action adds only one line.
fn routings(project: &Project) -> BTreeMap<RoutingId, Cow<'_, Routing>> {
    let highest = highest_actions(project.versions.values().map(|version| &**version));
    let mut routings = BTreeMap::new();
    for (id, routing) in &project.routings {
        let written = if highest.get(id) == Some(&routing.last_action) {
            Cow::Owned(Routing { last_action: ActionId(0), ..(**routing).clone() })
        } else {
            Cow::Borrowed(&**routing)
        };
        routings.insert(*id, written);
    }
    routings
}

fn table_rows(project: &Project) -> BTreeMap<(ResourceId, u32), Cow<'_, [String]>> {
    let mut lines = BTreeMap::new();
    for (id, resource) in &project.resources {
        let rows = match &resource.data {
            ResourceData::ValuesTable(table) => Some(&table.rows),
            ResourceData::Database(database) => Some(&database.rows),
            _ => None,
        };
        if let Some(rows) = rows {
            lines.extend((1..).zip(rows).map(|(number, row)| ((*id, number), Cow::Borrowed(row.as_slice()))));
        }
    }
    lines
}

pub(super) fn record(action: &Action, at: Option<Pos>) -> Result<ActionRecord<'_, WrittenParams<'_>>, SaveError> {
    let params = match &action.foreign_params {
        None => WrittenParams::Known(&action.params),
        Some(text) => WrittenParams::Foreign(
            RawValue::from_ron(text).map_err(|error| SaveError::Serialise(format!("action {}: {error}", action.id)))?,
        ),
    };
    Ok(ActionRecord {
        kind: Cow::Borrowed(&action.kind),
        title: Cow::Borrowed(&action.title),
        comment: Cow::Borrowed(&action.comment),
        params,
        record_passage: action.record_passage,
        links: action.links.iter().map(|(branch, link)| (Cow::Borrowed(branch.as_str()), *link)).collect(),
        last_row: action.last_row,
        at,
    })
}
