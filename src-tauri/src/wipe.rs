//! What GTK and WebKit give back in this process is wiped too: what a locked desk showed must not be found in a dump of it.
//!
//! Our own allocations are wiped by `daybook-desk`'s allocator. GTK and WebKit carry every answer on its way to the page through
//! theirs, and those listen only to the environment that a process starts with: so the program starts itself once more.
//! The page's processes must not inherit it: they die of it at random, and the lock ends them anyway.

use std::process::Command;

/// glibc overwrites what is freed and keeps nothing aside unwiped; GLib and WebKit leave allocation to glibc.
const WIPING: [(&str, &str); 3] = [
    ("GLIBC_TUNABLES", "glibc.malloc.perturb=90:glibc.malloc.tcache_count=0"),
    ("G_SLICE", "always-malloc"),
    ("Malloc", "1"),
];

/// Returns in a process that wipes; starts one in this one's place if this one does not.
#[cfg(target_os = "linux")]
pub fn ensure() {
    use std::os::unix::process::CommandExt;
    if WIPING.iter().all(|(name, value)| std::env::var(name).is_ok_and(|set| set == *value)) {
        return;
    }
    let started = std::env::current_exe().map(|program| {
        let mut again = Command::new(program);
        if let Some(name) = std::env::args_os().next() {
            again.arg0(name);
        }
        again.args(std::env::args_os().skip(1)).envs(WIPING).exec()
    });
    let error = started.unwrap_or_else(|error| error);
    tracing::warn!(%error, "memory that GTK and WebKit give back is not wiped");
}

/// Keeps the wiping to this process. Call on the main thread once GTK runs, and before the first page.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "the environment has no safe way out")]
pub fn keep_from_pages() {
    // WebKit asks the environment once, at its first allocation in a process: this is the one.
    drop(webkit2gtk::SecurityOrigin::for_uri("tauri://localhost/"));
    for (name, _) in WIPING {
        // SAFETY: `unsetenv` frees nothing, and nobody sets variables: a thread that reads one meanwhile finds it or does not.
        unsafe { std::env::remove_var(name) };
    }
}

/// Elsewhere the page's process is all there is to wipe.
#[cfg(not(target_os = "linux"))]
pub fn ensure() {}

/// Elsewhere there is nothing to keep.
#[cfg(not(target_os = "linux"))]
pub fn keep_from_pages() {}
