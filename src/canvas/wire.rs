//! The lines of wires as points in scene units: the curve of a branch, rounded corners, dashes, and the distance of the pointer from a line.
//! `route` decides the route of a link.

use egui::{Pos2, Rect, Stroke, Vec2, epaint::CubicBezierShape, pos2, vec2};

/// The length of an arrow head in scene units.
pub const HEAD_LENGTH: f32 = 8.0;
/// Half the width of an arrow head in scene units.
pub const HEAD_HALF_WIDTH: f32 = 4.0;

/// The dashes of a link and the gaps between them, in scene units.
pub const DASH: f32 = 5.0;
/// See [`DASH`].
pub const GAP: f32 = 4.0;

/// The length of the dashes of links on the screen, and of the gaps between them.
#[must_use]
pub fn dashes(zoom: f32) -> [f32; 2] {
    [DASH, GAP].map(|length| length * zoom.max(0.5))
}

fn controls(start: Pos2, end: Pos2) -> [Pos2; 4] {
    let across = end.x - start.x;
    let down = (end.y - start.y).abs();
    let pull = if across > 0.0 {
        // In a narrow gutter the curve must not bulge behind the cards on both sides.
        (across * 0.5).clamp(12.0, 160.0).max((down * 0.25).min(48.0)).min(across.max(12.0))
    } else {
        (across.abs() * 0.5 + 40.0).min(180.0)
    };
    [start, pos2(start.x + pull, start.y), pos2(end.x - pull, end.y), end]
}

/// The curve of a branch from a port to the base of its arrow head.
#[must_use]
pub fn curve(start: Pos2, end: Pos2) -> Vec<Pos2> {
    let foot = pos2(end.x - HEAD_LENGTH * 0.6, end.y);
    let stroke = Stroke::NONE;
    let shape = CubicBezierShape::from_points_stroke(controls(start, foot), false, egui::Color32::TRANSPARENT, stroke);
    let mut points = shape.flatten(Some(0.12));
    points.dedup_by(|a, b| a.distance_sq(*b) < 0.01);
    points
}

/// An area that contains the curve.
#[must_use]
pub fn curve_bounds(start: Pos2, end: Pos2) -> Rect {
    Rect::from_points(&controls(start, end)).expand(HEAD_LENGTH)
}

/// The area of a line.
#[must_use]
pub fn line_bounds(points: &[Pos2]) -> Rect {
    Rect::from_points(points).expand(HEAD_LENGTH)
}

/// The same line with its corners rounded.
#[must_use]
pub fn rounded(corners: &[Pos2], radius: f32) -> Vec<Pos2> {
    let mut points = Vec::with_capacity(corners.len() * 5);
    points.extend(corners.first());
    for triple in corners.windows(3) {
        let [before, corner, after] = triple else {
            continue;
        };
        let (into, out) = (*corner - *before, *after - *corner);
        let reach = radius.min(into.length() / 2.0).min(out.length() / 2.0);
        if reach < 0.5 {
            points.push(*corner);
            continue;
        }
        let (from, to) = (*corner - into.normalized() * reach, *corner + out.normalized() * reach);
        for step in 0..=4_u8 {
            let t = f32::from(step) / 4.0;
            let (a, b) = (from.lerp(*corner, t), corner.lerp(to, t));
            points.push(a.lerp(b, t));
        }
    }
    points.extend(corners.last());
    points
}

/// The distance from a point to a line.
#[must_use]
pub fn distance_to_line(points: &[Pos2], pos: Pos2) -> f32 {
    let mut best = f32::INFINITY;
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let along = *b - *a;
        let t = if along == Vec2::ZERO { 0.0 } else { ((pos - *a).dot(along) / along.length_sq()).clamp(0.0, 1.0) };
        best = best.min((*a + along * t).distance_sq(pos));
    }
    best.sqrt()
}

/// Calls `dash` with the dashes of a line that touch `clip`. All lengths are in the units of the line.
pub fn each_dash(points: &[Pos2], on: f32, off: f32, clip: Rect, mut dash: impl FnMut(Pos2, Pos2)) {
    let period = on + off;
    if period.is_nan() || period <= 0.5 {
        return;
    }
    let mut walked = 0.0_f32;
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let along = *b - *a;
        let length = along.length();
        if length < f32::EPSILON || !length.is_finite() {
            continue;
        }
        let direction = along / length;
        let phase = walked.rem_euclid(period);
        walked += length;
        let Some((enter, leave)) = clip_range(*a, direction, length, clip) else {
            continue;
        };
        let mut at = -phase + ((enter + phase) / period).floor() * period;
        while at < leave {
            let (from, to) = (at.max(enter), (at + on).min(leave));
            if to > from {
                dash(*a + direction * from, *a + direction * to);
            }
            at += period;
        }
    }
}

/// Whether a segment runs through the inside of an area.
#[must_use]
pub fn enters(a: Pos2, b: Pos2, area: Rect) -> bool {
    let length = a.distance(b);
    length > f32::EPSILON && clip_range(a, (b - a) / length, length, area).is_some()
}

/// The part of a segment within `clip`, as distances from its start.
fn clip_range(start: Pos2, direction: Vec2, length: f32, clip: Rect) -> Option<(f32, f32)> {
    let (mut low, mut high) = (0.0_f32, length);
    for axis in 0..2 {
        let (d, s) = (direction[axis], start[axis]);
        let (min, max) = (clip.min[axis], clip.max[axis]);
        if d.abs() < 1.0e-6 {
            if s < min || s > max {
                return None;
            }
            continue;
        }
        let (near, far) = ((min - s) / d, (max - s) / d);
        low = low.max(near.min(far));
        high = high.min(near.max(far));
    }
    (low < high).then_some((low, high))
}

/// The three corners of an arrow head whose tip is at `end`, pointing right.
#[must_use]
pub fn head(end: Pos2, scale: f32) -> [Pos2; 3] {
    let (length, half) = (HEAD_LENGTH * scale, HEAD_HALF_WIDTH * scale);
    [end, end + vec2(-length, half), end + vec2(-length, -half)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_starts_at_the_port_and_stays_in_its_bounds() {
        for end in [pos2(200.0, 300.0), pos2(-400.0, 10.0), pos2(5.0, 0.0)] {
            let points = curve(Pos2::ZERO, end);
            assert_eq!(points.first().copied(), Some(Pos2::ZERO));
            let bounds = curve_bounds(Pos2::ZERO, end);
            assert!(points.iter().all(|p| bounds.contains(*p)));
        }
    }

    #[test]
    fn dashes_keep_to_the_clip_and_to_their_phase() {
        let line = [pos2(-1000.0, 5.0), pos2(1000.0, 5.0)];
        let clip = Rect::from_min_max(Pos2::ZERO, pos2(95.0, 10.0));
        let mut dashes = Vec::new();
        each_dash(&line, 6.0, 4.0, clip, |a, b| dashes.push((a.x, b.x)));
        assert_eq!(dashes.len(), 10);
        assert!(dashes.iter().all(|(a, b)| *a >= 0.0 && *b <= 95.0 && b - a <= 6.001));
        let mut none = 0;
        each_dash(&line, 6.0, 4.0, clip.translate(vec2(0.0, 50.0)), |_, _| none += 1);
        assert_eq!(none, 0);
    }

    #[test]
    fn distance_is_to_the_nearest_segment() {
        let line = [pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 10.0)];
        assert!((distance_to_line(&line, pos2(12.0, 5.0)) - 2.0).abs() < 0.001);
        assert!(distance_to_line(&[], pos2(0.0, 0.0)).is_infinite());
    }
}
