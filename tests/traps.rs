//! The traps that peers' code fell into ("Traps seen in peers' code", features.md), one test or more each, through the command
//! line on small workspaces of invented people. Where starts are given they are all of them, worked out by hand.

mod common;

use common::*;

const SETTINGS: &str = "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\n\
    grain = \"15m\"\nhours = \"Mon-Fri 09:00-17:00\"\n";

/// A day without anything special, with which most cases do: a Tuesday.
const DAY: &str = "2026-12-01";
const ALL_DAY: (&str, &str) = ("20261201T080000Z", "20261201T180000Z");

/// A workspace of `id,agency,roles` rows and one meeting; who has busy times here has a feed with them.
fn case(people: &[&str], meeting: &str, feeds: &[(&str, &[(&str, &str)])]) -> Case {
    let case = Case::new();
    case.write("quorate.toml", SETTINGS);
    case.write(
        "people.csv",
        format!("id,agency,roles\n{}\n", people.join("\n")),
    );
    case.write(
        "meetings.csv",
        format!("ref,duration,from,by,seats,agencies\nCP-1,{meeting}\n"),
    );
    for (who, busy) in feeds {
        diary(&case, who, busy);
    }
    case
}

fn diary(case: &Case, who: &str, busy: &[(&str, &str)]) {
    case.write(&format!("feeds/{who}.ics"), feed(busy));
}

/// `10:00` to `11:30` of [`DAY`] as a feed writes it.
fn at(from: &str, to: &str) -> (String, String) {
    let of = |time: &str| format!("20261201T{}00Z", time.replace(':', ""));
    (of(from), of(to))
}

/// A diary that leaves only these stretches of [`DAY`] free.
fn only(case: &Case, who: &str, free: &[(&str, &str)]) {
    let mut busy = Vec::new();
    let mut from = "08:00";
    for (start, end) in free {
        if from < start {
            busy.push(at(from, start));
        }
        from = end;
    }
    busy.push(at(from, "18:00"));
    let busy: Vec<(&str, &str)> = busy
        .iter()
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    diary(case, who, &busy);
}

fn one_day(seats: &str) -> String {
    format!("60m,{DAY},{DAY},\"{seats}\",")
}

const ANA_AND_BEN: [&str; 2] = ["ana,csc,social-worker", "ben,school,dsl"];
const BOTH: &str = "social-worker = ana; dsl = ben";

#[test]
fn trap_1_an_empty_intersection_of_mandatory_people_is_no_slot() {
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[]);
    only(&case, "ana", &[("09:00", "12:00")]);
    only(&case, "ben", &[("12:00", "17:00")]);
    let found = case.find(&["--all"]);
    assert_eq!(found.code, 1);
    assert_eq!(found.json["searched"]["feasible"], 0);
    assert_eq!(found.clash(), ["ana", "ben"]);
    for slot in found.slots() {
        assert!(
            slot["state"] == "short" || slot["late"] == true,
            "nobody but both will do: {slot}"
        );
    }

    // Three quarters of an hour in common are not enough for an hour, an hour is.
    only(&case, "ana", &[("09:00", "12:45")]);
    assert_eq!(case.find(&["--all"]).json["searched"]["feasible"], 0);
    only(&case, "ana", &[("09:00", "13:00")]);
    let found = case.find(&["--all"]);
    assert_eq!(
        (found.code, found.starts()),
        (0, vec![format!("{DAY}T12:00")])
    );
    assert_eq!(found.slots()[0]["state"], "quorate");
}

#[test]
fn trap_1_a_quorum_whose_people_never_meet_is_no_slot_whoever_else_is_free() {
    // Two of three named agencies are free all day; the policy asks for the third pair too.
    let people = [
        "ana,csc,social-worker",
        "ben,school,dsl",
        "cy,police,police-child-protection",
    ];
    let meeting =
        one_day("social-worker = ana; expected: dsl = ben; expected: police-child-protection = cy");
    let case = case(&people, &format!("{meeting}3"), &[("cy", &[])]);
    only(&case, "ana", &[("09:00", "12:00")]);
    only(&case, "ben", &[("12:00", "17:00")]);
    let found = case.find(&["--all"]);
    assert_eq!(found.code, 1);
    assert_eq!(found.json["searched"]["feasible"], 0);
    assert_eq!(found.clash(), ["ana", "ben"]);
}

