//! Stated working hours (VAVAILABILITY, RFC 7953): what they take, what they give free, and that nothing of them that cannot be
//! read makes anybody free. The expected times are worked out by hand, and once by asking every minute.

mod ics_support;

use ics_support::{at, calendar, codes, event, options, read_text, reading, shown};
use quorate::ics::read::{Budget, ReadOptions};
use quorate::model::feed::{BusyKind, DoubtReason, FeedReading, WarningCode};
use quorate::time::{Instant, Interval};

/// Monday 6 January 2025 and the six days behind it; London has winter time.
fn week() -> ReadOptions {
    options(
        "2025-01-06T00:00:00Z",
        "2025-01-13T00:00:00Z",
        "Europe/London",
    )
}

/// A VAVAILABILITY with lines of its own and parts.
fn hours(lines: &str, parts: &[&str]) -> String {
    let parts: String = parts
        .iter()
        .enumerate()
        .map(|(n, part)| {
            let uid = if part.contains("UID:") {
                String::new()
            } else {
                format!("UID:part-{n}\n")
            };
            format!("BEGIN:AVAILABLE\n{uid}DTSTAMP:20250101T000000Z\n{part}\nEND:AVAILABLE\n")
        })
        .collect();
    let lines = if lines.is_empty() {
        String::new()
    } else {
        format!("{lines}\n")
    };
    format!(
        "BEGIN:VAVAILABILITY\nUID:hours\nDTSTAMP:20250101T000000Z\n{lines}{parts}END:VAVAILABILITY\n"
    )
}

const NINE_TO_FIVE: &str = "DTSTART;TZID=Europe/London:20250106T090000\nDTEND;TZID=Europe/London:20250106T170000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";

fn show(intervals: &[Interval]) -> Vec<String> {
    intervals
        .iter()
        .map(|part| format!("{}/{}", part.start(), part.end()))
        .collect()
}

/// `06T09/06T17`: days and hours of January 2025.
fn short(intervals: &[Interval]) -> Vec<String> {
    let mark = |at: Instant| at.utc().format("%dT%H").to_string();
    intervals
        .iter()
        .map(|part| format!("{}/{}", mark(part.start()), mark(part.end())))
        .collect()
}

fn doubts(reading: &FeedReading) -> Vec<(String, DoubtReason)> {
    let all = reading.doubts.iter();
    all.map(|doubt| (short(&[doubt.interval]).remove(0), doubt.reason))
        .collect()
}

fn firm(reading: &FeedReading) -> Vec<Interval> {
    let firm = reading
        .periods
        .iter()
        .filter(|period| period.kind.is_firm());
    let set: quorate::time::IntervalSet = firm.map(|period| period.interval).collect();
    set.iter().collect()
}

#[test]
fn outside_the_hours_is_away_and_inside_is_free_but_for_entries() {
    let entry = event("DTSTART:20250107T100000Z\nDTEND:20250107T110000Z");
    let reading = reading(&(hours("", &[NINE_TO_FIVE]) + &entry), &week());
    assert_eq!(
        short(&reading.available),
        [
            "06T09/06T17",
            "07T09/07T17",
            "08T09/08T17",
            "09T09/09T17",
            "10T09/10T17"
        ]
    );
    assert_eq!(
        show(&reading.hours_stated),
        ["2025-01-06T00:00:00Z/2025-01-13T00:00:00Z"]
    );
    assert_eq!(
        short(&firm(&reading)),
        [
            "06T00/06T09",
            "06T17/07T09",
            "07T10/07T11",
            "07T17/08T09",
            "08T17/09T09",
            "09T17/10T09",
            "10T17/13T00"
        ]
    );
    let kinds: Vec<BusyKind> = reading.periods.iter().map(|period| period.kind).collect();
    assert_eq!(
        kinds.iter().filter(|kind| **kind == BusyKind::Busy).count(),
        1
    );
    assert_eq!(
        kinds.iter().filter(|kind| **kind == BusyKind::Away).count(),
        6
    );
    assert!(reading.doubts.is_empty() && reading.warnings.is_empty());
    // Hours are no entries.
    assert_eq!((reading.kept, reading.dropped_in_all()), (1, 0));
}

