//! A range of time painted in layers: later paint covers earlier, and may look at what it covers.

use crate::model::{Span, Standing};
use crate::time::{Interval, IntervalSet};

/// A partition of a range into spans, each with a standing; neighbours differ.
pub(super) struct Canvas {
    spans: Vec<Span>,
}

impl Canvas {
    pub(super) fn new(range: Interval, standing: Standing) -> Canvas {
        Canvas {
            spans: vec![Span {
                interval: range,
                standing,
            }],
        }
    }

    /// Replaces the standing of every instant of `area` by what `paint` makes of the one that it has.
    ///
    /// One merge over spans and area, so painting costs their sum.
    pub(super) fn paint(&mut self, area: &IntervalSet, paint: impl Fn(Standing) -> Standing) {
        if area.is_empty() {
            return;
        }
        let mut painted: Vec<Span> = Vec::with_capacity(self.spans.len() + 2 * area.len());
        let mut push = |interval: Option<Interval>, standing: Standing| {
            let Some(interval) = interval else { return };
            match painted.last_mut() {
                Some(last) if last.standing == standing => {
                    last.interval = Interval::new(last.interval.start(), interval.end())
                        .expect("spans are pushed in order, so the joined one is not empty");
                }
                _ => painted.push(Span { interval, standing }),
            }
        };
        let parts = area.as_slice();
        let mut first = 0;
        for span in &self.spans {
            while first < parts.len() && parts[first].end() <= span.interval.start() {
                first += 1;
            }
            let mut from = span.interval.start();
            for part in &parts[first..] {
                let Some(inside) = part.intersect(span.interval) else {
                    break;
                };
                push(Interval::new(from, inside.start()), span.standing);
                push(Some(inside), paint(span.standing));
                from = inside.end();
            }
            push(Interval::new(from, span.interval.end()), span.standing);
        }
        self.spans = painted;
    }

    pub(super) fn into_spans(self) -> Vec<Span> {
        self.spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BusyGround, FreeGround, UnknownGround};
    use crate::time::Instant;
    use proptest::prelude::*;

    fn interval(a: i64, b: i64) -> Option<Interval> {
        Interval::new(Instant(a), Instant(b))
    }

    const PAINTS: [Standing; 3] = [
        Standing::Busy(BusyGround::Feed),
        Standing::Free(FreeGround::Feed),
        Standing::Expected,
    ];

    proptest! {
        /// One value a second, painted one second at a time, is the same picture.
        #[test]
        fn painting_is_painting_every_second(
            layers in proptest::collection::vec(
                (proptest::collection::vec((0i64..50, 0i64..50), 0..4), 0usize..3), 0..5)
        ) {
            let unknown = Standing::Unknown(UnknownGround::NoFeed);
            let mut canvas = Canvas::new(interval(0, 50).expect("not empty"), unknown);
            let mut seconds = [unknown; 50];
            for (pairs, colour) in layers {
                // Free is only painted over what is unknown: paint that looks at what it covers.
                let paint = |old: Standing| match PAINTS[colour] {
                    Standing::Free(_) if old != unknown => old,
                    new => new,
                };
                let area: IntervalSet = pairs.iter().filter_map(|(a, b)| interval(*a, *b)).collect();
                canvas.paint(&area, paint);
                for (at, second) in seconds.iter_mut().enumerate() {
                    if area.contains(Instant(at as i64)) {
                        *second = paint(*second);
                    }
                }
            }
            let spans = canvas.into_spans();
            prop_assert!(spans.windows(2).all(|pair| pair[0].interval.end() == pair[1].interval.start()
                && pair[0].standing != pair[1].standing));
            for span in spans {
                for at in span.interval.start().0..span.interval.end().0 {
                    prop_assert_eq!(seconds[at as usize], span.standing);
                }
            }
        }
    }
}
