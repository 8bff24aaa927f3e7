//! Tests of texts: placeholders are completed, previews fill them, and JSON shows its
//! syntax error.

use egui::{Event, Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::model::{ResourceData, ResourceKind};

use super::{Desk, choose, click, open_kind, resource, write};

fn press(harness: &mut Harness<'_, Desk>, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn type_on(harness: &mut Harness<'_, Desk>, text: &str) {
    for letter in text.chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run();
    }
}

/// The suggested paths.
fn suggestions(harness: &Harness<'_, Desk>) -> Vec<String> {
    let names = harness.root().children_recursive().filter_map(|node| {
        let node = node.accesskit_node();
        node.label().filter(|label| node.role() == Role::Button && label.contains('.'))
    });
    names.collect()
}

/// All visible texts.
fn visible_text(harness: &Harness<'_, Desk>) -> String {
    let labels = harness.root().children_recursive().filter(|node| node.accesskit_node().role() == Role::Label);
    labels.filter_map(|node| node.value()).collect::<Vec<_>>().join("\n")
}

#[test]
fn braces_suggest_variables_in_every_text_with_placeholders() {
    for (kind, input) in [
        (ResourceKind::SmsTemplate, "Default (en)"),
        (ResourceKind::MessageTemplate, "Default (en)"),
        (ResourceKind::EmailTemplate, "Subject, default (en)"),
        (ResourceKind::EmailTemplate, "Text, default (en)"),
        (ResourceKind::Survey, "Introduction"),
        (ResourceKind::Survey, "Question 1"),
        (ResourceKind::VoiceMailbox, "Greeting"),
        (ResourceKind::WebService, "URL"),
        (ResourceKind::WebService, "URL for tests"),
        (ResourceKind::WebService, "Body"),
        (ResourceKind::ChatModule, "Link"),
    ] {
        let mut harness = open_kind(kind);
        write(&mut harness, input, "Hi {{call.nu");
        assert_eq!(suggestions(&harness), ["call.number"], "{kind:?}: {input}");
    }
}

#[test]
fn a_suggestion_is_accepted_by_enter_tab_or_a_click_and_closed_by_escape() {
    let text = |harness: &Harness<'_, Desk>| {
        let ResourceData::SmsTemplate(template) = resource(harness).data else { panic!() };
        template.texts[""].clone()
    };
    for how in ["Enter", "Tab", "click"] {
        let mut harness = open_kind(ResourceKind::SmsTemplate);
        write(&mut harness, "Default (en)", "Hi {{customer.");
        let offered = suggestions(&harness);
        assert!(offered.len() > 1, "{offered:?}");
        match how {
            "click" => click(&mut harness, &offered[1]),
            key => {
                press(&mut harness, Key::ArrowDown);
                press(&mut harness, if key == "Tab" { Key::Tab } else { Key::Enter });
            }
        }
        assert_eq!(text(&harness), format!("Hi {{{{{}}}}}", offered[1]), "{how}");
        // Typing continues in the same input.
        type_on(&mut harness, "!");
        assert_eq!(text(&harness), format!("Hi {{{{{}}}}}!", offered[1]), "{how}");
    }
    let mut harness = open_kind(ResourceKind::SmsTemplate);
    write(&mut harness, "Default (en)", "{{cu");
    assert!(!suggestions(&harness).is_empty());
    press(&mut harness, Key::Escape);
    assert!(suggestions(&harness).is_empty());
    assert_eq!(text(&harness), "{{cu");
}

#[test]
fn a_preview_fills_placeholders_and_switches_languages() {
    let mut harness = open_kind(ResourceKind::SmsTemplate);
    write(&mut harness, "Default (en)", "Dear {{call.name}}, {{customer.shoe}}!");
    assert!(
        visible_text(&harness).contains("Dear \u{a0}call.name\u{a0}, \u{a0}{{customer.shoe}}\u{a0}!"),
        "{}",
        visible_text(&harness)
    );
    harness.get_by_label("No variable has the path customer.shoe; the placeholder stays empty.");
    write(&mut harness, "New language", "fr");
    click(&mut harness, "Add the language");
    write(&mut harness, "fr", "Bonjour");
    assert!(harness.query_by_label("7 characters, 1 segment.").is_none());
    click(&mut harness, "Preview in fr");
    harness.get_by_label("7 characters, 1 segment.");
    assert!(harness.query_by_label_contains("customer.shoe; the placeholder stays").is_none());
    click(&mut harness, "Remove the text in fr");
    harness.get_by_label_contains("customer.shoe; the placeholder stays");
}

#[test]
fn a_placeholder_shows_the_start_value_of_its_variable() {
    let mut harness = open_kind(ResourceKind::Variable);
    write(&mut harness, "Start value of tier", "gold");
    let tab = crate::app::command::Tab::Resource(
        harness.state().document.project().resources_of(ResourceKind::MessageTemplate).next().unwrap().id,
    );
    let mut harness = Desk::new((**harness.state().document.project()).clone(), tab).harness();
    write(&mut harness, "Default (en)", "You are {{customer.tier}}.");
    assert!(visible_text(&harness).contains("You are \u{a0}gold\u{a0}."), "{}", visible_text(&harness));
}

