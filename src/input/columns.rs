//! The columns of every table and what else people call them.

use std::collections::BTreeMap;

/// A column, or a key of a TOML table.
#[derive(Debug)]
pub(super) struct Column {
    pub name: &'static str,
    /// Other headings, compared without case, spaces and punctuation.
    pub synonyms: &'static [&'static str],
}

/// Columns by each of their names, made once a table.
#[derive(Debug)]
pub(super) struct Columns(BTreeMap<String, &'static Column>);

impl Columns {
    pub fn new(columns: &'static [Column]) -> Columns {
        let mut names = BTreeMap::new();
        for column in columns {
            for name in column.synonyms.iter().chain([&column.name]) {
                names.insert(fold(name), column);
            }
        }
        Columns(names)
    }

    /// The column that a heading or key means.
    pub fn find(&self, heading: &str) -> Option<&'static Column> {
        self.0.get(&fold(heading)).copied()
    }
}

/// A table: its file's stem, what its rows are called in TOML, its columns.
#[derive(Debug)]
pub(super) struct Schema {
    pub name: &'static str,
    /// `[[person]]` and other spellings; the first is the one that messages name.
    pub rows: &'static [&'static str],
    /// More rows than this are refused before they are read.
    pub most: usize,
    /// The first is the one by which a row is known, and must be there.
    pub columns: &'static [Column],
}

/// Letters and digits only, in lower case: "E-mail" and "e mail" are the same.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

macro_rules! columns {
    ($($name:literal: $($synonym:literal),*;)*) => {
        &[$(Column { name: $name, synonyms: &[$($synonym),*] }),*]
    };
}
pub(super) use columns;

pub(super) const PEOPLE: Schema = Schema {
    name: "people",
    rows: &["person", "people", "contact", "contacts"],
    most: 100_000,
    columns: columns! {
        "id": "contact id", "short name", "code", "key";
        "name": "full name", "contact name";
        "kind": "type", "person or team";
        "agency": "agency id", "organisation", "organization", "works for", "employer", "service";
        "roles": "role", "job", "job title", "position";
        "email": "email address", "mail", "e-mail address";
        "phone": "telephone", "tel", "phone number", "telephone number", "mobile";
        "zone": "time zone", "tz";
        "pattern": "hours", "working hours", "working pattern", "works", "availability";
        "calendars": "calendar", "terms", "term dates";
        "exceptions": "exception", "leave", "days off";
        "offers": "offer", "offered times", "standing offers";
        "feeds": "feed", "calendar feed", "diary";
        "known_until": "known to", "diary until", "complete until";
        "capacity": "meetings at once", "at once";
        "daily_limit": "meetings a day", "meetings per day", "max a day", "max per day";
        "weekly_limit": "meetings a week", "meetings per week", "max a week", "max per week";
        "load": "meetings so far", "load so far", "meetings held";
        "mode": "attends", "how", "attendance";
        "buffer": "gap", "needs around";
        "base": "sets out from", "office", "based at";
        "lead": "lead time", "notice";
        "lengthens": "lengthens by", "adds", "extra time";
        "works_holidays": "works bank holidays", "bank holidays", "works public holidays";
        "confidential": "secret", "hidden";
    },
};

pub(super) const VENUES: Schema = Schema {
    name: "venues",
    rows: &["venue", "venues", "room", "rooms"],
    most: 20_000,
    columns: columns! {
        "id": "venue id", "short name", "code", "key";
        "name": "venue", "room", "full name";
        "address": "place", "where", "location";
        "phone": "telephone", "tel", "phone number", "telephone number", "booking line";
        "capacity": "holds", "seats", "places", "size", "people";
        "features": "feature", "facilities", "equipment";
        "zone": "time zone", "tz";
        "pattern": "hours", "opening hours", "open";
        "exceptions": "exception", "closed", "days closed";
        "feeds": "feed", "calendar feed", "diary";
        "known_until": "known to", "diary until", "complete until";
        "buffer": "gap", "needs around", "turnaround";
        "travel": "travel times", "travel to";
        "confidential": "secret", "hidden";
    },
};

