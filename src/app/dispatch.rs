//! Acts on commands: the one place that changes the state of the window.

use std::path::PathBuf;

use crate::actions;
use crate::canvas::CardId;
use crate::catalog::Severity;
use crate::edit::{Applied, Clip, Context, Document, Edit, Refusal, Spot};
use crate::lint::Subject;
use crate::model::walk::Place;
use crate::model::{ActionId, Pos, Project, VersionId};

use super::clock;
use super::command::{BottomPanel, Command, SimCommand, Tab};
use super::dialogs::{Button, CommandFinder, Confirm, Dialog, KindFinder, PathPicker, Weight};
use super::examples;
use super::files::{AfterSave, Done, Purpose};
use super::scene::{action_id, card_id};
use super::state::State;

/// Acts on commands, and on those that follow from them.
pub fn dispatch(state: &mut State, commands: Vec<Command>, ctx: &egui::Context) {
    for command in commands {
        act(state, command, ctx);
    }
}

fn act(state: &mut State, command: Command, ctx: &egui::Context) {
    match command {
        command if must_wait(state, &command) => state.files.waiting.push(command),
        Command::NewProject | Command::Open | Command::OpenPath(_) | Command::OpenExample(_) | Command::Quit
            if state.must_ask() =>
        {
            ask_about_changes(state, command);
        }
        Command::Discard(next) => {
            state.may_lose = Some(state.document.revision());
            act(state, *next, ctx);
        }
        Command::NewProject => replace(state, new_project(), None),
        Command::Open => {
            let suggestion = state.files.path.clone().unwrap_or_else(|| PathBuf::from("project.ron"));
            state.files.choose(Purpose::Open, &suggestion, ctx);
        }
        Command::OpenPath(path) => state.files.open(path, ctx),
        Command::OpenExample(name) => open_example(state, name),
        Command::Save => save(state, AfterSave::Nothing, ctx),
        Command::SaveAs => choose_where(state, AfterSave::Nothing, ctx),
        Command::SaveTo(path, after) => save_to(state, path, after, ctx),
        // The window is asked again in the next frame, by `guard_close`.
        Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        Command::Undo | Command::Redo => {
            let is_undo = command == Command::Undo;
            let done = if is_undo { state.document.undo() } else { state.document.redo() };
            if let Some(words) = done {
                let verb = if is_undo { "Undone" } else { "Done again" };
                state.notices.say(format!("{verb}: {}.", words.to_lowercase()));
                forget_what_is_gone(state);
            }
        }
        Command::Copy
        | Command::Cut
        | Command::Paste
        | Command::DuplicateSelection
        | Command::Remove
        | Command::RemoveBelow
        | Command::SelectAll
        | Command::Tidy
        | Command::FindAction => on_tree(state, &command, ctx),
        Command::Fit | Command::ZoomReset | Command::ZoomIn | Command::ZoomOut => zoom(state, &command),
        Command::OpenTab(tab) => open_tab(state, tab),
        Command::CloseTab(tab) => close_tab(state, tab),
        Command::Reveal(place) => reveal(state, place),
        Command::RevealSubject(subject) => reveal_subject(state, subject),
        Command::NextProblem => next_problem(state),
        Command::ToggleTree => state.panels.tree = !state.panels.tree,
        Command::ToggleBottom => state.panels.bottom = !state.panels.bottom,
        Command::ShowBottom(panel) => {
            state.panels.bottom = true;
            state.panels.bottom_panel = panel;
        }
        Command::DockSimulation => state.panels.is_simulation_right = !state.panels.is_simulation_right,
        Command::Theme(theme) => {
            state.preferences.set_theme(theme);
            ctx.set_theme(theme);
        }
        Command::Agreed(id, next) => {
            state.agreed.insert(id);
            act(state, *next, ctx);
        }
        Command::Edit(edit, tag) => {
            if let Some(question) = super::caution::question(state, &edit, tag) {
                state.dialog = Some(question);
                return;
            }
            let _ = edit_document(state, &edit, tag);
        }
        Command::Sim(command) => simulate(state, command),
        Command::Dialog(dialog) => state.dialog = Some(*dialog),
        Command::CloseDialog => state.dialog = None,
        Command::FindCommand => state.dialog = Some(Dialog::FindCommand(CommandFinder::default())),
        Command::Notice(text) => state.notices.say(text),
        Command::About => {
            let text = format!(
                "Version {}.\nDesign, test and hand over the routing of calls, emails and chats.\nEverything runs on this machine; nothing is sent anywhere.",
                env!("CARGO_PKG_VERSION")
            );
            state.dialog = Some(Dialog::Confirm(Confirm::message("Signalbox", text)));
        }
    }
}

