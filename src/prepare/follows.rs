//! A meeting that follows another one: on which days it may be, by the day of the earlier one.
//!
//! What the table writes outranks the rules of the meeting's types; of these every date is `review`'s. Which days the earlier meeting
//! can have, and which of them it gets, is known elsewhere.

use super::clocked::Clocked;
use super::clocks::meeting_clocks;
use super::tables::Tables;
use super::window::{LATE_WORKING_DAYS, after_days};
use crate::model::rules::{Anchor, MeetingType};
use crate::model::{
    After, Arranged, ContactId, Follow, Gap, GapUnit, LimitSpec, MeetingSpec, RoleId, Subject,
};
use crate::review::is_same_cycle;
use crate::time::{WorkingDays, Zone, add_months};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A meeting of a cycle is looked for so many working days before the day aimed at, and not earlier: a review that is due in three
/// months is not wanted next week.
pub const NEAR_WORKING_DAYS: u32 = 15;

/// Id of the limit of a gap that the table states.
const GAP: &str = "gap";

/// The days that a meeting may have because of the one that it follows, whichever day that one has.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Envelope {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub late_to: NaiveDate,
    /// What sets the last day.
    pub rule: String,
}

impl Envelope {
    /// What covers all days that are allowed; `otherwise` where there are none.
    pub(super) fn of(follows: &Follows, otherwise: NaiveDate) -> Envelope {
        let all = || follows.allowed.values();
        let first = all().map(|follow| follow.first).min();
        let first = first.unwrap_or_else(|| next_day(otherwise));
        let last = all().map(|follow| follow.last).max();
        let last = last.unwrap_or_else(|| after_days(first));
        Envelope {
            first,
            last,
            late_to: all().map(|follow| follow.late_to).max().unwrap_or(last),
            rule: follows.rule.clone(),
        }
    }
}

/// By the day of the earlier meeting, when the later one may be; and what sets its last day.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Follows {
    pub allowed: BTreeMap<NaiveDate, Follow>,
    pub rule: String,
}

/// What the rules say of a meeting once the day of the earlier one is known.
#[derive(Clone, PartialEq, Debug)]
struct Ruled {
    opens: Option<NaiveDate>,
    /// The last day, and the id of its rule.
    limit: Option<(NaiveDate, String)>,
    /// The first day on which a meeting of a cycle is wanted.
    near: Option<NaiveDate>,
}

/// What the rules say, by kind of case and day: cases that are alike to the rules are asked about once.
#[derive(Default)]
pub(super) struct RuleMemo {
    kinds: Mutex<BTreeMap<String, u32>>,
    ruled: Mutex<BTreeMap<(u32, NaiveDate), Ruled>>,
}

impl RuleMemo {
    fn kind(&self, key: String) -> u32 {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let next = kinds.len() as u32;
        *kinds.entry(key).or_insert(next)
    }

    fn ruled(&self, kind: u32, day: NaiveDate, work_out: impl Fn() -> Ruled) -> Ruled {
        let known = |memo: &Mutex<BTreeMap<(u32, NaiveDate), Ruled>>| {
            let memo = memo.lock().unwrap_or_else(PoisonError::into_inner);
            memo.get(&(kind, day)).cloned()
        };
        known(&self.ruled).unwrap_or_else(|| {
            let ruled = work_out();
            let mut memo = self.ruled.lock().unwrap_or_else(PoisonError::into_inner);
            memo.insert((kind, day), ruled.clone());
            ruled
        })
    }
}

/// A meeting and the one that it follows.
pub(super) struct Pair<'a> {
    pub tables: &'a Tables<'a>,
    pub spec: &'a MeetingSpec,
    pub after: &'a After,
    /// `None` = it stands in no table any more.
    pub before: Option<&'a MeetingSpec>,
    pub today: NaiveDate,
}

