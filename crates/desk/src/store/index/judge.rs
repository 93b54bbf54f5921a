//! Whether a candidate fits what was typed, how well, and why. Pure.

use super::{
    query::{Born, Number, Reading},
    slips,
};
use crate::domain::names::is_particle;

/// A candidate, as the index holds it.
#[derive(Clone, Debug)]
pub struct Doc {
    /// Which patient.
    pub patient: [u8; 16],
    /// Words of the given names.
    pub given: String,
    /// Words of the family names.
    pub family: String,
    /// Words of the second spelling, and words written together.
    pub other: String,
    /// `YYYYMMDD`.
    pub birth: u32,
    /// Digits of each phone.
    pub phones: String,
    /// Patient number and other ids.
    pub codes: String,
    /// 0 no, 1 dead, 2 withdrawn.
    pub hidden: u8,
}

/// How well it fits: the class first, then how far off within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The worst of all needs.
    pub class: Class,
    /// Smaller is nearer.
    pub distance: usize,
    /// Why it is here, where that is not obvious.
    pub why: Vec<String>,
}

/// In the order in which people want to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// As typed.
    Exact,
    /// Begins as typed.
    Begins,
    /// Nearly as typed.
    Forgiven,
}

/// How strictly words are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// A word is or begins as typed.
    Strict,
    /// One or two letters may be wrong.
    Forgiving,
}

/// Judges a candidate; `None` if a need is not met.
pub fn judge(doc: &Doc, reading: &Reading, strictness: Strictness) -> Option<Fit> {
    let mut fit = Fit { class: Class::Exact, distance: 0, why: Vec::new() };
    let mut names = Names::of(doc);
    let mut longest_first: Vec<&String> = reading.words.iter().collect();
    longest_first.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in longest_first {
        match names.take(word, strictness) {
            Some(met) => fit.add(met),
            None if is_particle(word) && reading.words.len() > 1 => fit.distance += 1,
            None => return None,
        }
    }
    for number in &reading.numbers {
        fit.add(meet(number, doc)?);
    }
    Some(fit)
}

/// One need met.
struct Met {
    class: Class,
    distance: usize,
    why: Option<String>,
}

impl Fit {
    fn add(&mut self, met: Met) {
        self.class = self.class.max(met.class);
        self.distance += met.distance;
        self.why.extend(met.why);
    }
}

/// The words of a patient's names; each can meet one word typed.
struct Names<'a> {
    words: Vec<(&'a str, Place)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Name,
    Other,
}

impl<'a> Names<'a> {
    fn of(doc: &'a Doc) -> Self {
        let names = doc.family.split(' ').chain(doc.given.split(' ')).map(|word| (word, Place::Name));
        let other = doc.other.split(' ').map(|word| (word, Place::Other));
        Self { words: names.chain(other).filter(|(word, _)| !word.is_empty()).collect() }
    }

    /// Meets a typed word with the nearest word left.
    fn take(&mut self, typed: &str, strictness: Strictness) -> Option<Met> {
        let scored = self.words.iter().enumerate().filter_map(|(at, (word, place))| {
            let (class, distance) = compare(typed, word, strictness)?;
            Some((class, distance, usize::from(*place == Place::Other), at))
        });
        let (class, distance, elsewhere, at) = scored.min()?;
        let (word, place) = self.words.swap_remove(at);
        let why = match (class, place) {
            (Class::Forgiven, _) => Some(format!("“{typed}” read as “{word}”")),
            (_, Place::Other) => Some(format!("also written “{word}”")),
            _ => None,
        };
        Some(Met { class, distance: distance + elsewhere, why })
    }
}

fn compare(typed: &str, word: &str, strictness: Strictness) -> Option<(Class, usize)> {
    if word == typed {
        return Some((Class::Exact, 0));
    }
    if word.starts_with(typed) {
        return Some((Class::Begins, 0));
    }
    if strictness == Strictness::Strict {
        return None;
    }
    let allowed = slips::allowed(typed.len().min(word.len() + 1));
    let distance = strsim::osa_distance(typed, word);
    (distance <= allowed).then_some((Class::Forgiven, distance))
}

