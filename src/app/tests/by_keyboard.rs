//! The line of a clinic, built from an empty project by keys alone, as somebody does who listens to a screen reader: the only thing that is read
//! is the name of what has the focus (spec: ease §2).

use std::collections::BTreeMap;
use std::path::Path;

use egui::{Event, Key, Modifiers};

use crate::actions;
use crate::model::{Action, Link, Project, Value, VersionId};

use super::support::Desk;

/// The most presses of a key until something is found.
const MOST_PRESSES: usize = 160;

/// Somebody who works by keys alone.
struct Listener {
    desk: Desk,
}

impl Listener {
    fn new() -> Self {
        Self { desk: Desk::new() }
    }

    fn key(&mut self, key: Key) {
        self.chord(Modifiers::NONE, key);
    }

    fn chord(&mut self, modifiers: Modifiers, key: Key) {
        self.desk.key(modifiers, key);
    }

    fn heard(&self) -> String {
        self.desk.focused().unwrap_or_default()
    }

    /// Presses a key until something with a name has the focus. A name that ends with a comma is only a beginning.
    #[track_caller]
    fn press_until(&mut self, modifiers: Modifiers, key: Key, name: &str) {
        let mut heard = vec![self.heard()];
        let is_it = |heard: &String| heard == name || (name.ends_with(',') && heard.starts_with(name));
        while !heard.last().is_some_and(is_it) {
            assert!(heard.len() < MOST_PRESSES, "{name:?} is not among {heard:#?}");
            let press = |pressed| Event::Key { key, pressed, modifiers, repeat: false, physical_key: None };
            self.desk.frame([Event::ModifiersChanged(modifiers), press(true)]);
            self.desk.frame([press(false), Event::ModifiersChanged(Modifiers::NONE)]);
            heard.push(self.heard());
        }
        self.desk.settle();
    }

    #[track_caller]
    fn tab_to(&mut self, name: &str) {
        self.press_until(Modifiers::NONE, Key::Tab, name);
    }

    /// Runs a command by its name.
    fn run(&mut self, words: &str) {
        self.chord(Modifiers::COMMAND, Key::K);
        self.desk.type_text(words);
        self.key(Key::Enter);
    }

    /// Creates something, and types its name.
    #[track_caller]
    fn create(&mut self, what: &str, name: &str) {
        self.run(what);
        assert_eq!(self.heard(), "Name", "{what}");
        self.desk.type_text(name);
    }

    #[track_caller]
    fn fill(&mut self, field: &str, text: &str) {
        self.tab_to(field);
        self.replace(text);
    }

    fn replace(&mut self, text: &str) {
        self.chord(Modifiers::COMMAND, Key::A);
        self.desk.type_text(text);
    }

    /// Chooses an option of a drop-down.
    #[track_caller]
    fn pick(&mut self, field: &str, option: &str) {
        self.tab_to(field);
        self.key(Key::Enter);
        self.press_until(Modifiers::NONE, Key::ArrowDown, option);
        self.key(Key::Enter);
        assert_eq!(self.heard(), field);
    }

    #[track_caller]
    fn press(&mut self, button: &str) {
        self.tab_to(button);
        self.key(Key::Enter);
    }

    /// Goes to the row of a branch in the outline, and opens the row of its action for that.
    #[track_caller]
    fn row(&mut self, branch: &str, of: &str) {
        self.chord(Modifiers::COMMAND, Key::L);
        self.key(Key::Home);
        self.desk.type_text(of);
        let heard = self.heard();
        assert!(heard.starts_with(&format!("{of},")), "{heard:?} is not {of:?}");
        self.key(Key::ArrowRight);
        self.press_until(Modifiers::NONE, Key::ArrowDown, &format!("Branch {branch} of {of},"));
    }

