//! The fixtures tell the stories that they were made for: read as a workspace, prepared and searched, without the command line.

use quorate::check::check_slot;
use quorate::edge::read_folder;
use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
use quorate::input::{self, Files, read_meeting, read_workspace};
use quorate::model::Confirming;
use quorate::model::{
    FeedRef, FeedStatus, Found, MeetingSpec, Problem, ReadFeed, State, Workspace,
};
use quorate::prepare::{FeedBook, prepare};
use quorate::solve::{FindOptions, find};
use quorate::time::{Instant, Interval, Zone};
use std::path::{Path, PathBuf};

const KEY: HashKey = HashKey([5; 16]);

fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn instant(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("an instant")
}

fn now() -> Instant {
    instant("2026-11-23T09:00:00Z")
}

fn files(folder: &str) -> Files {
    read_folder(&path(folder)).expect("a fixture's folder can be read")
}

/// The workspace, which must read without fault and without a warning.
fn workspace(files: &Files) -> Workspace {
    let (workspace, warnings) = read_workspace(files, &input::ReadOptions::default())
        .unwrap_or_else(|faults| {
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("{}: {told:#?}", files.folder)
        });
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}: {told:#?}", files.folder);
    workspace
}

fn feeds(workspace: &Workspace, folder: &str) -> FeedBook {
    let zone = Zone::named("Europe/London").expect("a zone");
    let window = Interval::new(
        instant("2026-10-01T00:00:00Z"),
        instant("2027-12-01T00:00:00Z"),
    );
    let options = ReadOptions {
        owners: Vec::new(),
        zone: zone.clone(),
        window: window.expect("a window"),
        key: KEY,
        budget: Budget::default(),
    };
    let of_contacts = workspace.contacts.iter().flat_map(|contact| &contact.feeds);
    let of_venues = workspace.venues.iter().flat_map(|venue| &venue.feeds);
    of_contacts
        .chain(of_venues)
        .map(|FeedRef { id, known_until }| {
            let bytes = std::fs::read(path(folder).join(id)).expect("every feed named is there");
            let reading = read(&bytes, &options).expect("a calendar");
            let known = quorate::availability::known(&reading, *known_until, now(), &zone);
            let status = FeedStatus::Read {
                reading: reading.into(),
                known,
            };
            let feed = ReadFeed {
                id: id.clone(),
                read_at: now(),
                status,
                stale: None,
            };
            (id.clone(), feed)
        })
        .collect()
}

/// Every feasible slot, each of them verified.
fn search(workspace: &Workspace, meeting: &MeetingSpec, feeds: &FeedBook) -> (Problem, Found) {
    let recognise = |uid: &str| KEY.uid(uid.as_bytes());
    let prepared = prepare(workspace, meeting, feeds, &recognise, now())
        .unwrap_or_else(|faults| panic!("{}: {faults:?}", meeting.reference));
    let options = FindOptions {
        all: true,
        ..FindOptions::default()
    };
    let found = find(&prepared.problem, &options);
    for slot in &found.slots {
        assert_eq!(check_slot(&prepared.problem, slot), [], "{}", slot.start);
    }
    (prepared.problem, found)
}

const STORY: &str = "fixtures/first-conference";

fn conference(workspace: &Workspace) -> &MeetingSpec {
    let wanted = |meeting: &&MeetingSpec| meeting.reference == "CP-2041";
    workspace.meetings.iter().find(wanted).expect("CP-2041")
}

/// Start, state and the ids of those to ring, set by set, of every slot.
fn slots(files: &Files) -> Vec<(String, State, Vec<Vec<String>>)> {
    let workspace = workspace(files);
    let feeds = feeds(&workspace, STORY);
    let (problem, found) = search(&workspace, conference(&workspace), &feeds);
    let name = |who: &Confirming| match who {
        Confirming::Member(member) => problem.member(*member).id.clone(),
        Confirming::Venue(venue) => workspace.venue(*venue).id.clone(),
    };
    found
        .slots
        .iter()
        .map(|slot| {
            let sets = slot
                .confirm
                .iter()
                .map(|set| set.iter().map(name).collect());
            (slot.start.to_string(), slot.state, sets.collect())
        })
        .collect()
}

#[test]
fn the_first_conference_needs_two_calls() {
    let slots = slots(&files(STORY));
    let ring = vec![vec!["police-unit".to_owned(), "st-marks".to_owned()]];
    assert_eq!(
        slots[0],
        ("2026-12-08T10:00:00Z".to_owned(), State::QuorateIf, ring)
    );
    assert!(slots.iter().all(|(_, state, _)| *state == State::QuorateIf));
}

#[test]
fn nine_professionals_are_invited_and_three_have_feeds() {
    let workspace = workspace(&files(STORY));
    let meeting = conference(&workspace);
    let practitioners: Vec<_> = meeting
        .seats
        .iter()
        .filter(|seat| workspace.role(seat.roles[0]).practitioner)
        .collect();
    assert_eq!(practitioners.len(), 9);
    let with_feed = workspace
        .contacts
        .iter()
        .filter(|contact| !contact.feeds.is_empty());
    assert_eq!(with_feed.count(), 3);
}

