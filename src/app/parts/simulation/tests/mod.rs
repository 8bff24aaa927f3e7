//! Tests of the panes through the names of their widgets. With the feature `pictures` they also write pictures into the folder named by
//! `PICTURES`.

mod written;

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::catalog::sample;
use crate::edit::Edit;
use crate::model::entry_point::ReachedStatus;
use crate::model::{
    Action, ActionId, Caller, CallerId, EntryPoint, EntryPointId, Flow, Link, Params, Place, Routing, RoutingId, Row,
    RowId, Value, Version, VersionInfo, World, WorldId,
};

use crate::app::command::PageCommand;
use crate::app::parts::problems::problems_ui;
use crate::app::parts::simulation::*;
use crate::app::services::problems::Problems;

pub(super) const VERSION: VersionId = VersionId(41);

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn texts(text: &str) -> Value {
    Value::Texts([(String::new(), text.to_owned())].into())
}

fn announcement(id: u32, title: &str, params: &[(&str, Value)], links: &[(&str, Link)]) -> Arc<Action> {
    let mut action = Action::new(ActionId(id), "voice_announcement");
    title.clone_into(&mut action.title);
    action.params = Params(params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect());
    action.links = links.iter().map(|(key, link)| ((*key).to_owned(), *link)).collect();
    Arc::new(action)
}

fn key(id: u32, key: &str, label: &str) -> Row {
    let cells = [("key".to_owned(), text(key)), ("label".to_owned(), text(label))];
    Row { id: RowId(id), cells: Params(cells.into()) }
}

fn main_menu() -> Arc<Action> {
    let words = "For a claim, press 1. For your contract, press 2. For the claims service, press 5.";
    let keys = vec![key(1, "1", "Claim"), key(2, "2", "Contract"), key(5, "5", "Claims service")];
    let params = [
        ("mode", text("menu")),
        ("text", texts(words)),
        ("keys", Value::Rows(keys)),
        ("invalid_text", texts("That key is not in use.")),
    ];
    let menu = announcement(3, "Main menu", &params, &[("row:1", Link::To(ActionId(4))), ("row:2", Link::EndsHere)]);
    Arc::new(Action { record_passage: true, ..(*menu).clone() })
}

fn project() -> Arc<Project> {
    let mut project = sample::project();
    let routing = RoutingId(40);
    let mut flow = Flow::blank(ActionId(1));
    let mut start = Action::new(ActionId(1), "start");
    start.links.insert("ok".to_owned(), Link::To(ActionId(2)));
    let entry = [
        ("mode", text("entry")),
        ("text", texts("Please enter your claim number, then press #.")),
        ("target", text("customer.number")),
    ];
    let to_menu = [("ok", Link::To(ActionId(3))), ("error", Link::EndsHere)];
    for action in [
        Arc::new(start),
        announcement(2, "Welcome", &[("text", texts("Welcome to Northwind."))], &to_menu),
        main_menu(),
        announcement(4, "Claim number", &entry, &[("ok", Link::To(ActionId(3))), ("no_input", Link::EndsHere)]),
    ] {
        flow.actions.insert(action.id, action);
    }
    let info = VersionInfo { routing, name: "Monday menu".to_owned(), ..VersionInfo::default() };
    project.versions.insert(VERSION, Arc::new(Version { id: VERSION, info, flow }));
    let reference = "claims".to_owned();
    let last_action = ActionId(4);
    let claims = Routing { id: routing, name: "Claims line".to_owned(), reference, last_action, ..Routing::default() };
    project.routings.insert(routing, Arc::new(claims));
    let entry_point = EntryPoint {
        id: EntryPointId(42),
        name: "Claims number".to_owned(),
        reference: "claims_number".to_owned(),
        address: "+33155001099".to_owned(),
        assigned: Some((routing, ReachedStatus::InProduction)),
        ..EntryPoint::default()
    };
    project.entry_points.insert(entry_point.id, Arc::new(entry_point));
    let stage = sample::stage();
    let camille = Caller { name: "Camille, first-time caller".to_owned(), ..stage.caller };
    project.worlds.insert(stage.world.id, Arc::new(World { ..stage.world }));
    project.callers.insert(camille.id, Arc::new(camille));
    Arc::new(project)
}

