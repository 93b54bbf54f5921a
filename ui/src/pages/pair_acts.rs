//! What is said of two patients who look alike, with its undo.

use daybook_api::{ApiError, Done, MaybeSame, NotSame, PatientId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::Toaster;
use crate::{backend, t, words};

/// Says that they are two people; the message offers to take it back.
pub fn two_people(one: PatientId, other: PatientId, toaster: &Toaster, again: &Callback<()>) -> Callback<()> {
    let (toaster, again) = (toaster.clone(), again.clone());
    Callback::from(move |()| {
        let request = NotSame { one: one.clone(), other: other.clone() };
        let undo = maybe_one(one.clone(), other.clone(), &toaster, &again);
        let (toaster, again) = (toaster.clone(), again.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(Done {}) => toaster.say_with_undo(t!("pair-apart-done"), undo),
                Err(error) => toaster.say(words::error(&error)),
            }
            again.emit(());
        });
    })
}

/// Takes that back.
pub fn maybe_one(one: PatientId, other: PatientId, toaster: &Toaster, again: &Callback<()>) -> Callback<()> {
    let (toaster, again) = (toaster.clone(), again.clone());
    Callback::from(move |()| {
        let request = MaybeSame { one: one.clone(), other: other.clone() };
        let (toaster, again) = (toaster.clone(), again.clone());
        spawn_local(async move {
            toaster.say(told(backend::call(request).await));
            again.emit(());
        });
    })
}

fn told(answer: Result<Done, ApiError>) -> String {
    match answer {
        Ok(Done {}) => t!("undone"),
        Err(error) => words::error(&error),
    }
}
