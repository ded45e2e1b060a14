//! A whole authority for the benches: hundreds of contacts with full diaries and one meeting that draws on most.

use super::diary::{at, date};
use super::life::Life;
use super::lines::Person;
use super::random::Random;
use super::table::{csv, row};
use super::trade::{CHAIRING, HEALTH, POLICE, SCHOOL, SOCIAL_CARE, Trade};
use super::{File, Spelling, spell};
use chrono::{Datelike, Months, NaiveDate};

/// How big, and from which seed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Authority {
    pub seed: u64,
    /// At least 20: a tenth of them is the size of a pool.
    pub contacts: u32,
    pub months: u32,
    /// VEVENT components a feed, overrides included.
    pub events_per_feed: u32,
    /// Share of the hours from nine to five, Monday to Friday.
    pub busy_percent: u32,
}

impl Default for Authority {
    /// What the speed of `find` is measured on.
    fn default() -> Authority {
        Authority {
            seed: 1,
            contacts: 200,
            months: 12,
            events_per_feed: 400,
            busy_percent: 55,
        }
    }
}

struct Pool {
    role: &'static str,
    agencies: &'static [(&'static str, &'static str)],
    trade: &'static Trade,
}

/// Agencies with their kinds.
const CHILDRENS_SERVICES: &[(&str, &str)] = &[("csc-east", "csc"), ("csc-west", "csc")];
const HEALTH_TRUSTS: &[(&str, &str)] = &[
    ("coast-0-19", "community-health"),
    ("fens-0-19", "community-health"),
    ("city-0-19", "community-health"),
];
const SCHOOLS: &[(&str, &str)] = &[
    ("alder-school", "school"),
    ("birch-school", "school"),
    ("cedar-school", "school"),
];

/// The ten seats. People of the first four pools belong to the next of these pools too: half of each is shared.
const POOLS: [Pool; 10] = [
    pool("health-visitor", HEALTH_TRUSTS, &HEALTH),
    pool("school-nurse", HEALTH_TRUSTS, &HEALTH),
    pool("named-nurse", HEALTH_TRUSTS, &HEALTH),
    pool("lac-nurse", HEALTH_TRUSTS, &HEALTH),
    pool("social-worker", CHILDRENS_SERVICES, &SOCIAL_CARE),
    pool(
        "cp-chair",
        &[("reviewing-unit", "quality-assurance")],
        &CHAIRING,
    ),
    pool("police-child-protection", &[("police", "police")], &POLICE),
    pool("dsl", SCHOOLS, &SCHOOL),
    pool("camhs", &[("wellbeing-trust", "mental-health")], &HEALTH),
    pool("housing-officer", &[("housing", "housing")], &SOCIAL_CARE),
];

/// Everybody who sits in no seat of the meeting.
const OTHERS: Pool = pool("family-support-worker", CHILDRENS_SERVICES, &SOCIAL_CARE);

const SHARED_POOLS: usize = 4;

const fn pool(
    role: &'static str,
    agencies: &'static [(&'static str, &'static str)],
    trade: &'static Trade,
) -> Pool {
    Pool {
        role,
        agencies,
        trade,
    }
}

impl Authority {
    /// The contacts of each pool, by number.
    fn pools(&self) -> Vec<std::ops::Range<usize>> {
        let size = self.contacts as usize / POOLS.len();
        (0..POOLS.len())
            .map(|pool| {
                let halves = if pool < SHARED_POOLS {
                    pool
                } else {
                    SHARED_POOLS + 1 + 2 * (pool - SHARED_POOLS)
                };
                let start = halves * size / 2;
                start..start + size
            })
            .collect()
    }

    fn window(&self) -> (NaiveDate, NaiveDate) {
        let first = date(2026, 11, 23);
        let after = first + Months::new(self.months);
        (first, after.pred_opt().unwrap_or(after))
    }
}

/// A workspace folder: tables and one feed a contact.
pub fn authority(authority: &Authority) -> Vec<File> {
    let pools = authority.pools();
    let mut files = Vec::new();
    let mut people = vec![row(&[
        "Id", "Name", "Agency", "Roles", "E-mail", "Phone", "Feeds",
    ])];
    for number in 0..authority.contacts as usize {
        let held: Vec<usize> = (0..POOLS.len())
            .filter(|pool| pools[*pool].contains(&number))
            .collect();
        let own = held.first().map_or(&OTHERS, |pool| &POOLS[*pool]);
        let roles: Vec<&str> = held.iter().map(|pool| POOLS[*pool].role).collect();
        let (agency, _) = own.agencies[number % own.agencies.len()];
        let id = id(number);
        let person = Person {
            name: name(number),
            address: format!("{id}@{agency}.example.org"),
        };
        let path = format!("feeds/{id}.ics");
        people.push(vec![
            id,
            person.name.clone(),
            agency.to_owned(),
            if roles.is_empty() {
                own.role.to_owned()
            } else {
                roles.join("; ")
            },
            person.address.clone(),
            format!("01632 960{:03}", number % 1000),
            path.clone(),
        ]);
        files.push((path, feed(authority, number, &person, own.trade)));
    }
    files.push(("people.csv".to_owned(), csv(&people)));
    files.push(("meetings.csv".to_owned(), meeting(authority, &pools)));
    files.push(("quorate.toml".to_owned(), settings(authority)));
    files.sort();
    files
}

