//! Reads the imports between files of `src`: every path that begins with `crate::`, `self::` or `super::`. Follows re-exports of a `mod.rs`
//! for its children, and finds cycles. Expects text formatted by rustfmt and does not expand macros.

use std::collections::{BTreeMap, BTreeSet};

/// A path as written, such as `super::tree::add`, and its line number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    /// The segments after the root of the crate.
    pub path: Vec<String>,
}

/// Files below `src`, each with its imported files and the line of the first import.
#[derive(Debug, Default)]
pub struct Imports(BTreeMap<String, BTreeMap<String, usize>>);

impl Imports {
    /// Reads files, each with its path below `src` and its text. Imports of a `mod.rs` from its own folder are left out.
    pub fn of(files: &[(String, String)]) -> Self {
        let modules: BTreeMap<Vec<String>, Module<'_>> = files
            .iter()
            .map(|(path, text)| (module(path), Module { file: path, exports: exports(path, text) }))
            .collect();
        let mut imports = Self::default();
        for (path, text) in files {
            let own = module(path);
            let found = imports.0.entry(path.clone()).or_default();
            for Named { line, path: named } in named(path, text) {
                let Some((target, file)) = resolve(&modules, &named, 0) else { continue };
                let is_below = path.ends_with("mod.rs") && target.starts_with(&own);
                if file != path && !is_below {
                    found.entry(file.to_owned()).or_insert(line);
                }
            }
        }
        imports
    }

    /// The same, limited to some folders.
    pub fn within(&self, folders: &[&str]) -> Self {
        let is_in = |file: &str| folders.iter().any(|folder| file.starts_with(&format!("{folder}/")));
        let kept = |imported: &BTreeMap<String, usize>| {
            imported.iter().filter(|(file, _)| is_in(file)).map(|(file, line)| (file.clone(), *line)).collect()
        };
        Self(
            self.0
                .iter()
                .filter(|(file, _)| is_in(file))
                .map(|(file, imported)| (file.clone(), kept(imported)))
                .collect(),
        )
    }

    /// The files that a file imports.
    pub fn imported_by(&self, file: &str) -> Vec<&str> {
        self.0.get(file).into_iter().flatten().map(|(file, _)| file.as_str()).collect()
    }

    /// A cycle, if there is one: each file with the line that imports the next file; the last file imports the first.
    pub fn circle(&self) -> Option<Vec<String>> {
        let mut done = BTreeSet::new();
        self.0.keys().find_map(|file| self.walk(file, &mut Vec::new(), &mut done))
    }

    fn walk<'a>(
        &'a self,
        file: &'a str,
        way: &mut Vec<(&'a str, usize)>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<String>> {
        if let Some(first) = way.iter().position(|(passed, _)| *passed == file) {
            return Some(way[first..].iter().map(|(file, line)| format!("src/{file}:{line}")).collect());
        }
        if !done.contains(file) {
            for (next, line) in self.0.get(file).into_iter().flatten() {
                way.push((file, *line));
                let found = self.walk(next, way, done);
                way.pop();
                if found.is_some() {
                    return found;
                }
            }
            done.insert(file);
        }
        None
    }

    /// The strongly connected groups of files, largest first.
    pub fn groups(&self) -> Vec<BTreeSet<&str>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.0.keys().map(|file| (file.as_str(), self.reached_from(file))).collect();
        let both_ways = |one: &str, other: &str| reached[one].contains(other) && reached[other].contains(one);
        let group = |one: &&str| reached[one].iter().copied().filter(|other| both_ways(one, other)).collect();
        let all: BTreeSet<BTreeSet<&str>> =
            reached.keys().map(group).filter(|group: &BTreeSet<&str>| group.len() > 1).collect();
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|group| std::cmp::Reverse(group.len()));
        all
    }

    fn reached_from<'a>(&'a self, file: &str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut open = self.imported_by(file);
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(self.imported_by(next));
            }
        }
        reached
    }
}

/// A file as a module, with its imported names.
struct Module<'a> {
    file: &'a str,
    exports: BTreeMap<String, Vec<String>>,
}

/// The module that a path refers to, or that defines the named item, and its file.
fn resolve<'a>(
    modules: &BTreeMap<Vec<String>, Module<'a>>,
    path: &[String],
    depth: usize,
) -> Option<(Vec<String>, &'a str)> {
    let known = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
    let module = &modules[&path[..known]];
    if let Some(source) = path.get(known).and_then(|name| module.exports.get(name))
        && depth < 8
    {
        let whole: Vec<String> = source.iter().chain(&path[known + 1..]).cloned().collect();
        return resolve(modules, &whole, depth + 1);
    }
    Some((path[..known].to_vec(), module.file))
}

