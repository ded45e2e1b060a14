//! What a plan comes to, counted once for every form in which it is shown.

use super::{PlanReport, count, is_pool, seat_of_open};
use crate::model::{
    AgencyId, Confirming, ContactId, Ground, Level, PlanLevel, SeatId, Slot, State, UnknownGround,
    VenueId,
};
use crate::report::find::unknown_ground;
use std::collections::BTreeMap;

/// A part of a whole, with the most that it can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    pub filled: i64,
    pub of: i64,
    /// No plan that is as good at every level above fills more; `None` = nothing is proved.
    pub most: Option<i64>,
}

/// What the attendances of the plan rest on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grounds {
    pub attendances: usize,
    pub feed: usize,
    pub answer: usize,
    /// Expected by a pattern, past the end of the diary.
    pub pattern: usize,
    pub tentative: usize,
    /// By the reason why nothing is known.
    pub unknown: BTreeMap<UnknownGround, usize>,
    /// Meetings with somebody whose diary does not reach so far: expected, or unknown for that reason.
    pub beyond: usize,
}

/// Whose yes is wanted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Whom {
    Contact(ContactId),
    Venue(VenueId),
    /// Somebody is to be named for this seat.
    Open(String),
}

/// One call, for all meetings that wait for the same person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanCall {
    pub whom: Whom,
    /// Meetings that their yes alone makes quorate.
    pub settles: usize,
    /// Meetings of which they stand in the smallest set, alone or with others.
    pub wanted: usize,
    /// References of the meetings of `wanted`, in the order of their time.
    pub meetings: Vec<String>,
}

/// Who takes on how many meetings of a seat whose people we choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pool {
    pub seat: String,
    /// Contact, meetings before this plan, meetings by this plan; most first.
    pub people: Vec<(ContactId, u32, usize)>,
}

/// Places of one agency's people in the meetings that are placed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AgencyShares {
    pub required: AgencyShare,
    /// Expected and preferred.
    pub wanted: AgencyShare,
}

/// How places of one agency's people are filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AgencyShare {
    pub coming: usize,
    /// It is not known yet whether they come.
    pub waiting: usize,
    pub empty: usize,
}

/// How meetings of one type fare.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TypeRow {
    pub meetings: usize,
    pub placed: usize,
    pub in_time: usize,
    pub quorate: usize,
    /// Working days to spare, added up over those that have a limit and are in time, and how many these are.
    pub spare: (i64, usize),
}

/// All counts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Figures {
    pub meetings: usize,
    pub placed: usize,
    /// Placed inside their limit.
    pub in_time: usize,
    pub late: usize,
    pub quorate: usize,
    /// Quorate if somebody says yes.
    pub waiting: usize,
    pub short: usize,
    /// Without a place, those included that could not be made ready.
    pub unplaced: usize,
    /// Weight of required places that are filled for certain, in hundredths.
    pub required: Share,
    pub grounds: Grounds,
    /// The calls that matter most first.
    pub calls: Vec<PlanCall>,
    pub pools: Vec<Pool>,
    /// `None` = any of several agencies, or somebody who is still to be named.
    pub agencies: BTreeMap<Option<AgencyId>, AgencyShares>,
    pub types: BTreeMap<String, TypeRow>,
    /// Meetings by working days to spare, the bounds being [`SPARE`]; late ones and those without a limit are not among them.
    pub spare: [usize; SPARE.len()],
    pub no_limit: usize,
    /// Minutes of travel by everybody.
    pub travel: Option<i64>,
}

/// Least working days to spare of each group of [`Figures::spare`].
pub const SPARE: [i32; 6] = [0, 1, 3, 6, 11, 21];

/// Counts everything.
pub fn figures(report: &PlanReport) -> Figures {
    let plan = report.plan;
    let mut out = Figures {
        meetings: report.meetings(),
        placed: plan.placed.len(),
        unplaced: plan.unplaced.len() + report.refused.len(),
        required: required(report),
        ..Figures::default()
    };
    let mut pools: BTreeMap<String, BTreeMap<ContactId, usize>> = BTreeMap::new();
    let slots = report.slots();
    for (index, slot) in slots.iter().enumerate() {
        let kind = out.types.entry(report.kind(index)).or_default();
        kind.meetings += 1;
        note_pools(report, index, *slot, &mut pools);
        let Some(slot) = slot else { continue };
        let in_time = !slot.score.late;
        kind.placed += 1;
        kind.in_time += usize::from(in_time);
        kind.quorate += usize::from(slot.state == State::Quorate);
        match slot.spare_working_days {
            Some(days) if in_time => {
                kind.spare.0 += i64::from(days);
                kind.spare.1 += 1;
                let group = SPARE.iter().rposition(|least| days >= *least);
                out.spare[group.unwrap_or(0)] += 1;
            }
            Some(_) => {}
            None => out.no_limit += 1,
        }
        out.in_time += usize::from(in_time);
        out.late += usize::from(!in_time);
        match slot.state {
            State::Quorate => out.quorate += 1,
            State::QuorateIf => out.waiting += 1,
            State::Short => out.short += 1,
        }
        note_grounds(report, index, slot, &mut out.grounds);
        note_agencies(report, index, slot, &mut out.agencies);
    }
    out.calls = calls(report);
    out.pools = pools
        .into_iter()
        .map(|(seat, people)| Pool {
            people: loads(report, people),
            seat,
        })
        .collect();
    let travel = plan.levels.iter().find(|l| l.level == PlanLevel::Travel);
    out.travel = travel.map(|level| level.value);
    out
}

/// From the level that the search itself counts.
fn required(report: &PlanReport) -> Share {
    let levels = &report.plan.levels;
    let level = levels.iter().find(|one| one.level == PlanLevel::Required);
    let Some((level, of)) = level.and_then(|level| Some((level, level.of?))) else {
        return Share::default();
    };
    Share {
        filled: of - level.value,
        of,
        most: level.bound.map(|bound| of - bound),
    }
}

