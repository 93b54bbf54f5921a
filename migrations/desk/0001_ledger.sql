-- What a desk keeps of the ledger: entries, proofs, tree, keys; and what the core itself projects from them.
-- Ids are 16 bytes, hashes and key ids 32; instants are milliseconds since 1970-01-01 UTC.

CREATE TABLE entry (
    position     INTEGER PRIMARY KEY,                -- the order in which this desk came to hold it
    hash         BLOB NOT NULL UNIQUE,               -- leaf hash of the bytes
    bytes        BLOB NOT NULL,                      -- the COSE_Sign1, as signed
    tree_index   INTEGER UNIQUE,                     -- its index in the shared log, once known
    standing     TEXT NOT NULL CHECK (standing IN ('waiting', 'shared', 'refused')),
    -- Copied from the protected header, to look entries up by; the bytes decide.
    site         BLOB NOT NULL,
    desk         INTEGER NOT NULL,
    key_id       BLOB NOT NULL,                      -- of the desk key that signed it
    seq          INTEGER NOT NULL,
    time_ms      INTEGER NOT NULL,
    time_counter INTEGER NOT NULL,
    subject      BLOB NOT NULL,
    actor        BLOB NOT NULL,
    role         TEXT NOT NULL,
    act          TEXT NOT NULL,
    events       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_chain ON entry (key_id, seq) WHERE standing <> 'refused';
CREATE INDEX entry_standing ON entry (standing, position) WHERE standing <> 'shared';
CREATE INDEX entry_time ON entry (time_ms, time_counter);
CREATE INDEX entry_subject ON entry (subject);

-- Own entries the server refused: why, as it said. What was written again in their place is a new entry.
CREATE TABLE refusal (
    hash   BLOB PRIMARY KEY,
    code   TEXT NOT NULL,
    reason TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

-- Proofs that the server gave: c2sp.org/tlog-proof@v1 texts.
CREATE TABLE proof (
    hash BLOB PRIMARY KEY,                           -- of the entry
    size INTEGER NOT NULL,                           -- of the tree whose checkpoint it is under
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Hashes of complete subtrees of the shared log, as this desk computed them itself.
CREATE TABLE tree_node (
    level INTEGER NOT NULL,
    idx   INTEGER NOT NULL,
    hash  BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- What the network accepts next, as a snapshot of the fold.
CREATE TABLE network (
    which TEXT PRIMARY KEY CHECK (which IN ('shared', 'local')),  -- 'local' is 'shared' and then the own entries still waiting
    state BLOB NOT NULL                              -- NetworkState as CBOR
) STRICT, WITHOUT ROWID;

-- The last checkpoint this desk verified; no row while no server is connected.
CREATE TABLE checkpoint (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    note TEXT NOT NULL,                              -- the signed note
    at   INTEGER NOT NULL                            -- when this desk verified it
) STRICT;

-- This desk itself.
CREATE TABLE identity (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    site        BLOB NOT NULL,
    desk        INTEGER NOT NULL,                    -- its number
    signing_key BLOB NOT NULL,                       -- RSA-3072, PKCS#8
    sealing_key BLOB NOT NULL                        -- X25519 private key
) STRICT;

-- The site's keys, by epoch.
CREATE TABLE site_key (
    epoch INTEGER PRIMARY KEY,
    key   BLOB NOT NULL
) STRICT;

-- Content keys, wrapped under the site key of an epoch, as they lie in the key box.
CREATE TABLE content_key (
    key_id  BLOB PRIMARY KEY,
    epoch   INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    subject BLOB,                                    -- whose; unknown until an event under it has been opened
    boxed   INTEGER NOT NULL CHECK (boxed IN (0, 1)) -- 1: in the server's key box
) STRICT, WITHOUT ROWID;
CREATE INDEX content_key_subject ON content_key (subject);
CREATE INDEX content_key_unboxed ON content_key (key_id) WHERE boxed = 0;

-- Events whose content key is not here yet.
CREATE TABLE unopened (
    key_id   BLOB NOT NULL,
    hash     BLOB NOT NULL,                          -- of the entry
    position INTEGER NOT NULL,                       -- of the event in it
    PRIMARY KEY (key_id, hash, position)
) STRICT, WITHOUT ROWID;

-- Half-typed forms. Not shared, not projected.
CREATE TABLE draft (
    staff    BLOB NOT NULL,
    form     TEXT NOT NULL,
    content  TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (staff, form)
) STRICT, WITHOUT ROWID;

-- Projections of the core. Each register carries the stamp of the write that stands: ms, counter, desk key id, position in the entry.

CREATE TABLE site (
    site    BLOB PRIMARY KEY,
    code    TEXT NOT NULL,
    name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE desk (
    key_id  BLOB PRIMARY KEY,
    site    BLOB NOT NULL,
    number  INTEGER NOT NULL,
    name    TEXT NOT NULL,
    revoked TEXT                                     -- the reason, once revoked
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_revocation (                       -- kept apart, so that it may arrive before the enrolment
    site   BLOB NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (site, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_role (
    site    BLOB NOT NULL,
    staff   BLOB NOT NULL,
    role    TEXT NOT NULL,
    stands  INTEGER NOT NULL CHECK (stands IN (0, 1)),
    stamp   BLOB NOT NULL,
    PRIMARY KEY (site, staff, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    staff            BLOB PRIMARY KEY,
    user             TEXT,
    name             TEXT,
    role             TEXT,
    account_stamp    BLOB,
    kdf_memory_kib   INTEGER,
    kdf_passes       INTEGER,
    kdf_lanes        INTEGER,
    salt             BLOB,
    public_key       BLOB,
    sealed_private   BLOB,
    credential_stamp BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL,
    stamp BLOB NOT NULL
) STRICT, WITHOUT ROWID;
