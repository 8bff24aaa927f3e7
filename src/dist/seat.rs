//! The members of a queue as a decision sees them: who is connected, who has the skills, who is free (spec: meaning §8).

use crate::catalog::Interaction;
use crate::catalog::skills::{Seated, lacked};
use crate::model::ResourceId;

use super::person::{Allow, No, has_room, may_be_given};
use super::{Around, Reasons, known};

/// A member of a queue who exists, and what speaks against them. It is small, since a queue has many members and is looked at often.
#[allow(clippy::struct_excessive_bools, reason = "five independent answers, each by its name")]
pub(super) struct Seat<'a> {
    pub of: &'a Seated,
    /// How long they have been free, in seconds.
    pub idle_s: u32,
    /// Open emails and messages.
    pub sessions: u32,
    /// Connected, with the right to the channel.
    pub is_connected: bool,
    /// With the skills that are asked for.
    pub is_fit: bool,
    /// May be given the interaction now.
    pub is_free: bool,
    /// Has room for one more interaction.
    pub has_room: bool,
    /// Has the right to the channel and a day that is not full.
    pub may_later: bool,
}

impl Seat<'_> {
    pub fn id(&self) -> ResourceId {
        self.of.member.who
    }
}

/// The members who exist, with what speaks against each as a reason.
pub(super) fn seats<'a>(
    around: &Around<'a>,
    interaction: &Interaction,
    queue: ResourceId,
    skills: &[(String, i64)],
    reasons: &mut Reasons,
) -> Vec<Seat<'a>> {
    let all = around.lookups.seated(around.project, queue);
    let mut seats = Vec::with_capacity(all.len());
    for of in all {
        let (person, idle_s) = known::person(around, interaction, of.member.who, &of.terms, || of.user());
        let verdict = may_be_given(&person, around.channel, Allow::default());
        let asked = || skills.iter().map(|(skill, least)| (skill.as_str(), *least));
        let lacked = if skills.is_empty() { None } else { of.user().and_then(|user| lacked(user, asked())) };
        reasons.give(|| {
            let first = verdict.as_ref().map_or_else(No::words, |()| person.presence.words().to_owned());
            let lacks = lacked.and_then(|(skill, least)| Some(No::lacks(of.user()?, skill, least)));
            let words: Vec<String> = std::iter::once(first).chain(lacks.iter().map(No::words)).collect();
            format!("{}: {}", of.resource.name, words.join(", "))
        });
        seats.push(Seat {
            of,
            idle_s,
            sessions: person.sessions,
            is_connected: person.may_receive && person.presence.is_connected(),
            is_fit: lacked.is_none(),
            is_free: lacked.is_none() && verdict.is_ok(),
            has_room: has_room(&person, around.channel),
            may_later: person.may_receive && person.has_day_left(),
        });
    }
    seats
}
