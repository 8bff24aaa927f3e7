//! Which number a spelling means, by the numbering plans. This file and [`super::rules`] are all that knows the library behind them.

use phonenumber::metadata::DATABASE;
use phonenumber::{Metadata, Mode, country};

use super::LineType;
use super::rules::{Kind, could_be, kind, split};
use super::spelling::Spelling;

/// Whether a text is the code of a country that has a numbering plan, such as `FR`.
#[must_use]
pub fn is_country(code: &str) -> bool {
    country_of(code).is_some()
}

fn country_of(code: &str) -> Option<country::Id> {
    code.trim().to_uppercase().parse().ok()
}

fn plan_of(country: &str) -> Option<&'static Metadata> {
    DATABASE.by_id(country_of(country)?.as_ref())
}

/// A number in international form, with what its plan says of it.
type Found = (String, Kind);

/// The number that a spelling means, in international form, and what its plan says of it. Of so few digits that they could be a short
/// number, only those of a subscriber are meant.
pub(super) fn find(spelt: &Spelling, country: &str, could_be_short: bool) -> Option<(String, LineType)> {
    let found = international(spelt).or_else(|| if spelt.has_plus { None } else { national(spelt, country) });
    let (e164, kind) = found?;
    let line = match kind {
        Kind::Premium | Kind::Service | Kind::Unassigned if could_be_short => return None,
        Kind::Mobile => LineType::Mobile,
        Kind::Either | Kind::Unassigned => LineType::Either,
        Kind::Premium => LineType::Premium,
        Kind::Fixed | Kind::Service => LineType::NotMobile,
    };
    Some((e164, line))
}

/// The number after a plus or 00. A zero in brackets belongs to the number only where the country dials no trunk prefix, as in Italy.
fn international(spelt: &Spelling) -> Option<Found> {
    let whole = spelt.international()?;
    let Some(shorter) = spelt.international_without_zero() else { return full(whole) };
    let has_trunk_prefix = split(whole).is_some_and(|(plans, _)| trunk_prefix(&plans).is_some());
    let (first, second) = if has_trunk_prefix { (shorter, whole) } else { (whole, shorter) };
    full(first).or_else(|| full(second))
}

/// International digits as they are, or without the trunk prefix that somebody left in: `+330612345678`.
fn full(digits: &str) -> Option<Found> {
    let (plans, rest) = split(digits)?;
    let found = |rest: &str| {
        let code = plans.first()?.country_code();
        Some((format!("+{code}{rest}"), kind(&plans, rest)?))
    };
    let inside = trunk_prefix(&plans).and_then(|trunk| rest.strip_prefix(trunk));
    let unassigned = |rest: &str| {
        could_be(&plans, rest).then(|| Some((format!("+{}{rest}", plans.first()?.country_code()), Kind::Unassigned)))?
    };
    let known = found(rest).or_else(|| found(inside?));
    known.or_else(|| unassigned(rest)).or_else(|| unassigned(inside?))
}

/// Whether a text is its own key, without a look at any pattern: a plus and 7 to 15 digits, with no trunk prefix left in. Tables hold
/// most numbers so.
pub(super) fn is_written_in_full(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+').filter(|it| it.bytes().all(|byte| byte.is_ascii_digit())) else {
        return false;
    };
    let is_plain = |(plans, rest): (Vec<&'static Metadata>, &str)| {
        trunk_prefix(&plans).is_none_or(|trunk| !rest.starts_with(trunk))
    };
    (7..=15).contains(&digits.len()) && !digits.starts_with('0') && split(digits).is_none_or(is_plain)
}

fn trunk_prefix(plans: &[&'static Metadata]) -> Option<&'static str> {
    plans.first()?.national_prefix()
}

/// A number as it is dialled inside a country: as it is written, after the trunk prefix, or as the library reads it, which knows the codes
/// of carriers and what is dialled before other countries.
fn national(spelt: &Spelling, country: &str) -> Option<Found> {
    let (id, plan) = (country_of(country)?, plan_of(country)?);
    let digits = spelt.digits.as_str();
    let own = |rest: &str| Some((format!("+{}{rest}", plan.country_code()), kind(&[plan], rest)?));
    let of_country = own(digits).or_else(|| own(digits.strip_prefix(plan.national_prefix()?)?));
    let library = |digits: &str| {
        let number = phonenumber::parse(Some(id), digits).ok()?;
        let written = number.format().mode(Mode::E164).to_string();
        full(written.strip_prefix('+')?)
    };
    of_country.or_else(|| library(digits)).or_else(|| library(spelt.without_zero.as_deref()?))
}

/// International digits without the zero after the calling code that is dialled inside the country only; none where there is none.
pub(super) fn without_trunk_zero(digits: &str) -> Option<String> {
    let (plans, rest) = split(digits)?;
    // Another trunk prefix, such as the 8 of Russia, is also how numbers begin.
    let rest = rest.strip_prefix(trunk_prefix(&plans).filter(|trunk| *trunk == "0")?)?;
    Some(format!("{}{rest}", plans.first()?.country_code()))
}

/// What a prefix of national numbers can mean at the beginning of international digits: with the trunk prefix and without it.
pub(super) fn full_prefixes(digits: &str, country: &str) -> Vec<String> {
    let Some(plan) = plan_of(country) else { return Vec::new() };
    let code = plan.country_code();
    let trunk = plan.national_prefix().unwrap_or_default();
    // Of a trunk prefix that is not complete nothing is known but the country.
    let begun = if trunk.starts_with(digits) { Some("") } else { digits.strip_prefix(trunk) };
    begun.into_iter().chain([digits]).map(|rest| format!("{code}{rest}")).collect()
}
