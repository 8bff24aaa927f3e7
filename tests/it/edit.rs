//! Tests of the editing layer: the effect of each edit, and refusals. Lifecycle and read-only versions have their own files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::catalog::sample::{ANA, OTHER, SUPPORT};
use signalbox::edit::{Applied, Clip, Context, Document, Edit, PhraseText, Refusal, Spot};
use signalbox::model::invariants::{self, MAX_POSITION};
use signalbox::model::{
    Action, ActionId, ActionRef, Caller, CallerId, Channel, EntryPoint, EntryPointId, EntryPointKind, ItemRef, Link,
    Params, Place, Pos, Project, ReachedStatus, Resource, ResourceData, ResourceId, ResourceKind, Routing, RoutingId,
    RoutingType, Row, RowId, Settings, Status, TreeType, Value, VersionId, World, WorldId,
};

use crate::support::{Chance, Lab, cases, flow};

/// A document whose routing `main` has a version `draft` of a flow in development.
struct Desk {
    document: Document,
    version: VersionId,
    routing: RoutingId,
    ids: BTreeMap<String, ActionId>,
}

impl Desk {
    fn new(text: &str) -> Self {
        let mut lab = Lab::new("start -> end");
        let (version, ids) = lab.add_version(lab.routing, "draft", Status::InDevelopment, text);
        Self { document: Document::new(lab.project), version, routing: lab.routing, ids }
    }

    fn project(&self) -> &Project {
        self.document.project()
    }

    /// Applies an edit, and checks that a refused edit changes nothing and that one undo reverts an accepted edit.
    #[track_caller]
    fn try_apply(&mut self, edit: &Edit) -> Result<Applied, Refusal> {
        let before = self.document.clone();
        let done = self.document.apply(edit, &Context::default());
        assert_eq!(invariants::check(self.project()), Vec::<String>::new(), "{edit:?}");
        if done.is_err() {
            assert_eq!(self.project(), &**before.project(), "refused, and changed all the same: {edit:?}");
            assert_eq!(
                (self.document.revision(), self.document.undo_words()),
                (before.revision(), before.undo_words())
            );
        } else if self.document.revision() != before.revision() {
            let mut undone = self.document.clone();
            assert_eq!(undone.undo(), Some(edit.words()));
            assert_eq!(content(undone.project()), content(before.project()), "one undo reverts the edit: {edit:?}");
            undone.redo();
            assert_eq!(undone.project(), self.document.project(), "redo repeats the edit: {edit:?}");
        }
        done
    }

    #[track_caller]
    fn apply(&mut self, edit: &Edit) -> Applied {
        self.try_apply(edit).unwrap_or_else(|why| panic!("{edit:?}: {why}"))
    }

    #[track_caller]
    fn refusal(&mut self, edit: &Edit) -> String {
        self.try_apply(edit).expect_err("it should be refused").to_string()
    }

    fn action(&self, alias: &str) -> &Action {
        self.action_of(self.ids[alias])
    }

    fn action_of(&self, id: ActionId) -> &Action {
        &self.project().versions[&self.version].flow.actions[&id]
    }

    fn spot(&self, alias: &str, branch: &str) -> Spot {
        let key = flow::branch(self.action(alias), TreeType::default(), Some(branch));
        Spot::After(self.ids[alias], key)
    }

    fn add(&self, kind: &str, spot: Spot) -> Edit {
        Edit::AddAction { version: self.version, kind: kind.to_owned(), spot, pos: None }
    }

    fn link(&self, alias: &str, branch: &str, link: Option<Link>) -> Edit {
        let Spot::After(from, branch) = self.spot(alias, branch) else { unreachable!() };
        Edit::SetLink { version: self.version, from, branch, link }
    }

    fn set(&self, alias: &str, key: &str, value: Option<Value>) -> Edit {
        Edit::SetParam { version: self.version, action: self.ids[alias], key: key.to_owned(), value }
    }

    /// All arrows, as `menu[1] -> say, say[ok] -> end`, in order of aliases and branches.
    fn arrows(&self) -> String {
        let version = &self.project().versions[&self.version];
        let title = |id: ActionId| {
            let known = self.ids.iter().find(|(_, it)| **it == id).map(|(alias, _)| alias.clone());
            known.unwrap_or_else(|| version.flow.actions[&id].kind.clone())
        };
        let mut arrows = Vec::new();
        for action in version.flow.actions.values() {
            for (branch, link) in &action.links {
                let to = link.target().map_or("end".to_owned(), title);
                arrows.push(format!("{}[{branch}] -> {to}", title(action.id)));
            }
        }
        arrows.join(", ")
    }
}

/// A project without data outside undo: id counters, row counters, the log.
pub fn content(project: &Project) -> Project {
    let mut content = project.clone();
    content.last_id = 0;
    content.activity.clear();
    for routing in content.routings.values_mut() {
        Arc::make_mut(routing).last_action = ActionId(0);
    }
    for version in content.versions.values_mut() {
        for action in Arc::make_mut(version).flow.actions.values_mut() {
            Arc::make_mut(action).last_row = RowId(0);
        }
    }
    content
}

