//! Searching: every command and every object by name (`Ctrl K`), and texts of actions and resources (`Ctrl F`).

use egui::{Key, Modifiers};

use crate::edit::Edit;
use crate::model::{ActionRef, ItemRef, Operand, ResourceId, RoutingId, Status, Value, VersionId};

use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{Command, FileCommand, PageCommand, Tab};
use crate::app::parts::find::find;
use crate::app::shell::dialog::Dialog;

/// The rows of the open box.
fn rows(desk: &Desk) -> Vec<String> {
    let names = desk.names();
    let box_at =
        names.iter().rposition(|name| name.starts_with("Run a command, or") || name.starts_with("Find actions"));
    names[box_at.expect("a box is open") + 1..].to_vec()
}

fn ctrl_k(desk: &mut Desk, text: &str) -> Vec<String> {
    desk.ctrl(Key::K);
    desk.type_text(text);
    rows(desk)
}

fn escape(desk: &mut Desk) {
    desk.key(Modifiers::NONE, Key::Escape);
}

#[test]
fn ctrl_k_runs_only_the_allowed_acts_of_the_version_shown() {
    let mut desk = Desk::on_small();
    let place = format!("{} · {}", desk.version(VERSION).info.name, desk.project().routing_of(VERSION).unwrap().name);
    let rows = ctrl_k(&mut desk, "test");
    assert!(rows.contains(&format!("Remove from test, {place}")) && !rows.contains(&format!("Put in test, {place}")));
    desk.click(&format!("Remove from test, {place}"));
    assert!(!desk.version(VERSION).info.in_test);
    assert_eq!(ctrl_k(&mut desk, "put in test")[0], format!("Put in test, {place}"));
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(desk.version(VERSION).info.in_test);
    let count = desk.project().versions.len();
    ctrl_k(&mut desk, "duplicate the version");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.project().versions.len(), count + 1);
    for (name, is_asked) in
        [("put in production", true), ("schedule", true), ("delete the version", true), ("create a version", true)]
    {
        ctrl_k(&mut desk, name);
        desk.key(Modifiers::NONE, Key::Enter);
        assert_eq!(desk.state().session.dialog.is_some(), is_asked, "{name}");
        assert!(!matches!(desk.state().session.dialog, Some(Dialog::FindCommand(_))), "{name}");
        escape(&mut desk);
    }
    // A version in production allows other acts.
    let live = desk.project().versions.values().find(|it| it.info.status == Status::InProduction).unwrap().id;
    desk.command(Command::Page(PageCommand::Open(Tab::Version(live))));
    let all = ctrl_k(&mut desk, "the version").join("\n");
    assert!(all.contains("Duplicate the version") && !all.contains("Delete the version"), "{all}");
    escape(&mut desk);
    // Without a version there are no such rows.
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    let all = ctrl_k(&mut desk, "").join("\n");
    assert!(!all.contains("Put in test") && !all.contains("Select all"), "{all}");
}

#[test]
fn on_the_page_of_a_routing_each_version_has_its_own() {
    let mut desk = Desk::on(small());
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(RoutingId(7)))));
    let all = ctrl_k(&mut desk, "duplicate the version");
    let versions = desk.project().versions_of(RoutingId(7)).count();
    assert!(versions > 1);
    assert_eq!(all.len(), versions, "{all:?}");
    escape(&mut desk);
    ctrl_k(&mut desk, "settings of the");
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Routing(_))));
}

#[test]
fn ctrl_k_creates_and_opens_by_name() {
    let mut desk = Desk::on_small();
    let queues = |desk: &Desk| desk.project().resources_of(crate::model::ResourceKind::Queue).count();
    let before = queues(&desk);
    ctrl_k(&mut desk, "new queue");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(queues(&desk), before + 1);
    let project = desk.project().clone();
    let (routing, resource) = (project.routings.values().next().unwrap(), project.resources.values().next().unwrap());
    let (entry_point, caller) =
        (project.entry_points.values().next().unwrap(), project.callers.values().next().unwrap());
    let world = project.worlds.values().next().unwrap();
    let version = &project.versions[&VERSION];
    for (name, tab) in [
        (&routing.name, Tab::Routing(routing.id)),
        (&resource.name, Tab::Resource(resource.id)),
        (&entry_point.name, Tab::EntryPoint(entry_point.id)),
        (&caller.name, Tab::Caller(caller.id)),
        (&world.name, Tab::World(world.id)),
        (&version.info.name, Tab::Version(VERSION)),
    ] {
        desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
        let found = ctrl_k(&mut desk, name);
        let row =
            found.iter().find(|row| row.starts_with(name.as_str())).unwrap_or_else(|| panic!("{name}: {found:?}"));
        assert!(row.len() > name.len() + 2, "its kind is said: {row}");
        desk.click(&row.clone());
        assert_eq!(desk.state().session.tab, tab, "{name}");
    }
}