/// What is done with files is done one after the other: otherwise a project that is opened meanwhile would be taken for
/// the one that was saved. Who wants to quit twice is not kept waiting for a disk that hangs.
fn must_wait(state: &State, command: &Command) -> bool {
    let files = &state.files;
    let is_second_quit = *command == Command::Quit && files.waiting.contains(command);
    files.is_at_disk() && command.is_about_files() && !is_second_quit
}

/// The clock and the user: the edges read them, the core never does.
fn context() -> Context {
    let who = std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default();
    Context { now: clock::now(), who }
}

fn new_project() -> Document {
    let now = clock::now();
    let seed = format!(
        "{}-{:?}-{}",
        now.timestamp_nanos_opt().unwrap_or_default(),
        std::thread::current().id(),
        std::process::id()
    );
    let uid = blake3::hash(seed.as_bytes()).to_hex().chars().take(16).collect();
    Document::new(Project { uid, ..Project::default() })
}

/// Puts another project in the place of the one that is open.
fn replace(state: &mut State, document: Document, path: Option<PathBuf>) {
    state.document = document;
    state.files.path = path;
    state.files.saved_at = None;
    state.files.read_only_because = None;
    state.views.clear();
    state.agreed.clear();
    state.simulation.forget();
    state.problems.forget();
    state.dialog = None;
    state.may_lose = None;
    let first = state.project().routings.keys().next().copied();
    state.tabs = first.map(Tab::Routing).into_iter().collect();
    if state.tabs.is_empty() {
        state.tabs.push(Tab::Settings);
    }
    state.tab = state.tabs.first().copied().unwrap_or(Tab::Start);
    state.simulation.caller = state.project().callers.keys().next().copied();
    state.simulation.world = state.project().worlds.keys().next().copied();
}

fn open_example(state: &mut State, name: &str) {
    let Some(example) = examples::ALL.iter().find(|example| example.name == name) else { return };
    match crate::storage::read(example.text.as_bytes()) {
        Ok(loaded) => {
            // An untitled copy, so that nobody saves over the example.
            replace(state, Document::new(loaded.project), None);
            show_first_version(state);
        }
        Err(error) => say_trouble(state, "The example cannot be opened", &error.to_string()),
    }
}

/// Shows what can be worked on and tried at once: the version in test, else the one in development, else in production.
fn show_first_version(state: &mut State) {
    let project = state.project().clone();
    let Some(routing) = project.routings.keys().next() else { return };
    let newest = || project.versions_of(*routing).filter(|version| !version.info.status.is_read_only()).last();
    let version = project.in_test(*routing).or_else(newest).or_else(|| project.in_production(*routing));
    if let Some(version) = version {
        open_tab(state, Tab::Version(version.id));
    }
}

fn ask_about_changes(state: &mut State, next: Command) {
    let after = match next {
        Command::Quit => AfterSave::Quit,
        ref next => AfterSave::Then(Box::new(next.clone())),
    };
    let save = match &state.files.path {
        Some(path) => Command::SaveTo(path.clone(), after),
        None => Command::SaveTo(PathBuf::new(), after),
    };
    state.dialog = Some(Dialog::Confirm(Confirm {
        title: format!("Save the changes to {}?", state.file_name()),
        lines: vec!["They are lost if you do not save them.".to_owned()],
        buttons: vec![
            Button::new("Discard", Command::Discard(Box::new(next)), Weight::Danger),
            Button::close("Cancel"),
            Button::new("Save", save, Weight::Primary),
        ],
    }));
}

