//! Leaving an action by a branch: where it leads, what counts, and what is told of it (spec: meaning §6, Branches).

use std::borrow::Cow;

use crate::catalog::{Branch, Lead, ResultKind, Visit, lead};
use crate::model::{ActionRef, Link};

use super::play::{Here, Play};
use super::state::Ending;
use super::trace::What;

impl Play<'_> {
    /// Notes the passage by a branch: counter, best result, event. What was reached by the branch that really happens counts.
    pub(super) fn pass(&mut self, here: &Here<'_>, lead: &Lead, place: Option<usize>) {
        if lead.result == Some(ResultKind::Person) {
            self.state.interaction.pool = None;
        }
        self.keep(lead.result);
        if !self.is_told {
            return self.count(here, place);
        }
        let branches = here.branches();
        let branch = place.and_then(|place| branches.get(place));
        let mut label = branch.map_or_else(|| lead.branch.to_string(), |branch| branch.label.clone());
        if let Some(by) = lead.by_words(branches) {
            label = format!("{label}, by {by}");
        }
        let to = lead.link().and_then(Link::target);
        let by_start = lead.by() == Some(&lead::By::Start);
        let (branch, taken) = (lead.wire().to_owned(), lead.branch.to_string());
        self.beat(Some(here.place), What::Left { branch, taken, label: label.clone(), to, by_start });
        self.record(here, &label);
    }

    /// The place of the first of these branches, and where the action leads when it leaves by it.
    pub(super) fn lead<'h>(here: &Here<'h>, keys: &[Cow<'static, str>]) -> (Option<usize>, Cow<'h, Lead>) {
        let branches = here.branches();
        let is = |key: &str, branch: &Branch| std::ptr::eq(key, &raw const *branch.key) || *branch.key == *key;
        let place = keys.first().and_then(|key| branches.iter().position(|branch| is(key, branch)));
        let known = place.filter(|_| keys.len() == 1).and_then(|place| here.lead(place));
        let found = || Cow::Owned(lead::lead(&here.version.flow, here.action, branches, keys));
        (place, known.map_or_else(found, Cow::Borrowed))
    }

    /// Leaves by the first of some branches; the others are fallbacks.
    pub(super) fn leave(&mut self, here: &Here<'_>, keys: &[Cow<'static, str>]) {
        let (place, lead) = Self::lead(here, keys);
        self.pass(here, &lead, place);
        self.state.is_entered = false;
        self.state.visit = Visit::default();
        self.state.floor = None;
        match (lead.link(), lead.ending) {
            (Some(Link::To(next)), _) => self.state.at = Some(ActionRef { version: here.version.id, action: next }),
            (Some(Link::EndsHere), _) => self.finish(here, &Ending::OnPurpose, None),
            (None, Some(result)) => {
                self.keep(Some(result));
                self.finish(here, &Ending::ResultReached, Some(result));
            }
            (None, None) => self.end(&Ending::LedNowhere, None),
        }
    }
}
