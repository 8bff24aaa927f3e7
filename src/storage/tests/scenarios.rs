//! The fifth frozen file of schema 2, `schema_2_load.ron`: scenarios with everything that one can say. Neither the file nor the project is ever
//! edited.

use std::sync::Arc;

use crate::model::scenario::{
    Amount, AnswerMix, Arrivals, AtQueue, Customers, Failing, Failure, Pattern, Retries, Staff, Time,
};
use crate::model::{
    ActionId, CallerId, EntryPointId, Named, OutsideSystem, Project, ResourceId, RoutingId, Scenario, ScenarioId,
    TestedAction,
};

/// The project of the frozen file.
pub(super) fn project() -> Project {
    let mut project = super::canvas::project();
    (project.uid, project.last_id) = ("5b0e9d21c4".to_owned(), 60);
    for scenario in [plain(), whole()] {
        project.scenarios.insert(scenario.id, Arc::new(scenario));
    }
    project
}

fn plain() -> Scenario {
    Scenario {
        id: ScenarioId(58),
        name: "A quiet day".to_owned(),
        from: "2026-12-01".parse().unwrap(),
        arrivals: vec![Arrivals {
            entry_point: Named { id: EntryPointId(6), name: "Main number".to_owned() },
            week: vec![Vec::new(), vec![Amount(0), Amount::whole(3), Amount(250)]],
            ..Arrivals::default()
        }],
        ..Scenario::default()
    }
}

fn named(id: u32, name: &str) -> Named<ResourceId> {
    Named { id: ResourceId(id), name: name.to_owned() }
}

fn whole() -> Scenario {
    let exponential = |seconds| Time::Exponential(Amount::whole(seconds));
    let queue =
        |id, name: &str, staff, handling, patience| AtQueue { queue: named(id, name), staff, handling, patience };
    Scenario {
        id: ScenarioId(59),
        name: "Two ill in the snow".to_owned(),
        note: "As in January.".to_owned(),
        from: "2027-01-04".parse().unwrap(),
        days: 5,
        arrivals: vec![Arrivals {
            entry_point: Named { id: EntryPointId(6), name: "Main number".to_owned() },
            pattern: Pattern::Even,
            week: vec![vec![Amount::whole(12); 2]],
        }],
        percent: 130,
        customers: Customers {
            saved: vec![(Named { id: CallerId(8), name: "Noor".to_owned() }, 10)],
            languages: vec![("en".to_owned(), 7), ("fr".to_owned(), 3)],
            hidden: 5,
            returning: 20,
        },
        answers: vec![AnswerMix {
            action: TestedAction { routing: RoutingId(5), action: ActionId(2), title: "Menu".to_owned() },
            mix: vec![("press 1".to_owned(), 3), ("silence".to_owned(), 1)],
        }],
        queues: vec![
            queue(1, "Support", Staff::People(12), Some(Time::Lognormal(Amount::whole(240), Amount(18_050))), None),
            queue(30, "Gone", Staff::EachHalfHour(vec![0, 2]), None, Some(Time::Fixed(Amount::whole(60)))),
        ],
        handling: Some(exponential(300)),
        patience: Some(exponential(180)),
        absent: vec![named(2, "Ana"), named(31, "Gone")],
        absence: 4,
        failures: vec![
            Failure { what: Failing::System(OutsideSystem::Email), from: 20, to: 24 },
            Failure { what: Failing::Service(named(4, "Contracts")), from: 0, to: 48 },
        ],
        retries: Some(Retries { percent: 30, after: exponential(900) }),
        warm_up_s: 600,
        replications: 20,
        seed: 9,
    }
}
