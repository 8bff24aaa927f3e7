//! Who may join a chat that is put before a team or a queue (spec: actions §4, `hand_over`). Only who joins and replies owns it.

use std::collections::BTreeSet;

use crate::catalog::{Decision, Interaction, skills};
use crate::model::{ResourceData, ResourceId};

use super::known::Known;
use super::person::Allow;
use super::{Around, members_of};

/// Who may join now, and who may once they are free.
pub(super) fn decide(around: &Around<'_>, interaction: &Interaction, people: ResourceId) -> Decision {
    let mut reasons = Vec::new();
    let (mut offers, mut later) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let skills = match around.project.resources.get(&people).map(|resource| &resource.data) {
        Some(ResourceData::Queue(queue)) => skills::asked_for(queue, &[]),
        _ => Vec::new(),
    };
    for id in members_of(around.project, people).into_iter().filter(|id| seen.insert(*id)) {
        let Some(known) = Known::of(around, interaction, id) else { continue };
        let verdict = known.may_be_given(around.channel, Allow::default());
        let lacks = known.lacks(skills.iter().map(|(skill, least)| (skill.as_str(), *least)));
        let no = verdict.err().or(lacks.clone());
        let words = no.as_ref().map_or_else(|| known.person.presence.words().to_owned(), super::person::No::words);
        reasons.push(format!("{}: {words}", known.name));
        if no.is_none() {
            offers.push(id);
        } else if lacks.is_none()
            && known.person.may_receive
            && known.person.presence.is_connected()
            && known.person.has_day_left()
        {
            later.push(id);
        }
    }
    Decision::MayJoin { offers, later, reasons }
}
