-- The front desk's projections: patients, doctors, appointments, and every write to them.
-- Ids are 16 bytes. Empty text means "not recorded". Lists and groups of fields are JSON in the shapes of crates/api.

CREATE TABLE change (                                -- every write, in the order that decides which one stands
    subject BLOB NOT NULL,                           -- the patient, doctor or appointment
    stamp   BLOB NOT NULL,                           -- 48 bytes: ms, counter, desk key id, position in the entry
    entry   BLOB NOT NULL,                           -- leaf hash
    event   BLOB NOT NULL,                           -- CBOR, as crates/desk/src/domain/event.rs writes it
    PRIMARY KEY (subject, stamp, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE patient (
    patient       BLOB PRIMARY KEY,
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
) STRICT, WITHOUT ROWID;
CREATE INDEX patient_number ON patient (replace(number, '-', ''));

CREATE TABLE doctor (
    doctor     BLOB PRIMARY KEY,
    given      TEXT NOT NULL,
    family     TEXT NOT NULL,
    title      TEXT NOT NULL,
    speciality TEXT NOT NULL,
    department TEXT NOT NULL,
    room       TEXT NOT NULL,
    languages  TEXT NOT NULL,                        -- JSON
    phone      TEXT NOT NULL,
    identifier TEXT NOT NULL,
    hours      TEXT NOT NULL                         -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE appointment (
    appointment BLOB PRIMARY KEY,
    patient     BLOB NOT NULL,
    doctor      BLOB NOT NULL,
    date        TEXT NOT NULL,                       -- local day
    start       INTEGER NOT NULL,                    -- minutes after local midnight
    minutes     INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    state       TEXT NOT NULL,                       -- booked, arrived, with_doctor, done, missed, cancelled
    why         TEXT NOT NULL,                       -- of the last change of state
    placed      BLOB NOT NULL                        -- stamp of the write that gave it this doctor and slot: of two that overlap, the later is the clash
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_day ON appointment (date, doctor, start);
CREATE INDEX appointment_patient ON appointment (patient, date);
