//! A dialog over the page: the browser's own, so that the focus stays inside and Escape closes it.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Action, Field, Look};
use crate::{browser, t};

/// A dialog over the page.
#[derive(Clone, PartialEq, Properties)]
pub struct DialogProps {
    /// Its title.
    pub title: AttrValue,
    /// Its name for tests.
    pub testid: AttrValue,
    /// Called when it is to go away.
    pub on_close: Callback<()>,
    /// What is in it.
    pub children: Html,
    /// As wide as there is room.
    #[prop_or_default]
    pub wide: bool,
}

/// A dialog over the page, open for as long as it is there.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    let opened = node.clone();
    use_effect_with((), move |()| {
        let dialog = opened.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            let _ = dialog.show_modal();
            browser::focus_within(dialog, "[data-first-focus]");
        }
        move || {
            if let Some(dialog) = dialog {
                dialog.close();
            }
        }
    });
    let on_close = props.on_close.clone();
    let oncancel = Callback::from(move |event: Event| {
        event.prevent_default();
        on_close.emit(());
    });
    let title_id = format!("{}-title", props.testid);
    html! {
        <dialog class={classes!("db-dialog", props.wide.then_some("db-dialog--wide"))} ref={node} {oncancel}
            aria-labelledby={title_id.clone()} data-testid={props.testid.clone()}>
            <h2 class="db-dialog__title" id={title_id}>{ &props.title }</h2>
            { props.children.clone() }
        </dialog>
    }
}

/// Asks whether to do something that others will see, with a reason where one is needed.
#[derive(Clone, PartialEq, Properties)]
pub struct ConfirmProps {
    /// The question.
    pub title: AttrValue,
    /// What will happen.
    pub explanation: AttrValue,
    /// The button that does it.
    pub confirm: AttrValue,
    /// The label of the reason, where one is asked for.
    #[prop_or_default]
    pub reason: Option<AttrValue>,
    /// Its name for tests.
    pub testid: AttrValue,
    /// Gets the reason, empty where none is asked for.
    pub on_confirm: Callback<String>,
    /// Called when nothing is to be done.
    pub on_close: Callback<()>,
}

/// Asks whether to do something.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let reason = use_state(String::new);
    let missing = props.reason.is_some() && reason.trim().is_empty();
    let onsubmit = {
        let (on_confirm, reason) = (props.on_confirm.clone(), reason.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !missing {
                on_confirm.emit(reason.trim().to_owned());
            }
        })
    };
    let set = reason.setter();
    html! {
        <Dialog title={props.title.clone()} testid={props.testid.clone()} on_close={props.on_close.clone()}>
            <form {onsubmit}>
                <p class="db-dialog__text">{ &props.explanation }</p>
                if let Some(label) = &props.reason {
                    <Field id={format!("{}-reason", props.testid)} label={label.clone()} value={(*reason).clone()}
                        on_input={Callback::from(move |text| set.set(text))} autofocus=true required=true width="l" />
                }
                <div class="db-dialog__actions">
                    <Action label={props.confirm.clone()} look={Look::Danger}
                        testid={format!("{}-confirm", props.testid)} disabled={missing} />
                    <Action label={t!("cancel")} testid={format!("{}-cancel", props.testid)} on={props.on_close.clone()}
                        first_focus={props.reason.is_none()} />
                </div>
            </form>
        </Dialog>
    }
}
