//! A plan that is to be verified, as it is claimed: by quorate's own file, or by hand in JSON or in a spreadsheet.
//!
//! Only references, times and people have to be there; what is not stated stays `None`, so that nothing is held against a plan that
//! it does not say. People and venues are looked up here; which seat somebody fills is left open where the file does not say it.

use super::arrangements::{At, document};
use super::dates::Moment;
use super::fault::{Fault, Sink, Warning};
use super::names::Names;
use super::{names_of, plan_csv};
use crate::model::{
    Arranged, ArrangedAttendance, As, Buffer, ContactId, Coverage, Ground, LevelValue, Mode,
    PlanLevel, Proof, RoleId, State, Stopped, Tally, VenueId, Workspace,
};
use crate::time::{Instant, Interval, Zone};
use serde_json::Value;
use std::collections::BTreeMap;

/// A plan as it is claimed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ClaimedPlan {
    /// In the order of the file; a reference may stand twice.
    pub meetings: Vec<ClaimedRow>,
    /// References of the meetings without a place, where the file lists them: then every other meeting must have one.
    pub unplaced: Option<Vec<String>>,
    /// The present moment for which it was made; `None` where it does not say.
    pub made_at: Option<Instant>,
    /// What is stated of the objective.
    pub levels: Vec<LevelValue>,
    pub proof: Option<Proof>,
    pub stopped: Option<Stopped>,
}

/// One meeting of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedRow {
    pub reference: String,
    pub start: Instant,
    pub end: Option<Instant>,
    /// `Some(None)` = without a room.
    pub venue: Option<Option<VenueId>>,
    pub state: Option<State>,
    pub confirm: Option<Vec<Vec<String>>>,
    pub late: Option<bool>,
    /// Ids of those without whom the quorum ends.
    pub falls_if: Option<Vec<String>>,
    pub spare_working_days: Option<i32>,
    pub sure: Option<Tally>,
    pub attending: Vec<ClaimedPerson>,
    pub uid: String,
    pub sequence: u32,
    /// What the meeting needed around itself when the plan was made.
    pub buffer: Buffer,
}

/// Somebody who is to come.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedPerson {
    pub who: ClaimedWho,
    /// Id of the seat, where it is stated.
    pub seat: Option<String>,
    /// Roles of which the seat is one, where a column says so.
    pub roles: Vec<RoleId>,
    pub role: Option<As>,
    pub ground: Option<Ground>,
    pub mode: Option<Mode>,
    /// Empty = not stated.
    pub present: Vec<Interval>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClaimedWho {
    Contact(ContactId),
    /// Still to be named, by the id that the plan gives (`gp?`).
    Open(String),
}

impl ClaimedPerson {
    pub(super) fn contact(contact: ContactId) -> ClaimedPerson {
        ClaimedPerson {
            who: ClaimedWho::Contact(contact),
            seat: None,
            roles: Vec::new(),
            role: None,
            ground: None,
            mode: None,
            present: Vec::new(),
        }
    }
}

impl ClaimedPlan {
    /// Arrangements as a plan: what was true when they were chosen is claimed of them, and nothing of the whole.
    pub fn of_arrangements(arrangements: &[Arranged]) -> ClaimedPlan {
        ClaimedPlan {
            meetings: arrangements.iter().map(ClaimedRow::of_arranged).collect(),
            ..ClaimedPlan::default()
        }
    }
}

