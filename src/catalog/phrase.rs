//! Searches words and phrases in what somebody wrote or said (spec: meaning §2). Letters and signs are compared by [`super::fold`].
//! The sentences that the system says are in [`super::system_phrases`].

use strsim::osa_distance;
use unicode_normalization::char::is_combining_mark;

use super::fold::{Fold, bare};

/// How a phrase has to occur in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The text is the phrase, apart from punctuation around it.
    Exact,
    /// The text contains the phrase as whole words.
    WholeWords,
    /// The same, and a word of five or more letters may have one letter wrong, missing, too many, or two in the wrong order.
    Similar,
    /// The text contains the phrase, also as a part of a word.
    Anywhere,
}

/// Shortest word that may be one letter off.
const LEAST_SIMILAR: usize = 5;

/// A text in which phrases are looked for.
#[derive(Clone, Debug)]
pub struct Searched {
    fold: Fold,
    text: String,
}

impl Searched {
    /// A text with what makes a difference in it.
    #[must_use]
    pub fn new(text: &str, fold: Fold) -> Self {
        Self { fold, text: fold.text(text) }
    }

    /// Whether the text contains a phrase. No text contains an empty phrase.
    #[must_use]
    pub fn has(&self, phrase: &str, how: Likeness) -> bool {
        let phrase = self.fold.text(phrase);
        if phrase.is_empty() {
            return false;
        }
        match how {
            Likeness::Exact => self.text == phrase || bare(&self.text) == bare(&phrase),
            Likeness::Anywhere => self.text.contains(&phrase),
            Likeness::WholeWords => self.has_whole(&phrase),
            Likeness::Similar => self.has_whole(&phrase) || self.has_similar(&phrase),
        }
    }

    fn has_whole(&self, phrase: &str) -> bool {
        // Punctuation around a phrase is not looked for, unless the phrase is nothing else.
        let phrase = bare(phrase);
        self.text.match_indices(phrase).any(|(place, _)| {
            is_bound(&self.text, place, Side::Before) && is_bound(&self.text, place + phrase.len(), Side::Behind)
        })
    }

    fn has_similar(&self, phrase: &str) -> bool {
        let (text, wanted) = (words(&self.text), words(phrase));
        !wanted.is_empty()
            && text
                .windows(wanted.len())
                .any(|found| found.iter().zip(&wanted).all(|(one, other)| is_similar(one, other)))
    }
}

fn is_similar(found: &str, wanted: &str) -> bool {
    found == wanted || wanted.chars().count() >= LEAST_SIMILAR && osa_distance(found, wanted) <= 1
}

/// The words of a folded text.
#[must_use]
pub fn words(folded: &str) -> Vec<&str> {
    folded.split(|letter: char| !is_of_word(letter)).filter(|word| !word.is_empty()).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// Whether a word begins or ends at a place of a text.
fn is_bound(text: &str, place: usize, side: Side) -> bool {
    let (Some(before), Some(behind)) = (text.get(..place), text.get(place..)) else { return false };
    let (Some(left), Some(right)) = (before.chars().next_back(), behind.chars().next()) else { return true };
    if left == '\'' || right == '\'' {
        return is_bound_at_apostrophe(before, behind, side);
    }
    // A mark belongs to the letter before it.
    !is_combining_mark(right) && (!is_of_word(left) || !is_of_word(right) || is_unspaced(left) || is_unspaced(right))
}

/// A word begins behind an apostrophe (*l'avion*), and one ends before it where a quotation or a word ends, or where *'s* follows
/// (*the customer's*); *can't* does not contain the word *can*.
fn is_bound_at_apostrophe(before: &str, behind: &str, side: Side) -> bool {
    if side == Side::Before {
        return true;
    }
    let Some(rest) = behind.strip_prefix('\'') else { return true };
    let mut letters = rest.chars();
    match (letters.next(), letters.next()) {
        (Some('s'), next) => next.is_none_or(|next| !is_of_word(next)),
        (next, _) => !before.ends_with(is_of_word) || next.is_none_or(|next| !is_of_word(next)),
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// A letter of a script that puts no blanks between its words.
fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff
        | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_where_their_words_do() {
        use Likeness::{Anywhere, Exact, Similar, WholeWords};
        let loose = Fold::LOOSE;
        let usual = Fold::USUAL;
        for (fold, how, text, phrase, expected) in [
            (loose, WholeWords, "Ma facture est erronée", "ERRONEE", true),
            (usual, WholeWords, "Ma facture est erronée", "erronee", false),
            (usual, WholeWords, "erronée", "ERRONE\u{301}E", true),
            (usual, WholeWords, "it doesn’t work", "doesn't work", true),
            (loose, WholeWords, "cafe\u{301} noir", "café", true),
            (usual, WholeWords, "Große Straße", "strasse", true),
            (usual, WholeWords, "my\n  last  bill", "Last Bill", true),
            (usual, WholeWords, "unbilled, billing", "bill", false),
            (usual, WholeWords, "(bill)", "bill", true),
            (usual, WholeWords, "bill_of_lading", "bill", true),
            (usual, WholeWords, "refund!!now", "refund!", true),
            (usual, WholeWords, "I can't", "can", false),
            (usual, WholeWords, "l'avion est parti", "avion", true),
            (usual, WholeWords, "the customer's bill", "customer", true),
            (usual, WholeWords, "'bill'", "bill", true),
            (usual, WholeWords, "返金をお願いします", "返金", true),
            (usual, WholeWords, "クレジットカード", "カード", true),
            (usual, WholeWords, "हिन्दी में", "हिन्द", false),
            (usual, WholeWords, "so 👍", "👍", true),
            (usual, WholeWords, "anything", " ", false),
            (usual, Anywhere, "unbilled", "bill", true),
            (Fold::CASE, WholeWords, "SOS please", "sos", false),
            (Fold::CASE, WholeWords, "SOS please", "SOS", true),
            (usual, Exact, "Refund!", "refund", true),
            (usual, Exact, "a refund", "refund", false),
            (usual, Similar, "a refnud please", "refund", true),
            (usual, Similar, "a refun please", "refund", true),
            (usual, Similar, "a reffund please", "refund", true),
            (usual, Similar, "a raffund please", "refund", false),
            (usual, Similar, "my bell", "bill", false),
            (usual, Similar, "the mony bakc thing", "money back", false),
            (usual, Similar, "the mony back thing", "money back", true),
        ] {
            assert_eq!(Searched::new(text, fold).has(phrase, how), expected, "{fold:?} {how:?} {text} {phrase}");
        }
        assert_eq!(words("l'été, c'est (1) x"), ["l", "été", "c", "est", "1", "x"]);
    }
}
