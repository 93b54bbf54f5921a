//! A half-typed form, kept in the encrypted database while it is typed, and fetched back.

use std::cell::RefCell;
use std::rc::Rc;

use daybook_api::{DiscardDraft, LoadDraft, SaveDraft};
use gloo::timers::callback::Timeout;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::backend;

/// How long after the last key a draft is kept.
const PAUSE_MS: u32 = 400;

/// A draft of one form.
#[derive(Clone)]
pub struct Draft {
    form: Rc<str>,
    waiting: Rc<RefCell<Option<(Timeout, String)>>>,
}

impl Draft {
    /// Keeps the form soon; another call before that replaces this one.
    pub fn keep<T: Serialize>(&self, content: &T) {
        let Ok(content) = serde_json::to_string(content) else { return };
        let draft = self.clone();
        let timeout = Timeout::new(PAUSE_MS, move || {
            let waiting = draft.waiting.borrow_mut().take();
            if let Some((_, content)) = waiting {
                spawn_local(save(draft.form.clone(), content));
            }
        });
        *self.waiting.borrow_mut() = Some((timeout, content));
        UNSAVED.with_borrow_mut(|unsaved| *unsaved = Some(self.clone()));
    }

    /// Throws the draft away: the form was sent, or is no longer wanted.
    pub fn discard(&self) {
        self.waiting.borrow_mut().take();
        let form = self.form.to_string();
        spawn_local(async move {
            let _ = backend::call(DiscardDraft { form }).await;
        });
    }
}

thread_local! {
    static UNSAVED: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

/// Keeps at once what still waits to be kept: called before the desk is locked.
pub async fn keep_drafts_now() {
    let waiting = UNSAVED.with_borrow_mut(Option::take).and_then(|draft| {
        let content = draft.waiting.borrow_mut().take();
        content.map(|(_, content)| (draft.form.clone(), content))
    });
    if let Some((form, content)) = waiting {
        save(form, content).await;
    }
}

async fn save(form: Rc<str>, content: String) {
    let _ = backend::call(SaveDraft { form: form.to_string(), content }).await;
}

/// The draft of a form; `on_found` gets what was kept of it before, once.
#[hook]
pub fn use_draft<T: DeserializeOwned + 'static>(form: &str, on_found: Callback<T>) -> Draft {
    let draft = use_memo(form.to_owned(), |form| Draft { form: form.as_str().into(), waiting: Rc::default() });
    use_effect_with(form.to_owned(), move |form| {
        let form = form.clone();
        spawn_local(async move {
            let found = backend::call(LoadDraft { form }).await.ok().and_then(|found| found.content);
            if let Some(content) = found.and_then(|content| serde_json::from_str(&content).ok()) {
                on_found.emit(content);
            }
        });
    });
    (*draft).clone()
}
