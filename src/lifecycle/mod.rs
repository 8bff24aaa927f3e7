//! The operations allowed on a version: one function decides, for every panel, menu, command and edit (spec:
//! domain §5). Whether Problems or test calls also block a promotion is decided by the gate.

pub mod plan;

use std::sync::Arc;

use crate::digest::is_changed_outside;
use crate::model::{Plan, Project, RoutingId, Status, Version};

/// An operation on a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Change its tree, layout, name or description.
    Edit,
    /// Change its name and description.
    Describe,
    /// Put it in test.
    PutInTest,
    /// Take it out of test.
    RemoveFromTest,
    /// Put it in production.
    PutInProduction,
    /// Schedule its production.
    Schedule,
    /// Cancel the plan.
    RemoveFromSchedule,
    /// Put a backup back into production.
    PutBack,
    /// Accept a read-only version that was changed outside.
    Accept,
    /// Copy it into a new development version.
    Duplicate,
    /// Delete it.
    Delete,
}

impl Act {
    /// All operations, in the order of a version's card.
    pub const ALL: [Self; 11] = [
        Self::Edit,
        Self::PutInProduction,
        Self::PutBack,
        Self::Schedule,
        Self::RemoveFromSchedule,
        Self::PutInTest,
        Self::RemoveFromTest,
        Self::Accept,
        Self::Describe,
        Self::Duplicate,
        Self::Delete,
    ];

    /// The button text.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Edit => "Edit",
            Self::Describe => "Rename…",
            Self::PutInTest => "Put in test",
            Self::RemoveFromTest => "Remove from test",
            Self::PutInProduction => "Put in production…",
            Self::PutBack => "Put back into production…",
            Self::Schedule => "Schedule the production…",
            Self::RemoveFromSchedule => "Remove from the schedule",
            Self::Accept => "Accept as it is…",
            Self::Duplicate => "Duplicate",
            Self::Delete => "Delete…",
        }
    }
}

/// Checks whether an operation is allowed on a version.
///
/// # Errors
/// The reason, and what to do instead, in one or two sentences.
pub fn may(version: &Version, act: Act) -> Result<(), String> {
    let name = &version.info.name;
    let status = version.info.status;
    match act {
        Act::Edit | Act::Describe if status.is_read_only() => Err(format!(
            "Version \"{name}\" is {} and read-only. Duplicate it to make changes.",
            status.words().to_lowercase()
        )),
        Act::PutInTest if status.is_read_only() => Err(format!(
            "Only a version in development can be put in test; \"{name}\" is {}.",
            status.words().to_lowercase()
        )),
        Act::PutInTest if version.info.in_test => Err(format!("Version \"{name}\" is already in test.")),
        Act::RemoveFromTest if !version.info.in_test => Err(format!("Version \"{name}\" is not in test.")),
        Act::PutInProduction if status == Status::InProduction => {
            Err(format!("Version \"{name}\" is already in production."))
        }
        Act::PutInProduction if status == Status::InBackup => {
            Err(format!("Version \"{name}\" is in backup. Put it back into production instead."))
        }
        Act::PutInProduction if version.flow.is_blank() => {
            Err(format!("Version \"{name}\" is blank: nothing follows Start. Add an action after Start first."))
        }
        Act::Schedule if status.is_read_only() => Err(format!(
            "Only a version in development can be scheduled; \"{name}\" is {}.",
            status.words().to_lowercase()
        )),
        Act::RemoveFromSchedule if version.info.planned.is_none() => {
            Err(format!("Version \"{name}\" is not scheduled."))
        }
        Act::Accept if !is_changed_outside(version) => {
            Err(format!("Version \"{name}\" was not changed outside of Signalbox."))
        }
        Act::PutBack if status != Status::InBackup => Err(format!("Version \"{name}\" is not in backup.")),
        Act::Delete if status == Status::InProduction => {
            Err(format!("Version \"{name}\" is in production. Put another version in production first."))
        }
        Act::Edit
        | Act::Describe
        | Act::PutInTest
        | Act::RemoveFromTest
        | Act::PutInProduction
        | Act::Schedule
        | Act::RemoveFromSchedule
        | Act::Accept
        | Act::PutBack
        | Act::Duplicate
        | Act::Delete => Ok(()),
    }
}

/// The operations on a version's card, as its status allows. A blank version still shows *Put in production*, which explains why it is blocked.
#[must_use]
pub fn offered(version: &Version) -> Vec<Act> {
    let is_for_status = |act: &Act| match act {
        Act::PutInProduction => version.info.status == Status::InDevelopment,
        // The version's banner offers this, next to a copy into development.
        Act::Accept => false,
        other => may(version, *other).is_ok(),
    };
    Act::ALL.into_iter().filter(is_for_status).collect()
}

/// The versions of a routing with a status, in list order: backups with the latest production first, because
/// users put that one back; others in order of creation.
#[must_use]
pub fn section(project: &Project, routing: RoutingId, status: Status) -> Vec<&Arc<Version>> {
    let all = project.versions_of(routing);
    let mut versions: Vec<_> = all.filter(|version| version.info.status == status).collect();
    if status == Status::InBackup {
        versions.sort_by_key(|version| std::cmp::Reverse((version.info.promoted, version.id)));
    }
    versions
}

