//! Adding a doctor to the directory, and changing one.

use std::rc::Rc;

use daybook_api::{
    AddDoctor, Doctor, DoctorForm, DoctorId, GetDoctor, ListStaff, Role, StaffId, StaffRow, Standing, UpdateDoctor,
};
use yew::prelude::*;

use super::hours_editor::{HoursEditor, explain};
use crate::components::{Action, Choice, Field, Kind, LinkAction, Look, Problems, Select, Summary, show, use_sending};
use crate::hooks::{go_instead, use_ask, use_shortcut, use_toaster};
use crate::route::Route;
use crate::state::hours::{DayHours, read_week, week_of};
use crate::state::patient_form::{Problem, Why};
use crate::state::query::OldAnswer;
use crate::{backend, t};

/// Adding a doctor.
#[component]
pub fn Add() -> Html {
    let toaster = use_toaster();
    let sending = use_sending();
    let on_send = {
        let sending = sending.clone();
        Callback::from(move |sent: Result<DoctorForm, Vec<Problem>>| match sent {
            Err(problems) => sending.find(problems),
            Ok(form) => {
                let toaster = toaster.clone();
                sending.send(backend::call(AddDoctor { form }), move |doctor| {
                    toaster.say(t!("doctor-added"));
                    go_instead(&Route::Doctor(doctor.id));
                });
            }
        })
    };
    html! {
        <>
            <div class="db-page-head"><h1 class="db-page-head__title">{ t!("doctor-add") }</h1></div>
            <FormView before={DoctorForm::default()} {on_send} problems={sending.problems.clone()}
                busy={sending.is_busy} cancel={Route::Doctors} />
        </>
    }
}

/// Which doctor.
#[derive(Clone, PartialEq, Properties)]
pub struct EditProps {
    /// Which.
    pub id: DoctorId,
}

/// Changing a doctor.
#[component]
pub fn Edit(props: &EditProps) -> Html {
    let asked = use_ask(Some(GetDoctor { id: props.id.clone() }), OldAnswer::Drop);
    show(&asked, |doctor| html! { <EditView {doctor} /> })
}

#[derive(Clone, PartialEq, Properties)]
struct EditViewProps {
    doctor: Rc<Doctor>,
}

