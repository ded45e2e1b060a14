//! Whole days out of calendar files: holidays and terms.

use chrono::NaiveDate;
use quorate::ics::read::day_ranges;
use quorate::model::{DayList, FeedRefusal};
use quorate::time::{Nation, bank_holidays};
use std::collections::BTreeSet;
use std::path::Path;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn read_within(events: &str, from: &str, to: &str) -> DayList {
    let lines = events.trim().replace('\n', "\r\n");
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nX-WR-TIMEZONE:America/New_York\r\n{lines}\r\nEND:VCALENDAR\r\n"
    );
    day_ranges(text.as_bytes(), (date(from), date(to))).expect("a calendar")
}

fn read(events: &str) -> DayList {
    read_within(events, "2020-01-01", "2030-12-31")
}

fn event(lines: &str) -> String {
    let hash = lines.len();
    format!(
        "BEGIN:VEVENT\nUID:{hash}-{}\n{lines}\nEND:VEVENT\n",
        lines.replace('\n', "-").replace(':', ".")
    )
}

#[track_caller]
fn are(list: &DayList, expected: &[(&str, &str)]) {
    let ranges: Vec<(String, String)> = list
        .ranges
        .iter()
        .map(|(first, last)| (first.to_string(), last.to_string()))
        .collect();
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(first, last)| ((*first).to_owned(), (*last).to_owned()))
        .collect();
    assert_eq!(ranges, expected);
}

#[test]
fn days_are_joined_whatever_they_are_marked_as() {
    let events = [
        event("DTSTART;VALUE=DATE:20261228\nDTEND;VALUE=DATE:20261229\nTRANSP:TRANSPARENT"),
        event("DTSTART;VALUE=DATE:20261224\nTRANSP:OPAQUE"),
        event(
            "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261228\nX-MICROSOFT-CDO-BUSYSTATUS:FREE",
        ),
        event("DTSTART;VALUE=DATE:20261231\nDURATION:P2D"),
        event("DTSTART;VALUE=DATE:20261230\nSTATUS:CANCELLED"),
    ];
    let list = read(&events.concat());
    are(
        &list,
        &[("2026-12-24", "2026-12-28"), ("2026-12-31", "2027-01-01")],
    );
    assert_eq!((list.timed, list.unreadable), (0, None));
    assert_eq!(list.days().count(), 7);
}

#[test]
fn series_are_expanded_within_the_days_that_are_asked_for() {
    let events = [
        // Every first Monday of August, but not in 2027; moved by a day in 2028.
        "BEGIN:VEVENT\nUID:august\nDTSTART;VALUE=DATE:20250804\nRRULE:FREQ=YEARLY;BYMONTH=8;BYDAY=1MO\nEXDATE;VALUE=DATE:20270802\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:august\nRECURRENCE-ID;VALUE=DATE:20280807\nDTSTART;VALUE=DATE:20280808\nEND:VEVENT\n",
        // What a series has a time for in one year is no closed day in that year.
        "BEGIN:VEVENT\nUID:june\nDTSTART;VALUE=DATE:20250601\nDTEND;VALUE=DATE:20250603\nRRULE:FREQ=YEARLY;COUNT=3\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:june\nRECURRENCE-ID;VALUE=DATE:20260601\nDTSTART:20260601T090000Z\nDTEND:20260601T100000Z\nEND:VEVENT\n",
    ]
    .concat();
    let list = read_within(&events, "2025-06-02", "2029-08-06");
    are(
        &list,
        &[
            ("2025-06-02", "2025-06-02"),
            ("2025-08-04", "2025-08-04"),
            ("2026-08-03", "2026-08-03"),
            ("2027-06-01", "2027-06-02"),
            ("2028-08-08", "2028-08-08"),
            ("2029-08-06", "2029-08-06"),
        ],
    );
    assert_eq!((list.timed, list.unreadable), (1, None));
}

