//! The cosigned checkpoints that are of use to somebody: of two, the older is dropped if the newer has all its witnesses.
//! Whatever quorum a desk asks for, if any checkpoint has it, one of these has.

use std::collections::BTreeMap;

use daybook_ledger::Hash;
use sha2::{Digest, Sha256};

use crate::store::{Block, CosignatureStore, CosignedBlock, StoreError, WitnessId};

/// So many are handed out; with few witnesses there are fewer.
const MOST: usize = 16;
/// Blocks read from the store at one time.
const PAGE: u32 = 256;

/// A checkpoint with its cosignatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The block whose checkpoint it is.
    pub number: u64,
    /// The tree's size.
    pub size: u64,
    /// The tree's root.
    pub root: Hash,
    /// The log's signed note.
    note: String,
    /// The cosignature lines, by witness.
    lines: BTreeMap<WitnessId, String>,
}

/// The checkpoints that are of use, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    checkpoints: Vec<Cosigned>,
}

impl Cosigned {
    /// A block's checkpoint that nobody has cosigned yet.
    pub fn of(block: &Block, origin: &str) -> Self {
        let Block { number, size, root, .. } = *block;
        Self { number, size, root, note: block.note(origin), lines: BTreeMap::new() }
    }

    /// The signed note with the cosignature lines.
    pub fn note(&self) -> String {
        format!("{}{}", self.note, self.lines())
    }

    /// The cosignature lines.
    pub fn lines(&self) -> String {
        self.lines.values().map(String::as_str).collect()
    }

    fn covers(&self, other: &Self) -> bool {
        other.lines.keys().all(|witness| self.lines.contains_key(witness))
    }
}

impl Front {
    /// What the store has, from the newest on, as far as it is of use.
    pub fn load(store: &dyn CosignatureStore, origin: &str) -> Result<Self, StoreError> {
        let everybody = store.witnesses()?.len();
        let (mut front, mut below) = (Self::default(), u64::MAX);
        loop {
            let page = store.cosigned_below(below, PAGE)?;
            let Some(last) = page.last() else { return Ok(front) };
            below = last.block.number;
            for CosignedBlock { block, cosignatures } in &page {
                let mut cosigned = Cosigned::of(block, origin);
                cosigned.lines.extend(cosignatures.iter().map(|one| (one.witness, one.line.clone())));
                front.add(cosigned);
            }
            // Nothing older is of use to anybody once all have cosigned one.
            if front.checkpoints.iter().any(|one| one.lines.len() == everybody) {
                return Ok(front);
            }
        }
    }

    /// With one cosignature more.
    pub fn with(&self, checkpoint: &Cosigned, witness: WitnessId, line: &str) -> Self {
        let mut next = self.clone();
        let known = next.checkpoints.iter().position(|one| one.number == checkpoint.number);
        let mut cosigned = known.map_or_else(|| checkpoint.clone(), |at| next.checkpoints.remove(at));
        cosigned.lines.insert(witness, line.to_owned());
        next.add(cosigned);
        next
    }

    fn add(&mut self, cosigned: Cosigned) {
        if self.checkpoints.iter().any(|one| one.number > cosigned.number && one.covers(&cosigned)) {
            return;
        }
        self.checkpoints.retain(|one| one.number >= cosigned.number || !cosigned.covers(one));
        let at = self.checkpoints.partition_point(|one| one.number > cosigned.number);
        self.checkpoints.insert(at, cosigned);
    }

    /// The newest first.
    pub fn checkpoints(&self) -> impl Iterator<Item = &Cosigned> {
        self.checkpoints.iter().take(MOST)
    }

    /// The newest that a witness has cosigned.
    pub fn newest_of(&self, witness: WitnessId) -> Option<&Cosigned> {
        self.checkpoints.iter().find(|one| one.lines.contains_key(&witness))
    }

    /// The cosignature lines of a block's checkpoint, if any are known here.
    pub fn lines_of(&self, number: u64) -> String {
        self.checkpoints.iter().find(|one| one.number == number).map(Cosigned::lines).unwrap_or_default()
    }

    /// Names exactly these checkpoints with exactly these cosignatures.
    pub fn tag(&self) -> String {
        let mut hash = Sha256::new();
        for one in self.checkpoints() {
            hash.update(one.note());
        }
        hex::encode(&hash.finalize()[..12])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn checkpoint(number: u64) -> Cosigned {
        let block =
            Block { number, size: number * 3, root: Hash([number as u8; 32]), time_ms: 0, signatures: String::new() };
        Cosigned::of(&block, "o")
    }

    fn numbers(front: &Front) -> Vec<u64> {
        front.checkpoints().map(|one| one.number).collect()
    }

    #[test]
    fn the_older_stays_only_for_a_witness_that_the_newer_lacks() {
        let (a, b) = (WitnessId(1), WitnessId(2));
        let front = Front::default().with(&checkpoint(1), a, "a1\n").with(&checkpoint(1), b, "b1\n");
        assert_eq!(front.lines_of(1), "a1\nb1\n");
        let front = front.with(&checkpoint(2), a, "a2\n");
        assert_eq!(numbers(&front), [2, 1], "who needs both needs the older one");
        let tag = front.tag();
        let front = front.with(&checkpoint(2), b, "b2\n");
        assert_eq!(numbers(&front), [2]);
        assert_ne!(front.tag(), tag);
        assert_eq!(front.with(&checkpoint(1), a, "late\n"), front, "what comes late for an older one is of no use");
    }

    proptest! {
        /// Rounds come one after the other: whatever set of witnesses some checkpoint has, the newest that has it is there.
        #[test]
        fn no_quorum_is_lost(mut signed in prop::collection::vec((1u64..12, 0u32..5), 0..60)) {
            signed.sort_by_key(|(number, _)| *number);
            let mut all: BTreeMap<u64, std::collections::BTreeSet<u32>> = BTreeMap::new();
            let mut front = Front::default();
            for (number, witness) in signed {
                all.entry(number).or_default().insert(witness);
                front = front.with(&checkpoint(number), WitnessId(witness), "x\n");
            }
            for quorum in 1u32..32 {
                let asks = |has: &dyn Fn(u32) -> bool| (0..5).filter(|at| quorum >> at & 1 == 1).all(has);
                let newest = all.iter().rev().find(|(_, who)| asks(&|at| who.contains(&at))).map(|(number, _)| *number);
                let mut found = front.checkpoints().filter(|one| asks(&|at| one.lines.contains_key(&WitnessId(at))));
                prop_assert_eq!(found.next().map(|one| one.number), newest);
            }
            prop_assert!(numbers(&front).windows(2).all(|two| two[0] > two[1]));
        }
    }
}
