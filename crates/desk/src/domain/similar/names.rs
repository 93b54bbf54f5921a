//! Given and family names: as they stand, in parts, written together, exchanged.

use daybook_api::Agreement;

use super::{
    compare::Compared,
    word::{Word, compare as compare_words, compare_counted},
};
use crate::domain::names::is_particle;

/// One side of a name, given or family: its words in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    words: Vec<Word>,
    joined: String,
}

/// A name: given and family side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// Given names.
    pub given: Side,
    /// Family names.
    pub family: Side,
}

impl Side {
    /// From folded words in order.
    pub fn new(words: Vec<Word>) -> Self {
        let joined = words.iter().map(|word| word.text.as_str()).collect();
        Self { words, joined }
    }

    /// Learns how many of so many people have each word.
    pub fn count(&mut self, bearers: impl Fn(&str) -> u32, people: usize) {
        self.words.iter_mut().for_each(|word| word.count(bearers(&word.text), people));
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The rarest word's share.
    fn share(&self) -> f64 {
        self.words.iter().map(|word| word.share).fold(1.0, f64::min)
    }

    fn telling(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| !is_particle(&word.text))
    }
}

impl Names {
    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.family.is_empty()
    }
}

/// How far two sides agree. The share is that of the words of `known` which agree.
pub fn compare_sides(probe: &Side, known: &Side) -> Compared {
    compare(probe, known).0
}

/// How far given names agree: as [`compare_sides`], but two who share one of several and are called otherwise besides are not the
/// same: Ngoc Nam and Ngoc Hung are brothers.
pub fn compare_given(probe: &Side, known: &Side) -> Compared {
    match compare(probe, known) {
        (Compared { agreement: Agreement::Part | Agreement::Near, .. }, Others::OfBoth) => {
            Compared::plain(Agreement::Different)
        }
        (compared, _) => compared,
    }
}

/// Who of the two has a name besides that is one for certain, and nothing like any word of the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Others {
    OfBoth,
    OfOneAtMost,
}

fn compare(probe: &Side, known: &Side) -> (Compared, Others) {
    let alone = |compared| (compared, Others::OfOneAtMost);
    match (probe.is_empty(), known.is_empty()) {
        (true, true) => return alone(Compared::NEITHER),
        (true, false) | (false, true) => return alone(Compared::MISSING),
        (false, false) => {}
    }
    if probe.joined == known.joined {
        let same = probe.words.len() == known.words.len();
        return alone(Compared::shared(if same { Agreement::Same } else { Agreement::Joined }, known.share()));
    }
    if let ([probe], [known]) = (probe.words(), known.words()) {
        return alone(Compared::shared(compare_counted(probe, known), known.share));
    }
    let together = Compared::shared(together(&probe.joined, &known.joined), known.share());
    let (in_parts, others) = compare_many(probe, known);
    (better(in_parts, together), others)
}

/// A blank in the wrong place, and perhaps a slip besides: never a nickname, never an initial.
fn together(one: &str, other: &str) -> Agreement {
    match compare_words(one, other) {
        agreement @ (Agreement::Same | Agreement::Slip) => agreement,
        Agreement::Sound | Agreement::Near => Agreement::Near,
        _ => Agreement::Different,
    }
}

/// Several words on a side: how many of the fewer are among the others.
fn compare_many(probe: &Side, known: &Side) -> (Compared, Others) {
    let ours: Vec<&Word> = probe.telling().collect();
    let theirs: Vec<&Word> = known.telling().collect();
    if ours.is_empty() || theirs.is_empty() {
        return (Compared::plain(Agreement::Different), Others::OfOneAtMost);
    }
    let (meetings, others) = meetings(&ours, &theirs);
    let fewer = ours.len().min(theirs.len());
    let same = meetings.iter().filter(|(agreement, _)| *agreement == Agreement::Same).count();
    let alike = meetings.iter().filter(|(agreement, _)| rank(*agreement) <= rank(Agreement::Near)).count();
    let share = |wanted: Agreement| {
        let shares = meetings.iter().filter(|(agreement, _)| *agreement == wanted).map(|(_, share)| *share);
        shares.fold(1.0, f64::min)
    };
    let compared = match () {
        () if same == ours.len() && same == theirs.len() => Compared::shared(Agreement::Joined, share(Agreement::Same)),
        () if same > 0 && alike == fewer => Compared::shared(Agreement::Part, share(Agreement::Same)),
        () if alike == fewer => Compared::plain(Agreement::Near),
        () if same > 0 => Compared::shared(Agreement::Part, share(Agreement::Same)),
        () if alike > 0 => Compared::plain(Agreement::Near),
        () => Compared::plain(Agreement::Different),
    };
    (compared, others)
}

