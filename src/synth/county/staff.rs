//! Who there is: holders of posts, and families as their cases come up.

use super::posts::{Home, Known, ONE_CHAIR, ONE_TEAM, POSTS, Post};
use super::weeks::{ABOUT_MIDDAY, AFTER_LESSONS, FAMILY_HOURS, FAMILY_OFFERS, PART_TIME};
use super::{CountySize, Setting};
use crate::synth::Spelling;
use crate::synth::random::Random;
use crate::synth::trade::Trade;
use std::collections::BTreeMap;

/// Somebody of the people table.
#[derive(Clone, Default)]
pub(super) struct Contact {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub agency: String,
    pub agency_kind: &'static str,
    pub roles: &'static str,
    pub pattern: &'static str,
    pub calendar: &'static str,
    pub leave: String,
    pub offers: String,
    pub capacity: &'static str,
    pub daily: &'static str,
    pub weekly: &'static str,
    pub mode: &'static str,
    pub base: &'static str,
    pub lead: &'static str,
    pub lengthens: &'static str,
    pub diary: Option<DiaryKind>,
}

/// How somebody's diary is filled and written.
#[derive(Clone, Copy)]
pub(super) struct DiaryKind {
    pub trade: &'static Trade,
    pub busy: i64,
    pub spelling: Spelling,
}

/// Everybody, and who holds which post.
pub(super) struct Staff<'a> {
    setting: &'a Setting,
    pub people: Vec<Contact>,
    posts: BTreeMap<&'static str, Vec<usize>>,
    families: usize,
}

/// How many people the week has; the rest of them are families.
const PEOPLE_OF_THE_WEEK: usize = 800;
const FAMILIES_OF_THE_TEAM: usize = 21;

