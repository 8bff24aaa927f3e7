//! Can one person be rung, and if not, is the person busy or unavailable (spec: actions §1, `to_user`)?

use crate::catalog::{Decision, Interaction, UserVerdict};
use crate::model::ResourceId;

use super::known::Known;
use super::person::{Allow, No, Presence};
use super::{Around, name_of};

/// Whether a user is rung.
pub(super) fn decide(
    around: &Around<'_>,
    interaction: &Interaction,
    user: ResourceId,
    allow_busy: bool,
    allow_away: bool,
) -> Decision {
    let Some(known) = Known::of(around, interaction, user) else {
        let reasons = vec![format!("{}: this user does not exist", name_of(around.project, user))];
        return Decision::User { verdict: UserVerdict::Unavailable, reasons };
    };
    let allow = Allow { busy: allow_busy, full: allow_busy, away: allow_away, offline: false };
    let (verdict, words) = match known.may_be_given(around.channel, allow) {
        Ok(()) => (UserVerdict::Rings, known.person.presence.words().to_owned()),
        Err(no) => (verdict_of(&no), no.words()),
    };
    Decision::User { verdict, reasons: vec![format!("{}: {words}", known.name)] }
}

/// Who serves somebody else is busy and may be tried again; everybody else is unavailable.
fn verdict_of(no: &No) -> UserVerdict {
    match no {
        No::Presence(Presence::Busy | Presence::Ringing(_) | Presence::WrapUp(_))
        | No::HasSessions(_)
        | No::Full { .. } => UserVerdict::Busy,
        No::Presence(_) | No::MayNotReceive(_) | No::DayIsFull(_) | No::Lacks { .. } => UserVerdict::Unavailable,
    }
}
