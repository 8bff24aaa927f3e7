//! Tests of the form through its accessible names. No graphics.

mod fixture;
#[cfg(feature = "pictures")]
mod pictures;

use std::collections::BTreeSet;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::actions;
use crate::catalog::sample;
use crate::edit::Edit;
use crate::model::{ActionId, ItemRef, Link, Params, Value};

use crate::app::command::{Ask, Command, Tab};
use fixture::{App, EVERY, PLACE, filled};

#[test]
fn the_fixture_has_every_kind_of_field_that_an_action_has() {
    let kinds = |spec: &'static crate::catalog::ActionSpec| spec.all_fields().map(|field| field.kind.name());
    let tested: BTreeSet<_> = kinds(&EVERY).collect();
    let used: BTreeSet<_> = actions::ALL.iter().copied().flat_map(kinds).collect();
    assert_eq!(used.difference(&tested).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert!(used.len() > 10, "{used:?}");
}

/// The inputs with a name, in order.
fn inputs<'a>(harness: &'a Harness<'_, App>, name: &str) -> Vec<egui_kittest::Node<'a>> {
    let is_it = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        egui::accessibility::is_input(node.role()) && node.label().as_deref() == Some(name)
    };
    harness.root().children_recursive().filter(is_it).collect()
}

/// The only input with a name.
fn input<'a>(harness: &'a Harness<'_, App>, name: &str) -> egui_kittest::Node<'a> {
    let mut found = inputs(harness, name);
    assert_eq!(found.len(), 1, "{name}");
    found.remove(0)
}

/// Opens a drop-down list and chooses an option.
fn choose(harness: &mut Harness<'_, App>, name: &str, option: &str) {
    input(harness, name).click();
    harness.run();
    // The options of an open list come last, and some may need scrolling.
    inputs(harness, option).pop().unwrap().click_accesskit();
    harness.run();
}

#[test]
fn every_kind_has_a_form_without_an_unnamed_input() {
    for spec in actions::ALL.iter().copied().chain([&EVERY]) {
        let examples = spec.examples.iter().map(|example| ron::from_str::<Params>(example.params).unwrap());
        for params in std::iter::once(Params::default()).chain(examples).chain((spec.id == EVERY.id).then(filled)) {
            for is_read_only in [false, true] {
                let harness = App { is_read_only, ..App::new(Some(spec), params.clone()) }.harness();
                assert_eq!(harness.unnamed_widgets(), Vec::<String>::new(), "{}", spec.id);
                assert!(harness.state().sent.is_empty(), "{} sends something by itself", spec.id);
                for field in spec.fields.iter().filter(|field| field.is_shown(&params, spec.fields)) {
                    assert!(harness.query_all_by_label(field.label).next().is_some(), "{}: {}", spec.id, field.label);
                }
            }
        }
    }
}

#[test]
fn typing_is_sent_letter_by_letter_and_undone_in_one_step() {
    let mut harness = App::every().harness();
    input(&harness, "A text").focus();
    harness.run();
    input(&harness, "A text").type_text("A");
    harness.run();
    input(&harness, "A text").type_text("h");
    harness.run();
    let app = harness.state_mut();
    assert!(matches!(app.edits().as_slice(), [Edit::SetParam { key, .. }, Edit::SetParam { .. }] if key == "text"));
    assert_ne!(app.param("text"), Some(&Value::Text("Hello {{customer.name}}".to_owned())));
    app.document.undo();
    assert_eq!(app.param("text"), Some(&Value::Text("Hello {{customer.name}}".to_owned())));
    harness.run();
    // The form shows the text after undo, and another typing session is another step.
    assert_eq!(input(&harness, "A text").value().as_deref(), Some("Hello {{customer.name}}"));
    let tags = |app: &App| -> Vec<Option<u64>> {
        app.sent.iter().map(|it| if let Command::Edit(_, tag) = it { *tag } else { None }).collect()
    };
    input(&harness, "A long text").focus();
    harness.run();
    input(&harness, "A text").focus();
    harness.run();
    input(&harness, "A text").type_text("x");
    harness.run();
    let tags = tags(harness.state());
    assert_eq!(tags[0], tags[1]);
    assert_ne!(tags[1], tags[2]);
}

#[test]
fn braces_suggest_the_variables() {
    let mut harness = App::new(Some(&EVERY), Params::default()).harness();
    input(&harness, "A text").focus();
    harness.run();
    input(&harness, "A text").type_text("Hi {{ti");
    harness.run();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().param("text"), Some(&Value::Text("Hi {{customer.tier}}".to_owned())));
}

