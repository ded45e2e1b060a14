//! What somebody else's message must not tell, looked for in every file that is made for a recipient, raw and decoded, on all
//! fixtures and with every list of guests.

mod common;

use common::*;
use mail_parser::{MessageParser, PartType};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One row of a table, by the names of its columns in small letters.
fn rows(case: &Case, file: &str) -> Vec<BTreeMap<String, String>> {
    let path = case.folder().join(file);
    if !path.exists() {
        return Vec::new();
    }
    let text = case.read(file);
    let mut lines = csv(text.trim_start_matches('\u{feff}')).into_iter();
    let head: Vec<String> = lines
        .next()
        .expect("a head")
        .iter()
        .map(|cell| cell.to_lowercase())
        .collect();
    lines
        .filter(|cells| cells.iter().any(|cell| !cell.is_empty()))
        .map(|cells| head.iter().cloned().zip(cells).collect())
        .collect()
}

/// Commas, quotes, lines; enough for the fixtures.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' => {}
            c => cell.push(c),
        }
    }
    rows
}

/// A file as anybody can read it: its octets, its lines joined, and every part of a mail decoded.
fn readable(name: &str, bytes: &[u8]) -> String {
    let raw = String::from_utf8_lossy(bytes).into_owned();
    let mut text = format!("{}\n{}", raw.replace("\r\n ", ""), raw.replace("=\r\n", ""));
    if name.ends_with(".eml") {
        let mail = MessageParser::default().parse(bytes).expect("a mail");
        let leaves: Vec<_> = mail
            .parts
            .iter()
            .filter(|part| !matches!(part.body, PartType::Multipart(_)))
            .collect();
        assert!(leaves.len() >= 2, "{name}");
        for leaf in leaves {
            let part = String::from_utf8_lossy(leaf.contents()).replace("\r\n ", "");
            text.push_str(&part.replace("&#39;", "'"));
        }
        text.push_str(mail.subject().unwrap_or_default());
    }
    text.to_lowercase()
}

struct Person {
    id: String,
    name: String,
    email: String,
    is_confidential: bool,
    is_team: bool,
}

fn people(case: &Case) -> Vec<Person> {
    let cell = |row: &BTreeMap<String, String>, name: &str| -> String {
        row.get(name)
            .cloned()
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    };
    rows(case, "people.csv")
        .iter()
        .map(|row| Person {
            id: cell(row, "id"),
            name: cell(row, "name"),
            email: cell(row, "e-mail"),
            is_confidential: cell(row, "confidential") == "yes",
            is_team: cell(row, "kind") == "team",
        })
        .collect()
}