pub(super) const MEETINGS: Schema = Schema {
    name: "meetings",
    rows: &["meeting", "meetings"],
    most: 200_000,
    columns: columns! {
        "ref": "reference", "meeting", "meeting ref", "case", "case ref", "id";
        "type": "kind", "meeting type", "types", "meeting types";
        "nation": "country", "authority's nation";
        "subjects": "subject", "children", "child ref", "about";
        "trigger": "trigger date", "started", "clock starts";
        "previous": "previous date", "previous meeting", "last held", "last meeting";
        "number": "review number", "meeting number", "nth", "which review";
        "anchors": "anchor", "dates", "other dates", "key dates";
        "duration": "length", "lasts", "how long";
        "from": "first day", "earliest", "not before", "on or after";
        "by": "last day", "latest", "not after", "deadline", "on or before";
        "within": "within days", "limit";
        "team": "case team", "the team", "professionals";
        "seats": "seat", "who", "attendees", "invitees", "people";
        "quorum": "quorate when";
        "agencies": "min agencies", "minimum agencies", "at least agencies";
        "flags": "flag", "circumstances";
        "parts": "part", "sessions";
        "apart": "keep apart", "kept apart";
        "venue": "venues", "room", "rooms", "where", "place", "location";
        "features": "feature", "facilities", "needs";
        "buffer": "needs around";
        "notice": "notice needed", "min notice", "minimum notice";
        "hours": "meeting hours", "between hours";
        "zone": "time zone", "tz";
        "pin": "pinned", "fixed", "fixed start", "at", "time pinned";
        "pin_venue": "room pinned", "venue pinned", "pinned room", "pinned venue", "fixed room";
        "pin_people": "people pinned", "pinned people", "fixed people", "person pinned";
        "after": "follows", "follows on from", "after meeting";
        "gap": "time between", "days between";
        "same": "same people", "same person", "continuity";
    },
};

pub(super) const ANSWERS: Schema = Schema {
    name: "answers",
    rows: &["answer", "answers"],
    most: 1_000_000,
    columns: columns! {
        "who": "contact", "person", "id", "contact id";
        "ref": "reference", "meeting", "meeting ref", "case";
        "from": "start", "starts", "date", "day";
        "to": "end", "ends", "until";
        "answer": "reply", "says", "said", "response";
        "how": "by which means", "means", "channel";
        "recorded_by": "taken by", "noted by", "by";
        "recorded_at": "recorded", "taken at", "noted at", "recorded on";
    },
};

pub(super) const ACTIONS: Schema = Schema {
    name: "actions",
    rows: &["action", "actions"],
    most: 200_000,
    columns: columns! {
        "number": "no", "nr", "action number", "action no";
        "ref": "reference", "meeting", "meeting ref", "case", "case ref";
        "action": "what", "task", "action point", "to do";
        "owner": "who", "by whom", "responsible", "lead", "assigned to", "person";
        "due": "due date", "by", "by when", "deadline", "when";
        "outcome": "linked outcome", "purpose", "so that";
        "status": "state", "progress";
        "evidence": "shown by", "proof";
        "carried": "carried over", "times carried", "carried forward";
        "raised": "raised on", "date raised", "agreed", "agreed on";
    },
};

pub(super) const DEFAULTS: &[Column] = columns! {
    "zone": "time zone", "tz";
    "nation": "country";
    "grain": "grid";
    "hours": "pattern", "working hours", "working pattern";
    "language": "letters in", "written in";
    "organizer": "organiser", "from address";
    "closures": "closure", "office closed", "local holidays";
};

pub(super) const POLICY: &[Column] = columns! {
    "tentative": ;
    "expected": ;
    "count_by": "quorum count by", "quorum counting";
    "order": "objective";
    "buffer": "gap";
    "target_margin": "margin", "target margin working days";
    "avoid": "avoid times";
    "details": "feed details", "if details";
    "freeze": "freeze period", "frozen";
    "load_window": "load over", "fair over";
};

