//! The tables around the meetings: settings, people, rooms, answers.

use super::rows::{Row, table};
use super::staff::{Contact, spoken};
use super::{CountySize, Setting};
use crate::synth::File;
use crate::synth::diary::date;
use crate::synth::table::{csv, row};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A room with what the venues table says of it.
pub(super) struct Room {
    pub id: String,
    pub name: &'static str,
    pub capacity: &'static str,
    pub features: &'static str,
    pub hours: &'static str,
    pub travel: String,
    pub busy: i64,
}

type RoomData = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, u32)],
    i64,
);

const ROOMS: [RoomData; 8] = [
    (
        "civic-1",
        "Civic Centre, conference room 1",
        "20",
        "step-free; waiting-area; hearing-loop",
        "Mon-Fri 08:30-17:30",
        &[("east-hub", 25), ("west-hub", 30), ("quay", 15)],
        29,
    ),
    (
        "civic-2",
        "Civic Centre, conference room 2",
        "14",
        "step-free; waiting-area",
        "Mon-Fri 08:30-17:30",
        &[("east-hub", 25), ("west-hub", 30), ("quay", 15)],
        33,
    ),
    (
        "civic-3",
        "Civic Centre, room 3",
        "10",
        "step-free",
        "Mon-Fri 08:30-17:30",
        &[("east-hub", 25), ("west-hub", 30)],
        31,
    ),
    (
        "east-hub",
        "Eastern Family Hub",
        "16",
        "step-free; waiting-area; crèche",
        "Mon-Fri 09:00-17:00",
        &[("west-hub", 45), ("quay", 20)],
        31,
    ),
    (
        "east-hub-2",
        "Eastern Family Hub, small room",
        "9",
        "step-free",
        "Mon-Fri 09:00-17:00",
        &[("west-hub", 45), ("quay", 20)],
        28,
    ),
    (
        "west-hub",
        "Western Family Hub",
        "16",
        "step-free; waiting-area; crèche",
        "Mon-Fri 09:00-17:00",
        &[("quay", 40)],
        31,
    ),
    (
        "west-hub-2",
        "Western Family Hub, small room",
        "9",
        "step-free",
        "Mon-Thu 09:00-17:00",
        &[("quay", 40)],
        24,
    ),
    (
        "quay",
        "Quay House, meeting room",
        "12",
        "step-free; waiting-area",
        "Mon-Fri 09:00-17:00",
        &[],
        35,
    ),
];

/// The rooms of an authority: eight, in a large one twenty, in the small sizes fewer.
pub(super) fn rooms(setting: &Setting) -> Vec<Room> {
    let count = match setting.size {
        CountySize::Chair | CountySize::Team => 3,
        CountySize::Large => 20,
        _ => ROOMS.len(),
    };
    (0..count)
        .map(|number| {
            let (id, name, capacity, features, hours, travel, busy) = ROOMS[number % ROOMS.len()];
            let floor = number / ROOMS.len();
            let suffix = if floor == 0 {
                String::new()
            } else {
                format!("-floor-{}", floor + 1)
            };
            let known = |other: &str| ROOMS.iter().take(count).any(|room| room.0 == other);
            let travel = travel
                .iter()
                .filter(|(other, _)| known(other))
                .map(|(other, minutes)| format!("{}{other} {minutes}m", setting.prefix));
            Room {
                id: format!("{}{id}{suffix}", setting.prefix),
                name,
                capacity,
                features,
                hours,
                travel: travel.collect::<Vec<_>>().join("; "),
                busy,
            }
        })
        .collect()
}

/// School terms of the county: first and last days.
const TERMS: [(&str, &str); 9] = [
    ("2026-09-03", "2026-10-23"),
    ("2026-11-02", "2026-12-18"),
    ("2027-01-05", "2027-02-12"),
    ("2027-02-22", "2027-03-25"),
    ("2027-04-12", "2027-05-28"),
    ("2027-06-07", "2027-07-21"),
    ("2027-09-06", "2027-10-22"),
    ("2027-11-01", "2027-12-17"),
    ("2028-01-05", "2028-02-11"),
];

pub(super) fn in_term(day: NaiveDate) -> bool {
    let day = day.to_string();
    TERMS
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&day.as_str()))
}

/// The times in which schools are closed, first and last days, for diaries.
pub(super) fn holidays() -> Vec<(NaiveDate, NaiveDate)> {
    let day = |text: &str| {
        text.parse::<NaiveDate>()
            .expect("the terms above are dates")
    };
    TERMS
        .windows(2)
        .map(|pair| {
            let first = day(pair[0].1).succ_opt().expect("a day later");
            (first, day(pair[1].0).pred_opt().expect("a day earlier"))
        })
        .collect()
}

/// The tables of all authorities in one folder.
#[derive(Default)]
pub(super) struct Tables {
    people: Vec<Contact>,
    rooms: Vec<Room>,
    meetings: Vec<Row>,
    answers: Vec<Vec<String>>,
    known_until: Option<NaiveDate>,
}

impl Tables {
    pub fn add(
        &mut self,
        setting: &Setting,
        people: Vec<Contact>,
        rooms: Vec<Room>,
        meetings: Vec<Row>,
        answers: Vec<Vec<String>>,
    ) {
        self.people.extend(people);
        self.rooms.extend(rooms);
        self.meetings.extend(meetings);
        self.answers.extend(answers);
        self.known_until = Some(setting.size.diary_days().1);
    }

