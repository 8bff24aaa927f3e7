//! Keeping work safe: what is asked, what was found beside the window, and what comes of it.

use std::any::Any;
use std::path::{Path, PathBuf};

use crate::clock;
use crate::edit::Document;
use crate::storage::lock::NoLock;
use crate::storage::recovery::Base;

use super::super::command::{Command, Tab};
use super::super::dialogs::{Dialog, PathPicker};
use super::super::files::AfterSave;
use super::super::keeper::jobs::{self, KeeperDone, Locked, Opened, Saved};
use super::super::keeper::{How, KeeperCommand, Seen, Told, View, panic, words};
use super::super::state::State;
use super::super::view;
use super::act;
use super::files::{choose_where, replace, save_to};
use super::project::Reverted;
use super::show::{close_tab, open_tab};

pub(super) fn open(state: &mut State, path: PathBuf, how: How, ctx: &egui::Context) {
    state.files.open(path, how, state.keeper.desk(), ctx);
}

pub(super) fn act_on(state: &mut State, command: KeeperCommand, ctx: &egui::Context) {
    let path = state.files.path.clone();
    match command {
        KeeperCommand::Open(path, how) => open(state, path, how, ctx),
        KeeperCommand::Save(path, replaces, after) => save_to(state, path, replaces, after, ctx),
        KeeperCommand::SaveElsewhere(after) => choose_where(state, after, ctx),
        KeeperCommand::ListFound => list_found(state),
        KeeperCommand::DiscardFound(found) => {
            state.keeper.discard(&found);
            list_found(state);
        }
        KeeperCommand::ShowFolder(folder) => show_folder(state, &folder),
        KeeperCommand::EarlierSaves => {
            let Some(path) = path else { return };
            let shelf = state.keeper.desk().shelf;
            state.files.work(ctx, move || jobs::earlier_saves(&path, &shelf));
        }
        KeeperCommand::AskForLock { may_take_over } => {
            let Some(path) = path else { return };
            let desk = state.keeper.desk();
            state.files.work(ctx, move || jobs::ask_for_lock(&path, may_take_over, &desk));
        }
        KeeperCommand::Reload => {
            let Some(path) = path else { return };
            let how = how_again(state);
            if state.must_ask() {
                state.dialog = Some(Dialog::Confirm(words::reload(&path, how)));
            } else {
                act(state, Command::Keeper(KeeperCommand::Open(path, how)), ctx);
            }
        }
        KeeperCommand::KeepMine => state.keeper.outside = None,
        KeeperCommand::Differences => {
            let Some(path) = path else { return };
            let mine = state.project().clone();
            state.files.work(ctx, move || jobs::differences(&path, &mine));
        }
        KeeperCommand::OwnDialog => {
            if let Some((purpose, suggestion)) = state.files.abandon_dialog() {
                state.dialog = Some(Dialog::Path(PathPicker::new(purpose, &suggestion)));
            }
        }
    }
}

/// How the file that is open is opened again.
pub(super) fn how_again(state: &State) -> How {
    state.keeper.taken.clone().map_or(How::Own, How::ReadOnly)
}

/// What the parts beside the window tell without having been asked.
pub(super) fn take_news(state: &mut State) {
    for told in state.keeper.news() {
        match told {
            Told::Found(found, summaries) => {
                state.keeper.found = found;
                state.keeper.summaries = summaries;
                state.keeper.was_shown = false;
            }
            Told::Trouble(why) => state.notices.say(why),
        }
    }
    // What is asked already comes first, and a project that opens would close the list.
    let is_opening = state.files.wanted.is_some() || state.files.is_at_disk();
    if !state.keeper.was_shown && state.dialog.is_none() && !is_opening {
        state.keeper.was_shown = true;
        list_found(state);
    }
    // While a file is saved, it is another one for a moment.
    if !state.files.is_at_disk()
        && let Some(seen) = state.keeper.seen()
    {
        state.keeper.outside = Some(seen).filter(|seen| *seen != Seen::Same);
    }
}

fn list_found(state: &mut State) {
    let keeper = &state.keeper;
    state.dialog = (!keeper.found.is_empty()).then(|| words::found(&keeper.found, &keeper.summaries));
}

/// Shows a folder in the program of the desktop that does so.
fn show_folder(state: &mut State, folder: &Path) {
    let program = match () {
        () if cfg!(target_os = "windows") => "explorer",
        () if cfg!(target_os = "macos") => "open",
        () => "xdg-open",
    };
    let shown = std::process::Command::new(program).arg(folder).spawn();
    if shown.is_err() {
        state.notices.say(format!("The desktop has no program to show it. The folder is {}.", folder.display()));
    }
    list_found(state);
}

pub(super) fn act_on_done(state: &mut State, done: KeeperDone) {
    let path = state.files.path.clone();
    match done {
        KeeperDone::Taken(path, why) => ask(state, words::taken(&path, &why)),
        KeeperDone::SaveTaken(path, why, after) => ask(state, words::save_taken(&path, &why, after)),
        KeeperDone::Conflict(path, hash, after) => ask(state, words::conflict(&path, hash, after)),
        KeeperDone::Gone(path, after) => ask(state, words::gone(&path, after)),
        KeeperDone::EarlierSaves(saves) => {
            state.dialog = path.map(|path| words::earlier_saves(&path, saves));
        }
        KeeperDone::Differences(lines) => {
            state.dialog = path.map(|path| Dialog::Confirm(words::differences(&path, lines)));
        }
        KeeperDone::Lock(got) => match *got {
            Ok(lock) => {
                state.keeper.gets_lock(lock);
                state.notices.say(match &state.files.read_only_because {
                    None => "The file is yours now: it can be saved.",
                    Some(_) => "Nobody else has the file open any more.",
                });
            }
            Err(why @ NoLock::Doubtful(_)) => {
                let again = Command::Keeper(KeeperCommand::AskForLock { may_take_over: true });
                state.dialog = path.map(|path| Dialog::Confirm(words::take_over(&path, again)));
                state.keeper.taken = Some(words::who(&why));
            }
            Err(why) => {
                state.notices.say(words::who(&why));
                // Where there can be no lock, nobody has one either: as when it is opened.
                state.keeper.taken = matches!(why, NoLock::Held(_)).then(|| words::who(&why));
            }
        },
    }
}

