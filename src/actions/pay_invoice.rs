//! Pay an invoice: the customer pays by card, and the bank answers (spec: actions §1). No digit of a card is ever typed: an answer only
//! says that a card is entered, so there is nothing that could be stored, logged or saved with a test call. Who types digits all the
//! same is refused without their being repeated.

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::fold;
use crate::catalog::system_phrases::{CARD_ENTRY, PAYMENT_LINK, Phrase};
use crate::catalog::value::{Locale, number_in};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn,
};
use crate::choice;
use crate::model::resource::PaymentModule;
use crate::model::{Channel, Operand, OutsideSystem, ResourceKind};

use super::shared_payment::{MODULE, amount_words, is_paid, is_up, module, module_of, read_amount};

choice! {
    /// What is paid.
    pub(super) Pays { Invoice = "invoice" "An invoice", Amount = "amount" "An amount" }
}

/// How long a customer needs for a card, how long silence lasts, and how long the bank takes.
const CARD_MS: u64 = 30_000;
const SILENCE_MS: u64 = 10_000;
/// How long a link for a payment is waited for.
const LINK_MS: u64 = 15 * 60_000;
const BANK_MS: u64 = 3_000;

/// `visit.stage` while the bank is asked; before that the card is waited for.
const AT_BANK: u32 = 1;

pub(super) const PAYS: Field<Pays> =
    Field::choice("pays", "What is paid").help("An invoice of the billing source, or any amount.");
const INVOICE: Field<Operand> = Field::operand("invoice", "Invoice number")
    .help("The number of the invoice, such as a variable that a search filled in.")
    .shown_if("pays", &["invoice"]);
pub(super) const AMOUNT: Field<Operand> = Field::operand("amount", "Amount")
    .help("The amount in the currency of the module, such as 42.50.")
    .shown_if("pays", &["amount"]);
const ATTEMPTS: Field<i64> =
    Field::int("attempts", "Attempts", (0, 9), 0).help("How often a card may be tried. 0 means as the module says.");

