//! The calendar of one recipient, and the organiser's.

use super::address::{Address, Organizer};
use super::course::{Course, Point};
use super::guests::GuestList;
use super::places::{self, Place};
use super::recipients::{Asked, Recipient};
use super::series::Repeats;
use super::words;
use super::words_en::{self, Carrier, Facts, Paragraph, ReportDue};
use super::{Firmness, Identity, Sending};
use crate::ics::write::{self, Component, Property, event_times, utc_stamp};
use crate::model::{Arranged, Contact, ContactId, ContactKind, Language, MeetingSpec, Workspace};
use crate::time::{Instant, Interval, Zone};
use chrono::NaiveDate;

/// What all messages of a meeting have in common.
pub(super) struct Composer<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) arranged: &'a Arranged,
    pub(super) zone: &'a Zone,
    pub(super) sending: &'a Sending,
    /// `None` where nothing of it may be told.
    pub(super) course: Option<Course<'a>>,
    /// Who must not meet.
    pub(super) apart: &'a [(ContactId, ContactId)],
    pub(super) guests: GuestList<'a>,
    pub(super) repeats: Repeats,
}

pub(super) struct Composed {
    pub(super) subject: String,
    pub(super) body: Vec<Paragraph>,
    /// The calendar; `None` where there is nothing to put into a diary.
    pub(super) calendar: Option<String>,
    /// By when the recipient's report is due.
    pub(super) report: Option<ReportDue>,
    /// The recipient still has to be told where to go.
    pub(super) place_to_tell: bool,
}

/// By what a message is told from those before and after it about the same entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    pub(super) sequence: u32,
    /// DTSTAMP, and the date of the mail.
    pub(super) at: Instant,
    /// The recipient may have been told otherwise before.
    pub(super) is_update: bool,
    /// The recipient proposed another time, which is not taken.
    pub(super) stays: bool,
}

/// What a recipient is told, beside their times.
pub(super) struct Known<'a> {
    pub(super) places: Vec<(Interval, Place)>,
    pub(super) join: Option<&'a str>,
    pub(super) agenda: Vec<Point<'a>>,
    pub(super) report: Option<ReportDue>,
    pub(super) guests: Vec<String>,
}

/// Whether the time is taken in the recipient's calendar.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Busy,
    Tentative,
    Free,
}

