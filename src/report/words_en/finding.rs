//! The English of `find`: slots and who is in them, whom to ring, what was searched, and what clashes where nothing fits.

use super::{counted, date, date_time, listed, thousands};
use crate::model::{As, Ground, Label, Level, Limit, MissingReason, Mode, State, UnknownGround};
use crate::prepare::Note;
use chrono::{NaiveDate, NaiveDateTime};

/// What a bare folder of feeds assumes.
pub const ASSUMED_HOURS: &str = "Mon-Fri 09:00-17:00";

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
    let days = match from == to {
        true => format!("on {}", date(from)),
        false => format!("from {} to {}", date(from), date(to)),
    };
    format!("No time {days} can be quorate, whoever is rung.")
}

/// The same of the one time to which it is pinned.
pub fn nothing_at_pin(pinned: NaiveDateTime) -> String {
    format!(
        "It is pinned to {}, and cannot be quorate then, whoever is rung; pin it to another time, or leave `pin` out.",
        date_time(pinned)
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
        Ground::Answer => remarks.push("as they said".to_owned()),
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
        remarks.push(format!("for {percent}% of the meeting"));
    }
    if confidential {
        remarks.push("confidential".to_owned());
    }
    remarks
}

/// Why it is not known whether somebody can come.
pub fn unknown(ground: UnknownGround) -> &'static str {
    match ground {
        UnknownGround::ToBeNamed => "to be named",
        UnknownGround::NoFeed => "no diary, no answer",
        UnknownGround::Unreadable => "diary could not be read",
        UnknownGround::BeyondHorizon => "diary does not reach so far",
        UnknownGround::Doubtful => "an entry of the diary could not be placed",
    }
}

/// A place that stays empty, with those who would have taken it.
pub fn empty_place(seat: &str, who: &[String]) -> String {
    match who {
        [] => seat.to_owned(),
        who => format!("{seat} ({})", listed(who, "or")),
    }
}

/// Why places are empty, and why the slot stands all the same.
pub fn missing(places: &[String], level: Level, reason: MissingReason, passes: bool) -> String {
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
    format!("{}: {why}{stands}", listed(places, "and"))
}

/// Who of those at the meeting are not there for one of its parts.
pub fn part(clock: &str, name: &str, without: &[String]) -> String {
    match without {
        [] => format!("{clock} {name}"),
        without => format!("{clock} {name}, without {}", listed(without, "and")),
    }
}

/// A venue among those to be rung.
pub fn venue(name: &str) -> String {
    format!("{name} (venue)")
}

/// A seat's id as it is read out: `health-visitor or school-nurse` where either will do.
pub fn seat(id: &str) -> String {
    id.replace('+', " or ")
}

/// `7 of 9 coming`, and of how many it is not known.
pub fn coming(known: usize, unknown: usize, places: u32) -> String {
    match unknown {
        0 => format!("{known} of {places} coming"),
        _ => format!("{known} of {places} coming, {unknown} not known yet"),
    }
}

/// How much room is left before the limit for a meeting held `on` a date, `days` working days before the last good one.
pub fn spare(days: i32, limit: &Limit, on: NaiveDate) -> String {
    let hold_by = date(limit.hold_by);
    let counted = counted(days.unsigned_abs().into(), "working day", "working days");
    match days {
        1.. => format!("Meet by {hold_by}: {counted} to spare."),
        0 if on > limit.date => {
            format!("LATE: it should have been held by {hold_by}, with no working day since.")
        }
        0 if on > limit.hold_by => {
            format!("Meet by {hold_by}: this is after the last working day, though in time.")
        }
        0 => format!("Meet by {hold_by}: that is the last working day."),
        _ => format!("LATE: it should have been held by {hold_by}, {counted} earlier."),
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
        let say = if with.len() == 1 { "says" } else { "say" };
        format!("yes settles it if {} {say} yes too", listed(with, "and"))
    };
    let no = if no_ends_it {
        "no rules it out"
    } else {
        "no leaves it open, others can take the place"
    };
    format!("{yes}; {no}")
}

pub fn searched(starts: u64, grid: u32, feasible: u64, late: u64) -> String {
    if starts == 0 && late > 0 {
        return format!(
            "All {} on the {grid}-minute grid tried, every one after the limit.",
            counted(late, "start", "starts")
        );
    }
    let late = if late > 0 {
        format!(
            " {} after the limit {} tried too.",
            counted(late, "start", "starts"),
            if late == 1 { "was" } else { "were" }
        )
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
        "Assumed for everybody: {ASSUMED_HOURS} {zone}, public holidays of {} (change with --hours, --tz, --nation).",
        nation
            .split('-')
            .map(capitalised)
            .collect::<Vec<_>>()
            .join(" ")
    )
}

/// The meeting is held where it is pinned; what its dates say is laxer than the promise.
pub fn pin_before_first(first: NaiveDate) -> String {
    format!(
        "It is pinned to a day before {}, the first that its dates leave; the pin is kept. If it should not be, change `pin` or leave it out.",
        date(first)
    )
}

