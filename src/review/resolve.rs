//! A handful of rules with what is known of the case: which of them apply, and what date each gives.
//!
//! Rules may count from what other rules give; those are worked out first, and rules that wait for each other are told, not
//! followed. What the dates mean for a meeting is left to [`clocks`](super::clocks) and [`chain`](super::chain).

use super::due::{Calendar, Due, DueError, From, due};
use super::facts::{Dated, Known};
use super::progress::Progress;
use crate::model::rules::{Anchor, Concern, Step, TimeRule};
use crate::model::{Condition, SeatWanted};
use chrono::NaiveDate;

/// A rule that applies to a meeting, with its date.
#[derive(Clone, PartialEq, Debug)]
pub struct Clock<'a> {
    pub rule: &'a TimeRule,
    /// The day counted from.
    pub from: NaiveDate,
    /// The day counted from has not happened; it is taken to happen on its own last day.
    pub projected: bool,
    pub due: Due,
    pub progress: Progress,
    /// Whether it applies depends on which meeting of the chain this is, and nobody has said that.
    pub depends_on_number: bool,
    /// Whether it applies depends on this flag, and nobody has said whether the case has it.
    pub asks: Option<String>,
    /// It has a say in when the meeting is (limits, earliest and target days), or has to be done (everything else). A rule that
    /// asks has none where another holds without asking.
    pub binds: bool,
}

/// A rule that applies and gives no date.
#[derive(Clone, PartialEq, Debug)]
pub struct Missing<'a> {
    pub rule: &'a TimeRule,
    pub why: MissingWhy,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingWhy {
    /// Nobody has stated the date that it counts from.
    NotStated,
    /// It counts from what another rule gives, and that one has no date.
    Waits,
    /// It counts, by way of others, from its own result.
    Circular,
    /// The date could not be counted.
    Due(DueError),
}

impl TimeRule {
    /// Whether this is the rule that the anchor `name` means.
    pub fn answers(&self, name: &str) -> bool {
        self.id == name || self.gives.as_deref() == Some(name)
    }
}

/// A rule that applies, or may.
pub(super) struct Applying<'a> {
    pub rule: &'a TimeRule,
    pub asks: Option<String>,
    pub depends_on_number: bool,
}

/// Those of `rules` that apply to the meeting as far as is known: number and flags fit.
pub(super) fn applying<'a>(
    rules: impl Iterator<Item = &'a TimeRule>,
    known: &Known,
) -> Vec<Applying<'a>> {
    rules
        .filter(|rule| known.number.fits(rule.sequence))
        .filter_map(|rule| {
            let asks = match Condition::all(&rule.when, known.flags) {
                SeatWanted::Yes => None,
                SeatWanted::No => return None,
                SeatWanted::Ask(flag) => Some(flag),
            };
            Some(Applying {
                rule,
                asks,
                depends_on_number: known.number.decides(rule.sequence),
            })
        })
        .collect()
}

/// Dates of rules, and rules without one.
pub(super) type Resolved<'a> = (Vec<Clock<'a>>, Vec<Missing<'a>>);

/// How far one rule has come.
enum State<'a> {
    Open,
    Dated(Box<Clock<'a>>),
    Missing(MissingWhy),
    /// It does not hold on the day that it counts from.
    NotInForce,
}

/// What one rule's anchor comes to, when looked at with what is dated so far.
enum Anchored {
    At(Dated),
    /// Another rule has to be dated first.
    NotYet,
    Never(MissingWhy),
}

/// Dates every rule that can be dated, in the order given; `stated` tells the dates that have names.
///
/// Each pass dates the rules whose anchors are known by then, so that a dependence costs a pass, and what then is left goes in
/// circles. Of several versions of a rule, those that hold on the day counted from, the last one in the order is the rule. A
/// rule whose place another takes is left out.
pub(super) fn resolve<'a>(
    rules: Vec<Applying<'a>>,
    known: &Known,
    stated: &dyn Fn(&str) -> Option<Dated>,
    calendar: &Calendar,
    today: NaiveDate,
) -> Resolved<'a> {
    let mut states: Vec<State> = rules.iter().map(|_| State::Open).collect();
    let mut moved = true;
    while moved {
        moved = false;
        for (index, each) in rules.iter().enumerate() {
            if !matches!(states[index], State::Open) {
                continue;
            }
            let from = match anchored(&each.rule.from, known, stated, &rules, &states) {
                Anchored::NotYet => continue,
                Anchored::Never(why) => Err(why),
                Anchored::At(from) => Ok(from),
            };
            moved = true;
            states[index] = match from {
                Err(why) => State::Missing(why),
                Ok(from) if !each.rule.valid.holds(from.date) => State::NotInForce,
                Ok(from) => match due(
                    each.rule,
                    counted_from(each.rule, from, known, calendar),
                    calendar,
                ) {
                    Err(error) => State::Missing(MissingWhy::Due(error)),
                    Ok(due) => {
                        let done = done(each.rule, known, stated, &rules);
                        State::Dated(Box::new(Clock {
                            rule: each.rule,
                            from: from.date,
                            projected: from.projected,
                            progress: Progress::of(&due, done, today, calendar.working),
                            due,
                            depends_on_number: each.depends_on_number,
                            asks: each.asks.clone(),
                            binds: true,
                        }))
                    }
                },
            };
        }
    }
    collected(&rules, states)
}

