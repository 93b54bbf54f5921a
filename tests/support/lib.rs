//! What stories share: the built programs, a host for the screens, a window and a browser that are driven.

#[cfg(feature = "window")]
pub mod browser;
pub mod display;
#[cfg(feature = "window")]
mod driver;
pub mod febrl;
pub mod host;
pub mod memory;
pub mod people;
pub mod programs;
pub mod random;
#[cfg(feature = "window")]
pub mod screen;
#[cfg(feature = "window")]
pub mod window;
