//! Schedule with several branches: the first calendar or weekly hours that hold now take their branch (spec: meaning §4 and §10).
//! Hours past midnight belong to the day on which they begin.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::catalog::branch::{BranchSpec, REFERENCE_NOT_FOUND};
use crate::catalog::calendar::typed::{is_covered, read_week, whole_week};
use crate::catalog::calendar::{is_within, verdict};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Effect, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::resource::{Calendar, Week};
use crate::model::{ItemRef, Params, Resource, ResourceData, ResourceId, ResourceKind, Row};

use super::shared::{check_doubled, check_zone, zone};

choice! {
    /// Where the hours of a row are written.
    Hours { Calendar = "calendar" "A calendar", Week = "week" "Weekly hours" }
}

const NAME: Field<String> =
    Field::text("name", "Name").help("What the schedule is called, such as Night desk; shown at the port.").required();
const HOURS: Field<Hours> =
    Field::choice("hours", "Hours").help("A calendar of the project, or hours that are written here.");
const CALENDAR: Field<Option<ItemRef>> = Field::item("calendar", "Calendar", ResourceKind::Calendar)
    .help("The branch is taken while the calendar is open; its exceptions count.")
    .required()
    .shown_if("hours", &["calendar"]);
const WEEK: Field<String> = Field::text("week", "Weekly hours")
    .help("Days with their hours, such as Mon–Fri 08:30–18:00; Sat 9–12. Hours may end after midnight: daily 22–6.")
    .required()
    .shown_if("hours", &["week"]);
/// The schedules.
pub(super) const ROWS: Field<Vec<Row>> =
    Field::rows("schedules", "Schedules", &[NAME.spec(), HOURS.spec(), CALENDAR.spec(), WEEK.spec()], 20)
        .help("Each schedule is a branch. The first that is open now is taken.")
        .required();
const ZONE: Field<String> = Field::text("zone", "Time zone").help(
    "An IANA name such as Europe/Paris, for weekly hours and for calendars without a zone. Leave it empty for the project's.",
);

const OTHER: BranchSpec = BranchSpec::new("other", "Any other time");
const NO_CALENDAR: BranchSpec = REFERENCE_NOT_FOUND.shown_if(has_calendar);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "schedule_branches",
    title: "Schedule with several branches",
    short_title: "Schedules",
    category: Category::Time,
    icon: Icon::CalendarDots,
    words: "opening hours, business hours, time condition, time conditions, day and night, night mode, weekend, \
            several schedules, shift, office hours",
    channels: Channels::ALL,
    doc: "Takes the branch of the first schedule that is open now, such as day, evening and weekend. A schedule is a calendar or weekly \
          hours. When none is open, Any other time is taken.",
    card: "{schedules:schedules} · {zone}",
    fields: &[ROWS.spec(), ZONE.spec()],
    branches: &[
        BranchPart::PerRow { field: ROWS.key(), label: |row| row.cells.get(&NAME), shown_if: None },
        BranchPart::One(&OTHER),
        BranchPart::One(&NO_CALENDAR),
    ],
    way_on: WayOn::FirstRow,
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Monday morning", DAY_AND_NIGHT, "", "row:1"),
        Example::new("Night hours of Sunday, early on Monday", DAY_AND_NIGHT, "", "row:2").given(|stage| {
            stage.world.start =
                stage.world.start.and_then(|start| start.checked_sub_signed(chrono::TimeDelta::hours(5)));
        }),
        Example::new("Monday evening, before the night hours", DAY_AND_NIGHT, "", "other").given(|stage| {
            stage.world.start =
                stage.world.start.and_then(|start| start.checked_add_signed(chrono::TimeDelta::hours(11)));
        }),
        Example::new(
            "In New York it is night",
            r#"{"zone": Text("America/New_York"), "schedules": Rows([
    (id: 1, cells: {"name": Text("Desk"), "hours": Text("week"), "week": Text("Mon–Fri 9–17")})])}"#,
            "",
            "other",
        ),
        Example::new(
            "No such calendar",
            r#"{"schedules": Rows([(id: 1, cells: {"name": Text("Desk"), "calendar": Item(Reference("nothing"))})])}"#,
            "",
            "reference_not_found",
        ),
    ],
};

const DAY_AND_NIGHT: &str = r#"{"schedules": Rows([
    (id: 1, cells: {"name": Text("Day"), "calendar": Item(Reference("office"))}),
    (id: 2, cells: {"name": Text("Night desk"), "hours": Text("week"), "week": Text("daily 22:00–06:00")})])}"#;

fn has_calendar(params: &Params) -> bool {
    params.rows(ROWS.key()).iter().any(|row| row.cells.get(&HOURS) == Hours::Calendar)
}

