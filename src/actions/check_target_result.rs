//! Check the result of the target attempts: how the attempts of a campaign to reach somebody ended (spec: actions §1).

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn, compare,
};
use crate::choice;
use crate::model::{OutsideSystem, Row};

use super::shared::check_doubled;
use super::shared_campaign::{
    CAMPAIGN, TARGET, TARGET_NOT_FOUND, find, given_no_campaigns, given_target, named, result_codes,
};
use super::shared_record::is_down;

choice! {
    /// Which attempts count.
    Attempts {
        Last = "last" "The last attempt",
        Any = "any" "Any attempt",
    }
}

const ATTEMPTS: Field<Attempts> =
    Field::choice("attempts", "Attempts").help("Whether the last attempt decides, or one of them is enough.");
const RESULT: Field<String> =
    Field::text("result", "Result code").help("A result code of the campaign; shown at the port.").required();
const RESULTS: Field<Vec<Row>> = Field::rows("results", "Results", &[RESULT.spec()], 20)
    .help("Each result is a branch. The first row that fits is taken; without one it is By default.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "check_target_result",
    title: "Check the result of the target attempts",
    short_title: "Target result",
    category: Category::Campaigns,
    icon: Icon::CheckCircle,
    words: "call disposition, campaign result, outbound result, disposition",
    channels: Channels::ALL,
    doc: "Looks up how the attempts of a campaign to reach a number ended, and takes the branch of the result. When \
          the campaigns cannot be reached, the target counts as not found.",
    card: "{campaign} · {number} · {attempts} · {results:results}",
    fields: &[CAMPAIGN.spec(), TARGET.spec(), ATTEMPTS.spec(), RESULTS.spec()],
    branches: &[
        BranchPart::PerRow { field: RESULTS.key(), label: |row| row.cells.get(&RESULT), shown_if: None },
        BranchPart::One(&BY_DEFAULT),
        BranchPart::One(&TARGET_NOT_FOUND),
    ],
    way_on: WayOn::Key("default"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The line was busy", BUSY, "", "row:1").given(given_target),
        Example::new("The last attempt was not refused", REFUSED, "", "default").given(given_target),
        Example::new("One of the attempts was refused", ANY_REFUSED, "", "row:1").given(given_target),
        Example::new("The caller is no target", BUSY, "", "target_not_found"),
        Example::new("Campaigns cannot be reached", BUSY, "", "target_not_found").given(|stage| {
            given_target(stage);
            given_no_campaigns(stage);
        }),
    ],
};

const BUSY: &str =
    r#"{"campaign": Item(Reference("win_back")), "results": Rows([(id: 1, cells: {"result": Text("busy")})])}"#;
const REFUSED: &str =
    r#"{"campaign": Item(Reference("win_back")), "results": Rows([(id: 1, cells: {"result": Text("refused")})])}"#;
const ANY_REFUSED: &str = r#"{"campaign": Item(Reference("win_back")), "attempts": Text("any"),
    "results": Rows([(id: 1, cells: {"result": Text("refused")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    if is_down(cx, OutsideSystem::Campaigns) {
        return Step::go(&TARGET_NOT_FOUND);
    }
    let Some(found) = find(cx) else { return Step::go(&TARGET_NOT_FOUND) };
    let results = &found.target.results;
    let counted = match cx.get(&ATTEMPTS) {
        Attempts::Last => results.last().map_or(&[][..], std::slice::from_ref),
        Attempts::Any => results.as_slice(),
    };
    cx.note(match counted {
        [] => format!("{}: no attempt was made.", found.campaign.name),
        _ => format!("{}: {}.", found.campaign.name, counted.join(", ")),
    });
    let fits = |row: &Row| counted.iter().any(|result| compare::same(result, &row.cells.get(&RESULT)));
    let row = cx.get(&RESULTS).iter().find(|row| fits(row));
    row.map_or(Step::go(&BY_DEFAULT), Step::go_row)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let results: Vec<String> = cx.action.params.get(&RESULTS).iter().map(|row| row.cells.get(&RESULT)).collect();
    let mut findings = check_doubled("result-twice", results.iter().cloned(), |result| {
        format!("The result \"{result}\" is listed twice; the second can never be taken.")
    });
    let Some(campaign) = named(cx) else { return findings };
    let codes = result_codes(campaign);
    let is_known = |result: &str| result.trim().is_empty() || codes.iter().any(|it| compare::same(it, result));
    for result in results.iter().filter(|result| !is_known(result)) {
        findings.push(Finding::warning(
            "result-unknown",
            format!("{} has no result code \"{result}\"; choose one of {}.", campaign.name, codes.join(", ")),
        ));
    }
    findings
}
