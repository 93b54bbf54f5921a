//! How this window looks and speaks: theme, language, single keys. The desk keeps it; the WebView keeps nothing.

use std::cell::RefCell;

use daybook_api::{Preferences, SetPreferences, SingleKeys, Theme};
use wasm_bindgen_futures::spawn_local;

use crate::{backend, browser, i18n};

/// All themes, in the order in which they are offered.
pub const THEMES: [Theme; 5] = [Theme::System, Theme::Light, Theme::Dark, Theme::ContrastLight, Theme::ContrastDark];

thread_local! {
    static CHOSEN: RefCell<Preferences> = RefCell::default();
}

/// A theme's name in message keys and choices.
pub fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::ContrastLight => "contrast-light",
        Theme::ContrastDark => "contrast-dark",
    }
}

/// The theme of that name, or the system's.
pub fn theme_named(name: &str) -> Theme {
    THEMES.into_iter().find(|theme| theme_name(*theme) == name).unwrap_or_default()
}

/// The theme chosen.
pub fn theme() -> Theme {
    CHOSEN.with_borrow(|chosen| chosen.theme)
}

/// Keeps the theme and shows it.
pub fn set_theme(theme: Theme) {
    change(|chosen| chosen.theme = theme);
    show_theme();
}

/// Keeps the language; [`speak`] speaks it.
pub fn set_language(tag: &str) {
    change(|chosen| tag.clone_into(&mut chosen.language));
}

/// Whether single letters act.
pub fn single_keys() -> SingleKeys {
    CHOSEN.with_borrow(|chosen| chosen.single_keys)
}

/// Keeps whether single letters act.
pub fn set_single_keys(keys: SingleKeys) {
    change(|chosen| chosen.single_keys = keys);
}

/// Begins as the system is: called before the first screen, until the desk has said what was chosen.
pub fn begin() {
    show_theme();
    speak(&browser::preferred_language());
}

/// Takes over what the desk keeps. Whether the window must be drawn anew, in another language.
pub fn adopt(kept: &Preferences) -> bool {
    CHOSEN.set(kept.clone());
    show_theme();
    let before = i18n::current();
    if !kept.language.is_empty() {
        speak(&kept.language);
    }
    i18n::current() != before
}

/// Speaks a language.
pub fn speak(tag: &str) {
    let language = i18n::language(tag);
    i18n::set(language);
    browser::set_root_attribute("lang", language.tag);
    browser::set_root_attribute("dir", language.direction);
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

/// A choice that cannot be kept still holds until the window closes.
fn change(choose: impl FnOnce(&mut Preferences)) {
    let preferences = CHOSEN.with_borrow_mut(|chosen| {
        choose(chosen);
        chosen.clone()
    });
    spawn_local(async move {
        let _ = backend::call(SetPreferences { preferences }).await;
    });
}
