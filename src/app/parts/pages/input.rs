//! Inputs of a page. They read from the project each frame. A draft is kept only for a text that is not yet valid, or that is
//! sent when the input loses the focus, and only while the input has the focus.

use egui::{ComboBox, Id, Response, RichText, TextStyle, Ui};

use crate::model::Project;

use super::changes::Changes;
use crate::app::kit::completion::Completes;
use crate::app::kit::focus;
use crate::app::kit::popup_menu;
use crate::app::kit::text_input::{MAX_NAME, MAX_TEXT, TooLong, many_lines, one_line};
use crate::app::kit::theme;

/// The accessible name of an input.
#[derive(Clone, Copy, Debug)]
pub enum Name<'a> {
    /// The label next to the input.
    Label(Id),
    /// These words; unique in the row.
    Words(&'a str),
}

impl Name<'_> {
    fn apply(self, response: Response) -> Response {
        match self {
            Self::Label(id) => response.labelled_by(id),
            Self::Words(words) => response.accessible_name(words),
        }
    }

    fn id(self, ui: &Ui) -> Id {
        match self {
            Self::Label(_) => ui.make_persistent_id("input"),
            Self::Words(words) => ui.make_persistent_id(("input", words)),
        }
    }
}

/// The font of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextFont {
    Text,
    Mono,
    Json,
}

/// A text input.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    name: Name<'a>,
    hint: &'a str,
    width: f32,
    lines: usize,
    font: TextFont,
    send_on_leave: bool,
    is_wrong: bool,
    completes: Option<&'a Project>,
    limit: usize,
    takes_focus: bool,
}

impl<'a> Input<'a> {
    /// A text input with a visible label.
    #[must_use]
    pub fn of(label: Id) -> Self {
        let name = Name::Label(label);
        Self {
            name,
            hint: "",
            width: f32::INFINITY,
            lines: 1,
            font: TextFont::Text,
            send_on_leave: false,
            is_wrong: false,
            completes: None,
            limit: MAX_TEXT,
            takes_focus: false,
        }
    }

    /// A text input with a name for screen readers only.
    #[must_use]
    pub fn named(name: &'a str) -> Self {
        Self { name: Name::Words(name), ..Self::of(Id::NULL) }
    }

    /// Text shown while the input is empty.
    #[must_use]
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Fixed width; without it the input takes the available width.
    #[must_use]
    pub fn width(self, width: f32) -> Self {
        Self { width, ..self }
    }

    /// Input for a name or another short text.
    #[must_use]
    pub fn short(self) -> Self {
        Self { limit: MAX_NAME, ..self }
    }

    /// Input of several lines, with a minimum of visible lines.
    #[must_use]
    pub fn lines(self, lines: usize) -> Self {
        Self { lines, ..self }
    }

    /// Monospace font.
    #[must_use]
    pub fn mono(self) -> Self {
        Self { font: TextFont::Mono, ..self }
    }

    /// Sends the text when the input loses the focus, not with each letter.
    #[must_use]
    pub fn send_on_leave(self) -> Self {
        Self { send_on_leave: true, ..self }
    }

    /// Marks the text as wrong.
    #[must_use]
    pub fn wrong(self, is_wrong: bool) -> Self {
        Self { is_wrong, ..self }
    }

    /// JSON with syntax colours.
    #[must_use]
    pub fn json(self) -> Self {
        Self { font: TextFont::Json, ..self }
    }

    /// A text with placeholders: after `{{` the input suggests the variables of the project.
    #[must_use]
    pub fn completing(self, project: &'a Project) -> Self {
        Self { completes: Some(project), ..self }
    }

    /// Gives the input the keyboard focus now, with its text selected.
    #[must_use]
    pub fn takes_focus(self, takes_focus: bool) -> Self {
        Self { takes_focus, ..self }
    }

