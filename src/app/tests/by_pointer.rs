//! The line of a clinic, built from an empty project as a supervisor does who has a pointer: by clicks, drags and typing. The clicks are counted
//! (spec: ease; the bar is 70).

use egui::{Key, Modifiers, Pos2, Rect, Vec2};

use super::by_keyboard::assert_is_the_clinic;
use super::support::Desk;
use crate::app::command::{Command, FileCommand};
use crate::app::shell::dialog::Dialog;

/// The most clicks.
const BAR: usize = 70;

/// Somebody with a pointer, whose clicks and drags are counted.
pub(super) struct Hand {
    pub desk: Desk,
    pub clicks: usize,
    pub drags: usize,
}

impl Hand {
    pub fn new() -> Self {
        // Wide enough for the whole tree at a size at which branches can be dragged.
        let mut desk = Desk::of_size(Vec2::new(2200.0, 1300.0), "");
        desk.command(Command::File(FileCommand::New));
        Self { desk, clicks: 0, drags: 0 }
    }

    #[track_caller]
    pub fn click(&mut self, name: &str) {
        self.desk.click(name);
        self.clicks += 1;
    }

    pub fn keys(&mut self, key: Key) {
        self.desk.key(Modifiers::NONE, key);
    }

    pub fn text(&mut self, text: &str) {
        self.desk.type_text(text);
    }

    /// Clicks a field and replaces its text.
    #[track_caller]
    pub fn fill(&mut self, field: &str, text: &str) {
        self.click(field);
        self.desk.ctrl(Key::A);
        self.text(text);
    }

    #[track_caller]
    pub fn pick(&mut self, field: &str, option: &str) {
        self.click(field);
        self.click(option);
    }

    /// Creates a resource in the list of a field, and types its name.
    #[track_caller]
    pub fn create(&mut self, field: &str, new: &str, name: &str) {
        self.pick(field, new);
        assert_eq!(self.desk.focused().as_deref(), Some("Name"), "{new}");
        self.text(name);
    }

    /// Closes the dialog of a resource.
    pub fn done(&mut self) {
        self.keys(Key::Escape);
        assert!(self.desk.state().session.dialog.is_none());
    }

    /// Lays the tree out and shows it whole.
    fn see_all(&mut self) {
        self.keys(Key::Escape);
        self.desk.ctrl(Key::T);
        self.desk.ctrl(Key::Num0);
    }

    #[track_caller]
    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.desk.drag(from, to);
        self.drags += 1;
    }

    fn port(&self, branch: &str, of: &str) -> Pos2 {
        self.desk.rect(&format!("Branch {branch} of {of}")).center()
    }

    fn card(&self, title: &str) -> Rect {
        let begin = format!("{title}, ");
        let name = self.desk.names().into_iter().find(|name| name.starts_with(&begin));
        self.desk.rect(&name.unwrap_or_else(|| panic!("no card {title:?}")))
    }

    /// An empty place on the canvas: the one that is farthest from all cards.
    fn empty_place(&self) -> Pos2 {
        let cards: Vec<_> = self.desk.flow().actions.values().map(|it| self.card(crate::actions::title(it))).collect();
        let canvas = self.desk.view(self.desk.shown()).canvas.viewport().rect.shrink(60.0);
        let far = |at: &Pos2| cards.iter().map(|card| card.distance_to_pos(*at)).fold(f32::MAX, f32::min);
        let steps = || (0..=20u8).map(|step| f32::from(step) / 20.0);
        let places = steps().flat_map(|x| steps().map(move |y| canvas.min + canvas.size() * Vec2::new(x, y)));
        places.max_by(|one, other| far(one).total_cmp(&far(other))).expect("places")
    }

    /// Drags a branch to an empty place, chooses a kind by typing, and types the title.
    #[track_caller]
    pub fn add(&mut self, branch: &str, of: &str, kind: &str, title: &str) {
        self.see_all();
        let (from, to) = (self.port(branch, of), self.empty_place());
        self.drag(from, to);
        assert!(matches!(self.desk.state().session.dialog, Some(Dialog::FindKind(_))), "{branch} of {of}");
        self.text(kind);
        self.keys(Key::Enter);
        if !title.is_empty() {
            self.keys(Key::Enter);
            assert_eq!(self.desk.focused().as_deref(), Some("Title"), "{title}");
            self.text(title);
        }
    }

    /// Drags branches to a card.
    #[track_caller]
    pub fn link(&mut self, links: &[(&str, &str)], to: &str) {
        self.see_all();
        for (branch, of) in links {
            let (from, to) = (self.port(branch, of), self.card(to).left_center() + Vec2::new(14.0, 0.0));
            self.drag(from, to);
        }
    }
}