#[test]
fn trap_2_back_to_back_meetings_fit() {
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[("ben", &[])]);
    only(&case, "ana", &[("10:00", "11:00")]);
    assert_eq!(case.find(&["--all"]).starts(), [format!("{DAY}T10:00")]);

    // Also against the end of the working day.
    only(&case, "ana", &[("15:30", "18:00")]);
    assert_eq!(
        case.find(&["--all"]).starts(),
        steps(DAY, "15:30", "16:00", 15)
    );

    // A buffer takes its time from both sides of a diary's entries.
    case.write(
        "quorate.toml",
        format!("{SETTINGS}[policy]\nbuffer = \"15m\"\n"),
    );
    only(&case, "ana", &[("10:00", "11:15")]);
    assert_eq!(case.find(&["--all"]).json["searched"]["feasible"], 0);
    only(&case, "ana", &[("10:00", "11:30")]);
    assert_eq!(case.find(&["--all"]).starts(), [format!("{DAY}T10:15")]);
}

#[test]
fn trap_2_our_own_meetings_touch_without_overlapping() {
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[("ben", &[])]);
    diary(&case, "ana", &[]);
    arranged(&case, "CP-8", "ana", "09:00", "12:00");
    assert_eq!(
        case.find(&["--ref", "CP-1", "--all"]).starts(),
        steps(DAY, "12:00", "16:00", 15)
    );
}

/// What somebody needs after a meeting they need after every one of theirs: after one that stands before the next begins, and after
/// the one that is looked for before another begins. The same with what they need before.
#[test]
fn trap_2_the_own_buffer_of_a_person_holds_on_both_sides() {
    for buffer in ["after 30m", "before 30m", "30m"] {
        let case = case(&ANA_AND_BEN, &one_day(BOTH), &[("ben", &[])]);
        diary(&case, "ana", &[]);
        let people = case.read("people.csv");
        let with = people.lines().enumerate().map(|(at, line)| match at {
            0 => format!("{line},buffer\n"),
            _ if line.starts_with("ana,") => format!("{line},{buffer}\n"),
            _ => format!("{line},\n"),
        });
        case.write("people.csv", with.collect::<String>());
        arranged(&case, "CP-8", "ana", "12:00", "13:00");
        let mut starts = steps(DAY, "09:00", "10:30", 15);
        starts.extend(steps(DAY, "13:30", "16:00", 15));
        let found = case.find(&["--ref", "CP-1", "--all"]);
        assert_eq!(found.starts(), starts, "{buffer}");
    }
}

/// Writes the arrangement of another meeting on [`DAY`].
fn arranged(case: &Case, reference: &str, who: &str, from: &str, to: &str) {
    let (from, to) = (format!("{DAY}T{from}:00Z"), format!("{DAY}T{to}:00Z"));
    let meeting = serde_json::json!({
        "ref": reference, "uid": "11111111-2222-4333-8444-555555555555", "sequence": 0, "start": from, "end": to,
        "parts": [{"start": from, "end": to, "venue": null}], "venue": null, "state": "quorate", "confirm": [],
        "attending": [{"seat": "social-worker", "contact": who, "as": "principal", "present": [[from, to]]}],
        "buffer": {"before": 0, "after": 0}, "chosen_at": "2026-11-23T08:00:00Z",
    });
    let plan = serde_json::json!({"format": "quorate-plan/1", "meetings": [meeting]});
    case.write("arrangements.json", plan.to_string());
}

