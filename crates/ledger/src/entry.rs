//! Entries: COSE_Sign1 (RFC 9052, tag 18) with PS256 over deterministic CBOR.

use std::ops::Range;

use minicbor::{Decoder, data::Tag};

use crate::{
    act::Act,
    cbor::{self, CborError},
    control::ControlEvent,
    hash::{Hash, leaf_hash},
    sealed::SealedEvent,
};

mod header;

pub use header::{Header, Hlc, Seen};

/// The longest entry in bytes: a bundle gives its length in 16 bits (c2sp.org/tlog-tiles).
pub const MAX_ENTRY: usize = 65_535;

const SIGN1: u64 = 18;

/// What an entry carries: events that take effect together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Readable to those who hold the keys.
    Sealed(Vec<SealedEvent>),
    /// Readable to everyone who holds the log.
    Control(Vec<ControlEvent>),
}

/// A well-formed entry and the very bytes it came in. Whether it is *accepted* is the network's to say.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    bytes: Vec<u8>,
    leaf_hash: Hash,
    header: Header,
    payload: Payload,
    envelope: Envelope,
}

/// An entry that waits for its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    protected: Vec<u8>,
    payload: Vec<u8>,
}

/// Why bytes are not an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Longer than [`MAX_ENTRY`].
    #[error("an entry has at most 65,535 bytes, this one {0}")]
    TooLarge(usize),
    /// Not the form of an entry.
    #[error("this is not an entry: {0}")]
    Malformed(String),
    /// Well-formed, but written otherwise than RFC 8949 4.2.1 has it.
    #[error("the entry is not in deterministic CBOR")]
    NotDeterministic,
    /// A later format.
    #[error("the entry is of format {0}, which this version does not know")]
    UnknownVersion(u64),
    /// A plain payload where the act wants a sealed one, or the other way round.
    #[error("the content type does not fit the act {0}")]
    WrongContentType(Act),
    /// A role of another version or of none.
    #[error("no such role: {0:?}")]
    UnknownRole(String),
    /// An act of a later version or of none.
    #[error("no such act: {0:?}")]
    UnknownAct(String),
}

impl Entry {
    /// Reads an entry strictly: what does not re-encode to the same bytes is refused.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY {
            return Err(EntryError::TooLarge(bytes.len()));
        }
        let envelope = Envelope::decode(bytes)?;
        let header = Header::decode(&bytes[envelope.protected.clone()])?;
        let payload = Payload::decode(header.act, &bytes[envelope.payload.clone()])?;
        let (protected, content) = (header.protected(), payload.encode());
        if sign1(&protected, &content, &bytes[envelope.signature.clone()]) != bytes {
            return Err(EntryError::NotDeterministic);
        }
        Ok(Self { bytes: bytes.to_vec(), leaf_hash: leaf_hash(bytes), header, payload, envelope })
    }

    /// The bytes as they were received: what is stored, hashed and sent on.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its hash as a leaf of the tree, and as `prev` of the desk's next entry.
    pub fn leaf_hash(&self) -> Hash {
        self.leaf_hash
    }

    /// What the signature vouches for besides the payload.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What it carries.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    /// The protected header as it was received: the first part of every sealed event's external data.
    pub fn protected(&self) -> &[u8] {
        &self.bytes[self.envelope.protected.clone()]
    }

    /// The PS256 signature.
    pub fn signature(&self) -> &[u8] {
        &self.bytes[self.envelope.signature.clone()]
    }

    /// What is signed: the Sig_structure of RFC 9052 4.4.
    pub fn to_be_signed(&self) -> Vec<u8> {
        sig_structure(self.protected(), &self.bytes[self.envelope.payload.clone()])
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({} {} of {})", self.leaf_hash, self.header.act, self.header.key_id)
    }
}

impl Unsigned {
    /// An entry before its signature.
    pub fn new(header: Header, payload: Payload) -> Self {
        Self { protected: header.protected(), payload: payload.encode() }
    }

