//! Random feeds of what the standard allows, with a taste for the hard places: changes of clocks, turns of the year, rare parts
//! of rules. Every choice comes from the seed.

use super::expand::{self, Instance};
use super::feed::{
    Availability, Class, Duration, Event, Extra, Feed, FreeBusy, Freq, Length, Rule, When,
};
use super::zones::{self, ZoneId};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};

const DAY: i64 = 86_400;

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Days on or beside which the zones change their clocks, and turns of years of every kind.
const HARD_DAYS: [(i32, u32, u32); 14] = [
    (2024, 10, 27),
    (2025, 3, 30),
    (2025, 10, 26),
    (2026, 3, 29),
    (2025, 3, 9),
    (2025, 11, 2),
    (2025, 4, 6),
    (2025, 10, 5),
    (2024, 2, 29),
    (2024, 12, 31),
    (2025, 1, 1),
    (2026, 12, 31),
    (2025, 12, 29),
    (2026, 2, 28),
];

/// Where choices come from.
pub enum Random {
    /// SplitMix64 (Steele, Lea and Flood, 2014).
    Seed(u64),
    /// Given bytes one after another, then zeros: so that whoever makes the bytes makes the choices.
    Bytes(std::vec::IntoIter<u8>),
}

impl Random {
    pub fn new(seed: u64) -> Random {
        Random::Seed(seed)
    }

    /// A number that is good for `n` different ones.
    fn next(&mut self, n: u64) -> u64 {
        match self {
            Random::Seed(state) => {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut z = *state;
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                z ^ (z >> 31)
            }
            Random::Bytes(bytes) => {
                let wanted = (64 - n.saturating_sub(1).leading_zeros()).div_ceil(8);
                (0..wanted).fold(0, |sum, _| sum << 8 | u64::from(bytes.next().unwrap_or(0)))
            }
        }
    }

    pub fn below(&mut self, n: i64) -> i64 {
        let n = n.max(1) as u64;
        (self.next(n) % n) as i64
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    pub fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as i64) as usize]
    }

    /// One to `most` different numbers, mostly few.
    fn numbers(&mut self, low: i64, high: i64, most: i64) -> Vec<i64> {
        let mut numbers: Vec<i64> = (0..=self.below(most))
            .map(|_| self.between(low, high))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The same, some of them counted from the end.
    fn places(&mut self, high: i64, most: i64) -> Vec<i64> {
        let mut places = self.numbers(1, high, most);
        for place in &mut places {
            if self.chance(40) {
                // Few places from the end say more than many.
                *place = -self.between(1, high.min(8));
            }
        }
        places.dedup();
        places
    }
}

/// How fine the feed's times are, which is how long the window may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    /// Rules of seconds and minutes, in hours.
    Fine,
    /// Rules of hours to years, in days.
    Coarse,
}

pub fn feed(random: &mut Random) -> Feed {
    let grain = match random.chance(35) {
        true => Grain::Fine,
        false => Grain::Coarse,
    };
    let around = moment(random, grain);
    let mut feed = Feed {
        // The reader is told a zone by a name it knows.
        zone: random.below(zones::DESCRIBED as i64) as ZoneId,
        names_zone: random.chance(30),
        window: (0, 0),
        events: Vec::new(),
        freebusy: Vec::new(),
        availabilities: Vec::new(),
    };
    let clocks = Clocks::maybe(random, grain);
    let around = clocks.map_or(around, |clocks| clocks.day.into());
    for uid in 1..=random.pick(&[1, 1, 1, 2, 3]) {
        let event = event(random, &feed, uid, around, grain, clocks);
        feed.events.push(event);
    }
    feed.window = match clocks {
        Some(clocks) if random.chance(60) => {
            let long = random.between(1800, 5 * 3600);
            let change = NaiveDateTime::from(clocks.day) + TimeDelta::minutes(random.below(240));
            let from = zones::instant(clocks.zone, change) - random.below(long);
            (from, from + long)
        }
        _ => window(random, &feed, around, grain),
    };
    for master in feed.events.clone() {
        // Frequent rules are read another way where nothing is taken out or replaced, so that is left so more often.
        if grain == Grain::Coarse || random.chance(40) {
            decorate(random, &mut feed, &master);
        }
    }
    if random.chance(10) {
        freebusy(random, &mut feed);
    }
    if grain == Grain::Coarse && random.chance(20) {
        hours(random, &mut feed, around);
    }
    feed
}

