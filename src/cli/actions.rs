//! `signalbox actions`: every kind of action, as a list, as JSON, or as the manual in `docs/actions.md`.

use std::fmt::Write;

use serde::Serialize;

use crate::actions::ALL;
use crate::catalog::field::FieldKind;
use crate::catalog::{ActionSpec, BranchPart, Example, Fallbacks, FieldSpec, ResultKind};
use crate::model::TreeType;

use super::{Trouble, print, print_json};

/// The arguments of `signalbox actions`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print the list as JSON.
    #[arg(long)]
    json: bool,
    /// Print the manual, as in docs/actions.md.
    #[arg(long, conflicts_with = "json")]
    manual: bool,
    /// Print the parameters of every kind as a file writes them.
    #[arg(long, conflicts_with_all = ["json", "manual"])]
    parameters: bool,
}

#[derive(Serialize)]
struct Kind {
    id: &'static str,
    title: &'static str,
    category: &'static str,
    channels: Vec<String>,
    fields: Vec<Field>,
    branches: Vec<BranchLine>,
    branches_per_row: Option<&'static str>,
}

/// A key that a choice may have, and its label.
#[derive(Serialize)]
struct ChoiceLine {
    key: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Field {
    key: &'static str,
    label: &'static str,
    kind: &'static str,
    /// What a choice may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceLine>,
    /// The cells of a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cells: Vec<Field>,
}

#[derive(Serialize)]
struct BranchLine {
    key: &'static str,
    label: &'static str,
    /// The result that the branch stands for.
    result: Option<ResultKind>,
    /// Whether the branch falls back on *If something fails* of Start.
    technical: bool,
    /// The branches that are followed where this one has no link.
    fallbacks: &'static [&'static str],
    /// Whether the action picks one of the fallbacks, instead of the first with a link.
    picks_fallback: bool,
    /// The channels of the routings in which the branch exists.
    channels: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    if arguments.json {
        print_json(&ALL.iter().map(|spec| kind(spec)).collect::<Vec<_>>())?;
    } else if arguments.manual {
        print(&manual());
    } else if arguments.parameters {
        print(&parameters());
    } else {
        for spec in ALL {
            print(&format!("{:<20} {}\n", spec.id, spec.title));
        }
    }
    Ok(true)
}

/// The branches that a kind declares, without duplicate keys: a branch can be declared for several modes.
fn declared(spec: &ActionSpec) -> Vec<BranchLine> {
    let mut found: Vec<BranchLine> = Vec::new();
    for part in spec.branches {
        if let BranchPart::One(branch) = part
            && found.iter().all(|known| known.key != branch.key)
        {
            let channels = spec.channels.0.iter().filter(|channel| branch.channels.has(**channel));
            found.push(BranchLine {
                key: branch.key,
                label: branch.label,
                result: branch.result,
                technical: branch.is_technical,
                fallbacks: branch.fallbacks.keys(),
                picks_fallback: matches!(branch.fallbacks, Fallbacks::OneOf(_)),
                channels: channels.map(|channel| channel.words().to_lowercase()).collect(),
            });
        }
    }
    found
}

fn field(field: &FieldSpec) -> Field {
    let choices = match field.kind {
        FieldKind::Choice(choices) => choices.iter().map(|&(key, label)| ChoiceLine { key, label }).collect(),
        _ => Vec::new(),
    };
    let cells = match field.kind {
        FieldKind::Rows { columns, .. } => columns.iter().map(|column| self::field(column)).collect(),
        _ => Vec::new(),
    };
    Field { key: field.key, label: field.label, kind: field.kind.name(), choices, cells }
}

fn kind(spec: &ActionSpec) -> Kind {
    Kind {
        id: spec.id,
        title: spec.title,
        category: spec.category.words(),
        channels: spec.channels.0.iter().map(|channel| channel.words().to_lowercase()).collect(),
        fields: spec.fields.iter().map(|spec| field(spec)).collect(),
        branches: declared(spec),
        branches_per_row: spec.branches_per_row(),
    }
}

