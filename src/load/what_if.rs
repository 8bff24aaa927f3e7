//! What would be different: a scenario with people ill, more arrivals, longer talks or another version (spec: load §3, §4). The contacts stay
//! the same ones, so that two runs are compared on the same callers.

use crate::model::scenario::{Amount, AtQueue, Time};
use crate::model::{Named, Project, ResourceData, ResourceId, Scenario, VersionId};

/// What is different from a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// Who is absent the whole time, beside those whom the scenario names.
    pub ill: Vec<ResourceId>,
    /// Arrivals, in percent of those of the scenario.
    pub arrivals: u32,
    /// The length of talks, in percent of that of the scenario.
    pub talks: u32,
    /// A version that runs instead of the one in production of its routing.
    pub version: Option<VersionId>,
}

impl Default for WhatIf {
    fn default() -> Self {
        Self { ill: Vec::new(), arrivals: 100, talks: 100, version: None }
    }
}

impl WhatIf {
    /// Whether anything is different.
    #[must_use]
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// The scenario with what is different.
    #[must_use]
    pub fn over(&self, project: &Project, scenario: &Scenario) -> Scenario {
        let mut changed = scenario.clone();
        changed.percent = percent_of(scenario.percent, self.arrivals);
        for who in self.ill.iter().filter(|who| !scenario.absent.iter().any(|it| it.id == **who)) {
            changed.absent.push(Named::of(*who, project));
        }
        if self.talks != 100 {
            self.change_talks(project, &mut changed);
        }
        changed
    }

    fn change_talks(&self, project: &Project, scenario: &mut Scenario) {
        scenario.handling = scenario.handling.map(|time| self.longer(time));
        for resource in project.resources.values() {
            let ResourceData::Queue(queue) = &resource.data else { continue };
            let usual = Time::Exponential(Amount::whole(queue.handling_s.max(1)));
            match scenario.queues.iter_mut().find(|it| it.queue.id == resource.id) {
                Some(at) => at.handling = Some(self.longer(at.handling.unwrap_or(usual))),
                None => scenario.queues.push(AtQueue {
                    queue: Named::of(resource.id, project),
                    handling: Some(self.longer(usual)),
                    ..AtQueue::default()
                }),
            }
        }
    }

    fn longer(&self, time: Time) -> Time {
        let of = |amount: Amount| Amount(percent_of(amount.0, self.talks).max(1));
        match time {
            Time::Exponential(mean) => Time::Exponential(of(mean)),
            Time::Fixed(seconds) => Time::Fixed(of(seconds)),
            Time::Lognormal(mean, deviation) => Time::Lognormal(of(mean), of(deviation)),
        }
    }

    /// What is different, in words: *2 ill: Ana, Ben; arrivals 130 %*.
    #[must_use]
    pub fn words(&self, project: &Project) -> String {
        let name = |id: &ResourceId| project.resources.get(id).map_or_else(|| id.to_string(), |it| it.name.clone());
        let mut parts = Vec::new();
        if !self.ill.is_empty() {
            let names: Vec<String> = self.ill.iter().map(name).collect();
            match names.as_slice() {
                [one] => parts.push(format!("{one} ill")),
                all => parts.push(format!("{} ill: {}", all.len(), all.join(", "))),
            }
        }
        if self.arrivals != 100 {
            parts.push(format!("arrivals {} %", self.arrivals));
        }
        if self.talks != 100 {
            parts.push(format!("talks {} % as long", self.talks));
        }
        if let Some(version) = self.version.and_then(|id| project.versions.get(&id)) {
            parts.push(format!("version \"{}\"", version.info.name));
        }
        parts.join("; ")
    }
}

fn percent_of(number: u32, percent: u32) -> u32 {
    u32::try_from(u64::from(number) * u64::from(percent) / 100).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample::{self, ANA, BEN};

    #[test]
    fn what_is_different_is_added_to_the_scenario_and_nothing_else() {
        let project = sample::project();
        let scenario = Scenario { absent: vec![Named::of(ANA, &project)], percent: 150, ..Scenario::default() };
        assert_eq!(WhatIf::default().over(&project, &scenario), scenario);
        let what = WhatIf { ill: vec![ANA, BEN], arrivals: 120, talks: 50, version: None };
        let changed = what.over(&project, &scenario);
        assert_eq!(changed.percent, 180);
        assert_eq!(changed.absent.iter().map(|it| it.id).collect::<Vec<_>>(), [ANA, BEN]);
        for at in &changed.queues {
            let ResourceData::Queue(queue) = &project.resources[&at.queue.id].data else { panic!("no queue") };
            assert_eq!(at.handling, Some(Time::Exponential(Amount(queue.handling_s * 50))));
        }
        assert_eq!(changed.queues.len(), project.resources_of(crate::model::ResourceKind::Queue).count());
        assert_eq!(what.words(&project), "2 ill: Ana, Ben; arrivals 120 %; talks 50 % as long");
    }
}
