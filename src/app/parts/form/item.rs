//! The "I know" selector: a resource or routing itself, its reference, or a variable that holds the reference.

use egui::{Id, RichText, Ui};

use crate::catalog::{Icon, ItemKind};
use crate::model::{EntryPointId, ItemRef, Project, ResourceId, ResourceKind, RoutingId, Value};

use super::cx::Editor;
use super::operand::mode_ui;
use super::outbox::{Change, Outbox, ParamChange};
use super::text::TextInput;
use super::widgets::{error_note, icon_button};
use crate::app::command::{Ask, Command, New, Tab};
use crate::app::kit::completion::Completes;
use crate::app::kit::in_place;
use crate::app::kit::name::Name;
use crate::app::kit::pick::{Choice, Pick};
use crate::app::kit::theme;

/// How the item is entered.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Item,
    Reference,
    Variable,
}

const MODES: [(Mode, &str); 3] = [(Mode::Item, "Item"), (Mode::Reference, "Reference"), (Mode::Variable, "Variable")];

/// An item of a kind, or none.
pub(super) fn item_ui(
    ui: &mut Ui,
    editor: &Editor<'_>,
    name: &Name,
    kind: ItemKind,
    out: &mut Outbox<'_>,
) -> Option<ParamChange> {
    let stored = match editor.value {
        Some(Value::Item(item)) => Some(item),
        _ => None,
    };
    let found = stored.and_then(|item| resolve(editor.cx.project, kind, item));
    let mode = match stored {
        None | Some(ItemRef::Item(_)) => Mode::Item,
        Some(ItemRef::Reference(_)) => Mode::Reference,
        Some(ItemRef::Variable(_)) => Mode::Variable,
    };
    let change = ui.horizontal(|ui| {
        if let Some(mode) = mode_ui(ui, editor.cx, name, mode, &MODES) {
            return Some(Change::at_once(in_mode(mode, found.as_ref())));
        }
        let edit = found.as_ref().map(Found::edit);
        editor.lead_focus(ui.ctx());
        // The button is at the right end, and the input fills the remaining width.
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if let Some((sign, words, command)) = edit
                && icon_button(ui, true, &sign, &words)
            {
                out.go(command);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| match stored {
                Some(ItemRef::Reference(reference)) => {
                    let input = TextInput { hint: "reference", limit: 64, ..TextInput::line("reference", name) };
                    Some(input.show(ui, editor.cx, reference)?.map(|text| Some(ItemRef::Reference(text))))
                }
                Some(ItemRef::Variable(path)) => {
                    let input = TextInput::path("variable", name, Completes::Readable);
                    Some(input.show(ui, editor.cx, path)?.map(|text| Some(ItemRef::Variable(text))))
                }
                stored => pick_ui(ui, editor, (name, kind), (stored, found.as_ref()), out),
            })
            .inner
        })
        .inner
    });
    remark_ui(ui, kind, stored, found.as_ref());
    Some(change.inner?.map(|item| item.map(Value::Item)))
}

/// What is chosen from the list.
enum Picked {
    Item(Option<ItemRef>),
    New(ResourceKind),
}

/// The object that an item refers to.
struct Found {
    id: u32,
    name: String,
    reference: String,
    tab: Tab,
}

impl Found {
    /// The button beside the list, as a sign, its words, and what it does: a routing has a page of its own, and anything else is edited in place.
    fn edit(&self) -> (String, String, Command) {
        if matches!(self.tab, Tab::Routing(_)) {
            return ("↗".to_owned(), format!("Open {}", self.name), Command::open_tab(self.tab));
        }
        let sign = Icon::NotePencil.glyph().to_string();
        (sign, format!("Edit {}", self.name), Command::ask(Ask::EditItem(self.tab)))
    }
}

