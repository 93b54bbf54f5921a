//! What lies beside the log: the key box, desks asking to join, invitations.

use daybook_ledger::{ContentKeyId, Id};

use super::StoreError;

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
    Unused,
    /// Spent by a `site.found`.
    Spent,
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

    /// Keeps an invitation by the hash of its token.
    fn put_invite(&self, token_hash: &[u8; 32], made_ms: u64) -> Result<(), StoreError>;
}

/// Whether there was something to drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// It is gone now.
    Gone,
    /// There was none.
    NotThere,
}
