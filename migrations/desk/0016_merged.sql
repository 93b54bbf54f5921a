-- A patient's record may have been merged into another's.
ALTER TABLE patient ADD COLUMN merged BLOB;
CREATE INDEX patient_merged ON patient (merged) WHERE merged IS NOT NULL;
