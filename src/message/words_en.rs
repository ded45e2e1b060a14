//! Every English sentence of the messages and of the list of what was written.
//!
//! The sentences are the same for everybody of the same purpose, so that no wording tells who else is asked or for which
//! time. British spelling; dates in words, because figures are read day-first and month-first.

use super::course::Point;
use super::places::Place;
use super::{Firmness, Notice, Purpose};
use crate::model::State;
use crate::time::{Interval, Zone};
use chrono::NaiveDate;

/// What is said of a recipient's part.
pub(super) struct Facts<'a> {
    pub(super) reference: &'a str,
    pub(super) purpose: Purpose,
    pub(super) firmness: Firmness,
    /// The recipient's times in order, at least one.
    pub(super) times: &'a [Interval],
    pub(super) places: &'a [(Interval, Place)],
    pub(super) zone: &'a Zone,
    /// Where answers go.
    pub(super) organizer: &'a str,
    /// Empty where none is told.
    pub(super) agenda: &'a [Point<'a>],
    /// Of the recipient's own report, if the meeting's type asks them for one.
    pub(super) report: Option<ReportDue>,
}

/// When a report is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ReportDue {
    By(NaiveDate),
    /// The day is past.
    Overdue,
}

/// The subject: it shows in shared diaries and on locked telephones, so it says the least that identifies the meeting.
pub(super) fn subject(reference: &str, firmness: Firmness) -> String {
    match firmness {
        Firmness::Confirmed => format!("Meeting ref {reference}"),
        Firmness::Hold => format!("HOLD: Meeting ref {reference}"),
    }
}

/// The subject of an entry in a calendar of a whole plan.
pub(super) fn diary_subject(reference: &str) -> String {
    subject(reference, Firmness::Confirmed)
}

/// The body of such an entry.
pub(super) fn diary_body(
    reference: &str,
    own: &[Interval],
    zone: &Zone,
    state: State,
    place_to_tell: bool,
) -> String {
    let mut text = format!("Multi-agency meeting, reference {reference}.");
    if own.len() > 1 {
        text.push_str(&format!(" Needed {}.", times(own, zone)));
    }
    if state != State::Quorate {
        text.push_str(" It is planned and not settled yet.");
    }
    if place_to_tell {
        text.push_str(" Ask the organiser for the place.");
    }
    text.push_str(" This entry names nobody, so it may stand in a shared diary.");
    text
}

/// The body of an invitation or copy.
pub(super) fn body(facts: &Facts) -> String {
    let mut paragraphs = vec![opening(facts.purpose, facts.firmness).to_owned()];
    paragraphs.push(format!(
        "When: {}\nWhere: {}\nReference: {}",
        times(facts.times, facts.zone),
        where_(facts.places, facts.zone),
        facts.reference
    ));
    if facts.purpose == Purpose::Invitation {
        paragraphs.push("The time above is the time for which you are needed.".to_owned());
        if !facts.agenda.is_empty() {
            paragraphs.push(agenda(facts.agenda, facts.zone));
        }
        if let Some(due) = facts.report {
            paragraphs.push(report_due(due));
        }
        paragraphs.push(format!(
            "Please answer with Accept, Tentative or Decline. If you see no such buttons, write to {} and give the \
             reference. If you cannot come, say so as early as you can.",
            facts.organizer
        ));
    } else {
        paragraphs.push(format!("Questions: write to {}.", facts.organizer));
    }
    paragraphs.push(
        "This message does not show who else is asked. Please do not forward it: a forwarded invitation cannot be \
         answered."
            .to_owned(),
    );
    paragraphs.join("\n\n")
}

/// One line a point: "10:00 Introductions".
fn agenda(points: &[Point], zone: &Zone) -> String {
    let mut text = "Agenda:".to_owned();
    for (start, title) in points {
        text.push_str(&format!("\n{} {title}", zone.local(*start).format("%H:%M")));
    }
    text
}

fn report_due(due: ReportDue) -> String {
    match due {
        ReportDue::By(day) => format!(
            "Please send your report by {}, by the secure way that your agency uses.",
            day.format("%A %-d %B %Y")
        ),
        ReportDue::Overdue => {
            "Your report is due already: please send it at once, by the secure way that your agency uses."
                .to_owned()
        }
    }
}

fn opening(purpose: Purpose, firmness: Firmness) -> &'static str {
    match (purpose, firmness) {
        (Purpose::Invitation, Firmness::Confirmed) => {
            "You are asked to come to a multi-agency meeting."
        }
        (Purpose::Invitation, Firmness::Hold) => {
            "Please keep this time free for a multi-agency meeting. It is not settled yet: it will be confirmed or \
             released."
        }
        (Purpose::Information | Purpose::Report, Firmness::Confirmed) => {
            "For your information: a multi-agency meeting takes place. You are not expected to come."
        }
        (Purpose::Information | Purpose::Report, Firmness::Hold) => {
            "For your information: a multi-agency meeting is planned and not settled yet. You are not expected to come."
        }
    }
}

