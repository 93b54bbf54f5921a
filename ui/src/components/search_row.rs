//! A patient in a list of results: name, born and age, sex, number; phone and address where names are alike.

use daybook_api::{PatientRow, PatientStatus};
use yew::prelude::*;

use super::Item;
use crate::hooks::go;
use crate::route::Route;
use crate::state::name::display_name;
use crate::{browser, t, words};

/// The rows of a list of results.
pub fn patient_items(rows: &[PatientRow]) -> Vec<Item> {
    rows.iter()
        .map(|row| Item { id: row.id.to_string(), view: view(row, is_alike(row, rows)), pick: opening(row) })
        .collect()
}

fn opening(row: &PatientRow) -> Callback<()> {
    let route = Route::Patient(row.id.clone());
    Callback::from(move |()| go(&route))
}

fn is_alike(row: &PatientRow, rows: &[PatientRow]) -> bool {
    let name = |row: &PatientRow| (row.family.to_lowercase(), row.given.to_lowercase());
    rows.iter().filter(|other| name(other) == name(row)).count() > 1
}

fn view(row: &PatientRow, is_alike: bool) -> Html {
    let day = row.died.unwrap_or_else(browser::today);
    html! {
        <>
            <span class="db-row__name">
                <bdi class="db-name">{ display_name(&row.family, &row.given, &row.title) }</bdi>
                { second_name(row) }
                { marks(row) }
            </span>
            <span class="db-row__born">{ words::birth(row.birth, day) }</span>
            <span class="db-row__sex">{ words::sex(row.sex) }</span>
            <span class="db-row__number db-number">{ &row.number }</span>
            if is_alike || !row.why.is_empty() { <span class="db-row__more">{ more(row, is_alike) }</span> }
        </>
    }
}

fn second_name(row: &PatientRow) -> Html {
    let name = display_name(&row.second_family, &row.second_given, "");
    if name.is_empty() {
        Html::default()
    } else {
        html! { <bdi class="db-row__second">{ name }</bdi> }
    }
}

fn marks(row: &PatientRow) -> Html {
    html! {
        <>
            if row.died.is_some() { <span class="db-chip db-chip--dead">{ t!("patient-dead") }</span> }
            if row.status == PatientStatus::Withdrawn { <span class="db-chip db-chip--warning">
                { t!("patient-withdrawn") }</span> }
            if row.status == PatientStatus::Merged { <span class="db-chip db-chip--warning">
                { t!("patient-merged") }</span> }
        </>
    }
}

fn more(row: &PatientRow, is_alike: bool) -> Html {
    let phone = row.phones.first().cloned().unwrap_or_default();
    let mut parts = if is_alike { vec![phone, row.address.clone()] } else { Vec::new() };
    parts.extend(row.why.iter().map(words::found));
    parts.retain(|part| !part.is_empty());
    html! { for part in parts { <bdi class="db-row__part">{ part }</bdi> } }
}

/// The headings above a list of results.
pub fn patient_headings() -> Html {
    html! {
        <div class="db-search__head" aria-hidden="true">
            <span class="db-row__name">{ t!("column-name") }</span>
            <span class="db-row__born">{ t!("column-born") }</span>
            <span class="db-row__sex">{ t!("column-sex") }</span>
            <span class="db-row__number">{ t!("column-number") }</span>
        </div>
    }
}
