//! What a coordinator needs who sends from Outlook by hand: one text to copy from, a plain entry to open and send as their own, and
//! rows for a mail merge.
//!
//! The text is for the coordinator alone and holds everybody's address. It keeps apart those who may be put into one invitation,
//! where each sees the addresses of all, from those who may not: confidential people, the family, people who are kept apart from
//! somebody, people who are there for a part, and everybody where the meeting's type is of the highest sensitivity. What is to be
//! copied out of it, and the entry, name nobody.

use super::address::Address;
use super::course::Course;
use super::event::{Composed, Composer, one_line};
use super::guests::must_hide_guests;
use super::recipients::{Asked, FAMILY, Recipient};
use super::words;
use super::words_en::pack::{self, Group, Line, Sheet};
use super::words_en::{self, Carrier, Facts, ReportDue};
use super::{Purpose, words_en::Paragraph};
use crate::model::MeetingSpec;
use crate::time::Interval;

/// The pack of one meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct Pack {
    /// For the coordinator alone.
    pub text: Vec<u8>,
    /// The whole meeting, nobody in it: no METHOD, no ORGANIZER, no ATTENDEE.
    pub entry: Vec<u8>,
}

/// The file names of a pack, in a folder of its meeting's own.
pub const PACK_TEXT: &str = "meeting.txt";
pub const PACK_ENTRY: &str = "meeting.ics";

/// The heads of the columns of [`MergeRow`].
pub const MERGE_COLUMNS: [&str; 15] = [
    "Reference",
    "Send by",
    "E-mail",
    "Name",
    "What",
    "Subject",
    "Date",
    "Start",
    "End",
    "When",
    "Where",
    "Join on line",
    "Agenda",
    "Report due",
    "Answer to",
];

/// One recipient, a cell for each of [`MERGE_COLUMNS`], each one line. Safe for a spreadsheet only once it is written as CSV.
pub type MergeRow = [String; MERGE_COLUMNS.len()];

/// A recipient with what was composed for them; without an address it is a letter.
pub(super) struct Told<'a> {
    pub(super) recipient: &'a Recipient,
    pub(super) composed: &'a Composed,
    pub(super) address: Option<&'a Address>,
    /// Of the letter.
    pub(super) file_name: &'a str,
}

/// Composes the pack.
pub(super) fn pack(composer: &Composer, spec: Option<&MeetingSpec>, told: &[Told]) -> Pack {
    let body = joint_body(composer, told);
    let one_each = must_hide_guests(composer.workspace, spec);
    let mut lines: Vec<(Group, Line)> = told
        .iter()
        .map(|told| {
            let group = group(composer, told, one_each);
            (group, line(composer, told))
        })
        .collect();
    lines.sort_by_key(|(group, _)| *group);
    let subject = composer.subject();
    let location = words_en::location(&composer.whole_place(), composer.sending.join.as_deref());
    let sheet = Sheet {
        reference: &one_line(&composer.arranged.reference),
        subject: &subject,
        interval: composer.arranged.interval,
        zone: composer.zone,
        location: &location,
        body: &words_en::as_text(&body),
        one_each,
        lines: &lines,
    };
    Pack {
        text: pack::text(&sheet).replace('\n', "\r\n").into_bytes(),
        entry: composer.plain_entry(&words_en::as_text(&body)).into_bytes(),
    }
}

/// The words for all who are there from beginning to end.
fn joint_body(composer: &Composer, told: &[Told]) -> Vec<Paragraph> {
    let agenda = composer
        .course
        .as_ref()
        .map_or_else(Vec::new, Course::agenda);
    // The first of the days, so that nobody's is missed.
    let days = told.iter().filter_map(|told| told.composed.report);
    let earliest = days.min_by_key(|due| match due {
        ReportDue::Overdue => None,
        ReportDue::By(day) => Some(*day),
    });
    let facts = Facts {
        reference: &one_line(&composer.arranged.reference),
        purpose: Purpose::Invitation,
        firmness: composer.sending.firmness,
        times: &[composer.arranged.interval],
        repeats: composer.repeats.by_hand().said(),
        repeats_in_welsh: composer.repeats.by_hand().said_in_welsh(),
        is_one_date: false,
        places: &composer.whole_place(),
        zone: composer.zone,
        organizer: composer.sending.organizer.address.as_str(),
        agenda: &agenda,
        report: earliest,
        guests: &[],
        join: composer.sending.join.as_deref(),
        is_update: composer.is_update(),
        stays: false,
        carrier: Carrier::Joint,
    };
    words::body(composer.language(), &facts)
}

