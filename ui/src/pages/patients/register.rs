//! Registering a patient: what is typed survives the phone call, the lock and the crash.

use std::cell::RefCell;
use std::rc::Rc;

use daybook_api::{PatientId, RegisterPatient, SimilarPatient};
use yew::prelude::*;

use super::form::{FormFor, FormSections, JumpList};
use super::similar::{AskBefore, SimilarBeside, ask_before};
use crate::components::{Action, LinkAction, Look, Notice, Severe, Summary, use_sending};
use crate::hooks::{go_instead, use_draft, use_toaster};
use crate::route::{Booking, Route};
use crate::state::patient_form::PatientForm;
use crate::{backend, browser, hooks, t};

const DRAFT: &str = "patient.register";

/// What happens once the patient is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Open,
    Book,
}

/// Registering a patient.
#[component]
pub fn Register() -> Html {
    let form = use_state(PatientForm::new);
    let restored = use_state(|| false);
    let sending = use_sending();
    let toaster = use_toaster();
    let draft = {
        let (form, restored) = (form.clone(), restored.clone());
        use_draft(
            DRAFT,
            Callback::from(move |mut found: PatientForm| {
                found.keep_a_line();
                restored.set(!found.is_blank());
                form.set(found);
            }),
        )
    };
    let on_change = {
        let (form, draft) = (form.setter(), draft.clone());
        Callback::from(move |next: PatientForm| {
            draft.keep(&next);
            form.set(next);
        })
    };
    let register = {
        let (form, sending, draft) = (form.clone(), sending.clone(), draft.clone());
        Callback::from(move |then: Then| match form.person(browser::today()) {
            Err(problems) => sending.find(problems),
            Ok(person) => {
                let (draft, toaster) = (draft.clone(), toaster.clone());
                sending.send(backend::call(RegisterPatient { person }), move |record| {
                    draft.discard();
                    toaster.say(t!("patient-registered", "number" => record.number.clone()));
                    go_instead(&match then {
                        Then::Open => Route::Patient(record.id),
                        Then::Book => Route::Book(Booking { patient: Some(record.id), ..Booking::default() }),
                    });
                });
            }
        })
    };
    let question = use_state(|| None::<Question>);
    let answered = use_mut_ref(Vec::<PatientId>::new);
    let send = {
        let (form, sending, register, question, answered) =
            (form.clone(), sending.clone(), register.clone(), question.setter(), answered.clone());
        Callback::from(move |then: Then| match form.person(browser::today()) {
            Err(problems) => sending.find(problems),
            Ok(_) => {
                let (register, question, answered) = (register.clone(), question.clone(), answered.clone());
                // Busy meanwhile, so that a second press does not register a second time.
                sending.send(ask_before((*form).clone()), move |candidates| {
                    match candidates.iter().all(|one| answered.borrow().contains(&one.patient.id)) {
                        true => register.emit(then),
                        false => question.set(Some(Question { candidates, then })),
                    }
                });
            }
        })
    };
    let clear = {
        let (form, restored, draft) = (form.setter(), restored.setter(), draft.clone());
        Callback::from(move |()| {
            draft.discard();
            restored.set(false);
            form.set(PatientForm::new());
            browser::focus("patient-family");
        })
    };
    let onsubmit = send.reform(|event: SubmitEvent| {
        event.prevent_default();
        Then::Open
    });
    html! {
        <form class="db-split db-split--beside" {onsubmit} novalidate=true>
            <div class="db-split__side">
                <h1 class="db-page-head__title">{ t!("register-patient") }</h1>
                <JumpList />
            </div>
            <div class="db-split__main">
                <Summary problems={sending.problems.clone()} form="patient" />
                if *restored {
                    <Notice severe={Severe::Info} title={t!("draft-restored")} testid="draft-restored">
                        <Action label={t!("draft-clear")} testid="draft-clear" on={clear} />
                    </Notice>
                }
                <FormSections form={(*form).clone()} {on_change} problems={sending.problems.clone()}
                    form_for={FormFor::New} />
                <div class="db-actions db-actions--sticky">
                    <Action label={t!("register-send")} look={Look::Primary} testid="register-send"
                        disabled={sending.is_busy} />
                    <Action label={t!("register-and-book")} testid="register-and-book" shortcut="Ctrl+B"
                        disabled={sending.is_busy} on={send.reform(|()| Then::Book)} />
                    <LinkAction label={t!("cancel")} to={Route::Patients} testid="register-cancel" shortcut="Escape"
                        look={Look::Quiet} />
                    <span class="db-actions__hint">{ t!("draft-kept") }</span>
                </div>
            </div>
            <SimilarBeside form={(*form).clone()} />
            <SendKey send={send.reform(|()| Then::Open)} />
            { for question.iter().map(|asked| ask(asked, question.setter(), &register, &answered)) }
        </form>
    }
}

/// Who the person probably is already, and what was to be done.
#[derive(Clone, PartialEq)]
struct Question {
    candidates: Vec<SimilarPatient>,
    then: Then,
}

/// The question, once: whoever was asked about is not asked about again.
fn ask(
    question: &Question,
    set: UseStateSetter<Option<Question>>,
    register: &Callback<Then>,
    answered: &Rc<RefCell<Vec<PatientId>>>,
) -> Html {
    let close = set.clone();
    let on_close = Callback::from(move |()| close.set(None));
    let (register, answered, asked) = (register.clone(), answered.clone(), question.clone());
    let on_new = Callback::from(move |()| {
        answered.borrow_mut().extend(asked.candidates.iter().map(|one| one.patient.id.clone()));
        set.set(None);
        register.emit(asked.then);
    });
    html! { <AskBefore candidates={question.candidates.clone()} {on_new} {on_close} /> }
}

/// Ctrl+Enter sends the form from any field.
#[derive(Clone, PartialEq, Properties)]
pub struct SendKeyProps {
    /// Sends it.
    pub send: Callback<()>,
}

/// Ctrl+Enter sends the form from any field.
#[component]
pub fn SendKey(props: &SendKeyProps) -> Html {
    hooks::use_shortcut(Some("Ctrl+Enter"), t!("form-send"), Some(props.send.clone()));
    Html::default()
}
