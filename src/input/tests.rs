//! The small languages value by value, encodings, spreadsheet quirks, and that no bytes make reading panic.

use super::dates::{Moment, date, date_range, date_time, time};
use super::fault::{FaultKind, Sink, Wanted};
use super::hours::{pattern, span};
use super::roles::Catalogue;
use super::scalar::{buffer, id, limit, minutes, percent, working_days, yes_no};
use super::seat::{DeputyText, SeatText, parse_seat};
use super::*;
use crate::model::{Buffer, Condition, Filling, Level, LimitSpec, LocalSpan, Mode};
use chrono::NaiveDate;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

#[test]
fn dates_are_day_first_in_every_spelling() {
    for text in [
        "2026-12-08",
        "2026/12/08",
        "08/12/2026",
        "8/12/2026",
        "8.12.2026",
        "08-12-2026",
        "8 December 2026",
        "8th Dec 2026",
        "8-Dec-2026",
        "Tue 8 December 2026",
        "Tuesday, 08/12/2026",
    ] {
        assert_eq!(date(text), Ok(day("2026-12-08")), "{text}");
    }
    assert_eq!(date("29/02/2028"), Ok(day("2028-02-29")));
    for text in ["13/13/2026", "29/02/2027", "00/12/2026", "2026-13-01"] {
        assert!(
            matches!(date(text), Err(FaultKind::NoSuchDate { .. })),
            "{text}"
        );
    }
    for text in [
        "",
        "8",
        "tomorrow",
        "8/12/2026 10:00",
        "1/2/3/2026",
        "December",
    ] {
        let expected = Err(FaultKind::Not {
            wanted: Wanted::Date,
            text: text.to_owned(),
        });
        assert_eq!(date(text), expected, "{text}");
    }
}

#[test]
fn times_are_of_24_hours_or_say_which_half() {
    for (text, minutes) in [
        ("10:00", 600),
        ("9.30", 570),
        ("1000", 600),
        ("0930", 570),
        ("930", 570),
        ("10:00:00", 600),
        ("9am", 540),
        ("2 pm", 840),
        ("2:30 PM", 870),
        ("12am", 0),
        ("12pm", 720),
        ("noon", 720),
        ("00:00", 0),
        ("24:00", 1440),
    ] {
        assert_eq!(time(text), Ok(minutes), "{text}");
    }
    for text in [
        "24:01", "10:60", "13pm", "0am", "10:5", "10h", "-1:00", "1:00:30",
    ] {
        assert!(matches!(time(text), Err(FaultKind::Not { .. })), "{text}");
    }
    assert!(matches!(time("9"), Err(FaultKind::HourAlone { .. })));
    assert!(matches!(
        span("17:00-09:00"),
        Err(FaultKind::EndsBeforeItBegins { .. })
    ));
}

#[test]
fn moments_are_days_local_times_or_instants() {
    let local = |text: &str| Moment::Local(text.parse().expect("a local time"));
    for text in [
        "2026-12-08T10:00",
        "2026-12-08T10:00:00",
        "2026-12-08 10:00",
        "08/12/2026 10am",
        "8 December 2026, 10:00",
        "Tue 8 December 2026 at 10:00",
        "8/12/2026 10 am",
    ] {
        assert_eq!(
            Moment::parse(text),
            Ok(local("2026-12-08T10:00:00")),
            "{text}"
        );
    }
    assert_eq!(
        Moment::parse("8/12/2026"),
        Ok(Moment::Day(day("2026-12-08")))
    );
    let instant = crate::time::Instant::parse_rfc3339("2026-12-08T10:00:00Z").expect("good");
    assert_eq!(
        Moment::parse("2026-12-08T11:00:00+01:00"),
        Ok(Moment::Exact(instant))
    );
    assert_eq!(
        Moment::parse("31/12/2026 24:00"),
        Ok(local("2027-01-01T00:00:00"))
    );
    assert!(date_time("2026-12-08").is_err());
}

