//! Two patients side by side, field by field, with what differs marked, and what can be done about them.

use daybook_api::{DuplicatePair, PairPatient, Person, PersonPart, ShowPairs};
use yew::prelude::*;

use super::merge::MergeForm;
use super::parts;
use crate::components::{Action, Glyph, Look, reasons, verdict};
use crate::hooks::use_toaster;
use crate::pages::pair_acts;
use crate::route::Route;
use crate::state::name::display_name;
use crate::{t, words};

/// One pair.
#[derive(Clone, PartialEq, Properties)]
pub struct PairProps {
    /// The two.
    pub pair: DuplicatePair,
    /// Of which list it is.
    pub shown: ShowPairs,
    /// The list is to be asked for again.
    pub again: Callback<()>,
}

/// One pair.
#[component]
pub fn Pair(props: &PairProps) -> Html {
    let PairProps { pair, shown, again } = props;
    let toaster = use_toaster();
    let merging = use_state(|| false);
    let set = |on: bool| {
        let setter = merging.setter();
        Callback::from(move |()| setter.set(on))
    };
    let (one, other) = (pair.one.id.clone(), pair.other.id.clone());
    let both = t!("pair-both", "one" => name(&pair.one), "other" => name(&pair.other));
    let step = |step: String| t!("step-of", "step" => step, "name" => both.clone());
    html! {
        <li class="db-pair" data-testid="pair" aria-label={both.clone()}>
            { verdict(pair.likeness, pair.probability, *shown == ShowPairs::Likely) }
            { reasons(&pair.reasons) }
            { side_by_side(pair) }
            if *merging {
                <MergeForm pair={pair.clone()} again={again.clone()} on_close={set(false)} />
            } else if *shown == ShowPairs::Likely {
                <div class="db-actions">
                    <Action label={t!("pair-merge")} full_label={step(t!("pair-merge"))} testid="pair-merge" on={set(true)} />
                    <Action label={t!("pair-apart")} full_label={step(t!("pair-apart"))} testid="pair-apart"
                        on={pair_acts::two_people(one, other, &toaster, again)} />
                </div>
            } else {
                <div class="db-actions">
                    <Action label={t!("pair-maybe")} full_label={step(t!("pair-maybe"))} look={Look::Quiet}
                        icon={Glyph::Undo} testid="pair-maybe"
                        on={pair_acts::maybe_one(one, other, &toaster, again)} />
                </div>
            }
        </li>
    }
}

/// The patient's name as it is shown.
pub fn name(patient: &PairPatient) -> String {
    display_name(&patient.person.family, &patient.person.given, &patient.person.title)
}

fn side_by_side(pair: &DuplicatePair) -> Html {
    html! {
        <div class="db-table-wrap" tabindex="0" role="group" aria-label={t!("pair-side-by-side")}>
        <table class="db-table db-pair__table">
            <thead><tr>
                <th scope="col">{ t!("import-field") }</th>
                { heading(&pair.one) }
                { heading(&pair.other) }
            </tr></thead>
            <tbody>{ for PersonPart::ALL.into_iter().filter_map(|part| line(part, &pair.one.person, &pair.other.person)) }</tbody>
        </table>
        </div>
    }
}

fn heading(patient: &PairPatient) -> Html {
    html! {
        <th scope="col">
            <a class="db-similar__name" href={Route::Patient(patient.id.clone()).hash()} data-testid="pair-open">
                <bdi>{ name(patient) }</bdi></a>
            <span class="db-number db-pair__number" data-testid="pair-number">{ &patient.number }</span>
        </th>
    }
}

/// A field that is empty on both sides says nothing.
fn line(part: PersonPart, one: &Person, other: &Person) -> Option<Html> {
    let (label, one, other) = (parts::label(part), parts::text(part, one), parts::text(part, other));
    if one.is_empty() && other.is_empty() {
        return None;
    }
    let differs = one != other;
    Some(html! {
        <tr class={differs.then_some("db-pair__differs")} data-testid={if differs { "pair-differs" } else { "pair-same" }}>
            <th scope="row">{ label }if differs { <span class="db-chip db-chip--warning">{ t!("pair-differs") }</span> }</th>
            <td><bdi>{ words::or_not_recorded(&one) }</bdi></td>
            <td><bdi>{ words::or_not_recorded(&other) }</bdi></td>
        </tr>
    })
}
