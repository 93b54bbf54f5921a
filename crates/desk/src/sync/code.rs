//! The comparison code two people read to each other before a desk is let in.

use sha2::{Digest, Sha256};

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 12;

/// Twelve letters of Crockford base32: 60 bits that commit to the log and to both keys of the desk that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparisonCode(String);

impl ComparisonCode {
    /// First 60 bits of `SHA-256("daybook join v1" || log key text || spki || sealing key)`. Each desk computes it itself.
    pub fn of(log_key: &str, spki: &[u8], sealing_key: &[u8; 32]) -> Self {
        let hash = Sha256::new()
            .chain_update(b"daybook join v1")
            .chain_update(log_key.as_bytes())
            .chain_update(spki)
            .chain_update(sealing_key)
            .finalize();
        let bits = hash.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 4;
        let letter = |place: usize| char::from(CROCKFORD[(bits >> (5 * (LETTERS - 1 - place)) & 31) as usize]);
        Self((0..LETTERS).map(letter).collect())
    }

    /// What somebody typed: case, spaces and dashes do not matter, nor do the letters that Crockford takes for digits.
    pub fn read(typed: &str) -> Option<Self> {
        let letters: Option<String> = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(fold).collect();
        letters.filter(|letters| letters.len() == LETTERS).map(Self)
    }
}

impl std::fmt::Display for ComparisonCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

fn fold(typed: char) -> Option<char> {
    let letter = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    CROCKFORD.contains(&u8::try_from(letter).ok()?).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> ComparisonCode {
        ComparisonCode::of("log+00000000+key", b"spki", &[7; 32])
    }

    #[test]
    fn every_input_changes_the_code() {
        assert_ne!(code(), ComparisonCode::of("other+00000000+key", b"spki", &[7; 32]));
        assert_ne!(code(), ComparisonCode::of("log+00000000+key", b"spkj", &[7; 32]));
        assert_ne!(code(), ComparisonCode::of("log+00000000+key", b"spki", &[8; 32]));
    }

    #[test]
    fn a_typed_code_is_read_whatever_its_case_and_dashes() {
        let shown = code().to_string();
        assert_eq!(shown.len(), 14);
        assert_eq!(ComparisonCode::read(&shown.to_lowercase()), Some(code()));
        assert_eq!(ComparisonCode::read(&shown.replace('-', " ")), Some(code()));
        assert_eq!(ComparisonCode::read("oil0-0000-0000"), ComparisonCode::read("0110-0000-0000"));
        assert_eq!(ComparisonCode::read("ABCD-EFGH"), None);
        assert_eq!(ComparisonCode::read("ABCD-EFGH-JKMU"), None);
    }

    #[test]
    fn the_golden_code() {
        let hash = Sha256::digest([b"daybook join v1log+00000000+keyspki".as_slice(), &[7; 32]].concat());
        let digits: String = hash.iter().map(|byte| format!("{byte:08b}")).collect();
        let letter = |at: usize| {
            let value = usize::from_str_radix(&digits[at * 5..at * 5 + 5], 2).unwrap();
            char::from(CROCKFORD[value])
        };
        let expected: String = (0..12).map(letter).collect();
        assert_eq!(code().0, expected);
    }
}
