//! Random workspaces as a coordinator would write them, and the same after a change, made where the coordinator would make it.

use crate::oracle::Dice;
use chrono::{Days, NaiveDate};
use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
use quorate::input::{self, Files, read_workspace};
use quorate::model::*;
use quorate::prepare::{FeedBook, Prepared, prepare};
use quorate::time::{Instant, Interval, Zone};
use std::collections::BTreeMap;

const KEY: HashKey = HashKey([7; 16]);
pub const REF: &str = "M-1";

pub fn instant(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("an instant")
}

pub fn now() -> Instant {
    instant("2026-11-23T09:00:00Z")
}

/// Local minutes of a day: all lies in winter, where London keeps UTC.
fn at(day: NaiveDate, minutes: u64) -> String {
    format!("{day} {:02}:{:02}", minutes / 60, minutes % 60)
}

fn rfc(day: NaiveDate, minutes: u64) -> String {
    format!("{day}T{:02}:{:02}:00Z", minutes / 60, minutes % 60)
}

/// A row by its columns.
type Row = BTreeMap<&'static str, String>;

fn csv(rows: &[Row]) -> Vec<u8> {
    let columns: std::collections::BTreeSet<&str> =
        rows.iter().flat_map(|row| row.keys().copied()).collect();
    let line = |cells: Vec<String>| {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        quoted.join(",") + "\r\n"
    };
    let mut text = line(columns.iter().map(|name| (*name).to_owned()).collect());
    for row in rows {
        let cell = |name: &&str| row.get(name).cloned().unwrap_or_default();
        text.push_str(&line(columns.iter().map(cell).collect()));
    }
    text.into_bytes()
}

/// Another meeting that is arranged.
#[derive(Clone, Debug)]
struct Other {
    reference: String,
    day: NaiveDate,
    from: u64,
    to: u64,
    who: Vec<&'static str>,
    venue: Option<&'static str>,
}

/// A whole folder.
#[derive(Clone, Debug)]
pub struct Tables {
    grain: u32,
    tentative: &'static str,
    buffer: &'static str,
    people: Vec<Row>,
    venues: Vec<Row>,
    pub meeting: Row,
    answers: Vec<Row>,
    others: Vec<Other>,
    feeds: BTreeMap<String, String>,
    pub start: Instant,
}

/// Who there may be, with role and agency. Behind the line stand those who have no seat but may stand in.
const PEOPLE: [(&str, &str, &str); 10] = [
    ("c1", "cp-chair", "unit"),
    ("c2", "cp-chair", "unit"),
    ("w1", "social-worker", "csc"),
    ("p1", "police-child-protection", "police"),
    ("h1", "headteacher", "school"),
    ("n1", "health-visitor", "health"),
    ("l1", "interpreter", "lingua"),
    ("f1", "parent", "family"),
    ("c3", "iro", "unit"),
    ("w2", "team-manager-csc", "csc"),
];

