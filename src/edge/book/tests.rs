use super::*;
use crate::model::{
    Decision, Heard, HeardBy, HeardWhat, Outcome, Post, PostKind, PostState, Purpose, Response,
    Told, ToldStanding, Unmatched, Waiver, Went,
};
use crate::time::Interval;
use tempfile::TempDir;

const NOW: Instant = Instant(1_800_000_000);

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn begun(folder: &TempDir) -> Book {
    let path = folder.path().join(BOOK_FILE);
    let (book, _) = Book::open_or_create(&path, folder.path(), NOW).expect("a book");
    book
}

fn told(uid: &str, contact: &str, recurrence: Option<i64>, sequence: u32) -> Told {
    Told {
        reference: "CP-1".to_owned(),
        contact: contact.to_owned(),
        address: format!("{contact}@example.org"),
        uid: uid.to_owned(),
        recurrence: recurrence.map(Instant),
        sequence,
        dtstamp: NOW.plus(i64::from(sequence)),
        purpose: Purpose::Invitation,
        standing: ToldStanding::Confirmed,
        times: vec![
            Interval::new(NOW, NOW.plus(60)).expect("a time"),
            Interval::new(NOW.plus(90), NOW.plus(120)).expect("a time"),
        ],
        zone: "Europe/London".to_owned(),
        said: u64::MAX - u64::from(sequence),
        message_id: format!("{sequence}.{contact}@example.org"),
    }
}

fn post(told: Told) -> Post {
    Post {
        kind: PostKind::Update,
        name: "CP-1-invitation-1".to_owned(),
        mail: b"From: x\r\n\0\xFF".to_vec(),
        calendar: b"BEGIN:VCALENDAR".to_vec(),
        letter: Vec::new(),
        told,
    }
}

fn decision(action: &str) -> Decision {
    Decision {
        at: NOW,
        who: "m.khan".to_owned(),
        action: action.to_owned(),
        reference: "CP-1".to_owned(),
        reason: String::new(),
        facts: "{}".to_owned(),
    }
}

fn heard(contact: &str, digest: u64, what: HeardWhat) -> Heard {
    Heard {
        reference: "CP-1".to_owned(),
        contact: contact.to_owned(),
        uid: "u1".to_owned(),
        recurrence: None,
        what,
        sequence: 1,
        dtstamp: NOW,
        by: HeardBy::Mail,
        source: format!("{digest}@example.org"),
        digest,
    }
}

fn fault<T>(result: Result<T, BookError>) -> BookFault {
    match result {
        Ok(_) => panic!("it is refused"),
        Err(error) => error.fault,
    }
}

