//! What values and texts mean in a flow (spec: meaning §1, §2): assigned, compared, looked up, calculated with and typed by customers. The
//! rules by themselves are tested beside them, in `catalog`; here they are seen through actions.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::lint;
use signalbox::model::resource::{
    CannedResponse, Database, DatabaseColumn, FieldType, TableMatch, ValuesTable, Variable, VariableField, WebService,
};
use signalbox::model::{Channel, Resource, ResourceData, ResourceId};
use signalbox::sim::Run;

use super::support::lab::{Lab, outcome};

/// Variables of every type, with their values at the start.
const FIELDS: &[(&str, FieldType, &str)] = &[
    ("out", FieldType::ShortText, ""),
    ("long", FieldType::LongText, ""),
    ("text", FieldType::ShortText, "75"),
    ("other", FieldType::ShortText, "12"),
    ("code", FieldType::ShortText, "5E1"),
    ("contract", FieldType::ShortText, "00123"),
    ("id", FieldType::ShortText, "7615917337495251231"),
    ("word", FieldType::ShortText, "cafe\u{301}"),
    ("apostrophe", FieldType::ShortText, "don’t"),
    ("none", FieldType::ShortText, ""),
    ("number", FieldType::Number, "1.50"),
    ("three", FieldType::Number, "3"),
    ("empty", FieldType::Number, ""),
    ("flag", FieldType::YesNo, "yes"),
    ("unset", FieldType::YesNo, ""),
    ("day", FieldType::Date, "2026-11-23"),
    ("moment", FieldType::DateTime, "2026-11-23 09:30"),
    ("time", FieldType::Time, "10:00"),
    ("phone", FieldType::Phone, "+33612345678"),
    ("mail", FieldType::Email, "Ana@Example.com"),
    ("tier", FieldType::List, "Gold"),
];

fn add(lab: &mut Lab, reference: &str, data: ResourceData) {
    lab.project.last_id += 1;
    let id = ResourceId(lab.project.last_id);
    let name = reference.to_owned();
    let resource =
        Resource { id, name: name.clone(), reference: name, description: String::new(), aliases: Vec::new(), data };
    lab.project.resources.insert(id, Arc::new(resource));
}

fn lab(flow: &str) -> Lab {
    Lab::new(flow).given(|lab| {
        let values = |kind| if kind == FieldType::List { vec!["Gold".to_owned(), "Silver".to_owned()] } else { vec![] };
        let field = |(name, kind, default): &(&str, FieldType, &str)| VariableField {
            name: (*name).to_owned(),
            kind: *kind,
            default: (*default).to_owned(),
            values: values(*kind),
        };
        let fields = FIELDS.iter().map(field).collect();
        add(lab, "v", ResourceData::Variable(Variable { fields }));
        let field = |name: &str| VariableField {
            name: name.to_owned(),
            kind: FieldType::Number,
            default: "7".to_owned(),
            ..VariableField::default()
        };
        add(lab, "2nd-call", ResourceData::Variable(Variable { fields: vec![field("no-of-tries"), field("no")] }));
    })
}

/// A laboratory whose flow assigns an expression to `v.out`.
fn lab_of(expression: &str) -> Lab {
    lab(&format!(
        r#"start -> assign_values{{"values": Rows([(id: 1, cells: {{"variable": Text("v.out"), "value": Operand(Expression({expression:?}))}})])}} -> end"#
    ))
}

fn read(run: &Run, path: &str) -> String {
    run.read(path)
}

