//! Rows of cells as text for spreadsheets: comma-separated files (RFC 4180), and tab-separated text for copy and paste between
//! programs.

use csv::{ReaderBuilder, Terminator, WriterBuilder};

use super::disk_error::DiskError;
use super::limits::MAX_FILE_BYTES;

/// The separator of cells in a line.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The rows of a file, in the order of the requested columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvRows {
    /// One cell per column.
    pub rows: Vec<Vec<String>>,
    /// The line of the file in which each row begins, from 1.
    pub lines: Vec<u64>,
    /// Columns of the file that were not requested.
    pub unknown: Vec<String>,
    /// Positions of requested columns that the file does not have; their cells are empty.
    pub missing: Vec<usize>,
    /// Number of rows with fewer cells than the first line; the missing cells are empty.
    pub short: usize,
}

/// Why a file gave no rows.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The file could not be read.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// More bytes than the limit.
    #[error("The file is larger than {} MiB. Split it, or check that this is the right file.", MAX_FILE_BYTES / 1024 / 1024)]
    TooLarge,
    /// The file is empty.
    #[error("The file is empty. Its first line must name the columns.")]
    Empty,
    /// Not UTF-8.
    #[error("Line {line} is not UTF-8 text. Save the file as \"CSV UTF-8\" in the spreadsheet, and choose it again.")]
    NotUtf8 {
        /// The line.
        line: usize,
    },
    /// The first line names none of the columns.
    #[error("The first line names none of the columns. It must contain their names: {names}.")]
    NoColumn {
        /// The requested columns.
        names: String,
    },
    /// A column without which the rows mean nothing is not there.
    #[error("The file has no column \"{name}\". Name the columns in its first line.")]
    Needed {
        /// The column.
        name: String,
    },
    /// There is no row below the names of the columns.
    #[error("The file names its columns and has no row below them. Check that this is the right file.")]
    NoRow,
    /// A row has cells that belong to no column.
    #[error(
        "Line {line} has {cells} cells, but the first line names {columns} columns. Correct the line, and choose the file again."
    )]
    LongRow {
        /// The line.
        line: u64,
        /// Its cells.
        cells: usize,
        /// The columns of the file.
        columns: usize,
    },
}

/// The text of a file: a line of names, then one line per row.
#[must_use]
pub fn write(names: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let full = |row: &Vec<String>| {
        let mut row = row.clone();
        row.resize(names.len().max(row.len()), String::new());
        row
    };
    print(b',', Terminator::CRLF, std::iter::once(header).chain(rows.iter().map(full)))
}

/// The text that other programs paste as cells. A single cell gives its plain text.
#[must_use]
pub fn tabbed(rows: &[Vec<String>]) -> String {
    if let [row] = rows
        && let [cell] = row.as_slice()
    {
        return cell.clone();
    }
    let mut text = print(b'\t', Terminator::Any(b'\n'), rows.iter().cloned());
    text.pop();
    text
}

