//! Acts on the results of background jobs: files read and written, paths chosen, and events of the keeper.

use std::path::Path;

use crate::clock;
use crate::edit::Edit;
use crate::storage::lock::NoLock;

use super::{Queue, dispatch, files, opening, project, rows};
use crate::app::command::{Ask, Command, FileCommand, OpenMode, Purpose, Question};
use crate::app::parts::files::questions::{self, replaces_file};
use crate::app::services::files::events::{Done, KeeperDone, RecoveryEvent, Saved, TAKEN_MEANWHILE};
use crate::app::services::files::watch::FileChange;
use crate::app::shell::state::State;

/// Acts on the results of background jobs, once a frame.
pub fn take_jobs(state: &mut State, ctx: &egui::Context) {
    if !state.services.layout.is_marking(&state.window.preferences)
        && let Some(path) = state.window.open_on_start.take()
    {
        opening::open(state, path, OpenMode::Edit, ctx);
    }
    take_events(state);
    state.services.files.watch_focus(ctx);
    let Some(done) = state.services.files.take_done() else { return };
    let has_failed = matches!(
        done,
        Done::NotOpened(..)
            | Done::NotSaved(..)
            | Done::NotCopied(_)
            | Done::Keeper(_)
            | Done::RowsFailed(..)
            | Done::Cancelled
    );
    if has_failed {
        // The waiting commands relied on that job.
        state.services.files.waiting.clear();
    }
    let mut queue = Queue::new();
    on_done(state, done, &mut queue, ctx);
    queue.extend(std::mem::take(&mut state.services.files.waiting));
    dispatch(state, queue, ctx);
}

/// Acts on the events of the keeper.
fn take_events(state: &mut State) {
    for event in state.services.keeper.events() {
        match event {
            RecoveryEvent::Found(found, summaries) => {
                state.services.keeper.found = found;
                state.services.keeper.summaries = summaries;
                state.services.keeper.was_shown = false;
            }
            RecoveryEvent::Trouble(why) => state.say(why),
        }
    }
    // An open dialog comes first, and opening a project would close the list.
    let is_opening = state.window.open_on_start.is_some() || state.services.files.is_at_disk();
    if !state.services.keeper.was_shown && state.session.dialog.is_none() && !is_opening {
        state.services.keeper.was_shown = true;
        files::list_found(state);
    }
    // While the window saves the file, it briefly looks like another file.
    if !state.services.files.is_at_disk()
        && let Some(change) = state.services.keeper.file_change()
    {
        state.services.keeper.outside = Some(change).filter(|change| *change != FileChange::Same);
    }
}

fn on_done(state: &mut State, done: Done, queue: &mut Queue, ctx: &egui::Context) {
    match done {
        // The user went on working while the file was read.
        Done::Opened(opened) if state.session.must_ask() => {
            project::ask_about_changes(state, FileCommand::Open(opened.path, opened.mode).into());
        }
        Done::Opened(opened) => opening::opened(state, *opened),
        Done::NotOpened(path, why, rescues) => {
            state.window.preferences.forget(&path);
            if why == TAKEN_MEANWHILE {
                state.services.keeper.found.retain(|found| found.path != path);
            }
            state.session.discard_agreed_at = None;
            state.ask(questions::not_opened(&why, rescues));
        }
        Done::Saved(saved) => on_saved(state, *saved, queue),
        Done::NotSaved(why, next) => ask(state, questions::not_saved(&why, next)),
        Done::Copied(path) => state.say(format!("A copy of the file as it was is in {}.", path.display())),
        Done::NotCopied(why) => state.ask_question(Question::message("Not copied", why)),
        Done::Keeper(done) => on_keeper(state, done),
        Done::Chosen(purpose, path) => files::on_files(state, purpose.with_path(path), queue, ctx),
        Done::ChosenOver(purpose, path) => on_chosen_over(state, purpose, &path),
        Done::EmailRead(Ok(email)) => state.parts.simulation.letter = Some(*email),
        Done::EmailRead(Err(why)) => state.ask_question(Question::message("This email cannot be read", why)),
        Done::RowsRead(of, path, found) => rows::ask(state, of, &path, found),
        Done::LogRead(log) => state.session.behaviours.replay(log),
        Done::Learned(learned) => {
            queue.push_back(Command::edit(Edit::StoreScenario { scenario: Box::new(learned.scenario) }));
            state.ask_question(Question::message("A scenario was learned", learned.notes.join("\n")));
        }
        Done::Exported(words) => state.say(words),
        Done::RowsWritten(path) => state.say(format!("Exported to {}.", path.display())),
        Done::RowsFailed(title, why) => state.ask_question(Question::message(title, why)),
        Done::Cancelled => state.session.discard_agreed_at = None,
        Done::NoDialog(purpose, suggestion) => {
            state.services.files.has_no_dialogs = true;
            state.ask(Ask::ChoosePath { purpose, suggestion });
        }
    }
}

