//! An event as it stands in the file: the values that matter for busy time, not yet interpreted.

mod store;

pub(super) use store::{Events, Record, Room};

use super::hash::{HashKey, Owner};
use super::lines::{Name, Property};
use super::neutral;
use super::report::Report;
use super::rule::{self, Rule};
use super::salvage;
use super::travel;
use super::values::{self, Duration, Loose, Shape, Stamp, StampKind};
use crate::model::feed::{BusyKind, EventHash, Excess, WarningCode};
use std::collections::BTreeMap;

/// The zone names of a calendar. Values refer to them by index, since a VTIMEZONE may stand behind its use.
#[derive(Default)]
pub(super) struct ZoneNames {
    /// Each name with the first line that used it.
    names: Vec<(Vec<u8>, u32)>,
    index: BTreeMap<Vec<u8>, u32>,
    last: u32,
}

impl ZoneNames {
    fn index(&mut self, name: &[u8], line: u32) -> u32 {
        // Nearly always it is the same name as last time.
        if self
            .names
            .get(self.last as usize)
            .is_some_and(|last| last.0 == name)
        {
            return self.last;
        }
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.last = *self.index.entry(name.to_vec()).or_insert(next);
        if self.last == next {
            self.names.push((name.to_vec(), line));
        }
        self.last
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], u32)> {
        self.names.iter().map(|(name, line)| (&name[..], *line))
    }
}

/// An extra instance: a start and, for a period, its own end.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExtraDate {
    pub(super) start: Stamp,
    pub(super) end: Option<PeriodEnd>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum PeriodEnd {
    At(Stamp),
    After(Duration),
}

/// More rules than any real event has.
const FEW_RULES: usize = 32;

/// A value that may be missing, unreadable or there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Given<T> {
    No,
    Unreadable,
    Yes(T),
}

impl<T: Copy> Given<T> {
    fn is_given(self) -> bool {
        !matches!(self, Given::No)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Status {
    Cancelled,
    Tentative,
    Other,
}

/// What an event means for the time it takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    Taken(BusyKind),
    Free,
    /// Free as to the calendar, since the person works, only somewhere else.
    Elsewhere,
    Cancelled,
    /// The feed's owner said that they will not come.
    Declined,
}

/// An event's properties.
#[derive(Debug)]
pub(super) struct Event {
    /// The line of BEGIN:VEVENT.
    pub(super) line: u32,
    /// BEGIN names something that is VEVENT only with a blank taken away. Other programs do not see an event there.
    pub(super) is_misnamed: bool,
    pub(super) start: Given<Stamp>,
    pub(super) end: Given<Stamp>,
    pub(super) duration: Given<Duration>,
    pub(super) rules: Vec<Rule>,
    /// EXRULE: what these give is no instance (RFC 2445 section 4.8.5.2).
    pub(super) except: Vec<Rule>,
    /// A rule stands in the event and could not be read.
    pub(super) has_bad_rule: bool,
    pub(super) extra: Vec<ExtraDate>,
    pub(super) excluded: Vec<Stamp>,
    pub(super) recurrence_id: Given<Stamp>,
    /// RANGE=THISANDFUTURE.
    pub(super) and_future: bool,
    pub(super) uid: EventHash,
    pub(super) sequence: i64,
    /// Seconds on the way before each instance.
    pub(super) travel: i64,
    /// The day that an unreadable DTSTART names all the same, counted from 1970-01-01.
    pub(super) start_day: Option<i64>,
    /// Of the lines about the feed's owner: whether each says that they declined. `None` where there is none.
    declined: Option<bool>,
    status: Option<Status>,
    busy_status: Option<Class>,
    msn_busy_status: Option<Class>,
    transparent: Option<bool>,
    has: Excess,
    /// The one ATTENDEE that may stand for the owner of the feed is there.
    has_owner: bool,
}

impl Event {
    pub(super) fn new(line: u32, is_misnamed: bool) -> Event {
        Event {
            line,
            is_misnamed,
            start: Given::No,
            end: Given::No,
            duration: Given::No,
            rules: Vec::new(),
            except: Vec::new(),
            has_bad_rule: false,
            extra: Vec::new(),
            excluded: Vec::new(),
            recurrence_id: Given::No,
            and_future: false,
            uid: EventHash::ANONYMOUS,
            sequence: 0,
            travel: 0,
            start_day: None,
            declined: None,
            status: None,
            busy_status: None,
            msn_busy_status: None,
            transparent: None,
            has: Excess::default(),
            has_owner: false,
        }
    }

