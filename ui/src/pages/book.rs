//! Booking an appointment: for whom, with whom, which free slot of which day.

use std::rc::Rc;

use daybook_api::{
    Appointment, AppointmentDay, BookAppointment, Date, DoctorRow, GetPatient, ListDoctors, PatientId, PatientRecord,
    SearchPatients, SetAppointmentState,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{
    Action, Banner, Choice, Empty, Field, Glyph, Item, LinkAction, Look, Placement, SearchBox, Select, Sending,
    Summary, patient_headings, patient_items, show, use_sending,
};
use crate::hooks::{Toaster, go, go_instead, use_ask, use_toaster};
use crate::route::{Booking, Route};
use crate::state::hours::clock;
use crate::state::name::display_name;
use crate::state::query::OldAnswer;
use crate::state::slots::{Slot, Taken, slots};
use crate::{backend, browser, t, words};

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
            <SearchBox id="book-patient" label={t!("patients-find")} placeholder={t!("patients-find-hint")} query={(*query).clone()}
                on_query={Callback::from(move |text| set.set(text))} {items} {count} placement={Placement::Inline} autofocus=true heading={patient_headings()}
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

#[derive(Clone, PartialEq, Properties)]
struct SlotsProps {
    record: Rc<PatientRecord>,
    doctors: Rc<Vec<DoctorRow>>,
    booking: Booking,
}

#[component]
fn Slots(props: &SlotsProps) -> Html {
    let doctor = use_state(|| chosen(props).map(|row| row.id.to_string()).unwrap_or_default());
    let day = use_state(|| props.booking.date.unwrap_or_else(browser::today));
    let reason = use_state(String::new);
    let sending = use_sending();
    let toaster = use_toaster();
    let row = props.doctors.iter().find(|row| row.id.0 == *doctor);
    let question = row.map(|row| AppointmentDay { date: Some(*day), doctor: Some(row.id.clone()) });
    let booked = use_ask(question, OldAnswer::Drop);
    let book = row.map(|row| booking(props, row, *day, &reason, &sending, &toaster));
    let (set_doctor, set_reason) = (doctor.setter(), reason.setter());
    html! {
        <>
            <Banner record={props.record.clone()} />
            <h2 class="db-page-head__title">{ t!("book-appointment") }</h2>
            <Summary problems={sending.problems.clone()} form="book" />
            <div class="db-book">
                <div class="db-form">
                    <Select id="book-doctor" label={t!("column-doctor")} choices={choices(&props.doctors)} value={(*doctor).clone()} on_change={Callback::from(move |id| set_doctor.set(id))} />
                    <Field id="book-reason" label={t!("book-reason")} value={(*reason).clone()} on_input={Callback::from(move |text| set_reason.set(text))} width="full" />
                    <p class="db-field__hint">{ row.map(|row| words::presence(&row.presence)).unwrap_or_default() }</p>
                </div>
                <section class="db-panel" aria-labelledby="slots-title">
                    <div class="db-panel__head">
                        <h3 class="db-panel__title" id="slots-title" aria-live="polite" data-testid="book-day">{ words::weekday_and_date(*day) }</h3>
                        { day_steps(&day) }
                    </div>
                    { show(&booked, |booked| slot_grid(row, *day, &booked, book)) }
                </section>
            </div>
            <LinkAction label={t!("back")} to={Route::Patient(props.record.id.clone())} shortcut="Escape" testid="book-back" look={Look::Quiet} />
        </>
    }
}

fn chosen(props: &SlotsProps) -> Option<&DoctorRow> {
    let wanted = props.booking.doctor.as_ref();
    props.doctors.iter().find(|row| Some(&row.id) == wanted).or_else(|| props.doctors.first())
}

fn choices(doctors: &[DoctorRow]) -> Vec<Choice> {
    let label = |row: &DoctorRow| {
        let name = display_name(&row.form.family, &row.form.given, &row.form.title);
        if row.form.speciality.is_empty() {
            name
        } else {
            t!("doctor-and-speciality", "name" => name, "speciality" => row.form.speciality.clone())
        }
    };
    doctors.iter().map(|row| Choice::new(row.id.to_string(), label(row))).collect()
}

fn day_steps(day: &UseStateHandle<Date>) -> Html {
    let step = |by: i64| {
        let day = day.clone();
        Callback::from(move |()| day.set(Date::from_days(day.days_since_epoch() + by).unwrap_or(*day)))
    };
    let is_first = **day <= browser::today();
    html! {
        <div class="db-steps" role="group" aria-label={t!("day-steps")}>
            <Action label={t!("day-before")} shortcut="ArrowLeft" icon={Glyph::Previous} testid="book-day-before" on={step(-1)} disabled={is_first} />
            <Action label={t!("day-after")} shortcut="ArrowRight" icon={Glyph::Next} testid="book-day-after" on={step(1)} />
            <Action label={t!("week-after")} testid="book-week-after" on={step(7)} />
        </div>
    }
}

fn slot_grid(row: Option<&DoctorRow>, day: Date, booked: &[Appointment], book: Option<Callback<Slot>>) -> Html {
    let (Some(row), Some(book)) = (row, book) else { return Html::default() };
    let now = (day == browser::today()).then(browser::minutes_now);
    let slots = slots(&row.form.hours, day.weekday(), booked, now);
    if slots.is_empty() {
        return html! { <Empty title={t!("book-no-hours")} hint={super::doctors::hours_in_words(&row.form.hours)} /> };
    }
    let free = slots.iter().filter(|slot| slot.taken == Taken::No).count();
    html! {
        <>
            <p class="db-muted" role="status" data-testid="free-slots">{ t!("book-free", "count" => free) }</p>
            <ul class="db-slots">{ for slots.into_iter().map(|slot| slot_button(slot, &book)) }</ul>
        </>
    }
}

fn slot_button(slot: Slot, book: &Callback<Slot>) -> Html {
    let time = clock(slot.start);
    let (class, word) = match slot.taken {
        Taken::No => ("free", t!("slot-free")),
        Taken::Past => ("past", t!("slot-past")),
        Taken::Yes => ("taken", t!("slot-taken")),
    };
    let onclick = book.reform({
        let slot = slot.clone();
        move |_: MouseEvent| slot.clone()
    });
    html! {
        <li><button type="button" class={format!("db-slot db-slot--{class}")} disabled={slot.taken != Taken::No} {onclick} data-testid="slot">
            <span class="db-slot__time db-number">{ time }</span><span class="db-slot__word">{ word }</span>
        </button></li>
    }
}

fn booking(
    props: &SlotsProps,
    row: &DoctorRow,
    day: Date,
    reason: &str,
    sending: &Sending,
    toaster: &Toaster,
) -> Callback<Slot> {
    let (patient, doctor, reason) = (props.record.id.clone(), row.id.clone(), reason.trim().to_owned());
    let (sending, toaster) = (sending.clone(), toaster.clone());
    Callback::from(move |slot: Slot| {
        let request = BookAppointment {
            patient: patient.clone(),
            doctor: doctor.clone(),
            date: day,
            start: slot.start,
            minutes: slot.minutes,
            reason: reason.clone(),
        };
        let toaster = toaster.clone();
        sending.send(backend::call(request), move |booked| {
            let said = t!("booked", "date" => words::weekday_and_date(booked.date), "time" => clock(booked.start));
            toaster.say_with_undo(said, taking_back(&booked, toaster.clone()));
            go(&Route::Patient(booked.patient));
        });
    })
}

fn taking_back(booked: &Appointment, toaster: Toaster) -> Callback<()> {
    let id = booked.id.clone();
    Callback::from(move |()| {
        let request =
            SetAppointmentState { id: id.clone(), state: daybook_api::AppointmentState::Cancelled, reason: t!("undo") };
        let toaster = toaster.clone();
        spawn_local(async move {
            match backend::call(request).await {
                Ok(_) => toaster.say(t!("undone")),
                Err(error) => toaster.say(words::error(&error)),
            }
        });
    })
}
