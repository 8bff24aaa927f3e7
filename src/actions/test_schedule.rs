//! Test a schedule: whether a calendar is open at a moment (spec: actions §1, domain §2). A row that names an
//! exception of the calendar wins over *Open* and *Closed*; an exception without a row counts by its own hours.

use crate::catalog::branch::{BranchSpec, REFERENCE_NOT_FOUND};
use crate::catalog::calendar::verdict;
use crate::catalog::fold;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Effect, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::{Action, ItemRef, Params, Project, Resource, ResourceData, ResourceKind, Row};

use super::shared::{WHEN, check_doubled, moment};

const CALENDAR: Field<Option<ItemRef>> =
    Field::item("calendar", "Calendar", ResourceKind::Calendar).help("The opening hours that are tested.").required();
const NAME: Field<String> =
    Field::known("name", "Exception").help("The name of an exception of the calendar; shown at the port.").required();
const EXCEPTIONS: Field<Vec<Row>> = Field::rows("exceptions", "Exceptions with a branch", &[NAME.spec()], 6)
    .help("On the days of such an exception its branch is taken, open or not.");

const OPEN: BranchSpec = BranchSpec::new("open", "Open");
const CLOSED: BranchSpec = BranchSpec::new("closed", "Closed");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_schedule",
    title: "Test a schedule",
    short_title: "Schedule",
    category: Category::Time,
    icon: Icon::Clock,
    words: "opening hours, business hours, hours of operation, check hours of operation, calendar, closed, \
            open, holiday, holidays, out of office, office hours, time condition, after hours",
    channels: Channels::ALL,
    doc: "Takes Open or Closed by the hours of a calendar, or the branch of an exception such as bank holidays.",
    card: "{calendar} · {when}",
    fields: &[CALENDAR.spec(), WHEN.spec(), EXCEPTIONS.spec()],
    branches: &[
        BranchPart::One(&OPEN),
        BranchPart::One(&CLOSED),
        BranchPart::PerRow { field: EXCEPTIONS.key(), label: |row| row.cells.get(&NAME), shown_if: None },
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("open"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Monday morning", OFFICE, "", "open"),
        Example::new("Sunday", OFFICE, "", "closed").given(|stage| {
            stage.world.start = stage.world.start.and_then(|start| start.checked_sub_days(chrono::Days::new(1)));
        }),
        Example::new(
            "A bank holiday",
            r#"{"calendar": Item(Reference("office")), "when": Operand(Text("2026-12-25 10:00")),
    "exceptions": Rows([(id: 1, cells: {"name": Text("Bank holidays")})])}"#,
            "",
            "row:1",
        ),
        Example::new("No such calendar", r#"{"calendar": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const OFFICE: &str = r#"{"calendar": Item(Reference("office"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&CALENDAR) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::Calendar(calendar) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    let moment = moment(cx);
    let verdict = verdict(calendar, moment, cx.time_zone_name());
    let exception = verdict.exception.as_deref().map(|name| format!("{name}, ")).unwrap_or_default();
    if let Some(name) = &verdict.exception {
        cx.emit(Effect::Decided { by: resource.id, row: vec![name.clone()] });
    }
    let state = if verdict.is_open { "open" } else { "closed" };
    cx.note(format_args!("{}: {exception}{state}", verdict.local.format("%A %H:%M")));
    let is_named = |row: &Row| verdict.exception.as_deref().is_some_and(|name| fold::same(name, &row.cells.get(&NAME)));
    match cx.get(&EXCEPTIONS).iter().find(|row| is_named(row)) {
        Some(row) => Step::go_row(row),
        None => Step::go(if verdict.is_open { &OPEN } else { &CLOSED }),
    }
}

/// The exceptions of the calendar that the action names, for its rows.
pub(super) fn known(project: &Project, action: &Action) -> Vec<String> {
    let calendar = action.params.get(&CALENDAR).and_then(|item| project.resolve(ResourceKind::Calendar, &item));
    let Some(ResourceData::Calendar(calendar)) = calendar.map(|calendar| &calendar.data) else { return Vec::new() };
    calendar.exceptions.iter().map(|exception| exception.name.clone()).collect()
}

/// The names of the exceptions that have a branch.
pub(super) fn named(params: &Params) -> Vec<String> {
    params.get(&EXCEPTIONS).iter().map(|row| row.cells.get(&NAME)).collect()
}

/// The calendar that an action names, where it is not a variable that names it.
pub(super) fn calendar_of<'a>(cx: &CheckCx<'a>) -> Option<&'a Resource> {
    let item = cx.action.params.get(&CALENDAR)?;
    cx.project.resolve(ResourceKind::Calendar, &item).map(|it| &**it)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let names = named(&cx.action.params);
    let mut findings = check_doubled("exception-twice", names.iter().cloned(), |name| {
        format!("The exception \"{name}\" is listed twice; the second can never be taken.")
    });
    if let Some(found) = calendar_of(cx)
        && let ResourceData::Calendar(calendar) = &found.data
    {
        let is_known = |name: &str| calendar.exceptions.iter().any(|exception| fold::same(&exception.name, name));
        findings.extend(names.iter().filter(|name| !name.is_empty() && !is_known(name)).map(|name| {
            Finding::warning("exception-unknown", format!("{} has no exception called \"{name}\".", found.name))
        }));
    }
    findings
}