    /// What is to be signed with the desk's key: the Sig_structure of RFC 9052 4.4.
    pub fn to_be_signed(&self) -> Vec<u8> {
        sig_structure(&self.protected, &self.payload)
    }

    /// The protected header, as [`Header::protected`] gave it for sealing.
    pub fn protected(&self) -> &[u8] {
        &self.protected
    }

    /// How many bytes the entry will have with an RSA-3072 signature.
    pub fn signed_len(&self) -> usize {
        sign1(&self.protected, &self.payload, &[0; 384]).len()
    }

    /// The entry with its signature; refused where it is too large or its parts do not fit together.
    pub fn finish(self, signature: Vec<u8>) -> Result<Entry, EntryError> {
        Entry::parse(&sign1(&self.protected, &self.payload, &signature))
    }
}

impl Payload {
    /// Whether it is readable to everyone.
    pub fn is_control(&self) -> bool {
        matches!(self, Self::Control(_))
    }

    /// How many events.
    pub fn len(&self) -> usize {
        match self {
            Self::Sealed(events) => events.len(),
            Self::Control(events) => events.len(),
        }
    }

    /// Whether there is no event at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Where the parts of a COSE_Sign1 lie in its bytes.
#[derive(Clone, PartialEq, Eq)]
struct Envelope {
    protected: Range<usize>,
    payload: Range<usize>,
    signature: Range<usize>,
}

impl Envelope {
    fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        const WHAT: &str = "not a COSE_Sign1";
        let d = &mut Decoder::new(bytes);
        cbor::tag(d, SIGN1, WHAT)?;
        cbor::array(d, 4, WHAT)?;
        let protected = span(d)?;
        cbor::map(d, 0, "an unprotected header that is not empty")?;
        let (payload, signature) = (span(d)?, span(d)?);
        cbor::end(d, "bytes after the end")?;
        Ok(Self { protected, payload, signature })
    }
}

impl Payload {
    fn encode(&self) -> Vec<u8> {
        cbor::to_vec(1024, |e| {
            e.array(self.len() as u64)?;
            match self {
                Self::Sealed(events) => events.iter().try_for_each(|event| event.encode(e)),
                Self::Control(events) => events.iter().try_for_each(|event| e.encode(event)?.ok()),
            }
        })
    }

    fn decode(act: Act, bytes: &[u8]) -> Result<Self, CborError> {
        let d = &mut Decoder::new(bytes);
        let count = d.array()?.ok_or(CborError::Indefinite)?;
        let payload = if act.is_control() {
            Self::Control((0..count).map(|_| Ok(d.decode()?)).collect::<Result<_, CborError>>()?)
        } else {
            Self::Sealed((0..count).map(|_| SealedEvent::decode(d)).collect::<Result<_, _>>()?)
        };
        cbor::end(d, "bytes after the events")?;
        Ok(payload)
    }
}

fn span(d: &mut Decoder<'_>) -> Result<Range<usize>, CborError> {
    let length = d.bytes()?.len();
    Ok(d.position() - length..d.position())
}

fn sign1(protected: &[u8], payload: &[u8], signature: &[u8]) -> Vec<u8> {
    let capacity = protected.len() + payload.len() + signature.len() + 16;
    cbor::to_vec(capacity, |e| {
        e.tag(Tag::new(SIGN1))?.array(4)?.bytes(protected)?.map(0)?.bytes(payload)?.bytes(signature)?.ok()
    })
}

fn sig_structure(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    cbor::to_vec(protected.len() + payload.len() + 24, |e| {
        e.array(4)?.str("Signature1")?.bytes(protected)?.bytes(&[])?.bytes(payload)?.ok()
    })
}

impl From<CborError> for EntryError {
    fn from(error: CborError) -> Self {
        match error {
            CborError::Indefinite => Self::NotDeterministic,
            CborError::Unexpected(what) => Self::Malformed(what.to_owned()),
            CborError::Decode(error) => Self::Malformed(error.to_string()),
        }
    }
}
