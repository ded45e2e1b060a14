//! `quorate new` and `quorate answer` on real folders.
#![cfg(feature = "cli")]

use clap::Parser;
use quorate::cli::answer::{self, AnswerArgs};
use quorate::cli::new::{self, NewArgs};
use quorate::edge::{read_folder, write_atomically};
use quorate::input::{ReadOptions, Warning, read_workspace};
use quorate::model::{Reply, Workspace};
use quorate::time::Instant;
use std::fs;
use std::path::Path;

#[derive(Parser)]
struct Answer {
    #[command(flatten)]
    args: AnswerArgs,
}

const NOW: &str = "2026-11-23T09:00:00Z";

fn make(folder: &Path) -> Result<new::Created, Vec<String>> {
    new::run(&NewArgs {
        folder: folder.to_owned(),
        now: Instant::parse_rfc3339(NOW),
    })
}

fn read(folder: &Path) -> (Workspace, Vec<Warning>) {
    let files = read_folder(folder).expect("the folder is there");
    read_workspace(&files, &ReadOptions::default()).expect("no fault")
}

fn say(folder: &Path, words: &[&str]) -> Result<answer::Recorded, Vec<String>> {
    let folder = folder.to_str().expect("a Unicode path");
    let line = ["answer", folder, "--now", NOW].into_iter();
    let parsed = Answer::try_parse_from(line.chain(words.iter().copied()));
    answer::run(&parsed.map_err(|error| vec![error.to_string()])?.args)
}

#[test]
fn a_new_workspace_reads_back_without_fault_or_warning() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("case");
    make(&folder).expect("written");
    let (workspace, warnings) = read(&folder);
    assert_eq!(warnings, []);
    assert_eq!(workspace.contacts.len(), 2);
    assert_eq!(workspace.venues.len(), 2);
    assert_eq!(workspace.meetings.len(), 2);
    // The answers of the two overlap on the fifth working day, long enough for the first meeting.
    let [one, other] = workspace.answers.as_slice() else {
        panic!("two answers");
    };
    let both = one.interval.intersect(other.interval).expect("an overlap");
    assert_eq!(both.start().to_string(), "2026-11-30T10:00:00Z");
    assert_eq!(both.end().to_string(), "2026-11-30T12:30:00Z");
    assert!(workspace.meetings[0].duration_minutes <= 150);
    for table in ["people.csv", "venues.csv", "meetings.csv", "answers.csv"] {
        let bytes = fs::read(folder.join(table)).expect("written");
        assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "{table}");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert_eq!(text.lines().count(), 3, "{table}: a header and two rows");
    }
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("notes.txt"), "mine").expect("written");
    let refusal = make(place.path()).expect_err("refused");
    let expected = format!(
        "{}: the folder is not empty; name a new one",
        place.path().display()
    );
    assert_eq!(refusal, [expected]);
    assert_eq!(fs::read_dir(place.path()).expect("there").count(), 1);
}

#[test]
fn an_answer_is_one_more_row_and_nothing_else_changes() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("case");
    make(&folder).expect("written");
    let table = folder.join("answers.csv");
    let before = fs::read_to_string(&table).expect("there");
    let words = [
        "--who",
        "D Okafor",
        "--ref",
        "example-1",
        "--from",
        "8 December 2026",
        "--cannot",
        "--how",
        "=phone, twice",
        "--by",
        "AB",
    ];
    let recorded = say(&folder, &words).expect("recorded");
    assert_eq!(
        recorded.to_string(),
        format!(
            "okafor cannot 8 December 2026, for EXAMPLE-1: written to {}",
            table.display()
        )
    );
    let after = fs::read_to_string(&table).expect("there");
    assert_eq!(
        after.strip_prefix(&before),
        Some(
            "okafor,EXAMPLE-1,8 December 2026,,cannot,\"'=phone, twice\",AB,2026-11-23T09:00:00Z\r\n"
        )
    );
    let (workspace, _) = read(&folder);
    let last = workspace.answers.last().expect("an answer");
    assert_eq!(
        (last.reply, last.how.as_str()),
        (Reply::Cannot, "=phone, twice")
    );
    assert_eq!(last.interval.start().to_string(), "2026-12-08T00:00:00Z");
    assert_eq!(last.interval.end().to_string(), "2026-12-09T00:00:00Z");
    // No temporary file stays behind.
    let names = fs::read_dir(&folder).expect("there");
    let names = names.map(|entry| entry.expect("readable").file_name());
    assert!(
        !names
            .into_iter()
            .any(|name| name.to_string_lossy().ends_with(".tmp"))
    );
}

