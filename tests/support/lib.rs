//! What stories share: the built programs, a host for the screens, a window that is driven.

pub mod display;
pub mod host;
pub mod memory;
pub mod people;
pub mod programs;
pub mod random;
#[cfg(feature = "window")]
pub mod window;
