//! The English of the answers. Every sentence and every word that a coordinator reads of `find` is made here.

use crate::check::Rule;
use crate::model::RankLevel;
use crate::model::{
    As, FeedReading, FeedRefusal, Ground, Label, Level, MOST_PLACES, MOST_WEIGHT, MissingReason,
    Mode, State, TentativePolicy,
};
use crate::prepare::{MeetingFault, Note};
use crate::time::{Interval, Zone};
use chrono::NaiveDate;

/// What a bare folder of feeds assumes.
pub const ASSUMED_HOURS: &str = "Mon-Fri 09:00-17:00";

/// `Tue 8 December 2026`.
pub fn date(date: NaiveDate) -> String {
    date.format("%a %-d %B %Y").to_string()
}

/// `Tue 8 December 2026, 10:00–11:30`; a meeting over midnight names both days.
pub fn when(interval: Interval, zone: &Zone) -> String {
    let (from, to) = (zone.local(interval.start()), zone.local(interval.end()));
    if from.date() == to.date() {
        format!(
            "{}, {}–{}",
            date(from.date()),
            from.format("%H:%M"),
            to.format("%H:%M")
        )
    } else {
        format!(
            "{}, {} – {}, {}",
            date(from.date()),
            from.format("%H:%M"),
            date(to.date()),
            to.format("%H:%M")
        )
    }
}

/// `10:00–11:30`.
pub fn clock(interval: Interval, zone: &Zone) -> String {
    let (from, to) = (zone.local(interval.start()), zone.local(interval.end()));
    format!("{}–{}", from.format("%H:%M"), to.format("%H:%M"))
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// `1 working day`, `4 working days`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{} {word}", thousands(number))
}

/// `1,234`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The first sentence: what to do now.
pub fn settled(when: &str, place: Option<&str>) -> String {
    format!(
        "{when}{} is quorate on what is known; nobody has to be rung.",
        place.map_or(String::new(), |place| format!(" at {place}"))
    )
}

/// Ring these, and it is settled.
pub fn ring(whom: &[String], when: &str) -> String {
    let condition = match whom.len() {
        1 => "if the answer is yes to",
        2 => "if both say yes to",
        _ => "if all say yes to",
    };
    format!(
        "Ring {}; {condition} {when} it is settled.",
        listed(whom, "and")
    )
}

pub fn nothing(from: NaiveDate, to: NaiveDate) -> String {
    format!(
        "No time from {} to {} can be quorate, whoever is rung.",
        date(from),
        date(to)
    )
}

pub fn late_only(rule_date: NaiveDate) -> String {
    format!(
        "The times below are late: they lie after the limit, {}. Holding one needs the reason for delay to be agreed and recorded.",
        date(rule_date)
    )
}

pub fn short_only() -> &'static str {
    "The times below come closest. They are short of the quorum and need the chair's discretion."
}

/// What the state of a slot is called.
pub fn state(state: State, confirmations: u32) -> String {
    match state {
        State::Quorate => "quorate".to_owned(),
        State::QuorateIf if confirmations == 1 => "quorate if 1 says yes".to_owned(),
        State::QuorateIf => format!("quorate if {confirmations} say yes"),
        State::Short => "needs the chair's discretion".to_owned(),
    }
}

pub fn label(label: Label) -> &'static str {
    match label {
        Label::Fullest => "fullest",
        Label::Earliest => "earliest",
        Label::Safest => "safest",
        Label::FewestCalls => "fewest calls",
    }
}

pub fn level(level: Level) -> &'static str {
    match level {
        Level::Required => "required",
        Level::Expected => "expected",
        Level::Preferred => "preferred",
        Level::Optional => "optional",
        Level::Informed => "for information",
    }
}

