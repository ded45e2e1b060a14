//! The feeds of `fixtures/five-contexts`: the few diaries that people of five practice contexts have to share. Their
//! tables are written by hand.
//!
//! What a story turns on is put in by hand or kept clear; around it lives are filled as elsewhere. The teachers' weeks
//! are in [`timetable`].

mod timetable;

use super::diary::{Diary, Show, When, at, date};
use super::life::Life;
use super::lines::Person;
use super::trade::{CHAIRING, HEALTH, POLICE, ROOM, Regular, SOCIAL_CARE, Trade};
use super::{Feed, Spelling};
use chrono::{NaiveDate, NaiveDateTime, Weekday};

const SEED: u64 = 21;

/// Why the social worker cannot join the school's meeting where it is.
const DUTY: Regular = Regular {
    title: "Duty, Wednesdays",
    days: &[Weekday::Wed],
    start: 750,
    length: 180,
    every_weeks: 1,
};

pub fn feeds() -> Vec<Feed> {
    let mut feeds = child_protection();
    feeds.extend(hospital());
    feeds.extend(marac());
    feeds.extend(school());
    feeds.extend(out_of_area());
    feeds
}

/// The conference is due by Monday 7 December. The social worker is away until Tuesday the first, when her manager could take
/// her seat.
fn child_protection() -> Vec<Feed> {
    let wednesday = date(2026, 12, 2);
    let thursday = date(2026, 12, 3);
    let clear = [
        span(date(2026, 12, 1), 795, 960),
        span(wednesday, 735, 915),
        span(thursday, 570, 735),
    ];
    let of = |id, name, trade, spelling, percent, own: fn(&mut Life)| {
        owned("child-protection", id, name, trade, spelling).filled(
            &clear,
            percent,
            date(2027, 1, 8),
            own,
        )
    };
    vec![
        of(
            "n.bassett",
            "Nadia Bassett",
            &CHAIRING,
            Spelling::Google,
            52,
            |life| {
                life.leave(date(2026, 11, 24), date(2026, 12, 1), "Leave");
                life.put(
                    timed(date(2026, 12, 4), 540, 1020),
                    Show::Busy,
                    "Conferences, elsewhere",
                );
            },
        ),
        of(
            "h.doyle",
            "Hannah Doyle",
            &SOCIAL_CARE,
            Spelling::Outlook,
            44,
            |life| {
                life.leave(date(2026, 11, 26), date(2026, 12, 2), "Leave, ring Imran");
                life.put(
                    When::Days(date(2026, 12, 7), date(2026, 12, 8)),
                    Show::Free,
                    "Working from home",
                );
            },
        ),
        of(
            "i.farouk",
            "Imran Farouk",
            &SOCIAL_CARE,
            Spelling::Nextcloud,
            50,
            |life| {
                life.put(
                    timed(date(2026, 12, 1), 600, 780),
                    Show::Busy,
                    "Panel, second floor",
                );
            },
        ),
        of(
            "s.whelan",
            "Siobhan Whelan",
            &HEALTH,
            Spelling::OutlookAvailability,
            45,
            |life| {
                life.put(
                    timed(date(2026, 12, 3), 570, 660),
                    Show::Tentative,
                    "Clinic cover, if nobody else",
                );
            },
        ),
    ]
}

/// Patients are seen in the afternoon; the ward's rota is published to Friday 4 December and no further.
fn hospital() -> Vec<Feed> {
    let clear = [
        span(date(2026, 11, 25), 840, 960),
        span(date(2026, 12, 1), 825, 975),
        span(date(2026, 12, 3), 825, 975),
        span(date(2026, 12, 8), 825, 975),
        span(date(2026, 12, 10), 825, 975),
    ];
    let of = |id, name, trade, spelling, percent, last, own: fn(&mut Life)| {
        owned("hospital", id, name, trade, spelling).filled(&clear, percent, last, own)
    };
    let last = date(2027, 1, 8);
    vec![
        of(
            "r.osman",
            "Rania Osman",
            &HEALTH,
            Spelling::OutlookAvailability,
            50,
            last,
            |life| {
                life.put(
                    timed(date(2026, 12, 1), 840, 900),
                    Show::Busy,
                    "Appeal panel",
                );
            },
        ),
        of(
            "k.lindley",
            "Kit Lindley",
            &HEALTH,
            Spelling::FreeBusy,
            50,
            date(2026, 12, 4),
            |life| {
                // The last entry says how far the rota goes.
                life.put(timed(date(2026, 12, 4), 960, 1020), Show::Busy, "Handover");
            },
        ),
        of(
            "t.abara",
            "Tunde Abara",
            &SOCIAL_CARE,
            Spelling::Outlook,
            50,
            last,
            |life| {
                life.leave(date(2026, 12, 11), date(2026, 12, 15), "Leave");
            },
        ),
        of(
            "m.quill",
            "Mairi Quill",
            &HEALTH,
            Spelling::Google,
            50,
            last,
            |_| {},
        ),
        of(
            "seminar-room",
            "Ward 6 seminar room",
            &ROOM,
            Spelling::Nextcloud,
            45,
            last,
            |life| {
                life.leave(date(2026, 12, 9), date(2026, 12, 10), "Floor is cleaned");
            },
        ),
    ]
}

