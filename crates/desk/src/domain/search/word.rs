//! Which words of the register one typed word may mean: as typed, begun so, or nearly so.

use crate::domain::{
    edits::{self, Pattern},
    names::is_particle,
    nicknames,
    register::{
        Register, WordId,
        dictionary::{Sound, letters_of},
    },
    sound::{self, Ear},
};

use super::short;

/// How a word of the register is meant by a typed one, the nearest first. Whatever is not [`Meant::Exact`] or [`Meant::Begins`] is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Meant {
    /// As typed.
    Exact = 1,
    /// It begins as typed.
    Begins,
    /// A nickname, or the name in full.
    Nickname,
    /// One letter is other.
    OneEdit,
    /// It sounds the same.
    Sounds,
    /// It begins so, but for one letter.
    BeginsOneEdit,
    /// Two letters are other.
    TwoEdits,
    /// It sounds nearly the same.
    SoundsNearly,
    /// It begins so, but for two letters.
    BeginsTwoEdits,
    /// A short form, by the rules for them.
    Short,
    /// Its first letter stands for it.
    Initial,
}

impl Meant {
    const ALL: [Self; 11] = [
        Self::Exact,
        Self::Begins,
        Self::Nickname,
        Self::OneEdit,
        Self::Sounds,
        Self::BeginsOneEdit,
        Self::TwoEdits,
        Self::SoundsNearly,
        Self::BeginsTwoEdits,
        Self::Short,
        Self::Initial,
    ];

    /// How far off, to add up over the words of a name.
    pub fn distance(self) -> u16 {
        match self {
            Self::Exact | Self::Begins => 0,
            other => other as u16 - Self::Begins as u16,
        }
    }
}

/// A typed word, and every word of the register that it may mean.
pub struct Typed {
    /// As typed, folded.
    pub text: String,
    /// Van, de, al …: may be too much.
    pub is_particle: bool,
    /// By [`WordId`]: 0, or how it is meant.
    meant: Vec<u8>,
    /// Those that are meant.
    pub words: Vec<WordId>,
    /// How many patients have one of them, at most.
    pub docs: u64,
}

impl Typed {
    /// Only words that are as typed or begin so.
    pub fn strictly(text: &str, register: &Register) -> Self {
        let mut typed = Self {
            text: text.to_owned(),
            is_particle: is_particle(text),
            meant: vec![0; register.words().len()],
            words: Vec::new(),
            docs: 0,
        };
        for word in register.words().beginning(text) {
            let is_all = register.words().text(*word).len() == text.len();
            typed.add(*word, if is_all { Meant::Exact } else { Meant::Begins }, register);
        }
        typed
    }

    /// Words that are nearly as typed, too.
    pub fn forgivingly(text: &str, register: &Register) -> Self {
        let mut typed = Self::strictly(text, register);
        typed.scan(Near::to(text).by_other_names(text), register);
        let by_text = |word: &str| register.words().find(word);
        for word in short::forms(text).iter().filter_map(|form| by_text(form)) {
            typed.add(word, Meant::Short, register);
        }
        if text.len() > 1 {
            by_text(&text[..1]).into_iter().for_each(|initial| typed.add(initial, Meant::Initial, register));
        }
        typed
    }

    /// The same for two words written together: as they are, with a slip, but not for a piece of them.
    pub fn forgivingly_together(text: &str, register: &Register) -> Self {
        let mut typed = Self::strictly(text, register);
        typed.scan(Near::to(text).only_as_a_whole(), register);
        typed
    }

    /// Whether it means only words as typed, or begun so.
    pub fn is_strict(&self) -> bool {
        self.words.iter().all(|word| self.means(*word).is_some_and(|meant| meant <= Meant::Begins))
    }

    /// How `word` is meant by it, if it is.
    pub fn means(&self, word: WordId) -> Option<Meant> {
        match self.meant.get(word.at()) {
            Some(0) | None => None,
            Some(meant) => Meant::ALL.get(usize::from(*meant) - 1).copied(),
        }
    }

    fn add(&mut self, word: WordId, meant: Meant, register: &Register) {
        let docs = register.words().docs(word);
        let known = &mut self.meant[word.at()];
        if docs == 0 || (*known != 0 && *known <= meant as u8) {
            return;
        }
        if *known == 0 {
            self.words.push(word);
            self.docs += u64::from(docs);
        }
        *known = meant as u8;
    }

    /// Looks at every word of the register. Most are ruled out by which letters they have.
    fn scan(&mut self, near: Near, register: &Register) {
        let words = register.words();
        for (word, letters, consonants, sound) in words.outlines() {
            if near.is_other_name(sound, consonants) {
                self.add(word, Meant::Nickname, register);
            } else if (near.may_be_edited(letters) || near.may_sound(consonants) || near.may_be_short(letters))
                && let Some(meant) = near.meets(words.text(word), sound, letters, consonants)
            {
                self.add(word, meant, register);
            }
        }
    }
}

