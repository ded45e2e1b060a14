//! A calendar as values, and its text.

use super::zones::{self, ZoneId};
use chrono::{NaiveDate, NaiveDateTime, Weekday};
use std::fmt::Write;

/// A date or time as a property writes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    Date(NaiveDate),
    Utc(NaiveDateTime),
    Floating(NaiveDateTime),
    Zoned(ZoneId, NaiveDateTime),
}

impl When {
    /// What the wall clock shows; midnight for a date.
    pub fn wall(self) -> NaiveDateTime {
        match self {
            When::Date(date) => date.into(),
            When::Utc(time) | When::Floating(time) | When::Zoned(_, time) => time,
        }
    }

    pub fn is_date(self) -> bool {
        matches!(self, When::Date(_))
    }

    /// The same kind of value at another time.
    pub fn moved_to(self, wall: NaiveDateTime) -> When {
        match self {
            When::Date(_) => When::Date(wall.date()),
            When::Utc(_) => When::Utc(wall),
            When::Floating(_) => When::Floating(wall),
            When::Zoned(zone, _) => When::Zoned(zone, wall),
        }
    }

    fn text(self) -> String {
        match self {
            When::Date(date) => date.format("%Y%m%d").to_string(),
            When::Utc(time) => time.format("%Y%m%dT%H%M%SZ").to_string(),
            When::Floating(time) | When::Zoned(_, time) => time.format("%Y%m%dT%H%M%S").to_string(),
        }
    }

