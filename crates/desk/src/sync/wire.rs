//! What goes over the wire to and from the ledger server besides the log itself.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_ledger::{ContentKeyId, Hash, KeyId};
use minicbor::{Decoder, Encoder, decode, encode::Write};
use serde::{Deserialize, Serialize};

use crate::store::{blocks::Block, keys::BoxedKey};

/// A page of the key box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPage {
    /// Where the next page begins.
    pub next: u64,
    /// In the order they were stored.
    pub keys: Vec<BoxedKey>,
}

/// A desk that asks to join, as the server passes it on: nothing in it is trusted before the codes have been compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingJoin {
    /// The server's id of the request.
    pub id: String,
    /// The name it gave itself.
    pub name: String,
    /// Its signing key, SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// Its sealing key.
    pub sealing_key: [u8; 32],
    /// When it asked, milliseconds.
    pub asked_at: i64,
}

/// What a checkpoint added, as the server tells it.
#[derive(Debug, Deserialize)]
pub(super) struct BlockRow {
    number: u64,
    first: u64,
    size: u64,
    root_before: Option<String>,
    root: String,
    time_ms: u64,
    signatures: String,
    #[serde(default)]
    cosignatures: String,
}

impl BlockRow {
    /// Nothing if a root is none.
    pub(super) fn decode(self) -> Option<Block> {
        let Self { number, first, size, root_before, root, time_ms, signatures, cosignatures } = self;
        let root_before = match root_before {
            Some(hex) => Some(Hash::from_hex(&hex).ok()?),
            None => None,
        };
        let root = Hash::from_hex(&root).ok()?;
        Some(Block { number, first, size, root_before, root, time_ms, signatures: signatures + &cosignatures })
    }
}

/// The server's answer to accepted entries.
#[derive(Debug, Deserialize)]
pub(super) struct Accepted {
    pub entries: Vec<AcceptedEntry>,
}

/// Where an entry came to lie, and the proof of it.
#[derive(Clone, Debug, Deserialize)]
pub struct AcceptedEntry {
    /// Its index in the log.
    pub index: u64,
    /// `c2sp.org/tlog-proof@v1`.
    pub proof: String,
}

/// Checkpoints with cosignatures.
#[derive(Debug, Deserialize)]
pub(super) struct Cosigned {
    pub tag: String,
    pub checkpoints: Vec<String>,
}

/// A no of the server, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    /// For programs.
    pub code: String,
    /// For people.
    pub message: String,
    /// Which entry of the bundle it is about.
    #[serde(default)]
    pub position: usize,
}

/// What the server wants signed.
#[derive(Deserialize)]
pub struct Challenge {
    pub(super) challenge: String,
}

/// A challenge, answered.
#[derive(Serialize)]
pub struct SessionRequest {
    key_id: String,
    challenge: String,
    signature: String,
}

#[derive(Deserialize)]
pub(super) struct SessionToken {
    pub token: String,
    pub expires_in: u64,
    #[serde(default)]
    pub reads: Option<u64>,
}

#[derive(Serialize)]
pub(super) struct JoinRequest<'a> {
    pub name: &'a str,
    pub spki: String,
    pub sealing_key: String,
    pub signature: String,
}

#[derive(Deserialize)]
pub(super) struct JoinTaken {
    pub id: String,
}

#[derive(Deserialize)]
pub(super) struct JoinRow {
    id: String,
    name: String,
    spki: String,
    sealing_key: String,
    asked_at: i64,
}

impl JoinRow {
    /// The request with its keys decoded; `None` if they are not what they must be.
    pub fn decode(self) -> Option<WaitingJoin> {
        Some(WaitingJoin {
            spki: BASE64_STANDARD.decode(self.spki).ok()?,
            sealing_key: BASE64_STANDARD.decode(self.sealing_key).ok()?.try_into().ok()?,
            id: self.id,
            name: self.name,
            asked_at: self.asked_at,
        })
    }
}