/// A typed word, prepared to be compared with all others.
struct Near {
    pattern: Pattern,
    letters: u64,
    forgiven: u32,
    ear: Ear,
    consonants: u32,
    /// How the other names of whoever is called so sound, with their consonants.
    others: Vec<(u32, String)>,
    stem: Option<String>,
    stem_letters: u64,
    length: usize,
    only_whole: bool,
}

/// Where in the letters of a word its length begins.
const LENGTH: u32 = 58;
/// The letters without their count.
const LETTERS: u64 = (1 << LENGTH) - 1;

/// Without so many of the bits that are set, the lowest first: quicker than to count them where that is no instruction.
fn without_lowest(bits: u64, count: u32) -> u64 {
    (0..count).fold(bits, |bits, _| bits & bits.wrapping_sub(1))
}

impl Near {
    fn to(typed: &str) -> Self {
        let sound = sound::sound(typed);
        let stem = short::stem(typed);
        Self {
            pattern: Pattern::new(typed),
            letters: letters_of(typed.as_bytes()) & LETTERS,
            forgiven: edits::forgiven(typed.len()),
            consonants: sound::consonants(&sound),
            ear: Ear::new(&sound),
            others: Vec::new(),
            stem_letters: stem.as_ref().map_or(u64::MAX, |stem| letters_of(stem.as_bytes()) & LETTERS),
            stem,
            length: typed.len(),
            only_whole: false,
        }
    }

    fn by_other_names(self, typed: &str) -> Self {
        let others = nicknames::others(typed).chain(nicknames::others_by_sound(typed)).map(sound::sound);
        Self { others: others.map(|sound| (sound::consonants(&sound), sound)).collect(), ..self }
    }

    fn only_as_a_whole(self) -> Self {
        Self { stem: None, stem_letters: u64::MAX, only_whole: true, ..self }
    }

    /// Whether all letters typed but those forgiven are in the word.
    fn may_be_edited(&self, letters: u64) -> bool {
        let missing = self.letters & !letters;
        // Whatever is typed fits into the word but for what is forgiven; the top bits are the word's length.
        self.forgiven > 0
            && self.length <= (letters >> LENGTH) as usize + self.forgiven as usize
            && without_lowest(missing, self.forgiven) == 0
    }

    fn may_sound(&self, consonants: u32) -> bool {
        self.length > 1 && without_lowest(sound::classes_apart(self.consonants, consonants).into(), 1) == 0
    }

    /// Whether it sounds like another name of whoever is called as typed: abby is Abigail, and Abbigale.
    fn is_other_name(&self, sound: Sound<'_>, consonants: u32) -> bool {
        self.others.iter().any(|(known, other)| *known == consonants && other == sound.text())
    }

    fn may_be_short(&self, letters: u64) -> bool {
        self.stem_letters & !letters == 0
    }

    fn meets(&self, word: &str, sound: Sound<'_>, letters: u64, consonants: u32) -> Option<Meant> {
        let edited = self.may_be_edited(letters).then(|| self.edited(word)).flatten();
        if edited.is_some_and(|meant| meant <= Meant::OneEdit) {
            return edited;
        }
        let sounds = self.may_sound(consonants).then(|| self.sounds(sound, consonants)).flatten();
        let short = || self.stem.as_ref().is_some_and(|stem| word.contains(stem.as_str())).then_some(Meant::Short);
        edited.into_iter().chain(sounds).min().or_else(short)
    }

    fn edited(&self, word: &str) -> Option<Meant> {
        let edits = self.pattern.edits(word);
        match (edits.whole, edits.begins) {
            (0..=1, _) if edits.whole <= self.forgiven && word.len() > 2 => Some(Meant::OneEdit),
            (_, 0..=1) if self.length > 3 && !self.only_whole && edits.begins <= self.forgiven => {
                Some(Meant::BeginsOneEdit)
            }
            (2, _) if self.forgiven > 1 => Some(Meant::TwoEdits),
            (_, 2) if self.forgiven > 1 && !self.only_whole => Some(Meant::BeginsTwoEdits),
            _ => None,
        }
    }

    fn sounds(&self, sound: Sound<'_>, consonants: u32) -> Option<Meant> {
        let forgiven = sound::forgiven(self.ear.len().max(sound.len()));
        if self.ear.len().abs_diff(sound.len()) > usize::from(forgiven / sound::LEAST_MORE) {
            return None;
        }
        if !sound::may_be_near(self.consonants, consonants, forgiven) {
            return None;
        }
        let apart = self.ear.apart(sound.text(), forgiven)?;
        Some(if apart <= forgiven / 2 { Meant::Sounds } else { Meant::SoundsNearly })
    }
}
