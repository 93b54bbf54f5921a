-- What witnesses have said of the log's checkpoints.

CREATE TABLE witness (
    id              INTEGER PRIMARY KEY,
    verifier_key    TEXT NOT NULL UNIQUE        -- C2SP note verifier key, type 0x04
) STRICT;

CREATE TABLE cosignature (
    block           INTEGER NOT NULL REFERENCES block,   -- whose checkpoint
    witness         INTEGER NOT NULL REFERENCES witness,
    line            TEXT NOT NULL,              -- the note's signature line, with its newline
    PRIMARY KEY (block, witness)
) STRICT, WITHOUT ROWID;
CREATE INDEX cosignature_of ON cosignature (witness, block);
