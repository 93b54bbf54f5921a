//! One pass over a log: hashes rebuilt, entries judged, signatures verified, all compared with what the source says.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread;

use daybook_ledger::verify::native::PublicKey;
use daybook_ledger::{Checkpoint, Entry, KeyId, NetworkState, SignedCheckpoint, Tile, VerifierKey};

use super::ahead::{self, Read, Wave};
use super::blocks::Blocks;
use super::evidence::Pieces;
use super::places::Places;
use super::roots::Grown;
use super::signatures::{Signatures, Signed};
use super::source::{PartialTiles, Source, SourceError};
use super::{Finding, MOST_FINDINGS, Progress, parallel};
use crate::store::Snapshot;
use crate::tree::{Edge, FullTile, WIDTH};

pub struct Fold<'a> {
    source: &'a dyn Source,
    size: u64,
    checked: u64,
    /// The tree as the entries have it.
    tree: Grown<'a>,
    /// The tree as the level-0 tiles have it, once it is another.
    told: Option<Edge>,
    /// The state, until an entry is refused.
    state: Option<NetworkState>,
    keys: HashMap<KeyId, Arc<Option<PublicKey>>>,
    blocks: Blocks,
    places: Places,
    pieces: Pieces,
    snapshot: Option<Snapshot>,
    findings: Vec<Finding>,
}

impl<'a> Fold<'a> {
    pub fn new(source: &'a dyn Source, size: u64, findings: Vec<Finding>) -> Self {
        Self {
            source,
            size,
            checked: 0,
            tree: Grown::new(source),
            told: None,
            state: Some(NetworkState::new()),
            keys: HashMap::new(),
            blocks: Blocks::default(),
            places: Places::default(),
            pieces: Pieces::default(),
            snapshot: None,
            findings,
        }
    }

    pub fn checked(&self) -> u64 {
        self.checked
    }

