//! Joining the pieces into one [`Problem`].

use super::clocks::MeetingClocks;
use super::diary::Diary;
use super::draft::{Dated, Draft, dated, draft, nothing, range_of};
use super::faults::{MeetingFault, Note};
use super::follows::{Envelope, Pair};
use super::seats::cast;
use super::sources::{Known, OfMeeting, Place};
use super::tables::Tables;
use crate::model::{
    ContactId, EventHash, MeetingSpec, PartVenueSpec, Problem, ReadFeed, VenueId, VenueSpec,
    Workspace,
};
use crate::time::{Instant, Interval, Zone};
use std::collections::BTreeMap;

/// Every feed of the workspace after reading, by [`FeedRef::id`](crate::model::FeedRef::id).
pub type FeedBook = BTreeMap<String, ReadFeed>;

/// Turns the UID of one of our invitations into the hash that reading its echo in a feed yields.
pub type Recognition<'a> = &'a dyn Fn(&str) -> EventHash;

/// A meeting ready to be searched for.
#[derive(Clone, PartialEq, Debug)]
pub struct Prepared {
    pub problem: Problem,
    /// What the rules of the meeting's types say of its day.
    pub clocks: MeetingClocks,
    pub notes: Vec<Note>,
}

/// Whose feeds a meeting needs, and for which time.
#[derive(Clone, PartialEq, Debug)]
pub struct Wanted {
    pub contacts: Vec<ContactId>,
    pub venues: Vec<VenueId>,
    pub range: Interval,
}

/// What has to be read before `meeting` can be prepared: nobody else's diary is opened.
///
/// Faults are not told here; [`prepare`] tells them.
pub fn wanted(workspace: &Workspace, meeting: &MeetingSpec, now: Instant) -> Wanted {
    let (mut faults, mut notes) = (Vec::new(), Vec::new());
    let zone_name = meeting.zone.as_ref().unwrap_or(&workspace.defaults.zone);
    let zone = Zone::named(zone_name).unwrap_or_else(Zone::utc);
    let tables = Tables::new(workspace);
    let follows = after_arranged(&tables, meeting, &zone, now);
    let (meeting, follows) = match &follows {
        Some((counted, envelope)) => (counted, Some(envelope)),
        None => (meeting, None),
    };
    let Dated { window, .. } = dated(
        workspace,
        meeting,
        follows,
        &zone,
        now,
        &mut faults,
        &mut notes,
    );
    let cast = cast(&tables, meeting, meeting.parts.len().max(1), &mut faults);
    let mut venues: Vec<VenueId> = match &meeting.venue {
        VenueSpec::None => Vec::new(),
        VenueSpec::Named(named) => named.clone(),
        VenueSpec::AnyFitting => (0..workspace.venues.len() as u32).map(VenueId).collect(),
    };
    venues.extend(meeting.pinned_venue);
    venues.extend(meeting.parts.iter().filter_map(|part| match part.venue {
        PartVenueSpec::Named(venue) => Some(venue),
        PartVenueSpec::Meeting | PartVenueSpec::None => None,
    }));
    venues.sort_unstable();
    venues.dedup();
    Wanted {
        contacts: cast
            .people
            .iter()
            .filter_map(|(contact, _)| *contact)
            .collect(),
        venues,
        range: range_of(meeting, &zone, &window),
    }
}

/// A meeting that follows one which is arranged already, as that one's day makes it, with the days that are left. One that follows
/// another which has no day yet is searched for as if it followed none.
fn after_arranged(
    tables: &Tables,
    meeting: &MeetingSpec,
    zone: &Zone,
    now: Instant,
) -> Option<(MeetingSpec, Envelope)> {
    let workspace = tables.workspace;
    let after = meeting.after.as_ref()?;
    let arranged = workspace.arranged(&after.reference)?;
    let is_before = |one: &&MeetingSpec| one.reference.eq_ignore_ascii_case(&after.reference);
    let pair = Pair {
        tables,
        spec: meeting,
        after,
        before: workspace.meetings.iter().find(is_before),
        today: zone.local(now).date(),
    };
    Some(pair.after_day(arranged, zone))
}

/// Resolves `meeting` against the workspace and its feeds as of `now`.
///
/// # Errors
/// All faults of the meeting at once; then there is no problem to solve.
pub fn prepare(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    feeds: &FeedBook,
    uid_hash: Recognition,
    now: Instant,
) -> Result<Prepared, Vec<MeetingFault>> {
    let tables = Tables::new(workspace);
    let arranged = workspace.arranged(&meeting.reference);
    let zone_name = meeting.zone.as_ref().unwrap_or(&workspace.defaults.zone);
    let zone = Zone::named(zone_name).unwrap_or_else(Zone::utc);
    let follows = after_arranged(&tables, meeting, &zone, now);
    let (meeting, follows) = match &follows {
        Some((counted, envelope)) => (counted, Some(envelope)),
        None => (meeting, None),
    };
    let Draft {
        mut problem,
        clocks,
        mut notes,
        range,
        ..
    } = draft(&tables, meeting, arranged, follows, &nothing(), now)?;
    // The meeting's own arrangement does not block its rescheduling.
    let arrangements = workspace.arrangements.iter().map(|one| {
        let of_it = one.series.as_ref().map(|place| &place.reference);
        let is_it = |reference: &String| reference.eq_ignore_ascii_case(&meeting.reference);
        let is_other = !is_it(&one.reference) && !of_it.is_some_and(is_it);
        (one, is_other)
    });
    let diary = Diary::new(arrangements, uid_hash);
    let known = Known {
        tables: &tables,
        feeds,
        diary: &diary,
        now,
        recognised: Default::default(),
    };
    let place = Place::of(&problem);
    let own = OfMeeting {
        reference: Some(meeting.answered_as()),
        arranged,
    };
    for member in &mut problem.members {
        member.load = known.load(member.contact);
        member.timeline = match member.contact {
            Some(contact) => known.contact(contact, range, &place, own),
            None => known.nobody(range, &place),
        }
        .into();
    }
    for choice in problem.venues.iter_mut().chain(&mut problem.part_venues) {
        choice.timeline = known
            .venue(choice.venue, range, &place, own.reference)
            .into();
    }
    notes.extend(known.own_meetings());
    notes.sort_unstable();
    Ok(Prepared {
        problem,
        clocks,
        notes,
    })
}
