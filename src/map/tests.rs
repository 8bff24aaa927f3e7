use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::places::places;
use super::*;
use crate::model::resource::{DistributionGroup, GroupQueue, Queue, VoiceMailbox};
use crate::model::{
    Action, ActionId, EntryPoint, EntryPointId, Flow, ItemRef, Link, Resource, ResourceData, ResourceId, Routing,
    Value, VersionInfo,
};

/// A project that is written line by line. Everything is called by its name, in a reference with small letters.
#[derive(Default)]
struct Written {
    project: Project,
    last: u32,
}

fn reference(name: &str) -> String {
    name.to_lowercase().replace(' ', "_")
}

fn item(name: &str) -> Value {
    match name.strip_prefix('$') {
        Some(path) => Value::Item(ItemRef::Variable(path.to_owned())),
        None => Value::Item(ItemRef::Reference(reference(name))),
    }
}

impl Written {
    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    fn resource(&mut self, name: &str, data: ResourceData) -> ResourceId {
        let id = ResourceId(self.next());
        let resource = Resource {
            id,
            name: name.to_owned(),
            reference: reference(name),
            description: String::new(),
            aliases: Vec::new(),
            data,
        };
        self.project.resources.insert(id, Arc::new(resource));
        id
    }

    fn routing(&mut self, name: &str) -> RoutingId {
        let id = RoutingId(self.next());
        let routing = Routing { id, name: name.to_owned(), reference: reference(name), ..Routing::default() };
        self.project.routings.insert(id, Arc::new(routing));
        id
    }

    fn routing_of(&self, name: &str) -> RoutingId {
        self.project.routing_by_reference(&reference(name)).unwrap().id
    }

    /// A version whose actions follow one another: kind, field, and what the field names.
    fn version(&mut self, routing: &str, status: Status, actions: &[(&str, &str, &str)]) -> VersionId {
        let (id, routing) = (VersionId(self.next()), self.routing_of(routing));
        let mut flow = Flow::blank(ActionId(1));
        for (place, (kind, field, named)) in actions.iter().enumerate() {
            let own = ActionId(u32::try_from(place).unwrap() + 2);
            let mut action = Action::new(own, kind);
            if !field.is_empty() {
                action.params.0.insert((*field).to_owned(), item(named));
            }
            if *kind == "to_queue" && *field == "group" {
                action.params.0.insert("to".to_owned(), Value::Text("group".to_owned()));
            }
            let before = Arc::make_mut(flow.actions.get_mut(&ActionId(own.0 - 1)).unwrap());
            let branch = match before.kind.as_str() {
                "start" | "voice_announcement" | "test_queue" => "ok",
                "call_routing" => "came_back",
                _ => "reference_not_found",
            };
            before.links.insert(branch.to_owned(), Link::To(own));
            flow.actions.insert(own, Arc::new(action));
        }
        let info = VersionInfo { routing, name: format!("v{}", id.0), status, ..VersionInfo::default() };
        self.project.versions.insert(id, Arc::new(Version { id, info, flow }));
        id
    }

    fn entry_point(&mut self, name: &str, assigned: Option<(&str, ReachedStatus)>) {
        let id = EntryPointId(self.next());
        let assigned = assigned.map(|(routing, status)| (self.routing_of(routing), status));
        let made =
            EntryPoint { id, name: name.to_owned(), reference: reference(name), assigned, ..EntryPoint::default() };
        self.project.entry_points.insert(id, Arc::new(made));
    }
}

const LIVE: ReachedStatus = ReachedStatus::InProduction;

