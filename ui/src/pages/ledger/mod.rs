//! The ledger: how sharing stands, the entries, verification, export.

mod connect;
mod entries;
mod entry;
mod overview;
mod verify;

pub use entry::Entry;
pub use overview::Overview;
