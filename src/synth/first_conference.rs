//! The feeds of `fixtures/first-conference`: three invitees and a room. Its tables are written by hand.

use super::diary::{Diary, Show, When, at, date};
use super::life::Life;
use super::lines::Person;
use super::trade::{CHAIRING, HEALTH, ROOM, SOCIAL_CARE, Trade};
use super::{Feed, Spelling};
use chrono::{NaiveDate, NaiveDateTime};

const SEED: u64 = 2041;

/// The days that the story turns on.
fn days() -> [NaiveDate; 4] {
    [
        date(2026, 12, 1),
        date(2026, 12, 3),
        date(2026, 12, 8),
        date(2026, 12, 10),
    ]
}

pub fn feeds() -> Vec<Feed> {
    vec![social_worker(), chair(), health_visitor(), family_centre()]
}

fn social_worker() -> Feed {
    let [first_tuesday, first_thursday, tuesday, thursday] = days();
    let clear = [
        span(first_tuesday, 735, 870),
        span(first_thursday, 585, 735),
        span(tuesday, 585, 735),
        span(thursday, 660, 810),
    ];
    let diary = person("Ruth Whitlock", "r.whitlock@council.example.org");
    let diary = made(&diary, &SOCIAL_CARE, &clear, 55, |life| {
        life.put(timed(tuesday, 540, 585), Show::Busy, "Allocation meeting");
        life.leave(date(2026, 12, 4), date(2026, 12, 5), "Leave");
        life.leave(date(2026, 12, 23), date(2027, 1, 4), "Leave");
    });
    feed("r.whitlock", diary, Spelling::Outlook)
}

/// Read before the chair was given another conference at eight this morning: her own diary shows Thursday the 10th
/// free, and only the arrangements know better.
fn chair() -> Feed {
    let [first_tuesday, first_thursday, tuesday, thursday] = days();
    let clear = [
        span(first_tuesday, 735, 870),
        span(first_thursday, 585, 735),
        span(tuesday, 585, 720),
        span(thursday, 540, 810),
    ];
    let diary = person("Denise Okafor", "d.okafor@council.example.org");
    let diary = made(&diary, &CHAIRING, &clear, 50, |life| {
        life.put(
            timed(tuesday, 720, 780),
            Show::Busy,
            "Supervision, not to be moved",
        );
        life.leave(date(2026, 12, 16), date(2026, 12, 19), "Leave");
        life.leave(date(2026, 12, 24), date(2027, 1, 2), "Leave");
    });
    feed("d.okafor", diary, Spelling::Google)
}

fn health_visitor() -> Feed {
    let [_, _, tuesday, thursday] = days();
    let clear = [span(tuesday, 585, 735), span(thursday, 660, 810)];
    let diary = person("Joanne Marsh", "j.marsh@health.example.net");
    let diary = made(&diary, &HEALTH, &clear, 45, |life| {
        life.put(
            timed(thursday, 660, 750),
            Show::Tentative,
            "Antenatal class, if covered",
        );
        life.put(
            When::Days(date(2026, 12, 2), date(2026, 12, 3)),
            Show::Busy,
            "Training day",
        );
        life.leave(date(2026, 12, 28), date(2027, 1, 2), "Annual leave");
    });
    feed("j.marsh", diary, Spelling::OutlookAvailability)
}

fn family_centre() -> Feed {
    let [first_tuesday, first_thursday, tuesday, thursday] = days();
    let clear = [
        span(first_thursday, 570, 750),
        span(tuesday, 540, 780),
        span(thursday, 540, 840),
    ];
    let diary = person("Quayside Family Centre", "rooms@council.example.org");
    let diary = made(&diary, &ROOM, &clear, 40, |life| {
        life.put(timed(first_tuesday, 510, 1050), Show::Busy, "Decorators in");
        life.leave(date(2026, 12, 24), date(2027, 1, 4), "Centre closed");
    });
    feed("family-centre", diary, Spelling::Nextcloud)
}

fn made(
    owner: &Person,
    trade: &Trade,
    clear: &[(NaiveDateTime, NaiveDateTime)],
    busy_percent: i64,
    own: impl FnOnce(&mut Life),
) -> Diary {
    let window = (date(2026, 11, 23), date(2027, 1, 8));
    let colleagues = [
        person("Martin Hale", "m.hale@council.example.org"),
        person("Sana Mensah", "s.mensah@council.example.org"),
    ];
    let mut life = Life::new(SEED, owner, trade, window, clear, &colleagues);
    own(&mut life);
    life.regular_week(&[(date(2026, 12, 24), date(2027, 1, 3))]);
    life.fill(busy_percent);
    life.finish(at(date(2026, 11, 23), 450))
}

fn feed(id: &str, diary: Diary, spelling: Spelling) -> Feed {
    Feed {
        path: format!("first-conference/feeds/{id}.ics"),
        diary,
        spelling,
    }
}

fn person(name: &str, address: &str) -> Person {
    Person {
        name: name.to_owned(),
        address: address.to_owned(),
    }
}

fn span(date: NaiveDate, from: i64, to: i64) -> (NaiveDateTime, NaiveDateTime) {
    (at(date, from), at(date, to))
}

fn timed(date: NaiveDate, from: i64, to: i64) -> When {
    When::Timed(at(date, from), at(date, to))
}
