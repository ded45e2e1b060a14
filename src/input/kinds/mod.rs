//! What a meeting's type gives it where its row says nothing: seats, quorum, duration, agenda.
//!
//! Relies on the rule book's types as plain data and on the names of the workspace. What the row states always outranks.
//! Seats are brought together in `seats`, the people of the case in `team`. Dates are left to `prepare`.

mod seats;
mod team;

pub(super) use seats::{Seated, Stated, Written, seated};

use super::fault::{FaultKind, Sink, Thing, WarningKind};
use super::meetings::Tables;
use super::names::Names;
use super::quorum::Scope;
use super::rules::nearest_types;
use super::table::{Row, Value};
use crate::model::rules::{Anchor, INQUORATE, MeetingType, RuleBook, Step};
use crate::model::{CountBy, Level, MeetingSpec, QuorumSpec, RoleId, SeatSpec, Unit, WhoSpec};
use crate::time::Nation;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The types of a meeting, in the order written.
pub(super) struct Kinds<'b> {
    pub types: Vec<&'b MeetingType>,
    /// What output calls the meeting's type.
    pub shown: Option<String>,
}

/// Reads the types of a row. A word that is no type is allowed, since one need not use the types; it is told.
pub(super) fn read<'b>(
    row: &Row,
    nation: Nation,
    book: &'b RuleBook,
    sink: &mut Sink,
) -> Kinds<'b> {
    let mut types: Vec<&MeetingType> = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    for (spot, text) in row.texts("type", sink) {
        match sink.take(&spot, look_up(&text, nation, book)).flatten() {
            Some(kind) => {
                if !types.iter().any(|known| known.id == kind.id) {
                    types.push(kind);
                    shown.push(kind.id.clone());
                }
                if !kind.nations.contains(&nation) {
                    sink.warn(&spot, of_another_nation(kind, nation, book));
                }
            }
            None => {
                if !book.types.is_empty() {
                    sink.warn(&spot, unknown_type(&text, book));
                }
                shown.push(text.to_lowercase().replace([' ', '_'], "-"));
            }
        }
    }
    Kinds {
        types,
        shown: (!shown.is_empty()).then(|| shown.join("+")),
    }
}

/// The one type that is meant, if any.
pub(super) fn look_up<'b>(
    text: &str,
    nation: Nation,
    book: &'b RuleBook,
) -> Result<Option<&'b MeetingType>, FaultKind> {
    match book.meant(text, Some(nation)).as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => Err(FaultKind::Ambiguous {
            thing: Thing::MeetingType,
            text: text.to_owned(),
            choices: several
                .iter()
                .map(|kind| kind.id.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        }),
    }
}

pub(super) fn unknown_type(text: &str, book: &RuleBook) -> WarningKind {
    WarningKind::UnknownType {
        text: text.to_owned(),
        choices: nearest_types(book, text).join(", "),
    }
}

pub(super) fn of_another_nation(
    kind: &MeetingType,
    nation: Nation,
    book: &RuleBook,
) -> WarningKind {
    WarningKind::TypeOfAnotherNation {
        kind: kind.id.clone(),
        nation: nation.id(),
        counterpart: book.counterpart(kind, nation).map(|other| other.id.clone()),
    }
}

/// The quorum of the types, all of them together, and their chairs; `None` where no type has one.
///
/// Its names mean roles and kinds of agency, never somebody or some seat of this meeting that happens to be called so.
pub(super) fn quorum(
    types: &[&MeetingType],
    seats: &[SeatSpec],
    row: &Row,
    tables: &Tables<'_>,
    sink: &mut Sink,
) -> Option<QuorumSpec> {
    let names = Names::new(Arc::clone(&tables.names.roles), &[], &[]);
    let scope = Scope {
        names: &names,
        catalogue: tables.catalogue,
        kinds: &BTreeSet::new(),
        seats: Vec::new(),
    };
    let mut parts = Vec::new();
    for kind in types {
        let Some(rule) = &kind.quorum else { continue };
        let read = sink.take(row.spot_of("type"), scope.parse(&rule.rule));
        // The chair's clause first: it is what one misses first.
        parts.extend(chair(kind, seats, &names));
        match read.map(|spec| counted_by(spec, tables.count_by)) {
            Some(QuorumSpec::All(of)) => parts.extend(of),
            Some(other) => parts.push(other),
            None => {}
        }
    }
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(QuorumSpec::All(parts)),
    }
}

