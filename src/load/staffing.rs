//! How many people a queue needs in each half hour of a day: first by formula, then corrected by load runs, and what happens with one person less
//! (spec: load §4). Each queue is staffed by people of its own, so where people serve several queues, fewer may be enough.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::scenario::{AtQueue, HALF_HOURS, Staff, Time};
use crate::model::{Named, Project, ResourceData, ResourceId, Scenario};

use super::erlang::Line;
use super::shifts::{self, Shift};
use super::sums::share;
use super::{Control, Load, run_with};

/// Most load runs.
const MOST_RUNS: u32 = 600;
/// Most people of a queue in a half hour.
const MOST_PEOPLE: u32 = 5_000;
/// So often more people are tried in a half hour that misses its target without coming nearer to it.
const MOST_IN_VAIN: u32 = 8;

/// How many people the queues of a scenario need.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Staffing {
    /// The queues with a target in which somebody was offered.
    pub queues: Vec<QueueStaff>,
    /// Queues without a target, which stay as the scenario says.
    pub without_target: Vec<String>,
    /// How many load runs were made.
    pub runs: u32,
    /// Whether one person less in any half hour was tried and misses a target; otherwise the load runs came to their limit.
    pub is_smallest: bool,
}

/// How many people a queue needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueueStaff {
    /// The queue.
    #[serde(skip)]
    pub queue: ResourceId,
    /// Its name.
    pub name: String,
    /// How many of a hundred are to be answered.
    pub percent: u8,
    /// Within so many seconds.
    pub within_s: u32,
    /// How long a talk lasts with the work after it, on average, in seconds.
    pub handling_s: f64,
    /// How long customers wait before giving up, on average, in seconds; none for as long as it takes.
    pub patience_s: Option<f64>,
    /// The half hours of the day in which somebody is offered or there.
    pub halves: Vec<HalfHour>,
    /// Shifts that cover the half hours, where a shortest shift is asked for.
    pub shifts: Vec<Shift>,
}

/// A half hour of the day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HalfHour {
    /// Which, from midnight on.
    pub half: usize,
    /// Contacts that come to the queue on the busiest of the days, on average.
    pub offered: f64,
    /// People by the formula.
    pub by_formula: u32,
    /// People by the load runs, or by the shifts where these are asked for.
    pub people: u32,
    /// The share answered within the target with these people, on the worst of the days; none where nobody is offered.
    pub level: Option<f64>,
    /// The same where one person less is there all day.
    pub level_with_one_less: Option<f64>,
}

impl QueueStaff {
    fn is_met(&self, level: Option<f64>) -> bool {
        is_met(self.percent, level)
    }

    /// Whether the target is met in each half hour.
    #[must_use]
    pub fn is_met_always(&self) -> bool {
        self.halves.iter().all(|half| self.is_met(half.level))
    }

    /// The half hours that miss the target where one person less is there all day.
    pub fn missed_with_one_less(&self) -> impl Iterator<Item = usize> + '_ {
        self.halves.iter().filter(|half| !self.is_met(half.level_with_one_less)).map(|half| half.half)
    }
}

fn is_met(percent: u8, level: Option<f64>) -> bool {
    level.is_none_or(|level| level * 100.0 >= f64::from(percent) - 1e-9)
}

/// How many people are in each half hour of the day, by queue.
type Plan = BTreeMap<ResourceId, Vec<u32>>;

/// Finds the people that the queues of a scenario need to meet their targets. With a shortest shift, in half hours, they come in such shifts.
///
/// # Errors
/// A sentence that says what is wrong in the scenario, or that no queue has a target.
pub fn staffing(
    project: &Project,
    scenario: &Scenario,
    shortest_shift: Option<usize>,
    control: &Control,
) -> Result<Staffing, String> {
    let first = run_with(project, scenario, None, control)?;
    let has_target = |id: &ResourceId| first.queues.get(id).and_then(|facts| facts.target).is_some();
    let without_target = first.queues.iter().filter(|(_, facts)| facts.target.is_none());
    let without_target: Vec<String> = without_target.map(|(_, facts)| facts.name.clone()).collect();
    let mut queues: Vec<QueueStaff> = first
        .queues
        .keys()
        .filter(|id| has_target(id))
        .filter_map(|id| begun(project, scenario, &first, *id))
        .collect();
    if queues.is_empty() {
        return Err(match without_target.as_slice() {
            [] => "Nobody comes to a queue in this scenario.".to_owned(),
            names => format!("No queue has a service level to aim at: {}. Give one a service level.", names.join(", ")),
        });
    }
    let mut search = Search { project, scenario, control, runs: 1, plan: plan_of(&queues) };
    let is_smallest = search.raise(&mut queues)? && search.lower(&queues)?;
    if let Some(shortest) = shortest_shift {
        for of in &mut queues {
            let Some(counts) = search.plan.get_mut(&of.queue) else { continue };
            of.shifts = shifts::cover(counts, shortest);
            *counts = shifts::there(&of.shifts, counts.len());
        }
    }
    search.ends(&mut queues)?;
    Ok(Staffing { queues, without_target, runs: search.runs, is_smallest })
}