#[component]
fn EditView(props: &EditViewProps) -> Html {
    let toaster = use_toaster();
    let sending = use_sending();
    let before = use_memo((), |()| props.doctor.form.clone());
    let on_send = {
        let (sending, before, id) = (sending.clone(), before.clone(), props.doctor.id.clone());
        Callback::from(move |sent: Result<DoctorForm, Vec<Problem>>| match sent {
            Err(problems) => sending.find(problems),
            Ok(after) => {
                let toaster = toaster.clone();
                let request = UpdateDoctor { id: id.clone(), before: (*before).clone(), after };
                sending.send(backend::call(request), move |doctor| {
                    toaster.say(t!("doctor-updated"));
                    go_instead(&Route::Doctor(doctor.id));
                });
            }
        })
    };
    html! {
        <>
            <div class="db-page-head"><h1 class="db-page-head__title">{ t!("doctor-edit") }</h1></div>
            <FormView before={(*before).clone()} {on_send} problems={sending.problems.clone()} busy={sending.is_busy}
                cancel={Route::Doctor(props.doctor.id.clone())} />
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FormViewProps {
    before: DoctorForm,
    on_send: Callback<Result<DoctorForm, Vec<Problem>>>,
    problems: Problems,
    busy: bool,
    cancel: Route,
}

#[component]
fn FormView(props: &FormViewProps) -> Html {
    let form = use_state(|| props.before.clone());
    let languages = use_state(|| props.before.languages.join(", "));
    let week = use_state(|| week_of(&props.before.hours));
    let staff = use_ask(Some(ListStaff {}), OldAnswer::Keep);
    let send = {
        let (form, languages, week, on_send) = (form.clone(), languages.clone(), week.clone(), props.on_send.clone());
        Callback::from(move |()| on_send.emit(filled(&form, &languages, &week)))
    };
    use_shortcut(Some("Ctrl+Enter"), t!("form-send"), Some(send.clone()));
    let onsubmit = send.reform(|event: SubmitEvent| event.prevent_default());
    let (set_week, set_languages) = (week.setter(), languages.setter());
    html! {
        <form class="db-form db-form--doctor" {onsubmit} novalidate=true>
            <Summary problems={props.problems.clone()} form="doctor" />
            <section class="db-section" aria-label={t!("details-title")}>
            { fields(&form, &props.problems) }
            <Field id="doctor-languages" label={t!("field-languages")} hint={t!("languages-hint")}
                value={(*languages).clone()}
                on_input={Callback::from(move |text| set_languages.set(text))} width="full" />
            { login(&form, staff.answer().as_deref().map_or(&[], Vec::as_slice), &props.problems) }
            </section>
            <section class="db-section" aria-label={t!("hours-title")}>
                <HoursEditor week={(*week).clone()} on_change={Callback::from(move |next| set_week.set(next))} />
            </section>
            <div class="db-actions db-actions--sticky">
                <Action label={t!("save")} look={Look::Primary} testid="doctor-save" disabled={props.busy} />
                <LinkAction label={t!("cancel")} to={props.cancel.clone()} testid="doctor-cancel" look={Look::Quiet} />
            </div>
        </form>
    }
}

/// Whose login the doctor works with: those who work here as doctors.
fn login(form: &UseStateHandle<DoctorForm>, staff: &[StaffRow], problems: &Problems) -> Html {
    let value = form.login.as_ref().map(ToString::to_string).unwrap_or_default();
    let can =
        |row: &&StaffRow| row.id.to_string() == value || row.role == Role::Doctor && row.standing == Standing::Active;
    let known =
        staff.iter().filter(can).map(|row| Choice::new(row.id.to_string(), format!("{} ({})", row.name, row.user)));
    let choices = std::iter::once(Choice::new("", t!("doctor-login-none"))).chain(known).collect::<Vec<_>>();
    let on_change = {
        let form = form.clone();
        Callback::from(move |id: String| {
            form.set(DoctorForm { login: (!id.is_empty()).then_some(StaffId(id)), ..(*form).clone() });
        })
    };
    html! {
        <Select id="doctor-login" label={t!("field-login")} {choices} {value} {on_change}
            hint={Some(AttrValue::from(t!("doctor-login-hint")))} problem={problems.of("login")} />
    }
}

fn filled(form: &DoctorForm, languages: &str, week: &[DayHours]) -> Result<DoctorForm, Vec<Problem>> {
    let mut problems = Vec::new();
    if form.family.trim().is_empty() {
        problems.push(Problem { field: "family".into(), why: Why::Needed });
    }
    let hours = read_week(week).unwrap_or_else(|wrong| {
        let problem = |(day, error)| Problem { field: format!("hours.{day}"), why: Why::Desk(explain(error)) };
        problems.extend(wrong.into_iter().map(problem));
        Vec::new()
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    let languages =
        languages.split([',', ';']).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    Ok(DoctorForm { languages, hours, ..form.clone() })
}

fn fields(form: &UseStateHandle<DoctorForm>, problems: &Problems) -> Html {
    let edit = |change: fn(&mut DoctorForm, String)| {
        let form = form.clone();
        Callback::from(move |text: String| {
            let mut next = (*form).clone();
            change(&mut next, text);
            form.set(next);
        })
    };
    html! {
        <>
            <div class="db-form__pair">
                <Field id="doctor-family" label={t!("field-family")} value={form.family.clone()}
                    on_input={edit(|form, text| form.family = text)}
                    problem={problems.of("family")} required=true autofocus=true width="full" />
                <Field id="doctor-title" label={t!("field-title")} value={form.title.clone()}
                    on_input={edit(|form, text| form.title = text)} width="s" />
            </div>
            <Field id="doctor-given" label={t!("field-given")} value={form.given.clone()}
                on_input={edit(|form, text| form.given = text)} width="full" problem={problems.of("given")} />
            <div class="db-form__pair db-form__pair--even">
                <Field id="doctor-speciality" label={t!("field-speciality")} value={form.speciality.clone()}
                    on_input={edit(|form, text| form.speciality = text)} width="full"
                    problem={problems.of("speciality")} />
                <Field id="doctor-department" label={t!("field-department")} value={form.department.clone()}
                    on_input={edit(|form, text| form.department = text)} width="full"
                    problem={problems.of("department")} />
                <Field id="doctor-room" label={t!("field-room")} value={form.room.clone()}
                    on_input={edit(|form, text| form.room = text)} width="full" problem={problems.of("room")} />
                <Field id="doctor-phone" label={t!("field-phone")} value={form.phone.clone()}
                    on_input={edit(|form, text| form.phone = text)} kind={Kind::Phone} width="full" dir="ltr"
                    problem={problems.of("phone")} />
            </div>
            <Field id="doctor-identifier" label={t!("field-doctor-identifier")} value={form.identifier.clone()}
                on_input={edit(|form, text| form.identifier = text)} width="m" dir="ltr"
                problem={problems.of("identifier")} />
        </>
    }
}
