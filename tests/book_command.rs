//! `quorate book`, and every command that arranges or answers something in a folder that has one.

mod common;

use common::{Case, NOW, Ran, program};
use quorate::edge::book::{Access, Book};
use quorate::model::{Decision, Outcome, Unmatched, Waiver, Went};
use quorate::model::{Heard, HeardBy, HeardWhat, Purpose, Response, Told, ToldStanding};
use quorate::time::{Instant, Interval};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// A command without a clock.
fn plain(case: &Case, words: &[&str]) -> Ran {
    program(case.root(), words, &[])
}

fn conference() -> Case {
    Case::fixture("first-conference")
}

fn begun() -> Case {
    let case = conference();
    case.run(&["book", "begin", "case", "--by", "P. Lacey"])
        .exits(0);
    case
}

fn book(case: &Case, access: Access) -> Book {
    let path = Book::path(&case.folder(), None);
    let book = Book::open(&path, access).expect("it can be opened");
    book.expect("there is a book")
}

fn log(case: &Case) -> Vec<Value> {
    let answer = plain(case, &["book", "log", "case", "--json"])
        .exits(0)
        .json();
    answer["decisions"].as_array().expect("a list").clone()
}

/// What the commands of a fixture's story answer, and what they leave.
struct Story {
    answers: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

fn story(case: &Case) -> Story {
    let story: [&[&str]; 14] = [
        &["find", "case", "--ref", "CP-2041", "--json"],
        &["find", "case", "--ref", "CP-2041"],
        &[
            "answer",
            "case",
            "--who",
            "police-unit",
            "--ref",
            "CP-2041",
            "--from",
            "2026-12-08T10:00",
            "--to",
            "2026-12-08T12:00",
            "--can",
            "--by",
            "P. Lacey",
        ],
        &[
            "answer",
            "case",
            "--who",
            "st-marks",
            "--ref",
            "CP-2041",
            "--from",
            "2026-12-08T10:00",
            "--to",
            "12:00",
            "--if-need-be",
            "--json",
        ],
        &["find", "case", "--ref", "CP-2041", "--json"],
        &[
            "find", "case", "--ref", "CP-2041", "--choose", "1", "--seed", "1",
        ],
        &["check", "case", "--json"],
        &["invite", "case", "--ref", "CP-2041", "-o", "out"],
        &[
            "next",
            "case",
            "CP-2041",
            "--held",
            "8/12/2026",
            "--seed",
            "1",
            "--choose",
            "core-group=1",
            "--json",
        ],
        &[
            "replace",
            "case",
            "--ref",
            "CP-2041",
            "--who",
            "r.whitlock",
            "--json",
        ],
        &[
            "plan", "case", "--json", "--effort", "quick", "--seed", "1", "--adopt",
        ],
        &["check", "case"],
        &["cancel", "case", "--ref", "CP-2037", "--json"],
        &[
            "find",
            "case",
            "--ref",
            "CP-2041",
            "--every",
            "2w",
            "--times",
            "3",
            "--from",
            "2026-11-30",
            "--choose",
            "1",
            "--seed",
            "2",
        ],
    ];
    let mut answers = Vec::new();
    for words in story {
        let ran = case.run(words);
        assert_ne!(ran.code, 3, "{words:?}: {}", ran.err);
        let told = format!("{}\n{}\n{}", ran.code, ran.out, ran.err);
        // Where it is written is told; what stands for everything that was read is another number.
        let told = told
            .replace("case/arrangements.json", "KEPT")
            .replace("case/answers.csv", "KEPT")
            .replace("case/meetings.book", "KEPT");
        let told: Vec<&str> = told
            .lines()
            .filter(|line| !line.contains("\"hash\""))
            // `invite` points to what keeps track.
            .filter(|line| !line.contains("quorate send"))
            .collect();
        answers.push(format!("{words:?}\n{}", told.join("\n")));
    }
    let files = case.everything();
    let files = files
        .into_iter()
        .filter(|(name, _)| name.starts_with("out/") || name.ends_with("meetings.csv"));
    Story {
        answers,
        files: files.collect(),
    }
}

#[test]
fn a_story_goes_the_same_way_with_a_book() {
    let (without, with) = (conference(), begun());
    let before = fs::read_dir(without.folder()).expect("a folder").count();
    let (old, new) = (story(&without), story(&with));
    for (old, new) in old.answers.iter().zip(&new.answers) {
        assert_eq!(old, new);
    }
    assert_eq!(old.files, new.files);
    // Without a book nothing else is there than before, but what was written all along.
    let after = fs::read_dir(without.folder()).expect("a folder").count();
    assert!(after <= before + 2, "{before} {after}");
    assert!(!with.folder().join("arrangements.json").exists());
    assert!(!with.folder().join("answers.csv").exists());
    // What the book holds is, byte by byte, what the files would.
    plain(&with, &["book", "export", "case", "-o", "kept"]).exits(0);
    let kept = |name: &str| fs::read_to_string(with.root().join("kept").join(name)).expect(name);
    assert_eq!(kept("arrangements.json"), without.read("arrangements.json"));
    let rows = |bytes: &[u8]| quorate::input::answer_rows("answers.csv", bytes).expect("a table");
    assert_eq!(
        rows(kept("answers.csv").as_bytes()),
        rows(without.read("answers.csv").as_bytes())
    );
    // And a folder of the exported files answers as before.
    let other = Case::fixture("first-conference");
    other.write("arrangements.json", kept("arrangements.json"));
    other.write("answers.csv", kept("answers.csv"));
    other.write("meetings.csv", with.read("meetings.csv"));
    let find = ["find", "case", "--ref", "CP-2041", "--json"];
    assert_eq!(other.run(&find).out, with.run(&find).out);
}

#[test]
fn every_choice_is_logged_with_its_grounds() {
    let case = begun();
    case.run(&[
        "answer",
        "case",
        "--who",
        "police-unit",
        "--ref",
        "CP-2041",
        "--from",
        "2026-12-08T10:00",
        "--to",
        "12:00",
        "--can",
        "--by",
        "P. Lacey",
    ])
    .exits(0);
    let words = [
        "find",
        "case",
        "--ref",
        "CP-2041",
        "--choose",
        "2",
        "--seed",
        "1",
        "--decided-by",
        "P. Lacey",
        "--reason",
        "the chair asked for it",
    ];
    case.run(&words).exits(0);
    let log = log(&case);
    let actions: Vec<&str> = log.iter().map(|one| common::text(&one["action"])).collect();
    assert_eq!(actions, ["begin", "answer", "choose"]);
    let choice = &log[2];
    assert_eq!(choice["who"], "P. Lacey");
    assert_eq!(choice["reason"], "the chair asked for it");
    assert_eq!(choice["ref"], "CP-2041");
    let facts = &choice["facts"];
    assert_eq!(facts["chosen"], 2);
    assert_eq!(facts["shown"].as_array().map(Vec::len), Some(5));
    assert_eq!(facts["start"], facts["shown"][1]["start"]);
    assert_eq!(facts["limit"]["date"], "2026-12-14");
    assert_eq!(facts["limit"]["missed"], false);
    let searched = facts["searched"].as_array().expect("a list");
    assert!(searched.contains(&"r.whitlock".into()));
    let used = facts["answers"].as_array().expect("a list");
    assert!(
        used.iter()
            .any(|one| one["who"] == "police-unit" && one["answer"] == "can")
    );
    let tables = facts["input"]["tables"].as_object().expect("an object");
    assert_eq!(tables["people.csv"].as_str().map(str::len), Some(32));
    assert!(!tables.contains_key("feeds.secret.toml"));
    assert!(
        facts["input"]["feeds"]
            .as_object()
            .is_some_and(|feeds| feeds.len() >= 3)
    );
    let told = plain(&case, &["book", "log", "case", "--ref", "cp-2041"])
        .exits(0)
        .out;
    assert!(told.contains("number 2 of 5 that were shown"), "{told}");
    assert!(told.contains("reason: the chair asked for it"), "{told}");
    assert!(!told.contains("book begun"), "{told}");
}

#[test]
fn a_missed_limit_asks_for_its_reason() {
    let case = begun();
    let late = [
        "find",
        "case",
        "--ref",
        "CP-2041",
        "--from",
        "2026-12-15",
        "--choose",
        "1",
        "--discretion",
        "--seed",
        "1",
    ];
    let ran = case.run(&late);
    assert!(
        ran.out
            .contains("is after its limit, and no reason was noted"),
        "{}{}",
        ran.out,
        ran.err
    );
    let with = [&late[..], &["--reason", "agreed by telephone"]].concat();
    let ran = case.run(&with);
    assert!(!ran.out.contains("no reason was noted"), "{}", ran.out);
    let log = log(&case);
    let last = log.last().expect("a line");
    assert_eq!(last["facts"]["limit"]["missed"], true);
    assert_eq!(last["reason"], "agreed by telephone");
    // Where nothing is decided nothing can be noted.
    case.run(&["find", "case", "--ref", "CP-2041", "--reason", "x"])
        .exits(2);
    let ran = case
        .run(&["plan", "case", "--by", "x", "--reason", "y"])
        .exits(2);
    assert!(
        ran.err.contains("add --adopt") && ran.err.contains("--by"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_typed_beside_a_book_counts_and_is_taken_over() {
    let case = begun();
    let find = ["find", "case", "--ref", "CP-2041"];
    let before = case.find(&find[2..]);
    let rows = "who,ref,from,to,answer\r\npolice-unit,CP-2041,2026-12-08 10:00,12:00,can\r\nst-marks,CP-2041,2026-12-08 10:00,12:00,can\r\n";
    case.write("answers.csv", rows);
    let typed = case.find(&find[2..]);
    assert_ne!(
        before.json["slots"][0]["state"],
        typed.json["slots"][0]["state"]
    );
    assert_eq!(
        book(&case, Access::Read).answers().expect("read").len(),
        kept(&case)
    );
    let held = kept(&case);
    case.run(&[
        "answer",
        "case",
        "--who",
        "elm-surgery",
        "--from",
        "8/12/2026",
        "--cannot",
    ]);
    let ran = case
        .run(&[
            "answer",
            "case",
            "--who",
            "r.whitlock",
            "--from",
            "18/12/2026",
            "--cannot",
        ])
        .exits(0);
    assert!(ran.out.contains("meetings.book"), "{}", ran.out);
    assert!(kept(&case) >= held + 3, "{} {held}", kept(&case));
    let again = kept(&case);
    case.run(&[
        "answer",
        "case",
        "--who",
        "r.whitlock",
        "--from",
        "19/12/2026",
        "--cannot",
    ])
    .exits(0);
    assert_eq!(
        kept(&case),
        again + 1,
        "what stands there was taken over once"
    );
    assert_eq!(
        case.find(&find[2..]).json["slots"][0]["state"],
        typed.json["slots"][0]["state"]
    );
    // What is wrong in it is told with its own row.
    case.write(
        "answers.csv",
        format!("{rows}nobody-of-that-name,,8/12/2026,,can\r\n"),
    );
    let ran = case.run(&find).exits(2);
    assert!(ran.err.contains("answers.csv row 4"), "{}", ran.err);
    case.write("answers.csv", rows);
    case.write("arrangements.json", "no JSON at all");
    let ran = case.run(&find);
    assert!(
        ran.err.contains("arrangements.json: this file is not read"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("quorate book export"), "{}", ran.err);
}

fn kept(case: &Case) -> usize {
    book(case, Access::Read).answers().expect("read").len()
}

#[test]
fn a_book_may_lie_elsewhere_and_the_folder_says_where() {
    let case = conference();
    let begin = ["book", "begin", "case", "--book", "elsewhere.book"];
    case.run(&begin).exits(0);
    assert!(case.root().join("elsewhere.book").is_file());
    assert!(case.read("book.path").contains("elsewhere.book"));
    let choose = [
        "find", "case", "--ref", "CP-2041", "--choose", "1", "--seed", "1",
    ];
    let ran = case.run(&choose).exits(0);
    assert!(ran.out.contains("elsewhere.book"), "{}", ran.out);
    assert!(!case.folder().join("meetings.book").exists());
    case.run(&begin).exits(0);
    let second = case
        .run(&["book", "begin", "case", "--book", "second.book"])
        .exits(2);
    assert!(
        second.err.contains("has a meeting book already"),
        "{}",
        second.err
    );
    // On another computer there is none: everything is refused, for it would plan over what is arranged.
    let moved = case.root().join("moved.book");
    fs::rename(case.root().join("elsewhere.book"), &moved).expect("moved");
    for words in [
        &choose[..4],
        &choose,
        &["check", "case"],
        &begin[..3],
        &["book", "begin", "case"],
    ] {
        let ran = case.run(words).exits(2);
        assert!(ran.err.contains("book.path"), "{words:?}: {}", ran.err);
    }
    case.write("book.path", moved.display().to_string());
    case.run(&["check", "case"]).exits(0);
}

#[test]
fn without_a_book_and_with_a_wrong_one_the_way_out_is_told() {
    let case = conference();
    for verb in [
        &["book", "show", "case"][..],
        &["book", "log", "case"],
        &["book", "export", "case", "-o", "kept"],
        &["book", "purge", "case", "--ref", "CP-2041"],
    ] {
        let ran = plain(&case, verb).exits(2);
        assert!(
            ran.err.contains("quorate book begin"),
            "{verb:?}: {}",
            ran.err
        );
    }
    case.write("meetings.book", "Dear all, this is no book at all.");
    for words in [
        &["find", "case", "--ref", "CP-2041"][..],
        &["book", "begin", "case"],
        &["check", "case"],
    ] {
        let ran = case.run(words).exits(2);
        assert!(
            ran.err.contains("is no meeting book of quorate"),
            "{words:?}: {}",
            ran.err
        );
        assert!(!ran.err.contains("Dear all"));
    }
    case.remove("meetings.book");
    // Nothing is begun where the tables are at fault, for they could not be put right in the book.
    case.write(
        "answers.csv",
        "who,from,answer\r\nnobody-of-that-name,8/12/2026,can\r\n",
    );
    case.run(&["book", "begin", "case"]).exits(2);
    assert!(!case.folder().join("meetings.book").exists());
}

#[test]
fn two_runs_at_once_one_waits_and_both_are_kept() {
    let case = begun();
    let before = kept(&case);
    std::thread::scope(|scope| {
        for day in 1..=6 {
            let case = &case;
            scope.spawn(move || {
                let from = format!("2027-01-0{day}");
                let words = [
                    "answer",
                    "case",
                    "--who",
                    "r.whitlock",
                    "--from",
                    &from,
                    "--cannot",
                ];
                case.run(&words).exits(0);
            });
        }
    });
    assert_eq!(kept(&case), before + 6);
    let held = book(&case, Access::Write);
    let words = [
        "answer",
        "case",
        "--who",
        "r.whitlock",
        "--from",
        "2027-01-08",
        "--cannot",
    ];
    let ran = case.run(&words).exits(2);
    assert!(
        ran.err.contains("another run of quorate is writing"),
        "{}",
        ran.err
    );
    // Whoever only looks is not kept from it.
    case.run(&["check", "case"]).exits(0);
    drop(held);
    assert_eq!(kept(&case), before + 6);
}

/// Whoever looks leaves nothing: no journal, no lock, not a byte otherwise.
#[test]
fn looking_leaves_the_folder_as_it_is_and_a_folder_that_cannot_be_written_can_be_looked_at() {
    let case = begun();
    let before = case.everything();
    case.run(&["check", "case"]).exits(0);
    case.run(&["find", "case", "--ref", "CP-2041", "--offline"]);
    plain(&case, &["book", "show", "case"]).exits(0);
    plain(&case, &["book", "log", "case"]).exits(0);
    let after = case.everything();
    let names = |files: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let names = files.keys().filter(|name| !name.contains(".quorate"));
        names.cloned().collect()
    };
    assert_eq!(names(&before), names(&after));
    assert_eq!(before["case/meetings.book"], after["case/meetings.book"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let allow = |mode| {
            let permissions = fs::Permissions::from_mode(mode);
            fs::set_permissions(case.folder(), permissions).expect("the owner may");
        };
        allow(0o500);
        let probe = case.folder().join("probe");
        let is_writable = fs::write(&probe, "x").is_ok();
        if is_writable {
            fs::remove_file(&probe).expect("removed");
            println!(
                "whoever runs this may write anywhere, so a folder that cannot be written is not tried"
            );
        } else {
            plain(&case, &["book", "show", "case"]).exits(0);
            let words = [
                "answer",
                "case",
                "--who",
                "r.whitlock",
                "--from",
                "2027-01-08",
                "--cannot",
            ];
            let ran = case.run(&words).exits(2);
            assert!(ran.err.contains("cannot be written"), "{}", ran.err);
        }
        allow(0o700);
    }
}

/// Text that stands in no other place than where it is put here.
const CONTACT: &str = "quixotry-contact";
const ADDRESS: &str = "quixotry-address@example.org";
const REFERENCE: &str = "QX-7781";

/// Fills every table with rows about one meeting that was held in January 2026.
fn fill(book: &mut Book, reference: &str, contact: &str, address: &str, uid: &str) {
    let start = Instant::parse_rfc3339("2026-01-12T10:00:00Z").expect("an instant");
    let end = start.plus_minutes(60);
    let meeting = format!(
        "{{\"format\":\"quorate-plan/1\",\"meetings\":[{{\"ref\":\"{reference}\",\"uid\":\"{uid}\",\"start\":\"{start}\",\"end\":\"{end}\",\
         \"attending\":[{{\"contact\":\"{contact}\"}}]}}]}}"
    );
    let decision = |action: &str, reference: &str| Decision {
        at: start,
        who: contact.to_owned(),
        action: action.to_owned(),
        reference: reference.to_owned(),
        reason: format!("as {contact} asked"),
        facts: serde_json::json!({"searched": [contact], "meetings": [{"ref": reference}]})
            .to_string(),
    };
    book.arrange(meeting.as_bytes(), &[decision("choose", reference)])
        .expect("arranged");
    let row = |cells: [&str; 8]| cells.map(str::to_owned);
    let answers = [
        row([
            contact,
            reference,
            "12/1/2026 10:00",
            "11:00",
            "can",
            "phone",
            contact,
            "",
        ]),
        row([contact, "", "2026-01-13", "", "cannot", address, "", ""]),
    ];
    book.answer(&answers, &[]).expect("answered");
    let told = Told {
        reference: reference.to_owned(),
        contact: contact.to_owned(),
        address: address.to_owned(),
        uid: uid.to_owned(),
        recurrence: None,
        sequence: 0,
        dtstamp: start.plus(-86_400),
        purpose: Purpose::Invitation,
        standing: ToldStanding::Confirmed,
        times: Interval::new(start, end).into_iter().collect(),
        zone: "Europe/London".to_owned(),
        said: 1,
        message_id: format!("1.{address}"),
    };
    let post = |told: Told| quorate::model::Post {
        kind: quorate::model::PostKind::New,
        name: format!("{reference}-1"),
        mail: format!("To: {address}\r\n").into_bytes(),
        calendar: b"BEGIN:VCALENDAR".to_vec(),
        letter: Vec::new(),
        told,
    };
    let posts = [
        post(told.clone()),
        post(Told {
            sequence: 1,
            ..told.clone()
        }),
    ];
    // About many meetings, with this one among them.
    let many = Decision {
        reference: String::new(),
        ..decision("send", reference)
    };
    book.queue(&posts, &many).expect("queued");
    let id = book.posts().expect("read")[0].0;
    book.sent(id, start, "smtp").expect("sent");
    let heard = Heard {
        reference: reference.to_owned(),
        contact: contact.to_owned(),
        uid: uid.to_owned(),
        recurrence: None,
        what: HeardWhat::Response(Response::Delegated(Some(contact.to_owned()))),
        sequence: 0,
        dtstamp: start.plus(-3600),
        by: HeardBy::Mail,
        source: format!("2.{address}"),
        digest: 7,
    };
    let unmatched = Unmatched {
        source: format!("3.{address}"),
        digest: 8,
        why: "wrong-sender".to_owned(),
        reference: Some(reference.to_owned()),
        from: Some(address.to_owned()),
        at: start,
    };
    assert_eq!(book.hear(&[heard], &[unmatched]), Ok((1, 1)));
    let waiver = Waiver {
        reference: reference.to_owned(),
        start,
        by: contact.to_owned(),
        reason: contact.to_owned(),
        at: start,
    };
    book.waive(&waiver, &decision("waive", reference))
        .expect("waived");
    let outcome = Outcome {
        reference: reference.to_owned(),
        start,
        went: Went::Held,
        at: end,
        by: contact.to_owned(),
    };
    book.outcome(&outcome, &decision("outcome", reference))
        .expect("written");
    let copy = quorate::edge::book::StoredCopy {
        href: format!("/{contact}/{uid}.ics"),
        etag: String::new(),
        said: 1,
    };
    book.set_copy(uid, &copy).expect("noted");
}

/// A folder whose book knows of one meeting only.
fn filled() -> (Case, PathBuf) {
    let case = Case::new();
    let path = case.root().join("one.book");
    let (mut book, _) =
        Book::open_or_create(&path, case.root(), Instant(1_760_000_000)).expect("a book");
    fill(&mut book, REFERENCE, CONTACT, ADDRESS, "quixotry-uid");
    (case, path)
}

/// Whether the text stands in any file of the folder: the book, its journal, whatever else was left.
fn found(case: &Case, text: &str) -> bool {
    case.everything().iter().any(|(name, bytes)| {
        name.contains(text)
            || bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
    })
}

#[test]
fn what_is_purged_is_in_no_file_any_more() {
    for what in [
        &["--before", "13/1/2026"][..],
        &["--before", "14/1/2026"],
        &["--ref", "qx-7781"],
    ] {
        let (case, path) = filled();
        let path = path.display().to_string();
        assert!(found(&case, CONTACT) && found(&case, ADDRESS) && found(&case, REFERENCE));
        let words = [
            &["book", "purge", ".", "--book", &path][..],
            what,
            &["--by", "P. Lacey", "--json", "--now", NOW],
        ]
        .concat();
        let removed = plain(&case, &words).exits(0).json()["removed"].clone();
        for table in [
            "arrangements",
            "told",
            "heard",
            "unmatched",
            "waivers",
            "outcomes",
            "copies",
        ] {
            assert_eq!(removed[table], 1, "{table}");
        }
        assert_eq!(removed["posts"], 2);
        assert_eq!(removed["decisions"], 4);
        // The answer about the day after belongs to no meeting: only when that day is over it goes.
        let general = what[1] != "14/1/2026";
        assert_eq!(removed["answers"], if general { 1 } else { 2 });
        assert!(!found(&case, REFERENCE), "{what:?}");
        assert!(!found(&case, "quixotry-uid"), "{what:?}");
        assert_eq!(found(&case, CONTACT), general, "{what:?}");
        assert_eq!(found(&case, ADDRESS), general, "{what:?}");
        let answer = plain(&case, &["book", "log", ".", "--book", &path, "--json"])
            .exits(0)
            .json();
        let left = answer["decisions"].as_array().expect("a list");
        assert_eq!(left.len(), 1);
        assert_eq!(left[0]["action"], "purge");
        let gone = answer["removed"].as_array().expect("a list");
        let count: i64 = gone.iter().filter_map(|one| one["count"].as_i64()).sum();
        assert_eq!(count, 4);
        // The log is guarded again.
        let mut book = Book::open(path.as_ref(), Access::Write)
            .expect("sound")
            .expect("a book");
        book.decide(&Decision {
            at: Instant(0),
            who: String::new(),
            action: "choose".to_owned(),
            reference: String::new(),
            reason: String::new(),
            facts: "{}".to_owned(),
        })
        .expect("it goes on");
    }
}

#[test]
fn what_is_not_over_stays_and_a_purge_too_many_is_refused() {
    let (case, path) = filled();
    let path = path.display().to_string();
    let purge = |more: &[&str]| {
        let words = [&["book", "purge", ".", "--book", &path][..], more].concat();
        plain(&case, &words)
    };
    let before = Book::open(path.as_ref(), Access::Read)
        .expect("sound")
        .expect("a book")
        .summary()
        .expect("read")
        .counts;
    let then = ["--now", "2026-01-12T09:00:00Z"];
    // The day on which it is held is not over before itself.
    let removed = purge(&["--before", "12/1/2026", "--json", "--now", NOW])
        .exits(0)
        .json()["removed"]
        .clone();
    assert!(
        removed.as_object().is_some_and(|all| all
            .iter()
            .all(|(table, count)| table == "decisions" || *count == 0)),
        "{removed}"
    );
    let ran = purge(&[&["--ref", REFERENCE][..], &then].concat()).exits(2);
    assert!(ran.err.contains("quorate cancel"), "{}", ran.err);
    let ran = purge(&[&["--before", "14/1/2026"][..], &then].concat()).exits(2);
    assert!(ran.err.contains("still to come"), "{}", ran.err);
    let ran = purge(&["--ref", "QX-7781#2", "--now", NOW]).exits(2);
    assert!(ran.err.contains("--ref QX-7781"), "{}", ran.err);
    let ran = purge(&["--now", NOW]).exits(2);
    assert!(ran.err.contains("--before"), "{}", ran.err);
    let after = Book::open(path.as_ref(), Access::Read)
        .expect("sound")
        .expect("a book")
        .summary()
        .expect("read")
        .counts;
    for ((table, old), (_, new)) in before
        .iter()
        .zip(&after)
        .filter(|((table, _), _)| *table != "decisions")
    {
        assert_eq!(old, new, "{table}");
    }
}

#[test]
fn a_purge_does_not_let_the_table_bring_it_back() {
    let case = begun();
    case.write(
        "answers.csv",
        "who,ref,from,answer\r\nr.whitlock,,1/12/2025,cannot\r\n",
    );
    case.run(&[
        "answer",
        "case",
        "--who",
        "r.whitlock",
        "--from",
        "2027-01-08",
        "--cannot",
    ])
    .exits(0);
    let held = kept(&case);
    let purge = ["book", "purge", "case", "--before", "1/11/2026"];
    let ran = case.run(&purge).exits(2);
    assert!(ran.err.contains("1 of the answers"), "{}", ran.err);
    assert_eq!(kept(&case), held);
    case.remove("answers.csv");
    let ran = case.run(&purge).exits(0);
    assert!(
        ran.err.contains("answers.imported") || ran.err.contains("arrangements.imported"),
        "{}",
        ran.err
    );
    assert_eq!(kept(&case), held - 1);
    // Beginning says so too, with every name.
    plain(&case, &["book", "export", "case", "-o", "kept"]).exits(0);
    let ran = plain(&case, &["book", "export", "case", "-o", "case"]).exits(2);
    assert!(ran.err.contains("name a new folder"), "{}", ran.err);
}

#[test]
fn an_answer_of_somebody_who_left_is_kept_and_blocks_nothing() {
    let case = begun();
    let find = ["find", "case", "--ref", "CP-2041", "--json"];
    let before = case.run(&find);
    let row = ["left.long.ago", "", "2026-12-08", "", "cannot", "", "", ""].map(str::to_owned);
    book(&case, Access::Write)
        .answer(&[row], &[])
        .expect("answered");
    let after = case.run(&find);
    assert_eq!((before.code, before.out), (after.code, after.out));
    assert!(after.err.contains("meetings.book row "), "{}", after.err);
    assert!(
        after
            .err
            .contains("any more; the answer is kept and not used"),
        "{}",
        after.err
    );
    // Whoever is named like nobody in a table that can be put right is a fault as before.
    case.write(
        "answers.csv",
        "who,from,answer\r\nleft.long.ago,2026-12-08,cannot\r\n",
    );
    case.run(&find).exits(2);
}
