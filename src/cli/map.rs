//! `signalbox map`: where contacts arrive and where they go, over all smart routings, and what looks wrong there (spec: ease §2).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use crate::catalog::Severity;
use crate::map::{Edge, Loose, Map, Node, Shown, Why};
use crate::model::Project;

use super::export::Theme;
use super::files::{not_over_project, write};
use super::{Trouble, load, print, print_json};

/// The arguments of `signalbox map`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// The versions in test, else the newest in development, instead of those in production.
    #[arg(long)]
    development: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// The file of a picture of the map, which ends in .pdf, .svg or .png; a file that is there already is replaced.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
    /// The colours of the picture.
    #[arg(long, value_enum, default_value_t = Theme::Light, requires = "picture")]
    theme: Theme,
}

#[derive(Serialize)]
struct Answer {
    nodes: Vec<NodeLine>,
    edges: Vec<EdgeLine>,
    /// Exits without a known target.
    open: Vec<OpenLine>,
    findings: Vec<FindingLine>,
}

#[derive(Serialize)]
struct NodeLine {
    kind: &'static str,
    reference: String,
    name: String,
    /// The version of a smart routing that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// Whether an entry point leads there.
    reached: bool,
    /// Whether the version comes back to a smart routing that runs it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    comes_back: bool,
}

#[derive(Serialize)]
struct EdgeLine {
    from: End,
    to: End,
    by: &'static str,
    actions: Vec<u32>,
}

/// An end of an edge: references are unique only among what is of one kind.
#[derive(Serialize)]
struct End {
    kind: &'static str,
    reference: String,
}

#[derive(Serialize)]
struct OpenLine {
    from: End,
    by: &'static str,
    to: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variable: Option<String>,
    actions: Vec<u32>,
}

#[derive(Serialize)]
struct FindingLine {
    severity: &'static str,
    code: &'static str,
    message: String,
    about: Vec<End>,
}

/// Prints the map. The exit code is 1 where there is a warning.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Trouble> {
    if let Some(path) = &arguments.picture {
        not_over_project("picture", path, &arguments.project)?;
    }
    let project = load(&arguments.project)?;
    let shown = if arguments.development { Shown::Development } else { Shown::Production };
    let map = Map::of(&project, shown);
    if let Some(path) = &arguments.picture {
        write("picture", path, &picture(&project, &map, shown, path, arguments.theme)?)?;
    }
    if arguments.json {
        print_json(&answer(&project, &map))?;
    } else {
        print(&words(&project, &map));
    }
    let is_bad = map.findings.iter().any(|finding| finding.severity > Severity::Hint);
    Ok(ExitCode::from(u8::from(is_bad)))
}

#[cfg(feature = "gui")]
fn picture(project: &Project, map: &Map, shown: Shown, path: &Path, theme: Theme) -> Result<Vec<u8>, Trouble> {
    let picture = crate::picture::Picture::of_map(project, map, shown, theme.of_picture());
    picture.file(path).map_err(|error| super::export::not_made("picture", &error, path))
}

#[cfg(not(feature = "gui"))]
fn picture(_: &Project, _: &Map, _: Shown, path: &Path, _: Theme) -> Result<Vec<u8>, Trouble> {
    Err(super::export::no_pictures(path))
}

fn answer(project: &Project, map: &Map) -> Answer {
    let end = |place: usize| End {
        kind: map.node(place).map_or("", |node| node.kind.words()),
        reference: map.node(place).map_or_else(String::new, |node| node.reference.clone()),
    };
    let node = |node: &Node| NodeLine {
        kind: node.kind.words(),
        reference: node.reference.clone(),
        name: node.name.clone(),
        version: version_name(project, node),
        reached: node.is_reached,
        comes_back: node.comes_back,
    };
    let edge = |edge: &Edge| EdgeLine {
        from: end(edge.from),
        to: end(edge.to),
        by: edge.how.words(),
        actions: edge.actions.iter().map(|at| at.action.0).collect(),
    };
    let open = |loose: &Loose| OpenLine {
        from: end(loose.from),
        by: loose.how.words(),
        to: loose.kind.words(),
        variable: match &loose.why {
            Why::Variable(path) => Some(path.clone()),
            Why::Missing => None,
        },
        actions: loose.actions.iter().map(|at| at.action.0).collect(),
    };
    let finding = |finding: &crate::map::Finding| FindingLine {
        severity: finding.severity.words(),
        code: finding.code,
        message: finding.text.clone(),
        about: finding.nodes.iter().map(|place| end(*place)).collect(),
    };
    Answer {
        nodes: map.nodes.iter().map(node).collect(),
        edges: map.edges.iter().map(edge).collect(),
        open: map.loose.iter().map(open).collect(),
        findings: map.findings.iter().map(finding).collect(),
    }
}

fn version_name(project: &Project, node: &Node) -> Option<String> {
    Some(project.versions.get(&node.version?)?.info.name.clone())
}

/// One line for each node from which something leads, with what it leads to below it, and then the findings.
fn words(project: &Project, map: &Map) -> String {
    let mut lines = Vec::new();
    for (place, node) in map.nodes.iter().enumerate() {
        let exits = exits(map, place);
        let version = version_name(project, node);
        if exits.is_empty() && version.is_none() {
            continue;
        }
        let version = version.map_or_else(String::new, |name| format!(", version \"{name}\""));
        lines.push(format!("{} \"{}\"{version}", node.kind.words(), node.name));
        lines.extend(exits);
        if node.comes_back {
            lines.push("  Comes back".to_owned());
        }
    }
    if map.is_empty() {
        lines.push("There is no entry point and no smart routing.".to_owned());
    }
    let findings = map.findings.iter().map(|it| format!("{}: {} [{}]", it.severity.words(), it.text, it.code));
    lines.extend(findings);
    if map.findings.is_empty() {
        lines.push("Nothing looks wrong.".to_owned());
    }
    lines.push(String::new());
    lines.join("\n")
}

fn exits(map: &Map, place: usize) -> Vec<String> {
    let times = |actions: usize| if actions > 1 { format!(", {actions} actions") } else { String::new() };
    let edge = |edge: &Edge| {
        let to = map.node(edge.to);
        let (kind, name) = to.map_or(("", ""), |node| (node.kind.words(), node.name.as_str()));
        format!("  {} → {kind} \"{name}\"{}", edge.how.words(), times(edge.actions.len()))
    };
    let open = |loose: &Loose| {
        let to = match &loose.why {
            Why::Variable(path) => format!("decided at run time by {path}"),
            Why::Missing => format!("a {} that does not exist", loose.kind.in_sentence()),
        };
        format!("  {} → {to}{}", loose.how.words(), times(loose.actions.len()))
    };
    let known = map.leaving(place).map(edge);
    known.chain(map.loose.iter().filter(|loose| loose.from == place).map(open)).collect()
}
