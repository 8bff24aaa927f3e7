//! Associate the interaction with a CRM V2 card: the one card of an object for which every condition holds (spec:
//! actions §1).

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Choice, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::resource::CrmGeneration;
use crate::model::{ItemRef, Operator, Params, ResourceKind, Row};

use super::shared::VALUE;
use super::shared_crm::{
    Filter, NOT_FOUND, SEVERAL_FOUND, associate, check_search, given_cards, given_cards_twice, given_no_crm,
};
use super::shared_record::{FIELD, OUTPUTS};

/// How a field is compared. Yes and no are values like others here.
#[derive(Clone, Copy)]
struct Comparison(Operator);

impl Choice for Comparison {
    const ALL: &'static [(&'static str, &'static str)] = &[
        ("equals", "equals"),
        ("differs", "differs from"),
        ("contains", "contains"),
        ("starts_with", "starts with"),
        ("ends_with", "ends with"),
        ("matches", "matches"),
        ("one_of", "is one of"),
        ("less", "is less than"),
        ("at_most", "is at most"),
        ("more", "is more than"),
        ("at_least", "is at least"),
        ("before", "is before"),
        ("after", "is after"),
        ("empty", "is empty"),
        ("not_empty", "is not empty"),
    ];

    fn from_key(key: &str) -> Self {
        Self(match key {
            "differs" => Operator::Differs,
            "contains" => Operator::Contains,
            "starts_with" => Operator::StartsWith,
            "ends_with" => Operator::EndsWith,
            "matches" => Operator::Matches,
            "one_of" => Operator::IsOneOf,
            "less" => Operator::Less,
            "at_most" => Operator::AtMost,
            "more" => Operator::More,
            "at_least" => Operator::AtLeast,
            "before" => Operator::Before,
            "after" => Operator::After,
            "empty" => Operator::IsEmpty,
            "not_empty" => Operator::IsNotEmpty,
            _ => Operator::Equals,
        })
    }
}

const OBJECT: Field<Option<ItemRef>> =
    Field::item("object", "Object", ResourceKind::CrmCardType).help("The object whose cards are searched.").required();
const COMPARISON: Field<Comparison> =
    Field::choice("operator", "Comparison").help("How the field is compared with the value.");
const CONDITIONS: Field<Vec<Row>> =
    Field::rows("conditions", "Conditions", &[FIELD.spec(), COMPARISON.spec(), VALUE.spec()], 10)
        .help("All of them must hold for the card. Equals an empty value never holds; use is empty.")
        .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "associate_crm_v2_card",
    title: "Associate the interaction with a CRM V2 card",
    short_title: "Associate a CRM V2 card",
    category: Category::Crm,
    icon: Icon::IdentificationBadge,
    words: "customer lookup, find customer, crm object, contact lookup, crm lookup",
    channels: Channels::ALL,
    doc: "Searches the CRM V2 cards of an object by conditions on their fields, and associates the interaction with \
          the card for which all of them hold. When several fit, none is chosen. The values of its fields can come back \
          into variables.",
    card: "{object} · {conditions:conditions}",
    fields: &[OBJECT.spec(), CONDITIONS.spec(), OUTPUTS.spec()],
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
        Example::new("One account has the caller's number", BY_PHONE, "", "ok")
            .ledger(&["CRM: Account: the interaction is associated with phone = +33612345678"])
            .given(given_cards),
        Example::new("The caller is unknown", BY_PHONE, "", "not_found"),
        Example::new("Two accounts have the number", BY_PHONE, "", "several_found").given(given_cards_twice),
        Example::new("The CRM is down", BY_PHONE, "", "error").given(given_no_crm),
    ],
};

const BY_PHONE: &str = r#"{"object": Item(Reference("account")), "conditions": Rows([
    (id: 1, cells: {"field": Text("phone"), "value": Operand(Variable("call.number"))}),
    (id: 2, cells: {"field": Text("city"), "operator": Text("empty")})]),
    "outputs": Rows([(id: 3, cells: {"field": Text("city"), "variable": Text("customer.name")})])}"#;

fn filters(params: &Params) -> Vec<Filter> {
    let filter = |row: &Row| Filter {
        field: row.cells.get(&FIELD),
        op: row.cells.get(&COMPARISON).0,
        value: row.cells.get(&VALUE).clone(),
    };
    params.get(&CONDITIONS).iter().map(filter).collect()
}

fn run(cx: &mut Cx<'_>) -> Step {
    let filters = filters(&cx.action.params);
    associate(cx, &OBJECT, CrmGeneration::V2, &filters)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    check_search(cx, &OBJECT, CrmGeneration::V2, &filters(&cx.action.params))
}
