//! What stands in feeds stays in feeds: a word in every text of every feed, and the secret in a feed's address, are in no answer,
//! message or file of any command.

mod common;

use common::*;
use quorate::edge::book::Book;

/// Stands for the secret part of an address.
const TOKEN: &str = "TOKEN9f3";
const ADDRESS: &str = "https://example.org/private-TOKEN9f3/cal.ics";

/// The commands that a coordinator may run on a workspace, good and bad. `{out}` is a new folder each time.
fn commands(reference: &str) -> Vec<Vec<String>> {
    let find = ["find", "case", "--ref", reference];
    let with = |more: &[&str]| -> Vec<String> {
        find.iter()
            .chain(more)
            .map(|word| (*word).to_owned())
            .collect()
    };
    let words = |text: &str| -> Vec<String> {
        text.split(' ')
            .map(|word| word.replace("{ref}", reference))
            .collect()
    };
    vec![
        with(&[]),
        with(&["--json"]),
        with(&["--all"]),
        with(&["--all", "--json"]),
        with(&["--top", "50", "--grain", "5m"]),
        // Nothing fits: reasons are given.
        with(&["--from", "2026-12-05", "--by", "2026-12-06"]),
        with(&["--from", "2026-12-05", "--by", "2026-12-06", "--json"]),
        with(&["--heat", "--svg", "people.svg", "--html", "slots.html"]),
        with(&["--all", "--json", "--svg", "all.svg", "--html", "all.html"]),
        with(&["--choose", "1", "--json"]),
        with(&["--choose", "1"]),
        words("poll case --ref {ref} -o forms-1"),
        words("poll case --ref {ref} --slots 6 -o forms-2 --json"),
        with(&["--without", "social-worker", "--relax", "limit"]),
        with(&["--without", "r.whitlock", "--duration", "60m", "--json"]),
        with(&["--without", "nobody-of-that-name", "--relax", "quorum"]),
        words("why-not case --ref {ref} --at 2026-12-08T10:00"),
        words("why-not case --ref {ref} --at 2026-12-10T14:00"),
        words("why-not case --ref {ref} --at 2026-12-10T14:00 --json"),
        words("why-not case --ref {ref} --at 2026-12-03T09:07"),
        words("why-not case --ref {ref} --at 2026-12-06T03:00 --json"),
        words("why-not case --ref {ref} --at never"),
        words("why-not case --ref CP-0000 --at 2026-12-10T14:00"),
        words("doctor case"),
        words("doctor case --json"),
        words("actions case --ics tasks.ics --carry next.csv"),
        words("actions case --json --ref {ref}"),
        words("actions case/feeds/r.whitlock.ics"),
        words("actions case --ref CP-0000"),
        words("check case"),
        words("check case --json"),
        words("watch case"),
        words("watch case --json"),
        words("watch case --ref {ref} --chase-mails chase"),
        words("fetch case"),
        words("fetch case --json"),
        words("freebusy case/feeds case/team-1 --from 2026-12-01 --to 2026-12-31"),
        words("reduce case public"),
        // No book is kept here: with one, see below.
        words("replies case case/feeds --ref {ref}"),
        words("replies case --list --json"),
        words("reviews case --ref {ref}"),
        words("reviews case --ref {ref} --json"),
        words("reviews case --ref {ref} --format ics"),
        words("reviews icpc --trigger 2026-11-23 --case case --held 2026-12-01"),
        words("reviews pep --rule next --from 2026-11-12 --terms case/feeds/r.whitlock.ics"),
        words("reviews icpc --trigger 2026-11-23 --closures case/feeds/r.whitlock.ics"),
        words("reviews --cases case/feeds/r.whitlock.ics"),
        words("timeliness case/feeds/r.whitlock.ics"),
        words("timeliness case/meetings.csv --case case --json"),
        words("next case {ref} --held 2026-12-08 --slip slip.html"),
        words("next case {ref} --held 2026-12-08 --json --choose core-group=1"),
        words("rules --case case"),
        words("rules icpc --case case --json"),
        words("rules --to-adopt --case case"),
        words("invite case --ref {ref} -o out-1"),
        words("invite case --ref {ref} --hold -o out-2 --json"),
        words("invite case --all -o out-4 --guests full"),
        words("invite case --all -o out-5 --json"),
        words("invite case --ref {ref} -o out-6 --join case/feeds/r.whitlock.ics"),
        words(
            "plan case -o plan.json --csv plan.csv --html plan.html --ics diaries --effort quick",
        ),
        words("plan case --json --from-plan plan.json --effort quick -o plan-2.json"),
        words("plan case --from-plan case/feeds/r.whitlock.ics"),
        words("model case -o model.json"),
        words("diff plan.json plan-2.json --folder case"),
        words("diff case/arrangements.json plan.json --json"),
        words("diff case/feeds/r.whitlock.ics plan.json"),
        // As it stands now, with its own meeting arranged.
        with(&["--all"]),
        with(&["--json"]),
        // Bad use and bad values.
        with(&["--choose", "999"]),
        with(&["--by", "2020-01-01"]),
        with(&["--by", "12/25/2026"]),
        with(&["--tz", "Mars/Base"]),
        with(&["--seat", "nobody-has-this-role"]),
        with(&["--quorum", "99 agencies"]),
        with(&["--duration", "48h"]),
        with(&["--bogus"]),
        words("find case --ref CP-0000"),
        words("find nowhere"),
        words("answer case --who nobody-of-that-name --from 2026-12-08 --can"),
        words("answer case --who x --from 2026-12-08"),
        words("poll case --ref CP-0000 -o forms-3"),
        words("poll case --ref {ref} --slot never -o forms-3"),
        // A feed is no form, and none of its words may be told for it.
        words(
            "answer case --form case/feeds/r.whitlock.ics case/team-1/csc/social-worker.a-brightwell.ics",
        ),
        words("invite case --ref CP-0000 -o out-3"),
        words("invite case --ref {ref} -o out-1 --hold"),
        words("replace case --ref {ref} --who j.marsh"),
        words("replace case --ref {ref} --who r.whitlock --with nobody-of-that-name --json"),
        words("cancel case --ref CP-0000"),
        words("cancel case --ref {ref} --json"),
        words("new case"),
        // The quorum is set aside, and what came of it.
        words("waive case --ref {ref} --by chair --reason urgent"),
        words("outcome case --ref {ref} --held --by chair"),
        words("outcome case --ref {ref} --not-held --by chair --now 2027-03-01T09:00:00Z"),
        // In place of the one meeting a series, and one of its meetings alone.
        words("find case --ref {ref} --every 2w --times 3 --from 2026-11-30 --json"),
        words(
            "find case --ref {ref} --every 2w --times 3 --from 2026-11-30 --choose 1 --exceptions move",
        ),
        words("check case"),
        words("invite case --ref {ref} -o out-7"),
        words("find case --ref {ref}#2 --choose 1"),
        words("invite case --ref {ref}#2 -o out-8 --json"),
    ]
}

