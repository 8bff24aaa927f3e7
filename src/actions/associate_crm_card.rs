//! Associate the interaction with a CRM card: the one card of a type with a value in a field (spec: actions §1).

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::resource::CrmGeneration;
use crate::model::{ItemRef, Operand, Operator, Params, ResourceKind};

use super::shared_crm::{
    Filter, NOT_FOUND, SEVERAL_FOUND, associate, check_search, given_cards, given_cards_twice, given_no_crm,
};
use super::shared_record::OUTPUTS;

const TYPE: Field<Option<ItemRef>> = Field::item("card_type", "Card type", ResourceKind::CrmCardType)
    .help("The type of card that is searched.")
    .required();
const LOOKUP: Field<String> = Field::text("field", "Looked up in")
    .help("The field of the card that holds the value, such as the phone number.")
    .required();
const LOOKED_UP: Field<Operand> = Field::operand("value", "Value looked up")
    .help("A text, a variable such as the caller's number, or an expression. An empty value finds nothing.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "associate_crm_card",
    title: "Associate the interaction with a CRM card",
    short_title: "Associate a CRM card",
    category: Category::Crm,
    icon: Icon::IdentificationCard,
    words: "customer lookup, find customer, customer card, contact lookup, crm lookup, who is calling, \
            caller lookup, screen pop",
    channels: Channels::ALL,
    doc: "Looks a value up in a field of the CRM cards of a type, and associates the interaction with the card that \
          has it. When several have it, none is chosen. The values of its fields can come back into variables.",
    card: "{card_type} · {field} is {value}",
    fields: &[TYPE.spec(), LOOKUP.spec(), LOOKED_UP.spec(), OUTPUTS.spec()],
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
        Example::new("One card has the caller's number", BY_PHONE, "", "ok")
            .ledger(&["CRM: Contact: the interaction is associated with phone = +33612345678"])
            .given(given_cards),
        Example::new("The caller is unknown", BY_PHONE, "", "not_found"),
        Example::new("Two cards have the number", BY_PHONE, "", "several_found").given(given_cards_twice),
        Example::new("The CRM is down", BY_PHONE, "", "error").given(given_no_crm),
    ],
};

const BY_PHONE: &str = r#"{"card_type": Item(Reference("contact")), "field": Text("phone"), "value": Operand(Variable("call.number")),
    "outputs": Rows([(id: 1, cells: {"field": Text("name"), "variable": Text("customer.name")})])}"#;

fn filters(params: &Params) -> [Filter; 1] {
    [Filter { field: params.get(&LOOKUP), op: Operator::Equals, value: params.get(&LOOKED_UP).clone() }]
}

fn run(cx: &mut Cx<'_>) -> Step {
    let filters = filters(&cx.action.params);
    associate(cx, &TYPE, CrmGeneration::V1, &filters)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    check_search(cx, &TYPE, CrmGeneration::V1, &filters(&cx.action.params))
}
