//! Check Nth contact: the how-manieth contact of this customer it is (spec: actions §1). The contact under way counts, so
//! that *at least 2* is the second one. Who cannot be known, such as a hidden number, is here for the first time.

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::{Channel, Contact, Row};

use super::shared::check_doubled;

choice! {
    /// By what a customer is known.
    Identity { Number = "number" "Number or address", Email = "email" "Email address", Card = "card" "CRM card" }
}

choice! {
    /// Which past contacts count.
    Which {
        Same = "same" "The channel of this routing", Any = "any" "Any channel", Voice = "voice" "Voice",
        Email = "email" "Email", Messaging = "messaging" "Messaging",
    }
}

const IDENTITY: Field<Identity> = Field::choice("identity", "Customer known by")
    .help("By what the customer is known again. By card, a CRM card must be associated first.");
const PERIOD_S: Field<i64> = Field::duration("period", "Period", (0, 31_622_400), 0)
    .help("Only contacts of this long before now count. 0 counts all.");
const CHANNEL: Field<Which> = Field::choice("channel", "Channel").help("Which contacts count.");
const AT_LEAST: Field<i64> = Field::int("at_least", "At least", (2, 1_000), 2)
    .help("The number of contacts, this one included, from which the branch is taken.")
    .required();
const THRESHOLDS: Field<Vec<Row>> = Field::rows("thresholds", "Thresholds", &[AT_LEAST.spec()], 10)
    .help("Each threshold is a branch. The highest one reached is taken.");

const FIRST: BranchSpec = BranchSpec::new("first", "First");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "check_nth_contact",
    title: "Check Nth contact",
    short_title: "Nth contact",
    category: Category::Data,
    icon: Icon::Repeat,
    words: "repeat caller, returning customer, first contact, number of calls, called before, \
            how often they called",
    channels: Channels::ALL,
    doc: "Counts the contacts of this customer, this one included, and takes First, or the branch of the highest threshold reached.",
    card: "{identity} · {channel} · {period} · {thresholds:thresholds}",
    fields: &[IDENTITY.spec(), PERIOD_S.spec(), CHANNEL.spec(), THRESHOLDS.spec()],
    branches: &[
        BranchPart::One(&FIRST),
        BranchPart::PerRow { field: THRESHOLDS.key(), label: row_label, shown_if: None },
        BranchPart::One(&BY_DEFAULT),
    ],
    way_on: WayOn::Key("first"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Nobody has called before", THIRD, "", "first"),
        Example::new("The third call", THIRD, "", "row:1").given(|stage| {
            stage.caller.contacts = vec![call(2), call(30)];
        }),
        Example::new("The second call", THIRD, "", "default").given(|stage| {
            stage.caller.contacts = vec![call(2)];
        }),
        Example::new("Too long ago", r#"{"period": Int(86400)}"#, "", "first").given(|stage| {
            stage.caller.contacts = vec![call(25)];
        }),
    ],
};

const THIRD: &str = r#"{"thresholds": Rows([(id: 1, cells: {"at_least": Int(3)})])}"#;

fn call(hours_ago: u32) -> Contact {
    Contact { hours_ago, channel: Channel::Voice, served_by: None }
}

fn row_label(row: &Row) -> String {
    format!("At least {}", row.cells.get(&AT_LEAST))
}

fn run(cx: &mut Cx<'_>) -> Step {
    if let Some(why) = unknown(cx) {
        cx.note(why);
        return Step::go(&FIRST);
    }
    let own = cx.channel();
    let wanted = match cx.get(&CHANNEL) {
        Which::Same => Some(own),
        Which::Any => None,
        Which::Voice => Some(Channel::Voice),
        Which::Email => Some(Channel::Email),
        Which::Messaging => Some(Channel::Messaging),
    };
    let period_s = cx.get(&PERIOD_S);
    let counts = |contact: &&Contact| {
        let is_recent = period_s == 0 || i64::from(contact.hours_ago) * 3_600 <= period_s;
        is_recent && wanted.is_none_or(|channel| channel == contact.channel)
    };
    let past = cx.contacts().iter().filter(counts).count();
    let count = i64::try_from(past).unwrap_or(i64::MAX).saturating_add(1);
    cx.note(format_args!("Contact number {count}."));
    if past == 0 {
        return Step::go(&FIRST);
    }
    let reached = cx.get(&THRESHOLDS).iter().filter(|row| row.cells.get(&AT_LEAST) <= count);
    let highest = reached.max_by_key(|row| row.cells.get(&AT_LEAST));
    highest.map_or(Step::go(&BY_DEFAULT), Step::go_row)
}

/// Why the customer cannot be known again; none when they can.
fn unknown(cx: &Cx<'_>) -> Option<String> {
    let number = cx.call("number");
    let what = match cx.get(&IDENTITY) {
        Identity::Number if number.trim().is_empty() => "The number is hidden",
        Identity::Email if !number.contains('@') => "No email address is known",
        Identity::Card if cx.card().is_none() => "No CRM card is associated",
        _ => return None,
    };
    Some(format!("{what}, so this counts as the first contact."))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let thresholds = cx.action.params.get(&THRESHOLDS).iter().map(|row| row.cells.get(&AT_LEAST).to_string());
    check_doubled("threshold-twice", thresholds, |count| {
        format!("The threshold {count} is listed twice; only one of them can be taken.")
    })
}
