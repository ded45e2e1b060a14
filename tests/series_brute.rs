//! Small random series against an enumeration that shares nothing with the program but the question.
//!
//! The oracle has its own calendar (days counted on the fingers), its own British clock, its own list of English holidays, and knows
//! everybody's time by the quarter of an hour. It tries every weekday with every hour over all meetings and ranks them; the program
//! has to answer the same list, with the same exceptions, the same nearest other times and the same best times of each week.

mod common;

use common::*;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Minutes since the beginning of 2026 in UTC; days are counted from the same.
type Minute = i64;
type Day = i64;

const MONTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The first of a month; months are counted from January 2026. None of the years is a leap year until 2028.
fn first_of(month: i64) -> Day {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12));
    assert!((0..2).contains(&year), "the oracle knows 2026 and 2027");
    year * 365 + MONTHS[..month as usize].iter().sum::<i64>()
}

/// Year, month from 1, day from 1.
fn civil(day: Day) -> (i64, i64, i64) {
    let (year, mut rest) = (day.div_euclid(365), day.rem_euclid(365));
    let mut month = 0;
    while rest >= MONTHS[month] {
        rest -= MONTHS[month];
        month += 1;
    }
    (2026 + year, month as i64 + 1, rest + 1)
}

fn day(year: i64, month: i64, date: i64) -> Day {
    first_of((year - 2026) * 12 + month - 1) + date - 1
}

/// 0 = Monday; 1 January 2026 was a Thursday.
fn weekday(day: Day) -> i64 {
    (day + 3).rem_euclid(7)
}

/// British clocks: an hour ahead from one o'clock UTC of the last Sunday in March to that of the last Sunday in October.
fn offset(at: Minute) -> i64 {
    let summer = [2026, 2027].into_iter().any(|year| {
        let last_sunday = |month: i64, days: i64| {
            let last = day(year, month, days);
            (last - (weekday(last) + 1) % 7) * 1440 + 60
        };
        (last_sunday(3, 31)..last_sunday(10, 31)).contains(&at)
    });
    60 * i64::from(summer)
}

/// The instant at which British clocks show a time, the first of two; `None` where they never do.
fn instant(local: Minute) -> Option<Minute> {
    [60, 0]
        .into_iter()
        .map(|ahead| (local - ahead, ahead))
        .find(|(at, ahead)| offset(*at) == *ahead)
        .map(|(at, _)| at)
}

fn holidays() -> Vec<Day> {
    vec![
        day(2026, 8, 31),
        day(2026, 12, 25),
        day(2026, 12, 28),
        day(2027, 1, 1),
        day(2027, 3, 26),
        day(2027, 3, 29),
        day(2027, 5, 3),
        day(2027, 5, 31),
        day(2027, 8, 30),
        day(2027, 12, 27),
        day(2027, 12, 28),
    ]
}

fn stamp(at: Minute) -> String {
    let (year, month, date) = civil(at.div_euclid(1440));
    let minute = at.rem_euclid(1440);
    format!(
        "{year}{month:02}{date:02}T{:02}{:02}00Z",
        minute / 60,
        minute % 60
    )
}

fn iso(at: Minute) -> String {
    let (year, month, date) = civil(at.div_euclid(1440));
    let minute = at.rem_euclid(1440);
    format!(
        "{year}-{month:02}-{date:02}T{:02}:{:02}",
        minute / 60,
        minute % 60
    )
}

/// A generator of one's own: the cases are the same on every machine (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: i64) -> i64 {
        (self.next() % most as u64) as i64
    }

    fn of<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.below(some.len() as i64) as usize]
    }
}

