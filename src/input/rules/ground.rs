//! What a row rests on and when it holds.

use super::Reading;
use super::fault::RuleFault;
use super::rows::{prose, shown, unknown};
use crate::input::columns::fold;
use crate::input::dates::date;
use crate::input::fault::{FaultKind, Sink};
use crate::input::scalar::one_of;
use crate::input::table::Row;
use crate::model::rules::{Basis, Confidence, Grounds, Validity};

const BASES: [(&str, Basis); 5] = [
    ("statute", Basis::Statute),
    ("statutory-guidance", Basis::StatutoryGuidance),
    ("national-guidance", Basis::NationalGuidance),
    ("local", Basis::Local),
    ("convention", Basis::Convention),
];
const CONFIDENCES: [(&str, Confidence); 4] = [
    ("confirmed", Confidence::Confirmed),
    ("local", Confidence::Local),
    ("unconfirmed", Confidence::Unconfirmed),
    ("conflict", Confidence::Conflict),
];

/// The grounds of a row. Where it changes a figure, nothing that was said of the old one holds of the new: it then rests on the
/// file itself, unless the row says on what.
pub(super) fn grounds(
    reading: &Reading,
    row: &Row,
    old: Option<&Grounds>,
    figure_changed: bool,
    sink: &mut Sink,
) -> Grounds {
    let basis = one_of(
        &BASES,
        "statute, statutory-guidance, national-guidance, local, convention",
    );
    let stated = |text: &str| match fold(text).as_str() {
        "adopted" => Err(FaultKind::Rule(RuleFault::AdoptedHere)),
        _ => one_of(&CONFIDENCES, "confirmed, local, unconfirmed, conflict")(text),
    };
    let source = |text: &str| {
        let known = || reading.book.sources.iter().map(|source| source.id.as_str());
        match known().find(|id| *id == text) {
            Some(id) => Ok(id.to_owned()),
            None => Err(unknown("source", text, known())),
        }
    };
    let kept = old.filter(|_| !figure_changed).cloned();
    let kept = kept.unwrap_or_else(|| Grounds {
        basis: Basis::Local,
        stated: Confidence::Local,
        source: reading.file.to_owned(),
        note: None,
        adopted: None,
    });
    Grounds {
        basis: row.read("basis", sink, basis).unwrap_or(kept.basis),
        stated: row.read("confidence", sink, stated).unwrap_or(kept.stated),
        source: row.read("source", sink, source).unwrap_or(kept.source),
        note: prose(row, "note", sink).or(kept.note),
        adopted: kept.adopted,
    }
}

/// `valid_from` and `valid_to`; the last day does not lie before the first.
pub(super) fn validity(row: &Row, sink: &mut Sink) -> Validity {
    let valid = Validity {
        from: row.read("valid_from", sink, date),
        to: row.read("valid_to", sink, date),
    };
    if let (Some(from), Some(to)) = (valid.from, valid.to)
        && to < from
    {
        let (from, to) = (shown(from), shown(to));
        let fault = RuleFault::ValidBackwards { from, to };
        sink.fault(row.spot_of("valid_to"), FaultKind::Rule(fault));
    }
    valid
}
