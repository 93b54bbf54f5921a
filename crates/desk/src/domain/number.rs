//! Patient numbers: `KGH-04-00217-X`, site code, desk number, that desk's own counter, check character.
//!
//! The check character is ISO/IEC 7064 MOD 37,36 over the rest without dashes: one wrong character is always noticed, two swapped ones nearly always
//! (a hybrid system lets a few swaps of neighbours through: the test below counts them).

use iso_7064::MOD37_36;

/// A patient number; its check character follows from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatientNumber {
    site: [u8; 3],
    desk: u16,
    counter: u32,
}

impl PatientNumber {
    /// `site` is three letters A–Z; desk and counter begin at 1.
    pub fn new(site: &str, desk: u16, counter: u32) -> Option<Self> {
        let site: [u8; 3] = site.as_bytes().try_into().ok()?;
        let sound = site.iter().all(u8::is_ascii_uppercase) && desk > 0 && counter > 0;
        sound.then_some(Self { site, desk, counter })
    }

    /// Reads the form with dashes exactly as it is printed.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (site, desk, counter) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let number = Self::new(site, desk, counter)?;
        (number.to_string() == text).then_some(number)
    }

    /// The desk that gave it.
    pub fn desk(self) -> u16 {
        self.desk
    }

    /// The how-manieth of that desk.
    pub fn counter(self) -> u32 {
        self.counter
    }

    /// Without dashes, check character included: what a scanner may send, and what numbers are looked up by.
    pub fn compact(self) -> String {
        let body = self.body();
        let check = check_character(&body).unwrap_or('?');
        format!("{body}{check}")
    }

    fn body(self) -> String {
        format!("{}{:02}{:05}", self.site(), self.desk, self.counter)
    }

    fn site(&self) -> &str {
        std::str::from_utf8(&self.site).unwrap_or_default()
    }
}

impl std::fmt::Display for PatientNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let check = check_character(&self.body()).unwrap_or('?');
        write!(f, "{}-{:02}-{:05}-{check}", self.site(), self.desk, self.counter)
    }
}

/// What was typed or scanned, read as a patient number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// A number whose check character fits, in compact form.
    Good(String),
    /// A number whose check character does not fit.
    WrongCheck {
        /// As typed, compact.
        typed: String,
        /// The compact numbers one slip away that would fit, the likeliest first: another check character, two neighbours swapped, one character other.
        meant: Vec<String>,
    },
    /// The beginning of a number, compact; the check character may be missing.
    Beginning(String),
    /// Something else.
    Other,
}

/// Reads a number however it is typed: any case, dashes missing or elsewhere, O for 0 and I or L for 1 among the digits.
pub fn scan(text: &str) -> Scanned {
    let Some(compact) = compact(text) else { return Scanned::Other };
    if compact.len() < FULL {
        return Scanned::Beginning(compact);
    }
    if fits(&compact) {
        return Scanned::Good(compact);
    }
    Scanned::WrongCheck { meant: meant(&compact), typed: compact }
}

/// The shortest complete number: three letters, two digits, five digits, check character.
const FULL: usize = 11;
const LETTERS: usize = 3;
const LONGEST: usize = LETTERS + 5 + 10 + 1;

/// Upper case without separators, if it can be a number or the beginning of one: three letters and at least one digit.
fn compact(text: &str) -> Option<String> {
    let kept = || text.chars().filter(|c| !c.is_whitespace() && !"-–—_./".contains(*c));
    let length = kept().count();
    if !(LETTERS + 1..=LONGEST).contains(&length) || !kept().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let read = |(at, c): (usize, char)| match c.to_ascii_uppercase() {
        '0' if at < LETTERS => 'O',
        '1' if at < LETTERS => 'I',
        'O' if is_digit_place(at, length) => '0',
        'I' | 'L' if is_digit_place(at, length) => '1',
        other => other,
    };
    let compact: String = kept().enumerate().map(read).collect();
    let sound = compact.char_indices().all(|(at, c)| match at {
        ..LETTERS => c.is_ascii_uppercase(),
        _ => c.is_ascii_digit() || !is_digit_place(at, length),
    });
    // Three letters and lone other letters are a word, not a number.
    (sound && compact[LETTERS..].contains(|c: char| c.is_ascii_digit())).then_some(compact)
}

/// Whether a digit must stand there: everywhere behind the letters but at the end of a complete number.
fn is_digit_place(at: usize, length: usize) -> bool {
    at >= LETTERS && (length < FULL || at + 1 < length)
}

fn check_character(body: &str) -> Option<char> {
    MOD37_36.compute(body).ok().map(|[check]| check)
}

