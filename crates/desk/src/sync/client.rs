//! The ledger server over HTTP: one method per route, every answer bounded in size and time, nothing in it believed yet
//! but the log key's signature.

use std::{path::Path, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_ledger::{
    Hash, SignedCheckpoint, Tile, VerifierKey, bundle,
    tile::{TILE_WIDTH, decode_hashes},
    verify::native::DeskKey,
};
use reqwest::{Method, Response, StatusCode, header, redirect};
use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::address::ServerAddress;
use super::authority;
use super::wire::{self, AcceptedEntry, Challenge, KeyPage, Refusal, SessionRequest, WaitingJoin};
use crate::store::{blocks::Block, keys::BoxedKey};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(60);
const LONG_POLL: Duration = Duration::from_secs(40);
const PROBE: Duration = Duration::from_secs(3);
/// Shorter than the ten seconds after which a server hangs up on whoever says nothing: a request is never sent into a
/// connection that is just being closed.
const IDLE: Duration = Duration::from_secs(5);
const CBOR: &str = "application/cbor";
const BYTES: &str = "application/octet-stream";
const INVITE: &str = "daybook-invite";
const MAX_NOTE: usize = 64 << 10;
const MAX_TILE: usize = 256 * 32;
const MAX_BUNDLE: usize = 256 * (2 + daybook_ledger::MAX_ENTRY);
const MAX_COSIGNED: usize = 1 << 20;
const MAX_ANSWER: usize = 64 << 20;

/// One ledger server, its log key pinned.
pub struct Client {
    http: reqwest::Client,
    address: ServerAddress,
    log_key: VerifierKey,
}

/// Which blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// At most `limit` below `before`, or the newest.
    Newest {
        /// Only those before this number.
        before: Option<u64>,
        /// How many.
        limit: u32,
    },
    /// The one that brought the entry with this index.
    Holding(u64),
}

/// Why the server gave no usable answer.
#[derive(Debug, Error)]
pub enum ClientError {
    /// No connection, or it broke.
    #[error("the server cannot be reached")]
    Unreachable(#[source] Box<reqwest::Error>),
    /// It asks for patience (429, 5xx).
    #[error("the server is busy (answer {status})")]
    Busy {
        /// The answer.
        status: u16,
        /// How long it asks to be left alone, if it said.
        wait: Option<Duration>,
    },
    /// It does not have what was asked for (404).
    #[error("the server does not have what was asked for")]
    Absent,
    /// The token is not good (any more).
    #[error("the server asks who we are")]
    Unauthorized,
    /// It said no, with a reason.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// The answer is not what the protocol says.
    #[error("the server's answer makes no sense ({0})")]
    Garbled(&'static str),
    /// A checkpoint that the pinned log key did not sign.
    #[error("what answers at this address is not the ledger server with the key that was given")]
    NotTheLog,
    /// The file with the hospital's own certificate authority is none.
    #[error("the file {} in this desk's folder holds no certificate that can be read", authority::FILE)]
    Authority,
    /// Our own signature could not be made.
    #[error("this desk's key could not sign")]
    Sign,
}

impl ClientError {
    /// Whether trying again later may help without anybody doing anything.
    pub fn is_transient(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Sign | Self::Authority)
    }
}

/// The newest checkpoints that witnesses have cosigned, no more of them than are of use.
#[derive(Clone, Debug, Default)]
pub struct Cosigned {
    /// Names this very answer.
    pub tag: String,
    /// The newest first, the log's signature verified, the witnesses' not.
    pub checkpoints: Vec<SignedCheckpoint>,
}

/// A token of the server, good for a few minutes.
#[derive(Clone)]
pub struct Token {
    bearer: String,
    /// How long it is good for.
    pub expires_in: Duration,
    /// How many entries may be read with it, where this desk was shut out; all of them otherwise.
    pub reads: Option<u64>,
}

impl Client {
    /// A client for `address` that believes `log_key` and nobody else. TLS may come from an authority that this computer
    /// trusts, or from one in the desk's `folder`.
    pub fn new(address: ServerAddress, log_key: VerifierKey, folder: &Path) -> Result<Self, ClientError> {
        let builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("daybook/", env!("CARGO_PKG_VERSION")));
        let builder = match address.is_encrypted() {
            true => builder.https_only(true).tls_certs_merge(authority::read(folder)?),
            false => builder.tls_certs_only([]),
        };
        let http = builder.build().map_err(unreachable)?;
        Ok(Self { http, address, log_key })
    }

