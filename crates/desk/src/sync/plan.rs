//! What to do about a checkpoint the server offers: never back, never sideways. Pure.

use daybook_ledger::{DeskState, Hash, Header, Seen, SignedCheckpoint, Tile};

use crate::domain::hlc;

const BUNDLE_WIDTH: u64 = daybook_ledger::tile::TILE_WIDTH as u64;
const LENGTH_PREFIX: usize = 2;
/// Entries verified, opened and applied in one transaction, at most.
pub const BATCH: u64 = 4096;
/// Bytes of entries after which a batch takes no further bundle.
pub const BATCH_BYTES: usize = 4 << 20;
/// Bytes of entries sent in one request.
pub const MAX_PUSH: usize = 1 << 20;

/// What this desk has verified so far.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Entries it has checked and applied.
    pub size: u64,
    /// The root of its own tree over them.
    pub root: Hash,
    /// The largest checkpoint it has seen signed; its size is at least `size`.
    pub note: Option<SignedCheckpoint>,
}

/// What an offered checkpoint means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing new.
    UpToDate,
    /// There are entries to fetch, up to this checkpoint.
    Behind,
    /// The server goes back on what it signed.
    Contradiction(Contradiction),
}

/// The word for the one contradiction that does not stop sharing.
pub const WITNESS_WENT_BACK: &str = "witness_went_back";

/// How a server, or a witness of its log, contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// It shows a smaller log than it signed before.
    RolledBack,
    /// It signed two roots for logs that cannot both be.
    Forked,
    /// Its entries do not hash to the root it signed.
    Unjustified,
    /// Its log holds an entry that breaks a rule every desk checks.
    RuleBroken,
    /// A witness signed a smaller log after a larger one. Nobody else is to blame: sharing goes on.
    WitnessWentBack,
}

impl Contradiction {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RolledBack => "rolled_back",
            Self::Forked => "forked",
            Self::Unjustified => "unjustified",
            Self::RuleBroken => "rule_broken",
            Self::WitnessWentBack => WITNESS_WENT_BACK,
        }
    }

    /// The kind stored under this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::RolledBack, Self::Forked, Self::Unjustified, Self::RuleBroken, Self::WitnessWentBack]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }

    /// What happened, for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::RolledBack => {
                "The ledger server shows fewer entries than it had signed before: part of the log is missing there."
            }
            Self::Forked => "The ledger server has signed two histories that contradict each other.",
            Self::Unjustified => "The ledger server's entries do not fit the checkpoint it signed for them.",
            Self::RuleBroken => "The ledger server's log holds an entry that must never have been accepted.",
            Self::WitnessWentBack => "A witness has signed fewer entries after it had signed more.",
        }
    }
}

/// What `offered`, whose signature has been verified, means to a desk that has verified `known`.
pub fn judge(known: &Verified, offered: &SignedCheckpoint) -> Sight {
    let (size, root) = (offered.checkpoint().size, offered.checkpoint().root);
    let (signed_size, signed_root) = match &known.note {
        Some(note) => (note.checkpoint().size, note.checkpoint().root),
        None => (known.size, known.root),
    };
    if size < signed_size || size < known.size {
        return Sight::Contradiction(Contradiction::RolledBack);
    }
    if (size == signed_size && root != signed_root) || (size == known.size && root != known.root) {
        return Sight::Contradiction(Contradiction::Forked);
    }
    match size == known.size {
        true => Sight::UpToDate,
        false => Sight::Behind,
    }
}

/// A part of a bundle to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Which bundle, as a tree of the whole size has it.
    pub tile: Tile,
    /// How many of its entries are known already.
    pub skip: usize,
    /// Up to which of its entries it is wanted.
    pub take: usize,
}

/// The bundles that hold the entries `from..to` of a tree of `size`, in order.
pub fn spans(from: u64, to: u64, size: u64) -> Vec<Span> {
    let span = |tile: Tile| {
        let first = tile.index * BUNDLE_WIDTH;
        Span { tile, skip: from.saturating_sub(first) as usize, take: (to - first).min(BUNDLE_WIDTH) as usize }
    };
    (from / BUNDLE_WIDTH..to.div_ceil(BUNDLE_WIDTH))
        .filter(|_| from < to)
        .filter_map(|index| Tile::at(0, index, size).map(span))
        .collect()
}

/// Where the batch that begins at `from` on the way to `target` ends: at the target, or at the end of a full bundle. Batches are
/// alike: one is applied while the next is checked, and the shorter would wait for the longer.
pub fn batch_end(from: u64, target: u64) -> u64 {
    ((from + BATCH) / BUNDLE_WIDTH * BUNDLE_WIDTH).min(target)
}

