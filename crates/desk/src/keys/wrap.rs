//! AES-256-GCM under keys of our own: content keys under the site key, private keys under a password's key.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use daybook_ledger::{ContentKey, ContentKeyId};
use zeroize::Zeroizing;

use crate::host::{Host, random};

const NONCE: usize = 12;

/// It does not open or cannot be sealed: another key, other associated data, or changed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this does not open with this key")]
pub struct WrapError;

/// One of the site's keys. Wraps content keys, and seals what concerns no one patient; each use has a key derived for it.
pub struct SiteKey {
    epoch: u32,
    wrapping: Zeroizing<[u8; 32]>,
    sealing: Zeroizing<[u8; 32]>,
    key: Zeroizing<[u8; 32]>,
}

impl SiteKey {
    /// A fresh key for `epoch`; a site's first epoch is 1.
    pub fn generate(epoch: u32, host: &dyn Host) -> Self {
        Self::from_bytes(epoch, Zeroizing::new(random(host)))
    }

    /// The key of `epoch`, from its 32 bytes.
    pub fn from_bytes(epoch: u32, key: Zeroizing<[u8; 32]>) -> Self {
        let (wrapping, sealing) = (derive(&key, b"daybook wrap v1"), derive(&key, b"daybook seal v1"));
        Self { epoch, wrapping, sealing, key }
    }

    /// Which of the site's keys.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The 32 bytes, to be stored in the encrypted database or sealed to another desk.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.key
    }

    /// Wraps a content key for the key box: nonce, ciphertext, tag; bound to its id and this epoch.
    pub fn wrap(&self, id: &ContentKeyId, key: &ContentKey, host: &dyn Host) -> Result<Vec<u8>, WrapError> {
        seal(&self.wrapping, &self.bound_to(id), key.expose(), host)
    }

    /// Opens what [`SiteKey::wrap`] of the same epoch gave.
    pub fn unwrap(&self, id: &ContentKeyId, wrapped: &[u8]) -> Result<ContentKey, WrapError> {
        let opened = open(&self.wrapping, &self.bound_to(id), wrapped)?;
        <[u8; 32]>::try_from(opened.as_slice()).map(ContentKey::new).map_err(|_| WrapError)
    }

    /// The key that seals what concerns no one patient, and its id.
    pub fn sealing_key(&self) -> (ContentKeyId, ContentKey) {
        (site_key_id(self.epoch), ContentKey::new(*self.sealing))
    }

    fn bound_to(&self, id: &ContentKeyId) -> [u8; 20] {
        let mut aad = [0; 20];
        aad[..16].copy_from_slice(id.as_bytes());
        aad[16..].copy_from_slice(&self.epoch.to_be_bytes());
        aad
    }
}

impl std::fmt::Debug for SiteKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SiteKey(epoch {})", self.epoch)
    }
}

/// The id under which events sealed with a site key name it: twelve zero bytes and the epoch, which no random id is.
pub fn site_key_id(epoch: u32) -> ContentKeyId {
    let mut id = [0; 16];
    id[12..].copy_from_slice(&epoch.to_be_bytes());
    ContentKeyId(id)
}

/// The epoch of the site key that `id` names, if it names one.
pub fn site_key_epoch(id: &ContentKeyId) -> Option<u32> {
    let (zeros, epoch) = id.0.split_at(12);
    let epoch = epoch.try_into().ok().map(u32::from_be_bytes)?;
    zeros.iter().all(|byte| *byte == 0).then_some(epoch)
}

/// Seals under a key of 32 bytes with a fresh random nonce: nonce, ciphertext, tag.
pub fn seal(key: &[u8; 32], aad: &[u8], plaintext: &[u8], host: &dyn Host) -> Result<Vec<u8>, WrapError> {
    let nonce: [u8; NONCE] = random(host);
    let mut sealed = Zeroizing::new(Vec::with_capacity(plaintext.len() + 16));
    sealed.extend_from_slice(plaintext);
    cipher(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut *sealed)
        .map_err(|_| WrapError)?;
    Ok([&nonce[..], &sealed].concat())
}

/// Opens what [`seal`] gave.
pub fn open(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, WrapError> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(WrapError)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| WrapError)?;
    let mut opened = Zeroizing::new(sealed.to_vec());
    let length = cipher(key)?.open_in_place(nonce, Aad::from(aad), &mut opened).map_err(|_| WrapError)?.len();
    opened.truncate(length);
    Ok(opened)
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, WrapError> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| WrapError)
}

struct Bytes32;

impl KeyType for Bytes32 {
    fn len(&self) -> usize {
        32
    }
}

/// HKDF-SHA256 without salt: a key of its own for each use.
fn derive(key: &[u8; 32], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut derived = Zeroizing::new([0; 32]);
    let prk = Salt::new(HKDF_SHA256, &[]).extract(key);
    let filled = prk.expand(&[purpose], Bytes32).and_then(|okm| okm.fill(&mut *derived));
    debug_assert!(filled.is_ok(), "32 bytes are within what HKDF gives");
    derived
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::ManualHost;

    #[test]
    fn a_content_key_comes_back_only_under_its_id_and_epoch() {
        let host = ManualHost::new(0, 1);
        let (site, id) = (SiteKey::generate(1, &host), ContentKeyId([7; 16]));
        let wrapped = site.wrap(&id, &ContentKey::new([9; 32]), &host).unwrap();
        assert_eq!(site.unwrap(&id, &wrapped).unwrap().expose(), &[9; 32]);
        assert_eq!(site.unwrap(&ContentKeyId([8; 16]), &wrapped).err(), Some(WrapError));
        let later = SiteKey::from_bytes(2, Zeroizing::new(*site.as_bytes()));
        assert_eq!(later.unwrap(&id, &wrapped).err(), Some(WrapError));
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let host = ManualHost::new(0, 1);
        let sealed = seal(&[1; 32], b"for", b"secret", &host).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&[1; 32], b"for", &changed).is_err(), "bit {bit}");
        }
        assert_eq!(open(&[1; 32], b"for", &sealed).unwrap().as_slice(), b"secret");
        assert!(open(&[1; 32], b"for", &sealed[..5]).is_err());
    }

    #[test]
    fn a_site_keys_id_says_its_epoch_and_a_random_id_none() {
        assert_eq!(site_key_epoch(&site_key_id(3)), Some(3));
        assert_eq!(site_key_epoch(&ContentKeyId(random(&ManualHost::new(0, 1)))), None);
    }

    #[test]
    fn each_use_of_a_site_key_has_its_own_key() {
        let site = SiteKey::generate(1, &ManualHost::new(0, 1));
        assert_ne!(*site.wrapping, *site.sealing);
        assert_ne!(*site.wrapping, *site.key);
    }
}
