//! Working hours that look mistyped.

use crate::model::WeekPattern;

/// What is odd about a pattern.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Odd {
    /// Begins before 06:00 on some day.
    Early,
    /// Ends after 22:00 on some day.
    Late,
    /// More than twelve hours on some day.
    Long,
    /// Saturdays and Sundays only.
    WeekendOnly,
    /// No hours on any day.
    None,
}

impl Odd {
    /// The name used in output.
    pub fn code(self) -> &'static str {
        match self {
            Odd::Early => "early",
            Odd::Late => "late",
            Odd::Long => "long",
            Odd::WeekendOnly => "weekend-only",
            Odd::None => "none",
        }
    }
}

const EARLIEST: u16 = 6 * 60;
const LATEST: u16 = 22 * 60;
const LONGEST: u32 = 12 * 60;
const WORKDAYS: usize = 5;

/// Everything that is odd about a pattern.
pub(super) fn odd(pattern: &WeekPattern) -> Vec<Odd> {
    let days = || pattern.weeks.iter().flatten();
    let spans = || days().flatten();
    if spans().next().is_none() {
        return vec![Odd::None];
    }
    let mut odd = Vec::new();
    if spans().any(|span| span.from < EARLIEST) {
        odd.push(Odd::Early);
    }
    if spans().any(|span| span.to > LATEST) {
        odd.push(Odd::Late);
    }
    if days().any(|day| day.iter().map(|span| span.minutes()).sum::<u32>() > LONGEST) {
        odd.push(Odd::Long);
    }
    let mut workdays = pattern.weeks.iter().flat_map(|week| &week[..WORKDAYS]);
    if workdays.all(Vec::is_empty) {
        odd.push(Odd::WeekendOnly);
    }
    odd
}
