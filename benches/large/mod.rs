//! A large project for benchmarks: actions of all kinds, with all items that they use.

use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::sample;
use signalbox::model::{
    Action, ActionId, Flow, Project, Routing, RoutingId, RowId, Status, Version, VersionId, VersionInfo,
};

/// The sample project with a version of a number of actions: the examples of all kinds, repeated.
pub fn project(count: u32) -> Project {
    let mut project = sample::project();
    project.last_id = 300;
    let (routing, version) = (RoutingId(201), VersionId(202));
    let mut flow = Flow::blank(ActionId(1));
    let examples: Vec<_> = actions::ALL
        .iter()
        .filter(|spec| spec.id != "start")
        .flat_map(|spec| spec.examples.iter().map(move |it| (spec.id, it)))
        .collect();
    for (id, (kind, example)) in (2..=count).zip(examples.iter().cycle()) {
        let params = ron::from_str(example.params).unwrap_or_default();
        flow.actions.insert(
            ActionId(id),
            Arc::new(Action { params, last_row: RowId(1_000), ..Action::new(ActionId(id), kind) }),
        );
    }
    let owner = Routing {
        id: routing,
        name: "Large".to_owned(),
        reference: "large".to_owned(),
        last_action: ActionId(count),
        ..Routing::default()
    };
    project.routings.insert(routing, Arc::new(owner));
    let info = VersionInfo { routing, name: "v1".to_owned(), status: Status::InDevelopment, ..VersionInfo::default() };
    project.versions.insert(version, Arc::new(Version { id: version, info, flow }));
    project
}
