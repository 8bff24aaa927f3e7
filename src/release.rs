//! Putting versions in production: the gate, and due versions. The window and the command
//! line use the same function (spec: domain §5).

use chrono::{NaiveDate, NaiveDateTime};

use crate::edit::{Context, Document, Edit, Refusal};
use crate::lifecycle::plan;
use crate::lint;
use crate::model::gate::Gate;
use crate::model::{Project, VersionId};
use crate::sim::paths::{Proof, demand, rules};
use crate::sim::suite;

/// What blocks the production of a version in the current state of the document. `from` is the day of the promotion, and `known` what exploring
/// every path of this state has found, where that is known.
#[must_use]
pub fn gate(document: &Document, version: VersionId, from: NaiveDate, known: Option<&Proof>) -> Gate {
    let project = document.project();
    let blocking = project.versions.get(&version).map(|it| lint::blocking(project, it)).unwrap_or_default();
    let failed_tests = suite::failing(project, version);
    let missing_coverage = project.versions.get(&version).and_then(|it| demand::shortfall(project, it, from, known));
    let broken_rules = project.versions.get(&version).map(|it| rules::broken(project, it, from, known));
    let broken_rules = broken_rules.unwrap_or_default();
    Gate { revision: document.revision(), blocking, failed_tests, missing_coverage, broken_rules }
}

/// The result of a planned production.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The version.
    pub version: VersionId,
    /// The planned time, in the project's zone.
    pub planned: NaiveDateTime,
    /// Why the production was missed; `None` if the version is in production now.
    pub missed: Option<String>,
}

/// Puts every due version in production, in order of time. A blocked version keeps its plan, marked as missed.
/// The caller must save the document afterwards.
pub fn put_due_in_production(document: &mut Document, context: &Context) -> Vec<Release> {
    let due = plan::due(document.project(), context.now);
    let release = |version: VersionId, document: &mut Document| {
        let planned = document.project().versions.get(&version)?.info.planned.as_ref()?.at;
        let edit = Edit::PutDueInProduction { version, gate: gate(document, version, context.now.date_naive(), None) };
        match document.apply(&edit, context) {
            Ok(_) => {
                let plan = document.project().versions.get(&version).and_then(|it| it.info.planned.as_ref());
                Some(Release { version, planned, missed: plan.and_then(|plan| plan.missed.clone()) })
            }
            Err(Refusal::Missing(_)) => None,
            Err(why) => Some(Release { version, planned, missed: Some(why.to_string()) }),
        }
    };
    due.into_iter().filter_map(|version| release(version, document)).collect()
}

/// A release as a sentence: *Version "v9" of Claims line is in production now, as planned for Monday 23 November 2026, 08:00.*
#[must_use]
pub fn words(project: &Project, release: &Release) -> String {
    let name = project.versions.get(&release.version).map_or("", |version| version.info.name.as_str());
    let of = project.routing_of(release.version).map_or("", |routing| routing.name.as_str());
    match &release.missed {
        None => format!(
            "Version \"{name}\" of {of} is in production now, as planned for {}.",
            plan::at_words(release.planned)
        ),
        Some(why) => format!("The planned production of version \"{name}\" of {of} was missed: {why}"),
    }
}

/// The note of `check` and `simulate` about due versions that are not in production yet.
#[must_use]
pub fn due_words(project: &Project, now: chrono::DateTime<chrono::Utc>) -> Vec<String> {
    let words = |id: VersionId| {
        let version = project.versions.get(&id)?;
        let at = plan::at_words(version.info.planned.as_ref()?.at);
        let of = project.routing_of(id).map_or("", |routing| routing.name.as_str());
        let name = &version.info.name;
        Some(format!("Version \"{name}\" of {of} is due: its production was planned for {at}."))
    };
    plan::due(project, now).into_iter().filter_map(words).collect()
}
