//! Date and time: retrieves a moment, calculates with it and writes it into a variable (spec: actions §1). How days and hours are
//! counted is decided in `catalog::dates`.

use chrono::DateTime;
use chrono_tz::Tz;

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::dates::{self, Stamp, count, names};
use crate::catalog::field::DefaultValue;
use crate::catalog::value::Decimal;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::{Action, Operand};

use super::shared::{VARIABLE, WHEN, check_zone, zone};

choice! {
    /// What is calculated.
    Calculation {
        Nothing = "nothing" "Nothing: the moment itself", Add = "add" "Add", Subtract = "subtract" "Subtract",
        Difference = "difference" "Difference to another moment",
    }
}

choice! {
    /// What is counted.
    Unit {
        Minutes = "minutes" "minutes", Seconds = "seconds" "seconds", Hours = "hours" "hours", Days = "days" "days",
        Weeks = "weeks" "weeks", Months = "months" "months", Years = "years" "years",
    }
}

impl Unit {
    fn counted(self) -> count::Unit {
        match self {
            Self::Minutes => count::Unit::Minutes,
            Self::Seconds => count::Unit::Seconds,
            Self::Hours => count::Unit::Hours,
            Self::Days => count::Unit::Days,
            Self::Weeks => count::Unit::Weeks,
            Self::Months => count::Unit::Months,
            Self::Years => count::Unit::Years,
        }
    }
}

choice! {
    /// Whose language the names of days and months are in.
    Names { One = "one" "One language", Customer = "customer" "The customer's language" }
}

choice! {
    /// How the moment is written.
    Form {
        DateTime = "date_time" "Date and time (2026-11-23 09:00:00)", Date = "date" "Date (2026-11-23)",
        Time = "time" "Time (09:00)", Weekday = "weekday" "Day of the week (Monday)", Week = "week" "ISO week (48)",
        Words = "words" "In words (Monday 23 November 2026)", Custom = "custom" "Own pattern",
    }
}

const ZONE: Field<String> = Field::text("zone", "Time zone")
    .help("An IANA name such as Europe/Paris, in which the result is written. Leave it empty for the project's.");
const CALCULATION: Field<Calculation> =
    Field::choice("calculation", "Calculation").help("What is done with the moment.");
const AMOUNT: Field<Operand> = Field::operand("amount", "How many")
    .help("A whole number, such as 3 or a variable that holds one.")
    .shown_if("calculation", &["add", "subtract"]);
const OTHER: Field<Operand> = Field::operand("other", "Other moment")
    .help("A date and time, in the project's time zone where it has no offset. The result is negative when it lies before the moment.")
    .shown_if("calculation", &["difference"]);
const UNIT: Field<Unit> = Field::choice("unit", "Unit")
    .help("What is added, subtracted or counted. A difference counts whole ones; days and longer are those of the calendar, whatever the time of day.")
    .shown_if("calculation", &["add", "subtract", "difference"]);
const FORM: Field<Form> = Field::choice("form", "Format")
    .help("How the moment is written into the variable.")
    .shown_if("calculation", &["nothing", "add", "subtract"]);
const PATTERN: Field<String> = Field::text("pattern", "Own pattern")
    .help("Text with %Y year, %m month, %d day, %H hour, %M minute, %S second, %A day of the week, %B month in words, %V ISO week.")
    .shown_if("form", &["custom"]);
const NAMES: Field<Names> = Field::choice("names", "Names of days and months")
    .help("The language of the names of days and months.")
    .initially(DefaultValue::Text("customer"))
    .shown_if("form", &["weekday", "words", "custom"]);
const LANGUAGE: Field<String> = Field::text("names_language", "Language of the names")
    .help("A language code, such as fr. Leave it empty for English.")
    .shown_if("names", &["one"]);

/// What may follow a % in a pattern.
const KNOWN: &str = "YymbBdejHIMSpAaVuGFT%";

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "date_and_time",
    title: "Date and time (retrieval and calculations)",
    short_title: "Date and time",
    category: Category::Data,
    icon: Icon::CalendarBlank,
    words: "now, today, clock, time of day, date calculation, add days, timestamp",
    channels: Channels::ALL,
    doc: "Puts the present moment, or one that a variable holds, into a variable: as it is, so much earlier or later, or as the \
          difference to another moment.",
    card: "{variable} · {calculation} · {form}",
    fields: &[
        WHEN.spec(),
        ZONE.spec(),
        CALCULATION.spec(),
        AMOUNT.spec(),
        OTHER.spec(),
        UNIT.spec(),
        FORM.spec(),
        PATTERN.spec(),
        NAMES.spec(),
        LANGUAGE.spec(),
        VARIABLE.spec(),
    ],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Now", r#"{"variable": Text("customer.name")}"#, "", "ok"),
        Example::new(
            "Three days from now, as a date",
            r#"{"calculation": Text("add"), "amount": Operand(Text("3")), "unit": Text("days"), "form": Text("date"),
    "variable": Text("customer.name")}"#,
            "",
            "ok",
        ),
        Example::new(
            "Hours until Christmas",
            r#"{"calculation": Text("difference"), "other": Operand(Text("2026-12-25")), "unit": Text("hours"),
    "variable": Text("customer.score")}"#,
            "",
            "ok",
        ),
        Example::new(
            "What is no date",
            r#"{"when": Operand(Variable("customer.tier")), "variable": Text("customer.name")}"#,
            "",
            "error",
        ),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let written = result(cx).and_then(|value| cx.assign(&cx.get(&VARIABLE), value));
    match written {
        Ok(()) => Step::go(&OK),
        Err(why) => {
            cx.note(why);
            Step::go(&ERROR)
        }
    }
}

