//! Changing a patient: only what differs is written.

use std::rc::Rc;

use daybook_api::{GetPatient, PatientId, PatientRecord, Person, UpdatePatient};
use yew::prelude::*;

use super::form::{FormFor, FormSections, JumpList};
use super::register::SendKey;
use crate::components::{Action, Banner, Look, Notice, Severe, Summary, show, use_sending};
use crate::hooks::{go_instead, use_ask, use_draft, use_toaster};
use crate::route::Route;
use crate::state::patient_form::PatientForm;
use crate::state::query::OldAnswer;
use crate::{backend, browser, t};

/// Whose record.
#[derive(Clone, PartialEq, Properties)]
pub struct EditProps {
    /// Which.
    pub id: PatientId,
}

/// Changing a patient.
#[component]
pub fn Edit(props: &EditProps) -> Html {
    let asked = use_ask(Some(GetPatient { id: props.id.clone() }), OldAnswer::Drop);
    show(&asked, |record| html! { <EditForm {record} /> })
}

#[derive(Clone, PartialEq, Properties)]
struct EditFormProps {
    record: Rc<PatientRecord>,
}

#[component]
fn EditForm(props: &EditFormProps) -> Html {
    // What the form showed first is kept: another desk's change meanwhile must not look like this person's.
    let before = use_state(|| props.record.person.clone());
    let form = use_state(|| PatientForm::of(&before));
    let restored = use_state(|| false);
    let sending = use_sending();
    let toaster = use_toaster();
    let draft = {
        let (before, form, restored) = (before.setter(), form.setter(), restored.setter());
        let found = move |(first, typed): (Person, PatientForm)| {
            restored.set(true);
            before.set(first);
            form.set(typed);
        };
        use_draft(&format!("patient.update:{}", props.record.id), Callback::from(found))
    };
    let on_change = {
        let (form, draft, before) = (form.setter(), draft.clone(), before.clone());
        Callback::from(move |next: PatientForm| {
            draft.keep(&(&*before, &next));
            form.set(next);
        })
    };
    let record = Route::Patient(props.record.id.clone());
    let leave = {
        let (draft, record) = (draft.clone(), record.clone());
        Callback::from(move |()| {
            draft.discard();
            go_instead(&record);
        })
    };
    let send = {
        let (form, sending, before, id) = (form.clone(), sending.clone(), before.clone(), props.record.id.clone());
        Callback::from(move |()| match form.person(browser::today()) {
            Err(problems) => sending.find(problems),
            Ok(after) => {
                let request = UpdatePatient { id: id.clone(), before: (*before).clone(), after };
                let (toaster, draft) = (toaster.clone(), draft.clone());
                sending.send(backend::call(request), move |record| {
                    draft.discard();
                    toaster.say(t!("patient-updated"));
                    go_instead(&Route::Patient(record.id));
                });
            }
        })
    };
    let onsubmit = send.reform(|event: SubmitEvent| event.prevent_default());
    html! {
        <>
            <Banner record={props.record.clone()} />
            <form class="db-split" {onsubmit} novalidate=true>
                <div class="db-split__side">
                    <h2 class="db-page-head__title">{ t!("edit-patient") }</h2>
                    <JumpList />
                </div>
                <div class="db-split__main">
                    <Summary problems={sending.problems.clone()} form="patient" />
                    if *restored { <Notice severe={Severe::Info} title={t!("draft-restored")} testid="draft-restored" />
                        }
                    <FormSections form={(*form).clone()} {on_change} problems={sending.problems.clone()}
                        form_for={FormFor::Registered} />
                    <div class="db-actions db-actions--sticky">
                        <Action label={t!("save-changes")} look={Look::Primary} testid="patient-save"
                            disabled={sending.is_busy} />
                        <Action label={t!("cancel")} on={leave} testid="patient-edit-cancel" look={Look::Quiet} />
                    </div>
                </div>
                <SendKey {send} />
            </form>
        </>
    }
}
