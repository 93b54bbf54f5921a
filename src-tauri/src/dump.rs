//! A crash must not write what is open to the disk.

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
