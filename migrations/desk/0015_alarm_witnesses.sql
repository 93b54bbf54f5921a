-- Witnesses by name in what is kept against a server, and what each has signed last as it was signed.

-- Who has signed a side of a contradiction, by the policy that was in force when it was found.
CREATE TABLE alarm_witness (
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    place INTEGER NOT NULL,                          -- in the policy's order
    name  TEXT NOT NULL,                             -- what the policy called it
    key   TEXT NOT NULL,                             -- its verifier key
    sides TEXT NOT NULL CHECK (sides IN ('shown', 'both')),
    PRIMARY KEY (alarm, place)
) STRICT, WITHOUT ROWID;

ALTER TABLE witness_sight ADD COLUMN note TEXT NOT NULL DEFAULT ''; -- the checkpoint with its line; empty in sights of earlier versions
