//! The explorer on the Ledger page: blocks, the way a proof leads, alarms and their evidence.

use serde::{Deserialize, Serialize};

use crate::EntryRow;

/// Lists what each checkpoint added to the shared log, newest first, as far as whoever is logged in may see it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListBlocks {
    /// Only those before this number; absent: from the newest.
    pub before: Option<u64>,
    /// How many; 0 means 30.
    pub limit: u32,
}

/// A stretch of the line of blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Blocks {
    /// The newest first.
    pub rows: Vec<BlockRow>,
    /// Whether there are older ones.
    pub older: bool,
    /// Where this comes from.
    pub source: BlockSource,
    /// When the server was last asked with success; milliseconds.
    pub as_of: Option<i64>,
    /// Whether only the blocks that hold something of one's own are listed.
    pub only_own: bool,
}

/// Where blocks come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockSource {
    /// No server is connected.
    #[default]
    NoServer,
    /// The server has just answered.
    Server,
    /// The server could not be asked: what this desk has kept.
    Kept,
}

/// A block, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRow {
    /// Its number, as the server counts.
    pub number: u64,
    /// When, by the server's clock; milliseconds.
    pub at: i64,
    /// Index of its first entry.
    pub first: u64,
    /// Size of the log after it: its entries are `first..size`.
    pub size: u64,
    /// How many of its entries one may open here.
    pub own: u64,
    /// How many of the hospital's witnesses have signed it.
    pub cosignatures: u32,
    /// What this desk has checked of it.
    pub check: BlockCheck,
}

/// What a desk has checked of a block itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockCheck {
    /// Signed by the log, and this desk's own tree has the same root after it.
    Checked,
    /// Signed by the log; this desk does not have all entries yet.
    Signed,
    /// Signed by the log, and this desk's own tree has another root: sharing rests, an alarm says why.
    Contradicts,
}

/// Opens a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GetBlock {
    /// The one with this number.
    Number(u64),
    /// The one that brought the entry with this index.
    Of(u64),
}

/// A block, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockDetail {
    /// As in the list.
    pub row: BlockRow,
    /// The root before it, hex; absent where it is not known.
    pub root_before: Option<String>,
    /// The root after it, hex.
    pub root: String,
    /// Who has signed.
    pub signatures: Vec<BlockSignature>,
    /// Those of its entries that one may open here, by index; at most 200.
    pub entries: Vec<EntryRow>,
    /// Its checkpoint, a signed note.
    pub note: String,
    /// The next older block that one may open, if there is one.
    pub previous: Option<u64>,
    /// The next newer one.
    pub next: Option<u64>,
}

/// A signature below a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockSignature {
    /// Who.
    pub name: String,
    /// The key's number on signature lines, hex.
    pub key_id: String,
    /// What this desk makes of it.
    pub signer: Signer,
    /// When, where the signature says; milliseconds.
    pub at: Option<i64>,
}

/// Who has signed a checkpoint, as far as a desk has checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The log, with the key that this hospital has pinned.
    Log,
    /// A witness of the hospital's policy: it holds.
    Witness,
    /// Somebody whose key this desk does not have: not checked.
    Unknown,
}

/// The way from an entry to the root of the log, verified by the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofPath {
    /// The log's name.
    pub origin: String,
    /// The entry's index.
    pub index: u64,
    /// The size of the log that the proof is in.
    pub size: u64,
    /// The entry's own hash, hex.
    pub leaf: String,
    /// From below.
    pub steps: Vec<ProofStep>,
    /// The root, hex.
    pub root: String,
    /// Who has signed that root.
    pub signatures: Vec<BlockSignature>,
}

/// One step of that way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofStep {
    /// The hash beside the way, hex.
    pub sibling: String,
    /// On which side it stands.
    pub side: ProofSide,
    /// The first entry it covers.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// The hash over both, hex.
    pub parent: String,
}

/// On which side of the way a hash stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofSide {
    /// It covers earlier entries.
    Left,
    /// It covers later ones.
    Right,
}

/// Lists what the server was found to have contradicted, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ListAlarms {}

/// A contradiction, with both sides of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmRow {
    /// Its number at this desk.
    pub id: u64,
    /// `rolled_back`, `forked`, `unjustified`, `rule_broken`: of the server. `witness_went_back`: of a witness; sharing goes on.
    pub kind: String,
    /// What happened, as a sentence, with the witnesses' names.
    pub sentence: String,
    /// When it was found; milliseconds.
    pub at: i64,
    /// When an administrator connected anew and all fitted again.
    pub settled_at: Option<i64>,
    /// How many entries this desk had verified.
    pub size: u64,
    /// Its own root over them, hex.
    pub root: String,
    /// Which entry, which rule; ids only, empty if there is nothing more to say.
    pub detail: String,
    /// The signed note that this desk had verified before, empty if none.
    pub kept: String,
    /// The signed note that it was shown.
    pub shown: String,
    /// The witnesses that have signed a side of it, by the policy that was in force then.
    #[serde(default)]
    pub witnesses: Vec<AlarmWitness>,
}

/// A witness that has signed a side of a contradiction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmWitness {
    /// What the policy called it.
    pub name: String,
    /// Its verifier key.
    pub key: String,
    /// What it has signed.
    pub sides: SignedSides,
}

/// Which sides of a contradiction somebody has signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedSides {
    /// What was shown, and does not fit what this desk had verified.
    Shown,
    /// Both.
    Both,
}
