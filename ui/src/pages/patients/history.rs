//! Who changed what, when, where, from what to what: one block per entry, the newest first.

use daybook_api::HistoryRow;
use yew::prelude::*;

use crate::route::Route;
use crate::{t, words};

/// The history of a patient or a doctor. `links`: whether who is logged in may open the ledger.
pub fn view(history: &[HistoryRow], links: bool) -> Html {
    if history.is_empty() {
        return html! { <p class="db-muted">{ t!("history-none") }</p> };
    }
    let blocks = history.chunk_by(|a, b| a.entry == b.entry && a.act == b.act);
    html! { <ol class="db-history">{ for blocks.map(|block| entry(block, links)) }</ol> }
}

fn entry(rows: &[HistoryRow], links: bool) -> Html {
    let Some(first) = rows.first() else { return Html::default() };
    let changes: Vec<&HistoryRow> = rows.iter().filter(|row| !row.field.is_empty()).collect();
    html! {
        <li class="db-history__entry" data-testid="history-entry">
            <p class="db-history__head">
                <strong>{ words::act(&first.act) }</strong>
                <span>{ t!("history-by", "who" => first.who.clone(), "desk" => first.desk.clone()) }</span>
                <time>{ words::instant(first.at) }</time>
                if links && !first.entry.is_empty() {
                    <a href={Route::Entry(first.entry.clone()).hash()} data-testid="history-to-entry">
                        { t!("history-entry") }</a>
                }
            </p>
            if !changes.is_empty() {
                <dl class="db-history__changes">{ for changes.into_iter().map(change) }</dl>
            }
        </li>
    }
}

fn change(row: &HistoryRow) -> Html {
    html! {
        <div class="db-history__change">
            <dt>{ words::field(&row.field) }</dt>
            <dd>
                if !row.from.is_nothing() {
                    <del><span class="db-sr-only">{ t!("history-from") }</span><bdi>{ words::history(&row.from) }</bdi></del>
                    <span class="db-history__arrow" aria-hidden="true">{ "→" }</span>
                }
                <ins><span class="db-sr-only">{ t!("history-to") }</span><bdi>
                    { words::or_not_recorded(&words::history(&row.to)) }</bdi></ins>
            </dd>
        </div>
    }
}