#[test]
fn matches_in_names_come_before_details_and_commands_before_objects() {
    let mut desk = Desk::on_small();
    let mut caller = (**desk.project().callers.values().next().unwrap()).clone();
    caller.name = "Themes and more".to_owned();
    desk.command(Command::edit(Edit::StoreCaller { caller: Box::new(caller) }));
    let found = ctrl_k(&mut desk, "theme");
    assert_eq!(found[..4], ["Theme of the system", "Dark theme", "Light theme", "Themes and more, Caller"]);
    escape(&mut desk);
    let routing = desk.project().routing_of(VERSION).unwrap().name.clone();
    let found = ctrl_k(&mut desk, &routing);
    assert!(found[0].starts_with(&format!("{routing}, Smart routing")), "{found:?}");
    assert!(found.iter().any(|row| row.starts_with("Put in production")), "{found:?}");
}

#[test]
fn ctrl_f_finds_texts_of_actions_and_enter_shows_them_one_by_one() {
    let mut desk = Desk::on_small();
    let reception = desk.action("Welcome").id;
    let caption = Edit::SetCaption {
        version: VERSION,
        action: reception,
        title: "Welcome".to_owned(),
        comment: "Ask Zébulon before this changes".to_owned(),
        record_passage: false,
    };
    desk.command(Command::edit(caption));
    desk.ctrl(Key::F);
    desk.assert_says("Type a word from an action");
    desk.type_text("zébulon");
    assert_eq!(rows(&desk).len(), 3, "two scopes and a place: {:?}", rows(&desk));
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!((desk.state().session.dialog.is_none(), desk.selected()), (true, vec![reception]));
    // The kind, or the text of a field, matches several: Enter again goes on.
    desk.ctrl(Key::F);
    desk.type_text("e");
    let hits = find(desk.project(), "e", Some(VERSION), false);
    let actions: Vec<_> = hits.iter().filter(|hit| hit.kind.is_some()).collect();
    assert!(actions.len() >= 2, "what was there is replaced: {hits:?}");
    let reveals = |desk: &Desk, nth: usize| {
        actions[nth].command
            == Command::Page(PageCommand::Reveal(ActionRef { version: VERSION, action: desk.selected()[0] }))
    };
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(reveals(&desk, 0));
    desk.ctrl(Key::F);
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(reveals(&desk, 1));
    desk.key(Modifiers::SHIFT, Key::F3);
    assert!(reveals(&desk, 0));
    desk.key(Modifiers::NONE, Key::F3);
    assert!(reveals(&desk, 1) && desk.notices().contains(&format!("2 of {}", hits.len())), "{}", desk.notices());
}

#[test]
fn all_matches_are_visible_after_the_first_letters() {
    let mut desk = Desk::on(claims());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(super::lifecycle::IN_TEST))));
    desk.ctrl(Key::F);
    desk.type_text("claim");
    let found = rows(&desk).split_off(2);
    assert!(found.len() > 5, "{found:?}");
    let sixth = desk.rect(&found[5]).center();
    desk.click_at(sixth, egui::PointerButton::Primary);
    assert!(desk.state().session.dialog.is_none());
    assert!(desk.state().parts.search.is_some() && desk.state().session.tab != Tab::Start);
    desk.key(Modifiers::NONE, Key::F3);
    let goes_on = |desk: &Desk, words: &str| assert!(desk.notices().contains(words), "{words}: {}", desk.notices());
    goes_on(&desk, &format!("7 of {}", found.len()));
    // Also everywhere, though each place leads to another version.
    desk.command(Command::Page(PageCommand::Open(Tab::Version(super::lifecycle::IN_TEST))));
    desk.ctrl(Key::F);
    desk.click("Everywhere");
    let found = rows(&desk).split_off(2);
    desk.click(&found[0]);
    for nth in 2..=found.len() {
        desk.key(Modifiers::NONE, Key::F3);
        goes_on(&desk, &format!("{nth} of {}", found.len()));
    }
    desk.key(Modifiers::NONE, Key::F3);
    goes_on(&desk, &format!("1 of {}", found.len()));
}

#[test]
fn everywhere_is_every_version_and_resource() {
    let mut desk = Desk::on(claims());
    let version = desk.project().versions.keys().next().copied().unwrap();
    desk.command(Command::Page(PageCommand::Open(Tab::Version(version))));
    let resource = desk.project().resources.values().last().unwrap().clone();
    desk.ctrl(Key::F);
    desk.type_text("start");
    let here = rows(&desk).len();
    desk.ctrl(Key::F);
    assert!(rows(&desk).len() > here, "every version has a Start");
    desk.ctrl(Key::F);
    assert_eq!(rows(&desk).len(), here);
    desk.click("Everywhere");
    desk.write("Find actions and resources", &resource.reference);
    let kind = resource.data.kind().words().0;
    desk.click(&format!("{}, {kind}", resource.name));
    assert_eq!(desk.state().session.tab, Tab::Resource(resource.id));
    // Where no version is shown, every search is everywhere.
    desk.ctrl(Key::F);
    assert!(!desk.is_enabled("In this version"));
    escape(&mut desk);
    // F3 before any search opens the box.
    desk.command(Command::File(FileCommand::New));
    desk.key(Modifiers::NONE, Key::F3);
    assert!(matches!(desk.state().session.dialog, Some(Dialog::FindPlace(_))));
}