fn meet(number: &Number, doc: &Doc) -> Option<Met> {
    let by_birth = number.births.iter().position(|born| born.fits(doc.birth)).map(|at| Met {
        class: Class::Exact,
        distance: at,
        why: vague(&number.births, at, doc.birth),
    });
    let by_phone = || number.phones.iter().enumerate().find_map(|(at, way)| met_by_phone(way, at, doc));
    let by_code = || number.code.as_ref().and_then(|code| met_by_code(code, doc));
    by_birth.or_else(by_code).or_else(by_phone)
}

/// A full date was typed, and this register entry knows less, or has day and month the other way round.
fn vague(births: &[Born], at: usize, birth: u32) -> Option<String> {
    let first_is_a_day = matches!(births.first(), Some(Born::Between(from, to)) if from == to);
    match (at, birth % 10_000, birth % 100) {
        (0, _, _) => None,
        (_, 0, _) => Some("only the year of birth is recorded".to_owned()),
        (_, _, 0) => Some("only the month of birth is recorded".to_owned()),
        _ if first_is_a_day => Some("day and month of birth the other way round".to_owned()),
        _ => None,
    }
}

fn met_by_phone(way: &str, at: usize, doc: &Doc) -> Option<Met> {
    let phone = doc.phones.split(' ').find(|phone| phone.contains(way))?;
    let class = if phone == way { Class::Exact } else { Class::Begins };
    Some(Met { class, distance: at, why: Some(format!("phone {phone}")) })
}

fn met_by_code(code: &str, doc: &Doc) -> Option<Met> {
    let found = doc.codes.split(' ').find(|known| known.starts_with(code))?;
    let class = if found == code { Class::Exact } else { Class::Begins };
    Some(Met { class, distance: 0, why: Some(format!("id {}", found.to_uppercase())) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use daybook_api::Date;

    use crate::store::index::query::Query;

    fn doc() -> Doc {
        Doc {
            patient: [1; 16],
            given: "ana maria".into(),
            family: "garcia lopez".into(),
            other: "annemarie".into(),
            birth: 19_870_314,
            phones: "351215550199".into(),
            codes: "kgh0400217x nif123".into(),
            hidden: 0,
        }
    }

    fn fit(text: &str, strictness: Strictness) -> Option<Fit> {
        let query = Query::read(text, Date::new(2026, 11, 22).unwrap());
        query
            .readings
            .iter()
            .filter_map(|reading| judge(&doc(), reading, strictness))
            .min_by_key(|fit| (fit.class, fit.distance))
    }

    fn class(text: &str) -> Option<Class> {
        fit(text, Strictness::Forgiving).map(|fit| fit.class)
    }

    #[test]
    fn exact_before_beginning_before_forgiven() {
        assert_eq!(class("lopez ana"), Some(Class::Exact));
        assert_eq!(class("lop an"), Some(Class::Begins));
        assert_eq!(class("lopes ana"), Some(Class::Forgiven));
        assert_eq!(fit("lopes ana", Strictness::Strict), None);
        assert_eq!(class("ana silva"), None);
    }

    #[test]
    fn one_word_of_the_name_meets_one_word_typed() {
        assert_eq!(class("ana ana"), None);
        assert_eq!(class("a ana"), Some(Class::Begins), "the initial is Annemarie's");
    }

    #[test]
    fn numbers_are_met_by_birth_phone_or_id() {
        for text in [
            "garcia 87",
            "garcia 14 3 1987",
            "ana 0199",
            "ana 5550199",
            "nif123 lopez",
            "garcia 1403",
            "lopez 14 mar 87",
        ] {
            assert!(class(text).is_some(), "{text}");
        }
        assert_eq!(class("garcia 88"), None);
    }

    #[test]
    fn particles_may_be_too_many() {
        assert_eq!(class("de lopez"), Some(Class::Exact));
        assert_eq!(class("de"), None);
    }

    #[test]
    fn why_is_said_where_it_is_not_obvious() {
        assert_eq!(fit("lopes", Strictness::Forgiving).unwrap().why, ["“lopes” read as “lopez”"]);
        assert_eq!(fit("0199", Strictness::Strict).unwrap().why, ["phone 351215550199"]);
        assert!(fit("lopez", Strictness::Strict).unwrap().why.is_empty());
    }
}
