CREATE TABLE identity (
    one             INTEGER PRIMARY KEY CHECK (one = 1),
    origin          TEXT NOT NULL,              -- the log's origin; a database belongs to one log for good
    verifier_key    TEXT NOT NULL               -- C2SP note verifier key of the log
) STRICT;

CREATE TABLE batch (
    first           INTEGER PRIMARY KEY,        -- tree index of the first entry
    count           INTEGER NOT NULL,
    entries         BLOB NOT NULL               -- u16 big-endian length || entry, repeated; kept until all lie in full bundles
) STRICT;

CREATE TABLE block (
    number          INTEGER PRIMARY KEY,        -- 0 is the empty tree; the highest is the log's checkpoint
    size            INTEGER NOT NULL,           -- tree size after the block
    root            BLOB NOT NULL,              -- 32 bytes
    time_ms         INTEGER NOT NULL,           -- the server's clock, Unix milliseconds
    signatures      TEXT NOT NULL               -- signature lines of the note
) STRICT;

CREATE TABLE progress (
    one             INTEGER PRIMARY KEY CHECK (one = 1),
    tiled           INTEGER NOT NULL            -- tiles, bundles and runs are written for the first `tiled` entries
) STRICT;
INSERT INTO progress (one, tiled) VALUES (1, 0);

CREATE TABLE tile (
    id              INTEGER PRIMARY KEY,        -- level << 56 | number
    hashes          BLOB NOT NULL               -- 256 * 32 bytes: full tiles only, never changed
) STRICT;

CREATE TABLE bundle (
    number          INTEGER PRIMARY KEY,
    entries         BLOB NOT NULL               -- 256 entries, u16 big-endian length || entry: full bundles only, never changed
) STRICT;

CREATE TABLE desk (
    id              INTEGER PRIMARY KEY,
    key_id          BLOB NOT NULL UNIQUE        -- 32 bytes, SHA-256 of the SubjectPublicKeyInfo
) STRICT;

CREATE TABLE run (
    desk            INTEGER NOT NULL REFERENCES desk,
    seq             INTEGER NOT NULL,           -- of the first entry of the run
    first           INTEGER NOT NULL,           -- tree index of the first entry
    count           INTEGER NOT NULL,           -- consecutive in both
    PRIMARY KEY (desk, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
    one             INTEGER PRIMARY KEY CHECK (one = 1),
    size            INTEGER NOT NULL,           -- entries folded into it
    state           BLOB NOT NULL               -- NetworkState as CBOR
) STRICT;

CREATE TABLE evidence (
    number          INTEGER PRIMARY KEY,
    key_id          BLOB NOT NULL,              -- the desk key that signed two entries of one seq
    seq             INTEGER NOT NULL,
    kept            INTEGER NOT NULL,           -- tree index of the entry that stands
    leaf            BLOB NOT NULL,              -- leaf hash of the other one
    entry           BLOB NOT NULL,              -- the other one
    found_ms        INTEGER NOT NULL,
    UNIQUE (key_id, seq, leaf)
) STRICT;

CREATE TABLE invite (
    token_hash      BLOB PRIMARY KEY,           -- SHA-256 of the token; the token itself is kept nowhere
    made_ms         INTEGER NOT NULL,
    used_by         INTEGER                     -- tree index of the site.found that spent it
) STRICT, WITHOUT ROWID;

CREATE TABLE content_key (
    number          INTEGER PRIMARY KEY,        -- stored order: what readers page by
    site            BLOB NOT NULL,              -- 16 bytes
    key_id          BLOB NOT NULL,              -- 16 bytes
    epoch           INTEGER NOT NULL,           -- of the site key it is wrapped under
    wrapped         BLOB NOT NULL,
    UNIQUE (site, key_id)
) STRICT;
CREATE INDEX content_key_in_order ON content_key (site, number);

CREATE TABLE join_request (
    id              BLOB PRIMARY KEY,           -- 16 random bytes
    name            TEXT NOT NULL,
    spki            BLOB NOT NULL UNIQUE,
    sealing_key     BLOB NOT NULL,
    asked_ms        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
