//! Doctors: who is in now, the directory, weekly hours.

mod directory;
mod form;
mod hours_editor;
mod record;
mod week;

pub use directory::{Directory, presence};
pub use form::{Add, Edit};
pub use record::Record;
pub use week::in_words as hours_in_words;
