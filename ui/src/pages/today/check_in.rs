//! Checking in: the patient says two identifiers, who sits at the desk compares them with these.

use daybook_api::{GetPatient, PatientId, PatientRecord};
use yew::prelude::*;

use crate::components::{Action, Dialog, Look, Notice, Severe, show};
use crate::hooks::use_ask;
use crate::state::name::display_name;
use crate::state::query::OldAnswer;
use crate::{browser, t, words};

/// Whom to check in.
#[derive(Clone, PartialEq, Properties)]
pub struct CheckInProps {
    /// Whom.
    pub patient: PatientId,
    /// Whether somebody else of this day has the same name.
    pub has_namesake: bool,
    /// Both identifiers are right.
    pub on_confirm: Callback<()>,
    /// Called when nothing is to be done.
    pub on_close: Callback<()>,
}

/// Checking in.
#[component]
pub fn CheckIn(props: &CheckInProps) -> Html {
    let asked = use_ask(Some(GetPatient { id: props.patient.clone() }), OldAnswer::Drop);
    let known = asked.answer().is_some();
    let on_confirm = props.on_confirm.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if known {
            on_confirm.emit(());
        }
    });
    // The button can be pressed only once the identifiers are there, and takes the focus then: Enter confirms.
    use_effect_with(known, |known| {
        if *known {
            browser::focus("check-in-confirm");
        }
    });
    html! {
        <Dialog title={t!("checkin-title")} testid="check-in" on_close={props.on_close.clone()}>
            <form {onsubmit}>
                <p class="db-dialog__text">{ t!("checkin-explained") }</p>
                if props.has_namesake { <Notice severe={Severe::Warning} title={t!("same-name-warning")}
                    testid="check-in-namesake" /> }
                { show(&asked, |record| identifiers(&record)) }
                <div class="db-dialog__actions">
                    <Action id="check-in-confirm" label={t!("checkin-confirm")} look={Look::Primary}
                        testid="check-in-confirm" disabled={!known} />
                    <Action label={t!("cancel")} testid="check-in-cancel" on={props.on_close.clone()} />
                </div>
            </form>
        </Dialog>
    }
}

fn identifiers(record: &PatientRecord) -> Html {
    let person = &record.person;
    let address = [&person.address.lines, &person.address.city, &person.address.postcode];
    let address: Vec<&str> = address.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    html! {
        <dl class="db-facts db-facts--large">
            { fact(t!("field-name"), display_name(&person.family, &person.given, &person.title)) }
            { fact(t!("field-birth"), words::birth(person.birth, browser::today())) }
            { fact(t!("field-sex"), words::sex(person.sex)) }
            { fact(t!("column-number"), record.number.clone()) }
            { fact(t!("field-phone"), person.phones.first().cloned().unwrap_or_default()) }
            { fact(t!("field-address"), address.join(", ")) }
        </dl>
    }
}

fn fact(label: String, value: String) -> Html {
    html! { <div class="db-facts__line"><dt>{ label }</dt><dd><bdi>{ words::or_not_recorded(&value) }</bdi></dd></div> }
}
