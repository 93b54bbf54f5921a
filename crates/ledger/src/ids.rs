//! Opaque identifiers of fixed length, written as lower-case hexadecimal.

use std::{fmt, str::FromStr};

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use sha2::{Digest, Sha256};

/// The text is not the hexadecimal form of an id of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {digits} hexadecimal digits")]
pub struct ParseIdError {
    /// How many digits the id has.
    pub digits: usize,
}

macro_rules! octets {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Reads the hexadecimal form, lower case only.
            pub fn from_hex(text: &str) -> Result<Self, $crate::ids::ParseIdError> {
                let mut octets = [0; $len];
                $crate::ids::decode_hex(text, &mut octets).map(|()| Self(octets))
            }

            /// Takes exactly this many octets.
            pub fn from_slice(octets: &[u8]) -> Option<Self> {
                octets.try_into().ok().map(Self)
            }

            /// The octets.
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::ids::write_hex(f, &self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::ids::write_hex(f, &self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ids::ParseIdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_hex(text)
            }
        }

        impl From<[u8; $len]> for $name {
            fn from(octets: [u8; $len]) -> Self {
                Self(octets)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Self::from_slice(d.bytes()?).ok_or(minicbor::decode::Error::message("wrong length"))
            }
        }
    };
}
pub(crate) use octets;

octets! {
    /// Names a site, a member of staff, a patient, a doctor, an appointment, a batch.
    Id, 16
}

octets! {
    /// Names a desk's signing key: SHA-256 of its SubjectPublicKeyInfo (COSE `kid`).
    KeyId, 32
}

octets! {
    /// Names the key that a sealed event is opened with: a patient's content key, or a site key.
    ContentKeyId, 16
}

impl KeyId {
    /// The id of the key with this SubjectPublicKeyInfo (DER).
    pub fn of_spki(spki: &[u8]) -> Self {
        Self(Sha256::digest(spki).into())
    }
}

/// Who writes an entry: a site's desk, `site/desk` as in the CWT claim *issuer*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issuer {
    /// The hospital site.
    pub site: Id,
    /// The desk's number within the site, from 1.
    pub desk: u16,
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.site, self.desk)
    }
}

impl FromStr for Issuer {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (site, number) = text.split_once('/').ok_or(ParseIdError { digits: 32 })?;
        let desk = number.parse().map_err(|_| ParseIdError { digits: 5 })?;
        let issuer = Self { site: site.parse()?, desk };
        // "007" and "+7" parse as numbers but are not how a desk is written.
        if issuer.to_string() == text { Ok(issuer) } else { Err(ParseIdError { digits: 5 }) }
    }
}

impl<C> Encode<C> for Issuer {
    fn encode<W: encode::Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.str(&self.to_string())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Issuer {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        d.str()?.parse().map_err(|_| decode::Error::message("not site/desk"))
    }
}

pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, octets: &[u8]) -> fmt::Result {
    octets.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
}

pub(crate) fn decode_hex(text: &str, into: &mut [u8]) -> Result<(), ParseIdError> {
    let wrong = ParseIdError { digits: into.len() * 2 };
    if text.len() != wrong.digits {
        return Err(wrong);
    }
    for (octet, pair) in into.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let high = digit(pair[0]).ok_or(wrong)?;
        *octet = high << 4 | digit(pair[1]).ok_or(wrong)?;
    }
    Ok(())
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}
