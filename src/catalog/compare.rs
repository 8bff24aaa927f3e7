//! How values are compared in conditions, filters and criteria (spec: actions §5, meaning §1). What equal means and what comes first
//! is said by [`super::value`]; a comparison that cannot be made is false, and says so.

use std::cmp::Ordering;

use regex::{Regex, RegexBuilder};

use crate::model::resource::FieldType;
use crate::model::{Condition, Join, Operand, Operator, Term};

use super::fold::{self, Fold};
use super::value::{self, Held, Locale, Value};
use super::yes_no;

/// Largest compiled size of a regular expression, in bytes.
const MAX_REGEX_BYTES: usize = 1 << 20;

/// What a comparison says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub holds: bool,
    /// Why it cannot be made, as a sentence for the log.
    pub complaint: Option<String>,
}

impl Verdict {
    fn plain(holds: bool) -> Self {
        Self { holds, complaint: None }
    }

    fn but(holds: bool, complaint: impl Into<String>) -> Self {
        Self { holds, complaint: Some(complaint.into()) }
    }
}

/// An operator with its right side, ready for many left sides.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    op: Operator,
    right: Held<'a>,
    fold: Fold,
    locale: Locale<'a>,
    /// The entries of the right side, where it is a list.
    entries: Vec<Held<'a>>,
    /// The right side as it is looked for in a text.
    folded: String,
    pattern: Option<Regex>,
}

impl<'a> Comparison<'a> {
    /// Makes a comparison. `fold` says what makes a difference between texts.
    #[must_use]
    pub fn new(op: Operator, right: Value<'a>, fold: Fold, locale: Locale<'a>) -> Self {
        let is_in_text = matches!(op, Operator::Contains | Operator::StartsWith | Operator::EndsWith);
        let folded = if is_in_text { fold.text(&right.text) } else { String::new() };
        let pattern = if op == Operator::Matches { pattern(&right.text, fold.case).ok() } else { None };
        let entry = |text: &str| Held::new(Value { text: text.to_owned().into(), kind: right.kind }, fold, locale);
        let entries =
            if op == Operator::IsOneOf { fold::entries(&right.text).map(entry).collect() } else { Vec::new() };
        Self { op, right: Held::new(right, fold, locale), fold, locale, entries, folded, pattern }
    }

    /// Whether it holds for a list of texts with commas, such as tags. *Contains* and *is one of* compare whole entries; every other
    /// operator looks at the list as one text.
    #[must_use]
    pub fn of_list(&self, left: &Value<'_>) -> Verdict {
        if !matches!(self.op, Operator::Contains | Operator::IsOneOf) || self.right.value().is_empty() {
            return self.of(left);
        }
        let is_in = |entry: &str| fold::entries(&left.text).any(|known| self.fold.same(known, entry));
        Verdict::plain(match self.op {
            Operator::Contains => is_in(self.right.value().text.trim()),
            _ => fold::entries(&self.right.value().text).any(is_in),
        })
    }

    /// Whether it holds for a left side.
    #[must_use]
    pub fn of(&self, left: &Value<'_>) -> Verdict {
        let right = self.right.value();
        match self.op {
            Operator::Equals | Operator::Differs => {
                equality(self.op == Operator::Equals, self.right.equal(left), left, right)
            }
            Operator::Less | Operator::Before => self.ordered(left, Ordering::is_lt),
            Operator::AtMost => self.ordered(left, Ordering::is_le),
            Operator::More | Operator::After => self.ordered(left, Ordering::is_gt),
            Operator::AtLeast => self.ordered(left, Ordering::is_ge),
            Operator::Contains | Operator::StartsWith | Operator::EndsWith | Operator::Matches if right.is_empty() => {
                Verdict::but(false, format!("The right side of \"{}\" is empty.", self.op.words()))
            }
            Operator::Contains => Verdict::plain(self.folded(left).contains(&self.folded)),
            Operator::StartsWith => {
                let of_numbers = value::phone_starts_with(left, right, self.locale);
                Verdict::plain(of_numbers.unwrap_or_else(|| self.folded(left).starts_with(&self.folded)))
            }
            Operator::EndsWith => Verdict::plain(self.folded(left).ends_with(&self.folded)),
            Operator::Matches => match &self.pattern {
                Some(pattern) => Verdict::plain(pattern.is_match(&left.text)),
                None => Verdict::but(false, no_pattern(&right.text)),
            },
            Operator::IsOneOf => Verdict::plain(self.entries.iter().any(|entry| entry.same(left))),
            Operator::IsEmpty => Verdict::plain(left.is_empty()),
            Operator::IsNotEmpty => Verdict::plain(!left.is_empty()),
            Operator::IsTrue | Operator::IsFalse => match yes_no::read(&left.text, self.locale) {
                Some(yes) => Verdict::plain(yes == (self.op == Operator::IsTrue)),
                None => Verdict::but(false, format!("\"{}\" is neither yes nor no.", left.text)),
            },
        }
    }