    /// Adds an action in a branch that leads nowhere, and goes to its form with a title.
    #[track_caller]
    fn add(&mut self, branch: &str, of: &str, (kind, full): (&str, &str), title: &str) {
        self.row(branch, of);
        self.key(Key::Enter);
        self.desk.type_text(kind);
        self.key(Key::Enter);
        let heard = self.heard();
        assert!(heard.ends_with(&format!(", {full}")), "{heard:?} is no {full:?}");
        self.key(Key::Enter);
        assert_eq!(self.heard(), "Title");
        if !title.is_empty() {
            self.desk.type_text(title);
        }
    }

    /// Chooses an item of the menu of a branch.
    #[track_caller]
    fn menu(&mut self, branch: &str, of: &str, item: &str) {
        self.row(branch, of);
        self.chord(Modifiers::SHIFT, Key::F10);
        self.press_until(Modifiers::NONE, Key::ArrowDown, item);
        self.key(Key::Enter);
    }

    #[track_caller]
    fn link(&mut self, branch: &str, of: &str, to: &str) {
        self.menu(branch, of, "Link to…");
        self.desk.type_text(to);
        self.key(Key::Enter);
    }

    #[track_caller]
    fn end(&mut self, branch: &str, of: &str) {
        self.menu(branch, of, "End here on purpose");
    }
}

const ANNOUNCEMENT: (&str, &str) = ("voice announcement", "Voice announcement");
const BUSY: &str = "All lines busy";

fn resources(by: &mut Listener) {
    by.run("new project");
    by.fill("Name", "Riverside Clinic");
    by.create("new calendar", "Clinic hours");
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] {
        by.fill(&format!("Hours of {day}"), "08:00-18:00");
    }
    by.fill("Hours of Saturday", "09:00-12:00");
    by.press("Add an exception");
    by.fill("Exception 1", "Christmas");
    by.create("new user", "Anna Reception");
    by.create("new user", "Paul Reception");
    by.create("new queue", "Appointments");
    by.press("Add Anna Reception");
    by.press("Add Paul Reception");
    by.create("new voice mailbox", "Clinic voicemail");
    by.fill(
        "Greeting",
        "You have reached the Riverside Clinic voicemail. Please leave your name and number after the tone.",
    );
    by.create("new variable", "Patient");
    by.fill("Reference", "patient");
    by.fill("Name of value", "number");
    by.fill("New field", "name");
    by.press("Add the field");
    by.create("new web service", "Patient lookup");
    by.fill("URL", "https://clinic.example/patients/{{patient.number}}");
    by.press("Add an answer");
    assert_eq!(by.heard(), "Name of answer 1");
    by.replace("Patient found");
    by.fill("Body of answer 1", "{\"name\": \"Marie Dupont\"}");
    by.create("new external number", "Emergency service");
    by.fill("Number", "+33155009999");
    by.create("new sms template", "Prescription received");
    by.fill("Default (en)", "Riverside Clinic: your prescription request is received, {{patient.name}}.");
}

fn keys(by: &mut Listener, keys: &[(&str, &str)]) {
    for (row, (key, meaning)) in keys.iter().enumerate() {
        by.press("Add a row to Keys in use");
        let cell = |name: &str| format!("Keys in use, row {}, {name}", row + 1);
        // The next free key is there already.
        assert_eq!(by.heard(), cell("Meaning"));
        by.desk.type_text(meaning);
        by.press_until(Modifiers::SHIFT, Key::Tab, &cell("Key"));
        by.desk.type_text(key);
    }
}

