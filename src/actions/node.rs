//! Node: a named place where branches come together (spec: actions §1). It does nothing.

use crate::catalog::branch::OK;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, Cx, Example, Icon, Step, WayOn};

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "node",
    title: "Node",
    short_title: "",
    category: Category::Flow,
    icon: Icon::GitMerge,
    words: "join, merge, connector, meet, group, label, junction",
    channels: Channels::ALL,
    doc: "A place where several branches meet and go on together. Give it a title that says what they have in common.",
    card: "",
    fields: &[],
    branches: &[BranchPart::One(&OK)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[Example::new("Goes straight on", "{}", "", "ok")],
};

fn run(_: &mut Cx<'_>) -> Step {
    Step::go(&OK)
}
