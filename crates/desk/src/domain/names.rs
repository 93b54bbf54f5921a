//! Names as they are compared, never as they are shown: folded to plain letters, particles known, double names in parts.

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;

/// Words that go with the name beside them and are often left out, or written together with it.
const PARTICLES: &[&str] = &[
    "abu", "al", "ap", "as", "ben", "bin", "bint", "binti", "da", "das", "de", "degli", "del", "della", "den", "der",
    "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "les", "lo", "los", "mac", "mc", "o", "san", "st",
    "te", "ten", "ter", "ul", "van", "vande", "vander", "ver", "vom", "von", "y", "zu", "zum", "zur",
];

/// Whether a folded word is a particle: van, de, al, bin …
pub fn is_particle(word: &str) -> bool {
    PARTICLES.binary_search(&word).is_ok()
}

/// Lower-case plain letters and digits: diacritics gone, other scripts transliterated, apostrophes gone.
pub fn fold(word: &str) -> String {
    // Most words are plain letters already.
    if word.is_ascii() {
        return letters(word).collect();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkc() {
        match c {
            'a'..='z' | '0'..='9' => folded.push(c),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            // What transliterates with an apostrophe (ʻayn, soft signs) reads as if it were not there.
            _ => folded.extend(letters(deunicode_char(c).unwrap_or_default())),
        }
    }
    folded
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase())
}

/// The folded words of a name, in order, without empty ones. Hyphens, dots and commas part words; apostrophes do not.
pub fn words(name: &str) -> Vec<String> {
    name.split(|c: char| c.is_whitespace() || is_dash(c) || ",.;/()\"".contains(c))
        .flat_map(syllables)
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Each Chinese character is a word; what stands between them stays together.
fn syllables(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match is_han(first) {
            true => first.len_utf8(),
            false => rest.find(is_han).unwrap_or(rest.len()),
        };
        let (syllable, after) = rest.split_at(end);
        rest = after;
        Some(syllable)
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '_' | '·')
}

/// The words a name can be found by: each of its words, and a particle written together with what follows it.
///
/// `van der Meer` gives van, der, meer, vandermeer, dermeer; `Al-Hassan` al, hassan, alhassan; `Anne-Marie` anne, marie, annemarie.
pub fn search_words(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in name.split(|c: char| c.is_whitespace() || ",;".contains(c)) {
        let parts = words(part);
        if parts.len() > 1 {
            found.push(parts.concat());
        }
    }
    let all = words(name);
    for (at, word) in all.iter().enumerate() {
        found.push(word.clone());
        let particles = all[at..].iter().take_while(|word| is_particle(word)).count();
        if particles > 0 && at + particles < all.len() {
            found.push(all[at..=at + particles].concat());
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn particles_are_sorted_so_that_they_can_be_looked_up() {
        assert!(PARTICLES.is_sorted());
        assert!(is_particle("van") && !is_particle("vance"));
    }

    #[test]
    fn letters_are_folded_to_plain_ones() {
        for (name, folded) in [
            ("Müller", "muller"),
            ("Ørsted", "orsted"),
            ("Łukasz", "lukasz"),
            ("O'Brien", "obrien"),
            ("O’Brien", "obrien"),
            ("ÅSA", "asa"),
            ("Straße", "strasse"),
            ("José", "jose"),
            ("Jose\u{301}", "jose"),
            ("ﬁona", "fiona"),
            ("Ἀθηνᾶ", "athena"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
        assert_eq!(fold("李"), "li");
        assert!(!fold("محمد").is_empty());
    }

    #[test]
    fn words_part_at_hyphens_and_not_at_apostrophes() {
        assert_eq!(words("  Anne-Marie  d'Arc, M. "), ["anne", "marie", "darc", "m"]);
        assert_eq!(words("-- ' "), Vec::<String>::new());
        assert_eq!(words("李小龙 Bruce"), ["li", "xiao", "long", "bruce"]);
    }

    #[test]
    fn a_name_is_found_with_its_particles_together_apart_or_left_out() {
        assert_eq!(search_words("van der Meer"), ["der", "dermeer", "meer", "van", "vandermeer"]);
        assert_eq!(search_words("Al-Hassan"), ["al", "alhassan", "hassan"]);
        assert_eq!(search_words("García López"), ["garcia", "lopez"]);
        assert_eq!(search_words("Anne-Marie"), ["anne", "annemarie", "marie"]);
        assert_eq!(search_words("de"), ["de"]);
    }

    proptest! {
        /// Plain letters take a shorter way: it leads to the same place.
        #[test]
        fn plain_letters_fold_as_they_do_beside_others(word in "[ -~]{0,12}") {
            prop_assert_eq!(fold(&format!("{word}é")), format!("{}e", fold(&word)));
        }

        #[test]
        fn folding_twice_changes_nothing_more(name: String) {
            let once = fold(&name);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(once.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
        }
    }
}
