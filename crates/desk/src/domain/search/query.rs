//! What was typed into the search box, in the ways it can be read. Pure.

use daybook_api::{Birth, Date, parse_birth};

use crate::domain::{
    names,
    number::{Scanned, scan},
    phones,
    register::{Register, Slot, record::birth_number},
};

/// A query. A patient is found if one of the readings fits.
#[derive(Debug, PartialEq, Eq)]
pub struct Query {
    /// The whole as a patient number.
    pub number: Scanned,
    /// The ways to read it, the likeliest first.
    pub readings: Vec<Reading>,
}

/// One way to read a query: every need must be met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Words of a name.
    pub words: Vec<String>,
    /// Numbers: each is met by a birth, a phone or an id.
    pub numbers: Vec<Number>,
}

/// Digits, and what they may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// Births that fit.
    pub births: Vec<Born>,
    /// The ways a phone may hold them; at least three digits.
    pub phones: Vec<String>,
    /// The beginning of an id, folded; at least three characters.
    pub code: Option<String>,
}

/// A birth, or part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Born {
    /// Between two `YYYYMMDD`, both included.
    Between(u32, u32),
    /// On this month and day, `MMDD`, of whatever year.
    On(u32),
}

impl Query {
    /// Reads what was typed on the day `today`.
    pub fn read(text: &str, today: Date) -> Self {
        let tokens: Vec<&str> =
            text.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty()).collect();
        let mut readings = vec![read_runs(&tokens, today)];
        readings.extend(with_written_date(&tokens, today));
        readings.extend(read_apart(&tokens, today));
        readings.extend(with_digits_in_names(&tokens, today));
        let mut distinct: Vec<Reading> = Vec::new();
        for reading in readings {
            if !reading.is_empty() && !distinct.contains(&reading) {
                distinct.push(reading);
            }
        }
        Self { number: scan(text), readings: distinct }
    }
}

impl Reading {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.numbers.is_empty()
    }
}

/// Neighbouring numbers belong together: `14 3 1987`, `0770 090 012`.
fn read_runs(tokens: &[&str], today: Date) -> Reading {
    let mut reading = Reading::default();
    let mut run: Vec<&str> = Vec::new();
    for token in tokens {
        match kind(token) {
            Kind::Number => run.push(token),
            kind => {
                end_run(&mut run, &mut reading, today);
                take(token, kind, &mut reading, today);
            }
        }
    }
    end_run(&mut run, &mut reading, today);
    reading
}

fn end_run(run: &mut Vec<&str>, reading: &mut Reading, today: Date) {
    if !run.is_empty() {
        reading.numbers.extend(number(&run.join(" "), today));
        run.clear();
    }
}

/// Every number stands for itself: `87 0199`.
fn read_apart(tokens: &[&str], today: Date) -> Option<Reading> {
    if tokens.iter().filter(|token| kind(token) == Kind::Number).count() < 2 {
        return None;
    }
    let mut reading = Reading::default();
    for token in tokens {
        take(token, kind(token), &mut reading, today);
    }
    Some(reading)
}

/// `koepp925`: the names of some systems have digits.
fn with_digits_in_names(tokens: &[&str], today: Date) -> Option<Reading> {
    if !tokens.iter().any(|token| is_name_with_digits(token)) {
        return None;
    }
    let mut reading = Reading::default();
    for token in tokens {
        let kind = if is_name_with_digits(token) { Kind::Word } else { kind(token) };
        take(token, kind, &mut reading, today);
    }
    Some(reading)
}

/// Letters first, then digits, and nothing else: not a date (`3mar87`), not a patient number.
fn is_name_with_digits(token: &str) -> bool {
    let letters = token.trim_end_matches(|c: char| c.is_ascii_digit());
    letters.len() < token.len() && letters.chars().count() >= 3 && letters.chars().all(char::is_alphabetic)
}

/// `14 mar 87`, wherever it stands among the words.
fn with_written_date(tokens: &[&str], today: Date) -> Option<Reading> {
    let window = |length: usize| (0..(tokens.len() + 1).saturating_sub(length)).map(move |at| at..at + length);
    [3, 2].into_iter().flat_map(window).find_map(|range| {
        let inside = &tokens[range.clone()];
        let mixed = inside.iter().any(|token| kind(token) == Kind::Word)
            && inside.iter().any(|token| kind(token) != Kind::Word);
        let birth = mixed.then(|| parse_birth(&inside.join(" "), today).ok())??;
        let mut reading = read_runs(&[&tokens[..range.start], &tokens[range.end..]].concat(), today);
        reading.numbers.push(Number { births: born(birth), ..Number::default() });
        Some(reading)
    })
}

