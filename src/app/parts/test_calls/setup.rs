//! Who calls, in which world, where and when: a saved caller or world, or one that only this test call has (spec: testing §1).

use egui::{DragValue, Ui};

use crate::model::{Arrival, Caller, Named, TestCall, TestCaller, TestWorld, World};

use super::Editing;
use super::shown::Detail;
use crate::app::command::{Command, Tab};
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Name, choice};
use crate::app::parts::pages::widgets::row;
use crate::app::parts::pages::{caller, world};

/// The largest seed in the drag field.
const MAX_SEED: u64 = 999_999;
/// The width of a choice.
const CHOICE: f32 = 240.0;

/// Draws the fields.
pub(super) fn setup_ui(
    ui: &mut Ui,
    it: &Detail<'_>,
    (changes, copy): (&mut Changes, &mut TestCall),
    own: &mut Option<Editing>,
    commands: &mut Vec<Command>,
) {
    caller_ui(ui, it, (changes, copy), own, commands);
    world_ui(ui, it, (changes, copy), own, commands);
    row(ui, "Arrives at", |ui, label| {
        let entry_points = it.project().entry_points.values();
        let mut options = vec![(Arrival::First, "The first entry point that leads to the version".to_owned())];
        options.extend(entry_points.map(|found| {
            (
                Arrival::At(Named { id: found.id, name: found.name.clone() }),
                format!("{}, {}", found.name, found.address),
            )
        }));
        options.push((Arrival::Nowhere, "No entry point".to_owned()));
        if let Arrival::At(named) = &mut copy.arrival {
            named.remember(it.project());
        }
        with_current(&mut options, &copy.arrival, |arrival| match arrival {
            Arrival::At(named) => named.words(it.project()),
            Arrival::First | Arrival::Nowhere => String::new(),
        });
        choice(ui, changes, Name::Label(label), CHOICE, &mut copy.arrival, &options);
    });
    row(ui, "Starts", |ui, _| world::start_ui(ui, changes, &mut copy.start, it.project()));
    row(ui, "Random number", |ui, _| {
        let mut seed = copy.seed;
        let drag = DragValue::new(&mut seed).speed(0.1).range(0..=MAX_SEED).update_while_editing(false);
        let drag = ui.add(drag.clamp_existing_to_range(false)).accessible_name("Random number of the test call");
        let drag = drag.on_hover_text("Where chance decides, the same number gives the same call.");
        if drag.changed() && seed != copy.seed {
            copy.seed = seed;
            changes.typed(drag.id.value());
        }
    });
}

/// Adds the current value to the options where it is none of them, such as a deleted object.
fn with_current<T: PartialEq + Clone>(options: &mut Vec<(T, String)>, current: &T, words: impl Fn(&T) -> String) {
    if !options.iter().any(|(option, _)| option == current) {
        options.push((current.clone(), words(current)));
    }
}

/// Whose a caller or a world is.
#[derive(Clone, Copy)]
enum Of {
    /// An object of the project with a page.
    Saved(Tab),
    /// Only of this test call.
    TestCall,
    /// None is chosen, or the object is deleted.
    Nobody,
}

/// What was pressed beside a caller or a world.
enum Pressed {
    /// Change the one that only this test call has.
    Change,
    /// Give the test call one of its own.
    Copy,
}

/// Draws the buttons beside a caller or a world, which `what` names: its page, and changing or copying it.
fn buttons_ui(ui: &mut Ui, what: &str, of: Of, commands: &mut Vec<Command>) -> Option<Pressed> {
    if matches!(of, Of::TestCall) {
        return ui.button(format!("Change the {what}")).clicked().then_some(Pressed::Change);
    }
    if let Of::Saved(tab) = of
        && ui.button(format!("Open the {what}")).clicked()
    {
        commands.push(Command::open_tab(tab));
    }
    let copy =
        ui.button(format!("Copy the {what}")).on_hover_text(format!("Gives this test call a {what} of its own."));
    copy.clicked().then_some(Pressed::Copy)
}