impl ClaimedRow {
    fn of_arranged(arranged: &Arranged) -> ClaimedRow {
        let people = arranged.attending.iter();
        let attending = people.map(|one| ClaimedPerson {
            seat: Some(one.seat.clone()).filter(|seat| !seat.is_empty()),
            role: Some(one.role),
            // Whoever is there all the time may be there because the file does not say it.
            present: match one.present.as_slice() {
                [whole] if *whole == arranged.interval => Vec::new(),
                all => all.to_vec(),
            },
            ..ClaimedPerson::contact(one.contact)
        });
        ClaimedRow {
            reference: arranged.reference.clone(),
            start: arranged.interval.start(),
            end: Some(arranged.interval.end()),
            venue: Some(arranged.venue),
            state: Some(arranged.state),
            confirm: Some(arranged.confirm.clone()),
            late: None,
            falls_if: None,
            spare_working_days: None,
            sure: None,
            attending: attending.collect(),
            uid: arranged.uid.clone(),
            sequence: arranged.sequence,
            buffer: arranged.buffer,
        }
    }

    /// The meeting as an arrangement whose people are taken; where no end is stated it lasts `length` seconds.
    pub fn arranged(&self, length: i64) -> Option<Arranged> {
        let end = self.end.unwrap_or(self.start.plus(length));
        let interval = Interval::new(self.start, end)?;
        let attending = self.attending.iter().filter_map(|one| match one.who {
            ClaimedWho::Open(_) => None,
            ClaimedWho::Contact(contact) => Some(ArrangedAttendance {
                seat: one.seat.clone().unwrap_or_default(),
                contact,
                role: one.role.unwrap_or(As::Principal),
                mode: one.mode.unwrap_or_default(),
                is_known: true,
                present: match one.present.is_empty() {
                    true => vec![interval],
                    false => one.present.clone(),
                },
            }),
        });
        Some(Arranged {
            reference: self.reference.clone(),
            uid: self.uid.clone(),
            sequence: self.sequence,
            interval,
            parts: Vec::new(),
            venue: self.venue.flatten(),
            state: self.state.unwrap_or(State::Quorate),
            confirm: self.confirm.clone().unwrap_or_default(),
            attending: attending.collect(),
            buffer: self.buffer,
            chosen_at: None,
            series: None,
        })
    }
}

/// Reads a plan of this workspace: JSON, or CSV where the file's name says so. `file` is what messages call it.
pub fn read_claimed_plan(
    file: &str,
    bytes: &[u8],
    workspace: &Workspace,
) -> Result<(ClaimedPlan, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let names = names_of(workspace);
    let zones = Zones::new(workspace);
    let ending = std::path::Path::new(file).extension();
    let csv = ending.is_some_and(|ending| {
        ["csv", "tsv", "txt"]
            .iter()
            .any(|one| ending.eq_ignore_ascii_case(one))
    });
    let plan = match csv {
        true => plan_csv::read(file, bytes, &names, &zones, &mut sink),
        false => document(file, bytes, &mut sink, |root, sink| {
            plan(root, &names, &zones, sink)
        }),
    };
    sink.finish(plan)
}

/// The zones in which meetings tell their times.
pub(super) struct Zones {
    default: Zone,
    /// Of meetings that state one of their own, by reference in lower case.
    own: BTreeMap<String, Zone>,
}

impl Zones {
    fn new(workspace: &Workspace) -> Zones {
        // Zone names were checked when the tables were read.
        let named = |name: &str| Zone::named(name).unwrap_or_else(Zone::utc);
        let meetings = workspace.meetings.iter();
        let own = meetings.filter_map(|one| {
            let zone = named(one.zone.as_deref()?);
            Some((one.reference.to_lowercase(), zone))
        });
        Zones {
            default: named(&workspace.defaults.zone),
            own: own.collect(),
        }
    }

    pub fn of(&self, reference: &str) -> &Zone {
        let own = self.own.get(&reference.to_lowercase());
        own.unwrap_or(&self.default)
    }
}

