//! Create a task: somebody, or a queue, has something to do until a date (spec: actions §1).

use chrono::TimeDelta;

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, Cx, Example, Field, Step, WayOn};
use crate::choice;
use crate::model::{ItemRef, OutsideSystem, ResourceKind};

use super::shared_record::{PRIORITY, is_down, priority_words};

choice! {
    /// Who has it to do.
    Assignee {
        User = "user" "A user",
        Queue = "queue" "A queue",
    }
}

const TITLE: Field<String> = Field::text("title", "What is to do")
    .help("The title of the task; variables can be named in it, such as {{call.name}}.")
    .required();
const DUE_S: Field<i64> = Field::duration("due", "Due in", (60, 366 * 86_400), 86_400)
    .help("How long from now, by the clock and not by office hours.");
const ASSIGNEE: Field<Assignee> =
    Field::choice("assignee", "Assigned to").help("One person, or all who serve a queue.");
const USER: Field<Option<ItemRef>> = Field::item("user", "User", ResourceKind::User)
    .help("The person who has it to do.")
    .required()
    .shown_if("assignee", &["user"]);
const QUEUE: Field<Option<ItemRef>> = Field::item("queue", "Queue", ResourceKind::Queue)
    .help("The queue whose people have it to do.")
    .required()
    .shown_if("assignee", &["queue"]);
const IS_LINKED: Field<bool> = Field::yes_no("link_case", "Link to the case", true)
    .help("Whether it belongs to the interaction's case, if there is one.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "create_task",
    title: "Create a task",
    short_title: "",
    category: Category::Crm,
    channels: Channels::ALL,
    doc: "Gives a person or a queue something to do until a date. When nobody is found who could do it, Error is \
          taken.",
    card: "{title} · due in {due} · {user}{queue}",
    fields: &[TITLE.spec(), DUE_S.spec(), ASSIGNEE.spec(), USER.spec(), QUEUE.spec(), PRIORITY, IS_LINKED.spec()],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Ana is to call back", FOR_ANA, "", "ok"),
        Example::new(
            "A task for the support queue",
            r#"{"title": Text("Read the complaint"), "assignee": Text("queue"), "queue": Item(Reference("support"))}"#,
            "",
            "ok",
        ),
        Example::new(
            "Nobody of that reference",
            r#"{"title": Text("Call back"), "user": Item(Reference("nobody"))}"#,
            "",
            "error",
        ),
        Example::new("Tasks cannot be reached", FOR_ANA, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Tasks);
        }),
    ],
};

const FOR_ANA: &str = r#"{"title": Text("Call {{call.name}} back"), "due": Int(7200), "user": Item(Reference("ana")), "priority": Text("high")}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let assignee = match cx.get(&ASSIGNEE) {
        Assignee::User => cx.item(&USER),
        Assignee::Queue => cx.item(&QUEUE),
    };
    let Some(assignee) = assignee else { return Step::go(&ERROR) };
    if is_down(cx, OutsideSystem::Tasks) {
        return Step::go(&ERROR);
    }
    let title = cx.text(&TITLE);
    if title.trim().is_empty() {
        cx.note("The task has no title.");
        return Step::go(&ERROR);
    }
    let due = TimeDelta::try_seconds(cx.get(&DUE_S)).and_then(|wait| cx.now().checked_add_signed(wait));
    let Some(due) = due else { return Step::go(&ERROR) };
    let zone = cx.time_zone();
    let due = due.with_timezone(&zone).format("%Y-%m-%d %H:%M");
    let case = match cx.case() {
        number if cx.get(&IS_LINKED) && !number.is_empty() => format!(", case {number}"),
        _ => String::new(),
    };
    let priority = priority_words(cx);
    cx.ledger(OutsideSystem::Tasks.words(), format!("{title}, due {due}, for {}, {priority}{case}", assignee.name));
    Step::go(&OK)
}
