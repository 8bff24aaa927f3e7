//! Actions that are pasted elsewhere, and options that are renamed and moved: what they lead to and what they name stays with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::catalog::BranchPart;
use signalbox::edit::{Clip, Context, Document, Edit, Spot};
use signalbox::model::{
    Action, ActionId, Flow, Link, Params, Place, Pos, RoutingId, Row, RowId, Status, Value, VersionId,
};
use signalbox::{actions, lint};

use crate::support::Lab;

fn apply(document: &mut Document, edit: &Edit) -> Vec<ActionId> {
    document.apply(edit, &Context::default()).unwrap_or_else(|why| panic!("{edit:?}: {why}")).actions
}

fn flow(document: &Document, version: VersionId) -> &Flow {
    &document.project().versions[&version].flow
}

/// Copies some actions of `main` and pastes them into a blank version of a routing of the same project. Returns the version, and the
/// copy of each.
fn pasted(
    lab: &Lab,
    copied: &BTreeSet<ActionId>,
    routing: RoutingId,
) -> (Document, VersionId, BTreeMap<ActionId, ActionId>) {
    let clip = Clip::copy(&lab.project, lab.version, copied);
    let mut lab = lab.clone();
    let (version, _) = lab.add_version(routing, "draft", Status::InDevelopment, "start -> say(Hello) -> end");
    let mut document = Document::new(lab.project);
    let paste = Edit::Paste { version, clip: Box::new(clip), spot: Spot::Free, pos: None };
    let added = apply(&mut document, &paste);
    assert_eq!(added.len(), copied.len());
    (document, version, copied.iter().copied().zip(added).collect())
}

const CHAIN: &str = "start -> say(A) -> say2(B) -> node -> end";
const ROUND: &str = "start -> menu(1 A, 2 B); menu[1] -> node -> menu; menu[2] -> node2 -> node; rest -> end";
const COUNTS: &str =
    "start -> node -> passages(2 of node, 3 of node); passages[row:1] -> say(Twice) -> node; rest -> end";
const SHARED: &str =
    "start -> menu(1 A, 2 B); menu[1] -> say(X) -> end; menu[2] -> say; menu[Invalid] -> say; rest -> queue(support)";
const LEAVES: &str = "start -> menu(1 A); menu[1] -> queue(support) -> mailbox(messages); rest -> end";
const ALONE: &str = "start -> share(A 50, B 50); share[A] -> share; share[B] -> end";

#[test]
fn copies_lead_to_copies_and_to_nothing_else() {
    for text in [CHAIN, ROUND, COUNTS, SHARED, LEAVES, ALONE] {
        let lab = Lab::new(text).with("second", "start -> node -> node2 -> node3 -> node4 -> end");
        let second = lab.project.routings.values().find(|it| it.reference == "second").unwrap().id;
        let all: Vec<ActionId> = lab.ids.values().copied().filter(|id| *id != ActionId(1)).collect();
        // All of them, all but one, and each alone.
        let mut choices: Vec<BTreeSet<ActionId>> = vec![all.iter().copied().collect()];
        for id in &all {
            choices.push(all.iter().copied().filter(|other| other != id).collect());
            choices.push([*id].into());
        }
        for copied in choices.iter().filter(|it| !it.is_empty()) {
            for routing in [lab.routing, second] {
                let (document, version, copies) = pasted(&lab, copied, routing);
                let (old, new) = (&lab.project.versions[&lab.version].flow, flow(&document, version));
                for (id, copy) in &copies {
                    let (before, after) = (&old.actions[id], &new.actions[copy]);
                    assert_eq!((&before.kind, &before.title), (&after.kind, &after.title), "{text}");
                    let known = document
                        .project()
                        .versions
                        .values()
                        .filter(|it| it.id != version && it.info.routing == routing);
                    assert!(
                        known.into_iter().all(|it| !it.flow.actions.contains_key(copy)),
                        "{text}: {copy:?} is in use"
                    );
                    // A link goes to the copy of where it went; to the end if it ended; and nowhere else.
                    let wanted: BTreeMap<&String, Link> = before
                        .links
                        .iter()
                        .filter_map(|(branch, link)| match link {
                            Link::To(to) => copies.get(to).map(|to| (branch, Link::To(*to))),
                            Link::EndsHere => Some((branch, Link::EndsHere)),
                        })
                        .collect();
                    let found: BTreeMap<&String, Link> =
                        after.links.iter().map(|(branch, link)| (branch, *link)).collect();
                    assert_eq!(found, wanted, "{text}: the copy {copy:?} of {id:?}");
                    // What counts passages counts those of the copy.
                    if let Some(Value::Action(counted)) = before.params.value("action") {
                        let named = after.params.value("action").cloned();
                        let same = if routing == lab.routing { *counted } else { ActionId(0) };
                        assert_eq!(named, Some(Value::Action(copies.get(counted).copied().unwrap_or(same))), "{text}");
                    }
                }
                assert_eq!(new.actions.len(), 2 + copies.len(), "{text}");
            }
        }
    }
}

