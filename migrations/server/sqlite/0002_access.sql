-- Invitations that end, tokens for readers, desks in quarantine.

ALTER TABLE invite ADD COLUMN until_ms INTEGER;           -- not good from then on; NULL: good until it is used
ALTER TABLE invite ADD COLUMN note TEXT NOT NULL DEFAULT ''; -- whom it is for, in the operator's words
ALTER TABLE invite ADD COLUMN revoked_ms INTEGER;

ALTER TABLE evidence ADD COLUMN spki BLOB;                -- the desk key (DER); NULL in rows of version 1

CREATE TABLE read_token (
    number          INTEGER PRIMARY KEY,
    token_hash      BLOB NOT NULL UNIQUE,       -- SHA-256 of the token; the token itself is kept nowhere
    name            TEXT NOT NULL,              -- whose: a mirror, an auditor
    made_ms         INTEGER NOT NULL,
    until_ms        INTEGER NOT NULL,           -- not good from then on
    revoked_ms      INTEGER
) STRICT;

CREATE TABLE quarantine (
    key_id          BLOB PRIMARY KEY,           -- the desk key that signed two entries of one seq: takes no further entries
    since_ms        INTEGER NOT NULL,
    released_ms     INTEGER,                    -- when the operator lifted it; NULL: in force
    reason          TEXT NOT NULL               -- why it was lifted
) STRICT, WITHOUT ROWID;
INSERT INTO quarantine (key_id, since_ms, reason) SELECT key_id, min(found_ms), '' FROM evidence GROUP BY key_id;
