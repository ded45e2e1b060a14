//! One meeting joined with the tables, all but the timelines of its people and venues.
//!
//! Everything that can be wrong with a meeting is found here, before any diary is opened.

use super::clocks::{MeetingClocks, meeting_clocks};
use super::faults::{MeetingFault, Note};
use super::follows::Envelope;
use super::seats::{Cast, cast, everybody, member, numbers};
use super::tables::Tables;
use super::window::{Setting, Window, window};
use super::{checks, length, quorum, venues};
use crate::availability::open_hours;
use crate::model::rules::MeetingType;
use crate::model::{
    Arranged, ContactKind, MeetingSpec, Member, MemberId, Part, PartVenue, PartVenueSpec, Policy,
    Problem, Timeline, VenueId, VenueSpec, Workspace,
};
use crate::time::{Instant, Interval, WorkingDays, Zone};
use chrono::NaiveDate;
use std::sync::Arc;

/// A meeting without the timelines.
pub(super) struct Draft {
    /// Its members and venues have [`nothing`] for timelines.
    pub problem: Problem,
    pub clocks: MeetingClocks,
    pub notes: Vec<Note>,
    /// What its own timelines have to cover.
    pub range: Interval,
}

/// What stands for a timeline that is still to be made.
pub(super) fn nothing() -> Arc<Timeline> {
    let range = Interval::new(Instant(0), Instant(1)).expect("one second is not empty");
    Arc::new(Timeline {
        range,
        spans: Vec::new(),
        taken: Vec::new(),
        capacity: 1,
        buffer: Default::default(),
        ask_about: Vec::new(),
    })
}

/// The types of the meeting that do not hold on `today`.
fn not_in_force(workspace: &Workspace, meeting: &MeetingSpec, today: NaiveDate) -> Vec<Note> {
    let known = meeting.types.iter().map(|id| workspace.rules.kind(id));
    let old = known.flatten().filter(|kind| !kind.valid.holds(today));
    let note = |kind: &MeetingType| Note::TypeNotInForce {
        kind: kind.id.clone(),
    };
    old.map(note).collect()
}

/// Resolves `meeting` against the tables as of `now`. `arranged` is where it stands already, `follows` what the meeting leaves that it
/// follows.
///
/// # Errors
/// All faults of the meeting at once.
pub(super) fn draft(
    tables: &Tables,
    meeting: &MeetingSpec,
    arranged: Option<&Arranged>,
    follows: Option<&Envelope>,
    nothing: &Arc<Timeline>,
    now: Instant,
) -> Result<Draft, Vec<MeetingFault>> {
    let workspace = tables.workspace;
    let mut faults = Vec::new();
    let mut notes = Vec::new();
    let zone_name = meeting.zone.as_ref().unwrap_or(&workspace.defaults.zone);
    let zone = Zone::named(zone_name).unwrap_or_else(|| {
        faults.push(MeetingFault::UnknownZone {
            zone: zone_name.clone(),
        });
        Zone::utc()
    });
    let Dated {
        working,
        clocks,
        window,
    } = dated(
        workspace,
        meeting,
        follows,
        &zone,
        now,
        &mut faults,
        &mut notes,
    );
    let earliest = checks::pin(
        meeting,
        &zone,
        now,
        &window,
        arranged,
        &mut faults,
        &mut notes,
    );
    notes.extend(not_in_force(workspace, meeting, zone.local(now).date()));
    let parts = parts(tables, meeting, &mut faults, &mut notes);
    let cast = cast(tables, meeting, parts.len(), &mut faults);
    let clause = quorum::clause(workspace, meeting, &cast, &mut faults);
    checks::hours(workspace, meeting, &cast, &mut faults, &mut notes);
    length::check(tables, &meeting.reference, &parts, &cast, &mut faults);
    checks::apart(workspace, meeting, &cast, &mut faults);

    let range = range_of(meeting, &zone, &window);
    let members = members(workspace, meeting, &cast, nothing);
    if faults.is_empty() {
        quorum::check(workspace, meeting, &clause, &members, &cast, &mut faults);
    }
    let bases = bases(workspace, &cast);
    let venues = venues::choices(
        workspace,
        meeting,
        &cast.seats,
        &bases,
        nothing,
        &mut faults,
    );
    let part_venues = venues::of_parts(&parts, nothing);
    let inside = meeting
        .hours
        .as_ref()
        .map(|hours| open_hours(hours, &zone, &working, range));
    let arranged = arranged.map(|arranged| {
        let told = arranged
            .attending
            .iter()
            .filter_map(|a| cast.member_of(a.contact));
        (arranged.interval.start(), told.collect::<Vec<MemberId>>())
    });
    let length = parts
        .iter()
        .map(|part| part.offset + part.length)
        .max()
        .unwrap_or(0);
    if !faults.is_empty() {
        return Err(faults);
    }
    let today = zone.local(now).date();
    let in_hand = window.limit.as_ref().map_or(0, |limit| {
        working.between(today, limit.hold_by).max(0).unsigned_abs()
    });
    Ok(Draft {
        problem: Problem {
            reference: meeting.reference.clone(),
            now,
            grain_minutes: workspace.defaults.grain_minutes,
            from: window.from,
            to: window.to,
            late: window.late,
            earliest,
            inside,
            pinned: meeting.pinned_start.map(|local| zone.instant(local)),
            limit: window.limit,
            target: clocks.target().filter(|_| meeting.series.is_none()),
            notice: clocks.longest_notice(false).map(|notice| notice.first),
            length,
            parts,
            members,
            quorum: clause,
            apart: meeting
                .apart
                .iter()
                .filter_map(|(a, b)| Some((cast.member_of(*a)?, cast.member_of(*b)?)))
                .collect(),
            needs_venue: meeting.venue != VenueSpec::None || meeting.pinned_venue.is_some(),
            venues,
            part_venues,
            buffer: meeting.buffer.unwrap_or(workspace.policy.buffer),
            travel: tables.travel.clone(),
            arranged,
            policy: policy(workspace, meeting, in_hand),
            questions: cast.questions,
            seats: cast.seats,
            working_days: working,
            zone,
        },
        clocks,
        notes,
        range,
    })
}