#[test]
fn expressions_in_a_flow() {
    for (expression, expected) in [
        ("\"x\" + call.channel", "xvoice"),
        ("\"Hello \" + call.name", "Hello Camille"),
        ("v.text + v.other", "7512"),
        ("if v.text == \"75\" { \"same\" } else { \"other\" }", "same"),
        ("v.id", "7615917337495251231"),
        ("v.id + v.none", "7615917337495251231"),
        ("v.empty + 1 + 1", "2"),
        ("v.three / 2", "1.5"),
        ("10 / 4", "2.5"),
        ("v.flag", "yes"),
        ("v.three > 2", "yes"),
        ("\"EUR \" + v.number", "EUR 1.50"),
        ("v.number * 2", "3"),
        ("2nd-call.no-of-tries + 1", "8"),
        ("2nd-call.no - 1", "6"),
        ("v.number + 0.1 + 0.2", "1.8"),
        // The groups of the call are read as any other.
        ("call.number + \"!\"", "+33612345678!"),
        ("upper(call.name)", "CAMILLE"),
        ("if call.channel == \"voice\" { call.routing } else { \"chat\" }", "main"),
        ("length(call.language) + 1", "3"),
        // Texts are joined, numbers are added.
        ("v.other + v.text", "1275"),
        ("v.contract + v.text", "0012375"),
        ("v.text + 1", "751"),
        ("1 + v.text", "175"),
        ("v.tier + v.text", "Gold75"),
        ("v.code + v.none + v.other", "5E112"),
        ("v.number + v.three", "4.5"),
        // A text equals what says the same, not what counts the same.
        ("v.text == 75", "yes"),
        ("v.text == \"75.0\"", "no"),
        ("v.other == \" 12 \"", "yes"),
        ("v.contract == \"00123\"", "yes"),
        ("v.contract == \"123\"", "no"),
        ("v.code == \"5e1\"", "yes"),
        ("v.code == 50", "no"),
        ("v.number == \"1.5\"", "yes"),
        // Long digits stay digit for digit.
        ("\"\" + v.id", "7615917337495251231"),
        ("join(v.id, \"-A\")", "7615917337495251231-A"),
        ("part(v.id, 2, 18)", "615917337495251231"),
        ("if v.three > 2 { v.id } else { v.none }", "7615917337495251231"),
        ("12345678901234567890 + 1", "12345678901234567891"),
        ("1234567890123456789012345678 - 1", "1234567890123456789012345677"),
        ("0.1234567890123456789012345678 * 1", "0.1234567890123456789012345678"),
        // An empty number counts as 0, and equals nothing.
        ("1 + v.empty", "1"),
        ("v.empty * 5", "0"),
        ("v.empty - 3", "-3"),
        ("v.three - v.empty", "3"),
        ("v.empty + v.empty + 2", "2"),
        ("v.empty == 0", "no"),
        ("v.empty < 1", "no"),
        // Numbers divide as numbers.
        ("7 / 2", "3.5"),
        ("1 / 8", "0.125"),
        ("9 / 3", "3"),
        ("-7 / 2", "-3.5"),
        ("2 / 3", "0.666666666667"),
        ("v.number / v.three", "0.5"),
        ("v.three / 4 * 4", "3"),
        // Yes and no are written so.
        ("v.three == 3", "yes"),
        ("not v.flag", "no"),
        ("v.flag and v.three < 2", "no"),
        ("\"\" + v.flag", "yes"),
        ("join(1 < 2, \"!\")", "yes!"),
        ("true", "yes"),
        ("v.unset == \"\"", "yes"),
    ] {
        assert_eq!(read(&lab_of(expression).run(""), "v.out"), expected, "{expression}");
    }
}

/// Words that mean something in some language of expressions, this one included; functions of this one; and names that begin with digits.
const WORDS: &[&str] = &[
    "and", "as", "async", "await", "break", "case", "catch", "const", "continue", "default", "do", "else", "eval",
    "export", "false", "fn", "for", "function", "global", "go", "if", "import", "in", "is", "join", "length", "let",
    "loop", "match", "max", "module", "new", "nil", "no", "not", "null", "or", "package", "part", "private", "public",
    "return", "round", "shared", "spawn", "static", "switch", "sync", "this", "thread", "throw", "true", "try",
    "until", "upper", "use", "var", "void", "while", "with", "xor", "yes", "yield", "1st", "10", "e", "x-1", "1e5",
];

#[test]
fn a_name_is_read_whatever_word_it_is() {
    let number = |name: &str, default: &str| VariableField {
        name: name.to_owned(),
        kind: FieldType::Number,
        default: default.to_owned(),
        ..VariableField::default()
    };
    let with_words = |expression: &str| {
        lab_of(expression).given(|lab| {
            for word in WORDS {
                add(lab, word, ResourceData::Variable(Variable { fields: vec![number("value", "7")] }));
            }
            let fields = WORDS.iter().map(|word| number(word, "5")).collect();
            add(lab, "words", ResourceData::Variable(Variable { fields }));
        })
    };
    for word in WORDS {
        for (expression, expected) in [
            (format!("{word}.value + 1"), "8"),
            (format!("2 * words.{word}"), "10"),
            (format!("if {word}.value > words.{word} {{ {word}.value }} else {{ 0 }}"), "7"),
            (format!("max(words.{word}, {word}.value - 3)"), "5"),
        ] {
            let lab = with_words(&expression);
            assert_eq!(read(&lab.run(""), "v.out"), expected, "{expression}");
            let found = lint::check(&lab.project);
            assert!(!found.iter().any(|it| ["bad-expression", "unknown-variable"].contains(&it.code)), "{expression}");
        }
    }
}