#[derive(Clone)]
struct Person {
    role: &'static str,
    required: bool,
    /// Hours that the person states; else those of everybody hold.
    own_hours: bool,
    in_term: bool,
    /// Until when the diary reaches; `None` = there is none.
    known_until: Option<Minute>,
    busy: Vec<(Minute, Minute)>,
    tentative: Vec<(Minute, Minute)>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Stand {
    Here(i64),
    Unknown,
    Away,
}

struct Small {
    months: bool,
    step: i64,
    times: i64,
    from: Day,
    grain: i64,
    length: i64,
    /// Hours of the day, and the days from Monday on which they hold.
    hours: (i64, i64, i64),
    terms: Vec<(Day, Day)>,
    people: Vec<Person>,
    /// What was worked out of a start.
    known: RefCell<BTreeMap<Minute, Option<[i64; 4]>>>,
}

const ROLES: [&str; 4] = ["social-worker", "headteacher", "school-nurse", "dsl"];

impl Small {
    fn random(seed: u64) -> Small {
        let mut random = Random(seed);
        let months = random.below(4) == 0;
        let from = match random.below(5) {
            0 => day(2026, 10, 12) + random.below(14),
            1 => day(2027, 3, 8) + random.below(20),
            2 => day(2026, 12, 1) + random.below(28),
            3 => day(2026, 8, 17) + random.below(14),
            _ => day(2026, 9, 1) + random.below(200),
        };
        // Nights, through which clocks are changed, and ordinary hours.
        let hours = random.of(&[(540, 1020, 5), (540, 1020, 5), (0, 300, 7), (600, 780, 6)]);
        let times = 2 + random.below(4);
        let step = match months {
            true => 1 + random.below(2),
            false => 1 + random.below(3),
        };
        let last = from + 40 + times * step * if months { 31 } else { 7 };
        let terms = vec![
            (from - 40, from + 10 + random.below(30)),
            (from + 45 + random.below(12), last + 60),
        ];
        let mut people = Vec::new();
        for role in &ROLES[..2 + random.below(3) as usize] {
            let diary = random.below(5) > 0;
            let known_until = diary.then(|| (from + 30 + random.below(last - from)) * 1440);
            let mut person = Person {
                role,
                required: people.len() < 2,
                own_hours: random.below(2) == 0,
                in_term: random.below(4) == 0,
                known_until,
                busy: Vec::new(),
                tentative: Vec::new(),
            };
            if let Some(until) = known_until {
                // Once every so many weeks at an hour: series are made and broken by these.
                for _ in 0..random.below(4) {
                    let period = 7 * (1 + random.below(3)) * 1440;
                    let mut at = (from - 7 + random.below(14)) * 1440
                        + hours.0
                        + 15 * random.below((hours.1 - hours.0) / 15);
                    let length = 15 * (1 + random.below(12));
                    while at + length <= until {
                        person.busy.push((at, at + length));
                        at += period;
                    }
                }
                for _ in 0..random.below(12) {
                    let at = from * 1440 + 15 * random.below((last - from) * 96);
                    let length = 15 * (1 + random.below(40));
                    if at + length <= until {
                        let list = match random.below(3) {
                            0 => &mut person.tentative,
                            _ => &mut person.busy,
                        };
                        list.push((at, at + length));
                    }
                }
            }
            people.push(person);
        }
        Small {
            months,
            step,
            times,
            from,
            grain: random.of(&[30, 60]),
            length: random.of(&[30, 60, 75, 120]),
            hours,
            terms,
            people,
            known: RefCell::default(),
        }
    }

    /// Three days before the series may begin, at nine.
    fn now(&self) -> Minute {
        (self.from - 3) * 1440 + 540
    }

