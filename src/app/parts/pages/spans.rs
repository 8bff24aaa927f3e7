//! Painting over spans: what a drag over hours or over days adds to them and takes from them.

/// Adds a stretch to spans, or takes it from them. A span goes from its first up to, but not with, its end; those that the
/// stretch does not touch stay as they are, and so do those that end before they begin.
pub fn paint<T: Ord + Copy>(spans: &mut Vec<(T, T)>, stretch: (T, T), is_added: bool) {
    let (from, until) = stretch;
    if from >= until {
        return;
    }
    let mut grown = stretch;
    let mut painted = Vec::with_capacity(spans.len() + 1);
    for (start, end) in spans.drain(..) {
        if start >= end || end < from || until < start {
            painted.push((start, end));
        } else if is_added {
            grown = (grown.0.min(start), grown.1.max(end));
        } else {
            let rests = [(start, from.min(end)), (until.max(start), end)];
            painted.extend(rests.into_iter().filter(|(start, end)| start < end));
        }
    }
    if is_added {
        painted.push(grown);
    }
    painted.sort();
    *spans = painted;
}

/// Whether the spans together have all of a stretch.
#[must_use]
pub fn cover<T: Ord + Copy>(spans: &[(T, T)], stretch: (T, T)) -> bool {
    let mut rest = vec![stretch];
    for span in spans {
        paint(&mut rest, *span, false);
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_joins_what_it_touches_and_cuts_what_it_crosses() {
        let painted = |spans: &[(i32, i32)], stretch, is_added| {
            let mut spans = spans.to_vec();
            paint(&mut spans, stretch, is_added);
            spans
        };
        assert_eq!(painted(&[], (2, 4), true), [(2, 4)]);
        assert_eq!(painted(&[(6, 8), (0, 2)], (2, 6), true), [(0, 8)]);
        assert_eq!(painted(&[(0, 1), (6, 8)], (2, 5), true), [(0, 1), (2, 5), (6, 8)]);
        assert_eq!(painted(&[(0, 8)], (2, 4), false), [(0, 2), (4, 8)]);
        assert_eq!(painted(&[(0, 3), (5, 9)], (2, 6), false), [(0, 2), (6, 9)]);
        assert_eq!(painted(&[(0, 3), (5, 9)], (0, 9), false), []);
        assert_eq!(painted(&[(0, 2)], (2, 4), false), [(0, 2)]);
        // What is not touched stays, also when it is odd: spans that overlap, spans that end before they begin.
        assert_eq!(painted(&[(9, 3), (0, 5), (4, 6)], (8, 9), true), [(0, 5), (4, 6), (8, 9), (9, 3)]);
        assert_eq!(painted(&[(9, 3)], (2, 10), true), [(2, 10), (9, 3)]);
        assert_eq!(painted(&[(0, 5)], (4, 4), false), [(0, 5)]);
    }

    #[test]
    fn several_spans_cover_a_stretch_together() {
        assert!(cover(&[(0, 3), (3, 6)], (2, 5)));
        assert!(!cover(&[(0, 3), (4, 6)], (2, 5)));
        assert!(!cover(&[], (2, 5)));
    }
}
