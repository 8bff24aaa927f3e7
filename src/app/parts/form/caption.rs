//! The inputs that every action has: its kind, a custom title, a comment, and whether passages are recorded.

use egui::{Checkbox, Id, Sense, Ui, vec2};

use crate::catalog::{ActionSpec, Severity};
use crate::edit::Edit;

use super::cx::FormCx;
use super::outbox::Outbox;
use super::text::TextInput;
use super::widgets::{icon_button, info, label, line};
use crate::app::command::{Command, HelpCommand};
use crate::app::kit::icon::{ICON_WIDTH, KindIcon};
use crate::app::kit::name::Name;
use crate::app::kit::text_input::MAX_TEXT;
use crate::app::kit::theme;

/// The kind: dot, title, problem counts and description.
pub(super) fn kind_ui(ui: &mut Ui, cx: &FormCx<'_>, spec: Option<&'static ActionSpec>, out: &mut Outbox<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (icon, _) = ui.allocate_exact_size(vec2(ICON_WIDTH, ICON_WIDTH), Sense::hover());
        spec.map_or_else(|| KindIcon::unknown(ui), KindIcon::of).paint(ui, icon.left(), icon.center().y);
        let room = ui.available_width() - 92.0;
        ui.scope(|ui| {
            ui.set_max_width(room);
            let title = theme::strong(spec.map_or(cx.action.kind.as_str(), |spec| spec.title), theme::TITLE);
            ui.add(egui::Label::new(title).wrap());
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(spec) = spec
                && icon_button(ui, true, "?", &format!("Help: {}", spec.title))
            {
                out.go(Command::Help(HelpCommand::Show(spec.id)));
            }
            ui.label(theme::weak(ui, format!("no. {}", cx.action.id), theme::CAPTION))
                .on_hover_text("The number of this action: the same in every version of this smart routing.");
        });
    });
    count_ui(ui, cx);
    if let Some(spec) = spec {
        doc_ui(ui, spec);
    }
}

/// The problem counts, worst severity first.
fn count_ui(ui: &mut Ui, cx: &FormCx<'_>) {
    let palette = theme::of(ui);
    let mut counts = Vec::new();
    for severity in [Severity::Error, Severity::Warning] {
        let count = cx.problems.iter().filter(|problem| problem.severity == severity).count();
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            counts.push((format!("{count} {}{plural}", severity.words()), palette.severity(severity)));
        }
    }
    if !counts.is_empty() {
        line(ui, 16.0, |ui| {
            for (words, color) in counts {
                ui.label(egui::RichText::new(words).size(theme::SMALL).color(color));
            }
        });
    }
}

/// The description of the kind: its first sentence, and the rest on demand.
fn doc_ui(ui: &mut Ui, spec: &ActionSpec) {
    let (first, rest) = match spec.doc.split_once(". ") {
        Some((first, rest)) => (format!("{first}."), rest),
        None => (spec.doc.to_owned(), ""),
    };
    let open = Id::unique(("doc of a kind", spec.id));
    let is_open = ui.data(|data| data.get_temp::<bool>(open)).unwrap_or_default();
    let text = if is_open { spec.doc } else { first.as_str() };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().interact_size.y = 16.0;
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::weak(ui, text, theme::SMALL));
            if !rest.is_empty() {
                let words = if is_open { "Less" } else { "More" };
                if ui.link(egui::RichText::new(words).size(theme::SMALL)).clicked() {
                    ui.data_mut(|data| data.insert_temp(open, !is_open));
                }
            }
        });
    });
}

/// The custom title.
pub(super) fn title_ui(ui: &mut Ui, cx: &FormCx<'_>, spec: Option<&ActionSpec>, out: &mut Outbox<'_>) {
    let name = label(ui, "Title", "Shown on the card. Leave the title empty to show the kind.", false);
    let hint = spec.map_or(cx.action.kind.as_str(), |spec| spec.short());
    let input = TextInput { hint, ..TextInput::line("title", &name) };
    if let Some(change) = input.show(ui, cx, &cx.action.title) {
        let edit = caption(cx, Some(change.value), None, None);
        out.typed(edit, "title", change.typing);
    }
    ui.add_space(6.0);
}

/// The comment.
pub(super) fn comment_ui(ui: &mut Ui, cx: &FormCx<'_>, out: &mut Outbox<'_>) {
    let name = label(ui, "Comment", "A note for colleagues; callers never see it.", false);
    let input = TextInput { limit: MAX_TEXT, lines: 2, ..TextInput::line("comment", &name) };
    if let Some(change) = input.show(ui, cx, &cx.action.comment) {
        let edit = caption(cx, None, Some(change.value), None);
        out.typed(edit, "comment", change.typing);
    }
}

/// Whether passages are recorded.
pub(super) fn record_ui(ui: &mut Ui, cx: &FormCx<'_>, out: &mut Outbox<'_>) {
    const HELP: &str = "Each pass writes a line to the interaction's events: time, action, branch taken.";
    const WORDS: &str = "Record the passage in this action";
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let mut is_on = cx.action.record_passage;
        let response = ui.add_enabled(!cx.is_read_only, Checkbox::new(&mut is_on, WORDS));
        Name::plain(WORDS, HELP).give(&response);
        if response.on_hover_text(HELP).changed() {
            out.edit(caption(cx, None, None, Some(is_on)));
        }
        info(ui, HELP);
    });
}

fn caption(cx: &FormCx<'_>, title: Option<String>, comment: Option<String>, record: Option<bool>) -> Edit {
    Edit::SetCaption {
        version: cx.version.id,
        action: cx.action.id,
        title: title.unwrap_or_else(|| cx.action.title.clone()),
        comment: comment.unwrap_or_else(|| cx.action.comment.clone()),
        record_passage: record.unwrap_or(cx.action.record_passage),
    }
}
