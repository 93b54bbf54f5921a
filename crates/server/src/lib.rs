//! The ledger server: checks, orders and commits entries that it cannot read, and proves what it did.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod access;
pub mod admission;
pub mod app;
pub mod clock;
pub mod config;
pub mod core;
pub mod cosigning;
pub mod evidence;
pub mod fsck;
pub mod high_water;
pub mod home;
pub mod invite;
pub mod limits;
pub mod metrics;
pub mod published;
pub mod random;
pub mod refusal;
pub mod routes;
pub mod sequencer;
pub mod serve;
pub mod session;
pub mod store;
pub mod tree;
pub mod trust;
pub mod verify;
pub mod witness;
