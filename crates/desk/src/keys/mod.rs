//! Passwords, key slots, the recovery key, and what seals what.
