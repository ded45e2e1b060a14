//! Runs of `replies` that are killed at any moment: the book at the end is that of a run that nobody disturbed, and so is what `watch`
//! says of it. `QUORATE_STORMS` is the number of kills; 25 by default.
//!
//! The answers are written letter by letter to the invitations that `send` wrote, of which only the calendar files are read.

mod common;

use common::*;
use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const REF: &str = "CP-2041";
const APPLY: [&str; 3] = ["replies", "case", "inbox"];
const ANSWERS: u64 = 300;

/// How many runs are killed.
fn kills() -> usize {
    let stated = std::env::var("QUORATE_STORMS").ok();
    stated.and_then(|text| text.parse().ok()).unwrap_or(25)
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}

/// Somebody who was invited.
struct Invited {
    uid: String,
    address: String,
    start: String,
    end: String,
}

/// A conference that everybody was told of.
fn sent() -> Case {
    let case = Case::fixture("first-conference");
    case.run(&["find", "case", "--ref", REF, "--seed", "1", "--choose", "1"]);
    case.run(&["send", "case", "--ref", REF, "-o", "out"])
        .exits(0);
    case
}

/// Who was invited, and as what, by the calendar files that were written.
fn invited(case: &Case) -> Vec<Invited> {
    let files = case.everything();
    let calendars = files.iter().filter(|(name, _)| {
        name.starts_with("out/calendar/")
            && std::path::Path::new(name)
                .extension()
                .is_some_and(|kind| kind == "ics")
    });
    calendars
        .map(|(_, bytes)| {
            let text = String::from_utf8(bytes.clone()).expect("text");
            let text = text.replace("\r\n ", "");
            let line = |name: &str| {
                let found = text.lines().find(|line| line.starts_with(name));
                found.expect("every invitation has it").to_owned()
            };
            // The zone's own description comes before the event.
            let event = |name: &str| {
                let (_, event) = text.split_once("BEGIN:VEVENT").expect("an event");
                let found = event.lines().find(|line| line.starts_with(name));
                found.expect("every invitation has it").to_owned()
            };
            let attendee = line("ATTENDEE");
            let (_, address) = attendee.rsplit_once(":mailto:").expect("an address");
            Invited {
                uid: line("UID:"),
                address: address.to_owned(),
                start: event("DTSTART"),
                end: event("DTEND"),
            }
        })
        .collect()
}

/// Answers of everybody, most of them several times in another way: yes, no, perhaps, another time, late ones; and some that cannot be
/// applied: from strangers, to unknown meetings, in words.
fn answers(invited: &[Invited]) -> Vec<String> {
    let mut chance = Chance(0xa11_5eed);
    let mut all = Vec::new();
    for number in 0..ANSWERS {
        let people = u64::try_from(invited.len()).expect("few");
        let at = usize::try_from(chance.below(people)).expect("few");
        let one = &invited[at];
        let stamp = format!(
            "20261122T{:02}{:02}{:02}Z",
            8 + number / 60,
            chance.below(60),
            number % 60
        );
        let (mut from, mut uid) = (one.address.clone(), one.uid.clone());
        match chance.below(20) {
            0 => from = format!("stranger-{number}@elsewhere.example.com"),
            1 => uid = format!("UID:unknown-{number}@elsewhere.example.com"),
            2 => {
                all.push(format!(
                    "From: {from}\r\nSubject: the meeting\r\nMessage-ID: <w{number}@example.net>\r\n\r\nI shall see.\r\n"
                ));
                continue;
            }
            _ => {}
        }
        let (method, part, times) = match chance.below(5) {
            0 | 1 => ("REPLY", "ACCEPTED", [one.start.clone(), one.end.clone()]),
            2 => ("REPLY", "DECLINED", [one.start.clone(), one.end.clone()]),
            3 => ("REPLY", "TENTATIVE", [one.start.clone(), one.end.clone()]),
            _ => {
                let hour = 9 + chance.below(6);
                let times = [
                    format!("DTSTART:20261215T{hour:02}0000Z"),
                    format!("DTEND:20261215T{hour:02}3000Z"),
                ];
                ("COUNTER", "TENTATIVE", times)
            }
        };
        all.push(format!(
            "From: {from}\r\nTo: conference.unit@council.example.org\r\nSubject: Re: Meeting\r\nDate: Sun, 22 Nov 2026 16:00:00 +0000\r\n\
             Message-ID: <{number}@example.net>\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; charset=UTF-8; method={method}\r\n\r\n\
             BEGIN:VCALENDAR\r\nPRODID:-//invented//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n{uid}\r\nDTSTAMP:{stamp}\r\n\
             SEQUENCE:0\r\n{}\r\n{}\r\nORGANIZER:mailto:conference.unit@council.example.org\r\nATTENDEE;PARTSTAT={part}:mailto:{from}\r\n\
             END:VEVENT\r\nEND:VCALENDAR\r\n",
            times[0], times[1]
        ));
    }
    all
}

/// The same case once more, with these answers in its inbox.
fn copy(of: &Case, files: &[(String, &String)]) -> Case {
    let case = Case::new();
    case.add_copy(&of.folder(), "");
    let inbox = case.root().join("inbox");
    fs::create_dir(&inbox).expect("a folder");
    for (name, text) in files {
        fs::write(inbox.join(name), text).expect("written");
    }
    case
}