/// With whom a recipient may be put into one invitation.
fn group(composer: &Composer, told: &Told, one_each: bool) -> Group {
    let contact = composer.workspace.contact(told.recipient.contact);
    let agency = composer.workspace.agency_of(told.recipient.contact);
    if told.address.is_none() {
        return Group::Letter;
    }
    match told.recipient.asked {
        Asked::Report => return Group::Report,
        Asked::BeInformed => return Group::Information,
        Asked::Come { .. } => {}
    }
    if agency.kind == FAMILY {
        return Group::Family;
    }
    let alone = one_each
        || contact.confidential
        || composer.is_apart(told.recipient.contact)
        || !composer.is_whole(told.recipient);
    match alone {
        true => Group::Alone,
        false => Group::Together,
    }
}

fn line(composer: &Composer, told: &Told) -> Line {
    let contact = composer.workspace.contact(told.recipient.contact);
    Line {
        name: one_line(&contact.name),
        address: told.address.map(|address| address.as_str().to_owned()),
        phone: contact.phone.as_deref().map(one_line),
        purpose: told.recipient.asked.purpose(),
        times: own_times(composer, told.recipient),
        report: told.composed.report,
        letter: told.file_name.to_owned(),
    }
}

/// The recipient's times where they are not those of the whole meeting.
fn own_times(composer: &Composer, recipient: &Recipient) -> Vec<Interval> {
    match composer.is_whole(recipient) {
        true => Vec::new(),
        false => recipient.times.clone(),
    }
}

/// One recipient as a row of the mail merge.
pub(super) fn merge_row(composer: &Composer, told: &Told) -> MergeRow {
    let composed = told.composed;
    let zone = composer.zone;
    let times = &told.recipient.times;
    // Of a report only the day of the meeting is told.
    let whole = [composer.arranged.interval];
    let first = times.first().or(whole.first());
    let date = first.map(|time| zone.local(time.start()).format("%d/%m/%Y").to_string());
    let clock = |time: Option<&Interval>, end: bool| {
        let at = time.map(|time| if end { time.end() } else { time.start() });
        at.map(|at| zone.local(at).format("%H:%M").to_string())
    };
    let fact = |wanted: &str| {
        let facts = composed
            .body
            .iter()
            .filter_map(|paragraph| match paragraph {
                Paragraph::Facts(facts) => Some(facts),
                _ => None,
            });
        let mut named = facts.flatten().filter(|(name, _)| *name == wanted);
        named.next().map(|(_, value)| value.clone())
    };
    let agenda = composed.body.iter().find_map(|paragraph| match paragraph {
        Paragraph::Agenda(points) => {
            let points = points.iter().map(|(time, title)| format!("{time} {title}"));
            Some(points.collect::<Vec<_>>().join("; "))
        }
        _ => None,
    });
    let contact = composer.workspace.contact(told.recipient.contact);
    let cells = [
        Some(composer.arranged.reference.clone()),
        Some(pack::send_by(told.address.is_some()).to_owned()),
        told.address.map(|address| address.as_str().to_owned()),
        Some(contact.name.clone()),
        Some(words_en::purpose(told.recipient.asked.purpose()).to_owned()),
        Some(composed.subject.clone()),
        date,
        clock(times.first(), false),
        clock(times.last(), true),
        fact("When"),
        fact("Where"),
        fact(words_en::JOIN),
        agenda,
        composed.report.map(pack::due),
        Some(composer.sending.organizer.address.as_str().to_owned()),
    ];
    cells.map(|cell| one_line(&cell.unwrap_or_default()))
}
