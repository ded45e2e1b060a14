//! `quorate invite` from arguments to files, and samples for the programs of others.

mod invite_case;

use clap::Parser;
use invite_case::*;
use quorate::cli::invite::{InviteArgs, InviteError, run};
use quorate::edge::outbox::OutboxError;
use quorate::input::embedded_rules;
use quorate::model::{ArrangedPart, VenueId, Workspace};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    invite: InviteArgs,
}

fn args(out: &Path, more: &[&str]) -> InviteArgs {
    let out = out.to_str().expect("a plain path");
    let mut words = vec!["invite", "case", "-o", out];
    words.extend(more);
    Command::try_parse_from(words)
        .expect("good arguments")
        .invite
}

fn invite(workspace: &Workspace, out: &Path, more: &[&str]) -> Result<String, InviteError> {
    run(&args(out, more), workspace, instant("2026-11-23T09:00:00Z"))
}

/// Every file of a folder and below, by its name there.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        for entry in std::fs::read_dir(path).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("a name");
            let name = format!("{prefix}{name}");
            if entry.path().is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else {
                found.insert(name, std::fs::read(entry.path()).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn files_are_written_and_an_occupied_folder_is_left_alone() {
    let workspace = workspace();
    let temporary = tempfile::tempdir().expect("a folder");
    let out = temporary.path().join("a/out");
    let text = invite(&workspace, &out, &[]).expect("written");
    assert!(text.contains("invite-02-father.ics"));
    let first = contents(&out);
    assert_eq!(
        first.len(),
        19,
        "seven messages and as many mails, a letter, the organiser's copy, the pack of three: nothing temporary"
    );
    assert!(first["organizer-copy.ics"].starts_with(b"BEGIN:VCALENDAR\r\n"));

    // The same again is no conflict, another content is.
    invite(&workspace, &out, &[]).expect("the same files");
    let refused = invite(&workspace, &out, &["--hold"]).expect_err("other contents");
    assert!(matches!(
        refused,
        InviteError::Outbox(OutboxError::Occupied(_))
    ));
    assert_eq!(contents(&out), first);
    std::fs::write(out.join("notes.txt"), "mine").expect("written");
    invite(&workspace, &out, &[]).expect_err("a file that is not ours");
    let text = invite(&workspace, &out, &["--hold", "--force"]).expect("forced");
    assert!(text.ends_with("\nAlso in the folder, not from this run; do not send: notes.txt\n"));
    assert_ne!(
        contents(&out)["invite-01-chair.ics"],
        first["invite-01-chair.ics"]
    );
    let list = invite(&workspace, &out, &["--hold", "--force", "--json"]).expect("forced");
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["left_over"][0], "notes.txt");
}

#[test]
fn a_folder_that_cannot_be_written_gets_nothing() {
    let temporary = tempfile::tempdir().expect("a folder");
    let file = temporary.path().join("file");
    std::fs::write(&file, "mine").expect("written");
    let refused = invite(&workspace(), &file, &["--force"]).expect_err("a file, no folder");
    assert!(matches!(
        refused,
        InviteError::Outbox(OutboxError::System(..))
    ));
    assert_eq!(std::fs::read(&file).expect("still there"), b"mine");
    // One name is taken by a folder: nothing is half done.
    let out = temporary.path().join("out");
    std::fs::create_dir_all(out.join("report-03-gp.txt")).expect("made");
    invite(&workspace(), &out, &["--force"]).expect_err("a folder in the way");
    assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), 1);
}

