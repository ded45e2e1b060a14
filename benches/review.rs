//! How long the chains of an authority's cases take: 10,000 cases, each its meeting and the next four with all that is due before
//! and after, and what the meetings begin, on one thread.
//!
//! Prints the fastest and the median of several runs in milliseconds, for the next limit of each case alone and for the whole
//! chains. `cargo bench --bench review`

use chrono::{Days, NaiveDate};
use quorate::input::embedded_rules;
use quorate::model::rules::MeetingType;
use quorate::review::{Calendar, CaseFacts, Reach, chain, clocks};
use quorate::time::{Nation, WorkingDays, Zone};
use std::hint::black_box;
use std::time::Instant as Clock;

const CASES: usize = 10_000;
const RUNS: usize = 9;

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

/// Cases as an authority has them: mostly reviews, some conferences, each with a trigger or a previous meeting.
fn cases() -> Vec<(&'static MeetingType, CaseFacts)> {
    let kinds = [
        "icpc",
        "rcpc",
        "core-group",
        "lac-review",
        "lac-review",
        "ehc-annual-review",
        "ehc-annual-review",
        "care-plan-review",
        "cin-review",
        "s42-planning",
    ];
    let mut random = Random(1);
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
    (0..CASES)
        .map(|_| {
            let id = kinds[random.next(kinds.len() as u64) as usize];
            let day = start + Days::new(random.next(400));
            let mut facts = CaseFacts {
                trigger: Some(day),
                ..CaseFacts::default()
            };
            if random.next(2) == 0 {
                facts.previous = Some(day + Days::new(30));
                facts.number = (random.next(2) == 0).then_some(2 + random.next(4) as u32);
            }
            (embedded_rules().kind(id).expect("a type"), facts)
        })
        .collect()
}

fn timed(name: &str, mut run: impl FnMut() -> usize) {
    let mut times: Vec<f64> = Vec::new();
    let mut counted = 0;
    for _ in 0..RUNS {
        let begun = Clock::now();
        counted = black_box(run());
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{name}: fastest {:.1} ms, median {:.1} ms ({counted} dated)",
        times[0],
        times[RUNS / 2]
    );
}

fn main() {
    let book = embedded_rules();
    let zone = Zone::named("Europe/London").expect("a zone of the database");
    let start = NaiveDate::from_ymd_opt(2026, 12, 29).expect("a date");
    let working = WorkingDays::of(Nation::England).with_closures([start, start + Days::new(1)]);
    let calendar = Calendar {
        working: &working,
        terms: None,
        zone: &zone,
    };
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    let cases = cases();
    let reach = Reach {
        meetings: 5,
        until: None,
    };
    timed("10,000 cases, the next limit of each", || {
        cases
            .iter()
            .map(|(kind, facts)| clocks(kind, facts, &calendar, today).limits.len())
            .sum()
    });
    timed("10,000 cases with chains of five", || {
        cases
            .iter()
            .map(|(kind, facts)| {
                let chain = chain(book, kind, facts, &calendar, today, reach);
                let meetings = chain.strands.iter().flat_map(|strand| &strand.meetings);
                meetings
                    .map(|link| link.clocks.limits.len() + link.before.len() + link.after.len())
                    .sum::<usize>()
            })
            .sum()
    });
}
