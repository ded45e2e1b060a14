//! What follows a meeting by the rules of its types, and what is due after it.

use super::follow_on::{Clock, ClockList};
use crate::model::rules::{Anchor, MeetingType, RuleBook, TimeRule};
use crate::prepare::Clocked;
use crate::review::{Begun, CaseFacts, Link, Progress, Reach, chain};
use chrono::NaiveDate;

/// A meeting that the rules let follow.
pub struct Following<'b> {
    pub kind: &'b MeetingType,
    pub clocks: ClockList,
}

/// Something to be done by a day after the meeting.
pub struct Duty<'b> {
    pub rule: &'b TimeRule,
    pub limit: NaiveDate,
    pub hold_by: NaiveDate,
}

/// What the rules say of the meeting that was held and of what comes after it.
pub struct Course<'b> {
    /// The limit that bound it, and by how many working days it was missed.
    pub bound: Option<(NaiveDate, u32)>,
    pub following: Vec<Following<'b>>,
    pub duties: Vec<Duty<'b>>,
}

/// The course of the meeting that was held on that day.
pub fn course<'b>(
    clocked: &Clocked<'b>,
    book: &'b RuleBook,
    held: NaiveDate,
    inquorate: bool,
    today: NaiveDate,
) -> Course<'b> {
    let calendar = clocked.calendar();
    let reach = Reach {
        meetings: 2,
        until: None,
    };
    let mut course = Course {
        bound: None,
        following: Vec::new(),
        duties: Vec::new(),
    };
    for kind in clocked.kinds() {
        for (subject, facts) in clocked.facts(kind) {
            let facts = CaseFacts {
                meeting: Some(held),
                ..facts
            };
            let chain = chain(book, kind, &facts, &calendar, today, reach);
            for (index, strand) in chain.strands.into_iter().enumerate() {
                let mut links = strand.meetings.into_iter();
                // The first strand begins with the meeting that was held.
                let own = if index == 0 { links.next() } else { None };
                if let Some(own) = own {
                    course.add_own(own);
                }
                let next = match index == 0 || begun_by_held(strand.begun_by) {
                    true => links.next(),
                    false => None,
                };
                if let Some(next) = next.filter(|_| !inquorate) {
                    course.add_next(kind, next, subject, held);
                }
            }
            if inquorate {
                let again = Clock {
                    column: "previous",
                    date: held,
                    number: facts.number,
                    again: true,
                };
                course.add(kind, subject, again);
            }
        }
    }
    course.duties.sort_by_key(|duty| duty.hold_by);
    course
}

fn begun_by_held(begun: Option<Begun>) -> bool {
    begun.is_some_and(|begun| begun.strand == 0 && begun.meeting == 0)
}

impl<'b> Course<'b> {
    /// The earliest limit of all subjects, and what is due after the meeting, each once.
    fn add_own(&mut self, own: Link<'b>) {
        if let Some(clock) = own.clocks.binding() {
            let late = match clock.progress {
                Progress::Late(days) => days.max(1),
                _ => 0,
            };
            let bound = (clock.due.limit, late);
            self.bound = Some(match self.bound {
                Some(known) if known.0 <= bound.0 => known,
                _ => bound,
            });
        }
        for clock in own.after {
            let known = self.duties.iter().any(|duty| duty.rule.id == clock.rule.id);
            if !known && clock.rule.from == Anchor::Meeting {
                self.duties.push(Duty {
                    rule: clock.rule,
                    limit: clock.due.limit,
                    hold_by: clock.due.hold_by,
                });
            }
        }
    }

    fn add_next(&mut self, of: &MeetingType, next: Link<'b>, subject: &str, held: NaiveDate) {
        let same = next.kind.id == of.id;
        let clock = Clock {
            column: if same { "previous" } else { "trigger" },
            date: held,
            number: next.number.exact.then_some(next.number.least),
            again: false,
        };
        self.add(next.kind, subject, clock);
    }

    /// Siblings are reviewed together: one meeting of a type follows for all, each with a clock of its own.
    fn add(&mut self, kind: &'b MeetingType, subject: &str, clock: Clock) {
        let mut known = self.following.iter_mut();
        if let Some(known) = known.find(|one| one.kind.id == kind.id) {
            known.clocks.add(subject, clock);
            return;
        }
        let mut clocks = ClockList::default();
        clocks.add(subject, clock);
        self.following.push(Following { kind, clocks });
    }
}