impl<'a> Composer<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        arranged: &'a Arranged,
        spec: Option<&'a MeetingSpec>,
        sending: &'a Sending,
        zone: &'a Zone,
        repeats: Repeats,
    ) -> Composer<'a> {
        Composer {
            workspace,
            arranged,
            zone,
            sending,
            course: Course::of(workspace, arranged, spec, zone),
            apart: spec.map_or(&[], |spec| &spec.apart),
            guests: GuestList::of(workspace, arranged, spec, sending.guests),
            repeats,
        }
    }

    pub(super) fn compose(
        &self,
        recipient: &Recipient,
        address: Option<&Address>,
        identity: Identity,
        stamp: &Stamp,
    ) -> Composed {
        let reference = one_line(&self.arranged.reference);
        if recipient.asked == Asked::Report {
            return Composed {
                subject: words::report_subject(self.language(), &reference),
                body: words::report_request(
                    self.language(),
                    &reference,
                    self.arranged.interval,
                    self.zone,
                    self.sending.firmness,
                    self.sending.organizer.address.as_str(),
                ),
                calendar: None,
                report: None,
                place_to_tell: false,
            };
        }
        let known = self.known(recipient);
        let facts = Facts {
            reference: &reference,
            purpose: recipient.asked.purpose(),
            firmness: self.sending.firmness,
            times: &recipient.times,
            repeats: self.repeats.said(),
            repeats_in_welsh: self.repeats.said_in_welsh(),
            is_one_date: matches!(self.repeats, Repeats::Instead(_)),
            places: &known.places,
            zone: self.zone,
            organizer: self.sending.organizer.address.as_str(),
            agenda: &known.agenda,
            report: known.report,
            guests: &known.guests,
            join: known.join,
            is_update: stamp.is_update,
            stays: stamp.stays,
            carrier: match address {
                Some(_) => Carrier::Message,
                None => Carrier::Letter,
            },
        };
        let body = words::body(self.language(), &facts);
        let shown = match (recipient.asked, self.sending.firmness) {
            (Asked::BeInformed, _) => Shown::Free,
            (_, Firmness::Confirmed) => Shown::Busy,
            (_, Firmness::Hold) => Shown::Tentative,
        };
        let contact = self.workspace.contact(recipient.contact);
        let uid = self.uid(recipient, identity);
        let span = envelope(&recipient.times).unwrap_or(self.arranged.interval);
        let location = words_en::location(&known.places, known.join);
        let described = words_en::as_text(&body);
        let calendar = address.map(|address| {
            let entry = Entry {
                uid: &uid,
                span,
                location: &location,
                body: &described,
                shown,
                repeats: &self.repeats,
            };
            let (event, zone) = self.event(&entry, stamp);
            let event = event
                .with(organizer(&self.sending.organizer))
                .with(attendee(contact, address, is_optional(recipient.asked)));
            calendar(Some("REQUEST"), zone).containing(event).render()
        });
        let untold = |place: &Place| match place {
            Place::ToldSeparately => true,
            Place::Remote => known.join.is_none(),
            Place::At { .. } => false,
        };
        Composed {
            subject: self.subject(),
            body,
            calendar,
            report: known.report,
            place_to_tell: known.places.iter().any(|(_, place)| untold(place)),
        }
    }

    /// What the recipient is told beside their times.
    pub(super) fn known(&self, recipient: &Recipient) -> Known<'_> {
        let join = self.join_for(recipient);
        let mut places = places::places(self.workspace, self.arranged, recipient);
        if join.is_some() && self.has_no_venue() {
            places = vec![(self.arranged.interval, Place::Remote)];
        }
        Known {
            places,
            join,
            agenda: self.agenda_for(recipient),
            report: self.report_of(recipient),
            guests: self
                .guests
                .for_recipient(recipient, self.is_whole(recipient)),
        }
    }

    /// UID of the recipient's entry.
    pub(super) fn uid(&self, recipient: &Recipient, identity: Identity) -> String {
        let contact = self.workspace.contact(recipient.contact);
        match identity {
            Identity::Meeting => self.repeats.uid(&self.arranged.uid),
            Identity::Own => self.repeats.uid(&own_uid(&self.arranged.uid, &contact.id)),
        }
    }

    /// The stamp of a message about which nothing is known but the arrangement.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp {
            sequence: self.sequence(),
            at: self.sending.now,
            is_update: self.is_update(),
            stays: false,
        }
    }

    /// SEQUENCE of what is sent, which never falls from one run to the next. A series has that of its meeting that was changed most
    /// often; what takes the place of one of its dates stands above it, or programs that know the series take it for old and pass
    /// over it.
    pub(super) fn sequence(&self) -> u32 {
        let own = self.arranged.sequence;
        let Some(place) = &self.arranged.series else {
            return own;
        };
        let meetings = self.workspace.series(&place.reference);
        let known = meetings.iter().map(|one| one.sequence).max();
        let of_series = known.unwrap_or(own).max(own);
        match self.repeats {
            Repeats::Alone(_) => own,
            Repeats::Instead(_) => of_series.saturating_add(own).saturating_add(1),
            Repeats::Once | Repeats::Rule { .. } => of_series,
        }
    }

    /// Whether the recipient was told otherwise before, as far as this message goes.
    pub(super) fn is_update(&self) -> bool {
        match self.repeats {
            Repeats::Instead(_) => self.arranged.sequence > 0,
            _ => self.sequence() > 0,
        }
    }

    /// In which language recipients read.
    pub(super) fn language(&self) -> Language {
        self.workspace.defaults.language
    }

    /// SUMMARY of the entries and the subject of the mails.
    pub(super) fn subject(&self) -> String {
        one_line(&words::subject(
            self.language(),
            &self.arranged.reference,
            self.sending.firmness,
        ))
    }

    /// Whether the recipient is there from beginning to end.
    pub(super) fn is_whole(&self, recipient: &Recipient) -> bool {
        recipient.times == [self.arranged.interval]
    }

    pub(super) fn is_apart(&self, contact: ContactId) -> bool {
        let mut pairs = self.apart.iter();
        pairs.any(|(one, other)| *one == contact || *other == contact)
    }

    /// Where to join, for those who come. Whoever is kept apart from somebody could meet them there, and is told by the organiser.
    fn join_for(&self, recipient: &Recipient) -> Option<&str> {
        let comes = matches!(recipient.asked, Asked::Come { .. });
        let join = self.sending.join.as_deref();
        join.filter(|_| comes && !self.is_apart(recipient.contact))
    }

    /// The agenda for somebody who is asked to come to the whole of the meeting and may meet everybody there.
    fn agenda_for(&self, recipient: &Recipient) -> Vec<Point<'_>> {
        let whole = self.is_whole(recipient);
        let comes = matches!(recipient.asked, Asked::Come { .. });
        match &self.course {
            Some(course) if comes && whole && !self.is_apart(recipient.contact) => course.agenda(),
            _ => Vec::new(),
        }
    }

    /// By when the recipient's own report is due.
    pub(super) fn report_day(&self, recipient: &Recipient) -> Option<NaiveDate> {
        let comes = matches!(recipient.asked, Asked::Come { .. });
        let course = self.course.as_ref().filter(|_| comes)?;
        course.report_due(recipient.contact)
    }

    /// The same, and whether that day is past.
    fn report_of(&self, recipient: &Recipient) -> Option<ReportDue> {
        let by = self.report_day(recipient)?;
        let today = self.zone.local(self.sending.now).date();
        Some(match by < today {
            true => ReportDue::Overdue,
            false => ReportDue::By(by),
        })
    }

    /// No METHOD, no ORGANIZER and no ATTENDEE: a calendar server sends no mail when it is stored, and whoever sees the
    /// diary learns of nobody.
    pub(super) fn organizer_copy(&self) -> String {
        let (event, zone) = self.organizer_event();
        calendar(None, zone).containing(event).render()
    }

    /// The entry of that copy, and the zone that it needs.
    pub(super) fn organizer_event(&self) -> (Component, Option<Component>) {
        let body = words_en::organizer_body(
            &one_line(&self.arranged.reference),
            &self.course.as_ref().map_or_else(Vec::new, Course::agenda),
            self.zone,
        );
        self.plain_event(&body, &self.repeats)
    }

    /// The whole meeting as an entry without METHOD and people, described by `body`.
    pub(super) fn plain_entry(&self, body: &str) -> String {
        let (event, zone) = self.plain_event(body, &self.repeats.by_hand());
        calendar(None, zone).containing(event).render()
    }

    fn plain_event(&self, body: &str, repeats: &Repeats) -> (Component, Option<Component>) {
        let shown = match self.sending.firmness {
            Firmness::Confirmed => Shown::Busy,
            Firmness::Hold => Shown::Tentative,
        };
        let interval = self.arranged.interval;
        let join = self.sending.join.as_deref();
        let location = words_en::location(&self.whole_place(), join);
        let uid = match (&self.repeats, repeats) {
            // By hand it is an entry beside the series, which has its own.
            (Repeats::Instead(of), Repeats::Once) => own_uid(&self.arranged.uid, &of.to_string()),
            _ => repeats.uid(&self.arranged.uid),
        };
        let entry = Entry {
            uid: &uid,
            span: interval,
            location: &location,
            body,
            shown,
            repeats,
        };
        self.event(&entry, &self.stamp())
    }

    pub(super) fn whole_place(&self) -> Vec<(Interval, Place)> {
        let place = match self.sending.join {
            Some(_) if self.has_no_venue() => Place::Remote,
            _ => places::whole(self.workspace, self.arranged),
        };
        vec![(self.arranged.interval, place)]
    }

    /// With somewhere to join on line, such a meeting is held there.
    fn has_no_venue(&self) -> bool {
        let mut parts = self.arranged.parts.iter();
        self.arranged.venue.is_none() && parts.all(|part| part.venue.is_none())
    }

    /// What is alike in all events, and the zone that the calendar must describe.
    fn event(&self, entry: &Entry, stamp: &Stamp) -> (Component, Option<Component>) {
        let times = event_times(self.zone, entry.span);
        let (transparency, busy) = match entry.shown {
            Shown::Busy => ("OPAQUE", "BUSY"),
            Shown::Tentative => ("OPAQUE", "TENTATIVE"),
            Shown::Free => ("TRANSPARENT", "FREE"),
        };
        let status = match self.sending.firmness {
            Firmness::Confirmed => "CONFIRMED",
            Firmness::Hold => "TENTATIVE",
        };
        let event = Component::new("VEVENT")
            .with(Property::text("UID", entry.uid))
            .with(Property::token("DTSTAMP", &utc_stamp(stamp.at)))
            .with(Property::token("SEQUENCE", &stamp.sequence.to_string()))
            .with(times.start)
            .with(times.end);
        let series = entry.repeats.properties(self.zone, times.zone.is_some());
        let event = series
            .into_iter()
            .fold(event, Component::with)
            .with(Property::text("SUMMARY", &self.subject()))
            .with(Property::text("LOCATION", entry.location))
            .with(Property::text("DESCRIPTION", entry.body))
            .with(Property::token("STATUS", status))
            .with(Property::token("TRANSP", transparency))
            .with(Property::token("CLASS", "CONFIDENTIAL"))
            .with(Property::token("X-MICROSOFT-CDO-BUSYSTATUS", busy));
        (event, times.zone)
    }
}

