//! Rules whose periods are days or longer: which days each period has, and at which times of those days.

use super::super::civil::{self, DAY};
use super::super::rule::{Freq, Rule, Skip};
use super::{Expansion, Flow, Output, Steps, Stretch, bits, day_of, set_positions};

/// Walks the periods of a rule from the one the window begins in.
pub(super) fn walk(expansion: &Expansion, steps: &mut Steps, out: &mut Output) -> Flow {
    let walk = Walk::new(expansion, out.dense);
    // With COUNT, every period from the first on has to be gone through or counted by division.
    let wanted = walk.period_of(day_of(out.from));
    let ahead = (wanted - walk.first_period)
        .div_euclid(walk.rule.interval)
        .max(0);
    let mut index = match out.left {
        None => ahead,
        Some(_) => 0,
    };
    let mut days = Vec::new();
    loop {
        let Some(period) = index
            .checked_mul(walk.rule.interval)
            .and_then(|periods| periods.checked_add(walk.first_period))
        else {
            return Flow::Stop(None);
        };
        let begins = walk.first_day(period);
        if begins > day_of(out.to) {
            return Flow::Stop(None);
        }
        let looked_at = walk.days_of(period, &mut days);
        if !steps.take(looked_at + days.len()) {
            return Flow::Stop(Some((begins * DAY).max(walk.start)));
        }
        let is_first = index == 0;
        if out.left.is_some() {
            if is_first && !walk.has_start(&days) {
                // DTSTART is an instance all the same and uses up one of COUNT.
                if out.skip(1) != Flow::Go {
                    return Flow::Stop(None);
                }
            } else if !is_first && index < ahead {
                let members = walk.members(days.len());
                let alike = if walk.periods_are_alike() {
                    ahead - index
                } else {
                    1
                };
                let skipped = members.saturating_mul(alike);
                if out.left.is_some_and(|left| left > skipped) {
                    out.skip(skipped);
                    index += alike;
                    continue;
                }
                // COUNT ends in here: nothing of it reaches the window.
                return Flow::Stop(None);
            }
        }
        match walk.hand_on(&days, out) {
            Flow::Go => index += 1,
            stop => return stop,
        }
    }
}

struct Walk<'r> {
    rule: &'r Rule,
    start: i64,
    first_period: i64,
    start_date: (i64, u32, u32),
    /// Seconds after midnight, in order.
    times: Vec<i64>,
    /// The same as stretches of times close to each other.
    stretches: Vec<Stretch>,
}