/// The panes of a project, and the commands they sent.
pub(super) struct Desk {
    pub project: Arc<Project>,
    pub simulation: Simulation,
    problems: Problems,
    version_shown: Option<VersionId>,
    pub is_at_right: bool,
    shows_problems: bool,
    sent: Vec<Command>,
}

impl Desk {
    fn new() -> Self {
        Self::over(project())
    }

    pub fn over(project: Arc<Project>) -> Self {
        let mut problems = Problems::default();
        problems.check_now(&project, 1);
        let mut simulation = Simulation::default();
        (simulation.caller, simulation.world) = (Some(CallerId(30)), Some(WorldId(31)));
        let (version_shown, sent) = (Some(VERSION), Vec::new());
        Self { project, simulation, problems, version_shown, is_at_right: false, shows_problems: false, sent }
    }

    pub fn act(&mut self, command: SimCommand) {
        self.simulation.act(command, &self.project).unwrap();
    }

    fn called() -> Self {
        let mut desk = Self::new();
        desk.act(SimCommand::Start(VERSION));
        desk
    }

    fn ui(&mut self, ui: &mut Ui) {
        let mut commands = Vec::new();
        let frame = Frame::new().fill(theme::of(ui).panel);
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            if self.shows_problems {
                problems_ui(ui, &self.problems, &self.project, self.version_shown, &mut commands);
            } else {
                let (project, shown) = (self.project.clone(), self.version_shown);
                simulation_ui(ui, &mut self.simulation, &project, shown, self.is_at_right, &mut commands);
            }
        });
        for command in commands {
            if let Command::Sim(command) = &command {
                self.simulation.act(command.clone(), &self.project).unwrap();
            }
            self.sent.push(command);
        }
    }

    pub fn harness(self) -> Harness<'static, Self> {
        let size = if self.is_at_right { Vec2::new(360.0, 900.0) } else { Vec2::new(1400.0, 240.0) };
        Harness::builder()
            .with_size(size)
            .with_context_setup(theme::install)
            .build_ui_state(|ui, desk: &mut Self| desk.ui(ui), self)
    }
}

pub(super) fn click(harness: &mut Harness<'_, Desk>, name: &str) {
    harness.get_by_label(name).click();
    harness.run_steps(4);
}

/// Opens a drop-down list.
fn open(harness: &mut Harness<'_, Desk>, name: &str) {
    harness.get_by_role_and_label(Role::ComboBox, name).click();
    harness.run_steps(4);
}

pub(super) fn sent(harness: &mut Harness<'_, Desk>) -> Vec<Command> {
    std::mem::take(&mut harness.state_mut().sent)
}

pub(super) fn answer(words: &str) -> Command {
    Command::Sim(SimCommand::Answer(words.to_owned()))
}

#[test]
fn a_call_from_the_first_button_to_the_end() {
    let mut harness = Desk::new().harness();
    assert!(harness.query_by_label_contains("Camille, first-time caller calls Claims number (+33155001099)").is_some());
    click(&mut harness, "Start a call");
    assert_eq!(sent(&mut harness), [Command::Sim(SimCommand::Start(VERSION))]);
    harness.get_by_label("Main menu waits for a key");
    harness.get_by_label("try 1 of 3");
    harness.get_by_label("Heard: Welcome to Northwind.");
    assert!(harness.get_by_label("Step").accesskit_node().is_disabled());
    click(&mut harness, "Stay silent");
    harness.get_by_label("stays silent");
    harness.get_by_label("try 2 of 3");
    click(&mut harness, "1 Claim");
    assert_eq!(sent(&mut harness), [answer("silence"), answer("press 1")]);
    harness.get_by_label("Claim number waits for keys");
    click(&mut harness, "Hang up");
    harness.get_by_label("Abandoned");
    harness.get_by_label("Outcome: Abandoned. The customer left.");
    assert!(harness.get_by_label("To the end").accesskit_node().is_disabled());
    click(&mut harness, "Back");
    harness.get_by_label("Claim number waits for keys");
    click(&mut harness, "Hang up");
    click(&mut harness, "Restart");
    harness.get_by_label("Next: Start");
    assert!(harness.get_by_label("Back").accesskit_node().is_disabled());
    click(&mut harness, "Step");
    harness.get_by_label("Next: Welcome");
    click(&mut harness, "Step");
    harness.get_by_label("Welcome is playing");
    click(&mut harness, "Let it play");
    harness.get_by_label("Main menu waits for a key");
    click(&mut harness, "Stop");
    harness.get_by_label("Start a call");
}

