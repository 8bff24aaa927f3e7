//! The result as tables and as a page: the numbers are those of the load run, and the page is well-formed.

use roxmltree::{Document, Node, ParsingOptions};

use signalbox::catalog::sample::SUPPORT;
use signalbox::load::{report, run, tables};
use signalbox::model::Scenario;
use signalbox::model::scenario::{Amount, Time};

use crate::cli::signalbox;

use super::{CLAIMS, QUEUE, line, scenario};

#[test]
fn the_tables_add_up_to_the_sums() {
    let project = line(QUEUE, |_| {});
    let asked =
        Scenario { patience: Some(Time::Exponential(Amount::whole(60))), ..scenario(&project, &[20.0, 40.0, 10.0], 4) };
    let load = run(&project, &asked).unwrap();
    let all = tables::tables(&project, &load);
    let names: Vec<&str> = all.iter().map(|it| it.name).collect();
    assert_eq!(names, ["queues", "people", "outcomes", "passages"]);
    for table in &all {
        assert!(
            !table.rows.is_empty() && table.rows.iter().all(|row| row.len() == table.columns.len()),
            "{}",
            table.name
        );
    }
    let sum = |table: usize, column: &str| -> f64 {
        let place = all[table].columns.iter().position(|it| *it == column).unwrap();
        all[table].rows.iter().map(|row| row[place].parse::<f64>().unwrap()).sum()
    };
    #[allow(clippy::cast_precision_loss, reason = "small counts")]
    let mean = |count: u64| count as f64 / 20.0;
    let support = &load.total.queues[&SUPPORT];
    for (column, count) in
        [("offered", support.offered), ("answered", support.answered), ("gave_up", support.abandoned)]
    {
        assert!((sum(0, column) - mean(count)).abs() < 0.02, "{column}");
    }
    assert!((sum(1, "contacts") - mean(support.answered)).abs() < 0.03);
    assert!((sum(2, "contacts") - mean(load.total.contacts)).abs() < 0.02);
    assert!((sum(2, "share") - 1.0).abs() < 0.001);
    // Four people for three half hours, beside the members of the project, who serve nobody here.
    let there: f64 = all[1].rows.iter().filter(|row| row[1] != "0.00").map(|row| row[3].parse::<f64>().unwrap()).sum();
    assert!((there - 6.0).abs() < 0.02, "{there}");
    assert_eq!(all[0].rows[1][1..3], ["2026-11-30".to_owned(), "00:30".to_owned()]);
}

#[test]
fn the_page_is_well_formed_and_says_what_happened() {
    let mut project = line(QUEUE, |_| {});
    project.settings.name = "<b>Bold & \"quoted\"</b>".to_owned();
    let load = run(&project, &scenario(&project, &[20.0, 40.0, 10.0], 4)).unwrap();
    let asked = Scenario { note: "x < y".to_owned(), ..scenario(&project, &[20.0, 40.0, 10.0], 4) };
    let page = report::page(&project, &asked, &load);
    let document = Document::parse_with_options(&page, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() });
    let document = document.unwrap_or_else(|error| panic!("{error}\n{page}"));
    let texts: Vec<&str> = document.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect();
    let has = |wanted: &str| texts.iter().any(|text| text.contains(wanted));
    for wanted in [
        "<b>Bold & \"quoted\"</b>",
        "x < y",
        "Load run: A test",
        "target 80 %: missed",
        "who gave up does not come again",
    ] {
        assert!(has(wanted), "{wanted}\n{page}");
    }
    let charts = document.descendants().filter(|it| it.has_tag_name(("http://www.w3.org/2000/svg", "svg"))).count();
    assert_eq!(charts, 3);
    assert!(!page.contains("NaN") && !page.contains("inf "), "{page}");
    let of_support = &load.replications;
    #[allow(clippy::cast_precision_loss, reason = "small counts")]
    let mean = of_support.iter().map(|sums| sums.queues[&SUPPORT].offered as f64).sum::<f64>() / 20.0;
    assert!(has(&format!("{mean:.1} ±")), "{mean}");
}

#[test]
fn the_terminal_writes_both() {
    let folder = tempfile::tempdir().unwrap();
    let (csv, html) = (folder.path().join("deep/csv"), folder.path().join("monday.html"));
    let done = signalbox(&["load", CLAIMS, "--csv", csv.to_str().unwrap(), "--html", html.to_str().unwrap()]);
    assert_eq!(done.code, 0, "{}", done.err);
    for name in ["queues", "people", "outcomes", "passages"] {
        let text = std::fs::read_to_string(csv.join(format!("{name}.csv"))).unwrap();
        assert!(text.lines().count() > 1, "{name}");
    }
    let page = std::fs::read_to_string(html).unwrap();
    assert!(page.contains("<h3>Claims desk</h3>") && page.contains("A busy Monday"), "{page}");
    let over = signalbox(&["load", CLAIMS, "--html", CLAIMS]);
    assert!(over.code == 2 && over.err.contains("would replace the project"), "{}", over.err);
}
