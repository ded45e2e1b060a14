//! A plan as ids alone: for comparing two plans without a workspace, and for taking up a plan that people were told of although the
//! tables have changed since.
//!
//! Strict reading, with everything that refers to nothing told as a fault, is `arrangements`' job. Here a person or venue that is in
//! no table any more is counted and left out. Errors tell line and column, never the content.

use super::arrangements::PLAN_FORMAT;
use crate::model::{
    Arranged, ArrangedAttendance, ArrangedPart, As, Buffer, Mode, State, Workspace,
};
use crate::time::{Instant, Interval};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Why a file is no plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlanFileFault {
    /// It is no JSON, or lacks what a plan has: where.
    Syntax { line: usize, column: usize },
    /// It says that it is something else.
    Format,
    /// An instant is none, or a meeting ends before it begins: of which meeting.
    Times { reference: String },
    /// A meeting stands twice.
    Twice { reference: String },
}

impl fmt::Display for PlanFileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanFileFault::Syntax { line, column } => write!(
                f,
                "line {line}, column {column}: not as a plan is written; give a file that quorate plan -o wrote, or an \
                 arrangements.json"
            ),
            PlanFileFault::Format => write!(
                f,
                "the file does not say \"format\": \"{PLAN_FORMAT}\"; give a file that quorate plan -o wrote, or an \
                 arrangements.json"
            ),
            PlanFileFault::Times { reference } => write!(
                f,
                "meeting {reference}: start, end and presence have to be instants such as 2026-12-03T10:00:00Z, each end after \
                 its start"
            ),
            PlanFileFault::Twice { reference } => {
                write!(f, "meeting {reference} stands twice; take one of them out")
            }
        }
    }
}

impl std::error::Error for PlanFileFault {}

/// A plan by ids.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PlanFile {
    /// In the order of the file.
    pub meetings: Vec<PlanFileMeeting>,
    /// References of the meetings without a place.
    pub unplaced: Vec<String>,
}

/// One meeting of a plan, by ids.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanFileMeeting {
    pub reference: String,
    pub uid: String,
    pub sequence: u32,
    pub interval: Interval,
    pub parts: Vec<(Interval, Option<String>)>,
    pub venue: Option<String>,
    pub state: State,
    pub confirm: Vec<Vec<String>>,
    pub attending: Vec<PlanFileAttendance>,
    pub buffer: Buffer,
    pub chosen_at: Option<Instant>,
}

/// Somebody in a seat. Those who were still to be named are not here.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanFileAttendance {
    pub seat: String,
    pub contact: String,
    /// Whether they come to the place; in person where the file does not say.
    pub mode: Mode,
    pub role: As,
    pub present: Vec<Interval>,
}

#[derive(Deserialize)]
struct FileIn {
    #[serde(default)]
    format: String,
    #[serde(default)]
    meetings: Vec<MeetingIn>,
    #[serde(default)]
    unplaced: Vec<UnplacedIn>,
}

#[derive(Deserialize)]
struct UnplacedIn {
    #[serde(rename = "ref")]
    reference: String,
}

#[derive(Deserialize)]
struct MeetingIn {
    #[serde(rename = "ref")]
    reference: String,
    #[serde(default)]
    uid: Option<String>,
    #[serde(default)]
    sequence: Option<u32>,
    start: String,
    end: String,
    #[serde(default)]
    parts: Vec<PartIn>,
    #[serde(default)]
    venue: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    confirm: Vec<Vec<String>>,
    #[serde(default)]
    attending: Vec<AttendingIn>,
    #[serde(default)]
    buffer: Option<BufferIn>,
    #[serde(default)]
    chosen_at: Option<String>,
}

#[derive(Deserialize)]
struct PartIn {
    start: String,
    end: String,
    #[serde(default)]
    venue: Option<String>,
}

#[derive(Deserialize)]
struct AttendingIn {
    #[serde(default)]
    seat: String,
    contact: String,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default, rename = "as")]
    role: Option<String>,
    #[serde(default)]
    present: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct BufferIn {
    #[serde(default)]
    before: u32,
    #[serde(default)]
    after: u32,
}

/// Reads `plan.json` or `arrangements.json`.
pub fn read_plan_file(bytes: &[u8]) -> Result<PlanFile, PlanFileFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let file: FileIn = serde_json::from_slice(bytes).map_err(|error| PlanFileFault::Syntax {
        line: error.line(),
        column: error.column(),
    })?;
    if file.format != PLAN_FORMAT {
        return Err(PlanFileFault::Format);
    }
    let mut seen = BTreeSet::new();
    let mut meetings = Vec::with_capacity(file.meetings.len());
    for one in file.meetings {
        let reference = one.reference.clone();
        if !seen.insert(reference.to_lowercase()) {
            return Err(PlanFileFault::Twice { reference });
        }
        meetings.push(meeting(one).ok_or(PlanFileFault::Times { reference })?);
    }
    Ok(PlanFile {
        meetings,
        unplaced: file.unplaced.into_iter().map(|one| one.reference).collect(),
    })
}

