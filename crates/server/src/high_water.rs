//! The highest published tree, noted outside the database: it betrays a database that was restored from a backup.
//!
//! Two slots of one line each are written in turn, so that a torn write leaves the other whole.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use daybook_ledger::Hash;
use sha2::{Digest, Sha256};

const SLOT: usize = 256;
/// The disk is waited for at most once in this many milliseconds; a killed process loses nothing by it.
const SYNC_EVERY_MS: u64 = 1_000;

/// The highest tree that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its size.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

/// The file that keeps the mark.
pub struct HighWater {
    file: File,
    next_slot: u64,
    synced_ms: u64,
}

/// The mark could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum HighWaterError {
    /// The file is not there: it was lost, or the database was moved without it.
    #[error("the file `{0}` beside the database is missing")]
    Missing(String),
    /// Neither slot holds what was written.
    #[error("the file `{0}` is damaged")]
    Damaged(String),
    /// The file system said no.
    #[error("the high-water mark: {0}")]
    Io(#[from] io::Error),
}

impl HighWater {
    /// Makes the file for an empty log.
    pub fn create(path: &Path, mark: Mark) -> Result<(), HighWaterError> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let mut fresh = Self { file, next_slot: 0, synced_ms: 0 };
        fresh.write(mark)?;
        Ok(fresh.file.sync_all()?)
    }

    /// Opens the file and reads the higher mark of its two slots.
    pub fn open(path: &Path) -> Result<(Self, Mark), HighWaterError> {
        let name = path.display().to_string();
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(HighWaterError::Missing(name)),
            opened => opened?,
        };
        let mut marks = Vec::new();
        for slot in 0..2 {
            marks.extend(read_slot(&file, slot)?.map(|mark| (mark.size, slot, mark)));
        }
        let (_, slot, mark) = marks.into_iter().max_by_key(|(size, ..)| *size).ok_or(HighWaterError::Damaged(name))?;
        Ok((Self { file, next_slot: 1 - slot, synced_ms: 0 }, mark))
    }

    /// Notes a higher mark.
    pub fn raise(&mut self, mark: Mark, now_ms: u64) -> Result<(), HighWaterError> {
        self.write(mark)?;
        if now_ms.abs_diff(self.synced_ms) >= SYNC_EVERY_MS {
            self.synced_ms = now_ms;
            self.file.sync_data()?;
        }
        Ok(())
    }

    /// Waits until the mark is on disk.
    pub fn settle(&self) -> Result<(), HighWaterError> {
        Ok(self.file.sync_data()?)
    }

    fn write(&mut self, mark: Mark) -> Result<(), HighWaterError> {
        let body = format!("{} {}", mark.size, mark.root);
        let line = format!("{body} {}\n", checksum(&body));
        self.file.write_all_at(format!("{line:<SLOT$}").as_bytes(), self.next_slot * SLOT as u64)?;
        self.next_slot = 1 - self.next_slot;
        Ok(())
    }
}

fn read_slot(file: &File, slot: u64) -> Result<Option<Mark>, HighWaterError> {
    let mut bytes = [0; SLOT];
    match file.read_exact_at(&mut bytes, slot * SLOT as u64) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    Ok(parse_slot(&bytes))
}

fn parse_slot(bytes: &[u8]) -> Option<Mark> {
    let (line, _) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
    let (body, sum) = line.rsplit_once(' ')?;
    let (size, root) = body.split_once(' ')?;
    let mark = Mark { size: size.parse().ok()?, root: Hash::from_hex(root).ok()? };
    (checksum(body) == sum).then_some(mark)
}

fn checksum(body: &str) -> String {
    hex::encode(Sha256::digest(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(size: u64) -> Mark {
        Mark { size, root: Hash([size as u8; 32]) }
    }

    #[test]
    fn the_highest_mark_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("high-water");
        HighWater::create(&path, mark(0)).unwrap();
        let (mut high, read) = HighWater::open(&path).unwrap();
        assert_eq!(read, mark(0));
        for size in 1..6 {
            high.raise(mark(size), 10).unwrap();
            assert_eq!(HighWater::open(&path).unwrap().1, mark(size));
        }
    }

    #[test]
    fn a_torn_write_leaves_the_mark_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("high-water");
        HighWater::create(&path, mark(3)).unwrap();
        let (mut high, _) = HighWater::open(&path).unwrap();
        high.raise(mark(4), 10).unwrap();
        high.file.write_all_at(b"7 torn", SLOT as u64).unwrap();
        assert_eq!(HighWater::open(&path).unwrap().1, mark(3));
        high.file.write_all_at(b"8 torn", 0).unwrap();
        assert!(matches!(HighWater::open(&path), Err(HighWaterError::Damaged(_))));
    }

    #[test]
    fn a_missing_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let lost = HighWater::open(&dir.path().join("high-water"));
        assert!(matches!(lost, Err(HighWaterError::Missing(name)) if name.ends_with("high-water")));
    }
}
