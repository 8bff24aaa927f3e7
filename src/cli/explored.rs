//! What `signalbox paths` and `signalbox failures` have in common: which versions are explored, and how calls and assumptions are written.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::clock;
use crate::model::{Project, Version};
use crate::sim::paths::{Request, Witness};

use super::find::{routings, versions};
use super::{Trouble, load};

/// The versions that are explored.
#[derive(clap::Args)]
pub(super) struct Explored {
    /// The project file.
    project: PathBuf,
    /// The reference or the title of the routing; by default every routing.
    #[arg(long)]
    routing: Option<String>,
    /// The name or id of the version; by default every version that is in test or planned, else the one in production.
    #[arg(long, requires = "routing")]
    version: Option<String>,
    /// The first day on which a call may come; by default today.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
}

impl Explored {
    /// Explores each version with at most so many states.
    pub(super) fn each(
        &self,
        most_states: usize,
        mut explore: impl FnMut(&Arc<Project>, &Version, &Request) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let project = Arc::new(load(&self.project)?);
        let from = self.from.unwrap_or_else(clock::today);
        for routing in routings(&project, self.routing.as_deref())? {
            for version in versions(&project, routing.id, self.version.as_deref())? {
                explore(&project, version, &Request { most_states, ..Request::of(version.id, from) })?;
            }
        }
        Ok(())
    }
}

/// The name of the routing of a version.
pub(super) fn routing_name(project: &Project, version: &Version) -> String {
    project.routing_of(version.id).map_or_else(String::new, |routing| routing.name.clone())
}

/// Something that is assumed.
#[derive(Serialize)]
pub(super) struct AssumedLine {
    clause: String,
    first_at: String,
}

impl AssumedLine {
    /// The lines of all that is assumed.
    pub(super) fn of(assumed: &[(String, String)]) -> Vec<Self> {
        let line = |(clause, first_at): &(String, String)| Self { clause: clause.clone(), first_at: first_at.clone() };
        assumed.iter().map(line).collect()
    }

    /// Writes the line.
    pub(super) fn write(&self, text: &mut String) {
        let _ = writeln!(text, "  Assumed at \"{}\": {}.", self.first_at, self.clause);
    }
}

/// A call: what is given, and what is answered.
#[derive(Serialize)]
pub(super) struct CallLine {
    given: Vec<String>,
    answers: Vec<String>,
}

impl CallLine {
    /// The call of a witness in a project.
    pub(super) fn of(project: &Arc<Project>, witness: &Witness) -> Self {
        let answers = witness.play(project).map(|run| run.answers().to_vec()).unwrap_or_default();
        Self { given: witness.given(project), answers }
    }

    /// Writes the call as two lines.
    pub(super) fn write(&self, text: &mut String, indent: &str) {
        if !self.given.is_empty() {
            let _ = writeln!(text, "{indent}when {}", self.given.join(", "));
        }
        let answers = if self.answers.is_empty() { "nothing".to_owned() } else { self.answers.join("; ") };
        let _ = writeln!(text, "{indent}answers: {answers}");
    }
}