/// What a desk signs to get a token: `"daybook session v1\n" || origin || "\n" || challenge`.
pub(super) fn session_statement(origin: &str, challenge: &[u8]) -> Vec<u8> {
    [b"daybook session v1\n", origin.as_bytes(), b"\n", challenge].concat()
}

/// What a desk signs to ask to join: `"daybook join v1\n" || origin || "\n" || spki || sealing key`.
pub(super) fn join_statement(origin: &str, spki: &[u8], sealing_key: &[u8; 32]) -> Vec<u8> {
    [b"daybook join v1\n", origin.as_bytes(), b"\n", spki, sealing_key].concat()
}

/// A token request over `challenge`, signed.
pub(super) fn session_request(key_id: &KeyId, challenge: String, signature: &[u8]) -> SessionRequest {
    SessionRequest { key_id: hex::encode(key_id.0), challenge, signature: BASE64_STANDARD.encode(signature) }
}

/// `[[key id, epoch, wrapped], …]` in CBOR.
pub(super) fn encode_keys(keys: &[BoxedKey]) -> Vec<u8> {
    let mut out = Vec::new();
    let written = write_keys(&mut Encoder::new(&mut out), keys);
    debug_assert!(written.is_ok(), "writing to memory");
    out
}

fn write_keys<W: Write>(e: &mut Encoder<W>, keys: &[BoxedKey]) -> Result<(), minicbor::encode::Error<W::Error>> {
    e.array(keys.len() as u64)?;
    for key in keys {
        e.array(3)?.bytes(&key.id.0)?.u32(key.epoch)?.bytes(&key.wrapped)?;
    }
    Ok(())
}

/// `[next, [[key id, epoch, wrapped], …]]` from CBOR.
pub(super) fn decode_key_page(bytes: &[u8]) -> Result<KeyPage, decode::Error> {
    let mut d = Decoder::new(bytes);
    expect_array(&mut d, 2)?;
    let next = d.u64()?;
    let count = d.array()?.ok_or_else(|| decode::Error::message("indefinite array"))?;
    let keys = (0..count).map(|_| decode_key(&mut d)).collect::<Result<Vec<_>, _>>()?;
    Ok(KeyPage { next, keys })
}

fn decode_key(d: &mut Decoder<'_>) -> Result<BoxedKey, decode::Error> {
    expect_array(d, 3)?;
    let id = d.bytes()?.try_into().map_err(|_| decode::Error::message("key id"))?;
    Ok(BoxedKey { id: ContentKeyId(id), epoch: d.u32()?, wrapped: d.bytes()?.to_vec() })
}

fn expect_array(d: &mut Decoder<'_>, length: u64) -> Result<(), decode::Error> {
    match d.array()? == Some(length) {
        true => Ok(()),
        false => Err(decode::Error::message("array of another length")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_keys_reads_what_was_written() {
        let keys = vec![
            BoxedKey { id: ContentKeyId([1; 16]), epoch: 1, wrapped: vec![7; 60] },
            BoxedKey { id: ContentKeyId([2; 16]), epoch: 300, wrapped: Vec::new() },
        ];
        let mut page = Vec::new();
        let mut e = Encoder::new(&mut page);
        e.array(2).unwrap().u64(9).unwrap();
        page.extend(encode_keys(&keys));
        assert_eq!(decode_key_page(&page).unwrap(), KeyPage { next: 9, keys });
    }

    #[test]
    fn no_cut_page_is_read() {
        let keys = vec![BoxedKey { id: ContentKeyId([1; 16]), epoch: 1, wrapped: vec![7; 60] }];
        let mut page = vec![0x82, 0x09];
        page.extend(encode_keys(&keys));
        for length in 0..page.len() {
            assert!(decode_key_page(&page[..length]).is_err());
        }
    }

    #[test]
    fn the_golden_bytes_of_a_key() {
        let key = BoxedKey { id: ContentKeyId([0xAB; 16]), epoch: 1, wrapped: vec![1, 2] };
        assert_eq!(hex::encode(encode_keys(&[key])), format!("818350{}01420102", "ab".repeat(16)));
    }
}
