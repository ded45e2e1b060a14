//! Feeds that carry more than busy time: what counts as more, what an agency's `details` makes of it, and what is said.

mod common;

use common::*;
use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
use quorate::input::{self, Files, read_workspace};
use quorate::model::{Details, Excess, Workspace};
use quorate::time::{Instant, Interval, Zone};

fn excess(bytes: &[u8]) -> Excess {
    let at = |text| Instant::parse_rfc3339(text).expect("an instant");
    let options = ReadOptions {
        zone: Zone::named("Europe/London").expect("a zone"),
        window: Interval::new(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
            .expect("a window"),
        key: HashKey([1; 16]),
        owners: Vec::new(),
        budget: Budget::default(),
    };
    read(bytes, &options).expect("a calendar").excess
}

/// Titles, descriptions, places, people of one event with these lines.
fn counts(lines: &str) -> [u32; 4] {
    let event =
        format!("BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261208T100000Z\r\n{lines}\r\nEND:VEVENT\r\n");
    let Excess {
        titles,
        descriptions,
        places,
        people,
    } = excess(calendar(&event).as_bytes());
    [titles, descriptions, places, people]
}

#[test]
fn what_programs_write_in_place_of_a_title_is_no_detail() {
    for nothing in [
        "SUMMARY:Busy",
        "SUMMARY;LANGUAGE=en-gb:Tentative",
        "summary:FREE",
        "SUMMARY:Out of Office",
        "SUMMARY:",
        "SUMMARY:Prysur",
        "SUMMARY:I ffwrdd",
        "DESCRIPTION:",
        "DESCRIPTION:\\n\\n",
        "LOCATION: ",
        "LOCATION:\\n",
        "X-OTHER:Clinic",
        "ATTENDEE;X-NUM-GUESTS=0:mailto:someone@example.com",
    ] {
        assert_eq!(counts(nothing), [0; 4], "{nothing}");
    }
    for (something, expected) in [
        ("SUMMARY:Clinic", [1, 0, 0, 0]),
        ("SUMMARY:Busy at the clinic", [1, 0, 0, 0]),
        ("DESCRIPTION:x", [0, 1, 0, 0]),
        ("LOCATION:\\nx", [0, 0, 1, 0]),
        ("ORGANIZER:mailto:a@example.org", [0, 0, 0, 1]),
        (
            "ATTENDEE;CN=A;X-NUM-GUESTS=0:mailto:a@example.org",
            [0, 0, 0, 1],
        ),
        ("ATTENDEE:mailto:a@example.org", [0, 0, 0, 1]),
        // The owner, and somebody else.
        (
            "ATTENDEE;X-NUM-GUESTS=0:mailto:a@x.org\r\nATTENDEE;X-NUM-GUESTS=0:mailto:b@x.org",
            [0, 0, 0, 1],
        ),
        // The first part of a folded value looks harmless.
        ("SUMMARY:Busy\r\n  with K", [1, 0, 0, 0]),
        ("LOCATION:\r\n  Clinic", [0, 0, 1, 0]),
        ("DESCRIPTION:\r\n \r\n x", [0, 1, 0, 0]),
        ("SUMMARY:Busy\r\nSUMMARY:Clinic", [1, 0, 0, 0]),
    ] {
        assert_eq!(counts(something), expected, "{something}");
    }
}

#[test]
fn what_outlook_and_google_publish_as_free_busy_carries_nothing() {
    let Some(shared) = std::env::var_os("QUORATE_SHARED") else {
        eprintln!("QUORATE_SHARED is not set: nothing was checked");
        return;
    };
    let wild = std::path::PathBuf::from(shared).join("interop/samples/wild");
    for (name, is_any) in [
        ("outlook-availability-only", false),
        ("google-freebusy-only", false),
        ("google-private", true),
        ("outlook-published", true),
    ] {
        let bytes = std::fs::read(wild.join(format!("{name}.ics"))).expect("a sample");
        assert_eq!(excess(&bytes).is_any(), is_any, "{name}");
    }
}

fn workspace(settings: &str) -> Result<Workspace, Vec<String>> {
    let people = "Id,Agency,Roles\na,north,health-visitor\nb,school-1,dsl\nc,gp practice,gp\nd,police,police-child-protection\n";
    let mut files = Files {
        folder: "case".to_owned(),
        ..Files::default()
    };
    files
        .tables
        .insert("quorate.toml".to_owned(), settings.as_bytes().to_vec());
    files
        .tables
        .insert("people.csv".to_owned(), people.as_bytes().to_vec());
    let told = |faults: Vec<input::Fault>| faults.iter().map(ToString::to_string).collect();
    read_workspace(&files, &input::ReadOptions::default())
        .map(|read| read.0)
        .map_err(told)
}

fn details(settings: &str) -> Vec<(String, Details)> {
    let workspace = workspace(settings).expect("no fault");
    workspace
        .agencies
        .into_iter()
        .map(|agency| (agency.id, agency.details))
        .collect()
}

const AGENCIES: &str = "[[agency]]\nid = \"north\"\nkind = \"community-health\"\n#1\n[[agency]]\nid = \"school-1\"\nkind = \"school\"\n#2\n";

#[test]
fn health_refuses_details_unless_the_workspace_says_otherwise() {
    use Details::{Refuse, Warn};
    let of = |settings: &str| {
        details(settings)
            .into_iter()
            .map(|(_, details)| details)
            .collect::<Vec<_>>()
    };
    // north, police (by its kind alone), primary-care (the same), school-1.
    assert_eq!(details(AGENCIES)[2].0, "primary-care");
    assert_eq!(of(AGENCIES), [Refuse, Warn, Refuse, Warn]);
    let all = |word: &str| format!("[policy]\ndetails = \"{word}\"\n{AGENCIES}");
    assert_eq!(of(&all("warn")), [Warn; 4]);
    assert_eq!(of(&all("Refuse")), [Refuse; 4]);
    let own = AGENCIES
        .replace("#1", "details = \"warn\"")
        .replace("#2", "details = \"refuse\"");
    assert_eq!(of(&own), [Warn, Warn, Refuse, Refuse]);
    let both = format!(
        "[policy]\ndetails = \"refuse\"\n{}",
        AGENCIES.replace("#1", "details = \"warn\"")
    );
    assert_eq!(of(&both), [Warn, Refuse, Refuse, Refuse]);
    assert_eq!(
        workspace(&AGENCIES.replace("#2", "details = \"hide\"")).expect_err("a fault"),
        ["quorate.toml line 8, column 11: \"hide\" is not known here; write one of: warn, refuse"]
    );
}

#[test]
fn health_kinds_are_those_that_the_rules_name() {
    let rules = include_str!("../rules/roles.toml");
    let document: toml::Table = rules.parse().expect("TOML");
    let kinds = document["agency"].as_array().expect("kinds");
    let refusing: Vec<&str> = kinds
        .iter()
        .filter(|kind| {
            kind.get("details")
                .is_some_and(|word| word.as_str() == Some("refuse"))
        })
        .map(|kind| kind["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(
        refusing,
        [
            "primary-care",
            "community-health",
            "acute-health",
            "mental-health",
            "icb",
            "substance-misuse",
            "ambulance"
        ]
    );
}

/// A meeting of a health visitor and a social worker, both with a feed that has titles.
fn case(more: &str) -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        format!(
            "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n[[agency]]\nid = \"north\"\nkind = \"community-health\"\n{more}[[agency]]\nid = \"csc\"\nkind = \"csc\"\n"
        ),
    );
    case.write(
        "people.csv",
        "Id,Agency,Roles\nhelen,north,health-visitor\nruth,csc,social-worker\n",
    );
    case.write(
        "meetings.csv",
        "Ref,Duration,From,By,Seats\nCP-1,1h,2026-12-01,2026-12-01,social-worker = ruth; health-visitor = helen\n",
    );
    let busy = feed(&[("20261201T100000Z", "20261201T110000Z")]);
    case.write("feeds/helen.ics", &busy);
    case.write("feeds/ruth.ics", &busy);
    case
}

