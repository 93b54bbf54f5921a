//! Verifying with the `rsa` crate: public keys only, compiles to wasm.

use rsa::{RsaPublicKey, pkcs8::DecodePublicKey, pss, signature::Verifier};
use sha2_old::Sha256;

use super::{BadSignature, VerifyPs256};

/// Verifies with the `rsa` crate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rsa;

impl VerifyPs256 for Rsa {
    fn verify(&self, spki: &[u8], message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        let key = RsaPublicKey::from_public_key_der(spki).map_err(|_| BadSignature)?;
        let signature = pss::Signature::try_from(signature).map_err(|_| BadSignature)?;
        pss::VerifyingKey::<Sha256>::new(key).verify(message, &signature).map_err(|_| BadSignature)
    }
}