fn run(cx: &mut Cx<'_>) -> Step {
    let moment = cx.now();
    let zone = zone(&cx.text(&ZONE), cx.time_zone_name()).unwrap_or_else(|why| {
        cx.note(format_args!("{why} The project's counts."));
        cx.time_zone()
    });
    for row in cx.get(&ROWS) {
        let open = match row.cells.get(&HOURS) {
            Hours::Calendar => {
                let Some(resource) = cx.item_in(&row.cells, &CALENDAR) else { return Step::go(&NO_CALENDAR) };
                let ResourceData::Calendar(calendar) = &resource.data else { return Step::go(&NO_CALENDAR) };
                by_calendar(cx, (resource.id, calendar), moment, zone.name())
            }
            Hours::Week => by_week(cx, row, moment.with_timezone(&zone).naive_local()),
        };
        if let Some(when) = open {
            cx.note(format_args!("{when}: {} is open.", row.cells.get(&NAME)));
            return Step::go_row(row);
        }
    }
    cx.note(format_args!("{}: no schedule is open.", words(moment.with_timezone(&zone).naive_local())));
    Step::go(&OTHER)
}

fn words(local: NaiveDateTime) -> String {
    local.format("%A %H:%M").to_string()
}

/// The local time if a calendar is open, with the exception that counts.
fn by_calendar(
    cx: &mut Cx<'_>,
    (id, calendar): (ResourceId, &Calendar),
    moment: DateTime<Utc>,
    zone: &str,
) -> Option<String> {
    let verdict = verdict(calendar, moment, zone);
    if let Some(name) = &verdict.exception {
        cx.emit(Effect::Decided { by: id, row: vec![name.clone()] });
    }
    let exception = verdict.exception.map(|name| format!(", {name}")).unwrap_or_default();
    verdict.is_open.then(|| format!("{}{exception}", words(verdict.local)))
}

/// The local time if it is within the weekly hours of a row. Hours that cannot be read never hold, and that is noted.
fn by_week(cx: &mut Cx<'_>, row: &Row, local: NaiveDateTime) -> Option<String> {
    match read_week(&row.cells.get(&WEEK)) {
        Ok(week) => is_within(&week, local).then(|| words(local)),
        Err(why) => {
            cx.note(format_args!("{}: {why}", row.cells.get(&NAME)));
            None
        }
    }
}

/// The calendars that an action names, where it is not a variable that names them.
pub(super) fn calendars_of<'a>(cx: &CheckCx<'a>) -> Vec<&'a Resource> {
    let rows = cx.action.params.get(&ROWS).iter().filter(|row| row.cells.get(&HOURS) == Hours::Calendar);
    let items = rows.filter_map(|row| row.cells.get(&CALENDAR));
    items.filter_map(|item| cx.project.resolve(ResourceKind::Calendar, &item).map(|it| &**it)).collect()
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let rows = params.get(&ROWS);
    let names = rows.iter().map(|row| row.cells.get(&NAME));
    let mut findings = check_doubled("schedule-twice", names, |name| {
        format!("Two schedules are called \"{name}\". Give them names that differ.")
    });
    findings.extend(check_zone(&params.get(&ZONE)));
    let mut before = Earlier::default();
    for row in rows {
        let name = row.cells.get(&NAME);
        match hours_of(cx, row) {
            Some(Ok(known)) => findings.extend(before.check(&name, &known)),
            Some(Err(why)) => findings.push(Finding::error("schedule-hours", format!("\"{name}\": {why}"))),
            None => {}
        }
    }
    findings
}

/// The hours of a row, as far as they are known before a call.
enum Known {
    Calendar(ResourceId, Box<Calendar>),
    Week(Week),
}

/// What a row names; none where it is not filled in, or read from a variable.
fn hours_of(cx: &CheckCx<'_>, row: &Row) -> Option<Result<Known, String>> {
    match row.cells.get(&HOURS) {
        Hours::Week => {
            let text = row.cells.get(&WEEK);
            (!text.trim().is_empty()).then(|| read_week(&text).map(Known::Week))
        }
        Hours::Calendar => {
            let item = row.cells.get(&CALENDAR)?;
            let resource = cx.project.resolve(ResourceKind::Calendar, &item)?;
            let ResourceData::Calendar(calendar) = &resource.data else { return None };
            Some(Ok(Known::Calendar(resource.id, Box::new(calendar.clone()))))
        }
    }
}

/// The hours of the rows before one.
#[derive(Default)]
struct Earlier {
    calendars: Vec<ResourceId>,
    weeks: Vec<Week>,
}

impl Earlier {
    /// A warning where a row can never be taken; then its hours are among the earlier ones.
    fn check(&mut self, name: &str, known: &Known) -> Option<Finding> {
        let never = |why: &str| Some(Finding::warning("schedule-never", format!("\"{name}\" is never taken: {why}.")));
        match known {
            Known::Calendar(id, calendar) => {
                let is_known = self.calendars.contains(id);
                self.calendars.push(*id);
                match () {
                    () if is_known => never("the same calendar is listed before"),
                    () if is_covered(&whole_week(), &self.weeks) => never("the schedules before it are always open"),
                    () if is_never_open(calendar) => never("its calendar has no hours"),
                    () => None,
                }
            }
            Known::Week(week) => {
                let is_met = is_covered(week, &self.weeks);
                self.weeks.push(week.clone());
                if is_met { never("the schedules before it have all its hours") } else { None }
            }
        }
    }
}

fn is_never_open(calendar: &Calendar) -> bool {
    calendar.week.iter().all(Vec::is_empty) && calendar.exceptions.iter().all(|exception| exception.hours.is_empty())
}
