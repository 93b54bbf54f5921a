//! Checkpoints after c2sp.org/tlog-checkpoint: a log's name, size and root as a signed note.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    hash::Hash,
    note::{Note, NoteError, NoteSignature, SignerKey, VerifierKey, sign},
};

/// What a log says about itself at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
}

/// A checkpoint with the signed note it came in, kept verbatim: the note is what proves it to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    raw: String,
    note: Note,
}

/// Why a checkpoint is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note's text is not a checkpoint's.
    #[error("this is not a checkpoint: {0}")]
    Malformed(&'static str),
    /// The note or its signature is wrong.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// It speaks of another log than the key's.
    #[error("this is a checkpoint of {found}, not of {expected}")]
    WrongOrigin {
        /// The log whose key is known.
        expected: String,
        /// The log that the checkpoint names.
        found: String,
    },
}

impl Checkpoint {
    /// The note's text: origin, size and root, a line each.
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root.0))
    }

    /// Reads the text of a checkpoint's note; extension lines are passed over.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let body = text.strip_suffix('\n').ok_or(CheckpointError::Malformed("no final newline"))?;
        let mut lines = body.split('\n');
        let mut line = |what| lines.next().filter(|line| !line.is_empty()).ok_or(CheckpointError::Malformed(what));
        let origin = line("no origin")?.to_owned();
        let size = parse_decimal(line("no size")?).ok_or(CheckpointError::Malformed("size"))?;
        let root = parse_hash(line("no root")?).ok_or(CheckpointError::Malformed("root"))?;
        if lines.any(str::is_empty) {
            return Err(CheckpointError::Malformed("empty extension line"));
        }
        Ok(Self { origin, size, root })
    }

    /// The checkpoint under the log's signature.
    pub fn sign(self, key: &SignerKey) -> Result<SignedCheckpoint, CheckpointError> {
        SignedCheckpoint::parse(&sign(&self.to_text(), &[key])?)
    }
}

impl SignedCheckpoint {
    /// Reads a checkpoint's form; verifies no signature.
    pub fn parse(raw: &str) -> Result<Self, CheckpointError> {
        let note = Note::parse(raw)?;
        Ok(Self { checkpoint: Checkpoint::parse(&note.text)?, raw: raw.to_owned(), note })
    }

    /// Reads a checkpoint and verifies that the log with this key signed it.
    pub fn open(raw: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let signed = Self::parse(raw)?;
        signed.verify(key)?;
        Ok(signed)
    }

    /// Verifies that the log with this key, and of this key's name, signed it.
    pub fn verify(&self, key: &VerifierKey) -> Result<&Checkpoint, CheckpointError> {
        self.note.verify(std::slice::from_ref(key))?;
        if self.checkpoint.origin != key.name() {
            let (expected, found) = (key.name().to_owned(), self.checkpoint.origin.clone());
            return Err(CheckpointError::WrongOrigin { expected, found });
        }
        Ok(&self.checkpoint)
    }

    /// What it says; worth nothing before [`SignedCheckpoint::verify`].
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The signed note, verbatim.
    pub fn text(&self) -> &str {
        &self.raw
    }

    /// The note, with every signature line.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// The same checkpoint with one more signature line, a witness's.
    pub fn with_signature(mut self, signature: NoteSignature) -> Self {
        self.raw.push_str(&signature.to_string());
        self.note.signatures.push(signature);
        self
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}

/// A decimal number without leading zeroes or signs.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// A hash in standard base64.
pub(crate) fn parse_hash(text: &str) -> Option<Hash> {
    Hash::from_slice(&BASE64.decode(text).ok()?)
}
