//! What a person prefers about the window itself: theme, language, single keys. No patient data; kept by the WebView.

use crate::{browser, i18n};

/// Light, dark, high contrast, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Dark on light, with the strongest contrast.
    ContrastLight,
    /// Light on dark, with the strongest contrast.
    ContrastDark,
}

/// All themes, in the order in which they are offered.
pub const THEMES: [Theme; 5] = [Theme::System, Theme::Light, Theme::Dark, Theme::ContrastLight, Theme::ContrastDark];

impl Theme {
    /// Its name in storage and in message keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::ContrastLight => "contrast-light",
            Self::ContrastDark => "contrast-dark",
        }
    }

    /// The theme of that name, or the system's.
    pub fn named(name: &str) -> Self {
        THEMES.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }
}

/// Whether single letters act as keys (WCAG 2.1.4 asks for a way to switch them off).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SingleKeys {
    /// They act.
    #[default]
    On,
    /// Only keys with Ctrl act.
    Off,
}

const THEME: &str = "daybook-theme";
const LANGUAGE: &str = "daybook-language";
const KEYS: &str = "daybook-single-keys";

/// The theme chosen.
pub fn theme() -> Theme {
    browser::stored(THEME).map(|name| Theme::named(&name)).unwrap_or_default()
}

/// Keeps the theme and shows it.
pub fn set_theme(theme: Theme) {
    browser::store(THEME, theme.name());
    show_theme();
}

/// Keeps the language and speaks it.
pub fn set_language(tag: &str) {
    browser::store(LANGUAGE, tag);
    speak(tag);
}

/// Whether single letters act.
pub fn single_keys() -> SingleKeys {
    if browser::stored(KEYS).as_deref() == Some("off") { SingleKeys::Off } else { SingleKeys::On }
}

/// Keeps whether single letters act.
pub fn set_single_keys(keys: SingleKeys) {
    browser::store(KEYS, if keys == SingleKeys::On { "on" } else { "off" });
}

/// Applies what was chosen before; called before the first screen, and when the system's theme changes.
pub fn apply() {
    show_theme();
    speak(&browser::stored(LANGUAGE).unwrap_or_else(browser::preferred_language));
}

/// Shows the theme chosen, asking the system where it decides.
pub fn show_theme() {
    let theme = theme();
    let dark = match theme {
        Theme::System => browser::media_matches("(prefers-color-scheme: dark)"),
        Theme::Dark | Theme::ContrastDark => true,
        Theme::Light | Theme::ContrastLight => false,
    };
    let contrast = match theme {
        Theme::System => browser::media_matches("(prefers-contrast: more)"),
        other => matches!(other, Theme::ContrastLight | Theme::ContrastDark),
    };
    browser::set_root_class("pf-v6-theme-dark", dark);
    browser::set_root_class("pf-v6-theme-high-contrast", contrast);
}

fn speak(tag: &str) {
    let language = i18n::language(tag);
    i18n::set(language);
    browser::set_root_attribute("lang", language.tag);
    browser::set_root_attribute("dir", language.direction);
}
