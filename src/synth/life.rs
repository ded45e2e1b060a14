//! Fills a diary the way a working life does: a regular week with its exceptions, leave, then single entries until the
//! wanted share of the working hours is taken. The same seed and label give the same diary.

use super::diary::{Change, Diary, Entry, Series, Show, When, Words, at, monday};
use super::lines::Person;
use super::random::Random;
use super::trade::{Regular, Trade};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Weekday};
use std::collections::BTreeMap;

/// Working hours that the busy share is counted in, in minutes from midnight.
const DAY: (i64, i64) = (540, 1020);

/// A diary in the making, for the dates `first` to `last`, both inclusive.
pub struct Life<'a> {
    trade: &'a Trade,
    first: NaiveDate,
    last: NaiveDate,
    /// Nothing is put here, and the regular week gives way.
    clear: &'a [(NaiveDateTime, NaiveDateTime)],
    /// People who may be named in entries.
    colleagues: &'a [Person],
    random: Random,
    owner: Person,
    entries: Vec<Entry>,
    next_number: u64,
    taken: BTreeMap<NaiveDate, Vec<(i64, i64)>>,
}

impl<'a> Life<'a> {
    pub fn new(
        seed: u64,
        owner: &Person,
        trade: &'a Trade,
        (first, last): (NaiveDate, NaiveDate),
        clear: &'a [(NaiveDateTime, NaiveDateTime)],
        colleagues: &'a [Person],
    ) -> Life<'a> {
        let mut random = Random::new(seed, &owner.address);
        // The low bits are left for counting, so that numbers are unique across the people of a fixture.
        let next_number = (random.next() >> 28) << 12;
        Life {
            trade,
            first,
            last,
            clear,
            colleagues,
            random,
            owner: owner.clone(),
            entries: Vec::new(),
            next_number,
            taken: BTreeMap::new(),
        }
    }

    /// One entry with words of its own.
    pub fn put(&mut self, when: When, show: Show, title: &str) {
        let words = Words {
            title: title.to_owned(),
            ..Words::default()
        };
        self.add(when, show, false, None, words);
    }

    /// All-day entries from `first` to the day before `after`.
    pub fn leave(&mut self, first: NaiveDate, after: NaiveDate, title: &str) {
        self.put(When::Days(first, after), Show::Away, title);
    }

    /// The trade's regular week, begun before the window as such things are. What falls into `closed` (dates, both
    /// inclusive) is taken out; one later occurrence is moved and one cancelled.
    pub fn regular_week(&mut self, closed: &[(NaiveDate, NaiveDate)]) {
        for regular in self.trade.week {
            self.regular(regular, closed);
        }
    }

    /// A block that recurs besides the trade's own.
    pub fn standing(&mut self, block: &Regular, closed: &[(NaiveDate, NaiveDate)]) {
        self.regular(block, closed);
    }

    fn regular(&mut self, regular: &Regular, closed: &[(NaiveDate, NaiveDate)]) {
        let begin = monday(self.first) - Days::new(7 * u64::from(4 * regular.every_weeks));
        let shift = self.random.below(u64::from(regular.every_weeks)) * 7;
        let first_day = regular.days[0].num_days_from_monday();
        let start_date = begin + Days::new(shift + u64::from(first_day));
        let jitter = 15 * self.random.between(-2, 2);
        let start = regular.start + jitter;
        let span = |date| (at(date, start), at(date, start + regular.length));
        // A third of series is endless, as people leave them.
        let until = (!self.random.chance(33)).then(|| self.last - Days::new(2));
        let mut series = Series {
            every_weeks: regular.every_weeks,
            days: regular.days.to_vec(),
            until,
            without: Vec::new(),
            changed: Vec::new(),
        };
        let dates = series.dates(start_date, self.last);
        series.without = dates
            .iter()
            .copied()
            .filter(|date| {
                let (from, to) = span(*date);
                let shut = closed.iter().any(|(a, b)| (*a..=*b).contains(date));
                shut || self.must_be_clear(from, to)
            })
            .collect();
        let kept: Vec<NaiveDate> = dates
            .into_iter()
            .filter(|date| *date >= self.first && !series.without.contains(date))
            .collect();
        if kept.len() >= 4 {
            let moved = kept[1 + self.random.below(kept.len() as u64 - 2) as usize];
            let later = moved + Days::new(1);
            let (from, to) = (
                at(later, start + 60),
                at(later, start + 60 + regular.length),
            );
            if later.weekday() != Weekday::Sat && !self.must_be_clear(from, to) {
                let when = When::Timed(from, to);
                series.changed.push((moved, Change::Moved(when)));
            }
            let cancelled = kept[kept.len() - 1];
            if cancelled != moved {
                series.changed.push((cancelled, Change::Cancelled));
            }
        }
        let (from, to) = span(start_date);
        let words = self.words(regular.title);
        self.add(
            When::Timed(from, to),
            Show::Busy,
            false,
            Some(series),
            words,
        );
    }

    /// Single entries on working days until about `percent` of the hours from nine to five are taken; a few of them
    /// tentative, and some more that take no time at all (cancelled, or marked free).
    pub fn fill(&mut self, percent: i64) {
        let days: Vec<NaiveDate> = self
            .first
            .iter_days()
            .take_while(|date| *date <= self.last)
            .filter(|date| date.weekday().num_days_from_monday() < 5)
            .collect();
        for day in days {
            let length = DAY.1 - DAY.0;
            let wanted = length * percent / 100 + self.random.between(-60, 60);
            for _ in 0..8 {
                if self.busy_minutes(day) + 20 >= wanted {
                    break;
                }
                let minutes = *self.random_length();
                let from = self.start_of(minutes);
                if self.is_taken(day, from, from + minutes) {
                    continue;
                }
                let show = if self.random.chance(9) {
                    Show::Tentative
                } else {
                    Show::Busy
                };
                self.single(day, from, minutes, show, false);
            }
            if self.random.chance(8) {
                let from = DAY.0 + 15 * self.random.between(0, 28);
                let (show, cancelled) = if self.random.chance(50) {
                    (Show::Busy, true)
                } else {
                    (Show::Free, false)
                };
                self.single(day, from, 60, show, cancelled);
            }
        }
    }

    /// Exactly `count` single entries that take `minutes` in all as nearly as quarter hours and gaps allow, spread
    /// evenly over the working days.
    pub fn fill_evenly(&mut self, count: usize, minutes: i64) {
        let days: Vec<NaiveDate> = self
            .first
            .iter_days()
            .take_while(|date| *date <= self.last)
            .filter(|date| date.weekday().num_days_from_monday() < 5)
            .collect();
        let mut left = minutes;
        for number in 0..count {
            let even = left / (count - number) as i64;
            let wish = ((even * self.random.between(60, 140) / 100 + 7) / 15 * 15).clamp(15, 240);
            // Strides over the year, so that what a full day could not take is made up everywhere, not at the end.
            let mut day = days[number * 157 % count * days.len() / count];
            let mut length = wish;
            let mut placed = None;
            for attempt in 0..60 {
                let from = self.start_of(length);
                if !self.is_taken(day, from, from + length) {
                    placed = Some(from);
                    break;
                }
                // A full day costs length first, then the entry goes to another day: the count is what was asked for.
                length = (length - 15).max(15);
                if attempt % 12 == 11 {
                    day = days[self.random.below(days.len() as u64) as usize];
                    length = wish;
                }
            }
            let before = self.busy_minutes(day);
            let from = placed.unwrap_or(DAY.0);
            self.single(day, from, length, Show::Busy, false);
            left = (left - (self.busy_minutes(day) - before)).max(0);
        }
    }

    pub fn busy_minutes_in_all(&self) -> i64 {
        let working = |day: &&NaiveDate| day.weekday().num_days_from_monday() < 5;
        let days = self.taken.keys().filter(working);
        days.map(|day| self.busy_minutes(*day)).sum()
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn finish(self, stamp: NaiveDateTime) -> Diary {
        Diary {
            owner: self.owner,
            entries: self.entries,
            stamp,
        }
    }

    fn single(&mut self, day: NaiveDate, from: i64, minutes: i64, show: Show, cancelled: bool) {
        let title = self.random.pick(self.trade.singles).to_owned();
        let words = self.words(&title);
        let when = When::Timed(at(day, from), at(day, from + minutes));
        self.add(when, show, cancelled, None, words);
    }

    /// A start for an entry of `minutes` inside the working day. Many begin with the day or end it: placed evenly, the
    /// first and last hours would be far emptier than in anybody's diary.
    fn start_of(&mut self, minutes: i64) -> i64 {
        let latest = (DAY.1 - minutes - DAY.0) / 15;
        let quarter = match self.random.below(6) {
            0 => 0,
            1 => latest,
            _ => self.random.between(0, latest),
        };
        DAY.0 + 15 * quarter
    }

    fn random_length(&mut self) -> &'a i64 {
        let lengths = self.trade.lengths;
        &lengths[self.random.below(lengths.len() as u64) as usize]
    }

    fn words(&mut self, title: &str) -> Words {
        let mut words = Words {
            title: title.to_owned(),
            ..Words::default()
        };
        if self.random.chance(45) {
            words.place = Some(self.random.pick(self.trade.places).to_owned());
        }
        if self.random.chance(15) {
            words.note = Some(self.random.pick(self.trade.notes).to_owned());
        }
        if self.random.chance(25) {
            words.category = Some("Work".to_owned());
        }
        if !self.colleagues.is_empty() && self.random.chance(14) {
            words.people.push(self.owner.clone());
            let guests: Vec<&Person> = self.colleagues.iter().collect();
            words.people.push(self.random.pick(&guests).clone());
        }
        words
    }

    fn add(
        &mut self,
        when: When,
        show: Show,
        cancelled: bool,
        series: Option<Series>,
        words: Words,
    ) {
        self.next_number += 1;
        let entry = Entry {
            number: self.next_number,
            when,
            show,
            cancelled,
            series,
            words,
        };
        if show != Show::Free {
            for occurrence in entry.occurrences(self.first, self.last) {
                self.take(occurrence);
            }
        }
        self.entries.push(entry);
    }

    fn take(&mut self, when: When) {
        let (start, end) = when.span();
        let mut day = start.date();
        while at(day, 0) < end {
            let from = (start.max(at(day, 0)) - at(day, 0)).num_minutes();
            let to = (end.min(at(day, 1440)) - at(day, 0)).num_minutes();
            self.taken.entry(day).or_default().push((from, to));
            day = day + Days::new(1);
        }
    }

    fn is_taken(&self, day: NaiveDate, from: i64, to: i64) -> bool {
        let taken = self.taken.get(&day).into_iter().flatten();
        taken.into_iter().any(|(a, b)| *a < to && from < *b)
            || self.must_be_clear(at(day, from), at(day, to))
    }

    fn must_be_clear(&self, from: NaiveDateTime, to: NaiveDateTime) -> bool {
        self.clear.iter().any(|(a, b)| *a < to && from < *b)
    }

    /// Minutes of the working hours of `day` that are taken, overlaps counted once.
    fn busy_minutes(&self, day: NaiveDate) -> i64 {
        let mut spans = self.taken.get(&day).cloned().unwrap_or_default();
        spans.sort_unstable();
        let mut reached = DAY.0;
        let mut busy = 0;
        for (from, to) in spans {
            let from = from.max(reached);
            let to = to.min(DAY.1);
            if to > from {
                busy += to - from;
                reached = to;
            }
        }
        busy
    }
}

/// Share in per cent of the hours from nine to five, Monday to Friday, that `diary` takes on the dates `first` to
/// `last`, both inclusive. Every entry that is not free counts.
pub fn busy_percent(diary: &Diary, first: NaiveDate, last: NaiveDate) -> i64 {
    let mut minutes = std::collections::BTreeSet::new();
    for (start, end, _) in diary.blocks(first, last) {
        let mut time = start.max(at(first, 0));
        while time < end.min(at(last, 1440)) {
            let minute = i64::from(time.hour() * 60 + time.minute());
            let weekday = time.weekday().num_days_from_monday() < 5;
            if weekday && (DAY.0..DAY.1).contains(&minute) {
                minutes.insert(time);
            }
            time += chrono::Duration::minutes(5);
        }
    }
    let working_days = first
        .iter_days()
        .take_while(|date| *date <= last)
        .filter(|date| date.weekday().num_days_from_monday() < 5)
        .count() as i64;
    100 * 5 * minutes.len() as i64 / (working_days * (DAY.1 - DAY.0))
}
