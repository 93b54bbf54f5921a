//! Dates and ages as people type them, and as people read them; the window and the desk share both.

use crate::{Birth, Date, MONTHS, days_in};

/// How many years back a birth may lie.
pub const OLDEST_YEARS: i16 = 130;

/// Why what was typed is no birth. Displays as a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedError {
    /// In no form known here.
    NotADate,
    /// Written as a date, but the calendar has no such day.
    NoSuchDay,
    /// Has not come yet.
    Future,
    /// More than [`OLDEST_YEARS`] ago.
    TooLongAgo,
}

impl std::fmt::Display for TypedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotADate => "Type a date like 14 3 1987, a year like 1987, or an age like 39y or 3w.",
            Self::NoSuchDay => "The calendar has no such day. Please check day and month.",
            Self::Future => "That day has not come yet. Please check the year.",
            Self::TooLongAgo => "That is more than 130 years ago. Please check the year.",
        })
    }
}

impl std::error::Error for TypedError {}

/// Reads a birth: `14 3 1987`, `14 mar 87`, `140387`, `1987-03-14`, `3 1987`, `1987`, `about 1987`, `39y`, `3w 2d`, `unknown`; empty is *not recorded*.
///
/// The day comes before the month unless that is impossible. A year of two digits is the latest one that is not in the future.
pub fn parse_birth(text: &str, today: Date) -> Result<Birth, TypedError> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "" => return Ok(Birth::NotRecorded),
        "?" | "unknown" | "not known" | "unk" => return Ok(Birth::Unknown),
        _ => {}
    }
    if let Some(year) = text.strip_prefix("about").and_then(|year| year.trim().parse().ok()) {
        return check(Birth::Estimated { year }, today);
    }
    let tokens = tokens(&text).ok_or(TypedError::NotADate)?;
    let birth = match read_age(&tokens, today) {
        Some(birth) => birth?,
        None => read_parts(&tokens, today)?,
    };
    check(birth, today)
}

/// A stretch of digits or of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Digits(&'a str),
    Word(&'a str),
}

/// Splits at separators and between digits and letters; `None` if there is anything else in it.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (token, length) = if first.is_ascii_digit() {
            let end = end(|c| c.is_ascii_digit());
            (Some(Token::Digits(&rest[..end])), end)
        } else if first.is_alphabetic() {
            let end = end(char::is_alphabetic);
            (Some(Token::Word(&rest[..end])), end)
        } else if first.is_whitespace() || "./-,·_".contains(first) {
            (None, first.len_utf8())
        } else {
            return None;
        };
        found.extend(token);
        rest = &rest[length..];
    }
    Some(found)
}

/// `39y`, `18m`, `3w 2d`: `None` if it is not an age at all.
fn read_age(tokens: &[Token<'_>], today: Date) -> Option<Result<Birth, TypedError>> {
    let (mut months, mut days, mut finest) = (0i64, 0i64, Unit::Year);
    if tokens.is_empty() || tokens.len() % 2 == 1 {
        return None;
    }
    for pair in tokens.chunks(2) {
        let [Token::Digits(count), Token::Word(unit)] = pair else { return None };
        let (count, unit) = (count.parse::<i64>().ok().filter(|count| *count < 10_000)?, Unit::of(unit)?);
        match unit {
            Unit::Year => months += 12 * count,
            Unit::Month => months += count,
            Unit::Week => days += 7 * count,
            Unit::Day => days += count,
        }
        finest = finest.max(unit);
    }
    if months > 12 * i64::from(OLDEST_YEARS) {
        return Some(Err(TypedError::TooLongAgo));
    }
    Some(born_before(today, months, days, finest).ok_or(TypedError::TooLongAgo))
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
}

impl Unit {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "y" | "yr" | "yrs" | "year" | "years" | "yo" => Self::Year,
            "m" | "mo" | "mth" | "mths" | "month" | "months" => Self::Month,
            "w" | "wk" | "wks" | "week" | "weeks" => Self::Week,
            "d" | "day" | "days" => Self::Day,
            _ => return None,
        })
    }
}

