//! One `[[meeting_type]]`: a new type, whole or on the ground of another, or what differs in a known one. Its people are read in
//! `kind_people`.

use super::Reading;
use super::columns::{DURATION, REMARK, SPAWN};
use super::fault::RuleFault;
use super::ground::{grounds, validity};
use super::rows::{need_prose, prose, rows, table, unknown};
use super::time_rule::{Layer, read_step};
use crate::input::fault::{FaultKind, Sink, Spot};
use crate::input::scalar::{id, number, one_of, yes_no};
use crate::input::settings::nation;
use crate::input::table::{Field, Row};
use crate::model::rules::{DurationRule, MeetingType, Remark, Sensitivity, Spawn, Step, Validity};

/// The lists of time in the order in which a book keeps them.
const STEPS: [Step; 7] = [
    Step::Deadline,
    Step::Interval,
    Step::Notice,
    Step::Report,
    Step::After,
    Step::Reconvene,
    Step::Standing,
];
/// The longest meeting, in minutes.
const LONGEST: u32 = 1_440;

/// Where the parts of a type stand, for faults that only show once all types are read.
pub(super) struct Placed {
    pub kind: String,
    pub spot: Spot,
    /// Rows of time by id.
    pub rules: Vec<(String, Spot)>,
    /// Single keys by name.
    pub keys: Vec<(&'static str, Spot)>,
}

/// What a row of the file is laid upon.
pub(super) enum Ground<'a> {
    Nothing,
    /// Another type, of which absent keys are taken.
    Parent(&'a MeetingType),
    /// The type itself, of which only what differs is written.
    Known(&'a MeetingType),
}

/// Reads a type on its ground. `None` where it cannot even be named.
pub(super) fn read(
    reading: &Reading,
    name: String,
    row: &Row,
    ground: &Ground,
    sink: &mut Sink,
) -> (MeetingType, Placed) {
    let (mut kind, layer) = match ground {
        Ground::Nothing => (blank(), Layer::Replace),
        Ground::Parent(parent) => {
            let mut kind = (*parent).clone();
            // What the parent is also called, and when it holds, is said of it alone.
            kind.synonyms.clear();
            kind.valid = Validity::default();
            (kind, Layer::Replace)
        }
        Ground::Known(known) => ((*known).clone(), Layer::Merge),
    };
    kind.id = name;
    let known = matches!(ground, Ground::Known(_));
    let placed = Placed {
        kind: kind.id.clone(),
        spot: row.spot.clone(),
        rules: Vec::new(),
        keys: ["chain_next", "spawns", "agenda"]
            .into_iter()
            .filter_map(|key| Some((key, row.get(key)?.spot.clone())))
            .collect(),
    };
    let mut part = Part {
        reading,
        row,
        layer,
        placed,
        sink,
    };
    part.heads(&mut kind, known);
    part.times(&mut kind);
    part.people(&mut kind);
    part.rest(&mut kind);
    (kind, part.placed)
}

fn blank() -> MeetingType {
    MeetingType {
        id: String::new(),
        name: String::new(),
        synonyms: Vec::new(),
        area: "general".to_owned(),
        nations: Vec::new(),
        trigger: String::new(),
        chain_next: None,
        spawns: Vec::new(),
        rules: Vec::new(),
        seats: Vec::new(),
        quorum: None,
        chair: None,
        duration: None,
        agenda: None,
        sensitivity: Sensitivity::Ordinary,
        family_present: true,
        exceptions: Vec::new(),
        constraints: Vec::new(),
        bring_forward: Vec::new(),
        cases_per_meeting: None,
        valid: Validity::default(),
    }
}

/// A type while it is read.
pub(super) struct Part<'a> {
    pub reading: &'a Reading<'a>,
    pub row: &'a Row,
    pub layer: Layer,
    pub placed: Placed,
    pub sink: &'a mut Sink,
}

impl Part<'_> {
    /// What the type is called, where it holds, what starts it.
    fn heads(&mut self, kind: &mut MeetingType, known: bool) {
        let (row, sink) = (self.row, &mut *self.sink);
        let name = match known {
            true => prose(row, "name", sink),
            false => need_prose(row, "name", "name = \"Core group\"", sink),
        };
        kind.name = name.unwrap_or_else(|| std::mem::take(&mut kind.name));
        if row.get("synonyms").is_some() {
            let texts = row.texts("synonyms", sink);
            kind.synonyms = texts.into_iter().map(|(_, text)| text).collect();
        }
        if let Some(area) = row.read("area", sink, id) {
            kind.area = area;
        }
        match row.get("nations") {
            Some(_) => kind.nations = row.read_items("nations", sink, nation),
            None if kind.nations.is_empty() => {
                row.need("nations", "nations = [\"england\"]", sink);
            }
            None => {}
        }
        let trigger = match kind.trigger.is_empty() {
            true => {
                let example = "trigger = \"Referral accepted\"";
                need_prose(row, "trigger", example, sink)
            }
            false => prose(row, "trigger", sink),
        };
        kind.trigger = trigger.unwrap_or_else(|| std::mem::take(&mut kind.trigger));
        if row.get("valid_from").is_some() || row.get("valid_to").is_some() {
            kind.valid = validity(row, sink);
        }
        if let Some(next) = row.text("chain_next", sink) {
            kind.chain_next = Some(next);
        }
        if let Some(field) = row.get("spawns") {
            kind.spawns = rows(field, "spawns", SPAWN, sink)
                .iter()
                .filter_map(|row| {
                    let kind = row.need("type", "type = \"core-group\"", sink);
                    let rule = row.need("rule", "rule = \"first\"", sink);
                    Some(Spawn {
                        kind: kind?,
                        rule: rule?,
                    })
                })
                .collect();
        }
    }