#[test]
fn a_refused_feed_makes_its_owner_unknown_and_says_how_to_publish_less() {
    let case = case("");
    let found = case.find(&["--ref", "CP-1", "--all"]);
    let receipt = found.receipt("feeds/helen.ics");
    assert_eq!(
        (&receipt["status"], &receipt["why"]),
        (&"refused".into(), &"details".into())
    );
    let other = found.receipt("feeds/ruth.ics");
    assert_eq!(
        (&other["status"], &other["details"]),
        (&"read".into(), &"noted".into())
    );
    let slot = found.slot("2026-12-01T09:00");
    assert_eq!(
        (&slot["state"], &slot["confirm"]),
        (&"quorate-if".into(), &serde_json::json!([["helen"]]))
    );
    let text = case.run(&["find", "case", "--ref", "CP-1"]);
    for part in [
        "this agency's feeds must carry busy time only",
        "Outlook: \"Can view when I'm busy\"",
        "Google: \"See only free/busy\"",
        "quorate reduce",
    ] {
        assert!(text.flat().contains(part), "{}", text.out);
    }
    assert!(!text.out.contains(CANARY) && !text.err.contains(CANARY));

    // The agency's own step makes the same feed good.
    case.run(&["reduce", "case/feeds/helen.ics", "reduced/helen.ics"])
        .exits(0);
    let reduced = std::fs::read(case.root().join("reduced/helen.ics")).expect("written");
    case.write("feeds/helen.ics", reduced);
    let found = case.find(&["--ref", "CP-1", "--all"]);
    assert_eq!(found.receipt("feeds/helen.ics")["details"], "none");
    assert_eq!(found.slot("2026-12-01T09:00")["state"], "quorate");
    assert!(!found.starts().contains(&"2026-12-01T10:00".to_owned()));
}

