//! Patients: finding, registering, the record, changing it.

mod details;
mod edit;
mod find;
mod form;
mod form_lists;
pub mod history;
mod record;
mod register;
mod similar;
mod visits;

pub use edit::Edit;
pub use find::Find;
pub use record::Record;
pub use register::Register;
