//! Smart routings that run and come back (spec: meaning §10): the return stack of an interaction, and how deep it is in other routings.

use std::borrow::Cow;

use crate::catalog::step::Call;
use crate::model::{Routing, RoutingId, Version};

use super::play::{Here, Play, start_of};
use super::state::{Ending, OpenCall};
use super::trace::{Stop, What};

/// How deep an interaction may be in other routings (spec: simulation §3): jumps made, and calls that have not come back.
const MAX_DEPTH: usize = 20;

impl<'a> Play<'a> {
    /// Moves control to the Start of another routing. None where that routing cannot run, which ends the interaction.
    pub(super) fn move_to(
        &mut self,
        here: &Here<'_>,
        routing: RoutingId,
        in_test: bool,
    ) -> Option<(&'a Routing, &'a Version)> {
        if self.state.depth() >= MAX_DEPTH {
            let why = format!("Routings lead to routings more than {MAX_DEPTH} deep.");
            self.stop(here, Stop::Error, &Ending::Failed(why));
            return None;
        }
        let scene = self.scene;
        let found = scene.version_of(routing, in_test).and_then(|version| Some((version, start_of(version)?)));
        let (Some((version, start)), Some(routing)) = (found, scene.project.routings.get(&routing)) else {
            let why = "The other routing has no version to run.".to_owned();
            self.stop(here, Stop::Error, &Ending::Failed(why));
            return None;
        };
        self.state.interaction.routing.clone_from(&routing.name);
        self.state.at = Some(start);
        self.state.is_entered = false;
        Some((routing, version))
    }

    /// Control moves to another routing, and does not come back.
    pub(super) fn jump(&mut self, here: &Here<'_>, routing: RoutingId, in_test: bool) {
        // Nothing comes back to where a jump was made, nor to what had called that.
        self.drop_calls();
        let Some((routing, version)) = self.move_to(here, routing, in_test) else { return };
        self.state.nesting += 1;
        let sentence = format!("Goes on in \"{}\", version \"{}\".", routing.name, version.info.name);
        self.beat(Some(here.place), What::Jumped(sentence));
        self.record(here, &routing.name);
    }

    /// Another routing runs, and comes back to this action.
    pub(super) fn call(&mut self, here: &Here<'_>, call: Call) {
        let Some((routing, version)) = self.move_to(here, call.routing, call.in_test) else { return };
        self.state.calls.push(OpenCall { at: here.place, endings: call.endings });
        let sentence = format!("Runs \"{}\", version \"{}\", until it comes back.", routing.name, version.info.name);
        self.beat(Some(here.place), What::Called(sentence));
    }

    /// The routing ends by an ending of its own.
    pub(super) fn come_back(&mut self, here: &Here<'_>, name: &str) {
        let label = if name.is_empty() { "Comes back" } else { name };
        let Some(call) = self.state.calls.pop() else {
            self.beat(
                Some(here.place),
                What::CameBack("Nothing has called this routing, so it is a goodbye.".to_owned()),
            );
            self.record(here, label);
            return self.end(&Ending::OnPurpose, None);
        };
        let with = if name.is_empty() { String::new() } else { format!(" with \"{name}\"") };
        self.beat(Some(here.place), What::CameBack(format!("Comes back to {}{with}.", self.caller_words(&call))));
        self.record(here, label);
        let branch = call.endings.branch(name).clone();
        self.go_on_after(&call, branch);
    }

    /// The flow ends in a good way by a branch: a called routing comes back.
    pub(super) fn finish(&mut self, here: &Here<'_>, ending: &Ending, result: Option<crate::catalog::ResultKind>) {
        let Some(call) = self.state.calls.pop() else { return self.end(ending, result) };
        let sentence = format!("\"{}\" ends here and comes back to {}.", here.routing.name, self.caller_words(&call));
        self.beat(Some(here.place), What::Returned(sentence));
        let branch = call.endings.ended.clone();
        self.go_on_after(&call, branch);
    }

    fn go_on_after(&mut self, call: &OpenCall, branch: Cow<'static, str>) {
        self.state.at = Some(call.at);
        let Some(here) = self.here() else {
            return self.end(&Ending::Failed("The action that called no longer exists.".to_owned()), None);
        };
        self.state.interaction.routing.clone_from(&here.routing.name);
        self.leave(&here, &[branch]);
    }

    /// No routing that runs comes back any more: the actions that called are left, the innermost first.
    pub(super) fn drop_calls(&mut self) {
        for call in std::mem::take(&mut self.state.calls).into_iter().rev() {
            self.beat(Some(call.at), What::Stopped(Stop::NotBack));
            if let Some(here) = self.find(call.at) {
                self.record(&here, Stop::NotBack.words());
            }
        }
    }

    /// The routing that called, in quotation marks.
    fn caller_words(&self, call: &OpenCall) -> String {
        format!("\"{}\"", self.scene.project.routing_of(call.at.version).map_or("", |routing| routing.name.as_str()))
    }
}
