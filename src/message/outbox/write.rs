//! Drafts and what is taken back, as messages.

use super::super::event::{Composer, Stamp, calendar, envelope, fnv, kind_of, one_line, organizer};
use super::super::mail::{Mail, Thread};
use super::super::words;
use super::super::words_en::off::{Span, Taken};
use super::super::{Address, Identity, Sending, letter, thread_of, words_en::Paragraph};
use super::draft::{Draft, standing};
use super::{Off, Why};
use crate::ics::write::{Component, Property, event_times, local_stamp, utc_stamp};
use crate::model::{Contact, ContactId, Post, PostKind, Purpose, Told, ToldStanding, Workspace};
use crate::time::{Instant, Interval, Zone};

/// What the messages to one recipient about one reference have in common.
pub(super) struct Writer<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) reference: &'a str,
    pub(super) sending: &'a Sending,
    pub(super) zone: &'a Zone,
    /// `None` where they are in no table any more.
    pub(super) contact: Option<ContactId>,
}

/// How something is told.
pub(super) struct Telling<'a> {
    /// SEQUENCE is not below it.
    pub(super) least: u32,
    pub(super) at: Instant,
    pub(super) kind: PostKind,
    pub(super) why: &'a Why,
    /// What they were told before.
    pub(super) last: Option<&'a Told>,
}

/// How something is taken back.
pub(super) struct Taking {
    pub(super) off: Off,
    pub(super) sequence: u32,
    pub(super) at: Instant,
    pub(super) is_series: bool,
}

