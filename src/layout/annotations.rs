//! Where notes and frames go when cards move by themselves: room that is made, a gap that closes, *Tidy*. Cards that a hand moves take nothing
//! along.
//!
//! A note goes as far as the card that is nearest to it, and moves down where it would cover another card. A frame keeps its distances from the
//! cards, notes and frames that lie whole in it: it moves with them, and grows and shrinks as they do. It also grows by a card that comes in
//! after one of its cards, unless what follows there lies outside. What is near no card stays.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{
    ActionId, Annotation, AnnotationId, AnnotationKind, Area, Flow, Pos, Size, TreeType, invariants::MAX_POSITION,
};

use super::metrics::{CARD_WIDTH, GAP_X};
use super::tree::placed;

/// A note goes with a card that is at most so far away, in canvas units: the distance of two columns.
const NEAR: i32 = CARD_WIDTH + GAP_X;
/// The distance below a card to which a note gives way.
const CLEAR: i32 = 16;

/// The areas of cards.
pub type Cards = BTreeMap<ActionId, Area>;

/// Where cards have come into a tree.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// The card after which they come.
    pub after: ActionId,
    /// The card that followed there.
    pub follower: Option<ActionId>,
}

/// The cards of a tree where they are shown.
#[must_use]
pub fn cards(flow: &Flow, tree: TreeType) -> Cards {
    let ids: Vec<ActionId> = flow.actions.keys().copied().collect();
    let area = |at, height| Area { at, size: Size(CARD_WIDTH, height) };
    placed(flow, tree, &ids).into_iter().map(|card| (card.id, area(card.pos, card.height))).collect()
}

/// The annotations that change their areas when cards are moved.
#[must_use]
pub fn with_cards(flow: &Flow, tree: TreeType, moved: &[(ActionId, Pos)]) -> Vec<(AnnotationId, Area)> {
    if flow.annotations.is_empty() {
        return Vec::new();
    }
    let before = cards(flow, tree);
    let mut after = before.clone();
    for (id, to) in moved {
        if let Some(card) = after.get_mut(id) {
            card.at = *to;
        }
    }
    follow(&flow.annotations, &before, &after, None)
}

/// The annotations that change their areas, by the cards before and after, of which those that were not there before have come in somewhere.
#[must_use]
pub fn follow(
    annotations: &BTreeMap<AnnotationId, Arc<Annotation>>,
    before: &Cards,
    after: &Cards,
    arrival: Option<Arrival>,
) -> Vec<(AnnotationId, Area)> {
    let kept: Vec<(Area, Area)> = before.iter().filter_map(|(id, was)| Some((*was, *after.get(id)?))).collect();
    let newcomers = after.iter().filter(|(id, _)| arrival.is_some() && !before.contains_key(id));
    let newcomers = newcomers.map(|(_, area)| *area).reduce(Area::with);
    if newcomers.is_none() && kept.iter().all(|(was, is)| was == is) {
        return Vec::new();
    }
    // The newcomers, where they belong to a frame.
    let joins = |frame: Area| {
        let arrival = arrival?;
        let holds = |id: ActionId| before.get(&id).is_some_and(|card| frame.holds(*card));
        newcomers.filter(|_| holds(arrival.after) && arrival.follower.is_none_or(holds))
    };
    // What may lie in a frame, before and after. Small frames come before those that may hold them.
    let mut things = kept.clone();
    let mut found = Vec::new();
    for (id, annotation) in in_order(annotations) {
        let was = annotation.area();
        let is = match annotation.kind {
            AnnotationKind::Note => beside(was, &kept, (before, after)),
            AnnotationKind::Frame => around(was, &things, joins(was)),
        };
        things.push((was, is));
        found.extend((was != is).then_some((id, is)));
    }
    found.sort_by_key(|(id, _)| *id);
    found
}

/// The annotations: the notes, then the frames from the smallest to the largest.
fn in_order(annotations: &BTreeMap<AnnotationId, Arc<Annotation>>) -> Vec<(AnnotationId, &Annotation)> {
    let mut all: Vec<(AnnotationId, &Annotation)> = annotations.iter().map(|(id, it)| (*id, &**it)).collect();
    let units = |it: &Annotation| i64::from(it.size.0) * i64::from(it.size.1);
    all.sort_by_key(|(id, it)| (it.kind, if it.kind == AnnotationKind::Note { 0 } else { units(it) }, *id));
    all
}

