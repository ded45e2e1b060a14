//! Of a type: who sits there, when it is quorate, who chairs.

use super::columns::{ATTENDEE, CHAIR, QUORUM};
use super::fault::RuleFault;
use super::ground::grounds;
use super::kind::Part;
use super::rows::{prose, rows, unknown};
use super::time_rule::{Layer, conditions};
use crate::input::fault::{FaultKind, Sink};
use crate::input::people::mode;
use crate::input::scalar::{number, one_of, yes_no};
use crate::input::seat::level;
use crate::input::table::{Field, Row};
use crate::model::Level;
use crate::model::rules::{ChairRule, Continuity, MeetingType, QuorumRule, SeatRule, SeatWho};

impl Part<'_> {
    pub(super) fn people(&mut self, kind: &mut MeetingType) {
        if let Some(field) = self.row.get("attendee") {
            self.seats(field, &mut kind.seats);
        }
        if let Some(row) = self.table("quorum", QUORUM) {
            kind.quorum = self.quorum(&row, kind.quorum.take());
        }
        if let Some(row) = self.table("chair", CHAIR) {
            kind.chair = self.chair(&row, kind.chair.take());
        }
    }

    fn seats(&mut self, field: &Field, seats: &mut Vec<SeatRule>) {
        if self.layer == Layer::Replace {
            seats.clear();
        }
        let mut stated: Vec<SeatWho> = Vec::new();
        for row in rows(field, "attendee", ATTENDEE, self.sink) {
            let Some(who) = self.who(&row) else {
                continue;
            };
            if stated.contains(&who) {
                let text = who.id().to_owned();
                self.sink.fault(&row.spot, FaultKind::Twice { text });
                continue;
            }
            stated.push(who.clone());
            let known = seats.iter().position(|seat| seat.who == who);
            if row.read("drop", self.sink, yes_no) == Some(true) {
                if known.is_none() {
                    let ids = seats.iter().map(|seat| seat.who.id());
                    let fault = unknown("seat", who.id(), ids);
                    self.sink.fault(&row.spot, fault);
                }
                seats.retain(|seat| seat.who != who);
                continue;
            }
            let seat = self.seat(&row, who, known.map(|at| seats[at].clone()));
            match (known, seat) {
                (Some(at), Some(seat)) => seats[at] = seat,
                (None, Some(seat)) => seats.push(seat),
                (_, None) => {}
            }
        }
    }

    fn who(&mut self, row: &Row) -> Option<SeatWho> {
        let reading = self.reading;
        let role = row.read("role", self.sink, |text| reading.role(text));
        let group = row.read("any_of", self.sink, |text| reading.group(text));
        match (row.get("role"), row.get("any_of")) {
            (Some(_), Some(_)) => {
                let fault = FaultKind::Rule(RuleFault::TwoRoles);
                self.sink.fault(row.spot_of("any_of"), fault);
                None
            }
            (None, None) => {
                row.need("role", "role = \"social-worker\"", self.sink);
                None
            }
            _ => role
                .map(SeatWho::Role)
                .or_else(|| group.map(SeatWho::AnyOf)),
        }
    }

    fn seat(&mut self, row: &Row, who: SeatWho, old: Option<SeatRule>) -> Option<SeatRule> {
        let sink = &mut *self.sink;
        let stated: Option<Level> = match (row.get("level"), &old) {
            (None, Some(old)) => Some(old.level),
            (None, None) => {
                row.need("level", "level = \"expected\"", sink);
                None
            }
            _ => row.read("level", sink, level),
        };
        let old = old.as_ref();
        Some(SeatRule {
            who,
            places: row
                .read("places", sink, number(1, 1000))
                .unwrap_or(old.map_or(1, |old| old.places)),
            mode: row
                .read("mode", sink, mode)
                .or(old.and_then(|old| old.mode)),
            when: match row.get("when") {
                Some(_) => conditions(self.reading, row, sink),
                None => old.map_or_else(Vec::new, |old| old.when.clone()),
            },
            direct_contact: row
                .read("direct", sink, yes_no)
                .unwrap_or(old.is_some_and(|old| old.direct_contact)),
            note: prose(row, "note", sink).or_else(|| old.and_then(|old| old.note.clone())),
            level: stated?,
        })
    }

    fn quorum(&mut self, row: &Row, old: Option<QuorumRule>) -> Option<QuorumRule> {
        let old = self.old(old);
        let (reading, sink) = (self.reading, &mut *self.sink);
        let rule = match (row.get("rule"), &old) {
            (None, Some(old)) => Some(old.rule.clone()),
            (None, None) => row.need("rule", "rule = \"3 agencies except family\"", sink),
            _ => row.read("rule", sink, |text| reading.quorum(text)),
        };
        let changed = row.get("rule").is_some();
        let old_grounds = old.as_ref().map(|old| &old.grounds);
        let grounds = grounds(reading, row, old_grounds, changed, sink);
        let flag = |key: &str, old: Option<bool>, sink: &mut Sink| {
            row.read(key, sink, yes_no).or(old).unwrap_or(false)
        };
        let chair = old.as_ref().map(|old| old.chair_discretion);
        let plan = old.as_ref().map(|old| old.interim_plan);
        Some(QuorumRule {
            chair_discretion: flag("chair_discretion", chair, sink),
            interim_plan: flag("interim_plan", plan, sink),
            grounds,
            rule: rule?,
        })
    }

    fn chair(&mut self, row: &Row, old: Option<ChairRule>) -> Option<ChairRule> {
        let old = self.old(old);
        let (reading, sink) = (self.reading, &mut *self.sink);
        let role = match (row.get("role"), &old) {
            (None, Some(old)) => Some(old.role.clone()),
            (None, None) => row.need("role", "role = \"cp-chair\"", sink),
            _ => row.read("role", sink, |text| reading.role(text)),
        };
        let continuity = one_of(
            &[
                ("none", Continuity::None),
                ("preferred", Continuity::Preferred),
                ("same", Continuity::Same),
            ],
            "none, preferred, same",
        );
        let changed = ["role", "alternative", "then"]
            .iter()
            .any(|key| row.get(key).is_some());
        let old = old.as_ref();
        let grounds = grounds(reading, row, old.map(|old| &old.grounds), changed, sink);
        Some(ChairRule {
            alternative: row
                .read("alternative", sink, |text| reading.role(text))
                .or_else(|| old.and_then(|old| old.alternative.clone())),
            then: row
                .read("then", sink, |text| reading.role(text))
                .or_else(|| old.and_then(|old| old.then.clone())),
            continuity: row
                .read("continuity", sink, continuity)
                .unwrap_or(old.map_or(Continuity::None, |old| old.continuity)),
            independent: row
                .read("independent", sink, yes_no)
                .unwrap_or(old.is_some_and(|old| old.independent)),
            grounds,
            role: role?,
        })
    }
}
