//! A timetable of two weeks, as secondary schools have it: five periods a day, and what each teacher has free in the
//! first and in the second week. The weeks run on through half-term.

use super::{feed, person};
use crate::synth::diary::{Diary, Entry, Series, Show, When, Words, at, date};
use crate::synth::{Feed, Spelling};
use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};
use chrono::{Datelike, Days, NaiveDate, Weekday};

const FOLDER: &str = "school";

/// Start and end of the periods, in minutes from midnight. The sixth is after school.
const PERIODS: [(i64, i64); 6] = [
    (540, 600),
    (600, 660),
    (680, 740),
    (790, 850),
    (850, 910),
    (915, 990),
];

/// Stretches of days, both ends included, on which the school is closed.
fn closures() -> [(NaiveDate, NaiveDate); 4] {
    [
        (date(2026, 12, 19), date(2027, 1, 4)),
        (date(2027, 2, 13), date(2027, 2, 21)),
        (date(2027, 3, 26), date(2027, 4, 11)),
        (date(2027, 5, 29), date(2027, 6, 6)),
    ]
}

/// The weeks of the timetable in which somebody is free in a period.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Free {
    First,
    Second,
    Both,
}

use Free::{Both, First, Second};

struct Teacher {
    id: &'static str,
    name: &'static str,
    free: &'static [(Weekday, usize, Free)],
}

/// The three share one period only: the second of Monday, in the second week. With the nurse alone they also had the
/// fourth of Wednesday, in the first.
const TEACHERS: [Teacher; 3] = [
    Teacher {
        id: "o.finch",
        name: "Orla Finch",
        free: &[
            (Mon, 2, Both),
            (Mon, 5, First),
            (Tue, 1, Both),
            (Tue, 4, Second),
            (Tue, 6, Both),
            (Wed, 3, Both),
            (Wed, 4, First),
            (Wed, 5, Second),
            (Wed, 6, First),
            (Thu, 2, Second),
            (Thu, 5, First),
            (Fri, 4, Both),
        ],
    },
    Teacher {
        id: "d.tate",
        name: "Dylan Tate",
        free: &[
            (Mon, 2, Second),
            (Mon, 4, First),
            (Tue, 5, Both),
            (Wed, 1, Second),
            (Wed, 4, First),
            (Wed, 6, Second),
            (Thu, 3, Both),
            (Thu, 6, Both),
            (Fri, 1, First),
        ],
    },
    Teacher {
        id: "y.moss",
        name: "Yasmin Moss",
        free: &[
            (Mon, 1, First),
            (Mon, 2, Second),
            (Mon, 5, Second),
            (Tue, 2, Both),
            (Tue, 6, First),
            (Wed, 4, First),
            (Wed, 6, Both),
            (Thu, 1, Both),
            (Thu, 4, First),
            (Fri, 3, Both),
        ],
    },
];

pub fn teachers() -> Vec<Feed> {
    TEACHERS
        .iter()
        .zip(1..)
        .map(|(teacher, number)| feed(FOLDER, teacher.id, diary(teacher, number), Spelling::School))
        .collect()
}

/// Mondays of the second week on which the school is open.
pub fn shared_period() -> Vec<NaiveDate> {
    let second = monday_of(Second);
    let mondays = (0..16).map(|turn| second + Days::new(14 * turn));
    mondays.filter(|day| !is_closed(*day)).collect()
}

fn diary(teacher: &Teacher, number: u64) -> Diary {
    let mut entries = Vec::new();
    for day in [Mon, Tue, Wed, Thu, Fri] {
        for (period, (from, to)) in (1..).zip(PERIODS) {
            let free = teacher
                .free
                .iter()
                .find(|(weekday, which, _)| (*weekday, *which) == (day, period))
                .map(|(_, _, free)| *free);
            let (week, every_weeks) = match free {
                None => (First, 1),
                Some(First) => (Second, 2),
                Some(Second) => (First, 2),
                Some(Both) => continue,
            };
            let title = if period == 6 {
                "After school"
            } else {
                "Lesson"
            };
            let title = format!("{title}, {}", teacher.name);
            let first = monday_of(week) + Days::new(u64::from(day.num_days_from_monday()));
            entries.push(Entry {
                number: (number << 8) + entries.len() as u64,
                when: When::Timed(at(first, from), at(first, to)),
                show: Show::Busy,
                cancelled: false,
                series: Some(series(first, every_weeks)),
                words: Words {
                    title,
                    ..Words::default()
                },
            });
        }
    }
    Diary {
        owner: person(teacher.name, FOLDER, teacher.id),
        entries,
        stamp: at(date(2026, 11, 23), 450),
    }
}

/// The Monday with which that week of the timetable began this half of the term.
fn monday_of(week: Free) -> NaiveDate {
    match week {
        First | Both => date(2026, 11, 2),
        Second => date(2026, 11, 9),
    }
}

fn series(first: NaiveDate, every_weeks: u32) -> Series {
    let mut series = Series {
        every_weeks,
        days: vec![first.weekday()],
        until: Some(date(2027, 7, 21)),
        without: Vec::new(),
        changed: Vec::new(),
    };
    let dates = series.dates(first, date(2027, 7, 21));
    series.without = dates.into_iter().filter(|day| is_closed(*day)).collect();
    series
}

fn is_closed(day: NaiveDate) -> bool {
    let mut closures = closures().into_iter();
    closures.any(|(first, last)| (first..=last).contains(&day))
}
