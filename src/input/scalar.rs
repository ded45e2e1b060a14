//! Single values that are no dates: durations, working days, shares, yes and no, one of a list, ids.

use super::columns::fold;
use super::fault::{FaultKind, Wanted};
use super::hidden::quotable;
use crate::model::{Buffer, Details, LimitSpec};

type Read<T> = Result<T, FaultKind>;

pub(super) fn not<T>(wanted: Wanted, text: &str) -> Read<T> {
    Err(FaultKind::Not {
        wanted,
        text: text.to_owned(),
    })
}

/// Digits only, small enough for any count of ours.
fn digits(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// A whole number between two bounds. `12.0` is what some spreadsheets make of 12.
pub(super) fn number(low: u32, high: u32) -> impl Fn(&str) -> Read<u32> {
    move |text| match digits(text.strip_suffix(".0").unwrap_or(text)) {
        Some(number) if (low..=high).contains(&number) => Ok(number),
        Some(_) => Err(FaultKind::OutOfRange {
            text: text.to_owned(),
            low,
            high,
        }),
        None => not(Wanted::Number, text),
    }
}

pub(super) fn yes_no(text: &str) -> Read<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "x" | "1" | "✓" => Ok(true),
        "no" | "n" | "false" | "0" => Ok(false),
        _ => not(Wanted::YesNo, text),
    }
}

/// Minutes of `90m`, `1h30`, `1h 30m`, `1:30`, `1.5h`, `2 hours`, `90`. At most a week, at least one minute.
pub fn minutes(text: &str) -> Read<u32> {
    let folded: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let parts = split_units(&folded);
    let minutes = match parts.as_deref() {
        Some([(n, "" | "m" | "min" | "mins" | "minute" | "minutes")]) => whole(n),
        Some([(n, HOURS!())]) => hours(n),
        Some(
            [
                (n, HOURS!()),
                (m, "" | "m" | "min" | "mins" | "minute" | "minutes"),
            ],
        ) => whole(n)
            .zip(whole(m).filter(|m| *m < 60))
            .map(|(h, m)| h * 60 + m),
        Some([(n, ":"), (m, "")]) => whole(n)
            .zip(whole(m).filter(|m| *m < 60))
            .map(|(h, m)| h * 60 + m),
        _ => None,
    };
    match minutes {
        Some(minutes @ 1..=10_080) => Ok(minutes),
        _ => not(Wanted::Duration, text),
    }
}

/// Minutes between two starts that are tried. They divide the day, so that the grid is the same on each.
pub fn grain(text: &str) -> Read<u32> {
    match minutes(text)? {
        minutes if 1440 % minutes == 0 => Ok(minutes),
        _ => Err(FaultKind::BadGrain {
            text: text.to_owned(),
        }),
    }
}

/// The spellings of "hours" in a pattern.
macro_rules! hours_pattern {
    () => {
        "h" | "hr" | "hrs" | "hour" | "hours"
    };
}
use hours_pattern as HOURS;

/// Numbers with the words behind them: `1h30m` is (1, h), (30, m).
fn split_units(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let end = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(end);
        let end = tail
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(end);
        if number.is_empty() || parts.len() == 2 {
            return None;
        }
        parts.push((number, unit));
        rest = tail;
    }
    Some(parts)
}

fn whole(text: &str) -> Option<u32> {
    digits(text.strip_suffix(".0").unwrap_or(text)).filter(|n| *n <= 10_080)
}

