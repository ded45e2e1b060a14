//! Who is indispensable: without whom would the quorum end?

use super::assign::{Attendance, can_be_quorate};
use super::layout::{Cost, Layout};
use super::matching::Seating;

/// Members without whom no seating is quorate, given one that is. Only its own people can be among them.
pub(super) fn falls_if(layout: &Layout, costs: &[Option<Cost>], quorate: &Seating) -> Vec<usize> {
    let mut attendance = Attendance::of(layout, quorate);
    let mut falls: Vec<usize> = Vec::new();
    for flat in &quorate.chosen {
        let gone = layout.flats[*flat];
        attendance.leave(layout, *flat);
        // Mostly the quorum stands, or somebody else can simply take the place; only where nobody can is everything seated anew.
        let stands = attendance.holds(layout)
            || layout.of_seat[gone.seat].clone().any(|other| {
                let member = layout.flats[other].member;
                if costs[other].is_none() || member == gone.member || attendance.has(member) {
                    return false;
                }
                if layout.apart.iter().any(|(a, b)| *a == other || *b == other) {
                    return false;
                }
                attendance.come(layout, other);
                let holds = attendance.holds(layout);
                attendance.leave(layout, other);
                holds
            });
        attendance.come(layout, *flat);
        // A seat that the quorum asks for in any case and that cannot be filled any more settles it.
        let others = layout.of_seat[gone.seat]
            .clone()
            .filter(|other| costs[*other].is_some() && layout.flats[*other].member != gone.member);
        let places = layout.problem.seats[gone.seat].places as usize;
        if !stands && layout.needed_seats.contains(&gone.seat) && others.count() < places {
            falls.push(gone.member);
        } else if !stands {
            let without: Vec<Option<Cost>> = costs
                .iter()
                .zip(&layout.flats)
                .map(|(cost, flat)| cost.filter(|_| flat.member != gone.member))
                .collect();
            if !can_be_quorate(layout, &without) {
                falls.push(gone.member);
            }
        }
    }
    falls.sort_unstable();
    falls
}
