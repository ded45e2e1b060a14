//! `quorate reduce` as an agency runs it: files and folders, what is refused, what is told.

mod common;

use common::*;
use std::fs;
use std::path::PathBuf;

/// Two diaries in a tree, one of them with an entry for a person of another zone.
fn diaries() -> Case {
    let case = Case::new();
    case.write("ana.ics", feed(&[("20261201T100000Z", "20261201T110000Z")]));
    case.write(
        "team/ben.ICS",
        feed(&[("20261202T100000Z", "20261202T110000Z")]),
    );
    case.write("team/notes.txt", "not a calendar");
    case.write(".hidden.ics", "not to be read");
    case
}

#[test]
fn a_folder_keeps_its_tree_and_each_file_is_told_in_numbers() {
    let case = diaries();
    let ran = case.run(&["reduce", "case", "out/public"]).exits(0);
    assert_eq!(
        ran.out,
        "\
case/ana.ics → out/public/ana.ics
  Published: 2 busy periods, 0 tentative, from Mon 23 November 2026 until Sun 31 January 2027, 23:30.
  Left behind: titles of 2 events; all identifiers and other texts.
case/team/ben.ICS → out/public/team/ben.ICS
  Published: 2 busy periods, 0 tentative, from Mon 23 November 2026 until Sun 31 January 2027, 23:30.
  Left behind: titles of 2 events; all identifiers and other texts.
"
    );
    assert_eq!(ran.err, "");
    let written: Vec<String> = files(&case.root().join("out")).into_keys().collect();
    assert_eq!(written, ["public/ana.ics", "public/team/ben.ICS"]);
    // The same again is the same, and the JSON says the same.
    let before = case.everything();
    let json = case
        .run(&["reduce", "case", "out/public", "--json"])
        .exits(0)
        .json();
    assert_eq!(case.everything(), before);
    assert_eq!(json["format"], "quorate-reduce/1");
    assert_eq!(
        json["files"][0]["known"],
        serde_json::json!(["2026-11-23T00:00:00Z", "2027-01-31T23:30:00Z"])
    );
    assert_eq!(
        (
            &json["files"][1]["busy"],
            &json["files"][1]["left_behind"]["titles"]
        ),
        (&2.into(), &2.into())
    );
}

#[test]
fn one_file_goes_to_a_file_a_folder_or_standard_output() {
    let case = diaries();
    case.run(&["reduce", "case/ana.ics", "new/ana.ifb"])
        .exits(0);
    fs::create_dir(case.root().join("there")).expect("a folder");
    case.run(&["reduce", "case/ana.ics", "there"]).exits(0);
    let ran = case.run(&["reduce", "case/ana.ics", "-"]).exits(0);
    let read = |path: &str| fs::read_to_string(case.root().join(path)).expect("written");
    assert_eq!(read("new/ana.ifb"), ran.out);
    assert_eq!(read("there/ana.ics"), ran.out);
    assert!(
        ran.err.contains("Left behind: titles of 2 events"),
        "{}",
        ran.err
    );
}

#[test]
fn twelve_months_from_today_are_published_unless_other_dates_are_given() {
    let case = diaries();
    let period = |more: &[&str]| -> Vec<String> {
        let mut words = vec!["reduce", "case/ana.ics", "-"];
        words.extend(more);
        let ran = case.run(&words).exits(0);
        let lines = ran
            .out
            .lines()
            .filter(|line| line.starts_with("DTSTART:") || line.starts_with("DTEND:"));
        lines.map(str::to_owned).collect()
    };
    // The diary itself is known to its last entry only; the agency may vouch for more.
    assert_eq!(
        period(&[]),
        ["DTSTART:20261123T000000Z", "DTEND:20270131T233000Z"]
    );
    assert_eq!(
        period(&["--known-until", "2029-12-31"]),
        ["DTSTART:20261123T000000Z", "DTEND:20271123T000000Z"]
    );
    assert_eq!(
        period(&[
            "--from",
            "2026-12-01",
            "--to",
            "2026-12-02",
            "--tz",
            "Europe/Paris"
        ]),
        ["DTSTART:20261130T230000Z", "DTEND:20261202T230000Z"]
    );
}

#[test]
fn an_old_file_is_known_no_further_than_when_it_was_saved() {
    let case = Case::new();
    case.write(
        "old.ics",
        calendar(&event("a", "20261001T100000Z", "20261001T110000Z")),
    );
    let file = fs::File::options()
        .write(true)
        .open(case.folder().join("old.ics"))
        .expect("written");
    // 1 November, 9 o'clock.
    let saved = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_793_523_600);
    file.set_modified(saved).expect("a time can be set");
    let ran = case.run(&["reduce", "case/old.ics", "-"]).exits(0);
    assert!(
        ran.out.contains("\r\nDTEND:20261129T090000Z\r\n"),
        "{}",
        ran.out
    );
}

#[test]
fn a_refused_diary_is_told_the_others_are_written_and_what_was_there_stays() {
    let case = diaries();
    case.run(&["reduce", "case", "out"]).exits(0);
    let before = fs::read(case.root().join("out/ana.ics")).expect("written");
    case.write("ana.ics", "<html>log in</html>");
    case.write("none.ics", "");
    case.remove("team/ben.ICS");
    case.write("team/cat.ics", feed(&[]));
    let ran = case.run(&["reduce", "case", "out"]).exits(2);
    let told: Vec<&str> = ran.err.lines().collect();
    assert!(
        told[0].starts_with("quorate: case/ana.ics: this is a web page"),
        "{}",
        ran.err
    );
    assert!(
        told[1].starts_with("quorate: case/none.ics: the file is empty"),
        "{}",
        ran.err
    );
    assert!(
        told[2].starts_with("quorate: out/team/ben.ICS: there is no diary for it any more"),
        "{}",
        ran.err
    );
    assert_eq!(told.len(), 3);
    assert!(
        ran.out.starts_with("case/team/cat.ics → out/team/cat.ics"),
        "{}",
        ran.out
    );
    assert_eq!(
        fs::read(case.root().join("out/ana.ics")).expect("there"),
        before
    );
    assert!(!case.root().join("out/none.ics").exists());
}