#[test]
fn what_another_project_does_not_have_is_named_with_what_to_do() {
    for (action, missing) in [
        ("queue(support)", "support"),
        ("user(ana)", "ana"),
        ("number(partner)", "partner"),
        ("hours(office)", "office"),
        ("survey(satisfaction)", "satisfaction"),
        ("mailbox(messages)", "messages"),
        ("table(tiers: vip)", "tiers"),
        ("service(contracts)", "contracts"),
        ("jump(other)", "other"),
        ("assign(customer.points=7)", "customer.points"),
        ("assign(call.unknown={customer.points + 1})", "customer.points"),
        ("test(customer.tier=gold)", "customer.tier"),
        ("say(Hello {{customer.name}})", "customer.name"),
    ] {
        let lab = Lab::new(&format!("start -> {action}"));
        let copied: BTreeSet<ActionId> = lab.ids.values().copied().filter(|id| *id != ActionId(1)).collect();
        let clip = Clip::copy(&lab.project, lab.version, &copied);
        let mut elsewhere = Lab::new("start -> end");
        elsewhere.project.uid = "elsewhere".to_owned();
        elsewhere.project.resources.clear();
        let other = signalbox::catalog::sample::OTHER;
        elsewhere.project.routings.remove(&other);
        elsewhere.project.versions.retain(|_, version| version.info.routing != other);
        elsewhere.project.entry_points.clear();
        let (version, _) = elsewhere.add_version(elsewhere.routing, "draft", Status::InDevelopment, "start");
        let mut document = Document::new(elsewhere.project);
        let spot = Spot::After(ActionId(1), "ok".to_owned());
        let added = apply(&mut document, &Edit::Paste { version, clip: Box::new(clip), spot, pos: None });
        let problems = lint::check(document.project());
        let of_copy: Vec<&str> = problems
            .iter()
            .filter(
                |it| matches!(&it.place, Place::Action(place) if place.version == version && place.action == added[0]),
            )
            .map(|it| it.message.as_str())
            .collect();
        let named = of_copy.iter().find(|message| message.contains(&format!("\"{missing}\"")));
        let named = named.unwrap_or_else(|| panic!("{action}: {missing} is not named in {of_copy:?}"));
        // The last sentence says what to do.
        let advice = named.trim_end_matches('.').rsplit(". ").next().unwrap();
        assert!(["Create", "Pick", "Correct", "Choose"].iter().any(|word| advice.starts_with(word)), "{named}");
    }
}

/// The rows of a field that give branches, with other words in each cell.
fn renamed(rows: &[Row]) -> Vec<Row> {
    let other = |row: &Row| {
        let mut row = row.clone();
        for value in row.cells.0.values_mut() {
            match value {
                Value::Text(text) => *text = format!("{text} 7"),
                Value::Texts(texts) => texts.values_mut().for_each(|text| text.push_str(" 7")),
                Value::Int(number) => *number += 1,
                _ => {}
            }
        }
        row
    };
    rows.iter().map(other).collect()
}

/// Every kind with a branch for each row: whatever is done to the other rows, a row keeps its link.
#[test]
fn a_row_that_is_renamed_or_moved_keeps_its_link() {
    let mut tested = BTreeSet::new();
    for spec in actions::ALL {
        let fields = spec.branches.iter().filter_map(|part| match part {
            BranchPart::PerRow { field, .. } => Some(*field),
            BranchPart::One(_) => None,
        });
        for field in fields {
            let params = |example: &signalbox::catalog::Example| ron::from_str::<Params>(example.params).unwrap();
            let example = spec.examples.iter().map(params).find(|params| !params.rows(field).is_empty());
            let Some(mut params) = example else { panic!("{} has no example with rows of {field}", spec.id) };
            let cells = params.rows(field)[0].cells.clone();
            let rows: Vec<Row> = (1..=4).map(|id| Row { id: RowId(id), cells: cells.clone() }).collect();
            params.0.retain(|_, value| !matches!(value, Value::Rows(_)));
            params.0.insert(field.to_owned(), Value::Rows(rows.clone()));
            // A draft with this action and one follower for each of its rows.
            let mut lab = Lab::new("start -> end").over(spec.channels.0[0]);
            let (version, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> end");
            let mut blank = Flow::blank(ActionId(1));
            let mut action = Action { params, last_row: RowId(20), ..Action::new(ActionId(2), spec.id) };
            for row in &rows {
                let follower = ActionId(10 + row.id.0);
                action.links.insert(format!("row:{}", row.id.0), Link::To(follower));
                blank.actions.insert(follower, Arc::new(Action::new(follower, "node")));
            }
            blank.actions.insert(action.id, Arc::new(action));
            blank.positions =
                blank.actions.keys().map(|id| (*id, Pos(280 * i32::try_from(id.0).unwrap(), 0))).collect();
            Arc::make_mut(lab.project.versions.get_mut(&version).unwrap()).flow = blank;
            Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()).last_action = ActionId(20);
            let mut document = Document::new(lab.project);
            let set = |document: &mut Document, rows: Vec<Row>| {
                let value = Some(Value::Rows(rows));
                apply(document, &Edit::SetParam { version, action: ActionId(2), key: field.to_owned(), value });
            };
            let links = |document: &Document| {
                let links = flow(document, version).actions[&ActionId(2)].links.clone();
                links.into_iter().filter(|(branch, _)| branch.starts_with("row:")).collect::<BTreeMap<_, _>>()
            };
            let before = links(&document);
            assert_eq!(before.len(), 4, "{}", spec.id);
            let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
            for changed in [
                renamed(&rows),
                backwards.clone(),
                renamed(&backwards),
                rows[1..].iter().chain(&rows[..1]).cloned().collect(),
            ] {
                set(&mut document, changed);
                assert_eq!(links(&document), before, "{}", spec.id);
            }
            // Another row in front takes no link, and a row that goes takes its own link with it, and no other.
            let new = Row { id: RowId(0), cells };
            set(&mut document, [new].into_iter().chain(rows[2..].iter().cloned()).collect());
            let kept: BTreeMap<_, _> =
                before.into_iter().filter(|(branch, _)| ["row:3", "row:4"].contains(&branch.as_str())).collect();
            assert_eq!(links(&document), kept, "{}", spec.id);
            tested.insert(spec.id);
        }
    }
    assert!(tested.len() >= 15, "{tested:?}");
}
