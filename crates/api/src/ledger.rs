//! The Ledger page: entries, verification, export of what others can check.

use serde::{Deserialize, Serialize};

use crate::{ProofPath, Role};

/// Lists entries, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListEntries {
    /// Only those before this position (a row's `position`); absent: from the newest.
    pub before: Option<u64>,
    /// How many; 0 means 50.
    pub limit: u32,
}

/// How far an entry has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryStanding {
    /// On this computer only, so far.
    Waiting,
    /// In the shared log, with a proof.
    Shared,
    /// In the shared log, and enough witnesses have seen it.
    Confirmed,
    /// The server refused it.
    Refused,
}

/// An entry in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Its place in this desk's book.
    pub position: u64,
    /// Its index in the shared log, once it has one.
    pub index: Option<u64>,
    /// Leaf hash, hex.
    pub entry: String,
    /// What it did.
    pub act: String,
    /// When.
    pub at: i64,
    /// Who, as far as this desk knows the name.
    pub who: String,
    /// In which role.
    pub role: Option<Role>,
    /// Site code and desk number.
    pub desk: String,
    /// Number of sealed events in it.
    pub events: u64,
    /// Bytes.
    pub size: u64,
    /// How far it has come.
    pub standing: EntryStanding,
}

/// Opens an entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GetEntry {
    /// Leaf hash (hex), or index in the shared log.
    pub entry: String,
}

/// An entry, decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDetail {
    /// As in the list.
    pub row: EntryRow,
    /// Header fields with their values, in order, for people.
    pub header: Vec<(String, String)>,
    /// The proof text, once it is shared.
    pub proof: Option<String>,
    /// The way that the proof leads, verified; once it is shared.
    #[serde(default)]
    pub path: Option<ProofPath>,
    /// Why the server refused it, if it did, as a sentence.
    #[serde(default)]
    pub refusal: Option<String>,
    /// What the events say, as far as this desk may open them.
    pub events: Vec<String>,
}

/// Re-checks every entry, every proof and every row.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VerifyLedger {}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifyReport {
    /// Entries whose signature, chain and place were checked.
    pub entries: u64,
    /// Proofs checked.
    pub proofs: u64,
    /// Projection rows recomputed and compared.
    pub rows: u64,
    /// What is wrong; empty if nothing is.
    pub findings: Vec<Finding>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// Which entry (position and hash) or row (table and key): ids only.
    pub place: String,
    /// A sentence for people.
    pub message: String,
}

/// What kind of wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// An entry's bytes are damaged or its signature does not hold.
    BadEntry,
    /// An entry is missing.
    MissingEntry,
    /// An entry's payload was exchanged or cannot be opened.
    BadPayload,
    /// A proof or checkpoint does not hold.
    BadProof,
    /// An entry breaks a rule of the network.
    BrokenRule,
    /// A row differs from what the entries say.
    BadRow,
}

/// Drops all projections and computes them anew from the entries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RebuildLedger {}

/// What rebuilding gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RebuildReport {
    /// Entries replayed.
    pub entries: u64,
    /// SHA-256 over all rows before, hex.
    pub before: String,
    /// SHA-256 over all rows after, hex.
    pub after: String,
}

/// Hands out an entry's COSE bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportEntry {
    /// Leaf hash (hex), or index in the shared log.
    pub entry: String,
}

/// Hands out an entry's `c2sp.org/tlog-proof@v1` text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportProof {
    /// Leaf hash (hex), or index in the shared log.
    pub entry: String,
    /// What comes along with it.
    #[serde(default)]
    pub with: ProofWith,
}

/// What comes along with a proof, in its `extra` line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofWith {
    /// The entry and its desk's public key, so that the file is enough for somebody who has no desk.
    #[default]
    Entry,
    /// Nothing: the bare proof.
    Nothing,
}

/// Hands out a desk's public key as PEM.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportKey {
    /// Desk number; absent: this desk's.
    pub desk: Option<u16>,
}

/// Hands out what was kept when the server contradicted itself, as a file that somebody else can check (`daybook-ledger verify`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ExportEvidence {
    /// The alarm's number at this desk; the newest where left out.
    #[serde(default)]
    pub alarm: Option<u64>,
}

/// A file for somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// A fitting name.
    pub name: String,
    /// Its bytes, base64.
    pub base64: String,
}
