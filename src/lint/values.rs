//! Whether a text is a value of a type: what a cell of a database may hold.

use chrono::NaiveTime;

use crate::catalog::compare::{moment, number};
use crate::catalog::text::is_e164;
use crate::model::resource::{DatabaseColumn, FieldType};

/// What is wrong with a text as a value of a type; an empty text is a value of each.
#[must_use]
pub fn wrong_value(kind: FieldType, text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let day = text.len() == 10;
    let (is_right, needed) = match kind {
        FieldType::ShortText => (!text.contains('\n'), "One line is needed."),
        FieldType::LongText | FieldType::List => (true, ""),
        FieldType::Number => (number(text).is_some(), "A number is needed, such as 12 or 9.5."),
        FieldType::YesNo => (matches!(text, "yes" | "no" | "true" | "false"), "\"yes\" or \"no\" is needed."),
        FieldType::Date => (day && moment(text).is_some(), "A date is needed, such as 2026-12-25."),
        FieldType::DateTime => {
            (!day && moment(text).is_some(), "A date and a time are needed, such as 2026-12-25 14:30.")
        }
        FieldType::Time => (NaiveTime::parse_from_str(text, "%H:%M").is_ok(), "A time is needed, such as 08:30."),
        FieldType::Phone => (is_e164(text), "A number in international form is needed, such as +33155001010."),
        FieldType::Email => (is_address(text), "An email address is needed, such as ana@example.com."),
        FieldType::Url => (is_url(text), "A web address is needed, such as https://example.com."),
    };
    (!is_right).then_some(needed)
}

/// What is wrong with the cell of a column, apart from its being there twice.
#[must_use]
pub fn wrong_cell(column: &DatabaseColumn, text: &str) -> Option<&'static str> {
    if column.is_required && text.trim().is_empty() {
        return Some("A value is needed.");
    }
    wrong_value(column.kind, text)
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && !text.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_by_their_type() {
        let cases = [
            (FieldType::Number, "9.5", "nine"),
            (FieldType::YesNo, "yes", "perhaps"),
            (FieldType::Date, "2026-12-25", "2026-12-25 10:00"),
            (FieldType::DateTime, "2026-12-25 10:00", "2026-12-25"),
            (FieldType::Time, "08:30", "8 h"),
            (FieldType::Phone, "+33155001010", "12"),
            (FieldType::Email, "ana@example.com", "ana@here"),
            (FieldType::Url, "https://example.com/a", "example.com"),
            (FieldType::ShortText, "one", "one\ntwo"),
        ];
        for (kind, right, wrong) in cases {
            assert_eq!(wrong_value(kind, right), None, "{kind:?}");
            assert!(wrong_value(kind, wrong).is_some(), "{kind:?}");
            assert_eq!(wrong_value(kind, ""), None, "{kind:?}");
        }
        let column = DatabaseColumn { is_required: true, ..DatabaseColumn::default() };
        assert_eq!(wrong_cell(&column, " "), Some("A value is needed."));
    }
}
