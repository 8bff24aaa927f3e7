//! Rows of tables and exceptions of calendars that have no branch of their own are counted apart from branches (spec: testing §3). What is
//! counted is worked out by hand, and for random tables from the numbers that call.

use std::sync::Arc;

use signalbox::catalog::sample;
use signalbox::model::{ResourceData, ResourceId, TestCall, TestCallId};
use signalbox::sim::coverage::{CountedRows, Coverage, Unreachable};
use signalbox::sim::suite::{self, passes::Passes};

use crate::cli;
use crate::support::{Chance, Lab, cases};

/// The values table of the sample: the numbers of a VIP and of a customer with gold.
const TIERS: ResourceId = ResourceId(10);
/// The calendar of the sample: Monday to Friday, and bank holidays.
const OFFICE: ResourceId = ResourceId(8);

const VIP: &str = "+33612345678";
const GOLD: &str = "+33699999999";

/// What calls of these numbers pass.
fn of_numbers(lab: &Lab, numbers: &[&str]) -> Coverage {
    let calls = numbers.iter().map(|number| {
        let mut lab = lab.clone();
        (*number).clone_into(&mut lab.caller.number);
        Passes::of(&lab.run(""))
    });
    counted(lab, &calls.collect::<Vec<_>>())
}

fn counted(lab: &Lab, runs: &[Passes]) -> Coverage {
    Coverage::of(&lab.project, &lab.project.versions[&lab.version], runs, &Unreachable::new())
}

fn words(rows: &[CountedRows]) -> Vec<String> {
    let words = |it: &CountedRows| format!("{} {}: {}; {}", it.title, it.of, it.words(), it.missing.join(" | "));
    rows.iter().map(words).collect()
}

fn table(lab: &mut Lab) -> &mut Vec<Vec<String>> {
    let resource = Arc::make_mut(lab.project.resources.get_mut(&TIERS).unwrap());
    let ResourceData::ValuesTable(table) = &mut resource.data else { panic!("no table") };
    &mut table.rows
}

#[test]
fn a_row_of_a_table_counts_where_it_was_found() {
    let lab = Lab::new("start -> table(tiers: vip) -> end; rest -> end");
    for (numbers, expected) in [
        (&[][..], "table Tiers by number: 0 of 2 rows; +33612345678 | +33699999999"),
        (&[VIP], "table Tiers by number: 1 of 2 rows; +33699999999"),
        (&[VIP, VIP], "table Tiers by number: 1 of 2 rows; +33699999999"),
        // No row has this number.
        (&["+33600000001"], "table Tiers by number: 0 of 2 rows; +33612345678 | +33699999999"),
        (&[GOLD, VIP], "table Tiers by number: 2 of 2 rows; "),
    ] {
        assert_eq!(words(&of_numbers(&lab, numbers).rows), [expected], "{numbers:?}");
    }
    // Both rows lead to the branch By default, so that branches alone would not show the difference.
    let (vip, both) = (of_numbers(&lab, &[GOLD]), of_numbers(&lab, &[GOLD, "+33600000001"]));
    assert_eq!(vip.branches_words(), both.branches_words());
    assert!(vip.words().ends_with(" actions, 1 of 2 rows"), "{}", vip.words());
    // Without a table nothing is said of rows.
    assert!(counted(&Lab::new("start -> say(Hello) -> end"), &[]).words().ends_with(" actions"));
}

#[test]
fn a_row_that_says_the_same_as_an_earlier_one_does_not_count() {
    let lab = Lab::new("start -> table(tiers: vip) -> end; rest -> end").given(|lab| {
        table(lab).push(vec![VIP.to_owned(), "silver".to_owned()]);
        table(lab).push(vec!["+33611111111".to_owned(), "silver".to_owned()]);
    });
    let expected = "table Tiers by number: 1 of 3 rows; +33699999999 | +33611111111";
    assert_eq!(words(&of_numbers(&lab, &[VIP]).rows), [expected]);
}

#[test]
fn the_first_hundred_rows_that_are_missing_are_listed() {
    let lab = Lab::new("start -> table(tiers: vip) -> end; rest -> end").given(|lab| {
        table(lab).extend((0..300).map(|number| vec![format!("+33622000{number:03}"), "blue".to_owned()]));
    });
    let coverage = of_numbers(&lab, &[VIP]);
    let [rows] = coverage.rows.as_slice() else { panic!("{:?}", coverage.rows) };
    assert_eq!((rows.rows, rows.passed, rows.missing.len(), rows.unlisted()), (302, 1, 100, 201));
    assert_eq!((rows.missing[0].as_str(), rows.missing[1].as_str()), (GOLD, "+33622000000"));
}