#[test]
fn an_action_is_added_after_another_one() {
    let mut desk = Desk::new("start -> menu(1 Sales, 2 Help)");
    let added = desk.apply(&desk.add("node", desk.spot("menu", "Sales"))).actions[0];
    assert_eq!(desk.action("menu").links["row:1"], Link::To(added));
    let flow = &desk.project().versions[&desk.version].flow;
    assert!(
        flow.positions[&added].0 > flow.positions[&desk.ids["menu"]].0,
        "the card is right of the action that leads to it"
    );
    // Nothing leads to an unconnected action.
    desk.apply(&desk.add("node", Spot::Free));
    assert_eq!(desk.arrows(), "start[ok] -> menu, menu[row:1] -> node");
}

#[test]
fn an_inserted_action_gets_the_follower_in_its_branch_to_continue_by() {
    let mut desk = Desk::new("start -> say(Hello) -> queue(support) -> end");
    assert_eq!(desk.apply(&desk.add("voice_announcement", desk.spot("start", "ok"))).notice, None);
    assert_eq!(
        desk.arrows(),
        "start[ok] -> voice_announcement, say[ok] -> queue, queue[processed] -> end, voice_announcement[ok] -> say"
    );
    // An end on purpose also counts as a follower.
    desk.apply(&desk.add("node", desk.spot("queue", "Processed")));
    assert!(desk.arrows().contains("node[ok] -> end"), "{}", desk.arrows());
}

#[test]
fn without_a_free_branch_the_follower_stays_unlinked_with_a_notice() {
    let mut desk = Desk::new("start -> say(Hello) -> end");
    let applied = desk.apply(&desk.add("to_routing", desk.spot("start", "ok")));
    assert!(applied.notice.unwrap().contains("not linked"));
    assert_eq!(desk.arrows(), "start[ok] -> to_routing, say[ok] -> end");
}

#[test]
fn impossible_additions_are_refused() {
    let mut desk = Desk::new("start -> menu(1 Sales)");
    assert!(desk.refusal(&desk.add("start", Spot::Free)).contains("one Start"));
    assert!(desk.refusal(&desk.add("teleport", Spot::Free)).contains("does not know the kind"));
    let nowhere = Spot::After(desk.ids["menu"], "row:9".to_owned());
    assert!(desk.refusal(&desk.add("node", nowhere)).contains("has no branch \"row:9\""));
    let gone = Spot::After(ActionId(99), "ok".to_owned());
    assert!(desk.refusal(&desk.add("node", gone)).contains("no longer exists"));
}

#[test]
fn actions_of_another_channel_are_refused() {
    let mut lab = Lab::new("start -> say(Hello) -> end");
    let (mail, ..) = lab.add_routing("mail", RoutingType::InteractionStart, "start");
    Arc::make_mut(lab.project.routings.get_mut(&mail).unwrap()).channel = Channel::Email;
    let (draft, _) = lab.add_version(mail, "draft", Status::InDevelopment, "start");
    let clip = Clip::copy(&lab.project, lab.version, &BTreeSet::from([lab.ids["say"]]));
    let mut desk = Desk { document: Document::new(lab.project), version: draft, routing: mail, ids: lab.ids };
    assert!(desk.refusal(&desk.add("voice_announcement", Spot::Free)).contains("is not for email routings"));
    let paste = Edit::Paste { version: draft, clip: Box::new(clip), spot: Spot::Free, pos: None };
    assert!(desk.refusal(&paste).contains("is not for email routings"));
    let create =
        Edit::CreateVersion { routing: mail, from: Some(lab.version), name: "x".into(), description: String::new() };
    assert!(desk.refusal(&create).contains("same channel"));
    desk.apply(&desk.add("checkpoint", Spot::Free));
}

#[test]
fn removing_heals_by_the_branch_to_continue_by() {
    let mut desk = Desk::new("start -> say(Hello) -> menu(1 Sales, 2 Help); menu[1] -> queue(support); menu[2] -> say");
    let remove =
        |desk: &Desk, alias: &str| Edit::RemoveActions { version: desk.version, actions: vec![desk.ids[alias]] };
    desk.apply(&remove(&desk, "say"));
    assert_eq!(desk.arrows(), "start[ok] -> menu, menu[row:1] -> queue, menu[row:2] -> menu");
    desk.apply(&remove(&desk, "menu"));
    assert_eq!(desk.arrows(), "start[ok] -> queue");
    assert_eq!(desk.project().versions[&desk.version].flow.positions.len(), 2);
}

#[test]
fn removing_heals_by_the_only_link_or_is_refused() {
    let mut desk = Desk::new("start -> menu(1 A, 2 B); menu[2] -> node; node -> end");
    let remove = |desk: &Desk| Edit::RemoveActions { version: desk.version, actions: vec![desk.ids["menu"]] };
    desk.apply(&remove(&desk));
    assert_eq!(desk.arrows(), "start[ok] -> node, node[ok] -> end");
    desk.document.undo();
    desk.apply(&desk.link("menu", "No input", Some(Link::EndsHere)));
    let Err(Refusal::WhichWayOn(title)) = desk.try_apply(&remove(&desk)) else { panic!("it should ask") };
    assert_eq!(title, "menu");
    // An unconnected action needs no healing, and removing the last action of a branch leaves the branch open.
    let mut desk = Desk::new("start -> node; menu(1 A, 2 B); menu[1] -> node; menu[2] -> end; node");
    desk.apply(&remove(&desk));
    let node = desk.ids["node"];
    desk.apply(&Edit::RemoveActions { version: desk.version, actions: vec![node, ActionId(77)] });
    assert_eq!(desk.arrows(), "");
}

