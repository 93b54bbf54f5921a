//! Wrong passwords cost waits that grow, and that a restart does not forget.

use std::{fs, io, path::Path};

use crate::folder::write_durably;

/// How many wrong passwords cost nothing: typing errors happen.
const FREE: u32 = 3;
const LONGEST_MS: i64 = 15 * 60_000;

/// Wrong passwords since the last right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throttle {
    failures: u32,
    last_ms: i64,
    /// When the attempt before the last one was made; not kept on disk.
    wrong_ms: i64,
}

impl Throttle {
    /// As it was left. A file that cannot be read counts as many wrong passwords just now: damaging it must not help.
    pub fn read(path: &Path, now_ms: i64) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Ok(parse(&text).unwrap_or(Self { failures: 2 * FREE, last_ms: now_ms, wrong_ms: now_ms })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Ok(Self { failures: 2 * FREE, last_ms: now_ms, wrong_ms: now_ms })
            }
            Err(error) => Err(error),
        }
    }

    /// Counts one more attempt, durably, before it is made: killing the program does not undo it.
    pub fn count(self, path: &Path, now_ms: i64) -> io::Result<Self> {
        let next = Self { failures: self.failures.saturating_add(1), last_ms: now_ms, wrong_ms: self.last_ms };
        write_durably(path, format!("daybook throttle v1\n{}\n{}\n", next.failures, next.last_ms).as_bytes())?;
        Ok(next)
    }

    /// Forgets, after the right password.
    pub fn clear(path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// How many wrong passwords were tried before the attempt counted last, and when the last of them was.
    pub fn wrong_before(self) -> Option<(u32, i64)> {
        self.failures.checked_sub(1).filter(|wrong| *wrong > 0).map(|wrong| (wrong, self.wrong_ms))
    }

    /// Milliseconds before another attempt may be made. A clock that was set back does not lengthen the wait.
    pub fn wait_ms(self, now_ms: i64) -> i64 {
        let wait = self.full_wait_ms();
        (self.last_ms.saturating_add(wait) - now_ms).clamp(0, wait)
    }

    /// The same in whole seconds, rounded up.
    pub fn wait_seconds(self, now_ms: i64) -> u64 {
        u64::try_from(self.wait_ms(now_ms).div_euclid(1000) + i64::from(self.wait_ms(now_ms) % 1000 > 0)).unwrap_or(0)
    }

    fn full_wait_ms(self) -> i64 {
        match self.failures.checked_sub(FREE) {
            None => 0,
            Some(beyond) => 1000_i64.checked_shl(beyond.min(30)).unwrap_or(LONGEST_MS).min(LONGEST_MS),
        }
    }
}

fn parse(text: &str) -> Option<Throttle> {
    let mut lines = text.strip_prefix("daybook throttle v1\n")?.lines();
    let (failures, last_ms) = (lines.next()?.parse().ok()?, lines.next()?.parse().ok()?);
    Some(Throttle { failures, last_ms, wrong_ms: last_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_survive_a_restart_and_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("throttle");
        let mut waits = Vec::new();
        for _ in 0..7 {
            let throttle = Throttle::read(&path, 5_000).unwrap().count(&path, 5_000).unwrap();
            waits.push(throttle.wait_seconds(5_000));
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16]);
        let again = Throttle::read(&path, 5_000).unwrap();
        assert_eq!(again.wait_seconds(5_000), 16);
        assert_eq!(again.wait_seconds(20_500), 1);
        assert_eq!(again.wait_seconds(21_000), 0);
        assert_eq!(again.wait_seconds(0), 16, "a clock set back does not lengthen the wait");
        Throttle::clear(&path).unwrap();
        assert_eq!(Throttle::read(&path, 0).unwrap(), Throttle::default());
    }

    #[test]
    fn the_wait_stays_within_a_quarter_of_an_hour() {
        for failures in [13, 40, u32::MAX] {
            assert_eq!(Throttle { failures, last_ms: 0, wrong_ms: 0 }.wait_seconds(0), 900);
        }
    }

    #[test]
    fn damaging_the_file_does_not_help() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("throttle");
        for bytes in [&b"rubbish"[..], b"", b"\xff\xfe", b"daybook throttle v1\nmany\n"] {
            fs::write(&path, bytes).unwrap();
            assert!(Throttle::read(&path, 9).unwrap().wait_ms(9) > 0);
        }
    }
}
