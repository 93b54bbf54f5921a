//! Asking the desk for what a screen shows, again whenever the projections have changed.

use std::rc::Rc;

use daybook_api::{ApiError, Command};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::backend;
use crate::hooks::Revision;
use crate::state::query::{OldAnswer, Query, Step};

/// An answer that keeps itself fresh.
pub struct Asked<T> {
    query: UseReducerHandle<Query<T>>,
    again: UseStateHandle<u32>,
}

impl<T: 'static> Asked<T> {
    /// The last good answer.
    pub fn answer(&self) -> Option<Rc<T>> {
        self.query.answer.clone()
    }

    /// Why the newest attempt failed, if it did.
    pub fn error(&self) -> Option<ApiError> {
        self.query.error.clone()
    }

    /// Whether the first answer is still to come.
    pub fn is_waiting(&self) -> bool {
        self.query.answer.is_none() && self.query.error.is_none()
    }

    /// Asks again.
    pub fn again(&self) -> Callback<()> {
        let again = self.again.clone();
        Callback::from(move |()| again.set(*again + 1))
    }

    /// Shows a newer answer that something else brought.
    pub fn replace(&self) -> Callback<T> {
        let dispatcher = self.query.dispatcher();
        Callback::from(move |answer| dispatcher.dispatch(Step::Replace(answer)))
    }
}

/// Asks the desk now, when the request changes, and when the projections change. `None`: not yet.
#[hook]
pub fn use_ask<C: Command + 'static>(request: Option<C>, old: OldAnswer) -> Asked<C::Response>
where
    C::Response: 'static,
{
    let revision = use_context::<Revision>().unwrap_or_default();
    let again = use_state(|| 0u32);
    let query = use_reducer(Query::<C::Response>::default);
    let question = request.as_ref().and_then(|request| serde_json::to_string(request).ok());
    let dispatcher = query.dispatcher();
    use_effect_with((question, revision, *again), move |(question, ..)| {
        if let (Some(request), Some(question)) = (request, question.clone()) {
            dispatcher.dispatch(Step::Ask(question.clone(), old));
            spawn_local(async move {
                let answer = backend::call(request).await;
                dispatcher.dispatch(Step::Answer(question, answer));
            });
        }
    });
    Asked { query, again }
}
