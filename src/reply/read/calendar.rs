//! The calendar of an answer: which of its ATTENDEEs is the one who answers, and what they say.
//!
//! Programs send back more than they should: the whole event with all invitees (Google), the dates of a series that nobody answered
//! to (Thunderbird), no organiser (Outlook on the web). So only the ATTENDEE counts who is the mail's sender, or whom the sender
//! says they act for.

use super::{AsRead, Mailbox, Says, Sender, Setting, Why};
use crate::ics::read::{ItipAttendee, ItipCalendar, ItipEvent, Method, PartStat, read_itip};
use crate::model::{HeardBy, Response};
use crate::time::{Instant, Interval};

/// What the mail around a calendar tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// `None` in a file without a mail: then the calendar itself says who answers.
    pub sender: Option<Mailbox>,
    /// There is a mail.
    pub is_mail: bool,
    pub mailed: Option<Instant>,
    /// References in the mail's subject.
    pub references: Vec<String>,
    /// The method that the mail says its calendar has, where the calendar does not.
    pub method: Option<Method>,
}

/// Reads a file that is a calendar.
pub(super) fn of_file(source: &str, bytes: &[u8], setting: Setting) -> Vec<AsRead> {
    match of_calendar(source, bytes, &Around::default(), setting) {
        Some(read) if !read.is_empty() => read,
        Some(_) => vec![AsRead::unreadable(source, Why::NotAnAnswer, bytes)],
        None => vec![AsRead::unreadable(source, Why::BadCalendar, bytes)],
    }
}

/// Reads the calendar of a mail; `None` where it cannot be read.
pub(super) fn of_calendar(
    source: &str,
    bytes: &[u8],
    around: &Around,
    setting: Setting,
) -> Option<Vec<AsRead>> {
    let look = |text: &str| setting.references.within(text);
    let calendars = read_itip(bytes, setting.zone, &look).ok()?;
    let mut all: Vec<AsRead> = Vec::new();
    for calendar in &calendars {
        all.extend(of_one(source, calendar, around));
    }
    // Master and overrides of a series often say the same once more.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|read| seen.insert(read.digest));
    Some(all)
}

fn of_one(source: &str, calendar: &ItipCalendar, around: &Around) -> Vec<AsRead> {
    let method = calendar.method.or(around.method);
    let mut answers = Vec::new();
    let mut silent = None;
    for event in &calendar.events {
        for read in of_event(source, event, method, around) {
            match read.says {
                Says::Nothing(Why::NoAnswer) => silent = silent.or(Some(read)),
                _ => answers.push(read),
            }
        }
    }
    // Dates that nobody answered to are echoes, where others are answered.
    if answers.is_empty() {
        answers.extend(silent);
    }
    answers.into_iter().map(AsRead::counted).collect()
}

fn of_event(
    source: &str,
    event: &ItipEvent,
    method: Option<Method>,
    around: &Around,
) -> Vec<AsRead> {
    let organizer: Vec<Mailbox> = boxes(&event.organizer);
    let who = who_answers(event, around, &organizer);
    let mut references = event.references.clone();
    references.extend(around.references.iter().cloned());
    references.sort_unstable();
    references.dedup();
    let base = AsRead {
        sender: match (&who.sender, &around.sender) {
            (Some(sender), _) | (None, Some(sender)) => Sender::Mailbox(sender.clone()),
            (None, None) => Sender::Nobody,
        },
        on_behalf: who.on_behalf.clone(),
        uid: event.uid.clone(),
        recurrence: event.recurrence,
        references,
        sequence: event.sequence,
        dtstamp: event.dtstamp,
        mailed: around.mailed,
        start: event.original_start.or(event.start),
        organizer,
        has_comment: event.has_comment,
        ..AsRead::new(source, HeardBy::Mail, Says::Nothing(Why::NotAnAnswer))
    };
    let says = |says: Says| AsRead {
        says,
        ..base.clone()
    };
    let response = who.attendee.map(response);
    match method {
        Some(Method::Reply) => vec![match response {
            Some(Some((response, delegates))) => AsRead {
                delegates,
                ..says(Says::Response(response))
            },
            // Nobody among the invitees is the sender: whose answer it would be is for `judge` to say.
            None if !event.attendees.is_empty() => says(Says::Nothing(Why::WrongSender)),
            _ => says(Says::Nothing(Why::NoAnswer)),
        }],
        Some(Method::Counter) => {
            let proposed = event
                .start
                .zip(event.end)
                .and_then(|(start, end)| Interval::new(start, end));
            let proposal = AsRead {
                // The time that is proposed is not the one that is answered to.
                start: event.original_start,
                ..says(Says::Proposal(proposed))
            };
            // Outlook says in the same message whether they come if the time stays.
            let stays = match response {
                Some(Some((response @ (Response::Declined | Response::Tentative), _))) => {
                    Some(AsRead {
                        start: event.original_start,
                        ..says(Says::Response(response))
                    })
                }
                _ => None,
            };
            stays.into_iter().chain([proposal]).collect()
        }
        Some(Method::Refresh) => vec![says(Says::AskedAgain)],
        Some(
            method @ (Method::Request
            | Method::Cancel
            | Method::Add
            | Method::Publish
            | Method::DeclineCounter),
        ) => vec![AsRead {
            sender: around
                .sender
                .clone()
                .map_or(Sender::Nobody, Sender::Mailbox),
            ..says(Says::Organizes(method))
        }],
        None => vec![says(Says::Nothing(Why::NotAnAnswer))],
    }
}