    /// The pinned key.
    pub fn log_key(&self) -> &VerifierKey {
        &self.log_key
    }

    /// Where the server is.
    pub fn address(&self) -> &ServerAddress {
        &self.address
    }

    /// `GET /checkpoint`: the newest checkpoint, its signature and origin verified.
    pub async fn checkpoint(&self) -> Result<SignedCheckpoint, ClientError> {
        let request = self.request(Method::GET, "checkpoint")?.timeout(PROBE);
        let response = fine(send(request).await?).await?;
        self.read_checkpoint(response).await
    }

    /// `GET /v1/wait`: the newest checkpoint as soon as it is above `size`; `None` when nothing came for a while.
    pub async fn wait(&self, size: u64) -> Result<Option<SignedCheckpoint>, ClientError> {
        let request = self.request(Method::GET, &format!("v1/wait?size={size}"))?.timeout(LONG_POLL);
        let response = fine(send(request).await?).await?;
        match response.status() {
            StatusCode::NO_CONTENT => Ok(None),
            _ => Ok(Some(self.read_checkpoint(response).await?)),
        }
    }

    /// `GET /v1/cosigned`: checkpoints with cosignatures; with the tag of an answer, as soon as there are others, and `None`
    /// when there were none for a while.
    pub async fn cosigned(&self, known: Option<&str>) -> Result<Option<Cosigned>, ClientError> {
        let path = known.map_or_else(|| "v1/cosigned".to_owned(), |tag| format!("v1/cosigned?known={tag}"));
        let response = fine(send(self.request(Method::GET, &path)?.timeout(LONG_POLL)).await?).await?;
        if response.status() == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        let bytes = body(response, MAX_COSIGNED).await?;
        let answer: wire::Cosigned =
            serde_json::from_slice(&bytes).map_err(|_| ClientError::Garbled("not the JSON that was agreed"))?;
        let open = |text: &String| SignedCheckpoint::open(text, &self.log_key).map_err(|_| ClientError::NotTheLog);
        let checkpoints = answer.checkpoints.iter().map(open).collect::<Result<_, _>>()?;
        let tag = answer.tag.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
        Ok(Some(Cosigned { tag, checkpoints }))
    }

    async fn read_checkpoint(&self, response: Response) -> Result<SignedCheckpoint, ClientError> {
        let text = String::from_utf8(body(response, MAX_NOTE).await?).map_err(|_| ClientError::NotTheLog)?;
        SignedCheckpoint::open(&text, &self.log_key).map_err(|_| ClientError::NotTheLog)
    }

    /// `GET /v1/blocks`. Nothing in them is verified.
    pub async fn blocks(&self, which: Which) -> Result<Vec<Block>, ClientError> {
        let query = match which {
            Which::Newest { before: None, limit } => format!("limit={limit}"),
            Which::Newest { before: Some(before), limit } => format!("limit={limit}&before={before}"),
            Which::Holding(index) => format!("holding={index}"),
        };
        let request = self.request(Method::GET, &format!("v1/blocks?{query}"))?;
        let rows: Vec<wire::BlockRow> = json(fine(send(request).await?).await?).await?;
        let decoded: Option<Vec<Block>> = rows.into_iter().map(wire::BlockRow::decode).collect();
        decoded.ok_or(ClientError::Garbled("a block without a root"))
    }

    /// The hashes of a tile.
    pub async fn tile(&self, tile: &Tile) -> Result<Vec<Hash>, ClientError> {
        let bytes = self.get_tile(*tile, Tile::path, MAX_TILE, None).await?;
        let wanted = bytes.get(..usize::from(tile.width) * 32).unwrap_or_default();
        decode_hashes(wanted, tile.width).ok_or(ClientError::Garbled("a tile of too few hashes"))
    }