#[test]
fn date_ranges_may_be_written_with_dots_words_and_dashes() {
    let term = Ok((day("2026-09-03"), day("2026-10-23")));
    for text in [
        "2026-09-03..2026-10-23",
        "03/09/2026 .. 23/10/2026",
        "3 September 2026 to 23 October 2026",
        "03/09/2026-23/10/2026",
        "03/09/2026 - 23/10/2026",
        "2026-09-03-2026-10-23",
    ] {
        assert_eq!(date_range(text), term, "{text}");
    }
}

#[test]
fn durations_and_counts() {
    for (text, expected) in [
        ("90m", 90),
        ("90", 90),
        ("90 minutes", 90),
        ("1h30", 90),
        ("1h 30m", 90),
        ("1 hour 30 min", 90),
        ("1:30", 90),
        ("1.5h", 90),
        ("2h", 120),
        ("90.0", 90),
    ] {
        assert_eq!(minutes(text), Ok(expected), "{text}");
    }
    for text in [
        "0",
        "0m",
        "1h60",
        "h",
        "m90",
        "1.234h",
        "-5",
        "1h30m5s",
        "99999999999",
    ] {
        assert!(minutes(text).is_err(), "{text}");
    }
    assert_eq!(working_days("3wd"), Ok(3));
    assert_eq!(working_days("3 working days"), Ok(3));
    assert!(working_days("3d").is_err());
    assert_eq!(limit("15 wd"), Ok(LimitSpec::WithinWorkingDays(15)));
    assert_eq!(limit("28 days"), Ok(LimitSpec::WithinDays(28)));
    assert_eq!(limit("6w"), Ok(LimitSpec::WithinDays(42)));
    assert_eq!(percent("60 %"), Ok(60));
    assert!(percent("0").is_err() && percent("101%").is_err());
    assert_eq!(yes_no("TRUE"), Ok(true));
    let both = |before_minutes, after_minutes| Buffer {
        before_minutes,
        after_minutes,
    };
    assert_eq!(buffer("15m"), Ok(both(15, 15)));
    assert_eq!(buffer("after 30m; before 15"), Ok(both(15, 30)));
    assert_eq!(buffer("before 0"), Ok(both(0, 0)));
    assert!(id("j.marsh").is_ok() && id("ysgol-tŷ-coch").is_ok());
    for text in ["", "a b", "-a", "a/b", "a;b", "../a", "a.", "=a"] {
        assert!(id(text).is_err(), "{text}");
    }
}

#[test]
fn patterns_spread_over_the_days_before_them() {
    let hours = |text: &str, date: &str| -> Vec<(u16, u16)> {
        let pattern = pattern(text).expect("a pattern");
        pattern
            .on(day(date))
            .iter()
            .map(|s| (s.from, s.to))
            .collect()
    };
    let (monday, wednesday, friday, sunday) =
        ("2026-12-07", "2026-12-09", "2026-12-11", "2026-12-13");
    let usual = "Mon-Thu 09:00-17:00, Fri 09:00-13:00";
    assert_eq!(hours(usual, wednesday), [(540, 1020)]);
    assert_eq!(hours(usual, friday), [(540, 780)]);
    assert_eq!(hours(usual, sunday), []);
    // Several stretches a day, days listed, dashes of all sorts, stretches that touch.
    let split = "Mon, Wed & Fri: 9am – 12pm, 13:00 to 17:00; Sat-Sun off";
    assert_eq!(hours(split, wednesday), [(540, 720), (780, 1020)]);
    assert_eq!(hours(split, "2026-12-08"), []);
    assert_eq!(
        hours("weekdays 0900-1200 1200-1500 1400-1600", monday),
        [(540, 960)]
    );
    assert_eq!(hours("Fri-Mon 10:00-24:00", sunday), [(600, 1440)]);
    assert_eq!(hours("Fri-Mon 10:00-24:00", wednesday), []);
    assert_eq!(hours("off", monday), []);
    let fortnight =
        "week 1 of 2 from 2026-11-23: Mon-Fri 09:00-17:00 | week 2: Mon-Wed 09:00-15:00";
    assert_eq!(hours(fortnight, monday), [(540, 1020)]);
    assert_eq!(hours(fortnight, "2026-11-30"), [(540, 900)]);
    assert_eq!(hours(fortnight, "2026-11-16"), [(540, 900)]);
    for text in [
        "",
        "09:00-17:00",
        "Mon",
        "Mon-Fri",
        "Mon 09:00",
        "Mon 09:00-10:00-11:00",
    ] {
        assert!(pattern(text).is_err(), "{text}");
    }
    assert_eq!(span("12:30-13:30"), Ok(LocalSpan { from: 750, to: 810 }));
}

