//! Search for invoice: looks for the customer's invoices in the billing source of a payment module (spec: actions §1).

use crate::catalog::branch::ERROR;
use crate::catalog::fold::Fold;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::value::{self, Held, Value};
use crate::catalog::{ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Example, Field, Icon, Step, WayOn};
use crate::choice;
use crate::model::resource::{FieldType, Invoice, PaymentModule};
use crate::model::{Operand, OutsideSystem};

use super::shared_payment::{MODULE, amount_words, is_paid, is_up, module, module_of};

choice! {
    /// What is compared with the key.
    By { Customer = "customer" "Customer", Number = "number" "Invoice number" }
}

const BY: Field<By> = Field::choice("by", "Search by").help("What of an invoice is compared with the key.");
const KEY: Field<Operand> = Field::operand("key", "Key").help(
    "The customer's number, address or code, or the number of an invoice. Leave it empty for the caller's number.",
);
const UNPAID_ONLY: Field<bool> =
    Field::yes_no("unpaid_only", "Unpaid only", true).help("Leaves invoices out that are paid already.");
const NUMBER: Field<String> = Field::variable("number", "Invoice number into")
    .help("The variable that gets the number, when one invoice is found.");
const AMOUNT: Field<String> = Field::variable("amount", "Amount into")
    .help("The variable that gets the amount, such as 42.00, when one invoice is found.");
const COUNT: Field<String> =
    Field::variable("count", "Count into").help("The variable that gets how many invoices are found.");

const FOUND: BranchSpec = BranchSpec::new("found", "Found");
const SEVERAL: BranchSpec = BranchSpec::new("several_found", "Several found");
const NOT_FOUND: BranchSpec = BranchSpec::new("not_found", "Not found");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "search_invoice",
    title: "Search for invoice",
    short_title: "",
    category: Category::Payment,
    icon: Icon::Receipt,
    words: "invoice, bill, billing, amount due, open invoices, balance",
    channels: Channels::ALL,
    doc: "Looks for the invoices of a customer, or for one by its number, and puts number and amount into variables.",
    card: "{module} · by {by} · {key}",
    fields: &[MODULE.spec(), BY.spec(), KEY.spec(), UNPAID_ONLY.spec(), NUMBER.spec(), AMOUNT.spec(), COUNT.spec()],
    branches: &[
        BranchPart::One(&FOUND),
        BranchPart::One(&SEVERAL),
        BranchPart::One(&NOT_FOUND),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("found"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new(
            "The caller's invoice",
            r#"{"module": Item(Reference("billing")), "number": Text("customer.name"), "amount": Text("customer.score")}"#,
            "",
            "found",
        ).ledger(&["Billing: searches invoices for +33612345678: 1 found"]),
        Example::new(
            "Paid ones too",
            r#"{"module": Item(Reference("billing")), "key": Operand(Text("+33 6 99 99 99 99")), "unpaid_only": Bool(false)}"#,
            "",
            "several_found",
        ).ledger(&["Billing: searches invoices for +33 6 99 99 99 99: 2 found"]),
        Example::new(
            "A number that does not exist",
            r#"{"module": Item(Reference("billing")), "by": Text("number"), "key": Operand(Text("F-9"))}"#,
            "",
            "not_found",
        ).ledger(&["Billing: searches invoices for F-9: 0 found"]),
        Example::new("No such module", r#"{"module": Item(Reference("nothing"))}"#, "", "error"),
        Example::new("The provider is down", r#"{"module": Item(Reference("billing"))}"#, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Payment);
        }),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = module(cx) else { return Step::go(&ERROR) };
    let Some(module) = module_of(&resource) else { return Step::go(&ERROR) };
    if !is_up(cx) {
        return Step::go(&ERROR);
    }
    let key = cx.get(&KEY);
    let key = if key.is_blank() { Ok(cx.call("number")) } else { cx.value(key) };
    match key {
        Ok(key) => search(cx, module, key.trim()),
        Err(why) => {
            cx.note(why);
            Step::go(&ERROR)
        }
    }
}

fn search(cx: &mut Cx<'_>, module: &PaymentModule, key: &str) -> Step {
    let by = cx.get(&BY);
    let unpaid_only = cx.get(&UNPAID_ONLY);
    let wanted = Held::new(key.into(), Fold::USUAL, cx.locale());
    let is_it = |invoice: &&Invoice| {
        let text = if by == By::Number { &invoice.number } else { &invoice.customer };
        // A customer is known by a number, whatever its spelling, or by another text.
        let kind = if by == By::Number { FieldType::ShortText } else { FieldType::Phone };
        let is_of_kind = value::fit(kind, &[], text, cx.locale()).is_ok();
        let known = Value { text: text.into(), kind: is_of_kind.then_some(kind) };
        !key.is_empty() && wanted.same(&known) && !(unpaid_only && is_paid(cx, invoice))
    };
    let found: Vec<&Invoice> = module.invoices.iter().filter(is_it).collect();
    cx.ledger("Billing", format_args!("searches invoices for {key}: {} found", found.len()));
    let is_counted = cx.assign_if_named(&cx.get(&COUNT), found.len().to_string());
    match found.as_slice() {
        _ if !is_counted => Step::go(&ERROR),
        [] => Step::go(&NOT_FOUND),
        [invoice] => {
            let is_written = cx.assign_if_named(&cx.get(&NUMBER), invoice.number.clone())
                && cx.assign_if_named(&cx.get(&AMOUNT), amount_words(invoice.amount));
            Step::go(if is_written { &FOUND } else { &ERROR })
        }
        _ => Step::go(&SEVERAL),
    }
}
