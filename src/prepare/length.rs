//! Whether any day of those who must come is long enough for the meeting.
//!
//! Relies on what people stated about their days; what is booked in them is left to the search.

use super::faults::MeetingFault;
use super::seats::Cast;
use super::tables::Tables;
use crate::model::{
    Answerer, Contact, Hours, Level, LocalSpan, Offer, Part, Reply, Seat, Workspace,
};

const DAY: u32 = 1440;

/// A fault where nobody who may take a required seat has a day with so long a stretch: then no date helps.
///
/// Where somebody has one, the search tells who stands in the way.
pub(super) fn check(
    tables: &Tables,
    reference: &str,
    parts: &[Part],
    cast: &Cast,
    faults: &mut Vec<MeetingFault>,
) {
    let workspace = tables.workspace;
    let longest_of = |seat: &Seat| {
        let people = seat
            .candidates
            .iter()
            .map(|one| cast.people[one.member.index()].0);
        people
            .map(|contact| match contact {
                Some(id) => {
                    let said = tables.answers(Answerer::Contact(id), Some(reference));
                    let said = said.filter(|answer| answer.reply != Reply::Cannot);
                    let said = said.map(|answer| answer.interval.seconds() / 60).max();
                    let said = u32::try_from(said.unwrap_or(0)).unwrap_or(DAY);
                    longest_day(workspace, workspace.contact(id)).max(said)
                }
                None => longest_default(workspace),
            })
            .max()
            .unwrap_or(DAY)
    };
    let needed = |seat: &Seat| -> u32 {
        let spans = seat.parts.iter().filter_map(|part| parts.get(*part));
        let seconds = spans.map(|part| part.length).max().unwrap_or(0);
        // Who may come for a share only needs no more than that.
        let share = i64::from(seat.partial_percent.unwrap_or(100));
        u32::try_from(seconds / 60 * share / 100).unwrap_or(u32::MAX)
    };
    let required = cast
        .seats
        .iter()
        .filter(|seat| seat.level == Level::Required);
    let days: Vec<(u32, u32)> = required
        .map(|seat| (needed(seat), longest_of(seat)))
        .collect();
    if let Some(longest) = days.iter().map(|(_, longest)| *longest).max()
        && days.iter().all(|(needed, longest)| needed > longest)
    {
        let end = parts.iter().map(|part| part.offset + part.length).max();
        let minutes = u32::try_from(end.unwrap_or(0) / 60).unwrap_or(u32::MAX);
        faults.push(MeetingFault::TooLong { minutes, longest });
    }
}

/// The longest stretch that a contact's statements leave open; the whole day where nothing is stated.
fn longest_day(workspace: &Workspace, contact: &Contact) -> u32 {
    let exceptions = contact.exceptions.iter().map(|dated| longest(&dated.hours));
    let stated = if contact.offers.is_empty() {
        match &contact.pattern {
            Some(pattern) => pattern.longest_stretch(),
            None => longest_default(workspace),
        }
    } else {
        let spans = contact.offers.iter().map(|offer| match offer {
            Offer::Weekly { hours, .. } | Offer::Dated { hours, .. } => *hours,
        });
        spans.map(LocalSpan::minutes).max().unwrap_or(0)
    };
    exceptions.fold(stated, u32::max)
}

fn longest_default(workspace: &Workspace) -> u32 {
    let hours = workspace.defaults.hours.as_ref();
    hours.map_or(DAY, |hours| hours.longest_stretch())
}

fn longest(hours: &Hours) -> u32 {
    hours
        .iter()
        .copied()
        .map(LocalSpan::minutes)
        .max()
        .unwrap_or(0)
}
