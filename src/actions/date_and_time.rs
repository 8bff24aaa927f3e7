//! Date and time: retrieves a moment, calculates with it and writes it into a variable (spec: actions §1). Seconds,
//! minutes and hours are real time; days and longer go by the calendar of the zone, so that *one day later* is the same time of day.

use chrono::{DateTime, Datelike, Months, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Step, WayOn, compare, interaction,
};
use crate::choice;
use crate::model::Operand;

use super::shared::{VARIABLE, WHEN};

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
    .help("A date and time in the project's time zone. The result is negative when it lies before the moment.")
    .shown_if("calculation", &["difference"]);
const UNIT: Field<Unit> = Field::choice("unit", "Unit")
    .help("What is added, subtracted or counted; a difference counts whole ones only.")
    .shown_if("calculation", &["add", "subtract", "difference"]);
const FORM: Field<Form> = Field::choice("form", "Format")
    .help("How the moment is written into the variable.")
    .shown_if("calculation", &["nothing", "add", "subtract"]);
const PATTERN: Field<String> = Field::text("pattern", "Own pattern")
    .help("Text with %Y year, %m month, %d day, %H hour, %M minute, %S second, %A day of the week, %B month in words, %V ISO week.")
    .shown_if("form", &["custom"]);

/// What may follow a % in a pattern.
const KNOWN: &str = "YymbBdejHIMSpAaVuGFT%";

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "date_and_time",
    title: "Date and time (retrieval and calculations)",
    short_title: "Date and time",
    category: Category::Data,
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
    let moment = if when.is_blank() { cx.now() } else { read(cx, &when)? };
    let unit = cx.get(&UNIT);
    let calculation = cx.get(&CALCULATION);
    let moment = match calculation {
        Calculation::Nothing => moment,
        Calculation::Difference => {
            let other = read(cx, &cx.get(&OTHER))?;
            return Ok(difference(moment, other, unit, zone).to_string());
        }
        Calculation::Add | Calculation::Subtract => {
            let text = cx.value(&cx.get(&AMOUNT))?;
            let amount: i64 = text.trim().parse().map_err(|_| format!("\"{text}\" is no whole number."))?;
            let signed = if calculation == Calculation::Add { Some(amount) } else { amount.checked_neg() };
            let later = signed.and_then(|amount| shifted(moment, amount, unit, zone));
            later.filter(|it| (0..=9_999).contains(&it.year())).ok_or_else(|| format!("{text} is too far away."))?
        }
    };
    write(moment.with_timezone(&zone), cx.get(&FORM), &cx.get(&PATTERN))
}

fn zone(name: &str, project: &str) -> Result<Tz, String> {
    match name.trim() {
        "" => Ok(interaction::zone("", project)),
        name => name.parse().map_err(|_| format!("\"{name}\" is no time zone such as Europe/Paris.")),
    }
}

/// A moment that an operand holds, in the project's zone.
fn read(cx: &Cx<'_>, operand: &Operand) -> Result<DateTime<Utc>, String> {
    let text = cx.value(operand)?;
    let local = compare::moment(&text).ok_or_else(|| format!("\"{text}\" is no date and time."))?;
    let in_reach = (0..=9_999).contains(&local.year());
    if !in_reach {
        return Err(format!("\"{text}\" is too far away."));
    }
    Ok(interaction::moment(local, cx.time_zone()))
}

/// So many units later (earlier, when negative).
fn shifted(moment: DateTime<Utc>, amount: i64, unit: Unit, zone: Tz) -> Option<DateTime<Utc>> {
    let by = |delta: Option<TimeDelta>| moment.checked_add_signed(delta?);
    let local = moment.with_timezone(&zone).naive_local();
    let again = |local: NaiveDateTime| {
        let in_reach = (0..=9_999).contains(&local.year());
        in_reach.then(|| interaction::moment(local, zone))
    };
    let days = |count: Option<i64>| local.checked_add_signed(TimeDelta::try_days(count?)?).and_then(again);
    let months = |count: Option<i64>| {
        let count = count?;
        let size = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
        let moved = if count < 0 { local.checked_sub_months(size) } else { local.checked_add_months(size) };
        moved.and_then(again)
    };
    match unit {
        Unit::Seconds => by(TimeDelta::try_seconds(amount)),
        Unit::Minutes => by(TimeDelta::try_minutes(amount)),
        Unit::Hours => by(TimeDelta::try_hours(amount)),
        Unit::Days => days(Some(amount)),
        Unit::Weeks => days(amount.checked_mul(7)),
        Unit::Months => months(Some(amount)),
        Unit::Years => months(amount.checked_mul(12)),
    }
}

/// Whole units from one moment to another; negative when the other is earlier.
fn difference(from: DateTime<Utc>, to: DateTime<Utc>, unit: Unit, zone: Tz) -> i64 {
    let local = |moment: DateTime<Utc>| moment.with_timezone(&zone).naive_local();
    let real = to.signed_duration_since(from);
    let days = local(to).signed_duration_since(local(from)).num_days();
    match unit {
        Unit::Seconds => real.num_seconds(),
        Unit::Minutes => real.num_minutes(),
        Unit::Hours => real.num_hours(),
        Unit::Days => days,
        Unit::Weeks => days / 7,
        Unit::Months => months_between(local(from), local(to)),
        Unit::Years => months_between(local(from), local(to)) / 12,
    }
}

