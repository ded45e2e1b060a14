//! `fixtures/norfolk`: six case teams, 57 professionals, two months. Each team is a bare folder of feeds; the tables
//! beside them describe the same people and one meeting a team.

mod roster;

use super::diary::{Diary, Show, When, at, date};
use super::life::Life;
use super::lines::Person;
use super::random::Random;
use super::table::{csv, row};
use super::trade::{HEALTH, POLICE, SCHOOL, SOCIAL_CARE, Trade};
use super::{Feed, File, Spelling};
use chrono::NaiveDate;
use roster::{AGENCIES, TEAMS};

const SEED: u64 = 57;

/// The level at which a bare folder seats those whom no seat names; the tables write the same, so that both agree.
const OTHERS: &str = "preferred";

struct Professional {
    team: usize,
    agency: &'static str,
    role: &'static str,
    id: String,
    spelling: Spelling,
    person: Person,
}

impl Professional {
    fn feed_path(&self) -> String {
        format!("team-{}/{}/{}.ics", self.team + 1, self.agency, self.id)
    }
}

fn professionals() -> Vec<Professional> {
    let mut all = Vec::new();
    for (team, (_, people)) in TEAMS.iter().enumerate() {
        for (agency, role, name, spelling) in *people {
            let handle = handle(name);
            let (.., domain) = AGENCIES
                .iter()
                .find(|(id, ..)| id == agency)
                .expect("every team's agency is in the table");
            all.push(Professional {
                team,
                agency,
                role,
                id: format!("{role}.{}", handle.replace('.', "-")),
                spelling: *spelling,
                person: Person {
                    name: (*name).to_owned(),
                    address: format!("{handle}@{domain}"),
                },
            });
        }
    }
    all
}

/// `a.brightwell` of "Alison Brightwell": an initial, then the surname, in plain letters.
fn handle(name: &str) -> String {
    let (first, last) = name.split_once(' ').expect("names here have two words");
    let initial: String = first.chars().take(1).collect();
    format!("{initial}.{last}").to_lowercase()
}

pub fn feeds() -> Vec<Feed> {
    let people = professionals();
    people
        .iter()
        .map(|professional| {
            let colleagues: Vec<Person> = people
                .iter()
                .filter(|other| other.team == professional.team && other.id != professional.id)
                .map(|other| other.person.clone())
                .collect();
            Feed {
                path: format!("norfolk/{}", professional.feed_path()),
                diary: diary(professional, &colleagues),
                spelling: professional.spelling,
            }
        })
        .collect()
}

fn window() -> (NaiveDate, NaiveDate) {
    (date(2026, 11, 23), date(2027, 1, 29))
}

fn diary(professional: &Professional, colleagues: &[Person]) -> Diary {
    let trade: &Trade = match professional.agency {
        "csc" | "youth-justice" => &SOCIAL_CARE,
        "police" => &POLICE,
        _ if professional.spelling == Spelling::School => &SCHOOL,
        _ => &HEALTH,
    };
    let mut random = Random::new(SEED, &professional.id);
    let mut life = Life::new(SEED, &professional.person, trade, window(), &[], colleagues);
    let closed = if professional.spelling == Spelling::School {
        school_year(&mut life);
        (date(2026, 12, 19), date(2027, 1, 4))
    } else {
        let first_day_off = date(2026, 12, 21 + random.below(8) as u32);
        let last = date(2027, 1, 2 + random.below(3) as u32);
        life.leave(first_day_off, last, "Annual leave");
        (date(2026, 12, 24), date(2027, 1, 3))
    };
    life.regular_week(&[closed]);
    let day_off = date(2026, 12, 1 + random.below(17) as u32);
    match random.below(3) {
        0 => life.leave(day_off, day_off.succ_opt().unwrap_or(day_off), "Leave"),
        1 => life.put(
            When::Timed(at(day_off, 540), at(day_off, 1020)),
            Show::Busy,
            "Training day: working together",
        ),
        _ => life.put(
            When::Timed(at(day_off, 720), at(day_off, 1020)),
            Show::Away,
            "Half day",
        ),
    }
    if random.chance(15) {
        let day = date(2027, 1, 11 + random.below(4) as u32);
        let next = day.succ_opt().unwrap_or(day);
        life.put(When::Days(day, next), Show::Free, "Working from home");
    }
    // A school's diary has lost two weeks to the holidays already, and its entries are short.
    let share = if professional.spelling == Spelling::School {
        random.between(36, 48)
    } else {
        random.between(20, 44)
    };
    life.fill(share);
    // Every diary says something about its last day, so that it is known to the end of the window.
    life.put(
        When::Timed(at(window().1, 990), at(window().1, 1020)),
        Show::Busy,
        "Month end",
    );
    life.finish(at(date(2026, 11, 23), 405))
}