/// Front leads to Sales, Night and Identify, Night leads back to Front and to a mailbox, and a variable of Front chooses a queue. Closed was
/// never put in production, and nothing leads to Orphan.
fn office() -> Written {
    let mut it = Written::default();
    it.resource("Sales", ResourceData::Queue(Queue::default()));
    let support = it.resource("Support", ResourceData::Queue(Queue::default()));
    it.resource("Left over", ResourceData::Queue(Queue::default()));
    it.resource("Box", ResourceData::VoiceMailbox(VoiceMailbox::default()));
    let queues = vec![GroupQueue { queue: support, weight: 100 }];
    it.resource("Both", ResourceData::DistributionGroup(DistributionGroup { queues }));
    for name in ["Front", "Night", "Identify", "Closed", "Orphan"] {
        it.routing(name);
    }
    it.version(
        "Front",
        Status::InProduction,
        &[
            ("call_routing", "routing", "Identify"),
            ("to_queue", "queue", "Sales"),
            ("to_queue", "queue", "Sales"),
            ("to_queue", "group", "Both"),
            ("to_routing", "routing", "Night"),
            ("to_routing", "routing", "Closed"),
            ("to_queue", "queue", "$customer.queue"),
            ("to_queue", "queue", "Nowhere"),
        ],
    );
    it.version(
        "Night",
        Status::InProduction,
        &[("to_routing", "routing", "Front"), ("to_voice_mailbox", "mailbox", "Box")],
    );
    it.version("Identify", Status::InProduction, &[("come_back", "", "")]);
    it.version("Closed", Status::InDevelopment, &[("to_queue", "queue", "Left over")]);
    it.version("Orphan", Status::InProduction, &[("voice_announcement", "", "")]);
    it.entry_point("Main number", Some(("Front", LIVE)));
    it.entry_point("Old number", Some(("Closed", LIVE)));
    it.entry_point("Spare", None);
    it
}

/// The edges as *from -how-> to xcount*.
fn edges(map: &Map) -> Vec<String> {
    let name = |place: usize| map.nodes[place].name.as_str();
    let line = |it: &Edge| format!("{} -{}-> {} x{}", name(it.from), it.how.words(), name(it.to), it.actions.len());
    map.edges.iter().map(line).collect()
}

fn findings(map: &Map) -> Vec<String> {
    map.findings.iter().map(|it| format!("{} {}: {}", it.severity.words(), it.code, it.text)).collect()
}

#[test]
fn a_small_office_by_hand() {
    let map = Map::of(&office().project, Shown::Production);
    let names: Vec<&str> = map.nodes.iter().map(|node| node.name.as_str()).collect();
    let expected = [
        "Main number",
        "Old number",
        "Spare",
        "Closed",
        "Front",
        "Identify",
        "Night",
        "Orphan",
        "Both",
        "Box",
        "Left over",
        "Sales",
        "Support",
    ];
    assert_eq!(names, expected);
    let unreached: Vec<&str> = map.nodes.iter().filter(|it| !it.is_reached).map(|it| it.name.as_str()).collect();
    assert_eq!(unreached, ["Orphan", "Left over"]);
    assert_eq!(
        edges(&map),
        [
            "Main number -In production-> Front x0",
            "Old number -In production-> Closed x0",
            "Front -Run and come back-> Identify x1",
            "Front -Queue-> Both x1",
            "Front -Queue-> Sales x2",
            "Front -Smart routing-> Closed x1",
            "Front -Smart routing-> Night x1",
            "Night -Smart routing-> Front x1",
            "Night -Voice mailbox-> Box x1",
            "Both -One of its queues-> Support x0",
        ]
    );
    assert_eq!(
        findings(&map),
        [
            "warning dead-entry-point: \"Old number\" is dead: \"Closed\" has no version in production. Callers would hear nothing.",
            "warning no-version: \"Front\" leads to \"Closed\", which has no version that could run.",
            "warning missing: In \"Front\", an action leads to a queue that does not exist.",
            "hint leads-nowhere: \"Spare\" leads to no smart routing.",
            "hint at-run-time: In \"Front\", the variable customer.queue decides at run time to which queue contacts go.",
            "hint dead-end: \"Orphan\" is a dead end: whoever comes there reaches no person, queue or mailbox.",
            "hint loop: A loop: \"Front\" leads to \"Night\" and back.",
            "hint unused-routing: No entry point leads to \"Orphan\".",
            "hint unused-destination: Nothing leads to the queue \"Left over\", unless a variable names it.",
        ]
    );
}

#[test]
fn versions_in_development_are_shown_on_request() {
    let mut office = office();
    office.version("Night", Status::InDevelopment, &[("to_queue", "queue", "Sales")]);
    let tested = office.version("Identify", Status::InDevelopment, &[("to_queue", "queue", "Sales")]);
    office.version("Identify", Status::InDevelopment, &[("come_back", "", "")]);
    Arc::make_mut(office.project.versions.get_mut(&tested).unwrap()).info.in_test = true;
    let edges = edges(&Map::of(&office.project, Shown::Development));
    // The newest of Night, the one in test of Identify, the only one of Closed, and those in production of the others.
    for line in [
        "Night -Queue-> Sales x1",
        "Identify -Queue-> Sales x1",
        "Closed -Queue-> Left over x1",
        "Front -Queue-> Sales x2",
    ] {
        assert!(edges.iter().any(|it| it == line), "{line} in {edges:?}");
    }
    assert!(!edges.iter().any(|it| it.starts_with("Night -Smart routing")));
}

