-- Which source records have been imported, and as whom: the same record is not imported twice.

CREATE TABLE imported (
    source  BLOB NOT NULL,                           -- 16 bytes that name the record in its source
    subject BLOB NOT NULL,                           -- the patient or doctor
    PRIMARY KEY (source, subject)
) STRICT, WITHOUT ROWID;
