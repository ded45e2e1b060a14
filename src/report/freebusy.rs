//! What was read of feeds: `quorate freebusy` as text and as JSON, and what there is to say where busy time is published.
//!
//! Shows times, counts and codes only; nothing of what a feed says about its events is there to be shown.

mod reduced;
mod words_en;

pub use reduced::{Reduced, reduced_json};
pub(super) use words_en::{counts, excess};

use crate::model::Published;
use crate::model::feed::FeedReading;
use crate::time::{Instant, Interval, IntervalSet, Zone};
use chrono::{Datelike, NaiveDate, NaiveTime};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Why no busy time is published.
pub fn nothing_known() -> &'static str {
    words_en::NOTHING_KNOWN
}

/// That less is published than was asked for, because the feed is known no further.
pub fn horizon_note(published: &Published, zone: &Zone) -> Option<String> {
    let end = published.known.end();
    let ends_early = end < published.window.end() && !published.ends_in_doubt;
    ends_early.then(|| words_en::published_until(zone.local(end), false))
}

/// What whoever publishes this should know of it; mostly nothing.
pub fn publishing_notes(published: &Published, zone: &Zone) -> Vec<String> {
    let doubtful = published.doubtful.len();
    let days = published.free_days;
    let end = zone.local(published.known.end());
    [
        published
            .ends_in_doubt
            .then(|| words_en::published_until(end, true)),
        (doubtful > 0).then(|| words_en::doubtful_as_tentative(doubtful)),
        (published.unreadable > 0).then(|| words_en::unreadable(published.unreadable)),
        (days > 0).then(|| words_en::free_days(days)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Feeds as read, to be shown together as the busy time of one person.
pub struct FreeBusyReport<'r> {
    pub window: Interval,
    /// The zone that days are shown in.
    pub zone: &'r Zone,
    /// When the feeds were read.
    pub read_at: Instant,
    /// Each feed by the name the user gave it.
    pub feeds: Vec<(String, FeedReading)>,
}

impl FreeBusyReport<'_> {
    /// The part of the window that every feed is known for; `None` when there is none.
    pub fn known(&self) -> Option<Interval> {
        self.feeds.iter().try_fold(self.window, |known, (_, feed)| {
            let from = feed.horizon.freebusy_start.unwrap_or(Instant::MIN);
            let until = feed.horizon.known_until(None, self.read_at);
            known.intersect(Interval::new(from, until)?)
        })
    }

    /// Time taken for certain, then time pencilled in. The two may overlap.
    pub fn taken(&self) -> (IntervalSet, IntervalSet) {
        let of = |firm: bool| {
            let periods = self.feeds.iter().flat_map(|(_, feed)| &feed.periods);
            let wanted = periods.filter(|period| period.kind.is_firm() == firm);
            wanted.map(|period| period.interval).collect()
        };
        (of(true), of(false))
    }

    /// One JSON object on one line.
    pub fn json(&self) -> String {
        let (busy, tentative) = self.taken();
        let pair = |interval: Interval| json!([interval.start(), interval.end()]);
        let list = |set: &IntervalSet| set.iter().map(pair).collect::<Vec<Value>>();
        // Nothing known is an empty stretch, so that the shape stays the same.
        let start = self.window.start();
        let known = self.known().map_or(json!([start, start]), pair);
        let mut warnings = Vec::new();
        let mut doubts = Vec::new();
        let mut feeds = Vec::new();
        for (number, (_, feed)) in (1..).zip(&self.feeds) {
            for warning in &feed.warnings {
                let mut value = json!({"feed": number, "line": warning.line, "code": warning.code});
                if let Some(property) = warning.property {
                    value["property"] = json!(property);
                }
                warnings.push(value);
            }
            doubts.extend(feed.doubts.iter().map(|doubt| {
                let (from, to) = (doubt.interval.start(), doubt.interval.end());
                json!({"feed": number, "from": from, "to": to, "reason": doubt.reason})
            }));
            let dropped: BTreeMap<&str, u32> = feed
                .dropped
                .iter()
                .map(|(reason, events)| (reason.code(), *events))
                .collect();
            feeds.push(json!({
                "feed": number,
                "kept": feed.kept,
                "dropped": dropped,
                "excess": feed.excess,
                "free_days": feed.free_days.iter().map(|day| pair(*day)).collect::<Vec<_>>(),
                "hours_stated": feed.hours_stated.iter().map(|part| pair(*part)).collect::<Vec<_>>(),
                "available": feed.available.iter().map(|part| pair(*part)).collect::<Vec<_>>(),
            }));
        }
        json!({
            "format": "quorate-freebusy/1",
            "known": known,
            "busy": list(&busy),
            "tentative": list(&tentative),
            "warnings": warnings,
            "doubts": doubts,
            "feeds": feeds,
        })
        .to_string()
    }

    /// For people: what was kept and why not more, then the days.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (name, feed) in &self.feeds {
            let until = feed.horizon.known_until(None, self.read_at);
            let _ = writeln!(text, "{name}");
            let _ = writeln!(text, "  {}", words_en::counts(feed));
            if let Some(excess) = words_en::excess(feed.excess) {
                let _ = writeln!(text, "  {excess}");
            }
            if feed.states_hours() {
                let _ = writeln!(text, "  {}", words_en::STATES_HOURS);
            }
            let _ = writeln!(text, "  {}", words_en::known_until(self.zone.local(until)));
        }
        let (busy, tentative) = self.taken();
        let mut days: BTreeMap<NaiveDate, Vec<(Interval, &str)>> = BTreeMap::new();
        self.by_day(&busy, words_en::BUSY, &mut days);
        self.by_day(&tentative, words_en::TENTATIVE, &mut days);
        let doubts: IntervalSet = self
            .feeds
            .iter()
            .flat_map(|(_, feed)| feed.doubts.iter().map(|doubt| doubt.interval))
            .collect();
        self.by_day(&doubts, words_en::DOUBTFUL, &mut days);
        let free: IntervalSet = self
            .feeds
            .iter()
            .flat_map(|(_, feed)| feed.free_days.iter().copied())
            .collect();
        self.by_day(&free, words_en::FREE_DAY, &mut days);

        let _ = writeln!(text, "\n{}", words_en::times_in(self.zone.name()));
        if days.is_empty() {
            let _ = writeln!(text, "  {}", words_en::NOTHING);
        }
        for (day, mut parts) in days {
            parts.sort();
            let _ = writeln!(text, "  {}", super::words_en::date(day));
            for (part, kind) in parts {
                let _ = writeln!(text, "    {:<11}  {kind}", self.clock(day, part));
            }
        }
        self.warnings_text(&mut text);
        text
    }

    /// Cuts a set at local midnights.
    fn by_day<'w>(
        &self,
        set: &IntervalSet,
        kind: &'w str,
        days: &mut BTreeMap<NaiveDate, Vec<(Interval, &'w str)>>,
    ) {
        for interval in set.iter() {
            let mut date = self.zone.local(interval.start()).date();
            loop {
                let day = self.zone.day(date);
                if let Some(part) = day.intersect(interval) {
                    days.entry(date).or_default().push((part, kind));
                }
                match date.succ_opt() {
                    Some(next) if day.end() < interval.end() => date = next,
                    _ => break,
                }
            }
        }
    }

    /// `10:00–11:30`, or that it is the whole day.
    fn clock(&self, day: NaiveDate, part: Interval) -> String {
        if part == self.zone.day(day) {
            return words_en::ALL_DAY.to_owned();
        }
        let show = |at: Instant| {
            let local = self.zone.local(at);
            match local.time() == NaiveTime::MIN && local.day() != day.day() {
                true => "24:00".to_owned(),
                false => local.format("%H:%M").to_string(),
            }
        };
        format!("{}–{}", show(part.start()), show(part.end()))
    }

    fn warnings_text(&self, text: &mut String) {
        for (name, feed) in &self.feeds {
            if feed.warnings.is_empty() {
                continue;
            }
            let _ = writeln!(text, "\n{}", words_en::odd_in(name));
            for warning in &feed.warnings {
                let _ = writeln!(text, "  {}", words_en::warning(warning));
            }
        }
    }
}
