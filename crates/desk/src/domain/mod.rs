//! The rules of the front desk: pure, no I/O, no clock, no randomness.

pub mod cbor;
pub mod edits;
pub mod event;
pub mod hlc;
pub mod hours;
pub mod names;
pub mod nicknames;
pub mod number;
pub mod permit;
pub mod phones;
pub mod register;
pub mod search;
pub mod similar;
pub mod sound;
pub mod validate;
pub mod words;
