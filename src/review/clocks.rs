//! Which rules bind one meeting of one case.
//!
//! Rules apply by the meeting's place in its chain, by the flags of the case and by the day on which they hold; the earliest of
//! those that bind is the one to keep. Meetings of several subjects, each with clocks of its own, are bound by the
//! [`earliest`] of all. What follows from a meeting's date is left to [`chain`](super::chain).

use super::due::Calendar;
use super::facts::{CaseFacts, Dated, INQUORATE, Known, is_outcome};
use super::resolve::{Applying, Clock, Missing, applying, resolve};
use crate::model::rules::{Anchor, Concern, MeetingType, RuleKind, Step, TimeRule};
use chrono::NaiveDate;

/// The dates that rules set for one meeting, each list in the order of the file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clocks<'a> {
    /// Not later than.
    pub limits: Vec<Clock<'a>>,
    /// Which of the limits has to be kept first, among those that bind.
    pub binding: Option<usize>,
    /// Not earlier than.
    pub not_before: Vec<Clock<'a>>,
    /// Days to aim at. To miss one is no breach, whatever its progress.
    pub targets: Vec<Clock<'a>>,
    /// What else has to be done by a day that these rules set: a request, a decision. It never binds the meeting.
    pub tasks: Vec<Clock<'a>>,
    /// Flags that nobody has spoken of, and on which rules depend.
    pub questions: Vec<Asked<'a>>,
    /// Rules that apply and have no date.
    pub missing: Vec<Missing<'a>>,
}

/// A flag that nobody has spoken of.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked<'a> {
    pub flag: String,
    /// What depends on it.
    pub rules: Vec<&'a TimeRule>,
}

impl<'a> Clocks<'a> {
    /// The limit that has to be kept first.
    pub fn binding(&self) -> Option<&Clock<'a>> {
        self.binding.and_then(|index| self.limits.get(index))
    }

    /// The first day on which the meeting may be.
    pub fn opens(&self) -> Option<NaiveDate> {
        let binding = self.not_before.iter().filter(|clock| clock.binds);
        binding.map(|clock| clock.due.hold_by).max()
    }
}

/// Which rules bind this meeting of this case.
///
/// - The first meeting is bound by the deadlines; a later one by the intervals whose sequence fits, the reconvening rule if
///   the previous meeting was inquorate, the standing rhythm. Where nobody has said which meeting it is, all rules that fit
///   some number bind, and say that they depend on it.
/// - Where no rule speaks of a later meeting but that for one that has to be held again, that one asks if it has to.
/// - A type without a deadline counts its first meeting from the trigger as later ones from the previous.
/// - A deadline counted from a stated date other than the trigger binds any meeting that comes after that date.
/// - What a rule counts from may be what another one gives; see [`Missing`] for what then has no date.
/// - A rule whose flag nobody has spoken of does not bind where one of the same step holds without asking; else those that ask
///   bind provisionally, which means the earliest of them.
///
/// `today` is the day from which working days in hand are counted.
pub fn clocks<'a>(
    kind: &'a MeetingType,
    facts: &CaseFacts,
    calendar: &Calendar,
    today: NaiveDate,
) -> Clocks<'a> {
    known_clocks(kind, &Known::stated(kind, facts), calendar, today)
}

/// The clocks of several subjects of one meeting: which subject's limit has to be kept first, and that limit.
pub fn earliest<'c, 'a>(all: &'c [Clocks<'a>]) -> Option<(usize, &'c Clock<'a>)> {
    all.iter()
        .enumerate()
        .filter_map(|(subject, clocks)| Some((subject, clocks.binding()?)))
        .min_by_key(|(_, clock)| (clock.due.hold_by, clock.due.limit))
}

/// [`clocks`] of what is known, projected dates included.
pub(super) fn known_clocks<'a>(
    kind: &'a MeetingType,
    known: &Known,
    calendar: &Calendar,
    today: NaiveDate,
) -> Clocks<'a> {
    let stated = |name: &str| looking_back(kind, name, known, calendar, today);
    let (rules, known) = of_meeting(kind, known);
    let (mut dated, missing) = resolve(rules, &known, &stated, calendar, today);
    withdraw_where_others_hold(&mut dated);
    let reconvened = dated
        .iter()
        .any(|clock| clock.rule.step == Step::Reconvene && clock.asks.is_none());
    for clock in &mut dated {
        clock.binds &= !(reconvened && clock.rule.step == Step::Deadline);
    }
    let mut clocks = Clocks {
        questions: questions(dated.iter()),
        missing,
        ..Clocks::default()
    };
    for clock in dated {
        let list = match (clock.rule.concerns, clock.rule.kind) {
            (Concern::Task, _) => &mut clocks.tasks,
            (Concern::Meeting, RuleKind::Earliest) => &mut clocks.not_before,
            (Concern::Meeting, RuleKind::Target) => &mut clocks.targets,
            (Concern::Meeting, RuleKind::Latest | RuleKind::Before) => &mut clocks.limits,
        };
        list.push(clock);
    }
    let limits = clocks.limits.iter().enumerate();
    clocks.binding = limits
        .filter(|(_, clock)| clock.binds)
        .min_by_key(|(_, clock)| (clock.due.hold_by, clock.due.limit))
        .map(|(index, _)| index);
    clocks
}

