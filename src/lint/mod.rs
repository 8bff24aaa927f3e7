//! Problems: errors and warnings in a project, each with its place, an explanation, and if possible a fix
//! that is one undo step (spec: designer §4). One file per concern; no check changes the project.

mod customer_gone;
mod data_flow;
mod entry_points;
mod fields;
mod flow;
mod messages;
mod names;
mod phrases;
mod recording;
mod records;
mod resources;
mod sharing;
mod unset;
pub mod values;
pub mod variables;
mod web_services;

pub use fields::is_blank;

use self::data_flow::Paths;
use self::unset::Variables;
use crate::actions;
use crate::catalog::{CheckCx, Finding, Severity};
use crate::digest::is_changed_outside;
use crate::edit::Edit;
use crate::lifecycle::plan::plan_words;
use crate::model::limits::MAX_STEP_LIMIT;
use crate::model::{Action, ActionRef, Place, Project, Routing, Version, VersionId};

/// A problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable code, such as `dropped-branch`.
    pub code: &'static str,
    /// The severity.
    pub severity: Severity,
    /// Whether the problem keeps its version out of production.
    pub blocks: bool,
    /// The place.
    pub place: Place,
    /// The explanation, with what to do.
    pub message: String,
    /// Fixes with their names; empty if a person must decide.
    pub fix: Option<(&'static str, Vec<Edit>)>,
}

impl Diagnostic {
    fn new(place: Place, finding: Finding) -> Self {
        let Finding { code, severity, message, blocks } = finding;
        Self { code, severity, blocks, place, message, fix: None }
    }

    fn fix(mut self, words: &'static str, edit: Edit) -> Self {
        self.fix = Some((words, vec![edit]));
        self
    }

    /// The version that the problem belongs to, if any.
    #[must_use]
    pub fn version(&self) -> Option<VersionId> {
        self.place.version()
    }
}

/// Every problem of a project: versions first, in order of their ids, each in order of its actions.
#[must_use]
pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let variables = Variables::new(project);
    for version in project.versions.values() {
        found.extend(check_with(project, version, &variables));
    }
    entry_points::check(project, &mut found);
    resources::check(project, &mut found);
    variables::check_reserved(project, &mut found);
    phrases::check(project, &mut found);
    settings(project, &mut found);
    found
}

/// What is wrong with the settings.
fn settings(project: &Project, found: &mut Vec<Diagnostic>) {
    let limit = project.settings.step_limit;
    if !(1..=MAX_STEP_LIMIT).contains(&limit) {
        let message = format!(
            "The step limit is {limit}, but it must be 1 to {MAX_STEP_LIMIT}: with 0 every call would end before it begins. Set it in the \
             settings of the project."
        );
        found.push(Diagnostic::new(Place::Settings, Finding::error("step-limit", message)));
    }
}

/// Every problem of a version.
#[must_use]
pub fn check_version(project: &Project, version: &Version) -> Vec<Diagnostic> {
    check_with(project, version, &Variables::new(project))
}

/// The same where the variables of the project are at hand.
fn check_with(project: &Project, version: &Version, variables: &Variables<'_>) -> Vec<Diagnostic> {
    let Some(routing) = project.routings.get(&version.info.routing) else { return Vec::new() };
    let mut found = Vec::new();
    for action in version.flow.actions.values() {
        check_action(&CheckCx { project, routing, version, action }, &mut found);
    }
    flow::check(project, routing, version, &mut found);
    names::check(version, &mut found);
    phrases::check_version(project, routing, version, &mut found);
    let paths = Paths::new(&version.flow, routing.tree_type());
    recording::check(project, routing, version, &paths, &mut found);
    customer_gone::check(routing, version, &paths, &mut found);
    messages::check(project, routing, version, &mut found);
    unset::check(variables, routing, version, &paths, &mut found);
    if let Some(plan) = version.info.planned.as_ref().filter(|plan| plan.missed.is_some()) {
        let message = plan_words(plan) + " Schedule it again, or remove it from the schedule.";
        let finding = Finding::warning("missed-production", message);
        found.push(Diagnostic::new(Place::Version(version.id), finding));
    }
    if let Some(why) = project.plan_clash(version) {
        let message = format!("{why} Remove one of them from the schedule.");
        found.push(Diagnostic::new(Place::Version(version.id), Finding::error("planned-twice", message)));
    }
    if is_changed_outside(version) {
        let message = format!(
            "Version \"{}\" is read-only, but its file was changed outside. Copy it into development to look at the change.",
            version.info.name
        );
        found.push(Diagnostic::new(Place::Version(version.id), Finding::warning("changed-outside", message)));
    }
    found.sort_by_key(|diagnostic| diagnostic.place);
    found
}