/// The links of a tree: action, branch, what follows; none is *end here*.
type Links = BTreeMap<u32, BTreeMap<String, Option<u32>>>;

/// Removes actions by the rule of the spec, one after the other, each with a look at all links; an action that leads to several others and
/// has no way on. A node has one branch; the search for an invoice has the way on *found*.
fn removed_one_by_one(mut links: Links, branches: &[String], ids: &[u32]) -> Result<Links, u32> {
    for id in ids {
        let Some(own) = links.get(id).cloned() else { continue };
        let entering: Vec<(u32, String)> = links
            .iter()
            .flat_map(|(from, links)| links.iter().map(|(branch, to)| (*from, branch.clone(), *to)))
            .filter(|(_, _, to)| *to == Some(*id))
            .map(|(from, branch, _)| (from, branch))
            .collect();
        let mut followers: Vec<Option<u32>> = branches.iter().filter_map(|key| own.get(key)).copied().collect();
        followers.dedup();
        let heir = match (own.get("ok").or(own.get("found")), followers.as_slice()) {
            _ if entering.is_empty() => None,
            (Some(way_on), _) => Some(*way_on),
            (None, []) => None,
            (None, [only]) => Some(*only),
            (None, _) => return Err(*id),
        };
        for (from, branch) in entering {
            let links = links.get_mut(&from).unwrap();
            match heir.filter(|to| *to != Some(*id)) {
                Some(to) => drop(links.insert(branch, to)),
                None => drop(links.remove(&branch)),
            }
        }
        links.remove(id);
    }
    Ok(links)
}

#[test]
fn removing_many_at_once_is_as_removing_one_after_the_other() {
    let (mut refused, mut done) = (0, 0);
    for seed in 0..cases(300) {
        let mut chance = Chance::new(seed);
        let mut desk = Desk::new("start -> node -> end");
        let count = 3 + u32::try_from(chance.below(8)).unwrap();
        let mut project = desk.project().clone();
        let version = Arc::make_mut(project.versions.get_mut(&desk.version).unwrap());
        version.flow.positions.clear();
        let start = desk.ids["start"].0;
        let mut links = Links::new();
        let first = Action::new(ActionId(0), "search_invoice");
        let branches = signalbox::actions::branch_keys(&first, TreeType::default());
        for id in start..start + count {
            let kind = if id == start { "start" } else { *chance.pick(&["node", "search_invoice"]) };
            let keys = if kind == "search_invoice" { branches.clone() } else { vec!["ok".to_owned()] };
            let mut action = Action::new(ActionId(id), kind);
            for key in keys.into_iter().filter(|_| !chance.once_in(4)).collect::<Vec<_>>() {
                let to = start + 1 + u32::try_from(chance.below(count as usize - 1)).unwrap();
                let to = (!chance.once_in(6)).then_some(to);
                links.entry(id).or_default().insert(key.clone(), to);
                action.links.insert(key, to.map_or(Link::EndsHere, |to| Link::To(ActionId(to))));
            }
            links.entry(id).or_default();
            version.flow.actions.insert(action.id, Arc::new(action));
        }
        let owner = Arc::make_mut(project.routings.get_mut(&desk.routing).unwrap());
        owner.last_action = ActionId(start + count);
        desk.document = Document::new(project);
        let ids: Vec<u32> = (0..chance.below(2 * count as usize))
            .map(|_| start + 1 + u32::try_from(chance.below(count as usize)).unwrap())
            .collect();
        let actions = ids.iter().copied().map(ActionId).collect();
        let expected = removed_one_by_one(links, &branches, &ids);
        let got = desk.try_apply(&Edit::RemoveActions { version: desk.version, actions });
        let flow = &desk.project().versions[&desk.version].flow;
        match expected {
            Err(_) => {
                refused += 1;
                assert!(matches!(got, Err(Refusal::WhichWayOn(_))), "{seed}: {got:?}");
            }
            Ok(expected) => {
                done += 1;
                assert!(got.is_ok(), "{seed}: {got:?}");
                let left = flow.actions.values().map(|action| {
                    let links = action.links.iter().map(|(key, link)| (key.clone(), link.target().map(|to| to.0)));
                    (action.id.0, links.collect())
                });
                assert_eq!(left.collect::<Links>(), expected, "{seed}");
            }
        }
    }
    assert!(refused > 20 && done > 100, "{refused} refused, {done} done");
}

#[test]
fn removing_below_removes_actions_that_only_it_leads_to() {
    let mut desk = Desk::new(
        "start -> menu(1 A, 2 B); menu[1] -> node -> node2 -> say(Shared) -> end; menu[2] -> say; node2 -> say; node -> node2",
    );
    desk.apply(&Edit::RemoveBelow { version: desk.version, action: desk.ids["node"] });
    assert_eq!(desk.arrows(), "start[ok] -> menu, menu[row:2] -> say, say[ok] -> end");
}

