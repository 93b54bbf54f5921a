//! Every word the window says, from the Fluent files in `locales/`.

use std::cell::RefCell;

use fluent::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

/// A language the window speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47, also the `lang` attribute.
    pub tag: &'static str,
    /// The `dir` attribute: `ltr` or `rtl`.
    pub direction: &'static str,
    source: &'static str,
}

/// All languages; the first stands in for words another one lacks.
pub const LANGUAGES: [Language; 5] = [
    Language { tag: "en", direction: "ltr", source: include_str!("../locales/en.ftl") },
    Language { tag: "es", direction: "ltr", source: include_str!("../locales/es.ftl") },
    Language { tag: "fr", direction: "ltr", source: include_str!("../locales/fr.ftl") },
    Language { tag: "hi", direction: "ltr", source: include_str!("../locales/hi.ftl") },
    Language { tag: "ar", direction: "rtl", source: include_str!("../locales/ar.ftl") },
];

/// A word or sentence in the language in use.
#[macro_export]
macro_rules! t {
    ($key:expr) => { $crate::i18n::say($key, None) };
    ($key:expr, $($name:literal => $value:expr),+ $(,)?) => {{
        let mut args = ::fluent::FluentArgs::new();
        $(args.set($name, $value);)+
        $crate::i18n::say($key, Some(&args))
    }};
}

/// The language called `tag`, or the first.
pub fn language(tag: &str) -> Language {
    LANGUAGES.into_iter().find(|language| language.tag == tag).unwrap_or(LANGUAGES[0])
}

/// Speaks another language from now on.
pub fn set(language: Language) {
    SPEAKER.with_borrow_mut(|speaker| *speaker = Speaker::new(language));
}

/// The language in use.
pub fn current() -> Language {
    SPEAKER.with_borrow(|speaker| speaker.language)
}

/// Behind [`t!`]: the message `key` with `args`; the key itself if no language has it.
pub fn say(key: &str, args: Option<&FluentArgs>) -> String {
    SPEAKER.with_borrow(|speaker| {
        format(&speaker.bundle, key, args)
            .or_else(|| format(&speaker.fallback, key, args))
            .unwrap_or_else(|| key.to_owned())
    })
}

/// How a language calls itself.
pub fn own_name(language: Language) -> String {
    format(&bundle(language), "language-name", None).unwrap_or_else(|| language.tag.to_owned())
}

thread_local! {
    static SPEAKER: RefCell<Speaker> = RefCell::new(Speaker::new(LANGUAGES[0]));
}

struct Speaker {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    fallback: FluentBundle<FluentResource>,
}

impl Speaker {
    fn new(language: Language) -> Self {
        Self { language, bundle: bundle(language), fallback: bundle(LANGUAGES[0]) }
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![id]);
    bundle.set_use_isolating(false);
    // A message that cannot be read is left out and falls back; a test reads every file strictly.
    let resource = FluentResource::try_new(language.source.to_owned()).unwrap_or_else(|(readable, _)| readable);
    bundle.add_resource_overriding(resource);
    bundle
}

fn format(bundle: &FluentBundle<FluentResource>, key: &str, args: Option<&FluentArgs>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    Some(bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_is_read_without_error() {
        for language in LANGUAGES {
            let read = FluentResource::try_new(language.source.to_owned());
            assert!(read.is_ok(), "{}: {:?}", language.tag, read.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn every_language_has_every_message_with_the_same_variables() {
        let english = variables(LANGUAGES[0]);
        for language in LANGUAGES {
            let theirs = variables(language);
            for (key, wanted) in &english {
                assert_eq!(theirs.get(key), Some(wanted), "{} in {}", key, language.tag);
            }
            assert_eq!(theirs.len(), english.len(), "{} has messages that English has not", language.tag);
        }
    }

    #[test]
    fn every_key_in_the_code_is_a_message() {
        let known = variables(LANGUAGES[0]);
        let mut missing = BTreeSet::new();
        for key in keys_in(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
            if !known.contains_key(&key) {
                missing.insert(key);
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn plurals_follow_the_number() {
        assert_eq!(t!("patients-found", "count" => 1), "1 patient");
        assert_eq!(t!("patients-found", "count" => 3), "3 patients");
    }

    fn variables(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in language.source.lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| starts_message(name)) {
                key = name.to_owned();
                found.entry(key.clone()).or_default();
            }
            for part in line.split('$').skip(1) {
                let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                found.entry(key.clone()).or_default().insert(name);
            }
        }
        found
    }

    fn starts_message(name: &str) -> bool {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    }

    fn keys_in(folder: &Path) -> Vec<String> {
        let mut keys = Vec::new();
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                keys.extend(keys_in(&path));
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                let after = text.split("t!(\"").skip(1).filter_map(|rest| rest.split('"').next());
                keys.extend(after.filter(|key| starts_message(key)).map(str::to_owned));
            }
        }
        keys
    }
}
