//! An entry's protected header: who writes, about what, when, after what, having seen what.

use minicbor::{Decode, Decoder, Encode};

use super::EntryError;
use crate::{
    act::Act,
    cbor::{self, CborError},
    hash::Hash,
    ids::{Id, Issuer, KeyId},
    role::Role,
};

const FORMAT: u64 = 1;
const PS256: i64 = -37;
const SEALED: &str = "application/cose; cose-type=\"cose-encrypt0\"";
const CONTROL: &str = "application/cbor";
const DAYBOOK: &str = "daybook";

// COSE header labels (RFC 9052 3.1, RFC 9597) and CWT claims (RFC 8392 4).
const ALGORITHM: i64 = 1;
const CONTENT_TYPE: i64 = 3;
const KID: i64 = 4;
const CWT_CLAIMS: i64 = 15;
const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const ISSUED_AT: i64 = 6;

/// Everything about an entry that matters, besides its events. Version and content type are implied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The writing desk's site.
    pub site: Id,
    /// The writing desk's number.
    pub desk: u16,
    /// What the entry is about.
    pub subject: Id,
    /// When it was written, by the desk's clock, in seconds since 1970.
    pub issued_at: u64,
    /// The desk's signing key.
    pub key_id: KeyId,
    /// The entry's number within the desk's chain, from 0.
    pub seq: u64,
    /// The leaf hash of the desk's entry before; absent at 0.
    pub prev: Option<Hash>,
    /// What the desk had verified of the shared log.
    pub seen: Seen,
    /// The desk's hybrid logical clock.
    pub time: Hlc,
    /// The member of staff.
    pub actor: Id,
    /// What they act as.
    pub role: Role,
    /// What they do.
    pub act: Act,
}

/// A tree that a desk has verified: size and root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Seen {
    /// How many entries.
    #[n(0)]
    pub size: u64,
    /// Their root.
    #[n(1)]
    pub root: Hash,
}

/// A hybrid logical clock: never behind the wall clock of its desk, and always ahead of what the desk has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Hlc {
    /// Milliseconds since 1970.
    #[n(0)]
    pub ms: u64,
    /// Counts within a millisecond.
    #[n(1)]
    pub counter: u32,
}

impl Header {
    /// The protected header's bytes: part of what is signed, and of every sealed event's external data.
    pub fn protected(&self) -> Vec<u8> {
        let issuer = Issuer { site: self.site, desk: self.desk };
        cbor::to_vec(384, |e| {
            e.map(5)?;
            e.i64(ALGORITHM)?.i64(PS256)?;
            e.i64(CONTENT_TYPE)?.str(content_type(self.act))?;
            e.i64(KID)?.encode(self.key_id)?;
            e.i64(CWT_CLAIMS)?.map(3)?;
            e.i64(ISSUER)?.encode(issuer)?;
            e.i64(SUBJECT)?.str(&self.subject.to_string())?;
            e.i64(ISSUED_AT)?.u64(self.issued_at)?;
            e.str(DAYBOOK)?.map(if self.prev.is_some() { 8 } else { 7 })?;
            e.u8(1)?.u64(FORMAT)?;
            e.u8(2)?.u64(self.seq)?;
            if let Some(prev) = self.prev {
                e.u8(3)?.encode(prev)?;
            }
            e.u8(4)?.encode(self.seen)?;
            e.u8(5)?.encode(self.time)?;
            e.u8(6)?.encode(self.actor)?;
            e.u8(7)?.encode(self.role)?;
            e.u8(8)?.str(self.act.as_str())?.ok()
        })
    }

    /// Who writes: `site/desk`.
    pub fn issuer(&self) -> Issuer {
        Issuer { site: self.site, desk: self.desk }
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, EntryError> {
        const WHAT: &str = "protected header";
        let d = &mut Decoder::new(bytes);
        cbor::map(d, 5, WHAT)?;
        cbor::number(d, ALGORITHM, WHAT)?;
        cbor::number(d, PS256, "an algorithm other than PS256")?;
        cbor::number(d, CONTENT_TYPE, WHAT)?;
        let content = d.str().map_err(CborError::from)?;
        cbor::number(d, KID, WHAT)?;
        let key_id = KeyId(cbor::octets(d, "a key id of 32 octets")?);
        let claims = Claims::decode(d)?;
        let header = Self::decode_daybook(d, key_id, claims)?;
        cbor::end(d, WHAT)?;
        if content == content_type(header.act) { Ok(header) } else { Err(EntryError::WrongContentType(header.act)) }
    }

    fn decode_daybook(d: &mut Decoder<'_>, key_id: KeyId, claims: Claims) -> Result<Self, EntryError> {
        const WHAT: &str = "the header's daybook part";
        cbor::expect(field::<&str>(d)? == DAYBOOK, WHAT)?;
        let fields = d.map().map_err(CborError::from)?.ok_or(EntryError::NotDeterministic)?;
        cbor::expect(fields == 7 || fields == 8, WHAT)?;
        cbor::number(d, 1, WHAT)?;
        let format = field(d)?;
        if format != FORMAT {
            return Err(EntryError::UnknownVersion(format));
        }
        let seq = numbered(d, 2)?;
        let prev = if fields == 8 { Some(numbered(d, 3)?) } else { None };
        let (seen, time, actor) = (numbered(d, 4)?, numbered(d, 5)?, numbered(d, 6)?);
        let (role, act): (&str, &str) = (numbered(d, 7)?, numbered(d, 8)?);
        Ok(Self {
            site: claims.issuer.site,
            desk: claims.issuer.desk,
            subject: claims.subject,
            issued_at: claims.issued_at,
            key_id,
            seq,
            prev,
            seen,
            time,
            actor,
            role: Role::parse(role).ok_or_else(|| EntryError::UnknownRole(name(role)))?,
            act: Act::parse(act).ok_or_else(|| EntryError::UnknownAct(name(act)))?,
        })
    }
}

/// The CWT claims of an entry.
struct Claims {
    issuer: Issuer,
    subject: Id,
    issued_at: u64,
}

impl Claims {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, CborError> {
        const WHAT: &str = "CWT claims";
        cbor::number(d, CWT_CLAIMS, WHAT)?;
        cbor::map(d, 3, WHAT)?;
        cbor::number(d, ISSUER, WHAT)?;
        let issuer = d.decode()?;
        cbor::number(d, SUBJECT, WHAT)?;
        let subject = d.str()?.parse().map_err(|_| CborError::Unexpected("a subject of 32 digits"))?;
        cbor::number(d, ISSUED_AT, WHAT)?;
        Ok(Self { issuer, subject, issued_at: d.u64()? })
    }
}

fn numbered<'b, T: Decode<'b, ()>>(d: &mut Decoder<'b>, key: i64) -> Result<T, CborError> {
    cbor::number(d, key, "the header's daybook part")?;
    field(d)
}

fn field<'b, T: Decode<'b, ()>>(d: &mut Decoder<'b>) -> Result<T, CborError> {
    Ok(d.decode()?)
}

/// As much of an unknown name as an error may repeat.
fn name(text: &str) -> String {
    text.chars().take(40).collect()
}

fn content_type(act: Act) -> &'static str {
    if act.is_control() { CONTROL } else { SEALED }
}
