//! Arranged meetings against each other: nobody over what they can take at once, no venue twice. What is too close is told in [`super::crowd`].

use super::crowd::{Held, crowds};
use crate::model::{Arranged, Buffer, Contact, ContactId, Mode, VenueId, Workspace};
use crate::time::Interval;
use std::collections::BTreeMap;

/// What a set of arranged meetings must keep.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ArrangedRule {
    /// Nobody attends more meetings at once than their capacity, with buffers and travel.
    Contact(ContactId),
    /// No venue holds two meetings at once, with buffers.
    Venue(VenueId),
}

impl ArrangedRule {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            ArrangedRule::Contact(_) => "contact-capacity",
            ArrangedRule::Venue(_) => "venue-twice",
        }
    }
}

/// Meetings, as indices into [`Workspace::arrangements`], that cannot all take place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ArrangedViolation {
    pub rule: ArrangedRule,
    /// Two of them, or one more than a team's capacity; in order of start.
    pub meetings: Vec<usize>,
}

/// What clashes among the arranged meetings, sorted: for each meeting one crowd that it comes too close to, if any.
pub fn check_arranged(workspace: &Workspace) -> Vec<ArrangedViolation> {
    let mut people: BTreeMap<ContactId, Vec<Held>> = BTreeMap::new();
    let mut venues: BTreeMap<VenueId, Vec<Held>> = BTreeMap::new();
    for (meeting, arranged) in workspace.arrangements.iter().enumerate() {
        for (contact, held) in attended(workspace, meeting, arranged) {
            people.entry(contact).or_default().push(held);
        }
        for (venue, held) in occupied(meeting, arranged) {
            venues.entry(venue).or_default().push(held);
        }
    }
    let mut found = Vec::new();
    for (id, held) in people {
        let Some(contact) = workspace.contacts.get(id.index()) else {
            continue;
        };
        let far = |from: &Held, to: &Held| travel(workspace, from.place, to.place);
        let crowds = crowds(held, contact.buffer, contact.capacity, &far);
        let rule = ArrangedRule::Contact(id);
        found.extend(crowds.map(|meetings| ArrangedViolation { rule, meetings }));
    }
    for (id, held) in venues {
        let own = workspace.venues.get(id.index());
        let buffer = own.map_or(Buffer::default(), |venue| venue.buffer);
        let rule = ArrangedRule::Venue(id);
        let crowds = crowds(held, buffer, 1, &|_, _| 0);
        found.extend(crowds.map(|meetings| ArrangedViolation { rule, meetings }));
    }
    found.sort();
    found.dedup();
    found
}

/// Who attends a meeting, when and where; all the seats of one contact together.
fn attended(
    workspace: &Workspace,
    meeting: usize,
    arranged: &Arranged,
) -> BTreeMap<ContactId, Held> {
    let spec = workspace
        .meetings
        .iter()
        .find(|spec| spec.reference == arranged.reference);
    let mut all: BTreeMap<ContactId, Held> = BTreeMap::new();
    for attendance in &arranged.attending {
        let seats = spec.map_or(&[][..], |spec| &spec.seats);
        let seat = seats.iter().find(|seat| seat.id == attendance.seat);
        let contact: Option<&Contact> = workspace.contacts.get(attendance.contact.index());
        let remote = [
            seat.and_then(|seat| seat.mode),
            contact.and_then(|one| one.mode),
        ]
        .contains(&Some(Mode::Remote));
        let held = all.entry(attendance.contact).or_insert_with(|| Held {
            meeting,
            times: Vec::new(),
            buffer: arranged.buffer,
            place: arranged.venue.filter(|_| !remote),
        });
        held.times.extend(&attendance.present);
        held.times.sort_unstable();
    }
    all
}

fn occupied(meeting: usize, arranged: &Arranged) -> BTreeMap<VenueId, Held> {
    let whole = [(arranged.interval, arranged.venue)];
    let parts = arranged
        .parts
        .iter()
        .map(|part| (part.interval, part.venue));
    let stretches: Vec<(Interval, Option<VenueId>)> = match arranged.parts.is_empty() {
        true => whole.to_vec(),
        false => parts.collect(),
    };
    let mut all: BTreeMap<VenueId, Held> = BTreeMap::new();
    for (interval, venue) in stretches {
        let Some(venue) = venue else { continue };
        let held = all.entry(venue).or_insert_with(|| Held {
            meeting,
            times: Vec::new(),
            buffer: arranged.buffer,
            place: None,
        });
        held.times.push(interval);
        held.times.sort_unstable();
    }
    all
}

/// Minutes from one venue to another, as stated at either end.
fn travel(workspace: &Workspace, from: Option<VenueId>, to: Option<VenueId>) -> u32 {
    let (Some(from), Some(to)) = (from, to) else {
        return 0;
    };
    let stated = |at: VenueId, other: VenueId| {
        let ways = workspace
            .venues
            .get(at.index())
            .map_or(&[][..], |venue| &venue.travel);
        ways.iter()
            .find(|(venue, _)| *venue == other)
            .map(|(_, minutes)| *minutes)
    };
    stated(from, to).or_else(|| stated(to, from)).unwrap_or(0)
}
