//! The grammar of expressions: operators by how tightly they bind, calls of functions, *if … else*.

use std::ops::Range;

use super::super::text::capitalised;
use super::functions;
use super::lexer::{Lexer, Token};
use super::tree::{Operation, Tree};
use super::{MAX_DEPTH, MAX_PARTS, Trouble};

/// The operation of a sign or a word, and how tightly it binds.
fn operation(token: &Token) -> Option<(Operation, u8)> {
    let sign = match token {
        Token::Sign(sign) => sign,
        Token::Word(word) => word.as_str(),
        _ => return None,
    };
    Some(match sign {
        "||" | "or" => (Operation::Or, 1),
        "&&" | "and" => (Operation::And, 2),
        "==" => (Operation::Equal, 3),
        "!=" => (Operation::Unequal, 3),
        "<" => (Operation::Less, 4),
        "<=" => (Operation::AtMost, 4),
        ">" => (Operation::More, 4),
        ">=" => (Operation::AtLeast, 4),
        "+" => (Operation::Plus, 5),
        "-" => (Operation::Minus, 5),
        "*" => (Operation::Times, 6),
        "/" => (Operation::DividedBy, 6),
        "%" => (Operation::RestBy, 6),
        _ => return None,
    })
}

/// Reads an expression.
pub(super) fn parse(text: &str, knows: &dyn Fn(&str) -> bool) -> Result<Tree, Trouble> {
    let mut lexer = Lexer::new(text, knows);
    let (token, place) = lexer.next()?;
    let mut parser = Parser { lexer, token, place, depth: 0, parts: 0 };
    let tree = parser.tree(0)?;
    match parser.token {
        Token::End => Ok(tree),
        _ => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The word that comes next, and where it stands.
    token: Token,
    place: Range<usize>,
    depth: usize,
    parts: usize,
}

impl Parser<'_> {
    fn take(&mut self) -> Result<(Token, usize), Trouble> {
        let (token, place) = self.lexer.next()?;
        let at = std::mem::replace(&mut self.place, place).start;
        Ok((std::mem::replace(&mut self.token, token), at))
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(&self.token, Token::Sign(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Word(found) if found == word)
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Trouble> {
        if self.is_sign(sign) { self.take().map(drop) } else { Err(self.missing(&format!("\"{sign}\""))) }
    }

    fn missing(&self, what: &str) -> Trouble {
        let found = self.found();
        Trouble::new(self.place.start, format!("{what} is needed here, not {found}."))
    }

    /// The word that comes next, for a sentence.
    fn found(&self) -> String {
        match &self.token {
            Token::Number(text) | Token::Name(text) | Token::Unknown(text) | Token::Word(text) => format!("\"{text}\""),
            Token::Sign(sign) => format!("\"{sign}\""),
            Token::Text(_) => "a text".to_owned(),
            Token::End => "the end".to_owned(),
        }
    }

    fn unexpected(&self) -> Trouble {
        let words = match &self.token {
            Token::Sign("=") => "Use == to compare two values.".to_owned(),
            Token::End => "A value is missing at the end.".to_owned(),
            _ => format!("{} does not fit here.", capitalised(&self.found())),
        };
        Trouble::new(self.place.start, words)
    }

    /// A part more; there is a limit.
    fn count(&mut self) -> Result<(), Trouble> {
        self.parts += 1;
        let words =
            || format!("The expression has more than {MAX_PARTS} parts. Split it in two with a variable in between.");
        if self.parts > MAX_PARTS { Err(Trouble::new(self.place.start, words())) } else { Ok(()) }
    }

    /// What is read one level deeper; there is a limit.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Trouble>) -> Result<T, Trouble> {
        if self.depth >= MAX_DEPTH {
            let words =
                format!("The expression has more than {MAX_DEPTH} levels. Split it in two with a variable in between.");
            return Err(Trouble::new(self.place.start, words));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    /// An expression whose operators bind more tightly than `least`.
    fn tree(&mut self, least: u8) -> Result<Tree, Trouble> {
        let mut left = self.operand()?;
        while let Some((operation, binds)) = operation(&self.token).filter(|(_, binds)| *binds > least) {
            self.count()?;
            let (_, at) = self.take()?;
            let right = self.tree(binds)?;
            left = Tree::Pair(Box::new((left, right)), operation, at);
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Tree, Trouble> {
        self.count()?;
        let tree = match &self.token {
            Token::Sign("-") => {
                let (_, at) = self.take()?;
                Tree::Negative(Box::new(self.deeper(Self::operand)?), at)
            }
            Token::Sign("!") => {
                let (_, at) = self.take()?;
                Tree::Not(Box::new(self.deeper(Self::operand)?), at)
            }
            Token::Word(word) if word == "not" => {
                let (_, at) = self.take()?;
                Tree::Not(Box::new(self.deeper(|it| it.tree(2))?), at)
            }
            Token::Word(word) if word == "if" => self.deeper(Self::choice)?,
            _ => self.deeper(Self::simple)?,
        };
        self.methods(tree)
    }

    fn simple(&mut self) -> Result<Tree, Trouble> {
        if matches!(self.token, Token::End) {
            return Err(self.unexpected());
        }
        let is_value = !matches!(self.token, Token::Sign(_)) || self.is_sign("(");
        if !is_value {
            return Err(self.unexpected());
        }
        let (token, at) = self.take()?;
        match token {
            Token::Number(text) => Ok(Tree::Number(text)),
            Token::Text(text) => Ok(Tree::Text(text)),
            Token::Name(path) => Ok(Tree::Name(path, at)),
            Token::Unknown(path) => Ok(Tree::Unknown(path, at)),
            Token::Word(word) => match word.as_str() {
                "true" | "yes" => Ok(Tree::YesNo(true)),
                "false" | "no" => Ok(Tree::YesNo(false)),
                word => self.call(word, at, Vec::new()),
            },
            Token::Sign(_) | Token::End => {
                let inner = self.tree(0)?;
                self.expect(")")?;
                Ok(inner)
            }
        }
    }

    /// `if a { b } else { c }`.
    fn choice(&mut self) -> Result<Tree, Trouble> {
        let (_, at) = self.take()?;
        let condition = self.tree(0)?;
        self.expect("{")?;
        let then = self.tree(0)?;
        self.expect("}")?;
        if !self.is_word("else") {
            return Err(self.missing("\"else\""));
        }
        self.take()?;
        let otherwise = if self.is_word("if") {
            self.count()?;
            self.deeper(Self::choice)?
        } else {
            self.expect("{")?;
            let otherwise = self.tree(0)?;
            self.expect("}")?;
            otherwise
        };
        Ok(Tree::If(Box::new((condition, then, otherwise)), at))
    }

    /// Functions behind a value: `customer.name.upper()`.
    fn methods(&mut self, mut tree: Tree) -> Result<Tree, Trouble> {
        while self.is_sign(".") {
            self.count()?;
            self.take()?;
            let (token, at) = self.take()?;
            let Token::Word(word) = token else {
                return Err(Trouble::new(at, "The name of a function is needed after the dot."));
            };
            tree = self.call(&word, at, vec![tree])?;
        }
        Ok(tree)
    }

    /// The arguments of a function, behind those that are known.
    fn call(&mut self, name: &str, at: usize, mut arguments: Vec<Tree>) -> Result<Tree, Trouble> {
        let Some(function) = functions::find(name) else {
            let all: Vec<&str> = functions::FUNCTIONS.iter().map(|known| known.name).collect();
            let words = format!("There is no function \"{name}\". There are {}.", all.join(", "));
            return Err(Trouble::new(at, words));
        };
        self.expect("(")?;
        while !self.is_sign(")") {
            arguments.push(self.deeper(|it| it.tree(0))?);
            if !self.is_sign(",") {
                break;
            }
            self.take()?;
        }
        self.expect(")")?;
        if !function.takes.contains(&arguments.len()) {
            return Err(Trouble::new(at, format!("Write it as {}.", function.form)));
        }
        Ok(Tree::Call(function, arguments, at))
    }
}
