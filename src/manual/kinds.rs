//! The manual of the kinds of actions, made from the catalogue: `docs/actions.md`, and a page for each kind.

use std::fmt::Write;

use serde::Serialize;

use crate::actions::ALL;
use crate::catalog::field::FieldKind;
use crate::catalog::{ActionSpec, BranchPart, Example, Fallbacks, FieldSpec, ResultKind};
use crate::model::TreeType;

/// A branch that a kind declares.
#[derive(Serialize)]
pub struct BranchLine {
    /// Its key.
    pub key: &'static str,
    /// Its label.
    pub label: &'static str,
    /// The result that the branch stands for.
    pub result: Option<ResultKind>,
    /// Whether the branch falls back on *If something fails* of Start.
    pub technical: bool,
    /// The branches that are followed where this one has no link.
    pub fallbacks: &'static [&'static str],
    /// Whether the action picks one of the fallbacks, instead of the first with a link.
    pub picks_fallback: bool,
    /// The channels of the routings in which the branch exists.
    pub channels: Vec<String>,
}

/// The branches that a kind declares, without duplicate keys: a branch can be declared for several modes.
#[must_use]
pub fn declared(spec: &ActionSpec) -> Vec<BranchLine> {
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
    fields_table(spec, text);
    describe_rest(spec, text);
}

/// The fields of a kind as a table.
fn fields_table(spec: &ActionSpec, text: &mut String) {
    if !spec.fields.is_empty() {
        text.push_str("\n| field | what it means |\n|---|---|\n");
    }
    for field in spec.fields {
        let _ = writeln!(text, "| {}{} | {} |", field.label, field_notes(spec, field), field.help.replace('|', "\\|"));
        if let FieldKind::Rows { columns, .. } = field.kind {
            for column in columns {
                let _ = writeln!(text, "| – {} | {} |", column.label, column.help.replace('|', "\\|"));
            }
        }
    }
}

/// Whether a field is needed, and in which channels alone it is shown.
fn field_notes(spec: &ActionSpec, field: &FieldSpec) -> String {
    let needed = if field.is_required { " (needed)" } else { "" };
    let shown_in = spec.channels.0.iter().filter(|channel| field.channels.has(**channel));
    let shown_in: Vec<String> = shown_in.map(|channel| channel.words().to_lowercase()).collect();
    let only = if shown_in.len() < spec.channels.0.len() {
        format!(" ({} only)", shown_in.join(" and "))
    } else {
        String::new()
    };
    format!("{needed}{only}")
}

/// The page of a kind, for a narrow pane: its fields as a list, and what the signs mean.
#[must_use]
pub fn page(spec: &ActionSpec) -> String {
    let channels: Vec<String> = spec.channels.0.iter().map(|channel| channel.words().to_lowercase()).collect();
    let mut text = format!("{}\n\nFor {}.\n", spec.doc, channels.join(", "));
    if !spec.fields.is_empty() {
        text.push_str("\n## Fields\n\n");
    }
    for field in spec.fields {
        let _ = writeln!(text, "- **{}**{}: {}", field.label, field_notes(spec, field), field.help);
        if let FieldKind::Rows { columns, .. } = field.kind {
            for column in columns {
                let _ = writeln!(text, "    - **{}**: {}", column.label, column.help);
            }
        }
    }
    let mut rest = String::new();
    describe_rest(spec, &mut rest);
    if rest.contains('†') {
        rest.push_str("\n† Without an arrow, this branch goes on by *If something fails* of Start.\n");
    }
    text + &rest
}

/// The branches of a kind, and its examples in a simulation.
fn describe_rest(spec: &ActionSpec, text: &mut String) {
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
