//! From the book to the answer of `watch` for a mean authority's year: 14,000 arranged meetings with about eight people each, what all of
//! them were told, and what most of them said.
//!
//! The tables are the generated county's; arrangements are made of them directly, with the first people of each seat. Prints the
//! fastest and the median of several runs in milliseconds, step by step, and whether one thread and two say the same.
//! `cargo bench --bench watch`

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use quorate::edge::book::{Access, Book};
use quorate::input::{Files, ReadOptions, read_workspace, write_arrangements};
use quorate::model::{
    Arranged, ArrangedAttendance, ArrangedPart, As, ContactId, Decision, Heard, HeardBy, HeardWhat,
    MeetingSpec, Purpose, Response, State, Told, ToldStanding, Workspace,
};
use quorate::prepare::Casting;
use quorate::reply::standing;
use quorate::report::watch::{Help, WatchReport, json};
use quorate::synth::{County, CountySize, county};
use quorate::time::{Instant, Interval, Zone};
use quorate::watch::{Desk, Level, Sources, Watch};
use std::time::Instant as Clock;

const RUNS: usize = 7;
const NOW: &str = "2026-11-23T09:00:00Z";

/// Splitmix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }
}

fn now() -> Instant {
    Instant::parse_rfc3339(NOW).expect("an instant")
}

/// The meeting on some working day of the year with the first people of each seat.
fn arranged(
    casting: &Casting,
    spec: &MeetingSpec,
    number: usize,
    random: &mut Random,
    zone: &Zone,
) -> Option<Arranged> {
    let mut day = NaiveDate::from_ymd_opt(2026, 11, 30)? + Days::new(random.next(360));
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        day = day + Days::new(1);
    }
    let time = NaiveTime::from_hms_opt(9 + random.next(7) as u32, 0, 0)?;
    let start = zone.instant(day.and_time(time));
    let end = start.plus(i64::from(spec.duration_minutes) * 60);
    let interval = Interval::new(start, end)?;
    let mut attending: Vec<ArrangedAttendance> = Vec::new();
    for seat in &spec.seats {
        let found = casting.candidates(seat).into_iter();
        let mut free = found.filter(|one| !attending.iter().any(|other| other.contact == *one));
        let skip = random.next(3) as usize;
        let taken: Vec<ContactId> = match seat.named.is_empty() {
            true => free
                .by_ref()
                .skip(skip)
                .take(seat.places as usize)
                .collect(),
            false => free.take(seat.places as usize).collect(),
        };
        attending.extend(taken.into_iter().map(|contact| ArrangedAttendance {
            seat: seat.id.clone(),
            contact,
            role: As::Principal,
            mode: Default::default(),
            is_known: random.next(10) < 6,
            present: vec![interval],
        }));
    }
    Some(Arranged {
        reference: spec.reference.clone(),
        uid: format!("u-{number}"),
        sequence: 0,
        interval,
        parts: vec![ArrangedPart {
            interval,
            venue: None,
        }],
        venue: None,
        state: State::Quorate,
        confirm: Vec::new(),
        attending,
        buffer: Default::default(),
        chosen_at: Some(now()),
        series: None,
    })
}

fn letters(workspace: &Workspace, random: &mut Random) -> (Vec<Told>, Vec<Heard>) {
    let (mut told, mut heard) = (Vec::new(), Vec::new());
    for one in &workspace.arrangements {
        for attendance in &one.attending {
            let contact = workspace.contact(attendance.contact).id.clone();
            let row = Told {
                reference: one.reference.clone(),
                address: format!("{contact}@example.org"),
                uid: one.uid.clone(),
                recurrence: None,
                sequence: 0,
                dtstamp: now(),
                purpose: Purpose::Invitation,
                standing: ToldStanding::Confirmed,
                times: vec![one.interval],
                zone: "Europe/London".to_owned(),
                said: random.next(u64::MAX),
                message_id: format!("{}@example.org", told.len()),
                contact,
            };
            let response = match random.next(100) {
                0..=59 => Some(Response::Accepted),
                60..=64 => Some(Response::Tentative),
                65..=70 => Some(Response::Declined),
                71 => Some(Response::Delegated(None)),
                _ => None,
            };
            heard.extend(response.map(|response| Heard {
                reference: row.reference.clone(),
                contact: row.contact.clone(),
                uid: row.uid.clone(),
                recurrence: None,
                what: HeardWhat::Response(response),
                sequence: 0,
                dtstamp: now().plus(60),
                by: HeardBy::Mail,
                source: "a mail".to_owned(),
                digest: told.len() as u64,
            }));
            told.push(row);
        }
    }
    (told, heard)
}