#[test]
fn entries_with_times_are_counted_and_passed_over() {
    let events = [
        event("DTSTART:20261224T000000\nDTEND:20261225T000000"),
        event("DTSTART:20261224T090000Z\nDTEND:20261224T100000Z"),
        event("DTSTART;VALUE=DATE:20261229\nX-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT2H"),
        "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20261201T000000Z/20261202T000000Z\nEND:VFREEBUSY\n"
            .to_owned(),
        "BEGIN:VTODO\nUID:t\nDUE;VALUE=DATE:20261203\nEND:VTODO\n".to_owned(),
    ];
    let list = read(&events.concat());
    are(&list, &[("2026-12-29", "2026-12-29")]);
    assert_eq!((list.timed, list.unreadable), (2, None));
}

#[test]
fn what_may_hide_a_day_is_told_with_its_line() {
    for (lines, line) in [
        ("DTSTART;VALUE=DATE:20261324", 7),
        ("DTSTART;VALUE=DATE:soon\nDTEND;VALUE=DATE:20261225", 7),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261220", 5),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=SOMETIMES", 8),
        (
            "DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;RSCALE=HEBREW",
            8,
        ),
    ] {
        let list = read(&event(lines));
        assert_eq!(list.unreadable, Some(line), "{lines}");
    }
    let whole = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nEND:VEVENT\n";
    let reach = DayList::REACH;
    let list = day_ranges(whole.as_bytes(), reach).expect("a calendar");
    assert!(list.unreadable.is_some(), "no END of the calendar");
    assert_eq!(day_ranges(b"<html>", reach), Err(FeedRefusal::Html));
    assert_eq!(day_ranges(b"", reach), Err(FeedRefusal::Empty));
}

#[test]
fn endless_series_end_where_dates_do() {
    let daily = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:18000101\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n";
    let list = day_ranges(daily.as_bytes(), DayList::REACH).expect("a calendar");
    are(&list, &[("1900-01-01", "2200-12-31")]);
    assert_eq!(list.unreadable, None);
}

/// The files of the domain's data, which another program made.
#[test]
fn the_shared_bank_holidays_are_those_of_the_rules() {
    let Some(shared) = std::env::var_os("QUORATE_SHARED") else {
        eprintln!("QUORATE_SHARED is not set: the shared bank holidays are not read");
        return;
    };
    for (file, nation) in [
        ("england-and-wales", Nation::England),
        ("england-and-wales", Nation::Wales),
        ("scotland", Nation::Scotland),
        ("northern-ireland", Nation::NorthernIreland),
    ] {
        let path = Path::new(&shared).join(format!("domain/bank-holidays-{file}.ics"));
        let bytes = std::fs::read(&path).expect("the shared file");
        let list = day_ranges(&bytes, DayList::REACH).expect("a calendar");
        let by_rule: BTreeSet<NaiveDate> = (2024..=2028)
            .flat_map(|year| bank_holidays(nation, year))
            .collect();
        assert!(by_rule.len() >= 40);
        assert_eq!(list.days().collect::<BTreeSet<_>>(), by_rule, "{file}");
        assert_eq!((list.timed, list.unreadable), (0, None));
    }
}