#[test]
fn a_path_shows_its_value_in_each_canned_answer() {
    let spec = actions::spec("web_service");
    let params: Params = ron::from_str(spec.unwrap().examples[0].params).unwrap();
    let mut harness = App::new(spec, params).harness();
    harness.get_by_label("found: \"active\"");
    harness.get_by_label("refused: status 503, nothing is read");
    harness.get_by_label_contains("broken: The answer is not JSON");
    harness.get_by_label("slow: $.contract.status finds nothing in the answer.");
    let path = "From the answer, row 1, JSONPath";
    input(&harness, path).focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    input(&harness, path).type_text("$.contract.holder");
    harness.run();
    harness.get_by_label("found: \"Camille\"");
    input(&harness, path).type_text("[");
    harness.run();
    harness.get_by_label_contains("This is not a JSONPath");
    assert!(harness.query_by_label_contains("found:").is_none());
}

#[test]
fn rows_are_added_moved_and_deleted() {
    let mut harness = App::every().harness();
    let ids = |harness: &Harness<'_, App>| -> Vec<u32> {
        harness.state().action().params.rows("small").iter().map(|row| row.id.0).collect()
    };
    harness.get_by_label("Add a row to Keys").click();
    harness.run();
    assert_eq!(ids(&harness), [1, 2, 10]);
    // Three rows are the maximum.
    assert!(harness.get_by_label("Add a row to Keys").accesskit_node().is_disabled());
    input(&harness, "Move up (Keys, row 3)").click();
    harness.run();
    assert_eq!(ids(&harness), [1, 10, 2]);
    input(&harness, "Delete (Keys, row 1)").click();
    harness.run();
    assert_eq!(ids(&harness), [10, 2]);
    input(&harness, "Keys, row 1, A text").focus();
    harness.run();
    input(&harness, "Keys, row 1, A text").type_text("New");
    harness.run();
    let cells = &harness.state().action().params.rows("small")[0].cells;
    assert_eq!(cells.value("text"), Some(&Value::Text("New".to_owned())));
}

#[test]
fn a_read_only_form_sends_nothing() {
    let mut harness = App { is_read_only: true, ..App::every() }.harness();
    let names: Vec<String> = harness
        .root()
        .children_recursive()
        .filter(|node| egui::accessibility::is_input(node.accesskit_node().role()))
        .filter_map(|node| node.accesskit_node().label())
        .filter(|name| !["Open ", "Edit ", "Help: "].iter().any(|jump| name.starts_with(jump)))
        .collect();
    assert!(names.len() > 50);
    for name in names {
        for node in harness.query_all_by_label(&name) {
            node.focus();
            node.click();
            node.type_text("x");
        }
        harness.run();
    }
    assert_eq!(harness.state().sent, []);
    input(&harness, "Edit Support").click();
    harness.run();
    assert_eq!(harness.state().sent, [Command::ask(Ask::EditItem(Tab::Resource(sample::SUPPORT)))]);
}

#[test]
fn plain_fields_are_set() {
    let mut harness = App::every().harness();
    input(&harness, "A tick").click();
    harness.run();
    harness.get_all_by_label("Two").next().unwrap().click();
    harness.run();
    choose(&mut harness, "Another choice", "The third of many");
    choose(&mut harness, "A key", "7");
    choose(&mut harness, "An action", "We are closed · 8");
    let app = harness.state();
    assert_eq!(app.param("tick"), Some(&Value::Bool(false)));
    assert_eq!(app.param("few"), Some(&Value::Text("two".to_owned())));
    assert_eq!(app.param("many"), Some(&Value::Text("three".to_owned())));
    assert_eq!(app.param("key"), Some(&Value::Text("7".to_owned())));
    assert_eq!(app.param("action"), Some(&Value::Action(ActionId(8))));
}

#[test]
fn a_duration_is_typed_and_an_unreadable_text_changes_nothing() {
    let mut harness = App::every().harness();
    input(&harness, "A duration").set_text_value_accesskit("soon");
    harness.run();
    assert_eq!(harness.state().param("duration"), Some(&Value::Int(40)));
    input(&harness, "A duration").focus();
    harness.run();
    input(&harness, "A duration").set_text_value_accesskit("2 weeks");
    harness.run();
    assert!(harness.query_by_label_contains("Enter a duration").is_some());
    input(&harness, "A duration").set_text_value_accesskit("1m30s");
    harness.run();
    assert_eq!(harness.state().param("duration"), Some(&Value::Int(90)));
    assert_eq!(input(&harness, "A duration").value().as_deref(), Some("1m30s"));
    input(&harness, "A text").focus();
    harness.run();
    assert_eq!(input(&harness, "A duration").value().as_deref(), Some("1 min 30 s"));
}