fn moment(random: &mut Random, grain: Grain) -> NaiveDateTime {
    let date = match random.chance(if grain == Grain::Fine { 60 } else { 40 }) {
        true => {
            let (year, month, day) = random.pick(&HARD_DAYS);
            let near = TimeDelta::days(random.pick(&[-1, 0, 0, 0, 0, 1]));
            NaiveDate::from_ymd_opt(year, month, day).expect("a date") + near
        }
        false => {
            NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date")
                + TimeDelta::days(random.below(1000))
        }
    };
    let hour = match random.chance(60) {
        true => random.below(4),
        false => random.below(24),
    };
    let minute = match random.chance(70) {
        true => random.pick(&[0, 15, 30, 45]),
        false => random.below(60),
    };
    let second = match random.chance(if grain == Grain::Fine { 40 } else { 5 }) {
        true => random.below(60),
        false => 0,
    };
    NaiveDateTime::from(date) + TimeDelta::seconds(hour * 3600 + minute * 60 + second)
}

/// A change of clocks to look at closely.
#[derive(Clone, Copy)]
struct Clocks {
    zone: ZoneId,
    day: NaiveDate,
}

impl Clocks {
    fn maybe(random: &mut Random, grain: Grain) -> Option<Clocks> {
        if grain == Grain::Coarse || random.chance(45) {
            return None;
        }
        let changes = [
            (0, (2025, 3, 30)),
            (0, (2025, 10, 26)),
            (1, (2025, 3, 9)),
            (1, (2025, 11, 2)),
            (3, (2025, 4, 6)),
            (3, (2025, 10, 5)),
            (4, (2025, 3, 30)),
            (4, (2025, 10, 26)),
            (zones::DESCRIBED, (2025, 3, 30)),
            (zones::DESCRIBED, (2025, 10, 26)),
        ];
        let (zone, (year, month, day)) = random.pick(&changes);
        let day = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        Some(Clocks { zone, day })
    }
}

fn event(
    random: &mut Random,
    feed: &Feed,
    uid: u32,
    around: NaiveDateTime,
    grain: Grain,
    clocks: Option<Clocks>,
) -> Event {
    let mut wall = match grain {
        Grain::Fine => around - TimeDelta::seconds(random.below(6 * 3600)),
        Grain::Coarse => {
            let time = moment(random, grain).time();
            around.date().and_time(time) - TimeDelta::days(random.below(300))
        }
    };
    let is_old = random.chance(30);
    if is_old {
        wall -= TimeDelta::days(random.below(9000));
    }
    if grain == Grain::Coarse && random.chance(15) {
        // Days that some months do not have.
        wall = wall.with_day(random.between(28, 31) as u32).unwrap_or(wall);
    }
    let zone = random.below(zones::COUNT as i64) as ZoneId;
    let start = match random.below(100) {
        _ if clocks.is_some() && random.chance(80) => {
            When::Zoned(clocks.map_or(0, |clocks| clocks.zone), wall)
        }
        0..55 => When::Zoned(zone, wall),
        55..70 => When::Utc(wall),
        85.. if grain == Grain::Coarse => When::Date(wall.date()),
        _ => When::Floating(wall),
    };
    let mut event = Event::once(uid, start, Length::Unsaid);
    event.length = length(random, feed, start, grain);
    event.class = random.pick(&[
        Class::Busy,
        Class::Busy,
        Class::Busy,
        Class::Tentative,
        Class::Transparent,
    ]);
    if random.chance(88) {
        for _ in 0..random.pick(&[1, 1, 1, 2, 3]) {
            event.rules.push(rule(random, start, is_old, grain));
        }
        if random.chance(12) {
            let exclusion = rule(random, start, is_old, grain);
            event.exclusion_rules.push(exclusion);
        }
        if clocks.is_some() && random.chance(60) {
            close_together(random, &mut event);
        }
    }
    event
}