    fn write(&self, case: &Case) {
        let date = |day: Day| iso(day * 1440)[..10].to_owned();
        let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
        let (first, last, days) = self.hours;
        let through = ["", "", "", "", "Fri", "Sat", "Sun"][days as usize - 1];
        let hours = format!("Mon-{through} {}-{}", clock(first), clock(last));
        let terms = self.terms.iter();
        let terms: Vec<String> = terms
            .map(|(first, last)| format!("\"{}..{}\"", date(*first), date(*last)))
            .collect();
        case.write(
            "quorate.toml",
            format!(
                "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\ngrain = \"{}m\"\n\
                 hours = \"{hours}\"\n[[calendar]]\nid = \"terms\"\nname = \"Terms\"\nopen = [{}]\n",
                self.grain,
                terms.join(", ")
            ),
        );
        let mut people = "id,name,agency,roles,pattern,calendars,feeds\n".to_owned();
        let mut seats: Vec<String> = Vec::new();
        for (index, person) in self.people.iter().enumerate() {
            let own = if person.own_hours { &hours[..] } else { "" };
            let terms = if person.in_term { "terms" } else { "" };
            let feed = match person.known_until {
                Some(_) => format!("feeds/p{index}.ics"),
                None => String::new(),
            };
            let _ = writeln!(
                people,
                "p{index},Person {index},school,{},{own},{terms},{feed}",
                person.role
            );
            let level = if person.required { "" } else { "preferred: " };
            seats.push(format!("{level}{} = p{index}", person.role));
            let Some(until) = person.known_until else {
                continue;
            };
            let mut events = event("far", &stamp(until - 15), &stamp(until));
            for (number, (start, end)) in person.busy.iter().enumerate() {
                events.push_str(&event(&format!("b{number}"), &stamp(*start), &stamp(*end)));
            }
            for (number, (start, end)) in person.tentative.iter().enumerate() {
                let one = event(&format!("t{number}"), &stamp(*start), &stamp(*end));
                let one = one.replace("SUMMARY", "STATUS:TENTATIVE\r\nSUMMARY");
                events.push_str(&one);
            }
            case.write(&format!("feeds/p{index}.ics"), calendar(&events));
        }
        case.write("people.csv", people);
        case.write(
            "meetings.csv",
            format!(
                "ref,duration,seats\nS-1,{}m,{}\n",
                self.length,
                seats.join("; ")
            ),
        );
    }

