//! What travels with a proof in its `extra` line, so that one file is enough for somebody who has no desk: the entry, and
//! the public key it is signed with.
//!
//! CBOR (RFC 8949 4.2.1): `["daybook.attached@v1", entry, key]`; the entry's COSE bytes and the SubjectPublicKeyInfo (DER),
//! each `null` where it does not come along. c2sp.org/tlog-proof leaves the meaning of `extra` to the application, so every
//! other reader of such proofs takes the file as it is. Nothing vouches for what is attached until it is judged.

use minicbor::{Decoder, data::Type};

use super::TlogProof;
use crate::{
    cbor::{self, CborError},
    entry::MAX_ENTRY,
};

const NAME: &str = "daybook.attached@v1";
/// An RSA-3072 key has 422 octets.
const MAX_KEY: usize = 1024;

/// An entry and its desk's key, as they travel with a proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attached {
    /// The entry, as signed.
    pub entry: Option<Vec<u8>>,
    /// The SubjectPublicKeyInfo (DER) of the desk that signed it.
    pub desk_key: Option<Vec<u8>>,
}

/// What is attached says to be ours, and is not in our form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is attached to the proof cannot be read")]
pub struct BadAttachment;

impl Attached {
    /// What is attached to a proof; `None` where nothing is, or something of another application.
    pub fn to(proof: &TlogProof) -> Result<Option<Self>, BadAttachment> {
        match &proof.extra {
            Some(extra) if is_ours(extra) => decode(extra).map(Some).map_err(|_| BadAttachment),
            Some(_) | None => Ok(None),
        }
    }

    /// The proof with this attached.
    pub fn attach(&self, proof: TlogProof) -> TlogProof {
        TlogProof { extra: Some(self.encode()), ..proof }
    }

    fn encode(&self) -> Vec<u8> {
        let length = |part: &Option<Vec<u8>>| part.as_ref().map_or(1, |bytes| bytes.len() + 5);
        cbor::to_vec(NAME.len() + 8 + length(&self.entry) + length(&self.desk_key), |e| {
            e.array(3)?.str(NAME)?;
            for part in [&self.entry, &self.desk_key] {
                match part {
                    Some(bytes) => e.bytes(bytes)?.ok()?,
                    None => e.null()?.ok()?,
                }
            }
            Ok(())
        })
    }
}

fn is_ours(extra: &[u8]) -> bool {
    let d = &mut Decoder::new(extra);
    d.array().is_ok() && d.str().is_ok_and(|name| name == NAME)
}

fn decode(extra: &[u8]) -> Result<Attached, CborError> {
    const WHAT: &str = "an attachment";
    let d = &mut Decoder::new(extra);
    cbor::array(d, 3, WHAT)?;
    cbor::expect(d.str()? == NAME, WHAT)?;
    let attached = Attached { entry: part(d, MAX_ENTRY)?, desk_key: part(d, MAX_KEY)? };
    cbor::end(d, WHAT)?;
    cbor::expect(attached.encode() == extra, "CBOR that is not deterministic")?;
    Ok(attached)
}

fn part(d: &mut Decoder<'_>, most: usize) -> Result<Option<Vec<u8>>, CborError> {
    if d.datatype()? == Type::Null {
        d.null()?;
        return Ok(None);
    }
    let bytes = d.bytes()?;
    cbor::expect(bytes.len() <= most, "an attachment too long")?;
    Ok(Some(bytes.to_vec()))
}
