-- What patients are found by. Not projections: `doc` numbers differ from desk to desk. Written in the transaction that writes the patient's row,
-- rebuilt with it. Words are folded: lower-case plain letters and digits.

CREATE TABLE search_doc (                            -- all that is needed to judge a candidate
    doc     INTEGER PRIMARY KEY,
    patient BLOB NOT NULL UNIQUE,
    given   TEXT NOT NULL,                           -- words, spaces between
    family  TEXT NOT NULL,
    other   TEXT NOT NULL,                           -- words of the second spelling, and words written together
    birth   INTEGER NOT NULL,                        -- YYYYMMDD, 00 for a part not known, 0 for none
    phones  TEXT NOT NULL,                           -- digits, spaces between
    codes   TEXT NOT NULL,                           -- patient number and other ids, spaces between
    hidden  INTEGER NOT NULL                         -- 0 no, 1 dead, 2 withdrawn
) STRICT;

CREATE TABLE search_word (                           -- every word of any name, once
    word INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    docs INTEGER NOT NULL                            -- how many patients have it
) STRICT;

CREATE TABLE search_name (                           -- who has the word
    word INTEGER NOT NULL,
    doc  INTEGER NOT NULL,
    PRIMARY KEY (word, doc)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_pair (                           -- who has this word beside another that begins so; a year of birth counts as a word
    begins TEXT NOT NULL,                            -- the first two letters of the other word
    text   TEXT NOT NULL,
    doc    INTEGER NOT NULL,
    PRIMARY KEY (begins, text, doc)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_slip (                           -- words with up to two letters left out: two words that share one are alike
    slip INTEGER NOT NULL,                           -- 40 bits of FNV-1a
    word INTEGER NOT NULL,
    PRIMARY KEY (slip, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_digits (                         -- phones, from each of their digits on
    digits TEXT NOT NULL,
    doc    INTEGER NOT NULL,
    PRIMARY KEY (digits, doc)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_code (                           -- patient numbers without dashes, other ids
    code TEXT NOT NULL,
    doc  INTEGER NOT NULL,
    PRIMARY KEY (code, doc)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_birth (
    birth INTEGER NOT NULL,
    doc   INTEGER NOT NULL,
    PRIMARY KEY (birth, doc)
) STRICT, WITHOUT ROWID;

CREATE TABLE patient_seen (                          -- opened or registered at this desk; not shared
    patient BLOB PRIMARY KEY,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX patient_seen_at ON patient_seen (at);

CREATE TABLE patient_counter (                       -- the highest patient number seen of each desk: never goes back, not even when a registration is refused
    prefix  TEXT PRIMARY KEY,                        -- KGH-04
    counter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
