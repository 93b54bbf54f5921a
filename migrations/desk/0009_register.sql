-- What patients are found by is read into memory after unlocking, from a log that only grows: one record for each version of a patient's row,
-- written in the transaction that writes the row; the newest of each patient counts.

CREATE TABLE search_log (
    id     INTEGER PRIMARY KEY,                      -- goes up, also over rebuilds
    record BLOB NOT NULL                             -- as crates/desk/src/domain/register/codec.rs writes it; a single zero byte: forget all before
) STRICT;

-- The rows of the first index stay until each has its record in the log: searching goes on with them in the meantime. Its keys are in memory now.
DROP TABLE search_word;
DROP TABLE search_name;
DROP TABLE search_pair;
DROP TABLE search_slip;
DROP TABLE search_digits;
DROP TABLE search_code;
DROP TABLE search_birth;
