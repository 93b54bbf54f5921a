//! How twelve cultures name people: the commonest names, how rare ones are built, and in which order parts are put. Read from `cultures.txt`.

use std::sync::LazyLock;

use daybook_api::Sex;

use crate::random::Random;

/// The cultures, all as large.
pub(super) static CULTURES: LazyLock<Vec<Culture>> = LazyLock::new(|| {
    let blocks = include_str!("cultures.txt").split("\nculture ").skip(1);
    blocks.map(Culture::read).collect()
});

/// One culture's names.
pub(super) struct Culture {
    families: Vec<String>,
    female: Vec<String>,
    male: Vec<String>,
    towns: Vec<String>,
    rare_family: Rare,
    rare_given: Rare,
    form: Form,
}

/// Rare names: how many of a hundred have one, and what it is put together from.
struct Rare {
    often: usize,
    begins: Vec<String>,
    middles: Vec<String>,
    ends: Vec<String>,
}

/// How parts are put together.
enum Form {
    /// One given name, sometimes two; one family name.
    Plain,
    /// Two family names.
    TwoFamilies,
    /// A particle before the family name, so many times of a hundred.
    Particle(usize, Vec<String>),
    /// Given names of two syllables, written together.
    Together,
    /// A middle name before the given one.
    Middle(Vec<String>),
}

impl Culture {
    fn read(block: &str) -> Self {
        let form: Vec<&str> = values(block, "form").collect();
        let form = match form.as_slice() {
            ["two-families"] => Form::TwoFamilies,
            ["together"] => Form::Together,
            ["middle", middles @ ..] => Form::Middle(middles.iter().map(|name| spaced(name)).collect()),
            ["particle", often, particles @ ..] => {
                Form::Particle(often.parse().unwrap_or(0), particles.iter().map(|name| spaced(name)).collect())
            }
            _ => Form::Plain,
        };
        Self {
            families: list(block, "families"),
            female: list(block, "female"),
            male: list(block, "male"),
            towns: list(block, "towns"),
            rare_family: Rare::read(block, "rare-family"),
            rare_given: Rare::read(block, "rare-given"),
            form,
        }
    }

    pub(super) fn given(&self, sex: Sex, random: &mut Random) -> String {
        let common = if sex == Sex::Female { &self.female } else { &self.male };
        let first = self.rare_given.or(common, random);
        match &self.form {
            Form::Together => format!("{first}{}", self.rare_given.or(common, random).to_lowercase()),
            Form::Middle(middles) => format!("{} {first}", middles[random.below(middles.len())]),
            _ if random.chance(0.2) => format!("{first} {}", self.rare_given.or(common, random)),
            _ => first,
        }
    }

    pub(super) fn family(&self, random: &mut Random) -> String {
        let first = self.rare_family.or(&self.families, random);
        match &self.form {
            Form::TwoFamilies => format!("{first} {}", self.rare_family.or(&self.families, random)),
            Form::Particle(often, particles) if random.below(100) < *often => {
                format!("{}{first}", particles[random.below(particles.len())])
            }
            _ => first,
        }
    }

    pub(super) fn town(&self, random: &mut Random) -> String {
        self.towns[random.zipf(self.towns.len())].clone()
    }
}

impl Rare {
    fn read(block: &str, name: &str) -> Self {
        let from = block.find(&format!("\n{name} ")).map_or("", |at| &block[at..]);
        let often = values(from, name).next().and_then(|often| often.parse().ok()).unwrap_or(0);
        Self { often, begins: list(from, "begins"), middles: list(from, "middles"), ends: list(from, "ends") }
    }

    /// A rare name, or one of the common ones.
    fn or(&self, common: &[String], random: &mut Random) -> String {
        if random.below(100) >= self.often { common[random.zipf(common.len())].clone() } else { self.name(random) }
    }

    fn name(&self, random: &mut Random) -> String {
        let mut name = self.begins[random.below(self.begins.len())].clone();
        let middles = if self.middles.is_empty() { 0 } else { random.below(3) };
        (0..middles).for_each(|_| name.push_str(&self.middles[random.below(self.middles.len())]));
        if !self.ends.is_empty() {
            name.push_str(&self.ends[random.below(self.ends.len())]);
        }
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// The words behind the first line that begins with `name`.
fn values<'a>(block: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let line = block.lines().find(|line| line.split(' ').next() == Some(name)).unwrap_or_default();
    line.split(' ').skip(1).filter(|word| !word.is_empty())
}

fn list(block: &str, name: &str) -> Vec<String> {
    values(block, name).map(spaced).collect()
}

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}
