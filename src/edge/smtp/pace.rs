//! How fast mails go: servers shut out who sends many at once.

use std::time::{Duration, Instant as Moment};

/// What tells how much time has passed, and lets time pass.
pub trait Clock {
    /// Since some moment that stays the same.
    fn now(&self) -> Duration;
    fn wait(&mut self, time: Duration);
}

/// The machine's own.
#[derive(Clone, Copy, Debug)]
pub struct WallClock(Moment);

impl Default for WallClock {
    fn default() -> WallClock {
        WallClock(Moment::now())
    }
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn wait(&mut self, time: Duration) {
        if !time.is_zero() {
            std::thread::sleep(time);
        }
    }
}

/// Spreads mails evenly over the minute.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    gap: Duration,
    next: Duration,
}

impl Pace {
    /// At most so many a minute; none at all is taken as one.
    pub fn new(per_minute: u32) -> Pace {
        Pace {
            gap: Duration::from_secs(60) / per_minute.max(1),
            next: Duration::ZERO,
        }
    }

    /// How long to wait at `now` until the next may go, which then counts as gone.
    pub fn next(&mut self, now: Duration) -> Duration {
        let wait = self.next.saturating_sub(now);
        self.next = now + wait + self.gap;
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_keep_their_distance_and_what_was_not_used_is_not_saved_up() {
        let seconds = Duration::from_secs;
        let mut pace = Pace::new(20);
        assert_eq!(pace.next(seconds(0)), seconds(0));
        assert_eq!(pace.next(seconds(1)), seconds(2));
        // That one went at three.
        assert_eq!(pace.next(seconds(3)), seconds(3));
        assert_eq!(pace.next(seconds(600)), seconds(0));
        assert_eq!(pace.next(seconds(600)), seconds(3));
        let mut fast = Pace::new(6_000);
        fast.next(seconds(0));
        assert_eq!(fast.next(seconds(0)), Duration::from_millis(10));
    }
}