#[test]
fn texts_of_rows_languages_and_resources_are_found_with_an_excerpt() {
    let (mut found, mut in_rows) = (0, 0);
    for example in crate::app::services::examples::ALL {
        let project = crate::storage::read(example.text.as_bytes()).unwrap().project;
        for (version, action) in
            project.versions.values().flat_map(|it| it.flow.actions.values().map(move |act| (it, act)))
        {
            let mut texts = Vec::new();
            let mut count = 0;
            action.params.visit(&mut |_, value| match value {
                Value::Texts(all) => texts.extend(all.values().cloned()),
                Value::Operand(Operand::Text(text)) => texts.push(text.clone()),
                Value::Item(ItemRef::Item(id)) => {
                    texts.extend(project.resources.get(&ResourceId(*id)).map(|it| it.name.clone()));
                }
                Value::Rows(rows) => count += rows.len(),
                _ => {}
            });
            for text in texts.iter().filter(|text| !text.trim().is_empty()) {
                let place = ActionRef { version: version.id, action: action.id };
                let hits = find(&project, text, Some(version.id), false);
                assert!(hits.iter().any(|hit| hit.command == Command::Page(PageCommand::Reveal(place))), "{text:?}");
                found += 1;
                in_rows += usize::from(count > 0);
            }
        }
    }
    assert!(found > 10 && in_rows > 3, "{found} {in_rows}");
    // Letters that grow in lower case, and words without a match.
    let mut desk = Desk::on_small();
    let action = desk.action("Welcome").id;
    let comment = format!("{}İstanbul {}", "ß ".repeat(60), "x ".repeat(60));
    let (title, record_passage) = ("Welcome".to_owned(), false);
    desk.command(Command::edit(Edit::SetCaption { version: VERSION, action, title, comment, record_passage }));
    let hits = find(desk.project(), "i̇stanbul", Some(VERSION), false);
    assert!(hits[0].what.starts_with("Comment: …") && hits[0].what.contains("stanbul"), "{hits:?}");
    assert!(find(desk.project(), "welcome nowhere", Some(VERSION), false).is_empty());
    assert!(find(desk.project(), "  ", Some(VersionId(99)), true).is_empty());
}

#[test]
fn a_text_is_replaced_in_one_place_or_in_all_as_one_step() {
    let mut desk = Desk::on_small();
    let version = desk.shown();
    for (title, comment) in [("Welcome", "Aurora's menu"), ("Front desk", "The desk of aurora")] {
        let action = desk.action(title).clone();
        desk.command(Command::edit(Edit::SetCaption {
            version,
            action: action.id,
            title: action.title.clone(),
            comment: comment.to_owned(),
            record_passage: false,
        }));
    }
    let before = desk.project().clone();
    let comment = |desk: &Desk, title: &str| desk.action(title).comment.clone();
    desk.ctrl(Key::H);
    desk.write("Find", "aurora");
    desk.write("Replace with", "Boreal");
    // What each place says, and what it would say.
    desk.assert_says("The desk of aurora");
    desk.assert_says("The desk of Boreal");
    desk.click("Replace in Front desk, My copy");
    assert_eq!(
        (comment(&desk, "Front desk"), comment(&desk, "Welcome")),
        ("The desk of Boreal".to_owned(), "Aurora's menu".to_owned())
    );
    assert!(!desk.has("Replace in Front desk, My copy") && desk.has("Replace in Welcome, My copy"));
    desk.click("Close");
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
    // The other version is in production: it is named, and stays.
    desk.ctrl(Key::H);
    desk.write("Find", "aurora");
    desk.write("Replace with", "Boreal");
    desk.click("In all versions");
    desk.assert_says("Left out, since read-only: \"");
    let all = desk.names().into_iter().find(|name| name.starts_with("Replace all ")).expect("several places");
    desk.click(&all);
    assert_eq!(
        (comment(&desk, "Front desk"), comment(&desk, "Welcome")),
        ("The desk of Boreal".to_owned(), "Boreal's menu".to_owned())
    );
    for (id, version) in before.versions.iter().filter(|(_, version)| version.info.status.is_read_only()) {
        assert_eq!(&desk.project().versions[id], version);
    }
    desk.click("Close");
    assert_eq!(desk.state().session.document.undo_words(), Some("Replace text"));
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions, "one step");
}

#[test]
fn ctrl_k_lists_what_exists_before_what_can_be_created() {
    let mut desk = Desk::new();
    let rows = ctrl_k(&mut desk, "queue");
    let place = |row: &str| rows.iter().position(|it| it.contains(row)).unwrap_or_else(|| panic!("{row} in {rows:?}"));
    assert!(place("Claims desk") < place("New queue"), "{rows:?}");
}
