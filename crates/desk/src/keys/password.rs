//! Passwords: judged by zxcvbn, made into keys by Argon2id, and what they open.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use daybook_api::PasswordJudgement;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{sealing::PrivateKey, wrap};
use crate::{
    domain::event::Credential,
    host::{Host, random},
};

/// The most characters a password may have (NIST SP 800-63B asks for at least 64).
pub const MAX_CHARS: usize = 128;
const GOOD_SCORE: u8 = 3;
const USER_KEY: &[u8] = b"daybook user key v1";

/// Argon2id parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kdf {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Kdf {
    /// The least that security.md allows: 64 MiB, 3 passes, 1 lane.
    pub const FLOOR: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// A real Argon2id that is cheap enough for hundreds of tests. Never for a hospital.
    pub const CHEAP: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
    /// The dearest that a desk works through: a file or an entry that asks for more is damaged or hostile.
    const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 64, lanes: 8 };
}

/// How dear a wrong guess at a password shall be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KdfCost {
    /// Measured on this computer: [`Kdf::FLOOR`], with passes added up to about half a second.
    #[default]
    Calibrated,
    /// As given.
    Fixed(Kdf),
}

impl KdfCost {
    /// The parameters for a new password.
    pub fn choose(self) -> Result<Kdf, PasswordError> {
        match self {
            Self::Fixed(kdf) => Ok(kdf),
            Self::Calibrated => calibrate(),
        }
    }
}

/// Why a password cannot be made into a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Its parameters are outside what a desk works through.
    #[error("the password's parameters are out of bounds")]
    Parameters,
    /// There is not enough memory.
    #[error("there is not enough memory to work on a password")]
    Memory,
    /// It is not the password, or what it should open is damaged.
    #[error("wrong password")]
    Wrong,
    /// The key cannot be sealed.
    #[error("the key cannot be sealed")]
    Sealing,
}

/// Judges a password; `known` is what it must not be made of: user name, hospital …
pub fn judge(password: &str, known: &[&str]) -> PasswordJudgement {
    if password.chars().count() > MAX_CHARS {
        let advice = vec![format!("Use at most {MAX_CHARS} characters.")];
        return PasswordJudgement { score: 0, good: false, advice };
    }
    let entropy = zxcvbn::zxcvbn(password, known);
    let score = u8::from(entropy.score());
    let advice = entropy.feedback().map(advice_of).unwrap_or_default();
    PasswordJudgement { score, good: score >= GOOD_SCORE, advice }
}

fn advice_of(feedback: &zxcvbn::feedback::Feedback) -> Vec<String> {
    let warning = feedback.warning().map(|warning| warning.to_string());
    warning.into_iter().chain(feedback.suggestions().iter().map(ToString::to_string)).collect()
}

/// A fresh key pair whose private half is sealed under `password`.
pub fn new_credential(password: &str, kdf: Kdf, host: &dyn Host) -> Result<(Credential, PrivateKey), PasswordError> {
    let private = PrivateKey::generate(host);
    seal_credential(&private, password, kdf, host).map(|credential| (credential, private))
}

/// The same key pair, its private half sealed under another password.
pub fn seal_credential(
    private: &PrivateKey,
    password: &str,
    kdf: Kdf,
    host: &dyn Host,
) -> Result<Credential, PasswordError> {
    let salt: [u8; 16] = random(host);
    let public_key = private.public().map_err(|_| PasswordError::Sealing)?;
    let key = derive(password, &salt, kdf)?;
    let sealed_private =
        wrap::seal(&key, &bound_to(&public_key), private.as_bytes(), host).map_err(|_| PasswordError::Sealing)?;
    Ok(Credential {
        memory_kib: kdf.memory_kib,
        passes: kdf.passes,
        lanes: kdf.lanes,
        salt: salt.to_vec(),
        public_key: public_key.to_vec(),
        sealed_private,
    })
}

/// The private key that `password` opens.
pub fn open_credential(credential: &Credential, password: &str) -> Result<PrivateKey, PasswordError> {
    let key = derive(password, &credential.salt, kdf_of(credential))?;
    let opened = wrap::open(&key, &bound_to(&credential.public_key), &credential.sealed_private);
    let private = PrivateKey::from_bytes(&opened.map_err(|_| PasswordError::Wrong)?);
    private.map_err(|_| PasswordError::Wrong)
}

