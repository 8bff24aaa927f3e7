//! What all pages share: the title with its chip and the delete button, the problems of the page's object, and the
//! card with name, reference and description.

use egui::{Align, Layout, Ui};

use crate::lint::Diagnostic;
use crate::model::Place;
use crate::model::reference::Referenced;

use super::changes::Changes;
use super::input::Input;
use super::widgets;
use crate::app::command::Command;
use crate::app::kit::{focus, modal, read, theme};

/// What the buttons beside the title of a page do, where the page has them.
#[derive(Default)]
pub struct Acts<'a> {
    /// Deletes the object.
    pub delete: Option<Command>,
    /// Creates a copy of the object and opens its page.
    pub duplicate: Option<&'a dyn Fn() -> Command>,
}

/// The space around the words of the kind of object.
const AROUND_KIND: f32 = 32.0;

/// The title of a page, with a chip for the kind of object and its buttons.
pub fn title_ui(ui: &mut Ui, name: &str, kind: &str, acts: Acts<'_>, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        // The button is laid out first, so that a long name leaves room for the button.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(command) = acts.delete {
                let text = egui::RichText::new("Delete").color(theme::of(ui).error);
                if ui.button(text).on_hover_text(theme::for_display(format!("Delete \"{name}\""))).clicked() {
                    commands.push(command);
                }
            }
            if let Some(duplicate) = acts.duplicate {
                let hover = format!("Create a copy of \"{name}\"");
                if ui.button("Duplicate").on_hover_text(theme::for_display(hover)).clicked() {
                    focus::expect_new_page(ui.ctx());
                    commands.push(duplicate());
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                let weak = theme::of(ui).weak;
                let font = egui::FontId::proportional(theme::SMALL);
                let room = ui.painter().layout_no_wrap(kind.to_owned(), font, weak).size().x + AROUND_KIND;
                let title = theme::strong(crate::catalog::text::shorten(name, 60), theme::TITLE);
                theme::name_before(ui, title, room);
                theme::chip(ui, kind, weak);
            });
        });
    });
}

/// The problems of an object, each with its quick fix if there is one.
pub fn problems_ui(ui: &mut Ui, problems: &[Diagnostic], subject: Place, commands: &mut Vec<Command>) {
    for problem in problems.iter().filter(|problem| problem.place == subject) {
        problem_ui(ui, problem, commands);
    }
}

/// A problem, with its quick fix if there is one.
pub fn problem_ui(ui: &mut Ui, problem: &Diagnostic, commands: &mut Vec<Command>) {
    ui.horizontal_top(|ui| {
        let color = theme::of(ui).severity(problem.severity);
        ui.label(egui::RichText::new("●").size(theme::SMALL).color(color));
        ui.vertical(|ui| {
            ui.add(egui::Label::new(theme::for_display(problem.message.as_str())).wrap());
            if let Some((words, edits)) = &problem.fix
                && ui.button(*words).clicked()
            {
                // The whole fix is one undo step.
                let tag = Some(ui.ctx().cumulative_frame_nr());
                commands.extend(edits.iter().map(|edit| Command::Edit(Box::new(edit.clone()), tag)));
            }
        });
    });
}

/// The name, which must not be empty.
pub fn name_ui(ui: &mut Ui, changes: &mut Changes, name: &mut String) {
    focus::take_name(ui.ctx());
    // The page behind a dialog leaves the focus to the dialog.
    let is_in_dialog = ui.layer_id().order != egui::Order::Background;
    let takes_focus = is_in_dialog && modal::takes_first_focus(ui);
    let typed = widgets::row(ui, "Name", |ui, id| {
        Input::of(id).short().takes_focus(takes_focus).checked(ui, changes, name, read::name)
    });
    if let Some(typed) = typed {
        *name = typed;
    }
}

/// The reference. It is sent when the input loses the focus; otherwise each typed letter would leave an alias behind.
pub fn reference_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    reference: &mut String,
    (of, aliases): (Referenced, &[String]),
    is_taken: impl Fn(&str) -> bool,
) {
    let typed = widgets::row(ui, "Reference", |ui, id| {
        let read = |text: &str| read::reference(text, of, &is_taken);
        let typed = Input::of(id).short().mono().send_on_leave().checked(ui, changes, reference, read);
        match aliases {
            [] => widgets::note(ui, "If you change the reference, you can update every place that uses it."),
            aliases => {
                let words = format!("Former references still work as aliases: {}.", aliases.join(", "));
                widgets::note(ui, &words);
            }
        }
        typed
    });
    if let Some(typed) = typed {
        *reference = typed;
    }
}