/// The text that asks for a report. It gives the day only: somebody who does not come needs neither time nor place.
pub(super) fn report_request(
    reference: &str,
    meeting: Interval,
    zone: &Zone,
    firmness: Firmness,
    organizer: &str,
) -> String {
    let day = day(meeting, zone);
    let sentence = match firmness {
        Firmness::Confirmed => format!("A multi-agency meeting takes place on {day}."),
        Firmness::Hold => {
            format!("A multi-agency meeting is planned for {day}. It is not settled yet.")
        }
    };
    format!(
        "Subject: Meeting ref {reference}: please send a report\n\n{sentence} You are not expected to come.\n\n\
         Please send your written report so that it arrives before that day, by the secure way that your agency uses, and \
         give the reference.\n\nReference: {reference}\nSend it to: {organizer}\n\n\
         If you cannot send it in time, say so as early as you can.\n"
    )
}

/// The body of the organiser's copy.
pub(super) fn organizer_body(reference: &str, points: &[Point], zone: &Zone) -> String {
    let mut text = format!(
        "Multi-agency meeting, reference {reference}. The workspace says who comes; this entry names nobody, so it may \
         stand in a shared diary."
    );
    if !points.is_empty() {
        text.push_str("\n\n");
        text.push_str(&agenda(points, zone));
    }
    text
}

/// LOCATION of an event.
pub(super) fn location(places: &[(Interval, Place)]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for (_, place) in places {
        let text = place_text(place);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join("; ")
}

fn where_(places: &[(Interval, Place)], zone: &Zone) -> String {
    match places {
        [(_, place)] => place_text(place),
        several => several
            .iter()
            .map(|(time, place)| format!("{}: {}", clock(*time, zone), place_text(place)))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

fn place_text(place: &Place) -> String {
    match place {
        Place::At {
            name,
            address: Some(address),
        } => format!("{name}, {address}"),
        Place::At {
            name,
            address: None,
        } => name.clone(),
        Place::Remote => "by telephone or on line; the organiser will tell you how".to_owned(),
        Place::ToldSeparately => "the organiser will tell you the place".to_owned(),
    }
}

/// `Tuesday 8 December 2026, 10:00 to 10:45 and 11:15 to 11:30 (UK time)`. Stretches of another day carry their own date.
pub(super) fn times(times: &[Interval], zone: &Zone) -> String {
    let mut text = String::new();
    let mut last_day = String::new();
    for time in times {
        let day = day(*time, zone);
        if !text.is_empty() {
            text.push_str(" and ");
        }
        if day != last_day {
            text.push_str(&day);
            text.push_str(", ");
            last_day = day;
        }
        text.push_str(&clock(*time, zone));
    }
    format!("{text} ({})", zone_text(zone))
}

/// The local day on which it begins: `Tuesday 8 December 2026`.
fn day(time: Interval, zone: &Zone) -> String {
    zone.local(time.start()).format("%A %-d %B %Y").to_string()
}

/// `10:00 to 11:30`, with the day where it ends on another one.
fn clock(time: Interval, zone: &Zone) -> String {
    let (start, end) = (zone.local(time.start()), zone.local(time.end()));
    let format = match start.date() == end.date() {
        true => "%H:%M",
        false => "%H:%M on %A %-d %B %Y",
    };
    format!("{} to {}", start.format("%H:%M"), end.format(format))
}

fn zone_text(zone: &Zone) -> String {
    match zone.name() {
        "Europe/London" | "GB" => "UK time".to_owned(),
        "UTC" => "UTC".to_owned(),
        name => format!("time in {name}"),
    }
}

/// What a message is, in the list of what was written.
pub(super) fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Invitation => "invitation",
        Purpose::Information => "copy for information",
        Purpose::Report => "request for a report",
    }
}

/// A notice as a sentence; `names` gives the names of contacts, joined.
pub(super) fn notice(
    notice: &Notice,
    names: &dyn Fn(&[crate::model::ContactId]) -> String,
) -> String {
    match notice {
        Notice::Unsettled => {
            "The meeting still waits for confirmations, and these invitations say that it takes place. To ask people to \
             keep the time free until it is settled, use --hold."
                .to_owned()
        }
        Notice::Past => "The meeting's time is past.".to_owned(),
        Notice::NotInTables => {
            "The meeting is not in the meetings table, so it is not known who is kept apart, who is optional, and who is to \
             send a report or to get a copy. Look through the files before you send them."
                .to_owned()
        }
        Notice::OrganizerAttends(contact) => format!(
            "{} is the organiser, whose calendar cannot accept its own invitation: organizer-copy.ics is for them.",
            names(&[*contact])
        ),
        Notice::PlaceToTell(contacts) => format!(
            "These do not say where, or how to join (confidential, not fixed, or from afar). Tell it yourself: {}.",
            names(contacts)
        ),
        Notice::KeptApart(contact) => format!(
            "{} is kept apart from somebody and does not come: no message was written, because it would tell when that \
             person is there. Decide yourself what to tell.",
            names(&[*contact])
        ),
        Notice::TimeNotKnown(contact) => format!(
            "{} is kept apart from somebody, and the arrangement does not say for which time they come: no message was \
             written. Add the time they are present to arrangements.json, or choose the slot again.",
            names(&[*contact])
        ),
        Notice::SharedMailbox(contacts) => format!(
            "One mailbox, one message each: {}. Each sees the other's time there.",
            names(contacts)
        ),
        Notice::ApartInOneMailbox(contacts) => format!(
            "Kept apart, and one mailbox: {}. No message was written for them, because each would read when the other \
             comes. Ask for an address of each one's own.",
            names(contacts)
        ),
        Notice::FlagUnset { seat, flag } => format!(
            "Seat {seat} depends on \"{flag}\", which nobody has answered: no message was written for it. Set the flag \
             in the meeting's row."
        ),
    }
}
