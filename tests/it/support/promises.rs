//! Reads the promises in `projects/README.md`: one table per routing, one row per interaction. Reading is strict: a line that does not
//! read as a promise is an error, so that no row stays untested by mistake.

/// The header of every table.
const COLUMNS: [&str; 7] = ["version", "entry point", "caller", "world", "answers", "ends as", "by way of"];

/// A row: an interaction and how it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// The project's file name.
    pub file: String,
    /// The reference of the routing.
    pub routing: String,
    pub version: String,
    /// The reference of the entry point; empty for the first that leads to the version.
    pub entry_point: String,
    /// The caller's name, in full or up to the comma.
    pub caller: String,
    pub world: String,
    pub answers: Vec<String>,
    pub ends_as: String,
    /// Titles of actions on the path and people who serve the customer, in this order.
    pub by_way_of: Vec<String>,
}

/// The position of a line in the document.
#[derive(PartialEq, Eq)]
enum Inside {
    /// Outside of every table.
    Text,
    /// In a block of commands.
    Commands,
    /// Below the header of a table, where the separator must follow.
    Head,
    Table,
}

/// Reads every row, and the names of the files with a section.
pub fn read(text: &str) -> Result<(Vec<String>, Vec<Promise>), String> {
    let (mut files, mut promises) = (Vec::<String>::new(), Vec::<Promise>::new());
    let (mut routing, mut inside) = (None::<String>, Inside::Text);
    for (number, line) in (1..).zip(text.lines()) {
        let fail = |why: &str| Err(format!("line {number}: {why}: {line}"));
        if line.starts_with("```") {
            inside = if inside == Inside::Commands { Inside::Text } else { Inside::Commands };
        } else if inside == Inside::Commands {
        } else if line.starts_with('|') {
            let Some(cells) = line.strip_prefix('|').and_then(|it| it.strip_suffix('|')) else {
                return fail("a row ends with |");
            };
            let cells: Vec<&str> = cells.split('|').map(str::trim).collect();
            inside = match (inside, &routing, files.last()) {
                (Inside::Text, Some(_), Some(_)) if cells == COLUMNS => Inside::Head,
                (Inside::Head, ..) if cells == ["---"; COLUMNS.len()] => Inside::Table,
                (Inside::Table, Some(routing), Some(file)) => {
                    let Some(promise) = row(file, routing, &cells) else { return fail("this is no row") };
                    if promises.contains(&promise) {
                        return fail("this row stands there twice");
                    }
                    promises.push(promise);
                    Inside::Table
                }
                _ => return fail("this is no table of promises"),
            };
        } else {
            if inside == Inside::Head || line.contains(" | ") {
                return fail("a table stops short");
            }
            inside = Inside::Text;
            if let Some(reference) = line.strip_prefix("### ") {
                routing = Some(reference.trim().to_owned());
            } else if let Some(file) = line.strip_prefix("## ") {
                let file = file.trim().to_owned();
                if files.contains(&file) {
                    return fail("this project has a section already");
                }
                (routing, files) = (None, [files, vec![file]].concat());
            }
        }
    }
    Ok((files, promises))
}

fn row(file: &str, routing: &str, cells: &[&str]) -> Option<Promise> {
    let &[version, entry_point, caller, world, answers, ends_as, by_way_of] = cells else { return None };
    if [version, caller, world, ends_as, by_way_of].contains(&"") {
        return None;
    }
    Some(Promise {
        file: file.to_owned(),
        routing: routing.to_owned(),
        version: version.to_owned(),
        entry_point: entry_point.to_owned(),
        caller: caller.to_owned(),
        world: world.to_owned(),
        answers: super::lab::answers(answers),
        ends_as: ends_as.to_owned(),
        by_way_of: super::lab::answers(by_way_of),
    })
}

#[test]
fn a_row_is_read_and_other_lines_are_errors() {
    let head = "## a.ron\n\n### main\n\n| version | entry point | caller | world | answers | ends as | by way of |\n";
    let rule = "|---|---|---|---|---|---|---|\n";
    let read = |rows: &str| read(&format!("{head}{rule}{rows}"));
    let good = "| v1 |  | Noor | Sunday | press 1; hang up | Person | Menu; Ana |\n";
    let (files, promises) = read(good).unwrap();
    assert_eq!((files, promises.len()), (vec!["a.ron".to_owned()], 1));
    let text = |one: &str| one.to_owned();
    let wanted = Promise {
        file: text("a.ron"),
        routing: text("main"),
        version: text("v1"),
        entry_point: String::new(),
        caller: text("Noor"),
        world: text("Sunday"),
        answers: vec![text("press 1"), text("hang up")],
        ends_as: text("Person"),
        by_way_of: vec![text("Menu"), text("Ana")],
    };
    assert_eq!(promises, [wanted]);
    for bad in [
        "| v1 |  | Noor | Sunday | press 1 | Person |\n",
        "| v1 |  | Noor | Sunday | press 1 | Person | Menu | more |\n",
        "| v1 |  | Noor | Sunday | press 1 | Person | |\n",
        "| v1 |  |  | Sunday | press 1 | Person | Menu |\n",
        "| v1 |  | Noor | Sunday | press 1 | Person | Menu\n",
        "v1 |  | Noor | Sunday | press 1 | Person | Menu |\n",
        "\n| v1 |  | Noor | Sunday | press 1 | Person | Menu |\n",
        &good.repeat(2),
        "\n## a.ron\n",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
    assert!(super::promises::read(&format!("{head}{good}")).is_err(), "the rule is missing");
    assert!(super::promises::read(&format!("## a.ron\n{}", &head[20..])).is_err(), "no routing is named");
}