    /// What the event means: cancelled; declined by the owner (their PARTSTAT, RFC 5545 section 3.2.12, since calendars keep
    /// what was declined as OPAQUE); then by the precedence of MS-OXCICAL 2.1.3.1.1.20.23, .25 and .31 Microsoft's busy
    /// status, TRANSP, STATUS.
    ///
    /// An owner who has not answered yet (NEEDS-ACTION) or said perhaps (TENTATIVE) may well come: without their word nobody may
    /// take that time for free, so it counts as the event's own properties say.
    pub(super) fn class(&self) -> Class {
        if self.status == Some(Status::Cancelled) {
            return Class::Cancelled;
        }
        if self.declined == Some(true) {
            return Class::Declined;
        }
        if let Some(class) = self.busy_status.or(self.msn_busy_status) {
            return class;
        }
        if self.transparent == Some(true) {
            return Class::Free;
        }
        match self.status {
            Some(Status::Tentative) => Class::Taken(BusyKind::Tentative),
            _ => Class::Taken(BusyKind::Busy),
        }
    }

    /// Adds the properties that free/busy time has no need of to `excess`.
    pub(super) fn count_excess(&self, excess: &mut Excess) {
        *excess += self.has;
    }

    /// Whether there is more than one instance, or could be.
    pub(super) fn recurs(&self) -> bool {
        !self.rules.is_empty() || !self.extra.is_empty() || self.has_bad_rule
    }

    /// Takes a property of the event.
    pub(super) fn take(
        &mut self,
        property: Property,
        names: &mut ZoneNames,
        key: &HashKey,
        owners: &[Owner],
        report: &mut Report,
    ) {
        let (line, name) = (property.line, property.name.text());
        match property.name {
            Name::DtStart => {
                let is_first = !self.start.is_given();
                keep_first(&mut self.start, property, names, report);
                if is_first && self.start == Given::Unreadable {
                    self.start_day = salvage::day(property.value);
                }
            }
            Name::DtEnd => keep_first(&mut self.end, property, names, report),
            Name::RecurrenceId => {
                keep_first(&mut self.recurrence_id, property, names, report);
                let range = property.param(b"RANGE").unwrap_or_default();
                self.and_future |= range.eq_ignore_ascii_case(b"THISANDFUTURE");
            }
            Name::Duration => {
                if self.duration.is_given() {
                    return report.warn(line, name, WarningCode::Repeated);
                }
                self.duration = match values::duration(property.value) {
                    Some(Loose { value, loose }) => {
                        if loose {
                            report.warn(line, name, WarningCode::LooseValue);
                        }
                        Given::Yes(value)
                    }
                    None => {
                        report.warn(line, name, WarningCode::BadValue);
                        Given::Unreadable
                    }
                };
            }
            Name::RRule => self.take_rule(property, report),
            Name::ExRule => self.take_exception(property, report),
            Name::TravelTime => self.travel = travel::seconds(property, report).unwrap_or(0),
            Name::RDate => self.take_extra_dates(property, names, report),
            Name::ExDate => {
                for item in property.value.split(|b| *b == b',') {
                    self.excluded.extend(stamp(property, item, names, report));
                }
            }
            Name::Uid => {
                let uid = property.value.trim_ascii();
                if self.uid == EventHash::ANONYMOUS && !uid.is_empty() {
                    self.uid = key.uid(uid);
                }
            }
            Name::Sequence => {
                self.sequence = values::number(property.value.trim_ascii()).unwrap_or(0);
            }
            Name::Status => self.status = self.status.or(Some(status(property.value))),
            Name::Transp => {
                let transparent = property
                    .value
                    .trim_ascii()
                    .eq_ignore_ascii_case(b"TRANSPARENT");
                self.transparent = self.transparent.or(Some(transparent));
            }
            Name::BusyStatus => self.busy_status = self.busy_status.or(busy_status(property.value)),
            Name::MsnBusyStatus => {
                self.msn_busy_status = self.msn_busy_status.or(busy_status(property.value));
            }
            Name::Attendee => {
                neutral::count(&property, &mut self.has, &mut self.has_owner);
                if !owners.is_empty() && owners.contains(&key.owner(property.value)) {
                    let status = property.param(b"PARTSTAT").unwrap_or_default();
                    let declined = status.eq_ignore_ascii_case(b"DECLINED");
                    self.declined = Some(declined && self.declined != Some(false));
                }
            }
            Name::Summary | Name::Description | Name::Location | Name::Organizer => {
                neutral::count(&property, &mut self.has, &mut self.has_owner);
            }
            _ => {}
        }
    }

    fn take_rule(&mut self, property: Property, report: &mut Report) {
        let (line, name) = (property.line, property.name.text());
        if property.value.trim_ascii().is_empty() {
            return report.warn(line, name, WarningCode::LooseRule);
        }
        let Some((rule, odd)) = rule::parse(property.value) else {
            self.has_bad_rule = true;
            let code = match rule::is_of_another_calendar(property.value) {
                true => WarningCode::OtherCalendarSystem,
                false => WarningCode::UnreadableRule,
            };
            return report.warn(line, name, code);
        };
        if odd.loose {
            report.warn(line, name, WarningCode::LooseRule);
        }
        if rule.count.is_some() && rule.until.is_some() {
            report.warn(line, name, WarningCode::CountAndUntil);
        }
        // Repeating the same rule adds nothing but work; but a hostile heap of rules must not be compared each with each.
        if self.rules.len() >= FEW_RULES || !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
    }

