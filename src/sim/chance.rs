//! Draws. A draw depends on the seed, on what it is for, and on the action with the number of times that the interaction had entered
//! it before, and on nothing else: two versions share their draws, and an action added elsewhere changes no other draw (spec: meaning §0).

use crate::catalog::question::Answer;
use crate::catalog::{Draw, Event, Fact, FactValue, Lot, Purpose, Question, QuestionChoice, Request};
use crate::dist::Odds;
use crate::model::{ActionId, ResourceId, RoutingId};

use super::play::{Here, Play};
use super::state::Drawing;

/// The keys of the answers at a draw: chance decides, or this lot is taken.
pub(super) const BY_CHANCE: &str = "draw";
const TAKE: &str = "take";

/// What a draw depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DrawKey {
    /// The seed of the run.
    pub seed: u64,
    /// What is drawn for.
    pub purpose: Purpose,
    /// The action that draws.
    pub action: (RoutingId, ActionId),
    /// How often the interaction had entered the action before.
    pub entries: u32,
    /// How many draws were made for the purpose since it was entered.
    pub again: u32,
}

/// A number below `bound` (0 when the bound is 0): the same for the same key, on every machine.
pub(crate) fn number_below(key: &DrawKey, bound: u64) -> u64 {
    let DrawKey { seed, purpose, action: (routing, action), entries, again } = *key;
    let parts = [purpose.number(), routing.0.into(), action.0.into(), entries.into(), again.into()];
    let bits = parts.into_iter().fold(mixed(seed), |bits, part| mixed(bits ^ mixed(part)));
    // The upper half of bits × bound is even over 0..bound up to a bias of bound ÷ 2^64.
    u64::try_from((u128::from(bits) * u128::from(bound)) >> 64).unwrap_or(0)
}

/// A number whose bits all depend on all bits of another one, and two of which are never the same: one step of `SplitMix64`.
pub(crate) fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Play<'_> {
    /// The value of a draw that has one possible result or none, so that nothing is drawn.
    pub(super) fn only_lot(draw: &Draw) -> Option<String> {
        let mut possible = draw.possible();
        let first = possible.next().map_or_else(String::new, |lot| lot.value.clone());
        possible.next().is_none().then_some(first)
    }

    /// The draw of odds among people.
    pub(super) fn draw_of(&self, odds: Odds) -> Draw {
        let lot = |(user, weight): (ResourceId, u64)| {
            let name = self.scene.project.resources.get(&user).map_or("Somebody", |found| found.name.as_str());
            Lot { value: user.to_string(), weight, text: format!("{name} is drawn"), label: name.to_owned() }
        };
        let prompt = match odds.purpose {
            Purpose::Member => "draws who is asked first",
            Purpose::Reception | Purpose::Share | Purpose::Queue | Purpose::Number => "draws who gets it",
        };
        let lots = odds.weights.into_iter().map(lot).collect();
        Draw { purpose: odds.purpose, prompt: prompt.to_owned(), lots }
    }

    /// Asks what comes of a draw. By itself, chance decides.
    pub(super) fn ask_draw(&mut self, draw: Draw, request: Option<Request>) {
        let question = question(&draw);
        self.state.drawing = Some(Drawing { draw, request });
        self.ask(Some(question));
    }

    /// What came of a draw: the value of the lot, and whether an answer forced it.
    fn drawn(&mut self, here: &Here<'_>, draw: &Draw, answer: &Answer) -> (String, bool) {
        if answer.key == TAKE {
            return (answer.value.clone().into_owned(), true);
        }
        let action = (here.routing.id, here.place.action);
        let interaction = &mut self.state.interaction;
        interaction.draws += 1;
        let entries = interaction.entries.of(action).saturating_sub(1);
        let again = self.state.drawn.iter().filter(|purpose| **purpose == draw.purpose).count();
        let again = u32::try_from(again).unwrap_or(u32::MAX);
        self.state.drawn.push(draw.purpose);
        let key = DrawKey { seed: self.scene.seed, purpose: draw.purpose, action, entries, again };
        let lot = draw.lot_of(number_below(&key, draw.total()));
        (lot.map_or_else(String::new, |lot| lot.value.clone()), false)
    }

    /// Lets chance decide at once, where somebody is rung who was not asked before.
    pub(super) fn draw_at_once(&mut self, here: &Here<'_>, odds: Odds) {
        let draw = self.draw_of(odds);
        let by_chance = Answer { key: BY_CHANCE, value: "".into(), text: "".into() };
        let (value, _) = self.drawn(here, &draw, &by_chance);
        self.door.know(|facts| facts.decide(Fact::Draw(draw.purpose), FactValue::Drawn(value)));
    }

    /// The event that follows the answer to a draw, with the request that is decided now, if one waited for it.
    pub(super) fn hear_draw(&mut self, here: &Here<'_>, drawing: Drawing, answer: &Answer) -> Result<Event, Request> {
        let (value, is_forced) = self.drawn(here, &drawing.draw, answer);
        let Some(request) = drawing.request else { return Ok(Event::Drawn { value, is_forced }) };
        let purpose = drawing.draw.purpose;
        self.door.know(|facts| facts.decide(Fact::Draw(purpose), FactValue::Drawn(value)));
        Err(request)
    }
}

