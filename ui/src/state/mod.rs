//! What screens know between two keys: pure values and reducers, tested without a browser.

pub mod combobox;
pub mod day;
pub mod hours;
pub mod keys;
pub mod mapping;
pub mod name;
pub mod patient_form;
pub mod proof;
pub mod query;
pub mod sharing;
pub mod slots;
pub mod toasts;
