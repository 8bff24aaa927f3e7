//! Come back: ends a called smart routing, and the routing that called it goes on (spec: meaning §10).

use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, Category, Channels, Cx, Example, Field, Icon, Step, WayOn};
use crate::model::Version;

/// The name of the ending.
pub(super) const NAME: Field<String> = Field::text("name", "Name of the ending").help(
    "The calling action goes on by its branch of this name, such as Known customer. Without a name, or where no branch has it, the calling \
     action goes on by Came back.",
);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "come_back",
    title: "Come back",
    short_title: "",
    category: Category::Flow,
    icon: Icon::ArrowUDownLeft,
    words: "return, end subflow, return from module, exit",
    channels: Channels::ALL,
    doc: "Ends this smart routing where another one runs it with Run a smart routing and come back: the other one goes on by the branch of \
          the name. Everywhere else the interaction ends here as a goodbye.",
    card: "{name}",
    fields: &[NAME.spec()],
    branches: &[],
    way_on: WayOn::None,
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("No other routing has called, so it is a goodbye", r#"{"name": Text("Known customer")}"#, "", ""),
        Example::new("Without a name", "{}", "", ""),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    Step::ComeBack(cx.get(&NAME))
}

/// The names of the endings of a version.
pub(super) fn names(version: &Version) -> impl Iterator<Item = String> {
    version.flow.actions.values().filter(|action| action.kind == SPEC.id).map(|action| action.params.get(&NAME))
}