/// The example of RFC 7953 section 3.1: Monday to Thursday in one place, Friday morning in another, from 2 October to 2 December
/// 2011 in Montreal; before and behind it nothing is said.
#[test]
fn a_bounded_one_says_nothing_outside_its_bounds() {
    let text = hours(
        "DTSTART;TZID=America/Montreal:20111002T000000\nDTEND;TZID=America/Montreal:20111202T000000",
        &[
            "DTSTART;TZID=America/Montreal:20111002T090000\nDTEND;TZID=America/Montreal:20111002T170000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH",
            "DTSTART;TZID=America/Montreal:20111002T090000\nDTEND;TZID=America/Montreal:20111002T120000\nRRULE:FREQ=WEEKLY;BYDAY=FR",
        ],
    );
    let window = options(
        "2011-11-30T00:00:00Z",
        "2011-12-04T00:00:00Z",
        "Europe/London",
    );
    let reading = reading(&text, &window);
    assert_eq!(
        show(&reading.hours_stated),
        ["2011-11-30T00:00:00Z/2011-12-02T05:00:00Z"]
    );
    assert_eq!(
        show(&reading.available),
        [
            "2011-11-30T14:00:00Z/2011-11-30T22:00:00Z",
            "2011-12-01T14:00:00Z/2011-12-01T22:00:00Z"
        ]
    );
    assert_eq!(
        shown(&reading, true),
        [
            "2011-11-30T00:00:00Z/2011-11-30T14:00:00Z",
            "2011-11-30T22:00:00Z/2011-12-01T14:00:00Z",
            "2011-12-01T22:00:00Z/2011-12-02T05:00:00Z"
        ]
    );
}

#[test]
fn the_busy_type_says_how_the_rest_is_taken() {
    let kind = |line: &str| {
        let reading = reading(&hours(line, &[NINE_TO_FIVE]), &week());
        let first = reading.periods.first().map(|period| period.kind);
        assert_eq!(reading.available.len(), 5, "{line}");
        first
    };
    for (line, expected) in [
        ("", BusyKind::Away),
        ("BUSYTYPE:BUSY-UNAVAILABLE", BusyKind::Away),
        ("BUSYTYPE:busy", BusyKind::Busy),
        ("BUSYTYPE:BUSY-TENTATIVE", BusyKind::Tentative),
        ("BUSYTYPE:X-UNHEARD-OF", BusyKind::Away),
    ] {
        assert_eq!(kind(line), Some(expected), "{line}");
    }
}

#[test]
fn an_end_may_be_a_duration() {
    let day = "DTSTART:20250106T000000Z\nDURATION:P1D";
    let part = "DTSTART:20250106T090000Z\nDURATION:PT3H\nRRULE:FREQ=DAILY";
    let reading = reading(&hours(day, &[part]), &week());
    assert_eq!(short(&reading.hours_stated), ["06T00/07T00"]);
    assert_eq!(short(&reading.available), ["06T09/06T12"]);
    assert_eq!(short(&firm(&reading)), ["06T00/06T09", "06T12/07T00"]);
}

/// A Tuesday off, one Wednesday moved, an extra Saturday: AVAILABLE recurs like an event.
#[test]
fn parts_recur_with_exceptions_overrides_and_extra_dates() {
    let master = format!(
        "UID:p\n{NINE_TO_FIVE}\nEXDATE;TZID=Europe/London:20250107T090000\nRDATE;TZID=Europe/London:20250111T090000"
    );
    let moved = "UID:p\nRECURRENCE-ID;TZID=Europe/London:20250108T090000\n\
        DTSTART;TZID=Europe/London:20250108T120000\nDTEND;TZID=Europe/London:20250108T200000";
    let reading = reading(&hours("", &[&master, moved]), &week());
    assert_eq!(
        short(&reading.available),
        [
            "06T09/06T17",
            "08T12/08T20",
            "09T09/09T17",
            "10T09/10T17",
            "11T09/11T17"
        ]
    );
    assert!(reading.warnings.is_empty(), "{:?}", reading.warnings);
}

