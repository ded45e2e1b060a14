//! The words for what is refused, and for choosing: the fact, then the fix.

use super::{ASSUMED_HOURS, counted, date, date_time, listed};
use crate::model::{MOST_PLACES, MOST_WEIGHT};
use crate::prepare::MeetingFault;

/// Stands for an argument that may be the address of a feed.
pub const AN_ADDRESS: &str = "(what may be the address of a feed)";

pub fn address_as_argument(number: usize) -> String {
    format!(
        "argument {number} is an address; addresses of feeds are secrets and a shell remembers what is typed, so put it into feeds.secret.toml as url under [feeds.<name>] and name that entry with --folder"
    )
}

pub fn choose_needs_ref() -> &'static str {
    "--choose records the slot under a reference; add --ref REF"
}

/// Flags that would give a row of the table other seats than it has.
pub fn type_of_row(reference: &str) -> String {
    format!(
        "{reference} stands in the meetings table; write its type and its team there, or leave --ref out to try a type on a new meeting"
    )
}

/// `more` is the option that lists more of them.
pub fn no_such_slot(number: usize, slots: usize, more: &str) -> String {
    match slots {
        0 => format!("--choose {number}: there is no slot to choose"),
        _ => format!(
            "--choose {number}: the list has slots 1 to {slots}; choose one of them, or list more with {more}"
        ),
    }
}

pub fn short_needs_discretion(number: usize) -> String {
    format!(
        "--choose {number}: the slot is short of the quorum and was not recorded; add --discretion if the chair agrees to hold it all the same"
    )
}

/// The meeting before was held by discretion already.
pub fn discretion_twice(reference: &str, number: usize) -> String {
    format!(
        "--choose {number}: the last meeting of {reference} was not quorate either (flag inquorate), and the chair's discretion is not used twice running; the slot was not recorded, so find one that is quorate, or write `not inquorate` under flags if that is not so"
    )
}

pub fn chosen(reference: &str, when: &str, path: &str) -> String {
    format!(
        "{reference} is arranged for {when}: recorded in {path}. Its people and venue are taken in every later search."
    )
}

pub fn unknown_meeting(reference: &str, known: &[String]) -> String {
    match known {
        [] => format!(
            "there is no meeting {reference}; add a row to meetings, or give --seat and --duration"
        ),
        known => format!(
            "there is no meeting {reference}; write one of: {}",
            known.join(", ")
        ),
    }
}

pub fn which_meeting(known: &[String]) -> String {
    match known {
        [] => {
            "no meeting is stated; add a row to meetings, or give --seat and --duration".to_owned()
        }
        known => format!(
            "several meetings could be meant; add --ref with one of: {}",
            known.join(", ")
        ),
    }
}

