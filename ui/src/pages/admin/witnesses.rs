//! The hospital's witness policy, as text that is checked line by line, and the witnesses with their last sight.

use daybook_api::{CheckPolicy, GetPolicy, SetPolicy, WitnessPolicy};
use yew::prelude::*;

use crate::components::{Action, Field, Kind, Look, Problems, Summary, show, use_sending};
use crate::hooks::{use_ask, use_interval, use_toaster};
use crate::pages::ledger::witnesses;
use crate::state::query::OldAnswer;
use crate::{backend, t, words};

/// How often the desk is asked who has signed.
const POLL_MS: u32 = 5000;

/// The witnesses, and the policy that names them.
#[component]
pub fn WitnessPanel() -> Html {
    let asked = use_ask(Some(GetPolicy {}), OldAnswer::Keep);
    let again = asked.again();
    use_interval(POLL_MS, move || again.emit(()));
    show(&asked, |policy| view(&policy, asked.again()))
}

fn view(policy: &WitnessPolicy, again: Callback<()>) -> Html {
    html! {
        <>
            <section class="db-panel" aria-labelledby="witnesses-title">
                <h2 class="db-panel__title" id="witnesses-title">{ t!("witnesses-title") }</h2>
                <p class="db-muted">{ t!("witnesses-explained") }</p>
                { witnesses(&policy.witnesses) }
            </section>
            <section class="db-panel" aria-labelledby="policy-title">
                <h2 class="db-panel__title" id="policy-title">{ t!("policy-title") }</h2>
                <p class="db-muted">{ t!("policy-explained") }</p>
                <PolicyForm key={policy.text.clone()} text={policy.text.clone()} on_set={again} />
            </section>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PolicyFormProps {
    text: String,
    on_set: Callback<()>,
}

#[component]
fn PolicyForm(props: &PolicyFormProps) -> Html {
    let text = use_state(|| props.text.clone());
    let sending = use_sending();
    let toaster = use_toaster();
    let onsubmit = {
        let (text, sending, on_set, toaster) = (text.clone(), sending.clone(), props.on_set.clone(), toaster.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (on_set, toaster) = (on_set.clone(), toaster.clone());
            sending.send(backend::call(SetPolicy { text: (*text).clone() }), move |_| {
                toaster.say(t!("policy-set-done"));
                on_set.emit(());
            });
        })
    };
    let check = {
        let (text, sending) = (text.clone(), sending.clone());
        Callback::from(move |()| {
            let toaster = toaster.clone();
            let request = CheckPolicy { text: (*text).clone() };
            sending.send(backend::call(request), move |_| toaster.say(t!("policy-good")));
        })
    };
    let set = text.setter();
    html! {
        <form class="db-form" {onsubmit} novalidate=true>
            <Summary problems={whole(&sending.problems)} form="policy" />
            <Field id="policy-text" label={t!("field-text")} value={(*text).clone()} kind={Kind::Lines}
                on_input={Callback::from(move |typed| set.set(typed))} problem={lines(&sending.problems)}
                width="full" dir="ltr" />
            <div class="db-actions">
                <Action label={t!("policy-set")} look={Look::Primary} testid="policy-set" disabled={sending.is_busy} />
                <Action label={t!("policy-check")} testid="policy-check" disabled={sending.is_busy} on={check} />
            </div>
        </form>
    }
}

/// The summary names the text once, however many of its lines are wrong.
fn whole(problems: &Problems) -> Problems {
    let mut once = problems.clone();
    once.fields.truncate(1);
    once.fields.iter_mut().for_each(|problem| problem.field = "text".to_owned());
    once
}

/// Every wrong line, by its number.
fn lines(problems: &Problems) -> Option<AttrValue> {
    let line = |problem: &crate::state::patient_form::Problem| match problem.field.split_once('.') {
        Some((_, line)) => t!("policy-line", "line" => line.to_owned(), "problem" => words::why(&problem.why)),
        None => words::why(&problem.why),
    };
    let all: Vec<String> = problems.fields.iter().map(line).collect();
    (!all.is_empty()).then(|| all.join("\n").into())
}
