use super::*;
use crate::model::{EventHash, FeedReading, FeedRefusal, LocalSpan};

/// Hours of Monday 23 November 2026, a winter day: local time is UTC.
fn at(hour: i64) -> Instant {
    Instant::parse_rfc3339("2026-11-23T00:00:00Z")
        .expect("an instant")
        .plus_minutes(hour * 60)
}

fn hours(from: i64, to: i64) -> Interval {
    Interval::new(at(from), at(to)).expect("in order")
}

fn busy(from: i64, to: i64) -> BusyPeriod {
    BusyPeriod {
        interval: hours(from, to),
        kind: BusyKind::Busy,
        event: EventHash(1),
        uid: EventHash(1),
    }
}

fn read(until: i64) -> FeedStatus {
    FeedStatus::Read {
        reading: Box::new(FeedReading::default()),
        known: Interval::new(Instant::MIN, at(until)),
    }
}

fn nine_to_five() -> WeekPattern {
    let day = || {
        vec![LocalSpan {
            from: 540,
            to: 1020,
        }]
    };
    WeekPattern {
        anchor: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date"),
        weeks: vec![[day(), day(), day(), day(), day(), Vec::new(), Vec::new()]],
    }
}

/// What the sources, changed from nothing known by `change`, say at each of `hours`.
fn check(change: impl for<'a> Fn(&'a Fixed, &mut Sources<'a>), expected: &[(i64, Standing)]) {
    let fixed = Fixed::new();
    let mut sources = nothing(&fixed);
    change(&fixed, &mut sources);
    assert_at(&sources, expected);
}

/// Sources of somebody of whom nothing is known.
fn nothing(fixed: &Fixed) -> Sources<'_> {
    Sources {
        range: hours(0, 24),
        zone: &fixed.zone,
        feeds: Vec::new(),
        answers: Vec::new(),
        pattern: None,
        calendars: Vec::new(),
        exceptions: &[],
        offers: &[],
        holidays: None,
        lead_until: None,
        booked: Vec::new(),
        full_days: Vec::new(),
        taken: Vec::new(),
        capacity: 1,
        buffer: Buffer::default(),
    }
}

fn assert_at(sources: &Sources, expected: &[(i64, Standing)]) {
    let timeline = timeline(sources);
    for (hour, standing) in expected {
        let found = timeline
            .spans
            .iter()
            .find(|span| span.interval.contains(at(*hour)));
        assert_eq!(
            found.map(|span| span.standing),
            Some(*standing),
            "at {hour}:00"
        );
    }
}

/// What sources borrow.
struct Fixed {
    zone: Zone,
    pattern: WeekPattern,
    known_till_noon: FeedStatus,
    known_till_evening: FeedStatus,
    refused: FeedStatus,
    offers: Vec<Offer>,
    yes: Answer,
    no_later: Answer,
}

impl Fixed {
    fn new() -> Fixed {
        let answer = |reply, from, to, recorded| Answer {
            who: crate::model::Answerer::Contact(crate::model::ContactId(0)),
            reference: None,
            interval: hours(from, to),
            reply,
            how: String::new(),
            recorded_by: String::new(),
            recorded_at: at(recorded),
        };
        Fixed {
            zone: Zone::named("Europe/London").expect("known"),
            pattern: nine_to_five(),
            known_till_noon: read(12),
            known_till_evening: read(22),
            refused: FeedStatus::Refused(FeedRefusal::Html),
            offers: vec![Offer::Weekly {
                day: chrono::Weekday::Mon,
                hours: LocalSpan { from: 780, to: 840 },
            }],
            yes: answer(Reply::Can, 7, 10, 1),
            no_later: answer(Reply::Cannot, 8, 9, 2),
        }
    }
}

const UNREADABLE: Standing = Standing::Unknown(UnknownGround::Unreadable);
const BEYOND: Standing = Standing::Unknown(UnknownGround::BeyondHorizon);
const NO_FEED: Standing = Standing::Unknown(UnknownGround::NoFeed);
const FREE: Standing = Standing::Free(FreeGround::Feed);
const OFF: Standing = Standing::Away(AwayGround::Hours);

#[test]
fn nobody_is_free_without_a_ground() {
    check(|_, _| {}, &[(3, NO_FEED), (10, NO_FEED)]);
    check(
        |fixed, sources| sources.pattern = Some((&fixed.pattern, Stated::Own)),
        &[(8, OFF), (10, NO_FEED), (18, OFF)],
    );
}

