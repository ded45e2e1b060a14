use super::*;
use chrono::{Offset, TimeZone};

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("a test instant")
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().expect("a test wall-clock time")
}

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a test zone")
}

/// An independent reading of an older database: all zones, a sample every 7 hours 11 minutes, 1971 to 2024.
#[test]
fn offsets_agree_with_chrono_tz_until_its_data_went_stale() {
    let (from, to) = (at("1971-01-01T00:00:00Z").0, at("2024-07-01T00:00:00Z").0);
    // Corrections of history published after chrono-tz's release; the newer database is right.
    let mut corrected = Vec::new();
    let mut compared = 0;
    for theirs in chrono_tz::TZ_VARIANTS {
        let Some(ours) = Zone::named(theirs.name()) else {
            corrected.push(theirs.name());
            continue;
        };
        let step = 7 * 3600 + 11 * 60;
        let differs = (from..to).step_by(step).find(|&seconds| {
            let utc = Instant(seconds).utc();
            let offset = theirs
                .offset_from_utc_datetime(&utc)
                .fix()
                .local_minus_utc();
            ours.offset_at(Instant(seconds)) != offset
        });
        compared += 1;
        corrected.extend(differs.map(|_| theirs.name()));
    }
    assert!(compared > 590, "only {compared} zones compared");
    assert_eq!(corrected, KNOWN_CORRECTIONS);
}

/// Each was looked up in the 2026f database by another reader (Python's `zoneinfo`), which gives our offsets.
const KNOWN_CORRECTIONS: &[&str] = &[
    "America/Bogota",
    "America/Ensenada",
    "America/Santa_Isabel",
    "America/Tijuana",
    "Asia/Tehran",
    "Iran",
    "Mexico/BajaNorte",
];

#[test]
fn local_times_agree_with_chrono_tz() {
    use chrono::offset::LocalResult;
    for name in [
        "Europe/London",
        "America/New_York",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ] {
        let theirs: chrono_tz::Tz = name.parse().expect("a zone");
        let ours = zone(name);
        let mut local = wall("2005-01-01T00:07:00");
        while local < wall("2024-12-31T00:00:00") {
            let expected = match theirs.from_local_datetime(&local) {
                LocalResult::Single(one) => one.timestamp(),
                LocalResult::Ambiguous(first, _) => first.timestamp(),
                LocalResult::None => {
                    let before = theirs.from_utc_datetime(&(local - chrono::TimeDelta::days(2)));
                    local.and_utc().timestamp() - i64::from(before.offset().fix().local_minus_utc())
                }
            };
            assert_eq!(ours.instant(local).0, expected, "{name} {local}");
            local += chrono::TimeDelta::minutes(30);
        }
    }
}

/// The zones that chrono-tz 2025b has wrong by now.
#[test]
fn recent_changes_of_law_are_known() {
    let offset = |name: &str, when: &str| zone(name).offset_at(at(when)) / 3600;
    assert_eq!(offset("America/Vancouver", "2026-12-01T00:00:00Z"), -7);
    assert_eq!(offset("America/Vancouver", "2025-12-01T00:00:00Z"), -8);
    assert_eq!(offset("America/Edmonton", "2026-12-01T00:00:00Z"), -6);
    assert_eq!(offset("America/Winnipeg", "2026-12-01T00:00:00Z"), -5);
    assert_eq!(offset("Africa/Casablanca", "2026-12-01T00:00:00Z"), 0);
}

#[test]
fn a_time_that_occurs_twice_is_the_first_and_one_in_a_gap_uses_the_offset_before() {
    let london = zone("Europe/London");
    assert_eq!(
        london.instant(wall("2025-03-30T01:30:00")),
        at("2025-03-30T01:30:00Z")
    );
    assert_eq!(
        london.instant(wall("2025-10-26T01:30:00")),
        at("2025-10-26T00:30:00Z")
    );
    let berlin = zone("Europe/Berlin");
    assert_eq!(
        berlin.instant(wall("2026-03-29T02:00:00")),
        at("2026-03-29T01:00:00Z")
    );
    assert_eq!(
        berlin.instant(wall("2026-03-29T03:00:00")),
        at("2026-03-29T01:00:00Z")
    );
    assert_eq!(
        berlin.instant(wall("2026-10-25T02:00:00")),
        at("2026-10-25T00:00:00Z")
    );
    assert_eq!(
        berlin.instant(wall("2026-10-25T03:00:00")),
        at("2026-10-25T02:00:00Z")
    );
}

