//! Routing rules with their fallbacks, distribution policies, and distribution groups.

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::catalog::text::capitalised;
use crate::model::resource::{
    DistributionGroup, DistributionMethod, DistributionPolicy, GroupQueue, PolicyMember, RoutingRule, RuleTarget,
    Visitors,
};
use crate::model::{Project, ResourceKind};

use crate::app::kit::read;

use super::changes::Changes;
use super::input::{Input, Name, choice, toggle};
use super::members::{self, Members};
use super::names::name_of;
use super::people::skills_ui;
use super::widgets::{self, note, section};

/// The card of a routing rule: a default target and its fallbacks.
pub fn rule_ui(ui: &mut Ui, changes: &mut Changes, rule: &mut RoutingRule, project: &Project) {
    let of = |kind| members::pool(project, &[kind]).into_iter();
    let targets: Vec<RuleTarget> = [RuleTarget::LeadOwner, RuleTarget::OpportunityOwner, RuleTarget::Admin]
        .into_iter()
        .chain(of(ResourceKind::Team).map(RuleTarget::Team))
        .chain(of(ResourceKind::User).map(RuleTarget::User))
        .collect();
    let list = Members {
        note: "Tried from the top: the first target that exists, and is available if required, gets the conversation. Drag \
               rows to put them in order; drag names in from the right, or click them.",
        others: "Other targets",
        pool: &targets,
        name: &|target| target_words(project, *target),
        resource: &|target| match *target {
            RuleTarget::Team(id) | RuleTarget::User(id) => Some(id),
            RuleTarget::LeadOwner | RuleTarget::OpportunityOwner | RuleTarget::Admin => None,
        },
        place: (&|index| if index == 0 { "Default".to_owned() } else { format!("Fallback {index}") }, 72.0),
        cell: ("", 0.0),
    };
    list.show(ui, changes, "Targets", &mut rule.targets, |_, _, _| ());
}

fn target_words(project: &Project, target: RuleTarget) -> String {
    match target {
        RuleTarget::LeadOwner => "Lead owner".to_owned(),
        RuleTarget::OpportunityOwner => "Opportunity owner".to_owned(),
        RuleTarget::Team(id) | RuleTarget::User(id) => name_of(project, id),
        RuleTarget::Admin => "Admin".to_owned(),
    }
}

/// The cards of a distribution group: queues that share interactions by weight.
pub fn group_ui(ui: &mut Ui, changes: &mut Changes, group: &mut DistributionGroup, project: &Project) {
    let all: u64 = group.queues.iter().map(|it| u64::from(it.weight)).sum();
    let queues = members::pool(project, &[ResourceKind::Queue]);
    let list = Members {
        note: &format!(
            "One queue is drawn by weight, whatever its state. The weights must add up to 100; they add up to {all}."
        ),
        others: "Queues",
        pool: &queues.into_iter().map(|queue| GroupQueue { queue, weight: 0 }).collect::<Vec<_>>(),
        name: &|it| name_of(project, it.queue),
        resource: &|it| Some(it.queue),
        place: (&members::number, 24.0),
        cell: ("Weight", 72.0),
    };
    list.show(ui, changes, "Queues", &mut group.queues, |ui, changes, it| {
        let read = |text: &str| read::number(text, &(0..=DistributionGroup::WHOLE));
        let name = format!("Weight of {}", name_of(project, it.queue));
        let typed = Input::named(&name).width(56.0).checked(ui, changes, &it.weight.to_string(), read);
        it.weight = typed.unwrap_or(it.weight);
    });
}

/// The cards of a distribution policy.
pub fn policy_ui(ui: &mut Ui, changes: &mut Changes, policy: &mut DistributionPolicy, project: &Project) {
    section(ui, "Distribution", |ui| {
        let methods: Vec<(DistributionMethod, String)> =
            DistributionMethod::iter().map(|method| (method, capitalised(method.words()))).collect();
        widgets::row(ui, "Method", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut policy.method, &methods);
            note(ui, method_note(policy.method));
        });
        let visitors: Vec<(Visitors, String)> =
            Visitors::iter().map(|it| (it, visitors_words(it).to_owned())).collect();
        widgets::row(ui, "Visitors", |ui, label| {
            choice(ui, changes, Name::Label(label), 320.0, &mut policy.visitors, &visitors);
        });
        widgets::row(ui, "Eligible users", |ui, _| {
            toggle(ui, changes, "Also users at capacity", &mut policy.allow_busy);
            toggle(ui, changes, "Also users who are not connected", &mut policy.allow_offline);
            toggle(ui, changes, "Prefer the user who served the customer last", &mut policy.returning_to_same);
        });
        widgets::duration(ui, changes, "Delay in the pool", 0..=86_400, &mut policy.delay_s);
    });
    section(ui, "Required skills", |ui| {
        note(ui, "Only members who have all of these skills, at this level or above, can be chosen.");
        skills_ui(ui, changes, &mut policy.skills);
    });
    members_ui(ui, changes, policy, project);
}

fn members_ui(ui: &mut Ui, changes: &mut Changes, policy: &mut DistributionPolicy, project: &Project) {
    let users = members::pool(project, &[ResourceKind::User]);
    let list = Members {
        note: "Priority 1 comes first. Drag rows to put them in order; drag names in from the right, or click them.",
        others: "Users",
        pool: &users.into_iter().map(|user| PolicyMember { user, priority: 1 }).collect::<Vec<_>>(),
        name: &|member| name_of(project, member.user),
        resource: &|member| Some(member.user),
        place: (&members::number, 24.0),
        cell: ("Priority", 56.0),
    };
    list.show(ui, changes, "Members", &mut policy.members, |ui, changes, member| {
        members::priority_ui(ui, changes, project, member.user, &mut member.priority);
    });
}

fn method_note(method: DistributionMethod) -> &'static str {
    match method {
        DistributionMethod::InTurn => "Takes the members in turn and skips those who cannot be chosen.",
        DistributionMethod::SelfSelect => {
            "No user is chosen: the conversation waits in the pool until a user joins and replies."
        }
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
