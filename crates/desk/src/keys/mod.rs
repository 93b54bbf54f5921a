//! Passwords, key slots, the recovery key, sealing: everything that opens something.

pub mod password;
pub mod recovery;
pub mod sealing;
pub mod slots;
pub mod throttle;
pub mod wrap;
