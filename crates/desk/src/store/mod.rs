//! The encrypted database: entries, keys, projections, outbox.