#[test]
fn start_is_protected() {
    let mut desk = Desk::new("start -> node -> end");
    let (version, start) = (desk.version, desk.ids["start"]);
    assert!(desk.refusal(&Edit::RemoveBelow { version, action: start }).contains("Start cannot be removed"));
    desk.apply(&Edit::RemoveActions { version, actions: vec![start] });
    assert!(desk.project().versions[&version].flow.start().is_some(), "Start is left alone");
    let spot = desk.spot("node", "ok");
    assert!(desk.refusal(&Edit::Reposition { version, action: start, spot }).contains("stays at the beginning"));
    assert!(desk.refusal(&desk.link("node", "ok", Some(Link::To(start)))).contains("Nothing leads back to Start"));
    let clip = Clip::copy(desk.project(), version, &BTreeSet::from([start]));
    assert!(clip.is_empty(), "Start is not copied");
}

#[test]
fn an_action_is_moved_alone() {
    let mut desk = Desk::new("start -> node -> node2 -> node3 -> end");
    let version = desk.version;
    let repositioned =
        |desk: &Desk, alias: &str, spot: Spot| Edit::Reposition { version, action: desk.ids[alias], spot };
    desk.apply(&repositioned(&desk, "node", desk.spot("node2", "ok")));
    assert_eq!(desk.arrows(), "start[ok] -> node2, node[ok] -> node3, node2[ok] -> node, node3[ok] -> end");
    // A move to the current place changes nothing.
    let revision = desk.document.revision();
    desk.apply(&repositioned(&desk, "node", desk.spot("node2", "ok")));
    assert_eq!(desk.document.revision(), revision);
    desk.apply(&repositioned(&desk, "node", Spot::Free));
    assert_eq!(desk.arrows(), "start[ok] -> node2, node2[ok] -> node3, node3[ok] -> end");
    let itself = desk.spot("node", "ok");
    assert!(desk.refusal(&repositioned(&desk, "node", itself)).contains("cannot follow itself"));
}

#[test]
fn links_are_set_ended_and_cut() {
    let mut desk = Desk::new("start -> menu(1 A, 2 B); say(Hello)");
    let say = desk.ids["say"];
    desk.apply(&desk.link("menu", "1", Some(Link::To(say))));
    desk.apply(&desk.link("menu", "2", Some(Link::EndsHere)));
    assert_eq!(desk.arrows(), "start[ok] -> menu, menu[row:1] -> say, menu[row:2] -> end");
    desk.apply(&desk.link("menu", "1", None));
    assert_eq!(desk.arrows(), "start[ok] -> menu, menu[row:2] -> end");
    assert!(desk.refusal(&desk.link("menu", "1", Some(Link::To(ActionId(99))))).contains("no longer exists"));
    let unknown =
        Edit::SetLink { version: desk.version, from: say, branch: "sideways".into(), link: Some(Link::EndsHere) };
    assert!(desk.refusal(&unknown).contains("has no branch \"sideways\""));
}

fn key_row(id: u32, key: &str) -> Row {
    let cells = Params([("key".to_owned(), Value::Text(key.to_owned()))].into());
    Row { id: RowId(id), cells }
}

#[test]
fn rows_get_ids_that_are_never_reused() {
    let mut desk = Desk::new("start -> menu(1 A, 2 B)");
    let keys =
        |desk: &Desk| -> Vec<u32> { desk.action("menu").params.rows("keys").iter().map(|row| row.id.0).collect() };
    let rows = |rows: &[(u32, &str)]| Some(Value::Rows(rows.iter().map(|(id, key)| key_row(*id, key)).collect()));
    desk.apply(&desk.set("menu", "keys", rows(&[(1, "1"), (2, "2"), (0, "3"), (0, "4")])));
    assert_eq!(keys(&desk), [1, 2, 3, 4]);
    desk.apply(&desk.set("menu", "keys", rows(&[(1, "1")])));
    desk.apply(&desk.set("menu", "keys", rows(&[(1, "1"), (0, "2")])));
    assert_eq!(keys(&desk), [1, 5]);
    // Undo restores rows, but not the counter.
    desk.document.undo();
    desk.document.undo();
    desk.document.undo();
    assert_eq!(keys(&desk), [1, 2]);
    desk.apply(&desk.set("menu", "keys", rows(&[(1, "1"), (0, "2")])));
    assert_eq!(keys(&desk), [1, 6]);
    // An id that was never assigned, or that occurs twice, is replaced.
    desk.apply(&desk.set("menu", "keys", rows(&[(1, "1"), (1, "2"), (99, "3")])));
    assert_eq!(keys(&desk), [1, 7, 8]);
}

#[test]
fn a_row_id_is_not_taken_from_another_field() {
    let mut desk = Desk::new("start -> table(tiers: vip)");
    let taken = desk.action("table").params.rows("results")[0].id;
    let row = Row { id: taken, cells: Params::default() };
    desk.apply(&desk.set("table", "outputs", Some(Value::Rows(vec![row]))));
    assert_ne!(desk.action("table").params.rows("outputs")[0].id, taken);
}

