//! Being told to stop: by the keyboard, by the system, or by a time limit.
//!
//! As long as nothing is planned there is nothing to keep, and the program ends at once. While it plans, the first signal asks the
//! search for its best plan so far and the second ends the program. What is being written is written to its end.

use super::super::{Exit, complain};
use crate::model::Stopped;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

const READING: u8 = 0;
const PLANNING: u8 = 1;
const STOPPING: u8 = 2;
const WRITING: u8 = 3;

static PHASE: AtomicU8 = AtomicU8::new(READING);

/// Listens from now on.
pub(super) fn listen() {
    // Where signals cannot be listened to they end the program as they always do, and nothing is half written all the same.
    let _ = ctrlc::set_handler(|| match PHASE.load(Ordering::SeqCst) {
        READING => {
            complain("interrupted before there was a plan; nothing was written");
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
        PLANNING => {
            PHASE.store(STOPPING, Ordering::SeqCst);
            complain("stopping: the best plan so far is written; interrupt again to end at once");
        }
        STOPPING => std::process::exit(i32::from(Exit::Interrupted.code())),
        _ => {}
    });
}

/// The search begins. The answer says whether it is to stop, and why.
pub(super) fn planning(limit: Option<Duration>) -> impl Fn() -> Option<Stopped> + Sync {
    PHASE.store(PLANNING, Ordering::SeqCst);
    let begun = Instant::now();
    move || {
        if PHASE.load(Ordering::SeqCst) == STOPPING {
            return Some(Stopped::Interrupted);
        }
        let passed = limit.is_some_and(|limit| begun.elapsed() >= limit);
        passed.then_some(Stopped::TimeLimit)
    }
}

/// The plan stands: what follows is done to its end. Whether it was asked to stop meanwhile.
pub(super) fn writing() -> bool {
    PHASE.swap(WRITING, Ordering::SeqCst) == STOPPING
}

/// `30s`, `2m`, `1h`, or seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    const WRONG: &str = "write a time such as 30s or 2m";
    let text = text.trim();
    let (number, unit) = match text.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => text.split_at(at),
        None => (text, "s"),
    };
    let number: u64 = number.parse().map_err(|_| WRONG.to_owned())?;
    let seconds = match unit.trim() {
        "s" | "sec" | "seconds" => Some(number),
        "m" | "min" | "minutes" => number.checked_mul(60),
        "h" | "hours" => number.checked_mul(3600),
        _ => None,
    };
    match seconds {
        Some(seconds) if (1..=86_400).contains(&seconds) => Ok(Duration::from_secs(seconds)),
        _ => Err(WRONG.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_with_and_without_units() {
        let seconds = |text| duration(text).map(|limit| limit.as_secs());
        assert_eq!(seconds("30s"), Ok(30));
        assert_eq!(seconds("2m"), Ok(120));
        assert_eq!(seconds("45"), Ok(45));
        assert_eq!(seconds("1h"), Ok(3600));
        for wrong in ["", "0", "s", "-3s", "2d", "99999999999999999999", "25h"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
