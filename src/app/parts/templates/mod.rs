//! The dialog for a new project from a template: the templates at the left, the five questions at the right (spec: ease §3).

mod picture;

use egui::{ScrollArea, Ui};

use crate::app::command::{Command, FileCommand};
use crate::app::kit::modal::{ClickOutside, height_in, modal, takes_first_focus, width_in};
use crate::app::kit::question::{buttons, field};
use crate::app::kit::text_input::{self, MAX_NAME, MAX_TEXT};
use crate::app::kit::theme::{self, Palette};
use crate::app::kit::tile::{Tile, tile_ui};
use crate::catalog::language;
use crate::edit::Context;
use crate::model::Channel;
use crate::templates::{self, ALL, Answers, Asked, Template, WrongAnswer};

use picture::{TreePicture, picture_ui};

/// The width of the dialog and of its list, and the height of the picture, in points.
const WIDTH: f32 = 860.0;
const LIST: f32 = 330.0;
const PICTURE: f32 = 130.0;
/// The share of a narrow dialog that the list has.
const NARROW_LIST: f32 = 0.4;
/// The height of the list, and of what is around it, in points.
const HEIGHT: f32 = 480.0;
const AROUND: f32 = 100.0;

/// The chosen template and the answers.
#[derive(Clone, Debug)]
pub struct TemplateDraft {
    /// The chosen template.
    template: &'static Template,
    /// What is typed to find a template.
    typed: String,
    /// The answers.
    answers: Answers,
    /// What was wrong when a project was last asked for.
    wrong: Option<WrongAnswer>,
    /// The question whose field takes the focus next.
    to_focus: Option<Asked>,
    /// The picture, with the template and the mode of its colours.
    picture: Option<(&'static str, bool, TreePicture)>,
}

impl PartialEq for TemplateDraft {
    fn eq(&self, other: &Self) -> bool {
        (self.template.id, &self.typed, &self.answers, &self.wrong)
            == (other.template.id, &other.typed, &other.answers, &other.wrong)
    }
}

impl TemplateDraft {
    /// The questions about a template, or about the first one.
    #[must_use]
    pub fn new(id: Option<&str>) -> Option<Self> {
        let template = id.map_or_else(|| ALL.first(), Template::of)?;
        // Everything but the name has a fair chance to stay.
        let answers = Answers { name: String::new(), ..Answers::usual(template) };
        Some(Self { template, typed: String::new(), answers, wrong: None, to_focus: None, picture: None })
    }

    /// Chooses another template. What was answered stays where it fits.
    fn choose(&mut self, template: &'static Template) {
        let (before, usual) = (Answers::usual(self.template), Answers::usual(template));
        if self.answers.number == before.number || template.channel != self.template.channel {
            self.answers.number = usual.number;
        }
        if template.languages != self.template.languages {
            self.answers.languages = usual.languages;
        }
        (self.template, self.wrong) = (template, None);
    }

    fn picture(&mut self, palette: &'static Palette) -> &TreePicture {
        let key = (self.template.id, palette.is_dark);
        let kept = self.picture.take().filter(|(id, is_dark, _)| (*id, *is_dark) == key);
        let made = kept.unwrap_or_else(|| (key.0, key.1, TreePicture::of(self.template, palette)));
        &self.picture.insert(made).2
    }