/// What a mail holds once it is decoded; nothing of other files.
fn parts_of_mail(name: &str, bytes: &[u8]) -> Vec<String> {
    if !name.ends_with(".eml") {
        return Vec::new();
    }
    let mail = mail_parser::MessageParser::default().parse(bytes);
    let parts = mail.expect("a mail").parts;
    assert!(parts.len() > 2, "{name}");
    parts
        .iter()
        .map(|part| String::from_utf8_lossy(part.contents()).replace("\r\n ", ""))
        .collect()
}

/// Runs a command and looks for `secret` in what it says and in every file that is not a feed of ours.
#[track_caller]
fn silent(case: &Case, words: &[&str], secret: &str, inputs: &[&str]) -> Ran {
    let ran = case.run(words);
    assert!(!ran.out.contains(secret), "{words:?}: {}", ran.out);
    assert!(!ran.err.contains(secret), "{words:?}: {}", ran.err);
    for (name, bytes) in case.everything() {
        let is_input =
            name.ends_with("README.md") || inputs.iter().any(|input| name.ends_with(input));
        let is_feed = name.starts_with("case/") && name.ends_with(".ics");
        if !is_input && !is_feed {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(secret), "{words:?}: {name}");
            for part in parts_of_mail(&name, &bytes) {
                assert!(!part.contains(secret), "{words:?}: {name}");
            }
        }
        assert!(!name.contains(secret), "{words:?}: {name}");
    }
    ran
}

