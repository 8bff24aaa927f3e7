//! An action acts on an event: it is called, and called again with each decision that it asks for, and what it says happens (architecture
//! §2).

use crate::catalog::{ActionSpec, Cell, Cx, CxParts, Decision, Door, Effect, Event, Fact, Request, ResultKind, Step};
use crate::dist;
use crate::model::{Channel, ResourceId};

use super::play::{Here, Play};
use super::pool;
use super::scene::Scene;
use super::state::Ending;
use super::trace::{Beat, Stop, What};

/// How many decisions one action may ask for at one event; more is a defect of the action.
const MAX_DECISIONS: u32 = 4;

impl Play<'_> {
    /// What a decision looks at.
    pub(super) fn around(&self, here: &Here<'_>) -> dist::Around<'_> {
        self.door.sees(Cell::People);
        around(self.scene, &self.door, here, self.state.served_by, self.is_told)
    }

    /// Who is rung now for an interaction that waits in a queue.
    pub(super) fn offers(&mut self, here: &Here<'_>, request: &Request) -> Result<Vec<ResourceId>, dist::Odds> {
        self.door.sees(Cell::People);
        let around = around(self.scene, &self.door, here, self.state.served_by, self.is_told);
        dist::queue::offers(&around, &mut self.state.interaction, request)
    }

    /// Calls the action, and again with each decision that it asks for.
    pub(super) fn run(&mut self, here: &Here<'_>, spec: &'static ActionSpec, mut event: Event, is_clock_outside: bool) {
        let before = pool::written(&self.state.interaction);
        for _ in 0..MAX_DECISIONS {
            let mut effects = Vec::new();
            let parts = CxParts {
                project: &self.scene.project,
                door: &self.door,
                interaction: &mut self.state.interaction,
                own_routing: Some(here.routing),
                is_live: here.version.info.status.is_read_only(),
                lookups: &self.scene.basis.lookups,
                once: here.once(),
                effects: &mut effects,
                is_told: self.is_told,
                is_clock_outside,
            };
            let step = (spec.run)(&mut Cx::new(here.routing.id, here.action, &event, &mut self.state.visit, parts));
            for (at_ms, effect) in effects {
                if let Effect::ServedBy(user) = effect {
                    self.state.served_by = Some(user);
                }
                if self.is_told {
                    self.beats.push(Beat { at_ms, place: Some(here.place), what: What::Effect(effect) });
                }
            }
            self.take_time();
            let has_written = before != pool::written(&self.state.interaction);
            if let Some(user) = pool::given(&self.state.interaction, here.routing.channel, has_written) {
                return self.taken(here, user);
            }
            match step {
                Step::Decide(request) => {
                    self.state.floor = None;
                    match self.decide(here, &request) {
                        Ok(decision) => event = Event::Decided(decision),
                        Err(odds) => return self.ask_draw(self.draw_of(odds), Some(request)),
                    }
                }
                Step::Draw(draw) => match Self::only_lot(&draw) {
                    Some(value) => event = Event::Drawn { value, is_forced: false },
                    None => return self.ask_draw(draw, None),
                },
                Step::Wait(wait) => return self.begin_wait(here, *wait),
                Step::Stay if self.state.floor.is_some() => return,
                Step::Stay => break,
                Step::Ask(mut question) => {
                    self.state.floor = None;
                    if here.routing.channel != Channel::Voice {
                        question.nobody_hangs_up();
                    }
                    return self.ask(Some(question));
                }
                Step::Go(branch) => return self.leave(here, &[branch]),
                Step::GoFirst(branches) => return self.leave(here, &branches),
                Step::Jump { routing, in_test } => return self.jump(here, routing, in_test),
                Step::Call(call) => return self.call(here, *call),
                Step::ComeBack(name) => return self.come_back(here, &name),
                Step::LeftBy(branch) => {
                    self.state.interaction.is_customer_gone = true;
                    self.pass(here, &[branch]);
                    return self.end(&Ending::CustomerLeft, None);
                }
                Step::HungUp => {
                    self.state.interaction.is_customer_gone = true;
                    return self.stop(here, Stop::CustomerLeft, &Ending::CustomerLeft);
                }
                Step::Rest => return self.stop(here, Stop::Waiting, &Ending::InPool),
                Step::End => {
                    self.keep(Some(ResultKind::SelfService));
                    return self.stop(here, Stop::Closed, &Ending::OnPurpose);
                }
            }
        }
        let why = "The action neither goes on nor waits for anything.".to_owned();
        self.stop(here, Stop::Error, &Ending::Failed(why));
    }

    /// Who gets it, or the odds of a draw that decides.
    pub(super) fn decide(&mut self, here: &Here<'_>, request: &Request) -> Result<Decision, dist::Odds> {
        self.door.sees(Cell::People);
        let around = around(self.scene, &self.door, here, self.state.served_by, self.is_told);
        let decided = dist::decide(&around, &mut self.state.interaction, request);
        if let (Ok(Decision::Refused { .. }), Request::Queue { queue, .. }) = (&decided, request) {
            self.refused = Some(*queue);
        }
        // What was drawn is drawn for this decision alone.
        self.door.know(|facts| facts.read.retain(|fact, _| !matches!(fact, Fact::Draw(_))));
        decided
    }
}

fn around<'a>(
    scene: &'a Scene,
    door: &'a Door<'a>,
    here: &Here<'_>,
    served_by: Option<ResourceId>,
    is_told: bool,
) -> dist::Around<'a> {
    let (project, lookups, channel) = (&*scene.project, &scene.basis.lookups, here.routing.channel);
    dist::Around { project, lookups, door, channel, served_by, is_told }
}