/// Cuts a row of entries into requests: how many entries each takes, none above [`MAX_PUSH`] bytes unless it is a single one.
pub fn cut(sizes: &[usize]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut count, mut bytes) = (0, 0);
    for size in sizes {
        if count > 0 && bytes + size + LENGTH_PREFIX > MAX_PUSH {
            cuts.push(count);
            (count, bytes) = (0, 0);
        }
        count += 1;
        bytes += size + LENGTH_PREFIX;
    }
    cuts.extend((count > 0).then_some(count));
    cuts
}

/// The header of an own entry that lost its place, as the next of its desk's chain: what was said stays, and when if it can.
pub fn follow(header: &Header, desk: &DeskState) -> Header {
    let seen = match header.seen.size < desk.last_seen {
        true => Seen { size: desk.last_seen, root: desk.last_seen_root },
        false => header.seen,
    };
    let time = match header.time > desk.last_time {
        true => header.time,
        false => hlc::next(desk.last_time, 0),
    };
    Header { seq: desk.next_seq, prev: desk.last, seen, time, ..header.clone() }
}

#[cfg(test)]
mod tests {
    use daybook_ledger::{Checkpoint, SignerKey};
    use proptest::prelude::*;

    use super::*;

    fn note(size: u64, root: u8) -> SignedCheckpoint {
        let checkpoint = Checkpoint { origin: "test".into(), size, root: Hash([root; 32]) };
        checkpoint.sign(&SignerKey::generate("test", &[1; 32]).unwrap()).unwrap()
    }

    #[test]
    fn batches_are_alike_and_end_with_a_full_bundle() {
        let mut ends = vec![0];
        while let Some(&from) = ends.last().filter(|end| **end < 20_000) {
            // Bytes may end a batch before its entries do.
            ends.push(batch_end(from, 20_000).min(from + 3_584));
        }
        assert_eq!(ends, [0, 3_584, 7_168, 10_752, 14_336, 17_920, 20_000]);
        assert_eq!((batch_end(100, 20_000), batch_end(4_095, 4_100)), (4_096, 4_100));
    }

    fn known(size: u64, root: u8) -> Verified {
        Verified { size, root: Hash([root; 32]), note: Some(note(size, root)) }
    }

    #[test]
    fn a_log_only_grows() {
        assert_eq!(judge(&known(5, 1), &note(5, 1)), Sight::UpToDate);
        assert_eq!(judge(&known(5, 1), &note(6, 2)), Sight::Behind);
        assert_eq!(judge(&known(5, 1), &note(4, 1)), Sight::Contradiction(Contradiction::RolledBack));
        assert_eq!(judge(&known(5, 1), &note(5, 2)), Sight::Contradiction(Contradiction::Forked));
    }

    #[test]
    fn a_checkpoint_seen_but_not_yet_reached_binds_too() {
        let halfway = Verified { note: Some(note(9, 9)), ..known(5, 1) };
        assert_eq!(judge(&halfway, &note(8, 8)), Sight::Contradiction(Contradiction::RolledBack));
        assert_eq!(judge(&halfway, &note(9, 8)), Sight::Contradiction(Contradiction::Forked));
        assert_eq!(judge(&halfway, &note(9, 9)), Sight::Behind);
    }

    #[test]
    fn the_first_checkpoint_of_an_empty_log() {
        let nothing = Verified { size: 0, root: Hash([1; 32]), note: None };
        assert_eq!(judge(&nothing, &note(0, 1)), Sight::UpToDate);
        assert_eq!(judge(&nothing, &note(3, 7)), Sight::Behind);
    }

    proptest! {
        #[test]
        fn spans_cover_exactly_what_was_asked(from in 0_u64..2000, length in 0_u64..2000, more in 0_u64..600) {
            let fetched: Vec<u64> = spans(from, from + length, from + length + more)
                .iter()
                .flat_map(|span| {
                    assert!(span.take <= usize::from(span.tile.width));
                    (span.skip..span.take).map(|at| span.tile.index * BUNDLE_WIDTH + at as u64)
                })
                .collect();
            prop_assert_eq!(fetched, (from..from + length).collect::<Vec<_>>());
        }

        #[test]
        fn cuts_take_every_entry_and_stay_below_the_limit(sizes in prop::collection::vec(1_usize..70_000, 0..200)) {
            let cuts = cut(&sizes);
            prop_assert_eq!(cuts.iter().sum::<usize>(), sizes.len());
            let mut rest = sizes.as_slice();
            for count in cuts {
                let (now, later) = rest.split_at(count);
                prop_assert!(now.iter().map(|size| size + 2).sum::<usize>() <= MAX_PUSH);
                rest = later;
            }
        }
    }
}