#[test]
fn an_item_is_chosen_in_three_ways() {
    let mut harness = App::every().harness();
    choose(&mut harness, "A queue, entered as", "Reference");
    assert_eq!(harness.state().param("item"), Some(&Value::Item(ItemRef::Reference("support".to_owned()))));
    choose(&mut harness, "A queue, entered as", "Variable");
    assert_eq!(harness.state().param("item"), Some(&Value::Item(ItemRef::Variable(String::new()))));
    choose(&mut harness, "A queue, entered as", "Item");
    assert_eq!(harness.state().param("item"), None);
    choose(&mut harness, "A queue", "Support");
    assert_eq!(harness.state().param("item"), Some(&Value::Item(ItemRef::Item(4))));
    assert!(harness.query_by_label_contains("No smart routing has this reference").is_some());
}

#[test]
fn languages_are_added_and_removed() {
    let mut harness = App::every().harness();
    let texts = |harness: &Harness<'_, App>| match harness.state().param("texts") {
        Some(Value::Texts(texts)) => texts.keys().cloned().collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    choose(&mut harness, "Texts, add a language", "German");
    assert_eq!(texts(&harness), ["", "de", "fr"]);
    input(&harness, "Remove French of Texts").click();
    harness.run();
    assert_eq!(texts(&harness), ["", "de"]);
    input(&harness, "Texts, German").focus();
    harness.run();
    input(&harness, "Texts, German").type_text("Hallo");
    harness.run();
    assert!(matches!(harness.state().param("texts"), Some(Value::Texts(texts)) if texts["de"] == "Hallo"));
}

#[test]
fn terms_and_criteria_are_edited() {
    let mut harness = App::every().harness();
    choose(&mut harness, "A condition, term 2, operator", "is at least");
    harness.get_all_by_label("Any is true").next().unwrap().click();
    harness.run();
    input(&harness, "Remove A condition, term 1").click();
    harness.run();
    let Some(Value::Condition(condition)) = harness.state().param("condition") else { panic!() };
    assert_eq!(condition.join, crate::model::Join::Any);
    assert_eq!(condition.terms.len(), 1);
    assert_eq!(condition.terms[0].op, crate::model::Operator::AtLeast);
    choose(&mut harness, "Criteria, criterion 1, subject", "Previous call score");
    input(&harness, "Remove Criteria, criterion 2").click();
    harness.run();
    let Some(Value::Criteria(criteria)) = harness.state().param("criteria") else { panic!() };
    assert_eq!(criteria.len(), 1);
    assert_eq!(criteria[0].kind, crate::model::CriterionKind::Score);
}

#[test]
fn captions_links_and_position_are_edited() {
    let spec = actions::spec("voice_announcement");
    let mut harness = App::new(spec, Params::default()).harness();
    input(&harness, "Title").focus();
    harness.run();
    input(&harness, "Title").type_text("Mine");
    harness.run();
    input(&harness, "Record the passage in this action").click();
    harness.run();
    assert_eq!(harness.state().action().title, "Mine");
    assert!(harness.state().action().record_passage);
    choose(&mut harness, "What follows in Error", "Ends here on purpose");
    assert_eq!(harness.state().action().links["error"], Link::EndsHere);
    choose(&mut harness, "Following action", "Nothing: drops the customer");
    assert!(!harness.state().action().links.contains_key("ok"));
    choose(&mut harness, "After the action", "Not connected");
    let project = harness.state().document.project();
    assert_ne!(
        project.versions[&PLACE.version].flow.actions[&ActionId(1)].links.get("ok"),
        Some(&Link::To(PLACE.action))
    );
    choose(&mut harness, "After the action", "Start · 1");
    let project = harness.state().document.project();
    assert_eq!(project.versions[&PLACE.version].flow.actions[&ActionId(1)].links["ok"], Link::To(PLACE.action));
}

#[test]
fn a_problem_is_fixed_by_its_button_and_the_action_removed() {
    let spec = actions::spec("voice_announcement");
    let mut harness = App::new(spec, Params::default()).harness();
    let fix = harness.get_all_by_label_contains("End here on purpose: ").next().unwrap();
    fix.click();
    harness.run();
    assert!(harness.state().action().links.values().any(|link| *link == Link::EndsHere));
    input(&harness, "Remove and heal").click();
    harness.run();
    assert!(matches!(harness.state().edits().last(), Some(Edit::RemoveActions { .. })));
}

#[test]
fn unknown_kinds_and_start_have_short_forms() {
    let harness = App::new(None, filled()).harness();
    assert!(harness.query_by_label_contains("does not know this kind").is_some());
    assert!(harness.query_by_label("A text").is_none());
    let harness = App { action: ActionId(1), spec: actions::spec("start"), ..App::every() }.harness();
    assert!(harness.query_by_label("After the action").is_none());
    assert!(harness.query_by_label("Remove and heal").is_none());
    assert!(harness.query_by_label("Following action").is_some());
}