#[test]
fn without_a_book_there_is_none_and_an_empty_file_is_none_yet() {
    let folder = folder();
    let path = Book::path(folder.path(), None);
    assert_eq!(path, folder.path().join("meetings.book"));
    let stated = Path::new("elsewhere.book");
    assert_eq!(Book::path(folder.path(), Some(stated)), stated);
    for access in [Access::Read, Access::Write] {
        assert!(Book::open(&path, access).expect("no fault").is_none());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
    fs::write(&path, b"").expect("written");
    assert!(Book::open(&path, Access::Read).expect("no fault").is_none());
    drop(begun(&folder));
    assert!(Book::open(&path, Access::Read).expect("no fault").is_some());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_book() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let book = begun(&folder);
    let mode = fs::metadata(book.file())
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_is_no_book_or_a_newer_one_is_refused_and_left_alone() {
    let folder = folder();
    let path = folder.path().join(BOOK_FILE);
    let letter = b"Dear all, this is a letter and by no means a book of meetings.".repeat(40);
    fs::write(&path, &letter).expect("written");
    assert_eq!(fault(Book::open(&path, Access::Read)), BookFault::NoBook);
    let begun = Book::open_or_create(&path, folder.path(), NOW);
    assert_eq!(fault(begun), BookFault::NoBook);
    assert_eq!(fs::read(&path).expect("read"), letter);

    fs::remove_file(&path).expect("removed");
    let other = Connection::open(&path).expect("a database");
    let made = other.execute_batch("CREATE TABLE a (b); PRAGMA user_version = 1;");
    made.expect("made");
    drop(other);
    assert_eq!(fault(Book::open(&path, Access::Write)), BookFault::NoBook);

    fs::remove_file(&path).expect("removed");
    let book = self::begun(&folder);
    let newer = book.connection.pragma_update(None, "user_version", 99);
    newer.expect("changed");
    drop(book);
    assert_eq!(fault(Book::open(&path, Access::Read)), BookFault::Newer(99));
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("made");
    assert_eq!(fault(Book::open(&path, Access::Read)), BookFault::NoBook);
}

#[test]
fn a_damaged_book_is_refused() {
    let folder = folder();
    let mut book = begun(&folder);
    let all: Vec<Told> = (0..400)
        .map(|n| told(&format!("u{n}"), "a", None, 0))
        .collect();
    book.note_told(&all, &decision("send")).expect("noted");
    let path = book.file().to_owned();
    drop(book);
    let mut bytes = fs::read(&path).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5A);
    fs::write(&path, &bytes).expect("written");
    assert_eq!(fault(Book::open(&path, Access::Read)), BookFault::Damaged);
    // Cut off in the middle of a page.
    fs::write(&path, &bytes[..middle + 100]).expect("written");
    assert!(Book::open(&path, Access::Read).is_err());
}

#[test]
fn one_writer_at_a_time_and_readers_meanwhile() {
    let folder = folder();
    let book = begun(&folder);
    let path = book.file().to_owned();
    let reader = Book::open(&path, Access::Read)
        .expect("no fault")
        .expect("a book");
    assert!(!reader.can_write());
    assert_eq!(reader.told(), Ok(Vec::new()));
    // As long as the first lives the second waits, and gives up in words.
    let busy = Book::open(&path, Access::Write).expect_err("busy");
    assert_eq!(busy.fault, BookFault::Busy);
    assert!(busy.to_string().contains("try again when it has ended"));
    let waiting =
        std::thread::spawn(move || Book::open(&path, Access::Write).map(|book| book.is_some()));
    std::thread::sleep(Duration::from_millis(200));
    drop(book);
    assert_eq!(waiting.join().expect("ended"), Ok(true));
    let mut reader = reader;
    assert_eq!(
        fault(reader.decide(&decision("choose"))),
        BookFault::ReadOnly
    );
}

#[test]
fn a_message_is_queued_once_and_its_content_goes_when_it_is_sent() {
    let folder = folder();
    let mut book = begun(&folder);
    let first = told("u1", "a", None, 1);
    let posts = [post(first.clone()), post(told("u1", "a", Some(5), 1))];
    assert_eq!(book.queue(&posts, &decision("send")), Ok(2));
    assert_eq!(book.queue(&posts, &decision("send")), Ok(0));
    assert_eq!(book.decisions(), Ok(vec![decision("send")]));
    let waiting = book.posts().expect("read");
    assert_eq!(waiting.len(), 2);
    assert_eq!(waiting[0].1, PostState::Queued);
    assert_eq!(waiting[0].2, posts[0]);
    let id = waiting[0].0;
    assert_eq!(fault(book.back_to_queue(id)), BookFault::NoSuchPost(id));
    book.sending(id).expect("on its way");
    assert_eq!(book.posts().expect("read")[0].1, PostState::Sending);
    assert_eq!(fault(book.sending(id)), BookFault::NoSuchPost(id));
    assert_eq!(fault(book.withdraw(id)), BookFault::NoSuchPost(id));
    book.back_to_queue(id).expect("back");
    book.sending(id).expect("on its way");
    assert_eq!(book.told(), Ok(Vec::new()));
    book.sent(id, NOW, "smtp").expect("sent");
    assert_eq!(book.told(), Ok(vec![first]));
    assert_eq!(book.posts().expect("read").len(), 1);
    assert_eq!(fault(book.sent(id, NOW, "smtp")), BookFault::NoSuchPost(id));
    // Known though it is gone.
    assert_eq!(book.queue(&posts, &decision("send")), Ok(0));
    let later = told("u1", "a", None, 2);
    assert_eq!(book.queue(&[post(later.clone())], &decision("send")), Ok(1));
    let id = book.posts().expect("read")[1].0;
    book.sent(id, NOW, "by hand").expect("sent");
    assert_eq!(book.told(), Ok(vec![later]));
    let path = book.file().to_owned();
    drop(book);
    // Of two messages of the same content one waits still; only that one's is in the file.
    let bytes = fs::read(path).expect("read");
    let count = bytes
        .windows(15)
        .filter(|w| w == b"BEGIN:VCALENDAR")
        .count();
    assert_eq!(count, 1);
}

#[test]
fn answers_come_once_and_back_in_order() {
    let folder = folder();
    let mut book = begun(&folder);
    let proposal = Interval::new(NOW, NOW.plus(3600)).expect("a time");
    let whats = [
        HeardWhat::Response(Response::Accepted),
        HeardWhat::Response(Response::Tentative),
        HeardWhat::Response(Response::Declined),
        HeardWhat::Response(Response::Delegated(Some("b".to_owned()))),
        HeardWhat::Response(Response::Delegated(None)),
        HeardWhat::Proposal(proposal),
        HeardWhat::AskedAgain,
    ];
    let all: Vec<Heard> = (1_u64..)
        .zip(whats)
        .map(|(digest, what)| heard("a", u64::MAX - 10 + digest, what))
        .collect();
    let strange = |digest: u64| Unmatched {
        source: format!("{digest}@example.org"),
        digest,
        why: "unknown-uid".to_owned(),
        reference: None,
        from: Some("somebody@example.org".to_owned()),
        at: NOW,
    };
    let others = [strange(3), strange(u64::MAX), strange(u64::MAX - 9)];
    let mut backwards = all.clone();
    backwards.reverse();
    backwards.push(all[0].clone());
    assert_eq!(
        book.hear(&backwards, &others),
        Ok((7, 2)),
        "one of the others is heard already"
    );
    assert_eq!(book.hear(&all, &others), Ok((0, 0)));
    assert_eq!(book.heard(), Ok(all.clone()));
    assert_eq!(book.unmatched(), Ok(vec![strange(3), strange(u64::MAX)]));
    // The same words of another person are another answer.
    assert_eq!(
        book.hear(
            &[Heard {
                contact: "b".to_owned(),
                ..all[0].clone()
            }],
            &[]
        ),
        Ok((1, 0))
    );
    assert_eq!(book.settle_unmatched(u64::MAX), Ok(true));
    assert_eq!(book.settle_unmatched(u64::MAX), Ok(false));
    assert_eq!(book.hear(&[], &others), Ok((0, 0)), "settled stays settled");
    // Matched at last, for instance because the address stands in the tables now.
    let matched = heard("c", 3, HeardWhat::AskedAgain);
    assert_eq!(book.hear(&[matched], &[]), Ok((1, 0)));
    assert_eq!(book.unmatched(), Ok(Vec::new()));
}

#[test]
fn waivers_outcomes_and_copies_are_replaced_and_decisions_stay() {
    let folder = folder();
    let mut book = begun(&folder);
    let waiver = |reason: &str| Waiver {
        reference: "CP-1".to_owned(),
        start: NOW,
        by: "chair".to_owned(),
        reason: reason.to_owned(),
        at: NOW,
    };
    let outcome = |went| Outcome {
        reference: "CP-1".to_owned(),
        start: NOW,
        went,
        at: NOW,
        by: "m.khan".to_owned(),
    };
    for reason in ["first", "second"] {
        book.waive(&waiver(reason), &decision("waive"))
            .expect("waived");
    }
    for went in [Went::NotHeld, Went::Held] {
        book.outcome(&outcome(went), &decision("outcome"))
            .expect("written");
    }
    assert_eq!(book.waivers(), Ok(vec![waiver("second")]));
    assert_eq!(book.outcomes(), Ok(vec![outcome(Went::Held)]));
    assert_eq!(book.decisions().expect("read").len(), 4);
    let copy = StoredCopy {
        href: "/cal/u1.ics".to_owned(),
        etag: "\"1\"".to_owned(),
        said: u64::MAX,
    };
    book.set_copy("u1", &copy).expect("noted");
    assert_eq!(book.copies().expect("read").get("u1"), Some(&copy));
    book.forget_copy("u1").expect("noted");
    assert!(book.copies().expect("read").is_empty());
    for change in ["UPDATE decisions SET reason = 'x'", "DELETE FROM decisions"] {
        assert!(book.connection.execute(change, []).is_err(), "{change}");
    }
    assert_eq!(book.decisions().expect("read").len(), 4);
}

/// A book as the first version made it, in SQL of its own: not our constants, which might change with the program.
const VERSION_1: &str = include_str!("version_1.sql");

#[test]
fn a_book_of_the_first_version_is_brought_up_to_date() {
    let folder = folder();
    let path = folder.path().join(BOOK_FILE);
    let old = Connection::open(&path).expect("a database");
    old.execute_batch(VERSION_1).expect("made");
    drop(old);
    // Also by a run that only reads.
    let book = Book::open(&path, Access::Read)
        .expect("no fault")
        .expect("a book");
    assert_eq!(book.number("PRAGMA user_version"), Ok(version()));
    assert!(book.copies().expect("read").is_empty());
    let told = book.told().expect("read");
    assert_eq!((told.len(), told[0].said), (1, u64::MAX));
    assert_eq!(told[0].times.len(), 2);
    assert_eq!(book.heard().expect("read").len(), 1);
    assert_eq!(book.posts().expect("read")[0].1, PostState::Sending);
    assert_eq!(book.decisions().expect("read").len(), 1);
    assert_eq!(book.unmatched().expect("read").len(), 1);
    assert_eq!(book.waivers().expect("read").len(), 1);
    assert_eq!(book.outcomes().expect("read")[0].went, Went::Inquorate);
    assert_eq!(book.arrangements().expect("read")[0].reference, "CP-1");
    assert_eq!(book.answers().expect("read")[0][0], "j.marsh");
    assert_eq!(book.begun_at(), Ok(Instant(1_700_000_000)));
    drop(book);
    let mut book = Book::open(&path, Access::Write)
        .expect("no fault")
        .expect("a book");
    book.decide(&decision("choose")).expect("it can be written");
    // What made it once makes it again today.
    let schema = |book: &Connection| -> Vec<String> {
        let mut all = book
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            .expect("asked");
        let rows = all.query_map([], |row| row.get(0)).expect("asked");
        rows.collect::<rusqlite::Result<_>>().expect("read")
    };
    let other = self::folder();
    assert_eq!(schema(&book.connection), schema(&begun(&other).connection));
}

const ARRANGED: &str = r#"{"format": "quorate-plan/1", "meetings": [
 {"ref": "B-2", "uid": "u2", "start": "2026-12-03T10:00:00Z", "end": "2026-12-03T11:00:00Z", "attending": []},
 {"ref": "A-1", "uid": "u1", "start": "2026-12-01T10:00:00Z", "end": "2026-12-01T11:00:00Z", "unknown": [1, 2]}
], "unplaced": []}"#;

