//! Puts a picture together from the answer and from what the search saw.

use super::{
    Count, Day, DayChance, Group, MOST_MARKS, Mark, Picture, Piece, Row, RowTime, words_en,
};
use crate::model::{
    Attendance, Disclosure, Ground, MemberId, Slot, Stand, StandSpan, Survey, VenueId,
};
use crate::report::find::{FindReport, Names, is_hidden, name, seat};
use crate::report::public::public_venue;
use crate::time::{Instant, Interval, Zone};
use chrono::{NaiveDate, Timelike};
use std::collections::{BTreeMap, BTreeSet};

/// People with a row of their own; whoever is in one of the slots comes first.
const MOST_ROWS: usize = 60;
/// Venues with a row.
const MOST_VENUES: usize = 12;
/// The hours that are always shown.
const USUAL_HOURS: (u32, u32) = (9, 17);

const DAY: u32 = 24 * 60;

/// Where a row stands: agencies in the order of the seats that their people take, then those of whom less is told.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// By the first seat of the agency, then by its number.
    Agency(usize, usize),
    Confidential,
    ToBeNamed,
}

/// The picture of an answer.
pub fn picture(report: &FindReport, survey: &Survey) -> Picture {
    let problem = &report.prepared.problem;
    let zone = &problem.zone;
    let days = days(report, survey);
    let marks = marks(report, &days);
    let (people, left_out) = people(report);
    let mut groups = by_agency(report, survey, &days, &people);
    groups.extend(rooms(report, survey, &days));
    Picture {
        reference: problem.reference.clone(),
        as_of: zone.local(problem.now),
        hours: hours(&days, &marks, problem.length),
        grain: problem.grain_minutes,
        groups,
        marks,
        limit: problem.limit.as_ref().map(|limit| limit.date),
        left_out,
        days,
    }
}

fn days(report: &FindReport, survey: &Survey) -> Vec<Day> {
    let problem = &report.prepared.problem;
    let zone = &problem.zone;
    let mut chances: BTreeMap<NaiveDate, Vec<DayChance>> = BTreeMap::new();
    for chance in &survey.chances {
        let local = zone.local(chance.start);
        chances.entry(local.date()).or_default().push(DayChance {
            minute: local.hour() * 60 + local.minute(),
            late: chance.late,
            confirmations: chance.confirmations,
        });
    }
    let late = problem
        .late
        .filter(|_| report.found.searched.late_starts > 0);
    let last = late.map_or(problem.to, |late| late.to.max(problem.to));
    let shown = report.found.slots.iter();
    let shown = shown.map(|slot| zone.local(slot.start).date());
    let dates: BTreeSet<NaiveDate> = problem
        .from
        .iter_days()
        .take_while(|date| *date <= last)
        .chain(chances.keys().copied())
        .chain(shown)
        .collect();
    let day = |date: NaiveDate| Day {
        date,
        chances: chances.get(&date).cloned().unwrap_or_default(),
    };
    dates.into_iter().map(day).collect()
}

fn marks(report: &FindReport, days: &[Day]) -> Vec<Mark> {
    let zone = &report.prepared.problem.zone;
    let marks = marked(report).enumerate().filter_map(|(index, slot)| {
        let date = zone.local(slot.start).date();
        let day = days.binary_search_by_key(&date, |day| day.date).ok()?;
        let whole = Interval::new(slot.start, slot.end)?;
        let (from, to) = minutes_of(whole, date, zone)?;
        Some(Mark {
            number: index + 1,
            day,
            from,
            to,
            state: slot.state,
            confirmations: slot.score.confirmations,
            late: slot.score.late,
        })
    });
    marks.collect()
}

fn hours(days: &[Day], marks: &[Mark], length: i64) -> (u32, u32) {
    let length = u32::try_from(length / 60).unwrap_or(DAY);
    let starts = days.iter().flat_map(|day| &day.chances);
    let starts = starts.map(|one| (one.minute, (one.minute + length).min(DAY)));
    let spans = starts.chain(marks.iter().map(|mark| (mark.from, mark.to)));
    spans.fold(USUAL_HOURS, |(first, last), (from, to)| {
        (first.min(from / 60), last.max(to.div_ceil(60)))
    })
}

