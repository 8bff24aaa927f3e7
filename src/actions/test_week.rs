//! Test if it is an even or odd week (spec: actions §1), by the ISO number of the week in the project's time zone.

use chrono::Datelike;

use crate::catalog::branch::BranchSpec;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, Cx, Example, Icon, Step, WayOn};

use super::shared::{WHEN, moment};

const EVEN: BranchSpec = BranchSpec::new("even", "Even");
const ODD: BranchSpec = BranchSpec::new("odd", "Odd");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_week",
    title: "Test if it is an even or odd week",
    short_title: "Even or odd week",
    category: Category::Time,
    icon: Icon::NumberSquareTwo,
    words: "week number, alternate weeks, every second week, on-call week, rota, fortnight",
    channels: Channels::ALL,
    doc: "Takes Even or Odd by the number of the week. Weeks begin on Monday and count as ISO 8601 says; after a \
          year of 53 weeks two odd weeks follow each other.",
    card: "{when}",
    fields: &[WHEN.spec()],
    branches: &[BranchPart::One(&EVEN), BranchPart::One(&ODD)],
    way_on: WayOn::Key("even"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Week 48", "{}", "", "even"),
        Example::new("Week 53", r#"{"when": Operand(Text("2027-01-03"))}"#, "", "odd"),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let local = moment(cx).with_timezone(&cx.time_zone());
    let week = local.iso_week();
    cx.note(format_args!("Week {} of {}.", week.week(), week.year()));
    Step::go(if week.week().is_multiple_of(2) { &EVEN } else { &ODD })
}