    fn at(&self, person: &Person, quarter: Minute) -> Stand {
        let local = quarter + offset(quarter);
        let (today, minute) = (local.div_euclid(1440), local.rem_euclid(1440));
        let (first, last, days) = self.hours;
        let in_term = self
            .terms
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&today));
        let works = weekday(today) < days && (first..last).contains(&minute);
        let until = person.known_until;
        let lies_in = |times: &[(Minute, Minute)]| {
            let mut times = times.iter();
            times.any(|(start, end)| *start < quarter + 15 && quarter < *end)
        };
        let far = until.is_some_and(|until| (until - 15..until).contains(&quarter));
        if holidays().contains(&today) || !works || person.in_term && !in_term {
            return Stand::Away;
        }
        if far || lies_in(&person.busy) {
            return Stand::Away;
        }
        match until {
            None => Stand::Unknown,
            Some(_) if lies_in(&person.tentative) => Stand::Here(2),
            Some(until) if quarter >= until && person.own_hours => Stand::Here(1),
            Some(until) if quarter >= until => Stand::Unknown,
            Some(_) => Stand::Here(0),
        }
    }

    fn over(&self, person: &Person, start: Minute) -> Stand {
        let quarters = (start..start + self.length).step_by(15);
        let mut worst = Stand::Here(0);
        for quarter in quarters {
            worst = match (worst, self.at(person, quarter)) {
                (Stand::Away, _) | (_, Stand::Away) => return Stand::Away,
                (Stand::Unknown, _) | (_, Stand::Unknown) => Stand::Unknown,
                (Stand::Here(one), Stand::Here(other)) => Stand::Here(one.max(other)),
            };
        }
        worst
    }

    /// What a meeting at a start is worth: confirmations, empty required places, empty preferred places, reliance. `None` where it
    /// cannot be quorate.
    fn worth(&self, start: Minute) -> Option<[i64; 4]> {
        let known = self.known.borrow().get(&start).copied();
        known.unwrap_or_else(|| {
            let worth = self.worked_out(start);
            self.known.borrow_mut().insert(start, worth);
            worth
        })
    }

    fn worked_out(&self, start: Minute) -> Option<[i64; 4]> {
        let mut worth = [0; 4];
        for person in &self.people {
            match (self.over(person, start), person.required) {
                (Stand::Away, true) => return None,
                (Stand::Unknown, true) => {
                    worth[0] += 1;
                    worth[1] += 1;
                }
                (Stand::Away | Stand::Unknown, false) => worth[2] += 1,
                (Stand::Here(reliance), _) => worth[3] += reliance,
            }
        }
        Some(worth)
    }

    /// The days of one weekday's series that begins so many weeks, or months, later than it could.
    fn days(&self, weekday_wanted: i64, nth: Option<i64>, later: i64) -> Vec<Day> {
        let Some(nth) = nth else {
            let first = (self.from..).find(|day| weekday(*day) == weekday_wanted);
            let first = first.expect("a week has every weekday");
            let first = first + 7 * later;
            return (0..self.times).map(|n| first + 7 * self.step * n).collect();
        };
        let in_month = |month: i64| -> Day {
            let days = first_of(month)..first_of(month) + MONTHS[month.rem_euclid(12) as usize];
            let mut days: Vec<Day> = days.filter(|day| weekday(*day) == weekday_wanted).collect();
            match nth {
                -1 => days.pop().expect("a last one"),
                nth => days.remove(nth as usize - 1),
            }
        };
        let (year, month, _) = civil(self.from);
        let mut month = (year - 2026) * 12 + month - 1;
        if in_month(month) < self.from {
            month += 1;
        }
        (0..self.times)
            .map(|n| in_month(month + later + self.step * n))
            .collect()
    }

    /// Every start of the week of a day, Monday to Sunday, on the grid and not before the series may begin.
    fn week(&self, of: Day) -> Vec<Minute> {
        let monday = of - weekday(of);
        let days = monday.max(self.from)..monday + 7;
        let mut starts: Vec<Minute> = days
            .flat_map(|day| (0..1440 / self.grain).map(move |n| (day, n)))
            .filter_map(|(day, n)| instant(day * 1440 + n * self.grain))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }
}

/// The start of a meeting and how many confirmations it needs, or where it could be instead.
type Stands = Result<(String, i64), Option<String>>;

/// One weekday and hour, as both sides tell it.
#[derive(Debug, PartialEq)]
struct Line {
    day: String,
    time: String,
    /// Of each meeting where it is by the wall clock, and what becomes of it.
    meetings: Vec<(String, Stands)>,
}

