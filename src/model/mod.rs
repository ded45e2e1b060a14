//! Layer 1: the field's words as plain data, without wording and without logic that decides.
//!
//! Three families live here. What law and procedure say of each type of meeting: [`rules`]. What the user states:
//! [`Workspace`] with its agencies, contacts, venues, meetings, answers and arrangements. And what the program works on and
//! answers with: [`Problem`] (one meeting with its seats resolved to people), [`Timeline`] (who is available when, and on
//! what ground), [`Slot`] (an answer).
//! Reading files is left to `input` and `ics`, deciding to `availability`, `quorum` and `solve`, sentences to `report`.

mod action;
mod address;
mod answer;
mod arrangement;
mod batch;
mod calendar;
mod case_list;
mod chosen;
mod day_list;
pub mod feed;
mod fetch;
mod mail_server;
mod meeting;
mod people;
mod plan;
mod plan_file;
mod policy;
mod post;
mod problem;
mod published;
pub mod rules;
mod series;
mod slot;
mod survey;
mod timeline;
mod why;
mod workspace;

pub use action::{Action, ActionOwner, ActionStatus};
pub use address::FeedAddress;
pub use answer::{Answer, Answerer, Reply};
pub use arrangement::{Arranged, ArrangedAttendance, ArrangedPart};
pub use batch::{Batch, BatchMeeting, Follow, Link, LoadLimit, PublishedMeeting, Stretch};
pub use calendar::{DatedHours, Hours, LocalSpan, NamedCalendar, Offer, WeekPattern};
pub use case_list::{CaseRow, HeldRow};
pub use chosen::arrangement;
pub use day_list::{DayList, DayListFault, days_of};
pub use feed::{
    BusyKind, BusyPeriod, Doubt, DoubtReason, DropReason, EventHash, Excess, FeedHorizon,
    FeedReading, FeedRefusal, FeedWarning, WarningCode,
};
pub use fetch::{FeedSource, FetchFault, Secret, SourceKind};
pub use mail_server::{MailLogin, MailSecurity, MailServer};
pub use meeting::{
    After, Condition, DeputySpec, FlagState, FromType, Gap, GapUnit, Level, LimitSpec, MeetingSpec,
    Mode, PartSpec, PartVenueSpec, QuorumSpec, SeatSpec, SeatWanted, Subject, Unit, VenueSpec,
    WhoSpec, WindowSpec,
};
pub use people::{
    Agency, AgencyId, Buffer, CalendarId, Contact, ContactId, ContactKind, DailyLimit, Details,
    Disclosure, Filling, Role, RoleGroup, RoleId, RoleLimit, Venue, VenueId,
};
pub use plan::{
    LevelValue, Placed, Plan, PlanLevel, PlanValue, Proof, Stopped, Unplaced, UnplacedReason,
};
pub use plan_file::{PlanFile, PlanFileAttendance, PlanFileMeeting};
pub use policy::{CountBy, Policy, RankLevel, TentativePolicy};
pub use post::{
    Decision, Heard, HeardBy, HeardWhat, Outcome, Post, PostKind, PostState, Purpose, Response,
    Told, ToldStanding, Unmatched, Waiver, Went,
};
pub use problem::{
    Candidate, Clause, Late, Limit, MOST_PLACES, MOST_WEIGHT, Member, MemberId, Part, PartVenue,
    Problem, Question, Seat, SeatId, VenueChoice,
};
pub use published::Published;
pub use series::{
    Every, Floating, Holiday, SeriesDay, SeriesFound, SeriesHindrance, SeriesOccurrence,
    SeriesPlace, SeriesScore, SeriesSlot, SeriesSpec, Stands,
};
pub use slot::{
    As, Attendance, Clash, Confirming, Coverage, Fact, Found, Ground, Label, Missing,
    MissingReason, Opening, Score, Searched, Slot, State, Tally,
};
pub use survey::{Chance, Stand, StandSpan, Survey};
pub use timeline::{
    AwayGround, BusyGround, FreeGround, Span, Standing, Taken, TentativeGround, Timeline,
    UnknownGround,
};
pub use why::{Better, Cause, Change, Hindered, Presence, Rank, Reason, Remedy, Rule, Way, WhyNot};
pub use workspace::{
    Defaults, FeedRef, FeedStatus, Language, ReadFeed, Stale, Workspace, WorkspaceKind,
};
