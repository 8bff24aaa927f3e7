//! The fair-share audit: who gets how many of at least a thousand contacts by a policy, a rule, a queue, a team or a distribution group, whether
//! that is chance, and why (spec: load §5).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Project, ResourceData, ResourceId};

use super::audit_floor::{Tally, Without, play};
pub use super::audit_setting::{Asked, FEWEST, MOST};
use super::audit_setting::{Setting, setting_of};
use super::statistics::{chi_square_above, p_words};
use super::sums::share;

/// What came of an audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// The name of what decides.
    pub name: String,
    /// How many contacts there were.
    pub contacts: u32,
    /// For how many nobody was free.
    pub nobody: u32,
    /// Everybody who may get one, in order of the ids.
    pub people: Vec<PersonShare>,
    /// Chi-square of the contacts against the expected shares; none where somebody got contacts to whom none are due.
    pub chi_square: Option<f64>,
    /// Its degrees of freedom.
    pub freedom: u32,
    /// The probability of so large a chi-square by chance.
    pub p: f64,
    /// The same in words.
    pub words: &'static str,
    /// The same audit without one of its conditions.
    pub effects: Vec<Effect>,
}

/// What a person got.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonShare {
    /// Who.
    #[serde(skip)]
    pub who: ResourceId,
    /// The name.
    pub name: String,
    /// The share of contacts that the person gets of customers who are new while everybody is free, from 0 to 1.
    pub expected: f64,
    /// Contacts that the person got.
    pub contacts: u64,
    /// Their share of those that anybody got.
    pub share: f64,
    /// The most contacts in a row that others got, or nobody.
    pub starvation: u32,
    /// Why the person was chosen, with how often; most first.
    pub reasons: Vec<(String, u64)>,
    /// Why the person was not, with how often; most first. Who was free and not chosen has no such reason.
    pub hindered: Vec<(String, u64)>,
}

/// The same audit without one of its conditions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// What is left out.
    pub without: &'static str,
    /// The share of each person, in the order of the people.
    pub shares: Vec<f64>,
    /// For how many contacts nobody was free.
    pub nobody: u32,
    /// The probability of so large a difference by chance.
    pub p: f64,
    /// The same in words.
    pub words: &'static str,
}

impl Audit {
    /// Why somebody got more or less than expected, as a sentence for each who did, most first; none where that is no more than chance.
    #[must_use]
    pub fn why(&self) -> Vec<String> {
        if self.p >= 0.05 {
            return Vec::new();
        }
        let mut apart: Vec<&PersonShare> =
            self.people.iter().filter(|it| (it.share - it.expected).abs() >= 0.005).collect();
        apart.sort_by(|one, other| (other.share - other.expected).total_cmp(&(one.share - one.expected)));
        apart.into_iter().map(PersonShare::why).collect()
    }
}

impl PersonShare {
    /// Why the person got more or less than expected, as a sentence.
    #[must_use]
    pub fn why(&self) -> String {
        let points = (self.share - self.expected) * 100.0;
        let (how, reasons) = if points >= 0.0 { ("more", &self.reasons) } else { ("less", &self.hindered) };
        let told: Vec<String> = reasons.iter().take(4).map(|(why, count)| format!("{why} ({count} times)")).collect();
        let told = if told.is_empty() { "others came first".to_owned() } else { told.join("; ") };
        format!("{} got {:.1} points {how} than expected: {told}.", self.name, points.abs())
    }
}

/// Gives contacts to whom the policy, the rule, the queue, the team or the group says.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn audit(project: &Project, asked: &Asked<'_>) -> Result<Audit, String> {
    let (setting, of) = setting_of(project, asked)?;
    let tally = play(&setting, of, Without::default());
    let expected = expected(&setting, of);
    let people: Vec<PersonShare> = setting.people.iter().map(|who| person(&setting, &tally, &expected, *who)).collect();
    let (chi_square, freedom) = chi_square(&people.iter().map(|it| (it.contacts, it.expected)).collect::<Vec<_>>());
    let p = chi_square.map_or(0.0, |value| chi_square_above(value, freedom));
    let no = Without::default();
    let mut effects = Vec::new();
    let all = [
        (setting.returning > 0, "returning customers", Without { returning: true, ..no }),
        (true, "capacities", Without { capacities: true, ..no }),
        (setting.absence > 0 || !setting.there.is_empty(), "absences", Without { absences: true, ..no }),
    ];
    for (_, name, without) in all.into_iter().filter(|(has, _, _)| *has) {
        effects.push(effect(&people, name, &play(&setting, of, without)));
    }
    let name = project.resources.get(&asked.of).map_or_else(String::new, |it| it.name.clone());
    let nobody = nobody_in(&tally);
    let contacts = u32::try_from(tally.got.len()).unwrap_or(u32::MAX);
    Ok(Audit { name, contacts, nobody, people, chi_square, freedom, p, words: p_words(p), effects })
}

