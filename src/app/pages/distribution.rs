//! Who gets a conversation: routing rules with their fallbacks, and distribution policies.

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::model::resource::{DistributionMethod, DistributionPolicy, PolicyMember, RoutingRule, RuleTarget, Visitors};
use crate::model::{Project, ResourceKind};

use super::super::theme;
use super::changes::Changes;
use super::input::{Input, Name, choice, toggle};
use super::people::{add_member, name_of, skills_ui};
use super::queue::sentence;
use super::read;
use super::widgets::{self, List, add_menu, captions, cell, note, section};

/// A default target and its fallbacks.
pub fn rule_ui(ui: &mut Ui, changes: &mut Changes, rule: &mut RoutingRule, project: &Project) {
    section(ui, "Targets", |ui| {
        note(
            ui,
            "Tried from the top: the first that exists, and is available where that is asked, gets the conversation.",
        );
        let name = |_: usize, target: &RuleTarget| target_words(project, *target);
        let list = List { least: 0, is_ordered: true };
        list.show(ui, changes, &mut rule.targets, name, |ui, _, index, target| {
            ui.horizontal(|ui| {
                let place = if index == 0 { "Default".to_owned() } else { format!("Fallback {index}") };
                cell(ui, 88.0, |ui| ui.label(theme::weak(ui, place, theme::SMALL)));
                cell(ui, 400.0, |ui| ui.add(egui::Label::new(target_words(project, *target)).truncate()));
            });
        });
        let of = |kind| project.resources_of(kind).map(|it| it.id);
        let options: Vec<(RuleTarget, String)> =
            [RuleTarget::LeadOwner, RuleTarget::OpportunityOwner, RuleTarget::Admin]
                .into_iter()
                .chain(of(ResourceKind::Team).map(RuleTarget::Team))
                .chain(of(ResourceKind::User).map(RuleTarget::User))
                .filter(|target| !rule.targets.contains(target))
                .map(|target| (target, target_words(project, target)))
                .collect();
        if let Some(target) = add_menu(ui, "Add a target", &options) {
            rule.targets.push(target);
            changes.step();
        }
    });
}

fn target_words(project: &Project, target: RuleTarget) -> String {
    match target {
        RuleTarget::LeadOwner => "Lead owner".to_owned(),
        RuleTarget::OpportunityOwner => "Opportunity owner".to_owned(),
        RuleTarget::Team(id) | RuleTarget::User(id) => name_of(project, id),
        RuleTarget::Admin => "Admin".to_owned(),
    }
}

/// How conversations are shared out.
pub fn policy_ui(ui: &mut Ui, changes: &mut Changes, policy: &mut DistributionPolicy, project: &Project) {
    section(ui, "Distribution", |ui| {
        let methods: Vec<(DistributionMethod, String)> =
            DistributionMethod::iter().map(|method| (method, sentence(method.words()))).collect();
        widgets::row(ui, "Method", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut policy.method, &methods);
            note(ui, method_note(policy.method));
        });
        let visitors: Vec<(Visitors, String)> =
            Visitors::iter().map(|it| (it, visitors_words(it).to_owned())).collect();
        widgets::row(ui, "Visitors", |ui, label| {
            choice(ui, changes, Name::Label(label), 320.0, &mut policy.visitors, &visitors);
        });
        widgets::row(ui, "Who may be chosen", |ui, _| {
            toggle(ui, changes, "Users at capacity too", &mut policy.allow_busy);
            toggle(ui, changes, "Users who are not connected too", &mut policy.allow_offline);
            toggle(ui, changes, "Who served the customer last comes first", &mut policy.returning_to_same);
        });
        widgets::duration(ui, changes, "Delay in the pool", 0..=86_400, &mut policy.delay_s);
    });
    section(ui, "Required skills", |ui| {
        note(ui, "Only members with each of these, at this level at least, can be chosen.");
        skills_ui(ui, changes, &mut policy.skills);
    });
    members_ui(ui, changes, policy, project);
}

fn members_ui(ui: &mut Ui, changes: &mut Changes, policy: &mut DistributionPolicy, project: &Project) {
    section(ui, "Members", |ui| {
        if policy.members.is_empty() {
            note(ui, "No members yet.");
        } else {
            captions(ui, &[("Who", 320.0), ("Priority, 1 comes first", 160.0)]);
        }
        let name = |_: usize, member: &PolicyMember| name_of(project, member.user);
        let list = List { least: 0, is_ordered: true };
        list.show(ui, changes, &mut policy.members, name, |ui, changes, _, member| {
            ui.horizontal(|ui| {
                let name = name_of(project, member.user);
                cell(ui, 320.0, |ui| ui.add(egui::Label::new(name.as_str()).truncate()));
                let input = format!("Priority of {name}");
                let read = |text: &str| read::number(text, &(1..=99));
                let shown = member.priority.to_string();
                let typed = Input::named(&input).width(48.0).checked(ui, changes, &shown, read);
                member.priority = typed.unwrap_or(member.priority);
            });
        });
        let is_member = |id| policy.members.iter().any(|it| it.user == id);
        if let Some(user) = add_member(ui, project, &[ResourceKind::User], is_member) {
            policy.members.push(PolicyMember { user, priority: 1 });
            changes.step();
        }
    });
}

fn method_note(method: DistributionMethod) -> &'static str {
    match method {
        DistributionMethod::InTurn => "A cursor goes round the members and skips who cannot be chosen.",
        DistributionMethod::SelfSelect => "Nobody is chosen: it waits in the pool until a user joins and replies.",
        DistributionMethod::ByWorkload => "Priority of the member first, then fewest open sessions.",
        DistributionMethod::ByReceptionRate => "In proportion to the users' daily limits.",
        DistributionMethod::ByOrder => "The first member who can be chosen.",
    }
}

fn visitors_words(visitors: Visitors) -> &'static str {
    match visitors {
        Visitors::All => "All",
        Visitors::New => "New ones, without a past contact",
        Visitors::Returning => "Returning ones, with a past contact",
    }
}
