//! Which phrases of the system an action can say (spec: meaning §5). Each kind that says some has a function `says` beside its
//! `run`; a test holds them against what the examples of all kinds say.

use crate::catalog::CheckCx;
use crate::catalog::system_phrases::Phrase;

use super::{ask, pay_invoice, start_recording, survey, to_queue, to_user, to_voice_mailbox};

/// The phrases that an action can say.
type Says = fn(&CheckCx<'_>) -> Vec<&'static Phrase>;

static SAYS: &[(&str, Says)] = &[
    (ask::SPEC.id, ask::says),
    (pay_invoice::SPEC.id, pay_invoice::says),
    (start_recording::SPEC.id, start_recording::says),
    (survey::SPEC.id, survey::says),
    (to_queue::SPEC.id, to_queue::says),
    (to_user::SPEC.id, to_user::says),
    (to_voice_mailbox::SPEC.id, to_voice_mailbox::says),
];

/// The phrases that an action can say, as it stands.
#[must_use]
pub(super) fn said(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    SAYS.iter().find(|(kind, _)| *kind == cx.action.kind).map(|(_, says)| says(cx)).unwrap_or_default()
}