/// Whoever has a row: by the first of their seats, own people before deputies; and how many there was no room for.
fn people(report: &FindReport) -> (Vec<MemberId>, usize) {
    let problem = &report.prepared.problem;
    let mut order: BTreeMap<MemberId, (usize, u8)> = BTreeMap::new();
    for (index, seat) in problem.seats.iter().enumerate() {
        for candidate in &seat.candidates {
            let place = (index, candidate.rank);
            let first = order.entry(candidate.member).or_insert(place);
            *first = (*first).min(place);
        }
    }
    let comes: BTreeSet<MemberId> = marked(report)
        .flat_map(|slot| slot.attending.iter().map(|one| one.member))
        .collect();
    let mut people: Vec<MemberId> = order.keys().copied().collect();
    people.sort_by_key(|member| (!comes.contains(member), order[member], *member));
    let left_out = people.len().saturating_sub(MOST_ROWS);
    people.truncate(MOST_ROWS);
    people.sort_by_key(|member| (order[member], *member));
    (people, left_out)
}

fn by_agency(
    report: &FindReport,
    survey: &Survey,
    days: &[Day],
    people: &[MemberId],
) -> Vec<Group> {
    let problem = &report.prepared.problem;
    let workspace = report.workspace;
    let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut rows: BTreeMap<Place, (String, Vec<Row>, Vec<MemberId>)> = BTreeMap::new();
    for (order, member) in people.iter().enumerate() {
        let contact = problem.member(*member).contact;
        let agency = contact.map(|contact| workspace.contact(contact).agency);
        let hidden = is_hidden(report, Names::Public, *member);
        let (place, heading) = match agency {
            None => (Place::ToBeNamed, words_en::TO_BE_NAMED.to_owned()),
            Some(_) if hidden => (Place::Confidential, words_en::CONFIDENTIAL_GROUP.to_owned()),
            Some(agency) => {
                let first = *first_of.entry(agency.index()).or_insert(order);
                let name = workspace.agency(agency).name.clone();
                (Place::Agency(first, agency.index()), name)
            }
        };
        let (_, shown, counted) = rows
            .entry(place)
            .or_insert_with(|| (heading, Vec::new(), Vec::new()));
        let disclosure = agency.map(|agency| workspace.agency(agency).disclosure);
        if disclosure == Some(Disclosure::Slots) {
            counted.push(*member);
            continue;
        }
        let spans = &survey.members[member.index()];
        shown.push(Row {
            name: name(report, Names::Public, *member),
            seat: match hidden || agency.is_none() {
                true => String::new(),
                false => seat_of(report, *member),
            },
            time: RowTime::Times {
                days: pieces(spans, days, &problem.zone),
                at_marks: marked(report)
                    .map(|slot| suits(slot, Some(*member), spans))
                    .collect(),
            },
        });
    }
    let groups = rows.into_values().map(|(name, mut rows, counted)| {
        if !counted.is_empty() {
            rows.push(Row {
                name: words_en::counted_people(counted.len()),
                seat: String::new(),
                time: RowTime::Counts(counts(report, survey, &counted)),
            });
        }
        Group { name, rows }
    });
    groups.collect()
}

/// The first seat that somebody may take.
fn seat_of(report: &FindReport, member: MemberId) -> String {
    let seats = report.prepared.problem.seats.iter();
    let mut ranks = seats.filter_map(|seat| {
        let candidate = seat.candidates.iter().find(|one| one.member == member)?;
        Some((candidate.rank, self::seat(report, Names::Public, &seat.id)))
    });
    let Some(first) = ranks.next() else {
        return String::new();
    };
    let (rank, seat) = ranks.fold(first, |best, next| match next.0 < best.0 {
        true => next,
        false => best,
    });
    match rank {
        0 => seat,
        _ => words_en::deputy(&seat),
    }
}

