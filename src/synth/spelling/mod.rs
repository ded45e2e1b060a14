//! How different programs write the same diary into a file. Each spelling is a file of its own; what they share in
//! order and form is here. Modelled on what the programs are known to export, not on our own reader.

mod apple;
mod google;
mod nextcloud;
mod outlook;
mod published;
mod school;

use super::diary::{Change, Component, Diary, Entry, Show, When};
use super::lines::Lines;
use crate::time::{Instant, Zone, weekday_id};
use chrono::{NaiveDate, NaiveDateTime, Weekday};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spelling {
    /// A published Exchange calendar with full details and Windows zone names.
    Outlook,
    /// The same, free/busy only.
    OutlookAvailability,
    /// The same, with a zone that the user made and only the file describes.
    OutlookCustomZone,
    Google,
    Apple,
    Nextcloud,
    /// A school's management system: floating times and a calendar zone.
    School,
    /// Published free/busy time: no entries, only when the time is taken.
    FreeBusy,
    /// Bare blocks of busy time, as an agency's own step of reducing a diary leaves them.
    Blocks,
}

impl Spelling {
    /// Whether nothing but busy time is in the feed.
    pub const fn is_reduced(self) -> bool {
        match self {
            Spelling::OutlookAvailability | Spelling::FreeBusy | Spelling::Blocks => true,
            Spelling::Outlook
            | Spelling::OutlookCustomZone
            | Spelling::Google
            | Spelling::Apple
            | Spelling::Nextcloud
            | Spelling::School => false,
        }
    }

    /// `None` where no entry is written as such.
    fn dialect(self) -> Option<&'static dyn Dialect> {
        Some(match self {
            Spelling::FreeBusy | Spelling::Blocks => return None,
            Spelling::Outlook => &outlook::Outlook::FULL,
            Spelling::OutlookAvailability => &outlook::Outlook::AVAILABILITY,
            Spelling::OutlookCustomZone => &outlook::Outlook::CUSTOM_ZONE,
            Spelling::Google => &google::Google,
            Spelling::Apple => &apple::Apple,
            Spelling::Nextcloud => &nextcloud::Nextcloud,
            Spelling::School => &school::School,
        })
    }

    /// How many components the entries become where they are written as such: a cancelled occurrence is one in some spellings only.
    pub fn components(self, entries: &[Entry]) -> usize {
        let written = |component: &&Component| self.writes(component);
        entries
            .iter()
            .map(|entry| entry.components().iter().filter(written).count())
            .sum()
    }

    fn writes(self, component: &Component) -> bool {
        let occurrence_cancelled = component.cancelled && component.replaces.is_some();
        let takes_out = self
            .dialect()
            .is_some_and(|dialect| dialect.takes_out_cancelled());
        !(occurrence_cancelled && takes_out)
    }
}

/// The bytes of the feed.
pub fn spell(diary: &Diary, spelling: Spelling) -> Vec<u8> {
    let Some(dialect) = spelling.dialect() else {
        return published::spell(diary, spelling);
    };
    let mut lines = Lines::default();
    lines.raw("BEGIN:VCALENDAR");
    dialect.head(&mut lines, diary);
    for entry in &diary.entries {
        for component in entry.components() {
            if spelling.writes(&component) {
                lines.raw("BEGIN:VEVENT");
                dialect.event(&mut lines, diary, &component);
                lines.raw("END:VEVENT");
            }
        }
    }
    lines.raw("END:VCALENDAR");
    lines.finish()
}

trait Dialect {
    /// Everything between BEGIN:VCALENDAR and the first event.
    fn head(&self, lines: &mut Lines, diary: &Diary);

    /// Everything inside one VEVENT.
    fn event(&self, lines: &mut Lines, diary: &Diary, component: &Component);

    /// Whether a cancelled occurrence becomes an EXDATE rather than a cancelled component.
    fn takes_out_cancelled(&self) -> bool;

    /// Starts of the occurrences to be taken out of a series by EXDATE.
    fn taken_out(&self, component: &Component) -> Vec<NaiveDateTime> {
        let Some(series) = component.series else {
            return Vec::new();
        };
        let cancelled = series
            .changed
            .iter()
            .filter(|(_, change)| self.takes_out_cancelled() && *change == Change::Cancelled)
            .map(|(date, _)| *date);
        let mut dates: Vec<NaiveDate> = series.without.iter().copied().chain(cancelled).collect();
        dates.sort_unstable();
        let time = component.when.span().0.time();
        dates.into_iter().map(|date| date.and_time(time)).collect()
    }
}

/// The VTIMEZONE of London as most programs write it.
fn london(lines: &mut Lines, name: &str, location: bool, year: Year) {
    lines.raw("BEGIN:VTIMEZONE");
    lines.raw(&format!("TZID:{name}"));
    if location {
        lines.raw(&format!("X-LIC-LOCATION:{name}"));
    }
    for (kind, from, to, label, onset, month) in [
        ("DAYLIGHT", "+0000", "+0100", "BST", year.spring, 3),
        ("STANDARD", "+0100", "+0000", "GMT", year.autumn, 10),
    ] {
        lines.raw(&format!("BEGIN:{kind}"));
        lines.raw(&format!("TZOFFSETFROM:{from}"));
        lines.raw(&format!("TZOFFSETTO:{to}"));
        lines.raw(&format!("TZNAME:{label}"));
        lines.raw(&format!("DTSTART:{onset}"));
        lines.raw(&format!("RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"));
        lines.raw(&format!("END:{kind}"));
    }
    lines.raw("END:VTIMEZONE");
}

/// The changes of the clock in the year from which a program writes its rules.
struct Year {
    spring: &'static str,
    autumn: &'static str,
}

fn local(time: NaiveDateTime) -> String {
    time.format("%Y%m%dT%H%M%S").to_string()
}

fn day(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

/// A time that already is UTC.
fn zulu(time: NaiveDateTime) -> String {
    time.format("%Y%m%dT%H%M%SZ").to_string()
}

/// London wall-clock time as UTC.
fn to_utc(time: NaiveDateTime) -> NaiveDateTime {
    let zone = Zone::named("Europe/London").expect("London is in the zone data");
    let instant: Instant = zone.instant(time);
    instant.utc()
}

/// DTSTART and DTEND, zoned by `zone` (`;TZID=…`, or empty for floating times).
fn start_and_end(lines: &mut Lines, when: When, zone: &str) {
    match when {
        When::Timed(start, end) => {
            lines.raw(&format!("DTSTART{zone}:{}", local(start)));
            lines.raw(&format!("DTEND{zone}:{}", local(end)));
        }
        When::Days(first, after) => {
            lines.raw(&format!("DTSTART;VALUE=DATE:{}", day(first)));
            lines.raw(&format!("DTEND;VALUE=DATE:{}", day(after)));
        }
    }
}

fn weekdays(days: &[Weekday]) -> String {
    let names: Vec<&str> = days.iter().map(|day| weekday_id(*day)).collect();
    names.join(",")
}

fn status(component: &Component) -> &'static str {
    match (component.cancelled, component.entry.show) {
        (true, _) => "CANCELLED",
        (false, Show::Tentative) => "TENTATIVE",
        (false, _) => "CONFIRMED",
    }
}

/// What is written in place of a title.
fn word(show: Show) -> &'static str {
    match show {
        Show::Busy => "Busy",
        Show::Tentative => "Tentative",
        Show::Away => "Away",
        Show::Free => "Free",
    }
}

fn transparency(component: &Component) -> &'static str {
    if component.entry.show == Show::Free {
        "TRANSPARENT"
    } else {
        "OPAQUE"
    }
}
