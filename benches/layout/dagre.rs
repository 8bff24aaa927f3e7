//! The drawings of dagre, by a script that node runs.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use egui::{Rect, pos2, vec2};
use serde::{Deserialize, Serialize};

use super::drawing::{Drawing, size_of};
use super::trees::Tree;

/// The version of dagre.
const DAGRE: &str = "@dagrejs/dagre@3.1.3";

#[derive(Serialize)]
struct Graph {
    sizes: Vec<[f32; 2]>,
    edges: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Drawn {
    corners: Vec<[f32; 2]>,
    lines: Vec<Vec<[f32; 2]>>,
}

/// One drawing for each tree.
///
/// # Errors
/// Why there are none: node, npm or the package is missing.
pub fn drawings(trees: &[&Tree]) -> Result<Vec<Drawing>, String> {
    let folder = installed()?;
    let graphs: Vec<Graph> = trees.iter().map(|tree| graph(tree)).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/dagre.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .arg(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node does not run: {error}"))?;
    let text = serde_json::to_string(&graphs).map_err(|error| error.to_string())?;
    let mut stdin = node.stdin.take().ok_or("node reads nothing")?;
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = node.wait_with_output().map_err(|error| error.to_string())?;
    drop(writer.join());
    if !output.status.success() {
        return Err(format!("the script ends with {}", output.status));
    }
    let drawn: Vec<Drawn> = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    Ok(trees.iter().zip(drawn).map(|(tree, drawn)| drawing(tree, &drawn)).collect())
}

fn installed() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/oracle");
    if folder.join("node_modules/@dagrejs/dagre").is_dir() {
        return Ok(folder);
    }
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let npm = Command::new("npm").args(["install", "--silent", "--prefix"]).arg(&folder).arg(DAGRE).status();
    match npm {
        Ok(status) if status.success() => Ok(folder),
        Ok(status) => Err(format!("npm install {DAGRE} ends with {status}")),
        Err(error) => Err(format!("npm does not run: {error}")),
    }
}

fn edges(tree: &Tree) -> impl Iterator<Item = [usize; 2]> {
    let of_card = |(from, branches): (usize, &Vec<_>)| {
        let to: Vec<super::trees::To> = branches.iter().copied().flatten().collect();
        to.into_iter().map(move |to| [from, to.card])
    };
    tree.cards.iter().enumerate().flat_map(of_card)
}

fn graph(tree: &Tree) -> Graph {
    let size = |branches: &Vec<_>| size_of(branches.len()).into();
    Graph { sizes: tree.cards.iter().map(size).collect(), edges: edges(tree).collect() }
}

fn drawing(tree: &Tree, drawn: &Drawn) -> Drawing {
    let cards = tree.cards.iter().zip(&drawn.corners);
    let cards = cards.map(|(branches, [x, y])| Rect::from_min_size(pos2(*x, *y), size_of(branches.len())));
    let lines = drawn.lines.iter().map(|line| line.iter().map(|[x, y]| pos2(0.0, 0.0) + vec2(*x, *y)).collect());
    Drawing { cards: cards.collect(), lines: lines.collect(), time: std::time::Duration::ZERO }
}
