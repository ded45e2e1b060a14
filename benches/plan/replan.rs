//! What planning anew costs when a plan has been published and life goes on: somebody falls ill for a week, a room is lost for a day,
//! a meeting is moved by hand, until one meeting in twenty cannot stay as it is.

use crate::measure::{Clock, peak_megabytes};
use crate::opened::{Opened, Read};
use crate::{Planned, planned, shown};
use chrono::{Datelike, Days};
use quorate::model::{
    Answer, Arranged, Batch, ContactId, DatedHours, Placed, Plan, Reply, VenueId, Workspace,
    arrangement,
};
use quorate::prepare::BatchPrepared;
use quorate::solve::batch::Effort;
use quorate::time::{Instant, Interval};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One meeting in so many is disturbed.
const ONE_IN: usize = 20;
/// Meetings this near stay as they are, so that nothing happens to them here either.
const NEAR_DAYS: i64 = 10;

pub fn measure(folder: &Path, threads: usize) {
    let mut read = Read::folder(folder);
    let opened = Opened::prepare(&read, None);
    opened.show();
    let batch = &opened.prepared.batch;
    let Planned { plan: before, .. } = planned(batch, Effort::Usual, threads, None);
    let published = arranged(&read.workspace, batch, &before);
    let told: usize = published.iter().map(|one| one.attending.len()).sum();

    let disturbed = disturb(&mut read.workspace, batch, &before);
    println!(
        "disturbed        {} meetings of {} ({:.1} %)",
        disturbed.len(),
        before.placed.len(),
        100.0 * disturbed.len() as f64 / before.placed.len() as f64
    );
    let again = Opened::prepare(&read, Some(&published));
    again.show();
    for effort in [Effort::Quick, Effort::Usual] {
        let clock = Clock::start();
        let Planned { plan: after, first } = planned(&again.prepared.batch, effort, threads, None);
        let (all, of_disturbed) = changed(&published, &again.prepared, &after, &disturbed);
        println!(
            "replan {:<9} {:>8.2} s   {:.2} s CPU, first complete plan {}; peak {:.0} MB",
            format!("{effort:?}").to_lowercase(),
            clock.wall(),
            clock.cpu(),
            first.map_or("not told".to_owned(), |s| format!("{s:.2} s")),
            peak_megabytes()
        );
        println!(
            "                 {all} of {told} invitations changed ({:.1} %), {of_disturbed} of them of disturbed meetings; {} meetings without a place",
            100.0 * all as f64 / told as f64,
            after.unplaced.len()
        );
        shown::table(&again.prepared.batch, &[("replanned".to_owned(), after)]);
    }
}

/// The plan as it was sent.
fn arranged(workspace: &Workspace, batch: &Batch, plan: &Plan) -> Vec<Arranged> {
    let one = |placed: &Placed| {
        let problem = batch.problem(placed.meeting);
        let uid = format!("{}@bench.example.org", problem.reference);
        Arranged {
            uid,
            ..arrangement(workspace, problem, &placed.slot)
        }
    };
    plan.placed.iter().map(one).collect()
}

