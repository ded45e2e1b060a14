//! What only shows once all types of a book are read: names of other rows and types, and dates that are counted from themselves.

use super::fault::RuleFault;
use super::kind::Placed;
use super::rows::unknown;
use crate::input::fault::{FaultKind, Sink, Spot};
use crate::input::names::nearest;
use crate::model::rules::{Anchor, MeetingType, RuleBook, TimeRule};
use std::collections::BTreeSet;

/// Checks the whole book; a type that the file does not name can only have lost what it refers to, which is told at `file`.
pub(super) fn check(book: &RuleBook, placed: &[Placed], file: &Spot, sink: &mut Sink) {
    for kind in &book.types {
        let place = placed.iter().find(|place| place.kind == kind.id);
        let places = Places { place, file };
        references(book, kind, &places, sink);
        anchors(book, kind, &places, sink);
        cycles(kind, &places, sink);
    }
}

struct Places<'a> {
    place: Option<&'a Placed>,
    file: &'a Spot,
}

impl Places<'_> {
    fn rule(&self, id: &str) -> &Spot {
        let rules = self.place.iter().flat_map(|place| &place.rules);
        let found = rules.rev().find(|(other, _)| other == id);
        found.map_or_else(|| self.kind(), |(_, spot)| spot)
    }

    fn key(&self, name: &str) -> &Spot {
        let keys = self.place.iter().flat_map(|place| &place.keys);
        let mut found = keys.filter(|(other, _)| *other == name);
        found.next().map_or_else(|| self.kind(), |(_, spot)| spot)
    }

    fn kind(&self) -> &Spot {
        self.place.map_or(self.file, |place| &place.spot)
    }
}

fn references(book: &RuleBook, kind: &MeetingType, places: &Places, sink: &mut Sink) {
    let types = || book.types.iter().map(|other| other.id.as_str());
    if let Some(next) = &kind.chain_next
        && book.kind(next).is_none()
    {
        sink.fault(places.key("chain_next"), unknown("type", next, types()));
    }
    for spawn in &kind.spawns {
        match book.kind(&spawn.kind) {
            None => sink.fault(places.key("spawns"), unknown("type", &spawn.kind, types())),
            Some(other) if !other.rules.iter().any(|rule| rule.id == spawn.rule) => {
                if places.place.is_none() {
                    let (kind, row) = (kind.id.clone(), format!("{}/{}", spawn.kind, spawn.rule));
                    let fault = RuleFault::Lost { kind, row };
                    sink.fault(places.file, FaultKind::Rule(fault));
                    continue;
                }
                let rules = other.rules.iter().map(|rule| rule.id.as_str());
                sink.fault(places.key("spawns"), unknown("row", &spawn.rule, rules));
            }
            Some(_) => {}
        }
    }
    if let Some(agenda) = &kind.agenda
        && book.agenda(agenda).is_none()
    {
        let known = book.agendas.iter().map(|agenda| agenda.id.as_str());
        sink.fault(places.key("agenda"), unknown("agenda", agenda, known));
    }
    for rule in &kind.rules {
        let Some(other) = &rule.instead_of else {
            continue;
        };
        let others = kind.rules.iter().filter(|one| one.id != rule.id);
        let mut ids = others.map(|one| one.id.as_str());
        if !ids.clone().any(|id| id == other) {
            let fault = unknown("row", other, ids.by_ref());
            sink.fault(places.rule(&rule.id), fault);
        }
    }
}

/// A date by its name is one that somebody states, or that another row gives.
fn anchors(book: &RuleBook, kind: &MeetingType, places: &Places, sink: &mut Sink) {
    let given = || {
        let gives = kind.rules.iter().filter_map(|rule| rule.gives.as_deref());
        let ids = kind.rules.iter().map(|rule| rule.id.as_str());
        let stated = book.anchors.iter().map(|anchor| anchor.id.as_str());
        stated.chain(gives).chain(ids)
    };
    for rule in &kind.rules {
        if let Anchor::Named(name) = &rule.from
            && !given().any(|known| known == name)
        {
            let usual = ["trigger", "previous", "meeting", "next-meeting"];
            let fault = RuleFault::UnknownAnchor {
                text: name.clone(),
                choices: nearest(name, given().chain(usual)),
            };
            sink.fault(places.rule(&rule.id), FaultKind::Rule(fault));
        }
    }
}

/// The rows from whose result a row is counted.
fn counted_from<'k>(kind: &'k MeetingType, rule: &TimeRule) -> Vec<&'k str> {
    let Anchor::Named(name) = &rule.from else {
        return Vec::new();
    };
    let name = name.as_str();
    let gives = |one: &&TimeRule| one.id == name || one.gives.as_deref() == Some(name);
    let found = kind.rules.iter().filter(gives);
    found.map(|one| one.id.as_str()).collect()
}

/// No row's date may be needed to find it. Followed from each row along all ways, each row once.
fn cycles(kind: &MeetingType, places: &Places, sink: &mut Sink) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for start in &kind.rules {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<(&str, String)> = counted_from(kind, start)
            .into_iter()
            .map(|next| (next, format!("{} from {next}", start.id)))
            .collect();
        while let Some((id, way)) = open.pop() {
            if id == start.id {
                // Whoever is on the way is at fault as well, and one message is enough.
                if told.is_disjoint(&seen) && !told.contains(id) {
                    let fault = RuleFault::DependsOnItself { way };
                    sink.fault(places.rule(id), FaultKind::Rule(fault));
                }
                told.insert(id);
                break;
            }
            if !seen.insert(id) {
                continue;
            }
            let rules = kind.rules.iter().filter(|rule| rule.id == id);
            for next in rules.flat_map(|rule| counted_from(kind, rule)) {
                open.push((next, format!("{way} from {next}")));
            }
        }
    }
}
