//! Expressions such as `menu.tries + 1` or `"Hello " + customer.name` (spec: meaning §1): one value from others, without statements,
//! loops or effects, and bounded in depth and size. A name is the longest known variable path at its place, and numbers are decimals;
//! since no kept expression library has either, the language is read here.

mod eval;
mod functions;
mod lexer;
mod names;
mod parser;
mod results;
mod tree;

use super::value::{Locale, Value};

pub use functions::FUNCTIONS;
pub use names::{Named, RenamedPair, names, rename};

/// Deepest nesting of an expression.
const MAX_DEPTH: usize = 16;
/// Most parts of an expression, each of which is evaluated at most once.
const MAX_PARTS: usize = 1_000;

/// What is wrong with an expression, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The place of the letter, counted in bytes from 0.
    at: usize,
    /// The sentence.
    words: String,
}

impl Trouble {
    fn new(at: usize, words: impl Into<String>) -> Self {
        Self { at, words: words.into() }
    }

    /// The sentence with the place as people count letters.
    fn told(&self, expression: &str) -> String {
        let place = expression.char_indices().take_while(|(at, _)| *at < self.at).count() + 1;
        format!("At character {place}: {}", self.words)
    }
}

/// What the names of an expression stand for.
pub trait Scope {
    /// The value of the variable of a path; none when there is no such variable.
    fn read(&self, path: &str) -> Option<Value<'_>>;
    /// Whether there is such a variable.
    fn knows(&self, path: &str) -> bool {
        self.read(path).is_some()
    }
}

/// Checks an expression without evaluating it. Names of unknown variables are no concern of this function: see [`names`].
///
/// # Errors
/// What is wrong with it, and where.
pub fn check(expression: &str, knows: &dyn Fn(&str) -> bool) -> Result<(), String> {
    parser::parse(expression, knows).map(drop).map_err(|trouble| trouble.told(expression))
}

/// The value of an expression.
///
/// # Errors
/// What went wrong, and where: a mistake in the expression, an unknown variable, a limit.
pub fn evaluate(expression: &str, scope: &dyn Scope, locale: Locale<'_>) -> Result<Value<'static>, String> {
    let told = |trouble: Trouble| trouble.told(expression);
    let tree = parser::parse(expression, &|path| scope.knows(path)).map_err(told)?;
    let value = eval::value(&tree, scope, locale).map_err(told)?;
    Ok(Value { text: value.text.into_owned().into(), kind: value.kind })
}

#[cfg(test)]
mod tests;
