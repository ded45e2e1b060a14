//! Which changes are worth trying for a start that is not offered, and how easily each is brought about.

use super::may_relax;
use crate::model::rules::INQUORATE;
use crate::model::{
    Cause, Change, FlagState, Hindered, MeetingSpec, MemberId, Problem, Reason, Remedy, Rule,
    State, VenueId, WhyNot, Workspace,
};
use crate::prepare::stand_ins::stand_ins;
use crate::time::Instant;
use chrono::Timelike;
use std::collections::BTreeSet;

/// Minutes to either side within which another start is looked for.
const HALF_HOUR: i64 = 30;
/// A shorter meeting is shorter by so much, so often, and never shorter than that.
const STEP_MINUTES: u32 = 15;
const MOST_STEPS: u32 = 3;
const LEAST_MINUTES: u32 = 30;
/// People named for one seat, and rooms, at the most.
const MOST_DEPUTIES: usize = 6;
const MOST_ROOMS: usize = 20;

/// Everything that might open the start of `why`, for the search to try. Nothing where it is offered.
pub fn remedies(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    problem: &Problem,
    why: &WhyNot,
) -> Vec<Remedy> {
    if why.reasons.is_empty() {
        return Vec::new();
    }
    let desk = Desk {
        workspace,
        meeting,
        problem,
        why,
    };
    let mut all = desk.starts();
    all.extend(desk.grid());
    all.extend(desk.answers());
    all.extend(desk.deputies());
    all.extend(desk.rooms());
    all.extend(desk.lengths());
    all.extend(desk.moved());
    all.extend(desk.rules());
    all.extend(desk.discretion());
    all
}

struct Desk<'a> {
    workspace: &'a Workspace,
    meeting: &'a MeetingSpec,
    problem: &'a Problem,
    why: &'a WhyNot,
}

/// What of a meeting a reason lies in.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Day,
    Hours,
    Grid,
    Pin,
    Rooms,
    People,
}

fn of(reason: &Reason) -> Of {
    match reason {
        Reason::Pinned { .. } => Of::Pin,
        Reason::Past
        | Reason::Notice { .. }
        | Reason::BeforeFirst { .. }
        | Reason::AfterLimit { .. }
        | Reason::AfterLast { .. } => Of::Day,
        Reason::MeetingHours => Of::Hours,
        Reason::OffGrid { .. } => Of::Grid,
        Reason::NoVenue { .. } | Reason::PartVenue { .. } => Of::Rooms,
        Reason::People { .. } | Reason::Frame => Of::People,
    }
}

