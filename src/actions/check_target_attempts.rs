//! Check the number of target attempts: how often a campaign has tried to reach somebody (spec: actions §1).

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::{OutsideSystem, Row};

use super::shared::check_doubled;
use super::shared_campaign::{CAMPAIGN, TARGET, TARGET_NOT_FOUND, find, given_no_campaigns, given_target};
use super::shared_record::is_down;

const AT_LEAST: Field<i64> = Field::int("at_least", "At least", (1, 1_000), 1)
    .help("The number of attempts from which the branch is taken.")
    .required();
const THRESHOLDS: Field<Vec<Row>> = Field::rows("thresholds", "Thresholds", &[AT_LEAST.spec()], 10)
    .help("Each threshold is a branch. The highest one reached is taken.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "check_target_attempts",
    title: "Check the number of target attempts",
    short_title: "Target attempts",
    category: Category::Campaigns,
    icon: Icon::Target,
    words: "dial attempts, campaign attempts, outbound attempts",
    channels: Channels::ALL,
    doc: "Looks up how often a campaign has tried to reach a number, and takes the branch of the highest threshold \
          reached. When the campaigns cannot be reached, the target counts as not found.",
    card: "{campaign} · {number} · {thresholds:thresholds}",
    fields: &[CAMPAIGN.spec(), TARGET.spec(), THRESHOLDS.spec()],
    branches: &[
        BranchPart::PerRow { field: THRESHOLDS.key(), label: row_label, shown_if: None },
        BranchPart::One(&BY_DEFAULT),
        BranchPart::One(&TARGET_NOT_FOUND),
    ],
    way_on: WayOn::Key("default"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Two attempts reach the second threshold", ONE_AND_TWO, "", "row:2").given(given_target),
        Example::new("One attempt reaches the first", ONE_AND_TWO, "", "row:1").given(|stage| {
            given_target(stage);
            stage.world.targets.iter_mut().for_each(|target| target.results.truncate(1));
        }),
        Example::new("No attempt was made", ONE_AND_TWO, "", "default").given(|stage| {
            given_target(stage);
            stage.world.targets.iter_mut().for_each(|target| target.results.clear());
        }),
        Example::new("The caller is no target", ONE_AND_TWO, "", "target_not_found"),
        Example::new("Campaigns cannot be reached", ONE_AND_TWO, "", "target_not_found").given(|stage| {
            given_target(stage);
            given_no_campaigns(stage);
        }),
    ],
};

const ONE_AND_TWO: &str = r#"{"campaign": Item(Reference("win_back")), "thresholds": Rows([
    (id: 1, cells: {"at_least": Int(1)}), (id: 2, cells: {"at_least": Int(2)})])}"#;

fn row_label(row: &Row) -> String {
    format!("At least {}", row.cells.get(&AT_LEAST))
}

fn run(cx: &mut Cx<'_>) -> Step {
    if is_down(cx, OutsideSystem::Campaigns) {
        return Step::go(&TARGET_NOT_FOUND);
    }
    let Some(found) = find(cx) else { return Step::go(&TARGET_NOT_FOUND) };
    let count = i64::try_from(found.target.results.len()).unwrap_or(i64::MAX);
    cx.note(format_args!("{}: {count} attempts.", found.campaign.name));
    let reached = cx.get(&THRESHOLDS).iter().filter(|row| row.cells.get(&AT_LEAST) <= count);
    let highest = reached.max_by_key(|row| row.cells.get(&AT_LEAST));
    highest.map_or(Step::go(&BY_DEFAULT), Step::go_row)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let thresholds = cx.action.params.get(&THRESHOLDS).iter().map(|row| row.cells.get(&AT_LEAST).to_string());
    check_doubled("threshold-twice", thresholds, |count| {
        format!("The threshold {count} is listed twice; only one of them can be taken.")
    })
}
