//! Booking an appointment: for whom, with whom, which free slot of which day.

mod day_tab;
mod slots;

use daybook_api::{GetPatient, ListDoctors, PatientId, SearchPatients};
use yew::prelude::*;

use self::slots::Slots;
use crate::components::{Empty, Item, Placement, SearchBox, patient_headings, patient_items, show};
use crate::hooks::{go_instead, use_ask};
use crate::route::{Booking, Route};
use crate::state::query::OldAnswer;
use crate::t;

/// What is known of the appointment.
#[derive(Clone, PartialEq, Properties)]
pub struct BookProps {
    /// What is known.
    pub booking: Booking,
}

/// Booking an appointment.
#[component]
pub fn Book(props: &BookProps) -> Html {
    match &props.booking.patient {
        Some(patient) => html! { <ForPatient booking={props.booking.clone()} patient={patient.clone()} /> },
        None => html! { <Choose booking={props.booking.clone()} /> },
    }
}

/// Nobody is chosen yet: finds the patient first.
#[component]
fn Choose(props: &BookProps) -> Html {
    let query = use_state(String::new);
    let wanted = SearchPatients { query: (*query).clone(), limit: 20, ..SearchPatients::default() };
    let found = use_ask(Some(wanted), OldAnswer::Keep);
    let rows = found.answer();
    let booking = props.booking.clone();
    let choosing = move |item: Item| {
        let booking = Booking { patient: Some(PatientId(item.id.clone())), ..booking.clone() };
        Item { pick: Callback::from(move |()| go_instead(&Route::Book(booking.clone()))), ..item }
    };
    let items: Vec<Item> =
        rows.as_deref().map(|rows| patient_items(rows)).unwrap_or_default().into_iter().map(choosing).collect();
    let set = query.setter();
    let first = items.first().map(|item| item.pick.clone()).filter(|_| items.len() == 1);
    let count = t!("patients-found", "count" => items.len());
    html! {
        <>
            <h1 class="db-page-head__title">{ t!("book-for-whom") }</h1>
            <SearchBox id="book-patient" label={t!("patients-find")} placeholder={t!("patients-find-hint")}
                query={(*query).clone()}
                on_query={Callback::from(move |text| set.set(text))} {items} {count} placement={Placement::Inline}
                autofocus=true heading={patient_headings()}
                on_enter={Callback::from(move |_| first.iter().for_each(|pick| pick.emit(())))} />
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ForPatientProps {
    booking: Booking,
    patient: PatientId,
}

#[component]
fn ForPatient(props: &ForPatientProps) -> Html {
    let patient = use_ask(Some(GetPatient { id: props.patient.clone() }), OldAnswer::Drop);
    let doctors = use_ask(Some(ListDoctors::default()), OldAnswer::Keep);
    show(&patient, |record| {
        show(&doctors, |doctors| {
            if doctors.is_empty() {
                return html! { <Empty title={t!("doctors-none")} hint={t!("doctors-none-hint")} /> };
            }
            html! { <Slots {record} {doctors} booking={props.booking.clone()} /> }
        })
    })
}