fn caller_ui(
    ui: &mut Ui,
    it: &Detail<'_>,
    (changes, copy): (&mut Changes, &mut TestCall),
    own: &mut Option<Editing>,
    commands: &mut Vec<Command>,
) {
    let project = it.project();
    row(ui, "Who calls", |ui, label| {
        let mut options = vec![(TestCaller::Unknown, "Unknown caller".to_owned())];
        let saved = project.callers.values();
        options.extend(saved.map(|found| (TestCaller::Saved(Named::of(found.id, project)), found.name.clone())));
        if let TestCaller::Saved(named) = &mut copy.caller {
            named.remember(project);
        }
        with_current(&mut options, &copy.caller, |caller| match caller {
            TestCaller::Own(caller) => format!("Only here: {}", caller.name),
            TestCaller::Saved(named) => named.words(project),
            TestCaller::Unknown => String::new(),
        });
        ui.horizontal_wrapped(|ui| {
            choice(ui, changes, Name::Label(label), CHOICE, &mut copy.caller, &options);
            let of = match &copy.caller {
                TestCaller::Saved(named) if project.callers.contains_key(&named.id) => Of::Saved(Tab::Caller(named.id)),
                TestCaller::Own(_) => Of::TestCall,
                TestCaller::Saved(_) | TestCaller::Unknown => Of::Nobody,
            };
            match buttons_ui(ui, "caller", of, commands) {
                None => return,
                Some(Pressed::Change) => {}
                Some(Pressed::Copy) => {
                    copy.caller = TestCaller::Own(Box::new(own_caller(it, &copy.caller)));
                    changes.step();
                }
            }
            *own = Some(Editing::Caller);
        });
    });
}

fn own_caller(it: &Detail<'_>, caller: &TestCaller) -> Caller {
    let saved = match caller {
        TestCaller::Saved(named) => it.project().callers.get(&named.id).map(|found| (**found).clone()),
        TestCaller::Unknown | TestCaller::Own(_) => None,
    };
    let fresh = || Caller { name: "Caller of this test call".to_owned(), ..Caller::default() };
    Caller { id: crate::model::CallerId(0), ..saved.unwrap_or_else(fresh) }
}

fn world_ui(
    ui: &mut Ui,
    it: &Detail<'_>,
    (changes, copy): (&mut Changes, &mut TestCall),
    own: &mut Option<Editing>,
    commands: &mut Vec<Command>,
) {
    let project = it.project();
    row(ui, "World", |ui, label| {
        let mut options = vec![(TestWorld::Usual, "All is well".to_owned())];
        let saved = project.worlds.values();
        options.extend(saved.map(|found| (TestWorld::Saved(Named::of(found.id, project)), found.name.clone())));
        if let TestWorld::Saved(named) = &mut copy.world {
            named.remember(project);
        }
        with_current(&mut options, &copy.world, |world| match world {
            TestWorld::Own(world) => format!("Only here: {}", world.name),
            TestWorld::Saved(named) => named.words(project),
            TestWorld::Usual => String::new(),
        });
        ui.horizontal_wrapped(|ui| {
            choice(ui, changes, Name::Label(label), CHOICE, &mut copy.world, &options);
            let of = match &copy.world {
                TestWorld::Saved(named) if project.worlds.contains_key(&named.id) => Of::Saved(Tab::World(named.id)),
                TestWorld::Own(_) => Of::TestCall,
                TestWorld::Saved(_) | TestWorld::Usual => Of::Nobody,
            };
            match buttons_ui(ui, "world", of, commands) {
                None => return,
                Some(Pressed::Change) => {}
                Some(Pressed::Copy) => {
                    copy.world = TestWorld::Own(Box::new(own_world(it, &copy.world)));
                    changes.step();
                }
            }
            *own = Some(Editing::World);
        });
    });
}

fn own_world(it: &Detail<'_>, world: &TestWorld) -> World {
    let saved = match world {
        TestWorld::Saved(named) => it.project().worlds.get(&named.id).map(|found| (**found).clone()),
        TestWorld::Usual | TestWorld::Own(_) => None,
    };
    let fresh = || World { name: "World of this test call".to_owned(), ..World::default() };
    World { id: crate::model::WorldId(0), ..saved.unwrap_or_else(fresh) }
}

/// Draws the inputs of the caller or the world that only this test call has. Whether there is one.
pub(super) fn own_ui(ui: &mut Ui, it: &Detail<'_>, changes: &mut Changes, copy: &mut TestCall, own: Editing) -> bool {
    match (own, &mut copy.caller, &mut copy.world) {
        (Editing::Caller, TestCaller::Own(caller), _) => caller::cards_ui(ui, changes, caller, it.project()),
        (Editing::World, _, TestWorld::Own(world)) => world::cards_ui(ui, changes, world, it.project()),
        _ => return false,
    }
    true
}