#[test]
fn seats_in_the_small_language() {
    let seat = |text: &str| parse_seat(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    let text = |texts: &[&str]| -> Vec<String> { texts.iter().map(|t| (*t).to_owned()).collect() };
    let role = |roles: &[&str]| SeatText {
        roles: text(roles),
        ..SeatText::default()
    };
    assert_eq!(seat("social-worker"), role(&["social-worker"]));
    assert_eq!(
        seat("any 1 of health-visitor,school-nurse"),
        SeatText {
            places: Some(1),
            ..role(&["health-visitor", "school-nurse"])
        }
    );
    assert_eq!(seat("2 of panel-member").places, Some(2));
    assert_eq!(
        seat("any of gp, practice nurse"),
        SeatText {
            places: Some(1),
            ..role(&["gp", "practice nurse"])
        }
    );
    assert_eq!(seat("panel member x3").places, Some(3));
    assert_eq!(
        seat("expected: gp = gp-surgery (report)"),
        SeatText {
            level: Some(Level::Expected),
            named: text(&["gp-surgery"]),
            mode: Some(Mode::Report),
            ..role(&["gp"])
        }
    );
    assert_eq!(
        seat("dsl = j.marsh or k.holt or role deputy-dsl or other"),
        SeatText {
            named: text(&["j.marsh"]),
            deputies: vec![
                DeputyText::Contact("k.holt".to_owned()),
                DeputyText::Role("deputy-dsl".to_owned()),
                DeputyText::Other,
            ],
            ..role(&["dsl"])
        }
    );
    assert_eq!(seat("chair or other").deputies, [DeputyText::Other]);
    assert!(seat("gp = to be named").to_be_named);
    let full = seat(
        "Preferred: key worker (MH)=A Person/b.c(in person) if not under 5 and interpreter >= 60% parts 1, mother direct contact as kw",
    );
    let flag = |flag: &str, wanted| Condition {
        flag: flag.to_owned(),
        wanted,
    };
    assert_eq!(
        full,
        SeatText {
            level: Some(Level::Preferred),
            named: text(&["A Person", "b.c"]),
            mode: Some(Mode::InPerson),
            when: vec![flag("under-5", false), flag("interpreter", true)],
            partial_percent: Some(60),
            parts: text(&["1", "mother"]),
            direct_contact: true,
            id: Some("kw".to_owned()),
            ..role(&["key worker (MH)"])
        }
    );
}

#[test]
fn the_embedded_roles_are_whole() {
    let mut sink = Sink::default();
    let catalogue = Catalogue::embedded(&mut sink);
    assert_eq!((sink.faults, sink.warnings), (vec![], vec![]));
    assert_eq!(catalogue.roles.len(), 80);
    let role = |id: &str| {
        let found = catalogue.roles.iter().find(|role| role.id == id);
        found.unwrap_or_else(|| panic!("no role {id}"))
    };
    assert_eq!(role("social-worker").deputies.len(), 3);
    assert_eq!(role("social-worker").filling, Filling::ByCase);
    for pool in [
        "chair",
        "cp-chair",
        "conference-administrator",
        "interpreter",
        "duty-social-worker",
        "panel-member",
    ] {
        assert_eq!(role(pool).filling, Filling::Pool, "{pool}");
    }
    assert!(!role("parent").practitioner && role("gp").practitioner);
    assert_eq!(role("lado").group, "lado");
    let names = catalogue.names();
    // Every spelling that stands in the file finds its role, unless several share it.
    for (index, one) in catalogue.roles.iter().enumerate() {
        for text in one.synonyms.iter().chain([&one.id, &one.name]) {
            match names.role(text, Some(&one.kind)) {
                Ok(found) => assert_eq!(found.index(), index, "{text}"),
                Err(fault) => assert_eq!(text, "DS", "{fault}"),
            }
        }
    }
    assert_eq!(
        names
            .roles("school representative")
            .map(|roles| roles.len()),
        Ok(8)
    );
}

/// The people of a table in some bytes, with their names.
fn names_in(bytes: &[u8]) -> Vec<(String, String)> {
    let mut files = Files {
        folder: "case".to_owned(),
        ..Files::default()
    };
    files.tables.insert("people.csv".to_owned(), bytes.to_vec());
    let read = read_workspace(&files, &ReadOptions::default());
    let (workspace, warnings) = read.unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(warnings, []);
    let contacts = workspace.contacts.into_iter();
    contacts.map(|contact| (contact.id, contact.name)).collect()
}

#[test]
fn encodings_delimiters_and_line_ends_make_no_difference() {
    let utf8 = "id,name,agency\nzoe,Zoë “Z” €,csc\nmay,May,csc\n";
    let expected = names_in(utf8.as_bytes());
    assert_eq!(expected[1].1, "Zoë “Z” €");
    let with_mark = format!("\u{FEFF}{utf8}");
    assert_eq!(names_in(with_mark.as_bytes()), expected);
    let windows: Vec<u8> = utf8
        .chars()
        .map(|c| match c {
            'ë' => 0xEB,
            '“' => 0x93,
            '”' => 0x94,
            '€' => 0x80,
            c => u8::try_from(c).expect("ASCII"),
        })
        .collect();
    assert_eq!(names_in(&windows), expected);
    let utf16: Vec<u8> = "\u{FEFF}"
        .encode_utf16()
        .chain(utf8.replace(',', "\t").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(names_in(&utf16), expected);
    for (from, to) in [
        (",", ";"),
        (",", "\t"),
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("\n", "\n\n"),
        ("\n", "\n,,\n"),
        (",", "\u{A0}, "),
    ] {
        assert_eq!(
            names_in(utf8.replace(from, to).as_bytes()),
            expected,
            "{to:?}"
        );
    }
    assert_eq!(
        names_in(format!("sep=;\n{}", utf8.replace(',', ";")).as_bytes()),
        expected
    );
    assert_eq!(names_in(utf8.trim_end().as_bytes()), expected);
}

#[test]
fn quoted_cells_hold_delimiters_quotes_and_lines() {
    let table =
        "name,id,agency,roles\r\n\"May, \"\"M\"\"\",may,csc,\"SW;\nfamily support worker\"\r\n";
    assert_eq!(
        names_in(table.as_bytes()),
        [("may".to_owned(), "May, \"M\"".to_owned())]
    );
}

#[test]
fn what_is_written_is_read_again_and_computes_nothing() {
    let cells = [
        "=1+1",
        "+44 1632",
        "-x",
        "@a",
        "a,b",
        "say \"x\"",
        "two\r\nlines",
        "",
        "'tis",
    ];
    for delimiter in [',', ';', '\t'] {
        let line = csv_line(cells.into_iter(), delimiter);
        assert!(line.ends_with("\r\n"));
        let header = csv_line(
            [
                "who",
                "ref",
                "from",
                "to",
                "answer",
                "how",
                "recorded_by",
                "recorded_at",
                "x",
            ]
            .into_iter(),
            delimiter,
        );
        let sheet = csv_table::sheet(
            &format!("{header}{line}"),
            &columns::Columns::new(columns::ANSWERS.columns),
        )
        .expect("closed");
        let cells_read: Vec<String> = sheet.rows[1]
            .iter()
            .map(|cell| csv_table::clean(cell))
            .collect();
        assert_eq!(cells_read, cells, "{delimiter:?}");
        for cell in &sheet.rows[1] {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

const TABLES: [&str; 10] = [
    "quorate.toml",
    "people.csv",
    "people.toml",
    "venues.csv",
    "venues.toml",
    "meetings.csv",
    "meetings.toml",
    "answers.csv",
    "answers.toml",
    "arrangements.json",
];

/// Texts near the small languages, where mistakes are likelier to be found than in noise.
fn near_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Mon-Fri"),
        Just("09:00-17:00"),
        Just("2026-12-08"),
        Just("08/12/2026"),
        Just("12/25/2026"),
        Just("off"),
        Just("week"),
        Just("1"),
        Just("of"),
        Just("2"),
        Just("from"),
        Just(":"),
        Just("|"),
        Just("any"),
        Just("("),
        Just(")"),
        Just("or"),
        Just("and"),
        Just("="),
        Just(">="),
        Just("60%"),
        Just("part"),
        Just("x2"),
        Just("gp"),
        Just("social-worker"),
        Just("okafor"),
        Just("to be named"),
        Just("agencies"),
        Just("except"),
        Just("with"),
        Just("direct contact"),
        Just("-"),
        Just(".."),
        Just("/"),
        Just(","),
        Just(";"),
        Just("@"),
        Just("é"),
        Just("T"),
        Just("90m"),
        Just("1h"),
        Just("wd"),
        Just("\u{A0}"),
        Just("99999999999999999999"),
        Just("="),
        Just("required:"),
    ];
    proptest::collection::vec((word, prop_oneof![Just(""), Just(" ")]), 0..12).prop_map(|words| {
        words
            .into_iter()
            .map(|(word, gap)| format!("{word}{gap}"))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_reading_panic(which in 0..TABLES.len(), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut files = Files { feeds: vec!["gp.elm.ics".to_owned()], ..Files::default() };
        files.tables.insert(TABLES[which].to_owned(), bytes);
        let _ = read_workspace(&files, &ReadOptions::default());
    }

    #[test]
    fn no_cell_makes_reading_panic(
        schema in 0..4usize,
        cells in proptest::collection::vec((0..25usize, near_text()), 1..8),
    ) {
        let schema = [&columns::PEOPLE, &columns::VENUES, &columns::MEETINGS, &columns::ANSWERS][schema];
        let mut values = BTreeMap::from([(schema.columns[0].name, "okafor".to_owned())]);
        for (column, text) in cells {
            values.insert(schema.columns[column % schema.columns.len()].name, text);
        }
        let mut table = csv_line(values.keys().copied(), ',');
        table.push_str(&csv_line(values.values().map(String::as_str), ','));
        let mut files = Files::default();
        files.tables.insert("people.csv".to_owned(), b"id,agency,roles\nokafor,csc,SW\n".to_vec());
        files.tables.insert(format!("{}.csv", schema.name), table.into_bytes());
        if let Err(faults) = read_workspace(&files, &ReadOptions::default()) {
            for fault in faults {
                prop_assert!(!fault.to_string().is_empty());
            }
        }
    }
}

#[test]
fn a_fault_never_quotes_a_feed_s_address() {
    let table =
        b"id,agency,feeds\nlee,csc,webcal://example.org/t0ken.ics\nmay,csc,www.example.org/t0ken\n";
    let mut files = Files::default();
    files.tables.insert("people.csv".to_owned(), table.to_vec());
    let faults = read_workspace(&files, &ReadOptions::default()).expect_err("two faults");
    assert_eq!(faults.len(), 2);
    assert!(!format!("{faults:?}").contains("t0ken"));
}
