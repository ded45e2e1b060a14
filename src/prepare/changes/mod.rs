//! What could be otherwise about a meeting: which changes are worth trying for a start that is not offered, and the tables as a change
//! leaves them.
//!
//! A change is made where the coordinator would make it: an answer among the answers, a length in the meeting's row, a rule where it is
//! stated. What law and a type's firm rules say is no row of anybody's and cannot be taken away here. Whether a change helps is for the
//! search to say.

mod remedies;

pub use remedies::remedies;

use crate::model::{
    Answer, Buffer, Change, ContactId, DeputySpec, MeetingSpec, QuorumSpec, Reply, Rule, SeatSpec,
    TentativePolicy, VenueSpec, Workspace,
};
use crate::time::{Instant, Interval};

/// The tables and the meeting as `changes` leave them. `asked` is the time of the meeting that is asked about, for which answers are
/// given unless the start is changed too.
pub fn changed(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    asked: Interval,
    changes: &[Change],
) -> (Workspace, MeetingSpec) {
    let (mut workspace, mut meeting) = (workspace.clone(), meeting.clone());
    let start = changes.iter().find_map(|change| match change {
        Change::Start(start) => Some(*start),
        _ => None,
    });
    let time = start
        .and_then(|start| Interval::new(start, start.plus(asked.seconds())))
        .unwrap_or(asked);
    for change in changes {
        match change {
            // Neither is a matter of the tables.
            Change::Start(_) | Change::Discretion => {}
            Change::Yes(who) => answer(&mut workspace, &meeting, *who, time, Reply::Can),
            Change::Without(who) => {
                answer(&mut workspace, &meeting, *who, Interval::ALL, Reply::Cannot);
            }
            Change::Duration(minutes) => meeting.duration_minutes = *minutes,
            Change::Room(venue) => {
                meeting.venue = VenueSpec::Named(vec![*venue]);
                meeting.pinned_venue = None;
            }
            Change::Deputy { seat, contact } => {
                let named = |spec: &&mut SeatSpec| spec.id == *seat;
                if let Some(spec) = meeting.seats.iter_mut().find(named) {
                    spec.deputies.push(DeputySpec::Contact(*contact));
                }
            }
            Change::Moved { reference } => moved(&mut workspace, reference),
            Change::Relax(rule) => relax(&mut workspace, &mut meeting, *rule),
            Change::Grid(minutes) => workspace.defaults.grain_minutes = *minutes,
            Change::WithoutSeat(seat) => {
                meeting.seats.retain(|spec| spec.id != *seat);
                meeting.quorum = meeting.quorum.map(|quorum| unasked(quorum, seat));
                meeting.pinned_people.retain(|(pinned, _)| pinned != seat);
            }
        }
    }
    (workspace, meeting)
}

/// Records what somebody says, as the newest of all answers.
fn answer(
    workspace: &mut Workspace,
    meeting: &MeetingSpec,
    who: ContactId,
    interval: Interval,
    reply: Reply,
) {
    let newest = workspace.answers.iter().map(|answer| answer.recorded_at);
    workspace.answers.push(Answer {
        who: crate::model::Answerer::Contact(who),
        reference: Some(meeting.reference.clone()),
        interval,
        reply,
        how: String::new(),
        recorded_by: String::new(),
        recorded_at: newest.max().unwrap_or(Instant::MIN),
    });
}

/// Ten years: further ahead than any meeting that is searched for.
const FAR_AWAY: i64 = 3_653 * 86_400;

/// Puts a meeting of ours where it is in nobody's way. It is moved, not forgotten: it counts as load as before, and its echo in a diary
/// is still known to be ours.
fn moved(workspace: &mut Workspace, reference: &str) {
    let later = |interval: Interval| {
        let start = interval.start().plus(FAR_AWAY);
        Interval::new(start, start.plus(interval.seconds())).unwrap_or(interval)
    };
    let of_it = |one: &&mut crate::model::Arranged| one.reference == reference;
    let Some(arranged) = workspace.arrangements.iter_mut().find(of_it) else {
        return;
    };
    arranged.interval = later(arranged.interval);
    for part in &mut arranged.parts {
        part.interval = later(part.interval);
    }
    for one in &mut arranged.attending {
        one.present = one.present.iter().copied().map(later).collect();
    }
}

/// A quorum that does not ask for the seat. Depth: that of the quorum as written.
fn unasked(quorum: QuorumSpec, seat: &str) -> QuorumSpec {
    let all = |of: Vec<QuorumSpec>| of.into_iter().map(|part| unasked(part, seat)).collect();
    match quorum {
        QuorumSpec::Seat(named) if named == seat => QuorumSpec::All(Vec::new()),
        QuorumSpec::All(of) => QuorumSpec::All(all(of)),
        QuorumSpec::Any { need, of } => QuorumSpec::Any { need, of: all(of) },
        QuorumSpec::Count { .. } | QuorumSpec::Seat(_) | QuorumSpec::RequiredSeats => quorum,
    }
}

/// Whether the rule stands where it may be left out: in the meeting's own row, or in the authority's own policy. A notice, a first day or
/// a limit that the type of the meeting has is not there.
pub fn may_relax(workspace: &Workspace, meeting: &MeetingSpec, rule: Rule) -> bool {
    match rule {
        Rule::Notice => meeting.notice_working_days.is_some(),
        Rule::First => meeting.window.from.is_some(),
        Rule::Limit => meeting.window.limit.is_some(),
        Rule::Hours => meeting.hours.is_some(),
        Rule::Buffer => meeting.buffer.unwrap_or(workspace.policy.buffer) != Buffer::default(),
        Rule::Agencies => meeting.agencies.is_some(),
        Rule::Tentative => workspace.policy.tentative == TentativePolicy::Busy,
        Rule::Pin => {
            meeting.pinned_start.is_some()
                || meeting.pinned_venue.is_some()
                || !meeting.pinned_people.is_empty()
        }
    }
}

/// Leaves a rule out. Where a type of the meeting has one of its own, that holds then.
fn relax(workspace: &mut Workspace, meeting: &mut MeetingSpec, rule: Rule) {
    match rule {
        Rule::Notice => meeting.notice_working_days = None,
        Rule::First => meeting.window.from = None,
        Rule::Limit => meeting.window.limit = None,
        Rule::Hours => meeting.hours = None,
        Rule::Buffer => meeting.buffer = Some(Buffer::default()),
        Rule::Agencies => meeting.agencies = None,
        Rule::Tentative => workspace.policy.tentative = TentativePolicy::Soft,
        Rule::Pin => {
            meeting.pinned_start = None;
            meeting.pinned_venue = None;
            meeting.pinned_people = Vec::new();
        }
    }
}
