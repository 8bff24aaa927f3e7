//! Copied actions, notes and frames as a text that people can read, send in a mail and paste again. It is RON with the entries of the project file, and begins
//! with a line of its own, so that text around it does no harm.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use ron::Deserializer;
use ron::error::{Error, SpannedError};
use serde::{Deserialize, Serialize};

use super::assemble::action;
use super::error::LoadError;
use super::fault::fault;
use super::format::{ActionRecord, EXTENSIONS, ParamsForm, WrittenParams, layout};
use super::limits::LISTED;
use super::write::{Output, record};
use crate::model::limits::MAX_ID;
use crate::model::params::MAX_ROW_LEVELS;
use crate::model::{
    ActionId, Annotation, AnnotationId, Clip, Flow, Params, Project, Routing, RoutingId, Version, VersionId,
    VersionInfo, invariants, persist,
};

/// The most bytes of such a text: about 3,000 actions.
pub const MAX_BYTES: usize = 1024 * 1024;

/// What every such text begins with, whatever its number.
const BEGIN: &str = "#![schema = \"signalbox-actions/";
/// The number of the schema. Like that of the project file, the schema only gains optional fields.
const NUMBER: u32 = 1;
/// The most titles that the comment at the top names.
const MOST_TITLES: usize = 12;

/// The text.
#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(serialize = "P: Serialize + ParamsForm", deserialize = "P: Deserialize<'de> + ParamsForm")
)]
struct Document<'a, P> {
    #[serde(deserialize_with = "persist::map")]
    actions: BTreeMap<ActionId, ActionRecord<'a, P>>,
    /// The references of the items that the actions name by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    references: BTreeMap<u32, Cow<'a, str>>,
    /// The notes and frames, numbered.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    annotations: BTreeMap<AnnotationId, Cow<'a, Annotation>>,
}

/// Why a text was not read.
#[derive(Debug, thiserror::Error)]
pub enum ClipError {
    /// The text is about something else.
    #[error(
        "The clipboard has no copied actions. Copy actions in Signalbox first, or the whole text of copied actions, which begins with {BEGIN}…"
    )]
    NotOurs,
    /// The text is longer than the limit.
    #[error("The clipboard has more text than can be pasted into a tree ({} MiB). Copy fewer actions.", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// A newer program wrote the text.
    #[error(
        "A newer Signalbox wrote these actions (format {0}; this version reads {NUMBER}). Paste them in the newer Signalbox."
    )]
    Newer(u32),
    /// The text cannot be read.
    #[error(
        "The copied text is damaged at line {line}, column {column}, counted from the line that begins with {BEGIN}…: {what}.\n{excerpt}\nCopy the whole text again."
    )]
    Damaged {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
        /// What is wrong, without a full stop.
        what: String,
        /// The line.
        excerpt: String,
    },
    /// The text can be read, but the actions do not fit together.
    #[error("The copied actions are inconsistent:\n{}\nCopy them again.", .0.join("\n"))]
    Broken(Vec<String>),
}

/// The text of copied actions, with their titles at the top for people who read it. Links to other actions are left out.
///
/// # Errors
/// If the text would be too long, or an action has parameters of another program that are not RON: a sentence.
pub fn write(clip: &Clip, titles: &[&str]) -> Result<String, String> {
    let known: std::collections::BTreeSet<ActionId> = clip.actions.iter().map(|(action, _)| action.id).collect();
    let mut actions = BTreeMap::new();
    for (action, pos) in &clip.actions {
        let mut entry: ActionRecord<'_, WrittenParams<'_>> =
            record(action, Some(*pos)).map_err(|error| error.to_string())?;
        entry.links.retain(|_, link| link.target().is_none_or(|to| known.contains(&to)));
        actions.insert(action.id, entry);
    }
    let references = clip.references.iter().map(|(id, reference)| (*id, Cow::Borrowed(reference.as_str()))).collect();
    let annotations = (1..).map(AnnotationId).zip(clip.annotations.iter().map(Cow::Borrowed)).collect();
    let mut text = format!("// {}\n", heading(clip, titles));
    let _ = writeln!(text, "// To use them, copy the whole text and paste it into a tree in Signalbox.");
    let _ = writeln!(text, "{BEGIN}{NUMBER}\"]");
    let mut output = Output { text, has_backslash: false };
    ron::Options::default()
        .to_writer_pretty(&mut output, &Document { actions, references, annotations }, layout().depth_limit(4))
        .map_err(|error| error.to_string())?;
    output.text.push('\n');
    if output.text.len() > MAX_BYTES { Err(ClipError::TooLarge.to_string()) } else { Ok(output.text) }
}

/// Names what was copied on one line.
fn heading(clip: &Clip, titles: &[&str]) -> String {
    let count = clip.count_words();
    let plain = |title: &&str| title.chars().map(|it| if it.is_control() { ' ' } else { it }).collect::<String>();
    let named: Vec<String> = titles.iter().take(MOST_TITLES).map(plain).collect();
    let more = if titles.len() > MOST_TITLES { ", …" } else { "" };
    format!("{count} copied from Signalbox: {}{more}", named.join(", "))
}

