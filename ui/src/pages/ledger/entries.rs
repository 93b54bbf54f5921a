//! The entries of this desk's book, the newest first, in pages.

use daybook_api::{EntryRow, EntryStanding, ListEntries};
use yew::prelude::*;

use crate::components::{Action, Empty, heads, show};
use crate::hooks::use_ask;
use crate::route::Route;
use crate::state::query::OldAnswer;
use crate::{t, words};

const PAGE: u32 = 50;

/// The entries of this desk's book.
#[component]
pub fn Entries() -> Html {
    let before = use_state(|| None::<u64>);
    let asked = use_ask(Some(ListEntries { before: *before, limit: PAGE }), OldAnswer::Keep);
    let older =
        asked.answer().filter(|rows| rows.len() >= PAGE as usize).and_then(|rows| rows.last().map(|row| row.position));
    let to = |place: Option<u64>| {
        let setter = before.setter();
        Callback::from(move |()| setter.set(place))
    };
    html! {
        <section class="db-panel" aria-labelledby="entries-title">
            <h2 class="db-panel__title" id="entries-title">{ t!("entries-title") }</h2>
            <p class="db-muted">{ t!("entries-explained") }</p>
            { show(&asked, |rows| if rows.is_empty() { html! { <Empty title={t!("entries-none")} /> } } else { table(&rows, "entries-title") }) }
            <div class="db-actions">
                if before.is_some() { <Action label={t!("entries-newest")} testid="entries-newest" on={to(None)} /> }
                if older.is_some() { <Action label={t!("entries-older")} testid="entries-older" on={to(older)} /> }
            </div>
        </section>
    }
}

/// Entries as a table, under the heading with this id.
pub fn table(rows: &[EntryRow], heading: &'static str) -> Html {
    html! {
        <div class="db-table-wrap" tabindex="0" role="group" aria-labelledby={heading}>
        <table class="db-table">
            { heads([
                t!("column-place"),
                t!("column-act"),
                t!("column-when"),
                t!("column-who"),
                t!("column-desk"),
                t!("column-standing"),
                t!("column-hash"),
            ]) }
            <tbody>{ for rows.iter().map(row) }</tbody>
        </table>
        </div>
    }
}

fn row(row: &EntryRow) -> Html {
    html! {
        <tr key={row.entry.clone()} data-testid="entry-row">
            <td class="db-number">{ row.index.map_or_else(|| t!("entry-no-index"), |index| index.to_string()) }</td>
            <th scope="row"><a href={Route::Entry(row.entry.clone()).hash()} data-testid="open-entry">
                { words::act(&row.act) }</a></th>
            <td class="db-number">{ words::instant(row.at) }</td>
            <td><bdi>{ &row.who }</bdi></td>
            <td class="db-number">{ &row.desk }</td>
            <td>{ standing(row.standing) }</td>
            <td class="db-hash">{ short(&row.entry) }</td>
        </tr>
    }
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// How far an entry has come.
pub fn standing(standing: EntryStanding) -> Html {
    let (kind, words) = match standing {
        EntryStanding::Waiting => ("calm", t!("standing-waiting")),
        EntryStanding::Shared => ("success", t!("standing-shared")),
        EntryStanding::Confirmed => ("success", t!("standing-confirmed")),
        EntryStanding::Refused => ("danger", t!("standing-refused")),
    };
    html! { <span class={format!("db-chip db-chip--{kind}")} data-testid="standing">{ words }</span> }
}
