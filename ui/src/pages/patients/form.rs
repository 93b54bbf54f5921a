//! The form of a patient: one column, sections with a jump list that stays in sight.

use daybook_api::{Date, Interpreter, Sex, parse_birth};
use yew::prelude::*;

use super::form_lists::{IdentifierLines, PhoneLines};
use crate::components::{Choice, Field, Kind, Problems, RadioRow};
use crate::state::patient_form::PatientForm;
use crate::{browser, t, words};

/// Whether the form is of somebody new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFor {
    /// Somebody new.
    New,
    /// Somebody who is registered: the day of death can be recorded.
    Registered,
}

/// The form of a patient.
#[derive(Clone, PartialEq, Properties)]
pub struct FormProps {
    /// What it holds.
    pub form: PatientForm,
    /// Gets what it holds after every key.
    pub on_change: Callback<PatientForm>,
    /// What must be looked at again.
    pub problems: Problems,
    /// Whose.
    pub form_for: FormFor,
}

const SECTIONS: [&str; 7] = ["name", "person", "contact", "address", "kin", "ids", "more"];

/// The sections of the form.
#[component]
pub fn FormSections(props: &FormProps) -> Html {
    html! {
        <div class="db-form db-form--patient">
            { section("name", names(props)) }
            { section("person", person(props)) }
            { section("contact", html! { <PhoneLines ..props.clone() /> }) }
            { section("address", address(props)) }
            { section("kin", kin(props)) }
            { section("ids", html! { <IdentifierLines ..props.clone() /> }) }
            { section("more", more(props)) }
        </div>
    }
}

/// The jump list beside the form.
#[component]
pub fn JumpList() -> Html {
    html! {
        <nav class="db-jump" aria-label={t!("form-sections")}>
            <ul>{ for SECTIONS.iter().map(|name| html! {
                <li><a href={format!("#section-{name}")} onclick={jump(name)} data-testid={format!("jump-{name}")}>
                    { t!(&format!("section-{name}")) }</a></li>
            }) }</ul>
        </nav>
    }
}

fn jump(name: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        browser::focus(&format!("section-{name}"));
        browser::show_at_top(&format!("section-{name}"));
    })
}

fn section(name: &str, content: Html) -> Html {
    html! {
        <section class="db-section">
            <h2 class="db-section__title" id={format!("section-{name}")} tabindex="-1">
                { t!(&format!("section-{name}")) }</h2>
            { content }
        </section>
    }
}

/// A callback that changes one thing of the form.
pub fn edit<T: 'static>(props: &FormProps, change: impl Fn(&mut PatientForm, T) + 'static) -> Callback<T> {
    let (form, on_change) = (props.form.clone(), props.on_change.clone());
    Callback::from(move |value: T| {
        let mut next = form.clone();
        change(&mut next, value);
        on_change.emit(next);
    })
}

fn names(props: &FormProps) -> Html {
    let form = &props.form;
    html! {
        <>
            <div class="db-form__pair">
                <Field id="patient-family" label={t!("field-family")} value={form.family.clone()}
                    on_input={edit(props, |form, text| form.family = text)}
                    problem={props.problems.of("family")} required=true autofocus=true width="full" />
                <Field id="patient-title" label={t!("field-title")} value={form.title.clone()}
                    on_input={edit(props, |form, text| form.title = text)} width="s" />
            </div>
            <Field id="patient-given" label={t!("field-given")} value={form.given.clone()}
                on_input={edit(props, |form, text| form.given = text)}
                problem={props.problems.of("given")} width="full" />
            <details class="db-details" open={!(form.second_family.is_empty() && form.second_given.is_empty())}>
                <summary data-testid="second-script">{ t!("second-script") }</summary>
                <Field id="patient-second_family" label={t!("field-second-family")} value={form.second_family.clone()}
                    on_input={edit(props, |form, text| form.second_family = text)}
                    problem={props.problems.of("second_family")} width="full" />
                <Field id="patient-second_given" label={t!("field-second-given")} value={form.second_given.clone()}
                    on_input={edit(props, |form, text| form.second_given = text)}
                    problem={props.problems.of("second_given")} width="full" />
            </details>
        </>
    }
}