fn beginning(by: &mut Listener) {
    by.run("new smart routing");
    by.desk.type_text("Clinic phone line");
    by.key(Key::Enter);
    by.run("create a version");
    by.desk.type_text("First version");
    by.key(Key::Enter);
    by.add("OK", "Start", ("test a schedule", "Test a schedule"), "Opening hours");
    by.pick("Calendar", "Clinic hours");
    by.press("Add a row to Exceptions with a branch");
    assert_eq!(by.heard(), "Exceptions with a branch, row 1, Exception");
    by.desk.type_text("Christmas");
    by.add("Open", "Opening hours", ANNOUNCEMENT, "Language");
    by.pick("Mode", "Menu: one key chooses");
    by.fill("Text", "Welcome to Riverside Clinic. For English, press 1. Pour le franais, tapez 2.");
    keys(by, &[("1", "English"), ("2", "French")]);
    by.add("1 English", "Language", ANNOUNCEMENT, "Main menu");
    by.pick("Mode", "Menu: one key chooses");
    by.fill(
        "Text",
        "For an appointment, press 1. For a prescription, press 2. For an emergency, press 3. For the operator, press 0.",
    );
    keys(by, &[("1", "Appointment"), ("2", "Prescription"), ("3", "Emergency"), ("0", "Operator")]);
    for branch in ["2 French", "No input", "Invalid"] {
        by.link(branch, "Language", "Main menu");
    }
}

fn options(by: &mut Listener) {
    by.add("1 Appointment", "Main menu", ("queue", "Distribution to queue"), "Appointments");
    by.pick("Queue", "Appointments");
    by.add("Unprocessed", "Appointments", ANNOUNCEMENT, BUSY);
    by.fill("Text", "All our lines are busy. Please leave a message and we will call you back.");
    for branch in ["Reference not found", "Overflow (any)", "Dissuasion"] {
        by.link(branch, "Appointments", BUSY);
    }
    by.add("OK", BUSY, ("voice mailbox", "Distribution to a voice mailbox"), "");
    by.pick("Voice mailbox", "Clinic voicemail");
    by.link("Error", BUSY, "Voice mailbox");
    for branch in ["No message", "Reference not found", "Error"] {
        by.end(branch, "Voice mailbox");
    }
    by.add("2 Prescription", "Main menu", ANNOUNCEMENT, "Patient number");
    by.pick("Mode", "Entry: several keys");
    by.fill("Text", "Please enter your six digit patient number, then press hash.");
    by.fill("Fewest keys", "6");
    by.fill("Most keys", "6");
    by.fill("Put the entry into", "patient.number");
    by.add("3 Emergency", "Main menu", ("distribution to a number", "Distribution to a number"), "Emergency transfer");
    by.pick("External number", "Emergency service");
    by.add("0 Operator", "Main menu", ("distribution to a user", "Distribution to a user"), "Operator Anna");
    by.pick("User", "Anna Reception");
    for branch in ["No input", "Invalid"] {
        by.link(branch, "Main menu", BUSY);
    }
}

fn prescription(by: &mut Listener) {
    by.add("OK", "Patient number", ("web service", "Web service"), "Patient lookup");
    by.pick("Web service", "Patient lookup");
    by.press("Add a row to From the answer");
    assert_eq!(by.heard(), "From the answer, row 1, JSONPath");
    by.desk.type_text("$.name");
    by.fill("From the answer, row 1, Variable", "patient.name");
    by.add("OK", "Patient lookup", ("sms", "Send a SMS"), "SMS confirmation");
    by.pick("SMS template", "Prescription received");
    by.add("OK", "SMS confirmation", ANNOUNCEMENT, "Thank you");
    by.fill("Text", "Thank you. We have sent you a text message. Goodbye.");
    for branch in ["OK", "Error"] {
        by.end(branch, "Thank you");
    }
    for branch in ["Invalid number", "Reference not found", "Error"] {
        by.link(branch, "SMS confirmation", "Thank you");
    }
    by.add("Error", "Patient lookup", ANNOUNCEMENT, "Not found");
    by.fill("Text", "Sorry, we could not find you. We connect you to the reception.");
    for branch in ["OK", "Error"] {
        by.link(branch, "Not found", "Appointments");
    }
    for branch in ["Timeout", "Invalid response", "Reference not found"] {
        by.link(branch, "Patient lookup", "Not found");
    }
    for branch in ["No input", "Invalid"] {
        by.link(branch, "Patient number", "Appointments");
    }
}