fn resolve(project: &Project, kind: ItemKind, item: &ItemRef) -> Option<Found> {
    let found = kind.resolve(project, item)?;
    let tab = match kind {
        ItemKind::Resource(_) => Tab::Resource(ResourceId(found.id)),
        ItemKind::Routing => Tab::Routing(RoutingId(found.id)),
        ItemKind::EntryPoint(_) => Tab::EntryPoint(EntryPointId(found.id)),
    };
    Some(Found { id: found.id, name: found.name.to_owned(), reference: found.reference.to_owned(), tab })
}

/// The same item entered in another way, if the object is known.
fn in_mode(mode: Mode, found: Option<&Found>) -> Option<ItemRef> {
    match mode {
        Mode::Item => found.map(|found| ItemRef::Item(found.id)),
        Mode::Reference => Some(ItemRef::Reference(found.map(|found| found.reference.clone()).unwrap_or_default())),
        Mode::Variable => Some(ItemRef::Variable(String::new())),
    }
}

fn pick_ui(
    ui: &mut Ui,
    editor: &Editor<'_>,
    (name, kind): (&Name, ItemKind),
    (stored, found): (Option<&ItemRef>, Option<&Found>),
    out: &mut Outbox<'_>,
) -> Option<Change<Option<ItemRef>>> {
    // What was created for this field is chosen.
    let picker = Id::unique((editor.cx.version.id, editor.cx.action.id, editor.field.key, editor.row));
    if let Some(id) = in_place::take_created(ui.ctx(), picker) {
        return Some(Change::at_once(Some(ItemRef::Item(id.0))));
    }
    let words = kind.in_sentence();
    let current = match (stored, found) {
        (_, Some(found)) => RichText::new(theme::for_display(found.name.as_str())),
        (None, None) => theme::weak(ui, format!("Choose a {words}"), theme::BODY),
        (Some(_), None) => RichText::new("Unknown").color(theme::of(ui).error),
    };
    let width = ui.available_width();
    let pick = Pick { salt: "item", name, current, width, is_enabled: editor.is_enabled() };
    let project = editor.cx.project;
    let new = match kind {
        ItemKind::Resource(kind) => Some((Picked::New(kind), format!("{}…", New::Resource(kind).words()))),
        ItemKind::Routing | ItemKind::EntryPoint(_) => None,
    };
    let options = || {
        let none: Choice<Picked> = (Picked::Item(None), "None".to_owned(), stored.is_none());
        let is_current = |id: u32| found.is_some_and(|found| found.id == id);
        let option = |id: u32, name: &str| (Picked::Item(Some(ItemRef::Item(id))), name.to_owned(), is_current(id));
        let items: Vec<_> = match kind {
            ItemKind::Resource(kind) => project.resources_of(kind).map(|it| option(it.id.0, &it.name)).collect(),
            ItemKind::Routing => project.routings.values().map(|it| option(it.id.0, &it.name)).collect(),
            ItemKind::EntryPoint(kind) => {
                let found = project.entry_points.values().filter(|it| it.kind == kind);
                found.map(|it| option(it.id.0, &it.name)).collect()
            }
        };
        std::iter::once(none).chain(items).collect()
    };
    match pick.show_with(ui, options, new)? {
        Picked::Item(chosen) => Some(Change::at_once(chosen)),
        Picked::New(kind) => {
            out.go(Command::NewFor(kind, picker));
            None
        }
    }
}

fn remark_ui(ui: &mut Ui, kind: ItemKind, stored: Option<&ItemRef>, found: Option<&Found>) {
    let words = kind.in_sentence();
    match (stored, found) {
        (Some(ItemRef::Item(_)), None) => error_note(ui, &format!("This {words} no longer exists.")),
        (Some(ItemRef::Reference(reference)), None) if !reference.is_empty() => {
            error_note(ui, &format!("No {words} has this reference."));
        }
        (Some(ItemRef::Reference(_)), Some(found)) => super::widgets::hint(ui, &found.name),
        _ => {}
    }
}