fn person(props: &FormProps) -> Html {
    let sexes = [("female", Sex::Female), ("male", Sex::Male), ("other", Sex::Other), ("unknown", Sex::Unknown)];
    let choices: Vec<Choice> = sexes.iter().map(|(value, sex)| Choice::new(*value, words::sex(*sex))).collect();
    let chosen = sexes.iter().find(|(_, sex)| Some(*sex) == props.form.sex).map_or("", |(value, _)| value);
    let choose = move |form: &mut PatientForm, value: String| {
        form.sex = sexes.iter().find(|(name, _)| *name == value).map(|(_, sex)| *sex);
    };
    html! {
        <>
            <RadioRow id="patient-sex" label={t!("field-sex")} {choices} value={chosen} on_change={edit(props, choose)}
                problem={props.problems.of("sex")} required=true />
            <Field id="patient-birth" label={t!("field-birth-or-age")} value={props.form.born.clone()}
                on_input={edit(props, |form, text| form.born = text)}
                hint={t!("birth-hint")} echo={birth_echo(&props.form.born, browser::today())}
                problem={props.problems.of("birth")} required=true width="m" dir="ltr" />
            if props.form_for == FormFor::Registered {
                <Field id="patient-died" label={t!("field-died")} value={props.form.died.clone()}
                    on_input={edit(props, |form, text| form.died = text)}
                    hint={t!("died-hint")} echo={day_echo(&props.form.died)} problem={props.problems.of("died")}
                    width="m" dir="ltr" />
            }
        </>
    }
}

/// What was understood of a birth: unambiguously, with the age. Nothing while it cannot be understood yet.
fn birth_echo(text: &str, today: Date) -> Option<AttrValue> {
    if text.trim().is_empty() {
        return None;
    }
    parse_birth(text, today).ok().map(|birth| words::birth(birth, today).into())
}

fn day_echo(text: &str) -> Option<AttrValue> {
    crate::state::patient_form::day(text, browser::today())
        .ok()
        .flatten()
        .map(|day| words::weekday_and_date(day).into())
}

fn address(props: &FormProps) -> Html {
    let address = &props.form.address;
    html! {
        <>
            <Field id="patient-address-lines" label={t!("field-address-lines")} value={address.lines.clone()}
                on_input={edit(props, |form, text| form.address.lines = text)} width="full"
                problem={props.problems.of("address.lines")} />
            <div class="db-form__pair db-form__pair--even">
                <Field id="patient-address-city" label={t!("field-city")} value={address.city.clone()}
                    on_input={edit(props, |form, text| form.address.city = text)} width="full" />
                <Field id="patient-address-postcode" label={t!("field-postcode")} value={address.postcode.clone()}
                    on_input={edit(props, |form, text| form.address.postcode = text)} width="full" />
                <Field id="patient-address-district" label={t!("field-district")} value={address.district.clone()}
                    on_input={edit(props, |form, text| form.address.district = text)} width="full" />
                <Field id="patient-address-country" label={t!("field-country")} value={address.country.clone()}
                    on_input={edit(props, |form, text| form.address.country = text)} width="full" />
            </div>
        </>
    }
}

fn kin(props: &FormProps) -> Html {
    let kin = &props.form.kin;
    html! {
        <>
            <Field id="patient-kin-name" label={t!("field-kin-name")} value={kin.name.clone()}
                on_input={edit(props, |form, text| form.kin.name = text)} width="full" />
            <div class="db-form__pair db-form__pair--even">
                <Field id="patient-kin-relation" label={t!("field-kin-relation")} value={kin.relation.clone()}
                    on_input={edit(props, |form, text| form.kin.relation = text)} width="full" />
                <Field id="patient-kin-phone" label={t!("field-kin-phone")} value={kin.phone.clone()}
                    on_input={edit(props, |form, text| form.kin.phone = text)}
                    kind={Kind::Phone} width="full" dir="ltr" problem={props.problems.of("kin.phone")} />
            </div>
        </>
    }
}

fn more(props: &FormProps) -> Html {
    let kinds = [
        ("not_recorded", Interpreter::NotRecorded),
        ("needed", Interpreter::Needed),
        ("not_needed", Interpreter::NotNeeded),
    ];
    let choices: Vec<Choice> =
        kinds.iter().map(|(value, kind)| Choice::new(*value, words::interpreter(*kind))).collect();
    let chosen = kinds.iter().find(|(_, kind)| *kind == props.form.interpreter).map_or("", |(value, _)| value);
    let choose = move |form: &mut PatientForm, value: String| {
        form.interpreter = kinds.iter().find(|(name, _)| *name == value).map(|(_, kind)| *kind).unwrap_or_default();
    };
    html! {
        <>
            <Field id="patient-language" label={t!("field-language")} value={props.form.language.clone()}
                on_input={edit(props, |form, text| form.language = text)} width="m" />
            <RadioRow id="patient-interpreter" label={t!("field-interpreter")} {choices} value={chosen}
                on_change={edit(props, choose)} />
            <Field id="patient-note" label={t!("field-note")} value={props.form.note.clone()}
                on_input={edit(props, |form, text| form.note = text)}
                kind={Kind::Lines} width="full" problem={props.problems.of("note")} />
        </>
    }
}