#[test]
fn deleting_a_row_deletes_its_link_in_one_step() {
    let mut desk = Desk::new("start -> menu(1 A, 2 B); menu[1] -> say(A) -> end; menu[2] -> say");
    desk.apply(&desk.set("menu", "keys", Some(Value::Rows(vec![key_row(2, "2")]))));
    assert_eq!(desk.arrows(), "start[ok] -> menu, menu[row:2] -> say, say[ok] -> end");
    // Another key or another order keeps the links.
    desk.document.undo();
    desk.apply(&desk.set("menu", "keys", Some(Value::Rows(vec![key_row(2, "9"), key_row(1, "8")]))));
    assert_eq!(desk.arrows(), "start[ok] -> menu, menu[row:1] -> say, menu[row:2] -> say, say[ok] -> end");
}

#[test]
fn a_link_of_an_inactive_branch_is_kept_and_becomes_active_again() {
    let mut desk = Desk::new("start -> menu(1 A); menu[1] -> say(A) -> end");
    let mode = |desk: &Desk, mode: &str| desk.set("menu", "mode", Some(Value::Text(mode.to_owned())));
    let home = |desk: &Desk| {
        let flow = &desk.project().versions[&desk.version].flow;
        signalbox::actions::shape(flow, TreeType::default()).home.contains_key(&desk.ids["say"])
    };
    desk.apply(&mode(&desk, "message"));
    assert!(desk.arrows().contains("menu[row:1] -> say"), "the link is kept");
    assert!(!home(&desk), "and places no card");
    let inactive = Edit::SetLink { version: desk.version, from: desk.ids["menu"], branch: "row:1".into(), link: None };
    let relink = Edit::SetLink {
        version: desk.version,
        from: desk.ids["menu"],
        branch: "row:1".into(),
        link: Some(Link::EndsHere),
    };
    assert!(desk.refusal(&relink).contains("has no branch"));
    desk.apply(&inactive);
    assert!(!desk.arrows().contains("menu[row:1]"));
    desk.document.undo();
    desk.apply(&mode(&desk, "menu"));
    assert!(home(&desk), "it is active again");
}

#[test]
fn cards_keep_within_bounds_and_captions_are_kept() {
    let mut desk = Desk::new("start -> node -> end");
    let (version, node) = (desk.version, desk.ids["node"]);
    desk.apply(&Edit::MoveCards { version, cards: vec![(node, Pos(i32::MAX, -5))] });
    assert_eq!(desk.project().versions[&version].flow.positions[&node], Pos(MAX_POSITION, -5));
    let gone = Edit::MoveCards { version, cards: vec![(node, Pos(1, 1)), (ActionId(99), Pos(0, 0))] };
    assert!(desk.refusal(&gone).contains("Action 99 no longer exists"));
    let clip = Clip::copy(desk.project(), version, &BTreeSet::from([node]));
    for pos in [None, Some(Pos(i32::MAX, i32::MIN))] {
        desk.apply(&Edit::Paste { version, clip: Box::new(clip.clone()), spot: Spot::Free, pos });
    }
    let caption =
        Edit::SetCaption { version, action: node, title: "Meet".into(), comment: "Why".into(), record_passage: true };
    desk.apply(&caption);
    let action = desk.action("node");
    assert_eq!((action.title.as_str(), action.comment.as_str(), action.record_passage), ("Meet", "Why", true));
}

#[test]
fn a_copy_pasted_into_its_version_has_new_ids_and_its_own_links() {
    let mut desk =
        Desk::new("start -> menu(1 A); menu[1] -> passages(2 of menu) -> say(A) -> end; menu[No input] -> node -> end");
    let version = desk.version;
    let clip = Clip::copy_below(desk.project(), version, desk.ids["menu"]);
    assert_eq!(clip.len(), 4);
    let spot = desk.spot("node", "ok");
    let applied = desk.apply(&Edit::Paste { version, clip: Box::new(clip), spot, pos: Some(Pos(0, 500)) });
    assert_eq!(applied.actions.len(), 4);
    assert!(applied.actions.iter().all(|id| !desk.ids.values().any(|known| known == id)));
    let [menu, passages, ..] = applied.actions[..] else { panic!() };
    assert_eq!(
        desk.action("node").links["ok"],
        Link::To(menu),
        "the top of what was copied goes where it was asked to"
    );
    assert_eq!(desk.action_of(menu).links["row:1"], Link::To(passages));
    assert_eq!(
        desk.action_of(passages).params.value("action"),
        Some(&Value::Action(menu)),
        "what names a copied action follows"
    );
    assert_eq!(desk.action("menu").links["row:1"], Link::To(desk.ids["passages"]));
}

#[test]
fn an_action_id_of_another_routing_is_not_reused() {
    let mut lab = Lab::new("start -> node -> passages(2 of node) -> end");
    let passages = BTreeSet::from([lab.ids["passages"]]);
    let clip = Clip::copy(&lab.project, lab.version, &passages);
    let named = |lab: &Lab, routing: RoutingId| {
        let mut lab = lab.clone();
        let (version, ids) = lab.add_version(routing, "draft", Status::InDevelopment, "start -> say(Hello) -> end");
        let mut desk = Desk { document: Document::new(lab.project), version, routing, ids };
        let paste = Edit::Paste { version, clip: Box::new(clip.clone()), spot: Spot::Free, pos: None };
        let pasted = desk.apply(&paste).actions[0];
        desk.action_of(pasted).params.value("action").cloned()
    };
    assert_eq!(
        named(&lab, lab.routing),
        Some(Value::Action(lab.ids["node"])),
        "within a routing an id is the same action"
    );
    let (second, ..) = lab.add_routing("second", RoutingType::InteractionStart, "start -> end");
    assert_eq!(named(&lab, second), Some(Value::Action(ActionId(0))), "2 is another action there");
}

