//! Signed notes after c2sp.org/signed-note, with Ed25519 keys of logs (0x01) and of witnesses (0x04, c2sp.org/tlog-cosignature).

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

mod key;

pub use key::{KeyKind, SignerKey, VerifierKey};

/// The longest note that is read, in bytes.
pub const MAX_NOTE: usize = 65_536;
/// The most signature lines that are read.
pub const MAX_SIGNATURES: usize = 64;

/// Why a note, or a key's text form, is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not the form of a signed note.
    #[error("this is not a signed note: {0}")]
    Malformed(&'static str),
    /// Not the text form of a key.
    #[error("this is not a verifier or signer key: {0}")]
    BadKey(&'static str),
    /// A known key's signature does not verify.
    #[error("the signature of {0} is wrong")]
    BadSignature(String),
    /// None of the known keys has signed.
    #[error("no known key has signed this")]
    Unsigned,
}

/// A signature line: who says to have signed, and the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// The key's name.
    pub name: String,
    /// The first four bytes of the key's hash.
    pub key_id: u32,
    /// What follows the key id; its form is the key's matter.
    pub signature: Vec<u8>,
}

/// A text with the signatures below it. [`Note::parse`] believes nothing, [`open`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text, with its final newline.
    pub text: String,
    /// Every signature line, known or not.
    pub signatures: Vec<NoteSignature>,
}

/// Reads a note and verifies it: at least one of the keys has signed, and none of them badly.
pub fn open(raw: &str, keys: &[VerifierKey]) -> Result<Note, NoteError> {
    let note = Note::parse(raw)?;
    note.verify(keys)?;
    Ok(note)
}

/// The text as a note with the signatures of these log keys.
pub fn sign(text: &str, keys: &[&SignerKey]) -> Result<String, NoteError> {
    check_text(text)?;
    let lines = keys.iter().map(|key| key.sign(text).to_string());
    Ok(format!("{text}\n{}", lines.collect::<String>()))
}

impl Note {
    /// Reads a note's form; verifies nothing.
    pub fn parse(raw: &str) -> Result<Self, NoteError> {
        if raw.len() > MAX_NOTE {
            return Err(NoteError::Malformed("too long"));
        }
        if raw.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(NoteError::Malformed("control character"));
        }
        let end = raw.rfind("\n\n").ok_or(NoteError::Malformed("no empty line before the signatures"))?;
        let (text, signatures) = (&raw[..=end], &raw[end + 2..]);
        let lines = signatures.strip_suffix('\n').ok_or(NoteError::Malformed("no final newline"))?;
        let signatures = lines.split('\n').map(NoteSignature::parse).collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Malformed("too many signatures"));
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The keys among these that have signed; unknown signatures are ignored, a known key's bad one rejects the note.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<&'k VerifierKey>, NoteError> {
        let mut signed = Vec::new();
        for signature in &self.signatures {
            let Some(key) = keys.iter().find(|key| key.has_made(signature)) else { continue };
            key.verify(&self.text, signature)?;
            signed.push(key);
        }
        if signed.is_empty() { Err(NoteError::Unsigned) } else { Ok(signed) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}

impl NoteSignature {
    /// When it was made, in seconds, if it has the form of a witness's (c2sp.org/tlog-cosignature): eight octets before an
    /// Ed25519 signature. Worth nothing before the signature has been verified.
    pub fn cosigned_at(&self) -> Option<u64> {
        let (time, rest) = self.signature.split_first_chunk()?;
        (rest.len() == 64).then(|| u64::from_be_bytes(*time))
    }

    /// Reads `— name base64(key id || signature)`, without the newline.
    pub fn parse(line: &str) -> Result<Self, NoteError> {
        let malformed = NoteError::Malformed("signature line");
        let (name, encoded) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(malformed.clone())?;
        let bytes = BASE64.decode(encoded).map_err(|_| malformed.clone())?;
        let (key_id, signature) = bytes.split_first_chunk().ok_or(malformed.clone())?;
        if !is_name(name) || signature.is_empty() {
            return Err(malformed);
        }
        Ok(Self { name: name.to_owned(), key_id: u32::from_be_bytes(*key_id), signature: signature.to_vec() })
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes()[..], &self.signature].concat();
        writeln!(f, "— {} {}", self.name, BASE64.encode(bytes))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn check_text(text: &str) -> Result<(), NoteError> {
    if !text.ends_with('\n') {
        return Err(NoteError::Malformed("the text has no final newline"));
    }
    if text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(NoteError::Malformed("control character"));
    }
    Ok(())
}