impl<'a> Staff<'a> {
    pub fn new(setting: &'a Setting) -> Staff<'a> {
        let mut staff = Staff {
            setting,
            people: Vec::new(),
            posts: BTreeMap::new(),
            families: 0,
        };
        for post in POSTS {
            for number in 0..head_count(setting.size, post) {
                let mut contact = holder(setting, post, number);
                if setting.size == CountySize::Team {
                    contact.id = staff.spoken_id(&contact, post, number);
                }
                let index = staff.people.len();
                staff.posts.entry(post.prefix).or_default().push(index);
                staff.people.push(contact);
            }
        }
        staff.families = match setting.size {
            CountySize::Week => PEOPLE_OF_THE_WEEK.saturating_sub(staff.people.len()),
            CountySize::Team => FAMILIES_OF_THE_TEAM,
            CountySize::Quarter | CountySize::Chair => usize::MAX,
            // Families are asked when a time is proposed: nobody keeps the diaries of thousands.
            CountySize::Year | CountySize::Large | CountySize::Counties(_) => 0,
        };
        staff
    }

    /// In a folder that is to be read ids are made of names: `b.dyball`, `alder-school`.
    fn spoken_id(&self, contact: &Contact, post: &Post, number: usize) -> String {
        if let Home::Own(_) = post.home {
            return contact.agency.clone();
        }
        let (first, last) = contact.name.split_once(' ').unwrap_or(("", &contact.name));
        let initial = first.chars().next().unwrap_or('x');
        let id = format!("{initial}.{last}").to_lowercase();
        match self.people.iter().any(|other| other.id == id) {
            true => format!("{id}-{}", number + 1),
            false => id,
        }
    }

    pub fn has(&self, post: &str) -> bool {
        self.posts.contains_key(post)
    }

    pub fn count(&self, post: &str) -> usize {
        self.posts.get(post).map_or(0, Vec::len)
    }

    /// The id of one holder of a post, counted round.
    pub fn holder(&self, post: &str, number: usize) -> &str {
        let held = &self.posts[post];
        &self.people[held[number % held.len()]].id
    }

    /// Somebody of a family in this role, while the size has room for families of their own.
    pub fn family(&mut self, role: &'static str, random: &mut Random) -> Option<String> {
        if self.families == 0 {
            // A family has several meetings: a plan at school and a plan of help.
            let known: Vec<&Contact> = self.people.iter().filter(|one| one.roles == role).collect();
            return (!known.is_empty()).then(|| {
                let number = random.below(known.len() as u64) as usize;
                known[number].id.clone()
            });
        }
        self.families -= 1;
        let number = self.people.len() + 1;
        let id = format!("{}fam-{number:03}", self.setting.prefix);
        let mut contact = Contact {
            id: id.clone(),
            name: name(self.setting.seed, &id),
            kind: "person",
            agency: format!("{}family", self.setting.prefix),
            agency_kind: "family",
            roles: role,
            ..Contact::default()
        };
        match random.below(100) {
            0..68 => contact.offers = random.pick(FAMILY_OFFERS).to_owned(),
            _ => contact.pattern = random.pick(FAMILY_HOURS),
        }
        self.people.push(contact);
        Some(id)
    }
}

fn head_count(size: CountySize, post: &Post) -> usize {
    match size {
        CountySize::Week => post.count[0],
        CountySize::Quarter => post.count[1],
        CountySize::Year | CountySize::Counties(_) => post.count[2],
        CountySize::Large => (post.count[2] * 12).div_ceil(5),
        CountySize::Chair | CountySize::Team => {
            let few = match size {
                CountySize::Chair => ONE_CHAIR,
                _ => ONE_TEAM,
            };
            let own = few.iter().find(|(prefix, _)| *prefix == post.prefix);
            own.map_or(0, |(_, count)| *count)
        }
    }
}

fn holder(setting: &Setting, post: &Post, number: usize) -> Contact {
    let id = format!("{}{}-{:02}", setting.prefix, post.prefix, number + 1);
    let mut random = Random::new(setting.seed, &id);
    let (agency, agency_kind) = match &post.home {
        Home::Of(agencies) => {
            let (agency, kind) = agencies[number % agencies.len()];
            (format!("{}{agency}", setting.prefix), kind)
        }
        Home::Own(kind) => {
            let place = PLACES[number % PLACES.len()];
            let agency = match setting.size {
                CountySize::Team => format!("{place}-{}", post.prefix),
                _ => format!("{id}-agency"),
            };
            (agency, *kind)
        }
    };
    let mut contact = Contact {
        name: match (&post.home, post.kind) {
            // An office is called by its place.
            (Home::Own(_), "team") => spoken(&agency),
            _ => name(setting.seed, &id),
        },
        kind: post.kind,
        agency,
        agency_kind,
        roles: post.roles,
        id,
        ..Contact::default()
    };
    match post.known {
        Known::Feeds(percent) => {
            if random.chance(28) && post.prefix != "ch" {
                contact.pattern = random.pick(PART_TIME);
            }
            if random.chance(percent) {
                contact.diary = Some(DiaryKind {
                    trade: post.trade,
                    busy: post.busy + random.between(-8, 8),
                    spelling: match setting.size {
                        CountySize::Team => few_bytes(agency_kind),
                        _ => spelling(agency_kind, number),
                    },
                });
            }
        }
        Known::School => {
            contact.calendar = ["county-terms", "county-terms", "coast-terms"][number % 3];
            contact.pattern = "Mon-Fri 08:30-16:45";
            match random.below(100) {
                0..50 => {
                    contact.diary = Some(DiaryKind {
                        trade: post.trade,
                        busy: post.busy + random.between(-8, 8),
                        spelling: Spelling::School,
                    });
                }
                50..84 => contact.offers = random.pick(AFTER_LESSONS).to_owned(),
                _ => {}
            }
        }
        Known::Midday => {
            contact.offers = random.pick(ABOUT_MIDDAY).to_owned();
            contact.mode = "remote";
        }
        Known::Days => {
            let offers = [
                "Tue 09:00-17:00; Thu 09:00-17:00",
                "Mon-Tue 09:00-17:00; Thu 09:00-17:00",
            ];
            contact.offers = random.pick(&offers).to_owned();
        }
    }
    if post.kind == "team" {
        contact.capacity = "2";
    }
    if post.kind == "service" {
        contact.capacity = "2";
        contact.offers = "Mon-Fri 09:00-15:00".to_owned();
        contact.lead = "3wd";
        contact.lengthens = "15m";
        contact.mode = "";
    }
    match post.prefix {
        "ch" => {
            if number % 6 == 4 {
                contact.pattern = "Mon-Thu 09:00-17:00";
            }
            contact.daily = "3";
            contact.weekly = "10";
            contact.base = ["civic-1", "east-hub"][number % 2];
        }
        "sw" => contact.base = ["east-hub", "west-hub", ""][number % 3],
        "ep" | "vs" if number.is_multiple_of(2) => contact.mode = "remote",
        _ => {}
    }
    contact
}

/// The same for a folder that is kept small: nothing but busy time.
fn few_bytes(kind: &str) -> Spelling {
    match kind {
        "police" => Spelling::Blocks,
        "school" => Spelling::OutlookAvailability,
        _ => Spelling::FreeBusy,
    }
}

/// How an agency's calendars are published. Health services and the police give away nothing but busy time.
fn spelling(kind: &str, number: usize) -> Spelling {
    let of = |spellings: &[Spelling]| spellings[number % spellings.len()];
    match kind {
        "csc" | "quality-assurance" => of(&[Spelling::Outlook, Spelling::OutlookAvailability]),
        "community-health" | "acute-health" | "mental-health" | "icb" => {
            of(&[Spelling::OutlookAvailability, Spelling::Blocks])
        }
        "police" => of(&[Spelling::Blocks, Spelling::FreeBusy]),
        "voluntary" | "domestic-abuse" => of(&[Spelling::Google, Spelling::Apple]),
        _ => of(&[
            Spelling::OutlookAvailability,
            Spelling::Nextcloud,
            Spelling::Google,
        ]),
    }
}

/// Places after which schools, nurseries, surgeries and homes are called.
const PLACES: [&str; 8] = [
    "alder",
    "quayside",
    "millbrook",
    "hawthorn",
    "castle",
    "meadow",
    "beacon",
    "orchard",
];

/// What an id means to a reader: `reviewing-unit` is the Reviewing unit.
pub(super) fn spoken(id: &str) -> String {
    let known = [
        ("csc-east", "Children's Services, east"),
        ("csc-west", "Children's Services, west"),
        ("csc-city", "Children's Services, city"),
        ("coast-0-19", "Coast 0-19 Service"),
        ("fens-0-19", "Fens 0-19 Service"),
        ("city-0-19", "City 0-19 Service"),
        ("icb", "Integrated care board"),
    ];
    let bare = id.strip_suffix("-agency").unwrap_or(id);
    if let Some((_, name)) = known.iter().find(|(known, _)| bare.ends_with(known)) {
        return (*name).to_owned();
    }
    let words = match bare.strip_suffix("-gp") {
        Some(place) => format!("{place} surgery"),
        None => bare.replace('-', " "),
    };
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// An invented name.
fn name(seed: u64, id: &str) -> String {
    let mut random = Random::new(seed ^ 7, id);
    let first = random.pick(&[
        "Amara", "Bethan", "Colin", "Dilys", "Emeka", "Freya", "Gareth", "Hiba", "Ivor", "Jaya",
        "Keir", "Lorna", "Mirek", "Nadia", "Owen", "Priya", "Quentin", "Rosa", "Sunil", "Tegan",
        "Umar", "Vera", "Wilma", "Yusuf", "Zofia",
    ]);
    let last = random.pick(&[
        "Aldous",
        "Barnaby",
        "Copeman",
        "Dyball",
        "Elvin",
        "Forder",
        "Goffin",
        "Hewitt",
        "Ingle",
        "Jermy",
        "Kerrison",
        "Lusher",
        "Mortlock",
        "Norgate",
        "Okoro",
        "Pegler",
        "Quantrill",
        "Rackham",
        "Spurgeon",
        "Thirkettle",
        "Underwood",
        "Vincent",
        "Wharton",
        "Yallop",
        "Zielinski",
    ]);
    format!("{first} {last}")
}
