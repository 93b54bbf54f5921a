//! The recovery key: shown once, printed, and typed back before the desk opens.

use daybook_api::{ConfirmRecovery, Session};
use yew::prelude::*;

use crate::components::{Action, Field, Glyph, Look, Notice, PreferencesForm, Severe, Summary, use_sending};
use crate::{backend, browser, t, words};

/// The recovery key.
#[derive(Clone, PartialEq, Properties)]
pub struct RecoveryKeyProps {
    /// The key.
    pub recovery_key: AttrValue,
    /// Whose it is.
    pub hospital: AttrValue,
    /// Gets the session once it is confirmed.
    pub on_open: Callback<Session>,
}

/// Shows the recovery key, to be printed and typed back.
#[component]
pub fn RecoveryKey(props: &RecoveryKeyProps) -> Html {
    html! {
        <div class="db-form">
            <h1 class="db-alone__title" id="recovery-title" tabindex="-1">{ t!("recovery-title") }</h1>
            <p class="db-alone__sub">{ t!("recovery-explained") }</p>
            <section class="db-paper" aria-label={t!("recovery-key")}>
                <p class="db-paper__title">{ t!("recovery-paper-title", "hospital" => props.hospital.to_string()) }</p>
                <p class="db-paper__key" dir="ltr" data-testid="recovery-key">{ &props.recovery_key }</p>
                <p class="db-paper__text">{ t!("recovery-paper-text", "date" => words::date(browser::today())) }</p>
            </section>
            <div class="db-actions">
                <Action label={t!("recovery-print")} icon={Glyph::Print} testid="recovery-print"
                    on={Callback::from(|()| browser::print())} />
            </div>
            <ConfirmForm on_open={props.on_open.clone()} />
        </div>
    }
}

/// The recovery key was shown before and not yet confirmed.
#[derive(Clone, PartialEq, Properties)]
pub struct RecoveryConfirmProps {
    /// Gets the session once it is confirmed.
    pub on_open: Callback<Session>,
}

/// The whole screen, when the program was closed between showing the key and confirming it.
#[component]
pub fn RecoveryConfirm(props: &RecoveryConfirmProps) -> Html {
    html! {
        <main class="db-alone">
            <div class="db-alone__card db-alone__card--wide">
                <p class="db-alone__brand"><span class="db-top__mark" aria-hidden="true" />{ t!("app-name") }</p>
                <h1 class="db-alone__title">{ t!("recovery-confirm-title") }</h1>
                <Notice severe={Severe::Info} title={t!("recovery-shown-once")} />
                <ConfirmForm on_open={props.on_open.clone()} />
            </div>
            <PreferencesForm />
        </main>
    }
}

#[component]
fn ConfirmForm(props: &RecoveryConfirmProps) -> Html {
    let typed = use_state(String::new);
    let sending = use_sending();
    let onsubmit = {
        let (typed, sending, on_open) = (typed.clone(), sending.clone(), props.on_open.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let request = ConfirmRecovery { recovery_key: typed.trim().to_owned() };
            let on_open = on_open.clone();
            sending.send(backend::call(request), move |session| on_open.emit(session));
        })
    };
    let set = typed.setter();
    html! {
        <form class="db-form db-no-print" {onsubmit}>
            <Summary problems={sending.problems.clone()} form="confirm" />
            <Field id="confirm-recovery_key" label={t!("recovery-type-back")} value={(*typed).clone()}
                on_input={Callback::from(move |text| set.set(text))}
                hint={t!("recovery-type-back-hint")} problem={sending.problems.of("recovery_key")} width="full"
                required=true dir="ltr" />
            <div class="db-actions">
                <Action label={t!("recovery-confirm")} look={Look::Primary} testid="recovery-confirm"
                    disabled={sending.is_busy} />
            </div>
        </form>
    }
}
