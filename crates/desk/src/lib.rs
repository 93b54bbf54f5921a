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
pub mod similar;
pub mod store;
pub mod sync;
#[cfg(test)]
mod testing;
pub mod verify;

/// Memory is wiped as it is given back, so that what somebody looked at is in no core dump once the desk is locked.
/// Holds for every program that has a desk in it.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);
