//! The five contexts tell the stories that `docs/contexts.md` tells, held against arithmetic of their own: diaries as the generator
//! means them, answers as they stand in the tables, hours and quorums written down here once more.
#![cfg(feature = "cli")]

mod common;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use common::*;
use quorate::synth::{self, Show};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const CONTEXTS: [&str; 5] = [
    "child-protection",
    "hospital",
    "marac",
    "school",
    "out-of-area",
];

fn case(context: &str) -> Case {
    Case::fixture(&format!("five-contexts/{context}"))
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn december(day: u32) -> NaiveDate {
    date(2026, 12, day)
}

fn clock(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a time of day")
}

/// Wall-clock time in London; where a test looks, it is UTC.
type Span = (NaiveDateTime, NaiveDateTime);

fn overlap(a: Span, b: Span) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// What stands in a diary: firm time, and time that is pencilled in.
struct Shown {
    firm: Vec<Span>,
    pencilled: Vec<Span>,
}

impl Shown {
    /// Not taken for certain: pencilled time counts as time that they can give.
    fn can(&self, span: Span) -> bool {
        !self.firm.iter().any(|busy| overlap(*busy, span))
    }
}

/// The diaries of one context by the ids of their owners.
fn diaries(context: &str) -> BTreeMap<String, Shown> {
    let prefix = format!("five-contexts/{context}/feeds/");
    let (first, last) = (date(2026, 11, 23), date(2027, 4, 30));
    let mut found = BTreeMap::new();
    for feed in synth::feeds() {
        let Some(name) = feed.path.strip_prefix(&prefix) else {
            continue;
        };
        let mut shown = Shown {
            firm: Vec::new(),
            pencilled: Vec::new(),
        };
        for (start, end, show) in feed.diary.blocks(first, last) {
            match show {
                Show::Tentative => shown.pencilled.push((start, end)),
                _ => shown.firm.push((start, end)),
            }
        }
        found.insert(name.trim_end_matches(".ics").to_owned(), shown);
    }
    assert!(!found.is_empty(), "{context}");
    found
}

/// What `[policy] buffer` keeps clear around a meeting, on both sides.
fn with_buffer(span: Span, minutes: i64) -> Span {
    let by = TimeDelta::minutes(minutes);
    (span.0 - by, span.1 + by)
}

/// Every start on the grid of a quarter of an hour from Monday to Friday, between two times of day.
fn starts(
    (first, last): (NaiveDate, NaiveDate),
    (from, to): (&str, &str),
    minutes: i64,
) -> Vec<Span> {
    let mut found = Vec::new();
    let days = first.iter_days().take_while(|day| *day <= last);
    for day in days.filter(|day| day.weekday().num_days_from_monday() < 5) {
        let mut start = day.and_time(clock(from));
        loop {
            let end = start + TimeDelta::minutes(minutes);
            if end > day.and_time(clock(to)) {
                break;
            }
            found.push((start, end));
            start += TimeDelta::minutes(15);
        }
    }
    found
}

/// The part of a meeting from one minute to another.
fn part(meeting: Span, from: i64, to: i64) -> Span {
    (
        meeting.0 + TimeDelta::minutes(from),
        meeting.0 + TimeDelta::minutes(to),
    )
}

fn instant(text: &Value) -> NaiveDateTime {
    let text = text.as_str().expect("an instant");
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").expect("an instant")
}

/// The starts in time that `find` offers on these days, those that a slot stands for among them, by who has to be rung.
fn offered(case: &Case, reference: &str) -> BTreeMap<NaiveDateTime, (String, Vec<String>)> {
    let found = case
        .run(&["find", "case", "--ref", reference, "--all", "--json"])
        .exits(0)
        .json();
    let mut starts = BTreeMap::new();
    for slot in found["slots"].as_array().expect("slots") {
        if slot["late"] == Value::Bool(true) {
            continue;
        }
        let state = slot["state"].as_str().expect("a state").to_owned();
        let sets = slot["confirm"].as_array().expect("sets");
        let first = sets.first().and_then(Value::as_array);
        let ring: BTreeSet<String> = first
            .into_iter()
            .flatten()
            .map(|who| who.as_str().expect("an id").to_owned())
            .collect();
        let ring: Vec<String> = ring.into_iter().collect();
        let also = slot["also"].as_array().expect("starts");
        for start in std::iter::once(&slot["start"]).chain(also) {
            starts.insert(instant(start), (state.clone(), ring.clone()));
        }
    }
    starts
}

/// The start of the slot that stands first.
fn best(case: &Case, reference: &str) -> String {
    let found = case.find(&["--ref", reference, "--top", "1"]);
    minute(&found.slots()[0]["start"])
}

/// Those of the starts from the second day on: the first has begun when the search begins.
fn set(spans: impl Iterator<Item = Span>) -> BTreeSet<NaiveDateTime> {
    spans.map(|(start, _)| start).collect()
}

fn after_today<T>(offered: &BTreeMap<NaiveDateTime, T>) -> BTreeSet<NaiveDateTime> {
    let tomorrow = date(2026, 11, 24).and_time(NaiveTime::MIN);
    offered.range(tomorrow..).map(|(start, _)| *start).collect()
}

#[test]
fn twenty_one_agencies_meet_in_five_contexts() {
    let mut agencies: BTreeMap<String, (String, String)> = BTreeMap::new();
    for context in CONTEXTS {
        let text = case(context).read("quorate.toml");
        let settings: toml::Table = text.parse().expect("settings");
        for agency in settings["agency"].as_array().expect("agencies") {
            let cell = |key: &str| agency[key].as_str().expect("text").to_owned();
            let told = (cell("name"), cell("kind"));
            let known = agencies.entry(cell("id")).or_insert_with(|| told.clone());
            assert_eq!(*known, told, "{context}: one id, one agency");
        }
    }
    agencies.remove("family");
    assert_eq!(agencies.len(), 21, "{:?}", agencies.keys());
}

#[test]
fn the_tables_are_read_without_a_word_and_few_have_a_diary() {
    for context in CONTEXTS {
        let case = case(context);
        let ran = case.run(&["check", "case"]).exits(0);
        assert_eq!(ran.err, "", "{context}");
        let people = case.read("people.csv").lines().count() - 1;
        let diaries = diaries(context);
        let feeds = diaries.keys().filter(|id| !id.ends_with("room")).count();
        assert!(2 * feeds < people || context == "school", "{context}");
        assert!(feeds >= 3, "{context}");
    }
}

#[test]
fn doctor_finds_what_the_stories_need_and_nothing_else() {
    let expected: [(&str, &[(&str, &str)]); 5] = [
        ("child-protection", &[("nothing-known", "police-desk")]),
        (
            "hospital",
            &[
                ("feed-refused", "feeds/m.quill.ics"),
                ("nothing-known", "carer-3"),
            ],
        ),
        (
            "marac",
            &[
                ("nothing-known", "homes-desk"),
                ("nothing-known", "moorland-duty"),
                ("nothing-known", "probation-duty"),
            ],
        ),
        ("school", &[("nothing-known", "tarn-head")]),
        (
            "out-of-area",
            &[("nothing-known", "a.kerr"), ("nothing-known", "d.oyelaran")],
        ),
    ];
    for (context, expected) in expected {
        let answer = case(context)
            .run(&["doctor", "case", "--json"])
            .exits(1)
            .json();
        let findings = answer["findings"].as_array().expect("findings");
        let told: Vec<(&str, &str)> = findings
            .iter()
            .map(|finding| {
                let about = finding["contact"].as_str().or(finding["feed"].as_str());
                (
                    finding["code"].as_str().expect("a code"),
                    about.expect("whose"),
                )
            })
            .collect();
        assert_eq!(told, expected, "{context}");
    }
}

/// Chair, social worker or her manager, police and school: the conference can be held where the diaries of the first three allow
/// it, the school is open, and two hours end before it closes.
#[test]
fn the_conference_is_offered_where_chair_and_social_worker_can() {
    let diaries = diaries("child-protection");
    let can = |who: &str, span: Span| diaries[who].can(with_buffer(span, 15));
    let training_day = december(4);
    let possible = |span: &Span| {
        can("n.bassett", *span)
            && (can("h.doyle", *span) || can("i.farouk", *span))
            && span.0.date() != training_day
    };
    let days = (date(2026, 11, 24), december(7));
    let own = set(starts(days, ("09:00", "16:00"), 120)
        .into_iter()
        .filter(possible));
    let case = case("child-protection");
    let offered = offered(&case, "CP-4102");
    assert_eq!(after_today(&offered), own);
    assert!(own.len() >= 5, "{own:?}");
    // On the last day of her leave her manager takes her seat.
    let tuesday = december(1).and_time(clock("13:30"));
    let span = (tuesday, tuesday + TimeDelta::minutes(120));
    assert!(own.contains(&tuesday) && !can("h.doyle", span));
    let found = case.find(&["--ref", "CP-4102", "--all"]);
    let taken = attending(found.slot("2026-12-01T13:30"));
    let seat = ("social-worker".to_owned(), "i.farouk".to_owned());
    assert!(taken.contains(&seat), "{taken:?}");

    let ring = ["hazel-office", "moor-house", "police-desk"].map(String::from);
    assert!(offered.values().all(|(_, rung)| *rung == ring));

    // Fullest is Thursday: everybody who said when they can could come then.
    assert_eq!(best(&case, "CP-4102"), "2026-12-03T09:15");
}

/// What is said settles the conference: the school's no moves it, three yeses hold it, one of them a room's.
#[test]
fn answers_of_people_and_of_a_room_settle_the_conference() {
    let case = case("child-protection");
    let say = |who: &str, from: &str, to: &str, how: &str| {
        let words = [
            "answer", "case", "--ref", "CP-4102", "--who", who, "--from", from, "--to", to, how,
        ];
        case.run(&words).exits(0);
    };
    let state = || {
        let found = case
            .run(&["find", "case", "--ref", "CP-4102", "--top", "1", "--json"])
            .exits(0)
            .json();
        let slot = &found["slots"][0];
        let sets = slot["confirm"].as_array().expect("sets");
        let ring = sets
            .first()
            .map_or(0, |set| set.as_array().expect("ids").len());
        (slot["start"].as_str().expect("a start").to_owned(), ring)
    };
    assert_eq!(state(), ("2026-12-03T09:15:00Z".to_owned(), 3));
    say("hazel-office", "2026-12-03", "2026-12-03", "--cannot");
    let wednesday = "2026-12-02T13:00:00Z";
    assert_eq!(state(), (wednesday.to_owned(), 3));
    for (left, who) in [(2, "hazel-office"), (1, "police-desk"), (0, "moor-house")] {
        say(who, "2026-12-02 12:30", "2026-12-02 15:30", "--can");
        assert_eq!(state().1, left, "{who}");
    }
    assert_eq!(state().0, wednesday);
    // The room's keeper takes it back, and it has to be another day or another room.
    say("moor-house", "2026-12-02", "2026-12-02", "--cannot");
    assert_ne!(state().0, wednesday);
}

/// Two health professions, or one of health and one of care, and the assessor chairs.
#[test]
fn the_ward_s_first_meeting_stands_where_the_assessor_and_another_can() {
    let diaries = diaries("hospital");
    let can = |who: &str, span: Span| diaries[who].can(with_buffer(span, 10));
    let days = (date(2026, 11, 24), december(10));
    let all = || starts(days, ("09:00", "17:00"), 120).into_iter();
    let case = case("hospital");
    let offered = offered(&case, "CHC-0731");
    // Somebody else can always be rung: one diary may not be used, the other ends.
    let own = set(all().filter(|span| can("r.osman", *span)));
    assert_eq!(after_today(&offered), own);

    let rota_ends = december(5).and_time(NaiveTime::MIN);
    let known = set(all().filter(|span| {
        let nurse = span.1 <= rota_ends && can("k.lindley", *span);
        can("r.osman", *span) && (nurse || can("t.abara", *span)) && can("seminar-room", *span)
    }));
    let quorate = offered.iter().filter(|(_, (state, _))| state == "quorate");
    let quorate: BTreeMap<NaiveDateTime, ()> = quorate.map(|(start, _)| (*start, ())).collect();
    assert_eq!(after_today(&quorate), known);

    // With daughter and patient, who said when, on the first day that has them all.
    assert_eq!(best(&case, "CHC-0731"), "2026-12-03T13:45");
}

/// Until the ward is rung nobody knows who is on it when the second patient's wife can come.
#[test]
fn one_call_to_the_ward_moves_the_second_meeting_to_the_family_s_day() {
    let case = case("hospital");
    let first = || best(&case, "CHC-0734");
    let before = first();
    case.run(&[
        "answer",
        "case",
        "--who",
        "k.lindley",
        "--ref",
        "CHC-0734",
        "--from",
        "2026-12-08 13:00",
        "--to",
        "16:30",
        "--can",
    ])
    .exits(0);
    assert_eq!(first(), "2026-12-08T13:45");
    assert_ne!(before, first());

    let plan = case
        .run(&["plan", "case", "--json", "--adopt"])
        .exits(0)
        .json();
    assert_eq!(plan["summary"]["in_time"], 3);
    let mut taken: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::new();
    for meeting in plan["meetings"].as_array().expect("meetings") {
        let span = (instant(&meeting["start"]), instant(&meeting["end"]));
        assert!(diaries("hospital")["t.abara"].can(span));
        assert!(!taken.iter().any(|other| overlap(*other, span)));
        taken.push(span);
    }
    case.run(&["check", "case"]).exits(0);
}

/// A room's no about one meeting holds for that meeting, in a plan as in a search.
#[test]
fn a_room_may_be_kept_from_one_meeting() {
    let case = case("hospital");
    let venues = || {
        let plan = case.run(&["plan", "case", "--json"]).exits(0).json();
        let meetings = plan["meetings"].as_array().expect("meetings").iter();
        let of = |meeting: &Value| (text(&meeting["ref"]).to_owned(), meeting["venue"].clone());
        meetings.map(of).collect::<BTreeMap<String, Value>>()
    };
    let everywhere = venues();
    assert!(everywhere.values().all(|venue| venue == "seminar-room"));
    case.run(&[
        "answer",
        "case",
        "--who",
        "Ward 6 seminar room",
        "--ref",
        "CHC-0731",
        "--from",
        "2026-11-23",
        "--to",
        "2026-12-31",
        "--cannot",
    ])
    .exits(0);
    let now = venues();
    assert_eq!(now["CHC-0731"], "board-room");
    assert_eq!(now["CHC-0734"], "seminar-room");
    assert_eq!(now["DIS-0736"], "seminar-room");
    let refused = case.run(&[
        "answer",
        "case",
        "--who",
        "cellar",
        "--from",
        "2026-12-08",
        "--can",
    ]);
    assert_eq!(refused.exits(2).out, "");
}

/// Police, domestic abuse worker, children's services, health, probation and housing, in the one room.
#[test]
fn the_panel_waits_for_probation_and_housing_only() {
    let diaries = diaries("marac");
    let can = |who: &str, span: Span| diaries[who].can(with_buffer(span, 15));
    let days = (december(1), december(11));
    let own = set(starts(days, ("09:00", "17:00"), 150)
        .into_iter()
        .filter(|span| {
            ["d.marlow", "lantern-1", "c.aston", "conference-room"]
                .iter()
                .all(|who| can(who, *span))
        }));
    let case = case("marac");
    let offered = offered(&case, "M-2612");
    assert_eq!(after_today(&offered), own);
    for (start, (_, ring)) in &offered {
        let span = (*start, *start + TimeDelta::minutes(150));
        // On the tenth the officer has said no, and on Mondays he is not there: then the duty officer.
        let officer = match span.0.date() == december(10) || span.0.weekday() == Weekday::Mon {
            true => "probation-duty",
            false => "b.ekwe",
        };
        let mut expected: BTreeSet<&str> = [officer, "homes-desk"].into();
        if !can("v.teller", span) {
            expected.insert("moorland-duty");
        }
        let ring: BTreeSet<&str> = ring.iter().map(String::as_str).collect();
        assert_eq!(ring, expected, "{start}");
    }
}

#[test]
fn the_review_of_the_plan_is_known_where_parent_and_teacher_can() {
    let diaries = diaries("school");
    // The parent's letter names two afternoons; the school is open on both.
    let said = [9, 15].map(|day| {
        let day = december(day);
        (day.and_time(clock("13:30")), day.and_time(clock("16:30")))
    });
    let days = (december(7), december(18));
    let own = set(starts(days, ("08:30", "16:30"), 75)
        .into_iter()
        .filter(|span| {
            let parent = said
                .iter()
                .any(|(from, to)| *from <= span.0 && span.1 <= *to);
            parent && diaries["o.finch"].can(*span)
        }));
    let offered = offered(&case("school"), "EHC-56");
    let room_only = offered.iter().filter(|(_, (_, ring))| *ring == ["room-12"]);
    assert_eq!(
        room_only.map(|(start, _)| *start).collect::<BTreeSet<_>>(),
        own
    );
    assert!(!own.is_empty());
}

/// The officer and the social worker or her manager throughout, the young person for the first hour, after school.
#[test]
fn the_review_is_held_when_the_young_person_is_home() {
    let diaries = diaries("out-of-area");
    let can = |who: &str, span: Span| diaries[who].can(span);
    let days = (date(2026, 11, 24), december(9));
    let own: Vec<Span> = starts(days, ("09:00", "17:00"), 90)
        .into_iter()
        .filter(|span| {
            let day = span.0.date();
            can("f.lind", *span) && span.0 >= day.and_time(clock("15:00")) && day != december(3)
        })
        .collect();
    let case = case("out-of-area");
    let offered = offered(&case, "LAC-318");
    assert_eq!(after_today(&offered), set(own.iter().copied()));

    let home = (
        december(8).and_time(clock("15:15")),
        december(8).and_time(clock("17:30")),
    );
    let known = set(own.into_iter().filter(|span| {
        let first_hour = part(*span, 0, 60);
        can("j.reyes", *span) && home.0 <= first_hour.0 && first_hour.1 <= home.1
    }));
    let quorate = offered.iter().filter(|(_, (state, _))| state == "quorate");
    let quorate: BTreeSet<NaiveDateTime> = quorate.map(|(start, _)| *start).collect();
    assert_eq!(quorate, known);
    assert!(
        known.contains(&december(8).and_time(clock("15:15"))),
        "{known:?}"
    );
}

/// Three teachers, the nurse and the social worker every second week: enumerated day by day.
#[test]
fn the_fortnightly_meeting_has_the_hour_that_holds_most_often() {
    let diaries = diaries("school");
    let five = ["o.finch", "d.tate", "y.moss", "n.barrow", "k.amos"];
    // Half-term, Good Friday and what follows: the school is closed; the last of these is a bank holiday too.
    let closed = [
        (date(2027, 2, 13), date(2027, 2, 21)),
        (date(2027, 3, 26), date(2027, 4, 11)),
    ];
    let summer_time = date(2027, 3, 28);
    let first_week = (date(2027, 1, 18), date(2027, 1, 22));
    let mut most: BTreeMap<usize, BTreeSet<NaiveDateTime>> = BTreeMap::new();
    // It may begin in either week of the timetable.
    for span in starts((date(2027, 1, 11), first_week.1), ("08:30", "16:30"), 45) {
        let held = (0..6).filter(|turn| {
            let by = TimeDelta::days(14 * turn);
            let span = (span.0 + by, span.1 + by);
            let day = span.0.date();
            assert!(
                day < summer_time || closed[1].0 <= day,
                "the clock has changed"
            );
            let is_open = !closed
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&day));
            is_open && five.iter().all(|who| diaries[*who].can(span))
        });
        most.entry(held.count()).or_default().insert(span.0);
    }
    let (best, at) = most.pop_last().expect("hours");
    assert_eq!(best, 4);

    let case = case("school");
    let answer = case
        .run(&[
            "find",
            "case",
            "--ref",
            "TARN-7",
            "--every",
            "2w",
            "--times",
            "6",
            "--from",
            "11/1/2027",
            "--json",
        ])
        .exits(0)
        .json();
    let first = &answer["series"][0];
    assert_eq!(first["sum"]["possible"], best);
    let also = first["also"].as_array().expect("times");
    let told: BTreeSet<NaiveDateTime> = std::iter::once(&first["time"])
        .chain(also)
        .map(|time| first_week.0.and_time(clock(time.as_str().expect("a time"))))
        .collect();
    assert_eq!((&first["day"], told), (&Value::from("MO"), at));

    let occurrences = first["occurrences"].as_array().expect("six");
    assert_eq!(occurrences.len(), 6);
    for (turn, one) in (0..).zip(occurrences) {
        let day = first_week.0 + Days::new(14 * turn);
        let time = first["time"].as_str().expect("a time");
        assert_eq!(one["regular"], format!("{day}T{time}"));
        let is_closed = closed
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&day));
        assert_eq!(one["slot"].is_null(), is_closed, "{day}");
        // Easter Monday is the only bank holiday among them.
        assert_eq!(one["holiday"].is_null(), day != date(2027, 3, 29), "{day}");
        // The nurse's diary ends on 12 March.
        let beyond = day > date(2027, 3, 12) && !is_closed;
        let unopened = one["beyond_diary"].as_array().map_or(0, Vec::len);
        assert_eq!(unopened > 0, beyond, "{day}");
    }
}

