//! One use case per file, and the table that finds them by name.