/// Nobody holds a meeting without whoever has to chair it, though quorums do not say so. Where the chair has no seat of their
/// own that is required, others will do.
fn chair(kind: &MeetingType, seats: &[SeatSpec], names: &Names) -> Option<QuorumSpec> {
    let chair = kind.chair.as_ref()?;
    let chairs = [
        Some(&chair.role),
        chair.alternative.as_ref(),
        chair.then.as_ref(),
    ];
    let roles = chairs.into_iter().flatten();
    let roles: Vec<RoleId> = roles
        .filter_map(|role| names.roles.role(role, None).ok())
        .collect();
    let chairing = |seat: &SeatSpec| {
        seat.level == Level::Required && seat.roles.iter().all(|role| roles.contains(role))
    };
    let who = WhoSpec {
        roles: roles.clone(),
        ..WhoSpec::default()
    };
    seats.iter().any(chairing).then_some(QuorumSpec::Count {
        need: 1,
        unit: Unit::People,
        who,
    })
}

/// Professional groups counted as the authority counts, where it says so. Quorums of the rule book are no deeper than `quorum`
/// reads them.
fn counted_by(spec: QuorumSpec, count_by: Option<CountBy>) -> QuorumSpec {
    let Some(unit) = count_by else { return spec };
    let all = |of: Vec<QuorumSpec>| {
        of.into_iter()
            .map(|part| counted_by(part, count_by))
            .collect()
    };
    match spec {
        QuorumSpec::All(of) => QuorumSpec::All(all(of)),
        QuorumSpec::Any { need, of } => QuorumSpec::Any { need, of: all(of) },
        QuorumSpec::Count {
            need,
            unit: Unit::Groups,
            who,
        } => QuorumSpec::Count {
            need,
            unit: match unit {
                CountBy::Agencies => Unit::Agencies,
                CountBy::Kinds => Unit::Kinds,
                CountBy::Groups => Unit::Groups,
            },
            who,
        },
        other => other,
    }
}

/// How long such a meeting usually takes, in minutes; of several types the longest.
pub(super) fn duration(types: &[&MeetingType]) -> Option<u32> {
    let typical = types.iter().filter_map(|kind| kind.duration.as_ref());
    typical.map(|duration| duration.typical).max()
}

/// The flags on which something of the types depends, beside the meeting's own seats.
pub(super) fn flags(types: &[&MeetingType]) -> BTreeSet<String> {
    let of_type = |kind: &&MeetingType| {
        let seats = kind.seats.iter().flat_map(|seat| seat.when.clone());
        let rules = kind.rules.iter().flat_map(|rule| rule.when.clone());
        let reconvene = kind.rules.iter().any(|rule| rule.step == Step::Reconvene);
        let inquorate = reconvene.then(|| INQUORATE.to_owned());
        let all = seats.chain(rules).map(|condition| condition.flag);
        all.chain(inquorate).collect::<Vec<String>>()
    };
    types.iter().flat_map(of_type).collect()
}

/// Named days from which no rule of the types counts: more likely a slip of the pen than not.
pub(super) fn idle_anchors(meeting: &MeetingSpec, types: &[&MeetingType]) -> Vec<WarningKind> {
    if types.is_empty() {
        // The days may be for a type that stands elsewhere.
        return Vec::new();
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for rule in types.iter().flat_map(|kind| &kind.rules) {
        if let Anchor::Named(name) = &rule.from {
            known.insert(name);
        }
        known.extend(rule.gives.as_deref());
        known.insert(&rule.id);
    }
    let idle = meeting
        .anchors
        .keys()
        .filter(|name| !known.contains(name.as_str()));
    idle.map(|anchor| anchor_of_no_rule(anchor, types))
        .collect()
}

/// That no rule of the types counts from a named day, with those from which one does.
pub(super) fn anchor_of_no_rule(anchor: &str, types: &[&MeetingType]) -> WarningKind {
    let rules = types.iter().flat_map(|kind| &kind.rules);
    let wanted: BTreeSet<&str> = rules
        .filter_map(|rule| match &rule.from {
            Anchor::Named(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    WarningKind::AnchorOfNoRule {
        anchor: anchor.to_owned(),
        known: wanted.into_iter().collect::<Vec<_>>().join(", "),
    }
}

/// Whether the row gives a list of types, or one.
pub(super) fn has_type(row: &Row) -> bool {
    !matches!(
        row.get("type").map(|field| &field.value),
        None | Some(Value::Table(_))
    )
}
