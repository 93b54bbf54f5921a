-- What witnesses have said of the shared log, as far as this desk has verified it.

-- Checkpoints with cosignatures, each found to be of this desk's own tree: the largest that meets the policy, and what is newer.
CREATE TABLE cosigned (
    size   INTEGER PRIMARY KEY,
    note   TEXT NOT NULL,                            -- the log's signed checkpoint and the cosignature lines
    policy BLOB,                                     -- SHA-256 of the policy whose quorum it meets; NULL: it meets none
    at     INTEGER NOT NULL                          -- when this desk verified it
) STRICT;

-- When each witness was seen last.
CREATE TABLE witness_sight (
    key  TEXT PRIMARY KEY,                           -- its verifier key
    size INTEGER NOT NULL,                           -- of the tree it cosigned
    time INTEGER NOT NULL                            -- by its own clock, seconds
) STRICT, WITHOUT ROWID;

ALTER TABLE proof ADD COLUMN policy BLOB;            -- SHA-256 of the policy whose quorum the proof's checkpoint meets
CREATE INDEX proof_policy ON proof (policy);