/// A fault of a meeting: the fact, then the fix.
pub fn meeting_fault(fault: &MeetingFault) -> String {
    match fault {
        MeetingFault::NoSeats => "no seat is to be filled; add seats, for instance `social-worker` (on the command line: --seat social-worker)".to_owned(),
        MeetingFault::FollowsNothing { reference } => format!(
            "it follows {reference}, which is neither arranged nor among the meetings that can be planned; see to that one first, or leave `after` out"
        ),
        MeetingFault::NobodyStays { seat } => format!(
            "the seat `{seat}` is to be filled by the same person as in the meeting that it follows, and nobody may sit in both; name the same people, or leave the role out of `same`"
        ),
        MeetingFault::NobodyHolds { seat, roles } => format!(
            "nobody holds {} for the seat {seat}; give the role to somebody in people, or name a contact for the seat",
            listed(&quoted(roles), "or")
        ),
        MeetingFault::NotNamed { seat } => format!(
            "the seat {seat} is given by the case and nobody is named for it; write `{seat} = CONTACT`, or `{seat} = to be named`"
        ),
        MeetingFault::TooFew { seat, places, candidates } => format!(
            "the seat {seat} needs {} but only {candidates} can take it; add people or lower the number",
            counted(u64::from(*places), "person", "people")
        ),
        MeetingFault::TooManyPlaces { places, weight } => format!(
            "the seats have {} in all and weights of up to {weight}; at most {MOST_PLACES} places and weights of up to {MOST_WEIGHT} can be reckoned with, so split the meeting or lower them",
            counted(u64::from(*places), "place", "places")
        ),
        MeetingFault::UnknownSeat { seat } => {
            format!("the quorum names a seat `{seat}` that the meeting does not have; add the seat or change the quorum")
        }
        MeetingFault::QuorumCannotBeMet { clause, unanswered } => {
            let fix = match unanswered.as_slice() {
                [] => "invite more people or lower the quorum".to_owned(),
                flags => format!(
                    "say first whether it is {} (under flags, with `not` in front where it is not), since seats wait for that; else invite more people or lower the quorum",
                    listed(&quoted(flags), "and")
                ),
            };
            format!("the quorum cannot be met even if everybody comes: it asks for {clause}; {fix}")
        }
        MeetingFault::WindowPast { to, today } => format!(
            "the last day, {}, is before today, {}; move the limit or give --by",
            date(*to),
            date(*today)
        ),
        MeetingFault::TooFarAhead { to, years } => format!(
            "its last day, {}, lies more than {years} years ahead, and nobody's diary reaches so far; write an earlier `by`",
            to.format("%d/%m/%Y")
        ),
        MeetingFault::WindowEmpty { from, to } => format!(
            "the last day, {}, is before the first, {}; swap or change them",
            date(*to),
            date(*from)
        ),
        MeetingFault::NoticeTooLong { earliest, to } => format!(
            "with its notice the meeting can be on {} at the earliest, after the last day, {}; shorten the notice or move the limit",
            date(*earliest),
            date(*to)
        ),
        MeetingFault::PinPast { pinned, now } => format!(
            "it is pinned to {}, and it is {} by now; pin it to a time to come, or leave `pin` out. What was held already belongs among the arrangements",
            date_time(*pinned),
            date_time(*now)
        ),
        MeetingFault::PinBeforeNotice { pinned, earliest } => format!(
            "it is pinned to {}, before {}, the first day that its notice leaves; pin it to that day or a later one, or write a shorter `notice` (0wd where everybody agreed to the day)",
            date_time(*pinned),
            date(*earliest)
        ),
        MeetingFault::NoHours => format!(
            "nobody who must come has working hours, so any hour of the night would do; add `hours = \"{ASSUMED_HOURS}\"` under [defaults] in quorate.toml"
        ),
        MeetingFault::NoVenueFits { places, features, tried } => {
            let tried: Vec<String> = tried
                .iter()
                .map(|(venue, capacity)| match capacity {
                    Some(capacity) => format!("{venue} holds {capacity}"),
                    None => format!("{venue} states no capacity"),
                })
                .collect();
            let features = if features.is_empty() {
                String::new()
            } else {
                format!(" with {}", listed(features, "and"))
            };
            let tried = if tried.is_empty() { "there is no venue".to_owned() } else { listed(&tried, "and") };
            format!("no venue fits {places} people in person{features}: {tried}; name another venue, or let some come remotely")
        }
        MeetingFault::UnknownZone { zone } => {
            format!("`{zone}` is no time zone; write an IANA name such as Europe/London")
        }
        MeetingFault::TooLong { minutes, longest } => format!(
            "the meeting takes {minutes} minutes and the longest day has {longest}; shorten it or widen the hours"
        ),
        MeetingFault::ApartTogether { first, second } => format!(
            "{first} and {second} are to be kept apart but have seats in the same part; give each a part of their own"
        ),
        MeetingFault::BadPart { part } => format!("the part `{part}` has no length; write it as `{part} 0-45`"),
    }
}

fn quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

/// Only a meeting of the tables can be asked about.
pub fn why_not_needs_table() -> &'static str {
    "why-not asks about a meeting of the tables: say which with --ref"
}