const ANSWERS: &str = "who,from,answer\r\nj.marsh,8/12/2026,can\r\nj.marsh,8/12/2026,can\r\n";

/// Takes over what is new in the answers table of the folder, as a writing run does.
fn taken_over(book: &mut Book, folder: &TempDir) -> usize {
    let kept = crate::input::KeptAnswers {
        rows: Vec::new(),
        taken: book.taken_answers().expect("read"),
    };
    let table = fs::read(folder.path().join("answers.csv")).unwrap_or_default();
    let rows = crate::input::answer_rows("answers.csv", &table).expect("a table");
    let new = kept.new_of(rows);
    book.take_over(&new, &[]).expect("taken over");
    new.len()
}

#[test]
fn a_book_takes_over_the_files_and_they_get_other_names() {
    let folder = folder();
    let there = |name: &str| folder.path().join(name).exists();
    fs::write(folder.path().join("arrangements.json"), ARRANGED).expect("written");
    fs::write(folder.path().join("answers.csv"), ANSWERS).expect("written");
    fs::write(folder.path().join("answers.imported.csv"), "old").expect("written");
    let path = folder.path().join(BOOK_FILE);
    let (book, imported) = Book::open_or_create(&path, folder.path(), NOW).expect("a book");
    assert_eq!((imported.arrangements, imported.answers), (2, 2));
    assert!(imported.begun);
    assert!(!there("arrangements.json") && !there("answers.csv"));
    assert!(there("arrangements.imported.json") && there("answers.imported-2.csv"));
    let rows = book.arrangements().expect("read");
    let references: Vec<&str> = rows.iter().map(|row| row.reference.as_str()).collect();
    assert_eq!(references, ["B-2", "A-1"], "their order stays");
    let file = book.arrangements_file().expect("read").expect("some");
    let value = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON");
    assert_eq!(value(&file), value(ARRANGED.as_bytes()));
    drop(book);
    let (mut book, again) = Book::open_or_create(&path, folder.path(), NOW).expect("a book");
    assert_eq!(again, Imported::default());
    // A table that appears later is another one: also a row that is like one of before counts.
    fs::write(folder.path().join("answers.csv"), ANSWERS).expect("written");
    assert_eq!(taken_over(&mut book, &folder), 2);
    assert_eq!(taken_over(&mut book, &folder), 0);
    let longer = format!("{ANSWERS}j.marsh,8/12/2026,can\r\nj.marsh,9/12/2026,no\r\n");
    fs::write(folder.path().join("answers.csv"), longer).expect("written");
    assert_eq!(taken_over(&mut book, &folder), 2);
    assert_eq!(book.answers().expect("read").len(), 6);
}

