//! Desk keys that sign fast, for logs of a million real signatures.
//!
//! RSA-3072 of 48 primes that fit a machine word, in place of two: the public key and the signatures are ordinary ones, verifying
//! them costs what it always costs, and signing takes a hundredth of the time. No desk has such a key: anybody can factor it.

use anyhow::{Result, ensure};
use daybook_ledger::KeyId;
use num_bigint_dig::BigUint;
use num_traits::ToPrimitive;
use sha2::{Digest, Sha256};

use super::people::Chance;

const PRIMES: usize = 48;
const MODULUS_BYTES: usize = 384;
/// Digits of the sum of 48 products of a weight with a machine word.
const SUM: usize = MODULUS_BYTES / 8 + 2;
const EXPONENT: u64 = 65_537;
const HASH: usize = 32;
/// SubjectPublicKeyInfo around the modulus of a desk's key: see `daybook_ledger::verify::is_desk_key`.
const BEFORE_MODULUS: [u8; 33] = [
    0x30, 0x82, 0x01, 0xa2, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    0x03, 0x82, 0x01, 0x8f, 0x00, 0x30, 0x82, 0x01, 0x8a, 0x02, 0x82, 0x01, 0x81, 0x00,
];
const AFTER_MODULUS: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];

/// A signing key that is the same for the same seed.
pub struct FastKey {
    modulus: BigUint,
    factors: Vec<Factor>,
    spki: Vec<u8>,
    salts: Chance,
}

/// One prime, the secret exponent modulo it, and what its share of a signature is multiplied with (RFC 8017 5.2.1, all at once).
struct Factor {
    prime: u64,
    exponent: u64,
    weight: Vec<u64>,
}

impl FastKey {
    /// The key of this seed.
    pub fn of_seed(seed: u64) -> Result<Self> {
        let mut salts = Chance(seed);
        let mut primes: Vec<u64> = Vec::with_capacity(PRIMES);
        while primes.len() < PRIMES {
            let prime = prime(&mut salts);
            if !primes.contains(&prime) {
                primes.push(prime);
            }
        }
        let modulus: BigUint = primes.iter().copied().map(BigUint::from).product();
        let spki = [&BEFORE_MODULUS[..], &modulus.to_bytes_be(), &AFTER_MODULUS].concat();
        ensure!(daybook_ledger::verify::is_desk_key(&spki), "not the form of a desk's key");
        let factors = primes.into_iter().map(|prime| Factor::of(prime, &modulus)).collect();
        Ok(Self { modulus, factors, spki, salts })
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
    pub fn sign(&mut self, message: &[u8]) -> Vec<u8> {
        let encoded = encode(message, self.salts.bytes());
        let mut sum = [0; SUM];
        for factor in &self.factors {
            let share = power(remainder(&encoded, factor.prime), factor.exponent, factor.prime);
            add_product(&mut sum, &factor.weight, share);
        }
        let sum: Vec<u8> = sum.iter().flat_map(|digit| digit.to_le_bytes()).collect();
        let bytes = (BigUint::from_bytes_le(&sum) % &self.modulus).to_bytes_be();
        [vec![0; MODULUS_BYTES - bytes.len()], bytes].concat()
    }
}

impl Factor {
    fn of(prime: u64, modulus: &BigUint) -> Self {
        let others = modulus / prime;
        let rest = (&others % prime).to_u64().unwrap_or_default();
        let weight = (others * power(rest, prime - 2, prime)).to_bytes_le();
        let weight = weight.chunks(8).map(|digit| digit.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)));
        Self { prime, exponent: inverse_of_exponent(prime - 1), weight: weight.collect() }
    }
}