/// Reads the text of copied actions, which other text may surround.
///
/// # Errors
/// What is wrong with the text.
pub fn read(text: &str) -> Result<Clip, ClipError> {
    if text.len() > MAX_BYTES {
        return Err(ClipError::TooLarge);
    }
    let text = without_mail(text).ok_or(ClipError::NotOurs)?;
    let number = text.get(BEGIN.len()..).and_then(|rest| rest.split('"').next()).and_then(|it| it.parse().ok());
    match number {
        None | Some(0) => return Err(ClipError::NotOurs),
        Some(newer) if newer > NUMBER => return Err(ClipError::Newer(newer)),
        Some(_) => {}
    }
    let clip = assembled(parsed(&text)?)?;
    let broken = broken(&clip);
    if broken.is_empty() { Ok(clip) } else { Err(ClipError::Broken(broken)) }
}

/// The text from its first line on, without what mail programs add: marks of quotation, and spaces that do not break at the beginnings of lines.
fn without_mail(text: &str) -> Option<String> {
    let begin = text.find(BEGIN)?;
    let before = text.get(..begin)?;
    let is_quoted = before.rsplit('\n').next().is_some_and(|line| line.contains('>'));
    let mut lines = String::with_capacity(text.len() - begin);
    for line in text.get(begin..)?.lines() {
        let marks = |it: char| it == '\u{a0}' || it.is_whitespace() || (is_quoted && it == '>');
        lines.push_str(line.trim_start_matches(marks).trim_end_matches('\u{a0}'));
        lines.push('\n');
    }
    Some(lines)
}

fn parsed(text: &str) -> Result<Document<'_, Params>, ClipError> {
    let mut track = serde_path_to_error::Track::new();
    let damaged = |error: &SpannedError, track: serde_path_to_error::Track| {
        let fault = fault(text, text, error, &track.path());
        let place = if fault.place.is_empty() { String::new() } else { format!(" (in {})", fault.place) };
        let what = match &error.code {
            Error::NoSuchStructField { .. } => format!("{}; a newer Signalbox may have written it", fault.what),
            _ => fault.what,
        };
        ClipError::Damaged {
            line: fault.line,
            column: fault.column,
            what: format!("{what}{place}"),
            excerpt: fault.excerpt,
        }
    };
    let options = ron::Options::default().with_default_extension(EXTENSIONS);
    let mut input = match Deserializer::from_str_with_options(text, &options) {
        Ok(input) => input,
        Err(error) => return Err(damaged(&error, track)),
    };
    // What follows after the text, such as a signature, does not count.
    match Document::deserialize(serde_path_to_error::Deserializer::new(&mut input, &mut track)) {
        Ok(document) => Ok(document),
        Err(code) => Err(damaged(&input.span_error(code), track)),
    }
}

fn assembled(document: Document<'_, Params>) -> Result<Clip, ClipError> {
    let known: std::collections::BTreeSet<ActionId> = document.actions.keys().copied().collect();
    let mut clip = Clip { source: None, ..Clip::default() };
    for (id, record) in document.actions {
        let at = record.at.unwrap_or_default();
        let mut found = action((VersionId(0), id), record, &mut |_, params| Ok((params, None)))
            .map_err(|error: LoadError| ClipError::Broken(vec![error.to_string()]))?;
        found.links.retain(|_, link| link.target().is_none_or(|to| known.contains(&to)));
        clip.actions.push((Arc::new(found), at));
    }
    clip.references = document.references.into_iter().map(|(id, it)| (id, it.into_owned())).collect();
    clip.annotations = document.annotations.into_values().map(Cow::into_owned).collect();
    Ok(clip)
}

/// What no project may hold, as sentences: the actions are looked at as a version of a project of their own.
fn broken(clip: &Clip) -> Vec<String> {
    let mut broken = Vec::new();
    if clip.is_empty() {
        broken.push("The text has no action.".to_owned());
    }
    for (action, _) in &clip.actions {
        if action.is_start() {
            broken.push("Start cannot be pasted: every tree has its own.".to_owned());
        }
        if action.id.0 == 0 || action.id.0 >= MAX_ID {
            broken.push(format!("Action {} has an id that no action can have.", action.id));
        }
        if action.params.0.values().any(|value| value.row_levels() > MAX_ROW_LEVELS) {
            broken
                .push(format!("Action {} has rows that are nested more than {MAX_ROW_LEVELS} levels deep.", action.id));
        }
    }
    if broken.is_empty() {
        broken = invariants::check(&alone(clip));
    }
    broken.truncate(LISTED);
    broken
}

/// A project with one version, whose actions are Start and the copied ones.
fn alone(clip: &Clip) -> Project {
    let last = clip.actions.iter().map(|(action, _)| action.id.0).max().unwrap_or(0);
    let start = ActionId(last + 1);
    let mut flow = Flow::blank(start);
    for (action, pos) in &clip.actions {
        flow.actions.insert(action.id, action.clone());
        flow.positions.insert(action.id, *pos);
    }
    let mut last = start;
    for annotation in &clip.annotations {
        last.0 = last.0.saturating_add(1);
        flow.annotations.insert(AnnotationId(last.0), Arc::new(annotation.clone()));
    }
    let (routing, version) = (RoutingId(1), VersionId(2));
    let info = VersionInfo { routing, name: "copied actions".to_owned(), ..VersionInfo::default() };
    let of = Routing { id: routing, reference: "copied".to_owned(), last_action: last, ..Routing::default() };
    let mut project = Project { last_id: version.0, ..Project::default() };
    project.routings.insert(routing, Arc::new(of));
    project.versions.insert(version, Arc::new(Version { id: version, info, flow }));
    project
}
