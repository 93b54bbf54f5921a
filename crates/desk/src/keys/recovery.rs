//! The recovery key: 155 random bits on paper, as groups that can be read aloud, with a check character.

use zeroize::Zeroizing;

use super::sealing::PrivateKey;
use crate::host::Host;

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS: usize = 31;
const GROUP: usize = 4;
const PURPOSE: &[u8] = b"daybook recovery key v1";

/// The recovery key: five bits a symbol.
pub struct RecoveryKey(Zeroizing<[u8; SYMBOLS]>);

/// What was typed is not a recovery key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyError {
    /// Not 32 letters and digits.
    #[error("a recovery key has 32 letters and digits, in 8 groups of 4")]
    Form,
    /// The check character does not fit: a typing error.
    #[error("there is a typing error in the recovery key")]
    Check,
}

impl RecoveryKey {
    /// A fresh one.
    pub fn generate(host: &dyn Host) -> Self {
        let mut symbols = Zeroizing::new([0; SYMBOLS]);
        host.fill_random(&mut *symbols);
        symbols.iter_mut().for_each(|symbol| *symbol &= 31);
        Self(symbols)
    }

    /// Reads what somebody typed: case, spaces and dashes do not matter; O is 0, I and L are 1.
    pub fn parse(text: &str) -> Result<Self, RecoveryKeyError> {
        let typed = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let symbols: Option<Vec<u8>> = typed.map(symbol_of).collect();
        let symbols = Zeroizing::new(symbols.ok_or(RecoveryKeyError::Form)?);
        let (check, symbols) = symbols.split_last().ok_or(RecoveryKeyError::Form)?;
        let key =
            symbols.try_into().map(|symbols| Self(Zeroizing::new(symbols))).map_err(|_| RecoveryKeyError::Form)?;
        if key.check_symbol() == *check { Ok(key) } else { Err(RecoveryKeyError::Check) }
    }

    /// Eight groups of four: `7K2M-…`.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(40));
        for (at, symbol) in self.0.iter().chain([&self.check_symbol()]).enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*symbol)]));
        }
        text
    }

    /// The private key that opens recovery slots.
    pub fn private_key(&self) -> PrivateKey {
        PrivateKey::derive(&Zeroizing::new([PURPOSE, &self.0[..]].concat()))
    }

    /// Makes the weighted sum of all symbols zero over GF(32): one wrong symbol, or two neighbours swapped, never go unnoticed.
    fn check_symbol(&self) -> u8 {
        self.0.iter().fold(0, |sum, symbol| times_two(sum ^ symbol))
    }
}

/// Multiplication by x in GF(2)[x] / (x^5 + x^2 + 1), where x has order 31.
fn times_two(element: u8) -> u8 {
    let shifted = element << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

fn symbol_of(typed: char) -> Option<u8> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|symbol| char::from(*symbol) == upper).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::ManualHost;

    #[test]
    fn what_is_printed_can_be_typed() {
        for seed in 0..50 {
            let key = RecoveryKey::generate(&ManualHost::new(0, seed));
            let text = key.to_text();
            assert_eq!(text.len(), 39);
            let typed = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            let again = RecoveryKey::parse(&typed).unwrap();
            assert_eq!(again.private_key().as_bytes(), key.private_key().as_bytes());
        }
    }

    #[test]
    fn every_single_error_and_every_swap_of_neighbours_is_noticed() {
        let text: Vec<char> =
            RecoveryKey::generate(&ManualHost::new(0, 7)).to_text().replace('-', "").chars().collect();
        for at in 0..text.len() {
            for symbol in ALPHABET.iter().map(|symbol| char::from(*symbol)).filter(|symbol| *symbol != text[at]) {
                let mut wrong = text.clone();
                wrong[at] = symbol;
                assert_eq!(RecoveryKey::parse(&wrong.iter().collect::<String>()).err(), Some(RecoveryKeyError::Check));
            }
            if at > 0 && text[at] != text[at - 1] {
                let mut swapped = text.clone();
                swapped.swap(at, at - 1);
                assert_eq!(
                    RecoveryKey::parse(&swapped.iter().collect::<String>()).err(),
                    Some(RecoveryKeyError::Check)
                );
            }
        }
    }

    #[test]
    fn other_text_is_no_recovery_key() {
        for text in ["", "ABCD", "U234-5678", &"0".repeat(33)] {
            assert_eq!(RecoveryKey::parse(text).err(), Some(RecoveryKeyError::Form), "{text}");
        }
    }
}
