//! An expression as a tree, between reading and evaluating it.

use super::functions::Function;

/// What is done with two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    DividedBy,
    RestBy,
}

/// An expression as a tree.
#[derive(Debug)]
pub(super) enum Tree {
    Number(String),
    Text(String),
    YesNo(bool),
    Name(String, usize),
    Unknown(String, usize),
    Not(Box<Tree>, usize),
    Negative(Box<Tree>, usize),
    Pair(Box<(Tree, Tree)>, Operation, usize),
    Call(&'static Function, Vec<Tree>, usize),
    If(Box<(Tree, Tree, Tree)>, usize),
}
