//! What follows from a meeting: what is due before and after it, and the meetings that come after.
//!
//! A meeting that has no day yet is taken to be held on the last day that its clock allows, and everything that is counted from
//! there is marked as projected. The next meeting counts from the day on which this one was held, early or late, and never
//! from the day on which it should have been.

use super::clocks::{Asked, Clocks, known_clocks, questions};
use super::due::Calendar;
use super::facts::{CaseFacts, Dated, Known, Number, is_outcome};
use super::progress::Progress;
use super::resolve::{Clock, Missing, applying, resolve};
use crate::model::rules::{
    Anchor, Concern, MeetingType, Remark, RuleBook, RulePolicy, Spawn, Step, TimeRule,
};
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::VecDeque;

/// How far a chain is followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reach {
    /// Meetings of each strand, the one that was asked about included.
    pub meetings: usize,
    /// No meeting after this day.
    pub until: Option<NaiveDate>,
}

/// The meetings that a case leads to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Chain<'a> {
    /// First the strand of the meeting that was asked about, then those that its meetings begin, in order.
    pub strands: Vec<Strand<'a>>,
}

/// Meetings each of which counts from the one before.
#[derive(Clone, PartialEq, Debug)]
pub struct Strand<'a> {
    /// The meeting that begins it; none for the one that was asked about, and where a meeting before that one has begun it.
    pub begun_by: Option<Begun>,
    pub meetings: Vec<Link<'a>>,
}

/// A meeting by its places in the chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Begun {
    pub strand: usize,
    pub meeting: usize,
}

/// One meeting with everything that its day decides.
#[derive(Clone, PartialEq, Debug)]
pub struct Link<'a> {
    pub kind: &'a MeetingType,
    pub number: Number,
    pub clocks: Clocks<'a>,
    /// The day that was stated: planned or held.
    pub date: Option<NaiveDate>,
    /// The day from which everything else counts: the one stated, else the last one that the binding limit allows.
    pub on: Option<NaiveDate>,
    /// The day to aim at: that of a target rule, or some working days before the limit, whichever is earlier; never before the
    /// first day on which it may be, nor on the day that the limit counts from.
    pub target: Option<NaiveDate>,
    /// How it stands by its binding limit.
    pub progress: Option<Progress>,
    /// What has to be told and written before it.
    pub before: Vec<Clock<'a>>,
    /// What has to be done after it.
    pub after: Vec<Clock<'a>>,
    /// Flags on which something before or after depends; those of the meeting's day are with its clocks.
    pub questions: Vec<Asked<'a>>,
    /// Rules before or after that apply and have no date.
    pub missing: Vec<Missing<'a>>,
    /// What may excuse that a limit is missed. It never moves a date.
    pub exceptions: &'a [Remark],
}

impl Link<'_> {
    /// It has no day of its own: it is taken to be held on its last.
    pub fn is_projected(&self) -> bool {
        self.date.is_none()
    }
}

/// The chain that begins with this meeting of this case, as far as `reach`.
///
/// The strand goes on with the type's `chain_next`: the same type counts from this meeting as the previous, another type from
/// this meeting as its trigger, unless both count their cycles from the same result (an annual review after a transfer review). What meetings spawn follows as strands of their own, each type once. Types of another nation
/// give way to their counterparts in the calendar's.
pub fn chain<'a>(
    book: &'a RuleBook,
    kind: &'a MeetingType,
    facts: &CaseFacts,
    calendar: &Calendar,
    today: NaiveDate,
    reach: Reach,
) -> Chain<'a> {
    let asked = Known::stated(kind, facts);
    let walk = Walk {
        book,
        calendar,
        today,
        reach,
    };
    let mut chain = Chain {
        strands: vec![Strand {
            begun_by: None,
            meetings: walk.strand(kind, asked.clone()),
        }],
    };
    let mut begun = vec![kind.id.as_str()];
    let mut waiting: VecDeque<usize> = [0].into();
    while let Some(strand) = waiting.pop_front() {
        for beginning in walk.beginnings(&chain.strands[strand].meetings, strand) {
            if begun.contains(&beginning.kind.id.as_str()) {
                continue;
            }
            begun.push(&beginning.kind.id);
            let mut anchors = facts.anchors.clone();
            if let Some(name) = beginning.named {
                anchors.insert(name.to_owned(), beginning.on.date);
            }
            let known = Known {
                anchors: &anchors,
                ..begun_by(beginning.on, &asked)
            };
            waiting.push_back(chain.strands.len());
            chain.strands.push(Strand {
                begun_by: Some(beginning.by),
                meetings: walk.strand(beginning.kind, known),
            });
        }
    }
    chain
}

