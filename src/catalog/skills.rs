//! Who the members of a queue are, which skills are asked of them, and whether anybody has these skills (spec: meaning §8).

use std::sync::Arc;

use crate::model::resource::{Queue, QueueMember, User};
use crate::model::{Channel, Project, Resource, ResourceData};

/// What of a user says how much they may be given, in one place: a queue of many people is looked through often.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Whether the user may receive calls, emails and messages.
    receives: [bool; 3],
    /// Emails and messages at once.
    capacity: [u32; 2],
    /// Whether calls are offered beside chats, and chats beside a call.
    pub calls_beside_chats: bool,
    /// Most interactions a day.
    pub daily_limit: Option<u32>,
    /// Whether the user has a work schedule.
    pub has_schedule: bool,
}

impl Terms {
    /// Those of a user.
    #[must_use]
    pub fn of(user: &User) -> Self {
        Self {
            receives: [Channel::Voice, Channel::Email, Channel::Messaging]
                .map(|channel| !user.closed_channels.contains(&channel)),
            capacity: [user.capacity.email, user.capacity.messaging],
            calls_beside_chats: user.calls_beside_chats,
            daily_limit: user.daily_limit,
            has_schedule: user.schedule.iter().any(|day| !day.is_empty()),
        }
    }

    /// Whether the user may receive a channel, and how much of it at once. A call takes the whole of a person.
    #[must_use]
    #[inline]
    pub fn on(&self, channel: Channel) -> (bool, u32) {
        let ([voice, email, messaging], [emails, messages]) = (self.receives, self.capacity);
        match channel {
            Channel::Voice => (voice, 1),
            Channel::Email => (email, emails),
            Channel::Messaging => (messaging, messages),
        }
    }
}

/// A user of a queue.
#[derive(Debug)]
pub struct Seated {
    /// The place in the queue.
    pub member: QueueMember,
    /// How much they may be given.
    pub terms: Terms,
    /// The user.
    pub resource: Arc<Resource>,
}

impl Seated {
    /// What is said of the user. Whoever looks through a queue asks for it where the terms do not do.
    #[must_use]
    pub fn user(&self) -> Option<&User> {
        if let ResourceData::User(user) = &self.resource.data { Some(user) } else { None }
    }

    /// The users of a queue, each once, by priority.
    #[must_use]
    pub fn all(project: &Project, queue: &Queue) -> Box<[Self]> {
        let seated = |member: QueueMember| {
            let resource = project.resources.get(&member.who)?;
            let ResourceData::User(user) = &resource.data else { return None };
            Some(Self { member, terms: Terms::of(user), resource: resource.clone() })
        };
        members(project, queue).into_iter().filter_map(seated).collect()
    }
}

/// The users of a queue, each once, by priority: its members and the members of its teams.
#[must_use]
pub fn members(project: &Project, queue: &Queue) -> Vec<QueueMember> {
    let mut ordered = queue.members.clone();
    ordered.sort_by_key(|member| member.priority);
    let mut found: Vec<QueueMember> = Vec::with_capacity(ordered.len());
    for member in ordered {
        let users = match project.resources.get(&member.who).map(|resource| &resource.data) {
            Some(ResourceData::User(_)) => std::slice::from_ref(&member.who),
            Some(ResourceData::Team(team)) => team.members.as_slice(),
            _ => &[],
        };
        for &user in users {
            if found.iter().all(|known| known.who != user) {
                found.push(QueueMember { who: user, ..member });
            }
        }
    }
    found
}

/// The skills that a queue and an action ask for, each with the least level.
#[must_use]
pub fn asked_for(queue: &Queue, extra: &[(String, i64)]) -> Vec<(String, i64)> {
    let own = queue.skills.iter().map(|(skill, least)| (skill.clone(), i64::from(*least)));
    own.chain(extra.iter().cloned()).collect()
}

/// The first skill that a user lacks, with its least level.
#[must_use]
pub fn lacked<'s>(user: &User, mut skills: impl Iterator<Item = (&'s str, i64)>) -> Option<(&'s str, i64)> {
    skills.find(|(skill, least)| i64::from(user.level(skill)) < *least)
}

/// What no member of a queue has of the skills that are asked for, in words; none where somebody has all of them, and for a queue without
/// users.
#[must_use]
pub fn missing_words(project: &Project, queue: &Queue, extra: &[(String, i64)]) -> Option<String> {
    let skills = asked_for(queue, extra);
    let user_of = |member: &QueueMember| match project.resources.get(&member.who).map(|resource| &resource.data) {
        Some(ResourceData::User(user)) => Some(user),
        _ => None,
    };
    let members = members(project, queue);
    let users: Vec<&User> = members.iter().filter_map(user_of).collect();
    let all = || skills.iter().map(|(skill, least)| (skill.as_str(), *least));
    if users.is_empty() || users.iter().any(|user| lacked(user, all()).is_none()) {
        return None;
    }
    let is_missing = |one: &(&str, i64)| users.iter().all(|user| lacked(user, std::iter::once(*one)).is_some());
    Some(match all().find(is_missing) {
        Some((skill, least)) => format!("the skill \"{}\" at level {least} or higher", skill.trim()),
        None => "all of the skills that are asked for at once".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample::{self, ANA, BEN, SUPPORT};

    #[test]
    fn somebody_must_have_all_skills_at_once() {
        let has = |skills: &[(&str, u8)]| skills.iter().map(|(skill, level)| ((*skill).to_owned(), *level)).collect();
        for (of_ana, of_ben, own, extra, missing) in [
            (&[][..], &[][..], &[][..], &[][..], None),
            (&[("Danish", 3)], &[], &[("danish", 3)], &[], None),
            (&[("Danish", 3)], &[], &[("danish", 4)], &[], Some("the skill \"danish\" at level 4 or higher")),
            (&[("Danish", 3)], &[], &[], &[(" Danish ", 4)], Some("the skill \"Danish\" at level 4 or higher")),
            (
                &[("Danish", 3)],
                &[("Polish", 1)],
                &[("danish", 1)],
                &[("Polish", 1)],
                Some("all of the skills that are asked for at once"),
            ),
            (&[("Danish", 3), ("Polish", 1)], &[], &[("danish", 1)], &[("Polish", 1)], None),
            (
                &[("Danish", 3)],
                &[],
                &[("danish", 1)],
                &[("Polish", 1)],
                Some("the skill \"Polish\" at level 1 or higher"),
            ),
        ] {
            let mut project = sample::project();
            for (user, skills) in [(ANA, of_ana), (BEN, of_ben)] {
                let ResourceData::User(user) = &mut Arc::make_mut(project.resources.get_mut(&user).unwrap()).data
                else {
                    panic!()
                };
                user.skills = has(skills);
            }
            let ResourceData::Queue(queue) = &project.resources[&SUPPORT].data else { panic!() };
            let queue = Queue { skills: has(own), ..queue.clone() };
            let extra: Vec<(String, i64)> = extra.iter().map(|(skill, level)| ((*skill).to_owned(), *level)).collect();
            assert_eq!(missing_words(&project, &queue, &extra).as_deref(), missing, "{own:?} {extra:?}");
            let nobody = Queue { members: Vec::new(), ..queue };
            assert_eq!(missing_words(&project, &nobody, &extra), None, "that a queue is empty is another problem");
        }
    }
}