fn expected(small: &Small) -> (Vec<Line>, Vec<Option<String>>) {
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let numbers: &[Option<i64>] = match small.months {
        true => &[Some(1), Some(2), Some(3), Some(4), Some(-1)],
        false => &[None],
    };
    let mut all = Vec::new();
    for nth in numbers {
        let weekdays = names.iter().enumerate();
        let begun = weekdays.flat_map(|one| (0..small.step).map(move |later| (one, later)));
        for ((wanted, name), later) in begun {
            let days = small.days(wanted as i64, *nth, later);
            for minute in (0..1440).step_by(small.grain as usize) {
                let mut key = vec![0; 7];
                let mut meetings = Vec::new();
                for day in &days {
                    let local = day * 1440 + minute;
                    let start = instant(local);
                    let worth = start.and_then(|start| Some((start, small.worth(start)?)));
                    match worth {
                        Some((start, worth)) => {
                            key[1] += i64::from(worth[0] > 0);
                            for (sum, one) in key[2..].iter_mut().zip(worth) {
                                *sum += one;
                            }
                            meetings.push((iso(local), Ok((iso(start), worth[0]))));
                        }
                        None => {
                            key[0] += 1;
                            meetings.push((iso(local), Err(None)));
                        }
                    }
                }
                key[6] = days[0] * 1440 + minute;
                let day = nth.map_or((*name).to_owned(), |nth| format!("{nth}{name}"));
                let time = iso(minute)[11..].to_owned();
                all.push((
                    key,
                    days.clone(),
                    Line {
                        day,
                        time,
                        meetings,
                    },
                ));
            }
        }
    }
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all.retain(|(key, _, _)| key[0] < small.times);
    let weeks = match all.first() {
        Some((_, days, _)) => days.clone(),
        None => small.days(0, numbers[0], 0),
    };
    let floating = weeks.iter().map(|day| {
        let starts = small.week(*day).into_iter();
        let best = starts.filter_map(|start| Some((small.worth(start)?, start)));
        best.min().map(|(_, start)| iso(start))
    });
    let floating = floating.collect();
    all.retain(|(key, _, _)| 2 * key[0] <= small.times);
    let mut lines: Vec<Line> = all.into_iter().map(|(_, _, line)| line).collect();
    let mut near: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (regular, stands) in lines.iter_mut().flat_map(|line| &mut line.meetings) {
        if let Err(instead) = stands {
            let known = near.entry(regular.clone());
            let known = known.or_insert_with(|| nearest(small, minute_of(regular)));
            instead.clone_from(known);
        }
    }
    (lines, floating)
}

fn minute_of(iso: &str) -> Minute {
    let number = |range: std::ops::Range<usize>| -> i64 { iso[range].parse().expect("a number") };
    let date = day(number(0..4), number(5..7), number(8..10));
    date * 1440 + number(11..13) * 60 + number(14..16)
}

fn nearest(small: &Small, local: Minute) -> Option<String> {
    // Where the clocks leave the hour out, it is counted as if they had not been changed yet.
    let wanted = instant(local).unwrap_or(local);
    let starts = small.week(local.div_euclid(1440)).into_iter();
    let possible = starts.filter_map(|start| Some((small.worth(start)?[0] > 0, start)));
    let nearest = possible.min_by_key(|(asks, start)| (*asks, (start - wanted).abs(), *start));
    nearest.map(|(_, start)| iso(start))
}

fn told(json: &Value) -> (Vec<Line>, Vec<Option<String>>) {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let start = |slot: &Value| slot["start"].as_str().map(|start| start[..16].to_owned());
    let lines = list(&json["series"]).into_iter().map(|one| Line {
        day: text(&one["day"]).to_owned(),
        time: text(&one["time"]).to_owned(),
        meetings: list(&one["occurrences"])
            .into_iter()
            .map(|meeting| {
                let regular = text(&meeting["regular"]).to_owned();
                let stands = match text(&meeting["state"]) {
                    "exception" => Err(start(&meeting["instead"])),
                    _ => {
                        let slot = &meeting["slot"];
                        let first = slot["confirm"].get(0).and_then(Value::as_array);
                        let asks = first.map_or(0, Vec::len) as i64;
                        Ok((start(slot).expect("a start"), asks))
                    }
                };
                (regular, stands)
            })
            .collect(),
    });
    let floating = list(&json["floating"]["slots"]);
    (lines.collect(), floating.iter().map(start).collect())
}

