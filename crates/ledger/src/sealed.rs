//! Sealed events: COSE_Encrypt0 (RFC 9052, tag 16) with A256GCM, bound to one place in one entry.

use std::fmt;

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use minicbor::{Decoder, Encoder};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    cbor::{self, CborError, Written},
    ids::ContentKeyId,
};

const A256GCM: i64 = 3;
const ENCRYPT0: u64 = 16;
const ALGORITHM: i64 = 1;
const KID: i64 = 4;
const IV: i64 = 5;

/// A key that opens events: a patient's content key, or a site key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct ContentKey([u8; 32]);

/// An event as it lies in an entry, to be opened with the key it names.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedEvent {
    key_id: ContentKeyId,
    nonce: [u8; 12],
    ciphertext: Vec<u8>,
}

/// Why an event cannot be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It does not open: another key, another place, or changed bytes.
    #[error("this event does not open with this key at this place")]
    NotOpened,
    /// It cannot be sealed: too long.
    #[error("this event cannot be sealed")]
    NotSealed,
}

impl ContentKey {
    /// Takes 256 random bits.
    pub fn new(bits: [u8; 32]) -> Self {
        Self(bits)
    }

    /// The bits, to be wrapped under another key.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(..)")
    }
}

impl SealedEvent {
    /// Seals an event for this position in the entry with this protected header; a nonce is used once with a key.
    pub fn seal(
        key: &ContentKey,
        key_id: ContentKeyId,
        entry_protected: &[u8],
        position: u32,
        nonce: [u8; 12],
        plaintext: &[u8],
    ) -> Result<Self, SealError> {
        let aad = enc_structure(key_id, entry_protected, position);
        let payload = Payload { msg: plaintext, aad: &aad };
        let ciphertext = key.cipher().encrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::NotSealed)?;
        Ok(Self { key_id, nonce, ciphertext })
    }

    /// Opens the event at this position of the entry with this protected header.
    pub fn open(
        &self,
        key: &ContentKey,
        entry_protected: &[u8],
        position: u32,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let aad = enc_structure(self.key_id, entry_protected, position);
        let payload = Payload { msg: &self.ciphertext, aad: &aad };
        let opened = key.cipher().decrypt(&Nonce::from(self.nonce), payload);
        opened.map(Zeroizing::new).map_err(|_| SealError::NotOpened)
    }

    /// Which key opens it.
    pub fn key_id(&self) -> ContentKeyId {
        self.key_id
    }

    /// The sealed bytes, with the tag.
    pub fn ciphertext(&self) -> &[u8] {
        &self.ciphertext
    }

    pub(crate) fn encode(&self, e: &mut Encoder<Vec<u8>>) -> Written {
        e.tag(minicbor::data::Tag::new(ENCRYPT0))?.array(3)?.bytes(&protected(self.key_id))?;
        e.map(1)?.i64(IV)?.bytes(&self.nonce)?.bytes(&self.ciphertext)?.ok()
    }

    pub(crate) fn decode(d: &mut Decoder<'_>) -> Result<Self, CborError> {
        cbor::tag(d, ENCRYPT0, "not a COSE_Encrypt0")?;
        cbor::array(d, 3, "not a COSE_Encrypt0")?;
        let key_id = decode_protected(d.bytes()?)?;
        cbor::map(d, 1, "an event's unprotected header")?;
        cbor::number(d, IV, "an event's unprotected header")?;
        let nonce = cbor::octets(d, "a nonce of 12 octets")?;
        Ok(Self { key_id, nonce, ciphertext: d.bytes()?.to_vec() })
    }
}

impl fmt::Debug for SealedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedEvent(key {}, {} bytes)", self.key_id, self.ciphertext.len())
    }
}

impl ContentKey {
    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.0.into())
    }
}

fn protected(key_id: ContentKeyId) -> Vec<u8> {
    cbor::to_vec(24, |e| e.map(2)?.i64(ALGORITHM)?.i64(A256GCM)?.i64(KID)?.bytes(&key_id.0)?.ok())
}

fn decode_protected(bytes: &[u8]) -> Result<ContentKeyId, CborError> {
    const WHAT: &str = "an event's protected header";
    let d = &mut Decoder::new(bytes);
    cbor::map(d, 2, WHAT)?;
    cbor::number(d, ALGORITHM, WHAT)?;
    cbor::number(d, A256GCM, WHAT)?;
    cbor::number(d, KID, WHAT)?;
    let key_id = cbor::octets(d, "a key id of 16 octets")?;
    cbor::end(d, WHAT)?;
    Ok(ContentKeyId(key_id))
}

/// RFC 9052 5.3: `["Encrypt0", protected, external_aad]`, where the external data are the entry's header and the position.
fn enc_structure(key_id: ContentKeyId, entry_protected: &[u8], position: u32) -> Vec<u8> {
    let capacity = entry_protected.len() + 16;
    let external = cbor::to_vec(capacity, |e| e.array(2)?.bytes(entry_protected)?.u32(position)?.ok());
    cbor::to_vec(capacity + 48, |e| e.array(3)?.str("Encrypt0")?.bytes(&protected(key_id))?.bytes(&external)?.ok())
}
