//! The keys of rule files.

use crate::input::columns::{Column, columns};

pub(super) const SECTIONS: [&str; 7] = [
    "policy",
    "flags",
    "anchors",
    "source",
    "agenda",
    "meeting_type",
    "adopt",
];

pub(super) const POLICY: &[Column] = columns! {
    "target_margin": "margin", "target margin working days";
};

pub(super) const FLAG: &[Column] = columns! {
    "question": ;
    "yes": ;
    "no": ;
};

pub(super) const SOURCE: &[Column] = columns! {
    "id": ;
    "short": ;
    "title": ;
    "section": ;
    "seen": ;
};

pub(super) const AGENDA: &[Column] = columns! {
    "id": ;
    "source": ;
    "items": "item";
};

pub(super) const AGENDA_ITEM: &[Column] = columns! {
    "title": ;
    "share": ;
    "detail": ;
};

pub(super) const MEETING_TYPE: &[Column] = columns! {
    "id": ;
    "name": ;
    "synonyms": "synonym";
    "area": ;
    "nations": "nation";
    "extends": ;
    "trigger": ;
    "chain_next": ;
    "spawns": ;
    "deadline": "deadlines";
    "interval": "intervals";
    "reconvene": ;
    "standing": ;
    "notice": ;
    "report": "reports";
    "after": ;
    "attendee": "attendees", "seat", "seats";
    "quorum": ;
    "chair": ;
    "duration": ;
    "agenda": ;
    "sensitivity": ;
    "family_present": ;
    "cases_per_meeting": ;
    "bring_forward": ;
    "constraint": "constraints";
    "exception": "exceptions";
    "valid_from": ;
    "valid_to": ;
};

pub(super) const TIME_RULE: &[Column] = columns! {
    "id": ;
    "from": ;
    "amount": ;
    "unit": ;
    "fixed": ;
    "kind": ;
    "counting": ;
    "clear_days": ;
    "roll": ;
    "sequence": ;
    "sequence_from": ;
    "when": "if";
    "instead_of": ;
    "concerns": ;
    "gives": ;
    "what": ;
    "by": ;
    "basis": ;
    "confidence": ;
    "source": ;
    "note": ;
    "valid_from": ;
    "valid_to": ;
    "drop": ;
};

pub(super) const ATTENDEE: &[Column] = columns! {
    "role": ;
    "any_of": "any one of";
    "places": "n", "number";
    "level": ;
    "mode": ;
    "when": "if";
    "direct": "direct contact";
    "note": ;
    "drop": ;
};

pub(super) const QUORUM: &[Column] = columns! {
    "rule": ;
    "chair_discretion": ;
    "interim_plan": ;
    "basis": ;
    "confidence": ;
    "source": ;
    "note": ;
};

pub(super) const CHAIR: &[Column] = columns! {
    "role": ;
    "alternative": ;
    "then": ;
    "continuity": ;
    "independent": ;
    "basis": ;
    "confidence": ;
    "source": ;
    "note": ;
};

pub(super) const DURATION: &[Column] = columns! {
    "typical": ;
    "min": ;
    "max": ;
    "per_case": ;
    "basis": ;
    "confidence": ;
    "source": ;
    "note": ;
};

pub(super) const REMARK: &[Column] = columns! {
    "id": ;
    "text": ;
    "basis": ;
    "confidence": ;
    "source": ;
    "note": ;
    "drop": ;
};

pub(super) const SPAWN: &[Column] = columns! {
    "type": ;
    "rule": ;
};

pub(super) const ADOPT: &[Column] = columns! {
    "rule": "rules";
    "by": ;
    "date": ;
    "document": ;
    "review": ;
};
