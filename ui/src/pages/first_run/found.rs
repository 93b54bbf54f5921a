//! Founding a new hospital: its name and code, the first administrator, the keys, the recovery key.

use daybook_api::{ApiError, FoundHospital, Founded, Session};
use yew::prelude::*;

use super::recovery::RecoveryKey;
use crate::components::{Action, Field, Look, NewPassword, Problems, Summary, use_job};
use crate::state::patient_form::{Problem, Why};
use crate::{browser, t};

/// Founding a new hospital.
#[derive(Clone, PartialEq, Properties)]
pub struct FoundProps {
    /// Gets the session once the recovery key is confirmed.
    pub on_open: Callback<Session>,
    /// Back to the choice.
    pub on_back: Callback<()>,
}

#[derive(Clone, Default, PartialEq)]
struct Form {
    hospital: String,
    code: String,
    name: String,
    user: String,
    password: String,
}

impl Form {
    fn missing(&self) -> Vec<Problem> {
        let is_code = self.code.len() == 3 && self.code.chars().all(|letter| letter.is_ascii_alphabetic());
        let fields = [
            ("hospital", self.hospital.trim().is_empty(), Why::Needed),
            ("code", !is_code, Why::Desk(t!("problem-code"))),
            ("name", self.name.trim().is_empty(), Why::Needed),
            ("user", self.user.trim().is_empty(), Why::Needed),
            ("password", self.password.is_empty(), Why::Needed),
        ];
        let wrong = fields.into_iter().filter(|(_, is_wrong, _)| *is_wrong);
        wrong.map(|(field, _, why)| Problem { field: field.to_owned(), why }).collect()
    }

    fn request(&self) -> FoundHospital {
        FoundHospital {
            hospital: self.hospital.trim().to_owned(),
            code: self.code.to_uppercase(),
            user: self.user.trim().to_owned(),
            name: self.name.trim().to_owned(),
            password: self.password.clone(),
        }
    }
}

/// Founding a new hospital.
#[component]
pub fn Found(props: &FoundProps) -> Html {
    let form = use_state(Form::default);
    let problems = use_state(Problems::default);
    let founded = use_state(|| None::<Founded>);
    let job = use_job();
    if let Some(founded) = &*founded {
        return html! { <RecoveryKey recovery_key={founded.recovery_key.clone()} hospital={form.hospital.clone()} on_open={props.on_open.clone()} /> };
    }
    if job.is_running() {
        return html! {
            <div class="db-form">
                <h1 class="db-alone__title">{ t!("found-working") }</h1>
                <p class="db-alone__sub">{ t!("found-working-explained") }</p>
                { job.view(t!("found-working")) }
            </div>
        };
    }
    let onsubmit = {
        let (form, problems, founded, job) = (form.clone(), problems.clone(), founded.clone(), job.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let missing = form.missing();
            if !missing.is_empty() {
                problems.set(problems.found(missing));
                return;
            }
            let (problems, founded) = (problems.clone(), founded.clone());
            job.start(form.request(), move |end: Result<Founded, ApiError>| match end {
                Ok(done) => {
                    founded.set(Some(done));
                    browser::focus_soon("recovery-title");
                }
                Err(error) => problems.set(problems.refused(&error)),
            });
        })
    };
    html! { <form class="db-form" {onsubmit}>{ fields(&form, &problems) }{ actions(&props.on_back) }</form> }
}

fn fields(form: &UseStateHandle<Form>, problems: &Problems) -> Html {
    let edit = |change: fn(&mut Form, String)| {
        let form = form.clone();
        Callback::from(move |text: String| {
            let mut next = (*form).clone();
            change(&mut next, text);
            form.set(next);
        })
    };
    html! {
        <>
            <h1 class="db-alone__title">{ t!("first-run-new") }</h1>
            <Summary problems={problems.clone()} form="found" />
            <Field id="found-hospital" label={t!("field-hospital")} value={form.hospital.clone()}
                on_input={edit(|form, text| form.hospital = text)}
                problem={problems.of("hospital")} required=true autofocus=true width="full"
                hint={t!("hospital-hint")} />
            <Field id="found-code" label={t!("field-code")} value={form.code.clone()}
                on_input={edit(|form, text| form.code = text.to_uppercase())}
                hint={t!("code-hint")} problem={problems.of("code")} required=true width="s" dir="ltr" />
            <h2 class="db-form__section">{ t!("first-administrator") }</h2>
            <Field id="found-name" label={t!("field-full-name")} value={form.name.clone()}
                on_input={edit(|form, text| form.name = text)}
                problem={problems.of("name")} required=true width="full" />
            <Field id="found-user" label={t!("user-name")} value={form.user.clone()}
                on_input={edit(|form, text| form.user = text)}
                hint={t!("user-name-hint")} problem={problems.of("user")} required=true width="full"
                autocomplete="username" dir="ltr" />
            <NewPassword id="found-password" label={t!("password")} value={form.password.clone()}
                on_input={edit(|form, text| form.password = text)}
                known={vec![form.hospital.clone(), form.user.clone(), form.name.clone()]}
                problem={problems.of("password")} />
        </>
    }
}

fn actions(on_back: &Callback<()>) -> Html {
    html! {
        <div class="db-actions">
            <Action label={t!("found-start")} look={Look::Primary} testid="found-start" />
            <Action label={t!("back")} testid="found-back" on={on_back.clone()} />
        </div>
    }
}