fn run_all(case: &Case, reference: &str) {
    let people = case.read("people.csv");
    let somebody = people.lines().nth(1).and_then(|row| row.split(',').next());
    case.write(
        "actions.csv",
        format!(
            "number,ref,action,owner,due\n1,{reference},Ring the school,{},20/11/2026\n",
            somebody.expect("a person")
        ),
    );
    let mut codes = Vec::new();
    for words in commands(reference) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        codes.push(silent(case, &words, CANARY, &[]).code);
    }
    assert!(!codes.contains(&3), "{codes:?}");
    // The commands did what they are here for: answers, a choice, invitations, refusals.
    assert!(
        codes.iter().filter(|code| **code == 0).count() >= 10,
        "{codes:?}"
    );
    assert!(
        codes.iter().filter(|code| **code == 2).count() >= 10,
        "{codes:?}"
    );
    for out in ["out-1", "out-2", "out-7", "out-8"] {
        assert!(case.root().join(out).is_dir(), "{out}");
    }
}

/// A verb that is added has to be added here.
#[test]
fn every_verb_is_among_the_commands() {
    let help = program(&std::env::temp_dir(), &["--help"], &[])
        .exits(0)
        .out;
    let listed = help.split("Commands:").nth(1).expect("a list of verbs");
    let verbs: Vec<&str> = listed
        .lines()
        .skip(1)
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .collect();
    assert!(verbs.len() >= 10, "{verbs:?}");
    let tried = commands("CP-2041");
    for verb in verbs {
        assert!(tried.iter().any(|words| words[0] == verb), "{verb}");
    }
}

#[test]
fn no_text_of_a_feed_is_told_of_the_first_conference() {
    let case = Case::fixture("first-conference");
    run_all(&case, "CP-2041");
    for who in ["st-marks", "police-unit"] {
        let answer = [
            "answer",
            "case",
            "--who",
            who,
            "--ref",
            "CP-2041",
            "--from",
            "2026-12-08",
            "--can",
        ];
        assert_eq!(silent(&case, &answer, CANARY, &[]).code, 0);
        let json = [
            "answer",
            "case",
            "--who",
            who,
            "--from",
            "2026-12-10",
            "--if-need-be",
            "--json",
        ];
        assert_eq!(silent(&case, &json, CANARY, &[]).code, 0);
    }
}

#[test]
fn no_text_of_a_feed_is_told_of_norfolk() {
    let case = Case::fixture("norfolk");
    run_all(&case, "CP-2051");
    for number in 2..=6 {
        let reference = format!("CP-205{number}");
        for more in [["--all", "--json"], ["--choose", "1"]] {
            let words = ["find", "case", "--ref", &reference, more[0], more[1]];
            assert_eq!(silent(&case, &words, CANARY, &[]).code, 0);
        }
        let out = format!("out-{reference}");
        let words = ["invite", "case", "--ref", &reference, "-o", &out];
        assert_eq!(silent(&case, &words, CANARY, &[]).code, 0);
    }
    for team in 1..=6 {
        let folder = format!("case/team-{team}");
        let bare = [
            "find",
            &folder,
            "--duration",
            "90m",
            "--from",
            "2026-11-30",
            "--by",
            "2026-12-18",
            "--seat",
            "social-worker",
            "--all",
            "--heat",
            "--svg",
            "bare.svg",
            "--html",
            "bare.html",
        ];
        assert_eq!(silent(&case, &bare, CANARY, &[]).code, 0);
    }
}

