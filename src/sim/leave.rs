//! Leaving an action by a branch: where it leads, what counts, and what is told of it (spec: meaning §6, Branches).

use std::borrow::Cow;

use crate::catalog::{Branch, Lead, ResultKind, Visit, lead};
use crate::model::{ActionRef, Link};

use super::basis::Exit;
use super::play::{Here, Play};
use super::state::Ending;
use super::trace::What;

impl Play<'_> {
    /// Notes the passage by the first of some branches: counter, best result, event. What was reached by the branch that really happens
    /// counts. Where the call goes on.
    pub(super) fn pass(&mut self, here: &Here<'_>, keys: &[Cow<'static, str>]) -> Exit {
        let known = keys.first().filter(|_| keys.len() == 1).and_then(|key| here.exit(key));
        let (place, exit) = known.map_or_else(
            || {
                let (place, lead) = Self::lead(here, keys);
                (place, Exit::from(&*lead))
            },
            |(place, exit)| (Some(place), exit),
        );
        if exit.result == Some(ResultKind::Person) {
            self.state.interaction.pool = None;
        }
        self.keep(exit.result);
        if self.is_told {
            self.tell_passage(here, keys);
        } else {
            self.count(here, place);
        }
        exit
    }

    fn tell_passage(&mut self, here: &Here<'_>, keys: &[Cow<'static, str>]) {
        let (place, lead) = Self::lead(here, keys);
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
    fn lead<'h>(here: &Here<'h>, keys: &[Cow<'static, str>]) -> (Option<usize>, Cow<'h, Lead>) {
        let branches = here.branches();
        let is_it = |key: &str, branch: &Branch| *branch.key == *key;
        let place = keys.first().and_then(|key| branches.iter().position(|branch| is_it(key, branch)));
        let known = place.filter(|_| keys.len() == 1).and_then(|place| here.lead(place));
        let found = || Cow::Owned(lead::lead(&here.version.flow, here.action, branches, keys));
        (place, known.map_or_else(found, Cow::Borrowed))
    }

    /// Leaves by the first of some branches; the others are fallbacks.
    pub(super) fn leave(&mut self, here: &Here<'_>, keys: &[Cow<'static, str>]) {
        let exit = self.pass(here, keys);
        self.state.is_entered = false;
        self.state.visit = Visit::default();
        self.state.floor = None;
        match (exit.link, exit.ending) {
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
