//! Roots and proofs out of stored hashes (RFC 6962 sections 2.1, 2.1.1 and 2.1.2).

use std::ops::Range;

use super::{HashReader, cover, fold, split};
use crate::hash::Hash;

/// Why there is no such proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProveError<E> {
    /// The leaf, or the older tree, is not within the tree.
    #[error("{index} is outside the tree of size {size}")]
    Outside {
        /// The leaf's index, or the older tree's size.
        index: u64,
        /// The tree's size.
        size: u64,
    },
    /// The reader answered with another number of hashes than it was asked for.
    #[error("{got} hashes were read instead of {wanted}")]
    WrongCount {
        /// How many were asked for.
        wanted: usize,
        /// How many came.
        got: usize,
    },
    /// The hashes could not be read.
    #[error("the tree's hashes could not be read")]
    Read(#[source] E),
}

/// The root of the tree's first `size` leaves.
pub fn root_at<R: HashReader>(size: u64, reader: &R) -> Result<Hash, R::Error> {
    if size == 0 {
        return Ok(fold(&[]));
    }
    Ok(fold(&reader.read(&cover(0, size))?))
}

/// The path from the leaf at `index` to the root of the tree of `size`, from the leaf's sibling upwards.
pub fn prove_inclusion<R: HashReader>(index: u64, size: u64, reader: &R) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if index >= size {
        return Err(ProveError::Outside { index, size });
    }
    read_subtrees(&inclusion_subtrees(index, size), reader)
}

/// The hashes that show the tree of `old` leaves to be the beginning of the tree of `new` leaves; none where `old` is 0 or `new`.
pub fn prove_consistency<R: HashReader>(old: u64, new: u64, reader: &R) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if old > new {
        return Err(ProveError::Outside { index: old, size: new });
    }
    read_subtrees(&consistency_subtrees(old, new), reader)
}

/// PATH(m, D[n]): at every split the half without the leaf, lowest last to be found and first in the proof.
pub(crate) fn inclusion_subtrees(index: u64, size: u64) -> Vec<Range<u64>> {
    let (mut low, mut high) = (0, size);
    let mut siblings = Vec::new();
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            siblings.push(middle..high);
            high = middle;
        } else {
            siblings.push(low..middle);
            low = middle;
        }
    }
    siblings.reverse();
    siblings
}

/// SUBPROOF(m, D[n], true): as PATH to the end of the old tree, and the subtree it ends with unless that is the old tree itself.
fn consistency_subtrees(old: u64, new: u64) -> Vec<Range<u64>> {
    if old == 0 || old == new {
        return Vec::new();
    }
    let (mut low, mut high) = (0, new);
    let mut subtrees = Vec::new();
    while old < high {
        let middle = low + split(high - low);
        if old <= middle {
            subtrees.push(middle..high);
            high = middle;
        } else {
            subtrees.push(low..middle);
            low = middle;
        }
    }
    if low > 0 {
        subtrees.push(low..high);
    }
    subtrees.reverse();
    subtrees
}

/// The root of each of these ranges of leaves, with one read for all of them.
fn read_subtrees<R: HashReader>(subtrees: &[Range<u64>], reader: &R) -> Result<Vec<Hash>, ProveError<R::Error>> {
    let covers: Vec<_> = subtrees.iter().map(|leaves| cover(leaves.start, leaves.end)).collect();
    let wanted = covers.concat();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let hashes = reader.read(&wanted).map_err(ProveError::Read)?;
    if hashes.len() != wanted.len() {
        return Err(ProveError::WrongCount { wanted: wanted.len(), got: hashes.len() });
    }
    let mut rest = hashes.as_slice();
    Ok(covers.iter().map(|cover| take_root(&mut rest, cover.len())).collect())
}

fn take_root(rest: &mut &[Hash], count: usize) -> Hash {
    let (subtree, after) = rest.split_at(count);
    *rest = after;
    fold(subtree)
}
