//! Sealing to a public key: HPKE (RFC 9180), DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.

use std::convert::Infallible;

use daybook_ledger::WrappedSiteKey;
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable,
    aead::AesGcm256,
    kdf::HkdfSha256,
    kem::X25519HkdfSha256,
    rand_core::{TryCryptoRng, TryRng},
    single_shot_open, single_shot_seal_with_rng,
};
use zeroize::Zeroizing;

use super::wrap::SiteKey;
use crate::host::Host;

const ENCAPSULATED: usize = 32;
const DATABASE_KEY: &[u8] = b"daybook database key v1";
const SITE_KEY: &[u8] = b"daybook site key v1";

/// An X25519 public key.
pub type PublicKey = [u8; 32];

/// An X25519 private key: opens what was sealed to its public key.
pub struct PrivateKey(Zeroizing<[u8; 32]>);

/// It does not open, or the public key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be sealed to, or opened with, this key")]
pub struct SealingError;

/// What a sealed secret is, so that one cannot be passed off as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A desk's database key, in a key slot.
    DatabaseKey,
    /// A site key of this epoch, for another desk.
    SiteKey(u32),
}

impl Purpose {
    fn info(self) -> Vec<u8> {
        match self {
            Self::DatabaseKey => DATABASE_KEY.to_vec(),
            Self::SiteKey(epoch) => [SITE_KEY, &epoch.to_be_bytes()].concat(),
        }
    }
}

impl PrivateKey {
    /// A fresh key pair.
    pub fn generate(host: &dyn Host) -> Self {
        let mut material = Zeroizing::new([0; 32]);
        host.fill_random(&mut *material);
        Self::derive(&*material)
    }

    /// The key pair that follows from `material`, which must hold 128 bits of entropy or more (RFC 9180 7.1.3).
    pub fn derive(material: &[u8]) -> Self {
        let (private, _) = X25519HkdfSha256::derive_keypair(material);
        let mut bytes = Zeroizing::new([0; 32]);
        bytes.copy_from_slice(Zeroizing::new(<[u8; 32]>::from(private.to_bytes())).as_slice());
        Self(bytes)
    }

    /// From its 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealingError> {
        bytes.try_into().map(|bytes| Self(Zeroizing::new(bytes))).map_err(|_| SealingError)
    }

    /// The 32 bytes, to be kept sealed or in the encrypted database.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What others seal to.
    pub fn public(&self) -> Result<PublicKey, SealingError> {
        Ok(X25519HkdfSha256::sk_to_pk(&self.key()?).to_bytes().into())
    }

    /// Opens what was sealed to this key for this purpose.
    pub fn open(&self, purpose: Purpose, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let (encapsulated, ciphertext) = sealed.split_at_checked(ENCAPSULATED).ok_or(SealingError)?;
        let encapsulated =
            <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| SealingError)?;
        let opened = single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.key()?,
            &encapsulated,
            &purpose.info(),
            ciphertext,
            &[],
        );
        opened.map(Zeroizing::new).map_err(|_| SealingError)
    }

    /// Opens a site key that another desk sealed to this one.
    pub fn open_site_key(&self, wrapped: &WrappedSiteKey) -> Result<SiteKey, SealingError> {
        let opened = self.open(Purpose::SiteKey(wrapped.epoch), &wrapped.sealed)?;
        let key = <[u8; 32]>::try_from(opened.as_slice()).map_err(|_| SealingError)?;
        Ok(SiteKey::from_bytes(wrapped.epoch, Zeroizing::new(key)))
    }

    fn key(&self) -> Result<<X25519HkdfSha256 as Kem>::PrivateKey, SealingError> {
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&*self.0).map_err(|_| SealingError)
    }
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

/// Seals `secret` to `public`: encapsulated key, then ciphertext.
pub fn seal(public: &PublicKey, purpose: Purpose, secret: &[u8], host: &dyn Host) -> Result<Vec<u8>, SealingError> {
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(public).map_err(|_| SealingError)?;
    let (encapsulated, ciphertext) = single_shot_seal_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        &purpose.info(),
        secret,
        &[],
        &mut HostRandom(host),
    )
    .map_err(|_| SealingError)?;
    Ok([&encapsulated.to_bytes()[..], &ciphertext].concat())
}

/// Seals a site key to another desk.
pub fn seal_site_key(public: &PublicKey, key: &SiteKey, host: &dyn Host) -> Result<WrappedSiteKey, SealingError> {
    let sealed = seal(public, Purpose::SiteKey(key.epoch()), key.as_bytes(), host)?;
    Ok(WrappedSiteKey { epoch: key.epoch(), sealed })
}

/// The host's randomness, as the HPKE library asks for it.
struct HostRandom<'a>(&'a dyn Host);

impl TryRng for HostRandom<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(crate::host::random(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(crate::host::random(self.0)))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill_random(bytes);
        Ok(())
    }
}

impl TryCryptoRng for HostRandom<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::ManualHost;

    #[test]
    fn only_the_right_key_for_the_right_purpose_opens() {
        let host = ManualHost::new(0, 1);
        let (key, other) = (PrivateKey::generate(&host), PrivateKey::generate(&host));
        let sealed = seal(&key.public().unwrap(), Purpose::DatabaseKey, b"secret", &host).unwrap();
        assert_eq!(key.open(Purpose::DatabaseKey, &sealed).unwrap().as_slice(), b"secret");
        assert!(key.open(Purpose::SiteKey(1), &sealed).is_err());
        assert!(other.open(Purpose::DatabaseKey, &sealed).is_err());
        assert!(key.open(Purpose::DatabaseKey, &sealed[..40]).is_err());
        assert!(key.open(Purpose::DatabaseKey, b"").is_err());
    }

    #[test]
    fn a_key_pair_is_the_same_after_storing_it() {
        let key = PrivateKey::generate(&ManualHost::new(0, 2));
        assert_eq!(PrivateKey::from_bytes(key.as_bytes()).unwrap().public(), key.public());
    }

    #[test]
    fn a_site_key_travels_to_another_desk() {
        let host = ManualHost::new(0, 3);
        let (desk, site) = (PrivateKey::generate(&host), SiteKey::generate(4, &host));
        let mut wrapped = seal_site_key(&desk.public().unwrap(), &site, &host).unwrap();
        assert_eq!(desk.open_site_key(&wrapped).unwrap().as_bytes(), site.as_bytes());
        wrapped.epoch = 5;
        assert!(desk.open_site_key(&wrapped).is_err());
    }
}