/// Where a note goes with the card nearest to it.
fn beside(note: Area, kept: &[(Area, Area)], (before, after): (&Cards, &Cards)) -> Area {
    let nearest = kept.iter().min_by_key(|(was, _)| distance(note, *was));
    let Some((was, is)) = nearest.filter(|(was, _)| distance(note, *was) <= i64::from(NEAR).pow(2)) else {
        return note;
    };
    let moved = |at: i32, from: i32, to: i32| bounded(at.saturating_add(to.saturating_sub(from)));
    let at = Pos(moved(note.at.0, was.at.0, is.at.0), moved(note.at.1, was.at.1, is.at.1));
    let covered_before = |id: &ActionId| before.get(id).is_some_and(|was| was.covers(note));
    let mut moved = Area { at, ..note };
    // Below the last card there is room.
    for _ in 0..=after.len() {
        let covered = after.iter().find(|(id, card)| card.covers(moved) && !covered_before(id));
        let Some((_, card)) = covered else { break };
        moved.at.1 = bounded(card.end().1.saturating_add(CLEAR));
    }
    moved
}

/// Where a frame goes with what lies in it, and with what comes in.
fn around(frame: Area, things: &[(Area, Area)], new: Option<Area>) -> Area {
    let held = things.iter().filter(|(was, _)| frame.holds(*was)).copied();
    let Some((was, is)) = held.reduce(|all, one| (all.0.with(one.0), all.1.with(one.1))) else { return frame };
    let moved = with_margins(frame, was, is);
    // Growing must not make the frame hold what has nothing to do with it.
    let takes_others = |area: Area| things.iter().any(|(was, is)| !frame.holds(*was) && area.holds(*is));
    let grown = new.map(|new| with_margins(frame, was, is.with(new)));
    grown.filter(|grown| !takes_others(*grown)).unwrap_or(moved)
}

/// A frame with the same distances from another content.
fn with_margins(frame: Area, was: Area, is: Area) -> Area {
    let moved = |side: i32, from: i32, to: i32| side.saturating_add(to.saturating_sub(from));
    let (end, was_end, is_end) = (frame.end(), was.end(), is.end());
    let at = Pos(moved(frame.at.0, was.at.0, is.at.0), moved(frame.at.1, was.at.1, is.at.1));
    let end = Pos(moved(end.0, was_end.0, is_end.0), moved(end.1, was_end.1, is_end.1));
    let Area { at, size } = Area::between(at, end);
    Area { at: Pos(bounded(at.0), bounded(at.1)), size: size.bounded() }
}

fn bounded(coordinate: i32) -> i32 {
    coordinate.clamp(-MAX_POSITION, MAX_POSITION)
}

