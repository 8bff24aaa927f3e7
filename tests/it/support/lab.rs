//! A laboratory: the sample project with a routing whose version comes from a flow text, a caller and a world, for test runs.

use std::collections::BTreeMap;
use std::sync::Arc;

use signalbox::catalog::sample;
use signalbox::model::{
    ActionId, Caller, Channel, EntryPoint, EntryPointId, EntryPointKind, Flow, Project, ReachedStatus, Routing,
    RoutingId, RoutingType, Status, Version, VersionId, VersionInfo, World,
};
use signalbox::sim::report::prose;
use signalbox::sim::{Run, Scene, SceneRequest};

use super::flow;

/// The sample project with a routing `main` and its surroundings.
#[derive(Clone)]
pub struct Lab {
    pub project: Project,
    pub caller: Caller,
    pub world: World,
    pub seed: u64,
    /// The routing `main`.
    pub routing: RoutingId,
    /// The version of `main` in production.
    pub version: VersionId,
    /// The ids of the aliases of `main`.
    pub ids: BTreeMap<String, ActionId>,
    /// The flow text of `main`.
    text: String,
}

impl Lab {
    /// A laboratory over a flow.
    pub fn new(text: &str) -> Self {
        let stage = sample::stage();
        let mut lab = Self {
            project: stage.project,
            caller: stage.caller,
            world: stage.world,
            seed: 7,
            routing: RoutingId(0),
            version: VersionId(0),
            ids: BTreeMap::new(),
            text: text.to_owned(),
        };
        (lab.routing, lab.version, lab.ids) = lab.add_routing("main", RoutingType::InteractionStart, text);
        lab
    }

    /// Adds a routing with one version, in production.
    pub fn add_routing(
        &mut self,
        reference: &str,
        kind: RoutingType,
        text: &str,
    ) -> (RoutingId, VersionId, BTreeMap<String, ActionId>) {
        self.project.last_id += 1;
        let id = RoutingId(self.project.last_id);
        let routing = Routing {
            id,
            name: reference.to_owned(),
            reference: reference.to_owned(),
            kind,
            last_action: ActionId(0),
            ..Routing::default()
        };
        self.project.routings.insert(id, Arc::new(routing));
        let (version, ids) = self.add_version(id, "v1", Status::InProduction, text);
        (id, version, ids)
    }

    /// Adds a version to a routing; read-only ones get their digest.
    pub fn add_version(
        &mut self,
        routing: RoutingId,
        name: &str,
        status: Status,
        text: &str,
    ) -> (VersionId, BTreeMap<String, ActionId>) {
        let owner = Arc::make_mut(self.project.routings.get_mut(&routing).unwrap());
        let parsed = flow::parse(text, owner.tree_type());
        owner.last_action = owner.last_action.max(*parsed.flow.actions.keys().next_back().unwrap());
        self.project.last_id += 1;
        let id = VersionId(self.project.last_id);
        let info = VersionInfo { routing, name: name.to_owned(), status, ..VersionInfo::default() };
        let mut version = Version { id, info, flow: parsed.flow };
        if status.is_read_only() {
            version.info.digest = Some(signalbox::digest::digest(&version));
        }
        self.project.versions.insert(id, Arc::new(version));
        (id, parsed.ids)
    }

    /// With another routing in production.
    #[must_use]
    pub fn with(mut self, reference: &str, text: &str) -> Self {
        self.add_routing(reference, RoutingType::InteractionStart, text);
        self
    }

    /// With an entry point that leads to `main` and ends with this *interaction end* tree.
    #[must_use]
    pub fn ending(mut self, text: &str) -> Self {
        let (end, ..) = self.add_routing("after", RoutingType::InteractionEnd, text);
        let channel = self.project.routings[&self.routing].channel;
        Arc::make_mut(self.project.routings.get_mut(&end).unwrap()).channel = channel;
        self.reached(Some(end))
    }

    /// With an entry point that leads to `main`, and at the end of an interaction to another routing.
    #[must_use]
    pub fn reached(mut self, end_routing: Option<RoutingId>) -> Self {
        self.project.last_id += 1;
        let id = EntryPointId(self.project.last_id);
        let entry_point = EntryPoint {
            id,
            name: "Number".to_owned(),
            reference: "number".to_owned(),
            kind: kind_of(self.project.routings[&self.routing].channel),
            address: "+33155001099".to_owned(),
            assigned: Some((self.routing, ReachedStatus::InProduction)),
            end_routing,
            ..EntryPoint::default()
        };
        self.project.entry_points.insert(id, Arc::new(entry_point));
        self
    }

