//! A frozen file with every kind of value: a test fails if a name in the format changes, because existing files use the name.

use std::collections::BTreeSet;

use strum::IntoEnumIterator as _;

use super::*;
use crate::digest::changed_outside;
use crate::model::resource::{ResourceData, ResourceKind, RuleTarget};
use crate::model::{
    ActionId, CallerId, EntryPointKind, ItemRef, Operand, Operator, ResourceId, Status, Value, VersionId, WorldId,
};

/// Written once by the program of that time, and never edited.
const FILE: &str = include_str!("../../../tests/data/schema_1_every_value.ron");

#[test]
fn the_frozen_file_is_read_without_notes_and_written_the_same() {
    let loaded = opened(FILE);
    assert_eq!((loaded.notes, loaded.read_only_because), (Vec::new(), None));
    // The only person with a work schedule is named in the only world, so there is nothing to write down.
    assert_eq!(loaded.converted, Some(Converted { from: 1, changes: Vec::new() }));
    assert_eq!(changed_outside(&loaded.project), []);
    let written = write(&loaded.project).unwrap();
    let (before, now) = (FILE.lines().skip(1), written.lines().skip(1));
    let differs: Vec<_> = before.zip(now).filter(|(before, now)| before != now).collect();
    assert!(differs.is_empty() && written.lines().count() == FILE.lines().count(), "{differs:#?}");
}

#[test]
fn every_kind_of_value_is_in_the_frozen_file() {
    let project = opened(FILE).project;
    let kinds: BTreeSet<ResourceKind> = project.resources.values().map(|it| it.data.kind()).collect();
    // What came after the file was frozen.
    let later = [ResourceKind::DistributionGroup];
    assert_eq!(kinds, ResourceKind::iter().filter(|kind| !later.contains(kind)).collect());
    let entry_points: BTreeSet<EntryPointKind> = project.entry_points.values().map(|it| it.kind).collect();
    assert_eq!(entry_points, EntryPointKind::ALL.into());
    let statuses: BTreeSet<Status> = project.versions.values().map(|it| it.info.status).collect();
    assert_eq!(statuses, Status::ALL.into());
    let (mut values, mut operators) = (BTreeSet::new(), BTreeSet::new());
    let mut unknown = BTreeSet::new();
    for action in project.versions.values().flat_map(|it| it.flow.actions.values()) {
        if crate::actions::spec_of(action).is_none() {
            unknown.insert(action.kind.as_str());
        }
        action.params.visit(&mut |_, value| {
            values.insert(match value {
                Value::Bool(_) => "bool",
                Value::Int(_) => "int",
                Value::Text(_) => "text",
                Value::Texts(_) => "texts",
                Value::Item(ItemRef::Item(_)) => "item",
                Value::Item(ItemRef::Reference(_)) => "reference",
                Value::Item(ItemRef::Variable(_)) => "variable",
                Value::Action(_) => "action",
                Value::Operand(Operand::Text(_)) => "a text",
                Value::Operand(Operand::Variable(_)) => "a variable",
                Value::Operand(Operand::Expression(_)) => "an expression",
                Value::Condition(condition) => {
                    operators.extend(condition.terms.iter().map(|term| term.op));
                    "condition"
                }
                Value::Criteria(_) => "criteria",
                Value::Rows(_) => "rows",
            });
        });
    }
    assert_eq!(unknown, ["of_another_program"].into());
    assert_eq!(values.len(), 14, "{values:?}");
    assert_eq!(operators, Operator::ALL.iter().map(|(operator, _)| *operator).collect());
}

#[test]
fn the_frozen_file_keeps_its_meaning() {
    let project = opened(FILE).project;
    assert_eq!(project.settings.default_language, "fr");
    let sales = &project.resources[&ResourceId(3)];
    assert_eq!((sales.reference.as_str(), sales.aliases.join(" ").as_str()), ("sales", "salesroom sellers"));
    let ResourceData::RoutingRule(rule) = &project.resources[&ResourceId(24)].data else { panic!() };
    assert_eq!(rule.targets[2..4], [RuleTarget::Team(ResourceId(2)), RuleTarget::User(ResourceId(1))]);
    let ResourceData::Database(orders) = &project.resources[&ResourceId(13)].data else { panic!() };
    assert_eq!(orders.rows, [["1", "Bread"]]);
    assert!(orders.columns[0].is_unique && orders.columns[1].default == "none");
    let missed = project.versions[&VersionId(74)].info.planned.clone().unwrap();
    assert_eq!(
        (missed.at.to_string().as_str(), missed.missed.as_deref()),
        ("2026-03-01 08:00:00", Some("It has errors."))
    );
    assert!(project.versions[&VersionId(72)].info.in_test);
    let action = |id| &project.versions[&VersionId(70)].flow.actions[&ActionId(id)];
    assert_eq!(action(6).params.value("action"), Some(&Value::Action(ActionId(2))));
    let inner = action(10).params.rows("outer")[0].cells.rows("inner")[0].cells.rows("innermost");
    assert_eq!((inner[0].id.0, action(10).last_row.0), (3, 3));
    assert_eq!(project.callers[&CallerId(80)].score, Some(-3));
    assert_eq!(project.worlds[&WorldId(90)].systems_down.len(), 11);
}
