//! Patients and doctors from files: FHIR R4 and CSV.
