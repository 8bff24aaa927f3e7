//! Test channel, language, page or visitor of a chat (spec: actions §4).

use std::collections::BTreeSet;

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::fold::{self, Fold};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn, language,
};
use crate::choice;
use crate::model::caller::Contact;
use crate::model::{Action, Channel, EntryPointKind, Project, Row};

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

/// The two kinds of visitors.
const VISITORS: [&str; 2] = ["new", "returning"];

const WHAT: Field<Tested> = Field::choice("what", "What is tested").help("One thing about the chat or its visitor.");
const VALUE: Field<String> = Field::known("value", "Value")
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
    icon: Icon::Globe,
    words: "language check, which page, website, visitor, new visitor, returning visitor, browser, source, \
            facebook, instagram, telegram",
    channels: Channels(&[Channel::Messaging]),
    doc: "Takes a branch by where the chat came in, the page the visitor is on, the language, or whether the visitor has \
          been here before.",
    card: "{what} · {values}",
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
    cx.note(format_args!("{}: {shown}.", words(tested)));
    let fits = |row: &Row| {
        let wanted = cx.fill(&row.cells.get(&VALUE));
        !wanted.trim().is_empty() && found.iter().any(|found| is_it(tested, found, &wanted))
    };
    let row = cx.get(&VALUES).iter().find(|row| fits(row));
    row.map_or(Step::go(&BY_DEFAULT), Step::go_row)
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
        Tested::Visitor => VISITORS.into_iter().any(|known| is_it(tested, known, value)),
        Tested::Channel => {
            let kinds = EntryPointKind::ALL.into_iter().filter(|kind| kind.channel() == Channel::Messaging);
            kinds.map(EntryPointKind::words).chain(["messaging"]).any(|known| is_it(tested, known, value))
                || cx.project.entry_points.values().any(|it| fold::same(&it.reference, value))
        }
    }
}

/// The values that a project knows of what an action tests: its entry points and their kinds, the languages, and the two kinds of
/// visitors. Nothing is known of pages.
pub(super) fn known(project: &Project, action: &Action) -> Vec<String> {
    match action.params.get(&WHAT) {
        Tested::Page => Vec::new(),
        Tested::Language => language::ALL.iter().map(|language| language.code.to_owned()).collect(),
        Tested::Visitor => VISITORS.map(str::to_owned).into(),
        Tested::Channel => {
            let chats = project.entry_points.values().filter(|it| it.kind.channel() == Channel::Messaging);
            let kinds: BTreeSet<EntryPointKind> = chats.clone().map(|it| it.kind).collect();
            let words = kinds.into_iter().map(|kind| kind.words().to_owned());
            words.chain(chats.map(|it| it.reference.clone())).collect()
        }
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let tested = params.get(&WHAT);
    let values: Vec<String> = params.get(&VALUES).iter().map(|row| row.cells.get(&VALUE)).collect();
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample;
    use crate::model::{ActionId, EntryPoint, EntryPointId, Value};

    #[test]
    fn what_exists_is_offered_by_what_is_tested() {
        let mut project = sample::project();
        for (id, kind, reference) in [
            (90, EntryPointKind::WhatsApp, "north"),
            (91, EntryPointKind::WhatsApp, "south"),
            (92, EntryPointKind::Mailbox, "box"),
            (93, EntryPointKind::ChatWidget, "site"),
        ] {
            let id = EntryPointId(id);
            let entry_point = EntryPoint { id, kind, reference: reference.to_owned(), ..EntryPoint::default() };
            project.entry_points.insert(id, Arc::new(entry_point));
        }
        let known_of = |what: &str| {
            let mut action = Action::new(ActionId(2), SPEC.id);
            action.params.0.insert("what".to_owned(), Value::Text(what.to_owned()));
            known(&project, &action)
        };
        let channels = known_of("channel");
        for expected in ["WhatsApp number", "Chat widget", "north", "south", "site"] {
            assert_eq!(channels.iter().filter(|it| *it == expected).count(), 1, "{expected} in {channels:?}");
        }
        assert!(!channels.contains(&"box".to_owned()) && !channels.contains(&"Mailbox".to_owned()), "{channels:?}");
        assert_eq!(known_of("visitor"), ["new", "returning"]);
        assert_eq!(known_of("page"), Vec::<String>::new());
        let languages = known_of("language");
        assert!(["de", "en", "es", "fr"].iter().all(|code| languages.contains(&(*code).to_owned())), "{languages:?}");
    }
}
