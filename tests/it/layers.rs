//! The layers: allowed imports, checked for every path that begins with `crate::`; and the shape of files. Test code is not checked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::imports::{Imports, named};

/// The parts of the crate that each part may use besides itself. A part that is not listed may use none.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("catalog", &["model"]),
    ("actions", &["catalog", "model", "choice"]),
    ("diff", &["actions", "catalog", "model"]),
    ("digest", &["actions", "catalog", "model"]),
    ("dist", &["actions", "catalog", "model"]),
    ("layout", &["actions", "catalog", "model"]),
    ("lifecycle", &["digest", "actions", "catalog", "model"]),
    ("uses", &["actions", "catalog", "model"]),
    ("edit", &["uses", "lifecycle", "layout", "digest", "actions", "catalog", "model"]),
    ("lint", &["edit", "lifecycle", "digest", "actions", "catalog", "model"]),
    ("map", &["uses", "layout", "actions", "catalog", "model"]),
    ("release", &["edit", "lint", "lifecycle", "model", "sim"]),
    ("clock", &["edit"]),
    ("rules", &["uses", "actions", "catalog", "model"]),
    ("sheet", &["lifecycle", "actions", "catalog", "model"]),
    ("sim", &["dist", "rules", "actions", "catalog", "model"]),
    ("load", &["sim", "dist", "sheet", "actions", "catalog", "model"]),
    ("storage", &["digest", "catalog", "model"]),
    ("palette", &["storage", "edit", "actions", "catalog", "model"]),
    ("templates", &["storage", "edit", "catalog", "model"]),
    ("manual", &["actions", "catalog", "model"]),
    ("look", &["catalog"]),
    ("picture", &["canvas", "look", "map", "uses", "lint", "sheet", "layout", "actions", "catalog", "model"]),
    (
        "cli",
        &[
            "clock",
            "manual",
            "picture",
            "release",
            "rules",
            "sheet",
            "storage",
            "templates",
            "diff",
            "digest",
            "dist",
            "layout",
            "lifecycle",
            "map",
            "uses",
            "edit",
            "lint",
            "load",
            "sim",
            "actions",
            "catalog",
            "model",
        ],
    ),
    ("canvas", &[]),
    (
        "app",
        &[
            "canvas",
            "cli",
            "clock",
            "load",
            "look",
            "manual",
            "palette",
            "picture",
            "release",
            "rules",
            "sheet",
            "storage",
            "templates",
            "diff",
            "digest",
            "dist",
            "layout",
            "lifecycle",
            "map",
            "uses",
            "edit",
            "lint",
            "sim",
            "actions",
            "catalog",
            "model",
        ],
    ),
];

/// Maximum length of a file without its tests, in lines: about 300, with some margin.
const MAX_LINES: usize = 360;

/// Every source file that is not a test, with its path below `src` and its text up to its tests.
pub fn sources() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    let mut sources: Vec<(String, String)> = files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/"), text)
        })
        .collect();
    let test_files: BTreeSet<String> = sources.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    sources.retain(|(path, _)| !path.contains("/tests/") && !test_files.contains(path));
    for (_, text) in &mut sources {
        *text = without_tests(text);
    }
    assert!(sources.len() > 80, "only {} files were read", sources.len());
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The files of modules that are declared for tests only.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declared = lines.windows(2).filter(|pair| pair[0].starts_with("#[cfg(") && pair[0].contains("test"));
    let names = declared.filter_map(|pair| pair[1].rsplit(' ').next()?.strip_suffix(';'));
    names.flat_map(|name| [format!("{folder}{name}.rs"), format!("{folder}{name}/mod.rs")]).collect()
}

/// The text up to the test module at the end; a declaration of a test module in another file stays.
fn without_tests(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_module = |place: usize| {
        let mut after = lines[place + 1..].iter().filter(|line| line.starts_with("mod "));
        lines[place].starts_with("#[cfg(test)]") && after.next().is_some_and(|next| next.ends_with('{'))
    };
    let end = (0..lines.len()).find(|place| is_module(*place)).unwrap_or(lines.len());
    lines[..end].join("\n")
}

