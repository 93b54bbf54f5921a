//! One-time invitations for new sites: the token is shown once, its hash is kept.

use sha2::{Digest, Sha256};

use crate::random::{self, NoRandomness};

/// An invitation's token.
pub struct Invite {
    text: String,
}

impl Invite {
    /// A new token of 160 random bits.
    pub fn generate() -> Result<Self, NoRandomness> {
        Ok(Self { text: format!("daybook-invite-{}", hex::encode(random::bytes::<20>()?)) })
    }

    /// To be given to the new site's administrator.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the server keeps.
    pub fn hash(&self) -> [u8; 32] {
        hash(&self.text)
    }
}

/// What the server keeps of a token.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.trim()).into()
}
