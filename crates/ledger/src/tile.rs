//! Tiles and entry bundles after c2sp.org/tlog-tiles: a tree as immutable files of 256 hashes or entries each.

use std::ops::Range;

use crate::{
    checkpoint::parse_decimal,
    hash::{Hash, node_hash},
    merkle::NodeIndex,
};

pub mod bundle;

/// How many hashes, or entries, a full tile has.
pub const TILE_WIDTH: u16 = 256;
const TILE_HEIGHT: u8 = 8;
const MAX_LEVEL: u64 = 63;

/// One tile, full or partial; at level 0 it is also the name of the bundle with its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// 0 for leaf hashes; each level up spans 256 times as many leaves.
    pub level: u8,
    /// The position among the tiles of its level.
    pub index: u64,
    /// How many hashes it has, 1 to 256.
    pub width: u16,
}

/// The path names no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this path names no tile")]
pub struct TilePathError;

impl Tile {
    /// The path of the tile of hashes: `tile/<L>/<N>[.p/<W>]`.
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, self.suffix())
    }

    /// The path of the bundle of entries: `tile/entries/<N>[.p/<W>]`.
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}", self.suffix())
    }

    /// Reads [`Tile::path`], in exactly that form.
    pub fn parse(path: &str) -> Result<Self, TilePathError> {
        let (level, rest) = path.strip_prefix("tile/").and_then(|p| p.split_once('/')).ok_or(TilePathError)?;
        let level = parse_decimal(level).filter(|level| *level <= MAX_LEVEL).ok_or(TilePathError)?;
        Self::from_suffix(level as u8, rest)
    }

    /// Reads [`Tile::entries_path`], in exactly that form.
    pub fn parse_entries(path: &str) -> Result<Self, TilePathError> {
        Self::from_suffix(0, path.strip_prefix("tile/entries/").ok_or(TilePathError)?)
    }

    /// The tile with the hash at this place in a tree of `size`, and which of its hashes that subtree is made of
    /// (see [`subtree_root`]); `None` where the tree has no such complete subtree.
    pub fn containing(node: NodeIndex, size: u64) -> Option<(Self, Range<usize>)> {
        let (level, inner) = (node.level / TILE_HEIGHT, node.level % TILE_HEIGHT);
        let first = node.index.checked_mul(1 << inner)?;
        let (index, start) = (first / u64::from(TILE_WIDTH), (first % u64::from(TILE_WIDTH)) as usize);
        let tile = Self::at(level, index, size)?;
        let hashes = start..start + (1 << inner);
        (hashes.end <= usize::from(tile.width)).then_some((tile, hashes))
    }

    /// The tile at this place as a tree of `size` has it; `None` where it has none.
    pub fn at(level: u8, index: u64, size: u64) -> Option<Self> {
        let hashes = hashes_at(level, size);
        let first = index.checked_mul(u64::from(TILE_WIDTH))?;
        let width = hashes.checked_sub(first)?.min(u64::from(TILE_WIDTH)) as u16;
        (width > 0).then_some(Self { level, index, width })
    }

    /// The tiles that a tree of `new` leaves has and the tree of `old` had not, or not as wide, from level 0 up.
    pub fn grown(old: u64, new: u64) -> Vec<Self> {
        (0..TILE_HEIGHT).flat_map(|level| Self::grown_at(level, old, new)).collect()
    }

    fn grown_at(level: u8, old: u64, new: u64) -> Vec<Self> {
        let (before, after) = (hashes_at(level, old), hashes_at(level, new));
        if after <= before {
            return Vec::new();
        }
        let width = u64::from(TILE_WIDTH);
        (before / width..=(after - 1) / width).filter_map(|index| Self::at(level, index, new)).collect()
    }

    /// The places of its hashes in the tree.
    pub fn nodes(&self) -> impl Iterator<Item = NodeIndex> + use<> {
        let level = self.level.saturating_mul(TILE_HEIGHT);
        let first = self.index.saturating_mul(u64::from(TILE_WIDTH));
        (first..first.saturating_add(u64::from(self.width))).map(move |index| NodeIndex { level, index })
    }

    /// Whether it will never change again.
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    fn suffix(&self) -> String {
        let mut number = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            number = format!("x{:03}/{number}", rest % 1000);
            rest /= 1000;
        }
        if self.is_full() { number } else { format!("{number}.p/{}", self.width) }
    }

    fn from_suffix(level: u8, suffix: &str) -> Result<Self, TilePathError> {
        let (number, width) = match suffix.split_once(".p/") {
            Some((number, width)) => (number, parse_decimal(width).ok_or(TilePathError)?),
            None => (suffix, u64::from(TILE_WIDTH)),
        };
        if width == 0 || width > u64::from(TILE_WIDTH) {
            return Err(TilePathError);
        }
        let index = number.split('/').try_fold(0, add_group).ok_or(TilePathError)?;
        let tile = Self { level, index, width: width as u16 };
        // Only the one form: x-groups, no leading group of zeroes, no ".p/256".
        if tile.suffix() == suffix { Ok(tile) } else { Err(TilePathError) }
    }
}

/// The root of the complete subtree over these hashes, a power of two of them; `None` for any other number.
pub fn subtree_root(hashes: &[Hash]) -> Option<Hash> {
    if !hashes.len().is_power_of_two() {
        return None;
    }
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    row.first().copied()
}

/// A tile's bytes: its hashes one after the other.
pub fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The hashes of a tile's bytes; `None` where they are not `width` hashes.
pub fn decode_hashes(bytes: &[u8], width: u16) -> Option<Vec<Hash>> {
    if bytes.len() != usize::from(width) * 32 {
        return None;
    }
    bytes.chunks_exact(32).map(Hash::from_slice).collect()
}

/// How many hashes the tiles of a level have in a tree of `size`.
fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(TILE_HEIGHT)).unwrap_or(0)
}

fn add_group(number: u64, group: &str) -> Option<u64> {
    let digits = group.strip_prefix('x').unwrap_or(group);
    if digits.len() != 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    number.checked_mul(1000)?.checked_add(digits.parse().ok()?)
}

#[cfg(test)]
mod tests;
