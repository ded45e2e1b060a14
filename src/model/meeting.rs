//! A meeting as the coordinator states it: seats by role, not yet resolved to people.

use super::people::{Buffer, ContactId, RoleId, VenueId};
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How much a seat matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Level {
    #[default]
    Required,
    /// Counts like preferred, with weight 3, or as required where the authority says so.
    Expected,
    /// Weight 1.
    Preferred,
    /// Shown, not weighed.
    Optional,
    /// Gets the invitation only; holds no seat.
    Informed,
}

impl Level {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Level::Required => "required",
            Level::Expected => "expected",
            Level::Preferred => "preferred",
            Level::Optional => "optional",
            Level::Informed => "informed",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Mode {
    #[default]
    InPerson,
    Remote,
    /// Sends a report; never fills the seat.
    Report,
}

/// A condition on a flag of the case. Unset means *ask*, not false.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Condition {
    pub flag: String,
    /// What the flag must be for the seat to be wanted.
    pub wanted: bool,
}

/// What the coordinator said of a flag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FlagState {
    pub flag: String,
    pub set: bool,
}

/// Who may stand in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeputySpec {
    Contact(ContactId),
    /// Any holder of the role; the seat's own role means any other holder.
    Role(RoleId),
}

/// `places` people out of the named ones, or out of the holders of `roles`.
#[derive(Clone, PartialEq, Debug)]
pub struct SeatSpec {
    /// What output calls it; unique in the meeting. The role's id, or as written.
    pub id: String,
    /// Any of these roles fits.
    pub roles: Vec<RoleId>,
    pub places: u32,
    pub level: Level,
    pub named: Vec<ContactId>,
    /// By-case and known to be open: an unknown somebody.
    pub to_be_named: bool,
    /// Ordered, best first.
    pub deputies: Vec<DeputySpec>,
    pub mode: Option<Mode>,
    pub when: Vec<Condition>,
    /// The seat may be filled for a share of the meeting, at least this many per cent.
    pub partial_percent: Option<u8>,
    /// Indices of the parts in which it sits; empty = all.
    pub parts: Vec<usize>,
    /// Multiplies the level's own weight, at least 1.
    pub weight: u32,
    /// Its people have direct contact with the child or family.
    pub direct_contact: bool,
}

/// What the flags of the case say of a seat, or of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SeatWanted {
    Yes,
    No,
    /// Nobody has said whether the case has this flag. Until then the seat is left open: unset means ask, not false.
    Ask(String),
}

impl SeatSpec {
    /// Whether the seat is wanted, given what was said of the case.
    pub fn wanted(&self, flags: &[FlagState]) -> SeatWanted {
        Condition::all(&self.when, flags)
    }
}

impl MeetingSpec {
    /// The reference under which answers for it are recorded.
    pub fn answered_as(&self) -> &str {
        self.of_series.as_deref().unwrap_or(&self.reference)
    }
}

impl Condition {
    /// Whether all of `conditions` hold, given what was said of the case; asks for the first that nobody has spoken of.
    pub fn all(conditions: &[Condition], flags: &[FlagState]) -> SeatWanted {
        let state = |flag: &str| flags.iter().find(|f| f.flag == flag).map(|f| f.set);
        if conditions
            .iter()
            .any(|c| state(&c.flag).is_some_and(|set| set != c.wanted))
        {
            return SeatWanted::No;
        }
        match conditions.iter().find(|c| state(&c.flag).is_none()) {
            Some(condition) => SeatWanted::Ask(condition.flag.clone()),
            None => SeatWanted::Yes,
        }
    }
}

/// One stretch of a meeting with people and a room of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct PartSpec {
    pub name: String,
    pub offset_minutes: u32,
    pub length_minutes: u32,
    pub venue: PartVenueSpec,
}

/// Which room a part uses.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum PartVenueSpec {
    /// The one that is chosen for the meeting.
    #[default]
    Meeting,
    /// None: by telephone or on line.
    None,
    Named(VenueId),
}

/// What a quorum counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    People,
    Agencies,
    /// Kinds of agency.
    Kinds,
    /// Professional groups of the roles.
    Groups,
}

/// Whom a clause counts. All the conditions that are given must hold.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WhoSpec {
    /// Holders of one of these roles; naming a role also counts people who count only when named.
    pub roles: Vec<RoleId>,
    pub contacts: Vec<ContactId>,
    /// Only these kinds of agency; naming `family` or `lay` counts them.
    pub kinds: Vec<String>,
    pub except_kinds: Vec<String>,
    pub direct_contact: bool,
}

