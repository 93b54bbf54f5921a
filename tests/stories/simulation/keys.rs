//! Keys of the simulation: RSA's place is taken by a hash, because thousands of runs sign and verify millions of times.
//!
//! Who holds no desk's seed still cannot sign: the server and the network of the simulation never do.

use daybook_ledger::{BadSignature, ContentKey, ContentKeyId, KeyId, VerifyPs256, verify::is_desk_key};
use sha2::{Digest, Sha256};

/// A desk's key. The public half has the form of an RSA-3072 key, and the secret half is told by it.
#[derive(Clone)]
pub struct CheapKey {
    pub spki: Vec<u8>,
}

/// Verifies what [`CheapKey`] signs.
pub struct Cheap;

impl CheapKey {
    pub fn of_desk(number: u16) -> Self {
        let mut spki = template();
        let modulus = 33..417;
        for (at, byte) in spki[modulus.clone()].iter_mut().enumerate() {
            *byte = Sha256::digest([&number.to_be_bytes()[..], &[(at / 32) as u8]].concat())[at % 32];
        }
        spki[modulus.start] |= 0x80;
        spki[modulus.end - 1] |= 1;
        assert!(is_desk_key(&spki));
        Self { spki }
    }

    pub fn id(&self) -> KeyId {
        KeyId::of_spki(&self.spki)
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        signature(&self.spki, message)
    }
}

impl VerifyPs256 for Cheap {
    fn verify(&self, spki: &[u8], message: &[u8], given: &[u8]) -> Result<(), BadSignature> {
        if signature(spki, message) == given { Ok(()) } else { Err(BadSignature) }
    }
}

fn signature(spki: &[u8], message: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(b"signed").chain_update(&spki[33..65]).chain_update(message).finalize().to_vec()
}

/// The one content key of the simulated hospital.
pub fn content_key() -> (ContentKeyId, ContentKey) {
    (ContentKeyId([0xC0; 16]), ContentKey::new([0x0C; 32]))
}

fn template() -> Vec<u8> {
    let key = include_bytes!("../../golden/keys/desk-1.pem");
    let text = std::str::from_utf8(key).unwrap();
    daybook_ledger::verify::spki_from_pem(text).unwrap()
}