fn result(cx: &Cx<'_>) -> Result<String, String> {
    let zone = zone(&cx.text(&ZONE), cx.time_zone_name())?;
    let when = cx.get(&WHEN);
    let when = if when.is_blank() { Stamp::Instant(cx.now()) } else { read(cx, when)? };
    let home = cx.time_zone();
    let moment = when.moment(home);
    let unit = cx.get(&UNIT);
    let calculation = cx.get(&CALCULATION);
    let moment = match calculation {
        Calculation::Nothing => moment,
        Calculation::Difference => {
            let other = read(cx, cx.get(&OTHER))?;
            return Ok(count::difference(when, other, unit.counted(), home, zone).to_string());
        }
        Calculation::Add | Calculation::Subtract => {
            let text = cx.value(cx.get(&AMOUNT))?;
            let amount = whole(&text).ok_or_else(|| format!("\"{text}\" is no whole number."))?;
            let signed = if calculation == Calculation::Add { Some(amount) } else { amount.checked_neg() };
            let later = signed.and_then(|amount| count::shifted(moment, amount, unit.counted(), zone));
            later.ok_or_else(|| format!("{text} is too far away."))?
        }
    };
    write(moment.with_timezone(&zone), cx.get(&FORM), &cx.get(&PATTERN), &language(cx))
}

/// The variable that gets a name of a day or month in the customer's language, where an action writes one.
#[must_use]
pub fn names_of_customer(action: &Action) -> Option<String> {
    let params = &action.params;
    let has_names = match params.get(&FORM) {
        Form::Weekday | Form::Words => true,
        Form::Custom => ["%A", "%a", "%B", "%b"].iter().any(|name| params.get(&PATTERN).contains(name)),
        Form::DateTime | Form::Date | Form::Time | Form::Week => false,
    };
    let writes_names = action.kind == SPEC.id
        && params.get(&CALCULATION) != Calculation::Difference
        && params.get(&NAMES) == Names::Customer;
    (has_names && writes_names).then(|| params.get(&VARIABLE))
}

/// The language of the names of days and months.
fn language(cx: &Cx<'_>) -> String {
    match cx.get(&NAMES) {
        Names::One => cx.text(&LANGUAGE).into_owned(),
        Names::Customer => cx.call("language"),
    }
}

fn whole(text: &str) -> Option<i64> {
    Decimal::read(text.trim()).and_then(Decimal::whole)
}

/// The date and time that an operand holds.
fn read(cx: &Cx<'_>, operand: &Operand) -> Result<Stamp, String> {
    cx.stamp(&cx.value(operand)?)
}

fn write(moment: DateTime<Tz>, form: Form, pattern: &str, language: &str) -> Result<String, String> {
    let pattern = match form {
        Form::DateTime => "%Y-%m-%d %H:%M:%S",
        Form::Date => "%Y-%m-%d",
        Form::Time => "%H:%M",
        Form::Weekday => "%A",
        Form::Week => "%-V",
        Form::Words => return Ok(names::in_words(&moment, language)),
        Form::Custom => {
            check_pattern(pattern)?;
            pattern
        }
    };
    Ok(names::written(&moment, pattern, language))
}

/// Only what is known may follow a %, since formatting fails on anything else.
fn check_pattern(pattern: &str) -> Result<(), String> {
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter == '%' {
            let next = letters.next();
            if next.is_none_or(|next| !KNOWN.contains(next)) {
                let unknown = next.map(String::from).unwrap_or_default();
                return Err(format!("A pattern cannot have %{unknown}; use %Y, %m, %d, %H, %M, %S, %A, %B or %V."));
            }
        }
    }
    if pattern.trim().is_empty() { Err("The pattern is empty.".to_owned()) } else { Ok(()) }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings = Vec::new();
    findings.extend(check_zone(&params.get(&ZONE)));
    let calculation = params.get(&CALCULATION);
    if calculation != Calculation::Difference && params.get(&FORM) == Form::Custom {
        findings.extend(check_pattern(&params.get(&PATTERN)).err().map(|why| Finding::error("date-pattern", why)));
    }
    let is_amount = matches!(calculation, Calculation::Add | Calculation::Subtract);
    match (params.get(&AMOUNT), params.get(&OTHER)) {
        (Operand::Text(text), _) if is_amount && !text.contains("{{") && whole(text).is_none() => {
            findings.push(Finding::error("date-amount", format!("\"{text}\" is no whole number.")));
        }
        (_, Operand::Text(text))
            if calculation == Calculation::Difference && !text.contains("{{") && dates::read(text).is_none() =>
        {
            findings.push(Finding::error("date-other", format!("\"{text}\" is not a date and time.")));
        }
        _ => {}
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_safe() {
        let moment = dates::read("2026-11-23T08:05Z").unwrap().moment(Tz::UTC).with_timezone(&Tz::UTC);
        let written = |pattern: &str| write(moment, Form::Custom, pattern, "");
        assert_eq!(written("%d.%m.%Y, %H h %M, 100 %%").unwrap(), "23.11.2026, 08 h 05, 100 %");
        let french = |pattern: &str| write(moment, Form::Custom, pattern, "fr").unwrap();
        assert_eq!(french("%A, %B, %d"), "lundi, novembre, 23");
        for pattern in ["", "%", "%Q", "% ", "%-", "%é", "%+"] {
            assert!(written(pattern).is_err(), "{pattern}");
        }
        for known in KNOWN.chars() {
            assert!(!written(&format!("%{known}")).unwrap().is_empty(), "{known}");
        }
    }
}
