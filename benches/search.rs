//! How long the search for one meeting takes once everything is read: 200 contacts, 12 months, a 5-minute grid, ten seats from pools
//! of 20 of which four overlap, people free for 45 % of their working hours.
//!
//! Prints the fastest and the median of several runs in milliseconds, for building the timelines' rows and searching together.
//! `cargo bench --bench search`

use chrono::NaiveDate;
use quorate::model::*;
use quorate::solve::{FindOptions, find};
use quorate::time::{Instant, Interval, Nation, WorkingDays, Zone};
use std::time::Instant as Clock;

/// Splitmix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }
}

/// A diary of meetings of 30 to 90 minutes in working hours, busy for 55 % of them.
fn timeline(random: &mut Random, zone: &Zone, from: NaiveDate, to: NaiveDate) -> Timeline {
    let range = Interval::new(zone.day(from).start(), zone.day(to).end()).expect("a year");
    let mut spans: Vec<Span> = Vec::new();
    let mut at = range.start();
    let mut push = |until: Instant, standing: Standing| {
        if let Some(interval) = Interval::new(at, until) {
            match spans.last_mut() {
                Some(last) if last.standing == standing => {
                    last.interval = Interval::new(last.interval.start(), until).expect("grows");
                }
                _ => spans.push(Span { interval, standing }),
            }
            at = until;
        }
    };
    let working = WorkingDays::of(Nation::England);
    let mut date = from;
    while date <= to {
        let midnight = zone.day(date);
        if working.is_working(date) {
            let open = midnight.start().plus_minutes(9 * 60);
            push(open, Standing::Away(AwayGround::Hours));
            let mut minute = 0;
            while minute < 480 {
                let length = (30 + 15 * random.next(5) as i64).min(480 - minute);
                let busy = random.next(100) < 55;
                minute += length;
                push(
                    open.plus_minutes(minute),
                    if busy {
                        Standing::Busy(BusyGround::Feed)
                    } else {
                        Standing::Free(FreeGround::Feed)
                    },
                );
            }
        }
        push(midnight.end(), Standing::Away(AwayGround::Hours));
        date = date.succ_opt().expect("not the end of time");
    }
    Timeline {
        range,
        spans,
        taken: Vec::new(),
        capacity: 1,
        buffer: Buffer::default(),
        ask_about: Vec::new(),
    }
}

fn problem(grain_minutes: u32) -> Problem {
    let zone = Zone::named("Europe/London").expect("a known zone");
    let from = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    let to = NaiveDate::from_ymd_opt(2027, 11, 22).expect("a date");
    let mut random = Random(7);
    let members: Vec<Member> = (0..200)
        .map(|number| Member {
            contact: None,
            id: format!("c{number:03}"),
            agency: number % 12,
            kind: number % 6,
            group: number % 9,
            load: number % 5,
            timeline: timeline(&mut random, &zone, from, to).into(),
        })
        .collect();
    // Six pools of their own, and four that share half their people with the next.
    let pool = |first: u32| (first..first + 20).map(|m| m % 200).collect::<Vec<u32>>();
    let mut pools: Vec<Vec<u32>> = (0..6).map(|index| pool(index * 20)).collect();
    pools.extend((0..4).map(|index| pool(120 + index * 10)));
    let seats = pools.into_iter().enumerate().map(|(index, pool)| Seat {
        id: format!("seat-{index}"),
        level: Level::Required,
        places: 1,
        weight: 1,
        candidates: pool
            .into_iter()
            .map(|member| Candidate {
                member: MemberId(member),
                rank: 0,
            })
            .collect(),
        mode: Mode::InPerson,
        parts: vec![0],
        partial_percent: None,
    });
    let seats: Vec<Seat> = seats.collect();
    let working_days = WorkingDays::of(Nation::England);
    Problem {
        reference: "BENCH-1".to_owned(),
        now: zone.day(from).start(),
        grain_minutes,
        from,
        to,
        late: None,
        earliest: zone.day(from).start(),
        inside: None,
        pinned: None,
        target: None,
        notice: None,
        limit: Some(Limit {
            rule: "by".to_owned(),
            date: to,
            hold_by: to,
        }),
        working_days,
        length: 90 * 60,
        parts: vec![Part {
            name: String::new(),
            offset: 0,
            length: 90 * 60,
            venue: PartVenue::None,
        }],
        members,
        quorum: Clause::All((0..10).map(|seat| Clause::Seat(SeatId(seat))).collect()),
        seats,
        apart: Vec::new(),
        venues: Vec::new(),
        needs_venue: false,
        part_venues: Vec::new(),
        buffer: Buffer::default(),
        travel: Vec::new().into(),
        arranged: None,
        policy: Policy::default(),
        questions: Vec::new(),
        zone,
    }
}

fn main() {
    let problem = problem(5);
    let mut times = Vec::new();
    let mut found = None;
    for _ in 0..15 {
        let clock = Clock::now();
        found = Some(find(&problem, &FindOptions::default()));
        times.push(clock.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let found = found.expect("at least one run");
    println!(
        "find, 200 contacts, 12 months, 5-minute grid: {:.1} ms fastest, {:.1} ms median; {} starts, {} feasible",
        times[0],
        times[times.len() / 2],
        found.searched.starts,
        found.searched.feasible
    );
}