fn save(state: &mut State, after: AfterSave, ctx: &egui::Context) {
    match state.files.path.clone() {
        Some(path) => save_to(state, path, after, ctx),
        None => choose_where(state, after, ctx),
    }
}

fn choose_where(state: &mut State, after: AfterSave, ctx: &egui::Context) {
    let name = crate::model::project::reference_from_name(&state.project().settings.name);
    let suggestion = state.files.path.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.ron")));
    state.files.choose(Purpose::Save(after), &suggestion, ctx);
}

fn save_to(state: &mut State, path: PathBuf, after: AfterSave, ctx: &egui::Context) {
    if path.as_os_str().is_empty() {
        return choose_where(state, after, ctx);
    }
    if let Some(why) = state.files.read_only_because.clone().filter(|_| state.files.path.as_ref() == Some(&path)) {
        return say_trouble(state, "Not saved", &format!("{why} Save it under another name."));
    }
    let (project, revision) = (state.project().clone(), state.document.revision());
    state.files.save(path, project, revision, after, ctx);
}

fn say_trouble(state: &mut State, title: &str, text: &str) {
    state.dialog = Some(Dialog::Confirm(Confirm::message(title, text)));
}

/// Acts on what jobs beside the window have found.
pub fn take_jobs(state: &mut State, ctx: &egui::Context) {
    if let Some(path) = state.files.wanted.take() {
        state.files.open(path, ctx);
    }
    let Some(done) = state.files.take_done() else { return };
    if matches!(done, Done::NotOpened(..) | Done::NotSaved(_) | Done::Cancelled) {
        // They counted on it.
        state.files.waiting.clear();
    }
    act_on_done(state, done, ctx);
    for command in std::mem::take(&mut state.files.waiting) {
        act(state, command, ctx);
    }
}

fn act_on_done(state: &mut State, done: Done, ctx: &egui::Context) {
    match done {
        // Somebody went on working while it was read.
        Done::Opened(path, _) if state.must_ask() => ask_about_changes(state, Command::OpenPath(path)),
        Done::Opened(path, loaded) => {
            let name = path.clone();
            replace(state, Document::new(loaded.project), Some(path));
            state.files.read_only_because = loaded.read_only_because;
            state.preferences.remember(&name);
            for note in loaded.notes {
                state.notices.say(note);
            }
        }
        Done::NotOpened(path, why) => {
            state.preferences.forget(&path);
            state.may_lose = None;
            say_trouble(state, "This file cannot be opened", &why);
        }
        Done::Saved { path, revision, warnings, after } => {
            state.document.mark_saved(revision);
            state.preferences.remember(&path);
            state.files.path = Some(path);
            state.files.read_only_because = None;
            state.files.saved_at = Some(clock::wall_clock());
            for warning in warnings {
                state.notices.say(warning);
            }
            match after {
                AfterSave::Nothing => {}
                AfterSave::Quit => act(state, Command::Quit, ctx),
                AfterSave::Then(next) => act(state, *next, ctx),
            }
        }
        Done::NotSaved(why) => {
            state.may_lose = None;
            say_trouble(state, "Not saved", &why);
        }
        Done::Chosen(Purpose::Open, path) => state.files.open(path, ctx),
        Done::Chosen(Purpose::Save(after), mut path) => {
            if path.extension().is_none() {
                path.set_extension(super::files::ENDING);
            }
            save_to(state, path, after, ctx);
        }
        Done::Cancelled => state.may_lose = None,
        Done::NoDialog(purpose) => {
            state.files.has_no_dialogs = true;
            let name = crate::model::project::reference_from_name(&state.project().settings.name);
            let suggestion = state.files.path.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.ron")));
            state.dialog = Some(Dialog::Path(PathPicker::new(purpose, &suggestion)));
        }
    }
}

