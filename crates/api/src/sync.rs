//! Sharing with the ledger server: connecting, and how it stands.

use serde::{Deserialize, Serialize};

use crate::PolicyStanding;

/// Connects this hospital to a ledger server.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConnectServer {
    /// Its address, `https://…`.
    pub server: String,
    /// Its verifier key, compared with what its operator gave.
    pub log_key: String,
    /// The operator's invitation, for a hospital new to this server.
    #[serde(default)]
    pub invite: String,
}

/// Asks how sharing stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GetSyncStatus {}

/// Tries now, and answers when nothing is left to do or it cannot go on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SyncNow {}

/// How sharing stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SyncStatus {
    /// The server's address, if one is connected.
    pub server: Option<String>,
    /// Whether the last attempt reached it.
    pub online: bool,
    /// Since when it has been out of reach.
    pub offline_since: Option<i64>,
    /// Own entries not yet in the shared log.
    pub pending: u64,
    /// Own entries in the shared log.
    pub shared: u64,
    /// Own entries under a checkpoint that meets the hospital's witness policy; none without one, or with `quorum none`.
    pub confirmed: u64,
    /// Whether the hospital asks for witnesses, so that entries can be confirmed at all.
    pub policy: PolicyStanding,
    /// Own entries the server refused, each with its reason.
    pub refused: Vec<RefusedEntry>,
    /// Size of the shared log as this desk last verified it.
    pub tree_size: u64,
    /// Its root, hex.
    pub root: String,
    /// When this desk last verified a checkpoint.
    pub last_contact: Option<i64>,
    /// Set when the server showed two histories; evidence is kept.
    pub alarm: Option<String>,
    /// What stands in the way of sharing at the moment, as a sentence.
    pub trouble: Option<String>,
    /// Counts up with every change of the projections, so that a screen knows when to ask again.
    pub revision: u64,
}

/// An entry the server refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedEntry {
    /// Leaf hash, hex.
    pub entry: String,
    /// What it did.
    pub act: String,
    /// Why it was refused, as a sentence.
    pub reason: String,
    /// When it was written.
    pub at: i64,
}