#[test]
fn keys_are_typed_and_change_a_variable() {
    let mut desk = Desk::called();
    desk.act(SimCommand::Answer("press 1".to_owned()));
    let mut harness = desk.harness();
    assert!(harness.get_by_label("Press keys").accesskit_node().is_disabled());
    harness.get_by_label("Press keys: keys").focus();
    harness.run_steps(2);
    harness.get_by_label("Press keys: keys").type_text("123#");
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    assert_eq!(sent(&mut harness), [answer("press 123#")]);
    // Once in the conversation, and once as a changed variable.
    assert_eq!(harness.query_all_by_label("customer.number: not set → 123").count(), 2);
    click(&mut harness, "Stay silent");
    harness.get_by_label("customer.number: 123");
    sent(&mut harness);
    click(&mut harness, "Events 1");
    click(&mut harness, "0:05 Main menu → 1 Claim");
    let menu = ActionRef { version: VERSION, action: ActionId(3) };
    assert_eq!(sent(&mut harness).last(), Some(&Command::Page(PageCommand::Reveal(menu))));
    click(&mut harness, "Ledger 0");
    harness.get_by_label("Nothing was sent to an external system yet.");
    click(&mut harness, "Claim number → OK");
    let entry = ActionRef { version: VERSION, action: ActionId(4) };
    assert_eq!(sent(&mut harness), [Command::Page(PageCommand::Reveal(entry))]);
}

#[test]
fn an_edit_offers_to_start_again() {
    let mut desk = Desk::called();
    desk.act(SimCommand::Answer("silence".to_owned()));
    let mut project = (*desk.project).clone();
    let mut version = (*project.versions[&VERSION]).clone();
    version.flow.actions.remove(&ActionId(4));
    project.versions.insert(VERSION, Arc::new(version));
    desk.project = Arc::new(project);
    let mut harness = desk.harness();
    click(&mut harness, "Again with the same answers");
    assert_eq!(sent(&mut harness), [Command::Sim(SimCommand::Replay)]);
    assert!(harness.query_by_label("Again with the same answers").is_none());
    harness.get_by_label("try 2 of 3");
}

#[test]
fn another_caller_and_another_version() {
    let mut desk = Desk::called();
    desk.version_shown = Some(VersionId(21));
    let mut harness = desk.harness();
    click(&mut harness, "Restart with…");
    open(&mut harness, "Who calls");
    click(&mut harness, "Unknown caller");
    let chosen = [SimCommand::Choose(true), SimCommand::SetCaller(None)].map(Command::Sim);
    assert_eq!(sent(&mut harness), chosen);
    // The version of the run restarts, not the version shown.
    harness.get_by_label_contains("goes through version “Monday menu”");
    click(&mut harness, "Start a call");
    assert_eq!(sent(&mut harness), [Command::Sim(SimCommand::Start(VERSION))]);
    click(&mut harness, "Try the version shown");
    assert_eq!(sent(&mut harness), [Command::Sim(SimCommand::Start(VersionId(21)))]);
    harness.get_by_label("Goodbye");
}