/// The square of the distance between the nearest points of two areas.
fn distance(one: Area, other: Area) -> i64 {
    let gap = |start: i32, end: i32, others: i32, others_end: i32| {
        i64::from(others).max(i64::from(start)).saturating_sub(i64::from(end).min(i64::from(others_end))).max(0)
    };
    let across = gap(one.at.0, one.end().0, other.at.0, other.end().0);
    let down = gap(one.at.1, one.end().1, other.at.1, other.end().1);
    across * across + down * down
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: i32, y: i32, width: i32, height: i32) -> Area {
        Area { at: Pos(x, y), size: Size(width, height) }
    }

    fn of(kind: AnnotationKind, all: &[(u32, Area)]) -> BTreeMap<AnnotationId, Arc<Annotation>> {
        let one = |(id, area): &(u32, Area)| {
            let annotation = Annotation { kind, text: "x".to_owned(), at: area.at, size: area.size, color: None };
            (AnnotationId(*id), Arc::new(annotation))
        };
        all.iter().map(one).collect()
    }

    fn cards(all: &[(u32, i32, i32)]) -> Cards {
        all.iter().map(|(id, x, y)| (ActionId(*id), area(*x, *y, 208, 80))).collect()
    }

    fn moved(annotations: &BTreeMap<AnnotationId, Arc<Annotation>>, before: &Cards, after: &Cards) -> Vec<(u32, Area)> {
        follow(annotations, before, after, None).into_iter().map(|(id, area)| (id.0, area)).collect()
    }

    #[test]
    fn a_frame_moves_with_its_cards_and_grows_with_the_room_between_them() {
        let frames = of(AnnotationKind::Frame, &[(9, area(-24, -48, 560, 160))]);
        let before = cards(&[(1, 0, 0), (2, 280, 0), (3, 560, 0)]);
        // All of its cards move alike; the third card is outside.
        let along = cards(&[(1, 0, 100), (2, 280, 100), (3, 840, 0)]);
        assert_eq!(moved(&frames, &before, &along), [(9, area(-24, 52, 560, 160))]);
        // Room between its cards.
        let room = cards(&[(1, 0, 0), (4, 280, 0), (2, 560, 0), (3, 840, 0)]);
        assert_eq!(moved(&frames, &before, &room), [(9, area(-24, -48, 840, 160))]);
        // Tidy pulls them together, one below the other.
        let tidy = cards(&[(1, 40, 0), (2, 40, 108), (3, 560, 0)]);
        assert_eq!(moved(&frames, &before, &tidy), [(9, area(16, -48, 280, 268))]);
        // A removed card says nothing about the others, and neither does a card that is moved outside.
        assert_eq!(moved(&frames, &before, &cards(&[(1, 0, 0), (3, 840, 0)])), []);
    }

    #[test]
    fn a_note_goes_with_the_nearest_card_and_gives_way_to_others() {
        let notes = of(AnnotationKind::Note, &[(7, area(0, 100, 100, 60)), (8, area(5_000, 0, 100, 60))]);
        let before = cards(&[(1, 0, 0), (2, 280, 0)]);
        let after = cards(&[(1, 560, 20), (2, 280, 0)]);
        assert_eq!(moved(&notes, &before, &after), [(7, area(560, 120, 100, 60))], "the far note stays");
        // A card would be covered, and the one below it.
        let after = cards(&[(1, 560, 20), (2, 600, 110), (3, 560, 200)]);
        assert_eq!(moved(&notes, &before, &after), [(7, area(560, 296, 100, 60))]);
        // What it covered before, it may cover.
        let over = of(AnnotationKind::Note, &[(7, area(20, 20, 100, 60))]);
        assert_eq!(moved(&over, &before, &cards(&[(1, 0, 50), (2, 280, 0)])), [(7, area(20, 70, 100, 60))]);
    }

    #[test]
    fn a_frame_holds_notes_and_smaller_frames() {
        let mut all = of(AnnotationKind::Frame, &[(5, area(-100, -100, 700, 400)), (6, area(-20, -20, 260, 140))]);
        all.extend(of(AnnotationKind::Note, &[(7, area(250, 0, 100, 60))]));
        let before = cards(&[(1, 0, 0)]);
        let after = cards(&[(1, 1_000, 500)]);
        assert_eq!(
            moved(&all, &before, &after),
            [(5, area(900, 400, 700, 400)), (6, area(980, 480, 260, 140)), (7, area(1_250, 500, 100, 60))]
        );
    }

    #[test]
    fn a_frame_grows_by_a_card_that_comes_in_after_one_of_its_cards() {
        // Card 1 and, outside, 5; a small frame in a large one.
        let frames = of(AnnotationKind::Frame, &[(8, area(-24, -48, 256, 160)), (9, area(-60, -90, 330, 240))]);
        let before = cards(&[(1, 0, 0), (5, 0, 500)]);
        let after = cards(&[(1, 0, 0), (2, 280, 0), (5, 0, 500)]);
        let grown = |after: &Cards, arrival| -> Vec<(u32, Area)> {
            follow(&frames, &before, after, arrival).into_iter().map(|(id, area)| (id.0, area)).collect()
        };
        let at =
            |after, follower: Option<u32>| Some(Arrival { after: ActionId(after), follower: follower.map(ActionId) });
        let by_one_column = [(8, area(-24, -48, 536, 160)), (9, area(-60, -90, 610, 240))];
        assert_eq!(grown(&after, at(1, None)), by_one_column);
        // A card that comes between a card of the frame and one outside stays outside, as does one that a hand put there.
        assert_eq!(grown(&after, at(1, Some(5))), []);
        assert_eq!(grown(&after, at(5, None)), []);
        assert_eq!(grown(&after, None), []);
        // Growing to the new card would take in the card 6.
        let before = cards(&[(1, 0, 0), (6, 280, 0)]);
        let after = cards(&[(1, 0, 0), (2, 560, 0), (6, 280, 0)]);
        assert_eq!(follow(&frames, &before, &after, at(1, None)), []);
    }

    #[test]
    fn nothing_follows_while_no_card_moves_and_far_away_nothing_overflows() {
        let frames = of(AnnotationKind::Frame, &[(9, area(-24, -48, 560, 160)), (10, area(-24, -48, 560, 160))]);
        let before = cards(&[(1, 0, 0)]);
        assert_eq!(moved(&frames, &before, &cards(&[(1, 0, 0), (2, 0, 0)])), []);
        let far = cards(&[(1, i32::MAX, i32::MIN)]);
        for (_, area) in moved(&frames, &before, &far) {
            assert!(area.at.0 <= MAX_POSITION && area.at.1 >= -MAX_POSITION && area.size == area.size.bounded());
        }
    }
}