#[test]
fn a_copy_pasted_into_another_project_is_resolved_by_reference() {
    let lab = Lab::new(
        "start -> queue{\"queue\": Item(Item(4))} -> survey{\"survey\": Item(Item(14))} -> jump{\"routing\": Item(Item(20))}",
    );
    let all: BTreeSet<ActionId> = lab.ids.values().copied().collect();
    let clip = Clip::copy(&lab.project, lab.version, &all);
    let mut elsewhere = Lab::new("start -> end");
    elsewhere.project.uid = "elsewhere".to_owned();
    // In the other project the reference has another id, the id is another object, and the survey does not exist.
    let mut support = (*elsewhere.project.resources.remove(&SUPPORT).unwrap()).clone();
    support.id = ResourceId(90);
    elsewhere.project.resources.insert(support.id, Arc::new(support));
    elsewhere.project.resources.remove(&ResourceId(14));
    let (version, ids) = elsewhere.add_version(elsewhere.routing, "draft", Status::InDevelopment, "start");
    let mut desk = Desk { document: Document::new(elsewhere.project), version, routing: elsewhere.routing, ids };
    let spot = desk.spot("start", "ok");
    let applied = desk.apply(&Edit::Paste { version, clip: Box::new(clip), spot, pos: None });
    let item = |place: usize, key: &str| desk.action_of(applied.actions[place]).params.value(key).cloned();
    assert_eq!(item(0, "queue"), Some(Value::Item(ItemRef::Item(90))));
    assert_eq!(item(1, "survey"), Some(Value::Item(ItemRef::Reference("satisfaction".to_owned()))));
    assert_eq!(item(2, "routing"), Some(Value::Item(ItemRef::Item(OTHER.0))));
    assert_eq!(desk.action("start").links["ok"], Link::To(applied.actions[0]));
}

#[test]
fn a_version_copied_within_its_routing_keeps_its_ids_and_across_gets_new_ones() {
    let mut lab = Lab::new("start -> node -> passages(2 of node) -> end; rest -> end");
    let (second, ..) =
        lab.add_routing("second", RoutingType::InteractionStart, "start -> node -> node2 -> node3 -> end");
    let (source, routing) = (lab.version, lab.routing);
    let mut desk = Desk { document: Document::new(lab.project), version: source, routing, ids: lab.ids };
    let create =
        |routing| Edit::CreateVersion { routing, from: Some(source), name: "copy".into(), description: String::new() };
    let within = desk.apply(&create(routing)).version.unwrap();
    assert_eq!(desk.project().versions[&within].flow, desk.project().versions[&source].flow);
    let across = desk.apply(&create(second)).version.unwrap();
    let flow = &desk.project().versions[&across].flow;
    assert_eq!(flow.actions.keys().map(|id| id.0).collect::<Vec<_>>(), [5, 6, 7], "after the four of its routing");
    let counted = flow.actions.values().find_map(|action| action.params.value("action"));
    assert_eq!(counted, Some(&Value::Action(ActionId(6))));
    assert_eq!(flow.positions.len(), 3);
    assert!(desk.refusal(&create(RoutingId(999))).contains("smart routing no longer exists"));
}

#[test]
fn a_copied_routing_has_one_version_in_development() {
    let mut desk = Desk::new("start -> node -> end");
    let copy = |reference: &str| Edit::CopyRouting { routing: OTHER, name: "Copy".into(), reference: reference.into() };
    let applied = desk.apply(&copy("copy"));
    let versions: Vec<_> = desk.project().versions_of(applied.routing.unwrap()).collect();
    assert_eq!((versions.len(), versions[0].info.status), (1, Status::InDevelopment));
    assert_eq!(versions[0].info.name, "Live");
    assert!(desk.refusal(&copy("other")).contains("is taken"));
    assert!(desk.refusal(&copy("No Reference")).contains("must be made of"));
}

#[test]
fn items_in_use_are_not_deleted_and_the_places_are_named() {
    let mut desk = Desk::new("start -> queue(support) -> jump(other); rest -> end");
    let place = |desk: &Desk, alias: &str| Place::Action(ActionRef { version: desk.version, action: desk.ids[alias] });
    let used = desk.try_apply(&Edit::DeleteResource { resource: SUPPORT }).unwrap_err();
    let Refusal::Used { what, places, .. } = used else { panic!("{used:?}") };
    assert_eq!(what, "Queue \"Support\"");
    assert_eq!(places[0].1, "distribution group \"All desks\" (Queues)");
    assert_eq!(places[1], (place(&desk, "queue"), "\"queue\" in version \"draft\" of \"main\" (Queue)".to_owned()));
    assert_eq!(places.len(), 2);
    let used = desk.try_apply(&Edit::DeleteResource { resource: ANA }).unwrap_err().to_string();
    assert!(used.contains("team \"Front desk\"") && used.contains("queue \"Support\""), "{used}");
    let used = desk.try_apply(&Edit::DeleteRouting { routing: OTHER }).unwrap_err();
    assert!(matches!(&used, Refusal::Used { places, .. } if places[0].0 == place(&desk, "jump")), "{used:?}");
    // Unused items can be deleted, and restored by undo.
    desk.apply(&Edit::RemoveBelow { version: desk.version, action: desk.ids["queue"] });
    desk.apply(&Edit::DeleteResource { resource: signalbox::model::ResourceId(79) });
    desk.apply(&Edit::DeleteResource { resource: SUPPORT });
    desk.apply(&Edit::DeleteRouting { routing: OTHER });
    assert!(desk.project().versions_of(OTHER).next().is_none(), "its versions are deleted too");
    assert!(desk.refusal(&Edit::DeleteResource { resource: SUPPORT }).contains("no longer exists"));
}

