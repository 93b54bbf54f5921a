//! Keys, signing and verifying with aws-lc-rs: what desks and servers use.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PSS_2048_8192_SHA256, RSA_PSS_SHA256, UnparsedPublicKey},
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
