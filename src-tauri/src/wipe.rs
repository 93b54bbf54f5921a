//! Memory is wiped as it is given back, by the C libraries under us too: what a locked desk showed must not be found in a dump.
//!
//! Our own allocations are wiped by `daybook-desk`'s allocator. GTK and WebKit carry every answer on its way to the page through
//! theirs, and those listen only to the environment a process starts with: so the program starts itself once more.

use std::process::Command;

/// glibc overwrites what is freed (and keeps nothing aside unwiped), GLib and WebKit leave allocation to glibc.
const WIPING: [(&str, &str); 3] = [
    ("GLIBC_TUNABLES", "glibc.malloc.perturb=90:glibc.malloc.tcache_count=0"),
    ("G_SLICE", "always-malloc"),
    ("Malloc", "1"),
];

/// Returns in a process that wipes; starts one in this one's place if this one does not.
#[cfg(target_os = "linux")]
pub fn ensure() {
    use std::os::unix::process::CommandExt;
    forbid_core_dumps();
    if WIPING.iter().all(|(name, value)| std::env::var(name).is_ok_and(|set| set == *value)) {
        return;
    }
    let started = std::env::current_exe().map(|program| {
        let mut again = Command::new(program);
        again.args(std::env::args_os().skip(1)).envs(WIPING).exec()
    });
    let error = started.unwrap_or_else(|error| error);
    tracing::warn!(%error, "memory that GTK and WebKit give back is not wiped");
}

/// A crash must not write what is open to the disk.
#[cfg(target_os = "linux")]
fn forbid_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        tracing::warn!(%error, "a crash may leave a core dump");
    }
}
