//! Everything the user has written down: the tables of one workspace folder, checked and joined.

use super::answer::Answer;
use super::arrangement::Arranged;
use super::calendar::{NamedCalendar, WeekPattern};
use super::feed::{FeedReading, FeedRefusal};
use super::fetch::FetchFault;
use super::meeting::{LimitSpec, MeetingSpec, WindowSpec};
use super::people::{
    Agency, AgencyId, Contact, ContactId, Role, RoleGroup, RoleId, RoleLimit, Venue, VenueId,
};
use super::policy::Policy;
use super::rules::RuleBook;
use crate::time::{Instant, Interval, Nation, WorkingDays};
use chrono::{Datelike, Days, NaiveDate};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WorkspaceKind {
    /// A folder with tables.
    Tables,
    /// A bare folder of feeds `<agency>/<role>.<name>.ics`: hours and holidays are assumed, and the output says so.
    Bare,
}

/// In which language recipients are written to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    #[default]
    English,
    /// Welsh, and the same in English below it.
    Welsh,
}

/// What holds where a row says nothing.
#[derive(Clone, PartialEq, Debug)]
pub struct Defaults {
    /// IANA name.
    pub zone: String,
    /// Whose public holidays and rules apply.
    pub nation: Nation,
    /// Starts are tried at multiples of this many minutes from local midnight.
    pub grain_minutes: u32,
    /// Working hours of everybody without a pattern of their own. `None` = nobody has hours unless stated.
    pub hours: Option<WeekPattern>,
    /// The hours were assumed by us, not written by the user.
    pub hours_assumed: bool,
    /// In which language recipients are written to.
    pub language: Language,
    /// Address from which invitations are sent.
    pub organizer: Option<String>,
    /// Days that are no working days beside the nation's holidays (local holidays, days on which the office is closed), in order,
    /// each once.
    pub closures: Vec<NaiveDate>,
}

/// A feed of a contact or venue: where it is and what the user said of it.
#[derive(Clone, PartialEq, Debug)]
pub struct FeedRef {
    /// What receipts and errors call it: the file's path inside the workspace, or the id of a secret URL.
    pub id: String,
    /// The owner or the agency vouches that the feed is complete up to and including this date.
    pub known_until: Option<NaiveDate>,
}

/// All tables of a workspace. Contacts, agencies, venues, calendars are sorted by id.
#[derive(Clone, PartialEq, Debug)]
pub struct Workspace {
    pub kind: WorkspaceKind,
    pub defaults: Defaults,
    pub policy: Policy,
    /// What holds of each type of meeting: the embedded rules with what the authority says instead.
    pub rules: RuleBook,
    pub roles: Vec<Role>,
    /// Names that may be written for several roles at once, sorted by id.
    pub role_groups: Vec<RoleGroup>,
    pub agencies: Vec<Agency>,
    /// What the holders of a role take on at most, sorted by role.
    pub role_limits: Vec<RoleLimit>,
    pub contacts: Vec<Contact>,
    pub venues: Vec<Venue>,
    pub calendars: Vec<NamedCalendar>,
    pub meetings: Vec<MeetingSpec>,
    pub answers: Vec<Answer>,
    pub arrangements: Vec<Arranged>,
}

impl Workspace {
    pub fn contact(&self, id: ContactId) -> &Contact {
        &self.contacts[id.index()]
    }

    pub fn agency(&self, id: AgencyId) -> &Agency {
        &self.agencies[id.index()]
    }

    pub fn agency_of(&self, contact: ContactId) -> &Agency {
        self.agency(self.contact(contact).agency)
    }

    pub fn venue(&self, id: VenueId) -> &Venue {
        &self.venues[id.index()]
    }

    pub fn role(&self, id: RoleId) -> &Role {
        &self.roles[id.index()]
    }

    /// The days that count as working days here: the nation's, less the closures.
    pub fn working_days(&self) -> WorkingDays {
        let closures = self.defaults.closures.iter().copied();
        WorkingDays::of(self.defaults.nation).with_closures(closures)
    }

    /// The working days of a nation, or of the workspace's own for `None`. Closures are those of the workspace's authority, so
    /// they count in its own nation only.
    pub fn working_days_in(&self, nation: Option<Nation>) -> WorkingDays {
        match nation {
            Some(nation) if nation != self.defaults.nation => WorkingDays::of(nation),
            _ => self.working_days(),
        }
    }

    /// The arranged meetings of a series, in their order; none where the reference is that of no series.
    pub fn series(&self, reference: &str) -> Vec<&Arranged> {
        let of_it = |one: &&Arranged| {
            let place = one.series.as_ref();
            place.is_some_and(|place| place.reference.eq_ignore_ascii_case(reference))
        };
        let mut all: Vec<&Arranged> = self.arrangements.iter().filter(of_it).collect();
        all.sort_by_key(|one| one.series.as_ref().map(|place| place.number));
        all
    }

    /// One arranged meeting of a series as a meeting of its own, to be held in its week.
    pub fn of_series(&self, arranged: &Arranged) -> Option<MeetingSpec> {
        let place = arranged.series.as_ref()?;
        let is_row = |row: &&MeetingSpec| row.reference.eq_ignore_ascii_case(&place.reference);
        let row = self.meetings.iter().find(is_row)?;
        let date = place.regular.date();
        let ahead = u64::from(date.weekday().num_days_from_monday());
        Some(MeetingSpec {
            reference: arranged.reference.clone(),
            of_series: Some(row.reference.clone()),
            window: WindowSpec {
                from: date.checked_sub_days(Days::new(ahead)),
                limit: date
                    .checked_add_days(Days::new(6 - ahead))
                    .map(LimitSpec::By),
            },
            pinned_start: None,
            after: None,
            ..row.clone()
        })
    }

    /// The arrangement of a reference, in whatever case of letters it is written.
    pub fn arranged(&self, reference: &str) -> Option<&Arranged> {
        self.arrangements
            .iter()
            .find(|a| a.reference.eq_ignore_ascii_case(reference))
    }
}

/// One feed after reading: the receipt's raw material.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadFeed {
    /// As in [`FeedRef::id`].
    pub id: String,
    /// When its bytes were obtained, or the server last said that they are still the same.
    pub read_at: Instant,
    pub status: FeedStatus,
    /// Why the reading is the one kept from `read_at` and not a new one. `None` = it is as new as it is meant to be.
    pub stale: Option<Stale>,
}

/// Why a reading is older than it is meant to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stale {
    pub why: FetchFault,
    /// When a newer one was wanted.
    pub asked_at: Instant,
}

#[derive(Clone, PartialEq, Debug)]
pub enum FeedStatus {
    Read {
        reading: Box<FeedReading>,
        /// What the feed is taken to know: outside, its owner is unknown. `None` = it knows nothing (any more).
        known: Option<Interval>,
    },
    /// The bytes are no calendar, or not a whole one.
    Refused(FeedRefusal),
    /// There is no such file.
    Missing,
    /// It could not be fetched, and nothing usable is kept of an earlier time.
    Unfetched(FetchFault),
}
