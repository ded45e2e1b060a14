//! Busy time and nothing else, to be published in place of a diary: as VFREEBUSY (RFC 5545 section 3.6.4), or as bare events for
//! programs that read events only.
//!
//! Nothing in it comes from a text of a feed: identifiers are made of times, titles are words that calendar programs use themselves.
//! What is not known must never read as free. VFREEBUSY says itself from when to when it speaks; bare events cannot, so a block
//! without information fills the rest of the window, and an empty VFREEBUSY beside them says the same to those who read it. There is no
//! METHOD: a published message (RFC 5546) would have to name an organiser. Relies on readings; how far these are known is the
//! caller's to say.

use super::{Component, Property, utc_stamp};
use crate::model::feed::{BusyKind, FeedReading};
use crate::time::{Instant, Interval, IntervalSet};

/// What may be published of one person's feeds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// The time that was asked about.
    pub window: Interval,
    /// The part of the window that is spoken of; whatever of it is in no set below is free.
    pub known: Interval,
    /// Taken for certain, out of office excepted.
    pub busy: IntervalSet,
    /// Out of office.
    pub away: IntervalSet,
    /// Pencilled in, or in doubt. May overlap what is taken for certain.
    pub tentative: IntervalSet,
    /// Stretches inside `known` that could not be read for certain; they are among the tentative ones.
    pub doubtful: IntervalSet,
    /// Known no further because what comes next could not be read.
    pub ends_in_doubt: bool,
    /// Days inside `known` with an entry for the whole day that is marked free. They are free here.
    pub free_days: usize,
}

impl Published {
    /// The feeds of one person together; `known` is what all of them are known for, inside `window`.
    ///
    /// Time in doubt at the end is not spoken of at all, other time in doubt is tentative: neither can be taken for free. `None` where
    /// nothing is left to be said.
    pub fn of(readings: &[&FeedReading], window: Interval, known: Interval) -> Option<Published> {
        let doubts = readings.iter().flat_map(|reading| &reading.doubts);
        let doubts: IntervalSet = doubts.map(|doubt| doubt.interval).collect();
        let last = doubts
            .iter()
            .find(|doubt| doubt.end() >= known.end() && doubt.start() < known.end());
        let ends_in_doubt = last.is_some();
        let end = last.map_or(known.end(), Interval::start);
        let known = Interval::new(known.start(), end)?;
        let of_kind = |kind: BusyKind| -> IntervalSet {
            let periods = readings.iter().flat_map(|reading| &reading.periods);
            let wanted = periods.filter(|period| period.kind == kind);
            let set: IntervalSet = wanted.map(|period| period.interval).collect();
            set.clipped(known)
        };
        let away = of_kind(BusyKind::Away);
        let doubtful = doubts.clipped(known);
        let days = readings.iter().flat_map(|reading| &reading.free_days);
        Some(Published {
            window,
            known,
            busy: of_kind(BusyKind::Busy).difference(&away),
            tentative: of_kind(BusyKind::Tentative).union(&doubtful),
            away,
            doubtful,
            ends_in_doubt,
            free_days: days.filter(|day| day.overlaps(known)).count(),
        })
    }

    /// Every period with its kind, by start.
    fn periods(&self) -> Vec<(Interval, BusyKind)> {
        let sets = [
            (&self.tentative, BusyKind::Tentative),
            (&self.busy, BusyKind::Busy),
            (&self.away, BusyKind::Away),
        ];
        let each = sets
            .into_iter()
            .flat_map(|(set, kind)| set.iter().map(move |part| (part, kind)));
        let mut periods: Vec<(Interval, BusyKind)> = each.collect();
        periods.sort_unstable();
        periods
    }

    /// One VFREEBUSY, written at `stamp`.
    pub fn freebusy(&self, stamp: Instant) -> String {
        let mut component = self.spoken_of(stamp);
        for (interval, kind) in self.periods() {
            let kind = match kind {
                BusyKind::Tentative => "BUSY-TENTATIVE",
                BusyKind::Busy => "BUSY",
                BusyKind::Away => "BUSY-UNAVAILABLE",
            };
            let value = format!(
                "{}/{}",
                utc_stamp(interval.start()),
                utc_stamp(interval.end())
            );
            component =
                component.with(Property::token("FREEBUSY", &value).parameter("FBTYPE", kind));
        }
        calendar().containing(component).render()
    }

    /// One VEVENT a period, written at `stamp`.
    pub fn blocks(&self, stamp: Instant) -> String {
        let mut calendar = calendar().containing(self.spoken_of(stamp));
        for (interval, kind) in self.periods() {
            let word = match kind {
                BusyKind::Tentative => Word::Tentative,
                BusyKind::Busy => Word::Busy,
                BusyKind::Away => Word::Away,
            };
            calendar = calendar.containing(block(interval, word, stamp));
        }
        for unknown in IntervalSet::from(self.known)
            .complement_in(self.window)
            .iter()
        {
            calendar = calendar.containing(block(unknown, Word::NoInformation, stamp));
        }
        calendar.render()
    }

    /// A VFREEBUSY that says from when to when it speaks, and as yet of nothing busy.
    fn spoken_of(&self, stamp: Instant) -> Component {
        let [start, end, stamp] = [self.known.start(), self.known.end(), stamp].map(utc_stamp);
        Component::new("VFREEBUSY")
            .with(Property::text(
                "UID",
                &format!("freebusy-{start}-{end}-{stamp}"),
            ))
            .with(Property::token("DTSTAMP", &stamp))
            .with(Property::token("DTSTART", &start))
            .with(Property::token("DTEND", &end))
    }
}

/// What a block is called.
#[derive(Clone, Copy)]
enum Word {
    Busy,
    Tentative,
    Away,
    NoInformation,
}

/// A block says the same by every property that some program goes by: STATUS, TRANSP and Microsoft's own. Its identifier stays the same
/// from run to run, so that a program that keeps the blocks sees which are new, and equal blocks of two people are the same block.
fn block(interval: Interval, word: Word, stamp: Instant) -> Component {
    let (title, status, busy) = match word {
        Word::Busy => ("Busy", "CONFIRMED", "BUSY"),
        Word::Tentative => ("Tentative", "TENTATIVE", "TENTATIVE"),
        Word::Away => ("Away", "CONFIRMED", "OOF"),
        Word::NoInformation => ("No information", "TENTATIVE", "TENTATIVE"),
    };
    let (start, end) = (utc_stamp(interval.start()), utc_stamp(interval.end()));
    let uid = format!(
        "{}-{start}-{end}",
        title.to_ascii_lowercase().replace(' ', "-")
    );
    Component::new("VEVENT")
        .with(Property::text("UID", &uid))
        .with(Property::token("DTSTAMP", &utc_stamp(stamp)))
        .with(Property::token("DTSTART", &start))
        .with(Property::token("DTEND", &end))
        .with(Property::text("SUMMARY", title))
        .with(Property::token("STATUS", status))
        .with(Property::token("TRANSP", "OPAQUE"))
        .with(Property::token("CLASS", "PUBLIC"))
        .with(Property::token("X-MICROSOFT-CDO-BUSYSTATUS", busy))
}

fn calendar() -> Component {
    Component::new("VCALENDAR")
        .with(Property::text("PRODID", "-//quorate//quorate 1//EN"))
        .with(Property::text("VERSION", "2.0"))
        .with(Property::text("CALSCALE", "GREGORIAN"))
}
