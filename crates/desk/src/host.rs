//! What a desk needs from whoever runs it: the clock, the calendar, randomness.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use aws_lc_rs::rand::SecureRandom;
use daybook_api::Date;
use jiff::{Timestamp, tz::TimeZone};

/// The outside world, as far as rules and keys depend on it. Four hosts use it: the window, the terminal, tests, the test host.
pub trait Host: Send + Sync + 'static {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> i64;

    /// Fills `bytes` with randomness fit for keys.
    fn fill_random(&self, bytes: &mut [u8]);

    /// The zone whose calendar and clock people at this desk live by.
    fn time_zone(&self) -> TimeZone;

    /// The local day.
    fn today(&self) -> Date {
        let day = local(self).date();
        // jiff's civil dates reach outside years 1 to 9999 only for clocks that are off by millennia.
        Date::new(day.year(), day.month() as u8, day.day() as u8).unwrap_or(Date::EPOCH)
    }

    /// Minutes after local midnight.
    fn local_minutes(&self) -> u16 {
        let time = local(self).time();
        time.hour() as u16 * 60 + time.minute() as u16
    }
}

/// A fresh random value of `N` bytes, also from a `&dyn Host`.
pub fn random<const N: usize>(host: &(impl Host + ?Sized)) -> [u8; N] {
    let mut bytes = [0; N];
    host.fill_random(&mut bytes);
    bytes
}

/// Bytes for a new opaque id. They grow with time, so that rows written together lie together.
pub fn fresh_id(host: &(impl Host + ?Sized)) -> [u8; 16] {
    let mut id: [u8; 16] = random(host);
    id[..6].copy_from_slice(&host.now_ms().to_be_bytes()[2..]);
    id
}

fn local(host: &(impl Host + ?Sized)) -> jiff::civil::DateTime {
    let instant = Timestamp::from_millisecond(host.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH);
    host.time_zone().to_datetime(instant)
}

/// The real world.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemHost;

impl Host for SystemHost {
    fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        // aws-lc's generator aborts the process rather than hand out anything predictable; its `Result` is never an error here.
        let filled = aws_lc_rs::rand::SystemRandom::new().fill(bytes);
        if filled.is_err() {
            std::process::abort();
        }
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::system()
    }
}

/// A world that tests set: a clock that moves when told, randomness that repeats with its seed, UTC.
#[derive(Debug)]
pub struct ManualHost {
    now_ms: AtomicI64,
    state: Mutex<RandomStream>,
}

#[derive(Debug)]
struct RandomStream {
    seed: u64,
    block: u64,
}

impl ManualHost {
    /// A world at `now_ms` whose randomness follows from `seed`.
    pub fn new(now_ms: i64, seed: u64) -> Self {
        Self { now_ms: AtomicI64::new(now_ms), state: Mutex::new(RandomStream { seed, block: 0 }) }
    }

    /// Sets the clock, forwards or back.
    pub fn set_now_ms(&self, now_ms: i64) {
        self.now_ms.store(now_ms, Ordering::SeqCst);
    }

    /// Moves the clock on.
    pub fn advance_ms(&self, by: i64) {
        self.now_ms.fetch_add(by, Ordering::SeqCst);
    }
}

impl Host for ManualHost {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        use sha2::{Digest, Sha256};
        let mut stream = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            stream.block += 1;
            let mut hash = Sha256::new();
            hash.update(stream.seed.to_be_bytes());
            hash.update(stream.block.to_be_bytes());
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
        }
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_clock_tells_its_day_and_minutes() {
        let host = ManualHost::new(1_700_000_000_000, 1);
        assert_eq!(host.today().to_string(), "2023-11-14");
        assert_eq!(host.local_minutes(), 22 * 60 + 13);
        host.advance_ms(2 * 3_600_000);
        assert_eq!(host.today().to_string(), "2023-11-15");
    }

    #[test]
    fn manual_randomness_follows_its_seed_and_never_repeats_within_it() {
        let (one, same, other) = (ManualHost::new(0, 7), ManualHost::new(0, 7), ManualHost::new(0, 8));
        let first: [u8; 40] = random(&one);
        assert_eq!(first, random::<40>(&same));
        assert_ne!(first, random::<40>(&other));
        assert_ne!(first, random::<40>(&one));
    }
}
