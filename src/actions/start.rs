//! Start: where every tree begins. It is created with the version and cannot be deleted.

use crate::catalog::branch::{IF_SOMETHING_FAILS, OK};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, Cx, Example, Icon, Step, WayOn};

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "start",
    title: "Start",
    short_title: "",
    category: Category::Flow,
    icon: Icon::PlayCircle,
    words: "entry, beginning, trigger, incoming call",
    channels: Channels::ALL,
    doc: "Every tree begins here. The interaction comes in by an entry point and goes on by OK. Wherever something technical fails in this version and \
          nothing is linked there, it goes on by *If something fails*.",
    card: "",
    fields: &[],
    branches: &[BranchPart::One(&OK), BranchPart::One(&IF_SOMETHING_FAILS)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[Example::new("A call comes in", "{}", "", "ok")],
};

fn run(_: &mut Cx<'_>) -> Step {
    Step::go(&OK)
}
