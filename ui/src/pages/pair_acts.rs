//! What is said of two patients who look alike, with its undo.

use daybook_api::{Done, MaybeSame, NotSame, PatientId, UnmergePatients};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::Toaster;
use crate::{backend, t, words};

/// Says that they are two people; the message offers to take it back.
pub fn two_people(one: PatientId, other: PatientId, toaster: &Toaster, again: &Callback<()>) -> Callback<()> {
    let (toaster, again) = (toaster.clone(), again.clone());
    Callback::from(move |()| {
        let request = NotSame { one: one.clone(), other: other.clone() };
        let (undo, about) = (maybe_one(one.clone(), other.clone(), &toaster, &again), pair(&one, &other));
        let (toaster, again) = (toaster.clone(), again.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(Done {}) => toaster.say_about(about, t!("pair-apart-done"), Some(undo)),
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
        let (toaster, again, about) = (toaster.clone(), again.clone(), pair(&one, &other));
        spawn_local(async move {
            match backend::call(request).await {
                Ok(Done {}) => toaster.say_about(about, t!("undone"), None),
                Err(error) => toaster.say(words::error(&error)),
            }
            again.emit(());
        });
    })
}

/// Takes a merge back.
pub fn unmerge(gone: PatientId, toaster: &Toaster, again: &Callback<()>) -> Callback<()> {
    let (toaster, again) = (toaster.clone(), again.clone());
    Callback::from(move |()| {
        let request = UnmergePatients { gone: gone.clone() };
        let (toaster, again) = (toaster.clone(), again.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(_) => toaster.say(t!("unmerge-done")),
                Err(error) => toaster.say(words::error(&error)),
            }
            again.emit(());
        });
    })
}

/// The pair, whichever of the two is named first.
fn pair(one: &PatientId, other: &PatientId) -> String {
    let (one, other) = (one.to_string(), other.to_string());
    if one < other { format!("{one} {other}") } else { format!("{other} {one}") }
}
