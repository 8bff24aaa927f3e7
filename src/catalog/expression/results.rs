//! What expressions calculate with: values read as numbers and as yes or no, and results made values.

use crate::model::resource::FieldType;

use super::super::interaction::MAX_VALUE_BYTES;
use super::super::value::{Decimal, Locale, Value};
use super::super::yes_no;
use super::Trouble;

/// Texts in a row, spelt as they are.
pub(super) fn join(values: &[&Value<'_>], at: usize) -> Result<Value<'static>, Trouble> {
    let text: String = values.iter().map(|value| &*value.text).collect();
    if text.len() > MAX_VALUE_BYTES {
        return Err(Trouble::new(at, format!("The text gets longer than {MAX_VALUE_BYTES} bytes.")));
    }
    Ok(text_of(text))
}

pub(super) fn text_of(text: String) -> Value<'static> {
    Value::of(FieldType::LongText, text)
}

pub(super) fn number_of(number: Decimal) -> Value<'static> {
    Value::of(FieldType::Number, number.to_string())
}

pub(super) fn yes_or_no(yes: bool) -> Value<'static> {
    Value::of(FieldType::YesNo, yes_no::words(yes))
}

/// A value as a number; an empty number counts as 0.
pub(super) fn number(value: &Value<'_>, at: usize) -> Result<Decimal, Trouble> {
    let text = value.text.trim();
    if text.is_empty() && value.kind == Some(FieldType::Number) {
        return Ok(Decimal::ZERO);
    }
    Decimal::read(text).ok_or_else(|| {
        let words = if text.is_empty() { "An empty value".to_owned() } else { format!("\"{text}\"") };
        Trouble::new(at, format!("{words} is not a number."))
    })
}

/// A value as yes or no.
pub(super) fn truth(value: &Value<'_>, at: usize, locale: Locale<'_>) -> Result<bool, Trouble> {
    yes_no::read(&value.text, locale).ok_or_else(|| {
        let words = if value.is_empty() { "An empty value".to_owned() } else { format!("\"{}\"", value.text) };
        Trouble::new(at, format!("{words} is neither yes nor no."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_the_greatest_length_can_be_joined() {
        let half = Value::untyped("a".repeat(MAX_VALUE_BYTES / 2));
        let more = Value::untyped("b".to_owned());
        assert_eq!(join(&[&half, &half], 0).unwrap().text.len(), MAX_VALUE_BYTES);
        assert!(join(&[&half, &half, &more], 0).is_err());
    }
}