#[test]
fn a_call_arrives_at_the_chosen_entry_point() {
    let mut desk = Desk::new();
    let mut project = (*desk.project).clone();
    let mut second = (*project.entry_points[&EntryPointId(42)]).clone();
    (second.id, second.name, second.address) = (EntryPointId(43), "Second".to_owned(), "+33155001098".to_owned());
    project.entry_points.insert(second.id, Arc::new(second));
    desk.project = Arc::new(project);
    let mut harness = desk.harness();
    harness.get_by_label_contains("calls Claims number (+33155001099)");
    let entry_point = |harness: &Harness<'_, Desk>| {
        let run = harness.state().simulation.run().unwrap();
        run.scene.entry_point.as_ref().map(|it| it.id)
    };
    for (choice, id) in [
        ("Second, +33155001098", Some(EntryPointId(43))),
        ("None", None),
        ("Claims number (first that leads here)", Some(EntryPointId(42))),
    ] {
        open(&mut harness, "Arrives at");
        click(&mut harness, choice);
        click(&mut harness, "Start a call");
        assert_eq!(entry_point(&harness), id, "{choice}");
        click(&mut harness, "Stop");
    }
}

#[test]
fn a_call_needs_a_version() {
    let mut desk = Desk::new();
    desk.version_shown = None;
    let harness = desk.harness();
    assert!(harness.get_by_label("Start a call").accesskit_node().is_disabled());
    harness.get_by_label("Open a version, then try it here.");
}

/// The cost of a long call depends on what is visible: the number of widgets does not grow with the lines.
#[test]
fn a_long_call_shows_its_end() {
    let mut desk = Desk::called();
    for _ in 0..100 {
        for answer in ["press 9", "press 1", "press 12#"] {
            desk.act(SimCommand::Answer(answer.to_owned()));
        }
    }
    let beats = desk.simulation.run().unwrap().beats().len();
    let mut harness = desk.harness();
    harness.run_steps(3);
    let heard = harness.query_all_by_label_contains("Heard: ").count();
    assert!((1..12).contains(&heard), "{heard} of {beats} lines");
    assert!(beats > 800, "{beats}");
}

#[test]
fn all_controls_are_visible_when_docked_at_the_right() {
    let mut desk = Desk::called();
    desk.is_at_right = true;
    let mut harness = desk.harness();
    harness.run_steps(3);
    for name in ["1 Claim", "Hang up", "Step", "To the end", "Variables", "Restart with…"] {
        let rect = harness.get_by_label(name).rect();
        assert!(rect.left() >= 0.0 && rect.right() <= 360.0 && rect.bottom() <= 900.0, "{name}: {rect:?}");
    }
}

#[test]
fn every_button_and_field_has_a_name() {
    for shows_problems in [false, true] {
        let mut desk = Desk::called();
        desk.shows_problems = shows_problems;
        let mut harness = desk.harness();
        harness.run_steps(3);
        let is_nameless = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            egui::accessibility::is_input(node.role()) && node.label().is_none_or(|label| label.trim().is_empty())
        };
        let nameless = harness.query_all_by(is_nameless).count();
        assert_eq!(nameless, 0);
    }
}

#[test]
fn problems_are_filtered_shown_and_fixed() {
    let mut desk = Desk::new();
    desk.shows_problems = true;
    let found = desk.problems.all().clone();
    let mine = found.iter().filter(|problem| problem.version() == Some(VERSION)).count();
    assert!(mine >= 3, "{found:?}");
    let mut harness = desk.harness();
    let rows = |harness: &Harness<'_, Desk>| harness.query_all_by_label_contains("claims / Monday menu").count();
    assert_eq!(rows(&harness), mine);
    let (fix, edits) = found.iter().find_map(|problem| problem.fix.clone()).unwrap();
    let first = harness.query_all_by_label(fix).next().unwrap();
    first.click();
    harness.run_steps(4);
    assert!(matches!(&edits[0], Edit::SetLink { .. }));
    assert_eq!(sent(&mut harness), [Command::edit(edits[0].clone())]);
    let menu = Place::Action(ActionRef { version: VERSION, action: ActionId(3) });
    harness.query_all_by_label_contains("Main menu").next().unwrap().click();
    harness.run_steps(4);
    assert_eq!(sent(&mut harness), [Command::Page(PageCommand::RevealPlace(menu))]);
    harness.query_all_by_label_contains("warning: \"Claim number\"").next().unwrap().focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    let entry = Place::Action(ActionRef { version: VERSION, action: ActionId(4) });
    assert_eq!(sent(&mut harness), [Command::Page(PageCommand::RevealPlace(entry))]);
    let warnings = found.iter().filter(|problem| problem.severity == crate::catalog::Severity::Warning).count();
    click(&mut harness, "This version only");
    assert!(warnings >= 1);
    let plural = if warnings == 1 { "" } else { "s" };
    click(&mut harness, &format!("{warnings} warning{plural}"));
    assert_eq!(harness.query_all_by_label_contains("warning: ").count(), 0);
}

