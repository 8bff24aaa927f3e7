//! The value of an expression. Values keep their spelling and their type until something is calculated with them.

use std::cmp::Ordering;

use crate::model::resource::FieldType;

use super::super::fold::Fold;
use super::super::value::{self, Decimal, Fault, Locale, Value};
use super::super::yes_no;
use super::results::{join, number, number_of, truth, yes_or_no};
use super::tree::{Operation, Tree};
use super::{Scope, Trouble};

/// The value of a tree. How deep trees go is bounded by the parser, but for chains such as `1 + 2 + 3`, which are followed by a loop.
pub(super) fn value<'a>(tree: &Tree, scope: &'a dyn Scope, locale: Locale<'_>) -> Result<Value<'a>, Trouble> {
    let mut chain = Vec::new();
    let mut first = tree;
    while let Tree::Pair(pair, operation, at) = first {
        chain.push((*operation, &pair.1, *at));
        first = &pair.0;
    }
    let mut found = single(first, scope, locale)?;
    for (operation, right, at) in chain.into_iter().rev() {
        found = match operation {
            Operation::And | Operation::Or => {
                let left = truth(&found, at, locale)?;
                let is_decided = left == (operation == Operation::Or);
                yes_or_no(if is_decided { left } else { truth(&value(right, scope, locale)?, at, locale)? })
            }
            operation => pair(&found, operation, &value(right, scope, locale)?, at, locale)?,
        };
    }
    Ok(found)
}

fn single<'a>(tree: &Tree, scope: &'a dyn Scope, locale: Locale<'_>) -> Result<Value<'a>, Trouble> {
    Ok(match tree {
        Tree::Number(text) => Value::of(FieldType::Number, text.clone()),
        Tree::Text(text) => Value::untyped(text.clone()),
        Tree::YesNo(yes) => yes_or_no(*yes),
        Tree::Name(path, at) => scope.read(path).map(|found| spelt(found, locale)).ok_or_else(|| unknown(path, *at))?,
        Tree::Unknown(path, at) => return Err(unknown(path, *at)),
        Tree::Not(inner, at) => yes_or_no(!truth(&value(inner, scope, locale)?, *at, locale)?),
        Tree::Negative(inner, at) => number_of(number(&value(inner, scope, locale)?, *at)?.negated()),
        Tree::If(parts, at) => {
            let (condition, then, otherwise) = &**parts;
            let holds = truth(&value(condition, scope, locale)?, *at, locale)?;
            value(if holds { then } else { otherwise }, scope, locale)?
        }
        Tree::Call(function, arguments, at) => {
            let read = |tree| value(tree, scope, locale);
            let values = arguments.iter().map(read).collect::<Result<Vec<_>, _>>()?;
            (function.run)(&values, *at)?
        }
        Tree::Pair(..) => value(tree, scope, locale)?,
    })
}

/// A yes/no variable is written yes or no, whatever a caller's starting value says.
fn spelt<'a>(value: Value<'a>, locale: Locale<'_>) -> Value<'a> {
    if value.kind != Some(FieldType::YesNo) {
        return value;
    }
    match yes_no::read(&value.text, locale) {
        Some(yes) => yes_or_no(yes),
        None => value,
    }
}

fn unknown(path: &str, at: usize) -> Trouble {
    Trouble::new(at, format!("There is no variable \"{path}\". Write its group and its field, such as customer.name."))
}

fn pair(
    left: &Value<'_>,
    operation: Operation,
    right: &Value<'_>,
    at: usize,
    locale: Locale<'_>,
) -> Result<Value<'static>, Trouble> {
    let ordered = |holds: fn(Ordering) -> bool| value::order(left, right, Fold::USUAL, locale).is_some_and(holds);
    let calculated = |calculate: fn(Decimal, Decimal) -> Result<Decimal, Fault>| {
        let result = calculate(number(left, at)?, number(right, at)?);
        result.map(number_of).map_err(|fault| Trouble::new(at, fault.words()))
    };
    Ok(match operation {
        Operation::Equal => yes_or_no(value::same(left, right, Fold::USUAL, locale)),
        Operation::Unequal => yes_or_no(!value::same(left, right, Fold::USUAL, locale)),
        Operation::Less => yes_or_no(ordered(Ordering::is_lt)),
        Operation::AtMost => yes_or_no(ordered(Ordering::is_le)),
        Operation::More => yes_or_no(ordered(Ordering::is_gt)),
        Operation::AtLeast => yes_or_no(ordered(Ordering::is_ge)),
        Operation::Plus if adds(left) && adds(right) => calculated(Decimal::plus)?,
        Operation::Plus => join(&[left, right], at)?,
        Operation::Minus => calculated(Decimal::minus)?,
        Operation::Times => calculated(Decimal::times)?,
        Operation::DividedBy => calculated(Decimal::divided_by)?,
        Operation::RestBy => calculated(Decimal::rest_by)?,
        Operation::And => yes_or_no(truth(left, at, locale)? && truth(right, at, locale)?),
        Operation::Or => yes_or_no(truth(left, at, locale)? || truth(right, at, locale)?),
    })
}

/// Whether a value is a number for `+`: by its type, or without a type by what it says.
fn adds(value: &Value<'_>) -> bool {
    match value.kind {
        Some(kind) => kind == FieldType::Number,
        None => Decimal::read_plain(value.text.trim()).is_some(),
    }
}
