//! `quorate replies` as a coordinator meets it.
#![cfg(feature = "cli")]

mod common;
mod reply_case;

use common::{Case, Ran};
use quorate::edge::book::{Access, Book};
use quorate::model::{Decision, Heard};
use quorate::reply::Why;
use reply_case::{LIN, UID, ZOE, all_told, calendar, mail, now};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

const SETTINGS: &str = "[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\nhours = \"Mon-Fri 09:00-17:00\"\norganizer = \"sam.okafor@council.example.org\"\n\n\
[[agency]]\nid = \"council\"\nname = \"Council\"\nkind = \"csc\"\n\n[[agency]]\nid = \"health\"\nname = \"Health\"\nkind = \"community-health\"\n";

const PEOPLE: &str = "id,name,agency,roles,email\nsam,Sam Okafor,council,cp-chair,sam.okafor@council.example.org\n\
rita,Rita Whitlock,council,social-worker,rita.whitlock@council.example.org\nzoe,Zoë Novák,health,health-visitor,zoe.novak@health.example.net\n\
lin,Lin Wei,health,school-nurse,lin.wei@school.example.edu\n";

const MEETINGS: &str = "ref,duration,by,seats\nCP-2041,90m,31/12/2026,cp-chair = sam; social-worker = rita; health-visitor = zoe; school-nurse = lin\n";

/// A workspace whose book says what was sent.
fn case() -> Case {
    let case = Case::new();
    for (name, text) in [
        ("quorate.toml", SETTINGS),
        ("people.csv", PEOPLE),
        ("meetings.csv", MEETINGS),
    ] {
        case.write(name, text);
    }
    let path = Book::path(&case.folder(), None);
    let (mut book, _) = Book::open_or_create(&path, &case.folder(), now()).expect("a book");
    let why = Decision {
        at: now(),
        who: String::new(),
        action: "send".to_owned(),
        reference: String::new(),
        reason: String::new(),
        facts: "{}".to_owned(),
    };
    book.note_told(&all_told(), &why).expect("written");
    case
}

fn kept(case: &Case) -> Vec<Heard> {
    let path = Book::path(&case.folder(), None);
    let book = Book::open(&path, Access::Read).expect("a book");
    book.expect("there").heard().expect("read")
}

fn reply(from: &str, part: &str, second: u32) -> String {
    let attendee = format!("ATTENDEE;PARTSTAT={part}:mailto:{from}");
    let stamp = format!("DTSTAMP:20261121T1015{second:02}Z");
    mail(
        from,
        "Re: Meeting",
        "REPLY",
        &calendar("REPLY", &[&attendee, &stamp]),
    )
}

