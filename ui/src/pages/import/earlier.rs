//! What was brought in from files before, and taking one back as a whole.

use daybook_api::{ApiError, ImportRow, ImportUndone, ListImports, UndoImport};
use yew::prelude::*;

use crate::components::{Action, Confirm, Job, Look, Notice, Severe, heads, show, use_job};
use crate::hooks::{Asked, use_ask};
use crate::state::query::OldAnswer;
use crate::{t, words};

/// Earlier imports.
#[component]
pub fn Earlier() -> Html {
    let asked = use_ask(Some(ListImports {}), OldAnswer::Keep);
    let undoing = use_state(|| None::<ImportRow>);
    let told = use_state(|| None::<Result<ImportUndone, ApiError>>);
    let job = use_job();
    let is_empty = asked.answer().is_none_or(|rows| rows.is_empty());
    if is_empty && asked.error().is_none() {
        return Html::default();
    }
    html! {
        <section class="db-panel" aria-labelledby="earlier-title">
            <h2 class="db-panel__title" id="earlier-title">{ t!("imports-earlier") }</h2>
            if job.is_running() { { job.view_with_stop(t!("import-undo")) } }
            { for told.iter().map(outcome) }
            { show(&asked, |rows| table(&rows, &undoing)) }
            { dialog(&undoing, &job, &told, &asked) }
        </section>
    }
}

fn table(rows: &[ImportRow], undoing: &UseStateHandle<Option<ImportRow>>) -> Html {
    html! {
        <div class="db-table-wrap" tabindex="0" role="group" aria-labelledby="earlier-title">
        <table class="db-table">
            { heads([
                t!("column-when"),
                t!("column-who"),
                t!("report-patients"),
                t!("imports-withdrawn"),
                t!("report-doctors"),
                t!("column-actions"),
            ]) }
            <tbody>{ for rows.iter().map(|row| line(row, undoing)) }</tbody>
        </table>
        </div>
    }
}

fn line(row: &ImportRow, undoing: &UseStateHandle<Option<ImportRow>>) -> Html {
    let undo = {
        let (setter, row) = (undoing.setter(), row.clone());
        Callback::from(move |()| setter.set(Some(row.clone())))
    };
    let when = words::instant(row.at);
    html! {
        <tr key={row.id.to_string()} data-testid="import-row">
            <th scope="row" class="db-number">{ &when }</th>
            <td><bdi>{ &row.who }</bdi></td>
            <td class="db-number">{ row.patients }</td>
            <td class="db-number">{ row.withdrawn }</td>
            <td class="db-number">{ row.doctors }</td>
            <td class="db-table__actions">
                if row.patients > row.withdrawn {
                    <Action label={t!("import-undo")}
                        full_label={t!("step-of", "step" => t!("import-undo"), "name" => when)} look={Look::Quiet}
                        testid="import-undo" on={undo} />
                }
            </td>
        </tr>
    }
}

fn dialog(
    undoing: &UseStateHandle<Option<ImportRow>>,
    job: &Job,
    told: &UseStateHandle<Option<Result<ImportUndone, ApiError>>>,
    asked: &Asked<Vec<ImportRow>>,
) -> Html {
    let Some(row) = (**undoing).clone() else { return Html::default() };
    let setter = undoing.setter();
    let on_close = Callback::from(move |()| setter.set(None));
    let (closing, job, told, again, id) = (on_close.clone(), job.clone(), told.setter(), asked.again(), row.id);
    let on_confirm = Callback::from(move |reason: String| {
        closing.emit(());
        let (told, again) = (told.clone(), again.clone());
        job.start(UndoImport { id: id.clone(), reason }, move |end| {
            told.set(Some(end));
            again.emit(());
        });
    });
    html! {
        <Confirm title={t!("import-undo-title")} explanation={t!("import-undo-explained")} confirm={t!("import-undo")}
            reason={t!("reason")}
            testid="import-undo-dialog" {on_confirm} {on_close} />
    }
}

fn outcome(told: &Result<ImportUndone, ApiError>) -> Html {
    match told {
        Err(error) => {
            html! { <Notice severe={Severe::Danger} title={words::error(error)} testid="import-undo-failed" /> }
        }
        Ok(undone) => {
            let title = t!("import-undone", "withdrawn" => undone.withdrawn, "kept" => undone.kept);
            html! { <Notice severe={Severe::Success} {title} testid="import-undone" /> }
        }
    }
}