    /// With `main` on another channel; its flow is read again, since branches may depend on the channel.
    #[must_use]
    pub fn over(mut self, channel: Channel) -> Self {
        let routing = Arc::make_mut(self.project.routings.get_mut(&self.routing).unwrap());
        routing.channel = channel;
        let tree = routing.tree_type();
        let parsed = flow::parse(&self.text, tree).flow;
        let version = self.flow_mut();
        version.flow.actions.extend(parsed.actions);
        version.info.digest = Some(signalbox::digest::digest(version));
        self.match_channels();
        self
    }

    /// Gives every entry point and its end routing the channel of the routing that the entry point leads to.
    pub fn match_channels(&mut self) {
        for entry_point in self.project.entry_points.values_mut() {
            let Some((assigned, _)) = entry_point.assigned else { continue };
            let channel = self.project.routings[&assigned].channel;
            if entry_point.kind.channel() != channel {
                Arc::make_mut(entry_point).kind = kind_of(channel);
            }
            if let Some(end) = entry_point.end_routing {
                Arc::make_mut(self.project.routings.get_mut(&end).unwrap()).channel = channel;
            }
        }
    }

    /// With another change.
    #[must_use]
    pub fn given(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The version of `main`.
    pub fn flow_mut(&mut self) -> &mut Version {
        Arc::make_mut(self.project.versions.get_mut(&self.version).unwrap())
    }

    /// Another tree for the version of `main`.
    pub fn set_flow(&mut self, flow: Flow) {
        let last = flow.actions.keys().next_back().copied().unwrap();
        let version = self.flow_mut();
        version.flow = flow;
        version.info.digest = Some(signalbox::digest::digest(version));
        Arc::make_mut(self.project.routings.get_mut(&self.routing).unwrap()).last_action = last;
    }

    /// The scene of a run of `main`.
    pub fn scene(&self) -> Arc<Scene> {
        assert_eq!(signalbox::model::invariants::check(&self.project), Vec::<String>::new());
        let (caller, world) = (self.caller.clone(), self.world.clone());
        let request = SceneRequest { version: self.version, entry_point: None, caller, world, seed: self.seed };
        Arc::new(Scene::new(Arc::new(self.project.clone()), request).unwrap())
    }

    /// A run with the answers of a script, as far as they fit.
    pub fn try_run(&self, script: &str) -> (Run, Result<(), String>) {
        let mut run = Run::new(self.scene());
        let done = run.play(&answers(script));
        (run, done)
    }

    /// A run with the answers of a script, all of which fit.
    pub fn run(&self, script: &str) -> Run {
        let (run, done) = self.try_run(script);
        done.unwrap_or_else(|why| panic!("{why}\n{}", prose(&run)));
        run
    }

    /// The outcome of a run as text, or what the run waits for.
    pub fn outcome(&self, script: &str) -> String {
        outcome(&self.run(script))
    }

    /// Runs a script and compares the trace: one line per beat, with or without the time in front.
    #[track_caller]
    pub fn check(&self, script: &str, expected: &str) {
        let told = prose(&self.run(script));
        let told: Vec<String> = told.lines().map(words).collect();
        let expected: Vec<String> = expected.lines().map(words).filter(|line| !line.is_empty()).collect();
        let without_time = |line: &str| line.split_once(' ').map_or_else(String::new, |(_, rest)| rest.to_owned());
        let is_same = told.len() == expected.len()
            && told.iter().zip(&expected).all(|(told, wanted)| told == wanted || without_time(told) == *wanted);
        assert!(is_same, "the trace is\n{}\nand not\n{}", told.join("\n"), expected.join("\n"));
    }
}

/// The outcome of a run as text, or what the run waits for.
pub fn outcome(run: &Run) -> String {
    match (run.outcome(), &run.state().question) {
        (Some(outcome), _) => outcome.words().to_owned(),
        (None, Some(question)) => question.prompt.clone().into_owned(),
        (None, None) => "nothing".to_owned(),
    }
}

/// The texts of the answers that can be given in a run now.
pub fn offered(run: &Run) -> Vec<String> {
    let question = run.state().question.iter();
    question.flat_map(|question| question.choices.iter()).map(|choice| choice.text.clone().into_owned()).collect()
}

/// A flow, a script, and the trace as prose.
#[track_caller]
pub fn check(flow: &str, script: &str, expected: &str) {
    Lab::new(flow).check(script, expected);
}

/// The answers of a script.
pub fn answers(script: &str) -> Vec<String> {
    script.split(';').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A kind of entry point of a channel.
pub fn kind_of(channel: Channel) -> EntryPointKind {
    match channel {
        Channel::Voice => EntryPointKind::SourceNumber,
        Channel::Email => EntryPointKind::Mailbox,
        Channel::Messaging => EntryPointKind::ChatWidget,
    }
}
