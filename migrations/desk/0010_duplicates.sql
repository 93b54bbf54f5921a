-- Patients registered twice: who was said to be two people, and what the check of the whole register has found.

CREATE TABLE apart (                                 -- a projection, a register for each half of a pair: of the patient, against the other
    patient BLOB NOT NULL,
    other   BLOB NOT NULL,
    seen    BLOB,                                    -- 16 bytes that name the patient's record as it was then; NULL: taken back
    stamp   BLOB NOT NULL,                           -- of the write that stands
    PRIMARY KEY (patient, other)
) STRICT, WITHOUT ROWID;

-- This desk's own, not shared: it can be computed again.

CREATE TABLE likely_pair (                           -- each pair once
    one   BLOB NOT NULL,
    other BLOB NOT NULL,
    bits  REAL NOT NULL,                             -- odds of being one person, as a power of two, when they were compared
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX likely_pair_other ON likely_pair (other);
CREATE INDEX likely_pair_bits ON likely_pair (bits);

CREATE TABLE pair_check (                            -- how far the check has come
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    checked     INTEGER NOT NULL,                    -- the last record of search_log that was compared
    wanted      INTEGER NOT NULL CHECK (wanted IN (0, 1)), -- 1: it goes on by itself; 0: not begun, or stopped
    finished_at INTEGER                              -- when it last came to the end
) STRICT;
INSERT INTO pair_check (only, checked, wanted) VALUES (1, 0, 0);
