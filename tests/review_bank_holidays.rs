//! Bank holidays by rule against lists of dates that were written down elsewhere.

use chrono::{Datelike, NaiveDate};
use quorate::time::{Nation, bank_holidays};
use std::collections::BTreeSet;
use std::path::Path;

const YEARS: std::ops::RangeInclusive<i32> = 2024..=2028;

fn by_rule(nation: Nation) -> BTreeSet<NaiveDate> {
    YEARS.flat_map(|year| bank_holidays(nation, year)).collect()
}

/// Each line is a nation and a date; the list came with the domain's rules and not from this program.
#[test]
fn rule_and_list_agree() {
    let text = include_str!("data/bank-holidays.tsv");
    for nation in Nation::ALL {
        let listed: BTreeSet<NaiveDate> = text
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter(|(id, _)| *id == nation.id())
            .map(|(_, date)| date.parse().expect("a date"))
            .collect();
        assert!(listed.len() >= 40, "{nation:?}");
        assert_eq!(by_rule(nation), listed, "{nation:?}");
    }
}

/// The calendar files of the domain folder, one for each calendar.
#[test]
fn rule_and_calendar_files_agree() {
    let Some(shared) = std::env::var_os("QUORATE_SHARED") else {
        println!("QUORATE_SHARED is not set: the calendar files are not compared");
        return;
    };
    for (nation, file) in [
        (Nation::England, "england-and-wales"),
        (Nation::Wales, "england-and-wales"),
        (Nation::Scotland, "scotland"),
        (Nation::NorthernIreland, "northern-ireland"),
    ] {
        let path = Path::new(&shared).join(format!("domain/bank-holidays-{file}.ics"));
        let text = std::fs::read_to_string(path).expect("the domain's calendar is readable");
        let listed: BTreeSet<NaiveDate> = text
            .lines()
            .filter_map(|line| line.trim_end().strip_prefix("DTSTART;VALUE=DATE:"))
            .map(|date| NaiveDate::parse_from_str(date, "%Y%m%d").expect("a date"))
            .collect();
        assert!(listed.iter().all(|day| YEARS.contains(&day.year())));
        assert_eq!(by_rule(nation), listed, "{nation:?}");
    }
}