/// What differs among the entries of a meeting.
struct Entry<'a> {
    uid: &'a str,
    span: Interval,
    location: &'a str,
    body: &'a str,
    shown: Shown,
    repeats: &'a Repeats,
}

/// Whether the meeting can do without the recipient.
pub(super) fn is_optional(asked: Asked) -> bool {
    match asked {
        Asked::Come { optional, .. } => optional,
        Asked::BeInformed | Asked::Report => true,
    }
}

/// To whom answers go.
pub(super) fn organizer(organizer: &Organizer) -> Property {
    let property = Property::token("ORGANIZER", &organizer.address.uri());
    match &organizer.name {
        Some(name) => property.parameter("CN", name),
        None => property,
    }
}

/// RFC 5545 section 3.4, with METHOD first among what readers look for; what it holds comes after the zone.
pub(super) fn calendar(method: Option<&str>, zone: Option<Component>) -> Component {
    let mut calendar = write::calendar();
    if let Some(method) = method {
        calendar = calendar.with(Property::text("METHOD", method));
    }
    match zone {
        Some(zone) => calendar.containing(zone),
        None => calendar,
    }
}

/// The recipient, with all that mail programs want to see before they offer buttons.
fn attendee(contact: &Contact, address: &Address, optional: bool) -> Property {
    let kind = kind_of(contact);
    let role = match optional {
        true => "OPT-PARTICIPANT",
        false => "REQ-PARTICIPANT",
    };
    Property::token("ATTENDEE", &address.uri())
        .parameter("CN", &contact.name)
        .parameter("CUTYPE", kind)
        .parameter("ROLE", role)
        .parameter("PARTSTAT", "NEEDS-ACTION")
        .parameter("RSVP", "TRUE")
}

