//! What the meetings table says for planning: what is pinned, and which meeting follows which.
//!
//! Whether a gap can be kept on the calendar is seen when the meetings are placed; here only what no calendar can mend is at fault.

use super::fault::{FaultKind, Sink, Spot, Thing, Wanted, WarningKind};
use super::names::{Asked, Names, nearest};
use super::scalar::{count_and_unit, not};
use super::table::Row;
use crate::model::{After, ContactId, DeputySpec, Gap, GapUnit, RoleId, SeatSpec, VenueId};
use crate::model::{Contact, Level, Mode};
use std::collections::{BTreeMap, BTreeSet};

/// The only venue that is wanted.
pub(super) fn read_pinned_venue(row: &Row, names: &Names, sink: &mut Sink) -> Option<VenueId> {
    row.read("pin_venue", sink, |text| names.venue(text))
        .flatten()
}

/// The people without whom the meeting is not held, each with the seat that they take: `j.okafor`, or `cp-chair = j.okafor`.
pub(super) fn read_pinned_people(
    row: &Row,
    seats: &[SeatSpec],
    contacts: &[Contact],
    names: &Names,
    sink: &mut Sink,
) -> Vec<(String, ContactId)> {
    let mut pinned: Vec<(String, ContactId)> = Vec::new();
    for (spot, text) in row.texts("pin_people", sink) {
        let (seat, who) = match text.split_once('=') {
            Some((seat, who)) => (Some(seat.trim()), who.trim()),
            None => (None, text.as_str()),
        };
        let Some(contact) = sink.take(&spot, names.contact(who)).flatten() else {
            continue;
        };
        let of_name = |spec: &&SeatSpec| match seat {
            None => true,
            Some(name) => {
                let roles = names.roles.roles(name).unwrap_or_default();
                spec.id.eq_ignore_ascii_case(name)
                    || roles.iter().any(|role| spec.roles.contains(role))
            }
        };
        let mut named = seats.iter().filter(of_name).peekable();
        if named.peek().is_none() {
            let choices = nearest(
                seat.unwrap_or_default(),
                seats.iter().map(|one| one.id.as_str()),
            );
            let what = FaultKind::Unknown {
                thing: Thing::Seat,
                text: seat.unwrap_or_default().to_owned(),
                home: "the meeting's seats",
                choices,
            };
            sink.fault(&spot, what);
            continue;
        }
        if pinned.iter().any(|(_, known)| *known == contact) {
            sink.fault(&spot, FaultKind::Twice { text });
            continue;
        }
        match named.find(|spec| may_sit(spec, contact, &contacts[contact.index()].roles)) {
            Some(spec) => pinned.push((spec.id.clone(), contact)),
            None => {
                let contact = who.to_owned();
                sink.fault(&spot, FaultKind::MayNotSit { contact });
            }
        }
    }
    for spec in seats {
        let here = pinned.iter().filter(|(seat, _)| *seat == spec.id);
        if here.count() > spec.places as usize {
            let seat = spec.id.clone();
            let places = spec.places;
            let what = FaultKind::TooManyPinned { seat, places };
            sink.fault(row.spot_of("pin_people"), what);
        }
    }
    pinned
}

/// Whether the seat may be filled by the contact, who holds `roles`.
fn may_sit(spec: &SeatSpec, contact: ContactId, roles: &[RoleId]) -> bool {
    let holds = |wanted: &[RoleId]| wanted.iter().any(|role| roles.contains(role));
    let comes = spec.level != Level::Informed && spec.mode != Some(Mode::Report);
    let own = match spec.named.is_empty() {
        true => !spec.to_be_named && holds(&spec.roles),
        false => spec.named.contains(&contact),
    };
    let stands_in = spec.deputies.iter().any(|deputy| match deputy {
        DeputySpec::Contact(known) => *known == contact,
        DeputySpec::Role(role) => roles.contains(role),
    });
    comes && (own || stands_in)
}

/// Which meeting this one follows, how far behind it, and who stays the same.
pub(super) fn read_after(row: &Row, names: &Names, sink: &mut Sink) -> Option<After> {
    let reference = row.read("after", sink, super::meetings::reference);
    let gap = row.read("gap", sink, gap);
    let same: BTreeSet<RoleId> = row
        .read_items("same", sink, |text| names.roles.roles(text))
        .into_iter()
        .flatten()
        .collect();
    let Some(reference) = reference else {
        for column in ["gap", "same"] {
            if row.get("after").is_none() && row.get(column).is_some() {
                sink.warn(row.spot_of(column), WarningKind::OnlyWithAfter { column });
            }
        }
        return None;
    };
    let (least, most) = gap.unwrap_or_default();
    Some(After {
        reference,
        least,
        most,
        same: same.into_iter().collect(),
    })
}