/// For each of our words the best of theirs, and its share; and whether both have another name besides.
fn meetings(ours: &[&Word], theirs: &[&Word]) -> (Vec<(Agreement, f64)>, Others) {
    let (mut meetings, mut met) = (Vec::with_capacity(ours.len()), vec![false; theirs.len()]);
    for word in ours {
        let mut best = (Agreement::Different, 0.0);
        for (other, met) in theirs.iter().zip(&mut met) {
            let agreement = compare_counted(word, other);
            *met |= agreement != Agreement::Different;
            if rank(agreement) < rank(best.0) {
                best = (agreement, other.share);
            }
        }
        meetings.push(best);
    }
    let have_several = ours.len() > 1 && theirs.len() > 1;
    let is_another_of_ours =
        ours.iter().zip(&meetings).any(|(word, (best, _))| *best == Agreement::Different && word.is_surely_a_name());
    let is_another_of_theirs = theirs.iter().zip(&met).any(|(word, met)| !met && word.is_surely_a_name());
    let both = have_several && is_another_of_ours && is_another_of_theirs;
    (meetings, if both { Others::OfBoth } else { Others::OfOneAtMost })
}

fn better(one: Compared, other: Compared) -> Compared {
    if rank(other.agreement) < rank(one.agreement) { other } else { one }
}

/// The nearer the smaller.
fn rank(agreement: Agreement) -> u8 {
    match agreement {
        Agreement::Same => 0,
        Agreement::Joined => 1,
        Agreement::Slip => 2,
        Agreement::Nickname => 3,
        Agreement::Sound => 4,
        Agreement::Part => 5,
        Agreement::Near => 6,
        Agreement::Initial => 7,
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::words;

    fn side(text: &str) -> Side {
        Side::new(words(text).into_iter().map(Word::new).collect())
    }

    #[test]
    fn double_names_are_compared_in_parts() {
        for (one, other, expected) in [
            ("García López", "Garcia", Agreement::Part),
            ("García López", "López García", Agreement::Joined),
            ("Hayd en", "Hayden", Agreement::Joined),
            ("Hayd en", "Haydn", Agreement::Slip),
            ("Anne Marie", "Anne-Marie", Agreement::Same),
            ("Anne Marie", "Annemarie", Agreement::Joined),
            ("van der Meer", "Meer", Agreement::Joined),
            ("van der Meer", "Mer", Agreement::Near),
            ("Smith Jones", "Brown White", Agreement::Different),
            ("", "Brown", Agreement::Missing),
        ] {
            assert_eq!(compare_sides(&side(one), &side(other)).agreement, expected, "{one} / {other}");
        }
    }

    #[test]
    fn brothers_with_one_name_in_common_are_two() {
        let counted = |text: &str, bearers: u32| {
            let mut side = side(text);
            side.count(|_| bearers, 10_000);
            side
        };
        for (one, other, expected) in [
            ("Ngoc Nam", "Ngoc Hung", Agreement::Different),
            ("Ram Mahesh", "Vikram Ram", Agreement::Different),
            ("Maria", "Maria Elena", Agreement::Part),
            ("Maria J", "Maria Elena", Agreement::Part),
            ("Maria Helena", "Maria Elena", Agreement::Slip),
            ("Ngoc Nam", "Nam Ngoc", Agreement::Joined),
        ] {
            let given = |bearers| compare_given(&counted(one, bearers), &counted(other, bearers)).agreement;
            assert_eq!(given(50), expected, "{one} / {other}");
            // What hardly anybody is called may be written wrong.
            let unknown = if expected == Agreement::Different { Agreement::Part } else { expected };
            assert_eq!(given(1), unknown, "{one} / {other}");
            let family = compare_sides(&counted(one, 50), &counted(other, 50)).agreement;
            assert_eq!(family, unknown, "{one} / {other}: as half of a family's name");
        }
    }
}
