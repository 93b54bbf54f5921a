//! The application without a window: rules, encrypted store, keys, sync and commands. Knows nothing of Tauri.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod commands;
pub mod desk;
pub mod domain;
pub mod folder;
pub mod host;
pub mod import;
pub mod jobs;
pub mod keys;
pub mod making;
pub mod memory;
pub mod similar;
pub mod store;
pub mod sync;
#[cfg(test)]
mod testing;
pub mod verify;