pub fn note(note: &Note) -> Option<String> {
    match note {
        // Said in the head.
        Note::AssumedHours
        | Note::MissingDate(_)
        | Note::AnotherMissingDate(_)
        | Note::TypeNotInForce { .. }
        | Note::LaterThanRule { .. }
        | Note::EarlierThanRule { .. } => None,
        Note::PinBeforeFirst { first } => Some(pin_before_first(*first)),
        Note::NoHoursFor { contact } => Some(format!(
            "{contact} has a feed but no hours, so evenings and weekends count as free; add `pattern` to the row in people, or `hours = \"{ASSUMED_HOURS}\"` under [defaults] in quorate.toml."
        )),
        Note::OwnMeetings { feed, count, moved } => {
            let entries = match count {
                1 => "1 entry is a meeting that we arranged ourselves".to_owned(),
                _ => format!("{count} entries are meetings that we arranged ourselves"),
            };
            let moved = match (count, moved) {
                (_, 0) => "",
                (1, _) => ", at another time than arranged",
                _ => &format!(", {moved} of them at another time than arranged"),
            };
            let once = if *count == 1 {
                "it counts"
            } else {
                "they count"
            };
            Some(format!("{feed}: {entries}{moved}; {once} once."))
        }
        Note::Lengthened { minutes } => Some(format!(
            "{minutes} minutes longer than stated, for the booked service."
        )),
        Note::PartsNotLengthened { contact, minutes } => Some(format!(
            "{contact} needs {minutes} minutes more than others; the parts of the meeting were taken as stated, so make sure that they allow for it."
        )),
        Note::NoLimit => Some("No limit is stated, so four weeks were searched.".to_owned()),
    }
}

pub fn question(flag: &str, seat: &str) -> String {
    format!(
        "Is it `{flag}`? The seat {seat} depends on it: write `{flag}` or `not {flag}` under flags."
    )
}

/// What cannot come together, in one sentence: these people, a venue where `venues`, the meeting's own hours where `hours`.
pub fn clash(people: &[String], venues: bool, hours: bool) -> String {
    const WITHIN: &str = " within the hours stated for the meeting";
    let within = if hours { WITHIN } else { "" };
    let never = match people {
        [] if venues => format!("No venue is to be had{within}"),
        [] if hours => "The hours stated for the meeting leave no time that would do".to_owned(),
        [] => return "Not even with everybody free all day would the meeting fit: the dates, the duration, the hours or the quorum do not allow it. One person can fill one seat only.".to_owned(),
        [one] if !venues && !hours => format!("{one} is not available at any time that would do"),
        people => {
            let (are, together) = match people.len() {
                1 => ("is", ""),
                _ => ("are", " together"),
            };
            let venue = if venues { " while a venue is to be had" } else { "" };
            format!("{} {are} never available{together}{venue}{within}", listed(people, "and"))
        }
    };
    let mut sentence = never + ".";
    if people.len() + usize::from(venues) + usize::from(hours) > 1 {
        sentence.push_str(" Without any one of these there would be a time.");
    }
    sentence
}

/// With a capital.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// What one change would open.
pub fn opening(change: &str, when: &str, starts: u64) -> String {
    format!(
        "{change} {when}, it would fit ({} in all).",
        counted(starts, "start", "starts")
    )
}

/// Who may stand in, and how that is written.
pub fn stand_ins(seat: &str, who: &[String], whose: &str, id: &str) -> String {
    format!(
        "{} may stand in for {seat}: write `{seat} = {whose} or {id}` under seats or team.",
        listed(who, "or")
    )
}

pub fn could_come(name: &str) -> String {
    format!("If {name} could come on")
}

pub fn venue_could_be_had() -> String {
    "If a venue could be had on".to_owned()
}

pub fn other_hours() -> String {
    "If other hours were allowed, for instance on".to_owned()
}

/// Somebody whose seat is still open.
pub fn to_be_named(seat: &str) -> String {
    format!("whoever will be {seat}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fact_and_several_are_told_in_whole_sentences() {
        let people = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        const WITHOUT: &str = " Without any one of these there would be a time.";
        let cases = [
            (
                &["Ana"][..],
                false,
                false,
                "Ana is not available at any time that would do.",
                "",
            ),
            (&[], true, false, "No venue is to be had.", ""),
            (
                &[],
                false,
                true,
                "The hours stated for the meeting leave no time that would do.",
                "",
            ),
            (
                &["Ana", "Ben"],
                false,
                false,
                "Ana and Ben are never available together.",
                WITHOUT,
            ),
            (
                &["Ana"],
                true,
                false,
                "Ana is never available while a venue is to be had.",
                WITHOUT,
            ),
            (
                &["Ana", "Ben"],
                true,
                true,
                "Ana and Ben are never available together while a venue is to be had within the hours stated for the meeting.",
                WITHOUT,
            ),
        ];
        for (names, venues, hours, sentence, end) in cases {
            assert_eq!(
                clash(&people(names), venues, hours),
                format!("{sentence}{end}")
            );
        }
    }

    #[test]
    fn one_and_many_agree_with_their_verbs() {
        let own = |count, moved| {
            let feed = "a.ics".to_owned();
            note(&Note::OwnMeetings { feed, count, moved })
        };
        let one = "a.ics: 1 entry is a meeting that we arranged ourselves; it counts once.";
        let moved = "a.ics: 1 entry is a meeting that we arranged ourselves, at another time than arranged; it counts once.";
        let two = "a.ics: 2 entries are meetings that we arranged ourselves, 1 of them at another time than arranged; they count \
                   once.";
        assert_eq!(own(1, 0).as_deref(), Some(one));
        assert_eq!(own(1, 1).as_deref(), Some(moved));
        assert_eq!(own(2, 1).as_deref(), Some(two));
        assert!(searched(1, 15, 0, 1).ends_with("1 start after the limit was tried too."));
        assert_eq!(
            effect(&["Ana".to_owned()], true),
            "yes settles it if Ana says yes too; no rules it out"
        );
    }
}
