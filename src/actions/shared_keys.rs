//! Keys that a caller presses, one after the other: which of them answer a question, and which are for the next one. It asks nothing.

/// What of some keys is an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'k> {
    /// The keys that are taken.
    pub kept: &'k str,
    /// The keys that follow the end of the entry.
    pub rest: &'k str,
    /// Whether a key ended the entry: its last one, or the one that ends it. Otherwise time does.
    pub is_ended: bool,
}

/// The first key, and what follows it.
pub(super) fn first(keys: &str) -> (&str, &str) {
    keys.split_at(keys.chars().next().map_or(0, char::len_utf8))
}

/// The entry that some keys begin with, of at most so many. A terminator right behind the last key belongs to the entry.
pub(super) fn entry<'k>(keys: &'k str, terminator: &str, most: usize) -> Entry<'k> {
    let end = keys.find(terminator).filter(|_| !terminator.is_empty()).unwrap_or(keys.len());
    let full = keys.char_indices().nth(most).map_or(keys.len(), |(place, _)| place);
    let (kept, rest) = keys.split_at(end.min(full));
    let is_ended = end < keys.len() || kept.chars().count() >= most;
    let rest = if terminator.is_empty() { rest } else { rest.strip_prefix(terminator).unwrap_or(rest) };
    Entry { kept, rest, is_ended }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_ends_with_its_last_key_or_the_one_that_ends_it() {
        for (keys, terminator, most, wanted) in [
            ("12", "#", 3, ("12", "", false)),
            ("12#", "#", 3, ("12", "", true)),
            ("12#45", "#", 3, ("12", "45", true)),
            ("123", "#", 3, ("123", "", true)),
            ("123#", "#", 3, ("123", "", true)),
            ("1234", "#", 3, ("123", "4", true)),
            ("1234#5", "#", 3, ("123", "4#5", true)),
            ("123##", "#", 3, ("123", "#", true)),
            ("#", "#", 3, ("", "", true)),
            ("", "#", 3, ("", "", false)),
            ("12#4", "", 3, ("12#", "4", true)),
            ("12#", "", 5, ("12#", "", false)),
        ] {
            let (kept, rest, is_ended) = wanted;
            assert_eq!(entry(keys, terminator, most), Entry { kept, rest, is_ended }, "{keys} {terminator} {most}");
        }
        assert_eq!(first("12"), ("1", "2"));
        assert_eq!(first(""), ("", ""));
    }
}
