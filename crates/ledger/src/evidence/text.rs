//! The text form of evidence, `daybook evidence v1`: one line a field, everything binary in base64.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::{Alarm, Beginning, Equivocation, Evidence, EvidenceError, Fork, WentBack};
use crate::{
    checkpoint::{parse_decimal, parse_hash},
    hash::Hash,
    note::VerifierKey,
    proof::TlogProof,
};

const HEADER: &str = "daybook evidence v1";
const EQUIVOCATION: &str = "equivocation";
const FORK: &str = "fork";
const ALARM: &str = "alarm ";
const WENT_BACK: &str = "witness went back";
/// The longest file that is read, in bytes: two entries or two notes of the largest size, and a proof.
pub const MAX_EVIDENCE: usize = 512 << 10;
/// A consistency proof in a tree of at most 2^63 leaves has no more hashes.
const MAX_HASHES: usize = 64;
const MAX_WORD: usize = 40;
const MAX_DETAIL: usize = 1_000;

/// Whether a file says of itself to be evidence, of whatever version.
pub fn is_evidence(text: &str) -> bool {
    text.starts_with("daybook evidence ")
}

impl Evidence {
    /// Reads evidence; believes nothing. What is read comes out the same again.
    pub fn parse(text: &str) -> Result<Self, EvidenceError> {
        if text.len() > MAX_EVIDENCE {
            return Err(EvidenceError::Malformed("too long"));
        }
        let mut lines = Lines::new(text);
        if lines.next() != Some(HEADER) {
            return Err(EvidenceError::Malformed("first line"));
        }
        let kind = lines.next().ok_or(EvidenceError::Malformed("kind"))?;
        let evidence = match (kind, kind.strip_prefix(ALARM)) {
            (EQUIVOCATION, _) => Self::Equivocation(read_equivocation(&mut lines)?),
            (FORK, _) => Self::Fork(read_fork(&mut lines)?),
            (WENT_BACK, _) => Self::WentBack(read_went_back(&mut lines)?),
            (_, Some(word)) => Self::Alarm(read_alarm(word, &mut lines)?),
            _ => return Err(EvidenceError::Malformed("kind")),
        };
        // One form only: what a tool wrote and another one reads has the same bytes.
        if evidence.to_string() == text { Ok(evidence) } else { Err(EvidenceError::Malformed("form")) }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        match self {
            Self::Equivocation(equivocation) => write_equivocation(equivocation, f),
            Self::Fork(fork) => write_fork(fork, f),
            Self::Alarm(alarm) => write_alarm(alarm, f),
            Self::WentBack(back) => write_went_back(back, f),
        }
    }
}

impl std::str::FromStr for Evidence {
    type Err = EvidenceError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

fn write_equivocation(equivocation: &Equivocation, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "{EQUIVOCATION}")?;
    writeln!(f, "key {}", BASE64.encode(&equivocation.spki))?;
    equivocation.entries.iter().try_for_each(|entry| writeln!(f, "entry {}", BASE64.encode(entry)))?;
    match &equivocation.proof {
        Some(proof) => write!(f, "\n{proof}"),
        None => Ok(()),
    }
}

fn read_equivocation(lines: &mut Lines<'_>) -> Result<Equivocation, EvidenceError> {
    let spki = lines.octets("key ")?;
    let entries = [lines.octets("entry ")?, lines.octets("entry ")?];
    let proof = match lines.rest() {
        "" => None,
        rest => {
            let proof = rest.strip_prefix('\n').ok_or(EvidenceError::Malformed("after the entries"))?;
            Some(TlogProof::parse(proof).map_err(|_| EvidenceError::Malformed("proof"))?)
        }
    };
    Ok(Equivocation { spki, entries, proof })
}

fn write_fork(fork: &Fork, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "{FORK}")?;
    fork.notes.iter().try_for_each(|note| writeln!(f, "note {}", BASE64.encode(note)))?;
    let Some(beginning) = &fork.beginning else { return Ok(()) };
    writeln!(f, "beginning {}", BASE64.encode(beginning.root.0))?;
    beginning.proof.iter().try_for_each(|hash| writeln!(f, "{}", BASE64.encode(hash.0)))
}