fn rooms(report: &FindReport, survey: &Survey, days: &[Day]) -> Option<Group> {
    let zone = &report.prepared.problem.zone;
    let used: BTreeSet<VenueId> = marked(report).filter_map(|slot| slot.venue).collect();
    let mut venues: Vec<&(VenueId, Vec<StandSpan>)> = survey.venues.iter().collect();
    venues.sort_by_key(|(venue, _)| (!used.contains(venue), *venue));
    venues.truncate(MOST_VENUES);
    let rows = venues.into_iter().map(|(venue, spans)| Row {
        name: public_venue(report.workspace, *venue).to_owned(),
        seat: String::new(),
        time: RowTime::Times {
            days: pieces(spans, days, zone),
            at_marks: marked(report)
                .map(|slot| suits(slot, None, spans))
                .collect(),
        },
    });
    let rows: Vec<Row> = rows.collect();
    let name = words_en::VENUES.to_owned();
    (!rows.is_empty()).then_some(Group { name, rows })
}

/// Each day's part of somebody's time.
fn pieces(spans: &[StandSpan], days: &[Day], zone: &Zone) -> Vec<Vec<Piece>> {
    let of_day = |day: &Day| -> Vec<Piece> {
        let whole = zone.day(day.date);
        let first = spans.partition_point(|span| span.interval.end() <= whole.start());
        let here = spans[first..].iter();
        let here = here.take_while(|span| span.interval.start() < whole.end());
        let pieces = here.filter_map(|span| {
            let (from, to) = minutes_of(span.interval.intersect(whole)?, day.date, zone)?;
            let stand = span.stand;
            Some(Piece { from, to, stand })
        });
        pieces.collect()
    };
    days.iter().map(of_day).collect()
}

/// Minutes on the clock of a day; `None` where the clock, set back, shows no time between.
fn minutes_of(interval: Interval, date: NaiveDate, zone: &Zone) -> Option<(u32, u32)> {
    let minute = |at: Instant| {
        let local = zone.local(at);
        match local.date() == date {
            true => local.hour() * 60 + local.minute(),
            false => DAY,
        }
    };
    let (from, to) = (minute(interval.start()), minute(interval.end()));
    (from < to).then_some((from, to))
}

/// For each slot, how many of these people it suits.
fn counts(report: &FindReport, survey: &Survey, people: &[MemberId]) -> Vec<Count> {
    let of_slot = |slot: &Slot| {
        let mut count = Count::default();
        for member in people {
            count.of += 1;
            match suits(slot, Some(*member), &survey.members[member.index()]) {
                Stand::NotAvailable => {}
                Stand::Unknown => count.unknown += 1,
                Stand::Free | Stand::Expected | Stand::Tentative => count.can += 1,
            }
        }
        count
    };
    marked(report).map(of_slot).collect()
}

/// The slots that are drawn.
fn marked<'r>(report: &FindReport<'r>) -> impl Iterator<Item = &'r Slot> + use<'r> {
    report.found.slots.iter().take(MOST_MARKS)
}

/// How a slot suits: as the answer says of somebody who is in it, else the worst of the whole time.
fn suits(slot: &Slot, member: Option<MemberId>, spans: &[StandSpan]) -> Stand {
    let in_it = |one: &&Attendance| Some(one.member) == member;
    match slot.attending.iter().find(in_it).map(|one| one.ground) {
        Some(Ground::Unknown) => Stand::Unknown,
        Some(Ground::Tentative) => Stand::Tentative,
        Some(Ground::Pattern) => Stand::Expected,
        Some(Ground::Feed | Ground::Answer) => Stand::Free,
        None => {
            let whole = Interval::new(slot.start, slot.end);
            let here = spans
                .iter()
                .filter(|span| whole.is_some_and(|whole| span.interval.overlaps(whole)));
            here.map(|span| span.stand).max().unwrap_or(Stand::Unknown)
        }
    }
}