fn take(token: &str, kind: Kind, reading: &mut Reading, today: Date) {
    match kind {
        Kind::Word => reading.words.extend(names::words(token)),
        Kind::Number | Kind::Mixed => reading.numbers.extend(number(token, today)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Mixed,
}

fn kind(token: &str) -> Kind {
    let digits = token.chars().any(|c| c.is_ascii_digit());
    let letters = token.chars().any(char::is_alphabetic);
    match (digits, letters) {
        (true, false) => Kind::Number,
        (true, true) => Kind::Mixed,
        (false, _) => Kind::Word,
    }
}

/// What digits may be; `None` if there is nothing in them to look for.
fn number(text: &str, today: Date) -> Option<Number> {
    let has_letters = text.chars().any(char::is_alphabetic);
    let code = names::fold(text);
    let number = Number {
        births: births(text, today),
        phones: if has_letters { Vec::new() } else { phones::ways(text) },
        code: (code.len() >= 3).then_some(code),
    };
    (number != Number::default()).then_some(number)
}

fn births(text: &str, today: Date) -> Vec<Born> {
    let mut found = parse_birth(text, today).map(born).unwrap_or_default();
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match *parts.as_slice() {
        [two] if two.len() == 2 && text.len() == 2 => found.extend(years_ending(two, today)),
        [four] if four.len() == 4 && text.len() == 4 => found.extend(days(&four[..2], &four[2..])),
        [day, month] if day.len() <= 2 && month.len() <= 2 => found.extend(days(day, month)),
        _ => {}
    }
    found
}

fn born(birth: Birth) -> Vec<Born> {
    let number = birth_number(birth);
    match birth {
        Birth::Day { date } => {
            // A register that knows only the month or the year may still mean this person.
            let swapped =
                Date::new(date.year(), date.day(), date.month()).map(|date| birth_number(Birth::Day { date }));
            let other = swapped.filter(|swapped| *swapped != number).map(|swapped| Born::Between(swapped, swapped));
            let vague = [
                Born::Between(number - number % 100, number - number % 100),
                Born::Between(number - number % 10_000, number - number % 10_000),
            ];
            std::iter::once(Born::Between(number, number)).chain(vague).chain(other).collect()
        }
        Birth::Month { .. } => {
            vec![Born::Between(number, number + 99), Born::Between(number - number % 10_000, number - number % 10_000)]
        }
        Birth::Year { .. } => vec![Born::Between(number, number + 9_999)],
        Birth::Estimated { .. } => vec![Born::Between(number - 10_000, number + 19_999)],
        Birth::Unknown | Birth::NotRecorded => Vec::new(),
    }
}

fn years_ending(two: &str, today: Date) -> Vec<Born> {
    let Ok(ending) = two.parse::<u32>() else { return Vec::new() };
    let this_year = u32::from(today.year().unsigned_abs());
    let newest = this_year - (this_year + 100 - ending) % 100;
    [newest, newest - 100]
        .into_iter()
        .filter(|year| year + 110 > this_year)
        .map(|year| Born::Between(year * 10_000, year * 10_000 + 9_999))
        .collect()
}

/// Day and month, whichever comes first.
fn days(one: &str, other: &str) -> Vec<Born> {
    let (Ok(one), Ok(other)) = (one.parse::<u8>(), other.parse::<u8>()) else { return Vec::new() };
    let on =
        |day: u8, month: u8| Date::new(2024, month, day).map(|_| Born::On(u32::from(month) * 100 + u32::from(day)));
    let mut found: Vec<Born> = on(one, other).into_iter().collect();
    found.extend(on(other, one).filter(|born| !found.contains(born)));
    found
}

impl Born {
    /// Those who are born so.
    pub fn slots(self, register: &Register) -> Vec<Slot> {
        match self {
            Born::Between(from, to) => register.with_birth(from.max(1), to),
            Born::On(day) => register.with_birthday(day),
        }
    }

    /// Whether a recorded birth, `YYYYMMDD`, fits.
    pub fn fits(self, birth: u32) -> bool {
        match self {
            Born::Between(from, to) => birth > 0 && (from..=to).contains(&birth),
            Born::On(day) => birth > 0 && birth % 10_000 == day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        Query::read(text, Date::new(2026, 11, 22).unwrap())
    }

    fn fits(text: &str, birth: u32) -> bool {
        let met = |number: &Number| number.births.iter().any(|born| born.fits(birth));
        read(text).readings.iter().any(|reading| !reading.numbers.is_empty() && reading.numbers.iter().all(met))
    }

    #[test]
    fn names_and_numbers_in_any_order() {
        let reading = &read("87 Silva").readings[0];
        assert_eq!(reading.words, ["silva"]);
        assert_eq!(reading.numbers[0].births, [Born::Between(19_870_000, 19_879_999)]);
        assert_eq!(read("  ").readings, []);
        assert_eq!(read("García-López, Ana").readings[0].words, ["garcia", "lopez", "ana"]);
    }

    #[test]
    fn births_in_every_usual_form() {
        for text in [
            "14 3 1987",
            "silva 14/3/87",
            "140387",
            "19870314",
            "1987",
            "87",
            "14 mar 87",
            "ana 14 mar 87 silva",
            "mar 1987",
            "0314",
            "1403",
            "14mar87",
            "39y",
        ] {
            assert!(fits(text, 19_870_314), "{text}");
        }
        assert!(!fits("88", 19_870_314));
        assert!(fits("14 3 1987", 19_870_000), "only the year is recorded");
        assert!(!fits("14 3 1987", 19_870_414));
    }

    #[test]
    fn digits_are_a_phone_too_and_spaces_in_it_do_not_matter() {
        let numbers = &read("0770 090 012").readings[0].numbers;
        assert_eq!(numbers[0].phones[0], "0770090012");
        assert_eq!(read("silva 87 0199").readings[1].numbers.len(), 2);
    }

    #[test]
    fn ids_with_letters_are_no_phones() {
        let number = &read("AB-12345").readings[0].numbers[0];
        assert_eq!((number.code.as_deref(), number.phones.len()), (Some("ab12345"), 0));
    }

    #[test]
    fn a_name_may_end_in_digits() {
        let readings = read("Koepp925 87").readings;
        assert!(readings.iter().any(|reading| reading.words == ["koepp925"] && reading.numbers.len() == 1));
        assert!(read("3mar87").readings.iter().all(|reading| reading.words.is_empty()));
        assert!(read("KGH-01-00005-H").readings.iter().all(|reading| reading.words.is_empty()));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text: String) {
            read(&text);
        }
    }
}
