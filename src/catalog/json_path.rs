//! Values in an answer that is JSON, by their `JSONPath`.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use serde_json::value::RawValue;
use serde_json_path::{JsonPath, NormalizedPath, PathElement};

/// Most levels of brackets in a path. The library takes twice as long for each further level of filters, and at some thousands
/// it would take the whole program down.
const MAX_LEVELS: usize = 8;

/// Reads a path.
///
/// # Errors
/// Why it is none, as a sentence.
pub fn parse(path: &str) -> Result<JsonPath, String> {
    if levels(path) > MAX_LEVELS {
        return Err(format!("The JSONPath has more than {MAX_LEVELS} levels of nested brackets. Use a simpler one."));
    }
    JsonPath::parse(path.trim()).map_err(|error| format!("\"{path}\" is not a JSONPath: {error}."))
}

/// How many brackets stand in each other, without those in quotes.
fn levels(path: &str) -> usize {
    let (mut open, mut deepest, mut quote) = (0_usize, 0, None);
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(_), '\\') => drop(letters.next()),
            (Some(mark), _) if mark == letter => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(' | '[') => {
                open += 1;
                deepest = deepest.max(open);
            }
            (None, ')' | ']') => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// An answer that is JSON.
#[derive(Debug)]
pub struct Answer {
    json: Json,
    /// The same text, in which numbers are written as the program wrote them: the library makes `1e+5` of `1E5`.
    written: Box<RawValue>,
}

/// Reads an answer.
///
/// # Errors
/// Why it is no JSON, as a sentence.
pub fn json(body: &str) -> Result<Answer, String> {
    let read = || Ok(Answer { json: serde_json::from_str(body)?, written: serde_json::from_str(body)? });
    read().map_err(|error: serde_json::Error| format!("The answer is not JSON: {error}."))
}

/// The first value that a path finds, as a variable gets it: texts without their quotes, numbers as they are written
/// (spec: meaning §1).
///
/// # Errors
/// That there is none, as a sentence.
pub fn find(path: &str, answer: &Answer) -> Result<String, String> {
    let found = parse(path)?.query_located(&answer.json).first().map(|found| match found.node() {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => written_at(&answer.written, found.location()).map_or_else(|| other.to_string(), words),
    });
    found.ok_or_else(|| format!("{path} finds nothing in the answer."))
}

/// The text of a place in an answer.
fn written_at<'a>(whole: &'a RawValue, place: &NormalizedPath<'_>) -> Option<&'a RawValue> {
    place.iter().try_fold(whole, |outer, element| match element {
        PathElement::Name(name) => members(outer)?.remove(*name),
        PathElement::Index(index) => items(outer)?.get(*index).copied(),
    })
}

fn members(object: &RawValue) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(object.get()).ok()
}

fn items(list: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(list.get()).ok()
}

/// JSON without blanks between its parts; objects in the order of their names.
fn words(written: &RawValue) -> String {
    let joined = |parts: Vec<String>| parts.join(",");
    if let Some(members) = members(written) {
        let member = |(name, value): (String, &RawValue)| format!("{}:{}", Json::String(name), words(value));
        format!("{{{}}}", joined(members.into_iter().map(member).collect()))
    } else if let Some(items) = items(written) {
        format!("[{}]", joined(items.into_iter().map(words).collect()))
    } else {
        // A text may be written in several ways; a number, true and false stay as they are.
        serde_json::from_str::<String>(written.get())
            .map_or_else(|_| written.get().to_owned(), |text| Json::String(text).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_without_quotes() {
        for (body, expected) in [
            (r#"{"a": "x"}"#, Ok("x")),
            (r#"{"a": 1.5}"#, Ok("1.5")),
            (r#"{"a": 80.00}"#, Ok("80.00")),
            (r#"{"a": 12345678901234567890123}"#, Ok("12345678901234567890123")),
            (r#"{"a": [1.50, {"b": 2.0}]}"#, Ok(r#"[1.50,{"b":2.0}]"#)),
            (r#"{"a": 1e5}"#, Ok("1e5")),
            (r#"{"a": 1E5}"#, Ok("1E5")),
            (r#"{"a": -12.50E+03 }"#, Ok("-12.50E+03")),
            (r#"{"a": 5e-324}"#, Ok("5e-324")),
            (r#"{"a": -0}"#, Ok("-0")),
            (
                r#"{"a": [ 1E5, "1E5", -0.0, {"c": 1e400, "b": [] , "d": {}} ]}"#,
                Ok(r#"[1E5,"1E5",-0.0,{"b":[],"c":1e400,"d":{}}]"#),
            ),
            (r#"{"a": ["caf\u00e9\n", null, false]}"#, Ok(r#"["café\n",null,false]"#)),
            // The last of two members with one name counts, with its own spelling.
            (r#"{"a": 1e5, "\u0061": 1E5}"#, Ok("1E5")),
            (r#"{"a": true}"#, Ok("true")),
            (r#"{"a": null}"#, Ok("")),
            (r#"{"a": ["x"]}"#, Ok(r#"["x"]"#)),
            (r#"{"b": 1}"#, Err("$.a finds nothing in the answer.")),
        ] {
            let found = find("$.a", &json(body).unwrap());
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{body}");
        }
        for (path, expected) in [
            ("$.list[1].price", "2E1"),
            ("$.list[-1].price", "3e0"),
            ("$.list[?@.price > 15].price", "2E1"),
            ("$..price", "1E0"),
            ("$['a.b \"c\"'][0]", "4E4"),
        ] {
            let body = r#"{"list": [{"price": 1E0}, {"price": 2E1}, {"price": 3e0}], "a.b \"c\"": [4E4]}"#;
            assert_eq!(find(path, &json(body).unwrap()).as_deref(), Ok(expected), "{path}");
        }
        assert!(parse("a.b").unwrap_err().contains("not a JSONPath"));
        assert!(json("{").unwrap_err().starts_with("The answer is not JSON"));
    }
}