#[test]
fn what_start_does_not_lead_to_and_what_is_only_asked_about_is_no_edge() {
    let mut it = Written::default();
    it.resource("Sales", ResourceData::Queue(Queue::default()));
    it.routing("Front");
    let version = it.version("Front", Status::InProduction, &[("test_queue", "queue", "Sales")]);
    let version = Arc::make_mut(it.project.versions.get_mut(&version).unwrap());
    let mut apart = Action::new(ActionId(9), "to_queue");
    apart.params.0.insert("queue".to_owned(), item("Sales"));
    version.flow.actions.insert(apart.id, Arc::new(apart));
    let map = Map::of(&it.project, Shown::Production);
    assert_eq!(edges(&map), Vec::<String>::new());
    assert!(
        findings(&map).iter().any(|it| it.ends_with("Nothing leads to the queue \"Sales\".")),
        "{:?}",
        findings(&map)
    );
}

#[test]
fn a_field_that_the_form_hides_leads_nowhere() {
    let mut it = Written::default();
    it.resource("Sales", ResourceData::Queue(Queue::default()));
    it.resource("Both", ResourceData::DistributionGroup(DistributionGroup::default()));
    it.routing("Front");
    let version = it.version("Front", Status::InProduction, &[("to_queue", "queue", "Sales")]);
    let version = Arc::make_mut(it.project.versions.get_mut(&version).unwrap());
    let action = Arc::make_mut(version.flow.actions.get_mut(&ActionId(2)).unwrap());
    action.params.0.insert("group".to_owned(), item("Both"));
    assert_eq!(edges(&Map::of(&it.project, Shown::Production)), ["Front -Queue-> Sales x1"]);
}

#[test]
fn an_empty_project_has_an_empty_map() {
    let map = Map::of(&Project::default(), Shown::Production);
    assert!(map.is_empty() && map == Map::default());
    assert_eq!(places(&map, &[], &[]), places::Places::default());
}

/// Whether a way of at least one arrow leads from each place to each other one, by closing the matrix.
fn closure(count: usize, arrows: &[(usize, usize)]) -> Vec<Vec<bool>> {
    let mut leads = vec![vec![false; count]; count];
    for (from, to) in arrows {
        leads[*from][*to] = true;
    }
    for middle in 0..count {
        for from in 0..count {
            for to in 0..count {
                leads[from][to] |= leads[from][middle] && leads[middle][to];
            }
        }
    }
    leads
}

const COUNT: usize = 9;

fn arrows() -> impl Strategy<Value = Vec<(usize, usize)>> {
    proptest::collection::vec((0..COUNT, 0..COUNT), 0..24)
}

/// A project of nine routings with these jumps; each third routing has an entry point, and the even ones lead to a queue. The routings get
/// their ids in an order.
fn project_of(jumps: &[(usize, usize)], order: &[usize]) -> Project {
    let mut it = Written::default();
    let name = |number: usize| format!("R{number}");
    for number in order {
        it.routing(&name(*number));
    }
    it.resource("Sales", ResourceData::Queue(Queue::default()));
    it.resource("Support", ResourceData::Queue(Queue::default()));
    for number in order {
        let targets: Vec<String> = jumps.iter().filter(|(from, _)| from == number).map(|(_, to)| name(*to)).collect();
        let mut actions: Vec<(&str, &str, &str)> =
            targets.iter().map(|to| ("to_routing", "routing", to.as_str())).collect();
        if number % 2 == 0 {
            actions.push(("to_queue", "queue", if number % 4 == 0 { "Sales" } else { "Support" }));
        }
        it.version(&name(*number), Status::InProduction, &actions);
        if number % 3 == 0 {
            it.entry_point(&format!("E{number}"), Some((&name(*number), LIVE)));
        }
    }
    it.project
}

/// How many ports each node needs where each edge has its own, and the port of each edge.
fn ports(map: &Map) -> (Vec<usize>, Vec<usize>) {
    let mut ports = vec![0; map.nodes.len()];
    let edge_ports = map.edges.iter().map(|edge| {
        ports[edge.from] += 1;
        ports[edge.from] - 1
    });
    let edge_ports = edge_ports.collect();
    (ports, edge_ports)
}

