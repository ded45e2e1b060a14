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

#[test]
fn all_that_is_still_to_come_in_a_folder_each() {
    let mut case = workspace();
    for (reference, uid) in [("cp-2041", "two"), ("mail", "three"), ("=1+1", "four")] {
        let mut more = case.arrangements[0].clone();
        more.reference = reference.to_owned();
        more.uid = uid.to_owned();
        case.arrangements.push(more);
    }
    let mut past = case.arrangements[0].clone();
    past.reference = "old".to_owned();
    past.interval = interval("2026-11-02T10:00:00Z", "2026-11-02T11:00:00Z");
    case.arrangements.push(past);
    for contact in &mut case.contacts {
        contact.name = "+SUM(A1)".to_owned();
    }
    let temporary = tempfile::tempdir().expect("a folder");
    let out = temporary.path().join("out");
    let list = invite(&case, &out, &["--all", "--json"]).expect("written");
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["format"], "quorate-outbox/1");
    assert_eq!(list["meetings"].as_array().map(Vec::len), Some(4));
    assert_eq!(
        list["meetings"][0]["files"][0]["mail"],
        "CP-2041/mail/invite-01-chair.eml"
    );
    assert_eq!(
        list["meetings"][2]["outlook"]["text"],
        "outlook/ref-mail/meeting.txt"
    );
    let written = contents(&out);
    for name in [
        "CP-2041/invite-01-chair.ics",
        "cp-2041-2/mail/invite-06.eml",
        "ref-mail/organizer-copy.ics",
        "-1-1/letter-04-office.txt",
        "outlook/-1-1/meeting.ics",
    ] {
        assert!(written.contains_key(name), "{name}: {:?}", written.keys());
    }
    assert!(!written.keys().any(|name| name.contains("old")));

    // One table of all, in which no cell is a formula.
    let merge = String::from_utf8(written["outlook/merge.csv"].clone()).expect("UTF-8");
    let lines: Vec<&str> = merge.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 1 + 8 + 3 * 6);
    assert!(lines[0].starts_with("\u{feff}Reference,Send by,E-mail,Name,"));
    assert!(
        lines[21].starts_with("'=1+1,e-mail,zoe.novak@council.example.org,'+SUM(A1),invitation,")
    );
    assert!(lines[24].starts_with("'=1+1,letter or call,,'+SUM(A1),invitation,"));
    for line in &lines[1..] {
        assert!(
            line.split(',')
                .all(|cell| !cell.trim_matches('"').starts_with(['=', '+', '-', '@']))
        );
    }

    case.arrangements.drain(..4);
    let refused = invite(&case, &out, &["--all"]).expect_err("all past");
    assert!(matches!(refused, InviteError::AllPast));
}

#[test]
fn a_list_of_guests_is_refused_where_nobody_may_be_told() {
    let mut case = workspace();
    case.rules = embedded_rules().clone();
    case.meetings[0].types = vec!["marac".to_owned()];
    let temporary = tempfile::tempdir().expect("a folder");
    let out = temporary.path().join("out");
    for asked in ["roles", "full"] {
        let refused = invite(&case, &out, &["--guests", asked]).expect_err("sensitive");
        assert_eq!(
            refused.to_string(),
            "meeting \"CP-2041\" is of the highest sensitivity, and nobody may be told who else is asked to it; leave out \
             --guests"
        );
        assert!(!out.exists());
    }
    invite(&case, &out, &["--guests", "hidden"]).expect("what is told anyway");
}

#[test]
fn the_link_is_read_from_a_file() {
    let temporary = tempfile::tempdir().expect("a folder");
    let file = temporary.path().join("link.txt");
    let out = temporary.path().join("out");
    let with = |text: &[u8], more: &[&str]| {
        std::fs::write(&file, text).expect("written");
        let mut words = vec!["--join", file.to_str().expect("a plain path"), "--force"];
        words.extend(more);
        invite(&workspace(), &out, &words)
    };
    for good in [
        &b"https://meet.example.org/a?b=c"[..],
        b"\xef\xbb\xbf\r\n  https://meet.example.org/a?b=c  \r\nPasscode 12",
    ] {
        with(good, &[]).expect("written");
        let chair = contents(&out)["invite-01-chair.ics"].clone();
        let chair = String::from_utf8(chair)
            .expect("UTF-8")
            .replace("\r\n ", "");
        assert!(chair.contains("Join on line: https://meet.example.org/a?b=c\\n"));
        assert!(!chair.contains("Passcode"));
    }
    for bad in [
        &b""[..],
        b"meet.example.org/a",
        b"http://meet.example.org/a",
        b"https://",
        b"https://a b",
        b"https://a\"onclick=x",
        b"https://\xc3\xa9.example.org",
        b"javascript:alert(1)",
    ] {
        let refused = with(bad, &[]).expect_err("no link").to_string();
        assert!(refused.ends_with("link.txt: its first line is no link; write the whole of it, from https:// on, without spaces"));
    }
    let long = format!("https://meet.example.org/{}", "x".repeat(2000));
    with(long.as_bytes(), &[]).expect_err("too long");
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

    write("named", &typed, &["--guests", "full"]);
    let link = temporary.path().join("link.txt");
    std::fs::write(
        &link,
        format!("https://meet.example.org/{}", "j".repeat(240)),
    )
    .expect("written");
    write(
        "joined",
        &typed,
        &["--join", link.to_str().expect("a plain path")],
    );

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
