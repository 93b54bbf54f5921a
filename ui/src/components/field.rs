//! A text input with its label above it, a hint, what it was understood as, and what is wrong with it.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What is typed into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    #[default]
    Text,
    /// A phone number.
    Phone,
    /// A number.
    Number,
    /// A password.
    Password,
    /// Several lines.
    Lines,
}

impl Kind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Phone => "tel",
            Self::Password => "password",
            Self::Text | Self::Number | Self::Lines => "text",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        (self == Self::Number).then_some("numeric")
    }
}

/// A text input.
#[derive(Clone, PartialEq, Properties)]
pub struct FieldProps {
    /// The input's id, also its name for tests.
    pub id: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// What it holds.
    pub value: AttrValue,
    /// Gets what it holds after every key.
    pub on_input: Callback<String>,
    /// What is typed into it.
    #[prop_or_default]
    pub kind: Kind,
    /// Help under the label.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What was understood, under the input; told by screen readers.
    #[prop_or_default]
    pub echo: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// Must be filled.
    #[prop_or_default]
    pub required: bool,
    /// How wide: `s`, `m`, `l`.
    #[prop_or("m".into())]
    pub width: AttrValue,
    /// What the browser may fill in; nothing of patients.
    #[prop_or("off".into())]
    pub autocomplete: AttrValue,
    /// Has the focus when the screen opens.
    #[prop_or_default]
    pub autofocus: bool,
    /// Cannot be changed now.
    #[prop_or_default]
    pub disabled: bool,
    /// For names in another script: the browser decides the direction by what is typed.
    #[prop_or("auto".into())]
    pub dir: AttrValue,
}

/// A text input with its label above it.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let node = use_node_ref();
    use_autofocus(&node, props.autofocus);
    let on_input = props.on_input.clone();
    let oninput = Callback::from(move |event: InputEvent| on_input.emit(typed_value(&event)));
    let described = describers(props);
    let invalid = props.problem.is_some().then_some("true");
    let class = classes!("db-input", format!("db-input--{}", props.width));
    html! {
        <div class={classes!("db-field", props.problem.is_some().then_some("db-field--wrong"))}>
            <Label for_id={props.id.clone()} text={props.label.clone()} required={props.required} />
            if let Some(hint) = &props.hint { <p class="db-field__hint" id={format!("{}-hint", props.id)}>{ hint }</p> }
            if props.kind == Kind::Lines {
                <textarea id={props.id.clone()} {class} value={props.value.clone()} {oninput} rows="3"
                    dir={props.dir.clone()}
                    aria-describedby={described} aria-invalid={invalid} disabled={props.disabled}
                    data-testid={props.id.clone()} ref={node} />
            } else {
                <input id={props.id.clone()} {class} type={props.kind.input_type()} inputmode={props.kind.input_mode()}
                    value={props.value.clone()} {oninput} autocomplete={props.autocomplete.clone()}
                    dir={props.dir.clone()}
                    spellcheck="false" aria-describedby={described} aria-invalid={invalid}
                    aria-required={props.required.then_some("true")}
                    disabled={props.disabled} data-testid={props.id.clone()} ref={node} />
            }
            { below(&props.id, &props.echo, &props.problem) }
        </div>
    }
}

fn describers(props: &FieldProps) -> Option<String> {
    let parts = [
        props.hint.as_ref().map(|_| format!("{}-hint", props.id)),
        props.problem.as_ref().map(|_| format!("{}-problem", props.id)),
        props.echo.as_ref().map(|_| format!("{}-echo", props.id)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// What stands under an input: what was understood, what is wrong.
pub fn below(id: &str, echo: &Option<AttrValue>, problem: &Option<AttrValue>) -> Html {
    html! {
        <>
            if let Some(problem) = problem { <p class="db-field__problem" id={format!("{id}-problem")}>{ problem }</p> }
            if let Some(echo) = echo { <p class="db-field__echo" id={format!("{id}-echo")} aria-live="polite"
                data-testid={format!("{id}-echo")}>{ echo }</p> }
        </>
    }
}

/// What an input, a text area or a select holds after an event.
pub fn typed_value(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        return select.value();
    }
    target.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).unwrap_or_default()
}

/// A label.
#[derive(Clone, PartialEq, Properties)]
pub struct LabelProps {
    /// The input it is for.
    pub for_id: AttrValue,
    /// Its words.
    pub text: AttrValue,
    /// Must be filled.
    #[prop_or_default]
    pub required: bool,
}

/// A label above an input; says in words whether it must be filled.
#[component]
pub fn Label(props: &LabelProps) -> Html {
    html! {
        <label class="db-label" for={props.for_id.clone()}>
            { &props.text }
            if props.required { <span class="db-label__required">{ crate::t!("required") }</span> }
        </label>
    }
}

/// Moves the focus to an input when it appears.
#[hook]
pub fn use_autofocus(node: &NodeRef, wanted: bool) {
    let node = node.clone();
    use_effect_with((), move |()| {
        if let Some(element) = node.cast::<web_sys::HtmlElement>().filter(|_| wanted) {
            let _ = element.focus();
        }
    });
}
