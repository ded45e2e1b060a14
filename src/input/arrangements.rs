//! `arrangements.json`: what is already chosen or sent, in the plan format.
//!
//! Beside the keys of every plan it holds `uid`, `sequence`, `chosen_at` and `buffer`, and for each attendance `present`.
//! Unknown keys are passed over; the same file may have been made by another program.

use super::fault::{FaultKind, Place, Sink, Spot};
use super::names::Names;
use crate::model::{
    Arranged, ArrangedAttendance, ArrangedPart, As, Buffer, ContactId, Every, Mode, SeriesDay,
    SeriesPlace, State, VenueId, Workspace,
};
use crate::time::{Instant, Interval};
use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// What the file calls its own format.
pub const PLAN_FORMAT: &str = "quorate-plan/1";

/// A value with its path, such as `meetings[0].start`.
pub(super) struct At<'a> {
    file: &'a Arc<str>,
    path: String,
    pub value: &'a Value,
}

impl<'a> At<'a> {
    pub fn spot(&self) -> Spot {
        Spot {
            file: Arc::clone(self.file),
            place: Place::Key(self.path.clone()),
        }
    }

    pub fn get(&self, key: &str) -> At<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        At {
            file: self.file,
            path: format!("{}{dot}{key}", self.path),
            value: self.value.get(key).unwrap_or(&Value::Null),
        }
    }

    pub fn items(&self) -> Vec<At<'a>> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, value)| At {
                file: self.file,
                path: format!("{}[{index}]", self.path),
                value,
            })
            .collect()
    }

    pub fn wrong<T>(&self, wanted: &'static str, sink: &mut Sink) -> Option<T> {
        sink.fault(&self.spot(), FaultKind::JsonValue { wanted });
        None
    }

    pub fn text(&self) -> Option<&'a str> {
        self.value.as_str().filter(|text| !text.is_empty())
    }

    pub fn instant(&self, sink: &mut Sink) -> Option<Instant> {
        match self.text().and_then(Instant::parse_rfc3339) {
            Some(instant) => Some(instant),
            None => self.wrong("an instant such as 2026-12-03T10:00:00Z", sink),
        }
    }

    pub fn number(&self) -> u32 {
        let number = self.value.as_u64().unwrap_or(0);
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Its `start` and `end`.
    pub fn interval(&self, sink: &mut Sink) -> Option<Interval> {
        let (start, end) = (self.get("start"), self.get("end"));
        let (from, to) = (start.instant(sink), end.instant(sink));
        match Interval::new(from?, to?) {
            Some(interval) => Some(interval),
            None => end.wrong("an instant after the start", sink),
        }
    }

    pub fn venue(&self, names: &Names, sink: &mut Sink) -> Option<VenueId> {
        sink.take(&self.spot(), names.venue(self.text()?)).flatten()
    }
}

/// Reads the arrangements, in their order. What refers to nothing in the workspace is a fault.
pub(super) fn read(file: &str, bytes: &[u8], names: &Names, sink: &mut Sink) -> Vec<Arranged> {
    let all = document(file, bytes, sink, |root, sink| {
        let meetings = root.get("meetings").items();
        let all = meetings.iter();
        all.filter_map(|meeting| arranged(meeting, names, sink))
            .collect()
    });
    all.unwrap_or_default()
}

/// Reads a file of the plan format; `None` where it is none, which is then in the sink.
pub(super) fn document<T>(
    file: &str,
    bytes: &[u8],
    sink: &mut Sink,
    read: impl FnOnce(&At<'_>, &mut Sink) -> T,
) -> Option<T> {
    let whole = Spot::file(file);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
        sink.fault(&whole, FaultKind::JsonSyntax);
        return None;
    };
    let root = At {
        file: &whole.file,
        path: String::new(),
        value: &document,
    };
    if root.get("format").text() != Some(PLAN_FORMAT) {
        let expected = PLAN_FORMAT;
        sink.fault(&root.get("format").spot(), FaultKind::Format { expected });
        return None;
    }
    let meetings = root.get("meetings");
    if !meetings.value.is_array() {
        meetings.wrong::<()>("a list of meetings", sink);
    }
    Some(read(&root, sink))
}

