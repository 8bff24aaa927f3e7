//! The shortest way of a link through the gaps between cards, for links that no single lane serves: a search over the few heights and
//! positions at which a line can pass cards.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use egui::{Pos2, Rect, pos2};

/// The greatest number of heights, and of positions of upright pieces.
const MOST: usize = 160;
/// What a bend costs, in pixels of length.
const BEND: u32 = 12;
/// The greatest distance that counts as one step, in pixels.
const MOST_PX: f32 = 1.0e6;

/// What lies between the ends of a way.
pub struct Maze {
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// Whether the piece after a position is blocked, by height and position.
    level: Vec<bool>,
    /// Whether the piece below a height is blocked, by position and height.
    upright: Vec<bool>,
}

impl Maze {
    /// A maze with these positions and heights, where no line may touch an area. The ends of a way must be among the first of both; of the
    /// others those that come first are kept.
    #[must_use]
    pub fn new(xs: Vec<f32>, ys: Vec<f32>, areas: &[Rect]) -> Self {
        let (xs, ys) = (in_order(xs), in_order(ys));
        let (mut level, mut upright) = (vec![false; xs.len() * ys.len()], vec![false; xs.len() * ys.len()]);
        for area in areas {
            let inside = |values: &[f32], low: f32, high: f32| {
                (values.partition_point(|v| *v <= low), values.partition_point(|v| *v < high))
            };
            let (left, right) = inside(&xs, area.left(), area.right());
            let (top, bottom) = inside(&ys, area.top(), area.bottom());
            for y in top..bottom {
                // A piece is named by its first end.
                for x in left.saturating_sub(1)..right {
                    block(&mut level, y * xs.len() + x);
                }
            }
            for x in left..right {
                for y in top.saturating_sub(1)..bottom {
                    block(&mut upright, x * ys.len() + y);
                }
            }
        }
        Self { xs, ys, level, upright }
    }

    /// The corners of the shortest way, with few bends, that begins and ends level; none where there is no way.
    #[must_use]
    pub fn way(&self, from: Pos2, to: Pos2) -> Option<Vec<Pos2>> {
        let (start, end) = (self.place(from)?, self.place(to)?);
        let states = self.xs.len() * self.ys.len() * 2;
        let (mut costs, mut before) = (vec![u32::MAX; states], vec![usize::MAX; states]);
        let mut open = BinaryHeap::new();
        let first = start * 2;
        put(&mut costs, first, 0);
        open.push((Reverse(self.pixels(start, end)), first));
        while let Some((_, state)) = open.pop() {
            if state == end * 2 {
                return Some(self.corners(&before, state));
            }
            let cost = costs.get(state).copied()?;
            for (next, length) in self.steps(state).into_iter().flatten() {
                let cost = cost.saturating_add(length);
                if costs.get(next).is_some_and(|known| cost < *known) {
                    put(&mut costs, next, cost);
                    put(&mut before, next, state);
                    open.push((Reverse(cost.saturating_add(self.pixels(next / 2, end))), next));
                }
            }
        }
        None
    }

    /// The states after a state, each with what the step costs. A state is a crossing, twice: where the line is level, and where it is upright.
    fn steps(&self, state: usize) -> [Option<(usize, u32)>; 3] {
        let (wide, high) = (self.xs.len(), self.ys.len());
        let (place, is_upright) = (state / 2, state % 2);
        let (x, y) = (place % wide, place / wide);
        let is_free = |pieces: &[bool], at: usize| pieces.get(at) == Some(&false);
        let along = |to: usize| Some((to * 2 + is_upright, self.pixels(place, to)));
        let bend = Some((state ^ 1, BEND));
        if is_upright == 1 {
            let down = (y + 1 < high && is_free(&self.upright, x * high + y)).then(|| along(place + wide)).flatten();
            let up = (y > 0 && is_free(&self.upright, (x * high + y).wrapping_sub(1)))
                .then(|| along(place - wide))
                .flatten();
            return [down, up, bend];
        }
        let right = (x + 1 < wide && is_free(&self.level, y * wide + x)).then(|| along(place + 1)).flatten();
        let left = (x > 0 && is_free(&self.level, (y * wide + x).wrapping_sub(1))).then(|| along(place - 1)).flatten();
        [right, left, bend]
    }

    fn corners(&self, before: &[usize], last: usize) -> Vec<Pos2> {
        let mut places = vec![last / 2];
        let mut state = last;
        while let Some(earlier) = before.get(state).copied().filter(|earlier| *earlier != usize::MAX) {
            places.push(earlier / 2);
            state = earlier;
        }
        places.dedup();
        places.reverse();
        places.into_iter().map(|place| self.pos(place)).collect()
    }

    fn place(&self, pos: Pos2) -> Option<usize> {
        let at = |values: &[f32], value: f32| values.iter().position(|other| (other - value).abs() < 0.5);
        Some(at(&self.ys, pos.y)? * self.xs.len() + at(&self.xs, pos.x)?)
    }

    fn pos(&self, place: usize) -> Pos2 {
        let at = |values: &[f32], at: usize| values.get(at).copied().unwrap_or(0.0);
        let wide = self.xs.len().max(1);
        pos2(at(&self.xs, place % wide), at(&self.ys, place / wide))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "limited to a range, and not negative")]
    fn pixels(&self, from: usize, to: usize) -> u32 {
        let way = self.pos(to) - self.pos(from);
        (way.x.abs() + way.y.abs()).min(MOST_PX) as u32
    }
}

/// The first values, in order and without those that are almost the same.
fn in_order(mut values: Vec<f32>) -> Vec<f32> {
    values.truncate(MOST);
    values.sort_by(f32::total_cmp);
    values.dedup_by(|a, b| (*a - *b).abs() < 0.5);
    values
}

fn block(pieces: &mut [bool], at: usize) {
    put(pieces, at, true);
}

fn put<T>(values: &mut [T], at: usize, value: T) {
    if let Some(own) = values.get_mut(at) {
        *own = value;
    }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    fn areas(corners: &[(f32, f32)]) -> Vec<Rect> {
        corners.iter().map(|(x, y)| Rect::from_min_size(pos2(*x, *y), vec2(100.0, 100.0))).collect()
    }

    fn length(way: &[Pos2]) -> f32 {
        way.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
    }

    #[test]
    fn a_way_leads_through_gaps_that_no_straight_line_passes() {
        // Two columns whose gaps are at different heights.
        let areas = areas(&[(50.0, -60.0), (50.0, 60.0), (250.0, -110.0), (250.0, 10.0)]);
        let maze = Maze::new(vec![0.0, 400.0, 200.0], vec![50.0, 50.5, -5.0, 0.0, 115.0, 300.0], &areas);
        let way = maze.way(pos2(0.0, 50.0), pos2(400.0, 50.0)).unwrap();
        assert_eq!(
            way,
            [(0.0, 50.0), (200.0, 50.0), (200.0, 0.0), (400.0, 0.0), (400.0, 50.0)].map(|(x, y)| pos2(x, y))
        );
        assert!((length(&way) - 500.0).abs() < 0.1);
    }

    #[test]
    fn without_a_gap_there_is_no_way() {
        let areas = areas(&[(50.0, -60.0), (50.0, 40.0)]);
        let maze = Maze::new(vec![0.0, 400.0], vec![50.0, 0.0, 100.0], &areas);
        assert_eq!(maze.way(pos2(0.0, 50.0), pos2(400.0, 50.0)), None);
        assert_eq!(maze.way(pos2(0.0, 50.0), pos2(33.0, 50.0)), None);
    }
}
