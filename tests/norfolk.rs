//! Six teams of one county: every team has quorate slots, and it makes no difference whether their people are written in tables or
//! only in the names of their feeds, nor whether tables are CSV or TOML.

mod common;

use common::*;
use serde_json::{Value, json};
use std::path::Path;

const TEAMS: std::ops::RangeInclusive<u32> = 1..=6;

/// The flags of the fixtures' README.
const FLAGS: [&str; 12] = [
    "--duration",
    "90m",
    "--from",
    "2026-11-30",
    "--by",
    "2026-12-18",
    "--seat",
    "social-worker",
    "--seat",
    "any 1 of health-visitor,school-nurse",
    "--agencies",
    "3",
];

/// The same question asked of the tables and of the team's bare folder.
fn of_team(case: &Case, team: u32, more: &[&str]) -> (Found, Found) {
    let reference = format!("CP-205{team}");
    let folder = format!("case/team-{team}");
    let tables: Vec<&str> = ["--ref", &reference].iter().chain(more).copied().collect();
    let bare: Vec<&str> = FLAGS.iter().chain(more).copied().collect();
    (case.find(&tables), case.find_in(&folder, &bare))
}

/// A slot with its lists in an order that does not depend on that of the seats.
fn normal(slot: &Value) -> Value {
    let mut slot = slot.clone();
    for list in ["attending", "missing", "falls_if", "ask_about"] {
        let entries = slot[list].as_array_mut().expect("a list");
        entries.sort_by_key(Value::to_string);
    }
    slot
}

#[test]
fn every_team_has_quorate_slots_and_folder_and_tables_agree() {
    let case = Case::fixture("norfolk");
    for team in TEAMS {
        let (tables, bare) = of_team(&case, team, &["--all"]);
        assert_eq!((tables.code, bare.code), (0, 0), "team {team}");
        assert_eq!(
            (tables.err.as_str(), bare.err.as_str()),
            ("", ""),
            "team {team}"
        );
        assert!(!tables.slots().is_empty(), "team {team}");
        for slot in tables.slots() {
            assert_eq!(
                slot["state"], "quorate",
                "team {team}: every diary is known"
            );
            assert_eq!(slot["sure"]["required"], json!([2, 2]), "team {team}");
            let agencies: std::collections::BTreeSet<&str> = slot["attending"]
                .as_array()
                .expect("attendances")
                .iter()
                .map(|one| text(&one["agency"]))
                .collect();
            assert!(agencies.len() >= 3, "team {team}: {agencies:?}");
        }
        let list = |found: &Found| found.slots().iter().map(normal).collect::<Vec<Value>>();
        assert_eq!(
            list(&tables),
            list(&bare),
            "team {team}: the same slots in the same order"
        );
        assert_eq!(
            tables.json["searched"], bare.json["searched"],
            "team {team}"
        );
        assert_eq!(
            tables.json["feeds"].as_array().map(Vec::len),
            bare.json["feeds"].as_array().map(Vec::len)
        );

        // The short list too: what is folded, and which slot bears which label.
        let (tables, bare) = of_team(&case, team, &[]);
        assert_eq!(list(&tables), list(&bare), "team {team}");
        assert!((1..=5).contains(&tables.slots().len()));
    }
}

