//! Feeds as the programs people have really write them, from the folder named by QUORATE_SHARED.

mod ics_support;

use ics_support::{codes, options, shared, shown};
use quorate::ics::read::{ReadOptions, read};
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

fn text_of<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect("a text")
}

/// Two of them are contested among programs. `zone-called-gmt`: a TZID that is a known name with a VTIMEZONE that says otherwise. The
/// description counts for bare abbreviations only (RFC 5545 section 3.2.19 lets it count always), with a warning, since nobody
/// means UTC by describing summer time. `exdate-kinds`: EXDATE as a date in a series with times. By the letter of section 3.8.5.1
/// the types must agree; it takes out the instances of that local day, since it can mean nothing else.
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
    let mut replies = 0;
    for (name, sample) in expected.as_object().expect("samples") {
        let bytes = fs::read(folder.join(format!("{name}.ics"))).expect("a sample");
        let reading = read(&bytes, &options).expect("a calendar");
        if sample.get("reply").is_some() {
            // An answer that got into a feed. It names a meeting that somebody may well go to, and the owner's "perhaps" frees nobody.
            replies += 1;
            let owners = vec![
                options
                    .key
                    .owner(text_of(&sample["reply"], "who").as_bytes()),
            ];
            let of_owner = ReadOptions {
                owners,
                ..options.clone()
            };
            for reading in [reading, read(&bytes, &of_owner).expect("a calendar")] {
                assert_eq!(
                    shown(&reading, true),
                    ["2026-03-23T14:00:00Z/2026-03-23T15:00:00Z"],
                    "{name}"
                );
            }
            continue;
        }
        compared += 1;
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
    assert_eq!((compared, replies), (8, 1));
    let files = fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path());
    let feeds = files.filter(|path| path.extension().is_some_and(|end| end == "ics"));
    assert_eq!(feeds.count(), 9, "every sample was looked at");
}
