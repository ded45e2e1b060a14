//! Joining the pieces into one [`Problem`].

use super::clocks::{MeetingClocks, meeting_clocks};
use super::faults::{MeetingFault, Note};
use super::seats::{Cast, cast, everybody, member, numbers};
use super::sources::Known;
use super::window::{Setting, Window, window};
use super::{length, quorum, venues};
use crate::availability::open_hours;
use crate::model::EventHash;
use crate::model::rules::MeetingType;
use crate::model::{
    Contact, ContactId, ContactKind, Level, MeetingSpec, Member, MemberId, Part, PartVenue,
    PartVenueSpec, Policy, Problem, ReadFeed, VenueId, VenueSpec, Workspace,
};
use crate::time::{Instant, Interval, WorkingDays, Zone};
use chrono::NaiveDate;
use std::cell::RefCell;
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
    let Dated { window, .. } = dated(workspace, meeting, &zone, now, &mut faults, &mut notes);
    let cast = cast(workspace, meeting, meeting.parts.len().max(1), &mut faults);
    let mut venues: Vec<VenueId> = match &meeting.venue {
        VenueSpec::None => Vec::new(),
        VenueSpec::Named(named) => named.clone(),
        VenueSpec::AnyFitting => (0..workspace.venues.len() as u32).map(VenueId).collect(),
    };
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