fn put(case: &Case, name: &str, text: impl AsRef<[u8]>) {
    let path = case.root().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

/// The program with something pasted into it.
fn pasted(case: &Case, words: &[&str], text: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .args(words)
        .current_dir(case.root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(text.as_bytes()).expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ran {
        code: output.status.code().expect("a code"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

#[test]
fn a_folder_of_answers_is_applied_once() {
    let case = case();
    put(&case, "inbox/a.eml", reply(ZOE, "ACCEPTED", 1));
    put(&case, "inbox/later/b.eml", reply(ZOE, "DECLINED", 2));
    put(
        &case,
        "inbox/c.ics",
        calendar(
            "REPLY",
            &[&format!("ATTENDEE;PARTSTAT=TENTATIVE:mailto:{LIN}")],
        ),
    );
    put(&case, "inbox/notes.pdf", b"%PDF-1.4");
    put(&case, "inbox/.hidden.eml", reply(ZOE, "ACCEPTED", 3));
    let ran = case.run(&["replies", "case", "inbox"]).exits(0);
    assert_eq!(
        ran.out,
        "3 answers applied, 1 file passed over that hold no answer.\n\n\
         \x20 CP-2041: Zoë Novák (zoe) comes (a.eml)\n\
         \x20 CP-2041: Lin Wei (lin) comes perhaps (c.ics)\n\
         \x20 CP-2041: Zoë Novák (zoe) does not come (b.eml)\n"
    );
    let first = kept(&case);
    assert_eq!(first.len(), 3);
    // Again, by another name and in one file: nothing is new, and files are left as they are.
    let mbox = format!(
        "From x\n{}\nFrom x\n{}\n",
        reply(ZOE, "DECLINED", 2),
        reply(ZOE, "ACCEPTED", 1)
    );
    put(&case, "all", mbox);
    let again = case
        .run(&["replies", "case", "inbox", "all", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&again["known"], again["applied"].as_array().map(Vec::len)),
        (&5.into(), Some(0))
    );
    assert_eq!(again["format"], "quorate-replies/1");
    assert_eq!(kept(&case), first);
    assert!(case.root().join("inbox/a.eml").exists());
}

#[test]
fn what_waits_is_listed_until_somebody_has_dealt_with_it() {
    let case = case();
    put(
        &case,
        "x.eml",
        reply("stranger@elsewhere.example.com", "DECLINED", 1),
    );
    let ran = case
        .run(&[
            "replies",
            "case",
            "x.eml",
            "--json",
            "--now",
            "2026-11-23T09:00:00Z",
        ])
        .exits(1)
        .json();
    let waiting = &ran["waiting"][0];
    assert_eq!(waiting["why"], "wrong-sender");
    assert_eq!(waiting["ref"], "CP-2041");
    assert_eq!(waiting["from"], "stranger@elsewhere.example.com");
    assert_eq!(waiting["source"], "x.eml");
    assert!(kept(&case).is_empty());
    let number = waiting["number"].as_str().expect("a number").to_owned();
    let listed = case.run(&["replies", "case", "--list"]).exits(1);
    assert!(
        listed
            .flat()
            .contains(&format!("quorate replies case --done {number}"))
    );
    assert!(
        listed
            .flat()
            .contains("nobody who was told of this meeting")
    );
    case.run(&["replies", "case", "--done", "0123456789abcdef"])
        .refuses(&["nothing that waits has the number 0123456789abcdef; --list shows what waits"]);
    case.run(&["replies", "case", "--done", "x y", &number])
        .exits(2);
    case.run(&["replies", "case", "--done", &number]).exits(0);
    assert_eq!(
        case.run(&["replies", "case", "--list"]).exits(0).out,
        "Nothing waits for a person.\n"
    );
    // Settled is settled: it is known when it is read again.
    let again = case
        .run(&["replies", "case", "x.eml", "--json"])
        .exits(0)
        .json();
    assert_eq!(again["known"], 1);
}

#[test]
fn a_pasted_list_says_which_meeting_by_a_flag() {
    let case = case();
    let list = "Name\tAttendance\tResponse\nNovák, Zoë\tRequired\tAccepted\nA Stranger\tOptional\tDeclined\nOkafor, Sam\tMeeting Organizer\tNone\n";
    put(&case, "list.txt", list);
    case.run(&["replies", "case", "list.txt"]).refuses(&[
        "list.txt: a list of answers does not say which meeting it is about; add --ref REF",
    ]);
    let ran = pasted(&case, &["replies", "case", "-", "--ref", "cp-2041"], list).exits(1);
    assert!(
        ran.flat()
            .contains("CP-2041: Zoë Novák (zoe) comes (list of answers, pasted#2)"),
        "{}",
        ran.out
    );
    assert!(
        ran.flat().contains("in pasted#3: unknown-name"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("Stranger"));
    case.run(&["replies", "case", "list.txt", "--ref", "CP-9999"])
        .exits(2);
    pasted(&case, &["replies", "case", "-"], "good morning").exits(2);
}

#[test]
fn answers_can_be_typed() {
    let case = case();
    let typed = |more: &[&str]| {
        let mut words = vec!["replies", "case", "--who", "zoe", "--ref", "CP-2041"];
        words.extend(more);
        case.run(&words)
    };
    let ran = typed(&["--decline", "--how", "phone", "--by", "P. Lacey"]).exits(0);
    assert!(
        ran.flat()
            .contains("Zoë Novák (zoe) does not come (typed: phone, P. Lacey)")
    );
    let again = typed(&["--decline", "--json"]).exits(0).json();
    assert_eq!(again["known"], 1);
    let ran = typed(&["--propose", "10/12/2026 14:00", "15:30"]).exits(0);
    assert!(ran.flat().contains("proposes"), "{}", ran.out);
    typed(&["--propose", "10/12/2026 14:00", "13:00"]).exits(2);
    typed(&["--propose", "soon", "later"]).exits(2);
    typed(&[]).exits(2);
    typed(&["--accept", "--decline"]).exits(2);
    typed(&["--accept", "x.eml"]).exits(2);
    typed(&["--delegate", "nobody"]).exits(2);
    let all = case
        .run(&[
            "replies", "case", "--who", "nobody", "--ref", "CP-9", "--accept",
        ])
        .exits(2);
    // All that is wrong is told at once.
    assert_eq!(all.err.lines().count(), 2, "{}", all.err);
    // Sam was not told: nothing waits for it, whoever types it is told.
    case.run(&[
        "replies", "case", "--who", "sam", "--ref", "CP-2041", "--accept",
    ])
    .exits(2);
    case.run(&["replies", "case", "--list"]).exits(0);
    assert_eq!(kept(&case).len(), 2);
}

#[test]
fn without_a_book_nothing_can_be_kept() {
    let case = Case::new();
    case.write("quorate.toml", SETTINGS);
    case.write("people.csv", PEOPLE);
    case.write("meetings.csv", MEETINGS);
    put(&case, "x.eml", reply(ZOE, "ACCEPTED", 1));
    let ran = case.run(&["replies", "case", "x.eml"]).exits(2);
    assert!(ran.err.contains("quorate book begin case"), "{}", ran.err);
}

#[test]
fn what_is_nothing_is_refused_where_it_was_named() {
    let case = case();
    put(&case, "notes.pdf", b"%PDF-1.4");
    case.run(&["replies", "case"]).exits(2);
    let ran = case
        .run(&["replies", "case", "notes.pdf", "nowhere.eml"])
        .exits(2);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    case.run(&["replies", "case", "notes.pdf", "--organizer", "nobody"])
        .exits(2);
}

#[test]
fn no_answer_of_a_run_that_is_refused_is_kept() {
    let case = case();
    put(&case, "x.eml", reply(ZOE, "ACCEPTED", 1));
    case.run(&["replies", "case", "x.eml", "nowhere.eml"])
        .exits(2);
    assert!(kept(&case).is_empty());
}

/// Every code is in the documentation, with what to do; none stands there that the program does not know.
#[test]
fn the_documentation_has_every_code() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/replies.md");
    let page = fs::read_to_string(page).expect("the page");
    let rows: BTreeMap<&str, Vec<&str>> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
            let code = cells.next()?.trim_end_matches('`');
            Some((code, cells.collect()))
        })
        .collect();
    let documented: Vec<&str> = rows.keys().copied().collect();
    let mut known: Vec<&str> = Why::ALL.iter().map(|why| why.id()).collect();
    known.sort_unstable();
    assert_eq!(documented, known);
    for why in Why::ALL {
        let words = [
            quorate::report::replies::why(*why),
            quorate::report::replies::way_out(*why),
        ];
        assert_eq!(rows[why.id()][..2], words, "{}", why.id());
    }
    assert_eq!(page.matches(UID).count(), 0);
}