fn arranged(at: &At<'_>, names: &Names, sink: &mut Sink) -> Option<Arranged> {
    let reference = match at.get("ref").text() {
        Some(reference) => Some(reference.to_owned()),
        None => at.get("ref").wrong("a meeting's reference", sink),
    };
    let interval = at.interval(sink);
    let state = match at.get("state").text() {
        Some("quorate") | None => State::Quorate,
        Some("quorate-if") => State::QuorateIf,
        Some("short") => State::Short,
        Some(_) => at
            .get("state")
            .wrong("quorate, quorate-if or short", sink)?,
    };
    let venue = at.get("venue").venue(names, sink);
    let parts = at.get("parts").items();
    let parts = parts.iter().filter_map(|part| {
        Some(ArrangedPart {
            interval: part.interval(sink)?,
            // A plan by hand may name the room once for all parts; `null` says that a part needs none.
            venue: match part.value.get("venue") {
                Some(_) => part.get("venue").venue(names, sink),
                None => venue,
            },
        })
    });
    let parts = parts.collect();
    let attending = match interval {
        Some(interval) => at
            .get("attending")
            .items()
            .iter()
            .filter_map(|one| attendance(one, interval, names, sink))
            .collect(),
        None => Vec::new(),
    };
    let confirm = at.get("confirm").items();
    let ids = |set: &At<'_>| -> Vec<String> {
        let ids = set.items();
        ids.iter()
            .filter_map(|id| id.text().map(str::to_owned))
            .collect()
    };
    let chosen_at = at.get("chosen_at");
    let chosen_at = match chosen_at.value {
        Value::Null => None,
        _ => chosen_at.instant(sink),
    };
    let buffer = at.get("buffer");
    Some(Arranged {
        reference: reference?,
        uid: at.get("uid").text().unwrap_or_default().to_owned(),
        sequence: at.get("sequence").number(),
        interval: interval?,
        parts,
        venue,
        state,
        confirm: confirm.iter().map(ids).collect(),
        attending,
        buffer: Buffer {
            before_minutes: buffer.get("before").number(),
            after_minutes: buffer.get("after").number(),
        },
        chosen_at,
        series: match at.get("series").value {
            Value::Null => None,
            _ => Some(series(&at.get("series"), sink)?),
        },
    })
}

/// Which meeting of a series it is.
fn series(at: &At<'_>, sink: &mut Sink) -> Option<SeriesPlace> {
    let reference = at.get("ref");
    let Some(series) = reference.text() else {
        return reference.wrong("the reference of a series", sink);
    };
    let Some(every) = at.get("every").text().and_then(Every::parse) else {
        return at.get("every").wrong("a rhythm such as 2w or 1m", sink);
    };
    let Some(day) = at.get("day").text().and_then(SeriesDay::parse) else {
        return at.get("day").wrong("a day such as TU, 2TU or -1TU", sink);
    };
    let regular = at.get("regular");
    let local = regular
        .text()
        .map(|text| NaiveDateTime::parse_from_str(text, LOCAL));
    let Some(Ok(local)) = local else {
        return regular.wrong("a local time such as 2026-12-08T10:00", sink);
    };
    Some(SeriesPlace {
        reference: series.to_owned(),
        every,
        day,
        times: at.get("times").number(),
        number: at.get("number").number(),
        regular: local,
    })
}

/// A local time, to the minute.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// Somebody who was still to be named when it was chosen (`gp?`, `panel-member?2`) takes up nobody's time.
fn attendance(
    at: &At<'_>,
    whole: Interval,
    names: &Names,
    sink: &mut Sink,
) -> Option<ArrangedAttendance> {
    let contact = at.get("contact");
    let Some(id) = contact.text() else {
        return contact.wrong("a contact's id", sink);
    };
    if id.contains('?') {
        return None;
    }
    let contact = sink.take(&contact.spot(), names.contact(id)).flatten();
    let mut present = Vec::new();
    for pair in at.get("present").items() {
        let ends = pair.items();
        let [start, end] = ends.as_slice() else {
            return pair.wrong("a pair of instants", sink);
        };
        let (from, to) = (start.instant(sink)?, end.instant(sink)?);
        match Interval::new(from, to) {
            Some(interval) => present.push(interval),
            None => return end.wrong("an instant after the start", sink),
        }
    }
    if present.is_empty() {
        present.push(whole);
    }
    Some(ArrangedAttendance {
        seat: at.get("seat").text().unwrap_or_default().to_owned(),
        contact: contact?,
        role: match at.get("as").text() {
            Some("deputy") => As::Deputy,
            _ => As::Principal,
        },
        mode: match at.get("mode").text() {
            Some("remote") => Mode::Remote,
            Some("in-person") | None => Mode::InPerson,
            Some(_) => return at.get("mode").wrong("in-person or remote", sink),
        },
        is_known: at.get("known").value != &Value::Bool(false),
        present,
    })
}

