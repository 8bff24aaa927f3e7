//! The variable chosen in the list: it can be pinned on top of the list, and changed in mid-run.

use std::collections::BTreeSet;

use egui::{Button, Context, Frame, Id, Key, Margin, Panel, Role, Ui, WidgetInfo};

use crate::sim::Run;

use crate::app::command::{Command, SimCommand};
use crate::app::kit::text_input::{MAX_TEXT, one_line};
use crate::app::kit::theme;

/// The width of the field.
const FIELD: f32 = 120.0;

/// The chosen variable, and the text typed for it after so many steps.
#[derive(Clone, Default, PartialEq)]
struct Chosen {
    path: String,
    typed: String,
    steps: usize,
}

/// Chooses a variable; the chosen one is no longer chosen.
pub(super) fn choose(ctx: &Context, id: Id, path: &str) {
    ctx.data_mut(|data| {
        let was = data.get_temp::<Chosen>(id).unwrap_or_default();
        let path = if was.path == path { String::new() } else { path.to_owned() };
        data.insert_temp(id, Chosen { path, typed: String::new(), steps: usize::MAX });
    });
    // The list is drawn after the chosen variable.
    ctx.request_repaint();
}

/// Draws what can be done with the chosen variable, below the list. Returns the id by which another one is chosen.
pub(super) fn chosen_ui(ui: &mut Ui, run: &Run, pinned: &BTreeSet<String>, commands: &mut Vec<Command>) -> Id {
    let id = ui.make_persistent_id("chosen variable");
    let mut chosen = ui.ctx().data(|data| data.get_temp::<Chosen>(id)).unwrap_or_default();
    if chosen.path.is_empty() {
        return id;
    }
    let value = run.read(&chosen.path);
    if chosen.steps != run.steps_taken() {
        (chosen.typed, chosen.steps) = (value.clone(), run.steps_taken());
    }
    let is_own = run.state().interaction.variables.contains(&chosen.path);
    let frame = Frame::NONE.inner_margin(Margin { top: 4, ..Margin::ZERO });
    Panel::bottom("variable").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::strong(chosen.path.as_str(), theme::SMALL));
            if is_own && !run.is_over() {
                change_ui(ui, &mut chosen, &value, commands);
            }
            let words = if pinned.contains(&chosen.path) { "Unpin" } else { "Pin on top" };
            if ui.button(words).clicked() {
                commands.push(Command::Sim(SimCommand::Pin(chosen.path.clone())));
            }
            let close = ui.add(Button::new("×").frame_when_inactive(false));
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close the variable"));
            if close.clicked() {
                chosen.path.clear();
            }
        });
    });
    ui.ctx().data_mut(|data| data.insert_temp(id, chosen));
    id
}

/// Draws the field for another value.
fn change_ui(ui: &mut Ui, chosen: &mut Chosen, value: &str, commands: &mut Vec<Command>) {
    let edit = one_line(&mut chosen.typed, MAX_TEXT).desired_width(FIELD);
    let edit = ui.add(edit).accessible_name(format!("New value of {}", chosen.path));
    let text = format!("set {} to {}", chosen.path, chosen.typed.trim()).trim_end().to_owned();
    let is_new = chosen.typed.trim() != value;
    let change = ui.add_enabled(is_new, Button::new("Change"));
    let hover = format!("It has this value from now on, and that is kept among the answers as: {text}");
    let is_clicked = change.on_hover_text(hover).on_disabled_hover_text("Type another value first.").clicked();
    if is_new && (is_clicked || (edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)))) {
        commands.push(Command::Sim(SimCommand::Answer(text)));
    }
}