    fn folded(&self, left: &Value<'_>) -> String {
        self.fold.text(&left.text)
    }

    fn ordered(&self, left: &Value<'_>, holds: fn(Ordering) -> bool) -> Verdict {
        if let Some(order) = self.right.order(left) {
            Verdict::plain(holds(order))
        } else {
            let complaint = format!("\"{}\" and \"{}\" cannot be put in order.", left.text, self.right.value().text);
            Verdict::but(false, complaint)
        }
    }
}

/// What a comparison says that asks whether two values are equal, or whether they differ. `are_equal` is none where they cannot be compared.
fn equality(asks_equal: bool, are_equal: Option<bool>, left: &Value<'_>, right: &Value<'_>) -> Verdict {
    if let Some(are_equal) = are_equal {
        return Verdict::plain(are_equal == asks_equal);
    }
    let kind = left.kind.or(right.kind).map_or("", FieldType::words).to_lowercase();
    let complaint = format!("\"{}\" and \"{}\" are not both of the type {kind}.", left.text, right.text);
    Verdict::but(!asks_equal, complaint)
}

fn no_pattern(text: &str) -> String {
    format!("\"{text}\" is not a regular expression.")
}

/// The regular expression of a text.
///
/// # Errors
/// That it is none, as a sentence.
pub fn pattern(text: &str, case: bool) -> Result<Regex, String> {
    let built = RegexBuilder::new(text).case_insensitive(!case).size_limit(MAX_REGEX_BYTES).build();
    built.map_err(|_| no_pattern(text))
}

/// Whether a comparison of two values holds.
#[must_use]
pub fn compare(left: &Value<'_>, op: Operator, right: &Value<'_>, fold: Fold, locale: Locale<'_>) -> Verdict {
    Comparison::new(op, Value { text: right.text.as_ref().into(), kind: right.kind }, fold, locale).of(left)
}

/// Whether two texts without a type are the same value.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    value::same(&left.into(), &right.into(), Fold::USUAL, Locale::default())
}