#[test]
fn trap_3_without_a_feed_somebody_is_neither_free_nor_busy() {
    let truncated =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20261201T09";
    type Broken<'a> = (&'a str, Option<&'a str>, &'a str, Option<&'a str>);
    let broken: [Broken; 4] = [
        ("no feed at all", None, "", None),
        (
            "a feed that is not there",
            None,
            "feeds/gone.ics",
            Some("missing"),
        ),
        ("an empty feed", Some(""), "", Some("refused")),
        ("half a feed", Some(truncated), "", Some("refused")),
    ];
    for (what, bytes, named, status) in broken {
        let case = case(&ANA_AND_BEN, &one_day(BOTH), &[]);
        only(&case, "ana", &[("09:00", "11:00")]);
        case.write(
            "people.csv",
            format!("id,agency,roles,feeds\nana,csc,social-worker,\nben,school,dsl,{named}\n"),
        );
        if let Some(bytes) = bytes {
            case.write("feeds/ben.ics", bytes);
        }
        let found = case.find(&["--all"]);
        assert_eq!(found.code, 0, "{what}: ringing ben may settle it");
        assert_eq!(
            found.starts(),
            steps(DAY, "09:00", "10:00", 15),
            "{what}: not busy"
        );
        for slot in found.slots() {
            assert_eq!(slot["state"], "quorate-if", "{what}: not free");
            assert_eq!(slot["confirm"], serde_json::json!([["ben"]]), "{what}");
            assert_eq!(
                slot["sure"]["required"],
                serde_json::json!([1, 2]),
                "{what}"
            );
            assert_eq!(
                slot["possible"]["required"],
                serde_json::json!([2, 2]),
                "{what}"
            );
        }
        if let Some(status) = status {
            let path = if named.is_empty() {
                "feeds/ben.ics"
            } else {
                named
            };
            assert_eq!(found.receipt(path)["status"], status, "{what}");
        }
        let told = case.run(&["find", "case"]).exits(0).flat();
        assert!(
            told.starts_with("Ring ben; if the answer is yes to "),
            "{told}"
        );
    }
}

#[test]
fn trap_3_past_a_feed_s_end_its_owner_is_unknown_again() {
    // Read on 23 November, the last entry in December: known for 28 days and no longer.
    let meeting = format!("60m,2026-12-21,2026-12-22,\"{BOTH}\",");
    let case = case(&ANA_AND_BEN, &meeting, &[("ana", &[])]);
    case.write(
        "feeds/ben.ics",
        calendar(&event("one", "20261202T090000Z", "20261202T100000Z")),
    );
    let found = case.find(&["--all"]);
    let horizon = minute(&found.receipt("feeds/ben.ics")["horizon"]);
    assert_eq!(horizon, "2026-12-21T09:00");
    assert_eq!(found.slot("2026-12-22T10:00")["state"], "quorate-if");
    assert_eq!(
        found.slot("2026-12-22T10:00")["confirm"],
        serde_json::json!([["ben"]])
    );
}

#[test]
fn trap_4_starts_are_tried_everywhere_and_each_is_offered_once() {
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[("ben", &[])]);
    // The gap begins and ends off the grid, and holds starts that touch neither of its ends.
    only(&case, "ana", &[("09:50", "11:20"), ("14:05", "15:10")]);
    assert_eq!(
        case.find(&["--all"]).starts(),
        steps(DAY, "10:00", "10:15", 15)
    );

    let fine = case.find(&["--all", "--grain", "5m"]);
    let mut expected = steps(DAY, "09:50", "10:20", 5);
    expected.extend(steps(DAY, "14:05", "14:10", 5));
    assert_eq!(fine.starts(), expected);
    assert_eq!(fine.json["searched"]["starts"], 288);
    assert_eq!(fine.json["searched"]["feasible"], 9);

    // The short list folds alike neighbours into one line, and names every start once.
    let short = case.find(&["--grain", "5m"]);
    let mut named: Vec<String> = Vec::new();
    for slot in short.slots() {
        named.push(minute(&slot["start"]));
        named.extend(slot["also"].as_array().expect("a list").iter().map(minute));
    }
    named.sort();
    assert_eq!(named, expected);
}

