//! The help of the program: the pages of the guide (`assets/help`) and a page for each kind of action, and searching them (spec: ease §3).

pub mod kinds;

use std::sync::LazyLock;

use crate::actions::ALL;

/// A page of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its id: `guide/…`, or the id of a kind.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text without the title, in Markdown. A link to another page is written as `help:` and its id.
    pub text: String,
    /// The title, and everything by which it is found (its title, its text and other words for what it is about), in lower case.
    folded: (String, String),
}

impl Page {
    /// A page that is also found by other words for what it is about.
    #[must_use]
    pub fn new(id: &str, title: &str, text: String, words: &str) -> Self {
        let all = format!("{title}\n{text}\n{words}").to_lowercase();
        Self { id: id.to_owned(), title: title.to_owned(), text, folded: (title.to_lowercase(), all) }
    }
}

/// The pages of the guide, in reading order, each with its id.
const GUIDE: [(&str, &str); 10] = [
    ("guide/first-steps", include_str!("../../assets/help/first-steps.md")),
    ("guide/tree", include_str!("../../assets/help/tree.md")),
    ("guide/menus", include_str!("../../assets/help/menus.md")),
    ("guide/queues", include_str!("../../assets/help/queues.md")),
    ("guide/hours", include_str!("../../assets/help/hours.md")),
    ("guide/try", include_str!("../../assets/help/try.md")),
    ("guide/test-calls", include_str!("../../assets/help/test-calls.md")),
    ("guide/busy-days", include_str!("../../assets/help/busy-days.md")),
    ("guide/production", include_str!("../../assets/help/production.md")),
    ("guide/words", include_str!("../../assets/help/words.md")),
];

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let guide = GUIDE.iter().map(|(id, whole)| {
        let (title, text) = whole.split_once('\n').unwrap_or((whole, ""));
        Page::new(id, title.trim_start_matches('#').trim(), text.trim().to_owned(), "")
    });
    let kinds = ALL.iter().map(|spec| Page::new(spec.id, spec.title, kinds::page(spec), spec.words));
    guide.chain(kinds).collect()
});

/// All pages: the guide in reading order, and then the kinds in the order of the palette.
#[must_use]
pub fn pages() -> &'static [Page] {
    &PAGES
}

/// The pages of the guide.
#[must_use]
pub fn guide() -> &'static [Page] {
    PAGES.get(..GUIDE.len()).unwrap_or_default()
}

/// The page with an id.
#[must_use]
pub fn page(id: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.id == id)
}

/// A page that a search has found, and the first line in which it has found something; empty where only the title has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The page.
    pub page: &'static Page,
    /// The line.
    pub line: &'static str,
}

/// The pages that have every word that was typed, without regard to case: first those whose title has all of them, then those of the guide, and then
/// the rest, in their order.
#[must_use]
pub fn find(typed: &str) -> Vec<Found> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let has_all = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
    let mut found: Vec<(bool, Found)> = Vec::new();
    for page in pages() {
        let (title, all) = &page.folded;
        if !has_all(all) {
            continue;
        }
        let is_line = |line: &&'static str| words.iter().any(|word| line.to_lowercase().contains(word.as_str()));
        let is_better = |line: &&'static str| has_all(&line.to_lowercase());
        let line = page.text.lines().find(is_better).or_else(|| page.text.lines().find(is_line)).unwrap_or_default();
        found.push((has_all(title), Found { page, line: line.trim_start_matches(['#', '-', ' ']) }));
    }
    found.sort_by_key(|(is_title, _)| !is_title);
    found.into_iter().map(|(_, found)| found).collect()
}

#[cfg(test)]
mod tests;