/// Applies an edit; a refusal is shown with what to do.
pub fn edit_document(state: &mut State, edit: &Edit, tag: Option<u64>) -> Option<Applied> {
    let mut edit = edit.clone();
    if let Edit::PutInProduction { version, gate } = &mut edit {
        // The gate is made here, on the state that the edit is applied to.
        gate.revision = state.document.revision();
        gate.blocking = state
            .project()
            .versions
            .get(version)
            .map(|it| crate::lint::blocking(state.project(), it))
            .unwrap_or_default();
    }
    match state.document.apply_tagged(&edit, &context(), tag) {
        Ok(applied) => {
            follow(state, &edit, &applied);
            if let Some(notice) = &applied.notice {
                state.notices.say(notice.clone());
            }
            forget_what_is_gone(state);
            Some(applied)
        }
        Err(refusal) => {
            refuse(state, &edit, &refusal);
            None
        }
    }
}

/// Shows what an edit made.
fn follow(state: &mut State, edit: &Edit, applied: &Applied) {
    if let Some(version) = edit.changes_version()
        && !applied.actions.is_empty()
    {
        let view = state.view(version);
        view.selection = applied.actions.iter().map(|id| card_id(*id)).collect();
        view.is_form_hidden = false;
        // The keyboard goes on from what was added.
        if let Some(first) = applied.actions.first() {
            view.canvas.focus_card(card_id(*first));
        }
    }
    let pages = [
        applied.version.map(Tab::Version).filter(|_| applied.routing.is_none()),
        applied.routing.map(Tab::Routing),
        applied.resource.map(Tab::Resource),
        applied.entry_point.map(Tab::EntryPoint),
        applied.caller.map(Tab::Caller),
        applied.world.map(Tab::World),
    ];
    for tab in pages.into_iter().flatten() {
        open_tab(state, tab);
    }
}

fn refuse(state: &mut State, edit: &Edit, refusal: &Refusal) {
    if let (Refusal::WhichWayOn(title), Edit::RemoveActions { version, actions }) = (refusal, edit) {
        return ask_how_to_remove(state, *version, actions, title);
    }
    let title = format!("{}: not done", edit.words());
    let (lines, jump): (Vec<String>, Option<Command>) = match refusal {
        Refusal::Used { what, places, jumps } => {
            let lines = std::iter::once(format!("{what} is used here:"))
                .chain(places.iter().map(|place| format!("– {place}")))
                .collect();
            (lines, jumps.first().map(|place| Command::Reveal(*place)))
        }
        Refusal::HeldBack { version, reasons } => {
            let lines = std::iter::once(format!("Version \"{version}\" cannot be put in production yet:"))
                .chain(reasons.iter().map(|reason| format!("– {reason}")))
                .collect();
            (lines, Some(Command::ShowBottom(BottomPanel::Problems)))
        }
        other => (vec![other.to_string()], None),
    };
    let mut buttons = vec![Button::close("Close")];
    buttons.extend(jump.map(|jump| Button::new("Show it", jump, Weight::Primary)));
    state.dialog = Some(Dialog::Confirm(Confirm { title, lines, buttons }));
}

/// It is not clear which branch goes on: to cut some first, or to remove it with all below.
fn ask_how_to_remove(state: &mut State, version: VersionId, actions: &[ActionId], title: &str) {
    let mut lines = vec![
        "It leads to several actions, so it is not clear what shall follow in its place.".to_owned(),
        "Cut the branches that shall not go on first, or remove it with all that only it leads to.".to_owned(),
    ];
    let mut buttons = vec![Button::close("Cancel")];
    if let [action] = actions {
        let edit = Edit::RemoveBelow { version, action: *action };
        buttons.push(Button::new("Remove with all below", Command::edit(edit), Weight::Danger));
    } else {
        lines.push("Nothing of what is selected was removed.".to_owned());
    }
    state.dialog = Some(Dialog::Confirm(Confirm { title: format!("Remove \"{title}\"?"), lines, buttons }));
}

