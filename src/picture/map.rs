//! The canvas scene of the map of a project: a card for each node, and a port for each kind of exit, from which arrows lead to all its targets.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Color32;

use super::scene::scene_pos;
use crate::canvas::{CanvasScene, Card, CardId, Mark, MarkKind, Port, PortState, Standing, Wire, WireKind};
use crate::catalog::{Category, Icon, ItemKind, Severity};
use crate::look;
use crate::map::places::{Places, places};
use crate::map::{How, Map, Node, Why};
use crate::model::{EntryPointKind, Project, ResourceKind, Status};
use crate::uses::ItemId;

/// An exit of a node: what leads away by it.
struct Exit {
    how: How,
    /// The places of its edges in the map; none of an exit without a known target.
    edges: Vec<usize>,
    port: Port,
}

/// The card of a node: ids of items are unique in a project.
#[must_use]
pub fn card_id(item: ItemId) -> CardId {
    u64::from(item.id())
}

/// Builds the scene of a map.
#[must_use]
pub fn scene(project: &Project, map: &Map, revision: u64) -> CanvasScene {
    let mut exits: Vec<Vec<Exit>> = (0..map.nodes.len()).map(|place| exits(map, place)).collect();
    let counts: Vec<usize> = exits.iter().map(Vec::len).collect();
    let drawn = places(map, &counts, &ports_of_edges(map, &exits));
    for exits in &mut exits {
        exits.sort_by_key(|exit| height(map, exit, &drawn));
    }
    let mut scene = CanvasScene { revision, ..CanvasScene::default() };
    for (at, port) in ports_of_edges(map, &exits).into_iter().enumerate() {
        let Some(edge) = map.edges.get(at) else { continue };
        let (Some(from), Some(to)) = (map.node(edge.from), map.node(edge.to)) else { continue };
        let is_forwards = drawn.columns.get(edge.from) < drawn.columns.get(edge.to);
        let kind = if is_forwards { WireKind::Tree } else { WireKind::Link };
        let (from, to) = (card_id(from.item), card_id(to.item));
        scene.wires.push(Wire { from, port, to, kind, standing: Standing::Plain });
    }
    for (place, (node, exits)) in map.nodes.iter().zip(exits).enumerate() {
        scene.cards.push(Card {
            id: card_id(node.item),
            pos: drawn.corners.get(place).copied().map(scene_pos).unwrap_or_default(),
            title: node.name.clone(),
            summary: summary(project, node),
            kind_label: node.kind.words().to_owned(),
            icon: Some(icon(node.kind).glyph()),
            hue: hue(node),
            ports: exits.into_iter().map(|exit| exit.port).collect(),
            marks: mark(map, place).into_iter().collect(),
            ..Card::default()
        });
    }
    scene
}

/// The exits of a node, those without a known target last.
fn exits(map: &Map, place: usize) -> Vec<Exit> {
    let mut by_how: BTreeMap<How, (Vec<usize>, usize)> = BTreeMap::new();
    for (at, edge) in map.edges.iter().enumerate().filter(|(_, edge)| edge.from == place) {
        let (edges, actions) = by_how.entry(edge.how).or_default();
        edges.push(at);
        *actions += edge.actions.len();
    }
    let known = by_how.into_iter().map(|(how, (edges, actions))| {
        let times = if actions > 1 { format!(" ×{actions}") } else { String::new() };
        let port = Port {
            key: Arc::from(format!("{how:?}")),
            label: format!("{}{times}", how.words()),
            state: PortState::Linked,
        };
        Exit { how, edges, port }
    });
    let loose = map.loose.iter().filter(|loose| loose.from == place).map(|loose| {
        let how = loose.how.words();
        let (label, state) = match &loose.why {
            Why::Variable(path) => (format!("{how}: by {path}"), PortState::Quiet),
            Why::Missing => (format!("{how}: does not exist"), PortState::Open),
        };
        let port = Port { key: Arc::from(format!("{:?} {:?} {:?}", loose.how, loose.kind, loose.why)), label, state };
        Exit { how: loose.how, edges: Vec::new(), port }
    });
    let mut exits: Vec<Exit> = known.chain(loose).collect();
    exits.extend(last_exit(map, place, exits.is_empty()));
    exits
}

/// The exit of a routing that comes back to the one that runs it, or of one that leads nowhere else.
fn last_exit(map: &Map, place: usize, is_only: bool) -> Option<Exit> {
    let node = map.node(place).filter(|node| node.version.is_some())?;
    let label = match (node.comes_back, is_only) {
        (true, _) => "Comes back",
        (false, true) => "Ends here",
        (false, false) => return None,
    };
    let port = Port { key: Arc::from("end"), label: label.to_owned(), state: PortState::EndsHere };
    Some(Exit { how: How::AtEnd, edges: Vec::new(), port })
}

/// The port of each edge of the map.
fn ports_of_edges(map: &Map, exits: &[Vec<Exit>]) -> Vec<usize> {
    let port = |edge: &crate::map::Edge| {
        let own = exits.get(edge.from).into_iter().flatten();
        own.zip(0..).find(|(exit, _)| exit.how == edge.how && !exit.edges.is_empty()).map_or(0, |(_, port)| port)
    };
    map.edges.iter().map(port).collect()
}

