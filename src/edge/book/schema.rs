//! The tables of a book, version by version. A step that has been released is never changed: another is added.
//!
//! Instants are seconds since 1970 in UTC; numbers without sign are stored bit by bit. No title, subject or text of a feed has a place.

/// Tells a book from other files of SQLite: "quor".
pub(super) const APPLICATION_ID: i64 = 0x7175_6F72;

/// What brings a book from the version before to the next; the first makes it.
pub(super) const STEPS: &[&[&str]] = &[&[FIRST, GUARDS], &[COPIES]];

/// The version that this program reads and writes.
pub(super) fn version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Where a row is about no date of a series, an index needs a number that no date has.
const FIRST: &str = "
CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE arrangements (
    place INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    plan TEXT NOT NULL
) STRICT;

CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    who TEXT NOT NULL,
    reference TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    reply TEXT NOT NULL,
    how TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    -- 0: by a command of ours; else by the answers table that was there in this turn.
    turn INTEGER NOT NULL
) STRICT;

CREATE TABLE told (
    reference TEXT NOT NULL,
    contact TEXT NOT NULL,
    address TEXT NOT NULL,
    uid TEXT NOT NULL,
    recurrence INTEGER,
    sequence INTEGER NOT NULL,
    dtstamp INTEGER NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'information', 'report')),
    standing TEXT NOT NULL CHECK (standing IN ('held', 'confirmed', 'cancelled')),
    times TEXT NOT NULL,
    zone TEXT NOT NULL,
    said INTEGER NOT NULL,
    message_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX told_once ON told (uid, contact, coalesce(recurrence, -9223372036854775807));
CREATE INDEX told_of ON told (reference);

CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent')),
    kind TEXT NOT NULL CHECK (kind IN ('new', 'update', 'cancellation', 'again')),
    name TEXT NOT NULL,
    mail BLOB NOT NULL,
    calendar BLOB NOT NULL,
    letter BLOB NOT NULL,
    sent_at INTEGER,
    how TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL,
    contact TEXT NOT NULL,
    address TEXT NOT NULL,
    uid TEXT NOT NULL,
    recurrence INTEGER,
    sequence INTEGER NOT NULL,
    dtstamp INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    standing TEXT NOT NULL,
    times TEXT NOT NULL,
    zone TEXT NOT NULL,
    said INTEGER NOT NULL,
    message_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX posts_once ON posts (uid, contact, coalesce(recurrence, -9223372036854775807), sequence, dtstamp);
CREATE INDEX posts_waiting ON posts (id) WHERE state <> 'sent';

CREATE TABLE heard (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL,
    contact TEXT NOT NULL,
    uid TEXT NOT NULL,
    recurrence INTEGER,
    what TEXT NOT NULL CHECK (what IN ('accepted', 'tentative', 'declined', 'delegated', 'proposal', 'asked-again')),
    delegate TEXT,
    proposal_starts INTEGER,
    proposal_ends INTEGER,
    sequence INTEGER NOT NULL,
    dtstamp INTEGER NOT NULL,
    came_by TEXT NOT NULL CHECK (came_by IN ('mail', 'table', 'typed')),
    source TEXT NOT NULL,
    digest INTEGER NOT NULL,
    CHECK ((what = 'proposal') = (proposal_starts IS NOT NULL AND proposal_ends IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX heard_once ON heard (digest, uid, contact, coalesce(recurrence, -9223372036854775807));

CREATE TABLE unmatched (
    digest INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    why TEXT NOT NULL,
    reference TEXT,
    sender TEXT,
    at INTEGER NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))
) STRICT;

CREATE TABLE waivers (
    reference TEXT NOT NULL,
    starts INTEGER NOT NULL,
    decided_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (reference, starts)
) STRICT;

CREATE TABLE outcomes (
    reference TEXT NOT NULL,
    starts INTEGER NOT NULL,
    went TEXT NOT NULL CHECK (went IN ('held', 'inquorate', 'not-held')),
    at INTEGER NOT NULL,
    written_by TEXT NOT NULL,
    PRIMARY KEY (reference, starts)
) STRICT;

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    reference TEXT NOT NULL,
    reason TEXT NOT NULL,
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_of ON decisions (reference);

-- What stays of decisions that were purged.
CREATE TABLE decisions_gone (
    day TEXT NOT NULL,
    action TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, action)
) STRICT, WITHOUT ROWID;
";

/// The organiser's own copies on a calendar server.
const COPIES: &str = "
CREATE TABLE copies (
    uid TEXT PRIMARY KEY,
    href TEXT NOT NULL,
    etag TEXT NOT NULL,
    said INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Decisions are only ever added; purging takes these away for its one transaction and puts them back within it.
pub(super) const GUARDS: &str = "
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT raise(ABORT, 'decisions are not changed'); END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions BEGIN SELECT raise(ABORT, 'decisions are not removed'); END;
";

/// See [`GUARDS`].
pub(super) const UNGUARD: &str = "
DROP TRIGGER decisions_stay;
DROP TRIGGER decisions_are_kept;
";
