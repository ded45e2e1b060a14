//! Dates, times of day and moments as coordinators write them: day first, never month first.

use super::fault::{FaultKind, Wanted};
use super::scalar::not;
use crate::time::{Instant, Zone};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

type Read<T> = Result<T, FaultKind>;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Mon),
    ("Tuesday", Weekday::Tue),
    ("Wednesday", Weekday::Wed),
    ("Thursday", Weekday::Thu),
    ("Friday", Weekday::Fri),
    ("Saturday", Weekday::Sat),
    ("Sunday", Weekday::Sun),
];

/// `Tue`, `tues`, `Tuesday`, `Tuesdays`.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.').to_lowercase();
    let matches = |name: &str| {
        let name = name.to_lowercase();
        word.len() >= 3 && (name.starts_with(&word) || word == format!("{name}s"))
    };
    WEEKDAYS
        .iter()
        .find(|(name, _)| matches(name))
        .map(|(_, day)| *day)
}

fn weekday_name(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].0
}

fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    let found = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(&word));
    // "Sept" is a start of September; the position is below 12.
    found.map(|index| index as u32 + 1)
}

/// `2026-12-08`, `08/12/2026`, `8.12.2026`, `8 December 2026`, each with or without its weekday in front.
pub fn date(text: &str) -> Read<NaiveDate> {
    let trimmed = text.trim();
    let (first, rest) = trimmed
        .split_once([' ', ','])
        .map_or((trimmed, ""), |(first, rest)| (first, rest.trim()));
    if let Some(day) = weekday(first)
        && !rest.is_empty()
    {
        let date = plain_date(rest, text)?;
        return if date.weekday() == day {
            Ok(date)
        } else {
            Err(FaultKind::WrongWeekday {
                text: text.to_owned(),
                weekday: weekday_name(date.weekday()),
            })
        };
    }
    plain_date(trimmed, text)
}

fn plain_date(text: &str, whole: &str) -> Read<NaiveDate> {
    let quoted = || whole.to_owned();
    let words: Vec<&str> = text
        .split([' ', '/', '-', '.', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| -> Option<u32> {
        let word = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| word.strip_suffix(ending))
            .unwrap_or(word);
        let fits = word.len() <= 5 && word.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| word.parse().ok()).flatten()
    };
    let make = |year: u32, month: u32, day: u32| {
        let year = i32::try_from(year).unwrap_or(0);
        let date = NaiveDate::from_ymd_opt(year, month, day)
            .ok_or_else(|| FaultKind::NoSuchDate { text: quoted() })?;
        match (1900..=2200).contains(&year) {
            true => Ok(date),
            false => Err(FaultKind::YearOutside { text: quoted() }),
        }
    };
    match words.as_slice() {
        [one] => match number(one) {
            Some(20_000..=80_000) => Err(FaultKind::DayNumber { text: quoted() }),
            _ => not(Wanted::Date, whole),
        },
        [a, b] => match (number(a), number(b), month(a), month(b)) {
            (Some(_), Some(_), ..) | (Some(_), _, _, Some(_)) | (_, Some(_), Some(_), _) => {
                Err(FaultKind::NoYear { text: quoted() })
            }
            _ => not(Wanted::Date, whole),
        },
        [a, b, c] => {
            if let (Some(a_number), Some(c_number)) = (number(a), number(c)) {
                let Some(middle) = number(b).or_else(|| month(b)) else {
                    return not(Wanted::Date, whole);
                };
                if a.len() == 4 && c.len() <= 2 {
                    return make(a_number, middle, c_number);
                }
                if c.len() != 4 {
                    return Err(FaultKind::ShortYear { text: quoted() });
                }
                if middle > 12
                    && (1..=12).contains(&a_number)
                    && let Ok(meant) = make(c_number, a_number, middle)
                {
                    return Err(FaultKind::MonthFirst {
                        text: quoted(),
                        day_first: meant.format("%d/%m/%Y").to_string(),
                    });
                }
                return make(c_number, middle, a_number);
            }
            if let (Some(month), Some(day), Some(year)) = (month(a), number(b), number(c)) {
                let meant = make(year, month, day)?;
                return Err(FaultKind::MonthFirst {
                    text: quoted(),
                    day_first: format!("{}", meant.format("%-d %B %Y")),
                });
            }
            not(Wanted::Date, whole)
        }
        _ => not(Wanted::Date, whole),
    }
}

/// Minutes from midnight, 0 to 1440: `10:00`, `9.30`, `1000`, `2pm`, `2:30 pm`, `noon`.
pub(super) fn time(text: &str) -> Read<u16> {
    let folded: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    match folded.as_str() {
        "noon" | "midday" => return Ok(720),
        "midnight" => return Ok(1440),
        _ => {}
    }
    let wrong = || not(Wanted::Time, text);
    let (clock, half) = ["am", "a.m.", "pm", "p.m."]
        .iter()
        .find_map(|half| Some((folded.strip_suffix(half)?, Some(half.starts_with('p')))))
        .unwrap_or((&folded, None));
    let digits = |part: &str| -> Option<u16> {
        let good = !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        good.then(|| part.parse().ok()).flatten()
    };
    let parts: Vec<&str> = clock.split([':', '.']).collect();
    let (hour, minute) = match parts.as_slice() {
        [hour, minute] | [hour, minute, "00"] if minute.len() == 2 => {
            (digits(hour), digits(minute))
        }
        [both] if both.len() == 4 && both.is_ascii() => (digits(&both[..2]), digits(&both[2..])),
        [both] if both.len() == 3 && both.is_ascii() => (digits(&both[..1]), digits(&both[1..])),
        [hour] if half.is_some() => (digits(hour), Some(0)),
        [hour] if digits(hour).is_some_and(|hour| hour <= 24) => {
            return Err(FaultKind::HourAlone {
                text: text.to_owned(),
            });
        }
        _ => return wrong(),
    };
    let (Some(hour), Some(minute)) = (hour, minute) else {
        return wrong();
    };
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(true), 12) => 12,
        (Some(false), 12) => 0,
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 1..=11) => hour,
        _ => return wrong(),
    };
    if minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) {
        Ok(hour * 60 + minute)
    } else {
        wrong()
    }
}

