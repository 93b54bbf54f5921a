//! Tables computed from entries; nothing else writes them.
