//! The English of a series.

use crate::model::{Coverage, Every, Holiday, SeriesDay, SeriesSpec, Tally};
use crate::report::words_en::{counted, date, listed};
use chrono::{NaiveDate, NaiveTime, Weekday};

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// `Tuesdays`, `second Tuesday`, `last Tuesday`.
fn day(day: SeriesDay) -> String {
    let name = weekday(day.weekday);
    match day.nth {
        None => format!("{name}s"),
        Some(1) => format!("First {name}"),
        Some(2) => format!("Second {name}"),
        Some(3) => format!("Third {name}"),
        Some(4) => format!("Fourth {name}"),
        Some(_) => format!("Last {name}"),
    }
}

fn every(every: Every) -> String {
    match every {
        Every::Weeks(1) => "every week".to_owned(),
        Every::Weeks(weeks) => format!("every {weeks} weeks"),
        Every::Months(1) => "of every month".to_owned(),
        Every::Months(months) => format!("of every {months} months"),
    }
}

/// `Tuesdays every 2 weeks, 15:30–16:30, from Tue 8 December 2026`.
pub(super) fn title(of: SeriesDay, time: &str, rhythm: Every, first: NaiveDate) -> String {
    format!(
        "{} {}, {time}, from {}",
        day(of),
        every(rhythm),
        date(first)
    )
}

fn meetings(number: u32) -> String {
    counted(number.into(), "meeting", "meetings")
}

/// The first sentence.
pub(super) fn best(title: &str, times: u32, stand: u32, quorate: u32) -> String {
    let stands = match stand {
        all if all == times => format!("all {} can be held", meetings(times)),
        some => format!("{some} of {} can be held", meetings(times)),
    };
    let wait = stand - quorate;
    let rest = match wait {
        0 => "nobody has to be asked".to_owned(),
        1 => "1 of them waits for an answer".to_owned(),
        wait => format!("{wait} of them wait for an answer"),
    };
    format!("{title}: {stands}; {rest}.")
}

pub(super) fn none(spec: SeriesSpec, from: NaiveDate, to: NaiveDate) -> String {
    format!(
        "No weekday and hour between {} and {} suits at least half of {}.",
        date(from),
        date(to),
        meetings(spec.times)
    )
}

pub(super) fn count(stand: u32, times: u32) -> String {
    match stand {
        all if all == times => format!("all {times}"),
        some => format!("{some} of {times}"),
    }
}

pub(super) fn also(times: &[NaiveTime]) -> String {
    const NAMED: usize = 4;
    let named = times.iter().take(NAMED);
    let named: Vec<String> = named.map(|time| time.format("%H:%M").to_string()).collect();
    match (times.len().saturating_sub(NAMED), times.last()) {
        (0, _) | (_, None) => format!("also at {}", listed(&named, "and")),
        (more, Some(last)) => format!(
            "also at {} and {more} more up to {}",
            named.join(", "),
            last.format("%H:%M")
        ),
    }
}

pub(super) fn ring(whom: &[String]) -> String {
    format!("ring {}", listed(whom, "and"))
}

pub(super) fn without(seats: &[String]) -> String {
    format!("without {}", listed(seats, "and"))
}

/// Of a meeting that takes place all the same.
pub(super) fn is_holiday(holiday: Holiday) -> &'static str {
    match holiday {
        Holiday::Public => "a public holiday",
        Holiday::Closure => "a day of closure",
    }
}

/// As a reason.
pub(super) fn holiday(holiday: Holiday) -> &'static str {
    match holiday {
        Holiday::Public => "public holiday",
        Holiday::Closure => "closed that day",
    }
}

pub(super) fn no_such_hour() -> &'static str {
    "the clocks go forward over this hour"
}

pub(super) fn closed(names: &[String]) -> String {
    format!("holidays of {}", listed(names, "and"))
}

pub(super) fn not_available(names: &[String]) -> String {
    match names {
        [one] => format!("{one} is not available"),
        names => format!("{} are not available together", listed(names, "and")),
    }
}

pub(super) fn no_venue() -> &'static str {
    "no venue is to be had"
}

pub(super) fn outside_hours() -> &'static str {
    "outside the hours stated for the meeting"
}

/// Why a meeting is not held at its time, and where else in its week it could be.
pub(super) fn exception(why: &[String], instead: Option<(String, String)>) -> String {
    let why = match why {
        [] => "cannot be quorate".to_owned(),
        why => why.join("; "),
    };
    match instead {
        Some((when, state)) => format!("NOT HELD: {why}. Nearest in its week: {when} ({state})"),
        None => format!("NOT HELD: {why}. Nothing else in its week either"),
    }
}

fn of(coverage: Coverage, what: &str) -> Option<String> {
    let Coverage { filled, places } = coverage;
    (places > 0).then(|| format!("{filled} of {places} {what} places"))
}

