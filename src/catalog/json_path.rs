//! Values in an answer that is JSON, by their `JSONPath`.

use serde_json::Value as Json;
use serde_json_path::JsonPath;

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

/// Reads an answer.
///
/// # Errors
/// Why it is no JSON, as a sentence.
pub fn json(body: &str) -> Result<Json, String> {
    serde_json::from_str(body).map_err(|error| format!("The answer is not JSON: {error}."))
}

/// The first value that a path finds, as a variable gets it: texts without their quotes, numbers digit for digit.
///
/// # Errors
/// That there is none, as a sentence.
pub fn find(path: &str, json: &Json) -> Result<String, String> {
    let found = parse(path)?.query(json).first().map(words);
    found.ok_or_else(|| format!("{path} finds nothing in the answer."))
}

fn words(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
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
            (r#"{"a": true}"#, Ok("true")),
            (r#"{"a": null}"#, Ok("")),
            (r#"{"a": ["x"]}"#, Ok(r#"["x"]"#)),
            (r#"{"b": 1}"#, Err("$.a finds nothing in the answer.")),
        ] {
            let found = find("$.a", &json(body).unwrap());
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{body}");
        }
        assert!(parse("a.b").unwrap_err().contains("not a JSONPath"));
        assert!(json("{").unwrap_err().starts_with("The answer is not JSON"));
    }
}
