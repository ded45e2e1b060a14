//! A type of meeting: its people, clock, chair, length and agenda.

use super::grounds::{Grounds, Validity};
use super::time_rule::TimeRule;
use crate::model::{Condition, Level, Mode};
use crate::time::Nation;

/// Who fits a seat, by the ids of the catalogue of roles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SeatWho {
    Role(String),
    /// Any one of the roles of a group.
    AnyOf(String),
}

impl SeatWho {
    pub fn id(&self) -> &str {
        match self {
            SeatWho::Role(id) | SeatWho::AnyOf(id) => id,
        }
    }
}

/// Somebody whom meetings of the type ask for.
#[derive(Clone, PartialEq, Debug)]
pub struct SeatRule {
    pub who: SeatWho,
    pub places: u32,
    pub level: Level,
    pub mode: Option<Mode>,
    pub when: Vec<Condition>,
    /// Its people know the child or family themselves.
    pub direct_contact: bool,
    pub note: Option<String>,
}

/// When meetings of the type are quorate, in the small language of the quorum column.
#[derive(Clone, PartialEq, Debug)]
pub struct QuorumRule {
    pub rule: String,
    pub grounds: Grounds,
    /// The chair may hold a meeting that is not quorate.
    pub chair_discretion: bool,
    /// Then a plan for the time until the meeting is held again has to be agreed.
    pub interim_plan: bool,
}

/// Whether the chair stays the same through a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Continuity {
    #[default]
    None,
    /// The same one if possible.
    Preferred,
    /// The same one.
    Same,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ChairRule {
    /// Role, and one that may chair in its place.
    pub role: String,
    pub alternative: Option<String>,
    /// Role that chairs the later meetings of a chain, where it is another.
    pub then: Option<String>,
    pub continuity: Continuity,
    /// Has no responsibility for the case.
    pub independent: bool,
    pub grounds: Grounds,
}

/// How long meetings of the type last, in minutes.
#[derive(Clone, PartialEq, Debug)]
pub struct DurationRule {
    pub typical: u32,
    pub min: u32,
    pub max: u32,
    /// Of meetings that hear a list of cases.
    pub per_case: Option<u32>,
    pub grounds: Grounds,
}

/// How much of a meeting may be seen from its invitations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Sensitivity {
    #[default]
    Ordinary,
    /// Not even the agenda is sent.
    Highest,
}

/// A further chain that a meeting begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spawn {
    /// Id of the type.
    pub kind: String,
    /// Id of its rule that is counted from this meeting.
    pub rule: String,
}

/// Something said of the type that no date or seat expresses.
#[derive(Clone, PartialEq, Debug)]
pub struct Remark {
    pub id: String,
    pub text: String,
    pub grounds: Grounds,
}

#[derive(Clone, PartialEq, Debug)]
pub struct MeetingType {
    pub id: String,
    pub name: String,
    pub synonyms: Vec<String>,
    /// `child-protection`, `looked-after`, `send` …
    pub area: String,
    pub nations: Vec<Nation>,
    /// The event that starts the clock, in the type's own phrase.
    pub trigger: String,
    /// Type of the next meeting of the chain; its own id where the chain goes on with the same.
    pub chain_next: Option<String>,
    pub spawns: Vec<Spawn>,
    /// All rules of time, in the order of the file: deadlines, intervals, notice, reports, after, reconvene, standing.
    pub rules: Vec<TimeRule>,
    pub seats: Vec<SeatRule>,
    pub quorum: Option<QuorumRule>,
    pub chair: Option<ChairRule>,
    pub duration: Option<DurationRule>,
    /// Id of an [`Agenda`].
    pub agenda: Option<String>,
    pub sensitivity: Sensitivity,
    /// False where no relative and no alleged source of harm may be invited.
    pub family_present: bool,
    /// When a date may be missed for a reason. They excuse, and never move a date.
    pub exceptions: Vec<Remark>,
    pub constraints: Vec<Remark>,
    /// What makes a review necessary before its time.
    pub bring_forward: Vec<String>,
    /// A standing meeting hears about so many cases.
    pub cases_per_meeting: Option<u32>,
    pub valid: Validity,
}

impl MeetingType {
    /// Whether its chain goes on with meetings of another type, this one.
    pub(super) fn leads_to(&self, next: &MeetingType) -> bool {
        self.id != next.id && self.chain_next.as_deref() == Some(&next.id)
    }

    /// Everything that rests on a ground, by the name under which an authority adopts it: rows of time, constraints and exceptions
    /// by their ids, and `quorum`, `chair`, `duration`.
    pub fn statements(&self) -> Vec<(&str, &Grounds)> {
        let mut all = Vec::new();
        for rule in &self.rules {
            all.push((rule.id.as_str(), &rule.grounds));
        }
        all.extend(self.quorum.as_ref().map(|one| (QUORUM, &one.grounds)));
        all.extend(self.chair.as_ref().map(|one| (CHAIR, &one.grounds)));
        all.extend(self.duration.as_ref().map(|one| (DURATION, &one.grounds)));
        for remark in self.constraints.iter().chain(&self.exceptions) {
            all.push((remark.id.as_str(), &remark.grounds));
        }
        all
    }

    /// The same, to be changed.
    pub fn statements_mut(&mut self) -> Vec<(&str, &mut Grounds)> {
        let mut all = Vec::new();
        for rule in &mut self.rules {
            all.push((rule.id.as_str(), &mut rule.grounds));
        }
        all.extend(self.quorum.as_mut().map(|one| (QUORUM, &mut one.grounds)));
        all.extend(self.chair.as_mut().map(|one| (CHAIR, &mut one.grounds)));
        let duration = self.duration.as_mut();
        all.extend(duration.map(|one| (DURATION, &mut one.grounds)));
        for remark in self.constraints.iter_mut().chain(&mut self.exceptions) {
            all.push((remark.id.as_str(), &mut remark.grounds));
        }
        all
    }
}

const QUORUM: &str = "quorum";
const CHAIR: &str = "chair";
const DURATION: &str = "duration";

/// The course of a meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct Agenda {
    pub id: String,
    pub items: Vec<AgendaItem>,
    pub source: String,
}

/// One point of an agenda. Shares of all points are 100 together; a share of 0 is not part of the slot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgendaItem {
    pub title: String,
    pub share: u32,
    pub detail: String,
}

impl Agenda {
    /// The points that take time, each with its first minute: whole fives, in order, the last one ending with the meeting.
    pub fn timed(&self, minutes: u32) -> Vec<(u32, &AgendaItem)> {
        let total: u32 = self.items.iter().map(|item| item.share).sum();
        let mut before = 0;
        let mut timed = Vec::new();
        for item in self.items.iter().filter(|item| item.share > 0) {
            let exact = u64::from(minutes) * u64::from(before) / u64::from(total.max(1));
            let start = u32::try_from(exact).unwrap_or(minutes);
            timed.push((start / 5 * 5, item));
            before += item.share;
        }
        timed
    }
}
