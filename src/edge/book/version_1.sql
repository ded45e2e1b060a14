-- A book as version 1 of it was made, with a row in every table. Never changed.
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
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT raise(ABORT, 'decisions are not changed'); END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions BEGIN SELECT raise(ABORT, 'decisions are not removed'); END;

PRAGMA application_id = 1903521650;
PRAGMA user_version = 1;

INSERT INTO kept VALUES ('begun_at', '1700000000'), ('turn', '2');
INSERT INTO arrangements VALUES (1, 'CP-1', 1800000000, 1800003600, '{"ref":"CP-1","start":"2027-01-15T08:00:00Z","end":"2027-01-15T09:00:00Z"}');
INSERT INTO answers VALUES (1, 'j.marsh', '', '8/12/2026', '', 'can', 'phone', 'm.khan', '2026-11-23T09:00:00Z', 0);
INSERT INTO told VALUES ('CP-1', 'j.marsh', 'j.marsh@example.org', 'u1', NULL, 1, 1700000000, 'invitation', 'confirmed', '1800000000/1800001800 1800002000/1800003600', 'Europe/London', -1, 'm1@example.org');
INSERT INTO posts VALUES (1, 'sending', 'new', 'CP-1-1', x'46726F6D', x'', x'', NULL, '', 'CP-1', 'a.singh', 'a.singh@example.org', 'u1', NULL, 1, 1700000000, 'report', 'confirmed', '', 'Europe/London', 7, 'm2@example.org');
INSERT INTO heard VALUES (1, 'CP-1', 'j.marsh', 'u1', NULL, 'proposal', NULL, 1800000000, 1800003600, 1, 1700000100, 'mail', 'r1@example.org', -5);
INSERT INTO unmatched VALUES (-9, 'r2@example.org', 'unknown-uid', NULL, 'somebody@example.org', 1700000200, 0);
INSERT INTO waivers VALUES ('CP-1', 1800000000, 'chair', 'agreed by telephone', 1700000300);
INSERT INTO outcomes VALUES ('CP-1', 1800000000, 'inquorate', 1700000400, 'm.khan');
INSERT INTO decisions VALUES (1, 1700000000, 'm.khan', 'choose', 'CP-1', '', '{}');
