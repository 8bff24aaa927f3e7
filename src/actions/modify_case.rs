//! Modify a case: gives fields of the interaction's case other values, opens or closes it (spec: actions §1).

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::resource::RecordField;
use crate::model::{Case, OutsideSystem, Row};

use super::shared::VALUE;
use super::shared_record::{
    FIELD, FIELDS, MAX_FIELDS, Values, check_doubled_fields, entered, fields_of, given_own_case, is_down, lack, misfit,
    stored,
};

choice! {
    /// What happens to the case as a whole.
    Status {
        Kept = "kept" "As it is",
        Open = "open" "Open",
        Closed = "closed" "Closed",
    }
}

const CHANGES: Field<Vec<Row>> = Field::rows(FIELDS.key(), "Fields", &[FIELD.spec(), VALUE.spec()], MAX_FIELDS)
    .help("The fields that get another value, at least one. An empty value clears the field.")
    .required();
const STATUS: Field<Status> =
    Field::choice("status", "Status").help("Whether the case is open or closed from then on.");

const NO_CASE: BranchSpec = BranchSpec::new("no_case", "No case");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "modify_case",
    title: "Modify a case",
    short_title: "",
    category: Category::Crm,
    icon: Icon::FolderOpen,
    words: "update ticket, change case, close ticket, reopen ticket, update case",
    channels: Channels::ALL,
    doc: "Changes fields of the case that the interaction is associated with, and opens or closes it. A value that \
          does not fit the type of the case leads to Error, and then nothing is changed.",
    card: "{fields:fields} · {status}",
    fields: &[CHANGES.spec(), STATUS.spec()],
    branches: &[BranchPart::One(&OK), BranchPart::One(&NO_CASE), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The case is done", DONE, "", "ok")
            .ledger(&["Cases: C-1: status = (empty) → done, closed"])
            .given(given_own_case),
        Example::new("There is no case", DONE, "", "no_case"),
        Example::new("A field that the case lacks", COLOUR, "", "error").given(given_own_case),
    ],
};

const DONE: &str = r#"{"status": Text("closed"),
    "fields": Rows([(id: 1, cells: {"field": Text("status"), "value": Operand(Text("done"))})])}"#;
const COLOUR: &str = r#"{"fields": Rows([(id: 1, cells: {"field": Text("colour"), "value": Operand(Text("red"))})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    if cx.case().is_empty() {
        cx.note("The interaction is associated with no case.");
        return Step::go(&NO_CASE);
    }
    if is_down(cx, OutsideSystem::Cases) {
        return Step::go(&ERROR);
    }
    let cases = cx.cases();
    let Some(case) = cases.iter().find(|case| case.number == cx.case()) else {
        cx.note(format!("There is no case {} any more.", cx.case()));
        return Step::go(&NO_CASE);
    };
    let kind = case.case_type.and_then(|kind| cx.resource_of(kind));
    let fields: &[RecordField] = kind.map_or(&[], |kind| fields_of(&kind.data));
    let entered = entered(cx, cx.get(&CHANGES)).map(|values| stored(fields, values, cx.locale()));
    let changed = entered.and_then(|values| changed(cx, case, &values));
    match changed {
        Ok((after, words)) => {
            cx.ledger(OutsideSystem::Cases.words(), format_args!("{}: {words}", after.number));
            cx.write_case(after);
            Step::go(&OK)
        }
        Err(why) => {
            cx.note(why);
            Step::go(&ERROR)
        }
    }
}

/// The case after the change, and the change in words; or why it is refused.
fn changed(cx: &Cx<'_>, case: &Case, values: &Values) -> Result<(Case, String), String> {
    let mut after = case.clone();
    after.fields.extend(values.clone());
    if let Some(kind) = case.case_type.and_then(|kind| cx.resource_of(kind)) {
        let fields: &[RecordField] = fields_of(&kind.data);
        if let Some(why) = misfit(fields, values, cx.locale()).or_else(|| lack(fields, &after.fields)) {
            return Err(why);
        }
    }
    let before =
        |name: &String| case.fields.get(name).map(String::as_str).filter(|it| !it.is_empty()).unwrap_or("(empty)");
    let mut words: Vec<String> =
        values.iter().map(|(name, value)| format!("{name} = {} → {value}", before(name))).collect();
    match cx.get(&STATUS) {
        Status::Kept => {}
        Status::Open => after.is_closed = false,
        Status::Closed => after.is_closed = true,
    }
    if after.is_closed != case.is_closed {
        words.push(if after.is_closed { "closed" } else { "open again" }.to_owned());
    }
    if words.is_empty() {
        words.push("nothing is changed".to_owned());
    }
    Ok((after, words.join(", ")))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    check_doubled_fields(cx)
}