#[test]
fn past_the_diary_a_pattern_of_ones_own_makes_expected_and_default_hours_do_not() {
    for (stated, afternoon) in [(Stated::Own, Standing::Expected), (Stated::Default, BEYOND)] {
        check(
            |fixed, sources| {
                sources.feeds = vec![(&fixed.known_till_noon, vec![busy(10, 11)])];
                sources.pattern = Some((&fixed.pattern, stated));
            },
            &[
                (9, FREE),
                (10, Standing::Busy(BusyGround::Feed)),
                (13, afternoon),
                (18, OFF),
            ],
        );
    }
}

/// In whichever order: an unreadable second feed may hide anything, so no pattern fills it.
#[test]
fn of_two_feeds_the_unreadable_one_decides() {
    for turned in [false, true] {
        check(
            |fixed, sources| {
                sources.feeds = vec![
                    (&fixed.known_till_noon, vec![busy(10, 11)]),
                    (&fixed.refused, Vec::new()),
                ];
                if turned {
                    sources.feeds.reverse();
                }
                sources.pattern = Some((&fixed.pattern, Stated::Own));
                sources.offers = &[];
            },
            &[
                (9, UNREADABLE),
                (10, Standing::Busy(BusyGround::Feed)),
                (13, UNREADABLE),
                (18, OFF),
            ],
        );
    }
}

#[test]
fn of_two_feeds_the_shorter_horizon_counts() {
    check(
        |fixed, sources| {
            sources.feeds = vec![
                (&fixed.known_till_noon, Vec::new()),
                (&fixed.known_till_evening, vec![busy(13, 14)]),
            ];
        },
        &[
            (9, FREE),
            (12, BEYOND),
            (13, Standing::Busy(BusyGround::Feed)),
            (15, BEYOND),
        ],
    );
}

#[test]
fn an_offer_is_a_ground_where_no_diary_was_promised() {
    let outside = Standing::Away(AwayGround::NotOffered);
    check(
        |fixed, sources| sources.offers = &fixed.offers,
        &[
            (12, outside),
            (13, Standing::Free(FreeGround::Offer)),
            (14, outside),
        ],
    );
    // A feed that cannot be read might have said busy.
    check(
        |fixed, sources| {
            sources.offers = &fixed.offers;
            sources.feeds = vec![(&fixed.refused, Vec::new())];
        },
        &[(12, outside), (13, UNREADABLE)],
    );
    check(
        |fixed, sources| {
            sources.offers = &fixed.offers;
            sources.feeds = vec![(&fixed.known_till_evening, vec![busy(13, 14)])];
        },
        &[(13, Standing::Busy(BusyGround::Feed))],
    );
}

#[test]
fn the_newest_answer_outranks_older_answers_feed_and_hours() {
    check(
        |fixed, sources| {
            sources.feeds = vec![(&fixed.known_till_evening, vec![busy(9, 11)])];
            sources.pattern = Some((&fixed.pattern, Stated::Own));
            sources.answers = vec![&fixed.yes, &fixed.no_later];
        },
        &[
            (6, OFF),
            (7, Standing::Free(FreeGround::Answer)),
            (8, Standing::Busy(BusyGround::Answer)),
            (9, Standing::Free(FreeGround::Answer)),
            (10, Standing::Busy(BusyGround::Feed)),
        ],
    );
}

