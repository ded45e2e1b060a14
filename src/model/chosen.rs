//! A slot, once it is chosen, as it stands among the arrangements.
//!
//! Relies on a slot of the very problem; identifier, number and time of choosing are given by whoever records it.

use super::arrangement::{Arranged, ArrangedAttendance, ArrangedPart};
use super::problem::{PartVenue, Problem};
use super::slot::{Confirming, Ground, Slot};
use super::workspace::Workspace;
use crate::time::Interval;

/// A slot as an arrangement without an identifier. Places of people yet to be named stay open.
pub fn arrangement(workspace: &Workspace, problem: &Problem, slot: &Slot) -> Arranged {
    let parts = problem.parts.iter().map(|part| ArrangedPart {
        interval: part.at(slot.start),
        venue: match part.venue {
            PartVenue::Meeting => slot.venue,
            PartVenue::None => None,
            PartVenue::Named(venue) => Some(venue),
        },
    });
    let id = |whom: &Confirming| match whom {
        Confirming::Member(member) => problem.member(*member).id.clone(),
        Confirming::Venue(venue) => workspace.venue(*venue).id.clone(),
    };
    let attending = slot.attending.iter().filter_map(|attendance| {
        Some(ArrangedAttendance {
            seat: problem.seat(attendance.seat).id.clone(),
            contact: problem.member(attendance.member).contact?,
            role: attendance.role,
            mode: attendance.mode,
            is_known: attendance.ground != Ground::Unknown,
            present: attendance.present.clone(),
        })
    });
    Arranged {
        reference: problem.reference.clone(),
        uid: String::new(),
        sequence: 0,
        interval: Interval::new(slot.start, slot.end)
            .expect("the problem's length is more than nothing"),
        parts: parts.collect(),
        venue: slot.venue,
        state: slot.state,
        confirm: slot
            .confirm
            .iter()
            .map(|set| set.iter().map(id).collect())
            .collect(),
        attending: attending.collect(),
        buffer: problem.buffer,
        chosen_at: None,
        series: None,
    }
}
