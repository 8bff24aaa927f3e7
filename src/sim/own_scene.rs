//! What a user changes of the caller and of the world for the next calls without saving either (spec: ease §3).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc, Weekday};

use crate::catalog::interaction::zone;
use crate::model::world::{OutsideSystem, QueueState, ServiceState, UserState};
use crate::model::{Caller, Project, ResourceData, ResourceId, ResourceKind, World};

/// How many wait in each queue where many wait.
const MANY: u32 = 20;

/// When a call begins, as it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// When the world says.
    OfWorld,
    /// Now.
    Now,
    /// At half past eleven this evening.
    Tonight,
    /// At ten next Sunday.
    Sunday,
    /// At ten on the next day of an exception of a calendar.
    Holiday,
    /// At a moment, in the time zone of the project.
    At(NaiveDateTime),
}

impl When {
    /// What is offered beside the world's own time.
    pub const OFFERED: [(Self, &'static str); 4] = [
        (Self::Now, "Now"),
        (Self::Tonight, "Tonight at 23:30"),
        (Self::Sunday, "Next Sunday at 10:00"),
        (Self::Holiday, "Next holiday at 10:00"),
    ];

    /// The moment in the time zone of the project; none where the world says when.
    ///
    /// # Errors
    /// A sentence, where no calendar has a day to come.
    pub fn moment(self, project: &Project, now: DateTime<Utc>) -> Result<Option<NaiveDateTime>, String> {
        let here = now.with_timezone(&zone(&project.settings.time_zone, "UTC")).naive_local();
        let today = here.date();
        let at = |day: NaiveDate, hour, minute| {
            Some(day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()))
        };
        let sunday = 7 - u64::from(today.weekday().num_days_from_sunday());
        Ok(match self {
            Self::OfWorld => None,
            Self::Now => at(today, 0, 0).map(|_| here),
            Self::Tonight => at(today, 23, 30),
            Self::Sunday => {
                let day = today.checked_add_days(Days::new(sunday)).unwrap_or(today);
                debug_assert_eq!(day.weekday(), Weekday::Sun);
                at(day, 10, 0)
            }
            Self::Holiday => {
                let day = next_holiday(project, today).ok_or_else(|| {
                    "No calendar of this project has an exception on a day to come. Add one to a calendar first."
                        .to_owned()
                })?;
                at(day, 10, 0)
            }
            Self::At(moment) => Some(moment),
        })
    }
}

/// The first day after today on which a calendar has an exception.
fn next_holiday(project: &Project, today: NaiveDate) -> Option<NaiveDate> {
    let tomorrow = today.succ_opt()?;
    let calendars = project.resources_of(ResourceKind::Calendar).filter_map(|it| match &it.data {
        ResourceData::Calendar(calendar) => Some(calendar),
        _ => None,
    });
    let days = calendars.flat_map(|calendar| &calendar.exceptions).flat_map(|exception| &exception.dates);
    days.filter(|(_, until)| *until >= tomorrow).map(|(from, _)| (*from).max(tomorrow)).min()
}

/// Something that is different from the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Different {
    /// Every user is busy.
    EverybodyBusy,
    /// Every user is offline.
    NobodyThere,
    /// Many wait in every queue.
    LongQueues,
    /// A web service cannot be reached.
    ServiceDown(ResourceId),
    /// An outside system cannot be reached.
    SystemDown(OutsideSystem),
}

impl Different {
    /// What can be different in a project.
    #[must_use]
    pub fn offered(project: &Project) -> Vec<Self> {
        use strum::IntoEnumIterator;
        let has = |kind| project.resources_of(kind).next().is_some();
        let mut offered = Vec::new();
        if has(ResourceKind::User) {
            offered.extend([Self::EverybodyBusy, Self::NobodyThere]);
        }
        if has(ResourceKind::Queue) {
            offered.push(Self::LongQueues);
        }
        offered.extend(project.resources_of(ResourceKind::WebService).map(|it| Self::ServiceDown(it.id)));
        offered.extend(OutsideSystem::iter().map(Self::SystemDown));
        offered
    }

    /// In words, such as *Everybody is busy*.
    #[must_use]
    pub fn words(self, project: &Project) -> String {
        match self {
            Self::EverybodyBusy => "Everybody is busy".to_owned(),
            Self::NobodyThere => "Nobody is there".to_owned(),
            Self::LongQueues => format!("{MANY} wait in every queue"),
            Self::ServiceDown(id) => {
                let name = project.resources.get(&id).map_or("A web service", |it| it.name.as_str());
                format!("{name} does not answer")
            }
            Self::SystemDown(system) => format!("{} down", system.words()),
        }
    }

    fn apply(self, project: &Project, world: &mut World) {
        let every_user = |state: UserState| {
            project.resources_of(ResourceKind::User).map(|it| (it.id, state)).collect::<BTreeMap<_, _>>()
        };
        match self {
            Self::EverybodyBusy => world.users.extend(every_user(UserState::Busy)),
            Self::NobodyThere => world.users.extend(every_user(UserState::Offline)),
            Self::LongQueues => {
                for queue in project.resources_of(ResourceKind::Queue) {
                    let known = world.queues.remove(&queue.id).unwrap_or_default();
                    world.queues.insert(queue.id, QueueState { waiting: known.waiting.max(MANY), ..known });
                }
            }
            Self::ServiceDown(id) => {
                world.services.insert(id, ServiceState::Down);
            }
            Self::SystemDown(system) => {
                world.systems_down.insert(system);
            }
        }
    }
}