/// The rules that set the day of this meeting, and what is known as they are to see it.
fn of_meeting<'a, 'k>(kind: &'a MeetingType, known: &Known<'k>) -> (Vec<Applying<'a>>, Known<'k>) {
    let mut known = known.clone();
    let step = |step| kind.rules.iter().filter(move |rule| rule.step == step);
    if known.again {
        let mut again = applying(step(Step::Reconvene), &known);
        if !again.is_empty() {
            // Of a type that is held once, the first clock goes on beside it: told, so that nobody takes the new date for all there
            // is. What a review's first clock was cannot be seen from a later one.
            let held_once = !kind.rules.iter().any(is_recurring);
            let first =
                step(Step::Deadline).filter(|rule| held_once && rule.concerns == Concern::Meeting);
            again.extend(applying(first, &known));
            again.retain(|each| !known.kept.contains(&each.rule.id.as_str()));
            return (again, known);
        }
    }
    let own_deadline = step(Step::Deadline).any(|rule| rule.concerns == Concern::Meeting);
    let is_first = known.number.is_first();
    if is_first && !own_deadline {
        // The event that starts the clock stands for a meeting before the first.
        known.previous = known.previous.or(known.trigger);
        known.number.least = 2;
    }
    let intervals = match is_first && own_deadline {
        true => Vec::new(),
        false => applying(kind.rules.iter().filter(|rule| is_recurring(rule)), &known),
    };
    let mut rules = applying(
        step(Step::Deadline).filter(|rule| {
            is_first
                || counts_from_one_of(rule, &intervals)
                || counts_from_event_to_come(kind, rule, &known)
        }),
        &known,
    );
    rules.extend(intervals);
    rules.retain(|each| !known.kept.contains(&each.rule.id.as_str()));
    let spoken_of = known.flags.iter().any(|state| state.flag == INQUORATE);
    if rules.is_empty() && known.previous.is_some() && !spoken_of {
        // Nothing else says why there should be another meeting of this type after one that was held.
        rules = applying(step(Step::Reconvene), &known);
        for each in &mut rules {
            each.asks = Some(INQUORATE.to_owned());
        }
    }
    (rules, known)
}

fn is_recurring(rule: &TimeRule) -> bool {
    matches!(rule.step, Step::Interval | Step::Standing)
}

/// A deadline that is a part of every cycle, since it counts from what an interval gives.
fn counts_from_one_of(rule: &TimeRule, intervals: &[Applying]) -> bool {
    let mut givers = intervals.iter().map(|each| each.rule);
    matches!(&rule.from, Anchor::Named(name) if givers.any(|giver| giver.answers(name)))
}

/// A deadline of an event that somebody has stated and that no meeting has followed yet (a transfer, a placement), or of the
/// day that such a deadline gives.
fn counts_from_event_to_come(kind: &MeetingType, rule: &TimeRule, known: &Known) -> bool {
    let follows = |date: &NaiveDate| known.previous.is_none_or(|previous| previous.date < *date);
    let is_to_come = |name: &str| {
        let stated = known.anchors.get(name);
        !is_outcome(kind, name) && stated.is_some_and(follows)
    };
    let Anchor::Named(name) = &rule.from else {
        return false;
    };
    let mut deadlines = kind.rules.iter().filter(|one| one.step == Step::Deadline);
    is_to_come(name)
        || deadlines.any(|giver| match &giver.from {
            Anchor::Named(event) => giver.answers(name) && is_to_come(event),
            _ => false,
        })
}

/// The date of that name as the clock of a meeting sees it: outcomes are those of the meeting before.
///
/// Where the outcome was not stated, the meeting before is taken to have had it on its last day.
fn looking_back(
    kind: &MeetingType,
    name: &str,
    known: &Known,
    calendar: &Calendar,
    today: NaiveDate,
) -> Option<Dated> {
    let stated = known.anchors.get(name).copied();
    if !is_outcome(kind, name) {
        return stated.map(Dated::actual);
    }
    let of_this = |date: &NaiveDate| known.meeting.is_some_and(|meeting| meeting.date <= *date);
    let stale = |date: &NaiveDate| known.previous.is_some_and(|previous| *date < previous.date);
    if let Some(date) = stated.filter(|date| !of_this(date) && !stale(date)) {
        return Some(Dated::actual(date));
    }
    let before = Known {
        meeting: Some(known.previous?),
        next_meeting: None,
        starts: None,
        ..known.clone()
    };
    let rules = kind.rules.iter().filter(|rule| rule.step == Step::After);
    let (dated, _) = resolve(
        applying(rules, &before),
        &before,
        &|_| None,
        calendar,
        today,
    );
    let outcome = dated.iter().find(|clock| clock.rule.answers(name))?;
    Some(outcome.result())
}

/// Takes the say from rules that ask where one of the same step and sort holds without asking.
fn withdraw_where_others_hold(dated: &mut [Clock]) {
    let sort = |clock: &Clock| {
        let kind = match clock.rule.kind {
            RuleKind::Before => RuleKind::Latest,
            kind => kind,
        };
        (clock.rule.step, clock.rule.concerns, kind)
    };
    let sure: Vec<_> = dated
        .iter()
        .filter(|clock| clock.asks.is_none())
        .map(sort)
        .collect();
    for clock in dated.iter_mut().filter(|clock| clock.asks.is_some()) {
        clock.binds = clock.rule.concerns == Concern::Task || !sure.contains(&sort(clock));
    }
}

/// The flags that these depend on, in order of their names.
pub(super) fn questions<'c, 'a: 'c>(clocks: impl Iterator<Item = &'c Clock<'a>>) -> Vec<Asked<'a>> {
    let mut asked: Vec<Asked> = Vec::new();
    for clock in clocks {
        let Some(flag) = &clock.asks else { continue };
        match asked.iter_mut().find(|other| other.flag == *flag) {
            Some(other) => other.rules.push(clock.rule),
            None => asked.push(Asked {
                flag: flag.clone(),
                rules: vec![clock.rule],
            }),
        }
    }
    asked.sort_by(|a, b| a.flag.cmp(&b.flag));
    asked
}