#[test]
fn trap_5_the_search_goes_on_to_the_limit_and_says_how_far_it_went() {
    // Busy on every working day of ten weeks but the last one: 29 January 2027, a Friday, 67 days from now.
    let mut busy = Vec::new();
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    for day in first.iter_days().take(67) {
        let day = day.format("%Y%m%d");
        busy.push((format!("{day}T080000Z"), format!("{day}T180000Z")));
    }
    let busy: Vec<(&str, &str)> = busy
        .iter()
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    let meeting = format!("60m,2026-11-23,2027-01-29,\"{BOTH}\",");
    let case = case(&ANA_AND_BEN, &meeting, &[("ana", &busy), ("ben", &[])]);
    let found = case.find(&["--all"]);
    assert_eq!(found.starts(), steps("2027-01-29", "09:00", "16:00", 15));
    // 68 days of 96 starts, less the 36 before nine o'clock today.
    assert_eq!(found.json["searched"]["starts"], 68 * 96 - 36);

    // With an earlier limit it is late, and it is said that it is.
    let early = case.find(&["--by", "2027-01-22", "--all"]);
    assert_eq!(early.code, 1);
    assert_eq!(early.json["searched"]["feasible"], 0);
    assert_eq!(early.slot("2027-01-29T09:00")["late"], true);
    assert_eq!(
        early.slot("2027-01-29T09:00")["limit"]["spare_working_days"],
        -5
    );
    let told = case
        .run(&["find", "case", "--by", "2027-01-22"])
        .exits(1)
        .flat();
    assert!(
        told.starts_with("No time from Mon 23 November 2026 to Fri 22 January 2027 can be quorate"),
        "{told}"
    );
    assert!(told.contains(
        "LATE: it should have been held by Fri 22 January 2027, 5 working days earlier."
    ));
    // 61 days; then ten working days, to 5 February.
    assert!(told.contains("All 5,820 starts on the 15-minute grid tried; 0 can be quorate in time. 1,344 starts after the limit were tried too."), "{told}");
}

#[test]
fn trap_5_without_a_limit_the_answer_says_where_it_stopped() {
    let case = case(&ANA_AND_BEN, &format!("60m,,,\"{BOTH}\","), &[("ana", &[])]);
    diary(&case, "ben", &[]);
    let told = case.run(&["find", "case"]).exits(0).flat();
    assert!(
        told.contains("No limit is stated, so four weeks were searched."),
        "{told}"
    );
    let found = case.find(&[]);
    assert_eq!(found.json["meeting"]["to"], "2026-12-21");
}

#[test]
fn trap_6_two_people_s_busy_times_alike_stay_two_people_s() {
    // The very same event, as after a common invitation, in both diaries.
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[]);
    only(&case, "ana", &[("09:00", "10:00"), ("11:00", "12:00")]);
    only(&case, "ben", &[("09:00", "10:00"), ("11:00", "12:00")]);
    let both = [format!("{DAY}T09:00"), format!("{DAY}T11:00")];
    assert_eq!(case.find(&["--all"]).starts(), both);
    // That one of them is rid of it says nothing of the other.
    for (freed, other) in [("ana", "ben"), ("ben", "ana")] {
        diary(&case, freed, &[]);
        only(&case, other, &[("09:00", "10:00"), ("11:00", "12:00")]);
        assert_eq!(case.find(&["--all"]).starts(), both, "{freed} is free");
    }
}

#[test]
fn trap_6_the_hours_of_our_meeting_in_a_stranger_s_diary_are_the_stranger_s_own() {
    // Ana is in CP-8 from ten to eleven, and so her diary says. Ben, whom nobody asked, is busy at the same time.
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[]);
    let (from, to) = at("10:00", "11:00");
    diary(&case, "ana", &[(&from, &to)]);
    diary(&case, "ben", &[(&from, &to)]);
    arranged(&case, "CP-8", "ana", "10:00", "11:00");
    let expected: Vec<String> = steps(DAY, "09:00", "09:00", 15)
        .into_iter()
        .chain(steps(DAY, "11:00", "16:00", 15))
        .collect();
    let found = case.find(&["--ref", "CP-1", "--all"]);
    assert_eq!(found.starts(), expected);
    let recognised: Vec<&str> = found.json["notes"]
        .as_array()
        .expect("notes")
        .iter()
        .filter(|note| note["code"] == "own-meetings")
        .map(|note| text(&note["feed"]))
        .collect();
    assert_eq!(recognised, ["feeds/ana.ics"]);

    // Taking the arrangement back leaves Ana's entry what it is for anybody else: busy time.
    case.remove("arrangements.json");
    assert_eq!(case.find(&["--ref", "CP-1", "--all"]).starts(), expected);
    // When both are free of it but the arrangement stands, it is the arrangement that keeps Ana.
    arranged(&case, "CP-8", "ana", "10:00", "11:00");
    diary(&case, "ana", &[]);
    diary(&case, "ben", &[]);
    assert_eq!(case.find(&["--ref", "CP-1", "--all"]).starts(), expected);
}