    /// An exception rule that cannot be read takes nothing away: more shows as busy, never less.
    fn take_exception(&mut self, property: Property, report: &mut Report) {
        let read = rule::parse(property.value);
        let code = match read {
            Some(_) => WarningCode::Exrule,
            None => WarningCode::UnreadableExrule,
        };
        report.warn(property.line, property.name.text(), code);
        self.except.extend(read.map(|(rule, _)| rule));
    }

    fn take_extra_dates(&mut self, property: Property, names: &mut ZoneNames, report: &mut Report) {
        let (line, name) = (property.line, property.name.text());
        for item in property.value.split(|b| *b == b',') {
            let Some(slash) = item.iter().position(|b| *b == b'/') else {
                let start = stamp(property, item, names, report);
                self.extra
                    .extend(start.map(|start| ExtraDate { start, end: None }));
                continue;
            };
            match period(property, item, slash, names, report) {
                Some((start, end)) => {
                    let end = Some(end);
                    self.extra.push(ExtraDate { start, end });
                }
                None => report.warn(line, name, WarningCode::BadValue),
            }
        }
    }
}

fn keep_first(
    slot: &mut Given<Stamp>,
    property: Property,
    names: &mut ZoneNames,
    report: &mut Report,
) {
    if slot.is_given() {
        return report.warn(property.line, property.name.text(), WarningCode::Repeated);
    }
    *slot = match stamp(property, property.value, names, report) {
        Some(stamp) => Given::Yes(stamp),
        None => Given::Unreadable,
    };
}

fn status(value: &[u8]) -> Status {
    let is = |word: &[u8]| value.trim_ascii().eq_ignore_ascii_case(word);
    match () {
        () if is(b"CANCELLED") => Status::Cancelled,
        () if is(b"TENTATIVE") => Status::Tentative,
        () => Status::Other,
    }
}

fn busy_status(value: &[u8]) -> Option<Class> {
    const WORDS: [(&[u8], Class); 5] = [
        (b"FREE", Class::Free),
        // Exchange itself writes this one as transparent.
        (b"WORKINGELSEWHERE", Class::Elsewhere),
        (b"TENTATIVE", Class::Taken(BusyKind::Tentative)),
        (b"BUSY", Class::Taken(BusyKind::Busy)),
        (b"OOF", Class::Taken(BusyKind::Away)),
    ];
    let value = value.trim_ascii();
    let found = WORDS
        .iter()
        .find(|(word, _)| value.eq_ignore_ascii_case(word));
    found.map(|(_, class)| *class)
}

/// Reads one date or time of a property; what cannot be read is reported.
///
/// The shape of the value decides what it is, whatever VALUE says. A date has no zone (RFC 5545 section 3.2.19), UTC needs none.
pub(super) fn stamp(
    property: Property,
    text: &[u8],
    names: &mut ZoneNames,
    report: &mut Report,
) -> Option<Stamp> {
    let mut warn = |code| report.warn(property.line, property.name.text(), code);
    let Some(Loose { value, loose }) = values::date_time(text) else {
        warn(WarningCode::BadValue);
        return None;
    };
    let (wall, shape) = value;
    let (zone, kind) = property.zone_and_type();
    let is_date = shape == Shape::Date;
    let says_date = kind.is_some_and(|kind| kind.eq_ignore_ascii_case(b"DATE"));
    if loose || is_date != says_date || is_date && zone.is_some() {
        warn(WarningCode::LooseValue);
    }
    let kind = match (shape, zone) {
        (Shape::Date, _) => StampKind::Date,
        (Shape::Utc, zone) => {
            if zone.is_some() {
                warn(WarningCode::TzidOnUtc);
            }
            StampKind::Utc
        }
        (Shape::Local, None) => StampKind::Floating,
        (Shape::Local, Some(name)) => StampKind::Zoned(names.index(name, property.line)),
    };
    Some(Stamp { wall, kind })
}

/// Reads a period whose slash is at `slash`: start and end, or start and duration.
pub(super) fn period(
    property: Property,
    text: &[u8],
    slash: usize,
    names: &mut ZoneNames,
    report: &mut Report,
) -> Option<(Stamp, PeriodEnd)> {
    // A period's times never say VALUE=DATE, so their warnings are the usual ones.
    let start = stamp(property, &text[..slash], names, report)?;
    let end = text[slash + 1..].trim_ascii();
    let end = match end.first()? {
        b'P' | b'p' | b'+' | b'-' => PeriodEnd::After(values::duration(end)?.value),
        _ => PeriodEnd::At(stamp(property, end, names, report)?),
    };
    Some((start, end))
}
