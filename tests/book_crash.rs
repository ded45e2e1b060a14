//! A run that is killed at any moment loses nothing that it said was done, and repeats nothing.
//!
//! The writer is this test itself, started once more with a variable that tells it where: it takes answers in, queues messages and sends them one by one, and
//! says each step when the book says that it is kept.

use quorate::edge::book::{Access, Book};
use quorate::model::{
    Decision, Heard, HeardBy, HeardWhat, Post, PostKind, PostState, Purpose, Response, Told,
    ToldStanding,
};
use quorate::time::Instant;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PLACE: &str = "BOOK_CRASH_WRITER";

fn told(number: u64) -> Told {
    Told {
        reference: "CP-1".to_owned(),
        contact: format!("c{number}"),
        address: format!("c{number}@example.org"),
        uid: "u1".to_owned(),
        recurrence: None,
        sequence: 0,
        dtstamp: Instant(1_800_000_000),
        purpose: Purpose::Invitation,
        standing: ToldStanding::Confirmed,
        times: Vec::new(),
        zone: "Europe/London".to_owned(),
        said: number,
        message_id: String::new(),
    }
}

fn post(number: u64) -> Post {
    Post {
        kind: PostKind::New,
        told: told(number),
        name: format!("CP-1-{number}"),
        mail: vec![b'x'; 20_000],
        calendar: vec![b'y'; 3_000],
        letter: Vec::new(),
    }
}

fn heard(number: u64) -> Heard {
    Heard {
        reference: "CP-1".to_owned(),
        contact: format!("c{number}"),
        uid: "u1".to_owned(),
        recurrence: None,
        what: HeardWhat::Response(Response::Accepted),
        sequence: 0,
        dtstamp: Instant(1_800_000_000),
        by: HeardBy::Mail,
        source: format!("{number}@example.org"),
        digest: number,
    }
}

fn decision() -> Decision {
    Decision {
        at: Instant(1_800_000_000),
        who: String::new(),
        action: "send".to_owned(),
        reference: String::new(),
        reason: String::new(),
        facts: "{}".to_owned(),
    }
}

/// Answers that are taken in at a time, and messages that are queued.
const AT_A_TIME: u64 = 5;

/// What the writer says.
const STEPS: [&str; 3] = ["heard", "queued", "sent"];

/// Does nothing in an ordinary run of the tests.
#[test]
fn the_writer() {
    let Some(place) = std::env::var_os(PLACE) else {
        return;
    };
    let path = Path::new(&place);
    let book = Book::open(path, Access::Write).expect("it can be opened");
    let mut book = book.expect("there is a book");
    let mut out = std::io::stdout();
    let mut say = |what: &str, number: u64| {
        writeln!(out, "{what} {number}")
            .and_then(|()| out.flush())
            .expect("somebody reads");
    };
    // What another run left on its way is put back: here it is known that nothing goes.
    for (id, state, _) in book.posts().expect("read") {
        if state == PostState::Sending {
            book.back_to_queue(id).expect("back");
        }
    }
    let mut number = u64::try_from(book.heard().expect("read").len()).expect("small");
    // A run that was killed may have taken answers in and not come to its messages.
    let known = book.told().expect("read").len() + book.posts().expect("read").len();
    let mut queued = u64::try_from(known).expect("small");
    loop {
        for (id, _, post) in book.posts().expect("read") {
            book.sending(id).expect("on its way");
            book.sent(id, Instant(1_800_000_000), "smtp").expect("sent");
            say("sent", post.told.said);
        }
        let range = number..number + AT_A_TIME;
        let all: Vec<Heard> = range.clone().map(heard).collect();
        book.hear(&all, &[]).expect("taken in");
        say("heard", number + AT_A_TIME);
        // The last ones again, as a run would that starts anew: nothing comes twice.
        let from = queued.saturating_sub(AT_A_TIME);
        let posts: Vec<Post> = (from..number + AT_A_TIME).map(post).collect();
        book.queue(&posts, &decision()).expect("queued");
        say("queued", number + AT_A_TIME);
        number += AT_A_TIME;
        queued = number;
    }
}

/// A small generator of numbers: the moments differ, and a run can be repeated.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn a_hundred_kills_lose_and_repeat_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("meetings.book");
    drop(Book::open_or_create(&path, folder.path(), Instant(1_800_000_000)).expect("a book"));
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let (mut most_heard, mut most_queued) = (0, 0);
    let mut sent_ever: BTreeSet<u64> = BTreeSet::new();
    let mut kills = 0;
    while kills < 100 {
        let mut writer = Command::new(std::env::current_exe().expect("this test"))
            .args(["the_writer", "--exact", "--nocapture", "--test-threads=1"])
            .env(PLACE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let out = writer.stdout.take().expect("piped");
        // It is let alone for some of its steps, and for a moment of the next.
        let steps = usize::try_from(1 + next(&mut random) % 12).expect("small");
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let is_step = |line: &String| {
            line.rsplit_once(' ')
                .is_some_and(|(what, _)| STEPS.iter().any(|step| what.ends_with(step)))
        };
        while said.iter().filter(|line| is_step(line)).count() < steps {
            said.push(lines.next().expect("the writer goes on"));
        }
        std::thread::sleep(Duration::from_micros(next(&mut random) % 12_000));
        writer.kill().expect("killed");
        writer.wait().expect("ended");
        said.extend(lines);
        kills += 1;
        for line in said {
            let Some((what, number)) = line.rsplit_once(' ') else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            // The first line of a test may share its own with what the tester says.
            match what.rsplit(' ').next() {
                Some("heard") => most_heard = most_heard.max(number),
                Some("queued") => most_queued = most_queued.max(number),
                Some("sent") => assert!(sent_ever.insert(number), "{number} went twice"),
                _ => {}
            }
        }
        let book = Book::open(&path, Access::Read)
            .expect("sound")
            .expect("there still");
        let heard: BTreeSet<u64> = book
            .heard()
            .expect("read")
            .iter()
            .map(|one| one.digest)
            .collect();
        assert_eq!(heard.len(), book.heard().expect("read").len());
        assert!(
            (0..most_heard).all(|number| heard.contains(&number)),
            "an answer is lost"
        );
        let told: BTreeSet<u64> = book
            .told()
            .expect("read")
            .iter()
            .map(|one| one.said)
            .collect();
        let posts = book.posts().expect("read");
        let waiting: BTreeSet<u64> = posts.iter().map(|(_, _, post)| post.told.said).collect();
        assert_eq!(waiting.len(), posts.len(), "a message waits twice");
        assert!(
            sent_ever.is_subset(&told),
            "a message that went is forgotten"
        );
        assert!(
            told.is_disjoint(&waiting),
            "a message that went waits again"
        );
        assert!(
            (0..most_queued).all(|number| told.contains(&number) || waiting.contains(&number)),
            "a message is lost"
        );
        let on_the_way = posts
            .iter()
            .filter(|(_, state, _)| *state == PostState::Sending)
            .count();
        assert!(on_the_way <= 1, "{on_the_way}");
        for (_, _, one) in &posts {
            assert_eq!(one.mail.len(), 20_000, "half a message");
        }
        // What went without our hearing of it was kept before it could be said.
        sent_ever.extend(&told);
    }
    assert!(
        most_heard > 0 && most_queued > 0 && !sent_ever.is_empty(),
        "the writer never came to write"
    );
    println!(
        "{kills} kills, {most_heard} answers, {} messages",
        sent_ever.len()
    );
}
