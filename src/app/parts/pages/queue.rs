//! Queues: the members and their order, and limits on the waiting time and the number of interactions that wait.

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::catalog::text::capitalised;
use crate::model::resource::{MaxWaiting, NoUserStrategy, Queue, QueueMember, QueueStrategy};
use crate::model::{Project, ResourceKind};

use super::changes::Changes;
use super::input::{Input, Name, choice};
use super::members::{self, Members};
use super::names::name_of;
use super::widgets::{self, section};
use crate::app::kit::read;

/// The cards of a queue.
pub fn queue_ui(ui: &mut Ui, changes: &mut Changes, queue: &mut Queue, project: &Project) {
    section(ui, "Distribution", |ui| {
        let strategies: Vec<(QueueStrategy, String)> =
            QueueStrategy::iter().map(|strategy| (strategy, capitalised(strategy.words()))).collect();
        widgets::row(ui, "Strategy", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut queue.strategy, &strategies);
        });
        let no_user = [
            (NoUserStrategy::Overflow, "Leave by an overflow branch".to_owned()),
            (NoUserStrategy::QueueAnyway, "Queue anyway".to_owned()),
        ];
        widgets::row(ui, "When nobody is connected", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut queue.no_user, &no_user);
        });
    });
    section(ui, "Waiting", |ui| {
        widgets::duration(ui, changes, "Longest wait", 30..=3600, &mut queue.max_wait_s);
        widgets::row(ui, "Maximum waiting", |ui, _| max_waiting_ui(ui, changes, &mut queue.max_waiting));
        widgets::duration(ui, changes, "Mean handling time", 1..=86_400, &mut queue.handling_s);
    });
    members_ui(ui, changes, queue, project);
}

fn max_waiting_ui(ui: &mut Ui, changes: &mut Changes, max: &mut MaxWaiting) {
    ui.horizontal_top(|ui| {
        let (mut count, mut is_percent) = match *max {
            MaxWaiting::Count(count) => (count, false),
            MaxWaiting::PercentOfConnected(percent) => (percent, true),
            MaxWaiting::NoLimit => (0, false),
        };
        let read = |text: &str| read::number(text, &(0..=100_000));
        let typed = Input::named("Maximum waiting").width(72.0).checked(ui, changes, &count.to_string(), read);
        count = typed.unwrap_or(count);
        let units = [(false, "interactions".to_owned()), (true, "% of connected users".to_owned())];
        choice(ui, changes, Name::Words("Unit of maximum waiting"), 200.0, &mut is_percent, &units);
        *max = match (is_percent, count) {
            (true, _) => MaxWaiting::PercentOfConnected(count),
            (false, 0) if *max == MaxWaiting::NoLimit => MaxWaiting::NoLimit,
            (false, _) => MaxWaiting::Count(count),
        };
    });
}

fn members_ui(ui: &mut Ui, changes: &mut Changes, queue: &mut Queue, project: &Project) {
    let by_weight = queue.strategy == QueueStrategy::Weighted;
    let who = members::pool(project, &[ResourceKind::User, ResourceKind::Team]);
    let list = Members {
        note: "Priority 1 is asked first. Drag rows to put them in order; drag names in from the right, or click them.",
        others: "Users and teams",
        pool: &who.into_iter().map(|who| QueueMember { who, ..QueueMember::default() }).collect::<Vec<_>>(),
        name: &|member| name_of(project, member.who),
        resource: &|member| Some(member.who),
        place: (&members::number, 24.0),
        cell: if by_weight { ("Priority, weight", 120.0) } else { ("Priority", 56.0) },
    };
    list.show(ui, changes, "Members", &mut queue.members, |ui, changes, member| {
        members::priority_ui(ui, changes, project, member.who, &mut member.priority);
        if by_weight {
            let read = |text: &str| read::number(text, &(0..=1_000));
            let name = format!("Weight of {}", name_of(project, member.who));
            let typed = Input::named(&name).width(56.0).checked(ui, changes, &member.weight.to_string(), read);
            member.weight = typed.unwrap_or(member.weight);
        }
    });
}