/// Times of one step, in milliseconds.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    fn take<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let begun = Clock::now();
        let value = run();
        self.0.push(begun.elapsed().as_secs_f64() * 1_000.0);
        value
    }

    fn print(mut self, name: &str) {
        self.0.sort_by(f64::total_cmp);
        let middle = self.0[self.0.len() / 2];
        println!("{name}: fastest {:.0} ms, median {middle:.0} ms", self.0[0]);
    }
}

fn main() {
    let all = county(&County {
        seed: 1,
        size: CountySize::Year,
    });
    let tables = all
        .into_iter()
        .filter(|(path, _)| !path.starts_with("feeds/"));
    let files = Files {
        folder: "county".to_owned(),
        tables: tables.collect(),
        ..Files::default()
    };
    let mut reading = Times::default();
    let read = reading.take(|| read_workspace(&files, &ReadOptions::default()));
    let (mut workspace, _) = read.expect("the generated tables are without fault");
    let zone = Zone::named("Europe/London").expect("a zone of the database");
    let mut random = Random(1);
    let arrangements: Vec<Arranged> = {
        let casting = Casting::new(&workspace);
        let meetings = workspace.meetings.iter().enumerate();
        meetings
            .filter_map(|(number, spec)| arranged(&casting, spec, number, &mut random, &zone))
            .collect()
    };
    workspace.arrangements = arrangements;
    let (told, heard) = letters(&workspace, &mut random);
    println!(
        "{} meetings, {} invitations, {} answers",
        workspace.arrangements.len(),
        told.len(),
        heard.len()
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = Book::path(folder.path(), None);
    let (mut book, _) = Book::open_or_create(&path, folder.path(), now()).expect("a new book");
    let why = Decision {
        at: now(),
        who: String::new(),
        action: "send".to_owned(),
        reference: String::new(),
        reason: String::new(),
        facts: "{}".to_owned(),
    };
    let plan = write_arrangements(&workspace, &workspace.arrangements);
    book.arrange(plan.as_bytes(), std::slice::from_ref(&why))
        .expect("arranged");
    book.note_told(&told, &why).expect("noted");
    book.hear(&heard, &[]).expect("heard");
    drop(book);

    let [
        mut whole,
        mut rows,
        mut stood,
        mut desk_made,
        mut looked,
        mut written,
    ] = std::array::from_fn(|_| Times::default());
    let mut last: Option<Watch> = None;
    for _ in 0..RUNS {
        let watch = whole.take(|| {
            let (told, heard, waivers, outcomes) = rows.take(|| {
                let book = Book::open(&path, Access::Read)
                    .expect("readable")
                    .expect("a book");
                (
                    book.told().expect("rows"),
                    book.heard().expect("rows"),
                    book.waivers().expect("rows"),
                    book.outcomes().expect("rows"),
                )
            });
            let standings = stood.take(|| standing(&told, &heard));
            let desk = desk_made.take(|| {
                Desk::new(Sources {
                    workspace: &workspace,
                    standings: Some(&standings),
                    waivers: &waivers,
                    outcomes: &outcomes,
                    now: now(),
                })
            });
            looked.take(|| desk.look())
        });
        let help = vec![Help::default(); watch.meetings.len()];
        written.take(|| {
            json(&WatchReport {
                workspace: &workspace,
                watch: &watch,
                help: &help,
                days: None,
                is_one: false,
            })
        });
        if let Some(before) = &last {
            assert!(*before == watch, "two runs differ");
        }
        last = Some(watch);
    }
    let watch = last.expect("some run");
    let count = |level: &dyn Fn(&Level) -> bool| {
        let all = watch.meetings.iter();
        all.filter(|one| level(&one.level)).count()
    };
    println!(
        "quorate {}, at risk {}, inquorate {}, cannot be judged {}",
        count(&|level| *level == Level::Quorate),
        count(&|level| *level == Level::AtRisk),
        count(&|level| *level == Level::Inquorate),
        count(&|level| matches!(level, Level::Unjudged(_))),
    );
    reading.print("the tables (read once, not counted)");
    rows.print("rows of the book");
    stood.print("what counts of the answers");
    desk_made.print("tables made ready");
    looked.print("look at all meetings");
    whole.print("from book to watch");
    written.print("as JSON (not counted)");
}
