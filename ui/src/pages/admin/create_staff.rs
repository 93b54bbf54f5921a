//! Giving somebody a login.

use daybook_api::{CreateStaff, Role};
use yew::prelude::*;

use crate::components::{Action, Choice, Dialog, Field, Look, NewPassword, RadioRow, Summary, use_sending};
use crate::state::patient_form::{Problem, Why};
use crate::{backend, t, words};

/// Giving somebody a login.
#[derive(Clone, PartialEq, Properties)]
pub struct CreateFormProps {
    /// Gets what to say once it is done.
    pub on_done: Callback<String>,
    /// Called when nothing is to be done.
    pub on_close: Callback<()>,
}

const ROLES: [(&str, Role); 3] =
    [("receptionist", Role::Receptionist), ("doctor", Role::Doctor), ("administrator", Role::Administrator)];

#[derive(Clone, PartialEq)]
struct Form {
    user: String,
    name: String,
    role: Role,
    password: String,
}

impl Form {
    fn missing(&self) -> Vec<Problem> {
        let fields = [("name", &self.name), ("user", &self.user), ("password", &self.password)];
        let missing = fields.into_iter().filter(|(_, value)| value.trim().is_empty());
        missing.map(|(field, _)| Problem { field: field.to_owned(), why: Why::Needed }).collect()
    }

    fn request(&self) -> CreateStaff {
        CreateStaff {
            user: self.user.trim().to_owned(),
            name: self.name.trim().to_owned(),
            role: self.role,
            password: self.password.clone(),
        }
    }
}

/// Giving somebody a login.
#[component]
pub fn CreateForm(props: &CreateFormProps) -> Html {
    let empty = || Form { user: String::new(), name: String::new(), role: Role::Receptionist, password: String::new() };
    let form = use_state(empty);
    let sending = use_sending();
    let onsubmit = {
        let (form, sending, on_done) = (form.clone(), sending.clone(), props.on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let missing = form.missing();
            if !missing.is_empty() {
                return sending.find(missing);
            }
            let on_done = on_done.clone();
            sending
                .send(backend::call(form.request()), move |row| on_done.emit(t!("staff-created", "name" => row.name)));
        })
    };
    let edit = |change: fn(&mut Form, String)| {
        let form = form.clone();
        Callback::from(move |text: String| {
            let mut next = (*form).clone();
            change(&mut next, text);
            form.set(next);
        })
    };
    let choose = |form: &mut Form, value: String| {
        form.role = ROLES.iter().find(|(name, _)| *name == value).map_or(form.role, |(_, role)| *role);
    };
    let roles: Vec<Choice> = ROLES.iter().map(|(value, role)| Choice::new(*value, words::role(*role))).collect();
    let chosen = ROLES.iter().find(|(_, role)| *role == form.role).map_or("", |(value, _)| value);
    html! {
        <Dialog title={t!("staff-create")} testid="create-staff" on_close={props.on_close.clone()}>
            <form class="db-form" {onsubmit} novalidate=true>
                <Summary problems={sending.problems.clone()} form="staff" />
                <Field id="staff-name" label={t!("field-full-name")} value={form.name.clone()}
                    on_input={edit(|form, text| form.name = text)}
                    problem={sending.problems.of("name")} required=true autofocus=true width="full" />
                <Field id="staff-user" label={t!("user-name")} hint={t!("user-name-hint")} value={form.user.clone()}
                    on_input={edit(|form, text| form.user = text)}
                    problem={sending.problems.of("user")} required=true width="full" dir="ltr" />
                <RadioRow id="staff-role" label={t!("field-role")} choices={roles} value={chosen}
                    on_change={edit(choose)} />
                <NewPassword id="staff-password" label={t!("password-first")} value={form.password.clone()}
                    on_input={edit(|form, text| form.password = text)}
                    known={vec![form.user.clone(), form.name.clone()]} problem={sending.problems.of("password")} />
                <div class="db-dialog__actions">
                    <Action label={t!("staff-create-send")} look={Look::Primary} testid="staff-create-send"
                        disabled={sending.is_busy} />
                    <Action label={t!("cancel")} testid="staff-create-cancel" on={props.on_close.clone()} />
                </div>
            </form>
        </Dialog>
    }
}
