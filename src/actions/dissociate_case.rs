//! Dissociate the case from the interaction (spec: actions §1). The case itself stays as it is.

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, Cx, Example, Icon, Step, WayOn};
use crate::model::OutsideSystem;

use super::shared_record::{given_own_case, is_down};

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "dissociate_case",
    title: "Dissociate the case from the interaction",
    short_title: "Dissociate the case",
    category: Category::Crm,
    icon: Icon::LinkBreak,
    words: "unlink case, remove from ticket, detach",
    channels: Channels::ALL,
    doc: "Takes the interaction out of the case that it is associated with. Without such a case Error is taken.",
    card: "",
    fields: &[],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("The case is left", "{}", "", "ok")
            .ledger(&["Cases: C-1: the interaction is no longer associated"])
            .given(given_own_case),
        Example::new("There is no case", "{}", "", "error"),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    if cx.case().is_empty() {
        cx.note("The interaction is associated with no case.");
        return Step::go(&ERROR);
    }
    if is_down(cx, OutsideSystem::Cases) {
        return Step::go(&ERROR);
    }
    let number = cx.case().to_owned();
    cx.set_case(String::new());
    cx.ledger(OutsideSystem::Cases.words(), format_args!("{number}: the interaction is no longer associated"));
    Step::go(&OK)
}