    /// The entries of this tile's bundle, as many as it is wide.
    pub async fn bundle(&self, token: &Token, tile: &Tile) -> Result<Vec<Vec<u8>>, ClientError> {
        let bytes = self.get_tile(*tile, Tile::entries_path, MAX_BUNDLE, Some(token)).await?;
        let entries = bundle::decode(&bytes).map_err(|_| ClientError::Garbled("a damaged bundle"))?;
        let wanted =
            entries.get(..usize::from(tile.width)).ok_or(ClientError::Garbled("a bundle of too few entries"))?;
        Ok(wanted.iter().map(|entry| entry.to_vec()).collect())
    }

    /// A tile's bytes; those of the full one where the partial one is gone.
    async fn get_tile(
        &self,
        tile: Tile,
        path: fn(&Tile) -> String,
        most: usize,
        token: Option<&Token>,
    ) -> Result<Vec<u8>, ClientError> {
        match self.get(&path(&tile), most, token).await {
            Err(ClientError::Absent) if !tile.is_full() => {
                self.get(&path(&Tile { width: TILE_WIDTH, ..tile }), most, token).await
            }
            other => other,
        }
    }

    async fn get(&self, path: &str, most: usize, token: Option<&Token>) -> Result<Vec<u8>, ClientError> {
        let mut request = self.request(Method::GET, path)?;
        if let Some(token) = token {
            request = request.bearer_auth(&token.bearer);
        }
        body(fine(send(request).await?).await?, most).await
    }

    /// `POST /v1/entries`: one desk's next entries. A no comes back as [`ClientError::Refused`].
    pub async fn submit(&self, entries: &[Vec<u8>], invite: Option<&str>) -> Result<Vec<AcceptedEntry>, ClientError> {
        let encoded = bundle::encode(entries).map_err(|_| ClientError::Garbled("an entry too large"))?;
        let mut request = self.request(Method::POST, "v1/entries")?.header(header::CONTENT_TYPE, BYTES).body(encoded);
        if let Some(invite) = invite {
            request = request.header(INVITE, invite);
        }
        let accepted: wire::Accepted = json(fine(send(request).await?).await?).await?;
        match accepted.entries.len() == entries.len() {
            true => Ok(accepted.entries),
            false => Err(ClientError::Garbled("proofs for another number of entries")),
        }
    }

    /// `GET /v1/challenge`: what a desk signs to get a token.
    pub async fn challenge(&self) -> Result<Challenge, ClientError> {
        let request = self.request(Method::GET, "v1/challenge")?;
        json(fine(send(request).await?).await?).await
    }

    /// Answers a challenge with `key`'s signature.
    pub fn answer(&self, challenge: &Challenge, key: &DeskKey) -> Result<SessionRequest, ClientError> {
        let bytes = BASE64_STANDARD.decode(&challenge.challenge).map_err(|_| ClientError::Garbled("a challenge"))?;
        let statement = wire::session_statement(self.log_key.name(), &bytes);
        let signature = key.sign(&statement).map_err(|_| ClientError::Sign)?;
        Ok(wire::session_request(&key.key_id(), challenge.challenge.clone(), &signature))
    }

    /// `POST /v1/session`: a token for whoever answered a challenge.
    pub async fn session(&self, request: &SessionRequest) -> Result<Token, ClientError> {
        let token: wire::SessionToken = json(self.post("v1/session", request, None).await?).await?;
        let (expires_in, reads) = (Duration::from_secs(token.expires_in), token.reads);
        Ok(Token { bearer: token.token, expires_in, reads })
    }

    /// `POST /v1/keys`: puts wrapped keys into the key box; durable when it returns.
    pub async fn put_keys(&self, token: &Token, keys: &[BoxedKey]) -> Result<(), ClientError> {
        let request = self
            .request(Method::POST, "v1/keys")?
            .bearer_auth(&token.bearer)
            .header(header::CONTENT_TYPE, CBOR)
            .body(wire::encode_keys(keys));
        fine(send(request).await?).await.map(drop)
    }