/// How high the targets of an exit are in the middle, so that arrows of one card do not cross. What leads nowhere comes last.
fn height(map: &Map, exit: &Exit, drawn: &Places) -> i64 {
    let tops = exit.edges.iter().filter_map(|edge| drawn.corners.get(map.edges.get(*edge)?.to));
    let tops: Vec<i64> = tops.map(|corner| i64::from(corner.1)).collect();
    let count = i64::try_from(tops.len()).unwrap_or(1);
    if count == 0 { i64::MAX } else { tops.iter().sum::<i64>() / count }
}

/// The second line of a card.
fn summary(project: &Project, node: &Node) -> String {
    match node.item {
        ItemId::EntryPoint(id) => project.entry_points.get(&id).map_or_else(String::new, |it| it.address.clone()),
        ItemId::Resource(_) => node.kind.words().to_owned(),
        ItemId::Routing(id) => match node.version.and_then(|id| project.versions.get(&id)) {
            None if project.versions_of(id).next().is_none() => "No version yet".to_owned(),
            None => "No version in production".to_owned(),
            Some(version) => {
                let status = match version.info.status {
                    Status::InDevelopment if version.info.in_test => "in test".to_owned(),
                    status => status.words().to_lowercase(),
                };
                format!("{} · {status}", version.info.name)
            }
        },
    }
}

/// The icon of a node: that of the action which leads to such a node, where there is one.
fn icon(kind: ItemKind) -> Icon {
    match kind {
        ItemKind::Routing => Icon::FlowArrow,
        ItemKind::EntryPoint(kind) => match kind {
            EntryPointKind::SourceNumber => Icon::PhoneCall,
            EntryPointKind::WebsitePoolNumber => Icon::Globe,
            EntryPointKind::VoiceCampaign => Icon::Megaphone,
            EntryPointKind::Mailbox => Icon::EnvelopeSimple,
            EntryPointKind::WhatsApp => Icon::WhatsappLogo,
            EntryPointKind::ChatWidget
            | EntryPointKind::Messenger
            | EntryPointKind::FacebookComments
            | EntryPointKind::InstagramPosts
            | EntryPointKind::InstagramMessages
            | EntryPointKind::Telegram
            | EntryPointKind::Line
            | EntryPointKind::Slack
            | EntryPointKind::WeChat => Icon::ChatCircle,
        },
        ItemKind::Resource(kind) => match kind {
            ResourceKind::Queue => Icon::Queue,
            ResourceKind::User => Icon::User,
            ResourceKind::VoiceMailbox => Icon::Voicemail,
            ResourceKind::RoutingRule => Icon::Signpost,
            ResourceKind::ExternalNumber => Icon::PhoneTransfer,
            ResourceKind::SipEndpoint => Icon::PlugsConnected,
            ResourceKind::Survey => Icon::Star,
            ResourceKind::Team | ResourceKind::DistributionGroup | ResourceKind::DistributionPolicy => Icon::UsersThree,
            _ => Icon::ArrowBendUpRight,
        },
    }
}

fn hue(node: &Node) -> Color32 {
    look::hue(match node.item {
        ItemId::EntryPoint(_) => Category::Connection,
        ItemId::Routing(_) => Category::Flow,
        ItemId::Resource(_) => Category::Distribution,
    })
}

/// The mark of a node about which something was found: a triangle for a warning, and a ring for a hint, as in lists.
fn mark(map: &Map, place: usize) -> Option<Mark> {
    let about: Vec<_> = map.findings.iter().filter(|finding| finding.nodes.contains(&place)).collect();
    let worst = about.iter().map(|finding| finding.severity).max()?;
    let kind = if worst > Severity::Hint { MarkKind::Warning } else { MarkKind::Hint };
    let texts: Vec<&str> = about.iter().map(|finding| finding.text.as_str()).collect();
    Some(Mark { kind, hover: texts.join("\n") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::Shown;

    #[test]
    fn every_node_has_an_icon_and_what_stands_out_has_a_mark() {
        let project = crate::catalog::sample::project();
        let map = Map::of(&project, Shown::Production);
        let scene = scene(&project, &map, 0);
        assert!(!scene.cards.is_empty());
        for (card, node) in scene.cards.iter().zip(&map.nodes) {
            assert!(card.icon.is_some_and(crate::catalog::icon::is_icon), "{}", node.name);
        }
        let about: Vec<usize> = map.findings.iter().flat_map(|finding| finding.nodes.iter().copied()).collect();
        for (place, card) in scene.cards.iter().enumerate() {
            assert_eq!(card.worst_mark().is_some(), about.contains(&place), "{}", card.title);
        }
    }

    #[test]
    fn a_queue_a_mailbox_and_a_number_have_icons_of_their_own() {
        let glyphs: Vec<Icon> = [
            ItemKind::Routing,
            ItemKind::EntryPoint(EntryPointKind::SourceNumber),
            ItemKind::EntryPoint(EntryPointKind::Mailbox),
            ItemKind::Resource(ResourceKind::Queue),
            ItemKind::Resource(ResourceKind::VoiceMailbox),
            ItemKind::Resource(ResourceKind::User),
        ]
        .map(icon)
        .into();
        for (at, one) in glyphs.iter().enumerate() {
            assert!(!glyphs[at + 1..].contains(one), "{one:?}");
        }
    }
}