/// Makes of an event one whose instances follow each other without a break, or nearly.
fn close_together(random: &mut Random, event: &mut Event) {
    let (freq, unit) = random.pick(&[
        (Freq::Secondly, 1),
        (Freq::Minutely, 60),
        (Freq::Minutely, 60),
        (Freq::Hourly, 3600),
    ]);
    let interval = random.pick(&[None, None, Some(2), Some(7)]);
    let until = event.rules[0].until.filter(|_| random.chance(50));
    event.rules = vec![Rule {
        interval,
        until,
        ..Rule::every(freq)
    }];
    let more = random.pick(&[0, 0, 0, -1, 1, 30]);
    let seconds = (unit * interval.unwrap_or(1) + more).max(1);
    event.length = Length::Duration(Duration { days: 0, seconds });
}

fn utc(instant: i64) -> NaiveDateTime {
    let time = DateTime::from_timestamp(instant, 0);
    time.expect("within the calendar").naive_utc()
}

/// An instant as a value of the same kind, or in UTC where that kind cannot say it or one in five times.
fn written(random: &mut Random, feed: &Feed, like: When, instant: i64) -> When {
    let utc = utc(instant);
    let wall = match like {
        When::Zoned(zone, _) => zones::wall(zone, instant),
        When::Floating(_) | When::Date(_) => zones::wall(feed.zone, instant),
        When::Utc(_) => utc,
    };
    let same = like.moved_to(wall);
    let is_plain = expand::at(feed, same) == instant && !random.chance(20);
    if is_plain { same } else { When::Utc(utc) }
}

fn length(random: &mut Random, feed: &Feed, start: When, grain: Grain) -> Length {
    if start.is_date() {
        let days = random.pick(&[1, 1, 1, 2, 5]);
        return match random.below(3) {
            0 => Length::Unsaid,
            1 => Length::Duration(Duration { days, seconds: 0 }),
            _ => Length::End(start.moved_to(start.wall() + TimeDelta::days(days))),
        };
    }
    let seconds = match grain {
        Grain::Fine => random.pick(&[1, 1, 5, 30, 60, 61, 300, 3600]),
        Grain::Coarse => random.pick(&[60, 900, 1800, 3600, 5400, 7200, 36_000]),
    };
    let days = match grain {
        Grain::Fine => 0,
        Grain::Coarse => random.pick(&[0, 0, 0, 0, 1, 2]),
    };
    match random.below(20) {
        0 => Length::Unsaid,
        1..10 => Length::Duration(Duration {
            days,
            seconds: if days > 0 && random.chance(50) {
                0
            } else {
                seconds
            },
        }),
        _ => {
            let end = expand::at(feed, start) + days * DAY + seconds;
            Length::End(written(random, feed, start, end))
        }
    }
}

fn rule(random: &mut Random, start: When, is_old: bool, grain: Grain) -> Rule {
    let freq = match (grain, start.is_date()) {
        (Grain::Fine, _) => random.pick(&[
            Freq::Secondly,
            Freq::Secondly,
            Freq::Minutely,
            Freq::Minutely,
            Freq::Hourly,
            Freq::Daily,
        ]),
        (Grain::Coarse, true) => {
            random.pick(&[Freq::Daily, Freq::Weekly, Freq::Monthly, Freq::Yearly])
        }
        (Grain::Coarse, false) => random.pick(&[
            Freq::Hourly,
            Freq::Daily,
            Freq::Weekly,
            Freq::Weekly,
            Freq::Monthly,
            Freq::Monthly,
            Freq::Yearly,
            Freq::Yearly,
        ]),
    };
    let mut rule = Rule::every(freq);
    if random.chance(45) {
        let most = match freq {
            Freq::Secondly => 4000,
            Freq::Minutely => 200,
            Freq::Hourly => 30,
            Freq::Daily => 9,
            _ => 4,
        };
        rule.interval = Some(random.between(1, most));
    }
    if random.chance(35) {
        rule.week_start = Some(random.pick(&WEEKDAYS));
    }
    if !start.is_date() {
        time_parts(random, &mut rule, start.wall(), grain);
    }
    day_parts(random, &mut rule, start.wall());
    let has_parts = rule
        .clone()
        .lists()
        .iter()
        .any(|(_, list)| !list.is_empty());
    if (has_parts || !rule.weekdays.is_empty()) && random.chance(25) {
        rule.set_positions = random.places(if freq >= Freq::Daily { 6 } else { 3 }, 3);
    }
    end(random, &mut rule, start, is_old);
    rule
}

