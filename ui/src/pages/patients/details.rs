//! What the desk knows of a patient, as label and value; *Not recorded* in words.

use daybook_api::Person;
use yew::prelude::*;

use crate::state::name::display_name;
use crate::{browser, t, words};

/// The details of a patient.
pub fn view(person: &Person) -> Html {
    html! {
        <dl class="db-facts">
            { fact("family", t!("field-name"), display_name(&person.family, &person.given, &person.title)) }
            { optional("second", t!("field-second-name"), display_name(&person.second_family, &person.second_given, "")) }
            { fact("birth", t!("field-birth"), words::birth(person.birth, person.died.unwrap_or_else(browser::today))) }
            { fact("sex", t!("field-sex"), words::sex(person.sex)) }
            { optional("died", t!("field-died"), person.died.map(words::date).unwrap_or_default()) }
            { phones(&person.phones) }
            { fact("address", t!("field-address"), address(person)) }
            { fact("kin", t!("field-kin"), kin(person)) }
            { for person.identifiers.iter().map(|id| fact("identifier", words::or_not_recorded(&id.kind), id.value.clone())) }
            { fact("language", t!("field-language"), words::or_not_recorded(&person.language)) }
            { fact("interpreter", t!("field-interpreter"), words::interpreter(person.interpreter)) }
            { optional("note", t!("field-note"), person.note.clone()) }
        </dl>
    }
}

fn fact(name: &str, label: String, value: String) -> Html {
    html! { <div class="db-facts__line"><dt>{ label }</dt><dd data-testid={format!("fact-{name}")}><bdi>
    { words::or_not_recorded(&value) }</bdi></dd></div> }
}

fn optional(name: &str, label: String, value: String) -> Html {
    if value.is_empty() { Html::default() } else { fact(name, label, value) }
}

fn phones(phones: &[String]) -> Html {
    html! {
        <div class="db-facts__line"><dt>{ t!("field-phones") }</dt><dd data-testid="fact-phones">
            if phones.is_empty() { { t!("not-recorded") } }
            { for phones.iter().map(|phone| html! { <bdi class="db-facts__item" dir="ltr">{ phone }</bdi> }) }
        </dd></div>
    }
}

fn address(person: &Person) -> String {
    let address = &person.address;
    joined(&[&address.lines, &address.city, &address.district, &address.postcode, &address.country])
}

fn kin(person: &Person) -> String {
    joined(&[&person.kin.name, &person.kin.relation, &person.kin.phone])
}

fn joined(parts: &[&String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
