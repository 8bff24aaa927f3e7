//! The help: the guide and a page for each kind of action, searched and read beside the work (spec: ease §3).

use std::fmt::Write as _;
use std::sync::LazyLock;

use egui::{CollapsingHeader, Label, ScrollArea, Ui, Vec2};
use egui_commonmark::{CommonMarkCache, CommonMarkViewer};

use crate::actions::ALL;
use crate::manual::{self, Found, Page};

use crate::app::command::named::NAMED;
use crate::app::command::{Command, HelpCommand};
use crate::app::kit::name::Name;
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;

/// How a link to another page begins.
const LINK: &str = "help:";
/// The most pages that a search lists.
const MOST_FOUND: usize = 40;

/// The page of the keys, made from the commands of the window.
static KEYS: LazyLock<Page> = LazyLock::new(|| {
    let mut text = String::from(ON_THE_CANVAS);
    for named in NAMED {
        if let Some(shortcut) = named.shortcut {
            let keys = shortcut.format(&egui::ModifierNames::NAMES, false);
            let _ = writeln!(text, "- `{keys}`: {}", named.name.trim_end_matches('…'));
        }
    }
    Page::new(KEYS_ID, "Keys", text, "")
});

/// The id of the page of the keys.
pub const KEYS_ID: &str = "keys";

/// The keys that are no commands.
const ON_THE_CANVAS: &str = "## On the canvas

- `Space`: add an action
- Arrow keys: go from card to card
- `Enter`: open the form of the card
- `Shift` and an arrow key: move what is selected
- `Tab`: go to the branches of the card
- `Shift F10`: the menu of the card
- `Esc`: cancel a drag, or select nothing

## In a call

- `0` to `9`, `*` and `#`: press the key, unless a field has the text cursor
- `?`: this page

## Everywhere

";

/// The help.
#[derive(Default)]
pub struct HelpPane {
    /// The page shown; none for the list of all pages.
    page: Option<&'static Page>,
    /// The pages seen before it.
    before: Vec<Option<&'static Page>>,
    typed: String,
    cache: Option<CommonMarkCache>,
}

impl HelpPane {
    /// Shows the page with an id, if there is one.
    pub fn show(&mut self, id: &str) {
        let page = if id == KEYS_ID { Some(&*KEYS) } else { manual::page(id) };
        if page.is_some() {
            self.go(page);
        }
    }

    fn go(&mut self, page: Option<&'static Page>) {
        if self.page != page {
            self.before.push(std::mem::replace(&mut self.page, page));
        }
        self.typed.clear();
    }
}

/// Draws the help.
pub fn help_ui(ui: &mut Ui, own: &mut HelpPane, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(theme::strong("Help", theme::TITLE));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Close").on_hover_text("Hide the help (F1)").clicked() {
                commands.push(Command::Help(HelpCommand::Toggle));
            }
            if own.page.is_some() && ui.button("All pages").clicked() {
                own.go(None);
            }
            let back = ui.add_enabled(!own.before.is_empty(), egui::Button::new("Back"));
            if back.on_hover_text("Show the page before").clicked()
                && let Some(page) = own.before.pop()
            {
                own.page = page;
            }
        });
    });
    ui.add_space(4.0);
    let edit = one_line(&mut own.typed, MAX_NAME).hint_text("Search the help").desired_width(f32::INFINITY);
    Name::plain("Search the help", "").give(&ui.add(edit));
    ui.add_space(6.0);
    let chosen = if own.typed.trim().is_empty() {
        match own.page {
            Some(page) => page_ui(ui, page, own.cache.get_or_insert_with(new_cache)),
            None => list_ui(ui),
        }
    } else {
        found_ui(ui, &manual::find(&own.typed))
    };
    if let Some(page) = chosen {
        own.go(Some(page));
    }
}

/// A cache that knows the links between pages, so that the viewer reports clicks on them.
fn new_cache() -> CommonMarkCache {
    let mut cache = CommonMarkCache::default();
    for page in manual::pages() {
        cache.add_link_hook(format!("{LINK}{}", page.id));
    }
    cache
}

/// Draws a page. Returns the page that a clicked link leads to.
fn page_ui(ui: &mut Ui, page: &'static Page, cache: &mut CommonMarkCache) -> Option<&'static Page> {
    ScrollArea::vertical().id_salt(&page.id).auto_shrink([false, false]).show(ui, |ui| {
        // The scroll bar covers no text.
        ui.set_max_width(ui.available_width() - 8.0);
        ui.add(Label::new(theme::strong(&page.title, theme::TITLE)).wrap());
        ui.add_space(6.0);
        page_style(ui);
        CommonMarkViewer::new().show(ui, cache, &page.text);
    });
    let (clicked, _) = cache.link_hooks().iter().find(|(_, is_clicked)| **is_clicked)?;
    clicked.strip_prefix(LINK).and_then(manual::page)
}

/// Headings are semibold, and bold words are darker than the others: the viewer tells them apart by their colours alone.
fn page_style(ui: &mut Ui) {
    let palette = theme::of(ui);
    let heading = egui::FontId::new(theme::BODY + 1.0, theme::semibold());
    let style = ui.style_mut();
    style.text_styles.insert(egui::TextStyle::Heading, heading);
    style.spacing.interact_size.y = 18.0;
    style.spacing.item_spacing.y = 4.0;
    style.visuals.widgets.noninteractive.fg_stroke.color = palette.text.lerp_to_gamma(palette.weak, 0.6);
    style.visuals.widgets.active.fg_stroke.color = palette.text;
}

/// Draws the list of all pages. Returns the chosen one.
fn list_ui(ui: &mut Ui) -> Option<&'static Page> {
    let mut chosen = None;
    ScrollArea::vertical().id_salt("all pages").auto_shrink([false, false]).show(ui, |ui| {
        for page in manual::guide() {
            if row_ui(ui, &page.title) {
                chosen = Some(page);
            }
        }
        if row_ui(ui, &KEYS.title) {
            chosen = Some(&*KEYS);
        }
        ui.add_space(10.0);
        ui.label(theme::strong("Actions", theme::BODY));
        for group in ALL.chunk_by(|one, other| one.category == other.category) {
            let Some(first) = group.first() else { continue };
            CollapsingHeader::new(first.category.words()).show(ui, |ui| {
                for spec in group {
                    if row_ui(ui, spec.title) {
                        chosen = manual::page(spec.id);
                    }
                }
            });
        }
    });
    chosen
}

fn row_ui(ui: &mut Ui, title: &str) -> bool {
    let button = egui::Button::new(title).right_text("").frame_when_inactive(false).truncate();
    let row = ui.add_sized(Vec2::new(ui.available_width(), 26.0), button);
    Name::plain(title, "").give(&row);
    row.clicked()
}

/// Draws what a search has found. Returns the chosen page.
fn found_ui(ui: &mut Ui, found: &[Found]) -> Option<&'static Page> {
    let mut chosen = None;
    ScrollArea::vertical().id_salt("found").auto_shrink([false, false]).show(ui, |ui| {
        for Found { page, line } in found.iter().take(MOST_FOUND) {
            if row_ui(ui, &page.title) {
                chosen = Some(*page);
            }
            let line = line.replace(['*', '`'], "");
            ui.horizontal(|ui| {
                ui.add_space(8.0);
                ui.add(Label::new(theme::weak(ui, line, theme::SMALL)).truncate());
            });
        }
        if found.is_empty() {
            ui.label(theme::weak(ui, "No page has these words.", theme::SMALL));
        }
    });
    chosen
}
