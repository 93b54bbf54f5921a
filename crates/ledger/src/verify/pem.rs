//! Desks' public keys as PEM (RFC 7468 13).

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::is_desk_key;

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// The text is no desk's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the public key of a desk in PEM form (RSA-3072)")]
pub struct NotADeskKey;

/// A SubjectPublicKeyInfo as PEM.
pub fn spki_to_pem(spki: &[u8]) -> String {
    let encoded = BASE64.encode(spki);
    let mut pem = format!("{BEGIN}\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str(END);
    pem.push('\n');
    pem
}

/// The SubjectPublicKeyInfo (DER) in a PEM text.
pub fn spki_from_pem(pem: &str) -> Result<Vec<u8>, NotADeskKey> {
    let body = pem.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)).ok_or(NotADeskKey)?;
    let spki = BASE64.decode(body.split_whitespace().collect::<String>()).map_err(|_| NotADeskKey)?;
    if is_desk_key(&spki) { Ok(spki) } else { Err(NotADeskKey) }
}