/// Answers are read of whatever lies there, and only what is ours comes out: of calendars that are none, and of mails with the word in every
/// text. The book is searched too.
#[test]
fn no_text_of_an_answer_is_told_or_kept() {
    let case = Case::fixture("first-conference");
    let now = quorate::time::Instant::parse_rfc3339(common::NOW).expect("an instant");
    let path = Book::path(&case.folder(), None);
    Book::open_or_create(&path, &case.folder(), now).expect("a book");
    let event = "BEGIN:VEVENT\r\nUID:ZEUGMAFENCE\r\nSUMMARY:ZEUGMAFENCE CP-2041\r\nCOMMENT:ZEUGMAFENCE\r\nDTSTART:20261208T100000Z\r\n\
                 ORGANIZER;CN=ZEUGMAFENCE:mailto:conference.unit@council.example.org\r\n\
                 ATTENDEE;CN=ZEUGMAFENCE;PARTSTAT=ACCEPTED:mailto:j.marsh@health.example.net\r\nEND:VEVENT\r\n";
    for (number, method) in ["REPLY", "COUNTER", "REQUEST", "ZEUGMAFENCE"]
        .iter()
        .enumerate()
    {
        let calendar =
            calendar(event).replace("VERSION:2.0", &format!("VERSION:2.0\r\nMETHOD:{method}"));
        for (kind, body) in [
            ("text/calendar", calendar.as_str()),
            ("text/plain", "ZEUGMAFENCE"),
        ] {
            let mail = format!(
                "From: ZEUGMAFENCE <j.marsh@health.example.net>\r\nTo: x@y.example\r\nSubject: Accepted: ZEUGMAFENCE CP-2041\r\nMessage-ID: <ZEUGMAFENCE@x>\r\n\
                 MIME-Version: 1.0\r\nContent-Type: {kind}; name=ZEUGMAFENCE.ics\r\n\r\n{body}\r\n"
            );
            case.write(&format!("inbox/{number}-{}.eml", kind.len()), mail);
        }
    }
    case.write(
        "inbox/list.csv",
        "Name,Response\nZEUGMAFENCE,Accepted\nJoanne Marsh,ZEUGMAFENCE\n",
    );
    let inputs = [
        "0-13.eml", "1-13.eml", "2-13.eml", "3-13.eml", "0-10.eml", "1-10.eml", "2-10.eml",
        "3-10.eml", "list.csv",
    ];
    for (words, code) in [
        (
            &["replies", "case", "case/inbox", "--ref", "CP-2041"][..],
            1,
        ),
        (
            &[
                "replies",
                "case",
                "case/inbox",
                "--ref",
                "CP-2041",
                "--json",
            ],
            1,
        ),
        (&["replies", "case", "case/feeds"], 1),
        (&["replies", "case", "--list"], 1),
        (&["replies", "case", "--list", "--json"], 1),
        (&["replies", "case", "case/inbox"], 2),
    ] {
        assert_eq!(
            silent(&case, words, CANARY, &inputs).code,
            code,
            "{words:?}"
        );
    }
}

#[test]
fn no_text_of_a_feed_is_told_by_freebusy() {
    for fixture in ["first-conference", "norfolk"] {
        let case = Case::fixture(fixture);
        let names: Vec<String> = case
            .everything()
            .into_keys()
            .filter(|name| name.ends_with(".ics"))
            .collect();
        assert!(names.len() >= 4);
        for (number, name) in names.iter().enumerate() {
            // All forms say the same of a feed, so one of them in turn will do.
            let format = ["text", "json", "ics", "blocks"][number % 4];
            let words = [
                "freebusy",
                name,
                "--from",
                "2026-11-23",
                "--to",
                "2027-01-31",
                "--format",
                format,
            ];
            assert_eq!(silent(&case, &words, CANARY, &[]).code, 0);
        }
        let mut words = vec!["freebusy", "--from", "2026-11-23", "--to", "2027-01-31"];
        words.extend(names.iter().map(String::as_str));
        for form in ["text", "json", "ics", "blocks"] {
            let mut words = words.clone();
            words.extend(["--format", form]);
            assert_eq!(silent(&case, &words, CANARY, &[]).code, 0);
        }
        for bad in [["--tz", "Mars"], ["--format", "odd"], ["--now", "x"]] {
            let mut words = words.clone();
            words.extend(bad);
            assert_eq!(silent(&case, &words, CANARY, &[]).code, 2);
        }
    }
}

