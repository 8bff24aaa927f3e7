//! `signalbox audit`: who gets how many contacts by a policy, a rule, a queue, a team or a distribution group, and why (spec: load §5).

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use crate::load::audit::{Asked, Audit, Effect, audit};
use crate::load::sums::percent_words;
use crate::model::{Project, Resource, ResourceKind};

use super::find::{find, scenario};
use super::{Trouble, load, print, print_json};

/// The kinds of resources that decide who gets a contact.
const KINDS: [ResourceKind; 5] = [
    ResourceKind::DistributionPolicy,
    ResourceKind::RoutingRule,
    ResourceKind::Queue,
    ResourceKind::Team,
    ResourceKind::DistributionGroup,
];

/// The arguments of `signalbox audit`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// The distribution policy, routing rule, queue, team or distribution group, by reference, name or number.
    #[arg(long, value_name = "NAME")]
    policy: String,
    /// How many contacts, at least 1,000.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1_000..=1_000_000))]
    contacts: u32,
    /// How many of a hundred contacts come from customers of earlier ones.
    #[arg(long, value_name = "PERCENT", default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=100))]
    returning: u32,
    /// On how many of a hundred days each person is absent.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    absence: u32,
    /// Take the contacts and the people of this scenario; otherwise contacts come evenly while everybody is there.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// The seed of all draws.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Plays the contacts and prints the shares.
pub(super) fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let project = load(&arguments.project)?;
    let scenario = arguments.scenario.as_deref().map(|name| scenario(&project, Some(name))).transpose()?;
    let asked = Asked {
        of: decider(&project, &arguments.policy)?.id,
        contacts: arguments.contacts,
        channel: None,
        returning: arguments.returning,
        absence: arguments.absence,
        scenario,
        seed: arguments.seed,
    };
    let found = audit(&project, &asked)?;
    if arguments.json {
        return print_json(&found);
    }
    print(&text(&found));
    Ok(())
}

/// What has a reference, the kinds in their order, or a name.
fn decider<'a>(project: &'a Project, wanted: &str) -> Result<&'a Arc<Resource>, Trouble> {
    if let Some(found) = KINDS.iter().find_map(|kind| project.resource_by_reference(*kind, wanted)) {
        return Ok(found);
    }
    let all: Vec<&Arc<Resource>> = KINDS.iter().flat_map(|kind| project.resources_of(*kind)).collect();
    find(wanted, &all, |it| (it.id.0, &it.name), "policy, rule, queue, team or group")
}

fn text(found: &Audit) -> String {
    let mut text = format!("{}: {} contacts", found.name, found.contacts);
    let _ = match found.nobody {
        0 => writeln!(text),
        nobody => writeln!(text, ", nobody was free for {nobody} of them"),
    };
    for it in &found.people {
        let _ = writeln!(
            text,
            "  {}: {} contacts, {}; expected {}; longest without one: {} contacts",
            it.name,
            it.contacts,
            percent_words(it.share),
            percent_words(it.expected),
            it.starvation
        );
    }
    let _ = match found.chi_square {
        Some(value) => {
            writeln!(text, "Chi-square {value:.1} with {} degrees of freedom: {}.", found.freedom, found.words)
        }
        None => writeln!(text, "Somebody got contacts to whom none are due while everybody is free: {}.", found.words),
    };
    for why in found.why() {
        let _ = writeln!(text, "{why}");
    }
    for Effect { without, shares, words, .. } in &found.effects {
        let named = found.people.iter().zip(shares).map(|(it, share)| format!("{} {}", it.name, percent_words(*share)));
        let _ = writeln!(text, "Without {without}: {}; {words}.", named.collect::<Vec<_>>().join(", "));
    }
    text
}
