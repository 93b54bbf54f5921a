//! One pass over a log: hashes rebuilt, entries judged, signatures verified, all compared with what the source says.

use daybook_ledger::tile::decode_hashes;
use daybook_ledger::verify::native::AwsLc;
use daybook_ledger::{
    Checkpoint, Entry, EntryError, Frontier, Hash, NetworkState, SignedCheckpoint, Tile, VerifierKey, VerifyPs256,
    bundle, leaf_hash,
};

use super::blocks::Blocks;
use super::evidence::Pieces;
use super::roots::RecentRoots;
use super::source::{PartialTiles, Source, SourceError};
use super::{Finding, MOST_FINDINGS, Progress, parallel};
use crate::store::Snapshot;
use crate::tree::{Edge, FullTile, WIDTH};

/// Bundles read, judged and verified at a time.
const WAVE: u64 = 16;

pub struct Fold<'a> {
    source: &'a dyn Source,
    size: u64,
    checked: u64,
    /// The tree as the entries have it.
    frontier: Frontier,
    edge: Edge,
    /// The tree as the level-0 tiles have it.
    told: Frontier,
    roots: RecentRoots<'a>,
    /// The state, until an entry is refused.
    state: Option<NetworkState>,
    blocks: Blocks,
    pieces: Pieces,
    snapshot: Option<Snapshot>,
    findings: Vec<Finding>,
}

/// An entry of the wave at hand.
struct Read {
    index: u64,
    leaf: Hash,
    told: Hash,
    entry: Result<Entry, EntryError>,
}

/// A signature to verify: of which entry, with which key.
struct Signed<'a> {
    index: u64,
    entry: &'a Entry,
    spki: Vec<u8>,
}