#[test]
fn two_answers_settle_the_first_slot() {
    let mut files = files(STORY);
    let answers = files.tables.get_mut("answers.csv").expect("answers");
    for who in ["police-unit", "st-marks"] {
        let row = format!(
            "{who},CP-2041,08/12/2026 10:00,08/12/2026 12:00,can,phone,P. Lacey,23/11/2026 09:00\r\n"
        );
        answers.extend(row.bytes());
    }
    let slots = slots(&files);
    assert_eq!(
        slots[0],
        ("2026-12-08T10:00:00Z".to_owned(), State::Quorate, vec![])
    );
}

#[test]
fn only_the_arrangements_know_that_the_chair_is_taken() {
    let chair_free_at_eleven = |files: &Files| {
        slots(files)
            .iter()
            .any(|(start, _, sets)| start == "2026-12-10T11:00:00Z" && sets[0].len() == 2)
    };
    let mut files = files(STORY);
    assert!(!chair_free_at_eleven(&files));
    files.tables.remove("arrangements.json");
    assert!(chair_free_at_eleven(&files));
}

#[test]
fn toml_and_csv_of_the_same_tables_are_the_same_workspace() {
    let csv = files(STORY);
    let mut toml = csv.clone();
    for table in ["people", "venues", "meetings", "answers"] {
        toml.tables.remove(&format!("{table}.csv"));
        let name = format!("{table}.toml");
        let bytes = std::fs::read(path("tests/data/first-conference-toml").join(&name));
        toml.tables.insert(name, bytes.expect("the twin's table"));
    }
    assert_eq!(toml.tables.len(), csv.tables.len());
    assert!(workspace(&csv) == workspace(&toml));
}

/// What a slot says, by ids that the folder and the tables share.
fn told(problem: &Problem, found: &Found) -> Vec<String> {
    found
        .slots
        .iter()
        .map(|slot| {
            let who: Vec<String> = slot
                .attending
                .iter()
                .map(|a| format!("{} {:?}", problem.member(a.member).id, a.ground))
                .collect();
            format!("{} {:?} {}", slot.start, slot.state, who.join(", "))
        })
        .collect()
}

#[test]
fn every_norfolk_team_has_quorate_slots_and_the_bare_folder_gives_the_same() {
    let tables = workspace(&files("fixtures/norfolk"));
    let book = feeds(&tables, "fixtures/norfolk");
    assert_eq!(tables.meetings.len(), 6);
    for (team, meeting) in (1..).zip(&tables.meetings) {
        let (problem, found) = search(&tables, meeting, &book);
        assert_eq!(found.slots[0].state, State::Quorate, "team {team}");

        let folder = format!("fixtures/norfolk/team-{team}");
        let bare = workspace(&files(&folder));
        let mut columns = vec![
            ("duration", "90m".to_owned()),
            ("from", "2026-11-30".to_owned()),
            ("by", "2026-12-18".to_owned()),
            ("agencies", "3".to_owned()),
            ("seats", "social-worker".to_owned()),
            ("seats", "any 1 of health-visitor,school-nurse".to_owned()),
        ];
        // Everybody else in the folder, at the level at which the tables have them.
        for seat in &meeting.seats[2..] {
            let role = &tables.role(seat.roles[0]).id;
            columns.push(("seats", format!("preferred: {role}")));
        }
        let columns: Vec<(&str, &str)> = columns.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let (stated, _) = read_meeting(&bare, &meeting.reference, &columns)
            .unwrap_or_else(|faults| panic!("{faults:?}"));
        let (bare_problem, bare_found) = search(&bare, &stated, &feeds(&bare, &folder));
        assert_eq!(
            told(&problem, &found),
            told(&bare_problem, &bare_found),
            "team {team}"
        );
    }
}

#[test]
fn a_generated_authority_is_a_workspace_with_ten_full_pools() {
    let wanted = quorate::synth::Authority {
        contacts: 40,
        events_per_feed: 20,
        ..quorate::synth::Authority::default()
    };
    let mut files = Files::default();
    for (path, bytes) in quorate::synth::authority(&wanted) {
        if path.ends_with(".ics") {
            files.feeds.push(path);
        } else {
            files.tables.insert(path, bytes);
        }
    }
    let workspace = workspace(&files);
    assert_eq!(workspace.contacts.len(), 40);
    let [meeting] = workspace.meetings.as_slice() else {
        panic!("one meeting");
    };
    assert_eq!(meeting.seats.len(), 10);
    assert!(meeting.seats.iter().all(|seat| seat.named.len() == 4));
    let agencies: std::collections::BTreeSet<_> =
        workspace.contacts.iter().map(|c| c.agency).collect();
    assert_eq!(agencies.len(), 12);
}
