//! An entry in the list of a comparison: the changes of an action as text, with long texts shortened to what differs.

use crate::diff::{ActionDiff, Change, Difference};
use crate::model::ActionId;

/// An action in a comparison, by its ids before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The id before, unless the action was added.
    pub before: Option<ActionId>,
    /// The id after, unless the action was removed.
    pub after: Option<ActionId>,
}

impl Pick {
    /// The action of a difference.
    #[must_use]
    pub fn of(diff: &ActionDiff) -> Self {
        Self { before: diff.before, after: diff.after }
    }
}

/// The number of characters kept on either side of a difference.
const AROUND: usize = 36;
/// The most characters shown of a difference.
const MOST: usize = 300;

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The action.
    pub pick: Pick,
    /// Its title.
    pub title: String,
    /// How it differs.
    pub difference: Difference,
    /// Whether the entry also mentions that the action moved.
    pub is_moved: bool,
    /// Its changes.
    pub lines: Vec<Line>,
}

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name of the value.
    pub label: String,
    /// The value before, if there was one.
    pub before: Option<Excerpt>,
    /// The value after, if there is one.
    pub after: Option<Excerpt>,
}

/// A text shortened to where it differs from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The unchanged text before the difference.
    pub head: String,
    /// The difference.
    pub middle: String,
    /// The unchanged text after the difference.
    pub tail: String,
}

impl Entry {
    /// The entry of an action.
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

    /// The estimated height: the entry is measured when it first comes into view.
    #[must_use]
    pub fn likely_height(&self) -> f32 {
        let lines = u16::try_from(self.lines.len() + usize::from(self.is_moved)).unwrap_or(u16::MAX);
        44.0 + 42.0 * f32::from(lines)
    }
}

impl Line {
    /// A change as text.
    #[must_use]
    pub fn new(change: &Change) -> Self {
        let [before, after] = excerpts(&change.before, &change.after);
        Self { label: change.label.clone(), before: Some(before), after: Some(after) }
    }

    /// Whether before and after should be shown one below the other.
    #[must_use]
    pub fn is_long(&self) -> bool {
        let length = |it: &Option<Excerpt>| it.as_ref().map_or(0, Excerpt::length);
        length(&self.before) + length(&self.after) > 40
    }
}

impl Excerpt {
    /// Whether the excerpt is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length() == 0
    }

    fn length(&self) -> usize {
        [&self.head, &self.middle, &self.tail].iter().map(|part| part.chars().count()).sum()
    }
}

/// Two texts, each shortened to where it differs from the other, by whole words.
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
    fn a_difference_consists_of_whole_words() {
        let [before, after] = excerpts("For Sales, press 2 now.", "For Sales, press 25 now.");
        assert_eq!(parts(&before), ["For Sales, press ", "2", " now."]);
        assert_eq!(parts(&after), ["For Sales, press ", "25", " now."]);
        let [before, after] = excerpts("Welcome", "Good morning");
        assert_eq!((parts(&before), parts(&after)), (["", "Welcome", ""], ["", "Good morning", ""]));
        let [before, after] = excerpts("greeting", "greetings");
        assert_eq!((before.middle.as_str(), after.middle.as_str()), ("greeting", "greetings"));
    }

    #[test]
    fn long_texts_are_shortened_to_where_they_differ() {
        let text = |word: &str| format!("{} {word} {}", "é la ".repeat(400), "fin ".repeat(400));
        let [before, after] = excerpts(&text("lundi"), &text("mardi"));
        assert_eq!((before.middle.as_str(), after.middle.as_str()), ("lundi", "mardi"));
        assert!(before.head.starts_with('…') && before.tail.ends_with('…'), "{before:?}");
        assert!(before.length() < 100, "{before:?}");
    }

    #[test]
    fn empty_and_overlapping_texts_are_compared() {
        for (one, other) in [("", ""), ("", "a"), ("a", ""), ("aaa", "aa"), ("aa", "aaa"), ("a b a", "a b a b a")] {
            for (excerpt, text) in excerpts(one, other).iter().zip([one, other]) {
                assert_eq!(parts(excerpt).concat(), text);
            }
        }
        assert!(excerpts("", "a")[0].is_empty());
    }
}