#[test]
fn a_noted_feed_is_used_and_its_receipt_says_so() {
    let case = case("details = \"warn\"\n");
    let found = case.find(&["--ref", "CP-1", "--all"]);
    assert_eq!(found.receipt("feeds/helen.ics")["details"], "noted");
    assert_eq!(found.slot("2026-12-01T09:00")["state"], "quorate");
    let text = case.run(&["find", "case", "--ref", "CP-1"]).exits(0);
    assert_eq!(
        text.flat()
            .matches("More than was needed: 2 events carried titles")
            .count(),
        2
    );
}

#[test]
fn a_feed_that_two_share_is_held_to_the_stricter_of_their_agencies() {
    for people in [
        "helen,north,health-visitor,feeds/x.ics\nruth,csc,social-worker,feeds/x.ics",
        "ruth,north,social-worker,feeds/x.ics\nhelen,csc,health-visitor,feeds/x.ics",
    ] {
        let case = case("");
        case.write("people.csv", format!("Id,Agency,Roles,Feeds\n{people}\n"));
        case.write("feeds/x.ics", feed(&[]));
        let found = case.find(&["--ref", "CP-1"]);
        assert_eq!(found.receipt("feeds/x.ics")["why"], "details");
    }
}

#[test]
fn rooms_and_bare_folders_state_nothing_and_their_feeds_are_used() {
    let bare = Case::new();
    bare.write("community-health/health-visitor.helen.ics", feed(&[]));
    bare.write("csc/social-worker.ruth.ics", feed(&[]));
    let found = bare.find(&[
        "--duration",
        "1h",
        "--from",
        "2026-12-01",
        "--by",
        "2026-12-01",
        "--seat",
        "health-visitor",
    ]);
    assert_eq!(
        found.receipt("community-health/health-visitor.helen.ics")["details"],
        "noted"
    );

    let room = case("details = \"warn\"\n");
    room.edit(
        "quorate.toml",
        "[defaults]",
        "[policy]\ndetails = \"refuse\"\n[defaults]",
    );
    room.write("venues.csv", "Id,Feeds\nhall,feeds/hall.ics\n");
    room.edit("meetings.csv", "Seats\n", "Seats,Venue\n");
    room.edit("meetings.csv", "= helen\n", "= helen,hall\n");
    room.write("feeds/hall.ics", feed(&[]));
    let found = room.find(&["--ref", "CP-1"]);
    assert_eq!(found.receipt("feeds/hall.ics")["details"], "noted");
    assert_eq!(found.receipt("feeds/ruth.ics")["why"], "details");
}

#[test]
fn a_new_workspace_has_the_line() {
    let case = Case::new();
    case.run(&["new", "fresh"]).exits(0);
    let settings =
        std::fs::read_to_string(case.root().join("fresh/quorate.toml")).expect("written");
    assert!(settings.contains("\ndetails = \"warn\""), "{settings}");
}