/// BYHOUR, BYMINUTE and BYSECOND.
fn time_parts(random: &mut Random, rule: &mut Rule, start: NaiveDateTime, grain: Grain) {
    let often = if grain == Grain::Fine { 30 } else { 12 };
    if random.chance(often) {
        rule.hours = match random.chance(70) {
            true => (0..4).filter(|_| random.chance(60)).collect(),
            false => random.numbers(0, 23, 4),
        };
    }
    if random.chance(often) {
        rule.minutes = match random.chance(50) {
            true => vec![0, 30],
            false => random.numbers(0, 59, 5),
        };
    }
    if grain == Grain::Fine && random.chance(often) {
        rule.seconds = random.numbers(0, 59, 5);
    }
    // Mostly in step with DTSTART.
    if random.chance(75) {
        let in_step = |list: &mut Vec<i64>, value: u32| {
            if !list.is_empty() && !list.contains(&value.into()) {
                list.push(value.into());
            }
        };
        in_step(&mut rule.hours, start.hour());
        in_step(&mut rule.minutes, start.minute());
        in_step(&mut rule.seconds, start.second());
    }
}

/// The parts about days, as far as the table of RFC 5545 section 3.3.10 allows them for the frequency.
fn day_parts(random: &mut Random, rule: &mut Rule, start: NaiveDateTime) {
    let freq = rule.freq;
    // Limits of rules with short periods would leave nothing of a short window most of the time.
    let often = if freq < Freq::Daily { 8 } else { 35 };
    if random.chance(often) {
        rule.months = random.numbers(1, 12, 5);
        if random.chance(60) && !rule.months.contains(&start.month().into()) {
            rule.months.push(start.month().into());
        }
    }
    if freq != Freq::Weekly && random.chance(often) {
        rule.month_days = random.places(31, 5);
        if random.chance(50) && !rule.month_days.contains(&start.day().into()) {
            rule.month_days.push(start.day().into());
        }
    }
    let takes_year_days = freq < Freq::Daily || freq == Freq::Yearly;
    if takes_year_days && random.chance(often / 2) {
        rule.year_days = random.places(366, 5);
        rule.year_days.push(start.ordinal().into());
        rule.year_days.dedup();
    }
    if freq == Freq::Yearly && random.chance(often + 10) {
        rule.weeks = match random.chance(40) {
            true => random
                .pick(&[vec![1], vec![53], vec![-1], vec![52, 53, 1], vec![-53]].each_ref())
                .clone(),
            false => random.places(53, 4),
        };
    }
    if random.chance(often.max(20)) || freq == Freq::Weekly && random.chance(50) {
        let takes_numbers = freq >= Freq::Monthly && rule.weeks.is_empty();
        for weekday in WEEKDAYS {
            if !random.chance(35) {
                continue;
            }
            let most = match freq == Freq::Yearly && rule.months.is_empty() {
                true => random.pick(&[3, 10, 53]),
                false => 5,
            };
            let n = random.between(1, most) * random.pick(&[1, -1]);
            let is_numbered = takes_numbers && random.chance(50);
            rule.weekdays.push((is_numbered.then_some(n), weekday));
        }
    }
}