/// As exact as the finest unit typed; an age in years is the year in which most people of that age were born.
fn born_before(today: Date, months: i64, days: i64, finest: Unit) -> Option<Birth> {
    let then = months_before(today, months)?;
    let day = Date::from_days(then.days_since_epoch() - days)?;
    Some(match finest {
        Unit::Year => Birth::Estimated { year: months_before(today, months + 6)?.year() },
        Unit::Month => Birth::Month { year: day.year(), month: day.month() },
        Unit::Week if days >= 28 => Birth::Month { year: day.year(), month: day.month() },
        Unit::Week | Unit::Day => Birth::Day { date: day },
    })
}

fn months_before(date: Date, months: i64) -> Option<Date> {
    let count = i64::from(date.year()) * 12 + i64::from(date.month()) - 1 - months;
    let (year, month) = (i16::try_from(count.div_euclid(12)).ok()?, count.rem_euclid(12) as u8 + 1);
    Date::new(year, month, date.day().min(days_in(year, month)))
}

fn read_parts(tokens: &[Token<'_>], today: Date) -> Result<Birth, TypedError> {
    use Token::{Digits as D, Word as W};
    match *tokens {
        [D(run)] => read_run(run, today),
        [D(a), D(b), D(c)] if a.len() == 4 => day(year_of(a, today), number(b), number(c)),
        [D(a), D(b), D(c)] => day_first(number(a), number(b), year_of(c, today)),
        [D(a), W(m), D(c)] if a.len() == 4 => day(year_of(a, today), month_named(m), number(c)),
        [D(a), W(m), D(c)] => day(year_of(c, today), month_named(m), number(a)),
        [W(m), D(b), D(c)] => day(year_of(c, today), month_named(m), number(b)),
        [D(a), D(b)] if a.len() == 4 => month(year_of(a, today), number(b)),
        [D(a), D(b)] => month(year_of(b, today), number(a)),
        [D(a), W(m)] if a.len() == 4 => month(year_of(a, today), month_named(m)),
        [W(m), D(b)] => month(year_of(b, today), month_named(m)),
        _ => Err(TypedError::NotADate),
    }
}

/// Digits without separators: `1987`, `140387`, `14031987`, `19870314`. The last two can never be mistaken for each other.
fn read_run(run: &str, today: Date) -> Result<Birth, TypedError> {
    match run.len() {
        4 => year_of(run, today).map(|year| Birth::Year { year }).ok_or(TypedError::NotADate),
        6 => day_first(number(&run[..2]), number(&run[2..4]), year_of(&run[4..], today)),
        8 => {
            let day_first = day_first(number(&run[..2]), number(&run[2..4]), year_of(&run[4..], today));
            let year_first = day(year_of(&run[..4], today), number(&run[4..6]), number(&run[6..]));
            let sound = |birth: &Result<Birth, TypedError>| birth.is_ok_and(|birth| check(birth, today).is_ok());
            if !sound(&day_first) && sound(&year_first) { year_first } else { day_first }
        }
        _ => Err(TypedError::NotADate),
    }
}

fn number(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|_| digits.len() <= 2)
}

/// Four digits as they are; two are the latest such year that is not in the future.
fn year_of(digits: &str, today: Date) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(number),
        2 => {
            let this_century = today.year() - today.year() % 100 + number;
            Some(if this_century > today.year() { this_century - 100 } else { this_century })
        }
        _ => None,
    }
}

/// Months by the first letters of their names, in the languages the window speaks and a few neighbours'.
const MONTH_NAMES: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mae", "mrz"],
    &["apr", "abr", "avr"],
    &["may", "mai", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "ago", "aoû", "aou"],
    &["sep", "set"],
    &["oct", "okt", "out", "ott"],
    &["nov"],
    &["dec", "déc", "dic", "dez"],
];

fn month_named(word: &str) -> Option<u8> {
    let named = |names: &[&str]| names.iter().any(|name| word.starts_with(name));
    MONTH_NAMES.iter().position(|names| named(names)).map(|at| at as u8 + 1)
}

fn day_first(first: Option<u8>, second: Option<u8>, year: Option<i16>) -> Result<Birth, TypedError> {
    match (first, second) {
        (Some(first @ 1..=12), Some(second)) if second > 12 => day(year, Some(first), Some(second)),
        _ => day(year, second, first),
    }
}

fn day(year: Option<i16>, month: Option<u8>, day: Option<u8>) -> Result<Birth, TypedError> {
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return Err(TypedError::NotADate) };
    Date::new(year, month, day).map(|date| Birth::Day { date }).ok_or(TypedError::NoSuchDay)
}

