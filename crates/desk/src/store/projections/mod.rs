//! What entries say, as rows: the only place that writes a projection table.

pub mod settings;
pub mod site;
pub mod staff;

use daybook_ledger::{ControlEvent, Hash, Header};
use rusqlite::Transaction;

use super::StoreError;
use crate::domain::event::Event;

/// Every projection table: emptied by `rebuild`, covered by the digest. Their primary keys do not depend on the order of arrival.
pub const PROJECTIONS: &[&str] = &["site", "desk", "desk_revocation", "staff_role", "staff", "setting"];

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
}

/// Applies one opened event.
pub fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::Patient(_) => Ok(()),
        Event::Doctor(_) => Ok(()),
        Event::Appointment(_) => Ok(()),
        Event::Account(account) => staff::apply_account(tx, at, account),
        Event::Password(password) => staff::apply_password(tx, at, password),
        Event::Settings(settings) => settings::apply(tx, at, settings),
    }
}

/// Applies one control event.
pub fn apply_control(tx: &Transaction<'_>, at: &Applied<'_>, event: &ControlEvent) -> Result<(), StoreError> {
    site::apply(tx, at, event)
}
