//! Messages about meetings (iTIP, RFC 5546): who answers what to which invitation.
//!
//! Relies on the lines, times and zones of the reading of diaries. Of texts nothing is kept: the summary is handed to the caller's
//! own question, which may tell which known references stand in it, and of comments only that there is one. Addresses are kept as
//! written, because who answers is what this is about; matching them is left to `reply`.

use super::decode;
use super::event::{ZoneNames, stamp};
use super::gather::{Resolver, after_days};
use super::hash::HashKey;
use super::lines::{Lines, Property};
use super::report::Report;
use super::scan;
use super::values::{self, Duration, Stamp};
use super::zones::{ZoneBook, Zones};
use super::{Budget, ReadOptions};
use crate::model::feed::FeedRefusal;
use crate::time::{Instant, Interval, Zone};
use chrono::{DateTime, NaiveDate};

/// What a message is (RFC 5546 section 1.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Method {
    Publish,
    Request,
    Reply,
    Add,
    Cancel,
    Refresh,
    Counter,
    DeclineCounter,
}

impl Method {
    /// Reads the value of METHOD, in any case of letters.
    pub fn parse(text: &str) -> Option<Method> {
        let all = [
            ("PUBLISH", Method::Publish),
            ("REQUEST", Method::Request),
            ("REPLY", Method::Reply),
            ("ADD", Method::Add),
            ("CANCEL", Method::Cancel),
            ("REFRESH", Method::Refresh),
            ("COUNTER", Method::Counter),
            ("DECLINECOUNTER", Method::DeclineCounter),
        ];
        let found = all
            .iter()
            .find(|(name, _)| text.trim().eq_ignore_ascii_case(name));
        found.map(|(_, method)| *method)
    }
}

/// How somebody stands to an event (RFC 5545 section 3.2.12, PARTSTAT).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum PartStat {
    /// Also where nothing or something unknown is said.
    #[default]
    NeedsAction,
    Accepted,
    Tentative,
    Declined,
    Delegated,
}

impl PartStat {
    fn parse(text: &[u8]) -> PartStat {
        match text.to_ascii_uppercase().as_slice() {
            b"ACCEPTED" => PartStat::Accepted,
            b"TENTATIVE" => PartStat::Tentative,
            b"DECLINED" => PartStat::Declined,
            b"DELEGATED" => PartStat::Delegated,
            _ => PartStat::NeedsAction,
        }
    }
}

/// One ATTENDEE.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItipAttendee {
    /// As written, without `mailto:`.
    pub address: String,
    pub says: PartStat,
    /// Who acts for them (SENT-BY).
    pub sent_by: Option<String>,
    /// Whom they send in their place.
    pub delegated_to: Vec<String>,
    /// Who sent them.
    pub delegated_from: Vec<String>,
}

/// Which date of a series is meant (RECURRENCE-ID).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItipRecurrence {
    pub at: Instant,
    /// Only a day was written, and which.
    pub day: Option<NaiveDate>,
    /// RANGE=THISANDFUTURE: this date and all behind it.
    pub and_future: bool,
}

/// One event of a message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ItipEvent {
    pub uid: Option<String>,
    /// `Some(None)` where one is written that cannot be read.
    pub recurrence: Option<Option<ItipRecurrence>>,
    /// `None` where there is none, or none that is a number.
    pub sequence: Option<u64>,
    pub dtstamp: Option<Instant>,
    pub start: Option<Instant>,
    /// The end, or the start and the duration.
    pub end: Option<Instant>,
    /// The start of what is answered to, where it is proposed to move it (X-MS-OLK-ORIGINALSTART).
    pub original_start: Option<Instant>,
    /// ORGANIZER and its SENT-BY, without `mailto:`.
    pub organizer: Vec<String>,
    pub attendees: Vec<ItipAttendee>,
    /// Of the caller's references those that stand in the summary.
    pub references: Vec<String>,
    /// There is a COMMENT.
    pub has_comment: bool,
}

/// One VCALENDAR of a message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ItipCalendar {
    /// `None` where none is written, or none that is known.
    pub method: Option<Method>,
    pub events: Vec<ItipEvent>,
}

/// Most events and people that any message about a meeting has.
const MOST_EVENTS: usize = 2_000;
const MOST_ATTENDEES: usize = 20_000;
/// A longer UID or address is nobody's.
const LONGEST: usize = 1_000;

