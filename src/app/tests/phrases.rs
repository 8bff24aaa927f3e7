//! The page of phrases in the window: how it is reached, and undo.

use std::sync::Arc;

use egui::{Key, Modifiers};

use crate::edit::{Edit, PhraseText};
use crate::model::{ActionId, Texts, Value};

use super::support::{Desk, VERSION, small};
use crate::app::command::{BottomPane, Command, PageCommand, PaneCommand, Tab};

#[test]
fn the_page_is_reached_by_ctrl_k_the_tree_the_settings_and_problems() {
    let mut project = small();
    project.settings.default_language = "en".to_owned();
    let version = Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    let id = ActionId(90);
    let mut recording = crate::model::Action::new(id, "start_recording");
    recording.params.0.insert("announce".to_owned(), Value::Bool(true));
    version.flow.actions.insert(id, Arc::new(recording));
    let mut announcement = crate::model::Action::new(ActionId(91), "voice_announcement");
    let texts = Texts::from([(String::new(), "Bye".to_owned()), ("it".to_owned(), "Arrivederci".to_owned())]);
    announcement.params.0.insert("text".to_owned(), Value::Texts(texts));
    version.flow.actions.insert(ActionId(91), Arc::new(announcement));
    let mut desk = Desk::on(project);
    let close = |desk: &mut Desk| {
        assert_eq!(desk.state().session.tab, Tab::Phrases);
        assert!(desk.has("Before the beep, Italian"));
        desk.command(Command::Page(PageCommand::Close(Tab::Phrases)));
        assert_ne!(desk.state().session.tab, Tab::Phrases);
    };
    desk.ctrl(Key::K);
    desk.type_text("phrases");
    desk.key(Modifiers::NONE, Key::Enter);
    close(&mut desk);
    desk.click("Phrases");
    close(&mut desk);
    desk.command(Command::open_tab(Tab::Settings));
    desk.click("Phrases: the sentences that the system says");
    close(&mut desk);
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    let problem = desk.names().into_iter().find(|name| name.contains("speaks Italian")).unwrap();
    assert!(problem.contains("the phrase \"Recording\" has no Italian text"), "{problem}");
    desk.click(&problem);
    close(&mut desk);
    let beep = |text: Option<&str>| {
        Edit::SetPhrase(PhraseText {
            key: "recording".to_owned(),
            language: "it".to_owned(),
            text: text.map(str::to_owned),
        })
    };
    desk.command(Command::edit(beep(Some("La chiamata viene registrata."))));
    let has_problem = |desk: &Desk| desk.names().iter().any(|name| name.contains("speaks Italian"));
    assert!(!has_problem(&desk));
    desk.command(Command::Undo);
    assert!(has_problem(&desk) && desk.project().settings.phrases.is_empty());
}
