//! Insert a target in the SMS campaign (spec: actions §1).

use crate::catalog::{ActionSpec, Category, Channels, CheckCx, Cx, Example, Finding, Icon, Step, WayOn};
use crate::model::resource::CampaignChannel;

use super::shared_campaign::{
    INSERT_BRANCHES, INSERT_CARD, INSERT_FIELDS, check_insert, given_no_campaigns, given_target, insert,
};

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "insert_sms_target",
    title: "Insert a target in the SMS campaign",
    short_title: "Insert an SMS target",
    category: Category::Campaigns,
    icon: Icon::ChatText,
    words: "sms campaign, text campaign, bulk sms, add to campaign, marketing",
    channels: Channels::ALL,
    doc: "The number gets the campaign's SMS. A number that is a target of the campaign already is not inserted again, unless the rule says so.",
    card: INSERT_CARD,
    fields: INSERT_FIELDS,
    branches: INSERT_BRANCHES,
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The caller becomes a target", CALLER, "", "ok").ledger(&["Campaigns: SMS news: a new target +33612345678, not before 2026-11-24 10:00, normal priority, name = Camille"]),
        Example::new("The caller is one already", CALLER, "", "duplicate").given(given_target),
        Example::new("No such campaign", r#"{"campaign": Item(Reference("nothing"))}"#, "", "reference_not_found"),
        Example::new("Campaigns cannot be reached", CALLER, "", "error").given(given_no_campaigns),
    ],
};

const CALLER: &str = r#"{"campaign": Item(Reference("sms_news")), "start": Operand(Text("2026-11-24 10:00")),
    "values": Rows([(id: 1, cells: {"name": Text("name"), "value": Operand(Variable("call.name"))})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    insert(cx, CampaignChannel::Sms)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    check_insert(cx, CampaignChannel::Sms)
}