/// How a value of a kind of field is written in a file.
fn written(kind: FieldKind) -> String {
    match kind {
        FieldKind::Bool => "`Bool(true)`".to_owned(),
        FieldKind::Int { .. } => "`Int(3)`".to_owned(),
        FieldKind::Duration { .. } => "`Int(30)`, in seconds".to_owned(),
        FieldKind::Choice(choices) => {
            let keys: Vec<String> = choices.iter().map(|(key, _)| format!("`Text({key:?})`")).collect();
            keys.join(", ")
        }
        FieldKind::Texts => "`Texts({\"fr\": \"…\"})`".to_owned(),
        FieldKind::Item(_) => "`Item(Item(7))`".to_owned(),
        FieldKind::Action => "`Action(4)`".to_owned(),
        FieldKind::Operand => {
            "`Operand(Text(\"…\"))`, `Operand(Variable(\"…\"))`, `Operand(Expression(\"…\"))`".to_owned()
        }
        FieldKind::Condition => "`Condition((terms: […]))`".to_owned(),
        FieldKind::Criteria => "`Criteria([…])`".to_owned(),
        FieldKind::Rows { .. } => "`Rows([(id: 1, cells: {…})])`".to_owned(),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Key
        | FieldKind::Known
        | FieldKind::Variable
        | FieldKind::JsonPath => "`Text(\"…\")`".to_owned(),
    }
}

/// The parameters of every kind as a file writes them, generated from the catalogue.
#[must_use]
pub fn parameters() -> String {
    let mut text = String::from(
        "## Parameters of each kind\n\nGenerated from the catalogue by `signalbox actions --parameters`; as JSON by `signalbox actions --json`. \
         A parameter that is left out has its default. After a dash: the cells of a row.\n",
    );
    for spec in ALL.iter().filter(|spec| !spec.fields.is_empty()) {
        let _ = write!(text, "\n### `{}`\n\n| parameter | written as |\n|---|---|\n", spec.id);
        for field in spec.fields {
            let _ = writeln!(text, "| `{}` | {} |", field.key, written(field.kind));
            if let FieldKind::Rows { columns, .. } = field.kind {
                for column in columns {
                    let _ = writeln!(text, "| – `{}` | {} |", column.key, written(column.kind));
                }
            }
        }
    }
    text
}

/// The manual of every kind, generated from the catalogue.
#[must_use]
pub fn manual() -> String {
    let mut text = String::from(
        "# Actions\n\nEvery kind of action, made from the catalogue by `signalbox actions --manual`. Every action also has a title, a \
         comment and, last, *Record the passage in this action*.\n\nA branch that stands for a result (a person, a transfer, a voicemail, …) \
         may lead nowhere: that is a good ending. Any other branch must lead on or be ended on purpose.\n\nSome branches fall back on others: *(else …)* names those \
         that are followed, the first with a link, where the branch itself has none. † marks technical branches: without a link they go on by \
         *If something fails* of Start. What really happened counts in every case. ¤ marks kinds during which the \
         customer may leave; in an *interaction end* routing they also have the branch *Caller gone*.\n\nAn example in a simulation names the answers, the branch, the time that \
         passes, and in square brackets what goes to the ledger.\n",
    );
    let mut category = None;
    for spec in ALL {
        if category != Some(spec.category) {
            let _ = write!(text, "\n## {}\n", spec.category.words());
            category = Some(spec.category);
        }
        describe(spec, &mut text);
    }
    text
}