#[test]
fn assigning_checks_the_type() {
    for (path, value, expected) in [
        ("v.number", "80.00", Some("80.00")),
        ("v.number", "0033", Some("0033")),
        ("v.number", "many", None),
        ("v.number", "1e5", None),
        ("v.number", "$v.code", None),
        ("v.number", "$v.id", Some("7615917337495251231")),
        ("v.flag", "true", Some("yes")),
        ("v.flag", "Nein.", Some("no")),
        ("v.flag", "perhaps", None),
        ("v.day", "2026-02-30", None),
        ("v.day", "2026-02-28", Some("2026-02-28")),
        ("v.moment", "$call.now", Some("2026-11-23 09:00:00")),
        ("v.time", "25:00", None),
        ("v.phone", "call +33612345678", None),
        ("v.mail", "ana@example", None),
        ("v.tier", "silver", Some("Silver")),
        ("v.tier", "bronze", None),
        ("v.out", "$v.id", Some("7615917337495251231")),
        ("v.number", "", Some("")),
    ] {
        let run = lab(&format!("start -> assign({path}={value}) -> end; assign[error] -> say(No) -> end")).run("");
        let is_refused = run.beats().iter().any(|beat| format!("{:?}", beat.what).contains("does not fit"));
        assert_eq!(is_refused, expected.is_none(), "{path} = {value}");
        if let Some(expected) = expected {
            assert_eq!(read(&run, path), expected, "{path} = {value}");
        }
    }
}

