//! What stories share: the built programs, a host for the screens, a window that is driven.

pub mod host;
pub mod programs;
#[cfg(feature = "window")]
pub mod window;
