//! Create a CRM card of a type (spec: actions §1). A value that does not fit the type is an Error.

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::resource::CrmGeneration;
use crate::model::{ItemRef, ResourceKind};

use super::shared_crm::{DUPLICATE, RULE, check_creation, create, given_cards, given_no_crm};
use super::shared_record::FIELDS;

const TYPE: Field<Option<ItemRef>> =
    Field::item("card_type", "Card type", ResourceKind::CrmCardType).help("The type of the new card.").required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "create_crm_card",
    title: "Create a CRM card",
    short_title: "",
    category: Category::Crm,
    icon: Icon::UserPlus,
    words: "new customer, new contact, new lead, create lead, add customer",
    channels: Channels::ALL,
    doc: "Creates a CRM card of a type and fills in its fields. A card that exists already is not created again, \
          unless the rule says so. A value that does not fit the type, or a missing one, leads to Error.",
    card: "{card_type} · {fields:fields}",
    fields: &[TYPE.spec(), FIELDS.spec(), RULE[0], RULE[1], RULE[2]],
    branches: &[BranchPart::One(&OK), BranchPart::One(&DUPLICATE), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("A card for a new caller", CALLER, "", "ok")
            .ledger(&["CRM: Contact: a new card, name = Camille, phone = +33612345678"]),
        Example::new("The caller has a card", CALLER, "", "duplicate").given(given_cards),
        Example::new("The CRM is down", CALLER, "", "error").given(given_no_crm),
        Example::new("A hidden number, where the type needs one", CALLER, "", "error").given(|stage| {
            stage.caller.is_hidden = true;
        }),
    ],
};

const CALLER: &str = r#"{"card_type": Item(Reference("contact")), "same_field": Text("phone"), "fields": Rows([
    (id: 1, cells: {"field": Text("phone"), "value": Operand(Variable("call.number"))}),
    (id: 2, cells: {"field": Text("name"), "value": Operand(Variable("call.name"))})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    create(cx, &TYPE, CrmGeneration::V1, &ERROR)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    check_creation(cx, &TYPE, CrmGeneration::V1)
}