/// After an edit or an undo: pages and selections of what is gone go too.
fn forget_what_is_gone(state: &mut State) {
    let project = state.project().clone();
    let shown: Vec<Tab> = state.tabs.iter().copied().filter(|tab| state.exists(*tab)).collect();
    state.tabs = shown;
    if !state.tabs.contains(&state.tab) {
        state.tab = state.tabs.last().copied().unwrap_or(Tab::Start);
        if state.tabs.is_empty() {
            state.tabs.push(Tab::Start);
        }
    }
    state.views.retain(|id, _| project.versions.contains_key(id));
    for (id, view) in &mut state.views {
        let actions = project.versions.get(id).map(|version| &version.flow.actions);
        view.selection.retain(|card| actions.is_some_and(|actions| actions.contains_key(&action_id(*card))));
    }
}

fn open_tab(state: &mut State, tab: Tab) {
    if !state.exists(tab) {
        return;
    }
    if !state.tabs.contains(&tab) {
        state.tabs.retain(|it| *it != Tab::Start || tab == Tab::Start);
        state.tabs.push(tab);
    }
    state.tab = tab;
}

fn close_tab(state: &mut State, tab: Tab) {
    let place = state.tabs.iter().position(|it| *it == tab).unwrap_or(0);
    state.tabs.retain(|it| *it != tab);
    if state.tabs.is_empty() {
        state.tabs.push(Tab::Start);
    }
    if state.tab == tab {
        let next = place.min(state.tabs.len().saturating_sub(1));
        state.tab = state.tabs.get(next).copied().unwrap_or(Tab::Start);
    }
}

fn reveal(state: &mut State, place: Place) {
    open_tab(state, Tab::Version(place.version));
    let view = state.view(place.version);
    view.selection = [card_id(place.action)].into();
    view.is_form_hidden = false;
    view.canvas.reveal(card_id(place.action));
}

fn reveal_subject(state: &mut State, subject: Subject) {
    match subject {
        Subject::Action(place) => reveal(state, place),
        Subject::Version(id) => open_tab(state, Tab::Version(id)),
        Subject::EntryPoint(id) => open_tab(state, Tab::EntryPoint(id)),
        Subject::Resource(id) => open_tab(state, Tab::Resource(id)),
    }
}

fn next_problem(state: &mut State) {
    let shown = state.version_shown();
    let all = state.problems.all().clone();
    let wanted: Vec<_> = all
        .iter()
        .filter(|problem| problem.severity > Severity::Hint && (shown.is_none() || problem.version() == shown))
        .collect();
    if wanted.is_empty() {
        state.notices.say("No errors and no warnings here.");
        return;
    }
    let place = state.problems.cursor % wanted.len();
    state.problems.cursor = place + 1;
    if let Some(problem) = wanted.get(place) {
        state.notices.say(problem.message.clone());
        reveal_subject(state, problem.subject);
    }
}

fn simulate(state: &mut State, command: SimCommand) {
    let project = state.project().clone();
    if let SimCommand::Start(_) = command {
        state.panels.bottom = true;
        state.panels.bottom_panel = BottomPanel::Simulation;
    }
    if let Err(why) = state.simulation.act(command, &project) {
        state.notices.say(why);
    }
}

fn zoom(state: &mut State, command: &Command) {
    let Some(version) = state.version_shown() else { return };
    let canvas = &mut state.view(version).canvas;
    match command {
        Command::Fit => canvas.request_fit(),
        Command::ZoomReset => canvas.zoom_to(1.0, None),
        Command::ZoomIn => canvas.zoom_to(canvas.zoom() * 1.25, None),
        _ => canvas.zoom_to(canvas.zoom() / 1.25, None),
    }
}

