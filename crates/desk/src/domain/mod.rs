//! The rules of the front desk: pure, no I/O, no clock, no randomness.

pub mod cbor;
pub mod event;