#[test]
fn no_text_of_a_feed_leaves_with_its_busy_time() {
    for fixture in ["first-conference", "norfolk"] {
        let case = Case::fixture(fixture);
        for (out, more) in [
            ("public-1", &["--form", "freebusy"][..]),
            ("public-2", &["--form", "blocks", "--json"]),
            (
                "public-2",
                &[
                    "--form",
                    "freebusy",
                    "--to",
                    "2027-06-30",
                    "--known-until",
                    "2027-06-30",
                ],
            ),
        ] {
            let mut words = vec!["reduce", "case", out];
            words.extend(more);
            assert_eq!(silent(&case, &words, CANARY, &[]).code, 0);
            assert!(case.root().join(out).is_dir());
        }
        let first = case
            .everything()
            .into_keys()
            .find(|name| name.ends_with(".ics"));
        let first = first.expect("a feed");
        assert_eq!(silent(&case, &["reduce", &first, "-"], CANARY, &[]).code, 0);
        // Refused: into the diaries themselves, and feeds that are none.
        assert_eq!(
            silent(&case, &["reduce", "case", "case/out"], CANARY, &[]).code,
            2
        );
        case.write("page.ics", "<html>ZEUGMAFENCE");
        assert_eq!(
            silent(&case, &["reduce", "case", "public-1"], CANARY, &[]).code,
            2
        );
    }
}

#[test]
fn a_damaged_feed_is_told_without_its_words() {
    // The word in every place where a reader stumbles, and may want to quote what it stumbled over.
    let damaged = [
        "DTSTART:ZEUGMAFENCE",
        "DTSTART;TZID=ZEUGMAFENCE/Nowhere:20261208T100000",
        "DTSTART;TZID=\"ZEUGMAFENCE:20261208T100000",
        "DTSTART;VALUE=ZEUGMAFENCE:20261208T100000",
        "DTSTART:20261208T100000Z\r\nRRULE:FREQ=ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nRRULE:FREQ=DAILY;BYDAY=ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nRRULE:FREQ=DAILY;UNTIL=ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nDTEND:ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nDURATION:ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nEXDATE:ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nRDATE;VALUE=PERIOD:ZEUGMAFENCE/ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nRECURRENCE-ID:ZEUGMAFENCE",
        "DTSTART:20261208T100000Z\r\nSTATUS:ZEUGMAFENCE\r\nTRANSP:ZEUGMAFENCE",
        "ZEUGMAFENCE",
        "ZEUGMAFENCE:ZEUGMAFENCE",
        "BEGIN:ZEUGMAFENCE\r\nEND:ZEUGMAFENCE",
        "BEGIN:ZEUGMAFENCE",
        "END:ZEUGMAFENCE",
    ];
    let event =
        |lines: &str| format!("BEGIN:VEVENT\r\nUID:ZEUGMAFENCE\r\n{lines}\r\nEND:VEVENT\r\n");
    let mut feeds: Vec<String> = damaged
        .iter()
        .map(|lines| calendar(&event(lines)))
        .collect();
    feeds.push(calendar(
        "BEGIN:VTIMEZONE\r\nTZID:ZEUGMAFENCE\r\nBEGIN:STANDARD\r\nTZOFFSETTO:ZEUGMAFENCE\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
    ));
    feeds.push(calendar(
        "X-WR-TIMEZONE:ZEUGMAFENCE\r\nX-WR-CALNAME:ZEUGMAFENCE\r\n",
    ));
    feeds.push("<html><title>ZEUGMAFENCE</title></html>".to_owned());
    feeds.push("ZEUGMAFENCE".to_owned());
    feeds.push("{\"error\": \"ZEUGMAFENCE\"}".to_owned());
    feeds.push("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:ZEUGMAFENCE".to_owned());
    let case = Case::fixture("first-conference");
    for (number, feed) in feeds.iter().enumerate() {
        case.write("feeds/r.whitlock.ics", feed);
        for words in [
            &["find", "case", "--ref", "CP-2041", "--all"][..],
            &[
                "find", "case", "--ref", "CP-2041", "--json", "--svg", "a.svg", "--html", "a.html",
            ],
            &[
                "freebusy",
                "case/feeds/r.whitlock.ics",
                "--from",
                "2026-12-01",
                "--to",
                "2026-12-31",
            ],
            &[
                "freebusy",
                "case/feeds/r.whitlock.ics",
                "--from",
                "2026-12-01",
                "--to",
                "2026-12-31",
                "--json",
            ],
            &["reduce", "case/feeds/r.whitlock.ics", "-"],
            &[
                "reduce",
                "case/feeds/r.whitlock.ics",
                "out.ics",
                "--form",
                "blocks",
                "--json",
            ],
        ] {
            let ran = silent(&case, words, CANARY, &[]);
            assert_ne!(ran.code, 3, "feed {number}: {words:?}");
        }
    }
}