impl Pair<'_> {
    /// When the meeting may be, for each day on which the earlier one can be. Days that leave none are left out.
    pub(super) fn follows(
        &self,
        days: impl Iterator<Item = NaiveDate>,
        memo: &RuleMemo,
    ) -> Follows {
        let clocked = Clocked::new(self.tables.workspace, self.spec);
        let kind = memo.kind(self.key(&clocked));
        let mut follows = Follows {
            allowed: BTreeMap::new(),
            rule: GAP.to_owned(),
        };
        for day in days {
            let ruled = memo.ruled(kind, day, || self.ruled(day, clocked.working()));
            if let (None, Some((_, rule))) = (self.after.most, &ruled.limit) {
                follows.rule.clone_from(rule);
            }
            if let Some(follow) = self.follow(day, &ruled, clocked.working()) {
                follows.allowed.insert(day, follow);
            }
        }
        follows
    }

    /// The meeting as it is after one that stands, and the days that are left to it.
    pub(super) fn after_day(&self, arranged: &Arranged, zone: &Zone) -> (MeetingSpec, Envelope) {
        let day = zone.local(arranged.interval.start()).date();
        let follows = self.follows(std::iter::once(day), &RuleMemo::default());
        let mut spec = self.counted_from(day);
        stay(&mut spec, self.after, self.before, arranged);
        (spec, Envelope::of(&follows, day))
    }

    /// The last working day that the rules allow after an earlier meeting on `day`, if they limit it.
    pub(super) fn last(&self, day: NaiveDate, memo: &RuleMemo) -> Option<NaiveDate> {
        let clocked = Clocked::new(self.tables.workspace, self.spec);
        let kind = memo.kind(self.key(&clocked));
        let ruled = memo.ruled(kind, day, || self.ruled(day, clocked.working()));
        let (limit, _) = ruled.limit?;
        Some(clocked.working().last_not_after(limit))
    }

    fn follow(&self, day: NaiveDate, ruled: &Ruled, working: &WorkingDays) -> Option<Follow> {
        let next = next_day(day);
        let first = match self.after.least {
            Some(least) => after_gap(day, least, working),
            None if self.spec.cycle_of.is_some() => next
                .max(ruled.opens.unwrap_or(next))
                .max(ruled.near.unwrap_or(next)),
            None => next.max(ruled.opens.unwrap_or(next)),
        };
        let by_rule = ruled.limit.as_ref().map(|(limit, _)| *limit);
        let (last, late_to) = match (self.after.most, by_rule) {
            (Some(most), _) => {
                let last = after_gap(day, most, working);
                (last, last)
            }
            (None, Some(limit)) => (limit, working.after(limit, LATE_WORKING_DAYS)),
            // Nothing limits it but what its own row says.
            (None, None) => {
                let last = match self.spec.window.limit {
                    Some(LimitSpec::By(by)) => by.max(first),
                    _ => after_days(first),
                };
                (last, last)
            }
        };
        (first <= late_to).then_some(Follow {
            first,
            last,
            late_to,
        })
    }

    fn ruled(&self, day: NaiveDate, working: &WorkingDays) -> Ruled {
        let workspace = self.tables.workspace;
        let spec = self.counted_from(day);
        let clocks = meeting_clocks(workspace, &spec, self.today);
        let limit = clocks.binding();
        let margin = workspace.rules.policy.target_margin_working_days;
        let near = limit.map(|limit| {
            let inside = working.before(limit.due.hold_by, margin);
            let aimed = clocks.target().map_or(inside, |target| target.min(inside));
            working.before(aimed, NEAR_WORKING_DAYS)
        });
        Ruled {
            opens: clocks.opens(),
            limit: limit.map(|limit| (limit.due.limit, limit.rule.id.clone())),
            near,
        }
    }

    /// The meeting as it is once the earlier one has that day: the day is its previous one, or starts its clock, or has the name from
    /// which its rules count.
    pub(super) fn counted_from(&self, day: NaiveDate) -> MeetingSpec {
        let mut spec = self.spec.clone();
        let book = &self.tables.workspace.rules;
        let kinds = |spec: &MeetingSpec| -> Vec<&MeetingType> {
            spec.types.iter().filter_map(|id| book.kind(id)).collect()
        };
        let before = self.before.map(kinds).unwrap_or_default();
        if spec.subjects.is_empty() {
            spec.subjects.push(Subject {
                id: Subject::UNNAMED.to_owned(),
                ..Subject::default()
            });
        }
        let types = kinds(&spec);
        for subject in &mut spec.subjects {
            let mut own = types
                .iter()
                .filter(|kind| subject.kind.as_ref().is_none_or(|id| *id == kind.id));
            let goes_on = own.clone().any(|kind| {
                before
                    .iter()
                    .any(|b| b.id == kind.id || is_same_cycle(b, kind))
            });
            let begins = own.any(|kind| before.iter().any(|b| leads_to(b, kind)));
            if goes_on {
                subject.previous = Some(day);
                subject.number = subject.number.or_else(|| self.number_after(&subject.id));
            } else if begins || subject.trigger.is_none() {
                subject.trigger = Some(day);
            }
        }
        // What a spawned chain's first rule calls the day.
        for kind in &types {
            let spawns = before.iter().flat_map(|b| &b.spawns);
            for spawn in spawns.filter(|spawn| spawn.kind == kind.id) {
                let rule = kind.rules.iter().find(|rule| rule.id == spawn.rule);
                if let Some(Anchor::Named(name)) = rule.map(|rule| &rule.from) {
                    spec.anchors.insert(name.clone(), day);
                }
            }
        }
        spec
    }

    /// Which meeting of its chain follows that of the subject, if that is known.
    fn number_after(&self, subject: &str) -> Option<u32> {
        let before = self.before?;
        let same = before.subjects.iter().find(|one| one.id == subject);
        let number = same.or(before.subjects.first())?.number?;
        Some(number.saturating_add(1))
    }

    /// Everything of the case that rules ask for, the day of the earlier meeting and who it is about left out.
    fn key(&self, clocked: &Clocked) -> String {
        let spec = self.counted_from(NaiveDate::MIN);
        let subjects: Vec<_> = spec
            .subjects
            .iter()
            .map(|one| (&one.kind, one.trigger, one.previous, one.number))
            .collect();
        let flags: Vec<_> = spec.flags.iter().map(|one| (&one.flag, one.set)).collect();
        let case = (&spec.types, spec.nation, &spec.zone, &spec.anchors);
        let pinned = spec.pinned_start.map(|start| start.date());
        format!(
            "{case:?}{subjects:?}{flags:?}{pinned:?}{:?}",
            clocked.terms_id()
        )
    }
}