/// A queue with the people of the formula.
fn begun(project: &Project, scenario: &Scenario, load: &Load, queue: ResourceId) -> Option<QueueStaff> {
    let facts = load.queues.get(&queue)?;
    let (percent, within_s) = facts.target?;
    let ResourceData::Queue(data) = &project.resources.get(&queue)?.data else { return None };
    let own = scenario.queues.iter().find(|it| it.queue.id == queue);
    let talk_s = own.and_then(|it| it.handling).map_or(f64::from(data.handling_s.max(1)), |time| time.mean().number());
    let handling_s = talk_s + f64::from(data.wrap_up_s);
    let patience = own.and_then(|it| it.patience).or(scenario.patience).map(Time::mean);
    let patience_s = patience.map(|mean| mean.number().max(0.01));
    let mut offered = [0.0_f64; HALF_HOURS];
    let replications = u64::try_from(load.replications.len()).unwrap_or(0);
    for ((_, half), sums) in load.total.halves.iter().filter(|((of, _), _)| *of == queue) {
        let (_, place) = load.span.place(*half);
        if let (Some(most), Some(count)) = (offered.get_mut(place), share(sums.offered, replications)) {
            *most = most.max(count);
        }
    }
    let halves = (0..).zip(offered).filter(|(_, offered)| *offered > 0.0).map(|(half, offered)| {
        let line = Line { per_s: offered / 1_800.0, handling_s, patience_s };
        let people = line.people_for(percent, within_s);
        HalfHour { half, offered, by_formula: people, people, level: None, level_with_one_less: None }
    });
    let name = facts.name.clone();
    let halves = halves.collect();
    Some(QueueStaff { queue, name, percent, within_s, handling_s, patience_s, halves, shifts: Vec::new() })
}

fn plan_of(queues: &[QueueStaff]) -> Plan {
    let counts = |of: &QueueStaff| {
        let mut counts = vec![0; HALF_HOURS];
        for half in &of.halves {
            counts.get_mut(half.half).into_iter().for_each(|count| *count = half.people);
        }
        counts
    };
    queues.iter().map(|of| (of.queue, counts(of))).collect()
}

/// The share answered within the target in each half hour of the day, on the worst of the days.
fn levels(load: &Load, queue: ResourceId) -> BTreeMap<usize, f64> {
    let mut levels: BTreeMap<usize, f64> = BTreeMap::new();
    for ((_, half), sums) in load.total.halves.iter().filter(|((of, _), _)| *of == queue) {
        let Some(level) = sums.service_level() else { continue };
        let worst = levels.entry(load.span.place(*half).1).or_insert(level);
        *worst = worst.min(level);
    }
    levels
}

/// The search for the smallest plan.
struct Search<'a> {
    project: &'a Project,
    scenario: &'a Scenario,
    control: &'a Control,
    runs: u32,
    plan: Plan,
}

