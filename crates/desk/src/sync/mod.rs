//! Sharing with the ledger server: push, pull, join.
