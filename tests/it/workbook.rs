//! The call sheet as a workbook: a small one written by hand, every text of the shipped projects, texts that look like formulas, and what the
//! columns look like. `calamine` reads the cells, and an XML reader the rest (spec: ease §2).

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use roxmltree::Document;
use signalbox::model::{Channel, Project, Value, Version};
use signalbox::sheet::CallSheet;
use signalbox::storage;

use crate::cli;
use crate::sheet::{shipped, texts_in_file};
use crate::support::Lab;

fn workbook(project: &Project, version: &Version) -> Vec<u8> {
    let made = "2026-11-23T08:30:00Z".parse().unwrap();
    CallSheet::of(project, project.routing_of(version.id).unwrap(), version, made).xlsx().unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap()
}

/// The cells of a sheet, which are all texts.
fn cells(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap_or_else(|why| panic!("{sheet}: {why}"));
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("{sheet} has a cell that is no text: {other:?}"),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn lines(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<String> {
    cells(book, sheet).iter().map(|row| row.join(" | ").replace('\n', " / ")).collect()
}

#[test]
fn a_small_workbook_as_a_reader_sees_it() {
    let mut lab = Lab::new(
        "start -> hours(office) -> menu(1 Sales, 2 Help); hours[closed] -> say(We are closed.) -> end; \
         menu[1] -> say2(One moment.) -> end; menu[2] -> say2; menu[invalid] -> menu",
    );
    lab.project.settings.name = "Small & Co".to_owned();
    let mut book = open(&workbook(&lab.project, &lab.project.versions[&lab.version]));
    assert_eq!(book.sheet_names(), ["Overview", "Reached by", "Tree", "Studio script", "Opening hours"]);
    assert_eq!(
        lines(&mut book, "Overview"),
        [
            "What | Value",
            "Project | Small & Co",
            "Smart routing | main",
            "Version | v1",
            "Status | In production",
            "Channel | Voice",
            "Languages | English",
            "Reached by | No entry point leads to this version.",
            "Made | Monday 23 November 2026, 09:30 (Europe/Paris)",
        ]
    );
    assert_eq!(lines(&mut book, "Reached by"), ["Address | Name | What | More"]);
    assert_eq!(
        lines(&mut book, "Tree"),
        [
            "No. | Action | Kind | From | Details | Remark | Branch | When | Leads to",
            "1 | Start | Start |  |  |  | OK |  | 2 hours",
            "2 | hours | Schedule | 1 Start | Calendar: Office hours |  | Open |  | 2.1 menu",
            "2 | hours | Schedule |  |  |  | Closed |  | 2.3 say",
            "2 | hours | Schedule |  |  |  | Reference not found |  | leads nowhere",
            "2.1 | menu | Voice announcement | 2 hours / 2.1 menu | Mode: Menu: one key chooses |  | press 1 Sales |  | 2.2 say2",
            "2.1 | menu | Voice announcement |  |  |  | press 2 Help |  | 2.2 say2",
            "2.1 | menu | Voice announcement |  |  |  | No input |  | leads nowhere",
            "2.1 | menu | Voice announcement |  |  |  | Invalid |  | 2.1 menu",
            "2.2 | say2 | Voice announcement | 2.1 menu |  |  | OK |  | ends here",
            "2.2 | say2 | Voice announcement |  |  |  | Error |  | leads nowhere",
            "2.3 | say | Voice announcement | 2 hours |  |  | OK |  | ends here",
            "2.3 | say | Voice announcement |  |  |  | Error |  | leads nowhere",
        ]
    );
    assert_eq!(
        lines(&mut book, "Studio script"),
        [
            "No. | Action | What | Language | Words | Sound | Missing",
            "2.1 | menu | Text | English | For Sales, press 1. For Help, press 2. |  | No sound file.",
            "2.2 | say2 | Text | English | One moment. |  | No sound file.",
            "2.3 | say | Text | English | We are closed. |  | No sound file.",
        ]
    );
    assert_eq!(
        lines(&mut book, "Opening hours"),
        [
            "Name | Time zone | Days | Hours | Dates | Used by",
            "Office hours | Europe/Paris | Monday to Friday | 08:30–18:00 |  | 2 hours",
            "Office hours | Europe/Paris | Saturday to Sunday | closed |  | 2 hours",
            "Office hours | Europe/Paris | Bank holidays | closed | 25 December 2026 | 2 hours",
        ]
    );
}

#[test]
fn every_text_of_the_shipped_projects_is_in_the_script() {
    let (mut count, mut numbers) = (0, 0);
    for path in shipped() {
        let file = std::fs::read_to_string(&path).unwrap();
        let project = storage::load(&path).unwrap().0.project;
        let wanted = texts_in_file(&file);
        for version in project.versions.values() {
            let mut book = open(&workbook(&project, version));
            let is_call = project.channel_of(version.id) == Channel::Voice;
            let script = cells(&mut book, if is_call { "Studio script" } else { "All texts" });
            let words: BTreeSet<&str> = script.iter().map(|row| row[4].as_str()).collect();
            let actions = version.flow.actions.values().filter(|action| action.kind != "speech_recognition");
            for text in actions.flat_map(|action| &wanted[&(version.id.0, action.id.0)]) {
                assert!(words.contains(text.as_str()), "{} {}: {text}", path.display(), version.info.name);
                count += 1;
            }
            let titles: BTreeSet<String> = cells(&mut book, "Tree").into_iter().map(|row| row[1].clone()).collect();
            for action in version.flow.actions.values() {
                assert!(titles.contains(signalbox::actions::title(action)), "{}", path.display());
            }
            let reached = cells(&mut book, "Reached by");
            for entry_point in project.reaching(version.id) {
                let is_it = |row: &&Vec<String>| row[..2] == [entry_point.address.clone(), entry_point.name.clone()];
                assert!(reached.iter().any(|row| is_it(&row)), "{} {reached:?}", entry_point.name);
                numbers += 1;
            }
        }
    }
    assert!(count > 100 && numbers > 10, "{count} texts, {numbers} numbers");
}

#[test]
fn every_cell_is_a_text_whatever_it_looks_like() {
    let texts = [
        "=1+1",
        "+SUM(A1)",
        "-5",
        "@x",
        "00123",
        "1E5",
        "2026-11-23",
        "TRUE",
        "_x0041_",
        "'quoted",
        " blanks ",
        "https://example.com",
        "=HYPERLINK(\"http://example.com\")",
        "a\tb\nc",
        "<&>\"'",
        "مرحبا 👍",
    ];
    for text in texts {
        let mut lab = Lab::new("start -> say(x) -> end");
        let version = Arc::make_mut(lab.project.versions.get_mut(&lab.version).unwrap());
        let action = Arc::make_mut(version.flow.actions.get_mut(&lab.ids["say"]).unwrap());
        action.params.0.insert("text".to_owned(), Value::Texts([(String::new(), text.to_owned())].into()));
        action.title = text.to_owned();
        action.comment = text.trim().to_owned();
        version.info.name = text.to_owned();
        let mut book = open(&workbook(&lab.project, &lab.project.versions[&lab.version]));
        assert_eq!(cells(&mut book, "Studio script")[1][4], text, "{text:?}");
        let tree = cells(&mut book, "Tree");
        assert_eq!((tree[2][1].as_str(), tree[2][5].as_str()), (text, text.trim()), "{text:?}");
        for sheet in book.sheet_names() {
            assert_eq!(book.worksheet_formula(&sheet).unwrap().used_cells().count(), 0, "{text:?} in {sheet}");
        }
    }
    // Control characters and more than a cell can hold.
    let mut lab = Lab::new("start -> say(x) -> end");
    let version = Arc::make_mut(lab.project.versions.get_mut(&lab.version).unwrap());
    let action = Arc::make_mut(version.flow.actions.get_mut(&lab.ids["say"]).unwrap());
    action.title = "a\u{0}b\u{1b}c\u{ffff}".to_owned();
    action.params.0.insert("text".to_owned(), Value::Texts([(String::new(), "🙂".repeat(40_000))].into()));
    let mut book = open(&workbook(&lab.project, &lab.project.versions[&lab.version]));
    assert_eq!(cells(&mut book, "Tree")[2][1], "a\u{fffd}b\u{fffd}c\u{fffd}");
    let words = &cells(&mut book, "Studio script")[1][4];
    assert!(words.ends_with('…') && words.encode_utf16().count() <= 32_767, "{}", words.chars().count());
}

/// The XML of the sheets of a workbook, in their order.
fn sheets(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut read = |at: usize| {
        let mut text = String::new();
        archive.by_name(&format!("xl/worksheets/sheet{at}.xml")).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    (1..=5).map(&mut read).collect()
}

#[test]
fn heads_stay_in_sight_and_columns_are_wide_enough() {
    for path in shipped() {
        let project = storage::load(&path).unwrap().0.project;
        let version = project.versions.values().next().unwrap();
        let bytes = workbook(&project, version);
        let mut book = open(&bytes);
        for (name, xml) in book.sheet_names().into_iter().zip(sheets(&bytes)) {
            let document = Document::parse(&xml).unwrap();
            let find = |tag: &'static str| document.descendants().filter(move |it| it.tag_name().name() == tag);
            let pane = find("pane").next().unwrap_or_else(|| panic!("{name}: the head is not frozen"));
            assert_eq!((pane.attribute("state"), pane.attribute("ySplit")), (Some("frozen"), Some("1")), "{name}");
            let mut widths = Vec::new();
            for column in find("col") {
                let number = |name: &str| column.attribute(name).unwrap().parse::<f64>().unwrap();
                let count = number("max") - number("min") + 1.0;
                widths.extend((0..).take_while(|at| f64::from(*at) < count).map(|_| number("width")));
            }
            for row in cells(&mut book, &name) {
                assert!(row.len() <= widths.len(), "{name}");
                for (text, width) in row.iter().zip(&widths) {
                    // A word that is longer than its column would be broken in the middle.
                    let longest = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
                    assert!(f64::from(u32::try_from(longest).unwrap()) <= *width, "{}: {name}: {text}", path.display());
                }
            }
        }
    }
}

#[test]
fn the_command_writes_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("claims.XLSX");
    let file = file.to_str().unwrap();
    let claims = "projects/claims_line.ron";
    let done = cli::signalbox(&["export", claims, "--routing", "claims", "--call-sheet", file]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(done.out, format!("{file}: the sheet of version \"Monday menu\".\n"));
    let mut book = open(&std::fs::read(file).unwrap());
    assert!(lines(&mut book, "Overview").contains(&"Version | Monday menu".to_owned()));
    let pdf = folder.path().join("claims.pdf");
    let done = cli::signalbox(&["export", claims, "--routing", "claims", "--call-sheet", pdf.to_str().unwrap()]);
    assert!(done.code == 1 && done.err.contains("Name a file that ends in .html or .xlsx."), "{}", done.err);
    assert!(!pdf.exists());
}