const PAID: BranchSpec = BranchSpec::new("paid", "Paid").result(ResultKind::SelfService);
const REFUSED: BranchSpec = BranchSpec::new("refused", "Refused");
const INTERRUPTED: BranchSpec = BranchSpec::new("interrupted", "Interrupted");
const MAX_ATTEMPTS: BranchSpec = BranchSpec::new("max_attempts", "Maximum attempts");
pub(super) const ABOVE_MAXIMUM: BranchSpec = BranchSpec::new("above_maximum", "Above maximum amount");
pub(super) const ALREADY_PAID: BranchSpec = BranchSpec::new("already_paid", "Already paid");
const PROVIDER_ERROR: BranchSpec = BranchSpec::new("provider_error", "Provider error").technical();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "pay_invoice",
    title: "Pay an invoice",
    short_title: "",
    category: Category::Payment,
    icon: Icon::CreditCard,
    words: "payment, pay, card payment, checkout, credit card, collect payment, bill",
    channels: Channels::VOICE_AND_MESSAGING,
    doc: "Lets the customer pay an invoice or an amount by card, on the telephone by keys, where * interrupts, and in a chat by a link. A card that the bank refuses may be tried again while \
          attempts are left. Card digits are masked: simulations never ask for any.",
    card: "{module} · {invoice} · {amount} · {attempts:attempts}",
    fields: &[MODULE.spec(), PAYS.spec(), INVOICE.spec(), AMOUNT.spec(), ATTEMPTS.spec()],
    branches: &[
        BranchPart::One(&PAID),
        BranchPart::One(&REFUSED),
        BranchPart::One(&INTERRUPTED),
        BranchPart::One(&MAX_ATTEMPTS),
        BranchPart::One(&ABOVE_MAXIMUM),
        BranchPart::One(&ALREADY_PAID),
        BranchPart::One(&PROVIDER_ERROR),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("paid"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("The bank accepts", F1, "enters a card; bank accepts", "paid")
            .after_ms(38_200)
            .ledger(&["Payment: 42.00 EUR for invoice F-1: paid (sandbox)"]),
        Example::new(
            "The second card is accepted",
            F1,
            "enters a card; bank refuses; enters a card; bank accepts",
            "paid",
        )
        .after_ms(76_400)
        .ledger(&[
            "Payment: 42.00 EUR for invoice F-1: refused (sandbox)",
            "Payment: 42.00 EUR for invoice F-1: paid (sandbox)",
        ]),
        Example::new("The card is blocked", F1, "enters a card; bank refuses for good", "refused")
            .after_ms(38_200)
            .ledger(&["Payment: 42.00 EUR for invoice F-1: refused (sandbox)"]),
        Example::new("The customer does not try again", F1, "enters a card; bank refuses; enters nothing", "refused")
            .after_ms(53_400)
            .ledger(&["Payment: 42.00 EUR for invoice F-1: refused (sandbox)"]),
        Example::new("The customer changes their mind", F1, "presses *", "interrupted").after_ms(6_200),
        Example::new(
            "Two cards, both refused",
            r#"{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1")), "attempts": Int(2)}"#,
            "enters a card; bank refuses; enters a card; bank refuses",
            "max_attempts",
        )
        .after_ms(76_400)
        .ledger(&[
            "Payment: 42.00 EUR for invoice F-1: refused (sandbox)",
            "Payment: 42.00 EUR for invoice F-1: refused (sandbox)",
        ]),
        Example::new(
            "More than the module allows",
            r#"{"module": Item(Reference("billing")), "invoice": Operand(Text("F-2"))}"#,
            "",
            "above_maximum",
        ),
        Example::new(
            "Paid before",
            r#"{"module": Item(Reference("billing")), "invoice": Operand(Text("F-3"))}"#,
            "",
            "already_paid",
        ),
        Example::new(
            "An amount, and the provider fails",
            r#"{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("12.50"))}"#,
            "enters a card; provider fails",
            "provider_error",
        )
        .after_ms(38_200)
        .ledger(&["Payment: 12.50 EUR: the provider fails (sandbox)"]),
        Example::new("By a link in a chat", F1, "opens the link; bank accepts", "paid")
            .after_ms(33_000)
            .ledger(&["Payment: 42.00 EUR for invoice F-1: paid (sandbox)"])
            .over(Channel::Messaging),
        Example::new("The link is not opened", F1, "time passes; opens the link; bank accepts", "paid")
            .after_ms(933_000)
            .ledger(&["Payment: 42.00 EUR for invoice F-1: paid (sandbox)"])
            .over(Channel::Messaging),
        Example::new("No thanks, in a chat", F1, "declines to pay", "interrupted")
            .after_ms(1_000)
            .over(Channel::Messaging),
        Example::new("The provider is down", F1, "", "provider_error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Payment);
        }),
        Example::new(
            "No such invoice",
            r#"{"module": Item(Reference("billing")), "invoice": Operand(Text("F-9"))}"#,
            "",
            "reference_not_found",
        ),
        Example::new("No such module", r#"{"module": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const F1: &str = r#"{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}"#;

/// What is to be paid.
struct Bill {
    /// The number of the invoice, if it is one.
    invoice: Option<String>,
    /// In hundredths.
    amount: i64,
}

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = module(cx) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let Some(module) = module_of(&resource) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let bill = match bill(cx, module) {
        Ok(bill) => bill,
        Err((branch, why)) => {
            cx.note(why);
            return Step::go(branch);
        }
    };
    let Event::Answer(answer) = cx.event else {
        if bill.amount > module.max_amount {
            cx.note(format_args!("{} is more than {}.", amount_words(bill.amount), amount_words(module.max_amount)));
            return Step::go(&ABOVE_MAXIMUM);
        }
        if !is_up(cx) {
            return Step::go(&PROVIDER_ERROR);
        }
        return ask_card(cx, module, &bill);
    };
    if cx.visit.stage == AT_BANK {
        cx.spend(BANK_MS);
        return hear_bank(cx, module, &bill, answer.key);
    }
    match answer.key {
        "card" => {
            cx.spend(CARD_MS);
            cx.did(if cx.channel() == Channel::Voice {
                "enters a card •••• •••• •••• ••••"
            } else {
                "opens the link and enters a card •••• •••• •••• ••••"
            });
            cx.visit.stage = AT_BANK;
            ask_bank(&bill, module)
        }
        "interrupts" => {
            cx.did(if cx.channel() == Channel::Voice { "presses *" } else { "declines to pay" });
            Step::go(&INTERRUPTED)
        }
        _ => {
            let is_call = cx.channel() == Channel::Voice;
            cx.spend(if is_call { SILENCE_MS } else { LINK_MS });
            cx.did(if is_call { "enters nothing" } else { "does not open the link" });
            // Who was refused once and does not try again leaves it at that.
            if cx.visit.answers.is_empty() { fail(cx, module, &bill) } else { Step::go(&REFUSED) }
        }
    }
}

/// What is to be paid, or the branch by which there is nothing, and why.
fn bill(cx: &Cx<'_>, module: &PaymentModule) -> Result<Bill, (&'static BranchSpec, String)> {
    if cx.get(&PAYS) == Pays::Amount {
        let text = cx.value(cx.get(&AMOUNT)).map_err(|why| (&PROVIDER_ERROR, why))?;
        let amount = read_amount(&text, cx.locale()).filter(|amount| *amount > 0);
        let amount = amount.ok_or_else(|| (&PROVIDER_ERROR, format!("\"{text}\" is not an amount, such as 42.50.")))?;
        return Ok(Bill { invoice: None, amount });
    }
    let number = cx.value(cx.get(&INVOICE)).map_err(|why| (&REFERENCE_NOT_FOUND, why))?;
    let is_it = |known: &str| fold::same(known, &number);
    let Some(found) = module.invoices.iter().find(|invoice| is_it(&invoice.number)) else {
        return Err((&REFERENCE_NOT_FOUND, format!("There is no invoice \"{number}\".")));
    };
    if is_paid(cx, found) {
        return Err((&ALREADY_PAID, format!("Invoice {} is paid already.", found.number)));
    }
    if found.amount <= 0 {
        return Err((&ALREADY_PAID, format!("Nothing is to be paid for invoice {}.", found.number)));
    }
    Ok(Bill { invoice: Some(found.number.clone()), amount: found.amount })
}

fn attempts(cx: &Cx<'_>, module: &PaymentModule) -> u32 {
    let own = u32::try_from(cx.get(&ATTEMPTS)).unwrap_or(0);
    if own == 0 { module.attempts.max(1) } else { own }
}

fn ask_card(cx: &mut Cx<'_>, module: &PaymentModule, bill: &Bill) -> Step {
    cx.visit.stage = 0;
    let amount = number_in(&amount_words(bill.amount), cx.customer_locale(&cx.language()));
    let is_call = cx.channel() == Channel::Voice;
    let phrase = if is_call { &CARD_ENTRY } else { &PAYMENT_LINK };
    let sentence = cx.phrase(phrase, &[("amount", &amount), ("currency", &module.currency)]);
    let said_ms = cx.say(sentence);
    cx.spend(said_ms);
    let detail = format!("try {} of {}", cx.visit.tries.saturating_add(1), attempts(cx, module));
    let question = if is_call {
        Question::new("waits for a card")
            .choice(QuestionChoice::new("card", "enters a card", "Enters a card"))
            .choice(QuestionChoice::new("interrupts", "presses *", "* Interrupts"))
            .choice(QuestionChoice::new("nothing", "enters nothing", "Enters nothing"))
    } else {
        cx.say("[payment link]");
        Question::new("waits for a payment by link")
            .choice(QuestionChoice::new("card", "opens the link", "Opens the link and pays"))
            .choice(QuestionChoice::new("interrupts", "declines to pay", "Declines to pay"))
            .choice(QuestionChoice::new("nothing", "time passes", "The link is not opened").time())
    };
    let question = question.detail(detail);
    Step::Ask(question.hiding_digits().hang_up())
}

fn ask_bank(bill: &Bill, module: &PaymentModule) -> Step {
    let question = Question::new("waits for the bank")
        .detail(format!("{} {}", amount_words(bill.amount), module.currency))
        .choice(QuestionChoice::new("accepts", "bank accepts", "Bank accepts").system())
        .choice(QuestionChoice::new("refuses", "bank refuses", "Bank refuses").system())
        .choice(
            QuestionChoice::new("for_good", "bank refuses for good", "Bank refuses for good, such as a blocked card")
                .system(),
        )
        .choice(QuestionChoice::new("fails", "provider fails", "Provider fails").danger().system());
    Step::Ask(question.hiding_digits().hang_up())
}

fn hear_bank(cx: &mut Cx<'_>, module: &PaymentModule, bill: &Bill, answer: &'static str) -> Step {
    let what = bill.invoice.as_ref().map_or_else(String::new, |number| format!(" for invoice {number}"));
    let sandbox = if module.is_sandbox { " (sandbox)" } else { "" };
    let tell = |cx: &mut Cx<'_>, how: &str| {
        cx.ledger("Payment", format_args!("{} {}{what}: {how}{sandbox}", amount_words(bill.amount), module.currency));
    };
    match answer {
        "accepts" => {
            tell(cx, "paid");
            cx.others_did("the bank accepts");
            if let Some(number) = &bill.invoice {
                cx.set_paid(number.clone());
            }
            Step::go(&PAID)
        }
        "fails" => {
            tell(cx, "the provider fails");
            Step::go(&PROVIDER_ERROR)
        }
        "for_good" => {
            tell(cx, "refused");
            cx.others_did("the bank refuses for good");
            Step::go(&REFUSED)
        }
        _ => {
            tell(cx, "refused");
            cx.others_did("the bank refuses");
            cx.visit.answers.push("refused".to_owned());
            fail(cx, module, bill)
        }
    }
}