fn month(year: Option<i16>, month: Option<u8>) -> Result<Birth, TypedError> {
    let (Some(year), Some(month)) = (year, month) else { return Err(TypedError::NotADate) };
    if (1..=12).contains(&month) { Ok(Birth::Month { year, month }) } else { Err(TypedError::NoSuchDay) }
}

/// Not in the future, and not more than [`OLDEST_YEARS`] ago.
pub fn check(birth: Birth, today: Date) -> Result<Birth, TypedError> {
    let this_month = (today.year(), today.month());
    let (year, future) = match birth {
        Birth::Day { date } => (date.year(), date > today),
        Birth::Month { year, month } => (year, (year, month) > this_month),
        Birth::Year { year } | Birth::Estimated { year } => (year, year > today.year()),
        Birth::Unknown | Birth::NotRecorded => return Ok(birth),
    };
    if future {
        return Err(TypedError::Future);
    }
    if today.year() - year > OLDEST_YEARS { Err(TypedError::TooLongAgo) } else { Ok(birth) }
}

/// What stands under the field while it is typed: `14-Mar-1987 (39y)`, or the sentence that says what is wrong.
pub fn echo(text: &str, today: Date) -> Result<String, TypedError> {
    parse_birth(text, today).map(|birth| birth.for_people(Some(today)))
}

impl Birth {
    /// `14-Mar-1987 (39y)`, `Mar-1987 (39y)`, `1987`, `about 1987 (39y)`, `Unknown`, `Not recorded`.
    ///
    /// The age is left out without `on`: the day it is for, or the day of death.
    pub fn for_people(self, on: Option<Date>) -> String {
        let words = match self {
            Birth::Day { date } => date.for_people(),
            Birth::Month { year, month } => format!("{}-{year:04}", MONTHS[usize::from(month.clamp(1, 12)) - 1]),
            Birth::Year { year } => format!("{year:04}"),
            Birth::Estimated { year } => format!("about {year:04}"),
            Birth::Unknown => return "Unknown".to_owned(),
            Birth::NotRecorded => return "Not recorded".to_owned(),
        };
        match on.and_then(|on| self.age(on)) {
            Some(age) => format!("{words} ({age})"),
            None => words,
        }
    }

    /// The age on a day, as the NHS Common User Interface shows it: two units below eighteen. `None` if unknown, or not yet born.
    pub fn age(self, on: Date) -> Option<String> {
        match self {
            Birth::Day { date } => age_between(date, on),
            Birth::Month { year, month } => {
                let months = (i64::from(on.year()) - i64::from(year)) * 12 + i64::from(on.month()) - i64::from(month);
                match months {
                    ..0 => None,
                    0..24 => Some(format!("{months}m")),
                    _ => Some(format!("{}y", months / 12)),
                }
            }
            Birth::Year { year } | Birth::Estimated { year } => {
                // A year covers two ages; the one most people born in it have by now.
                let years = on.year() - year - i16::from(on.month() <= 6);
                (on.year() >= year).then(|| format!("{}y", years.max(0)))
            }
            Birth::Unknown | Birth::NotRecorded => None,
        }
    }
}

fn age_between(born: Date, on: Date) -> Option<String> {
    let days = on.days_since_epoch() - born.days_since_epoch();
    let short_month = i64::from(on.day() < born.day());
    let months = (i64::from(on.year()) - i64::from(born.year())) * 12 + i64::from(on.month())
        - i64::from(born.month())
        - short_month;
    Some(match (days, months) {
        (..0, _) => return None,
        (0..7, _) => format!("{days}d"),
        (_, ..12) => two((days / 7, "w"), (days % 7, "d")),
        (_, 12..24) => {
            let full = months_before(on, months)?;
            two((months, "m"), (full.days_since_epoch() - born.days_since_epoch(), "d"))
        }
        (_, 24..216) => two((months / 12, "y"), (months % 12, "m")),
        _ => format!("{}y", months / 12),
    })
}