#[derive(Serialize)]
struct PlanOut<'a> {
    format: &'static str,
    meetings: Vec<MeetingOut<'a>>,
    unplaced: [(); 0],
}

#[derive(Serialize)]
struct MeetingOut<'a> {
    #[serde(rename = "ref")]
    reference: &'a str,
    uid: &'a str,
    sequence: u32,
    chosen_at: Option<Instant>,
    start: Instant,
    end: Instant,
    parts: Vec<PartOut<'a>>,
    venue: Option<&'a str>,
    state: &'static str,
    confirm: &'a [Vec<String>],
    attending: Vec<AttendanceOut<'a>>,
    buffer: BufferOut,
    /// One meeting of a series says which.
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<SeriesOut<'a>>,
}

#[derive(Serialize)]
struct SeriesOut<'a> {
    #[serde(rename = "ref")]
    reference: &'a str,
    every: String,
    day: String,
    times: u32,
    number: u32,
    regular: String,
}

#[derive(Serialize)]
struct PartOut<'a> {
    start: Instant,
    end: Instant,
    venue: Option<&'a str>,
}

#[derive(Serialize)]
struct AttendanceOut<'a> {
    seat: &'a str,
    contact: &'a str,
    agency: &'a str,
    #[serde(rename = "as")]
    role: &'static str,
    /// In person where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
    /// Left out where it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<bool>,
    present: Vec<(Instant, Instant)>,
}

#[derive(Serialize)]
struct BufferOut {
    before: u32,
    after: u32,
}

/// The name of a state in every file of ours.
pub fn state_word(state: State) -> &'static str {
    match state {
        State::Quorate => "quorate",
        State::QuorateIf => "quorate-if",
        State::Short => "short",
    }
}

/// The text of `arrangements.json`. Reading it in the same workspace gives the same values.
pub fn write_arrangements(workspace: &Workspace, arranged: &[Arranged]) -> String {
    let venue = |venue: Option<VenueId>| venue.map(|id| workspace.venue(id).id.as_str());
    let contact = |id: ContactId| workspace.contact(id).id.as_str();
    let meetings = arranged.iter().map(|one| MeetingOut {
        reference: &one.reference,
        uid: &one.uid,
        sequence: one.sequence,
        chosen_at: one.chosen_at,
        start: one.interval.start(),
        end: one.interval.end(),
        parts: one
            .parts
            .iter()
            .map(|part| PartOut {
                start: part.interval.start(),
                end: part.interval.end(),
                venue: venue(part.venue),
            })
            .collect(),
        venue: venue(one.venue),
        state: state_word(one.state),
        confirm: &one.confirm,
        attending: one
            .attending
            .iter()
            .map(|attendance| AttendanceOut {
                seat: &attendance.seat,
                contact: contact(attendance.contact),
                agency: &workspace.agency_of(attendance.contact).id,
                role: match attendance.role {
                    As::Principal => "principal",
                    As::Deputy => "deputy",
                },
                mode: (attendance.mode == Mode::Remote).then_some("remote"),
                known: (!attendance.is_known).then_some(false),
                present: attendance
                    .present
                    .iter()
                    .map(|interval| (interval.start(), interval.end()))
                    .collect(),
            })
            .collect(),
        buffer: BufferOut {
            before: one.buffer.before_minutes,
            after: one.buffer.after_minutes,
        },
        series: one.series.as_ref().map(|place| SeriesOut {
            reference: &place.reference,
            every: place.every.id(),
            day: place.day.id(),
            times: place.times,
            number: place.number,
            regular: place.regular.format(LOCAL).to_string(),
        }),
    });
    let plan = PlanOut {
        format: PLAN_FORMAT,
        meetings: meetings.collect(),
        unplaced: [],
    };
    let mut text = serde_json::to_string_pretty(&plan)
        .expect("texts, numbers and lists always have a JSON form");
    text.push('\n');
    text
}