/// Who answers, as far as the calendar and the mail around it tell.
struct WhoAnswers<'e> {
    sender: Option<Mailbox>,
    on_behalf: Option<Mailbox>,
    attendee: Option<&'e ItipAttendee>,
}

fn who_answers<'e>(event: &'e ItipEvent, around: &Around, organizer: &[Mailbox]) -> WhoAnswers<'e> {
    let attendees = || {
        let all = event.attendees.iter();
        all.filter_map(|one| Some((Mailbox::parse(&one.address)?, one)))
    };
    let is_organizer = |mailbox: &Mailbox| organizer.iter().any(|one| one.same(mailbox));
    if let Some(sender) = &around.sender {
        // The very address first: two people may share a mailbox by what stands behind the plus sign.
        let own = attendees()
            .find(|(mailbox, _)| mailbox == sender)
            .or_else(|| attendees().find(|(mailbox, _)| mailbox.same(sender)));
        if let Some((_, attendee)) = own {
            return WhoAnswers {
                sender: Some(sender.clone()),
                on_behalf: None,
                attendee: Some(attendee),
            };
        }
        // Somebody who keeps the diary of another says so in SENT-BY.
        let mut sent = attendees().filter(|(_, one)| {
            let by = one.sent_by.as_deref().and_then(Mailbox::parse);
            by.is_some_and(|by| by.same(sender)) && one.says != PartStat::NeedsAction
        });
        let found = sent.next();
        let only = found.filter(|_| sent.next().is_none());
        return WhoAnswers {
            sender: Some(sender.clone()),
            on_behalf: only.as_ref().map(|(mailbox, _)| mailbox.clone()),
            attendee: only.map(|(_, one)| one),
        };
    }
    let nobody = WhoAnswers {
        sender: None,
        on_behalf: None,
        attendee: None,
    };
    if around.is_mail {
        return nobody;
    }
    // A file alone: the only one who says anything, else the only one there is.
    let spoke = |one: &ItipAttendee| one.says != PartStat::NeedsAction;
    let others = || attendees().filter(|(mailbox, _)| !is_organizer(mailbox));
    let only = |mut found: Vec<(Mailbox, &'e ItipAttendee)>| match found.len() {
        1 => found.pop(),
        _ => None,
    };
    let found = only(others().filter(|(_, one)| spoke(one)).collect())
        .or_else(|| only(others().collect()))
        .or_else(|| only(attendees().collect()));
    match found {
        Some((mailbox, attendee)) => WhoAnswers {
            sender: Some(mailbox),
            on_behalf: None,
            attendee: Some(attendee),
        },
        None => nobody,
    }
}

/// What an ATTENDEE says, with the mailboxes of whom they send; `None` where it is nothing.
fn response(attendee: &ItipAttendee) -> Option<(Response, Vec<Mailbox>)> {
    let response = match attendee.says {
        PartStat::NeedsAction => return None,
        PartStat::Accepted => Response::Accepted,
        PartStat::Tentative => Response::Tentative,
        PartStat::Declined => Response::Declined,
        PartStat::Delegated => {
            return Some((Response::Delegated(None), boxes(&attendee.delegated_to)));
        }
    };
    Some((response, Vec::new()))
}

fn boxes(addresses: &[String]) -> Vec<Mailbox> {
    let boxes = addresses.iter();
    boxes.filter_map(|one| Mailbox::parse(one)).collect()
}