/// COUNT or UNTIL.
fn end(random: &mut Random, rule: &mut Rule, start: When, is_old: bool) {
    // A series that began long ago has to be counted out second by second: only where that is few.
    let countable = rule.freq >= Freq::Daily || !is_old;
    match random.below(100) {
        0..30 if countable => {
            let many = if is_old { 4000 } else { 40 };
            rule.count = Some(random.between(1, many));
        }
        30..50 => {
            let reach = match rule.freq {
                Freq::Secondly | Freq::Minutely => DAY,
                Freq::Hourly => 6 * DAY,
                _ => 600 * DAY,
            };
            let far = if is_old { 9000 * DAY } else { 0 };
            let reach = if random.chance(40) { reach / 6 } else { reach };
            let after = random.below(reach) + random.pick(&[0, far]);
            // Often exactly at an instance.
            let after = if random.chance(40) {
                after / DAY * DAY
            } else {
                after
            };
            let last = start.wall() + TimeDelta::seconds(after);
            rule.until = Some(match start {
                When::Date(_) => When::Date(last.date()),
                _ if random.chance(15) => When::Date(last.date()),
                When::Zoned(zone, _) => {
                    let utc = DateTime::from_timestamp(zones::instant(zone, last), 0);
                    When::Utc(utc.expect("within the calendar").naive_utc())
                }
                start => start.moved_to(last),
            });
        }
        _ => {}
    }
}

/// A window around an instance of the first event, if it has any nearby.
fn window(random: &mut Random, feed: &Feed, around: NaiveDateTime, grain: Grain) -> (i64, i64) {
    let (long, ahead) = match grain {
        Grain::Fine => (random.between(60, 8 * 3600), DAY),
        Grain::Coarse => {
            // Rare instances need a long look, and cost little.
            let is_rare = |rule: &Rule| rule.freq >= Freq::Monthly;
            let rules = || feed.events.iter().flat_map(|event| &event.rules);
            let most = match rules().all(is_rare) && random.chance(70) {
                true => 1500 * DAY,
                false => 40 * DAY,
            };
            (random.between(DAY / 4, most), 500 * DAY)
        }
    };
    let near = zones::seconds(around);
    let mut looked_at = feed.clone();
    looked_at.window = (near - ahead / 4, near + ahead);
    let found = feed.events.first().map_or_else(Vec::new, |event| {
        expand::instances(&looked_at, event, 0)
            .iter()
            .map(|instance| instance.at)
            .filter(|at| (near - ahead / 4..near + ahead).contains(at))
            .collect()
    });
    let middle = match found.is_empty() {
        true => near,
        false => random.pick(&found),
    };
    let from = middle - random.below(long);
    (from, from + long)
}

/// Adds extra and excluded dates, overrides and older copies to an event.
fn decorate(random: &mut Random, feed: &mut Feed, master: &Event) {
    let place = feed
        .events
        .iter()
        .position(|event| event.uid == master.uid)
        .expect("it is one of the feed's");
    let found = expand::instances(feed, &feed.events[place], expand::margin(feed));
    if random.chance(30) {
        for _ in 0..random.between(1, 4) {
            let mut extra = extra(random, feed, master.start);
            if random.chance(25) && !master.start.is_date() && !found.is_empty() {
                // At an instance that there is already, with an end of its own.
                extra.start = When::Utc(utc(random.pick(&found).at));
                let seconds = random.pick(&[1, 60, 5000]);
                extra.end = Some(Length::Duration(Duration { days: 0, seconds }));
            }
            let known = feed.events[place].extra.clone();
            let at = |extra: &Extra| expand::at(feed, extra.start);
            if known.iter().all(|known| at(known) != at(&extra)) {
                feed.events[place].extra.push(extra);
            }
        }
    }
    let margin = expand::margin(feed);
    let found = expand::instances(feed, &feed.events[place], margin);
    if random.chance(10) {
        orphan(random, feed, master);
    }
    if found.is_empty() {
        return;
    }
    // A value that says an instance's start; what RDATE gave in UTC has none in every kind.
    if random.chance(30) {
        for _ in 0..random.between(1, 4) {
            let instance = random.pick(&found);
            let when = match random.below(10) {
                0 if !master.start.is_date() => When::Date(instance.wall.date()),
                // Matches nothing.
                1 => master.start.moved_to(instance.wall + TimeDelta::days(7000)),
                _ => name_of(random, feed, master.start, &instance),
            };
            feed.events[place].excluded.push(when);
        }
    }
    if random.chance(30) {
        for _ in 0..random.between(1, 3) {
            let instance = random.pick(&found);
            replace(random, feed, master, &instance);
        }
    }
    if random.chance(3) {
        let mut older = feed.events[place].clone();
        older.start = older
            .start
            .moved_to(older.start.wall() + TimeDelta::days(2));
        older.length = Length::Unsaid;
        feed.events[place].sequence = 3;
        feed.events.push(older);
    }
}