#[test]
fn tables_that_only_a_variable_names_and_actions_to_which_nothing_leads_do_not_count() {
    let by_variable = Lab::new(r#"start -> table(tiers: vip){"table": Item(Variable("customer.name"))} -> end"#);
    assert_eq!(words(&counted(&by_variable, &[]).rows), Vec::<String>::new());
    let aside = Lab::new("start -> end; table(tiers: vip) -> end");
    assert_eq!(words(&counted(&aside, &[]).rows), Vec::<String>::new());
}

/// What a call at this moment passes.
fn at(lab: &Lab, start: &str) -> Coverage {
    let mut lab = lab.clone();
    lab.world.start = Some(start.parse().unwrap());
    let passes = Passes::of(&lab.run(""));
    counted(&lab, &[passes])
}

#[test]
fn an_exception_of_a_calendar_counts_where_it_has_no_branch() {
    let lab = Lab::new("start -> hours(office) -> end; rest -> end");
    assert_eq!(words(&at(&lab, "2026-11-23T10:00:00").rows), ["hours Office hours: 0 of 1 row; Bank holidays"]);
    // Closed by the exception, and not by the hours of a week: 25 December 2026 is a Friday.
    assert_eq!(words(&at(&lab, "2026-12-25T10:00:00").rows), ["hours Office hours: 1 of 1 row; "]);
    assert_eq!(words(&at(&lab, "2026-11-22T10:00:00").rows), ["hours Office hours: 0 of 1 row; Bank holidays"]);
    // With a branch it is counted by the branch, however its name is written.
    let named = r#"start -> hours(office){"exceptions": Rows([(id: 1, cells: {"name": Text("bank HOLIDAYS")})])} -> end; rest -> end"#;
    let named = Lab::new(named);
    let coverage = at(&named, "2026-12-25T10:00:00");
    assert_eq!(words(&coverage.rows), Vec::<String>::new());
    let branch = coverage.branches.iter().find(|it| it.branch == "row:1").unwrap();
    assert_eq!(branch.test_calls, 1);
}

#[test]
fn a_calendar_of_several_schedules_counts_once() {
    let schedule = |id: u32, name: &str| {
        format!(r#"(id: {id}, cells: {{"name": Text("{name}"), "calendar": Item(Reference("office"))}})"#)
    };
    let week = r#"(id: 3, cells: {"name": Text("Week"), "hours": Text("week"), "week": Text("daily 00:00-24:00")})"#;
    let rows = format!("{}, {}, {week}", schedule(1, "Day"), schedule(2, "Again"));
    let flow = format!(r#"start -> schedule_branches{{"schedules": Rows([{rows}])}} -> end; rest -> end"#);
    let lab = Lab::new(&flow);
    let missing = ["schedule_branches Office hours: 0 of 1 row; Bank holidays"];
    assert_eq!(words(&at(&lab, "2026-11-23T10:00:00").rows), missing);
    // The exception closes the calendar, so that the third schedule is taken.
    let coverage = at(&lab, "2026-12-25T10:00:00");
    assert_eq!(words(&coverage.rows), ["schedule_branches Office hours: 1 of 1 row; "]);
    assert_eq!(coverage.branches.iter().find(|it| it.branch == "row:3").unwrap().test_calls, 1);
    assert!(lab.project.resources.contains_key(&OFFICE));
}

#[test]
fn of_random_tables_those_rows_are_passed_whose_numbers_have_called() {
    for case in 0..cases(30) {
        let mut chance = Chance::new(case);
        let number = |at: u64| format!("+336330000{at:02}");
        let listed: Vec<String> = (0..20).filter(|_| chance.below(2) == 0).map(number).collect();
        let called: Vec<String> = (0..20).filter(|_| chance.below(3) == 0).map(number).collect();
        let lab = Lab::new("start -> table(tiers: vip) -> end; rest -> end").given(|lab| {
            *table(lab) = listed.iter().map(|number| vec![number.clone(), "vip".to_owned()]).collect();
        });
        let found = of_numbers(&lab, &called.iter().map(String::as_str).collect::<Vec<_>>());
        let missing: Vec<&String> = listed.iter().filter(|number| !called.contains(number)).collect();
        let counted: Vec<&String> = found.rows.iter().flat_map(|it| &it.missing).collect();
        assert_eq!(counted, missing, "case {case}");
        let passed: usize = found.rows.iter().map(|it| it.passed).sum();
        assert_eq!(passed, listed.len() - missing.len(), "case {case}");
    }
}

#[test]
fn the_command_lists_rows_apart() {
    let mut lab = Lab::new("start -> table(tiers: vip) -> end; rest -> end");
    let id = TestCallId(sample::project().last_id + 900);
    let call = TestCall { id, name: "A VIP".to_owned(), expectations: Vec::new(), ..suite::record(&lab.run("")) };
    lab.project.last_id = id.0;
    lab.project.test_calls.insert(id, Arc::new(call));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.ron");
    std::fs::write(&path, signalbox::storage::write(&lab.project).unwrap()).unwrap();
    let path = path.to_str().unwrap();
    let done = cli::signalbox(&["test", path, "--routing", "main", "--coverage"]);
    assert!(done.out.contains(" actions, 1 of 2 rows\n"), "{}", done.out);
    let missing = "\n  Rows not passed:\n    \"table\" → Tiers by number: +33699999999\n";
    assert!(done.out.contains(missing), "{}", done.out);
    let done = cli::signalbox(&["test", path, "--routing", "main", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let rows = &json["suites"][0]["coverage"]["rows"][0];
    assert_eq!((rows["rows"].as_u64(), rows["passed"].as_u64()), (Some(2), Some(1)), "{}", done.out);
    assert_eq!((rows["of"].as_str(), rows["missing"][0].as_str()), (Some("Tiers by number"), Some(GOLD)));
    let report = folder.path().join("results.xml");
    cli::signalbox(&["test", path, "--routing", "main", "--junit", report.to_str().unwrap()]);
    let text = std::fs::read_to_string(&report).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let property = document.descendants().find(|it| it.attribute("name") == Some("coverage.rows")).unwrap();
    assert_eq!(property.attribute("value"), Some("1 of 2 rows"));
}