#[test]
fn conditions_compare_values_by_their_types() {
    for (left, op, right, expected) in [
        (r#"Text("7615917337495251231")"#, "Equals", r#"Text("7615917337495251232")"#, false),
        (r#"Text("12345678901234567")"#, "Equals", r#"Text("12345678901234568")"#, false),
        (r#"Variable("v.id")"#, "Equals", r#"Text("7615917337495251232")"#, false),
        (r#"Variable("v.code")"#, "Equals", r#"Text("50")"#, false),
        (r#"Variable("v.contract")"#, "Equals", r#"Text("123")"#, false),
        (r#"Variable("v.word")"#, "Equals", r#"Text("café")"#, true),
        (r#"Variable("v.word")"#, "Equals", r#"Text("cafe")"#, false),
        (r#"Variable("v.apostrophe")"#, "Equals", r#"Text("Don't")"#, true),
        (r#"Variable("v.none")"#, "IsOneOf", r#"Text("gold, silver,")"#, false),
        (r#"Variable("v.tier")"#, "IsOneOf", r#"Text("gold, silver,")"#, true),
        (r#"Text("10:00")"#, "Equals", r#"Text("10:00:00")"#, true),
        (r#"Variable("v.time")"#, "Equals", r#"Text("10:00:00")"#, true),
        (r#"Variable("v.number")"#, "Equals", r#"Text("1.5")"#, true),
        (r#"Variable("v.number")"#, "Less", r#"Text("10")"#, true),
        (r#"Variable("v.text")"#, "Equals", r#"Text("75.0")"#, false),
        (r#"Variable("v.empty")"#, "Less", r#"Text("1")"#, false),
        (r#"Variable("v.empty")"#, "Equals", r#"Text("0")"#, false),
        (r#"Variable("v.unset")"#, "IsFalse", r#"Text("")"#, false),
        (r#"Variable("v.unset")"#, "IsTrue", r#"Text("")"#, false),
        (r#"Variable("v.flag")"#, "Equals", r#"Text("true")"#, true),
        (r#"Variable("v.moment")"#, "Before", r#"Text("2026-11-24")"#, true),
        (r#"Variable("v.moment")"#, "After", r#"Text("09:00")"#, false),
        (r#"Variable("v.phone")"#, "Equals", r#"Text("0033 6 12 34 56 78")"#, true),
        (r#"Variable("v.phone")"#, "StartsWith", r#"Text("00 33 6")"#, true),
        (r#"Variable("v.mail")"#, "Equals", r#"Text("ana@example.com")"#, true),
        (r#"Variable("v.word")"#, "Contains", r#"Text("")"#, false),
        (r#"Variable("v.word")"#, "StartsWith", r#"Variable("v.none")"#, false),
        // Long numbers that differ in the last digit differ.
        (r#"Text("9007199254740993")"#, "Equals", r#"Text("9007199254740992")"#, false),
        (r#"Text("4111111111111111")"#, "Equals", r#"Text("4111111111111112")"#, false),
        (r#"Text("100000000000000000000")"#, "Equals", r#"Text("100000000000000000001")"#, false),
        (r#"Text("0.1")"#, "Equals", r#"Text("0.10000000000000001")"#, false),
        (r#"Text("99999999999999999999999999999")"#, "Equals", r#"Text("1e29")"#, false),
        (r#"Variable("v.id")"#, "Equals", r#"Text(" 7615917337495251231 ")"#, true),
        (r#"Text("9007199254740992")"#, "Less", r#"Text("9007199254740993")"#, true),
        // Codes that look like numbers of a program are codes.
        (r#"Text("1e3")"#, "Equals", r#"Text("1000")"#, false),
        (r#"Text("12E3")"#, "Equals", r#"Text("12000")"#, false),
        (r#"Text("1E-3")"#, "Equals", r#"Text("0.001")"#, false),
        (r#"Text("0x10")"#, "Equals", r#"Text("16")"#, false),
        (r#"Text("1_000")"#, "Equals", r#"Text("1000")"#, false),
        (r#"Text("+5")"#, "Equals", r#"Text("5")"#, false),
        (r#"Text("5.")"#, "Equals", r#"Text("5")"#, false),
        (r#"Text(".5")"#, "Equals", r#"Text("0.5")"#, false),
        (r#"Text("007")"#, "Equals", r#"Text("7")"#, false),
        (r#"Text("NaN")"#, "Equals", r#"Text("nan")"#, true),
        (r#"Text("Infinity")"#, "Equals", r#"Text("1e999")"#, false),
        (r#"Text("-0")"#, "Equals", r#"Text("0")"#, true),
        // One letter in two spellings is one letter.
        (r#"Text("Zoe\u{308}")"#, "Equals", r#"Text("ZOË")"#, true),
        (r#"Text("\u{212b}ngstro\u{308}m")"#, "Equals", r#"Text("ångström")"#, true),
        (r#"Text("Straße")"#, "Equals", r#"Text("STRASSE")"#, true),
        (r#"Text("ﬁnal")"#, "Equals", r#"Text("Final")"#, true),
        (r#"Text("naïve")"#, "Contains", r#"Text("i\u{308}v")"#, true),
        (r#"Text("한국")"#, "Equals", r#"Text("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}")"#, true),
        (r#"Text("résumé")"#, "Equals", r#"Text("resume")"#, false),
        // An empty entry of a list is no entry.
        (r#"Variable("v.none")"#, "IsOneOf", r#"Text(",gold")"#, false),
        (r#"Variable("v.none")"#, "IsOneOf", r#"Text("gold,,silver")"#, false),
        (r#"Variable("v.none")"#, "IsOneOf", r#"Text("gold, ")"#, false),
        (r#"Variable("v.none")"#, "IsOneOf", r#"Text("gold\n\nsilver\n")"#, false),
        (r#"Variable("v.none")"#, "IsOneOf", r#"Text(",")"#, false),
        (r#"Variable("v.none")"#, "IsOneOf", r#"Text("")"#, false),
        (r#"Variable("v.tier")"#, "IsOneOf", r#"Text(",,GOLD,")"#, true),
        (r#"Variable("v.tier")"#, "IsOneOf", r#"Text("gol,")"#, false),
        // A time of day with and without seconds.
        (r#"Text("9:05")"#, "Equals", r#"Text("09:05:00")"#, true),
        (r#"Text("0:00")"#, "Equals", r#"Text("00:00:00")"#, true),
        (r#"Text("23:59")"#, "Equals", r#"Text("23:59:59")"#, false),
        (r#"Variable("v.time")"#, "Equals", r#"Text("10:00:01")"#, false),
        (r#"Variable("v.time")"#, "Before", r#"Text("10:00:01")"#, true),
        (r#"Variable("v.time")"#, "After", r#"Text("9:59:59")"#, true),
        (r#"Variable("v.time")"#, "IsOneOf", r#"Text("9:00, 10:00:00")"#, true),
    ] {
        let rows = format!(
            r#""tests": Rows([(id: 1, cells: {{"name": Text("Holds"), "condition": Condition((terms: [(left: {left}, op: {op}, right: {right})]))}})])"#
        );
        let flow = format!("start -> test{{{rows}}}; test[Holds] -> say(It holds.) -> end; test[default] -> end");
        let run = lab(&flow).run("");
        let holds = run.beats().iter().any(|beat| format!("{:?}", beat.what).contains("Heard(\"It holds.\")"));
        assert_eq!(holds, expected, "{left} {op} {right}");
    }
}

#[test]
fn tables_and_databases_compare_the_same_way() {
    for (matching, keys, wanted, expected) in [
        (TableMatch::Exact, &["123", "00123"][..], "$v.contract", "1"),
        (TableMatch::Exact, &["7615917337495251232", "7615917337495251231"], "$v.id", "1"),
        (TableMatch::Exact, &["+33 6 99 99 99 99", "+33\u{a0}6 12 34 56 78"], "$v.phone", "1"),
        (TableMatch::Prefix, &["+331", "0033 6"], "$v.phone", "1"),
        (TableMatch::Range, &["2-9", "1..2"], "$v.number", "1"),
        (TableMatch::Range, &["08:00–09:59", "10:00-12:00"], "$v.time", "1"),
        (TableMatch::Exact, &["x", "CAFÉ"], "$v.word", "1"),
        (TableMatch::Exact, &["x", ""], "$v.none", "1"),
    ] {
        let table = ValuesTable {
            keys: vec!["key".to_owned()],
            outputs: vec!["place".to_owned()],
            matching,
            rows: keys.iter().zip(0..).map(|(key, place)| vec![(*key).to_owned(), place.to_string()]).collect(),
            ..ValuesTable::default()
        };
        let params = format!(
            r#""table": Item(Reference("t")), "keys": Rows([(id: 1, cells: {{"value": Operand(Variable({:?}))}})]),
               "outputs": Rows([(id: 2, cells: {{"column": Text("Place"), "variable": Text("v.out")}})])"#,
            wanted.trim_start_matches('$')
        );
        let flow = format!("start -> values_table{{{params}}}; rest -> end");
        let run = lab(&flow).given(|lab| add(lab, "t", ResourceData::ValuesTable(table))).run("");
        assert_eq!(read(&run, "v.out"), expected, "{matching:?} {keys:?}");
    }
    let column = |name: &str, kind, exact_spelling, default: &str| DatabaseColumn {
        name: name.to_owned(),
        kind,
        exact_spelling,
        default: default.to_owned(),
        ..DatabaseColumn::default()
    };
    let columns = vec![
        column("name", FieldType::ShortText, false, ""),
        column("code", FieldType::ShortText, true, ""),
        column("points", FieldType::Number, false, "5"),
        column("vip", FieldType::YesNo, false, ""),
    ];
    let rows: Vec<Vec<String>> = [["Noé", "ab", "9", "no"], ["Ana", "AB", "10.0", "yes"], ["Bo", "x", "", ""]]
        .map(|row| row.map(str::to_owned).to_vec())
        .into();
    for (column, test, value, expected) in [
        ("name", "equals", "NOE\u{301}", "Noé"),
        ("Name", "equals", "noe", "-"),
        ("code", "equals", "AB", "Ana"),
        ("points", "more", "9.5", "Ana"),
        ("points", "equals", "10", "Ana"),
        ("points", "at_most", "0", "-"),
        ("vip", "equals", "TRUE", "Ana"),
        ("points", "is_empty", "", "Bo"),
    ] {
        let params = format!(
            r#""database": Item(Reference("d")), "filters": Rows([(id: 1, cells: {{"column": Text("{column}"), "test": Text("{test}"), "value": Operand(Text({value:?}))}})]),
               "outputs": Rows([(id: 2, cells: {{"column": Text("name"), "variable": Text("v.out")}})])"#
        );
        let flow = format!("start -> database_read{{{params}}}; rest -> end");
        let data = Database { columns: columns.clone(), rows: rows.clone() };
        let run = lab(&flow).given(|lab| add(lab, "d", ResourceData::Database(data))).run("");
        let found = read(&run, "v.out");
        assert_eq!(if found.is_empty() { "-" } else { &found }, expected, "{column} {test} {value}");
    }
    // An empty value takes the default of its column, and yes is stored as yes.
    let params = r#""database": Item(Reference("d")), "values": Rows([
        (id: 1, cells: {"column": Text("name"), "value": Operand(Text("Eve"))}),
        (id: 2, cells: {"column": Text("points"), "value": Operand(Variable("v.empty"))}),
        (id: 3, cells: {"column": Text("vip"), "value": Operand(Text("true"))})])"#;
    let data = Database { columns, rows };
    let lab = lab(&format!("start -> database_save{{{params}}}; rest -> end"));
    let run = lab.given(|lab| add(lab, "d", ResourceData::Database(data))).run("");
    let saved = run.state().interaction.databases.values().next().and_then(|rows| rows.last()).unwrap();
    assert_eq!(saved, &["Eve", "", "5", "yes"]);
}

#[test]
fn what_customers_type_is_read_in_their_language() {
    for (language, expected, target, reply, kept) in [
        ("en", "number", "v.number", "1,000", Some("1000")),
        ("en-US", "number", "v.out", "1,000", Some("1000")),
        ("de", "number", "v.number", "250.000", Some("250000")),
        ("fr", "number", "v.number", "1 000,50", Some("1000.50")),
        ("fr", "number", "v.number", "1.000", None),
        ("en", "yes_no", "v.out", "Yes.", Some("yes")),
        ("en", "yes_no", "v.flag", "👍🏽", Some("yes")),
        ("de", "yes_no", "v.flag", "Nein!", Some("no")),
        ("en", "phone", "v.out", "2026-11-24", None),
        ("en", "phone", "v.phone", "0033 6 12 34 56 78", Some("+33612345678")),
        ("en", "any", "v.number", "1,000", Some("1000")),
        ("en", "any", "v.number", "a lot", None),
        ("en", "any", "v.out", "two\nlines", Some("two lines")),
    ] {
        let params = format!(
            r#""text": Texts({{"": "Well?"}}), "expected": Text("{expected}"), "target": Text("{target}"), "tries": Int(1)"#
        );
        let flow = format!("start -> ask{{{params}}}; ask[reply] -> say(Kept.) -> end; ask[invalid] -> end");
        let lab = lab(&flow).over(Channel::Messaging).given(|lab| lab.caller.language = language.to_owned());
        let run = lab.run(&format!("reply {reply}"));
        let is_kept = run.beats().iter().any(|beat| format!("{:?}", beat.what).contains("Heard(\"Kept.\")"));
        assert_eq!(is_kept, kept.is_some(), "{language} {expected} {reply}");
        if let Some(kept) = kept {
            assert_eq!(read(&run, target), kept, "{language} {expected} {reply}");
        }
    }
    let buttons = r#""text": Texts({"": "Well?"}), "choices": Rows([(id: 1, cells: {"label": Text("Don't know")}), (id: 2, cells: {"label": Text("🔴 Red")})])"#;
    for (reply, expected) in [
        ("don’t know!", "First"),
        ("DON`T   KNOW", "First"),
        ("red", "Second"),
        ("«Red»", "Second"),
        ("ｒｅｄ", "Second"),
        // Whatever else is written has a way on, too.
        ("blue", "Other"),
        ("red or blue", "Other"),
        ("know", "Other"),
        ("reddish", "Other"),
        ("I broke my window", "Other"),
        ("???", "Other"),
        ("🔵", "Other"),
    ] {
        let flow = format!(
            "start -> quick_replies{{{buttons}}}; quick_replies[row:1] -> say1(First) -> end; \
             quick_replies[row:2] -> say2(Second) -> end; quick_replies[default] -> say3(Other) -> end"
        );
        let run = lab(&flow).over(Channel::Messaging).run(&format!("reply {reply}"));
        let said = run.beats().iter().any(|beat| format!("{:?}", beat.what).contains(&format!("Heard({expected:?})")));
        assert!(said, "{reply} {}", outcome(&run));
    }
}

#[test]
fn what_a_service_gives_stays_as_it_is_written() {
    let service = WebService {
        method: "GET".to_owned(),
        url: "https://crm.example/find?phone={{v.phone}}&name={{call.name}}&q={{v.word}}".to_owned(),
        timeout_ms: 5_000,
        canned: vec![CannedResponse {
            name: "found".to_owned(),
            status: 200,
            body: r#"{"price": 80.00, "id": 7615917337495251231, "big": 12345678901234567890123, "small": 1e5, "list": [1.50],
                "zero": 0.0, "minus": -0.50, "tail": 1.10000000000000000000, "code": "007", "deep": {"rate": 2.50},
                "parcels": [340434161094042557, 340434161094042558], "agrees": true, "exponent": 1E+2, "nothing": null}"#
                .to_owned(),
            ..CannedResponse::default()
        }],
        ..WebService::default()
    };
    for (path, target, expected) in [
        ("$.price", "v.number", Some("80.00")),
        ("$.id", "v.out", Some("7615917337495251231")),
        ("$.big", "v.out", Some("12345678901234567890123")),
        ("$.small", "v.number", None),
        ("$.list", "v.out", Some("[1.50]")),
        ("$.zero", "v.number", Some("0.0")),
        ("$.minus", "v.number", Some("-0.50")),
        ("$.tail", "v.number", Some("1.10000000000000000000")),
        ("$.code", "v.number", Some("007")),
        ("$.code", "v.out", Some("007")),
        ("$.deep.rate", "v.out", Some("2.50")),
        ("$.parcels[1]", "v.out", Some("340434161094042558")),
        ("$.parcels[0]", "v.number", Some("340434161094042557")),
        ("$.agrees", "v.flag", Some("yes")),
        ("$.exponent", "v.out", Some("1E+2")),
        ("$.exponent", "v.number", None),
        ("$.small", "v.out", Some("1e5")),
    ] {
        let params = format!(
            r#""service": Item(Reference("s")), "responses": Rows([(id: 1, cells: {{"path": Text("{path}"), "variable": Text("{target}")}})])"#
        );
        let flow = format!("start -> web_service{{{params}}}; web_service[ok] -> say(Kept.) -> end; rest -> end");
        let service = service.clone();
        let lab = lab(&flow).given(|lab| {
            lab.caller.display_name = "Ana Bo".to_owned();
            add(lab, "s", ResourceData::WebService(service));
        });
        let run = lab.run("service answers found");
        let told: Vec<String> = run.beats().iter().map(|beat| format!("{:?}", beat.what)).collect();
        let address = "GET https://crm.example/find?phone=%2B33612345678&name=Ana%20Bo&q=cafe%CC%81";
        assert!(told.iter().any(|line| line.contains(address)), "{told:?}");
        assert_eq!(told.iter().any(|line| line.contains("Heard(\"Kept.\")")), expected.is_some(), "{path} {target}");
        if let Some(expected) = expected {
            assert_eq!(read(&run, target), expected, "{path}");
        }
    }
}

#[test]
fn values_are_encoded_in_the_address_of_a_service() {
    for (name, expected) in [
        ("Ana Bo", "Ana%20Bo"),
        ("A&B=C", "A%26B%3DC"),
        ("x+y", "x%2By"),
        ("50 % off?", "50%20%25%20off%3F"),
        ("a/b#c", "a%2Fb%23c"),
        ("Zoé", "Zo%C3%A9"),
        ("\"q\"", "%22q%22"),
        ("http://x", "http%3A%2F%2Fx"),
        ("a-b_c.d~e", "a-b_c.d~e"),
        ("", ""),
    ] {
        let service = WebService {
            method: "GET".to_owned(),
            url: "https://crm.example/people/{{v.out}}?tier={{v.tier}}&name={{v.out}}".to_owned(),
            ..WebService::default()
        };
        let flow = r#"start -> web_service{"service": Item(Reference("s"))}; rest -> end"#;
        let lab = lab(flow).given(|lab| {
            let known = lab.project.resources.values_mut().find(|it| it.reference == "v").unwrap();
            let ResourceData::Variable(variable) = &mut Arc::make_mut(known).data else { panic!("no variable") };
            variable.fields.iter_mut().find(|field| field.name == "out").unwrap().default = name.to_owned();
            add(lab, "s", ResourceData::WebService(service));
        });
        let told =
            format!("{:?}", lab.run("service is down").beats().iter().map(|beat| &beat.what).collect::<Vec<_>>());
        let address = format!("GET https://crm.example/people/{expected}?tier=Gold&name={expected}");
        assert!(told.contains(&format!("{address}\"")), "{name}: {told}");
    }
}

#[test]
fn problems_say_what_does_not_fit() {
    let codes = |lab: &Lab| {
        let mut codes: Vec<&str> = lint::check(&lab.project).iter().map(|found| found.code).collect();
        codes.retain(|code| {
            ["unknown-variable", "bad-expression", "literal-type", "variable-default", "table-key-twice"].contains(code)
        });
        codes
    };
    for (flow, expected) in [
        ("start -> assign(v.out={v.three + 1}) -> end", &[][..]),
        ("start -> assign(v.out={\"Hello \" + call.name}) -> end", &[]),
        ("start -> assign(v.three={three + 1}) -> end", &["unknown-variable"]),
        ("start -> assign(v.three={v.thre + 1}) -> end", &["unknown-variable"]),
        ("start -> assign(v.three={w.three + 1}) -> end", &["unknown-variable"]),
        ("start -> assign(v.out={upper(nam)}) -> end", &["unknown-variable"]),
        ("start -> assign(v.out={\"Hello \" + call.nmae}) -> end", &["unknown-variable"]),
        ("start -> assign(v.out={if vip { 1 } else { 2 }}) -> end", &["unknown-variable"]),
        ("start -> assign(v.three={v.three - 2nd-call.no-of-trie}) -> end", &["unknown-variable"]),
        ("start -> assign(v.out={\"three + 1\"}) -> end", &[]),
        ("start -> assign(v.out={v.three +}) -> end", &["bad-expression"]),
        ("start -> assign(v.number=many) -> end", &["literal-type"]),
        ("start -> assign(v.number=12.5) -> end", &[]),
        ("start -> assign(v.number={{v.text}}) -> end", &["bad-expression"]),
        ("start -> assign(v.tier=bronze) -> end", &["literal-type"]),
        ("start -> test(v.number=many) -> end", &["literal-type"]),
        ("start -> test(v.text=many) -> end", &[]),
    ] {
        assert_eq!(codes(&lab(flow)), expected, "{flow}");
    }
    let wrong = lab("start -> end").given(|lab| {
        let field = VariableField {
            name: "n".to_owned(),
            kind: FieldType::Number,
            default: "x".to_owned(),
            ..VariableField::default()
        };
        add(lab, "w", ResourceData::Variable(Variable { fields: vec![field] }));
        let rows = [["Gold", "1"], ["GOLD ", "2"]].map(|row| row.map(str::to_owned).to_vec()).into();
        let (keys, outputs) = (vec!["key".to_owned()], vec!["out".to_owned()]);
        add(lab, "t", ResourceData::ValuesTable(ValuesTable { keys, outputs, rows, ..ValuesTable::default() }));
    });
    assert_eq!(codes(&wrong), ["variable-default", "table-key-twice"]);
}

/// Signs of a rule of values or texts that stands outside the files of the rules.
const SIGNS: &[&str] = &[
    ".to_lowercase()",
    ".to_uppercase()",
    "eq_ignore_ascii_case",
    "parse::<f64>",
    "parse::<f32>",
    "NaiveDate::parse",
    "NaiveTime::parse",
    "NaiveDateTime::parse",
    ".nfc()",
    ".nfkc()",
    ".nfd()",
    "case_fold",
    "split(',')",
];

/// Files that hold such a sign for another reason.
const ALLOWED: &[(&str, &str)] = &[
    ("actions/to_sip.rs", "names of SIP headers are a rule of that protocol"),
    ("app/parts/pages/others.rs", "searches while the user types"),
];

#[test]
fn no_action_or_page_has_rules_of_its_own() {
    let folders = ["actions/", "dist/", "sim/", "lint/", "app/parts/pages/", "app/parts/form/"];
    let (mut found, mut excused) = (Vec::new(), BTreeSet::new());
    for (name, code) in crate::layers::sources() {
        if !folders.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        for (number, line) in (1..).zip(code.lines()) {
            // The words of a kind within a sentence are no comparison.
            let is_wording = line.contains("words().to_lowercase()") || line.contains("words().0.to_lowercase()");
            if is_wording || !SIGNS.iter().any(|sign| line.contains(sign)) {
                continue;
            }
            match ALLOWED.iter().find(|(allowed, _)| name == *allowed) {
                Some((allowed, _)) => _ = excused.insert(*allowed),
                None => found.push(format!("{name}:{number}: {}", line.trim())),
            }
        }
    }
    assert_eq!(found, Vec::<String>::new(), "use catalog::fold, catalog::value or catalog::compare");
    assert_eq!(excused, ALLOWED.iter().map(|(file, _)| *file).collect(), "a file without a sign needs no exception");
}

#[test]
fn a_value_of_a_group_is_cut_at_a_letter_beyond_the_limit_of_bytes() {
    for (text, bytes) in [
        ("a".repeat(65_535), 65_535),
        ("a".repeat(65_536), 65_536),
        ("a".repeat(65_537), 65_536),
        ("a".repeat(70_000), 65_536),
        // Each é has two bytes, so that the limit would fall into the last one that fits.
        (format!("a{}", "é".repeat(40_000)), 65_535),
    ] {
        let lab = Lab::new("start -> end")
            .over(signalbox::model::Channel::Messaging)
            .given(|lab| lab.caller.first_message.clone_from(&text));
        assert_eq!(lab.run("").read("message.text").len(), bytes, "of {} bytes", text.len());
    }
}
