//! The narrow CBOR of this crate: deterministic (RFC 8949 4.2.1), definite lengths, a fixed order of fields.

use std::convert::Infallible;

use minicbor::{Decoder, Encoder, decode, encode};

/// Why bytes are not the CBOR that is expected here.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CborError {
    /// Not CBOR, or of another type.
    #[error(transparent)]
    Decode(#[from] decode::Error),
    /// An indefinite length.
    #[error("indefinite length")]
    Indefinite,
    /// Something else than what the format has here.
    #[error("{0}")]
    Unexpected(&'static str),
}

/// The bytes that `write` writes; writing to memory does not fail.
pub(crate) fn to_vec(
    capacity: usize,
    write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), encode::Error<Infallible>>,
) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::with_capacity(capacity));
    let written = write(&mut encoder);
    debug_assert!(written.is_ok());
    encoder.into_writer()
}

/// What [`to_vec`] takes, to be written to memory.
pub(crate) type Written = Result<(), encode::Error<Infallible>>;

pub(crate) fn array(d: &mut Decoder<'_>, length: u64, what: &'static str) -> Result<(), CborError> {
    definite(d.array()?, length, what)
}

pub(crate) fn map(d: &mut Decoder<'_>, length: u64, what: &'static str) -> Result<(), CborError> {
    definite(d.map()?, length, what)
}

pub(crate) fn tag(d: &mut Decoder<'_>, number: u64, what: &'static str) -> Result<(), CborError> {
    expect(d.tag()?.as_u64() == number, what)
}

/// The next map key, or any other small number that must be exactly this one.
pub(crate) fn number(d: &mut Decoder<'_>, number: i64, what: &'static str) -> Result<(), CborError> {
    expect(d.i64()? == number, what)
}

pub(crate) fn octets<const N: usize>(d: &mut Decoder<'_>, what: &'static str) -> Result<[u8; N], CborError> {
    d.bytes()?.try_into().map_err(|_| CborError::Unexpected(what))
}

pub(crate) fn end(d: &Decoder<'_>, what: &'static str) -> Result<(), CborError> {
    expect(d.position() == d.input().len(), what)
}

fn definite(length: Option<u64>, wanted: u64, what: &'static str) -> Result<(), CborError> {
    expect(length.ok_or(CborError::Indefinite)? == wanted, what)
}

pub(crate) fn expect(is_so: bool, what: &'static str) -> Result<(), CborError> {
    if is_so { Ok(()) } else { Err(CborError::Unexpected(what)) }
}
