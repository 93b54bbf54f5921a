//! Why an entry, or a bundle, is not taken: a stable code for machines and a sentence for people.

use daybook_ledger::{EntryError, Rejection};

/// One variant for each rule; most come from the network's own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The network's rules refuse it.
    #[error(transparent)]
    Rejected(Rejection),
    /// Another entry of the desk has this number and stands.
    #[error("The desk has signed two different entries with number {seq}; entry {index} of the log stands.")]
    Equivocation {
        /// The number used twice.
        seq: u64,
        /// Tree index of the entry that stands.
        index: u64,
    },
    /// The desk has signed two entries under one number before.
    #[error(
        "This desk is in quarantine: its key has signed two different entries with one number, so it was copied or put \
         back from a backup. An administrator must shut it out at another desk and let it join anew; where there is no \
         other desk, the ledger server's operator can help."
    )]
    Quarantined,
    /// The bytes are no bundle.
    #[error("The bundle ends within an entry.")]
    TruncatedBundle,
    /// Nothing was sent.
    #[error("The bundle holds no entry.")]
    EmptyBundle,
    /// A bundle is of one desk.
    #[error("A bundle holds entries of one desk only.")]
    MixedDesks,
    /// The desk's clock is more than five minutes ahead (ledger.md 3).
    #[error("The entry's clock is {ahead_s} seconds ahead of the server's; at most 300 are allowed.")]
    ClockAhead {
        /// By how much, in seconds.
        ahead_s: u64,
    },
    /// A new site without invitation.
    #[error("A new site needs an invitation from this server's operator.")]
    InviteNeeded,
    /// An unknown, spent, expired or revoked invitation.
    #[error("The invitation is not known, has been used, or has ended.")]
    BadInvite,
}

impl Refusal {
    /// A stable name for machines, snake_case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rejected(rejection) => rejection.code(),
            Self::Equivocation { .. } => "equivocation",
            Self::Quarantined => "quarantined",
            Self::TruncatedBundle => "truncated_bundle",
            Self::EmptyBundle => "empty_bundle",
            Self::MixedDesks => "mixed_desks",
            Self::ClockAhead { .. } => "clock_ahead",
            Self::InviteNeeded => "invite_needed",
            Self::BadInvite => "bad_invite",
        }
    }
}

impl From<EntryError> for Refusal {
    fn from(error: EntryError) -> Self {
        Self::Rejected(error.into())
    }
}

/// A refusal and the place in the bundle of the entry that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedAt {
    /// From 0; everything before it was accepted.
    pub position: usize,
    /// Why.
    pub refusal: Refusal,
}

impl RefusedAt {
    /// Whether the server checked a signature for nothing.
    pub fn is_bad_signature(&self) -> bool {
        self.refusal == Refusal::Rejected(Rejection::BadSignature)
    }
}
