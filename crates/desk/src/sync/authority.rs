//! A certificate authority of the hospital's own, which the ledger server's TLS certificate may come from.
//!
//! It keeps others from listening. What the server says is believed only as far as the log's key has signed it.

use std::{fmt::Write as _, fs, io::ErrorKind, path::Path};

use daybook_api::{AuthorityRow, Term};
use rustls_pki_types::pem::{PemObject, SectionKind};
use sha2::{Digest, Sha256};
use x509_cert::{Certificate, certificate::Version, der::Decode, ext::pkix::BasicConstraints, time::Time};

use super::client::ClientError;
use crate::folder::{remove_durably, write_durably};

/// The file beside the database: certificates in PEM, trusted besides those of this computer.
pub const FILE: &str = "ledger-ca.pem";
/// The longest file: a whole chain of authorities is a tenth of it.
pub const LONGEST: usize = 64 << 10;

/// Why a file holds no authorities that can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAuthority {
    /// More than [`LONGEST`].
    #[error("This file is too long to be the certificate of an authority.")]
    TooLong,
    /// Whoever made it handed out what is nobody else's.
    #[error(
        "This file holds a private key. Choose the authority's certificate alone, and ask whoever gave you the file to make \
         the key new."
    )]
    PrivateKey,
    /// Nothing of the kind, or not in this form.
    #[error(
        "This file holds no certificate that can be read. It must be text in PEM form: it begins with -----BEGIN CERTIFICATE-----."
    )]
    NoCertificate,
    /// A certificate for a server, not of an authority; its place in the file, from 1.
    #[error(
        "Certificate {0} in this file is a server's, not an authority's. Choose the certificate of the authority that has made it."
    )]
    NotAnAuthority(usize),
}

/// The authorities that an administrator has put into the desk's folder; none is usual.
pub fn read(folder: &Path) -> Result<Vec<reqwest::Certificate>, ClientError> {
    let Some(pem) = stored(folder).map_err(|_| ClientError::Authority)? else { return Ok(Vec::new()) };
    let certificates = reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| ClientError::Authority)?;
    // A file that was put there and holds none is a mistake that would be hard to find.
    if certificates.is_empty() { Err(ClientError::Authority) } else { Ok(certificates) }
}

/// The file in the desk's folder, if there is one.
pub fn stored(folder: &Path) -> std::io::Result<Option<Vec<u8>>> {
    match fs::read(folder.join(FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// Trusts the authorities in `pem` from now on, and none of those before.
pub fn keep(folder: &Path, pem: &[u8]) -> std::io::Result<()> {
    write_durably(&folder.join(FILE), pem)
}

/// Trusts none any more.
pub fn remove(folder: &Path) -> std::io::Result<()> {
    remove_durably(&folder.join(FILE))
}

/// What the certificates in `pem` say, if all of them are authorities'.
pub fn describe(pem: &[u8], now_ms: i64) -> Result<Vec<AuthorityRow>, NoAuthority> {
    if pem.len() > LONGEST {
        return Err(NoAuthority::TooLong);
    }
    let sections: Vec<(SectionKind, Vec<u8>)> =
        PemObject::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|_| NoAuthority::NoCertificate)?;
    if sections.iter().any(|(kind, _)| is_private_key(*kind)) {
        return Err(NoAuthority::PrivateKey);
    }
    let certificates = sections.iter().filter(|(kind, _)| *kind == SectionKind::Certificate);
    let rows = (1..).zip(certificates).map(|(place, (_, der))| row(place, der, now_ms));
    let rows: Vec<AuthorityRow> = rows.collect::<Result<_, _>>()?;
    if rows.is_empty() { Err(NoAuthority::NoCertificate) } else { Ok(rows) }
}

fn is_private_key(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::PrivateKey | SectionKind::RsaPrivateKey | SectionKind::EcPrivateKey)
}

fn row(place: usize, der: &[u8], now_ms: i64) -> Result<AuthorityRow, NoAuthority> {
    let certificate = Certificate::from_der(der).map_err(|_| NoAuthority::NoCertificate)?;
    let signed = certificate.tbs_certificate();
    // RFC 5280 4.2.1.9: without this extension a certificate of version 3 is not an authority's.
    let constraints = signed.get_extension::<BasicConstraints>().map_err(|_| NoAuthority::NoCertificate)?;
    if signed.version() == Version::V3 && !constraints.is_some_and(|(_, constraints)| constraints.ca) {
        return Err(NoAuthority::NotAnAuthority(place));
    }
    let term = signed.validity();
    let (from, until) = (milliseconds(term.not_before), milliseconds(term.not_after));
    Ok(AuthorityRow {
        subject: signed.subject().to_string(),
        from,
        until,
        term: match now_ms {
            now if now < from => Term::NotYet,
            now if now > until => Term::Over,
            _ => Term::Running,
        },
        fingerprint: fingerprint(der),
    })
}

fn milliseconds(time: Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX)
}

