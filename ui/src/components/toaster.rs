//! Short messages at the bottom, each with its undo.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::{Glyph, Icon, Key};
use crate::hooks::{Toaster, use_shortcut};
use crate::state::toasts::{Toast, ToastStep, Toasts};
use crate::t;

/// How long a message stays that only says what was done.
const SAYS_MS: u32 = 5_000;

/// How long a message stays that offers to take it back.
const OFFERS_MS: u32 = 15_000;

/// The messages.
#[derive(Clone, PartialEq, Properties)]
pub struct ToastListProps {
    /// Those shown.
    pub toasts: UseReducerHandle<Toasts>,
}

/// The messages now shown, the newest last; `z` undoes the newest that can be undone.
#[component]
pub fn ToastList(props: &ToastListProps) -> Html {
    let shown = &props.toasts.shown;
    let newest = shown.iter().rev().find(|toast| toast.undo.is_some()).map(|toast| toast.id);
    html! {
        <div class="db-toasts" role="status" aria-live="polite">
            { for shown.iter().map(|toast| html! {
                <ToastView key={toast.id} toast={toast.clone()} newest={newest == Some(toast.id)}
                    toaster={Toaster(props.toasts.dispatcher())} />
            }) }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ToastViewProps {
    toast: Toast,
    newest: bool,
    toaster: Toaster,
}

#[component]
fn ToastView(props: &ToastViewProps) -> Html {
    let held = use_state(|| false);
    let id = props.toast.id;
    let dismiss = {
        let toaster = props.toaster.clone();
        Callback::from(move |()| toaster.0.dispatch(ToastStep::Dismiss(id)))
    };
    {
        let dismiss = dismiss.clone();
        let stays = if props.toast.undo.is_some() { OFFERS_MS } else { SAYS_MS };
        use_effect_with(*held, move |held| {
            let timeout = (!held).then(|| Timeout::new(stays, move || dismiss.emit(())));
            move || drop(timeout)
        });
    }
    let hold = |on: bool| {
        let held = held.setter();
        Callback::from(move |_: MouseEvent| held.set(on))
    };
    html! {
        <div class="db-toast" onmouseenter={hold(true)} onmouseleave={hold(false)} data-testid="toast">
            <Icon glyph={Glyph::Done} />
            <p class="db-toast__text">{ &props.toast.text }</p>
            if let Some(undo) = props.toast.undo.clone() {
                <Undo {undo} newest={props.newest} dismiss={dismiss.clone()} />
            }
            <button type="button" class="db-toast__close" aria-label={t!("dismiss")}
                onclick={dismiss.reform(|_: MouseEvent| ())} data-testid="toast-close">
                <Icon glyph={Glyph::Close} />
            </button>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct UndoProps {
    undo: Callback<()>,
    newest: bool,
    dismiss: Callback<()>,
}

#[component]
fn Undo(props: &UndoProps) -> Html {
    let act = {
        let (undo, dismiss) = (props.undo.clone(), props.dismiss.clone());
        Callback::from(move |()| {
            dismiss.emit(());
            undo.emit(());
        })
    };
    use_shortcut(Some("z"), t!("undo"), props.newest.then(|| act.clone()));
    html! {
        <button type="button" class="db-toast__undo" onclick={act.reform(|_: MouseEvent| ())} aria-keyshortcuts="z"
            data-testid="undo">
            { t!("undo") }
            if props.newest { <Key name="z" /> }
        </button>
    }
}
