//! How long it takes to read and apply 10,000 answers by mail, in one file and in as many, with a book of 14,000 meetings of which eight
//! people each were told; and to see how all of them stand. `cargo bench --bench replies`.

use quorate::edge::book::{Access, Book};
use quorate::edge::inbox::Inbox;
use quorate::input::{Files, ReadOptions, read_workspace};
use quorate::model::{Decision, Purpose, Told, ToldStanding};
use quorate::reply::read::Setting;
use quorate::reply::{Register, judge_all, standing};
use quorate::time::{Instant, Interval, Zone};
use std::fs;
use std::path::Path;
use std::time::Instant as Clock;

const MEETINGS: usize = 14_000;
const PEOPLE: usize = 8;
const CONTACTS: usize = 2_000;
const REPLIES: usize = 10_000;

fn contact(number: usize) -> String {
    format!("p{}", number % CONTACTS)
}

fn told() -> Vec<Told> {
    let mut all = Vec::new();
    for meeting in 0..MEETINGS {
        let start = Instant(1_795_600_000 + 900 * meeting as i64);
        let time = Interval::new(start, start.plus(5_400)).expect("not empty");
        for person in 0..PEOPLE {
            let contact = contact(meeting * 7 + person * 131);
            all.push(Told {
                reference: format!("CP-{meeting}"),
                address: format!("{contact}@agency.example.org"),
                contact,
                uid: format!("{meeting:08}-93d4-4d8e-8a56-1c2f3e4d5a6b@council.example.org"),
                recurrence: None,
                sequence: 0,
                dtstamp: Instant(1_795_000_000),
                purpose: Purpose::Invitation,
                standing: ToldStanding::Confirmed,
                times: vec![time],
                zone: "Europe/London".to_owned(),
                said: 1,
                message_id: String::new(),
            });
        }
    }
    all
}

/// As Thunderbird answers: with the description of the zone.
fn reply(number: usize, to: &Told) -> String {
    let says = ["ACCEPTED", "DECLINED", "TENTATIVE"][number % 3];
    let (address, uid) = (&to.address, &to.uid);
    format!(
        "From: {address}\r\nTo: unit@council.example.org\r\nSubject: Re: Meeting\r\nDate: Sun, 22 Nov 2026 10:16:00 +0000\r\nMessage-ID: <{number}@agency.example.org>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nI answered.\r\n--b\r\n\
         Content-Type: text/calendar; charset=UTF-8; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nPRODID:-//invented//EN\r\nVERSION:2.0\r\nMETHOD:REPLY\r\n\
         BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:DAYLIGHT\r\nDTSTART:19960331T010000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\nEND:DAYLIGHT\r\n\
         BEGIN:STANDARD\r\nDTSTART:19961027T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
         BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261122T10{:02}{:02}Z\r\nSEQUENCE:0\r\nDTSTART;TZID=Europe/London:20261208T100000\r\nDTEND;TZID=Europe/London:20261208T113000\r\nSUMMARY:Meeting\r\n\
         ORGANIZER:mailto:unit@council.example.org\r\nATTENDEE;CN=Somebody;PARTSTAT={says};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT:mailto:{address}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n\r\n--b--\r\n",
        number / 60 % 60,
        number % 60,
    )
}

fn main() {
    let folder = std::env::temp_dir().join(format!("quorate-bench-replies-{}", std::process::id()));
    let inbox = folder.join("inbox");
    fs::create_dir_all(&inbox).expect("a folder");
    let told = told();
    let mut mbox = String::new();
    for number in 0..REPLIES {
        let mail = reply(number, &told[number * 7_919 % told.len()]);
        fs::write(inbox.join(format!("{number:05}.eml")), &mail).expect("written");
        mbox.push_str(&format!("From x\r\n{mail}\r\n"));
    }
    let file = folder.join("answers.mbox");
    fs::write(&file, mbox).expect("written");
    let mut files = Files::default();
    let people: String = (0..CONTACTS)
        .map(|number| {
            format!(
                "p{number},Person {number},health,health-visitor,p{number}@agency.example.org\n"
            )
        })
        .collect();
    for (name, text) in [
        ("quorate.toml", "[defaults]\nzone = \"Europe/London\"\norganizer = \"unit@council.example.org\"\n[[agency]]\nid = \"health\"\nname = \"Health\"\nkind = \"community-health\"\n".to_owned()),
        ("people.csv", format!("id,name,agency,roles,email\n{people}")),
        ("meetings.csv", "ref,duration,by,seats\n".to_owned()),
    ] {
        files.tables.insert(name.to_owned(), text.into_bytes());
    }
    let (workspace, _) = read_workspace(&files, &ReadOptions::default()).expect("tables");
    let now = Instant(1_795_424_400);
    let path = folder.join("meetings.book");
    let (mut book, _) = Book::open_or_create(&path, &folder, now).expect("a book");
    let why = Decision {
        at: now,
        who: String::new(),
        action: "send".to_owned(),
        reference: String::new(),
        reason: String::new(),
        facts: "{}".to_owned(),
    };
    book.note_told(&told, &why).expect("written");
    drop(book);

    for (what, from) in [("one file", &file), ("a folder", &inbox)] {
        apply(what, from, &path, &workspace, now);
    }
    let book = Book::open(&path, Access::Read)
        .expect("a book")
        .expect("there");
    let heard = book.heard().expect("read");
    let begun = Clock::now();
    let all = standing(&told, &heard);
    println!(
        "standing of {} people: {:?}",
        all.iter().count(),
        begun.elapsed()
    );
    drop(book);
    fs::remove_dir_all(&folder).expect("removed");
}

/// All that the command does, step by step.
fn apply(
    what: &str,
    from: &Path,
    path: &Path,
    workspace: &quorate::model::Workspace,
    now: Instant,
) {
    let zone = Zone::named("Europe/London").expect("a zone");
    let whole = Clock::now();
    let mut book = Book::open(path, Access::Write)
        .expect("a book")
        .expect("there");
    let (told, heard) = (book.told().expect("read"), book.heard().expect("read"));
    let opened = whole.elapsed();
    let begun = Clock::now();
    let mut register = Register::new(workspace, &told, &heard, &[], now);
    let indexed = begun.elapsed();
    let begun = Clock::now();
    let mut inbox = Inbox::default();
    let setting = Setting {
        zone: &zone,
        references: register.references(),
    };
    inbox.add_paths(&[from.to_owned()], setting).expect("read");
    let read = begun.elapsed();
    let begun = Clock::now();
    let judged = judge_all(&mut register, &inbox.answers);
    let judging = begun.elapsed();
    let begun = Clock::now();
    let new: Vec<_> = judged.applied.iter().map(|(one, _)| one.clone()).collect();
    book.hear(&new, &judged.waiting).expect("written");
    println!(
        "{REPLIES} replies of {what}: {} applied, {} known, {} wait: {:?} (book read {opened:?}, index {indexed:?}, mails {read:?}, judging {judging:?}, written {:?})",
        judged.applied.len(),
        judged.known,
        judged.waiting.len(),
        whole.elapsed(),
        begun.elapsed()
    );
}
