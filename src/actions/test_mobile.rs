//! Test if the number is mobile: by the numbering plan of its country (spec: actions §1). Nobody is asked.

use crate::catalog::phone::{LineType, Number, is_country, read};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
    country,
};
use crate::choice;
use crate::model::Operand;

choice! {
    /// Which number is tested.
    Whose { Caller = "caller" "The caller's number", Value = "value" "A number or a variable" }
}

const WHOSE: Field<Whose> =
    Field::choice("whose", "Number").help("The number that the customer calls from, or one that is read.");
const NUMBER: Field<Operand> = Field::operand("number", "Number tested")
    .help("A number, such as +33612345678, or a variable that holds one.")
    .required()
    .shown_if("whose", &["value"]);
const COUNTRY: Field<String> = Field::text("country", "Default country")
    .help("Two letters, such as FR: the country whose national numbers are read. Leave it empty for the project's.");

const MOBILE: BranchSpec = BranchSpec::new("mobile", "Mobile");
const NOT_MOBILE: BranchSpec = BranchSpec::new("not_mobile", "Not mobile");
const UNKNOWN: BranchSpec = BranchSpec::new("unknown", "Unknown");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_mobile",
    title: "Test if the number is mobile",
    short_title: "Mobile number?",
    category: Category::Voice,
    icon: Icon::SimCard,
    words: "mobile, cell phone, landline, number type, cellphone, fixed line, can get sms",
    channels: Channels::VOICE,
    doc: "Looks a number up in the numbering plan of its country. A hidden or invalid number is unknown, and so is one of a country \
          whose mobile phones have the same numbers as its fixed lines, such as the United States.",
    card: "{number} · {country}",
    fields: &[WHOSE.spec(), NUMBER.spec(), COUNTRY.spec()],
    branches: &[BranchPart::One(&MOBILE), BranchPart::One(&NOT_MOBILE), BranchPart::One(&UNKNOWN)],
    way_on: WayOn::Key("mobile"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Camille calls from a mobile phone", "{}", "", "mobile"),
        Example::new("A national number", BACK_OFFICE, "", "not_mobile"),
        Example::new("The number is hidden", "{}", "", "unknown").given(|stage| stage.caller.is_hidden = true),
        Example::new("A number of the United States", "{}", "", "unknown")
            .given(|stage| "+12025550123".clone_into(&mut stage.caller.number)),
    ],
};

const BACK_OFFICE: &str =
    r#"{"whose": Text("value"), "number": Operand(Text("01 55 00 10 10")), "country": Text("FR")}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let number = match cx.get(&WHOSE) {
        Whose::Caller => cx.call("number"),
        Whose::Value => match cx.value(cx.get(&NUMBER)) {
            Ok(number) => number,
            Err(why) => {
                cx.note(why);
                return Step::go(&UNKNOWN);
            }
        },
    };
    if number.trim().is_empty() {
        cx.note("No number is given.");
        return Step::go(&UNKNOWN);
    }
    let own = cx.text(&COUNTRY);
    let country = if own.trim().is_empty() { cx.country() } else { own.trim() };
    let (branch, what) = match read(&number, country) {
        Ok(Number::Full { e164, line }) => match line {
            LineType::Mobile => (&MOBILE, format!("{e164} is a mobile number.")),
            LineType::NotMobile | LineType::Premium => (&NOT_MOBILE, format!("{e164} is no mobile number.")),
            LineType::Either => (&UNKNOWN, format!("The numbering plan does not tell whether {e164} is mobile.")),
        },
        Ok(Number::Short(digits)) => (&UNKNOWN, format!("{digits} is a short number.")),
        Err(fault) => (&UNKNOWN, fault.words(&number)),
    };
    cx.note(what);
    Step::go(branch)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let country = params.get(&COUNTRY);
    let is_open = country.contains("{{");
    let mut findings = Vec::new();
    if !country.trim().is_empty() && !is_open && !is_country(&country) {
        findings.push(Finding::error("country", format!("\"{country}\" is no country code, such as FR.")));
    }
    if params.get(&WHOSE) == Whose::Value
        && !is_open
        && let number @ Operand::Text(text) = &params.get(&NUMBER)
        && !number.is_blank()
        && !text.contains("{{")
    {
        let own = country.trim();
        let why = match read(text, if own.is_empty() { country::of(&cx.project.settings) } else { own }) {
            Ok(Number::Full { .. }) => None,
            Ok(Number::Short(digits)) => Some(format!("{digits} is a short number.")),
            Err(fault) => Some(fault.words(text)),
        };
        findings.extend(why.map(|why| Finding::warning("number", format!("{why} Unknown is always taken."))));
    }
    findings
}
