//! Walks over a graph of places and arrows. Arrows that name a place which does not exist are left out.

/// For each place, the places that its arrows lead to, in order.
fn following(count: usize, arrows: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut following = vec![Vec::new(); count];
    for (from, to) in arrows.iter().filter(|(_, to)| *to < count) {
        following.get_mut(*from).into_iter().for_each(|next: &mut Vec<usize>| next.push(*to));
    }
    for next in &mut following {
        next.sort_unstable();
        next.dedup();
    }
    following
}

/// Whether each place is among `starts`, or arrows lead there from one of them.
pub(super) fn reached(count: usize, arrows: &[(usize, usize)], starts: impl Iterator<Item = usize>) -> Vec<bool> {
    let following = following(count, arrows);
    let mut reached = vec![false; count];
    let mut open: Vec<usize> = starts.collect();
    while let Some(place) = open.pop() {
        let Some(known) = reached.get_mut(place).filter(|known| !**known) else { continue };
        *known = true;
        open.extend(following.get(place).into_iter().flatten());
    }
    reached
}

/// A walk through all places, depth first, from the lowest place on.
pub(super) struct Walk {
    /// The places, each after all that it leads to, apart from arrows back.
    pub finished: Vec<usize>,
    /// The arrows that lead back to a place on the way to where they begin, in no particular order. Without them no way leads round.
    pub back: Vec<(usize, usize)>,
}

/// Walks through all places.
pub(super) fn walk(count: usize, arrows: &[(usize, usize)]) -> Walk {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnTheWay,
        Done,
    }
    let following = following(count, arrows);
    let mut states = vec![State::New; count];
    let mut walk = Walk { finished: Vec::with_capacity(count), back: Vec::new() };
    for start in 0..count {
        if states.get(start) != Some(&State::New) {
            continue;
        }
        let mut way = vec![(start, 0)];
        states.get_mut(start).into_iter().for_each(|state| *state = State::OnTheWay);
        while let Some((place, taken)) = way.pop() {
            let Some(next) = following.get(place).and_then(|all| all.get(taken)).copied() else {
                states.get_mut(place).into_iter().for_each(|state| *state = State::Done);
                walk.finished.push(place);
                continue;
            };
            way.push((place, taken + 1));
            match states.get(next) {
                Some(State::New) => {
                    states.get_mut(next).into_iter().for_each(|state| *state = State::OnTheWay);
                    way.push((next, 0));
                }
                Some(State::OnTheWay) => walk.back.push((place, next)),
                _ => {}
            }
        }
    }
    walk
}

/// The groups of places that lead to one another, and the places that lead to themselves, each in order.
pub(super) fn loops(count: usize, arrows: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let backwards: Vec<(usize, usize)> = arrows.iter().map(|(from, to)| (*to, *from)).collect();
    let before = following(count, &backwards);
    let mut group: Vec<Option<usize>> = vec![None; count];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for root in walk(count, arrows).finished.into_iter().rev() {
        let mut open = vec![root];
        let mut members = Vec::new();
        while let Some(place) = open.pop() {
            let Some(own) = group.get_mut(place).filter(|own| own.is_none()) else { continue };
            *own = Some(groups.len());
            members.push(place);
            open.extend(before.get(place).into_iter().flatten());
        }
        members.sort_unstable();
        groups.push(members);
    }
    let leads_to_itself = |members: &[usize]| members.iter().any(|place| arrows.contains(&(*place, *place)));
    groups.retain(|members| members.len() > 1 || leads_to_itself(members));
    groups.sort();
    groups
}
