//! A certificate authority of the hospital's own, which the ledger server's TLS certificate may come from.
//!
//! It keeps others from listening. What the server says is believed only as far as the log's key has signed it.

use std::{io::ErrorKind, path::Path};

use reqwest::Certificate;

use super::client::ClientError;

/// The file beside the database: certificates in PEM, trusted besides those of this computer.
pub const FILE: &str = "ledger-ca.pem";

/// The authorities that an administrator has put into the desk's folder; none is usual.
pub fn read(folder: &Path) -> Result<Vec<Certificate>, ClientError> {
    let pem = match std::fs::read(folder.join(FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(|_| ClientError::Authority)?,
    };
    let certificates = Certificate::from_pem_bundle(&pem).map_err(|_| ClientError::Authority)?;
    // A file that was put there and holds none is a mistake that would be hard to find.
    if certificates.is_empty() { Err(ClientError::Authority) } else { Ok(certificates) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_usual_and_rubbish_is_said_to_be_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path()).unwrap().is_empty());
        for rubbish in ["", "rubbish", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
            std::fs::write(folder.path().join(FILE), rubbish).unwrap();
            assert!(matches!(read(folder.path()), Err(ClientError::Authority)), "{rubbish:?}");
        }
    }
}
