//! Nobody is in two places at once, and no venue holds two meetings: the meetings of the plan against each other.

use super::diary::{Diary, Whose};
use super::violation::{PlanFinding, PlanRule, PlanViolation};
use crate::check::crowd::crowds;
use crate::model::Batch;

pub(super) fn check(batch: &Batch, diary: &Diary, found: &mut Vec<PlanViolation>) {
    for (whose, own, capacity, held) in diary.held() {
        let crowds: Vec<Vec<usize>> = match whose {
            Whose::Contact(_) => crowds(held, own, capacity, &|from, to| {
                diary.way(to.meeting, from.place, to.place)
            })
            .collect(),
            Whose::Venue(_) => crowds(held, own, 1, &|_, _| 0).collect(),
        };
        for meetings in crowds {
            // What stays as it is whatever it costs was not brought together by this plan.
            if meetings.iter().all(|one| batch.meetings[*one].frozen) {
                continue;
            }
            let first = meetings[0];
            let finding = PlanFinding::Together { meetings };
            found.push(match whose {
                Whose::Contact(contact) => PlanViolation::of(PlanRule::Contact, finding)
                    .at(first)
                    .contact(Some(contact)),
                Whose::Venue(venue) => PlanViolation::of(PlanRule::Venue, finding)
                    .at(first)
                    .venue(Some(venue)),
            });
        }
    }
}