/// Who sat in the arranged meeting before sits here again, where it is to be the same people.
pub(super) fn stay(
    spec: &mut MeetingSpec,
    after: &After,
    before: Option<&MeetingSpec>,
    arranged: &Arranged,
) {
    for (own, other) in same_seats(&after.same, before, spec) {
        let sat = arranged.attending.iter().find(|one| one.seat == other);
        let free = |contact: &ContactId| spec.pinned_people.iter().all(|(_, c)| c != contact);
        if let Some(contact) = sat.map(|one| one.contact).filter(free) {
            spec.pinned_people.push((own, contact));
        }
    }
}

/// Pairs of seats that the same person is to fill, in the later and in the earlier meeting, by their ids. Seats of a role are paired in
/// the order in which they stand.
pub(super) fn same_seats(
    roles: &[RoleId],
    before: Option<&MeetingSpec>,
    spec: &MeetingSpec,
) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for role in roles {
        let of_role = |spec: &'_ MeetingSpec| -> Vec<String> {
            let seats = spec.seats.iter();
            let of_role = seats.filter(|seat| seat.roles.contains(role));
            of_role.map(|seat| seat.id.clone()).collect()
        };
        let others = before.map(of_role).unwrap_or_default();
        for pair in of_role(spec).into_iter().zip(others) {
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs
}

fn leads_to(before: &MeetingType, kind: &MeetingType) -> bool {
    before.chain_next.as_ref() == Some(&kind.id)
        || before.spawns.iter().any(|spawn| spawn.kind == kind.id)
}

/// The day that lies so far behind `day`.
fn after_gap(day: NaiveDate, gap: Gap, working: &WorkingDays) -> NaiveDate {
    match gap.unit {
        GapUnit::WorkingDays => working.after(day, gap.amount),
        GapUnit::Days => day
            .checked_add_days(Days::new(u64::from(gap.amount)))
            .unwrap_or(day),
        GapUnit::Months => i32::try_from(gap.amount)
            .ok()
            .and_then(|months| add_months(day, months))
            .map_or(day, |(date, _)| date),
    }
}

pub(super) fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}
