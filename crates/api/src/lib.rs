//! Every command of the desk: its name, its request, its response and its errors, shared by the desk, the window and the terminal.
//!
//! Plain values and serde only: compiles for the host and for wasm. Instants are milliseconds since 1970-01-01 UTC;
//! calendar dates are [`Date`]; ids are opaque text.

mod appointment;
mod authority;
mod command;
mod date;
mod doctor;
mod duplicates;
mod error;
mod explorer;
mod history;
mod home;
mod ids;
mod import;
mod job;
mod ledger;
mod merge;
mod patient;
mod similar;
mod staff;
mod sync;
mod typed;
mod why;
mod witness;

pub use appointment::*;
pub use authority::*;
pub use command::*;
pub use date::*;
pub use doctor::*;
pub use duplicates::*;
pub use error::*;
pub use explorer::*;
pub use history::*;
pub use home::*;
pub use ids::*;
pub use import::*;
pub use job::*;
pub use ledger::*;
pub use merge::*;
pub use patient::*;
pub use similar::*;
pub use staff::*;
pub use sync::*;
pub use typed::{OLDEST_YEARS, TypedError, check as check_birth, echo as echo_birth, parse_birth};
pub use why::*;
pub use witness::*;