/// One attempt fewer: the card is asked for again while one is left.
fn fail(cx: &mut Cx<'_>, module: &PaymentModule, bill: &Bill) -> Step {
    cx.visit.tries = cx.visit.tries.saturating_add(1);
    let most = attempts(cx, module);
    if cx.visit.tries < most {
        return ask_card(cx, module, bill);
    }
    // A single attempt that the bank refused is a refusal and nothing else.
    let is_refused = most == 1 && !cx.visit.answers.is_empty();
    Step::go(if is_refused { &REFUSED } else { &MAX_ATTEMPTS })
}

/// The phrase that asks for the payment.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    vec![if cx.routing.channel == Channel::Voice { &CARD_ENTRY } else { &PAYMENT_LINK }]
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let resource = params.get(&MODULE).and_then(|item| cx.project.resolve(ResourceKind::PaymentModule, &item));
    let Some(module) = resource.and_then(|resource| module_of(resource)) else { return Vec::new() };
    let fixed = |operand: Operand| match operand {
        Operand::Text(text) if !text.contains("{{") => Some(text),
        _ => None,
    };
    match params.get(&PAYS) {
        Pays::Invoice if params.get(&INVOICE).is_blank() => {
            vec![Finding::error("invoice-missing", "Say which invoice is paid.")]
        }
        Pays::Invoice => Vec::new(),
        Pays::Amount => match fixed(params.get(&AMOUNT).clone()) {
            Some(text) => match read_amount(&text, Locale::of(cx.project)).filter(|amount| *amount > 0) {
                None => vec![Finding::error("amount", format!("\"{text}\" is not an amount, such as 42.50."))],
                Some(amount) if amount > module.max_amount => vec![Finding::error(
                    "amount-above",
                    format!("{} is more than the {} that can be paid at once.", text, amount_words(module.max_amount)),
                )],
                Some(_) => Vec::new(),
            },
            None => Vec::new(),
        },
    }
}
