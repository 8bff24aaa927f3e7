//! The sheet as a workbook: a sheet for each part, with a head that stays in sight. Every cell is a text, so that no text of a project is
//! calculated and no number loses its zeros.

use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::catalog::language;
use crate::catalog::text::shorten;
use crate::catalog::xml::shown;

use super::words::words;
use super::{CallSheet, Entrance, Fact, Line, Opening, SheetStep, Way, WayEnd};

/// A column: its head, and its width in letters.
type Column = (&'static str, u8);

const OVERVIEW: &[Column] = &[("What", 18), ("Value", 80)];
const ENTRANCES: &[Column] = &[("Address", 40), ("Name", 38), ("What", 26), ("More", 44)];
const TREE: &[Column] = &[
    ("No.", 13),
    ("Action", 28),
    ("Kind", 24),
    ("From", 28),
    ("Details", 44),
    ("Remark", 32),
    ("Branch", 26),
    ("When", 32),
    ("Leads to", 34),
];
const SCRIPT: &[Column] =
    &[("No.", 13), ("Action", 28), ("What", 26), ("Language", 14), ("Words", 70), ("Sound", 30), ("Missing", 34)];
const HOURS: &[Column] =
    &[("Name", 26), ("Time zone", 20), ("Days", 26), ("Hours", 26), ("Dates", 34), ("Used by", 44)];

/// The most characters that a cell can hold, with some margin for those that count twice.
const MOST_CHARS: usize = 16_000;

/// The workbook of a sheet.
pub(super) fn of(sheet: &CallSheet) -> Result<Vec<u8>, XlsxError> {
    let words = words(sheet.channel);
    let mut book = Workbook::new();
    let name = |label: &str| {
        let fact = sheet.head.iter().find(|fact| fact.label == label);
        fact.and_then(|fact| fact.values.first()).map_or("", String::as_str)
    };
    let title = format!("{}: {}, {}", words.title, name("Smart routing"), name("Version"));
    book.set_properties(&DocProperties::new().set_title(cell(&title)));
    part(&mut book, "Overview", OVERVIEW, &overview(&sheet.head))?;
    part(&mut book, "Reached by", ENTRANCES, &sheet.entrances.iter().map(entrance).collect::<Vec<_>>())?;
    part(&mut book, "Tree", TREE, &tree(sheet))?;
    part(&mut book, words.script, SCRIPT, &script(sheet))?;
    part(&mut book, "Opening hours", HOURS, &sheet.hours.iter().flat_map(opening).collect::<Vec<_>>())?;
    book.save_to_buffer()
}

/// A text as a cell can hold it.
fn cell(text: &str) -> String {
    shorten(&shown(text), MOST_CHARS)
}

/// Adds a sheet with a head and rows.
fn part(book: &mut Workbook, name: &str, columns: &[Column], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_background_color("EEF1F5").set_align(FormatAlign::Top);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let sheet: &mut Worksheet = book.add_worksheet();
    sheet.set_name(name)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    for (at, (label, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, *width)?.write_string_with_format(0, at, *label, &head)?;
    }
    let mut last = 0;
    for (at, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string_with_format(at, column, cell(text), &body)?;
        }
        last = at;
    }
    let right = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.autofilter(0, 0, last.max(1), right)?;
    Ok(())
}

/// The number of the paper in workbooks.
const A4: u8 = 9;

fn overview(head: &[Fact]) -> Vec<Vec<String>> {
    let rows = head.iter().flat_map(|Fact { label, values }| {
        let labels = std::iter::once(label.clone()).chain(std::iter::repeat(String::new()));
        labels.zip(values).map(|(label, value)| vec![label, value.clone()])
    });
    rows.collect()
}

fn entrance(Entrance { address, name, kind, more }: &Entrance) -> Vec<String> {
    [address, name, kind, more].map(Clone::clone).into()
}

/// The actions with a row for each end of each branch; what belongs to the action as a whole is in its first row.
fn tree(sheet: &CallSheet) -> Vec<Vec<String>> {
    let named = |step: &SheetStep| format!("{} {}", step.number, step.title);
    let by_id = |id| sheet.steps.iter().find(|step| step.id == id).map(named);
    let mut rows = Vec::new();
    for (place, step) in sheet.steps.iter().enumerate() {
        let from: Vec<String> = step.from.iter().filter_map(|id| by_id(*id)).collect();
        let details: Vec<String> =
            step.details.iter().map(|Fact { label, values }| format!("{label}: {}", values.join(", "))).collect();
        let apart = if place < sheet.reached { String::new() } else { words(sheet.channel).apart.to_owned() };
        let remark = [apart, step.comment.clone()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
        let mut whole = Some([from.join("\n"), details.join("\n"), remark.join("\n")]);
        let mut row = |branch: [String; 3]| {
            let own = [step.number.clone(), step.title.clone(), step.kind.clone()];
            own.into_iter().chain(whole.take().unwrap_or_default()).chain(branch).collect()
        };
        if step.ways.is_empty() {
            rows.push(row(<[String; 3]>::default()));
        }
        for Way { label, more, ends } in &step.ways {
            for WayEnd { by, to, words } in ends {
                let by = by.as_ref().map_or_else(String::new, |by| format!("by {by}: "));
                let to = to.and_then(by_id).unwrap_or_else(|| words.clone());
                rows.push(row([label.clone(), more.clone(), format!("{by}{to}")]));
            }
        }
    }
    rows
}

fn script(sheet: &CallSheet) -> Vec<Vec<String>> {
    let lines = sheet.steps.iter().flat_map(|step| step.lines.iter().map(move |line| (step, line)));
    let row = |(step, line): (&SheetStep, &Line)| {
        let Line { what, code, words, sound, missing, is_written } = line;
        let sound = if *is_written { "written" } else { sound };
        let (number, title) = (step.number.clone(), step.title.clone());
        vec![
            number,
            title,
            what.clone(),
            language::words(code).into_owned(),
            words.clone(),
            sound.to_owned(),
            missing.clone(),
        ]
    };
    lines.map(row).collect()
}

fn opening(opening: &Opening) -> Vec<Vec<String>> {
    let Opening { name, zone, used_by, week, exceptions } = opening;
    let week = week.iter().map(|(days, hours)| [days.clone(), hours.clone(), String::new()]);
    let exceptions = exceptions.iter().map(|(name, dates, hours)| [name.clone(), hours.clone(), dates.clone()]);
    let row =
        |[days, hours, dates]: [String; 3]| vec![name.clone(), zone.clone(), days, hours, dates, used_by.join("\n")];
    week.chain(exceptions).map(row).collect()
}