/// What whoever gets the file can read in it: a mail with all its parts decoded, content lines unfolded.
fn readable(name: &str, bytes: &[u8]) -> String {
    let mut texts = vec![String::from_utf8_lossy(bytes).into_owned()];
    if name.ends_with(".eml") {
        let mail = mail_parser::MessageParser::default().parse(bytes);
        let mail = mail.expect("a mail");
        assert!(mail.parts.len() >= 4, "{name}");
        let parts = mail.parts.iter();
        texts.extend(parts.map(|part| String::from_utf8_lossy(part.contents()).into_owned()));
        texts.extend(mail.subject().map(str::to_owned));
    }
    texts.join("\n").replace("\r\n ", "")
}

/// An invitation names its recipient and the agencies that its type allows, and nothing that must stay hidden.
#[track_caller]
fn shows_nobody_else(name: &str, text: &str) {
    let is_mail = name.ends_with(".eml");
    assert!(is_mail || text.matches("ATTENDEE").count() == 1, "{name}");
    let own = text.contains("mailto:cases@lantern.example.org");
    assert!(own || !text.to_lowercase().contains("lantern"), "{name}");
    let hidden = [
        "marac",
        "station conf",
        "marsden",
        "innes",
        "hollis",
        "calder",
        "the placement",
    ];
    for secret in hidden {
        let is_theirs = secret == "calder" && text.contains("ruth.calder@");
        let shown = text.to_lowercase().contains(secret);
        assert!(is_theirs || !shown, "{name}: {secret}");
    }
}