fn agrees(seed: u64) -> (usize, usize, bool) {
    let small = Small::random(seed);
    let case = Case::new();
    small.write(&case);
    let unit = if small.months { "m" } else { "w" };
    let every = format!("{}{unit}", small.step);
    let now = format!("{}:00Z", iso(small.now()));
    let from = iso(small.from * 1440)[..10].to_owned();
    let times = small.times.to_string();
    let words = [
        "find", "case", "--ref", "S-1", "--every", &every, "--times", &times, "--from", &from,
        "--all", "--json", "--now", &now,
    ];
    let ran = case.run_with(&words, &[("RAYON_NUM_THREADS", "2")]);
    if seed.is_multiple_of(8) {
        let one = case.run_with(&words, &[("RAYON_NUM_THREADS", "1")]);
        assert_eq!(one, ran, "seed {seed}: threads must not show");
    }
    assert!(ran.code <= 1, "seed {seed}: {}", ran.err);
    let (lines, floating) = expected(&small);
    let (told_lines, told_floating) = told(&ran.json());
    for (at, (wanted, told)) in lines.iter().zip(&told_lines).enumerate() {
        assert_eq!(told, wanted, "seed {seed}, series {at}");
    }
    assert_eq!(told_lines.len(), lines.len(), "seed {seed}");
    assert_eq!(told_floating, floating, "seed {seed}, floating");
    assert_eq!(ran.code == 0, !lines.is_empty(), "seed {seed}, exit code");
    let exceptions = lines.iter().flat_map(|line| &line.meetings);
    let exceptions = exceptions.filter(|(_, stands)| stands.is_err()).count();
    (lines.len(), exceptions, small.months)
}

#[test]
fn two_hundred_small_series_agree_with_an_enumeration() {
    let (mut with, mut exceptions, mut months) = (0, 0, 0);
    for seed in 0..200 {
        let (lines, broken, by_month) = agrees(seed);
        with += usize::from(lines > 0);
        exceptions += usize::from(broken > 0);
        months += usize::from(by_month && lines > 0);
    }
    // The cases are worth something: most have an answer, many have exceptions, some count months.
    assert!(with > 120, "{with} with an answer");
    assert!(exceptions > 80, "{exceptions} with exceptions");
    assert!(months > 20, "{months} by months");
}

#[test]
fn the_night_on_which_clocks_are_put_forward_has_no_half_past_one() {
    let case = Case::new();
    case.write(
            "quorate.toml",
        "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\ngrain = \"30m\"\n\
         hours = \"Sun 01:30-03:30\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,roles,feeds\np0,Person,school,headteacher,feeds/p0.ics\n",
    );
    case.write("feeds/p0.ics", feed(&[]).replace("20270131", "20270831"));
    case.write(
        "meetings.csv",
        "ref,duration,seats\nS-1,30m,headteacher = p0\n",
    );
    let series = |from: &str| -> Value {
        let now = format!("{from}T00:00:00Z");
        let words = [
            "find", "case", "--every", "1w", "--times", "3", "--from", from, "--top", "1",
            "--json", "--now", &now,
        ];
        case.run(&words).json()["series"][0].clone()
    };
    // Sunday 28 March 2027: at one the clocks show two.
    let spring = series("2027-03-19");
    assert_eq!(spring["time"], "02:30");
    assert_eq!(spring["exceptions"], 0);
    let words = [
        "find",
        "case",
        "--every",
        "1w",
        "--times",
        "3",
        "--from",
        "2027-03-19",
        "--all",
        "--json",
        "--now",
        "2027-03-19T00:00:00Z",
    ];
    let all = case.run(&words).json();
    let list = all["series"].as_array().expect("a list");
    let early = list
        .iter()
        .find(|one| one["time"] == "01:30")
        .expect("half past one");
    let codes: Vec<Value> = early["occurrences"].as_array().expect("three")[..]
        .iter()
        .map(|one| one["why"][0]["code"].clone())
        .collect();
    assert_eq!(codes, [Value::Null, "no-such-hour".into(), Value::Null]);
    // Sunday 25 October 2026: half past one comes twice, and the first is meant.
    let autumn = series("2026-10-16");
    assert_eq!(autumn["time"], "01:30");
    let starts: Vec<&str> = autumn["occurrences"]
        .as_array()
        .expect("three")
        .iter()
        .map(|one| text(&one["slot"]["start"]))
        .collect();
    let wanted = [
        "2026-10-18T00:30:00Z",
        "2026-10-25T00:30:00Z",
        "2026-11-01T01:30:00Z",
    ];
    assert_eq!(starts, wanted);
}
