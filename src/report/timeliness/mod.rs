//! The answer of `quorate timeliness`: which of the meetings that were held were in time, and the official figures of them.
//!
//! Each meeting is judged by the binding rule of its own type, as `review` finds it. Initial conferences are counted a second time,
//! in working days from both of their clocks: guidance counts from the strategy discussion, the Department for Education from the
//! start of the section 47 enquiry. Reasons for delay are counted and never shown, since they may tell of people.

mod figures;
mod json;
mod judged;
mod text;
mod words_en;

pub use figures::{BUCKET_ENDS, Count, Days, Share};
pub use json::json;
pub use judged::{Judged, Limit, Outcome, judge};
pub use text::text;

use crate::model::HeldRow;
use crate::model::rules::{MeetingType, RuleBook};
use crate::time::WorkingDays;
use std::collections::BTreeMap;

/// Everything that the answer is made from.
pub struct Timeliness<'t> {
    pub book: &'t RuleBook,
    /// In the order of the list.
    pub held: Vec<Judged<'t>>,
    /// One a type, in the order of the rule book.
    pub kinds: Vec<KindFigures<'t>>,
    /// `None` where no initial conference is among them.
    pub initial: Option<InitialFigures>,
}

/// What became of the meetings of one type.
pub struct KindFigures<'t> {
    pub kind: &'t MeetingType,
    pub in_time: Count,
    pub late: Count,
    /// No limit could be worked out, for want of a date or a rule.
    pub unknown: Count,
}

impl KindFigures<'_> {
    /// Those of which it is known whether they were in time.
    pub fn judged(&self) -> Count {
        self.in_time.and(self.late)
    }
}

/// Initial conferences, in working days from each of their clocks.
#[derive(Default)]
pub struct InitialFigures {
    pub all: Count,
    pub strategy_discussion: Days,
    pub s47: Days,
}

impl<'t> Timeliness<'t> {
    /// Counts what was judged.
    pub fn new(
        book: &'t RuleBook,
        held: Vec<Judged<'t>>,
        working: impl Fn(&HeldRow) -> &'t WorkingDays,
    ) -> Timeliness<'t> {
        let mut kinds: BTreeMap<&str, KindFigures> = BTreeMap::new();
        let mut initial = InitialFigures::default();
        for one in &held {
            let figures = kinds.entry(&one.kind.id).or_insert_with(|| KindFigures {
                kind: one.kind,
                in_time: Count::default(),
                late: Count::default(),
                unknown: Count::default(),
            });
            let count = match one.outcome {
                Outcome::InTime { .. } => &mut figures.in_time,
                Outcome::Late { .. } => &mut figures.late,
                Outcome::Unknown => &mut figures.unknown,
            };
            count.add(one.row.children);
            if is_initial_conference(one.kind) {
                initial.add(one.row, working(one.row));
            }
        }
        let place = |kind: &MeetingType| book.types.iter().position(|one| one.id == kind.id);
        let mut kinds: Vec<KindFigures> = kinds.into_values().collect();
        kinds.sort_by_key(|figures| place(figures.kind));
        Timeliness {
            book,
            held,
            kinds,
            initial: (initial.all.meetings > 0).then_some(initial),
        }
    }

    /// The late ones, the latest first.
    pub fn late(&self) -> Vec<&Judged<'t>> {
        let late = self.held.iter().filter(|one| one.missed().is_some());
        let mut late: Vec<&Judged> = late.collect();
        late.sort_by_key(|one| std::cmp::Reverse(one.missed().map(|(_, by)| by)));
        late
    }
}

impl InitialFigures {
    fn add(&mut self, row: &HeldRow, working: &WorkingDays) {
        self.all.add(row.children);
        let clocks = [
            (row.case.trigger, &mut self.strategy_discussion),
            (row.s47, &mut self.s47),
        ];
        for (start, days) in clocks {
            let passed = start.map(|start| working.between(start, row.held));
            if let Some(passed) = passed.and_then(|days| u32::try_from(days).ok()) {
                days.add(passed, row.children);
            }
        }
    }
}

/// A conference with which a child protection chain begins: its chain goes on with another type.
fn is_initial_conference(kind: &MeetingType) -> bool {
    kind.area == "child-protection"
        && kind
            .chain_next
            .as_ref()
            .is_some_and(|next| *next != kind.id)
}
