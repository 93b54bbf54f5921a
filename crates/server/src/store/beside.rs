//! What lies beside the log: the key box, desks asking to join, invitations.

use daybook_ledger::{ContentKeyId, Id, KeyId};

use super::{Equivocation, StoreError};

/// A content key as a site keeps it in its key box: wrapped, so that the server cannot use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// The content key.
    pub key_id: ContentKeyId,
    /// Epoch of the site key that wraps it.
    pub epoch: u32,
    /// The wrapped key.
    pub wrapped: Vec<u8>,
}

/// A desk that asks to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// 16 random bytes.
    pub id: Id,
    /// What the desk calls itself.
    pub name: String,
    /// Its signing key.
    pub spki: Vec<u8>,
    /// Its X25519 key.
    pub sealing_key: [u8; 32],
    /// Unix milliseconds.
    pub asked_ms: u64,
}

/// What is known of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteState {
    /// Never given out.
    Unknown,
    /// Given out, good for one new site.
    Unused {
        /// Not from then on, Unix milliseconds; without end where absent.
        until_ms: Option<u64>,
    },
    /// Spent by a `site.found`.
    Spent {
        /// Tree index of the `site.found`.
        by: u64,
    },
    /// Taken back by the operator.
    Revoked,
}

impl InviteState {
    /// Whether a site may be founded with it now.
    pub fn is_good(self, now_ms: u64) -> bool {
        matches!(self, Self::Unused { until_ms } if until_ms.is_none_or(|until_ms| now_ms < until_ms))
    }
}

/// An invitation as the operator sees it: everything but the token, which is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Unix milliseconds.
    pub made_ms: u64,
    /// Whom it is for.
    pub note: String,
    /// What became of it.
    pub state: InviteState,
}

/// A token with which a mirror or an auditor reads the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadToken {
    /// 1, 2, 3 …
    pub number: u64,
    /// Whose.
    pub name: String,
    /// Unix milliseconds.
    pub made_ms: u64,
    /// Not good from then on.
    pub until_ms: u64,
    /// When it was taken back.
    pub revoked_ms: Option<u64>,
}

impl ReadToken {
    /// Whether it is good now.
    pub fn is_good(&self, now_ms: u64) -> bool {
        self.revoked_ms.is_none() && now_ms < self.until_ms
    }
}

/// A piece of evidence as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvidence {
    /// 1, 2, 3 …
    pub number: u64,
    /// What was found.
    pub found: Equivocation,
}

/// Whether a desk's entries are held up, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// The desk.
    pub desk: KeyId,
    /// Unix milliseconds.
    pub since_ms: u64,
    /// When the operator lifted it.
    pub released_ms: Option<u64>,
    /// Why.
    pub reason: String,
}

/// What lies beside the log. Each write is durable when it returns.
pub trait BesideStore: Send + Sync {
    /// Keeps a site's keys that are not there yet; the first of an id stands. Returns how many were new.
    fn put_keys(&self, site: &Id, keys: &[StoredKey]) -> Result<u64, StoreError>;
    /// A site's keys stored after `cursor`, at most `limit`, and the cursor to go on from.
    fn keys_after(&self, site: &Id, cursor: u64, limit: u32) -> Result<(u64, Vec<StoredKey>), StoreError>;

    /// Keeps a join request, or the one of the same key that is there already; returns its id.
    fn put_join(&self, request: &JoinRequest) -> Result<Id, StoreError>;
    /// The requests asked at or after `since_ms`; older ones are dropped.
    fn joins_since(&self, since_ms: u64) -> Result<Vec<JoinRequest>, StoreError>;
    /// Drops a request; says whether there was one.
    fn drop_join(&self, id: &Id) -> Result<Dropped, StoreError>;

    /// Keeps a new invitation, which must be unused.
    fn keep_invite(&self, invite: &Invitation) -> Result<(), StoreError>;
    /// Keeps an invitation without end by the hash of its token.
    fn put_invite(&self, token_hash: &[u8; 32], made_ms: u64) -> Result<(), StoreError> {
        let (token_hash, state) = (*token_hash, InviteState::Unused { until_ms: None });
        self.keep_invite(&Invitation { token_hash, made_ms, note: String::new(), state })
    }
    /// Every invitation, oldest first.
    fn invites(&self) -> Result<Vec<Invitation>, StoreError>;
    /// Takes an unused invitation back; says whether there was one.
    fn revoke_invite(&self, token_hash: &[u8; 32], at_ms: u64) -> Result<Dropped, StoreError>;

    /// Keeps a reader's token by its hash; returns its number.
    fn put_read_token(&self, hash: &[u8; 32], name: &str, made_ms: u64, until_ms: u64) -> Result<u64, StoreError>;
    /// The token with this hash.
    fn read_token(&self, hash: &[u8; 32]) -> Result<Option<ReadToken>, StoreError>;
    /// Every reader's token, oldest first.
    fn read_tokens(&self) -> Result<Vec<ReadToken>, StoreError>;
    /// Takes a token back; says whether there was one in force.
    fn revoke_read_token(&self, number: u64, at_ms: u64) -> Result<Dropped, StoreError>;

    /// Evidence after number `after`, oldest first, at most `limit`.
    fn evidence(&self, after: u64, limit: u32) -> Result<Vec<KeptEvidence>, StoreError>;
    /// Every quarantine that there ever was.
    fn quarantines(&self) -> Result<Vec<Quarantine>, StoreError>;
    /// Lifts a quarantine; says whether there was one in force.
    fn release(&self, desk: &KeyId, at_ms: u64, reason: &str) -> Result<Dropped, StoreError>;
}

/// Whether there was something to drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// It is gone now.
    Gone,
    /// There was none.
    NotThere,
}