/// How EXDATE or RECURRENCE-ID names an instance.
fn name_of(random: &mut Random, feed: &Feed, start: When, instance: &Instance) -> When {
    let named = start.moved_to(instance.wall);
    match (start, named) {
        (When::Date(_), named) => named,
        // Floating in a series with a zone means the zone of the series.
        (When::Zoned(..), When::Zoned(_, wall)) if random.chance(10) => {
            match expand::at(feed, named) == instance.at {
                true => When::Floating(wall),
                false => written(random, feed, start, instance.at),
            }
        }
        _ => written(random, feed, start, instance.at),
    }
}

fn extra(random: &mut Random, feed: &Feed, start: When) -> Extra {
    let (from, to) = feed.window;
    let instant = random.between(from - 3600, to);
    if start.is_date() {
        let day = start.moved_to(zones::wall(feed.zone, instant));
        return Extra {
            start: day,
            end: None,
        };
    }
    let when = written(random, feed, start, instant - instant % 60);
    let seconds = random.pick(&[60, 900, 3600, 20_000]);
    let end = match random.below(10) {
        0..3 => {
            let days = random.pick(&[0, 0, 1]);
            Some(Length::Duration(Duration { days, seconds }))
        }
        3..5 => {
            let end = expand::at(feed, when) + seconds;
            Some(Length::End(written(random, feed, when, end)))
        }
        _ => None,
    };
    Extra { start: when, end }
}

/// Adds an override of an instance, for it alone or for all that follow.
fn replace(random: &mut Random, feed: &mut Feed, master: &Event, instance: &Instance) {
    let mut id = name_of(random, feed, master.start, instance);
    let and_future = random.chance(30);
    let moved = match master.start.is_date() {
        true => TimeDelta::days(random.pick(&[-2, 0, 1, 3])),
        // Days of seconds on both sides of the window would be tried one by one.
        false if master.rules.iter().any(|rule| rule.freq == Freq::Secondly) => {
            TimeDelta::seconds(random.pick(&[-3600, 0, 0, 600]))
        }
        false => TimeDelta::seconds(random.pick(&[-DAY, -3600, 0, 0, 600, 3600, DAY + 1800])),
    };
    if and_future {
        // The shift is one of the wall clock, so that has to be beyond doubt.
        id = master.start.moved_to(instance.wall);
        let shown = match id {
            When::Zoned(zone, _) => zones::wall(zone, instance.at),
            When::Floating(_) | When::Date(_) => zones::wall(feed.zone, instance.at),
            When::Utc(time) => time,
        };
        let start = id.moved_to(id.wall() + moved);
        let again = match start {
            When::Zoned(zone, _) => zones::wall(zone, expand::at(feed, start)),
            When::Floating(_) | When::Date(_) => zones::wall(feed.zone, expand::at(feed, start)),
            When::Utc(time) => time,
        };
        if shown != id.wall() || again != start.wall() || expand::at(feed, id) != instance.at {
            return;
        }
    }
    let mut start = master.start.moved_to(instance.wall + moved);
    if !and_future && !start.is_date() && random.chance(20) {
        start = written(
            random,
            feed,
            When::Utc(start.wall()),
            expand::at(feed, start),
        );
    }
    let grain = match instance.wall.second() {
        0 => Grain::Coarse,
        _ => Grain::Fine,
    };
    let mut over = Event::once(master.uid, start, length(random, feed, start, grain));
    over.recurrence_id = Some(id);
    over.and_future = and_future;
    over.sequence = random.between(0, 40) as u32;
    over.class = random.pick(&[
        Class::Busy,
        Class::Busy,
        Class::Tentative,
        Class::Transparent,
        Class::Cancelled,
    ]);
    // Two of one instance with one SEQUENCE: the standard does not say which counts.
    let rivals = feed.events.iter().filter(|event| event.uid == over.uid);
    let is_clear = rivals
        .filter(|event| event.recurrence_id.is_some())
        .all(|event| event.sequence != over.sequence);
    if is_clear {
        feed.events.push(over);
    }
}

