//! Witnesses: the hospital's policy, how many of them are enough, and when each was seen last.

use serde::{Deserialize, Serialize};

/// The hospital's witness policy as it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GetPolicy {}

/// Says what a policy would mean, and changes nothing. What is wrong comes as fields `text.N`, one for each wrong line N.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckPolicy {
    /// The policy (c2sp.org/tlog-policy).
    pub text: String,
}

/// Sets the policy, for every desk of the hospital. What is wrong comes as fields `text.N`, one for each wrong line N.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetPolicy {
    /// The policy (c2sp.org/tlog-policy).
    pub text: String,
}

/// The witnesses of the hospital's policy.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ListWitnesses {}

/// A policy, and what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WitnessPolicy {
    /// Its text; empty if none was ever set.
    pub text: String,
    /// What it means.
    pub witnesses: Witnesses,
}

/// Whether a hospital asks for witnesses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyStanding {
    /// None is asked for: entries end at *shared*.
    #[default]
    None,
    /// Entries are *confirmed* once the quorum has cosigned a checkpoint they are under.
    Quorum,
    /// There is a policy, but nothing can be confirmed by it at this desk; `problem` says why.
    Unusable,
}

/// The witnesses of a policy, and how far they confirm the shared ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Witnesses {
    /// Whether any are asked for.
    pub policy: PolicyStanding,
    /// Why nothing can be confirmed, as a sentence, for [`PolicyStanding::Unusable`].
    pub problem: Option<String>,
    /// The witness or group that is the quorum, by its name in the policy.
    pub quorum: Option<String>,
    /// The witnesses, in the policy's order.
    pub witnesses: Vec<WitnessRow>,
    /// The groups, each after its members.
    pub groups: Vec<WitnessGroup>,
    /// The largest tree that the quorum has cosigned and this desk has found to be its own.
    pub confirmed: Option<ConfirmedTree>,
}

/// A witness of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessRow {
    /// What the policy calls it.
    pub name: String,
    /// What it calls itself.
    pub key_name: String,
    /// Its verifier key, `name+hash+key`.
    pub key: String,
    /// Where it is, if the policy says.
    pub url: Option<String>,
    /// When it signed last what this desk has verified; by the witness's clock, milliseconds.
    pub last_seen: Option<i64>,
    /// The size of the tree it signed then.
    pub last_size: Option<u64>,
}

/// A group of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessGroup {
    /// What the policy calls it.
    pub name: String,
    /// How many of its members are enough.
    pub needs: u32,
    /// Witnesses and groups, by name.
    pub members: Vec<String>,
}

/// A tree that a quorum has cosigned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfirmedTree {
    /// Its size: every entry with a smaller index is confirmed.
    pub size: u64,
    /// Its root, hex.
    pub root: String,
    /// When this desk verified it, milliseconds.
    pub at: i64,
    /// The witnesses that cosigned it, by their names in the policy.
    pub by: Vec<String>,
}