#[test]
fn trap_7_everybody_s_hours_are_their_own() {
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[]);
    diary(&case, "ana", &[]);
    diary(&case, "ben", &[]);
    let with = |zone: &str, pattern: &str| {
        case.write(
            "people.csv",
            format!(
                "id,agency,roles,zone,pattern\nana,csc,social-worker,,\nben,school,dsl,{zone},\"{pattern}\"\n"
            ),
        );
        case.find(&["--all"]).starts()
    };
    assert_eq!(with("", ""), steps(DAY, "09:00", "16:00", 15));
    assert_eq!(
        with("", "Tue 12:30-14:00"),
        steps(DAY, "12:30", "13:00", 15)
    );
    // Nine o'clock in New York is two in London; four in Paris is three in London.
    assert_eq!(
        with("America/New_York", "Mon-Fri 09:00-17:00"),
        steps(DAY, "14:00", "16:00", 15)
    );
    assert_eq!(
        with("Europe/Paris", "Mon-Fri 10:00-16:00"),
        steps(DAY, "09:00", "14:00", 15)
    );
    // Nobody works on the coordinator's Tuesday merely because the coordinator does: only late days are left.
    let late = with("", "Wed-Fri 09:00-17:00");
    assert_eq!(late[..29], steps("2026-12-02", "09:00", "16:00", 15));
}

#[test]
fn trap_7_the_coordinator_s_zone_moves_nobody_s_hours() {
    // The same two people, sought by somebody whose workspace keeps the time of Paris.
    let case = case(&ANA_AND_BEN, &one_day(BOTH), &[]);
    diary(&case, "ana", &[]);
    diary(&case, "ben", &[]);
    case.write(
        "people.csv",
        "id,agency,roles,zone,pattern\nana,csc,social-worker,Europe/London,Mon-Fri 09:00-17:00\n\
         ben,school,dsl,Europe/London,Mon-Fri 12:00-17:00\n",
    );
    let expected = steps(DAY, "12:00", "16:00", 15);
    assert_eq!(case.find(&["--all"]).starts(), expected);
    assert_eq!(
        case.find(&["--all", "--tz", "Europe/Paris"]).starts(),
        expected
    );
}

#[test]
fn trap_8_a_slot_names_those_who_are_needed_not_everybody_free() {
    let people = [
        "ana,csc,social-worker",
        "hv-1,community-health,health-visitor",
        "hv-2,community-health,health-visitor",
        "sn-1,community-health,school-nurse",
    ];
    let seats = "social-worker = ana; any 1 of health-visitor,school-nurse = hv-1/hv-2/sn-1";
    let case = case(&people, &one_day(seats), &[("ana", &[]), ("hv-1", &[])]);
    // The feeds here have titles, which those of health services must not have unless the workspace puts up with it.
    let policy = "[policy]\ndetails = \"warn\"\n";
    case.write("quorate.toml", format!("{SETTINGS}{policy}"));
    diary(&case, "hv-2", &[]);
    diary(&case, "sn-1", &[]);
    let found = case.find(&[]);
    let slot = &found.slots()[0];
    let on = attending(slot);
    assert_eq!(on.len(), 2, "{on:?}");
    assert!(on.contains(&("social-worker".to_owned(), "ana".to_owned())));
    assert_eq!(slot["coverage"]["required"], serde_json::json!([2, 2]));
    // Three could take the second seat, so only Ana's loss would end it.
    assert_eq!(slot["falls_if"], serde_json::json!(["ana"]));
}

