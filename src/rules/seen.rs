//! What the predicates of changed rules ask about an action.

use std::collections::BTreeSet;

use crate::actions;
use crate::catalog::lead::{Lead, leads};
use crate::catalog::{FieldKind, ItemKind};
use crate::model::resource::{RuleTarget, User};
use crate::model::{
    Action, Channel, Flow, ItemRef, Operand, Project, Resource, ResourceData, ResourceId, ResourceKind, Term, TreeType,
    Value,
};

/// An action with the project and the tree in which it runs.
pub(super) struct Seen<'a> {
    pub project: &'a Project,
    pub tree: TreeType,
    pub flow: &'a Flow,
    pub action: &'a Action,
}

impl<'a> Seen<'a> {
    /// The channel in which the action runs.
    pub fn channel(&self) -> Channel {
        self.tree.channel
    }

    /// Whether a branch of the action has no link and another one is followed instead.
    pub fn falls_through(&self) -> bool {
        let branches = actions::spec_of(self.action).map(|spec| spec.branches(self.action, self.tree));
        let branches = branches.unwrap_or_default();
        let is_led = |branch| leads(self.flow, self.action, &branches, branch).iter().any(Lead::falls_through);
        branches.iter().any(is_led)
    }

    /// Whether the action is of one of these kinds.
    pub fn is(&self, kinds: &[&str]) -> bool {
        kinds.contains(&self.action.kind.as_str())
    }

    /// The text or the key of a choice that is stored in a field.
    pub fn text(&self, key: &str) -> &'a str {
        match self.action.params.value(key) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether a tick is stored in a field, else the default.
    pub fn ticked(&self, key: &str, default: bool) -> bool {
        match self.action.params.value(key) {
            Some(Value::Bool(yes)) => *yes,
            _ => default,
        }
    }

    /// The operand that is stored in a field, unless it is blank.
    pub fn operand(&self, key: &str) -> Option<&'a Operand> {
        match self.action.params.value(key) {
            Some(Value::Operand(operand)) => Some(operand).filter(|it| !it.is_blank()),
            _ => None,
        }
    }

    /// Whether one of the values in the action, rows included, fits. The test gets the kind of the field, where it is known.
    pub fn any_value(&self, test: impl Fn(Option<FieldKind>, &'a Value) -> bool) -> bool {
        let spec = actions::spec_of(self.action);
        let kind_of =
            |key: &str| spec.and_then(|spec| spec.all_fields().find(|field| field.key == key)).map(|it| it.kind);
        let mut is_found = false;
        self.action.params.visit(&mut |key, value| is_found = is_found || test(kind_of(key), value));
        is_found
    }

    /// Whether one of the terms of the conditions in the action fits.
    pub fn any_term(&self, test: impl Fn(&Term) -> bool) -> bool {
        self.any_value(|_, value| match value {
            Value::Condition(condition) => condition.terms.iter().any(&test),
            _ => false,
        })
    }

    /// Whether one of the expressions in the action fits.
    pub fn any_expression(&self, test: impl Fn(&str) -> bool) -> bool {
        let fits = |operand: &Operand| matches!(operand, Operand::Expression(written) if test(written));
        let is_in_operand = self.any_value(|_, value| matches!(value, Value::Operand(operand) if fits(operand)));
        is_in_operand || self.any_term(|term| fits(&term.left) || fits(&term.right))
    }

    /// The resources of a kind that the action names; all of the kind where a variable names one.
    pub fn named(&self, kind: ResourceKind) -> Vec<&'a Resource> {
        let mut found = Vec::new();
        let spec = actions::spec_of(self.action);
        let fields: BTreeSet<&str> = spec
            .into_iter()
            .flat_map(crate::catalog::ActionSpec::all_fields)
            .filter(|field| field.kind == FieldKind::Item(ItemKind::Resource(kind)))
            .map(|field| field.key)
            .collect();
        self.action.params.visit(&mut |key, value| match value {
            Value::Item(ItemRef::Variable(_)) if fields.contains(key) => {
                found.extend(self.project.resources_of(kind).map(|it| &**it));
            }
            Value::Item(item) if fields.contains(key) => {
                found.extend(self.project.resolve(kind, item).map(|it| &**it));
            }
            _ => {}
        });
        found
    }

    /// The people whom the action can reach, through teams, queues, groups, policies and rules.
    pub fn people(&self) -> Vec<&'a User> {
        const KINDS: [ResourceKind; 6] = [
            ResourceKind::User,
            ResourceKind::Team,
            ResourceKind::Queue,
            ResourceKind::DistributionGroup,
            ResourceKind::DistributionPolicy,
            ResourceKind::RoutingRule,
        ];
        let mut open: Vec<ResourceId> = KINDS.iter().flat_map(|kind| self.named(*kind)).map(|it| it.id).collect();
        let (mut known, mut people) = (BTreeSet::new(), Vec::new());
        while let Some(id) = open.pop() {
            let Some(resource) = self.project.resources.get(&id).filter(|_| known.insert(id)) else { continue };
            match &resource.data {
                ResourceData::User(user) => people.push(user),
                ResourceData::Team(team) => open.extend(&team.members),
                ResourceData::Queue(queue) => open.extend(queue.members.iter().map(|member| member.who)),
                ResourceData::DistributionGroup(group) => open.extend(group.queues.iter().map(|it| it.queue)),
                ResourceData::DistributionPolicy(policy) => open.extend(policy.members.iter().map(|it| it.user)),
                ResourceData::RoutingRule(rule) => open.extend(rule.targets.iter().filter_map(|target| match target {
                    RuleTarget::Team(id) | RuleTarget::User(id) => Some(*id),
                    RuleTarget::LeadOwner | RuleTarget::OpportunityOwner | RuleTarget::Admin => None,
                })),
                _ => {}
            }
        }
        people
    }
}
