//! The expander against the definition of a rule, tried hour by hour: a time belongs to a rule when its period is one of the
//! rule's and it passes every part. Dates come from chrono, so that the two share no arithmetic.

use super::super::rule::{self, Freq, Rule};
use super::*;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use proptest::prelude::*;

fn wall(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp()
}

fn monday_of(date: NaiveDate, week_start: u32) -> NaiveDate {
    let into = (date.weekday().num_days_from_monday() + 7 - week_start) % 7;
    date - TimeDelta::days(into.into())
}

/// A number for the period that a time lies in; consecutive periods have consecutive numbers.
fn period(rule: &Rule, time: NaiveDateTime) -> i64 {
    let days = |date: NaiveDate| i64::from(date.num_days_from_ce());
    let hours = days(time.date()) * 24 + i64::from(time.hour());
    match rule.freq {
        Freq::Yearly => time.year().into(),
        Freq::Monthly => i64::from(time.year()) * 12 + i64::from(time.month0()),
        Freq::Weekly => days(monday_of(time.date(), rule.week_start)).div_euclid(7),
        Freq::Daily => days(time.date()),
        Freq::Hourly => hours,
        Freq::Minutely => hours * 60 + i64::from(time.minute()),
        Freq::Secondly => (hours * 60 + i64::from(time.minute())) * 60 + i64::from(time.second()),
    }
}

/// The place of a day within a month or year of `len` days, from both ends.
fn from_both_ends(place: u32, len: u32) -> (i64, i64) {
    (place.into(), i64::from(place) - i64::from(len) - 1)
}

fn month_len(date: NaiveDate) -> u32 {
    (28..=31)
        .rev()
        .find(|day| date.with_day(*day).is_some())
        .expect("28 days at least")
}

fn passes(rule: &Rule, start: NaiveDateTime, time: NaiveDateTime) -> bool {
    let date = time.date();
    let year_len = if date.leap_year() { 366 } else { 365 };
    let (in_month, in_year) = (
        from_both_ends(date.day(), month_len(date)),
        from_both_ends(date.ordinal(), year_len),
    );
    let weekday = date.weekday().num_days_from_monday();
    let names_days =
        rule.has_weekdays() || !rule.month_days.is_empty() || !rule.year_days.is_empty();

    let month = rule.months == 0 || rule.months >> date.month() & 1 == 1;
    let month_day = rule.month_days.is_empty() || rule.month_days.matches(in_month.0, in_month.1);
    let year_day = rule.year_days.is_empty() || rule.year_days.matches(in_year.0, in_year.1);
    let nth = match rule.freq == Freq::Yearly && rule.months == 0 {
        true => in_year,
        false => in_month,
    };
    let nth = ((nth.0 - 1) / 7 + 1, (nth.1 + 1) / 7 - 1);
    let by_weekday = rule.weekdays >> weekday & 1 == 1
        || rule
            .nth_weekdays
            .iter()
            .any(|n| n.1 == weekday && (n.0 == nth.0 || n.0 == nth.1));
    let open = match rule.freq {
        Freq::Yearly if !names_days && rule.months == 0 => {
            date.day() == start.day() && date.month() == start.month()
        }
        Freq::Yearly | Freq::Monthly if !names_days => date.day() == start.day(),
        Freq::Weekly if !rule.has_weekdays() => weekday == start.weekday().num_days_from_monday(),
        _ => true,
    };
    let hour = match rule.hours {
        0 => rule.freq <= Freq::Hourly || time.hour() == start.hour(),
        hours => hours >> time.hour() & 1 == 1,
    };
    month && month_day && year_day && (!rule.has_weekdays() || by_weekday) && open && hour
}

/// All times of a rule from `start` to `end`, hour by hour. DTSTART counts as one of COUNT; it is listed only if the rule has it.
fn by_definition(rule: &Rule, start: NaiveDateTime, end: NaiveDateTime) -> Vec<i64> {
    let mut periods: Vec<(i64, Vec<NaiveDateTime>)> = Vec::new();
    // The first period counts from its beginning, for BYSETPOS.
    let mut time = NaiveDate::from_ymd_opt(start.year(), 1, 1)
        .expect("a date")
        .and_time(start.time());
    time -= TimeDelta::days(7) + TimeDelta::hours(start.hour().into());
    while time <= end + TimeDelta::days(400) {
        let number = period(rule, time);
        let is_in_step = (number - period(rule, start)) % rule.interval == 0;
        if is_in_step && passes(rule, start, time) {
            match periods.last_mut() {
                Some(last) if last.0 == number => last.1.push(time),
                _ => periods.push((number, vec![time])),
            }
        }
        time += TimeDelta::hours(1);
    }
    let mut times: Vec<NaiveDateTime> = Vec::new();
    for (_, members) in &periods {
        let len = members.len() as i64;
        for (index, member) in (1..).zip(members) {
            let wanted = |position: &i64| *position == index || *position == index - len - 1;
            if rule.set_positions.is_empty() || rule.set_positions.iter().any(wanted) {
                times.push(*member);
            }
        }
    }
    times.retain(|time| *time >= start);
    if let Some(count) = rule.count {
        let extra = i64::from(times.first() != Some(&start));
        times.truncate((count - extra).max(0) as usize);
    }
    times.retain(|time| *time <= end);
    times.into_iter().map(wall).collect()
}

fn expanded(rule: &Rule, start: i64, from: i64, to: i64, dense: i64) -> Vec<Stretch> {
    let expansion = Expansion {
        rule,
        start,
        is_date: false,
        from,
        to,
        dense,
    };
    let mut found = Vec::new();
    let ended = expansion.run(&mut Steps(10_000_000), &mut |stretch| {
        found.push(stretch);
        true
    });
    assert_eq!(ended, Ended::Complete);
    found
}

