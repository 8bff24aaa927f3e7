//! The number of a case and the fields of cases and cards come back into variables, and tasks have a type (spec: meaning §10).

use std::sync::Arc;

use signalbox::edit::{Context, Document, Edit};
use signalbox::lint;
use signalbox::model::resource::{FieldType, Variable, VariableField};
use signalbox::model::{Case, CrmCard, Place, Resource, ResourceData, ResourceId, ResourceKind, Status};
use signalbox::sim::Report;
use signalbox::sim::report::prose;

use crate::support::Lab;

/// Variables that get values back: a text, a number and a day.
fn given(lab: &mut Lab) {
    lab.project.last_id += 1;
    let id = ResourceId(lab.project.last_id);
    let field =
        |(name, kind): (&str, FieldType)| VariableField { name: name.to_owned(), kind, ..VariableField::default() };
    let fields = [("number", FieldType::ShortText), ("text", FieldType::ShortText), ("points", FieldType::Number)];
    let data = ResourceData::Variable(Variable { fields: fields.map(field).into() });
    let (name, reference) = ("Back".to_owned(), "back".to_owned());
    let resource = Resource { id, name, reference, description: String::new(), aliases: Vec::new(), data };
    lab.project.resources.insert(id, Arc::new(resource));
    lab.caller.variables.insert("back.text".to_owned(), "from before".to_owned());
    let type_of = |lab: &Lab, kind, reference| lab.project.resource_by_reference(kind, reference).map(|it| it.id);
    let values =
        |all: &[(&str, &str)]| all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let case_type = type_of(lab, ResourceKind::CaseType, "complaint");
    for (number, fields) in
        [("C-7", &[("subject", "Late parcel"), ("status", "80.00")][..]), ("C-8", &[("subject", "x")])]
    {
        let case = Case { number: number.to_owned(), case_type, fields: values(fields), is_closed: false };
        lab.world.cases.push(case);
    }
    for (reference, fields) in [
        ("contact", &[("phone", "+33612345678"), ("name", "Ana")][..]),
        ("account", &[("phone", "+33612345678"), ("city", "1e5")]),
    ] {
        let card_type = type_of(lab, ResourceKind::CrmCardType, reference);
        lab.world.cards.push(CrmCard { card_type, fields: values(fields) });
    }
    lab.caller.number = "+33612345678".to_owned();
}

fn rows(all: &[(&str, &str)]) -> String {
    let row = |(id, (field, variable)): (usize, &(&str, &str))| {
        format!(r#"(id: {id}, cells: {{"field": Text("{field}"), "variable": Text("{variable}")}})"#)
    };
    let rows: Vec<String> = (10..).zip(all).map(row).collect();
    format!(r#""outputs": Rows([{}])"#, rows.join(", "))
}

const CREATE: &str = r#""case_type": Item(Reference("complaint")), "number_variable": Text("back.number"),
    "fields": Rows([(id: 1, cells: {"field": Text("subject"), "value": Operand(Text("Call of {{call.name}}"))})])"#;
const FIND: &str = r#""value": Operand(Text("c-7")), "number_variable": Text("back.number")"#;
const CONTACT: &str =
    r#""card_type": Item(Reference("contact")), "field": Text("phone"), "value": Operand(Variable("call.number"))"#;
const ACCOUNT: &str = r#""object": Item(Reference("account")), "conditions": Rows([
    (id: 1, cells: {"field": Text("phone"), "value": Operand(Variable("call.number"))})])"#;

#[test]
fn what_a_case_or_a_card_holds_comes_back_as_it_is_written() {
    let both = [("subject", "back.text"), ("status", "back.points")];
    for (kind, params, outputs, answers, branch, expected) in [
        ("create_case", CREATE, &both[..], "", "OK", ["C-3", "Call of Camille", ""]),
        (
            "create_case",
            CREATE,
            &both,
            "case is created but not linked",
            "Created but not linked",
            ["C-3", "Call of Camille", ""],
        ),
        ("create_case", CREATE, &[("subject", "back.points")], "", "Error", ["C-3", "from before", ""]),
        ("create_case", CREATE, &both, "case is refused", "Error", ["", "from before", ""]),
        ("associate_case", FIND, &both, "", "OK", ["C-7", "Late parcel", "80.00"]),
        // A row that does not fit keeps the others from nothing.
        (
            "associate_case",
            FIND,
            &[("subject", "back.points"), ("status", "back.text")],
            "",
            "Error",
            ["C-7", "80.00", ""],
        ),
        ("associate_crm_card", CONTACT, &[("name", "back.text")], "", "OK", ["", "Ana", ""]),
        // An empty field empties its variable.
        ("associate_crm_card", CONTACT, &[("email", "back.text")], "", "OK", ["", "", ""]),
        ("associate_crm_v2_card", ACCOUNT, &[("city", "back.text")], "", "OK", ["", "1e5", ""]),
        ("associate_crm_v2_card", ACCOUNT, &[("city", "back.points")], "", "Error", ["", "from before", ""]),
    ] {
        let lab = Lab::new(&format!("start -> {kind}{{{params}, {}}} -> end; rest -> end", rows(outputs))).given(given);
        let run = lab.run(answers);
        assert!(prose(&run).contains(&format!("{kind} → {branch}")), "{kind} {outputs:?}:\n{}", prose(&run));
        let found = ["number", "text", "points"].map(|field| run.read(&format!("back.{field}")));
        assert_eq!(found, expected, "{kind} {outputs:?}");
    }
}

