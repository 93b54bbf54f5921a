//! Reading ahead of the judge: bundles fetched, cut, parsed and hashed while what was read before is being judged.

use std::ops::Range;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Scope;

use daybook_ledger::tile::decode_hashes;
use daybook_ledger::{Entry, EntryError, Hash, Tile, bundle, leaf_hash};

use super::Finding;
use super::source::{PartialTiles, Source, SourceError};
use crate::tree::WIDTH;

/// Bundles in a wave.
const WAVE: u64 = 8;
/// Waves that wait for the judge at most: they are what the check keeps in memory.
const AHEAD: usize = 2;

/// Some bundles of the log, read.
#[derive(Default)]
pub struct Wave {
    /// Their entries, in order.
    pub entries: Vec<Read>,
    /// What was wrong already with reading them.
    pub findings: Vec<Finding>,
}

/// An entry as it was read.
pub struct Read {
    /// Its index.
    pub index: u64,
    /// The hash of its bytes.
    pub leaf: Hash,
    /// The hash that its tile names.
    pub told: Hash,
    /// The entry.
    pub entry: Result<Entry, EntryError>,
}

/// Reads the whole log of this size, wave by wave; ends early when nobody takes them any more, or after an error.
pub fn read<'scope>(
    scope: &'scope Scope<'scope, '_>,
    source: &'scope dyn Source,
    size: u64,
) -> Receiver<Result<Wave, SourceError>> {
    let (send, receive) = sync_channel(AHEAD);
    scope.spawn(move || {
        let bundles = size.div_ceil(WIDTH);
        let mut next = 0;
        while next < bundles {
            let wave = next..bundles.min(next + WAVE);
            next = wave.end;
            let read = read_wave(source, size, wave);
            let has_failed = read.is_err();
            if send.send(read).is_err() || has_failed {
                return;
            }
        }
    });
    receive
}

fn read_wave(source: &dyn Source, size: u64, numbers: Range<u64>) -> Result<Wave, SourceError> {
    let mut wave = Wave::default();
    for number in numbers {
        let Some(tile) = Tile::at(0, number, size) else { continue };
        match source.entries(&tile)? {
            Some(bytes) => {
                let told = wave.told_hashes(source, &tile)?;
                wave.read_bundle(&tile, &bytes, told.as_deref());
            }
            None => wave.find("bundle", number, "it is missing"),
        }
    }
    Ok(wave)
}

impl Wave {
    fn told_hashes(&mut self, source: &dyn Source, tile: &Tile) -> Result<Option<Vec<Hash>>, SourceError> {
        if !tile.is_full() && source.partial_tiles() == PartialTiles::Computed {
            return Ok(None);
        }
        let hashes = source.tile(tile)?.and_then(|bytes| decode_hashes(&bytes, tile.width));
        if hashes.is_none() {
            self.find("tile", tile.index, "this tile of level 0 is missing or cut");
        }
        Ok(hashes)
    }

    fn read_bundle(&mut self, tile: &Tile, bytes: &[u8], told: Option<&[Hash]>) {
        let width = usize::from(tile.width);
        match bundle::decode(bytes) {
            Ok(entries) if entries.len() >= width => {
                let first = tile.index * WIDTH;
                let entries = entries.into_iter().take(width).enumerate();
                self.entries.extend(entries.map(|(at, bytes)| {
                    let leaf = leaf_hash(bytes);
                    let told = told.and_then(|told| told.get(at).copied()).unwrap_or(leaf);
                    Read { index: first + at as u64, leaf, told, entry: Entry::parse(bytes) }
                }));
            }
            Ok(entries) => {
                self.find("bundle", tile.index, format!("it holds {} entries instead of {width}", entries.len()));
            }
            Err(why) => self.find("bundle", tile.index, why),
        }
    }

    fn find(&mut self, about: &'static str, number: u64, what: impl ToString) {
        self.findings.push(Finding { about, number: Some(number), what: what.to_string() });
    }
}