fn read_fork(lines: &mut Lines<'_>) -> Result<Fork, EvidenceError> {
    let notes = [lines.note()?, lines.note()?];
    let beginning = match lines.next() {
        None => None,
        Some(line) => Some(read_beginning(line, lines)?),
    };
    Ok(Fork { notes, beginning })
}

fn read_beginning(line: &str, lines: &mut Lines<'_>) -> Result<Beginning, EvidenceError> {
    let root = line.strip_prefix("beginning ").and_then(parse_hash).ok_or(EvidenceError::Malformed("beginning"))?;
    let mut proof: Vec<Hash> = Vec::new();
    while let Some(line) = lines.next() {
        if proof.len() == MAX_HASHES {
            return Err(EvidenceError::Malformed("too many hashes"));
        }
        proof.push(parse_hash(line).ok_or(EvidenceError::Malformed("hash"))?);
    }
    Ok(Beginning { root, proof })
}

fn write_alarm(alarm: &Alarm, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "{ALARM}{}", alarm.kind)?;
    writeln!(f, "at {}", alarm.at_ms)?;
    writeln!(f, "detail {}", alarm.detail)?;
    if let Some(kept) = &alarm.kept {
        writeln!(f, "kept {}", BASE64.encode(kept))?;
    }
    writeln!(f, "shown {}", BASE64.encode(&alarm.shown))
}

fn read_alarm(kind: &str, lines: &mut Lines<'_>) -> Result<Alarm, EvidenceError> {
    let is_word = (1..=MAX_WORD).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if !is_word {
        return Err(EvidenceError::Malformed("kind"));
    }
    let at_ms = parse_decimal(lines.field("at ")?).ok_or(EvidenceError::Malformed("at"))?;
    let detail = lines.field("detail ")?.to_owned();
    if detail.len() > MAX_DETAIL || detail.chars().any(char::is_control) {
        return Err(EvidenceError::Malformed("detail"));
    }
    let kept = match lines.rest().starts_with("kept ") {
        true => Some(text(lines.octets("kept ")?)?),
        false => None,
    };
    let shown = text(lines.octets("shown ")?)?;
    Ok(Alarm { kind: kind.to_owned(), kept, shown, at_ms, detail })
}

fn write_went_back(back: &WentBack, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "{WENT_BACK}\nkey {}", back.witness)?;
    back.notes.iter().try_for_each(|note| writeln!(f, "note {}", BASE64.encode(note)))
}

fn read_went_back(lines: &mut Lines<'_>) -> Result<WentBack, EvidenceError> {
    let witness = VerifierKey::parse(lines.field("key ")?).map_err(|_| EvidenceError::Malformed("key "))?;
    let notes = [lines.note()?, lines.note()?];
    if lines.rest().is_empty() {
        Ok(WentBack { witness, notes })
    } else {
        Err(EvidenceError::Malformed("behind the notes"))
    }
}

/// The lines of a text, each ended by a newline.
struct Lines<'a> {
    rest: &'a str,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    fn next(&mut self) -> Option<&'a str> {
        let (line, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
        Some(line)
    }

    fn rest(&self) -> &'a str {
        self.rest
    }

    fn field(&mut self, name: &'static str) -> Result<&'a str, EvidenceError> {
        self.next().and_then(|line| line.strip_prefix(name)).ok_or(EvidenceError::Malformed(name))
    }

    fn octets(&mut self, name: &'static str) -> Result<Vec<u8>, EvidenceError> {
        BASE64.decode(self.field(name)?).map_err(|_| EvidenceError::Malformed(name))
    }

    fn note(&mut self) -> Result<String, EvidenceError> {
        text(self.octets("note ")?)
    }
}

fn text(octets: Vec<u8>) -> Result<String, EvidenceError> {
    String::from_utf8(octets).map_err(|_| EvidenceError::Malformed("a note that is not text"))
}
