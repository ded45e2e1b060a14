//! Whole authorities with their meetings for the planner: invented staff with part-time weeks, school terms and busy diaries, and a
//! list of meetings in the shares in which a mean English authority holds them.
//!
//! Sizes follow `domain/README.md` section 4 of the project's sources: 230 social workers, 12 chairs, 160 schools and so on for 14,000
//! meetings a year. Who there is stands in [`staff`], whose case is whose in [`cases`], which meetings fall due when in [`mix`], who is
//! asked to which in [`teams`], the tables in [`tables`] and the diaries in [`diaries`].

mod cases;
mod diaries;
mod mix;
mod posts;
mod rows;
mod staff;
mod tables;
mod teams;
mod weeks;

use super::diary::date;
use super::{Feed, File};
use chrono::NaiveDate;
use rows::Row;
use staff::Contact;

/// The moment at which every generated authority plans: nine o'clock in London on Monday 23 November 2026.
pub const COUNTY_NOW: &str = "2026-11-23T09:00:00Z";

/// What is generated, and from which seed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct County {
    pub seed: u64,
    pub size: CountySize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CountySize {
    /// 300 meetings of every type in one week, 800 people.
    Week,
    /// A reviewing team's quarter, small enough to be read: about 40 meetings, 46 people, three rooms.
    Team,
    /// One reviewing officer's year: 65 children, about 180 reviews.
    Chair,
    /// 560 conferences and looked-after reviews of a quarter, with their chains.
    Quarter,
    /// A mean authority's year: 14,000 meetings, 900 people.
    Year,
    /// A large authority's: 2.4 times as much.
    Large,
    /// So many years of mean authorities side by side; they share nobody.
    Counties(u32),
}

impl CountySize {
    /// The size by the word that the example binary and the bench take.
    pub fn named(word: &str, count: u32) -> Option<CountySize> {
        Some(match word {
            "week" => CountySize::Week,
            "team" => CountySize::Team,
            "chair" => CountySize::Chair,
            "quarter" => CountySize::Quarter,
            "year" => CountySize::Year,
            "large" => CountySize::Large,
            "counties" => CountySize::Counties(count),
            _ => return None,
        })
    }

    /// The days in which the meetings fall due, both inclusive.
    fn days(self) -> (NaiveDate, NaiveDate) {
        match self {
            CountySize::Week => (date(2026, 12, 7), date(2026, 12, 11)),
            CountySize::Quarter | CountySize::Team => (date(2026, 11, 30), date(2027, 2, 26)),
            CountySize::Chair | CountySize::Year | CountySize::Large | CountySize::Counties(_) => {
                (date(2026, 11, 30), date(2027, 11, 26))
            }
        }
    }

    /// The days that diaries cover: some that are over, and as many as chains may reach.
    fn diary_days(self) -> (NaiveDate, NaiveDate) {
        match self {
            CountySize::Week => (date(2026, 11, 16), date(2027, 1, 15)),
            CountySize::Team => (date(2026, 11, 16), date(2027, 3, 26)),
            CountySize::Quarter => (date(2026, 11, 16), date(2027, 6, 4)),
            _ => (date(2026, 11, 16), date(2028, 1, 28)),
        }
    }
}

/// One authority in the making: the seed, what goes in front of every id, and its size.
struct Setting {
    seed: u64,
    prefix: String,
    size: CountySize,
}

/// A workspace folder: tables, answers and one feed for about 60 in 100 of the people and for every room.
pub fn county(county: &County) -> Vec<File> {
    let settings: Vec<Setting> = match county.size {
        CountySize::Counties(count) => (0..count)
            .map(|number| Setting {
                seed: county.seed + u64::from(number) * 1_000,
                prefix: format!("c{:02}-", number + 1),
                size: CountySize::Year,
            })
            .collect(),
        size => vec![Setting {
            seed: county.seed,
            prefix: String::new(),
            size,
        }],
    };
    let mut all = tables::Tables::default();
    let mut files = Vec::new();
    for setting in &settings {
        let (people, meetings, answers) = authority(setting);
        let rooms = tables::rooms(setting);
        let feeds = diaries::feeds(setting, &people, &rooms);
        files.extend(feeds.iter().map(|feed| (feed.path.clone(), feed.bytes())));
        all.add(setting, people, rooms, meetings, answers);
    }
    files.extend(all.files(county.size));
    files.sort();
    files
}

/// The folder of the reviewing team that is checked in.
const TEAM: County = County {
    seed: 3,
    size: CountySize::Team,
};
const TEAM_FOLDER: &str = "review-team/";

/// The tables of the team's folder, with their paths inside `fixtures/`.
pub(super) fn team_tables() -> Vec<File> {
    let tables = county(&TEAM).into_iter();
    let tables = tables.filter(|(path, _)| !path.starts_with("feeds/"));
    tables
        .map(|(path, bytes)| (format!("{TEAM_FOLDER}{path}"), bytes))
        .collect()
}

/// The team's feeds, with the diaries that they were written from.
pub(super) fn team_feeds() -> Vec<Feed> {
    let setting = Setting {
        seed: TEAM.seed,
        prefix: String::new(),
        size: TEAM.size,
    };
    let (people, _, _) = authority(&setting);
    let feeds = diaries::feeds(&setting, &people, &tables::rooms(&setting)).into_iter();
    feeds
        .map(|feed| Feed {
            path: format!("{TEAM_FOLDER}{}", feed.path),
            ..feed
        })
        .collect()
}

/// Everybody, the meetings, and what was answered by telephone.
fn authority(setting: &Setting) -> (Vec<Contact>, Vec<Row>, Vec<Vec<String>>) {
    let mut staff = staff::Staff::new(setting);
    let meetings = mix::meetings(setting, &mut staff);
    let answers = cases::answers(setting, &staff, &meetings);
    (staff.people, meetings, answers)
}
