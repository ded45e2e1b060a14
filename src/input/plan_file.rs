//! A plan as ids alone: for comparing two plans without a workspace, and for taking up a plan that people were told of although the
//! tables have changed since.
//!
//! Strict reading, with everything that refers to nothing told as a fault, is `arrangements`' job. Errors tell line and column, never
//! the content.

use super::arrangements::PLAN_FORMAT;
use crate::model::{As, Buffer, Mode, PlanFile, PlanFileAttendance, PlanFileMeeting, State};
use crate::time::{Instant, Interval};
use serde::Deserialize;
use std::collections::BTreeSet;
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
    #[serde(default, rename = "as")]
    role: Option<String>,
    #[serde(default)]
    mode: Option<String>,
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
        role: match one.role.as_deref() {
            Some("deputy") => As::Deputy,
            _ => As::Principal,
        },
        mode: match one.mode.as_deref() {
            Some("remote") => Mode::Remote,
            _ => Mode::InPerson,
        },
        present,
    })
}

fn interval(start: &str, end: &str) -> Option<Interval> {
    Interval::new(Instant::parse_rfc3339(start)?, Instant::parse_rfc3339(end)?)
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
