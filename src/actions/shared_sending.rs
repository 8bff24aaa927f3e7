//! What kinds share that send something to somebody: addresses, numbers, and how sending goes.

use crate::catalog::phone::{self, LineType, Number};
pub(super) use crate::catalog::value::is_address;
use crate::catalog::{CheckCx, Cx, Field, Finding, Question, QuestionChoice, country};
use crate::model::{Operand, OutsideSystem};

/// The number that something is sent to, in international form; the customer's own where the field is empty. Why there is
/// none is noted.
pub(super) fn number(cx: &mut Cx<'_>, field: &Field<Operand>) -> Option<String> {
    let operand = cx.get(field);
    let value = if operand.is_blank() { Ok(cx.call("number")) } else { cx.value(operand) };
    value.and_then(|text| full_number(&text, cx.country())).map_err(|why| cx.note(why)).ok()
}

/// The same, for what a mobile phone alone can receive: none where the numbering plan says for certain that the number is no mobile.
pub(super) fn mobile_number(cx: &mut Cx<'_>, field: &Field<Operand>) -> Option<String> {
    let number = number(cx, field)?;
    if matches!(phone::line_type(&number, ""), Some(LineType::NotMobile | LineType::Premium)) {
        cx.note(format_args!("{number} is no mobile number."));
        return None;
    }
    Some(number)
}

/// A full number in international form, or why the text is none.
fn full_number(text: &str, country: &str) -> Result<String, String> {
    match phone::read(text, country) {
        Ok(Number::Full { e164, .. }) => Ok(e164),
        Ok(Number::Short(digits)) => {
            Err(format!("{digits} is a short number. A full number is needed, such as +33612345678."))
        }
        Err(fault) => Err(fault.words(text)),
    }
}

/// An error where a number that is written out is no full phone number.
pub(super) fn check_number(cx: &CheckCx<'_>, operand: &Operand) -> Option<Finding> {
    let Operand::Text(text) = operand else { return None };
    if operand.is_blank() || text.contains("{{") {
        return None;
    }
    let why = full_number(text, country::of(&cx.project.settings)).err()?;
    Some(Finding::error("number", why))
}

/// The parts of a list that is written with commas or semicolons.
pub(super) fn listed(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// An error for each address of a list that is none; what has a placeholder is known at run time only.
pub(super) fn check_addresses(label: &str, text: &str) -> Vec<Finding> {
    let wrong = listed(text).into_iter().filter(|part| !part.contains("{{") && !is_address(part));
    wrong.map(|part| Finding::error("address", format!("\"{label}\": \"{part}\" is no email address."))).collect()
}

/// Whether a system is down in this world; noted if it is.
pub(super) fn is_down(cx: &mut Cx<'_>, system: OutsideSystem) -> bool {
    let is_down = !cx.is_up(system);
    if is_down {
        cx.note(format_args!("{} is down.", system.words()));
    }
    is_down
}

/// Asks how sending goes: by itself it works.
pub(super) fn delivery_question(what: &str) -> Question {
    Question::new(format!("sends the {what}"))
        .passing(QuestionChoice::new("sent", "it is sent", "It is sent").system())
        .choice(QuestionChoice::new("fails", "sending fails", "Sending fails").danger().system())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_written_with_commas_or_semicolons() {
        assert_eq!(listed(" a@b.fr, ;c "), ["a@b.fr", "c"]);
    }
}