fn note_grounds(report: &PlanReport, meeting: usize, slot: &Slot, grounds: &mut Grounds) {
    let mut beyond = false;
    for one in &slot.attending {
        grounds.attendances += 1;
        match one.ground {
            Ground::Feed => grounds.feed += 1,
            Ground::Answer => grounds.answer += 1,
            Ground::Pattern => {
                grounds.pattern += 1;
                beyond = true;
            }
            Ground::Tentative => grounds.tentative += 1,
            Ground::Unknown => {
                let why = unknown_ground(report.problem(meeting), one);
                let why = why.unwrap_or(UnknownGround::NoFeed);
                beyond |= why == UnknownGround::BeyondHorizon;
                count(&mut grounds.unknown, why);
            }
        }
    }
    grounds.beyond += usize::from(beyond);
}

fn note_agencies(
    report: &PlanReport,
    meeting: usize,
    slot: &Slot,
    agencies: &mut BTreeMap<Option<AgencyId>, AgencyShares>,
) {
    let problem = report.problem(meeting);
    let agency = |contact: ContactId| report.workspace.contact(contact).agency;
    let mut share = |whose: Option<AgencyId>, seat: SeatId, note: &dyn Fn(&mut AgencyShare)| {
        let shares = agencies.entry(whose).or_default();
        match problem.seat(seat).level {
            Level::Required => note(&mut shares.required),
            Level::Expected | Level::Preferred => note(&mut shares.wanted),
            Level::Optional | Level::Informed => {}
        }
    };
    for one in &slot.attending {
        let whose = problem.member(one.member).contact.map(agency);
        match one.ground {
            Ground::Unknown => share(whose, one.seat, &|share| share.waiting += 1),
            _ => share(whose, one.seat, &|share| share.coming += 1),
        }
    }
    for missing in &slot.missing {
        let candidates = problem.seat(missing.seat).candidates.iter();
        let mut of = candidates
            .filter(|one| one.rank == 0)
            .map(|one| problem.member(one.member).contact.map(agency));
        let first = of.next().flatten();
        let same = first.filter(|_| of.all(|other| other == first));
        let places = missing.places as usize;
        share(same, missing.seat, &|share| share.empty += places);
    }
}

/// Everybody of a pool counts in it, and those who are taken one more each time.
fn note_pools(
    report: &PlanReport,
    meeting: usize,
    slot: Option<&Slot>,
    pools: &mut BTreeMap<String, BTreeMap<ContactId, usize>>,
) {
    let one = &report.batch.meetings[meeting];
    let problem = &one.problem;
    for (index, seat) in problem.seats.iter().enumerate() {
        let id = SeatId(index as u32);
        if !is_pool(one, id) {
            continue;
        }
        let people = match pools.get_mut(&seat.id) {
            Some(people) => people,
            None => pools.entry(seat.id.clone()).or_default(),
        };
        let own = seat.candidates.iter().filter(|one| one.rank == 0);
        for contact in own.filter_map(|one| problem.member(one.member).contact) {
            people.entry(contact).or_default();
        }
        let taken = slot.into_iter().flat_map(|slot| &slot.attending);
        let taken = taken.filter(|one| one.seat == id);
        for contact in taken.filter_map(|one| problem.member(one.member).contact) {
            *people.entry(contact).or_default() += 1;
        }
    }
}

fn loads(report: &PlanReport, people: BTreeMap<ContactId, usize>) -> Vec<(ContactId, u32, usize)> {
    let had = |contact: ContactId| report.batch.history.get(&contact).copied().unwrap_or(0);
    let mut loads: Vec<(ContactId, u32, usize)> = people
        .into_iter()
        .map(|(contact, here)| (contact, had(contact), here))
        .collect();
    loads.sort_by_key(|(contact, had, here)| (std::cmp::Reverse(*had as usize + here), *contact));
    loads
}

/// Who, if they say yes, makes most meetings quorate.
fn calls(report: &PlanReport) -> Vec<PlanCall> {
    let mut calls: BTreeMap<Whom, (usize, Vec<String>)> = BTreeMap::new();
    for index in report.by_time() {
        let placed = &report.plan.placed[index];
        let problem = report.problem(placed.meeting);
        if placed.slot.state != State::QuorateIf {
            continue;
        }
        let whom = |whom: &Confirming| match whom {
            Confirming::Venue(venue) => Whom::Venue(*venue),
            Confirming::Member(member) => {
                let member = problem.member(*member);
                match member.contact {
                    Some(contact) => Whom::Contact(contact),
                    None => Whom::Open(seat_of_open(&member.id).to_owned()),
                }
            }
        };
        let sets = &placed.slot.confirm;
        let smallest = sets.first().into_iter().flatten().map(&whom);
        let alone = sets
            .iter()
            .filter(|set| set.len() == 1)
            .flatten()
            .map(&whom);
        let alone: Vec<Whom> = alone.collect();
        let mut wanted: Vec<Whom> = smallest.chain(alone.iter().cloned()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        for one in wanted {
            let settles = alone.contains(&one);
            let call = calls.entry(one).or_default();
            call.0 += usize::from(settles);
            call.1.push(problem.reference.clone());
        }
    }
    let mut calls: Vec<PlanCall> = calls
        .into_iter()
        .map(|(whom, (settles, meetings))| PlanCall {
            whom,
            settles,
            wanted: meetings.len(),
            meetings,
        })
        .collect();
    calls.sort_by_key(|call| {
        (
            std::cmp::Reverse((call.settles, call.wanted)),
            call.whom.clone(),
        )
    });
    calls
}
