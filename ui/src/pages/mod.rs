//! Screens.

mod admin;
mod book;
mod doctors;
mod first_run;
mod import;
mod ledger;
mod lock;
mod pair_acts;
mod patients;
mod shell;
mod today;

pub use first_run::{FirstRun, RecoveryConfirm};
pub use lock::LockScreen;
pub use shell::Shell;
