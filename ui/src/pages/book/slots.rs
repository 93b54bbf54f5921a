//! The free slots of a doctor's day, one button each.

use std::rc::Rc;

use daybook_api::{
    Appointment, AppointmentDay, AppointmentState, BookAppointment, Date, DoctorRow, PatientRecord, SetAppointmentState,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::day_tab::DayTab;
use crate::components::{
    Action, Banner, Choice, Empty, Field, Glyph, LinkAction, Look, Select, Sending, Summary, show, use_sending,
};
use crate::hooks::{Toaster, go, use_ask, use_toaster};
use crate::pages::doctors::hours_in_words;
use crate::route::{Booking, Route};
use crate::state::day::tally;
use crate::state::hours::clock;
use crate::state::keys;
use crate::state::name::display_name;
use crate::state::query::OldAnswer;
use crate::state::slots::{Slot, Taken, first_day, slots};
use crate::{backend, browser, i18n, t, words};

/// So many days are shown at once.
const DAYS: i64 = 7;

/// For whom, and what else is known.
#[derive(Clone, PartialEq, Properties)]
pub struct SlotsProps {
    /// For whom.
    pub record: Rc<PatientRecord>,
    /// All doctors.
    pub doctors: Rc<Vec<DoctorRow>>,
    /// What else is known.
    pub booking: Booking,
}

/// The free slots of a doctor's day.
#[component]
pub fn Slots(props: &SlotsProps) -> Html {
    let doctor = use_state(|| chosen(props).map(|row| row.id.clone()).unwrap_or_default());
    let day = use_state(|| props.booking.date.unwrap_or_else(|| soonest(chosen(props))));
    let reason = use_state(String::new);
    let sending = use_sending();
    let toaster = use_toaster();
    let row = props.doctors.iter().find(|row| row.id == *doctor);
    let question = row.map(|row| AppointmentDay { date: Some(*day), doctor: Some(row.id.clone()) });
    let booked = use_ask(question, OldAnswer::Drop);
    let book = row.map(|row| booking(props, row, *day, &reason, &sending, &toaster));
    let set_reason = reason.setter();
    html! {
        <>
            <Banner record={props.record.clone()} />
            <h2 class="db-page-head__title">{ t!("book-appointment") }</h2>
            <Summary problems={sending.problems.clone()} form="book" />
            <div class="db-book">
                <div class="db-form">
                    <Select id="book-doctor" label={t!("column-doctor")} choices={choices(&props.doctors)}
                        value={doctor.to_string()} on_change={choosing(props, &doctor, &day)} />
                    <p class="db-field__hint">{ row.map(|row| words::presence(&row.presence)).unwrap_or_default() }</p>
                    { missed(&props.record) }
                    <Field id="book-reason" label={t!("book-reason")} value={(*reason).clone()}
                        on_input={Callback::from(move |text| set_reason.set(text))} width="full" />
                    <div><LinkAction label={t!("back")} to={Route::Patient(props.record.id.clone())} shortcut="Escape"
                        testid="book-back" look={Look::Quiet} /></div>
                </div>
                <section class="db-panel" aria-labelledby="slots-title">
                    <div class="db-panel__head">
                        <h3 class="db-panel__title" id="slots-title" aria-live="polite" data-testid="book-day">
                            { words::weekday_and_date(*day) }</h3>
                        { day_steps(&day) }
                    </div>
                    { for row.map(|row| tabs(row, &day)) }
                    { show(&booked, |booked| grid(row, *day, &booked, book)) }
                </section>
            </div>
        </>
    }
}

/// How often this patient did not come, in red where one books.
fn missed(record: &PatientRecord) -> Html {
    match tally(&record.appointments, AppointmentState::Missed) {
        0 => Html::default(),
        count => {
            html! { <p class="db-chip db-chip--danger" data-testid="book-missed">
            { t!("visits-missed", "count" => count) }</p> }
        }
    }
}

fn chosen(props: &SlotsProps) -> Option<&DoctorRow> {
    let wanted = props.booking.doctor.as_ref();
    props.doctors.iter().find(|row| Some(&row.id) == wanted).or_else(|| props.doctors.first())
}

fn soonest(row: Option<&DoctorRow>) -> Date {
    let today = browser::today();
    row.and_then(|row| first_day(&row.form.hours, today, browser::minutes_now())).unwrap_or(today)
}

/// Another doctor: unless a day was asked for, theirs begins with the first on which they are in.
fn choosing(
    props: &SlotsProps,
    doctor: &UseStateHandle<daybook_api::DoctorId>,
    day: &UseStateHandle<Date>,
) -> Callback<String> {
    let (props, doctor, day) = (props.clone(), doctor.setter(), day.setter());
    Callback::from(move |id: String| {
        let row = props.doctors.iter().find(|row| row.id.0 == id);
        if props.booking.date.is_none() {
            day.set(soonest(row));
        }
        doctor.set(daybook_api::DoctorId(id));
    })
}

fn choices(doctors: &[DoctorRow]) -> Vec<Choice> {
    let label = |row: &DoctorRow| {
        let name = display_name(&row.form.family, &row.form.given, &row.form.title);
        match row.form.speciality.as_str() {
            "" => name,
            speciality => t!("doctor-and-speciality", "name" => name, "speciality" => speciality.to_owned()),
        }
    };
    doctors.iter().map(|row| Choice::new(row.id.to_string(), label(row))).collect()
}

fn moved(day: Date, by: i64) -> Date {
    Date::from_days(day.days_since_epoch() + by).unwrap_or(day).max(browser::today())
}

fn day_steps(day: &UseStateHandle<Date>) -> Html {
    let step = |by: i64| {
        let day = day.clone();
        Callback::from(move |()| day.set(moved(*day, by)))
    };
    let is_first = **day <= browser::today();
    html! {
        <div class="db-steps" role="group" aria-label={t!("day-steps")}>
            <Action label={t!("day-before")} shortcut={keys::back(i18n::current().direction)} icon={Glyph::Previous}
                testid="book-day-before" on={step(-1)} disabled={is_first} />
            <Action label={t!("day-after")} shortcut={keys::forward(i18n::current().direction)} icon={Glyph::Next}
                testid="book-day-after" on={step(1)} />
            <Action label={t!("week-after")} shortcut="PageDown" testid="book-week-after" on={step(DAYS)} />
        </div>
    }
}

/// The week that the day is in, counted from today.
fn tabs(row: &DoctorRow, day: &UseStateHandle<Date>) -> Html {
    let today = browser::today();
    let weeks = (day.days_since_epoch() - today.days_since_epoch()).div_euclid(DAYS);
    let doctor = Rc::new(row.clone());
    let setter = day.setter();
    let on_pick = Callback::from(move |day| setter.set(day));
    let days = (0..DAYS).map(|at| moved(today, weeks * DAYS + at));
    html! {
        <div class="db-daytabs" role="group" aria-label={t!("book-week")}>
            { for days.map(|one| html! { <DayTab key={format!("{} {one}", row.id)} doctor={doctor.clone()} day={one} open={one == **day} on_pick={on_pick.clone()} /> }) }
        </div>
    }
}

fn grid(row: Option<&DoctorRow>, day: Date, booked: &[Appointment], book: Option<Callback<Slot>>) -> Html {
    let (Some(row), Some(book)) = (row, book) else { return Html::default() };
    let now = (day == browser::today()).then(browser::minutes_now);
    let slots = slots(&row.form.hours, day.weekday(), booked, now);
    if slots.is_empty() {
        return html! { <Empty title={t!("book-no-hours")} hint={hours_in_words(&row.form.hours)} /> };
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
    let is_free = slot.taken == Taken::No;
    let onclick = book.reform(move |_: MouseEvent| slot.clone());
    html! {
        <li><button type="button" class={format!("db-slot db-slot--{class}")} disabled={!is_free} {onclick}
            data-testid="slot" data-state={class}>
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
        let request = SetAppointmentState { id: id.clone(), state: AppointmentState::Cancelled, reason: t!("undo") };
        let toaster = toaster.clone();
        spawn_local(async move {
            match backend::call(request).await {
                Ok(_) => toaster.say(t!("undone")),
                Err(error) => toaster.say(words::error(&error)),
            }
        });
    })
}
