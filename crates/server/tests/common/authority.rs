//! A certificate authority of our own, for tests of TLS.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::{Certificate, Client};

/// A certificate authority of our own.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Writes a certificate for this computer, and its key.
    pub fn issue(&self, cert_file: &Path, key_file: &Path) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".into(), "127.0.0.1".into()]).unwrap();
        let cert = params.signed_by(&key, &self.0).unwrap();
        fs::write(cert_file, cert.pem()).unwrap();
        fs::write(key_file, key.serialize_pem()).unwrap();
        fs::set_permissions(key_file, fs::Permissions::from_mode(0o600)).unwrap();
    }

    pub fn client(&self) -> Client {
        let trusted = Certificate::from_pem(self.pem().as_bytes()).unwrap();
        Client::builder().tls_certs_only([trusted]).https_only(true).build().unwrap()
    }
}
