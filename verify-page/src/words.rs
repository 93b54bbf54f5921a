//! Every word the page says, from the Fluent files in `locales/`.

use fluent::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use unic_langid::LanguageIdentifier;

/// A language the page speaks.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// BCP 47.
    pub tag: &'static str,
    direction: &'static str,
    source: &'static str,
}

/// All of them; the first stands in for words another one lacks.
pub const LANGUAGES: [Language; 5] = [
    Language { tag: "en", direction: "ltr", source: include_str!("../locales/en.ftl") },
    Language { tag: "es", direction: "ltr", source: include_str!("../locales/es.ftl") },
    Language { tag: "fr", direction: "ltr", source: include_str!("../locales/fr.ftl") },
    Language { tag: "hi", direction: "ltr", source: include_str!("../locales/hi.ftl") },
    Language { tag: "ar", direction: "rtl", source: include_str!("../locales/ar.ftl") },
];

/// A language, as it is offered in the page.
#[derive(Serialize)]
pub struct Offered {
    tag: &'static str,
    direction: &'static str,
    name: String,
}

impl Offered {
    /// How a language is offered.
    pub fn of(language: &Language) -> Self {
        let name = Speaker::new(language.tag).say("language-name");
        Self { tag: language.tag, direction: language.direction, name }
    }
}

/// Speaks one language.
pub struct Speaker {
    bundle: FluentBundle<FluentResource>,
    fallback: FluentBundle<FluentResource>,
}

impl Speaker {
    /// A speaker of the language with this tag, or of English.
    pub fn new(tag: &str) -> Self {
        let language = LANGUAGES.into_iter().find(|language| language.tag == tag).unwrap_or(LANGUAGES[0]);
        Self { bundle: bundle(language), fallback: bundle(LANGUAGES[0]) }
    }

    /// The message `key`; the key itself if there is none.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The message `key` with these values.
    pub fn say_with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.find(key, &args).unwrap_or_else(|| key.to_owned())
    }

    /// The message `key`, if there is one.
    pub fn known(&self, key: &str) -> Option<String> {
        self.find(key, &FluentArgs::new())
    }

    /// `14-Mar-2026 13:05 UTC`.
    pub fn instant(&self, seconds: u64) -> String {
        let at = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        let Some(at) = at else { return seconds.to_string() };
        let at = at.to_zoned(TimeZone::UTC);
        let month = self.say(&format!("month-{}", at.month()));
        let day = format!("{:02}", at.day());
        let year = format!("{:04}", at.year());
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        let values = [("day", day.into()), ("month", month.into()), ("year", year.into()), ("time", time.into())];
        self.say_with("instant", &values)
    }

    fn find(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        format(&self.bundle, key, args).or_else(|| format(&self.fallback, key, args))
    }
}

/// A value in a message.
pub type Value<'a> = FluentValue<'a>;

/// A number as it is, without grouping: `1234`.
pub fn plain(number: u64) -> Value<'static> {
    number.to_string().into()
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![id]);
    // Names of logs and fingerprints stand in sentences of either direction.
    bundle.set_use_isolating(language.direction == "rtl");
    let resource = FluentResource::try_new(language.source.to_owned()).unwrap_or_else(|(readable, _)| readable);
    bundle.add_resource_overriding(resource);
    bundle
}

fn format(bundle: &FluentBundle<FluentResource>, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn every_file_is_read_without_error_and_has_every_message_with_the_same_variables() {
        let english = variables(LANGUAGES[0]);
        for language in LANGUAGES {
            assert!(FluentResource::try_new(language.source.to_owned()).is_ok(), "{}", language.tag);
            assert_eq!(variables(language), english, "{}", language.tag);
        }
    }

    #[test]
    fn every_key_that_is_used_is_a_message() {
        let known = variables(LANGUAGES[0]);
        let sources = [
            (include_str!("../page/page.html"), "data-t=\""),
            (include_str!("../page/page.html"), "data-t-label=\""),
            (include_str!("../page/page.js"), "say(\""),
            (include_str!("facts.rs"), "say(\""),
            (include_str!("tell.rs"), "say(\""),
            (include_str!("tell.rs"), "say_with(\""),
            (include_str!("tell/proof.rs"), "say(\""),
            (include_str!("tell/proof.rs"), "say_with(\""),
            (include_str!("tell/proof.rs"), "say_with(\n            \""),
            (include_str!("tell/evidence.rs"), "say(\""),
            (include_str!("tell/evidence.rs"), "say_with(\""),
            (include_str!("tell/evidence.rs"), "numbered(\""),
        ];
        let keys = sources.iter().flat_map(|(source, before)| {
            source.split(before).skip(1).filter_map(|rest| rest.split('"').next()).filter(|key| !key.contains('{'))
        });
        let missing: Vec<&str> = keys.filter(|key| !known.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let acts = daybook_ledger::Act::ALL.map(|act| crate::facts::act_key(act.as_str()));
        assert!(acts.iter().all(|key| known.contains_key(key)), "{acts:?}");
    }

    #[test]
    fn an_instant_is_a_day_an_abbreviated_month_and_the_time() {
        assert_eq!(Speaker::new("en").instant(1_790_000_100), "21-Sep-2026 14:15 UTC");
        assert_eq!(Speaker::new("en").instant(u64::MAX), u64::MAX.to_string());
    }

    fn variables(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in language.source.lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.contains([' ', '#', '['])) {
                key = name.to_owned();
                found.entry(key.clone()).or_default();
            }
            for part in line.split('$').skip(1) {
                let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
                found.entry(key.clone()).or_default().insert(name);
            }
        }
        found
    }
}
