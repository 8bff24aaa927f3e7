//! The canvas of a version page: its scene and overlay, and the commands for its events.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::Ui;

use crate::actions;
use crate::canvas::{CanvasEvent, CanvasScene, CardId, Mark, MarkKind, Overlay, PortMark, Target, canvas_ui};
use crate::edit::{Edit, Spot};
use crate::model::{ActionId, Link, Pos, Routing, VersionId};
use crate::palette::Offer;
use crate::sim::breakpoints::TreeBreakpoints;
use crate::sim::failures::Report;

use super::Page;
use super::annotations;
use super::breadcrumbs::breadcrumbs_ui;
use super::context_menu::context_menu_ui;
use super::heat;
use super::landing;
use super::state::{Lit, OpenMenu, PortMarks, SceneKey, VersionView, Versions, kept};
use super::typing;
use crate::app::command::{Ask, Command};
use crate::app::kit::focus::{self, Zone};
use crate::app::kit::scene::{action_id, annotation_id, canvas_style, card_id, mark_two_ways, model_pos, scene};
use crate::app::kit::theme;
use crate::app::services::simulation::PathShown;

/// The most failures that the hover text of a mark lists.
const MOST_FAILURES: usize = 8;

/// Draws the canvas of a version.
pub(super) fn canvas(ui: &mut Ui, page: &Page<'_>, own: &mut Versions, path: &PathShown, commands: &mut Vec<Command>) {
    let Page { project, version, is_read_only, .. } = *page;
    let palette = theme::of(ui);
    let id = version.id;
    let Some(routing) = project.routings.get(&version.info.routing) else { return };
    let Some(whole) = scene_shown(page, own, palette, &path.breakpoints) else { return };
    let reached = follow_call(own, id, path);
    // What is selected is shown, however it was found, and so is what a call reaches.
    let mut shown = own.view(id).folded(page, &whole);
    while own.view(id).open_to_selection() || reached.is_some_and(|card| own.view(id).open_to(card)) {
        shown = own.view(id).folded(page, &whole);
    }
    let port_of = |(action, branch): &(u32, String)| {
        let found = version.flow.actions.get(&crate::model::ActionId(*action))?;
        let place = actions::branch_keys(found, routing.tree_type()).iter().position(|key| key == branch)?;
        Some((u64::from(*action), place))
    };
    let path_wires: BTreeSet<_> = path.branches.iter().filter_map(port_of).collect();
    let stops: BTreeSet<_> =
        path.breakpoints.branches.iter().filter_map(|(action, branch)| port_of(&(action.0, branch.clone()))).collect();
    let path_cards: BTreeSet<_> = path.passed.iter().map(|action| u64::from(*action)).collect();
    let lit = lit(page, own, routing);
    let reachable = reachable_from_call(page, own, routing, path);
    let marks = coverage_marks(page, own, routing);
    // While the time machine is shown, the canvas shows its moment, and not what a call can reach or test calls pass.
    let way = cards_on_the_way(page, own, routing);
    let (reachable, marks) = match &lit {
        _ if way.is_some() => (way.as_deref(), None),
        Some(lit) => (Some(&lit.0), Some(&lit.1)),
        None => (reachable.as_deref(), marks.as_deref()),
    };
    let heat = heat::figures(page.cx, own, id);
    let view = own.view(id);
    let plan = view.plan.clone();
    let overlay = Overlay {
        selection: &view.selection.clone(),
        current: path.current.map(u64::from),
        path_wires: &path_wires,
        path_cards: &path_cards,
        reachable,
        stops: &stops,
        port_marks: marks.unwrap_or(&NO_MARKS),
        heat: heat.as_deref(),
        read_only: is_read_only,
        landing: plan.as_deref().map(|plan| &plan.landing),
    };
    let ctx = ui.ctx().clone();
    let area = ui.available_rect_before_wrap();
    let draw = || canvas_ui(ui, &shown, &overlay, &canvas_style(palette), &mut view.canvas);
    let events = focus::zone(&ctx, Zone::Own, draw);
    breadcrumbs_ui(ui, area, own.view(id), &shown);
    landing::plan_ui(ui, page, own);
    landing::choice_ui(ui, page, own, commands);
    context_menu_ui(ui, page, own, &path.breakpoints, commands);
    place_first_view(own.view(id), &shown);
    typing::follow(ui, page, own);
    for event in events {
        act_on(own, page, event, commands);
    }
}

/// A key as one number.
pub(super) fn stamp(key: &impl std::fmt::Debug) -> u64 {
    let hash = blake3::hash(format!("{key:?}").as_bytes());
    hash.as_bytes().iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte))
}

/// Marks the cards of actions that have a breakpoint.
fn mark_breakpoints(scene: &mut CanvasScene, breakpoints: &TreeBreakpoints) {
    for action in &breakpoints.actions {
        if let Some(card) = scene.cards.iter_mut().find(|card| card.id == card_id(*action)) {
            let hover = "A breakpoint: a run stops before this action".to_owned();
            card.marks.insert(0, Mark { kind: MarkKind::Breakpoint, hover });
        }
    }
}