proptest! {
    #[test]
    fn walks_agree_with_the_closed_matrix(arrows in arrows(), start in 0..COUNT) {
        let leads = closure(COUNT, &arrows);
        let expected: Vec<bool> = (0..COUNT).map(|to| to == start || leads[start][to]).collect();
        prop_assert_eq!(graph::reached(COUNT, &arrows, [start].into_iter()), expected);

        let mut groups: BTreeSet<Vec<usize>> = BTreeSet::new();
        for place in (0..COUNT).filter(|place| leads[*place][*place]) {
            let is_mutual = |other: &usize| *other == place || (leads[place][*other] && leads[*other][place]);
            groups.insert((0..COUNT).filter(is_mutual).collect());
        }
        prop_assert_eq!(graph::loops(COUNT, &arrows), groups.into_iter().collect::<Vec<_>>());

        let walk = graph::walk(COUNT, &arrows);
        let forwards: Vec<_> = arrows.iter().copied().filter(|arrow| !walk.back.contains(arrow)).collect();
        let leads = closure(COUNT, &forwards);
        prop_assert!((0..COUNT).all(|place| !leads[place][place]), "a way round is left");
        let turn = |place: usize| walk.finished.iter().position(|it| *it == place).unwrap();
        prop_assert!(forwards.iter().all(|(from, to)| turn(*from) > turn(*to)));
    }

    #[test]
    fn the_order_of_routings_changes_nothing(
        jumps in arrows(),
        order in Just((0..COUNT).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let sorted: Vec<usize> = (0..COUNT).collect();
        let maps = [&sorted, &order].map(|order| Map::of(&project_of(&jumps, order), Shown::Production));
        let plain = |map: &Map| {
            let nodes: Vec<_> = map.nodes.iter().map(|it| (it.reference.clone(), it.kind, it.is_reached)).collect();
            let edges: Vec<_> = map.edges.iter().map(|it| (it.from, it.to, it.how, it.actions.len())).collect();
            let (ports, edge_ports) = ports(map);
            (nodes, edges, map.findings.clone(), places(map, &ports, &edge_ports))
        };
        prop_assert_eq!(plain(&maps[0]), plain(&maps[1]));
    }

    #[test]
    fn reached_unused_and_loops_of_a_project_agree_with_the_closed_matrix(jumps in arrows()) {
        let map = Map::of(&project_of(&jumps, &(0..COUNT).collect::<Vec<_>>()), Shown::Production);
        let leads = closure(COUNT, &jumps);
        for (number, leads_to) in leads.iter().enumerate() {
            let node = map.nodes.iter().find(|it| it.name == format!("R{number}")).unwrap();
            let is_reached = (0..COUNT).any(|from| from % 3 == 0 && (from == number || leads[from][number]));
            prop_assert_eq!(node.is_reached, is_reached);
            let has = |code: &str| {
                let place = map.place(node.item).unwrap();
                map.findings.iter().any(|it| it.code == code && it.nodes.contains(&place))
            };
            prop_assert_eq!(has("unused-routing"), !is_reached);
            prop_assert_eq!(has("loop"), leads_to[number]);
            let gets_to_a_queue = (0..COUNT).any(|to| to % 2 == 0 && (to == number || leads_to[to]));
            prop_assert_eq!(has("dead-end"), !gets_to_a_queue);
        }
    }

    #[test]
    fn nothing_overlaps_and_arrows_lead_right_unless_they_close_a_loop(jumps in arrows()) {
        let map = Map::of(&project_of(&jumps, &(0..COUNT).collect::<Vec<_>>()), Shown::Production);
        let (ports, edge_ports) = ports(&map);
        let drawn = places(&map, &ports, &edge_ports);
        let height = |place: usize| crate::layout::metrics::card_height(ports[place]);
        for one in 0..map.nodes.len() {
            for other in 0..one {
                let (a, b) = (drawn.corners[one], drawn.corners[other]);
                prop_assert!(a.0 != b.0 || a.1 >= b.1 + height(other) + 24 || b.1 >= a.1 + height(one) + 24);
            }
        }
        prop_assert_eq!(drawn.corners.iter().map(|it| it.1).min(), Some(0));
        let leads = closure(map.nodes.len(), &map.arrows());
        for edge in &map.edges {
            let is_back = drawn.columns[edge.from] >= drawn.columns[edge.to];
            prop_assert!(!is_back || leads[edge.to][edge.from]);
        }
    }
}