/// Reads a message. Times without a zone are read in `zone`; `look` tells which references stand in a text.
///
/// # Errors
/// A [`FeedRefusal`] when the bytes are no calendar, end in the middle of an event or are more than any message.
pub fn read_itip(
    bytes: &[u8],
    zone: &Zone,
    look: &dyn Fn(&str) -> Vec<String>,
) -> Result<Vec<ItipCalendar>, FeedRefusal> {
    // Whatever is odd about a message, what counts of it is there or is not.
    let mut report = Report::default();
    let text = decode::decode(bytes, &mut report)?;
    // A year tells a zone whose name is known from its description, where both are at hand.
    let year = Interval::new(Instant(1_735_689_600), Instant(1_767_225_600))
        .expect("a year ends after it begins");
    let options = ReadOptions {
        zone: zone.clone(),
        window: year,
        key: HashKey([0; 16]),
        owners: Vec::new(),
        budget: Budget {
            bytes: 32 << 20,
            items: 100_000,
            rules: 5_000,
            ..Budget::default()
        },
    };
    let scanned = scan::scan(&text, &options, &mut report)?;
    let mut reader = Reader {
        look,
        names: ZoneNames::default(),
        open: Vec::new(),
        calendars: Vec::new(),
        raw: Vec::new(),
        attendees: 0,
    };
    let mut lines = Lines::new(&text, true);
    while let Some((name, property)) = lines.next_whole(&mut report) {
        // The report of a property in hand is its reader's.
        let mut own = Report::default();
        reader.take(name, property, &mut own);
        if reader.raw.len() > MOST_EVENTS || reader.attendees > MOST_ATTENDEES {
            return Err(FeedRefusal::TooLarge);
        }
    }
    let mut book = ZoneBook::new(year);
    let mut calendars = scanned.calendars;
    let descriptions: Vec<_> = calendars
        .iter_mut()
        .flat_map(|calendar| std::mem::take(&mut calendar.descriptions))
        .collect();
    let stated = calendars.iter().find_map(|calendar| calendar.zone.as_ref());
    let zones = Zones::new(
        &reader.names,
        &descriptions,
        stated,
        zone,
        &mut book,
        &mut report,
    );
    Ok(reader.finish(&Resolver::new(zones)))
}

/// An event whose times are not resolved yet.
#[derive(Default)]
struct Raw {
    calendar: usize,
    event: ItipEvent,
    recurrence: Option<Option<(Stamp, bool)>>,
    dtstamp: Option<Stamp>,
    start: Option<Stamp>,
    end: Option<Stamp>,
    duration: Option<Duration>,
    original_start: Option<Stamp>,
}

struct Reader<'l> {
    look: &'l dyn Fn(&str) -> Vec<String>,
    names: ZoneNames,
    /// The components that are open, by their names in capitals, as far as they matter.
    open: Vec<Open>,
    calendars: Vec<ItipCalendar>,
    raw: Vec<Raw>,
    attendees: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Calendar,
    Event,
    Other,
}

impl Open {
    fn of(name: &[u8]) -> Open {
        let name = name.trim_ascii();
        if name.eq_ignore_ascii_case(b"VCALENDAR") {
            Open::Calendar
        } else if name.eq_ignore_ascii_case(b"VEVENT") {
            Open::Event
        } else {
            Open::Other
        }
    }
}

/// Deeper than any message, and no hostile one makes the list of what is open grow.
const DEEPEST: usize = 64;