/// Marks the cards of actions at which callers are dropped while something fails.
fn mark_failures(scene: &mut CanvasScene, report: &Report, version: VersionId) {
    for (action, fails) in report.places(version) {
        if let Some(card) = scene.cards.iter_mut().find(|card| card.id == card_id(action)) {
            let listed = fails.iter().take(MOST_FAILURES).map(|words| theme::for_display(*words)).collect::<Vec<_>>();
            let more = if fails.len() > MOST_FAILURES {
                format!("\n… and {} more", fails.len() - MOST_FAILURES)
            } else {
                String::new()
            };
            let hover = format!("Callers are dropped here in these cases:\n{}{more}", listed.join("\n"));
            card.marks.push(Mark { kind: MarkKind::Dropped, hover });
        }
    }
}

/// The scene of the version, built again when its key changes.
pub(super) fn scene_shown(
    page: &Page<'_>,
    own: &mut Versions,
    palette: &theme::Palette,
    breakpoints: &TreeBreakpoints,
) -> Option<Arc<CanvasScene>> {
    let Page { cx, project, version, .. } = *page;
    let routing = project.routings.get(&version.info.routing)?;
    let two_ways = own.two_ways.clone();
    let report = cx.failures.of(cx.document.revision(), version.id).filter(|_| cx.panes.failures);
    let load = heat::shown(cx, version.id);
    let key = SceneKey {
        revision: cx.document.revision(),
        problems: cx.problems.revision(),
        is_dark: palette.is_dark,
        breakpoints: stamp(breakpoints),
        two_ways: stamp(&two_ways),
        has_failures: report.is_some(),
        load: load.as_ref().map(heat::Shown::run),
    };
    let view = own.view(version.id);
    if let Some((_, scene)) = view.scene.as_ref().filter(|(made_from, _)| *made_from == key) {
        return Some(scene.clone());
    }
    // The canvas uses the number as the key of its caches.
    let mut made = scene(project, routing, version, cx.problems_of(version.id), palette, stamp(&key));
    mark_breakpoints(&mut made, breakpoints);
    if let Some(report) = report {
        mark_failures(&mut made, report, version.id);
    }
    if let Some(load) = &load {
        made.cards.iter_mut().for_each(|card| load.mark(version.id, card));
    }
    if let Some(two_ways) = &two_ways {
        mark_two_ways(&mut made, two_ways);
    }
    let made = Arc::new(made);
    view.scene = Some((key, made.clone()));
    Some(made)
}

static NO_MARKS: PortMarks = PortMarks::new();

/// The marks of ports by what the test calls pass, while they are shown; kept until something else is counted.
fn coverage_marks(page: &Page<'_>, own: &mut Versions, routing: &Routing) -> Option<Arc<PortMarks>> {
    let (cx, version) = (page.cx, page.version);
    let coverage = cx.coverage.of(cx.document.revision(), version.id).filter(|_| cx.panes.coverage)?;
    let view = own.view(version.id);
    if let Some((_, marks)) = view.coverage.as_ref().filter(|(known, _)| Arc::ptr_eq(known, coverage)) {
        return Some(marks.clone());
    }
    let mut places: BTreeMap<(ActionId, String), usize> = BTreeMap::new();
    for action in version.flow.actions.values() {
        let keys = actions::branch_keys(action, routing.tree_type()).into_iter();
        places.extend(keys.enumerate().map(|(place, key)| ((action.id, key), place)));
    }
    let marks = coverage.branches.iter().filter_map(|branch| {
        let place = places.get(&(branch.action, branch.branch.clone()))?;
        let mark = if branch.test_calls > 0 { PortMark::Passed } else { PortMark::Missing };
        Some(((card_id(branch.action), *place), mark))
    });
    let marks = Arc::new(marks.collect::<PortMarks>());
    view.coverage = Some((coverage.clone(), marks.clone()));
    Some(marks)
}

/// The cards to which a call can come at the moment shown, and the marks of the ports of schedules, while the time machine is shown.
fn lit(page: &Page<'_>, own: &mut Versions, routing: &Routing) -> Option<Arc<Lit>> {
    let (cx, version) = (page.cx, page.version);
    let open = cx.time.open(cx.document.revision(), version.id)?;
    let view = own.view(version.id);
    if let Some((_, lit)) = view.lit.as_ref().filter(|(known, _)| Arc::ptr_eq(known, open)) {
        return Some(lit.clone());
    }
    let mut marks = PortMarks::new();
    for id in open.closed.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>() {
        let Some(action) = version.flow.actions.get(&id) else { continue };
        for (place, key) in actions::branch_keys(action, routing.tree_type()).into_iter().enumerate() {
            let mark = if open.closed.contains(&(id, key)) { PortMark::Closed } else { PortMark::Open };
            marks.insert((card_id(id), place), mark);
        }
    }
    let lit = Arc::new((open.actions.iter().copied().map(card_id).collect(), marks));
    view.lit = Some((open.clone(), lit.clone()));
    Some(lit)
}

