//! `signalbox load --compare-version`, `--compare-scenario`, `--without`, `--percent`: two load runs against each other (spec: load §3, §4).

use std::fmt::Write as _;

use crate::load::compare::{Comparison, Side, compare};
use crate::load::{Control, WhatIf, run, run_with};
use crate::model::{Project, Scenario, VersionId};

use super::find::{person, scenario, version_of_any};
use super::{Trouble, print, print_json};

/// What is otherwise in the load run with which the scenario is compared. All of it counts at once.
#[derive(clap::Args)]
pub(super) struct Otherwise {
    /// Compare with this version in place of the one in production of its routing: its name or number, or ROUTING/VERSION.
    #[arg(long, value_name = "VERSION", help_heading = "What if")]
    compare_version: Option<String>,
    /// Compare with another scenario of the project.
    #[arg(long, value_name = "NAME", help_heading = "What if")]
    compare_scenario: Option<String>,
    /// Compare with the scenario without these people, by name or reference.
    #[arg(long, value_name = "PEOPLE", value_delimiter = ',', help_heading = "What if")]
    without: Vec<String>,
    /// Compare with all arrivals in percent of those of the scenario.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=10_000), help_heading = "What if")]
    percent: Option<u32>,
    /// Compare with talks that last so many percent as long.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=10_000), help_heading = "What if")]
    talks: Option<u32>,
}

impl Otherwise {
    /// Whether anything is otherwise.
    pub(super) fn is_asked(&self) -> bool {
        let is_named = self.compare_version.is_some() || self.compare_scenario.is_some();
        is_named || !self.without.is_empty() || self.percent.is_some() || self.talks.is_some()
    }

    /// The other scenario, the version that runs in it, and its name.
    fn side(&self, project: &Project, first: &Scenario) -> Result<(Scenario, Option<VersionId>, String), Trouble> {
        let base = match &self.compare_scenario {
            Some(name) => scenario(project, Some(name))?,
            None => first,
        };
        let version = self.compare_version.as_ref().map(|wanted| version_of_any(project, wanted)).transpose()?;
        let ill = self.without.iter().map(|wanted| Ok(person(project, wanted)?.id));
        let what = WhatIf {
            ill: ill.collect::<Result<_, Trouble>>()?,
            arrivals: self.percent.unwrap_or(100),
            talks: self.talks.unwrap_or(100),
            version: version.map(|version| version.id),
        };
        let base_name = self.compare_scenario.as_ref().map(|_| base.name.clone());
        let names = base_name.into_iter().chain(Some(what.words(project)).filter(|words| !words.is_empty()));
        Ok((what.over(project, base), what.version, names.collect::<Vec<_>>().join("; ")))
    }
}

/// Plays the scenario as it is and otherwise, and compares.
pub(super) fn play(project: &Project, first: &Scenario, otherwise: &Otherwise, is_json: bool) -> Result<(), Trouble> {
    let (other, version, name) = otherwise.side(project, first)?;
    let cannot = |name: &str, why: &str| format!("The scenario \"{name}\" cannot be played. {why}");
    let one = run(project, first).map_err(|why| cannot(&first.name, &why))?;
    let another = run_with(project, &other, version, &Control::default()).map_err(|why| cannot(&name, &why))?;
    let found = compare(
        Side { name: &first.name, load: &one, seed: first.seed },
        Side { name: &name, load: &another, seed: other.seed },
    );
    if is_json {
        return print_json(&found);
    }
    print(&text(&found));
    Ok(())
}

fn text(found: &Comparison) -> String {
    let mut text = format!("{}\n", found.words());
    let mut name = "";
    for line in &found.lines {
        if name != line.name {
            name = &line.name;
            let _ = writeln!(text, "{name}");
        }
        let _ = writeln!(text, "  {}", line.words());
    }
    text
}
