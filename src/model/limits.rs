//! How long texts may become. What a loaded file already holds may be longer: it is kept whole, and shown instead of edited.

/// Most characters of a name: of an object, of an action's title, of what is like one.
pub const MAX_NAME: usize = 200;
/// Most characters of any other text.
pub const MAX_TEXT: usize = 10_000;

/// Whether a text has more characters than that, without counting them all.
#[must_use]
pub fn is_longer(text: &str, limit: usize) -> bool {
    // A character has a byte at least.
    text.len() > limit && text.chars().nth(limit).is_some()
}