#[test]
fn a_run_that_ends_between_taking_over_and_renaming_is_gone_on_with() {
    let folder = folder();
    let path = folder.path().join(BOOK_FILE);
    let answers = folder.path().join("answers.csv");
    let renamed = folder.path().join("answers.imported.csv");
    for is_changed in [false, true] {
        fs::write(&answers, ANSWERS).expect("written");
        let (book, _) = Book::open_or_create(&path, folder.path(), NOW).expect("a book");
        drop(book);
        // As it was before the renaming: the file there and the note in the book.
        fs::rename(&renamed, &answers).expect("renamed");
        let raw = Connection::open(&path).expect("a database");
        raw.execute(
            "INSERT INTO kept VALUES ('taken answers.csv', ?1)",
            [tables::hash_of(ANSWERS.as_bytes())],
        )
        .expect("noted");
        raw.execute("UPDATE kept SET value = '1' WHERE name = 'turn'", [])
            .expect("noted");
        drop(raw);
        if is_changed {
            let longer = format!("{ANSWERS}a.new,9/12/2026,no\r\n");
            fs::write(&answers, longer).expect("written");
        }
        let (mut book, imported) = Book::open_or_create(&path, folder.path(), NOW).expect("a book");
        assert!(!imported.begun);
        assert_eq!(
            answers.exists(),
            is_changed,
            "what was changed meanwhile stays"
        );
        assert_eq!(taken_over(&mut book, &folder), usize::from(is_changed));
        let all = book.answers().expect("read").len();
        assert_eq!(all, 2 + usize::from(is_changed));
        drop(book);
        fs::remove_file(&path).expect("removed");
        let _ = fs::remove_file(&renamed);
    }
}