/// Holidays and the training day that open and close a school's terms.
fn school_year(life: &mut Life) {
    life.leave(
        date(2026, 12, 19),
        date(2027, 1, 4),
        "School closed: Christmas holiday",
    );
    life.put(
        When::Days(date(2027, 1, 4), date(2027, 1, 5)),
        Show::Busy,
        "INSET day, staff only",
    );
}

/// `quorate.toml`, `people.csv` and `meetings.csv`.
pub fn tables() -> Vec<File> {
    let people = professionals();
    vec![
        ("norfolk/meetings.csv".to_owned(), meetings(&people)),
        ("norfolk/people.csv".to_owned(), people_table(&people)),
        ("norfolk/quorate.toml".to_owned(), settings()),
    ]
}

fn settings() -> Vec<u8> {
    let mut text = String::from(
        "# Six case teams of one county; everybody is invented. Written by the generator, like the feeds.\n\
         format = \"quorate-workspace/1\"\n\n\
         [defaults]\n\
         zone = \"Europe/London\"\n\
         nation = \"england\"\n\
         grain = \"15m\"\n\
         hours = \"Mon-Fri 09:00-17:00\"\n\
         organizer = \"conference.unit@council.example.org\"\n",
    );
    for (id, name, kind, _) in AGENCIES {
        text.push_str(&format!(
            "\n[[agency]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"{kind}\"\n"
        ));
    }
    text.into_bytes()
}

fn people_table(people: &[Professional]) -> Vec<u8> {
    let mut rows = vec![row(&[
        "Id", "Name", "Agency", "Roles", "E-mail", "Phone", "Feeds",
    ])];
    for (number, professional) in people.iter().enumerate() {
        rows.push(vec![
            professional.id.clone(),
            professional.person.name.clone(),
            professional.agency.to_owned(),
            professional.role.to_owned(),
            professional.person.address.clone(),
            format!("01632 960{}", 100 + number),
            professional.feed_path(),
        ]);
    }
    csv(&rows)
}

fn meetings(people: &[Professional]) -> Vec<u8> {
    let mut rows = vec![row(&["Ref", "Duration", "From", "By", "Seats", "Agencies"])];
    for (team, (reference, _)) in TEAMS.iter().enumerate() {
        let team: Vec<&Professional> = people.iter().filter(|p| p.team == team).collect();
        let holders = |roles: &[&str]| -> Vec<&str> {
            team.iter()
                .filter(|p| roles.contains(&p.role))
                .map(|p| p.id.as_str())
                .collect()
        };
        let nurses = ["health-visitor", "school-nurse"];
        let mut seats = vec![
            format!("social-worker = {}", holders(&["social-worker"]).join("/")),
            format!(
                "any 1 of {} = {}",
                nurses.join(","),
                holders(&nurses).join("/")
            ),
        ];
        let seated = |p: &&&Professional| p.role == "social-worker" || nurses.contains(&p.role);
        for other in team.iter().filter(|p| !seated(p)) {
            seats.push(format!("{OTHERS}: {} = {}", other.role, other.id));
        }
        rows.push(row(&[
            reference,
            "90m",
            "30/11/2026",
            "18/12/2026",
            &seats.join("; "),
            "3",
        ]));
    }
    csv(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn six_teams_of_eight_to_ten_make_57() {
        let people = professionals();
        assert_eq!(people.len(), 57);
        let ids: BTreeSet<_> = people.iter().map(|p| &p.id).collect();
        assert_eq!(ids.len(), 57, "ids are unique");
        for (_, team) in TEAMS {
            assert!((8..=10).contains(&team.len()));
        }
    }
}
