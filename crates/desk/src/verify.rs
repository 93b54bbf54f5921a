//! Everything re-checked: entries, proofs, rows.
