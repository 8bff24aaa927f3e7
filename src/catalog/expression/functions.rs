//! The functions of expressions: name, form, and what each gives.

use std::ops::RangeInclusive;

use super::super::fold::{self, Fold};
use super::super::value::{Decimal, Value};
use super::Trouble;
use super::results::{join, number, number_of, text_of, yes_or_no};

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it gives.
    pub help: &'static str,
    /// How many values it takes.
    pub(super) takes: RangeInclusive<usize>,
    pub(super) run: for<'a> fn(&[Value<'a>], usize) -> Result<Value<'a>, Trouble>,
}

/// Every function.
pub const FUNCTIONS: &[Function] = &[
    Function { name: "join", form: "join(a, b)", help: "the texts joined", takes: 1..=100, run: run_join },
    Function {
        name: "upper",
        form: "upper(a)",
        help: "in uppercase",
        takes: 1..=1,
        run: |it, at| mapped(it, at, str::to_uppercase),
    },
    Function {
        name: "lower",
        form: "lower(a)",
        help: "in lowercase",
        takes: 1..=1,
        run: |it, at| mapped(it, at, str::to_lowercase),
    },
    Function {
        name: "trim",
        form: "trim(a)",
        help: "without spaces around it",
        takes: 1..=1,
        run: |it, at| mapped(it, at, |text| text.trim().to_owned()),
    },
    Function { name: "length", form: "length(a)", help: "the number of characters", takes: 1..=1, run: run_length },
    Function {
        name: "contains",
        form: "contains(a, b)",
        help: "whether b is in a",
        takes: 2..=2,
        run: |it, at| tested(it, at, |a, b| a.contains(b)),
    },
    Function {
        name: "starts_with",
        form: "starts_with(a, b)",
        help: "whether a starts with b",
        takes: 2..=2,
        run: |it, at| tested(it, at, |a, b| a.starts_with(b)),
    },
    Function {
        name: "ends_with",
        form: "ends_with(a, b)",
        help: "whether a ends with b",
        takes: 2..=2,
        run: |it, at| tested(it, at, |a, b| a.ends_with(b)),
    },
    Function {
        name: "replace",
        form: "replace(a, b, c)",
        help: "a with every b replaced by c",
        takes: 3..=3,
        run: run_replace,
    },
    Function {
        name: "part",
        form: "part(a, from, length)",
        help: "a part of a, counted from 1",
        takes: 2..=3,
        run: run_part,
    },
    Function { name: "is_empty", form: "is_empty(a)", help: "whether it is empty", takes: 1..=1, run: run_is_empty },
    Function {
        name: "round",
        form: "round(a, places)",
        help: "to places, half away from zero",
        takes: 1..=2,
        run: run_round,
    },
    Function {
        name: "floor",
        form: "floor(a)",
        help: "the whole number below",
        takes: 1..=1,
        run: |it, at| calculated(it, at, Decimal::floor),
    },
    Function {
        name: "ceiling",
        form: "ceiling(a)",
        help: "the whole number above",
        takes: 1..=1,
        run: |it, at| calculated(it, at, Decimal::ceiling),
    },
    Function {
        name: "abs",
        form: "abs(a)",
        help: "without its sign",
        takes: 1..=1,
        run: |it, at| calculated(it, at, Decimal::absolute),
    },
    Function {
        name: "min",
        form: "min(a, b)",
        help: "the smallest number",
        takes: 1..=100,
        run: |it, at| best(it, at, std::cmp::Ord::min),
    },
    Function {
        name: "max",
        form: "max(a, b)",
        help: "the largest number",
        takes: 1..=100,
        run: |it, at| best(it, at, std::cmp::Ord::max),
    },
];

/// Other names that functions go by.
const ALIASES: &[(&str, &str)] =
    &[("to_upper", "upper"), ("to_lower", "lower"), ("len", "length"), ("sub_string", "part"), ("ceil", "ceiling")];

pub(super) fn find(name: &str) -> Option<&'static Function> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name);
    FUNCTIONS.iter().find(|function| function.name == name)
}

