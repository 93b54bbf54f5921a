//! A button that shows its key, and listens to it.

use yew::prelude::*;

use super::{Glyph, Icon};
use crate::hooks::{go, use_shortcut};
use crate::route::Route;
use crate::state::keys::{for_aria, written};

/// How a button looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do here.
    Primary,
    /// Something else to do.
    #[default]
    Secondary,
    /// In the background.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "db-button db-button--primary",
            Self::Secondary => "db-button",
            Self::Quiet => "db-button db-button--quiet",
            Self::Danger => "db-button db-button--danger",
        }
    }
}

/// What a button says and does.
#[derive(Clone, PartialEq, Properties)]
pub struct ActionProps {
    /// Its words.
    pub label: AttrValue,
    /// Its name for tests.
    pub testid: AttrValue,
    /// What it does; without it the button sends its form.
    #[prop_or_default]
    pub on: Option<Callback<()>>,
    /// Its key.
    #[prop_or_default]
    pub shortcut: Option<&'static str>,
    /// How it looks.
    #[prop_or_default]
    pub look: Look,
    /// A picture before the words.
    #[prop_or_default]
    pub icon: Option<Glyph>,
    /// Cannot be pressed now.
    #[prop_or_default]
    pub disabled: bool,
    /// More words for those who cannot see which row it is in.
    #[prop_or_default]
    pub full_label: Option<AttrValue>,
    /// The one that arrows lead to in its row.
    #[prop_or_default]
    pub row_action: bool,
    /// Has the focus when its dialog opens.
    #[prop_or_default]
    pub first_focus: bool,
    /// Its id, where something leads to it.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// A button that shows its key, and listens to it.
#[component]
pub fn Action(props: &ActionProps) -> Html {
    let act = props.on.clone().filter(|_| !props.disabled);
    use_shortcut(props.shortcut, props.label.to_string(), act);
    let onclick = props.on.clone().map(|on| Callback::from(move |_: MouseEvent| on.emit(())));
    let kind = if props.on.is_some() { "button" } else { "submit" };
    html! {
        <button id={props.id.clone()} type={kind} class={props.look.class()} {onclick} disabled={props.disabled}
            aria-label={props.full_label.clone()} aria-keyshortcuts={props.shortcut.map(for_aria)}
            data-testid={props.testid.clone()} data-row-action={props.row_action.then_some("")}
            data-first-focus={props.first_focus.then_some("")}>
            if let Some(glyph) = props.icon { <Icon {glyph} /> }
            <span class="db-button__label">{ &props.label }</span>
            if let Some(key) = props.shortcut { <Key name={key} /> }
        </button>
    }
}

/// The key of a button, as it is written on it.
#[derive(Clone, PartialEq, Properties)]
pub struct KeyProps {
    /// `n`, `Ctrl+K`.
    pub name: &'static str,
}

/// A key, as it is written on a button. Told by `aria-keyshortcuts`, so hidden from screen readers.
#[component]
pub fn Key(props: &KeyProps) -> Html {
    html! { <kbd class="db-key" aria-hidden="true">{ written(props.name) }</kbd> }
}

/// A link to another screen that looks like a button.
#[derive(Clone, PartialEq, Properties)]
pub struct LinkActionProps {
    /// Its words.
    pub label: AttrValue,
    /// Where it leads.
    pub to: Route,
    /// Its name for tests.
    pub testid: AttrValue,
    /// Its key.
    #[prop_or_default]
    pub shortcut: Option<&'static str>,
    /// How it looks.
    #[prop_or_default]
    pub look: Look,
    /// A picture before the words.
    #[prop_or_default]
    pub icon: Option<Glyph>,
}

/// A link to another screen that looks like a button, shows its key, and listens to it.
#[component]
pub fn LinkAction(props: &LinkActionProps) -> Html {
    let to = props.to.clone();
    use_shortcut(props.shortcut, props.label.to_string(), Some(Callback::from(move |()| go(&to))));
    html! {
        <a class={props.look.class()} href={props.to.hash()} aria-keyshortcuts={props.shortcut.map(for_aria)}
            data-testid={props.testid.clone()}>
            if let Some(glyph) = props.icon { <Icon {glyph} /> }
            <span class="db-button__label">{ &props.label }</span>
            if let Some(key) = props.shortcut { <Key name={key} /> }
        </a>
    }
}
