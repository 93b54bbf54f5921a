//! PS256 by two libraries of ours, against signatures and a key's PEM that a third one (pyca/cryptography) wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::LazyLock;

use daybook_ledger::{
    verify::{
        VerifyPs256, is_desk_key,
        native::{AwsLc, DeskKey, DeskKeyError, KnownKeys},
        portable::Rsa,
    },
    *,
};
use support::{golden, key};

mod support;

/// By all tests here together, so that it meets many keys.
static KNOWN_KEYS: LazyLock<KnownKeys> = LazyLock::new(KnownKeys::default);

fn verifiers() -> [&'static dyn VerifyPs256; 3] {
    [&AwsLc, &Rsa, &*KNOWN_KEYS]
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(golden(&format!("ps256/{name}"))).unwrap()
}

#[test]
fn all_verifiers_accept_what_is_right_and_nothing_else() {
    let (key, message) = (key(1), read("message"));
    for verifier in verifiers() {
        verifier.verify(key.spki(), &message, &read("right.sig")).unwrap();
        for name in ["salt-0", "salt-20", "salt-max", "mgf1-sha1", "sha384", "pkcs1"] {
            let verified = verifier.verify(key.spki(), &message, &read(&format!("{name}.sig")));
            assert_eq!(verified, Err(BadSignature), "{name}");
        }
        assert_eq!(verifier.verify(key.spki(), b"another message", &read("right.sig")), Err(BadSignature));
        assert_eq!(verifier.verify(&key.spki()[1..], &message, &read("right.sig")), Err(BadSignature));
        assert_eq!(verifier.verify(&[], &message, &read("right.sig")), Err(BadSignature));
        assert_eq!(verifier.verify(support::key(2).spki(), &message, &read("right.sig")), Err(BadSignature));
    }
}

#[test]
fn all_verifiers_accept_what_a_desk_signs() {
    let key = key(2);
    let signature = key.sign(b"message").unwrap();
    assert_eq!(signature.len(), 384);
    assert_ne!(signature, key.sign(b"message").unwrap());
    for verifier in verifiers() {
        verifier.verify(key.spki(), b"message", &signature).unwrap();
        for at in [0, 1, 200, 383] {
            let mut other = signature.clone();
            other[at] ^= 0x10;
            assert_eq!(verifier.verify(key.spki(), b"message", &other), Err(BadSignature));
        }
        assert_eq!(verifier.verify(key.spki(), b"message", &signature[1..]), Err(BadSignature));
        assert_eq!(verifier.verify(key.spki(), b"message", &[&signature[..], &[0]].concat()), Err(BadSignature));
    }
}

#[test]
fn a_new_key_is_a_desk_s_key_and_comes_back() {
    let key = DeskKey::generate().unwrap();
    assert!(is_desk_key(key.spki()));
    let again = DeskKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
    assert_eq!((again.spki(), again.key_id()), (key.spki(), key.key_id()));
    assert_eq!(key.key_id(), KeyId::of_spki(key.spki()));
    assert_eq!(format!("{key:?}"), format!("DeskKey({})", key.key_id()));
    assert_eq!(DeskKey::from_pkcs8(key.spki()).err(), Some(DeskKeyError::NotAKey));
}

#[test]
fn the_pem_is_what_others_write() {
    assert_eq!(key(1).public_pem(), std::fs::read_to_string(golden("keys/desk-1.pem")).unwrap());
}