/// What is added behind somebody's name; empty when all is plain.
pub fn attendance(
    role: As,
    ground: Ground,
    mode: Mode,
    percent: u8,
    confidential: bool,
) -> Vec<String> {
    let mut remarks = Vec::new();
    if role == As::Deputy {
        remarks.push("deputy".to_owned());
    }
    match ground {
        Ground::Feed => {}
        Ground::Answer => remarks.push("said yes".to_owned()),
        Ground::Pattern => remarks.push("expected by their pattern".to_owned()),
        Ground::Tentative => remarks.push("tentative".to_owned()),
        Ground::Unknown => {}
    }
    match mode {
        Mode::InPerson => {}
        Mode::Remote => remarks.push("remote".to_owned()),
        Mode::Report => remarks.push("report".to_owned()),
    }
    if percent < 100 {
        remarks.push(format!("for {percent}% of their time"));
    }
    if confidential {
        remarks.push("confidential".to_owned());
    }
    remarks
}

/// Why a place is empty, and why the slot stands all the same.
pub fn missing(
    seat: &str,
    who: &[String],
    level: Level,
    reason: MissingReason,
    passes: bool,
) -> String {
    let who = if who.is_empty() {
        String::new()
    } else {
        format!(" ({})", listed(who, "or"))
    };
    let why = match reason {
        MissingReason::NotAvailable => "not available",
        MissingReason::NeededElsewhere => "needed in another seat",
        MissingReason::KeptApart => "kept apart from somebody who comes",
    };
    let stands = match (passes, level) {
        (false, _) => "",
        (true, Level::Required) => "; required, but the quorum holds without",
        (true, Level::Expected) => "; expected, the quorum holds without",
        (true, Level::Preferred) => "; preferred only",
        (true, Level::Optional | Level::Informed) => "; optional",
    };
    format!("{seat}{who}: {why}{stands}")
}

/// `7 of 9 coming`.
pub fn coming(known: usize, places: u32) -> String {
    format!("{known} of {places} coming")
}

/// How much room is left before the limit.
pub fn spare(days: i32, hold_by: NaiveDate) -> String {
    let hold_by = date(hold_by);
    match days {
        0 => format!("Meet by {hold_by}: that is the last working day."),
        1.. => format!(
            "Meet by {hold_by}: {} to spare.",
            counted(days.unsigned_abs().into(), "working day", "working days")
        ),
        _ => format!(
            "LATE: the limit was {hold_by}, {} before.",
            counted(days.unsigned_abs().into(), "working day", "working days")
        ),
    }
}

pub fn falls_if(names: &[String]) -> String {
    match names {
        [] => "Stays quorate if any one drops out.".to_owned(),
        names => format!("Falls if {} drops out.", listed(names, "or")),
    }
}

pub fn ask_about(names: &[String]) -> String {
    format!(
        "Ask {}: the diary has an all-day entry marked free that day, which may be leave.",
        listed(names, "and")
    )
}

/// What a yes decides, and a no.
pub fn effect(with: &[String], no_ends_it: bool) -> String {
    let yes = if with.is_empty() {
        "yes settles it".to_owned()
    } else {
        format!("yes settles it together with {}", listed(with, "and"))
    };
    let no = if no_ends_it {
        "no rules it out"
    } else {
        "no: somebody else can take the place"
    };
    format!("{yes}; {no}")
}

pub fn searched(starts: u64, grid: u32, feasible: u64, late: u64) -> String {
    let late = if late > 0 {
        format!(" Of {} after the limit too.", thousands(late))
    } else {
        String::new()
    };
    format!(
        "All {} on the {grid}-minute grid tried; {} can be quorate in time.{late}",
        counted(starts, "start", "starts"),
        thousands(feasible)
    )
}

pub fn assumed(zone: &str, nation: &str) -> String {
    format!(
        "Assumed for everybody: {ASSUMED_HOURS} {zone}, public holidays of {nation} (change with --hours, --tz, --nation)."
    )
}

