//! Two patients side by side, field by field, with what differs marked, and what can be done about them.

use daybook_api::{DuplicatePair, PairPatient, Person, ShowPairs};
use yew::prelude::*;

use crate::components::{Action, Glyph, Look, reasons, verdict};
use crate::hooks::Toaster;
use crate::pages::pair_acts;
use crate::route::Route;
use crate::state::name::display_name;
use crate::{browser, t, words};

/// One pair.
pub fn view(pair: &DuplicatePair, shown: ShowPairs, toaster: &Toaster, again: &Callback<()>) -> Html {
    let (one, other) = (pair.one.id.clone(), pair.other.id.clone());
    let both = t!("pair-both", "one" => name(&pair.one), "other" => name(&pair.other));
    html! {
        <li class="db-pair" key={format!("{one}-{other}")} data-testid="pair" aria-label={both.clone()}>
            { verdict(pair.likeness, pair.probability, shown == ShowPairs::Likely) }
            { reasons(&pair.reasons) }
            { side_by_side(pair) }
            <div class="db-actions">
                if shown == ShowPairs::Likely {
                    <Action label={t!("pair-apart")} full_label={t!("step-of", "step" => t!("pair-apart"), "name" => both)}
                        testid="pair-apart" on={pair_acts::two_people(one, other, toaster, again)} />
                } else {
                    <Action label={t!("pair-maybe")} full_label={t!("step-of", "step" => t!("pair-maybe"), "name" => both)}
                        look={Look::Quiet} icon={Glyph::Undo} testid="pair-maybe"
                        on={pair_acts::maybe_one(one, other, toaster, again)} />
                }
                <span class="db-muted">{ t!("pair-no-merge") }</span>
            </div>
        </li>
    }
}

fn name(patient: &PairPatient) -> String {
    display_name(&patient.person.family, &patient.person.given, &patient.person.title)
}

fn side_by_side(pair: &DuplicatePair) -> Html {
    let lines = fields(&pair.one.person).into_iter().zip(fields(&pair.other.person));
    html! {
        <div class="db-table-wrap" tabindex="0" role="group" aria-label={t!("pair-side-by-side")}>
        <table class="db-table db-pair__table">
            <thead><tr>
                <th scope="col">{ t!("import-field") }</th>
                { heading(&pair.one) }
                { heading(&pair.other) }
            </tr></thead>
            <tbody>{ for lines.filter_map(|((label, one), (_, other))| line(label, &one, &other)) }</tbody>
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
fn line(label: String, one: &str, other: &str) -> Option<Html> {
    if one.is_empty() && other.is_empty() {
        return None;
    }
    let differs = one != other;
    Some(html! {
        <tr class={differs.then_some("db-pair__differs")} data-testid={if differs { "pair-differs" } else { "pair-same" }}>
            <th scope="row">{ label }if differs { <span class="db-chip db-chip--warning">{ t!("pair-differs") }</span> }</th>
            <td><bdi>{ words::or_not_recorded(one) }</bdi></td>
            <td><bdi>{ words::or_not_recorded(other) }</bdi></td>
        </tr>
    })
}

fn fields(person: &Person) -> [(String, String); 9] {
    let address = &person.address;
    let joined = |parts: &[&String]| {
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    };
    let ids: Vec<String> = person.identifiers.iter().map(|id| format!("{} {}", id.kind, id.value)).collect();
    [
        (t!("field-family"), person.family.clone()),
        (t!("field-given"), person.given.clone()),
        (t!("field-second-name"), display_name(&person.second_family, &person.second_given, "")),
        (t!("field-birth"), words::birth(person.birth, person.died.unwrap_or_else(browser::today))),
        (t!("field-sex"), words::sex(person.sex)),
        (t!("field-phones"), person.phones.join(", ")),
        (
            t!("field-address"),
            joined(&[&address.lines, &address.city, &address.district, &address.postcode, &address.country]),
        ),
        (t!("field-kin"), joined(&[&person.kin.name, &person.kin.relation, &person.kin.phone])),
        (t!("field-identifiers"), ids.join(", ")),
    ]
}
