-- The same rule for `standing`, written so that it costs nothing: SQLite builds a table in memory for an IN list of three words, for every
-- entry that is stored. Only the text of the rule changes, no row does (https://www.sqlite.org/lang_altertable.html, section 7).

PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(sql, 'CHECK (standing IN (''waiting'', ''shared'', ''refused''))',
                       'CHECK (standing = ''waiting'' OR standing = ''shared'' OR standing = ''refused'')')
WHERE type = 'table' AND name = 'entry';
PRAGMA writable_schema = RESET;