const SAY: &str = "voice announcement";
const BUSY: &str = "All lines busy";

/// Types the hours of the five working days.
pub(super) fn working_week(by: &mut Hand) {
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] {
        by.fill(&format!("Hours of {day}"), "08:00-18:00");
    }
}

/// Names the project and creates a routing of a channel, with a version whose page is then shown.
pub(super) fn first_version(by: &mut Hand, project: &str, routing: &str, channel: &str) {
    by.fill("Name", project);
    by.click("New smart routing");
    by.text(routing);
    if channel != "Voice" {
        by.click(channel);
    }
    by.keys(Key::Enter);
    by.click("Create a version…");
    by.text("First version");
    by.keys(Key::Enter);
    by.desk.ctrl(Key::J);
    by.desk.ctrl(Key::B);
}

fn beginning(by: &mut Hand) {
    first_version(by, "Riverside Clinic", "Clinic phone line", "Voice");
    by.add("OK", "Start", "test a schedule", "Opening hours");
    by.create("Calendar", "New calendar…", "Clinic hours");
    working_week(by);
    by.fill("Hours of Saturday", "09:00-12:00");
    by.click("Add an exception");
    by.text("Christmas");
    by.done();
    by.click("Add a row to Exceptions with a branch");
    by.text("Christmas");
}

fn keys(by: &mut Hand, keys: &[(&str, &str)]) {
    for (key, meaning) in keys {
        by.click("Add a row to Keys in use");
        by.text(meaning);
        by.desk.key(Modifiers::SHIFT, Key::Tab);
        by.text(key);
    }
}

fn menus(by: &mut Hand) {
    by.add("Open", "Opening hours", SAY, "Language");
    by.pick("Mode", "Menu: one key chooses");
    by.fill("Text", "Welcome to Riverside Clinic. For English, press 1. Pour le franais, tapez 2.");
    keys(by, &[("1", "English"), ("2", "French")]);
    by.add("1 English", "Language", SAY, "Main menu");
    by.pick("Mode", "Menu: one key chooses");
    by.fill(
        "Text",
        "For an appointment, press 1. For a prescription, press 2. For an emergency, press 3. For the operator, press 0.",
    );
    keys(by, &[("1", "Appointment"), ("2", "Prescription"), ("3", "Emergency"), ("0", "Operator")]);
    by.link(&[("2 French", "Language"), ("No input", "Language"), ("Invalid", "Language")], "Main menu");
}

fn people(by: &mut Hand) {
    by.add("0 Operator", "Main menu", "distribution to a user", "Operator Anna");
    by.create("User", "New user…", "Paul Reception");
    by.done();
    by.create("User", "New user…", "Anna Reception");
    by.done();
    by.add("1 Appointment", "Main menu", "distribution to queue", "Appointments");
    by.create("Queue", "New queue…", "Appointments");
    by.click("Add Anna Reception");
    by.click("Add Paul Reception");
    by.done();
    by.add("Unprocessed", "Appointments", SAY, BUSY);
    by.fill("Text", "All our lines are busy. Please leave a message and we will call you back.");
    by.add("OK", BUSY, "distribution to a voice mailbox", "");
    by.create("Voice mailbox", "New voice mailbox…", "Clinic voicemail");
    by.fill(
        "Greeting",
        "You have reached the Riverside Clinic voicemail. Please leave your name and number after the tone.",
    );
    by.done();
    by.add("3 Emergency", "Main menu", "distribution to a number", "Emergency transfer");
    by.create("External number", "New external number…", "Emergency service");
    by.fill("Number", "+33155009999");
    by.done();
}

