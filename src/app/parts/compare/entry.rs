//! What the list of a comparison says of one action: its changes in words, long ones cut down to where they differ.

use crate::diff::{ActionDiff, Change, Difference};
use crate::model::ActionId;

/// An action that is looked at: its ids before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Its id before, unless it was added.
    pub before: Option<ActionId>,
    /// Its id after, unless it was removed.
    pub after: Option<ActionId>,
}

impl Pick {
    /// The action of a difference.
    #[must_use]
    pub fn of(diff: &ActionDiff) -> Self {
        Self { before: diff.before, after: diff.after }
    }
}

/// How many characters are kept at either side of what differs.
const AROUND: usize = 36;
/// The most characters that are shown of what differs.
const MOST: usize = 300;

/// What is said of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The action.
    pub pick: Pick,
    /// Its title.
    pub title: String,
    /// How it differs.
    pub difference: Difference,
    /// Whether it is also to be said that it stands elsewhere.
    pub is_moved: bool,
    /// Its changes.
    pub lines: Vec<Line>,
}

/// One value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub label: String,
    /// Before; none where nothing was there to be changed.
    pub before: Option<Excerpt>,
    /// After; none where nothing is there any more.
    pub after: Option<Excerpt>,
}

/// A text cut down to where it differs from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// What is the same, before it.
    pub head: String,
    /// What differs.
    pub middle: String,
    /// What is the same, after it.
    pub tail: String,
}

impl Entry {
    /// What is said of an action.
    #[must_use]
    pub fn new(diff: &ActionDiff, shows_moved: bool) -> Self {
        let lines = diff.changes().map(|change| {
            let line = Line::new(change);
            match diff.difference {
                Difference::Added => Line { before: None, ..line },
                Difference::Removed => Line { after: None, ..line },
                Difference::Changed | Difference::Moved => line,
            }
        });
        Self {
            pick: Pick::of(diff),
            title: diff.title.clone(),
            difference: diff.difference,
            is_moved: shows_moved && diff.is_moved,
            lines: lines.collect(),
        }
    }

    /// About how high it will be: it is measured when it is first in view.
    #[must_use]
    pub fn likely_height(&self) -> f32 {
        let lines = u16::try_from(self.lines.len() + usize::from(self.is_moved)).unwrap_or(u16::MAX);
        44.0 + 42.0 * f32::from(lines)
    }
}

impl Line {
    /// A change in words.
    #[must_use]
    pub fn new(change: &Change) -> Self {
        let [before, after] = excerpts(&change.before, &change.after);
        Self { label: change.label.clone(), before: Some(before), after: Some(after) }
    }

    /// Whether before and after stand better below each other.
    #[must_use]
    pub fn is_long(&self) -> bool {
        let length = |it: &Option<Excerpt>| it.as_ref().map_or(0, Excerpt::length);
        length(&self.before) + length(&self.after) > 40
    }
}

impl Excerpt {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length() == 0
    }

    fn length(&self) -> usize {
        [&self.head, &self.middle, &self.tail].iter().map(|part| part.chars().count()).sum()
    }
}

/// Two texts, each cut down to where it differs from the other, by whole words.
#[must_use]
pub fn excerpts(before: &str, after: &str) -> [Excerpt; 2] {
    let (one, other): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let is_in_word = |text: &[char], place: usize| {
        let at = |place: Option<usize>| place.and_then(|it| text.get(it)).is_some_and(|it| it.is_alphanumeric());
        at(place.checked_sub(1)) && at(Some(place))
    };
    let mut head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    while is_in_word(&one, head) || is_in_word(&other, head) {
        head -= 1;
    }
    let most = one.len().min(other.len()) - head;
    let ends = one.iter().rev().zip(other.iter().rev()).take(most);
    let mut tail = ends.take_while(|(a, b)| a == b).count();
    while tail > 0 && (is_in_word(&one, one.len() - tail) || is_in_word(&other, other.len() - tail)) {
        tail -= 1;
    }
    [one, other].map(|text| {
        let (from, to) = (head, text.len() - tail);
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().iter().collect::<String>();
        let head_from = from.saturating_sub(AROUND);
        let tail_to = (to + AROUND).min(text.len());
        let dots = |is_cut: bool| if is_cut { "…" } else { "" };
        Excerpt {
            head: format!("{}{}", dots(head_from > 0), part(head_from..from)),
            middle: crate::catalog::text::shorten(&part(from..to), MOST),
            tail: format!("{}{}", part(to..tail_to), dots(tail_to < text.len())),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(excerpt: &Excerpt) -> [&str; 3] {
        [&excerpt.head, &excerpt.middle, &excerpt.tail]
    }

    #[test]
    fn what_differs_is_whole_words() {
        let [before, after] = excerpts("For Sales, press 2 now.", "For Sales, press 25 now.");
        assert_eq!(parts(&before), ["For Sales, press ", "2", " now."]);
        assert_eq!(parts(&after), ["For Sales, press ", "25", " now."]);
        let [before, after] = excerpts("Welcome", "Good morning");
        assert_eq!((parts(&before), parts(&after)), (["", "Welcome", ""], ["", "Good morning", ""]));
        let [before, after] = excerpts("greeting", "greetings");
        assert_eq!((before.middle.as_str(), after.middle.as_str()), ("greeting", "greetings"));
    }

    #[test]
    fn long_texts_are_cut_down_to_where_they_differ() {
        let text = |word: &str| format!("{} {word} {}", "é la ".repeat(400), "fin ".repeat(400));
        let [before, after] = excerpts(&text("lundi"), &text("mardi"));
        assert_eq!((before.middle.as_str(), after.middle.as_str()), ("lundi", "mardi"));
        assert!(before.head.starts_with('…') && before.tail.ends_with('…'), "{before:?}");
        assert!(before.length() < 100, "{before:?}");
    }

    #[test]
    fn nothing_and_everything_are_no_trouble() {
        for (one, other) in [("", ""), ("", "a"), ("a", ""), ("aaa", "aa"), ("aa", "aaa"), ("a b a", "a b a b a")] {
            for (excerpt, text) in excerpts(one, other).iter().zip([one, other]) {
                assert_eq!(parts(excerpt).concat(), text);
            }
        }
        assert!(excerpts("", "a")[0].is_empty());
    }
}
