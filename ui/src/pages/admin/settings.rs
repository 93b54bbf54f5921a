//! What the administrator decides for the hospital, and what a person prefers about this window.

use daybook_api::{GetSettings, SetSettings, Settings};
use yew::prelude::*;

use crate::components::{Action, Field, Kind, Look, PreferencesForm, SingleKeysTick, Summary, show, use_sending};
use crate::hooks::{use_ask, use_toaster, use_who};
use crate::state::patient_form::{Problem, Why};
use crate::state::query::OldAnswer;
use crate::{backend, t};

/// Settings and preferences.
#[component]
pub fn SettingsPanel() -> Html {
    let who = use_who();
    let asked = use_ask(Some(GetSettings {}), OldAnswer::Keep);
    html! {
        <>
            if who.may("staff") {
                <section class="db-panel" aria-labelledby="settings-title">
                    <h2 class="db-panel__title" id="settings-title">{ t!("settings-hospital") }</h2>
                    { show(&asked, |settings| html! { <SettingsForm settings={(*settings).clone()} /> }) }
                </section>
            }
            <section class="db-panel" aria-labelledby="preferences-title">
                <h2 class="db-panel__title" id="preferences-title">{ t!("settings-window") }</h2>
                <PreferencesForm />
                <SingleKeysTick id="settings-single-keys" />
            </section>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct SettingsFormProps {
    settings: Settings,
}

#[component]
fn SettingsForm(props: &SettingsFormProps) -> Html {
    let minutes = use_state(|| props.settings.idle_minutes.to_string());
    let sending = use_sending();
    let toaster = use_toaster();
    let onsubmit = {
        let (minutes, sending) = (minutes.clone(), sending.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(idle_minutes) = minutes.trim().parse().ok().filter(|minutes| (1..=60).contains(minutes)) else {
                return sending
                    .find(vec![Problem { field: "idle_minutes".into(), why: Why::Desk(t!("problem-idle-minutes")) }]);
            };
            let toaster = toaster.clone();
            sending.send(backend::call(SetSettings { settings: Settings { idle_minutes } }), move |_| {
                toaster.say(t!("settings-saved"))
            });
        })
    };
    let set = minutes.setter();
    html! {
        <form class="db-form" {onsubmit} novalidate=true>
            <Summary problems={sending.problems.clone()} form="settings" />
            <Field id="settings-idle_minutes" label={t!("field-idle-minutes")} hint={t!("idle-minutes-hint")}
                value={(*minutes).clone()}
                on_input={Callback::from(move |text| set.set(text))} kind={Kind::Number}
                problem={sending.problems.of("idle_minutes")} width="s" dir="ltr" />
            <div class="db-actions"><Action label={t!("save")} look={Look::Primary} testid="settings-save"
                disabled={sending.is_busy} /></div>
        </form>
    }
}
