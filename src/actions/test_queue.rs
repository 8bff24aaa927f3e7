//! Test the state of a queue: leaves by the first row that holds for a queue, or for one of a group that is drawn (spec: meaning
//! §8 and §10). Nobody enters the queue.

use crate::catalog::branch::{BY_DEFAULT, REFERENCE_NOT_FOUND};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Decision, Event, Example, Field, Finding, Icon, Request,
    Step, WayOn, sample,
};
use crate::choice;
use crate::model::{ItemRef, QueueState, ResourceId, ResourceKind, Row, UserState};

use super::shared::check_doubled;
use super::shared_group::{self as group, QueueOrGroup};

choice! {
    /// What a row looks at.
    Figure {
        Waiting = "waiting" "Waiting at least", Wait = "wait" "Estimated wait at least", Connected = "connected" "Connected at most",
    }
}

const QUEUE: Field<Option<ItemRef>> = Field::item("queue", "Queue", ResourceKind::Queue)
    .help("The queue that is looked at.")
    .required()
    .shown_if("to", &["queue"]);
const FIGURE: Field<Figure> = Field::choice("figure", "What").help("The figure that the row looks at.");
const COUNT: Field<i64> = Field::int("count", "Number", (0, 100_000), 0)
    .help("So many interactions wait at least, or so many people are connected at most.")
    .shown_if("figure", &["waiting", "connected"]);
const WAIT_S: Field<i64> = Field::duration("wait", "Estimated wait", (0, 86_400), 60)
    .help("The estimated wait from which the row holds. It holds, too, when nobody is there to serve.")
    .shown_if("figure", &["wait"]);
const ROWS: Field<Vec<Row>> = Field::rows("rows", "Tests", &[FIGURE.spec(), COUNT.spec(), WAIT_S.spec()], 10)
    .help("Each test is a branch. The first that holds is taken.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_queue",
    title: "Test the state of a queue",
    short_title: "Test queue",
    category: Category::Distribution,
    icon: Icon::Hourglass,
    words: "queue status, check queue status, check staffing, agents available, waiting time, wait time, \
            queue full, estimated wait, staffing, busy, how many wait",
    channels: Channels::ALL,
    doc: "Looks at how many wait in a queue, at the estimated wait and at how many people are connected, and takes the branch of the \
          first test that holds. Of a group, one queue is drawn by weight. Nobody enters the queue.",
    card: "{queue}{group} · {rows:tests}",
    fields: &[group::TO.spec(), QUEUE.spec(), group::GROUP.spec(), ROWS.spec()],
    branches: &[
        BranchPart::PerRow { field: ROWS.key(), label: row_label, shown_if: None },
        BranchPart::One(&BY_DEFAULT),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("default"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Nobody waits and two are connected", SUPPORT, "", "default"),
        Example::new("Too many wait", SUPPORT, "", "row:1").given(|stage| {
            stage.world.queues.insert(sample::SUPPORT, QueueState { waiting: 5, ..QueueState::default() });
        }),
        Example::new("It would take too long", SUPPORT, "", "row:2").given(|stage| {
            let slow = QueueState { estimated_wait_s: Some(120), ..QueueState::default() };
            stage.world.queues.insert(sample::SUPPORT, slow);
        }),
        Example::new("Only Ana is connected", SUPPORT, "", "row:3").given(|stage| {
            stage.world.users.insert(sample::BEN, UserState::Offline);
        }),
        Example::new("A queue of a group", GROUPED, "take Sales", "row:1"),
        Example::new("No such queue", r#"{"queue": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const SUPPORT: &str = r#"{"queue": Item(Reference("support")), "rows": Rows([
    (id: 1, cells: {"figure": Text("waiting"), "count": Int(5)}),
    (id: 2, cells: {"figure": Text("wait"), "wait": Int(120)}),
    (id: 3, cells: {"figure": Text("connected"), "count": Int(1)})])}"#;
const GROUPED: &str = r#"{"to": Text("group"), "group": Item(Reference("all_desks")), "rows": Rows([
    (id: 1, cells: {"figure": Text("connected"), "count": Int(1)})])}"#;

fn row_label(row: &Row) -> String {
    let count = row.cells.get(&COUNT);
    match row.cells.get(&FIGURE) {
        Figure::Waiting => format!("Waiting ≥ {count}"),
        Figure::Wait => format!("Wait ≥ {}", crate::catalog::text::duration_words(row.cells.get(&WAIT_S))),
        Figure::Connected => format!("Connected ≤ {count}"),
    }
}

fn run(cx: &mut Cx<'_>) -> Step {
    let is_group = cx.get(&group::TO) == QueueOrGroup::Group;
    match cx.event {
        Event::Enter if is_group => group::enter(cx),
        Event::Enter => match cx.item(&QUEUE) {
            Some(queue) => look(queue.id),
            None => Step::go(&REFERENCE_NOT_FOUND),
        },
        Event::Drawn { value, is_forced } => match group::drawn(cx, value, *is_forced) {
            Some(queue) => look(queue),
            None => Step::go(&REFERENCE_NOT_FOUND),
        },
        Event::Decided(Decision::QueueState { waiting, estimated_wait_s, connected, reasons }) => {
            cx.note_all(reasons);
            let (waiting, connected) = (i64::from(*waiting), i64::from(*connected));
            let wait_s = estimated_wait_s.map_or(i64::MAX, i64::from);
            let holds = |row: &Row| match row.cells.get(&FIGURE) {
                Figure::Waiting => waiting >= row.cells.get(&COUNT),
                Figure::Wait => wait_s >= row.cells.get(&WAIT_S),
                Figure::Connected => connected <= row.cells.get(&COUNT),
            };
            let found = cx.get(&ROWS).iter().find(|row| holds(row));
            found.map_or(Step::go(&BY_DEFAULT), Step::go_row)
        }
        Event::Decided(_) | Event::Floor(_) | Event::Answer(_) => Step::go(&BY_DEFAULT),
    }
}

fn look(queue: ResourceId) -> Step {
    Step::Decide(Request::QueueState { queue })
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let rows = cx.action.params.get(&ROWS);
    check_doubled("test-twice", rows.iter().map(row_label), |test| {
        format!("The test \"{test}\" is listed twice; only the first can be taken.")
    })
}