fn feed(authority: &Authority, number: usize, person: &Person, trade: &Trade) -> Vec<u8> {
    let (first, last) = authority.window();
    let mut life = Life::new(authority.seed, person, trade, (first, last), &[], &[]);
    life.leave(date(2026, 12, 24), date(2027, 1, 2), "Leave");
    life.regular_week(&[(date(2026, 12, 24), date(2027, 1, 3))]);
    let spelling = [
        Spelling::Outlook,
        Spelling::Google,
        Spelling::Apple,
        Spelling::Nextcloud,
        Spelling::School,
    ][number % 5];
    let working_days = first
        .iter_days()
        .take_while(|date| *date <= last)
        .filter(|date| date.weekday().num_days_from_monday() < 5)
        .count() as i64;
    let wanted = working_days * 480 * i64::from(authority.busy_percent) / 100;
    let left =
        (authority.events_per_feed as usize).saturating_sub(spelling.components(life.entries()));
    life.fill_evenly(left, (wanted - life.busy_minutes_in_all()).max(0));
    spell(&life.finish(at(first, 420)), spelling)
}

fn meeting(authority: &Authority, pools: &[std::ops::Range<usize>]) -> Vec<u8> {
    let (first, last) = authority.window();
    let seats: Vec<String> = POOLS
        .iter()
        .zip(pools)
        .map(|(pool, people)| {
            let named: Vec<String> = people.clone().map(id).collect();
            format!("{} = {}", pool.role, named.join("/"))
        })
        .collect();
    let day = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
    csv(&[
        row(&["Ref", "Duration", "From", "By", "Seats", "Agencies"]),
        row(&[
            "CP-3001",
            "90m",
            &day(first),
            &day(last),
            &seats.join("; "),
            "6",
        ]),
    ])
}

fn settings(authority: &Authority) -> Vec<u8> {
    let (_, last) = authority.window();
    let mut text = String::from(
        "# A generated authority for measuring; everybody is invented.\n\
         format = \"quorate-workspace/1\"\n\n\
         [defaults]\n\
         zone = \"Europe/London\"\n\
         nation = \"england\"\n\
         grain = \"5m\"\n\
         hours = \"Mon-Fri 09:00-17:00\"\n\n\
         [policy]\n\
         # Full diaries are what is to be measured, those of health services too.\n\
         details = \"warn\"\n",
    );
    let mut agencies: Vec<(&str, &str)> = POOLS
        .iter()
        .flat_map(|pool| pool.agencies.iter().copied())
        .collect();
    agencies.sort_unstable();
    agencies.dedup();
    for (id, kind) in agencies {
        text.push_str(&format!(
            "\n[[agency]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{kind}\"\nknown_until = {last}\n"
        ));
    }
    text.into_bytes()
}

fn id(number: usize) -> String {
    format!("c{:03}", number + 1)
}

/// An invented name; the number keeps it unique.
fn name(number: usize) -> String {
    let mut random = Random::new(7, &id(number));
    let first = random.pick(&[
        "Amara", "Bethan", "Colin", "Dilys", "Emeka", "Freya", "Gareth", "Hiba", "Ivor", "Jaya",
        "Keir", "Lorna",
    ]);
    let last = random.pick(&[
        "Aldous", "Barnaby", "Copeman", "Dyball", "Elvin", "Forder", "Goffin", "Hewitt", "Ingle",
        "Jermy", "Kerrison", "Lusher",
    ]);
    format!("{first} {last} {}", number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_authority_has_ten_pools_of_twenty_of_which_four_overlap() {
        let pools = Authority::default().pools();
        assert!(pools.iter().all(|pool| pool.len() == 20));
        let shared = |a: usize, b: usize| pools[a].clone().any(|n| pools[b].contains(&n));
        for pool in 0..POOLS.len() {
            let overlaps = (0..POOLS.len()).any(|other| other != pool && shared(pool, other));
            assert_eq!(overlaps, pool < SHARED_POOLS, "pool {pool}");
        }
        assert!(pools.iter().all(|pool| pool.end <= 200));
    }

    #[test]
    fn diaries_are_as_full_and_as_long_as_was_asked_for() {
        let small = Authority {
            contacts: 20,
            ..Authority::default()
        };
        let files = authority(&small);
        let feeds: Vec<_> = files
            .iter()
            .filter(|(path, _)| path.ends_with(".ics"))
            .collect();
        assert_eq!(feeds.len(), 20);
        for (path, bytes) in feeds {
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(text.matches("BEGIN:VEVENT").count(), 400, "{path}");
        }
    }
}