/// The rule beyond the table repeats with the calendar: 2500 has the days and weekdays of 2100.
#[test]
fn years_after_the_table_follow_the_yearly_rule() {
    for name in ["Europe/London", "America/New_York", "Australia/Sydney"] {
        let zone = zone(name);
        let cycle = 146_097 * 86_400;
        for hour in 0..(400 * 24) {
            let early = at("2098-11-01T00:00:00Z").plus(hour * 3600 * 2);
            let late = early.plus(cycle);
            assert_eq!(
                zone.offset_at(early),
                zone.offset_at(late),
                "{name} {early}"
            );
            assert_eq!(
                zone.instant(early.utc()).plus(cycle),
                zone.instant(late.utc()),
                "{name} {early}"
            );
        }
    }
}

#[test]
fn days_are_as_long_as_the_clocks_make_them() {
    let hours =
        |name: &str, day: &str| zone(name).day(day.parse().expect("a date")).seconds() / 3600;
    assert_eq!(hours("Europe/London", "2026-03-29"), 23);
    assert_eq!(hours("Europe/London", "2026-10-25"), 25);
    assert_eq!(hours("Europe/London", "2026-12-08"), 24);
    assert_eq!(hours("Pacific/Apia", "2011-12-30"), 24);
    // Midnight itself is skipped: the day begins at one o'clock.
    assert_eq!(hours("America/Sao_Paulo", "2018-11-04"), 23);
}

#[test]
fn changes_are_listed_in_and_after_the_table() {
    let london = zone("Europe/London");
    let listed = |from: &str, to: &str| {
        london.transitions_in(Interval::new(at(from), at(to)).expect("a window"))
    };
    assert_eq!(
        listed("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
        [(at("2026-03-29T01:00:00Z"), 0, 3600)]
    );
    let long = listed("2090-01-01T00:00:00Z", "2110-01-01T00:00:00Z");
    assert_eq!(long.len(), 40);
    assert!(long.is_sorted());
    for (when, before, after) in long {
        assert_eq!(london.offset_at(when.plus(-1)), before);
        assert_eq!(london.offset_at(when), after);
    }
}

#[test]
fn zones_are_found_by_any_of_their_names() {
    assert_eq!(zone("europe/LONDON").name(), "Europe/London");
    assert!(Zone::named("Europe/Camelot").is_none());
    assert!(Zone::named("../../etc/passwd").is_none());
    for (name, iana) in [
        ("GMT Standard Time", "Europe/London"),
        ("w. europe standard time", "Europe/Berlin"),
        (
            "(UTC+00:00) Dublin, Edinburgh, Lisbon, London",
            "Europe/London",
        ),
        (
            "(UTC+00:00) Dublin\\, Edinburgh\\, Lisbon\\, London",
            "Europe/London",
        ),
        (
            "(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London",
            "Europe/London",
        ),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        (
            "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
            "Europe/Berlin",
        ),
    ] {
        assert_eq!(
            Zone::windows(name).as_ref().map(Zone::name),
            Some(iana),
            "{name}"
        );
    }
    assert!(Zone::windows("Customized Time Zone").is_none());
}

#[test]
fn described_zones_keep_their_changes() {
    let odd = Zone::from_transitions(
        "x",
        3600,
        vec![
            (at("2026-06-01T00:00:00Z"), 7200),
            (at("2026-01-01T00:00:00Z"), 3600),
            (at("2026-06-01T00:00:00Z"), 9000),
        ],
    );
    assert_eq!(odd.offset_at(at("2026-05-31T23:59:59Z")), 3600);
    assert_eq!(odd.offset_at(at("2026-06-01T00:00:00Z")), 9000);
    assert_eq!(Zone::fixed(-12_600).name(), "-03:30");
    assert_eq!(
        Zone::fixed(-12_600).instant(wall("2026-01-01T00:00:00")),
        at("2026-01-01T03:30:00Z")
    );
    assert_eq!(odd, odd.clone());
    assert_ne!(odd, Zone::fixed(3600));
}

#[test]
fn the_database_says_its_release() {
    assert!(tzdata_version() >= "2026e", "{}", tzdata_version());
}
