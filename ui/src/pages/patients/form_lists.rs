//! The lines of the form that repeat: phones, other ids.

use daybook_api::Identifier;
use yew::prelude::*;

use super::form::{FormProps, edit};
use crate::components::{Action, Field, Glyph, Kind, Look};
use crate::{browser, t};

/// Phones, the preferred one first.
#[component]
pub fn PhoneLines(props: &FormProps) -> Html {
    let add = edit(props, |form, ()| {
        form.phones.push(String::new());
        browser::focus_soon(format!("patient-phones-{}", form.phones.len() - 1));
    });
    html! {
        <>
            { for props.form.phones.iter().enumerate().map(|(at, phone)| phone_line(props, at, phone)) }
            <Action label={t!("phone-add")} testid="phone-add" look={Look::Quiet} icon={Glyph::Add} on={add} />
        </>
    }
}

fn phone_line(props: &FormProps, at: usize, phone: &str) -> Html {
    let label = if at == 0 { t!("field-phone-preferred") } else { t!("field-phone-other", "number" => at + 1) };
    let remove = edit(props, move |form, ()| {
        form.phones.remove(at);
        form.keep_a_line();
    });
    html! {
        <div class="db-line" key={at}>
            <Field id={format!("patient-phones-{at}")} {label} value={phone.to_owned()}
                on_input={edit(props, move |form, text| form.phones[at] = text)}
                kind={Kind::Phone} problem={props.problems.of(&format!("phones.{at}"))} width="m" dir="ltr" />
            if props.form.phones.len() > 1 {
                <Action label={t!("remove")} full_label={t!("phone-remove", "number" => at + 1)}
                    testid={format!("phone-remove-{at}")} look={Look::Quiet} icon={Glyph::Close} on={remove} />
            }
        </div>
    }
}

/// Other ids: national id, insurance, an old number.
#[component]
pub fn IdentifierLines(props: &FormProps) -> Html {
    let add = edit(props, |form, ()| {
        form.identifiers.push(Identifier::default());
        browser::focus_soon(format!("patient-identifiers-{}-kind", form.identifiers.len() - 1));
    });
    html! {
        <>
            { for props.form.identifiers.iter().enumerate().map(|(at, id)| identifier_line(props, at, id)) }
            <Action label={t!("identifier-add")} testid="identifier-add" look={Look::Quiet} icon={Glyph::Add}
                on={add} />
        </>
    }
}

fn identifier_line(props: &FormProps, at: usize, id: &Identifier) -> Html {
    let remove = edit(props, move |form, ()| {
        form.identifiers.remove(at);
        form.keep_a_line();
    });
    html! {
        <div class="db-line" key={at}>
            <Field id={format!("patient-identifiers-{at}-kind")} label={t!("field-identifier-kind")}
                value={id.kind.clone()}
                on_input={edit(props, move |form, text| form.identifiers[at].kind = text)} width="m" />
            <Field id={format!("patient-identifiers-{at}-value")} label={t!("field-identifier-value")}
                value={id.value.clone()}
                on_input={edit(props, move |form, text| form.identifiers[at].value = text)}
                problem={props.problems.of(&format!("identifiers.{at}"))} width="m" dir="ltr" />
            if props.form.identifiers.len() > 1 {
                <Action label={t!("remove")} full_label={t!("identifier-remove", "number" => at + 1)}
                    testid={format!("identifier-remove-{at}")} look={Look::Quiet} icon={Glyph::Close} on={remove} />
            }
        </div>
    }
}
