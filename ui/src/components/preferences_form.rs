//! Language and theme of this window.

use yew::prelude::*;

use super::{Choice, Select};
use crate::i18n::{self, LANGUAGES};
use crate::preferences::{self, THEMES, theme_name};
use crate::t;

/// Speaks another language; provided by the application, which draws everything anew.
#[derive(Clone, PartialEq)]
pub struct Speak(pub Callback<String>);

/// Language and theme.
#[component]
pub fn PreferencesForm() -> Html {
    let theme = use_state(preferences::theme);
    let speak = use_context::<Speak>();
    let set = theme.setter();
    let languages = LANGUAGES.into_iter().map(|language| Choice::new(language.tag, i18n::own_name(language)));
    let themes =
        THEMES.into_iter().map(|theme| Choice::new(theme_name(theme), t!(&format!("theme-{}", theme_name(theme)))));
    let on_theme = Callback::from(move |name: String| {
        let theme = preferences::theme_named(&name);
        preferences::set_theme(theme);
        set.set(theme);
    });
    let on_language = Callback::from(move |tag: String| {
        if let Some(speak) = &speak {
            preferences::set_language(&tag);
            speak.0.emit(tag);
        }
    });
    html! {
        <div class="db-preferences">
            <Select id="language" label={t!("language")} choices={languages.collect::<Vec<_>>()}
                value={i18n::current().tag} on_change={on_language} />
            <Select id="theme" label={t!("theme")} choices={themes.collect::<Vec<_>>()} value={theme_name(*theme)}
                on_change={on_theme} />
        </div>
    }
}