pub fn note(note: &Note) -> Option<String> {
    match note {
        // Said in the head.
        Note::AssumedHours => None,
        Note::NoHoursFor { contact } => Some(format!(
            "{contact} has a feed but no hours, so evenings and weekends count as free; add `pattern` to the row in people, or `hours = \"{ASSUMED_HOURS}\"` under [defaults] in quorate.toml."
        )),
        Note::OwnMeetings { feed, count, moved } => {
            let entries = counted(u64::from(*count), "entry is", "entries are");
            let moved = match moved {
                0 => String::new(),
                _ => format!(" ({moved} at another time than arranged)"),
            };
            Some(format!(
                "{feed}: {entries} our own arranged meetings{moved}, counted once."
            ))
        }
        Note::Lengthened { minutes } => Some(format!(
            "{minutes} minutes longer than stated, for the booked service."
        )),
        Note::NoLimit => Some("No limit is stated, so four weeks were searched.".to_owned()),
    }
}

pub fn question(flag: &str, seat: &str) -> String {
    format!(
        "Is it `{flag}`? The seat {seat} depends on it: write `{flag}` or `not {flag}` under flags."
    )
}

/// What cannot come together, in one sentence.
pub fn clash(facts: &[String]) -> String {
    match facts {
        [] => "Not even with everybody free all day would the meeting fit: the dates, the duration or the hours do not allow it.".to_owned(),
        [one] => format!("What stands in the way is {one} alone."),
        facts => format!("These clash: {}. Without any one of them there would be a time.", listed(facts, "and")),
    }
}

pub fn not_available(name: &str) -> String {
    format!("when {name} is not available")
}

pub fn venues_not_available() -> String {
    "when no venue is to be had".to_owned()
}

pub fn meeting_hours() -> String {
    "the hours stated for the meeting".to_owned()
}

/// What one change would open.
pub fn opening(change: &str, when: &str, starts: u64) -> String {
    format!(
        "{change} {when}, and it fits ({} in all).",
        counted(starts, "start", "starts")
    )
}

pub fn could_come(name: &str) -> String {
    format!("If {name} could come")
}

pub fn venue_could_be_had() -> String {
    "If a venue could be had".to_owned()
}

pub fn other_hours() -> String {
    "If other hours were allowed, for instance".to_owned()
}

/// What was read of a feed, until when it is known, and how much it held that was not needed.
pub fn receipt(reading: &FeedReading, read: NaiveDate, known: Option<NaiveDate>) -> String {
    let known = match known {
        Some(date_known) => format!("known until {}", date(date_known)),
        None => "knows nothing of these days".to_owned(),
    };
    let mut text = format!(
        "read {}, {known}; {}",
        date(read),
        super::freebusy::counts(reading)
    );
    if let Some(excess) = super::freebusy::excess(reading.excess) {
        text.push(' ');
        text.push_str(&excess);
    }
    let warnings = reading.warnings.len() as u64;
    if warnings > 0 {
        text.push_str(&format!(
            " {} on its reading: see `quorate freebusy`.",
            counted(warnings, "remark", "remarks")
        ));
    }
    if !reading.doubts.is_empty() {
        text.push_str(" Some of its entries could not be placed; those times count as unknown.");
    }
    text
}

/// Somebody whose seat is still open.
pub fn to_be_named(seat: &str) -> String {
    format!("whoever will be {seat}")
}

pub fn refused(refusal: FeedRefusal) -> String {
    format!("could not be used: {}", refusal.advice())
}

pub fn feed_missing() -> &'static str {
    "there is no such file; the person counts as unknown"
}

pub fn tentative(policy: TentativePolicy) -> &'static str {
    match policy {
        TentativePolicy::Busy => "busy",
        TentativePolicy::Soft => "soft",
        TentativePolicy::Free => "free",
    }
}

/// The name of a level of the objective, in files and on the page.
pub fn rank_level(level: RankLevel) -> &'static str {
    match level {
        RankLevel::Margin => "margin",
        RankLevel::Required => "required",
        RankLevel::Wanted => "wanted",
        RankLevel::Deputies => "deputies",
        RankLevel::Reliance => "reliance",
        RankLevel::Fragility => "fragility",
        RankLevel::Disruption => "disruption",
        RankLevel::Load => "load",
        RankLevel::Travel => "travel",
        RankLevel::Avoided => "avoided",
    }
}