/// The confirmation for putting another version in test; empty if no version is in test (spec: domain §5).
#[must_use]
pub fn test_words(project: &Project, version: &Version) -> Option<Vec<String>> {
    let current = project.in_test(version.info.routing).filter(|current| current.id != version.id)?;
    let (name, other) = (&version.info.name, &current.info.name);
    let mut words =
        vec![format!("\"{other}\" is in test now, and will no longer be. One version of a smart routing can be.")];
    words.extend(reached_words(project, current).map(|numbers| format!("{numbers} will reach \"{name}\" instead.")));
    if version.flow.is_blank() {
        words.push(format!("\"{name}\" is blank: callers there will hear nothing."));
    }
    Some(words)
}

/// The entry points that reach a version, as text: *+33155001099 and 2 more entry points*; `None` if there are none.
#[must_use]
pub fn reached_words(project: &Project, version: &Version) -> Option<String> {
    let mut addresses = project.reaching(version.id).map(|it| it.address.as_str());
    let first = addresses.next()?;
    Some(match addresses.count() {
        0 => first.to_owned(),
        1 => format!("{first} and one more entry point"),
        more => format!("{first} and {more} more entry points"),
    })
}

/// The confirmation for deleting a version.
#[must_use]
pub fn deletion_words(project: &Project, version: &Version) -> Vec<String> {
    let mut words = Vec::new();
    if version.info.in_test {
        let then = reached_words(project, version)
            .map_or_else(String::new, |numbers| format!(" {numbers} will reach no version."));
        words.push(format!("It is in test.{then}"));
    }
    words.extend(version.info.planned.as_ref().filter(|plan| plan.missed.is_none()).map(planned_end));
    let is_lost = !words.is_empty();
    words.push(format!(
        "You can undo this until the project is closed{}.",
        if is_lost { "; it comes back out of test and without a plan" } else { "" }
    ));
    words
}

fn planned_end(plan: &Plan) -> String {
    format!("Its planned production on {} is dropped.", plan::at_words(plan.at))
}

/// The confirmation for a promotion (spec: domain §5).
#[must_use]
pub fn promotion_words(project: &Project, version: &Version) -> Vec<String> {
    let name = &version.info.name;
    let mut words = Vec::new();
    if version.info.status == Status::InBackup {
        words.push(format!("\"{name}\" handles live interactions again, as it is: a backup cannot be changed."));
        if is_changed_outside(version) {
            words.push(
                "It was changed outside of Signalbox after it became read-only. It stays marked until a user accepts the change."
                    .to_owned(),
            );
        }
    } else {
        words.push(format!(
            "Version \"{name}\" becomes read-only. To change it later, create or copy a development version. What was \
             changed in it can no longer be undone."
        ));
    }
    if let Some(current) = project.in_production(version.info.routing) {
        words.push(format!(
            "Version \"{}\", now in production, goes into backup. You can put it back into production at any time.",
            current.info.name
        ));
    }
    if version.info.in_test {
        let then = reached_words(project, version)
            .map_or_else(String::new, |numbers| format!(": {numbers} will reach no version"));
        words.push(format!("The test mode of \"{name}\" ends{then}."));
    }
    words.extend(version.info.planned.as_ref().map(planned_end));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample;
    use crate::model::{Flow, Link, VersionInfo};

    fn version(status: Status, in_test: bool, is_blank: bool) -> Version {
        let mut flow = Flow::blank(crate::model::ActionId(1));
        if !is_blank {
            let start = flow.actions.values_mut().next().unwrap();
            Arc::make_mut(start).links.insert("ok".to_owned(), Link::To(crate::model::ActionId(2)));
        }
        Version {
            info: VersionInfo { status, in_test, name: "v".to_owned(), ..VersionInfo::default() },
            flow,
            ..Version::default()
        }
    }

    #[test]
    fn each_status_offers_its_acts_and_no_others() {
        use Act::{Delete, Describe, Duplicate, Edit, PutBack, PutInProduction, PutInTest, RemoveFromTest, Schedule};
        let offered = |status, in_test| offered(&version(status, in_test, false));
        assert_eq!(
            offered(Status::InDevelopment, false),
            [Edit, PutInProduction, Schedule, PutInTest, Describe, Duplicate, Delete]
        );
        assert_eq!(
            offered(Status::InDevelopment, true),
            [Edit, PutInProduction, Schedule, RemoveFromTest, Describe, Duplicate, Delete]
        );
        assert_eq!(offered(Status::InProduction, false), [Duplicate]);
        assert_eq!(offered(Status::InBackup, false), [PutBack, Duplicate, Delete]);
    }

    #[test]
    fn a_blank_version_is_refused_with_what_to_do() {
        let why = may(&version(Status::InDevelopment, false, true), Act::PutInProduction).unwrap_err();
        assert!(why.contains("Add an action after Start"), "{why}");
    }

    #[test]
    fn the_confirmation_names_the_version_that_goes_into_backup() {
        let project = sample::project();
        let mut candidate = version(Status::InDevelopment, false, false);
        candidate.info.routing = sample::OTHER;
        assert!(
            promotion_words(&project, &candidate).join(" ").contains("\"Live\", now in production, goes into backup")
        );
    }
}