/// The path of a file's module: `edit/tree.rs` and `edit/tree/mod.rs` are `edit::tree`, `lib.rs` is the root.
fn module(path: &str) -> Vec<String> {
    let name = path.trim_end_matches(".rs");
    let name = name.strip_suffix("/mod").unwrap_or(name);
    if ["lib", "main"].contains(&name) { Vec::new() } else { name.split('/').map(str::to_owned).collect() }
}

/// The names in a file's `use` lines, with their origins: other files can import them from here.
fn exports(path: &str, text: &str) -> BTreeMap<String, Vec<String>> {
    let code = without_comments_and_texts(text);
    let own = module(path);
    let mut found = BTreeMap::new();
    for (start, tree) in use_trees(&code) {
        // An indented `use` is inside a function.
        if !code[..start].rsplit('\n').next().unwrap_or_default().starts_with(' ') {
            for (_, segments, alias) in leaves(tree, 0) {
                let whole = absolute(&own, &segments).unwrap_or_else(|| own.iter().cloned().chain(segments).collect());
                if let Some(name) = alias.or_else(|| whole.last().cloned()) {
                    found.insert(name, whole);
                }
            }
        }
    }
    // A name that is imported from its definition does not lead to another file.
    found.retain(|name, source| {
        source.last() != Some(&"*".to_owned()) && *source != [own.as_slice(), std::slice::from_ref(name)].concat()
    });
    found
}

/// Every path from the crate root in a file, in `use` lines and elsewhere.
pub fn named(path: &str, text: &str) -> Vec<Named> {
    let code = without_comments_and_texts(text);
    let own = module(path);
    let line = |at: usize| code[..at].matches('\n').count() + 1;
    let mut found = Vec::new();
    let mut rest = code.clone();
    for (start, tree) in use_trees(&code) {
        for (at, segments, _) in leaves(tree, 0) {
            found.extend(absolute(&own, &segments).map(|path| Named { line: line(start + 3 + at), path }));
        }
        rest.replace_range(start..start + 3 + tree.len(), &" ".repeat(3 + tree.len()));
    }
    for root in ["crate::", "self::", "super::"] {
        for (at, _) in rest.match_indices(root) {
            let is_within = rest[..at].ends_with(|c: char| c.is_alphanumeric() || "_$:".contains(c));
            let end = rest[at..]
                .find(|c: char| !(c.is_alphanumeric() || "_:".contains(c)))
                .map_or(rest.len(), |end| at + end);
            let segments: Vec<String> =
                rest[at..end].split("::").filter(|it| !it.is_empty()).map(str::to_owned).collect();
            found.extend(absolute(&own, &segments).filter(|_| !is_within).map(|path| Named { line: line(at), path }));
        }
    }
    found.sort_by_key(|it| it.line);
    found
}

/// The path from the crate root; `None` if it begins with neither `crate`, `self` nor `super`.
fn absolute(own: &[String], segments: &[String]) -> Option<Vec<String>> {
    let ups = segments.iter().take_while(|it| *it == "super").count();
    let (base, rest) = match segments.first()?.as_str() {
        "crate" => (&own[..0], &segments[1..]),
        "self" => (own, &segments[1..]),
        "super" => (&own[..own.len().saturating_sub(ups)], &segments[ups..]),
        _ => return None,
    };
    Some(base.iter().chain(rest).cloned().collect())
}

/// The `use` declarations: the start of each, and the text between `use` and its semicolon.
fn use_trees(code: &str) -> Vec<(usize, &str)> {
    let starts = code.match_indices("use ").map(|(at, _)| at);
    let is_word = |at: &usize| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    starts.filter(is_word).filter_map(|at| Some((at, &code[at + 3..at + code[at..].find(';')?]))).collect()
}