/// Looks through the folder of a run; the list that the program gave says whose a file is. Returns how many files had a recipient.
fn look_through(case: &Case, out: &str, list: &Value, names_allowed: bool) -> usize {
    let people = people(case);
    let organizer = case.read("quorate.toml");
    let organizer = organizer.split("organizer = \"").nth(1).expect("one");
    let organizer = organizer
        .split('"')
        .next()
        .expect("an address")
        .to_lowercase();
    let hidden_venues: Vec<String> = rows(case, "venues.csv")
        .iter()
        .filter(|row| row.get("confidential").is_some_and(|cell| cell == "yes"))
        .flat_map(|row| [row["name"].to_lowercase(), row["address"].to_lowercase()])
        .collect();
    let mut whose: BTreeMap<String, String> = BTreeMap::new();
    let mut for_me: BTreeSet<String> = BTreeSet::new();
    let meetings = match list["meetings"].as_array() {
        Some(meetings) => meetings.clone(),
        None => vec![list.clone()],
    };
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    for meeting in &meetings {
        for file in meeting["files"].as_array().expect("a list") {
            for form in ["file", "mail"] {
                whose.insert(text(&file[form]), text(&file["contact"]));
            }
        }
        for missing in meeting["missing_addresses"].as_array().expect("a list") {
            whose.insert(text(&missing["letter"]), text(&missing["contact"]));
        }
        // Nobody may be named in what is opened to be sent as one's own.
        whose.insert(text(&meeting["outlook"]["entry"]), String::new());
        if let Some(copy) = meeting["organizer_copy"].as_str() {
            whose.insert(copy.to_owned(), String::new());
        }
        for_me.insert(text(&meeting["outlook"]["text"]));
        for_me.insert(text(&meeting["merge"]));
        if let Some(name) = meeting["follow_ups"].as_str() {
            for_me.insert(name.to_owned());
        }
    }
    let mut seen = 0;
    for (name, bytes) in files(&case.root().join(out)) {
        let lower = name.to_lowercase();
        for person in people.iter().filter(|person| person.is_confidential) {
            assert!(!lower.contains(&person.id), "{name}");
        }
        let told = readable(&name, &bytes);
        assert!(!told.contains(&CANARY.to_lowercase()), "{name}");
        if for_me.contains(&name) {
            continue;
        }
        let owner = whose
            .get(&name)
            .unwrap_or_else(|| panic!("{name} is nobody's"));
        seen += 1;
        let own = people
            .iter()
            .find(|person| person.id == owner.to_lowercase());
        for person in people
            .iter()
            .filter(|person| person.id != owner.to_lowercase())
        {
            let mut secrets = Vec::new();
            if !person.email.is_empty() && person.email != organizer {
                secrets.push(&person.email);
            }
            let may_be_named = names_allowed && !person.is_confidential;
            // The name of a team is often that of its agency.
            if !may_be_named && (person.is_confidential || !person.is_team) {
                secrets.push(&person.name);
            }
            // Two people may have one name.
            secrets.retain(|secret| own.is_none_or(|own| own.name != **secret));
            for secret in secrets {
                assert!(!told.contains(secret.as_str()), "{name} tells {secret}");
            }
        }
        for venue in hidden_venues.iter().filter(|venue| !venue.is_empty()) {
            assert!(!told.contains(venue.as_str()), "{name} tells a venue");
        }
    }
    assert_eq!(seen, whose.len(), "{whose:?}");
    seen
}