/// A meeting's days: those that count, the dates that rules set, and between which it is looked for.
pub(super) struct Dated {
    working: WorkingDays,
    clocks: MeetingClocks,
    pub window: Window,
}

pub(super) fn dated(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    follows: Option<&Envelope>,
    zone: &Zone,
    now: Instant,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) -> Dated {
    let working = workspace.working_days_in(meeting.nation);
    let clocks = meeting_clocks(workspace, meeting, zone.local(now).date());
    let setting = Setting {
        meeting,
        clocks: &clocks,
        zone,
        now,
        working: &working,
        follows,
    };
    let window = window(&setting, faults, notes);
    Dated {
        working,
        clocks,
        window,
    }
}

/// The workspace's policy; of a meeting of a known type the rules say how long before its limit it should be, unless the authority
/// does. They say it of clocks that have just begun: of what is left, no more than half is kept clear, or a meeting with three of
/// six people today would be better than one with all of them the day after tomorrow.
fn policy(workspace: &Workspace, meeting: &MeetingSpec, in_hand: u32) -> Policy {
    let mut policy = workspace.policy.clone();
    if !meeting.types.is_empty() && !policy.margin_is_stated {
        let usual = workspace.rules.policy.target_margin_working_days;
        policy.target_margin_working_days = usual.min(in_hand / 2);
    }
    policy
}

/// The local days of the window, late ones and that of a pin too, with room on both sides for buffers and for meetings over midnight.
pub(super) fn range_of(meeting: &MeetingSpec, zone: &Zone, window: &Window) -> Interval {
    let last = window.late.map_or(window.to, |late| late.to.max(window.to));
    let pin = meeting.pinned_start.map(|local| local.date());
    let first = pin.map_or(window.from, |pin| pin.min(window.from));
    let last = pin.map_or(last, |pin| pin.max(last));
    days_around(zone, first, last)
}

/// Local days with room on both sides for buffers and for meetings over midnight.
pub(super) fn days_around(zone: &Zone, first: NaiveDate, last: NaiveDate) -> Interval {
    const MARGIN: i64 = 2 * 86_400;
    let (start, end) = (zone.day(first).start(), zone.day(last).end());
    Interval::new(start.plus(-MARGIN), end.plus(MARGIN)).unwrap_or_else(|| zone.day(first))
}

/// The meeting's parts; one over the whole where none are stated, lengthened for booked services.
pub(super) fn parts(
    tables: &Tables,
    meeting: &MeetingSpec,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) -> Vec<Part> {
    let workspace = tables.workspace;
    let services = everybody(tables, meeting)
        .into_iter()
        .map(|contact| workspace.contact(contact))
        .filter(|contact| contact.kind == ContactKind::Service && contact.lengthens_minutes > 0);
    if meeting.parts.is_empty() {
        let more = services
            .map(|contact| contact.lengthens_minutes)
            .max()
            .unwrap_or(0);
        if more > 0 {
            notes.push(Note::Lengthened { minutes: more });
        }
        return vec![Part {
            name: String::new(),
            offset: 0,
            length: i64::from(meeting.duration_minutes + more) * 60,
            venue: PartVenue::Meeting,
        }];
    }
    notes.extend(services.map(|contact| Note::PartsNotLengthened {
        contact: contact.name.clone(),
        minutes: contact.lengthens_minutes,
    }));
    let mut parts = Vec::new();
    for spec in &meeting.parts {
        if spec.length_minutes == 0 {
            faults.push(MeetingFault::BadPart {
                part: spec.name.clone(),
            });
        }
        parts.push(Part {
            name: spec.name.clone(),
            offset: i64::from(spec.offset_minutes) * 60,
            length: i64::from(spec.length_minutes.max(1)) * 60,
            venue: match spec.venue {
                PartVenueSpec::Meeting => PartVenue::Meeting,
                PartVenueSpec::None => PartVenue::None,
                PartVenueSpec::Named(venue) => PartVenue::Named(venue),
            },
        });
    }
    parts
}

/// Their load and their time are put in later.
pub(super) fn members(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    cast: &Cast,
    nothing: &Arc<Timeline>,
) -> Vec<Member> {
    let numbers = numbers(workspace, meeting, cast);
    let people = cast.people.iter().zip(&numbers);
    people
        .map(|(person, numbers)| member(person, numbers, 0, nothing.clone()))
        .collect()
}

/// Where those who come in any case start from, if stated.
fn bases(workspace: &Workspace, cast: &Cast) -> Vec<VenueId> {
    let fixed = cast.seats.iter().filter(|seat| {
        seat.mode == crate::model::Mode::InPerson && seat.candidates.len() == seat.places as usize
    });
    fixed
        .flat_map(|seat| &seat.candidates)
        .filter_map(|candidate| cast.people[candidate.member.index()].0)
        .filter_map(|contact| workspace.contact(contact).base)
        .collect()
}
