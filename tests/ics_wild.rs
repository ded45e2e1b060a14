//! Feeds as the programs people have really write them, from the folder named by QUORATE_SHARED.

mod ics_support;

use ics_support::{codes, options, shared, shown};
use quorate::ics::read::read;
use quorate::model::feed::WarningCode;
use quorate::time::{Interval, IntervalSet, Zone};
use serde_json::Value;
use std::fs;

/// `20260325T090000Z/20260325T100000Z`, as the samples state times.
fn interval(text: &str) -> Interval {
    let instant = |stamp: &str| {
        let time = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").expect("a stamp");
        quorate::time::Instant::from_utc(time)
    };
    let (from, to) = text.split_once('/').expect("two ends");
    Interval::new(instant(from), instant(to)).expect("some time")
}

/// `20260402/20260404`, whole days in the owner's zone.
fn days(text: &str, zone: &Zone) -> Interval {
    let (from, to) = text
        .split_whitespace()
        .next()
        .expect("days")
        .split_once('/')
        .expect("two ends");
    let day =
        |text: &str| zone.day(chrono::NaiveDate::parse_from_str(text, "%Y%m%d").expect("a date"));
    Interval::new(day(from).start(), day(to).start()).expect("some days")
}

#[test]
fn samples_read_as_stated() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("interop/samples/wild");
    let text = fs::read_to_string(folder.join("expected.json")).expect("expectations");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let options = options(
        "2026-01-01T00:00:00Z",
        "2027-01-01T00:00:00Z",
        "Europe/London",
    );
    let list = |value: &Value| -> Vec<String> {
        let items = value
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter();
        items
            .map(|item| item.as_str().expect("a text").to_owned())
            .collect()
    };
    let show = |set: IntervalSet| -> Vec<String> {
        set.iter()
            .map(|part| format!("{}/{}", part.start(), part.end()))
            .collect()
    };
    let mut compared = 0;
    for (name, sample) in expected.as_object().expect("samples") {
        if sample.get("reply").is_some() {
            continue;
        }
        compared += 1;
        let bytes = fs::read(folder.join(format!("{name}.ics"))).expect("a sample");
        let reading = read(&bytes, &options).expect("a calendar");
        let busy = list(&sample["busy"])
            .iter()
            .map(|text| interval(text))
            .collect::<Vec<_>>();
        let whole = list(&sample["busy_dates"])
            .iter()
            .map(|text| days(text, &options.zone))
            .collect::<Vec<_>>();
        assert_eq!(
            shown(&reading, true),
            show(busy.into_iter().chain(whole).collect()),
            "{name}"
        );
        let tentative = list(&sample["tentative"])
            .iter()
            .map(|text| interval(text))
            .collect();
        assert_eq!(shown(&reading, false), show(tentative), "{name}");
        let differs = codes(&reading).contains(&WarningCode::ZoneDescriptionDiffers);
        assert_eq!(differs, name == "zone-called-gmt", "{name}");
    }
    assert_eq!(compared, 8);
}