/// The cards that the call can still reach, and those it passed; kept until the call moves on or the tree changes.
fn reachable_from_call(
    page: &Page<'_>,
    own: &mut Versions,
    routing: &Routing,
    path: &PathShown,
) -> Option<Arc<BTreeSet<CardId>>> {
    let from = ActionId(path.current?);
    let version = page.version;
    let key = (page.cx.document.revision(), path.steps);
    let view = own.view(version.id);
    Some(kept(&mut view.reachable, key, || {
        let ahead = actions::reachable(&version.flow, routing.tree_type(), from);
        ahead.into_iter().map(card_id).chain(path.passed.iter().copied().map(u64::from)).collect()
    }))
}

/// The cards on the way from Start to the action to which the way is highlighted; kept until the tree changes.
fn cards_on_the_way(page: &Page<'_>, own: &mut Versions, routing: &Routing) -> Option<Arc<BTreeSet<CardId>>> {
    let view = own.view(page.version.id);
    let to = view.way_to.filter(|to| page.version.flow.actions.contains_key(to))?;
    let key = (page.cx.document.revision(), to);
    Some(kept(&mut view.way, key, || {
        let way = actions::ways_to(&page.version.flow, routing.tree_type(), to);
        way.into_iter().chain([to]).map(card_id).collect()
    }))
}

/// A tree too large to be read as a whole is first shown at its beginning.
fn place_first_view(view: &mut VersionView, scene: &CanvasScene) {
    const READABLE: f32 = 0.5;
    const FIRST_ZOOM: f32 = 0.8;
    let mut viewport = view.canvas.viewport();
    if view.was_placed || !viewport.rect.is_positive() {
        return;
    }
    view.was_placed = true;
    if viewport.zoom < READABLE
        && let Some(start) = scene.cards.first()
    {
        viewport.zoom = FIRST_ZOOM;
        let height = viewport.rect.height() / FIRST_ZOOM;
        viewport.origin = egui::pos2(start.pos.x - 40.0, start.pos.y - height * 0.4);
        view.canvas.set_viewport(viewport);
    }
}

/// Scrolls the canvas to the current action of the call, if that is out of view. Returns its card after a step.
fn follow_call(own: &mut Versions, id: VersionId, path: &PathShown) -> Option<CardId> {
    if path.steps == own.followed_steps {
        return None;
    }
    own.followed_steps = path.steps;
    let current = path.current.map(u64::from)?;
    own.view(id).canvas.reveal(current);
    Some(current)
}

fn act_on(own: &mut Versions, page: &Page<'_>, event: CanvasEvent, commands: &mut Vec<Command>) {
    let version = page.version;
    let id = version.id;
    let link = |from: u64, branch: &str, link: Option<Link>| {
        Command::edit(Edit::SetLink { version: id, from: action_id(from), branch: branch.to_owned(), link })
    };
    let find = |spot: Spot, pos: Option<Pos>| Command::ask(Ask::AddAction { version: id, spot, pos });
    let is_read_only = page.is_read_only;
    match event {
        CanvasEvent::SelectionChanged(selection) => own.view(id).select(selection),
        CanvasEvent::Open(card) if annotation_id(card).is_some() => {
            let ask = annotation_id(card).map(|annotation| Ask::Annotation { version: id, annotation });
            commands.extend(ask.filter(|_| !is_read_only).map(Command::ask));
        }
        CanvasEvent::Open(card) => {
            let view = own.view(id);
            view.selection = [card].into();
            view.form_takes_focus = true;
        }
        CanvasEvent::MoveCards(things) => {
            commands.extend(annotations::moved(version, own.view(id), things, page.cx.document.revision()));
        }
        CanvasEvent::Resize(card, size) => commands.extend(annotations::resized(id, card, size)),
        CanvasEvent::Connect { from, port, to } => commands.push(link(from, &port, Some(Link::To(action_id(to))))),
        CanvasEvent::Disconnect { from, port } => commands.push(link(from, &port, None)),
        CanvasEvent::PortToEmpty { from, port, pos, .. } => {
            commands.push(find(Spot::After(action_id(from), port.to_string()), Some(model_pos(pos))));
        }
        CanvasEvent::FindAt { .. } if is_read_only => {}
        CanvasEvent::FindAt { pos, .. } => commands.push(find(Spot::Free, Some(model_pos(pos)))),
        CanvasEvent::DropOnEmpty { payload, pos } => {
            // What cannot be added is refused at the pointer before.
            let offer = Offer::of(&payload, page.cx.presets)
                .filter(|offer| !is_read_only && offer.check(page.project, id).is_ok());
            let pos = Some(model_pos(pos));
            commands.extend(offer.map(|offer| Command::edit(offer.edit(id, Spot::Free, pos))));
        }
        CanvasEvent::Drop { carried, target, screen } => {
            commands.extend(landing::drop(page, own, (&carried, &target), screen));
        }
        CanvasEvent::ContextMenu { target, pos, screen } => {
            let view = own.view(id);
            if let Target::Card(card) | Target::Annotation(card) = target
                && !view.selection.contains(&card)
            {
                view.selection = [card].into();
            }
            view.menu = Some(OpenMenu { target, pos, screen });
        }
    }
}
