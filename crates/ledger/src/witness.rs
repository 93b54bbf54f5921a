//! What a witness is asked and what it answers, after c2sp.org/tlog-witness: the texts, and the decision, which is pure.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    checkpoint::{Checkpoint, SignedCheckpoint, parse_decimal, parse_hash},
    hash::{Hash, empty_root},
    merkle::{ProofError, verify_consistency},
    note::{MAX_NOTE, MAX_SIGNATURES, NoteError, NoteSignature, VerifierKey},
};

/// The most hashes that a request may carry.
pub const MAX_HASHES: usize = 63;
/// The longest request that is read, in bytes: a note, the hashes, the old size.
pub const MAX_REQUEST: usize = MAX_NOTE + 4_096;
/// The media type of the answer that tells the latest size.
pub const SIZE_TYPE: &str = "text/x.tlog.size";

/// The body of `POST <prefix>/add-checkpoint`: a checkpoint, and that it continues the tree of `old` leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size of the checkpoint that the witness has cosigned last, as whoever asks believes.
    pub old: u64,
    /// The consistency proof from that size.
    pub proof: Vec<Hash>,
    /// The checkpoint to cosign.
    pub checkpoint: SignedCheckpoint,
}

/// A request that is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a request to cosign a checkpoint: {0}")]
pub struct MalformedRequest(&'static str);

/// What a witness knows of a log.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    /// The log's keys; any of them is enough.
    pub keys: &'a [VerifierKey],
    /// The checkpoint it has cosigned last; none if it never has.
    pub latest: Option<&'a Checkpoint>,
    /// Whether that is all it has cosigned.
    pub memory: Memory<'a>,
}

/// What a witness knows of its own memory.
#[derive(Clone, Copy, Debug, Default)]
pub enum Memory<'a> {
    /// Nothing speaks against it.
    #[default]
    Whole,
    /// It has been shown its own cosignature of this larger tree: it was put back from a backup, or its key is in two places.
    Behind(&'a Checkpoint),
    /// It has been shown that its key has cosigned two trees of one size.
    Broken,
}

/// What a checkpoint with a witness's own cosignature tells that witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recalled {
    /// Nothing that it did not know.
    Nothing,
    /// It has cosigned this, and does not remember it. When, in seconds, as signed.
    More(u64),
    /// It has cosigned this, and another tree of the same size.
    Twice,
}

/// Why a witness does not cosign, each with its status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessRefusal {
    /// 404.
    #[error("this witness does not watch the log {0}")]
    UnknownLog(String),
    /// 403: no trusted key has signed, or one that it names has not signed this.
    #[error("the log's key has not signed this checkpoint: {0}")]
    NotSigned(NoteError),
    /// 400.
    #[error("the old size {old} is above the checkpoint's size {size}")]
    OldAboveSize {
        /// The request's old size.
        old: u64,
        /// The checkpoint's size.
        size: u64,
    },
    /// 409, with the latest size as the body.
    #[error("the checkpoint cosigned last has size {latest}")]
    NotLatest {
        /// The size that the proof must begin at.
        latest: u64,
    },
    /// 422.
    #[error("a checkpoint of size 0 has the empty tree's root")]
    EmptyRoot,
    /// 422: it has cosigned more than it remembers, and goes on only from there.
    #[error(
        "this witness has cosigned {size} entries and remembers {latest}: it was put back from a backup, or its key is in two \
         places. It goes on from that checkpoint only; show it that one first"
    )]
    Behind {
        /// What it remembers.
        latest: u64,
        /// What it has cosigned.
        size: u64,
    },
    /// 422: its key has cosigned two trees of one size, so that its word is worth nothing any more.
    #[error("the key of this witness has cosigned two histories of this log: it cosigns no more of it")]
    Broken,
    /// 422: the log has signed two trees of one size.
    #[error("the checkpoint of the same size that was cosigned has another root")]
    OtherRoot,
    /// 422.
    #[error("the checkpoint does not continue the one that was cosigned: {0}")]
    BadProof(ProofError),
}