impl Reader<'_> {
    fn take(&mut self, name: &[u8], property: Property, report: &mut Report) {
        if name.eq_ignore_ascii_case(b"BEGIN") {
            return self.begin(Open::of(property.value));
        }
        if name.eq_ignore_ascii_case(b"END") {
            let ended = Open::of(property.value);
            match self.open.iter().rposition(|open| *open == ended) {
                Some(at) => self.open.truncate(at),
                None => return,
            }
            return;
        }
        match self.open.last() {
            Some(Open::Calendar) => {
                if let (true, Some(calendar)) = (
                    name.eq_ignore_ascii_case(b"METHOD"),
                    self.calendars.last_mut(),
                ) {
                    let text = String::from_utf8_lossy(property.value);
                    calendar.method = calendar.method.or(Method::parse(&text));
                }
            }
            Some(Open::Event) => self.take_of_event(name, property, report),
            _ => {}
        }
    }

    fn begin(&mut self, component: Open) {
        if self.open.len() >= DEEPEST {
            return;
        }
        match component {
            Open::Calendar => {
                // One inside another means that the first has lost its END.
                self.open.clear();
                self.calendars.push(ItipCalendar::default());
            }
            Open::Event => {
                self.open.retain(|open| *open == Open::Calendar);
                if self.calendars.is_empty() {
                    self.calendars.push(ItipCalendar::default());
                }
                self.raw.push(Raw {
                    calendar: self.calendars.len() - 1,
                    ..Raw::default()
                });
            }
            Open::Other => {}
        }
        self.open.push(component);
    }

    fn take_of_event(&mut self, name: &[u8], property: Property, report: &mut Report) {
        let Some(raw) = self.raw.last_mut() else {
            return;
        };
        let names = &mut self.names;
        let value = property.value;
        let mut time = || stamp(property, value.trim_ascii(), names, report);
        match name.to_ascii_uppercase().as_slice() {
            b"UID" => raw.event.uid = text(value),
            b"RECURRENCE-ID" => {
                let range = property.param(b"RANGE");
                let and_future = range.is_some_and(|r| r.eq_ignore_ascii_case(b"THISANDFUTURE"));
                raw.recurrence = Some(time().map(|stamp| (stamp, and_future)));
            }
            b"SEQUENCE" => {
                let number = values::number(value.trim_ascii());
                raw.event.sequence = number.and_then(|number| u64::try_from(number).ok());
            }
            b"DTSTAMP" => raw.dtstamp = time(),
            b"DTSTART" => raw.start = time(),
            b"DTEND" => raw.end = time(),
            b"DURATION" => raw.duration = values::duration(value).map(|read| read.value),
            b"X-MS-OLK-ORIGINALSTART" => raw.original_start = time(),
            b"ORGANIZER" => {
                raw.event.organizer =
                    [address(value), property.param(b"SENT-BY").and_then(address)]
                        .into_iter()
                        .flatten()
                        .collect();
            }
            b"ATTENDEE" => {
                let Some(address_of) = address(value).or_else(|| {
                    // Some write the address as a parameter, and a path of a directory as the value.
                    property.param(b"EMAIL").and_then(address)
                }) else {
                    return;
                };
                self.attendees += 1;
                raw.event.attendees.push(ItipAttendee {
                    address: address_of,
                    says: PartStat::parse(property.param(b"PARTSTAT").unwrap_or_default()),
                    sent_by: property.param(b"SENT-BY").and_then(address),
                    delegated_to: addresses(property.param(b"DELEGATED-TO")),
                    delegated_from: addresses(property.param(b"DELEGATED-FROM")),
                });
            }
            b"SUMMARY" => {
                let bytes = &value[..value.len().min(LONGEST)];
                let plain = String::from_utf8_lossy(bytes).replace("\\,", ",");
                raw.event.references = (self.look)(&plain.replace("\\;", ";"));
            }
            b"COMMENT" => raw.event.has_comment |= !value.trim_ascii().is_empty(),
            _ => {}
        }
    }

    fn finish(self, resolver: &Resolver) -> Vec<ItipCalendar> {
        let mut calendars = self.calendars;
        for raw in self.raw {
            let at = |stamp: Option<Stamp>| stamp.map(|stamp| resolver.instant(stamp));
            let mut event = raw.event;
            event.dtstamp = at(raw.dtstamp);
            event.start = at(raw.start);
            event.original_start = at(raw.original_start);
            event.end = at(raw.end).or_else(|| {
                let (start, length) = (raw.start?, raw.duration?);
                let zone = resolver.zone(start.kind);
                let end = after_days(zone, resolver.instant(start), length.days);
                Some(end.plus(length.seconds))
            });
            event.recurrence = raw.recurrence.map(|written| {
                let (stamp, and_future) = written?;
                // A date without zone in a series with one means the series' (section 3.8.4.4).
                let stamp = match raw.start {
                    Some(start) => resolver.in_series(stamp, start.kind),
                    None => stamp,
                };
                let day = stamp.is_date().then(|| day_of(stamp.wall)).flatten();
                Some(ItipRecurrence {
                    at: resolver.instant(stamp),
                    day,
                    and_future,
                })
            });
            if let Some(calendar) = calendars.get_mut(raw.calendar) {
                calendar.events.push(event);
            }
        }
        calendars
    }
}

fn day_of(wall: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(wall, 0).map(|at| at.date_naive())
}

/// An identifier or address as written, where it can be one.
fn text(value: &[u8]) -> Option<String> {
    let value = value.trim_ascii();
    let fits = !value.is_empty() && value.len() <= LONGEST;
    fits.then(|| String::from_utf8_lossy(value).into_owned())
}

/// What stands behind `mailto:`; an address written without it is one too.
fn address(value: &[u8]) -> Option<String> {
    let text = text(value)?;
    let bare = text.trim_matches(|c: char| c == '"' || c == '<' || c == '>' || c.is_whitespace());
    let bare = match bare.split_at_checked(7) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => rest,
        _ => bare,
    };
    // Some programs put what belongs behind a question mark there (RFC 6068).
    let bare = bare.split('?').next().unwrap_or_default().trim();
    let bare = bare.replace("%40", "@");
    bare.contains('@').then_some(bare)
}

/// The addresses of a parameter that may hold several.
fn addresses(value: Option<&[u8]>) -> Vec<String> {
    let pieces = value.unwrap_or_default().split(|byte| *byte == b',');
    pieces.filter_map(address).collect()
}
