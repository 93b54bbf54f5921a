//! Whom a role reaches: everyone, or, for a doctor, those who come to them ("own" in the table of rights).

use std::collections::HashSet;

use daybook_api::{ApiError, ErrorCode};
use daybook_ledger::{Id, Role};
use rusqlite::Connection;

use crate::{
    desk::Session,
    store::{
        StoreError,
        projections::{appointment, doctor, merged},
    },
};

/// Whose patients and days somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everyone at this hospital.
    Everyone,
    /// Those of this doctor of the directory.
    Own(Id),
    /// Nobody: a doctor's login that no doctor of the directory works with.
    Nobody,
}

impl Reach {
    /// The reach of whoever is logged in, as the directory says now.
    pub fn of(conn: &Connection, session: &Session) -> Result<Self, StoreError> {
        if session.role != Role::Doctor {
            return Ok(Self::Everyone);
        }
        Ok(doctor::with_login(conn, &session.staff)?.map_or(Self::Nobody, Self::Own))
    }

    /// Whether the days and appointments of `doctor` are within it.
    pub fn has_doctor(self, doctor: &Id) -> bool {
        match self {
            Self::Everyone => true,
            Self::Own(own) => own == *doctor,
            Self::Nobody => false,
        }
    }

    /// Refuses with a sentence unless the patient is within it.
    pub fn permit_patient(self, conn: &Connection, patient: &Id) -> Result<(), ApiError> {
        let within = match self {
            Self::Everyone => true,
            Self::Own(own) => comes_to(conn, patient, &own)?,
            Self::Nobody => false,
        };
        if within { Ok(()) } else { Err(self.refusal()) }
    }

    /// Refuses with a sentence unless the doctor's day is within it.
    pub fn permit_doctor(self, doctor: &Id) -> Result<(), ApiError> {
        if self.has_doctor(doctor) { Ok(()) } else { Err(self.refusal()) }
    }

    /// The patients within it, where they are not simply all.
    pub fn patients(self, conn: &Connection) -> Result<Option<HashSet<Id>>, StoreError> {
        match self {
            Self::Everyone => Ok(None),
            Self::Own(own) => patients_of(conn, &own).map(Some),
            Self::Nobody => Ok(Some(HashSet::new())),
        }
    }

    fn refusal(self) -> ApiError {
        let sentence = match self {
            Self::Nobody => {
                "Your login does not belong to a doctor of the directory yet, so no patient is shown. Ask an administrator."
            }
            _ => "A doctor sees the patients and the day that are their own. The front desk can help with others.",
        };
        ApiError::new(ErrorCode::NotAllowed, sentence)
    }
}

/// Whether the patient comes to the doctor, under this record or under one that was merged into it.
fn comes_to(conn: &Connection, patient: &Id, doctor: &Id) -> Result<bool, StoreError> {
    for record in merged::whole(conn, patient)? {
        if appointment::is_patient_of(conn, &record, doctor)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Those who come to the doctor, by every record that they had or have.
fn patients_of(conn: &Connection, doctor: &Id) -> Result<HashSet<Id>, StoreError> {
    let mut patients = appointment::patients_of(conn, doctor)?;
    for record in merged::all(conn)? {
        if patients.contains(&record) {
            patients.insert(merged::stands_as(conn, &record)?);
        }
    }
    Ok(patients)
}

#[cfg(test)]
mod tests;