/// `None` where a time is none.
fn meeting(one: MeetingIn) -> Option<PlanFileMeeting> {
    let interval = interval(&one.start, &one.end)?;
    let parts = one.parts.into_iter();
    let parts = parts.map(|part| Some((self::interval(&part.start, &part.end)?, part.venue)));
    let attending = one.attending.into_iter();
    let attending = attending
        .filter(|one| !one.contact.contains('?'))
        .map(|one| attendance(one, interval));
    Some(PlanFileMeeting {
        interval,
        parts: parts.collect::<Option<_>>()?,
        attending: attending.collect::<Option<_>>()?,
        reference: one.reference,
        uid: one.uid.unwrap_or_default(),
        sequence: one.sequence.unwrap_or(0),
        venue: one.venue,
        state: match one.state.as_deref() {
            Some("quorate-if") => State::QuorateIf,
            Some("short") => State::Short,
            _ => State::Quorate,
        },
        confirm: one.confirm,
        buffer: one.buffer.map_or(Buffer::default(), |buffer| Buffer {
            before_minutes: buffer.before,
            after_minutes: buffer.after,
        }),
        chosen_at: match one.chosen_at {
            Some(text) => Some(Instant::parse_rfc3339(&text)?),
            None => None,
        },
    })
}

fn attendance(one: AttendingIn, whole: Interval) -> Option<PlanFileAttendance> {
    let present = one.present.iter();
    let mut present: Vec<Interval> = present
        .map(|(start, end)| interval(start, end))
        .collect::<Option<_>>()?;
    if present.is_empty() {
        present.push(whole);
    }
    Some(PlanFileAttendance {
        seat: one.seat,
        contact: one.contact,
        mode: match one.mode.as_deref() {
            Some("remote") => Mode::Remote,
            _ => Mode::InPerson,
        },
        role: match one.role.as_deref() {
            Some("deputy") => As::Deputy,
            _ => As::Principal,
        },
        present,
    })
}

fn interval(start: &str, end: &str) -> Option<Interval> {
    Interval::new(Instant::parse_rfc3339(start)?, Instant::parse_rfc3339(end)?)
}

impl PlanFile {
    /// The plan as arrangements of a workspace, and how many people and venues of it are in no table any more.
    pub fn arranged(&self, workspace: &Workspace) -> (Vec<Arranged>, usize) {
        let contacts: BTreeMap<&str, _> = (0..)
            .map(crate::model::ContactId)
            .zip(&workspace.contacts)
            .map(|(id, contact)| (contact.id.as_str(), id))
            .collect();
        let venues: BTreeMap<&str, _> = (0..)
            .map(crate::model::VenueId)
            .zip(&workspace.venues)
            .map(|(id, venue)| (venue.id.as_str(), id))
            .collect();
        let mut unknown: BTreeSet<&str> = BTreeSet::new();
        let mut arranged = Vec::with_capacity(self.meetings.len());
        for one in &self.meetings {
            let venue = |id: &Option<String>| {
                let known = id.as_deref().map(|id| venues.get(id).copied());
                known.flatten()
            };
            arranged.push(Arranged {
                reference: one.reference.clone(),
                uid: one.uid.clone(),
                sequence: one.sequence,
                interval: one.interval,
                parts: one
                    .parts
                    .iter()
                    .map(|(interval, id)| ArrangedPart {
                        interval: *interval,
                        venue: venue(id),
                    })
                    .collect(),
                venue: venue(&one.venue),
                state: one.state,
                confirm: one.confirm.clone(),
                attending: one
                    .attending
                    .iter()
                    .filter_map(|attendance| {
                        Some(ArrangedAttendance {
                            seat: attendance.seat.clone(),
                            contact: *contacts.get(attendance.contact.as_str())?,
                            role: attendance.role,
                            mode: attendance.mode,
                            present: attendance.present.clone(),
                        })
                    })
                    .collect(),
                buffer: one.buffer,
                chosen_at: one.chosen_at,
            });
            let people = one.attending.iter().map(|one| one.contact.as_str());
            unknown.extend(people.filter(|id| !contacts.contains_key(id)));
            let places = one.venue.iter().map(String::as_str);
            unknown.extend(places.filter(|id| !venues.contains_key(id)));
        }
        (arranged, unknown.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_by_ids_and_told_where_it_is_wrong() {
        let plan = r#"{"format":"quorate-plan/1","meetings":[{"ref":"A-1","start":"2026-12-03T10:00:00Z",
            "end":"2026-12-03T11:00:00Z","venue":"r1","attending":[{"seat":"chair","contact":"c1"},{"seat":"gp","contact":"gp?"}]}],
            "unplaced":[{"ref":"A-2"}]}"#;
        let read = read_plan_file(plan.as_bytes()).expect("a plan");
        assert_eq!(read.unplaced, ["A-2"]);
        let one = &read.meetings[0];
        assert_eq!(one.attending.len(), 1);
        assert_eq!(one.attending[0].present, [one.interval]);
        let fault = |text: &str| read_plan_file(text.as_bytes()).expect_err("no plan");
        assert_eq!(
            fault("{\n \"format\": 7}"),
            PlanFileFault::Syntax {
                line: 2,
                column: 12
            }
        );
        assert_eq!(fault("{\"format\":\"x\"}"), PlanFileFault::Format);
        let reference = "A-1".to_owned();
        let times = plan.replace("11:00", "09:00");
        assert_eq!(fault(&times), PlanFileFault::Times { reference });
    }
}