fn print(separator: u8, end: Terminator, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = WriterBuilder::new().delimiter(separator).terminator(end).flexible(true).from_writer(Vec::new());
    // Writing to memory does not fail, and texts stay UTF-8.
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Reads a file: its first line names its columns, in any order; rows come back in the order of `names`.
///
/// # Errors
/// If the file is not UTF-8 text, names none of the columns, or has cells that belong to no column.
pub fn read(bytes: &[u8], names: &[&str]) -> Result<CsvRows, CsvError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(CsvError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        CsvError::NotUtf8 { line: before.split(|byte| *byte == b'\n').count() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (chosen, text, above) = separator_line(text);
    let best = chosen.into_iter().chain(SEPARATORS).rev().filter(|it| chosen.is_none_or(|chosen| chosen == *it));
    let best = best.max_by_key(|separator| {
        let header = records(text, *separator, true).next().map(|(_, header)| header).unwrap_or_default();
        (names.len() - missing(&places(&header, names), names.len()).len(), header.len())
    });
    let mut lines = records(text, best.unwrap_or(b','), true);
    let (_, header) = lines.next().ok_or(CsvError::Empty)?;
    let places = places(&header, names);
    let missing = missing(&places, names.len());
    if missing.len() == names.len() {
        return Err(CsvError::NoColumn { names: names.join(", ") });
    }
    let unknown = header.iter().zip(&places).filter(|(_, place)| place.is_none()).map(|(name, _)| name.clone());
    let mut found = CsvRows { unknown: unknown.collect(), missing, ..CsvRows::default() };
    for (line, cells) in lines {
        if cells.iter().skip(header.len()).any(|cell| !cell.is_empty()) {
            return Err(CsvError::LongRow { line: line + above, cells: cells.len(), columns: header.len() });
        }
        found.short += usize::from(cells.len() < header.len());
        let mut row = vec![String::new(); names.len()];
        for (cell, place) in cells.into_iter().zip(&places) {
            if let Some(target) = place.and_then(|place| row.get_mut(place)) {
                *target = cell;
            }
        }
        found.rows.push(row);
        found.lines.push(line + above);
    }
    Ok(found)
}

impl CsvRows {
    /// The rows, where a column of those requested (`names`) is there and has a row.
    ///
    /// # Errors
    /// If the file does not have the column, or no row.
    pub fn with_column(self, name: &str, names: &[&str]) -> Result<Self, CsvError> {
        if self.missing.iter().any(|place| names.get(*place) == Some(&name)) {
            return Err(CsvError::Needed { name: name.to_owned() });
        }
        if self.rows.is_empty() { Err(CsvError::NoRow) } else { Ok(self) }
    }

    /// The columns of the file that are not read, as a sentence that names those that are (`names`); none where all are read.
    #[must_use]
    pub fn unread_words(&self, names: &[&str]) -> Option<String> {
        let unread: Vec<String> = self.unknown.iter().map(|name| format!("\"{name}\"")).collect();
        let what = match unread.len() {
            0 => return None,
            1 => "This column is not read",
            _ => "These columns are not read",
        };
        Some(format!("{what}: {}. Columns that are read: {}.", unread.join(", "), names.join(", ")))
    }
}

/// The separator that a first line such as `sep=;` names, which a spreadsheet reads and does not show; the text without that line, and
/// the number of lines removed.
fn separator_line(text: &str) -> (Option<u8>, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim().trim_matches('"');
    let named = first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(first.get(4..));
    match named.map(str::as_bytes) {
        Some([separator]) if separator.is_ascii() => (Some(*separator), rest, 1),
        // A tab at the end of a line is trimmed.
        Some([]) => (Some(b'\t'), rest, 1),
        _ => (None, text, 0),
    }
}

/// The cells of a text copied from another program: separated by tabs, or by commas or semicolons if the text is not prose.
#[must_use]
pub fn cells(text: &str) -> Vec<Vec<String>> {
    // An unclosed quote is an ordinary character.
    let is_quoting = text.matches('"').count().is_multiple_of(2);
    let text = with_empty_lines(text, is_quoting);
    let read = |separator: u8| records(&text, separator, is_quoting).map(|(_, cells)| cells).collect::<Vec<_>>();
    let tabbed = read(b'\t');
    if tabbed.iter().any(|row| row.len() > 1) {
        return tabbed;
    }
    let is_table = |rows: &Vec<Vec<String>>| {
        let width = rows.first().map_or(0, Vec::len);
        let is_even = rows.iter().all(|row| row.len() == width);
        // In prose a space follows the separator.
        let is_prose = || rows.iter().flat_map(|row| row.iter().skip(1)).any(|cell| cell.starts_with(' '));
        width > 1 && is_even && !is_prose()
    };
    [b';', b','].into_iter().map(read).find(is_table).unwrap_or(tabbed)
}

/// Writes empty lines as an empty cell: the reader would skip empty lines, and later rows would move up.
fn with_empty_lines(text: &str, is_quoting: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut is_in_quotes = false;
    for line in text.split_inclusive('\n') {
        if !is_in_quotes && line.trim_end_matches(['\r', '\n']).is_empty() {
            whole.push_str(if is_quoting { "\"\"\n" } else { "\t\n" });
        } else {
            whole.push_str(line);
        }
        is_in_quotes ^= is_quoting && !line.matches('"').count().is_multiple_of(2);
    }
    whole
}

/// The lines of a text, with their numbers.
fn records(text: &str, separator: u8, is_quoting: bool) -> impl Iterator<Item = (u64, Vec<String>)> + '_ {
    let mut reader = ReaderBuilder::new();
    reader.delimiter(separator).quoting(is_quoting).has_headers(false).flexible(true);
    let (mut at, mut line) = (0, 1);
    // Reading text from memory, with any number of cells, cannot fail.
    reader.from_reader(text.as_bytes()).into_records().filter_map(Result::ok).map(move |record| {
        // The reader is still before the second letter of the end of the line, and before empty lines.
        let from = record.position().map_or(0, csv::Position::byte);
        let before = usize::try_from(from).ok().and_then(|from| text.get(at..from)).unwrap_or_default();
        let ends = text.get(at + before.len()..).unwrap_or_default();
        let ends = ends.len() - ends.trim_start_matches(['\r', '\n']).len();
        let until = at + before.len() + ends;
        let passed = text.get(at..until).unwrap_or_default().matches('\n').count();
        (at, line) = (until, line + u64::try_from(passed).unwrap_or(0));
        (line, record.iter().map(str::to_owned).collect())
    })
}

/// The index of the name for each column of a file.
fn places(header: &[String], names: &[&str]) -> Vec<Option<usize>> {
    let mut taken = vec![false; names.len()];
    let bare = |name: &str| name.trim().to_lowercase();
    header
        .iter()
        .map(|column| {
            let is_it =
                |(place, name): &(usize, &&str)| !taken.get(*place).is_none_or(|it| *it) && bare(name) == bare(column);
            let place = names.iter().enumerate().find(is_it).map(|(place, _)| place)?;
            if let Some(it) = taken.get_mut(place) {
                *it = true;
            }
            Some(place)
        })
        .collect()
}

fn missing(places: &[Option<usize>], count: usize) -> Vec<usize> {
    (0..count).filter(|place| !places.contains(&Some(*place))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    fn read_text(text: &str) -> CsvRows {
        read(text.as_bytes(), &["number", "tier"]).unwrap()
    }

    fn refused(bytes: &[u8]) -> String {
        read(bytes, &["number", "tier"]).unwrap_err().to_string()
    }

    #[test]
    fn a_first_line_may_name_the_separator() {
        let expected = rows(&[&["+33612345677", "vip"]]);
        for text in [
            "sep=;\r\nnumber;tier\r\n+33612345677;vip\r\n",
            "\u{feff}\"sep=,\"\nnumber,tier\n+33612345677,vip",
            "SEP=|\nnumber|tier\n+33612345677|vip\n",
            "sep=\t\nnumber\ttier\n+33612345677\tvip\n",
        ] {
            assert_eq!(read_text(text).rows, expected, "{text:?}");
        }
        for separator in [";", ",", "|", "\t", ":", "~"] {
            for (named, end) in [("sep=", "\n"), ("SEP=", "\r\n"), ("\u{feff}Sep=", "\r\n")] {
                let text = format!("{named}{separator}{end}number{separator}tier{end}+33612345677{separator}vip{end}");
                assert_eq!(read_text(&text).rows, expected, "{text:?}");
            }
        }
        assert!(refused(b"sep=;\n").contains("The file is empty"));
        assert!(refused(b"sep=;\nnumber;tier\na;b;c\n").starts_with("Line 3 has 3 cells"));
        assert_eq!(read(b"sep=x;tier\na;b\n", &["tier"]).unwrap().rows, rows(&[&["b"]]));
    }

    /// One row in every form in which spreadsheets write it: separators, line ends, a byte order mark, quotes, names in capitals, no end of
    /// the last line.
    #[test]
    fn the_forms_of_spreadsheets_are_one_table() {
        let expected = rows(&[&["+33612345677", "said \"vip\",\nand; so on\tyes"], &["2", ""]]);
        let mut forms = 0;
        for separator in [",", ";", "\t"] {
            for end in ["\n", "\r\n"] {
                for mark in ["", "\u{feff}"] {
                    for last in ["", end] {
                        let names = format!("Number{separator}\"TIER\"");
                        let row = format!("\"+33612345677\"{separator}\"said \"\"vip\"\",\nand; so on\tyes\"");
                        let text = format!("{mark}{names}{end}{row}{end}2{separator}{last}");
                        assert_eq!(read_text(&text).rows, expected, "{text:?}");
                        forms += 1;
                    }
                }
            }
        }
        assert_eq!(forms, 24);
    }

    #[test]
    fn written_rows_are_read_back() {
        let all = rows(&[&["+33", "a, \"b\""], &["two\nlines", ""], &["", ""], &[" x ", ";\t'"]]);
        let text = write(&["number", "tier"], &all);
        assert!(text.starts_with("number,tier\r\n+33,\"a, \"\"b\"\"\"\r\n\"two\nlines\",\r\n"), "{text}");
        assert_eq!(read_text(&text), CsvRows { rows: all, lines: vec![2, 3, 5, 6], ..CsvRows::default() });
        let narrow = rows(&[&["a"], &[""], &["b"]]);
        assert_eq!(read(write(&["key"], &narrow).as_bytes(), &["key"]).unwrap().rows, narrow);
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let found = read_text("\u{feff}Tier;notes; number\r\ngold;vip;1\r\nsilver;;2\r\n");
        assert_eq!(found.rows, rows(&[&["1", "gold"], &["2", "silver"]]));
        assert_eq!((found.unknown, found.missing), (vec!["notes".to_owned()], Vec::new()));
        let found = read_text("number\ttier\n1\tgold, or so\n");
        assert_eq!(found.rows, rows(&[&["1", "gold, or so"]]));
        let found = read_text("tier\ngold\n");
        assert_eq!((found.rows, found.missing), (rows(&[&["", "gold"]]), vec![0]));
        let found = read(b"key,key\n1,2\n", &["key", "key"]).unwrap();
        assert_eq!((found.rows, found.unknown), (rows(&[&["1", "2"]]), Vec::<String>::new()));
    }

    #[test]
    fn lines_of_other_lengths_lose_nothing() {
        let found = read_text("number,tier\n1\n2,gold,\n\n3,\n");
        assert_eq!((found.rows, found.short), (rows(&[&["1", ""], &["2", "gold"], &["3", ""]]), 1));
        for end in ["\n", "\r\n"] {
            let text = "number,tier\n1,a\n\n\"2\n2\",b,lost\n".replace('\n', end);
            assert!(refused(text.as_bytes()).starts_with("Line 4 has 3 cells"), "{text:?}");
        }
    }

    #[test]
    fn a_file_that_is_not_a_table_is_refused_with_the_reason() {
        assert!(refused(b"").starts_with("The file is empty"));
        assert!(refused(b"number,tier\n1,a\n2,caf\xe9\n").starts_with("Line 3 is not UTF-8"));
        assert!(refused(b"1,a\n2,b\n").ends_with("names: number, tier."));
    }

    #[test]
    fn pasted_text_is_cells() {
        assert_eq!(cells("a\tb\r\n1\t2\r\n"), rows(&[&["a", "b"], &["1", "2"]]));
        assert_eq!(
            cells("\"two\nlines\"\t\"say \"\"hi\"\"\"\nc\td"),
            rows(&[&["two\nlines", "say \"hi\""], &["c", "d"]])
        );
        assert_eq!(cells("a\n\nb\n"), rows(&[&["a"], &[""], &["b"]]));
        assert_eq!(cells("a,b\n1,2"), rows(&[&["a", "b"], &["1", "2"]]));
        assert_eq!(cells("a;1,5\nb;2,5"), rows(&[&["a", "1,5"], &["b", "2,5"]]));
        assert_eq!(cells("Hello, world"), rows(&[&["Hello, world"]]));
        assert_eq!(cells("5\" wide"), rows(&[&["5\" wide"]]));
        assert_eq!(cells("\"open\tb"), rows(&[&["\"open", "b"]]));
        assert!(cells("").is_empty());
    }

    #[test]
    fn copied_cells_are_pasted_the_same() {
        for block in
            [rows(&[&["a", "b c"], &["", "x\ty"]]), rows(&[&["a"], &[""], &["two\nlines"]]), rows(&[&["\"q\"", ""]])]
        {
            assert_eq!(cells(&tabbed(&block)), block);
        }
        assert_eq!(tabbed(&rows(&[&["two\nlines"]])), "two\nlines");
    }

    mod properties {
        use proptest::prelude::*;

        use super::*;

        /// Rows of so many cells, with the letters that mean something in a table.
        fn table(width: std::ops::Range<usize>, cell: &'static str) -> impl Strategy<Value = Vec<Vec<String>>> {
            width.prop_flat_map(move |width| prop::collection::vec(prop::collection::vec(cell, width..=width), 1..5))
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(1_000))]

            #[test]
            fn what_is_written_is_read_again(rows in table(1..4, "[ab1,;\t\"'\r\n =\u{feff}é]{0,5}")) {
                let names: Vec<String> = (0..rows.first().map_or(1, Vec::len)).map(|place| format!("column {place}")).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let found = read(write(&names, &rows).as_bytes(), &names);
                prop_assert_eq!(found.map(|it| it.rows).map_err(|why| why.to_string()), Ok(rows));
            }

            #[test]
            fn what_is_copied_is_pasted_again(rows in table(2..5, "[ab1,;\t\"'\n =\u{feff}é]{0,5}")) {
                let copied = tabbed(&rows);
                // There it is a mark of the encoding, and no letter.
                prop_assume!(!copied.starts_with('\u{feff}'));
                prop_assert_eq!(cells(&copied), rows, "{:?}", copied);
            }
        }
    }
}
