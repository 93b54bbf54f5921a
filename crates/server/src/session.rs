//! Short-lived tokens for desks that prove to hold their key. Nothing is kept but the challenges answered in the last minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64, engine::general_purpose::URL_SAFE_NO_PAD};
use daybook_ledger::{Id, KeyId, NetworkState, VerifyPs256, verify::native::AwsLc};

use crate::random::{self, NoRandomness};

/// How long a challenge may be answered, in milliseconds.
const CHALLENGE_MS: u64 = 60_000;
/// How long a token is good, in milliseconds.
const TOKEN_MS: u64 = 600_000;
const MAC: usize = 32;
const CHALLENGE: usize = 8 + 16 + MAC;
const TOKEN: usize = 32 + 8 + MAC;

/// Makes challenges and tokens and knows its own again.
pub struct Sessions {
    origin: String,
    key: hmac::Key,
    spent: Mutex<HashMap<[u8; CHALLENGE], u64>>,
}

/// A desk that has proven to hold its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its site.
    pub site: Id,
    /// Its key.
    pub desk: KeyId,
}

/// A token, how long it is good and how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Opaque text for `Authorization: Bearer`.
    pub text: String,
    /// In seconds.
    pub expires_in: u64,
    /// How many entries may be read with it; all of them where absent.
    pub reads: Option<u64>,
}

/// Whose a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// An enrolled desk.
    Desk(Session),
    /// A desk that was shut out. It may read what it could read before, and the entry that shut it out, so that it learns
    /// of that from the log itself and not from the server's word.
    Former {
        /// Its key.
        desk: KeyId,
        /// How many entries it may read.
        reads: u64,
    },
}

/// Why there is no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSession {
    /// Not a challenge of this server, expired, or answered before.
    #[error("the challenge is unknown, expired or used")]
    BadChallenge,
    /// No desk with this key is enrolled.
    #[error("no enrolled desk has this key")]
    NotEnrolled,
    /// The signature does not verify.
    #[error("the signature of the challenge is wrong")]
    BadSignature,
    /// Not a token of this server, or expired.
    #[error("the token is unknown or expired; answer a challenge for a new one")]
    BadToken,
}

impl Sessions {
    /// Tokens of an earlier start are worth nothing: the key is drawn anew.
    pub fn new(origin: &str) -> Result<Self, NoRandomness> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &random::bytes::<32>()?);
        Ok(Self { origin: origin.into(), key, spent: Mutex::default() })
    }

    /// A challenge, base64.
    pub fn challenge(&self, now_ms: u64) -> Result<String, NoRandomness> {
        let body = [&(now_ms + CHALLENGE_MS).to_be_bytes()[..], &random::bytes::<16>()?].concat();
        Ok(BASE64.encode(self.with_mac("challenge", body)))
    }

    /// Gives a token for a challenge signed with an enrolled desk's key: PS256 over
    /// `"daybook session v1\n" || origin || "\n" || challenge`.
    pub fn open(
        &self,
        members: &NetworkState,
        desk: &KeyId,
        challenge: &str,
        signature: &[u8],
        now_ms: u64,
    ) -> Result<Token, NoSession> {
        let challenge = self.known_challenge(challenge, now_ms)?;
        let known = members.desk(desk).ok_or(NoSession::NotEnrolled)?;
        let statement = [b"daybook session v1\n", self.origin.as_bytes(), b"\n", &challenge].concat();
        AwsLc.verify(&known.spki, &statement, signature).map_err(|_| NoSession::BadSignature)?;
        self.spend(challenge, now_ms)?;
        let body = [&desk.0[..], &(now_ms + TOKEN_MS).to_be_bytes()].concat();
        let text = URL_SAFE_NO_PAD.encode(self.with_mac("token", body));
        Ok(Token { text, expires_in: TOKEN_MS / 1_000, reads: known.revoked_at.map(up_to) })
    }

    /// Whose token this is.
    pub fn check(&self, members: &NetworkState, token: &str, now_ms: u64) -> Result<Holder, NoSession> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| NoSession::BadToken)?;
        let bytes: [u8; TOKEN] = bytes.try_into().map_err(|_| NoSession::BadToken)?;
        let body = self.without_mac("token", &bytes).ok_or(NoSession::BadToken)?;
        let (desk, expires_ms) = body.split_first_chunk::<32>().ok_or(NoSession::BadToken)?;
        if is_over(expires_ms, now_ms) {
            return Err(NoSession::BadToken);
        }
        let desk = KeyId(*desk);
        let known = members.desk(&desk).ok_or(NoSession::BadToken)?;
        Ok(match known.revoked_at {
            None => Holder::Desk(Session { site: known.site, desk }),
            Some(at) => Holder::Former { desk, reads: up_to(at) },
        })
    }

    fn known_challenge(&self, text: &str, now_ms: u64) -> Result<[u8; CHALLENGE], NoSession> {
        let bytes = BASE64.decode(text).map_err(|_| NoSession::BadChallenge)?;
        let bytes: [u8; CHALLENGE] = bytes.try_into().map_err(|_| NoSession::BadChallenge)?;
        let body = self.without_mac("challenge", &bytes).ok_or(NoSession::BadChallenge)?;
        if is_over(&body[..8], now_ms) { Err(NoSession::BadChallenge) } else { Ok(bytes) }
    }

    fn spend(&self, challenge: [u8; CHALLENGE], now_ms: u64) -> Result<(), NoSession> {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, until_ms| *until_ms > now_ms);
        match spent.insert(challenge, now_ms + CHALLENGE_MS) {
            None => Ok(()),
            Some(_) => Err(NoSession::BadChallenge),
        }
    }

    fn with_mac(&self, purpose: &str, mut body: Vec<u8>) -> Vec<u8> {
        let mac = hmac::sign(&self.key, &[purpose.as_bytes(), &body].concat());
        body.extend_from_slice(mac.as_ref());
        body
    }

    fn without_mac<'a>(&self, purpose: &str, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let (body, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC)?)?;
        hmac::verify(&self.key, &[purpose.as_bytes(), body].concat(), mac).ok()?;
        Some(body)
    }
}

/// The entry at `index` and all before it.
fn up_to(index: u64) -> u64 {
    index.saturating_add(1)
}

fn is_over(until_ms: &[u8], now_ms: u64) -> bool {
    until_ms.try_into().map(u64::from_be_bytes).unwrap_or(0) <= now_ms
}
