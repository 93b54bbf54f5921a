//! Words of the register that are nearly as typed: with a slip, by how they sound, by another name of whoever is called so, or shortened.
//! Each comes with its rank and how it is meant.

use super::{short, word::Meant};
use crate::domain::{
    edits::{Pattern, Reach},
    nicknames,
    register::{
        Dictionary, WordId,
        alphabet::{Onwards, Walk},
    },
    sound::{self, Ear, Nearness},
};

/// How much of a word must be as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// Its beginning will do.
    Begin,
}

/// From so many letters on, a beginning may have a slip in it.
const LONG_ENOUGH_TO_BEGIN: usize = 4;
/// Up to so many letters, a word with a slip in it is another word.
const SHORT: usize = 2;

/// Hardly a word has more letters.
const USUAL: usize = 40;

/// Words with a slip in them.
pub(super) fn edited(typed: &str, words: &Dictionary, extent: Extent) -> Vec<(u32, Meant)> {
    let Some(pattern) = Pattern::new(typed) else { return Vec::new() };
    let behind = vec![pattern.reach(); USUAL];
    let mut slips = Slips { pattern, extent, length: typed.len(), behind, words, found: Vec::new() };
    words.names().walk(&mut slips);
    slips.found
}

struct Slips<'a> {
    pattern: Pattern,
    extent: Extent,
    length: usize,
    /// How far along the pattern each beginning of the word leads.
    behind: Vec<Reach>,
    words: &'a Dictionary,
    found: Vec<(u32, Meant)>,
}

impl Walk for Slips<'_> {
    fn step(&mut self, depth: usize, letter: u8) -> Onwards {
        let reach = self.pattern.step(&self.behind[depth], letter);
        match self.behind.get_mut(depth + 1) {
            Some(place) => *place = reach,
            None => self.behind.push(reach),
        }
        if self.pattern.is_lost(&reach) { Onwards::No } else { Onwards::Yes }
    }

    fn end(&mut self, letters: usize, word: WordId) {
        if let Some(meant) = self.meant(letters) {
            self.found.push((self.words.rank(word), meant));
        }
    }
}

impl Slips<'_> {
    fn meant(&self, letters: usize) -> Option<Meant> {
        let reach = &self.behind[letters];
        let forgiven = |other: u32| other <= self.pattern.forgiven();
        let (whole, begins) = (self.pattern.whole(reach), reach.begins());
        let may_begin = self.extent == Extent::Begin;
        match (whole, begins) {
            (0..=1, _) if forgiven(whole) && letters > SHORT => Some(Meant::OneEdit),
            (_, 0..=1) if may_begin && forgiven(begins) && self.length >= LONG_ENOUGH_TO_BEGIN => {
                Some(Meant::BeginsOneEdit)
            }
            (2, _) if forgiven(2) => Some(Meant::TwoEdits),
            (_, 2) if may_begin && forgiven(2) => Some(Meant::BeginsTwoEdits),
            _ => None,
        }
    }
}

/// Words that sound the same, or nearly.
pub(super) fn sounding(typed: &str, words: &Dictionary) -> Vec<(u32, Meant)> {
    if typed.len() < 2 {
        return Vec::new();
    }
    let mut listening = Listening { ear: Ear::new(&sound::sound(typed)), words, found: Vec::new() };
    words.sounds().walk(&mut listening);
    listening.found
}

struct Listening<'a> {
    ear: Ear,
    words: &'a Dictionary,
    found: Vec<(u32, Meant)>,
}

impl Walk for Listening<'_> {
    fn step(&mut self, depth: usize, letter: u8) -> Onwards {
        // First stands which kinds of consonants there are.
        let may_be_near = if depth == 0 { self.ear.may_be_of(letter) } else { self.ear.hear(depth - 1, letter) };
        if may_be_near { Onwards::Yes } else { Onwards::No }
    }

    fn end(&mut self, length: usize, word: WordId) {
        let meant = match self.ear.nearness(length - 1) {
            Some(Nearness::Same) => Meant::Sounds,
            Some(Nearness::Nearly) => Meant::SoundsNearly,
            None => return,
        };
        self.found.push((self.words.rank(word), meant));
    }
}

/// Words that sound like another name of whoever is called as typed: abby is Abigail, and Abbigale.
pub(super) fn called_otherwise(typed: &str, words: &Dictionary) -> Vec<(u32, Meant)> {
    let others = nicknames::others(typed).chain(nicknames::others_by_sound(typed)).map(sound::sound);
    let alike = others.flat_map(|other| words.sounds().words()[words.sounds().same(&sound::key(&other))].iter());
    alike.map(|word| (words.rank(*word), Meant::Nickname)).collect()
}

/// Words that the typed one may be a short form of.
pub(super) fn shortened(typed: &str, words: &Dictionary) -> Vec<(u32, Meant)> {
    let Some(stem) = short::stem(typed) else { return Vec::new() };
    words.names().with_part(stem.as_bytes()).map(|place| (place as u32 + 1, Meant::Short)).collect()
}