    fn parameters(self) -> String {
        match self {
            When::Date(_) => ";VALUE=DATE".to_owned(),
            When::Zoned(zone, _) => format!(";TZID={}", zones::name(zone)),
            When::Utc(_) | When::Floating(_) => String::new(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Freq {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A recurrence rule (RFC 5545 section 3.3.10). An empty list stands for a part that is not given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    pub freq: Freq,
    pub interval: Option<i64>,
    pub count: Option<i64>,
    pub until: Option<When>,
    pub week_start: Option<Weekday>,
    pub seconds: Vec<i64>,
    pub minutes: Vec<i64>,
    pub hours: Vec<i64>,
    pub weekdays: Vec<(Option<i64>, Weekday)>,
    pub month_days: Vec<i64>,
    pub year_days: Vec<i64>,
    pub weeks: Vec<i64>,
    pub months: Vec<i64>,
    pub set_positions: Vec<i64>,
}

impl Rule {
    pub fn every(freq: Freq) -> Rule {
        Rule {
            freq,
            interval: None,
            count: None,
            until: None,
            week_start: None,
            seconds: Vec::new(),
            minutes: Vec::new(),
            hours: Vec::new(),
            weekdays: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            months: Vec::new(),
            set_positions: Vec::new(),
        }
    }

    /// The lists of plain numbers, by the name of their part.
    pub fn lists(&mut self) -> [(&'static str, &mut Vec<i64>); 8] {
        [
            ("BYSECOND", &mut self.seconds),
            ("BYMINUTE", &mut self.minutes),
            ("BYHOUR", &mut self.hours),
            ("BYMONTHDAY", &mut self.month_days),
            ("BYYEARDAY", &mut self.year_days),
            ("BYWEEKNO", &mut self.weeks),
            ("BYMONTH", &mut self.months),
            ("BYSETPOS", &mut self.set_positions),
        ]
    }

    pub fn text(&self) -> String {
        let mut text = format!("FREQ={:?}", self.freq).to_uppercase();
        let mut part = |name: &str, value: String| {
            let _ = write!(text, ";{name}={value}");
        };
        if let Some(interval) = self.interval {
            part("INTERVAL", interval.to_string());
        }
        if let Some(count) = self.count {
            part("COUNT", count.to_string());
        }
        if let Some(until) = self.until {
            part("UNTIL", until.text());
        }
        if let Some(day) = self.week_start {
            part("WKST", weekday(day));
        }
        if !self.weekdays.is_empty() {
            let days = self.weekdays.iter().map(|(n, day)| {
                let n = n.map_or_else(String::new, |n| n.to_string());
                format!("{n}{}", weekday(*day))
            });
            part("BYDAY", days.collect::<Vec<_>>().join(","));
        }
        for (name, list) in self.clone().lists() {
            if !list.is_empty() {
                let items: Vec<String> = list.iter().map(i64::to_string).collect();
                part(name, items.join(","));
            }
        }
        text
    }
}

fn weekday(day: Weekday) -> String {
    day.to_string()[..2].to_uppercase()
}

/// A length of time as DURATION writes it: days by the wall clock, seconds exact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duration {
    pub days: i64,
    pub seconds: i64,
}

impl Duration {
    fn text(self) -> String {
        match (self.days, self.seconds) {
            (days, 0) => format!("P{days}D"),
            (0, seconds) => format!("PT{seconds}S"),
            (days, seconds) => format!("P{days}DT{}H{}S", seconds / 3600, seconds % 3600),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    Unsaid,
    End(When),
    Duration(Duration),
}

/// An RDATE: a start and, for a PERIOD, its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extra {
    pub start: When,
    pub end: Option<Length>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Busy,
    Tentative,
    Transparent,
    Cancelled,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    pub uid: u32,
    pub sequence: u32,
    pub start: When,
    pub length: Length,
    pub class: Class,
    pub rules: Vec<Rule>,
    pub exclusion_rules: Vec<Rule>,
    pub extra: Vec<Extra>,
    pub excluded: Vec<When>,
    pub recurrence_id: Option<When>,
    /// RANGE=THISANDFUTURE.
    pub and_future: bool,
}

impl Event {
    pub fn once(uid: u32, start: When, length: Length) -> Event {
        Event {
            uid,
            sequence: 0,
            start,
            length,
            class: Class::Busy,
            rules: Vec::new(),
            exclusion_rules: Vec::new(),
            extra: Vec::new(),
            excluded: Vec::new(),
            recurrence_id: None,
            and_future: false,
        }
    }

    fn write(&self, lines: &mut Vec<String>, component: &str) {
        lines.push(format!("BEGIN:{component}"));
        lines.push(format!("UID:event-{}", self.uid));
        if self.sequence > 0 {
            lines.push(format!("SEQUENCE:{}", self.sequence));
        }
        let mut dated = |name: &str, more: &str, when: When| {
            lines.push(format!("{name}{more}{}:{}", when.parameters(), when.text()));
        };
        if let Some(id) = self.recurrence_id {
            let range = match self.and_future {
                true => ";RANGE=THISANDFUTURE",
                false => "",
            };
            dated("RECURRENCE-ID", range, id);
        }
        dated("DTSTART", "", self.start);
        for when in &self.excluded {
            dated("EXDATE", "", *when);
        }
        if let Length::End(end) = self.length {
            dated("DTEND", "", end);
        }
        if let Length::Duration(length) = self.length {
            lines.push(format!("DURATION:{}", length.text()));
        }
        for rule in &self.rules {
            lines.push(format!("RRULE:{}", rule.text()));
        }
        for rule in &self.exclusion_rules {
            lines.push(format!("EXRULE:{}", rule.text()));
        }
        for extra in &self.extra {
            let (start, parameters) = (extra.start.text(), extra.start.parameters());
            lines.push(match extra.end {
                None => format!("RDATE{parameters}:{start}"),
                Some(Length::End(end)) => {
                    format!("RDATE;VALUE=PERIOD{parameters}:{start}/{}", end.text())
                }
                Some(Length::Duration(length)) => {
                    format!("RDATE;VALUE=PERIOD{parameters}:{start}/{}", length.text())
                }
                Some(Length::Unsaid) => unreachable!("a period has an end"),
            });
        }
        match self.class {
            Class::Busy => {}
            Class::Tentative => lines.push("STATUS:TENTATIVE".to_owned()),
            Class::Transparent => lines.push("TRANSP:TRANSPARENT".to_owned()),
            Class::Cancelled => lines.push("STATUS:CANCELLED".to_owned()),
        }
        lines.push(format!("END:{component}"));
    }
}

/// A period of VFREEBUSY.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FreeBusy {
    pub kind: Option<&'static str>,
    pub start: NaiveDateTime,
    pub length: Length,
}

/// Stated working hours (RFC 7953): what no part gives free is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Availability {
    pub start: Option<When>,
    /// Only where there is a start; else it never ends.
    pub length: Length,
    pub kind: Option<&'static str>,
    /// No two of a feed are equal, and 0 is as good as none.
    pub priority: u32,
    pub parts: Vec<Event>,
}

impl Availability {
    fn write(&self, lines: &mut Vec<String>) {
        lines.push("BEGIN:VAVAILABILITY".to_owned());
        lines.push(format!("UID:hours-{}", self.priority));
        if let Some(start) = self.start {
            lines.push(format!("DTSTART{}:{}", start.parameters(), start.text()));
        }
        match self.length {
            Length::Unsaid => {}
            Length::End(end) => lines.push(format!("DTEND{}:{}", end.parameters(), end.text())),
            Length::Duration(length) => lines.push(format!("DURATION:{}", length.text())),
        }
        if let Some(kind) = self.kind {
            lines.push(format!("BUSYTYPE:{kind}"));
        }
        if self.priority > 0 {
            lines.push(format!("PRIORITY:{}", self.priority));
        }
        for part in &self.parts {
            part.write(lines, "AVAILABLE");
        }
        lines.push("END:VAVAILABILITY".to_owned());
    }
}

/// What is read, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Feed {
    /// The zone of dates and floating times.
    pub zone: ZoneId,
    /// Whether the file names that zone, or only the reader is told.
    pub names_zone: bool,
    pub window: (i64, i64),
    pub events: Vec<Event>,
    pub freebusy: Vec<FreeBusy>,
    pub availabilities: Vec<Availability>,
}

impl Feed {
    pub fn text(&self) -> String {
        let mut lines: Vec<String> = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//brute//EN"]
            .map(str::to_owned)
            .to_vec();
        if self.names_zone {
            lines.push(format!("X-WR-TIMEZONE:{}", zones::name(self.zone)));
        }
        for event in &self.events {
            event.write(&mut lines, "VEVENT");
        }
        if !self.freebusy.is_empty() {
            lines.push("BEGIN:VFREEBUSY".to_owned());
            for period in &self.freebusy {
                let kind = period
                    .kind
                    .map_or_else(String::new, |kind| format!(";FBTYPE={kind}"));
                let end = match period.length {
                    Length::End(end) => end.text(),
                    Length::Duration(length) => length.text(),
                    Length::Unsaid => unreachable!("a period has an end"),
                };
                lines.push(format!(
                    "FREEBUSY{kind}:{}/{end}",
                    When::Utc(period.start).text()
                ));
            }
            lines.push("END:VFREEBUSY".to_owned());
        }
        for availability in &self.availabilities {
            availability.write(&mut lines);
        }
        lines.push(zones::DESCRIPTION.to_owned());
        lines.push("END:VCALENDAR".to_owned());
        lines.join("\r\n") + "\r\n"
    }
}
