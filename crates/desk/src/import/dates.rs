//! Dates of birth as files write them: ISO, by day or by month first, month names, parts of a date.

use daybook_api::{Birth, Date, OLDEST_YEARS, TypedError};

/// Whether `03/04/1987` begins with the day or with the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// 3 April, as most of the world writes.
    DayFirst,
    /// March 4, as the United States write.
    MonthFirst,
}

/// Why a text is not a date of birth. Displays as a reason without the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// Not in any form known here.
    #[error("it is not written as a date")]
    NotADate,
    /// Written as a date, but there is no such day.
    #[error("there is no such day")]
    NoSuchDay,
    /// After the day of the import.
    #[error("it is in the future")]
    Future,
    /// More than 130 years ago.
    #[error("it is more than 130 years ago")]
    TooLongAgo,
}

/// A date of birth, and whether its century had to be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadBirth {
    /// When, as exactly as it is written.
    pub birth: Birth,
    /// How sure the century is.
    pub century: Century,
}

/// Whether a year came with its century.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Century {
    /// Four digits.
    Written,
    /// Two digits: the latest year that is not in the future.
    Guessed,
}

/// Reads a date of birth; `today` bounds it.
pub fn read_birth(text: &str, order: DayOrder, today: Date) -> Result<ReadBirth, DateProblem> {
    let (text, estimated) = strip_estimate(text.trim());
    let tokens = tokens(strip_time(text));
    let parts = Parts::of(&tokens, order, today).ok_or(DateProblem::NotADate)?;
    let birth = parts.birth(estimated)?;
    check_range(birth, today)?;
    Ok(ReadBirth { birth, century: parts.century })
}

/// Which order a column's values show; `None` where every value could be either, or the column contradicts itself.
pub fn order_of<'a>(values: impl IntoIterator<Item = &'a str>) -> Option<DayOrder> {
    let (mut day_first, mut month_first) = (false, false);
    for value in values {
        if let [Token::Number(a, 1 | 2), Token::Number(b, 1 | 2), Token::Number(_, 2 | 4)] =
            tokens(strip_time(value))[..]
        {
            day_first |= a > 12 && b <= 12;
            month_first |= b > 12 && a <= 12;
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(DayOrder::DayFirst),
        (false, true) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// Whether this value would be another day in the other order.
pub fn is_ambiguous(text: &str) -> bool {
    matches!(tokens(strip_time(text.trim()))[..],
        [Token::Number(a, 1 | 2), Token::Number(b, 1 | 2), Token::Number(_, 2 | 4)] if a <= 12 && b <= 12 && a != b)
        && !text.contains('.')
}

/// When somebody was born who was `text` old on `as_of`: "45", "45 y", "7 months", "3 Wochen".
pub fn read_age(text: &str, as_of: Date) -> Option<Birth> {
    let unit = match tokens(text)[..] {
        [Token::Number(..)] => "y",
        [Token::Number(..), Token::Word(unit)] => match unit.chars().next()?.to_ascii_lowercase() {
            'y' | 'a' | 'j' => "y",
            'm' => "m",
            'w' | 's' => "w",
            'd' | 't' => "d",
            _ => return None,
        },
        _ => return None,
    };
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    daybook_api::parse_birth(&format!("{number}{unit}"), as_of).ok()
}

fn strip_estimate(text: &str) -> (&str, Exactness) {
    for sign in ["circa ", "ca. ", "ca ", "c. ", "est. ", "est ", "about ", "approx. ", "~", "c."] {
        let head = text.get(..sign.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(sign)) {
            return (&text[sign.len()..], Exactness::Estimated);
        }
    }
    (text, Exactness::AsWritten)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Exactness {
    AsWritten,
    Estimated,
}

/// Cuts a time of day off: `1987-03-14T00:00:00Z`, `14/03/1987 00:00`.
fn strip_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        let at = text.find('T').filter(|at| *at >= 8 && text[..*at].ends_with(|c: char| c.is_ascii_digit()));
        return at.map_or(text, |at| &text[..at]);
    };
    let before = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    before.trim_end_matches(['T', 't', ' '])
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// Value and number of digits.
    Number(u32, usize),
    Word(&'a str),
}

/// Runs of digits and runs of letters; everything else separates.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = match first {
            '0'..='9' => |c| c.is_ascii_digit(),
            c if c.is_alphabetic() => |c| c.is_alphabetic(),
            _ => |c| !c.is_alphanumeric(),
        };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (run, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            tokens.push(Token::Number(run.parse().unwrap_or(u32::MAX), run.len()));
        } else if first.is_alphabetic() && !BETWEEN.contains(&run.to_lowercase().as_str()) {
            tokens.push(Token::Word(run));
        }
        if tokens.len() > 4 {
            break;
        }
    }
    tokens
}