impl Writer<'_> {
    /// What tells a draft.
    pub(super) fn request(&self, composer: &Composer, draft: &Draft, telling: &Telling) -> Post {
        let Telling {
            least,
            at,
            kind,
            why,
            last,
        } = *telling;
        let contact = self.workspace.contact(draft.recipient.contact);
        let stamp = Stamp {
            sequence: composer.sequence().max(least),
            at,
            is_update: last.is_some() && kind != PostKind::Again,
            stays: *why == Why::Refused,
        };
        let address = draft.mail.as_ref().map(|mail| &mail.0);
        let identity = draft.mail.as_ref().map_or(Identity::Meeting, |mail| mail.1);
        let composed = composer.compose(&draft.recipient, address, identity, &stamp);
        let told = Told {
            reference: self.reference.to_owned(),
            contact: contact.id.clone(),
            address: address.map_or_else(String::new, |address| address.as_str().to_owned()),
            uid: draft.uid.clone(),
            recurrence: draft.recurrence,
            sequence: stamp.sequence,
            dtstamp: at,
            purpose: draft.purpose(),
            standing: standing(self.sending.firmness),
            times: draft.times(),
            zone: self.zone.name().to_owned(),
            said: draft.said,
            message_id: String::new(),
        };
        let own_thread = thread_of(composer.arranged, contact);
        let words = Words {
            kind,
            subject: &composed.subject,
            body: &composed.body,
            calendar: composed.calendar,
            method: "REQUEST",
            own_thread: &own_thread,
            last,
        };
        self.post(told, words)
    }

    /// What takes back `row`.
    pub(super) fn cancellation(&self, row: &Told, taking: &Taking) -> Post {
        let zone = Zone::named(&row.zone).unwrap_or_else(|| self.zone.clone());
        let first = first_date(&row.times);
        let span = match (row.purpose, row.recurrence) {
            (Purpose::Report, _) => Span::Report,
            (_, Some(date)) => Span::Date(zone.local(date)),
            (_, None) if taking.is_series => Span::Series,
            (_, None) => Span::Meeting,
        };
        let taken = Taken {
            reference: &one_line(self.reference),
            off: taking.off,
            times: first,
            zone: &zone,
            span,
            organizer: self.sending.organizer.address.as_str(),
        };
        let language = self.workspace.defaults.language;
        let subject = words::off_subject(language, &taken);
        let body = words::off(language, &taken);
        let address = Address::parse(&row.address);
        let calendar = match (&address, envelope(first), row.purpose) {
            (Some(address), Some(span), Purpose::Invitation | Purpose::Information) => {
                let described = super::super::words_en::as_text(&body);
                let event = self.cancelled(row, taking, &zone, span, address, &described);
                Some(event)
            }
            _ => None,
        };
        let told = Told {
            reference: self.reference.to_owned(),
            address: address.map_or_else(String::new, |address| address.as_str().to_owned()),
            sequence: taking.sequence,
            dtstamp: taking.at,
            standing: ToldStanding::Cancelled,
            said: 0,
            message_id: String::new(),
            ..row.clone()
        };
        let own_thread = format!("{}\0{}", row.uid, row.contact);
        let words = Words {
            kind: PostKind::Cancellation,
            subject: &subject,
            body: &body,
            calendar,
            method: "CANCEL",
            own_thread: &own_thread,
            last: Some(row),
        };
        self.post(told, words)
    }

    /// CANCEL (RFC 5546 section 3.2.5): UID and times as they were told, the one who is addressed, no alarm.
    fn cancelled(
        &self,
        row: &Told,
        taking: &Taking,
        zone: &Zone,
        span: Interval,
        address: &Address,
        described: &str,
    ) -> String {
        let times = event_times(zone, span);
        let recurrence = row.recurrence.map(|date| match times.zone {
            Some(_) => Property::token("RECURRENCE-ID", &local_stamp(zone.local(date)))
                .parameter("TZID", zone.name()),
            None => Property::token("RECURRENCE-ID", &utc_stamp(date)),
        });
        let attendee = Property::token("ATTENDEE", &address.uri());
        let contact = self.contact.map(|id| self.workspace.contact(id));
        let attendee = match contact {
            Some(contact) => attendee
                .parameter("CN", &contact.name)
                .parameter("CUTYPE", kind_of(contact)),
            None => attendee,
        };
        let attendee = attendee
            .parameter("PARTSTAT", "NEEDS-ACTION")
            .parameter("ROLE", "REQ-PARTICIPANT")
            .parameter("RSVP", "FALSE");
        let event = Component::new("VEVENT")
            .with(Property::text("UID", &row.uid))
            .with(Property::token("DTSTAMP", &utc_stamp(taking.at)))
            .with(Property::token("SEQUENCE", &taking.sequence.to_string()))
            .with(times.start)
            .with(times.end);
        let summary = words::subject(
            self.workspace.defaults.language,
            self.reference,
            crate::message::Firmness::Confirmed,
        );
        let event = recurrence
            .into_iter()
            .fold(event, Component::with)
            .with(Property::text("SUMMARY", &one_line(&summary)))
            .with(Property::text("DESCRIPTION", described))
            .with(Property::token("STATUS", "CANCELLED"))
            .with(Property::token("TRANSP", "TRANSPARENT"))
            .with(Property::token("CLASS", "CONFIDENTIAL"))
            .with(Property::token("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"))
            .with(organizer(&self.sending.organizer))
            .with(attendee);
        calendar(Some("CANCEL"), times.zone)
            .containing(event)
            .render()
    }

    /// The message of `words`, after which `told` holds.
    fn post(&self, told: Told, words: Words) -> Post {
        let contact = self.contact.map(|id| self.workspace.contact(id));
        let name = self.name(&told, words.kind, contact);
        let Some(address) = Address::parse(&told.address) else {
            let whom = contact.map_or(told.contact.as_str(), |contact| &contact.name);
            return Post {
                kind: words.kind,
                letter: letter(whom, words.subject, words.body),
                name,
                told,
                mail: Vec::new(),
                calendar: Vec::new(),
            };
        };
        let last = words.last.map(|last| last.message_id.as_str());
        let mail = Mail {
            organizer: &self.sending.organizer,
            to: &address,
            name: contact.map_or("", |contact| &contact.name),
            subject: words.subject,
            body: words.body,
            calendar: words.calendar.as_deref(),
            language: super::super::words::header(self.workspace.defaults.language),
            method: words.method,
            thread: match last.filter(|last| is_message_id(last)) {
                Some(last) => Thread::After(last),
                None => Thread::About(words.own_thread),
            },
            sequence: told.sequence,
            now: told.dtstamp,
            is_repeated: words.kind == PostKind::Again,
        };
        let mail = mail.render();
        Post {
            kind: words.kind,
            name,
            told: Told {
                message_id: mail.message_id,
                ..told
            },
            mail: mail.bytes,
            calendar: words.calendar.unwrap_or_default().into_bytes(),
            letter: Vec::new(),
        }
    }

    /// `CP-2041-s1-20261123T090000Z-cancel-gp-surgery`: another for every message that is ever sent, and such as any file system
    /// takes. It names no confidential contact, and nobody of whom it is not known whether they are.
    fn name(&self, told: &Told, kind: PostKind, contact: Option<&Contact>) -> String {
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let reference = one_line(self.reference);
        let short: String = reference
            .chars()
            .map(|c| if safe(c) { c } else { '-' })
            .take(40)
            .collect();
        let short = short.trim_matches('.').to_owned();
        let reference = match short == reference {
            true => short,
            // Another reference may look alike.
            false => format!("{short}-{:08x}", fnv(&reference) & 0xffff_ffff),
        };
        let stem = match (kind, told.purpose) {
            _ if told.address.is_empty() => "letter",
            (PostKind::Cancellation, _) => "cancel",
            (_, Purpose::Invitation) => "invite",
            (_, Purpose::Information) => "copy",
            (_, Purpose::Report) => "report",
        };
        let whose = fnv(&format!("{}\0{}", told.uid, told.contact)) & 0xffff_ffff;
        let who = match contact {
            Some(contact) if !contact.confidential => {
                let id: String = contact.id_for_files().chars().take(40).collect();
                match id == contact.id {
                    true => id,
                    false => format!("{id}-{whose:08x}"),
                }
            }
            _ => format!("{whose:08x}"),
        };
        let date = told.recurrence.map(utc_stamp);
        let date = date.map_or_else(String::new, |date| format!("{date}-"));
        format!(
            "{reference}-{date}s{}-{}-{stem}-{who}",
            told.sequence,
            utc_stamp(told.dtstamp)
        )
    }
}

/// What a message says.
struct Words<'a> {
    kind: PostKind,
    subject: &'a str,
    body: &'a [Paragraph],
    calendar: Option<String>,
    method: &'a str,
    /// The thread, where there is no mail before it.
    own_thread: &'a str,
    last: Option<&'a Told>,
}

/// Whether it may stand in a header as it is.
fn is_message_id(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>".contains(c);
    text.contains('@') && text.len() < 500 && text.chars().all(plain)
}

/// The stretches of the first date of a series, which are less than a week apart; of a meeting all of them.
fn first_date(times: &[Interval]) -> &[Interval] {
    const DAYS: i64 = 6 * 86_400;
    let Some(first) = times.first() else {
        return times;
    };
    let of_it = |time: &&Interval| time.start().0 - first.start().0 < DAYS;
    let count = times.iter().take_while(of_it).count();
    &times[..count]
}
