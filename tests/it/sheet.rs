//! The call sheet: every text of the shipped projects against a walk of the files as text, a small sheet written by hand, languages, marks
//! that are escaped, and the command. The sheets are read by a strict reader of XML (spec: ease §2).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use regex::Regex;
use roxmltree::{Document, Node, ParsingOptions};
use signalbox::catalog::field::TextUse;
use signalbox::catalog::{FieldKind, FieldSpec};
use signalbox::model::{Channel, Project, Value, Version};
use signalbox::sheet::CallSheet;
use signalbox::{actions, storage};

use crate::cli;
use crate::support::Lab;

const CLAIMS: &str = "projects/claims_line.ron";

pub(crate) fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|it| it == "ron")).collect()
}

fn sheet(project: &Project, version: &Version) -> String {
    let made = "2026-11-23T08:30:00Z".parse().unwrap();
    CallSheet::of(project, project.routing_of(version.id).unwrap(), version, made).html()
}

fn open(html: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(html, options).unwrap_or_else(|why| panic!("{why}\n{html}"))
}

/// The text of an element; what is in a line of its own comes after a stroke.
fn text(node: Node<'_, '_>) -> String {
    let mut found = String::new();
    for part in node.descendants() {
        if part.tag_name().name() == "div" && part != node && !found.is_empty() {
            found.push_str(" / ");
        }
        found.push_str(part.text().filter(|_| part.is_text()).unwrap_or_default());
    }
    found
}

fn elements<'a, 'd>(node: Node<'a, 'd>, name: &'static str) -> impl Iterator<Item = Node<'a, 'd>> {
    node.descendants().filter(move |it| it.has_tag_name(("http://www.w3.org/1999/xhtml", name)))
}

fn of_class<'a, 'd>(node: Node<'a, 'd>, class: &str) -> Vec<Node<'a, 'd>> {
    let has = |it: &Node<'_, '_>| it.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class));
    node.descendants().filter(has).collect()
}

/// The cells of the script, a row each.
fn script(document: &Document<'_>) -> Vec<Vec<String>> {
    let table = of_class(document.root(), "script")[0];
    let rows = elements(table, "tr").skip(1);
    rows.map(|row| row.children().filter(Node::is_element).map(text).collect()).collect()
}