/// Whether a condition holds, with what could not be compared. `read` gives the value of an operand.
/// `is_list` tells whether an operand is a list with commas (see [`Comparison::of_list`]).
pub fn holds<'a>(
    condition: &'a Condition,
    locale: Locale<'_>,
    is_list: impl Fn(&Operand) -> bool,
    mut read: impl FnMut(&'a Operand) -> Result<Value<'a>, String>,
) -> (bool, Vec<String>) {
    let mut complaints = Vec::new();
    let mut term_holds = |term: &'a Term| {
        let verdict = read(&term.left).and_then(|left| {
            let right = if term.op.is_unary() { Value::default() } else { read(&term.right)? };
            let right = Value { text: right.text.as_ref().into(), kind: right.kind };
            if matches!(term.op, Operator::Equals | Operator::Differs) {
                // One pair alone is compared without making anything ready for others.
                let are_equal = value::equal(&left, &right, Fold::with_case(term.match_case), locale);
                return Ok(equality(term.op == Operator::Equals, are_equal, &left, &right));
            }
            let comparison = Comparison::new(term.op, right, Fold::with_case(term.match_case), locale);
            Ok(if is_list(&term.left) { comparison.of_list(&left) } else { comparison.of(&left) })
        });
        let verdict = verdict.unwrap_or_else(|complaint| Verdict::but(false, complaint));
        complaints.extend(verdict.complaint);
        verdict.holds
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

    fn verdict(left: &str, op: Op, right: &str, case: bool) -> Verdict {
        compare(&left.into(), op, &right.into(), Fold::with_case(case), Locale::default())
    }

    #[test]
    fn values_without_a_type_compare_by_what_they_say() {
        let table = [
            ("10", Op::More, "9", true),
            ("1.50", Op::Equals, "1.5", true),
            ("0042", Op::Equals, "42", false),
            ("2026-11-23", Op::Before, "2026-11-23 09:00", true),
            ("Paris", Op::Equals, "paris", true),
            ("Paris", Op::IsOneOf, "Lyon, paris", true),
            ("", Op::IsOneOf, "gold, silver,", false),
            ("1.0", Op::IsOneOf, "2, 1", true),
            ("Order 66", Op::Matches, r"\d{2}$", true),
            ("", Op::IsEmpty, "", true),
            ("\u{200b}", Op::IsEmpty, "", true),
            ("yes", Op::IsTrue, "", true),
            ("Oui !", Op::IsTrue, "", true),
            ("nein", Op::IsFalse, "", true),
            ("headline", Op::Contains, "LINE", true),
            ("l’été", Op::StartsWith, "L'É", true),
            ("café", Op::EndsWith, "fe\u{301}", true),
        ];
        for (left, op, right, expected) in table {
            assert_eq!(verdict(left, op, right, false), Verdict::plain(expected), "{left} {op:?} {right}");
        }
        assert!(!verdict("Paris", Op::Equals, "paris", true).holds);
        assert!(verdict("Café", Op::Equals, "Cafe\u{301}", true).holds);
    }

    #[test]
    fn a_list_is_compared_by_whole_entries() {
        let table = [
            ("late payment, gold", Op::Contains, "gold", true),
            ("late payment, gold", Op::Contains, " LATE  payment", true),
            ("late payment, gold", Op::Contains, "payment", false),
            ("late payment, gold", Op::Contains, "late payment, gold", false),
            ("late payment, gold", Op::IsOneOf, "silver, Gold", true),
            ("late payment, gold", Op::IsOneOf, "silver, gol", false),
            ("", Op::IsOneOf, "silver", false),
            ("late payment, gold", Op::StartsWith, "late pay", true),
            ("late payment, gold", Op::IsNotEmpty, "", true),
        ];
        for (left, op, right, expected) in table {
            let comparison = Comparison::new(op, right.into(), Fold::USUAL, Locale::default());
            assert_eq!(comparison.of_list(&left.into()), Verdict::plain(expected), "{left} {op:?} {right}");
        }
        let nothing = Comparison::new(Op::Contains, "".into(), Fold::USUAL, Locale::default());
        assert!(nothing.of_list(&"gold".into()).complaint.is_some());
        let exact = Comparison::new(Op::Contains, "Gold".into(), Fold::CASE, Locale::default());
        assert!(!exact.of_list(&"gold".into()).holds);
    }

    #[test]
    fn what_cannot_be_compared_is_false_and_says_so() {
        for (left, op, right) in [
            ("ten", Op::Less, "9"),
            ("2026-11-23T09:30", Op::After, "09:00"),
            ("", Op::Less, "9"),
            ("9", Op::AtMost, ""),
            ("x", Op::Matches, "("),
            ("x", Op::Matches, ""),
            ("x", Op::Contains, ""),
            ("x", Op::StartsWith, " "),
            ("x", Op::EndsWith, ""),
            ("maybe", Op::IsTrue, ""),
            ("", Op::IsTrue, ""),
            ("", Op::IsFalse, ""),
        ] {
            let found = verdict(left, op, right, false);
            assert!(!found.holds && found.complaint.is_some(), "{left} {op:?} {right}: {found:?}");
        }
        let huge = "(a{1000}){1000}".repeat(3);
        assert!(verdict("a", Op::Matches, &huge, false).complaint.is_some());
    }
}
