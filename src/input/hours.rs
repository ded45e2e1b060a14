//! The small languages for working time: patterns, exceptions, offers.
//!
//! ```text
//! pattern    Mon-Thu 09:00-17:00, Fri 09:00-13:00
//!            week 1 of 2 from 2026-11-23: Mon-Fri 09:00-17:00 | week 2: Mon-Wed 09:00-15:00
//!            off
//! exception  2026-12-24 off        2026-12-22 09:00-12:00        2026-12-21..2026-12-31 off
//! offer      Tue 13:00-14:00       2026-12-08 09:00-12:00
//! ```
//! Several stretches of one day are written one after the other: `Mon 09:00-12:00 13:00-17:00`.

use super::columns::fold;
use super::dates::{date, date_range, time, weekday};
use super::fault::{FaultKind, Wanted};
use super::scalar::not;
use crate::model::{DatedHours, Hours, LocalSpan, Offer, WeekPattern};
use crate::time::WEEK;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;

type Read<T> = Result<T, FaultKind>;

/// One spelling for dashes and for the blanks around them, so that words can be told apart by blanks.
fn tidy(text: &str) -> String {
    let mut text = text.to_lowercase().replace(['–', '—'], "-");
    for (from, to) in [(" to ", "-"), (" - ", "-"), ("- ", "-"), (" -", "-")] {
        text = text.replace(from, to);
    }
    for half in ["am", "pm"] {
        for digit in '0'..='9' {
            text = text.replace(&format!("{digit} {half}"), &format!("{digit}{half}"));
        }
    }
    text
}

/// `09:00-17:00`.
pub(super) fn span(text: &str) -> Read<LocalSpan> {
    let tidied = tidy(text);
    let Some((from, to)) = tidied.split_once('-') else {
        return not(Wanted::TimeRange, text);
    };
    let (from, to) = (time(from)?, time(to)?);
    if from < to {
        Ok(LocalSpan { from, to })
    } else {
        Err(FaultKind::EndsBeforeItBegins {
            text: text.to_owned(),
        })
    }
}

/// In order, joined where they touch.
fn joined(mut spans: Hours) -> Hours {
    spans.sort_unstable();
    let mut hours: Hours = Vec::with_capacity(spans.len());
    for next in spans {
        match hours.last_mut() {
            Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
            _ => hours.push(next),
        }
    }
    hours
}

fn is_off(word: &str) -> bool {
    matches!(word, "off" | "none" | "away" | "closed" | "leave" | "no")
}

/// The days of `mon`, `mon-thu`, `weekdays`, `daily`; `fri-mon` goes over the week's end.
fn days(word: &str) -> Option<Vec<Weekday>> {
    match word {
        "weekdays" => return Some(WEEK[..5].to_vec()),
        "daily" | "everyday" => return Some(WEEK.to_vec()),
        "weekends" => return Some(WEEK[5..].to_vec()),
        _ => {}
    }
    if let Some(day) = weekday(word) {
        return Some(vec![day]);
    }
    let (first, last) = word.split_once('-')?;
    let (first, last) = (weekday(first)?, weekday(last)?);
    let mut found = vec![first];
    let mut day = first;
    while day != last {
        day = day.succ();
        found.push(day);
    }
    Some(found)
}

/// The hours of one week.
fn week(text: &str) -> Read<[Hours; 7]> {
    let mut week: [Hours; 7] = Default::default();
    let tidied = tidy(text);
    let words: Vec<&str> = tidied
        .split([' ', ',', ';', '&', '/', '\n', '\t'])
        .map(|word| word.trim_end_matches(':'))
        .filter(|word| !word.is_empty() && *word != "and")
        .collect();
    if let [word] = words.as_slice()
        && is_off(word)
    {
        return Ok(week);
    }
    let mut chosen: Vec<Weekday> = Vec::new();
    let mut has_hours = false;
    for word in words {
        if let Some(more) = days(word) {
            if has_hours {
                chosen.clear();
                has_hours = false;
            }
            chosen.extend(more);
        } else if chosen.is_empty() {
            return not(Wanted::Days, text);
        } else if is_off(word) {
            has_hours = true;
        } else {
            let span = span(word).map_err(|fault| match fault {
                FaultKind::Not { .. } => FaultKind::Not {
                    wanted: Wanted::Days,
                    text: text.to_owned(),
                },
                fault => fault,
            })?;
            for day in &chosen {
                week[day.num_days_from_monday() as usize].push(span);
            }
            has_hours = true;
        }
    }
    if !has_hours {
        return not(Wanted::Days, text);
    }
    Ok(week.map(joined))
}

/// A Monday long before any meeting; weekly patterns need an anchor though it is of no effect.
fn weekly_anchor() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date of the calendar")
}