/// Minutes from midnight as a time; 1440 is the next midnight.
fn at_minutes(date: NaiveDate, minutes: u16) -> Option<NaiveDateTime> {
    let date = if minutes == 1440 {
        date.succ_opt()?
    } else {
        date
    };
    let minutes = u32::from(minutes % 1440);
    Some(date.and_time(NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?))
}

/// A moment as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Moment {
    Exact(Instant),
    Local(NaiveDateTime),
    Day(NaiveDate),
}

impl Moment {
    pub fn parse(text: &str) -> Read<Moment> {
        if let Some(instant) = Instant::parse_rfc3339(text) {
            return Ok(Moment::Exact(instant));
        }
        if let Ok(day) = date(text) {
            return Ok(Moment::Day(day));
        }
        // The time may be the last word or, with "pm", the last two.
        let iso = text.replacen(['T', 't'], " ", 1);
        for text in [text, iso.as_str()] {
            for (at, _) in text.rmatch_indices(' ').take(2) {
                let (day, clock) = (text[..at].trim_end_matches([',', ' ']), &text[at + 1..]);
                let day = day.strip_suffix(" at").unwrap_or(day);
                if let (Ok(day), Ok(clock)) = (date(day), time(clock)) {
                    let local = at_minutes(day, clock);
                    return local.map_or_else(
                        || not(Wanted::Moment, text),
                        |local| Ok(Moment::Local(local)),
                    );
                }
            }
        }
        // Say what is wrong with the date where there is nothing but a date.
        match date(text) {
            Err(FaultKind::Not { .. }) | Ok(_) => {}
            Err(fault) => return Err(fault),
        }
        // Else what is wrong with the date in front of the time, if that is readable.
        for (at, _) in text.rmatch_indices(' ').take(2) {
            if time(&text[at + 1..]).is_ok()
                && let Err(fault) = date(text[..at].trim_end_matches([',', ' ']))
                && !matches!(fault, FaultKind::Not { .. })
            {
                return Err(fault);
            }
        }
        not(Wanted::Moment, text)
    }

    /// The end of a stretch that begins at `from`: a moment, or a time of the same day.
    pub fn parse_end(text: &str, from: Moment) -> Read<Moment> {
        let day = match from {
            Moment::Local(local) => local.date(),
            Moment::Day(day) => day,
            Moment::Exact(_) => return Moment::parse(text),
        };
        match time(text).ok().and_then(|clock| at_minutes(day, clock)) {
            Some(local) => Ok(Moment::Local(local)),
            None => Moment::parse(text),
        }
    }

    /// The instant at which it begins in `zone`.
    pub fn start(self, zone: &Zone) -> Instant {
        match self {
            Moment::Exact(instant) => instant,
            Moment::Local(local) => zone.instant(local),
            Moment::Day(day) => zone.day(day).start(),
        }
    }

    /// As the end of a stretch: a day counts whole.
    pub fn end(self, zone: &Zone) -> Instant {
        match self {
            Moment::Day(day) => zone.day(day).end(),
            other => other.start(zone),
        }
    }
}

/// A local date with a time.
pub fn date_time(text: &str) -> Read<NaiveDateTime> {
    match Moment::parse(text) {
        Ok(Moment::Local(local)) => Ok(local),
        Ok(_) | Err(FaultKind::Not { .. }) => not(Wanted::DateTime, text),
        Err(fault) => Err(fault),
    }
}

/// First and last day of `2026-09-03..2026-10-23`, `3 September 2026 to 23 October 2026`, or of one date.
pub(super) fn date_range(text: &str) -> Read<(NaiveDate, NaiveDate)> {
    let split = [".. ", "..", " to ", " – ", " - ", "–"]
        .iter()
        .find_map(|mark| text.split_once(mark));
    let (first, last) = match split {
        Some((first, last)) => (date(first.trim())?, date(last.trim())?),
        // A bare dash, which may stand inside the dates as well.
        None => text
            .match_indices('-')
            .find_map(|(at, _)| {
                let (first, last) = (date(&text[..at]).ok()?, date(&text[at + 1..]).ok()?);
                Some(Ok((first, last)))
            })
            .unwrap_or_else(|| date(text).map(|one| (one, one)))?,
    };
    if last < first {
        return Err(FaultKind::EndsBeforeItBegins {
            text: text.to_owned(),
        });
    }
    if (last - first).num_days() > 1_100 {
        return Err(FaultKind::TooManyDays {
            text: text.to_owned(),
        });
    }
    Ok((first, last))
}