/// One instance of a meeting whose series is not in the feed.
fn orphan(random: &mut Random, feed: &mut Feed, master: &Event) {
    let (from, to) = feed.window;
    let instant = random.between(from, to);
    let start = written(random, feed, When::Utc(master.start.wall()), instant);
    let length = Length::Duration(Duration {
        days: 0,
        seconds: 1800,
    });
    let mut over = Event::once(master.uid + 100, start, length);
    over.recurrence_id = Some(start);
    feed.events.push(over);
}

/// Adds stated hours, up to three of different priority.
fn hours(random: &mut Random, feed: &mut Feed, around: NaiveDateTime) {
    for priority in random.numbers(0, 9, 3) {
        let instant = random.between(feed.window.0 - DAY, feed.window.1);
        let zone = random.below(zones::COUNT as i64) as ZoneId;
        let start = written(random, feed, When::Zoned(zone, around), instant);
        let long = random.between(3600, feed.window.1 - feed.window.0 + 7200);
        let (start, length) = match random.below(4) {
            0 => (None, Length::Unsaid),
            1 => (Some(start), Length::Unsaid),
            2 => {
                let end = written(random, feed, start, expand::at(feed, start) + long);
                (Some(start), Length::End(end))
            }
            _ => {
                let seconds = long % DAY;
                let days = long / DAY;
                let length = Duration { days, seconds };
                (Some(start), Length::Duration(length))
            }
        };
        let mut parts = Vec::new();
        for uid in 0..random.below(3) as u32 {
            let mut part = event(random, feed, 500 + uid, around, Grain::Coarse, None);
            // Times with a zone and a length: RFC 7953 knows no others.
            if !matches!(part.start, When::Zoned(..) | When::Utc(_))
                || part.length == Length::Unsaid
            {
                part = Event::once(
                    500 + uid,
                    start.unwrap_or(When::Utc(around)),
                    length_of(random),
                );
            }
            part.class = Class::Busy;
            parts.push(part);
        }
        let kinds = [
            None,
            Some("BUSY"),
            Some("BUSY-TENTATIVE"),
            Some("BUSY-UNAVAILABLE"),
        ];
        feed.availabilities.push(Availability {
            start,
            length,
            kind: random.pick(&kinds),
            priority: priority as u32,
            parts,
        });
    }
}

fn length_of(random: &mut Random) -> Length {
    let seconds = random.pick(&[3600, 20_000, 400_000]);
    Length::Duration(Duration { days: 0, seconds })
}

fn freebusy(random: &mut Random, feed: &mut Feed) {
    let (from, to) = feed.window;
    for _ in 0..random.between(1, 5) {
        let instant = random.between(from - 7200, to);
        let When::Utc(start) = written(random, feed, When::Utc(NaiveDateTime::MIN), instant) else {
            continue;
        };
        let seconds = random.pick(&[60, 1800, 7200]);
        let length = match random.chance(50) {
            true => Length::Duration(Duration { days: 0, seconds }),
            false => Length::End(When::Utc(start + TimeDelta::seconds(seconds))),
        };
        let kind = random.pick(&[
            None,
            Some("BUSY"),
            Some("BUSY-TENTATIVE"),
            Some("BUSY-UNAVAILABLE"),
            Some("FREE"),
        ]);
        feed.freebusy.push(FreeBusy {
            kind,
            start,
            length,
        });
    }
}