/// What a meeting that was held has begun beside the strand that it goes on in: the core groups of a conference. `facts` state its
/// day.
///
/// A strand whose first limit has passed is told up to there: nobody has said when that meeting was.
pub fn begun<'a>(
    book: &'a RuleBook,
    kind: &'a MeetingType,
    facts: &CaseFacts,
    calendar: &Calendar,
    today: NaiveDate,
    reach: Reach,
) -> Vec<Strand<'a>> {
    let own = |strand: &Strand| {
        let begun = strand.begun_by;
        begun.is_some_and(|begun| begun.strand == 0 && begun.meeting == 0)
    };
    let whole = chain(book, kind, facts, calendar, today, reach);
    let mut strands: Vec<Strand> = whole.strands.into_iter().filter(own).collect();
    for strand in &mut strands {
        strand.begun_by = None;
        let first = strand.meetings.first().and_then(|link| link.progress);
        if first.is_some_and(Progress::is_breach) {
            strand.meetings.truncate(1);
        }
    }
    strands
}

/// A strand that a meeting begins.
struct Beginning<'a> {
    by: Begun,
    on: Dated,
    kind: &'a MeetingType,
    /// What the first rule calls the day of the meeting, where it is not the trigger.
    named: Option<&'a str>,
}

/// What stays the same on the way along all strands.
struct Walk<'a, 'w> {
    book: &'a RuleBook,
    calendar: &'w Calendar<'w>,
    today: NaiveDate,
    reach: Reach,
}

