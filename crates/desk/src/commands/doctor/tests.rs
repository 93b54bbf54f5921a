//! Tests over a whole desk.
