//! Create a task: somebody, or a queue, has something to do until a date (spec: actions §1).

use chrono::TimeDelta;

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::{ItemRef, OutsideSystem, ResourceData, ResourceKind, Row};

use super::shared::VALUE;
use super::shared_record::{
    FIELD, FIELDS, MAX_FIELDS, PRIORITY, Values, check_doubled_fields, check_new, entered, fields_of, is_down, lack,
    misfit, priority_words, stored, values_words,
};

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
const TYPE: Field<Option<ItemRef>> = Field::item("task_type", "Task type", ResourceKind::TaskType)
    .help("The type of the new task, which says what fields it has. Leave it empty for a task without fields.");
const TASK_FIELDS: Field<Vec<Row>> = Field::rows(FIELDS.key(), "Fields", &[FIELD.spec(), VALUE.spec()], MAX_FIELDS)
    .help("The fields of the task type that get a value.");
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
    icon: Icon::CheckSquare,
    words: "to-do, todo, reminder, follow-up, follow up, activity, create task",
    channels: Channels::ALL,
    doc: "Gives a person or a queue something to do until a date. When nobody is found who could do it, or a value \
          does not fit the task type, Error is taken.",
    card: "{title} · due in {due} · {user}{queue} · {task_type}",
    fields: &[
        TITLE.spec(),
        DUE_S.spec(),
        ASSIGNEE.spec(),
        USER.spec(),
        QUEUE.spec(),
        PRIORITY,
        IS_LINKED.spec(),
        TYPE.spec(),
        TASK_FIELDS.spec(),
    ],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Ana is to call back", FOR_ANA, "", "ok")
            .ledger(&["Tasks: Call Camille back, due 2026-11-23 11:00, for Ana, high priority"]),
        Example::new(
            "A task for the support queue",
            r#"{"title": Text("Read the complaint"), "assignee": Text("queue"), "queue": Item(Reference("support"))}"#,
            "",
            "ok",
        )
        .ledger(&["Tasks: Read the complaint, due 2026-11-24 09:00, for Support, normal priority"]),
        Example::new(
            "Nobody of that reference",
            r#"{"title": Text("Call back"), "user": Item(Reference("nobody"))}"#,
            "",
            "error",
        ),
        Example::new("A task of a type, with its reason", CALL_BACK, "", "ok").ledger(&[
            "Tasks: Call back: Call back, due 2026-11-24 09:00, for Ana, normal priority, reason = Late parcel",
        ]),
        Example::new(
            "A field that the type lacks",
            r#"{"title": Text("Call back"), "user": Item(Reference("ana")), "task_type": Item(Reference("callback")),
    "fields": Rows([(id: 1, cells: {"field": Text("colour"), "value": Operand(Text("red"))})])}"#,
            "",
            "error",
        ),
        Example::new("Tasks cannot be reached", FOR_ANA, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Tasks);
        }),
    ],
};

const FOR_ANA: &str = r#"{"title": Text("Call {{call.name}} back"), "due": Int(7200), "user": Item(Reference("ana")), "priority": Text("high")}"#;

const CALL_BACK: &str = r#"{"title": Text("Call back"), "user": Item(Reference("ana")), "task_type": Item(Reference("callback")),
    "fields": Rows([(id: 1, cells: {"field": Text("reason"), "value": Operand(Text("Late parcel"))})])}"#;

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
    let Some((kind, values)) = of_type(cx) else { return Step::go(&ERROR) };
    let due = TimeDelta::try_seconds(cx.get(&DUE_S)).and_then(|wait| cx.now().checked_add_signed(wait));
    let Some(due) = due else { return Step::go(&ERROR) };
    let zone = cx.time_zone();
    let due = due.with_timezone(&zone).format("%Y-%m-%d %H:%M");
    let case = match cx.case() {
        number if cx.get(&IS_LINKED) && !number.is_empty() => format!(", case {number}"),
        _ => String::new(),
    };
    let priority = priority_words(cx);
    let task = format!("{kind}{title}, due {due}, for {}, {priority}{case}{values}", assignee.name);
    cx.ledger(OutsideSystem::Tasks.words(), task);
    Step::go(&OK)
}

/// The task type and the values of its fields, as parts of a sentence; none where they do not fit, which is noted.
fn of_type(cx: &mut Cx<'_>) -> Option<(String, String)> {
    let kind = match cx.get(&TYPE) {
        None => None,
        Some(_) => Some(cx.item(&TYPE)?),
    };
    let data = kind.as_ref().map(|kind| &kind.data);
    let fields = data.map_or(&[][..], fields_of);
    let entered = entered(cx, cx.get(&FIELDS)).map(|values| stored(fields, values, cx.locale()));
    let checked = entered.and_then(|values| {
        let wrong = misfit(fields, &values, cx.locale()).or_else(|| lack(fields, &values));
        wrong.map_or(Ok(values), Err)
    });
    let values: Values = checked.map_err(|why| cx.note(why)).ok()?;
    let of_kind = kind.map_or_else(String::new, |kind| format!("{}: ", kind.name));
    let values = if values.is_empty() { String::new() } else { format!(", {}", values_words(&values)) };
    Some((of_kind, values))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let mut findings = check_doubled_fields(cx);
    match cx.action.params.get(&TYPE) {
        None if !cx.action.params.get(&FIELDS).is_empty() => {
            findings.push(Finding::error(
                "task-type",
                "Fields have values here, but no task type has them. Choose a task type.",
            ));
        }
        item => {
            let kind = item.and_then(|item| cx.project.resolve(ResourceKind::TaskType, &item));
            if let Some(kind) = kind.filter(|kind| matches!(kind.data, ResourceData::TaskType(_))) {
                findings.extend(check_new(cx, &kind.name, &kind.data));
            }
        }
    }
    findings
}
