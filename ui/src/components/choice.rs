//! Choosing one of a few: radio buttons in a row, a select, a tick.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Label, below, typed_value};

/// One of the choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its value.
    pub value: AttrValue,
    /// Its words.
    pub label: AttrValue,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// Choosing one of a few.
#[derive(Clone, PartialEq, Properties)]
pub struct ChoicesProps {
    /// The group's id, also its name for tests; each choice has the id `ID-VALUE`.
    pub id: AttrValue,
    /// The group's label.
    pub label: AttrValue,
    /// The choices.
    pub choices: Vec<Choice>,
    /// The one chosen.
    pub value: AttrValue,
    /// Gets the one chosen.
    pub on_change: Callback<String>,
    /// What is wrong with it.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// Must be chosen.
    #[prop_or_default]
    pub required: bool,
    /// Help above a select.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// Help under the input.
    #[prop_or_default]
    pub echo: Option<AttrValue>,
}

/// Radio buttons in a row: all choices seen at once, one key each.
#[component]
pub fn RadioRow(props: &ChoicesProps) -> Html {
    let wrong = props.problem.is_some();
    html! {
        <fieldset class={classes!("db-field", "db-radios", wrong.then_some("db-field--wrong"))}
            aria-describedby={wrong.then(|| format!("{}-problem", props.id))}>
            <legend class="db-label" id={props.id.clone()} tabindex="-1">
                { &props.label }
                if props.required { <span class="db-label__required">{ crate::t!("required") }</span> }
            </legend>
            <div class="db-radios__row">{ for props.choices.iter().map(|choice| radio(props, choice)) }</div>
            { below(&props.id, &props.echo, &props.problem) }
        </fieldset>
    }
}

fn radio(props: &ChoicesProps, choice: &Choice) -> Html {
    let id = format!("{}-{}", props.id, choice.value);
    let value = choice.value.to_string();
    let onchange = props.on_change.reform(move |_: Event| value.clone());
    html! {
        <label class="db-radio" for={id.clone()}>
            <input type="radio" id={id.clone()} name={props.id.clone()} checked={props.value == choice.value} {onchange}
                data-testid={id} />
            <span>{ &choice.label }</span>
        </label>
    }
}

/// A select.
#[component]
pub fn Select(props: &ChoicesProps) -> Html {
    let onchange = props.on_change.reform(|event: Event| typed_value(&event));
    html! {
        <div class={classes!("db-field", props.problem.is_some().then_some("db-field--wrong"))}>
            <Label for_id={props.id.clone()} text={props.label.clone()} required={props.required} />
            if let Some(hint) = &props.hint { <p class="db-field__hint" id={format!("{}-hint", props.id)}>{ hint }</p> }
            <select id={props.id.clone()} class="db-input db-input--m" {onchange} data-testid={props.id.clone()}
                aria-describedby={props.hint.as_ref().map(|_| format!("{}-hint", props.id))}>
                { for props.choices.iter().map(|choice| html! {
                    <option value={choice.value.clone()} selected={props.value == choice.value}>
                        { &choice.label }</option>
                }) }
            </select>
            { below(&props.id, &props.echo, &props.problem) }
        </div>
    }
}

/// A tick.
#[derive(Clone, PartialEq, Properties)]
pub struct TickProps {
    /// The input's id, also its name for tests.
    pub id: AttrValue,
    /// Its words.
    pub label: AttrValue,
    /// Set or not.
    pub checked: bool,
    /// Gets whether it is set.
    pub on_change: Callback<bool>,
}

/// A tick with its words beside it.
#[component]
pub fn Tick(props: &TickProps) -> Html {
    let onchange = props.on_change.reform(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.is_some_and(|input| input.checked())
    });
    html! {
        <label class="db-tick" for={props.id.clone()}>
            <input type="checkbox" id={props.id.clone()} checked={props.checked} {onchange}
                data-testid={props.id.clone()} />
            <span>{ &props.label }</span>
        </label>
    }
}