/// Acts on a path from the desktop's dialog that got an ending and whose file exists: the desktop has not asked about that file.
fn on_chosen_over(state: &mut State, purpose: Purpose, path: &Path) {
    let write = purpose.clone().with_path(path.to_owned());
    let again = match purpose {
        Purpose::Save(next) => FileCommand::SaveAs(next),
        Purpose::CopyFile => FileCommand::CopyFile(None),
        Purpose::ExportRows(of) => FileCommand::ExportRows(of, None),
        Purpose::Export(what, version) => FileCommand::Export(what, Some(version), None),
        Purpose::ExportMap(shown) => FileCommand::ExportMap(shown, None),
        Purpose::ExportReport(scenario) => FileCommand::ExportReport(scenario, None),
        Purpose::Open | Purpose::Email | Purpose::ImportRows(_) | Purpose::ReplayLog | Purpose::LearnScenario => return,
    };
    state.ask_question(replaces_file(path, again.into(), write.into()));
}

/// Notes that a project is saved; follow-up commands go to the front of the queue.
fn on_saved(state: &mut State, saved: Saved, queue: &mut Queue) {
    let Saved { path, project, warnings, own, over, lock, next } = saved;
    state.session.document.mark_saved(&project);
    let keeper = &mut state.services.keeper;
    if let Some(reverted) = &mut state.session.reverted {
        let over = over.or_else(|| keeper.own.as_ref().map(|own| own.hash.clone()));
        reverted.is_saved(&over.unwrap_or_default(), &own.hash);
    }
    state.window.preferences.remember(&path);
    keeper.held_by_other = None;
    keeper.set_file(&path, own, lock);
    keeper.keep_save(&path);
    if state.session.document.is_changed() {
        keeper.rewrite_recovery();
    } else {
        keeper.forget();
    }
    let file = &mut state.session.file;
    file.path = Some(path);
    file.read_only_because = None;
    file.is_protected = false;
    file.older_format = None;
    file.saved_at = Some(clock::wall_clock());
    for warning in warnings {
        state.say(warning);
    }
    if let Some(next) = next {
        queue.push_front(*next);
    }
}

fn on_keeper(state: &mut State, done: KeeperDone) {
    let path = state.session.file.path.clone();
    match done {
        KeeperDone::Taken(path, why) => ask(state, questions::taken(&path, &why)),
        KeeperDone::SaveTaken(path, why, next) => ask(state, questions::save_taken(&path, &why, next)),
        KeeperDone::Conflict(path, hash, next) => ask(state, questions::conflict(&path, hash, next)),
        KeeperDone::Gone(path, next) => ask(state, questions::gone(&path, next)),
        KeeperDone::EarlierSaves(saves) => {
            if let Some(path) = path {
                state.ask(questions::earlier_saves(&path, saves));
            }
        }
        KeeperDone::Differences(lines) => {
            if let Some(path) = path {
                state.ask_question(questions::differences(&path, lines));
            }
        }
        KeeperDone::Lock(got) => match *got {
            Ok(lock) => {
                state.services.keeper.set_lock(lock);
                state.say(match &state.session.file.read_only_because {
                    None => "You now have the lock of the file and can save.",
                    Some(_) => "Nobody else has the file open now.",
                });
            }
            Err(why @ NoLock::MaybeStale(_)) => {
                let again: Command = FileCommand::AskForLock { may_take_over: true }.into();
                if let Some(path) = path {
                    state.ask_question(questions::take_over(&path, again));
                }
                state.services.keeper.held_by_other = Some(questions::who(&why));
            }
            Err(why) => {
                state.say(questions::who(&why));
                // Where locks are impossible, nobody else has one either, as when the file is opened.
                state.services.keeper.held_by_other = matches!(why, NoLock::Held(_)).then(|| questions::who(&why));
            }
        },
    }
}

/// Asks a question that came up in the background: what the user agreed to before no longer counts.
fn ask(state: &mut State, question: Question) {
    state.session.discard_agreed_at = None;
    state.ask_question(question);
}
