//! Who comes to a slot that is shown, who is missing, and how sure that is.

use super::assign::{World, best, costs};
use super::field::Field;
use super::layout::{Cost, Layout};
use super::matching::Seating;
use super::rows::{Kind, Status, Stretches, pieces};
use super::sweep::Core;
use crate::model::{
    As, Attendance, Confirming, FreeGround, Ground, Level, MemberId, Missing, MissingReason, Score,
    SeatId, Slot, Standing, State, Tally,
};
use crate::quorum::MemberSet;
use crate::time::{Instant, Interval, IntervalSet};

/// One start at which everything about the people is known.
pub(super) struct Scene<'s, 'p> {
    pub layout: &'s Layout<'p>,
    pub start: Instant,
    /// How each flat stands.
    pub statuses: &'s [Status],
    /// When somebody with a share of the meeting is taken by what no timeline lists: other meetings of a plan.
    pub taken: &'s dyn Fn(usize) -> IntervalSet,
}

/// Everything that is said of the slot at `starts[index]`.
pub(super) fn slot(
    field: &Field,
    index: usize,
    core: &Core,
    score: Score,
    spare: Option<i32>,
) -> Slot {
    let scene = Scene {
        layout: field.layout,
        start: field.starts[index],
        statuses: &field.flat_statuses(&field.statuses_at(index), core.venue),
        taken: &|_| IntervalSet::new(),
    };
    slot_of(&scene, core, None, score, spare)
}

/// Everything that is said of a slot; its people are the best, or those who are `chosen` (flats, ascending).
pub(super) fn slot_of(
    scene: &Scene,
    core: &Core,
    chosen: Option<Vec<usize>>,
    score: Score,
    spare: Option<i32>,
) -> Slot {
    let (layout, statuses, start) = (scene.layout, scene.statuses, scene.start);
    let problem = layout.problem;
    let sure_costs = costs(layout, statuses, World::Sure);
    let possible_costs = costs(layout, statuses, World::Possible);
    let (sure, possible) = (best(layout, &sure_costs), best(layout, &possible_costs));
    let state = match (core.confirmations(), core.feasible()) {
        (0, _) => State::Quorate,
        (_, true) => State::QuorateIf,
        (_, false) => State::Short,
    };
    let base = match (state, core.confirm.sets.first()) {
        (State::Short, _) => possible.seating.clone(),
        (_, Some(first)) => {
            let mut set = MemberSet::empty(problem.members.len());
            first.iter().for_each(|member| set.insert(*member));
            let costs = costs(layout, statuses, World::With(&set));
            best(layout, &costs).seating
        }
        (_, None) => sure.seating.clone(),
    };
    // Where others want some of the best, those who come make the quorum, and it is they who count.
    let mut known = sure.seating.clone();
    if let (Some(chosen), true) = (&chosen, sure.quorate) {
        known.chosen = chosen.clone();
        known
            .chosen
            .retain(|flat| statuses[*flat].kind == Kind::Present);
    }
    let seating = match chosen {
        Some(chosen) => Seating { cost: 0, chosen },
        None => filled_up(layout, base, &possible_costs, statuses),
    };
    let venue = core.venue.map(|venue| problem.venues[venue].venue);
    let attending: Vec<Attendance> = seating
        .chosen
        .iter()
        .map(|flat| attendance(scene, *flat, venue))
        .collect();
    let ask_about = attending
        .iter()
        .filter(|attendance| {
            let days = &problem.member(attendance.member).timeline.ask_about;
            attendance.ground == Ground::Feed
                && attendance
                    .present
                    .iter()
                    .any(|i| days.iter().any(|day| day.overlaps(*i)))
        })
        .map(|attendance| attendance.member)
        .collect();
    Slot {
        start,
        end: start.plus(problem.length),
        venue,
        state,
        confirm: confirm(core, state),
        confirm_more: core.confirm.more,
        sure: tally(layout, &known),
        possible: tally(layout, &possible.seating),
        attending,
        missing: missing(layout, &seating, &possible_costs),
        falls_if: core
            .falls_if
            .iter()
            .map(|member| MemberId(*member as u32))
            .collect(),
        ask_about,
        spare_working_days: spare,
        score,
        folded: Vec::new(),
        labels: Vec::new(),
    }
}

fn confirm(core: &Core, state: State) -> Vec<Vec<Confirming>> {
    if state != State::QuorateIf {
        return Vec::new();
    }
    let venues = core
        .ask_venues
        .iter()
        .map(|venue| Confirming::Venue(*venue));
    let with_venues = |set: &[usize]| -> Vec<Confirming> {
        let members = set
            .iter()
            .map(|member| Confirming::Member(MemberId(*member as u32)));
        members.chain(venues.clone()).collect()
    };
    if core.quorate {
        return vec![with_venues(&[])];
    }
    core.confirm
        .sets
        .iter()
        .map(|set| with_venues(set))
        .collect()
}

