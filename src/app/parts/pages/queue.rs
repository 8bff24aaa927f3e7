//! Queues: the members and their order, and limits on the waiting time and the number of interactions that wait.

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::catalog::text::{capitalised, duration_words};
use crate::model::resource::{
    MaxEstimatedWait, MaxWaiting, NoAnswer, NoUserMeans, NoUserStrategy, Queue, QueueMember, QueueStrategy,
    ServiceLevel,
};
use crate::model::{Project, ResourceId, ResourceKind};

use super::changes::Changes;
use super::input::{Input, Name, choice, toggle};
use super::members::{self, Members};
use super::names::name_of;
use super::people::skills_ui;
use super::widgets::{self, note, section};
use crate::app::kit::read;

/// Longest time of the settings of a queue that have no bounds of their own, in seconds.
const DAY_S: u32 = 86_400;

/// The cards of a queue.
pub fn queue_ui(ui: &mut Ui, changes: &mut Changes, queue: &mut Queue, project: &Project) {
    section(ui, "Distribution", |ui| distribution_ui(ui, changes, queue));
    section(ui, "Waiting", |ui| {
        widgets::duration(ui, changes, "Longest wait", Queue::MAX_WAIT_S, &mut queue.max_wait_s);
        widgets::row(ui, "Maximum waiting", |ui, _| max_waiting_ui(ui, changes, &mut queue.max_waiting));
        widgets::row(ui, "Longest estimated wait", |ui, _| {
            max_estimated_ui(ui, changes, &mut queue.max_estimated_wait);
        });
        widgets::duration(ui, changes, "Mean handling time", 1..=DAY_S, &mut queue.handling_s);
        service_level_ui(ui, changes, &mut queue.service_level);
    });
    members_ui(ui, changes, queue, project);
    section(ui, "Required skills", |ui| {
        note(ui, "Only members who have all of these skills, at this level or above, are rung.");
        skills_ui(ui, changes, &mut queue.skills);
    });
    section(ui, "While a customer waits", |ui| heard_ui(ui, changes, queue, project));
    section(ui, "Ringing", |ui| {
        widgets::duration(ui, changes, "Ring time", Queue::RING_S, &mut queue.ring_s);
        let becomes: Vec<(NoAnswer, String)> =
            NoAnswer::iter().map(|it| (it, no_answer_words(it).to_owned())).collect();
        widgets::row(ui, "After no answer", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut queue.no_answer, &becomes);
        });
        widgets::duration(ui, changes, "Wrap-up time", 0..=DAY_S, &mut queue.wrap_up_s);
    });
}

fn distribution_ui(ui: &mut Ui, changes: &mut Changes, queue: &mut Queue) {
    let strategies: Vec<(QueueStrategy, String)> =
        QueueStrategy::iter().map(|strategy| (strategy, capitalised(strategy.words()))).collect();
    widgets::row(ui, "Strategy", |ui, label| {
        choice(ui, changes, Name::Label(label), 240.0, &mut queue.strategy, &strategies);
    });
    let read = |text: &str| read::number(text, &Queue::WEIGHTS);
    let shown = queue.weight.to_string();
    let typed = widgets::row(ui, "Weight", |ui, label| {
        let typed = Input::of(label).width(72.0).checked(ui, changes, &shown, read);
        note(ui, "A user who becomes free takes interactions of the queue with the highest weight first.");
        typed
    });
    queue.weight = typed.unwrap_or(queue.weight);
    let means: Vec<(NoUserMeans, String)> = NoUserMeans::iter().map(|it| (it, no_user_words(it).to_owned())).collect();
    widgets::row(ui, "No user means", |ui, label| {
        choice(ui, changes, Name::Label(label), 320.0, &mut queue.no_user_means, &means);
    });
    let no_user = [
        (NoUserStrategy::Overflow, "Leave by an overflow branch".to_owned()),
        (NoUserStrategy::QueueAnyway, "Queue anyway".to_owned()),
    ];
    widgets::row(ui, "When there is no user", |ui, label| {
        choice(ui, changes, Name::Label(label), 240.0, &mut queue.no_user, &no_user);
    });
}

fn no_user_words(means: NoUserMeans) -> &'static str {
    match means {
        NoUserMeans::NobodyConnected => "Nobody is connected",
        NoUserMeans::NobodyHasRoom => "Nobody who is connected has room",
    }
}

fn no_answer_words(becomes: NoAnswer) -> &'static str {
    match becomes {
        NoAnswer::StaysAvailable => "The user stays available",
        NoAnswer::Away => "The user is set to away",
        NoAnswer::Offline => "The user is set to offline",
    }
}

fn max_estimated_ui(ui: &mut Ui, changes: &mut Changes, max: &mut MaxEstimatedWait) {
    let own_s = match *max {
        MaxEstimatedWait::Seconds(seconds) => seconds,
        MaxEstimatedWait::AsLongestWait | MaxEstimatedWait::NoLimit => 180,
    };
    let options = [
        (MaxEstimatedWait::AsLongestWait, "The longest wait".to_owned()),
        (MaxEstimatedWait::NoLimit, "No limit".to_owned()),
        (MaxEstimatedWait::Seconds(own_s), "A time of its own".to_owned()),
    ];
    ui.horizontal_top(|ui| {
        choice(ui, changes, Name::Words("Longest estimated wait"), 200.0, max, &options);
        if let MaxEstimatedWait::Seconds(seconds) = max {
            let shown = duration_words(i64::from(*seconds));
            let read = |text: &str| read::seconds(text, &(1..=DAY_S));
            let typed = Input::named("Longest estimated wait, time").width(104.0).checked(ui, changes, &shown, read);
            *seconds = typed.unwrap_or(*seconds);
        }
    });
}

fn service_level_ui(ui: &mut Ui, changes: &mut Changes, level: &mut Option<ServiceLevel>) {
    widgets::row(ui, "Service level", |ui, _| {
        ui.horizontal_top(|ui| {
            let percent = level.map_or_else(String::new, |level| level.percent.to_string());
            let read = |text: &str| read::perhaps(text, |text| read::number(text, &(1..=100)));
            let input = Input::named("Service level, percent").hint("none").width(56.0);
            if let Some(percent) = input.checked(ui, changes, &percent, read) {
                let within_s = level.map_or(20, |level| level.within_s);
                *level = percent.map(|percent| ServiceLevel { percent, within_s });
            }
            if let Some(level) = level {
                note(ui, "% answered within");
                let shown = duration_words(i64::from(level.within_s));
                let read = |text: &str| read::seconds(text, &(1..=DAY_S));
                let typed = Input::named("Service level, time").width(104.0).checked(ui, changes, &shown, read);
                level.within_s = typed.unwrap_or(level.within_s);
            }
        });
    });
}

fn heard_ui(ui: &mut Ui, changes: &mut Changes, queue: &mut Queue, project: &Project) {
    let sounds = project.resources_of(ResourceKind::SoundFile).map(|sound| (Some(sound.id), sound.name.clone()));
    let options: Vec<(Option<ResourceId>, String)> = std::iter::once((None, "None".to_owned())).chain(sounds).collect();
    widgets::row(ui, "Music", |ui, label| {
        choice(ui, changes, Name::Label(label), 320.0, &mut queue.music, &options);
    });
    widgets::row(ui, "Announcements", |ui, _| {
        toggle(ui, changes, "Announce the position", &mut queue.says_position);
        toggle(ui, changes, "Announce the estimated wait", &mut queue.says_wait);
    });
    widgets::duration(ui, changes, "Announce again every", 0..=DAY_S, &mut queue.announces_every_s);
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