    /// Draws the input only.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let id = self.name.id(ui);
        if let Some(long) = TooLong::of(text, self.limit) {
            let (response, kept) = long.show(ui, true, self.lines, |edit| edit.id(id).desired_width(self.width));
            let mut response = self.name.apply(response);
            if let Some(kept) = kept {
                *text = kept;
                response.mark_changed();
            }
            return response;
        }
        let edit = if self.lines > 1 { many_lines(text, self.limit, self.lines) } else { one_line(text, self.limit) };
        let mut edit = edit.id(id).desired_width(self.width);
        if self.lines == 1 {
            edit = edit.align(egui::Align2::LEFT_CENTER);
        }
        if !self.hint.is_empty() {
            edit = edit.hint_text(theme::weak(ui, self.hint, theme::BODY));
        }
        if self.font != TextFont::Text {
            edit = edit.font(TextStyle::Monospace);
        }
        if self.is_wrong {
            edit = edit.text_color(theme::of(ui).error);
        }
        let mut colours =
            |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| super::json::galley(ui, text.as_str(), width);
        if self.font == TextFont::Json {
            edit = edit.layouter(&mut colours);
        }
        let response = self.name.apply(match self.completes {
            Some(project) => Completes::Placeholders.show(ui, id, edit, project),
            None => ui.add(edit),
        });
        if self.takes_focus {
            response.request_focus();
            focus::select_all(ui.ctx(), id);
        }
        if response.gained_focus() {
            // Each stay in the input is one undo step.
            let visit = ui.ctx().cumulative_frame_nr();
            ui.data_mut(|data| data.insert_temp(id, visit));
        }
        response
    }

    /// Any text.
    pub fn text(self, ui: &mut Ui, changes: &mut Changes, text: &mut String) {
        let response = self.show(ui, text);
        if response.changed() {
            changes.typed(tag(ui, response.id));
        }
    }

    /// A text that is stored only if `read` accepts it. Until then the typed text stays, with a note that gives the reason.
    pub fn checked<T>(
        self,
        ui: &mut Ui,
        changes: &mut Changes,
        shown: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let id = self.name.id(ui);
        let draft_id = id.with("draft");
        let draft = ui.data(|data| data.get_temp::<String>(draft_id));
        let mut text = draft.clone().unwrap_or_else(|| shown.to_owned());
        ui.vertical(|ui| {
            let is_long = TooLong::of(&text, self.limit).is_some();
            let response = self.show(ui, &mut text);
            let has_focus = response.has_focus();
            let is_left = !has_focus && (draft.is_some() || response.changed());
            let outcome = read(&text);
            if let Err(why) = &outcome
                && !is_long
            {
                let note = RichText::new(why).size(theme::CAPTION).color(theme::of(ui).error);
                ui.set_max_width(self.width.clamp(120.0, ui.available_width().max(120.0)));
                ui.add(egui::Label::new(note).wrap());
            }
            if is_left {
                ui.data_mut(|data| data.remove::<String>(draft_id));
            } else if response.changed() {
                ui.data_mut(|data| data.insert_temp(draft_id, text.clone()));
            }
            let is_wanted = if self.send_on_leave { is_left && text != shown } else { response.changed() };
            let value = outcome.ok().filter(|_| is_wanted)?;
            changes.typed(tag(ui, id));
            Some(value)
        })
        .inner
    }
}

/// The tag of typing in an input: the same while the input keeps the focus.
fn tag(ui: &Ui, id: Id) -> u64 {
    let visit = ui.data(|data| data.get_temp::<u64>(id)).unwrap_or_default();
    id.with(visit).value()
}

/// A drop-down list.
pub fn choice<T: PartialEq + Clone>(
    ui: &mut Ui,
    changes: &mut Changes,
    name: Name<'_>,
    width: f32,
    value: &mut T,
    options: &[(T, String)],
) {
    choice_of_groups(ui, changes, name, width, value, &[("", options)]);
}

/// A drop-down list with options in named groups.
pub fn choice_of_groups<T: PartialEq + Clone>(
    ui: &mut Ui,
    changes: &mut Changes,
    name: Name<'_>,
    width: f32,
    value: &mut T,
    groups: &[(&str, &[(T, String)])],
) {
    let chosen = groups.iter().flat_map(|(_, options)| *options).find(|(option, _)| option == value);
    let words = chosen.map_or("No longer exists", |(_, words)| words.as_str());
    let id = name.id(ui);
    let shown = ComboBox::from_id_salt(id)
        .width(width.min(ui.available_width()))
        .height(400.0)
        .truncate()
        .selected_text(theme::for_display(words))
        .show_ui(ui, |ui| {
            for (group, options) in groups {
                if !group.is_empty() {
                    ui.label(theme::weak(ui, *group, theme::CAPTION));
                }
                for (option, words) in *options {
                    if ui.selectable_label(option == value, theme::for_display(words)).clicked() && option != value {
                        *value = option.clone();
                        changes.step();
                    }
                }
            }
            popup_menu::list_keys(ui, id);
        });
    popup_menu::list_drawn(&shown.response, id, shown.inner.is_some());
    name.apply(shown.response);
}

/// A checkbox.
pub fn toggle(ui: &mut Ui, changes: &mut Changes, words: &str, value: &mut bool) {
    if ui.checkbox(value, words).changed() {
        changes.step();
    }
}

/// An input and a button that add a text to a list. Returns the added text once.
pub fn add_text(
    ui: &mut Ui,
    name: &str,
    hint: &str,
    button: &str,
    read: impl Fn(&str) -> Result<String, String>,
) -> Option<String> {
    let draft_id = ui.make_persistent_id(("add", name));
    let mut text = ui.data(|data| data.get_temp::<String>(draft_id)).unwrap_or_default();
    let outcome = read(text.trim());
    let mut added = None;
    ui.horizontal(|ui| {
        let response = Input::named(name).hint(hint).width(240.0).show(ui, &mut text);
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let is_clicked = ui.add_enabled(outcome.is_ok(), egui::Button::new(button)).clicked();
        if let Err(why) = &outcome
            && !text.is_empty()
        {
            ui.label(RichText::new(why).size(theme::CAPTION).color(theme::of(ui).error));
        }
        if is_entered || is_clicked {
            added = outcome.ok();
        }
    });
    if added.is_some() {
        text.clear();
    }
    ui.data_mut(|data| data.insert_temp(draft_id, text));
    added
}
