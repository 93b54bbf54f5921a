//! A proof as a picture, with its numbers as a table beside it: how an entry's fingerprint leads to what the log has signed.

use daybook_api::{ProofPath, ProofSide, ProofStep};
use yew::prelude::*;

use super::signers::signers;
use crate::components::heads;
use crate::state::proof::{BOX_HEIGHT, BOX_WIDTH, Box, Line, Part, draw};
use crate::t;

/// The picture and the table.
pub fn proof(path: &ProofPath) -> Html {
    html! {
        <section class="db-panel" aria-labelledby="way-title" data-testid="proof-way">
            <h2 class="db-panel__title" id="way-title">{ t!("proof-way-title") }</h2>
            <p class="db-muted">{ t!("proof-way-explained") }</p>
            <div class="db-leads">
                <div class="db-leads__picture" tabindex="0" role="group" aria-label={t!("proof-picture")}>{ picture(path) }</div>
                <div class="db-leads__words">
                    <h3 class="db-panel__title">{ t!("proof-signed-by", "size" => path.size) }</h3>
                    { signers(&path.signatures) }
                    { table(path) }
                </div>
            </div>
        </section>
    }
}

fn picture(path: &ProofPath) -> Html {
    let drawing = draw(path);
    let words = t!("proof-picture-label", "index" => path.index, "size" => path.size, "steps" => path.steps.len());
    html! {
        <svg class="db-proof-drawing" viewBox={format!("0 0 {} {}", drawing.width, drawing.height)}
            width={drawing.width.to_string()} height={drawing.height.to_string()} role="img" aria-label={words}
            data-testid="proof-drawing">
            { for drawing.lines.iter().map(line) }
            { for drawing.boxes.iter().map(hash) }
        </svg>
    }
}

fn line(line: &Line) -> Html {
    let class = if line.is_way { "db-proof-drawing__line--way" } else { "db-proof-drawing__line" };
    html! {
        <line {class} x1={line.from.0.to_string()} y1={line.from.1.to_string()} x2={line.to.0.to_string()}
            y2={line.to.1.to_string()} />
    }
}

fn hash(one: &Box) -> Html {
    let class = match one.part {
        Part::Entry => "db-proof-drawing__box db-proof-drawing__box--entry",
        Part::Given => "db-proof-drawing__box db-proof-drawing__box--given",
        Part::Computed => "db-proof-drawing__box",
        Part::Root => "db-proof-drawing__box db-proof-drawing__box--root",
    };
    let middle = (one.x + BOX_WIDTH / 2).to_string();
    html! {
        <g {class}>
            <title>{ &one.hash }</title>
            <rect x={one.x.to_string()} y={one.y.to_string()} width={BOX_WIDTH.to_string()}
                height={BOX_HEIGHT.to_string()} rx="6" />
            <text class="db-proof-drawing__what" x={middle.clone()} y={(one.y + 17).to_string()}>{ what(one) }</text>
            <text class="db-proof-drawing__hash" x={middle} y={(one.y + 33).to_string()}>{ short(&one.hash) }</text>
        </g>
    }
}

fn what(one: &Box) -> String {
    match one.part {
        Part::Entry => t!("proof-entry", "index" => one.first),
        Part::Root => t!("proof-root", "count" => one.last + 1),
        Part::Given | Part::Computed => covers(one.first, one.last),
    }
}

fn covers(first: u64, last: u64) -> String {
    if first == last {
        return t!("proof-entry", "index" => first);
    }
    t!("proof-entries", "first" => first, "last" => last)
}

fn table(path: &ProofPath) -> Html {
    if path.steps.is_empty() {
        return html! { <p>{ t!("proof-alone") }</p> };
    }
    html! {
        <div class="db-table-wrap" tabindex="0" role="group" aria-label={t!("proof-steps")}>
        <table class="db-table" data-testid="proof-steps">
            { heads([t!("column-step"), t!("column-covers"), t!("column-given"), t!("column-together")]) }
            <tbody>{ for (1..).zip(&path.steps).map(|(number, step)| row(number, step)) }</tbody>
        </table>
        </div>
    }
}

fn row(number: usize, step: &ProofStep) -> Html {
    let side = match step.side {
        ProofSide::Left => t!("proof-earlier"),
        ProofSide::Right => t!("proof-later"),
    };
    html! {
        <tr>
            <th scope="row" class="db-number">{ number }</th>
            <td>{ covers(step.first, step.last) }<br /><span class="db-muted">{ side }</span></td>
            <td class="db-hash" dir="ltr" title={step.sibling.clone()}>{ short(&step.sibling) }</td>
            <td class="db-hash" dir="ltr" title={step.parent.clone()}>{ short(&step.parent) }</td>
        </tr>
    }
}

fn short(hash: &str) -> String {
    hash.get(..16).unwrap_or(hash).to_owned()
}
