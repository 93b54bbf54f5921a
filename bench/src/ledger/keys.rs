//! Desk keys that sign fast, for logs of a million real signatures.
//!
//! RSA-3072 with twelve primes instead of two: the public key and the signatures are ordinary ones, verifying them costs what
//! it always costs, and signing costs a sixth. No desk has such a key: finding a prime of 256 bits is within reach of factoring.

use anyhow::{Result, anyhow, ensure};
use daybook_ledger::KeyId;
use num_bigint_dig::{BigUint, ModInverse, RandBigInt, prime::probably_prime};
use num_integer::Integer;
use num_traits::One;
use rand::{SeedableRng, rngs::StdRng};
use rsa::{Pss, RsaPrivateKey, sha2::Digest, sha2::Sha256};

const PRIMES: usize = 12;
const PRIME_BITS: usize = 256;
const MODULUS_BITS: usize = PRIMES * PRIME_BITS;
/// SubjectPublicKeyInfo around the modulus of a desk's key: see `daybook_ledger::verify::is_desk_key`.
const BEFORE_MODULUS: [u8; 33] = [
    0x30, 0x82, 0x01, 0xa2, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    0x03, 0x82, 0x01, 0x8f, 0x00, 0x30, 0x82, 0x01, 0x8a, 0x02, 0x82, 0x01, 0x81, 0x00,
];
const AFTER_MODULUS: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];

/// A signing key that is the same for the same seed.
pub struct FastKey {
    key: RsaPrivateKey,
    spki: Vec<u8>,
    salts: StdRng,
}

impl FastKey {
    /// The key of this seed.
    pub fn of_seed(seed: u64) -> Result<Self> {
        let mut random = StdRng::seed_from_u64(seed);
        let exponent = BigUint::from(65_537_u32);
        loop {
            let primes: Vec<BigUint> = (0..PRIMES).map(|_| prime(&mut random)).collect();
            let modulus: BigUint = primes.iter().product();
            if modulus.bits() != MODULUS_BITS {
                continue;
            }
            let order = primes.iter().fold(BigUint::one(), |order, prime| order.lcm(&(prime - 1_u32)));
            let Some(secret) = (&exponent).mod_inverse(&order).and_then(|secret| secret.to_biguint()) else { continue };
            let spki = [&BEFORE_MODULUS[..], &modulus.to_bytes_be(), &AFTER_MODULUS].concat();
            ensure!(daybook_ledger::verify::is_desk_key(&spki), "not the form of a desk's key");
            let key = RsaPrivateKey::from_components(modulus, exponent, secret, primes);
            let key = key.map_err(|error| anyhow!("a key of twelve primes: {error}"))?;
            return Ok(Self { key, spki, salts: random });
        }
    }

    /// The SubjectPublicKeyInfo.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// Its id.
    pub fn key_id(&self) -> KeyId {
        KeyId::of_spki(&self.spki)
    }

    /// The PS256 signature of a message.
    pub fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>> {
        let hashed = Sha256::digest(message);
        let signed = self.key.sign_with_rng(&mut self.salts, Pss::new::<Sha256>(), &hashed);
        signed.map_err(|error| anyhow!("a signature: {error}"))
    }
}

/// A prime that begins with eight ones, so that twelve of them give a modulus of full length.
fn prime(random: &mut StdRng) -> BigUint {
    let high = BigUint::from(0xFF_u32) << (PRIME_BITS - 8);
    loop {
        let candidate = &high + (random.gen_biguint(PRIME_BITS - 9) << 1) + BigUint::one();
        if probably_prime(&candidate, 16) {
            return candidate;
        }
    }
}