fn text<'v>(values: &'v [Value<'_>], place: usize) -> &'v str {
    values.get(place).map_or("", |value| &value.text)
}

fn mapped<'a>(values: &[Value<'a>], at: usize, map: fn(&str) -> String) -> Result<Value<'a>, Trouble> {
    join(&[&text_of(map(text(values, 0)))], at)
}

fn run_join<'a>(values: &[Value<'a>], at: usize) -> Result<Value<'a>, Trouble> {
    join(&values.iter().collect::<Vec<_>>(), at)
}

fn whole(count: usize) -> Decimal {
    Decimal::from(i64::try_from(count).unwrap_or(i64::MAX))
}

#[allow(clippy::unnecessary_wraps, reason = "all functions have one type")]
fn run_length<'a>(values: &[Value<'a>], _: usize) -> Result<Value<'a>, Trouble> {
    Ok(number_of(whole(text(values, 0).chars().count())))
}

fn tested<'a>(values: &[Value<'a>], at: usize, test: fn(&str, &str) -> bool) -> Result<Value<'a>, Trouble> {
    let (one, other) = (Fold::USUAL.text(text(values, 0)), Fold::USUAL.text(text(values, 1)));
    if other.is_empty() {
        return Err(Trouble::new(at, "There is no text to look for."));
    }
    Ok(yes_or_no(test(&one, &other)))
}

fn run_replace<'a>(values: &[Value<'a>], at: usize) -> Result<Value<'a>, Trouble> {
    let (all, from, to) = (text(values, 0), text(values, 1), text(values, 2));
    if from.is_empty() {
        return Err(Trouble::new(at, "There is no text to look for."));
    }
    // The longest that can come of it is known before it is made.
    let grown = all.matches(from).count().saturating_mul(to.len()).saturating_add(all.len());
    if grown > super::super::interaction::MAX_VALUE_BYTES.saturating_mul(2) {
        return Err(Trouble::new(at, "The text gets too long."));
    }
    join(&[&text_of(all.replace(from, to))], at)
}

fn run_part<'a>(values: &[Value<'a>], at: usize) -> Result<Value<'a>, Trouble> {
    let count = |place: usize| {
        let value = values.get(place).map(|value| number(value, at)).transpose()?;
        let whole = value.map(|number| number.whole().and_then(|it| usize::try_from(it).ok()));
        match whole {
            Some(None) => Err(Trouble::new(at, "Places are whole numbers, counted from 1.")),
            found => Ok(found.flatten()),
        }
    };
    let from = match count(1)? {
        Some(0) => return Err(Trouble::new(at, "Places are whole numbers, counted from 1.")),
        from => from.unwrap_or(1),
    };
    let letters = text(values, 0).chars().skip(from - 1);
    Ok(text_of(letters.take(count(2)?.unwrap_or(usize::MAX)).collect()))
}

#[allow(clippy::unnecessary_wraps, reason = "all functions have one type")]
fn run_is_empty<'a>(values: &[Value<'a>], _: usize) -> Result<Value<'a>, Trouble> {
    Ok(yes_or_no(fold::is_blank(text(values, 0))))
}

fn first_number(values: &[Value<'_>], at: usize) -> Result<Decimal, Trouble> {
    values.first().map_or(Ok(Decimal::ZERO), |value| number(value, at))
}

fn run_round<'a>(values: &[Value<'a>], at: usize) -> Result<Value<'a>, Trouble> {
    let places = values.get(1).map_or(Ok(Decimal::ZERO), |value| number(value, at))?;
    let places = places.whole().and_then(|places| u8::try_from(places).ok());
    let places = places.ok_or_else(|| Trouble::new(at, "The places to round to are a whole number, such as 2."))?;
    Ok(number_of(first_number(values, at)?.rounded(places)))
}

fn calculated<'a>(values: &[Value<'a>], at: usize, calculate: fn(Decimal) -> Decimal) -> Result<Value<'a>, Trouble> {
    Ok(number_of(calculate(first_number(values, at)?)))
}

fn best<'a>(values: &[Value<'a>], at: usize, better: fn(Decimal, Decimal) -> Decimal) -> Result<Value<'a>, Trouble> {
    let mut best = first_number(values, at)?;
    for value in values {
        best = better(best, number(value, at)?);
    }
    Ok(number_of(best))
}