#[test]
fn a_field_that_the_type_lacks_and_an_unknown_variable_are_problems() {
    for (kind, params, outputs, expected) in [
        (
            "associate_case",
            r#""value": Operand(Text("C-7")), "case_type": Item(Reference("complaint"))"#,
            ("colour", "back.text"),
            "field-unknown",
        ),
        ("create_case", CREATE, ("colour", "back.text"), "field-unknown"),
        ("associate_crm_card", CONTACT, ("colour", "back.text"), "field-unknown"),
        ("associate_crm_v2_card", ACCOUNT, ("colour", "back.text"), "field-unknown"),
        ("create_case", CREATE, ("subject", "back.nothing"), "unknown-target"),
        ("create_case", CREATE, ("subject", "call.name"), "unknown-target"),
    ] {
        let lab =
            Lab::new(&format!("start -> {kind}{{{params}, {}}} -> end; rest -> end", rows(&[outputs]))).given(given);
        let codes: Vec<&str> = lint::check(&lab.project).into_iter().map(|it| it.code).collect();
        assert!(codes.contains(&expected), "{kind} {outputs:?}: {codes:?}");
    }
}

#[test]
fn a_renamed_field_of_a_variable_is_followed_and_a_used_one_stays() {
    let flow = format!("start -> create_case{{{CREATE}, {}}} -> end; rest -> end", rows(&[("subject", "back.text")]));
    let mut lab = Lab::new("start -> end").given(given);
    let routing = lab.routing;
    let (draft, ids) = lab.add_version(routing, "draft", Status::InDevelopment, &flow);
    let mut document = Document::new(lab.project.clone());
    let back = lab.project.resource_by_reference(ResourceKind::Variable, "back").unwrap();
    let refused = document.apply(&Edit::DeleteResource { resource: back.id }, &Context::default());
    assert!(refused.is_err(), "a variable that gets a value back is in use");
    let mut renamed = (**back).clone();
    renamed.reference = "returned".to_owned();
    let ResourceData::Variable(variable) = &mut renamed.data else { panic!() };
    variable.fields[0].name = "case".to_owned();
    document.apply(&Edit::RenameResource { resource: Box::new(renamed) }, &Context::default()).unwrap();
    let project = document.project();
    let action = &project.versions[&draft].flow.actions[&ids["create_case"]];
    let written = ron::to_string(&action.params).unwrap();
    assert!(written.contains("returned.text") && !written.contains("back."), "{written}");
    let in_draft = |place: Place| place.version() == Some(draft);
    let codes: Vec<&str> = lint::check(project).into_iter().filter(|it| in_draft(it.place)).map(|it| it.code).collect();
    assert!(!codes.contains(&"unknown-target"), "{codes:?}: {written}");
    assert!(written.contains("returned.case"), "{written}");
}

#[test]
fn a_task_of_a_type_has_the_fields_of_that_type() {
    let task = |more: &str| {
        let flow = format!(
            r#"start -> create_task{{"title": Text("Call back"), "user": Item(Reference("ana")){more}}} -> end; rest -> end"#
        );
        let lab = Lab::new(&flow).given(|lab| {
            let id = lab.project.resource_by_reference(ResourceKind::TaskType, "callback").unwrap().id;
            let kind = Arc::make_mut(lab.project.resources.get_mut(&id).unwrap());
            let ResourceData::TaskType(kind) = &mut kind.data else { panic!() };
            kind.fields[0].is_required = true;
            kind.fields[0].kind = FieldType::Number;
        });
        let codes = lint::check(&lab.project)
            .into_iter()
            .map(|it| it.code)
            .filter(|code| code.starts_with("field") || *code == "task-type");
        let codes = codes.collect::<Vec<_>>().join(" ");
        let report = Report::new(&lab.run(""));
        (report.ledger.first().map_or(String::new(), |line| line.what.clone()), codes)
    };
    let of_type = |value: &str| {
        format!(
            r#", "task_type": Item(Reference("callback")), "fields": Rows([(id: 1, cells: {{"field": Text("reason"), "value": Operand(Text("{value}"))}})])"#
        )
    };
    let told = |ledger: &str, codes: &str| (ledger.to_owned(), codes.to_owned());
    let plain = "Call back, due 2026-11-24 09:00, for Ana, normal priority";
    assert_eq!(task(""), told(plain, ""));
    assert_eq!(task(&of_type("80.00")), told(&format!("Call back: {plain}, reason = 80.00"), ""));
    assert_eq!(task(&of_type("late")), told("", "field-value"));
    assert_eq!(task(r#", "task_type": Item(Reference("callback"))"#), told("", "field-missing"));
    let no_type = r#", "fields": Rows([(id: 1, cells: {"field": Text("reason"), "value": Operand(Text("7"))})])"#;
    assert_eq!(task(no_type), told("", "task-type"));
}
