//! TLS by rustls: certificate and key from files, read again on demand without dropping anyone.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Only what the connections speak.
const HTTP_1: &[u8] = b"http/1.1";

/// A certificate and its key, as they were read last.
pub struct Tls {
    cert: PathBuf,
    key: PathBuf,
    present: RwLock<Arc<ServerConfig>>,
}

/// The certificate or its key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file system said no.
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    /// The key can be read by others.
    #[error("{0} can be read by others; `chmod 600` it, and think about who may have copied it")]
    KeyExposed(PathBuf),
    /// Not the PEM that it should be.
    #[error("{path} holds no {what} in PEM form")]
    Pem { path: PathBuf, what: &'static str },
    /// They do not fit together.
    #[error("the certificate in {path} cannot be used with its key: {why}")]
    Unfit { path: PathBuf, why: rustls::Error },
}

impl Tls {
    /// Reads both files.
    pub fn open(cert: &Path, key: &Path) -> Result<Self, TlsError> {
        let present = RwLock::new(Arc::new(read(cert, key)?));
        Ok(Self { cert: cert.into(), key: key.into(), present })
    }

    /// Reads both files again: connections from now on get the new certificate. After an error the old one stays.
    pub fn reload(&self) -> Result<(), TlsError> {
        let fresh = Arc::new(read(&self.cert, &self.key)?);
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Agrees on TLS with a client.
    pub async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner).clone();
        TlsAcceptor::from(present).accept(stream).await
    }
}

fn read(cert: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let (chain, key) = (read_chain(cert)?, read_key(key)?);
    let unfit = |why| TlsError::Unfit { path: cert.into(), why };
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(unfit)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(unfit)?;
    config.alpn_protocols = vec![HTTP_1.to_vec()];
    Ok(config)
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let pem = fs::read(path).map_err(at(path))?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    chain.ok().filter(|chain| !chain.is_empty()).ok_or(TlsError::Pem { path: path.into(), what: "certificate" })
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let mode = fs::metadata(path).map_err(at(path))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(TlsError::KeyExposed(path.into()));
    }
    let pem = zeroize::Zeroizing::new(fs::read(path).map_err(at(path))?);
    PrivateKeyDer::from_pem_slice(&pem).map_err(|_| TlsError::Pem { path: path.into(), what: "private key" })
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> TlsError + use<> {
    let path = path.to_owned();
    move |source| TlsError::Io { path, source }
}