/// Everything that a coordinator does with the five folders; what is written for others shows nobody else.
#[test]
fn nothing_of_a_feed_and_nobody_confidential_is_told() {
    let references = [
        ("child-protection", "CP-4102"),
        ("hospital", "CHC-0731"),
        ("marac", "M-2612"),
        ("school", "EHC-56"),
        ("out-of-area", "LAC-318"),
    ];
    for (context, reference) in references {
        let case = case(context);
        let commands = [
            "find case --ref {ref} --all --svg slots.svg --html slots.html --heat",
            "find case --ref {ref} --all --json",
            "doctor case",
            "poll case --ref {ref} -o forms",
            "plan case -o plan.json --csv plan.csv --html plan.html --ics diaries --effort quick",
            "reviews case --ref {ref} --format ics",
            "find case --ref {ref} --choose 1",
            "check case",
            "invite case --ref {ref} -o out",
            "next case {ref} --held 2026-12-08 --slip slip.txt",
        ];
        for command in commands {
            let command = command.replace("{ref}", reference);
            let words: Vec<&str> = command.split(' ').collect();
            let ran = case.run(&words);
            assert!(ran.code <= 2, "{command}: {}", ran.err);
            assert!(
                !ran.out.contains(CANARY) && !ran.err.contains(CANARY),
                "{command}"
            );
        }
        let mut invitations = 0;
        for (name, bytes) in case.everything() {
            let text = String::from_utf8_lossy(&bytes).replace("\r\n ", "");
            if name.starts_with("case/") {
                continue;
            }
            assert!(
                !text.contains(CANARY) && !name.contains(CANARY),
                "{context}: {name}"
            );
            assert!(
                !name.to_lowercase().contains("lantern"),
                "{context}: {name}"
            );
            let is_page = name.ends_with(".svg") || name == "slots.html" || name == "plan.html";
            assert!(
                !is_page || !text.contains("Lantern worker"),
                "{context}: {name}"
            );
            let is_invitation = name.starts_with("out/invite-");
            if is_invitation || name.starts_with("out/mail/") {
                invitations += u32::from(is_invitation);
                shows_nobody_else(&name, &readable(&name, &bytes));
            }
            if name.starts_with("out/letter-") {
                let family = [
                    "Leila Marsden",
                    "Craig Marsden",
                    "Flora Innes",
                    "Dean Hollis",
                    "RH",
                ];
                let told = family.iter().filter(|other| text.contains(**other));
                assert!(told.count() <= 1, "{context}: {name}");
                assert!(!text.to_lowercase().contains("lantern"), "{name}");
            }
        }
        assert!(invitations >= 3, "{context}: {invitations}");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/contexts.md")).expect("the page");
    assert!(!page.contains(CANARY));
}