impl Search<'_> {
    fn run(&mut self, plan: &Plan) -> Result<Load, String> {
        self.runs += 1;
        let mut scenario = self.scenario.clone();
        for (queue, counts) in plan {
            let staff = Staff::EachHalfHour(counts.clone());
            match scenario.queues.iter_mut().find(|it| it.queue.id == *queue) {
                Some(own) => own.staff = staff,
                None => scenario.queues.push(AtQueue {
                    queue: Named { id: *queue, name: String::new() },
                    staff,
                    ..AtQueue::default()
                }),
            }
        }
        run_with(self.project, &scenario, None, self.control)
    }

    fn may_run(&self) -> bool {
        self.runs < MOST_RUNS && !self.control.is_stopped()
    }

    /// The half hours that miss their target with a plan.
    fn missed(&mut self, plan: &Plan, queues: &[QueueStaff]) -> Result<Vec<(ResourceId, usize, f64)>, String> {
        let load = self.run(plan)?;
        let of_queue = |of: &QueueStaff| {
            let (queue, percent) = (of.queue, of.percent);
            let missed = levels(&load, queue).into_iter().filter(move |(_, level)| !is_met(percent, Some(*level)));
            missed.map(move |(half, level)| (queue, half, level)).collect::<Vec<_>>()
        };
        Ok(queues.iter().flat_map(of_queue).collect())
    }

    /// Adds people until each half hour meets its target. Whether each does.
    fn raise(&mut self, queues: &mut [QueueStaff]) -> Result<bool, String> {
        let mut best: BTreeMap<(ResourceId, usize), (f64, u32)> = BTreeMap::new();
        while self.may_run() {
            let plan = self.plan.clone();
            let missed = self.missed(&plan, queues)?;
            if missed.is_empty() {
                return Ok(true);
            }
            let mut is_raised = false;
            for (queue, half, level) in missed {
                let (most, in_vain) = best.entry((queue, half)).or_insert((-1.0, 0));
                *in_vain = if level > *most { 0 } else { *in_vain + 1 };
                *most = most.max(level);
                if *in_vain < MOST_IN_VAIN {
                    is_raised |= self.change(queue, half, 1);
                }
            }
            if !is_raised {
                return Ok(false);
            }
        }
        Ok(false)
    }

    /// Removes people as long as each half hour meets its target. Whether one less was tried in each half hour.
    fn lower(&mut self, queues: &[QueueStaff]) -> Result<bool, String> {
        // Who meets the target although one is less everywhere does not need that one.
        while self.may_run() {
            let less: Plan = self.plan.iter().map(|(id, counts)| (*id, one_less(counts))).collect();
            let missed = self.missed(&less, queues)?;
            let spare: Vec<(ResourceId, usize)> = self
                .staffed()
                .filter(|(queue, half)| !missed.iter().any(|(of, at, _)| (of, at) == (queue, half)))
                .collect();
            let before = self.plan.clone();
            for (queue, half) in &spare {
                self.change(*queue, *half, -1);
            }
            let lowered = self.plan.clone();
            if spare.is_empty() || !self.missed(&lowered, queues)?.is_empty() {
                self.plan = before;
                break;
            }
        }
        let mut has_lowered = true;
        while has_lowered {
            has_lowered = false;
            for (queue, half) in self.staffed().collect::<Vec<_>>() {
                if !self.may_run() {
                    return Ok(false);
                }
                self.change(queue, half, -1);
                let plan = self.plan.clone();
                if self.missed(&plan, queues)?.is_empty() {
                    has_lowered = true;
                } else {
                    self.change(queue, half, 1);
                }
            }
        }
        Ok(true)
    }

    fn staffed(&self) -> impl Iterator<Item = (ResourceId, usize)> + use<> {
        let plan = self.plan.clone();
        plan.into_iter().flat_map(|(queue, counts)| {
            let there = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
            there.map(move |(half, _)| (queue, half)).collect::<Vec<_>>()
        })
    }

    /// Changes the number of people in a half hour. Whether that was possible.
    fn change(&mut self, queue: ResourceId, half: usize, by: i32) -> bool {
        let Some(count) = self.plan.get_mut(&queue).and_then(|counts| counts.get_mut(half)) else { return false };
        match count.checked_add_signed(by).filter(|count| *count <= MOST_PEOPLE) {
            Some(changed) => *count = changed,
            None => return false,
        }
        true
    }

    /// Writes down what was found, and what one person less means for each queue.
    fn ends(&mut self, queues: &mut [QueueStaff]) -> Result<(), String> {
        let plan = self.plan.clone();
        let load = self.run(&plan)?;
        for of in queues {
            let mut less = plan.clone();
            less.entry(of.queue).and_modify(|counts| *counts = one_less(counts));
            let with_less = levels(&self.run(&less)?, of.queue);
            let found = levels(&load, of.queue);
            let counts = plan.get(&of.queue).map_or(&[][..], Vec::as_slice);
            let before = std::mem::take(&mut of.halves);
            of.halves = (0..)
                .zip(counts)
                .filter_map(|(half, people)| {
                    let old = before.iter().find(|it| it.half == half);
                    (*people > 0 || old.is_some()).then(|| HalfHour {
                        half,
                        offered: old.map_or(0.0, |it| it.offered),
                        by_formula: old.map_or(0, |it| it.by_formula),
                        people: *people,
                        level: found.get(&half).copied(),
                        level_with_one_less: with_less.get(&half).copied(),
                    })
                })
                .collect();
        }
        Ok(())
    }
}

fn one_less(counts: &[u32]) -> Vec<u32> {
    counts.iter().map(|count| count.saturating_sub(1)).collect()
}
