//! Which branches are technical, and on which others branches fall back (spec: meaning §6, Branches).

use std::collections::BTreeMap;

use super::super::ALL;
use crate::catalog::{BranchPart, BranchSpec, Fallbacks};

/// The labels of technical branches; those of branches that have such a label in another sense do not exist.
const TECHNICAL: &[&str] = &[
    "Error",
    "Timeout",
    "Invalid response",
    "Delivery failure",
    "Reference not found",
    "No such version",
    "Provider error",
];

fn declared() -> impl Iterator<Item = (&'static str, &'static BranchSpec)> {
    ALL.iter().flat_map(|spec| {
        spec.branches.iter().filter_map(|part| match part {
            BranchPart::One(branch) => Some((spec.id, *branch)),
            BranchPart::PerRow { .. } => None,
        })
    })
}

#[test]
fn a_branch_is_technical_by_its_label() {
    for (kind, branch) in declared() {
        assert_eq!(branch.is_technical, TECHNICAL.contains(&branch.label), "{kind}: {}", branch.label);
        assert!(!(branch.is_technical && branch.result.is_some()), "{kind}: {}", branch.label);
    }
}

#[test]
fn every_kind_falls_back_as_the_requirements_say() {
    let mut found = BTreeMap::<(&str, &str), Vec<&str>>::new();
    for (kind, branch) in declared().filter(|(_, branch)| branch.fallbacks != Fallbacks::None) {
        found.insert((kind, branch.key), branch.fallbacks.keys().to_vec());
    }
    let expected: &[(&str, &str, &str)] = &[
        ("to_queue", "overflow", "unprocessed"),
        ("to_queue", "overflow_estimated_wait", "overflow unprocessed"),
        ("to_queue", "overflow_waiting", "overflow unprocessed"),
        ("to_queue", "overflow_no_user", "overflow unprocessed"),
        ("to_queue", "dissuasion", "unprocessed"),
        ("to_queue", "exit_key", "unprocessed"),
        ("survey", "delivery_failure", "error"),
        ("survey", "outside_window", "error"),
        ("send_message", "delivery_failure", "error"),
        ("ask", "outside_window", "delivery_failure"),
        ("quick_replies", "delivery_failure", "timeout"),
        ("quick_replies", "outside_window", "timeout"),
        ("hand_over", "outside_window", "nobody"),
        ("to_user", "message_left", "no_answer busy unavailable"),
    ];
    let expected: BTreeMap<(&str, &str), Vec<&str>> =
        expected.iter().map(|(kind, branch, keys)| ((*kind, *branch), keys.split(' ').collect())).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_last_fallback_always_exists_where_the_branch_does() {
    for (kind, branch) in declared() {
        let Fallbacks::InOrder(keys) = branch.fallbacks else { continue };
        let last =
            declared().find(|(of, other)| *of == kind && Some(&other.key) == keys.last()).map(|(_, other)| other);
        let last = last.unwrap_or_else(|| panic!("{kind}: {} falls back on no branch", branch.label));
        assert!(last.shown_if.is_none() && last.key != branch.key, "{kind}: {}", branch.label);
        assert!(branch.channels.0.iter().all(|channel| last.channels.has(*channel)), "{kind}: {}", branch.label);
        for key in keys {
            assert!(declared().any(|(of, other)| of == kind && other.key == *key), "{kind}: {key}");
        }
    }
}