/// Seats the unknown who are not needed in places that stay empty: they are asked too, and come or not.
pub(super) fn filled_up(
    layout: &Layout,
    mut seating: Seating,
    possible: &[Option<Cost>],
    statuses: &[Status],
) -> Seating {
    for (seat, spec) in layout.problem.seats.iter().enumerate() {
        let mut open: Vec<usize> = layout.of_seat[seat]
            .clone()
            .filter(|flat| possible[*flat].is_some() && statuses[*flat].kind == Kind::Unknown)
            .collect();
        open.sort_by_key(|flat| (layout.flats[*flat].rank, layout.flats[*flat].member));
        for flat in open {
            let filled = seating
                .chosen
                .iter()
                .filter(|f| layout.flats[**f].seat == seat);
            if filled.count() >= spec.places as usize {
                break;
            }
            let member = layout.flats[flat].member;
            let used = seating
                .chosen
                .iter()
                .any(|f| layout.flats[*f].member == member);
            if !used && !apart(layout, flat, &seating) {
                seating.chosen.push(flat);
            }
        }
    }
    seating.chosen.sort_unstable();
    seating
}

/// Whether seating `flat` too would bring an apart pair together.
fn apart(layout: &Layout, flat: usize, seating: &Seating) -> bool {
    layout.apart.iter().any(|(a, b)| {
        (*a == flat && seating.chosen.contains(b)) || (*b == flat && seating.chosen.contains(a))
    })
}

fn attendance(scene: &Scene, flat: usize, venue: Option<crate::model::VenueId>) -> Attendance {
    let layout = scene.layout;
    let problem = layout.problem;
    let spec = layout.flats[flat];
    let seat = &problem.seats[spec.seat];
    let status = scene.statuses[flat];
    let unknown = status.kind == Kind::Unknown;
    let shape = &layout.shapes[layout.shape_of[spec.seat]];
    let timeline = &problem.members[spec.member].timeline;
    let present: Vec<Interval> = match shape.partial {
        None => pieces(shape, scene.start).iter().collect(),
        Some(_) => {
            let gap = layout.gap_venue(spec.seat, venue);
            let whole = Interval::new(scene.start, scene.start.plus(problem.length));
            let mut stretches = Stretches::near(problem, timeline, gap, whole);
            stretches.absent = stretches.absent.union(&(scene.taken)(flat));
            stretches
                .present(shape, scene.start, unknown)
                .iter()
                .collect()
        }
    };
    let answered = present.iter().any(|interval| {
        timeline.overlapping(*interval).iter().any(|span| {
            matches!(
                span.standing,
                Standing::Free(FreeGround::Answer | FreeGround::Offer)
            )
        })
    });
    let ground = match (status.kind, status.reliance) {
        (Kind::Unknown | Kind::Absent, _) => Ground::Unknown,
        (Kind::Present, 2) => Ground::Tentative,
        (Kind::Present, 1) => Ground::Pattern,
        (Kind::Present, _) if answered => Ground::Answer,
        (Kind::Present, _) => Ground::Feed,
    };
    Attendance {
        seat: SeatId(spec.seat as u32),
        member: MemberId(spec.member as u32),
        role: if spec.rank == 0 {
            As::Principal
        } else {
            As::Deputy
        },
        ground,
        mode: seat.mode,
        present,
        percent: if unknown {
            status.possible
        } else {
            status.percent
        },
    }
}

fn missing(layout: &Layout, seating: &Seating, possible: &[Option<Cost>]) -> Vec<Missing> {
    let seats = layout.problem.seats.iter().enumerate();
    let missing = seats.filter_map(|(seat, spec)| {
        let filled = seating
            .chosen
            .iter()
            .filter(|flat| layout.flats[**flat].seat == seat);
        let places = spec.places.saturating_sub(filled.count() as u32);
        let there = layout.of_seat[seat]
            .clone()
            .filter(|flat| possible[*flat].is_some());
        let unused = |flat: &usize| {
            let member = layout.flats[*flat].member;
            !seating
                .chosen
                .iter()
                .any(|f| layout.flats[*f].member == member)
        };
        let (mut any, mut kept_apart) = (false, false);
        for flat in there {
            any |= !unused(&flat);
            kept_apart |= unused(&flat) && apart(layout, flat, seating);
        }
        // Somebody of this very seat who is seated in it does not make its other places "needed elsewhere".
        let elsewhere = any
            && layout.of_seat[seat].clone().any(|flat| {
                possible[flat].is_some() && !unused(&flat) && !seating.chosen.contains(&flat)
            });
        (places > 0).then_some(Missing {
            seat: SeatId(seat as u32),
            places,
            reason: if kept_apart {
                MissingReason::KeptApart
            } else if elsewhere {
                MissingReason::NeededElsewhere
            } else {
                MissingReason::NotAvailable
            },
        })
    });
    missing.collect()
}

fn tally(layout: &Layout, seating: &Seating) -> Tally {
    let mut tally = Tally::default();
    for (seat, spec) in layout.problem.seats.iter().enumerate() {
        let coverage = match spec.level {
            Level::Required => &mut tally.required,
            Level::Expected => &mut tally.expected,
            Level::Preferred => &mut tally.preferred,
            Level::Optional | Level::Informed => &mut tally.optional,
        };
        let filled = seating
            .chosen
            .iter()
            .filter(|flat| layout.flats[**flat].seat == seat);
        coverage.filled += filled.count() as u32;
        coverage.places += spec.places;
    }
    tally
}
