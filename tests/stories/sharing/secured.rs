//! A server whose certificate comes from the hospital's own authority: trusted once its file lies in the desk's folder.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::Arc};

use daybook_api::*;
use daybook_server::serve::tls::Tls;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::{desk::Bench, server::Server};

/// Makes an authority; writes a certificate of it for this computer and the key, and returns the authority's own.
fn issue(folder: &Path) -> (Arc<Tls>, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let issued = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let [cert_file, key_file] = ["cert.pem", "key.pem"].map(|name| folder.join(name));
    fs::write(&cert_file, issued.pem()).unwrap();
    fs::write(&key_file, key.serialize_pem()).unwrap();
    fs::set_permissions(&key_file, fs::Permissions::from_mode(0o600)).unwrap();
    (Arc::new(Tls::open(&cert_file, &key_file).unwrap()), authority.pem())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_trusts_the_authority_in_its_folder_and_shares_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    let (tls, authority) = issue(folder.path());
    let server = Server::start_with(Some(tls)).await;
    let bench = Bench::founded("KGH").await;
    let unknown = bench.connect(&server).await.unwrap_err();
    assert_eq!(unknown.code, ErrorCode::Offline, "{unknown}");
    bench.put("ledger-ca.pem", "rubbish");
    let unreadable = bench.connect(&server).await.unwrap_err();
    assert!(unreadable.message.contains("ledger-ca.pem"), "{unreadable}");
    bench.put("ledger-ca.pem", &authority);
    let status = bench.connect(&server).await.unwrap();
    assert_eq!((status.pending, status.shared, status.trouble), (0, 3, None));
    bench.set_idle_minutes(8).await;
    bench.until("the next entry is shared by itself", |status| status.shared == 4).await;
}