/// Lets things happen to no more meetings than wanted; their references.
fn disturb(workspace: &mut Workspace, batch: &Batch, plan: &Plan) -> BTreeSet<String> {
    let wanted = plan.placed.len().div_ceil(ONE_IN);
    let mut disturbed: BTreeSet<String> = BTreeSet::new();
    let far = |placed: &&Placed| placed.slot.start.0 > batch.now.0 + NEAR_DAYS * 86_400;
    let later: Vec<&Placed> = plan.placed.iter().filter(far).collect();
    let hit = |what: &dyn Fn(&Placed) -> bool| -> BTreeSet<String> {
        let hit = plan.placed.iter().filter(|one| what(one));
        hit.map(|one| batch.problem(one.meeting).reference.clone())
            .collect()
    };
    // A stride that shares nothing with the numbers of meetings here goes through all of them in no order.
    for step in 0..later.len() {
        let placed = later[step * 97 % later.len()];
        let problem = batch.problem(placed.meeting);
        if disturbed.contains(&problem.reference) {
            continue;
        }
        let room_for =
            |more: &BTreeSet<String>| disturbed.union(more).count() <= wanted && !more.is_empty();
        let day = batch.zone.local(placed.slot.start).date();
        let more = match (step % 8, placed.slot.venue) {
            (0, Some(venue)) => {
                let more = hit(&|other| {
                    other.slot.venue == Some(venue)
                        && batch.zone.local(other.slot.start).date() == day
                });
                if !room_for(&more) {
                    continue;
                }
                room_is_lost(workspace, venue, day);
                more
            }
            (1, _) => {
                let more = BTreeSet::from([problem.reference.clone()]);
                let found = quorate::solve::find(problem, &Default::default());
                let mut others = found.slots.iter();
                let other = others.find(|slot| slot.start != placed.slot.start);
                let mut rows = workspace.meetings.iter_mut();
                let row = rows.find(|row| row.reference == problem.reference);
                let (Some(other), Some(row), true) = (other, row, room_for(&more)) else {
                    continue;
                };
                row.pinned_start = Some(batch.zone.local(other.start));
                more
            }
            _ => {
                // Whoever matters first: the chair or the social worker.
                let mut attending = placed.slot.attending.iter();
                let ill = attending.find_map(|a| problem.member(a.member).contact);
                let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
                let week = Interval::new(
                    batch.zone.day(monday).start(),
                    batch.zone.day(monday + Days::new(7)).start(),
                );
                let (Some(ill), Some(week)) = (ill, week) else {
                    continue;
                };
                let more = hit(&|other| {
                    let who = |member| batch.problem(other.meeting).member(member).contact;
                    let mut there = other.slot.attending.iter();
                    there.any(|a| who(a.member) == Some(ill)) && week.contains(other.slot.start)
                });
                if !room_for(&more) {
                    continue;
                }
                falls_ill(workspace, ill, week, batch.now);
                more
            }
        };
        disturbed.extend(more);
    }
    disturbed
}

fn falls_ill(workspace: &mut Workspace, who: ContactId, week: Interval, now: Instant) {
    workspace.answers.push(Answer {
        who: quorate::model::Answerer::Contact(who),
        reference: None,
        interval: week,
        reply: Reply::Cannot,
        how: "telephone".to_owned(),
        recorded_by: "the bench".to_owned(),
        recorded_at: now,
    });
}

fn room_is_lost(workspace: &mut Workspace, venue: VenueId, date: chrono::NaiveDate) {
    let room = &mut workspace.venues[venue.index()];
    room.exceptions.retain(|one| one.date != date);
    room.exceptions.push(DatedHours {
        date,
        hours: Vec::new(),
    });
    room.exceptions.sort_by_key(|one| one.date);
}

/// Invitations (person × meeting) that are new, withdrawn, or for another time or place; in all, and of disturbed meetings.
fn changed(
    published: &[Arranged],
    prepared: &BatchPrepared,
    plan: &Plan,
    disturbed: &BTreeSet<String>,
) -> (usize, usize) {
    let mut now: BTreeMap<&str, &Placed> = BTreeMap::new();
    for placed in &plan.placed {
        let reference = &prepared.batch.problem(placed.meeting).reference;
        now.insert(reference, placed);
    }
    let (mut all, mut of_disturbed) = (0, 0);
    for old in published {
        let told: BTreeSet<ContactId> = old.attending.iter().map(|a| a.contact).collect();
        let count = match now.get(old.reference.as_str()) {
            // Meetings that are not planned anew stay as they are.
            None if prepared.standing.contains(&old.reference) => 0,
            None => told.len(),
            Some(new) => {
                let problem = prepared.batch.problem(new.meeting);
                let coming = new.slot.attending.iter();
                let coming: BTreeSet<ContactId> = coming
                    .filter_map(|a| problem.member(a.member).contact)
                    .collect();
                let stays = old.interval.start() == new.slot.start && old.venue == new.slot.venue;
                match stays {
                    true => told.symmetric_difference(&coming).count(),
                    false => told.union(&coming).count(),
                }
            }
        };
        all += count;
        if disturbed.contains(&old.reference) {
            of_disturbed += count;
        }
    }
    (all, of_disturbed)
}
