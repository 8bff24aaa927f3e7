//! What expressions give, and what is said of those that give nothing.

use proptest::prelude::*;

use super::*;
use crate::model::resource::FieldType;

struct Variables;

const VARIABLES: &[(&str, FieldType, &str)] = &[
    ("customer.name", FieldType::ShortText, "Ada"),
    ("customer.vip", FieldType::YesNo, "true"),
    ("customer.visits", FieldType::Number, ""),
    ("call.name", FieldType::ShortText, "Ana"),
    ("call.number", FieldType::Phone, "+33612345678"),
    ("case.id", FieldType::ShortText, "75"),
    ("case.other", FieldType::ShortText, "12"),
    ("menu.tries", FieldType::Number, "2"),
    ("order.total", FieldType::Number, "9.50"),
    ("order.code", FieldType::ShortText, "00123"),
    ("order.parcel", FieldType::ShortText, "12345678901234567890"),
    ("order-no.value", FieldType::Number, "40"),
    ("order-no.value-2", FieldType::Number, "400"),
    ("2nd.value", FieldType::Number, "7"),
    ("if.else", FieldType::ShortText, "word"),
    ("a.b", FieldType::Number, "10"),
    ("c.d", FieldType::Number, "4"),
    ("day.from", FieldType::Date, "2026-11-23"),
    ("day.at", FieldType::Time, "10:00"),
];

impl Scope for Variables {
    fn read(&self, path: &str) -> Option<Value<'_>> {
        if path == "web.price" {
            return Some(Value::untyped("80.00"));
        }
        if path == "web.id" {
            return Some(Value::untyped("7615917337495251231"));
        }
        let (_, kind, text) = VARIABLES.iter().find(|(known, ..)| *known == path)?;
        Some(Value::of(*kind, *text))
    }
}

fn eval(expression: &str) -> Result<String, String> {
    evaluate(expression, &Variables, Locale::default()).map(|value| value.text.into_owned())
}