/// A small workspace in which an address stands where `place` puts it.
fn with_address(place: &str, address: &str) -> Case {
    let case = Case::fixture("first-conference");
    match place {
        "people.csv" => case.edit("people.csv", "feeds/j.marsh.ics", address),
        "people.csv, one of two" => {
            let both = format!("\"feeds/j.marsh.ics; {address}\"");
            case.edit("people.csv", "feeds/j.marsh.ics", &both);
        }
        "venues.csv" => case.edit("venues.csv", "feeds/family-centre.ics", address),
        "people.toml" => {
            case.remove("people.csv");
            case.write(
                "people.toml",
                format!(
                    "[[person]]\nid = \"r.whitlock\"\nagency = \"csc\"\nfeeds = [\"{address}\"]\n"
                ),
            );
        }
        "an unknown column" => {
            case.edit(
                "people.csv",
                ",Confidential",
                ",Confidential,Link to the diary",
            );
            let row = "feeds/r.whitlock.ics,,,,,,";
            case.edit("people.csv", row, &format!("{row},{address}"));
        }
        "quorate.toml" => {
            let old = case.read("quorate.toml");
            case.write(
                "quorate.toml",
                format!("{old}\n[feeds]\nmarsh = \"{address}\"\n"),
            );
        }
        "quorate.toml, broken" => {
            let old = case.read("quorate.toml");
            case.write(
                "quorate.toml",
                format!("{old}\n[feeds]\nmarsh = {address}\n"),
            );
        }
        "feeds.secret.toml" => {
            // On this machine, so that no test asks a stranger.
            let address = address.replace("example.org", "127.0.0.1:1");
            case.write(
                "feeds.secret.toml",
                format!("[feeds.marsh]\nurl = \"{address}\"\n"),
            );
            case.edit("people.csv", "feeds/j.marsh.ics", "marsh");
        }
        "feeds.secret.toml, without an entry" => {
            case.write("feeds.secret.toml", format!("marsh = \"{address}\"\n"));
            case.edit("people.csv", "feeds/j.marsh.ics", "marsh");
        }
        "feeds.secret.toml, broken" => {
            case.write(
                "feeds.secret.toml",
                format!("marsh = \"{address}\nurl = {address}"),
            );
            case.edit("people.csv", "feeds/j.marsh.ics", "marsh");
        }
        _ => panic!("no such place: {place}"),
    }
    case
}

const TABLES: [&str; 6] = [
    "people.csv",
    "people.toml",
    "venues.csv",
    "quorate.toml",
    "feeds.secret.toml",
    "arrangements.json",
];