/// Hours with at most two decimals, in whole minutes.
fn hours(text: &str) -> Option<u32> {
    let (hours, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let hundredths = match fraction.len() {
        1 => digits(fraction)? * 10,
        2 => digits(fraction)?,
        _ => return None,
    };
    let minutes = hundredths * 60;
    (minutes % 100 == 0).then_some(whole(hours)? * 60 + minutes / 100)
}

/// `3wd`, `3 working days`, `3`.
pub fn working_days(text: &str) -> Read<u32> {
    match count_and_unit(text) {
        Some((count, "" | "wd" | "workingday" | "workingdays" | "wds")) => Ok(count),
        _ => not(Wanted::WorkingDays, text),
    }
}

/// `15wd`, `28d`, `6w`: the unit must be there, since working and calendar days differ by half.
pub fn limit(text: &str) -> Read<LimitSpec> {
    match count_and_unit(text) {
        Some((count, "wd" | "wds" | "workingday" | "workingdays")) => {
            Ok(LimitSpec::WithinWorkingDays(count))
        }
        Some((count, "d" | "day" | "days" | "calendarday" | "calendardays")) => {
            Ok(LimitSpec::WithinDays(count))
        }
        Some((count, "w" | "wk" | "wks" | "week" | "weeks")) => {
            Ok(LimitSpec::WithinDays(count.saturating_mul(7)))
        }
        // A working week has five working days.
        Some((count, "workingweek" | "workingweeks")) => {
            Ok(LimitSpec::WithinWorkingDays(count.saturating_mul(5)))
        }
        _ => not(Wanted::Limit, text),
    }
}

/// `90d`, `13w`.
pub(super) fn calendar_days(text: &str) -> Read<u32> {
    match limit(text) {
        Ok(LimitSpec::WithinDays(days)) => Ok(days),
        _ => not(Wanted::CalendarDays, text),
    }
}

/// A number with the unit behind it, in one spelling.
pub(super) fn count_and_unit(text: &str) -> Option<(u32, &'static str)> {
    const UNITS: &[&str] = &[
        "",
        "wd",
        "wds",
        "workingday",
        "workingdays",
        "d",
        "day",
        "days",
        "calendarday",
        "calendardays",
        "w",
        "wk",
        "wks",
        "week",
        "weeks",
        "workingweek",
        "workingweeks",
        "m",
        "month",
        "months",
    ];
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    // Further figures are no part of a unit: `5-10wd` is not 510 working days.
    let (count, unit) = text.split_at(end);
    let unit = fold(unit);
    let unit = UNITS.iter().find(|known| **known == unit)?;
    Some((digits(count).filter(|n| *n <= 3_660)?, unit))
}

/// `60%`, `60`, 1 to 100.
pub(super) fn percent(text: &str) -> Read<u8> {
    let number = text.trim_start_matches(">=").trim();
    let number = number.strip_suffix('%').unwrap_or(number).trim();
    match digits(number).and_then(|n| u8::try_from(n).ok()) {
        Some(percent @ 1..=100) => Ok(percent),
        _ => not(Wanted::Percent, text),
    }
}

/// `15m` on both sides, or `before 15m; after 30m`.
pub(super) fn buffer(text: &str) -> Read<Buffer> {
    let mut buffer = Buffer::default();
    let wrong = || not(Wanted::Buffer, text);
    if let Ok(both) = minutes(text) {
        return Ok(Buffer {
            before_minutes: both,
            after_minutes: both,
        });
    }
    if matches!(fold(text).as_str(), "0" | "0m" | "none") {
        return Ok(buffer);
    }
    for side in text.split([';', ',']).map(str::trim) {
        let lower = side.to_lowercase();
        let (place, length) = if let Some(length) = lower.strip_prefix("before") {
            (&mut buffer.before_minutes, length)
        } else if let Some(length) = lower.strip_prefix("after") {
            (&mut buffer.after_minutes, length)
        } else {
            return wrong();
        };
        match minutes(length) {
            Ok(length) => *place = length,
            Err(_) if fold(length) == "0" || fold(length) == "0m" => *place = 0,
            Err(_) => return wrong(),
        }
    }
    Ok(buffer)
}

/// What is done with feeds that carry more than busy time.
pub(super) fn details(text: &str) -> Read<Details> {
    one_of(
        &[("warn", Details::Warn), ("refuse", Details::Refuse)],
        "warn, refuse",
    )(text)
}

/// One of several spellings, each with its value; the message lists those of `shown`.
pub(super) fn one_of<'a, T: Copy>(
    choices: &'a [(&'static str, T)],
    shown: &'static str,
) -> impl Fn(&str) -> Read<T> + 'a {
    move |text| {
        let wanted = fold(text);
        let found = choices.iter().find(|(name, _)| fold(name) == wanted);
        found
            .map(|(_, value)| *value)
            .ok_or_else(|| FaultKind::NotOneOf {
                text: text.to_owned(),
                choices: shown.to_owned(),
            })
    }
}

/// Letters of any alphabet, digits, and `-`, `_`, `.`, `:` inside: nothing that a list or a file name gives a meaning to.
pub(super) fn id(text: &str) -> Read<String> {
    let inner = |c: char| c.is_alphanumeric() || "-_.:".contains(c);
    let good = text.chars().all(inner)
        && text.starts_with(char::is_alphanumeric)
        && text.ends_with(char::is_alphanumeric);
    if good && text.chars().count() <= 80 && quotable(text) {
        Ok(text.to_owned())
    } else {
        Err(FaultKind::NotId {
            text: text.to_owned(),
        })
    }
}

/// Something before and something after an `@`, without spaces. Whether it can be delivered to, mail will tell.
pub(super) fn address(text: &str) -> Read<String> {
    let bare = text.strip_prefix("mailto:").unwrap_or(text);
    let parts = bare.split_once('@');
    let good = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !bare
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c));
    if good {
        Ok(bare.to_owned())
    } else {
        not(Wanted::Address, text)
    }
}
