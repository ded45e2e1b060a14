//! From the tables and the feeds to the sources of each contact's and venue's timeline.

use super::FeedBook;
use super::diary::{Diary, times};
use super::faults::Note;
use super::tables::Tables;
use crate::availability::{OwnMeeting, Recognised, Sources, Stated, timeline, without_own};
use crate::model::{
    Answerer, Arranged, BusyPeriod, ContactId, FeedRef, FeedStatus, Problem, Span, Standing,
    Timeline, UnknownGround, VenueId, WeekPattern,
};
use crate::time::{Instant, Interval, WorkingDays, Zone};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Everything that timelines are made from, whatever the meeting.
pub(super) struct Known<'a> {
    pub tables: &'a Tables<'a>,
    pub feeds: &'a FeedBook,
    pub diary: &'a Diary<'a>,
    pub now: Instant,
    /// Our own meetings found in feeds, by feed id.
    pub recognised: Mutex<BTreeMap<String, Recognised>>,
}

/// What holds of a meeting for whoever states nothing of their own.
#[derive(Clone, PartialEq)]
pub(super) struct Place {
    pub zone: Zone,
    pub working: WorkingDays,
}

impl Place {
    pub(super) fn of(problem: &Problem) -> Place {
        Place {
            zone: problem.zone.clone(),
            working: problem.working_days.clone(),
        }
    }
}

/// What holds of somebody's time for one meeting only.
#[derive(Clone, Copy, Default)]
pub(super) struct OfMeeting<'a> {
    /// Answers may be given for it.
    pub reference: Option<&'a str>,
    /// As it is arranged now: a service that is booked needs no lead time.
    pub arranged: Option<&'a Arranged>,
}

impl Known<'_> {
    pub(super) fn contact(
        &self,
        id: ContactId,
        range: Interval,
        place: &Place,
        own: OfMeeting,
    ) -> Timeline {
        let workspace = self.tables.workspace;
        let contact = workspace.contact(id);
        let zone = zone_of(contact.zone.as_deref(), place);
        let lead = contact.lead_working_days;
        timeline(&Sources {
            range,
            zone: &zone,
            feeds: self.feeds(&contact.feeds, || self.diary.invited(id)),
            answers: self
                .tables
                .answers(Answerer::Contact(id), own.reference)
                .collect(),
            pattern: self.pattern(contact.pattern.as_ref()),
            calendars: contact
                .calendars
                .iter()
                .map(|c| &workspace.calendars[c.index()])
                .collect(),
            exceptions: &contact.exceptions,
            offers: &contact.offers,
            holidays: (!contact.works_holidays).then_some(&place.working),
            lead_until: (lead > 0).then(|| {
                let today = zone.local(self.now).date();
                zone.day(place.working.after(today, lead)).start()
            }),
            booked: own.arranged.map_or(Vec::new(), |arranged| {
                times(arranged.attending.iter().filter(|a| a.contact == id))
            }),
            full_days: self.diary.full_days(id, contact, &zone),
            taken: self.diary.taken(id),
            capacity: contact.capacity,
            buffer: contact.buffer,
        })
    }

    pub(super) fn venue(
        &self,
        id: VenueId,
        range: Interval,
        place: &Place,
        reference: Option<&str>,
    ) -> Timeline {
        let venue = self.tables.workspace.venue(id);
        let zone = zone_of(venue.zone.as_deref(), place);
        timeline(&Sources {
            range,
            zone: &zone,
            feeds: self.feeds(&venue.feeds, || self.diary.booked(id)),
            answers: self
                .tables
                .answers(Answerer::Venue(id), reference)
                .collect(),
            pattern: self.pattern(venue.pattern.as_ref()),
            calendars: Vec::new(),
            exceptions: &venue.exceptions,
            offers: &[],
            holidays: Some(&place.working),
            lead_until: None,
            booked: Vec::new(),
            full_days: Vec::new(),
            taken: self.diary.used(id),
            capacity: 1,
            buffer: venue.buffer,
        })
    }

    /// Somebody to be named: nothing is known of them but the workspace's hours.
    pub(super) fn nobody(&self, range: Interval, place: &Place) -> Timeline {
        let mut open = timeline(&Sources {
            range,
            zone: &place.zone,
            feeds: Vec::new(),
            answers: Vec::new(),
            pattern: self.pattern(None),
            calendars: Vec::new(),
            exceptions: &[],
            offers: &[],
            holidays: Some(&place.working),
            lead_until: None,
            booked: Vec::new(),
            full_days: Vec::new(),
            taken: Vec::new(),
            capacity: 1,
            buffer: Default::default(),
        });
        for Span { standing, .. } in &mut open.spans {
            if standing.is_unknown() {
                *standing = Standing::Unknown(UnknownGround::ToBeNamed);
            }
        }
        open
    }

    fn pattern<'b>(&'b self, own: Option<&'b WeekPattern>) -> Option<(&'b WeekPattern, Stated)> {
        let usual = self.tables.workspace.defaults.hours.as_ref();
        match own {
            Some(own) => Some((own, Stated::Own)),
            None => usual.map(|hours| (hours, Stated::Default)),
        }
    }

    /// Each feed's status with its periods less our own meetings, which are counted by feed.
    fn feeds(
        &self,
        refs: &[FeedRef],
        own: impl Fn() -> Vec<OwnMeeting>,
    ) -> Vec<(&FeedStatus, Vec<BusyPeriod>)> {
        const MISSING: FeedStatus = FeedStatus::Missing;
        if refs.is_empty() {
            return Vec::new();
        }
        let own = own();
        refs.iter()
            .map(|feed| {
                let status = self
                    .feeds
                    .get(&feed.id)
                    .map_or(&MISSING, |read| &read.status);
                let periods = match status {
                    FeedStatus::Read { reading, .. } => {
                        let (periods, recognised) = without_own(&reading.periods, &own);
                        if recognised.count > 0 {
                            self.recognise(&feed.id, recognised);
                        }
                        periods
                    }
                    FeedStatus::Refused(_) | FeedStatus::Missing | FeedStatus::Unfetched(_) => {
                        Vec::new()
                    }
                };
                (status, periods)
            })
            .collect()
    }

    /// Of a feed that several share, whoever finds most of our meetings in it is told of.
    fn recognise(&self, feed: &str, found: Recognised) {
        let mut recognised = self
            .recognised
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = recognised.entry(feed.to_owned()).or_default();
        if (found.count, found.moved) > (known.count, known.moved) {
            *known = found;
        }
    }

    /// What is to be told of our own meetings that were found in feeds so far.
    pub(super) fn own_meetings(&self) -> Vec<Note> {
        let recognised = self
            .recognised
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let note = |(feed, found): (&String, &Recognised)| Note::OwnMeetings {
            feed: feed.clone(),
            count: found.count,
            moved: found.moved,
        };
        recognised.iter().map(note).collect()
    }

    /// Meetings that somebody has had lately and has before them, for fairness of load.
    pub(super) fn load(&self, contact: Option<ContactId>) -> u32 {
        let Some(id) = contact else { return 0 };
        let workspace = self.tables.workspace;
        let days = i64::from(workspace.policy.load_window_days);
        let from = self.now.plus(-days * 86_400);
        let more = workspace.contact(id).load;
        self.diary.load(id, from).saturating_add(more)
    }
}

fn zone_of(stated: Option<&str>, place: &Place) -> Zone {
    // Zone names were checked when the tables were read.
    stated
        .and_then(Zone::named)
        .unwrap_or_else(|| place.zone.clone())
}
