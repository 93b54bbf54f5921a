//! Whom this program believes over TLS when it asks others: the computer's authorities and perhaps one of the operator's own; and
//! why somebody is not believed.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use reqwest::{Certificate, Client, ClientBuilder};

/// No client can be made.
#[derive(Debug, thiserror::Error)]
pub enum NoClient {
    /// The authority's file cannot be read.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// It holds no certificate.
    #[error("{0} holds no certificate in PEM form that can be read")]
    NoCertificate(PathBuf),
    /// By a fault that is none of the operator's.
    #[error("no client could be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// A client that believes the authorities in `ca` (PEM) besides those of this computer; an empty path is none.
pub fn client(builder: ClientBuilder, ca: &Path) -> Result<Client, NoClient> {
    let builder = match ca.as_os_str().is_empty() {
        true => builder,
        false => builder.tls_certs_merge(authorities(ca)?),
    };
    Ok(builder.build()?)
}

/// The certificates in a PEM file, of which there must be one.
pub fn authorities(path: &Path) -> Result<Vec<Certificate>, NoClient> {
    let pem = std::fs::read(path).map_err(|source| NoClient::File { path: path.into(), source })?;
    let certificates = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    match certificates.is_empty() {
        true => Err(NoClient::NoCertificate(path.into())),
        false => Ok(certificates),
    }
}

/// Why a certificate was not believed, if that is what went wrong.
pub fn disbelief(error: &reqwest::Error) -> Option<String> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(why @ rustls::Error::InvalidCertificate(_)) = tls_error(error) {
            return Some(why.to_string());
        }
        cause = error.source();
    }
    None
}

/// The TLS error that this is or carries: an `io::Error` names as its source what lies below the error that it carries.
fn tls_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let carried = || error.downcast_ref::<io::Error>()?.get_ref();
    error.downcast_ref().or_else(|| tls_error(carried()?))
}

/// What went wrong, down to its first cause: the outermost error alone only says that sending failed.
pub fn whole_story(error: reqwest::Error) -> String {
    let error = error.without_url();
    let (mut story, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        story = format!("{story}: {error}");
        cause = error.source();
    }
    story
}

#[cfg(test)]
mod tests {
    use rustls::CertificateError::UnknownIssuer;

    use super::*;

    #[test]
    fn a_tls_error_is_found_however_deep_it_is_carried() {
        let tls = rustls::Error::InvalidCertificate(UnknownIssuer);
        let deep = io::Error::other(io::Error::other(tls.clone()));
        assert_eq!(tls_error(&deep), Some(&tls));
        assert_eq!(tls_error(&tls), Some(&tls));
        assert_eq!(tls_error(&io::Error::other("no")), None);
    }
}