    pub fn run(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<(), SourceError> {
        if let Some(inner) = self.source.inner() {
            self.snapshot = inner.snapshot()?;
            self.pieces = Pieces::read(inner)?;
        }
        self.check_reached_blocks()?;
        let (source, size) = (self.source, self.size);
        thread::scope(|scope| {
            let (waves, signatures) = (ahead::read(scope, source, size), Signatures::start(scope));
            // Nobody reads on once this loop is left: the other end of the channel is gone then.
            for wave in waves {
                self.judge(wave?, &signatures)?;
                progress(Progress { checked: self.checked, size: self.size });
                if self.findings.len() + signatures.bad() >= MOST_FINDINGS {
                    break;
                }
            }
            for index in signatures.finish() {
                self.find("entry", index, "its signature is wrong");
            }
            Ok(())
        })
    }

    pub fn finish(mut self, checkpoint: &Checkpoint, key: &VerifierKey) -> Result<Vec<Finding>, SourceError> {
        if self.checked == self.size {
            self.check_root(checkpoint);
            self.check_partial_tiles()?;
            self.check_blocks(key)?;
            for (number, what) in std::mem::take(&mut self.pieces).finish(self.state.as_ref()) {
                self.find("evidence", number, what);
            }
        }
        self.findings.truncate(MOST_FINDINGS);
        Ok(self.findings)
    }

    /// Hashes in order, rules in order; the signatures are verified meanwhile.
    fn judge(&mut self, mut wave: Wave, signatures: &Signatures<'_>) -> Result<(), SourceError> {
        self.findings.append(&mut wave.findings);
        let mut signed = Vec::with_capacity(wave.entries.len());
        for (place, read) in wave.entries.iter().enumerate() {
            if read.leaf != read.told {
                self.find("entry", read.index, "its bytes are not those that its hash tile names");
            }
            match &read.entry {
                Ok(entry) => {
                    for (number, what) in self.pieces.meet(read.index, &read.leaf, entry) {
                        self.find("evidence", number, what);
                    }
                    signed.extend(self.fold(read.index, entry).map(|key| Signed { place, key }));
                    self.check_place(read.index, entry)?;
                }
                Err(why) => {
                    self.find("entry", read.index, why);
                    self.stop_folding(read.index);
                }
            }
            self.grow(read)?;
        }
        self.checked += wave.entries.len() as u64;
        signatures.take(&Arc::new(wave), signed);
        Ok(())
    }

    /// Judges an entry by every rule but its signature; the key that must have signed it.
    fn fold(&mut self, index: u64, entry: &Entry) -> Option<Arc<Option<PublicKey>>> {
        let state = self.state.as_mut()?;
        let key = state.signing_key(entry).ok().map(|spki| {
            // The id is the key's own hash: there is one key of each.
            let read = || Arc::new(PublicKey::read(spki).ok());
            Arc::clone(self.keys.entry(entry.header().key_id).or_insert_with(read))
        });
        match state.check_unsigned(entry, &self.tree) {
            Ok(step) => state.advance(step),
            Err(rejection) => {
                self.find("entry", index, rejection);
                self.stop_folding(index);
            }
        }
        key
    }

    fn stop_folding(&mut self, index: u64) {
        if self.state.take().is_some() && index + 1 < self.size {
            self.find("entry", index + 1, "from here on the network's rules and signatures were not checked");
        }
    }

    fn check_place(&mut self, index: u64, entry: &Entry) -> Result<(), SourceError> {
        let Some(inner) = self.source.inner() else { return Ok(()) };
        let header = entry.header();
        if self.places.of(inner, &header.key_id, header.seq)? != Some(index) {
            self.find("place", index, "the list of desks' entries does not lead here");
        }
        Ok(())
    }

    fn grow(&mut self, read: &Read) -> Result<(), SourceError> {
        let mut full = Vec::new();
        self.grow_told(read);
        self.tree.push(read.leaf, &mut full);
        // Level 0 was compared hash by hash.
        for tile in full.iter().filter(|tile| tile.level > 0) {
            self.check_full_tile(tile)?;
        }
        self.check_snapshot();
        self.check_reached_blocks()
    }

    fn grow_told(&mut self, read: &Read) {
        if self.told.is_none() && read.told != read.leaf {
            self.told = Some(self.tree.edge().clone());
        }
        if let Some(told) = &mut self.told {
            told.push(read.told, &mut Vec::new());
        }
    }

    fn check_full_tile(&mut self, full: &FullTile) -> Result<(), SourceError> {
        let tile = Tile { level: full.level, index: full.number, width: WIDTH as u16 };
        match self.source.tile(&tile)? {
            Some(bytes) if bytes == full.nodes.bytes(WIDTH) => {}
            found => self.find_tile(&tile, found.is_some()),
        }
        Ok(())
    }

    fn find_tile(&mut self, tile: &Tile, is_there: bool) {
        let what = if is_there { "holds other hashes than the entries give" } else { "is missing" };
        self.find("tile", tile.index, format!("this tile of level {} {what}", tile.level));
    }

    fn check_partial_tiles(&mut self) -> Result<(), SourceError> {
        if self.source.partial_tiles() == PartialTiles::Computed {
            return Ok(());
        }
        for level in 1..8 {
            let Some((number, nodes)) = self.tree.edge().tile(level) else { break };
            let Some(tile) = Tile::at(level, number, self.size) else { continue };
            let expected = nodes.bytes(u64::from(tile.width));
            match self.source.tile(&tile)? {
                Some(bytes) if bytes == expected => {}
                found => self.find_tile(&tile, found.is_some()),
            }
        }
        Ok(())
    }

    fn check_root(&mut self, checkpoint: &Checkpoint) {
        let by_entries = self.tree.edge().root();
        let by_tiles = self.told.as_ref().map_or(by_entries, Edge::root);
        if by_entries == checkpoint.root {
            return;
        }
        let what = if by_tiles == checkpoint.root {
            "the hash tiles give the checkpoint's root, the entries do not: entries were changed"
        } else {
            "neither the entries nor the hash tiles give the checkpoint's root"
        };
        self.findings.push(Finding { about: "root", number: None, what: what.into() });
    }

    /// Notes the root at every block's size as the fold passes it.
    fn check_reached_blocks(&mut self) -> Result<(), SourceError> {
        let Some(inner) = self.source.inner() else { return Ok(()) };
        while let Some(block) = self.blocks.peek(|from| inner.blocks(from, 1_000))? {
            if block.size > self.tree.edge().size() {
                break;
            }
            let (number, is_right) = (block.number, block.root == self.tree.edge().root());
            let is_in_order = self.blocks.pass();
            if !is_right || !is_in_order {
                self.find("block", number, "its size or root is not that of the entries");
            }
        }
        Ok(())
    }

    fn check_snapshot(&mut self) {
        let at = self.tree.edge().size();
        let Some(snapshot) = self.snapshot.take_if(|snapshot| snapshot.size == at) else { return };
        if self.state.as_ref().is_some_and(|state| state.to_cbor() != snapshot.state) {
            self.find("snapshot", at, "the saved state is not the one that the entries give");
        }
    }

    /// The signature of every checkpoint that the log ever had.
    fn check_blocks(&mut self, key: &VerifierKey) -> Result<(), SourceError> {
        let Some(inner) = self.source.inner() else { return Ok(()) };
        let mut from = 0;
        loop {
            let blocks = inner.blocks(from, 10_000)?;
            let Some(last) = blocks.last() else { return Ok(()) };
            from = last.number + 1;
            let verified = parallel::map(&blocks, |block| SignedCheckpoint::open(&block.note(key.name()), key).is_ok());
            for (block, is_signed) in blocks.iter().zip(verified) {
                if !is_signed {
                    self.find("block", block.number, "its checkpoint's signature is wrong");
                }
            }
        }
    }

    fn find(&mut self, about: &'static str, number: u64, what: impl ToString) {
        self.findings.push(Finding { about, number: Some(number), what: what.to_string() });
    }
}
