//! PS256 (RSASSA-PSS, SHA-256, MGF1-SHA-256, 32 octets of salt) with RSA-3072 keys, by two independent libraries.

#[cfg(feature = "native")]
pub mod native;
mod pem;
#[cfg(feature = "portable")]
pub mod portable;

pub use pem::{NotADeskKey, spki_from_pem, spki_to_pem};

/// The signature, or the key it is said to be made with, is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

/// Verifies PS256 signatures.
pub trait VerifyPs256 {
    /// Checks the signature of a message by the key with this SubjectPublicKeyInfo (DER).
    fn verify(&self, spki: &[u8], message: &[u8], signature: &[u8]) -> Result<(), BadSignature>;
}

const MODULUS: std::ops::Range<usize> = 33..417;
/// SubjectPublicKeyInfo of rsaEncryption up to the modulus's leading zero (RFC 8017 A.1.1, RFC 5280 4.1.2.7).
const BEFORE_MODULUS: [u8; 33] = [
    0x30, 0x82, 0x01, 0xa2, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    0x03, 0x82, 0x01, 0x8f, 0x00, 0x30, 0x82, 0x01, 0x8a, 0x02, 0x82, 0x01, 0x81, 0x00,
];
/// The exponent 65537.
const AFTER_MODULUS: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];

/// Whether these are the one DER encoding of an RSA-3072 key with exponent 65537, so that every verifier reads the same key.
pub fn is_desk_key(spki: &[u8]) -> bool {
    spki.len() == MODULUS.end + AFTER_MODULUS.len()
        && spki.starts_with(&BEFORE_MODULUS)
        && spki.ends_with(&AFTER_MODULUS)
        && spki[MODULUS.start] & 0x80 != 0
        && spki[MODULUS.end - 1] & 1 == 1
}
