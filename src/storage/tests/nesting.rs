//! Nested data: at the limit of the editor it is saved and opened again; one more level is refused on entry.

use std::sync::Arc;

use super::*;
use crate::catalog::{compare, expression, json_path};
use crate::edit::{Context, Document, Edit, Refusal};
use crate::model::params::MAX_ROW_LEVELS;
use crate::model::resource::{CannedResponse, WebService};
use crate::model::{
    ActionId, Condition, Join, Operand, Operator, Params, Project, Resource, ResourceData, ResourceId, Row, RowId,
    Term, Value, VersionId,
};

/// Whether values of a kind contain values. A new kind that does needs a limit, and a test below.
fn holds_values(value: &Value) -> bool {
    match value {
        Value::Rows(_) => true,
        Value::Bool(_)
        | Value::Int(_)
        | Value::Text(_)
        | Value::Texts(_)
        | Value::Item(_)
        | Value::Action(_)
        | Value::Operand(_)
        | Value::Condition(_)
        | Value::Criteria(_) => false,
    }
}

/// Rows in rows to a depth, with all other values in the innermost row.
pub(super) fn rows(levels: usize, innermost: Params) -> Value {
    let mut cells = innermost;
    for _ in 1..levels {
        cells = Params([("rows".to_owned(), Value::Rows(vec![Row { id: RowId(0), cells }]))].into());
    }
    Value::Rows(vec![Row { id: RowId(0), cells }])
}

fn innermost() -> Params {
    let mut dice = Dice::new(5);
    let condition = Condition { join: Join::Any, terms: vec![Term::default(); 3] };
    let mut params = dice.flat_params();
    params.0.insert("condition".to_owned(), Value::Condition(condition));
    params
}

fn set(document: &mut Document, value: Value) -> Result<(), Refusal> {
    let (version, action, key) = (VersionId(7), ActionId(2), "rows".to_owned());
    document.apply(&Edit::SetParam { version, action, key, value: Some(value) }, &Context::default()).map(drop)
}

/// Checks that the project is saved, opened equal, and saved again with the same bytes.
fn assert_kept(project: &Project) {
    let text = write(project).unwrap();
    let loaded = opened(&text);
    assert_eq!(loaded.project, *project);
    assert_eq!(write(&loaded.project).unwrap(), text);
}

#[test]
fn rows_are_kept_at_the_limit_and_refused_beyond_it() {
    assert!(holds_values(&rows(1, Params::default())));
    let mut document = Document::new(small());
    let at_the_limit = rows(MAX_ROW_LEVELS, innermost());
    assert_eq!(at_the_limit.row_levels(), MAX_ROW_LEVELS);
    set(&mut document, at_the_limit).unwrap();
    assert_kept(document.project());
    let before = document.clone();
    for beyond in [MAX_ROW_LEVELS + 1, 20, 1_000] {
        let why = set(&mut document, rows(beyond, innermost())).unwrap_err().to_string();
        assert_eq!(why, "Rows can be nested at most 8 levels deep. Remove the innermost rows.");
        assert_eq!((document.project(), document.revision()), (before.project(), before.revision()));
    }
    // The file format allows more levels, so the parser's limit is never reached.
    let mut project = (**document.project()).clone();
    let version = Arc::make_mut(project.versions.get_mut(&VersionId(7)).unwrap());
    let action = Arc::make_mut(version.flow.actions.get_mut(&ActionId(2)).unwrap());
    let mut deeper = rows(MAX_ROW_LEVELS + 4, innermost());
    let mut id = action.last_row;
    number(&mut deeper, &mut id);
    action.params.0.insert("rows".to_owned(), deeper);
    action.last_row = id;
    assert_kept(&project);
}

fn number(value: &mut Value, last: &mut RowId) {
    let Value::Rows(rows) = value else { return };
    for row in rows {
        last.0 += 1;
        row.id = *last;
        row.cells.0.values_mut().for_each(|value| number(value, last));
    }
}

/// The deepest accepted expression, found by trial.
fn deepest(level: impl Fn(usize) -> String) -> usize {
    (1..200).take_while(|levels| expression::check(&level(*levels), &|_| false).is_ok()).last().unwrap()
}