/// Keeps the files of a run where `QUORATE_SAMPLES` names a folder, for programs that are not ours.
fn keep_samples(case: &Case, out: &str) {
    let Some(samples) = std::env::var_os("QUORATE_SAMPLES").map(std::path::PathBuf::from) else {
        return;
    };
    // The test's own name, so that the same files have the same names from run to run.
    let thread = std::thread::current();
    let whose = thread.name().expect("a test").to_owned();
    for (name, bytes) in files(&case.root().join(out)) {
        let path = samples.join(&whose).join(out).join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

/// Every meeting that a fixture lets be arranged, invited with every list.
fn arrange(case: &Case, references: &[&str]) -> usize {
    let mut arranged = 0;
    for reference in references {
        let words = ["find", "case", "--ref", reference, "--choose", "1"];
        arranged += usize::from(case.run(&words).code == 0);
    }
    arranged
}

fn invite_all(case: &Case) -> usize {
    let ways = [
        &[][..],
        &["--hold"],
        &["--guests", "hidden"],
        &["--guests", "roles"],
        &["--guests", "full"],
    ];
    invite_in(case, &ways)
}

fn invite_in(case: &Case, ways: &[&[&str]]) -> usize {
    let mut seen = 0;
    for (number, more) in ways.iter().enumerate() {
        let out = format!("out-{number}");
        let mut words = vec!["invite", "case", "--all", "--json", "-o", &out];
        words.extend(*more);
        let list = case.run(&words).exits(0).json();
        seen += look_through(case, &out, &list, more.contains(&"full"));
        keep_samples(case, &out);
    }
    seen
}

#[test]
fn nothing_of_others_in_the_first_conference() {
    let case = Case::fixture("first-conference");
    // Everybody gets a mail, the parents too.
    for (phone, mail) in [("01632 960190", "s.aydin"), ("01632 960191", "k.aydin")] {
        let with = format!(",{mail}@post.example.net,{phone}");
        case.edit("people.csv", &format!(",,{phone}"), &with);
    }
    assert_eq!(arrange(&case, &["CP-2041"]), 1);
    assert!(invite_all(&case) > 100);
    // Alone, without a folder of its own.
    let words = [
        "invite", "case", "--ref", "CP-2041", "--json", "-o", "alone",
    ];
    let list = case.run(&words).exits(0).json();
    assert_eq!(look_through(&case, "alone", &list, false), 24);
}

#[test]
fn nothing_of_others_in_norfolk() {
    let case = Case::fixture("norfolk");
    let references = [
        "CP-2051", "CP-2052", "CP-2053", "CP-2054", "CP-2055", "CP-2056",
    ];
    assert_eq!(arrange(&case, &references), 6);
    assert!(invite_in(&case, &[&[], &["--guests", "full"]]) > 150);
}

#[test]
fn nothing_of_others_in_the_review_cycle() {
    let case = Case::fixture("review-cycle");
    let table = rows(&case, "meetings.csv");
    let references: Vec<&str> = table.iter().map(|row| row["ref"].as_str()).collect();
    assert!(arrange(&case, &references) >= 3);
    assert!(invite_all(&case) > 50);
}

/// Chooses a series of a fixture, one way with exceptions and the other, and sends it with every list that may be had; then one
/// of its meetings alone. How many files had a recipient, and how many of them tell of one date by itself.
fn sent_as_a_series(
    name: &str,
    reference: &str,
    rhythm: [&str; 6],
    lists: &[&str],
) -> (usize, usize) {
    let (mut seen, mut single) = (0, 0);
    for exceptions in ["skip", "move"] {
        let case = Case::fixture(name);
        let find = ["find", "case", "--ref", reference, "--choose", "1"];
        let more = ["--exceptions", exceptions, "--seed", "1"];
        case.run(&[&find[..], &rhythm, &more].concat()).exits(0);
        let mut send = |reference: &str, out: &str, more: &[&str]| {
            let words = ["invite", "case", "--ref", reference, "--json", "-o", out];
            let list = case.run(&[&words[..], more].concat()).exits(0).json();
            seen += look_through(&case, out, &list, more.contains(&"full"));
            let written = files(&case.root().join(out)).into_values();
            let of_one =
                |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("RECURRENCE-ID;");
            single += written.filter(of_one).count();
        };
        send(reference, &format!("{exceptions}-hold"), &["--hold"]);
        for list in lists {
            send(
                reference,
                &format!("{exceptions}-{list}"),
                &["--guests", list],
            );
        }
        let arranged: Value = serde_json::from_str(&case.read("arrangements.json")).expect("JSON");
        let mut arranged = arranged["meetings"].as_array().expect("a list").iter();
        let of_it = |one: &&Value| one["series"]["ref"] == reference;
        let last = arranged.rfind(of_it).expect("a meeting of it");
        let last = last["ref"].as_str().expect("a text");
        send(last, &format!("{exceptions}-alone"), &[]);
        assert!(last.starts_with(&format!("{reference}#")));
    }
    (seen, single)
}

const EVERY_LIST: [&str; 3] = ["hidden", "roles", "full"];

#[test]
fn nothing_of_others_in_a_series_of_conferences() {
    let rhythm = ["--every", "2w", "--times", "3", "--from", "2026-11-30"];
    let (seen, single) = sent_as_a_series("first-conference", "CP-2041", rhythm, &EVERY_LIST);
    // Not everybody is wanted in the same way each time: there are rules, rules of few, and dates by themselves.
    assert!(seen > 300 && single > 60, "{seen} {single}");
}

#[test]
fn nothing_of_others_in_a_series_every_month() {
    let rhythm = ["--every", "1m", "--times", "5", "--from", "2026-12-01"];
    let (seen, single) = sent_as_a_series("norfolk", "CP-2051", rhythm, &EVERY_LIST);
    assert!(seen > 150 && single > 6, "{seen} {single}");
}

#[test]
fn nothing_of_others_in_a_series_where_nobody_may_be_told() {
    let rhythm = ["--every", "2w", "--times", "6", "--from", "2026-12-01"];
    let (seen, single) = sent_as_a_series("five-contexts/marac", "M-2612", rhythm, &["hidden"]);
    assert!(seen > 100 && single > 6, "{seen} {single}");
    let rhythm = ["--every", "2w", "--times", "6", "--from", "2027-01-11"];
    let (seen, single) = sent_as_a_series("five-contexts/school", "TARN-7", rhythm, &EVERY_LIST);
    assert!(seen > 80 && single > 3, "{seen} {single}");
}

#[test]
fn nothing_of_others_in_a_team_s_quarter() {
    let case = Case::fixture("review-team");
    let words = ["plan", "case", "--effort", "quick", "--adopt"];
    assert!(case.run(&words).code <= 1);
    assert!(invite_in(&case, &[&[], &["--guests", "full"]]) > 500);
}
