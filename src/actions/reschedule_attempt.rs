//! Reschedule an attempt: a campaign tries again to reach somebody, at a date or after a time (spec: actions §1).

use chrono::{DateTime, TimeDelta, Utc};

use crate::catalog::branch::ERROR;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::{Operand, OutsideSystem};

use super::shared_campaign::{
    CAMPAIGN, OK_CALL_BACK, TARGET, TARGET_NOT_FOUND, check_moment, find, given_no_campaigns, given_target, moment_of,
    moment_words,
};
use super::shared_record::is_down;

choice! {
    /// How the moment is given.
    Timing {
        After = "after" "After a time",
        Date = "date" "At a date",
    }
}

const TIMING: Field<Timing> = Field::choice("timing", "Next attempt").help("How the moment is given.");
const AFTER_S: Field<i64> = Field::duration("after", "After", (60, 366 * 86_400), 86_400)
    .help("How long from now, by the clock.")
    .shown_if("timing", &["after"]);
const DATE: Field<Operand> = Field::operand("date", "Date and time")
    .help("A moment in the future, in the project's time zone, such as 2026-11-24 09:00 or a variable that holds one.")
    .required()
    .shown_if("timing", &["date"]);
const MAX_ATTEMPTS: Field<i64> = Field::int("max_attempts", "Most attempts", (0, 100), 0)
    .help("After so many attempts there is no other one. 0 means as many as the campaign allows.");

const MAX_REACHED: BranchSpec = BranchSpec::new("max_attempts_reached", "Max attempts reached");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "reschedule_attempt",
    title: "Reschedule an attempt",
    short_title: "",
    category: Category::Campaigns,
    icon: Icon::CalendarPlus,
    words: "retry later, call again, postpone, redial, retry, callback later",
    channels: Channels::ALL,
    doc: "Lets a campaign try again to reach a number, after a time or at a date, so the customer is called back. A \
          date that is not in the future leads to Error.",
    card: "{campaign} · {number} · after {after} · at {date}",
    fields: &[CAMPAIGN.spec(), TARGET.spec(), TIMING.spec(), AFTER_S.spec(), DATE.spec(), MAX_ATTEMPTS.spec()],
    branches: &[
        BranchPart::One(&OK_CALL_BACK),
        BranchPart::One(&MAX_REACHED),
        BranchPart::One(&TARGET_NOT_FOUND),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Again tomorrow", TOMORROW, "", "ok")
            .ledger(&["Campaigns: Win back: +33612345678 again at 2026-11-24 09:00, attempt 3 of 3"])
            .given(given_target),
        Example::new("At ten o'clock", TEN_O_CLOCK, "", "ok")
            .ledger(&["Campaigns: Win back: +33612345678 again at 2026-11-23 10:00, attempt 3 of 3"])
            .given(given_target),
        Example::new("Two attempts are enough", TWICE, "", "max_attempts_reached").given(given_target),
        Example::new("The caller is no target", TOMORROW, "", "target_not_found"),
        Example::new("Ten o'clock has passed", TEN_O_CLOCK, "", "error").given(|stage| {
            given_target(stage);
            stage.world.start = stage.world.start.map(|start| start + TimeDelta::hours(1));
        }),
        Example::new("Campaigns cannot be reached", TOMORROW, "", "error").given(given_no_campaigns),
    ],
};

const TOMORROW: &str = r#"{"campaign": Item(Reference("win_back"))}"#;
const TEN_O_CLOCK: &str = r#"{"campaign": Item(Reference("win_back")), "timing": Text("date"),
    "date": Operand(Text("2026-11-23 10:00"))}"#;
const TWICE: &str = r#"{"campaign": Item(Reference("win_back")), "max_attempts": Int(2)}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    if is_down(cx, OutsideSystem::Campaigns) {
        return Step::go(&ERROR);
    }
    let Some(found) = find(cx) else { return Step::go(&TARGET_NOT_FOUND) };
    let made = found.target.results.len();
    let most = match usize::try_from(cx.get(&MAX_ATTEMPTS)) {
        Ok(most) if most > 0 => most,
        _ => found.max_attempts,
    };
    if made >= most {
        cx.note(format_args!("{made} attempts of {most} were made."));
        return Step::go(&MAX_REACHED);
    }
    match next_attempt(cx) {
        Ok(moment) => {
            let (name, number) = (&found.campaign.name, &found.target.number);
            let words =
                format!("{name}: {number} again at {}, attempt {} of {most}", moment_words(cx, moment), made + 1);
            cx.ledger(OutsideSystem::Campaigns.words(), words);
            Step::go(&OK_CALL_BACK)
        }
        Err(why) => {
            cx.note(why);
            Step::go(&ERROR)
        }
    }
}

/// The moment of the next attempt, which is in the future of the run; or why there is none.
fn next_attempt(cx: &Cx<'_>) -> Result<DateTime<Utc>, String> {
    let now = cx.now();
    let moment = match cx.get(&TIMING) {
        Timing::After => TimeDelta::try_seconds(cx.get(&AFTER_S))
            .and_then(|wait| now.checked_add_signed(wait))
            .ok_or_else(|| "The next attempt is too far off.".to_owned())?,
        Timing::Date => moment_of(cx, cx.get(&DATE))?,
    };
    if moment > now { Ok(moment) } else { Err(format!("{} is not in the future.", moment_words(cx, moment))) }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let is_date = params.get(&TIMING) == Timing::Date;
    check_moment(params.get(&DATE)).filter(|_| is_date).into_iter().collect()
}