#[test]
fn a_file_that_cannot_be_taken_over_leaves_no_book() {
    let folder = folder();
    let path = folder.path().join(BOOK_FILE);
    let cases = [
        ("arrangements.json", "{"),
        ("arrangements.json", "{\"format\": \"other/1\"}"),
        (
            "arrangements.json",
            "{\"format\": \"quorate-plan/1\", \"meetings\": [{\"ref\": \"Secret\"}]}",
        ),
        ("answers.csv", "who,from\r\n\"j.marsh,8/12/2026\r\n"),
    ];
    for (name, content) in cases {
        let file = folder.path().join(name);
        fs::write(&file, content).expect("written");
        let refused = Book::open_or_create(&path, folder.path(), NOW).expect_err("refused");
        let told = refused.to_string();
        assert!(told.contains(name) && !told.contains("Secret"), "{told}");
        assert!(!path.exists(), "{name}");
        assert_eq!(fs::read_to_string(&file).expect("there still"), content);
        fs::remove_file(&file).expect("removed");
    }
}

#[test]
fn ten_thousand_answers_come_in_a_second_or_so() {
    let folder = folder();
    let mut book = begun(&folder);
    let all: Vec<Heard> = (0..10_000)
        .map(|n| heard(&format!("c{n}"), n, HeardWhat::Response(Response::Accepted)))
        .collect();
    let begun = std::time::Instant::now();
    assert_eq!(book.hear(&all, &[]), Ok((10_000, 0)));
    let took = begun.elapsed();
    // A second on a machine that does nothing else.
    assert!(took < Duration::from_secs(10), "{took:?}");
    println!("10,000 answers in {took:?}");
    assert_eq!(book.heard().expect("read").len(), 10_000);
}