/// A quorum as a policy tree over the people present; one person may satisfy several clauses.
#[derive(Clone, PartialEq, Debug)]
pub enum QuorumSpec {
    All(Vec<QuorumSpec>),
    Any {
        need: u32,
        of: Vec<QuorumSpec>,
    },
    /// At least `need` distinct units among the people present that `who` describes.
    Count {
        need: u32,
        unit: Unit,
        who: WhoSpec,
    },
    /// Every place of the seat is filled.
    Seat(String),
    /// Every required seat (and expected, where the policy says so).
    RequiredSeats,
}

/// Where a meeting may be.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum VenueSpec {
    /// No room is looked for.
    #[default]
    None,
    /// One of these.
    Named(Vec<VenueId>),
    /// Any venue of the workspace that fits.
    AnyFitting,
}

/// Whether something of a meeting was taken from its types because the row does not say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FromType {
    pub duration: bool,
    pub quorum: bool,
}

/// A child or adult whom the meeting is about, by an opaque id. The same one may stand here once for each of several
/// types: a child in two systems has two clocks.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Subject {
    pub id: String,
    /// Id of the type whose clock runs for it, where that is not the meeting's.
    pub kind: Option<String>,
    /// The event that started its clock.
    pub trigger: Option<NaiveDate>,
    pub previous: Option<NaiveDate>,
    /// Which meeting of its chain this is, 1 = the first.
    pub number: Option<u32>,
}

impl Subject {
    /// The id of one whose dates are stated and who is not named.
    pub const UNNAMED: &str = "subject";
}

/// A limit as the user wrote it; review rules from data come on top of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LimitSpec {
    By(NaiveDate),
    /// This many working days after the earliest trigger of a subject, or after today where there is none.
    WithinWorkingDays(u32),
    /// This many calendar days, counted the same way.
    WithinDays(u32),
}

/// Inclusive local dates between which starts are tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WindowSpec {
    pub from: Option<NaiveDate>,
    pub limit: Option<LimitSpec>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct MeetingSpec {
    /// Opaque: never a person's name.
    pub reference: String,
    /// What the user calls this kind of meeting; the types' ids where the rule book knows them.
    pub kind: Option<String>,
    /// Ids of the types in the rule book; several where one meeting is held under two sets of rules.
    pub types: Vec<String>,
    /// Whose rules and public holidays hold; `None` = the workspace's.
    pub nation: Option<Nation>,
    pub subjects: Vec<Subject>,
    /// Named days that rules count from: `decision`, `draft-served`.
    pub anchors: BTreeMap<String, NaiveDate>,
    /// Id of its agenda in the rule book.
    pub agenda: Option<String>,
    /// What the row leaves to the types.
    pub usual: FromType,
    pub duration_minutes: u32,
    pub window: WindowSpec,
    pub seats: Vec<SeatSpec>,
    /// `None` = all required seats, plus [`agencies`](Self::agencies).
    pub quorum: Option<QuorumSpec>,
    /// At least this many distinct agencies on top.
    pub agencies: Option<u32>,
    pub flags: Vec<FlagState>,
    /// Empty = one part over the whole duration.
    pub parts: Vec<PartSpec>,
    /// Pairs who must not be in the same part.
    pub apart: Vec<(ContactId, ContactId)>,
    pub venue: VenueSpec,
    pub features: Vec<String>,
    pub buffer: Option<Buffer>,
    /// Working days between today and the meeting, written by the user and therefore hard.
    pub notice_working_days: Option<u32>,
    /// Local hours in which the meeting may lie, whoever comes; `None` = no such rule.
    pub hours: Option<super::WeekPattern>,
    /// IANA zone of the meeting; `None` = the workspace's.
    pub zone: Option<String>,
    /// Only this start is wanted.
    pub pinned_start: Option<chrono::NaiveDateTime>,
    /// Only this venue is wanted.
    pub pinned_venue: Option<VenueId>,
    /// Without these people, in the seats of these ids, the meeting is not held.
    pub pinned_people: Vec<(String, ContactId)>,
    /// The meeting that it follows.
    pub after: Option<After>,
    /// It is to come again and again: then dates between which it is looked for are those of the series, and no limit holds.
    pub series: Option<super::SeriesSpec>,
    /// It is one meeting of this series: what people answered for the series holds for it.
    pub of_series: Option<String>,
    /// Reference of the row of whose cycle it is; `None` = it stands in a table of its own right.
    pub cycle_of: Option<String>,
}

/// That a meeting follows another one of the same plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct After {
    /// Reference of the earlier meeting.
    pub reference: String,
    /// The least time between them; `None` = a day.
    pub least: Option<Gap>,
    /// The most; `None` = what the rules of its types say, if they say it.
    pub most: Option<Gap>,
    /// Roles whose seats the same person fills in both.
    pub same: Vec<RoleId>,
}

/// A distance between two meetings, counted from the local day of the earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    pub amount: u32,
    pub unit: GapUnit,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GapUnit {
    WorkingDays,
    Days,
    Months,
}