pub(super) const LIMIT: &[Column] = columns! {
    "role": "roles";
    "per_day": "a day", "daily", "meetings a day";
    "per_week": "a week", "weekly", "meetings a week";
};

pub(super) const AGENCY: &[Column] = columns! {
    "id": "agency", "agency id", "code";
    "name": "full name";
    "kind": "type";
    "disclosure": "discloses", "shows";
    "details": "feed details", "if details";
    "known_until": "known to", "diary until", "complete until";
    "hours": "pattern", "working hours", "working pattern";
    "counts": "counts towards quorum";
    "counts_as": "counts together as", "one with";
};

pub(super) const CALENDAR: &[Column] = columns! {
    "id": "calendar", "calendar id", "code";
    "name": "full name";
    "open": "terms", "open days";
    "closed": "closed days", "inset", "inset days";
};

pub(super) const ROLE: &[Column] = columns! {
    "id": "role", "role id";
    "name": "full name";
    "agency": "kind", "agency kind", "kind of agency";
    "quorum_group": "group", "professional group";
    "synonyms": "synonym", "also called";
    "deputies": "deputy";
    "practitioner": "counts";
    "filling": "filled";
    "personal": ;
    "report_normally_instead": ;
    "basis": ;
};

/// A kind of agency in the embedded rules.
pub(super) const KIND: &[Column] = columns! {
    "id": ;
    "name": ;
    "synonyms": ;
    "details": ;
};

pub(super) const ROLE_GROUP: &[Column] = columns! {
    "id": "group";
    "name": "full name";
    "members": "roles", "any of";
    "note": ;
};

pub(super) const SUBJECT: &[Column] = columns! {
    "id": "subject", "ref", "reference";
    "type": "kind", "meeting type";
    "trigger": "trigger date";
    "previous": "previous date", "previous meeting", "last held";
    "number": "review number", "meeting number", "nth";
};

pub(super) const PART: &[Column] = columns! {
    "name": "id", "part";
    "from": "offset", "start", "starts";
    "to": "end", "until", "ends";
    "length": "duration", "lasts";
    "venue": "room", "where";
};

pub(super) const SEAT: &[Column] = columns! {
    "role": "roles";
    "any_of": "any one of";
    "n": "places", "number", "count";
    "level": ;
    "who": "named", "contact", "contacts", "people";
    "deputies": "deputy", "or";
    "mode": "how";
    "when": "if", "flag", "flags";
    "partial": "share", "at least";
    "parts": "part";
    "direct": "direct contact";
    "weight": ;
    "id": "seat";
};

pub(super) const QUORUM: &[Column] = columns! {
    "all": "and";
    "any": "need";
    "of": ;
    "min": "at least";
    "count": "unit";
    "roles": "role";
    "contacts": ;
    "kinds": "kind", "agencies";
    "except": "except kinds", "exclude";
    "direct_contact": "direct";
    "seat": ;
    "contact": "mandatory";
};

pub(super) const BUFFER: &[Column] = columns! {
    "before": ;
    "after": ;
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_means_two_columns_of_a_table() {
        let tables: &[&[Column]] = &[
            PEOPLE.columns,
            VENUES.columns,
            MEETINGS.columns,
            ANSWERS.columns,
            ACTIONS.columns,
            DEFAULTS,
            POLICY,
            LIMIT,
            AGENCY,
            CALENDAR,
            ROLE,
            ROLE_GROUP,
            SUBJECT,
            PART,
            SEAT,
            QUORUM,
            BUFFER,
            crate::input::cases::COLUMNS,
            crate::input::held::COLUMNS,
        ];
        for columns in tables {
            let mut seen = std::collections::BTreeMap::new();
            for column in *columns {
                let mut names = vec![fold(column.name)];
                names.extend(column.synonyms.iter().map(|name| fold(name)));
                names.sort();
                names.dedup();
                for name in names {
                    assert_eq!(seen.insert(name.clone(), column.name), None, "{name}");
                }
            }
        }
    }
}
