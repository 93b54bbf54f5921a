-- An alarm's evidence as a file that a third person can check.

ALTER TABLE alarm ADD COLUMN evidence TEXT NOT NULL DEFAULT ''; -- `daybook evidence v1`; empty in alarms of earlier versions