/// The types of the meeting that do not hold on `today`.
fn not_in_force(workspace: &Workspace, meeting: &MeetingSpec, today: NaiveDate) -> Vec<Note> {
    let known = meeting.types.iter().map(|id| workspace.rules.kind(id));
    let old = known.flatten().filter(|kind| !kind.valid.holds(today));
    let note = |kind: &MeetingType| Note::TypeNotInForce {
        kind: kind.id.clone(),
    };
    old.map(note).collect()
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
    } = dated(workspace, meeting, &zone, now, &mut faults, &mut notes);
    notes.extend(not_in_force(workspace, meeting, zone.local(now).date()));
    let parts = parts(workspace, meeting, &mut faults, &mut notes);
    let cast = cast(workspace, meeting, parts.len(), &mut faults);
    let clause = quorum::clause(workspace, meeting, &cast, &mut faults);
    check_hours(workspace, meeting, &cast, &mut faults, &mut notes);
    length::check(workspace, &meeting.reference, &parts, &cast, &mut faults);
    check_apart(workspace, meeting, &cast, &mut faults);

    let range = range_of(meeting, &zone, &window);
    let known = Known {
        workspace,
        feeds,
        uid_hash,
        reference: &meeting.reference,
        range,
        now,
        zone: &zone,
        working: &working,
        recognised: RefCell::default(),
    };
    let members = members(&known, meeting, &cast);
    if faults.is_empty() {
        quorum::check(workspace, meeting, &clause, &members, &cast, &mut faults);
    }
    let bases = bases(workspace, &cast);
    let venues = venues::choices(&known, meeting, &cast.seats, &bases, &mut faults);
    let part_venues = venues::of_parts(&known, &parts);
    let inside = meeting
        .hours
        .as_ref()
        .map(|hours| open_hours(hours, &zone, &working, range));
    let arranged = workspace.arranged(&meeting.reference).map(|arranged| {
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
    notes.extend(
        known
            .recognised
            .take()
            .into_iter()
            .map(|(feed, found)| Note::OwnMeetings {
                feed,
                count: found.count,
                moved: found.moved,
            }),
    );
    if !faults.is_empty() {
        return Err(faults);
    }
    let today = zone.local(now).date();
    let in_hand = window.limit.as_ref().map_or(0, |limit| {
        working.between(today, limit.hold_by).max(0).unsigned_abs()
    });
    notes.sort_unstable();
    Ok(Prepared {
        problem: Problem {
            reference: meeting.reference.clone(),
            now,
            grain_minutes: workspace.defaults.grain_minutes,
            from: window.from,
            to: window.to,
            late: window.late,
            earliest: window.earliest,
            inside,
            pinned: meeting.pinned_start.map(|local| zone.instant(local)),
            limit: window.limit,
            target: clocks.target(),
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
            needs_venue: meeting.venue != VenueSpec::None,
            venues,
            part_venues,
            buffer: meeting.buffer.unwrap_or(workspace.policy.buffer),
            travel: venues::travel_table(workspace).into(),
            arranged,
            policy: policy(workspace, meeting, in_hand),
            questions: cast.questions,
            seats: cast.seats,
            working_days: working,
            zone,
        },
        clocks,
        notes,
    })
}

/// A meeting's days: those that count, the dates that rules set, and between which it is looked for.
struct Dated {
    working: WorkingDays,
    clocks: MeetingClocks,
    window: Window,
}

fn dated(
    workspace: &Workspace,
    meeting: &MeetingSpec,
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
fn range_of(meeting: &MeetingSpec, zone: &Zone, window: &Window) -> Interval {
    const MARGIN: i64 = 2 * 86_400;
    let last = window.late.map_or(window.to, |late| late.to.max(window.to));
    let pin = meeting.pinned_start.map(|local| local.date());
    let first = pin.map_or(window.from, |pin| pin.min(window.from));
    let last = pin.map_or(last, |pin| pin.max(last));
    let (first, last) = (zone.day(first).start(), zone.day(last).end());
    Interval::new(first.plus(-MARGIN), last.plus(MARGIN)).unwrap_or_else(|| zone.day(window.from))
}

/// The meeting's parts; one over the whole where none are stated, lengthened for booked services.
fn parts(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) -> Vec<Part> {
    let services = everybody(workspace, meeting)
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

fn members(known: &Known, meeting: &MeetingSpec, cast: &Cast) -> Vec<Member> {
    let numbers = numbers(known.workspace, meeting, cast);
    let people = cast.people.iter().zip(&numbers);
    people
        .map(|(person, numbers)| {
            let (load, timeline) = match person.0 {
                Some(contact) => (known.load(contact), known.contact(contact).into()),
                None => (0, known.nobody().into()),
            };
            member(person, numbers, load, timeline)
        })
        .collect()
}

/// Something has to bound the day of somebody who is wanted, or the best slot would be at three in the morning.
fn check_hours(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    cast: &Cast,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) {
    let has_hours = |contact: &Contact| {
        contact.pattern.is_some()
            || !contact.offers.is_empty()
            || workspace.defaults.hours.is_some()
    };
    if workspace.defaults.hours_assumed {
        notes.push(Note::AssumedHours);
    }
    let contacts = cast.people.iter().filter_map(|(contact, _)| *contact);
    for contact in contacts.map(|id| workspace.contact(id)) {
        if !contact.feeds.is_empty() && !has_hours(contact) && meeting.hours.is_none() {
            notes.push(Note::NoHoursFor {
                contact: contact.id.clone(),
            });
        }
    }
    let bounded = cast
        .seats
        .iter()
        .filter(|seat| seat.level <= Level::Preferred)
        .any(|seat| {
            !seat.candidates.is_empty()
                && seat.candidates.iter().all(|candidate| {
                    let contact = cast.people[candidate.member.index()].0;
                    contact.is_some_and(|id| has_hours(workspace.contact(id)))
                })
        });
    if !bounded
        && meeting.hours.is_none()
        && workspace.defaults.hours.is_none()
        && !cast.seats.is_empty()
    {
        faults.push(MeetingFault::NoHours);
    }
}

/// People kept apart must have seats in different parts, where their seats leave no choice.
fn check_apart(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    cast: &Cast,
    faults: &mut Vec<MeetingFault>,
) {
    for (a, b) in &meeting.apart {
        let fixed_parts = |contact: &crate::model::ContactId| -> Vec<usize> {
            let member = cast.member_of(*contact);
            let fixed = cast.seats.iter().filter(|seat| {
                seat.candidates.len() == seat.places as usize
                    && seat.candidates.iter().any(|c| Some(c.member) == member)
            });
            fixed.flat_map(|seat| seat.parts.iter().copied()).collect()
        };
        let others = fixed_parts(b);
        if fixed_parts(a).iter().any(|part| others.contains(part)) {
            faults.push(MeetingFault::ApartTogether {
                first: workspace.contact(*a).id.clone(),
                second: workspace.contact(*b).id.clone(),
            });
        }
    }
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