/// EMSA-PSS-ENCODE with SHA-256, MGF1-SHA-256 and a salt of 32 octets, for a modulus of 3072 bits (RFC 8017 9.1.1).
fn encode(message: &[u8], salt: [u8; HASH]) -> Vec<u8> {
    let hash = Sha256::digest([&[0; 8][..], &Sha256::digest(message), &salt].concat());
    let mut block = vec![0; MODULUS_BYTES - 2 * HASH - 2];
    block.push(1);
    block.extend_from_slice(&salt);
    for (count, part) in (0_u32..).zip(block.chunks_mut(HASH)) {
        let mask = Sha256::digest([&hash[..], &count.to_be_bytes()].concat());
        part.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
    block[0] &= 0x7F;
    block.extend_from_slice(&hash);
    block.push(0xBC);
    block
}

/// A prime of 64 bits that begins with eight ones, so that 48 of them give a modulus of full length.
fn prime(chance: &mut Chance) -> u64 {
    loop {
        let candidate = u64::from_be_bytes(chance.bytes()) | 0xFF00_0000_0000_0001;
        if !(candidate - 1).is_multiple_of(EXPONENT) && is_prime(candidate) {
            return candidate;
        }
    }
}

/// Miller and Rabin's test; these bases leave no doubt below 2^64 (Sorenson and Webster, 2015).
fn is_prime(odd: u64) -> bool {
    let twos = (odd - 1).trailing_zeros();
    [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37].into_iter().all(|base| {
        let mut value = power(base, (odd - 1) >> twos, odd);
        for _ in 1..twos {
            if value == 1 || value == odd - 1 {
                return true;
            }
            value = multiply(value, value, odd);
        }
        value == odd - 1 || (value == 1 && twos == 1)
    })
}

/// A number's rest, its octets the most significant first and in eights.
fn remainder(octets: &[u8], prime: u64) -> u64 {
    let (digits, _) = octets.as_chunks::<8>();
    digits.iter().fold(0, |rest, digit| {
        let whole = u128::from(rest) << 64 | u128::from(u64::from_be_bytes(*digit));
        (whole % u128::from(prime)) as u64
    })
}

/// Adds a number times a word; digits of both the least significant first.
fn add_product(sum: &mut [u64; SUM], number: &[u64], times: u64) {
    let mut carry = 0;
    for (at, digit) in sum.iter_mut().enumerate() {
        let product = u128::from(number.get(at).copied().unwrap_or(0)) * u128::from(times);
        let whole = product + u128::from(*digit) + carry;
        (*digit, carry) = (whole as u64, whole >> 64);
    }
}

fn power(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let (mut result, mut square) = (1, base % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, square, modulus);
        }
        square = multiply(square, square, modulus);
        exponent >>= 1;
    }
    result
}

fn multiply(one: u64, other: u64, modulus: u64) -> u64 {
    (u128::from(one) * u128::from(other) % u128::from(modulus)) as u64
}

/// The number that 65537 is to be multiplied with to be 1 modulo `order`: 1 + k·order divided by 65537, for the right k.
fn inverse_of_exponent(order: u64) -> u64 {
    let rest = order % EXPONENT;
    let times = (1..EXPONENT).find(|times| (times * rest + 1).is_multiple_of(EXPONENT)).unwrap_or_default();
    ((u128::from(times) * u128::from(order) + 1) / u128::from(EXPONENT)) as u64
}

#[cfg(test)]
mod tests {
    use daybook_ledger::{VerifyPs256, verify::native::AwsLc};

    use super::*;

    #[test]
    fn what_it_signs_verifies_as_any_desks() -> Result<()> {
        for seed in 1..4 {
            let mut key = FastKey::of_seed(seed)?;
            let signature = key.sign(b"a message");
            assert!(AwsLc.verify(key.spki(), b"a message", &signature).is_ok());
            assert!(AwsLc.verify(key.spki(), b"another", &signature).is_err());
        }
        Ok(())
    }

    #[test]
    fn small_primes_are_told_from_others() {
        let primes: Vec<u64> = (41..200).step_by(2).filter(|odd| is_prime(*odd)).collect();
        let others = |odd: &u64| (2..*odd).all(|divisor| !odd.is_multiple_of(divisor));
        assert_eq!(primes, (41..200).step_by(2).filter(others).collect::<Vec<u64>>());
    }
}
