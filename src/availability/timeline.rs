//! One contact's or venue's timeline from everything that is known of it.

use super::canvas::Canvas;
use super::hours::DayRules;
use crate::model::{
    Answer, AwayGround, Buffer, BusyGround, BusyKind, BusyPeriod, DatedHours, FeedStatus,
    FreeGround, NamedCalendar, Offer, Reply, Standing, Taken, TentativeGround, Timeline,
    UnknownGround, WeekPattern,
};
use crate::time::{Instant, Interval, IntervalSet, WorkingDays, Zone};
use chrono::NaiveDate;

/// Who stated the working pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stated {
    /// The contact's own row: past the diary's end it makes them *expected*.
    Own,
    /// The workspace's default hours: they bound the day but are no ground for expecting anybody.
    Default,
}

/// All that is known of one contact or venue.
pub struct Sources<'a> {
    /// The timeline covers this and no more.
    pub range: Interval,
    pub zone: &'a Zone,
    /// Each feed's status with its busy periods less our own meetings ([`super::without_own`]). Empty = no feed.
    pub feeds: Vec<(&'a FeedStatus, Vec<BusyPeriod>)>,
    /// Those that hold for the meeting, oldest record first.
    pub answers: Vec<&'a Answer>,
    pub pattern: Option<(&'a WeekPattern, Stated)>,
    pub calendars: Vec<&'a NamedCalendar>,
    pub exceptions: &'a [DatedHours],
    pub offers: &'a [Offer],
    pub holidays: Option<&'a WorkingDays>,
    /// A booked service cannot come before this, except when it is booked already.
    pub lead_until: Option<Instant>,
    /// Its time in this very meeting as it is arranged now.
    pub booked: Vec<Interval>,
    /// Local days on which the daily limit is reached.
    pub full_days: Vec<NaiveDate>,
    pub taken: Vec<Taken>,
    pub capacity: u32,
    pub buffer: Buffer,
}

/// Builds the timeline by painting layers, weakest first.
pub fn timeline(sources: &Sources) -> Timeline {
    let range = sources.range;
    let mut canvas = Canvas::new(range, Standing::Unknown(UnknownGround::NoFeed));
    paint_feeds(&mut canvas, sources);
    paint_days(&mut canvas, sources);
    if let Some(until) = sources.lead_until {
        let area: IntervalSet = Interval::new(range.start(), until.min(range.end()))
            .into_iter()
            .collect();
        let booked: IntervalSet = sources.booked.iter().copied().collect();
        canvas.paint(&area.difference(&booked), |_| {
            Standing::Away(AwayGround::LeadTime)
        });
    }
    for answer in &sources.answers {
        let standing = match answer.reply {
            Reply::Can => Standing::Free(FreeGround::Answer),
            Reply::IfNeedBe => Standing::Tentative(TentativeGround::Answer),
            Reply::Cannot => Standing::Busy(BusyGround::Answer),
        };
        canvas.paint(&IntervalSet::from(answer.interval), |_| standing);
    }
    let full: IntervalSet = sources
        .full_days
        .iter()
        .map(|day| sources.zone.day(*day))
        .collect();
    canvas.paint(&full, |_| Standing::Away(AwayGround::DailyLimit));
    Timeline {
        range,
        spans: canvas.into_spans(),
        taken: sources.taken.clone(),
        capacity: sources.capacity.max(1),
        buffer: sources.buffer,
        ask_about: ask_about(sources),
    }
}

/// Free only where every feed is read and knows; busy where any feed says so, also past its horizon.
fn paint_feeds(canvas: &mut Canvas, sources: &Sources) {
    if sources.feeds.is_empty() {
        return;
    }
    let everywhere = IntervalSet::from(sources.range);
    canvas.paint(&everywhere, |_| Standing::Free(FreeGround::Feed));
    let of_kind = |kind| of_kind(sources, kind);
    canvas.paint(&of_kind(BusyKind::Tentative), |_| {
        Standing::Tentative(TentativeGround::Feed)
    });
    // Of several feeds the worst reason for not knowing counts, in whichever order they are listed: only time that lies past a
    // diary's end may later be filled by a pattern.
    let mut beyond = IntervalSet::new();
    let mut doubtful = IntervalSet::new();
    let mut unreadable = false;
    for (status, _) in &sources.feeds {
        match status {
            FeedStatus::Read { reading, known } => {
                let known: IntervalSet = known.iter().copied().collect();
                beyond = beyond.union(&known.complement_in(sources.range));
                let doubts = reading.doubts.iter().map(|doubt| doubt.interval);
                doubtful = doubtful.union(&doubts.collect());
            }
            FeedStatus::Refused(_) | FeedStatus::Missing | FeedStatus::Unfetched(_) => {
                unreadable = true;
            }
        }
    }
    canvas.paint(&beyond, |_| Standing::Unknown(UnknownGround::BeyondHorizon));
    canvas.paint(&doubtful.clipped(sources.range), |_| {
        Standing::Unknown(UnknownGround::Doubtful)
    });
    if unreadable {
        canvas.paint(&everywhere, |_| {
            Standing::Unknown(UnknownGround::Unreadable)
        });
    }
    // Entries come last, since a buffer is kept to them even where their owner is away before or after.
    canvas.paint(&of_kind(BusyKind::Away), |_| {
        Standing::Away(AwayGround::Feed)
    });
    canvas.paint(&of_kind(BusyKind::Busy), |_| {
        Standing::Busy(BusyGround::Feed)
    });
}

/// Working hours that the feeds state themselves.
#[derive(Default)]
struct StatedHours {
    /// Where a feed speaks of hours.
    stated: IntervalSet,
    /// Where every feed that speaks says that its owner works.
    available: IntervalSet,
}

impl StatedHours {
    fn of(sources: &Sources) -> StatedHours {
        let mut hours = StatedHours::default();
        let mut off = IntervalSet::new();
        for (status, _) in &sources.feeds {
            let FeedStatus::Read { reading, .. } = status else {
                continue;
            };
            let stated: IntervalSet = reading.hours_stated.iter().copied().collect();
            let available: IntervalSet = reading.available.iter().copied().collect();
            off = off.union(&stated.difference(&available));
            hours.stated = hours.stated.union(&stated);
            hours.available = hours.available.union(&available);
        }
        hours.available = hours.available.difference(&off).clipped(sources.range);
        hours
    }

    /// Outside the hours, as far as they are stated.
    fn off(&self) -> IntervalSet {
        self.stated.difference(&self.available)
    }
}

/// The feeds' entries of one kind, whatever their horizons.
fn of_kind(sources: &Sources, kind: BusyKind) -> IntervalSet {
    sources
        .feeds
        .iter()
        .flat_map(|(_, periods)| periods)
        .filter(|period| period.kind == kind)
        .filter_map(|period| period.interval.intersect(sources.range))
        .collect()
}

fn paint_days(canvas: &mut Canvas, sources: &Sources) {
    let days = DayRules {
        zone: sources.zone,
        pattern: sources.pattern.map(|(pattern, _)| pattern),
        exceptions: sources.exceptions,
        offers: sources.offers,
        calendars: &sources.calendars,
        holidays: sources.holidays,
    }
    .over(sources.range);
    let hours = StatedHours::of(sources);
    // Hours in somebody's own calendar are their own word like a row of the table.
    canvas.paint(&hours.available, |old| match old {
        Standing::Unknown(UnknownGround::BeyondHorizon) => Standing::Expected,
        other => other,
    });
    // That time is taken already; it is no leave, only not worked.
    canvas.paint(&hours.off().clipped(sources.range), |old| match old {
        Standing::Away(AwayGround::Feed) => Standing::Away(AwayGround::Hours),
        other => other,
    });
    if matches!(sources.pattern, Some((_, Stated::Own))) && sources.offers.is_empty() {
        canvas.paint(&IntervalSet::from(sources.range), |old| match old {
            Standing::Unknown(UnknownGround::BeyondHorizon) => Standing::Expected,
            other => other,
        });
    }
    // A standing offer is as good as an answer where no diary was promised; past a diary's end it is an expectation.
    canvas.paint(&days.offered.clipped(sources.range), |old| match old {
        Standing::Unknown(UnknownGround::NoFeed) => Standing::Free(FreeGround::Offer),
        Standing::Unknown(UnknownGround::BeyondHorizon) => Standing::Expected,
        other => other,
    });
    // A pencilled entry past the diary's end is known all the same: nobody is plainly expected during it.
    canvas.paint(&of_kind(sources, BusyKind::Tentative), |old| match old {
        Standing::Expected => Standing::Tentative(TentativeGround::Feed),
        other => other,
    });
    // Past the last listed term nobody knows whether the school is open.
    canvas.paint(&days.silent.clipped(sources.range), |old| {
        match old.is_present() {
            true => Standing::Unknown(UnknownGround::BeyondHorizon),
            false => old,
        }
    });
    for (ground, area) in &days.away {
        // Hours that were only assumed give way to those that the feed states.
        let assumed = matches!(sources.pattern, Some((_, Stated::Default)));
        let area = match assumed && *ground == AwayGround::Hours {
            true => area.difference(&hours.stated),
            false => area.clone(),
        };
        canvas.paint(&area.clipped(sources.range), |old| match old {
            // What the feed says stays, because a buffer is kept to it even from outside the hours.
            Standing::Busy(BusyGround::Feed) | Standing::Away(AwayGround::Feed) => old,
            _ => Standing::Away(*ground),
        });
    }
}

/// Days with an all-day entry marked free, unless somebody has answered for them.
fn ask_about(sources: &Sources) -> Vec<Interval> {
    let free_days: IntervalSet = sources
        .feeds
        .iter()
        .filter_map(|(status, _)| match status {
            FeedStatus::Read { reading, .. } => Some(&reading.free_days),
            FeedStatus::Refused(_) | FeedStatus::Missing | FeedStatus::Unfetched(_) => None,
        })
        .flatten()
        .copied()
        .collect();
    let answered: IntervalSet = sources
        .answers
        .iter()
        .map(|answer| answer.interval)
        .collect();
    let open = free_days.difference(&answered).clipped(sources.range);
    open.iter().collect()
}

#[cfg(test)]
mod tests;
