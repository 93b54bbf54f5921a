-- Rows that come in the order of time are appended, and found by a small index. Without a rowid they lay in the index itself,
-- where a page takes ten of them and is split every few rows. What stands in them is the same (docs/adr/0020).

CREATE TABLE change_anew (                           -- every write, once each: whoever writes one reads all to its subject first
    subject BLOB NOT NULL,                           -- the patient, doctor or appointment
    stamp   BLOB NOT NULL,                           -- 48 bytes: ms, counter, desk key id, position in the entry; orders the writes
    entry   BLOB NOT NULL,                           -- leaf hash
    event   BLOB NOT NULL                            -- CBOR, as crates/desk/src/domain/event.rs writes it
) STRICT;
INSERT INTO change_anew SELECT subject, stamp, entry, event FROM change ORDER BY subject, stamp, entry;
DROP TABLE change;
ALTER TABLE change_anew RENAME TO change;
CREATE INDEX change_subject ON change (subject);

CREATE TABLE patient_anew (
    patient       BLOB NOT NULL PRIMARY KEY,
    number        TEXT NOT NULL,                     -- KGH-04-00217-X; empty until the registration itself has arrived
    given         TEXT NOT NULL,
    family        TEXT NOT NULL,
    second_given  TEXT NOT NULL,
    second_family TEXT NOT NULL,
    title         TEXT NOT NULL,
    sex           TEXT NOT NULL,                     -- female, male, other, unknown, not_recorded
    birth         TEXT NOT NULL,                     -- 1987-03-14, 1987-03, 1987, ~1987 (estimated), ? (unknown), or empty
    phones        TEXT NOT NULL,                     -- JSON
    address       TEXT NOT NULL,                     -- JSON
    kin           TEXT NOT NULL,                     -- JSON
    identifiers   TEXT NOT NULL,                     -- JSON
    language      TEXT NOT NULL,
    interpreter   TEXT NOT NULL,                     -- needed, not_needed, not_recorded
    note          TEXT NOT NULL,
    died          TEXT,                              -- 2020-03-14
    withdrawn     TEXT                               -- the reason, while entered in error
) STRICT;
INSERT INTO patient_anew
SELECT patient, number, given, family, second_given, second_family, title, sex, birth, phones, address, kin, identifiers,
       language, interpreter, note, died, withdrawn
FROM patient ORDER BY patient;
DROP TABLE patient;
ALTER TABLE patient_anew RENAME TO patient;
CREATE INDEX patient_number ON patient (replace(number, '-', ''));

CREATE TABLE content_key_anew (
    key_id  BLOB NOT NULL PRIMARY KEY,
    epoch   INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    subject BLOB NOT NULL,                           -- whose, once this desk has written under it; 16 zeros until then: the row keeps its length
    boxed   INTEGER NOT NULL CHECK (boxed IN (0, 1)) -- 1: in the server's key box
) STRICT;
INSERT INTO content_key_anew
SELECT key_id, epoch, wrapped, coalesce(subject, zeroblob(16)), boxed FROM content_key ORDER BY key_id;
DROP TABLE content_key;
ALTER TABLE content_key_anew RENAME TO content_key;
CREATE INDEX content_key_subject ON content_key (subject) WHERE subject <> x'00000000000000000000000000000000';
CREATE INDEX content_key_unboxed ON content_key (key_id) WHERE boxed = 0;

-- The index before was never used: that 'waiting' is not 'shared' is not known to the planner, so every look for what
-- waits read every entry.
DROP INDEX entry_standing;
CREATE INDEX entry_waiting ON entry (position) WHERE standing = 'waiting';
