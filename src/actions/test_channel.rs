//! Test channel, language, page or visitor of a chat (spec: actions §4).

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::fold::{self, Fold};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Step, WayOn, language,
};
use crate::choice;
use crate::model::caller::Contact;
use crate::model::{Channel, EntryPointKind, Row};

use super::shared::check_doubled;
use super::shared_window::over_whatsapp;

choice! {
    /// What is tested.
    Tested {
        Channel = "channel" "The channel",
        Page = "page" "The page the visitor is on",
        Language = "language" "The language",
        Visitor = "visitor" "New or returning visitor",
    }
}

const WHAT: Field<Tested> = Field::choice("what", "What is tested").help("One thing about the chat or its visitor.");
const VALUE: Field<String> = Field::text("value", "Value")
    .help(
        "A channel: WhatsApp, Messenger, Chat widget, or the reference of an entry point. A page: a part of its address. \
         A language: fr. A visitor: new or returning.",
    )
    .required();
const VALUES: Field<Vec<Row>> = Field::rows("values", "Values", &[VALUE.spec()], 20)
    .help("Each value is a branch; the first that fits is taken.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_channel",
    title: "Test channel, language, page or visitor",
    short_title: "Test channel",
    category: Category::Messaging,
    channels: Channels(&[Channel::Messaging]),
    doc: "Takes a branch by where the chat came in, the page the visitor is on, the language, or whether the visitor has \
          been here before.",
    card: "{what} · {values:values}",
    fields: &[WHAT.spec(), VALUES.spec()],
    branches: &[
        BranchPart::PerRow { field: VALUES.key(), label: |row| row.cells.get(&VALUE), shown_if: None },
        BranchPart::One(&BY_DEFAULT),
    ],
    way_on: WayOn::Key("default"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Over WhatsApp", CHANNEL, "", "row:2").given(over_whatsapp),
        Example::new("Some other way", CHANNEL, "", "default"),
        Example::new("On the page of prices", PAGE, "", "row:1").given(|stage| {
            "https://northwind.example/Prices?year=2026".clone_into(&mut stage.caller.active_page);
        }),
        Example::new("In French", LANGUAGE, "", "row:2").given(|stage| {
            "fr-CA".clone_into(&mut stage.caller.language);
        }),
        Example::new("A new visitor", VISITOR, "", "row:1"),
        Example::new("A hidden visitor counts as new", VISITOR, "", "row:1")
            .given(|stage| stage.caller.is_hidden = true),
        Example::new("A returning visitor", VISITOR, "", "row:2").given(|stage| {
            for channel in Channel::ALL {
                stage.caller.contacts.push(Contact { hours_ago: 24, channel, served_by: None });
            }
        }),
    ],
};

const CHANNEL: &str =
    r#"{"values": Rows([(id: 1, cells: {"value": Text("messenger")}), (id: 2, cells: {"value": Text("whatsapp")})])}"#;
const PAGE: &str = r#"{"what": Text("page"), "values": Rows([(id: 1, cells: {"value": Text("/prices")})])}"#;
const LANGUAGE: &str = r#"{"what": Text("language"), "values": Rows([(id: 1, cells: {"value": Text("de")}), (id: 2, cells: {"value": Text("FR")})])}"#;
const VISITOR: &str = r#"{"what": Text("visitor"), "values": Rows([(id: 1, cells: {"value": Text("new")}), (id: 2, cells: {"value": Text("returning")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let tested = cx.get(&WHAT);
    let found = match tested {
        Tested::Channel => channels(cx),
        Tested::Page => vec![cx.call("active_page")],
        Tested::Language => vec![cx.call("language")],
        Tested::Visitor => {
            let is_new = cx.call("first_time") == "yes";
            vec![if is_new { "new" } else { "returning" }.to_owned()]
        }
    };
    let shown = found.first().filter(|it| !it.is_empty()).map_or("nothing is known", String::as_str);
    cx.note(format!("{}: {shown}.", words(tested)));
    let fits = |row: &Row| {
        let wanted = cx.fill(&row.cells.get(&VALUE));
        !wanted.trim().is_empty() && found.iter().any(|found| is_it(tested, found, &wanted))
    };
    let row = cx.get(&VALUES).into_iter().find(fits);
    row.map_or(Step::go(&BY_DEFAULT), |row| Step::go_row(&row))
}

fn words(tested: Tested) -> &'static str {
    match tested {
        Tested::Channel => "Channel",
        Tested::Page => "Page",
        Tested::Language => "Language",
        Tested::Visitor => "Visitor",
    }
}

/// What the channel is called: the kind of the entry point, its reference, and the channel in general.
fn channels(cx: &Cx<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if let Some(entry_point) = cx.entry_point() {
        found.extend([entry_point.kind.words().to_owned(), entry_point.reference.clone()]);
    }
    found.push(cx.call("channel"));
    found
}

fn is_it(tested: Tested, found: &str, wanted: &str) -> bool {
    let fold = |text: &str| Fold::USUAL.text(text);
    let (found, wanted) = (fold(found), fold(wanted));
    let begins = |mark: char| found.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(mark));
    match tested {
        Tested::Channel => begins(' '),
        Tested::Page => found.contains(&wanted),
        Tested::Language => begins('-') || begins('_'),
        Tested::Visitor => found == wanted,
    }
}

/// Whether a value exists: any page may, but languages have codes, such as `fr` or `pt-BR`.
fn is_possible(cx: &CheckCx<'_>, tested: Tested, value: &str) -> bool {
    match tested {
        Tested::Page => true,
        Tested::Language => language::find(value).is_some(),
        Tested::Visitor => ["new", "returning"].into_iter().any(|known| is_it(tested, known, value)),
        Tested::Channel => {
            let kinds = EntryPointKind::ALL.into_iter().filter(|kind| kind.channel() == Channel::Messaging);
            kinds.map(EntryPointKind::words).chain(["messaging"]).any(|known| is_it(tested, known, value))
                || cx.project.entry_points.values().any(|it| fold::same(&it.reference, value))
        }
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let tested = params.get(&WHAT);
    let values: Vec<String> = params.get(&VALUES).into_iter().map(|row| row.cells.get(&VALUE)).collect();
    let mut findings = check_doubled("value-twice", values.iter().cloned(), |value| {
        format!("The value \"{value}\" is listed twice; the second can never be taken.")
    });
    let strange = values
        .iter()
        .filter(|value| !value.trim().is_empty() && !value.contains("{{") && !is_possible(cx, tested, value));
    findings.extend(strange.map(|value| {
        let advice = match tested {
            Tested::Visitor => "write new or returning",
            Tested::Language => "write the code of a language, such as fr or pt-BR",
            _ => "write WhatsApp, Messenger, Chat widget, or the reference of an entry point",
        };
        Finding::error("value-unknown", format!("\"{value}\" never fits; {advice}."))
    }));
    findings
}
