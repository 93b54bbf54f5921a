//! Files being handed over: in memory only, wiped when done with, gone when the desk locks.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use daybook_api::{UploadId, Uploaded};
use zeroize::Zeroizing;

/// Bytes of one file at most.
pub const LARGEST: u64 = 512 * 1024 * 1024;
/// Files held at a time; the oldest gives way.
const MOST: usize = 4;

/// The files of a session.
#[derive(Default)]
pub struct Uploads {
    held: Mutex<BTreeMap<u64, Upload>>,
}

struct Upload {
    id: UploadId,
    /// As they came: joining them only once leaves no copies behind.
    pieces: Vec<Zeroizing<Vec<u8>>>,
    bytes: u64,
}

/// Why a piece is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// No such file is being handed over (any more).
    #[error("This file is not here any more: choose it again.")]
    Gone,
    /// The file is above [`LARGEST`].
    #[error("The file is larger than 512 MiB: cut it into parts.")]
    TooLarge,
}

impl Uploads {
    /// Begins a file.
    pub fn begin(&self, id: UploadId) -> UploadId {
        let mut held = self.held();
        while held.len() >= MOST {
            held.pop_first();
        }
        let next = held.last_key_value().map_or(0, |(last, _)| last + 1);
        held.insert(next, Upload { id: id.clone(), pieces: Vec::new(), bytes: 0 });
        id
    }

    /// Adds a piece to a file.
    pub fn add(&self, id: &UploadId, piece: Zeroizing<Vec<u8>>) -> Result<Uploaded, UploadError> {
        let mut held = self.held();
        let upload = held.values_mut().find(|upload| upload.id == *id).ok_or(UploadError::Gone)?;
        if upload.bytes + piece.len() as u64 > LARGEST {
            return Err(UploadError::TooLarge);
        }
        upload.bytes += piece.len() as u64;
        upload.pieces.push(piece);
        Ok(Uploaded { upload: id.clone(), bytes: upload.bytes })
    }

    /// The whole file.
    pub fn content(&self, id: &UploadId) -> Result<Arc<Zeroizing<Vec<u8>>>, UploadError> {
        let held = self.held();
        let upload = held.values().find(|upload| upload.id == *id).ok_or(UploadError::Gone)?;
        let mut whole = Zeroizing::new(Vec::with_capacity(upload.pieces.iter().map(|piece| piece.len()).sum()));
        upload.pieces.iter().for_each(|piece| whole.extend_from_slice(piece));
        Ok(Arc::new(whole))
    }

    /// Forgets a file.
    pub fn forget(&self, id: &UploadId) {
        self.held().retain(|_, upload| upload.id != *id);
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<u64, Upload>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> UploadId {
        UploadId(text.to_owned())
    }

    fn piece(text: &str) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(text.as_bytes().to_vec())
    }

    #[test]
    fn pieces_become_one_file() {
        let uploads = Uploads::default();
        let file = uploads.begin(id("a"));
        uploads.add(&file, piece("ab")).unwrap();
        assert_eq!(uploads.add(&file, piece("c")).unwrap().bytes, 3);
        assert_eq!(**uploads.content(&file).unwrap(), *b"abc");
        uploads.forget(&file);
        assert_eq!(uploads.content(&file), Err(UploadError::Gone));
    }

    #[test]
    fn the_oldest_gives_way() {
        let uploads = Uploads::default();
        for name in ["a", "b", "c", "d", "e"] {
            uploads.begin(id(name));
        }
        assert!(uploads.add(&id("a"), piece("x")).is_err() && uploads.add(&id("b"), piece("x")).is_ok());
    }
}