fn marac() -> Vec<Feed> {
    let clear = [
        span(date(2026, 12, 3), 570, 750),
        span(date(2026, 12, 8), 780, 960),
        span(date(2026, 12, 10), 570, 750),
    ];
    let of = |id, name, trade, spelling, percent, own: fn(&mut Life)| {
        owned("marac", id, name, trade, spelling).filled(&clear, percent, date(2027, 1, 8), own)
    };
    vec![
        of(
            "d.marlow",
            "Dee Marlow",
            &POLICE,
            Spelling::OutlookCustomZone,
            50,
            |life| {
                life.put(
                    timed(date(2026, 12, 3), 600, 720),
                    Show::Tentative,
                    "Court, may be stood down",
                );
            },
        ),
        of(
            "lantern-1",
            "Lantern worker",
            &SOCIAL_CARE,
            Spelling::FreeBusy,
            50,
            |_| {},
        ),
        of(
            "c.aston",
            "Col Aston",
            &SOCIAL_CARE,
            Spelling::Apple,
            50,
            |life| {
                life.put(
                    timed(date(2026, 12, 10), 570, 660),
                    Show::Busy,
                    "Legal planning",
                );
            },
        ),
        of(
            "v.teller",
            "Vi Teller",
            &HEALTH,
            Spelling::Blocks,
            45,
            |_| {},
        ),
        of(
            "conference-room",
            "Station conference room",
            &ROOM,
            Spelling::Google,
            40,
            |_| {},
        ),
    ]
}

fn school() -> Vec<Feed> {
    let mut feeds = timetable::teachers();
    let last = date(2027, 4, 23);
    let mut clear: Vec<_> = timetable::shared_period()
        .into_iter()
        .map(|day| span(day, 600, 660))
        .collect();
    clear.push(span(date(2026, 12, 9), 850, 990));
    clear.push(span(date(2026, 12, 15), 850, 990));
    feeds.push(
        owned(
            "school",
            "n.barrow",
            "Nell Barrow",
            &HEALTH,
            Spelling::Blocks,
        )
        .filled(&clear, 50, date(2027, 3, 12), |_| {}),
    );
    feeds.push(
        owned(
            "school",
            "k.amos",
            "Kofi Amos",
            &SOCIAL_CARE,
            Spelling::FreeBusy,
        )
        .filled(&clear, 50, last, |life| {
            life.put(
                timed(date(2027, 3, 1), 570, 615),
                Show::Busy,
                "Court, directions",
            );
            life.standing(&DUTY, &[(date(2026, 12, 24), date(2027, 1, 3))]);
        }),
    );
    feeds
}

fn out_of_area() -> Vec<Feed> {
    let clear = [
        span(date(2026, 12, 1), 900, 1035),
        span(date(2026, 12, 3), 900, 1035),
        span(date(2026, 12, 8), 900, 1035),
    ];
    let of = |id, name, trade, spelling, own: fn(&mut Life)| {
        owned("out-of-area", id, name, trade, spelling).filled(&clear, 50, date(2027, 1, 8), own)
    };
    vec![
        of(
            "f.lind",
            "Frida Lind",
            &CHAIRING,
            Spelling::Google,
            |life| {
                life.leave(date(2026, 12, 14), date(2026, 12, 19), "Leave");
            },
        ),
        of(
            "j.reyes",
            "Jo Reyes",
            &SOCIAL_CARE,
            Spelling::Outlook,
            |life| {
                life.put(
                    timed(date(2026, 12, 1), 930, 990),
                    Show::Tentative,
                    "Visit, if the train runs",
                );
            },
        ),
        of(
            "e.munro",
            "Eilidh Munro",
            &HEALTH,
            Spelling::FreeBusy,
            |_| {},
        ),
    ]
}

/// Whose diary it is and how it is written; what stands in it comes with [`filled`](Owned::filled).
struct Owned {
    folder: &'static str,
    id: &'static str,
    name: &'static str,
    trade: &'static Trade,
    spelling: Spelling,
}

fn owned(
    folder: &'static str,
    id: &'static str,
    name: &'static str,
    trade: &'static Trade,
    spelling: Spelling,
) -> Owned {
    Owned {
        folder,
        id,
        name,
        trade,
        spelling,
    }
}

impl Owned {
    fn filled(
        self,
        clear: &[(NaiveDateTime, NaiveDateTime)],
        percent: i64,
        last: NaiveDate,
        own: impl FnOnce(&mut Life),
    ) -> Feed {
        let owner = person(self.name, self.folder, self.id);
        let colleagues = [person("Sol Hart", self.folder, "s.hart")];
        let window = (date(2026, 11, 23), last);
        let mut life = Life::new(SEED, &owner, self.trade, window, clear, &colleagues);
        own(&mut life);
        life.regular_week(&[(date(2026, 12, 24), date(2027, 1, 3))]);
        life.fill(percent);
        let diary = life.finish(at(date(2026, 11, 23), 450));
        feed(self.folder, self.id, diary, self.spelling)
    }
}

fn feed(folder: &str, id: &str, diary: Diary, spelling: Spelling) -> Feed {
    Feed {
        path: format!("five-contexts/{folder}/feeds/{id}.ics"),
        diary,
        spelling,
    }
}

fn person(name: &str, folder: &str, id: &str) -> Person {
    Person {
        name: name.to_owned(),
        address: format!("{id}@{folder}.example.org"),
    }
}

fn span(date: NaiveDate, from: i64, to: i64) -> (NaiveDateTime, NaiveDateTime) {
    (at(date, from), at(date, to))
}

fn timed(date: NaiveDate, from: i64, to: i64) -> When {
    When::Timed(at(date, from), at(date, to))
}