/// The same work as [`open_credential`], for nothing: a user name that does not exist must not answer faster.
pub fn open_nothing(password: &str, kdf: Kdf) -> PasswordError {
    derive(password, &[0; 16], kdf).err().unwrap_or(PasswordError::Wrong)
}

/// A credential's Argon2id parameters.
pub fn kdf_of(credential: &Credential) -> Kdf {
    Kdf { memory_kib: credential.memory_kib, passes: credential.passes, lanes: credential.lanes }
}

fn bound_to(public_key: &[u8]) -> Vec<u8> {
    [USER_KEY, public_key].concat()
}

/// Argon2id, version 0x13, over the password's NFKC form (NIST SP 800-63B 3.1.1.2).
fn derive(password: &str, salt: &[u8], kdf: Kdf) -> Result<Zeroizing<[u8; 32]>, PasswordError> {
    let top = Kdf::CEILING;
    if kdf.memory_kib > top.memory_kib || kdf.passes > top.passes || kdf.lanes > top.lanes {
        return Err(PasswordError::Parameters);
    }
    let params = Params::new(kdf.memory_kib, kdf.passes, kdf.lanes, Some(32)).map_err(|_| PasswordError::Parameters)?;
    let mut normal = Zeroizing::new(String::with_capacity(password.len() * 4));
    normal.extend(password.nfkc());
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(normal.as_bytes(), salt, &mut *key)
        .map_err(|_| PasswordError::Memory)?;
    Ok(key)
}

/// Adds passes to [`Kdf::FLOOR`] until one guess takes about half a second on this computer.
fn calibrate() -> Result<Kdf, PasswordError> {
    const AIM: Duration = Duration::from_millis(500);
    let begun = Instant::now();
    derive("the time this takes is all that matters", &[0; 16], Kdf::FLOOR)?;
    let per_pass = (begun.elapsed() / Kdf::FLOOR.passes).max(Duration::from_millis(1));
    let affordable = u32::try_from(AIM.as_millis() / per_pass.as_millis()).unwrap_or(u32::MAX);
    Ok(Kdf { passes: affordable.clamp(Kdf::FLOOR.passes, 16), ..Kdf::FLOOR })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::ManualHost;

    #[test]
    fn a_password_opens_its_key_and_another_does_not() {
        let host = ManualHost::new(0, 1);
        let (credential, private) = new_credential("correct horse battery", Kdf::CHEAP, &host).unwrap();
        assert_eq!(open_credential(&credential, "correct horse battery").unwrap().as_bytes(), private.as_bytes());
        assert_eq!(open_credential(&credential, "correct horse").err(), Some(PasswordError::Wrong));
        let again = seal_credential(&private, "another one", Kdf::CHEAP, &host).unwrap();
        assert_eq!(again.public_key, credential.public_key);
        assert_eq!(open_credential(&again, "another one").unwrap().as_bytes(), private.as_bytes());
    }

    #[test]
    fn how_a_keyboard_composes_a_letter_does_not_matter() {
        let (credential, _) = new_credential("caf\u{e9} au lait", Kdf::CHEAP, &ManualHost::new(0, 1)).unwrap();
        open_credential(&credential, "cafe\u{301} au lait").unwrap();
    }

    #[test]
    fn an_exchanged_public_key_is_noticed() {
        let host = ManualHost::new(0, 1);
        let (mut credential, _) = new_credential("correct horse battery", Kdf::CHEAP, &host).unwrap();
        credential.public_key = PrivateKey::generate(&host).public().unwrap().to_vec();
        assert!(open_credential(&credential, "correct horse battery").is_err());
    }

    #[test]
    fn parameters_that_would_exhaust_the_computer_are_refused() {
        let kdf = Kdf { memory_kib: u32::MAX, ..Kdf::CHEAP };
        assert_eq!(open_nothing("x", kdf), PasswordError::Parameters);
    }

    #[test]
    fn weak_long_and_known_passwords_are_not_good() {
        assert!(!judge("password1", &[]).good);
        assert!(!judge(&"long ".repeat(30), &[]).good);
        assert!(judge("mbuji.kolwezi", &[]).good);
        assert!(!judge("mbuji.kolwezi", &["Mbuji.Kolwezi"]).good);
        assert!(judge("violet-tractor-hums-9", &[]).good);
    }

    #[test]
    fn calibration_never_goes_below_the_floor() {
        let kdf = KdfCost::Calibrated.choose().unwrap();
        assert!(kdf.passes >= 3 && kdf.memory_kib >= 64 * 1024 && kdf.lanes >= 1);
    }
}