/// The paths of a `use` declaration with their offsets, with lists in braces expanded, and the name after `as`, if any.
fn leaves(tree: &str, from: usize) -> Vec<(usize, Vec<String>, Option<String>)> {
    let Some(open) = tree.find('{') else {
        let from = from + (tree.len() - tree.trim_start().len());
        let (path, alias) =
            tree.trim().split_once(" as ").map_or((tree.trim(), None), |(path, alias)| (path, Some(alias)));
        let segments = path.split("::").filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        return if segments.is_empty() { Vec::new() } else { vec![(from, segments, alias.map(str::to_owned))] };
    };
    let prefix: Vec<String> = tree[..open].trim().split("::").filter(|it| !it.is_empty()).map(str::to_owned).collect();
    let close = tree.rfind('}').unwrap_or(tree.len());
    let (mut depth, mut start, mut found) = (0, open + 1, Vec::new());
    for (at, letter) in tree[..close].char_indices().skip_while(|(at, _)| *at <= open).chain([(close, ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                for (at, segments, alias) in leaves(&tree[start..at], from + start) {
                    let segments = if segments == ["self"] { Vec::new() } else { segments };
                    found.push((at, prefix.iter().cloned().chain(segments).collect(), alias));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The text with comments, strings and character literals replaced by blanks; line numbers stay the same.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_raw = first == 'r' && !code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let hashes = if is_raw { rest[1..].bytes().take_while(|it| *it == b'#').count() } else { 0 };
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if is_raw && rest[1 + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            rest[2 + hashes..].find(&end).map_or(rest.len(), |at| 2 + hashes + at + end.len())
        } else if first == '"' {
            quoted(rest, '"').unwrap_or(rest.len())
        } else if first == '\'' {
            // A character literal, not a lifetime.
            quoted(rest, '\'')
                .filter(|length| rest[1..*length].chars().count() == 2 || rest.starts_with("'\\"))
                .unwrap_or(0)
        } else {
            0
        };
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..length].chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    code
}

/// The length of a string literal with its quotes.
fn quoted(rest: &str, mark: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == mark => return Some(at + mark.len_utf8()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        texts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn paths(path: &str, text: &str) -> Vec<(usize, String)> {
        named(path, text).into_iter().map(|it| (it.line, it.path.join("::"))).collect()
    }

    #[test]
    fn paths_are_found_however_they_are_written() {
        let text = "use crate::model::Flow;\n// use crate::app::A;\nuse super::{self, tree, tx::{Refusal as No, Tx}};\n\
                    pub use crate::{\n    lint::{\n        Finding,\n    },\n    sim::*,\n};\nuse std::sync::Arc;\n\
                    let it = super::super::uses::of(\"crate::never\", 'x', b'\"');\n/* crate::never */ let s = r#\"crate::\"never\"#;\n\
                    fn f<'a>(x: &'a self::Own) -> $crate::never {}\n";
        let found = [
            (1, "model::Flow"),
            (3, "edit"),
            (3, "edit::tree"),
            (3, "edit::tx::Refusal"),
            (3, "edit::tx::Tx"),
            (6, "lint::Finding"),
            (8, "sim::*"),
            (11, "uses::of"),
            (13, "edit::apply::Own"),
        ];
        assert_eq!(paths("edit/apply.rs", text), found.map(|(line, path)| (line, path.to_owned())));
        assert_eq!(paths("edit/mod.rs", "use super::app::D;"), [(1, "app::D".to_owned())]);
    }

    #[test]
    fn names_are_traced_to_the_files_that_define_them() {
        let imports = Imports::of(&files(&[
            ("lib.rs", "pub mod a;\npub mod b;\n"),
            (
                "a/mod.rs",
                "mod one;\nmod two;\npub use one::{One, other as renamed};\npub struct Own;\nfn f() {\n    use two::Hidden;\n}\n",
            ),
            ("a/one.rs", "use super::Own;\n"),
            ("a/two.rs", "use super::One;\n"),
            ("b.rs", "use crate::a::{One, renamed};\nuse crate::a::Hidden;\nuse crate::a::two::Two;\n"),
        ]));
        assert_eq!(imports.imported_by("a/mod.rs"), [""; 0]);
        assert_eq!(imports.imported_by("a/one.rs"), ["a/mod.rs"]);
        assert_eq!(imports.imported_by("a/two.rs"), ["a/one.rs"]);
        assert_eq!(imports.imported_by("b.rs"), ["a/mod.rs", "a/one.rs", "a/two.rs"]);
        assert_eq!(imports.circle(), None);
    }

    #[test]
    fn a_planted_circle_is_found() {
        let straight = [
            ("a/mod.rs", "mod one;\nmod two;\nmod three;\npub use three::Three;\n"),
            ("a/one.rs", "use super::two::{\n    Two,\n    Zwei,\n};\n"),
            ("a/two.rs", "\n\nfn f() -> super::Three {}\n"),
            ("b.rs", "use crate::a::one::One;\n"),
        ];
        let closed = |third| Imports::of(&files(&[straight.as_slice(), &[("a/three.rs", third)]].concat()));
        let open = closed("use crate::model::One;\n");
        assert_eq!((open.circle(), open.groups().len()), (None, 0));
        for third in ["use super::one::One;\n", "use crate::{b, c};\n", "fn f() { crate::b::f() }\n"] {
            let imports = closed(third);
            let circle = imports.circle().unwrap();
            assert!(circle.contains(&"src/a/two.rs:3".to_owned()), "{circle:?}");
            assert!(circle.contains(&"src/a/three.rs:1".to_owned()), "{circle:?}");
            let groups = imports.groups();
            assert_eq!(groups.len(), 1, "{groups:?}");
            assert!(["a/one.rs", "a/two.rs", "a/three.rs"].iter().all(|file| groups[0].contains(file)));
        }
        assert_eq!(closed("use crate::b;\n").within(&["a"]).circle(), None, "b is outside");
    }
}
