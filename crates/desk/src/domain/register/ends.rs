//! Where each of many pieces that lie end to end begins and ends: how long each is, and where every sixteenth begins.

use std::ops::Range;

use super::image;

/// So many pieces from one known beginning to the next.
const APART: usize = 16;

/// The pieces' lengths, in two bytes each.
#[derive(Default)]
pub(super) struct Ends {
    lengths: Vec<u16>,
    /// Where the first of each [`APART`] pieces begins.
    begins: Vec<u32>,
    end: u32,
}

impl Ends {
    /// How many pieces.
    pub(super) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Puts a piece behind the last one.
    pub(super) fn push(&mut self, length: u16) {
        if self.len().is_multiple_of(APART) {
            super::push(&mut self.begins, self.end);
        }
        super::push(&mut self.lengths, length);
        self.end += u32::from(length);
    }

    /// Where a piece lies.
    pub(super) fn range(&self, piece: u32) -> Range<usize> {
        let piece = piece as usize;
        let from = self.begin(piece);
        from..from + usize::from(self.lengths[piece])
    }

    fn begin(&self, piece: usize) -> usize {
        let known = piece / APART;
        let before = self.lengths[known * APART..piece].iter().map(|length| u32::from(*length));
        (self.begins[known] + before.sum::<u32>()) as usize
    }

    /// The piece that `place` lies in; it is not before `from`, and near it as a rule. The number of all if it lies behind them.
    pub(super) fn owner(&self, from: usize, place: usize) -> usize {
        let (mut known, mut step) = (from / APART, 1);
        while self.begins.get(known + step).is_some_and(|begin| *begin as usize <= place) {
            known += step;
            step *= 2;
        }
        let near = &self.begins[known.min(self.begins.len())..self.begins.len().min(known + step)];
        let known = known + near.partition_point(|begin| *begin as usize <= place).saturating_sub(1);
        let mut end = self.begins.get(known).map_or(0, |begin| *begin as usize);
        let behind = self.lengths.iter().skip(known * APART).take_while(|length| {
            end += usize::from(**length);
            end <= place
        });
        known * APART + behind.count()
    }

    /// How long each is.
    pub(super) fn lengths(&self) -> &[u16] {
        &self.lengths
    }

    /// Of pieces that are so long, two bytes each, little-endian; `None` unless they make `whole`.
    pub(super) fn of(lengths: &[u8], whole: usize) -> Option<Self> {
        let lengths = image::to_u16s(lengths)?;
        let (mut begins, mut end) = (Vec::with_capacity(lengths.len().div_ceil(APART)), 0_u32);
        for (piece, length) in lengths.iter().enumerate() {
            if piece.is_multiple_of(APART) {
                begins.push(end);
            }
            end = end.checked_add(u32::from(*length))?;
        }
        (end as usize == whole).then_some(Self { lengths, begins, end })
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, more: usize) {
        self.lengths.reserve_exact(more);
        self.begins.reserve_exact(more / APART + 1);
    }

    /// How much memory it takes, in bytes.
    pub(super) fn memory(&self) -> usize {
        2 * self.lengths.capacity() + 4 * self.begins.capacity()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_place_has_its_piece(lengths in prop::collection::vec(0_u16..5, 0..90), from in 0_usize..90) {
            let mut ends = Ends::default();
            lengths.iter().for_each(|length| ends.push(*length));
            let owners: Vec<usize> =
                lengths.iter().enumerate().flat_map(|(piece, length)| vec![piece; usize::from(*length)]).collect();
            for (place, owner) in owners.iter().enumerate() {
                prop_assert!(ends.range(*owner as u32).contains(&place));
                prop_assert_eq!(ends.owner(from.min(*owner), place), *owner);
            }
            prop_assert_eq!(ends.owner(0, owners.len()), lengths.len());
            let again = Ends::of(&image::from_u16s(ends.lengths().iter().copied()), owners.len()).unwrap();
            prop_assert!((0..lengths.len() as u32).all(|piece| again.range(piece) == ends.range(piece)));
            prop_assert!(Ends::of(&image::from_u16s(lengths.iter().copied()), owners.len() + 1).is_none());
        }
    }
}
