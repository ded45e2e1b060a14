//! The timelines of a batch: one a person or venue, shared by all meetings but those for which something of it differs.

use super::sorted::Drafted;
use crate::model::{Answerer, ContactId, Timeline, VenueId};
use crate::parallel::parallel;
use crate::prepare::sources::{Known, OfMeeting, Place};
use crate::time::Interval;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whose time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Contact(ContactId),
    /// Somebody to be named.
    Nobody,
    Venue(VenueId),
}

/// Puts load and timelines into the drafts; shared timelines cover `range`, a meeting's own what it needs.
pub(super) fn put_timelines(known: &Known, drafted: &mut [Drafted], range: Interval) {
    let mut places: Vec<Place> = Vec::new();
    let mut place_of = Vec::with_capacity(drafted.len());
    for one in drafted.iter() {
        let place = Place::of(&one.draft.problem);
        let found = places.iter().position(|other| *other == place);
        place_of.push(found.unwrap_or_else(|| {
            places.push(place);
            places.len() - 1
        }));
    }
    // What is one meeting's own, by the number of the draft; the rest is made once.
    let mut own: Vec<(usize, Whose)> = Vec::new();
    let mut shared: BTreeSet<(usize, Whose)> = BTreeSet::new();
    for (index, one) in drafted.iter().enumerate() {
        for whose in of(one) {
            match differs(known, one, whose) {
                true => own.push((index, whose)),
                false => {
                    shared.insert((place_of[index], whose));
                }
            }
        }
    }
    let shared: Vec<(usize, Whose)> = shared.into_iter().collect();
    let made = parallel(&shared, |(place, whose)| {
        make(known, *whose, range, &places[*place], OfMeeting::default())
    });
    let shared: BTreeMap<(usize, Whose), Arc<Timeline>> = shared.into_iter().zip(made).collect();
    let made = parallel(&own, |(index, whose)| {
        let one = &drafted[*index];
        let of_meeting = OfMeeting {
            reference: Some(one.spec.answered_as()),
            arranged: one.arranged,
        };
        let place = &places[place_of[*index]];
        make(known, *whose, one.draft.range, place, of_meeting)
    });
    let own: BTreeMap<(usize, Whose), Arc<Timeline>> = own.into_iter().zip(made).collect();
    for (index, one) in drafted.iter_mut().enumerate() {
        let timeline = |whose: Whose| {
            let found = own
                .get(&(index, whose))
                .or_else(|| shared.get(&(place_of[index], whose)));
            found.expect("one was made for each").clone()
        };
        let problem = &mut one.draft.problem;
        for member in &mut problem.members {
            member.load = known.load(member.contact);
            member.timeline = timeline(member.contact.map_or(Whose::Nobody, Whose::Contact));
        }
        for choice in problem.venues.iter_mut().chain(&mut problem.part_venues) {
            choice.timeline = timeline(Whose::Venue(choice.venue));
        }
    }
}

/// Everybody and every venue of a meeting.
fn of(one: &Drafted) -> impl Iterator<Item = Whose> {
    let problem = &one.draft.problem;
    let people = problem.members.iter();
    let people = people.map(|member| member.contact.map_or(Whose::Nobody, Whose::Contact));
    let venues = problem.venues.iter().chain(&problem.part_venues);
    people.chain(venues.map(|choice| Whose::Venue(choice.venue)))
}

/// Whether something of a contact's or a venue's time holds for this meeting only: an answer, or that a service is booked for it
/// already.
fn differs(known: &Known, one: &Drafted, whose: Whose) -> bool {
    let id = match whose {
        Whose::Contact(id) => id,
        Whose::Nobody => return false,
        Whose::Venue(id) => {
            return known
                .tables
                .answered(Answerer::Venue(id), one.spec.answered_as());
        }
    };
    let contact = known.tables.workspace.contact(id);
    let attends = || {
        let arranged = one.arranged.iter();
        arranged
            .flat_map(|arranged| &arranged.attending)
            .any(|attendance| attendance.contact == id)
    };
    known
        .tables
        .answered(Answerer::Contact(id), one.spec.answered_as())
        || contact.lead_working_days > 0 && attends()
}

fn make(
    known: &Known,
    whose: Whose,
    range: Interval,
    place: &Place,
    own: OfMeeting,
) -> Arc<Timeline> {
    Arc::new(match whose {
        Whose::Contact(id) => known.contact(id, range, place, own),
        Whose::Nobody => known.nobody(range, place),
        Whose::Venue(id) => known.venue(id, range, place, own.reference),
    })
}
