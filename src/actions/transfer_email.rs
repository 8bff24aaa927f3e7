//! Transfer the email: sends it on to an address or to another mailbox (spec: actions §3). It goes to the ledger.

use std::sync::Arc;

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::fold;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Mail, Stage,
    Step, WayOn,
};
use crate::choice;
use crate::model::walk::versions_from;
use crate::model::{
    Action, Channel, EntryPoint, EntryPointId, EntryPointKind, ItemRef, Operand, OutsideSystem, Params, Project,
    RoutingId, Version,
};

use super::shared::quoted;
use super::shared_mail::{email, is_address, is_up};

choice! {
    /// Where it goes.
    Goal { Address = "address" "An address", Mailbox = "mailbox" "A mailbox of the company" }
}

const TO: Field<Goal> =
    Field::choice("to", "Transfer to").help("An email address, or a mailbox among the entry points.");
const ADDRESS: Field<Operand> = Field::operand("address", "Address")
    .help("The email address, or a variable that holds it.")
    .required()
    .shown_if("to", &["address"]);
const MAILBOX: Field<Option<ItemRef>> = Field::entry_point("mailbox", "Mailbox", EntryPointKind::Mailbox)
    .help("A mailbox among the entry points.")
    .required()
    .shown_if("to", &["mailbox"]);
const KEEP: Field<bool> =
    Field::yes_no("keep_copy", "Keep a copy", true).help("Whether the email also stays where it came in.");
const COMMENT: Field<String> = Field::long_text("comment", "Comment").help("Put above the email for those who get it.");

const SENT: BranchSpec = OK.result(ResultKind::TransferredOut);
const NOT_FOUND: BranchSpec = REFERENCE_NOT_FOUND.shown_if(|params| goal(params) == Goal::Mailbox);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "transfer_email",
    title: "Transfer the email",
    short_title: "",
    category: Category::Email,
    icon: Icon::ArrowBendUpRight,
    words: "forward, forward email, redirect, send on, transfer, another mailbox",
    channels: Channels(&[Channel::Email]),
    doc: "Sends the email on to an address outside, or to another mailbox of the company, with its attachments.",
    card: "to {address}{mailbox}",
    fields: &[TO.spec(), ADDRESS.spec(), MAILBOX.spec(), KEEP.spec(), COMMENT.spec()],
    branches: &[BranchPart::One(&SENT), BranchPart::One(&ERROR), BranchPart::One(&NOT_FOUND)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("To a partner", PARTNER, "", "ok")
            .ledger(&[
                "Email: transferred to desk@partner.example: “” · a copy stays · comment “For you, from Camille.”",
            ])
            .given(|stage| {
                stage.caller.email = Some(crate::model::caller::Email::default());
            }),
        Example::new("Emails cannot be sent", PARTNER, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Email);
        }),
        Example::new("No address", r#"{"address": Operand(Text("nobody"))}"#, "", "error"),
        Example::new("To another mailbox", SALES, "", "ok")
            .ledger(&["Email: transferred to sales@northwind.example: “” · a copy stays"])
            .given(open_mailbox),
        Example::new("No such mailbox", SALES, "", "reference_not_found"),
    ],
};

const PARTNER: &str =
    r#"{"address": Operand(Text("desk@partner.example")), "comment": Text("For you, from {{call.name}}.")}"#;
const SALES: &str = r#"{"to": Text("mailbox"), "mailbox": Item(Reference("sales"))}"#;

fn open_mailbox(stage: &mut Stage) {
    let mailbox = EntryPoint {
        id: EntryPointId(90),
        name: "Sales".to_owned(),
        reference: "sales".to_owned(),
        kind: EntryPointKind::Mailbox,
        address: "sales@northwind.example".to_owned(),
        ..EntryPoint::default()
    };
    stage.project.entry_points.insert(mailbox.id, Arc::new(mailbox));
}

fn goal(params: &Params) -> Goal {
    params.get(&TO)
}