fn rest(by: &mut Listener) {
    for branch in ["Busy", "No answer", "Invalid", "Error"] {
        by.link(branch, "Emergency transfer", BUSY);
    }
    for branch in ["Busy", "No answer", "Unavailable", "Reference not found"] {
        by.link(branch, "Operator Anna", BUSY);
    }
    by.add("Closed", "Opening hours", ANNOUNCEMENT, "We are closed");
    by.fill(
        "Text",
        "The clinic is closed. We are open Monday to Friday from 8 to 18, and on Saturday from 9 to 12. Leave a message after the tone.",
    );
    for branch in ["OK", "Error"] {
        by.link(branch, "We are closed", "Voice mailbox");
    }
    for branch in ["Christmas", "Reference not found"] {
        by.link(branch, "Opening hours", "We are closed");
    }
}

/// The names of what parameters and links name by ids, which are others in another project.
fn named(project: &Project) -> impl Fn(&Value) -> String {
    let items: BTreeMap<u32, String> =
        project.resources.values().map(|resource| (resource.id.0, resource.name.clone())).collect();
    move |value| match value {
        Value::Item(crate::model::ItemRef::Item(id)) => items.get(id).cloned().unwrap_or_default(),
        other => format!("{other:?}"),
    }
}

/// What each action is, does and leads to, by its title.
fn logic(
    project: &Project,
    version: VersionId,
    wanted: &BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, Vec<String>> {
    let flow = &project.versions[&version].flow;
    let words = named(project);
    let title = |action: &Action| actions::title(action).to_owned();
    let of = |action: &Action| {
        let keys = wanted.get(&title(action)).cloned().unwrap_or_default();
        let params = keys.into_iter().map(|key| {
            let value = action.params.value(&key).map(&words);
            format!("{key} = {}", value.unwrap_or_default())
        });
        let links = action.links.iter().map(|(branch, link)| match link {
            Link::To(to) => format!("{branch} > {}", title(&flow.actions[to])),
            Link::EndsHere => format!("{branch} ends"),
        });
        let logic = std::iter::once(action.kind.clone()).chain(params).chain(links).collect();
        (title(action), logic)
    };
    flow.actions.values().map(|action| of(action)).collect()
}

#[test]
fn a_clinic_is_built_without_a_pointer() {
    let mut by = Listener::new();
    resources(&mut by);
    beginning(&mut by);
    options(&mut by);
    prescription(&mut by);
    rest(&mut by);
    by.create("new entry point", "Clinic main number");
    by.fill("Number", "+33155001234");
    by.pick("Smart routing", "Clinic phone line");
    assert_is_the_clinic(by.desk.project());
}

/// Whether a project is the line of the clinic: the same actions, parameters, links and resources.
#[track_caller]
pub(super) fn assert_is_the_clinic(project: &Project) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/clinic.ron");
    let clinic = crate::storage::read(&std::fs::read(path).unwrap()).unwrap().project;
    let drawn = VersionId(2);
    let params = |action: &Action| action.params.0.keys().cloned().collect::<Vec<_>>();
    let wanted: BTreeMap<String, Vec<String>> = clinic.versions[&drawn]
        .flow
        .actions
        .values()
        .map(|action| (actions::title(action).to_owned(), params(action)))
        .collect();
    let built = project.versions.keys().next().copied().unwrap();
    assert_eq!(logic(project, built, &wanted), logic(&clinic, drawn, &wanted));
    let names = |project: &Project| {
        let resources = project.resources.values().map(|it| (it.name.clone(), it.data.kind()));
        resources.collect::<BTreeMap<_, _>>()
    };
    assert_eq!(names(project), names(&clinic));
    let errors: Vec<_> = crate::lint::check_version(project, &project.versions[&built])
        .into_iter()
        .filter(|problem| problem.severity == crate::catalog::Severity::Error)
        .map(|problem| problem.message)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let numbers = |project: &Project| project.entry_points.values().map(|it| it.address.clone()).collect::<Vec<_>>();
    assert_eq!(numbers(project), numbers(&clinic));
}
