//! Births: the same, with the slips people make, or as far as they are known.

use daybook_api::Agreement;

use super::compare::Compared;

/// Years by which an estimated age may be off and still agree.
const ESTIMATE: i32 = 2;
/// Years beyond which an estimated age speaks against.
const FAR: i32 = 6;

/// A birth as compared: `YYYYMMDD`, 00 for a part that is not known. An impossible date keeps its digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Born {
    /// The digits; 0 for none.
    pub digits: u32,
    /// How far they are known.
    pub known: Known,
}

/// How far a birth is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Not at all.
    #[default]
    No,
    /// A year from an estimated age.
    Estimated,
    /// The year.
    Year,
    /// The year and the month.
    Month,
    /// All eight digits.
    Day,
}

impl Born {
    /// From the digits alone: zeros say what is not known.
    pub fn from_digits(digits: u32) -> Self {
        let known = match digits {
            0 => Known::No,
            _ if digits.is_multiple_of(10_000) => Known::Year,
            _ if digits.is_multiple_of(100) => Known::Month,
            _ => Known::Day,
        };
        Self { digits, known }
    }

    /// From what was written where a date should be: eight digits, the year last if that alone can be one, else first. None of them, no birth.
    pub fn from_text(text: &str) -> Self {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let plausible = |year: &str| (1850..=2150).contains(&year.parse::<u32>().unwrap_or(0));
        let ordered = match digits.len() {
            8 if !plausible(&digits[..4]) && plausible(&digits[4..]) => {
                format!("{}{}{}", &digits[4..], &digits[2..4], &digits[..2])
            }
            8 => digits,
            _ => return Self::default(),
        };
        Self { digits: ordered.parse().unwrap_or(0), known: Known::Day }
    }

    /// The year; 0 if it is not known.
    pub fn year(self) -> i32 {
        (self.digits / 10_000) as i32
    }

    fn day_month(self) -> u32 {
        self.digits % 10_000
    }

    /// Day and month exchanged.
    pub fn swapped(self) -> u32 {
        self.digits / 10_000 * 10_000 + self.digits % 100 * 100 + self.digits / 100 % 100
    }
}

/// How far two births agree, and how many years lie between them.
pub fn compare(one: Born, other: Born) -> (Compared, Option<u16>) {
    match (one.known, other.known) {
        (Known::No, Known::No) => return (Compared::NEITHER, None),
        (Known::No, _) | (_, Known::No) => return (Compared::MISSING, None),
        _ => {}
    }
    let years = one.year().abs_diff(other.year()) as u16;
    let agreement = match one.known.weakest(other.known) {
        Known::Day => compare_days(one, other),
        Known::Month => compare_months(one, other),
        Known::Year => compare_years(years),
        Known::Estimated | Known::No => compare_estimates(years),
    };
    (Compared::plain(agreement), Some(years))
}

fn compare_days(one: Born, other: Born) -> Agreement {
    let wrong = wrong_digits(one.digits, other.digits);
    match wrong {
        0 => Agreement::Same,
        _ if one.swapped() == other.digits => Agreement::Swapped,
        1 => Agreement::Slip,
        2 if is_turned(one.digits, other.digits) => Agreement::Slip,
        _ if one.day_month() == other.day_month() => Agreement::DayMonth,
        2 => Agreement::Near,
        _ if one.year() == other.year() => Agreement::Year,
        _ => Agreement::Different,
    }
}

fn compare_months(one: Born, other: Born) -> Agreement {
    match (one.digits / 100 == other.digits / 100, one.year() == other.year()) {
        (true, _) => Agreement::About,
        (false, true) => Agreement::Year,
        (false, false) => Agreement::Different,
    }
}

fn compare_years(years: u16) -> Agreement {
    match years {
        0 => Agreement::About,
        1 => Agreement::Near,
        _ => Agreement::Different,
    }
}

fn compare_estimates(years: u16) -> Agreement {
    match i32::from(years) {
        0..=ESTIMATE => Agreement::About,
        near if near <= FAR => Agreement::Missing,
        _ => Agreement::Different,
    }
}

impl Known {
    fn weakest(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { self } else { other }
    }
}

fn digit(number: u32, place: u32) -> u32 {
    number / 10u32.pow(place) % 10
}

fn wrong_digits(one: u32, other: u32) -> usize {
    (0..8).filter(|place| digit(one, *place) != digit(other, *place)).count()
}

/// Two neighbouring digits exchanged, all others right.
fn is_turned(one: u32, other: u32) -> bool {
    (0..7).any(|place| {
        digit(one, place) == digit(other, place + 1)
            && digit(one, place + 1) == digit(other, place)
            && digit(one, place) != digit(other, place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(one: u32, other: u32) -> Agreement {
        compare(Born::from_digits(one), Born::from_digits(other)).0.agreement
    }

    #[test]
    fn births_agree_with_the_usual_slips() {
        for (other, expected) in [
            (19_870_314, Agreement::Same),
            (19_870_315, Agreement::Slip),
            (19_870_341, Agreement::Slip),
            (19_780_314, Agreement::Slip),
            (19_890_314, Agreement::Slip),
            (20_010_314, Agreement::DayMonth),
            (19_870_526, Agreement::Year),
            (19_880_315, Agreement::Near),
            (19_530_926, Agreement::Different),
            (19_870_000, Agreement::About),
            (19_870_300, Agreement::About),
            (19_880_000, Agreement::Near),
            (0, Agreement::Missing),
        ] {
            assert_eq!(agreement(19_870_314, other), expected, "{other}");
        }
        assert_eq!(agreement(19_870_304, 19_870_403), Agreement::Swapped);
    }

    #[test]
    fn an_impossible_date_keeps_its_digits() {
        assert_eq!(Born::from_text("19081299").digits, 19_081_299);
        assert_eq!(Born::from_text("99/12/1908").digits, 19_081_299);
        assert_eq!(Born::from_text("79870426").digits, 79_870_426);
        assert_eq!(Born::from_text("soon"), Born::default());
        assert_eq!(compare(Born::from_text("19081299"), Born::from_digits(19_081_209)).0.agreement, Agreement::Slip);
    }

    #[test]
    fn an_estimated_age_agrees_within_years() {
        let estimated = Born { digits: 19_850_000, known: Known::Estimated };
        let agreement = |digits| compare(estimated, Born::from_digits(digits)).0.agreement;
        assert_eq!(agreement(19_870_314), Agreement::About);
        assert_eq!(agreement(19_900_314), Agreement::Missing);
        assert_eq!(agreement(19_950_314), Agreement::Different);
    }
}
