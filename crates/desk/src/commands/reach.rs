//! Whom a role reaches: everyone, or, for a doctor, those who come to them ("own" in the table of rights).

use std::collections::HashSet;

use daybook_api::{ApiError, ErrorCode};
use daybook_ledger::{Id, Role};
use rusqlite::Connection;

use crate::{
    desk::Session,
    store::{
        StoreError,
        projections::{appointment, doctor},
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
            Self::Own(own) => appointment::is_patient_of(conn, patient, &own)?,
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
            Self::Own(own) => appointment::patients_of(conn, &own).map(Some),
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

#[cfg(test)]
mod tests;
