//! Create a new case and associate it with the interaction (spec: actions §1). Creating and associating are two steps of the
//! outside system, and the second can fail alone.

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn,
};
use crate::model::{Case, ItemRef, OutsideSystem, ResourceKind};

use super::shared::optional_item;
use super::shared_record::{
    FIELDS, NUMBER_INTO, OUTPUTS, PRIORITY, check_doubled_fields, check_new, check_outputs, entered, fields_of,
    is_down, lack, misfit, priority_words, read_case_back, stored, values_words,
};

const TYPE: Field<Option<ItemRef>> =
    Field::item("case_type", "Case type", ResourceKind::CaseType).help("The type of the new case.").required();
const OWNER: Field<Option<ItemRef>> = Field::item("owner", "Owner", ResourceKind::User)
    .help("The person who is responsible for the case. Leave it empty for nobody yet.");

const NOT_LINKED: BranchSpec = BranchSpec::new("not_linked", "Created but not linked");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "create_case",
    title: "Create a new case and associate it with the interaction",
    short_title: "Create a case",
    category: Category::Crm,
    icon: Icon::FolderPlus,
    words: "ticket, new ticket, open a ticket, create ticket, complaint, incident, new case",
    channels: Channels::ALL,
    doc: "Creates a case of a type, fills in its fields, and associates the interaction with it. A value that does \
          not fit the type, or a missing one, leads to Error. The number of the case and the values of its fields can \
          come back into variables.",
    card: "{case_type} · {fields:fields} · for {owner}",
    fields: &[TYPE.spec(), FIELDS.spec(), OWNER.spec(), PRIORITY, NUMBER_INTO.spec(), OUTPUTS.spec()],
    branches: &[BranchPart::One(&OK), BranchPart::One(&NOT_LINKED), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The case is created", COMPLAINT, "", "ok").ledger(&[
            "Cases: C-1: a new case, subject = Call of Camille, high priority, owner Ana",
            "Cases: C-1: the interaction is associated",
        ]),
        Example::new("It cannot be linked", COMPLAINT, "case is created but not linked", "not_linked")
            .ledger(&["Cases: C-1: a new case, subject = Call of Camille, high priority, owner Ana"]),
        Example::new("It is refused", COMPLAINT, "case is refused", "error"),
        Example::new("The cases cannot be reached", COMPLAINT, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Cases);
        }),
        Example::new("The subject is missing", r#"{"case_type": Item(Reference("complaint"))}"#, "", "error"),
    ],
};

const COMPLAINT: &str = r#"{"case_type": Item(Reference("complaint")), "owner": Item(Reference("ana")),
    "priority": Text("high"), "number_variable": Text("customer.name"),
    "outputs": Rows([(id: 2, cells: {"field": Text("subject"), "variable": Text("customer.tier")})]),
    "fields": Rows([(id: 1, cells: {"field": Text("subject"), "value": Operand(Text("Call of {{call.name}}"))})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let new = match draft(cx) {
        Ok(new) => new,
        Err(why) => {
            if let Some(why) = why {
                cx.note(why);
            }
            return Step::go(&ERROR);
        }
    };
    let Event::Answer(answer) = cx.event else {
        let question = Question::new("creates a case")
            .passing(QuestionChoice::new("created", "case is created", "It is created").system())
            .choice(
                QuestionChoice::new("not_linked", "case is created but not linked", "It is created, but not linked")
                    .danger()
                    .system(),
            )
            .choice(QuestionChoice::new("refused", "case is refused", "It is refused").danger().system());
        return Step::Ask(question);
    };
    if answer.key == "refused" {
        cx.others_did("the case is refused");
        return Step::go(&ERROR);
    }
    let owner = optional_item(cx, &OWNER).map_or_else(|| "nobody yet".to_owned(), |user| user.name.clone());
    let (values, priority) = (values_words(&new.fields), priority_words(cx));
    let words = format!("{}: a new case, {values}, {priority}, owner {owner}", new.number);
    cx.ledger(OutsideSystem::Cases.words(), words);
    let number = new.number.clone();
    cx.write_case(new.clone());
    let branch = if answer.key == "not_linked" {
        cx.note(format_args!("{number} is created, but the interaction is not associated with it."));
        &NOT_LINKED
    } else {
        cx.ledger(OutsideSystem::Cases.words(), format_args!("{number}: the interaction is associated"));
        cx.set_case(number);
        &OK
    };
    Step::go(if read_case_back(cx, &new) { branch } else { &ERROR })
}

/// The case to be created, or why there is none where that is not noted yet.
fn draft(cx: &mut Cx<'_>) -> Result<Case, Option<String>> {
    let kind = cx.item(&TYPE).ok_or(None)?;
    if is_down(cx, OutsideSystem::Cases) {
        return Err(None);
    }
    let fields = fields_of(&kind.data);
    let values = stored(fields, entered(cx, cx.get(&FIELDS)).map_err(Some)?, cx.locale());
    match misfit(fields, &values, cx.locale()).or_else(|| lack(fields, &values)) {
        Some(why) => Err(Some(why)),
        None => Ok(Case { number: new_number(cx), case_type: Some(kind.id), fields: values, is_closed: false }),
    }
}

/// A number that no case has.
fn new_number(cx: &Cx<'_>) -> String {
    let cases = cx.cases();
    let mut place = cases.len() + 1;
    while cases.iter().any(|case| case.number == format!("C-{place}")) {
        place += 1;
    }
    format!("C-{place}")
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let mut findings = check_doubled_fields(cx);
    let item = cx.action.params.get(&TYPE);
    if let Some(kind) = item.and_then(|item| cx.project.resolve(ResourceKind::CaseType, &item)) {
        findings.extend(check_new(cx, &kind.name, &kind.data));
        findings.extend(check_outputs(cx, &kind.name, &kind.data));
    }
    findings
}