    fn times(&mut self, kind: &mut MeetingType) {
        for step in STEPS {
            if let Some(field) = self.row.get(step.id()) {
                read_step(
                    self.reading,
                    field,
                    step,
                    self.layer,
                    &mut kind.rules,
                    &mut self.placed.rules,
                    self.sink,
                );
            }
        }
        kind.rules.sort_by_key(|rule| rule.step);
    }

    /// The table of a key, and what it says is laid upon, which is nothing where it replaces.
    pub(super) fn table(
        &mut self,
        name: &'static str,
        columns: &'static [crate::input::columns::Column],
    ) -> Option<Row> {
        table(self.row.get(name)?, name, columns, self.sink)
    }

    /// What there was, if the row only corrects it.
    pub(super) fn old<T>(&self, old: Option<T>) -> Option<T> {
        old.filter(|_| self.layer == Layer::Merge)
    }

    fn duration(&mut self, row: &Row, old: Option<DurationRule>) -> Option<DurationRule> {
        let old = self.old(old);
        let old = old.as_ref();
        let (reading, sink) = (self.reading, &mut *self.sink);
        let changed = ["typical", "min", "max", "per_case"]
            .iter()
            .any(|key| row.get(key).is_some());
        let grounds = grounds(reading, row, old.map(|old| &old.grounds), changed, sink);
        let typical = match (row.get("typical"), old) {
            (None, Some(old)) => Some(old.typical),
            (None, None) => {
                row.need("typical", "typical = 90", sink);
                None
            }
            _ => row.read("typical", sink, number(5, LONGEST)),
        }?;
        // Where only the usual length is written, the bounds that no longer hold give way.
        let min = row.read("min", sink, number(5, LONGEST));
        let max = row.read("max", sink, number(5, LONGEST));
        let duration = DurationRule {
            typical,
            min: min.unwrap_or(old.map_or(typical, |old| old.min.min(typical))),
            max: max.unwrap_or(old.map_or(typical, |old| old.max.max(typical))),
            per_case: row
                .read("per_case", sink, number(1, LONGEST))
                .or(old.and_then(|old| old.per_case)),
            grounds,
        };
        let (min, typical, max) = (duration.min, duration.typical, duration.max);
        if !(min <= typical && typical <= max) {
            let fault = RuleFault::LengthOrder { min, typical, max };
            sink.fault(&row.spot, FaultKind::Rule(fault));
        }
        Some(duration)
    }

    fn rest(&mut self, kind: &mut MeetingType) {
        if let Some(row) = self.table("duration", DURATION) {
            kind.duration = self.duration(&row, kind.duration.take());
        }
        for (name, remarks) in [
            ("constraint", &mut kind.constraints),
            ("exception", &mut kind.exceptions),
        ] {
            if let Some(field) = self.row.get(name) {
                self.remarks(field, name, remarks);
            }
        }
        let (row, sink) = (self.row, &mut *self.sink);
        if let Some(agenda) = row.text("agenda", sink) {
            kind.agenda = Some(agenda);
        }
        let sensitivity = one_of(
            &[
                ("ordinary", Sensitivity::Ordinary),
                ("highest", Sensitivity::Highest),
            ],
            "ordinary, highest",
        );
        if let Some(sensitivity) = row.read("sensitivity", sink, sensitivity) {
            kind.sensitivity = sensitivity;
        }
        if let Some(present) = row.read("family_present", sink, yes_no) {
            kind.family_present = present;
        }
        if let Some(cases) = row.read("cases_per_meeting", sink, number(1, 1000)) {
            kind.cases_per_meeting = Some(cases);
        }
        if row.get("bring_forward").is_some() {
            let texts = row.texts("bring_forward", sink);
            kind.bring_forward = texts.into_iter().map(|(_, text)| text).collect();
        }
    }

    fn remarks(&mut self, field: &Field, name: &'static str, remarks: &mut Vec<Remark>) {
        if self.layer == Layer::Replace {
            remarks.clear();
        }
        for row in rows(field, name, REMARK, self.sink) {
            let sink = &mut *self.sink;
            let Some(text) = row.need("id", "term-time", sink) else {
                continue;
            };
            let Some(name) = sink.take(row.spot_of("id"), id(&text)) else {
                continue;
            };
            let known = remarks.iter().position(|remark| remark.id == name);
            if row.read("drop", sink, yes_no) == Some(true) {
                if known.is_none() {
                    let ids = remarks.iter().map(|remark| remark.id.as_str());
                    sink.fault(row.spot_of("id"), unknown("row", &name, ids));
                }
                remarks.retain(|remark| remark.id != name);
                continue;
            }
            let old = known.map(|at| remarks[at].clone());
            let changed = row.get("text").is_some();
            let old_grounds = old.as_ref().map(|old| &old.grounds);
            let grounds = grounds(self.reading, &row, old_grounds, changed, sink);
            let text = match (row.get("text"), old) {
                (None, Some(old)) => Some(old.text),
                _ => need_prose(&row, "text", "text = \"held in term\"", sink),
            };
            let Some(text) = text else {
                continue;
            };
            let remark = Remark {
                id: name,
                text,
                grounds,
            };
            match known {
                Some(at) => remarks[at] = remark,
                None => remarks.push(remark),
            }
        }
    }
}
