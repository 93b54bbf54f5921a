//! Finding patients: one box for everything; empty, it shows the last seen.

use daybook_api::{PatientRow, SearchPatients, ShowHidden};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::backend;
use crate::components::{
    Empty, Glyph, LinkAction, Look, Placement, SearchBox, Tick, patient_headings, patient_items, show,
};
use crate::hooks::{go, use_ask, use_shortcut, use_who};
use crate::route::Route;
use crate::state::query::OldAnswer;
use crate::{browser, t};

/// So many rows are shown.
const ROWS: u32 = 30;

/// Finding patients.
#[component]
pub fn Find() -> Html {
    let who = use_who();
    let query = use_state(String::new);
    let all = use_state(ShowHidden::default);
    let found = use_ask(Some(request(&query, *all)), OldAnswer::Keep);
    use_shortcut(Some("f"), t!("patients-find"), Some(Callback::from(|()| browser::focus("patient-search"))));
    let rows = found.answer();
    let items = rows.as_deref().map(|rows| patient_items(rows)).unwrap_or_default();
    let set = query.setter();
    let set_all = all.setter();
    let on_enter = Callback::from({
        let all = *all;
        move |typed: String| spawn_local(open_only(request(&typed, all)))
    });
    let heading = heading(query.trim().is_empty(), items.len());
    html! {
        <>
            <div class="db-page-head">
                <h1 class="db-page-head__title">{ t!("room-patients") }</h1>
                if who.may("patient.register") {
                    <LinkAction label={t!("register-patient")} to={Route::Register} shortcut="n" look={Look::Primary}
                        icon={Glyph::Add} testid="register-patient" />
                }
            </div>
            <SearchBox id="patient-search" label={t!("patients-find")} placeholder={t!("patients-find-hint")}
                query={(*query).clone()}
                on_query={Callback::from(move |text| set.set(text))} {items} {on_enter}
                count={count(&query, rows.as_deref())}
                placement={Placement::Inline} autofocus=true {heading} />
            { show(&found, |rows| empty(&query, &rows, who.may("patient.register"))) }
            <Tick id="patients-all" label={t!("patients-all")} checked={*all == ShowHidden::Yes}
                on_change={Callback::from(move |on| set_all.set(if on { ShowHidden::Yes } else { ShowHidden::No }))} />
        </>
    }
}

fn request(query: &str, all: ShowHidden) -> SearchPatients {
    SearchPatients { query: query.to_owned(), limit: ROWS, all }
}

/// Enter without a mark: opens the patient if there is only one, found without guessing; a scanned number finds one.
async fn open_only(request: SearchPatients) {
    if let Ok(rows) = backend::call(request).await
        && let [only] = rows.as_slice()
        && only.why.is_empty()
    {
        go(&Route::Patient(only.id.clone()));
    }
}

fn heading(is_blank: bool, rows: usize) -> Html {
    if rows == 0 {
        return Html::default();
    }
    html! {
        <>
            if is_blank { <h2 class="db-search__title">{ t!("patients-last-seen") }</h2> }
            { patient_headings() }
        </>
    }
}

fn count(query: &str, rows: Option<&Vec<PatientRow>>) -> String {
    match rows {
        Some(rows) if !query.trim().is_empty() => t!("patients-found", "count" => rows.len()),
        _ => String::new(),
    }
}

fn empty(query: &str, rows: &[PatientRow], may_register: bool) -> Html {
    if !rows.is_empty() {
        return Html::default();
    }
    let (title, hint) = if query.trim().is_empty() {
        (t!("patients-none"), t!("patients-none-hint"))
    } else {
        (t!("patients-not-found"), t!("patients-not-found-hint"))
    };
    html! {
        <Empty {title} {hint}>
            if may_register {
                <a class="db-button" href={Route::Register.hash()} data-testid="register-instead">
                    { t!("register-patient") }</a>
            }
        </Empty>
    }
}
