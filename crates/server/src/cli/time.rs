//! Instants for people: UTC, to the second.

use std::fmt;

const DAY_MS: u64 = 86_400_000;

/// Unix milliseconds, shown as `2026-11-27T08:15:00Z`.
pub struct Utc(pub u64);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, seconds) = (self.0 / DAY_MS, self.0 % DAY_MS / 1_000);
        let (year, month, day) = civil(days);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// So many days after now.
pub fn in_days(now_ms: u64, days: u32) -> u64 {
    now_ms.saturating_add(u64::from(days) * DAY_MS)
}

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant, chrono-compatible low-level date algorithms).
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_read_as_a_calendar_has_them() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399_999, "2000-02-28T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_790_000_000_000, "2026-09-21T14:13:20Z"),
            (4_102_444_800_000, "2100-01-01T00:00:00Z"),
        ] {
            assert_eq!(Utc(ms).to_string(), text);
        }
        assert_eq!(Utc(in_days(0, 365)).to_string(), "1971-01-01T00:00:00Z");
    }
}