#[test]
fn diaries_are_never_written_over_nor_published_by_mistake() {
    let case = diaries();
    let before = case.everything();
    for (words, fact) in [
        (["case", "case"], "case lies in the folder of the diaries"),
        (
            ["case", "case/public"],
            "case/public lies in the folder of the diaries",
        ),
        (["case", "."], ". holds the folder of the diaries"),
        (
            ["case/team", "case"],
            "case holds the folder of the diaries",
        ),
        (
            ["case", "case/ana.ics"],
            "case/ana.ics is a file, and a folder is read",
        ),
        (
            ["case/ana.ics", "case/ana.ics"],
            "case/ana.ics: this is the diary itself",
        ),
        (
            ["case/ana.ics", "case"],
            "case/ana.ics: this is the diary itself",
        ),
        (
            ["case/ana.ics", "case/team/../ana.ics"],
            "this is the diary itself",
        ),
        (["case", "-"], "a folder does not go to standard output"),
        (
            ["nowhere.ics", "out.ics"],
            "nowhere.ics: there is no such file",
        ),
    ] {
        let ran = case.run(&["reduce", words[0], words[1]]).exits(2);
        assert!(
            ran.err.contains(fact) && ran.out.is_empty(),
            "{words:?}: {}",
            ran.err
        );
        assert_eq!(case.everything(), before, "{words:?}");
    }
    case.run(&["reduce", "case/ana.ics", "-", "--json"])
        .exits(2);
    for bad in [
        ["--tz", "Mars/Base"],
        ["--to", "2020-01-01"],
        ["--from", "1/2/26"],
        ["--known-until", "x"],
    ] {
        case.run(&["reduce", "case", "out", bad[0], bad[1]])
            .exits(2);
    }
    assert_eq!(case.everything(), before);
}

#[cfg(unix)]
#[test]
fn links_lead_to_the_same_diary_and_what_is_published_can_be_read_by_others() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let case = diaries();
    symlink("case", case.root().join("link")).expect("a link");
    symlink("case/ana.ics", case.root().join("ana-link.ics")).expect("a link");
    for words in [
        ["case", "link/public"],
        ["link", "case"],
        ["case/ana.ics", "ana-link.ics"],
        ["link/ana.ics", "case/ana.ics"],
    ] {
        case.run(&["reduce", words[0], words[1]]).exits(2);
    }
    // As any new file, and as it was where somebody has set it.
    let mode = |path: &str| {
        fs::metadata(case.root().join(path))
            .expect("there")
            .permissions()
            .mode()
            & 0o777
    };
    fs::write(case.root().join("usual"), "").expect("written");
    case.run(&["reduce", "case/ana.ics", "out.ics"]).exits(0);
    assert_eq!(mode("out.ics"), mode("usual"));
    fs::set_permissions(
        case.root().join("out.ics"),
        fs::Permissions::from_mode(0o640),
    )
    .expect("set");
    case.run(&["reduce", "case/ana.ics", "out.ics"]).exits(0);
    assert_eq!(mode("out.ics"), 0o640);
}

/// Writes busy time of every fixture's feeds where `QUORATE_SAMPLES` names a folder, for `.ci/interop.sh` to show it to parsers that
/// are not ours; without it, into a folder that is thrown away.
#[test]
fn samples_for_other_programs() {
    let temporary = tempfile::tempdir().expect("a folder");
    let named = std::env::var_os("QUORATE_SAMPLES").map(PathBuf::from);
    let out = named.unwrap_or(temporary.path().to_owned());
    for fixture in ["first-conference", "norfolk"] {
        let case = Case::fixture(fixture);
        for form in ["freebusy", "blocks"] {
            let to = out.join(format!("{form}-{fixture}"));
            let to = to.to_str().expect("a plain path");
            let ran = case
                .run(&[
                    "reduce",
                    "case",
                    to,
                    "--form",
                    form,
                    "--known-until",
                    "2027-03-31",
                ])
                .exits(0);
            assert!(ran.out.lines().count() >= 12, "{}", ran.out);
        }
    }
}

/// An entry that is lost on the way to what is published makes its owner seem free: nobody downstream could see it, so it is told here.
#[test]
fn an_entry_that_cannot_be_read_is_told_to_whoever_publishes() {
    let case = Case::new();
    let events = event("a", "someday", "20261201T110000Z").replace("SUMMARY", "X-SUMMARY")
        + &event("b", "20261202T100000Z", "20261202T110000Z");
    case.write("ana.ics", calendar(&events));
    for words in [
        ["reduce", "case/ana.ics", "out.ics"].as_slice(),
        &[
            "freebusy",
            "case/ana.ics",
            "--from",
            "2026-12-01",
            "--to",
            "2026-12-04",
            "--format",
            "ics",
        ],
    ] {
        let ran = case.run(words).exits(0);
        assert!(
            ran.err.contains("1 entry has no start that can be read"),
            "{}",
            ran.err
        );
        assert!(!ran.err.contains("someday"), "{}", ran.err);
    }
}