#[test]
fn an_answer_makes_its_table_and_fits_into_the_columns_of_an_old_one() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    fs::create_dir(folder.join("csc")).expect("made");
    fs::write(folder.join("csc/social-worker.okafor.ics"), "").expect("written");
    say(
        folder,
        &[
            "--who",
            "okafor",
            "--from",
            "2026-12-08 10:00",
            "--to",
            "12:00",
            "--can",
        ],
    )
    .expect("recorded");
    assert_eq!(
        fs::read_to_string(folder.join("answers.csv")).expect("there"),
        "\u{FEFF}who,ref,from,to,answer,how,recorded_by,recorded_at\r\n\
         social-worker.okafor,,2026-12-08 10:00,12:00,can,,,2026-11-23T09:00:00Z\r\n"
    );
    // Semicolons, other names and order, an unknown column, no line end, Windows-1252.
    let old = b"Said;Person;Start;Ends;Caf\xE9\nyes;social-worker.okafor;01/12/2026;02/12/2026;x";
    fs::write(folder.join("answers.csv"), old).expect("written");
    say(
        folder,
        &["--who", "okafor", "--from", "2026-12-08", "--if-need-be"],
    )
    .expect("recorded");
    assert_eq!(
        fs::read_to_string(folder.join("answers.csv")).expect("there"),
        "\u{FEFF}Said;Person;Start;Ends;Café\nyes;social-worker.okafor;01/12/2026;02/12/2026;x\r\n\
         if-need-be;social-worker.okafor;2026-12-08;;\r\n"
    );
    // A value that the file has no column for would be lost, and is refused.
    let refusal = say(
        folder,
        &[
            "--who",
            "okafor",
            "--from",
            "2026-12-08",
            "--can",
            "--how",
            "phone",
        ],
    );
    assert_eq!(
        refusal.expect_err("refused"),
        ["answers.csv: there is no column how; add it"]
    );
}

#[test]
fn an_answer_goes_into_toml_where_the_answers_are_toml() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    fs::write(folder.join("social-worker.okafor.ics"), "").expect("written");
    fs::write(folder.join("answers.toml"), "# mine").expect("written");
    say(
        folder,
        &[
            "--who",
            "okafor",
            "--from",
            "2026-12-08",
            "--can",
            "--by",
            "A \"B\"",
        ],
    )
    .expect("recorded");
    assert_eq!(
        fs::read_to_string(folder.join("answers.toml")).expect("there"),
        "# mine\n\n[[answer]]\nwho = \"social-worker.okafor\"\nfrom = \"2026-12-08\"\nanswer = \"can\"\n\
         recorded_by = 'A \"B\"'\nrecorded_at = \"2026-11-23T09:00:00Z\"\n"
    );
    let (workspace, _) = read(folder);
    assert_eq!(workspace.answers.len(), 1);
    let inline = "answer = [{ who = \"okafor\", from = 2026-12-08, answer = \"no\" }]\n";
    fs::write(folder.join("answers.toml"), inline).expect("written");
    let refusal = say(
        folder,
        &["--who", "okafor", "--from", "2026-12-08", "--can"],
    );
    assert!(refusal.is_err());
    assert_eq!(
        fs::read_to_string(folder.join("answers.toml")).expect("there"),
        inline
    );
}

