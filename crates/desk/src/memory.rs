//! The memory of every program that has a desk in it: wiped as it is given back, and given back to the system after long work.

/// Memory is wiped as it is given back, so that what somebody looked at is in no core dump once the desk is locked.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Gives the system what is no longer in use. After long work glibc would keep much of it, in pieces between what is.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "there is no other way to ask the C library for it")]
pub fn give_back() {
    // SAFETY: it takes a number and no pointer, and may be called at any time from any thread.
    unsafe { libc::malloc_trim(0) };
}

/// Other systems' allocators give back by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