/// Decides whether a witness cosigns: the one place where that is decided. After a yes the checkpoint is first made
/// the latest, durably and before anybody else is judged, and only then signed.
pub fn decide(watched: Option<Watched<'_>>, request: &AddCheckpoint) -> Result<(), WitnessRefusal> {
    let asked = request.checkpoint.checkpoint();
    let watched = watched.ok_or_else(|| WitnessRefusal::UnknownLog(asked.origin.clone()))?;
    request.checkpoint.note().verify(watched.keys).map_err(WitnessRefusal::NotSigned)?;
    if request.old > asked.size {
        return Err(WitnessRefusal::OldAboveSize { old: request.old, size: asked.size });
    }
    let (latest, root) = watched.remembered();
    if request.old != latest {
        return Err(WitnessRefusal::NotLatest { latest });
    }
    match watched.memory {
        Memory::Broken => return Err(WitnessRefusal::Broken),
        // Anything before it may lead elsewhere, and nothing after it can be told from elsewhere.
        Memory::Behind(shown) if shown.size > latest && (asked.size, asked.root) != (shown.size, shown.root) => {
            return Err(WitnessRefusal::Behind { latest, size: shown.size });
        }
        Memory::Behind(_) | Memory::Whole => {}
    }
    if asked.size == 0 && asked.root != empty_root() {
        return Err(WitnessRefusal::EmptyRoot);
    }
    if asked.size == latest && asked.root != root {
        return Err(WitnessRefusal::OtherRoot);
    }
    verify_consistency(latest, &root, asked.size, &asked.root, &request.proof).map_err(WitnessRefusal::BadProof)
}

/// Looks for the witness's `own` cosignature on a checkpoint that it is shown, by whomever: what it has signed and forgotten. Only
/// what the log has signed too is looked at.
pub fn recall(watched: Watched<'_>, own: &VerifierKey, shown: &SignedCheckpoint) -> Recalled {
    let (note, seen) = (shown.note(), shown.checkpoint());
    let lines = note.signatures.iter().filter(|line| own.has_made(line));
    let time = lines.filter_map(|line| own.verify_cosignature(&note.text, line).ok()).max();
    let (Some(time), Ok(_)) = (time, note.verify(watched.keys)) else { return Recalled::Nothing };
    let (latest, root) = watched.remembered();
    let known = match watched.memory {
        Memory::Behind(shown) if shown.size > latest => [(latest, root), (shown.size, shown.root)],
        Memory::Behind(_) | Memory::Whole | Memory::Broken => [(latest, root); 2],
    };
    if known.iter().any(|(size, root)| *size == seen.size && *root != seen.root) {
        return Recalled::Twice;
    }
    if seen.size > known[1].0 { Recalled::More(time) } else { Recalled::Nothing }
}

/// The time of the next cosignature, in seconds: now, but never before what was signed already, and never 0.
pub fn cosigning_time(now: u64, last: u64) -> u64 {
    now.max(last).max(1)
}

/// Reads the body of a 409: the size of the checkpoint that the witness has cosigned last.
pub fn parse_size(body: &str) -> Option<u64> {
    body.strip_suffix('\n').and_then(parse_decimal)
}

/// Reads the body of a 200: one or more signature lines; verifies nothing.
pub fn parse_cosignatures(body: &str) -> Result<Vec<NoteSignature>, NoteError> {
    let lines = body.strip_suffix('\n').ok_or(NoteError::Malformed("no final newline"))?;
    if body.len() > MAX_NOTE || lines.split('\n').count() > MAX_SIGNATURES {
        return Err(NoteError::Malformed("too many signatures"));
    }
    lines.split('\n').map(NoteSignature::parse).collect()
}

impl Watched<'_> {
    /// Size and root of what it has cosigned last; the empty tree's if it never has.
    fn remembered(&self) -> (u64, Hash) {
        self.latest.map_or((0, empty_root()), |latest| (latest.size, latest.root))
    }
}

impl AddCheckpoint {
    /// Reads a request's body; verifies nothing.
    pub fn parse(body: &str) -> Result<Self, MalformedRequest> {
        let (head, checkpoint) = body.split_once("\n\n").ok_or(MalformedRequest("no empty line"))?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(parse_decimal);
        let old = old.ok_or(MalformedRequest("the old size"))?;
        let proof = lines.map(parse_hash).collect::<Option<Vec<_>>>().ok_or(MalformedRequest("a hash of the proof"))?;
        if proof.len() > MAX_HASHES {
            return Err(MalformedRequest("too many hashes"));
        }
        let checkpoint = SignedCheckpoint::parse(checkpoint).map_err(|_| MalformedRequest("the checkpoint"))?;
        Ok(Self { old, proof, checkpoint })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", BASE64.encode(hash.0)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl WitnessRefusal {
    /// The HTTP status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Self::UnknownLog(_) => 404,
            Self::NotSigned(_) => 403,
            Self::OldAboveSize { .. } => 400,
            Self::NotLatest { .. } => 409,
            Self::Behind { .. } | Self::Broken | Self::EmptyRoot | Self::OtherRoot | Self::BadProof(_) => 422,
        }
    }
}