#[test]
fn expressions_have_values() {
    for (expression, expected) in [
        ("menu.tries + 1", "3"),
        ("order.total * 2", "19"),
        ("order.total", "9.50"),
        ("\"EUR \" + order.total", "EUR 9.50"),
        ("\"Hello \" + call.name", "Hello Ana"),
        ("'x' + call.name", "xAna"),
        ("“x” + call.name", "xAna"),
        ("if.else + 1", "word1"),
        // Texts are joined and numbers added, whatever they look like.
        ("case.id + case.other", "7512"),
        ("case.id * 2", "150"),
        ("order.code + 1", "001231"),
        ("order.parcel", "12345678901234567890"),
        ("web.price + 1", "81"),
        ("web.id + 1", "76159173374952512311"),
        ("join(menu.tries, order.total)", "29.50"),
        ("1 + 2 + \"x\" + 1 + 2", "3x12"),
        ("\"1\" + 2", "3"),
        ("customer.vip == \"oui\"", "yes"),
        // Empty, halves, and what binary fractions get wrong.
        ("customer.visits + 1 + 1", "2"),
        ("10 / 4", "2.5"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.333333333333"),
        ("-7 % 3", "-1"),
        ("2 + 3 * 4 - 6 / 2", "11"),
        ("(2 + 3) * -4", "-20"),
        ("9999999999999999999999999999 - 1", "9999999999999999999999999998"),
        // Names: the longest known path at their place.
        ("order-no.value", "40"),
        ("order-no.value-2", "400"),
        ("order-no.value - 2", "38"),
        ("order-no.value-3", "37"),
        ("2nd.value + 1", "8"),
        ("a.b-c.d", "6"),
        ("a.b -c.d", "6"),
        ("12-a.b", "2"),
        ("-a.b", "-10"),
        // Yes and no.
        ("customer.vip", "yes"),
        ("1 < 2", "yes"),
        ("not customer.vip or false", "no"),
        ("!(1 == 2) && yes", "yes"),
        ("true || 1 / 0 == 1", "yes"),
        ("if customer.vip { \"gold\" } else { \"blue\" }", "gold"),
        ("if case.id == \"75\" { \"same\" } else { \"other\" }", "same"),
        ("if menu.tries > 5 { 1 } else if menu.tries > 1 { 2 } else { 3 }", "2"),
        // Equal and in order, as everywhere.
        ("order.total == 9.5", "yes"),
        ("order.total == \"9.5\"", "yes"),
        ("order.code == 123", "no"),
        ("call.number == \"0033 6 12 34 56 78\"", "yes"),
        ("call.name == 'ANA'", "yes"),
        ("day.from < \"2026-11-24\"", "yes"),
        ("day.at == \"10:00:00\"", "yes"),
        ("order.total < customer.name", "no"),
        ("customer.visits < 1", "no"),
        // Functions, also behind a value.
        ("customer.name.to_upper()", "ADA"),
        ("upper(customer.name).length() + 1", "4"),
        ("contains(customer.name, 'D')", "yes"),
        ("\"Ádám\".starts_with(\"ád\")", "yes"),
        ("replace(call.number, '+', '00')", "0033612345678"),
        ("part(call.number, 2, 2)", "33"),
        ("round(10 / 3, 2)", "3.33"),
        ("round(2.5)", "3"),
        ("floor(-2.5) + ceiling(2.1) + abs(-1)", "1"),
        ("max(1, menu.tries, 1.5) - min(3, 2)", "0"),
        ("is_empty(customer.visits)", "yes"),
        ("\"a\\\"b\\\\\" + '\\n'", "a\"b\\\n"),
    ] {
        assert_eq!(eval(expression).as_deref(), Ok(expected), "{expression}");
    }
}

#[test]
fn what_is_wrong_is_told_in_our_words_with_its_place() {
    for (expression, expected) in [
        ("", "At character 1: A value is missing at the end."),
        ("1 +", "At character 4: A value is missing at the end."),
        (
            "tries + 1",
            "At character 1: There is no variable \"tries\". Write its group and its field, such as customer.name.",
        ),
        ("1 + nobody.knows-it", "At character 5: There is no variable \"nobody.knows-it\""),
        ("1 / 0", "At character 3: Nothing can be divided by zero."),
        ("1 / customer.visits", "At character 3: Nothing can be divided by zero."),
        ("9999999999999999999999999999 + 1", "At character 30: The result has more than 28 digits."),
        ("customer.name * 2", "At character 15: \"Ada\" is not a number."),
        ("\"ééé\" + @", "At character 9: The sign \"@\" means nothing here."),
        ("\"open", "At character 1: The text that begins here does not end. Put \" after it."),
        ("a.b = 10", "At character 5: Use == to compare two values."),
        ("(1 + 2", "At character 7: \")\" is needed here, not the end."),
        ("if 1 { 2 }", "At character 11: \"else\" is needed here, not the end."),
        ("if customer.name { 1 } else { 2 }", "At character 1: \"Ada\" is neither yes nor no."),
        ("1 2", "At character 3: \"2\" does not fit here."),
        ("1e5", "At character 1: There is no variable \"1e5\"."),
        ("sin(1)", "At character 1: There is no function \"sin\". There are join, "),
        ("round()", "At character 1: Write it as round(a, places)."),
        ("let x = 1; x", "At character 5: \"x\" does not fit here."),
        ("part(\"a\", 0)", "At character 1: Places are whole numbers, counted from 1."),
        ("\"a\".1", "At character 5: The name of a function is needed after the dot."),
    ] {
        let found = eval(expression).expect_err(expression);
        assert!(found.starts_with(expected), "{expression}: {found}");
    }
    for endless in ["loop { }", "while true {}", "eval(\"1\")", "fn f() {}"] {
        assert!(eval(endless).is_err(), "{endless}");
    }
}

#[test]
fn depth_and_size_are_bounded() {
    let nested = |levels: usize| format!("{}1{}", "(1+".repeat(levels), ")".repeat(levels));
    assert_eq!(eval(&nested(14)).as_deref(), Ok("15"));
    for deep in [nested(60), nested(100_000), "-".repeat(100_000), "not ".repeat(100_000), "abs(".repeat(100_000)] {
        let found = eval(&deep).unwrap_err();
        assert!(found.contains("more than 16 levels"), "{found}");
    }
    let deep_choice = "if 1==1 {1} else ".repeat(50_000) + "{2}";
    assert!(eval(&deep_choice).is_err());
    assert_eq!(eval(&format!("1{}", "+1".repeat(400))).as_deref(), Ok("401"));
    assert!(eval(&format!("1{}", "+1".repeat(50_000))).unwrap_err().contains("more than 1000 parts"));
    let long = format!("\"{}\"", "x".repeat(60_000));
    assert!(eval(&format!("{long} + {long}")).unwrap_err().contains("longer than"));
    assert!(eval(&format!("replace({long}, \"x\", {long})")).is_err());
}

#[test]
fn names_are_found_and_renamed_and_nothing_else() {
    let knows = |path: &str| Variables.knows(path);
    let found = |expression: &str| {
        let words =
            names(expression, &knows).into_iter().map(|it| format!("{}:{}:{}", it.group, it.field, it.is_known));
        words.collect::<Vec<_>>().join(" ")
    };
    for (expression, expected) in [
        ("a.b + 1", "a:b:true"),
        ("a.b.to_upper()", "a:b:true"),
        ("x.y.to_upper()", "x:y:false"),
        ("x.length()", "x::false"),
        ("\"a.b\" + 'c.d' + a.b.length()", "a:b:true"),
        ("\"say \\\"a.b\\\"\"", ""),
        ("min(a.b, 1-c.d)", "a:b:true c:d:true"),
        ("order-no.value-2 + x-y.z", "order-no:value-2:true x-y:z:false"),
        ("\"open a.b", ""),
        ("if yes { a.b } else { 1.5 }", "a:b:true"),
    ] {
        assert_eq!(found(expression), expected, "{expression}");
    }
    let map = |group: &str, field: &str| {
        let field = if field == "b" { "z-1" } else { field };
        (group == "a").then(|| ("long-name".to_owned(), field.to_owned()))
    };
    let renamed = rename("a.b + \"a.b\" + c.a + a.b-1 + 2-a.b + a.x", &knows, &map);
    let wanted = "long-name.z-1 + \"a.b\" + c.a + long-name.z-1 -1 + 2- long-name.z-1 + long-name.x";
    assert_eq!(renamed.as_deref(), Some(wanted));
    assert_eq!(rename("c.d", &knows, &map), None);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[a-d0-9.+*/%()<>=!&|\"'{} -]{0,40}|\\PC{0,20}") {
        let _ = eval(&text);
        let _ = names(&text, &|path| Variables.knows(path));
    }
}
