//! A log that we did not write (transparency-dev/tessera's test data), verified in full.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use daybook_ledger::{tile::decode_hashes, *};

const KEY: &str = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

/// The log's folder, `../shared/data/tlog` from the project's root, where it is there.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/tlog");
    if !folder.is_dir() {
        // Past the capture of passing tests: a skip must be seen.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no small log at {}: nothing was verified", folder.display());
        return None;
    }
    Some(folder)
}

/// The tree behind a checkpoint, read from the tiles that the checkpoint promises.
struct Tiles {
    folder: PathBuf,
    size: u64,
}

impl HashReader for Tiles {
    type Error = std::io::Error;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Self::Error> {
        at.iter().map(|node| self.node(*node)).collect()
    }
}

impl Tiles {
    fn node(&self, node: NodeIndex) -> Result<Hash, std::io::Error> {
        let (tile, part) = Tile::containing(node, self.size).expect("a node of this tree");
        let hashes = decode_hashes(&fs::read(self.folder.join(tile.path()))?, tile.width).expect("a tile of hashes");
        Ok(tile::subtree_root(&hashes[part]).expect("a complete subtree"))
    }

    fn entries(&self) -> Vec<Vec<u8>> {
        let Some(tile) = Tile::at(0, 0, self.size) else { return Vec::new() };
        let bytes = fs::read(self.folder.join(tile.entries_path())).unwrap();
        let entries: Vec<_> = bundle::decode(&bytes).unwrap().into_iter().map(<[u8]>::to_vec).collect();
        assert_eq!(entries.len(), usize::from(tile.width));
        entries
    }
}

fn checkpoints(folder: &Path) -> Vec<Checkpoint> {
    let key = VerifierKey::parse(KEY).unwrap();
    let read = |name: String| {
        let raw = fs::read_to_string(folder.join(name)).unwrap();
        let signed = SignedCheckpoint::open(&raw, &key).unwrap();
        assert_eq!(signed.note().to_string(), raw);
        signed.checkpoint().clone()
    };
    let numbered: Vec<_> = (0..=15).map(|size| read(format!("checkpoint.{size}"))).collect();
    assert_eq!(read("checkpoint".into()), numbered[15]);
    numbered
}

#[test]
fn the_verifier_key_comes_back() {
    let key: VerifierKey = KEY.parse().unwrap();
    assert_eq!((key.name(), key.id(), key.to_string().as_str()), ("example.com/log/testdata", 0x33d7_b496, KEY));
}

#[test]
fn every_checkpoint_has_the_root_of_its_tiles_and_of_its_entries() {
    let Some(folder) = folder() else { return };
    for (size, checkpoint) in checkpoints(&folder).into_iter().enumerate() {
        assert_eq!(checkpoint.size, size as u64);
        let tiles = Tiles { folder: folder.clone(), size: size as u64 };
        assert_eq!(root_of(&tiles), checkpoint.root);
        let mut frontier = Frontier::new();
        for entry in tiles.entries() {
            frontier.push(leaf_hash(&entry));
        }
        assert_eq!((frontier.size(), frontier.root()), (checkpoint.size, checkpoint.root));
    }
}

fn root_of(tiles: &Tiles) -> Hash {
    merkle::root_at(tiles.size, tiles).unwrap()
}

#[test]
fn every_entry_is_included_in_every_checkpoint_that_has_it() {
    let Some(folder) = folder() else { return };
    let key = VerifierKey::parse(KEY).unwrap();
    for checkpoint in checkpoints(&folder) {
        let tiles = Tiles { folder: folder.clone(), size: checkpoint.size };
        let raw = fs::read_to_string(folder.join(format!("checkpoint.{}", checkpoint.size))).unwrap();
        for (index, entry) in (0..).zip(tiles.entries()) {
            let hashes = merkle::prove_inclusion(index, checkpoint.size, &tiles).unwrap();
            let proof = TlogProof { index, hashes, checkpoint: raw.clone(), extra: None };
            let proof = TlogProof::parse(&proof.to_string()).unwrap();
            assert_eq!(proof.verify(&leaf_hash(&entry), &key).unwrap(), checkpoint);
            assert!(proof.verify(&leaf_hash(b"another entry"), &key).is_err());
        }
    }
}

#[test]
fn every_checkpoint_extends_those_before() {
    let Some(folder) = folder() else { return };
    let all = checkpoints(&folder);
    for new in &all {
        let tiles = Tiles { folder: folder.clone(), size: new.size };
        for old in all.iter().take(new.size as usize + 1) {
            let proof = merkle::prove_consistency(old.size, new.size, &tiles).unwrap();
            merkle::verify_consistency(old.size, &old.root, new.size, &new.root, &proof).unwrap();
        }
    }
}