/// The texts in quotation marks after a key, as the file has them: one text, or one for each language.
fn quoted(line: &str, keys: &str) -> Vec<String> {
    let maps =
        Regex::new(&format!(r#"{keys}(?:Texts\()?(\{{(?:"[^"]*": "(?:[^"\\]|\\.)*",? ?)+\}}|"(?:[^"\\]|\\.)*")"#))
            .unwrap();
    let pair = Regex::new(r#"(?:"[^"]*": )?"((?:[^"\\]|\\.)*)""#).unwrap();
    let found = maps.captures_iter(line).map(|it| it[1].to_owned());
    let texts = found.flat_map(|map| pair.captures_iter(&map).map(|it| it[1].to_owned()).collect::<Vec<_>>());
    texts
        .map(|text| text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"))
        .filter(|it| !it.is_empty())
        .collect()
}

/// Whatever the file holds for an action that customers hear or read: the texts of its own line, and those of the resources that it names.
pub(crate) fn texts_in_file(file: &str) -> BTreeMap<(u32, u32), Vec<String>> {
    let resource = Regex::new(r"^    (\d+): \(.*data: (VoiceMailbox|SoundFile|Survey|\w+Template)\(").unwrap();
    let of_resource = r"(?:greeting|texts|subjects|introduction|text): ";
    let resources: BTreeMap<String, Vec<String>> = file
        .lines()
        .filter_map(|line| Some((resource.captures(line)?[1].to_owned(), quoted(line, of_resource))))
        .collect();
    let action = Regex::new(r"^    \((\d+), (\d+)\): \(kind: ").unwrap();
    let item = Regex::new(r"Item\(Item\((\d+)\)\)").unwrap();
    let mut found = BTreeMap::new();
    for line in file.lines() {
        let Some(ids) = action.captures(line) else { continue };
        let mut texts = quoted(line, r"(?:Texts\()");
        for named in item.captures_iter(line) {
            texts.extend(resources.get(&named[1]).into_iter().flatten().cloned());
        }
        found.insert((ids[1].parse().unwrap(), ids[2].parse().unwrap()), texts);
    }
    found
}

#[test]
fn every_text_of_the_shipped_projects_is_on_the_sheet_in_the_order_of_the_tree() {
    let mut count = 0;
    for path in shipped() {
        let file = std::fs::read_to_string(&path).unwrap();
        let project = storage::load(&path).unwrap().0.project;
        let wanted = texts_in_file(&file);
        for version in project.versions.values() {
            let html = sheet(&project, version);
            let document = open(&html);
            let steps = of_class(document.root(), "step");
            assert_eq!(steps.len(), version.flow.actions.len(), "{}", path.display());
            let mut rows = script(&document).into_iter().peekable();
            for step in steps {
                let id: u32 = step.attribute("id").unwrap()[1..].parse().unwrap();
                let mut in_script = Vec::new();
                let number = text(of_class(step, "place")[0]);
                while let Some(row) = rows.next_if(|row| row[0] == number) {
                    in_script.push(row[3].clone());
                }
                let all: Vec<String> = elements(step, "td").map(text).collect();
                for wanted in &wanted[&(version.id.0, id)] {
                    let place = format!("{} {} {id}: {wanted}", path.display(), version.info.name);
                    let is_recognised =
                        version.flow.actions.values().any(|it| it.id.0 == id && it.kind == "speech_recognition");
                    assert!(
                        in_script.contains(wanted) && all.contains(wanted) || is_recognised,
                        "{place}\n{in_script:?}"
                    );
                    assert!(text(step).contains(wanted.as_str()), "{place}");
                    count += 1;
                }
            }
            // The script has no row that belongs to no step, so its order is that of the steps.
            assert_eq!(rows.next(), None, "{}", path.display());
        }
    }
    assert!(count > 100, "{count}");
}

/// Read off the tree of the claims line by hand.
#[test]
fn the_script_of_the_claims_line_in_its_order() {
    let project = storage::load(Path::new(CLAIMS)).unwrap().0.project;
    let version = project.versions.values().find(|version| version.info.name == "Monday menu").unwrap();
    let html = sheet(&project, version);
    let rows = script(&open(&html)).into_iter().map(|row| format!("{} {} / {}", row[0], row[3], row[4]));
    let voice = "Voice: Company voice";
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            format!("2.2 Welcome to Northwind Insurance. We are glad that you call us for the first time. / {voice}"),
            format!("2.3 For a claim, press 1. For your contract, press 2. For the claims service, press 5. / {voice}"),
            format!("2.3 We did not hear a key. / {voice}"),
            format!("2.3 That key is not in use. / {voice}"),
            "2.3.1.1 (calm piano) / Waiting music, 60\u{a0}s".to_owned(),
            "2.3.1.1 You are number {position} in the queue. / ".to_owned(),
            format!("2.3.1.2 All our advisers are busy. Please leave a message and we will call you back. / {voice}"),
            "2.3.1.3 Please leave your name, your contract number and your question after the tone. / ".to_owned(),
            "2.3.1.4 (calm piano) / Waiting music, 60\u{a0}s".to_owned(),
            format!("2.3.4 Your contract {{{{contract.number}}}} is active. Goodbye. / {voice}"),
            format!("2.4 Our offices are open from Monday to Friday, from half past eight to six. / {voice}"),
        ]
    );
}

/// The lines of a sheet as a reader of the page sees them: headings, paragraphs, and the rows of tables.
fn lines(html: &str) -> Vec<String> {
    let document = open(html);
    let body = elements(document.root(), "body").next().unwrap();
    let kinds = ["h1", "h2", "h3", "p", "caption", "tr"];
    let rows = body.descendants().filter(|it| kinds.contains(&it.tag_name().name()));
    rows.map(|row| {
        let cells =
            row.children().filter(|it| row.has_tag_name(("http://www.w3.org/1999/xhtml", "tr")) && it.is_element());
        let cells: Vec<String> = cells.map(text).collect();
        if cells.is_empty() { text(row) } else { cells.join(" | ") }
    })
    .collect()
}

#[test]
fn a_small_sheet_as_a_reader_sees_it() {
    let mut lab = Lab::new(
        "start -> hours(office) -> menu(1 Sales, 2 Help); hours[closed] -> say(We are closed.) -> end; \
         menu[1] -> say2(One moment.) -> end; menu[2] -> say2; menu[invalid] -> menu",
    );
    lab.project.settings.name = "Small & Co".to_owned();
    let html = sheet(&lab.project, &lab.project.versions[&lab.version]);
    let found = lines(&html);
    let expected = SMALL.trim().lines().map(str::trim_start).collect::<Vec<_>>();
    assert_eq!(found, expected, "{}", found.join("\n"));
}

const SMALL: &str = "
    Call sheet: main, v1
    Project | Small & Co
    Smart routing | main
    Version | v1
    Status | In production
    Channel | Voice
    Languages | English
    Reached by | No entry point leads to this version.
    Made | Monday 23 November 2026, 09:30 (Europe/Paris)
    Opening hours
    Office hours
    Times of Europe/Paris. Used by 2 hours.
    Monday to Friday | 08:30–18:00
    Saturday to Sunday | closed
    Bank holidays | closed / 25 December 2026
    The tree
    1 Start
    OK | → 2 hours
    2 hours Schedule
    From 1 Start
    Calendar | Office hours
    Open | → 2.1 menu
    Closed | → 2.3 say
    Reference not found | leads nowhere
    2.1 menu Voice announcement
    From 2 hours, 2.1 menu
    Mode | Menu: one key chooses
    What is heard
    Text | For Sales, press 1. For Help, press 2.
    press 1 Sales | → 2.2 say2
    press 2 Help | → 2.2 say2
    No input | leads nowhere
    Invalid | → 2.1 menu
    2.2 say2 Voice announcement
    From 2.1 menu
    What is heard
    Text | One moment.
    OK | ends here
    Error | leads nowhere
    2.3 say Voice announcement
    From 2 hours
    What is heard
    Text | We are closed.
    OK | ends here
    Error | leads nowhere
    Studio script
    3 texts, 3 with something missing.
    No. | Action | Language | Words | Sound | Missing
    2.1 | menu / Text | English | For Sales, press 1. For Help, press 2. |  | No sound file.
    2.2 | say2 / Text | English | One moment. |  | No sound file.
    2.3 | say / Text | English | We are closed. |  | No sound file.
";

#[test]
fn marks_in_texts_are_texts() {
    let marks = "<b>\"A & B\"</b> 'x' &amp; ]]> \u{7}<!--";
    let mut lab = Lab::new("start -> say(x) -> end");
    let version = Arc::make_mut(lab.project.versions.get_mut(&lab.version).unwrap());
    let action = Arc::make_mut(version.flow.actions.get_mut(&lab.ids["say"]).unwrap());
    action.params.0.insert("text".to_owned(), Value::Texts([(String::new(), marks.to_owned())].into()));
    action.title = marks.to_owned();
    action.comment = marks.to_owned();
    version.info.name = marks.to_owned();
    lab.project.settings.name = marks.to_owned();
    let html = sheet(&lab.project, &lab.project.versions[&lab.version]);
    assert!(!html.contains("<b>") && !html.contains("<!--"), "{html}");
    let document = open(&html);
    let shown = marks.replace('\u{7}', "\u{fffd}");
    assert_eq!(script(&document)[0][3], shown);
    assert_eq!(text(of_class(document.root(), "comment")[0]), shown);
    assert!(text(elements(document.root(), "title").next().unwrap()).ends_with(&shown));
}

#[test]
fn a_language_without_a_text_is_missing() {
    let lab = Lab::new(
        "start -> say{\"text\": Texts({\"\": \"Hello\", \"fr\": \"Bonjour\"})} -> say2{\"text\": Texts({\"\": \"Bye\"})} -> end",
    );
    let html = sheet(&lab.project, &lab.project.versions[&lab.version]);
    let rows: Vec<String> =
        script(&open(&html)).iter().map(|row| [&row[2], &row[3], &row[5]].map(String::as_str).join(" | ")).collect();
    assert_eq!(
        rows,
        [
            "English | Hello | No sound file.",
            "French | Bonjour | No sound file.",
            "English | Bye | No sound file.",
            "French |  | No French text: customers hear another language.",
        ]
    );
}

#[test]
fn a_sheet_needs_nothing_else_and_speaks_of_its_channel() {
    let telephone = Regex::new(r"(?i)\b(calls?|callers?|numbers?|hears?|heard|sound|studio)\b").unwrap();
    let outside = Regex::new(r#"(?i)<script|<link|<img|<iframe|\bsrc=|url\(|@import|href="[^#]"#).unwrap();
    for path in shipped() {
        let project = storage::load(&path).unwrap().0.project;
        for version in project.versions.values() {
            let html = sheet(&project, version);
            assert!(outside.find(&html).is_none(), "{:?}", outside.find(&html));
            if project.channel_of(version.id) == Channel::Voice {
                assert!(html.contains("<h1>Call sheet: "));
                continue;
            }
            let document = open(&html);
            let own = ["h2", "caption"]
                .into_iter()
                .flat_map(|name| elements(document.root(), name).map(text).collect::<Vec<_>>());
            let heads = elements(of_class(document.root(), "head")[0], "th").map(text);
            let missing = of_class(document.root(), "missing").into_iter().map(text);
            for words in own.chain(heads).chain(missing) {
                assert!(!telephone.is_match(&words), "{}: {words}", path.display());
            }
        }
    }
}

/// A field that is added later is said unless it declares something else; here are those that do.
#[test]
fn texts_that_nobody_hears_are_few() {
    let mut found = Vec::new();
    for spec in actions::ALL {
        for field in spec.fields {
            let fields: Vec<&FieldSpec> = match field.kind {
                FieldKind::Rows { columns, .. } => columns.to_vec(),
                _ => vec![*field],
            };
            let others = fields.iter().filter(|it| it.kind == FieldKind::Texts && it.text_use != TextUse::Said);
            found.extend(others.map(|it| format!("{}.{} {:?}", spec.id, it.key, it.text_use)));
        }
    }
    assert_eq!(
        found,
        [
            "speech_recognition.name Recognised",
            "speech_recognition.phrases Recognised",
            "digitalization.text Written",
            "send_email.subject Written",
            "send_email.text Written",
            "send_sms.text Written",
        ]
    );
}

fn reached_by(file: &str, name: &str) -> String {
    reached_in(&storage::load(Path::new(file)).unwrap().0.project, name)
}

fn reached_in(project: &Project, name: &str) -> String {
    let version = project.versions.values().find(|version| version.info.name == name).unwrap();
    let html = sheet(project, version);
    lines(&html).into_iter().find(|line| line.starts_with("Reached by")).unwrap()
}

/// Read off the files by hand: the numbers of a routing lead to its versions, and the actions of kinds `to_routing` and `call_routing` of
/// other versions, unless those only wait in development or in backup.
#[test]
fn what_leads_to_a_version_names_the_smart_routings_that_do() {
    let tracking = "projects/tracking_numbers.ron";
    let found = reached_by(tracking, "By source");
    let (numbers, routings) = found.split_at(found.find("Website numbers, ").unwrap());
    assert!(numbers.contains("Radio number") && !numbers.contains("Smart routing"), "{found}");
    assert_eq!(
        routings,
        "Website numbers, By visit (in production) · Smart routing, at As the advert numbers / Website numbers, \
         On the quote page (in development, in test) · Smart routing, at As the advert numbers"
    );
    assert!(
        !reached_by(tracking, "First or repeat").contains("Smart routing"),
        "a version in backup is run by no routing"
    );
    let mut project = storage::load(Path::new(tracking)).unwrap().0.project;
    let drafts = project.versions.values_mut().filter(|version| version.info.name == "On the quote page");
    drafts.for_each(|version| Arc::make_mut(version).info.in_test = false);
    let found = reached_in(&project, "By source");
    assert!(found.contains("By visit") && !found.contains("On the quote page"), "no call runs it: {found}");
    assert_eq!(
        reached_by("projects/billing_line.ron", "By phone number"),
        "Reached by | Billing line, Part payments (in development, in test) · Smart routing, at Who is calling? / \
         Leak line, Straight to the team (in production) · Smart routing, at Who is calling?"
    );
}

#[test]
fn the_command_writes_the_sheet_and_never_over_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.html");
    let file = file.to_str().unwrap();
    let done =
        cli::signalbox(&["export", CLAIMS, "--routing", "claims", "--version", "Autumn menu", "--call-sheet", file]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(done.out, format!("{file}: the sheet of version \"Autumn menu\".\n"));
    let html = std::fs::read_to_string(file).unwrap();
    let head = lines(&html).into_iter().take(8).collect::<Vec<_>>();
    assert_eq!(head[0], "Call sheet: Claims line, Autumn menu");
    assert_eq!(head[4], "Status | In production");
    assert_eq!(head[7], "Reached by | +33 1 55 00 10 10 · Claims number · Phone number (source)");

    let copy = folder.path().join("copy.ron");
    std::fs::copy(CLAIMS, &copy).unwrap();
    let copy = copy.to_str().unwrap();
    let done = cli::signalbox(&["export", copy, "--routing", "claims", "--call-sheet", copy]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("would replace the project. Nothing was written."), "{}", done.err);
    assert_eq!(std::fs::read(copy).unwrap(), std::fs::read(CLAIMS).unwrap());
    let done = cli::signalbox(&["export", CLAIMS, "--routing", "claims", "--version", "No such", "--call-sheet", file]);
    assert!(done.code == 1 && done.err.contains("There is no version \"No such\""), "{}", done.err);
    let nowhere = folder.path().join("no/such/sheet.html");
    let done = cli::signalbox(&["export", CLAIMS, "--routing", "claims", "--call-sheet", nowhere.to_str().unwrap()]);
    assert!(done.code == 1 && done.err.contains("The call sheet cannot be written"), "{}", done.err);
}
