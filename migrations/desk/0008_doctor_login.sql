-- Which login a doctor of the directory works with: whose patients somebody in the role of a doctor sees.

ALTER TABLE doctor ADD COLUMN login BLOB;            -- the member of staff, or NULL
CREATE INDEX doctor_login ON doctor (login) WHERE login IS NOT NULL;
CREATE INDEX appointment_doctor_patient ON appointment (doctor, patient);