#[test]
fn what_is_asked_for_must_be_clear() {
    let temporary = tempfile::tempdir().expect("a folder");
    let out = temporary.path().join("out");
    let message = |workspace: &Workspace, more: &[&str]| {
        invite(workspace, &out, more)
            .expect_err("refused")
            .to_string()
    };
    let mut case = workspace();
    assert_eq!(
        message(&case, &["--ref", "CP-1"]),
        "meeting \"CP-1\" is not arranged; choose a slot for it first (quorate find FOLDER --ref CP-1 --choose N), or write \
         one of: CP-2041"
    );
    assert_eq!(
        message(&case, &["--organizer", "Sam"]),
        "the organizer is no mail address that calendars can answer to; write it like sam@council.example.org or \"Sam \
         Okafor <sam@council.example.org>\""
    );
    let mut second = case.arrangements[0].clone();
    second.reference = "CP-2042".to_owned();
    case.arrangements.push(second);
    assert_eq!(
        message(&case, &[]),
        "several meetings are arranged; add --all, or --ref with one of: CP-2041, CP-2042"
    );
    case.defaults.organizer = None;
    assert_eq!(
        message(&case, &["--ref", "CP-2042"]),
        "nobody is named who invites; add --organizer ADDRESS, or organizer = \"ADDRESS\" under [defaults] in quorate.toml"
    );
    case.arrangements[0].uid.clear();
    assert!(message(&case, &["--ref", "CP-2041"]).starts_with("meeting \"CP-2041\" has no uid in"));
    case.arrangements.clear();
    assert!(message(&case, &[]).starts_with("no meeting is arranged yet"));
    assert!(!out.exists(), "nothing was made");
}

/// Writes invitations of every shape where `QUORATE_SAMPLES` names a folder, for `.ci/interop.sh` to show them to parsers
/// and mail programs that are not ours; without it, into a folder that is thrown away.
#[test]
fn samples_for_other_programs() {
    let temporary = tempfile::tempdir().expect("a folder");
    let named = std::env::var_os("QUORATE_SAMPLES").map(std::path::PathBuf::from);
    let out = named.unwrap_or(temporary.path().to_owned());
    let write = |name: &str, workspace: &Workspace, more: &[&str]| {
        let mut more = more.to_vec();
        more.push("--force");
        invite(workspace, &out.join(name), &more).expect("written");
        assert!(contents(&out.join(name)).len() > 1);
    };
    let mut case = workspace();
    write("first", &case, &[]);
    write("hold", &case, &["--hold"]);
    case.arrangements[0].sequence = 1;
    write("update", &case, &["--now", "2026-11-24T09:00:00Z"]);

    // With the agenda of a type.
    let mut typed = workspace();
    typed.rules = embedded_rules().clone();
    typed.meetings[0].types = vec!["icpc".to_owned()];
    typed.meetings[0].agenda = Some("conference".to_owned());
    write("typed", &typed, &[]);
    let texts = contents(&out.join("typed"))
        .into_values()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(texts.filter(|text| text.contains("Agenda:")).count() > 1);

    // Names and places with every kind of letter that has a meaning in a line.
    let hostile = "x\r\nATTENDEE:mailto:evil@example.org\r\nEND:VEVENT\n;:,\\\"^n 😀é\u{2028}\u{0}";
    let mut hard = workspace();
    for contact in &mut hard.contacts {
        contact.name = format!("{hostile}{}", "long ".repeat(40));
    }
    hard.venues[0].name = hostile.to_owned();
    hard.arrangements[0].reference = "R-1; \"x\", \\ 😀".to_owned();
    hard.meetings[0].reference = hard.arrangements[0].reference.clone();
    write("hostile", &hard, &[]);

    // Zones with other rules, without rules, and such as only UTC is right for.
    for (name, zone) in [
        ("paris", "Europe/Paris"),
        ("new-york", "America/New_York"),
        ("sydney", "Australia/Sydney"),
        ("kolkata", "Asia/Kolkata"),
        ("santiago", "America/Santiago"),
        ("utc", "UTC"),
    ] {
        let mut elsewhere = workspace();
        elsewhere.defaults.zone = zone.to_owned();
        write(name, &elsewhere, &[]);
    }

    // In summer, across rooms, over midnight.
    let mut summer = workspace();
    let night = interval("2027-06-30T20:30:00Z", "2027-06-30T23:30:00Z");
    let arranged = &mut summer.arrangements[0];
    arranged.interval = night;
    arranged.parts = vec![ArrangedPart {
        interval: night,
        venue: Some(VenueId(1)),
    }];
    for attendance in &mut arranged.attending {
        attendance.present = vec![night];
    }
    write("summer", &summer, &[]);
}
