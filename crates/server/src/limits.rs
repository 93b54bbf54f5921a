//! How much one desk, one reader, one address may ask for: a bucket each that fills with time.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use daybook_ledger::KeyId;

use crate::config;

/// Callers remembered at one time. Whoever has not asked for a while is forgotten first.
const MOST_CALLERS: usize = 65_536;

/// Every limit of the server.
pub struct Limits {
    /// Entries, by the desk that signed them.
    pub entries: Limiter<KeyId>,
    /// Requests of those who have shown who they are.
    pub known: Limiter<Known>,
    /// Requests of those who have not.
    pub unknown: Limiter<Network>,
    /// Requests of those who have not that cost a signature check or a place in a list.
    pub costly: Limiter<Network>,
}

impl Limits {
    /// The limits that were configured.
    pub fn new(limits: &config::Limits) -> Self {
        let rate = |per_second, burst| Rate { per_second, burst };
        let requests = rate(limits.requests_per_second, limits.requests_burst);
        Self {
            entries: Limiter::new(rate(limits.entries_per_second, limits.entries_burst)),
            known: Limiter::new(requests),
            unknown: Limiter::new(requests),
            costly: Limiter::new(rate(limits.sessions_per_second, limits.sessions_burst)),
        }
    }
}

/// Who has shown who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Known {
    /// A desk, by its key.
    Desk(KeyId),
    /// A mirror or an auditor, by the number of their token.
    Reader(u64),
}

/// Whom an address belongs to: an IPv4 address, or a /64 of IPv6, which is what one customer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network([u8; 8]);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        let mut network = [0; 8];
        match address.to_canonical() {
            IpAddr::V4(v4) => network[4..].copy_from_slice(&v4.octets()),
            IpAddr::V6(v6) => network.copy_from_slice(&v6.octets()[..8]),
        }
        Self(network)
    }
}

/// So much in a second, and so much at once after a pause. A rate of 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// In a second, in the long run.
    pub per_second: u32,
    /// At once.
    pub burst: u32,
}

/// Come again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// How long the bucket takes to fill.
    pub wait: Duration,
}

impl TooMany {
    /// Whole seconds, at least one: what `Retry-After` has.
    pub fn seconds(self) -> u64 {
        self.wait.as_millis().div_ceil(1_000).max(1) as u64
    }
}

/// One bucket for each caller.
pub struct Limiter<K> {
    rate: Rate,
    /// When each caller's bucket is full again, in microseconds of a clock that never goes back (GCRA).
    full_at: Mutex<HashMap<K, u64>>,
}

impl<K: Eq + Hash + Copy> Limiter<K> {
    /// Empty: everyone has their whole burst.
    pub fn new(rate: Rate) -> Self {
        Self { rate, full_at: Mutex::default() }
    }

    /// Takes `count` out of the caller's bucket, or nothing if there is not so much in it.
    pub fn take(&self, caller: K, count: usize, now: Duration) -> Result<(), TooMany> {
        let Some((cost, room)) = self.cost(count) else { return Ok(()) };
        let now = micros(now);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= MOST_CALLERS && !full_at.contains_key(&caller) {
            full_at.retain(|_, at| *at > now);
            if full_at.len() >= MOST_CALLERS {
                return Err(TooMany { wait: Duration::from_secs(1) });
            }
        }
        let after = full_at.get(&caller).copied().unwrap_or(0).max(now) + cost;
        match after.checked_sub(now + room) {
            None | Some(0) => drop(full_at.insert(caller, after)),
            Some(over) => return Err(TooMany { wait: Duration::from_micros(over) }),
        }
        Ok(())
    }

    /// Whether the caller's bucket is empty, without taking anything.
    pub fn peek(&self, caller: K, now: Duration) -> Result<(), TooMany> {
        let Some((cost, room)) = self.cost(1) else { return Ok(()) };
        let now = micros(now);
        let full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let after = full_at.get(&caller).copied().unwrap_or(0).max(now) + cost;
        match after.checked_sub(now + room) {
            None | Some(0) => Ok(()),
            Some(over) => Err(TooMany { wait: Duration::from_micros(over) }),
        }
    }

    /// What `count` costs and how much a bucket holds, in microseconds of filling; `None` where there is no limit.
    fn cost(&self, count: usize) -> Option<(u64, u64)> {
        let one = 1_000_000_u64.checked_div(u64::from(self.rate.per_second))?.max(1);
        let burst = u64::from(self.rate.burst.max(1));
        // Whatever is more than a whole bucket waits for a full one.
        Some((one * (count as u64).min(burst), one * burst))
    }
}

fn micros(now: Duration) -> u64 {
    u64::try_from(now.as_micros()).unwrap_or(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_then_the_rate() {
        let limiter = Limiter::new(Rate { per_second: 10, burst: 3 });
        for _ in 0..3 {
            assert_eq!(limiter.take("a", 1, S), Ok(()));
        }
        let refused = limiter.take("a", 1, S).unwrap_err();
        assert_eq!((refused.wait, refused.seconds()), (Duration::from_millis(100), 1));
        assert_eq!(limiter.take("b", 1, S), Ok(()), "others are not held up");
        assert_eq!(limiter.peek("a", S), Err(refused));
        assert_eq!(limiter.take("a", 1, S + refused.wait), Ok(()));
        assert!(limiter.take("a", 1, S + refused.wait).is_err());
        assert_eq!(limiter.take("a", 3, S * 9), Ok(()), "a pause fills the bucket, and no more than that");
        assert!(limiter.take("a", 1, S * 9).is_err());
    }

    #[test]
    fn more_than_a_bucket_waits_for_a_full_one() {
        let limiter = Limiter::new(Rate { per_second: 10, burst: 5 });
        assert_eq!(limiter.take("a", 100, S), Ok(()));
        assert_eq!(limiter.take("a", 100, S).unwrap_err().wait, Duration::from_millis(500));
    }

    #[test]
    fn a_rate_of_zero_is_no_limit() {
        let limiter = Limiter::new(Rate { per_second: 0, burst: 0 });
        assert!((0..10_000).all(|_| limiter.take("a", 1_000, S).is_ok()));
    }

    #[test]
    fn a_crowd_does_not_fill_the_memory() {
        let limiter = Limiter::new(Rate { per_second: 1, burst: 1 });
        for caller in 0..MOST_CALLERS {
            assert_eq!(limiter.take(caller, 1, S), Ok(()));
        }
        assert!(limiter.take(MOST_CALLERS, 1, S).is_err());
        assert_eq!(limiter.take(MOST_CALLERS, 1, S * 3), Ok(()), "the others have been forgotten");
    }

    #[test]
    fn a_customer_has_one_bucket_for_all_their_addresses() {
        let network = |text: &str| Network::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    }

    proptest! {
        #[test]
        fn in_the_long_run_nobody_gets_more_than_the_rate(
            steps in prop::collection::vec((0_u64..300, 1_usize..4), 1..200),
            per_second in 1_u32..50,
            burst in 1_u32..20,
        ) {
            let limiter = Limiter::new(Rate { per_second, burst });
            let (mut now, mut got) = (S, 0);
            for (pause, count) in steps {
                now += Duration::from_millis(pause);
                let count = count.min(burst as usize);
                if limiter.take((), count, now).is_ok() {
                    got += count;
                }
            }
            let most = (now - S).as_secs_f64() * f64::from(per_second) + f64::from(burst);
            // One rounds to whole microseconds.
            prop_assert!(got as f64 <= most * 1.001 + 1.0, "{got} of {most}");
        }
    }
}