fn nobody_in(tally: &Tally) -> u32 {
    u32::try_from(tally.got.iter().filter(|got| got.is_none()).count()).unwrap_or(u32::MAX)
}

/// The shares of new customers while everybody is free. Those of a group are those of its queues by weight.
fn expected(setting: &Setting, of: ResourceId) -> BTreeMap<ResourceId, f64> {
    let mut shares: BTreeMap<ResourceId, f64> = BTreeMap::new();
    if let Some(ResourceData::DistributionGroup(group)) = setting.project.resources.get(&of).map(|it| &it.data) {
        let all: u64 = group.queues.iter().map(|it| u64::from(it.weight)).sum();
        for it in &group.queues {
            let part = share(it.weight.into(), all).unwrap_or(0.0);
            for (who, share) in expected(setting, it.queue) {
                *shares.entry(who).or_default() += part * share;
            }
        }
        return shares;
    }
    let tally = play(setting, of, Without { returning: true, capacities: true, absences: true });
    let all: f64 = tally.shares.values().sum();
    shares.extend(tally.shares.into_iter().map(|(who, share)| (who, if all > 0.0 { share / all } else { 0.0 })));
    shares
}

fn person(setting: &Setting, tally: &Tally, expected: &BTreeMap<ResourceId, f64>, who: ResourceId) -> PersonShare {
    let most_first = |all: &BTreeMap<(ResourceId, String), u64>| {
        let of_person = all.iter().filter(|((of, _), _)| *of == who).map(|((_, why), count)| (why.clone(), *count));
        let mut of_person: Vec<(String, u64)> = of_person.collect();
        of_person.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        of_person
    };
    let (mut starvation, mut run, mut contacts, mut all) = (0_u32, 0_u32, 0_u64, 0_u64);
    for got in &tally.got {
        run = if *got == Some(who) { 0 } else { run.saturating_add(1) };
        starvation = starvation.max(run);
        contacts += u64::from(*got == Some(who));
        all += u64::from(got.is_some());
    }
    PersonShare {
        who,
        name: setting.project.resources.get(&who).map_or_else(String::new, |it| it.name.clone()),
        expected: expected.get(&who).copied().unwrap_or(0.0),
        contacts,
        share: share(contacts, all).unwrap_or(0.0),
        starvation,
        reasons: most_first(&tally.reasons),
        hindered: most_first(&tally.hindered),
    }
}

/// Chi-square of counts against expected shares, with its degrees of freedom; none where something came that is not expected at all.
#[allow(clippy::cast_precision_loss, reason = "at most a million contacts")]
fn chi_square(found: &[(u64, f64)]) -> (Option<f64>, u32) {
    let all: u64 = found.iter().map(|(count, _)| *count).sum();
    let (mut sum, mut classes) = (0.0, 0_u32);
    let mut is_possible = true;
    for (count, share) in found {
        let wanted = share * all as f64;
        if *share > 0.0 {
            classes += 1;
            sum += if wanted > 0.0 { (*count as f64 - wanted).powi(2) / wanted } else { 0.0 };
        } else if *count > 0 {
            is_possible = false;
        }
    }
    (is_possible.then_some(sum), classes.saturating_sub(1))
}

/// What is otherwise without a condition: the contacts of each person in both, as a table of two rows.
#[allow(clippy::cast_precision_loss, reason = "at most a million contacts")]
fn effect(people: &[PersonShare], name: &'static str, without: &Tally) -> Effect {
    let count = |who: ResourceId| without.got.iter().filter(|got| **got == Some(who)).count() as f64;
    let others: Vec<f64> = people.iter().map(|it| count(it.who)).collect();
    let ours: Vec<f64> = people.iter().map(|it| it.contacts as f64).collect();
    let (all_ours, all_others): (f64, f64) = (ours.iter().sum(), others.iter().sum());
    let all = all_ours + all_others;
    let mut sum = 0.0;
    let mut classes = 0_u32;
    for (one, other) in ours.iter().zip(&others).filter(|(one, other)| **one + **other > 0.0) {
        classes += 1;
        for (count, of_all) in [(one, all_ours), (other, all_others)] {
            let wanted = (one + other) * of_all / all;
            sum += if wanted > 0.0 { (count - wanted).powi(2) / wanted } else { 0.0 };
        }
    }
    let p = chi_square_above(sum, classes.saturating_sub(1));
    let shares = others.iter().map(|count| if all_others > 0.0 { count / all_others } else { 0.0 }).collect();
    Effect { without: name, shares, nobody: nobody_in(without), p, words: p_words(p) }
}