/// Words between the parts of a date: "14th of March", "14 de marzo de 1987", "1987年3月14日".
const BETWEEN: [&str; 9] = ["st", "nd", "rd", "th", "of", "de", "年", "月", "日"];

struct Parts {
    year: i16,
    month: u32,
    day: u32,
    century: Century,
}

impl Parts {
    fn of(tokens: &[Token<'_>], order: DayOrder, today: Date) -> Option<Self> {
        use Token::{Number, Word};
        let whole = |year: u32, month, day| Self::written(year, month, day);
        match *tokens {
            [Number(year, 4)] => whole(year, 0, 0),
            [Number(digits, 8)] => Some(Self::eight(digits, order, today)),
            [Number(digits, 6)] if digits % 100 <= 12 => whole(digits / 100, digits % 100, 0),
            [Number(year, 4), Number(month, 1 | 2)] | [Number(month, 1 | 2), Number(year, 4)] => whole(year, month, 0),
            [Word(month), Number(year, 4)] | [Number(year, 4), Word(month)] => whole(year, month_named(month)?, 0),
            [Number(year, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => whole(year, month, day),
            [Number(a, 1 | 2), Number(b, 1 | 2), Number(year, digits @ (2 | 4))] => {
                let (day, month) = day_and_month(a, b, order);
                Self::with_digits(year, digits, month, day, today)
            }
            [Number(day, 1 | 2), Word(month), Number(year, digits @ (2 | 4))]
            | [Word(month), Number(day, 1 | 2), Number(year, digits @ (2 | 4))] => {
                Self::with_digits(year, digits, month_named(month)?, day, today)
            }
            [Number(year, 4), Word(month), Number(day, 1 | 2)] => whole(year, month_named(month)?, day),
            _ => None,
        }
    }

    /// `YYYYMMDD`, or where that is no year of a living person, `DDMMYYYY`.
    fn eight(digits: u32, order: DayOrder, today: Date) -> Self {
        let year = digits / 10_000;
        let living = (today.year() - OLDEST_YEARS) as u32..=today.year() as u32;
        let (tail, a, b) = (digits % 10_000, digits / 1_000_000, digits / 10_000 % 100);
        if !living.contains(&year) && living.contains(&tail) {
            let (day, month) = day_and_month(a, b, order);
            return Self { year: tail as i16, month, day, century: Century::Written };
        }
        Self { year: year as i16, month: tail / 100, day: tail % 100, century: Century::Written }
    }

    fn written(year: u32, month: u32, day: u32) -> Option<Self> {
        Some(Self { year: i16::try_from(year).ok()?, month, day, century: Century::Written })
    }

    fn with_digits(year: u32, digits: usize, month: u32, day: u32, today: Date) -> Option<Self> {
        if digits == 4 {
            return Self::written(year, month, day);
        }
        let this_century = today.year() - today.year() % 100 + year as i16;
        let year = if this_century > today.year() { this_century - 100 } else { this_century };
        Some(Self { year, month, day, century: Century::Guessed })
    }

    fn birth(&self, exactness: Exactness) -> Result<Birth, DateProblem> {
        let year = self.year;
        if year == 0 {
            return Err(DateProblem::NoSuchDay);
        }
        match (exactness, self.month, self.day) {
            (Exactness::Estimated, ..) => Ok(Birth::Estimated { year }),
            (_, 0, 0) => Ok(Birth::Year { year }),
            (_, month @ 1..=12, 0) => Ok(Birth::Month { year, month: month as u8 }),
            (_, month @ 1..=12, day @ 1..=31) => {
                let date = Date::new(year, month as u8, day as u8).ok_or(DateProblem::NoSuchDay)?;
                Ok(Birth::Day { date })
            }
            _ => Err(DateProblem::NoSuchDay),
        }
    }
}

fn day_and_month(a: u32, b: u32, order: DayOrder) -> (u32, u32) {
    match order {
        _ if a > 12 && b <= 12 => (a, b),
        _ if b > 12 && a <= 12 => (b, a),
        DayOrder::DayFirst => (a, b),
        DayOrder::MonthFirst => (b, a),
    }
}

/// The beginnings of month names in English, French, German, Spanish, Portuguese, Italian and Dutch, without accents.
const MONTH_NAMES: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fev"],
    &["mar", "maa", "mrt", "mae"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "out", "ott"],
    &["nov"],
    &["dec", "dez", "dic"],
];

fn month_named(word: &str) -> Option<u32> {
    let word = deunicode::deunicode(word).to_lowercase();
    let month = MONTH_NAMES.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u32::try_from(month).ok().map(|month| month + 1)
}

fn check_range(birth: Birth, today: Date) -> Result<(), DateProblem> {
    match daybook_api::check_birth(birth, today) {
        Ok(_) => Ok(()),
        Err(TypedError::Future) => Err(DateProblem::Future),
        Err(TypedError::TooLongAgo) => Err(DateProblem::TooLongAgo),
        Err(TypedError::NotADate | TypedError::NoSuchDay) => Err(DateProblem::NoSuchDay),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2026, 11, 22).unwrap()
    }

    fn read(text: &str) -> Result<Birth, DateProblem> {
        read_birth(text, DayOrder::DayFirst, today()).map(|read| read.birth)
    }

    fn day(year: i16, month: u8, day: u8) -> Result<Birth, DateProblem> {
        Ok(Birth::Day { date: Date::new(year, month, day).unwrap() })
    }

    #[test]
    fn usual_forms_are_read() {
        for text in [
            "1987-03-14",
            "1987/3/14",
            "19870314",
            "14031987",
            "14/03/1987",
            "14.3.1987",
            "03/14/1987",
            "14-Mar-1987",
            "14 March 1987",
            "March 14, 1987",
            "14th of March 1987",
            "14 mars 1987",
            "14 de marzo de 1987",
            "14. März 1987",
            "1987-03-14T09:30:00+01:00",
            "14/03/1987 00:00",
            "1987-03-14 00:00:00.000",
            "14/03/87",
            " 1987-03-14 ",
            "1987年3月14日",
        ] {
            assert_eq!(read(text), day(1987, 3, 14), "{text}");
        }
    }

    #[test]
    fn parts_of_a_date_stay_parts() {
        assert_eq!(read("1987"), Ok(Birth::Year { year: 1987 }));
        assert_eq!(read("1987-03"), Ok(Birth::Month { year: 1987, month: 3 }));
        assert_eq!(read("03/1987"), Ok(Birth::Month { year: 1987, month: 3 }));
        assert_eq!(read("Mar 1987"), Ok(Birth::Month { year: 1987, month: 3 }));
        assert_eq!(read("1987-00-00"), Ok(Birth::Year { year: 1987 }));
        assert_eq!(read("19870300"), Ok(Birth::Month { year: 1987, month: 3 }));
        assert_eq!(read("ca. 1987"), Ok(Birth::Estimated { year: 1987 }));
    }

    #[test]
    fn what_cannot_be_says_why() {
        assert_eq!(read("19371233"), Err(DateProblem::NoSuchDay));
        assert_eq!(read("2025-02-29"), Err(DateProblem::NoSuchDay));
        assert_eq!(read("2026-11-23"), Err(DateProblem::Future));
        assert_eq!(read("1895-01-01"), Err(DateProblem::TooLongAgo));
        assert_eq!(read("yesterday"), Err(DateProblem::NotADate));
        assert_eq!(read(""), Err(DateProblem::NotADate));
        assert_eq!(read("99999999999999999999"), Err(DateProblem::NotADate));
    }

    #[test]
    fn a_column_shows_its_order() {
        assert_eq!(order_of(["03/04/1987", "03/14/1987"]), Some(DayOrder::MonthFirst));
        assert_eq!(order_of(["03/04/1987", "14/03/1987"]), Some(DayOrder::DayFirst));
        assert_eq!(order_of(["03/04/1987"]), None);
        assert_eq!(order_of(["13/01/1987", "01/13/1987"]), None);
        assert!(is_ambiguous("03/04/1987") && !is_ambiguous("03/03/1987") && !is_ambiguous("1987-03-04"));
    }

    #[test]
    fn ages_become_births_as_exact_as_they_are() {
        let year = |year| Some(Birth::Estimated { year });
        assert_eq!(read_age("45", today()), year(1981));
        assert_eq!(read_age("45 years", today()), year(1981));
        assert_eq!(read_age("45 Jahre", today()), year(1981));
        assert_eq!(read_age("7 months", today()), Some(Birth::Month { year: 2026, month: 4 }));
        assert_eq!(read_age("3 weeks", today()), day(2026, 11, 1).ok());
        assert_eq!(read_age("131", today()), None);
        assert_eq!(read_age("old", today()), None);
    }
}
