//! Long work under way: its progress, its end, its cancellation.