/// CUTYPE.
pub(super) fn kind_of(contact: &Contact) -> &'static str {
    match contact.kind {
        ContactKind::Team => "GROUP",
        ContactKind::Person | ContactKind::Service => "INDIVIDUAL",
    }
}

/// From the first stretch's start to the last one's end: one message is one entry, and the words tell the stretches.
pub(super) fn envelope(times: &[Interval]) -> Option<Interval> {
    Interval::new(times.first()?.start(), times.last()?.end())
}

/// A UID that belongs to a meeting's without being it (for a recipient whose mailbox has that one already, or a task that follows
/// from the meeting): the same for the same meeting and `about`, which it does not show.
pub(super) fn own_uid(uid: &str, about: &str) -> String {
    let hash = fnv(about);
    match uid.split_once('@') {
        Some((local, host)) => format!("{local}-{hash:016x}@{host}"),
        None => format!("{uid}-{hash:016x}"),
    }
}

/// FNV-1a, 64 bits: it only has to differ among what belongs to one meeting.
pub(super) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Subject, place, reference and name are one line to every reader, whatever a table's cell holds, and no other text than they
/// look like.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}')
        .map(|piece| piece.chars().filter(|c| !write::is_unshown(*c)).collect())
        .filter(|piece: &String| !piece.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