fn entry_point(assigned: Option<RoutingId>, end_routing: Option<RoutingId>) -> EntryPoint {
    EntryPoint {
        name: "Number".to_owned(),
        reference: "number".to_owned(),
        address: "+33155001099".to_owned(),
        assigned: assigned.map(|id| (id, ReachedStatus::InProduction)),
        end_routing,
        ..EntryPoint::default()
    }
}

#[test]
fn an_entry_point_accepts_only_matching_routings() {
    let mut lab = Lab::new("start -> end");
    let (after, ..) = lab.add_routing("after", RoutingType::InteractionEnd, "start -> end");
    let (mail, ..) = lab.add_routing("mail", RoutingType::InteractionStart, "start -> end");
    Arc::make_mut(lab.project.routings.get_mut(&mail).unwrap()).channel = Channel::Email;
    let first = lab.routing;
    let mut desk = Desk { document: Document::new(lab.project), version: lab.version, routing: first, ids: lab.ids };
    let store = |assigned, end| Edit::StoreEntryPoint { entry_point: entry_point(assigned, end) };
    for (assigned, end) in [(Some(after), None), (Some(mail), None), (Some(first), Some(first)), (None, Some(mail))] {
        let why = desk.refusal(&store(assigned, end));
        assert!(why.contains("\"Number\" needs a voice routing of type interaction"), "{why}");
    }
    assert!(desk.refusal(&store(Some(RoutingId(999)), None)).contains("no longer exists"));
    let id = desk.apply(&store(Some(first), Some(after))).entry_point.unwrap();
    assert!(desk.refusal(&store(None, None)).contains("\"number\" is taken"));
    for routing in [first, after] {
        assert!(desk.refusal(&Edit::DeleteRouting { routing }).contains("entry point \"Number\""));
    }
    desk.apply(&Edit::DeleteEntryPoint { entry_point: id });
    desk.apply(&Edit::DeleteRouting { routing: after });
}

#[test]
fn only_a_source_number_keeps_a_source() {
    let mut desk = Desk::new("start -> end");
    for (kind, kept) in [(EntryPointKind::SourceNumber, "Radio"), (EntryPointKind::WebsitePoolNumber, "")] {
        let number = EntryPoint {
            kind,
            source: " Radio ".to_owned(),
            reference: format!("{kind:?}").to_lowercase(),
            ..entry_point(None, None)
        };
        let id = desk.apply(&Edit::StoreEntryPoint { entry_point: number }).entry_point.unwrap();
        assert_eq!(desk.project().entry_points[&id].source, kept, "{kind:?}");
    }
}

#[test]
fn channel_and_type_of_a_routing_are_fixed() {
    let mut desk = Desk::new("start");
    let routing = Routing { channel: Channel::Email, ..(*desk.project().routings[&desk.routing]).clone() };
    assert!(desk.refusal(&Edit::StoreRouting { routing }).contains("fixed after creation"));
    let routing = Routing { kind: RoutingType::InteractionEnd, ..(*desk.project().routings[&desk.routing]).clone() };
    assert!(desk.refusal(&Edit::StoreRouting { routing }).contains("fixed after creation"));
    let routing = Routing {
        last_action: ActionId(0),
        name: "Renamed".into(),
        ..(*desk.project().routings[&desk.routing]).clone()
    };
    let counter = desk.project().routings[&desk.routing].last_action;
    desk.apply(&Edit::StoreRouting { routing });
    assert_eq!(desk.project().routings[&desk.routing].last_action, counter, "no edit lowers a counter");
}

#[test]
fn a_renamed_reference_stays_valid() {
    let mut desk = Desk::new("start -> queue(support); rest -> end");
    let rename = |desk: &Desk, reference: &str| {
        let resource = Resource { reference: reference.to_owned(), ..(*desk.project().resources[&SUPPORT]).clone() };
        Edit::StoreResource { resource: Box::new(resource) }
    };
    desk.apply(&rename(&desk, "help"));
    let item = ItemRef::Reference("support".to_owned());
    assert_eq!(desk.project().resolve(ResourceKind::Queue, &item).map(|found| found.id), Some(SUPPORT));
    assert_eq!(desk.project().resources[&SUPPORT].aliases, ["support"]);
    assert!(
        desk.refusal(&Edit::DeleteResource { resource: SUPPORT }).contains("is used"),
        "the old name counts as use"
    );
    // No other item can get the old reference.
    let other = Resource {
        id: ResourceId(0),
        name: "Other".into(),
        reference: "support".into(),
        description: String::new(),
        aliases: Vec::new(),
        data: ResourceData::new(ResourceKind::Queue),
    };
    assert!(desk.refusal(&Edit::StoreResource { resource: Box::new(other.clone()) }).contains("is taken"));
    // Another kind can use the reference.
    let team = Resource { data: ResourceData::new(ResourceKind::Team), ..other };
    desk.apply(&Edit::StoreResource { resource: Box::new(team.clone()) });
    let why = desk.refusal(&Edit::StoreResource { resource: Box::new(Resource { id: SUPPORT, ..team }) });
    assert_eq!(why, "\"Support\" is a queue and cannot become a team. Create a new team.");
    assert!(desk.refusal(&rename(&desk, "Help!")).contains("must be made of"));
}

