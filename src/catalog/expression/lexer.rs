//! The words of an expression: numbers, texts, names, signs. A name is the longest known variable path at its place, hyphens and
//! leading digits included.

use std::ops::Range;

use super::Trouble;

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number as it is written.
    Number(String),
    /// A text between quotation marks.
    Text(String),
    /// The path of a known variable.
    Name(String),
    /// What looks like the path of a variable, but no variable has it.
    Unknown(String),
    /// The name of a function, or a word of the language.
    Word(String),
    /// A sign.
    Sign(&'static str),
    /// The end.
    End,
}

/// Signs, the longer ones first.
const SIGNS: &[&str] =
    &["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "(", ")", "{", "}", ",", ".", "="];
/// Words that are no variables.
const WORDS: &[&str] = &["if", "else", "and", "or", "not", "true", "false", "yes", "no"];

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    knows: &'a dyn Fn(&str) -> bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, knows: &'a dyn Fn(&str) -> bool) -> Self {
        Self { text, at: 0, knows }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next word with the place where it stands.
    pub(super) fn next(&mut self) -> Result<(Token, Range<usize>), Trouble> {
        let blank = self.rest().len() - self.rest().trim_start().len();
        self.at += blank;
        let start = self.at;
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok((Token::End, start..start)) };
        let token = match first {
            '"' | '\'' | '“' | '‘' => self.quoted(first)?,
            _ if is_part(first) => self.name(),
            _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => {
                    self.at += sign.len();
                    Token::Sign(sign)
                }
                None => return Err(Trouble::new(start, format!("The sign \"{first}\" means nothing here."))),
            },
        };
        Ok((token, start..self.at))
    }

    /// A text up to the quotation mark that closes it. `\"`, `\\`, `\n` and `\t` stand for a letter each.
    fn quoted(&mut self, mark: char) -> Result<Token, Trouble> {
        let start = self.at;
        let closing = match mark {
            '“' => '”',
            '‘' => '’',
            mark => mark,
        };
        let mut text = String::new();
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                _ if letter == closing => {
                    self.at += at + letter.len_utf8();
                    return Ok(Token::Text(text));
                }
                '\\' => match letters.next().map(|(_, escaped)| escaped) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(escaped) => text.push(escaped),
                    None => {}
                },
                _ => text.push(letter),
            }
        }
        Err(Trouble::new(start, format!("The text that begins here does not end. Put {closing} after it.")))
    }

    fn name(&mut self) -> Token {
        let rest = self.rest();
        let run = prefix(rest, |letter| is_part(letter) || letter == '-' || letter == '.');
        // From the whole run to ever shorter ones that end where a part of a name ends.
        let bounds = run.char_indices().filter(|(_, letter)| !is_part(*letter)).map(|(at, _)| at);
        let mut ends: Vec<usize> = bounds.chain([run.len()]).collect();
        ends.reverse();
        let known =
            ends.into_iter().filter_map(|end| run.get(..end)).find(|path| !path.is_empty() && (self.knows)(path));
        if let Some(path) = known {
            self.at += path.len();
            return Token::Name(path.to_owned());
        }
        let whole = prefix(rest, |letter| letter.is_ascii_digit());
        if !whole.is_empty() {
            let part = rest.get(whole.len()..).and_then(|rest| rest.strip_prefix('.'));
            let part = part.map_or("", |part| prefix(part, |letter| letter.is_ascii_digit()));
            let length = whole.len() + if part.is_empty() { 0 } else { part.len() + 1 };
            let behind = rest.get(length..).unwrap_or_default();
            if !behind.starts_with(is_part) {
                self.at += length;
                return Token::Number(rest.get(..length).unwrap_or_default().to_owned());
            }
        }
        let word = prefix(rest, is_part);
        let behind = rest.get(word.len()..).unwrap_or_default();
        if WORDS.contains(&word) && !behind.starts_with('.') || behind.trim_start().starts_with('(') {
            self.at += word.len();
            return Token::Word(word.to_owned());
        }
        let path = looks_like_path(rest);
        self.at += path.len();
        Token::Unknown(path.to_owned())
    }
}

/// What looks like the path of a variable: a group, and a field behind a point that is no function.
fn looks_like_path(text: &str) -> &str {
    let is_of_name = |letter: char| is_part(letter) || letter == '-';
    let group = prefix(text, is_of_name).trim_end_matches('-');
    let behind = text.get(group.len()..).unwrap_or_default();
    let Some(field) = behind.strip_prefix('.').map(|field| prefix(field, is_of_name).trim_end_matches('-')) else {
        return group;
    };
    let length = group.len() + 1 + field.len();
    let is_function = text.get(length..).is_some_and(|behind| behind.trim_start().starts_with('('));
    if field.is_empty() || is_function { group } else { text.get(..length).unwrap_or(group) }
}

/// The beginning of a text that consists of such letters.
fn prefix(text: &str, is_of_it: impl Fn(char) -> bool) -> &str {
    let end = text.find(|letter| !is_of_it(letter)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// A letter of a name that ends nothing.
pub(super) fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}
