-- The ledger server a desk shares with, and what is kept against it.

CREATE TABLE server (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    address    TEXT NOT NULL,
    log_key    TEXT NOT NULL,                        -- its verifier key, name+hash+key: pinned
    invite     TEXT,                                 -- the operator's invitation, until the hospital is known there
    key_cursor INTEGER NOT NULL                      -- how far this desk has read the key box
) STRICT;

-- The largest checkpoint seen with the log's signature; ahead of `checkpoint` while the entries up to it are being fetched.
CREATE TABLE sighting (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    at   INTEGER NOT NULL
) STRICT;

-- Evidence that the server contradicted itself: both signed notes. Sharing rests while one is unsettled.
CREATE TABLE alarm (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    kept       TEXT NOT NULL,                        -- the checkpoint this desk had verified; empty if none
    shown      TEXT NOT NULL,                        -- what the server showed then
    size       INTEGER NOT NULL,                     -- entries this desk had verified
    root       BLOB NOT NULL,                        -- the root of its tree over them
    detail     TEXT NOT NULL,                        -- which rule, which entry; ids only
    at         INTEGER NOT NULL,
    settled_at INTEGER                               -- when an administrator connected anew and all fitted again
) STRICT;
