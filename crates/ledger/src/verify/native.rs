//! Keys, signing and verifying with aws-lc-rs: what desks and servers use.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, ParsedPublicKey, RSA_PSS_2048_8192_SHA256, RSA_PSS_SHA256, UnparsedPublicKey},
};
use zeroize::Zeroizing;

pub use super::pem::spki_to_pem;
use super::{BadSignature, VerifyPs256};
use crate::ids::KeyId;

/// Verifies with aws-lc-rs.
#[derive(Clone, Copy, Debug, Default)]
pub struct AwsLc;

impl VerifyPs256 for AwsLc {
    fn verify(&self, spki: &[u8], message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, spki).verify(message, signature).map_err(|_| BadSignature)
    }
}

/// Verifies with aws-lc-rs too, and keeps the keys it has read: for many signatures of few desks.
#[derive(Default)]
pub struct KnownKeys(Mutex<HashMap<Vec<u8>, Arc<PublicKey>>>);

/// Keys kept at most: whoever has more of them reads some again.
const MOST_KEYS: usize = 512;

impl KnownKeys {
    fn read(&self, spki: &[u8]) -> Result<Arc<PublicKey>, BadSignature> {
        if let Some(key) = self.lock().get(spki) {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(PublicKey::read(spki)?);
        let mut keys = self.lock();
        if keys.len() >= MOST_KEYS {
            keys.clear();
        }
        keys.insert(spki.to_vec(), Arc::clone(&key));
        Ok(key)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Vec<u8>, Arc<PublicKey>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl VerifyPs256 for KnownKeys {
    fn verify(&self, spki: &[u8], message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.read(spki)?.verify(message, signature)
    }
}

/// A desk's public key, read once for many signatures.
pub struct PublicKey(ParsedPublicKey);

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo (DER).
    pub fn read(spki: &[u8]) -> Result<Self, BadSignature> {
        ParsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, spki).map(Self).map_err(|_| BadSignature)
    }

    /// Checks the PS256 signature of a message.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.0.verify_sig(message, signature).map_err(|_| BadSignature)
    }
}

/// A desk's signing key, RSA-3072.
pub struct DeskKey {
    pair: KeyPair,
    spki: Vec<u8>,
}

/// Why a key cannot be made, read, written or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskKeyError {
    /// The library made no key.
    #[error("no signing key could be made")]
    NotGenerated,
    /// Not an RSA-3072 private key with exponent 65537 in PKCS#8.
    #[error("this is not a desk's signing key")]
    NotAKey,
    /// The key could not be written down.
    #[error("the signing key could not be encoded")]
    NotEncoded,
    /// The library made no signature.
    #[error("the signature could not be made")]
    NotSigned,
}

impl DeskKey {
    /// Makes a new key from the system's randomness; takes from a tenth of a second to some seconds.
    pub fn generate() -> Result<Self, DeskKeyError> {
        Self::from_pair(KeyPair::generate(KeySize::Rsa3072).map_err(|_| DeskKeyError::NotGenerated)?)
    }

    /// Reads a private key in PKCS#8 (DER).
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, DeskKeyError> {
        Self::from_pair(KeyPair::from_pkcs8(pkcs8).map_err(|_| DeskKeyError::NotAKey)?)
    }

    fn from_pair(pair: KeyPair) -> Result<Self, DeskKeyError> {
        let spki: PublicKeyX509Der = pair.public_key().as_der().map_err(|_| DeskKeyError::NotEncoded)?;
        let spki = spki.as_ref().to_vec();
        if super::is_desk_key(&spki) { Ok(Self { pair, spki }) } else { Err(DeskKeyError::NotAKey) }
    }

    /// The private key in PKCS#8 (DER).
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, DeskKeyError> {
        let der: Pkcs8V1Der = self.pair.as_der().map_err(|_| DeskKeyError::NotEncoded)?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// The public key's SubjectPublicKeyInfo (DER).
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The public key's id.
    pub fn key_id(&self) -> KeyId {
        KeyId::of_spki(&self.spki)
    }

    /// The public key as PEM.
    pub fn public_pem(&self) -> String {
        spki_to_pem(&self.spki)
    }

    /// The PS256 signature of a message, 384 bytes; another one each time.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeskKeyError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let signed = self.pair.sign(&RSA_PSS_SHA256, &SystemRandom::new(), message, &mut signature);
        signed.map(|()| signature).map_err(|_| DeskKeyError::NotSigned)
    }
}

impl fmt::Debug for DeskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeskKey({})", self.key_id())
    }
}
