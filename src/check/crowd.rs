//! Meetings of one contact or venue that cannot all take place.
//!
//! Between two meetings lies the largest of the needs that meet there and, for people who come in person, the way
//! from one venue to the other. A team takes several at once: the checker looks, at the beginning of each meeting, for
//! more meetings than it has capacity for of which every two are too close for one person.

use crate::model::{Buffer, VenueId};
use crate::time::{Instant, Interval};

/// One meeting in the time of one contact or venue.
pub(super) struct Held {
    pub meeting: usize,
    /// In order.
    pub times: Vec<Interval>,
    pub buffer: Buffer,
    /// Where one has to be in person.
    pub place: Option<VenueId>,
}

/// Sets of more than `capacity` meetings of which every two are too close.
pub(super) fn crowds(
    mut held: Vec<Held>,
    own: Buffer,
    capacity: u32,
    far: &dyn Fn(&Held, &Held) -> u32,
) -> impl Iterator<Item = Vec<usize>> {
    held.retain(|one| !one.times.is_empty());
    held.sort_by_key(|one| (one.times[0], one.meeting));
    // How long before another's begin a meeting can begin and still be in the way: as long as any lasts, and what any of them
    // needs around it, or a day for the way.
    const A_DAY: i64 = 86_400;
    let longest = held.iter().map(|one| end(one).0 - one.times[0].start().0);
    let needs = held.iter().map(|one| one.buffer).chain([own]);
    let needs = needs.map(|need| 60 * i64::from(need.before_minutes.max(need.after_minutes)));
    let reach = longest.max().unwrap_or(0) + needs.max().unwrap_or(0).max(A_DAY);
    let gap = |from: &Held, to: &Held| -> i64 {
        let needs = [
            from.buffer.after_minutes,
            to.buffer.before_minutes,
            own.after_minutes,
            own.before_minutes,
            far(from, to),
        ];
        60 * i64::from(needs.into_iter().max().unwrap_or(0))
    };
    let too_close = |a: &Held, b: &Held| {
        a.times.iter().any(|first| {
            b.times.iter().any(|second| {
                first.start() < second.end().plus(gap(b, a))
                    && second.start() < first.end().plus(gap(a, b))
            })
        })
    };
    let mut found = Vec::new();
    for (at, one) in held.iter().enumerate() {
        let from = one.times[0].start().plus(-reach);
        let first = held[..at].partition_point(|other| other.times[0].start() < from);
        // Those that last longest first: they are the ones with whom most others clash.
        let mut before: Vec<&Held> = held[first..at]
            .iter()
            .filter(|other| too_close(other, one))
            .collect();
        before.sort_by_key(|other| std::cmp::Reverse(end(other)));
        let mut crowd: Vec<&Held> = vec![one];
        for other in before {
            if crowd.iter().all(|inside| too_close(inside, other)) {
                crowd.push(other);
            }
            if crowd.len() > capacity.max(1) as usize {
                crowd.sort_by_key(|inside| (inside.times[0], inside.meeting));
                found.push(crowd.iter().map(|inside| inside.meeting).collect());
                break;
            }
        }
    }
    found.into_iter()
}

/// When the last of its stretches is over; only meetings that have one are looked at.
fn end(held: &Held) -> Instant {
    let ends = held.times.iter().map(|interval| interval.end());
    ends.max().unwrap_or(Instant::MIN)
}
