//! Busy time and nothing else, to be published in place of a diary: as VFREEBUSY (RFC 5545 section 3.6.4), or as bare events for
//! programs that read events only.
//!
//! Nothing in it comes from a text of a feed: identifiers are made of times, titles are words that calendar programs use themselves.
//! What is not known must never read as free. VFREEBUSY says itself from when to when it speaks; bare events cannot, so a block
//! without information fills the rest of the window, and an empty VFREEBUSY beside them says the same to those who read it. There is no
//! METHOD: a published message (RFC 5546 section 3.3.1) would have to name an organiser. What is known, and how far, is decided in
//! `availability`.

use super::{Component, Property, calendar, utc_stamp};
use crate::model::Published;
use crate::model::feed::BusyKind;
use crate::time::{Instant, Interval, IntervalSet};

/// One VFREEBUSY, written at `stamp`.
pub fn freebusy(published: &Published, stamp: Instant) -> String {
    let mut component = spoken_of(published, stamp);
    for (interval, kind) in periods(published) {
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
        component = component.with(Property::token("FREEBUSY", &value).parameter("FBTYPE", kind));
    }
    calendar().containing(component).render()
}

/// One VEVENT a period, written at `stamp`.
pub fn blocks(published: &Published, stamp: Instant) -> String {
    let mut calendar = calendar().containing(spoken_of(published, stamp));
    for (interval, kind) in periods(published) {
        let word = match kind {
            BusyKind::Tentative => Word::Tentative,
            BusyKind::Busy => Word::Busy,
            BusyKind::Away => Word::Away,
        };
        calendar = calendar.containing(block(interval, word, stamp));
    }
    for unknown in IntervalSet::from(published.known)
        .complement_in(published.window)
        .iter()
    {
        calendar = calendar.containing(block(unknown, Word::NoInformation, stamp));
    }
    calendar.render()
}

/// Every period with its kind, by start.
fn periods(published: &Published) -> Vec<(Interval, BusyKind)> {
    let sets = [
        (&published.tentative, BusyKind::Tentative),
        (&published.busy, BusyKind::Busy),
        (&published.away, BusyKind::Away),
    ];
    let each = sets
        .into_iter()
        .flat_map(|(set, kind)| set.iter().map(move |part| (part, kind)));
    let mut periods: Vec<(Interval, BusyKind)> = each.collect();
    periods.sort_unstable();
    periods
}

/// A VFREEBUSY that says from when to when it speaks, and as yet of nothing busy.
fn spoken_of(published: &Published, stamp: Instant) -> Component {
    let [start, end, stamp] =
        [published.known.start(), published.known.end(), stamp].map(utc_stamp);
    Component::new("VFREEBUSY")
        .with(Property::text(
            "UID",
            &format!("freebusy-{start}-{end}-{stamp}"),
        ))
        .with(Property::token("DTSTAMP", &stamp))
        .with(Property::token("DTSTART", &start))
        .with(Property::token("DTEND", &end))
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