fn coverage(tally: Tally) -> String {
    let said = [
        of(tally.required, "required"),
        of(tally.expected, "expected"),
        of(tally.preferred, "preferred"),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    listed(&said, "and")
}

/// What the meetings of a series come to.
pub(super) fn sum(quorate: u32, sure: Tally) -> String {
    format!(
        "Quorate already: {quorate}. Filled for certain: {}.",
        coverage(sure)
    )
}

pub(super) fn diaries(names: &[String], numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let (meetings, rest) = match numbers.len() {
        1 => ("Meeting", "rests"),
        _ => ("Meetings", "rest"),
    };
    format!(
        "{meetings} {} {rest} on diaries that are not open yet: {}.",
        listed(&numbers, "and"),
        listed(names, "and")
    )
}

pub(super) fn beside() -> &'static str {
    "The same slot every time, or each meeting at the best time of its week"
}

pub(super) fn same(stand: u32, times: u32, exceptions: u32, quorate: u32, sure: Tally) -> String {
    format!(
        "{} held, {}; {quorate} quorate already, {}.",
        count(stand, times),
        counted(exceptions.into(), "exception", "exceptions"),
        coverage(sure)
    )
}

pub(super) fn floating(stand: u32, times: u32, quorate: u32, sure: Tally) -> String {
    format!(
        "{} held; {quorate} quorate already, {}.",
        count(stand, times),
        coverage(sure)
    )
}

/// What the second has more than the first.
pub(super) fn gain(same: (u32, u32, Tally), floating: (u32, u32, Tally)) -> String {
    let more = |few: u32, many: u32, one: &str, several: &str| {
        let more = many.saturating_sub(few);
        (more > 0).then(|| counted(more.into(), one, several))
    };
    let (few, many) = (same.2, floating.2);
    let gains = [
        more(same.0, floating.0, "meeting", "meetings"),
        more(
            same.1,
            floating.1,
            "meeting quorate already",
            "meetings quorate already",
        ),
        more(
            few.required.filled,
            many.required.filled,
            "required place",
            "required places",
        ),
        more(
            few.expected.filled,
            many.expected.filled,
            "expected place",
            "expected places",
        ),
        more(
            few.preferred.filled,
            many.preferred.filled,
            "preferred place",
            "preferred places",
        ),
    ];
    let gains: Vec<String> = gains.into_iter().flatten().collect();
    match gains.is_empty() {
        true => "It gains nothing.".to_owned(),
        false => format!("It gains {}.", listed(&gains, "and")),
    }
}

pub(super) fn as_it_is() -> String {
    "the same".to_owned()
}

pub(super) fn nothing_that_week(on: NaiveDate) -> String {
    format!("nothing in the week of {}", date(on))
}

pub(super) fn calls() -> &'static str {
    "Call list for the first"
}

pub(super) fn searched(tried: u64, grid: u32, feasible: u64, times: u32) -> String {
    format!(
        "All {} on the {grid}-minute grid tried, each over {}; {feasible} can be quorate at least once.",
        counted(tried, "weekday with its hour", "weekdays with their hours"),
        meetings(times)
    )
}

/// What `--every` is that cannot be read.
pub fn refused(text: &str) -> String {
    format!(
        "--every: \"{text}\" is no rhythm that calendars can repeat; write 1w to {}w (weeks) or 1m to {}m (months)",
        Every::MOST_WEEKS,
        Every::MOST_MONTHS
    )
}

pub fn pinned(reference: &str) -> String {
    format!(
        "meeting {reference}: it is pinned to one time, and a series has many; take `pin` out of its row"
    )
}

/// A flag that asks for something that a series does not have.
pub fn not_with_series(flag: &str) -> String {
    format!("{flag} goes with one meeting; leave it out beside --every")
}

/// A series that was recorded.
pub fn chosen(reference: &str, title: &str, held: usize, path: &str) -> String {
    let held = counted(held as u64, "meeting", "meetings");
    format!("Chosen: {reference}, {title}; {held} recorded in {path}.")
}

/// Those of its meetings that were not.
pub fn left_out(numbers: &[u32]) -> String {
    let told: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let (meetings, are) = match numbers.len() {
        1 => ("Meeting", "is"),
        _ => ("Meetings", "are"),
    };
    format!(
        "{meetings} {} {are} left out; add --exceptions move to hold them at the nearest time of their week.",
        listed(&told, "and")
    )
}

/// Those for which their week has no time at all.
pub fn not_moved(numbers: &[u32]) -> String {
    let told: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let (meetings, are, their) = match numbers.len() {
        1 => ("Meeting", "is", "its week has"),
        _ => ("Meetings", "are", "their weeks have"),
    };
    format!(
        "{meetings} {} {are} left out: {their} no time.",
        listed(&told, "and")
    )
}