/// All tables of the book as it exports them.
fn exported(case: &Case) -> BTreeMap<String, Vec<u8>> {
    let name = "exported";
    let words = ["book", "export", "case", "-o", name];
    program(case.root(), &words, &[]).exits(0);
    let kept = files(&case.root().join(name));
    fs::remove_dir_all(case.root().join(name)).expect("ours");
    kept
}

fn watched(case: &Case) -> String {
    let ran = case.run(&["watch", "case", "--json"]);
    assert!(ran.code <= 1, "{}{}", ran.out, ran.err);
    ran.out
}

/// When a run is killed.
enum When {
    /// So long after its start.
    After(Duration),
    /// So long after it has begun to write: then the book has its journal beside it.
    Writing(Duration),
}

/// Starts a run and kills it. Whether that met it at work.
fn kill(case: &Case, when: When) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .args(APPLY)
        .args(["--now", NOW])
        .current_dir(case.root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    match when {
        When::After(after) => std::thread::sleep(after),
        When::Writing(after) => {
            let journal = case.folder().join("meetings.book-journal");
            while !journal.exists() && child.try_wait().expect("it is ours").is_none() {
                std::thread::sleep(Duration::from_micros(50));
            }
            std::thread::sleep(after);
        }
    }
    // It may have ended.
    let _ = child.kill();
    child.wait().expect("it is ours").code().is_none()
}

/// Names under which the answers lie in the order in which they were given.
fn in_order(all: &[String]) -> Vec<(String, &String)> {
    let numbered = all.iter().enumerate();
    numbered
        .map(|(at, text)| (format!("{at:03}.eml"), text))
        .collect()
}

#[test]
fn whatever_is_killed_while_applying_the_book_is_that_of_a_calm_run() {
    let original = sent();
    let all = answers(&invited(&original));
    let inbox = in_order(&all);
    let calm = copy(&original, &inbox);
    let before = exported(&calm);
    let begun = Instant::now();
    calm.run(&APPLY).exits(1);
    let whole = u64::try_from(begun.elapsed().as_micros()).expect("not ages");
    let (expected, seen) = (exported(&calm), watched(&calm));
    let rows = |name: &str| expected[name].iter().filter(|byte| **byte == b'\n').count() - 1;
    let (heard, unmatched) = (rows("heard.csv"), rows("unmatched.csv"));
    assert!(heard > 200 && unmatched > 20, "{heard} {unmatched}");
    assert!(expected["heard.csv"] != before["heard.csv"]);

    let mut chance = Chance(0x5eed);
    let (mut killed, mut at_work, mut untouched) = (0, 0, 0);
    while killed < kills() {
        let case = copy(&original, &inbox);
        for round in 0..5 {
            // Most of a run is reading; every other kill waits for the moment in which the book is written.
            let when = match round % 2 {
                0 => When::After(Duration::from_micros(chance.below(whole))),
                _ => When::Writing(Duration::from_micros(chance.below(20_000))),
            };
            at_work += usize::from(kill(&case, when));
            killed += 1;
            // All answers of a run are there, or none.
            let table = exported(&case).remove("heard.csv");
            let is_untouched = table.as_ref() == Some(&before["heard.csv"]);
            untouched += usize::from(is_untouched);
            assert!(is_untouched || table.as_ref() == Some(&expected["heard.csv"]));
        }
        case.run(&APPLY).exits(1);
        let found = exported(&case);
        let names: Vec<&String> = found.keys().collect();
        assert_eq!(names, expected.keys().collect::<Vec<_>>());
        for (name, bytes) in &found {
            assert!(expected[name] == *bytes, "{name} is another");
        }
        assert!(watched(&case) == seen);
    }
    assert!(at_work > 0, "no kill met a run at work");
    println!(
        "{killed} kills, {at_work} of them at work, {untouched} before anything was kept; {heard} answers applied, {unmatched} wait"
    );
}

#[test]
fn in_any_order_and_doubled_they_say_the_same() {
    let original = sent();
    let all = answers(&invited(&original));
    let calm = copy(&original, &in_order(&all));
    let unanswered = watched(&calm);
    calm.run(&APPLY).exits(1);
    let expected = watched(&calm);
    assert!(unanswered != expected, "the answers say nothing");
    for seed in [3, 5, 7] {
        let mut chance = Chance(seed);
        let mut inbox: Vec<(u64, &String)> = Vec::new();
        for text in &all {
            let times = 1 + chance.below(3);
            inbox.extend((0..times).map(|_| (chance.below(u64::MAX), text)));
        }
        // In two runs, so that an older answer may come after a newer one is kept.
        let named = inbox.iter().map(|(key, text)| {
            let half = ["early", "late"][usize::from(key % 2 == 1)];
            (format!("{half}-{key:020}.eml"), *text)
        });
        let named: Vec<(String, &String)> = named.collect();
        assert!(named.len() > all.len());
        let (late, early): (Vec<_>, Vec<_>) = named
            .into_iter()
            .partition(|(name, _)| name.starts_with("late"));
        let case = copy(&original, &early);
        case.run(&APPLY).exits(1);
        for (name, text) in late {
            fs::write(case.root().join("inbox").join(name), text).expect("written");
        }
        case.run(&APPLY).exits(1);
        assert!(watched(&case) == expected, "seed {seed}");
    }
}
