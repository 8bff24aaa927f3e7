//! How values are compared (spec: actions §5): text without case unless ticked; numbers, dates and phone numbers
//! by value and not as text; a term whose sides cannot be compared is false, and says so.

use std::cmp::Ordering;

use chrono::{NaiveDateTime, NaiveTime};
use regex::RegexBuilder;

use crate::model::{Condition, Join, Operator, Term};

use super::{dates, phone};

/// Largest compiled size of a regular expression, in bytes.
const MAX_REGEX_BYTES: usize = 1 << 20;

/// A value read as what it looks like.
#[derive(Clone, Debug, PartialEq)]
enum Scalar {
    Number(f64),
    Moment(NaiveDateTime),
    Time(NaiveTime),
    Phone(String),
    Text(String),
}

/// Reads a number; one that starts with a superfluous zero is a code and not a number.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.trim_start_matches('-');
    let is_code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if is_code || text.starts_with('+') || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Reads a date, or a date and time. One with an offset is as its own clock shows it in UTC.
#[must_use]
pub fn moment(text: &str) -> Option<NaiveDateTime> {
    dates::read(text).map(|stamp| stamp.local(chrono_tz::UTC))
}

fn scalar(text: &str) -> Scalar {
    if let Some(moment) = moment(text) {
        return Scalar::Moment(moment);
    }
    if let Some(time) = dates::read_time(text) {
        return Scalar::Time(time);
    }
    if let Some(number) = number(text) {
        return Scalar::Number(number);
    }
    if looks_dialled(text)
        && let Some(number) = phone::key(text, "")
    {
        return Scalar::Phone(number);
    }
    Scalar::Text(text.to_owned())
}

/// Whether a text begins as a phone number in international form does.
fn looks_dialled(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['+', '(', '\u{ff0b}']) || text.starts_with("00")
}

/// The order of two values, or none when they cannot be put in order.
#[must_use]
pub fn order(left: &str, right: &str) -> Option<Ordering> {
    match (scalar(left), scalar(right)) {
        (Scalar::Number(a), Scalar::Number(b)) => a.partial_cmp(&b),
        (Scalar::Moment(a), Scalar::Moment(b)) => Some(a.cmp(&b)),
        (Scalar::Time(a), Scalar::Time(b)) => Some(a.cmp(&b)),
        (Scalar::Moment(a), Scalar::Time(b)) => Some(a.time().cmp(&b)),
        (Scalar::Text(a), Scalar::Text(b)) => Some(a.to_lowercase().cmp(&b.to_lowercase())),
        _ => None,
    }
}

/// Whether two values are the same.
#[must_use]
pub fn same(left: &str, right: &str, match_case: bool) -> bool {
    match (scalar(left), scalar(right)) {
        (Scalar::Number(a), Scalar::Number(b)) => a.partial_cmp(&b) == Some(Ordering::Equal),
        (Scalar::Moment(a), Scalar::Moment(b)) => a == b,
        (Scalar::Time(a), Scalar::Time(b)) => a == b,
        (Scalar::Phone(a), Scalar::Phone(b)) => a == b,
        _ if match_case => left.trim() == right.trim(),
        _ => left.trim().to_lowercase() == right.trim().to_lowercase(),
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" | "" => Some(false),
        _ => None,
    }
}