fn describe(spec: &ActionSpec, text: &mut String) {
    let channels: Vec<String> = spec.channels.0.iter().map(|channel| channel.words().to_lowercase()).collect();
    let gone = if spec.caller_may_leave { " ¤" } else { "" };
    let _ = write!(text, "\n### {}{gone}\n\n`{}` · {}\n\n{}\n", spec.title, spec.id, channels.join(", "), spec.doc);
    if !spec.fields.is_empty() {
        text.push_str("\n| field | what it means |\n|---|---|\n");
    }
    for field in spec.fields {
        let needed = if field.is_required { " (needed)" } else { "" };
        let shown_in = spec.channels.0.iter().filter(|channel| field.channels.has(**channel));
        let shown_in: Vec<String> = shown_in.map(|channel| channel.words().to_lowercase()).collect();
        let only = if shown_in.len() < spec.channels.0.len() {
            format!(" ({} only)", shown_in.join(" and "))
        } else {
            String::new()
        };
        let _ = writeln!(text, "| {}{needed}{only} | {} |", field.label, field.help.replace('|', "\\|"));
        if let FieldKind::Rows { columns, .. } = field.kind {
            for column in columns {
                let _ = writeln!(text, "| – {} | {} |", column.label, column.help.replace('|', "\\|"));
            }
        }
    }
    let rows = spec.branches_per_row().and_then(|key| spec.field(key));
    let per_row = rows.map(|field| format!("one for each of *{}*", field.label));
    let lines = declared(spec);
    let fixed = lines.iter().map(|branch| branch_words(spec, &lines, branch));
    let branches: Vec<String> = per_row.into_iter().chain(fixed).collect();
    if !branches.is_empty() {
        let _ = write!(text, "\nBranches: {}.\n", branches.join(", "));
    }
    let examples: Vec<_> = spec.examples.iter().filter(|example| !example.answers.is_empty()).collect();
    if !examples.is_empty() {
        text.push_str("\nIn a simulation:\n");
    }
    for example in examples {
        let leaves = leaves_by(spec, example).map_or_else(String::new, |label| format!(" → *{label}*"));
        let _ = writeln!(text, "- {}: `{}`{leaves}{}", example.title, example.answers, costs(example));
    }
}

/// The time that passes in an example, and what it writes to the ledger.
fn costs(example: &Example) -> String {
    let (seconds, rest_ms) = (example.after_ms / 1_000, example.after_ms % 1_000);
    let rest = if rest_ms > 0 { format!(".{rest_ms:03}").trim_end_matches('0').to_owned() } else { String::new() };
    let after = if example.after_ms > 0 { format!(", after {seconds}{rest} s") } else { String::new() };
    let ledger: Vec<String> = example.ledger.iter().map(|line| format!("; [{line}]")).collect();
    format!("{after}{}", ledger.concat())
}

/// A branch with its mark, its channels and its fallbacks: *Exit key (voice; else Unprocessed)*.
fn branch_words(spec: &ActionSpec, all: &[BranchLine], branch: &BranchLine) -> String {
    let label =
        |key: &&str| all.iter().find(|it| it.key == *key).map_or((*key).to_owned(), |it| format!("*{}*", it.label));
    let mut notes = Vec::new();
    if branch.channels.len() < spec.channels.0.len() {
        notes.push(format!("{} only", branch.channels.join(" and ")));
    }
    if !branch.fallbacks.is_empty() {
        let joint = if branch.picks_fallback { " or " } else { ", else " };
        notes.push(format!("else {}", branch.fallbacks.iter().map(label).collect::<Vec<_>>().join(joint)));
    }
    let mark = if branch.technical { " †" } else { "" };
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    format!("*{}*{mark}{notes}", branch.label)
}

/// The label of an example's branch.
fn leaves_by(spec: &ActionSpec, example: &Example) -> Option<String> {
    let params = ron::from_str(example.params).ok()?;
    let action = crate::model::Action { params, ..crate::model::Action::new(crate::model::ActionId(1), spec.id) };
    let branches = spec.branches(&action, TreeType { channel: example.channel(spec), ..TreeType::default() });
    branches.into_iter().find(|branch| branch.key == example.takes).map(|branch| branch.label)
}