/// `5wd`, `5wd-10wd`, `at least 5wd`, `at most 3m`, `at least 5wd; at most 3m`: the least and the most. One alone is both.
pub(super) fn gap(text: &str) -> Result<(Option<Gap>, Option<Gap>), FaultKind> {
    let wrong = || not(Wanted::Gap, text);
    let ordered = |least: Gap, most: Gap| match certainly_below(most, least) {
        false => Ok((Some(least), Some(most))),
        true => Err(FaultKind::GapBackwards {
            text: text.to_owned(),
        }),
    };
    let lower = text.trim().to_lowercase();
    let joined = [";", ",", " and ", " but "];
    if let Some((one, other)) = joined.iter().find_map(|mark| lower.split_once(mark)) {
        return match (bound(one), bound(other)) {
            (Some(Bound::Least(least)), Some(Bound::Most(most)))
            | (Some(Bound::Most(most)), Some(Bound::Least(least))) => ordered(least, most),
            _ => wrong(),
        };
    }
    match bound(&lower) {
        Some(Bound::Least(least)) => return Ok((Some(least), None)),
        Some(Bound::Most(most)) => return Ok((None, Some(most))),
        None => {}
    }
    if let Some(both) = one_gap(&lower) {
        return Ok((Some(both), Some(both)));
    }
    let range = ["..", " to ", "–", "-"];
    let Some((least, most)) = range.iter().find_map(|mark| lower.split_once(mark)) else {
        return wrong();
    };
    // `5-10wd` states the unit once.
    let unit: String = most
        .chars()
        .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
        .collect();
    let bare = least.trim().bytes().all(|b| b.is_ascii_digit());
    let least = match bare {
        true => one_gap(&format!("{least}{unit}")),
        false => one_gap(least),
    };
    match (least, one_gap(most)) {
        (Some(least), Some(most)) => ordered(least, most),
        _ => wrong(),
    }
}

/// One end of a gap that is written with words.
enum Bound {
    Least(Gap),
    Most(Gap),
}

fn bound(text: &str) -> Option<Bound> {
    let behind = |words: &[&str]| {
        let mut found = words
            .iter()
            .filter_map(|word| text.trim().strip_prefix(word));
        found.next().map(str::trim)
    };
    if let Some(rest) = behind(&["at least", "min", "≥", ">="]) {
        return one_gap(rest).map(Bound::Least);
    }
    let rest = behind(&["at most", "up to", "within", "max", "≤", "<="])?;
    one_gap(rest).map(Bound::Most)
}

fn one_gap(text: &str) -> Option<Gap> {
    let (amount, unit) = count_and_unit(text)?;
    let gap = |amount: u32, unit: GapUnit| Some(Gap { amount, unit });
    match unit {
        "wd" | "wds" | "workingday" | "workingdays" => gap(amount, GapUnit::WorkingDays),
        "workingweek" | "workingweeks" => gap(amount.checked_mul(5)?, GapUnit::WorkingDays),
        "d" | "day" | "days" | "calendarday" | "calendardays" => gap(amount, GapUnit::Days),
        "w" | "wk" | "wks" | "week" | "weeks" => gap(amount.checked_mul(7)?, GapUnit::Days),
        "m" | "month" | "months" => gap(amount, GapUnit::Months),
        _ => None,
    }
}

/// Whether on every calendar `a` ends before `b` begins.
fn certainly_below(a: Gap, b: Gap) -> bool {
    if a.unit == b.unit {
        return a.amount < b.amount;
    }
    // A week in which everybody works has five working days; how many holidays lie between is not known here.
    const HOLIDAYS: u32 = 30;
    let longest = match a.unit {
        GapUnit::Days => a.amount,
        GapUnit::Months => a.amount.saturating_mul(31),
        GapUnit::WorkingDays => (a.amount / 5 + 1) * 7 + HOLIDAYS,
    };
    let shortest = match b.unit {
        GapUnit::Days => b.amount,
        GapUnit::Months => b.amount.saturating_mul(28),
        GapUnit::WorkingDays => b.amount + b.amount.saturating_sub(1) / 5 * 2,
    };
    longest < shortest
}