impl<'a> Walk<'a, '_> {
    /// The meetings from one of that type on, as far as the reach.
    fn strand(&self, kind: &'a MeetingType, known: Known) -> Vec<Link<'a>> {
        let mut links: Vec<(Link, Known)> = Vec::new();
        let mut next = Some((kind, known));
        // One more than is asked for, since papers may be due so long before the next meeting.
        while let Some((kind, known)) = next.take() {
            let link = self.link(kind, &known);
            let Some(on) = on(&link) else {
                if links.is_empty() || !link.clocks.missing.is_empty() {
                    links.push((link, known));
                }
                break;
            };
            let before = links.last().and_then(|(before, _)| before.on);
            if before.is_some_and(|before| on.date <= before) {
                break;
            }
            if links.len() < self.reach.meetings && !self.is_past(on) {
                next = self.after(&link, known.clone(), on);
            }
            links.push((link, known));
        }
        let days: Vec<Option<Dated>> = links.iter().map(|(link, _)| on(link)).collect();
        let mut meetings = Vec::new();
        for (index, (mut link, known)) in links.into_iter().enumerate() {
            let past = days[index].is_some_and(|day| self.is_past(day));
            if index > 0 && (index >= self.reach.meetings || past) {
                break;
            }
            let next_meeting = days.get(index + 1).copied().flatten();
            self.around(&mut link, &known, next_meeting);
            meetings.push(link);
        }
        meetings
    }

    fn is_past(&self, day: Dated) -> bool {
        self.reach.until.is_some_and(|until| day.date > until)
    }

    /// The meeting with its clocks; what is due before and after it is added by [`around`](Self::around).
    fn link(&self, kind: &'a MeetingType, known: &Known) -> Link<'a> {
        let clocks = known_clocks(kind, known, self.calendar, self.today);
        let date = known.meeting.map(|meeting| meeting.date);
        let binding = clocks.binding();
        Link {
            kind,
            number: known.number,
            date,
            on: date.or(binding.map(|clock| clock.due.hold_by)),
            target: self.target(&clocks, known),
            progress: binding.map(|clock| clock.progress),
            before: Vec::new(),
            after: Vec::new(),
            questions: Vec::new(),
            missing: Vec::new(),
            exceptions: &kind.exceptions,
            clocks,
        }
    }

    fn target(&self, clocks: &Clocks, known: &Known) -> Option<NaiveDate> {
        let working = self.calendar.working;
        let RulePolicy {
            target_margin_working_days: margin,
            ..
        } = self.book.policy;
        let last = clocks.binding().map(|clock| clock.due.hold_by);
        let by_margin = last.map(|last| working.before(last, margin));
        let targets = clocks.targets.iter().filter(|clock| clock.binds);
        let by_rule = targets.map(|clock| clock.due.hold_by).min();
        let aimed = by_rule.into_iter().chain(by_margin).min()?;
        let from = known.previous.or(known.trigger).map(|from| from.date);
        let first = from.and_then(|from| working.checked_after(from, 1));
        let aimed = first
            .into_iter()
            .chain(clocks.opens())
            .fold(aimed, NaiveDate::max);
        Some(last.map_or(aimed, |last| aimed.min(last)))
    }

    /// Adds what is due before and after the meeting.
    fn around(&self, link: &mut Link<'a>, known: &Known, next_meeting: Option<Dated>) {
        let Some(held) = on(link) else { return };
        let kind = link.kind;
        let known = Known {
            meeting: Some(held),
            next_meeting,
            ..known.clone()
        };
        // An outcome of this meeting is not before it, and nothing of it is before the meeting that it follows.
        let of_this = |name: &str, date: NaiveDate| match is_outcome(kind, name) {
            true => held.date <= date,
            false => known.previous.is_none_or(|before| before.date < date),
        };
        let stated = |name: &str| {
            let date = known.anchors.get(name).copied();
            date.filter(|date| of_this(name, *date)).map(Dated::actual)
        };
        let dated = |wanted: &dyn Fn(Step) -> bool| {
            let rules = kind.rules.iter().filter(|rule| wanted(rule.step));
            let rules = applying(rules, &known);
            resolve(rules, &known, &stated, self.calendar, self.today)
        };
        let (before, missing) = dated(&|step| matches!(step, Step::Notice | Step::Report));
        let (after, missing_after) = dated(&|step| step == Step::After);
        link.questions = questions(before.iter().chain(&after));
        (link.before, link.after, link.missing) = (before, after, missing);
        // That there is no next meeting within reach is nothing that somebody could state.
        let stateable = |missing: &Missing| missing.rule.from != Anchor::NextMeeting;
        link.missing
            .extend(missing_after.into_iter().filter(stateable));
    }

    /// The meeting that follows in the same strand, and what is known of it.
    fn after<'k>(
        &self,
        link: &Link<'a>,
        known: Known<'k>,
        on: Dated,
    ) -> Option<(&'a MeetingType, Known<'k>)>
    where
        'a: 'k,
    {
        let next = self.next_kind(link.kind)?;
        if next.id != link.kind.id && !is_same_cycle(link.kind, next) {
            return Some((next, begun_by(on, &known)));
        }
        let mut kept = known.kept.clone();
        kept.extend(
            link.clocks
                .binding()
                .filter(|clock| counts_from_stated(link.kind, clock.rule))
                .map(|clock| clock.rule.id.as_str()),
        );
        let known = Known {
            previous: Some(on),
            number: known.number.next(),
            meeting: None,
            starts: None,
            again: false,
            kept,
            ..known
        };
        Some((next, known))
    }

    /// The type that the strand goes on with; a type with a rhythm goes on with itself if it names no other.
    fn next_kind(&self, kind: &'a MeetingType) -> Option<&'a MeetingType> {
        if let Some(next) = &kind.chain_next {
            return self.local(next);
        }
        let repeats = |rule: &TimeRule| {
            matches!(rule.step, Step::Interval | Step::Standing)
                && rule.concerns == Concern::Meeting
                && rule.from == Anchor::Previous
        };
        kind.rules.iter().any(repeats).then_some(kind)
    }

    /// The strands that these meetings begin, beside the one that they go on in.
    fn beginnings(&self, meetings: &[Link<'a>], strand: usize) -> Vec<Beginning<'a>> {
        let mut found = Vec::new();
        for (meeting, link) in meetings.iter().enumerate() {
            let Some(on) = on(link) else { continue };
            let next = self.next_kind(link.kind).map(|next| &next.id);
            for Spawn { kind, rule } in &link.kind.spawns {
                let Some(kind) = self.local(kind).filter(|kind| Some(&kind.id) != next) else {
                    continue;
                };
                let first = kind.rules.iter().find(|each| each.id == *rule);
                found.push(Beginning {
                    by: Begun { strand, meeting },
                    on,
                    kind,
                    named: match first.map(|first| &first.from) {
                        Some(Anchor::Named(name)) => Some(name),
                        _ => None,
                    },
                });
            }
        }
        found
    }

    /// The type of that id, or what stands for it in the nation whose calendar it is.
    fn local(&self, id: &str) -> Option<&'a MeetingType> {
        let nation: Nation = self.calendar.working.nation();
        let kind = self.book.kind(id)?;
        if kind.nations.contains(&nation) {
            return Some(kind);
        }
        Some(self.book.counterpart(kind, nation).unwrap_or(kind))
    }
}

/// The day from which everything around the meeting counts.
fn on(link: &Link) -> Option<Dated> {
    let date = link.on?;
    Some(Dated {
        date,
        projected: link.is_projected(),
    })
}

/// What is known of the first meeting of a type whose trigger is another meeting.
fn begun_by<'k>(on: Dated, known: &Known<'k>) -> Known<'k> {
    Known {
        trigger: Some(on),
        previous: None,
        number: Number {
            least: 1,
            exact: true,
        },
        meeting: None,
        next_meeting: None,
        starts: None,
        again: false,
        kept: Vec::new(),
        ..known.clone()
    }
}

/// Whether meetings of `next` count from a result that `kind` has too: an annual review after a transfer review counts from the
/// decision on that, as after any other.
pub fn is_same_cycle(kind: &MeetingType, next: &MeetingType) -> bool {
    let mut intervals = next.rules.iter().filter(|rule| rule.step == Step::Interval);
    intervals.any(|rule| match &rule.from {
        Anchor::Named(name) => is_outcome(kind, name) && is_outcome(next, name),
        _ => false,
    })
}

/// Whether the rule counts from a date that is stated once for the case, and so binds one meeting only.
fn counts_from_stated(kind: &MeetingType, rule: &TimeRule) -> bool {
    let Anchor::Named(name) = &rule.from else {
        return false;
    };
    !is_outcome(kind, name) && !kind.rules.iter().any(|other| other.answers(name))
}
