//! A crash must not write what is open to the disk.
//!
//! Making glibc overwrite what GTK and WebKit free, by the environment they start with, was tried and left: WebKit's page process
//! then dies at random. What our own side frees is wiped by `daybook-desk`'s allocator, and a lock ends the page's process.

/// Forbids core dumps of this process and of those it starts.
#[cfg(target_os = "linux")]
pub fn forbid() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        tracing::warn!(%error, "a crash may leave a core dump");
    }
}

/// Only Linux has the limit.
#[cfg(not(target_os = "linux"))]
pub fn forbid() {}