    pub fn files(&self, size: CountySize) -> Vec<File> {
        let mut files = vec![
            ("meetings.csv".to_owned(), csv(&table(&self.meetings))),
            ("people.csv".to_owned(), self.people_table()),
            ("quorate.toml".to_owned(), self.settings(size)),
            ("venues.csv".to_owned(), self.venues()),
        ];
        if !self.answers.is_empty() {
            let mut rows = vec![row(&[
                "Who",
                "Ref",
                "From",
                "To",
                "Answer",
                "How",
                "Recorded by",
                "Recorded at",
            ])];
            rows.extend(self.answers.clone());
            files.push(("answers.csv".to_owned(), csv(&rows)));
        }
        files
    }

    fn people_table(&self) -> Vec<u8> {
        let mut rows = vec![row(&[
            "Id",
            "Name",
            "Kind",
            "Agency",
            "Roles",
            "E-mail",
            "Phone",
            "Working hours",
            "Terms",
            "Leave",
            "Offers",
            "Capacity",
            "Meetings per day",
            "Meetings per week",
            "Mode",
            "Base",
            "Lead time",
            "Lengthens",
        ])];
        for (number, contact) in self.people.iter().enumerate() {
            let email = match contact.agency_kind {
                "family" => String::new(),
                _ => format!("{}@{}.example.org", contact.id, contact.agency),
            };
            let base = match contact.base {
                "" => String::new(),
                base if !self.rooms.iter().any(|room| room.id.ends_with(base)) => String::new(),
                base => {
                    let prefix = contact
                        .id
                        .split_once('-')
                        .filter(|(head, _)| is_prefix(head));
                    prefix.map_or(base.to_owned(), |(head, _)| format!("{head}-{base}"))
                }
            };
            rows.push(row(&[
                &contact.id,
                &contact.name,
                contact.kind,
                &contact.agency,
                contact.roles,
                &email,
                &format!("01632 96{:04}", number % 10_000),
                contact.pattern,
                contact.calendar,
                &contact.leave,
                &contact.offers,
                contact.capacity,
                contact.daily,
                contact.weekly,
                contact.mode,
                &base,
                contact.lead,
                contact.lengthens,
            ]));
        }
        csv(&rows)
    }

    fn venues(&self) -> Vec<u8> {
        let mut rows = vec![row(&[
            "Id", "Name", "Capacity", "Features", "Hours", "Travel", "Buffer",
        ])];
        for room in &self.rooms {
            rows.push(row(&[
                &room.id,
                room.name,
                room.capacity,
                room.features,
                room.hours,
                &room.travel,
                "15m",
            ]));
        }
        csv(&rows)
    }

    fn settings(&self, size: CountySize) -> Vec<u8> {
        let mut text = String::from(
            "# A generated authority; everybody is invented.\n\
             format = \"quorate-workspace/1\"\n\n\
             [defaults]\n\
             zone = \"Europe/London\"\n\
             nation = \"england\"\n\
             grain = \"15m\"\n\
             hours = \"Mon-Fri 09:00-17:00\"\n\
             organizer = \"planning@council.example.org\"\n\
             closures = [\"2026-12-29..2026-12-31\"]\n\n\
             [policy]\n\
             tentative = \"soft\"\n\
             avoid = [\"12:30-13:30\"]\n",
        );
        if size == CountySize::Week {
            // Whoever plans a single week cannot leave more between the meeting and its limit.
            text.push_str("target_margin = \"1wd\"\n");
        }
        text.push_str(
            "\n# What one of them takes on, whoever it is.\n\
             [[limit]]\nrole = \"police-child-protection\"\nper_day = 3\nper_week = 9\n\n\
             [[limit]]\nrole = \"health-visitor\"\nper_day = 3\nper_week = 8\n",
        );
        for (id, name, closed) in [
            ("county-terms", "County school terms", ""),
            (
                "coast-terms",
                "Schools of the coast trust, with training days of their own",
                "closed = [\"2026-12-07\", \"2027-01-05\", \"2027-04-12\"]\n",
            ),
        ] {
            let open: Vec<String> = TERMS
                .iter()
                .map(|(first, last)| format!("\"{first}..{last}\""))
                .collect();
            text.push_str(&format!(
                "\n[[calendar]]\nid = \"{id}\"\nname = \"{name}\"\nopen = [{}]\n{closed}",
                open.join(", ")
            ));
        }
        let mut agencies: BTreeMap<&str, &str> = BTreeMap::new();
        for contact in &self.people {
            agencies.insert(&contact.agency, contact.agency_kind);
        }
        let until = self.known_until.unwrap_or(date(2027, 1, 15));
        for (id, kind) in agencies {
            text.push_str(&format!(
                "\n[[agency]]\nid = \"{id}\"\nname = \"{}\"\nkind = \"{kind}\"\n",
                spoken(id)
            ));
            // Health publishes a few months; where diaries end sooner than the plan, it rests on what is expected.
            let months_only = !matches!(size, CountySize::Week)
                && matches!(kind, "community-health" | "acute-health" | "mental-health");
            let known = if months_only {
                date(2027, 4, 30).min(until)
            } else {
                until
            };
            text.push_str(&format!("known_until = {known}\n"));
        }
        text.into_bytes()
    }
}

/// What stands in front of the ids of one of several counties: `c01`.
fn is_prefix(head: &str) -> bool {
    head.len() == 3 && head.starts_with('c') && head[1..].bytes().all(|b| b.is_ascii_digit())
}
