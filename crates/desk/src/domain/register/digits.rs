//! A phone's digits in eight bytes, and looking for some of them anywhere in it.

use std::fmt;

use crate::domain::phones;

/// Up to sixteen digits, the last ones of a longer run. Never none.
///
/// A nibble a digit, the last digit lowest: 1 to 9 for themselves, 10 for zero, 0 for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digits(u64);

/// So many of the last digits tell whether two phones are the same: the country code may be missing.
const TELLING: u32 = 9;

impl Digits {
    /// The digits of a phone as it is written; `None` below three.
    pub fn of_phone(phone: &str) -> Option<Self> {
        Self::of(&phones::digits(phone)).filter(|digits| digits.count() >= 3)
    }

    /// A run of digits and nothing else; `None` if it is empty.
    pub fn of(run: &str) -> Option<Self> {
        let nibble = |byte: u8| if byte == b'0' { 10 } else { u64::from(byte - b'0') };
        let digits = run.bytes().filter(u8::is_ascii_digit).fold(0, |all, byte| all << 4 | nibble(byte));
        (digits != 0).then_some(Self(digits))
    }

    /// As stored; `None` if these are no digits.
    pub fn from_bits(bits: u64) -> Option<Self> {
        let count = 16 - bits.leading_zeros() / 4;
        let sound = (0..count).all(|at| (1..=10).contains(&(bits >> (4 * at) & 15)));
        (bits != 0 && sound).then_some(Self(bits))
    }

    /// As stored in a register, which was sound when it was taken in.
    pub(super) fn stored(bits: u64) -> Option<Self> {
        (bits != 0).then_some(Self(bits))
    }

    /// To store.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// How many.
    pub fn count(self) -> u32 {
        16 - self.0.leading_zeros() / 4
    }

    /// Whether `part` stands anywhere in these.
    pub fn contains(self, part: Self) -> bool {
        let mask = mask(part.count());
        let places = (self.count() + 1).saturating_sub(part.count());
        (0..places).any(|at| self.0 >> (4 * at) & mask == part.0)
    }

    /// Whether both are one phone: the same to the last, or in their last nine.
    pub fn is_same_phone(self, other: Self) -> bool {
        self == other || (self.count().min(other.count()) >= TELLING && self.ending() == other.ending())
    }

    /// The last nine digits: the same for one phone with and without its country code.
    pub fn ending(self) -> u64 {
        self.0 & mask(TELLING)
    }
}

/// Digits to be looked for in many phones.
pub(super) struct Part {
    part: Digits,
    /// The last of them, the last first, each in every nibble; where there are none, whatever stands there will do.
    last: [(u64, u64); HINTED],
}

/// By so many of its last digits a part is looked for at first.
const HINTED: usize = 3;
/// The lowest bit of every nibble.
const EACH: u64 = 0x1111_1111_1111_1111;

impl Part {
    pub(super) fn new(part: Digits) -> Self {
        let digit = |at: usize| part.0 >> (4 * at) & 15;
        let last = std::array::from_fn(|at| (digit(at) * EACH, if digit(at) == 0 { EACH } else { 0 }));
        Self { part, last }
    }

    /// A bit for each place in a phone where the last digits stand; none if they do not.
    pub(super) fn hints(&self, phone: u64) -> u64 {
        let stands = |at: usize| {
            let (digit, any) = self.last[at];
            let other = phone ^ digit;
            let other = other | other >> 1;
            (!(other | other >> 2) & EACH) >> (4 * at) | any
        };
        stands(0) & stands(1) & stands(2)
    }

    pub(super) fn is_in(&self, phone: u64) -> bool {
        self.hints(phone) != 0 && Digits::stored(phone).is_some_and(|phone| phone.contains(self.part))
    }
}

fn mask(digits: u32) -> u64 {
    if digits >= 16 { u64::MAX } else { (1 << (4 * digits)) - 1 }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..self.count()).rev().try_for_each(|at| write!(f, "{}", (self.0 >> (4 * at) & 15) % 10))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_are_read_back_and_any_part_is_found(run in "[0-9]{3,16}", from in 0_usize..16, length in 1_usize..16) {
            let digits = Digits::of(&run).unwrap();
            prop_assert_eq!(digits.to_string(), run.clone());
            prop_assert_eq!(Digits::from_bits(digits.bits()), Some(digits));
            let part = &run[from.min(run.len() - 1)..(from + length).min(run.len()).max(from.min(run.len() - 1) + 1)];
            prop_assert!(digits.contains(Digits::of(part).unwrap()));
        }

        #[test]
        fn a_part_is_in_a_phone_that_contains_it(run in "[0-3]{3,16}", part in "[0-3]{1,6}") {
            let (digits, part) = (Digits::of(&run).unwrap(), Digits::of(&part).unwrap());
            prop_assert_eq!(Part::new(part).is_in(digits.bits()), digits.contains(part));
        }

        #[test]
        fn what_is_not_in_the_text_is_not_found(run in "[0-9]{3,16}", part in "[0-9]{1,5}") {
            prop_assert_eq!(Digits::of(&run).unwrap().contains(Digits::of(&part).unwrap()), run.contains(&part));
        }
    }

    #[test]
    fn one_phone_with_and_without_its_country_code() {
        let phone = |text| Digits::of_phone(text).unwrap();
        assert!(phone("+44 7700 900123").is_same_phone(phone("07700 900123")));
        assert!(!phone("07700 900124").is_same_phone(phone("07700 900123")));
        assert!(!phone("900123").is_same_phone(phone("07700 900123")));
        assert_eq!(Digits::of_phone("12"), None);
        assert_eq!(Digits::from_bits(0xF), None);
    }
}