#[test]
fn the_higher_priority_rules_alone_and_among_equals_the_busier() {
    let usual = |priority: &str| hours(priority, &[NINE_TO_FIVE]);
    let tuesday = "DTSTART:20250107T000000Z\nDTEND:20250108T000000Z";
    let afternoon = "DTSTART:20250107T130000Z\nDTEND:20250107T190000Z";
    let special = |priority: &str| hours(&format!("{tuesday}\n{priority}"), &[afternoon]);
    let on_tuesday = |text: &str| {
        let found = reading(text, &week());
        let tuesday = Interval::new(at("2025-01-07T00:00:00Z"), at("2025-01-08T00:00:00Z"));
        let inside = |part: &Interval| part.intersect(tuesday.expect("a day"));
        let firm: Vec<Interval> = firm(&found).iter().filter_map(inside).collect();
        let free: Vec<Interval> = found.available.iter().filter_map(inside).collect();
        (short(&free), short(&firm))
    };
    let lists = |free: &[&str], busy: &[&str]| {
        let own = |list: &[&str]| {
            list.iter()
                .map(|part| (*part).to_owned())
                .collect::<Vec<_>>()
        };
        (own(free), own(busy))
    };
    let special_rules = lists(&["07T13/07T19"], &["07T00/07T13", "07T19/08T00"]);
    let usual_rules = lists(&["07T09/07T17"], &["07T00/07T09", "07T17/08T00"]);
    let both_bind = lists(&["07T13/07T17"], &["07T00/07T13", "07T17/08T00"]);
    for (usual_rank, special_rank, expected) in [
        ("", "PRIORITY:5", &special_rules),
        ("PRIORITY:0", "PRIORITY:9", &special_rules),
        ("PRIORITY:2", "PRIORITY:1", &special_rules),
        ("PRIORITY:1", "PRIORITY:2", &usual_rules),
        ("PRIORITY:9", "", &usual_rules),
        ("", "PRIORITY:0", &both_bind),
        ("PRIORITY:3", "PRIORITY:3", &both_bind),
    ] {
        for text in [
            usual(usual_rank) + &special(special_rank),
            special(special_rank) + &usual(usual_rank),
        ] {
            assert_eq!(&on_tuesday(&text), expected, "{usual_rank} {special_rank}");
        }
    }
}

#[test]
fn an_unreadable_part_is_in_doubt_and_neither_free_nor_taken() {
    // The hour of an unreadable rule, on every day.
    let bad_rule = NINE_TO_FIVE.replace("WEEKLY", "SOMETIMES");
    let read = reading(&hours("", &[&bad_rule]), &week());
    assert!(read.available.is_empty());
    assert_eq!(read.doubts.len(), 7);
    assert_eq!(
        doubts(&read)[0],
        ("06T09/06T17".to_owned(), DoubtReason::UnreadableRule)
    );
    assert_eq!(short(&firm(&read))[..2], ["06T00/06T09", "06T17/07T09"]);

    // A start of which nothing can be told: it could be anywhere.
    let lost = "DTSTART:whenever\nDURATION:PT8H\nRRULE:FREQ=DAILY";
    let read = reading(&hours("", &[NINE_TO_FIVE, lost]), &week());
    assert_eq!(
        doubts(&read),
        [(
            "06T00/13T00".to_owned(),
            DoubtReason::UnreadableAvailability
        )]
    );
    assert!(read.available.is_empty() && read.periods.is_empty());

    // A start of which the day can be told: those days.
    let hour_25 = "DTSTART:20250107T250000\nDURATION:PT8H";
    let read = reading(&hours("", &[NINE_TO_FIVE, hour_25]), &week());
    assert_eq!(
        doubts(&read),
        [("07T00/08T00".to_owned(), DoubtReason::UnreadableStart)]
    );
    assert_eq!(
        short(&read.available),
        ["06T09/06T17", "08T09/08T17", "09T09/09T17", "10T09/10T17"]
    );

    // An unknown end.
    let endless = "DTSTART:20250107T090000Z\nDTEND:later";
    let read = reading(&hours("", &[endless]), &week());
    assert_eq!(
        doubts(&read),
        [("07T09/08T09".to_owned(), DoubtReason::UnknownLength)]
    );
    assert!(read.available.is_empty());

    // An unknown zone: up to 14 hours off.
    let far = "DTSTART;TZID=Nowhere/Known:20250108T090000\nDURATION:PT8H";
    let read = reading(&hours("", &[far]), &week());
    assert_eq!(
        doubts(&read),
        [("07T19/09T07".to_owned(), DoubtReason::UnknownZone)]
    );
    assert!(read.available.is_empty());
}