/// The reasons that keep a version out of production, as sentences.
#[must_use]
pub fn blocking(project: &Project, version: &Version) -> Vec<String> {
    let blocks = |diagnostic: &Diagnostic| diagnostic.blocks;
    check_version(project, version).into_iter().filter(blocks).map(|diagnostic| diagnostic.message).collect()
}

fn check_action(cx: &CheckCx<'_>, found: &mut Vec<Diagnostic>) {
    let place = action_place(cx);
    let mut add = |finding| found.push(Diagnostic::new(place, finding));
    let Some(spec) = actions::spec_of(cx.action) else {
        let message = format!(
            "This program does not know the kind \"{}\". The action is kept as it is, but cannot run.",
            cx.action.kind
        );
        return add(Finding::error("unknown-kind", message));
    };
    if !spec.channels.has(cx.routing.channel) {
        let message = format!("\"{}\" is not for {} routings.", spec.title, cx.routing.channel.words().to_lowercase());
        add(Finding::error("wrong-channel", message));
    }
    if cx.action.foreign_params.is_some() {
        add(Finding::error(
            "foreign-values",
            "The parameters hold values that this program does not know; it cannot run them.",
        ));
        return;
    }
    for finding in fields::check(cx, spec).into_iter().chain(variables::check(cx, spec)).chain((spec.check)(cx)) {
        add(finding);
    }
}

fn action_place(cx: &CheckCx<'_>) -> Place {
    Place::Action(ActionRef { version: cx.version.id, action: cx.action.id })
}

/// The action's title in quotation marks, for sentences.
fn quoted(action: &Action) -> String {
    format!("\"{}\"", actions::title(action))
}

/// A place in words, as a path: *claims / v8 / 12 Main menu*.
#[must_use]
pub fn place_words(project: &Project, place: Place) -> String {
    let version_words = |id: VersionId| {
        let version = project.versions.get(&id);
        let routing: Option<&Routing> = version.and_then(|it| project.routings.get(&it.info.routing)).map(|it| &**it);
        let reference = routing.map_or("", |routing| routing.reference.as_str());
        format!("{reference} / {}", version.map_or("", |version| version.info.name.as_str()))
    };
    match place {
        Place::Action(at) => {
            let action = project.action(at);
            let title = action.map_or("", |action| actions::title(action));
            format!("{} / {} {title}", version_words(at.version), at.action)
        }
        Place::Version(id) => version_words(id),
        Place::EntryPoint(id) => {
            format!("entry point {}", project.entry_points.get(&id).map_or("", |found| found.reference.as_str()))
        }
        Place::Resource(id) => project.resources.get(&id).map_or_else(String::new, |found| {
            format!("{} {}", found.data.kind().words().0.to_lowercase(), found.reference)
        }),
        Place::Caller(id) => format!("caller {}", project.callers.get(&id).map_or("", |found| found.name.as_str())),
        Place::World(id) => format!("world {}", project.worlds.get(&id).map_or("", |found| found.name.as_str())),
        Place::Scenario(id) => {
            format!("scenario {}", project.scenarios.get(&id).map_or("", |found| found.name.as_str()))
        }
        Place::TestCall(id) => {
            format!("test call {}", project.test_calls.get(&id).map_or("", |found| found.name.as_str()))
        }
        Place::Phrases(Some(version)) => format!("{} / phrases", version_words(version)),
        Place::Phrases(None) => "phrases".to_owned(),
        Place::Settings => "settings".to_owned(),
    }
}
