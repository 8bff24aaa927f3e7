//! Associate the interaction with a case: the one case with a number, or with a value in a field (spec: actions §1).

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::fold::{self, Fold};
use crate::catalog::value::{Held, Value};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::{Case, ItemRef, Operand, OutsideSystem, ResourceId, ResourceKind};

use super::shared_record::{NUMBER_INTO, OUTPUTS, check_outputs, given_cases, is_down, of_field, read_case_back};

choice! {
    /// What a case is searched by.
    By {
        Number = "number" "Its number",
        Field = "field" "A field of it",
    }
}

const BY: Field<By> = Field::choice("by", "Searched by").help("What is known of the case.");
const CASE_FIELD: Field<String> = Field::text("field", "Field of the case")
    .help("The name of the field that holds the value.")
    .required()
    .shown_if("by", &["field"]);
const VALUE: Field<Operand> = Field::operand("value", "Value looked up")
    .help("A text, a variable such as one that an entry filled, or an expression. An empty value finds nothing.")
    .required();
const TYPE: Field<Option<ItemRef>> = Field::item("case_type", "Case type", ResourceKind::CaseType)
    .help("Only cases of this type are searched. Leave it empty for all.");
const IS_OPEN_ONLY: Field<bool> =
    Field::yes_no("open_only", "Open ones only", true).help("Whether closed cases are passed over.");

const NOT_FOUND: BranchSpec = BranchSpec::new("not_found", "Not found");
const SEVERAL_FOUND: BranchSpec = BranchSpec::new("several_found", "Several found");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "associate_case",
    title: "Associate the interaction with a case",
    short_title: "Associate a case",
    category: Category::Crm,
    icon: Icon::Briefcase,
    words: "find case, look up case, open ticket, ticket, find ticket",
    channels: Channels::ALL,
    doc: "Searches the cases by their number or by a field, and associates the interaction with the one found. When \
          several are found, none is chosen. The number of the case and the values of its fields can come back into \
          variables.",
    card: "{by} · {field} {value}",
    fields: &[
        BY.spec(),
        CASE_FIELD.spec(),
        VALUE.spec(),
        TYPE.spec(),
        IS_OPEN_ONLY.spec(),
        NUMBER_INTO.spec(),
        OUTPUTS.spec(),
    ],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&NOT_FOUND),
        BranchPart::One(&SEVERAL_FOUND),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The case with that number", BY_NUMBER, "", "ok")
            .ledger(&["Cases: C-1: the interaction is associated"])
            .given(given_cases),
        Example::new("There is no such case", BY_NUMBER, "", "not_found"),
        Example::new("Two cases about a late parcel", BY_SUBJECT, "", "several_found").given(given_cases),
        Example::new("The cases cannot be reached", BY_NUMBER, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Cases);
        }),
    ],
};

const BY_NUMBER: &str = r#"{"value": Operand(Text("C-1")), "case_type": Item(Reference("complaint")),
    "outputs": Rows([(id: 1, cells: {"field": Text("subject"), "variable": Text("customer.name")})])}"#;
const BY_SUBJECT: &str = r#"{"by": Text("field"), "field": Text("subject"), "value": Operand(Text("late parcel"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let kind = match cx.get(&TYPE) {
        None => None,
        Some(_) => match cx.item(&TYPE) {
            Some(found) => Some(found.id),
            None => return Step::go(&ERROR),
        },
    };
    if is_down(cx, OutsideSystem::Cases) {
        return Step::go(&ERROR);
    }
    let value = match cx.typed_value(cx.get(&VALUE)) {
        Ok(value) => value,
        Err(why) => {
            cx.note(why);
            return Step::go(&ERROR);
        }
    };
    if value.is_empty() {
        cx.note("There is no value to look for.");
        return Step::go(&NOT_FOUND);
    }
    let found = search(cx, kind, &value);
    match found.as_slice() {
        [] => {
            cx.note(format_args!("No case has {}.", value.text));
            Step::go(&NOT_FOUND)
        }
        [case] => {
            cx.ledger(OutsideSystem::Cases.words(), format_args!("{}: the interaction is associated", case.number));
            cx.set_case(case.number.clone());
            Step::go(if read_case_back(cx, case) { &OK } else { &ERROR })
        }
        several => {
            let numbers: Vec<&str> = several.iter().map(|case| case.number.as_str()).collect();
            cx.note(format_args!("{} cases have {}: {}.", several.len(), value.text, numbers.join(", ")));
            Step::go(&SEVERAL_FOUND)
        }
    }
}

/// The cases found. One without a number cannot be associated.
fn search(cx: &Cx<'_>, kind: Option<ResourceId>, value: &Value<'_>) -> Vec<Case> {
    let (by, field, is_open_only) = (cx.get(&BY), cx.get(&CASE_FIELD), cx.get(&IS_OPEN_ONLY));
    let wanted = Held::new(value.clone(), Fold::USUAL, cx.locale());
    let fields = |case: &Case| case.case_type.and_then(|kind| cx.resource_of(kind));
    let has_value = |case: &Case| match by {
        By::Number => fold::same(&case.number, &value.text),
        By::Field => case.fields.get(field.trim()).is_some_and(|found| {
            let found = fields(case).map_or_else(|| found.as_str().into(), |it| of_field(&it.data, &field, found));
            wanted.same(&found)
        }),
    };
    let fits = |case: &&Case| {
        let is_of_type = kind.is_none_or(|kind| case.case_type == Some(kind));
        is_of_type && !(is_open_only && case.is_closed) && !case.number.is_empty() && has_value(case)
    };
    cx.cases().iter().filter(fits).cloned().collect()
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let item = cx.action.params.get(&TYPE);
    let kind = item.and_then(|item| cx.project.resolve(ResourceKind::CaseType, &item));
    kind.map(|kind| check_outputs(cx, &kind.name, &kind.data)).unwrap_or_default()
}