#[test]
fn storing_an_object_with_an_unknown_id_is_refused() {
    let mut desk = Desk::new("start");
    let gone = 9_999;
    let resource =
        Resource { id: ResourceId(gone), reference: "new".into(), ..(*desk.project().resources[&ANA]).clone() };
    let named = |name: &str| name.to_owned();
    let edits = [
        Edit::StoreResource { resource: Box::new(resource) },
        Edit::StoreEntryPoint { entry_point: EntryPoint { id: EntryPointId(gone), ..entry_point(None, None) } },
        Edit::StoreCaller { caller: Box::new(Caller { id: CallerId(gone), name: named("x"), ..Caller::default() }) },
        Edit::StoreWorld { world: Box::new(World { id: WorldId(gone), name: named("x"), ..World::default() }) },
        Edit::StoreRouting {
            routing: Routing { id: RoutingId(gone), name: named("x"), reference: named("x"), ..Routing::default() },
        },
    ];
    for edit in edits {
        assert!(desk.refusal(&edit).contains("no longer exists"), "{edit:?}");
    }
}

#[test]
fn names_and_settings_are_checked() {
    let mut desk = Desk::new("start");
    let version = desk.version;
    let name = |name: &str| Edit::DescribeVersion { version, name: name.to_owned(), description: String::new() };
    assert!(desk.refusal(&name("  ")).contains("Enter a name"));
    assert!(desk.refusal(&name(&"x".repeat(201))).contains("200 characters at most"));
    desk.apply(&name(&"é".repeat(200)));
    let settings = |time_zone: &str, step_limit| Edit::SetSettings {
        settings: Settings { time_zone: time_zone.to_owned(), step_limit, ..Settings::default() },
    };
    assert!(desk.refusal(&settings("Mars/Olympus", 500)).contains("is not a time zone"));
    desk.apply(&settings("America/Lima", 0));
    assert_eq!(desk.project().settings.step_limit, 1);
}

#[test]
fn a_phrase_is_changed_and_reset() {
    let mut desk = Desk::new("start");
    let set = |key: &str, language: &str, text: Option<&str>| {
        Edit::SetPhrase(PhraseText {
            key: key.to_owned(),
            language: language.to_owned(),
            text: text.map(str::to_owned),
        })
    };
    desk.apply(&set("beep", " it ", Some("Parlate.")));
    assert_eq!(desk.project().settings.phrases["beep"]["it"], "Parlate.");
    assert!(desk.refusal(&set("goodbye", "it", Some("Ciao."))).contains("is not a phrase of the system"));
    assert!(desk.refusal(&set("beep", " ", Some("Ciao."))).contains("needs a language code"));
    assert!(desk.refusal(&set("beep", "fr", Some(&"x".repeat(10_001)))).contains("10,000 characters at most"));
    desk.apply(&set("beep", "it", None));
    assert!(desk.project().settings.phrases.is_empty());
    // A phrase of a newer program can be reset, too.
    desk.apply(&set("goodbye", "it", None));
}

#[test]
fn callers_and_worlds_are_stored_changed_and_deleted() {
    let mut desk = Desk::new("start");
    let caller = Caller { name: "Noor".into(), ..Caller::default() };
    let id = desk.apply(&Edit::StoreCaller { caller: Box::new(caller.clone()) }).caller.unwrap();
    desk.apply(&Edit::StoreCaller { caller: Box::new(Caller { id, number: "+33600000001".into(), ..caller }) });
    assert_eq!(desk.project().callers[&id].number, "+33600000001");
    desk.apply(&Edit::DeleteCaller { caller: id });
    assert!(desk.project().callers.is_empty());
    let id = desk
        .apply(&Edit::StoreWorld { world: Box::new(World { name: "Monday".into(), ..World::default() }) })
        .world
        .unwrap();
    desk.apply(&Edit::DeleteWorld { world: id });
    assert!(desk.refusal(&Edit::StoreWorld { world: Box::default() }).contains("Enter a name"));
}

#[test]
fn parameters_of_a_newer_program_are_not_touched() {
    let mut desk = Desk::new("start -> node -> end");
    let mut project = desk.project().clone();
    let version = Arc::make_mut(project.versions.get_mut(&desk.version).unwrap());
    Arc::make_mut(version.flow.actions.get_mut(&desk.ids["node"]).unwrap()).foreign_params = Some("{future}".into());
    desk.document = Document::new(project);
    let why = desk.refusal(&desk.set("node", "label", Some(Value::Bool(true))));
    assert!(why.contains("newer version of Signalbox wrote"), "{why}");
}
