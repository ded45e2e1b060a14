//! What became of the meetings before: a waiver for this one, a meeting of the same case that was inquorate last time, one that it
//! follows and that falls.

use super::{Level, Watched};
use crate::model::{Arranged, MeetingSpec, Outcome, Subject, Waiver, Went};
use crate::prepare::Casting;
use crate::time::Instant;
use std::collections::BTreeMap;

/// What is known of a meeting beside its answers.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct History {
    /// The chair has set the quorum aside for this time.
    pub waiver: Option<Waiver>,
    /// The last meeting of its case that is over was inquorate: its reference and start.
    pub last_inquorate: Option<(String, Instant)>,
    /// The meeting that it follows has fallen, or falls as it stands: its reference.
    pub after_fallen: Option<String>,
}

/// Outcomes and waivers by meeting and by case.
pub(super) struct Records<'a> {
    waivers: BTreeMap<(String, Instant), &'a Waiver>,
    /// The outcome that was written down last, for each meeting.
    outcomes: BTreeMap<(String, Instant), &'a Outcome>,
    /// The meetings of each case that were held or inquorate, in the order of time.
    cases: BTreeMap<String, Vec<&'a Outcome>>,
}

fn lower(reference: &str) -> String {
    reference.to_ascii_lowercase()
}

impl<'a> Records<'a> {
    pub(super) fn new(
        casting: &Casting,
        waivers: &'a [Waiver],
        outcomes: &'a [Outcome],
    ) -> Records<'a> {
        let mut by_meeting: BTreeMap<(String, Instant), &Outcome> = BTreeMap::new();
        for outcome in outcomes {
            let entry = by_meeting.entry((lower(&outcome.reference), outcome.start));
            let kept = entry.or_insert(outcome);
            if kept.at <= outcome.at {
                *kept = outcome;
            }
        }
        let mut newest: BTreeMap<(String, Instant), &Waiver> = BTreeMap::new();
        for waiver in waivers {
            let kept = newest
                .entry((lower(&waiver.reference), waiver.start))
                .or_insert(waiver);
            if kept.at <= waiver.at {
                *kept = waiver;
            }
        }
        let mut cases: BTreeMap<String, Vec<&Outcome>> = BTreeMap::new();
        for outcome in by_meeting.values() {
            if outcome.went == Went::NotHeld {
                continue;
            }
            let arranged = casting.arranged(&outcome.reference);
            let row = casting.row_named(&outcome.reference);
            for key in keys(&outcome.reference, arranged, row) {
                cases.entry(key).or_default().push(outcome);
            }
        }
        for of_one in cases.values_mut() {
            of_one.sort_by_key(|outcome| (outcome.start, outcome.at));
        }
        Records {
            waivers: newest,
            outcomes: by_meeting,
            cases,
        }
    }

    pub(super) fn outcome(&self, reference: &str, start: Instant) -> Option<&'a Outcome> {
        self.outcomes.get(&(lower(reference), start)).copied()
    }

    /// Everything but what hangs on how other meetings stand.
    pub(super) fn history(&self, arranged: &Arranged, row: Option<&MeetingSpec>) -> History {
        let start = arranged.interval.start();
        let mut keys = keys(&arranged.reference, Some(arranged), row);
        keys.extend(
            row.and_then(|row| row.after.as_ref())
                .map(|after| of_reference(&after.reference)),
        );
        let before = keys.iter().filter_map(|key| {
            let of_case = self.cases.get(key)?;
            let past = of_case.partition_point(|outcome| outcome.start < start);
            of_case[..past].last()
        });
        let last = before.max_by_key(|outcome| (outcome.start, outcome.at, &outcome.reference));
        History {
            waiver: self
                .waivers
                .get(&(lower(&arranged.reference), start))
                .map(|waiver| (*waiver).clone()),
            last_inquorate: last
                .filter(|outcome| outcome.went == Went::Inquorate)
                .map(|outcome| (outcome.reference.clone(), outcome.start)),
            after_fallen: None,
        }
    }

    /// Whether a meeting that is over was not held, or not quorate.
    pub(super) fn fell(&self, arranged: &Arranged) -> bool {
        let outcome = self.outcome(&arranged.reference, arranged.interval.start());
        outcome.is_some_and(|outcome| outcome.went != Went::Held)
    }
}

/// Whether a meeting falls as it stands.
pub(super) fn falls(meeting: &Watched) -> bool {
    meeting.level == Level::Inquorate && meeting.history.waiver.is_none()
}

fn of_reference(reference: &str) -> String {
    format!("r {}", lower(reference))
}

/// Under what a meeting's case is known: its reference, its series, each of its subjects with each of its types.
fn keys(reference: &str, arranged: Option<&Arranged>, row: Option<&MeetingSpec>) -> Vec<String> {
    let mut keys = vec![of_reference(reference)];
    let series = arranged.and_then(|one| one.series.as_ref());
    keys.extend(series.map(|place| of_reference(&place.reference)));
    let Some(row) = row else { return keys };
    let types: Vec<&String> = match row.types.is_empty() {
        true => row.kind.iter().collect(),
        false => row.types.iter().collect(),
    };
    let subjects = row.subjects.iter();
    for subject in subjects.filter(|subject| subject.id != Subject::UNNAMED) {
        keys.extend(types.iter().map(|kind| format!("s {}\n{kind}", subject.id)));
    }
    keys
}
