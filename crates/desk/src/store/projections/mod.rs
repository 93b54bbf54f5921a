//! What entries say, as rows: the only place that writes a projection table.

pub mod appointment;
pub mod change;
pub mod doctor;
pub mod history;
pub mod imported;
mod json;
pub mod merged;
pub mod pair;
pub mod patient;
pub mod settings;
pub mod site;
pub mod staff;
#[cfg(test)]
mod tests;

use daybook_ledger::{Act, ControlEvent, Hash, Header, Role};
use rusqlite::Transaction;

use super::StoreError;
use crate::domain::event::{Event, PairVerdict, PatientEvent, Withdrawal};

/// Every projection table, and what names a row of it on every desk alike: emptied by `rebuild`, covered by the digest in this order.
pub const PROJECTIONS: &[(&str, &[&str])] = &[
    ("site", &["site"]),
    ("desk", &["key_id"]),
    ("desk_revocation", &["site", "number"]),
    ("staff_role", &["site", "staff", "role"]),
    ("staff", &["staff"]),
    ("setting", &["name"]),
    ("change", &["subject", "stamp", "entry"]),
    ("patient", &["patient"]),
    ("doctor", &["doctor"]),
    ("appointment", &["appointment"]),
    ("imported", &["source", "subject"]),
    ("apart", &["patient", "other"]),
];

/// Which entry an event comes from, and how it orders against others.
#[derive(Clone, Copy, Debug)]
pub struct Applied<'a> {
    /// Leaf hash of the entry.
    pub entry: Hash,
    /// Its header.
    pub header: &'a Header,
    /// The event's position in the entry.
    pub position: u32,
}

impl Applied<'_> {
    /// Orders writes to one register, on every desk alike: hybrid logical time, then desk key, then place in the entry.
    /// As 48 bytes that compare as the stamps do.
    pub fn stamp(&self) -> [u8; 48] {
        let mut bytes = [0; 48];
        bytes[..8].copy_from_slice(&self.header.time.ms.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.header.time.counter.to_be_bytes());
        bytes[12..44].copy_from_slice(&self.header.key_id.0);
        bytes[44..].copy_from_slice(&self.position.to_be_bytes());
        bytes
    }

    /// The place in the entry that a stamp ends with.
    pub fn position_in(stamp: [u8; 48]) -> u32 {
        let [.., a, b, c, d] = stamp;
        u32::from_be_bytes([a, b, c, d])
    }
}

/// Whether an entry with this header may hold this event: its act says what kind, and a password is one's own or an administrator's to change.
/// The network sees the act but not the event, so every desk holds the one against the other.
pub fn admits(header: &Header, event: &Event) -> bool {
    match event {
        Event::Patient(PatientEvent { withdrawn: Some(Withdrawal::Merged { .. }), .. }) => {
            header.act == Act::PatientMerge
        }
        Event::Patient(_) => matches!(
            header.act,
            Act::PatientRegister
                | Act::PatientUpdate
                | Act::PatientWithdraw
                | Act::PatientRestore
                | Act::PatientImport
                | Act::PatientMerge
                | Act::PatientUnmerge
        ),
        Event::Doctor(_) => matches!(header.act, Act::DoctorAdd | Act::DoctorUpdate | Act::DoctorImport),
        Event::Appointment(_) => matches!(header.act, Act::AppointmentBook | Act::AppointmentUpdate),
        Event::Account(_) => header.act == Act::StaffAccount,
        Event::Password(password) => {
            header.act == Act::StaffPassword && (header.role == Role::Administrator || header.actor == password.staff)
        }
        Event::Settings(_) => header.act == Act::SiteSettings,
        Event::Attempts(_) => header.act == Act::SessionAttempts,
        Event::Pair(pair) => match pair.verdict {
            PairVerdict::Apart { .. } => header.act == Act::PatientNotSame,
            PairVerdict::Open => header.act == Act::PatientMaybeSame,
        },
    }
}

/// Empties every projection.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    PROJECTIONS.iter().try_for_each(|(table, _)| tx.execute(&format!("DELETE FROM {table}"), []).map(drop))?;
    super::index::clear(tx)
}

/// Applies one opened event.
pub fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: Event) -> Result<(), StoreError> {
    imported::apply(tx, &event)?;
    match event {
        Event::Patient(patient) => patient::apply(tx, at, patient),
        Event::Doctor(doctor) => doctor::apply(tx, at, doctor),
        Event::Appointment(appointment) => appointment::apply(tx, at, appointment),
        Event::Account(account) => staff::apply_account(tx, at, &account),
        Event::Password(password) => staff::apply_password(tx, at, &password),
        Event::Settings(settings) => settings::apply(tx, at, &settings),
        Event::Pair(pair) => pair::apply(tx, at, &pair),
        // The entry itself is the record; no screen reads it otherwise.
        Event::Attempts(_) => Ok(()),
    }
}

/// Applies one control event.
pub fn apply_control(tx: &Transaction<'_>, at: &Applied<'_>, event: &ControlEvent) -> Result<(), StoreError> {
    site::apply(tx, at, event)
}
