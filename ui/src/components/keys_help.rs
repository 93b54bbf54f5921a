//! The list of keys of the screen now shown, and the switch for single letters.

use daybook_api::SingleKeys;
use yew::prelude::*;

use super::{Action, Dialog, Look, Tick};
use crate::hooks::Keyboard;
use crate::preferences;
use crate::state::keys::written;
use crate::t;

/// The list of keys.
#[derive(Clone, PartialEq, Properties)]
pub struct KeysHelpProps {
    /// Called when it is to go away.
    pub on_close: Callback<()>,
}

/// The list of keys of the screen now shown.
#[component]
pub fn KeysHelp(props: &KeysHelpProps) -> Html {
    let keyboard = use_context::<Keyboard>().unwrap_or_default();
    html! {
        <Dialog title={t!("keys-title")} testid="keys-help" on_close={props.on_close.clone()}>
            <dl class="db-keys">{ for keyboard.listed().into_iter().map(|shortcut| html! {
                <div class="db-keys__line"><dt><kbd class="db-key">{ written(shortcut.key) }</kbd></dt><dd>
                    { shortcut.does }</dd></div>
            }) }</dl>
            <p class="db-dialog__text">{ t!("keys-search-hint") }</p>
            <SingleKeysTick id="keys-single" />
            <div class="db-dialog__actions">
                <Action label={t!("close")} look={Look::Primary} testid="keys-help-close" on={props.on_close.clone()} />
            </div>
        </Dialog>
    }
}

/// The switch for single letters.
#[derive(Clone, PartialEq, Properties)]
pub struct SingleKeysTickProps {
    /// The input's id.
    pub id: AttrValue,
}

/// The switch for single letters (WCAG 2.1.4).
#[component]
pub fn SingleKeysTick(props: &SingleKeysTickProps) -> Html {
    let on = use_state(|| preferences::single_keys() == SingleKeys::On);
    let set = on.setter();
    let on_change = Callback::from(move |checked: bool| {
        preferences::set_single_keys(if checked { SingleKeys::On } else { SingleKeys::Off });
        set.set(checked);
    });
    html! { <Tick id={props.id.clone()} label={t!("keys-single")} checked={*on} {on_change} /> }
}
