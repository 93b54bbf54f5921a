//! Patients made up: names of varied letters, a birthday, a phone, an address; the same for the same number.

use daybook_api::{Address, Birth, Date, Kin, Person, Sex};

const ONSETS: [&str; 20] =
    ["b", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "sh", "t", "v", "w", "y", "z"];
const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ee", "ou"];
const ENDS: [&str; 10] = ["", "n", "r", "l", "s", "k", "ng", "m", "tt", "v"];
const STREETS: [&str; 6] = ["High Street", "Station Road", "Mission Lane", "Market Row", "River View", "School Hill"];
const TOWNS: [&str; 6] = ["Kigoma", "Arusha", "Mwanza", "Tabora", "Dodoma", "Iringa"];

/// SplitMix64: repeats with its seed.
pub struct Chance(pub u64);

impl Chance {
    /// The next number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }

    /// `N` bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.below(256) as u8)
    }
}

/// A person; few names are common, most are rare, as names are.
pub fn person(number: u64) -> Person {
    let mut chance = Chance(number.wrapping_mul(0x2545_F491_4F6C_DD1D));
    let (given, family) = (name(&mut chance, 400), name(&mut chance, 30_000));
    let kin = Kin {
        name: format!("{} {family}", name(&mut chance, 400)),
        relation: "sibling".into(),
        phone: phone(&mut chance),
    };
    let (year, month, day) = (1930 + chance.below(95), 1 + chance.below(12), 1 + chance.below(28));
    let address = Address {
        lines: format!("{} {}", 1 + chance.below(200), STREETS[chance.below(6) as usize]),
        city: TOWNS[chance.below(6) as usize].into(),
        postcode: format!("{:05}", chance.below(100_000)),
        ..Address::default()
    };
    Person {
        given,
        family,
        sex: if chance.below(2) == 0 { Sex::Female } else { Sex::Male },
        birth: Date::new(year as i16, month as u8, day as u8).map_or(Birth::Unknown, |date| Birth::Day { date }),
        phones: vec![phone(&mut chance)],
        address,
        kin,
        language: "Swahili".into(),
        ..Person::default()
    }
}

/// One of about `many` names, the first ones far more often: the product of two draws leans towards zero.
fn name(chance: &mut Chance, many: u64) -> String {
    let rank = chance.below(many) * (1 + chance.below(many)) / many;
    let mut letters = Chance(rank ^ (many << 32));
    let syllables = 2 + letters.below(2);
    let mut name = String::new();
    for _ in 0..syllables {
        name.push_str(ONSETS[letters.below(20) as usize]);
        name.push_str(VOWELS[letters.below(8) as usize]);
    }
    name.push_str(ENDS[letters.below(10) as usize]);
    name[..1].to_uppercase() + &name[1..]
}

fn phone(chance: &mut Chance) -> String {
    format!("+2557{:08}", chance.below(100_000_000))
}
