-- The line of blocks: what each checkpoint of the ledger server added, as far as it has been looked at here.

CREATE TABLE block (
    number       INTEGER PRIMARY KEY,                -- as the server counts; nothing vouches for it
    first        INTEGER NOT NULL,                   -- index of its first entry; the server's word
    size         INTEGER NOT NULL,                   -- of the log after it
    root_before  BLOB,                               -- the server's word
    root         BLOB NOT NULL,
    time_ms      INTEGER NOT NULL,                   -- the server's clock; nothing vouches for it
    signatures   TEXT NOT NULL                       -- the signature lines of its checkpoint; the log's own holds
) STRICT;
CREATE INDEX block_size ON block (size);

-- When the server last told of its newest block.
CREATE TABLE block_sight (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at   INTEGER NOT NULL
) STRICT;
