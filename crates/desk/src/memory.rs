//! The memory of every program that has a desk in it: wiped as it is given back, and given back to the system after long work.

/// Memory is wiped as it is given back, so that what somebody looked at is in no core dump once the desk is locked.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

pub use system::{give_back, hold_little};

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "there is no other way to ask the C library for it")]
mod system {
    /// Pieces from this size on are a mapping of their own, which goes back to the system as it is freed; and so much that is free at the
    /// end of a thread's memory may stay there. Bytes.
    const LARGE: libc::c_int = 128 << 10;

    /// Keeps glibc from holding on to what is freed. By itself it takes what was freed last as a sign of what will be wanted next, and
    /// after a register of a million has been read every thread that had a part in it keeps up to 64 MiB.
    pub fn hold_little() {
        // SAFETY: they take numbers and no pointers; these settings may change at any time.
        unsafe {
            libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
            libc::mallopt(libc::M_TRIM_THRESHOLD, LARGE);
        }
    }

    /// Gives the system what is no longer in use, but lies between what is.
    pub fn give_back() {
        // SAFETY: it takes a number and no pointer, and may be called at any time from any thread.
        unsafe { libc::malloc_trim(0) };
    }
}

/// Other systems' allocators give back by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
mod system {
    pub fn hold_little() {}
    pub fn give_back() {}
}