#[test]
fn a_project_without_problems_shows_a_message() {
    let mut desk = Desk::new();
    desk.shows_problems = true;
    desk.version_shown = None;
    desk.problems.check_now(&Project::default(), 2);
    let harness = desk.harness();
    harness.get_by_label("No problems found.");
}

#[cfg(feature = "pictures")]
pub(super) mod pictures {
    use super::*;

    pub fn shoot(desk: Desk, size: Vec2, theme: egui::Theme, name: &str) {
        let folder = std::env::var_os("PICTURES")
            .map(std::path::PathBuf::from)
            .expect("PICTURES names the folder to draw into")
            .join("panes");
        std::fs::create_dir_all(&folder).unwrap();
        let mut harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_context_setup(super::theme::install)
            .wgpu()
            .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
        harness.run_steps(6);
        let tone = if theme == egui::Theme::Dark { "dark" } else { "light" };
        harness.render().unwrap().save(folder.join(format!("{name}_{tone}.png"))).unwrap();
    }

    fn asked() -> Desk {
        let mut desk = Desk::called();
        desk.act(SimCommand::Answer("press 9".to_owned()));
        desk
    }

    fn changed() -> Desk {
        let mut desk = Desk::called();
        desk.act(SimCommand::Answer("press 1".to_owned()));
        desk.act(SimCommand::Answer("press 123#".to_owned()));
        desk.act(SimCommand::Back);
        let mut project = (*desk.project).clone();
        project.versions.remove(&VERSION);
        desk.project = Arc::new(project);
        desk
    }

    fn over() -> Desk {
        let mut desk = asked();
        desk.act(SimCommand::Answer("hang up".to_owned()));
        desk.simulation.side = crate::app::services::simulation::Side::Events;
        desk
    }

    fn playing() -> Desk {
        let mut desk = Desk::called();
        desk.act(SimCommand::Restart);
        desk.act(SimCommand::Step);
        desk.act(SimCommand::Step);
        desk.version_shown = Some(VersionId(21));
        desk
    }

    fn passed() -> Desk {
        let mut desk = Desk::called();
        for answer in ["press 1", "press 77#", "press 2"] {
            desk.act(SimCommand::Answer(answer.to_owned()));
        }
        desk.simulation.side = crate::app::services::simulation::Side::Events;
        desk
    }

    fn listed(version_shown: Option<VersionId>) -> Desk {
        Desk { shows_problems: true, version_shown, ..Desk::new() }
    }

    #[test]
    #[ignore = "draws pictures to look at"]
    fn still_lifes() {
        let (bottom, right) = (Vec2::new(1400.0, 240.0), Vec2::new(360.0, 900.0));
        for theme in [egui::Theme::Dark, egui::Theme::Light] {
            shoot(Desk::new(), bottom, theme, "start");
            shoot(asked(), bottom, theme, "asked");
            shoot(asked(), Vec2::new(960.0, 240.0), theme, "narrow");
            shoot(changed(), bottom, theme, "changed");
            shoot(playing(), bottom, theme, "playing");
            shoot(passed(), bottom, theme, "passed");
            shoot(over(), bottom, theme, "over");
            shoot(listed(Some(VERSION)), bottom, theme, "problems");
            shoot(Desk { is_at_right: true, ..Desk::new() }, right, theme, "right_start");
            shoot(Desk { is_at_right: true, ..asked() }, right, theme, "right_asked");
            shoot(Desk { is_at_right: true, ..changed() }, right, theme, "right_changed");
            shoot(Desk { is_at_right: true, ..over() }, right, theme, "right_over");
        }
    }
}