#[test]
fn an_unreadable_bound_leaves_all_that_it_might_cover_in_doubt() {
    let whole = [(
        "06T00/13T00".to_owned(),
        DoubtReason::UnreadableAvailability,
    )];
    for bound in [
        "DTSTART:soon",
        "DTEND:late",
        "DTSTART:20250101T000000Z\nDURATION:long",
        "DURATION:P1W",
        "DTSTART:20250301T000000Z\nDTEND:20250101T000000Z",
    ] {
        let read = reading(&hours(bound, &[NINE_TO_FIVE]), &week());
        assert_eq!(doubts(&read), whole, "{bound}");
        assert!(
            read.available.is_empty() && read.periods.is_empty(),
            "{bound}"
        );
        assert!(
            !read.warnings.is_empty() || bound == "DURATION:P1W",
            "{bound}"
        );
    }
    let read = reading(
        &hours("DTSTART:soon\nDTEND:20250108T000000Z", &[NINE_TO_FIVE]),
        &week(),
    );
    assert_eq!(
        doubts(&read),
        [(
            "06T00/08T00".to_owned(),
            DoubtReason::UnreadableAvailability
        )]
    );
}

#[test]
fn whatever_is_cut_off_or_beyond_the_budget_is_never_free() {
    let text = calendar(&hours("", &[NINE_TO_FIVE]));
    // Cut at every byte: refused, or read and wholly in doubt, or read with all there was of the hours.
    for end in 0..text.len() {
        let Ok(found) = read_text(&text[..end], &week()) else {
            continue;
        };
        let doubtful: i64 = found
            .doubts
            .iter()
            .map(|doubt| doubt.interval.seconds())
            .sum();
        assert!(
            doubtful >= 7 * 86_400 || end + 3 >= text.len(),
            "cut at {end}"
        );
    }
    for budget in [
        Budget {
            steps: 3,
            ..Budget::default()
        },
        Budget {
            periods: 4,
            ..Budget::default()
        },
    ] {
        let options = ReadOptions { budget, ..week() };
        let found = read_text(&text, &options).expect("a calendar");
        assert!(codes(&found).contains(&WarningCode::TooManyInstances));
        let certain = |day: u32| {
            let noon = at(&format!("2025-01-{day:02}T12:00:00Z"));
            found.available.iter().any(|free| free.contains(noon))
                && !found
                    .doubts
                    .iter()
                    .any(|doubt| doubt.interval.contains(noon))
        };
        assert!(
            !certain(10),
            "{budget:?}: Friday was not reached and cannot be free"
        );
    }
}

/// Components in wrong places: an AVAILABLE outside is nothing, one without END ends where the next begins.
#[test]
fn misplaced_parts_are_reported_and_read_where_there_is_one_way() {
    let stray = format!("BEGIN:AVAILABLE\nUID:x\n{NINE_TO_FIVE}\nEND:AVAILABLE\n");
    let read = reading(&stray, &week());
    assert!(read.hours_stated.is_empty() && read.periods.is_empty());
    let unended = hours(
        "",
        &[
            "DTSTART:20250106T090000Z\nDURATION:PT1H",
            "DTSTART:20250107T090000Z\nDURATION:PT1H",
        ],
    )
    .replacen("END:AVAILABLE\n", "", 1);
    let read = reading(&unended, &week());
    assert_eq!(short(&read.available), ["06T09/06T10", "07T09/07T10"]);
    assert!(codes(&read).contains(&WarningCode::MissingEnd));
    // Nothing of one component gets into the next calendar of the file.
    let two = calendar(&hours("", &[NINE_TO_FIVE]))
        + &calendar(&event("DTSTART:20250106T200000Z\nDURATION:PT1H"));
    assert_eq!(
        read_text(&two, &week()).expect("calendars").available.len(),
        5
    );
}