fn plan(root: &At<'_>, names: &Names, zones: &Zones, sink: &mut Sink) -> ClaimedPlan {
    let meetings = root.get("meetings").items();
    let meetings = meetings.iter();
    let meetings = meetings.filter_map(|meeting| row(meeting, names, zones, sink));
    let meetings = meetings.collect();
    let unplaced = root.get("unplaced");
    let refs = |all: Vec<At<'_>>| -> Vec<String> {
        let refs = all.iter();
        refs.filter_map(|one| one.get("ref").text().or(one.text()).map(str::to_owned))
            .collect()
    };
    ClaimedPlan {
        meetings,
        // Arrangements list none, and nothing follows from it.
        unplaced: (unplaced.value.is_array() && !root.get("objective").value.is_null())
            .then(|| refs(unplaced.items())),
        made_at: root.get("made_at").text().and_then(Instant::parse_rfc3339),
        levels: levels(root, sink),
        proof: proof(root),
        stopped: [
            Stopped::Proved,
            Stopped::Steps,
            Stopped::TimeLimit,
            Stopped::Interrupted,
        ]
        .into_iter()
        .find(|one| root.get("stopped").text() == Some(one.name())),
    }
}

fn levels(root: &At<'_>, sink: &mut Sink) -> Vec<LevelValue> {
    let mut levels = Vec::new();
    for one in root.get("objective").items() {
        let name = one.get("level");
        let known = PlanLevel::ALL
            .into_iter()
            .find(|level| name.text() == Some(level.name()));
        // Other programs may tell more than these.
        let Some(level) = known else { continue };
        let Some(value) = one.get("value").value.as_i64() else {
            one.get("value").wrong::<()>("a whole number", sink);
            continue;
        };
        levels.push(LevelValue {
            level,
            value,
            bound: one.get("bound").value.as_i64(),
            of: one.get("of").value.as_i64(),
        });
    }
    levels
}

fn proof(root: &At<'_>) -> Option<Proof> {
    let gap = root.get("gap");
    let level = gap.get("level");
    let mut levels = PlanLevel::ALL.into_iter();
    match root.get("proof").text()? {
        "optimal" | "infeasible" => Some(Proof::Optimal),
        "feasible" => {
            let level = levels.find(|one| level.text() == Some(one.name()));
            let most = gap.get("value").value.as_i64();
            Some(match level.zip(most) {
                Some((level, most)) => Proof::Gap { level, most },
                None => Proof::Feasible,
            })
        }
        _ => None,
    }
}

fn row(at: &At<'_>, names: &Names, zones: &Zones, sink: &mut Sink) -> Option<ClaimedRow> {
    let reference = match at.get("ref").text() {
        Some(reference) => Some(reference.to_owned()),
        None => at.get("ref").wrong("a meeting's reference", sink),
    };
    let zone = zones.of(reference.as_deref().unwrap_or_default());
    let start = moment(&at.get("start"), zone, sink);
    let end = match at.get("end").value {
        Value::Null => None,
        _ => moment(&at.get("end"), zone, sink),
    };
    let state = match at.get("state").value {
        Value::Null => None,
        _ => match at.get("state").text() {
            Some("quorate") => Some(State::Quorate),
            Some("quorate-if") => Some(State::QuorateIf),
            Some("short") => Some(State::Short),
            _ => at
                .get("state")
                .wrong("quorate, quorate-if or short", sink)?,
        },
    };
    let venue = at.value.get("venue").map(|venue| match venue {
        Value::Null => None,
        _ => at.get("venue").venue(names, sink),
    });
    let confirm = at.value.get("confirm").filter(|sets| sets.is_array());
    let ids = |set: &At<'_>| -> Vec<String> {
        let ids = set.items();
        let ids = ids.iter().filter_map(|id| id.text().map(str::to_owned));
        ids.collect()
    };
    let confirm = confirm.map(|_| at.get("confirm").items().iter().map(ids).collect());
    let falls_if = at.get("falls_if");
    let spare = at.get("limit").get("spare_working_days").value.as_i64();
    let people = at.get("attending").items();
    let people = people.iter();
    let attending = people
        .filter_map(|one| person(one, names, zone, sink))
        .collect();
    let buffer = at.get("buffer");
    if let (Some(start), Some(end)) = (start, end)
        && end <= start
    {
        at.get("end")
            .wrong::<()>("an instant after the start", sink);
    }
    Some(ClaimedRow {
        reference: reference?,
        start: start?,
        end,
        venue,
        state,
        confirm,
        late: at.get("late").value.as_bool(),
        falls_if: falls_if.value.is_array().then(|| ids(&falls_if)),
        spare_working_days: spare.and_then(|days| i32::try_from(days).ok()),
        sure: tally(&at.get("coverage")),
        attending,
        uid: at.get("uid").text().unwrap_or_default().to_owned(),
        sequence: at.get("sequence").number(),
        buffer: Buffer {
            before_minutes: buffer.get("before").number(),
            after_minutes: buffer.get("after").number(),
        },
    })
}