fn run(cx: &mut Cx<'_>) -> Step {
    let goal = cx.get(&TO);
    let address = match goal {
        Goal::Address => match cx.value(cx.get(&ADDRESS)) {
            Ok(value) => value.trim().to_owned(),
            Err(why) => {
                cx.note(why);
                return Step::go(&ERROR);
            }
        },
        Goal::Mailbox => match cx.entry_point_item(&MAILBOX) {
            Some(mailbox) => mailbox.address.clone(),
            None => return Step::go(&NOT_FOUND),
        },
    };
    if !is_address(&address) {
        cx.note(format_args!("\"{address}\" is no email address."));
        return Step::go(&ERROR);
    }
    if !is_up(cx, OutsideSystem::Email) {
        return Step::go(&ERROR);
    }
    let email = email(cx);
    let mut parts = vec![format!("transferred to {address}: {}", quoted(&email.subject))];
    match email.attachments.len() {
        0 => {}
        1 => parts.push("1 attachment".to_owned()),
        many => parts.push(format!("{many} attachments")),
    }
    parts.push(if cx.get(&KEEP) { "a copy stays" } else { "no copy stays" }.to_owned());
    let comment = cx.text(&COMMENT);
    if !comment.trim().is_empty() {
        parts.push(format!("comment {}", quoted(&comment)));
    }
    let text = [comment.trim(), email.body.trim()].into_iter().filter(|text| !text.is_empty());
    let mail = Mail {
        to: vec![address],
        subject: email.subject.clone(),
        text: text.collect::<Vec<_>>().join("\n\n"),
        attachments: email.attachments.iter().map(|attachment| attachment.name.clone()).collect(),
        ..Mail::default()
    };
    cx.mail(parts.join(" · "), mail);
    Step::go(&SENT)
}

/// The mailbox that a transfer leads to, where it is written out: by itself, or by its address.
fn mailbox<'a>(project: &'a Project, action: &Action) -> Option<&'a Arc<EntryPoint>> {
    if action.kind != SPEC.id {
        return None;
    }
    match goal(&action.params) {
        Goal::Mailbox => {
            let item = action.params.get(&MAILBOX).filter(|item| !matches!(item, ItemRef::Variable(_)))?;
            project.resolve_entry_point(EntryPointKind::Mailbox, &item)
        }
        Goal::Address => match action.params.get(&ADDRESS) {
            Operand::Text(text) => project
                .entry_points
                .values()
                .find(|it| it.kind == EntryPointKind::Mailbox && fold::same(&it.address, text)),
            _ => None,
        },
    }
}

fn is_of(mailbox: &EntryPoint, routing: RoutingId) -> bool {
    mailbox.assigned.is_some_and(|(assigned, _)| assigned == routing)
}

/// The routing by which an email that is transferred comes back to the routing that transfers it, over other transfers
/// and jumps.
fn way_back<'a>(cx: &CheckCx<'a>, first: &'a Arc<EntryPoint>) -> Option<&'a str> {
    let project = cx.project;
    let name = |routing: RoutingId| project.routings.get(&routing).map_or("", |it| it.name.as_str());
    if is_of(first, cx.routing.id) {
        return Some(name(cx.routing.id));
    }
    let by_mailbox = |action| mailbox(project, action).and_then(|mailbox| project.reached(mailbox).ok());
    let next = |action| by_mailbox(action).or_else(|| super::routing_target(project, action));
    let transfers_back = |version: &Version| {
        version.flow.actions.values().filter_map(|it| mailbox(project, it)).any(|it| is_of(it, cx.routing.id))
    };
    let reached = versions_from(project.reached(first).ok()?, next);
    reached.into_iter().find(|version| transfers_back(version)).map(|version| name(version.info.routing))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    if let Some(mailbox) = mailbox(cx.project, cx.action)
        && let Some(routing) = way_back(cx, mailbox)
    {
        let message = format!(
            "Mailbox \"{}\" leads to a smart routing from which the email comes back: \"{routing}\" transfers it to a mailbox of \"{}\". It may go round for ever. Transfer it elsewhere.",
            mailbox.name, cx.routing.name
        );
        return vec![Finding::warning("transfer-back", message)];
    }
    let address = match params.get(&ADDRESS) {
        Operand::Text(text) if goal(params) == Goal::Address => text,
        _ => return Vec::new(),
    };
    if address.trim().is_empty() || address.contains("{{") || is_address(address) {
        return Vec::new();
    }
    vec![Finding::error("address", format!("\"{address}\" is no email address, such as name@example.com."))]
}
