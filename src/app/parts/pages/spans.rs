//! Painting over spans: a drag over hours or days adds to the spans or removes from them.

/// Adds a range to spans, or removes it from them. A span excludes its end. Spans that the range does not touch stay as they
/// are, and so do spans that end before they begin.
pub fn paint<T: Ord + Copy>(spans: &mut Vec<(T, T)>, range: (T, T), is_added: bool) {
    let (from, until) = range;
    if from >= until {
        return;
    }
    let mut grown = range;
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

/// Whether the spans together cover a whole range.
#[must_use]
pub fn cover<T: Ord + Copy>(spans: &[(T, T)], range: (T, T)) -> bool {
    let mut rest = vec![range];
    for span in spans {
        paint(&mut rest, *span, false);
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_joins_touching_spans_and_cuts_crossing_spans() {
        let painted = |spans: &[(i32, i32)], range, is_added| {
            let mut spans = spans.to_vec();
            paint(&mut spans, range, is_added);
            spans
        };
        assert_eq!(painted(&[], (2, 4), true), [(2, 4)]);
        assert_eq!(painted(&[(6, 8), (0, 2)], (2, 6), true), [(0, 8)]);
        assert_eq!(painted(&[(0, 1), (6, 8)], (2, 5), true), [(0, 1), (2, 5), (6, 8)]);
        assert_eq!(painted(&[(0, 8)], (2, 4), false), [(0, 2), (4, 8)]);
        assert_eq!(painted(&[(0, 3), (5, 9)], (2, 6), false), [(0, 2), (6, 9)]);
        assert_eq!(painted(&[(0, 3), (5, 9)], (0, 9), false), []);
        assert_eq!(painted(&[(0, 2)], (2, 4), false), [(0, 2)]);
        // Untouched spans stay, even odd ones: spans that overlap, spans that end before they begin.
        assert_eq!(painted(&[(9, 3), (0, 5), (4, 6)], (8, 9), true), [(0, 5), (4, 6), (8, 9), (9, 3)]);
        assert_eq!(painted(&[(9, 3)], (2, 10), true), [(2, 10), (9, 3)]);
        assert_eq!(painted(&[(0, 5)], (4, 4), false), [(0, 5)]);
    }

    #[test]
    fn several_spans_cover_a_range_together() {
        assert!(cover(&[(0, 3), (3, 6)], (2, 5)));
        assert!(!cover(&[(0, 3), (4, 6)], (2, 5)));
        assert!(!cover(&[], (2, 5)));
    }
}
