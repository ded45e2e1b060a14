//! From the tables and the feeds to the sources of each contact's and venue's timeline.

use super::build::FeedBook;
use crate::availability::{OwnMeeting, Recognised, Sources, Stated, timeline, without_own};
use crate::model::{
    Answer, Arranged, ContactId, EventHash, FeedRef, FeedStatus, Span, Standing, Taken, Timeline,
    UnknownGround, VenueId, WeekPattern, Workspace,
};
use crate::time::{Instant, Interval, WorkingDays, Zone};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Everything that timelines are made from, for one meeting.
pub(super) struct Known<'a> {
    pub workspace: &'a Workspace,
    pub feeds: &'a FeedBook,
    pub uid_hash: &'a dyn Fn(&str) -> EventHash,
    pub reference: &'a str,
    pub range: Interval,
    pub now: Instant,
    pub zone: &'a Zone,
    pub working: &'a WorkingDays,
    /// Our own meetings found in feeds, by feed id.
    pub recognised: RefCell<BTreeMap<String, Recognised>>,
}

impl Known<'_> {
    /// Arrangements of other meetings: these are in the way. The meeting's own does not block its rescheduling.
    fn others(&self) -> impl Iterator<Item = (usize, &Arranged)> {
        let all = self.workspace.arrangements.iter().enumerate();
        all.filter(|(_, arranged)| !arranged.reference.eq_ignore_ascii_case(self.reference))
    }

    /// How many of our other meetings the contact attends.
    pub(super) fn load(&self, contact: ContactId) -> u32 {
        let attends = |arranged: &Arranged| arranged.attending.iter().any(|a| a.contact == contact);
        self.others()
            .filter(|(_, arranged)| attends(arranged))
            .count() as u32
    }

    pub(super) fn contact(&self, id: ContactId) -> Timeline {
        let workspace = self.workspace;
        let contact = workspace.contact(id);
        let zone = self.zone_of(contact.zone.as_deref());
        let attendances = |arranged: &Arranged| -> Vec<Interval> {
            let of_contact = arranged.attending.iter().filter(|a| a.contact == id);
            of_contact.flat_map(|a| a.present.iter().copied()).collect()
        };
        let taken: Vec<Taken> = self
            .others()
            .flat_map(|(index, arranged)| {
                attendances(arranged)
                    .into_iter()
                    .map(move |interval| Taken {
                        interval,
                        buffer: arranged.buffer,
                        venue: arranged.venue,
                        arranged: index,
                    })
            })
            .collect();
        let full_days = match contact.daily_limit {
            Some(limit) => self.full_days(&zone, &attendances, limit.meetings),
            None => Vec::new(),
        };
        let mut answers: Vec<&Answer> = workspace
            .answers
            .iter()
            .filter(|answer| {
                answer.who == id
                    && answer
                        .reference
                        .as_deref()
                        .is_none_or(|reference| reference == self.reference)
            })
            .collect();
        answers.sort_by_key(|answer| answer.recorded_at);
        let lead = contact.lead_working_days;
        timeline(&Sources {
            range: self.range,
            zone: &zone,
            feeds: self.feeds(&contact.feeds, &|arranged| attendances(arranged)),
            answers,
            pattern: self.pattern(contact.pattern.as_ref()),
            calendars: contact
                .calendars
                .iter()
                .map(|c| &workspace.calendars[c.index()])
                .collect(),
            exceptions: &contact.exceptions,
            offers: &contact.offers,
            holidays: (!contact.works_holidays).then_some(self.working),
            lead_until: (lead > 0).then(|| {
                let today = zone.local(self.now).date();
                zone.day(self.working.after(today, lead)).start()
            }),
            booked: workspace
                .arranged(self.reference)
                .map(attendances)
                .unwrap_or_default(),
            full_days,
            taken,
            capacity: contact.capacity,
            buffer: contact.buffer,
        })
    }

    pub(super) fn venue(&self, id: VenueId) -> Timeline {
        let venue = self.workspace.venue(id);
        let zone = self.zone_of(venue.zone.as_deref());
        let uses = |arranged: &Arranged| -> Vec<Interval> {
            let parts = arranged.parts.iter().filter(|part| part.venue == Some(id));
            let parts: Vec<Interval> = parts.map(|part| part.interval).collect();
            if parts.is_empty() && arranged.parts.is_empty() && arranged.venue == Some(id) {
                return vec![arranged.interval];
            }
            parts
        };
        let taken = self
            .others()
            .flat_map(|(index, arranged)| {
                uses(arranged).into_iter().map(move |interval| Taken {
                    interval,
                    buffer: arranged.buffer,
                    venue: arranged.venue,
                    arranged: index,
                })
            })
            .collect();
        timeline(&Sources {
            range: self.range,
            zone: &zone,
            feeds: self.feeds(&venue.feeds, &|arranged| uses(arranged)),
            answers: Vec::new(),
            pattern: self.pattern(venue.pattern.as_ref()),
            calendars: Vec::new(),
            exceptions: &venue.exceptions,
            offers: &[],
            holidays: Some(self.working),
            lead_until: None,
            booked: Vec::new(),
            full_days: Vec::new(),
            taken,
            capacity: 1,
            buffer: venue.buffer,
        })
    }

    /// Somebody to be named: nothing is known of them but the workspace's hours.
    pub(super) fn nobody(&self) -> Timeline {
        let mut open = timeline(&Sources {
            range: self.range,
            zone: self.zone,
            feeds: Vec::new(),
            answers: Vec::new(),
            pattern: self.pattern(None),
            calendars: Vec::new(),
            exceptions: &[],
            offers: &[],
            holidays: Some(self.working),
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

    fn zone_of(&self, stated: Option<&str>) -> Zone {
        // Zone names were checked when the tables were read.
        stated
            .and_then(Zone::named)
            .unwrap_or_else(|| self.zone.clone())
    }

    fn pattern<'b>(&'b self, own: Option<&'b WeekPattern>) -> Option<(&'b WeekPattern, Stated)> {
        match own {
            Some(own) => Some((own, Stated::Own)),
            None => self
                .workspace
                .defaults
                .hours
                .as_ref()
                .map(|hours| (hours, Stated::Default)),
        }
    }

    fn full_days(
        &self,
        zone: &Zone,
        attendances: &dyn Fn(&Arranged) -> Vec<Interval>,
        most: u32,
    ) -> Vec<NaiveDate> {
        let mut per_day: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        for (_, arranged) in self.others() {
            if let Some(first) = attendances(arranged).first() {
                *per_day.entry(zone.local(first.start()).date()).or_default() += 1;
            }
        }
        per_day.retain(|_, count| *count >= most);
        per_day.into_keys().collect()
    }

    /// Each feed's status with its periods less our own meetings, which are counted by feed.
    fn feeds(
        &self,
        refs: &[FeedRef],
        mine: &dyn Fn(&Arranged) -> Vec<Interval>,
    ) -> Vec<(&FeedStatus, Vec<crate::model::BusyPeriod>)> {
        const MISSING: FeedStatus = FeedStatus::Missing;
        let own: Vec<OwnMeeting> = self
            .workspace
            .arrangements
            .iter()
            .map(|arranged| (arranged, mine(arranged)))
            .filter(|(_, intervals)| !intervals.is_empty())
            .map(|(arranged, mut intervals)| {
                intervals.push(arranged.interval);
                OwnMeeting {
                    uid: (self.uid_hash)(&arranged.uid),
                    intervals,
                }
            })
            .collect();
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
                            self.recognised
                                .borrow_mut()
                                .insert(feed.id.clone(), recognised);
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
}