/// Sees that what meetings follow is there, and that none follows itself round a circle. `known` are the references of the tables, by
/// their lower case.
pub(super) fn check_chains(rows: &[Row], known: &BTreeMap<String, String>, sink: &mut Sink) {
    let mut unheard = Sink::default();
    let mut before: BTreeMap<String, (String, &Spot)> = BTreeMap::new();
    let asked = Asked::default();
    for row in rows {
        let mut read = |name: &str| row.read(name, &mut unheard, super::meetings::reference);
        let (Some(own), Some(after)) = (read("ref"), read("after")) else {
            continue;
        };
        let spot = row.spot_of("after");
        if !known.contains_key(&after.to_lowercase()) {
            let what = FaultKind::Unknown {
                thing: Thing::Meeting,
                choices: asked.nearest(&after, known.values().map(String::as_str)),
                text: after,
                home: "the meetings table",
            };
            sink.fault(spot, what);
            continue;
        }
        before
            .entry(own.to_lowercase())
            .or_insert((after.to_lowercase(), spot));
    }
    // Everybody on a circle comes back to themselves; whoever only leads to one does not. Chains that end are walked once.
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in before.keys() {
        let mut walked: Vec<&str> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut at = start.as_str();
        while !done.contains(at) && seen.insert(at) {
            walked.push(at);
            match before.get(at) {
                Some((next, _)) => at = next,
                None => break,
            }
        }
        if let Some(first) = walked.iter().position(|one| *one == at)
            && before.contains_key(at)
            && !done.contains(at)
        {
            let circle = &walked[first..];
            let name = |lower: &&str| known.get(*lower).map_or("", String::as_str).to_owned();
            let meetings: Vec<String> = circle.iter().map(name).collect();
            let (_, spot) = &before[circle[0]];
            let what = FaultKind::AfterInCircle {
                meetings: meetings.join(", "),
            };
            sink.fault(spot, what);
        }
        done.extend(walked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(amount: u32, unit: GapUnit) -> Option<Gap> {
        Some(Gap { amount, unit })
    }

    #[test]
    fn gaps_in_every_spelling() {
        use GapUnit::{Days, Months, WorkingDays};
        let cases = [
            ("5wd", of(5, WorkingDays), of(5, WorkingDays)),
            ("28d", of(28, Days), of(28, Days)),
            ("5wd-10wd", of(5, WorkingDays), of(10, WorkingDays)),
            ("5-10 working days", of(5, WorkingDays), of(10, WorkingDays)),
            ("at least 5wd", of(5, WorkingDays), None),
            ("At most 3 months", None, of(3, Months)),
            ("1m-3m", of(1, Months), of(3, Months)),
            ("2 weeks to 1 month", of(14, Days), of(1, Months)),
            ("5wd..3m", of(5, WorkingDays), of(3, Months)),
            (
                "at least 5wd; at most 3m",
                of(5, WorkingDays),
                of(3, Months),
            ),
            ("At most 20d and at least 7d", of(7, Days), of(20, Days)),
            ("min 5wd, max 10wd", of(5, WorkingDays), of(10, WorkingDays)),
        ];
        for (text, least, most) in cases {
            assert_eq!(gap(text), Ok((least, most)), "{text}");
        }
    }

    #[test]
    fn gaps_that_no_calendar_can_keep() {
        for text in [
            "10wd-5wd",
            "3m-1m",
            "20wd-14d",
            "2m-55d",
            "60d-1m",
            "9m-20wd",
            "at least 20wd; at most 5wd",
            "at most 1m, at least 2m",
        ] {
            let found = gap(text);
            let backwards = matches!(found, Err(FaultKind::GapBackwards { .. }));
            assert!(backwards, "{text}: {found:?}");
        }
        // One month may have 31 days, and ten working days may pass over Christmas.
        for text in ["31d-1m", "10wd-14d", "20d-10wd"] {
            assert!(gap(text).is_ok(), "{text}");
        }
        for text in [
            "soon",
            "5",
            "5-10",
            "at least",
            "wd",
            "90 minutes",
            "99999wd",
            "at least 5wd; at least 6wd",
            "at least 5wd; soon",
            "5wd; 6wd",
        ] {
            let found = gap(text);
            let wrong = matches!(found, Err(FaultKind::Not { .. }));
            assert!(wrong, "{text}: {found:?}");
        }
    }
}
