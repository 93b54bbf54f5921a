//! Patients who may be the same person: beside the form while it is filled in, asked about once when it is sent, and on the record.

use daybook_api::{
    ApiError, PatientId, PatientRow, ShowSimilar, Similar, SimilarPatient, SimilarToForm, SimilarToPatient,
};
use yew::prelude::*;

use crate::components::{Action, Dialog, Glyph, Look, show, similar_block};
use crate::hooks::{Toaster, go, use_ask, use_settled, use_shortcut, use_toaster};
use crate::pages::pair_acts;
use crate::route::Route;
use crate::state::name::display_name;
use crate::state::patient_form::PatientForm;
use crate::state::query::OldAnswer;
use crate::{backend, browser, t};

/// So long after the last key the desk is asked.
const PAUSE_MS: u32 = 250;
/// So many are shown beside the form.
const BESIDE: u32 = 3;

/// What the form says so far, as a question.
pub fn question(form: &PatientForm) -> SimilarToForm {
    let (person, born) = form.so_far(browser::today());
    SimilarToForm { person, born, limit: BESIDE, show: ShowSimilar::Telling }
}

/// The form that is being filled in.
#[derive(Clone, PartialEq, Properties)]
pub struct BesideProps {
    /// As it is now.
    pub form: PatientForm,
}

/// Similar patients beside the form: told while typing, never in the way; `Ctrl+J` goes to the first.
#[component]
pub fn SimilarBeside(props: &BesideProps) -> Html {
    let form = use_settled(props.form.clone(), PAUSE_MS);
    let is_blank = form.is_blank();
    let asked = use_ask((!is_blank).then(|| question(&form)), OldAnswer::Keep);
    let answer = asked.answer().filter(|_| !is_blank);
    let found: &[SimilarPatient] = answer.as_deref().map_or(&[], |similar| similar.candidates.as_slice());
    let jump = (!found.is_empty()).then(|| Callback::from(|()| browser::focus("similar-0")));
    use_shortcut(Some("Ctrl+J"), t!("similar-jump"), jump);
    html! {
        <aside class="db-beside" aria-labelledby="similar-title" data-testid="similar-beside">
            <h2 class="db-section__title" id="similar-title">{ t!("similar-title") }</h2>
            <p class="db-muted" role="status" data-testid="similar-count">{ count(is_blank, answer.as_deref()) }</p>
            { for found.iter().enumerate().map(|(at, one)| similar_block(one, format!("similar-{at}"), Html::default())) }
            if !found.is_empty() { <p class="db-muted">{ t!("similar-hint") }</p> }
        </aside>
    }
}

fn count(is_blank: bool, answer: Option<&Similar>) -> String {
    match answer {
        None if is_blank => t!("similar-while-typing"),
        None => String::new(),
        Some(similar) => t!("similar-count", "count" => similar.candidates.len()),
    }
}

/// Asks, before somebody is registered who is probably registered already.
#[derive(Clone, PartialEq, Properties)]
pub struct AskProps {
    /// Who they may be.
    pub candidates: Vec<SimilarPatient>,
    /// Registers all the same.
    pub on_new: Callback<()>,
    /// Goes back to the form.
    pub on_close: Callback<()>,
}

/// The question, with the candidates. Whatever is answered is done: nothing is refused.
#[component]
pub fn AskBefore(props: &AskProps) -> Html {
    let open = |at: usize, similar: &SimilarPatient| {
        let route = Route::Patient(similar.patient.id.clone());
        html! { <Action label={t!("similar-open")} full_label={t!("step-of", "step" => t!("similar-open"), "name" => name(&similar.patient))}
        testid={format!("similar-ask-open-{at}")} on={Callback::from(move |()| go(&route))} first_focus={at == 0} /> }
    };
    html! {
        <Dialog title={t!("similar-ask-title")} testid="similar-ask" on_close={props.on_close.clone()} wide=true>
            <p class="db-dialog__text">{ t!("similar-ask-explained") }</p>
            <div class="db-similar-list">
                { for props.candidates.iter().enumerate().map(|(at, one)| similar_block(one, format!("similar-ask-{at}"), open(at, one))) }
            </div>
            <div class="db-dialog__actions">
                <Action label={t!("register-as-new")} look={Look::Primary} testid="register-as-new"
                    on={props.on_new.clone()} />
                <Action label={t!("similar-ask-back")} look={Look::Quiet} testid="similar-ask-back"
                    on={props.on_close.clone()} />
            </div>
        </Dialog>
    }
}

/// Whose record.
#[derive(Clone, PartialEq, Properties)]
pub struct OfRecordProps {
    /// Which.
    pub id: PatientId,
}

/// Similar patients on the record: each can be opened, or said to be somebody else.
#[component]
pub fn SimilarOfRecord(props: &OfRecordProps) -> Html {
    let request = SimilarToPatient { id: props.id.clone(), limit: 5, show: ShowSimilar::Telling };
    let asked = use_ask(Some(request), OldAnswer::Drop);
    let toaster = use_toaster();
    let again = asked.again();
    html! {
        <section class="db-panel" aria-labelledby="similar-title" data-testid="similar-of-record">
            <h2 class="db-panel__title" id="similar-title">{ t!("similar-title") }</h2>
            { show(&asked, |similar| view(&props.id, &similar, &toaster, &again)) }
        </section>
    }
}

fn view(id: &PatientId, similar: &Similar, toaster: &Toaster, again: &Callback<()>) -> Html {
    html! {
        <>
            if similar.candidates.is_empty() {
                <p class="db-muted" data-testid="similar-none">{ t!("similar-none") }</p>
            }
            <div class="db-similar-list">
                { for similar.candidates.iter().enumerate().map(|(at, one)| {
                    let said = pair_acts::two_people(id.clone(), one.patient.id.clone(), toaster, again);
                    let full = t!("step-of", "step" => t!("pair-apart"), "name" => name(&one.patient));
                    similar_block(one, format!("similar-{at}"), html! {
                        <Action label={t!("pair-apart")} full_label={full} testid="pair-apart" on={said} />
                    })
                }) }
            </div>
            if !similar.apart.is_empty() {
                <h3 class="db-panel__title">{ t!("similar-apart") }</h3>
                <ul class="db-list">{ for similar.apart.iter().map(|row| apart(id, row, toaster, again)) }</ul>
            }
        </>
    }
}

fn apart(id: &PatientId, row: &PatientRow, toaster: &Toaster, again: &Callback<()>) -> Html {
    let undo = pair_acts::maybe_one(id.clone(), row.id.clone(), toaster, again);
    html! {
        <li class="db-similar__told" data-testid="similar-told-apart">
            <a href={Route::Patient(row.id.clone()).hash()}><bdi>{ name(row) }</bdi></a>
            <span class="db-number">{ &row.number }</span>
            <Action label={t!("pair-maybe")} full_label={t!("step-of", "step" => t!("pair-maybe"), "name" => name(row))}
                look={Look::Quiet} icon={Glyph::Undo} testid="pair-maybe" on={undo} />
        </li>
    }
}

fn name(row: &PatientRow) -> String {
    display_name(&row.family, &row.given, &row.title)
}

/// Asks the desk once more, with the form as it is sent: who is to be asked about, if anybody. A desk that cannot say stands in nobody's way.
pub async fn ask_before(form: PatientForm) -> Result<Vec<SimilarPatient>, ApiError> {
    let similar = backend::call(question(&form)).await.unwrap_or_default();
    Ok(if similar.alert { similar.candidates } else { Vec::new() })
}
