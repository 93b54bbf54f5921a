//! One desk on one computer: its folder, its session, its commands.