fn question(draw: &Draw) -> Question {
    let total = draw.total();
    let odds = draw.possible().map(|lot| match total {
        100 => format!("{} {} %", lot.label.trim_end_matches(&format!("{} %", lot.weight)).trim(), lot.weight),
        _ => format!("{} {} of {total}", lot.label, lot.weight),
    });
    let odds: Vec<String> = odds.map(|words| words.trim().to_owned()).collect();
    let mut question = Question::new(draw.prompt.clone())
        .detail(odds.join(", "))
        .passing(QuestionChoice::new(BY_CHANCE, "let chance decide", "Let chance decide").system());
    for lot in draw.possible() {
        let choice = QuestionChoice::new(TAKE, lot.text.clone(), lot.label.clone());
        question = question.choice(choice.value(lot.value.clone()).system());
    }
    question
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u64, entries: u32) -> DrawKey {
        let action = (RoutingId(5), ActionId(2));
        DrawKey { seed, purpose: Purpose::Share, action, entries, again: 0 }
    }

    /// Sum of squared differences over what is expected: for two classes, above 6.635 in 1 % of all series.
    fn chi_square(counts: &[u32], expected: &[f64]) -> f64 {
        counts.iter().zip(expected).map(|(count, mean)| (f64::from(*count) - mean).powi(2) / mean).sum()
    }

    #[test]
    fn draws_are_even_over_seeds_and_over_entries() {
        let weights = [(100_u64, 0), (200, 1)];
        let of = |drawn: u64| usize::from(drawn >= weights[0].0);
        let expected = [100_000.0 / 3.0, 200_000.0 / 3.0];
        let mut over_seeds = [0_u32; 2];
        let mut over_entries = [0_u32; 2];
        for place in 0..100_000 {
            over_seeds[of(number_below(&key(place, 0), 300))] += 1;
            over_entries[of(number_below(&key(3, u32::try_from(place).unwrap()), 300))] += 1;
        }
        assert!(chi_square(&over_seeds, &expected) < 6.635, "{over_seeds:?}");
        assert!(chi_square(&over_entries, &expected) < 6.635, "{over_entries:?}");
        assert_eq!(number_below(&key(3, 0), 0), 0);
    }

    #[test]
    fn each_part_of_the_key_counts_for_itself() {
        let one = key(7, 1);
        let others = [
            DrawKey { seed: 8, ..one },
            DrawKey { purpose: Purpose::Member, ..one },
            DrawKey { action: (RoutingId(2), ActionId(5)), ..one },
            DrawKey { action: (RoutingId(5), ActionId(3)), ..one },
            DrawKey { entries: 2, ..one },
            DrawKey { again: 1, ..one },
        ];
        let drawn = number_below(&one, u64::MAX);
        assert_eq!(number_below(&one, u64::MAX), drawn);
        for other in others {
            assert_ne!(number_below(&other, u64::MAX), drawn, "{other:?}");
        }
    }
}
