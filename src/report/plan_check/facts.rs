//! The figures of a violation, as values.

use super::Checked;
use crate::check::{Finding, PlanFinding, PlanViolation};
use crate::model::{Confirming, MemberId, Problem, SeatId};
use crate::report::find::state;
use serde_json::{Value, json};

pub(super) fn facts(checked: &Checked, violation: &PlanViolation) -> Value {
    let refs = |meetings: &[usize]| -> Vec<&str> {
        meetings.iter().map(|one| checked.reference(*one)).collect()
    };
    let before = |meeting: &usize| checked.reference(*meeting);
    match &violation.finding {
        PlanFinding::Times { placed, unplaced } => json!({"placed": placed, "unplaced": unplaced}),
        PlanFinding::NoSuchMeeting { index } => json!({"index": index}),
        PlanFinding::OutOfOrder
        | PlanFinding::TakenOut
        | PlanFinding::NothingOfTheKind
        | PlanFinding::WrongLevels
        | PlanFinding::NoProof => json!({}),
        PlanFinding::Together { meetings } => json!({"refs": refs(meetings)}),
        PlanFinding::BeforeUnplaced { before: one } => json!({"before": before(one)}),
        PlanFinding::NotAfter { before: one, day } => json!({"before": before(one), "day": day}),
        PlanFinding::OutsideGap {
            before: one,
            first,
            last,
            begins,
        } => json!({"before": before(one), "first": first, "last": last, "begins": begins}),
        PlanFinding::OtherPerson {
            before: one,
            seat,
            instead,
        } => json!({
            "before": before(one),
            "seat": violation.meeting.and_then(|at| seat_id(checked.batch.problem(at), *seat)),
            "instead": instead.map(|contact| &checked.workspace.contact(contact).id),
        }),
        PlanFinding::TooMany {
            most,
            has,
            first_day,
            meetings,
        } => json!({"most": most, "has": has, "first_day": first_day, "refs": refs(meetings)}),
        PlanFinding::Moved { start, venue } => json!({
            "start": start,
            "venue": venue.map(|venue| &checked.workspace.venue(venue).id),
        }),
        PlanFinding::WrongLate { actual } => json!({"actual": actual}),
        PlanFinding::Slot(of_slot) => {
            let problem = violation.meeting.map(|at| checked.batch.problem(at));
            let mut facts = problem.map_or(json!({}), |problem| {
                of_one_slot(checked, problem, &of_slot.finding)
            });
            if let (Some(problem), Some(seat)) = (problem, of_slot.seat)
                && let Some(seat) = seat_id(problem, seat)
            {
                facts["seat"] = json!(seat);
            }
            facts
        }
        PlanFinding::WrongValue {
            level,
            claimed,
            actual,
        }
        | PlanFinding::WrongWhole {
            level,
            claimed,
            actual,
        } => json!({"level": level.name(), "claimed": claimed, "actual": actual}),
        PlanFinding::BoundAbove {
            level,
            bound,
            value,
        } => json!({"level": level.name(), "bound": bound, "value": value}),
        PlanFinding::NotProved { level } => json!({"level": level.name()}),
        PlanFinding::WrongGap {
            level,
            claimed,
            actual,
        } => json!({"level": level.name(), "claimed": claimed, "actual": actual}),
    }
}

fn seat_id(problem: &Problem, seat: SeatId) -> Option<&str> {
    Some(&problem.seats.get(seat.index())?.id)
}

fn of_one_slot(checked: &Checked, problem: &Problem, finding: &Finding) -> Value {
    let member = |member: &MemberId| problem.members.get(member.index()).map(|one| &one.id);
    let confirming = |who: &Confirming| match who {
        Confirming::Member(who) => member(who),
        Confirming::Venue(venue) => Some(&checked.workspace.venue(*venue).id),
    };
    match finding {
        Finding::OutsideWindow { from, to } => json!({"from": from, "to": to}),
        Finding::OffGrid { grid_minutes } => json!({"grid_minutes": grid_minutes}),
        Finding::NotAtPin { pinned } => json!({"pinned": pinned}),
        Finding::TooEarly { earliest } => json!({"earliest": earliest}),
        Finding::WrongEnd { expected } => json!({"expected_end": expected}),
        Finding::WrongState { claimed, actual } => {
            json!({"claimed": state(*claimed), "actual": state(*actual)})
        }
        Finding::Share { claimed, actual } => json!({"claimed": claimed, "actual": actual}),
        Finding::TooMany { places, seated } => json!({"places": places, "seated": seated}),
        Finding::TwoSeats { other } => json!({"other": seat_id(problem, *other)}),
        Finding::Meets { other } => json!({"other": member(other)}),
        Finding::ConfirmFails { set } | Finding::ConfirmOrder { set } => json!({"set": set}),
        Finding::ConfirmTooMuch { set, without } => {
            json!({"set": set, "without": confirming(without)})
        }
        Finding::ConfirmKnown { set, who } => json!({"set": set, "who": confirming(who)}),
        Finding::WrongSpare { claimed, actual } => json!({"claimed": claimed, "actual": actual}),
        Finding::WrongPlaces {
            level,
            claimed,
            actual,
        }
        | Finding::WrongFilled {
            level,
            claimed,
            actual,
        } => json!({"level": level.id(), "claimed": claimed, "actual": actual}),
        _ => json!({}),
    }
}