/// What is different from the chosen caller and the chosen world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnScene {
    /// The number or the address of an unknown caller; empty for a hidden one.
    pub number: String,
    /// When the call begins, in the time zone of the project.
    pub start: Option<NaiveDateTime>,
    /// The date and time as they are typed, while the user types them.
    pub typed: Option<String>,
    /// What is different today.
    pub today: BTreeSet<Different>,
}

impl OwnScene {
    /// Whether something is different from the world.
    #[must_use]
    pub fn changes_world(&self) -> bool {
        self.start.is_some() || !self.today.is_empty()
    }

    /// Adds or removes a difference. Nobody can be busy and away.
    pub fn toggle(&mut self, different: Different) {
        let others = [Different::EverybodyBusy, Different::NobodyThere];
        if !self.today.remove(&different) {
            if others.contains(&different) {
                self.today.retain(|it| !others.contains(it));
            }
            self.today.insert(different);
        }
    }

    /// The caller, with the own number where the caller is unknown.
    #[must_use]
    pub fn caller(&self, chosen: Option<&Caller>) -> Caller {
        chosen.cloned().unwrap_or_else(|| Caller { number: self.number.trim().to_owned(), ..Caller::default() })
    }

    /// The world with what is different.
    #[must_use]
    pub fn world(&self, project: &Project, chosen: Option<&World>) -> World {
        let mut world = chosen.cloned().unwrap_or_default();
        for different in &self.today {
            different.apply(project, &mut world);
        }
        world.start = self.start_in(chosen);
        world
    }

    /// When a run begins: at the own time, else when the world says.
    #[must_use]
    pub fn start_in(&self, chosen: Option<&World>) -> Option<NaiveDateTime> {
        self.start.or_else(|| chosen?.start)
    }

    /// What is different, in words: *Sun 6 Dec 2026 at 10:00, Everybody is busy*.
    #[must_use]
    pub fn words(&self, project: &Project) -> String {
        let start = self.start.map(|start| start.format("%a %-d %b %Y at %H:%M").to_string());
        start.into_iter().chain(self.today.iter().map(|it| it.words(project))).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample;

    /// Tuesday 1 December 2026, 08:00 UTC, which is 09:00 in Paris.
    fn now() -> DateTime<Utc> {
        "2026-12-01T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn moments_are_those_of_the_zone_of_the_project() {
        let mut project = sample::project();
        "Europe/Paris".clone_into(&mut project.settings.time_zone);
        for resource in project.resources.values_mut() {
            if let ResourceData::Calendar(calendar) = &mut std::sync::Arc::make_mut(resource).data {
                for exception in &mut calendar.exceptions {
                    exception.dates = vec![
                        ("2026-11-11".parse().unwrap(), "2026-11-11".parse().unwrap()),
                        ("2026-12-24".parse().unwrap(), "2026-12-26".parse().unwrap()),
                    ];
                }
            }
        }
        let table = [
            (When::OfWorld, None),
            (When::Now, Some("2026-12-01T09:00:00")),
            (When::Tonight, Some("2026-12-01T23:30:00")),
            (When::Sunday, Some("2026-12-06T10:00:00")),
            (When::Holiday, Some("2026-12-24T10:00:00")),
        ];
        for (when, wanted) in table {
            let found = when.moment(&project, now()).unwrap();
            assert_eq!(found, wanted.map(|text| text.parse().unwrap()), "{when:?}");
        }
        // On a Sunday, the next one is in a week; in a holiday, the next day of it counts.
        let sunday = "2026-12-06T08:00:00Z".parse().unwrap();
        assert_eq!(When::Sunday.moment(&project, sunday).unwrap(), Some("2026-12-13T10:00:00".parse().unwrap()));
        let eve = "2026-12-24T08:00:00Z".parse().unwrap();
        assert_eq!(When::Holiday.moment(&project, eve).unwrap(), Some("2026-12-25T10:00:00".parse().unwrap()));
        let late = "2026-12-26T08:00:00Z".parse().unwrap();
        assert!(When::Holiday.moment(&project, late).unwrap_err().contains("No calendar"));
    }

    #[test]
    fn what_is_different_is_put_over_the_world() {
        let project = sample::project();
        let mut own = OwnScene { start: Some("2026-12-06T10:00:00".parse().unwrap()), ..OwnScene::default() };
        for different in Different::offered(&project) {
            own.toggle(different);
        }
        let chosen = World { name: "CRM down".to_owned(), start: None, ..World::default() };
        let world = own.world(&project, Some(&chosen));
        assert_eq!((world.name.as_str(), world.start), ("CRM down", own.start));
        // Of busy and offline, the last one counts.
        assert!(world.users.values().all(|state| *state == UserState::Offline) && world.users.len() > 1);
        assert!(world.queues.values().all(|queue| queue.waiting == 20) && !world.queues.is_empty());
        assert!(world.services.values().all(|it| *it == ServiceState::Down) && !world.services.is_empty());
        assert_eq!(world.systems_down.len(), 11);
        assert_eq!(OwnScene::default().world(&project, Some(&chosen)), chosen);
        for different in own.today.clone() {
            own.toggle(different);
        }
        assert!(own.today.is_empty() && own.words(&project) == "Sun 6 Dec 2026 at 10:00");
    }

    #[test]
    fn only_an_unknown_caller_has_the_own_number() {
        let own = OwnScene { number: " +33612345678 ".to_owned(), ..OwnScene::default() };
        assert_eq!(own.caller(None).number, "+33612345678");
        let camille = sample::stage().caller;
        assert_eq!(own.caller(Some(&camille)), camille);
    }
}