fn fits(compact: &str) -> bool {
    MOD37_36.verify(compact).unwrap_or(false)
}

fn meant(typed: &str) -> Vec<String> {
    let bytes = typed.as_bytes();
    let (body, end) = typed.split_at(bytes.len() - 1);
    let mut found: Vec<String> = check_character(body).map(|check| format!("{body}{check}")).into_iter().collect();
    let swapped = (LETTERS..bytes.len() - 2).map(|at| {
        let mut other = bytes.to_vec();
        other.swap(at, at + 1);
        other
    });
    let replaced = (LETTERS..bytes.len() - 1).flat_map(|at| {
        (b'0'..=b'9').map(move |digit| {
            let mut other = bytes.to_vec();
            other[at] = digit;
            other
        })
    });
    let sound = swapped.chain(replaced).filter_map(|other| String::from_utf8(other).ok());
    found.extend(sound.filter(|other| fits(other) && other.ends_with(end)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> PatientNumber {
        PatientNumber::new("KGH", 4, 217).unwrap()
    }

    #[test]
    fn it_is_printed_with_dashes_and_read_back() {
        let printed = number().to_string();
        assert_eq!(&printed[..13], "KGH-04-00217-");
        assert_eq!(PatientNumber::parse(&printed), Some(number()));
        assert_eq!(PatientNumber::parse("KGH-4-217-X"), None);
        assert_eq!(PatientNumber::new("KG", 1, 1), None);
        assert_eq!(PatientNumber::new("kgh", 1, 1), None);
        assert_eq!(PatientNumber::new("KGH", 0, 1), None);
        assert_eq!(PatientNumber::new("KGH", 123, 1_234_567).map(|n| n.compact().len()), Some(14));
    }

    #[test]
    fn it_is_read_however_it_is_typed() {
        let (printed, compact) = (number().to_string(), number().compact());
        let typed = [
            printed.to_lowercase(),
            compact.clone(),
            format!(" {printed} "),
            compact.to_lowercase(),
            printed.replace('-', " "),
        ];
        for text in typed {
            assert_eq!(scan(&text), Scanned::Good(compact.clone()), "{text}");
        }
        assert_eq!(scan(&compact.replacen("00", "OO", 1)), Scanned::Good(compact));
    }

    #[test]
    fn beginnings_and_other_things() {
        assert_eq!(scan("kgh-04-002"), Scanned::Beginning("KGH04002".into()));
        assert_eq!(scan("KGH-04-00217"), Scanned::Beginning("KGH0400217".into()));
        for other in ["", "kgh", "silva", "silva 87", "0211234567", "müller1", "KGH-04-002x7-A", "ann4567b"] {
            assert_eq!(scan(other), Scanned::Other, "{other}");
        }
    }

    #[test]
    fn of_swapped_neighbours_fewer_than_one_in_fifty_pass() {
        let (mut swaps, mut missed) = (0u32, 0u32);
        for counter in 1..20_000 {
            let right = PatientNumber::new("KGH", 4, counter).unwrap().compact().into_bytes();
            for at in 3..right.len() - 2 {
                let mut typed = right.clone();
                typed.swap(at, at + 1);
                swaps += u32::from(typed != right);
                missed += u32::from(typed != right && fits(std::str::from_utf8(&typed).unwrap()));
            }
        }
        assert!(missed * 50 < swaps, "{missed} of {swaps}");
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_noticed_and_the_right_number_is_offered(
            desk in 1u16..1000, counter in 1u32..10_000_000, at in 3usize..20, digit in 0u8..10
        ) {
            let right = PatientNumber::new("KGH", desk, counter).unwrap().compact();
            let mut typed = right.clone().into_bytes();
            typed[3 + at % (right.len() - 4)] = b'0' + digit;
            let typed = String::from_utf8(typed).unwrap();
            prop_assume!(typed != right);
            match scan(&typed) {
                Scanned::WrongCheck { meant, .. } => prop_assert!(meant.contains(&right)),
                other => prop_assert!(false, "{:?}", other),
            }
        }

        #[test]
        fn swapped_neighbours_that_are_noticed_are_put_right(counter in 1u32..100_000, at in 3usize..9) {
            let right = PatientNumber::new("KGH", 4, counter).unwrap().compact();
            let mut typed = right.clone().into_bytes();
            typed.swap(at, at + 1);
            if let Scanned::WrongCheck { meant, .. } = scan(std::str::from_utf8(&typed).unwrap()) {
                prop_assert!(meant.contains(&right));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            scan(&text);
        }
    }
}