/// Takes the states apart: the current version of each rule that has a date, and what has none in any version.
fn collected<'a>(rules: &[Applying<'a>], states: Vec<State<'a>>) -> Resolved<'a> {
    let mut clocks: Vec<Clock> = Vec::new();
    let mut missing: Vec<Missing> = Vec::new();
    let replaced: Vec<bool> = rules
        .iter()
        .map(|each| place_taken(each.rule, rules, &states) != Some(false))
        .collect();
    for ((each, state), replaced) in rules.iter().zip(states).zip(replaced) {
        if replaced {
            continue;
        }
        let why = match state {
            State::Dated(clock) => {
                clocks.retain(|other| other.rule.id != clock.rule.id);
                clocks.push(*clock);
                continue;
            }
            State::NotInForce => continue,
            State::Missing(why) => why,
            State::Open => MissingWhy::Circular,
        };
        if !missing.iter().any(|other| other.rule.id == each.rule.id) {
            missing.push(Missing {
                rule: each.rule,
                why,
            });
        }
    }
    missing.retain(|each| !clocks.iter().any(|clock| clock.rule.id == each.rule.id));
    (clocks, missing)
}

fn anchored(
    anchor: &Anchor,
    known: &Known,
    stated: &dyn Fn(&str) -> Option<Dated>,
    rules: &[Applying],
    states: &[State],
) -> Anchored {
    let known = match anchor {
        Anchor::Trigger => known.trigger,
        Anchor::Previous => known.previous,
        Anchor::Meeting => known.meeting,
        Anchor::NextMeeting => known.next_meeting,
        Anchor::Named(name) => match stated(name) {
            Some(date) => Some(date),
            None => return given(name, rules, states),
        },
    };
    known.map_or(Anchored::Never(MissingWhy::NotStated), Anchored::At)
}

/// The date that the rules of that name give: the earliest of those that surely apply, else of those that may.
///
/// What has to be done after a meeting is taken to be done on its last working day; any other rule gives its limit.
fn given(name: &str, rules: &[Applying], states: &[State]) -> Anchored {
    let mut dated: Vec<&Clock> = Vec::new();
    let mut some = false;
    for (each, state) in rules.iter().zip(states) {
        if !each.rule.answers(name) {
            continue;
        }
        some = true;
        match place_taken(each.rule, rules, states) {
            None => return Anchored::NotYet,
            Some(true) => continue,
            Some(false) => {}
        }
        match state {
            State::Open => return Anchored::NotYet,
            State::Dated(clock) => {
                dated.retain(|other| other.rule.id != clock.rule.id);
                dated.push(clock);
            }
            State::Missing(_) | State::NotInForce => {}
        }
    }
    let sure = dated.iter().any(|clock| clock.asks.is_none());
    let dates = dated.iter().filter(|clock| !sure || clock.asks.is_none());
    let earliest = dates
        .map(|clock| clock.result())
        .min_by_key(|given| given.date);
    match earliest {
        Some(given) => Anchored::At(given),
        None if some => Anchored::Never(MissingWhy::Waits),
        None => Anchored::Never(MissingWhy::NotStated),
    }
}

/// Whether a rule that surely applies takes this one's place; nothing while that is not settled. A rule that may not apply,
/// for want of a number or an answer, takes nobody's place, nor does one that is not in force.
fn place_taken(rule: &TimeRule, rules: &[Applying], states: &[State]) -> Option<bool> {
    let others = rules.iter().zip(states).filter(|(other, _)| {
        other.rule.instead_of.as_ref() == Some(&rule.id)
            && other.rule.id != rule.id
            && other.asks.is_none()
            && !other.depends_on_number
    });
    let mut taken = false;
    for (_, state) in others {
        match state {
            State::Open => return None,
            State::NotInForce => {}
            State::Dated(_) | State::Missing(_) => taken = true,
        }
    }
    Some(taken)
}

impl Clock<'_> {
    /// The date from which other rules count where they count from this one.
    pub(super) fn result(&self) -> Dated {
        match self.rule.step {
            Step::After => Dated {
                date: self.due.hold_by,
                projected: true,
            },
            _ => Dated {
                date: self.due.limit,
                projected: self.projected,
            },
        }
    }
}

/// Hours count from the start of the meeting where that is known.
fn counted_from(rule: &TimeRule, from: Dated, known: &Known, calendar: &Calendar) -> From {
    match known.starts {
        Some(start) if rule.from == Anchor::Meeting => {
            let start = From::Instant(start);
            if start.date(calendar.zone) == from.date {
                return start;
            }
        }
        _ => {}
    }
    From::Date(from.date)
}

/// When what the rule asks for is planned or was done, if somebody said so. A date that others count from is theirs: it says
/// when the clock ends, not that the task is done. What happens after a meeting is both.
fn done(
    rule: &TimeRule,
    known: &Known,
    stated: &dyn Fn(&str) -> Option<Dated>,
    rules: &[Applying],
) -> Option<NaiveDate> {
    let of_meeting = matches!(
        rule.step,
        Step::Deadline | Step::Interval | Step::Reconvene | Step::Standing
    );
    if of_meeting && rule.concerns == Concern::Meeting {
        let held = known.meeting.filter(|meeting| !meeting.projected);
        return held.map(|meeting| meeting.date);
    }
    let is_anchor = |name: &str| rules.iter().any(|other| other.rule.from.id() == name);
    if rule.step != Step::After && is_anchor(&rule.id) {
        return None;
    }
    // A date before the meeting that this one follows is of an earlier round.
    let start = known.previous.or(known.trigger).map(|start| start.date);
    stated(&rule.id)
        .map(|done| done.date)
        .filter(|done| start.is_none_or(|start| start <= *done))
}
