//! How long to wait before the next attempt: exponentially longer, never in step with the other desks, and never so long
//! that a server that comes back would wait for it: within two seconds everything is shared.

use std::time::Duration;

const FIRST_MS: u64 = 100;
const CAP_MS: u64 = 1_000;
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// The wait after `failures` attempts in a row; `random` spreads it over the upper half.
pub fn delay(failures: u32, random: u64) -> Duration {
    let longest = FIRST_MS.saturating_mul(1 << failures.min(16)).min(CAP_MS);
    let half = longest / 2;
    Duration::from_millis(half + random % (longest - half + 1))
}

/// What a server asks for is honoured, up to a minute: it cannot make a desk wait for ever.
pub fn at_least(asked: Duration, usual: Duration) -> Duration {
    asked.min(LONGEST_ASKED).max(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_left_alone_as_long_as_it_asks_within_reason() {
        let (second, usual) = (Duration::from_secs(1), Duration::from_millis(300));
        assert_eq!(at_least(second * 5, usual), second * 5);
        assert_eq!(at_least(Duration::ZERO, usual), usual);
        assert_eq!(at_least(second * 86_400, usual), LONGEST_ASKED);
    }

    #[test]
    fn it_grows_up_to_its_cap_and_never_beyond() {
        for failures in 0..64 {
            for random in [0, 1, 499, u64::MAX] {
                assert!(delay(failures, random) <= Duration::from_millis(CAP_MS));
                assert!(delay(failures, random) >= Duration::from_millis(FIRST_MS / 2));
            }
        }
        assert!(delay(9, 0) > delay(1, u64::MAX));
    }
}