#[test]
fn the_same_people_by_the_same_names_in_the_answer_for_people() {
    let case = Case::fixture("norfolk");
    for team in TEAMS {
        let reference = format!("CP-205{team}");
        let folder = format!("case/team-{team}");
        let tables = case.run(&["find", "case", "--ref", &reference]).exits(0);
        let mut words = vec!["find", folder.as_str()];
        words.extend(FLAGS);
        let bare = case.run(&words).exits(0);
        // The same first sentence, the slots under the same headings.
        let headings = |ran: &Ran| -> Vec<String> {
            let lines = ran.out.lines();
            lines
                .filter(|line| line.as_bytes().first().is_some_and(u8::is_ascii_digit))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(tables.out.lines().next(), bare.out.lines().next());
        assert_eq!(headings(&tables), headings(&bare));
        assert!(!headings(&tables).is_empty());
        // Only the bare folder has to assume anybody's hours, and it says so.
        let assumed =
            "Assumed for everybody: Mon-Fri 09:00-17:00 Europe/London, public holidays of England";
        assert!(bare.flat().contains(assumed), "{}", bare.out);
        assert!(!tables.flat().contains("Assumed"), "{}", tables.out);
    }
}

#[test]
fn what_is_chosen_in_norfolk_passes_the_check() {
    let case = Case::fixture("norfolk");
    for team in TEAMS {
        let reference = format!("CP-205{team}");
        case.run(&[
            "find", "case", "--ref", &reference, "--choose", "1", "--seed", "5",
        ])
        .exits(0);
    }
    let checked = case.run(&["check", "case", "--json"]).exits(0).json();
    assert_eq!(checked["ok"], true);
    assert_eq!(checked["violations"], json!([]));
    let plan: Value = serde_json::from_str(&case.read("arrangements.json")).expect("JSON");
    assert_eq!(plan["meetings"].as_array().map(Vec::len), Some(6));

    // The check can fail: one meeting an hour later is found out.
    let mut moved = plan.clone();
    let later = |instant: &Value| {
        let at = chrono::DateTime::parse_from_rfc3339(text(instant)).expect("an instant");
        let at = at.with_timezone(&chrono::Utc) + chrono::Duration::hours(5);
        Value::from(at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    };
    let meeting = &mut moved["meetings"][0];
    for key in ["start", "end"] {
        meeting[key] = later(&meeting[key]);
        for part in meeting["parts"].as_array_mut().expect("parts") {
            part[key] = later(&part[key]);
        }
    }
    for one in meeting["attending"].as_array_mut().expect("attendances") {
        for present in one["present"].as_array_mut().expect("stretches") {
            *present = json!([later(&present[0]), later(&present[1])]);
        }
    }
    case.write("moved.json", moved.to_string());
    let checked = case
        .run(&["check", "case", "case/moved.json", "--json"])
        .exits(1)
        .json();
    assert_eq!(checked["ok"], false);
}

/// The same folder with some tables as TOML.
fn in_toml(names: &[&str]) -> Case {
    let case = Case::fixture("first-conference");
    let twins = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/first-conference-toml");
    for name in names {
        case.remove(&format!("{name}.csv"));
        let twin = format!("{name}.toml");
        case.write(&twin, std::fs::read(twins.join(&twin)).expect("a twin"));
    }
    case
}

#[test]
fn toml_and_csv_of_the_same_tables_give_the_same_bytes() {
    let all = ["answers", "meetings", "people", "venues"];
    let csv = Case::fixture("first-conference");
    let mut mixtures: Vec<Vec<&str>> = all.iter().map(|name| vec![*name]).collect();
    mixtures.push(all.to_vec());
    let commands: [&[&str]; 4] = [
        &["find", "case", "--ref", "CP-2041"],
        &["find", "case", "--ref", "CP-2041", "--json"],
        &["find", "case", "--ref", "CP-2041", "--all", "--json"],
        &["find", "case", "--ref", "CP-2037", "--json"],
    ];
    for words in commands {
        let expected = csv.run(words).exits(0);
        for mixture in &mixtures {
            assert_eq!(
                in_toml(mixture).run(words),
                expected,
                "{mixture:?}: {words:?}"
            );
        }
    }

    // And what is written from them: the choice and the invitations.
    let written = |case: &Case| {
        let choose = [
            "find", "case", "--ref", "CP-2041", "--choose", "1", "--seed", "3",
        ];
        case.run(&choose).exits(0);
        case.run(&["invite", "case", "--ref", "CP-2041", "-o", "out"])
            .exits(0);
        let mut files = case.everything();
        files.retain(|name, _| name.starts_with("out/") || name == "case/arrangements.json");
        files
    };
    let expected = written(&csv);
    assert!(expected.len() > 8);
    assert_eq!(written(&in_toml(&all)), expected);

    // The answer of a coordinator who keeps TOML goes into TOML, and means the same.
    let toml = in_toml(&all);
    let csv = Case::fixture("first-conference");
    for case in [&csv, &toml] {
        for who in ["police-unit", "st-marks"] {
            let words = [
                "answer",
                "case",
                "--who",
                who,
                "--ref",
                "CP-2041",
                "--from",
                "2026-12-08 10:00",
                "--to",
                "12:00",
                "--can",
            ];
            case.run(&words).exits(0);
        }
    }
    assert!(toml.read("answers.toml").contains("police-unit"));
    let find = ["find", "case", "--ref", "CP-2041", "--json"];
    let settled = csv.run(&find).exits(0);
    assert_eq!(settled.json()["slots"][0]["state"], "quorate");
    assert_eq!(toml.run(&find), settled);
}