#[test]
fn terms_and_closures_of_a_workspace_may_stand_in_its_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    let calendar = |events: &[&str]| {
        let events: String = events.iter().map(|lines| event(lines)).collect();
        format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\n{events}END:VCALENDAR\n")
    };
    write(
        "quorate.toml",
        "[defaults]\nnation = \"scotland\"\nLocal-holidays = [\"2026-12-30\", \"council.ics\", \"2026-12-24..2026-12-25\"]\n\
         [[calendar]]\nid = \"terms\"\nterms = [\"days/Terms.ICS\", \"2027-01-05..2027-02-12\"]\ninset = \"days/inset.ics\"\n",
    );
    write("people.csv", "id,agency,roles\nokafor,csc,social-worker\n");
    // A spring and an autumn holiday every year, as a council would publish them.
    write(
        "council.ics",
        &calendar(&[
            "DTSTART;VALUE=DATE:20250915\nRRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=3MO;COUNT=2",
            "DTSTART;VALUE=DATE:20261229\nDTEND;VALUE=DATE:20261231\nTRANSP:TRANSPARENT",
        ]),
    );
    write(
        "days/Terms.ICS",
        &calendar(&[
            "DTSTART;VALUE=DATE:20261102\nDTEND;VALUE=DATE:20261219\nSUMMARY:Autumn 2",
            "DTSTART;VALUE=DATE:20260903\nDTEND;VALUE=DATE:20261024\nSUMMARY:Autumn 1",
        ]),
    );
    write(
        "days/inset.ics",
        &calendar(&["DTSTART;VALUE=DATE:20261127\nDTEND;VALUE=DATE:20261128"]),
    );
    let files = quorate::edge::read_folder(folder.path()).expect("a folder");
    assert!(files.feeds.is_empty());
    let (workspace, warnings) =
        quorate::input::read_workspace(&files, &Default::default()).expect("a workspace");
    assert!(warnings.is_empty(), "{warnings:?}");
    let dates =
        |texts: &[&str]| -> Vec<NaiveDate> { texts.iter().map(|text| date(text)).collect() };
    let closures = [
        "2025-09-15",
        "2026-09-21",
        "2026-12-24",
        "2026-12-25",
        "2026-12-29",
        "2026-12-30",
    ];
    assert_eq!(workspace.defaults.closures, dates(&closures));
    let terms = &workspace.calendars[0];
    assert_eq!(
        terms.open,
        [
            (date("2026-09-03"), date("2026-10-23")),
            (date("2026-11-02"), date("2026-12-18")),
            (date("2027-01-05"), date("2027-02-12")),
        ]
    );
    assert_eq!(terms.closed, dates(&["2026-11-27"]));
    // Scotland's: Christmas Day, its Boxing Day on the 28th, and 1, 2 and (for the 2nd) 4 January beside the closures.
    let working = workspace.working_days();
    assert_eq!(working.nation(), Nation::Scotland);
    assert_eq!(working.after(date("2026-12-23"), 1), date("2026-12-31"));
    assert_eq!(working.after(date("2026-12-31"), 1), date("2027-01-05"));
}

/// Years of random entries against days that are counted one by one.
#[test]
fn random_entries_give_the_days_that_counting_gives() {
    let first = date("2026-01-01");
    let mut state: u64 = 7;
    let mut random = |below: u64| {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    };
    let (from, to) = (
        first + chrono::Days::new(40),
        first + chrono::Days::new(300),
    );
    for _ in 0..200 {
        let (mut events, mut expected) = (String::new(), BTreeSet::new());
        for number in 0..random(12) {
            let start = first + chrono::Days::new(random(330));
            let (length, step, times) = (1 + random(9), 1 + random(20), 1 + random(6));
            let end = start + chrono::Days::new(length);
            let free = ["OPAQUE", "TRANSPARENT"][random(2) as usize];
            let timed = random(5) == 0;
            let (start_text, end_text) = match timed {
                true => (start.format(":%Y%m%dT000000"), end.format(":%Y%m%dT000000")),
                false => (
                    start.format(";VALUE=DATE:%Y%m%d"),
                    end.format(";VALUE=DATE:%Y%m%d"),
                ),
            };
            events.push_str(&format!(
                "BEGIN:VEVENT\nUID:{number}\nDTSTART{start_text}\nDTEND{end_text}\nTRANSP:{free}\nRRULE:FREQ=DAILY;INTERVAL={step};COUNT={times}\nEND:VEVENT\n"
            ));
            for day in (0..times).flat_map(|time| (0..length).map(move |day| time * step + day)) {
                let day = start + chrono::Days::new(day);
                if !timed && from <= day && day <= to {
                    expected.insert(day);
                }
            }
        }
        let events = if events.is_empty() {
            "X-NOTHING:1".to_owned()
        } else {
            events
        };
        let list = read_within(&events, &from.to_string(), &to.to_string());
        assert_eq!(list.days().collect::<BTreeSet<_>>(), expected, "{events}");
        assert_eq!(list.unreadable, None);
        let apart = list
            .ranges
            .windows(2)
            .all(|pair| (pair[1].0 - pair[0].1).num_days() > 1);
        assert!(apart, "{:?}", list.ranges);
    }
}