#[test]
fn the_address_of_a_feed_is_told_nowhere() {
    for place in [
        "people.csv",
        "people.csv, one of two",
        "venues.csv",
        "people.toml",
        "an unknown column",
        "quorate.toml",
        "quorate.toml, broken",
        "feeds.secret.toml",
        "feeds.secret.toml, broken",
        "feeds.secret.toml, without an entry",
    ] {
        let case = with_address(place, ADDRESS);
        for words in [
            &[
                "find", "case", "--ref", "CP-2041", "--heat", "--svg", "a.svg", "--html", "a.html",
            ][..],
            &["fetch", "case"],
            &["fetch", "case", "--json"],
            &[
                "find", "case", "--ref", "CP-2041", "--json", "--choose", "1",
            ],
            &[
                "answer",
                "case",
                "--who",
                "st-marks",
                "--from",
                "2026-12-08",
                "--can",
            ],
            &["invite", "case", "--ref", "CP-2041", "-o", "out"],
            &["check", "case"],
        ] {
            let ran = silent(&case, words, TOKEN, &TABLES);
            assert_ne!(ran.code, 3, "{place}: {words:?}");
        }
        for address in [
            "webcal://example.org/TOKEN9f3.ics",
            "HTTPS://EXAMPLE.ORG/TOKEN9f3",
        ] {
            let find = ["find", "case", "--ref", "CP-2041"];
            silent(&with_address(place, address), &find, TOKEN, &TABLES);
        }
    }
}

#[test]
fn an_address_in_a_table_is_refused_with_the_way_out() {
    let told = "this may be the address of a feed, which is a secret, so it is not repeated; put it into \
                feeds.secret.toml as url under [feeds.<name>] and write <name> where feeds are named";
    let find = ["find", "case", "--ref", "CP-2041"];
    with_address("people.csv", ADDRESS)
        .run(&find)
        .refuses(&[&format!("people.csv row 7, column Feeds: {told}")]);
    with_address("venues.csv", ADDRESS)
        .run(&find)
        .refuses(&[&format!("venues.csv row 2, column Feed: {told}")]);
    // Shown by its id, where it may stand.
    let found = with_address("feeds.secret.toml", ADDRESS).find(&["--ref", "CP-2041"]);
    assert_eq!(found.receipt("marsh")["contact"], "j.marsh");
    assert_eq!(found.receipt("marsh")["why"], "private-address");
}

/// Addresses as they are pasted: without the scheme that browsers hide, with a slash lost, from a shared link.
const PASTED: [&str; 5] = [
    "calendar.example.org/ical/private-TOKEN9f3/basic.ics",
    "//example.org/private-TOKEN9f3/cal.ics",
    "https:/example.org/private-TOKEN9f3/cal.ics",
    "https:example.org/private-TOKEN9f3/cal.ics",
    "example.org/cal?key=TOKEN9f3",
];

#[test]
fn an_address_as_it_is_pasted_is_told_nowhere_either() {
    let find = ["find", "case", "--ref", "CP-2041"];
    let json = ["find", "case", "--ref", "CP-2041", "--json"];
    for address in PASTED {
        for place in [
            "people.csv",
            "people.csv, one of two",
            "venues.csv",
            "people.toml",
        ] {
            let case = with_address(place, address);
            silent(&case, &find, TOKEN, &TABLES);
            silent(&case, &json, TOKEN, &TABLES);
        }
    }
}

#[test]
fn an_address_in_a_wrong_cell_or_word_is_told_nowhere() {
    for column in [
        "E-mail",
        "Working hours",
        "Terms",
        "Leave",
        "Offers",
        "Mode",
        "Agency",
    ] {
        let case = Case::new();
        case.write(
            "quorate.toml",
            "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n",
        );
        case.write(
            "people.csv",
            format!("Id,Roles,{column}\nana,social-worker,{ADDRESS}\n"),
        );
        case.write(
            "meetings.csv",
            "Ref,Duration,Seats\nCP-1,1h,social-worker = ana\n",
        );
        let words = ["find", "case"];
        assert_eq!(silent(&case, &words, TOKEN, &TABLES).code, 2, "{column}");
    }
    let case = Case::fixture("first-conference");
    for words in [
        &[
            "freebusy",
            ADDRESS,
            "--from",
            "2026-12-01",
            "--to",
            "2026-12-02",
        ][..],
        &["find", ADDRESS],
        &[
            "answer",
            "case",
            "--who",
            ADDRESS,
            "--from",
            "2026-12-01",
            "--can",
        ],
        &["find", "case", "--ref", "CP-2041", "--tz", ADDRESS],
        &["find", "case", "--ref", "CP-2041", "--seat", ADDRESS],
    ] {
        assert_eq!(silent(&case, words, TOKEN, &[]).code, 2, "{words:?}");
    }
}
