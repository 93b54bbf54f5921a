//! Why the network refuses an entry: one variant for each rule.

use crate::{act::Act, entry::EntryError, role::Role};

/// The rule that an entry breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Longer than [`crate::MAX_ENTRY`].
    #[error("The entry is too large: {0} bytes, at most 65,535 are allowed.")]
    TooLarge(usize),
    /// Not deterministic CBOR.
    #[error("The entry is not written in deterministic CBOR.")]
    NotDeterministic,
    /// Not an entry at all, or of a later version.
    #[error("The entry cannot be read: {0}.")]
    Malformed(String),
    /// A plain payload where the act wants a sealed one or the other way round, no event, or an event of another act.
    #[error("The payload does not fit the act {0}.")]
    WrongPayload(Act),
    /// No desk with this key.
    #[error("The desk that signed this entry is not enrolled.")]
    NotEnrolled,
    /// The desk was revoked before.
    #[error("The desk that signed this entry was revoked by entry {at}.")]
    Revoked {
        /// The index of the revoking entry.
        at: u64,
    },
    /// The header names another desk than the one enrolled with the key.
    #[error("The entry names another desk than the one whose key signed it.")]
    WrongIssuer,
    /// The signature does not verify.
    #[error("The entry's signature is wrong.")]
    BadSignature,
    /// This very entry is the desk's last one already.
    #[error("The entry is already in the log.")]
    AlreadyKnown,
    /// An earlier number of the desk's: look the bytes up to tell a repetition from an equivocation.
    #[error("The desk is already at number {next_seq}.")]
    Superseded {
        /// The number the desk's next entry must have.
        next_seq: u64,
    },
    /// Another entry has this number already: keep both as evidence and quarantine the desk.
    #[error("The desk has signed two different entries with number {seq}: it was copied or restored from a backup.")]
    Equivocation {
        /// The number used twice.
        seq: u64,
    },
    /// Entries of the desk before this one are missing.
    #[error("Entries of this desk are missing: number {expected} must come first, this is {got}.")]
    Gap {
        /// The number the desk's next entry must have.
        expected: u64,
        /// The number it has.
        got: u64,
    },
    /// `prev` is not the leaf hash of the desk's last entry.
    #[error("The entry does not continue the desk's chain.")]
    WrongPrev,
    /// The clock does not run forward.
    #[error("The entry's clock is not after the desk's entry before.")]
    ClockBackwards,
    /// `seen` is larger than the log.
    #[error("The desk says to have seen {seen} entries of a log that has {size}.")]
    SeenAhead {
        /// The size in `seen`.
        seen: u64,
        /// The log's size.
        size: u64,
    },
    /// `seen` has another root: the desk was shown another history.
    #[error("The desk has seen another log than this one: its first {size} entries have another root.")]
    SeenOther {
        /// The size in `seen`.
        size: u64,
    },
    /// `seen` is smaller than in the desk's entry before.
    #[error("The desk has seen {last} entries before and says {seen} now.")]
    SeenBackwards {
        /// The size in the entry before.
        last: u64,
        /// The size now.
        seen: u64,
    },
    /// The actor does not hold the role, or the desk knew that it was taken away.
    #[error("The person does not hold the role {0}.")]
    RoleNotHeld(Role),
    /// The table of rights does not give the act to the role.
    #[error("The role {role} may not do this: {act}.")]
    PolicyForbids {
        /// The role.
        role: Role,
        /// The act.
        act: Act,
    },
    /// A site begins with number 0 of its desk number 1, signed by the key it carries.
    #[error("This is not how a site begins.")]
    BadFounding,
    /// The site is there already.
    #[error("The site exists already.")]
    SiteExists,
    /// Not three letters A to Z.
    #[error("The site code must be three letters A to Z.")]
    BadSiteCode,
    /// Another site has the code.
    #[error("Another site has the code {0}.")]
    SiteCodeTaken(String),
    /// A site's or a desk's name is empty or longer than 200 bytes: every state keeps it for good.
    #[error("A name has at least one character and at most 200 bytes.")]
    BadName,
    /// The key is not RSA-3072 with exponent 65537.
    #[error("The desk's key is not an RSA-3072 key.")]
    BadDeskKey,
    /// The key is enrolled already.
    #[error("The desk's key is enrolled already.")]
    DeskKeyTaken,
    /// 0, or a number that the site has given out before.
    #[error("The desk number {0} is not free.")]
    DeskNumberTaken(u16),
    /// The site has no such desk.
    #[error("The site has no desk number {0}.")]
    NoSuchDesk(u16),
    /// A site always has an administrator.
    #[error("The site would be left without an administrator.")]
    LastAdministrator,
}

impl Rejection {
    /// A stable name for machines, snake_case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "too_large",
            Self::NotDeterministic => "not_deterministic",
            Self::Malformed(_) => "malformed",
            Self::WrongPayload(_) => "wrong_payload",
            Self::NotEnrolled => "not_enrolled",
            Self::Revoked { .. } => "revoked",
            Self::WrongIssuer => "wrong_issuer",
            Self::BadSignature => "bad_signature",
            Self::AlreadyKnown => "already_known",
            Self::Superseded { .. } => "superseded",
            Self::Equivocation { .. } => "equivocation",
            Self::Gap { .. } => "gap",
            Self::WrongPrev => "wrong_prev",
            Self::ClockBackwards => "clock_backwards",
            Self::SeenAhead { .. } => "seen_ahead",
            Self::SeenOther { .. } => "seen_other",
            Self::SeenBackwards { .. } => "seen_backwards",
            Self::RoleNotHeld(_) => "role_not_held",
            Self::PolicyForbids { .. } => "policy_forbids",
            Self::BadFounding => "bad_founding",
            Self::SiteExists => "site_exists",
            Self::BadSiteCode => "bad_site_code",
            Self::SiteCodeTaken(_) => "site_code_taken",
            Self::BadName => "bad_name",
            Self::BadDeskKey => "bad_desk_key",
            Self::DeskKeyTaken => "desk_key_taken",
            Self::DeskNumberTaken(_) => "desk_number_taken",
            Self::NoSuchDesk(_) => "no_such_desk",
            Self::LastAdministrator => "last_administrator",
        }
    }
}

impl From<EntryError> for Rejection {
    fn from(error: EntryError) -> Self {
        match error {
            EntryError::TooLarge(length) => Self::TooLarge(length),
            EntryError::NotDeterministic => Self::NotDeterministic,
            EntryError::WrongContentType(act) => Self::WrongPayload(act),
            other => Self::Malformed(other.to_string()),
        }
    }
}