fn fingerprint(der: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(der) {
        if !text.is_empty() {
            text.push(':');
        }
        // Writing to a String never fails.
        let _ = write!(text, "{byte:02X}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made once by `openssl`; the fingerprint is what `openssl x509 -fingerprint -sha256` says of it.
    const AUTHORITY: &str = include_str!("authority/ca.pem");
    const SERVER: &str = include_str!("authority/server.pem");
    const FINGERPRINT: &str = include_str!("authority/ca.fingerprint");
    const IN_2027: i64 = 1_800_000_000_000;

    #[test]
    fn none_is_usual_and_rubbish_is_said_to_be_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path()).unwrap().is_empty());
        for rubbish in ["", "rubbish", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
            std::fs::write(folder.path().join(FILE), rubbish).unwrap();
            assert!(matches!(read(folder.path()), Err(ClientError::Authority)), "{rubbish:?}");
            assert_eq!(describe(rubbish.as_bytes(), IN_2027), Err(NoAuthority::NoCertificate), "{rubbish:?}");
        }
        remove(folder.path()).unwrap();
        assert!(read(folder.path()).unwrap().is_empty());
        remove(folder.path()).unwrap();
    }

    #[test]
    fn an_authority_is_described_as_openssl_does() {
        let rows = describe(AUTHORITY.as_bytes(), IN_2027).unwrap();
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert!(row.subject.contains("King George Hospital") && row.subject.contains("Hospital CA"), "{}", row.subject);
        assert_eq!((row.term, row.fingerprint.as_str()), (Term::Running, FINGERPRINT.trim()));
        assert_eq!(describe(AUTHORITY.as_bytes(), row.until + 1).unwrap()[0].term, Term::Over);
        assert_eq!(describe(AUTHORITY.as_bytes(), row.from - 1).unwrap()[0].term, Term::NotYet);
        assert_eq!(describe(format!("{AUTHORITY}{AUTHORITY}").as_bytes(), IN_2027).unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_authority_is_named() {
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        let long = format!("{AUTHORITY}{}", "\n".repeat(LONGEST));
        for (pem, why) in [
            (SERVER.to_owned(), NoAuthority::NotAnAuthority(1)),
            (format!("{AUTHORITY}{SERVER}"), NoAuthority::NotAnAuthority(2)),
            (format!("{key}{AUTHORITY}"), NoAuthority::PrivateKey),
            (long, NoAuthority::TooLong),
        ] {
            assert_eq!(describe(pem.as_bytes(), IN_2027), Err(why));
        }
    }

    #[test]
    fn what_is_kept_is_what_is_trusted() {
        let folder = tempfile::tempdir().unwrap();
        keep(folder.path(), AUTHORITY.as_bytes()).unwrap();
        assert_eq!(read(folder.path()).unwrap().len(), 1);
        assert_eq!(stored(folder.path()).unwrap().as_deref(), Some(AUTHORITY.as_bytes()));
    }
}