impl Desk<'_> {
    /// The reasons that are of one of these kinds.
    fn touching(&self, kinds: &[Of]) -> Vec<usize> {
        self.reasons_where(|reason| kinds.contains(&of(reason)))
    }

    fn reasons_where(&self, wanted: impl Fn(&Reason) -> bool) -> Vec<usize> {
        let reasons = self.why.reasons.iter().enumerate();
        let wanted = reasons.filter(|(_, reason)| wanted(reason));
        wanted.map(|(index, _)| index).collect()
    }

    fn everything(&self) -> Vec<usize> {
        self.reasons_where(|_| true)
    }

    /// Everybody named in a reason.
    fn hindered(&self) -> impl Iterator<Item = &Hindered<MemberId>> {
        let all = self.why.reasons.iter().map(|reason| match reason {
            Reason::People { hindered, .. } => hindered.as_slice(),
            _ => &[],
        });
        all.flatten()
    }

    /// Other starts of the grid within the half hour.
    fn starts(&self) -> Vec<Remedy> {
        let start = self.why.start;
        let grain = i64::from(self.problem.grain_minutes.max(1));
        let off = self.why.reasons.iter().find_map(|reason| match reason {
            Reason::OffGrid { before, after } => Some((*before, *after)),
            _ => None,
        });
        let (before, after) =
            off.unwrap_or((start.plus_minutes(-grain), start.plus_minutes(grain)));
        let steps = 0..HALF_HOUR / grain + 1;
        let both = steps.flat_map(|step| {
            [
                before.plus_minutes(-step * grain),
                after.plus_minutes(step * grain),
            ]
        });
        let away = |other: &Instant| (other.0 - start.0).abs();
        both.filter(|other| away(other) <= HALF_HOUR * 60)
            .map(|other| Remedy {
                change: Change::Start(other),
                cost: 1 + (away(&other) / 900) as u32,
                touches: self.everything(),
            })
            .collect()
    }

    /// A finer grid on which the start would be tried.
    fn grid(&self) -> Option<Remedy> {
        let touches = self.touching(&[Of::Grid]);
        let local = self.problem.zone.local(self.why.start);
        let minute = local.num_seconds_from_midnight();
        let finer = [30, 15, 10, 5].into_iter().find(|grain: &u32| {
            *grain < self.problem.grain_minutes && minute.is_multiple_of(grain * 60)
        })?;
        (!touches.is_empty()).then_some(Remedy {
            change: Change::Grid(finer),
            cost: 2,
            touches,
        })
    }

    /// Those whose yes would outrank what stands in their way.
    fn answers(&self) -> Vec<Remedy> {
        let mut remedies = Vec::new();
        for (index, reason) in self.why.reasons.iter().enumerate() {
            let Reason::People { hindered, .. } = reason else {
                continue;
            };
            for one in hindered {
                let contact = self.problem.member(one.who).contact;
                let costs = one.causes.iter().map(|cause| cost_of_yes(*cause));
                let cost = costs.collect::<Option<Vec<u32>>>();
                let cost = cost.and_then(|costs| costs.into_iter().max());
                remedies.extend(contact.zip(cost).map(|(contact, cost)| Remedy {
                    change: Change::Yes(contact),
                    cost,
                    touches: vec![index],
                }));
            }
        }
        remedies
    }

    fn deputies(&self) -> Vec<Remedy> {
        let mut seen = BTreeSet::new();
        let mut remedies = Vec::new();
        for one in self.hindered() {
            for found in stand_ins(self.workspace, self.meeting, self.problem, one.who) {
                for contact in found.contacts.into_iter().take(MOST_DEPUTIES) {
                    let seat = found.seat.clone();
                    if seen.insert((seat.clone(), contact)) {
                        remedies.push(Remedy {
                            change: Change::Deputy { seat, contact },
                            cost: 4,
                            touches: self.touching(&[Of::People]),
                        });
                    }
                }
            }
        }
        remedies
    }

    /// Other rooms: where none is to be had, and where the way to the one that is keeps somebody away.
    fn rooms(&self) -> Vec<Remedy> {
        let no_room = |reason: &Reason| matches!(reason, Reason::NoVenue { .. });
        let wanting = self.why.reasons.iter().any(no_room);
        let travels = self.hindered().any(|one| {
            let near = |cause: &Cause| matches!(cause, Cause::NearArranged(_));
            one.causes.iter().any(near)
        });
        if !self.problem.needs_venue || !(wanting || travels) {
            return Vec::new();
        }
        let fits = |id: &VenueId| {
            let known = self.problem.venues.iter().any(|choice| choice.venue == *id);
            known == travels && !(known && wanting)
        };
        let all = (0..self.workspace.venues.len() as u32).map(VenueId);
        let rooms = all.filter(fits).take(MOST_ROOMS);
        rooms
            .map(|venue| Remedy {
                change: Change::Room(venue),
                cost: 2,
                touches: self.touching(&[Of::Rooms, Of::People]),
            })
            .collect()
    }

    /// Shorter lengths. Where the parts are stated, each has its own, and that is the coordinator's to say.
    fn lengths(&self) -> Vec<Remedy> {
        if !self.meeting.parts.is_empty() {
            return Vec::new();
        }
        let now = self.meeting.duration_minutes;
        let least = LEAST_MINUTES.max(now / 2);
        let lengths = (1..=MOST_STEPS).map(|step| (step, now.saturating_sub(step * STEP_MINUTES)));
        let lengths = lengths.filter(|(_, minutes)| *minutes >= least);
        lengths
            .map(|(step, minutes)| Remedy {
                change: Change::Duration(minutes),
                cost: 3 + step,
                touches: self.everything(),
            })
            .collect()
    }

    /// Our own meetings that are in somebody's way.
    fn moved(&self) -> Vec<Remedy> {
        let arranged = |causes: &[Cause]| -> BTreeSet<usize> {
            let ours = causes.iter().filter_map(|cause| match cause {
                Cause::Arranged(index) | Cause::NearArranged(index) => Some(*index),
                _ => None,
            });
            ours.collect()
        };
        let of_reason = |reason: &Reason| -> BTreeSet<usize> {
            match reason {
                Reason::People { hindered, .. } => hindered
                    .iter()
                    .flat_map(|one| arranged(&one.causes))
                    .collect(),
                Reason::NoVenue { venues } => venues
                    .iter()
                    .flat_map(|one| arranged(&one.causes))
                    .collect(),
                Reason::PartVenue { venue } => arranged(&venue.causes),
                _ => BTreeSet::new(),
            }
        };
        let all: BTreeSet<usize> = self.why.reasons.iter().flat_map(of_reason).collect();
        all.into_iter()
            .filter_map(|index| {
                let arranged = self.workspace.arrangements.get(index)?;
                Some(Remedy {
                    change: Change::Moved {
                        reference: arranged.reference.clone(),
                    },
                    cost: 6,
                    touches: self.reasons_where(|reason| of_reason(reason).contains(&index)),
                })
            })
            .collect()
    }

    fn rules(&self) -> Vec<Remedy> {
        let rules = Rule::ALL.into_iter().map(|rule| {
            let (cost, kinds): (u32, &[Of]) = match rule {
                Rule::Notice => (5, &[Of::Day]),
                Rule::First => (4, &[Of::Day]),
                Rule::Limit => (6, &[Of::Day]),
                Rule::Hours => (4, &[Of::Hours]),
                Rule::Buffer => (3, &[Of::Rooms, Of::People]),
                Rule::Agencies => (6, &[Of::People]),
                Rule::Tentative => (4, &[Of::Rooms, Of::People]),
                Rule::Pin => (5, &[Of::Pin, Of::Rooms, Of::People]),
            };
            (rule, cost, self.touching(kinds))
        });
        rules
            .filter(|(rule, _, touches)| {
                !touches.is_empty() && may_relax(self.workspace, self.meeting, *rule)
            })
            .map(|(rule, cost, touches)| Remedy {
                change: Change::Relax(rule),
                cost,
                touches,
            })
            .collect()
    }

    /// The chair may hold what is short where the type knows that, and not twice in a row. It is a last resort: only where nothing at all
    /// can be quorate.
    fn discretion(&self) -> Option<Remedy> {
        let book = &self.workspace.rules;
        let kinds = self.meeting.types.iter().filter_map(|id| book.kind(id));
        let mut quorums = kinds.filter_map(|kind| kind.quorum.as_ref());
        let again = |state: &FlagState| state.flag == INQUORATE && state.set;
        let is_short = self
            .why
            .slot
            .as_ref()
            .is_some_and(|slot| slot.state == State::Short);
        let may = quorums.any(|quorum| quorum.chair_discretion)
            && !self.meeting.flags.iter().any(again)
            && self.why.only_short
            && is_short;
        may.then(|| Remedy {
            change: Change::Discretion,
            cost: 9,
            touches: self.touching(&[Of::People]),
        })
    }
}

/// What a yes costs that outranks the cause; `None` where it does not.
fn cost_of_yes(cause: Cause) -> Option<u32> {
    match cause {
        Cause::Tentative => Some(2),
        Cause::NotOffered | Cause::LeadTime | Cause::NearDiary => Some(3),
        Cause::Hours | Cause::Diary => Some(5),
        Cause::Exception => Some(6),
        Cause::SaidNo | Cause::Calendar => Some(7),
        Cause::Holiday => Some(8),
        // Nobody can be in two of our meetings, whatever they say, and a day that is full stays full.
        Cause::DailyLimit | Cause::Arranged(_) | Cause::NearArranged(_) => None,
    }
}
