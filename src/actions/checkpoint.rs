//! Checkpoint: writes a label or a value where the call passes, so that it can be found and counted later
//! (spec: actions §1).

use crate::catalog::branch::OK;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::template::Template;
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, Cx, Example, Field, Icon, Step, WayOn};

const LABEL: Field<String> = Field::text("label", "Label or value to log")
    .help("What is written to the log. Variables go in double braces: {{customer.number}}.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "checkpoint",
    title: "Add a checkpoint",
    short_title: "Checkpoint",
    category: Category::Flow,
    icon: Icon::Flag,
    words: "milestone, marker, log, statistics, mark a place",
    channels: Channels::ALL,
    doc: "Marks a place in the tree. Each pass is logged with the label, and other actions can count the passes.",
    card: "{label}",
    fields: &[LABEL.spec()],
    branches: &[BranchPart::One(&OK)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[Example::new("Logs the number", r#"{"label": Text("Number {{call.number}}")}"#, "", "ok")],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let label = cx.once(|params| Template::of(params.text(&LABEL)));
    if let Some(label) = cx.told(&label).filter(|label| !label.is_empty()) {
        cx.note(format_args!("Checkpoint: {label}"));
    }
    Step::go(&OK)
}
