//! Modify the caller ID: what those see who are called from here on (spec: actions §1).

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::interaction::ANONYMOUS;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::Operand;

use super::shared_sending::{check_number, number};

choice! {
    /// Whether a number is shown.
    Shown { Number = "shown" "A number is shown", Hidden = "hidden" "No number is shown" }
}

const SHOWN: Field<Shown> =
    Field::choice("shown", "Caller ID").help("Whether those who are called see a number or an anonymous call.");
const NUMBER: Field<Operand> = Field::operand("number", "Number")
    .help("The number that is shown, such as +33155001020, or a variable that holds it.")
    .required()
    .shown_if("shown", &["shown"]);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "modify_caller_id",
    title: "Modify the caller ID",
    short_title: "Caller ID",
    category: Category::Voice,
    icon: Icon::PhoneList,
    words: "caller id, cli, clid, number shown, outbound number, display number, set callerid, presentation",
    channels: Channels::VOICE,
    doc: "Sets the number that people outside see when the call is put through to them later in the flow. Without this \
          action they see the customer's own.",
    card: "{shown} · {number}",
    fields: &[SHOWN.spec(), NUMBER.spec()],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The number of the head office", r#"{"number": Operand(Text("+33 1 55 00 10 20"))}"#, "", "ok"),
        Example::new("No number", r#"{"shown": Text("hidden")}"#, "", "ok"),
        Example::new(
            "A variable that holds no number",
            r#"{"number": Operand(Variable("customer.tier"))}"#,
            "",
            "error",
        ),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    if cx.get(&SHOWN) == Shown::Hidden {
        cx.set_caller_id(ANONYMOUS.to_owned());
        cx.note("Those who are called see no number.");
        return Step::go(&OK);
    }
    if cx.get(&NUMBER).is_blank() {
        cx.note("No number is chosen.");
        return Step::go(&ERROR);
    }
    let Some(number) = number(cx, &NUMBER) else { return Step::go(&ERROR) };
    cx.note(format_args!("Those who are called see {number}."));
    cx.set_caller_id(number);
    Step::go(&OK)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    if params.get(&SHOWN) == Shown::Hidden {
        return Vec::new();
    }
    check_number(cx, params.get(&NUMBER)).into_iter().collect()
}