fn prescription(by: &mut Hand) {
    by.add("2 Prescription", "Main menu", SAY, "Patient number");
    by.pick("Mode", "Entry: several keys");
    by.fill("Text", "Please enter your six digit patient number, then press hash.");
    by.fill("Fewest keys", "6");
    by.fill("Most keys", "6");
    by.fill("Put the entry into", "patient.number");
    by.add("OK", "Patient number", "web service", "Patient lookup");
    by.create("Web service", "New web service…", "Patient lookup");
    by.fill("URL", "https://clinic.example/patients/{{patient.number}}");
    by.done();
    by.click("Add a row to From the answer");
    by.text("$.name");
    by.fill("From the answer, row 1, Variable", "patient.name");
    by.add("OK", "Patient lookup", "send a sms", "SMS confirmation");
    by.create("SMS template", "New SMS template…", "Prescription received");
    by.fill("Default (en)", "Riverside Clinic: your prescription request is received, {{patient.name}}.");
    by.done();
    by.add("OK", "SMS confirmation", SAY, "Thank you");
    by.fill("Text", "Thank you. We have sent you a text message. Goodbye.");
    by.add("Error", "Patient lookup", SAY, "Not found");
    by.fill("Text", "Sorry, we could not find you. We connect you to the reception.");
    by.add("Closed", "Opening hours", SAY, "We are closed");
    by.fill(
        "Text",
        "The clinic is closed. We are open Monday to Friday from 8 to 18, and on Saturday from 9 to 12. Leave a message after the tone.",
    );
}

fn links(by: &mut Hand) {
    let of = |of: &'static str, branches: &[&'static str]| branches.iter().map(|it| (*it, of)).collect::<Vec<_>>();
    let busy = [
        of("Appointments", &["Reference not found", "Overflow (any)", "Dissuasion"]),
        of("Main menu", &["No input", "Invalid"]),
        of("Emergency transfer", &["Busy", "No answer", "Invalid", "Error"]),
        of("Operator Anna", &["Busy", "No answer", "Unavailable", "Reference not found"]),
    ];
    by.link(&busy.concat(), BUSY);
    let mailbox = [of(BUSY, &["Error"]), of("We are closed", &["OK", "Error"])];
    by.link(&mailbox.concat(), "Voice mailbox");
    by.link(&of("SMS confirmation", &["Invalid number", "Reference not found", "Error"]), "Thank you");
    by.link(&of("Patient lookup", &["Timeout", "Invalid response", "Reference not found"]), "Not found");
    let queue = [of("Not found", &["OK", "Error"]), of("Patient number", &["No input", "Invalid"])];
    by.link(&queue.concat(), "Appointments");
    by.link(&of("Opening hours", &["Christmas", "Reference not found"]), "We are closed");
    // What is left ends there on purpose.
    by.desk.ctrl(Key::K);
    by.text("branches that lead nowhere");
    by.keys(Key::Enter);
    by.click("End 5 branches on purpose");
}

/// Creates a variable with fields.
pub(super) fn new_variable(by: &mut Hand, name: &str, fields: &[&str]) {
    by.desk.ctrl(Key::K);
    by.text("new variable");
    by.keys(Key::Enter);
    by.text(name);
    for (place, field) in fields.iter().enumerate() {
        if place == 0 {
            by.fill("Name of value", field);
        } else {
            by.fill("New field", field);
            by.click("Add the field");
        }
    }
}

fn rest(by: &mut Hand) {
    new_variable(by, "Patient", &["number", "name"]);
    by.desk.ctrl(Key::K);
    by.text("new entry point");
    by.keys(Key::Enter);
    by.text("Clinic main number");
    by.fill("Number", "+33155001234");
    by.pick("Smart routing", "Clinic phone line");
}

#[test]
fn a_clinic_is_built_with_few_clicks() {
    let mut by = Hand::new();
    beginning(&mut by);
    menus(&mut by);
    people(&mut by);
    prescription(&mut by);
    links(&mut by);
    rest(&mut by);
    assert_is_the_clinic(by.desk.project());
    println!("{} clicks and {} drags", by.clicks, by.drags);
    assert!(by.clicks <= BAR, "{} clicks", by.clicks);
}
