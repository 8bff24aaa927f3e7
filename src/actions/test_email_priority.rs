//! Test an email priority: how urgent the email says it is (spec: actions §3).

use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Example, Icon, Stage, Step, WayOn};
use crate::model::Channel;
use crate::model::caller::{Email, EmailPriority};

use super::shared_mail::email;

const HIGH: BranchSpec = BranchSpec::new("high", "High");
const NORMAL: BranchSpec = BranchSpec::new("normal", "Normal");
const LOW: BranchSpec = BranchSpec::new("low", "Low");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_email_priority",
    title: "Test an email priority",
    short_title: "Email priority",
    category: Category::Email,
    icon: Icon::Warning,
    words: "urgent, importance, high priority, priority",
    channels: Channels(&[Channel::Email]),
    doc: "Takes the branch of the priority that the sender gave the email. One that says nothing is normal.",
    card: "",
    fields: &[],
    branches: &[BranchPart::One(&HIGH), BranchPart::One(&NORMAL), BranchPart::One(&LOW)],
    way_on: WayOn::Key("normal"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("An urgent email", "{}", "", "high").given(|stage| of(stage, EmailPriority::High)),
        Example::new("An email like others", "{}", "", "normal").given(|stage| of(stage, EmailPriority::Normal)),
        Example::new("A newsletter", "{}", "", "low").given(|stage| of(stage, EmailPriority::Low)),
        Example::new("No email at all", "{}", "", "normal"),
    ],
};

fn of(stage: &mut Stage, priority: EmailPriority) {
    stage.caller.email = Some(Email { priority, ..Email::default() });
}

fn run(cx: &mut Cx<'_>) -> Step {
    Step::go(match email(cx).priority {
        EmailPriority::High => &HIGH,
        EmailPriority::Normal => &NORMAL,
        EmailPriority::Low => &LOW,
    })
}