    /// `GET /v1/keys`: at most `limit` wrapped keys stored after the cursor `after` (0: from the beginning).
    pub async fn keys(&self, token: &Token, after: u64, limit: u32) -> Result<KeyPage, ClientError> {
        let path = format!("v1/keys?after={after}&limit={limit}");
        let request = self.request(Method::GET, &path)?.bearer_auth(&token.bearer);
        let bytes = body(fine(send(request).await?).await?, MAX_ANSWER).await?;
        wire::decode_key_page(&bytes).map_err(|_| ClientError::Garbled("a page of keys"))
    }

    /// `POST /v1/joins`: asks to be let in; the request's id.
    pub async fn ask_to_join(&self, name: &str, key: &DeskKey, sealing_key: &[u8; 32]) -> Result<String, ClientError> {
        let spki = key.spki();
        let statement = wire::join_statement(self.log_key.name(), spki, sealing_key);
        let signature = key.sign(&statement).map_err(|_| ClientError::Sign)?;
        let request = wire::JoinRequest {
            name,
            spki: BASE64_STANDARD.encode(spki),
            sealing_key: BASE64_STANDARD.encode(sealing_key),
            signature: BASE64_STANDARD.encode(signature),
        };
        let taken: wire::JoinTaken = json(self.post("v1/joins", &request, None).await?).await?;
        Ok(taken.id)
    }

    /// `GET /v1/joins`: who asks to be let in.
    pub async fn joins(&self, token: &Token) -> Result<Vec<WaitingJoin>, ClientError> {
        let request = self.request(Method::GET, "v1/joins")?.bearer_auth(&token.bearer);
        let rows: Vec<wire::JoinRow> = json(fine(send(request).await?).await?).await?;
        Ok(rows.into_iter().filter_map(wire::JoinRow::decode).collect())
    }

    /// `DELETE /v1/joins/{id}`: takes an answered request off the list.
    pub async fn forget_join(&self, token: &Token, id: &str) -> Result<(), ClientError> {
        let id: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
        let request = self.request(Method::DELETE, &format!("v1/joins/{id}"))?.bearer_auth(&token.bearer);
        fine(send(request).await?).await.map(drop)
    }

    async fn post(&self, path: &str, json: &impl Serialize, token: Option<&Token>) -> Result<Response, ClientError> {
        let mut request = self.request(Method::POST, path)?.json(json);
        if let Some(token) = token {
            request = request.bearer_auth(&token.bearer);
        }
        fine(send(request).await?).await
    }

    fn request(&self, method: Method, path: &str) -> Result<reqwest::RequestBuilder, ClientError> {
        let url = self.address.join(path).map_err(|_| ClientError::Garbled("an address"))?;
        Ok(self.http.request(method, url))
    }
}

async fn send(request: reqwest::RequestBuilder) -> Result<Response, ClientError> {
    request.send().await.map_err(unreachable)
}

fn unreachable(error: reqwest::Error) -> ClientError {
    ClientError::Unreachable(Box::new(error.without_url()))
}

/// Turns everything but a success into its error.
async fn fine(response: Response) -> Result<Response, ClientError> {
    let status = response.status();
    match status {
        _ if status.is_success() => Ok(response),
        StatusCode::NOT_FOUND => Err(ClientError::Absent),
        StatusCode::UNAUTHORIZED => Err(ClientError::Unauthorized),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Err(busy(&response)),
        _ if status.is_client_error() => Err(ClientError::Refused(json(response).await?)),
        _ => Err(busy(&response)),
    }
}

fn busy(response: &Response) -> ClientError {
    let told = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    ClientError::Busy { status: response.status().as_u16(), wait: told.map(Duration::from_secs) }
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, ClientError> {
    let bytes = body(response, MAX_ANSWER).await?;
    serde_json::from_slice(&bytes).map_err(|_| ClientError::Garbled("not the JSON that was agreed"))
}

async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, ClientError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if bytes.len() + chunk.len() > most {
            return Err(ClientError::Garbled("an answer too long"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