fn on_tree(state: &mut State, command: &Command, ctx: &egui::Context) {
    let Some(version) = state.version_shown() else { return };
    let project = state.project().clone();
    let selected: Vec<ActionId> = state.view(version).selected().collect();
    let is_start = |id: &ActionId| {
        project.versions.get(&version).and_then(|it| it.flow.actions.get(id)).is_some_and(|it| it.is_start())
    };
    match command {
        Command::SelectAll => {
            let all: std::collections::BTreeSet<CardId> = project
                .versions
                .get(&version)
                .map(|it| it.flow.actions.keys().map(|id| card_id(*id)).collect())
                .unwrap_or_default();
            state.view(version).selection = all;
        }
        Command::Copy | Command::Cut => {
            let clip = Clip::copy(&project, version, &selected.iter().copied().collect());
            if clip.is_empty() {
                return;
            }
            state.notices.say(format!(
                "{} copied.",
                if clip.len() == 1 { "One action".to_owned() } else { format!("{} actions", clip.len()) }
            ));
            // The desktop's clipboard must not stay empty: then the window system would send no *paste* at all.
            ctx.copy_text(clip.titles().join("\n"));
            state.clip = clip;
            if *command == Command::Cut {
                edit_document(state, &Edit::RemoveActions { version, actions: selected }, None);
            }
        }
        Command::Paste if !state.clip.is_empty() => {
            let centre = super::scene::model_pos(state.view(version).canvas.centre());
            let clip = Box::new(state.clip.clone());
            edit_document(state, &Edit::Paste { version, clip, spot: Spot::Free, pos: Some(centre) }, None);
        }
        Command::DuplicateSelection => {
            let clip = Clip::copy(&project, version, &selected.into_iter().collect());
            if !clip.is_empty() {
                let edit = Edit::Paste { version, clip: Box::new(clip), spot: Spot::Free, pos: None };
                edit_document(state, &edit, None);
            }
        }
        Command::Remove | Command::RemoveBelow if !selected.is_empty() && selected.iter().all(is_start) => {
            state.notices.say("Start stays: every tree begins with it.");
        }
        Command::Remove if !selected.is_empty() => {
            edit_document(state, &Edit::RemoveActions { version, actions: selected }, None);
        }
        Command::RemoveBelow => {
            let tops: Vec<ActionId> = selected.into_iter().filter(|id| !is_start(id)).collect();
            if tops.is_empty() {
                return;
            }
            // All of them are one step; what was below another is gone with it.
            let tag = Some(u64::MAX - state.document.revision());
            for action in tops {
                if state.project().versions.get(&version).is_some_and(|it| it.flow.actions.contains_key(&action)) {
                    edit_document(state, &Edit::RemoveBelow { version, action }, tag);
                }
            }
        }
        Command::Tidy => {
            let Some(found) = project.versions.get(&version) else { return };
            let kind = project.routing_of(version).map(|routing| routing.kind).unwrap_or_default();
            let cards: Vec<(ActionId, Pos)> = crate::layout::tree::tidy(&found.flow, kind).into_iter().collect();
            edit_document(state, &Edit::MoveCards { version, cards }, None);
            state.view(version).canvas.request_fit();
        }
        Command::FindAction => {
            let spot = match selected.as_slice() {
                [only] => after(&project, version, *only).unwrap_or(Spot::Free),
                _ => Spot::Free,
            };
            let pos = (spot == Spot::Free).then(|| super::scene::model_pos(state.view(version).canvas.centre()));
            state.dialog = Some(Dialog::FindKind(KindFinder { version, spot, pos, text: String::new(), line: 0 }));
        }
        _ => {}
    }
}

/// After an action by its way on, else by its first branch.
fn after(project: &Project, version: VersionId, id: ActionId) -> Option<Spot> {
    let action = project.versions.get(&version)?.flow.actions.get(&id)?;
    let kind = project.routing_of(version)?.kind;
    let way_on = actions::spec_of(action)?.way_on(action, kind);
    let branch = way_on.or_else(|| actions::branch_keys(action, kind).into_iter().next())?;
    Some(Spot::After(id, branch))
}
