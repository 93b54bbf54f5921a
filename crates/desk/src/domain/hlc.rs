//! The hybrid logical clock that orders writes across desks whose clocks differ.

use daybook_ledger::Hlc;

/// The time of the next write: the wall clock if it has moved on, else the last time seen and one more count.
///
/// `last` is the newest time this desk has written or read from another; the result is above it. Source: Kulkarni et al., "Logical Physical Clocks", 2014.
pub fn next(last: Hlc, now_ms: u64) -> Hlc {
    if now_ms > last.ms {
        return Hlc { ms: now_ms, counter: 0 };
    }
    match last.counter.checked_add(1) {
        Some(counter) => Hlc { ms: last.ms, counter },
        None => Hlc { ms: last.ms + 1, counter: 0 },
    }
}

/// What this desk has to stay above after it read an entry of another.
pub fn heard(last: Hlc, other: Hlc) -> Hlc {
    if (other.ms, other.counter) > (last.ms, last.counter) { other } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn clock() -> impl Strategy<Value = Hlc> {
        (0u64..100, prop_oneof![0u32..3, Just(u32::MAX)]).prop_map(|(ms, counter)| Hlc { ms, counter })
    }

    proptest! {
        #[test]
        fn the_next_is_above_all_seen_whatever_the_wall_clock_says(last in clock(), other in clock(), now in 0u64..100) {
            let next = next(heard(last, other), now);
            for seen in [last, other] {
                prop_assert!((next.ms, next.counter) > (seen.ms, seen.counter));
            }
        }
    }
}