impl<'a> Fold<'a> {
    pub fn new(source: &'a dyn Source, size: u64, findings: Vec<Finding>) -> Self {
        Self {
            source,
            size,
            checked: 0,
            frontier: Frontier::new(),
            edge: Edge::default(),
            told: Frontier::new(),
            roots: RecentRoots::new(source, size),
            state: Some(NetworkState::new()),
            blocks: Blocks::default(),
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
        let bundles = self.size.div_ceil(WIDTH);
        let mut next = 0;
        while next < bundles && self.findings.len() < MOST_FINDINGS {
            let wave = next..bundles.min(next + WAVE);
            next = wave.end;
            let read = self.read_wave(wave)?;
            self.judge(&read)?;
            self.checked += read.len() as u64;
            progress(Progress { checked: self.checked, size: self.size });
        }
        Ok(())
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

    fn read_wave(&mut self, wave: std::ops::Range<u64>) -> Result<Vec<Read>, SourceError> {
        let mut raw = Vec::new();
        for number in wave {
            let Some(tile) = Tile::at(0, number, self.size) else { continue };
            let Some(bytes) = self.source.entries(&tile)? else {
                self.find("bundle", number, "it is missing");
                continue;
            };
            let told = self.told_hashes(&tile)?;
            self.split_bundle(&tile, &bytes, told.as_deref(), &mut raw);
        }
        Ok(parallel::map(&raw, |(index, bytes, told)| {
            let leaf = leaf_hash(bytes);
            Read { index: *index, leaf, told: told.unwrap_or(leaf), entry: Entry::parse(bytes) }
        }))
    }

    fn told_hashes(&mut self, tile: &Tile) -> Result<Option<Vec<Hash>>, SourceError> {
        if !tile.is_full() && self.source.partial_tiles() == PartialTiles::Computed {
            return Ok(None);
        }
        let hashes = self.source.tile(tile)?.and_then(|bytes| decode_hashes(&bytes, tile.width));
        if hashes.is_none() {
            self.find("tile", tile.index, "this tile of level 0 is missing or cut");
        }
        Ok(hashes)
    }

    fn split_bundle(
        &mut self,
        tile: &Tile,
        bytes: &[u8],
        told: Option<&[Hash]>,
        into: &mut Vec<(u64, Vec<u8>, Option<Hash>)>,
    ) {
        let width = usize::from(tile.width);
        match bundle::decode(bytes) {
            Ok(entries) if entries.len() >= width => {
                let first = tile.index * WIDTH;
                for (at, entry) in entries.into_iter().take(width).enumerate() {
                    into.push((first + at as u64, entry.to_vec(), told.and_then(|told| told.get(at).copied())));
                }
            }
            Ok(entries) => {
                self.find("bundle", tile.index, format!("it holds {} entries instead of {width}", entries.len()));
            }
            Err(why) => self.find("bundle", tile.index, why),
        }
    }

    /// Hashes in order, rules in order, then all signatures at once.
    fn judge(&mut self, wave: &[Read]) -> Result<(), SourceError> {
        let mut signed = Vec::with_capacity(wave.len());
        for read in wave {
            if read.leaf != read.told {
                self.find("entry", read.index, "its bytes are not those that its hash tile names");
            }
            match &read.entry {
                Ok(entry) => {
                    for (number, what) in self.pieces.meet(read.index, &read.leaf, entry) {
                        self.find("evidence", number, what);
                    }
                    signed.extend(self.fold(read.index, entry));
                    self.check_place(read.index, entry)?;
                }
                Err(why) => {
                    self.find("entry", read.index, why);
                    self.stop_folding(read.index);
                }
            }
            self.grow(read)?;
        }
        let verified = parallel::map(&signed, |signed| {
            AwsLc.verify(&signed.spki, &signed.entry.to_be_signed(), signed.entry.signature())
        });
        for (signed, verified) in signed.iter().zip(verified) {
            if verified.is_err() {
                self.find("entry", signed.index, "its signature is wrong");
            }
        }
        Ok(())
    }

    fn fold<'e>(&mut self, index: u64, entry: &'e Entry) -> Option<Signed<'e>> {
        let state = self.state.as_mut()?;
        let spki = state.signing_key(entry).map(<[u8]>::to_vec);
        match state.check_unsigned(entry, &self.roots) {
            Ok(step) => state.advance(step),
            Err(rejection) => {
                self.find("entry", index, rejection);
                self.stop_folding(index);
            }
        }
        Some(Signed { index, entry, spki: spki.ok()? })
    }

    fn stop_folding(&mut self, index: u64) {
        if self.state.take().is_some() && index + 1 < self.size {
            self.find("entry", index + 1, "from here on the network's rules and signatures were not checked");
        }
    }

    fn check_place(&mut self, index: u64, entry: &Entry) -> Result<(), SourceError> {
        let Some(inner) = self.source.inner() else { return Ok(()) };
        let header = entry.header();
        if inner.place(&header.key_id, header.seq)? != Some(index) {
            self.find("place", index, "the list of desks' entries does not lead here");
        }
        Ok(())
    }

    fn grow(&mut self, read: &Read) -> Result<(), SourceError> {
        self.frontier.push(read.leaf);
        self.told.push(read.told);
        let mut full = Vec::new();
        self.edge.push(read.leaf, &mut full);
        self.roots.push(self.frontier.root());
        // Level 0 was compared hash by hash.
        for tile in full.iter().filter(|tile| tile.level > 0) {
            self.check_full_tile(tile)?;
        }
        self.check_snapshot();
        self.check_reached_blocks()
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
            let Some((number, nodes)) = self.edge.tile(level) else { break };
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
        let (by_entries, by_tiles) = (self.frontier.root(), self.told.root());
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
            if block.size > self.frontier.size() {
                break;
            }
            let (number, is_right) = (block.number, block.root == self.frontier.root());
            let is_in_order = self.blocks.pass();
            if !is_right || !is_in_order {
                self.find("block", number, "its size or root is not that of the entries");
            }
        }
        Ok(())
    }

    fn check_snapshot(&mut self) {
        let at = self.frontier.size();
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