#[test]
fn trap_8_nobody_fills_two_seats_at_once() {
    // Dee may chair and take the minutes, but not both.
    let people = [
        "dee,quality-assurance,chair; conference-administrator",
        "ed,quality-assurance,conference-administrator",
    ];
    let case = case(
        &people,
        &one_day("chair; conference-administrator"),
        &[("dee", &[]), ("ed", &[ALL_DAY])],
    );
    let found = case.find(&["--all"]);
    assert_eq!(
        (found.code, &found.json["searched"]["feasible"]),
        (1, &0.into())
    );
    assert_eq!(found.clash(), ["ed"]);

    only(&case, "ed", &[("13:00", "14:15")]);
    let found = case.find(&["--all"]);
    assert_eq!(found.starts(), steps(DAY, "13:00", "13:15", 15));
    let pair = |seat: &str, who: &str| (seat.to_owned(), who.to_owned());
    for slot in found.slots() {
        assert_eq!(
            attending(slot),
            [pair("chair", "dee"), pair("conference-administrator", "ed")]
        );
    }
}

#[test]
fn trap_9_a_missing_chair_is_not_outvoted_by_many_others() {
    let mut people = vec!["chris,quality-assurance,cp-chair".to_owned()];
    let mut seats = vec!["cp-chair".to_owned()];
    for number in 1..=8 {
        people.push(format!("p{number},voluntary,early-help-lead"));
        seats.push(format!(
            "expected: early-help-lead = p{number} as seat-{number}"
        ));
    }
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let case = case(
        &people,
        &one_day(&seats.join("; ")),
        &[("chris", &[ALL_DAY])],
    );
    for number in 1..=8 {
        diary(&case, &format!("p{number}"), &[]);
    }
    // Eight of nine are free all day, and that is worth nothing.
    let found = case.find(&["--all"]);
    assert_eq!(found.code, 1);
    assert_eq!(found.json["searched"]["feasible"], 0);
    assert_eq!(found.clash(), ["chris"]);
    for slot in found.slots().iter().filter(|slot| slot["late"] == false) {
        assert_eq!(slot["state"], "short");
        assert_eq!(slot["coverage"]["required"], serde_json::json!([0, 1]));
        assert_eq!(slot["missing"][0]["seat"], "cp-chair");
    }

    // The chair alone outweighs the eight: quorate in the hour in which nobody else can come, and only there.
    only(&case, "chris", &[("10:00", "11:00")]);
    let (from, to) = at("10:00", "11:00");
    for number in 1..=8 {
        diary(&case, &format!("p{number}"), &[(&from, &to)]);
    }
    let found = case.find(&["--all"]);
    assert_eq!(found.starts(), [format!("{DAY}T10:00")]);
    assert_eq!(found.slots()[0]["state"], "quorate");
    assert_eq!(
        found.slots()[0]["coverage"]["expected"],
        serde_json::json!([0, 8])
    );
    // Unknown is not a half: with the chair unknown it hangs on the chair alone.
    case.remove("feeds/chris.ics");
    let found = case.find(&["--all"]);
    assert!(
        found
            .slots()
            .iter()
            .all(|slot| slot["confirm"] == serde_json::json!([["chris"]]))
    );
    assert_eq!(found.starts(), steps(DAY, "09:00", "16:00", 15));
}

/// Everybody free but in what `open` says, and what the search answers then.
fn with_free(case: &Case, freed: &[&str]) -> Found {
    let kept: Vec<(String, String)> = freed
        .iter()
        .map(|who| {
            let path = format!("feeds/{who}.ics");
            let old = case.read(&path);
            diary(case, who, &[]);
            (path, old)
        })
        .collect();
    let found = case.find(&["--all"]);
    for (path, old) in kept {
        case.write(&path, old);
    }
    found
}

