//! A state's bytes, so that a log need not be folded from its beginning at every start.

use minicbor::Decoder;

use super::NetworkState;
use crate::cbor;

const FORMAT: u8 = 1;

/// These bytes are no snapshot of this version: fold the log anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a snapshot of a network's state")]
pub struct SnapshotError;

impl NetworkState {
    /// The state as CBOR. Equal states give equal bytes.
    pub fn to_cbor(&self) -> Vec<u8> {
        cbor::to_vec(1024, |e| e.array(2)?.u8(FORMAT)?.encode(self)?.ok())
    }

    /// Reads [`NetworkState::to_cbor`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let d = &mut Decoder::new(bytes);
        let state = read(d).ok_or(SnapshotError)?;
        if d.position() == bytes.len() { Ok(state) } else { Err(SnapshotError) }
    }
}

fn read(d: &mut Decoder<'_>) -> Option<NetworkState> {
    let is_ours = d.array().ok()? == Some(2) && d.u8().ok()? == FORMAT;
    is_ours.then(|| d.decode().ok())?
}