    /// The command that makes the project; none where an answer is wrong.
    fn create(&mut self) -> Option<Command> {
        let tried = templates::instantiate(self.template, &self.answers, String::new(), &Context::default());
        self.wrong = tried.err();
        self.to_focus = self.wrong.as_ref().map(|wrong| wrong.asked);
        let answers = Box::new(self.answers.clone());
        self.wrong.is_none().then(|| FileCommand::FromTemplate(self.template.id, answers).into())
    }
}

/// Draws the dialog. Returns whether it stays open.
pub fn templates_ui(ui: &Ui, draft: &mut TemplateDraft, commands: &mut Vec<Command>) -> bool {
    let mut pressed = (false, false);
    let stays = modal(ui, "template", "New project from a template", WIDTH, ClickOutside::Ignored, |ui| {
        ui.horizontal_top(|ui| {
            let list = LIST.min(width_in(ui.ctx(), WIDTH) * NARROW_LIST);
            let height = height_in(ui.ctx(), HEIGHT, AROUND);
            ui.allocate_ui(egui::vec2(list, height), |ui| ui.vertical(|ui| list_ui(ui, draft, height)));
            ui.add_space(12.0);
            ui.vertical(|ui| {
                ScrollArea::vertical().id_salt("questions").max_height(height).show(ui, |ui| {
                    let palette = theme::of(ui);
                    picture_ui(ui, draft.picture(palette), PICTURE);
                    ui.add_space(8.0);
                    questions_ui(ui, draft);
                });
            });
        });
        pressed = buttons(ui, "Create the project", true);
    });
    if pressed.1 {
        let create = draft.create();
        let is_made = create.is_some();
        commands.extend(create);
        return !is_made;
    }
    stays && !pressed.0
}

/// Draws the templates.
fn list_ui(ui: &mut Ui, draft: &mut TemplateDraft, height: f32) {
    ui.set_width(ui.available_width());
    let find = text_input::one_line(&mut draft.typed, MAX_NAME).hint_text("Find a template");
    let find = ui.add(find.desired_width(f32::INFINITY));
    find.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find a template"));
    ui.add_space(6.0);
    let found: Vec<&'static Template> = ALL.iter().filter(|template| template.is_found_by(&draft.typed)).collect();
    if found.is_empty() {
        ui.label(theme::weak(ui, "No template has these words.", theme::SMALL));
    }
    ScrollArea::vertical().auto_shrink([false, false]).max_height(height - 36.0).show(ui, |ui| {
        for template in found {
            let note = match template.channel {
                Channel::Voice => "phone",
                Channel::Email => "email",
                Channel::Messaging => "chat",
            };
            let is_chosen = template.id == draft.template.id;
            let tile = Tile { title: template.title, note, about: template.about, is_chosen };
            if tile_ui(ui, tile).clicked() {
                draft.choose(template);
            }
        }
    });
}

/// Draws the five questions.
fn questions_ui(ui: &mut Ui, draft: &mut TemplateDraft) {
    text_ui(ui, draft, Asked::Name, "Name of the company");
    text_ui(ui, draft, Asked::Hours, "Opening hours");
    field(ui, "Language", |ui, _| {
        ui.horizontal_wrapped(|ui| {
            for languages in draft.template.languages {
                let names: Vec<_> = languages.iter().map(|code| language::words(code)).collect();
                let is_chosen = draft.answers.languages.iter().map(String::as_str).eq(languages.iter().copied());
                if ui.radio(is_chosen, names.join(", then ")).clicked() {
                    draft.answers.languages = languages.iter().map(|&code| code.to_owned()).collect();
                }
            }
        });
        wrong_ui(ui, draft, Asked::Languages);
    });
    text_ui(ui, draft, Asked::People, "People who answer");
    text_ui(ui, draft, Asked::Number, draft.template.arrives_at());
}

/// Draws a question that is answered by typing, with what is wrong below it.
fn text_ui(ui: &mut Ui, draft: &mut TemplateDraft, asked: Asked, name: &str) {
    field(ui, name, |ui, label| {
        let answers = &mut draft.answers;
        let text = match asked {
            Asked::Name => &mut answers.name,
            Asked::Hours => &mut answers.hours,
            Asked::People => &mut answers.people,
            Asked::Number | Asked::Languages => &mut answers.number,
        };
        let edit = text_input::show(ui, text, if asked == Asked::Name { MAX_NAME } else { MAX_TEXT }, 1);
        let edit = edit.labelled_by(label);
        if (asked == Asked::Name && takes_first_focus(ui)) || draft.to_focus == Some(asked) {
            edit.request_focus();
            draft.to_focus = None;
        }
        if edit.changed() && draft.wrong.as_ref().is_some_and(|wrong| wrong.asked == asked) {
            draft.wrong = None;
        }
        wrong_ui(ui, draft, asked);
    });
}

fn wrong_ui(ui: &mut Ui, draft: &TemplateDraft, asked: Asked) {
    if let Some(wrong) = draft.wrong.as_ref().filter(|wrong| wrong.asked == asked) {
        let text = egui::RichText::new(theme::for_display(&wrong.words)).size(theme::SMALL);
        ui.add(egui::Label::new(text.color(theme::of(ui).error)).wrap());
    }
}