/// Places filled by level, where all of it is stated.
fn tally(at: &At<'_>) -> Option<Tally> {
    let coverage = |level: &str| {
        let pair = at.get(level).items();
        let number = |at: usize| u32::try_from(pair.get(at)?.value.as_u64()?).ok();
        Some(Coverage {
            filled: number(0)?,
            places: number(1)?,
        })
    };
    Some(Tally {
        required: coverage("required")?,
        expected: coverage("expected")?,
        preferred: coverage("preferred")?,
        optional: coverage("optional")?,
    })
}

/// An instant, or a local date and time of the meeting's zone.
fn moment(at: &At<'_>, zone: &Zone, sink: &mut Sink) -> Option<Instant> {
    match at.text().map(Moment::parse) {
        Some(Ok(Moment::Exact(instant))) => Some(instant),
        Some(Ok(Moment::Local(local))) => Some(zone.instant(local)),
        _ => at.wrong("an instant such as 2026-12-03T10:00:00Z", sink),
    }
}

/// Somebody as an object, or by their id alone.
fn person(at: &At<'_>, names: &Names, zone: &Zone, sink: &mut Sink) -> Option<ClaimedPerson> {
    let (field, id) = match at.text() {
        Some(id) => (at.spot(), id),
        None => {
            let contact = at.get("contact");
            match contact.text() {
                Some(id) => (contact.spot(), id),
                None => return contact.wrong("a contact's id", sink),
            }
        }
    };
    let who = match id.contains('?') {
        true => ClaimedWho::Open(id.to_owned()),
        false => ClaimedWho::Contact(sink.take(&field, names.contact(id)).flatten()?),
    };
    let mut present = Vec::new();
    for pair in at.get("present").items() {
        let ends = pair.items();
        let [start, end] = ends.as_slice() else {
            return pair.wrong("a pair of instants", sink);
        };
        let (from, to) = (moment(start, zone, sink)?, moment(end, zone, sink)?);
        match Interval::new(from, to) {
            Some(interval) => present.push(interval),
            None => return end.wrong("an instant after the start", sink),
        }
    }
    let one_of = |key: &str, choices: &[&'static str]| -> Option<usize> {
        let stated = at.get(key);
        let text = stated.text()?;
        choices.iter().position(|choice| *choice == text)
    };
    let grounds = [
        Ground::Feed,
        Ground::Answer,
        Ground::Pattern,
        Ground::Tentative,
        Ground::Unknown,
    ];
    let ground = one_of(
        "ground",
        &["feed", "answer", "pattern", "tentative", "unknown"],
    );
    let mode = one_of("mode", &["in-person", "remote", "report"]);
    let role = one_of("as", &["principal", "deputy"]);
    Some(ClaimedPerson {
        who,
        seat: at.get("seat").text().map(str::to_owned),
        roles: Vec::new(),
        role: role.map(|at| [As::Principal, As::Deputy][at]),
        ground: ground.map(|at| grounds[at]),
        mode: mode.map(|at| [Mode::InPerson, Mode::Remote, Mode::Report][at]),
        present,
    })
}
