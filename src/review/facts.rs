//! What is known of a case: the dates that clocks count from, and whether each has happened.

use crate::model::FlagState;
use crate::model::rules::{MeetingType, Sequence, Step, TimeRule};
use crate::time::Instant;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What somebody has stated of one meeting of a case (of one subject: siblings have facts of their own).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseFacts {
    /// The event that starts the clock of the type.
    pub trigger: Option<NaiveDate>,
    /// The last meeting of the chain, on the day it was held; of an inquorate one if the flag `inquorate` is set.
    pub previous: Option<NaiveDate>,
    /// Which meeting of the chain this is, 1 = the first.
    pub number: Option<u32>,
    /// The day of this meeting, planned or held.
    pub meeting: Option<NaiveDate>,
    /// When it starts on that day; rules in hours count from here.
    pub starts: Option<Instant>,
    /// Dates by their names in the rules: `decision`, `draft-served`. The name of a rule for a task says when it was done.
    pub anchors: BTreeMap<String, NaiveDate>,
    /// Circumstances on which rules depend. What nobody has spoken of is asked.
    pub flags: Vec<FlagState>,
}

pub use crate::model::rules::INQUORATE;

/// Which meeting of the chain it is, as far as that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number {
    /// The number, or the least that it can be.
    pub least: u32,
    pub exact: bool,
}

impl Number {
    pub(super) fn is_first(self) -> bool {
        self.exact && self.least <= 1
    }

    pub(super) fn next(self) -> Number {
        Number {
            least: self.least.saturating_add(1),
            exact: self.exact,
        }
    }

    /// Whether the rule can apply to this meeting.
    pub(super) fn fits(self, sequence: Sequence) -> bool {
        if self.exact {
            sequence.contains(self.least)
        } else {
            sequence.last.is_none_or(|last| self.least <= last)
        }
    }

    /// Whether it depends on the number that nobody has stated if the rule applies.
    pub(super) fn decides(self, sequence: Sequence) -> bool {
        !(self.exact || sequence.first <= self.least && sequence.last.is_none())
    }
}

/// A day that is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Dated {
    pub date: NaiveDate,
    /// It has not happened, and is taken to happen on its last day.
    pub projected: bool,
}

impl Dated {
    pub(super) fn actual(date: NaiveDate) -> Dated {
        Dated {
            date,
            projected: false,
        }
    }
}

/// What is known when the rules of one meeting are dated: stated by somebody, or projected on the way along a chain.
#[derive(Clone, Debug)]
pub(super) struct Known<'a> {
    pub trigger: Option<Dated>,
    pub previous: Option<Dated>,
    pub number: Number,
    pub meeting: Option<Dated>,
    pub next_meeting: Option<Dated>,
    pub starts: Option<Instant>,
    pub anchors: &'a BTreeMap<String, NaiveDate>,
    pub flags: &'a [FlagState],
    /// The previous meeting was not quorate: this is the same one again.
    pub again: bool,
    /// Ids of rules counted from a stated date that an earlier meeting of the chain has kept.
    pub kept: Vec<&'a str>,
}

impl<'a> Known<'a> {
    /// What the facts say, read with the rules of the type.
    ///
    /// Without a number it is the first meeting if none was held before it; but a type whose further meetings are counted
    /// from a date of its own (the decision on a plan) is beyond its first where that date is stated, unless it is that of the
    /// meeting asked about, or no later than what started the clock.
    pub(super) fn stated(kind: &'a MeetingType, facts: &'a CaseFacts) -> Known<'a> {
        let begun = || {
            let mut intervals = kind.rules.iter().filter(|rule| rule.step == Step::Interval);
            let stated = |rule: &TimeRule| facts.anchors.get(rule.from.id());
            let is_over = |date: &NaiveDate| match facts.trigger {
                Some(trigger) => facts.meeting.is_none() && trigger < *date,
                None => true,
            };
            intervals.any(|rule| stated(rule).is_some_and(is_over))
        };
        let number = match (facts.number, facts.previous, facts.trigger) {
            (Some(number), _, _) => Number {
                least: number.max(1),
                exact: true,
            },
            (None, Some(_), _) => Number {
                least: 2,
                exact: false,
            },
            (None, None, _) if begun() => Number {
                least: 2,
                exact: false,
            },
            (None, None, _) => Number {
                least: 1,
                exact: true,
            },
        };
        Known {
            trigger: facts.trigger.map(Dated::actual),
            previous: facts.previous.map(Dated::actual),
            number,
            meeting: facts.meeting.map(Dated::actual),
            next_meeting: None,
            starts: facts.starts,
            anchors: &facts.anchors,
            flags: &facts.flags,
            again: facts
                .flags
                .iter()
                .any(|state| state.flag == INQUORATE && state.set),
            kept: Vec::new(),
        }
    }
}

/// Whether the date of that name is the result of a meeting: one of the type's rules says until when after the meeting.
pub(super) fn is_outcome(kind: &MeetingType, name: &str) -> bool {
    kind.rules
        .iter()
        .any(|rule| rule.step == Step::After && rule.answers(name))
}
