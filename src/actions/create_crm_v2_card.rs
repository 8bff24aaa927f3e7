//! Create a CRM V2 card of an object (spec: actions §1). A value that does not fit has a branch of its own.

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::resource::CrmGeneration;
use crate::model::{ItemRef, ResourceKind, Row};

use super::shared::VALUE;
use super::shared_crm::{DUPLICATE, IS_NEEDED, RULE, check_creation, create, given_cards, given_no_crm};
use super::shared_record::{FIELD, FIELDS, MAX_FIELDS};

const OBJECT: Field<Option<ItemRef>> =
    Field::item("object", "Object", ResourceKind::CrmCardType).help("The object of the new card.").required();
const NEEDED_FIELDS: Field<Vec<Row>> =
    Field::rows(FIELDS.key(), "Fields", &[FIELD.spec(), VALUE.spec(), IS_NEEDED.spec()], MAX_FIELDS)
        .help("The fields that get a value. Those that the object needs must have one, ticked or not.");

const INVALID_FIELD: BranchSpec = BranchSpec::new("invalid_field", "Invalid field");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "create_crm_v2_card",
    title: "Create a CRM V2 card",
    short_title: "",
    category: Category::Crm,
    icon: Icon::UserCirclePlus,
    words: "new customer, new contact, new lead, create lead, create object",
    channels: Channels::ALL,
    doc: "Creates a CRM V2 card of an object and fills in its fields. A card that exists already is not created \
          again, unless the rule says so. A value that is not of the field's type, or a missing one, leads to \
          Invalid field.",
    card: "{object} · {fields:fields}",
    fields: &[OBJECT.spec(), NEEDED_FIELDS.spec(), RULE[0], RULE[1], RULE[2]],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&DUPLICATE),
        BranchPart::One(&INVALID_FIELD),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("An account for a new caller", CALLER, "", "ok")
            .ledger(&["CRM: Account: a new card, city = Paris, phone = +33612345678"]),
        Example::new("The caller has an account", CALLER, "", "duplicate").given(given_cards),
        Example::new("A hidden number, where the object needs one", CALLER, "", "invalid_field").given(|stage| {
            stage.caller.is_hidden = true;
        }),
        Example::new("The CRM is down", CALLER, "", "error").given(given_no_crm),
    ],
};

const CALLER: &str = r#"{"object": Item(Reference("account")), "same_field": Text("phone"), "fields": Rows([
    (id: 1, cells: {"field": Text("phone"), "value": Operand(Variable("call.number"))}),
    (id: 2, cells: {"field": Text("city"), "value": Operand(Text("Paris")), "needed": Bool(true)})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    create(cx, &OBJECT, CrmGeneration::V2, &INVALID_FIELD)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    check_creation(cx, &OBJECT, CrmGeneration::V2)
}