pub fn checked(meetings: usize, violations: usize) -> String {
    let meetings = counted(meetings as u64, "arranged meeting", "arranged meetings");
    match violations {
        0 => format!("{meetings} checked: every rule holds."),
        _ => format!(
            "{meetings} checked: {}.",
            counted(violations as u64, "rule is broken", "rules are broken")
        ),
    }
}

/// A broken rule of one meeting, and what to do.
pub fn violation(reference: &str, rule: Rule, who: Option<&str>) -> String {
    let who = who.unwrap_or("somebody");
    let what = match rule {
        Rule::Window => {
            "it lies outside its first and last day; move it, or change the limit".to_owned()
        }
        Rule::Hours => "it lies outside the hours stated for it; move it".to_owned(),
        Rule::Length => {
            "it is shorter or longer than the meeting; choose its slot again".to_owned()
        }
        Rule::Availability => {
            format!("{who} is not available at its time; ask, or choose another slot")
        }
        Rule::OneSeat => format!("{who} sits in two seats; give one to somebody else"),
        Rule::Candidate => {
            format!("{who} may not take the seat given to them; choose its slot again")
        }
        Rule::Places => "a seat has more people than places; choose its slot again".to_owned(),
        Rule::Apart => {
            format!("{who} would meet somebody from whom they are kept apart; move one of them")
        }
        Rule::Venue => format!("{who} is not to be had at its time; choose another venue or slot"),
        Rule::State => {
            "it is further from its quorum than when it was chosen; run find again".to_owned()
        }
        other => format!(
            "the rule `{}` does not hold; choose its slot again",
            other.name()
        ),
    };
    format!("{reference}: {what}.")
}

pub fn not_invited(reference: &str, seat: &str, name: &str) -> String {
    format!(
        "{reference}: {name} is down for the seat {seat}, for which the meeting does not ask them; choose its slot again."
    )
}

pub fn together(who: &str, references: &[String]) -> String {
    format!(
        "{}: {who} cannot be at all of them; move one.",
        listed(references, "and")
    )
}

/// Stands for an argument that may be the address of a feed.
pub const AN_ADDRESS: &str = "(what may be the address of a feed)";

pub fn address_as_argument(number: usize) -> String {
    format!(
        "argument {number} is an address; those of feeds are secrets and are not fetched, so save the calendar as a file and name that file"
    )
}

pub fn choose_needs_ref() -> &'static str {
    "--choose records the slot under a reference; add --ref REF"
}

pub fn no_such_slot(number: usize, slots: usize) -> String {
    match slots {
        0 => format!("--choose {number}: there is no slot to choose"),
        _ => format!(
            "--choose {number}: the list has slots 1 to {slots}; choose one of them, or list more with --top"
        ),
    }
}

pub fn short_needs_discretion(number: usize) -> String {
    format!(
        "--choose {number}: the slot is short of the quorum and was not recorded; add --discretion if the chair agrees to hold it all the same"
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
        MeetingFault::NobodyHolds { seat, roles } => format!(
            "nobody holds {} for the seat {seat}; give the role to somebody in people, or name a contact for the seat",
            listed(&quoted(roles), "or")
        ),
        MeetingFault::NotNamed { seat } => format!(
            "the seat {seat} is given by the case and nobody is named for it; write `{seat} = CONTACT`, or `{seat} = to be named`"
        ),
        MeetingFault::TooFew { seat, places, candidates } => format!(
            "the seat {seat} needs {places} people but only {candidates} can take it; add people or lower the number"
        ),
        MeetingFault::TooManyPlaces { places, weight } => format!(
            "the meeting has {places} places of weight {weight} at most; {MOST_PLACES} places of weight {MOST_WEIGHT} are the limit, so split the meeting or lower the weights"
        ),
        MeetingFault::UnknownSeat { seat } => {
            format!("the quorum names a seat `{seat}` that the meeting does not have; add the seat or change the quorum")
        }
        MeetingFault::QuorumCannotBeMet { clause } => format!(
            "the quorum cannot be met even if everybody comes: {clause}; invite more people or lower the quorum"
        ),
        MeetingFault::WindowPast { to, today } => format!(
            "the last day, {}, is before today, {}; move the limit or give --by",
            date(*to),
            date(*today)
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
