//! What evidence proves, and what it does not, in plain words.

use crate::{
    checkpoint::Checkpoint,
    hash::Hash,
    ids::{Issuer, KeyId},
    note::VerifierKey,
};

/// What a piece of evidence has been found to prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proven {
    /// A desk key signed two entries under one number.
    TwoEntries {
        /// Which desk the first of them names.
        issuer: Issuer,
        /// The key.
        key_id: KeyId,
        /// The number.
        seq: u64,
        /// Both entries' leaf hashes.
        leaves: [Hash; 2],
        /// Where the first one stands in the log, and the checkpoint that says so.
        stands: Option<(u64, Checkpoint)>,
    },
    /// A log signed two trees that cannot both be.
    TwoHistories {
        /// The smaller one.
        small: Checkpoint,
        /// The larger one, or the other of the same size.
        large: Checkpoint,
    },
    /// A log signed what a desk says to have been shown.
    Signed {
        /// What the desk calls it.
        kind: String,
        /// What it had verified before.
        kept: Option<Checkpoint>,
        /// What it was shown.
        shown: Checkpoint,
        /// When, by the desk's clock, in milliseconds.
        at_ms: u64,
        /// Which entry, which rule.
        detail: String,
    },
    /// A witness cosigned a smaller tree after a larger one.
    WentBack {
        /// Its key, as it came along.
        witness: VerifierKey,
        /// The larger tree.
        large: Checkpoint,
        /// When it was cosigned, by the witness's clock, in seconds.
        first: u64,
        /// The smaller one.
        small: Checkpoint,
        /// When that was cosigned.
        then: u64,
    },
}

impl Proven {
    /// Sentences that hold for whoever trusts the log's key and the mathematics.
    pub fn holds(&self) -> Vec<String> {
        match self {
            Self::TwoEntries { issuer, key_id, seq, leaves: [one, other], stands } => {
                let mut sentences = vec![format!(
                    "The key {key_id} of desk {} of site {} has signed two different entries as number {seq}: {one} and {other}.",
                    issuer.desk, issuer.site
                )];
                sentences.extend(stands.as_ref().map(|(index, checkpoint)| {
                    format!("The first of them is entry {index} of the log {}.", checkpoint.origin)
                }));
                sentences
            }
            Self::TwoHistories { small, large } if small.size == large.size => vec![format!(
                "The log {} has signed two different trees of {} entries: root {} and root {}. Both cannot be.",
                small.origin, small.size, small.root, large.root
            )],
            Self::TwoHistories { small, large } => vec![format!(
                "The log {} has signed a tree of {} entries, root {}, and a tree of {} entries, root {}, that does not begin with it. Both cannot be.",
                small.origin, small.size, small.root, large.size, large.root
            )],
            Self::Signed { kept, shown, .. } => kept.iter().chain([shown]).map(signed).collect(),
            Self::WentBack { witness, large, first, small, then } => vec![format!(
                "The witness {} (key {witness}) has signed {} entries of the log {} at {first} s, and only {} at {then} s, later by its own clock. Each time it said that it knew of no more. Both cannot be.",
                witness.name(),
                large.size,
                large.origin,
                small.size
            )],
        }
    }

    /// Sentences that nothing here says.
    pub fn leaves_open(&self) -> Vec<String> {
        match self {
            Self::TwoEntries { stands, .. } => {
                let mut open = vec![
                    "Who did it, or that anybody meant harm: a desk that was copied, or put back from a backup, signs twice as well, and so does one that was told that its entry had been refused.".to_owned(),
                    "Whose key it is: that is in the log, in the entry that enrolled the desk.".to_owned(),
                ];
                if stands.is_none() {
                    open.push("That either of the two is in the log.".to_owned());
                }
                open
            }
            Self::TwoHistories { .. } => {
                vec!["Why: by intent, by a restored backup, or because somebody else has the log's key.".to_owned()]
            }
            Self::WentBack { .. } => vec![
                "Whose key it is: it came along in the file. Compare it with the policy of the hospital.".to_owned(),
                "Why: the witness was put back from a backup, its key is in two places, or its clock was set back."
                    .to_owned(),
                "That the log did anything wrong: it may have signed one history only.".to_owned(),
            ],
            Self::Signed { kind, at_ms, detail, .. } => vec![format!(
                "That the log contradicts itself: these notes alone do not show it. A desk says so: {kind}{}, at {at_ms} ms since 1970.",
                if detail.is_empty() { String::new() } else { format!(" ({detail})") }
            )],
        }
    }
}

fn signed(checkpoint: &Checkpoint) -> String {
    format!("The log {} has signed a tree of {} entries, root {}.", checkpoint.origin, checkpoint.size, checkpoint.root)
}