#[test]
fn an_answer_of_nobody_for_no_meeting_is_refused_whole() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("case");
    make(&folder).expect("written");
    let before = fs::read(folder.join("answers.csv")).expect("there");
    let words = [
        "--who",
        "okafer",
        "--ref",
        "EXAMPLE-3",
        "--from",
        "12/25/2026",
        "--can",
    ];
    assert_eq!(
        say(&folder, &words).expect_err("refused"),
        [
            "--from: \"12/25/2026\" puts the month first; dates are read day first: write 25/12/2026",
            "--ref: meeting \"EXAMPLE-3\" is not in the meetings table; add it there or write one of: EXAMPLE-1, EXAMPLE-2",
            "--who: contact \"okafer\" is not in the people table; add it there or write one of: okafor, j.marsh",
        ]
    );
    assert_eq!(fs::read(folder.join("answers.csv")).expect("there"), before);
}

#[test]
fn a_folder_is_listed_without_opening_its_feeds() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    let put = |path: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("inside")).expect("made");
        fs::write(path, "id,agency\n").expect("written");
    };
    for path in [
        "gp.elm.ICS",
        "csc/social-worker.okafor.ics",
        "csc/.hidden.x.ics",
        ".git/a.b.ics",
        "csc/deeper/dsl.x.ics",
        "csc/notes.txt",
        "feeds/okafor.ics",
        "feeds/csc/deep/lee.ifb",
    ] {
        put(path);
    }
    let bare = read_folder(folder).expect("there");
    assert_eq!(
        bare.feeds,
        [
            "csc/social-worker.okafor.ics",
            "feeds/okafor.ics",
            "gp.elm.ICS"
        ]
    );
    assert!(bare.is_bare() && bare.tables.is_empty());
    put("people.csv");
    put("people.old.csv");
    let tables = read_folder(folder).expect("there");
    assert_eq!(tables.feeds, ["feeds/csc/deep/lee.ifb", "feeds/okafor.ics"]);
    let names: Vec<&String> = tables.tables.keys().collect();
    assert_eq!(names, ["people.csv"]);
    let nowhere = folder.join("nowhere");
    assert_eq!(
        read_folder(&nowhere).expect_err("absent").to_string(),
        format!("{}: there is no such folder", nowhere.display())
    );
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("plan.json");
    write_atomically(&path, b"one").expect("written");
    write_atomically(&path, b"two").expect("written");
    assert_eq!(fs::read(&path).expect("there"), b"two");
    // A folder in the way of the new name: the old content stays, and so does nothing else.
    let blocked = place.path().join("folder");
    fs::create_dir(&blocked).expect("made");
    fs::write(blocked.join("x"), "").expect("written");
    assert!(write_atomically(&blocked, b"three").is_err());
    assert!(write_atomically(&place.path().join("nowhere/plan.json"), b"x").is_err());
    assert_eq!(fs::read_dir(place.path()).expect("there").count(), 2);
}

#[test]
fn answers_in_a_bare_folder_may_be_for_a_meeting_that_flags_state() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("social-worker.okafor.ics"), "").expect("written");
    let words = [
        "--who",
        "okafor",
        "--ref",
        "CP-9",
        "--from",
        "2026-12-08",
        "--can",
    ];
    let recorded = say(folder.path(), &words).expect("recorded");
    let told = "meeting \"CP-9\" stands in no table; the answer counts where find is run with --ref \"CP-9\"";
    assert_eq!(recorded.warnings, [format!("--ref: {told}")]);
    assert_eq!(recorded.rows[0].reference, "CP-9");
    // The next command has nothing to remark on.
    let again = say(
        folder.path(),
        &["--who", "okafor", "--from", "2026-12-09", "--can"],
    );
    assert_eq!(again.expect("recorded").warnings, Vec::<String>::new());
}