/// The other parts of the crate that a file uses, each with its line number.
fn uses(path: &str, text: &str) -> Vec<(usize, String)> {
    let parts = named(path, text).into_iter().filter_map(|it| Some((it.line, it.path.into_iter().next()?)));
    parts.filter(|(_, used)| *used != part(path)).collect()
}

fn part(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

#[test]
fn every_use_points_downwards() {
    let mut broken = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| !["lib.rs", "main.rs"].contains(&path.as_str())) {
        let own = part(path);
        let allowed = MAY_USE.iter().find(|(name, _)| *name == own).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("{path} belongs to no layer; add it to MAY_USE"));
        for (line, used) in uses(path, text) {
            if !allowed.contains(&used.as_str()) {
                broken.push(format!("src/{path}:{line}: {own} may not use {used}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// No cycles in the whole of `src`, except between a `mod.rs` and its children, which the reader leaves out.
#[test]
fn no_file_imports_itself_through_others() {
    let circle = Imports::of(&sources()).circle();
    assert!(
        circle.is_none(),
        "a circle, each file with the line that imports the next one:\n{}",
        circle.unwrap().join("\n")
    );
}

/// Lists all import cycles: `cargo test --test it circles_are_listed -- --ignored --nocapture`.
#[test]
#[ignore = "prints, and checks nothing"]
fn circles_are_listed() {
    for group in Imports::of(&sources()).groups() {
        println!("{} files that lead to each other:", group.len());
        for file in group {
            println!("  src/{file}");
        }
    }
}

#[test]
fn the_core_draws_nothing_and_the_canvas_knows_no_model() {
    let draws = ["egui", "eframe", "rfd", "directories"];
    for (path, text) in sources() {
        let own = part(&path);
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let names = |word: &str| code.iter().any(|line| line.contains(&format!("{word}::")));
        for word in draws.iter().filter(|word| names(word)) {
            let draws_too = ["canvas", "look", "picture"].contains(&own) && *word == "egui";
            assert!(own == "app" || draws_too, "src/{path} uses {word}");
        }
    }
}

#[test]
fn every_file_has_a_header_and_is_short() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//!") {
            broken.push(format!("src/{path} does not begin with what it is"));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            broken.push(format!("src/{path} has {lines} lines, {MAX_LINES} at most"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_of_tests_is_compiled() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for name in names.filter(|name| name != "main.rs") {
        let module = name.strip_suffix(".rs").unwrap_or(&name);
        assert!(main.lines().any(|line| line == format!("mod {module};")), "tests/it/{name} is not in main.rs");
    }
}

#[test]
fn uses_are_found_with_their_lines() {
    let text = "use crate::model::Flow;\n// crate::app\nlet it = crate::edit::apply();\nuse crate::{sim, lint::Diagnostic};\n$crate::x";
    let names = |path: &str, text: &str| uses(path, text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names("a/b.rs", text), ["model", "edit", "sim", "lint"]);
    assert_eq!(names("a/b.rs", "use super::c::D;\nsuper::super::app::run()"), ["app"]);
    assert_eq!(names("a/mod.rs", "use super::app::D;"), ["app"]);
    assert_eq!(
        without_tests("a\n#[cfg(test)]\nmod x;\nb\n#[cfg(test)]\n#[allow(x)]\nmod tests {\nc"),
        "a\n#[cfg(test)]\nmod x;\nb"
    );
    assert_eq!(test_modules("a/mod.rs", "#[cfg(test)]\nmod samples;"), ["a/samples.rs", "a/samples/mod.rs"]);
}

#[test]
fn text_inputs_are_made_in_one_place() {
    let made = ["TextEdit::singleline(", "TextEdit::multiline(", "text_edit_singleline(", "text_edit_multiline("];
    for (path, text) in sources().iter().filter(|(path, _)| path != "app/kit/text_input.rs") {
        let found = made.iter().find(|made| text.contains(**made));
        assert!(
            found.is_none(),
            "src/{path} makes a text input of its own; take one of app/kit/text_input.rs, which has a limit"
        );
    }
}