/// Every minute of a week asked of a model that knows nothing of sets: priorities, bounds, types and entries together.
#[test]
fn every_minute_is_what_the_components_say_one_by_one() {
    struct Component {
        rank: u32,
        from: i64,
        to: i64,
        kind: BusyKind,
        free: Vec<(i64, i64)>,
    }
    let start = at("2025-01-06T00:00:00Z");
    let mut seed = 7_u64;
    let mut random = |below: i64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) as i64) % below
    };
    for _ in 0..150 {
        let components: Vec<Component> = (0..1 + random(4))
            .map(|_| {
                let from = random(100);
                Component {
                    rank: random(4) as u32,
                    from,
                    to: from + 1 + random(60),
                    kind: [BusyKind::Away, BusyKind::Busy, BusyKind::Tentative][random(3) as usize],
                    free: (0..random(4))
                        .map(|_| (random(160), 1 + random(9)))
                        .collect(),
                }
            })
            .collect();
        let stamp = |hour: i64| {
            start
                .plus_minutes(hour * 60)
                .utc()
                .format("%Y%m%dT%H%M%SZ")
                .to_string()
        };
        let text: String = components
            .iter()
            .map(|component| {
                let kind = match component.kind {
                    BusyKind::Away => "BUSY-UNAVAILABLE",
                    BusyKind::Busy => "BUSY",
                    BusyKind::Tentative => "BUSY-TENTATIVE",
                };
                let lines = format!(
                    "DTSTART:{}\nDTEND:{}\nBUSYTYPE:{kind}\nPRIORITY:{}",
                    stamp(component.from),
                    stamp(component.to),
                    component.rank
                );
                let parts: Vec<String> = component
                    .free
                    .iter()
                    .map(|(from, length)| format!("DTSTART:{}\nDURATION:PT{length}H", stamp(*from)))
                    .collect();
                let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                hours(&lines, &parts)
            })
            .collect();
        let found = reading(&text, &week());
        assert!(found.doubts.is_empty());
        for hour in 0..168 {
            let rank = |component: &Component| {
                if component.rank == 0 {
                    99
                } else {
                    component.rank
                }
            };
            let speaking: Vec<&Component> = components
                .iter()
                .filter(|c| c.from <= hour && hour < c.to)
                .collect();
            let top = speaking.iter().map(|c| rank(c)).min();
            let ruling: Vec<&&Component> =
                speaking.iter().filter(|c| Some(rank(c)) == top).collect();
            let takes = |c: &Component| {
                !c.free
                    .iter()
                    .any(|(from, length)| *from <= hour && hour < from + length)
            };
            let firm = ruling.iter().any(|c| c.kind.is_firm() && takes(c));
            let tentative = ruling.iter().any(|c| !c.kind.is_firm() && takes(c));
            let available = !ruling.is_empty() && !firm && !tentative;
            let now = start.plus_minutes(hour * 60 + 30);
            let has = |wanted: bool| {
                let mut periods = found.periods.iter();
                periods
                    .any(|period| period.kind.is_firm() == wanted && period.interval.contains(now))
            };
            assert_eq!(has(true), firm, "firm at {hour} of\n{text}");
            assert_eq!(has(false), tentative, "tentative at {hour} of\n{text}");
            assert_eq!(
                found.available.iter().any(|free| free.contains(now)),
                available,
                "{hour} of\n{text}"
            );
            assert_eq!(
                found.hours_stated.iter().any(|part| part.contains(now)),
                !ruling.is_empty()
            );
        }
    }
}
