//! How long to wait before the next attempt: exponentially longer, never in step with the other desks, and short enough
//! that a server that comes back has everything within two seconds.

use std::time::Duration;

const FIRST_MS: u64 = 100;
const CAP_PENDING_MS: u64 = 1_000;
const CAP_IDLE_MS: u64 = 10_000;

/// Whether somebody waits for the server to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Entries are pending, or somebody asked.
    Yes,
    /// Nothing of ours waits.
    No,
}

/// The wait after `failures` attempts in a row; `random` spreads it over the upper half.
pub fn delay(failures: u32, waiting: Waiting, random: u64) -> Duration {
    let cap = match waiting {
        Waiting::Yes => CAP_PENDING_MS,
        Waiting::No => CAP_IDLE_MS,
    };
    let longest = FIRST_MS.saturating_mul(1 << failures.min(16)).min(cap);
    let half = longest / 2;
    Duration::from_millis(half + random % (longest - half + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_up_to_its_cap_and_never_beyond() {
        for failures in 0..64 {
            for random in [0, 1, 499, u64::MAX] {
                assert!(delay(failures, Waiting::Yes, random) <= Duration::from_millis(CAP_PENDING_MS));
                assert!(delay(failures, Waiting::No, random) <= Duration::from_millis(CAP_IDLE_MS));
                assert!(delay(failures, Waiting::No, random) >= Duration::from_millis(FIRST_MS / 2));
            }
        }
        assert!(delay(9, Waiting::No, 0) > delay(1, Waiting::No, u64::MAX));
    }
}
