//! The Ed25519 keys of notes, with their names and their text forms.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{NoteError, NoteSignature, is_name};

/// The latest time a cosignature may carry, in seconds (c2sp.org/tlog-cosignature).
const MAX_TIME: u64 = i64::MAX as u64;

/// What a key signs (c2sp.org/signed-note, signature types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// 0x01: Ed25519 over the note's text.
    Log,
    /// 0x04: Ed25519 over a time and a checkpoint's text.
    Witness,
}

/// A public key with a name, as `name+hash+base64(type || key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    kind: KeyKind,
    key: VerifyingKey,
}

/// A private key with a name, as `PRIVATE+KEY+name+hash+base64(type || seed)`.
pub struct SignerKey {
    verifier: VerifierKey,
    key: SigningKey,
}

impl VerifierKey {
    /// Reads `name+hash+base64(type || key)`.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().ok_or(NoteError::BadKey("not name+hash+key"));
        let (name, hash, encoded) = (part()?, part()?, part()?);
        let (kind, octets) = decode_key(encoded)?;
        let key = VerifyingKey::from_bytes(&octets).map_err(|_| NoteError::BadKey("not an Ed25519 key"))?;
        let verifier = Self::new(name, kind, key)?;
        if format!("{:08x}", verifier.id) != hash {
            return Err(NoteError::BadKey("the hash does not fit the key"));
        }
        Ok(verifier)
    }

    fn new(name: &str, kind: KeyKind, key: VerifyingKey) -> Result<Self, NoteError> {
        if !is_name(name) {
            return Err(NoteError::BadKey("a name has no space and no plus"));
        }
        Ok(Self { name: name.to_owned(), id: key_hash(name, kind, &key), kind, key })
    }

    /// The key's name; a log's is its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number on signature lines.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The Ed25519 public key.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whether the line names this key.
    pub fn has_made(&self, signature: &NoteSignature) -> bool {
        self.id == signature.key_id && self.name == signature.name
    }

    /// Verifies this key's signature of a note's text.
    pub fn verify(&self, text: &str, signature: &NoteSignature) -> Result<(), NoteError> {
        match self.kind {
            KeyKind::Log => self.verify_bytes(text, &signature.signature),
            KeyKind::Witness => self.verify_cosignature(text, signature).map(drop),
        }
    }

    /// Verifies this witness's cosignature of a checkpoint's text; when it was made, in seconds.
    pub fn verify_cosignature(&self, text: &str, signature: &NoteSignature) -> Result<u64, NoteError> {
        let wrong = || NoteError::BadSignature(self.name.clone());
        let (time, bytes) = signature.signature.split_first_chunk().ok_or_else(wrong)?;
        let time = u64::from_be_bytes(*time);
        if self.kind != KeyKind::Witness || time > MAX_TIME {
            return Err(wrong());
        }
        self.verify_bytes(&cosigned_text(time, text), bytes)?;
        Ok(time)
    }

    fn verify_bytes(&self, message: &str, bytes: &[u8]) -> Result<(), NoteError> {
        let wrong = || NoteError::BadSignature(self.name.clone());
        let signature = Signature::from_slice(bytes).map_err(|_| wrong())?;
        self.key.verify_strict(message.as_bytes(), &signature).map_err(|_| wrong())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octets = [&[self.kind.octet()][..], self.key.as_bytes()].concat();
        write!(f, "{}+{:08x}+{}", self.name, self.id, BASE64.encode(octets))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl std::str::FromStr for VerifierKey {
    type Err = NoteError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl SignerKey {
    /// A log's key from 32 random bytes.
    pub fn generate(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        Self::from_seed(name, KeyKind::Log, seed)
    }

    /// A witness's key from 32 random bytes.
    pub fn generate_witness(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        Self::from_seed(name, KeyKind::Witness, seed)
    }

    /// Reads `PRIVATE+KEY+name+hash+base64(type || seed)`.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let rest = text.strip_prefix("PRIVATE+KEY+").ok_or(NoteError::BadKey("not a private key"))?;
        let mut parts = rest.splitn(3, '+');
        let mut part = || parts.next().ok_or(NoteError::BadKey("not name+hash+key"));
        let (name, hash, encoded) = (part()?, part()?, part()?);
        let (kind, seed) = decode_key(encoded)?;
        let signer = Self::from_seed(name, kind, &Zeroizing::new(seed))?;
        if format!("{:08x}", signer.verifier.id) != hash {
            return Err(NoteError::BadKey("the hash does not fit the key"));
        }
        Ok(signer)
    }

    fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = SigningKey::from_bytes(seed);
        Ok(Self { verifier: VerifierKey::new(name, kind, key.verifying_key())?, key })
    }

    /// The secret text form, for the server's key file.
    pub fn to_secret_text(&self) -> Zeroizing<String> {
        let mut octets = Zeroizing::new(vec![self.verifier.kind.octet()]);
        octets.extend_from_slice(self.key.as_bytes());
        let encoded = Zeroizing::new(BASE64.encode(&octets));
        let VerifierKey { name, id, .. } = &self.verifier;
        Zeroizing::new(format!("PRIVATE+KEY+{name}+{id:08x}+{}", encoded.as_str()))
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The log's signature line over a note's text.
    pub fn sign(&self, text: &str) -> NoteSignature {
        self.line(self.key.sign(text.as_bytes()).to_bytes().to_vec())
    }

    /// A witness's cosignature over a checkpoint's text at a time in seconds (c2sp.org/tlog-cosignature).
    pub fn cosign(&self, text: &str, time: u64) -> NoteSignature {
        let signature = self.key.sign(cosigned_text(time, text).as_bytes()).to_bytes();
        self.line([&time.to_be_bytes()[..], &signature].concat())
    }

    fn line(&self, signature: Vec<u8>) -> NoteSignature {
        NoteSignature { name: self.verifier.name.clone(), key_id: self.verifier.id, signature }
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.verifier.name)
    }
}

impl KeyKind {
    fn octet(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Witness => 4,
        }
    }

    fn from_octet(octet: u8) -> Option<Self> {
        [Self::Log, Self::Witness].into_iter().find(|kind| kind.octet() == octet)
    }
}

fn decode_key(encoded: &str) -> Result<(KeyKind, [u8; 32]), NoteError> {
    let octets = Zeroizing::new(BASE64.decode(encoded).map_err(|_| NoteError::BadKey("not base64"))?);
    let (kind, key) = octets.split_first().ok_or(NoteError::BadKey("no key"))?;
    let kind = KeyKind::from_octet(*kind).ok_or(NoteError::BadKey("another kind of key"))?;
    let key = key.try_into().map_err(|_| NoteError::BadKey("not 32 octets"))?;
    Ok((kind, key))
}

fn key_hash(name: &str, kind: KeyKind, key: &VerifyingKey) -> u32 {
    let mut hash = Sha256::new();
    hash.update(name);
    hash.update([b'\n', kind.octet()]);
    hash.update(key.as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

fn cosigned_text(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}