/// Holds reasons to what the search itself says of workspaces in which they are so or otherwise.
fn reasons_hold(case: &Case, everybody: &[&str], what: &str) {
    let found = case.find(&["--all"]);
    assert_eq!(found.json["searched"]["feasible"], 0, "{what}");
    let named = found.clash();
    assert!(
        !named.is_empty(),
        "{what}: a diary is the reason, not the frame"
    );

    // Those named suffice: with everybody else free there is still no time.
    let others: Vec<&str> = everybody
        .iter()
        .filter(|who| !named.contains(who))
        .copied()
        .collect();
    let kept = with_free(case, &others);
    assert_eq!(kept.json["searched"]["feasible"], 0, "{what}: {named:?}");
    // Each is needed: with only this one free there is a time, if the others named are all that is in the way.
    for who in &named {
        let mut freed = others.clone();
        freed.push(who);
        let opened = with_free(case, &freed);
        assert_ne!(opened.json["searched"]["feasible"], 0, "{what}: {who}");
    }
    // What is promised of a single change comes true.
    for opening in found.json["openings"].as_array().expect("openings") {
        let who = text(&opening["contact"]);
        let opened = with_free(case, &[who]);
        assert_eq!(opened.code, 0, "{what}: {who}");
        assert_eq!(
            opened.json["searched"]["feasible"], opening["opens"],
            "{what}: {who}"
        );
        assert_eq!(
            opened.slots()[0]["start"],
            opening["first"]["start"],
            "{what}: {who}"
        );
    }
}

const FIVE: [&str; 5] = ["ana", "ben", "cora", "dev", "eli"];

fn five(seats: &str) -> Case {
    let people = [
        "ana,csc,social-worker",
        "ben,school,dsl",
        "cora,police,police-child-protection",
        "dev,community-health,health-visitor",
        "eli,quality-assurance,cp-chair",
    ];
    case(&people, &one_day(seats), &[])
}

const ALL_FIVE: &str = "social-worker = ana; dsl = ben; police-child-protection = cora; health-visitor = dev; cp-chair = eli";

#[test]
fn trap_12_the_reasons_are_those_of_the_search_itself() {
    // Any two of the first three have an hour in common, all three have none. The other two are not to blame.
    let case = five(ALL_FIVE);
    only(&case, "ana", &[("09:00", "11:00"), ("13:00", "15:00")]);
    only(&case, "ben", &[("09:00", "11:00"), ("15:00", "17:00")]);
    only(&case, "cora", &[("13:00", "15:00"), ("15:00", "17:00")]);
    only(&case, "dev", &[("09:00", "17:00")]);
    diary(&case, "eli", &[]);
    let found = case.find(&[]);
    assert_eq!(found.clash(), ["ana", "ben", "cora"]);
    assert_eq!(found.json["openings"].as_array().map(Vec::len), Some(3));
    reasons_hold(&case, &FIVE, "three pairs");
    let told = case.run(&["find", "case"]).exits(1).flat();
    assert!(
        told.contains(
            "ana, ben and cora are never available together. Without any one of these there would be a time."
        ),
        "{told}"
    );

    // Of somebody who is only preferred nothing is said.
    let seats = ALL_FIVE.replace("health-visitor", "preferred: health-visitor");
    let case = five(&seats);
    only(&case, "ana", &[("09:00", "11:00")]);
    only(&case, "ben", &[("11:00", "17:00")]);
    diary(&case, "cora", &[]);
    diary(&case, "dev", &[ALL_DAY]);
    diary(&case, "eli", &[]);
    assert_eq!(case.find(&[]).clash(), ["ana", "ben"]);
    reasons_hold(&case, &FIVE, "one of them preferred");
}

#[test]
fn trap_12_the_reasons_hold_for_many_diaries() {
    // Fixed, not random: a small generator of days with two free stretches each.
    let mut state = 20_261_123_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut explained = 0;
    while explained < 5 {
        let case = five(ALL_FIVE);
        for who in FIVE {
            let clock = |hour: u64| format!("{hour:02}:00");
            let (first, second) = (9 + next(3), 13 + next(2));
            let free = [
                (clock(first), clock(first + 1 + next(2))),
                (clock(second), clock(second + 1 + next(3))),
            ];
            let free: Vec<(&str, &str)> = free
                .iter()
                .map(|(from, to)| (from.as_str(), to.as_str()))
                .collect();
            only(&case, who, &free);
        }
        if case.find(&[]).json["searched"]["feasible"] == 0 {
            explained += 1;
            reasons_hold(&case, &FIVE, &format!("diaries {explained}"));
        }
    }
}
