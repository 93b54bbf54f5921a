//! What stands where there is nothing to show, and while the first answer is on its way.

use std::rc::Rc;

use daybook_api::ApiError;
use yew::prelude::*;

use super::{Notice, Severe};
use crate::hooks::Asked;
use crate::{t, words};

/// Words for an empty place.
#[derive(Clone, PartialEq, Properties)]
pub struct EmptyProps {
    /// What is not there.
    pub title: AttrValue,
    /// What to do about it.
    #[prop_or_default]
    pub hint: AttrValue,
    /// Buttons.
    #[prop_or_default]
    pub children: Html,
}

/// What stands where there is nothing to show.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="db-empty">
            <p class="db-empty__title">{ &props.title }</p>
            if !props.hint.is_empty() { <p class="db-empty__hint">{ &props.hint }</p> }
            <div class="db-empty__actions">{ props.children.clone() }</div>
        </div>
    }
}

/// Shows an answer: the last good one, beside the error if the newest attempt failed; a line while the first is on
/// its way.
pub fn show<T: 'static>(asked: &Asked<T>, view: impl FnOnce(Rc<T>) -> Html) -> Html {
    html! {
        <>
            { for asked.error().map(|error| failed(&error, asked.again())) }
            if let Some(answer) = asked.answer() {
                { view(answer) }
            } else if asked.is_waiting() {
                <p class="db-waiting" role="status">{ t!("loading") }</p>
            }
        </>
    }
}

fn failed(error: &ApiError, again: Callback<()>) -> Html {
    html! {
        <Notice severe={Severe::Danger} title={words::error(error)}>
            <button type="button" class="db-button db-button--small" data-testid="ask-again"
                onclick={again.reform(|_: MouseEvent| ())}>{ t!("ask-again") }</button>
        </Notice>
    }
}