/// A part of a rule that is there half the time: some of the numbers given.
fn part(name: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    let some = proptest::sample::subsequence(values, 1..=values.len().min(3));
    proptest::option::weighted(0.35, some).prop_map(move |some| {
        some.map_or(String::new(), |some| format!(";{name}={}", some.join(",")))
    })
}

fn rules() -> impl Strategy<Value = String> {
    let freq = proptest::sample::select(vec!["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
    let parts = (
        part("BYMONTH", &["1", "2", "4", "12"]),
        part("BYMONTHDAY", &["1", "13", "29", "31", "-1", "-30"]),
        part("BYDAY", &["MO", "TU", "FR", "SU", "1WE", "-1TH", "5SA"]),
        part("BYYEARDAY", &["1", "60", "200", "-1", "366"]),
        part("BYHOUR", &["0", "9", "15", "23"]),
        part("BYSETPOS", &["1", "2", "-1", "-3"]),
        part("WKST", &["SU"]),
    );
    let count = proptest::option::weighted(0.4, 1..60_u32);
    (freq, 1..5_u32, parts, count).prop_map(|(freq, interval, parts, count)| {
        let (month, month_day, mut day, mut year_day, hour, mut set, week) = parts;
        // What the standard does not allow has no definition to hold it to.
        if freq != "YEARLY" && freq != "HOURLY" {
            year_day.clear();
        }
        if freq != "YEARLY" && freq != "MONTHLY" {
            for n in ["1WE", "-1TH", "5SA"] {
                day = day.replace(n, &n[n.len() - 2..]);
            }
        }
        if freq == "HOURLY" {
            set.clear();
        }
        let month_day = if freq == "WEEKLY" { String::new() } else { month_day };
        let count = count.map_or(String::new(), |count| format!(";COUNT={count}"));
        format!("FREQ={freq};INTERVAL={interval}{month}{month_day}{day}{year_day}{hour}{set}{week}{count}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rules_give_the_times_of_their_definition(text in rules(), day in 0..900_i64, hour in 0..24_i64, skip in 0..700_i64) {
        let (rule, _) = rule::parse(text.as_bytes()).expect("a rule");
        let day_zero = DateTime::from_timestamp(1_672_531_200, 0).expect("2023").naive_utc();
        let start = day_zero + TimeDelta::days(day) + TimeDelta::hours(hour) + TimeDelta::minutes(20);
        let from = start + TimeDelta::days(skip);
        let end = from + TimeDelta::days(420);
        let expected: Vec<i64> = by_definition(&rule, start, end)
            .into_iter()
            .filter(|time| *time >= wall(from))
            .collect();
        let found = expanded(&rule, wall(start), wall(from), wall(end), 0);
        prop_assert!(found.iter().all(|stretch| stretch.0 == stretch.1));
        let found: Vec<i64> = found.into_iter().map(|stretch| stretch.0).collect();
        prop_assert_eq!(&found, &expected, "{}", text);

        // Stretches hold the same times: each time is in one, and each begins and ends with one.
        let dense = 2 * 3600;
        for (first, last) in expanded(&rule, wall(start), wall(from), wall(end), dense) {
            let inside: Vec<&i64> = expected.iter().filter(|time| (first..=last).contains(*time)).collect();
            prop_assert_eq!((inside.first(), inside.last()), (Some(&&first), Some(&&last)));
            prop_assert!(inside.windows(2).all(|pair| pair[1] - pair[0] <= dense));
        }
    }
}

/// Far jumps and huge numbers: closed forms where walking would take for ever.
#[test]
fn long_series_are_jumped_into() {
    let of = |rule: &str, start: i64, from: i64, to: i64| {
        let (rule, _) = rule::parse(rule.as_bytes()).expect("a rule");
        let expansion = Expansion {
            rule: &rule,
            start,
            is_date: false,
            from,
            to,
            dense: 0,
        };
        let mut found = Vec::new();
        let mut steps = Steps(2_000);
        let ended = expansion.run(&mut steps, &mut |stretch| {
            found.push(stretch.0);
            true
        });
        assert_eq!(ended, Ended::Complete, "{rule:?}");
        found
    };
    let year_one = -62_135_596_800 + 9 * 3600;
    let now = 1_767_225_600;
    let day = 86_400;
    assert_eq!(of("FREQ=DAILY", year_one, now, now + 2 * day - 1).len(), 2);
    assert_eq!(
        of(
            "FREQ=DAILY;COUNT=1000000000000",
            year_one,
            now,
            now + 2 * day - 1
        )
        .len(),
        2
    );
    assert_eq!(
        of("FREQ=SECONDLY;INTERVAL=7", year_one, now, now + 69).len(),
        10
    );
    let days_before = (now + 9 * 3600 - year_one) / day;
    assert_eq!(
        of(
            &format!("FREQ=DAILY;COUNT={days_before}"),
            year_one,
            now,
            now + 5 * day
        ),
        [0; 0]
    );
    let one_more = days_before + 1;
    assert_eq!(
        of(
            &format!("FREQ=DAILY;COUNT={one_more}"),
            year_one,
            now,
            now + 5 * day
        ),
        [now + 9 * 3600]
    );
    // 2025-12-29 to 2026-01-02: the last of COUNT is in the week of the window.
    assert_eq!(
        of(
            "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=105",
            now - 365 * day,
            now - 3 * day,
            now + 9 * day
        )
        .len(),
        2
    );
    assert_eq!(
        of("FREQ=YEARLY;INTERVAL=4294967295", now, now, now + day),
        [now]
    );
    assert_eq!(
        of(
            "FREQ=WEEKLY;INTERVAL=1000000000;COUNT=5",
            now,
            now,
            i64::MAX / 4
        ),
        [now]
    );
}