/// A working pattern, weekly or of several weeks.
pub fn pattern(text: &str) -> Read<WeekPattern> {
    if !text.trim_start().to_lowercase().starts_with("week ") {
        return Ok(WeekPattern {
            anchor: weekly_anchor(),
            weeks: vec![week(text)?],
        });
    }
    let bad = || FaultKind::BadWeeks {
        text: text.to_owned(),
    };
    let mut of = None;
    let mut anchor = None;
    let mut weeks: BTreeMap<u32, [Hours; 7]> = BTreeMap::new();
    for part in text.split('|') {
        let (head, hours) = part.split_once(':').ok_or_else(bad)?;
        let head = head.trim().to_lowercase();
        let words: Vec<&str> = head.split_whitespace().collect();
        let ["week", number, rest @ ..] = words.as_slice() else {
            return Err(bad());
        };
        let number: u32 = number.parse().map_err(|_| bad())?;
        let rest = match rest {
            ["of", count, rest @ ..] => {
                of = Some(count.parse::<u32>().map_err(|_| bad())?);
                rest
            }
            rest => rest,
        };
        match rest {
            [] => {}
            ["from", day @ ..] => anchor = Some(date(&day.join(" "))?),
            _ => return Err(bad()),
        }
        if weeks.insert(number, week(hours)?).is_some() {
            return Err(FaultKind::Twice {
                text: format!("week {number}"),
            });
        }
    }
    let (Some(of @ 1..=52), Some(anchor)) = (of, anchor) else {
        return Err(bad());
    };
    if let Some(week) = (1..=of).find(|week| !weeks.contains_key(week)) {
        return Err(FaultKind::WeekNotStated { week, of });
    }
    if weeks.len() as u32 != of {
        return Err(bad());
    }
    let monday = Days::new(u64::from(anchor.weekday().num_days_from_monday()));
    Ok(WeekPattern {
        anchor: anchor.checked_sub_days(monday).unwrap_or(anchor),
        weeks: weeks.into_values().collect(),
    })
}

/// One exception: its days and their hours.
pub(super) struct Exception {
    first: NaiveDate,
    last: NaiveDate,
    hours: Hours,
    text: String,
}

/// The days are the words before the first time or "off".
pub(super) fn exception(text: &str) -> Read<Exception> {
    let (days, hours) = days_and_hours(text, Wanted::Exception)?;
    let (first, last) = date_range(&days)?;
    Ok(Exception {
        first,
        last,
        hours,
        text: text.to_owned(),
    })
}

/// Splits `<days> <spans>` or `<days> off` where the spans begin.
fn days_and_hours(text: &str, wanted: Wanted) -> Read<(String, Hours)> {
    let tidied = tidy(text);
    let words: Vec<&str> = tidied
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let is_hours = |word: &&str| is_off(word) || span(word).is_ok() || looks_like_span(word);
    let Some(at) = words.iter().position(is_hours) else {
        return not(wanted, text);
    };
    let mut hours = Vec::new();
    for word in &words[at..] {
        if !is_off(word) {
            hours.push(span(word)?);
        } else if words.len() > at + 1 {
            return not(wanted, text);
        }
    }
    if at == 0 {
        return not(wanted, text);
    }
    Ok((words[..at].join(" "), joined(hours)))
}

/// Two clock times with a dash, though perhaps the wrong way round.
fn looks_like_span(word: &str) -> bool {
    word.split_once('-').is_some_and(|(from, to)| {
        let clock = |text: &str| time(text).is_ok() && text.contains([':', '.', 'm']);
        clock(from) && clock(to)
    })
}

/// Days with hours of their own, in order. Of stretches that share a day the shorter one holds, since it is the
/// exception to the longer; equal ones add up.
pub(super) fn dated_hours(exceptions: Vec<Exception>) -> Read<Vec<DatedHours>> {
    let mut found: BTreeMap<NaiveDate, (i64, Hours)> = BTreeMap::new();
    for exception in &exceptions {
        let length = (exception.last - exception.first).num_days();
        let days = exception.first.iter_days();
        for date in days.take_while(|date| *date <= exception.last) {
            match found.get_mut(&date) {
                Some((shorter, _)) if *shorter < length => {}
                Some((same, hours)) if *same == length => {
                    if hours.is_empty() || exception.hours.is_empty() {
                        return Err(FaultKind::Twice {
                            text: exception.text.clone(),
                        });
                    }
                    hours.extend(&exception.hours);
                }
                _ => {
                    found.insert(date, (length, exception.hours.clone()));
                }
            }
        }
    }
    let dated = |(date, (_, hours)): (NaiveDate, (i64, Hours))| DatedHours {
        date,
        hours: joined(hours),
    };
    Ok(found.into_iter().map(dated).collect())
}

/// The offers of one item: `Tue 13:00-14:00` is one, `Mon-Wed 09:00-10:00` three.
pub(super) fn offers(text: &str) -> Read<Vec<Offer>> {
    let (when, hours) = days_and_hours(text, Wanted::Offer)?;
    if hours.is_empty() {
        return not(Wanted::Offer, text);
    }
    let words = when.split([' ', '/', '&']).filter(|word| *word != "and");
    let listed: Option<Vec<Vec<Weekday>>> = words.map(days).collect();
    let mut found = Vec::new();
    match listed {
        Some(listed) => {
            for day in listed.into_iter().flatten() {
                found.extend(
                    hours
                        .iter()
                        .map(|hours| Offer::Weekly { day, hours: *hours }),
                );
            }
        }
        None => {
            let (first, last) = date_range(&when)?;
            for date in first.iter_days().take_while(|date| *date <= last) {
                found.extend(hours.iter().map(|hours| Offer::Dated {
                    date,
                    hours: *hours,
                }));
            }
        }
    }
    Ok(found)
}

/// Times of day without a day: `12:30-13:30`.
pub(super) fn spans(texts: Vec<LocalSpan>) -> Vec<LocalSpan> {
    joined(texts)
}

/// A word that says "nothing" where a list is wanted.
pub(super) fn is_none_word(text: &str) -> bool {
    matches!(fold(text).as_str(), "none" | "no" | "na")
}