fn two(large: (i64, &str), small: (i64, &str)) -> String {
    match small.0 {
        0 => format!("{}{}", large.0, large.1),
        _ => format!("{}{} {}{}", large.0, large.1, small.0, small.1),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn today() -> Date {
        Date::new(2026, 11, 22).unwrap()
    }

    fn day(year: i16, month: u8, day: u8) -> Result<Birth, TypedError> {
        Ok(Birth::Day { date: Date::new(year, month, day).unwrap() })
    }

    #[test]
    fn an_estimated_year_is_read_as_it_is_shown() {
        assert_eq!(read("about 1980"), Ok(Birth::Estimated { year: 1980 }));
        assert_eq!(read("about 1780"), Err(TypedError::TooLongAgo));
    }

    fn read(text: &str) -> Result<Birth, TypedError> {
        parse_birth(text, today())
    }

    #[test]
    fn a_day_in_every_usual_form() {
        for text in [
            "14 3 1987",
            "14.03.1987",
            "14/3/87",
            "14 mar 87",
            "14-Mar-1987",
            "140387",
            "14031987",
            "1987-03-14",
            "19870314",
            "14mar87",
            "mar 14, 1987",
            "March 14 87",
            "3/14/1987",
            " 14  3  87 ",
            "14 marzo 1987",
            "1987 mar 14",
        ] {
            assert_eq!(read(text), day(1987, 3, 14), "{text}");
        }
    }

    #[test]
    fn the_day_comes_first_where_both_are_possible() {
        assert_eq!(read("3/4/1987"), day(1987, 4, 3));
    }

    #[test]
    fn months_years_and_nothing() {
        assert_eq!(read("1987"), Ok(Birth::Year { year: 1987 }));
        for text in ["3 1987", "mar 87", "1987-03", "03/1987"] {
            assert_eq!(read(text), Ok(Birth::Month { year: 1987, month: 3 }), "{text}");
        }
        assert_eq!(read(""), Ok(Birth::NotRecorded));
        assert_eq!(read("Unknown"), Ok(Birth::Unknown));
    }

    #[test]
    fn ages_are_as_exact_as_their_finest_unit() {
        assert_eq!(read("39y"), Ok(Birth::Estimated { year: 1987 }));
        assert_eq!(read("39 years"), Ok(Birth::Estimated { year: 1987 }));
        assert_eq!(parse_birth("39y", Date::new(2026, 2, 1).unwrap()), Ok(Birth::Estimated { year: 1986 }));
        assert_eq!(read("18m"), Ok(Birth::Month { year: 2025, month: 5 }));
        assert_eq!(read("3w"), day(2026, 11, 1));
        assert_eq!(read("3w 2d"), day(2026, 10, 30));
        assert_eq!(read("0d"), day(2026, 11, 22));
    }

    #[test]
    fn two_digit_years_are_the_latest_past_ones() {
        assert_eq!(read("1 1 26"), day(2026, 1, 1));
        assert_eq!(read("1 1 27"), day(1927, 1, 1));
        assert_eq!(read("30 12 26"), Err(TypedError::Future));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, why) in [
            ("31 2 1987", TypedError::NoSuchDay),
            ("29 2 2023", TypedError::NoSuchDay),
            ("23 11 2026", TypedError::Future),
            ("2027", TypedError::Future),
            ("1 1 1890", TypedError::TooLongAgo),
            ("200y", TypedError::TooLongAgo),
            ("soon", TypedError::NotADate),
            ("14 3", TypedError::NotADate),
            ("1 2 3 4", TypedError::NotADate),
            ("14:30", TypedError::NotADate),
            ("987", TypedError::NotADate),
        ] {
            assert_eq!(read(text), Err(why), "{text}");
        }
    }

    #[test]
    fn births_and_ages_as_people_read_them() {
        let echo = |text| echo(text, today()).unwrap();
        assert_eq!(echo("140387"), "14-Mar-1987 (39y)");
        assert_eq!(echo("30 10 2026"), "30-Oct-2026 (3w 2d)");
        assert_eq!(echo("20 11 2026"), "20-Nov-2026 (2d)");
        assert_eq!(echo("10 9 2025"), "10-Sep-2025 (14m 12d)");
        assert_eq!(echo("1 9 2020"), "01-Sep-2020 (6y 2m)");
        assert_eq!(echo("39y"), "about 1987 (39y)");
        assert_eq!(echo("mar 1987"), "Mar-1987 (39y)");
        assert_eq!(echo("?"), "Unknown");
    }

    #[test]
    fn an_age_typed_reads_back_as_the_same_age() {
        for month in 1..=12 {
            let today = Date::new(2026, month, 15).unwrap();
            for years in 1..120 {
                let birth = parse_birth(&format!("{years}y"), today).unwrap();
                assert_eq!(birth.age(today), Some(format!("{years}y")), "{years} in month {month}");
            }
        }
    }
}
