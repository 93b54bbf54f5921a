//! Who can log in: list, create, give a new password, dismiss.

use daybook_api::{DismissStaff, ListStaff, ResetPassword, StaffRow, Standing};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::create_staff::CreateForm;
use crate::components::{Action, Confirm, Dialog, Glyph, Look, NewPassword, Summary, heads, show, use_sending};
use crate::hooks::{use_ask, use_toaster, use_who};
use crate::state::query::OldAnswer;
use crate::{backend, t, words};

#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Create,
    Reset(StaffRow),
    Dismiss(StaffRow),
}

/// Who can log in.
#[component]
pub fn Staff() -> Html {
    let asked = use_ask(Some(ListStaff {}), OldAnswer::Keep);
    let open = use_state(|| Open::Nothing);
    let toaster = use_toaster();
    let to = |what: Open| {
        let setter = open.setter();
        Callback::from(move |()| setter.set(what.clone()))
    };
    let done = {
        let (setter, again) = (open.setter(), asked.again());
        Callback::from(move |said: String| {
            setter.set(Open::Nothing);
            toaster.say(said);
            again.emit(());
        })
    };
    let close = to(Open::Nothing);
    html! {
        <>
            <div class="db-actions"><Action label={t!("staff-create")} look={Look::Primary} shortcut="n"
                icon={Glyph::Add} testid="staff-create" on={to(Open::Create)} /></div>
            { show(&asked, |rows| table(&rows, &open)) }
            { match (*open).clone() {
                Open::Nothing => Html::default(),
                Open::Create => html! { <CreateForm on_done={done} on_close={close} /> },
                Open::Reset(row) => html! { <ResetForm {row} on_done={done} on_close={close} /> },
                Open::Dismiss(row) => dismiss(row, done, close),
            } }
        </>
    }
}

fn table(rows: &[StaffRow], open: &UseStateHandle<Open>) -> Html {
    html! {
        <div class="db-table-wrap" tabindex="0" role="group" aria-label={t!("admin-staff")}>
        <table class="db-table">
            { heads([
                t!("field-full-name"),
                t!("user-name"),
                t!("field-role"),
                t!("column-standing"),
                t!("column-actions"),
            ]) }
            <tbody>
                { for rows.iter().map(|row| html! { <StaffLine key={row.id.to_string()} row={row.clone()} open={open.clone()} /> }) }</tbody>
        </table>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct StaffLineProps {
    row: StaffRow,
    open: UseStateHandle<Open>,
}

#[component]
fn StaffLine(props: &StaffLineProps) -> Html {
    let who = use_who();
    let row = &props.row;
    let to = |what: Open| {
        let setter = props.open.setter();
        Callback::from(move |()| setter.set(what.clone()))
    };
    let is_active = row.standing == Standing::Active;
    let named = |words: String| t!("step-of", "step" => words, "name" => row.name.clone());
    html! {
        <tr data-testid="staff-row">
            <th scope="row"><bdi>{ &row.name }</bdi></th>
            <td class="db-number">{ &row.user }</td>
            <td>{ words::role(row.role) }</td>
            <td>{ standing(row.standing) }</td>
            <td class="db-table__actions">
                if is_active {
                    <Action label={t!("staff-reset")} full_label={named(t!("staff-reset"))} look={Look::Quiet}
                        testid="staff-reset" on={to(Open::Reset(row.clone()))} />
                }
                if is_active && row.id != who.0.staff {
                    <Action label={t!("staff-dismiss")} full_label={named(t!("staff-dismiss"))} look={Look::Quiet}
                        testid="staff-dismiss" on={to(Open::Dismiss(row.clone()))} />
                }
            </td>
        </tr>
    }
}

/// Whether somebody, or a desk, is still in service.
pub fn standing(standing: Standing) -> Html {
    match standing {
        Standing::Active => html! { <span class="db-chip db-chip--success">{ t!("standing-active") }</span> },
        Standing::Ended => html! { <span class="db-chip db-chip--calm">{ t!("standing-ended") }</span> },
    }
}

fn dismiss(row: StaffRow, done: Callback<String>, close: Callback<()>) -> Html {
    let (id, name) = (row.id.clone(), row.name.clone());
    let on_confirm = Callback::from(move |_: String| {
        let (id, name, done) = (id.clone(), name.clone(), done.clone());
        spawn_local(async move {
            match backend::call(DismissStaff { id }).await {
                Ok(_) => done.emit(t!("staff-dismissed", "name" => name)),
                Err(error) => done.emit(words::error(&error)),
            }
        });
    });
    html! {
        <Confirm title={t!("staff-dismiss-title", "name" => row.name.clone())}
            explanation={t!("staff-dismiss-explained")} confirm={t!("staff-dismiss")}
            testid="dismiss" {on_confirm} on_close={close} />
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ResetFormProps {
    row: StaffRow,
    on_done: Callback<String>,
    on_close: Callback<()>,
}

#[component]
fn ResetForm(props: &ResetFormProps) -> Html {
    let password = use_state(String::new);
    let sending = use_sending();
    let onsubmit = {
        let (password, sending, row, on_done) =
            (password.clone(), sending.clone(), props.row.clone(), props.on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let request = ResetPassword { id: row.id.clone(), password: (*password).clone() };
            let (on_done, name) = (on_done.clone(), row.name.clone());
            sending.send(backend::call(request), move |_| on_done.emit(t!("staff-reset-done", "name" => name)));
        })
    };
    let set = password.setter();
    html! {
        <Dialog title={t!("staff-reset-title", "name" => props.row.name.clone())} testid="reset-dialog"
            on_close={props.on_close.clone()}>
            <form class="db-form" {onsubmit}>
                <Summary problems={sending.problems.clone()} form="reset" />
                <NewPassword id="reset-password" label={t!("password-new")} value={(*password).clone()}
                    on_input={Callback::from(move |text| set.set(text))}
                    known={vec![props.row.user.clone(), props.row.name.clone()]}
                    problem={sending.problems.of("password")} />
                <div class="db-dialog__actions">
                    <Action label={t!("save")} look={Look::Primary} testid="reset-save" disabled={sending.is_busy} />
                    <Action label={t!("cancel")} testid="reset-cancel" on={props.on_close.clone()} />
                </div>
            </form>
        </Dialog>
    }
}
