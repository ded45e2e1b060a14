//! The feeds of an authority.

use super::staff::{Contact, DiaryKind};
use super::tables::{Room, holidays};
use super::weeks::BLOCKS;
use super::{CountySize, Setting};
use crate::synth::diary::{at, date};
use crate::synth::life::Life;
use crate::synth::lines::Person;
use crate::synth::random::Random;
use crate::synth::trade::ROOM;
use crate::synth::{Feed, Spelling};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

/// Whose feed it is, and where it lies.
struct Owner<'a> {
    id: &'a str,
    person: Person,
    kind: DiaryKind,
    /// Times in which schools are closed, for whoever keeps them.
    closed: &'a [(NaiveDate, NaiveDate)],
    /// Hours that are kept clear.
    clear: Vec<(NaiveDateTime, NaiveDateTime)>,
}

/// One feed for everybody who publishes a diary and for every room.
pub(super) fn feeds(setting: &Setting, people: &[Contact], rooms: &[Room]) -> Vec<Feed> {
    let shut = holidays();
    let of_people = people.iter().filter_map(|contact| {
        let owner = Owner {
            id: &contact.id,
            person: Person {
                name: contact.name.clone(),
                address: format!("{}@{}.example.org", contact.id, contact.agency),
            },
            kind: contact.diary?,
            closed: match contact.calendar {
                "" => &[],
                _ => &shut,
            },
            clear: clear_times(setting, contact.roles),
        };
        Some(feed(setting, owner))
    });
    let of_rooms = rooms.iter().enumerate().map(|(number, room)| {
        let spellings = match setting.size {
            CountySize::Team => [Spelling::FreeBusy; 2],
            _ => [Spelling::Outlook, Spelling::OutlookAvailability],
        };
        let owner = Owner {
            id: &room.id,
            person: Person {
                name: room.name.to_owned(),
                address: format!("{}@rooms.example.org", room.id),
            },
            kind: DiaryKind {
                trade: &ROOM,
                busy: room.busy,
                spelling: spellings[number % 2],
            },
            closed: &[],
            clear: Vec::new(),
        };
        feed(setting, owner)
    });
    of_people.chain(of_rooms).collect()
}

fn feed(setting: &Setting, owner: Owner<'_>) -> Feed {
    let Owner {
        id,
        person,
        kind,
        closed,
        clear,
    } = owner;
    let (first, last) = setting.size.diary_days();
    let mut life = Life::new(
        setting.seed,
        &person,
        kind.trade,
        (first, last),
        &clear,
        &[],
    );
    let mut random = Random::new(setting.seed, &format!("leave {}", person.address));
    let christmas = date(2026, 12, 24);
    let mut off = closed.to_vec();
    if closed.is_empty() {
        life.leave(christmas, date(2027, 1, 2), "Leave");
        off.push((christmas, date(2027, 1, 3)));
    }
    let weeks = ((last - first).num_days() / 7).max(9);
    for _ in 0..weeks / 9 {
        // A week off now and then; in the one week that is planned few are away.
        let begin = first + Days::new(7 * random.below(weeks as u64));
        let planned = setting.size == CountySize::Week && begin == date(2026, 12, 7);
        // Who chairs reviews of their own keeps away from a week in which they fall due.
        let chairs = person.address.contains("@reviewing-unit");
        if !(planned && (chairs || random.chance(93))) {
            life.leave(begin, begin + Days::new(5), "Annual leave");
        }
    }
    life.regular_week(&off);
    match setting.size {
        CountySize::Week | CountySize::Quarter | CountySize::Team => life.fill(kind.busy),
        _ => {
            // A year in about a hundred entries: what recurs, and single ones over the whole year.
            let blocks = 3 + kind.busy as usize / 18;
            let from = random.below(BLOCKS.len() as u64) as usize;
            for number in 0..blocks {
                life.standing(&BLOCKS[(from + number * 3) % BLOCKS.len()], &off);
            }
            life.fill_evenly(70, 70 * 120);
        }
    }
    Feed {
        path: format!("feeds/{id}.ics"),
        diary: life.finish(at(date(2026, 11, 20), 420)),
        spelling: kind.spelling,
    }
}

/// The hours that those who always come keep clear for the meetings that stand in everybody's calendar.
fn clear_times(setting: &Setting, roles: &str) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    let (weekday, from, to) = match roles {
        "strategic-lead" => (2, 570, 720),
        "police-domestic-abuse"
        | "idva"
        | "named-nurse"
        | "probation-officer"
        | "housing-officer"
        | "conference-administrator"
        | "team-manager-csc" => (3, 570, 840),
        _ => return Vec::new(),
    };
    let (first, last) = setting.size.diary_days();
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| day.weekday().num_days_from_monday() == weekday)
        .map(|day| (at(day, from), at(day, to)))
        .collect()
}
