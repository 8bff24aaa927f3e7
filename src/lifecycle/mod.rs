//! What may happen to a version: one function decides, and every panel, menu, command and edit asks it (spec:
//! domain §5). Whether a promotion is also held back by Problems or test calls is the gate's business.

pub mod plan;

use crate::digest::is_changed_outside;
use crate::model::{Project, Status, Version};

/// What can happen to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Change its tree, layout, name or description.
    Edit,
    /// Make it the version in test.
    PutInTest,
    /// Take it out of test.
    RemoveFromTest,
    /// Make it the version in production.
    PutInProduction,
    /// Plan when it becomes the version in production.
    Schedule,
    /// Give the plan up.
    RemoveFromSchedule,
    /// Make a backup the version in production again.
    PutBack,
    /// Take a read-only version that was changed outside as it is.
    Accept,
    /// Copy it into a new development version.
    Duplicate,
    /// Delete it.
    Delete,
}

impl Act {
    /// Everything that can happen, in the order of a version's card.
    pub const ALL: [Self; 10] = [
        Self::Edit,
        Self::PutInProduction,
        Self::PutBack,
        Self::Schedule,
        Self::RemoveFromSchedule,
        Self::PutInTest,
        Self::RemoveFromTest,
        Self::Accept,
        Self::Duplicate,
        Self::Delete,
    ];

    /// The words on its button.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Edit => "Edit",
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

/// Whether something may happen to a version.
///
/// # Errors
/// Why not, and what to do instead, as a sentence or two.
pub fn may(version: &Version, act: Act) -> Result<(), String> {
    let name = &version.info.name;
    let status = version.info.status;
    match act {
        Act::Edit if status.is_read_only() => Err(format!(
            "Version \"{name}\" is {} and read-only. Duplicate it to make changes.",
            status.words().to_lowercase()
        )),
        Act::PutInTest if status.is_read_only() => Err(format!(
            "Only a version in development can be put in test; \"{name}\" is {}.",
            status.words().to_lowercase()
        )),
        Act::PutInTest if version.info.in_test => Err(format!("Version \"{name}\" is in test already.")),
        Act::RemoveFromTest if !version.info.in_test => Err(format!("Version \"{name}\" is not in test.")),
        Act::PutInProduction if status == Status::InProduction => {
            Err(format!("Version \"{name}\" is in production already."))
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

/// What a version's card offers: what its status allows. A blank version still shows *Put in production*, which says why not.
#[must_use]
pub fn offered(version: &Version) -> Vec<Act> {
    let is_for_status = |act: &Act| match act {
        Act::PutInProduction => version.info.status == Status::InDevelopment,
        // Its banner offers it, beside a copy into development.
        Act::Accept => false,
        other => may(version, *other).is_ok(),
    };
    Act::ALL.into_iter().filter(is_for_status).collect()
}

/// What the confirmation of a promotion says (spec: domain §5).
#[must_use]
pub fn promotion_words(project: &Project, version: &Version) -> Vec<String> {
    let mut words = vec![format!(
        "Version \"{}\" becomes read-only. To change it later, create or copy a development version.",
        version.info.name
    )];
    if let Some(current) = project.in_production(version.info.routing) {
        words.push(format!(
            "Version \"{}\", now in production, goes into backup. You can put it back into production at any time.",
            current.info.name
        ));
    }
    if version.info.in_test {
        words.push("Its test mode ends.".to_owned());
    }
    if let Some(plan) = &version.info.planned {
        words.push(format!("Its planned production on {} is dropped.", plan::at_words(plan.at)));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample;
    use crate::model::{Flow, Link, VersionInfo};
    use std::sync::Arc;

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
        use Act::{Delete, Duplicate, Edit, PutBack, PutInProduction, PutInTest, RemoveFromTest, Schedule};
        let offered = |status, in_test| offered(&version(status, in_test, false));
        assert_eq!(
            offered(Status::InDevelopment, false),
            [Edit, PutInProduction, Schedule, PutInTest, Duplicate, Delete]
        );
        assert_eq!(
            offered(Status::InDevelopment, true),
            [Edit, PutInProduction, Schedule, RemoveFromTest, Duplicate, Delete]
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
    fn the_confirmation_names_what_goes_into_backup() {
        let project = sample::project();
        let mut candidate = version(Status::InDevelopment, false, false);
        candidate.info.routing = sample::OTHER;
        assert!(
            promotion_words(&project, &candidate).join(" ").contains("\"Live\", now in production, goes into backup")
        );
    }
}
