//! What ties the meetings of a random batch to each other: chains, limits of load, and a plan that people were told of.

use super::oracle::{Dice, enumerate};
use super::size::days;
use chrono::{Days, NaiveDate};
use quorate::model::*;
use std::collections::BTreeMap;

pub fn tie(dice: &mut Dice, batch: &mut Batch) {
    let count = batch.meetings.len();
    // A chain has one meeting before each at most, so that there is no circle.
    for after in 1..count {
        if dice.percent(30) {
            let before = dice.below(after as u64) as usize;
            let link = link(dice, batch, before, after);
            batch.links.push(link);
        }
    }
    if dice.percent(45) {
        for _ in 0..dice.between(1, 2) {
            let limit = limit(dice, batch);
            batch.limits.push(limit);
        }
    }
    if dice.percent(35) {
        publish(dice, batch);
    }
}

fn last_day(problem: &Problem) -> NaiveDate {
    let late = problem.late.map_or(problem.to, |late| late.to);
    late.max(problem.to)
}

fn link(dice: &mut Dice, batch: &mut Batch, before: usize, after: usize) -> Link {
    let (earlier, later) = (batch.problem(before), batch.problem(after));
    let least = dice.pick(&[1, 1, 1, 2]);
    let wide = dice.pick(&[0, 1, 1, 3]);
    let late = dice.pick(&[0, 0, 1, 2]);
    let mut allowed = BTreeMap::new();
    for day in days(earlier.from, last_day(earlier)) {
        // Now and then nothing may follow a meeting on that day.
        if dice.percent(90) {
            let first = day + Days::new(least);
            let last = first + Days::new(wide);
            let late_to = last + Days::new(late);
            allowed.insert(
                day,
                Follow {
                    first,
                    last,
                    late_to,
                },
            );
        }
    }
    let contacts = |problem: &Problem, seat: &Seat| -> Vec<Option<ContactId>> {
        let members = seat.candidates.iter();
        members
            .map(|one| problem.member(one.member).contact)
            .collect()
    };
    let mut pairs = Vec::new();
    for (at, first) in (0u32..).zip(&earlier.seats) {
        let people = contacts(earlier, first);
        for (other, second) in (0u32..).zip(&later.seats) {
            let shared = contacts(later, second)
                .into_iter()
                .any(|contact| contact.is_some() && people.contains(&contact));
            // Continuity is a matter of seats for one person.
            if shared && first.places == 1 && second.places == 1 {
                pairs.push((SeatId(at), SeatId(other)));
            }
        }
    }
    let (mut same, mut same_preferred) = (Vec::new(), Vec::new());
    if !pairs.is_empty() {
        match dice.below(10) {
            0..=3 => same.push(dice.pick(&pairs)),
            4..=7 => same_preferred.push(dice.pick(&pairs)),
            _ => {}
        }
    }
    // The window of the one that follows reaches over all days on which it may.
    let late_days = allowed.values().map(|follow: &Follow| follow.late_to).max();
    let days = allowed.values().map(|follow| follow.last).max();
    let rule = match late {
        0 => "gap".to_owned(),
        _ => "review".to_owned(),
    };
    let later = &mut batch.meetings[after].problem;
    if let (Some(late_to), Some(last)) = (late_days, days)
        && later.late.is_some()
    {
        later.late = Some(Late {
            to: last_day(later).min(late_to.max(last)).max(later.to),
        });
    }
    Link {
        before,
        after,
        allowed,
        rule,
        same,
        same_preferred,
    }
}

fn limit(dice: &mut Dice, batch: &Batch) -> LoadLimit {
    let mut contacts: Vec<ContactId> = batch
        .meetings
        .iter()
        .flat_map(|one| {
            one.problem
                .members
                .iter()
                .filter_map(|member| member.contact)
        })
        .collect();
    contacts.sort_unstable();
    contacts.dedup();
    let per = dice.pick(&[Stretch::Day, Stretch::Day, Stretch::Week]);
    let most = dice.pick(&[1, 1, 2]);
    let mut used = BTreeMap::new();
    if dice.percent(30)
        && let Some(first) = batch.meetings.iter().map(|one| one.problem.from).min()
    {
        let day = per.first_day(first + Days::new(dice.below(2)));
        used.insert(day, dice.between(1, u64::from(most)) as u32);
    }
    LoadLimit {
        contact: dice.pick(&contacts),
        seats: dice.percent(40).then(|| vec!["chair".to_owned()]),
        per,
        most,
        used,
    }
}

/// Some of the meetings stand somewhere already, and one of them stays there.
fn publish(dice: &mut Dice, batch: &mut Batch) {
    let policy = batch.meetings[0].problem.policy.clone();
    batch.order = PlanLevel::order(&policy, true);
    let mut frozen = dice.percent(30);
    for at in 0..batch.meetings.len() {
        if dice.percent(30) {
            continue;
        }
        // Any time at which it could have stood, found by trying all of them.
        let slots = enumerate(batch.problem(at)).slots;
        if slots.is_empty() {
            continue;
        }
        let slot = &slots[dice.below(slots.len() as u64) as usize].slot;
        let mut people: Vec<(SeatId, MemberId)> = slot
            .attending
            .iter()
            .map(|one| (one.seat, one.member))
            .filter(|_| dice.percent(80))
            .collect();
        people.sort_unstable();
        let published = PublishedMeeting {
            start: slot.start,
            venue: slot.venue,
            others: dice.pick(&[0, 0, 0, 1]),
            state: slot.state,
            people,
        };
        let alone = batch
            .links
            .iter()
            .all(|link| link.before != at && link.after != at);
        let meeting = &mut batch.meetings[at];
        let told = published.people.iter().map(|(_, member)| *member);
        meeting.problem.arranged = Some((published.start, told.collect()));
        meeting.frozen = frozen && alone && batch.limits.is_empty();
        frozen &= !meeting.frozen;
        meeting.published = Some(published);
    }
}