const AGENCIES: [(&str, &str); 7] = [
    ("unit", "quality-assurance"),
    ("csc", "csc"),
    ("police", "police"),
    ("school", "school"),
    ("health", "community-health"),
    ("lingua", "interpreting"),
    ("family", "family"),
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

impl Tables {
    pub fn random(seed: u64) -> Tables {
        let mut dice = Dice(seed);
        let monday = day("2026-11-30");
        let some_day = |dice: &mut Dice| monday + Days::new(dice.below(5));
        let mut feeds = BTreeMap::new();
        let mut people = Vec::new();
        for (id, role, agency) in PEOPLE {
            let mut row = Row::from([
                ("id", id.to_owned()),
                ("name", format!("{id} of {agency}")),
                ("kind", "person".to_owned()),
                ("agency", agency.to_owned()),
                ("roles", role.to_owned()),
                ("phone", "01632 960100".to_owned()),
            ]);
            let mut maybe = |dice: &mut Dice, percent, column, values: &[&str]| {
                if dice.percent(percent) {
                    row.insert(column, dice.pick(values).to_owned());
                }
            };
            maybe(
                &mut dice,
                35,
                "pattern",
                &[
                    "Mon-Fri 08:00-18:00",
                    "Mon-Thu 09:00-13:00",
                    "Tue-Wed 10:00-16:00",
                ],
            );
            maybe(&mut dice, 15, "buffer", &["15m", "before 10m; after 30m"]);
            maybe(&mut dice, 25, "daily_limit", &["1", "2"]);
            maybe(
                &mut dice,
                10,
                "exceptions",
                &["2026-12-01 off", "2026-12-02..2026-12-03 off"],
            );
            if id == "l1" {
                maybe(
                    &mut dice,
                    60,
                    "offers",
                    &["Tue 09:00-15:00; Thu 09:00-13:00"],
                );
                maybe(&mut dice, 60, "lead", &["3wd", "8wd"]);
                row.insert("kind", "service".to_owned());
            }
            people.push(row);
            if dice.percent(60) {
                feeds.insert(format!("feeds/{id}.ics"), random_feed(&mut dice, monday));
            }
        }
        let mut venues = Vec::new();
        for id in ["v1", "v2", "v3"] {
            let mut row = Row::from([("id", id.to_owned()), ("name", format!("Room {id}"))]);
            let capacity = if id == "v3" { "3" } else { "12" };
            row.insert("capacity", capacity.to_owned());
            if dice.percent(50) {
                let hours = ["Mon-Fri 09:00-17:00", "Mon-Wed 12:00-18:00"];
                row.insert("pattern", dice.pick(&hours).to_owned());
            }
            if id == "v1" && dice.percent(50) {
                row.insert("travel", "v2 20m; v3 40m".to_owned());
            }
            venues.push(row);
            if dice.percent(60) {
                feeds.insert(format!("feeds/{id}.ics"), random_feed(&mut dice, monday));
            }
        }
        let answers = (0..dice.below(8))
            .map(|_| {
                let (day, from) = (some_day(&mut dice), 540 + 15 * dice.below(20));
                Row::from([
                    ("who", dice.pick(&PEOPLE).0.to_owned()),
                    ("ref", dice.pick(&["", REF]).to_owned()),
                    ("from", at(day, from)),
                    ("to", at(day, from + 30 * dice.between(1, 8))),
                    (
                        "answer",
                        dice.pick(&["can", "cannot", "cannot", "if-need-be"])
                            .to_owned(),
                    ),
                    ("recorded_at", "2026-11-20 10:00".to_owned()),
                ])
            })
            .collect();
        let others = (0..dice.below(4))
            .map(|number| {
                let from = 540 + 30 * dice.below(14);
                Other {
                    reference: format!("A-{number}"),
                    day: some_day(&mut dice),
                    from,
                    to: from + 30 * dice.between(1, 4),
                    who: PEOPLE[..7]
                        .iter()
                        .map(|one| one.0)
                        .filter(|_| dice.percent(35))
                        .collect(),
                    venue: dice.percent(60).then(|| dice.pick(&["v1", "v2"])),
                }
            })
            .collect();
        let meeting = random_meeting(&mut dice);
        let days = dice.below(10);
        let start_day = day("2026-11-27") + Days::new(days);
        let minutes = match dice.percent(85) {
            true => 480 + 30 * dice.below(19),
            false => 480 + 5 * dice.below(110),
        };
        Tables {
            grain: dice.pick(&[15, 15, 30, 60]),
            tentative: dice.pick(&["soft", "soft", "busy", "busy", "free"]),
            buffer: dice.pick(&["", "", "15m"]),
            people,
            venues,
            meeting,
            answers,
            others,
            feeds,
            start: instant(&rfc(start_day, minutes)),
        }
    }

    /// The folder's tables.
    fn files(&self) -> Files {
        let mut settings = format!(
            "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\ngrain = \"{}m\"\n\
             hours = \"Mon-Fri 09:00-17:00\"\n[policy]\ntentative = \"{}\"\n",
            self.grain, self.tentative
        );
        if !self.buffer.is_empty() {
            settings.push_str(&format!("buffer = \"{}\"\n", self.buffer));
        }
        for (id, kind) in AGENCIES {
            settings.push_str(&format!(
                "[[agency]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{kind}\"\n"
            ));
        }
        let tables = [
            ("quorate.toml", settings.into_bytes()),
            ("people.csv", csv(&self.people)),
            ("venues.csv", csv(&self.venues)),
            ("meetings.csv", csv(std::slice::from_ref(&self.meeting))),
            ("answers.csv", csv(&self.answers)),
            ("arrangements.json", self.arrangements()),
        ];
        let tables = tables
            .into_iter()
            .filter(|(name, bytes)| *name != "answers.csv" || bytes.len() > 2);
        Files {
            folder: "case".to_owned(),
            tables: tables
                .map(|(name, bytes)| (name.to_owned(), bytes))
                .collect(),
            feeds: self.feeds.keys().cloned().collect(),
            ..Files::default()
        }
    }

    fn arrangements(&self) -> Vec<u8> {
        let meetings: Vec<serde_json::Value> = self
            .others
            .iter()
            .map(|one| {
                let (start, end) = (rfc(one.day, one.from), rfc(one.day, one.to));
                let attending: Vec<serde_json::Value> = one
                    .who
                    .iter()
                    .map(|who| {
                        serde_json::json!({
                            "seat": "seat", "contact": who, "as": "principal",
                            "present": [[start, end]],
                        })
                    })
                    .collect();
                serde_json::json!({
                    "ref": one.reference, "uid": format!("uid-{}", one.reference), "sequence": 0,
                    "start": start, "end": end, "venue": one.venue,
                    "parts": [{"start": start, "end": end, "venue": one.venue}],
                    "state": "quorate", "confirm": [], "attending": attending,
                    "buffer": {"before": 0, "after": 0},
                })
            })
            .collect();
        let plan = serde_json::json!({"format": "quorate-plan/1", "meetings": meetings});
        plan.to_string().into_bytes()
    }

    /// The workspace with its feeds.
    pub fn read(&self) -> (Workspace, FeedBook) {
        let (workspace, _) = read_workspace(&self.files(), &input::ReadOptions::default())
            .unwrap_or_else(|faults| {
                let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
                panic!("{told:#?}")
            });
        let zone = Zone::named("Europe/London").expect("a zone");
        let window = Interval::new(
            instant("2026-10-01T00:00:00Z"),
            instant("2027-12-01T00:00:00Z"),
        );
        let options = ReadOptions {
            owners: Vec::new(),
            zone: zone.clone(),
            window: window.expect("a window"),
            key: KEY,
            budget: Budget::default(),
        };
        let feeds = self.feeds.iter().map(|(id, text)| {
            let reading = read(text.as_bytes(), &options).expect("a calendar");
            let known = quorate::availability::known(&reading, None, now(), &zone);
            let feed = ReadFeed {
                id: id.clone(),
                read_at: now(),
                status: FeedStatus::Read {
                    reading: reading.into(),
                    known,
                },
                stale: None,
            };
            (id.clone(), feed)
        });
        let feeds = feeds.collect();
        (workspace, feeds)
    }

    /// Makes a change in the tables. `length` is that of the meeting as it was asked about.
    pub fn apply(&mut self, workspace: &Workspace, changes: &[Change], length: i64) {
        let start = changes.iter().find_map(|change| match change {
            Change::Start(start) => Some(*start),
            _ => None,
        });
        let start = start.unwrap_or(self.start);
        let local = |at: Instant| at.to_string().replace('T', " ").replace(":00Z", "");
        for change in changes {
            let meeting = &mut self.meeting;
            let mut set = |column, value: String| meeting.insert(column, value);
            match change {
                Change::Start(_) | Change::Discretion => {}
                Change::Yes(who) => self.answers.push(Row::from([
                    ("who", workspace.contact(*who).id.clone()),
                    ("ref", REF.to_owned()),
                    ("from", local(start)),
                    ("to", local(start.plus(length))),
                    ("answer", "can".to_owned()),
                    ("recorded_at", "2026-11-23 09:00".to_owned()),
                ])),
                Change::Duration(minutes) => {
                    set("duration", format!("{minutes}m"));
                }
                Change::Room(venue) => {
                    set("venue", workspace.venue(*venue).id.clone());
                }
                Change::Deputy { seat, contact } => {
                    let seats = self.meeting["seats"].clone();
                    let id = &workspace.contact(*contact).id;
                    let named: Vec<String> = seats
                        .split("; ")
                        .map(|item| match item.contains(seat.as_str()) {
                            true if item.contains('=') => {
                                let (head, tail) = item.split_once(" direct").unwrap_or((item, ""));
                                let direct = if item.contains(" direct") {
                                    " direct"
                                } else {
                                    ""
                                };
                                format!("{head} or {id}{direct}{tail}")
                            }
                            true => format!("{item} or {id}"),
                            false => item.to_owned(),
                        })
                        .collect();
                    self.meeting.insert("seats", named.join("; "));
                }
                Change::Moved { reference } => {
                    let mut others = self.others.iter_mut();
                    let other = others.find(|one| one.reference == *reference);
                    other.expect("one of ours").day = day("2027-06-01");
                }
                Change::Grid(minutes) => self.grain = *minutes,
                Change::Relax(Rule::Tentative) => self.tentative = "soft",
                Change::Relax(Rule::Buffer) => {
                    set("buffer", "0m".to_owned());
                }
                Change::Relax(rule) => {
                    let columns: &[&str] = match rule {
                        Rule::Notice => &["notice"],
                        Rule::First => &["from"],
                        Rule::Limit => &["by", "within"],
                        Rule::Hours => &["hours"],
                        Rule::Agencies => &["agencies"],
                        Rule::Pin => &["pin", "pin_venue", "pin_people"],
                        Rule::Buffer | Rule::Tentative => &[],
                    };
                    columns.iter().for_each(|column| {
                        self.meeting.remove(column);
                    });
                }
                Change::Without(_) | Change::WithoutSeat(_) => panic!("no way out: {change:?}"),
            }
        }
    }
}

/// The meeting of the workspace as a problem; `None` where it has faults.
pub fn prepared(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    feeds: &FeedBook,
) -> Option<Prepared> {
    let recognise = |uid: &str| KEY.uid(uid.as_bytes());
    prepare(workspace, meeting, feeds, &recognise, now()).ok()
}

fn random_feed(dice: &mut Dice, monday: NaiveDate) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//invented//EN\r\n");
    let mut number = 0;
    let mut event = |start: String, end: String, status: &str| {
        number += 1;
        text.push_str(&format!(
            "BEGIN:VEVENT\r\nUID:e{number}@example.org\r\nDTSTAMP:20261120T090000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\n{status}END:VEVENT\r\n"
        ));
    };
    let stamp = |day: NaiveDate, minutes: u64| {
        let day = day.format("%Y%m%d");
        format!("{day}T{:02}{:02}00Z", minutes / 60, minutes % 60)
    };
    for offset in 0..5 {
        let day = monday + Days::new(offset);
        for _ in 0..dice.below(4) {
            let from = 540 + 15 * dice.below(28);
            let to = from + 15 * dice.between(1, 8);
            let status = dice.pick(&["", "", "STATUS:TENTATIVE\r\n"]);
            event(stamp(day, from), stamp(day, to), status);
        }
    }
    if dice.percent(85) {
        let far = day("2027-01-31");
        event(stamp(far, 60), stamp(far, 75), "");
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn random_meeting(dice: &mut Dice) -> Row {
    let mut seats: Vec<&str> = vec!["cp-chair", "social-worker = w1 direct"];
    for more in [
        "police-child-protection = p1",
        "headteacher = h1 direct",
        "health-visitor = n1 direct",
        "interpreter = l1",
        "expected: parent = f1",
    ] {
        if dice.percent(45) {
            seats.push(more);
        }
    }
    let mut row = Row::from([
        ("ref", REF.to_owned()),
        ("seats", seats.join("; ")),
        ("duration", format!("{}m", dice.pick(&[45, 60, 90, 120]))),
        (
            "venue",
            dice.pick(&["none", "any", "v1", "v1; v2"]).to_owned(),
        ),
    ]);
    let mut maybe = |dice: &mut Dice, percent, column, values: &[&str]| {
        if dice.percent(percent) {
            row.insert(column, dice.pick(values).to_owned());
        }
    };
    maybe(
        dice,
        40,
        "quorum",
        &["cp-chair and social-worker", "cp-chair and 2 agencies"],
    );
    maybe(dice, 15, "agencies", &["2", "3"]);
    maybe(dice, 20, "notice", &["4wd", "6wd"]);
    maybe(dice, 25, "from", &["2026-11-30", "2026-12-01"]);
    maybe(dice, 75, "by", &["2026-12-02", "2026-12-04", "2026-12-04"]);
    maybe(
        dice,
        20,
        "hours",
        &["Mon-Fri 10:00-15:00", "Mon-Thu 09:00-12:00"],
    );
    maybe(dice, 25, "buffer", &["10m", "30m"]);
    maybe(dice, 8, "pin", &["2026-12-02 10:00"]);
    maybe(dice, 12, "apart", &["c1/w1", "c2/w1"]);
    if dice.percent(20) {
        row.insert("type", "icpc".to_owned());
        row.insert("trigger", "2026-11-16".to_owned());
    }
    row
}