impl<'r> Walk<'r> {
    fn new(expansion: &Expansion<'r>, dense: i64) -> Walk<'r> {
        let (rule, start) = (expansion.rule, expansion.start);
        let times = if expansion.is_date {
            vec![0]
        } else {
            times_of_day(rule, start.rem_euclid(DAY))
        };
        let mut stretches: Vec<Stretch> = Vec::new();
        for &time in &times {
            match stretches.last_mut() {
                Some(last) if dense > 0 && time - last.1 <= dense => last.1 = time,
                _ => stretches.push((time, time)),
            }
        }
        let mut walk = Walk {
            rule,
            start,
            first_period: 0,
            start_date: civil::date(day_of(start)),
            times,
            stretches,
        };
        walk.first_period = walk.period_of(day_of(start));
        walk
    }

    /// The number of the period that a day lies in.
    fn period_of(&self, day: i64) -> i64 {
        match self.rule.freq {
            // Years are made of whole weeks where weeks are counted; it shows with INTERVAL.
            Freq::Yearly if !self.rule.weeks.is_empty() => {
                civil::week(day, self.rule.week_start).year
            }
            Freq::Yearly => civil::date(day).0,
            Freq::Monthly => {
                let (year, month, _) = civil::date(day);
                year * 12 + i64::from(month) - 1
            }
            Freq::Weekly => (day + 3 - i64::from(self.rule.week_start)).div_euclid(7),
            _ => day,
        }
    }

    /// The first day of a period.
    fn first_day(&self, period: i64) -> i64 {
        match self.rule.freq {
            Freq::Yearly if !self.rule.weeks.is_empty() => {
                civil::first_week(period.min(100_000), self.rule.week_start)
            }
            Freq::Yearly => civil::days(period.min(100_000), 1, 1),
            Freq::Monthly => {
                let period = period.min(1_200_000);
                civil::days(period.div_euclid(12), period.rem_euclid(12) as u32 + 1, 1)
            }
            Freq::Weekly => period.saturating_mul(7) - 3 + i64::from(self.rule.week_start),
            _ => period,
        }
    }

    /// Puts the days of a period into `days` in order; gives the number of days looked at.
    fn days_of(&self, period: i64, days: &mut Vec<i64>) -> usize {
        days.clear();
        let first = self.first_day(period);
        match self.rule.freq {
            Freq::Yearly if !self.rule.weeks.is_empty() => {
                let end = civil::first_week(period + 1, self.rule.week_start);
                days.extend((first..end).filter(|day| self.is_in_week_year(*day)));
                (end - first) as usize
            }
            Freq::Yearly => {
                let (year, months) = (period, self.rule.months);
                (1..=12)
                    .filter(|month| months == 0 || months >> month & 1 == 1)
                    .map(|month| self.days_of_month(year, month, days))
                    .sum()
            }
            Freq::Monthly => {
                let (year, month) = (period.div_euclid(12), period.rem_euclid(12) as u32 + 1);
                let months = self.rule.months;
                if months != 0 && months >> month & 1 == 0 {
                    return 1;
                }
                self.days_of_month(year, month, days)
            }
            Freq::Weekly => {
                let default = match self.rule.has_weekdays() {
                    true => self.rule.weekdays,
                    false => 1 << civil::weekday(day_of(self.start)),
                };
                let wanted = |day: &i64| default >> civil::weekday(*day) & 1 == 1;
                days.extend(
                    (first..first + 7)
                        .filter(wanted)
                        .filter(|day| is_allowed(self.rule, *day)),
                );
                7
            }
            _ => {
                days.extend(Some(first).filter(|day| is_allowed(self.rule, *day)));
                1
            }
        }
    }

    /// Adds the days of a month that a yearly or monthly rule names, with what it leaves open taken from DTSTART.
    fn days_of_month(&self, year: i64, month: u32, days: &mut Vec<i64>) -> usize {
        let rule = self.rule;
        let first = civil::days(year, month, 1);
        let len = civil::month_len(year, month);
        let (_, start_month, start_day) = self.start_date;
        let names_days =
            rule.has_weekdays() || !rule.month_days.is_empty() || !rule.year_days.is_empty();
        if !names_days {
            let open_month = rule.freq == Freq::Yearly && rule.months == 0;
            let there = start_day <= len || rule.skip == Skip::Backward;
            if there && (!open_month || month == start_month) {
                days.push(first + i64::from(start_day.min(len)) - 1);
            }
            return 1;
        }
        for day in 1..=i64::from(len) {
            let number = first + day - 1;
            let weekday = civil::weekday(number);
            let days_of_month = &rule.month_days;
            // The last day stands in for those that this month lacks.
            let stands_in = rule.skip == Skip::Backward
                && day == i64::from(len)
                && days_of_month.has_beyond(day);
            let named = days_of_month.matches(day, day - i64::from(len) - 1);
            if !days_of_month.is_empty() && !named && !stands_in {
                continue;
            }
            if rule.has_weekdays() && !self.is_named_weekday(year, number, day, len, weekday) {
                continue;
            }
            if is_in_year_parts(rule, number) {
                days.push(number);
            }
        }
        len as usize
    }

    /// Whether a yearly rule with BYWEEKNO names a day. Which weekday is DTSTART's where no part says it.
    fn is_in_week_year(&self, day: i64) -> bool {
        let rule = self.rule;
        let is_open =
            !rule.has_weekdays() && rule.month_days.is_empty() && rule.year_days.is_empty();
        let start = day_of(self.start);
        (!is_open || civil::weekday(day) == civil::weekday(start)) && is_allowed(rule, day)
    }

    /// Whether BYDAY names a day: by its weekday or as the n-th such weekday of the month or, in a yearly rule without
    /// BYMONTH, of the year.
    fn is_named_weekday(&self, year: i64, number: i64, day: i64, len: u32, weekday: u32) -> bool {
        if self.rule.weekdays >> weekday & 1 == 1 {
            return true;
        }
        if self.rule.nth_weekdays.is_empty() {
            return false;
        }
        let (place, of) = match self.rule.freq == Freq::Yearly && self.rule.months == 0 {
            true => (number - civil::days(year, 1, 1), civil::year_len(year)),
            false => (day - 1, i64::from(len)),
        };
        let (from_start, from_end) = (place / 7 + 1, -((of - 1 - place) / 7 + 1));
        self.rule
            .nth_weekdays
            .iter()
            .any(|nth| nth.1 == weekday && (nth.0 == from_start || nth.0 == from_end))
    }

    /// How many times a period with so many days has.
    fn members(&self, days: usize) -> i64 {
        let all = days as i64 * self.times.len() as i64;
        match self.rule.set_positions.is_empty() {
            true => all,
            false => set_positions(&self.rule.set_positions, all).len() as i64,
        }
    }

    /// Whether every period after the first has as many times as the next.
    fn periods_are_alike(&self) -> bool {
        let by_weekday = self.rule.freq == Freq::Weekly
            && self.rule.months == 0
            && self.rule.month_days.is_empty()
            && self.rule.year_days.is_empty()
            && self.rule.weeks.is_empty();
        by_weekday || self.rule.freq <= Freq::Daily && !self.rule.restricts_days()
    }

    fn has_start(&self, days: &[i64]) -> bool {
        let (day, time) = (day_of(self.start), self.start.rem_euclid(DAY));
        let (Ok(day), Ok(time)) = (days.binary_search(&day), self.times.binary_search(&time))
        else {
            return false;
        };
        let all = (days.len() * self.times.len()) as i64;
        let index = (day * self.times.len() + time) as i64;
        self.rule.set_positions.is_empty()
            || set_positions(&self.rule.set_positions, all).contains(&index)
    }

    /// Hands on the times of a period with these days.
    fn hand_on(&self, days: &[i64], out: &mut Output) -> Flow {
        if !self.rule.set_positions.is_empty() {
            let times = self.times.len() as i64;
            for index in set_positions(&self.rule.set_positions, days.len() as i64 * times) {
                let time =
                    days[(index / times) as usize] * DAY + self.times[(index % times) as usize];
                if time < self.start {
                    continue;
                }
                match out.push(time) {
                    Flow::Go => {}
                    stop => return stop,
                }
            }
            return Flow::Go;
        }
        for day in days {
            let midnight = day * DAY;
            for &(first, last) in &self.stretches {
                let flow =
                    if first == last || midnight + first < out.from || midnight + last > out.to {
                        self.hand_on_each(midnight, first, last, out)
                    } else {
                        out.push_stretch((midnight + first, midnight + last))
                    };
                if flow != Flow::Go {
                    return flow;
                }
            }
        }
        Flow::Go
    }

    /// The single times of a stretch, where it is one or where only some are wanted.
    fn hand_on_each(&self, midnight: i64, first: i64, last: i64, out: &mut Output) -> Flow {
        let from = self.times.partition_point(|time| *time < first);
        for time in self.times[from..].iter().take_while(|time| **time <= last) {
            if midnight + time < self.start {
                continue;
            }
            match out.push(midnight + time) {
                Flow::Go => {}
                stop => return stop,
            }
        }
        Flow::Go
    }
}

/// BYHOUR, BYMINUTE and BYSECOND multiplied out, each taken from DTSTART's time of day where it is not given.
fn times_of_day(rule: &Rule, start: i64) -> Vec<i64> {
    let or_start = |set: u64, value: i64| if set == 0 { 1 << value } else { set };
    let hours = or_start(u64::from(rule.hours), start / 3600);
    let minutes = or_start(rule.minutes, start / 60 % 60);
    let seconds = or_start(rule.seconds, start % 60);
    bits(hours)
        .flat_map(|hour| bits(minutes).map(move |minute| hour * 3600 + minute * 60))
        .flat_map(|minute| bits(seconds).map(move |second| minute + second))
        .collect()
}

/// Whether a day passes all calendar parts of a rule, as a weekly or more frequent rule uses them: to leave days out.
pub(super) fn is_allowed(rule: &Rule, day: i64) -> bool {
    if rule.weekdays != 0 && rule.weekdays >> civil::weekday(day) & 1 == 0 {
        return false;
    }
    if rule.months != 0 || !rule.month_days.is_empty() {
        let (year, month, of_month) = civil::date(day);
        let (of_month, len) = (
            i64::from(of_month),
            i64::from(civil::month_len(year, month)),
        );
        if rule.months != 0 && rule.months >> month & 1 == 0 {
            return false;
        }
        if !rule.month_days.is_empty() && !rule.month_days.matches(of_month, of_month - len - 1) {
            return false;
        }
    }
    is_in_year_parts(rule, day)
}

/// Whether a day passes BYYEARDAY and BYWEEKNO.
fn is_in_year_parts(rule: &Rule, day: i64) -> bool {
    if !rule.year_days.is_empty() {
        let (year, ..) = civil::date(day);
        let place = day - civil::days(year, 1, 1) + 1;
        if !rule
            .year_days
            .matches(place, place - civil::year_len(year) - 1)
        {
            return false;
        }
    }
    if rule.weeks.is_empty() {
        return true;
    }
    let week = civil::week(day, rule.week_start);
    rule.weeks.matches(week.from_start, week.from_end)
}
