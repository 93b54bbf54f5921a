//! Sharing with the ledger server: push, pull, join.

pub mod address;
pub mod client;
pub mod code;
pub mod plan;
pub mod retry;
pub mod wire;