/// Whether a comparison holds.
///
/// # Errors
/// A sentence, when the sides cannot be compared; the term is then false.
pub fn compare(left: &str, op: Operator, right: &str, match_case: bool) -> Result<bool, String> {
    let fold = |text: &str| if match_case { text.trim().to_owned() } else { text.trim().to_lowercase() };
    let ordered = |holds: fn(Ordering) -> bool| match order(left, right) {
        Some(order) => Ok(holds(order)),
        None => Err(format!("\"{left}\" and \"{right}\" cannot be put in order.")),
    };
    match op {
        Operator::Equals => Ok(same(left, right, match_case)),
        Operator::Differs => Ok(!same(left, right, match_case)),
        Operator::Less | Operator::Before => ordered(Ordering::is_lt),
        Operator::AtMost => ordered(Ordering::is_le),
        Operator::More | Operator::After => ordered(Ordering::is_gt),
        Operator::AtLeast => ordered(Ordering::is_ge),
        Operator::Contains => Ok(fold(left).contains(&fold(right))),
        Operator::StartsWith => {
            let is_begun = if left.trim_start().starts_with('+') { phone::has_prefix(left, right, "") } else { None };
            Ok(is_begun.unwrap_or_else(|| fold(left).starts_with(&fold(right))))
        }
        Operator::EndsWith => Ok(fold(left).ends_with(&fold(right))),
        Operator::Matches => RegexBuilder::new(right)
            .case_insensitive(!match_case)
            .size_limit(MAX_REGEX_BYTES)
            .build()
            .map(|pattern| pattern.is_match(left))
            .map_err(|_| format!("\"{right}\" is not a regular expression.")),
        Operator::IsOneOf => Ok(right.split(',').any(|one| same(left, one, match_case))),
        Operator::IsEmpty => Ok(left.trim().is_empty()),
        Operator::IsNotEmpty => Ok(!left.trim().is_empty()),
        Operator::IsTrue => truth(left).ok_or_else(|| format!("\"{left}\" is neither yes nor no.")),
        Operator::IsFalse => truth(left).map(|yes| !yes).ok_or_else(|| format!("\"{left}\" is neither yes nor no.")),
    }
}

/// Whether a condition holds, with what could not be compared. `read` gives the value of an operand.
pub fn holds(
    condition: &Condition,
    mut read: impl FnMut(&crate::model::Operand) -> Result<String, String>,
) -> (bool, Vec<String>) {
    let mut complaints = Vec::new();
    let mut term_holds = |term: &Term| {
        let verdict = read(&term.left).and_then(|left| {
            let right = if term.op.is_unary() { String::new() } else { read(&term.right)? };
            compare(&left, term.op, &right, term.match_case)
        });
        verdict.unwrap_or_else(|complaint| {
            complaints.push(complaint);
            false
        })
    };
    let holds = match condition.join {
        Join::All => !condition.terms.is_empty() && condition.terms.iter().all(&mut term_holds),
        Join::Any => condition.terms.iter().any(&mut term_holds),
    };
    (holds, complaints)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operator as Op;

    #[test]
    fn values_compare_by_what_they_are() {
        let table = [
            ("10", Op::More, "9", true),
            ("1.50", Op::Equals, "1.5", true),
            ("0042", Op::Equals, "42", false),
            ("+33 1 55 00 10 10", Op::Equals, "0033155001010", true),
            ("+33 (0)1 55 00 10 10", Op::Equals, "+33155001010", true),
            ("+33155001010", Op::StartsWith, "0033 1", true),
            ("+33155001010", Op::StartsWith, "+33 2", false),
            ("10:00", Op::Equals, "10:00:00", true),
            ("2026-11-23T10:00:00Z", Op::Equals, "2026-11-23T11:00:00+01:00", true),
            ("2026-11-23", Op::Before, "2026-11-23 09:00", true),
            ("2026-11-23T09:30", Op::After, "09:00", true),
            ("Paris", Op::Equals, "paris", true),
            ("Paris", Op::IsOneOf, "Lyon, paris", true),
            ("Order 66", Op::Matches, r"\d{2}$", true),
            ("", Op::IsEmpty, "", true),
            ("yes", Op::IsTrue, "", true),
            ("headline", Op::Contains, "LINE", true),
        ];
        for (left, op, right, expected) in table {
            assert_eq!(compare(left, op, right, false), Ok(expected), "{left} {op:?} {right}");
        }
        assert!(!compare("Paris", Op::Equals, "paris", true).unwrap());
    }

    #[test]
    fn what_cannot_be_compared_is_false_and_says_so() {
        for (left, op, right) in [("ten", Op::Less, "9"), ("x", Op::Matches, "("), ("maybe", Op::IsTrue, "")] {
            assert!(compare(left, op, right, false).is_err(), "{left} {op:?} {right}");
        }
        let huge = "(a{1000}){1000}".repeat(3);
        assert!(compare("a", Op::Matches, &huge, false).is_err());
    }
}
