//! Patients and doctors from files: FHIR R4 and CSV.

pub mod cells;
pub mod csv;
pub mod dates;
pub mod fhir;
pub mod file;
pub mod fit;
mod here;
pub mod mapping;
pub mod record;
pub mod run;
pub mod text;
pub mod undo;
pub mod upload;
pub mod words;

pub use file::{FileError, ImportFile, ReadOptions, Records};
pub use record::{Parsed, Record, SourceKey, Subject};
