//! Reading calendars: from the bytes of a feed to busy time in a window.
//!
//! An own byte-level reader and an own expander of recurrence, because no crate at hand reads what people's programs really
//! write. It goes in steps: `decode` (encoding, what is no calendar), `lines` (unfolding), `scan` (structure), `zones`,
//! `series` with `expand` (recurrence), `gather` (the sum). One bad line costs that line, one bad event that event.
//!
//! Relies on `time` for zones. Leaves merging, answers and what a busy period means for a meeting to others. Of titles, places,
//! descriptions, names and addresses one bit each is kept (`neutral`): whether they tell anything. Identifiers are hashed as they are
//! read.

mod availability;
mod civil;
mod component;
mod days;
mod decode;
mod event;
mod expand;
mod freebusy;
mod gather;
mod hash;
mod itip;
mod lines;
mod neutral;
mod refresh;
mod report;
mod rule;
mod salvage;
mod scan;
mod series;
mod travel;
mod values;
mod words;
mod zones;

pub use days::day_ranges;
pub use hash::{HashKey, Owner};
pub use itip::{
    ItipAttendee, ItipCalendar, ItipEvent, ItipRecurrence, Method, PartStat, read_itip,
};
pub use refresh::refresh_interval;

use crate::model::feed::{
    DoubtReason, DropReason, EventHash, FeedReading, FeedRefusal, WarningCode,
};
use crate::time::{Interval, Zone};
use freebusy::FreeBusy;
use gather::{Gather, Resolver};
use report::Report;
use zones::{ZoneBook, Zones};

/// How a feed is to be read.
#[derive(Clone)]
pub struct ReadOptions {
    /// The zone of dates and floating times where the calendar names none.
    pub zone: Zone,
    /// Busy time is wanted inside this interval.
    pub window: Interval,
    /// The secret that identifiers are hashed with.
    pub key: HashKey,
    /// Whose diary it is ([`HashKey::owner`]): what they declined leaves them free. Empty = not known.
    pub owners: Vec<Owner>,
    pub budget: Budget,
}

/// Bounds on the work for one feed, so that no feed can stop the program. What is beyond them is in doubt, never free.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// Largest file, in bytes.
    pub bytes: usize,
    /// Longest line that is read, unfolded, in bytes; texts and attachments are passed over and may be longer.
    pub line: usize,
    /// How deep components may stand in one another; alarms in events in calendars make three.
    pub depth: usize,
    /// Components, free/busy periods and single dates, roughly.
    pub items: usize,
    /// Recurrence and exception rules.
    pub rules: usize,
    /// Days and times looked at in expanding recurrence rules.
    pub steps: u64,
    /// Periods of busy or doubtful time kept.
    pub periods: usize,
}

impl Default for Budget {
    /// Far beyond any person's diary, and well under a second of work.
    fn default() -> Budget {
        Budget {
            bytes: 128 << 20,
            line: 32 << 20,
            depth: 16,
            items: 1_200_000,
            rules: 200_000,
            steps: 20_000_000,
            periods: 500_000,
        }
    }
}

/// The name as warnings have it of a property that is looked at; `None` for all others.
pub fn property_name(name: &str) -> Option<&'static str> {
    lines::Name::of_first(name.as_bytes(), name.len())?.text()
}

/// Reads a feed.
///
/// # Errors
/// A [`FeedRefusal`] when the bytes are no calendar or end in the middle of an event. Anything less is a warning in the reading.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<FeedReading, FeedRefusal> {
    if bytes.len() > options.budget.bytes {
        return Err(FeedRefusal::TooLarge);
    }
    let mut report = Report::default();
    let text = decode::decode(bytes, &mut report)?;
    let scanned = scan::scan(&text, options, &mut report)?;
    let Budget { steps, periods, .. } = options.budget;
    let mut gather = Gather::new(options.window, &options.key, steps, periods, report);
    let mut book = ZoneBook::new(options.window);
    let mut hours = Vec::new();
    for calendar in &scanned.calendars {
        gather.drop(DropReason::NotAnEvent, calendar.others);
        if calendar.cancels {
            // It takes back what another file said; it says nothing about anybody's time.
            gather
                .report
                .warn(calendar.line, Some("METHOD"), WarningCode::NotPublished);
            gather.drop(DropReason::NotAnEvent, calendar.events.len() as u32);
            continue;
        }
        let zones = Zones::new(
            &calendar.names,
            &calendar.descriptions,
            calendar.zone.as_ref(),
            &options.zone,
            &mut book,
            &mut gather.report,
        );
        let resolver = Resolver::new(zones);
        series::add_events(&calendar.events, &resolver, &mut gather);
        hours.extend(availability::claims(
            &calendar.availability,
            &resolver,
            &mut gather,
        ));
        for freebusy in &calendar.freebusy {
            if calendar.requests {
                // A question about time, not an answer.
                gather
                    .report
                    .warn(freebusy.line, Some("METHOD"), WarningCode::NotPublished);
            } else {
                add_freebusy(freebusy, &resolver, &mut gather);
            }
        }
    }
    availability::settle(hours, &mut gather);
    if scanned.is_cut_off {
        gather.doubt_all(DoubtReason::CutOff);
    }
    if scanned.is_too_deep {
        gather.doubt_all(DoubtReason::TooDeep);
    }
    Ok(gather.finish())
}

/// Adds published free/busy time (RFC 5545 section 3.6.4).
fn add_freebusy(freebusy: &FreeBusy, resolver: &Resolver, gather: &mut Gather) {
    let mut last = None;
    for period in &freebusy.periods {
        let start = resolver.instant(period.start);
        let end = resolver.period_end(period.start, period.end);
        if end < start {
            let property = Some("FREEBUSY");
            gather
                .report
                .warn(period.line, property, WarningCode::EndBeforeStart);
            continue;
        }
        last = last.max(Some(end));
        let Some(kind) = period.kind else {
            continue;
        };
        let anonymous = EventHash::ANONYMOUS;
        let mut more = gather.busy(start, end, kind, anonymous, anonymous);
        if resolver.is_unknown(period.start.kind) {
            more &= gather.doubt_zone(start, end);
        }
        if !more {
            return gather.cut_short(start, period.line);
        }
    }
    let end = freebusy.end.map(|end| resolver.instant(end)).or(last);
    let start = freebusy.start.map(|start| resolver.instant(start));
    let horizon = &mut gather.horizon;
    // Several components publish one stretch of time together.
    horizon.freebusy_end = horizon.freebusy_end.max(end);
    horizon.freebusy_start = match (horizon.freebusy_start, start) {
        (Some(known), Some(start)) => Some(known.min(start)),
        (known, start) => known.or(start),
    };
}