#[test]
fn the_preview_of_a_survey_shows_its_questions() {
    let mut harness = open_kind(ResourceKind::Survey);
    harness.get_by_label("Question 2 of 2");
    let heard = visible_text(&harness);
    for words in ["Two short questions about this call.", "0 – 9", "Yes", "No"] {
        assert!(heard.lines().any(|line| line == words), "{words}: {heard}");
    }
    choose(&mut harness, "Answer to question 1", "One of several choices");
    write(&mut harness, "Choice 1 of question 1", "By phone");
    assert!(visible_text(&harness).lines().any(|line| line == "By phone"));
    choose(&mut harness, "Answer to question 1", "A comment");
    harness.get_by_label("The caller says or writes a comment.");
}

#[test]
fn a_request_is_previewed_with_example_values() {
    let mut harness = open_kind(ResourceKind::WebService);
    write(&mut harness, "URL", "https://contracts.example.com/{{call.number}}?tier={{part}}");
    write(&mut harness, "Body", "{\"name\": \"{{call.name}}\"}");
    write(&mut harness, "URL for tests", "https://test.example.com/{{call.name}}");
    click(&mut harness, "Add a header");
    write(&mut harness, "Name of header 1", "X-Line");
    write(&mut harness, "Value of header 1", "{{call.language}}");
    choose(&mut harness, "Kind", "Token (Bearer)");
    write(&mut harness, "Name of the secret", "contracts_key");
    let shown = visible_text(&harness);
    for line in [
        "GET https://contracts.example.com/%2B33155001010?tier=part",
        "X-Line: some text",
        "Authorization: Bearer (secret contracts_key)",
        "{\"name\": \"some text\"}",
    ] {
        assert!(shown.lines().any(|it| it == line), "{line}: {shown}");
    }
    harness.get_by_label_contains("No variable has the path part.");
    click(&mut harness, "Preview of the request in test");
    let shown = visible_text(&harness);
    assert!(shown.lines().any(|it| it == "GET https://test.example.com/some%20text"), "{shown}");
}

#[test]
fn an_answer_shows_its_json_error_and_can_be_formatted() {
    let mut harness = open_kind(ResourceKind::WebService);
    let body = |harness: &Harness<'_, Desk>| {
        let ResourceData::WebService(service) = resource(harness).data else { panic!() };
        service.canned[0].body.clone()
    };
    write(&mut harness, "Body of answer 1", "{\"b\": 1, \"a\" 2}");
    harness.get_by_label_contains("This is not JSON. Line 1, column 14: expected `:`");
    assert!(harness.get_by_label("Format answer 1").accesskit_node().is_disabled());
    write(&mut harness, "Body of answer 1", "{\"b\": 1, \"a\": 2}");
    click(&mut harness, "Format answer 1");
    assert_eq!(body(&harness), "{\n  \"b\": 1,\n  \"a\": 2\n}");
    harness.state_mut().document.undo();
    assert_eq!(body(&harness), "{\"b\": 1, \"a\": 2}");
}

#[test]
fn a_survey_has_texts_in_each_of_its_languages() {
    let survey = |harness: &Harness<'_, Desk>| {
        let ResourceData::Survey(survey) = resource(harness).data else { panic!() };
        survey
    };
    let mut harness = open_kind(ResourceKind::Survey);
    write(&mut harness, "New language", "fr");
    click(&mut harness, "Add the language");
    write(&mut harness, "Introduction, fr", "Deux questions.");
    write(&mut harness, "Question 1, fr", "Content ?");
    click(&mut harness, "Say how to answer question 1");
    click(&mut harness, "Preview in fr");
    let shown = visible_text(&harness);
    for words in ["Deux questions.", "Content ?", "Tapez un chiffre de 0 à 9.", "Oui", "Non"] {
        assert!(shown.lines().any(|line| line == words), "{words}: {shown}");
    }
    assert_eq!(survey(&harness).questions[0].text["fr"], "Content ?");
    assert!(survey(&harness).questions[0].says_how && !survey(&harness).questions[1].says_how);
    click(&mut harness, "Add a question");
    assert!(survey(&harness).questions[2].says_how, "a new question says how to answer it");
    click(&mut harness, "Remove the texts in fr");
    assert!(survey(&harness).texts().iter().all(|texts| texts.keys().all(String::is_empty)));
    assert!(harness.query_by_label("Question 1, fr").is_none());
}

#[test]
fn a_mailbox_greets_in_each_of_its_languages() {
    let greeting = |harness: &Harness<'_, Desk>| {
        let ResourceData::VoiceMailbox(mailbox) = resource(harness).data else { panic!() };
        mailbox.greeting
    };
    let mut harness = open_kind(ResourceKind::VoiceMailbox);
    write(&mut harness, "New language", "fr");
    click(&mut harness, "Add the language");
    write(&mut harness, "Greeting, fr", "Parlez.");
    assert_eq!(greeting(&harness)["fr"], "Parlez.");
    write(&mut harness, "Greeting", "");
    assert_eq!(greeting(&harness).keys().collect::<Vec<_>>(), ["fr"]);
    click(&mut harness, "Remove the texts in fr");
    assert!(greeting(&harness).is_empty());
}