fn months_between(from: NaiveDateTime, to: NaiveDateTime) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    let months = years * 12 + i64::from(to.month()) - i64::from(from.month());
    let is_whole = u32::try_from(months).ok().and_then(|count| from.checked_add_months(Months::new(count)));
    if is_whole.is_some_and(|reached| reached <= to) { months } else { months - 1 }
}

fn write(moment: DateTime<Tz>, form: Form, pattern: &str) -> Result<String, String> {
    let pattern = match form {
        Form::DateTime => "%Y-%m-%d %H:%M:%S",
        Form::Date => "%Y-%m-%d",
        Form::Time => "%H:%M",
        Form::Weekday => "%A",
        Form::Week => "%V",
        Form::Words => "%A %-d %B %Y",
        Form::Custom => {
            check_pattern(pattern)?;
            pattern
        }
    };
    Ok(moment.format(pattern).to_string())
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
    let name = params.get(&ZONE);
    if !name.contains("{{") {
        findings.extend(zone(&name, "").err().map(|why| Finding::error("time-zone", why)));
    }
    let calculation = params.get(&CALCULATION);
    if calculation != Calculation::Difference && params.get(&FORM) == Form::Custom {
        findings.extend(check_pattern(&params.get(&PATTERN)).err().map(|why| Finding::error("date-pattern", why)));
    }
    let is_amount = matches!(calculation, Calculation::Add | Calculation::Subtract);
    match (params.get(&AMOUNT), params.get(&OTHER)) {
        (Operand::Text(text), _) if is_amount && !text.contains("{{") && text.trim().parse::<i64>().is_err() => {
            findings.push(Finding::error("date-amount", format!("\"{text}\" is no whole number.")));
        }
        (_, Operand::Text(text))
            if calculation == Calculation::Difference && !text.contains("{{") && compare::moment(&text).is_none() =>
        {
            findings.push(Finding::error("date-other", format!("\"{text}\" is no date and time.")));
        }
        _ => {}
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        interaction::moment(compare::moment(text).unwrap(), chrono_tz::Europe::Paris)
    }

    #[test]
    fn days_go_by_the_calendar_and_hours_by_the_clock() {
        let zone = chrono_tz::Europe::Paris;
        let moved = |from: &str, amount, unit| {
            let moment = shifted(at(from), amount, unit, zone)?;
            Some(moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
        };
        // The clocks go forward on 29 March 2026.
        for (from, amount, unit, expected) in [
            ("2026-03-28 12:00", 1, Unit::Days, "2026-03-29 12:00"),
            ("2026-03-28 12:00", 24, Unit::Hours, "2026-03-29 13:00"),
            ("2026-01-31 08:00", 1, Unit::Months, "2026-02-28 08:00"),
            ("2028-02-29 08:00", -1, Unit::Years, "2027-02-28 08:00"),
            ("2026-11-23 08:00", -2, Unit::Weeks, "2026-11-09 08:00"),
        ] {
            assert_eq!(moved(from, amount, unit).as_deref(), Some(expected), "{from} {amount} {unit:?}");
        }
        for unit in [Unit::Seconds, Unit::Minutes, Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years] {
            assert_eq!(moved("2026-11-23", i64::MAX, unit), None, "{unit:?}");
            assert_eq!(moved("2026-11-23", i64::MIN, unit), None, "{unit:?}");
        }
    }

    #[test]
    fn differences_count_whole_units() {
        for (from, to, unit, expected) in [
            ("2026-11-23 09:00", "2026-11-23 10:59", Unit::Hours, 1),
            ("2026-11-23 10:59", "2026-11-23 09:00", Unit::Hours, -1),
            ("2026-03-28 12:00", "2026-03-29 12:00", Unit::Days, 1),
            ("2026-03-28 12:00", "2026-03-29 12:00", Unit::Hours, 23),
            ("2026-01-31", "2026-02-28", Unit::Months, 1),
            ("2026-01-15", "2026-02-14", Unit::Months, 0),
            ("2024-02-29", "2026-02-27", Unit::Years, 1),
        ] {
            assert_eq!(difference(at(from), at(to), unit, chrono_tz::Europe::Paris), expected, "{from} {to} {unit:?}");
        }
    }

    #[test]
    fn patterns_are_safe() {
        let moment = at("2026-11-23 09:05").with_timezone(&chrono_tz::UTC);
        let written = |pattern: &str| write(moment, Form::Custom, pattern);
        assert_eq!(written("%d.%m.%Y, %H h %M, 100 %%").unwrap(), "23.11.2026, 08 h 05, 100 %");
        for pattern in ["", "%", "%Q", "% ", "%-", "%é", "%+"] {
            assert!(written(pattern).is_err(), "{pattern}");
        }
        for known in KNOWN.chars() {
            assert!(!written(&format!("%{known}")).unwrap().is_empty(), "{known}");
        }
    }
}
