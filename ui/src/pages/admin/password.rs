//! Changing one's own password.

use daybook_api::ChangePassword;
use yew::prelude::*;

use crate::components::{Action, Field, Kind, Look, NewPassword, Summary, use_sending};
use crate::hooks::{use_toaster, use_who};
use crate::{backend, t};

/// Changing one's own password.
#[component]
pub fn OwnPassword() -> Html {
    let who = use_who();
    let old = use_state(String::new);
    let new = use_state(String::new);
    let sending = use_sending();
    let toaster = use_toaster();
    let onsubmit = {
        let (old, new, sending) = (old.clone(), new.clone(), sending.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let request = ChangePassword { old: (*old).clone(), new: (*new).clone() };
            let (old, new, toaster) = (old.clone(), new.clone(), toaster.clone());
            sending.send(backend::call(request), move |_| {
                old.set(String::new());
                new.set(String::new());
                toaster.say(t!("password-changed"));
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let setter = state.setter();
        Callback::from(move |text| setter.set(text))
    };
    html! {
        <section class="db-panel" aria-labelledby="password-title">
            <h2 class="db-panel__title" id="password-title">{ t!("password-own") }</h2>
            <form class="db-form" {onsubmit} novalidate=true>
                <Summary problems={sending.problems.clone()} form="password" />
                <Field id="password-old" label={t!("password-present")} value={(*old).clone()} on_input={typed(&old)}
                    kind={Kind::Password}
                    problem={sending.problems.of("old")} autocomplete="current-password" required=true dir="ltr" />
                <NewPassword id="password-new" label={t!("password-new")} value={(*new).clone()} on_input={typed(&new)}
                    known={vec![who.0.user.clone(), who.0.name.clone(), who.0.hospital.clone()]}
                    problem={sending.problems.of("new")} />
                <div class="db-actions"><Action label={t!("password-change")} look={Look::Primary}
                    testid="password-change" disabled={sending.is_busy} /></div>
            </form>
        </section>
    }
}
