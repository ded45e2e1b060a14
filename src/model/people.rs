//! Who meets and where: agencies, roles, contacts, venues.

use super::calendar::{DatedHours, Offer, WeekPattern};
use super::meeting::Mode;
use super::workspace::FeedRef;

/// Declares dense indices, each good for one table only.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the table that the id belongs to.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(super) use ids;

ids! {
    /// Index into [`Workspace::agencies`](super::Workspace::agencies).
    AgencyId;
    /// Index into [`Workspace::roles`](super::Workspace::roles).
    RoleId;
    /// Index into [`Workspace::contacts`](super::Workspace::contacts), which are sorted by their own id, so that
    /// neither the order of rows nor of files can change an answer.
    ContactId;
    /// Index into [`Workspace::venues`](super::Workspace::venues), sorted by their own id.
    VenueId;
    /// Index into [`Workspace::calendars`](super::Workspace::calendars).
    CalendarId;
}

/// An organisation whose people come: `st-marks`, of kind `school`.
#[derive(Clone, PartialEq, Debug)]
pub struct Agency {
    pub id: String,
    pub name: String,
    /// `school`, `police`, `community-health` …; a quorum may count kinds instead of agencies.
    pub kind: String,
    pub disclosure: Disclosure,
    pub details: Details,
    /// False for family and lay people, who count towards a quorum only where a clause names them.
    pub counts: bool,
    /// Agencies of one such word are one agency to a quorum: where all of health counts once.
    pub counts_as: Option<String>,
}

/// How much of its people's availability an agency lets others see.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Disclosure {
    /// Free or not available, by person and time.
    #[default]
    Times,
    /// Only whether a slot that is offered suits.
    Slots,
}

/// What is done with a feed of an agency's people that carries more than busy time. Where several people of different agencies
/// share a feed, the greater holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Details {
    /// The feed is used, and its receipt says what it carries.
    #[default]
    Warn,
    /// The feed is refused: its owner counts as unknown until less is published.
    Refuse,
}

/// Whether a role is given by the case or chosen by us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filling {
    /// This child's social worker, school, GP: must be named (or is "to be named"), never filled from a pool.
    ByCase,
    /// Chair, minute-taker, duty officer: any holder will do.
    Pool,
}

/// A part that people play in meetings.
#[derive(Clone, PartialEq, Debug)]
pub struct Role {
    pub id: String,
    pub name: String,
    /// Other names by which coordinators call it.
    pub synonyms: Vec<String>,
    /// Kind of agency that its holders belong to as a rule.
    pub kind: String,
    /// Professional group that it counts as where the quorum counts groups.
    pub group: String,
    /// Roles that may stand in, best first.
    pub deputies: Vec<RoleId>,
    /// False for family, lay people, advocates, interpreters: they never count unless a clause names them.
    pub practitioner: bool,
    pub filling: Filling,
}

/// Roles of which any one fills a seat: `school-representative`.
#[derive(Clone, PartialEq, Debug)]
pub struct RoleGroup {
    pub id: String,
    /// As people are told: "Police officer".
    pub name: String,
    pub members: Vec<RoleId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ContactKind {
    #[default]
    Person,
    /// A mailbox or telephone behind which somebody will be found: "name to follow".
    Team,
    /// Booked: interpreter, advocate. Has a lead time and may lengthen the meeting.
    Service,
}

/// Minutes that must stay unbooked around a meeting. Two needs that meet are not added: the larger holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Buffer {
    pub before_minutes: u32,
    pub after_minutes: u32,
}

impl Buffer {
    /// The larger of two needs, side by side.
    pub fn larger(self, other: Buffer) -> Buffer {
        Buffer {
            before_minutes: self.before_minutes.max(other.before_minutes),
            after_minutes: self.after_minutes.max(other.after_minutes),
        }
    }
}

/// Most of our own meetings that a contact takes in one local day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DailyLimit {
    pub meetings: u32,
}

/// Most of our own meetings that every holder of a role takes on in that role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RoleLimit {
    pub role: RoleId,
    pub per_day: Option<u32>,
    pub per_week: Option<u32>,
}

/// Somebody who can be asked to a meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct Contact {
    pub id: String,
    pub name: String,
    pub kind: ContactKind,
    pub agency: AgencyId,
    pub roles: Vec<RoleId>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// IANA name of the zone in which patterns and offers are meant; `None` = the workspace's.
    pub zone: Option<String>,
    /// Own working pattern. `None` = the workspace's default hours, if it states any.
    pub pattern: Option<WeekPattern>,
    /// Works only on days on which every one of these is open (a school's terms).
    pub calendars: Vec<CalendarId>,
    /// Days that differ from the pattern.
    pub exceptions: Vec<DatedHours>,
    /// When present, the contact is free only inside them.
    pub offers: Vec<Offer>,
    /// Works on public holidays too.
    pub works_holidays: bool,
    pub feeds: Vec<FeedRef>,
    /// How many of our meetings it can attend at once; more than 1 for teams only.
    pub capacity: u32,
    pub daily_limit: Option<DailyLimit>,
    /// Most of our own meetings in one week, Monday to Sunday.
    pub weekly_limit: Option<u32>,
    /// Meetings that they had lately and that stand in no table of ours: load counts from here.
    pub load: u32,
    pub buffer: Buffer,
    pub mode: Option<Mode>,
    /// Where they set out from, for travel times.
    pub base: Option<VenueId>,
    /// Booked services: working days of lead time.
    pub lead_working_days: u32,
    /// Booked services: minutes by which the meeting becomes longer.
    pub lengthens_minutes: u32,
    /// Never shown to the other invitees, in no file name and no subject.
    pub confidential: bool,
}

impl Contact {
    /// The id as part of a file's name: letters, digits and `-_.`, at most 80. Not for confidential contacts.
    pub fn id_for_files(&self) -> String {
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        self.id
            .chars()
            .map(|c| if safe(c) { c } else { '-' })
            .take(80)
            .collect()
    }
}

/// A room or building.
#[derive(Clone, PartialEq, Debug)]
pub struct Venue {
    pub id: String,
    pub name: String,
    pub address: Option<String>,
    pub phone: Option<String>,
    /// Most people in the room; `None` = not known, then only a named choice is taken to fit.
    pub capacity: Option<u32>,
    /// `step-free`, `hearing-loop`, `waiting-area` …
    pub features: Vec<String>,
    pub zone: Option<String>,
    pub pattern: Option<WeekPattern>,
    pub exceptions: Vec<DatedHours>,
    pub feeds: Vec<FeedRef>,
    pub buffer: Buffer,
    /// Minutes of travel to other venues.
    pub travel: Vec<(VenueId, u32)>,
    pub confidential: bool,
}
