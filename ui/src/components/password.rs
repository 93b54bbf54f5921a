//! A new password: typed, optionally seen, judged while it is typed.

use daybook_api::{JudgePassword, PasswordJudgement};
use yew::prelude::*;

use super::{Field, Kind, Tick};
use crate::hooks::use_ask;
use crate::i18n;
use crate::state::query::OldAnswer;
use crate::t;

/// A new password.
#[derive(Clone, PartialEq, Properties)]
pub struct NewPasswordProps {
    /// The input's id, also its name for tests.
    pub id: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// What is typed.
    pub value: AttrValue,
    /// Gets what is typed.
    pub on_input: Callback<String>,
    /// What it must not be made of: user name, hospital …
    #[prop_or_default]
    pub known: Vec<String>,
    /// What is wrong with it.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
}

/// A new password, judged while it is typed.
#[component]
pub fn NewPassword(props: &NewPasswordProps) -> Html {
    let seen = use_state(|| false);
    let question = JudgePassword { password: props.value.to_string(), known: props.known.clone() };
    let judged = use_ask((!props.value.is_empty()).then_some(question), OldAnswer::Keep);
    let judgement = judged.answer().filter(|_| !props.value.is_empty());
    let kind = if *seen { Kind::Text } else { Kind::Password };
    let set_seen = seen.setter();
    html! {
        <div class="db-password">
            <Field id={props.id.clone()} label={props.label.clone()} value={props.value.clone()}
                on_input={props.on_input.clone()}
                {kind} hint={t!("password-hint")} problem={props.problem.clone()} required=true
                autocomplete="new-password" dir="ltr" />
            { meter(&props.id, judgement.as_deref()) }
            <Tick id={format!("{}-seen", props.id)} label={t!("password-show")} checked={*seen}
                on_change={Callback::from(move |on| set_seen.set(on))} />
        </div>
    }
}

fn meter(id: &str, judgement: Option<&PasswordJudgement>) -> Html {
    let score = judgement.map_or(0, |judgement| judgement.score);
    let words = judgement.map(|judgement| t!(&format!("password-score-{}", judgement.score.min(4))));
    html! {
        <div class={classes!("db-meter", judgement.map(|_| format!("db-meter--{score}")))}
            data-testid={format!("{id}-strength")}>
            <div class="db-meter__bars" aria-hidden="true">{ for (1..=4).map(|bar| html! {
                <span
                    class={classes!("db-meter__bar", (judgement.is_some() && bar <= score.max(1)).then_some("db-meter__bar--on"))} />
            }) }</div>
            <p class="db-meter__words" role="status">{ words.unwrap_or_default() }</p>
            { advice(judgement) }
        </div>
    }
}

/// The desk's advice is English, so it is shown to who reads English; the score says it in every language.
fn advice(judgement: Option<&PasswordJudgement>) -> Html {
    let shown = judgement.filter(|judgement| !judgement.good && i18n::current().tag == "en");
    html! { <>
    { for shown.iter().flat_map(|judgement| &judgement.advice).map(|sentence| html! { <p class="db-meter__advice">{ sentence }</p> }) }</>
    }
}
