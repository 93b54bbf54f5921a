//! Opening the desk with the recovery key, and giving an administrator a new password.

use daybook_api::{Recover, Session};
use yew::prelude::*;

use crate::components::{Action, Field, Look, NewPassword, Summary, use_sending};
use crate::{backend, t};

/// The form for the recovery key.
#[derive(Clone, PartialEq, Properties)]
pub struct RecoverProps {
    /// Gets the session.
    pub on_open: Callback<Session>,
    /// Back to the password.
    pub on_back: Callback<()>,
}

/// The form for the recovery key.
#[component]
pub fn RecoverForm(props: &RecoverProps) -> Html {
    let key = use_state(String::new);
    let user = use_state(String::new);
    let password = use_state(String::new);
    let sending = use_sending();
    let onsubmit = {
        let (key, user, password, sending) = (key.clone(), user.clone(), password.clone(), sending.clone());
        let on_open = props.on_open.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let request = Recover {
                recovery_key: key.trim().to_owned(),
                user: user.trim().to_owned(),
                password: (*password).clone(),
            };
            let on_open = on_open.clone();
            sending.send(backend::call(request), move |session| on_open.emit(session));
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let setter = state.setter();
        Callback::from(move |text| setter.set(text))
    };
    html! {
        <form class="db-form" {onsubmit}>
            <h1 class="db-alone__title">{ t!("recover-title") }</h1>
            <p class="db-alone__sub">{ t!("recover-explained") }</p>
            <Summary problems={sending.problems.clone()} form="recover" />
            <Field id="recover-recovery_key" label={t!("recovery-key")} value={(*key).clone()} on_input={typed(&key)}
                autofocus=true
                problem={sending.problems.of("recovery_key")} width="full" required=true dir="ltr" />
            <Field id="recover-user" label={t!("user-name")} value={(*user).clone()} on_input={typed(&user)}
                problem={sending.problems.of("user")}
                width="full" required=true dir="ltr" />
            <NewPassword id="recover-password" label={t!("password-new")} value={(*password).clone()}
                on_input={typed(&password)}
                known={vec![(*user).clone()]} problem={sending.problems.of("password")} />
            if sending.is_busy { <super::Renewal /> }
            <div class="db-actions">
                <Action label={t!("recover-open")} look={Look::Primary} testid="recover-open"
                    disabled={sending.is_busy} />
                <Action label={t!("back")} testid="recover-back" on={props.on_back.clone()} />
            </div>
        </form>
    }
}
