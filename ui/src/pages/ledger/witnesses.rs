//! The witnesses of the shared ledger: who they are, what they signed last, what of it counts.

use daybook_api::{ListWitnesses, PolicyStanding, WitnessGroup, WitnessRow, Witnesses};
use yew::prelude::*;

use crate::components::{Empty, Notice, Severe, heads, show};
use crate::hooks::{Shared, use_ask, use_change};
use crate::state::query::OldAnswer;
use crate::{t, words};

/// The witnesses with their last sight, on the ledger's front page.
#[component]
pub fn WitnessesSeen() -> Html {
    let asked = use_ask(Some(ListWitnesses {}), OldAnswer::Keep);
    let again = asked.again();
    let status = use_context::<Shared>().unwrap_or_default().0;
    use_change(status.map(|status| (status.tree_size, status.confirmed)), move || again.emit(()));
    html! {
        <section class="db-panel" aria-labelledby="witnesses-title">
            <h2 class="db-panel__title" id="witnesses-title">{ t!("witnesses-title") }</h2>
            <p class="db-muted">{ t!("witnesses-explained") }</p>
            { show(&asked, |seen| witnesses(&seen)) }
        </section>
    }
}

/// The witnesses as a table, under a heading with the id `witnesses-title`.
pub fn witnesses(witnesses: &Witnesses) -> Html {
    if let Some(problem) = &witnesses.problem {
        return html! { <Notice severe={Severe::Warning} title={t!("policy-unusable")} testid="policy-unusable">
        <p>{ problem }</p></Notice> };
    }
    if witnesses.policy == PolicyStanding::None && witnesses.witnesses.is_empty() {
        return html! { <Empty title={t!("witnesses-none")} /> };
    }
    html! {
        <>
            <p data-testid="witnesses-confirmed">{ confirmed(witnesses) }</p>
            <div class="db-table-wrap" tabindex="0" role="group" aria-labelledby="witnesses-title">
            <table class="db-table">
                { heads([t!("column-witness"), t!("column-last-seen"), t!("column-entries-then"), t!("column-hash")]) }
                <tbody>{ for witnesses.witnesses.iter().map(row) }</tbody>
            </table>
            </div>
            <ul class="db-list">{ for witnesses.groups.iter().map(group) }</ul>
            if let Some(name) = &witnesses.quorum { <p>{ t!("witnesses-quorum", "name" => name.clone()) }</p> }
        </>
    }
}

fn confirmed(witnesses: &Witnesses) -> String {
    match (witnesses.policy, &witnesses.confirmed) {
        (PolicyStanding::None, _) => t!("witnesses-none"),
        (_, None) => t!("witnesses-unconfirmed"),
        (_, Some(tree)) => t!("witnesses-confirmed", "count" => tree.size, "names" => tree.by.join(", ")),
    }
}

fn row(row: &WitnessRow) -> Html {
    html! {
        <tr data-testid="witness-row">
            <th scope="row"><bdi>{ &row.name }</bdi></th>
            <td class="db-number">{ row.last_seen.map_or_else(|| t!("never"), words::instant) }</td>
            <td class="db-number">{ row.last_size.map(|size| size.to_string()).unwrap_or_default() }</td>
            <td class="db-hash"><bdi>{ &row.key }</bdi></td>
        </tr>
    }
}

fn group(group: &WitnessGroup) -> Html {
    let words = t!("witnesses-group", "name" => group.name.clone(), "needs" => group.needs, "members" => group.members.join(", "));
    html! { <li data-testid="witness-group">{ words }</li> }
}
