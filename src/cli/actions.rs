//! `signalbox actions`: every kind of action, as a list, as JSON, or as the manual in `docs/actions.md`.

use std::fmt::Write;

use serde::Serialize;

use crate::actions::ALL;
use crate::catalog::field::FieldKind;
use crate::catalog::{ActionSpec, FieldSpec};
use crate::manual::kinds::{self, BranchLine, declared};

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

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    if arguments.json {
        print_json(&ALL.iter().map(|spec| kind(spec)).collect::<Vec<_>>())?;
    } else if arguments.manual {
        print(&kinds::manual());
    } else if arguments.parameters {
        print(&parameters());
    } else {
        for spec in ALL {
            print(&format!("{:<20} {}\n", spec.id, spec.title));
        }
    }
    Ok(true)
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
