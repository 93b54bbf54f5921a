-- The register in memory as columns of bytes, at one record of search_log: put back after unlocking. A copy that may be dropped at any time.

CREATE TABLE register_image (
    generation INTEGER PRIMARY KEY,
    version    INTEGER NOT NULL,                     -- of the columns, crates/desk/src/domain/register/image.rs
    read       INTEGER NOT NULL                      -- the last record of search_log that is in it
) STRICT;

CREATE TABLE register_column (
    generation INTEGER NOT NULL,                     -- one that is in no register_image is being written, or was when the power failed
    number     INTEGER NOT NULL,
    bytes      BLOB NOT NULL,
    PRIMARY KEY (generation, number)
) STRICT;