#[test]
fn a_full_day_and_lead_time_are_grounds_too() {
    check(
        |fixed, sources| {
            sources.feeds = vec![(&fixed.known_till_evening, Vec::new())];
            sources.lead_until = Some(at(10));
        },
        &[(9, Standing::Away(AwayGround::LeadTime)), (10, FREE)],
    );
    check(
        |fixed, sources| {
            sources.feeds = vec![(&fixed.known_till_evening, Vec::new())];
            sources.answers = vec![&fixed.yes];
            sources.full_days = vec![NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")];
        },
        &[(8, Standing::Away(AwayGround::DailyLimit))],
    );
}

#[test]
fn past_the_last_term_a_school_is_not_known_and_between_terms_it_is_closed() {
    let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let calendar = |open: &[(&str, &str)]| NamedCalendar {
        id: "terms".to_owned(),
        name: "Terms".to_owned(),
        open: open.iter().map(|(a, b)| (date(a), date(b))).collect(),
        closed: Vec::new(),
    };
    let over = calendar(&[("2026-09-03", "2026-11-20")]);
    let between = calendar(&[("2026-09-03", "2026-11-20"), ("2026-12-01", "2026-12-18")]);
    let in_term = calendar(&[("2026-11-02", "2026-12-18")]);
    let closed = Standing::Away(AwayGround::Calendar);
    for (calendar, standing) in [(&over, BEYOND), (&between, closed), (&in_term, FREE)] {
        let fixed = Fixed::new();
        let sources = Sources {
            feeds: vec![(&fixed.known_till_evening, Vec::new())],
            calendars: vec![calendar],
            ..nothing(&fixed)
        };
        assert_at(&sources, &[(10, standing)]);
    }
}

/// A feed, known till evening, that states the hours of the day from `from` to `to` and takes the rest as its owner being away.
fn with_hours(from: i64, to: i64) -> (FeedStatus, Vec<BusyPeriod>) {
    let away = |interval| BusyPeriod {
        interval,
        kind: BusyKind::Away,
        event: EventHash::ANONYMOUS,
        uid: EventHash::ANONYMOUS,
    };
    let periods = vec![away(hours(0, from)), away(hours(to, 24))];
    let reading = FeedReading {
        periods: periods.clone(),
        hours_stated: vec![hours(0, 24)],
        available: vec![hours(from, to)],
        ..FeedReading::default()
    };
    let status = FeedStatus::Read {
        reading: Box::new(reading),
        known: Interval::new(Instant::MIN, at(18)),
    };
    (status, periods)
}

#[test]
fn hours_that_a_feed_states_take_the_place_of_assumed_ones_and_a_pattern_of_ones_own_binds_further()
{
    let (status, periods) = with_hours(8, 20);
    let away = Standing::Away(AwayGround::Feed);
    for (stated, early, late) in [
        (None, FREE, Standing::Expected),
        (Some(Stated::Default), FREE, Standing::Expected),
        (Some(Stated::Own), OFF, OFF),
    ] {
        let fixed = Fixed::new();
        let sources = Sources {
            feeds: vec![(&status, periods.clone())],
            pattern: stated.map(|stated| (&fixed.pattern, stated)),
            ..nothing(&fixed)
        };
        // The pattern works from nine to five; the feed is known till 18:00.
        assert_at(
            &sources,
            &[
                (7, OFF),
                (8, early),
                (10, FREE),
                (16, FREE),
                (17, early),
                (19, late),
                (21, OFF),
            ],
        );
        assert!(
            timeline(&sources)
                .spans
                .iter()
                .all(|span| span.standing != away)
        );
    }
}

#[test]
fn entries_outside_stated_hours_keep_their_buffer_and_doubt_stays_doubt() {
    let (status, mut periods) = with_hours(8, 20);
    periods.push(busy(20, 21));
    let FeedStatus::Read { reading, known } = status else {
        panic!("made above");
    };
    let mut reading = *reading;
    reading.available = vec![hours(10, 20)];
    reading.doubts = vec![crate::model::Doubt {
        interval: hours(8, 10),
        reason: crate::model::DoubtReason::UnreadableAvailability,
    }];
    let status = FeedStatus::Read {
        reading: Box::new(reading),
        known,
    };
    let fixed = Fixed::new();
    let sources = Sources {
        feeds: vec![(&status, periods)],
        pattern: Some((&fixed.pattern, Stated::Default)),
        ..nothing(&fixed)
    };
    let doubtful = Standing::Unknown(UnknownGround::Doubtful);
    assert_at(
        &sources,
        &[
            (7, OFF),
            (8, doubtful),
            (9, doubtful),
            (10, FREE),
            (20, Standing::Busy(BusyGround::Feed)),
            (21, OFF),
        ],
    );
}

/// One calendar for work, one for a second post: free needs both.
#[test]
fn of_two_feeds_with_hours_both_bind() {
    let (early, early_periods) = with_hours(8, 14);
    let (late, late_periods) = with_hours(12, 17);
    let fixed = Fixed::new();
    let sources = Sources {
        feeds: vec![(&early, early_periods), (&late, late_periods)],
        ..nothing(&fixed)
    };
    assert_at(&sources, &[(9, OFF), (12, FREE), (13, FREE), (15, OFF)]);
}