/// Asks something that what was under way has come to: what was agreed to on the way here is agreed to no more.
fn ask(state: &mut State, confirm: super::super::dialogs::Confirm) {
    state.may_lose = None;
    state.dialog = Some(Dialog::Confirm(confirm));
}

/// Puts a project that was opened into the window.
pub(super) fn opened(state: &mut State, opened: Opened) {
    let Opened { path, how, loaded, document: file, lock, view, is_protected } = opened;
    let mut document = Document::new(loaded.project);
    if matches!(how, How::Copy | How::Recovered(_)) || !loaded.repairs.is_empty() {
        document.mark_unsaved();
    }
    // The same file again: by the same lock, and looked at as now.
    let is_again = file.as_ref().zip(state.keeper.own.as_ref()).is_some_and(|((_, new), old)| new.key == old.key);
    let view = if is_again { view::of(state) } else { view };
    let reverted = if is_again { Reverted::of(state) } else { None };
    let former = state.keeper.hands_over().filter(|_| is_again);
    replace(state, document, file.as_ref().map(|(path, _)| path.clone()));
    state.reverted = reverted.map(|work| Reverted::new(work, state.project()));
    view::show(state, view);
    view::begin(state);
    state.files.read_only_because = loaded.read_only_because;
    let lock = match lock {
        Locked::Mine(lock) => lock.or(former),
        Locked::None(why) => {
            no_lock(state, &how, why.as_ref());
            None
        }
    };
    if let Some((path, own)) = file {
        // Work of a file that is gone: there is nothing to open there until it is saved.
        match &how {
            How::Recovered(found) if found.base == Base::Missing => state.preferences.forget(&path),
            _ => state.preferences.remember(&path),
        }
        state.keeper.holds(&path, own, lock);
        state.files.is_protected = is_protected;
        if is_protected {
            state.notices.say(words::protected(&path));
        }
    }
    for note in loaded.notes {
        state.notices.say(note);
    }
    if !loaded.repairs.is_empty() {
        state.dialog = Some(Dialog::Confirm(words::repaired(&path, &loaded.repairs)));
    }
    if let How::Recovered(found) = &how {
        state.keeper.adopt(found);
        let more = state.keeper.found.len();
        if more > 0 {
            state.notices.say(format!("{more} more that was not saved: File, Recovered work…"));
        }
    }
}

/// The file has no lock of ours: somebody else has it, or there can be none.
fn no_lock(state: &mut State, how: &How, why: Option<&NoLock>) {
    state.keeper.taken = match (how, why) {
        (How::ReadOnly(why), _) => Some(why.clone()),
        (_, Some(why @ (NoLock::Held(_) | NoLock::Doubtful(_)))) => Some(words::who(why)),
        (_, Some(why @ NoLock::Impossible(_))) => {
            state.notices.say(words::who(why));
            None
        }
        (_, None) => None,
    };
}

/// Notes that the document of a revision is in its file; what was waiting for it.
pub(super) fn saved(state: &mut State, saved: Saved) -> AfterSave {
    let Saved { path, revision, warnings, own, over, lock, after } = saved;
    state.document.mark_saved(revision);
    if let Some(reverted) = &mut state.reverted {
        let over = over.or_else(|| state.keeper.own.as_ref().map(|own| own.hash.clone()));
        reverted.is_saved(&over.unwrap_or_default(), &own.hash);
    }
    state.preferences.remember(&path);
    state.keeper.taken = None;
    state.keeper.holds(&path, own, lock);
    state.keeper.keep_save(&path);
    if state.document.is_changed() {
        state.keeper.follows_anew();
    } else {
        state.keeper.forget();
    }
    state.files.path = Some(path);
    state.files.read_only_because = None;
    state.files.is_protected = false;
    state.files.saved_at = Some(clock::wall_clock());
    for warning in warnings {
        state.notices.say(warning);
    }
    after
}

/// A frame has panicked: the view that did is put away, and the user is told.
pub fn survive(state: &mut State, payload: &(dyn Any + Send), ctx: &egui::Context) {
    let said = panic::said(state.keeper.last_words(), payload);
    let view = state.keeper.drawing;
    state.keeper.panics += 1;
    match view {
        View::Page => leave_page(state),
        View::Tree => state.panels.tree = false,
        View::Bottom | View::Simulation | View::Problems | View::History => state.panels.bottom = false,
        View::Dialog | View::Frame | View::MenuBar | View::Banners | View::Tabs | View::Notices | View::Commands => {}
    }
    state.may_lose = None;
    state.dialog = Some(Dialog::Confirm(panic::panicked(view, &said)));
    ctx.request_repaint();
}

/// Closes the page shown and goes back to where it was opened from.
fn leave_page(state: &mut State) {
    let page = state.tab;
    let routing = match page {
        Tab::Version(id) => {
            state.views.remove(&id);
            state.project().versions.get(&id).map(|version| Tab::Routing(version.info.routing))
        }
        _ => None,
    };
    close_tab(state, page);
    open_tab(state, routing.unwrap_or(Tab::Start));
}