#[test]
fn an_expression_is_refused_beyond_its_limit_and_kept_as_text() {
    let sums = |levels: usize| format!("{}1{}", "(1 + ".repeat(levels), ")".repeat(levels));
    let calls = |levels: usize| (0..levels).fold("1".to_owned(), |inner, _| format!("abs({inner})"));
    let choices =
        |levels: usize| (0..levels).fold("1".to_owned(), |inner, _| format!("if a {{ {inner} }} else {{ 2 }}"));
    let shapes: [&dyn Fn(usize) -> String; 3] = [&sums, &calls, &choices];
    for shape in shapes {
        let limit = deepest(shape);
        assert!((3..=16).contains(&limit), "{limit} levels of {}", shape(1));
        for (levels, is_accepted) in [(limit, true), (limit + 1, false), (400, false)] {
            let text = shape(levels);
            let why = expression::check(&text, &|_| false).err();
            assert_eq!(why.is_none(), is_accepted, "{levels} levels of {}", shape(1));
            assert!(
                why.is_none_or(|why| why
                    .ends_with("The expression has more than 16 levels. Split it in two with a variable in between.")),
                "{levels} levels of {}: {:?}",
                shape(1),
                expression::check(&text, &|_| false)
            );
            // Typed text is never lost: Problems reports the error, and the file keeps the text.
            let mut document = Document::new(small());
            let operand = Operand::Expression(text.clone());
            set(&mut document, Value::Operand(operand.clone())).unwrap();
            assert_kept(document.project());
            let term = Term { left: operand.clone(), op: Operator::Equals, right: operand, match_case: true };
            set(&mut document, Value::Condition(Condition { join: Join::All, terms: vec![term] })).unwrap();
            assert_kept(document.project());
        }
    }
}

#[test]
fn an_answer_of_a_web_service_is_refused_beyond_the_limit_of_json_and_kept_as_text() {
    for (levels, is_accepted) in [(127, true), (128, false), (100_000, false)] {
        let body = format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        let why = json_path::json(&body).err();
        assert_eq!(why.is_none(), is_accepted, "{levels} levels: {why:?}");
        assert!(why.is_none_or(|why| why.contains("The answer is not JSON: recursion limit")));
        let mut project = small();
        let canned = vec![CannedResponse { name: "deep".to_owned(), status: 200, body, delay_ms: 0 }];
        project.last_id += 1;
        let id = ResourceId(project.last_id);
        let (name, reference) = ("Deep".to_owned(), "deep".to_owned());
        let data = ResourceData::WebService(WebService { canned, ..WebService::default() });
        let resource = Resource { id, name, reference, description: String::new(), aliases: Vec::new(), data };
        project.resources.insert(id, Arc::new(resource));
        assert_kept(&project);
    }
}

#[test]
fn a_path_into_an_answer_is_refused_beyond_its_limit() {
    let brackets = |levels: usize| format!("$[?{}@.a{}]", "(".repeat(levels - 1), ")".repeat(levels - 1));
    let filters = |levels: usize| format!("${}@.a{}", "[?@".repeat(levels), "]".repeat(levels)).replace("@@", "@");
    let shapes: [&dyn Fn(usize) -> String; 2] = [&brackets, &filters];
    for shape in shapes {
        let parsed = json_path::parse(&shape(8));
        assert!(parsed.is_ok(), "{} {parsed:?}", shape(8));
        for levels in [9, 24, 2_000, 200_000] {
            let why = json_path::parse(&shape(levels)).unwrap_err();
            assert_eq!(why, "The JSONPath has more than 8 levels of nested brackets. Use a simpler one.");
        }
    }
    // Brackets in a name do not count.
    assert!(json_path::parse("$['((((((((((((', \"[[[[[[\\\"[[[[[[\"]").is_ok());
}

#[test]
fn a_pattern_is_refused_beyond_its_limit() {
    for (levels, is_accepted) in [(250, true), (251, false), (100_000, false)] {
        let pattern = format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
        let found = compare::pattern(&pattern, true);
        assert_eq!(found.is_ok(), is_accepted, "{levels} levels");
    }
}
